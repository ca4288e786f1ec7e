/** @file workspace.h
 *  @brief What one rank computes units with, whichever task they are of. */
#ifndef NZ_SIM_WORKSPACE_H
#define NZ_SIM_WORKSPACE_H

#include "sim/design.h"
#include "sim/packed.h"
#include "sim/studies.h"
#include "sim/unit.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** A simulator of one task at a time; units of a task come in a row where they cost about
 * the same (sim/design.h), so that it rarely changes. Zero-initialise. */
typedef struct nz_workspace {
    const nz_studies_t *studies; /**< borrowed */
    const nz_design_t *design;   /**< borrowed */
    size_t i_part;               /**< task that the simulator and the tally are of */
    nz_simulator_t *simulator;   /**< owned; NULL: none yet */
    nz_tally_t tally;            /**< owned */
} nz_workspace_t;

/**
 * @brief Get ready for the first unit.
 * @param studies,design  borrowed; must outlive the workspace.
 * @param[out] self  untouched on error. Free with nz_workspace_free.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_workspace_init(
    nz_workspace_t *self, const nz_studies_t *studies, const nz_design_t *design);

/** @brief Release what @p self owns and zero it; legal on a zeroed workspace. */
void nz_workspace_free(nz_workspace_t *self);

/**
 * @brief Simulate unit @p i_unit < n_units as nz_simulator_run does.
 * @param[out] out  its tally, packed.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC.
 */
NZ_NODISCARD nz_status_t nz_workspace_run(nz_workspace_t *self, uint64_t i_unit,
    nz_poll_t poll, void *context, nz_packed_t *out);

#endif
