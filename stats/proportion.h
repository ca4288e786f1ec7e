/** @file proportion.h
 *  @brief Confidence intervals for the success probability of a binomial count.
 *
 *  Every function takes k successes of n trials, 0 <= k <= n, 1 <= n <= 2^53, and the
 * tail probabilities to leave out on each side (see nz_tails_t; a zero tail gives the
 * limit 0 or 1). Limits are probabilities [dimensionless]. z stands for the upper normal
 * quantile of a side's tail. Output is untouched on error. Pure: no state, safe from any
 * thread. All return NZ_OK, NZ_ERR_NULL_ARG (out is NULL), NZ_ERR_DOMAIN (counts or tails
 * out of range or NaN), NZ_ERR_NUMERIC (a special function did not converge; not seen in
 * 3e5 random calls of each method with n up to 2^53).
 *
 *  Status: ok where lower < upper, degenerate where not, unless a method's text says
 * otherwise. A one-sided interval is degenerate only where its one limit lies at the
 * other end of the scale, or beyond.
 *
 *  What holds for every method, or is named as an exception in its text: the limits at
 * n - k with the tails exchanged are one minus those at k; they never decrease with k; an
 * interval with smaller tails contains the one with larger ones. A tail above one half
 * (one-sided levels below .5) moves a limit across the estimate, to where the other
 * side's limit would be with one minus that tail.
 *
 *  Accuracy: the relative error of the smaller of a limit and its complement is below
 * 2e-14, but for the rounding of limits near 1 to a double, for tails from 5e-13 to 1/2
 * and n up to 2^53 (against 50 digits, tests/proportion_reference.h). Of wald,
 * agresti_coull and student_t it is the error relative to the larger of k/n and the
 * limit. Where jeffreys takes Beta(1/2, n + 1/2) at a tail around .3, and student_t a t
 * just above 1, n being above 1e4, it is below 1e-12.
 */
#ifndef NZ_STATS_PROPORTION_H
#define NZ_STATS_PROPORTION_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdint.h>

/**
 * @brief Wald interval, k/n -+ z sqrt(p (1 - p) / n) at p = k/n: what is usually reported
 * as "the standard error".
 *
 * Degenerate at k = 0 and k = n. Not clipped: limits below 0 and above 1 are the
 * method's. Near the ends they do not increase with k: the lower limit is 0 at k = 0 and
 * negative at k = 1.
 * @par Source  P. S. Laplace (1812), Theorie analytique des probabilites.
 */
NZ_NODISCARD nz_status_t nz_proportion_wald(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Wilson score interval: the p with n (k/n - p)^2 <= z^2 p (1 - p).
 *
 * [0, z^2/(n + z^2)] at k = 0 and its mirror at k = n, exactly.
 * @par Source    E. B. Wilson (1927), J. Am. Stat. Assoc. 22(158), 209-212.
 */
NZ_NODISCARD nz_status_t nz_proportion_wilson(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Clopper-Pearson ("exact") interval: beta quantiles, Beta(k, n-k+1) at the lower
 * tail and Beta(k+1, n-k) at the upper. Covers every p with probability 1 - tails or
 * more.
 *
 * Closed forms at k = 0 and k = n: the limits are then 0 and 1 - tail^(1/n), or their
 * mirror. With a tail above one half it does not cross where another method would: each
 * limit keeps its own one-sided guarantee.
 * @par Source    C. J. Clopper, E. S. Pearson (1934), Biometrika 26(4), 404-413.
 */
NZ_NODISCARD nz_status_t nz_proportion_clopper_pearson(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Mid-p interval: the p with P(X < k) + P(X = k)/2 = tail above, and its mirror.
 *
 * [0, 1 - (2 tail)^(1/n)] at k = 0, degenerate there if the upper tail is 1/2 or more;
 * mirrored at k = n.
 * @par Source    H. O. Lancaster (1961), J. Am. Stat. Assoc. 56(294), 223-234.
 */
NZ_NODISCARD nz_status_t nz_proportion_mid_p(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Jeffreys interval: quantiles of Beta(k + 1/2, n - k + 1/2), the posterior under
 * the prior Beta(1/2, 1/2); but lower 0 at k = 0, upper 1 at k = n.
 * @par Source  L. D. Brown, T. T. Cai, A. DasGupta (2001), Stat. Sci. 16(2), 101-133.
 */
NZ_NODISCARD nz_status_t nz_proportion_jeffreys(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Jeffreys interval with its coverage near 0 and 1 repaired: lower 0 at k = 1,
 * upper 1 at k = n - 1, and Clopper-Pearson's upper limit at k = 0 and lower at k = n
 * (these two also at n = 1).
 * @par Source  L. D. Brown, T. T. Cai, A. DasGupta (2001), Stat. Sci. 16(2), section 4.1.
 */
NZ_NODISCARD nz_status_t nz_proportion_modified_jeffreys(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Agresti-Coull interval: Wald's with z^2/2 successes and z^2/2 failures added,
 * each side with its own z, clipped to [0, 1]. Contains Wilson's.
 *
 * Lower 0 at k = 0 and upper 1 at k = n, for tails up to 1/2.
 * @par Source  A. Agresti, B. A. Coull (1998), Am. Stat. 52(2), 119-126.
 */
NZ_NODISCARD nz_status_t nz_proportion_agresti_coull(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Quantiles of Beta(k + 1, n - k + 1), the posterior under a uniform prior.
 *
 * Its lower limit is above 0 at k = 0, so that it covers no p below tail/(n + 1).
 * @par Source  T. Bayes (1763), Phil. Trans. 53, 370-418.
 */
NZ_NODISCARD nz_status_t nz_proportion_bayes_uniform(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Anytime-valid interval: the p with (n + 1) P(X = k | p) > alpha, where alpha is
 * the sum of both tails.
 *
 * 1 / ((n + 1) P(X = k | p)) is the likelihood ratio of a p drawn uniformly to p itself,
 * a martingale while trials are added one by one. By Ville's inequality the intervals of
 * all n hold the truth at once with probability 1 - alpha or more, whenever one looks.
 * Lower 0 at k = 0 and upper 1 at k = n. A zero tail leaves that limit out and spends all
 * of alpha on the same set; tails above one half do not cross.
 * @par Source    H. Robbins (1970), Ann. Math. Stat. 41(5), 1397-1409.
 */
NZ_NODISCARD nz_status_t nz_proportion_anytime(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Student's t for the mean of the 0/1 outcomes: k/n -+ t sqrt(p (1 - p)/(n - 1)),
 * p = k/n, t with n - 1 degrees of freedom.
 *
 * Undefined at n = 1, otherwise as Wald's: degenerate at k = 0 and k = n, not clipped,
 * not increasing with k near the ends.
 * @par Source  Student (1908), Biometrika 6(1), 1-25.
 */
NZ_NODISCARD nz_status_t nz_proportion_student_t(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Interval by any method, bootstraps in the exact engine (proportion_bootstrap.h).
 * @retval NZ_ERR_DOMAIN  also for a method outside the enum.
 */
NZ_NODISCARD nz_status_t nz_proportion_interval(nz_interval_method_t method,
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

/** @brief Check the arguments that all of these functions take; NZ_OK if they are in
 * range. */
NZ_NODISCARD nz_status_t nz_proportion_check(
    uint64_t successes, uint64_t trials, nz_tails_t tails, const nz_interval_t *out);

#endif
