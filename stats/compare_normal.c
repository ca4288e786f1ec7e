#include "stats/compare_normal.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>

/* The difference, its variance in one item, and the one that the test supposes. */
typedef struct item {
    double difference, variance, supposed;
} item_t;

static item_t
describe(const nz_compare_t *self)
{
    const double p1 = self->first, p2 = self->second, mean = (p1 + p2) / 2.0;
    const double b = self->only_first, c = self->only_second;

    if (self->design == NZ_COMPARE_UNPAIRED) {
        return (item_t){ p2 - p1, p1 * (1.0 - p1) + p2 * (1.0 - p2),
            2.0 * mean * (1.0 - mean) };
    }
    const double variance = fmax(b + c - (c - b) * (c - b), 0.0);
    return (
        item_t){ c - b, variance, self->design == NZ_COMPARE_MCNEMAR ? b + c : variance };
}

nz_status_t
nz_compare_normal_trials(const nz_compare_t *self, double power, double *n)
{
    if (self == NULL || n == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(power > 0.0 && power < 1.0) || !nz_compare_power_is_valid(self)) {
        return NZ_ERR_DOMAIN;
    }
    const item_t item = describe(self);
    if (item.difference == 0.0) {
        return NZ_ERR_UNREACHABLE;
    }
    const double z = gsl_cdf_ugaussian_Qinv(self->alpha / 2.0);
    const double root =
        (z * sqrt(item.supposed) + gsl_cdf_ugaussian_Pinv(power) * sqrt(item.variance))
        / fabs(item.difference);
    *n = fmax(root, 0.0) * fmax(root, 0.0);
    return NZ_OK;
}
