#include "sim/thinning.h"
#include "tests/testlib.h"

static void
check(size_t n_models, uint64_t stride, size_t first, size_t n)
{
    const nz_thinning_t thinning = nz_thinning(n_models, stride);

    CU_ASSERT_EQUAL(thinning.first, first);
    CU_ASSERT_EQUAL(thinning.n, n);
    CU_ASSERT_EQUAL(thinning.first + (thinning.n - 1) * thinning.stride, n_models - 1);
}

static void
test_thinning_by_hand(void)
{
    check(9, 1, 0, 9);
    check(9, 2, 0, 5);
    check(9, 3, 2, 3); /* positions 2, 5, 8 */
    check(9, 4, 0, 3);
    check(9, 5, 3, 2);
    check(9, 8, 0, 2);
    check(9, 9, 8, 1);
    check(9, UINT64_MAX, 8, 1);
    check(8, 3, 1, 3);
    check(1, 1, 0, 1);
    check(1, 2, 0, 1);
}

static void
test_thinning_takes_the_values_kept(void)
{
    static const double all[] = { 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5 };
    const nz_thinning_t thinning = nz_thinning(8, 3);
    double kept[4] = { -1.0, -1.0, -1.0, -1.0 };

    nz_thinning_take(&thinning, all, kept);
    CU_ASSERT_EQUAL(kept[0], 1.5);
    CU_ASSERT_EQUAL(kept[1], 4.5);
    CU_ASSERT_EQUAL(kept[2], 7.5);
    CU_ASSERT_EQUAL(kept[3], -1.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_thinning_by_hand),
        NZ_TEST(test_thinning_takes_the_values_kept),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("thinning", tests, argc, argv);
}
