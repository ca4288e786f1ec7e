#include "stats/sample_bootstrap.h"

#include "stats/rng.h"
#include "tests/resamples.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <stdlib.h>

static const double lattice[] = { 0.5, 1.0, 0.0, 0.5, 2.0, 0.0, 0.5 };
static const double binary[] = { 0, 1, 0, 0, 0, 1, 0 };
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

/* What the definitions say of the list of all resamples. The studentized limits are not
 * among them. */
static nz_interval_t
by_definition(const test_resamples_t *all, nz_interval_method_t method, nz_tails_t tails,
    double estimate, double se, double acceleration)
{
    const double low = nz_test_quantile(all, tails.lower, false);
    const double high = nz_test_quantile(all, tails.upper, true);
    const double z[] = { gsl_cdf_ugaussian_Pinv(tails.lower),
        gsl_cdf_ugaussian_Qinv(tails.upper) };
    double limits[2] = { low, high };

    if (method == NZ_METHOD_BOOTSTRAP_BASIC) {
        limits[0] = 2.0 * estimate - nz_test_quantile(all, tails.lower, true);
        limits[1] = 2.0 * estimate - nz_test_quantile(all, tails.upper, false);
    }
    for (int side = 0; side < 2; side++) {
        if (method == NZ_METHOD_BOOTSTRAP_NORMAL) {
            limits[side] = estimate + z[side] * se;
        }
        if (method == NZ_METHOD_BOOTSTRAP_BCA) {
            const double z0 =
                gsl_cdf_ugaussian_Pinv(0.5 * nz_test_share_below(all, estimate)
                                       + 0.5 * nz_test_share_at_most(all, estimate));
            const double w = z0 + z[side];
            const double corrected =
                gsl_cdf_ugaussian_P(z0 + w / (1.0 - acceleration * w));
            limits[side] = nz_test_quantile(all, corrected, false);
        }
    }
    return (nz_interval_t){ limits[0], limits[1],
        limits[0] < limits[1] ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE };
}

static void
assert_definition(
    test_items_t items, nz_sample_statistic_t statistic, double acceleration)
{
    nz_sample_t *sample = nz_test_sample(items);
    test_resamples_t all = nz_test_resamples(items, statistic);
    nz_sample_bootstrap_t *self = nz_test_exact(sample, statistic);
    double estimate = (double) NAN;

    NZ_ASSERT_OK(nz_sample_estimate(sample, statistic, &estimate));
    for (size_t m = 0; m < NZ_COUNT_OF(bootstraps); m++) {
        for (size_t i = 0; i < NZ_COUNT_OF(all_tails); i++) {
            if (bootstraps[m] == NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
                continue;
            }
            const nz_interval_t interval =
                nz_test_interval(self, bootstraps[m], all_tails[i]);
            const nz_interval_t expected = by_definition(&all, bootstraps[m],
                all_tails[i], estimate, nz_test_sd(&all), acceleration);
            NZ_ASSERT_ABS(interval.lower, expected.lower, 1e-11);
            NZ_ASSERT_ABS(interval.upper, expected.upper, 1e-11);
            CU_ASSERT_EQUAL(interval.status, expected.status);
        }
    }
    nz_sample_bootstrap_destroy(&self);
    CU_ASSERT_PTR_NULL(self);
    nz_test_resamples_free(&all);
    nz_sample_destroy(&sample);
}

/* Skewness of the mean of the items, over 6. */
static double
mean_acceleration(const double *values, size_t n)
{
    double centre = 0.0, m2 = 0.0, m3 = 0.0;
    for (size_t i = 0; i < n; i++) {
        centre += values[i] / (double) n;
    }
    for (size_t i = 0; i < n; i++) {
        m2 += gsl_pow_2(values[i] - centre);
        m3 += gsl_pow_3(values[i] - centre);
    }
    return m3 / (6.0 * pow(m2, 1.5));
}

