#include "stats/inverse_width.h"

#include "stats/beta.h"
#include "stats/compensated_sum.h"
#include "stats/inverse_sampling.h"
#include "stats/least_count.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Intervals after at most this many failures are summed one by one: there their limits
 * are not smooth. It is also what is added to the failures in the variable in which the
 * limits of more are interpolated. */
#define NEAR 16
#define DEGREE_MIN 6
#define DEGREE_MAX 48
/* Totals of more terms than `many` are integrated from the `few`-th on. */
static const double many = 2048.0, few = 512.0;

static const double negligible = 1e-17;

/* The trials K up to the r-th success. */
typedef struct stopping {
    double r, p, q;
    nz_tails_t tails;
    double least, most; /* K beyond which nothing counts */
} stopping_t;

/* K times the width of the interval as a polynomial in y = 1/(K - r + NEAR). */
typedef struct limits {
    double centre, half; /* of the range of y */
    double coefficients[DEGREE_MAX + 1];
    int degree;
} limits_t;

/* P(K), continued to real K > r. */
static double
probability(const stopping_t *self, double trials)
{
    const double failures = trials - self->r;
    if (failures <= 0.0) {
        return exp(self->r * log(self->p));
    }
    return exp(nz_beta_log_logit_density(self->p, self->r, failures)) / failures;
}

/* The upper limit less the lower one, of those that are asked for. */
static nz_status_t
width(const stopping_t *self, double trials, double *out)
{
    const double failures = trials - self->r;
    double lower = 0.0, upper = 0.0;
    nz_status_t status = NZ_OK;

    if (self->tails.lower > 0.0) {
        status =
            nz_beta_quantile(self->tails.lower, false, self->r, failures + 1.0, &lower);
    }
    if (status == NZ_OK && self->tails.upper > 0.0) {
        upper = 1.0;
        if (failures > 0.0) {
            status = nz_beta_quantile(self->tails.upper, true, self->r, failures, &upper);
        }
    }
    if (status == NZ_OK) {
        *out = upper - lower;
    }
    return status;
}

/* Outwards from the mode until the probability, with a width that goes as 1/K, is
 * negligible. */
static void
set_range(stopping_t *self)
{
    const double mode = self->r + floor((self->r - 1.0) * self->q / self->p);
    const double peak = probability(self, mode);
    const double first = fmax(sqrt(self->r * self->q) / self->p, 1.0);
    double step = first;

    while (probability(self, mode + floor(step)) > negligible * peak) {
        step *= 1.2;
    }
    self->most = mode + floor(step);
    step = first;
    while (mode - step > self->r
           && probability(self, mode - floor(step)) * mode
                  > negligible * peak * (mode - step)) {
        step *= 1.2;
    }
    self->least = fmax(mode - floor(step), self->r);
}

static nz_status_t
sum_exactly(const stopping_t *self, double first, double last, double *sum)
{
    nz_compensated_sum_t total = { 0 };

    for (double trials = first; trials <= last; trials += 1.0) {
        double value;
        nz_status_t status = width(self, trials, &value);
        if (status != NZ_OK) {
            return status;
        }
        nz_compensated_sum_add(&total, probability(self, trials) * value);
    }
    *sum = nz_compensated_sum_value(&total);
    return NZ_OK;
}

/* Chebyshev coefficients from the values at cos(pi i/n), i = 0 .. n; every `stride`-th
 * of the values. */
static void
fit(limits_t *self, const double *values, int n, int stride)
{
    for (int j = 0; j <= n; j++) {
        double sum = 0.5 * (values[0] + (j % 2 == 0 ? 1.0 : -1.0) * values[n * stride]);
        for (int i = 1; i < n; i++) {
            sum += values[i * stride] * cos(M_PI * (double) (i * j % (2 * n)) / n);
        }
        self->coefficients[j] = sum * 2.0 / n * (j == n ? 0.5 : 1.0);
    }
    self->coefficients[0] *= 0.5;
    self->degree = n;
}

