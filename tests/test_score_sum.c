#include "stats/score_sum.h"

#include "stats/binomial.h"
#include "stats/interval.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SCORES = 2001, MAX_TOTAL = 4000 };

static const double levels[] = { 0.0005, 0.001, 0.005, 0.025, 0.05, 0.1, 0.25, 0.5 };

static nz_score_sum_t *
new_sum(void)
{
    nz_score_sum_t *self = NULL;
    NZ_ASSERT_OK(nz_score_sum_create(MAX_SCORES, &self));
    return self;
}

static nz_scores_t
scores_of(const uint64_t *counts, size_t n_scores)
{
    uint64_t n = 0;
    for (size_t j = 0; j < n_scores; j++) {
        n += counts[j];
    }
    return (nz_scores_t){ counts, n_scores, n };
}

/* The distribution of the total, by multiplying the polynomial n times. */
static void
enumerate(const nz_scores_t *scores, long double *pmf, size_t *n_totals)
{
    static long double next[MAX_TOTAL + 1];
    size_t top = 0;

    pmf[0] = 1.0L;
    for (uint64_t i = 0; i < scores->n_items; i++) {
        const size_t new_top = top + scores->n_scores - 1;
        CU_ASSERT_TRUE_FATAL(new_top <= MAX_TOTAL);
        for (size_t t = 0; t <= new_top; t++) {
            next[t] = 0.0L;
            for (size_t j = 0; j < scores->n_scores && j <= t; j++) {
                if (t - j <= top) {
                    next[t] += pmf[t - j] * (long double) scores->counts[j]
                               / (long double) scores->n_items;
                }
            }
        }
        top = new_top;
        memcpy(pmf, next, (top + 1) * sizeof(*pmf));
    }
    *n_totals = top + 1;
}

/* Both definitions, with ties up to `tie`. */
static size_t
smallest_at_least(const long double *pmf, size_t n, double tail, long double tie)
{
    long double sum = pmf[0];
    size_t t = 0;
    while (t + 1 < n && sum < (long double) tail - tie) {
        sum += pmf[++t];
    }
    return t;
}

static size_t
smallest_with_at_most_above(
    const long double *pmf, size_t n, double tail, long double tie)
{
    long double above = 0.0L;
    size_t t = n - 1;
    while (t > 0 && above + pmf[t] <= (long double) tail + tie) {
        above += pmf[t--];
    }
    return t;
}

/* A total next to a tail within 1e-12 of its level is a tie by rounding: both neighbours
 * are right. */
static void
assert_exact(nz_score_sum_t *sum, const nz_scores_t *scores, const long double *pmf,
    size_t n_totals, double tail)
{
    for (int upper = 0; upper < 2; upper++) {
        uint64_t total = UINT64_MAX;
        NZ_ASSERT_OK(nz_score_sum_quantile(sum, tail, upper, &total));
        const size_t low = upper
                               ? smallest_with_at_most_above(pmf, n_totals, tail, 1e-12L)
                               : smallest_at_least(pmf, n_totals, tail, 1e-12L);
        const size_t high =
            upper ? smallest_with_at_most_above(pmf, n_totals, tail, -1e-12L)
                  : smallest_at_least(pmf, n_totals, tail, -1e-12L);
        const bool inside = low <= total && total <= high;
        CU_ASSERT_TRUE(inside);
        if (!inside) {
            printf("\n    n %llu, %zu scores, tail %g upper %d: %llu not in %zu..%zu",
                (unsigned long long) scores->n_items, scores->n_scores, tail, upper,
                (unsigned long long) total, low, high);
        }
    }
}

static void
assert_enumeration(const uint64_t *counts, size_t n_scores, nz_score_sum_choice_t choice,
    nz_score_sum_engine_t engine)
{
    static long double pmf[MAX_TOTAL + 1];
    const nz_scores_t scores = scores_of(counts, n_scores);
    nz_score_sum_t *sum = new_sum();
    size_t n_totals = 0;

    NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, choice));
    CU_ASSERT_EQUAL(nz_score_sum_engine(sum), engine);
    enumerate(&scores, pmf, &n_totals);
    for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
        assert_exact(sum, &scores, pmf, n_totals, levels[i]);
        assert_exact(sum, &scores, pmf, n_totals, 1.0 - levels[i]);
    }
    assert_exact(sum, &scores, pmf, n_totals, 1e-10);
    nz_score_sum_destroy(&sum);
}

