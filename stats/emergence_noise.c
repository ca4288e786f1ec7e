#include "stats/emergence_noise.h"

#include "stats/emergence.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const size_t draws_max = 100000, models_in_full = 64;

size_t
nz_emergence_noise_draws(size_t n_models)
{
    return n_models <= models_in_full ? draws_max : draws_max * models_in_full / n_models;
}

static nz_status_t
draw(size_t n_models, size_t n_draws, gsl_rng *rng, double *y, double *magnitudes)
{
    nz_status_t status = NZ_OK;

    for (size_t d = 0; d < n_draws && status == NZ_OK; d++) {
        for (size_t i = 0; i < n_models; i++) {
            y[i] = gsl_ran_gaussian_ratio_method(rng, 1.0);
        }
        status = nz_emergence_score(y, n_models, y + n_models, &magnitudes[d]);
        magnitudes[d] = fabs(magnitudes[d]);
    }
    return status;
}

nz_status_t
nz_emergence_noise_init(
    nz_emergence_noise_t *self, size_t n_models, size_t n_draws, gsl_rng *rng)
{
    if (self == NULL || rng == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_models == 0 || n_draws == 0) {
        return NZ_ERR_DOMAIN;
    }
    double *values = calloc(2 * n_models, sizeof(*values)); /* and scratch */
    double *magnitudes = calloc(n_draws, sizeof(*magnitudes));
    nz_status_t status = NZ_ERR_NO_MEMORY;

    if (values != NULL && magnitudes != NULL) {
        status = draw(n_models, n_draws, rng, values, magnitudes);
    }
    free(values);
    if (status != NZ_OK) {
        free(magnitudes);
        return status;
    }
    gsl_sort(magnitudes, 1, n_draws);
    *self = (nz_emergence_noise_t){ n_models, n_draws, magnitudes };
    return NZ_OK;
}

void
nz_emergence_noise_free(nz_emergence_noise_t *self)
{
    if (self != NULL) {
        free(self->magnitudes);
        memset(self, 0, sizeof(*self));
    }
}

nz_quantile_estimate_t
nz_emergence_noise_quantile(const nz_emergence_noise_t *self, double u)
{
    return nz_mcse_quantile_sorted(self->magnitudes, self->n_draws, 2.0 * u - 1.0);
}

nz_emergence_noise_exceedance_t
nz_emergence_noise_exceedance(const nz_emergence_noise_t *self, double score)
{
    const double magnitude = fabs(score);
    size_t below = 0, end = self->n_draws; /* all before `below` are smaller */

    if (isnan(score)) {
        return (nz_emergence_noise_exceedance_t){ (double) NAN, (double) NAN };
    }
    while (below < end) {
        const size_t middle = below + (end - below) / 2;
        if (self->magnitudes[middle] < magnitude) {
            below = middle + 1;
        } else {
            end = middle;
        }
    }
    const size_t n_reached = self->n_draws - below;
    const double one_side = self->n_models == 1 ? 1.0 : 0.5; /* of one model E is 0 */
    const bool is_certain = self->n_models <= 2 || magnitude <= 1.0 || isinf(magnitude);
    return (nz_emergence_noise_exceedance_t){ one_side * (double) n_reached
                                                  / (double) self->n_draws,
        is_certain ? 0.0 : one_side * nz_mcse_share(n_reached, self->n_draws) };
}
