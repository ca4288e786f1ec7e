#include "stats/interval.h"
#include "tests/testlib.h"

#include <string.h>

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

/* Names are words of study files: each finds its method, and no other. */
static void
test_interval_method_find(void)
{
    nz_interval_method_t method = NZ_METHOD_JEFFREYS;

    for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
        const char *name = nz_interval_method_name((nz_interval_method_t) i);
        CU_ASSERT_PTR_NOT_NULL_FATAL(name);
        CU_ASSERT_TRUE(nz_interval_method_find(name, &method));
        CU_ASSERT_EQUAL(method, (nz_interval_method_t) i);
        CU_ASSERT_EQUAL(strspn(name, "abcdefghijklmnopqrstuvwxyz_"), strlen(name));
    }
    method = NZ_METHOD_JEFFREYS;
    CU_ASSERT_FALSE(nz_interval_method_find("wal", &method));
    CU_ASSERT_FALSE(nz_interval_method_find("walds", &method));
    CU_ASSERT_FALSE(nz_interval_method_find("Wald", &method));
    CU_ASSERT_FALSE(nz_interval_method_find("", &method));
    CU_ASSERT_EQUAL(method, NZ_METHOD_JEFFREYS);
    CU_ASSERT_TRUE(nz_interval_method_find("mid_p", &method));
    CU_ASSERT_EQUAL(method, NZ_METHOD_MID_P);
}

/* Each has a text of its own that fits a line of help. */
static void
test_interval_method_text(void)
{
    for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
        const char *text = nz_interval_method_text((nz_interval_method_t) i);
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        CU_ASSERT_TRUE(strlen(text) > 10 && strlen(text) < 60);
        for (int j = 0; j < i; j++) {
            CU_ASSERT_STRING_NOT_EQUAL(
                text, nz_interval_method_text((nz_interval_method_t) j));
        }
    }
    CU_ASSERT_STRING_EQUAL(nz_interval_method_text(NZ_METHOD_CLOPPER_PEARSON),
        "exact: never below its level");
    CU_ASSERT_PTR_NULL(nz_interval_method_text(NZ_N_INTERVAL_METHODS));
    CU_ASSERT_PTR_NULL(nz_interval_method_text((nz_interval_method_t) -1));
}

/* Student's t and the bootstraps are made for the mean of any scores. */
static void
test_interval_method_takes_scores(void)
{
    for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
        const nz_interval_method_t method = (nz_interval_method_t) i;
        const bool general =
            method == NZ_METHOD_STUDENT_T
            || strncmp(nz_interval_method_name(method), "bootstrap_", 10) == 0;
        CU_ASSERT_EQUAL(nz_interval_method_takes_scores(method), general);
    }

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

/* A zero tail puts in the end of the scale, or the other limit where that is beyond. */
static void
test_interval_on_scale(void)
{
    const double any = (double) NAN; /* must not matter */
    static const nz_tails_t both = { 0.1, 0.2 }, low = { 0.1, 0.0 }, high = { 0.0, 0.2 };
    const struct {
        nz_tails_t tails;
        double limits[2], expected[2];
    } cases[] = { { both, { 2, 3 }, { 2, 3 } }, { both, { -9, 9 }, { -9, 9 } },
        { both, { 2, 2 }, { 2, 2 } }, { low, { 2, any }, { 2, 4 } },
        { low, { -9, any }, { -9, 4 } }, { low, { 4, any }, { 4, 4 } },
        { low, { 9, any }, { 9, 9 } }, { high, { any, 2 }, { 1, 2 } },
        { high, { any, 1 }, { 1, 1 } }, { high, { any, 0.5 }, { 0.5, 0.5 } },
        { { 0.0, 0.0 }, { any, any }, { 1, 4 } } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const nz_interval_t ci = nz_interval_on_scale(
            cases[i].limits[0], cases[i].limits[1], cases[i].tails, 1.0, 4.0);
        const double lower = cases[i].expected[0], upper = cases[i].expected[1];
        CU_ASSERT_TRUE(ci.lower == lower && ci.upper == upper);
        CU_ASSERT_EQUAL(
            ci.status, lower < upper ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE);
    }
}

/* Levels as people write them, and one that is no short decimal. */
static void
test_level_complement_is_decimal(void)
{
    CU_ASSERT_EQUAL(nz_level_complement(0.5), 0.5);
    CU_ASSERT_EQUAL(nz_level_complement(0.9), 0.1);
    CU_ASSERT_EQUAL(nz_level_complement(0.95), 0.05);
    CU_ASSERT_EQUAL(nz_level_complement(0.999), 0.001);
    CU_ASSERT_EQUAL(nz_level_complement(0.68268949213708), 0.31731050786292);
    CU_ASSERT_EQUAL(nz_level_complement(0.999999999999), 1e-12);
    CU_ASSERT_EQUAL(nz_level_complement(2.0 / 3.0), 1.0 - 2.0 / 3.0);
    CU_ASSERT_EQUAL(nz_tails_two_sided(0.95).lower, 0.025);
    CU_ASSERT_EQUAL(nz_tails_two_sided(0.95).upper, 0.025);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_interval_method_names),
        NZ_TEST(test_interval_method_find),
        NZ_TEST(test_interval_method_text),
        NZ_TEST(test_interval_method_takes_scores),
        NZ_TEST(test_interval_status_names),
        NZ_TEST(test_tails_two_sided),
        NZ_TEST(test_tails_are_valid),
        NZ_TEST(test_interval_on_scale),
        NZ_TEST(test_level_complement_is_decimal),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("interval", tests, argc, argv);
}
