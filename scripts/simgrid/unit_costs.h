/** @file unit_costs.h
 *  @brief What the units of a simulated run cost, and what is predicted of it. */
#ifndef NZ_SIMGRID_UNIT_COSTS_H
#define NZ_SIMGRID_UNIT_COSTS_H

#include "stats/status.h"

#include <stdint.h>

/** The law of the costs. */
typedef struct nz_unit_law {
    double mean_s; /**< above 0 */
    double spread; /**< sd of the log of a cost, 0 or more */
    double error;  /**< sd of the log of a prediction over the cost, 0 or more; infinite:
                        nothing is known of a unit */
} nz_unit_law_t;

/** Costs of units in the order of their numbers, which is that of sim/design.h:
 * decreasing predictions to a power of two, of one power in the order in which they were
 * drawn. */
typedef struct nz_unit_costs {
    uint64_t n_units;
    double *cost_s;      /**< owned */
    double *predicted_s; /**< owned; the mean if nothing is known */
} nz_unit_costs_t;

/**
 * @brief The law that the environment names.
 *
 * NZ_SIMULATED_UNIT_MS is the mean [ms], NZ_SIMULATED_SPREAD (0 if not set) and
 * NZ_SIMULATED_ERROR (0 if not set, inf allowed) the other two.
 * @param[out] law  untouched unless NZ_OK.
 * @retval NZ_ERR_DOMAIN  NZ_SIMULATED_UNIT_MS is not set, or a value is out of range.
 */
NZ_NODISCARD nz_status_t nz_unit_law_get(nz_unit_law_t *law);

/**
 * @brief Draw the costs of @p n_units units: cost i is mean exp(s z - s^2/2), z normal
 * and s the spread, from a stream keyed by i; its prediction is cost i times exp(e z'), e
 * the error and z' normal.
 * @param[out] out  free with nz_unit_costs_free; untouched on error.
 * @retval NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_unit_costs_draw(
    const nz_unit_law_t *law, uint64_t n_units, nz_unit_costs_t *out);

/** @brief Release what @p self owns and zero it; legal on zeroed costs. */
void nz_unit_costs_free(nz_unit_costs_t *self);

#endif
