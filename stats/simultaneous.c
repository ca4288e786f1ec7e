#include "stats/simultaneous.h"

#include "stats/binomial.h"
#include "stats/resampled.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

const char *
nz_simultaneous_name(nz_simultaneous_t kind)
{
    static const char *const names[] = { "none", "bonferroni", "sidak", "max_t" };
    return (unsigned) kind < NZ_N_SIMULTANEOUS ? names[kind] : NULL;
}

nz_status_t
nz_simultaneous_tails(
    nz_simultaneous_t kind, nz_tails_t tails, size_t n_intervals, nz_tails_t *each)
{
    const double n = (double) n_intervals, both = tails.lower + tails.upper;

    if (each == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!nz_tails_are_valid(tails) || n_intervals == 0) {
        return NZ_ERR_DOMAIN;
    }
    switch (kind) {
    case NZ_SIMULTANEOUS_NONE:
        *each = tails;
        return NZ_OK;
    case NZ_SIMULTANEOUS_BONFERRONI:
        *each = (nz_tails_t){ tails.lower / n, tails.upper / n };
        return NZ_OK;
    case NZ_SIMULTANEOUS_SIDAK: {
        const double share = both > 0.0 ? -expm1(log1p(-both) / n) / both : 0.0;
        *each = (nz_tails_t){ tails.lower * share, tails.upper * share };
        return NZ_OK;
    }
    case NZ_SIMULTANEOUS_MAX_T:
    case NZ_N_SIMULTANEOUS:
        break;
    }
    return NZ_ERR_DOMAIN;
}

/* Which deviations make an interval miss: t > c where it has a lower limit, t < -c where
 * it has an upper one. */
typedef struct sides {
    bool above, below;
} sides_t;

static bool
tails_have_sides(nz_tails_t tails, sides_t *sides)
{
    *sides = (sides_t){ tails.lower > 0.0, tails.upper > 0.0 };
    return nz_tails_are_valid(tails) && (sides->above || sides->below)
           && tails.lower <= 0.5 && tails.upper <= 0.5
           && (!(sides->above && sides->below) || tails.lower == tails.upper);
}

/* P(a standard normal variable misses c) */
static double
normal_miss(double c, sides_t sides)
{
    return (sides.above && sides.below ? 2.0 : 1.0) * gsl_cdf_ugaussian_Q(c);
}

static nz_tails_t
tails_beyond(double c, sides_t sides)
{
    const double tail = gsl_cdf_ugaussian_Q(c);
    return (nz_tails_t){ sides.above ? tail : 0.0, sides.below ? tail : 0.0 };
}

/* log P(no model misses) at the critical value c, or NaN if it cannot be had. */
typedef double log_hold_t(double c, const void *context);

/* Smallest c >= 0 that holds with probability 1 - miss. */
static nz_status_t
solve_critical(log_hold_t *log_hold, const void *context, double miss, double *critical)
{
    double low = 0.0, high = 40.0;

    for (int i = 0; i < 80; i++) {
        const double c = 0.5 * (low + high), at = log_hold(c, context);
        if (isnan(at)) {
            return NZ_ERR_NUMERIC;
        }
        *(at >= log1p(-miss) ? &high : &low) = c;
    }
    *critical = high;
    return NZ_OK;
}

typedef struct count_models {
    const uint64_t *successes, *trials;
    size_t n;
    sides_t sides;
} count_models_t;

/* P(the resampled count X lies more than c standard deviations sd from k), X binomial. */
static double
count_miss(uint64_t k, uint64_t n, double c, sides_t sides)
{
    const double successes = (double) k, trials = (double) n;
    const double p = successes / trials;
    const double reach = c * sqrt(successes * ((trials - successes) / trials));
    const double tie = 1e-9 * (1.0 + reach);
    double miss = 0.0, tail = 0.0;
    nz_status_t status = NZ_OK;

    if (sides.above && successes + reach + tie < trials) {
        status =
            nz_binomial_tails((uint64_t) (successes + reach + tie), n, p, NULL, &tail);
        miss += tail;
    }
    const double first = ceil(successes - reach - tie);
    if (status == NZ_OK && sides.below && first > 0.0) {
        status = nz_binomial_tails((uint64_t) first - 1, n, p, &tail, NULL);
        miss += tail;
    }
    return status == NZ_OK ? miss : (double) NAN;
}

static double
counts_log_hold(double c, const void *context)
{
    const count_models_t *models = context;
    double sum = 0.0;

    for (size_t i = 0; i < models->n; i++) {
        const uint64_t k = models->successes[i], n = models->trials[i];
        const double miss = k == 0 || k == n ? normal_miss(c, models->sides)
                                             : count_miss(k, n, c, models->sides);
        sum += log1p(-fmin(miss, 1.0));
    }
    return sum;
}

nz_status_t
nz_simultaneous_max_t_counts(const uint64_t *successes, const uint64_t *trials,
    size_t n_models, nz_tails_t tails, nz_tails_t *each)
{
    count_models_t models = { successes, trials, n_models, { false, false } };
    double critical = 0.0;

    if (successes == NULL || trials == NULL || each == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_models == 0 || !tails_have_sides(tails, &models.sides)) {
        return NZ_ERR_DOMAIN;
    }
    for (size_t i = 0; i < n_models; i++) {
        if (trials[i] == 0 || trials[i] > NZ_COUNT_MAX || successes[i] > trials[i]) {
            return NZ_ERR_DOMAIN;
        }
    }
    nz_status_t status =
        solve_critical(counts_log_hold, &models, tails.lower + tails.upper, &critical);
    if (status == NZ_OK) {
        *each = tails_beyond(critical, models.sides);
    }
    return status;
}

