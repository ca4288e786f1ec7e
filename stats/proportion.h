/** @file proportion.h
 *  @brief Confidence intervals for the success probability of a binomial count.
 *
 *  Every function takes k successes of n trials, 0 <= k <= n, 1 <= n <= 2^53, and the
 * tail probabilities to leave out on each side (see nz_tails_t; a zero tail gives the
 * limit 0 or 1). Limits are probabilities [dimensionless]. Output is untouched on error.
 * Pure: no state, safe from any thread. All return NZ_OK, NZ_ERR_NULL_ARG (out is NULL),
 * NZ_ERR_DOMAIN (counts or tails out of range or NaN), NZ_ERR_NUMERIC (a special function
 * did not converge).
 */
#ifndef NZ_STATS_PROPORTION_H
#define NZ_STATS_PROPORTION_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdint.h>

/**
 * @brief Wilson score interval: the p with n (k/n - p)^2 <= z^2 p (1 - p).
 *
 * Status always ok; lower is exactly 0 at k = 0, upper exactly 1 at k = n.
 * @par Accuracy  Relative error below 1e-14 for tails from 5e-13 to .25.
 * @par Source    E. B. Wilson (1927), J. Am. Stat. Assoc. 22(158), 209-212.
 */
NZ_NODISCARD nz_status_t nz_proportion_wilson(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Clopper-Pearson ("exact") interval: beta quantiles, Beta(k, n-k+1) at the lower
 * tail and Beta(k+1, n-k) at the upper.
 *
 * Status always ok; closed forms at k = 0 and k = n: the limits are then exactly 0 and
 * 1 - tail^(1/n), or their mirror.
 * @par Accuracy  Relative error below 1e-12 (see nz_beta_quantile).
 * @par Source    C. J. Clopper, E. S. Pearson (1934), Biometrika 26(4), 404-413.
 */
NZ_NODISCARD nz_status_t nz_proportion_clopper_pearson(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Percentile bootstrap interval with infinitely many resamples: the quantiles of
 *        Binomial(n, k/n), divided by n.
 *
 * Degenerate ([0,0], [1,1]) at k = 0 and k = n, where all resamples are equal, and
 * wherever both quantiles fall on the same count.
 * @par Source  B. Efron (1979), Ann. Stat. 7(1), 1-26, without the Monte Carlo step.
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_percentile(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Interval by any method, bootstraps in the exact engine.
 * @retval NZ_ERR_DOMAIN  also for a method outside the enum.
 */
NZ_NODISCARD nz_status_t nz_proportion_interval(nz_interval_method_t method,
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

#endif
