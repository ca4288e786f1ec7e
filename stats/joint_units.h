/** @file joint_units.h
 *  @brief Several models measured on the same items, as they are resampled together.
 */
#ifndef NZ_STATS_JOINT_UNITS_H
#define NZ_STATS_JOINT_UNITS_H

#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** Units of resampling, items or clusters of items, and what each of them adds to the
 *  models' means. Zero-initialise, or fill by nz_joint_units_init. */
typedef struct nz_joint_units {
    size_t n_units, n_models, n_strata;
    double *influence;   /**< [unit][model]: of the unit with scores x, the sum of
                              (x - mean)/n_items, less the mean of that in its stratum;
                              owned */
    size_t *stratum_end; /**< units are ordered by stratum: index of the last unit of
                            each, plus 1; owned */
} nz_joint_units_t;

/** Scores of n_items items by n_models models. */
typedef struct nz_joint_items {
    const double *values;    /**< [model][item], finite; borrowed */
    const uint64_t *cluster; /**< of each item, 0..n_clusters-1, each with an item; NULL =
                                  every item is a unit; borrowed */
    const uint64_t *stratum; /**< of each item, 0..n_strata-1, the same for all items of a
                                  cluster, each with an item; NULL = one stratum;
                                  borrowed */
    size_t n_items, n_models, n_clusters, n_strata;
} nz_joint_items_t;

/**
 * @brief Form the units of @p items.
 * @param[out] self  free with nz_joint_units_free; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_DOMAIN  no items or models, a number of a cluster or stratum out of
 *         range, or a cluster in two strata.
 */
NZ_NODISCARD nz_status_t nz_joint_units_init(
    const nz_joint_items_t *items, nz_joint_units_t *self);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_joint_units_free(nz_joint_units_t *self);

#endif
