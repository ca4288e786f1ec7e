#include "stats/sample_bootstrap.h"

#include "stats/rng.h"
#include "tests/resamples.h"
#include "tests/testlib.h"

static const double lattice[] = { 0.5, 1.0, 0.0, 0.5, 2.0, 0.0, 0.5 };
static const double skewed[] = { 0.06, 2.71, 0.21, 0.37, 1.43, 0.58, 0.92 };
static const double grouped[] = { 0.2, 0.9, 1.4, -0.3, 0.5, 2.2, 1.7, 0.1, 0.8, 1.1, 0.35,
    0.63, 1.9 };
static const uint64_t clusters[] = { 1, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 7 };
static const uint64_t strata[] = { 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2 };

static const nz_sample_statistic_t mean = { NZ_SAMPLE_MEAN, 0.0 };

static const nz_interval_method_t bootstraps[] = { NZ_METHOD_BOOTSTRAP_PERCENTILE,
    NZ_METHOD_BOOTSTRAP_BASIC, NZ_METHOD_BOOTSTRAP_NORMAL,
    NZ_METHOD_BOOTSTRAP_STUDENTIZED, NZ_METHOD_BOOTSTRAP_BCA };

static const nz_tails_t all_tails[] = { { 0.025, 0.025 }, { 0.05, 0.01 }, { 0.2, 0.3 },
    { 0.6, 0.1 }, { 0.001, 0.002 } };

static nz_sample_statistic_t
quantile(double p)
{
    return (nz_sample_statistic_t){ NZ_SAMPLE_QUANTILE, p };
}

/* Largest distance between the limits of two bootstraps, in standard errors. */
static double
engines_apart(const nz_sample_t *sample, nz_sample_statistic_t statistic,
    nz_sample_bootstrap_t *a, nz_sample_bootstrap_t *b, double se)
{
    double worst = 0.0;

    for (size_t m = 0; m < NZ_COUNT_OF(bootstraps); m++) {
        for (size_t i = 0; i < 3; i++) {
            if (nz_sample_bootstrap_supports(
                    sample, statistic, bootstraps[m], NZ_ENGINE_EXACT)) {
                const nz_interval_t x = nz_test_interval(a, bootstraps[m], all_tails[i]);
                const nz_interval_t y = nz_test_interval(b, bootstraps[m], all_tails[i]);
                worst = fmax(worst, fabs(x.lower - y.lower) / se);
                worst = fmax(worst, fabs(x.upper - y.upper) / se);
            }
        }
    }
    return worst;
}

/* A limit of B resamples has the standard deviation sqrt(u (1 - u)/B)/density, in
 * standard errors at most 3.8/sqrt(B) at tail .01 if it is near normal, and somewhat more
 * for bca, whose levels are estimated. */
