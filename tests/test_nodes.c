/* The count of nodes, run by mpiexec: as many as there are names of hosts. */
#include "mpi/provenance.h"

#include <mpi.h>
#include <stdio.h>
#include <string.h>

enum { ranks_max = 16 };

static int
count_names(char names[][MPI_MAX_PROCESSOR_NAME], int n)
{
    int n_names = 0;

    for (int i = 0; i < n; i++) {
        int first = 0;
        while (strcmp(names[first], names[i]) != 0) {
            first++;
        }
        n_names += first == i ? 1 : 0;
    }
    return n_names;
}

int
main(void)
{
    static char names[ranks_max][MPI_MAX_PROCESSOR_NAME];
    char name[MPI_MAX_PROCESSOR_NAME] = "";
    int rank, n_ranks, length, failed = 0;

    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    MPI_Get_processor_name(name, &length);
    if (n_ranks <= ranks_max) {
        MPI_Gather(name, sizeof(name), MPI_CHAR, names, sizeof(name), MPI_CHAR, 0,
            MPI_COMM_WORLD);
    }
    const int n_nodes = nz_provenance_count_nodes();
    if (rank == 0) {
        const int expected = n_ranks <= ranks_max ? count_names(names, n_ranks) : -1;
        failed = n_nodes != expected;
        printf("%d ranks: %d nodes, expected %d\n", n_ranks, n_nodes, expected);
    }
    MPI_Bcast(&failed, 1, MPI_INT, 0, MPI_COMM_WORLD);
    MPI_Finalize();
    return failed;
}
