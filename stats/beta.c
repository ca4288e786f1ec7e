#include "stats/beta.h"

#include "stats/log1p_minus.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stddef.h>

/* Above this smaller parameter the density is bell-shaped on the logit scale and a fixed
 * quadrature is exact to rounding. Below it the short tail has a quick series, and the
 * long one is GSL's up to a larger parameter where it starts to take one minus the rest.
 */
static const double quadrature_min = 50.0, by_gsl_max = 1e4;

static const double parameter_max = 18014398509481984.0; /* 2^54 */

/* exp() of it and of any density at a mode is 0. */
static const double log_least = -800.0;

/* Positive nodes and weights of the 32-point Gauss-Legendre rule on [-1, 1]. */
static const double gauss_legendre[16][2] = {
    { 0.04830766568773831, 0.096540088514727812 },
    { 0.14447196158279649, 0.095638720079274833 },
    { 0.23928736225213706, 0.093844399080804566 },
    { 0.33186860228212767, 0.091173878695763863 },
    { 0.42135127613063533, 0.087652093004403908 },
    { 0.50689990893222936, 0.083311924226946846 },
    { 0.5877157572407623, 0.078193895787070311 },
    { 0.66304426693021523, 0.072345794108848449 },
    { 0.73218211874028971, 0.065822222776361752 },
    { 0.79448379596794239, 0.058684093478535704 },
    { 0.84936761373256997, 0.050998059262376244 },
    { 0.8963211557660522, 0.042835898022226426 },
    { 0.93490607593773967, 0.034273862913021626 },
    { 0.96476225558750639, 0.025392065309262427 },
    { 0.98561151154526838, 0.016274394730905965 },
    { 0.99726386184948157, 0.0070186100094692984 },
};

/* log of Gamma(z) over Stirling's formula. */
static double
stirling_error(double z)
{
    gsl_sf_result r;
    if (gsl_sf_gammastar_e(z, &r) != GSL_SUCCESS) {
        return lgamma(z) - ((z - 0.5) * log(z) - z + 0.5 * log(2.0 * M_PI));
    }
    return log(r.val);
}

/* a log(x/x0) + b log((1-x)/(1-x0)) at x = x0 + dx, x0 = a/(a+b): the two linear terms
 * cancel exactly, so only the second-order parts are formed. */
static double
log_ratio_to_mode(double dx, double a, double b)
{
    const double sum = a + b;
    return a * nz_log1p_minus(dx * sum / a) + b * nz_log1p_minus(-dx * sum / b);
}

static double
log_density_at_mode(double a, double b)
{
    const double sum = a + b;
    return 0.5 * log(a / sum * b / (2.0 * M_PI)) + stirling_error(sum) - stirling_error(a)
           - stirling_error(b);
}

/* x - a/(a+b), without the rounding of the mode: near 1 that is more than the distance.
 */
static double
from_mode(double x, double a, double b)
{
    return fma(x, b, -(1.0 - x) * a) / (a + b);
}

/* log(ratio) - u, where u = ratio - 1 no longer tells how near to 0 a small ratio is. */
static double
log_minus(double ratio, double u)
{
    return ratio < 0.5 ? log(ratio) - u : nz_log1p_minus(u);
}

double
nz_beta_log_logit_density(double x, double a, double b)
{
    const double sum = a + b, dx = from_mode(x, a, b);

    return log_density_at_mode(a, b) + a * log_minus(x / a * sum, dx * sum / a)
           + b * log_minus((1.0 - x) / b * sum, -dx * sum / b);
}

/* P(X > x) for x = mode + dx above the mode, y = 1 - x given so that no digits of it are
 * lost. With h = logit step, the integrand is exp(g(h) - g(0)), g concave; it is cut
 * where its parabola at 0 has fallen by 45. One panel of 32 points is exact to rounding
 * where the density is close to normal, two where it is skewed. */
