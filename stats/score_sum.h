/** @file score_sum.h
 *  @brief Distribution of the total score of n items drawn with replacement from n items
 *         with integer scores: the bootstrap distribution of a mean, without resampling.
 *
 *  Four ways, chosen by the data, none of which costs more for larger n:
 *    binomial     only two scores occur: the total is affine in a binomial count.
 *    convolution  the n-fold convolution of the histogram by FFT over the totals that
 *                 carry probability; exact to 1e-13 absolute, so for tails above 1e-12.
 *    saddlepoint  the lattice-corrected Lugannani-Rice approximation in
 *                 Barndorff-Nielsen's form, where the FFT would exceed 512 points and the
 *                 lattice is smooth (see needs_exact in the source).
 *
 *    series       the Fourier series of characteristic.h, for 20 or more real scores that
 *                 were rounded to a lattice (NZ_SCORE_SUM_ROUNDED).
 *
 *  The first two are exact. The series differs from them by at most one step of the total
 *  for tails of 1e-4 or more (tests/test_characteristic.c); below
 *  NZ_CHARACTERISTIC_TAIL_MIN the saddlepoint stands in. It takes some 30 to 150 us for
 *  lattices of 1025 scores, where convolution and saddlepoint take 1 to 5 ms; where
 *  scores crowd at two ends and there are fewer than 40, up to 3 ms. The third's
 * quantiles differ from the exact ones by at most one step of the total for tails between
 * .0005 and .25, and that in one of 4000 (tests/test_saddlepoint.c). It also stands in on
 * a lumpy lattice whose FFT would exceed 2^20 points: there the error reaches half the
 * largest score, which is 1e-5 standard deviations of the total per unit of that score. A
 * lumpy lattice just below 2^20 takes .3 s and 8 MB.
 */
#ifndef NZ_STATS_SCORE_SUM_H
#define NZ_STATS_SCORE_SUM_H

#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Histogram of integer scores: counts[j] items scored j. */
typedef struct nz_scores {
    const uint64_t *counts; /**< borrowed, @p n_scores long */
    size_t n_scores;        /**< scores are 0 .. n_scores - 1 */
    uint64_t n_items;       /**< sum of the counts; n_items * (n_scores - 1) <= 2^53 */
} nz_scores_t;

/** @brief Whether @p scores is in its documented range: items there are, their counts sum
 * to n_items, and the largest total fits 2^53. No pointer may be NULL. */
bool nz_scores_are_valid(const nz_scores_t *scores);

/** How a distribution was evaluated. */
typedef enum nz_score_sum_engine {
    NZ_SCORE_SUM_CONSTANT, /**< one score only: the total is known */
    NZ_SCORE_SUM_BINOMIAL,
    NZ_SCORE_SUM_CONVOLUTION,
    NZ_SCORE_SUM_SADDLEPOINT,
    NZ_SCORE_SUM_SERIES
} nz_score_sum_engine_t;

/** What to use: chosen by the data, or forced (to measure one against the other). A
 *  convolution cannot be forced beyond 2^22 points; nz_score_sum_engine tells. ROUNDED is
 *  AUTO for scores that are real numbers rounded to a lattice of many steps: the series
 *  wherever it will do. */
typedef enum nz_score_sum_choice {
    NZ_SCORE_SUM_AUTO,
    NZ_SCORE_SUM_ROUNDED,
    NZ_SCORE_SUM_FORCE_CONVOLUTION,
    NZ_SCORE_SUM_FORCE_SADDLEPOINT
} nz_score_sum_choice_t;

/** Opaque; holds the workspace, reused from one histogram to the next. */
typedef struct nz_score_sum nz_score_sum_t;

/**
 * @brief Allocate a workspace for histograms of up to @p max_scores scores.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (max_scores is 0).
 */
NZ_NODISCARD nz_status_t nz_score_sum_create(size_t max_scores, nz_score_sum_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_score_sum_destroy(nz_score_sum_t **self);

/**
 * @brief Set the histogram. Allocates only when a convolution is longer than any before,
 * and when first told ROUNDED.
 * @retval NZ_ERR_DOMAIN  no items, too many scores, or counts do not sum to n_items.
 */
NZ_NODISCARD nz_status_t nz_score_sum_set(
    nz_score_sum_t *self, const nz_scores_t *scores, nz_score_sum_choice_t choice);

/** @brief How the histogram that was set is evaluated. */
nz_score_sum_engine_t nz_score_sum_engine(const nz_score_sum_t *self);

/**
 * @brief Quantile of the total: the smallest t with P(total <= t) >= tail, or, if @p
 * upper, the smallest t with P(total > t) <= tail.
 * @param[in]  tail   0 < tail < 1.
 * @param[out] total  untouched on error.
 * @retval NZ_ERR_DOMAIN, NZ_ERR_NUMERIC, NZ_ERR_NULL_ARG.
 */
NZ_NODISCARD nz_status_t nz_score_sum_quantile(
    nz_score_sum_t *self, double tail, bool upper, uint64_t *total);

/**
 * @brief The normal quantile of P(S < s) + P(S = s)/2, where S is the total of a resample
 * and s that of the data: how far the data lie from the median of their resamples, the z0
 * of Efron's BCa interval.
 *
 * The saddlepoint's r* at the mean, which is one sixth of the skewness of S.
 * @param[out] z0  finite, 0 if one score only occurs; untouched on error.
 * @par Accuracy  As nz_binomial_tails; 1e-10 by convolution; by saddlepoint .06 n^-1.5
 * for histograms of 6 scores, against z0 itself of order n^-.5; by series 5e-4.
 * @retval NZ_ERR_DOMAIN (no histogram set), NZ_ERR_NUMERIC, NZ_ERR_NULL_ARG.
 */
NZ_NODISCARD nz_status_t nz_score_sum_median_bias(nz_score_sum_t *self, double *z0);

#endif
