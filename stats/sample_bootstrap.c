#include "stats/sample_bootstrap.h"

#include "stats/bca.h"
#include "stats/lattice.h"
#include "stats/quantile_bootstrap.h"
#include "stats/ratio_saddlepoint.h"
#include "stats/resampled.h"
#include "stats/score_interval.h"
#include "stats/studentized.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

enum { MAX_LATTICE = 1001 };

/* How the distribution is known. */
typedef enum distribution {
    LATTICE,     /* score_interval */
    SADDLEPOINT, /* ratio_saddlepoint */
    QUANTILE,    /* quantile_bootstrap */
    RESAMPLES
} distribution_t;

struct nz_sample_bootstrap {
    const nz_sample_t *sample;
    nz_sample_statistic_t statistic;
    nz_bootstrap_engine_t engine;
    bool studentized; /* asked for of engine resample */
    distribution_t distribution;
    double estimate;
    bool constant; /* all resamples give the estimate */
    nz_lattice_t lattice;
    nz_score_interval_t *scores; /* on the lattice */
    nz_studentized_t *t;         /* of SADDLEPOINT; NULL until asked for */
    double *distinct;            /* values that `t` borrows, and how often each occurs */
    uint64_t *counts;
    nz_quantile_bootstrap_t *quantile;
    size_t n_resamples;
    double *estimates; /* of the resamples, ascending */
    double *t_values;  /* ascending; NULL if not kept */
};

/* Resampled means this near to the mean, in standard errors, are equal to it: they differ
 * by the rounding of sums. */
static const double equal_means = 1e-8;

bool
nz_sample_bootstrap_supports(const nz_sample_t *sample, nz_sample_statistic_t statistic,
    nz_interval_method_t method, nz_bootstrap_engine_t engine)
{
    const bool mean = statistic.kind == NZ_SAMPLE_MEAN;

    if (!nz_sample_statistic_is_valid(statistic)) {
        return false;
    }
    if (method == NZ_METHOD_STUDENT_T) {
        return mean;
    }
    if (method == NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
        return mean && (engine == NZ_ENGINE_RESAMPLE || sample->unit_of == NULL);
    }
    if (method == NZ_METHOD_BOOTSTRAP_PERCENTILE || method == NZ_METHOD_BOOTSTRAP_BASIC
        || method == NZ_METHOD_BOOTSTRAP_NORMAL || method == NZ_METHOD_BOOTSTRAP_BCA) {
        return mean || engine == NZ_ENGINE_RESAMPLE || sample->unit_of == NULL;
    }
    return false;
}

void
nz_sample_bootstrap_destroy(nz_sample_bootstrap_t **self)
{
    if (self != NULL && *self != NULL) {
        nz_score_interval_destroy(&(*self)->scores);
        nz_quantile_bootstrap_destroy(&(*self)->quantile);
        nz_studentized_destroy(&(*self)->t);
        free((*self)->distinct);
        free((*self)->counts);
        free((*self)->estimates);
        free((*self)->t_values);
        free(*self);
        *self = NULL;
    }
}

static nz_status_t
prepare_lattice(nz_sample_bootstrap_t *self)
{
    uint64_t counts[MAX_LATTICE] = { 0 };
    const nz_scores_t scores = { counts, self->lattice.n_scores, self->sample->n_items };

    for (size_t i = 0; i < self->sample->n_items; i++) {
        counts[nz_lattice_score(&self->lattice, self->sample->values[i])]++;
    }
    nz_status_t status =
        nz_score_interval_create(self->lattice.n_scores, 0, &self->scores);
    return status == NZ_OK ? nz_score_interval_set(self->scores, &scores, NULL) : status;
}

static nz_status_t
prepare_exact(nz_sample_bootstrap_t *self)
{
    const nz_sample_t *sample = self->sample;

    if (self->statistic.kind == NZ_SAMPLE_QUANTILE) {
        self->distribution = QUANTILE;
        return nz_quantile_bootstrap_create(
            sample->values, sample->n_items, self->statistic.p, &self->quantile);
    }
    if (sample->unit_of == NULL
        && nz_lattice_find(
            sample->values, sample->n_items, MAX_LATTICE, &self->lattice)) {
        self->distribution = LATTICE;
        return prepare_lattice(self);
    }
    self->distribution = SADDLEPOINT;
    return NZ_OK;
}

