#include "stats/score_interval.h"

#include "stats/bca.h"
#include "stats/proportion.h"
#include "stats/score_resample.h"
#include "stats/student_t.h"
#include "stats/studentized.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The data and what follows from them. */
typedef struct data {
    nz_scores_t scores; /* counts: the workspace's copy; n_items 0 = none */
    size_t least, most; /* scores that occur */
    size_t n_distinct;
    double n, total;
    double variance;     /* s^2, divisor n */
    double se;           /* s/sqrt(n) */
    double acceleration; /* of BCa */
} data_t;

/* The last quantile of Student's t that was computed: it takes much longer than all else,
 * and data sets of one size ask for the same. */
typedef struct t_memo {
    double tail, df, t; /* df 0 = none */
} t_memo_t;

struct nz_score_interval {
    size_t max_scores;
    t_memo_t below, above;
    uint64_t *counts;
    data_t data;
    nz_score_sum_choice_t choice; /* of the exact engine */
    gsl_rng *rng;
    nz_score_sum_t *sum; /* exact engine */
    nz_studentized_t *studentized;
    nz_score_resample_t *resample;               /* NULL for the exact engine */
    bool has_sum, has_studentized, has_resample; /* whether set for these data */
};

nz_status_t
nz_score_interval_create(size_t max_scores, uint64_t resamples, nz_score_interval_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (max_scores < 2 || max_scores > SIZE_MAX / sizeof(uint64_t)) {
        return NZ_ERR_DOMAIN;
    }
    nz_score_interval_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->max_scores = max_scores;
    self->counts = calloc(max_scores, sizeof(*self->counts));
    nz_status_t status = self->counts == NULL ? NZ_ERR_NO_MEMORY : NZ_OK;
    if (status == NZ_OK && resamples > 0) {
        status = nz_score_resample_create(max_scores, resamples, &self->resample);
    } else if (status == NZ_OK) {
        status = nz_score_sum_create(max_scores, &self->sum);
        if (status == NZ_OK) {
            status = nz_studentized_create(max_scores, &self->studentized);
        }
    }
    if (status != NZ_OK) {
        nz_score_interval_destroy(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}

void
nz_score_interval_destroy(nz_score_interval_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->counts);
        nz_score_sum_destroy(&(*self)->sum);
        nz_studentized_destroy(&(*self)->studentized);
        nz_score_resample_destroy(&(*self)->resample);
        free(*self);
        *self = NULL;
    }
}

bool
nz_score_interval_is_bootstrap(nz_interval_method_t method)
{
    return nz_interval_method_takes_scores(method) && method != NZ_METHOD_STUDENT_T;
}

static void
describe(data_t *self)
{
    uint64_t total = 0;
    double second = 0.0, third = 0.0;

    self->n_distinct = 0;
    for (size_t j = 0; j < self->scores.n_scores; j++) {
        if (self->scores.counts[j] > 0) {
            self->least = self->n_distinct == 0 ? j : self->least;
            self->most = j;
            self->n_distinct++;
            total += j * self->scores.counts[j];
        }
    }
    self->n = (double) self->scores.n_items;
    self->total = (double) total;
    for (size_t j = self->least; j <= self->most; j++) {
        const double d = (double) j - self->total / self->n;
        second += (double) self->scores.counts[j] * d * d;
        third += (double) self->scores.counts[j] * d * d * d;
    }
    self->variance = second / self->n;
    if (self->n_distinct <= 2) { /* as of outcomes: no rounding about the mean */
        const double span = (double) (self->most - self->least);
        const double high = (double) self->scores.counts[self->most] / self->n;
        const double low = (double) self->scores.counts[self->least] / self->n;
        self->variance = high * low * (span * span); /* span 0 of a constant */
    }
    self->se = sqrt(self->variance / self->n);
    self->acceleration = third / (6.0 * second * sqrt(second));
}

nz_status_t
nz_score_interval_set(nz_score_interval_t *self, const nz_scores_t *scores, gsl_rng *rng)
{
    if (self == NULL || scores == NULL || scores->counts == NULL
        || (self->resample != NULL && rng == NULL)) {
        return NZ_ERR_NULL_ARG;
    }
    if (scores->n_scores < 2 || scores->n_scores > self->max_scores
        || !nz_scores_are_valid(scores)) {
        return NZ_ERR_DOMAIN;
    }
    memcpy(self->counts, scores->counts, scores->n_scores * sizeof(*self->counts));
    self->data.scores = (nz_scores_t){ self->counts, scores->n_scores, scores->n_items };
    describe(&self->data);
    self->rng = rng;
    self->choice = NZ_SCORE_SUM_AUTO;
    self->has_sum = self->has_studentized = self->has_resample = false;
    return NZ_OK;
}

nz_status_t
nz_score_interval_set_rounded(
    nz_score_interval_t *self, const nz_scores_t *scores, gsl_rng *rng)
{
    nz_status_t status = nz_score_interval_set(self, scores, rng);

    if (status == NZ_OK) {
        self->choice = NZ_SCORE_SUM_ROUNDED;
    }
    return status;
}

