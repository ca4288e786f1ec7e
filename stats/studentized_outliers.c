#include "stats/studentized_outliers.h"

#include "stats/binomial.h"
#include "stats/studentized_part.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

/* A share of the squares that makes humps of the distribution: drawn once more or less, a
 * single item shifts the sum by nearly half its deviation. A value of many items makes
 * none.
 */
static const double large_share = 0.2;
static const uint64_t most_items = 2;

/* Beyond this tail the parts' own tails, where the items run out, would add up. */
static const double smallest_tail = 1e-4;

/* With more values it would take seconds. */
static const size_t most_values = 10000;

void
nz_studentized_outliers_find(
    nz_studentized_outliers_t *self, const nz_item_values_t *items)
{
    nz_studentized_outliers_t made = { items, 0, 0, *items };
    nz_status_t status = NZ_OK;

    while (status == NZ_OK && made.rest.n_values > 2 && items->n_values <= most_values
           && made.n_low + made.n_high < NZ_STUDENTIZED_MAX_OUTLIERS) {
        const nz_item_values_t *rest = &made.rest;
        const double below = rest->mean - rest->values[0];
        const double above = rest->values[rest->n_values - 1] - rest->mean;
        const bool low = below > above;
        *self = made;
        const size_t i = low ? made.n_low : items->n_values - 1 - made.n_high;
        if (nz_item_values_count(items, i) > most_items
            || !(gsl_pow_2((low ? below : above) / rest->sd)
                 > large_share * (double) rest->n_items)) {
            return;
        }
        *(low ? &made.n_low : &made.n_high) += 1;
        status = nz_item_values_init(&made.rest, items->values + made.n_low,
            items->counts != NULL ? items->counts + made.n_low : NULL,
            items->n_values - made.n_low - made.n_high);
    }
    if (status == NZ_OK) {
        *self = made;
    }
}

/* A distribution function at one t, gathered over what may be drawn of the outliers. */
typedef struct gathering {
    const nz_studentized_outliers_t *outliers;
    double t, negligible;
    bool upper;
    double p;
} gathering_t;

static nz_status_t
add_part(gathering_t *self, uint64_t left, double sum1, double sum2, double p)
{
    const nz_item_values_t *items = self->outliers->items;
    nz_studentized_part_t part = { &self->outliers->rest, (double) left,
        (double) items->n_items, items->mean, sum1, sum2, 0.0 };
    double z = 0.0;

    if (left == 0) { /* as rare as can be */
        return NZ_OK;
    }
    nz_studentized_part_init(&part);
    nz_status_t status = nz_studentized_part_z(&part, self->t, &z);
    if (status == NZ_OK) {
        self->p += p * (self->upper ? gsl_cdf_ugaussian_Q(z) : gsl_cdf_ugaussian_P(z));
    }
    return status;
}

/* How often outlier i, of those still to come, is drawn. */
static nz_status_t
add_outlier(gathering_t *self, size_t i, uint64_t left, uint64_t left_items, double sum1,
    double sum2, double p)
{
    const nz_studentized_outliers_t *outliers = self->outliers;
    const nz_item_values_t *items = outliers->items;

    if (i == outliers->n_low + outliers->n_high) {
        return add_part(self, left, sum1, sum2, p);
    }
    const size_t at =
        i < outliers->n_low ? i : items->n_values - 1 - (i - outliers->n_low);
    const double d = items->values[at] - items->mean;
    const uint64_t count = nz_item_values_count(items, at);
    const double share = (double) count / (double) left_items;

    for (uint64_t k = 0; k <= left; k++) {
        const double times = (double) k;
        const double p_here = p * nz_binomial_pmf(k, left, share);
        if (p_here < self->negligible) {
            if (k > count) {
                break;
            }
            continue;
        }
        nz_status_t status = add_outlier(self, i + 1, left - k, left_items - count,
            sum1 + times * d, sum2 + times * d * d, p_here);
        if (status != NZ_OK) {
            return status;
        }
    }
    return NZ_OK;
}

