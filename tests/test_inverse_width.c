#include "stats/inverse_width.h"

#include "stats/binomial.h"
#include "stats/inverse_sampling.h"
#include "tests/testlib.h"

#include <stdio.h>

/* clang-format off */
/* By scripts/reference_detection.py, in 40-digit arithmetic. */
static const struct {
    uint64_t r;
    double p;
    nz_tails_t tails;
    double relative;
} widths[] = {
    { 2, 1.0, { 0.025, 0.025 }, 0.42094305849579051 },
    { 2, 0.9, { 0.025, 0.025 }, 0.47206958671529304 },
    { 2, 0.3, { 0.025, 0.025 }, 1.1070720575465979 },
    { 2, 0.02, { 0.025, 0.025 }, 2.3159650497820787 },
    { 3, 0.05, { 0.05, 0.0 }, 9.7988736373679668 },
    { 3, 0.05, { 0.0, 0.05 }, 1.4367214525214961 },
    { 5, 0.1, { 0.005, 0.005 }, 1.2379831182704431 },
    { 10, 0.2, { 0.025, 0.025 }, 0.58241317657212538 },
    { 30, 0.5, { 0.025, 0.025 }, 0.25657613483507843 },
    { 60, 0.97, { 0.025, 0.025 }, 0.051786518645973012 },
    { 8, 0.99, { 1e-06, 0.1 }, 0.41626415690789021 },
    { 40, 0.25, { 0.05, 0.05 }, 0.22979749668463837 },
};

/* The limit of p = 0, at equal tails. */
static const struct {
    uint64_t r;
    double tail, relative;
} limits[] = {
    { 2, 0.025, 2.6647170561974668 },
    { 3, 0.025, 1.6515038862070899 },
    { 10, 0.0005, 1.1694551575946121 },
    { 100, 0.025, 0.19780281061733495 },
    { 1000, 0.05, 0.052060695044379097 },
};
/* clang-format on */

static const nz_tails_t two_sided = { 0.025, 0.025 };

static double
expected(uint64_t r, double p, nz_tails_t tails)
{
    double relative = (double) NAN;
    NZ_ASSERT_OK(nz_inverse_width_expected(r, p, tails, &relative));
    return relative;
}

static void
test_expected_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(widths); i++) {
        NZ_ASSERT_REL(expected(widths[i].r, widths[i].p, widths[i].tails),
            widths[i].relative, 1e-12);
    }
}

/* The sum over all K of the intervals of stats/inverse_sampling.h, `skipped` of them left
 * out at the beginning. */
static double
enumerated(uint64_t r, double p, nz_tails_t tails, uint64_t skipped)
{
    const nz_inverse_plan_t plan = { r, NZ_COUNT_MAX };
    double sum = 0.0, all = 0.0;

    for (uint64_t k = r + skipped; all < 1.0 - 1e-13; k++) {
        const nz_inverse_outcome_t outcome = { r, k };
        const double weight = p * nz_binomial_pmf(r - 1, k - 1, p);
        nz_interval_t interval;
        all += weight;
        if (weight > 1e-17) {
            NZ_ASSERT_OK(nz_inverse_sampling_interval(&plan, &outcome, tails, &interval));
            sum += weight * (interval.upper - interval.lower);
        } else if (all > 0.5) {
            break;
        }
    }
    return 0.5 * sum / p;
}

/* Around the numbers of terms at which the way changes. */
static void
test_expected_is_the_sum_over_all_outcomes(void)
{
    static const struct {
        uint64_t r;
        double p;
    } cases[] = { { 2, 0.75 }, { 2, 0.5 }, { 2, 0.06 }, { 2, 0.01 }, { 3, 0.025 },
        { 3, 0.02 }, { 7, 0.04 }, { 12, 0.31 }, { 20, 0.99 }, { 25, 0.03 }, { 50, 0.74 },
        { 90, 0.11 }, { 150, 0.95 }, { 400, 0.2 }, { 1000, 0.999 }, { 5000, 0.75 },
        { 20000, 0.98 }, { 100000, 0.9996 } };
    double worst = 0.0;

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const nz_tails_t tails = i % 3 == 2 ? (nz_tails_t){ 0.1, 0.001 } : two_sided;
        const double exact = enumerated(cases[i].r, cases[i].p, tails, 0);
        const double value = expected(cases[i].r, cases[i].p, tails);
        NZ_ASSERT_REL(value, exact, 5e-13);
        worst = fmax(worst, fabs(value / exact - 1.0));
    }
    printf("\n    worst relative error %.1e ", worst);
    const double less = enumerated(2, 0.5, two_sided, 1);
    CU_ASSERT(fabs(less / expected(2, 0.5, two_sided) - 1.0) > 1e-3);
}

static void
test_expected_of_a_certain_success(void)
{
    NZ_ASSERT_REL(
        expected(7, 1.0, two_sided), 0.5 * (1.0 - pow(0.025, 1.0 / 7.0)), 1e-12);
    CU_ASSERT_EQUAL(expected(7, 1.0, (nz_tails_t){ 0.0, 0.05 }), 0.5);
}

static void
test_expected_without_limits(void)
{
    NZ_ASSERT_REL(expected(9, 0.01, (nz_tails_t){ 0.0, 0.0 }), 50.0, 1e-14);
    const double lower = expected(9, 0.01, (nz_tails_t){ 0.05, 0.0 }),
                 upper = expected(9, 0.01, (nz_tails_t){ 0.0, 0.05 });
    /* [L, 1] and [0, U] overlap on [L, U] */
    NZ_ASSERT_REL(
        lower + upper - 50.0, expected(9, 0.01, (nz_tails_t){ 0.05, 0.05 }), 1e-12);
}

