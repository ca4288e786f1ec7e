/* Run on several ranks by CTest. Checks are made on every rank without leaving the
 * collective calls, and the verdict is agreed on: a fatal assert on one rank would hang
 * the others. What rank 0 sends and receives is looked at on its way through MPI's
 * profiling interface. */
#include "mpi/scheduler.h"

#include "mpi/scheduler_message.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Results of 16 MB and a little of which 256 MB may be on their way: n_held_large. */
enum { n_max = 3000, n_ranks_max = 10, n_held_large = 15, never = -1 };

/* What a case is about. */
typedef struct scene {
    const char *name;
    uint64_t n_units;
    int done_in_10;         /* units of ten that are done already, at random */
    bool has_seconds;       /* whether predicted times are given, of all kinds */
    int sleep_us;           /* most that a unit sleeps */
    int slow_unit, slow_us; /* one that sleeps this long; or never */
    int n_large;            /* first units, whose results take 16 MB */
    int room;       /* results that may wait; 0: there is never room; never: no limit */
    int bound_from; /* unit from which on `bound` holds */
    int fail_run, fail_collect, huge; /* units, or never */
    int stop_rank, stop_after; /* it wants to stop after so many units of its own; */
    int stop_collected;        /* rank 0 does after so many were collected; or never */
    nz_status_t expected;
} scene_t;

typedef struct world {
    const scene_t *scene;
    int rank, n_ranks;
    bool is_done[n_max];
    double seconds[n_max];
    int n_run[n_max], n_collected[n_max];
    uint64_t own, collected, merged, waiting, bound;
    int largest;  /* batch */
    bool is_over; /* this rank has failed or wanted to stop */
    uint64_t n_ticks, n_ahead, held[n_ranks_max];
    const char *wrong; /* what was, last */
} world_t;

static world_t *observed; /* rank 0's, while it runs */

static void
expect(world_t *self, bool is_right, const char *what)
{
    self->wrong = is_right ? self->wrong : what;
}

