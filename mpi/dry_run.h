/** @file dry_run.h
 *  @brief What a study would cost: cells, units, core-hours from a short calibration,
 *         memory, size of the journal. */
#ifndef NZ_MPI_DRY_RUN_H
#define NZ_MPI_DRY_RUN_H

#include "sim/design.h"
#include "sim/studies.h"
#include "stats/status.h"

/**
 * @brief Time some replicates on this core, for two seconds at most (mpi/calibration.h),
 * and print on stdout what the study will take: lines "cells", "test sets", "units",
 * "core-hours", "wall time", "memory" and "journal", each with its value behind it.
 *
 * MPI need not be started. The wall time counts that each rank prepares all laws, and
 * that from NZ_SCHEDULER_SERVE_RANKS ranks on rank 0 computes nothing.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC  a run would fail, too; what is predicted
 *                                           without a measurement is printed.
 */
NZ_NODISCARD nz_status_t nz_dry_run(
    const nz_studies_t *studies, const nz_design_t *design);

#endif