static void
test_sample_bootstrap_of_a_lattice_mean_by_enumeration(void)
{
    static const double shifted[] = { 1e6 + 0.75, 1e6 + 1.5, 1e6, 1e6 + 0.75, 1e6 + 3.0 };

    for (size_t n = 3; n <= 7; n++) {
        assert_definition((test_items_t){ lattice, NULL, NULL, n }, mean,
            mean_acceleration(lattice, n));
        assert_definition(
            (test_items_t){ binary, NULL, NULL, n }, mean, mean_acceleration(binary, n));
    }
    nz_sample_t *sample = nz_test_sample((test_items_t){ shifted, NULL, NULL, 5 });
    nz_sample_t *plain = nz_test_sample((test_items_t){ lattice, NULL, NULL, 5 });
    nz_sample_bootstrap_t *self = nz_test_exact(sample, mean),
                          *other = nz_test_exact(plain, mean);
    for (size_t m = 0; m < NZ_COUNT_OF(bootstraps); m++) {
        if (bootstraps[m] != NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
            const nz_interval_t a = nz_test_interval(self, bootstraps[m], all_tails[0]);
            const nz_interval_t b = nz_test_interval(other, bootstraps[m], all_tails[0]);
            NZ_ASSERT_ABS(a.lower, 1e6 + 1.5 * b.lower, 1e-9);
            NZ_ASSERT_ABS(a.upper, 1e6 + 1.5 * b.upper, 1e-9);
        }
    }
    nz_sample_bootstrap_destroy(&self);
    nz_sample_bootstrap_destroy(&other);
    nz_sample_destroy(&sample);
    nz_sample_destroy(&plain);
}

/* Skewness of the share of the items up to their quantile, over 6; by its definition. */
static double
quantile_acceleration(const double *values, size_t n, double p)
{
    nz_sample_t *sample = nz_test_sample((test_items_t){ values, NULL, NULL, n });
    double outside[7], estimate = (double) NAN, n_outside = 0.0;

    NZ_ASSERT_OK(nz_sample_estimate(sample, quantile(p), &estimate));
    nz_sample_destroy(&sample);
    for (size_t i = 0; i < n; i++) {
        outside[i] = values[i] > estimate ? 1.0 : 0.0;
        n_outside += outside[i];
    }
    return n_outside > 0.0 ? mean_acceleration(outside, n) : 0.0;
}

static void
test_sample_bootstrap_of_a_quantile_by_enumeration(void)
{
    static const double ps[] = { 0.5, 0.25, 2.0 / 3.0, 0.8 };

    for (size_t n = 3; n <= 6; n++) {
        for (size_t i = 0; i < NZ_COUNT_OF(ps); i++) {
            const double p = ps[i];
            assert_definition((test_items_t){ skewed, NULL, NULL, n }, quantile(p),
                quantile_acceleration(skewed, n, p));
            assert_definition((test_items_t){ lattice, NULL, NULL, n }, quantile(p),
                quantile_acceleration(lattice, n, p));
        }
    }
}

/* Quantiles of few resamples are far apart, so the tails of the limits are compared: the
 * shares of all resamples beyond them, half of those equal included. */
static void
assert_near_definition(test_items_t items, double tolerance)
{
    nz_sample_t *sample = nz_test_sample(items);
    test_resamples_t all = nz_test_resamples(items, mean);
    nz_sample_bootstrap_t *self = nz_test_exact(sample, mean);
    const double se =
        sample->scale * sqrt(sample->sum_squares) / (double) sample->n_items;

    for (size_t m = 0; m < NZ_COUNT_OF(bootstraps); m++) {
        if (bootstraps[m] == NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
            continue;
        }
        for (size_t i = 0; i < 3; i++) {
            const nz_interval_t interval =
                nz_test_interval(self, bootstraps[m], all_tails[i]);
            const nz_interval_t expected = by_definition(&all, bootstraps[m],
                all_tails[i], sample->mean, se, sample->skewness / 6.0);
            const double actual[] = { interval.lower, interval.upper };
            const double wanted[] = { expected.lower, expected.upper };
            for (int side = 0; side < 2; side++) {
                const bool mirrored = bootstraps[m] == NZ_METHOD_BOOTSTRAP_BASIC;
                const double a =
                    mirrored ? 2.0 * sample->mean - actual[side] : actual[side];
                const double b =
                    mirrored ? 2.0 * sample->mean - wanted[side] : wanted[side];
                NZ_ASSERT_ABS(nz_test_share_at_most(&all, a),
                    nz_test_share_at_most(&all, b), tolerance);
            }
        }
    }
    nz_sample_bootstrap_destroy(&self);
    nz_test_resamples_free(&all);
    nz_sample_destroy(&sample);
}

