#include "stats/bootstrap.h"

#include "stats/draw.h"

#include <math.h>
#include <stdlib.h>

struct nz_bootstrap {
    size_t max_scores;
    uint64_t resamples; /* 0 = exact */
    nz_score_sum_t *sum;
    uint64_t *totals; /* of the resamples */
    uint64_t *counts; /* of one resample */
    double *weights;
    nz_category_t *categories;
};

nz_status_t
nz_bootstrap_create(size_t max_scores, uint64_t resamples, nz_bootstrap_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (max_scores < 2 || resamples > SIZE_MAX / sizeof(uint64_t)) {
        return NZ_ERR_DOMAIN;
    }
    nz_bootstrap_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->max_scores = max_scores;
    self->resamples = resamples;
    nz_status_t status = nz_score_sum_create(max_scores, &self->sum);
    if (status == NZ_OK && resamples > 0) {
        self->totals = calloc((size_t) resamples, sizeof(*self->totals));
        self->counts = calloc(max_scores, sizeof(*self->counts));
        self->weights = calloc(max_scores, sizeof(*self->weights));
        self->categories = calloc(max_scores, sizeof(*self->categories));
        if (self->totals == NULL || self->counts == NULL || self->weights == NULL
            || self->categories == NULL) {
            status = NZ_ERR_NO_MEMORY;
        }
    }
    if (status != NZ_OK) {
        nz_bootstrap_destroy(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}

void
nz_bootstrap_destroy(nz_bootstrap_t **self)
{
    if (self != NULL && *self != NULL) {
        nz_score_sum_destroy(&(*self)->sum);
        free((*self)->totals);
        free((*self)->counts);
        free((*self)->weights);
        free((*self)->categories);
        free(*self);
        *self = NULL;
    }
}

static int
compare_totals(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return (x > y) - (x < y);
}

/* The totals of B resamples, sorted. */
static void
resample(nz_bootstrap_t *self, const nz_scores_t *scores, gsl_rng *rng)
{
    for (size_t j = 0; j < scores->n_scores; j++) {
        self->weights[j] = (double) scores->counts[j];
    }
    nz_draw_prepare(self->weights, scores->n_scores, self->categories);
    for (uint64_t b = 0; b < self->resamples; b++) {
        uint64_t total = 0;
        nz_draw_multinomial(
            rng, scores->n_items, self->categories, scores->n_scores, self->counts);
        for (size_t j = 1; j < scores->n_scores; j++) {
            total += j * self->counts[j];
        }
        self->totals[b] = total;
    }
    qsort(self->totals, (size_t) self->resamples, sizeof(*self->totals), compare_totals);
}

/* Smallest total that at least a share u of the resamples does not exceed. */
static uint64_t
resampled_quantile(const nz_bootstrap_t *self, double u)
{
    const double rank = ceil(u * (double) self->resamples * (1.0 - 1e-13));
    return self->totals[(size_t) fmax(rank, 1.0) - 1];
}

static nz_status_t
limits(nz_bootstrap_t *self, const nz_scores_t *scores, nz_tails_t tails, gsl_rng *rng,
    uint64_t *low, uint64_t *high)
{
    *low = 0;
    *high = scores->n_items * (scores->n_scores - 1);
    if (self->resamples > 0) {
        if (!nz_scores_are_valid(scores)) {
            return NZ_ERR_DOMAIN;
        }
        resample(self, scores, rng);
        *low = tails.lower > 0.0 ? resampled_quantile(self, tails.lower) : *low;
        *high = tails.upper > 0.0 ? resampled_quantile(self, 1.0 - tails.upper) : *high;
        return NZ_OK;
    }
    nz_status_t status = nz_score_sum_set(self->sum, scores, NZ_SCORE_SUM_AUTO);
    if (status == NZ_OK && tails.lower > 0.0) {
        status = nz_score_sum_quantile(self->sum, tails.lower, false, low);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = nz_score_sum_quantile(self->sum, tails.upper, true, high);
    }
    return status;
}

nz_status_t
nz_bootstrap_percentile(nz_bootstrap_t *self, const nz_scores_t *scores, nz_tails_t tails,
    gsl_rng *rng, nz_interval_t *out)
{
    uint64_t low, high;

    if (self == NULL || scores == NULL || scores->counts == NULL || out == NULL
        || (self->resamples > 0 && rng == NULL)) {
        return NZ_ERR_NULL_ARG;
    }
    if (scores->n_scores < 2 || scores->n_scores > self->max_scores
        || !nz_tails_are_valid(tails)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = limits(self, scores, tails, rng, &low, &high);
    if (status == NZ_OK) {
        const double n = (double) scores->n_items;
        *out = (nz_interval_t){ (double) low / n, (double) high / n,
            low < high ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE };
    }
    return status;
}
