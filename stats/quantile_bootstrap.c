#include "stats/quantile_bootstrap.h"

#include "stats/binomial.h"
#include "stats/interval.h"
#include "stats/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(double) == sizeof(uint64_t), "double must have 64 bits");

/* Items count from 1, as order statistics do. */
struct nz_quantile_bootstrap {
    const double *values;
    size_t n, rank;
    bool averaged;
    size_t first, last; /* items that X_(rank) is with a probability that matters */
    double *weights;    /* if averaged: P(X_(rank) is item a, X_(rank + 1) a later one) */
};

static const double negligible = 1e-22, tie = 1e-12;

static double
item(const nz_quantile_bootstrap_t *self, size_t a)
{
    return self->values[a - 1];
}

/* P(exactly `rank` draws are among the first a). */
static double
share(const nz_quantile_bootstrap_t *self, size_t a)
{
    return nz_binomial_pmf(self->rank, self->n, (double) a / (double) self->n);
}

/* That is largest at a = rank and falls on both sides. */
static void
find_window(nz_quantile_bootstrap_t *self)
{
    size_t low = 0, high = self->rank; /* negligible at low, not at high */

    while (high - low > 1) {
        const size_t a = low + (high - low) / 2;
        *(share(self, a) < negligible ? &low : &high) = a;
    }
    self->first = high;
    low = self->rank;
    high = self->n + 1;
    while (high - low > 1) {
        const size_t a = low + (high - low) / 2;
        *(share(self, a) < negligible ? &high : &low) = a;
    }
    self->last = low < self->n ? low + 1 : low; /* it lies beyond all items before */
}

nz_status_t
nz_quantile_bootstrap_create(
    const double *values, size_t n, double p, nz_quantile_bootstrap_t **out)
{
    if (values == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n == 0 || n > NZ_COUNT_MAX || !(p > 0.0 && p < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    nz_quantile_bootstrap_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->values = values;
    self->n = n;
    self->rank = (size_t) nz_sample_quantile_rank(p, n, &self->averaged);
    find_window(self);
    if (self->averaged) {
        self->weights = calloc(self->last - self->first + 1, sizeof(*self->weights));
        if (self->weights == NULL) {
            nz_quantile_bootstrap_destroy(&self);
            return NZ_ERR_NO_MEMORY;
        }
        for (size_t a = self->first; a <= self->last; a++) {
            self->weights[a - self->first] =
                share(self, a) * -expm1((double) self->rank * log1p(-1.0 / (double) a));
        }
    }
    *out = self;
    return NZ_OK;
}

void
nz_quantile_bootstrap_destroy(nz_quantile_bootstrap_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->weights);
        free(*self);
        *self = NULL;
    }
}

/* Tails of the r-th smallest draw: P(it is among the first a), P(it is not). */
static nz_status_t
order_tails(const nz_quantile_bootstrap_t *self, size_t r, size_t a, double *within,
    double *beyond)
{
    if (a == 0 || a == self->n) {
        *within = a == 0 ? 0.0 : 1.0;
        *beyond = 1.0 - *within;
        return NZ_OK;
    }
    return nz_binomial_tails(
        r - 1, self->n, (double) a / (double) self->n, beyond, within);
}

