/** @file sample_resample.h
 *  @brief Random resamples of a sample: the statistic of each of B.
 *
 *  Four ways, chosen by the statistic and the sample:
 *  - Means of single items with few distinct values: their counts are multinomial, and
 *    the cost does not grow with the items.
 *  - Other means: units are drawn one by one, block by block. How many of the draws fall
 *    into each block of 2048 units is binomial, and within a block they stay in the first
 *    cache: about 2 ns per unit.
 *  - Quantiles of single items in one stratum: the r-th smallest draw is at the position
 *    of the r-th smallest of n uniforms, Beta(r, n - r + 1), and the next follows from
 *    it, at a cost that does not grow with the items.
 *  - Other quantiles: units are drawn, and the items passed in ascending order with their
 *    units' counts.
 *
 *  Indices are 32 random bits times the number of units (D. Lemire (2019), ACM Trans.
 *  Model. Comput. Simul. 29(1), 3), exactly uniform by rejection, or just 11 bits within
 * a block of 2048; from a PCG64 that is seeded from the generator given.
 */
#ifndef NZ_STATS_SAMPLE_RESAMPLE_H
#define NZ_STATS_SAMPLE_RESAMPLE_H

#include "stats/report.h"
#include "stats/sample.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stdint.h>

/**
 * @brief Means of @p n_resamples resamples.
 *
 * @param[in]  n_resamples  >= 1.
 * @param[out] deviations   mean* = sample->mean + sample->scale * deviation.
 * @param[out] t_values     deviation / its standard error in the resample, which is
 * sqrt(sum over strata and units of (d - mean of d in the stratum)^2) / sum M,
 * d = T - mean* M; infinite, or 0 with the deviation, where that is 0. May be NULL.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (no resamples), NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_sample_resample_means(const nz_sample_t *sample,
    uint64_t n_resamples, gsl_rng *rng, nz_report_t report, double *deviations,
    double *t_values);

/**
 * @brief p-quantiles of @p n_resamples resamples, in the unit of the values.
 * @param[in]  p       0 < p < 1.
 * @param[out] values  @p n_resamples of them.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_sample_resample_quantiles(const nz_sample_t *sample, double p,
    uint64_t n_resamples, gsl_rng *rng, nz_report_t report, double *values);

#endif
