#include "stats/detection.h"

#include "stats/beta.h"
#include "stats/cluster_successes.h"
#include "stats/interval.h"
#include "stats/least_count.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Relative differences of probabilities that rounding may make. */
static const double tie = 1e-13;

static uint64_t
cluster_size(const nz_detection_t *goal)
{
    return goal->cluster_size > 1 ? goal->cluster_size : 1;
}

static bool
is_clustered(const nz_detection_t *goal)
{
    return goal->cluster_size > 1 && goal->correlation > 0.0;
}

static bool
is_valid(const nz_detection_t *goal)
{
    if (!(goal->correlation >= 0.0 && goal->correlation < 1.0) || goal->successes < 1
        || goal->successes > NZ_DETECTION_SUCCESSES_MAX
        || goal->cluster_size > NZ_COUNT_MAX) {
        return false;
    }
    return !is_clustered(goal)
           || (goal->successes <= NZ_DETECTION_CLUSTERED_SUCCESSES_MAX
               && goal->cluster_size <= NZ_CLUSTER_SUCCESSES_SIZE_MAX);
}

static bool
is_number_of_items(const nz_detection_t *goal, uint64_t n)
{
    return n >= 1 && n <= NZ_COUNT_MAX && n % cluster_size(goal) == 0;
}

/* Without clusters; 0 < p < 1, n >= r. */
static nz_status_t
tails_of_items(uint64_t r, uint64_t n, double p, double *seen, double *missed)
{
    if (r == 1) {
        const double log_none = (double) n * log1p(-p);
        *seen = -expm1(log_none);
        *missed = exp(log_none);
        return NZ_OK;
    }
    return nz_beta_tails(p, (double) r, (double) (n - r + 1), seen, missed);
}

/* In clusters; where seeing is rare its complement has lost the digits. */
static void
tails_of_clusters(const nz_cluster_successes_t *clusters, uint64_t n_clusters,
    double *seen, double *missed)
{
    static const double rare = 0.01;

    *missed = nz_cluster_successes_missed(clusters, n_clusters);
    *seen = 1.0 - *missed;
    if (*seen < rare) {
        *seen = nz_cluster_successes_seen(clusters, n_clusters);
    }
}

static nz_status_t
tails(const nz_detection_t *goal, uint64_t n, double p, double *seen, double *missed)
{
    if (n < goal->successes || p == 0.0 || p == 1.0) {
        *seen = n >= goal->successes && p == 1.0 ? 1.0 : 0.0;
        *missed = 1.0 - *seen;
        return NZ_OK;
    }
    if (!is_clustered(goal)) {
        return tails_of_items(goal->successes, n, p, seen, missed);
    }
    nz_cluster_successes_t clusters;
    nz_status_t status = nz_cluster_successes_init(
        &clusters, goal->cluster_size, goal->correlation, p, goal->successes);
    if (status == NZ_OK) {
        tails_of_clusters(&clusters, n / goal->cluster_size, seen, missed);
        nz_cluster_successes_free(&clusters);
    }
    return status;
}

