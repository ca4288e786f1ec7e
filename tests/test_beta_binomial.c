/* The beta-binomial distribution against 60-digit arithmetic and its moments. */
#include "stats/beta_binomial.h"
#include "stats/binomial.h"
#include "tests/testlib.h"

#define TRIALS_MAX 1000

/* scripts/reference_beta_binomial.py */
static const struct {
    uint64_t size;
    double correlation, right;
    uint64_t wrong;
    double probability;
} references[] = {
    { 1, 0.4, 0.3, 1, 0.70000000000000001 },
    { 10, 0.25, 0.3, 0, 0.011212468135476561 },
    { 10, 0.25, 0.3, 4, 0.066735075277350849 },
    { 10, 0.25, 0.3, 10, 0.20341688544740839 },
    { 7, 0, 0.3, 5, 0.3176523 },
    { 7, 1e-14, 0.3, 5, 0.31765229999998926 },
    { 1000, 0.001, 0.5, 400, 7.4105491539639257e-7 },
    { 1000, 0.3, 0.999, 1000, 2.8226974791235879e-10 },
    { 5, 0.2, 1e-300, 5, 1.0 },
    { 5, 0.2, 1e-300, 4, 2.5e-300 },
    { 5, 0.2, 1e-300, 0, 1.4285714285714289e-302 },
    { 5, 1e-12, 1e-30, 3, 9.9999999999400006e-42 },
    { 6, 0.9999999999, 0.2, 6, 0.79999999996346665 },
    { 6, 0.9999999999, 0.2, 3, 1.0666667549461736e-11 },
    { 1000, 1e-9, 0.01, 980, 0.0017918855070844348 },
};

static void
test_pmf_reference_values(void)
{
    double pmf[TRIALS_MAX + 1];

    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        const double right = references[i].right;
        NZ_ASSERT_OK(nz_beta_binomial_pmf(
            references[i].size, references[i].correlation, right, 1.0 - right, pmf));
        NZ_ASSERT_REL(pmf[references[i].wrong], references[i].probability, 1e-11);
    }
}

/* Sum, mean and variance m pi (1 - pi) (1 + (m - 1) rho), right and wrong by symmetry,
 * and the binomial distribution as rho = 0. */
static void
test_pmf_has_the_moments(void)
{
    static const double correlations[] = { 0.0, 1e-300, 1e-8, 0.03, 0.5, 1.0 - 1e-9 };
    static const uint64_t sizes[] = { 1, 2, 9, 400, 1000 };
    double pmf[TRIALS_MAX + 1], mirror[TRIALS_MAX + 1];

    for (size_t i = 0; i < NZ_COUNT_OF(correlations) * NZ_COUNT_OF(sizes); i++) {
        const double rho = correlations[i / NZ_COUNT_OF(sizes)];
        const uint64_t m = sizes[i % NZ_COUNT_OF(sizes)];
        const double pi = 0.23, n = (double) m;
        double sum = 0.0, mean = 0.0, variance = 0.0;
        NZ_ASSERT_OK(nz_beta_binomial_pmf(m, rho, 3.0 * pi, 3.0 - 3.0 * pi, pmf));
        NZ_ASSERT_OK(nz_beta_binomial_pmf(m, rho, 1.0 - pi, pi, mirror));
        for (uint64_t w = 0; w <= m; w++) {
            const double off = (double) w - n * (1.0 - pi);
            sum += pmf[w];
            mean += (double) w * pmf[w];
            variance += off * off * pmf[w];
            NZ_ASSERT_REL(mirror[m - w], pmf[w], 1e-11);
            if (rho < 1e-200) {
                NZ_ASSERT_REL(pmf[w], nz_binomial_pmf(w, m, 1.0 - pi), 1e-11);
            }
        }
        NZ_ASSERT_REL(sum, 1.0, 1e-12);
        NZ_ASSERT_REL(mean, n * (1.0 - pi), 1e-12);
        NZ_ASSERT_REL(variance, n * pi * (1.0 - pi) * (1.0 + (n - 1.0) * rho), 1e-11);
    }
}

static void
test_pmf_of_certain_trials(void)
{
    double pmf[5];

    NZ_ASSERT_OK(nz_beta_binomial_pmf(4, 0.3, 1.0, 0.0, pmf));
    CU_ASSERT_TRUE(pmf[0] == 1.0 && pmf[1] == 0.0 && pmf[4] == 0.0);
    NZ_ASSERT_OK(nz_beta_binomial_pmf(4, 0.0, 0.0, 1.0, pmf));
    CU_ASSERT_TRUE(pmf[0] == 0.0 && pmf[3] == 0.0 && pmf[4] == 1.0);
}

static void
test_errors_leave_output_untouched(void)
{
    static const struct {
        uint64_t n;
        double correlation, success, failure;
    } bad[] = { { 0, 0.1, 0.5, 0.5 }, { UINT64_C(1) << 32, 0.1, 0.5, 0.5 },
        { 2, 1.0, 0.5, 0.5 }, { 2, -0.1, 0.5, 0.5 }, { 2, (double) NAN, 0.5, 0.5 },
        { 2, 0.1, -0.5, 0.5 }, { 2, 0.1, 0.5, -0.1 }, { 2, 0.1, -0.1, 0.5 },
        { 2, 0.1, 0.0, 0.0 }, { 2, 0.1, (double) NAN, 0.5 },
        { 2, 0.1, 0.5, (double) INFINITY } };
    double pmf[3] = { 9.0, 9.0, 9.0 };

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_beta_binomial_pmf(bad[i].n, bad[i].correlation, bad[i].success,
                            bad[i].failure, pmf),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_beta_binomial_pmf(2, 0.1, 0.5, 0.5, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(pmf[0] == 9.0 && pmf[1] == 9.0 && pmf[2] == 9.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_pmf_reference_values),
        NZ_TEST(test_pmf_has_the_moments),
        NZ_TEST(test_pmf_of_certain_trials),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("beta_binomial", tests, argc, argv);
}
