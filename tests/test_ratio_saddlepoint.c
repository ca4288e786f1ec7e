#include "stats/ratio_saddlepoint.h"

#include "stats/score_sum.h"
#include "tests/resamples.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

static const nz_sample_statistic_t mean = { NZ_SAMPLE_MEAN, 0.0 };

static const double skewed[] = { 0.06, 0.21, 0.37, 0.58, 0.92, 1.43, 2.71 };
static const double flat[] = { 0.013, 0.171, 0.318, 0.489, 0.677, 0.831, 1.009 };
static const double mirrored[] = { -0.06, -0.21, -0.37, -0.58, -0.92, -1.43, -2.71 };

static const double grouped[] = { 0.2, 0.9, 1.4, -0.3, 0.5, 2.2, 1.7, 0.1, 0.8, 1.1, 0.35,
    0.63, 1.9 };
static const uint64_t clusters[] = { 1, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 7 };
static const uint64_t strata[] = { 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2 };

static const double tails[] = { 0.001, 0.005, 0.025, 0.05, 0.1, 0.25, 0.5 };

static double
quantile_of(const nz_sample_t *sample, double z)
{
    double deviation = (double) NAN;
    NZ_ASSERT_OK(nz_ratio_saddlepoint_quantile(sample, z, &deviation));
    return sample->mean + sample->scale * deviation;
}

/* How far tails are from the shares of all resamples that are beyond the limits, half of
 * those that are equal to them included. */
static void
find_misses(test_items_t items, double *worst_small, double *worst_relative)
{
    nz_sample_t *sample = nz_test_sample(items);
    test_resamples_t all = nz_test_resamples(items, mean);

    *worst_small = *worst_relative = 0.0;
    for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
        for (int upper = 0; upper < 2; upper++) {
            const double z = gsl_cdf_ugaussian_Qinv(tails[i]);
            const double y = quantile_of(sample, upper ? z : -z);
            const double share =
                0.5 * (nz_test_share_below(&all, y) + nz_test_share_at_most(&all, y));
            const double miss = fabs((upper ? 1.0 - share : share) - tails[i]);
            *worst_relative = fmax(*worst_relative, miss / tails[i]);
            if (tails[i] <= 0.05) {
                *worst_small = fmax(*worst_small, miss);
            }
        }
    }
    nz_test_resamples_free(&all);
    nz_sample_destroy(&sample);
}

