/** @file least_count.h
 *  @brief The least count at which something that falls with the count is small enough.
 */
#ifndef NZ_STATS_LEAST_COUNT_H
#define NZ_STATS_LEAST_COUNT_H

#include "stats/status.h"

#include <stdint.h>

/** Writes by how much a count misses the goal: above 0 if it does, otherwise 0 or below;
 *  -inf is allowed. Falls with the count. */
typedef nz_status_t (*nz_least_count_excess_t)(
    void *context, uint64_t count, double *excess);

/**
 * @brief The least count above @p below with an excess of 0 or less.
 *
 * Secants inside a bracket of a count that misses the goal and one that reaches it, then
 * bisection if twelve are not enough: some six evaluations given a good guess and an
 * excess close to linear, 120 at most. The first step is as large, relative to the count,
 * as the excess.
 * @param below   known to miss the goal.   @param most  the largest count, at most 2^53.
 * @param guess   any number, clamped; NaN counts as the largest.
 * @param[out] count  untouched on error.
 * @retval NZ_ERR_UNREACHABLE  none up to @p most reaches it.
 * @return  otherwise the status of the excess.
 */
NZ_NODISCARD nz_status_t nz_least_count(nz_least_count_excess_t excess, void *context,
    uint64_t below, uint64_t most, double guess, uint64_t *count);

#endif
