/** @file dirichlet_largest.h
 *  @brief Probability that one component of a Dirichlet vector is the largest. */
#ifndef NZ_STATS_DIRICHLET_LARGEST_H
#define NZ_STATS_DIRICHLET_LARGEST_H

#include "stats/status.h"

#include <stdint.h>

/**
 * @brief Probability that the first component is the largest of a Dirichlet vector with
 * parameters (a, b, ..., b), where b is there @p n_others times.
 *
 * With one other component it is P(X > 1/2) for X ~ Beta(a, b) (stats/beta.h). Otherwise
 * components are gamma variables over their sum, and it is the integral of the gamma
 * density of shape a times the n_others-th power of the gamma distribution function of
 * shape b: an integrand that is log-concave in the logarithm of its argument, integrated
 * over all that is within e^-60 of its peak by adaptive Gauss-Kronrod quadrature.
 *
 * @param[in]  a,b        1e-6 <= a <= 1e5, 0 < b <= 1e5; beyond, GSL's gamma distribution
 * function loses digits.
 * @param[in]  n_others   1 .. 1e6.
 * @param[out] probability  in (0, 1); untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (out of range or NaN), NZ_ERR_NUMERIC,
 * NZ_ERR_NO_MEMORY.
 * @par Accuracy  Absolute error below 1e-10 (up to 100 others).
 */
NZ_NODISCARD nz_status_t nz_dirichlet_largest(
    double a, double b, uint64_t n_others, double *probability);

#endif
