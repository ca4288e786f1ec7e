#include "stats/binomial.h"
#include "stats/interval.h"
#include "tests/testlib.h"

#include <stdio.h>

/* Summed at 50 digits by scripts/reference_binomial.py. */
static const struct {
    uint64_t k, n;
    double p, value;
} pmfs[] = {
    { UINT64_C(0), UINT64_C(10), 0.3, 0.028247524900000005 },
    { UINT64_C(0), UINT64_C(9007199254740992), 1e-16, 0.40627706522131746 },
    { UINT64_C(10), UINT64_C(10), 0.3, 5.9048999999999975e-06 },
    { UINT64_C(3), UINT64_C(10), 0.3, 0.266827932 },
    { UINT64_C(1), UINT64_C(1000), 1e-12, 9.99999999001e-10 },
    { UINT64_C(2), UINT64_C(1000), 1e-12, 4.99499999501499e-19 },
    { UINT64_C(999), UINT64_C(1000), 0.001, 0.0 },
    { UINT64_C(500), UINT64_C(1000), 0.5, 0.0252250181783608 },
    { UINT64_C(1), UINT64_C(1), 1e-12, 1e-12 },
    { UINT64_C(333333333), UINT64_C(1000000000), 0.3333333333333333,
        2.6761861734486025e-05 },
    { UINT64_C(999999995), UINT64_C(1000000000), 0.999999999, 0.003065661646089522 },
    { UINT64_C(3), UINT64_C(1000000000), 1e-09, 0.061313240164583775 },
    { UINT64_C(499900000), UINT64_C(1000000000), 0.5, 5.200563146957047e-14 },
    { UINT64_C(4503599627370496), UINT64_C(9007199254740992), 0.5,
        8.407079928334896e-09 },
    { UINT64_C(4503599727370496), UINT64_C(9007199254740992), 0.5,
        9.126782685724661e-10 },
    { UINT64_C(1), UINT64_C(9007199254740992), 1e-16, 0.36594184790798084 },
    { UINT64_C(7), UINT64_C(9007199254740992), 1e-12, 0.0 },
};
static const struct {
    uint64_t k, n;
    double p, lower, upper;
} tails[] = {
    { UINT64_C(0), UINT64_C(1), 0.3, 0.7, 0.3 },
    { UINT64_C(3), UINT64_C(10), 0.3, 0.6496107184000001, 0.3503892816 },
    { UINT64_C(9), UINT64_C(10), 0.3, 0.9999940951, 5.9048999999999975e-06 },
    { UINT64_C(2), UINT64_C(1000), 1e-12, 1.0, 1.6616699987574861e-28 },
    { UINT64_C(0), UINT64_C(1000), 1e-12, 0.999999999, 9.999999995005e-10 },
    { UINT64_C(80), UINT64_C(1000), 0.05, 0.9999795125630899, 2.048743691013173e-05 },
    { UINT64_C(20), UINT64_C(1000), 0.05, 7.658846376635768e-07, 0.9999992341153623 },
    { UINT64_C(503000), UINT64_C(1000000), 0.5, 0.9999999990195758,
        9.804242129243372e-10 },
    { UINT64_C(5), UINT64_C(1000000000), 1e-09, 0.9994058151885497,
        0.0005941848114503692 },
    { UINT64_C(0), UINT64_C(9007199254740992), 1e-16, 0.40627706522131746,
        0.5937229347786825 },
    { UINT64_C(9007199254740892), UINT64_C(9007199254740992), 0.99999999999999,
        0.158220989186429, 0.841779010813571 },
    { UINT64_C(499900000), UINT64_C(1000000000), 0.5, 1.2700741798772834e-10,
        0.9999999998729926 },
    { UINT64_C(999999997), UINT64_C(1000000000), 0.999999999, 0.08030139177725384,
        0.9196986082227462 },
    { UINT64_C(4503599827370496), UINT64_C(9007199254740992), 0.5, 0.9999874936398311,
        1.2506360168881134e-05 },
    { UINT64_C(9100), UINT64_C(9007199254740992), 1e-12, 0.837232279142757,
        0.16276772085724298 },
};

