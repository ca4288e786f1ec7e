#include "stats/sample.h"

#include "tests/resamples.h"
#include "tests/testlib.h"

#include <stdlib.h>

/* The data of scripts/reference_sample.py. */
enum { N = 12 };
static const double values[N] = { 0.31, 2.5, -1.25, 0.5, 4.75, 0.62, 1.1, -0.4, 3.3, 0.05,
    0.9, 7.2 };
static const uint64_t clusters[N] = { 7, 7, 3, 3, 3, 9, 11, 11, 2, 2, 5, 5 };
static const uint64_t strata[N] = { 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4 };

static const nz_sample_statistic_t mean = { NZ_SAMPLE_MEAN, 0.0 };

static nz_sample_statistic_t
quantile(double p)
{
    return (nz_sample_statistic_t){ NZ_SAMPLE_QUANTILE, p };
}

static double
estimate_of(const nz_sample_t *sample, nz_sample_statistic_t statistic)
{
    double estimate = (double) NAN;
    NZ_ASSERT_OK(nz_sample_estimate(sample, statistic, &estimate));
    return estimate;
}

static nz_interval_t
student_t_of(const nz_sample_t *sample, nz_tails_t tails)
{
    nz_interval_t interval = { (double) NAN, (double) NAN, NZ_INTERVAL_UNDEFINED };
    NZ_ASSERT_OK(nz_sample_student_t(sample, tails, &interval));
    return interval;
}

static void
test_sample_estimate_of_reference_data(void)
{
    static const double quantiles[][2] = { { 0.05, -1.25 }, { 0.1, -0.4 }, { 0.25, 0.18 },
        { 1.0 / 3.0, 0.405 }, { 0.5, 0.76 }, { 0.75, 2.9 }, { 0.9, 4.75 },
        { 0.95, 7.2 } };

    for (int way = 0; way < 4; way++) { /* neither groups nor strata change estimates */
        nz_sample_t *sample = nz_test_sample((test_items_t){
            values, way & 1 ? clusters : NULL, way & 2 ? strata : NULL, N });
        NZ_ASSERT_REL(estimate_of(sample, mean), 19.58 / 12.0, 1e-15);
        for (size_t i = 0; i < NZ_COUNT_OF(quantiles); i++) {
            NZ_ASSERT_ABS(
                estimate_of(sample, quantile(quantiles[i][0])), quantiles[i][1], 1e-15);
        }
        nz_sample_destroy(&sample);
        CU_ASSERT_PTR_NULL(sample);
    }
}

static void
test_sample_mean_of_a_large_offset(void)
{
    enum { MANY = 1001 };
    static double shifted[MANY];

    for (int i = 0; i < MANY; i++) {
        shifted[i] = 1e9 + 0.001 * ((double) (i * i % 997) - 498.0);
    }
    nz_sample_t *sample = nz_test_sample((test_items_t){ shifted, NULL, NULL, MANY });
    long double sum = 0.0L;
    for (int i = 0; i < MANY; i++) {
        sum += (long double) shifted[i] - 1e9L;
    }
    NZ_ASSERT_ABS(estimate_of(sample, mean), (double) (1e9L + sum / MANY), 2e-7);
    NZ_ASSERT_ABS(sample->mean - 1e9, (double) (sum / MANY), 1.2e-7);
    nz_sample_destroy(&sample);
}

static void
test_sample_quantile_rank_at_whole_positions(void)
{
    static const struct {
        double p;
        uint64_t n, rank;
        bool averaged;
    } cases[] = { { 0.5, 1, 1, false }, { 0.5, 2, 1, true }, { 0.5, 3, 2, false },
        { 0.07, 100, 7, true }, { 0.1, 10, 1, true }, { 0.3, 10, 3, true },
        { 0.9, 1000000, 900000, true }, { 0.99, 10, 10, false }, { 1e-300, 5, 1, false },
        { 1.0 - 1e-16, 3, 3, false }, { 1.0 / 3.0, 9, 3, true },
        { 0.3000001, 10, 4, false }, { 0.2999999, 10, 3, false } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        bool averaged = !cases[i].averaged;
        CU_ASSERT_EQUAL(
            nz_sample_quantile_rank(cases[i].p, cases[i].n, &averaged), cases[i].rank);
        CU_ASSERT_EQUAL(averaged, cases[i].averaged);
    }
}

