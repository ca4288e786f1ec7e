/** @file interval_counts.h
 *  @brief `nonzero interval` for counts: k of n, and a table of models with their counts.
 */
#ifndef NZ_MPI_INTERVAL_COUNTS_H
#define NZ_MPI_INTERVAL_COUNTS_H

#include "mpi/interval_request.h"
#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdio.h>

/** @brief Print the intervals of request->successes of request->trials. A degenerate or
 * undefined one gets a remark that names the exact interval. */
NZ_NODISCARD nz_status_t nz_interval_of_counts(
    const nz_interval_request_t *request, FILE *out, nz_diagnostics_t *diagnostics);

/**
 * @brief Print the intervals of every model of the table request->path (observed.h).
 *
 * A simultaneous band is one of all rows. Monotone limits are raised within a family, in
 * the order of parameters.
 * @retval NZ_ERR_INPUT  the table was refused, or two rows of a family have the same
 *                       parameters where the limits are to be raised.
 */
NZ_NODISCARD nz_status_t nz_interval_of_models(
    const nz_interval_request_t *request, FILE *out, nz_diagnostics_t *diagnostics);

#endif
