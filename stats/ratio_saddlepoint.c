#include "stats/ratio_saddlepoint.h"

#include "stats/exp_minus_line.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Of the sum of e* = (T - y M)* less its mean, with two derivatives. */
typedef struct cumulants {
    double k0, k1, k2;
} cumulants_t;

/* The sums are formed from what is left when their leading terms, which cancel in
 * s K' - K, are taken out. */
static cumulants_t
near_mean(
    const nz_sample_t *sample, const nz_sample_stratum_t *stratum, double s, double delta)
{
    const double *residuals = sample->residuals + stratum->first_unit;
    const double *sizes = sample->sizes + stratum->first_unit;
    const double g = (double) stratum->n_units;
    double sum0 = 0.0, sum1 = 0.0, sum2 = 0.0;

    for (size_t c = 0; c < stratum->n_units; c++) {
        const double e = residuals[c] - delta * (sizes[c] - stratum->mean_size);
        const double x = s * e, h = nz_exp_minus_line(x);
        sum0 += h;
        sum1 += e * (x + h);
        sum2 += e * e * (1.0 + x + h);
    }
    const double mean = sum1 / (g + sum0);
    return (cumulants_t){ g * log1p(sum0 / g), g * mean,
        g * (sum2 / (g + sum0) - mean * mean) };
}

/* Far from it, in units of the largest term, so that none overflows. */
static cumulants_t
far_from_mean(
    const nz_sample_t *sample, const nz_sample_stratum_t *stratum, double s, double delta)
{
    const double *residuals = sample->residuals + stratum->first_unit;
    const double *sizes = sample->sizes + stratum->first_unit;
    const double g = (double) stratum->n_units;
    const double sign = s > 0.0 ? 1.0 : -1.0;
    double top = -HUGE_VAL, sum0 = 0.0, sum1 = 0.0, sum2 = 0.0;

    for (size_t c = 0; c < stratum->n_units; c++) {
        top = fmax(top, sign * (residuals[c] - delta * (sizes[c] - stratum->mean_size)));
    }
    for (size_t c = 0; c < stratum->n_units; c++) { /* moments about the top as well */
        const double below =
            sign * (residuals[c] - delta * (sizes[c] - stratum->mean_size)) - top;
        const double w = exp(fabs(s) * below);
        sum0 += w;
        sum1 += w * below;
        sum2 += w * below * below;
    }
    const double mean = sum1 / sum0;
    return (cumulants_t){ g * (fabs(s) * top + log(sum0 / g)), g * sign * (top + mean),
        g * (sum2 / sum0 - mean * mean) };
}

static cumulants_t
cumulants_at(const nz_sample_t *sample, double s, double delta)
{
    cumulants_t sum = { 0.0, 0.0, 0.0 };

    for (size_t h = 0; h < sample->n_strata; h++) {
        const nz_sample_stratum_t *stratum = &sample->strata[h];
        const double reach = stratum->residual_reach + fabs(delta) * stratum->size_reach;
        const cumulants_t part = fabs(s) * reach <= 20.0
                                     ? near_mean(sample, stratum, s, delta)
                                     : far_from_mean(sample, stratum, s, delta);
        sum.k0 += part.k0;
        sum.k1 += part.k1;
        sum.k2 += part.k2;
    }
    return sum;
}

/* Largest mean that a resample can have, as a deviation, or the least if sign is -1, and
 * the logarithm of its probability. Dinkelbach's iteration: the units that are best at
 * one ratio have a better one, until none is better. */
static double
extreme(const nz_sample_t *sample, double sign, double *log_probability)
{
    double delta = 0.0, before;

    do {
        double residuals = 0.0, sizes = 0.0;
        *log_probability = 0.0;
        for (size_t h = 0; h < sample->n_strata; h++) {
            const nz_sample_stratum_t *stratum = &sample->strata[h];
            const double g = (double) stratum->n_units;
            double best = -HUGE_VAL, ties = 0.0;
            size_t i_best = 0;
            for (size_t c = stratum->first_unit;
                 c < stratum->first_unit + stratum->n_units; c++) {
                const double d = sign * (sample->residuals[c] - delta * sample->sizes[c]);
                ties = d > best ? 1.0 : ties + (d == best);
                i_best = d > best ? c : i_best;
                best = fmax(best, d);
            }
            residuals += g * sample->residuals[i_best];
            sizes += g * sample->sizes[i_best];
            *log_probability += g * log(ties / g);
        }
        before = delta;
        delta = residuals / sizes;
    } while (sign * (delta - before) > 1e-14 * fabs(before));
    return delta;
}

