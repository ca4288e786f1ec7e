/** @file scheduler.h
 *  @brief Hands numbered units of work to ranks as they become free.
 *
 *  Two-sided messages only. Units go out in order of their numbers, several in a message
 * where they are short. Every other rank holds some and some more in advance, so that it
 * never waits for an answer; results travel while the next unit runs. Those on their way,
 * which are what may yet have to wait, are bounded: 256 MB, going by the largest so far.
 * Rank 0 hands out, collects and, while there are no more than NZ_SCHEDULER_SERVE_RANKS
 * ranks, computes too, looking after messages between the steps of its own unit. What
 * results depend on is no business of the scheduler, nor is what it measures of theirs.
 */
#ifndef NZ_MPI_SCHEDULER_H
#define NZ_MPI_SCHEDULER_H

#include "sim/packed.h"
#include "sim/poll.h"
#include "stats/status.h"

#include <mpi.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** From this many ranks on, rank 0 only serves the others. */
#define NZ_SCHEDULER_SERVE_RANKS 9

/** @brief How many of @p n_ranks ranks compute. */
int nz_scheduler_n_computing(int n_ranks);

/** What the scheduler asks of its user; each gets @c context. */
typedef struct nz_work {
    void *context;
    /** Compute unit @p i_unit into @p result; call @p poll(poll_context) often. Every
     * rank. */
    nz_status_t (*run)(void *context, uint64_t i_unit, nz_poll_t poll, void *poll_context,
        nz_packed_t *result);
    /** Take the result of a unit, in whatever order they finish. Rank 0. */
    nz_status_t (*collect)(
        void *context, uint64_t i_unit, const uint64_t *words, size_t n_words);
    /** Whether there is room for more results: while there is none, no unit is handed
     * out, but for the first that is not done. Rank 0; NULL: always. */
    bool (*has_room)(void *context);
    /** Whether a unit need not be run. Rank 0; NULL: all must. */
    bool (*is_done)(void *context, uint64_t i_unit);
    /** Predicted time of a unit [s], by which short ones are put together. Rank 0; NULL:
     * each goes out alone. */
    double (*seconds)(void *context, uint64_t i_unit);
    /** Whether to stop: then every rank finishes the unit that it is at, no other is
     * begun, and the results of all finished ones are collected. Every rank, between
     * units; rank 0 several times a second. @p longest_s is the longest that a unit has
     * taken so far on any rank that told (rank 0), or on this one. NULL: never. */
    bool (*wants_stop)(void *context, double longest_s);
    /** Called several times a second. Rank 0; may be NULL. */
    void (*tick)(void *context);
} nz_work_t;

/**
 * @brief Run units 0 .. n_units - 1 on the ranks of @p comm. Collective.
 *
 * MPI errors are fatal by the default handler. When a unit or a collect fails, nothing
 * more is begun, what runs is waited for, and every rank returns the first failure. What
 * other units gave is collected as long as collect succeeds.
 * @param[out] was_stopped  on every rank, whether a rank wanted to stop before all units
 * were done; may be NULL.
 * @retval  the same on every rank: NZ_OK, or what @c run or @c collect returned.
 */
NZ_NODISCARD nz_status_t nz_scheduler_run(
    MPI_Comm comm, uint64_t n_units, const nz_work_t *work, bool *was_stopped);

#endif
