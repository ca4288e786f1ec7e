#include "stats/quantile_bootstrap.h"

#include "tests/resamples.h"
#include "tests/testlib.h"

#include <stdlib.h>

static const double sorted[][7] = { { -1.25, -0.4, 0.07, 0.31, 0.5, 2.5, 4.75 },
    { 0.0, 0.0, 0.0, 1.0, 1.0, 3.0, 3.0 }, { 1e-3, 1.0, 2.0, 4.0, 8.0, 16.0, 1e5 },
    { -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0 }, { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3 } };

static const double ps[] = { 0.5, 0.25, 0.9, 1.0 / 3.0, 2.0 / 3.0, 0.6, 0.01, 0.999 };

static const double tails[] = { 1e-9, 0.001, 0.005, 0.025, 0.0625, 0.25, 0.5, 0.8 };

/* Everything against all n^n resamples. */
static void
assert_enumeration(const double *values, size_t n, double p)
{
    const nz_sample_statistic_t statistic = { NZ_SAMPLE_QUANTILE, p };
    test_resamples_t all =
        nz_test_resamples((test_items_t){ values, NULL, NULL, n }, statistic);
    nz_quantile_bootstrap_t *self = NULL;
    double sd = (double) NAN;

    NZ_ASSERT_OK(nz_quantile_bootstrap_create(values, n, p, &self));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i; j < n; j++) {
            const double y = 0.5 * (values[i] + values[j]);
            const double at[] = { y, nextafter(y, -HUGE_VAL) };
            const double expected[] = { nz_test_share_at_most(&all, y),
                nz_test_share_below(&all, y) };
            for (int k = 0; k < 2; k++) {
                double at_most = (double) NAN, above = (double) NAN;
                NZ_ASSERT_OK(nz_quantile_bootstrap_tails(self, at[k], &at_most, &above));
                NZ_ASSERT_ABS(at_most, expected[k], 1e-12 * (expected[k] + 1e-3));
                NZ_ASSERT_ABS(
                    above, 1.0 - expected[k], 1e-12 * (1.0 - expected[k] + 1e-3));
            }
        }
    }
    for (size_t t = 0; t < NZ_COUNT_OF(tails); t++) {
        for (int upper = 0; upper < 2; upper++) {
            double y = (double) NAN;
            NZ_ASSERT_OK(nz_quantile_bootstrap_quantile(self, tails[t], upper, &y));
            CU_ASSERT_EQUAL(y, nz_test_quantile(&all, tails[t], upper));
        }
    }
    NZ_ASSERT_OK(nz_quantile_bootstrap_sd(self, &sd));
    NZ_ASSERT_ABS(sd, nz_test_sd(&all), 1e-11 * sd + 1e-13);
    nz_quantile_bootstrap_destroy(&self);
    CU_ASSERT_PTR_NULL(self);
    nz_test_resamples_free(&all);
}

static void
test_quantile_bootstrap_by_enumeration(void)
{
    for (size_t k = 0; k < NZ_COUNT_OF(sorted); k++) {
        for (size_t n = 1; n <= 5; n++) {
            for (size_t i = 0; i < NZ_COUNT_OF(ps); i++) {
                assert_enumeration(sorted[k] + (7 - n) / 2, n, ps[i]);
            }
        }
        assert_enumeration(sorted[k], 6, 0.5);
        assert_enumeration(sorted[k] + 1, 6, 2.0 / 3.0);
    }
    assert_enumeration(sorted[0], 7, 0.3);
}

/* The median of many: X_(r) <= x_j where at least r of n draws are among the first j, and
 * both middle ones by the sum over how many draws j gets, all in long double logs. */
static long double
binomial_share(size_t n, size_t k, size_t j)
{
    const long double f = (long double) j / (long double) n;
    return expl(lgammal((long double) n + 1) - lgammal((long double) k + 1)
                - lgammal((long double) (n - k) + 1) + (long double) k * logl(f)
                + (long double) (n - k) * log1pl(-f));
}

static void
test_quantile_bootstrap_of_many_items(void)
{
    enum { MANY = 4001 };
    static double values[MANY];

    for (size_t i = 0; i < MANY; i++) {
        values[i] = sqrt((double) i) - 20.0;
    }
    for (size_t n = MANY - 1; n <= MANY; n++) { /* averaged, and not */
        nz_quantile_bootstrap_t *self = NULL;
        double at_most, above, y;
        NZ_ASSERT_OK(nz_quantile_bootstrap_create(values, n, 0.5, &self));
        const size_t r = n == MANY ? 2001 : 2000, j = 1930;
        /* Between two items, far nearer to the next one: the mean of item j and a later
         * one is above it, so that both draws must be at most j. */
        const double at = n == MANY ? values[j - 1] : nextafter(values[j - 1], HUGE_VAL);
        long double expected = 0.0L, both = 0.0L;
        for (size_t k = r; k <= n && k < r + 600; k++) {
            expected += binomial_share(n, k, j);
            both += k > r ? binomial_share(n, k, j) : 0.0L;
        }
        NZ_ASSERT_OK(nz_quantile_bootstrap_tails(self, at, &at_most, &above));
        if (n == MANY) {
            NZ_ASSERT_REL(at_most, (double) expected, 1e-9);
        } else { /* pairs around the point add something between */
            CU_ASSERT_TRUE((long double) at_most > both);
            CU_ASSERT_TRUE((long double) at_most < expected);
        }
        NZ_ASSERT_ABS(at_most + above, 1.0, 1e-12);
        for (size_t t = 0; t < NZ_COUNT_OF(tails); t++) { /* smallest point that does */
            NZ_ASSERT_OK(nz_quantile_bootstrap_quantile(self, tails[t], false, &y));
            NZ_ASSERT_OK(nz_quantile_bootstrap_tails(self, y, &at_most, &above));
            CU_ASSERT_TRUE(at_most >= tails[t] * (1.0 - 1e-11));
            NZ_ASSERT_OK(nz_quantile_bootstrap_tails(
                self, nextafter(y, -HUGE_VAL), &at_most, &above));
            CU_ASSERT_TRUE(at_most < tails[t]);
        }
        nz_quantile_bootstrap_destroy(&self);
    }
}

