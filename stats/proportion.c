#include "stats/proportion.h"

#include "stats/beta.h"
#include "stats/binomial.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>

static nz_status_t
check(uint64_t successes, uint64_t trials, nz_tails_t tails, const nz_interval_t *out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (trials == 0 || trials > NZ_COUNT_MAX || successes > trials
        || !nz_tails_are_valid(tails)) {
        return NZ_ERR_DOMAIN;
    }
    return NZ_OK;
}

/* Larger root of n (k/n - p)^2 = z^2 p (1 - p). */
static double
wilson_upper(double p_hat, double n, double z)
{
    const double w = z * z / n;
    const double root = z * sqrt((p_hat * (1.0 - p_hat) + w / 4.0) / n);
    return (p_hat + w / 2.0 + root) / (1.0 + w);
}

nz_status_t
nz_proportion_wilson(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = check(successes, trials, tails, out);
    if (status != NZ_OK) {
        return status;
    }
    const double n = (double) trials;
    const double p_hat = (double) successes / n;
    double lower = 0.0, upper = 1.0;

    if (tails.lower > 0.0 && successes > 0) {
        /* The roots multiply to p_hat^2 / (1 + w). Dividing by the larger root avoids the
         * cancellation that subtracting the square root would suffer at small k. */
        const double z = gsl_cdf_ugaussian_Qinv(tails.lower);
        const double w = z * z / n;
        lower = z >= 0.0 ? p_hat * p_hat / ((1.0 + w) * wilson_upper(p_hat, n, z))
                         : wilson_upper(p_hat, n, -z);
    }
    if (tails.upper > 0.0 && successes < trials) {
        const double z = gsl_cdf_ugaussian_Qinv(tails.upper);
        const double w = z * z / n;
        upper = z >= 0.0 ? wilson_upper(p_hat, n, z)
                         : p_hat * p_hat / ((1.0 + w) * wilson_upper(p_hat, n, -z));
    }
    *out = (nz_interval_t){ lower, upper, NZ_INTERVAL_OK };
    return NZ_OK;
}

nz_status_t
nz_proportion_clopper_pearson(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = check(successes, trials, tails, out);
    if (status != NZ_OK) {
        return status;
    }
    const double k = (double) successes, n = (double) trials;
    double lower = 0.0, upper = 1.0;

    if (tails.lower > 0.0 && successes == trials) {
        lower = exp(log(tails.lower) / n);
    } else if (tails.lower > 0.0 && successes > 0) {
        status = nz_beta_quantile(tails.lower, false, k, n - k + 1.0, &lower);
    }
    if (status == NZ_OK && tails.upper > 0.0 && successes == 0) {
        upper = -expm1(log(tails.upper) / n);
    } else if (status == NZ_OK && tails.upper > 0.0 && successes < trials) {
        status = nz_beta_quantile(tails.upper, true, k + 1.0, n - k, &upper);
    }
    if (status == NZ_OK) {
        *out = (nz_interval_t){ lower, upper, NZ_INTERVAL_OK };
    }
    return status;
}

nz_status_t
nz_proportion_bootstrap_percentile(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = check(successes, trials, tails, out);
    if (status != NZ_OK) {
        return status;
    }
    const double n = (double) trials;
    const double p_hat = (double) successes / n;
    uint64_t low = 0, high = trials;

    if (tails.lower > 0.0) {
        status = nz_binomial_quantile(tails.lower, false, trials, p_hat, &low);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = nz_binomial_quantile(tails.upper, true, trials, p_hat, &high);
    }
    if (status == NZ_OK) {
        *out = (nz_interval_t){ (double) low / n, (double) high / n,
            low < high ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE };
    }
    return status;
}

nz_status_t
nz_proportion_interval(nz_interval_method_t method, uint64_t successes, uint64_t trials,
    nz_tails_t tails, nz_interval_t *out)
{
    switch (method) {
    case NZ_METHOD_BOOTSTRAP_PERCENTILE:
        return nz_proportion_bootstrap_percentile(successes, trials, tails, out);
    case NZ_METHOD_WILSON:
        return nz_proportion_wilson(successes, trials, tails, out);
    case NZ_METHOD_CLOPPER_PEARSON:
        return nz_proportion_clopper_pearson(successes, trials, tails, out);
    case NZ_N_INTERVAL_METHODS:
        break;
    }
    return NZ_ERR_DOMAIN;
}
