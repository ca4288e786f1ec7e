#include "mpi/scheduler_message.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Results are sent when a batch is done, when the last message is this old, or when this
 * much is packed; */
static const double send_s = 0.25;
static const size_t send_words = ((size_t) 1 << 20) / sizeof(uint64_t);
/* but as long as rank 0 has not taken the message before, only when this much is. */
static const size_t wait_words = ((size_t) 8 << 20) / sizeof(uint64_t);

static const double test_s = 1e-3; /* messages are looked after this often in a unit */
/* A rank without work looks after them at intervals that grow with its waiting. */
static const double pause_min_s = 2e-5, pause_max_s = 2e-3, pause_share = 0.1;

/* At work, ahead, and the one that may come. */
enum { n_slots = 3 };

typedef struct batch {
    uint64_t units[nz_scheduler_batch_max];
    size_t n, next;
} batch_t;

/* Results on their way to rank 0. */
typedef struct outgoing {
    nz_packed_t packed;
    MPI_Request request;
} outgoing_t;

struct nz_scheduler_worker {
    MPI_Comm comm;
    const nz_work_t *work;
    batch_t batches[n_slots]; /* a ring */
    size_t first, n_batches;
    MPI_Request incoming;  /* of the slot after those */
    bool is_ended;         /* rank 0 has said that nothing more comes */
    outgoing_t letters[2]; /* one is packed while the other travels */
    size_t i_packed;
    uint64_t n_results; /* in the one that is packed */
    uint64_t flags;
    nz_status_t status; /* first failure */
    nz_packed_t result;
    double longest_s, sent_at, tested_at, idle_since;
};

static batch_t *
slot(nz_scheduler_worker_t *self, size_t i)
{
    return &self->batches[(self->first + i) % n_slots];
}

static nz_status_t
clear(outgoing_t *letter)
{
    static const uint64_t header[nz_scheduler_header_words] = { 0 };

    letter->packed.n_words = 0;
    return nz_packed_append(&letter->packed, header, nz_scheduler_header_words);
}

nz_status_t
nz_scheduler_worker_create(
    MPI_Comm comm, const nz_work_t *work, nz_scheduler_worker_t **out)
{
    nz_scheduler_worker_t *self = calloc(1, sizeof(*self));

    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->comm = comm;
    self->work = work;
    for (size_t i = 0; i < 2; i++) {
        self->letters[i].request = MPI_REQUEST_NULL;
        if (clear(&self->letters[i]) != NZ_OK) {
            nz_scheduler_worker_destroy(self);
            return NZ_ERR_NO_MEMORY;
        }
    }
    *out = self;
    return NZ_OK;
}

void
nz_scheduler_worker_destroy(nz_scheduler_worker_t *self)
{
    if (self != NULL) {
        free(self->letters[0].packed.words);
        free(self->letters[1].packed.words);
        free(self->result.words);
        free(self);
    }
}

static void
await_batch(nz_scheduler_worker_t *self)
{
    MPI_Irecv(slot(self, self->n_batches)->units, nz_scheduler_batch_max, MPI_UINT64_T, 0,
        nz_scheduler_tag_assign, self->comm, &self->incoming);
}

/* Take what rank 0 has handed out, as far as it has come. */
static void
take_batches(nz_scheduler_worker_t *self)
{
    while (!self->is_ended) {
        MPI_Status status;
        int has_come = 0, n = 0;
        MPI_Test(&self->incoming, &has_come, &status);
        if (has_come == 0) {
            return;
        }
        MPI_Get_count(&status, MPI_UINT64_T, &n);
        if (n == 0) {
            self->is_ended = true;
            return;
        }
        slot(self, self->n_batches)->n = (size_t) n;
        slot(self, self->n_batches)->next = 0;
        self->n_batches++;
        await_batch(self);
    }
}

/* Messages proceed only while MPI is called. */
static void
poll_in_unit(void *context)
{
    nz_scheduler_worker_t *self = context;
    const double now = MPI_Wtime();

    if (now - self->tested_at >= test_s) {
        int ignored = 0;
        self->tested_at = now;
        take_batches(self);
        MPI_Test(&self->letters[1 - self->i_packed].request, &ignored, MPI_STATUS_IGNORE);
    }
}

