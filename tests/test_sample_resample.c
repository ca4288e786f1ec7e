#include "stats/sample_resample.h"

#include "stats/quantile_bootstrap.h"
#include "stats/ratio_saddlepoint.h"
#include "stats/rng.h"
#include "tests/resamples.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>

static const nz_report_t silent = { NULL, NULL };

static const double values[] = { 0.2, 0.9, 1.4, -0.3, 0.5, 2.2, 1.7, 0.1, 0.8, 1.1, 0.35,
    0.63, 1.9 };
static const uint64_t clusters[] = { 1, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 7 };
static const uint64_t strata[] = { 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2 };

enum { B = 40000 };

/* Standard errors between a share of n and its probability. */
static double
distance(double count, double n, double p)
{
    return (count - n * p) / sqrt(n * p * (1.0 - p));
}

/* 1e-8 two-sided. */
static const double threshold = 5.73;

static double
count_at_most(const double *sample, size_t n, double y)
{
    double count = 0.0;
    for (size_t i = 0; i < n; i++) {
        count += sample[i] <= y + 1e-9;
    }
    return count;
}

/* Largest distance, over many points, between the shares in `drawn` and in all resamples.
 */
static double
largest_distance(const double *drawn, size_t n, const double *all, size_t n_all)
{
    double worst = 0.0;

    for (size_t k = 1; k < 40; k++) {
        const double y = all[k * n_all / 40];
        const double p = count_at_most(all, n_all, y) / (double) n_all;
        if (p < 1.0 && isfinite(y)) {
            worst =
                fmax(worst, fabs(distance(count_at_most(drawn, n, y), (double) n, p)));
        }
    }
    return worst;
}

static double
distance_of_means(test_items_t drawn, test_items_t enumerated, bool t)
{
    static double estimates[B], t_values[B];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 11);
    nz_sample_t *sample = nz_test_sample(drawn);
    test_resamples_t all = nz_test_studentized_resamples(enumerated);

    NZ_ASSERT_OK(
        nz_sample_resample_means(sample, B, rng, silent, estimates, t ? t_values : NULL));
    for (size_t i = 0; i < B; i++) {
        estimates[i] = sample->mean + sample->scale * estimates[i];
    }
    const double worst = t ? largest_distance(t_values, B, all.t_values, all.n)
                           : largest_distance(estimates, B, all.estimates, all.n);
    nz_test_resamples_free(&all);
    nz_sample_destroy(&sample);
    gsl_rng_free(rng);
    return worst;
}

static void
test_sample_resample_means_against_enumeration(void)
{
    const test_items_t cases[] = { { values, NULL, NULL, 6 }, { values, NULL, NULL, 1 },
        { values, clusters, NULL, 10 }, { values + 2, NULL, strata + 2, 8 },
        { values, clusters, strata, 13 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        CU_ASSERT_TRUE(distance_of_means(cases[i], cases[i], false) < threshold);
        CU_ASSERT_TRUE(distance_of_means(cases[i], cases[i], true) < threshold);
    }
    /* The wrong ones are told apart: units for items, and one stratum for two. */
    const test_items_t items = { values, NULL, NULL, 6 },
                       units = { values, clusters, NULL, 6 };
    const test_items_t two = { values, NULL, strata + 4, 6 };
    CU_ASSERT_TRUE(distance_of_means(units, items, false) > threshold);
    CU_ASSERT_TRUE(distance_of_means(two, items, false) > threshold);
    CU_ASSERT_TRUE(distance_of_means(units, items, true) > threshold);
}

/* Blocks: every unit is drawn as often as any. One unit stands out, at either end; how
 * often it is drawn is Binomial(n, 1/n), with mean 1 and variance 1 - 1/n. */
static void
test_sample_resample_means_of_many_units(void)
{
    enum { MANY = 9000, RUNS = 3000 };
    static double many[MANY], estimates[RUNS], t_values[RUNS];
    static uint64_t sizes[MANY];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 12);

    for (int kind = 0; kind < 6; kind++) { /* which end; unequal sizes or not; with t */
        const size_t at = kind % 2 == 0 ? 0 : MANY - 1;
        for (size_t i = 0; i < MANY; i++) {
            many[i] = 1e-7 * (double) i;
            sizes[i] = kind >= 4 && i < 2 ? 10 : 10 + i; /* a pair of items */
        }
        many[at] = at == 0 ? -1e3 : 1e3;
        nz_sample_t *sample =
            nz_test_sample((test_items_t){ many, kind >= 4 ? sizes : NULL, NULL, MANY });
        CU_ASSERT_EQUAL(sample->equal_sizes, kind < 4);
        NZ_ASSERT_OK(nz_sample_resample_means(
            sample, RUNS, rng, silent, estimates, kind >= 2 ? t_values : NULL));
        double sum = 0.0, squares = 0.0, none = 0.0;
        for (size_t i = 0; i < RUNS; i++) {
            const double k =
                round((sample->mean + sample->scale * estimates[i]) * MANY / many[at]);
            sum += k;
            squares += (k - 1.0) * (k - 1.0);
            none += k == 0.0;
        }
        const double p = 1.0 / (double) sample->n_units, n = RUNS;
        CU_ASSERT_TRUE(fabs(sum - n) < threshold * sqrt(n));
        /* the fourth central moment is 4 to 1/n */
        CU_ASSERT_TRUE(fabs(squares - n) < threshold * sqrt(3.0 * n));
        CU_ASSERT_TRUE(
            fabs(distance(none, n, pow(1.0 - p, (double) sample->n_units))) < threshold);
        nz_sample_destroy(&sample);
    }
    gsl_rng_free(rng);
}

