/** @file bca.h
 *  @brief Levels of the BCa bootstrap interval, on the normal scale.
 *
 * @par Source  B. Efron (1987), J. Am. Stat. Assoc. 82(397), 171-185.
 */
#ifndef NZ_STATS_BCA_H
#define NZ_STATS_BCA_H

#include <stdbool.h>

/**
 * @brief The level at which BCa takes a quantile of the bootstrap distribution instead of
 * at @p z: Phi(corrected), corrected = z0 + w/(1 - a w), w = z0 + z.
 *
 * @param[in]  z0            normal quantile of the share of estimates below the data's.
 * @param[in]  acceleration  a.
 * @param[in]  z             normal quantile of the tail (negative for a lower limit).
 * @param[out] corrected     untouched if there is none.
 * @return false if z0 is infinite or 1 - a w <= 0: the interval is undefined.
 */
bool nz_bca_level(double z0, double acceleration, double z, double *corrected);

/**
 * @brief Standard error, on the scale of shares, of the quantile at that level of
 * @p n_resamples resamples: that of the quantile itself and that of z0, which moves the
 * level and comes from the same resamples. The level must exist.
 */
double nz_bca_share_error(double z0, double acceleration, double z, double n_resamples);

#endif
