#include "mpi/collective.h"

#include "mpi/cli.h"

#include <mpi.h>
#include <stdlib.h>

nz_status_t
nz_collective_agree(nz_status_t status)
{
    int mine = (int) status, all = NZ_OK;
    MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    return (nz_status_t) all;
}

void
nz_collective_share(void *bytes, size_t size)
{
    const size_t most = (size_t) 1 << 30; /* MPI counts in int */

    for (size_t done = 0; done < size; done += most) {
        const size_t left = size - done;
        MPI_Bcast((char *) bytes + done, (int) (left < most ? left : most), MPI_BYTE, 0,
            MPI_COMM_WORLD);
    }
}

void *
nz_collective_share_array(void *array, size_t n, size_t size)
{
    int rank = 0;

    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (rank != 0) {
        array = calloc(n > 0 ? n : 1, size);
        if (array == NULL) {
            MPI_Abort(MPI_COMM_WORLD, NZ_EXIT_FAILED);
            return NULL;
        }
    }
    nz_collective_share(array, n * size);
    return array;
}

int
nz_collective_finish(nz_status_t status, const nz_diagnostics_t *diagnostics)
{
    int rank = 0, code = NZ_EXIT_OK;

    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (rank == 0) {
        code = nz_cli_finish(status, diagnostics);
    }
    nz_collective_share(&code, sizeof(code));
    return code;
}