static void
test_score_sum_by_enumeration(void)
{
    static const uint64_t histograms[][6] = { { 3, 4, 2, 1, 0, 0 },
        { 1, 0, 0, 2, 0, 4 },   /* gaps */
        { 0, 0, 5, 7, 1, 0 },   /* an offset */
        { 0, 1, 0, 1, 0, 1 },   /* an offset and a span of 2 */
        { 2, 0, 3, 0, 4, 0 },   /* a span of 2 */
        { 1, 1, 9, 1, 1, 1 },   /* mode in the middle */
        { 9, 1, 1, 1, 1, 1 },   /* at the start */
        { 1, 1, 1, 1, 1, 9 },   /* at the end */
        { 98, 1, 0, 0, 0, 1 },  /* one dominating score */
        { 1, 1, 0, 0, 0, 98 },  /* the same, mirrored */
        { 40, 1, 0, 0, 1, 40 }, /* two far apart */
        { 1, 1, 1, 1, 1, 1 }, { 100, 50, 25, 12, 6, 3 }, { 0, 1, 1, 1, 0, 0 } };

    for (size_t i = 0; i < NZ_COUNT_OF(histograms); i++) {
        assert_enumeration(histograms[i], 6, NZ_SCORE_SUM_AUTO, NZ_SCORE_SUM_CONVOLUTION);
        assert_enumeration(
            histograms[i], 6, NZ_SCORE_SUM_FORCE_CONVOLUTION, NZ_SCORE_SUM_CONVOLUTION);
    }
}

static void
test_score_sum_of_random_histograms_by_enumeration(void)
{
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    uint64_t counts[40];

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, 1);
    for (int repeat = 0; repeat < 200; repeat++) {
        const size_t n_scores = 3 + gsl_rng_uniform_int(rng, 37);
        const unsigned n_items = 1 + (unsigned) gsl_rng_uniform_int(rng, 60);
        memset(counts, 0, sizeof(counts));
        for (unsigned i = 0; i < n_items; i++) {
            const double u = gsl_rng_uniform(rng);
            counts[(size_t) (pow(u, 1 + repeat % 5) * (double) n_scores)]++;
        }
        static long double pmf[MAX_TOTAL + 1];
        const nz_scores_t scores = scores_of(counts, n_scores);
        nz_score_sum_t *sum = new_sum();
        size_t n_totals = 0;
        NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_FORCE_CONVOLUTION));
        enumerate(&scores, pmf, &n_totals);
        for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
            assert_exact(sum, &scores, pmf, n_totals, levels[i]);
        }
        nz_score_sum_destroy(&sum);
    }
    gsl_rng_free(rng);
}

/* z0 by its definition from the enumerated distribution. */
static double
median_bias_by_enumeration(const nz_scores_t *scores)
{
    static long double pmf[MAX_TOTAL + 1];
    size_t n_totals = 0, observed = 0;
    long double below = 0.0L;

    enumerate(scores, pmf, &n_totals);
    for (size_t j = 0; j < scores->n_scores; j++) {
        observed += j * (size_t) scores->counts[j];
    }
    for (size_t t = 0; t < observed; t++) {
        below += pmf[t];
    }
    return gsl_cdf_ugaussian_Pinv((double) (below + pmf[observed] / 2.0L));
}

static void
test_score_sum_median_bias_by_enumeration(void)
{
    static const uint64_t histograms[][6] = { { 3, 4, 2, 1, 0, 0 }, { 1, 0, 0, 2, 0, 4 },
        { 0, 0, 5, 7, 1, 0 }, { 0, 1, 0, 1, 0, 1 }, { 98, 1, 0, 0, 0, 1 },
        { 1, 1, 0, 0, 0, 98 }, { 40, 1, 0, 0, 1, 40 }, { 100, 50, 25, 12, 6, 3 },
        { 0, 7, 0, 0, 2, 0 }, { 0, 0, 0, 9, 0, 0 }, { 1, 0, 0, 0, 0, 30 } };
    nz_score_sum_t *sum = new_sum();

    for (size_t i = 0; i < NZ_COUNT_OF(histograms); i++) {
        const nz_scores_t scores = scores_of(histograms[i], 6);
        const double expected = median_bias_by_enumeration(&scores);
        for (nz_score_sum_choice_t choice = NZ_SCORE_SUM_AUTO;
             choice <= NZ_SCORE_SUM_FORCE_CONVOLUTION; choice++) {
            double z0 = 77.0;
            NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, choice));
            NZ_ASSERT_OK(nz_score_sum_median_bias(sum, &z0));
            NZ_ASSERT_ABS(z0, expected, 1e-11);
        }
    }
    nz_score_sum_destroy(&sum);
}