/* The last coefficients, which the sum averages out but for a small part, are negligible
 * beside the first or the rounding of the limits, which are r at most when times K. */
static bool
is_fitted(const limits_t *self, double r)
{
    static const double close = 1e-11;
    const double *c = self->coefficients;
    return fabs(c[self->degree]) + fabs(c[self->degree - 1])
           <= close * fabs(c[0]) + 16.0 * DBL_EPSILON * r;
}

/* Doubles the degree until the last coefficients vanish. */
static nz_status_t
interpolate(const stopping_t *self, double first, limits_t *limits)
{
    const double y_first = 1.0 / (first - self->r + NEAR);
    const double y_last = 1.0 / (self->most - self->r + NEAR);
    double values[DEGREE_MAX + 1];

    limits->centre = 0.5 * (y_first + y_last);
    limits->half = 0.5 * (y_first - y_last);
    for (int degree = DEGREE_MIN; degree <= DEGREE_MAX; degree *= 2) {
        const int stride = DEGREE_MAX / degree;
        for (int i = 0; i <= DEGREE_MAX; i += stride) {
            if (degree > DEGREE_MIN && i / stride % 2 == 0) {
                continue; /* a node of the degree before */
            }
            const double y = limits->centre + limits->half * cos(M_PI * i / DEGREE_MAX);
            const double trials = self->r + (1.0 / y - NEAR);
            nz_status_t status = width(self, trials, &values[i]);
            if (status != NZ_OK) {
                return status;
            }
            values[i] *= trials;
        }
        fit(limits, values, degree, stride);
        if (is_fitted(limits, self->r)) {
            break;
        }
    }
    while (limits->degree > 0
           && fabs(limits->coefficients[limits->degree])
                  < 1e-16 * fabs(limits->coefficients[0])) {
        limits->degree--;
    }
    return NZ_OK;
}

/* Width at K, by Clenshaw's recurrence. */
static double
interpolated(const limits_t *limits, const stopping_t *self, double trials)
{
    const double y = 1.0 / (trials - self->r + NEAR);
    const double x = 2.0 * (y - limits->centre) / limits->half;
    double b1 = 0.0, b2 = 0.0;

    for (int j = limits->degree; j > 0; j--) {
        const double b = limits->coefficients[j] + x * b1 - b2;
        b2 = b1;
        b1 = b;
    }
    return (limits->coefficients[0] + 0.5 * x * b1 - b2) / trials;
}

static double
term(const limits_t *limits, const stopping_t *self, double trials)
{
    return probability(self, trials) * interpolated(limits, self, trials);
}

/* Integral over the real numbers from `first` on, on a logarithmic scale in panels of
 * some four standard deviations. */
