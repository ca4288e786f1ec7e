#include "stats/bca.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

bool
nz_bca_level(double z0, double acceleration, double z, double *corrected)
{
    const double w = z0 + z;
    const double stretch = 1.0 - acceleration * w;

    if (!isfinite(z0) || !(stretch > 0.0)) {
        return false;
    }
    *corrected = z0 + w / stretch;
    return true;
}

double
nz_bca_share_error(double z0, double acceleration, double z, double n_resamples)
{
    const double stretch = 1.0 - acceleration * (z0 + z);
    const double corrected = z0 + (z0 + z) / stretch;
    const double u = gsl_cdf_ugaussian_P(corrected), u0 = gsl_cdf_ugaussian_P(z0);
    /* d u / d u0 */
    const double slope = (1.0 + 1.0 / (stretch * stretch))
                         * gsl_ran_ugaussian_pdf(corrected) / gsl_ran_ugaussian_pdf(z0);
    const double variance = slope * slope * u0 * (1.0 - u0) + u * (1.0 - u)
                            - 2.0 * slope * (fmin(u, u0) - u * u0);

    return sqrt(fmax(variance, 0.0) / n_resamples);
}