/* Send what is packed, if anything, once the message before is through. */
static void
send_packed(nz_scheduler_worker_t *self)
{
    outgoing_t *letter = &self->letters[self->i_packed];
    uint64_t *header = letter->packed.words;

    header[nz_scheduler_n_results] = self->n_results;
    header[nz_scheduler_status] = (uint64_t) (int64_t) self->status;
    header[nz_scheduler_flags] = self->flags;
    memcpy(&header[nz_scheduler_longest], &self->longest_s, sizeof(self->longest_s));
    MPI_Isend(letter->packed.words, (int) letter->packed.n_words, MPI_UINT64_T, 0,
        nz_scheduler_tag_result, self->comm, &letter->request);
    self->sent_at = MPI_Wtime();
    self->n_results = 0;
    self->i_packed = 1 - self->i_packed;
    MPI_Wait(&self->letters[self->i_packed].request, MPI_STATUS_IGNORE);
    const nz_status_t status = clear(&self->letters[self->i_packed]);
    self->status = self->status == NZ_OK ? status : self->status;
}

/* Send if it is time to. */
static void
send_if_due(nz_scheduler_worker_t *self, bool is_batch_done)
{
    const size_t n_words = self->letters[self->i_packed].packed.n_words;
    int is_free = 0;

    if (self->n_results > 0
        && (is_batch_done || n_words >= send_words
            || MPI_Wtime() - self->sent_at >= send_s)) {
        MPI_Test(&self->letters[1 - self->i_packed].request, &is_free, MPI_STATUS_IGNORE);
        if (is_free != 0 || self->n_batches == 0 || n_words >= wait_words) {
            send_packed(self);
        }
    }
}

static void
pack_result(nz_scheduler_worker_t *self, uint64_t i_unit)
{
    nz_packed_t *packed = &self->letters[self->i_packed].packed;
    const size_t n_before = packed->n_words;
    const uint64_t head[2] = { i_unit, self->result.n_words };

    self->status = nz_packed_append(packed, head, 2);
    if (self->status == NZ_OK) {
        self->status = nz_packed_append(packed, self->result.words, self->result.n_words);
    }
    if (self->status == NZ_OK) {
        self->n_results++;
    } else {
        packed->n_words = n_before;
    }
}

static void
run_next_unit(nz_scheduler_worker_t *self)
{
    batch_t *batch = slot(self, 0);
    const uint64_t i_unit = batch->units[batch->next++];
    const bool is_batch_done = batch->next == batch->n;

    self->result.n_words = 0;
    self->status = nz_scheduler_run_unit(
        self->work, i_unit, poll_in_unit, self, &self->result, &self->longest_s);
    if (self->status == NZ_OK) {
        pack_result(self, i_unit);
    }
    if (is_batch_done) {
        self->first = (self->first + 1) % n_slots;
        self->n_batches--;
    }
    if (self->status != NZ_OK) {
        send_packed(self);
    } else {
        send_if_due(self, is_batch_done);
    }
    self->idle_since = MPI_Wtime();
}

static void
sleep_a_little(const nz_scheduler_worker_t *self)
{
    double pause_s = pause_share * (MPI_Wtime() - self->idle_since);

    pause_s = pause_s < pause_max_s ? pause_s : pause_max_s;
    pause_s = pause_s > pause_min_s ? pause_s : pause_min_s;
    nanosleep(&(struct timespec){ .tv_nsec = (long) (1e9 * pause_s) }, NULL);
}

/* Ask the user of the scheduler; if so, tell rank 0 at once. */
static void
ask_whether_to_stop(nz_scheduler_worker_t *self)
{
    const nz_work_t *work = self->work;

    if ((self->flags & nz_scheduler_wants_stop) == 0 && work->wants_stop != NULL
        && work->wants_stop(work->context, self->longest_s)) {
        self->flags |= nz_scheduler_wants_stop;
        send_packed(self);
    }
}

void
nz_scheduler_worker_run(nz_scheduler_worker_t *self)
{
    self->sent_at = self->idle_since = MPI_Wtime();
    await_batch(self);
    for (;;) {
        take_batches(self);
        if (self->is_ended) {
            break;
        }
        if (self->status == NZ_OK) {
            ask_whether_to_stop(self);
        }
        if (self->n_batches > 0 && self->status == NZ_OK && self->flags == 0) {
            run_next_unit(self);
        } else {
            sleep_a_little(self);
        }
    }
    self->flags |= nz_scheduler_is_last;
    send_packed(self);
    MPI_Wait(&self->letters[1 - self->i_packed].request, MPI_STATUS_IGNORE);
}