static void
test_sample_student_t_reference(void)
{
    static const struct {
        bool clustered, stratified;
        double tail, lower, upper;
    } cases[] = { { false, false, 0.025, 0.0982598208931731, 3.16507351244016 },
        { false, false, 0.0005, -1.45953749734549, 4.72287083067883 },
        { true, false, 0.025, 0.304191996574031, 2.9591413367593 },
        { true, false, 0.0005, -1.91546543887781, 5.17879877221115 },
        { false, true, 0.025, 0.0273366356163882, 3.23599669771695 },
        { false, true, 0.0005, -1.67104113370073, 4.93437446703407 },
        { true, true, 0.025, 0.124510616652155, 3.13882271668118 },
        { true, true, 0.0005, -3.04232025874773, 6.30565359208106 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_sample_t *sample =
            nz_test_sample((test_items_t){ values, cases[i].clustered ? clusters : NULL,
                cases[i].stratified ? strata : NULL, N });
        const nz_tails_t tails = { cases[i].tail, cases[i].tail };
        const nz_interval_t interval = student_t_of(sample, tails);
        NZ_ASSERT_REL(interval.lower, cases[i].lower, 1e-12);
        NZ_ASSERT_REL(interval.upper, cases[i].upper, 1e-13);
        CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_OK);
        const nz_tails_t one = { 0.0, cases[i].tail };
        CU_ASSERT_EQUAL(student_t_of(sample, one).lower, (double) -INFINITY);
        CU_ASSERT_EQUAL(student_t_of(sample, one).upper, interval.upper);
        const nz_tails_t other = { cases[i].tail, 0.0 };
        CU_ASSERT_EQUAL(student_t_of(sample, other).upper, (double) INFINITY);
        CU_ASSERT_EQUAL(student_t_of(sample, other).lower, interval.lower);
        nz_sample_destroy(&sample);
    }
}

static void
test_sample_does_not_depend_on_the_order_of_items(void)
{
    double shuffled[N];
    uint64_t own_clusters[N], own_strata[N];

    for (size_t i = 0; i < N; i++) {
        const size_t from = (5 * i + 3) % N;
        shuffled[i] = values[from];
        own_clusters[i] = UINT64_MAX - clusters[from]; /* any numbers will do */
        own_strata[i] = strata[from] * 1000000007;
    }
    nz_sample_t *a = nz_test_sample((test_items_t){ values, clusters, strata, N });
    nz_sample_t *b =
        nz_test_sample((test_items_t){ shuffled, own_clusters, own_strata, N });
    CU_ASSERT_EQUAL(a->n_units, 6);
    CU_ASSERT_EQUAL(a->n_strata, 2);
    CU_ASSERT_EQUAL(b->n_units, 6);
    NZ_ASSERT_REL(a->mean, b->mean, 1e-15);
    NZ_ASSERT_REL(a->sum_squares, b->sum_squares, 1e-14);
    NZ_ASSERT_REL(a->skewness, b->skewness, 1e-12);
    nz_sample_destroy(&a);
    nz_sample_destroy(&b);
}

static void
test_sample_clusters_of_one_are_items(void)
{
    static const uint64_t alone[N] = { 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 };
    const nz_tails_t tails = { 0.025, 0.025 };
    nz_sample_t *items = nz_test_sample((test_items_t){ values, NULL, NULL, N });
    nz_sample_t *sample = nz_test_sample((test_items_t){ values, alone, NULL, N });
    nz_interval_t interval = { 0 };

    CU_ASSERT_FALSE(sample->clustered);
    CU_ASSERT_PTR_NULL(sample->unit_of);
    for (size_t i = 0; i < N; i++) { /* residuals follow the values */
        CU_ASSERT_EQUAL(items->residuals[i], sample->residuals[i]);
        NZ_ASSERT_ABS(sample->mean + sample->scale * sample->residuals[i],
            sample->values[i], 1e-14);
    }
    CU_ASSERT_EQUAL(student_t_of(items, tails).lower, student_t_of(sample, tails).lower);
    NZ_ASSERT_OK(nz_sample_order_statistic(sample, 0.5, tails, &interval));
    CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_OK);
    nz_sample_destroy(&items);
    nz_sample_destroy(&sample);
}

