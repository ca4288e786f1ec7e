#include "stats/resampled.h"

#include "tests/testlib.h"

static const double ten[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

static void
test_resampled_quantile_by_counting(void)
{
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.0, false), 1);
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.1, false), 1);
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.1001, false), 2);
    CU_ASSERT_EQUAL(
        nz_resampled_quantile(ten, 10, 0.3, false), 3); /* .3 * 10 rounds up */
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.99, false), 10);
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.0, true), 10);
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.1, true), 9);
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.0999, true), 10);
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.99, true), 1);
    CU_ASSERT_EQUAL(nz_resampled_quantile(ten, 10, 0.7, true), 3);
    CU_ASSERT_EQUAL(nz_resampled_rank(10, 0.1, true), 8);
}

static void
test_resampled_sort(void)
{
    double values[] = { 3.0, -(double) INFINITY, 0.5, (double) INFINITY, 0.5, -2.0 };

    nz_resampled_sort(values, NZ_COUNT_OF(values));
    CU_ASSERT_TRUE(isinf(values[0]) && values[1] == -2.0 && values[2] == 0.5);
    CU_ASSERT_TRUE(values[3] == 0.5 && values[4] == 3.0 && isinf(values[5]));
}

static void
test_resampled_quantile_error_by_hand(void)
{
    double grid[1001], infinite[1001];
    for (int i = 0; i < 1001; i++) {
        grid[i] = 3.0 * i / 1000.0; /* density 1/3 */
        infinite[i] = i < 1000 ? grid[i] : (double) INFINITY;
    }
    NZ_ASSERT_ABS(nz_resampled_quantile_error(grid, 1001, 0.5, 0.1), 0.3, 0.004);
    NZ_ASSERT_ABS(nz_resampled_quantile_error(grid, 1001, 0.01, 0.1), 0.3, 0.006);
    NZ_ASSERT_ABS(nz_resampled_quantile_error(grid, 1001, 0.99, 0.1), 0.3, 0.006);
    CU_ASSERT_TRUE(isnan(nz_resampled_quantile_error(grid, 1001, 0.0099, 0.1)));
    CU_ASSERT_TRUE(isnan(nz_resampled_quantile_error(grid, 1001, 0.9901, 0.1)));
    CU_ASSERT_TRUE(isnan(nz_resampled_quantile_error(infinite, 1001, 0.99, 0.1)));
    NZ_ASSERT_ABS(nz_resampled_quantile_error(infinite, 1001, 0.5, 0.1), 0.3, 0.004);
}

static void
test_resampled_sd_by_hand(void)
{
    static const double far[] = { 1e200, 1e200, 1e200 }, wide[] = { -1e200, 0.0, 1e200 };

    NZ_ASSERT_REL(nz_resampled_sd(ten, 10), sqrt(82.5 / 9.0), 1e-14);
    NZ_ASSERT_REL(nz_resampled_sd(ten, 2), sqrt(0.5), 1e-14);
    CU_ASSERT_EQUAL(nz_resampled_sd(far, 3), 0.0);
    NZ_ASSERT_REL(nz_resampled_sd(wide, 3), 1e200, 1e-14);
    CU_ASSERT_TRUE(isnan(nz_resampled_sd(ten, 1)));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_resampled_sort),
        NZ_TEST(test_resampled_quantile_by_counting),
        NZ_TEST(test_resampled_quantile_error_by_hand),
        NZ_TEST(test_resampled_sd_by_hand),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("resampled", tests, argc, argv);
}
