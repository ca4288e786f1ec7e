/** @file item_values.h
 *  @brief The scores of n items as distinct values with counts, and their moments. */
#ifndef NZ_STATS_ITEM_VALUES_H
#define NZ_STATS_ITEM_VALUES_H

#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** Distinct real scores, how often each occurs, and moments with divisor n. */
typedef struct nz_item_values {
    const double *values;   /**< borrowed, strictly ascending, @p n_values long */
    const uint64_t *counts; /**< borrowed, all > 0; NULL if each value occurs once */
    size_t n_values;
    uint64_t n_items; /**< sum of the counts, at most 2^53 */
    double mean, sd;  /**< in the unit of the values; sd > 0 */
    double skewness;  /**< mean of ((x - mean)/sd)^3 */
} nz_item_values_t;

/**
 * @brief Describe @p n_values distinct scores; nothing is copied.
 * @param[in]  counts  NULL if each value occurs once.
 * @param[out] self    untouched on error.
 * @par Accuracy  mean to 1e-15 of the largest distance from it, sd to 1e-13 relative, for
 * 1e6 values.
 * @retval NZ_ERR_NULL_ARG  @p self or @p values is NULL.
 * @retval NZ_ERR_DOMAIN    fewer than two values, not finite, not strictly ascending, a
 *         count of 0, more than 2^53 items, or an sd that overflows or underflows.
 */
NZ_NODISCARD nz_status_t nz_item_values_init(nz_item_values_t *self, const double *values,
    const uint64_t *counts, size_t n_values);

/** @brief How often value @p i occurs. */
static inline uint64_t
nz_item_values_count(const nz_item_values_t *self, size_t i)
{
    return self->counts != NULL ? self->counts[i] : 1;
}

#endif