static void
test_sample_bootstrap_engines_agree(void)
{
    enum { MANY = 600, B = 40000 };
    static double values[MANY], steps[MANY];
    static uint64_t own_clusters[MANY], own_strata[MANY];

    for (size_t i = 0; i < MANY; i++) {
        const double u = ((double) i + 0.5) / MANY;
        values[i] = -log(u);
        steps[i] = floor(4.0 * u * u);
        own_clusters[i] = i * 37 % MANY * (i * 37 % MANY) / 1800;
        own_strata[i] = own_clusters[i] % 3;
    }
    const struct {
        test_items_t items;
        nz_sample_statistic_t statistic;
    } cases[] = { { { values, NULL, NULL, MANY }, mean },
        { { steps, NULL, NULL, MANY }, mean },
        { { values, own_clusters, NULL, MANY }, mean },
        { { values, own_clusters, own_strata, MANY }, mean },
        { { values, NULL, own_strata, MANY }, mean },
        { { values, NULL, NULL, MANY }, quantile(0.5) },
        { { values, NULL, NULL, MANY }, quantile(0.6013) } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_sample_t *sample = nz_test_sample(cases[i].items);
        nz_sample_bootstrap_t *a = nz_test_exact(sample, cases[i].statistic);
        nz_sample_bootstrap_t *b = nz_test_resampled(sample, cases[i].statistic, B, 21);
        const nz_interval_t normal =
            nz_test_interval(a, NZ_METHOD_BOOTSTRAP_NORMAL, nz_tails_two_sided(0.95));
        const double se = (normal.upper - normal.lower) / 3.92;
        const double apart = engines_apart(sample, cases[i].statistic, a, b, se);
        CU_ASSERT_TRUE(apart < 5.73 * 5.0 / sqrt(B));
        nz_sample_bootstrap_destroy(&a);
        nz_sample_bootstrap_destroy(&b);
        nz_sample_destroy(&sample);
    }
    /* Clusters are not items. */
    nz_sample_t *items = nz_test_sample(cases[0].items);
    nz_sample_t *groups = nz_test_sample(cases[2].items);
    nz_sample_bootstrap_t *a = nz_test_exact(items, mean),
                          *b = nz_test_resampled(groups, mean, B, 21);
    CU_ASSERT_TRUE(
        engines_apart(items, mean, a, b, 1.5 / sqrt(MANY)) > 5.73 * 5.0 / sqrt(B));
    nz_sample_bootstrap_destroy(&a);
    nz_sample_bootstrap_destroy(&b);
    nz_sample_destroy(&items);
    nz_sample_destroy(&groups);
}

/* The quantiles of t are those of all resamples but for the Monte Carlo error: as a
 * share, sqrt(u (1 - u)/B). */
static void
test_sample_bootstrap_studentized_by_enumeration(void)
{
    enum { B = 40000 };
    const test_items_t cases[] = { { skewed, NULL, NULL, 6 },
        { grouped, clusters, NULL, 10 }, { grouped, clusters, strata, 13 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_sample_t *sample = nz_test_sample(cases[i]);
        test_resamples_t all = nz_test_studentized_resamples(cases[i]);
        nz_sample_bootstrap_t *self = nz_test_resampled(sample, mean, B, 22);
        const double se =
            sample->scale * sqrt(sample->sum_squares) / (double) sample->n_items;
        const nz_tails_t tails = { 0.1, 0.2 };
        const nz_interval_t interval =
            nz_test_interval(self, NZ_METHOD_BOOTSTRAP_STUDENTIZED, tails);
        const double t[] = { (sample->mean - interval.lower) / se,
            (sample->mean - interval.upper) / se };
        double below[2] = { 0.0, 0.0 }, at_most[2] = { 0.0, 0.0 };
        for (size_t k = 0; k < all.n; k++) {
            for (int side = 0; side < 2; side++) {
                below[side] += all.t_values[k] < t[side] - 1e-9;
                at_most[side] += all.t_values[k] <= t[side] + 1e-9;
            }
        }
        const double n = (double) all.n;
        CU_ASSERT_TRUE(below[0] / n < 0.9 + 5.73 * sqrt(0.09 / B));
        CU_ASSERT_TRUE(at_most[0] / n > 0.9 - 5.73 * sqrt(0.09 / B));
        CU_ASSERT_TRUE(below[1] / n < 0.2 + 5.73 * sqrt(0.16 / B));
        CU_ASSERT_TRUE(at_most[1] / n > 0.2 - 5.73 * sqrt(0.16 / B));
        nz_sample_bootstrap_destroy(&self);
        nz_test_resamples_free(&all);
        nz_sample_destroy(&sample);
    }
    /* With three items, one resample in nine has three equal ones: t is infinite, and so
     * are both limits. */
    nz_sample_t *few = nz_test_sample((test_items_t){ skewed, NULL, NULL, 3 });
    nz_sample_bootstrap_t *self = nz_test_resampled(few, mean, 2000, 23);
    const nz_interval_t interval =
        nz_test_interval(self, NZ_METHOD_BOOTSTRAP_STUDENTIZED, all_tails[0]);
    CU_ASSERT_EQUAL(interval.lower, (double) -INFINITY);
    CU_ASSERT_EQUAL(interval.upper, (double) INFINITY);
    CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_OK);
    nz_sample_bootstrap_destroy(&self);
    nz_sample_destroy(&few);
}