static void
test_expected_tends_to_the_gamma_limit(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(limits); i++) {
        const nz_tails_t tails = { limits[i].tail, limits[i].tail };
        NZ_ASSERT_REL(expected(limits[i].r, 1e-300, tails), limits[i].relative, 1e-11);
        NZ_ASSERT_REL(expected(limits[i].r, 1e-14, tails), limits[i].relative, 1e-11);
        NZ_ASSERT_REL(expected(limits[i].r, 1e-9, tails), limits[i].relative, 2e-7);
        const double at = expected(limits[i].r, 0.01, tails);
        CU_ASSERT(at < limits[i].relative * 0.998 && at > limits[i].relative * 0.9);
    }
    /* one without a table, by its asymptotic value z/sqrt(r) */
    NZ_ASSERT_REL(expected(NZ_INVERSE_SAMPLING_SUCCESSES_MAX, 1e-300, two_sided),
        1.9599639845400545e-3, 1e-5);
}

static void
test_successes_are_the_least(void)
{
    static const double relatives[] = { 2.3, 1.0, 0.5, 0.2, 0.13 };
    static const double shares[] = { 1e-300, 1e-6, 0.003, 0.3, 0.8 };

    for (size_t i = 0; i < NZ_COUNT_OF(relatives) * NZ_COUNT_OF(shares); i++) {
        const double relative = relatives[i / NZ_COUNT_OF(shares)];
        const double p = shares[i % NZ_COUNT_OF(shares)];
        const nz_tails_t tails = i % 2 == 0 ? two_sided : (nz_tails_t){ 0.001, 0.05 };
        uint64_t r = 0;
        NZ_ASSERT_OK(nz_inverse_width_successes(relative, p, tails, &r));
        CU_ASSERT_FATAL(r >= 2);
        CU_ASSERT(r == 2 || expected(r - 1, p, tails) > relative);
        for (uint64_t more = r; more < r + 100; more++) {
            CU_ASSERT(expected(more, p, tails) <= relative);
        }
    }
}

/* z/sqrt(r) = .01 at r = 38415; the gamma distribution's skewness asks for two more. */
static void
test_successes_of_narrow_intervals(void)
{
    uint64_t r = 0;
    NZ_ASSERT_OK(nz_inverse_width_successes(0.01, 1e-12, two_sided, &r));
    CU_ASSERT(expected(r, 1e-12, two_sided) <= 0.01);
    CU_ASSERT(expected(r - 1, 1e-12, two_sided) > 0.01);
    CU_ASSERT(r > 38415 && r < 38420);
    NZ_ASSERT_OK(nz_inverse_width_successes(50.0, 1e-3, two_sided, &r));
    CU_ASSERT_EQUAL(r, 2);
    NZ_ASSERT_OK(nz_inverse_width_successes(0.5, 1.0, two_sided, &r));
    CU_ASSERT_EQUAL(r, 2);
}

static void
test_successes_unreachable(void)
{
    uint64_t r = 77;
    CU_ASSERT_EQUAL(
        nz_inverse_width_successes(0.0019, 0.01, two_sided, &r), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_inverse_width_successes(5.0, 0.01, (nz_tails_t){ 0.05, 0.0 }, &r),
        NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_inverse_width_successes(0.49, 0.01, (nz_tails_t){ 0.0, 0.05 }, &r),
        NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(r, 77);
}

static void
check_refused(uint64_t r, double p, nz_tails_t tails)
{
    double relative = 7.0;
    CU_ASSERT_EQUAL(nz_inverse_width_expected(r, p, tails, &relative), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(relative, 7.0);
    if (r == 2) {
        uint64_t least = 7;
        CU_ASSERT_EQUAL(nz_inverse_width_successes(1.0, p, tails, &least), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(least, 7);
    }
}

static void
test_out_of_range(void)
{
    uint64_t r = 7;

    CU_ASSERT_EQUAL(nz_inverse_width_expected(2, 0.5, two_sided, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_inverse_width_successes(0.5, 0.5, two_sided, NULL), NZ_ERR_NULL_ARG);
    check_refused(1, 0.5, two_sided);
    check_refused(NZ_INVERSE_SAMPLING_SUCCESSES_MAX + 1, 0.5, two_sided);
    check_refused(2, 0.0, two_sided);
    check_refused(2, 1.0 + 1e-9, two_sided);
    check_refused(2, (double) NAN, two_sided);
    check_refused(2, 0.5, (nz_tails_t){ 0.5, 0.5 });
    check_refused(2, 0.5, (nz_tails_t){ -0.1, 0.5 });
    CU_ASSERT_EQUAL(nz_inverse_width_successes(0.0, 0.5, two_sided, &r), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_inverse_width_successes((double) NAN, 0.5, two_sided, &r), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(r, 7);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_expected_reference_values),
        NZ_TEST(test_expected_is_the_sum_over_all_outcomes),
        NZ_TEST(test_expected_of_a_certain_success),
        NZ_TEST(test_expected_without_limits),
        NZ_TEST(test_expected_tends_to_the_gamma_limit),
        NZ_TEST(test_successes_are_the_least),
        NZ_TEST(test_successes_of_narrow_intervals),
        NZ_TEST(test_successes_unreachable),
        NZ_TEST(test_out_of_range),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("inverse_width", tests, argc, argv);
}
