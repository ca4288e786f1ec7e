#include "stats/interval_width.h"

#include "stats/binomial.h"
#include "stats/compensated_sum.h"
#include "stats/falling.h"
#include "stats/proportion.h"
#include "stats/smooth_width.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>

bool
nz_interval_width_is_counted(const nz_interval_width_t *goal)
{
    const nz_interval_method_t method = goal->method;

    if (method == NZ_METHOD_MODIFIED_JEFFREYS) {
        return goal->assurance > 0.0 && goal->tails.lower > 0.075;
    }
    return method == NZ_METHOD_BOOTSTRAP_PERCENTILE || method == NZ_METHOD_BOOTSTRAP_BASIC
           || method == NZ_METHOD_BOOTSTRAP_STUDENTIZED
           || method == NZ_METHOD_BOOTSTRAP_BCA;
}

/* Log of one over the probability left out on each side. */
static const double log_omitted = 34.538776394910684; /* log(1e15) */

static uint64_t
n_counts(const nz_smooth_width_t *self, uint64_t n)
{
    const nz_binomial_range_t range = nz_binomial_range(n, self->p, log_omitted);
    return range.last - range.first + 1;
}

/* Either goal, count by count. */
static nz_status_t
counted(const nz_smooth_width_t *self, uint64_t n, double *value)
{
    const nz_binomial_range_t range = nz_binomial_range(n, self->p, log_omitted);
    const bool is_assured = self->assurance > 0.0;
    nz_compensated_sum_t weights = { 0 }, sum = { 0 };

    if (n_counts(self, n) > NZ_INTERVAL_WIDTH_COUNTS_MAX) {
        return NZ_ERR_DOMAIN;
    }
    for (uint64_t k = range.first; k <= range.last; k++) {
        double h = (double) NAN;
        nz_status_t status = nz_smooth_width_at(self, k, n, &h);
        if (status != NZ_OK) {
            return status;
        }
        if (is_assured || !isnan(h)) {
            const double weight = nz_binomial_pmf(k, n, self->p);
            const double reached = h <= self->half_width ? 1.0 : 0.0;
            nz_compensated_sum_add(&weights, weight);
            nz_compensated_sum_add(&sum, weight * (is_assured ? reached : h));
        }
    }
    *value = nz_compensated_sum_value(&sum) / nz_compensated_sum_value(&weights);
    return NZ_OK;
}

/* By how many items n times a half-width may exceed wilson's: half an item for the
 * lattice, and what the methods differ by in z^2 (found by search, tails 5e-4 to 1/4; of
 * the studentized from 12 successes and failures on). One item more for a mean without
 * the count 0, over which wilson's rises by less from there to 1. */
static double
allowance_of(const nz_smooth_width_t *self)
{
    const double skewed = self->method == NZ_METHOD_BOOTSTRAP_STUDENTIZED ? 0.4
                          : self->method == NZ_METHOD_BOOTSTRAP_BCA       ? 0.25
                                                                          : 0.15;
    const bool is_without_0 =
        self->method == NZ_METHOD_BOOTSTRAP_BCA && self->assurance == 0.0;
    return 0.5 + skewed * self->z * self->z + (is_without_0 ? 1.0 : 0.0);
}

/* Successes, and failures, from which on an interval is defined and within the allowance.
 */
static uint64_t
least_count(nz_interval_method_t method)
{
    return method == NZ_METHOD_BOOTSTRAP_STUDENTIZED ? 12
           : method == NZ_METHOD_BOOTSTRAP_BCA       ? 1
                                                     : 0;
}

typedef struct few {
    uint64_t least;
    double p;
} few_t;

/* P(X < least), which falls with n from least on. */
static nz_status_t
too_few(const void *context, uint64_t n, double *value)
{
    const few_t *self = context;
    return nz_binomial_tails(self->least - 1, n, self->p, value, NULL);
}

/* A number of items from which on the goal is reached for certain, by wilson. An
 * assurance spends half of what it may miss on counts that are too small, of successes
 * and of failures. */
static nz_status_t
bound_counted(const nz_smooth_width_t *self, uint64_t *n)
{
    nz_smooth_width_t bound = *self;
    const double miss = 0.25 * (1.0 - self->assurance);
    nz_falling_t secant = nz_falling_init(miss, -1.0);
    uint64_t enough = 0;
    double value = 0.0;
    nz_status_t status = NZ_OK;

    bound.method = NZ_METHOD_WILSON;
    bound.allowance = allowance_of(self);
    bound.p = fmin(self->p, 1.0 - self->p);
    const few_t few = { least_count(self->method), bound.p };
    if (few.least > 0 && self->assurance > 0.0) {
        bound.assurance = 1.0 - 2.0 * miss;
        status = nz_falling_seek(&secant, too_few, &few, few.least - 1,
            (double) (few.least + 1) / bound.p, &enough, &value);
    }
    if (status == NZ_OK) {
        status = nz_smooth_width_trials(&bound, n, &value);
    }
    if (status == NZ_OK && enough > *n) {
        *n = enough;
    }
    return status;
}

static bool
is_reached(const nz_smooth_width_t *self, double value)
{
    return self->assurance > 0.0 ? value >= self->assurance : value <= self->half_width;
}