/* The quantiles at the lower tails of levels[], then at the upper tails. */
static const double levels[] = { 5e-13, 5e-4, 0.025, 0.25 };
static const struct {
    uint64_t n;
    double p;
    uint64_t k[8];
} quantiles[] = {
    { UINT64_C(10), 0.3,
        { UINT64_C(0), UINT64_C(0), UINT64_C(0), UINT64_C(2), UINT64_C(10), UINT64_C(8),
            UINT64_C(6), UINT64_C(4) } },
    { UINT64_C(1000), 0.05,
        { UINT64_C(9), UINT64_C(29), UINT64_C(37), UINT64_C(45), UINT64_C(106),
            UINT64_C(74), UINT64_C(64), UINT64_C(55) } },
    { UINT64_C(1000), 1e-12,
        { UINT64_C(0), UINT64_C(0), UINT64_C(0), UINT64_C(0), UINT64_C(1), UINT64_C(0),
            UINT64_C(0), UINT64_C(0) } },
    { UINT64_C(1000000), 0.999,
        { UINT64_C(998766), UINT64_C(998894), UINT64_C(998938), UINT64_C(998979),
            UINT64_C(999217), UINT64_C(999102), UINT64_C(999061), UINT64_C(999021) } },
    { UINT64_C(1000000000), 0.5,
        { UINT64_C(499887257), UINT64_C(499947972), UINT64_C(499969010),
            UINT64_C(499989335), UINT64_C(500112743), UINT64_C(500052028),
            UINT64_C(500030990), UINT64_C(500010665) } },
    { UINT64_C(1000000000), 3.3e-09,
        { UINT64_C(0), UINT64_C(0), UINT64_C(0), UINT64_C(2), UINT64_C(23), UINT64_C(11),
            UINT64_C(7), UINT64_C(4) } },
    { UINT64_C(1000000000), 0.999999,
        { UINT64_C(999998766), UINT64_C(999998894), UINT64_C(999998938),
            UINT64_C(999998979), UINT64_C(999999217), UINT64_C(999999102),
            UINT64_C(999999062), UINT64_C(999999021) } },
    { UINT64_C(9007199254740992), 1e-12,
        { UINT64_C(8339), UINT64_C(8697), UINT64_C(8822), UINT64_C(8943), UINT64_C(9692),
            UINT64_C(9321), UINT64_C(9194), UINT64_C(9071) } },
    { UINT64_C(9007199254740992), 0.5,
        { UINT64_C(4503599289005608), UINT64_C(4503599471224694),
            UINT64_C(4503599534364065), UINT64_C(4503599595363844),
            UINT64_C(4503599965735384), UINT64_C(4503599783516298),
            UINT64_C(4503599720376927), UINT64_C(4503599659377148) } },
};

static void
test_binomial_pmf_reference_values(void)
{
    double worst = 0.0;

    for (size_t i = 0; i < NZ_COUNT_OF(pmfs); i++) {
        const double value = nz_binomial_pmf(pmfs[i].k, pmfs[i].n, pmfs[i].p);
        NZ_ASSERT_REL(value, pmfs[i].value, 1e-13);
        if (pmfs[i].value > 0.0) {
            worst = fmax(worst, fabs(value / pmfs[i].value - 1.0));
        }
    }
    printf("\n    worst relative error of a probability %.1e ", worst);
    CU_ASSERT_EQUAL(nz_binomial_pmf(0, 5, 0.0), 1.0);
    CU_ASSERT_EQUAL(nz_binomial_pmf(1, 5, 0.0), 0.0);
    CU_ASSERT_EQUAL(nz_binomial_pmf(5, 5, 1.0), 1.0);
    CU_ASSERT_EQUAL(nz_binomial_pmf(4, 5, 1.0), 0.0);
    CU_ASSERT_EQUAL(nz_binomial_pmf(0, 0, 0.5), 1.0);
}

static void
test_binomial_tails_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
        const double rtol = tails[i].n > 1000000000 ? 1e-7 : 1e-11;
        double lower = -1.0, upper = -1.0;
        NZ_ASSERT_OK(
            nz_binomial_tails(tails[i].k, tails[i].n, tails[i].p, &lower, &upper));
        NZ_ASSERT_REL(lower, tails[i].lower, rtol);
        NZ_ASSERT_REL(upper, tails[i].upper, rtol);
    }
}

static void
test_binomial_quantile_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(quantiles); i++) {
        for (size_t j = 0; j < 8; j++) {
            uint64_t k = UINT64_MAX;
            NZ_ASSERT_OK(nz_binomial_quantile(
                levels[j % 4], j >= 4, quantiles[i].n, quantiles[i].p, &k));
            /* At 2^53 a step of the count is the rounding of a tail. */
            const double steps =
                quantiles[i].n > 1000000000 && quantiles[i].p > 0.1 ? 8.0 : 0.0;
            NZ_ASSERT_ABS((double) k, (double) quantiles[i].k[j], steps);
        }
    }
}

/* P(X <= k), or P(X >= k), by summing terms from the end of that tail. */
static void
sum_terms(uint64_t n, double p, long double *at_most, long double *at_least)
{
    const long double share = (long double) p, rest = 1.0L - share;
    long double term = powl(rest, (long double) n), sum = 0.0L;

    for (uint64_t k = 0; k <= n; k++) {
        at_most[k] = sum += term;
        term *= (long double) (n - k) * share / ((long double) (k + 1) * rest);
    }
    term = powl(share, (long double) n);
    sum = 0.0L;
    for (uint64_t k = n + 1; k-- > 0;) {
        at_least[k] = sum += term;
        term *= (long double) k * rest / ((long double) (n - k + 1) * share);
    }
}

