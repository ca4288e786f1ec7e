/** @file inverse_sampling.h
 *  @brief Trials one after the other until r of them succeed or n are spent: estimate,
 *         exact interval, random outcomes.
 *
 *  A plan ends at the r-th success, after K trials, if K <= n; otherwise after n trials
 * with k < r successes. The relative error of the estimate depends on r alone, however
 * rare successes are, where k of n trials tell nothing of a probability far below 1/n.
 *
 *  @par Source  J. B. S. Haldane (1945), Biometrika 33(3), 222-225; M. A. Girshick, F.
 *  Mosteller, L. J. Savage (1946), Ann. Math. Stat. 17(1), 13-23; S. Hu et al. (2023),
 *  arXiv 2310.03262.
 */
#ifndef NZ_STATS_INVERSE_SAMPLING_H
#define NZ_STATS_INVERSE_SAMPLING_H

#include "stats/interval.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stdint.h>

/** Most successes to stop at. */
#define NZ_INVERSE_SAMPLING_SUCCESSES_MAX 1000000

/** When to stop. */
typedef struct nz_inverse_plan {
    uint64_t successes; /**< r, 2 .. NZ_INVERSE_SAMPLING_SUCCESSES_MAX */
    uint64_t budget;    /**< n, 1 .. 2^53 trials */
} nz_inverse_plan_t;

/** Where it stopped: at r successes in r .. n trials, or at fewer in n. */
typedef struct nz_inverse_outcome {
    uint64_t successes, trials;
} nz_inverse_outcome_t;

/**
 * @brief The unbiased estimate of the probability of a success: (r - 1)/(K - 1), or k/n.
 *
 * The share of all ways to the outcome that begin with a success, exactly unbiased for
 * any r >= 2 and n. r/K is too large by a factor of some r/(r - 1).
 * Of an outcome of the plan; no checks.
 */
double nz_inverse_sampling_estimate(
    const nz_inverse_plan_t *plan, const nz_inverse_outcome_t *outcome);

/**
 * @brief The unbiased estimate of that estimate's variance, p' its value:
 * p' (1 - p')/(K - 2), 0 if K = 2; or p' (1 - p')/(n - 1), NaN if n = 1.
 *
 * The square of the estimate less the share of ways that begin with two successes. No
 * checks.
 */
double nz_inverse_sampling_variance(
    const nz_inverse_plan_t *plan, const nz_inverse_outcome_t *outcome);

/**
 * @brief The exact interval: the tails inverted in the order of the outcomes, from 0 of n
 * up to r - 1 of n and then from K = n down to K = r.
 *
 * If r was reached, the beta quantiles Beta(r, K-r+1) at the lower tail and Beta(r, K-r)
 * at the upper, which is 1 if K = r; otherwise Clopper and Pearson's of k of n. Covers
 * every probability with 1 - tails or more.
 * @param[out] out  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NUMERIC.
 * @retval NZ_ERR_DOMAIN  plan or tails out of range, or no outcome of the plan.
 */
NZ_NODISCARD nz_status_t nz_inverse_sampling_interval(const nz_inverse_plan_t *plan,
    const nz_inverse_outcome_t *outcome, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Draw an outcome, given the probability of a success and its complement.
 *
 * The failures before the r-th success are Poisson with a gamma-distributed mean. Where
 * they exceed the budget, the successes are drawn from the binomial distribution below r,
 * outwards from its mode: in a time of some sqrt(r) steps.
 * @param p,q  >= 0, p + q = 1 to rounding; p may be as small as a double.   No checks.
 */
nz_inverse_outcome_t nz_inverse_sampling_draw(
    gsl_rng *rng, const nz_inverse_plan_t *plan, double p, double q);

#endif
