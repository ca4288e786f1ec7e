#include "mpi/group_command_ranks.h"

#include "mpi/collective.h"
#include "mpi/group_run_ranks.h"

#include <mpi.h>
#include <stdlib.h>

/* Files and standard input are rank 0's. Collective. */
static nz_status_t
run(const nz_group_command_t *command, int rank, nz_diagnostics_t *diagnostics)
{
    nz_group_options_t options = { 0 };
    nz_results_t results = { 0 };
    void *found = NULL;
    nz_status_t status = nz_collective_agree(
        rank == 0 ? nz_group_command_read(command, &options, &results, diagnostics)
                  : NZ_OK);

    if (status == NZ_OK) {
        status = nz_group_run_ranks(command->task, &results, options.progress, &found);
    }
    if (status == NZ_OK && rank == 0) {
        status = nz_group_command_print(command, &options, &results, found, diagnostics);
    }
    free(found);
    nz_results_free(&results);
    nz_group_options_free(&options);
    return nz_collective_agree(status);
}

static int
run_in_mpi(const nz_group_command_t *command)
{
    nz_diagnostics_t diagnostics = { 0 };
    int rank = 0;

    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    const nz_status_t status = run(command, rank, &diagnostics);
    const int code = nz_collective_finish(status, &diagnostics);
    MPI_Finalize();
    return code;
}

int
nz_group_command_run_ranks(const nz_group_command_t *command, int argc, char **argv)
{
    return nz_group_command_start(command, argc, argv, run_in_mpi);
}
