#include "stats/student_t.h"

#include "stats/beta.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

static const double df_max = 18014398509481984.0; /* 2^54 */

/* T^2/df by its tail, at most 1: Beta(1/2, df/2) or its complement, whichever is small
 * and so carries the digits. */
static nz_status_t
square_over_df(double tail, double df, double *ratio)
{
    double share;
    nz_status_t status = nz_beta_quantile(tail, true, 0.5, 0.5 * df, &share);

    if (status == NZ_OK && share <= 0.5) {
        *ratio = share / (1.0 - share);
        return NZ_OK;
    }
    if (status == NZ_OK) {
        status = nz_beta_quantile(tail, false, 0.5 * df, 0.5, &share);
    }
    if (status == NZ_OK) {
        *ratio = (1.0 - share) / share;
        return share >= DBL_MIN ? NZ_OK : NZ_ERR_NUMERIC;
    }
    return status;
}

nz_status_t
nz_student_t_quantile(double tail, double df, double *t)
{
    double ratio;

    if (t == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(tail > 0.0 && tail < 1.0) || !(df > 0.0 && df <= df_max)) {
        return NZ_ERR_DOMAIN;
    }
    const bool negative = tail > 0.5;
    nz_status_t status =
        square_over_df(negative ? 2.0 * (1.0 - tail) : 2.0 * tail, df, &ratio);
    if (status == NZ_OK) {
        *t = negative ? -sqrt(df * ratio) : sqrt(df * ratio);
    }
    return status;
}
