#include "stats/smooth_width.h"

#include "stats/binomial.h"
#include "stats/compensated_sum.h"
#include "stats/falling.h"
#include "stats/proportion.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Which counts a mean takes: all but a probability of exp(-log_omitted) on each side, and
 * of a standard deviation of least_sd or more that many to each. */
typedef struct rule {
    double log_omitted, per_sd, least_sd;
} rule_t;

/* Omitted: 1e-15. By Poisson's formula the rule misses the mean of a smooth function of
 * the count by its Fourier transform at the frequency of the points, exp(-2 pi^2 1.4^2)
 * of it, and what the function is next to 0, where the methods are not smooth, counts
 * with P(X <= 1) = 37 exp(-36) at most. */
static const rule_t exact = { 34.538776394910684, 1.4, 6.0 };
/* Good to some 1e-7, at a third of the cost or less. */
static const rule_t quick = { 18.420680743952367, 1.0, 3.5 };

nz_status_t
nz_smooth_width_at(
    const nz_smooth_width_t *self, uint64_t successes, uint64_t n, double *value)
{
    nz_interval_t interval;
    nz_status_t status =
        nz_proportion_interval(self->method, successes, n, self->tails, &interval);

    if (status == NZ_OK) {
        *value =
            interval.status == NZ_INTERVAL_UNDEFINED
                ? (double) NAN
                : 0.5 * (interval.upper - interval.lower) + self->allowance / (double) n;
    }
    return status;
}

/* Of how many counts one is taken. Agresti and Coull's lower limit leaves 0 at a count of
 * about z^2/2, where its half-width has a kink. */
static uint64_t
stride_of(const nz_smooth_width_t *self, const rule_t *rule, double sd, uint64_t first)
{
    const bool is_kinked = self->method == NZ_METHOD_AGRESTI_COULL && first == 0;
    return sd >= rule->least_sd && !is_kinked ? (uint64_t) (sd / rule->per_sd) : 1;
}

/* E h(X); NaN if it is undefined, which depends on n only. */
static nz_status_t
mean_width(const nz_smooth_width_t *self, const rule_t *rule, uint64_t n, double *value)
{
    const double p = self->p, sd = sqrt((double) n * p * (1.0 - p));
    const nz_binomial_range_t range = nz_binomial_range(n, p, rule->log_omitted);
    const uint64_t stride = stride_of(self, rule, sd, range.first);
    nz_compensated_sum_t weights = { 0 }, width = { 0 };

    for (uint64_t k = range.first; k <= range.last; k += stride) {
        const double weight = nz_binomial_pmf(k, n, p);
        double h = 0.0;
        nz_status_t status = nz_smooth_width_at(self, k, n, &h);
        if (status != NZ_OK) {
            return status;
        }
        nz_compensated_sum_add(&weights, weight);
        nz_compensated_sum_add(&width, weight * h);
    }
    *value = nz_compensated_sum_value(&width) / nz_compensated_sum_value(&weights);
    return NZ_OK;
}

static nz_status_t
expected(const void *self, uint64_t n, double *value)
{
    return mean_width(self, &exact, n, value);
}

/* h at a count. */
typedef struct fixed {
    const nz_smooth_width_t *goal;
    uint64_t count;
} fixed_t;

static nz_status_t
fixed_value(const void *context, uint64_t n, double *value)
{
    const fixed_t *self = context;
    return nz_smooth_width_at(self->goal, self->count, n, value);
}

/* The n at which wilson's half-width at a share p is h: a start for all methods. */
static double
start(const nz_smooth_width_t *self, double p)
{
    const double h = fmin(self->half_width, 1.0), w = self->z * self->z;
    const double a = h * h, b = 2.0 * a * w - w * p * (1.0 - p);
    const double c = w * w * (a - 0.25);
    const double n = (sqrt(fmax(b * b - 4.0 * a * c, 0.0)) - b) / (2.0 * a);

    return n >= 1.0 ? fmin(n, (double) NZ_COUNT_MAX) : 1.0;
}

static bool
is_closed_form(nz_interval_method_t method)
{
    return method == NZ_METHOD_WALD || method == NZ_METHOD_BOOTSTRAP_NORMAL
           || method == NZ_METHOD_WILSON || method == NZ_METHOD_AGRESTI_COULL;
}

/* A secant of quick means tells the slope at its end if it is neither too short nor too
 * long, and the mean falls as it finally does, by n^-1/2 or faster. */
static const double shortest_run = 1e-3, longest_run = 0.2, final_slope = -0.4;

