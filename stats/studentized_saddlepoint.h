/** @file studentized_saddlepoint.h
 *  @brief Saddlepoint approximation of the quantiles of Student's t of a resample. */
#ifndef NZ_STATS_STUDENTIZED_SADDLEPOINT_H
#define NZ_STATS_STUDENTIZED_SADDLEPOINT_H

#include "stats/item_values.h"
#include "stats/status.h"

NZ_NODISCARD nz_status_t nz_studentized_saddlepoint_quantile(
    const nz_item_values_t *items, double z, double *t);

#endif
