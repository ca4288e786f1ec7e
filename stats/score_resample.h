/** @file score_resample.h
 *  @brief B random resamples of n items with integer scores: their totals and their
 *         Student's t.
 *
 *  The bootstrap by simulation. Cost grows with B and the number of distinct scores, not
 *  with the number of items; where only two scores occur and B is large beside the
 *  standard deviation of the total, the sorted totals are drawn directly, by how often
 *  each occurs.
 */
#ifndef NZ_STATS_SCORE_RESAMPLE_H
#define NZ_STATS_SCORE_RESAMPLE_H

#include "stats/score_sum.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Opaque; holds one set of resamples, 16 bytes each. */
typedef struct nz_score_resample nz_score_resample_t;

/**
 * @brief Allocate room for @p resamples resamples of up to @p max_scores scores.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (either is 0 or too large), NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_score_resample_create(
    size_t max_scores, uint64_t resamples, nz_score_resample_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_score_resample_destroy(nz_score_resample_t **self);

/**
 * @brief Draw the resamples: each the scores of n items drawn with replacement.
 * @param scores  read only now.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (histogram out of range, too many scores).
 */
NZ_NODISCARD nz_status_t nz_score_resample_draw(
    nz_score_resample_t *self, const nz_scores_t *scores, gsl_rng *rng);

/* The rest asks about the resamples drawn, and may not be called before. */

/** @brief Quantile of the totals, as nz_resampled_rank: the smallest that at least a
 * share
 * @p tail of the resamples does not exceed, or, if @p upper, that at most a share @p tail
 * exceeds.
 *  @param tail  0 <= tail < 1; 0 gives the least or largest total. No checks. */
uint64_t nz_score_resample_quantile(
    const nz_score_resample_t *self, double tail, bool upper);

/** @brief Standard deviation of the totals (divisor B - 1); NaN if B is 1. */
double nz_score_resample_sd(const nz_score_resample_t *self);

/** @brief Share of the resamples whose total is below that of the data, with half of
 * those that equal it. */
double nz_score_resample_share_below(const nz_score_resample_t *self);

/**
 * @brief Quantile, as above, of t = (m' - m) sqrt(n) / s', where m' and s' (divisor n)
 * are the resample's mean and standard deviation and m is the mean of the data.
 *
 * A resample of equal scores has t = -inf, 0 or +inf as m' is below, at or above m. Sorts
 * the t when first asked.
 */
double nz_score_resample_t_quantile(nz_score_resample_t *self, double tail, bool upper);

#endif
