#include "tests/resamples.h"

#include "stats/rng.h"
#include "tests/testlib.h"

#include <stdlib.h>
#include <string.h>

/* The units, found the slow way. */
typedef struct units {
    size_t n, n_strata;
    size_t of[NZ_TEST_MAX_ITEMS];      /* of each item */
    size_t stratum[NZ_TEST_MAX_ITEMS]; /* of each unit */
    size_t members[NZ_TEST_MAX_ITEMS][NZ_TEST_MAX_ITEMS], n_members[NZ_TEST_MAX_ITEMS];
} units_t;

nz_sample_t *
nz_test_sample(test_items_t items)
{
    nz_sample_t *sample = NULL;
    NZ_ASSERT_OK(
        nz_sample_create(items.values, items.clusters, items.strata, items.n, &sample));
    return sample;
}

static units_t
find_units(test_items_t items)
{
    units_t units = { 0 };

    for (size_t i = 0; i < items.n; i++) {
        size_t same = 0, h = 0;
        while (same < i
               && (items.clusters == NULL || items.clusters[same] != items.clusters[i])) {
            same++;
        }
        units.of[i] = same < i ? units.of[same] : units.n;
        while (items.strata != NULL && h < i && items.strata[h] != items.strata[i]) {
            h++;
        }
        if (same == i) {
            size_t number = 0;
            if (items.strata != NULL) {
                number = h < i ? units.stratum[units.of[h]] : units.n_strata;
            }
            units.stratum[units.n] = number;
            units.n_strata = number + 1 > units.n_strata ? number + 1 : units.n_strata;
            units.members[number][units.n_members[number]++] = units.n;
            units.n++;
        }
    }
    return units;
}

static int
ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

/* By the definition: F(x) >= p, averaged where F jumps from exactly p. */
static double
quantile_of(double *values, size_t n, double p)
{
    qsort(values, n, sizeof(*values), ascending);
    for (size_t k = 1; k <= n; k++) {
        const double excess = (double) k - p * (double) n;
        if (fabs(excess) < 1e-9) {
            return 0.5 * (values[k - 1] + values[k]);
        }
        if (excess > 0.0) {
            return values[k - 1];
        }
    }
    return (double) NAN;
}

static double
mean_of(const double *values, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += values[i];
    }
    return sum / (double) n;
}

/* The linearised standard error of the mean of the resample with unit counts `counts`. */
static double
standard_error(test_items_t items, const units_t *units, const size_t *counts,
    double mean, double n_drawn)
{
    double variance = 0.0;

    for (size_t h = 0; h < units->n_strata; h++) {
        double d[NZ_TEST_MAX_ITEMS];
        size_t n = 0;
        for (size_t c = 0; c < units->n; c++) {
            double own = 0.0;
            for (size_t i = 0; i < items.n; i++) {
                own += units->of[i] == c ? items.values[i] - mean : 0.0;
            }
            for (size_t k = 0; units->stratum[c] == h && k < counts[c]; k++) {
                d[n++] = own;
            }
        }
        const double centre = mean_of(d, n);
        for (size_t k = 0; k < n; k++) {
            variance += (d[k] - centre) * (d[k] - centre);
        }
    }
    return sqrt(variance) / n_drawn;
}

static void
evaluate(test_items_t items, const units_t *units, const size_t *counts,
    nz_sample_statistic_t statistic, double estimate, test_resamples_t *out)
{
    double drawn[NZ_TEST_MAX_ITEMS * NZ_TEST_MAX_ITEMS];
    size_t n = 0;

    for (size_t i = 0; i < items.n; i++) {
        for (size_t k = 0; k < counts[units->of[i]]; k++) {
            drawn[n++] = items.values[i];
        }
    }
    if (statistic.kind == NZ_SAMPLE_QUANTILE) {
        out->estimates[out->n++] = quantile_of(drawn, n, statistic.p);
        return;
    }
    const double mean = mean_of(drawn, n);
    out->estimates[out->n] = mean;
    out->n++;
    if (out->t_values == NULL) {
        return;
    }
    const double se = standard_error(items, units, counts, mean, (double) n);
    const double d = fabs(mean - estimate) < 1e-12 ? 0.0 : mean - estimate;
    out->t_values[out->n - 1] = se > 1e-12 ? d / se
                                : d == 0.0 ? 0.0
                                           : copysign((double) INFINITY, d);
}