static nz_status_t
prepare_resamples(nz_sample_bootstrap_t *self,
    const nz_sample_bootstrap_options_t *options, gsl_rng *rng)
{
    const size_t n = (size_t) options->n_resamples;
    nz_status_t status;

    self->distribution = RESAMPLES;
    self->n_resamples = n;
    self->estimates = calloc(n, sizeof(*self->estimates));
    if (self->studentized) {
        self->t_values = calloc(n, sizeof(*self->t_values));
    }
    if (self->estimates == NULL || (self->studentized && self->t_values == NULL)) {
        return NZ_ERR_NO_MEMORY;
    }
    if (self->statistic.kind == NZ_SAMPLE_MEAN) {
        status = nz_sample_resample_means(
            self->sample, n, rng, options->report, self->estimates, self->t_values);
        for (size_t i = 0; status == NZ_OK && i < n; i++) {
            self->estimates[i] =
                self->sample->mean + self->sample->scale * self->estimates[i];
        }
    } else {
        status = nz_sample_resample_quantiles(
            self->sample, self->statistic.p, n, rng, options->report, self->estimates);
    }
    if (status != NZ_OK) {
        return status;
    }
    nz_resampled_sort(self->estimates, n);
    if (self->studentized) {
        nz_resampled_sort(self->t_values, n);
    }
    self->constant =
        self->estimates[0] == self->estimate && self->estimates[n - 1] == self->estimate;
    return NZ_OK;
}

static bool
options_are_valid(const nz_sample_t *sample, const nz_sample_bootstrap_options_t *options)
{
    const bool resample = options->engine == NZ_ENGINE_RESAMPLE;

    return (resample || options->engine == NZ_ENGINE_EXACT)
           && nz_sample_bootstrap_supports(sample, options->statistic,
               NZ_METHOD_BOOTSTRAP_PERCENTILE, options->engine)
           && !(options->studentized && options->statistic.kind != NZ_SAMPLE_MEAN)
           && (!resample
               || (options->n_resamples >= 2
                   && options->n_resamples <= SIZE_MAX / 2 / sizeof(double)));
}