/* Between two neighbouring tails, at whatever size, the quantile is known. */
static void
test_binomial_quantile_by_enumeration(void)
{
    enum { n_max = 1000 };
    static const uint64_t sizes[] = { 1, 2, 3, 4, 5, 7, 10, 20, 40, 100, 333, n_max };
    static const double shares[] = { 0.5, 0.25, 0.3, 0.05, 0.01, 0.999, 0.9, 1e-4,
        1e-12 };
    static long double at_most[n_max + 1], at_least[n_max + 1];

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(shares); i++) {
        const uint64_t n = sizes[i / NZ_COUNT_OF(shares)];
        const double p = shares[i % NZ_COUNT_OF(shares)];
        sum_terms(n, p, at_most, at_least);
        for (uint64_t k = 0; k <= n; k++) {
            const long double below = k > 0 ? at_most[k - 1] : 0.0L;
            const long double above = k < n ? at_least[k + 1] : 0.0L;
            const double tail = (double) (0.5L * (below + at_most[k]));
            const double upper_tail = (double) (0.5L * (above + at_least[k]));
            uint64_t got = UINT64_MAX;
            if (tail > 1e-290 && tail < 1.0 - 1e-9) {
                NZ_ASSERT_OK(nz_binomial_quantile(tail, false, n, p, &got));
                NZ_ASSERT_ABS((double) got, (double) k, 0.0);
            }
            got = UINT64_MAX;
            if (upper_tail > 1e-290 && upper_tail < 1.0 - 1e-9) {
                NZ_ASSERT_OK(nz_binomial_quantile(upper_tail, true, n, p, &got));
                NZ_ASSERT_ABS((double) got, (double) k, 0.0);
            }
        }
    }
}

/* So far out that the first guess is wrong by many counts, towards the mode: the walk
 * back must not live on differences. The ends have the known probability (1-p)^n, 1e-14
 * to 1e-35. */
static void
test_binomial_quantile_of_extreme_tails(void)
{
    for (uint64_t n = 2000; n < 10000000; n = n + n / 7) {
        for (double mean = 32.0; mean < 80.0; mean *= 1.1) {
            for (double tail = 1e-240; tail > 1e-305; tail *= 0.013) {
                uint64_t low = UINT64_MAX, high = UINT64_MAX;
                const double p = mean / (double) n;
                NZ_ASSERT_OK(nz_binomial_quantile(tail, false, n, p, &low));
                NZ_ASSERT_OK(nz_binomial_quantile(tail, true, n, 1.0 - p, &high));
                CU_ASSERT_TRUE(low == 0 && high == n);
            }
        }
    }
}

/* At p = 1/2 and 1/4 the tails are doubles: the quantile there is k itself, by both
 * definitions, and k + 1 once the tail is more than rounding away. */
static void
test_binomial_quantile_at_ties(void)
{
    uint64_t k = UINT64_MAX;

    NZ_ASSERT_OK(nz_binomial_quantile(0.25, false, 2, 0.5, &k));
    CU_ASSERT_EQUAL(k, 0);
    NZ_ASSERT_OK(nz_binomial_quantile(0.25, true, 2, 0.5, &k));
    CU_ASSERT_EQUAL(k, 1);
    for (uint64_t n = 1; n <= 26; n++) {
        for (uint64_t odds = 1; odds <= 3; odds += 2) { /* failures to one success */
            const double p = 1.0 / (1.0 + (double) odds);
            const double all = pow(1.0 + (double) odds, (double) n);
            uint64_t choose = 1, below = 0;
            for (uint64_t i = 0; i < n; i++) {
                below += choose * (uint64_t) pow((double) odds, (double) (n - i));
                choose = choose * (n - i) / (i + 1);
                const double lower = (double) below / all;
                const double upper = (all - (double) below) / all;
                NZ_ASSERT_OK(nz_binomial_quantile(lower, false, n, p, &k));
                CU_ASSERT_EQUAL(k, i);
                NZ_ASSERT_OK(nz_binomial_quantile(upper, true, n, p, &k));
                CU_ASSERT_EQUAL(k, i);
                if (lower <= 0.5) {
                    NZ_ASSERT_OK(
                        nz_binomial_quantile(lower * (1.0 + 1e-11), false, n, p, &k));
                } else {
                    NZ_ASSERT_OK(
                        nz_binomial_quantile(upper * (1.0 - 1e-11), true, n, p, &k));
                }
                CU_ASSERT_EQUAL(k, i + 1);
            }
        }
    }
    for (uint64_t n = 1; n < 2000000; n = 3 * n) { /* odd */
        NZ_ASSERT_OK(nz_binomial_quantile(0.5, false, n, 0.5, &k));
        CU_ASSERT_EQUAL(k, n / 2);
        NZ_ASSERT_OK(nz_binomial_quantile(0.5, true, n, 0.5, &k));
        CU_ASSERT_EQUAL(k, n / 2);
    }
}