static void
assert_no_variation(nz_sample_bootstrap_t *self, double estimate)
{
    for (size_t m = 0; m < NZ_COUNT_OF(bootstraps); m++) {
        nz_interval_t interval = { 1.0, 2.0, NZ_INTERVAL_OK };
        const bool corrected = bootstraps[m] == NZ_METHOD_BOOTSTRAP_STUDENTIZED
                               || bootstraps[m] == NZ_METHOD_BOOTSTRAP_BCA;
        const nz_status_t status =
            nz_sample_bootstrap_interval(self, bootstraps[m], all_tails[0], &interval);
        if (status != NZ_OK) { /* studentized by the exact engine */
            CU_ASSERT_EQUAL(bootstraps[m], NZ_METHOD_BOOTSTRAP_STUDENTIZED);
            CU_ASSERT_EQUAL(status, NZ_ERR_DOMAIN);
            continue;
        }
        CU_ASSERT_EQUAL(
            interval.status, corrected ? NZ_INTERVAL_UNDEFINED : NZ_INTERVAL_DEGENERATE);
        CU_ASSERT_EQUAL(interval.lower, estimate);
        CU_ASSERT_EQUAL(interval.upper, estimate);
    }
}

static void
test_sample_bootstrap_without_variation(void)
{
    static const double same[] = { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 };
    static const double by_stratum[] = { 0.1, 0.1, 0.1, 0.7, 0.7, 0.7 };
    static const double balanced[] = { 0.1, 0.3, 0.2, 0.2, 0.3, 0.1 };
    static const uint64_t halves[] = { 1, 1, 1, 2, 2, 2 }, pairs[] = { 1, 1, 2, 2, 3, 3 };
    static const uint64_t one[] = { 1, 1, 1, 1, 1, 1 };
    const test_items_t cases[] = { { same, NULL, NULL, 6 },
        { by_stratum, NULL, halves, 6 }, { balanced, pairs, NULL, 6 },
        { balanced, one, NULL, 6 }, { skewed, NULL, NULL, 1 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_sample_t *sample = nz_test_sample(cases[i]);
        nz_sample_bootstrap_t *self = nz_test_exact(sample, mean);
        assert_no_variation(self, sample->mean);
        nz_sample_bootstrap_destroy(&self);
        self = nz_test_resampled(sample, mean, 50, 25);
        assert_no_variation(self, sample->mean);
        nz_sample_bootstrap_destroy(&self);
        nz_sample_destroy(&sample);
    }
    nz_sample_t *sample = nz_test_sample(cases[0]);
    nz_sample_bootstrap_t *self = nz_test_exact(sample, quantile(0.5));
    assert_no_variation(self, 0.1);
    nz_sample_bootstrap_destroy(&self);
    nz_sample_destroy(&sample);
    /* A quantile that no resample of clusters changes, though the values differ. */
    sample = nz_test_sample(cases[3]);
    self = nz_test_resampled(sample, quantile(0.5), 50, 26);
    CU_ASSERT_EQUAL(
        nz_test_interval(self, NZ_METHOD_BOOTSTRAP_PERCENTILE, all_tails[0]).status,
        NZ_INTERVAL_DEGENERATE);
    CU_ASSERT_EQUAL(
        nz_test_interval(self, NZ_METHOD_BOOTSTRAP_NORMAL, all_tails[0]).status,
        NZ_INTERVAL_DEGENERATE);
    CU_ASSERT_EQUAL(nz_test_interval(self, NZ_METHOD_BOOTSTRAP_BCA, all_tails[0]).status,
        NZ_INTERVAL_UNDEFINED);
    nz_sample_bootstrap_destroy(&self);
    nz_sample_destroy(&sample);
}

static void
test_sample_bootstrap_zero_tails(void)
{
    const nz_tails_t upper_only = { 0.0, 0.05 }, lower_only = { 0.05, 0.0 };
    const test_items_t cases[] = { { lattice, NULL, NULL, 7 }, { skewed, NULL, NULL, 7 },
        { grouped, clusters, strata, 13 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_sample_t *sample = nz_test_sample(cases[i]);
        nz_sample_bootstrap_t *both[] = { nz_test_exact(sample, mean),
            nz_test_resampled(sample, mean, 500, 27) };
        for (size_t m = 0; m < 2 * NZ_COUNT_OF(bootstraps); m++) {
            nz_sample_bootstrap_t *self = both[m % 2];
            const nz_interval_method_t method = bootstraps[m / 2];
            if (method == NZ_METHOD_BOOTSTRAP_STUDENTIZED && m % 2 == 0) {
                continue;
            }
            const nz_interval_t upper = nz_test_interval(self, method, upper_only);
            const nz_interval_t lower = nz_test_interval(self, method, lower_only);
            const nz_interval_t two =
                nz_test_interval(self, method, nz_tails_two_sided(0.9));
            CU_ASSERT_EQUAL(upper.lower, (double) -INFINITY);
            CU_ASSERT_EQUAL(lower.upper, (double) INFINITY);
            CU_ASSERT_TRUE(fabs(upper.upper - two.upper) <= 1e-12 || isinf(two.upper));
            CU_ASSERT_TRUE(fabs(lower.lower - two.lower) <= 1e-12 || isinf(two.lower));
            CU_ASSERT_EQUAL(upper.status, NZ_INTERVAL_OK);
            CU_ASSERT_EQUAL(lower.status, NZ_INTERVAL_OK);
        }
        nz_sample_bootstrap_destroy(&both[0]);
        nz_sample_bootstrap_destroy(&both[1]);
        nz_sample_destroy(&sample);
    }
}

static void
test_sample_bootstrap_scales_with_the_values(void)
{
    static const double factors[] = { 0x1p-900, 0x1p900 };
    double scaled[13];
    const nz_sample_statistic_t statistics[] = { mean, quantile(0.4) };

    for (size_t k = 0; k < NZ_COUNT_OF(factors); k++) {
        for (size_t i = 0; i < 13; i++) {
            scaled[i] = factors[k] * grouped[i];
        }
        nz_sample_t *sample = nz_test_sample((test_items_t){ grouped, NULL, NULL, 13 });
        nz_sample_t *other = nz_test_sample((test_items_t){ scaled, NULL, NULL, 13 });
        for (int kind = 0; kind < 4; kind++) {
            const nz_sample_statistic_t statistic = statistics[kind % 2];
            nz_sample_bootstrap_t *a =
                kind < 2 ? nz_test_exact(sample, statistic)
                         : nz_test_resampled(sample, statistic, 300, 28);
            nz_sample_bootstrap_t *b = kind < 2
                                           ? nz_test_exact(other, statistic)
                                           : nz_test_resampled(other, statistic, 300, 28);
            for (size_t m = 0; m < NZ_COUNT_OF(bootstraps); m++) {
                if (bootstraps[m] != NZ_METHOD_BOOTSTRAP_STUDENTIZED || kind == 2) {
                    const nz_interval_t x =
                        nz_test_interval(a, bootstraps[m], all_tails[0]);
                    const nz_interval_t y =
                        nz_test_interval(b, bootstraps[m], all_tails[0]);
                    NZ_ASSERT_REL(y.lower, factors[k] * x.lower, 1e-11);
                    NZ_ASSERT_REL(y.upper, factors[k] * x.upper, 1e-11);
                }
            }
            nz_sample_bootstrap_destroy(&a);
            nz_sample_bootstrap_destroy(&b);
        }
        nz_sample_destroy(&sample);
        nz_sample_destroy(&other);
    }
}

/* Real scores by each way to the distribution of t: two values, a list of resamples, an
 * outlier among many, many. Squares of the scores would under- and overflow. */
static void
test_sample_bootstrap_exact_studentized_scales(void)
{
    enum { N = 40 };
    static const double factors[] = { 0x1p-900, 0x1p-600, 0x1p900 };
    static const size_t sizes[] = { 3, 5, N, N };
    double values[N], scaled[N];

    for (size_t k = 0; k < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(factors); k++) {
        const size_t kind = k / NZ_COUNT_OF(factors), n = sizes[kind];
        const double factor = factors[k % NZ_COUNT_OF(factors)];
        for (size_t i = 0; i < n; i++) {
            values[i] = kind == 0 ? 3.7 * (double) (i > 0) : 3.0 + sin((double) i);
            values[i] += kind == 2 && i == 7 ? 25.0 : 0.0;
            scaled[i] = factor * values[i];
        }
        nz_sample_t *sample = nz_test_sample((test_items_t){ values, NULL, NULL, n });
        nz_sample_t *other = nz_test_sample((test_items_t){ scaled, NULL, NULL, n });
        nz_sample_bootstrap_t *a = nz_test_exact(sample, mean),
                              *b = nz_test_exact(other, mean);
        const nz_interval_method_t method = NZ_METHOD_BOOTSTRAP_STUDENTIZED;
        const nz_interval_t x = nz_test_interval(a, method, all_tails[2]);
        const nz_interval_t y = nz_test_interval(b, method, all_tails[2]);
        NZ_ASSERT_REL(y.lower, factor * x.lower, 1e-14);
        NZ_ASSERT_REL(y.upper, factor * x.upper, 1e-14);
        CU_ASSERT_EQUAL(y.status, NZ_INTERVAL_OK);
        nz_sample_bootstrap_destroy(&a);
        nz_sample_bootstrap_destroy(&b);
        nz_sample_destroy(&sample);
        nz_sample_destroy(&other);
    }
}

/* Resamples of the two lower values carry both tails; on a lattice and off it. */
static void
test_sample_bootstrap_studentized_of_one_infinity(void)
{
    static const double off[] = { 0.0612, 0.2131, 2.7189 }, on[] = { 0.5, 1.0, 4.5 };
    const nz_interval_method_t method = NZ_METHOD_BOOTSTRAP_STUDENTIZED;
    const nz_tails_t tails[] = { { 0.96, 0.03 }, { 0.96, 0.0 } };
    const double *both[] = { off, on };

    for (size_t k = 0; k < 2 * NZ_COUNT_OF(tails); k++) {
        nz_sample_t *sample =
            nz_test_sample((test_items_t){ both[k / 2], NULL, NULL, 3 });
        for (int engine = 0; engine < 2; engine++) {
            nz_sample_bootstrap_t *self = engine == 0
                                              ? nz_test_exact(sample, mean)
                                              : nz_test_resampled(sample, mean, 4000, 29);
            const nz_interval_t interval = nz_test_interval(self, method, tails[k % 2]);
            CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_UNDEFINED);
            NZ_ASSERT_REL(interval.lower, sample->mean, 1e-15);
            NZ_ASSERT_REL(interval.upper, sample->mean, 1e-15);
            nz_sample_bootstrap_destroy(&self);
        }
        nz_sample_destroy(&sample);
    }
}

/* Two quantiles of three resamples are the same t. */
static void
test_sample_bootstrap_studentized_degenerate(void)
{
    nz_sample_t *sample = nz_test_sample((test_items_t){ skewed, NULL, NULL, 7 });
    nz_sample_bootstrap_t *self = nz_test_resampled(sample, mean, 3, 30);
    const nz_interval_t interval = nz_test_interval(
        self, NZ_METHOD_BOOTSTRAP_STUDENTIZED, (nz_tails_t){ 0.5, 0.45 });

    CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_DEGENERATE);
    CU_ASSERT_TRUE(isfinite(interval.lower) && interval.lower == interval.upper);
    CU_ASSERT_NOT_EQUAL(interval.lower, sample->mean);
    nz_sample_bootstrap_destroy(&self);
    nz_sample_destroy(&sample);
}

