/** @file studentized_list.h
 *  @brief Every resample of n items that has some probability, with its Student's t: the
 *         bootstrap distribution of the studentized mean by exact enumeration. */
#ifndef NZ_STATS_STUDENTIZED_LIST_H
#define NZ_STATS_STUDENTIZED_LIST_H

#include "stats/item_values.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>

/** One resample (how many items of each value) and its probability. */
typedef struct nz_studentized_atom {
    double t; /**< possibly infinite, never NaN */
    double probability;
} nz_studentized_atom_t;

/** Most values of a list. */
#define NZ_STUDENTIZED_LIST_MAX_VALUES 32

/** @brief About how many resamples there are to list; HUGE_VAL if there are more than
 * NZ_STUDENTIZED_LIST_MAX_VALUES values. An estimate from the volume of an ellipsoid,
 * which tells the longest lists from the shortest; not a bound. */
double nz_studentized_list_size(const nz_item_values_t *items);

/**
 * @brief List the resamples, each of probability above 1e-20, in no particular order.
 * @param[out] atoms    room for @p capacity.
 * @param[out] n_atoms  untouched on error.
 * @par Accuracy  probabilities to 1e-12 relative. For integer values of which no total of
 *      squares exceeds 2^53/n, equal t are bitwise equal.
 * @retval NZ_ERR_NULL_ARG.
 * @retval NZ_ERR_DOMAIN  more than @p capacity resamples, or too many values.
 */
NZ_NODISCARD nz_status_t nz_studentized_list_fill(const nz_item_values_t *items,
    nz_studentized_atom_t *atoms, size_t capacity, size_t *n_atoms);

/**
 * @brief The smallest t of the list with P(t* <= t) >= tail, or, if @p upper, with
 *        P(t* > t) <= tail. Reorders the list; linear time.
 *
 * Probabilities that differ by less than 1e-12 relative count as equal.
 * @param[in] n_atoms  > 0.   @param[in] tail  0 < tail < 1. No checks.
 */
double nz_studentized_list_quantile(
    nz_studentized_atom_t *atoms, size_t n_atoms, double tail, bool upper);

#endif
