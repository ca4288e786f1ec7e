#include "stats/saddlepoint.h"

#include "stats/exp_minus_line.h"

#include <math.h>
#include <stdbool.h>

/* The cumulant generating function of one centred draw and two derivatives. */
typedef struct cumulants {
    double k0, k1, k2;
} cumulants_t;

typedef struct problem {
    const double *weights;
    size_t n_scores;
    double n, mean, skewness;
} problem_t;

/* Near the mean, where large n puts s, the sums are formed from what is left of them when
 * their leading terms, which cancel in s K' - K, are taken out. */
static cumulants_t
cumulants_near_mean(const problem_t *self, double s)
{
    double k0 = 0.0, sum1 = 0.0, sum2 = 0.0;

    for (size_t j = 0; j < self->n_scores; j++) {
        const double d = (double) j - self->mean;
        const double h = nz_exp_minus_line(s * d);
        k0 += self->weights[j] * h;
        sum1 += self->weights[j] * d * (s * d + h);
        sum2 += self->weights[j] * d * d * (1.0 + s * d + h);
    }
    const double k1 = sum1 / (1.0 + k0);
    return (cumulants_t){ log1p(k0), k1, sum2 / (1.0 + k0) - k1 * k1 };
}

static cumulants_t
cumulants_at(const problem_t *self, double s)
{
    const double largest = (double) (self->n_scores - 1);

    if (fabs(s) * largest <= 0.1) {
        return cumulants_near_mean(self, s);
    }
    /* Powers count down from the end that dominates, so that none overflows. */
    const double ratio = exp(-fabs(s));
    const double top = s > 0.0 ? largest : 0.0;
    double power = 1.0, sum0 = 0.0, sum1 = 0.0, sum2 = 0.0;

    for (size_t i = 0; i < self->n_scores; i++) {
        const size_t j = s > 0.0 ? self->n_scores - 1 - i : i;
        const double d = (double) j - self->mean;
        const double w = self->weights[j] * power;
        sum0 += w;
        sum1 += w * d;
        sum2 += w * d * d;
        power *= ratio;
    }
    const double k1 = sum1 / sum0;
    return (cumulants_t){ log(sum0) + s * (top - self->mean), k1, sum2 / sum0 - k1 * k1 };
}

/* r*(s) and the cumulants there. */
static double
r_star(const problem_t *self, double s, cumulants_t *at)
{
    *at = cumulants_at(self, s);
    const double r = copysign(sqrt(fmax(2.0 * self->n * (s * at->k1 - at->k0), 0.0)), s);
    if (fabs(r) < 1e-3) { /* the limit at the mean, to first order */
        return s * sqrt(self->n * at->k2) + self->skewness / 6.0;
    }
    return r + log(2.0 * sinh(s / 2.0) * sqrt(self->n * at->k2) / r) / r;
}

static problem_t
describe(const double *weights, size_t n_scores, double n, double *sd)
{
    double mean = 0.0, m2 = 0.0, m3 = 0.0;

    for (size_t j = 0; j < n_scores; j++) {
        mean += weights[j] * (double) j;
    }
    for (size_t j = 0; j < n_scores; j++) {
        const double d = (double) j - mean;
        m2 += weights[j] * d * d;
        m3 += weights[j] * d * d * d;
    }
    *sd = sqrt(n * m2);
    return (problem_t){ weights, n_scores, n, mean, n * m3 / (*sd * *sd * *sd) };
}

nz_status_t
nz_saddlepoint_quantile(
    const double *weights, size_t n_scores, double n, double z, double *deviation)
{
    if (weights == NULL || deviation == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_scores < 2 || !(n > 0.0) || !isfinite(z)) {
        return NZ_ERR_DOMAIN;
    }
    double sd;
    const problem_t problem = describe(weights, n_scores, n, &sd);
    const double limit = 700.0 / (double) n_scores + 30.0;
    double low = -limit, high = limit;
    double s = z / sd;
    double s_before = 0.0, miss_before = HUGE_VAL;
    cumulants_t at;

    for (int i = 0; i < 100; i++) {
        const double miss = r_star(&problem, s, &at) - z;
        if (fabs(miss) < 1e-9) {
            *deviation = n * at.k1;
            return NZ_OK;
        }
        /* A secant; the first slope is that of r alone, sqrt(n K''). So far out that K''
         * vanishes there is no r*. */
        const bool beyond = isfinite(miss) ? miss > 0.0 : s > 0.0;
        const double slope = (miss - miss_before) / (s - s_before);
        double next = s - miss / (isfinite(slope) ? slope : sqrt(n * at.k2));
        s_before = s;
        miss_before = miss;
        *(beyond ? &high : &low) = s;
        if (!(next > low && next < high)) {
            next = 0.5 * (low + high);
        }
        s = next;
    }
    return NZ_ERR_NUMERIC;
}