/* The error of the saddlepoint falls as n^-1.5; the rest is rounding of the convolution.
 */
static void
test_score_sum_median_bias_by_saddlepoint(void)
{
    static const uint64_t shapes[][6] = { { 5, 4, 3, 2, 1, 1 }, { 1, 1, 2, 9, 3, 1 },
        { 60, 20, 8, 3, 2, 1 }, { 1, 2, 1, 2, 1, 2 } };
    nz_score_sum_t *sum = new_sum();

    for (size_t i = 0; i < NZ_COUNT_OF(shapes); i++) {
        for (uint64_t times = 10; times <= 100000; times *= 10) {
            uint64_t counts[6];
            double exact = 77.0, approximate = 78.0;
            for (size_t j = 0; j < 6; j++) {
                counts[j] = times * shapes[i][j];
            }
            const nz_scores_t scores = scores_of(counts, 6);
            NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_FORCE_CONVOLUTION));
            NZ_ASSERT_OK(nz_score_sum_median_bias(sum, &exact));
            NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_FORCE_SADDLEPOINT));
            NZ_ASSERT_OK(nz_score_sum_median_bias(sum, &approximate));
            const double n = (double) scores.n_items;
            NZ_ASSERT_ABS(approximate, exact, 0.06 * pow(n, -1.5) + 1e-10);
        }
    }
    nz_score_sum_destroy(&sum);
}

/* Two scores, whatever they are, make an affine function of a binomial count. */
static void
test_score_sum_of_two_scores_is_binomial(void)
{
    static const uint64_t counts[] = { 0, 0, 30, 0, 0, 0, 0, 12 };
    nz_score_sum_t *sum = new_sum();
    const nz_scores_t scores = scores_of(counts, 8);

    NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_AUTO));
    CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_BINOMIAL);
    for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
        for (int upper = 0; upper < 2; upper++) {
            uint64_t k = UINT64_MAX, total = UINT64_MAX, forced = UINT64_MAX;
            NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_AUTO));
            NZ_ASSERT_OK(nz_binomial_quantile(levels[i], upper, 42, 12.0 / 42.0, &k));
            NZ_ASSERT_OK(nz_score_sum_quantile(sum, levels[i], upper, &total));
            CU_ASSERT_EQUAL(total, 2 * 42 + 5 * k);
            NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_FORCE_CONVOLUTION));
            CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_CONVOLUTION);
            NZ_ASSERT_OK(nz_score_sum_quantile(sum, levels[i], upper, &forced));
            CU_ASSERT_EQUAL(forced, total);
        }
    }
    nz_score_sum_destroy(&sum);
}

/* Ties: two items of {0, 1, 2} have P(total = 0) = 1/9 exactly; four of {0, 0, 1, 2}
 * have 1/16. */
static void
test_score_sum_quantile_at_ties(void)
{
    static const uint64_t counts[] = { 2, 1, 1 };
    static const double at_most[] = { 16.0, 48.0, 104.0, 160.0, 209.0, 237.0, 251.0,
        255.0 };
    nz_score_sum_t *sum = new_sum();
    const nz_scores_t scores = { counts, 3, 4 };
    uint64_t total = 77;

    NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_AUTO));
    for (uint64_t t = 0; t < 8; t++) {
        const double lower = at_most[t] / 256.0, upper = 1.0 - lower;
        NZ_ASSERT_OK(nz_score_sum_quantile(sum, lower, false, &total));
        CU_ASSERT_EQUAL(total, t);
        NZ_ASSERT_OK(nz_score_sum_quantile(sum, lower + 1e-9, false, &total));
        CU_ASSERT_EQUAL(total, t + 1);
        NZ_ASSERT_OK(nz_score_sum_quantile(sum, upper, true, &total));
        CU_ASSERT_EQUAL(total, t);
        NZ_ASSERT_OK(nz_score_sum_quantile(sum, upper - 1e-9, true, &total));
        CU_ASSERT_EQUAL(total, t + 1);
    }
    nz_score_sum_destroy(&sum);
}

