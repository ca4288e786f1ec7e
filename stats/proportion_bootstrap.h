/** @file proportion_bootstrap.h
 *  @brief Bootstrap intervals for a binomial count with infinitely many resamples.
 *
 *  A resample of n outcomes of which k are 1 has X ~ Binomial(n, k/n) ones, so that every
 * bootstrap interval is a function of binomial quantiles and there is nothing to draw.
 * Arguments, status codes and zero tails as in proportion.h. No interval but the
 * studentized one covers p with a probability above 1 - (1 - p)^n: at k = 0, all
 * resamples are equal, and it is degenerate or undefined.
 */
#ifndef NZ_STATS_PROPORTION_BOOTSTRAP_H
#define NZ_STATS_PROPORTION_BOOTSTRAP_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdint.h>

/**
 * @brief Percentile interval: the quantiles of X, divided by n.
 *
 * Degenerate ([0,0], [1,1]) at k = 0 and k = n, and wherever both quantiles fall on the
 * same count.
 * @par Source  B. Efron (1979), Ann. Stat. 7(1), 1-26, without the Monte Carlo step.
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_percentile(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Basic (reverse percentile) interval: 2 k/n less the percentile limits, those of
 * the other tails. Degenerate where it is; not clipped to [0, 1].
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_basic(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Normal interval: k/n -+ z times the standard deviation of X/n, which makes it
 * the Wald interval.
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_normal(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Studentized (bootstrap-t) interval: k/n - t se with the quantiles of
 * t(X) = (X - k)/n / se(X), se(x) = sqrt(x (n - x) / n^3).
 *
 * t is infinite at X = 0 and X = n, and increases with X. A limit is therefore infinite
 * where that end of X carries the tail, the upper one while (1 - k/n)^n >= tail: status
 * ok. Undefined at k = 0 and k = n. Not clipped.
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_studentized(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief BCa interval: percentile limits at the levels
 * Phi(z0 + (z0 + z)/(1 - a (z0 + z))), z the normal quantile of the tail;
 * z0 = Phi^-1(P(X < k) + P(X = k)/2), a = (1 - 2p)/(6 sqrt(n p (1 - p))), p = k/n, the
 * jackknife's acceleration in closed form.
 *
 * Undefined at k = 0 and k = n, and where 1 - a (z0 + z) <= 0.
 * @par Source  B. Efron (1987), J. Am. Stat. Assoc. 82(397), 171-185.
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_bca(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

#endif
