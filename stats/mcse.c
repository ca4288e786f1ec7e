#include "stats/mcse.h"

#include "stats/binomial.h"
#include "stats/proportion.h"

#include <math.h>
#include <stdbool.h>

static const double z975 = 1.959963984540054;

double
nz_mcse_mean(const nz_moments_t *moments, double resolution)
{
    if (moments->n < 2) {
        return (double) NAN;
    }
    const double textbook = nz_moments_sd(moments) / sqrt((double) moments->n);
    return fmax(textbook, resolution * nz_mcse_share(0, moments->n));
}

double
nz_mcse_sd(const nz_moments_t *moments, double resolution)
{
    if (moments->n < 2) {
        return (double) NAN;
    }
    const double n = (double) moments->n;
    const double variance = moments->m2 / n;
    const double excess = fmax(moments->m4 / n - variance * variance, 0.0);
    const double delta = variance > 0.0 ? sqrt(excess / n) / (2.0 * sqrt(variance)) : 0.0;
    return fmax(delta, resolution / sqrt(n + z975 * z975));
}

double
nz_mcse_share(uint64_t count, uint64_t total)
{
    nz_interval_t ci;
    if (nz_proportion_wilson(count, total, nz_tails_two_sided(0.95), &ci) != NZ_OK) {
        return (double) NAN;
    }
    const double share = (double) count / (double) total;
    return fmax(ci.upper - share, share - ci.lower) / z975;
}

/* Ranks l and h + 1 with x_(l) <= quantile < x_(h + 1), l = Q(.025), h = Q(.975) of
 * Binomial(n, u); false if they are not all there. */
static bool
find_bounds(uint64_t n, double u, uint64_t *low, uint64_t *above)
{
    uint64_t high;

    if (nz_binomial_quantile(0.025, false, n, u, low) != NZ_OK
        || nz_binomial_quantile(0.025, true, n, u, &high) != NZ_OK) {
        return false;
    }
    *above = high + 1;
    return *low >= 1 && high < n;
}

static uint64_t
quantile_rank(uint64_t n, double u)
{
    return (uint64_t) fmax(ceil(u * (double) n * (1.0 - 1e-15)), 1.0);
}

nz_quantile_estimate_t
nz_mcse_quantile(const nz_frequency_t *frequency, double u,
    double (*to_value)(int64_t key, const void *context), const void *context)
{
    nz_quantile_estimate_t out = { (double) NAN, (double) NAN };
    const uint64_t n = frequency->total;
    uint64_t low, above;

    if (n == 0) {
        return out;
    }
    out.value = to_value(nz_frequency_order(frequency, quantile_rank(n, u)), context);
    if (isfinite(out.value) && find_bounds(n, u, &low, &above)) {
        const double lower = to_value(nz_frequency_order(frequency, low), context);
        const double upper = to_value(nz_frequency_order(frequency, above), context);
        out.mcse = (upper - lower) / (2.0 * z975);
    }
    return out;
}

nz_quantile_estimate_t
nz_mcse_quantile_sorted(const double *values, size_t n, double u)
{
    nz_quantile_estimate_t out = { (double) NAN, (double) NAN };
    uint64_t low, above;

    if (n == 0) {
        return out;
    }
    out.value = values[quantile_rank(n, u) - 1];
    if (isfinite(out.value) && find_bounds(n, u, &low, &above)) {
        out.mcse = (values[above - 1] - values[low - 1]) / (2.0 * z975);
    }
    return out;
}
