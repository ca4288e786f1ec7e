/* Limits of the slope where ever steeper lines are ever likelier. */
#include "stats/cloglog_profile.h"
#include "tests/profile_limits.h"
#include "tests/testlib.h"

#include <stdbool.h>

/* By scripts/reference_cloglog_separated.py. */
static void
test_separated_reference(void)
{
    static const nz_cloglog_point_t shared[] = { { 1, 0, 30, 0 }, { 2, 0, 30, 0 },
        { 3, 0, 30, 4 }, { 4, 0, 30, 30 } };
    static const nz_cloglog_point_t up[] = { { 1, 0, 5, 5 }, { 2, 0, 7, 2 },
        { 9, 0, 0, 0 }, { 2, 0, 9, 6 }, { 5, 0, 4, 0 } };
    static const nz_cloglog_point_t apart[] = { { 0, 0, 3, 0 }, { 1, 0, 2, 2 } };
    static const nz_cloglog_point_t least[] = { { 0, 0, 1, 0 }, { 1, 0, 1, 1 } };
    static const nz_cloglog_point_t flat[] = { { 4, 0, 20000000, 3 }, { 7, 0, 5, 0 } };
    static const nz_cloglog_point_t narrow[] = { { 0, 0, 48, 48 },
        { 14.984375, 0, 84888, 84888 }, { 15, 0, 1000, 14 } };
    const double infinite = (double) INFINITY;
    double limits[2];

    NZ_ASSERT_OK(nz_cloglog_profile_separated(flat, 2, 0.95, limits));
    expect_limits(limits, -0.87431181277360223714, infinite, 1e-10);
    NZ_ASSERT_OK(nz_cloglog_profile_separated(narrow, 3, 0.95, limits));
    expect_limits(limits, 777.21596236166305429, infinite, 1e-8);
    NZ_ASSERT_OK(nz_cloglog_profile_separated(shared, 4, 0.95, limits));
    expect_limits(limits, -infinite, -3.3984277773419411136, 1e-10);
    NZ_ASSERT_OK(nz_cloglog_profile_separated(up, 5, 0.9, limits));
    expect_limits(limits, 0.85359020553748739008, infinite, 1e-10);
    NZ_ASSERT_OK(nz_cloglog_profile_separated(apart, 2, 0.95, limits));
    expect_limits(limits, -infinite, -0.94452729809073971869, 1e-10);
    NZ_ASSERT_OK(nz_cloglog_profile_separated(least, 2, 0.99, limits));
    expect_limits(limits, -infinite, 2.2673565753249527907, 1e-10);
}

/* n failures, then m successes: with u = exp(eta) of the first, the best line of its
 * slope has u' = n u/(m (e^u - 1)) at the other, and half the deviance n u/(e^u - 1) - n
 * log(1 - e^-u). */
static void
test_separated_limit_of_two_models(void)
{
    static const double counts[][2] = { { 1, 1 }, { 1, 1000 }, { 1000, 1 }, { 30, 30 },
        { 1e6, 1e6 }, { 9e15, 9e15 } };

    for (size_t i = 0; i < NZ_COUNT_OF(counts); i++) {
        const double n = counts[i][0], m = counts[i][1];
        const nz_cloglog_point_t points[] = { { 17.0, 0.0, (uint64_t) n, 0 },
            { 20.0, 0.0, (uint64_t) m, (uint64_t) m } };
        double low = 1e-9, high = 700.0, limits[2];
        for (int j = 0; j < 200; j++) {
            const double u = 0.5 * (low + high);
            const double half = n * u / expm1(u) - n * log1p(-exp(-u));
            *(half > 0.5 * chi_square_95 ? &low : &high) = u;
        }
        NZ_ASSERT_OK(nz_cloglog_profile_separated(points, 2, 0.95, limits));
        CU_ASSERT_EQUAL(limits[0], -(double) INFINITY);
        NZ_ASSERT_ABS(limits[1], log(n / (m * expm1(low))) / 3.0, 1e-9);
    }
}

/* Exactly the tables without offsets that have no fit, but for one size and all alike. */
static void
test_separated_where_there_is_no_fit(void)
{
    int n_separated = 0, n_other = 0;

    for (uint64_t code = 0; code < 256; code++) {
        nz_cloglog_point_t points[4];
        uint64_t rest = code, sum = 0;
        nz_cloglog_fit_t fit;
        double limits[2] = { -7.0, -7.0 };
        for (int i = 0; i < 4; i++, rest /= 4) {
            points[i] = (nz_cloglog_point_t){ i < 2 ? 1.0 : i, 0.0, 3, rest % 4 };
            sum += rest % 4;
        }
        const bool unlike = sum > 0 && sum < 12;
        const bool expected =
            unlike && nz_cloglog_fit(points, 4, &fit) == NZ_ERR_UNREACHABLE;
        const nz_status_t status = nz_cloglog_profile_separated(points, 4, 0.95, limits);
        CU_ASSERT_EQUAL(status, expected ? NZ_OK : NZ_ERR_UNREACHABLE);
        n_separated += expected ? 1 : 0;
        n_other += expected ? 0 : 1;
        if (!expected) {
            CU_ASSERT_TRUE(limits[0] == -7.0 && limits[1] == -7.0);
            continue;
        }
        CU_ASSERT_TRUE(isinf(limits[0]) != isinf(limits[1]));
        const uint64_t first = points[0].successes + points[1].successes;
        CU_ASSERT_EQUAL(isinf(limits[0]) != 0, first < 2 * points[3].successes);
    }
    CU_ASSERT_TRUE(n_separated > 20 && n_other > 20);
}

static void
test_separated_errors_leave_output_untouched(void)
{
    const nz_cloglog_point_t good[] = { { 1.0, 0.0, 9, 0 }, { 2.0, 0.0, 9, 9 } };
    const nz_cloglog_point_t bad[] = { { 1.0, 0.0, 9, 0 }, { 2.0, 0.0, 9, 10 } };
    const nz_cloglog_point_t offset[] = { { 1.0, 0.1, 9, 0 }, { 2.0, 0.0, 9, 9 } };
    static const double levels[] = { 0.0, 1.0, -1.0, 2.0, (double) NAN };
    double out[2] = { -7.0, -7.0 };

    for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
        CU_ASSERT_EQUAL(
            nz_cloglog_profile_separated(good, 2, levels[i], out), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_cloglog_profile_separated(NULL, 2, 0.9, out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_cloglog_profile_separated(good, 2, 0.9, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_cloglog_profile_separated(bad, 2, 0.9, out), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_cloglog_profile_separated(offset, 2, 0.9, out), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_cloglog_profile_separated(good, 0, 0.9, out), NZ_ERR_UNREACHABLE);
    CU_ASSERT_TRUE(out[0] == -7.0 && out[1] == -7.0);
    NZ_ASSERT_OK(nz_cloglog_profile_separated(good, 2, 0.9, out));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_separated_reference),
        NZ_TEST(test_separated_limit_of_two_models),
        NZ_TEST(test_separated_where_there_is_no_fit),
        NZ_TEST(test_separated_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("cloglog_separated", tests, argc, argv);
}
