#include "stats/studentized_list.h"

#include "stats/binomial.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/* Resamples less probable than this are left out; 2^22 of them would still be nothing
 * beside a tail of 1e-12. */
static const double least_probability = 1e-20;

/* One value: how a number of draws splits between it and the values after it. */
typedef struct level {
    double value;    /* relative to the commonest value */
    double share;    /* probability of it among itself and those after it */
    double odds;     /* share / (1 - share) */
    double log_rest; /* log(1 - share) */
} level_t;

typedef struct listing {
    level_t levels[NZ_STUDENTIZED_LIST_MAX_VALUES];
    size_t n_levels; /* all values but the commonest */
    double n, total; /* total of the data, relative to the commonest value */
    nz_studentized_atom_t *atoms;
    size_t n_atoms, capacity;
} listing_t;

/* A resample as it is made. */
typedef struct draw {
    uint64_t left;       /* draws not yet given to a value */
    unsigned n_distinct; /* values drawn so far */
    double sum1, sum2, probability;
} draw_t;

double
nz_studentized_list_size(const nz_item_values_t *items)
{
    if (items->n_values > NZ_STUDENTIZED_LIST_MAX_VALUES) {
        return HUGE_VAL;
    }
    const double n = (double) items->n_items, k = (double) items->n_values;
    const double nats = -log(least_probability);
    double widths = 0.0, commonest = 0.0;

    for (size_t i = 0; i < items->n_values; i++) {
        const double count = (double) nz_item_values_count(items, i);
        const double half =
            nats / 6.0
            + sqrt(gsl_pow_2(nats / 6.0) + 2.0 * nats * count * (n - count) / n);
        const double width = log(fmin(fmin(count, half) + half, n) + 1.0);
        widths += width;
        commonest = fmax(commonest, width);
    }
    /* The commonest value takes what is left. */
    const double ball = 0.5 * (k - 1.0) * log(M_PI / 4.0) - gsl_sf_lngamma(0.5 * k + 0.5);
    const double all =
        gsl_sf_lngamma(n + k) - gsl_sf_lngamma(n + 1.0) - gsl_sf_lngamma(k);
    return exp(fmin(widths - commonest + ball, all));
}

