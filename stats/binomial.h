/** @file binomial.h
 *  @brief Binomial distribution for any number of trials up to 2^53. */
#ifndef NZ_STATS_BINOMIAL_H
#define NZ_STATS_BINOMIAL_H

#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * @brief P(X = k) for X ~ Binomial(n, p).
 *
 * By deviance from the mode (Loader 2000), relative error below 1e-13 near the mode and
 * in the tails alike, for n up to 2^53.
 * @param k  0 <= k <= n.   @param n  at most 2^53.   @param p  0 <= p <= 1.   No checks.
 */
double nz_binomial_pmf(uint64_t k, uint64_t n, double p);

/** Counts first .. last. */
typedef struct nz_binomial_range {
    uint64_t first, last;
} nz_binomial_range_t;

/**
 * @brief Counts of X ~ Binomial(n, p) beyond which, on each side, lies a probability of
 * exp(-log_omitted) at most: within c/3 + sqrt(c^2/9 + 2 c n p (1 - p)) of n p, c =
 * log_omitted, outwards to whole counts in 0 .. n (Bernstein's inequality).
 * @param n  at most 2^53.   @param p  0 <= p <= 1; 0 and 1: the only count.   No checks.
 */
nz_binomial_range_t nz_binomial_range(uint64_t n, double p, double log_omitted);

/**
 * @brief Both tails of X ~ Binomial(n, p): P(X <= k) and P(X > k).
 * @param[out] lower,upper  untouched on error; either may be NULL.
 * @par Accuracy  As nz_beta_tails: relative error of the smaller tail below 1e-11 for n
 * up to 1e9, 1e-7 at 2^53.
 * @retval NZ_ERR_DOMAIN   k > n, n > 2^53, or p outside [0, 1] or NaN.
 * @retval NZ_ERR_NUMERIC  the incomplete beta function did not converge.
 */
NZ_NODISCARD nz_status_t nz_binomial_tails(
    uint64_t k, uint64_t n, double p, double *lower, double *upper);

/**
 * @brief Quantile of X ~ Binomial(n, p): the smallest k with P(X <= k) >= tail, or, if
 *        @p upper, the smallest k with P(X > k) <= tail (the quantile at 1 - tail).
 *
 * Probabilities that differ by less than 1e-13 relative count as equal, so that ties such
 * as P(X <= 0) = 1/4 at n = 2, p = 1/2 are ties. Exact for n up to 1e9; at 2^53 the
 * rounding of the tails may move the result by a few counts of a standard deviation of
 * 1e7.
 *
 * @param[in]  tail  probability, 0 < tail < 1.
 * @param[out] k     untouched on error.
 * @retval NZ_ERR_NULL_ARG  @p k is NULL.
 * @retval NZ_ERR_DOMAIN    n > 2^53, p outside [0, 1], tail outside (0, 1), or NaN.
 * @retval NZ_ERR_NUMERIC   the incomplete beta function did not converge.
 */
NZ_NODISCARD nz_status_t nz_binomial_quantile(
    double tail, bool upper, uint64_t n, double p, uint64_t *k);

#endif