nz_status_t
nz_detection_probability(
    const nz_detection_t *goal, uint64_t n, double p, double *seen, double *missed)
{
    double at_least, fewer;

    if (goal == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(goal) || !is_number_of_items(goal, n) || !(p >= 0.0 && p <= 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = tails(goal, n, p, &at_least, &fewer);
    if (status != NZ_OK) {
        return status;
    }
    if (seen != NULL) {
        *seen = at_least;
    }
    if (missed != NULL) {
        *missed = fewer;
    }
    return NZ_OK;
}

/* log(missed/miss) or, where that says little, log((1 - miss)/seen): above 0 if the goal
 * is missed. */
static double
excess(double miss, double seen, double missed)
{
    return miss <= 0.5 ? log(missed / miss) : log((1.0 - miss) / seen);
}

/* The least number of trials, each of which has log P(no success), with none in all with
 * probability at most miss. `rounding` is that of the logarithm, relative. */
static double
trials_for_one(double miss, double log_none, double rounding)
{
    const double log_miss = log(miss);
    const double slack = rounding * fabs(log_miss) + 4.0 * DBL_EPSILON;
    double n = fmax(ceil(log_miss / log_none), 1.0);

    if (n > 1.0 && (n - 1.0) * log_none <= log_miss + slack) {
        n -= 1.0;
    }
    return n;
}

typedef struct search {
    const nz_detection_t *goal;
    double miss, p;
    const nz_cluster_successes_t *clusters; /* or NULL; what is counted */
} search_t;

static nz_status_t
search_excess(void *context, uint64_t count, double *by)
{
    const search_t *self = context;
    double seen = (double) NAN, missed = (double) NAN;

    if (self->clusters == NULL) {
        nz_status_t status =
            tails_of_items(self->goal->successes, count, self->p, &seen, &missed);
        if (status != NZ_OK) {
            return status;
        }
    } else if (self->miss <= 0.5) {
        missed = nz_cluster_successes_missed(self->clusters, count);
    } else {
        tails_of_clusters(self->clusters, count, &seen, &missed);
    }
    *by = excess(self->miss, seen, missed) - tie;
    return NZ_OK;
}

/* The mean at which a Poisson count is below r with probability miss, by the cube-root
 * approximation of the gamma quantile (Wilson and Hilferty 1931). */
static double
poisson_mean(double r, double miss)
{
    const double root =
        1.0 - 1.0 / (9.0 * r) + gsl_cdf_ugaussian_Qinv(miss) / (3.0 * sqrt(r));
    return r * pow(fmax(root, 0.0), 3.0);
}

static nz_status_t
trials_of_items(const nz_detection_t *goal, double miss, double p, uint64_t *n)
{
    const double r = (double) goal->successes;

    if (goal->successes == 1) {
        /* Of p, which may be a rounded decimal, and thereby of 1 - p. */
        const double rounding = DBL_EPSILON * (2.0 + p / (1.0 - p));
        const double least = trials_for_one(miss, log1p(-p), rounding);
        if (!(least <= (double) NZ_COUNT_MAX)) {
            return NZ_ERR_UNREACHABLE;
        }
        *n = (uint64_t) least;
        return NZ_OK;
    }
    search_t search = { goal, miss, p, NULL };
    const double mean = poisson_mean(r, miss);
    return nz_least_count(search_excess, &search, goal->successes - 1, NZ_COUNT_MAX,
        mean / p + 0.5 * (r - 1.0 - mean), n);
}

/* Counts clusters. At least as many as one success needs; with a spread of the total
 * that is D = 1 + (m - 1) rho times as wide, as many as r/D Poisson ones. */
static nz_status_t
trials_of_clusters(const nz_detection_t *goal, double miss, double p, uint64_t *count)
{
    const double m = (double) goal->cluster_size, r = (double) goal->successes;
    const double spread = 1.0 + (m - 1.0) * goal->correlation;
    nz_cluster_successes_t clusters;
    nz_status_t status = nz_cluster_successes_init(
        &clusters, goal->cluster_size, goal->correlation, p, goal->successes);

    if (status != NZ_OK) {
        return status;
    }
    search_t search = { goal, miss, p, &clusters };
    const double for_one = log(miss) / clusters.log_zero;
    const double guess = spread * poisson_mean(fmax(r / spread, 1.0), miss) / (m * p);
    status =
        nz_least_count(search_excess, &search, (goal->successes - 1) / goal->cluster_size,
            NZ_COUNT_MAX / goal->cluster_size, fmax(guess, for_one), count);
    nz_cluster_successes_free(&clusters);
    return status;
}

nz_status_t
nz_detection_trials(const nz_detection_t *goal, double miss, double p, uint64_t *n)
{
    uint64_t count = 0;
    nz_status_t status = NZ_OK;

    if (goal == NULL || n == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(goal) || !(miss > 0.0 && miss < 1.0) || !(p >= 0.0 && p <= 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    if (p == 0.0) {
        return NZ_ERR_UNREACHABLE;
    }
    const uint64_t size = cluster_size(goal), unit = is_clustered(goal) ? size : 1;
    if (p == 1.0) {
        count = (goal->successes + unit - 1) / unit;
    } else if (unit > 1) {
        status = trials_of_clusters(goal, miss, p, &count);
    } else {
        status = trials_of_items(goal, miss, p, &count);
    }
    if (status != NZ_OK) {
        return status;
    }
    const uint64_t n_clusters = (count * unit + size - 1) / size;
    if (n_clusters > NZ_COUNT_MAX / size) {
        return NZ_ERR_UNREACHABLE;
    }
    *n = n_clusters * size;
    return NZ_OK;
}

/* By how much p misses the goal; above 0 at 0, -inf at 1. */
static nz_status_t
excess_at(const nz_detection_t *goal, double miss, uint64_t n, double p, double *by)
{
    double seen = 1.0, missed = 0.0;
    nz_status_t status = NZ_OK;

    if (p < 1.0) {
        status = tails(goal, n, p, &seen, &missed);
    }
    if (status == NZ_OK) {
        *by = excess(miss, seen, missed);
    }
    return status;
}

/* start exp(x), at most 1. */
static double
accuracy_at(double start, double x)
{
    return x < -log(start) ? start * exp(x) : 1.0;
}

/* Illinois' variant of the false position on log(p/start), which is bisection while the
 * upper end has no finite excess. */
static nz_status_t
solve_accuracy(
    const nz_detection_t *goal, double miss, uint64_t n, double start, double *p)
{
    static const double close = 1e-14;
    double low = 0.0, at_low, high = 0.0, at_high, by;
    nz_status_t status = excess_at(goal, miss, n, start, &by);

    at_low = at_high = by;
    for (double step = 0.5; status == NZ_OK && at_low <= 0.0; step *= 2.0) {
        low -= step;
        status = excess_at(goal, miss, n, accuracy_at(start, low), &at_low);
    }
    for (double step = 0.5; status == NZ_OK && at_high > 0.0; step *= 2.0) {
        high += step;
        status = excess_at(goal, miss, n, accuracy_at(start, high), &at_high);
    }
    for (int i = 0; status == NZ_OK && high - low > close && i < 200; i++) {
        const double cut = low + (high - low) * (at_low / (at_low - at_high));
        const double x = cut > low && cut < high ? cut : 0.5 * (low + high);
        const double before = by;
        status = excess_at(goal, miss, n, accuracy_at(start, x), &by);
        if (by > 0.0) {
            low = x;
            at_low = by;
            at_high *= before > 0.0 ? 0.5 : 1.0;
        } else {
            high = x;
            at_high = by;
            at_low *= before <= 0.0 ? 0.5 : 1.0;
        }
    }
    if (status == NZ_OK) {
        *p = accuracy_at(start, high);
    }
    return status;
}

nz_status_t
nz_detection_accuracy(const nz_detection_t *goal, double miss, uint64_t n, double *p)
{
    double least = 0.0;
    nz_status_t status = NZ_OK;

    if (goal == NULL || p == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(goal) || !is_number_of_items(goal, n) || !(miss > 0.0 && miss < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    if (n < goal->successes) {
        return NZ_ERR_UNREACHABLE;
    }
    if (goal->successes == 1) {
        least = -expm1(log(miss) / (double) n);
    } else {
        status = nz_beta_quantile(miss, true, (double) goal->successes,
            (double) (n - goal->successes + 1), &least);
    }
    if (status == NZ_OK && is_clustered(goal)) {
        status = solve_accuracy(goal, miss, n, least, &least);
    }
    if (status == NZ_OK) {
        *p = least;
    }
    return status;
}
