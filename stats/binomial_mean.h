/** @file binomial_mean.h
 *  @brief Mean of a smooth function of a binomial count, at a cost that does not depend
 *         on the number of trials. Internal.
 */
#ifndef NZ_STATS_BINOMIAL_MEAN_H
#define NZ_STATS_BINOMIAL_MEAN_H

#include "stats/binomial.h"
#include "stats/status.h"

#include <stdint.h>

/** Most values of a function that a mean takes. */
#define NZ_BINOMIAL_MEAN_NODES_MAX UINT64_C(1024)

/**
 * @brief nz_binomial_range for 1e-13 on each side, about 8 standard deviations, but not
 * the counts of probability below 1e-60, so that recurrences can start at the ends.
 * @param n  at most 2^53.   @param p  0 <= p <= 1.   No checks.
 */
nz_binomial_range_t nz_binomial_mean_range(uint64_t n, double p);

/** @brief P(X = mode), the largest probability of a count. No checks. */
double nz_binomial_mean_largest(uint64_t n, double p);

/**
 * @brief P(X >= k), X ~ Binomial(n, p), continued to real numbers k > 0 and n by the
 * incomplete beta function; from k = n on a straight line down to 0 at k = n + 1.
 * @param p  0 <= p <= 1.
 * @param[out] tail  untouched on error.
 * @retval NZ_ERR_DOMAIN, NZ_ERR_NUMERIC  of nz_beta_tails.
 */
NZ_NODISCARD nz_status_t nz_binomial_mean_tail(
    double k, double n, double p, double *tail);

/** Value at the count @p x, a whole number. */
typedef nz_status_t (*nz_binomial_function_t)(
    const void *context, double x, double *value);

/**
 * @brief E f(X), X ~ Binomial(n, p), by the trapezoidal rule through the mode: some 40
 * values of f where it is smooth, at most NZ_BINOMIAL_MEAN_NODES_MAX.
 *
 * The stride is half of the standard deviation less 4, or of @p scale less 4 if that is
 * smaller, at least one. At stride one it is the sum itself; otherwise exact but for
 * exp(-c (sd/stride)^2), below 1e-12, if f is a function of x/scale without steps.
 * @param n      at most 2^53.   @param p  0 <= p <= 1.   No checks.
 * @param scale  counts within which f varies by its order, where it varies; > 0, may be
 *               infinite.
 * @param[out] mean  untouched on error.
 * @return what @p f returns, if not NZ_OK.
 */
NZ_NODISCARD nz_status_t nz_binomial_mean(uint64_t n, double p, double scale,
    nz_binomial_function_t f, const void *context, double *mean);

#endif
