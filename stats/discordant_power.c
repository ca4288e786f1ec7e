#include "stats/discordant_power.h"

#include "stats/binomial.h"
#include "stats/binomial_mean.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static const double tie = 1e-13;
/* Tails below it count as none. */
static const double negligible = 1e-18;

nz_discordant_t
nz_discordant_power_init(
    bool is_exact, double alpha, double only_first, double only_second)
{
    const double discordance = fmin(only_first + only_second, 1.0);
    const double better = fmax(only_first, only_second);

    return (nz_discordant_t){ .is_exact = is_exact,
        .alpha = alpha,
        .z = gsl_cdf_ugaussian_Qinv(alpha / 2.0),
        .discordance = discordance,
        .share = discordance > 0.0 ? fmin(better / discordance, 1.0) : 0.5 };
}

double
nz_discordant_power_terms(const nz_discordant_t *self, uint64_t n)
{
    const nz_binomial_range_t range = nz_binomial_mean_range(n, self->discordance);
    return (double) (range.last - range.first) + 1.0;
}

/* P(X >= k) and P(X = k), X ~ Binomial(m, p), on the way through m and k. */
typedef struct tail {
    double p, at_least, at;
} tail_t;

static nz_status_t
start_tail(tail_t *self, uint64_t m, uint64_t k)
{
    self->at_least = 0.0;
    self->at = 0.0;
    if (k > m) {
        return NZ_OK;
    }
    self->at = nz_binomial_pmf(k, m, self->p);
    return nz_binomial_tails(k - 1, m, self->p, NULL, &self->at_least);
}

/* From m to m + 1 trials; 1 <= k <= m, 0 < p < 1. */
static void
add_trial(tail_t *self, double m, double k)
{
    const double q = 1.0 - self->p;

    self->at_least += self->at * (k * q / (m - k + 1.0)); /* p P(X = k - 1) */
    self->at *= (m + 1.0) * q / (m + 1.0 - k);
}

/* From k to k + 1. */
static void
raise_count(tail_t *self, double m, double k)
{
    self->at_least -= self->at;
    self->at *= self->p < 1.0 ? (m - k) * self->p / ((k + 1.0) * (1.0 - self->p)) : 0.0;
}

/* The critical count and both tails, on the way through m. */
typedef struct walk {
    const nz_discordant_t *models;
    double kappa; /* of the paired test: reject where (2 k - m)^2 >= kappa m */
    uint64_t m, k;
    tail_t better, worse; /* of either model's count */
    tail_t even;          /* of either's if they are equal: mcnemar's p-value */
} walk_t;

/* z^2/(1 + z^2/n) */
static double
kappa_of(const nz_discordant_t *models, uint64_t n)
{
    const double z2 = models->z * models->z;
    return z2 / (1.0 + z2 / (double) n);
}

/* The least k > m/2 with (2 k - m)^2 >= kappa m. */
static uint64_t
paired_count(double kappa, uint64_t m)
{
    const double items = (double) m, line = kappa * items;
    const double k = fmax(floor((items + sqrt(line)) / 2.0), floor(items / 2.0) + 1.0);
    const double difference = 2.0 * k - items;

    return (uint64_t) k + (difference * difference < line ? 1 : 0);
}

/* Start at walk->m. */
static nz_status_t
start(walk_t *self)
{
    uint64_t below = 0;
    nz_status_t status = NZ_OK;

    if (self->models->is_exact) { /* smallest x with P(X > x) <= alpha/2 */
        status =
            nz_binomial_quantile(self->models->alpha / 2.0, true, self->m, 0.5, &below);
        self->k = below + 1;
    } else {
        self->k = paired_count(self->kappa, self->m);
    }
    if (status == NZ_OK) {
        status = start_tail(&self->better, self->m, self->k);
    }
    if (status == NZ_OK) {
        status = start_tail(&self->worse, self->m, self->k);
    }
    if (status == NZ_OK && self->models->is_exact) {
        status = start_tail(&self->even, self->m, self->k);
    }
    return status;
}

static nz_status_t
start_at(walk_t *self, const nz_discordant_t *models, uint64_t n, uint64_t m)
{
    *self = (walk_t){ .models = models,
        .kappa = kappa_of(models, n),
        .m = m,
        .better = { .p = models->share },
        .worse = { .p = 1.0 - models->share },
        .even = { .p = 0.5 } };
    return start(self);
}

static void
raise_critical(walk_t *self)
{
    const double m = (double) self->m, k = (double) self->k;

    raise_count(&self->better, m, k);
    raise_count(&self->worse, m, k);
    if (self->models->is_exact) {
        raise_count(&self->even, m, k);
    }
    self->k++;
}

/* To m + 1, with a critical count as large or larger. */
static nz_status_t
step(walk_t *self)
{
    const double m = (double) self->m, k = (double) self->k;

    if (self->k > self->m) {
        self->m++;
        return start(self);
    }
    add_trial(&self->better, m, k);
    if (self->worse.at_least > negligible) {
        add_trial(&self->worse, m, k);
    } else {
        self->worse = (tail_t){ self->worse.p, 0.0, 0.0 };
    }
    if (self->models->is_exact) {
        add_trial(&self->even, m, k);
    }
    self->m++;
    const bool is_raised =
        self->models->is_exact
            ? self->even.at_least > self->models->alpha / 2.0 * (1.0 + tie)
            : paired_count(self->kappa, self->m) > self->k;
    if (is_raised) { /* by one: k grows by less than m, once it is not above m */
        raise_critical(self);
    }
    return NZ_OK;
}

