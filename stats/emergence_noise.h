/** @file emergence_noise.h
 *  @brief Emergence scores of curves without a trend: what to hold a score against.
 *
 *  The values of the models are independent draws of one normal law, whose mean and sd do
 * not matter to the score. Both signs are equally likely, and a curve has a direction in
 * which it improves, so the reference is one-sided: how often noise scores as much in
 * that direction. Over 4 to 12 models E >= 10 has probability .0017 to .0073, more where
 * the number of models is even; |E| >= 10 twice that. E is 0 of one model, -1 or 1 of
 * two, and |E| from 1 to 2 of three.
 */
#ifndef NZ_STATS_EMERGENCE_NOISE_H
#define NZ_STATS_EMERGENCE_NOISE_H

#include "stats/mcse.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stddef.h>

/** Simulated magnitudes for one number of models. Zero-initialise; free with
 * nz_emergence_noise_free. */
typedef struct nz_emergence_noise {
    size_t n_models;
    size_t n_draws;
    double *magnitudes; /**< |E| in increasing order; owned */
} nz_emergence_noise_t;

/** @brief Curves to draw: 100000 up to 64 models, beyond as many as have as many models
 * in all; below a second of work. */
size_t nz_emergence_noise_draws(size_t n_models);

/**
 * @brief Draw @p n_draws curves of @p n_models models.
 * @param[out] self  untouched on error.
 * @param rng        the numbers depend on its stream alone.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY
 * @retval NZ_ERR_DOMAIN  @p n_models or @p n_draws is 0.
 */
NZ_NODISCARD nz_status_t nz_emergence_noise_init(
    nz_emergence_noise_t *self, size_t n_models, size_t n_draws, gsl_rng *rng);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_emergence_noise_free(nz_emergence_noise_t *self);

/** @brief The @p u quantile of E, 1/2 < u < 1, with its Monte Carlo error; that of 1 - u
 * is its negative. */
nz_quantile_estimate_t nz_emergence_noise_quantile(
    const nz_emergence_noise_t *self, double u);

/** P(E >= |score|) and its Monte Carlo error. */
typedef struct nz_emergence_noise_exceedance {
    double probability;
    double mcse; /**< of nz_mcse_share, but 0 where the probability is certain: up to two
                      models, |score| <= 1 (1 is the least magnitude) and infinity */
} nz_emergence_noise_exceedance_t;

/** @brief How likely noise is to look as sudden as @p score in its direction; 0 of an
 * infinite score, 1/2 up to a magnitude of 1 (1 of one model). Both members are NaN for
 * NaN. */
nz_emergence_noise_exceedance_t nz_emergence_noise_exceedance(
    const nz_emergence_noise_t *self, double score);

#endif
