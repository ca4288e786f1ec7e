/** @file discordant_power.h
 *  @brief Power of the two tests of paired outcomes from the items on which the two
 *         models differ. Internal to stats/compare_power.h.
 *
 *  Of n items M ~ Binomial(n, discordance) differ, and given M = m the count of the
 * better model is C ~ Binomial(m, share). Both tests reject where max(C, m - C) >= k(m).
 * The mcnemar k depends on m alone; that of the paired z test is the least k > m/2 with
 *  (2 k - m)^2 >= z^2 m/(1 + z^2/n), which grows with n.
 */
#ifndef NZ_STATS_DISCORDANT_POWER_H
#define NZ_STATS_DISCORDANT_POWER_H

#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/** A comparison of paired outcomes. */
typedef struct nz_discordant {
    bool is_exact;      /**< mcnemar, else the paired z test */
    double alpha;       /**< 0 < alpha < 1, two-sided */
    double z;           /**< its critical value */
    double discordance; /**< P(the models differ on an item), 0..1 */
    double share;       /**< of the better model in these, 1/2..1 */
} nz_discordant_t;

/** @brief Arrange two probabilities, each >= 0 and at most 1 together. No checks. */
nz_discordant_t nz_discordant_power_init(
    bool is_exact, double alpha, double only_first, double only_second);

/** @brief How many values of m nz_discordant_power_at adds up. */
double nz_discordant_power_terms(const nz_discordant_t *self, uint64_t n);

/**
 * @brief P(the test rejects) at n items: the sum over m of P(M = m) P(reject | m), both
 * by recurrences; some fifty nanoseconds per term.
 * @param[out] power  untouched on error.
 * @par Accuracy  Absolute error below 1e-12.
 * @retval NZ_ERR_NUMERIC  the incomplete beta function did not converge.
 */
NZ_NODISCARD nz_status_t nz_discordant_power_at(
    const nz_discordant_t *self, uint64_t n, double *power);

/** P(reject | m) at m = m_first .. m_last, with the k(m) of n_max items; owned.
 * Zero-initialise. */
typedef struct nz_discordant_table {
    uint64_t n_min, n_max; /**< items that it serves */
    uint64_t m_first, m_last;
    double *values;
} nz_discordant_table_t;

/** @brief How many values the table of n_min .. n_max items has. */
double nz_discordant_table_size(
    const nz_discordant_t *self, uint64_t n_min, uint64_t n_max);

/**
 * @brief Fill a table, which may hold another.
 * @param[in,out] table  as it was on error.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC.
 */
NZ_NODISCARD nz_status_t nz_discordant_table_fill(nz_discordant_table_t *table,
    const nz_discordant_t *self, uint64_t n_min, uint64_t n_max);

/** @brief Release the values and zero it; legal on a zeroed one. */
void nz_discordant_table_free(nz_discordant_table_t *table);

/**
 * @brief P(the test rejects) from a table: of mcnemar exactly; of the paired test a lower
 * bound, since k(m) is that of n_max items, which varies smoothly with n.
 * @param n  n_min .. n_max.
 */
double nz_discordant_table_power(
    const nz_discordant_table_t *table, const nz_discordant_t *self, uint64_t n);

/**
 * @brief P(C exceeds k(m), not rounded up to a whole number, by @p raise), C made
 * continuous by the incomplete beta function.
 *
 * The real k of the paired test is (m + sqrt(z^2 m/(1 + z^2/n)))/2; that of mcnemar is
 * (m + 1 + z sqrt(m))/2 + .05/sqrt(m), the normal one with the correction for continuity
 * and more than that lacks (at most .02/sqrt(m)).
 * With a raise of 1 it is below the power at n and every larger n, and grows with n,
 * where it exceeds .01 and 3 alpha; with 1/2 about in the middle of its ups and downs. 0
 * for the paired test of fewer than z^2 items, which rejects wherever all of them differ
 * alike: less often with more.
 * @param[out] power  untouched on error.
 * @retval NZ_ERR_NUMERIC  as nz_discordant_power_at.
 */
NZ_NODISCARD nz_status_t nz_discordant_power_smooth(
    const nz_discordant_t *self, uint64_t n, double raise, double *power);

/** @brief Bound of the second differences over n of nz_discordant_table_power, at n and
 * beyond: of the binomial probabilities of M, by convolution of halves. */
double nz_discordant_power_curvature(const nz_discordant_t *self, uint64_t n);

#endif
