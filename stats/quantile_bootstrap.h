/** @file quantile_bootstrap.h
 *  @brief Exact bootstrap distribution of a sample quantile: infinitely many resamples of
 *         n single items.
 *
 *  A resample's r-th smallest of n is at most x where at least r of n draws are, so that
 *   P*(X_(r) <= x) = P(Binomial(n, F(x)) >= r),  F(x) = share of the items <= x.
 * Where n p = r is whole, the quantile is the mean of X_(r) and X_(r+1). Those are items
 * a <= b (in order) with probability, summed over b > c,
 *   P*(X_(r) = a, X_(r+1) > c) = C(n, r) (F_a^r - F_{a-1}^r) (1 - F_c)^(n-r),  F_a = a/n,
 * and only of the order of sqrt(n) of the a matter.
 */
#ifndef NZ_STATS_QUANTILE_BOOTSTRAP_H
#define NZ_STATS_QUANTILE_BOOTSTRAP_H

#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Opaque; holds some 20 sqrt(n p (1 - p)) doubles if n p is whole, else none. */
typedef struct nz_quantile_bootstrap nz_quantile_bootstrap_t;

/**
 * @brief Prepare the distribution of the p-quantile (see nz_sample_quantile_rank).
 * @param[in]  values  ascending, finite, sums of two too; borrowed until destroyed.
 * @param[in]  n       1 <= n <= 2^53.
 * @param[in]  p       0 < p < 1.
 * @param[out] out     untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (n, p), NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_quantile_bootstrap_create(
    const double *values, size_t n, double p, nz_quantile_bootstrap_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_quantile_bootstrap_destroy(nz_quantile_bootstrap_t **self);

/**
 * @brief Probabilities that a resample's quantile is at most @p y, and above it.
 * @param[out] at_most,above  untouched on error; not NULL.
 * @par Accuracy  Relative error of each below 1e-11, down to 1e-12 (nz_binomial_tails).
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (y is NaN), NZ_ERR_NUMERIC.
 */
NZ_NODISCARD nz_status_t nz_quantile_bootstrap_tails(
    const nz_quantile_bootstrap_t *self, double y, double *at_most, double *above);

/**
 * @brief Smallest y with P*(quantile <= y) >= tail, or, if @p upper, with
 * P*(quantile > y) <= tail: an item or the mean of two, exactly. Probabilities that
 * differ by less than 1e-12 relative count as equal.
 * @param[in]  tail  0 < tail < 1.
 * @param[out] y     untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NUMERIC.
 */
NZ_NODISCARD nz_status_t nz_quantile_bootstrap_quantile(
    const nz_quantile_bootstrap_t *self, double tail, bool upper, double *y);

/**
 * @brief Standard deviation of a resample's quantile.
 * @par Accuracy  Relative error below 1e-11 unless values of probability below 1e-22
 * matter.
 * @par Source  J. S. Maritz, R. G. Jarrett (1978), J. Am. Stat. Assoc. 73(361), 194-196;
 *              B. Efron (1979), Ann. Stat. 7(1), 1-26.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NUMERIC.
 */
NZ_NODISCARD nz_status_t nz_quantile_bootstrap_sd(
    const nz_quantile_bootstrap_t *self, double *sd);

#endif