/* sd of the median of n uniforms on a grid tends to that of Beta. */
static void
test_quantile_bootstrap_sd_of_many_items(void)
{
    enum { MANY = 20001 };
    static double values[MANY];

    for (size_t i = 0; i < MANY; i++) {
        values[i] = (double) (i + 1);
    }
    for (size_t n = MANY - 1; n <= MANY; n++) {
        const double size = (double) n;
        nz_quantile_bootstrap_t *self = NULL;
        double sd = (double) NAN;
        NZ_ASSERT_OK(nz_quantile_bootstrap_create(values, n, 0.5, &self));
        NZ_ASSERT_OK(nz_quantile_bootstrap_sd(self, &sd));
        /* Items are ceil(n U): the variance of the rounding adds 1/12, or 1/24 where two
         * are averaged; the mean of two middle uniforms has variance
         * n/(4 (n + 1) (n + 2)). */
        const double expected =
            n == MANY
                ? size * size / (4.0 * (size + 2.0)) + 1.0 / 12.0
                : size * size * size / (4.0 * (size + 1.0) * (size + 2.0)) + 1.0 / 24.0;
        NZ_ASSERT_REL(sd * sd, expected, 2e-5);
        nz_quantile_bootstrap_destroy(&self);
    }
}

static void
test_quantile_bootstrap_of_extreme_values(void)
{
    static const double huge[] = { -1e290, -1e-300, 0.0, 1e-300, 1e290 };
    static const double none[] = { 5.0, 5.0, 5.0, 5.0 };
    nz_quantile_bootstrap_t *self = NULL;
    double y = (double) NAN, sd = (double) NAN;

    NZ_ASSERT_OK(nz_quantile_bootstrap_create(huge, 5, 0.4, &self));
    NZ_ASSERT_OK(nz_quantile_bootstrap_sd(self, &sd));
    CU_ASSERT_TRUE(isfinite(sd) && sd > 1e289);
    NZ_ASSERT_OK(nz_quantile_bootstrap_quantile(self, 0.5, false, &y));
    CU_ASSERT_TRUE(fabs(y) <= 1e-300);
    nz_quantile_bootstrap_destroy(&self);
    NZ_ASSERT_OK(nz_quantile_bootstrap_create(none, 4, 0.5, &self));
    NZ_ASSERT_OK(nz_quantile_bootstrap_sd(self, &sd));
    CU_ASSERT_EQUAL(sd, 0.0);
    NZ_ASSERT_OK(nz_quantile_bootstrap_quantile(self, 0.025, true, &y));
    CU_ASSERT_EQUAL(y, 5.0);
    nz_quantile_bootstrap_destroy(&self);
}

static void
test_quantile_bootstrap_errors_leave_output_untouched(void)
{
    static const double bad[] = { 0.0, 1.0, -0.1, (double) NAN };
    nz_quantile_bootstrap_t *self = NULL;
    double a = 3.0, b = 4.0;

    CU_ASSERT_EQUAL(nz_quantile_bootstrap_create(NULL, 2, 0.5, &self), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_quantile_bootstrap_create(sorted[0], 2, 0.5, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_quantile_bootstrap_create(sorted[0], 0, 0.5, &self), NZ_ERR_DOMAIN);
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(
            nz_quantile_bootstrap_create(sorted[0], 2, bad[i], &self), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_PTR_NULL(self);
    NZ_ASSERT_OK(nz_quantile_bootstrap_create(sorted[0], 4, 0.5, &self));
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(
            nz_quantile_bootstrap_quantile(self, bad[i], true, &a), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(
        nz_quantile_bootstrap_tails(self, (double) NAN, &a, &b), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_quantile_bootstrap_tails(self, 0.0, NULL, &b), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_quantile_bootstrap_tails(self, 0.0, &a, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_quantile_bootstrap_tails(NULL, 0.0, &a, &b), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_quantile_bootstrap_quantile(NULL, 0.1, true, &a), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_quantile_bootstrap_quantile(self, 0.1, true, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_quantile_bootstrap_sd(self, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_quantile_bootstrap_sd(NULL, &a), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(a, 3.0);
    CU_ASSERT_EQUAL(b, 4.0);
    nz_quantile_bootstrap_destroy(&self);
    nz_quantile_bootstrap_destroy(&self);
    nz_quantile_bootstrap_destroy(NULL);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_quantile_bootstrap_by_enumeration),
        NZ_TEST(test_quantile_bootstrap_of_many_items),
        NZ_TEST(test_quantile_bootstrap_sd_of_many_items),
        NZ_TEST(test_quantile_bootstrap_of_extreme_values),
        NZ_TEST(test_quantile_bootstrap_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("quantile_bootstrap", tests, argc, argv);
}