static void
test_sample_scales_with_the_values(void)
{
    static const double factors[] = { 0x1p-1000, 0x1p900, -1.0, 0x1p-1060 };
    const nz_tails_t tails = { 0.01, 0.05 }, swapped = { 0.05, 0.01 };
    nz_sample_t *sample = nz_test_sample((test_items_t){ values, clusters, strata, N });
    const nz_interval_t interval = student_t_of(sample, tails);

    for (size_t k = 0; k < NZ_COUNT_OF(factors); k++) {
        double scaled[N];
        for (size_t i = 0; i < N; i++) {
            scaled[i] = factors[k] * values[i];
        }
        nz_sample_t *other =
            nz_test_sample((test_items_t){ scaled, clusters, strata, N });
        const nz_interval_t image =
            student_t_of(other, factors[k] < 0.0 ? swapped : tails);
        const double precision = k == 3 ? 1e-3 : 1e-14; /* the last is denormal */
        NZ_ASSERT_REL(factors[k] < 0.0 ? image.upper : image.lower,
            factors[k] * interval.lower, precision);
        NZ_ASSERT_REL(factors[k] < 0.0 ? image.lower : image.upper,
            factors[k] * interval.upper, precision);
        nz_sample_destroy(&other);
    }
    nz_sample_destroy(&sample);
}

static void
test_sample_student_t_without_variation(void)
{
    static const double constant[] = { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 };
    static const double by_stratum[] = { 0.1, 0.1, 0.1, 0.7, 0.7, 0.7 };
    static const double balanced[] = { 0.1, 0.3, 0.2, 0.2, 0.3, 0.1 };
    static const uint64_t halves[] = { 1, 1, 1, 2, 2, 2 }, pairs[] = { 1, 1, 2, 2, 3, 3 };
    static const uint64_t one[] = { 4, 4, 4, 4, 4, 4 };
    const nz_tails_t tails = { 0.025, 0.025 };
    const struct {
        test_items_t items;
        nz_interval_status_t status;
    } cases[] = { { { constant, NULL, NULL, 6 }, NZ_INTERVAL_DEGENERATE },
        { { by_stratum, NULL, halves, 6 }, NZ_INTERVAL_DEGENERATE },
        { { balanced, pairs, NULL, 6 }, NZ_INTERVAL_DEGENERATE },
        { { balanced, NULL, NULL, 6 }, NZ_INTERVAL_OK },
        { { values, NULL, NULL, 1 }, NZ_INTERVAL_UNDEFINED },
        { { values, one, NULL, 6 }, NZ_INTERVAL_UNDEFINED },
        { { values, pairs, pairs, 6 }, NZ_INTERVAL_UNDEFINED },
        { { values, NULL, pairs, 5 }, NZ_INTERVAL_UNDEFINED } }; /* a lone item */

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_sample_t *sample = nz_test_sample(cases[i].items);
        const nz_interval_t interval = student_t_of(sample, tails);
        CU_ASSERT_EQUAL(interval.status, cases[i].status);
        if (cases[i].status != NZ_INTERVAL_OK) {
            CU_ASSERT_EQUAL(interval.lower, sample->mean);
            CU_ASSERT_EQUAL(interval.upper, sample->mean);
        }
        nz_sample_destroy(&sample);
    }
    nz_sample_t *sample = nz_test_sample((test_items_t){ constant, NULL, NULL, 3 });
    CU_ASSERT_EQUAL(sample->mean, 0.1);
    nz_sample_destroy(&sample);
}

/* The definition, item by item, for single items and for the same beside a stratum of a
 * lone item, which adds nothing. */
