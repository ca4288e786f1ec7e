#include "stats/studentized.h"

#include "stats/binomial.h"
#include "stats/item_values.h"
#include "stats/studentized_list.h"
#include "stats/studentized_outliers.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

/* Lists up to the first length are always made (3 ms); up to the second (50 ms) where the
 * saddlepoint would be wrong; up to the third only if forced. */
static const size_t cheap_length = 100000, long_length = 1048576, forced_length = 4194304;

struct nz_studentized {
    size_t max_scores;
    double *values; /* of the scores that occur */
    uint64_t *counts;
    nz_item_values_t items;
    nz_studentized_outliers_t outliers;
    double p_lowest, p_highest; /* that t* is -infinity, infinity */
    nz_studentized_engine_t engine;
    nz_studentized_atom_t *atoms;
    size_t n_atoms, capacity;
};

nz_status_t
nz_studentized_create(size_t max_scores, nz_studentized_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (max_scores == 0 || max_scores > SIZE_MAX / sizeof(double)) {
        return NZ_ERR_DOMAIN;
    }
    nz_studentized_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->max_scores = max_scores;
    self->values = calloc(max_scores, sizeof(*self->values));
    self->counts = calloc(max_scores, sizeof(*self->counts));
    if (self->values == NULL || self->counts == NULL) {
        nz_studentized_destroy(&self);
        return NZ_ERR_NO_MEMORY;
    }
    *out = self;
    return NZ_OK;
}

void
nz_studentized_destroy(nz_studentized_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->values);
        free((*self)->counts);
        free((*self)->atoms);
        free(*self);
        *self = NULL;
    }
}

nz_studentized_engine_t
nz_studentized_engine(const nz_studentized_t *self)
{
    return self->engine;
}

/* A resample of one value only, with probability (count/n)^n <= exp(-(n - count)), makes
 * t* infinite, unless the value is the mean. */
static void
set_infinities(nz_studentized_t *self)
{
    const nz_item_values_t *items = &self->items;
    const double n = (double) items->n_items;

    self->p_lowest = self->p_highest = 0.0;
    for (size_t i = 0; i < items->n_values; i++) {
        const double others = n - (double) nz_item_values_count(items, i);
        if (others > 60.0) {
            continue;
        }
        double above = 0.0; /* n (mean - value), exact for integers */
        for (size_t j = 0; j < items->n_values; j++) {
            above += (double) nz_item_values_count(items, j)
                     * (items->values[j] - items->values[i]);
        }
        const double p = exp(n * log1p(-others / n));
        self->p_lowest += above > 0.0 ? p : 0.0;
        self->p_highest += above < 0.0 ? p : 0.0;
    }
}