static test_resamples_t
enumerate(test_items_t items, nz_sample_statistic_t statistic, bool with_t)
{
    const units_t units = find_units(items);
    test_resamples_t out = { NULL, NULL, 0 };
    size_t drawn[NZ_TEST_MAX_ITEMS] = { 0 }; /* which member each draw takes */
    size_t n_resamples = 1;
    const double estimate = mean_of(items.values, items.n);

    for (size_t c = 0; c < units.n; c++) {
        n_resamples *= units.n_members[units.stratum[c]];
    }
    CU_ASSERT_TRUE_FATAL(n_resamples <= 1000000);
    out.estimates = calloc(n_resamples, sizeof(*out.estimates));
    CU_ASSERT_PTR_NOT_NULL_FATAL(out.estimates);
    if (with_t) {
        out.t_values = calloc(n_resamples, sizeof(*out.t_values));
        CU_ASSERT_PTR_NOT_NULL_FATAL(out.t_values);
    }
    for (size_t r = 0; r < n_resamples; r++) {
        size_t counts[NZ_TEST_MAX_ITEMS] = { 0 };
        for (size_t c = 0; c < units.n; c++) {
            counts[units.members[units.stratum[c]][drawn[c]]]++;
        }
        evaluate(items, &units, counts, statistic, estimate, &out);
        for (size_t c = 0; c < units.n; c++) {
            if (++drawn[c] < units.n_members[units.stratum[c]]) {
                break;
            }
            drawn[c] = 0;
        }
    }
    qsort(out.estimates, out.n, sizeof(*out.estimates), ascending);
    if (out.t_values != NULL) {
        qsort(out.t_values, out.n, sizeof(*out.t_values), ascending);
    }
    return out;
}

test_resamples_t
nz_test_resamples(test_items_t items, nz_sample_statistic_t statistic)
{
    return enumerate(items, statistic, false);
}

test_resamples_t
nz_test_studentized_resamples(test_items_t items)
{
    return enumerate(items, (nz_sample_statistic_t){ NZ_SAMPLE_MEAN, 0.0 }, true);
}

void
nz_test_resamples_free(test_resamples_t *self)
{
    free(self->estimates);
    free(self->t_values);
    memset(self, 0, sizeof(*self));
}

static double
share(const test_resamples_t *self, double y)
{
    size_t n = 0;
    while (n < self->n && self->estimates[n] <= y) {
        n++;
    }
    return (double) n / (double) self->n;
}

double
nz_test_share_below(const test_resamples_t *self, double y)
{
    return share(self, y - 1e-12 * (1.0 + fabs(y)));
}

double
nz_test_share_at_most(const test_resamples_t *self, double y)
{
    return share(self, y + 1e-12 * (1.0 + fabs(y)));
}

double
nz_test_quantile(const test_resamples_t *self, double tail, bool upper)
{
    const double n = (double) self->n;
    const double rank = upper ? n - floor(tail * n + 1e-9) : ceil(tail * n - 1e-9);
    return self->estimates[(size_t) fmax(rank, 1.0) - 1];
}

double
nz_test_sd(const test_resamples_t *self)
{
    const double mean = mean_of(self->estimates, self->n);
    double sum = 0.0;
    for (size_t i = 0; i < self->n; i++) {
        sum += (self->estimates[i] - mean) * (self->estimates[i] - mean);
    }
    return sqrt(sum / (double) self->n);
}

nz_sample_bootstrap_t *
nz_test_exact(const nz_sample_t *sample, nz_sample_statistic_t statistic)
{
    const nz_sample_bootstrap_options_t options = { .statistic = statistic,
        .engine = NZ_ENGINE_EXACT };
    nz_sample_bootstrap_t *self = NULL;
    NZ_ASSERT_OK(nz_sample_bootstrap_create(sample, &options, NULL, &self));
    return self;
}

nz_sample_bootstrap_t *
nz_test_resampled(const nz_sample_t *sample, nz_sample_statistic_t statistic, uint64_t n,
    unsigned long seed)
{
    const nz_sample_bootstrap_options_t options = { .statistic = statistic,
        .engine = NZ_ENGINE_RESAMPLE,
        .n_resamples = n,
        .studentized = statistic.kind == NZ_SAMPLE_MEAN };
    nz_sample_bootstrap_t *self = NULL;
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, seed);
    NZ_ASSERT_OK(nz_sample_bootstrap_create(sample, &options, rng, &self));
    gsl_rng_free(rng);
    return self;
}

nz_interval_t
nz_test_interval(
    nz_sample_bootstrap_t *self, nz_interval_method_t method, nz_tails_t tails)
{
    nz_interval_t interval = { (double) NAN, (double) NAN, NZ_INTERVAL_UNDEFINED };
    NZ_ASSERT_OK(nz_sample_bootstrap_interval(self, method, tails, &interval));
    return interval;
}
