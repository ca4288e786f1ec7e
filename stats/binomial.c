#include "stats/binomial.h"

#include "stats/beta.h"
#include "stats/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>

double
nz_binomial_pmf(uint64_t k, uint64_t n, double p)
{
    const double successes = (double) k, failures = (double) (n - k);

    if (p <= 0.0 || p >= 1.0) {
        return (p <= 0.0 ? k == 0 : k == n) ? 1.0 : 0.0;
    }
    if (k == 0) {
        return exp(failures * log1p(-p));
    }
    if (k == n) {
        return exp(successes * log(p));
    }
    return exp(nz_beta_log_logit_density(p, successes, failures)) * (double) n
           / (successes * failures);
}

nz_binomial_range_t
nz_binomial_range(uint64_t n, double p, double log_omitted)
{
    const double trials = (double) n, mean = trials * p, c = log_omitted / 3.0;
    const double reach = c + sqrt(c * c + 6.0 * c * mean * (1.0 - p));
    const double first = floor(mean - reach), last = ceil(mean + reach);

    if (p == 0.0 || p == 1.0) {
        const uint64_t only = p == 0.0 ? 0 : n;
        return (nz_binomial_range_t){ only, only };
    }
    return (nz_binomial_range_t){ first > 0.0 ? (uint64_t) first : 0,
        last < trials ? (uint64_t) last : n };
}

nz_status_t
nz_binomial_tails(uint64_t k, uint64_t n, double p, double *lower, double *upper)
{
    double at_most = 1.0, above = 0.0;

    if (k > n || n > NZ_COUNT_MAX || !(p >= 0.0 && p <= 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    if (k < n) { /* X <= k exactly when the (k+1)-th smallest of n uniforms exceeds p */
        nz_status_t status =
            nz_beta_tails(p, (double) k + 1.0, (double) (n - k), &above, &at_most);
        if (status != NZ_OK) {
            return status;
        }
    }
    if (lower != NULL) {
        *lower = at_most;
    }
    if (upper != NULL) {
        *upper = above;
    }
    return NZ_OK;
}

/* Cornish-Fisher approximation of the quantile, rounded into 0..n. */
static uint64_t
first_guess(double z, double n, double p)
{
    const double q = 1.0 - p;
    const double sd = sqrt(n * p * q);
    const double x = n * p + z * sd + (q - p) * (z * z - 1.0) / 6.0 - 0.5;
    return (uint64_t) fmin(fmax(ceil(x), 0.0), n);
}

static const double tie = 1e-13;

/* Smallest k with P(X <= k) >= tail, walking from a guess; the sums of a walk stay within
 * the terms of one exact tail. */
static nz_status_t
walk_lower(double tail, uint64_t n, double p, uint64_t *k)
{
    const double enough = tail * (1.0 - tie);
    double at_most;
    nz_status_t status = nz_binomial_tails(*k, n, p, &at_most, NULL);

    while (status == NZ_OK && at_most < enough && *k < n) {
        (*k)++;
        at_most += nz_binomial_pmf(*k, n, p);
    }
    while (status == NZ_OK && *k > 0) {
        double before = at_most - nz_binomial_pmf(*k, n, p);
        if (before < 0.01 * at_most) { /* the difference has lost digits */
            status = nz_binomial_tails(*k - 1, n, p, &before, NULL);
        }
        if (status != NZ_OK || before < enough) {
            break;
        }
        (*k)--;
        at_most = before;
    }
    return status;
}

/* Smallest k with P(X > k) <= tail. */
static nz_status_t
walk_upper(double tail, uint64_t n, double p, uint64_t *k)
{
    const double little = tail * (1.0 + tie);
    double above;
    nz_status_t status = nz_binomial_tails(*k, n, p, NULL, &above);

    while (status == NZ_OK && *k > 0 && above + nz_binomial_pmf(*k, n, p) <= little) {
        above += nz_binomial_pmf(*k, n, p);
        (*k)--;
    }
    while (status == NZ_OK && above > little && *k < n) {
        (*k)++;
        double rest = above - nz_binomial_pmf(*k, n, p);
        if (rest < 0.01 * above) {
            status = nz_binomial_tails(*k, n, p, NULL, &rest);
        }
        above = rest;
    }
    return status;
}

nz_status_t
nz_binomial_quantile(double tail, bool upper, uint64_t n, double p, uint64_t *k)
{
    if (k == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n > NZ_COUNT_MAX || !(p >= 0.0 && p <= 1.0) || !(tail > 0.0 && tail < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    if (p == 0.0 || p == 1.0) {
        *k = p == 0.0 ? 0 : n;
        return NZ_OK;
    }
    if (tail > 0.5) { /* the smaller tail carries the digits */
        return nz_binomial_quantile(1.0 - tail, !upper, n, p, k);
    }
    const double z = gsl_cdf_ugaussian_Pinv(tail);
    uint64_t guess = first_guess(upper ? -z : z, (double) n, p);
    nz_status_t status =
        upper ? walk_upper(tail, n, p, &guess) : walk_lower(tail, n, p, &guess);
    if (status == NZ_OK) {
        *k = guess;
    }
    return status;
}
