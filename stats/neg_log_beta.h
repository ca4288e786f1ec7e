/** @file neg_log_beta.h
 *  @brief Mean and standard deviation of -log X for X of a beta distribution. */
#ifndef NZ_STATS_NEG_LOG_BETA_H
#define NZ_STATS_NEG_LOG_BETA_H

#include "stats/status.h"

/**
 * @brief Mean and standard deviation of -log X, X ~ Beta(a, b) [nats].
 *
 * mean = psi(a + b) - psi(a), variance = psi1(a) - psi1(a + b), with the digamma and the
 * trigamma function; as a Taylor series in b where b is small beside a and the
 * differences would cancel.
 *
 * @param[in]  a     1e-100 <= a <= 1e15.
 * @param[in]  b     0 <= b <= 1e15; 0 gives 0 and 0.
 * @param[out] mean,sd  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (out of range or NaN), NZ_ERR_NUMERIC.
 * @par Accuracy  Relative error below 1e-12 for a and b from 1e-6 to 1e6.
 * @par Source  N. L. Johnson, S. Kotz, N. Balakrishnan (1995), Continuous Univariate
 *              Distributions 2, chapter 25.
 */
NZ_NODISCARD nz_status_t nz_neg_log_beta(double a, double b, double *mean, double *sd);

#endif
