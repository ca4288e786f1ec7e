#include "stats/emergence.h"

#include <gsl/gsl_sort.h>
#include <math.h>

/* First places of the extremes; NZ_ERR_DOMAIN unless all is finite, the range included.
 */
static nz_status_t
find_extremes(const double *y, size_t n_models, size_t *i_max, size_t *i_min)
{
    *i_max = *i_min = 0;
    for (size_t i = 0; i < n_models; i++) {
        if (!isfinite(y[i])) {
            return NZ_ERR_DOMAIN;
        }
        *i_max = y[i] > y[*i_max] ? i : *i_max;
        *i_min = y[i] < y[*i_min] ? i : *i_min;
    }
    return n_models > 0 && isfinite(y[*i_max] - y[*i_min]) ? NZ_OK : NZ_ERR_DOMAIN;
}

/* Root of the median square of sorted magnitudes. The squares themselves would underflow
 * where models have next to no chance. */
static double
median_root(const double *sorted, size_t n)
{
    const double upper = sorted[n / 2];

    if (n % 2 == 1 || upper == 0.0) {
        return upper;
    }
    const double ratio = sorted[n / 2 - 1] / upper;
    return upper * sqrt((1.0 + ratio * ratio) / 2.0);
}

nz_status_t
nz_emergence_score(const double *y, size_t n_models, double *scratch, double *score)
{
    size_t i_max, i_min;

    if (y == NULL || scratch == NULL || score == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = find_extremes(y, n_models, &i_max, &i_min);
    if (status != NZ_OK) {
        return status;
    }
    if (i_max == i_min) {
        *score = 0.0;
        return NZ_OK;
    }
    for (size_t i = 1; i < n_models; i++) {
        scratch[i - 1] = fabs(y[i] - y[i - 1]);
    }
    gsl_sort(scratch, 1, n_models - 1);
    const double typical = median_root(scratch, n_models - 1);
    const double range = y[i_max] - y[i_min];
    *score = i_max > i_min ? range / typical : -range / typical;
    return NZ_OK;
}

nz_status_t
nz_emergence_jump(const double *y, size_t n_models, nz_emergence_jump_t *out)
{
    size_t i_max, i_min;
    nz_emergence_jump_t jump = { 0.0, 0.0 };

    if (y == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = find_extremes(y, n_models, &i_max, &i_min);
    if (status != NZ_OK) {
        return status;
    }
    for (size_t i = 1; i < n_models; i++) {
        jump.size = fmax(jump.size, fabs(y[i] - y[i - 1]));
    }
    if (i_max != i_min) {
        jump.share = jump.size / (y[i_max] - y[i_min]);
    }
    *out = jump;
    return NZ_OK;
}