static void
test_sample_bootstrap_of_other_means_by_enumeration(void)
{
    assert_near_definition((test_items_t){ skewed, NULL, NULL, 7 }, 0.01);
    assert_near_definition((test_items_t){ grouped, clusters, NULL, 13 }, 0.012);
    assert_near_definition((test_items_t){ grouped + 2, NULL, strata + 2, 8 }, 0.02);
    assert_near_definition((test_items_t){ grouped, clusters, strata, 13 }, 0.035);
}

/* The closed form of the standard error, against all resamples: exact for single items,
 * in strata too; the first order of a ratio for clusters of unequal sizes. */
static void
test_sample_bootstrap_normal_error(void)
{
    static const uint64_t pairs[] = { 1, 1, 2, 2, 3, 3, 4, 4, 5, 5 };
    const struct {
        test_items_t items;
        double tolerance;
    } cases[] = { { { skewed, NULL, NULL, 7 }, 1e-12 },
        { { grouped + 2, NULL, strata + 2, 8 }, 1e-12 },
        { { grouped, pairs, NULL, 10 }, 1e-12 },
        { { grouped, clusters, NULL, 13 }, 0.08 } };
    const nz_tails_t one = { gsl_cdf_ugaussian_P(-1.0), gsl_cdf_ugaussian_P(-2.0) };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_sample_t *sample = nz_test_sample(cases[i].items);
        test_resamples_t all = nz_test_resamples(cases[i].items, mean);
        nz_sample_bootstrap_t *self = nz_test_exact(sample, mean);
        const nz_interval_t interval =
            nz_test_interval(self, NZ_METHOD_BOOTSTRAP_NORMAL, one);
        const double sd = nz_test_sd(&all);
        NZ_ASSERT_REL(sample->mean - interval.lower, sd, cases[i].tolerance);
        NZ_ASSERT_REL(interval.upper - sample->mean, 2.0 * sd, cases[i].tolerance);
        nz_sample_bootstrap_destroy(&self);
        nz_test_resamples_free(&all);
        nz_sample_destroy(&sample);
    }
}

/* Estimates drawn as the bootstrap draws them, ascending; an insertion sort. */
static void
draw_again(const nz_sample_t *sample, nz_sample_statistic_t statistic, unsigned long seed,
    double *estimates, size_t n)
{
    const nz_report_t silent = { NULL, NULL };
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, seed);
    if (statistic.kind == NZ_SAMPLE_MEAN) {
        NZ_ASSERT_OK(nz_sample_resample_means(sample, n, rng, silent, estimates, NULL));
        for (size_t i = 0; i < n; i++) {
            estimates[i] = sample->mean + sample->scale * estimates[i];
        }
    } else {
        NZ_ASSERT_OK(
            nz_sample_resample_quantiles(sample, statistic.p, n, rng, silent, estimates));
    }
    gsl_rng_free(rng);
    for (size_t i = 1; i < n; i++) {
        for (size_t j = i; j > 0 && estimates[j] < estimates[j - 1]; j--) {
            const double swap = estimates[j];
            estimates[j] = estimates[j - 1];
            estimates[j - 1] = swap;
        }
    }
}

