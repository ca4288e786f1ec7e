/** @file packed_keys.h
 *  @brief A frequency table as words, in few of them.
 *
 *  Of what a unit of work sends and a journal keeps, most are these tables, whose keys
 * are near each other and whose counts are small. So they are written in bytes, seven
 * bits of a number in each, the lowest first (LEB128): the distance of each key from the
 * one before (the first from 0, zigzag) and its count. Two words go before them, the
 * number of keys and that of bytes; zeros fill the last word.
 */
#ifndef NZ_SIM_PACKED_KEYS_H
#define NZ_SIM_PACKED_KEYS_H

#include "sim/packed.h"
#include "stats/frequency.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** @brief Append @p table. NZ_ERR_NO_MEMORY: @p out is then of no use. */
NZ_NODISCARD nz_status_t nz_packed_keys_append(
    nz_packed_t *out, const nz_frequency_t *table);

/**
 * @brief Read a table from the first of @p n_words words and add it to @p into.
 * @param into  NULL: only check it.
 * @param[out] n_taken  words that it takes.
 * @retval NZ_ERR_FORMAT     no packed table: too short, keys that do not increase, counts
 *                           of 0, bytes too few or too many; @p into is unchanged.
 * @retval NZ_ERR_NO_MEMORY  likewise.
 */
NZ_NODISCARD nz_status_t nz_packed_keys_merge(
    const uint64_t *words, size_t n_words, nz_frequency_t *into, size_t *n_taken);

#endif
