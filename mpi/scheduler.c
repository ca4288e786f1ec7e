#include "mpi/scheduler.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { tag_assign = 1, tag_result = 2, header_words = 2 };

static const uint64_t stop = UINT64_MAX; /* instead of a unit number */
static const double poll_s = 0.0005;     /* rank 0 looks after messages this often */

/* Rank 0's view. */
typedef struct server {
    MPI_Comm comm;
    const nz_work_t *work;
    int n_ranks;
    uint64_t n_units, next, window;
    unsigned *held; /* units at each rank */
    uint64_t n_held;
    uint64_t *message; /* receive buffer */
    size_t capacity;   /* words */
    double polled_at;
    nz_status_t status; /* first failure */
} server_t;

static bool
has_next(const server_t *self)
{
    return self->status == NZ_OK && self->next < self->n_units
           && self->next < self->work->n_merged(self->work->context) + self->window;
}

static void
assign(server_t *self, int rank)
{
    MPI_Send(&self->next, 1, MPI_UINT64_T, rank, tag_assign, self->comm);
    self->next++;
    self->held[rank]++;
    self->n_held++;
}

/* Give every rank a unit, then a second one, except near the end, when a unit held in
 * advance would keep another rank idle. */
static void
feed(server_t *self)
{
    for (unsigned depth = 1; depth <= 2; depth++) {
        for (int rank = 1; rank < self->n_ranks && has_next(self); rank++) {
            const bool near_end =
                self->n_units - self->next < 2 * (uint64_t) self->n_ranks;
            if (self->held[rank] < depth && !(depth > 1 && near_end)) {
                assign(self, rank);
            }
        }
    }
}

static void
fail(server_t *self, nz_status_t status)
{
    self->status = self->status == NZ_OK ? status : self->status;
}

static void
receive(server_t *self, const MPI_Status *probe)
{
    int n_words = 0;

    MPI_Get_count(probe, MPI_UINT64_T, &n_words);
    if ((size_t) n_words > self->capacity) {
        uint64_t *larger = realloc(self->message, (size_t) n_words * sizeof(*larger));
        if (larger == NULL) { /* the message cannot even be taken off the wire */
            MPI_Abort(self->comm, EXIT_FAILURE);
            return;
        }
        self->message = larger;
        self->capacity = (size_t) n_words;
    }
    MPI_Recv(self->message, n_words, MPI_UINT64_T, probe->MPI_SOURCE, tag_result,
        self->comm, MPI_STATUS_IGNORE);
    self->held[probe->MPI_SOURCE]--;
    self->n_held--;
    const nz_status_t reported = (nz_status_t) (int64_t) self->message[1];
    if (reported != NZ_OK) {
        fail(self, reported);
    } else if (self->status == NZ_OK) {
        fail(self, self->work->collect(self->work->context, self->message[0],
                       self->message + header_words, (size_t) n_words - header_words));
    }
}

/* Take every result that has arrived; true if there was one. */
static bool
serve(server_t *self)
{
    bool any = false;

    for (int flag = 1; flag != 0 && self->n_held > 0;) {
        MPI_Status probe;
        MPI_Iprobe(MPI_ANY_SOURCE, tag_result, self->comm, &flag, &probe);
        if (flag != 0) {
            any = true;
            receive(self, &probe);
            feed(self);
        }
    }
    if (self->work->tick != NULL) {
        self->work->tick(self->work->context);
    }
    return any;
}

static void
poll_between_steps(void *context)
{
    server_t *self = context;
    const double now = MPI_Wtime();

    if (now - self->polled_at >= poll_s) {
        self->polled_at = now;
        serve(self);
    }
}

static void
run_own_unit(server_t *self, nz_packed_t *result)
{
    const uint64_t i_unit = self->next++;
    nz_status_t status =
        self->work->run(self->work->context, i_unit, poll_between_steps, self, result);

    if (status == NZ_OK && self->status == NZ_OK) {
        status = self->work->collect(
            self->work->context, i_unit, result->words, result->n_words);
    }
    fail(self, status);
}

