/** @file simulation.h
 *  @brief A run of `nonzero simulate` on one rank: how it begins and ends.
 *         command_simulate.c has what is between. */
#ifndef NZ_MPI_SIMULATION_H
#define NZ_MPI_SIMULATION_H

#include "mpi/checkpoint.h"
#include "mpi/collect.h"
#include "mpi/run_log.h"
#include "mpi/simulate_options.h"
#include "mpi/stop.h"
#include "sim/design.h"
#include "sim/diagnostic.h"
#include "sim/observed.h"
#include "sim/run.h"
#include "sim/studies.h"
#include "sim/workspace.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>

/** What is at work on one rank. Zero-initialise; free with nz_simulation_free. */
typedef struct nz_simulation {
    nz_simulate_options_t options;
    int argc; /**< the command line, for the run file */
    char **argv;
    int rank, n_ranks, n_nodes;
    nz_studies_t studies;
    nz_design_t design;
    nz_workspace_t workspace;
    nz_stop_t stop;
    bool is_finished; /**< the run was there already */
    bool was_stopped; /**< before its end */
    /* Rank 0: */
    nz_run_t run;
    nz_observed_t observed;
    char *study;       /**< as resolved; owned */
    char program[256]; /**< version and commit, compiler, GSL */
    nz_collector_t *collector;
    nz_checkpoint_t checkpoint;
    nz_run_log_t log;
} nz_simulation_t;

/**
 * @brief Read the study file and check everything that can be wrong before any work is
 * done. Rank 0, or a process without MPI.
 * @param[out] text  the study file, @p size bytes; the caller frees it.
 * @retval NZ_ERR_INPUT, NZ_ERR_FORMAT  @p diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_simulation_load(
    nz_simulation_t *self, char **text, size_t *size, nz_diagnostics_t *diagnostics);

/**
 * @brief Everything up to the first unit: studies and design on every rank, on rank 0 the
 * journal with what it knows already, and the first lines of the log. Collective.
 * @return the same status on every rank; @p diagnostics of rank 0 say why.
 */
NZ_NODISCARD nz_status_t nz_simulation_begin(
    nz_simulation_t *self, nz_diagnostics_t *diagnostics);

/**
 * @brief What is left to do once the ranks have computed: the run file, or the journal of
 * a run that was stopped. Tries for half a minute if the disk refuses. Rank 0.
 * @retval NZ_ERR_IO, NZ_ERR_NO_MEMORY  @p diagnostics says why, and what is saved.
 */
NZ_NODISCARD nz_status_t nz_simulation_end(
    nz_simulation_t *self, nz_diagnostics_t *diagnostics);

/** @brief Say in the log what begins, with warnings of what cannot end well. Rank 0. */
void nz_simulation_tell_start(nz_simulation_t *self);

/** @brief Say in the log that the run ends before its end. Rank 0. */
void nz_simulation_tell_stop(nz_simulation_t *self, const char *reason);

/** @brief Add to @p diagnostics of trouble with the journal how much of the run it has.
 * Rank 0. */
void nz_simulation_tell_saved(const nz_simulation_t *self, nz_diagnostics_t *diagnostics);

/** @brief Say in the log what was made. Rank 0. */
void nz_simulation_tell_end(nz_simulation_t *self);

/** @brief Release what @p self owns; legal on a zeroed one. */
void nz_simulation_free(nz_simulation_t *self);

#endif
