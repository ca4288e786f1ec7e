#include "mpi/scheduler_message.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utlist.h>

/* A batch is worth at least this much predicted work, and so much for each rank that rank
 * 0, which takes a share of this for each message, is not late for any; */
static const double batch_s = 0.1, batch_per_rank_s = 7.5e-5;
/* but at most this share of what a rank will still get, so that all end together. */
static const double batch_share = 1.0 / 3.0;

/* Results on their way take at most this much memory, going by the largest so far. */
static const size_t held_words_max = ((size_t) 256 << 20) / sizeof(uint64_t);

static const double poll_s = 5e-4;  /* messages are looked after this often in a unit */
static const double look_s = 0.05;  /* the user of the scheduler is called this often */
static const long pause_ns = 50000; /* when there is nothing to do */
enum { poll_messages = 16, serve_messages = 64 }; /* taken before anything else is done */

/* What rank 0 knows of another. */
typedef struct peer {
    struct peer *prev, *next; /* in a queue */
    int rank;
    size_t n_batches; /* that it has */
    uint64_t held[2]; /* units of each that are not collected */
    bool is_ended;    /* it was told that nothing more comes */
} peer_t;

struct nz_scheduler_server {
    MPI_Comm comm;
    const nz_work_t *work;
    int n_ranks, n_computing; /* as many: rank 0, too */
    uint64_t n_units, next;   /* all below were handed out or need not be run */
    uint64_t ahead;           /* predicted time of next .. ahead - 1 [s] */
    double ahead_s;
    peer_t *peers;                         /* [n_ranks]; owned */
    peer_t *queues[2];                     /* those with no batch, and with one */
    uint64_t n_held;                       /* units at all ranks */
    size_t n_words_max;                    /* of a result so far */
    int n_left;                            /* ranks that have sent their last message */
    bool wants_stop, is_stopping, is_deaf; /* deaf: collect has failed */
    bool was_cut;                          /* a rank has left units undone */
    uint64_t *message;                     /* owned */
    size_t capacity;                       /* words */
    nz_packed_t result;                    /* of rank 0 */
    double polled_at, looked_at, longest_s;
    nz_status_t status; /* first failure */
};

nz_status_t
nz_scheduler_server_create(
    MPI_Comm comm, uint64_t n_units, const nz_work_t *work, nz_scheduler_server_t **out)
{
    nz_scheduler_server_t *self = calloc(1, sizeof(*self));

    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->comm = comm;
    self->work = work;
    self->n_units = n_units;
    MPI_Comm_size(comm, &self->n_ranks);
    self->n_computing = nz_scheduler_n_computing(self->n_ranks);
    self->polled_at = self->looked_at = (double) -INFINITY;
    self->peers = calloc((size_t) self->n_ranks, sizeof(*self->peers));
    if (self->peers == NULL) {
        nz_scheduler_server_destroy(self);
        return NZ_ERR_NO_MEMORY;
    }
    for (int rank = 1; rank < self->n_ranks; rank++) {
        self->peers[rank].rank = rank;
        DL_APPEND(self->queues[0], &self->peers[rank]);
    }
    *out = self;
    return NZ_OK;
}

void
nz_scheduler_server_destroy(nz_scheduler_server_t *self)
{
    if (self != NULL) {
        free(self->peers);
        free(self->message);
        free(self->result.words);
        free(self);
    }
}

static double
seconds_of(const nz_scheduler_server_t *self, uint64_t i_unit)
{
    const nz_work_t *work = self->work;
    return work->seconds == NULL ? 1.0 : fmax(work->seconds(work->context, i_unit), 1e-9);
}

static bool
is_done(const nz_scheduler_server_t *self, uint64_t i_unit)
{
    const nz_work_t *work = self->work;
    return work->is_done != NULL && work->is_done(work->context, i_unit);
}

static void
skip_done(nz_scheduler_server_t *self)
{
    while (self->next < self->n_units && is_done(self, self->next)) {
        self->next++;
    }
}

/* The next unit, which counts as held from now on. */
static uint64_t
take_next(nz_scheduler_server_t *self)
{
    const uint64_t i_unit = self->next++;

    self->ahead_s -= i_unit < self->ahead ? seconds_of(self, i_unit) : 0.0;
    self->n_held++;
    skip_done(self);
    return i_unit;
}

/* Predicted time of what is not handed out [s], exact if below `enough_s`. Thus units are
 * looked at shortly before they are handed out, not all before anything starts. */
static double
seconds_left(nz_scheduler_server_t *self, double enough_s)
{
    if (self->ahead <= self->next) {
        self->ahead = self->next;
        self->ahead_s = 0.0;
    }
    while (self->ahead < self->n_units && self->ahead_s < enough_s) {
        self->ahead_s += is_done(self, self->ahead) ? 0.0 : seconds_of(self, self->ahead);
        self->ahead++;
    }
    return self->ahead_s;
}

