#include "stats/student_t.h"

#include "stats/beta.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

nz_status_t
nz_student_t_quantile(double tail, double df, double *t)
{
    double share;

    if (t == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(tail > 0.0 && tail < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    const bool negative = tail > 0.5;
    const double both = negative ? 2.0 * (1.0 - tail) : 2.0 * tail;
    nz_status_t status = nz_beta_quantile(both, false, 0.5 * df, 0.5, &share);
    double ratio = (1.0 - share) / share; /* t^2 / df */
    if (status == NZ_OK && share > 0.5) {
        status = nz_beta_quantile(both, true, 0.5, 0.5 * df, &share);
        ratio = share / (1.0 - share);
    }
    if (status == NZ_OK) {
        *t = copysign(sqrt(df * ratio), negative ? -1.0 : 1.0);
    }
    return status;
}
