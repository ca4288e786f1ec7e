#include "stats/proportion_bootstrap.h"

#include "stats/bca.h"
#include "stats/binomial.h"
#include "stats/proportion.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* The counts between which X lies but for the tails; a zero tail gives the end. */
static nz_status_t
quantiles(
    uint64_t successes, uint64_t trials, nz_tails_t tails, uint64_t *low, uint64_t *high)
{
    const double p_hat = (double) successes / (double) trials;
    nz_status_t status = NZ_OK;

    *low = 0;
    *high = trials;
    if (tails.lower > 0.0) {
        status = nz_binomial_quantile(tails.lower, false, trials, p_hat, low);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = nz_binomial_quantile(tails.upper, true, trials, p_hat, high);
    }
    return status;
}

static nz_tails_t
swapped(nz_tails_t tails)
{
    return (nz_tails_t){ tails.upper, tails.lower };
}

static nz_interval_t
undefined(uint64_t successes, uint64_t trials)
{
    const double p_hat = (double) successes / (double) trials;
    return (nz_interval_t){ p_hat, p_hat, NZ_INTERVAL_UNDEFINED };
}

nz_status_t
nz_proportion_bootstrap_percentile(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    uint64_t low, high;
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);

    if (status == NZ_OK) {
        status = quantiles(successes, trials, tails, &low, &high);
    }
    if (status == NZ_OK) {
        const double n = (double) trials;
        *out = nz_interval_on_scale((double) low / n, (double) high / n, tails, 0.0, 1.0);
    }
    return status;
}

nz_status_t
nz_proportion_bootstrap_basic(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    uint64_t low, high;
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);

    if (status == NZ_OK) {
        status = quantiles(successes, trials, swapped(tails), &low, &high);
    }
    if (status == NZ_OK) {
        const double k = (double) successes, n = (double) trials;
        const double lower = (k - ((double) high - k)) / n;
        const double upper = (k + (k - (double) low)) / n;
        *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    }
    return status;
}

nz_status_t
nz_proportion_bootstrap_normal(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    return nz_proportion_wald(successes, trials, tails, out);
}

/* t(x) se(k) = (x - k)/n sqrt(k (n - k) / (x (n - x))) */
static double
studentized_deviation(uint64_t x, uint64_t successes, uint64_t trials)
{
    const double k = (double) successes, n = (double) trials;
    const double deviation = (double) x - k;
    const double share = k / (double) x * ((n - k) / (n - (double) x));
    return deviation / n * sqrt(share); /* x = 0 and x = n: infinite, of its sign */
}

nz_status_t
nz_proportion_bootstrap_studentized(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    uint64_t low, high;
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);

    if (status == NZ_OK && (successes == 0 || successes == trials)) {
        *out = undefined(successes, trials);
        return NZ_OK;
    }
    if (status == NZ_OK) {
        status = quantiles(successes, trials, swapped(tails), &low, &high);
    }
    if (status == NZ_OK) {
        const double p_hat = (double) successes / (double) trials;
        const double lower = p_hat - studentized_deviation(high, successes, trials);
        const double upper = p_hat - studentized_deviation(low, successes, trials);
        const nz_interval_t interval =
            nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
        const bool at_infinity =
            isinf(interval.lower) && interval.lower == interval.upper;
        *out = at_infinity ? undefined(successes, trials) : interval;
    }
    return status;
}

/* The count at the corrected level for the normal quantile z of a tail. */
static nz_status_t
bca_count(uint64_t successes, uint64_t trials, double z0, double z, double acceleration,
    bool *defined, uint64_t *count)
{
    const double p_hat = (double) successes / (double) trials;
    double corrected;

    *defined = nz_bca_level(z0, acceleration, z, &corrected);
    if (!*defined) {
        return NZ_OK;
    }
    const double tail = gsl_cdf_ugaussian_P(-fabs(corrected));
    if (tail == 0.0) {
        *count = corrected < 0.0 ? 0 : trials;
        return NZ_OK;
    }
    return nz_binomial_quantile(tail, corrected > 0.0, trials, p_hat, count);
}

/* Phi^-1(P(X < k) + P(X = k)/2) */
static nz_status_t
median_bias(uint64_t successes, uint64_t trials, double *z0)
{
    const double p_hat = (double) successes / (double) trials;
    double above;
    nz_status_t status = nz_binomial_tails(successes, trials, p_hat, NULL, &above);

    if (status == NZ_OK) {
        *z0 = gsl_cdf_ugaussian_Qinv(
            above + 0.5 * nz_binomial_pmf(successes, trials, p_hat));
    }
    return status;
}

nz_status_t
nz_proportion_bootstrap_bca(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);

    if (status == NZ_OK && (successes == 0 || successes == trials)) {
        *out = undefined(successes, trials);
        return NZ_OK;
    }
    const double k = (double) successes, n = (double) trials;
    const double acceleration = (1.0 - 2.0 * (k / n)) / (6.0 * sqrt(k * ((n - k) / n)));
    uint64_t low = 0, high = trials;
    bool low_defined = true, high_defined = true;
    double z0 = 0.0;

    if (status == NZ_OK) {
        status = median_bias(successes, trials, &z0);
    }
    if (status == NZ_OK && tails.lower > 0.0) {
        status = bca_count(successes, trials, z0, gsl_cdf_ugaussian_Pinv(tails.lower),
            acceleration, &low_defined, &low);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = bca_count(successes, trials, z0, gsl_cdf_ugaussian_Qinv(tails.upper),
            acceleration, &high_defined, &high);
    }
    if (status == NZ_OK) {
        *out = low_defined && high_defined ? nz_interval_on_scale(
                   (double) low / n, (double) high / n, tails, 0.0, 1.0)
                                           : undefined(successes, trials);
    }
    return status;
}