/* Near the end a batch in advance would keep another rank idle. */
static bool
is_near_end(nz_scheduler_server_t *self)
{
    const double enough_s = 2.0 * self->n_computing * seconds_of(self, self->next);
    return seconds_left(self, enough_s) < enough_s;
}

/* Whether the results of one unit more can be kept, should they all have to wait. */
static bool
has_room(const nz_scheduler_server_t *self)
{
    const nz_work_t *work = self->work;
    return self->n_held < held_words_max / (self->n_words_max + 1)
           && (work->has_room == NULL || work->has_room(work->context));
}

static bool
has_next(const nz_scheduler_server_t *self)
{
    return !self->is_stopping && self->next < self->n_units;
}

/* While nothing is held all units before the next one are collected: what waits, waits
 * for it, room or not. */
static bool
may_hand_out(const nz_scheduler_server_t *self)
{
    return has_next(self) && (self->n_held == 0 || has_room(self));
}

/* Put a rank at the end of the queue in which it now belongs. */
static void
enqueue(nz_scheduler_server_t *self, peer_t *peer)
{
    if (peer->n_batches < 2 && !peer->is_ended) {
        DL_APPEND(self->queues[peer->n_batches], peer);
    }
}

static void
dequeue(nz_scheduler_server_t *self, peer_t *peer)
{
    if (peer->n_batches < 2 && !peer->is_ended) {
        DL_DELETE(self->queues[peer->n_batches], peer);
    }
}

static void
hand_out(nz_scheduler_server_t *self, peer_t *peer)
{
    const double least_s =
        self->work->seconds != NULL ? fmax(batch_s, batch_per_rank_s * self->n_ranks) : 0;
    const double share = batch_share / self->n_computing;
    const double most_s = fmin(least_s, share * seconds_left(self, least_s / share));
    uint64_t units[nz_scheduler_batch_max];
    double taken_s = 0.0;
    int n = 0;

    do {
        taken_s += seconds_of(self, self->next);
        units[n++] = take_next(self);
    } while (n < nz_scheduler_batch_max && has_next(self)
             && taken_s + seconds_of(self, self->next) <= most_s && has_room(self));
    MPI_Send(units, n, MPI_UINT64_T, peer->rank, nz_scheduler_tag_assign, self->comm);
    dequeue(self, peer);
    peer->held[peer->n_batches++] = (uint64_t) n;
    enqueue(self, peer);
}

/* Tell a rank that nothing more comes. */
static void
end(nz_scheduler_server_t *self, peer_t *peer)
{
    if (!peer->is_ended) {
        MPI_Send(NULL, 0, MPI_UINT64_T, peer->rank, nz_scheduler_tag_assign, self->comm);
        dequeue(self, peer);
        peer->is_ended = true;
    }
}

static void
stop(nz_scheduler_server_t *self)
{
    if (!self->is_stopping) {
        self->is_stopping = true;
        for (int rank = 1; rank < self->n_ranks; rank++) {
            end(self, &self->peers[rank]);
        }
    }
}

static void
fail(nz_scheduler_server_t *self, nz_status_t status)
{
    if (status != NZ_OK) {
        self->status = self->status == NZ_OK ? status : self->status;
        stop(self);
    }
}

/* Give every rank a batch, then a second one. */
static void
feed(nz_scheduler_server_t *self)
{
    while (may_hand_out(self)) {
        peer_t *peer = self->queues[0];
        if (peer == NULL && self->queues[1] != NULL && !is_near_end(self)) {
            peer = self->queues[1];
        }
        if (peer == NULL) {
            return;
        }
        hand_out(self, peer);
    }
    while (!has_next(self) && self->queues[0] != NULL) {
        end(self, self->queues[0]);
    }
}

static void
ask_whether_to_stop(nz_scheduler_server_t *self)
{
    const nz_work_t *work = self->work;

    if (!self->is_stopping && work->wants_stop != NULL
        && work->wants_stop(work->context, self->longest_s)) {
        self->wants_stop = true;
        stop(self);
    }
}

/* What the user of the scheduler is to be called for several times a second. */
static void
look_around(nz_scheduler_server_t *self)
{
    const double now = MPI_Wtime();

    if (now - self->looked_at >= look_s) {
        self->looked_at = now;
        if (self->work->tick != NULL) {
            self->work->tick(self->work->context);
        }
        ask_whether_to_stop(self);
    }
}

