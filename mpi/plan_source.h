/** @file plan_source.h
 *  @brief Reads the models of `nonzero plan`: accuracies, a law, a study or a fit. */
#ifndef NZ_MPI_PLAN_SOURCE_H
#define NZ_MPI_PLAN_SOURCE_H

#include "mpi/plan_arguments.h"
#include "mpi/plan_options.h"
#include "sim/diagnostic.h"
#include "sim/plan.h"
#include "sim/plan_point.h"
#include "stats/status.h"

#include <stddef.h>

/**
 * @brief The models that the command line names, with their prices.
 * @param requests  as read; some need no accuracy.
 * @param[out] source,points  untouched on error. Free with nz_plan_points_free.
 * @retval NZ_ERR_INPUT  @p diagnostics says why. NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC.
 */
NZ_NODISCARD nz_status_t nz_plan_source_read(const nz_plan_arguments_t *arguments,
    const nz_plan_request_t *requests, size_t n_requests, nz_plan_source_t *source,
    nz_plan_points_t *points, nz_diagnostics_t *diagnostics);

#endif
