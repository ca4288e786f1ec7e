#include "stats/beta_binomial.h"

#include "stats/compensated_sum.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

/* Logarithms of the products, built up from both ends. */
static void
fill(uint64_t n, double theta, double p, double q, double *pmf)
{
    nz_compensated_sum_t failures = { 0 }, successes = { 0 };

    for (uint64_t w = 0; w <= n; w++) {
        pmf[w] = nz_compensated_sum_value(&failures);
        nz_compensated_sum_add(&failures, log(q + (double) w * theta));
        nz_compensated_sum_add(&failures, -log1p((double) w * theta));
    }
    for (uint64_t w = n;; w--) {
        pmf[w] = exp(gsl_sf_lnchoose((unsigned) n, (unsigned) w)
                     + (pmf[w] + nz_compensated_sum_value(&successes)));
        if (w == 0) {
            return;
        }
        nz_compensated_sum_add(&successes, log(p + (double) (n - w) * theta));
        nz_compensated_sum_add(&successes, -log1p((double) (w - 1) * theta));
    }
}

nz_status_t
nz_beta_binomial_pmf(
    uint64_t n, double correlation, double success, double failure, double *pmf)
{
    if (pmf == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const double both = success + failure;
    if (n < 1 || n > UINT32_MAX || !(correlation >= 0.0 && correlation < 1.0)
        || !(success >= 0.0 && failure >= 0.0) || !(both > 0.0 && isfinite(both))) {
        return NZ_ERR_DOMAIN;
    }
    if (!(success > 0.0 && failure > 0.0)) {
        memset(pmf, 0, (size_t) (n + 1) * sizeof(*pmf));
        pmf[success > 0.0 ? 0 : n] = 1.0;
        return NZ_OK;
    }
    fill(n, correlation / (1.0 - correlation), success / both, failure / both, pmf);
    return NZ_OK;
}