static void
test_score_sum_of_one_score_is_constant(void)
{
    static const uint64_t counts[] = { 0, 0, 0, 9, 0 };
    nz_score_sum_t *sum = new_sum();
    const nz_scores_t scores = scores_of(counts, 5);

    for (nz_score_sum_choice_t choice = NZ_SCORE_SUM_AUTO;
         choice <= NZ_SCORE_SUM_FORCE_SADDLEPOINT; choice++) {
        uint64_t total = UINT64_MAX;
        NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, choice));
        CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_CONSTANT);
        NZ_ASSERT_OK(nz_score_sum_quantile(sum, 0.025, false, &total));
        CU_ASSERT_EQUAL(total, 27);
        NZ_ASSERT_OK(nz_score_sum_quantile(sum, 0.025, true, &total));
        CU_ASSERT_EQUAL(total, 27);
    }
    nz_score_sum_destroy(&sum);
}

/* Among n = 1e9 items the few that differ are counts ~ Multinomial, here by the compound
 * sum over their three binomials, whose terms beyond 60 are below 1e-30. */
static void
test_score_sum_of_rare_scores_among_many(void)
{
    enum { TERMS = 61 };
    static const struct {
        uint64_t counts[8];
        size_t at[3];
        bool mirrored;
    } cases[] = { { { 999999991, 4, 0, 3, 0, 0, 0, 2 }, { 1, 3, 7 }, false },
        { { 2, 0, 0, 0, 3, 0, 4, 999999991 }, { 1, 3, 7 }, true } };
    static long double pmf[7 * 3 * TERMS];
    const uint64_t n = 1000000000;
    const double rare[] = { 4e-9, 3e-9, 2e-9 };

    for (int a = 0; a < TERMS; a++) {
        for (int b = 0; b < TERMS; b++) {
            for (int c = 0; c < TERMS; c++) {
                pmf[a + 3 * b + 7 * c] +=
                    (long double) nz_binomial_pmf((uint64_t) a, n, rare[0])
                    * (long double) nz_binomial_pmf(
                        (uint64_t) b, n - (uint64_t) a, rare[1] / (1 - rare[0]))
                    * (long double) nz_binomial_pmf((uint64_t) c, n - (uint64_t) (a + b),
                        rare[2] / (1 - rare[0] - rare[1]));
            }
        }
    }
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_score_sum_t *sum = new_sum();
        const nz_scores_t scores = { cases[i].counts, 8, n };
        NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_AUTO));
        CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_CONVOLUTION);
        for (size_t l = 0; l < NZ_COUNT_OF(levels); l++) {
            uint64_t low = UINT64_MAX, high = UINT64_MAX;
            uint64_t expected_low =
                smallest_at_least(pmf, NZ_COUNT_OF(pmf), levels[l], 1e-13L);
            uint64_t expected_high =
                smallest_with_at_most_above(pmf, NZ_COUNT_OF(pmf), levels[l], 1e-13L);
            if (cases[i].mirrored) {
                const uint64_t swap = 7 * n - expected_low;
                expected_low = 7 * n - expected_high;
                expected_high = swap;
            }
            NZ_ASSERT_OK(nz_score_sum_quantile(sum, levels[l], false, &low));
            NZ_ASSERT_OK(nz_score_sum_quantile(sum, levels[l], true, &high));
            CU_ASSERT_EQUAL(low, expected_low);
            CU_ASSERT_EQUAL(high, expected_high);
        }
        nz_score_sum_destroy(&sum);
    }
}

