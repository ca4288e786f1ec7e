/** @file compare_power.h
 *  @brief Power of a comparison of two accuracies, exactly, and the test size for it.
 *
 *  Two models answer n items each. Two-sided tests at level alpha, z the 1 - alpha/2
 *  quantile of the normal distribution:
 *  - unpaired: independent test sets with x1 and x2 right, s = x1 + x2; the pooled z test
 *    (score test, no correction for continuity): rejects where
 *    |x1 - x2| >= z sqrt(s (2 n - s)/(2 n)) and x1 != x2.
 *  - paired: the same items, of which only the first model solved b, only the second c; z
 *    test of the mean difference d = (c - b)/n over its standard error: rejects where
 *    |d| >= z sqrt(((b + c)/n - d^2)/n) and b + c > 0. The variance is divided by n, as
 * in the pooled test and in `wald`; n - 1 would raise the standard error by 1/(2 n). If
 *    all items differ alike it is 0, and the test rejects.
 *  - mcnemar: the same items; the exact conditional test of the m = b + c that differ:
 *    rejects where 2 P(Bin(m, 1/2) <= min(b, c)) <= alpha (ties as in
 * nz_binomial_quantile) and m > 0. The power is the sum over all outcomes of their
 * probabilities, not an approximation; over n it goes up and down, since the critical
 * counts are whole.
 *  @par Source  A. Agresti (2013), Categorical Data Analysis, 3rd ed., 3.2, 11.1; S. W.
 *  Duffy (1984), Biometrics 40(4), 1005-1015.
 */
#ifndef NZ_STATS_COMPARE_POWER_H
#define NZ_STATS_COMPARE_POWER_H

#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum nz_compare_design {
    NZ_COMPARE_UNPAIRED,
    NZ_COMPARE_PAIRED,
    NZ_COMPARE_MCNEMAR,
    NZ_N_COMPARE_DESIGNS
} nz_compare_design_t;

/** Two models before any item is drawn. */
typedef struct nz_compare {
    nz_compare_design_t design;
    double alpha;       /**< 0 < alpha < 1, two-sided */
    double first;       /**< unpaired: P(right) of the first model, 0..1 */
    double second;      /**< unpaired: of the second */
    double only_first;  /**< paired, mcnemar: P(only the first is right) */
    double only_second; /**< paired, mcnemar: P(only the second is right) */
} nz_compare_t;

/** @brief Whether design, alpha and the members that the design has are in range and
 * not NaN; only_first + only_second may exceed 1 by 1e-12. */
bool nz_compare_power_is_valid(const nz_compare_t *self);

/**
 * @brief P(the test rejects) at n items each.
 *
 * The sum over x1, or m, of its probability times that of the rejected x2, or c; some
 * sixteen standard deviations of it.
 * @param n  1 .. 2^53.
 * @param[out] power  untouched on error.
 * @par Accuracy  Absolute error below 1e-11 while there are at most 131072 terms
 * (unpaired; n up to some 6e7 where accuracies are near 1/2) or 32768 (n up to 2e7 at a
 * discordance of 1/2, 4e7 at .1), more n elsewhere. Beyond, in constant time, critical
 * values are not rounded to whole counts but replaced by the mean over the rounding:
 * error below 5e-5, falling with 1/sqrt(n), and far less where accuracies are not near
 * 1/2 or the discordance not near 1.
 * @retval NZ_ERR_NULL_ARG  a pointer is NULL.
 * @retval NZ_ERR_DOMAIN    n, or a member that the design has, is out of range or NaN;
 *                          only_first + only_second exceeds 1.
 * @retval NZ_ERR_NUMERIC   the incomplete beta function did not converge.
 */
NZ_NODISCARD nz_status_t nz_compare_power_at(
    const nz_compare_t *self, uint64_t n, double *power);

/**
 * @brief The least n whose power, and that of every larger n, is at least @p power.
 *
 * Larger n: a critical value raised by one count is above every way of rounding, and
 * that power grows with n, so that from where it reaches @p power on all n are enough.
 * From there down in blocks, exactly: with the critical region of a block's last n kept,
 * which is smaller than that of any other n of it, the power bends so little within the
 * block (the second difference of a binomial distribution bounds it) that its two ends
 * decide; to the first n whose power is below. Powers within 1e-12 of @p power are
 * enough.
 *
 * (The power with raised values grows where it exceeds .01 and 3 alpha; below, n is only
 * searched for near the normal approximation's.)
 *
 * The work is bounded, to 2 or 3 ms: if it ends before, n is the last that is known to be
 * enough, with all larger ones. It is the least one up to n = 5e4 (unpaired; 1e5 for
 * powers of .8 to .95 at levels up to .05) or 5e5 (paired, mcnemar), and up to 1e7 where
 * the critical counts matter little. Beyond, it was never above the least one by more
 * than .1 % for powers of .5 and more at levels up to .05, .3 % for powers near alpha.
 * @param power  0 < power < 1.
 * @param[out] n         untouched on error.
 * @param[out] achieved  the power at it; may be NULL.
 * @retval NZ_ERR_UNREACHABLE  the models do not differ, or n would exceed 2^53.
 * @retval NZ_ERR_NO_MEMORY    besides those of nz_compare_power_at.
 */
