#include "stats/log1p_minus.h"

#include "tests/testlib.h"

/* -u^2/2 + u^3/3 - ..., added up from the smallest term. */
static double
power_series(double u)
{
    double sum = 0.0;

    for (int k = 60; k >= 2; k--) {
        sum += pow(-1.0, k + 1) * pow(u, k) / k;
    }
    return sum;
}

static void
test_log1p_minus_is_its_power_series(void)
{
    static const double sizes[] = { 1e-150, 1e-9, 1e-4, 0.003, 0.03, 0.07, 0.0999, 0.1,
        0.100001, 0.2, 0.4 };

    for (size_t i = 0; i < NZ_COUNT_OF(sizes); i++) {
        const double rtol = sizes[i] <= 0.1 ? 1e-15 : 5e-14;
        NZ_ASSERT_REL(nz_log1p_minus(sizes[i]), power_series(sizes[i]), rtol);
        NZ_ASSERT_REL(nz_log1p_minus(-sizes[i]), power_series(-sizes[i]), rtol);
    }
    CU_ASSERT_EQUAL(nz_log1p_minus(0.0), 0.0);
    CU_ASSERT_EQUAL(nz_log1p_minus(-1.0), -HUGE_VAL);
    NZ_ASSERT_REL(nz_log1p_minus(1e6), -999986.184488442065, 1e-15);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_log1p_minus_is_its_power_series),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("log1p_minus", tests, argc, argv);
}