/* Draws that follow each other do not depend on each other: where the value is that of
 * the highest and the lowest bit of the unit's number, bits that two indices share would
 * show in the variance of the mean, whose relative error is sqrt(2/RUNS). */
static void
test_sample_resample_means_have_their_variance(void)
{
    enum { UNITS = 2048, RUNS = 4000 };
    static double pairs[2 * UNITS], estimates[RUNS];
    static uint64_t numbers[2 * UNITS];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 20);
    double squares = 0.0;

    for (size_t c = 0; c < UNITS; c++) {
        pairs[2 * c] = pairs[2 * c + 1] = (double) (c / (UNITS / 2) + c % 2);
        numbers[2 * c] = numbers[2 * c + 1] = c;
    }
    nz_sample_t *sample =
        nz_test_sample((test_items_t){ pairs, numbers, NULL, 2 * UNITS });
    NZ_ASSERT_OK(nz_sample_resample_means(sample, RUNS, rng, silent, estimates, NULL));
    for (size_t i = 0; i < RUNS; i++) {
        squares += estimates[i] * estimates[i];
    }
    const double variance = sample->sum_squares / (4.0 * UNITS * UNITS);
    CU_ASSERT_TRUE(
        fabs(squares / (RUNS * variance) - 1.0) < threshold * sqrt(2.0 / RUNS));
    nz_sample_destroy(&sample);
    gsl_rng_free(rng);
}

/* The middle of the distribution as well, block by block and by counts, against the
 * saddlepoint, whose error is far below the Monte Carlo error at this size. */
static void
test_sample_resample_means_against_the_saddlepoint(void)
{
    enum { MANY = 4500, RUNS = 3000 };
    static double many[MANY], estimates[RUNS];
    static uint64_t thirds[MANY];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 13);

    for (int kind = 0; kind < 3; kind++) { /* items, strata, few distinct values */
        for (size_t i = 0; i < MANY; i++) {
            const double u = ((double) i + 0.5) / MANY;
            many[i] = kind < 2 ? -log(u) : floor(pow(u, 4.0) * 40.0) + 0.01 * (u > 0.9);
            thirds[i] = i % 3;
        }
        nz_sample_t *sample =
            nz_test_sample((test_items_t){ many, NULL, kind == 1 ? thirds : NULL, MANY });
        NZ_ASSERT_OK(
            nz_sample_resample_means(sample, RUNS, rng, silent, estimates, NULL));
        for (double z = -2.0; z <= 2.0; z += 0.5) {
            double y = (double) NAN, shifted;
            NZ_ASSERT_OK(nz_ratio_saddlepoint_quantile(sample, z, &y));
            const double count = count_at_most(estimates, RUNS, y - 1e-9);
            CU_ASSERT_TRUE(
                fabs(distance(count, RUNS, gsl_cdf_ugaussian_P(z))) < threshold);
            NZ_ASSERT_OK(nz_ratio_saddlepoint_quantile(sample, z + 0.25, &shifted));
            const double wrong = count_at_most(estimates, RUNS, shifted - 1e-9);
            CU_ASSERT_TRUE(
                fabs(z) > 1.0
                || fabs(distance(wrong, RUNS, gsl_cdf_ugaussian_P(z))) > threshold);
        }
        nz_sample_destroy(&sample);
    }
    gsl_rng_free(rng);
}

