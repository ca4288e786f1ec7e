/** @file saddlepoint.h
 *  @brief Saddlepoint approximation of the quantiles of a lattice sum. */
#ifndef NZ_STATS_SADDLEPOINT_H
#define NZ_STATS_SADDLEPOINT_H

#include "stats/status.h"

#include <stddef.h>

/**
 * @brief Point y at which the continuity-corrected distribution of a sum S of n draws
 * reaches the standard normal quantile z: P(S <= y - 1/2) = Phi(z) for y - 1/2 on the
 * lattice.
 *
 * S is the sum of n independent draws of j = 0..n_scores-1 with probabilities weights[j]
 * (span 1). Solves r*(s) = z for the saddlepoint s, where
 *   r* = r + log(u/r)/r,  r = sign(s) sqrt(2 n (s K'(s) - K(s))),
 *   u = 2 sinh(s/2) sqrt(n K''(s)),  K(s) = log sum_j weights[j] exp(s j),
 * and returns y = n K'(s) - n K'(0), the deviation from the mean.
 *
 * @param[in]  weights  probabilities, first and last > 0, n_scores >= 2.
 * @param[in]  n        number of draws, > 0.
 * @param[in]  z        finite.
 * @param[out] deviation  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 * @retval NZ_ERR_NUMERIC  no solution found: z lies beyond what the ends of the lattice
 * reach, whose probabilities are weights[end]^n.
 * @par Source  H. E. Daniels (1987), Int. Stat. Rev. 55(1), 37-48 (second continuity
 *              correction); O. E. Barndorff-Nielsen (1986), Biometrika 73(2), 307-322;
 *              for the bootstrap: A. C. Davison, D. V. Hinkley (1988), Biometrika 75(3),
 * 417.
 */
NZ_NODISCARD nz_status_t nz_saddlepoint_quantile(
    const double *weights, size_t n_scores, double n, double z, double *deviation);

#endif
