/** @file inverse_width.h
 *  @brief How many successes to sample until for an interval of a relative width.
 *
 *  K trials are spent up to the r-th success, P(K) = C(K-1, r-1) p^r (1-p)^(K-r), and the
 *  exact interval is [L(K), U(K)] (stats/inverse_sampling.h, without a budget):
 *
 *    w(r, p) = sum over K of P(K) (U(K) - L(K))/(2p),
 *
 *  which for small p is (b - a)/(2 (r - 1)) with the quantiles a, b of Gamma(r) at the
 *  tails, about z/sqrt(r). It falls with r.
 */
#ifndef NZ_STATS_INVERSE_WIDTH_H
#define NZ_STATS_INVERSE_WIDTH_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdint.h>

/**
 * @brief Expected half-width over p of the exact interval after sampling until r
 * successes: w(r, p).
 *
 * The limits are smooth in K, so that a dozen pairs tell them all: K (U - L) is
 * interpolated by a polynomial in 1/(K - r + 16), but for the sixteen smallest K. The sum
 * over up to 2048 K is done as it stands, over more as an integral with Euler and
 * Maclaurin's end term. Some .1 to .6 ms.
 * @param r      2 .. NZ_INVERSE_SAMPLING_SUCCESSES_MAX.   @param p  0 < p <= 1.
 * @param tails  a tail of 0 leaves its limit at 0 or 1.
 * @param[out] relative  untouched on error.
 * @par Accuracy  Relative error below 1e-11 for r to 1e5, 1e-10 for r to 1e6, where it is
 * not below 1e-14/p: against sums over all K. For p below (1.5 r + 100) 2^-53 that of
 * this p.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_NUMERIC  a limit could not be computed.
 */
NZ_NODISCARD nz_status_t nz_inverse_width_expected(
    uint64_t r, double p, nz_tails_t tails, double *relative);

/**
 * @brief The least r with w(r, p) <= relative, for it and every larger one.
 * @param relative  > 0.
 * @param[out] r    untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC  as above.
 * @retval NZ_ERR_UNREACHABLE  it exceeds NZ_INVERSE_SAMPLING_SUCCESSES_MAX, or without an
 *                             upper limit no r does.
 */
NZ_NODISCARD nz_status_t nz_inverse_width_successes(
    double relative, double p, nz_tails_t tails, uint64_t *r);

#endif
