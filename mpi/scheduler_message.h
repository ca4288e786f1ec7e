/** @file scheduler_message.h
 *  @brief What the ranks of a scheduler (scheduler.h) write to each other, and how they
 *         do their sides of it.
 *
 *  Rank 0 to another, nz_scheduler_tag_assign: the numbers of a batch of units, at most
 * nz_scheduler_batch_max; none: nothing more will come, begin no other unit. A rank never
 * has more than two batches, so it can always have room for the next message. To rank 0,
 * nz_scheduler_tag_result: a header, then of each finished unit its number, the number of
 * its words and the words. After the message that ends it a rank sends one that says so.
 */
#ifndef NZ_MPI_SCHEDULER_MESSAGE_H
#define NZ_MPI_SCHEDULER_MESSAGE_H

#include "mpi/scheduler.h"

enum { nz_scheduler_tag_assign = 1, nz_scheduler_tag_result = 2 };

enum { nz_scheduler_batch_max = 256 };

/** Words of the header of a message to rank 0. */
enum {
    nz_scheduler_n_results,
    nz_scheduler_status,  /**< of the unit that failed, or NZ_OK, as int64_t */
    nz_scheduler_flags,   /**< nz_scheduler_wants_stop, ... */
    nz_scheduler_longest, /**< longest time of a unit so far [s], a double */
    nz_scheduler_header_words
};

enum { nz_scheduler_wants_stop = 1, nz_scheduler_is_last = 2 };

/** MPI counts in int: a result with more words than this is refused, so that what was
 * packed before it fits into its message. */
#define NZ_SCHEDULER_RESULT_WORDS_MAX ((size_t) 1 << 30)

/** @brief Run a unit and refuse what is too large. @return as work->run, or
 * NZ_ERR_NO_MEMORY. @param[in,out] longest_s  raised to the time it took, if longer. */
NZ_NODISCARD nz_status_t nz_scheduler_run_unit(const nz_work_t *work, uint64_t i_unit,
    nz_poll_t poll, void *poll_context, nz_packed_t *result, double *longest_s);

/** Opaque: rank 0's side. */
typedef struct nz_scheduler_server nz_scheduler_server_t;

/** @brief Rank 0's side. Not collective. NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_scheduler_server_create(
    MPI_Comm comm, uint64_t n_units, const nz_work_t *work, nz_scheduler_server_t **out);

/** @brief Hand out, collect and compute until all ranks are at their end.
 * @param[out] was_stopped  as of nz_scheduler_run. */
NZ_NODISCARD nz_status_t nz_scheduler_server_run(
    nz_scheduler_server_t *self, bool *was_stopped);

/** @brief Free; legal on NULL. */
void nz_scheduler_server_destroy(nz_scheduler_server_t *self);

/** Opaque: the side of any other rank. */
typedef struct nz_scheduler_worker nz_scheduler_worker_t;

/** @brief The side of any other rank. Not collective. NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_scheduler_worker_create(
    MPI_Comm comm, const nz_work_t *work, nz_scheduler_worker_t **out);

/** @brief Compute what rank 0 hands out until it says that nothing more comes. */
void nz_scheduler_worker_run(nz_scheduler_worker_t *self);

/** @brief Free; legal on NULL. */
void nz_scheduler_worker_destroy(nz_scheduler_worker_t *self);

#endif