static double
upper_tail_by_quadrature(double dx, double x, double y, double a, double b)
{
    const double sum = a + b;
    const double slope = sum * dx;
    const double curvature = sum * x * y;
    const double width = 90.0 / (slope + sqrt(slope * slope + 90.0 * curvature));
    const double at_x = log_ratio_to_mode(dx, a, b);
    const int n_panels = fmin(a, b) > 1000.0 ? 1 : 2;
    const double half = 0.5 * width / n_panels;
    double total = 0.0;

    if (at_x < log_least) { /* infinite where x is all but 0 or 1 */
        return 0.0;
    }
    for (int panel = 0; panel < n_panels; panel++) {
        for (int i = 0; i < 32; i++) {
            const double node =
                i < 16 ? gauss_legendre[i][0] : -gauss_legendre[i - 16][0];
            const double h = half * (2.0 * panel + 1.0 + node);
            const double e = expm1(h);
            const double step = x * y * e / (1.0 + x * e);
            total += gauss_legendre[i % 16][1]
                     * exp(log_ratio_to_mode(dx + step, a, b) - at_x);
        }
    }
    return total * half * exp(log_density_at_mode(a, b) + at_x);
}

/* P(X <= x) for x up to the mode, by the series of x^a (1-x)^b / (a B(a, b)) times
 * 1 + (a+b) x / (a+1) + (a+b)(a+b+1) x^2 / ((a+1)(a+2)) + ..., all terms positive. */
static double
lower_tail_by_series(double x, double a, double b)
{
    double term = 1.0, sum = 1.0;

    for (double i = 0.0; term > sum * 1e-17; i += 1.0) {
        term *= (a + b + i) / (a + 1.0 + i) * x;
        sum += term;
    }
    return exp(nz_beta_log_logit_density(x, a, b)) * sum / a;
}

nz_status_t
nz_beta_tails(double x, double a, double b, double *lower, double *upper)
{
    double p, q;

    if (!(x >= 0.0 && x <= 1.0) || !(a > 0.0 && a <= parameter_max)
        || !(b > 0.0 && b <= parameter_max)) {
        return NZ_ERR_DOMAIN;
    }
    const double dx = from_mode(x, a, b);
    if (x == 0.0 || x == 1.0) {
        p = x;
        q = 1.0 - x;
    } else if (a < quadrature_min && a <= b && dx <= 0.0) {
        p = lower_tail_by_series(x, a, b);
        q = 1.0 - p;
    } else if (b < quadrature_min && b <= a && dx >= 0.0) {
        q = lower_tail_by_series(1.0 - x, b, a);
        p = 1.0 - q;
    } else if (fmin(a, b) < quadrature_min && fmax(a, b) <= by_gsl_max) {
        p = gsl_cdf_beta_P(x, a, b);
        q = gsl_cdf_beta_Q(x, a, b);
        if (!(p >= 0.0 && p <= 1.0 + 1e-10) || !(q >= 0.0 && q <= 1.0 + 1e-10)) {
            return NZ_ERR_NUMERIC;
        }
    } else if (dx >= 0.0) {
        q = upper_tail_by_quadrature(dx, x, 1.0 - x, a, b);
        p = 1.0 - q;
    } else {
        p = upper_tail_by_quadrature(-dx, 1.0 - x, x, b, a);
        q = 1.0 - p;
    }
    if (lower != NULL) {
        *lower = fmin(p, 1.0);
    }
    if (upper != NULL) {
        *upper = fmin(q, 1.0);
    }
    return NZ_OK;
}

static double
from_logit(double v)
{
    return v > 0.0 ? 1.0 / (1.0 + exp(-v)) : exp(v) / (1.0 + exp(v));
}

/* Normal approximation on the logit scale with its skewness (Cornish-Fisher), and for
 * small a the power law of the lower tail. */
