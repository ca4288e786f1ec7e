/** @file provenance.h
 *  @brief Where the numbers of a run come from: the attributes of its file. */
#ifndef NZ_MPI_PROVENANCE_H
#define NZ_MPI_PROVENANCE_H

#include "sim/observed.h"
#include "sim/run_file.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** Length of a hash as text with its NUL. */
#define NZ_STUDY_HASH_SIZE 33

/** What only the run knows. Texts are borrowed. */
typedef struct nz_provenance_run {
    int argc; /**< the command line, argv[0] the command's name */
    char *const *argv;
    const char *study;             /**< as resolved */
    const nz_observed_t *observed; /**< the real results; maybe empty, or NULL */
    int n_ranks, n_nodes;
    double wall_s;                     /**< of this session [s] */
    double total_wall_s, total_core_s; /**< of all sessions [s] */
    uint64_t n_sessions;
} nz_provenance_run_t;

/** Attributes; free with nz_provenance_free. */
typedef struct nz_provenance {
    nz_attribute_t *attributes; /**< owned */
    size_t n;
    char *values; /**< owned; the values are in it */
} nz_provenance_t;

/** @brief The nodes (shared memories) that the ranks of MPI_COMM_WORLD are on.
 * Collective; the number is valid on rank 0. */
int nz_provenance_count_nodes(void);

/** @brief XXH3-128 of a study as resolved, 32 hexadecimal digits: what `xxhsum -H2`
 * prints of the text. */
void nz_study_hash(const char *study, char hash[NZ_STUDY_HASH_SIZE]);

/** @brief XXH3-128 of a table of real results as it was read. An empty text if there is
 * no row, or @p observed is NULL. */
void nz_observed_hash(const nz_observed_t *observed, char hash[NZ_STUDY_HASH_SIZE]);

/**
 * @brief All that is known, as texts; docs/run-file.md has the list. Rank 0.
 *
 * Times are in seconds, with three decimals; `created` is now, in UTC. `processor` is
 * left out where /proc/cpuinfo does not name it, `slurm_job_id` outside Slurm.
 * @param[out] self  untouched on error.
 * @retval NZ_ERR_NULL_ARG   an argument, or a text of @p run, is NULL.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_provenance_fill(
    nz_provenance_t *self, const nz_provenance_run_t *run);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_provenance_free(nz_provenance_t *self);

#endif
