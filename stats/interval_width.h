/** @file interval_width.h
 *  @brief How many items make an interval for a proportion as short as wanted.
 *
 *  X ~ Binomial(n, p); a method makes of X a two-sided interval of half-width
 * h(X) = (upper - lower)/2, limits as nz_proportion_interval returns them. Wanted is
 *    E h(X) <= h        (expected), or
 *    P(h(X) <= h) >= g  (assured),
 * for n and every larger number of items: what is reached at some n may be lost again,
 * since X is whole, and since an interval that is a point has the half-width 0 (wald,
 * student_t and the bootstraps at X = 0 and n) and "reaches" any h as long as nothing is
 * solved. The mean half-width of wald never exceeds z p, so that an h of that size is
 * reached by one item, which says nothing; 1 - (1 - p)^n is how often n items do (see
 * nz_coverage_t).
 *
 *  Undefined intervals (student_t at n = 1, bca and studentized at X = 0 and n, ...) do
 * not reach a width, so that they count against an assurance; the expectation is over the
 * defined ones (as nz_coverage_at's), however improbable these are.
 *
 *  Methods by quantiles of a count (bootstrap_percentile, basic, studentized, bca; also
 * modified_jeffreys with an assurance and tails above .075, where the width does not rise
 * from k = 0 to the middle) are not smooth in n or X. They are added up count by count
 * and number of items by number of items down from a bound, and only up to
 * NZ_INTERVAL_WIDTH_COUNTS_MAX intervals; beyond, plan by wilson or, for a bootstrap, by
 * bootstrap_normal, whose limits differ by about one item.
 *
 *  Pure: no state, safe from any thread.
 */
#ifndef NZ_STATS_INTERVAL_WIDTH_H
#define NZ_STATS_INTERVAL_WIDTH_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/** Most intervals that one call computes of a method that is not smooth: half a second.
 */
#define NZ_INTERVAL_WIDTH_COUNTS_MAX UINT64_C(100000)

/** What is wanted. */
typedef struct nz_interval_width {
    nz_interval_method_t method;
    nz_tails_t tails;  /**< equal, 0 < tail <= 1/4: a level of one half or more; of a
                            method that is not smooth tail >= 5e-4 */
    double half_width; /**< h > 0, finite, in probability */
    double assurance;  /**< g, 0 < g < 1; 0: in expectation */
} nz_interval_width_t;

/** @brief Whether a goal is one of those, "not smooth", that only up to
 * NZ_INTERVAL_WIDTH_COUNTS_MAX intervals are computed of. */
bool nz_interval_width_is_counted(const nz_interval_width_t *goal);

/**
 * @brief What n items give: E h(X), or P(h(X) <= h) if assurance > 0.
 *
 * NaN if h(X) is never defined. Of smooth methods the sum over counts takes every s-th
 * only, s about sd/1.4, from a standard deviation sd of 6 on: the trapezoidal rule, exact
 * to rounding. The probability is one of two tails.
 * @param n  1 .. 2^53.   @param p  0 <= p <= 1.
 * @param[out] achieved  untouched on error.
 * @par Accuracy  Relative error of E h(X) below 2e-13 plus that of h(X), which for limits
 * good to 1e-16 is some 1e-16 p/h (against nz_coverage_at, n up to 1e13).
 * @retval NZ_ERR_NULL_ARG  a pointer is NULL.
 * @retval NZ_ERR_DOMAIN    an argument is out of range or NaN, or the method is not
 *                          smooth and the counts are too many.
 * @retval NZ_ERR_NUMERIC   a limit could not be computed.
 * @retval NZ_ERR_UNREACHABLE  the expected width is infinite (bootstrap_studentized).
 */
NZ_NODISCARD nz_status_t nz_interval_width_achieved(
    const nz_interval_width_t *goal, uint64_t n, double p, double *achieved);

/**
 * @brief The least n that reaches the goal with every larger one up to 2^53.
 *
 * Expected: E h(X) of a smooth method rises at most once, before it falls (tested for all
 * n up to 250 and tails up to 1/4), so that the last n that fails is the one where it
 * falls through h. Assured: the counts that reach h are {k <= a} and {k >= n - a}; while
 * n grows and a stays, both lose probability, so that of the n with the same a only the
 * last can be the last to fail, and those ends gain probability with a.
 * @param p  0 <= p <= 1.
 * @param[out] n         untouched on error.
 * @param[out] achieved  nz_interval_width_achieved at it; may be NULL.
 * @par Accuracy  n is exact as long as a relative change of h by the error above moves it
 * by less than one: to some 1e10 and more; above 1e11 it is good to 2e-12 of it besides.
 * There an assured probability may miss g by the rounding of widths that hardly differ
 * from count to count: 1e-4 at n = 1e12, .05 at 8e15, by beta quantiles.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NUMERIC  as above.
 * @retval NZ_ERR_DOMAIN       an argument is out of range or NaN; or the method is not
 *                             smooth and would take too many intervals.
 * @retval NZ_ERR_UNREACHABLE  no n up to 2^53 does, or the expected width is infinite.
 */
NZ_NODISCARD nz_status_t nz_interval_width_trials(
    const nz_interval_width_t *goal, double p, uint64_t *n, double *achieved);

#endif
