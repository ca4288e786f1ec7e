#include "stats/studentized_saddlepoint.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>

/* The items tilted by exp(p e + q e^2), e = (x - mean)/sd: the cumulant generating
 * function of (e, e^2) and its derivatives. */
typedef struct tilt {
    double p, q;
    double k;             /* log of the mean of exp(p e + q e^2) */
    double a, b;          /* means of e and e^2 */
    double k11, k12, k22; /* their variances and covariance */
} tilt_t;

/* e^x - 1 - x */
static double
exp_minus_line(double x)
{
    if (fabs(x) > 0.1) {
        return exp(x) - 1.0 - x;
    }
    double series = 1.0 + x / 10.0;
    series = 1.0 + series * x * (1.0 / 9.0);
    series = 1.0 + series * x * (1.0 / 8.0);
    series = 1.0 + series * x * (1.0 / 7.0);
    series = 1.0 + series * x * (1.0 / 6.0);
    series = 1.0 + series * x * (1.0 / 5.0);
    series = 1.0 + series * x * (1.0 / 4.0);
    series = 1.0 + series * x * (1.0 / 3.0);
    return series * x * x / 2.0;
}

/* m[0] is log M, m[1..4] the means of e^1..e^4. */
static void
set_cumulants(tilt_t *self, const double *m)
{
    self->k = m[0];
    self->a = m[1];
    self->b = m[2];
    self->k11 = m[2] - m[1] * m[1];
    self->k12 = m[3] - m[1] * m[2];
    self->k22 = m[4] - m[2] * m[2];
}

/* Where the tilt is small, as it is for many items, what cancels in p a + q b - k is
 * taken out of the sums: the mean of e is 0 and that of e^2 is 1. */
static void
tilt_near_mean(const nz_item_values_t *items, tilt_t *self)
{
    const double per_item = 1.0 / (double) items->n_items, per_sd = 1.0 / items->sd;
    double m[5] = { 0.0, 0.0, 0.0, 0.0, 0.0 };

    for (size_t i = 0; i < items->n_values; i++) {
        const double w = per_item * (double) nz_item_values_count(items, i);
        const double e = (items->values[i] - items->mean) * per_sd;
        const double x = e * (self->p + self->q * e);
        const double h = exp_minus_line(x);
        const double second = w * e * e * (1.0 + x + h);
        m[0] += w * h;
        m[1] += w * e * (x + h);
        m[2] += second;
        m[3] += second * e;
        m[4] += second * e * e;
    }
    const double excess = self->q + m[0];
    for (int k = 1; k < 5; k++) {
        m[k] /= 1.0 + excess;
    }
    m[0] = log1p(excess);
    set_cumulants(self, m);
}

static void
tilt_far(const nz_item_values_t *items, tilt_t *self)
{
    const double per_item = 1.0 / (double) items->n_items, per_sd = 1.0 / items->sd;
    double m[5] = { 0.0, 0.0, 0.0, 0.0, 0.0 }, largest = -HUGE_VAL;

    for (size_t i = 0; i < items->n_values; i++) {
        const double e = (items->values[i] - items->mean) * per_sd;
        largest = fmax(largest, e * (self->p + self->q * e));
    }
    for (size_t i = 0; i < items->n_values; i++) {
        const double e = (items->values[i] - items->mean) * per_sd;
        const double w = per_item * (double) nz_item_values_count(items, i)
                         * exp(e * (self->p + self->q * e) - largest);
        m[0] += w;
        m[1] += w * e;
        m[2] += w * e * e;
        m[3] += w * e * e * e;
        m[4] += w * e * e * e * e;
    }
    for (int k = 1; k < 5; k++) {
        m[k] /= m[0];
    }
    m[0] = log(m[0]) + largest;
    set_cumulants(self, m);
}

static void
set_tilt(const nz_item_values_t *items, double p, double q, tilt_t *self)
{
    const double farthest = fmax(items->mean - items->values[0],
                                items->values[items->n_values - 1] - items->mean)
                            / items->sd;
    const double peak = q < 0.0 ? p * p / (-4.0 * q) : HUGE_VAL;

    self->p = p;
    self->q = q;
    if (q > -0.3 && fmin(fabs(p) * farthest, peak) < 30.0) {
        tilt_near_mean(items, self);
    } else {
        tilt_far(items, self);
    }
}

/* Of the points (a, b) with one value of t* = sqrt(n) a / sqrt(b - a^2) the likeliest has
 * its tilt normal to their curve: q = -p slope/2 with slope = a/b. These points are found
 * by p + slope, which grows with t* where either of the two may turn back. The slope, a
 * part of that sum, starts from a guess of its share. */
