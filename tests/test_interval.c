#include "stats/interval.h"
#include "tests/testlib.h"

static void
test_interval_method_names(void)
{
    CU_ASSERT_STRING_EQUAL(
        nz_interval_method_name(NZ_METHOD_BOOTSTRAP_PERCENTILE), "bootstrap_percentile");
    CU_ASSERT_STRING_EQUAL(nz_interval_method_name(NZ_METHOD_WILSON), "wilson");
    CU_ASSERT_STRING_EQUAL(
        nz_interval_method_name(NZ_METHOD_CLOPPER_PEARSON), "clopper_pearson");
    CU_ASSERT_PTR_NULL(nz_interval_method_name(NZ_N_INTERVAL_METHODS));
    CU_ASSERT_PTR_NULL(nz_interval_method_name((nz_interval_method_t) -1));
}

static void
test_interval_method_takes_scores(void)
{
    CU_ASSERT_TRUE(nz_interval_method_takes_scores(NZ_METHOD_BOOTSTRAP_PERCENTILE));
    CU_ASSERT_FALSE(nz_interval_method_takes_scores(NZ_METHOD_WILSON));
    CU_ASSERT_FALSE(nz_interval_method_takes_scores(NZ_METHOD_CLOPPER_PEARSON));
    CU_ASSERT_FALSE(nz_interval_method_takes_scores(NZ_N_INTERVAL_METHODS));
    CU_ASSERT_FALSE(nz_interval_method_takes_scores((nz_interval_method_t) -1));
}

static void
test_interval_status_names(void)
{
    CU_ASSERT_STRING_EQUAL(nz_interval_status_name(NZ_INTERVAL_OK), "ok");
    CU_ASSERT_STRING_EQUAL(nz_interval_status_name(NZ_INTERVAL_DEGENERATE), "degenerate");
    CU_ASSERT_STRING_EQUAL(nz_interval_status_name(NZ_INTERVAL_UNDEFINED), "undefined");
    CU_ASSERT_STRING_EQUAL(
        nz_interval_status_name((nz_interval_status_t) (NZ_INTERVAL_UNDEFINED + 1)),
        "unknown");
}

static void
test_tails_two_sided(void)
{
    const nz_tails_t tails = nz_tails_two_sided(0.75);
    CU_ASSERT_TRUE(tails.lower == 0.125 && tails.upper == 0.125);
}

static void
test_tails_are_valid(void)
{
    static const nz_tails_t good[] = { { 0.0, 0.0 }, { 0.025, 0.0 }, { 0.0, 0.99 },
        { 0.5, 0.499 } };
    static const nz_tails_t bad[] = { { -0.1, 0.1 }, { 0.1, -0.1 }, { 0.5, 0.5 },
        { 1.0, 0.0 }, { 0.0, 1.0 }, { (double) NAN, 0.1 }, { 0.1, (double) NAN },
        { -(double) INFINITY, 0.1 } };

    for (size_t i = 0; i < NZ_COUNT_OF(good); i++) {
        CU_ASSERT_TRUE(nz_tails_are_valid(good[i]));
    }
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_FALSE(nz_tails_are_valid(bad[i]));
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_interval_method_names),
        NZ_TEST(test_interval_method_takes_scores),
        NZ_TEST(test_interval_status_names),
        NZ_TEST(test_tails_two_sided),
        NZ_TEST(test_tails_are_valid),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("interval", tests, argc, argv);
}