static void
test_ratio_saddlepoint_by_enumeration(void)
{
    static const struct {
        test_items_t items;
        double small, relative;
    } cases[] = { { { skewed, NULL, NULL, 7 }, 0.0009, 0.11 },
        { { flat, NULL, NULL, 7 }, 0.0046, 0.17 },
        { { mirrored, NULL, NULL, 7 }, 0.0009, 0.11 },
        { { grouped, clusters, NULL, 13 }, 0.002, 0.08 },
        { { grouped, NULL, strata, 8 }, 0.002, 0.08 },
        { { grouped, clusters, strata, 13 }, 0.008, 0.29 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        double small, relative;
        find_misses(cases[i].items, &small, &relative);
        CU_ASSERT_TRUE(small <= cases[i].small);
        CU_ASSERT_TRUE(relative <= cases[i].relative);
    }
}

enum { MANY = 120, LATTICE = 1001 };

/* Thousandths, exponential and with one outlier, so that totals have an exact
 * distribution. */
static void
fill_thousandths(double *values, uint64_t *counts, double outlier)
{
    memset(counts, 0, LATTICE * sizeof(*counts));
    for (size_t i = 0; i < MANY; i++) {
        const double u = ((double) i + 0.5) / MANY;
        const size_t score = i + 1 == MANY ? (size_t) (1000.0 * outlier)
                                           : (size_t) fmin(-150.0 * log(1.0 - u), 1000.0);
        values[i] = (double) score / 1000.0;
        counts[score]++;
    }
}

static void
test_ratio_saddlepoint_by_convolution(void)
{
    static const double outliers[] = { 0.7, 1.0 };
    double values[2 * MANY];
    uint64_t counts[LATTICE], pairs[2 * MANY];

    for (size_t k = 0; k < NZ_COUNT_OF(outliers); k++) {
        nz_score_sum_t *exact = NULL;
        fill_thousandths(values, counts, outliers[k]);
        const nz_scores_t scores = { counts, LATTICE, MANY };
        NZ_ASSERT_OK(nz_score_sum_create(LATTICE, &exact));
        NZ_ASSERT_OK(nz_score_sum_set(exact, &scores, NZ_SCORE_SUM_FORCE_CONVOLUTION));
        CU_ASSERT_EQUAL(nz_score_sum_engine(exact), NZ_SCORE_SUM_CONVOLUTION);
        nz_sample_t *items = nz_test_sample((test_items_t){ values, NULL, NULL, MANY });
        for (size_t i = 0; i < MANY;
             i++) { /* the same totals, halved, in two strata... */
            values[MANY + i] = values[i] - 0.25 * values[i];
            values[i] *= 0.25;
            pairs[i] = pairs[MANY + i] = i;
        }
        nz_sample_t *clustered =
            nz_test_sample((test_items_t){ values, pairs, NULL, 2 * MANY });
        const double sd = items->scale * sqrt(items->sum_squares) / MANY;
        for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
            for (int upper = 0; upper < 2; upper++) {
                const double z = gsl_cdf_ugaussian_Qinv(tails[i]);
                uint64_t total = 0;
                NZ_ASSERT_OK(nz_score_sum_quantile(exact, tails[i], upper, &total));
                const double y = (double) total / 1000.0 / MANY;
                const double own = quantile_of(items, upper ? z : -z);
                NZ_ASSERT_ABS(own, y, 0.001 * sd + 0.0005 / MANY);
                NZ_ASSERT_ABS(
                    quantile_of(clustered, upper ? z : -z), 0.5 * own, 1e-9 * sd);
            }
        }
        nz_sample_destroy(&items);
        nz_sample_destroy(&clustered);
        nz_score_sum_destroy(&exact);
    }
}

/* Strata that add the same constant to their items change nothing; nor does the sign. */
static void
test_ratio_saddlepoint_shifts_and_mirrors(void)
{
    double shifted[26], negative[26], twice[26];
    uint64_t own_strata[26], own_clusters[26];

    for (size_t i = 0; i < 26; i++) {
        own_strata[i] = i / 13;
        own_clusters[i] = clusters[i % 13] + 100 * own_strata[i];
        twice[i] = grouped[i % 13] * (i < 13 ? 1.0 : -0.7);
        negative[i] = -twice[i];
        shifted[i] = 3.0 + twice[i];
    }
    nz_sample_t *plain =
        nz_test_sample((test_items_t){ twice, own_clusters, own_strata, 26 });
    nz_sample_t *mirror =
        nz_test_sample((test_items_t){ negative, own_clusters, own_strata, 26 });
    nz_sample_t *moved =
        nz_test_sample((test_items_t){ shifted, own_clusters, own_strata, 26 });
    double before = -HUGE_VAL;
    for (double z = -4.0; z <= 4.0; z += 0.03125) {
        const double y = quantile_of(plain, z);
        NZ_ASSERT_ABS(quantile_of(mirror, -z), -y, 1e-8);
        NZ_ASSERT_ABS(quantile_of(moved, z), 3.0 + y, 1e-8);
        CU_ASSERT_TRUE(y >= before);
        before = y;
    }
    nz_sample_destroy(&plain);
    nz_sample_destroy(&mirror);
    nz_sample_destroy(&moved);
}

/* Cornish-Fisher to second order, for the mean of many: its error is of the order of
 * n^-1.5. The points include the mean itself, where r* is a limit. */