static void
find_likeliest(const nz_item_values_t *items, double sum, double *share, tilt_t *at)
{
    double low = 0.0, high = 1.0;

    for (int i = 0; i < 60; i++) {
        const double slope = *share * sum, p = sum - slope;
        set_tilt(items, p, -0.5 * p * slope, at);
        const double miss = at->a - slope * at->b;
        if (fabs(miss) <= 1e-8 * fabs(at->a)) {
            return;
        }
        *((sum > 0.0 ? miss > 0.0 : miss < 0.0) ? &low : &high) = *share;
        const double dq = 0.5 * (slope - p);
        const double derivative =
            at->k12 * dq - at->k11 - at->b - slope * (at->k22 * dq - at->k12);
        *share -= miss / (derivative * sum);
        if (!(*share > low && *share < high)) {
            *share = 0.5 * (low + high);
        }
    }
}

static double
r_star(const nz_item_values_t *items, const tilt_t *at)
{
    const double n = (double) items->n_items;
    const double rate = at->p * at->a + at->q * at->b - at->k;
    const double r = copysign(sqrt(2.0 * n * fmax(rate, 0.0)), at->p);

    if (fabs(r) < 1e-3) { /* the limit at the mean */
        return r + items->skewness / (6.0 * sqrt(n));
    }
    const double slope = at->a / at->b;
    const double det = at->k11 * at->k22 - at->k12 * at->k12;
    const double spread = at->k11 - slope * at->k12 + 0.25 * slope * slope * at->k22
                          - 0.25 * det * at->p * slope / at->b;
    return r + log(sqrt(n * spread) * at->p / r) / r;
}

/* The largest finite |t*| on the side of @p sign is that of a resample of one value and a
 * single neighbour of it: that t* exceeds a bound is a convex condition on the shares of
 * the values, so that it holds, if anywhere, next to a corner. */
static double
largest_finite(const nz_item_values_t *items, double sign)
{
    const double n = (double) items->n_items;
    double largest = 0.0;

    for (size_t i = 1; i < items->n_values; i++) {
        const double gap = items->values[i] - items->values[i - 1];
        const double below = sign * (items->values[i - 1] - items->mean) / gap;
        const double above = sign * (items->values[i] - items->mean) / gap;
        largest = fmax(largest, fmax(n * below + sign, n * above - sign));
    }
    return largest * sqrt(n / (n - 1.0));
}

nz_status_t
nz_studentized_saddlepoint_quantile(const nz_item_values_t *items, double z, double *t)
{
    if (items == NULL || t == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!isfinite(z)) {
        return NZ_ERR_DOMAIN;
    }
    const double root_n = sqrt((double) items->n_items);
    double x_before = 0.0, miss_before = items->skewness / (6.0 * root_n) - z;
    double low = miss_before < 0.0 ? 0.0 : -HUGE_VAL;
    double high = miss_before < 0.0 ? HUGE_VAL : 0.0;
    double x = copysign(2.0 * fmin(fabs(miss_before), 2.0) / root_n, -miss_before);
    double share = 0.5, best = HUGE_VAL, found = 0.0;

    for (int i = 0; i < 100 && best > 1e-9; i++) {
        tilt_t at;
        find_likeliest(items, x, &share, &at);
        const double here = root_n * at.a / sqrt(at.b - at.a * at.a);
        const double miss = r_star(items, &at) - z;
        const bool usable = isfinite(miss) && isfinite(here);
        if (usable && fabs(miss) < best) {
            best = fabs(miss);
            found = here;
        }
        /* Where the items run out there is no r*. */
        *((usable ? miss > 0.0 : x > 0.0) ? &high : &low) = x;
        const double slope = (miss - miss_before) / (x - x_before);
        const double reach = 2.0 * fabs(x) + 1.0 / root_n;
        double next = x - miss / slope;
        if (!(usable && next > low && next < high)) {
            next = isfinite(low) && isfinite(high) ? 0.5 * (low + high)
                                                   : x + copysign(reach, x);
        }
        x_before = x;
        miss_before = miss;
        x = fmin(fmax(next, x - reach), x + reach);
    }
    if (!isfinite(best)) {
        return NZ_ERR_NUMERIC;
    }
    *t = copysign(fmin(fabs(found), largest_finite(items, copysign(1.0, found))), found);
    return NZ_OK;
}
