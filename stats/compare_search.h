/** @file compare_search.h
 *  @brief The test size for a power that goes up and down with it. Internal to
 *         stats/compare_power.h, which says how and how far.
 */
#ifndef NZ_STATS_COMPARE_SEARCH_H
#define NZ_STATS_COMPARE_SEARCH_H

#include "stats/discordant_power.h"
#include "stats/status.h"
#include "stats/unpaired_power.h"

#include <stdbool.h>
#include <stdint.h>

/** Powers this close are equal. */
#define NZ_COMPARE_SEARCH_TIE 1e-12

/** Two models, ready for computing. */
typedef struct nz_compare_search {
    bool is_unpaired;
    nz_unpaired_t unpaired; /**< if so */
    nz_discordant_t pairs;  /**< otherwise */
} nz_compare_search_t;

/** @brief A power on the scale of standard deviations, on which it grows like sqrt(n) and
 * about straight with the difference; finite for 0 and 1 too. */
double nz_compare_search_deviate(double power);

/** @brief nz_compare_power_at. @param n  1 .. 2^53. */
NZ_NODISCARD nz_status_t nz_compare_search_power(
    const nz_compare_search_t *self, uint64_t n, double *power);

/** @brief nz_compare_power_trials, of models that differ. @param power  0 < power < 1. */
NZ_NODISCARD nz_status_t nz_compare_search_trials(
    const nz_compare_search_t *self, double power, uint64_t *n);

#endif