static nz_status_t
run_server(server_t *self)
{
    const bool computes = self->n_ranks < NZ_SCHEDULER_SERVE_RANKS;
    const struct timespec pause = { .tv_nsec = 200000 };
    nz_packed_t result = { 0 };

    self->held = calloc((size_t) self->n_ranks, sizeof(*self->held));
    fail(self, self->held != NULL ? NZ_OK : NZ_ERR_NO_MEMORY);
    while (self->n_held > 0 || (self->status == NZ_OK && self->next < self->n_units)) {
        feed(self);
        const bool any = serve(self);
        if (computes && has_next(self)) {
            run_own_unit(self, &result);
        } else if (!any && self->n_held > 0) {
            nanosleep(&pause, NULL);
        }
    }
    for (int rank = 1; rank < self->n_ranks; rank++) {
        MPI_Send(&stop, 1, MPI_UINT64_T, rank, tag_assign, self->comm);
    }
    free(self->held);
    free(self->message);
    free(result.words);
    return self->status;
}

/* A result on its way to rank 0. */
typedef struct outgoing {
    uint64_t *words;
    size_t capacity;
    MPI_Request request;
} outgoing_t;

static void
send_result(MPI_Comm comm, outgoing_t *self, uint64_t i_unit, nz_status_t status,
    const nz_packed_t *result)
{
    const size_t n_words = header_words + (status == NZ_OK ? result->n_words : 0);

    MPI_Wait(&self->request, MPI_STATUS_IGNORE); /* the one before */
    if (n_words > self->capacity) {
        uint64_t *larger = realloc(self->words, n_words * sizeof(*larger));
        if (larger == NULL) {
            MPI_Abort(comm, EXIT_FAILURE);
            return;
        }
        self->words = larger;
        self->capacity = n_words;
    }
    self->words[0] = i_unit;
    self->words[1] = (uint64_t) (int64_t) status;
    if (n_words > header_words) {
        memcpy(self->words + header_words, result->words,
            result->n_words * sizeof(*result->words));
    }
    MPI_Isend(
        self->words, (int) n_words, MPI_UINT64_T, 0, tag_result, comm, &self->request);
}

static void
run_worker(MPI_Comm comm, const nz_work_t *work)
{
    outgoing_t outgoing = { .request = MPI_REQUEST_NULL };
    nz_packed_t result = { 0 };
    MPI_Request request;
    uint64_t incoming, i_unit;

    /* A receive is always posted, so rank 0 never waits in a send. */
    MPI_Irecv(&incoming, 1, MPI_UINT64_T, 0, tag_assign, comm, &request);
    for (;;) {
        MPI_Wait(&request, MPI_STATUS_IGNORE);
        i_unit = incoming;
        if (i_unit == stop) {
            break;
        }
        MPI_Irecv(&incoming, 1, MPI_UINT64_T, 0, tag_assign, comm, &request);
        const nz_status_t status = work->run(work->context, i_unit, NULL, NULL, &result);
        send_result(comm, &outgoing, i_unit, status, &result);
    }
    MPI_Wait(&outgoing.request, MPI_STATUS_IGNORE);
    free(outgoing.words);
    free(result.words);
}

nz_status_t
nz_scheduler_run(MPI_Comm comm, uint64_t n_units, const nz_work_t *work)
{
    int rank = 0, n_ranks = 1, verdict = NZ_OK;

    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    if (rank == 0) {
        server_t server = { .comm = comm,
            .work = work,
            .n_ranks = n_ranks,
            .n_units = n_units,
            .window = 64 + 8 * (uint64_t) n_ranks };
        verdict = (int) run_server(&server);
    } else {
        run_worker(comm, work);
    }
    MPI_Bcast(&verdict, 1, MPI_INT, 0, comm);
    return (nz_status_t) verdict;
}
