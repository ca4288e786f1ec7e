#include "stats/bootstrap.h"

#include "stats/proportion.h"
#include "stats/proportion_bootstrap.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>

static const nz_tails_t two_sided = { 0.025, 0.025 };

static nz_bootstrap_t *
new_bootstrap(size_t max_scores, uint64_t resamples)
{
    nz_bootstrap_t *self = NULL;
    NZ_ASSERT_OK(nz_bootstrap_create(max_scores, resamples, &self));
    return self;
}

static gsl_rng *
new_rng(unsigned long seed)
{
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, seed);
    return rng;
}

static void
assert_same(const nz_interval_t *a, const nz_interval_t *b)
{
    CU_ASSERT_TRUE(a->lower == b->lower && a->upper == b->upper);
    CU_ASSERT_EQUAL(a->status, b->status);
}

static void
test_bootstrap_exact_of_outcomes_equals_that_of_proportions(void)
{
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 0.05, 0.0 }, { 0.0, 0.01 },
        { 5e-13, 5e-13 }, { 0.0, 0.0 }, { 0.3, 0.001 } };
    nz_bootstrap_t *bootstrap = new_bootstrap(2, 0);

    for (uint64_t n = 1; n < 200000; n = 4 * n + 3) {
        for (uint64_t k = 0; k <= n; k += 1 + n / 25) {
            const uint64_t counts[] = { n - k, k };
            const nz_scores_t scores = { counts, 2, n };
            for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
                nz_interval_t got, expected;
                NZ_ASSERT_OK(
                    nz_bootstrap_percentile(bootstrap, &scores, tails[i], NULL, &got));
                NZ_ASSERT_OK(
                    nz_proportion_bootstrap_percentile(k, n, tails[i], &expected));
                assert_same(&got, &expected);
            }
        }
    }
    nz_bootstrap_destroy(&bootstrap);
}

static void
test_bootstrap_exact_by_hand(void)
{
    static const uint64_t counts[] = { 1, 1, 1 };
    const nz_scores_t scores = { counts, 3, 3 }; /* totals 0..6: 1 3 6 7 6 3 1 of 27 */
    nz_bootstrap_t *bootstrap = new_bootstrap(3, 0);
    nz_interval_t ci;

    NZ_ASSERT_OK(nz_bootstrap_percentile(
        bootstrap, &scores, (nz_tails_t){ 3.9 / 27.0, 3.9 / 27.0 }, NULL, &ci));
    CU_ASSERT_EQUAL(ci.lower, 1.0 / 3.0); /* P(<= 1) = 4/27 */
    CU_ASSERT_EQUAL(ci.upper, 5.0 / 3.0); /* P(> 4) = 4/27, more than the tail */
    NZ_ASSERT_OK(nz_bootstrap_percentile(
        bootstrap, &scores, (nz_tails_t){ 4.1 / 27.0, 4.1 / 27.0 }, NULL, &ci));
    CU_ASSERT_EQUAL(ci.lower, 2.0 / 3.0);
    CU_ASSERT_EQUAL(ci.upper, 4.0 / 3.0);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_OK);
    NZ_ASSERT_OK(nz_bootstrap_percentile(
        bootstrap, &scores, (nz_tails_t){ 0.0, 4.1 / 27.0 }, NULL, &ci));
    CU_ASSERT_TRUE(ci.lower == 0.0 && ci.upper == 4.0 / 3.0);
    NZ_ASSERT_OK(nz_bootstrap_percentile(
        bootstrap, &scores, (nz_tails_t){ 4.1 / 27.0, 0.0 }, NULL, &ci));
    CU_ASSERT_TRUE(ci.lower == 2.0 / 3.0 && ci.upper == 2.0);
    nz_bootstrap_destroy(&bootstrap);
}

static void
test_bootstrap_degenerate(void)
{
    static const uint64_t counts[] = { 0, 0, 12, 0 };
    const nz_scores_t scores = { counts, 4, 12 };
    gsl_rng *rng = new_rng(1);

    for (uint64_t resamples = 0; resamples <= 50; resamples += 50) {
        nz_bootstrap_t *bootstrap = new_bootstrap(4, resamples);
        nz_interval_t ci;
        NZ_ASSERT_OK(nz_bootstrap_percentile(bootstrap, &scores, two_sided, rng, &ci));
        CU_ASSERT_TRUE(ci.lower == 2.0 && ci.upper == 2.0);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_DEGENERATE);
        NZ_ASSERT_OK(nz_bootstrap_percentile(
            bootstrap, &scores, (nz_tails_t){ 0.0, 0.025 }, rng, &ci));
        CU_ASSERT_TRUE(ci.lower == 0.0 && ci.upper == 2.0);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_OK);
        NZ_ASSERT_OK(nz_bootstrap_percentile(
            bootstrap, &scores, (nz_tails_t){ 0.025, 0.0 }, rng, &ci));
        CU_ASSERT_TRUE(ci.lower == 2.0 && ci.upper == 3.0);
        nz_bootstrap_destroy(&bootstrap);
    }
    gsl_rng_free(rng);
}

