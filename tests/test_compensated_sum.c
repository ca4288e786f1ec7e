#include "stats/compensated_sum.h"

#include "tests/testlib.h"

/* Neumaier's own case, in both orders: plain and Kahan's sums are 0. */
static void
test_compensated_sum_by_hand(void)
{
    static const double orders[][4] = { { 1.0, 1e100, 1.0, -1e100 },
        { 1e100, 1.0, -1e100, 1.0 }, { -1e100, 1.0, 1.0, 1e100 } };

    for (size_t i = 0; i < NZ_COUNT_OF(orders); i++) {
        nz_compensated_sum_t sum = { 0.0, 0.0 };
        for (int k = 0; k < 4; k++) {
            nz_compensated_sum_add(&sum, orders[i][k]);
        }
        CU_ASSERT_EQUAL(nz_compensated_sum_value(&sum), 2.0);
    }
}

static void
test_compensated_sum_of_many(void)
{
    nz_compensated_sum_t sum = { 0.0, 0.0 };

    for (int i = 0; i < 1000000; i++) {
        nz_compensated_sum_add(&sum, 0.1);
    }
    /* a million times the double .1, which is 5.551e-18 above it */
    NZ_ASSERT_ABS(nz_compensated_sum_value(&sum), 100000.0, 1e-11);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_compensated_sum_by_hand),
        NZ_TEST(test_compensated_sum_of_many),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("compensated_sum", tests, argc, argv);
}