static void
test_score_sum_reuses_its_workspace(void)
{
    static const uint64_t wide[] = { 5000, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5000 };
    static const uint64_t narrow[] = { 3, 4, 2 }, one[] = { 0, 6 };
    nz_score_sum_t *sum = new_sum(), *fresh = new_sum();
    const nz_scores_t first = scores_of(wide, 12), second = scores_of(narrow, 3);
    const nz_scores_t third = scores_of(one, 2);
    uint64_t total = 1, expected = 2;

    NZ_ASSERT_OK(nz_score_sum_set(sum, &first, NZ_SCORE_SUM_AUTO));
    CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_CONVOLUTION);
    NZ_ASSERT_OK(nz_score_sum_set(sum, &third, NZ_SCORE_SUM_AUTO));
    NZ_ASSERT_OK(nz_score_sum_set(sum, &second, NZ_SCORE_SUM_AUTO));
    NZ_ASSERT_OK(nz_score_sum_set(fresh, &second, NZ_SCORE_SUM_AUTO));
    for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
        NZ_ASSERT_OK(nz_score_sum_quantile(sum, levels[i], false, &total));
        NZ_ASSERT_OK(nz_score_sum_quantile(fresh, levels[i], false, &expected));
        CU_ASSERT_EQUAL(total, expected);
    }
    nz_score_sum_destroy(&sum);
    nz_score_sum_destroy(&fresh);
}

static void
test_score_sum_errors_leave_output_untouched(void)
{
    static const uint64_t counts[] = { 3, 4, 2 }, none[] = { 0, 0, 0 };
    static const uint64_t wrapping[] = { UINT64_C(1) << 63, UINT64_C(1) << 63, 9 };
    static const uint64_t too_many[] = { UINT64_C(1) << 52, 1, (UINT64_C(1) << 52) - 1 };
    static const double bad_tails[] = { 0.0, 1.0, -1.0, (double) NAN };
    const nz_scores_t good = { counts, 3, 9 };
    const nz_scores_t bad[] = { { counts, 0, 9 }, { counts, 3, 8 }, { counts, 3, 10 },
        { none, 3, 0 }, { wrapping, 3, 9 }, { too_many, 3, NZ_COUNT_MAX } };
    nz_score_sum_t *sum = NULL;
    uint64_t total = 77;
    double z0 = 77.0;

    CU_ASSERT_EQUAL(nz_score_sum_create(3, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_sum_create(0, &sum), NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(sum);
    NZ_ASSERT_OK(nz_score_sum_create(2, &sum));
    CU_ASSERT_EQUAL(nz_score_sum_set(sum, &good, NZ_SCORE_SUM_AUTO), NZ_ERR_DOMAIN);
    nz_score_sum_destroy(&sum);
    sum = new_sum();
    CU_ASSERT_EQUAL(nz_score_sum_quantile(sum, 0.5, false, &total), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_score_sum_median_bias(sum, &z0), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_score_sum_median_bias(NULL, &z0), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_sum_set(NULL, &good, NZ_SCORE_SUM_AUTO), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_sum_set(sum, NULL, NZ_SCORE_SUM_AUTO), NZ_ERR_NULL_ARG);
    const nz_scores_t no_counts = { NULL, 3, 9 };
    CU_ASSERT_EQUAL(
        nz_score_sum_set(sum, &no_counts, NZ_SCORE_SUM_AUTO), NZ_ERR_NULL_ARG);
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_score_sum_set(sum, &bad[i], NZ_SCORE_SUM_AUTO), NZ_ERR_DOMAIN);
    }
    NZ_ASSERT_OK(nz_score_sum_set(sum, &good, NZ_SCORE_SUM_AUTO));
    for (size_t i = 0; i < NZ_COUNT_OF(bad_tails); i++) {
        CU_ASSERT_EQUAL(
            nz_score_sum_quantile(sum, bad_tails[i], true, &total), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_score_sum_quantile(NULL, 0.5, true, &total), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_sum_quantile(sum, 0.5, true, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_sum_median_bias(sum, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(total == 77 && z0 == 77.0);
    nz_score_sum_destroy(&sum);
    CU_ASSERT_PTR_NULL(sum);
    nz_score_sum_destroy(&sum);
    nz_score_sum_destroy(NULL);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_score_sum_by_enumeration),
        NZ_TEST(test_score_sum_of_random_histograms_by_enumeration),
        NZ_TEST(test_score_sum_median_bias_by_enumeration),
        NZ_TEST(test_score_sum_median_bias_by_saddlepoint),
        NZ_TEST(test_score_sum_of_two_scores_is_binomial),
        NZ_TEST(test_score_sum_quantile_at_ties),
        NZ_TEST(test_score_sum_of_one_score_is_constant),
        NZ_TEST(test_score_sum_of_rare_scores_among_many),
        NZ_TEST(test_score_sum_reuses_its_workspace),
        NZ_TEST(test_score_sum_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("score_sum", tests, argc, argv);
}