static void
test_binomial_tails_by_enumeration(void)
{
    static long double at_most[101], at_least[101];
    double lower = -1.0, upper = -1.0;

    for (uint64_t n = 1; n <= 100; n += 9) {
        for (double p = 0.001; p < 1.0; p += 0.037) {
            sum_terms(n, p, at_most, at_least);
            for (uint64_t k = 0; k <= n; k++) {
                NZ_ASSERT_OK(nz_binomial_tails(k, n, p, &lower, &upper));
                NZ_ASSERT_REL(lower, (double) at_most[k], 1e-11);
                NZ_ASSERT_REL(upper, k < n ? (double) at_least[k + 1] : 0.0, 1e-11);
                NZ_ASSERT_REL(nz_binomial_pmf(k, n, p),
                    (double) (at_least[k] < at_most[k]
                                  ? at_least[k] - (k < n ? at_least[k + 1] : 0.0L)
                                  : at_most[k] - (k > 0 ? at_most[k - 1] : 0.0L)),
                    1e-11);
            }
        }
    }
}

static void
test_binomial_at_the_ends(void)
{
    double lower = -1.0, upper = -1.0;
    uint64_t k = UINT64_MAX;

    NZ_ASSERT_OK(nz_binomial_tails(0, 0, 0.5, &lower, &upper));
    CU_ASSERT_TRUE(lower == 1.0 && upper == 0.0);
    NZ_ASSERT_OK(nz_binomial_tails(3, 5, 0.0, &lower, &upper));
    CU_ASSERT_TRUE(lower == 1.0 && upper == 0.0);
    NZ_ASSERT_OK(nz_binomial_tails(3, 5, 1.0, &lower, &upper));
    CU_ASSERT_TRUE(lower == 0.0 && upper == 1.0);
    NZ_ASSERT_OK(nz_binomial_tails(3, 5, 0.5, NULL, NULL));
    NZ_ASSERT_OK(nz_binomial_quantile(0.975, false, 5, 0.0, &k));
    CU_ASSERT_EQUAL(k, 0);
    NZ_ASSERT_OK(nz_binomial_quantile(0.025, false, 5, 1.0, &k));
    CU_ASSERT_EQUAL(k, 5);
    NZ_ASSERT_OK(nz_binomial_quantile(0.025, true, 0, 0.5, &k));
    CU_ASSERT_EQUAL(k, 0);
}

static void
test_binomial_errors_leave_output_untouched(void)
{
    static const double bad_p[] = { -0.1, 1.1, (double) NAN },
                        bad_tail[] = { 0.0, 1.0, -1.0, (double) NAN };
    double lower = -1.0, upper = -1.0;
    uint64_t k = 77;

    CU_ASSERT_EQUAL(nz_binomial_tails(3, 2, 0.5, &lower, &upper), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_binomial_tails(3, NZ_COUNT_MAX + 1, 0.5, &lower, &upper), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_binomial_quantile(0.5, true, 2, 0.5, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_binomial_quantile(0.5, true, NZ_COUNT_MAX + 1, 0.5, &k), NZ_ERR_DOMAIN);
    for (size_t i = 0; i < NZ_COUNT_OF(bad_p); i++) {
        CU_ASSERT_EQUAL(nz_binomial_tails(1, 2, bad_p[i], &lower, &upper), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_binomial_quantile(0.5, true, 2, bad_p[i], &k), NZ_ERR_DOMAIN);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(bad_tail); i++) {
        CU_ASSERT_EQUAL(
            nz_binomial_quantile(bad_tail[i], true, 2, 0.5, &k), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_TRUE(lower == -1.0 && upper == -1.0 && k == 77);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_binomial_pmf_reference_values),
        NZ_TEST(test_binomial_tails_reference_values),
        NZ_TEST(test_binomial_tails_by_enumeration),
        NZ_TEST(test_binomial_quantile_reference_values),
        NZ_TEST(test_binomial_quantile_by_enumeration),
        NZ_TEST(test_binomial_quantile_of_extreme_tails),
        NZ_TEST(test_binomial_quantile_at_ties),
        NZ_TEST(test_binomial_at_the_ends),
        NZ_TEST(test_binomial_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("binomial", tests, argc, argv);
}
