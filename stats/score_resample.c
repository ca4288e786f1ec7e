#include "stats/score_resample.h"

#include "stats/binomial.h"
#include "stats/draw.h"
#include "stats/resampled.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

/* Items are drawn one by one while that costs less than drawing how often each score
 * occurs: a binomial takes about as long as 8 items. */
enum { items_per_count = 8, items_max = 65536 };

struct nz_score_resample {
    size_t max_scores;
    uint64_t resamples;
    uint64_t *totals; /* sorted */
    double *t;        /* sorted if t_sorted */
    bool t_sorted;
    uint64_t observed; /* total of the data */

    /* The scores that occur; `items` has each as often as it does, if n is small. */
    size_t n_distinct;
    uint64_t *values;
    int64_t *deviations; /* from the whole number next to the mean */
    double *weights;
    nz_category_t *categories;
    uint64_t *counts;
    size_t *items;
};

nz_status_t
nz_score_resample_create(size_t max_scores, uint64_t resamples, nz_score_resample_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (max_scores == 0 || max_scores > SIZE_MAX / items_per_count || resamples == 0
        || resamples > SIZE_MAX / sizeof(uint64_t)) {
        return NZ_ERR_DOMAIN;
    }
    nz_score_resample_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->max_scores = max_scores;
    self->resamples = resamples;
    self->totals = calloc((size_t) resamples, sizeof(*self->totals));
    self->t = calloc((size_t) resamples, sizeof(*self->t));
    self->values = calloc(max_scores, sizeof(*self->values));
    self->deviations = calloc(max_scores, sizeof(*self->deviations));
    self->weights = calloc(max_scores, sizeof(*self->weights));
    self->categories = calloc(max_scores, sizeof(*self->categories));
    self->counts = calloc(max_scores, sizeof(*self->counts));
    self->items =
        calloc(GSL_MIN(items_per_count * max_scores, items_max), sizeof(*self->items));
    if (self->totals == NULL || self->t == NULL || self->values == NULL
        || self->deviations == NULL || self->weights == NULL || self->categories == NULL
        || self->counts == NULL || self->items == NULL) {
        nz_score_resample_destroy(&self);
        return NZ_ERR_NO_MEMORY;
    }
    *out = self;
    return NZ_OK;
}

void
nz_score_resample_destroy(nz_score_resample_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->totals);
        free((*self)->t);
        free((*self)->values);
        free((*self)->deviations);
        free((*self)->weights);
        free((*self)->categories);
        free((*self)->counts);
        free((*self)->items);
        free(*self);
        *self = NULL;
    }
}

static void
reduce(nz_score_resample_t *self, const nz_scores_t *scores)
{
    self->n_distinct = 0;
    self->observed = 0;
    for (size_t j = 0; j < scores->n_scores; j++) {
        if (scores->counts[j] > 0) {
            self->values[self->n_distinct] = j;
            self->weights[self->n_distinct++] = (double) scores->counts[j];
            self->observed += j * scores->counts[j];
        }
    }
    /* Sums about a number next to the mean: their squares do not cancel. */
    const uint64_t middle = (self->observed + scores->n_items / 2) / scores->n_items;
    for (size_t i = 0; i < self->n_distinct; i++) {
        self->deviations[i] = (int64_t) self->values[i] - (int64_t) middle;
    }
    nz_draw_prepare(self->weights, self->n_distinct, self->categories);
}

/* Sums over a resample of the deviations and of their squares, and how many different
 * scores it has. */
typedef struct resample_sums {
    int64_t first;
    double second;
    size_t n_distinct;
} resample_sums_t;

static resample_sums_t
draw_counts(nz_score_resample_t *self, uint64_t n, gsl_rng *rng)
{
    resample_sums_t sums = { 0, 0.0, 0 };

    nz_draw_multinomial(rng, n, self->categories, self->n_distinct, self->counts);
    for (size_t i = 0; i < self->n_distinct; i++) {
        const double d = (double) self->deviations[i];
        sums.first += (int64_t) self->counts[i] * self->deviations[i];
        sums.second += (double) self->counts[i] * d * d;
        sums.n_distinct += self->counts[i] > 0;
    }
    return sums;
}

static resample_sums_t
draw_items(nz_score_resample_t *self, uint64_t n, gsl_rng *rng)
{
    resample_sums_t sums = { 0, 0.0, 1 };
    const size_t first = self->items[gsl_rng_uniform_int(rng, n)];
    int64_t d = self->deviations[first];

    sums.first = d;
    sums.second = (double) d * (double) d;
    for (uint64_t i = 1; i < n; i++) {
        const size_t item = self->items[gsl_rng_uniform_int(rng, n)];
        d = self->deviations[item];
        sums.first += d;
        sums.second += (double) d * (double) d;
        sums.n_distinct += item != first;
    }
    return sums;
}

/* t of a total that lies `excess` above that of the data; variance is n^2 times that of
 * the scores in the resample. */
static double
studentize(double excess, double variance, double n)
{
    if (excess == 0.0) {
        return 0.0;
    }
    return variance > 0.0 ? excess / sqrt(variance / n)
                          : copysign((double) INFINITY, excess);
}

static int
compare_totals(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return (x > y) - (x < y);
}