/* The n, but for some 1e-7 of it, at which the quick mean is h. */
static nz_status_t
approach(const nz_smooth_width_t *self, nz_falling_t *secant, double *n)
{
    for (int i = 0; i < 6; i++) {
        const uint64_t at = nz_falling_within(*n, 1, NZ_COUNT_MAX);
        double v = (double) NAN;
        nz_status_t status = mean_width(self, &quick, at, &v);
        if (status != NZ_OK) {
            return status;
        }
        const double before = secant->log_n;
        const double next = nz_falling_next(secant, at, v);
        if (isnan(next)) {
            break;
        }
        *n = next;
        const double run = fabs(secant->log_n - before);
        if (run > shortest_run) {
            secant->is_trusted = run < longest_run && secant->slope < final_slope;
        }
        if (fabs(next - (double) at) <= fmax(0.1, 1e-7 * next)) {
            break;
        }
    }
    return NZ_OK;
}

/* Wald's half-width is 0 at no successes. Its mean rises with n, up to n p (1 - p) = 2 at
 * most, then falls. An n from which on it falls and where it is more than h, or 0 if it
 * never is. */
static nz_status_t
before_falling(const nz_smooth_width_t *self, uint64_t *n)
{
    const double spread = self->p * (1.0 - self->p);
    uint64_t below = 1, above = nz_falling_within(2.0 / spread, 1, NZ_COUNT_MAX - 1);
    double here = 0.0, next = 0.0;
    nz_status_t status = expected(self, above, &here);

    *n = above;
    if (status != NZ_OK || here > self->half_width) {
        return status;
    }
    while (below < above) { /* the mode: the least n that the next does not exceed */
        const uint64_t middle =
            nz_falling_within(sqrt((double) below * (double) above), below, above - 1);
        status = expected(self, middle, &here);
        if (status == NZ_OK) {
            status = expected(self, middle + 1, &next);
        }
        if (status != NZ_OK) {
            return status;
        }
        if (next > here) {
            below = middle + 1;
        } else {
            above = middle;
        }
    }
    status = expected(self, below, &here);
    *n = here > self->half_width ? below : 0;
    return status;
}

static nz_status_t
expected_trials(const nz_smooth_width_t *self, uint64_t *n, double *value)
{
    const nz_interval_method_t method = self->method;
    nz_falling_t secant = nz_falling_init(self->half_width, self->p > 0.0 ? -0.5 : -1.0);
    double guess = start(self, self->p);
    uint64_t fails = 0;
    nz_status_t status = NZ_OK;

    if (method == NZ_METHOD_WALD || method == NZ_METHOD_BOOTSTRAP_NORMAL) {
        status = before_falling(self, &fails);
    }
    if (status == NZ_OK && !is_closed_form(method)) {
        status = approach(self, &secant, &guess);
        secant.log_n = (double) NAN; /* not quite the same function */
    }
    return status != NZ_OK
               ? status
               : nz_falling_seek(&secant, expected, self, fails, guess, n, value);
}

/* How many counts from 0 on, up to the middle, have a half-width of at most h. The width
 * rises from 0 to the middle. */
static nz_status_t
short_counts(const nz_smooth_width_t *self, uint64_t n, double guess, uint64_t *counts)
{
    uint64_t fewer = 0, more = n / 2 + 2; /* short; long, but for the end */
    uint64_t step = 1, k = nz_falling_within(guess, 0, n / 2);

    while (more - fewer > 1) {
        double h = (double) NAN;
        nz_status_t status = nz_smooth_width_at(self, k, n, &h);
        if (status != NZ_OK) {
            return status;
        }
        const bool is_short = h <= self->half_width;
        *(is_short ? &fewer : &more) = k + 1;
        const bool is_open = is_short ? more == n / 2 + 2 : fewer == 0;
        const uint64_t left = more - fewer;
        if (is_open && step < left / 2) {
            k = is_short ? k + step : k - step;
            step *= 2;
        } else {
            k = fewer + left / 2 - 1;
        }
    }
    *counts = fewer;
    return NZ_OK;
}

/* P(h(X) <= h) = P(X < counts) + P(X > n - counts), 1 if these meet. */
static nz_status_t
assured_of(const nz_smooth_width_t *self, uint64_t n, uint64_t counts, double *value)
{
    double low, high;

    if (counts == 0 || counts > n / 2) {
        *value = counts == 0 ? 0.0 : 1.0;
        return NZ_OK;
    }
    nz_status_t status = nz_binomial_tails(counts - 1, n, self->p, &low, NULL);
    if (status == NZ_OK) {
        status = nz_binomial_tails(n - counts, n, self->p, NULL, &high);
    }
    if (status == NZ_OK) {
        *value = low + high;
    }
    return status;
}