static nz_status_t
make_list(nz_studentized_t *self, size_t limit)
{
    if (limit > self->capacity) {
        nz_studentized_atom_t *atoms = realloc(self->atoms, limit * sizeof(*atoms));
        if (atoms == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->atoms = atoms;
        self->capacity = limit;
    }
    nz_status_t status =
        nz_studentized_list_fill(&self->items, self->atoms, limit, &self->n_atoms);
    if (status == NZ_OK) {
        self->engine = NZ_STUDENTIZED_LIST;
    }
    return status == NZ_ERR_DOMAIN ? NZ_OK : status; /* longer than estimated */
}

/* The saddlepoint, which knows one hump, is wrong where resamples fall into heaps by how
 * often they hold an item with much of the squares; as one has where few are off the
 * commonest value. */
static bool
comes_in_heaps(const nz_item_values_t *items)
{
    const double farthest = fmax(
        items->mean - items->values[0], items->values[items->n_values - 1] - items->mean);

    return gsl_pow_2(farthest / items->sd) > 0.05 * (double) items->n_items;
}

static nz_status_t
choose_engine(nz_studentized_t *self, nz_studentized_choice_t choice)
{
    self->engine = NZ_STUDENTIZED_SADDLEPOINT;
    set_infinities(self);
    nz_studentized_outliers_find(&self->outliers, &self->items);
    if (choice == NZ_STUDENTIZED_AUTO && self->items.n_values == 2) {
        self->engine = NZ_STUDENTIZED_BINOMIAL;
    }
    if (self->engine == NZ_STUDENTIZED_BINOMIAL
        || choice == NZ_STUDENTIZED_FORCE_SADDLEPOINT) {
        return NZ_OK;
    }
    const double estimate = nz_studentized_list_size(&self->items);
    if (choice
        == NZ_STUDENTIZED_FORCE_LIST) { /* the estimate may be some times too long */
        return estimate > 4.0 * (double) forced_length ? NZ_OK
                                                       : make_list(self, forced_length);
    }
    if (estimate <= (double) cheap_length) {
        return make_list(self, cheap_length);
    }
    if (estimate <= (double) long_length && comes_in_heaps(&self->items)) {
        return make_list(self, long_length);
    }
    return NZ_OK;
}

static nz_status_t
set_items(nz_studentized_t *self, const double *values, const uint64_t *counts,
    size_t n_values, nz_studentized_choice_t choice)
{
    nz_status_t status = nz_item_values_init(&self->items, values, counts, n_values);

    if (status == NZ_OK) {
        status = choose_engine(self, choice);
    }
    if (status != NZ_OK) {
        self->items.n_values = 0;
    }
    return status;
}

nz_status_t
nz_studentized_set_scores(
    nz_studentized_t *self, const nz_scores_t *scores, nz_studentized_choice_t choice)
{
    if (self == NULL || scores == NULL || scores->counts == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    self->items.n_values = 0;
    if (scores->n_scores > self->max_scores || !nz_scores_are_valid(scores)) {
        return NZ_ERR_DOMAIN;
    }
    size_t n_values = 0;
    for (size_t j = 0; j < scores->n_scores; j++) {
        if (scores->counts[j] > 0) {
            self->values[n_values] = (double) j;
            self->counts[n_values++] = scores->counts[j];
        }
    }
    return set_items(self, self->values, self->counts, n_values, choice);
}

nz_status_t
nz_studentized_set_values(nz_studentized_t *self, const double *values,
    const uint64_t *counts, size_t n_values, nz_studentized_choice_t choice)
{
    if (self == NULL || values == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    return set_items(self, values, counts, n_values, choice);
}

static nz_status_t
quantile_by_binomial(const nz_studentized_t *self, double tail, bool upper, double *t)
{
    const double n = (double) self->items.n_items;
    const double k = (double) nz_item_values_count(&self->items, 1);
    uint64_t count;
    nz_status_t status =
        nz_binomial_quantile(tail, upper, self->items.n_items, k / n, &count);

    if (status == NZ_OK) {
        const double x = (double) count;
        *t = (x - k) / sqrt(x * ((n - x) / n));
    }
    return status;
}

static nz_status_t
quantile_by_saddlepoint(const nz_studentized_t *self, double tail, bool upper, double *t)
{
    const double others = 0.5 - tail + 0.5;

    if (upper ? others <= self->p_lowest : tail <= self->p_lowest) {
        *t = -(double) INFINITY;
        return NZ_OK;
    }
    if (upper ? tail < self->p_highest : others < self->p_highest) {
        *t = (double) INFINITY;
        return NZ_OK;
    }
    return nz_studentized_outliers_quantile(&self->outliers, tail, upper, t);
}

nz_status_t
nz_studentized_quantile(nz_studentized_t *self, double tail, bool upper, double *t)
{
    if (self == NULL || t == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(tail > 0.0 && tail < 1.0) || self->items.n_values == 0) {
        return NZ_ERR_DOMAIN;
    }
    switch (self->engine) {
    case NZ_STUDENTIZED_BINOMIAL:
        return quantile_by_binomial(self, tail, upper, t);
    case NZ_STUDENTIZED_LIST:
        *t = nz_studentized_list_quantile(self->atoms, self->n_atoms, tail, upper);
        return NZ_OK;
    case NZ_STUDENTIZED_SADDLEPOINT:
        break;
    }
    return quantile_by_saddlepoint(self, tail, upper, t);
}
