/** @file mcse.h
 *  @brief Monte Carlo standard errors of results over replicates.
 *
 *  Sources: T. P. Morris, I. R. White, M. J. Crowther (2019), Stat. Med. 38(11),
 * 2074-2102, with three repairs for results that sit at an edge, where the textbook
 * formulas give 0 or assume normality: see each function.
 */
#ifndef NZ_STATS_MCSE_H
#define NZ_STATS_MCSE_H

#include "stats/frequency.h"
#include "stats/moments.h"

#include <stddef.h>
#include <stdint.h>

/**
 * @brief Of a mean: sd/sqrt(R), but not below @p resolution times the error of a share of
 *        which nothing was seen (nz_mcse_share(0, R)).
 *
 * When all R replicates are equal their sd is 0, yet the next may differ by one step.
 * @param resolution  smallest step of the values [their unit]; 0 for a continuum.
 * @return NaN if R < 2.
 */
double nz_mcse_mean(const nz_moments_t *moments, double resolution);

/**
 * @brief Of a standard deviation s: sqrt((m4 - s^4)/R)/(2 s) by the delta method, m4 the
 *        fourth central moment and all of divisor R, which is s/sqrt(2 R) for normal
 * values and larger for the skewed estimates near zero; not below @p resolution/sqrt(R +
 * z^2), z the .975 normal quantile.
 * @return NaN if R < 2.
 */
double nz_mcse_sd(const nz_moments_t *moments, double resolution);

/**
 * @brief Of a share @p count / @p total: the larger distance from the share to the ends
 * of its 95 % Wilson interval, over z: positive at shares 0 and 1.
 * @return NaN if total is 0.
 */
double nz_mcse_share(uint64_t count, uint64_t total);

/** A quantile over replicates and its Monte Carlo error. */
typedef struct nz_quantile_estimate {
    double value; /**< NaN if there are no values */
    /** NaN beside an infinite value and where too few replicates bound it; infinite where
     *  the interval reaches an infinite value. */
    double mcse;
} nz_quantile_estimate_t;

/**
 * @brief The @p u quantile of counted keys: the smallest value that at least a share u of
 * the replicates does not exceed. Its error is the width of the distribution-free 95 %
 *        interval between two order statistics, over 2 z.
 * @param u         0 < u < 1.
 * @param to_value  what a key stands for (increasing); gets @p context.
 */
nz_quantile_estimate_t nz_mcse_quantile(const nz_frequency_t *frequency, double u,
    double (*to_value)(int64_t key, const void *context), const void *context);

/** @brief As nz_mcse_quantile, of @p n values in increasing order. */
nz_quantile_estimate_t nz_mcse_quantile_sorted(const double *values, size_t n, double u);

#endif
