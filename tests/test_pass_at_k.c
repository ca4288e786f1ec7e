#include "sim/pass_at_k.h"

#include "stats/binomial.h"
#include "tests/testlib.h"

#include <string.h>

/* scripts/reference_pass_at_k.py: the true value, then the probabilities of 1, s/2, s - 1
 * and s right answers. */
static const struct {
    double loss, correlation, tokens;
    uint64_t samples, k;
    double values[5];
} references[] = {
    { 0.5, 0.125, 20, 10, 4,
        { 0.037291853721752723, 0.041232265129980742, 0.0017773754938895733,
            0.00012231531445502004, 3.7459427398332194e-5 } },
    { 0.25, 0.5, 1, 7, 2,
        { 0.86493584475079059, 0.046076045138320292, 0.051668256968125851,
            0.12341638993091766, 0.54031134230436817 } },
    { 1e-06, 9.5367431640625e-7, 1000, 40, 3,
        { 0.99999999435273468, 7.2687751569524268e-71, 8.5293947379203733e-32,
            0.037081861119869314, 0.96150458850764878 } },
    { 5.0, 0.0009765625, 3, 25, 25,
        { 1.1264701154552037e-5, 1.1264541221879874e-5, 1.9880863822716688e-54,
            5.0883098146877695e-105, 7.8854647958616002e-110 } },
    { 2.0, 9.5367431640625e-7, 100, 6, 5,
        { 7.1313016048462376e-87, 8.5575619258154851e-87, 6.965109015634398e-260, 0.0,
            0.0 } },
    { 1e-06, 0.99999904632568359, 1000, 30, 7,
        { 0.99999899999472026, 2.6212082494278841e-13, 9.1503245809760804e-14,
            9.6994708648088543e-13, 0.99999899999011816 } },
    { 0.001, 0.000244140625, 700, 200, 50,
        { 0.99997667042418762, 1.7374062414566828e-7, 0.011167308354769698,
            1.8815651343538989e-6, 4.6730806269457779e-7 } },
    { 14.0, 0.5, 1, 12, 6,
        { 2.0372438022229708e-6, 8.3152663104171803e-7, 1.3858810064378743e-7,
            7.5593641169975883e-8, 6.9294233930813776e-8 } },
    { 0.03, 1.4901161193847656e-8, 30, 64, 8,
        { 0.98461987607460079, 1.3732838481596109e-13, 0.031858836886608043,
            9.0239503057611979e-24, 9.6605291559729464e-26 } },
    { 40.0, 0.25, 2, 200, 50,
        { 1.2599781582262976e-17, 5.6070507842523642e-18, 5.5891554587793257e-21,
            1.1948869743320063e-24, 3.9531341937056513e-25 } },
    { 200.0, 0.125, 5, 30, 7,
        { 2.7167879986466555e-89, 7.797733922125121e-89, 1.8519548530402564e-93,
            2.7939272620262261e-98, 3.5559358151063274e-99 } },
};

static nz_task_t
make(double loss, double correlation, double tokens, uint64_t samples, uint64_t k)
{
    return (nz_task_t){ .loss = loss,
        .difficulty = tokens,
        .item_correlation = correlation,
        .samples = samples,
        .k = k };
}

static double
choose(uint64_t n, uint64_t k)
{
    double product = 1.0;
    for (uint64_t i = 0; i < k; i++) {
        product *= (double) (n - i) / (double) (i + 1);
    }
    return n < k ? 0.0 : product;
}

/* Against the quotient of binomial coefficients; the ends; few right answers, whose
 * values a difference from 1 would round. */
