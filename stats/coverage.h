/** @file coverage.h
 *  @brief How often an interval for a proportion covers the truth: exactly, by summing
 *         over the counts that can occur, without simulation.
 *
 *  X ~ Binomial(n, p); a method gives for X = k an interval [lower(k), upper(k)] or says
 *  that it is undefined. Limits are compared as nz_proportion_interval returns them.
 *  Output is untouched on error. Pure: no state, safe from any thread.
 */
#ifndef NZ_STATS_COVERAGE_H
#define NZ_STATS_COVERAGE_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdint.h>

/** Most intervals that one sum may need: minutes of work. */
#define NZ_COVERAGE_COUNTS_MAX UINT64_C(20000000)

/** What is known of a method before any item is drawn. */
typedef struct nz_coverage {
    double coverage;         /**< P(interval holds p); an undefined one does not */
    double expected_width;   /**< mean of upper - lower over the defined intervals; inf if
                                  one with an infinite limit can occur, NaN if none is
                                  defined */
    double zero_probability; /**< P(X = 0) = (1 - p)^n */
    double ceiling;          /**< 1 - (1 - p)^n: what no bootstrap interval exceeds, nor
                                  wald or student_t, because at X = 0 they are the point
                                  0 or undefined. Without an upper limit (tails.upper is
                                  0) 1 - p^n, for the same reason at X = n. 1 at p = 0 and
                                  at p = 1, which the point holds */
} nz_coverage_t;

/** Called now and then with the intervals computed since it was called before. */
typedef void (*nz_coverage_progress_t)(void *context, uint64_t n_counts);

/**
 * @brief How many intervals nz_coverage_at needs: the counts within
 * c/3 + sqrt(c^2/9 + 2 c n p (1 - p)) of n p, c = log(2e15), beyond which less than 1e-15
 * of probability lies (Bernstein's inequality); about 17 standard deviations, or 30 for a
 * handful of expected successes.
 * @param truth  0..1, or NaN for those of nz_coverage_uniform: n + 1, or the n/2 + 1 up
 * to the middle where these suffice.   No checks.
 */
uint64_t nz_coverage_n_counts(
    nz_interval_method_t method, uint64_t trials, double truth, nz_tails_t tails);

/**
 * @brief Coverage at one true p: the sum of P(X = k) over k with
 *        lower(k) <= p <= upper(k).
 *
 * Counts that have together less than 1e-15 of probability are left out, so that the cost
 * grows with sqrt(n p (1 - p)).
 * @param trials    1 <= n <= 2^53.   @param truth  0 <= p <= 1.
 * @param progress  NULL = none; @p context is handed to it.
 * @par Accuracy  Absolute error below 1e-13 for n up to 1e9, and below 1e-12 beyond,
 * given limits on the right side of p.
 * @retval NZ_ERR_NULL_ARG  @p out is NULL.
 * @retval NZ_ERR_DOMAIN    an argument is out of range or NaN, or nz_coverage_n_counts
 *                          exceeds NZ_COVERAGE_COUNTS_MAX: take fewer trials or a p
 *                          nearer to 0 or 1.
 * @retval NZ_ERR_NUMERIC   a limit could not be computed.
 * @par Source  L. D. Brown, T. T. Cai, A. DasGupta (2001), Stat. Sci. 16(2), 101-133.
 */
NZ_NODISCARD nz_status_t nz_coverage_at(nz_interval_method_t method, uint64_t trials,
    double truth, nz_tails_t tails, nz_coverage_progress_t progress, void *context,
    nz_coverage_t *out);

/**
 * @brief The same averaged over p uniform on (0, 1), when every count has probability
 * 1/(n + 1).
 *
 * Coverage in closed form: the mean over k of P(lower(k) <= B <= upper(k)) with
 * B ~ Beta(k + 1, n - k + 1), which p is given X = k. With equal tails half of the counts
 * suffice for methods that are symmetric under k -> n - k: all but the bootstraps by
 * quantiles of the count (percentile, basic, studentized, bca), which are not at ties
 * (proportion_bootstrap.h).
 * zero_probability is 1/(n + 1), ceiling n/(n + 1).
 * @par Accuracy  Absolute error below 1e-12.
 * @return as nz_coverage_at.
 */
NZ_NODISCARD nz_status_t nz_coverage_uniform(nz_interval_method_t method, uint64_t trials,
    nz_tails_t tails, nz_coverage_progress_t progress, void *context, nz_coverage_t *out);

#endif
