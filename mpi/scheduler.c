#include "mpi/scheduler.h"

#include "mpi/scheduler_message.h"

int
nz_scheduler_n_computing(int n_ranks)
{
    return n_ranks < NZ_SCHEDULER_SERVE_RANKS ? n_ranks : n_ranks - 1;
}

nz_status_t
nz_scheduler_run_unit(const nz_work_t *work, uint64_t i_unit, nz_poll_t poll,
    void *poll_context, nz_packed_t *result, double *longest_s)
{
    const double started = MPI_Wtime();
    const nz_status_t status =
        work->run(work->context, i_unit, poll, poll_context, result);
    const double took_s = MPI_Wtime() - started;

    *longest_s = took_s > *longest_s ? took_s : *longest_s;
    if (status == NZ_OK && result->n_words > NZ_SCHEDULER_RESULT_WORDS_MAX) {
        return NZ_ERR_NO_MEMORY;
    }
    return status;
}

/* Whether every rank could get ready. Collective. */
static nz_status_t
agree(MPI_Comm comm, nz_status_t status)
{
    int mine = (int) status, all = NZ_OK;

    MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MIN, comm);
    return (nz_status_t) all;
}

static nz_status_t
run_server(MPI_Comm comm, uint64_t n_units, const nz_work_t *work, bool *was_stopped)
{
    nz_scheduler_server_t *server = NULL;
    nz_status_t status =
        agree(comm, nz_scheduler_server_create(comm, n_units, work, &server));

    if (status == NZ_OK) {
        status = nz_scheduler_server_run(server, was_stopped);
    }
    nz_scheduler_server_destroy(server);
    return status;
}

static nz_status_t
run_worker(MPI_Comm comm, const nz_work_t *work)
{
    nz_scheduler_worker_t *worker = NULL;
    const nz_status_t status =
        agree(comm, nz_scheduler_worker_create(comm, work, &worker));

    if (status == NZ_OK) {
        nz_scheduler_worker_run(worker);
    }
    nz_scheduler_worker_destroy(worker);
    return status;
}

nz_status_t
nz_scheduler_run(
    MPI_Comm comm, uint64_t n_units, const nz_work_t *work, bool *was_stopped)
{
    int rank = 0, verdict[2] = { NZ_OK, 0 };
    bool is_stopped = false;

    MPI_Comm_rank(comm, &rank);
    verdict[0] = rank == 0 ? (int) run_server(comm, n_units, work, &is_stopped)
                           : (int) run_worker(comm, work);
    verdict[1] = is_stopped;
    MPI_Bcast(verdict, 2, MPI_INT, 0, comm);
    if (was_stopped != NULL) {
        *was_stopped = verdict[1] != 0;
    }
    return (nz_status_t) verdict[0];
}
