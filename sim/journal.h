/** @file journal.h
 *  @brief An append-only file of finished units of work, from which a run that was cut
 *         short goes on.
 *
 *  Words of 64 bits in the byte order of the machine. A header says what the journal is
 * of: the version of this layout, the program, the number of units, the whole study as
 * resolved. Then come records in the order in which they were added, each with a checksum
 * (XXH3) of its head, so that its length can be trusted, and one of its words; checksums
 * are seeded with that of the header, so that no record of another study passes. One
 * process at a time writes a journal: it is locked where the file system can.
 *
 *  A record that a killed process or a full disk has cut short can only be the last one.
 * It is dropped when the journal is resumed. Anything else that does not check is damage:
 * the journal is refused and left as it is.
 */
#ifndef NZ_SIM_JOURNAL_H
#define NZ_SIM_JOURNAL_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Version of the layout. */
#define NZ_JOURNAL_FORMAT 1

/** Records that are not on disk yet take at most this much memory [bytes], half of it to
 * grow. When it is used up, no copy is kept of those that the system has taken; those
 * that it has not are given up from then on (n_lost). */
#define NZ_JOURNAL_PENDING_MAX ((size_t) 256 << 20)

/** What a journal is of. Texts are borrowed. */
typedef struct nz_journal_identity {
    const char *program; /**< version and commit, one line; those of a journal must be
                              equal, or results of two programs would be mixed */
    const char *study;   /**< as resolved, by nz_studies_to_yaml */
    uint64_t n_units;
} nz_journal_identity_t;

/** What was spent by those who wrote a journal. */
typedef struct nz_journal_spent {
    uint64_t n_sessions; /**< starts and restarts that wrote to it */
    double wall_s;       /**< of all of them, of each as far as it told */
    double core_s;       /**< times their ranks */
} nz_journal_spent_t;

/** What a journal holds. */
typedef struct nz_journal_content {
    uint64_t n_records;       /**< units */
    nz_journal_spent_t spent; /**< before this session */
    uint64_t n_dropped_bytes; /**< of a last record, or of a header, that was cut short;
                                 0: none was */
} nz_journal_content_t;

/** State, for the log. */
typedef struct nz_journal_state {
    uint64_t n_added;   /**< units added by this process */
    uint64_t n_written; /**< ... of which the system has taken, and has not lost again:
                           all since the last sync count anew when fsync fails */
    uint64_t n_synced;  /**< ... of which are on disk */
    uint64_t n_lost;    /**< ... of which were given up (NZ_JOURNAL_PENDING_MAX) */
    uint64_t n_bytes;   /**< size of the file */
    uint64_t n_remade;  /**< how often it was gone and was made again */
    bool is_spoilt;     /**< another process has cut it short: it is of no use any more */
} nz_journal_state_t;

/** Opaque. */
typedef struct nz_journal nz_journal_t;

/** Takes the words of one unit, in the order of the file. What it returns, if not NZ_OK,
 * ends the reading. */
typedef nz_status_t (*nz_journal_take_t)(
    void *context, uint64_t i_unit, const uint64_t *words, size_t n_words);

/**
 * @brief A new journal, its header on disk. Whatever exists at @p path is left alone.
 * @pre this process has not opened it: closing the file would give up the lock.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_INPUT      there is a file: @p diagnostics says of what, how much of it,
 *                           whether another process uses it, and what to do (--resume, or
 *                           remove it).
 * @retval NZ_ERR_IO         cannot be created; @p diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_journal_create(const char *path,
    const nz_journal_identity_t *identity, nz_journal_t **out,
    nz_diagnostics_t *diagnostics);

/**
 * @brief Go on with the journal at @p path: check all of it, give every unit to @p take,
 * drop a last record that was cut short, and be ready to append.
 *
 * Dropped is only what cannot have been whole and followed by others
 * (sim/journal_records.h). A journal whose header was cut short, or an empty file, is
 * begun anew. The file is unchanged unless all is well, and if nothing is dropped or
 * added it stays as it is.
 * @param[out] content  what was there.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_INPUT      does not exist, no journal, damaged, in use by another
 * process (which one), of another format, program or study (the first line that differs,
 * both ways), or a unit twice or beyond n_units;
 *                           @p diagnostics says so and what to do.
 * @retval NZ_ERR_IO         cannot be read or written; @p diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY
 * @return anything else     what @p take returned.
 */
NZ_NODISCARD nz_status_t nz_journal_resume(const char *path,
    const nz_journal_identity_t *identity, nz_journal_take_t take, void *context,
    nz_journal_t **out, nz_journal_content_t *content, nz_diagnostics_t *diagnostics);

/** @brief Whether anything exists at @p path. */
bool nz_journal_exists(const char *path);

/** @brief Add a finished unit, in memory: nz_journal_write and nz_journal_sync put it
 * into the file. Without memory for it the unit counts as lost. */
void nz_journal_add(
    nz_journal_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words);

/** @brief Add what this session has spent so far, in memory, as nz_journal_sync does too:
 * of those of a session the last that is in the file counts. @param wall_s  since the
 * session began [s], not negative. @param n_ranks  of the session. NZ_ERR_DOMAIN,
 * NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_journal_add_spent(
    nz_journal_t *self, double wall_s, unsigned n_ranks);

/**
 * @brief Hand what was added to the system, which keeps it when this process is killed.
 *
 * On failure the file ends with its last whole record, and what was not written waits for
 * the next call. If the file was removed it is made again with all that it held, its
 * directory, too. Calls for no more than a look at the file if nothing waits.
 * @retval NZ_ERR_NO_MEMORY  to make it again.
 * @retval NZ_ERR_IO  @p diagnostics names the file and the cause: disk full, quota, limit
 *                    of file size, directory gone and not to be made, ...
 */
NZ_NODISCARD nz_status_t nz_journal_write(
    nz_journal_t *self, nz_diagnostics_t *diagnostics);

/**
 * @brief nz_journal_write, with what this session has spent so far, then fsync: kept when
 * the machine stops, too. What could be written is synced even if not all could. When
 * fsync fails, all since the last one is written again by the next call.
 * @param wall_s  since the session began [s], of which the last counts; not negative.
 * @param n_ranks  of the session.
 * @retval NZ_ERR_DOMAIN     wall_s; nothing was done.
 * @retval NZ_ERR_IO         as nz_journal_write.
 * @retval NZ_ERR_NO_MEMORY  also: all is on disk but the time spent.
 */
NZ_NODISCARD nz_status_t nz_journal_sync(
    nz_journal_t *self, double wall_s, unsigned n_ranks, nz_diagnostics_t *diagnostics);

/** @brief The state. */
nz_journal_state_t nz_journal_state(const nz_journal_t *self);

/** @brief Close and remove the file, if it is still this one: the run is complete. Free
 * *self as nz_journal_destroy does. */
void nz_journal_remove(nz_journal_t **self);

/** @brief Close without writing what waits, free *self and set it to NULL; legal on NULL.
 */
void nz_journal_destroy(nz_journal_t **self);

#endif