/* The saddlepoint s of one delta: where K' is 0. */
static nz_status_t
find_saddlepoint(const nz_sample_t *sample, double delta, double *s, cumulants_t *at)
{
    const double target = delta * (double) sample->n_items;
    const double sign = target > 0.0 ? 1.0 : -1.0;
    double near = 0.0, far = HUGE_VAL; /* of |s| */
    double x = fabs(*s);

    for (int i = 0; i < 200; i++) {
        *at = cumulants_at(sample, sign * x, delta);
        const double miss = sign * (at->k1 - target);
        const double step = -miss / at->k2;
        if (fabs(step) < 1e-8 * x) { /* the rest of it in closed form */
            *s = sign * (x + step);
            at->k0 += sign * step * (at->k1 + 0.5 * at->k2 * sign * step);
            return NZ_OK;
        }
        *(miss > 0.0 ? &far : &near) = x;
        const double limit = far < HUGE_VAL ? 0.5 * (near + far) : 4.0 * x;
        x = x + step > near && x + step < fmin(far, 4.0 * x) ? x + step : limit;
        if (x <= near) {
            break;
        }
    }
    return NZ_ERR_NUMERIC;
}

/* r* as a function of t: of s itself where the units have one size, since y then only
 * shifts, and of delta where not. */
typedef struct curve {
    const nz_sample_t *sample;
    double s; /* the last saddlepoint */
    double delta;
} curve_t;

static nz_status_t
r_star(curve_t *self, double t, double *r, double *out)
{
    const double n = (double) self->sample->n_items;
    nz_status_t status = NZ_OK;
    cumulants_t at;

    if (self->sample->equal_sizes) {
        self->s = t;
        at = cumulants_at(self->sample, t, 0.0);
        self->delta = at.k1 / n;
    } else {
        /* Proportional to the last one, as it is near the mean. */
        self->s = self->delta != 0.0 ? self->s * t / self->delta
                                     : t * n / self->sample->sum_squares;
        self->delta = t;
        status = find_saddlepoint(self->sample, t, &self->s, &at);
    }
    if (status == NZ_OK) {
        const double u = self->s * sqrt(at.k2);
        *r = sqrt(fmax(2.0 * (self->s * self->delta * n - at.k0), 0.0));
        *r = copysign(*r, self->s);
        *out = fabs(*r) < 1e-4 ? u + self->sample->skewness / 6.0 : *r + log(u / *r) / *r;
    }
    return status;
}

/* Solve r*(t) = z on one side of the mean by secants inside a bracket, marching outwards:
 * with outliers r* may turn back before it goes on. It turns back for good where the end,
 * which has probability, takes nearly all of the tilted distribution: that is beyond. */
static nz_status_t
solve(curve_t *curve, double z, double end, double log_probability, double *deviation)
{
    const nz_sample_t *sample = curve->sample;
    const double start = fabs(z - sample->skewness / 6.0);
    const double sign = z > sample->skewness / 6.0 ? 1.0 : -1.0;
    const double unit = sample->equal_sizes
                            ? 1.0 / sqrt(sample->sum_squares)
                            : sqrt(sample->sum_squares) / (double) sample->n_items;
    double near = 0.0, far = sample->equal_sizes ? HUGE_VAL : fabs(end);
    double before = 0.0, miss_before = -start;
    bool ends = true; /* whether there is nothing but the end beyond `far` */
    double t = fmin(start * unit, 0.5 * far);

    for (int i = 0; i < 200; i++) {
        double r, value;
        nz_status_t status = r_star(curve, sign * t, &r, &value);
        if (status != NZ_OK) {
            return status;
        }
        const double miss = sign * (value - z);
        const bool at_end = !(r * r < -1.96 * log_probability);
        const double slope = (miss - miss_before) / (t - before);
        double next = slope > 0.0 && isfinite(slope) ? t - miss / slope : HUGE_VAL;
        before = t;
        miss_before = miss;
        const bool beyond = !(miss <= 0.0);
        *(at_end || beyond ? &far : &near) = t;
        ends = at_end || (ends && !beyond);
        if (fabs(miss) < 1e-9 || (fabs(miss) < 1e-6 && fabs(next - t) < 1e-9 * t)) {
            *deviation = curve->delta;
            return NZ_OK;
        }
        if (!(next > near && next < far && next <= 2.0 * t)) {
            next = far < HUGE_VAL ? 0.5 * (near + far) : 2.0 * t;
        }
        if (next == near || next == far) {
            *deviation = ends ? end : curve->delta;
            return NZ_OK;
        }
        t = next;
    }
    return NZ_ERR_NUMERIC;
}

nz_status_t
nz_ratio_saddlepoint_quantile(const nz_sample_t *sample, double z, double *deviation)
{
    if (sample == NULL || deviation == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (isnan(z)) {
        return NZ_ERR_DOMAIN;
    }
    if (sample->sum_squares == 0.0) {
        *deviation = 0.0;
        return NZ_OK;
    }
    const double at_mean = sample->skewness / 6.0;
    if (z == at_mean) {
        *deviation = 0.0;
        return NZ_OK;
    }
    const bool upper = z > at_mean;
    double log_probability;
    const double end = extreme(sample, upper ? 1.0 : -1.0, &log_probability);
    const double tail = upper ? gsl_cdf_ugaussian_Q(z) : gsl_cdf_ugaussian_P(z);
    if (log_probability >= log(tail)) {
        *deviation = end;
        return NZ_OK;
    }
    curve_t curve = { sample, 0.0, 0.0 };
    double result;
    nz_status_t status = solve(&curve, z, end, log_probability, &result);
    if (status == NZ_OK) {
        *deviation = result;
    }
    return status;
}