/* P(reject | m). */
static double
rejected(const walk_t *self)
{
    return fmin(fmax(self->better.at_least, 0.0) + fmax(self->worse.at_least, 0.0), 1.0);
}

nz_status_t
nz_discordant_power_at(const nz_discordant_t *self, uint64_t n, double *power)
{
    const nz_binomial_range_t range = nz_binomial_mean_range(n, self->discordance);
    const double odds = self->discordance / (1.0 - self->discordance);
    double weight = nz_binomial_pmf(range.first, n, self->discordance), sum = 0.0;
    walk_t walk;
    nz_status_t status = start_at(&walk, self, n, range.first);

    while (status == NZ_OK) {
        sum += weight * rejected(&walk);
        if (walk.m == range.last) {
            break;
        }
        weight *= (double) (n - walk.m) / ((double) walk.m + 1.0) * odds;
        status = step(&walk);
    }
    if (status == NZ_OK) {
        *power = fmin(sum, 1.0);
    }
    return status;
}

static nz_binomial_range_t
table_range(const nz_discordant_t *self, uint64_t n_min, uint64_t n_max)
{
    return (nz_binomial_range_t){ nz_binomial_mean_range(n_min, self->discordance).first,
        nz_binomial_mean_range(n_max, self->discordance).last };
}

double
nz_discordant_table_size(const nz_discordant_t *self, uint64_t n_min, uint64_t n_max)
{
    const nz_binomial_range_t range = table_range(self, n_min, n_max);
    return (double) (range.last - range.first) + 1.0;
}

nz_status_t
nz_discordant_table_fill(nz_discordant_table_t *table, const nz_discordant_t *self,
    uint64_t n_min, uint64_t n_max)
{
    const nz_binomial_range_t range = table_range(self, n_min, n_max);
    const uint64_t size = range.last - range.first + 1;
    double *values =
        size <= SIZE_MAX / sizeof(double) ? malloc((size_t) size * sizeof(double)) : NULL;
    walk_t walk;

    if (values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_status_t status = start_at(&walk, self, n_max, range.first);
    for (uint64_t i = 0; status == NZ_OK; i++) {
        values[i] = rejected(&walk);
        if (i + 1 == size) {
            break;
        }
        status = step(&walk);
    }
    if (status != NZ_OK) {
        free(values);
        return status;
    }
    free(table->values);
    *table = (nz_discordant_table_t){ n_min, n_max, range.first, range.last, values };
    return NZ_OK;
}

void
nz_discordant_table_free(nz_discordant_table_t *table)
{
    free(table->values);
    *table = (nz_discordant_table_t){ 0 };
}

double
nz_discordant_table_power(
    const nz_discordant_table_t *table, const nz_discordant_t *self, uint64_t n)
{
    const nz_binomial_range_t range = nz_binomial_mean_range(n, self->discordance);
    const double odds = self->discordance / (1.0 - self->discordance);
    const double *values = table->values + (range.first - table->m_first);
    double weight = nz_binomial_pmf(range.first, n, self->discordance), sum = 0.0;

    for (uint64_t m = range.first; m < range.last; m++) {
        sum += weight * *values++;
        weight *= (double) (n - m) / ((double) m + 1.0) * odds;
    }
    return fmin(sum + weight * *values, 1.0);
}

typedef struct smooth {
    const nz_discordant_t *models;
    double kappa, raise;
} smooth_t;

static nz_status_t
smooth_tail(const void *context, double m, double *value)
{
    const smooth_t *self = context;
    const double z = self->models->z, root = sqrt(m);

    if (m == 0.0) {
        *value = 0.0;
        return NZ_OK;
    }
    const double critical =
        self->raise
        + (self->models->is_exact ? (m + 1.0 + z * root) / 2.0 + 0.05 / root
                                  : (m + sqrt(self->kappa * m)) / 2.0);
    return nz_binomial_mean_tail(critical, m, self->models->share, value);
}

nz_status_t
nz_discordant_power_smooth(
    const nz_discordant_t *self, uint64_t n, double raise, double *power)
{
    const smooth_t smooth = { self, kappa_of(self, n), raise };

    if (!self->is_exact && (double) n < self->z * self->z) {
        *power = 0.0;
        return NZ_OK;
    }
    const double share = self->share, m = (double) n * self->discordance;
    /* m by which the mean of C and its critical value part by a standard deviation */
    const double scale = sqrt(m * share * (1.0 - share)) / fabs(share - 0.5);

    return nz_binomial_mean(
        n, self->discordance, fmax(scale, 1.0), smooth_tail, &smooth, power);
}

double
nz_discordant_power_curvature(const nz_discordant_t *self, uint64_t n)
{
    const double slope =
        2.0 * self->discordance * nz_binomial_mean_largest(n / 2, self->discordance);
    return 0.5 * slope * slope;
}