static void
draw_many_scores(nz_score_resample_t *self, uint64_t n, gsl_rng *rng)
{
    const bool by_item = n <= GSL_MIN(items_per_count * self->n_distinct, items_max);
    int64_t observed = 0;
    size_t item = 0;

    for (size_t i = 0; i < self->n_distinct; i++) {
        observed += (int64_t) self->weights[i] * self->deviations[i];
        for (double k = 0.0; by_item && k < self->weights[i]; k++) {
            self->items[item++] = i;
        }
    }
    for (uint64_t b = 0; b < self->resamples; b++) {
        const resample_sums_t sums =
            by_item ? draw_items(self, n, rng) : draw_counts(self, n, rng);
        const double sum = (double) sums.first;
        const double variance =
            sums.n_distinct > 1 ? (double) n * sums.second - sum * sum : 0.0;
        const int64_t excess = sums.first - observed;
        self->totals[b] = (uint64_t) ((int64_t) self->observed + excess);
        self->t[b] = studentize((double) excess, variance, (double) n);
    }
    qsort(self->totals, (size_t) self->resamples, sizeof(*self->totals), compare_totals);
    self->t_sorted = false;
}

/* Enter `times` resamples in which x items have the higher of two scores. t increases
 * with x, so that both lists are sorted if x comes in order. */
static void
enter(nz_score_resample_t *self, uint64_t n, uint64_t x, uint64_t times, uint64_t *at)
{
    const double k = self->weights[1], a = (double) x;
    const uint64_t total = n * self->values[0] + x * (self->values[1] - self->values[0]);
    const double t = studentize(a - k, a * (double) (n - x), (double) n);

    for (uint64_t i = 0; i < times; i++) {
        self->totals[*at] = total;
        self->t[(*at)++] = t;
    }
}

/* How many of the resamples have x, for x in order: binomial among those still left. What
 * rounding does to `rest` matters only where no resample is left. */
static void
draw_by_outcome(nz_score_resample_t *self, uint64_t n, uint64_t low, gsl_rng *rng)
{
    const double p = self->weights[1] / (double) n;
    const double odds = self->weights[1] / self->weights[0];
    double pmf = nz_binomial_pmf(low, n, p), rest = 1.0;
    uint64_t at = 0;

    for (uint64_t x = low; at < self->resamples; x++) {
        const double take = x < n && pmf < rest ? pmf / rest : 1.0;
        const uint64_t times =
            nz_draw_binomial(rng, self->resamples - at, take, 1.0 - take);
        enter(self, n, x, times, &at);
        rest -= pmf;
        pmf *= (double) (n - x) / (double) (x + 1) * odds;
    }
}

static void
draw_two_scores(nz_score_resample_t *self, uint64_t n, gsl_rng *rng)
{
    const double k = self->weights[1], p = k / (double) n,
                 q = self->weights[0] / (double) n;
    const double variance = k * q;
    const double nats = 40.0; /* exp(-40): probability below the start, by Bernstein */
    const double below = nats / 3.0 + sqrt(gsl_pow_2(nats / 3.0) + 2.0 * nats * variance);

    self->t_sorted = true;
    if (below + 4.0 * sqrt(variance) < (double) self->resamples) {
        draw_by_outcome(self, n, k > below ? (uint64_t) (k - below) : 0, rng);
        return;
    }
    for (uint64_t b = 0; b < self->resamples; b++) {
        self->totals[b] = nz_draw_binomial(rng, n, p, q);
    }
    qsort(self->totals, (size_t) self->resamples, sizeof(*self->totals), compare_totals);
    for (uint64_t b = 0; b < self->resamples; b++) { /* replace counts by totals */
        uint64_t at = b;
        enter(self, n, self->totals[b], 1, &at);
    }
}

nz_status_t
nz_score_resample_draw(nz_score_resample_t *self, const nz_scores_t *scores, gsl_rng *rng)
{
    if (self == NULL || scores == NULL || scores->counts == NULL || rng == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (scores->n_scores > self->max_scores || !nz_scores_are_valid(scores)) {
        return NZ_ERR_DOMAIN;
    }
    reduce(self, scores);
    if (self->n_distinct == 2) {
        draw_two_scores(self, scores->n_items, rng);
    } else {
        draw_many_scores(self, scores->n_items, rng);
    }
    return NZ_OK;
}

uint64_t
nz_score_resample_quantile(const nz_score_resample_t *self, double tail, bool upper)
{
    return self->totals[nz_resampled_rank((size_t) self->resamples, tail, upper)];
}

double
nz_score_resample_t_quantile(nz_score_resample_t *self, double tail, bool upper)
{
    if (!self->t_sorted) {
        nz_resampled_sort(self->t, (size_t) self->resamples);
        self->t_sorted = true;
    }
    return nz_resampled_quantile(self->t, (size_t) self->resamples, tail, upper);
}

double
nz_score_resample_sd(const nz_score_resample_t *self)
{
    const double size = (double) self->resamples;
    double first = 0.0, second = 0.0;

    for (uint64_t b = 0; b < self->resamples; b++) {
        const double d = (double) self->totals[b] - (double) self->observed;
        first += d;
        second += d * d;
    }
    return sqrt(fmax(second - first * first / size, 0.0) / (size - 1.0));
}

/* Resamples with a total below `total`. */
static uint64_t
count_below(const nz_score_resample_t *self, uint64_t total)
{
    uint64_t low = 0, high = self->resamples;

    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (self->totals[middle] < total) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

double
nz_score_resample_share_below(const nz_score_resample_t *self)
{
    const uint64_t below = count_below(self, self->observed);
    const uint64_t at_most = count_below(self, self->observed + 1);
    return 0.5 * ((double) below + (double) at_most) / (double) self->resamples;
}