static void
test_values_are_shares_of_subsets(void)
{
    double values[NZ_PASS_AT_K_SAMPLES_MAX + 1];

    for (uint64_t s = 1; s <= 20; s++) {
        for (uint64_t k = 1; k <= s; k++) {
            nz_pass_at_k_values(s, k, values);
            for (uint64_t c = 0; c <= s; c++) {
                NZ_ASSERT_ABS(values[c], 1.0 - choose(s - c, k) / choose(s, k), 1e-14);
                CU_ASSERT_TRUE(c == 0 || values[c] >= values[c - 1]);
            }
            CU_ASSERT_TRUE(values[0] == 0.0 && values[s] == 1.0);
            CU_ASSERT_EQUAL(values[s - k + 1], 1.0);
            CU_ASSERT_EQUAL(values[1], (double) k / (double) s);
        }
    }
    nz_pass_at_k_values(1000, 7, values);
    NZ_ASSERT_REL(values[3], 0.02087408450534703, 1e-13); /* by integers, in Python */
    nz_pass_at_k_values(3, 3, values);
    CU_ASSERT_TRUE(values[1] == 1.0 && values[2] == 1.0);
}

/* The estimate is unbiased whatever the probability: exact sums over the binomial. The
 * twin, 1 - (1 - c/s)^k, is not. */
static void
test_values_are_unbiased(void)
{
    static const double shares[] = { 1e-9, 0.003, 0.2, 0.5, 0.97 };
    for (size_t i = 0; i < 3 * NZ_COUNT_OF(shares); i++) {
        static const uint64_t ks[] = { 1, 4, 13 };
        const uint64_t s = 17, k = ks[i / NZ_COUNT_OF(shares)];
        const double p = shares[i % NZ_COUNT_OF(shares)];
        double values[18], mean = 0.0, twin = 0.0;
        nz_pass_at_k_values(s, k, values);
        for (uint64_t c = 0; c <= s; c++) {
            const double share = (double) c / (double) s;
            mean += nz_binomial_pmf(c, s, p) * values[c];
            twin += nz_binomial_pmf(c, s, p) * (1.0 - pow(1.0 - share, (double) k));
        }
        const double truth = -expm1((double) k * log1p(-p));
        NZ_ASSERT_REL(mean, truth, 1e-12);
        CU_ASSERT_TRUE(k == 1 || truth > 0.999 || fabs(twin / truth - 1.0) > 1e-3);
    }
}

static void
test_pmf_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        const uint64_t s = references[i].samples;
        const uint64_t at[] = { 1, s / 2, s - 1, s };
        const nz_task_t task = make(references[i].loss, references[i].correlation,
            references[i].tokens, s, references[i].k);
        double pmf[256], sum = 0.0, mean, sd;
        NZ_ASSERT_OK(nz_pass_at_k_pmf(&task, pmf));
        for (size_t j = 0; j < 4; j++) {
            NZ_ASSERT_REL(pmf[at[j]], references[i].values[j + 1], 1e-10);
        }
        for (uint64_t c = 0; c <= s; c++) {
            CU_ASSERT_TRUE(pmf[c] >= 0.0);
            sum += pmf[c];
        }
        NZ_ASSERT_ABS(sum, 1.0, 1e-11);
        NZ_ASSERT_OK(nz_pass_at_k_truth(&task, &mean, &sd));
        NZ_ASSERT_REL(mean, references[i].values[0], 1e-10);
        CU_ASSERT_TRUE(sd > 0.0 && sd * sd <= mean * (1.0 - mean) * (1.0 + 1e-9) + 1e-30);
    }
}

/* One token, so that right answers are beta-binomial, at the hardest parameters: a and b
 * from 1e-6 to 1e6. */
static void
test_pmf_of_one_token_is_beta_binomial(void)
{
    for (int i = 0; i < 49; i++) {
        const double a = pow(10.0, i / 7 * 2 - 6), b = pow(10.0, i % 7 * 2 - 6);
        const uint64_t s = 9;
        const nz_task_t task = make(log1p(b / a), 1.0 / (a + b + 1.0), 1.0, s, 1);
        double pmf[10], product = 1.0;
        if (a + b < 1e-3) { /* 1/rho - 1 has no digits left */
            continue;
        }
        NZ_ASSERT_OK(nz_pass_at_k_pmf(&task, pmf));
        for (uint64_t j = 0; j < s; j++) {
            product *= (a + (double) j) / (a + b + (double) j);
        }
        for (uint64_t c = s; c > 0; c--) { /* P(c - 1)/P(c) is a quotient */
            NZ_ASSERT_REL(pmf[c], product, 1e-9);
            product *= (double) c / (double) (s - c + 1) * (b + (double) (s - c))
                       / (a + (double) (c - 1));
        }
    }
}

