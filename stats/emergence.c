#include "stats/emergence.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

nz_status_t
nz_emergence_score(const double *y, size_t n_models, double *scratch, double *score)
{
    size_t i_max = 0, i_min = 0;

    if (y == NULL || scratch == NULL || score == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_models == 0) {
        return NZ_ERR_DOMAIN;
    }
    for (size_t i = 0; i < n_models; i++) {
        if (!isfinite(y[i])) {
            return NZ_ERR_DOMAIN;
        }
        i_max = y[i] > y[i_max] ? i : i_max;
        i_min = y[i] < y[i_min] ? i : i_min;
    }
    if (i_max == i_min) {
        *score = 0.0;
        return NZ_OK;
    }
    for (size_t i = 1; i < n_models; i++) {
        const double step = y[i] - y[i - 1];
        scratch[i - 1] = step * step;
    }
    gsl_sort(scratch, 1, n_models - 1);
    const double typical =
        sqrt(gsl_stats_median_from_sorted_data(scratch, 1, n_models - 1));
    const double range = y[i_max] - y[i_min];
    *score = i_max > i_min ? range / typical : -range / typical;
    return NZ_OK;
}
