#include "stats/coverage.h"

#include "stats/beta.h"
#include "stats/binomial.h"
#include "stats/compensated_sum.h"
#include "stats/proportion.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Log of one over the probability left out on each side. */
static const double log_omitted = 35.231923574; /* log(2e15) */
enum { counts_per_call = 4096 };

/* A sum over counts on its way. */
typedef struct survey {
    nz_interval_method_t method;
    uint64_t trials;
    nz_tails_t tails;
    double truth; /* NaN: uniform */
    nz_coverage_progress_t progress;
    void *context;
    /* sums of the weights; width is weighted */
    nz_compensated_sum_t all, covered, defined, width;
    bool is_infinite; /* an infinite limit can occur */
} survey_t;

/* Whether the interval at n - k is that at k mirrored, but for rounding. The quantiles of
 * a resampled count are not, where its distribution takes the tail itself. */
static bool
is_symmetric(nz_interval_method_t method, nz_tails_t tails)
{
    return tails.lower == tails.upper && method != NZ_METHOD_BOOTSTRAP_PERCENTILE
           && method != NZ_METHOD_BOOTSTRAP_BASIC
           && method != NZ_METHOD_BOOTSTRAP_STUDENTIZED
           && method != NZ_METHOD_BOOTSTRAP_BCA;
}

static nz_binomial_range_t
range_of(nz_interval_method_t method, uint64_t trials, double truth, nz_tails_t tails)
{
    if (!isnan(truth)) {
        return nz_binomial_range(trials, truth, log_omitted);
    }
    const uint64_t last = is_symmetric(method, tails) ? trials / 2 : trials;
    return (nz_binomial_range_t){ 0, last };
}

uint64_t
nz_coverage_n_counts(
    nz_interval_method_t method, uint64_t trials, double truth, nz_tails_t tails)
{
    const nz_binomial_range_t range = range_of(method, trials, truth, tails);
    return range.last - range.first + 1;
}

/* P(lower <= B <= upper), B ~ Beta(k + 1, n - k + 1), from what lies outside. */
static nz_status_t
posterior_share(const survey_t *self, uint64_t successes, const nz_interval_t *interval,
    double *share)
{
    const double a = (double) successes + 1.0;
    const double b = (double) (self->trials - successes) + 1.0;
    const double lower = fmin(fmax(interval->lower, 0.0), 1.0);
    const double upper = fmin(fmax(interval->upper, 0.0), 1.0);
    double below = 0.0, above = 0.0;
    nz_status_t status = nz_beta_tails(lower, a, b, &below, NULL);

    if (status == NZ_OK) {
        status = nz_beta_tails(upper, a, b, NULL, &above);
    }
    *share = fmax(1.0 - below - above, 0.0);
    return status;
}

/* One count with its weight and the share of it that is covered. */
static nz_status_t
add_count(survey_t *self, uint64_t successes)
{
    const bool is_uniform = isnan(self->truth);
    nz_interval_t interval;
    double weight, share = 0.0;
    nz_status_t status = nz_proportion_interval(
        self->method, successes, self->trials, self->tails, &interval);

    if (status != NZ_OK) {
        return status;
    }
    if (is_uniform) { /* counts beyond the middle are those before it, mirrored */
        const bool is_twice =
            is_symmetric(self->method, self->tails) && 2 * successes != self->trials;
        weight = is_twice ? 2.0 : 1.0;
    } else {
        weight = nz_binomial_pmf(successes, self->trials, self->truth);
    }
    nz_compensated_sum_add(&self->all, weight);
    if (interval.status == NZ_INTERVAL_UNDEFINED) {
        return NZ_OK;
    }
    if (is_uniform) {
        status = posterior_share(self, successes, &interval, &share);
    } else if (interval.lower <= self->truth && self->truth <= interval.upper) {
        share = 1.0;
    }
    nz_compensated_sum_add(&self->covered, weight * share);
    nz_compensated_sum_add(&self->defined, weight);
    if (isfinite(interval.upper - interval.lower)) {
        nz_compensated_sum_add(&self->width, weight * (interval.upper - interval.lower));
    } else {
        self->is_infinite = true;
    }
    return status;
}