static void
test_sample_acceleration_of_quantiles(void)
{
    static const double ps[] = { 0.1, 0.5, 0.69, 0.7, 0.8, 0.9, 0.99 };
    static const double shares[] = { 0.7, 0.7, 0.7, 0.7, 0.85, 1.0, 1.0 };
    double ties[101], expected;
    uint64_t own[101];

    for (int i = 0; i < 101; i++) { /* 70 zeros, 15 ones, 15 threes; a lone zero */
        ties[i] = i < 70 || i == 100 ? 0.0 : i < 85 ? 1.0 : 3.0;
        own[i] = i == 100;
    }
    nz_sample_t *sample = nz_test_sample((test_items_t){ ties, NULL, NULL, 100 });
    nz_sample_t *apart = nz_test_sample((test_items_t){ ties, NULL, own, 101 });
    for (size_t i = 0; i < NZ_COUNT_OF(ps); i++) {
        double acceleration = 7.0, quantile_of = 7.0, general = 7.0, sum2 = 0.0,
               sum3 = 0.0;
        NZ_ASSERT_OK(nz_sample_estimate(sample, quantile(ps[i]), &quantile_of));
        for (int k = 0; k < 100; k++) {
            const double d = shares[i] - (ties[k] <= quantile_of ? 1.0 : 0.0);
            sum2 += d * d;
            sum3 += d * d * d;
        }
        expected = sum2 > 0.0 ? sum3 / (6.0 * pow(sum2, 1.5)) : 0.0;
        NZ_ASSERT_OK(nz_sample_acceleration(sample, quantile(ps[i]), &acceleration));
        NZ_ASSERT_ABS(acceleration, expected, 1e-14);
        if (ps[i] != 0.7) { /* there the lone item moves the quantile */
            NZ_ASSERT_OK(nz_sample_acceleration(apart, quantile(ps[i]), &general));
            NZ_ASSERT_ABS(general, expected, 1e-14);
        }
    }
    nz_sample_destroy(&sample);
    nz_sample_destroy(&apart);
}

static void
test_sample_order_statistic_ranks(void)
{
    static const struct {
        size_t n;
        double p, tail;
        size_t low, high;
    } cases[] = { { 1, 0.5, 0.025, 0, 2 }, { 1, 0.01, 0.025, 0, 1 },
        { 5, 0.5, 0.025, 0, 6 }, { 5, 0.9, 0.025, 3, 6 }, { 5, 0.9, 0.005, 2, 6 },
        { 6, 0.5, 0.025, 1, 6 }, { 6, 0.5, 0.005, 0, 7 }, { 6, 0.9, 0.025, 4, 7 },
        { 10, 0.5, 0.025, 2, 9 }, { 10, 0.5, 0.005, 1, 10 }, { 10, 0.9, 0.025, 7, 11 },
        { 10, 0.01, 0.025, 0, 2 }, { 100, 0.5, 0.025, 40, 61 },
        { 100, 0.5, 0.005, 37, 64 }, { 100, 0.9, 0.025, 84, 96 },
        { 100, 0.01, 0.005, 0, 5 }, { 1001, 0.5, 0.025, 470, 532 },
        { 1001, 0.9, 0.005, 876, 926 }, { 1001, 0.01, 0.025, 4, 18 },
        { 2, 0.5, 0.25, 1, 2 } }; /* P(X < 1) = P(X >= 2) = .25, a tie */
    static double ranks[1001];

    for (size_t i = 0; i < NZ_COUNT_OF(ranks); i++) {
        ranks[i] = (double) (i + 1);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const nz_tails_t tails = { cases[i].tail, cases[i].tail };
        nz_sample_t *sample =
            nz_test_sample((test_items_t){ ranks, NULL, NULL, cases[i].n });
        nz_interval_t interval = { 0 };
        NZ_ASSERT_OK(nz_sample_order_statistic(sample, cases[i].p, tails, &interval));
        CU_ASSERT_EQUAL(interval.lower,
            cases[i].low > 0 ? (double) cases[i].low : (double) -INFINITY);
        CU_ASSERT_EQUAL(interval.upper,
            cases[i].high <= cases[i].n ? (double) cases[i].high : (double) INFINITY);
        CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_OK);
        nz_sample_destroy(&sample);
    }
}