/* The limit with B resamples is an order statistic: the share of the exact law below it
 * has the tail's mean and the deviation sqrt(tail (1 - tail)/B), so that it lies between
 * the exact quantiles at tail -+ 5.73 of those: .002 at .025, which is the smallest bias
 * in probability seen. `shift`, in steps of the total, must be found. */
static bool
resample_fits(const uint64_t *counts, size_t n_scores, nz_tails_t tails, double shift)
{
    enum { B = 200000 };
    nz_bootstrap_t *exact = new_bootstrap(n_scores, 0);
    nz_bootstrap_t *resample = new_bootstrap(n_scores, B);
    gsl_rng *rng = new_rng(7);
    nz_scores_t scores = { counts, n_scores, 0 };
    nz_interval_t got, inner, outer;
    const double reach = gsl_cdf_ugaussian_Qinv(0.5e-8);
    const double low = reach * sqrt(tails.lower * (1.0 - tails.lower) / B);
    const double high = reach * sqrt(tails.upper * (1.0 - tails.upper) / B);

    for (size_t j = 0; j < n_scores; j++) {
        scores.n_items += counts[j];
    }
    NZ_ASSERT_OK(nz_bootstrap_percentile(resample, &scores, tails, rng, &got));
    NZ_ASSERT_OK(nz_bootstrap_percentile(exact, &scores,
        (nz_tails_t){ tails.lower - low, tails.upper - high }, NULL, &outer));
    NZ_ASSERT_OK(nz_bootstrap_percentile(exact, &scores,
        (nz_tails_t){ tails.lower + low, tails.upper + high }, NULL, &inner));
    nz_bootstrap_destroy(&exact);
    nz_bootstrap_destroy(&resample);
    gsl_rng_free(rng);
    got.lower += shift / (double) scores.n_items;
    got.upper += shift / (double) scores.n_items;
    return outer.lower <= got.lower && got.lower <= inner.lower
           && inner.upper <= got.upper && got.upper <= outer.upper;
}

static void
test_bootstrap_resample_tends_to_exact(void)
{
    static const uint64_t small[] = { 3, 5, 0, 2 };
    static const uint64_t outcomes[] = { 950, 50 };
    static const uint64_t edits[] = { 100, 300, 400, 250, 120, 60, 30, 10, 4, 1 };
    static const uint64_t rare[] = { 9993, 0, 0, 4, 0, 3 };
    const nz_tails_t uneven = { 0.1, 0.01 };

    CU_ASSERT_TRUE(resample_fits(small, 4, two_sided, 0.0));
    CU_ASSERT_TRUE(resample_fits(small, 4, uneven, 0.0));
    CU_ASSERT_TRUE(resample_fits(outcomes, 2, two_sided, 0.0));
    CU_ASSERT_TRUE(resample_fits(edits, 10, two_sided, 0.0));
    CU_ASSERT_TRUE(resample_fits(edits, 10, uneven, 0.0));
    CU_ASSERT_TRUE(resample_fits(rare, 6, two_sided, 0.0));
    CU_ASSERT_FALSE(resample_fits(small, 4, two_sided, 1.0));
    CU_ASSERT_FALSE(resample_fits(small, 4, two_sided, -1.0));
    CU_ASSERT_FALSE(resample_fits(outcomes, 2, two_sided, 1.0));
    CU_ASSERT_FALSE(resample_fits(edits, 10, two_sided, 5.0)); /* a tenth of the sd */
    CU_ASSERT_FALSE(resample_fits(edits, 10, two_sided, -5.0));
}

/* One at a time, both limits are the resample; of a hundred they are order statistics,
 * also where tail times B rounds to more than the rank: .07 * 100 and (1 - .42) * 100. */
