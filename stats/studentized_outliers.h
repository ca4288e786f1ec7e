/** @file studentized_outliers.h
 *  @brief Student's t of a resample by how often it holds each outlier. */
#ifndef NZ_STATS_STUDENTIZED_OUTLIERS_H
#define NZ_STATS_STUDENTIZED_OUTLIERS_H

#include "stats/item_values.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>

/** The values set apart: the lowest and highest few of the items. */
typedef struct nz_studentized_outliers {
    const nz_item_values_t *items; /**< borrowed: all of them */
    size_t n_low, n_high;          /**< outliers among the values; at most
                                        NZ_STUDENTIZED_MAX_OUTLIERS together */
    nz_item_values_t rest;         /**< the items without them */
} nz_studentized_outliers_t;

/** Most values set apart. */
#define NZ_STUDENTIZED_MAX_OUTLIERS 3

/** @brief Set apart the values that up to two items have and of which a single item
 * holds more than a fifth of the sum of squares of what is left, the farthest
 * first; two values at least are left. None where there are more than 10,000 values. */
void nz_studentized_outliers_find(
    nz_studentized_outliers_t *self, const nz_item_values_t *items);

/**
 * @brief Quantile of t*: the t at which P(t* <= t) = tail, or, if @p upper, P(t* > t) =
 *        tail, by saddlepoint (studentized_part.h).
 *
 * If outliers were found, the distribution is the sum over how often each is drawn
 * (binomial, one after another; what is rarer than 1e-5 of the tail is left out) of that
 * of the other draws. For tails of 1e-4 to 1 - 1e-4; beyond, and without outliers, of all
 * items at once. Clipped to the largest finite |t*| that is possible.
 *
 * @param[in]  tail  0 < tail < 1.
 * @param[out] t     finite; untouched on error.
 * @par Cost  without outliers some 20 sums over the values; with them, some thousands.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 * @retval NZ_ERR_NUMERIC  as nz_studentized_part_quantile.
 */
NZ_NODISCARD nz_status_t nz_studentized_outliers_quantile(
    const nz_studentized_outliers_t *self, double tail, bool upper, double *t);

#endif