/* The exact engine against all resamples: the limits are quantiles of their t. */
static void
test_sample_bootstrap_exact_studentized_by_enumeration(void)
{
    const test_items_t cases[] = { { skewed, NULL, NULL, 7 }, { lattice, NULL, NULL, 7 },
        { skewed, NULL, NULL, 4 } };
    const nz_tails_t tails = { 0.1, 0.05 };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_sample_t *sample = nz_test_sample(cases[i]);
        test_resamples_t all = nz_test_studentized_resamples(cases[i]);
        nz_sample_bootstrap_t *self = nz_test_exact(sample, mean);
        const double se =
            sample->scale * sqrt(sample->sum_squares) / (double) sample->n_items;
        const nz_interval_t interval =
            nz_test_interval(self, NZ_METHOD_BOOTSTRAP_STUDENTIZED, tails);
        const double t[] = { (sample->mean - interval.lower) / se,
            (sample->mean - interval.upper) / se };
        double below[2] = { 0.0, 0.0 }, at_most[2] = { 0.0, 0.0 };
        for (size_t k = 0; k < all.n; k++) {
            for (int side = 0; side < 2; side++) {
                below[side] += all.t_values[k] < t[side] - 1e-9;
                at_most[side] += all.t_values[k] <= t[side] + 1e-9;
            }
        }
        const double n = (double) all.n;
        CU_ASSERT_TRUE(below[0] < (1.0 - tails.lower) * n && isfinite(interval.lower));
        CU_ASSERT_TRUE(at_most[0] >= (1.0 - tails.lower) * n);
        CU_ASSERT_TRUE(below[1] < tails.upper * n);
        CU_ASSERT_TRUE(at_most[1] >= tails.upper * n);
        nz_sample_bootstrap_destroy(&self);
        nz_test_resamples_free(&all);
        nz_sample_destroy(&sample);
    }
}

