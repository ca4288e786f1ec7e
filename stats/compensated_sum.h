/** @file compensated_sum.h
 *  @brief A sum that keeps what rounding takes from it: its error hardly grows with the
 *         number of terms.
 *
 *  @par Source  A. Neumaier (1974), Z. Angew. Math. Mech. 54(1), 39-51.
 */
#ifndef NZ_STATS_COMPENSATED_SUM_H
#define NZ_STATS_COMPENSATED_SUM_H

#include <math.h>

/** Zero-initialise. */
typedef struct nz_compensated_sum {
    double rounded, lost;
} nz_compensated_sum_t;

/** @brief Add a finite term. */
static inline void
nz_compensated_sum_add(nz_compensated_sum_t *self, double term)
{
    const double total = self->rounded + term;

    self->lost += fabs(self->rounded) >= fabs(term) ? (self->rounded - total) + term
                                                    : (term - total) + self->rounded;
    self->rounded = total;
}

/** @brief The sum so far, to 2e-16 relative and, of n terms, n^2 1e-32 times the sum
 * of their sizes. */
static inline double
nz_compensated_sum_value(const nz_compensated_sum_t *self)
{
    return self->rounded + self->lost;
}

#endif
