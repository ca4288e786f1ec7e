#include "stats/dirichlet_largest.h"

#include "stats/beta.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* The integrand at t = log x, as a logarithm. */
typedef struct integrand {
    double a, b, n_others;
    double log_a, scale; /* scale: log of the density of t at log a */
    double log_gamma_b1; /* log Gamma(b + 1) */
    double peak;         /* largest value, taken off before exp */
} integrand_t;

static const double depth = 60.0;

/* log of the distribution function of Gamma(b) at x = exp(t). Where GSL's underflows, or
 * gives up, as in the far tails of large shapes, its leading term: the power series less
 * than geometric. Below e^-40 that is exact, while x would lose digits as it underflows.
 */
static double
log_distribution(const integrand_t *self, double t, double x)
{
    gsl_sf_result p;

    if (t > -40.0 && gsl_sf_gamma_inc_P_e(self->b, x, &p) == GSL_SUCCESS
        && p.val > 1e-280) {
        return log(p.val);
    }
    if (x > self->b) {
        return 0.0;
    }
    return self->b * t - x - self->log_gamma_b1 - log1p(-x / (self->b + 1.0));
}

static double
log_value(const integrand_t *self, double t)
{
    const double u = t - self->log_a;
    /* a t - x - log Gamma(a), without large terms that cancel */
    return self->scale - self->a * (expm1(u) - u)
           + self->n_others * log_distribution(self, t, exp(t));
}

static double
value(double t, void *context)
{
    const integrand_t *self = context;
    return exp(log_value(self, t) - self->peak);
}

/* Where a concave function is largest between low and high: golden section. */
static double
find_peak(const integrand_t *self, double low, double high)
{
    static const double golden = 0.6180339887498949;
    double left = high - golden * (high - low), right = low + golden * (high - low);

    for (int i = 0; i < 60; i++) {
        if (log_value(self, left) < log_value(self, right)) {
            low = left;
            left = right;
            right = low + golden * (high - low);
        } else {
            high = right;
            right = left;
            left = high - golden * (high - low);
        }
    }
    return 0.5 * (low + high);
}

/* Where it has fallen by `depth`, on the side of sign. */
static double
find_end(const integrand_t *self, double peak_at, double sign)
{
    double near = 0.0, far = 1e-6; /* distances */

    while (log_value(self, peak_at + sign * far) > self->peak - depth) {
        near = far;
        far *= 2.0;
    }
    for (int i = 0; i < 30; i++) {
        const double middle = 0.5 * (near + far);
        const bool is_inside =
            log_value(self, peak_at + sign * middle) > self->peak - depth;
        *(is_inside ? &near : &far) = middle;
    }
    return peak_at + sign * far;
}

static nz_status_t
integrate(integrand_t *self, double *integral)
{
    enum { n_intervals = 500 };
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(n_intervals);
    gsl_function function = { value, self };
    double result = 0.0, error = 0.0;

    if (workspace == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    /* Its slope is at most a - x + n_others b: the peak is not beyond. */
    const double peak_at =
        find_peak(self, log(self->a), log(self->a + self->n_others * self->b));
    self->peak = log_value(self, peak_at);
    const int code = gsl_integration_qag(&function, find_end(self, peak_at, -1.0),
        find_end(self, peak_at, 1.0), 0.0, 1e-11, n_intervals, GSL_INTEG_GAUSS31,
        workspace, &result, &error);
    gsl_integration_workspace_free(workspace);
    if (code != GSL_SUCCESS && !(error <= 1e-8 * result)) {
        return NZ_ERR_NUMERIC;
    }
    *integral = result * exp(self->peak);
    return NZ_OK;
}

nz_status_t
nz_dirichlet_largest(double a, double b, uint64_t n_others, double *probability)
{
    gsl_sf_result star, log_gamma_b1;
    double integral = 0.0;

    if (probability == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(a >= 1e-6 && a <= 1e5) || !(b > 0.0 && b <= 1e5) || n_others < 1
        || n_others > 1000000) {
        return NZ_ERR_DOMAIN;
    }
    if (n_others == 1) {
        return nz_beta_tails(0.5, a, b, NULL, probability);
    }
    if (gsl_sf_gammastar_e(a, &star) != GSL_SUCCESS
        || gsl_sf_lngamma_e(b + 1.0, &log_gamma_b1) != GSL_SUCCESS) {
        return NZ_ERR_NUMERIC;
    }
    integrand_t integrand = { .a = a,
        .b = b,
        .n_others = (double) n_others,
        .log_a = log(a),
        .scale = 0.5 * log(a / (2.0 * M_PI)) - log(star.val),
        .log_gamma_b1 = log_gamma_b1.val };
    nz_status_t status = integrate(&integrand, &integral);
    if (status == NZ_OK) {
        *probability = fmin(integral, 1.0);
    }
    return status;
}