typedef struct maxima {
    const double *sorted;
    size_t n;
    size_t n_constant; /* models that resampling leaves as they are */
    sides_t sides;
} maxima_t;

static double
units_log_hold(double c, const void *context)
{
    const maxima_t *maxima = context;
    size_t low = 0, high = maxima->n;

    while (low < high) { /* maxima up to c */
        const size_t middle = low + (high - low) / 2;
        if (maxima->sorted[middle] <= c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const double log_drawn = log((double) low / (double) maxima->n);
    if (maxima->n_constant == 0) { /* 0 times an infinite logarithm */
        return log_drawn;
    }
    return log_drawn
           + (double) maxima->n_constant
                 * log1p(-fmin(normal_miss(c, maxima->sides), 1.0));
}

/* The estimates' deviations in one resample. */
static void
resample(const nz_joint_units_t *units, gsl_rng *rng, double *deviation)
{
    size_t begin = 0;

    for (size_t j = 0; j < units->n_models; j++) {
        deviation[j] = 0.0;
    }
    for (size_t h = 0; h < units->n_strata; h++) {
        const size_t end = units->stratum_end[h];
        const size_t size = end - begin;
        for (size_t i = 0; i < size; i++) {
            const size_t drawn = begin + gsl_rng_uniform_int(rng, size);
            const double *row = &units->influence[drawn * units->n_models];
            for (size_t j = 0; j < units->n_models; j++) {
                deviation[j] += row[j];
            }
        }
        begin = end;
    }
}

/* 1 / standard error of each model; 0 where resampling changes nothing. */
static size_t
invert_errors(const nz_joint_units_t *units, double *inverse)
{
    size_t n_constant = 0;

    for (size_t j = 0; j < units->n_models; j++) {
        double sum = 0.0;
        for (size_t u = 0; u < units->n_units; u++) {
            const double d = units->influence[u * units->n_models + j];
            sum += d * d;
        }
        inverse[j] = sum > 0.0 ? 1.0 / sqrt(sum) : 0.0;
        n_constant += sum <= 0.0;
    }
    return n_constant;
}

static double
largest_t(const double *deviation, const double *inverse, size_t n, sides_t sides)
{
    double largest = 0.0;

    for (size_t j = 0; j < n; j++) {
        const double t = deviation[j] * inverse[j];
        largest = fmax(largest, sides.above ? t : 0.0);
        largest = fmax(largest, sides.below ? -t : 0.0);
    }
    return largest;
}

nz_status_t
nz_simultaneous_max_t_units(const nz_joint_units_t *units, uint64_t resamples,
    nz_tails_t tails, gsl_rng *rng, nz_report_t report, nz_tails_t *each)
{
    maxima_t maxima = { 0 };
    double critical = 0.0;

    if (units == NULL || units->influence == NULL || units->stratum_end == NULL
        || rng == NULL || each == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (units->n_units == 0 || units->n_models == 0 || units->n_strata == 0
        || units->n_models > SIZE_MAX / 2 / sizeof(double) || resamples == 0
        || resamples > SIZE_MAX / sizeof(double)
        || !tails_have_sides(tails, &maxima.sides)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = NZ_OK;
    double *sorted = calloc((size_t) resamples, sizeof(*sorted));
    double *deviation = calloc(2 * units->n_models, sizeof(*deviation));
    if (sorted == NULL || deviation == NULL) {
        status = NZ_ERR_NO_MEMORY;
        goto out;
    }
    double *inverse = deviation + units->n_models;
    maxima.n_constant = invert_errors(units, inverse);
    maxima.n = (size_t) resamples;
    maxima.sorted = sorted;
    /* some milliseconds */
    const size_t between = 1 + 1000000 / units->n_units / units->n_models;
    for (size_t b = 0; b < maxima.n; b++) {
        resample(units, rng, deviation);
        sorted[b] = largest_t(deviation, inverse, units->n_models, maxima.sides);
        if (report.tell != NULL && b % between == 0) {
            report.tell(report.context, (double) b / (double) maxima.n);
        }
    }
    nz_resampled_sort(sorted, maxima.n);
    status =
        solve_critical(units_log_hold, &maxima, tails.lower + tails.upper, &critical);
    if (status == NZ_OK) {
        *each = tails_beyond(critical, maxima.sides);
    }
out:
    free(sorted);
    free(deviation);
    return status;
}

size_t
nz_simultaneous_raise_lower(nz_interval_t *intervals, size_t n)
{
    double largest = -HUGE_VAL;
    size_t n_contradictions = 0;

    for (size_t i = 0; i < n; i++) {
        nz_interval_t *interval = &intervals[i];
        if (interval->status == NZ_INTERVAL_UNDEFINED) {
            continue;
        }
        if (largest > interval->upper) {
            n_contradictions++;
            continue;
        }
        largest = fmax(largest, interval->lower);
        interval->lower = largest;
        if (interval->lower == interval->upper) {
            interval->status = NZ_INTERVAL_DEGENERATE;
        }
    }
    return n_contradictions;
}