/* Engine resample: z0 from the list of the very same resamples, limits from it. */
static void
assert_resamples(test_items_t items, nz_sample_statistic_t statistic, double acceleration)
{
    enum { B = 1999 };
    double estimates[B], estimate = (double) NAN;
    nz_sample_t *sample = nz_test_sample(items);
    nz_sample_bootstrap_t *self = nz_test_resampled(sample, statistic, B, 24);
    const test_resamples_t drawn = { estimates, NULL, B };

    draw_again(sample, statistic, 24, estimates, B);
    NZ_ASSERT_OK(nz_sample_estimate(sample, statistic, &estimate));
    const double se = nz_test_sd(&drawn) * sqrt(B / (B - 1.0));
    for (size_t m = 0; m < NZ_COUNT_OF(bootstraps); m++) {
        for (size_t i = 0; i < NZ_COUNT_OF(all_tails); i++) {
            if (bootstraps[m] != NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
                const nz_interval_t expected = by_definition(
                    &drawn, bootstraps[m], all_tails[i], estimate, se, acceleration);
                const nz_interval_t interval =
                    nz_test_interval(self, bootstraps[m], all_tails[i]);
                NZ_ASSERT_ABS(interval.lower, expected.lower, 1e-12);
                NZ_ASSERT_ABS(interval.upper, expected.upper, 1e-12);
            }
        }
    }
    nz_sample_bootstrap_destroy(&self);
    nz_sample_destroy(&sample);
}

static void
test_sample_bootstrap_of_resamples(void)
{
    enum { MANY = 90, UNITS = 30 };
    static const double tenths[] = { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.7 };
    double many[MANY], influences[UNITS] = { 0.0 }, means[2] = { 0.0, 0.0 };
    uint64_t own_clusters[MANY], own_strata[MANY];
    double sum2 = 0.0, sum3 = 0.0;

    /* Two in five means of these are equal to the estimate, but for rounding. */
    assert_resamples(
        (test_items_t){ tenths, NULL, NULL, 7 }, mean, mean_acceleration(tenths, 7));
    /* Two strata that lie apart, their clusters too. */
    for (size_t i = 0; i < MANY; i++) {
        own_clusters[i] = i * i % UNITS;
        own_strata[i] = own_clusters[i] < 10;
        many[i] = sin((double) i) + 0.02 * (double) own_clusters[i]
                  + (own_strata[i] == 1 ? 1.5 : 0.0)
                  + (own_clusters[i] % 7 == 0 ? 3.0 : 0.0);
    }
    const test_items_t items = { many, own_clusters, own_strata, MANY };
    nz_sample_t *sample = nz_test_sample(items);
    double estimate = (double) NAN, n_units[2] = { 0.0, 0.0 };
    bool used[UNITS] = { false };
    NZ_ASSERT_OK(nz_sample_estimate(sample, quantile(0.7), &estimate));
    for (size_t i = 0; i < MANY; i++) {
        const size_t c = own_clusters[i];
        influences[c] += 0.7 - (many[i] <= estimate ? 1.0 : 0.0);
        n_units[c < 10] += used[c] ? 0.0 : 1.0;
        used[c] = true;
    }
    for (size_t c = 0; c < UNITS; c++) {
        means[c < 10] += influences[c] / n_units[c < 10];
    }
    for (size_t c = 0; c < UNITS; c++) {
        const double l = used[c] ? influences[c] - means[c < 10] : 0.0;
        sum2 += l * l;
        sum3 += l * l * l;
    }
    CU_ASSERT_TRUE(fabs(means[0]) > 0.3); /* else they would not matter */
    assert_resamples(items, quantile(0.7), sum3 / (6.0 * pow(sum2, 1.5)));
    nz_sample_destroy(&sample);
}

