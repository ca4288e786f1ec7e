#include "stats/compare_normal.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* The difference, its variance in one item, and the one that the test supposes. */
typedef struct item {
    double difference, variance, supposed;
} item_t;

static bool
is_probability(double p)
{
    return p >= 0.0 && p <= 1.0;
}

static nz_status_t
describe(const nz_compare_t *self, item_t *out)
{
    const double p1 = self->first, p2 = self->second, mean = (p1 + p2) / 2.0;
    const double b = self->only_first, c = self->only_second;

    if (self->design == NZ_COMPARE_UNPAIRED) {
        *out = (item_t){ p2 - p1, p1 * (1.0 - p1) + p2 * (1.0 - p2),
            2.0 * mean * (1.0 - mean) };
        return is_probability(p1) && is_probability(p2) ? NZ_OK : NZ_ERR_DOMAIN;
    }
    const double variance = fmax(b + c - (c - b) * (c - b), 0.0);
    *out = (item_t){ c - b, variance,
        self->design == NZ_COMPARE_MCNEMAR ? b + c : variance };
    return is_probability(b) && is_probability(c) && b + c <= 1.0 + 1e-12 ? NZ_OK
                                                                          : NZ_ERR_DOMAIN;
}

nz_status_t
nz_compare_normal_trials(const nz_compare_t *self, double power, double *n)
{
    item_t item;

    if (self == NULL || n == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(power > 0.0 && power < 1.0) || !(self->alpha > 0.0 && self->alpha < 1.0)
        || (unsigned) self->design >= NZ_N_COMPARE_DESIGNS) {
        return NZ_ERR_DOMAIN;
    }
    const nz_status_t status = describe(self, &item);
    if (status != NZ_OK) {
        return status;
    }
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
