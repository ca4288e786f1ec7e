/** @file convolution.h
 *  @brief The n-fold convolution of a histogram, on a window of its support, by FFT. */
#ifndef NZ_STATS_CONVOLUTION_H
#define NZ_STATS_CONVOLUTION_H

#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/**
 * @brief Smallest power of two that holds all but 1e-15 of the distribution of the sum of
 * n draws with variance @p variance each, on 0..max_score, by Bernstein's inequality; 0
 * if above @p limit.
 */
size_t nz_convolution_length(double n, double max_score, double variance, size_t limit);

/**
 * @brief Probabilities of the sum of n = @p n_items draws from @p counts.
 *
 * The sum's residues modulo @p length are exact to rounding (below 1e-13 absolute for any
 * n, since the transform's logarithm is formed from its distance to 1 at the commonest
 * score); with nz_convolution_length, no two totals that matter share one.
 *
 * @param[in]  counts   @p n_scores counts with sum @p n_items > 0; n_scores <= length.
 * @param[in]  length   a power of two >= 2.
 * @param[out] pmf      @p length probabilities of the totals *first .. *first + length
 * - 1.
 * @param[out] first    the least total of the window, possibly negative (probability 0).
 * @retval NZ_ERR_NUMERIC  GSL's transform refused.
 */
NZ_NODISCARD nz_status_t nz_convolution_pmf(const uint64_t *counts, size_t n_scores,
    uint64_t n_items, size_t length, double *pmf, int64_t *first);

#endif
