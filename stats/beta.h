/** @file beta.h
 *  @brief Beta distribution: both tails and the quantile, for any size of parameters. */
#ifndef NZ_STATS_BETA_H
#define NZ_STATS_BETA_H

#include "stats/status.h"

#include <stdbool.h>

/**
 * @brief Tail probabilities of X ~ Beta(a, b): P(X <= x) and P(X > x).
 *
 * Three ways, by the smaller parameter: below 50, the power series up to the mode on that
 * parameter's side, and beyond it GSL's continued fraction while the larger is at most
 * 1e4 (GSL loses digits beyond, and later fails); otherwise the smaller tail is
 * integrated on the logit scale (32-point Gauss-Legendre on the density over its value at
 * x). The complement gives the other tail.
 *
 * @param[in]  x      0 <= x <= 1.
 * @param[in]  a,b    shape parameters, > 0, finite, at most 2^54.
 * @param[out] lower  P(X <= x); untouched on error. May be NULL.
 * @param[out] upper  P(X > x); untouched on error. May be NULL.
 * @retval NZ_ERR_DOMAIN   an argument is out of range or NaN.
 * @retval NZ_ERR_NUMERIC  GSL did not converge.
 * @par Accuracy  The relative error of the smaller tail, down to 1e-12, is below 1e-12
 * where the smaller parameter is below 1e6, 1e-11 where it is below 1e9, and 1e-7 at
 * 2^53, where the rounding of x counts as much.
 */
NZ_NODISCARD nz_status_t nz_beta_tails(
    double x, double a, double b, double *lower, double *upper);

/**
 * @brief Logarithm of x^a (1-x)^b / B(a, b), the density of logit(X) for X ~ Beta(a, b).
 *
 * By deviance from the mode, so that no large terms cancel. Multiplied by n/(k(n-k)) at
 * a = k, b = n - k it is the binomial probability (Loader 2000).
 * @param x  0 < x < 1.   @param a,b  > 0.   No checks.
 */
double nz_beta_log_logit_density(double x, double a, double b);

/**
 * @brief Quantile of Beta(a, b): the x with P(X <= x) = tail, or P(X > x) = tail.
 *
 * Halley's iteration on the logarithm of the tail over logit(x), kept inside a bracket:
 * the tail is log-concave there, so it converges from anywhere. GSL's own inverse fails
 * on ordinary inputs, e.g. Beta(3.5, 297.5) at .975.
 *
 * @param[in]  tail   probability, 0 <= tail <= 1.
 * @param[in]  upper  whether @p tail lies above x.
 * @param[in]  a,b    as in nz_beta_tails.
 * @param[out] x      in [0, 1]; untouched on error.
 * @retval NZ_ERR_NULL_ARG  @p x is NULL.
 * @retval NZ_ERR_DOMAIN    an argument is out of range or NaN.
 * @retval NZ_ERR_NUMERIC   no convergence.
 * @par Accuracy  Relative error of x below 1e-12 for a, b from 1/2 to 9e15 and tails from
 *                5e-13 to 1/2; where x is near 1, of 1 - x but for the rounding of x.
 */
NZ_NODISCARD nz_status_t nz_beta_quantile(
    double tail, bool upper, double a, double b, double *x);

#endif
