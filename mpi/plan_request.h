/** @file plan_request.h
 *  @brief Reads what `nonzero plan` is asked for: goals and their options. */
#ifndef NZ_MPI_PLAN_REQUEST_H
#define NZ_MPI_PLAN_REQUEST_H

#include "mpi/plan_arguments.h"
#include "sim/diagnostic.h"
#include "sim/plan.h"
#include "sim/plan_point.h"
#include "stats/status.h"

#include <stddef.h>

/**
 * @brief One request for each goal that is named, `see` if none is.
 *
 * Options of other goals, those that contradict each other and those that a goal lacks
 * are refused, all at once.
 * @param[out] requests,n_requests  untouched on error.
 * @retval NZ_ERR_INPUT  @p diagnostics says why.   @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_plan_request_read(const nz_plan_arguments_t *arguments,
    nz_plan_request_t requests[NZ_N_PLAN_GOALS], size_t *n_requests,
    nz_diagnostics_t *diagnostics);

/** @brief Give the requests the clusters of the study where the command line has none,
 *         and refuse what these models cannot answer.
 *  @retval NZ_ERR_INPUT  @p diagnostics says why. */
NZ_NODISCARD nz_status_t nz_plan_request_fit_points(const nz_plan_arguments_t *arguments,
    const nz_plan_points_t *points, nz_plan_request_t *requests, size_t n_requests,
    nz_diagnostics_t *diagnostics);

#endif