/* The rarest value first, so that the innermost loop is long. */
static void
describe(listing_t *self, const nz_item_values_t *items)
{
    size_t order[NZ_STUDENTIZED_LIST_MAX_VALUES];
    uint64_t rest = items->n_items;

    for (size_t i = 0; i < items->n_values; i++) {
        size_t at = i;
        for (; at > 0
               && nz_item_values_count(items, order[at - 1])
                      > nz_item_values_count(items, i);
             at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    self->n = (double) items->n_items;
    self->n_levels = items->n_values - 1;
    self->total = 0.0;
    for (size_t l = 0; l < self->n_levels; l++) {
        const uint64_t count = nz_item_values_count(items, order[l]);
        level_t *level = &self->levels[l];
        level->value = items->values[order[l]] - items->values[order[self->n_levels]];
        level->share = (double) count / (double) rest;
        rest -= count;
        level->odds = (double) count / (double) rest;
        level->log_rest = log1p(-level->share);
        self->total += (double) count * level->value;
    }
}

/* A sum over the items about the commonest value has no cancellation where that value
 * dominates, and is an integer, hence exact, where the values are. */
static bool
push(listing_t *self, const draw_t *draw)
{
    const double a = draw->sum1 - self->total;
    const unsigned n_distinct = draw->n_distinct + (draw->left > 0);
    const double v =
        n_distinct > 1 ? self->n * draw->sum2 - draw->sum1 * draw->sum1 : 0.0;
    double t = a == 0.0 ? 0.0 : copysign((double) INFINITY, a);

    if (v > 0.0) {
        t = a / sqrt(v / self->n);
    }
    if (self->n_atoms == self->capacity) {
        return false;
    }
    self->atoms[self->n_atoms++] = (nz_studentized_atom_t){ t, draw->probability };
    return true;
}

static bool fill_level(listing_t *self, size_t l, const draw_t *draw);

static bool
fill_count(listing_t *self, size_t l, const draw_t *draw, uint64_t count, double p)
{
    const double value = self->levels[l].value, times = (double) count;
    const draw_t next = { draw->left - count, draw->n_distinct + (count > 0),
        draw->sum1 + times * value, draw->sum2 + times * value * value, p };

    return l + 1 == self->n_levels ? push(self, &next) : fill_level(self, l + 1, &next);
}

/* The count of value l is binomial among the draws left: outwards from a count that is
 * not improbable, until both sides are. */
static bool
fill_level(listing_t *self, size_t l, const draw_t *draw)
{
    const level_t *level = &self->levels[l];
    const double m = (double) draw->left;
    const double log_none = m * level->log_rest;
    uint64_t start = 0;
    double p_start = draw->probability;

    if (log_none > -20.0) {
        p_start *= exp(log_none);
    } else {
        start = (uint64_t) (m * level->share);
        p_start *= nz_binomial_pmf(start, draw->left, level->share);
    }
    double p = p_start;
    for (uint64_t k = start; k <= draw->left; k++) {
        if (p > least_probability) {
            if (!fill_count(self, l, draw, k, p)) {
                return false;
            }
        } else if ((double) k > m * level->share) {
            break;
        }
        p *= level->odds * (m - (double) k) / ((double) k + 1.0);
    }
    p = p_start;
    for (uint64_t k = start; k > 0; k--) {
        p *= (double) k / (level->odds * (m - (double) k + 1.0));
        if (!(p > least_probability)) {
            break;
        }
        if (!fill_count(self, l, draw, k - 1, p)) {
            return false;
        }
    }
    return true;
}

nz_status_t
nz_studentized_list_fill(const nz_item_values_t *items, nz_studentized_atom_t *atoms,
    size_t capacity, size_t *n_atoms)
{
    if (items == NULL || atoms == NULL || n_atoms == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (items->n_values > NZ_STUDENTIZED_LIST_MAX_VALUES) {
        return NZ_ERR_DOMAIN;
    }
    listing_t listing = { .atoms = atoms, .n_atoms = 0, .capacity = capacity };
    const draw_t none = { items->n_items, 0, 0.0, 0.0, 1.0 };

    describe(&listing, items);
    if (!fill_level(&listing, 0, &none)) {
        return NZ_ERR_DOMAIN;
    }
    *n_atoms = listing.n_atoms;
    return NZ_OK;
}

static void
swap(nz_studentized_atom_t *atoms, size_t i, size_t j)
{
    const nz_studentized_atom_t atom = atoms[i];
    atoms[i] = atoms[j];
    atoms[j] = atom;
}

static double
median_of_three(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* Quickselect by probability. From above the signs are turned, so that one direction
 * serves: the first t, from the side of the tail, at which the sum reaches the target. */
double
nz_studentized_list_quantile(
    nz_studentized_atom_t *atoms, size_t n_atoms, double tail, bool upper)
{
    const double sign = upper ? -1.0 : 1.0;
    const double target = tail * (upper ? 1.0 + 1e-12 : 1.0 - 1e-12);
    size_t first = 0, end = n_atoms;
    double before = 0.0, pivot = 0.0;

    while (first < end) {
        pivot = median_of_three(sign * atoms[first].t,
            sign * atoms[first + (end - first) / 2].t, sign * atoms[end - 1].t);
        size_t below = first, i = first, above = end;
        double p_below = 0.0, p_equal = 0.0;
        while (i < above) {
            const double t = sign * atoms[i].t;
            if (t < pivot) {
                p_below += atoms[i].probability;
                swap(atoms, below++, i++);
            } else if (t > pivot) {
                swap(atoms, i, --above);
            } else {
                p_equal += atoms[i++].probability;
            }
        }
        if (before + p_below >= target) {
            end = below;
        } else if (before + p_below + p_equal >= target) {
            break;
        } else {
            before += p_below + p_equal;
            first = above;
        }
    }
    return sign * pivot;
}
