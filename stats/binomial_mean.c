#include "stats/binomial_mean.h"

#include "stats/beta.h"

#include <math.h>
#include <stddef.h>

static const double log_omitted = 29.933606208923; /* log(1e13) */
/* Probabilities from which recurrences can start. */
static const double impossible = 1e-60;

static uint64_t
mode(uint64_t n, double p)
{
    const double count = floor(((double) n + 1.0) * p);
    return count < (double) n ? (uint64_t) count : n;
}

/* The count nearest to an end, on the mode's side of it, that is not next to impossible.
 */
static uint64_t
possible(uint64_t end, uint64_t n, double p)
{
    uint64_t beyond = end, count = mode(n, p);

    if (nz_binomial_pmf(end, n, p) >= impossible) {
        return end;
    }
    while (beyond > count ? beyond - count > 1 : count - beyond > 1) {
        const uint64_t middle =
            beyond > count ? count + (beyond - count) / 2 : beyond + (count - beyond) / 2;
        if (nz_binomial_pmf(middle, n, p) >= impossible) {
            count = middle;
        } else {
            beyond = middle;
        }
    }
    return count;
}

nz_binomial_range_t
nz_binomial_mean_range(uint64_t n, double p)
{
    const nz_binomial_range_t range = nz_binomial_range(n, p, log_omitted);

    return (
        nz_binomial_range_t){ possible(range.first, n, p), possible(range.last, n, p) };
}

double
nz_binomial_mean_largest(uint64_t n, double p)
{
    return nz_binomial_pmf(mode(n, p), n, p);
}

nz_status_t
nz_binomial_mean_tail(double k, double n, double p, double *tail)
{
    if (k > n) {
        *tail = pow(p, n) * fmax(n + 1.0 - k, 0.0);
        return NZ_OK;
    }
    return nz_beta_tails(p, k, n - k + 1.0, tail, NULL);
}

nz_status_t
nz_binomial_mean(uint64_t n, double p, double scale, nz_binomial_function_t f,
    const void *context, double *mean)
{
    const nz_binomial_range_t range = nz_binomial_mean_range(n, p);
    const uint64_t n_counts = range.last - range.first + 1;
    const double half = (fmin(sqrt((double) n * p * (1.0 - p)), scale) - 4.0) / 2.0;
    const uint64_t least = (n_counts - 1) / NZ_BINOMIAL_MEAN_NODES_MAX + 1;
    const uint64_t stride = half >= (double) (least + 1) ? (uint64_t) half : least;
    double all = 0.0, sum = 0.0;

    for (uint64_t x = range.first + (mode(n, p) - range.first) % stride; x <= range.last;
         x += stride) {
        const double weight = nz_binomial_pmf(x, n, p);
        double value = 0.0;
        nz_status_t status = f(context, (double) x, &value);
        if (status != NZ_OK) {
            return status;
        }
        all += weight;
        sum += weight * value;
    }
    *mean = sum / all;
    return NZ_OK;
}