/* Have the distribution of the resampled total ready. */
static nz_status_t
prepare(nz_score_interval_t *self)
{
    bool *ready = self->resample != NULL ? &self->has_resample : &self->has_sum;
    nz_status_t status = NZ_OK;

    if (!*ready) {
        status =
            self->resample != NULL
                ? nz_score_resample_draw(self->resample, &self->data.scores, self->rng)
                : nz_score_sum_set(self->sum, &self->data.scores, self->choice);
        *ready = status == NZ_OK;
    }
    return status;
}

/* Quantile of the resampled total. */
static nz_status_t
quantile(nz_score_interval_t *self, double tail, bool upper, double *total)
{
    uint64_t found = 0;
    nz_status_t status = prepare(self);

    if (status == NZ_OK && self->resample != NULL) {
        found = nz_score_resample_quantile(self->resample, tail, upper);
    } else if (status == NZ_OK) {
        status = nz_score_sum_quantile(self->sum, tail, upper, &found);
    }
    *total = (double) found;
    return status;
}

/* Quantile of t*. */
static nz_status_t
t_quantile(nz_score_interval_t *self, double tail, bool upper, double *t)
{
    if (self->resample != NULL) {
        nz_status_t status = prepare(self);
        if (status == NZ_OK) {
            *t = nz_score_resample_t_quantile(self->resample, tail, upper);
        }
        return status;
    }
    if (!self->has_studentized) {
        nz_status_t status = nz_studentized_set_scores(
            self->studentized, &self->data.scores, NZ_STUDENTIZED_AUTO);
        if (status != NZ_OK) {
            return status;
        }
        self->has_studentized = true;
    }
    return nz_studentized_quantile(self->studentized, tail, upper, t);
}

static nz_interval_t
undefined(const data_t *data)
{
    const double mean = data->total / data->n;
    return (nz_interval_t){ mean, mean, NZ_INTERVAL_UNDEFINED };
}

static nz_interval_t
between(const data_t *data, double lower, double upper, nz_tails_t tails)
{
    return nz_interval_on_scale(
        lower, upper, tails, 0.0, (double) (data->scores.n_scores - 1));
}

static nz_status_t
recall_t(t_memo_t *memo, double tail, double df)
{
    if (memo->df == df && memo->tail == tail) {
        return NZ_OK;
    }
    memo->df = 0.0;
    nz_status_t status = nz_student_t_quantile(tail, df, &memo->t);
    if (status == NZ_OK) {
        memo->tail = tail;
        memo->df = df;
    }
    return status;
}

static nz_status_t
student_t(nz_score_interval_t *self, nz_tails_t tails, nz_interval_t *interval)
{
    const data_t *data = &self->data;
    const double df = data->n - 1.0, mean = data->total / data->n;
    nz_status_t status = NZ_OK;

    if (data->scores.n_items == 1) {
        *interval = undefined(data);
        return NZ_OK;
    }
    if (tails.lower > 0.0) {
        status = recall_t(&self->below, tails.lower, df);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = recall_t(&self->above, tails.upper, df);
    }
    const double se = sqrt(data->variance / df);
    *interval =
        between(data, mean - self->below.t * se, mean + self->above.t * se, tails);
    return status;
}

static nz_status_t
percentile(nz_score_interval_t *self, nz_tails_t tails, nz_interval_t *interval)
{
    const double n = self->data.n;
    double low = 0.0, high = 0.0;
    nz_status_t status = NZ_OK;

    if (tails.lower > 0.0) {
        status = quantile(self, tails.lower, false, &low);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = quantile(self, tails.upper, true, &high);
    }
    *interval = between(&self->data, low / n, high / n, tails);
    return status;
}

static nz_status_t
basic(nz_score_interval_t *self, nz_tails_t tails, nz_interval_t *interval)
{
    const double n = self->data.n, total = self->data.total;
    double low = 0.0, high = 0.0;
    nz_status_t status = NZ_OK;

    if (tails.lower > 0.0) {
        status = quantile(self, tails.lower, true, &high);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = quantile(self, tails.upper, false, &low);
    }
    *interval = between(
        &self->data, (total - (high - total)) / n, (total + (total - low)) / n, tails);
    return status;
}

static nz_status_t
normal(nz_score_interval_t *self, nz_tails_t tails, nz_interval_t *interval)
{
    const double mean = self->data.total / self->data.n;
    double below = 0.0, above = 0.0, sd = self->data.se;

    if (self->resample != NULL) {
        nz_status_t status = prepare(self);
        if (status != NZ_OK) {
            return status;
        }
        sd = nz_score_resample_sd(self->resample) / self->data.n;
    }
    if (isnan(sd)) { /* of one resample */
        *interval = undefined(&self->data);
        return NZ_OK;
    }
    below = tails.lower > 0.0 ? gsl_cdf_ugaussian_Qinv(tails.lower) * sd : 0.0;
    above = tails.upper > 0.0 ? gsl_cdf_ugaussian_Qinv(tails.upper) * sd : 0.0;
    *interval = between(&self->data, mean - below, mean + above, tails);
    return NZ_OK;
}

