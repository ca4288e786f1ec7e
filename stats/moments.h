/** @file moments.h
 *  @brief Mean and central moments up to the fourth, in one pass and mergeable. */
#ifndef NZ_STATS_MOMENTS_H
#define NZ_STATS_MOMENTS_H

#include <stdint.h>

/** Running moments of a sample. Zero-initialise; holds no resources. */
typedef struct nz_moments {
    uint64_t n;        /**< values pushed */
    double mean;       /**< their mean; 0 if n is 0 */
    double m2, m3, m4; /**< sums of powers of the deviations from the mean */
} nz_moments_t;

/** @brief Add one finite value. */
void nz_moments_push(nz_moments_t *self, double value);

/** @brief Add all values of @p other. The result depends on the order of merges only by
 *         rounding, so merge in a fixed order where bits matter.
 *  @par Source  P. Pebay (2008), Sandia report SAND2008-6212. */
void nz_moments_merge(nz_moments_t *self, const nz_moments_t *other);

/** @brief Sample standard deviation (divisor n - 1); NaN if n < 2. */
double nz_moments_sd(const nz_moments_t *self);

#endif