NZ_NODISCARD nz_status_t nz_compare_power_trials(
    const nz_compare_t *self, double power, uint64_t *n, double *achieved);

/** How the outcomes of two models hang together, as people know it. */
typedef struct nz_compare_pair {
    double first;       /**< accuracy of the first model; NaN: unknown */
    double discordance; /**< P(the two differ on an item); NaN: not given */
    double correlation; /**< of the two outcomes on an item; NaN: not given */
} nz_compare_pair_t;

/**
 * @brief Fill first, second, only_first and only_second for a second model that is better
 * by @p difference D (may be negative).
 *
 * unpaired: first must be known, discordance and correlation are not looked at;
 * only_first and only_second are those of independent outcomes. paired, mcnemar: exactly
 * one of
 * - discordance Q: only_first = (Q - D)/2, only_second = (Q + D)/2; |D| <= Q <= 1, and if
 *   first is known, only_first <= first and only_second <= 1 - first. If it is not, first
 *   and second become NaN.
 * - correlation r, first known: P(both right) = p1 p2 + r sqrt(p1 (1 - p1) p2 (1 - p2)),
 *   in the bounds of Frechet: max(0, p1 + p2 - 1) .. min(p1, p2).
 * What exceeds a bound by less than 1e-12 is on it.
 * @param self  design and alpha are kept; untouched on error.
 * @retval NZ_ERR_NULL_ARG  a pointer is NULL.
 * @retval NZ_ERR_DOMAIN    no joint distribution has these margins (the ranges below say
 *                          why), something needed is missing, or both are given.
 */
NZ_NODISCARD nz_status_t nz_compare_power_set(
    nz_compare_t *self, const nz_compare_pair_t *pair, double difference);

/**
 * @brief The discordances that models with these accuracies can have: |D| .. min(p1 + p2,
 * 2 - p1 - p2), or .. 1 if @p first is NaN.
 * @param[out] low,high  untouched on error.
 * @retval NZ_ERR_NULL_ARG  a pointer is NULL.
 * @retval NZ_ERR_DOMAIN    first or first + difference is outside [0, 1], or difference
 *                          outside [-1, 1] or NaN: no discordance will do.
 */
NZ_NODISCARD nz_status_t nz_compare_power_discordance_range(
    double first, double difference, double *low, double *high);

/** @brief The same of the correlation; 0 .. 0 if an accuracy is 0 or 1. @p first must be
 * known. */
NZ_NODISCARD nz_status_t nz_compare_power_correlation_range(
    double first, double difference, double *low, double *high);

/**
 * @brief The differences >= 0 that a pair can have, the rest given: 0 .. 1 - first
 * (unpaired), 0 .. what the discordance allows, or those for which the correlation is in
 * its range.
 * @param[out] low,high  untouched on error.
 * @retval NZ_ERR_NULL_ARG  a pointer is NULL.
 * @retval NZ_ERR_DOMAIN    none, or something needed is missing.
 */
NZ_NODISCARD nz_status_t nz_compare_power_difference_range(
    nz_compare_design_t design, const nz_compare_pair_t *pair, double *low, double *high);

/**
 * @brief The least difference > 0 that n items detect with this power, and with every
 * larger one: the power grows with the difference, but for its first steps, where the
 * test may reject less than without a difference.
 *
 * To 1e-10 relative; the power at it is never below @p power by more than 1e-12.
 * @param self  design and alpha.
 * @param[out] difference  untouched on error. The least that the margins allow, 0 if they
 *                         allow it, if every difference is detected (@p power not above
 *                         alpha).
 * @retval NZ_ERR_UNREACHABLE  none that the margins allow.
 * @retval NZ_ERR_DOMAIN       @p power is out of range or NaN; or as nz_compare_power_at,
 *                             nz_compare_power_difference_range.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NUMERIC  as nz_compare_power_at.
 */
NZ_NODISCARD nz_status_t nz_compare_power_difference(const nz_compare_t *self,
    const nz_compare_pair_t *pair, double power, uint64_t n, double *difference);

#endif