static double
first_logit(double tail, bool upper, double a, double b)
{
    const double z = upper ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_ugaussian_Pinv(tail);
    const double shift = 1.0 / 3.0 * (1.0 / b - 1.0 / a); /* towards the median */
    const double sd = sqrt(1.0 / a + 1.0 / b);
    const double skew = (b - a) / sqrt(a * b * (a + b)); /* of -logit(X), leading order */
    const double v = log(a / b) + shift + sd * (z - skew * (z * z) / 6.0);
    if (!upper && a < 5.0) {
        const double power_law = (log(tail) + log(a) + gsl_sf_lnbeta(a, b)) / a;
        return power_law < v ? power_law : fmin(v, log(a / b) + 3.0 * sd);
    }
    return v;
}

/* One tail at logit(x) = v and the density there, from the smaller of x and 1 - x. */
static nz_status_t
tail_at_logit(double v, bool upper, double a, double b, double *tail, double *density)
{
    const double at = from_logit(-fabs(v));
    const double c = v > 0.0 ? b : a, d = v > 0.0 ? a : b;

    *density = exp(nz_beta_log_logit_density(at, c, d));
    return (v > 0.0) == upper ? nz_beta_tails(at, c, d, tail, NULL)
                              : nz_beta_tails(at, c, d, NULL, tail);
}

/* Solve tail(x) = target for a <= b over v = logit(x). */
static nz_status_t
solve_quantile(double target, bool upper, double a, double b, double *logit)
{
    const double sign = upper ? -1.0 : 1.0;
    double low = -1e4, high = 1e4;
    double v = first_logit(target, upper, a, b);

    if (!(v > -745.0)) { /* x underflows: the power law of the lower tail is all there is
                          */
        *logit = -HUGE_VAL;
        return NZ_OK;
    }
    for (int i = 0; i < 200; i++) {
        double tail, density;
        nz_status_t status = tail_at_logit(v, upper, a, b, &tail, &density);
        if (status != NZ_OK) {
            return status;
        }
        const double excess = tail > 0.0 ? log(tail / target) : -HUGE_VAL;
        *((sign * excess > 0.0) ? &high : &low) = v;
        if (excess == 0.0) {
            break;
        }
        /* Halley's step for log(tail); r = density / tail. */
        const double r = tail > 0.0 ? density / tail : 0.0;
        const double slope = a - (a + b) * from_logit(v);
        const double newton = -sign * excess / r;
        double step = newton / (1.0 + 0.5 * newton * (slope - sign * r));
        if (!(r > 0.0) || !isfinite(step) || step * newton <= 0.0) {
            step = isfinite(newton) ? newton : 0.0;
        }
        const bool converged = fabs(step) <= 1e-6 * sqrt(1.0 / a + 1.0 / b)
                               || fabs(step) <= 4.0 * GSL_DBL_EPSILON * fabs(v);
        double next = v + step;
        if (!converged && !(next > low && next < high)) {
            next = 0.5 * (fmax(low, -800.0) + fmin(high, 800.0));
        }
        v = next;
        if (converged) {
            break; /* third order: the next step would be below rounding */
        }
        if (i == 199) {
            return NZ_ERR_NUMERIC;
        }
    }
    *logit = v;
    return NZ_OK;
}

nz_status_t
nz_beta_quantile(double tail, bool upper, double a, double b, double *x)
{
    if (x == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(tail >= 0.0 && tail <= 1.0) || !(a > 0.0 && a <= parameter_max)
        || !(b > 0.0 && b <= parameter_max)) {
        return NZ_ERR_DOMAIN;
    }
    if (tail == 0.0 || tail == 1.0) {
        *x = (tail == 0.0) == upper ? 1.0 : 0.0;
        return NZ_OK;
    }
    const bool swap = a > b; /* x for 1 - x */
    bool above = swap ? !upper : upper;
    if (tail > 0.5) { /* the smaller tail carries the digits */
        tail = 1.0 - tail;
        above = !above;
    }
    double logit;
    nz_status_t status = solve_quantile(tail, above, fmin(a, b), fmax(a, b), &logit);
    if (status == NZ_OK) {
        *x = from_logit(swap ? -logit : logit);
    }
    return status;
}