/* Whether the way down from n to where the methods mostly end, wald's, would take too
 * many intervals. */
static bool
is_hopeless(const nz_smooth_width_t *self, uint64_t n)
{
    nz_smooth_width_t typical = *self;
    uint64_t end = 0;
    double value = 0.0;

    typical.method = NZ_METHOD_WALD;
    typical.p = fmin(self->p, 1.0 - self->p);
    return nz_smooth_width_trials(&typical, &end, &value) != NZ_OK
           || (end < n
               && (double) (n - end) * (double) n_counts(self, end)
                      > (double) NZ_INTERVAL_WIDTH_COUNTS_MAX);
}

/* Down from a number that is enough to the last that is not. */
static nz_status_t
counted_trials(const nz_smooth_width_t *self, uint64_t *least, double *achieved)
{
    uint64_t n = 0, n_intervals = 0;
    nz_status_t status = bound_counted(self, &n);

    if (status == NZ_ERR_UNREACHABLE || (status == NZ_OK && is_hopeless(self, n))) {
        return NZ_ERR_DOMAIN;
    }
    if (status != NZ_OK) {
        return status;
    }
    for (double reached = (double) NAN;; n--) {
        double value = (double) NAN;
        if (n > 0) {
            n_intervals += n_counts(self, n);
            status = n_intervals > NZ_INTERVAL_WIDTH_COUNTS_MAX
                         ? NZ_ERR_DOMAIN
                         : counted(self, n, &value);
        }
        if (status != NZ_OK) {
            return status;
        }
        if (!is_reached(self, value)) {
            if (isnan(reached)) {
                return NZ_ERR_NUMERIC;
            }
            *least = n + 1;
            *achieved = reached;
            return NZ_OK;
        }
        reached = value;
    }
}

static nz_status_t
check(const nz_interval_width_t *goal, uint64_t n, double p)
{
    const double tail = goal->tails.lower;

    if ((unsigned) goal->method >= NZ_N_INTERVAL_METHODS || n == 0 || n > NZ_COUNT_MAX
        || !(p >= 0.0 && p <= 1.0) || tail != goal->tails.upper || !(tail > 0.0)
        || !(tail <= 0.25) || !(goal->half_width > 0.0) || !isfinite(goal->half_width)
        || !(goal->assurance >= 0.0 && goal->assurance < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    return nz_interval_width_is_counted(goal) && tail < 5e-4 ? NZ_ERR_DOMAIN : NZ_OK;
}

/* Whether the method has no interval at any count that can occur. */
static bool
is_never_defined(nz_interval_method_t method, uint64_t n, double p)
{
    return (p == 0.0 || p == 1.0 || n == 1)
           && (method == NZ_METHOD_BOOTSTRAP_BCA
               || method == NZ_METHOD_BOOTSTRAP_STUDENTIZED);
}

static nz_smooth_width_t
plan_of(const nz_interval_width_t *goal, double p)
{
    const bool is_mirrored = p > 0.5 && !nz_interval_width_is_counted(goal);
    return (nz_smooth_width_t){ .method = goal->method,
        .tails = goal->tails,
        .half_width = goal->half_width,
        .assurance = goal->assurance,
        .p = is_mirrored ? 1.0 - p : p,
        .z = gsl_cdf_ugaussian_Qinv(goal->tails.lower) };
}

nz_status_t
nz_interval_width_achieved(
    const nz_interval_width_t *goal, uint64_t n, double p, double *achieved)
{
    if (goal == NULL || achieved == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    double value = (double) NAN;
    nz_status_t status = check(goal, n, p);
    if (status == NZ_OK && goal->method == NZ_METHOD_BOOTSTRAP_STUDENTIZED
        && goal->assurance == 0.0 && !is_never_defined(goal->method, n, p)) {
        return NZ_ERR_UNREACHABLE; /* of one success, as (1 - 1/n)^n >= 1/4 >= tail */
    }
    if (status == NZ_OK) {
        const nz_smooth_width_t plan = plan_of(goal, p);
        status = nz_interval_width_is_counted(goal)
                     ? counted(&plan, n, &value)
                     : nz_smooth_width_achieved(&plan, n, &value);
    }
    if (status == NZ_OK) {
        *achieved = value;
    }
    return status;
}

nz_status_t
nz_interval_width_trials(
    const nz_interval_width_t *goal, double p, uint64_t *n, double *achieved)
{
    if (goal == NULL || n == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    uint64_t least = 0;
    double value = (double) NAN;
    nz_status_t status = check(goal, 1, p);
    if (status == NZ_OK
        && (is_never_defined(goal->method, 2, p)
            || (goal->method == NZ_METHOD_BOOTSTRAP_STUDENTIZED
                && goal->assurance == 0.0))) {
        return NZ_ERR_UNREACHABLE;
    }
    if (status == NZ_OK) {
        const nz_smooth_width_t plan = plan_of(goal, p);
        status = nz_interval_width_is_counted(goal)
                     ? counted_trials(&plan, &least, &value)
                     : nz_smooth_width_trials(&plan, &least, &value);
    }
    if (status == NZ_OK) {
        *n = least;
        if (achieved != NULL) {
            *achieved = value;
        }
    }
    return status;
}