/* A correlation that vanishes: continuous where the two ways meet. */
static void
test_pmf_without_correlation(void)
{
    static const double correlations[] = { 1e-11, 2e-14, 1e-15, 0.0 };
    for (size_t i = 0; i < NZ_COUNT_OF(correlations); i++) {
        const nz_task_t task = make(0.02, correlations[i], 30.0, 12, 5);
        double pmf[13], mean, sd;
        const double pi = exp(-0.6);
        NZ_ASSERT_OK(nz_pass_at_k_pmf(&task, pmf));
        for (uint64_t c = 0; c <= 12; c++) {
            NZ_ASSERT_REL(pmf[c], nz_binomial_pmf(c, 12, pi), i == 0 ? 1e-7 : 1e-8);
        }
        NZ_ASSERT_OK(nz_pass_at_k_truth(&task, &mean, &sd));
        NZ_ASSERT_REL(mean, -expm1(5.0 * log1p(-pi)), 1e-9);
    }
}

/* What is true does not depend on how many answers there are; the spread does. */
static void
test_truth_does_not_depend_on_samples(void)
{
    double expected = 0.0, last = 1.0;
    for (uint64_t s = 3; s <= 1000; s = 3 * s + 1) {
        const nz_task_t task = make(0.7, 0.3, 5.0, s, 3);
        double mean, sd;
        NZ_ASSERT_OK(nz_pass_at_k_truth(&task, &mean, &sd));
        expected = s == 3 ? mean : expected;
        NZ_ASSERT_REL(mean, expected, 1e-11);
        CU_ASSERT_TRUE(sd < last);
        last = sd;
    }
    const nz_task_t one = make(0.7, 0.3, 5.0, 1, 1);
    double mean, sd, product = 1.0;
    const double a = exp(-0.7) * (1.0 / 0.3 - 1.0);
    for (int i = 0; i < 5; i++) { /* k = s = 1 is accuracy */
        product *= (a + i) / (1.0 / 0.3 - 1.0 + i);
    }
    NZ_ASSERT_OK(nz_pass_at_k_truth(&one, &mean, &sd));
    NZ_ASSERT_REL(mean, product, 1e-13);
    NZ_ASSERT_REL(sd, sqrt(product * (1.0 - product)), 1e-12);
}

/* Beyond 10 000 factors they are gamma functions: 1000 answers of 1000 tokens. */
static void
test_all_right_of_many_tokens(void)
{
    static const double losses[] = { 1e-7, 3e-6, 0.2 };
    for (size_t i = 0; i < 9; i++) {
        const double rho = i / 3 == 0 ? 0.5 : i / 3 == 1 ? 1e-3 : 1e-6;
        const nz_task_t task = make(losses[i % 3], rho, 1000.0, 1000, 1);
        const double strength = 1.0 / rho - 1.0, wrong = -expm1(-task.loss) * strength;
        double pmf[1001], log_product = 0.0;
        NZ_ASSERT_OK(nz_pass_at_k_pmf(&task, pmf));
        for (int j = 0; j < 1000000; j++) {
            log_product += log1p(-wrong / (strength + j));
        }
        NZ_ASSERT_ABS(pmf[1000], exp(log_product), 1e-9 * exp(log_product) + 1e-300);
    }
}

/* exp(-2000) is below every double, exp(-1e-18) rounds to 1: still not 0, not 1. A loss
 * of 0 or without end is certain. */
