/** @file packed.h
 *  @brief Results of units of work as 64-bit words, and their order.
 *
 *  Ranks finish units in any order. What is summed in floating point is merged in the
 * order of the units' numbers, so that the sums do not depend on who was faster.
 */
#ifndef NZ_SIM_PACKED_H
#define NZ_SIM_PACKED_H

#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** A message or record of 64-bit words. Zero-initialise; free words. */
typedef struct nz_packed {
    uint64_t *words; /**< owned */
    size_t n_words;
    size_t capacity;
} nz_packed_t;

/** @brief Append @p n_words 64-bit words. NZ_ERR_NO_MEMORY: @p self is unchanged. */
NZ_NODISCARD nz_status_t nz_packed_append(
    nz_packed_t *self, const void *words, size_t n_words);

/** Results that wait for those before them. Zero-initialise; free with
 * nz_packed_order_free. Adding one takes constant time but for what is merged then. */
typedef struct nz_packed_order {
    uint64_t n_merged;                  /**< units merged: all with a lower number */
    size_t n_words;                     /**< of the results that wait */
    struct nz_packed_waiting **waiting; /**< ring: unit i at i % capacity; owned */
    size_t capacity;                    /**< 0 or a power of two */
} nz_packed_order_t;

/** Merges the result of unit @p i_unit, of which all with a lower number are merged. */
typedef nz_status_t (*nz_packed_merge_t)(
    void *context, uint64_t i_unit, const uint64_t *words, size_t n_words);

/**
 * @brief Take the result of a unit: merge it and those that waited for it, or keep a copy
 * until its turn.
 * @retval NZ_ERR_DOMAIN     the unit is merged or waiting already.
 * @retval NZ_ERR_NO_MEMORY  no room to keep it.
 * @return anything else     what @p merge returned.
 */
NZ_NODISCARD nz_status_t nz_packed_order_add(nz_packed_order_t *self, uint64_t i_unit,
    const uint64_t *words, size_t n_words, nz_packed_merge_t merge, void *context);

/** @brief Release what waits and zero @p self; legal on a zeroed one. */
void nz_packed_order_free(nz_packed_order_t *self);

#endif
