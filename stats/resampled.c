#include "stats/resampled.h"

#include <math.h>
#include <stdlib.h>

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

void
nz_resampled_sort(double *values, size_t n)
{
    qsort(values, n, sizeof(*values), compare);
}

size_t
nz_resampled_rank(size_t n, double tail, bool upper)
{
    const double count = tail * (double) n;
    const double rank =
        upper ? (double) n - floor(count * (1.0 + 1e-13)) : ceil(count * (1.0 - 1e-13));

    return (size_t) fmin(fmax(rank, 1.0), (double) n) - 1;
}

double
nz_resampled_quantile(const double *sorted, size_t n, double tail, bool upper)
{
    return sorted[nz_resampled_rank(n, tail, upper)];
}

static const double least_beyond = 10.0 * (1.0 - 1e-13);

double
nz_resampled_quantile_error(
    const double *sorted, size_t n, double share, double share_error)
{
    const double beyond = (double) n * fmin(share, 1.0 - share);

    if (!(beyond >= least_beyond)) { /* or the steps between so few are no measure */
        return (double) NAN;
    }
    const double from = fmax(share - share_error, 0.0);
    const double to = fmin(share + share_error, 1.0);
    const double range = nz_resampled_quantile(sorted, n, 1.0 - to, true)
                         - nz_resampled_quantile(sorted, n, from, false);
    const double error = range * (share_error / (to - from)); /* cut off at the ends */

    return isfinite(error) ? error : (double) NAN;
}

double
nz_resampled_sd(const double *sorted, size_t n)
{
    const double centre = sorted[n / 2];
    const double unit = fmax(sorted[n - 1] - centre, centre - sorted[0]);
    double sum = 0.0, squares = 0.0;

    if (n == 1) {
        return (double) NAN;
    }
    for (size_t i = 0; unit > 0.0 && i < n; i++) {
        const double d = (sorted[i] - centre) / unit;
        sum += d;
        squares += d * d;
    }
    const double count = (double) n;
    return unit * sqrt(fmax(squares - sum * sum / count, 0.0) / (count - 1.0));
}