static nz_status_t
studentized(nz_score_interval_t *self, nz_tails_t tails, nz_interval_t *interval)
{
    const double mean = self->data.total / self->data.n, se = self->data.se;
    double low = 0.0, high = 0.0;
    nz_status_t status = NZ_OK;

    if (tails.lower > 0.0) {
        status = t_quantile(self, tails.lower, true, &high);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = t_quantile(self, tails.upper, false, &low);
    }
    *interval = between(&self->data, mean - high * se, mean - low * se, tails);
    if (isinf(interval->lower) && interval->lower == interval->upper) {
        *interval = undefined(&self->data);
    }
    return status;
}

/* z0 = Phi^-1(P(S < s) + P(S = s)/2); infinite if no resample, or every, is below. */
static nz_status_t
median_bias(nz_score_interval_t *self, double *z0)
{
    nz_status_t status = prepare(self);

    if (status == NZ_OK && self->resample != NULL) {
        *z0 = gsl_cdf_ugaussian_Pinv(nz_score_resample_share_below(self->resample));
    } else if (status == NZ_OK) {
        status = nz_score_sum_median_bias(self->sum, z0);
    }
    return status;
}

/* The total at the corrected level for the normal quantile z of a tail. */
static nz_status_t
bca_total(nz_score_interval_t *self, double z0, double z, bool *defined, double *total)
{
    const data_t *data = &self->data;
    double corrected;

    *defined = nz_bca_level(z0, data->acceleration, z, &corrected);
    if (!*defined) {
        return NZ_OK;
    }
    const double tail = gsl_cdf_ugaussian_P(-fabs(corrected));
    if (tail == 0.0) {
        *total = data->n * (double) (corrected < 0.0 ? data->least : data->most);
        return NZ_OK;
    }
    return quantile(self, tail, corrected > 0.0, total);
}

static nz_status_t
bca(nz_score_interval_t *self, nz_tails_t tails, nz_interval_t *interval)
{
    const double n = self->data.n;
    double low = 0.0, high = 0.0, z0 = 0.0;
    bool low_defined = true, high_defined = true;

    *interval = undefined(&self->data);
    nz_status_t status = median_bias(self, &z0);
    if (status == NZ_OK && tails.lower > 0.0) {
        status =
            bca_total(self, z0, gsl_cdf_ugaussian_Pinv(tails.lower), &low_defined, &low);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = bca_total(
            self, z0, gsl_cdf_ugaussian_Qinv(tails.upper), &high_defined, &high);
    }
    if (low_defined && high_defined) {
        *interval = between(&self->data, low / n, high / n, tails);
    }
    return status;
}

/* At most two scores are an affine function of outcomes 0 and 1. One score has but one
 * resample, whatever the engine. */
static nz_status_t
outcomes(const data_t *data, nz_interval_method_t method, nz_tails_t tails,
    nz_interval_t *interval)
{
    const uint64_t higher = data->n_distinct > 1 ? data->scores.counts[data->most] : 0;
    const double span = (double) (data->most - data->least);
    nz_status_t status =
        nz_proportion_interval(method, higher, data->scores.n_items, tails, interval);

    if (status == NZ_OK && interval->status == NZ_INTERVAL_UNDEFINED) {
        *interval = undefined(data);
    } else if (status == NZ_OK) {
        const double least = (double) data->least;
        *interval = between(
            data, least + span * interval->lower, least + span * interval->upper, tails);
    }
    return status;
}

nz_status_t
nz_score_interval(nz_score_interval_t *self, nz_interval_method_t method,
    nz_tails_t tails, nz_interval_t *out)
{
    nz_interval_t interval;
    nz_status_t status = NZ_ERR_DOMAIN;

    if (self == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (self->data.scores.n_items == 0 || !nz_tails_are_valid(tails)
        || !nz_interval_method_takes_scores(method)) {
        return NZ_ERR_DOMAIN;
    }
    if (method == NZ_METHOD_STUDENT_T) {
        status = student_t(self, tails, &interval);
    } else if (self->data.n_distinct <= (self->resample == NULL ? 2 : 1)) {
        status = outcomes(&self->data, method, tails, &interval);
    } else if (method == NZ_METHOD_BOOTSTRAP_PERCENTILE) {
        status = percentile(self, tails, &interval);
    } else if (method == NZ_METHOD_BOOTSTRAP_BASIC) {
        status = basic(self, tails, &interval);
    } else if (method == NZ_METHOD_BOOTSTRAP_NORMAL) {
        status = normal(self, tails, &interval);
    } else if (method == NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
        status = studentized(self, tails, &interval);
    } else if (method == NZ_METHOD_BOOTSTRAP_BCA) {
        status = bca(self, tails, &interval);
    }
    if (status == NZ_OK) {
        *out = interval;
    }
    return status;
}