static nz_status_t
integrate(const limits_t *limits, const stopping_t *self, double first, double *integral)
{
    gsl_integration_glfixed_table *nodes = gsl_integration_glfixed_table_alloc(32);
    if (nodes == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    const double from = log(first), to = log(self->most);
    const double n_panels = ceil((to - from) / (4.0 * sqrt(self->q / self->r)));
    double sum = 0.0;

    for (double panel = 0.0; panel < n_panels; panel += 1.0) {
        const double low = from + (to - from) * panel / n_panels;
        const double high = from + (to - from) * (panel + 1.0) / n_panels;
        for (size_t i = 0; i < nodes->n; i++) {
            double at, weight;
            (void) gsl_integration_glfixed_point(low, high, i, &at, &weight, nodes);
            const double trials = exp(at);
            sum += weight * trials * term(limits, self, trials);
        }
    }
    gsl_integration_glfixed_table_free(nodes);
    *integral = sum;
    return NZ_OK;
}

/* Sum over K = first .. most: the beginning as it is, the rest by the midpoint form of
 * Euler and Maclaurin's formula with differences for derivatives. */
static nz_status_t
sum_interpolated(
    const limits_t *limits, const stopping_t *self, double first, double *sum)
{
    const bool is_long = self->most - first > many;
    const double end = is_long ? first + few : self->most + 1.0;
    double weight = probability(self, first), rest = 0.0;
    nz_compensated_sum_t total = { 0 };

    for (double trials = first; trials < end; trials += 1.0) {
        nz_compensated_sum_add(&total, weight * interpolated(limits, self, trials));
        weight *= trials / (trials - self->r + 1.0) * self->q;
    }
    if (is_long) {
        const double a = term(limits, self, end - 2.0), b = term(limits, self, end - 1.0),
                     c = term(limits, self, end), d = term(limits, self, end + 1.0);
        nz_status_t status = integrate(limits, self, end - 0.5, &rest);
        if (status != NZ_OK) {
            return status;
        }
        rest += (c - b) / 24.0 - 17.0 / 5760.0 * (d - 3.0 * c + 3.0 * b - a);
    }
    *sum = nz_compensated_sum_value(&total) + rest;
    return NZ_OK;
}

/* E of the width at K. */
static nz_status_t
mean_width(const stopping_t *self, double *mean)
{
    double near = 0.0, far = 0.0;
    limits_t limits;

    if (self->most - self->least < 3.0 * NEAR) {
        return sum_exactly(self, self->least, self->most, mean);
    }
    const double first = fmax(self->least, self->r + NEAR);
    nz_status_t status = sum_exactly(self, self->least, first - 1.0, &near);
    if (status == NZ_OK) {
        status = interpolate(self, first, &limits);
    }
    if (status == NZ_OK) {
        status = sum_interpolated(&limits, self, first, &far);
    }
    if (status == NZ_OK) {
        *mean = near + far;
    }
    return status;
}

static bool
is_valid(double p, nz_tails_t tails)
{
    return p > 0.0 && p <= 1.0 && nz_tails_are_valid(tails);
}

nz_status_t
nz_inverse_width_expected(uint64_t r, double p, nz_tails_t tails, double *relative)
{
    if (relative == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (r < 2 || r > NZ_INVERSE_SAMPLING_SUCCESSES_MAX || !is_valid(p, tails)) {
        return NZ_ERR_DOMAIN;
    }
    const double successes = (double) r;
    /* Below it some K exceed what a beta quantile takes, and nothing changes. */
    const double least = (1.5 * successes + 20.0 * sqrt(successes) + 100.0) * 0x1p-53;
    const double at = fmax(p, least);
    stopping_t stopping = { successes, at, 1.0 - at, tails, successes, successes };
    double mean;

    if (at < 1.0) {
        set_range(&stopping);
    }
    nz_status_t status = mean_width(&stopping, &mean);
    if (status == NZ_OK) {
        *relative = 0.5 * mean / at + (tails.upper > 0.0 ? 0.0 : 0.5 / p);
    }
    return status;
}

typedef struct search {
    double relative, p;
    nz_tails_t tails;
} search_t;

/* Goes as 1/r - 1/r', r' the answer, for which a first step of its size is right. */
static nz_status_t
excess(void *context, uint64_t r, double *by)
{
    const search_t *self = context;
    double value;
    nz_status_t status = nz_inverse_width_expected(r, self->p, self->tails, &value);

    if (status == NZ_OK) {
        *by = pow(value / self->relative, 2.0) - 1.0;
    }
    return status;
}

nz_status_t
nz_inverse_width_successes(double relative, double p, nz_tails_t tails, uint64_t *r)
{
    if (r == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(relative > 0.0) || !is_valid(p, tails)) {
        return NZ_ERR_DOMAIN;
    }
    const double z_lower = tails.lower > 0.0 ? gsl_cdf_ugaussian_Qinv(tails.lower) : 0.0;
    const double z_upper = tails.upper > 0.0 ? gsl_cdf_ugaussian_Qinv(tails.upper) : 0.0;
    const double normal = 0.5 * (z_lower + z_upper) / relative;
    search_t search = { relative, p, tails };

    return nz_least_count(excess, &search, 1, NZ_INVERSE_SAMPLING_SUCCESSES_MAX,
        normal * normal * (1.0 - p), r);
}