static void
collect(
    nz_scheduler_server_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    self->n_held--;
    self->n_words_max = n_words > self->n_words_max ? n_words : self->n_words_max;
    if (!self->is_deaf) {
        const nz_status_t status =
            self->work->collect(self->work->context, i_unit, words, n_words);
        self->is_deaf = status != NZ_OK;
        fail(self, status);
    }
}

/* A rank has finished so many more units. */
static void
settle(nz_scheduler_server_t *self, peer_t *peer, uint64_t n_results)
{
    dequeue(self, peer);
    while (n_results > 0 && peer->n_batches > 0) {
        const uint64_t n = n_results < peer->held[0] ? n_results : peer->held[0];
        n_results -= n;
        peer->held[0] -= n;
        if (peer->held[0] == 0) {
            peer->held[0] = peer->held[1];
            peer->n_batches--;
        }
    }
    enqueue(self, peer);
}

static void
take_message(nz_scheduler_server_t *self, peer_t *peer, size_t n_words)
{
    const uint64_t *header = self->message, *at = header + nz_scheduler_header_words;
    double longest_s = 0.0;

    memcpy(&longest_s, &header[nz_scheduler_longest], sizeof(longest_s));
    self->longest_s = fmax(self->longest_s, longest_s);
    for (uint64_t i = 0; i < header[nz_scheduler_n_results]; i++) {
        collect(self, at[0], at + 2, (size_t) at[1]);
        at += 2 + at[1];
    }
    settle(self, peer, header[nz_scheduler_n_results]);
    fail(self, at == self->message + n_words
                   ? (nz_status_t) (int64_t) header[nz_scheduler_status]
                   : NZ_ERR_FORMAT);
    if ((header[nz_scheduler_flags] & nz_scheduler_wants_stop) != 0) {
        self->wants_stop = true;
        stop(self);
    }
    if ((header[nz_scheduler_flags] & nz_scheduler_is_last) != 0) {
        self->n_left++;
        self->was_cut = self->was_cut || peer->n_batches > 0;
    }
}

static void
receive(nz_scheduler_server_t *self, const MPI_Status *probe)
{
    int n_words = 0;

    MPI_Get_count(probe, MPI_UINT64_T, &n_words);
    if ((size_t) n_words > self->capacity) {
        free(self->message);
        self->message = malloc((size_t) n_words * sizeof(*self->message));
        if (self->message == NULL) { /* it cannot even be taken off the wire */
            MPI_Abort(self->comm, EXIT_FAILURE);
            return;
        }
        self->capacity = (size_t) n_words;
    }
    MPI_Recv(self->message, n_words, MPI_UINT64_T, probe->MPI_SOURCE,
        nz_scheduler_tag_result, self->comm, MPI_STATUS_IGNORE);
    take_message(self, &self->peers[probe->MPI_SOURCE], (size_t) n_words);
}

/* Take results that have arrived, up to so many messages; true if there was one. */
static bool
serve(nz_scheduler_server_t *self, int n_messages)
{
    bool any = false;

    for (int i = 0; i < n_messages && self->n_left < self->n_ranks - 1; i++) {
        MPI_Status probe;
        int flag = 0;
        MPI_Iprobe(MPI_ANY_SOURCE, nz_scheduler_tag_result, self->comm, &flag, &probe);
        if (flag == 0) {
            break;
        }
        any = true;
        receive(self, &probe);
        feed(self);
    }
    return any;
}

static void
poll_in_unit(void *context)
{
    nz_scheduler_server_t *self = context;
    const double now = MPI_Wtime();

    if (now - self->polled_at >= poll_s) {
        self->polled_at = now;
        serve(self, poll_messages);
        look_around(self);
    }
}

static void
run_own_unit(nz_scheduler_server_t *self)
{
    const uint64_t i_unit = take_next(self);

    self->result.n_words = 0;
    const nz_status_t status = nz_scheduler_run_unit(
        self->work, i_unit, poll_in_unit, self, &self->result, &self->longest_s);
    if (status == NZ_OK) {
        collect(self, i_unit, self->result.words, self->result.n_words);
    } else {
        fail(self, status);
    }
}

nz_status_t
nz_scheduler_server_run(nz_scheduler_server_t *self, bool *was_stopped)
{
    skip_done(self);
    ask_whether_to_stop(self);
    for (;;) {
        look_around(self);
        feed(self);
        const bool any = serve(self, serve_messages);
        if (self->n_computing == self->n_ranks && may_hand_out(self)) {
            ask_whether_to_stop(self);
            if (!self->is_stopping) {
                run_own_unit(self);
            }
        } else if (self->n_left == self->n_ranks - 1) {
            break;
        } else if (!any) {
            nanosleep(&(struct timespec){ .tv_nsec = pause_ns }, NULL);
        }
    }
    *was_stopped = self->wants_stop && (self->was_cut || self->next < self->n_units);
    return self->status;
}
