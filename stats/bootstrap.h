/** @file bootstrap.h
 *  @brief Bootstrap intervals for the mean of integer scores, 0/1 outcomes among them.
 *
 *  Engine exact: infinitely many resamples, no Monte Carlo error (score_sum.h;
 * proportion.h for 0/1 outcomes). Engine resample: B multinomial resamples of the
 * histogram, whose cost grows with B but not with the number of items. As B grows the
 * second tends to the first.
 */
#ifndef NZ_STATS_BOOTSTRAP_H
#define NZ_STATS_BOOTSTRAP_H

#include "stats/interval.h"
#include "stats/score_sum.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

/** Opaque workspace. */
typedef struct nz_bootstrap nz_bootstrap_t;

/**
 * @brief Allocate a workspace.
 * @param max_scores  largest number of distinct scores, >= 2.
 * @param resamples   B of the resample engine; 0 = exact engine.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (max_scores below 2), NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_bootstrap_create(
    size_t max_scores, uint64_t resamples, nz_bootstrap_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_bootstrap_destroy(nz_bootstrap_t **self);

/**
 * @brief Percentile interval for the mean score.
 *
 * The limits are the quantiles of the resampled mean: the smallest values that at least a
 * share tails.lower, and at least a share 1 - tails.upper, of the resamples do not
 * exceed. A zero tail gives the end of the scale. Degenerate when both limits are equal.
 *
 * @param      rng    draws the resamples; not used, and may be NULL, for the exact
 * engine.
 * @param[out] out    [score per item]; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (histogram or tails out of range),
 * NZ_ERR_NUMERIC, NZ_ERR_NO_MEMORY.
 * @par Source  B. Efron (1979), Ann. Stat. 7(1), 1-26.
 */
NZ_NODISCARD nz_status_t nz_bootstrap_percentile(nz_bootstrap_t *self,
    const nz_scores_t *scores, nz_tails_t tails, gsl_rng *rng, nz_interval_t *out);

#endif
