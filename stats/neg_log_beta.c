#include "stats/neg_log_beta.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <stddef.h>

/* Below this b/a the series takes few terms; above it, few digits cancel. */
static const double series_max = 0.01;
enum { n_terms = 9 };

/* psi^(order)(a + b) - psi^(order)(a) by its Taylor series. */
static nz_status_t
series(int order, double a, double b, double *difference)
{
    double sum = 0.0, factor = 1.0;

    for (int m = 1; m <= n_terms; m++) {
        gsl_sf_result psi;
        if (gsl_sf_psi_n_e(order + m, a, &psi) != GSL_SUCCESS) {
            return NZ_ERR_NUMERIC;
        }
        factor *= b / m;
        sum += factor * psi.val;
    }
    *difference = sum;
    return NZ_OK;
}

static nz_status_t
direct(int order, double a, double b, double *difference)
{
    gsl_sf_result at_sum, at_a;

    if (gsl_sf_psi_n_e(order, a + b, &at_sum) != GSL_SUCCESS
        || gsl_sf_psi_n_e(order, a, &at_a) != GSL_SUCCESS) {
        return NZ_ERR_NUMERIC;
    }
    *difference = at_sum.val - at_a.val;
    return NZ_OK;
}

nz_status_t
nz_neg_log_beta(double a, double b, double *mean, double *sd)
{
    double first = 0.0, second = 0.0;
    nz_status_t status = NZ_OK;

    if (mean == NULL || sd == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(a >= 1e-100 && a <= 1e15) || !(b >= 0.0 && b <= 1e15)) {
        return NZ_ERR_DOMAIN;
    }
    if (b > 0.0) {
        nz_status_t (*difference)(int, double, double, double *) =
            b < series_max * a ? series : direct;
        status = difference(0, a, b, &first);
        if (status == NZ_OK) {
            status = difference(1, a, b, &second);
        }
    }
    if (status == NZ_OK) {
        *mean = first;
        *sd = sqrt(-second);
    }
    return status;
}
