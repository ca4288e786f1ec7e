/** @file plan_rules.h
 *  @brief Which options of `nonzero plan` go together, and what each goal needs. Every
 *         message is one sentence that says what to do. */
#ifndef NZ_MPI_PLAN_RULES_H
#define NZ_MPI_PLAN_RULES_H

#include "mpi/plan_arguments.h"
#include "sim/diagnostic.h"
#include "sim/plan.h"
#include "sim/plan_point.h"
#include "stats/status.h"

#include <stddef.h>

/** @brief Whether the options given are those of the goals, and enough.
 *  @param requests  read but for their width.
 *  @retval NZ_ERR_INPUT  @p diagnostics says why. */
NZ_NODISCARD nz_status_t nz_plan_rules_check(const nz_plan_arguments_t *arguments,
    const nz_plan_request_t *requests, size_t n_requests, nz_diagnostics_t *diagnostics);

/** @brief Whether these models can answer the request.
 *  @retval NZ_ERR_INPUT  @p diagnostics says why. */
NZ_NODISCARD nz_status_t nz_plan_rules_check_points(const nz_plan_arguments_t *arguments,
    const nz_plan_points_t *points, const nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics);

#endif