static nz_status_t
assured(const nz_smooth_width_t *self, uint64_t n, double *value)
{
    const double w = self->z * self->z, h = self->half_width, size = (double) n;
    const double scaled = h * (size + w) / self->z;
    const double spread = fmin(fmax(scaled * scaled - w / 4.0, 0.0) / size, 0.25);
    const double share = 2.0 * spread / (1.0 + sqrt(1.0 - 4.0 * spread));
    uint64_t counts = 0;
    nz_status_t status = short_counts(self, n, size * share, &counts);

    return status == NZ_OK ? assured_of(self, n, counts, value) : status;
}

/* The last n at which a count has a longer half-width than h, while it is in the lower
 * half; the one before that if there is none. */
static nz_status_t
last_long(const nz_smooth_width_t *self, uint64_t count, uint64_t *n)
{
    const double k = (double) count, w = self->z * self->z;
    const uint64_t least = count > 0 ? 2 * count : 1;
    const fixed_t fixed = { self, count };
    nz_falling_t secant = nz_falling_init(self->half_width, -1.0);
    double guess = (double) least;
    uint64_t passes = 0;
    double reached = 0.0;

    if (least > NZ_COUNT_MAX) {
        *n = NZ_COUNT_MAX;
        return NZ_OK;
    }
    for (int i = 0; i < 3; i++) { /* wilson's */
        const double failures = 1.0 - fmin(k / guess, 0.5);
        guess = fmax(self->z * sqrt(k * failures + w / 4.0) / self->half_width - w, 1.0);
    }
    nz_status_t status = nz_falling_seek(
        &secant, fixed_value, &fixed, least - 1, guess, &passes, &reached);
    if (status == NZ_ERR_UNREACHABLE) {
        *n = NZ_COUNT_MAX;
        return NZ_OK;
    }
    if (status == NZ_OK) {
        *n = passes - 1;
    }
    return status;
}

/* Whether the last n with `counts` short counts, *n, fails. (If none has just so many, it
 * is that of fewer, which fail with more reason.) */
static nz_status_t
fails_at_end(const nz_smooth_width_t *self, uint64_t counts, uint64_t *n, bool *fails)
{
    double probability = 1.0;
    nz_status_t status = last_long(self, counts, n);

    if (status == NZ_OK && *n > 0) {
        status = assured_of(self, *n, counts, &probability);
    }
    if (status == NZ_OK) {
        *fails = probability < self->assurance;
    }
    return status;
}

/* Among the numbers of short counts the last whose end fails, and that end; 0 if none
 * does. From one on, since wald's half-width at no successes is 0, and none is not a last
 * one that fails. */
static nz_status_t
last_failing(const nz_smooth_width_t *self, uint64_t *n, uint64_t *short_ones)
{
    const double middle = start(self, self->p) * self->p;
    uint64_t fails = 0, passes = UINT64_MAX, counts = 1 + (uint64_t) middle;
    uint64_t step = 1 + (uint64_t) sqrt(middle);

    *n = 0;
    *short_ones = 0;
    while (passes - fails > 1 && *n < NZ_COUNT_MAX) {
        uint64_t end = 0;
        bool is_failing = false;
        nz_status_t status = fails_at_end(self, counts, &end, &is_failing);
        if (status != NZ_OK) {
            return status;
        }
        if (is_failing) {
            fails = *short_ones = counts;
            *n = end;
        } else {
            passes = counts;
        }
        if (passes == UINT64_MAX) {
            counts += step;
        } else if (fails > 0) {
            counts = fails + (passes - fails) / 2;
        } else {
            counts -= counts - 1 < step ? counts - 1 : step;
        }
        step *= 2;
    }
    if (*n > 0) {
        return NZ_OK;
    }
    bool is_failing = false;
    nz_status_t status = fails_at_end(self, 0, n, &is_failing);
    *n = is_failing ? *n : 0;
    return status;
}

static nz_status_t
assured_trials(const nz_smooth_width_t *self, uint64_t *n, double *value)
{
    uint64_t last = 0, counts = 0;
    nz_status_t status = last_failing(self, &last, &counts);

    if (status == NZ_OK && last == NZ_COUNT_MAX) {
        return NZ_ERR_UNREACHABLE;
    }
    if (status == NZ_OK) {
        status = short_counts(self, last + 1, (double) counts, &counts);
    }
    if (status == NZ_OK) {
        status = assured_of(self, last + 1, counts, value);
    }
    if (status == NZ_OK) {
        *n = last + 1;
    }
    return status;
}

nz_status_t
nz_smooth_width_achieved(const nz_smooth_width_t *self, uint64_t n, double *value)
{
    return self->assurance > 0.0 ? assured(self, n, value) : expected(self, n, value);
}

nz_status_t
nz_smooth_width_trials(const nz_smooth_width_t *self, uint64_t *n, double *value)
{
    return self->assurance > 0.0 ? assured_trials(self, n, value)
                                 : expected_trials(self, n, value);
}
