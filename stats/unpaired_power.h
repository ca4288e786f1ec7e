/** @file unpaired_power.h
 *  @brief Power of the pooled z test of two proportions from n items each. Internal to
 *         stats/compare_power.h.
 *
 *  X1 ~ Binomial(n, p1), X2 ~ Binomial(n, p2), s = X1 + X2. The test with the critical
 *  region of b items rejects where 2 b (X1 - X2)^2 >= z^2 s (2 b - s) and X1 != X2. That
 *  of b = n is the test itself; for b > n it is smaller, so that its power is a lower
 *  bound, which varies smoothly with n.
 */
#ifndef NZ_STATS_UNPAIRED_POWER_H
#define NZ_STATS_UNPAIRED_POWER_H

#include "stats/status.h"

#include <stdint.h>

/** Two independent proportions, arranged so that p1 <= p2 and p1 + p2 <= 1, which the
 * test does not notice. */
typedef struct nz_unpaired {
    double p1, p2;
    double z; /**< critical value, > 0 */
} nz_unpaired_t;

/** @brief Arrange two proportions, 0..1. No checks. */
nz_unpaired_t nz_unpaired_power_init(double first, double second, double z);

/** @brief How many terms nz_unpaired_power_at adds up, roughly. */
double nz_unpaired_power_terms(const nz_unpaired_t *self, uint64_t n);

/**
 * @brief P(the test with the critical region of b items rejects) at n items each.
 *
 * The sum over X1 of P(X1) P(X2 beyond the critical count), both by recurrences; some ten
 * nanoseconds per term.
 * @param b  n <= b <= 2^53.
 * @param[out] power  untouched on error.
 * @par Accuracy  Absolute error below 1e-12.
 * @retval NZ_ERR_NUMERIC  the incomplete beta function did not converge.
 */
NZ_NODISCARD nz_status_t nz_unpaired_power_at(
    const nz_unpaired_t *self, uint64_t n, uint64_t b, double *power);

/**
 * @brief P(X2 - X1 exceeds the critical difference, not rounded up to a whole number,
 * by @p raise), X2 made continuous by the incomplete beta function.
 *
 * With a raise of 1 below the power at n, and growing with n; with 1/2 about in the
 * middle of its ups and downs.
 * @param[out] power  untouched on error.
 * @retval NZ_ERR_NUMERIC  as nz_unpaired_power_at.
 */
NZ_NODISCARD nz_status_t nz_unpaired_power_smooth(
    const nz_unpaired_t *self, uint64_t n, double raise, double *power);

/** @brief Bound of the second differences over n of nz_unpaired_power_at for one b, at n
 * and beyond: of the products of binomial probabilities, by convolution of halves. */
double nz_unpaired_power_curvature(const nz_unpaired_t *self, uint64_t n);

#endif
