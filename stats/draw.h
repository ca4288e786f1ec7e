/** @file draw.h
 *  @brief Random counts of any size: binomial, multinomial and Poisson.
 *
 *  Cost does not grow with the number of trials: a binomial is one draw by GSL's BTPE up
 * to 2^26 trials, above that at most 27 beta draws that halve the trials.
 */
#ifndef NZ_STATS_DRAW_H
#define NZ_STATS_DRAW_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

/**
 * @brief Draw from Binomial(n, p), given p and its complement, so that neither loses
 * digits.
 * @param n  at most 2^53.   @param p,q  >= 0, p + q = 1 to rounding.   No checks.
 * @par Source  W. Hoermann / V. Kachitvichyanukul, B. Schmeiser (1988) through GSL; the
 *              halving by an order statistic of n uniforms: L. Devroye (1986), p. 536.
 */
uint64_t nz_draw_binomial(gsl_rng *rng, uint64_t n, double p, double q);

/** Largest mean of a Poisson count. */
#define NZ_DRAW_POISSON_MEAN_MAX 1e16

/**
 * @brief Draw from the Poisson distribution, at any mean in some 40 gamma draws at most.
 *
 * The time of the m-th event, m = 7/8 of the mean, is a gamma variable: if it is above
 * the mean, the events before it are m - 1 uniform times, else the rest is Poisson again.
 * @param mean  0 <= mean <= NZ_DRAW_POISSON_MEAN_MAX.   No checks.
 * @par Source  J. H. Ahrens, U. Dieter (1974), Computing 12(3), 223-246. GSL's own
 *              returns an unsigned int.
 */
uint64_t nz_draw_poisson(gsl_rng *rng, double mean);

/** One category of a multinomial: its chance among itself and the later ones. */
typedef struct nz_category {
    double take;  /**< P(this category | none of the earlier ones) */
    double leave; /**< its complement */
} nz_category_t;

/**
 * @brief Prepare conditional draws from the probabilities of @p n_categories categories.
 * @param[in]  weights  >= 0, not all 0; need not sum to 1.
 * @param[out] categories  @p n_categories of them.
 */
void nz_draw_prepare(
    const double *weights, size_t n_categories, nz_category_t *categories);

/**
 * @brief Draw counts ~ Multinomial(n, ...) by conditional binomials, O(n_categories).
 * @param[out] counts  @p n_categories counts with sum n.
 */
void nz_draw_multinomial(gsl_rng *rng, uint64_t n, const nz_category_t *categories,
    size_t n_categories, uint64_t *counts);

#endif