static double
distance_of_quantiles(test_items_t drawn, test_items_t enumerated, double p)
{
    static double estimates[B];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 14);
    nz_sample_t *sample = nz_test_sample(drawn);
    const nz_sample_statistic_t statistic = { NZ_SAMPLE_QUANTILE, p };
    test_resamples_t all = nz_test_resamples(enumerated, statistic);

    NZ_ASSERT_OK(nz_sample_resample_quantiles(sample, p, B, rng, silent, estimates));
    const double worst = largest_distance(estimates, B, all.estimates, all.n);
    nz_test_resamples_free(&all);
    nz_sample_destroy(&sample);
    gsl_rng_free(rng);
    return worst;
}

static void
test_sample_resample_quantiles_against_enumeration(void)
{
    static const double ps[] = { 0.5, 0.25, 0.9, 1.0 / 3.0 };
    const test_items_t cases[] = { { values, NULL, NULL, 6 }, { values, NULL, NULL, 1 },
        { values, NULL, NULL, 5 }, { values, clusters, NULL, 10 },
        { values + 2, NULL, strata + 2, 8 }, { values, clusters, strata, 13 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        for (size_t k = 0; k < NZ_COUNT_OF(ps); k++) {
            CU_ASSERT_TRUE(distance_of_quantiles(cases[i], cases[i], ps[k]) < threshold);
        }
    }
    const test_items_t items = { values, NULL, NULL, 6 },
                       units = { values, clusters, NULL, 6 };
    CU_ASSERT_TRUE(distance_of_quantiles(units, items, 0.5) > threshold);
}

/* Medians of many items, of an even and an odd number, against the exact distribution. */
static void
test_sample_resample_quantiles_of_many_items(void)
{
    enum { MANY = 1001, RUNS = 20000 };
    static double many[MANY], estimates[RUNS];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 15);

    for (size_t i = 0; i < MANY; i++) {
        many[i] = pow((double) i / MANY, 3.0);
    }
    for (size_t n = MANY - 1; n <= MANY; n++) {
        nz_sample_t *sample = nz_test_sample((test_items_t){ many, NULL, NULL, n });
        nz_quantile_bootstrap_t *exact = NULL;
        NZ_ASSERT_OK(nz_quantile_bootstrap_create(sample->values, n, 0.5, &exact));
        NZ_ASSERT_OK(
            nz_sample_resample_quantiles(sample, 0.5, RUNS, rng, silent, estimates));
        for (size_t j = 460; j < 540; j += 10) {
            double at_most, above;
            const double y = 0.5 * (many[j] + many[j + 1]);
            NZ_ASSERT_OK(nz_quantile_bootstrap_tails(exact, y, &at_most, &above));
            double count = 0.0;
            for (size_t i = 0; i < RUNS; i++) {
                count += estimates[i] <= y;
            }
            CU_ASSERT_TRUE(fabs(distance(count, RUNS, at_most)) < threshold);
        }
        nz_quantile_bootstrap_destroy(&exact);
        nz_sample_destroy(&sample);
    }
    gsl_rng_free(rng);
}

typedef struct reports {
    size_t n;
    double last;
    bool rising;
} reports_t;

static void
note(void *context, double done)
{
    reports_t *reports = context;
    reports->rising = reports->rising && done > reports->last && done <= 1.0;
    reports->last = done;
    reports->n++;
}

