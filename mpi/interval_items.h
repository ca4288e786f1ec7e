/** @file interval_items.h
 *  @brief `nonzero interval` for a table with a row for every item. */
#ifndef NZ_MPI_INTERVAL_ITEMS_H
#define NZ_MPI_INTERVAL_ITEMS_H

#include "mpi/interval_request.h"
#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdio.h>

/**
 * @brief Print the intervals of every value column of the table request->path (items.h).
 *
 * Scores of 0 and 1 that are drawn singly are counts, to which all methods apply; else
 * those that take scores. Memory: some 85 bytes per item and 8 more for each further
 * column, 16 with max_t; 8 to 24 per resample.
 * @retval NZ_ERR_INPUT  the table was refused, or a method was named that does not apply.
 */
NZ_NODISCARD nz_status_t nz_interval_of_items(
    const nz_interval_request_t *request, FILE *out, nz_diagnostics_t *diagnostics);

#endif