/* The largest finite |t*| on the side of @p sign is that of a resample of one value and a
 * single neighbour of it: that t* exceeds a bound is a convex condition on the shares of
 * the values, so that it holds, if anywhere, next to a corner. Corners at which very many
 * items would have to be left out are as good as impossible, if there is another. */
static double
largest_finite(const nz_item_values_t *items, double sign)
{
    const double n = (double) items->n_items, too_many = 100.0;
    double possible = 0.0, largest = 0.0;

    for (size_t i = 0; i < items->n_values; i++) {
        const double distance = sign * (items->values[i] - items->mean);
        if (!(distance > 0.0)) {
            continue;
        }
        double t = 0.0;
        if (i > 0) {
            const double gap = items->values[i] - items->values[i - 1];
            t = fmax(t, n * distance / gap - sign);
        }
        if (i + 1 < items->n_values) {
            const double gap = items->values[i + 1] - items->values[i];
            t = fmax(t, n * distance / gap + sign);
        }
        largest = fmax(largest, t);
        if (n - (double) nz_item_values_count(items, i) <= too_many) {
            possible = fmax(possible, t);
        }
    }
    return (possible > 0.0 ? possible : largest) * sqrt(n / (n - 1.0));
}

/* P(t* <= at), or P(t* > at) if upper, as a normal quantile that grows with `at`. */
static nz_status_t
z_at(const nz_studentized_outliers_t *self, double at, double negligible, bool upper,
    double *z)
{
    const uint64_t n = self->items->n_items;
    gathering_t sum = { self, at, negligible, upper, 0.0 };
    nz_status_t status = add_outlier(&sum, 0, n, n, 0.0, 0.0, 1.0);

    if (status == NZ_OK) {
        const double normal = !(sum.p > 0.0)   ? -HUGE_VAL
                              : !(sum.p < 1.0) ? HUGE_VAL
                                               : gsl_cdf_ugaussian_Pinv(sum.p);
        *z = upper ? -normal : normal;
    }
    return status;
}

/* Improve a t that took the outliers for ordinary items, by secants between bounds. */
static nz_status_t
improve(const nz_studentized_outliers_t *self, double tail, bool upper, double z,
    double lowest, double highest, double *t)
{
    const double negligible = 1e-5 * fmin(tail, 1.0 - tail);
    double at = *t, low = lowest, high = highest;
    double at_before = 0.0, miss_before = HUGE_VAL;

    for (int i = 0; i < 60 && high - low > 1e-9 * (1.0 + fabs(at)); i++) {
        double here = 0.0;
        nz_status_t status = z_at(self, at, negligible, upper, &here);
        if (status != NZ_OK) {
            return status;
        }
        const double miss = here - z;
        if (fabs(miss) < 1e-7) {
            break;
        }
        *(miss > 0.0 ? &high : &low) = at;
        const double slope = (miss - miss_before) / (at - at_before);
        const double reach = 0.5 + 0.5 * fabs(at);
        double next = at - (isfinite(slope) ? miss / slope : miss);
        next = fmin(fmax(next, at - reach), at + reach);
        if (!(next > low && next < high)) {
            next = 0.5 * (fmax(low, at - reach) + fmin(high, at + reach));
        }
        at_before = at;
        miss_before = miss;
        at = next;
    }
    *t = at;
    return NZ_OK;
}

nz_status_t
nz_studentized_outliers_quantile(
    const nz_studentized_outliers_t *self, double tail, bool upper, double *t)
{
    if (self == NULL || t == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(tail > 0.0 && tail < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    const double z = upper ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_ugaussian_Pinv(tail);
    const double lowest = -largest_finite(self->items, -1.0);
    const double highest = largest_finite(self->items, 1.0);
    nz_studentized_part_t all;
    double at = 0.0;

    nz_studentized_part_init_all(&all, self->items);
    nz_status_t status = nz_studentized_part_quantile(&all, z, &at);
    at = fmin(fmax(at, lowest), highest);
    if (status == NZ_OK && self->n_low + self->n_high > 0
        && fmin(tail, 1.0 - tail) >= smallest_tail) {
        status = improve(self, tail, upper, z, lowest, highest, &at);
    }
    if (status == NZ_OK) {
        *t = at;
    }
    return status;
}