static void
test_sample_resample_reports_progress(void)
{
    enum { MANY = 100000, RUNS = 200 };
    static double many[MANY], estimates[RUNS];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 16);
    reports_t reports = { 0, 0.0, true };
    const nz_report_t progress = { note, &reports };

    for (size_t i = 0; i < MANY; i++) {
        many[i] = sqrt((double) i);
    }
    nz_sample_t *sample = nz_test_sample((test_items_t){ many, NULL, NULL, MANY });
    NZ_ASSERT_OK(nz_sample_resample_means(sample, RUNS, rng, progress, estimates, NULL));
    CU_ASSERT_TRUE(reports.n >= 3 && reports.n <= 10); /* 2e7 draws by 5e6 */
    CU_ASSERT_TRUE(reports.rising);
    CU_ASSERT_EQUAL(reports.last, 1.0);
    reports = (reports_t){ 0, 0.0, true };
    NZ_ASSERT_OK(
        nz_sample_resample_quantiles(sample, 0.5, RUNS, rng, progress, estimates));
    CU_ASSERT_EQUAL(reports.n, 1);
    CU_ASSERT_EQUAL(reports.last, 1.0);
    nz_sample_destroy(&sample);
    gsl_rng_free(rng);
}

static void
test_sample_resample_follows_its_generator(void)
{
    double first[3], same[3], other[3];
    nz_sample_t *sample = nz_test_sample((test_items_t){ values, NULL, NULL, 13 });
    gsl_rng *a = nz_test_rng(nz_gsl_rng_pcg64(), 17),
            *b = nz_test_rng(nz_gsl_rng_pcg64(), 17),
            *c = nz_test_rng(nz_gsl_rng_pcg64(), 18);

    NZ_ASSERT_OK(nz_sample_resample_means(sample, 3, a, silent, first, NULL));
    NZ_ASSERT_OK(nz_sample_resample_means(sample, 3, b, silent, same, NULL));
    NZ_ASSERT_OK(nz_sample_resample_means(sample, 3, c, silent, other, NULL));
    CU_ASSERT_EQUAL(first[2], same[2]);
    CU_ASSERT_NOT_EQUAL(first[2], other[2]);
    NZ_ASSERT_OK(nz_sample_resample_means(sample, 3, a, silent, other, NULL));
    CU_ASSERT_NOT_EQUAL(first[2], other[2]);
    nz_sample_destroy(&sample);
    gsl_rng_free(a);
    gsl_rng_free(b);
    gsl_rng_free(c);
}

static void
test_sample_resample_errors(void)
{
    nz_sample_t *sample = nz_test_sample((test_items_t){ values, NULL, NULL, 13 });
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 19);
    double out[2] = { 5.0, 6.0 };

    CU_ASSERT_EQUAL(
        nz_sample_resample_means(NULL, 2, rng, silent, out, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_resample_means(sample, 2, NULL, silent, out, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_resample_means(sample, 2, rng, silent, NULL, out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_resample_means(sample, 0, rng, silent, out, NULL), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_sample_resample_quantiles(NULL, 0.5, 2, rng, silent, out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_resample_quantiles(sample, 0.5, 2, NULL, silent, out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_resample_quantiles(sample, 0.5, 2, rng, silent, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_resample_quantiles(sample, 0.5, 0, rng, silent, out), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_sample_resample_quantiles(sample, 1.0, 2, rng, silent, out), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_sample_resample_quantiles(sample, (double) NAN, 2, rng, silent, out),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(out[0], 5.0);
    CU_ASSERT_EQUAL(out[1], 6.0);
    nz_sample_destroy(&sample);
    gsl_rng_free(rng);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_sample_resample_means_against_enumeration),
        NZ_TEST(test_sample_resample_means_of_many_units),
        NZ_TEST(test_sample_resample_means_have_their_variance),
        NZ_TEST(test_sample_resample_means_against_the_saddlepoint),
        NZ_TEST(test_sample_resample_quantiles_against_enumeration),
        NZ_TEST(test_sample_resample_quantiles_of_many_items),
        NZ_TEST(test_sample_resample_reports_progress),
        NZ_TEST(test_sample_resample_follows_its_generator),
        NZ_TEST(test_sample_resample_errors),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("sample_resample", tests, argc, argv);
}