/* How many items are at most y. */
static size_t
count_at_most(const nz_quantile_bootstrap_t *self, double y)
{
    size_t low = 0, high = self->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (self->values[middle] <= y) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* P(all of the draws beyond item a are beyond item b). */
static double
beyond_too(const nz_quantile_bootstrap_t *self, size_t a, size_t b)
{
    const double left = (double) (self->n - self->rank);

    return b == self->n ? 0.0
                        : exp(left * log1p(-(double) (b - a) / (double) (self->n - a)));
}

/* What the pairs a <= j < b add to P(mean <= y) and P(mean > y), if j items are <= y. The
 * mean is formed as the estimate is, so that rounding makes no difference. */
static void
add_pairs(const nz_quantile_bootstrap_t *self, double y, size_t j, double *at_most,
    double *above)
{
    size_t b = j; /* how many items have a mean with a that is at most y */

    for (size_t a = j < self->last ? j : self->last; a >= self->first; a--) {
        const double weight = self->weights[a - self->first];
        while (b < self->n && 0.5 * (item(self, a) + item(self, b + 1)) <= y) {
            b++;
        }
        const double later = beyond_too(self, a, b);
        *above += weight * later;
        *at_most += weight * (beyond_too(self, a, j) - later);
    }
}

nz_status_t
nz_quantile_bootstrap_tails(
    const nz_quantile_bootstrap_t *self, double y, double *at_most, double *above)
{
    if (self == NULL || at_most == NULL || above == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (isnan(y)) {
        return NZ_ERR_DOMAIN;
    }
    const size_t j = count_at_most(self, y);
    double low, high, ignored;
    nz_status_t status = order_tails(self, self->rank, j, &low, &high);

    if (status == NZ_OK && self->averaged) {
        status = order_tails(self, self->rank + 1, j, &low, &ignored);
    }
    if (status == NZ_OK && self->averaged) {
        add_pairs(self, y, j, &low, &high);
    }
    if (status == NZ_OK) {
        *at_most = fmin(low, 1.0);
        *above = fmin(high, 1.0);
    }
    return status;
}

static bool
is_reached(double tail, bool upper, double at_most, double above)
{
    return upper ? above <= tail * (1.0 + tie) : at_most >= tail * (1.0 - tie);
}

/* Quantile of the r-th smallest draw, as an item. */
static nz_status_t
order_quantile(const nz_quantile_bootstrap_t *self, size_t r, double tail, bool upper,
    size_t *item_number)
{
    size_t low = 0, high = self->n; /* not reached at low, reached at high */

    while (high - low > 1) {
        const size_t a = low + (high - low) / 2;
        double within, beyond;
        nz_status_t status = order_tails(self, r, a, &within, &beyond);
        if (status != NZ_OK) {
            return status;
        }
        *(is_reached(tail, upper, within, beyond) ? &high : &low) = a;
    }
    *item_number = high;
    return NZ_OK;
}

/* Doubles as integers in the same order, so that halving an interval of them ends after
 * 64 steps wherever it lies. */
static uint64_t
to_ordinal(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof(bits));
    return bits >> 63 != 0 ? ~bits : bits | UINT64_C(1) << 63;
}

static double
from_ordinal(uint64_t ordinal)
{
    const uint64_t bits = ordinal >> 63 != 0 ? ordinal & ~(UINT64_C(1) << 63) : ~ordinal;
    double x;

    memcpy(&x, &bits, sizeof(x));
    return x;
}

nz_status_t
nz_quantile_bootstrap_quantile(
    const nz_quantile_bootstrap_t *self, double tail, bool upper, double *y)
{
    size_t first, last;

    if (self == NULL || y == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(tail > 0.0 && tail < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = order_quantile(self, self->rank, tail, upper, &first);
    if (status == NZ_OK && !self->averaged) {
        *y = item(self, first);
    }
    if (status != NZ_OK || !self->averaged) {
        return status;
    }
    /* The mean of two lies between them, and its quantile between theirs. */
    status = order_quantile(self, self->rank + 1, tail, upper, &last);
    if (status != NZ_OK) {
        return status;
    }
    uint64_t low = to_ordinal(item(self, first)) - 1, high = to_ordinal(item(self, last));
    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        double at_most, above;
        status =
            nz_quantile_bootstrap_tails(self, from_ordinal(middle), &at_most, &above);
        if (status != NZ_OK) {
            return status;
        }
        *(is_reached(tail, upper, at_most, above) ? &high : &low) = middle;
    }
    *y = from_ordinal(high) + 0.0; /* one zero only */
    return NZ_OK;
}

/* Sums of the first two powers of (x - centre)/unit, weighted by probability. */
typedef struct powers {
    double centre, unit, sum1, sum2;
} powers_t;

/* What the pairs of item a with later ones change, where X_(rank) is a and X_(rank + 1)
 * was counted as a, too. */
static void
add_pair_powers(const nz_quantile_bootstrap_t *self, size_t a, powers_t *powers)
{
    const double weight = self->weights[a - self->first];
    const double x = (item(self, a) - powers->centre) / powers->unit;
    double later = beyond_too(self, a, a);

    for (size_t b = a + 1; b <= self->n && later > negligible; b++) {
        const double next = beyond_too(self, a, b);
        const double step = 0.5 * ((item(self, b) - item(self, a)) / powers->unit);
        powers->sum1 += weight * (later - next) * step;
        powers->sum2 += weight * (later - next) * step * (2.0 * x + step);
        later = next;
    }
}

nz_status_t
nz_quantile_bootstrap_sd(const nz_quantile_bootstrap_t *self, double *sd)
{
    if (self == NULL || sd == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    powers_t powers = { item(self, self->rank), 1.0, 0.0, 0.0 };
    double within, beyond, within_before, beyond_before;
    nz_status_t status =
        order_tails(self, self->rank, self->first - 1, &within_before, &beyond_before);

    powers.unit =
        fmax(item(self, self->n) - powers.centre, powers.centre - item(self, 1));
    if (powers.unit == 0.0) {
        *sd = 0.0;
        return NZ_OK;
    }
    for (size_t a = self->first; status == NZ_OK && a <= self->last; a++) {
        const double x = (item(self, a) - powers.centre) / powers.unit;
        status = order_tails(self, self->rank, a, &within, &beyond);
        if (status != NZ_OK) {
            return status;
        }
        const double probability =
            within < 0.5 ? within - within_before : beyond_before - beyond;
        powers.sum1 += probability * x;
        powers.sum2 += probability * x * x;
        within_before = within;
        beyond_before = beyond;
        if (self->averaged) {
            add_pair_powers(self, a, &powers);
        }
    }
    if (status == NZ_OK) {
        *sd = powers.unit * sqrt(fmax(powers.sum2 - powers.sum1 * powers.sum1, 0.0));
    }
    return status;
}
