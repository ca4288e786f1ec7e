/* Run on several ranks by CTest. Checks are made on every rank without leaving the
 * collective calls, and the verdict is agreed on: a fatal assert on one rank would hang
 * the others. */
#include "mpi/scheduler.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { n_units = 301, never = -1 };

/* Units of varying length; the result of unit i is i + 1 words of i * 3. */
typedef struct world {
    int fail_at; /* unit that fails, or never */
    int rank;
    unsigned collected[n_units];
    uint64_t n_run, n_early, merged;
    bool wrong;
} world_t;

static nz_status_t
run(void *context, uint64_t i_unit, nz_poll_t poll, void *poll_context,
    nz_packed_t *result)
{
    world_t *self = context;
    const struct timespec work = { .tv_nsec = (long) (i_unit % 7) * 100000 };

    for (int step = 0; step < 3; step++) {
        nanosleep(&work, NULL);
        if (poll != NULL) {
            poll(poll_context);
        }
    }
    self->n_run++;
    uint64_t *words = realloc(result->words, (i_unit + 1) * sizeof(*words));
    if (words == NULL || (int) i_unit == self->fail_at) {
        result->words = words != NULL ? words : result->words;
        return NZ_ERR_NUMERIC;
    }
    for (uint64_t i = 0; i <= i_unit; i++) {
        words[i] = i_unit * 3;
    }
    result->words = words;
    result->n_words = (size_t) i_unit + 1;
    return NZ_OK;
}

static nz_status_t
collect(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    world_t *self = context;

    self->wrong = self->wrong || self->rank != 0 || i_unit >= n_units
                  || n_words != i_unit + 1 || words[0] != i_unit * 3
                  || words[i_unit] != i_unit * 3;
    if (i_unit < n_units) {
        self->collected[i_unit]++;
    }
    self->n_early += i_unit != self->merged;
    while (self->merged < n_units && self->collected[self->merged] > 0) {
        self->merged++;
    }
    return NZ_OK;
}

static uint64_t
n_merged(void *context)
{
    return ((world_t *) context)->merged;
}

static bool
check(world_t *world, nz_status_t expected, uint64_t units)
{
    const nz_work_t work = { world, run, collect, n_merged, NULL };
    const nz_status_t status = nz_scheduler_run(MPI_COMM_WORLD, units, &work);
    unsigned long long mine = world->n_run, all = 0;
    bool good = status == expected && !world->wrong;

    MPI_Allreduce(&mine, &all, 1, MPI_UNSIGNED_LONG_LONG, MPI_SUM, MPI_COMM_WORLD);
    if (expected == NZ_OK) {
        good = good && all == units;
        for (uint64_t i = 0; i < units && world->rank == 0; i++) {
            good = good && world->collected[i] == 1;
        }
    }
    int ok = good, all_ok = 0;
    MPI_Allreduce(&ok, &all_ok, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    if (!good) {
        printf("rank %d: status %d, expected %d, %llu units run\n", world->rank,
            (int) status, (int) expected, all);
    }
    return all_ok == 1;
}

int
main(void)
{
    static const struct {
        int fail_at;
        nz_status_t expected;
        uint64_t units;
    } cases[] = { { never, NZ_OK, n_units }, { never, NZ_OK, 1 }, { never, NZ_OK, 0 },
        { never, NZ_OK, 2 }, { 0, NZ_ERR_NUMERIC, n_units },
        { 150, NZ_ERR_NUMERIC, n_units }, { n_units - 1, NZ_ERR_NUMERIC, n_units } };
    bool good = true;

    MPI_Init(NULL, NULL);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        world_t world = { .fail_at = cases[i].fail_at };
        MPI_Comm_rank(MPI_COMM_WORLD, &world.rank);
        good = check(&world, cases[i].expected, cases[i].units) && good;
    }
    MPI_Finalize();
    printf("%d passed, %d failed\n", good ? 1 : 0, good ? 0 : 1);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
