/** @file collect.h
 *  @brief Folds the results of units, whatever order they come in, into a run.
 *
 *  Lives on rank 0; not collective. Units are merged in order of their numbers, which the
 * study alone determines, so the sums have the same rounding on any number of ranks. A
 * result that comes early waits; a curve that is complete is estimated and forgotten.
 */
#ifndef NZ_MPI_COLLECT_H
#define NZ_MPI_COLLECT_H

#include "sim/design.h"
#include "sim/run.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Results that wait for those before them are to take no more memory than this [bytes].
 */
#define NZ_COLLECTOR_WAITING_MAX ((size_t) 256 << 20)

/** Opaque. */
typedef struct nz_collector nz_collector_t;

/**
 * @brief A collector of @p design's units into @p run; both borrowed.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_collector_create(
    const nz_design_t *design, nz_run_t *run, nz_collector_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_collector_destroy(nz_collector_t **self);

/**
 * @brief Add the packed tally of one unit.
 * @retval NZ_ERR_DOMAIN  no such unit, or it was added before.
 * @retval NZ_ERR_FORMAT  not a packed tally of this study.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC.
 */
NZ_NODISCARD nz_status_t nz_collector_add(
    nz_collector_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words);

/**
 * @brief What needs all curves, once every unit was added: what noise scores, and rates
 * of difficulty. Up to half a minute (nz_estimate_noise).
 * @retval NZ_ERR_DOMAIN  units are missing.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC.
 */
NZ_NODISCARD nz_status_t nz_collector_complete(nz_collector_t *self);

/** @brief Number of units merged so far: all with a lower number than this. */
uint64_t nz_collector_n_merged(const nz_collector_t *self);

/** @brief Whether less than NZ_COLLECTOR_WAITING_MAX waits. */
bool nz_collector_has_room(const nz_collector_t *self);

/** @brief Share of the work that was added so far, merged or waiting, by the predicted
 * time of its units; 0 .. 1. */
double nz_collector_done(const nz_collector_t *self);

#endif