/* z0 infinite: no resample on one side. 1 - a w negative: a far tail of a skewed mean. */
static void
test_sample_bootstrap_bca_undefined(void)
{
    static const double outlier[20] = { 1.0, 1.5, 1000.0 };
    static double rare[100] = { 1.0 };
    const nz_tails_t far = { 0.025, 1e-10 };
    nz_sample_t *sample = nz_test_sample((test_items_t){ outlier, NULL, NULL, 20 });
    int n_undefined = 0;

    for (unsigned long seed = 1; seed <= 50; seed++) {
        nz_sample_bootstrap_t *self = nz_test_resampled(sample, mean, 2, seed);
        const nz_tails_t both = { 0.25, 0.25 };
        const nz_interval_t ends =
            nz_test_interval(self, NZ_METHOD_BOOTSTRAP_PERCENTILE, both);
        const nz_interval_t interval =
            nz_test_interval(self, NZ_METHOD_BOOTSTRAP_BCA, both);
        if (ends.lower > sample->mean || ends.upper < sample->mean) {
            CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_UNDEFINED);
            CU_ASSERT_EQUAL(interval.lower, sample->mean);
            n_undefined++;
        }
        CU_ASSERT_FALSE(isnan(interval.lower) || isnan(interval.upper));
        nz_sample_bootstrap_destroy(&self);
    }
    CU_ASSERT_TRUE(n_undefined > 5 && n_undefined < 45);
    nz_sample_destroy(&sample);
    sample = nz_test_sample((test_items_t){ rare, NULL, NULL, 100 });
    nz_sample_bootstrap_t *self = nz_test_exact(sample, mean);
    CU_ASSERT_EQUAL(nz_test_interval(self, NZ_METHOD_BOOTSTRAP_BCA, far).status,
        NZ_INTERVAL_UNDEFINED);
    CU_ASSERT_EQUAL(nz_test_interval(self, NZ_METHOD_BOOTSTRAP_BCA, all_tails[0]).status,
        NZ_INTERVAL_OK);
    nz_sample_bootstrap_destroy(&self);
    nz_sample_destroy(&sample);
}

/* Close to where it is no longer defined BCa's corrected level is 1 but for less than any
 * number: the limit is then the largest that the distribution has. */
static void
test_sample_bootstrap_bca_of_the_farthest_level(void)
{
    static const double items[] = { 0.0612, 0.2131, 0.3717, 0.5003, 0.6127, 0.7091,
        0.8119, 0.9001, 1.7189, 41.3 };
    const nz_sample_statistic_t statistics[] = { mean, quantile(0.85) };
    nz_sample_t *sample = nz_test_sample((test_items_t){ items, NULL, NULL, 10 });

    for (int kind = 0; kind < 4; kind++) {
        const nz_sample_statistic_t statistic = statistics[kind % 2];
        nz_sample_bootstrap_t *self = kind < 2
                                          ? nz_test_exact(sample, statistic)
                                          : nz_test_resampled(sample, statistic, 300, 31);
        double acceleration = (double) NAN, largest = -HUGE_VAL;
        int n_defined = 0;
        NZ_ASSERT_OK(nz_sample_acceleration(sample, statistic, &acceleration));
        for (double z = 0.7 / acceleration; z < 1.3 / acceleration; z += 0.01) {
            const nz_tails_t tails = { 0.0, gsl_cdf_ugaussian_Q(z) };
            const nz_interval_t interval =
                nz_test_interval(self, NZ_METHOD_BOOTSTRAP_BCA, tails);
            if (interval.status != NZ_INTERVAL_UNDEFINED) {
                n_defined++;
                CU_ASSERT_TRUE(interval.upper >= largest - 1e-12);
                largest = interval.upper;
            }
        }
        CU_ASSERT_TRUE(n_defined > 20 && largest > sample->mean);
        CU_ASSERT_TRUE(largest <= 41.3);
        CU_ASSERT_TRUE(kind != 1 || largest == 41.3);
        nz_sample_bootstrap_destroy(&self);
    }
    nz_sample_destroy(&sample);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_sample_bootstrap_of_a_lattice_mean_by_enumeration),
        NZ_TEST(test_sample_bootstrap_of_a_quantile_by_enumeration),
        NZ_TEST(test_sample_bootstrap_of_other_means_by_enumeration),
        NZ_TEST(test_sample_bootstrap_normal_error),
        NZ_TEST(test_sample_bootstrap_of_resamples),
        NZ_TEST(test_sample_bootstrap_bca_undefined),
        NZ_TEST(test_sample_bootstrap_bca_of_the_farthest_level),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("sample_bootstrap", tests, argc, argv);
}
