/** @file proportion_bootstrap.h
 *  @brief Bootstrap intervals for a binomial count with infinitely many resamples.
 *
 *  A resample of n outcomes of which k are 1 has X ~ Binomial(n, k/n) ones, so that every
 * bootstrap interval is a function of binomial quantiles and there is nothing to draw.
 * Arguments, status codes, zero tails and statuses as in proportion.h. The quantiles are
 *    low   the smallest x with P(X <= x) >= tail,
 *    high  the smallest x with P(X > x) <= tail,
 * probabilities that agree to 1e-13 counting as equal. They are exact for n up to 1e9
 * (see nz_binomial_quantile). Where P(X > x) is the tail itself, as at k = 1 of 2 and
 * tail 1/4, `high` is one less than the mirror image of `low`; otherwise limits are
 * symmetric.
 *
 *  At k = 0 and k = n all resamples are equal, and every one of these intervals is
 * degenerate or undefined. None therefore covers p with a probability above
 * 1 - (1 - p)^n, nor above 1 - p^n. Only the percentile limits never decrease with k.
 */
#ifndef NZ_STATS_PROPORTION_BOOTSTRAP_H
#define NZ_STATS_PROPORTION_BOOTSTRAP_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdint.h>

/**
 * @brief Percentile interval: [low, high] / n.
 *
 * Degenerate ([0,0], [1,1]) at k = 0 and k = n, and wherever both quantiles fall on the
 * same count.
 * @par Source  B. Efron (1979), Ann. Stat. 7(1), 1-26, without the Monte Carlo step.
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_percentile(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Basic (reverse percentile) interval: 2 k/n less `high` at the lower tail, 2 k/n
 * less `low` at the upper. Degenerate where the two are equal; not clipped to [0, 1].
 * @par Source  A. C. Davison, D. V. Hinkley (1997), Bootstrap Methods, section 5.2.
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
 * @brief Studentized (bootstrap-t) interval: k/n - t(high) se(k) and k/n - t(low) se(k),
 * `high` at the lower tail and `low` at the upper, t(x) = (x - k)/n / se(x),
 * se(x) = sqrt(x (n - x) / n^3).
 *
 * t increases with x, from -infinity at x = 0 to infinity at x = n. A limit is therefore
 * infinite where that end of X carries the tail: the upper one while
 * (1 - k/n)^n >= its tail, the lower one while (k/n)^n > its tail: status ok.
 * Undefined at k = 0 and k = n, and where both limits are the same infinity (tails above
 * one half only). Not clipped.
 * @par Source  A. C. Davison, D. V. Hinkley (1997), Bootstrap Methods, section 5.2.
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_studentized(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief BCa interval: percentile limits at the levels
 * Phi(z0 + (z0 + z)/(1 - a (z0 + z))), z the lower normal quantile of the lower tail and
 * the upper one of the upper; z0 = Phi^-1(P(X < k) + P(X = k)/2),
 * a = (1 - 2p)/(6 sqrt(n p (1 - p))), p = k/n, the jackknife's acceleration in closed
 * form.
 *
 * Undefined at k = 0 and k = n, and where 1 - a (z0 + z) <= 0 on either side: few
 * successes or failures and a small tail, so that an interval of a smaller tail need not
 * contain that of a larger one.
 * @par Source  B. Efron (1987), J. Am. Stat. Assoc. 82(397), 171-185.
 */
NZ_NODISCARD nz_status_t nz_proportion_bootstrap_bca(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

#endif