static void
test_truth_at_the_ends(void)
{
    static const double correlations[] = { 0.0, 0.4 };
    for (size_t i = 0; i < 2; i++) {
        const double rho = correlations[i];
        const nz_task_t tasks[] = { make(900.0, rho, 20.0, 10, 3),
            make(1e-18, rho, 3.0, 10, 3), make(0.0, rho, 3.0, 10, 3),
            make((double) INFINITY, rho, 3.0, 10, 3) };
        double mean[4], sd[4], pmf[11];
        for (size_t j = 0; j < 4; j++) {
            NZ_ASSERT_OK(nz_pass_at_k_truth(&tasks[j], &mean[j], &sd[j]));
        }
        CU_ASSERT_TRUE(mean[0] > 0.0 && mean[0] < 1e-300);
        NZ_ASSERT_OK(nz_pass_at_k_pmf(&tasks[0], pmf));
        CU_ASSERT_TRUE(pmf[0] == 1.0 && pmf[1] == 0.0 && pmf[10] == 0.0);
        CU_ASSERT_TRUE(mean[1] < 1.0 && mean[1] > 1.0 - 1e-15);
        CU_ASSERT_TRUE(mean[2] == 1.0 && mean[3] == 0.0);
        CU_ASSERT_TRUE(sd[2] == 0.0 && sd[3] == 0.0);
        NZ_ASSERT_OK(nz_pass_at_k_pmf(&tasks[3], pmf));
        CU_ASSERT_TRUE(pmf[0] == 1.0 && pmf[1] == 0.0 && pmf[10] == 0.0);
        NZ_ASSERT_OK(nz_pass_at_k_pmf(&tasks[2], pmf));
        CU_ASSERT_TRUE(pmf[0] == 0.0 && pmf[9] == 0.0 && pmf[10] == 1.0);
    }
}

static void
test_errors_leave_output_untouched(void)
{
    const nz_task_t bad[] = { make(-1.0, 0.0, 3.0, 5, 2),
        make((double) NAN, 0.0, 3.0, 5, 2), make(1.0, 1.0, 3.0, 5, 2),
        make(1.0, -0.1, 3.0, 5, 2), make(1.0, (double) NAN, 3.0, 5, 2),
        make(1.0, 0.0, 0.0, 5, 2), make(1.0, 0.0, 1000001.0, 5, 2),
        make(1.0, 0.0, 3.0, 0, 0), make(1.0, 0.0, 3.0, 1001, 2) };
    const nz_task_t bad_k[] = { make(1.0, 0.0, 3.0, 5, 0), make(1.0, 0.0, 3.0, 5, 6) };
    double pmf[6] = { 9.0 }, mean = 9.0, sd = 9.0;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_pass_at_k_pmf(&bad[i], pmf), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_pass_at_k_truth(&bad[i], &mean, &sd), NZ_ERR_DOMAIN);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(bad_k); i++) {
        CU_ASSERT_EQUAL(nz_pass_at_k_truth(&bad_k[i], &mean, &sd), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_pass_at_k_pmf(NULL, pmf), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_pass_at_k_pmf(&bad_k[0], NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_pass_at_k_truth(NULL, &mean, &sd), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_pass_at_k_truth(&bad_k[0], NULL, &sd), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_pass_at_k_truth(&bad_k[0], &mean, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(pmf[0] == 9.0 && mean == 9.0 && sd == 9.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_values_are_shares_of_subsets),
        NZ_TEST(test_values_are_unbiased),
        NZ_TEST(test_pmf_reference_values),
        NZ_TEST(test_pmf_of_one_token_is_beta_binomial),
        NZ_TEST(test_pmf_without_correlation),
        NZ_TEST(test_truth_does_not_depend_on_samples),
        NZ_TEST(test_all_right_of_many_tokens),
        NZ_TEST(test_truth_at_the_ends),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("pass_at_k", tests, argc, argv);
}
