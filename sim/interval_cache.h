/** @file interval_cache.h
 *  @brief Intervals for k of n, remembered by k: a simulation meets few counts many
 * times. */
#ifndef NZ_SIM_INTERVAL_CACHE_H
#define NZ_SIM_INTERVAL_CACHE_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** Opaque. Direct-mapped: 32 bytes for each method and count, of at most 4096 counts, so
 * that memory does not grow with n. */
typedef struct nz_interval_cache nz_interval_cache_t;

/**
 * @brief A cache for intervals with these tails.
 * @param methods     nz_interval_method_t, @p n_methods of them; copied.
 * @param trials_max  largest number of trials that will be set.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_interval_cache_create(nz_tails_t tails, const int *methods,
    size_t n_methods, uint64_t trials_max, nz_interval_cache_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_interval_cache_destroy(nz_interval_cache_t **self);

/** @brief Set the number of trials n; forgets everything if it changes. */
void nz_interval_cache_set_trials(nz_interval_cache_t *self, uint64_t trials);

/**
 * @brief Interval of methods[@p i_method], in its exact engine, for @p successes of the
 * trials set.
 * @retval  as the functions of stats/proportion.h; @p out is untouched on error.
 */
NZ_NODISCARD nz_status_t nz_interval_cache_get(
    nz_interval_cache_t *self, size_t i_method, uint64_t successes, nz_interval_t *out);

#endif
