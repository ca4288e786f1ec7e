/** @file resampled.h
 *  @brief A sorted array of resampled estimates: its quantiles, spread and their Monte
 *         Carlo errors. */
#ifndef NZ_STATS_RESAMPLED_H
#define NZ_STATS_RESAMPLED_H

#include <stdbool.h>
#include <stddef.h>

/** @brief Sort @p n numbers, none of them NaN, in ascending order. */
void nz_resampled_sort(double *values, size_t n);

/* The rest take @p n >= 1 ascending numbers; no checks. */

/** @brief The smallest value that at least a share @p tail of them does not exceed, or,
 * if @p upper, that at most a share @p tail exceeds; shares that agree to 1e-13 count as
 * equal.
 *  @param tail  0 <= tail < 1; 0 gives the least or largest.
 *  @return its index. */
size_t nz_resampled_rank(size_t n, double tail, bool upper);

/** @brief The value at nz_resampled_rank. */
double nz_resampled_quantile(const double *sorted, size_t n, double tail, bool upper);

/**
 * @brief What a quantile is off by if its share is off by @p share_error: half the
 * difference between the quantiles that much below and above.
 *
 * The standard error of a sample quantile at share u is that for sqrt(u (1 - u)/n), by
 * its distribution-free interval.
 * @param share        0 <= share <= 1.
 * @param share_error  > 0.
 * @return NaN where it is not finite, and where fewer than ten numbers lie beyond the
 * quantile on either side: the few there are do not tell.
 */
double nz_resampled_quantile_error(
    const double *sorted, size_t n, double share, double share_error);

/** @brief Standard deviation, divisor n - 1; NaN if n is 1. Scaled, so that no square
 * overflows. */
double nz_resampled_sd(const double *sorted, size_t n);

#endif
