/** @file ratio_saddlepoint.h
 *  @brief Saddlepoint approximation of the bootstrap distribution of a sample's mean:
 *         items, clusters, strata and all of them together.
 *
 *  The mean of a resample (*), sum T* / sum M* over its units, is at most y where the sum
 * of (T - y M)* is at most 0. That sum has the cumulant generating function
 *   K(s) = sum over strata h of G_h log mean over the units of h of exp(s (T_c - y M_c)),
 * so that with K'(s) = 0 at s(y)
 *   P*(mean* <= y) = Phi(r*),  r* = r + log(u/r)/r,
 *   r = sign(s) sqrt(-2 K(s)),  u = s sqrt(K''(s)).
 *
 * @par Accuracy  The mean of a resample is discrete; this is a smooth curve through its
 * steps. Against all resamples of seven items or clusters, limits at 2.5 % leave out 2.2
 * to 2.8 %, and at 5 %, 4.6 to 5.8 %, half of those equal to the limit included; of 120
 * items, limits at tails from .001 to .5 are right to .001 standard deviations of the
 * mean; of 20000, to 2e-6. Where sums fall on a lattice, limits are within about half a
 * step.
 * @par Source  As in saddlepoint.h; the estimating equation: H. E. Daniels (1983),
 *              Biometrika 70(1), 89-96; A. C. Davison, D. V. Hinkley (1997), Bootstrap
 *              Methods and their Application, section 9.5.
 */
#ifndef NZ_STATS_RATIO_SADDLEPOINT_H
#define NZ_STATS_RATIO_SADDLEPOINT_H

#include "stats/sample.h"
#include "stats/status.h"

/**
 * @brief The y at which r* = @p z, as a deviation: y is mean + scale * deviation.
 *
 * Where @p z is beyond what the units reach, the least or largest mean that a resample
 * can have: if that has at least the probability Phi(-|z|), and wherever r* = z has no
 * solution. Time: some 6 passes over the units if they have one size, 25 if not, of 5 to
 * 10 ns per unit: .05 s for 1e6 items.
 *
 * @param[in]  z  finite, or infinite for the least or largest mean.
 * @param[out] deviation  untouched on error; 0 if all resamples are equal.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (@p z is NaN).
 * @retval NZ_ERR_NUMERIC  the saddlepoint of some y was not found.
 */
NZ_NODISCARD nz_status_t nz_ratio_saddlepoint_quantile(
    const nz_sample_t *sample, double z, double *deviation);

#endif
