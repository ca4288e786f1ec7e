#include "mpi/version.h"

#include "mpi/commit.h"

#include <gsl/gsl_version.h>
#include <mpi.h>
#include <netcdf.h>
#include <stdio.h>
#include <string.h>

const char *
nz_version_number(void)
{
    return NZ_VERSION;
}

const char *
nz_version_commit(void)
{
    return NZ_COMMIT;
}

const char *
nz_version_compiler(void)
{
#ifdef __clang__
    return __VERSION__; /* says Clang itself */
#else
    return "gcc " __VERSION__;
#endif
}

const char *
nz_version_gsl(void)
{
    return gsl_version;
}

const char *
nz_version_netcdf(void)
{
    return nc_inq_libvers();
}

void
nz_version_mpi(char *text, size_t size)
{
    char line[MPI_MAX_LIBRARY_VERSION_STRING];
    int length = 0;

    MPI_Get_library_version(line, &length);
    line[strcspn(line, "\n")] = '\0';
    snprintf(text, size, "%s", line);
}