static void
test_sample_bootstrap_supports(void)
{
    nz_sample_t *plain = nz_test_sample((test_items_t){ skewed, NULL, NULL, 7 });
    nz_sample_t *groups = nz_test_sample((test_items_t){ grouped, clusters, NULL, 13 });

    for (int m = 0; m <= NZ_N_INTERVAL_METHODS; m++) {
        const nz_interval_method_t method = (nz_interval_method_t) m;
        const bool any =
            m < NZ_N_INTERVAL_METHODS && nz_interval_method_takes_scores(method);
        const bool t = method == NZ_METHOD_BOOTSTRAP_STUDENTIZED;
        const bool both = any && !t && method != NZ_METHOD_STUDENT_T;
        CU_ASSERT_EQUAL(
            nz_sample_bootstrap_supports(plain, mean, method, NZ_ENGINE_EXACT), any);
        CU_ASSERT_EQUAL(
            nz_sample_bootstrap_supports(groups, mean, method, NZ_ENGINE_EXACT),
            any && !t);
        CU_ASSERT_EQUAL(
            nz_sample_bootstrap_supports(groups, mean, method, NZ_ENGINE_RESAMPLE), any);
        CU_ASSERT_EQUAL(
            nz_sample_bootstrap_supports(plain, quantile(0.5), method, NZ_ENGINE_EXACT),
            both);
        CU_ASSERT_FALSE(
            nz_sample_bootstrap_supports(groups, quantile(0.5), method, NZ_ENGINE_EXACT));
        CU_ASSERT_EQUAL(nz_sample_bootstrap_supports(
                            groups, quantile(0.5), method, NZ_ENGINE_RESAMPLE),
            both);
        CU_ASSERT_FALSE(nz_sample_bootstrap_supports(
            plain, quantile(0.0), method, NZ_ENGINE_RESAMPLE));
    }
    nz_sample_destroy(&plain);
    nz_sample_destroy(&groups);
}

