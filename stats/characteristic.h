/** @file characteristic.h
 *  @brief Distribution of the sum of n draws from a histogram by its characteristic
 *         function: for scores that are real numbers rounded to a fine lattice.
 *
 *  With phi(t) = sum_j weights[j] exp(i t (j - mean)) of one draw, Y the deviation of the
 *  sum from its mean and t_k = (k + 1/2) d (Davies 1973),
 *    P(Y <= y) = 1/2 - sum_k Im(phi(t_k)^n exp(-i t_k y)) / (pi (k + 1/2)),
 *  up to the probability that Y is more than 2 pi/d from y. The spacing d makes that
 * below 1e-9 for |y| up to 6 standard deviations of Y (Bernstein's inequality). Terms are
 *  taken until |phi|^n is below 1e-9. What is left out is bounded by looking at |phi|
 *  further on, up to frequencies of NZ_CHARACTERISTIC_REACH over the standard deviation
 *  of Y, in steps in which it cannot change much: sqrt(1 - |phi|^2) changes by at most
 *  the standard deviation of a draw times the step.
 *
 *  Real scores have no finer structure. If they had, at a distance of g standard
 *  deviations of Y, quantiles would be off by g/2 at most, here .006.
 */
#ifndef NZ_STATS_CHARACTERISTIC_H
#define NZ_STATS_CHARACTERISTIC_H

#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Frequencies looked at, times the standard deviation of Y. */
#define NZ_CHARACTERISTIC_REACH 500

/** Opaque; holds the workspace, reused from one histogram to the next. */
typedef struct nz_characteristic nz_characteristic_t;

/**
 * @brief Allocate a workspace for histograms of up to @p max_scores scores.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (max_scores is 0).
 */
NZ_NODISCARD nz_status_t nz_characteristic_create(
    size_t max_scores, nz_characteristic_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_characteristic_destroy(nz_characteristic_t **self);

/**
 * @brief Set the histogram.
 * @param weights  probabilities of the scores 0 .. n_scores - 1 <= max_scores - 1, at
 *                 least two of them above 0; not borrowed.
 * @param n        number of draws, at least 1.
 * @return false if what is left out could exceed 1e-5 or too many terms are needed (there
 *         are few draws, or the sum is lumpy) or if terms do not fade (the sum has atoms:
 *         the later half of them, up to the reach, adds to more than 1e-4). Nothing is
 *         then set.
 */
bool nz_characteristic_set(
    nz_characteristic_t *self, const double *weights, size_t n_scores, uint32_t n);

/**
 * @brief P(Y <= y), y the deviation from the mean; of the lattice sum if y lies half way
 *        between two values of Y, between those a smooth interpolation.
 * @par Accuracy  For |y| up to 6 standard deviations s of Y: what is left out, at most
 *      1e-4 and mostly 1e-8; .01/s^2 for the steps of the lattice; rounding 2e-16 n.
 */
double nz_characteristic_below(const nz_characteristic_t *self, double y);

/**
 * @brief The y with P(Y <= y) = tail or, if @p upper, with P(Y > y) = tail.
 * @param[in]  tail  NZ_CHARACTERISTIC_TAIL_MIN <= tail < 1.
 * @param[out] y     untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NUMERIC (not found).
 * @par Source  R. B. Davies (1973), Biometrika 60(2), 415-417.
 */
NZ_NODISCARD nz_status_t nz_characteristic_quantile(
    const nz_characteristic_t *self, double tail, bool upper, double *y);

/** Least tail whose quantile is asked for. */
#define NZ_CHARACTERISTIC_TAIL_MIN 1e-6

#endif
