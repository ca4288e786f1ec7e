/** @file checkpoint.h
 *  @brief Keeps the finished units of a run in a journal beside its output, and takes
 *         them up again.
 *
 *  Rank 0 only; not collective.
 */
#ifndef NZ_MPI_CHECKPOINT_H
#define NZ_MPI_CHECKPOINT_H

#include "mpi/run_log.h"
#include "sim/diagnostic.h"
#include "sim/journal.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What the journal needs to know of the run. Texts are borrowed. */
typedef struct nz_checkpoint_run {
    const char *output;             /**< the journal is OUTPUT.journal */
    nz_journal_identity_t identity; /**< must outlive the checkpoint */
    double every_s;                 /**< between syncs; 0: after every unit */
    unsigned n_ranks;
    bool is_resumed;   /**< go on with a journal if there is one */
    nz_run_log_t *log; /**< gets warnings; must outlive the checkpoint */
} nz_checkpoint_run_t;

/** State. Zero-initialise. */
typedef struct nz_checkpoint {
    nz_checkpoint_run_t run;
    char *path;                   /**< of the journal; owned */
    nz_journal_t *journal;        /**< owned; NULL: not open */
    nz_journal_content_t content; /**< of the journal that was resumed */
    uint64_t *done;               /**< a bit for each unit; owned */
    uint64_t n_done;
    double written_s, synced_s;           /**< seconds of the log's clock */
    char trouble[NZ_DIAGNOSTIC_TEXT_MAX]; /**< that was told last; empty: none */
    uint64_t n_remade;                    /**< times that the journal was made again */
    bool has_told_lost;
} nz_checkpoint_t;

/** @brief Get ready; the journal is not touched. NZ_ERR_NO_MEMORY.
 *  @param[out] self  free with nz_checkpoint_close, whatever is returned. */
NZ_NODISCARD nz_status_t nz_checkpoint_init(
    nz_checkpoint_t *self, const nz_checkpoint_run_t *run);

/**
 * @brief Make the journal, or go on with the one that is there if the run says so: each
 * of its units is given to @p take and counts as done.
 * @retval NZ_ERR_INPUT  a journal that is not to be gone on with, or cannot; see
 *                       nz_journal_create and nz_journal_resume.
 * @retval NZ_ERR_IO, NZ_ERR_NO_MEMORY
 * @return anything else  what @p take returned.
 */
NZ_NODISCARD nz_status_t nz_checkpoint_open(nz_checkpoint_t *self, nz_journal_take_t take,
    void *context, nz_diagnostics_t *diagnostics);

/** @brief Whether the unit is done, here or before. */
bool nz_checkpoint_has(const nz_checkpoint_t *self, uint64_t i_unit);

/** @brief Keep a finished unit: in memory, until nz_checkpoint_tick or
 * nz_checkpoint_save. */
void nz_checkpoint_add(
    nz_checkpoint_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words);

/** @brief If it is time to: write what was added, so that it outlives this process, and
 * bring it to disk. Trouble is told in the log, once each, and tried again. */
void nz_checkpoint_tick(nz_checkpoint_t *self);

/**
 * @brief Write all and bring it to disk, now.
 * @retval NZ_ERR_IO  @p diagnostics says why, and how much was not saved.
 */
NZ_NODISCARD nz_status_t nz_checkpoint_save(
    nz_checkpoint_t *self, nz_diagnostics_t *diagnostics);

/** @brief nz_checkpoint_save, trouble told in the log as nz_checkpoint_tick does. */
void nz_checkpoint_save_quietly(nz_checkpoint_t *self);

/** @brief Units of the journal that are on disk. */
uint64_t nz_checkpoint_n_saved(const nz_checkpoint_t *self);

/** @brief The run is written: remove the journal. */
void nz_checkpoint_complete(nz_checkpoint_t *self);

/** @brief Remove a journal of this run if all of it is there: the run was written, and
 * its end cut short. Before nz_checkpoint_open. @return whether there is no journal. */
bool nz_checkpoint_discard(nz_checkpoint_t *self);

/** @brief Release what @p self owns and zero it; the journal stays. Legal on a zeroed
 * one. */
void nz_checkpoint_close(nz_checkpoint_t *self);

#endif
