/** @file frequency.h
 *  @brief Counts of distinct keys: what quantiles over replicates are read from.
 *
 *  A key is a whole number that stands for a value, so that counts merge exactly and in
 * any order. The memory is bounded by the number of distinct keys, not of replicates: the
 * caller makes keys coarse enough (a step of the total, or nz_frequency_key below).
 */
#ifndef NZ_STATS_FREQUENCY_H
#define NZ_STATS_FREQUENCY_H

#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct nz_key_count {
    int64_t key;
    uint64_t count;
} nz_key_count_t;

/** Distinct keys in increasing order. Zero-initialise; free with nz_frequency_free. */
typedef struct nz_frequency {
    size_t n_keys;
    size_t capacity;
    nz_key_count_t *items; /**< owned */
    uint64_t total;        /**< sum of the counts */
} nz_frequency_t;

/**
 * @brief Add @p n keys; @p keys is sorted in place.
 * @retval NZ_ERR_NO_MEMORY  @p self is unchanged.
 */
NZ_NODISCARD nz_status_t nz_frequency_add(nz_frequency_t *self, int64_t *keys, size_t n);

/**
 * @brief Add the @p n counted keys of @p items, in increasing order of key.
 * @retval NZ_ERR_NO_MEMORY  @p self is unchanged.
 */
NZ_NODISCARD nz_status_t nz_frequency_merge(
    nz_frequency_t *self, const nz_key_count_t *items, size_t n);

/** @brief The key of the i-th smallest value, 1 <= i <= total (order statistic). */
int64_t nz_frequency_order(const nz_frequency_t *self, uint64_t i);

/** @brief Forget the keys, keep the memory. */
void nz_frequency_clear(nz_frequency_t *self);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_frequency_free(nz_frequency_t *self);

/** @brief Key of a real number, infinities included, rounded to 12 significant bits
 *         (relative error at most 2^-12); increasing in the value. Values within 2^-12 of
 *         the largest double round to infinity, and subnormal ones lose bits. Not for
 * NaN. */
int64_t nz_frequency_key(double value);

/** @brief The number that nz_frequency_key(value) stands for. */
double nz_frequency_value(int64_t key);

#endif
