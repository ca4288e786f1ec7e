/** @file compare_normal.h
 *  @brief The usual normal approximation of the test size of a comparison, to set beside
 *         the exact one. */
#ifndef NZ_STATS_COMPARE_NORMAL_H
#define NZ_STATS_COMPARE_NORMAL_H

#include "stats/compare_power.h"
#include "stats/status.h"

/**
 * @brief n = ((z sqrt(v0) + w sqrt(v1))/D)^2, not rounded: z and w the normal quantiles
 * of 1 - alpha/2 and of the power, D the difference, v1 the variance of an item's
 * difference and v0 the one that the test supposes.
 *
 * unpaired: v1 = p1 (1 - p1) + p2 (1 - p2), v0 = 2 p (1 - p) at p = (p1 + p2)/2. Of the
 * same items, with the discordance Q: v1 = Q - D^2; v0 = Q for mcnemar, v1 for paired,
 * whose test supposes nothing. Not more than an approximation: at Q = .1, D = .03, alpha
 * = .05 it says 870 items for a power of .8, with which the exact test has .776.
 * @param power  0 < power < 1.
 * @param[out] n  untouched on error.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_DOMAIN       a number out of range or NaN.
 * @retval NZ_ERR_UNREACHABLE  the models do not differ.
 * @par Source  R. J. Connor (1987), Biometrics 43(1), 207-211 (mcnemar); J. L. Fleiss, B.
 * Levin, M. C. Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., 4.1.
 */
NZ_NODISCARD nz_status_t nz_compare_normal_trials(
    const nz_compare_t *self, double power, double *n);

#endif