static nz_status_t
add_range(survey_t *self)
{
    const nz_binomial_range_t range =
        range_of(self->method, self->trials, self->truth, self->tails);
    uint64_t n_untold = 0;

    for (uint64_t k = range.first; k <= range.last; k++) {
        nz_status_t status = add_count(self, k);
        if (status != NZ_OK) {
            return status;
        }
        n_untold++;
        if (self->progress != NULL && (n_untold == counts_per_call || k == range.last)) {
            self->progress(self->context, n_untold);
            n_untold = 0;
        }
    }
    return NZ_OK;
}

/* The mean width is infinite if any limit is, however improbable its count. If any is,
 * one next to an end is: the resampled t is infinite at the ends, which are most probable
 * from there. */
static nz_status_t
look_for_infinite(survey_t *self)
{
    const uint64_t counts[] = { 1, self->trials - 1 };
    const bool is_constant = self->truth == 0.0 || self->truth == 1.0;
    nz_status_t status = NZ_OK;

    for (int i = 0; i < 2 && status == NZ_OK && self->trials > 1 && !is_constant; i++) {
        nz_interval_t interval = { 0.0, 0.0, NZ_INTERVAL_UNDEFINED };
        status = nz_proportion_interval(
            self->method, counts[i], self->trials, self->tails, &interval);
        self->is_infinite =
            self->is_infinite || isinf(interval.lower) || isinf(interval.upper);
    }
    return status;
}

static nz_status_t
check(const survey_t *self, const nz_coverage_t *out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if ((unsigned) self->method >= NZ_N_INTERVAL_METHODS || self->trials == 0
        || self->trials > NZ_COUNT_MAX || !nz_tails_are_valid(self->tails)
        || nz_coverage_n_counts(self->method, self->trials, self->truth, self->tails)
               > NZ_COVERAGE_COUNTS_MAX) {
        return NZ_ERR_DOMAIN;
    }
    return NZ_OK;
}

/* Sum and divide. The sum of all weights differs from one by what is left out and by the
 * rounding that the weights have in common. */
static nz_status_t
finish(survey_t *self, nz_coverage_t *out)
{
    nz_status_t status = add_range(self);

    if (status == NZ_OK) {
        status = look_for_infinite(self);
    }
    if (status == NZ_OK) {
        const double defined = nz_compensated_sum_value(&self->defined);
        out->coverage = nz_compensated_sum_value(&self->covered)
                        / nz_compensated_sum_value(&self->all);
        out->expected_width = self->is_infinite ? (double) INFINITY
                              : defined > 0.0
                                  ? nz_compensated_sum_value(&self->width) / defined
                                  : (double) NAN;
    }
    return status;
}

nz_status_t
nz_coverage_at(nz_interval_method_t method, uint64_t trials, double truth,
    nz_tails_t tails, nz_coverage_progress_t progress, void *context, nz_coverage_t *out)
{
    survey_t survey = { .method = method,
        .trials = trials,
        .tails = tails,
        .truth = truth,
        .progress = progress,
        .context = context };
    if (!(truth >= 0.0 && truth <= 1.0)) {
        return out == NULL ? NZ_ERR_NULL_ARG : NZ_ERR_DOMAIN;
    }
    nz_status_t status = check(&survey, out);
    if (status == NZ_OK) {
        status = finish(&survey, out);
    }
    if (status == NZ_OK) {
        const double n = (double) trials;
        const double log_zero = truth < 1.0 ? n * log1p(-truth) : -(double) INFINITY;
        const double log_full = truth > 0.0 ? n * log(truth) : -(double) INFINITY;
        out->zero_probability = exp(log_zero);
        out->ceiling = -expm1(tails.upper > 0.0 ? log_zero : log_full);
        if (truth == 0.0 || truth == 1.0) { /* an interval of no width holds it */
            out->ceiling = 1.0;
        }
    }
    return status;
}

nz_status_t
nz_coverage_uniform(nz_interval_method_t method, uint64_t trials, nz_tails_t tails,
    nz_coverage_progress_t progress, void *context, nz_coverage_t *out)
{
    survey_t survey = { .method = method,
        .trials = trials,
        .tails = tails,
        .truth = (double) NAN,
        .progress = progress,
        .context = context };
    nz_status_t status = check(&survey, out);

    if (status == NZ_OK) {
        status = finish(&survey, out);
    }
    if (status == NZ_OK) {
        out->zero_probability = 1.0 / ((double) trials + 1.0);
        out->ceiling = (double) trials / ((double) trials + 1.0);
    }
    return status;
}