static void
test_sample_order_statistic_without_variation(void)
{
    static const double same[] = { 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 };
    const nz_tails_t tails = { 0.025, 0.025 }, upper_only = { 0.0, 0.025 };
    nz_sample_t *constant = nz_test_sample((test_items_t){ same, NULL, NULL, 10 });
    nz_sample_t *clustered = nz_test_sample((test_items_t){ values, clusters, NULL, N });
    nz_sample_t *stratified = nz_test_sample((test_items_t){ values, NULL, strata, N });
    nz_interval_t interval = { 0 };

    NZ_ASSERT_OK(nz_sample_order_statistic(constant, 0.5, tails, &interval));
    CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_DEGENERATE);
    NZ_ASSERT_OK(nz_sample_order_statistic(constant, 0.5, upper_only, &interval));
    CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_OK);
    CU_ASSERT_EQUAL(interval.lower, (double) -INFINITY);
    NZ_ASSERT_OK(nz_sample_order_statistic(clustered, 0.5, tails, &interval));
    CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_UNDEFINED);
    NZ_ASSERT_ABS(interval.lower, 0.76, 1e-15);
    NZ_ASSERT_OK(nz_sample_order_statistic(stratified, 0.5, tails, &interval));
    CU_ASSERT_EQUAL(interval.status, NZ_INTERVAL_UNDEFINED);
    nz_sample_destroy(&constant);
    nz_sample_destroy(&clustered);
    nz_sample_destroy(&stratified);
}

static void
test_sample_errors_leave_output_untouched(void)
{
    static const double bad[] = { (double) NAN, (double) INFINITY, 1.1e290, -1.1e290 };
    static const uint64_t crossing[N] = { 7, 7, 3, 3, 3, 9, 11, 11, 2, 2, 5, 7 };
    const nz_tails_t tails = { 0.025, 0.025 }, wide = { 0.5, 0.5 };
    const nz_tails_t nan_tails = { (double) NAN, 0.1 };
    nz_sample_t *sample = NULL;
    double estimate = 7.0;
    nz_interval_t interval = { 1.0, 2.0, NZ_INTERVAL_OK };

    CU_ASSERT_EQUAL(nz_sample_create(NULL, NULL, NULL, 1, &sample), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_sample_create(values, NULL, NULL, 1, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_sample_create(values, NULL, NULL, 0, &sample), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_sample_create(values, NULL, NULL, (size_t) NZ_SAMPLE_ITEMS_MAX + 1, &sample),
        NZ_ERR_DOMAIN);
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_sample_create(&bad[i], NULL, NULL, 1, &sample), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(
        nz_sample_create(values, crossing, strata, N, &sample), NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(sample);
    NZ_ASSERT_OK(nz_sample_create(values, NULL, NULL, N, &sample));
    CU_ASSERT_EQUAL(nz_sample_estimate(NULL, mean, &estimate), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_sample_estimate(sample, mean, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_sample_estimate(sample, quantile(0.0), &estimate), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_sample_estimate(sample, quantile(1.0), &estimate), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_sample_estimate(sample, quantile((double) NAN), &estimate), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_sample_student_t(NULL, tails, &interval), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_sample_student_t(sample, tails, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_sample_student_t(sample, wide, &interval), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_sample_student_t(sample, nan_tails, &interval), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_sample_order_statistic(NULL, 0.5, tails, &interval), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_sample_order_statistic(sample, 0.5, tails, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sample_order_statistic(sample, 1.0, tails, &interval), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_sample_order_statistic(sample, 0.5, wide, &interval), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(estimate, 7.0);
    CU_ASSERT_EQUAL(interval.lower, 1.0);
    CU_ASSERT_EQUAL(interval.upper, 2.0);
    nz_sample_destroy(&sample);
    nz_sample_destroy(&sample);
    nz_sample_destroy(NULL);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_sample_estimate_of_reference_data),
        NZ_TEST(test_sample_mean_of_a_large_offset),
        NZ_TEST(test_sample_quantile_rank_at_whole_positions),
        NZ_TEST(test_sample_student_t_reference),
        NZ_TEST(test_sample_does_not_depend_on_the_order_of_items),
        NZ_TEST(test_sample_clusters_of_one_are_items),
        NZ_TEST(test_sample_scales_with_the_values),
        NZ_TEST(test_sample_student_t_without_variation),
        NZ_TEST(test_sample_acceleration_of_quantiles),
        NZ_TEST(test_sample_order_statistic_ranks),
        NZ_TEST(test_sample_order_statistic_without_variation),
        NZ_TEST(test_sample_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("sample", tests, argc, argv);
}
