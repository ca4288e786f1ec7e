/** @file studentized.h
 *  @brief Distribution of Student's t of a resample: the bootstrap distribution of the
 *         studentized mean, without resampling.
 *
 *  Of n items with scores x_1..x_n and mean m, a resample draws n with replacement: mean
 *  m*, variance v* (divisor n), and t* = (m* - m) sqrt(n / v*). Where all it draws is one
 *  value x, t* is -infinity, 0 or infinity as x is below, at or above m. The studentized
 *  interval for the mean is m - t_U se .. m - t_L se, with t_L and t_U the quantiles here
 *  and se = sqrt(v / n) of the data.
 *
 *  Three ways, chosen by the data:
 *  - binomial: only two values occur, and t* is an increasing function of a count.
 *  - list: every resample (counts of each value) that has some probability, where they
 *    are about 100,000 at most (3 ms), or 2^20 (50 ms, 16 MB) where the saddlepoint is
 *    doubtful: a single item has more than a twentieth of the sum of squares.
 *  - saddlepoint, of the sums of x* and of its square, with the count of each outlier
 *    summed over (studentized_outliers.h). 2 to 5 us for ten values and .2 s for a
 *    million; .1 to 500 ms where there are outliers.
 *
 *  The first two are exact, to 1e-12 of the tail. The third's error, in steps of one of
 *  the total (of limit * n, scores being integers), for tails of .0005 to .25:
 *  - up to .2 for 20 histograms of one or two humps, n >= 30; up to .3 where one item has
 *    half of the sum of squares, and 1.9 where two have nearly all of it, n = 34
 *    (tests/test_studentized_accuracy.c).
 *  - Of 400 random histograms made to be hard (few items off the commonest value,
 *    outliers, far lumps) for which AUTO takes the saddlepoint, 95 % are below one step
 *    and the worst is 4.3 where the tail is at least .025. A lattice whose values lie in
 *    lumps g apart shows up to g/2 steps, as in score_sum.h: .005 standard errors where
 *    n is thousands.
 *  - At a tail of .0005 with about ten items off the commonest value, spread over eight
 *    or more values, it can exceed a standard error: such a quantile lies next to the
 *    infinite ones.
 *
 *  Where n < 20 and the tail is below 1e-6 the saddlepoint may not reach it; the result
 *  is then the farthest t that it does reach, finite but of no stated accuracy.
 */
#ifndef NZ_STATS_STUDENTIZED_H
#define NZ_STATS_STUDENTIZED_H

#include "stats/score_sum.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How a distribution was evaluated. */
typedef enum nz_studentized_engine {
    NZ_STUDENTIZED_BINOMIAL,
    NZ_STUDENTIZED_LIST,
    NZ_STUDENTIZED_SADDLEPOINT
} nz_studentized_engine_t;

/** What to use: chosen by the data, or forced (to measure one against the other). A list
 *  cannot be forced beyond 2^22 resamples; nz_studentized_engine tells. */
typedef enum nz_studentized_choice {
    NZ_STUDENTIZED_AUTO,
    NZ_STUDENTIZED_FORCE_LIST,
    NZ_STUDENTIZED_FORCE_SADDLEPOINT
} nz_studentized_choice_t;

/** Opaque; holds the workspace, reused from one set of items to the next. */
typedef struct nz_studentized nz_studentized_t;

/**
 * @brief Allocate a workspace; @p max_scores bounds the histograms, not
 *        nz_studentized_set_values.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (max_scores is 0).
 */
NZ_NODISCARD nz_status_t nz_studentized_create(size_t max_scores, nz_studentized_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_studentized_destroy(nz_studentized_t **self);

/**
 * @brief Set a histogram of integer scores, which is copied. Allocates only when a list
 * is longer than any before.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_DOMAIN  too many scores, counts that do not sum to n_items, or fewer
 * than two scores that occur: t* of constant data is not defined.
 *
 * After any error but a NULL @p self or argument nothing is set, what was set before
 * neither.
 */
NZ_NODISCARD nz_status_t nz_studentized_set_scores(
    nz_studentized_t *self, const nz_scores_t *scores, nz_studentized_choice_t choice);

/**
 * @brief Set real scores: @p n_values distinct ones and how often each occurs.
 * @param[in] values  strictly ascending, finite; borrowed until the next set or destroy.
 * @param[in] counts  all > 0, sum at most 2^53, borrowed likewise; NULL if each is 1.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_DOMAIN  as nz_item_values_init.
 *
 * After an error as nz_studentized_set_scores.
 */
NZ_NODISCARD nz_status_t nz_studentized_set_values(nz_studentized_t *self,
    const double *values, const uint64_t *counts, size_t n_values,
    nz_studentized_choice_t choice);

/** @brief How the scores that were set are evaluated. */
nz_studentized_engine_t nz_studentized_engine(const nz_studentized_t *self);

/**
 * @brief Quantile of t*: the smallest t with P(t* <= t) >= tail, or, if @p upper, the
 *        smallest t with P(t* > t) <= tail; by saddlepoint, the t of a continuous t*.
 * @param[in]  tail  0 < tail < 1.
 * @param[out] t     infinite where the resamples of a single value carry the tail, never
 *                   NaN; untouched on error.
 * @retval NZ_ERR_NULL_ARG.
 * @retval NZ_ERR_DOMAIN   tail, or nothing is set.
 * @retval NZ_ERR_NUMERIC  a quantile of the binomial count or the saddlepoint was not
 * found; not seen in 20,000 random histograms of 5 to 9e15 items with tails down to
 * 5e-13.
 */
NZ_NODISCARD nz_status_t nz_studentized_quantile(
    nz_studentized_t *self, double tail, bool upper, double *t);

#endif
