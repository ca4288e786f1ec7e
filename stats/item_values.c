#include "stats/item_values.h"

#include "stats/interval.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>

static bool
are_valid(const nz_item_values_t *self, uint64_t *n_items)
{
    uint64_t sum = 0;

    if (self->n_values < 2 || !isfinite(self->values[0])) {
        return false;
    }
    for (size_t i = 0; i < self->n_values; i++) {
        const uint64_t count = nz_item_values_count(self, i);
        if (count == 0 || count > NZ_COUNT_MAX - sum || !isfinite(self->values[i])
            || (i > 0 && !(self->values[i] > self->values[i - 1]))) {
            return false;
        }
        sum += count;
    }
    *n_items = sum;
    return true;
}

nz_status_t
nz_item_values_init(
    nz_item_values_t *self, const double *values, const uint64_t *counts, size_t n_values)
{
    if (self == NULL || values == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_item_values_t made = { values, counts, n_values, 0, 0.0, 0.0, 0.0 };
    if (!are_valid(&made, &made.n_items)) {
        return NZ_ERR_DOMAIN;
    }
    const double n = (double) made.n_items;
    double rest = 0.0, m2 = 0.0, m3 = 0.0;

    for (size_t i = 0; i < n_values; i++) {
        made.mean += values[i] * ((double) nz_item_values_count(&made, i) / n);
    }
    for (size_t i = 0; i < n_values; i++) { /* what rounding left of a long sum */
        rest += (values[i] - made.mean) * ((double) nz_item_values_count(&made, i) / n);
    }
    made.mean += rest;
    for (size_t i = 0; i < n_values; i++) {
        const double w = (double) nz_item_values_count(&made, i) / n;
        m2 += w * gsl_pow_2(values[i] - made.mean);
    }
    made.sd = sqrt(m2);
    if (!(m2 > 0.0 && isfinite(m2) && isnormal(m2))) {
        return NZ_ERR_DOMAIN;
    }
    for (size_t i = 0; i < n_values; i++) {
        const double w = (double) nz_item_values_count(&made, i) / n;
        m3 += w * gsl_pow_3((values[i] - made.mean) / made.sd);
    }
    made.skewness = m3;
    *self = made;
    return NZ_OK;
}