static void
test_sample_bootstrap_errors_leave_output_untouched(void)
{
    nz_sample_t *sample = nz_test_sample((test_items_t){ grouped, clusters, NULL, 13 });
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    const nz_sample_bootstrap_options_t good = {
        .statistic = mean, .engine = NZ_ENGINE_RESAMPLE, .n_resamples = 10
    };
    nz_sample_bootstrap_options_t bad[6] = { good, good, good, good, good, good };
    nz_sample_bootstrap_t *self = NULL;
    nz_interval_t interval = { 1.0, 2.0, NZ_INTERVAL_OK }, t;
    const nz_tails_t wide = { 0.5, 0.5 };

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    bad[0].n_resamples = 1;
    bad[1].n_resamples = UINT64_MAX;
    bad[2].statistic = quantile(1.0);
    bad[3].engine = (nz_bootstrap_engine_t) 7;
    bad[4].statistic = quantile(0.5);
    bad[4].studentized = true;
    bad[5].statistic = quantile(0.5); /* of clusters */
    bad[5].engine = NZ_ENGINE_EXACT;
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(
            nz_sample_bootstrap_create(sample, &bad[i], rng, &self), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_sample_bootstrap_create(NULL, &good, rng, &self), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_bootstrap_create(sample, NULL, rng, &self), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_bootstrap_create(sample, &good, NULL, &self), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_bootstrap_create(sample, &good, rng, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_PTR_NULL(self);
    NZ_ASSERT_OK(nz_sample_bootstrap_create(sample, &good, rng, &self));
    CU_ASSERT_EQUAL(nz_sample_bootstrap_interval(
                        self, NZ_METHOD_BOOTSTRAP_STUDENTIZED, all_tails[0], &interval),
        NZ_ERR_DOMAIN); /* not asked for */
    CU_ASSERT_EQUAL(
        nz_sample_bootstrap_interval(self, NZ_METHOD_WILSON, all_tails[0], &interval),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_sample_bootstrap_interval(self, NZ_METHOD_BOOTSTRAP_BCA, wide, &interval),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_sample_bootstrap_interval(
                        NULL, NZ_METHOD_BOOTSTRAP_BCA, all_tails[0], &interval),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_bootstrap_interval(self, NZ_METHOD_BOOTSTRAP_BCA, all_tails[0], NULL),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(interval.lower, 1.0);
    CU_ASSERT_EQUAL(interval.upper, 2.0);
    interval = nz_test_interval(self, NZ_METHOD_STUDENT_T, all_tails[0]);
    NZ_ASSERT_OK(nz_sample_student_t(sample, all_tails[0], &t));
    CU_ASSERT_EQUAL(interval.lower, t.lower);
    nz_sample_bootstrap_destroy(&self);
    nz_sample_bootstrap_destroy(&self);
    nz_sample_bootstrap_destroy(NULL);
    nz_sample_destroy(&sample);
    gsl_rng_free(rng);
}

/* What nz_sample_bootstrap_errors says is how limits scatter from seed to seed: the root
 * mean square of what it says over their standard deviation over 400 seeds, whose own
 * error is 1/sqrt(800) = 3.5 %. The quantile's error is itself an estimate, 10 to 20 %
 * too large on average at B = 2000 because its square is noisy. */
static void
test_sample_bootstrap_errors_are_the_scatter(void)
{
    enum { SEEDS = 400, B = 2000, N = 50 };
    double values[N];
    const nz_tails_t tails = { 0.05, 0.025 };

    for (size_t i = 0; i < N; i++) {
        values[i] = -log(1.0 - ((double) i + 0.5) / N);
    }
    nz_sample_t *sample = nz_test_sample((test_items_t){ values, NULL, NULL, N });
    for (size_t m = 0; m < NZ_COUNT_OF(bootstraps); m++) {
        double sum[2] = { 0.0 }, squares[2] = { 0.0 }, said[2] = { 0.0 };
        for (unsigned long seed = 1; seed <= SEEDS; seed++) {
            nz_sample_bootstrap_t *boot = nz_test_resampled(sample, mean, B, seed);
            const nz_interval_t ci = nz_test_interval(boot, bootstraps[m], tails);
            const double limits[2] = { ci.lower, ci.upper };
            double errors[2];
            NZ_ASSERT_OK(nz_sample_bootstrap_errors(
                boot, bootstraps[m], tails, &errors[0], &errors[1]));
            for (int k = 0; k < 2; k++) {
                sum[k] += limits[k] / SEEDS;
                squares[k] += limits[k] * limits[k] / SEEDS;
                said[k] += errors[k] * errors[k] / SEEDS;
            }
            nz_sample_bootstrap_destroy(&boot);
        }
        for (int k = 0; k < 2; k++) {
            const double ratio = sqrt(said[k] / (squares[k] - sum[k] * sum[k]));
            CU_ASSERT_TRUE(fabs(ratio - 1.0) < 5.73 * 0.035);
        }
    }
    nz_sample_destroy(&sample);
}

static void
test_sample_bootstrap_errors_where_there_are_none(void)
{
    const nz_tails_t tails = { 0.05, 0.05 }, upper_only = { 0.0, 0.2 };
    const double constant[] = { 2.0, 2.0, 2.0 };
    nz_sample_t *sample = nz_test_sample((test_items_t){ skewed, NULL, NULL, 7 });
    nz_sample_t *still = nz_test_sample((test_items_t){ constant, NULL, NULL, 3 });
    nz_sample_bootstrap_t *exact = nz_test_exact(sample, mean);
    nz_sample_bootstrap_t *resampled = nz_test_resampled(sample, mean, 1000, 1);
    nz_sample_bootstrap_t *nothing = nz_test_resampled(still, mean, 100, 1);
    double lower = 0.0, upper = 0.0;

    NZ_ASSERT_OK(nz_sample_bootstrap_errors(
        exact, NZ_METHOD_BOOTSTRAP_PERCENTILE, tails, &lower, &upper));
    CU_ASSERT_TRUE(isnan(lower) && isnan(upper));
    NZ_ASSERT_OK(nz_sample_bootstrap_errors(
        resampled, NZ_METHOD_STUDENT_T, tails, &lower, &upper));
    CU_ASSERT_TRUE(isnan(lower) && isnan(upper));
    NZ_ASSERT_OK(nz_sample_bootstrap_errors(
        nothing, NZ_METHOD_BOOTSTRAP_PERCENTILE, tails, &lower, &upper));
    CU_ASSERT_TRUE(isnan(lower) && isnan(upper));
    NZ_ASSERT_OK(nz_sample_bootstrap_errors(
        resampled, NZ_METHOD_BOOTSTRAP_BCA, upper_only, &lower, &upper));
    CU_ASSERT_TRUE(isnan(lower) && upper > 0.0);
    upper = -7.0;
    CU_ASSERT_EQUAL(
        nz_sample_bootstrap_errors(resampled, NZ_METHOD_WILSON, tails, &lower, &upper),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_sample_bootstrap_errors(
                        resampled, NZ_METHOD_BOOTSTRAP_BCA, tails, NULL, &upper),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(upper, -7.0);
    nz_sample_bootstrap_destroy(&exact);
    nz_sample_bootstrap_destroy(&resampled);
    nz_sample_bootstrap_destroy(&nothing);
    nz_sample_destroy(&sample);
    nz_sample_destroy(&still);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_sample_bootstrap_engines_agree),
        NZ_TEST(test_sample_bootstrap_studentized_by_enumeration),
        NZ_TEST(test_sample_bootstrap_without_variation),
        NZ_TEST(test_sample_bootstrap_zero_tails),
        NZ_TEST(test_sample_bootstrap_scales_with_the_values),
        NZ_TEST(test_sample_bootstrap_exact_studentized_scales),
        NZ_TEST(test_sample_bootstrap_studentized_of_one_infinity),
        NZ_TEST(test_sample_bootstrap_studentized_degenerate),
        NZ_TEST(test_sample_bootstrap_exact_studentized_by_enumeration),
        NZ_TEST(test_sample_bootstrap_supports),
        NZ_TEST(test_sample_bootstrap_errors_leave_output_untouched),
        NZ_TEST(test_sample_bootstrap_errors_are_the_scatter),
        NZ_TEST(test_sample_bootstrap_errors_where_there_are_none),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("sample_bootstrap_engines", tests, argc, argv);
}
