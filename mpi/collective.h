/** @file collective.h
 *  @brief What the commands do on all ranks at once. All are collective over
 *         MPI_COMM_WORLD; rank 0 is the one that reads and writes. */
#ifndef NZ_MPI_COLLECTIVE_H
#define NZ_MPI_COLLECTIVE_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stddef.h>

/** @brief The lowest status of all ranks: the same verdict everywhere. */
NZ_NODISCARD nz_status_t nz_collective_agree(nz_status_t status);

/** @brief Give every rank the @p size bytes that rank 0 has. */
void nz_collective_share(void *bytes, size_t size);

/**
 * @brief Give every rank the array of @p n elements of @p size bytes that rank 0 has.
 * Ends all ranks if one has no memory for it.
 * @param array  of rank 0; ignored on the others.
 * @return @p array on rank 0, elsewhere a copy, not NULL; free with free().
 */
void *nz_collective_share_array(void *array, size_t n, size_t size);

/** @brief nz_cli_finish by rank 0. @return its exit code, the same on every rank. */
int nz_collective_finish(nz_status_t status, const nz_diagnostics_t *diagnostics);

#endif