/* splitmix64 */
static uint64_t
hash(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static size_t
size_of(const scene_t *scene, uint64_t i_unit)
{
    return (int) i_unit < scene->n_large ? (size_t) 2 << 20
                                         : (size_t) (i_unit % 11 == 5 ? 0 : i_unit + 1);
}

/* Predicted time as it counts: what is no time counts as next to none. */
static double
counted(const world_t *self, uint64_t i_unit)
{
    const double s = self->scene->has_seconds ? self->seconds[i_unit] : 1.0;
    return s > 1e-9 ? s : 1e-9;
}

/* Each batch that leaves rank 0. */
static void
check_batch(world_t *self, const uint64_t *units, int n, int rank)
{
    const int n_computing =
        self->n_ranks < NZ_SCHEDULER_SERVE_RANKS ? self->n_ranks : self->n_ranks - 1;
    double left_s = 0.0, taken_s = 0.0;

    for (uint64_t i = units[0]; i < self->scene->n_units; i++) {
        left_s += self->is_done[i] ? 0.0 : counted(self, i);
    }
    const double most_s =
        self->scene->has_seconds ? fmin(0.1, left_s / 3.0 / n_computing) : 0.0;
    uint64_t next = units[0];
    for (int i = 0; i < n; i++, next++) {
        while (self->is_done[next] && next < units[i]) {
            next++;
        }
        expect(self, units[i] == next && !self->is_done[next], "not the next units");
        taken_s += counted(self, units[i]);
    }
    while (next < self->scene->n_units && self->is_done[next]) {
        next++;
    }
    expect(self, n == 1 || taken_s <= most_s * (1.0 + 1e-9), "a batch too large");
    expect(self,
        n == nz_scheduler_batch_max || next == self->scene->n_units
            || self->scene->room != never
            || taken_s + counted(self, next) > most_s * (1.0 - 1e-9),
        "a batch too small");
    const double end_s = 2.0 * n_computing * counted(self, units[0]);
    expect(self, self->held[rank] == 0 || left_s > end_s * (1.0 - 1e-9),
        "a batch in advance near the end");
    self->n_ahead += self->held[rank] > 0;
    self->largest = n > self->largest ? n : self->largest;
    self->held[rank] += (uint64_t) n;
    uint64_t n_held = 0;
    for (int r = 0; r < self->n_ranks; r++) {
        n_held += self->held[r];
    }
    expect(self,
        self->scene->n_large == 0 || n_held <= n_held_large
            || (int) units[0] < self->scene->bound_from,
        "more on the way than there is memory for");
}

int
MPI_Send(const void *buffer, int n, MPI_Datatype type, int rank, int tag, MPI_Comm comm)
{
    if (observed != NULL && tag == nz_scheduler_tag_assign && n > 0) {
        check_batch(observed, buffer, n, rank);
    }
    return PMPI_Send(buffer, n, type, rank, tag, comm);
}

int
MPI_Recv(void *buffer, int n, MPI_Datatype type, int rank, int tag, MPI_Comm comm,
    MPI_Status *status)
{
    const int code = PMPI_Recv(buffer, n, type, rank, tag, comm, status);

    if (observed != NULL && tag == nz_scheduler_tag_result) {
        observed->held[rank] -= ((const uint64_t *) buffer)[nz_scheduler_n_results];
    }
    return code;
}

static void
sleep_us(int us)
{
    nanosleep(&(struct timespec){ .tv_nsec = 1000L * us }, NULL);
}

static nz_status_t
run(void *context, uint64_t i_unit, nz_poll_t poll, void *poll_context,
    nz_packed_t *result)
{
    world_t *self = context;
    const scene_t *scene = self->scene;
    const size_t n_words = size_of(scene, i_unit);

    expect(self, !self->is_over, "a unit was begun after the end");
    expect(self, result->n_words == 0, "the result is not empty");
    self->own++;
    self->n_run[i_unit]++;
    for (int step = 0; step < 2; step++) {
        sleep_us((int) i_unit == scene->slow_unit
                     ? scene->slow_us / 2
                     : (int) (hash(i_unit) % (unsigned) (scene->sleep_us + 1)) / 2);
        if (poll != NULL) {
            poll(poll_context);
        }
    }
    if ((int) i_unit == scene->fail_run) {
        self->is_over = true;
        return NZ_ERR_NUMERIC;
    }
    if ((int) i_unit == scene->huge) {
        self->is_over = true;
        result->n_words = NZ_SCHEDULER_RESULT_WORDS_MAX + 1;
        return NZ_OK;
    }
    if (n_words > result->capacity) {
        uint64_t *words = realloc(result->words, n_words * sizeof(*words));
        if (words == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        result->words = words;
        result->capacity = n_words;
    }
    for (size_t i = 0; i < n_words; i++) {
        result->words[i] = hash(i_unit) + i;
    }
    result->n_words = n_words;
    return NZ_OK;
}

static nz_status_t
collect(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    world_t *self = context;
    bool is_right =
        self->rank == 0 && i_unit < n_max && n_words == size_of(self->scene, i_unit);

    for (size_t i = 0; i < n_words && is_right; i++) {
        is_right = words[i] == hash(i_unit) + i;
    }
    expect(self, is_right, "a result is not what was computed");
    expect(self, !(self->is_over && self->scene->fail_collect != never),
        "collected after that has failed");
    if ((int) i_unit == self->scene->fail_collect) {
        self->is_over = true;
        return NZ_ERR_FORMAT;
    }
    self->n_collected[i_unit]++;
    self->collected++;
    self->waiting++;
    while (self->merged < self->scene->n_units
           && (self->is_done[self->merged] || self->n_collected[self->merged] > 0)) {
        self->waiting -= !self->is_done[self->merged];
        self->merged++;
    }
    expect(self,
        self->waiting <= self->bound || (int) self->merged < self->scene->bound_from,
        "too many results wait");
    return NZ_OK;
}

static bool
has_room(void *context)
{
    const world_t *self = context;
    return (int) self->waiting < self->scene->room;
}

static bool
is_done(void *context, uint64_t i_unit)
{
    const world_t *self = context;
    return self->is_done[i_unit];
}

static double
seconds(void *context, uint64_t i_unit)
{
    const world_t *self = context;
    return self->seconds[i_unit];
}

static bool
wants_stop(void *context, double longest_s)
{
    world_t *self = context;
    const scene_t *scene = self->scene;
    const int slow = scene->slow_unit;

    if (slow != never
        && (self->n_collected[slow] > 0 || (self->rank > 0 && self->n_run[slow] > 0))) {
        expect(self, longest_s >= 1e-6 * scene->slow_us, "the longest unit is not told");
    }
    expect(self, longest_s < 60.0, "the longest unit took too long");
    const bool wants =
        (self->rank == scene->stop_rank % self->n_ranks && scene->stop_rank != never
            && ((int) self->own >= scene->stop_after
                || (int) self->collected >= scene->stop_after))
        || (self->rank == 0 && scene->stop_collected != never
            && (int) self->collected >= scene->stop_collected);
    self->is_over = self->is_over || wants;
    return wants;
}

static void
tick(void *context)
{
    world_t *self = context;
    self->n_ticks++;
    expect(self, self->rank == 0, "tick on another rank");
}

static void
set_up(world_t *self, const scene_t *scene)
{
    *self = (world_t){ .scene = scene, .bound = UINT64_MAX };
    MPI_Comm_rank(MPI_COMM_WORLD, &self->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &self->n_ranks);
    for (uint64_t i = 0; i < scene->n_units; i++) {
        self->is_done[i] = (int) (hash(1000 + i) % 10) < scene->done_in_10;
        self->seconds[i] = 1e-3 * (double) (hash(2000 + i) % 10);
        self->seconds[i] = i % 100 == 50 ? -1.0 : self->seconds[i];
        self->seconds[i] = i % 100 == 51 ? (double) NAN : self->seconds[i];
    }
    if (scene->n_large > 0) {
        self->bound = n_held_large;
    } else if (scene->room == 0) {
        self->bound = 0;
    } else if (scene->room != never) { /* two at each other rank, one at this one */
        self->bound = (uint64_t) scene->room + 2 * (uint64_t) (self->n_ranks - 1);
    }
}

/* What must hold of all ranks together. Rank 0. */
static void
check_all(world_t *self, const int *n_run, bool was_stopped)
{
    const scene_t *scene = self->scene;
    const bool fails = scene->expected != NZ_OK;
    uint64_t n_left = 0, n_to_do = 0;

    for (uint64_t i = 0; i < scene->n_units; i++) {
        const bool is_bad =
            (int) i == scene->fail_run || (int) i == scene->huge || self->wrong != NULL;
        expect(self, n_run[i] <= (self->is_done[i] ? 0 : 1), "a unit was run twice");
        expect(self,
            scene->fail_collect != never || is_bad || self->n_collected[i] == n_run[i],
            "a result was lost");
        n_to_do += !self->is_done[i];
        n_left += !self->is_done[i] && self->n_collected[i] == 0;
    }
    const bool stops = scene->stop_rank != never || scene->stop_collected != never;
    expect(self, n_left == 0 || stops || fails, "units remain");
    expect(self, was_stopped == (stops && n_left > 0), "was_stopped");
    expect(
        self, !stops || n_left > 0 || scene->stop_collected != never, "it did not stop");
    expect(self,
        scene->stop_after != 0 || self->rank != scene->stop_rank || self->collected == 0,
        "it did not stop at once");
    expect(self,
        scene->stop_after == never || self->n_ranks > 1
            || (int) self->collected == scene->stop_after,
        "it did not stop between units");
    expect(self, self->n_ticks > 0, "no tick");
    if (n_to_do > 120 && self->n_ranks > 1 && !stops && !fails && scene->room == never) {
        expect(self, self->n_ahead > 0, "no batch in advance");
        expect(self, (self->largest > 1) == scene->has_seconds,
            "units are not put together");
    }
}

static bool
check(const scene_t *scene)
{
    static world_t world;
    static int all[n_max];
    bool was_stopped = true;
    int n_good = 0;

    set_up(&world, scene);
    const nz_work_t work = { .context = &world,
        .run = run,
        .collect = collect,
        .has_room = scene->room != never ? has_room : NULL,
        .is_done = scene->done_in_10 > 0 ? is_done : NULL,
        .seconds = scene->has_seconds ? seconds : NULL,
        .wants_stop = wants_stop,
        .tick = tick };
    observed = world.rank == 0 ? &world : NULL;
    const nz_status_t status =
        nz_scheduler_run(MPI_COMM_WORLD, scene->n_units, &work, &was_stopped);
    observed = NULL;
    int told[2] = { (int) status, was_stopped };
    MPI_Bcast(told, 2, MPI_INT, 0, MPI_COMM_WORLD);
    expect(&world, told[0] == (int) status && told[1] == was_stopped, "ranks disagree");
    expect(&world, status == scene->expected, "the status");
    MPI_Reduce(world.n_run, all, n_max, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
    if (world.rank == 0) {
        check_all(&world, all, was_stopped);
    }
    const int is_good = world.wrong == NULL;
    if (!is_good) {
        printf("%s, rank %d: %s\n", scene->name, world.rank, world.wrong);
    }
    MPI_Allreduce(&is_good, &n_good, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
    return n_good == world.n_ranks;
}

/* A scene in which nothing happens. */
static scene_t
scene(const char *name, uint64_t n_units)
{
    return (scene_t){ .name = name,
        .n_units = n_units,
        .sleep_us = 200,
        .slow_unit = never,
        .slow_us = 20000,
        .room = never,
        .fail_run = never,
        .fail_collect = never,
        .huge = never,
        .stop_rank = never,
        .stop_after = never,
        .stop_collected = never };
}

static bool
check_complete(void)
{
    static const uint64_t n_units[] = { 0, 1, 2, 3, 19, 301 };
    bool good = true;

    for (size_t i = 0; i < sizeof(n_units) / sizeof(n_units[0]); i++) {
        for (int has_seconds = 0; has_seconds < 2; has_seconds++) {
            for (int done = 0; done <= 10; done += 5) {
                scene_t one = scene("complete", n_units[i]);
                one.has_seconds = has_seconds;
                one.done_in_10 = done;
                one.sleep_us = 50;
                good = check(&one) && good;
            }
        }
    }
    scene_t many = scene("many", n_max);
    many.has_seconds = true;
    many.sleep_us = 0;
    return check(&many) && good;
}

static bool
check_room(void)
{
    bool good = true;

    for (int room = 0; room <= 4; room += 2) {
        for (int done = 0; done <= 3; done += 3) {
            scene_t one = scene("room", 201);
            one.room = room;
            one.done_in_10 = done;
            one.slow_unit = 60;
            good = check(&one) && good;
        }
    }
    scene_t large = scene("large", 2000);
    large.sleep_us = 0;
    large.has_seconds = true;
    large.n_large = 8;
    large.slow_unit = 1220;
    large.bound_from = 1200;
    large.room = 1;
    return check(&large) && good;
}

static bool
check_failures(void)
{
    static const int units[] = { 0, 150, 300 };
    bool good = true;

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        scene_t one = scene("run fails", 301);
        one.has_seconds = i == 1;
        one.fail_run = units[i];
        one.expected = NZ_ERR_NUMERIC;
        good = check(&one) && good;
        one = scene("collect fails", 301);
        one.has_seconds = i == 1;
        one.fail_collect = units[i];
        one.expected = NZ_ERR_FORMAT;
        good = check(&one) && good;
        one = scene("too large", 301);
        one.huge = units[i];
        one.expected = NZ_ERR_NO_MEMORY;
        good = check(&one) && good;
    }
    return good;
}

static bool
check_stops(void)
{
    static const int counts[] = { 0, 1, 20 };
    bool good = true;

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        for (int rank = 0; rank < 2; rank++) {
            scene_t one = scene("stop", n_max);
            one.sleep_us = 2000;
            one.slow_unit = 3;
            one.stop_rank = rank;
            one.stop_after = counts[i];
            one.has_seconds = i != 1;
            one.done_in_10 = rank == 0 ? 3 : 0;
            good = check(&one) && good;
        }
    }
    for (int before = 0; before < 3; before++) {
        scene_t last = scene("stop at the end", 101);
        last.stop_collected = (int) last.n_units - before;
        last.has_seconds = before > 0;
        good = check(&last) && good;
    }
    scene_t cut =
        scene("stop with all handed out", 60); /* one in advance of a slow one */
    cut.sleep_us = 0;
    cut.slow_unit = 0;
    cut.slow_us = 200000;
    cut.stop_collected = (int) cut.n_units - 2;
    good = check(&cut) && good;
    scene_t late = scene("stop with all done", 1);
    late.stop_rank = 1;
    late.stop_after = 1;
    late.stop_collected = n_max;
    good = check(&late) && good;
    return good;
}

int
main(void)
{
    MPI_Init(NULL, NULL);
    bool good = check_complete();
    good = check_room() && good;
    good = check_failures() && good;
    good = check_stops() && good;
    MPI_Finalize();
    printf("%d passed, %d failed\n", good ? 1 : 0, good ? 0 : 1);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