nz_status_t
nz_sample_bootstrap_create(const nz_sample_t *sample,
    const nz_sample_bootstrap_options_t *options, gsl_rng *rng,
    nz_sample_bootstrap_t **out)
{
    if (sample == NULL || options == NULL || out == NULL
        || (options->engine == NZ_ENGINE_RESAMPLE && rng == NULL)) {
        return NZ_ERR_NULL_ARG;
    }
    if (!options_are_valid(sample, options)) {
        return NZ_ERR_DOMAIN;
    }
    nz_sample_bootstrap_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->sample = sample;
    self->statistic = options->statistic;
    self->engine = options->engine;
    self->studentized = options->engine == NZ_ENGINE_RESAMPLE && options->studentized;
    self->constant = options->statistic.kind == NZ_SAMPLE_MEAN
                         ? sample->sum_squares == 0.0
                         : sample->values[0] == sample->values[sample->n_items - 1];
    nz_status_t status = nz_sample_estimate(sample, options->statistic, &self->estimate);
    if (status == NZ_OK && !self->constant) {
        status = options->engine == NZ_ENGINE_EXACT
                     ? prepare_exact(self)
                     : prepare_resamples(self, options, rng);
    }
    if (status != NZ_OK) {
        nz_sample_bootstrap_destroy(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}

static nz_status_t
quantile_of(nz_sample_bootstrap_t *self, double tail, bool upper, double *value)
{
    const nz_sample_t *sample = self->sample;
    nz_status_t status = NZ_OK;
    double deviation;

    switch (self->distribution) {
    case LATTICE: /* answered as a whole */
        return NZ_ERR_DOMAIN;
    case SADDLEPOINT:
        status = nz_ratio_saddlepoint_quantile(sample,
            upper ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_ugaussian_Pinv(tail),
            &deviation);
        if (status == NZ_OK) {
            *value = sample->mean + sample->scale * deviation;
        }
        break;
    case QUANTILE:
        status = nz_quantile_bootstrap_quantile(self->quantile, tail, upper, value);
        break;
    case RESAMPLES:
        *value = nz_resampled_quantile(self->estimates, self->n_resamples, tail, upper);
        break;
    }
    return status;
}

/* Standard error of the mean: the bootstrap's variance of the linearised ratio. */
static double
mean_error(const nz_sample_t *sample)
{
    return sample->scale * (sqrt(sample->sum_squares) / (double) sample->n_items);
}

/* Standard deviation of the resampled estimates. */
static nz_status_t
standard_error(const nz_sample_bootstrap_t *self, double *se)
{
    if (self->distribution == QUANTILE) {
        return nz_quantile_bootstrap_sd(self->quantile, se);
    }
    *se = self->distribution == RESAMPLES
              ? nz_resampled_sd(self->estimates, self->n_resamples)
              : mean_error(self->sample);
    return NZ_OK;
}

/* z of P*(below the estimate) + P*(equal to it)/2; infinite if that is 0 or 1. */
static nz_status_t
find_bias(nz_sample_bootstrap_t *self, double *z0)
{
    double below = 0.0, at_most = 0.0, above;
    nz_status_t status = NZ_OK;

    switch (self->distribution) {
    case LATTICE:
        return NZ_ERR_DOMAIN;
    case SADDLEPOINT: /* the limit of r* at the mean */
        *z0 = self->sample->skewness / 6.0;
        return NZ_OK;
    case QUANTILE:
        status =
            nz_quantile_bootstrap_tails(self->quantile, self->estimate, &at_most, &above);
        if (status == NZ_OK) {
            status = nz_quantile_bootstrap_tails(self->quantile,
                nextafter(self->estimate, (double) -INFINITY), &below, &above);
        }
        break;
    case RESAMPLES: {
        const double near = self->statistic.kind == NZ_SAMPLE_MEAN
                                ? equal_means * mean_error(self->sample)
                                : 0.0;
        for (uint64_t i = 0; i < self->n_resamples; i++) {
            below += self->estimates[i] < self->estimate - near;
            at_most += self->estimates[i] <= self->estimate + near;
        }
        below /= (double) self->n_resamples;
        at_most /= (double) self->n_resamples;
        break;
    }
    }
    if (status == NZ_OK) {
        *z0 = gsl_cdf_ugaussian_Pinv(0.5 * (below + at_most));
    }
    return status;
}

static nz_interval_t
undefined(const nz_sample_bootstrap_t *self)
{
    return (nz_interval_t){ self->estimate, self->estimate, NZ_INTERVAL_UNDEFINED };
}

/* A zero tail asks for no limit. */
static nz_interval_t
between(double lower, double upper, nz_tails_t tails)
{
    return nz_interval_on_scale(
        lower, upper, tails, (double) -INFINITY, (double) INFINITY);
}

/* Both quantiles, at the tails given; untouched for zero tails. */
static nz_status_t
both_quantiles(nz_sample_bootstrap_t *self, nz_tails_t tails, double *low, double *high)
{
    nz_status_t status = NZ_OK;

    if (tails.lower > 0.0) {
        status = quantile_of(self, tails.lower, false, low);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = quantile_of(self, tails.upper, true, high);
    }
    return status;
}

static nz_status_t
percentile(nz_sample_bootstrap_t *self, nz_tails_t tails, nz_interval_t *out)
{
    double low = self->estimate, high = self->estimate;
    nz_status_t status = both_quantiles(self, tails, &low, &high);

    if (status == NZ_OK) {
        *out = between(low, high, tails);
    }
    return status;
}

static nz_status_t
basic(nz_sample_bootstrap_t *self, nz_tails_t tails, nz_interval_t *out)
{
    const nz_tails_t swapped = { tails.upper, tails.lower };
    double low = self->estimate, high = self->estimate;
    nz_status_t status = both_quantiles(self, swapped, &low, &high);

    if (status == NZ_OK) {
        *out = between(2.0 * self->estimate - high, 2.0 * self->estimate - low, tails);
    }
    return status;
}

static nz_status_t
normal(nz_sample_bootstrap_t *self, nz_tails_t tails, nz_interval_t *out)
{
    double se;
    nz_status_t status = standard_error(self, &se);

    if (status == NZ_OK && se == 0.0) {
        *out = (nz_interval_t){ self->estimate, self->estimate, NZ_INTERVAL_DEGENERATE };
    } else if (status == NZ_OK) {
        *out = between(self->estimate + gsl_cdf_ugaussian_Pinv(tails.lower) * se,
            self->estimate + gsl_cdf_ugaussian_Qinv(tails.upper) * se, tails);
    }
    return status;
}

/* Have the distribution of Student's t of single items ready. */
static nz_status_t
prepare_t(nz_sample_bootstrap_t *self)
{
    const nz_sample_t *sample = self->sample;
    if (self->t != NULL) {
        return NZ_OK;
    }
    nz_studentized_t *t = NULL;
    double *distinct = calloc(sample->n_items, sizeof(*distinct));
    uint64_t *counts = calloc(sample->n_items, sizeof(*counts));
    nz_status_t status = distinct == NULL || counts == NULL
                             ? NZ_ERR_NO_MEMORY
                             : nz_studentized_create(2, &t);
    if (status == NZ_OK) {
        const size_t n = nz_sample_distinct(sample, distinct, counts);
        for (size_t i = 0; i < n; i++) { /* exact; squares keep within their range */
            distinct[i] /= sample->scale;
        }
        status = nz_studentized_set_values(t, distinct, counts, n, NZ_STUDENTIZED_AUTO);
    }
    if (status != NZ_OK) {
        nz_studentized_destroy(&t);
        free(distinct);
        free(counts);
        return status;
    }
    self->t = t;
    self->distinct = distinct;
    self->counts = counts;
    return NZ_OK;
}

static nz_status_t
t_quantile(nz_sample_bootstrap_t *self, double tail, bool upper, double *t)
{
    if (self->distribution == RESAMPLES) {
        *t = nz_resampled_quantile(self->t_values, self->n_resamples, tail, upper);
        return NZ_OK;
    }
    nz_status_t status = prepare_t(self);
    return status == NZ_OK ? nz_studentized_quantile(self->t, tail, upper, t) : status;
}

static nz_status_t
studentized(nz_sample_bootstrap_t *self, nz_tails_t tails, nz_interval_t *out)
{
    const double se = mean_error(self->sample);
    double low = 0.0, high = 0.0;
    nz_status_t status = NZ_OK;

    if (tails.lower > 0.0) {
        status = t_quantile(self, tails.lower, true, &high);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = t_quantile(self, tails.upper, false, &low);
    }
    if (status == NZ_OK) {
        *out = between(self->estimate - high * se, self->estimate - low * se, tails);
        if (isinf(out->lower) && out->lower == out->upper) {
            *out = undefined(self);
        }
    }
    return status;
}

static nz_status_t
corrected_quantile(nz_sample_bootstrap_t *self, double z0, double acceleration, double z,
    bool *defined, double *value)
{
    double corrected;

    if (!nz_bca_level(z0, acceleration, z, &corrected)) {
        *defined = false;
        return NZ_OK;
    }
    const double tail = gsl_cdf_ugaussian_P(-fabs(corrected));
    return quantile_of(self, fmax(tail, DBL_MIN), corrected > 0.0, value);
}

static nz_status_t
bca(nz_sample_bootstrap_t *self, nz_tails_t tails, nz_interval_t *out)
{
    double low = self->estimate, high = self->estimate;
    double z0, acceleration = 0.0;
    bool defined = true;
    nz_status_t status = find_bias(self, &z0);

    if (status == NZ_OK) {
        status = nz_sample_acceleration(self->sample, self->statistic, &acceleration);
    }
    if (status == NZ_OK && tails.lower > 0.0) {
        status = corrected_quantile(
            self, z0, acceleration, gsl_cdf_ugaussian_Pinv(tails.lower), &defined, &low);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = corrected_quantile(
            self, z0, acceleration, gsl_cdf_ugaussian_Qinv(tails.upper), &defined, &high);
    }
    if (status == NZ_OK) {
        *out = defined ? between(low, high, tails) : undefined(self);
    }
    return status;
}

/* An interval of the lattice's scores, in the unit of the values. */
static nz_status_t
of_lattice(nz_sample_bootstrap_t *self, nz_interval_method_t method, nz_tails_t tails,
    nz_interval_t *out)
{
    nz_interval_t scores;
    nz_status_t status = nz_score_interval(self->scores, method, tails, &scores);

    if (status == NZ_OK) {
        const nz_lattice_t *lattice = &self->lattice;
        *out = scores.status == NZ_INTERVAL_UNDEFINED
                   ? undefined(self)
                   : between(lattice->base + lattice->step * scores.lower,
                       lattice->base + lattice->step * scores.upper, tails);
    }
    return status;
}

nz_status_t
nz_sample_bootstrap_interval(nz_sample_bootstrap_t *self, nz_interval_method_t method,
    nz_tails_t tails, nz_interval_t *out)
{
    if (self == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!nz_tails_are_valid(tails)
        || !nz_sample_bootstrap_supports(
            self->sample, self->statistic, method, self->engine)
        || (method == NZ_METHOD_BOOTSTRAP_STUDENTIZED
            && self->engine == NZ_ENGINE_RESAMPLE && !self->studentized)) {
        return NZ_ERR_DOMAIN;
    }
    if (method == NZ_METHOD_STUDENT_T) {
        return nz_sample_student_t(self->sample, tails, out);
    }
    if (self->constant) {
        const bool bounded = method != NZ_METHOD_BOOTSTRAP_STUDENTIZED
                             && method != NZ_METHOD_BOOTSTRAP_BCA;
        *out = undefined(self);
        out->status = bounded ? NZ_INTERVAL_DEGENERATE : NZ_INTERVAL_UNDEFINED;
        return NZ_OK;
    }
    if (self->distribution == LATTICE) {
        return of_lattice(self, method, tails, out);
    }
    if (method == NZ_METHOD_BOOTSTRAP_PERCENTILE) {
        return percentile(self, tails, out);
    }
    if (method == NZ_METHOD_BOOTSTRAP_BASIC) {
        return basic(self, tails, out);
    }
    if (method == NZ_METHOD_BOOTSTRAP_NORMAL) {
        return normal(self, tails, out);
    }
    return method == NZ_METHOD_BOOTSTRAP_BCA ? bca(self, tails, out)
                                             : studentized(self, tails, out);
}

/* The error of the resampled quantile at a share u; its own is sqrt(u (1 - u)/B). */
static double
share_error(const nz_sample_bootstrap_t *self, double u)
{
    return sqrt(u * (1.0 - u) / (double) self->n_resamples);
}

static nz_status_t
limit_error(
    nz_sample_bootstrap_t *self, nz_interval_method_t method, double u, double *error)
{
    const size_t n = self->n_resamples;
    const double z = gsl_cdf_ugaussian_Pinv(u);
    double z0, acceleration, corrected, se;
    nz_status_t status = NZ_OK;

    if (method == NZ_METHOD_BOOTSTRAP_PERCENTILE) {
        *error = nz_resampled_quantile_error(self->estimates, n, u, share_error(self, u));
    } else if (method == NZ_METHOD_BOOTSTRAP_BASIC) {
        *error = nz_resampled_quantile_error(
            self->estimates, n, 1.0 - u, share_error(self, u));
    } else if (method == NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
        *error = mean_error(self->sample)
                 * nz_resampled_quantile_error(
                     self->t_values, n, 1.0 - u, share_error(self, u));
    } else if (method == NZ_METHOD_BOOTSTRAP_NORMAL) {
        status = standard_error(self, &se);
        *error = fabs(z) * se / sqrt(2.0 * ((double) n - 1.0));
    } else {
        status = find_bias(self, &z0);
        if (status == NZ_OK) {
            status = nz_sample_acceleration(self->sample, self->statistic, &acceleration);
        }
        if (status == NZ_OK && nz_bca_level(z0, acceleration, z, &corrected)) {
            *error = nz_resampled_quantile_error(self->estimates, n,
                gsl_cdf_ugaussian_P(corrected),
                nz_bca_share_error(z0, acceleration, z, (double) n));
        }
    }
    return status;
}

nz_status_t
nz_sample_bootstrap_errors(nz_sample_bootstrap_t *self, nz_interval_method_t method,
    nz_tails_t tails, double *lower, double *upper)
{
    double errors[2] = { (double) NAN, (double) NAN };
    nz_interval_t interval;

    if (lower == NULL || upper == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = nz_sample_bootstrap_interval(self, method, tails, &interval);
    const bool resampled = status == NZ_OK && self->distribution == RESAMPLES
                           && !self->constant && method != NZ_METHOD_STUDENT_T
                           && interval.status != NZ_INTERVAL_UNDEFINED;
    if (resampled && isfinite(interval.lower)) {
        status = limit_error(self, method, tails.lower, &errors[0]);
    }
    if (resampled && status == NZ_OK && isfinite(interval.upper)) {
        status = limit_error(self, method, 1.0 - tails.upper, &errors[1]);
    }
    if (status == NZ_OK) {
        *lower = errors[0];
        *upper = errors[1];
    }
    return status;
}