static void
test_bootstrap_resample_ranks(void)
{
    enum { B = 100 };
    static const struct {
        nz_tails_t tails;
        size_t low, high;
    } cases[] = { { { 0.025, 0.025 }, 3, 98 }, { { 0.3, 0.1 }, 30, 90 },
        { { 0.301, 0.0999 }, 31, 91 }, { { 0.07, 0.42 }, 7, 58 },
        { { 1e-9, 0.005 }, 1, 100 } };
    static const uint64_t counts[] = { 3000000, 1999999, 5000000, 1 };
    const nz_scores_t scores = { counts, 4, 10000000 }; /* no two means are equal */
    double means[B + 1];
    nz_interval_t ci;
    nz_bootstrap_t *one = new_bootstrap(4, 1), *hundred = new_bootstrap(4, B);
    gsl_rng *rng = new_rng(9);

    means[0] = -1.0;
    for (size_t b = 1; b <= B; b++) { /* sorted by insertion */
        NZ_ASSERT_OK(nz_bootstrap_percentile(one, &scores, two_sided, rng, &ci));
        CU_ASSERT_TRUE(ci.lower == ci.upper && ci.status == NZ_INTERVAL_DEGENERATE);
        size_t at = b;
        for (; means[at - 1] > ci.lower; at--) {
            means[at] = means[at - 1];
        }
        means[at] = ci.lower;
    }
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        gsl_rng_set(rng, 9);
        NZ_ASSERT_OK(nz_bootstrap_percentile(hundred, &scores, cases[i].tails, rng, &ci));
        CU_ASSERT_EQUAL(ci.lower, means[cases[i].low]);
        CU_ASSERT_EQUAL(ci.upper, means[cases[i].high]);
    }
    gsl_rng_free(rng);
    nz_bootstrap_destroy(&one);
    nz_bootstrap_destroy(&hundred);
}

static void
test_bootstrap_errors_leave_output_untouched(void)
{
    static const uint64_t counts[] = { 3, 4, 2 }, none[] = { 0, 0, 0 };
    const nz_scores_t good = { counts, 3, 9 };
    const nz_scores_t bad[] = { { counts, 1, 3 }, { counts, 4, 9 }, { counts, 3, 8 },
        { none, 3, 0 } };
    static const nz_tails_t bad_tails[] = { { -0.1, 0.1 }, { 0.5, 0.5 },
        { (double) NAN, 0.1 } };
    const nz_scores_t no_counts = { NULL, 3, 9 };
    nz_bootstrap_t *self = NULL;
    gsl_rng *rng = new_rng(1);

    CU_ASSERT_EQUAL(nz_bootstrap_create(3, 0, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_bootstrap_create(1, 0, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_bootstrap_create(3, UINT64_MAX, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(self);
    for (uint64_t resamples = 0; resamples <= 10; resamples += 10) {
        nz_interval_t ci = { -1.0, -2.0, NZ_INTERVAL_UNDEFINED };
        self = new_bootstrap(3, resamples);
        CU_ASSERT_EQUAL(
            nz_bootstrap_percentile(NULL, &good, two_sided, rng, &ci), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(
            nz_bootstrap_percentile(self, NULL, two_sided, rng, &ci), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(nz_bootstrap_percentile(self, &no_counts, two_sided, rng, &ci),
            NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(
            nz_bootstrap_percentile(self, &good, two_sided, rng, NULL), NZ_ERR_NULL_ARG);
        for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
            CU_ASSERT_EQUAL(nz_bootstrap_percentile(self, &bad[i], two_sided, rng, &ci),
                NZ_ERR_DOMAIN);
        }
        for (size_t i = 0; i < NZ_COUNT_OF(bad_tails); i++) {
            CU_ASSERT_EQUAL(nz_bootstrap_percentile(self, &good, bad_tails[i], rng, &ci),
                NZ_ERR_DOMAIN);
        }
        if (resamples > 0) {
            CU_ASSERT_EQUAL(nz_bootstrap_percentile(self, &good, two_sided, NULL, &ci),
                NZ_ERR_NULL_ARG);
        }
        CU_ASSERT_TRUE(ci.lower == -1.0 && ci.upper == -2.0);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
        nz_bootstrap_destroy(&self);
        CU_ASSERT_PTR_NULL(self);
        nz_bootstrap_destroy(&self);
    }
    nz_bootstrap_destroy(NULL);
    gsl_rng_free(rng);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_bootstrap_exact_of_outcomes_equals_that_of_proportions),
        NZ_TEST(test_bootstrap_exact_by_hand),
        NZ_TEST(test_bootstrap_degenerate),
        NZ_TEST(test_bootstrap_resample_tends_to_exact),
        NZ_TEST(test_bootstrap_resample_ranks),
        NZ_TEST(test_bootstrap_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("bootstrap", tests, argc, argv);
}