static void
test_ratio_saddlepoint_of_many_items(void)
{
    enum { SIZE = 20000 };
    static double values[SIZE];
    static uint64_t halves[SIZE];
    double m4 = 0.0;

    for (size_t i = 0; i < SIZE; i++) {
        values[i] = -log(((double) i + 0.5) / SIZE);
        halves[i] = i % 2; /* two strata that hardly differ */
    }
    nz_sample_t *items = nz_test_sample((test_items_t){ values, NULL, NULL, SIZE });
    nz_sample_t *stratified =
        nz_test_sample((test_items_t){ values, NULL, halves, SIZE });
    const double sd = items->scale * sqrt(items->sum_squares) / SIZE;
    for (size_t i = 0; i < SIZE; i++) {
        m4 += pow((values[i] - items->mean) / (sd * SIZE), 4.0);
    }
    const double skew = items->skewness, excess = m4 - 3.0 / SIZE;
    const double points[] = { -4.0, -1.96, -0.5, -1e-3, 0.0, 1e-6, skew / 6.0,
        skew / 6.0 + 1e-5, skew / 6.0 + 2e-4, 0.1, 1.0, 3.0, 5.0 };
    for (size_t i = 0; i < NZ_COUNT_OF(points); i++) {
        const double z = points[i];
        const double expected = z + (z * z - 1.0) * skew / 6.0
                                + (z * z * z - 3.0 * z) * excess / 24.0
                                - (2.0 * z * z * z - 5.0 * z) * skew * skew / 36.0;
        NZ_ASSERT_ABS((quantile_of(items, z) - items->mean) / sd, expected, 2e-6);
        NZ_ASSERT_ABS((quantile_of(stratified, z) - items->mean) / sd, expected, 2e-4);
    }
    nz_sample_destroy(&items);
    nz_sample_destroy(&stratified);
}

static void
test_ratio_saddlepoint_at_the_ends(void)
{
    static const double unequal[] = { 1.0, 2.0, 6.0, 7.0, 30.0, 0.0 };
    static const uint64_t groups[] = { 1, 1, 2, 2, 3, 3 };
    nz_sample_t *few = nz_test_sample((test_items_t){ skewed, NULL, NULL, 3 });
    nz_sample_t *more = nz_test_sample((test_items_t){ skewed, NULL, NULL, 7 });
    nz_sample_t *pairs = nz_test_sample((test_items_t){ unequal, groups, NULL, 5 });
    nz_sample_t *layers = nz_test_sample((test_items_t){ grouped, clusters, strata, 13 });

    /* 1/27 of the resamples have three times the least. */
    NZ_ASSERT_ABS(quantile_of(few, -1.96), 0.06, 1e-15);
    NZ_ASSERT_ABS(quantile_of(few, 1.96), 0.37, 1e-15);
    CU_ASSERT_TRUE(quantile_of(few, -1.7) > 0.06 || quantile_of(few, -1.5) > 0.06);
    NZ_ASSERT_ABS(quantile_of(more, (double) -INFINITY), 0.06, 1e-15);
    NZ_ASSERT_ABS(quantile_of(more, (double) INFINITY), 2.71, 1e-15);
    CU_ASSERT_TRUE(quantile_of(more, 4.0) < 2.71); /* 7^-7 = 1.2e-6 */
    NZ_ASSERT_ABS(quantile_of(more, 4.8), 2.71, 1e-15);
    NZ_ASSERT_ABS(quantile_of(pairs, (double) -INFINITY), 1.5, 1e-14);
    NZ_ASSERT_ABS(quantile_of(pairs, (double) INFINITY), 30.0, 1e-14);
    /* Largest mean of two strata: of all the choices of a cluster in each. */
    double best = 0.0;
    for (uint64_t a = 1; a <= 4; a++) {
        for (uint64_t b = 5; b <= 7; b++) {
            double sum = 0.0, size = 0.0;
            for (size_t i = 0; i < 13; i++) {
                const double times = clusters[i] == a   ? 4.0
                                     : clusters[i] == b ? 3.0
                                                        : 0.0;
                sum += times * grouped[i];
                size += times;
            }
            best = fmax(best, sum / size);
        }
    }
    NZ_ASSERT_ABS(quantile_of(layers, (double) INFINITY), best, 1e-14);
    nz_sample_destroy(&few);
    nz_sample_destroy(&more);
    nz_sample_destroy(&pairs);
    nz_sample_destroy(&layers);
}

