#include "stats/draw.h"

#include <gsl/gsl_randist.h>
#include <math.h>

/* GSL's BTPE squares the distance to the mode in int: it accepts anything beyond 46340,
 * here 11 standard deviations, and three at 1e9 trials. */
static const uint64_t direct_max = UINT64_C(1) << 26;

uint64_t
nz_draw_binomial(gsl_rng *rng, uint64_t n, double p, double q)
{
    uint64_t successes = 0;

    if (p > q) { /* the smaller probability carries the digits */
        return n - nz_draw_binomial(rng, n, q, p);
    }
    while (n > direct_max && p > 0.0) {
        /* The a-th smallest of n uniforms tells on which side of it p lies; the a - 1
         * below and the n - a above are uniform again. */
        const uint64_t a = 1 + n / 2, b = n + 1 - a;
        const double x = gsl_ran_beta(rng, (double) a, (double) b);
        if (x >= p) {
            n = a - 1;
            p /= x;
        } else {
            successes += a;
            n = b - 1;
            p = (p - x) / (1.0 - x);
        }
    }
    return successes + (n > 0 && p > 0.0 ? gsl_ran_binomial(rng, p, (unsigned) n) : 0);
}

uint64_t
nz_draw_poisson(gsl_rng *rng, double mean)
{
    static const double product_max = 10.0; /* uniforms multiplied one by one */
    uint64_t events = 0;

    while (mean > product_max) {
        const double m = floor(0.875 * mean), time = gsl_ran_gamma(rng, m, 1.0);
        if (time >= mean) {
            return events
                   + nz_draw_binomial(
                       rng, (uint64_t) m - 1, mean / time, (time - mean) / time);
        }
        events += (uint64_t) m;
        mean -= time;
    }
    const double least = exp(-mean);
    for (double product = gsl_rng_uniform_pos(rng); product > least; events++) {
        product *= gsl_rng_uniform_pos(rng);
    }
    return events;
}

void
nz_draw_prepare(const double *weights, size_t n_categories, nz_category_t *categories)
{
    double after = 0.0;
    for (size_t i = n_categories; i-- > 0;) { /* from the end: no cancellation */
        const double from_here = after + weights[i];
        categories[i].take = from_here > 0.0 ? weights[i] / from_here : 1.0;
        categories[i].leave = from_here > 0.0 ? after / from_here : 0.0;
        after = from_here;
    }
}

void
nz_draw_multinomial(gsl_rng *rng, uint64_t n, const nz_category_t *categories,
    size_t n_categories, uint64_t *counts)
{
    for (size_t i = 0; i < n_categories; i++) {
        counts[i] =
            n == 0 ? 0
                   : nz_draw_binomial(rng, n, categories[i].take, categories[i].leave);
        n -= counts[i];
    }
}
