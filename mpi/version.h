/** @file version.h
 *  @brief Which program this is and what it is made of. */
#ifndef NZ_MPI_VERSION_H
#define NZ_MPI_VERSION_H

#include <stddef.h>

const char *nz_version_number(void); /**< "0.1.0" */
const char *nz_version_commit(
    void); /**< git commit it was configured from, or "unknown" */
const char *nz_version_compiler(void); /**< e.g. "gcc 12.2.0" */
const char *nz_version_gsl(void);
const char *nz_version_netcdf(void);

/** @brief The MPI library's own line, first line only, into @p text; needs no MPI_Init.
 */
void nz_version_mpi(char *text, size_t size);

#endif