/* Where r* never reaches z it is the end, and never anything beyond or back. */
static void
test_ratio_saddlepoint_of_few_items_is_monotone(void)
{
    static const double ties[] = { 1, 1, 1, 1, 1, 0.3, 0.1, 0.4, 0.2, 0.25 };

    for (size_t n = 2; n <= 6; n++) {
        for (int kind = 0; kind < 2; kind++) {
            nz_sample_t *sample = nz_test_sample((test_items_t){
                kind == 0 ? skewed : grouped, kind == 0 ? NULL : clusters, NULL, n });
            const double least = quantile_of(sample, (double) -INFINITY);
            const double most = quantile_of(sample, (double) INFINITY);
            double before = least;
            for (double z = -5.0; z <= 5.0; z += 0.0625) {
                const double y = quantile_of(sample, z);
                CU_ASSERT_TRUE(y >= before - 1e-9);
                CU_ASSERT_TRUE(y <= most + 1e-15);
                before = y;
            }
            CU_ASSERT_EQUAL(quantile_of(sample, -5.0), least);
            CU_ASSERT_EQUAL(quantile_of(sample, 5.0), most);
            nz_sample_destroy(&sample);
        }
    }
    /* All five largest of ten: 2^-10 = .00098, beyond z = 3.1 has .00097. */
    nz_sample_t *sample = nz_test_sample((test_items_t){ ties, NULL, NULL, 10 });
    CU_ASSERT_TRUE(quantile_of(sample, 3.09) < 1.0);
    NZ_ASSERT_ABS(quantile_of(sample, 3.1), 1.0, 1e-15);
    nz_sample_destroy(&sample);
}

/* One item far above 99 others: the resamples fall into groups by how often they have it,
 * and the lower limit lies within the group without it, (1 - 1/n)^n = .366 of all. */
static void
test_ratio_saddlepoint_with_an_outlier(void)
{
    enum { SIZE = 100 };
    double values[SIZE];

    for (size_t i = 0; i < SIZE; i++) {
        values[i] = sin((double) (7 * i));
    }
    values[SIZE - 1] = 1e4;
    nz_sample_t *all = nz_test_sample((test_items_t){ values, NULL, NULL, SIZE });
    nz_sample_t *rest = nz_test_sample((test_items_t){ values, NULL, NULL, SIZE - 1 });
    const double tail = 0.025 / pow(1.0 - 1.0 / SIZE, SIZE);
    const double expected = quantile_of(rest, gsl_cdf_ugaussian_Pinv(tail));
    const double sd = rest->scale * sqrt(rest->sum_squares) / (SIZE - 1);
    NZ_ASSERT_ABS(quantile_of(all, -1.959964), expected, 0.1 * sd);
    nz_sample_destroy(&all);
    nz_sample_destroy(&rest);
}

static void
test_ratio_saddlepoint_errors_leave_output_untouched(void)
{
    static const double same[] = { 2.0, 2.0, 2.0 };
    nz_sample_t *sample = nz_test_sample((test_items_t){ skewed, NULL, NULL, 7 });
    nz_sample_t *constant = nz_test_sample((test_items_t){ same, NULL, NULL, 3 });
    double deviation = 5.0;

    CU_ASSERT_EQUAL(
        nz_ratio_saddlepoint_quantile(NULL, 1.0, &deviation), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_ratio_saddlepoint_quantile(sample, 1.0, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_ratio_saddlepoint_quantile(sample, (double) NAN, &deviation), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(deviation, 5.0);
    CU_ASSERT_EQUAL(quantile_of(constant, -3.0), 2.0);
    CU_ASSERT_EQUAL(quantile_of(constant, (double) INFINITY), 2.0);
    nz_sample_destroy(&sample);
    nz_sample_destroy(&constant);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_ratio_saddlepoint_by_enumeration),
        NZ_TEST(test_ratio_saddlepoint_by_convolution),
        NZ_TEST(test_ratio_saddlepoint_shifts_and_mirrors),
        NZ_TEST(test_ratio_saddlepoint_of_many_items),
        NZ_TEST(test_ratio_saddlepoint_at_the_ends),
        NZ_TEST(test_ratio_saddlepoint_of_few_items_is_monotone),
        NZ_TEST(test_ratio_saddlepoint_with_an_outlier),
        NZ_TEST(test_ratio_saddlepoint_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("ratio_saddlepoint", tests, argc, argv);
}
