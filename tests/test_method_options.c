#include "mpi/method_options.h"
#include "tests/testlib.h"

#include <stdlib.h>
#include <string.h>

static const nz_number_rule_t trials_rule = { "--trials", "whole numbers from 1 to 2^53",
    1.0, 9007199254740992.0, true, NULL, false };
static const nz_number_rule_t truth_rule = { "--truth", "probabilities from 0 to 1", 0.0,
    1.0, false, "uniform", false };

static void
check_says(const nz_diagnostics_t *diagnostics, const char *text)
{
    CU_ASSERT_EQUAL(diagnostics->n, 1);
    if (strstr(diagnostics->text[0], text) == NULL) {
        printf("\n    expected '%s' in: %s\n", text, diagnostics->text[0]);
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics->text[0], text));
}

static void
test_methods_in_the_order_given(void)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_method_list_t list = { 0 };

    NZ_ASSERT_OK(nz_method_options_methods(
        "--method", "wilson,wald,wilson", NULL, &list, &diagnostics));
    CU_ASSERT_EQUAL(list.n, 2);
    CU_ASSERT_EQUAL(list.values[0], NZ_METHOD_WILSON);
    CU_ASSERT_EQUAL(list.values[1], NZ_METHOD_WALD);
    NZ_ASSERT_OK(
        nz_method_options_methods("--method", "mid_p,all", NULL, &list, &diagnostics));
    CU_ASSERT_EQUAL(list.n, NZ_N_INTERVAL_METHODS);
    CU_ASSERT_EQUAL(list.values[0], NZ_METHOD_MID_P);
    CU_ASSERT_EQUAL(list.values[1], NZ_METHOD_WALD);
    CU_ASSERT_EQUAL(list.values[NZ_N_INTERVAL_METHODS - 1], NZ_METHOD_BOOTSTRAP_BCA);
    CU_ASSERT_EQUAL(diagnostics.n, 0);
}

static void
test_methods_refused(void)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        { "wilsn", "no interval method 'wilsn', did you mean 'wilson'? `nonzero help" },
        { "wald,wilsonn", "did you mean 'wilson'?" }, { "", "method ''" },
        { "wald,", "method ''" }, { "Wald", "did you mean 'wald'?" },
        { "qqqqqqqq", "method 'qqqqqqqq'; `nonzero help methods`" }
    };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_diagnostics_t diagnostics = { 0 };
        nz_method_list_t list = { .n = 77 };
        CU_ASSERT_EQUAL(nz_method_options_methods(
                            "--method", cases[i].text, NULL, &list, &diagnostics),
            NZ_ERR_INPUT);
        check_says(&diagnostics, cases[i].says);
        CU_ASSERT_EQUAL(strncmp(diagnostics.text[0], "--method: ", 10), 0);
        CU_ASSERT_EQUAL(list.n, 77);
    }
}

static void
check_list(
    const nz_number_rule_t *rule, const char *text, const double *expected, size_t n)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_number_list_t list = { 0 };

    NZ_ASSERT_OK(nz_method_options_numbers(rule, text, &list, &diagnostics));
    CU_ASSERT_EQUAL_FATAL(list.n, n);
    for (size_t i = 0; i < n; i++) {
        if (isnan(expected[i])) {
            CU_ASSERT_TRUE(isnan(list.values[i]));
        } else {
            NZ_ASSERT_REL(list.values[i], expected[i], 1e-14);
        }
    }
    CU_ASSERT_EQUAL(diagnostics.n, 0);
    free(list.values);
}

static void
test_numbers_and_ranges(void)
{
    static const double whole[] = { 100.0, 9007199254740992.0, 1000.0 };
    static const double decades[] = { 1e-4, 1e-3, 1e-2, 1e-1 };
    static const double rounded[] = { 1.0, 2.0, 3.0, 4.0 }; /* 1.32 1.74 2.30 3.03 too */
    static const double mixed[] = { 0.5, (double) NAN, 0.0, 1.0, 0.125, 0.25 };

    check_list(&trials_rule, "100,9007199254740992,1e3,100", whole, 3);
    check_list(&truth_rule, "1e-4:0.1:4", decades, 4);
    check_list(&trials_rule, "1:4:6", rounded, 4);
    check_list(&truth_rule, ".5,uniform,0,1,0.125:0.5:3,uniform", mixed, 6);
}

/* The sizes of models are keys of tables: 1e8 is not 100000000.00000018. */
static void
test_range_decades_are_exact(void)
{
    static const nz_number_rule_t rule = { "--models", "sizes", 1.0, 1e18, false, NULL,
        false };
    nz_diagnostics_t diagnostics = { 0 };
    nz_number_list_t list = { 0 };

    NZ_ASSERT_OK(nz_method_options_numbers(&rule, "1e7:1e11:9", &list, &diagnostics));
    CU_ASSERT_EQUAL_FATAL(list.n, 9);
    CU_ASSERT_EQUAL(list.values[2], 1e8);
    CU_ASSERT_EQUAL(list.values[4], 1e9);
    CU_ASSERT_EQUAL(list.values[6], 1e10);
    free(list.values);
}

static void
test_numbers_repeats(void)
{
    nz_number_rule_t rule = truth_rule;
    static const double all[] = { 0.5, 0.0, 0.5 };

    check_list(&rule, "0.5,0,0.5", all, 2);
    rule.keeps_repeats = true;
    check_list(&rule, "0.5,0,0.5", all, 3);
}

static void
test_range_ends_are_exact(void)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_number_list_t list = { 0 };

    NZ_ASSERT_OK(
        nz_method_options_numbers(&truth_rule, "0.003:0.7:10000", &list, &diagnostics));
    CU_ASSERT_EQUAL_FATAL(list.n, 10000);
    CU_ASSERT_EQUAL(list.values[0], 0.003);
    CU_ASSERT_EQUAL(list.values[9999], 0.7);
    for (size_t i = 1; i < list.n; i++) {
        NZ_ASSERT_REL(
            log(list.values[i] / list.values[i - 1]), log(0.7 / 0.003) / 9999.0, 1e-9);
    }
    free(list.values);
    /* exp(log(0.1)) is not 0.1. */
    NZ_ASSERT_OK(
        nz_method_options_numbers(&truth_rule, "0.001:0.1:3", &list, &diagnostics));
    CU_ASSERT_EQUAL(list.values[0], 0.001);
    CU_ASSERT_EQUAL(list.values[2], 0.1);
    free(list.values);
}

static void
test_numbers_refused(void)
{
    static const struct {
        const nz_number_rule_t *rule;
        const char *text, *says;
    } cases[] = { { &trials_rule, "0", "--trials: expected whole numbers" },
        { &trials_rule, "9007199254740993", "not '9007199254740993'" },
        { &trials_rule, "2.5", "not '2.5'" }, { &trials_rule, "-3", "not '-3'" },
        { &trials_rule, "10,,20", "not ''" },
        { &trials_rule, "uniform", "not 'uniform'" },
        { &truth_rule, "1.5", "or the word `uniform`, not '1.5'" },
        { &truth_rule, "-0.1", "not '-0.1'" }, { &truth_rule, "nan", "not 'nan'" },
        { &truth_rule, "uniform:1:3", "not 'uniform' at the start" },
        { &truth_rule, "0.1:x:3", "not 'x' at the end" },
        { &truth_rule, "0:1:3", "found '0:1:3'" },
        { &truth_rule, "0.5:0.5:3", "FROM < TO" },
        { &truth_rule, "0.1:0.5:1", "COUNT from 2" },
        { &truth_rule, "0.1:0.5:10001", "to 10000" },
        { &truth_rule, "0.1:0.5:2.5", "FROM:TO:COUNT" },
        { &truth_rule, "0.1:0.5", "found '0.1:0.5'" },
        { &truth_rule, "0.1:0.5:3:4", "found '0.1:0.5:3:4'" },
        { &truth_rule, "1,0.1:0.5:10000", "too long" },
        { &truth_rule, "0.1:0.5:10000,1", "too long" } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_diagnostics_t diagnostics = { 0 };
        nz_number_list_t list = { 77, NULL };
        CU_ASSERT_EQUAL(
            nz_method_options_numbers(cases[i].rule, cases[i].text, &list, &diagnostics),
            NZ_ERR_INPUT);
        check_says(&diagnostics, cases[i].says);
        CU_ASSERT_EQUAL(list.n, 77);
        CU_ASSERT_PTR_NULL(list.values);
    }
}

static void
test_levels(void)
{
    static const struct {
        const char *text, *says;
    } refused[] = { { "95", "a level is a fraction: write 0.95, not '95'" },
        { "99.9%", "write 0.999, not '99.9%'" }, { "95 %", "write 0.95, not '95 %'" },
        { "0.9,90", "write 0.9, not '90'" },
        { "0.4", "levels from 0.5 to 0.999999999999" }, { "1", "not '1'" },
        { "0.9999999999995", "not '0.9999999999995'" }, { "100", "not '100'" },
        { "", "not ''" }, { "nan", "not 'nan'" } };
    nz_diagnostics_t none = { 0 };
    nz_number_list_t list = { 0 };

    NZ_ASSERT_OK(
        nz_method_options_levels("--level", "0.95,.5,0.999999999999", &list, &none));
    CU_ASSERT_EQUAL_FATAL(list.n, 3);
    CU_ASSERT_EQUAL(list.values[1], 0.5);
    free(list.values);
    for (size_t i = 0; i < NZ_COUNT_OF(refused); i++) {
        nz_diagnostics_t diagnostics = { 0 };
        list = (nz_number_list_t){ 77, NULL };
        CU_ASSERT_EQUAL(
            nz_method_options_levels("--level", refused[i].text, &list, &diagnostics),
            NZ_ERR_INPUT);
        check_says(&diagnostics, refused[i].says);
        CU_ASSERT_EQUAL(list.n, 77);
    }
}

static void
test_tails_without_cancellation(void)
{
    static const struct {
        double level, tail;
    } cases[] = { { 0.5, 0.5 }, { 0.9, 0.1 }, { 0.95, 0.05 }, { 0.975, 0.025 },
        { 0.999, 1e-3 }, { 0.999999, 1e-6 }, { 0.999999999999, 1e-12 },
        { 0.999999999876, 1.24e-10 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const nz_tails_t two = nz_method_options_tails(cases[i].level, NZ_SIDED_TWO);
        const nz_tails_t low = nz_method_options_tails(cases[i].level, NZ_SIDED_LOWER);
        const nz_tails_t up = nz_method_options_tails(cases[i].level, NZ_SIDED_UPPER);
        NZ_ASSERT_REL(two.lower, cases[i].tail / 2.0, 1e-15);
        CU_ASSERT_EQUAL(two.upper, two.lower);
        NZ_ASSERT_REL(low.lower, cases[i].tail, 1e-15);
        CU_ASSERT_EQUAL(low.upper, 0.0);
        CU_ASSERT_EQUAL(up.upper, low.lower);
        CU_ASSERT_EQUAL(up.lower, 0.0);
    }
}

static void
test_sided(void)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_sided_t sided = NZ_SIDED_TWO;

    NZ_ASSERT_OK(nz_method_options_sided("--sided", "upper", &sided, &diagnostics));
    CU_ASSERT_EQUAL(sided, NZ_SIDED_UPPER);
    NZ_ASSERT_OK(nz_method_options_sided("--sided", "lower", &sided, &diagnostics));
    CU_ASSERT_EQUAL(sided, NZ_SIDED_LOWER);
    NZ_ASSERT_OK(nz_method_options_sided("--sided", "two", &sided, &diagnostics));
    CU_ASSERT_EQUAL(sided, NZ_SIDED_TWO);
    CU_ASSERT_EQUAL(
        nz_method_options_sided("--sided", "both", &sided, &diagnostics), NZ_ERR_INPUT);
    check_says(&diagnostics, "--sided: expected two, lower or upper, not 'both'");
}

static void
test_method_options_methods_with_an_extra_word(void)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_method_list_t list = { 0 };

    NZ_ASSERT_OK(nz_method_options_methods(
        "--method", "order_statistic", "order_statistic", &list, &diagnostics));
    CU_ASSERT_TRUE(list.has_extra && !list.has_all && list.n == 0);
    NZ_ASSERT_OK(nz_method_options_methods(
        "--method", "wald,order_statistic", "order_statistic", &list, &diagnostics));
    CU_ASSERT_TRUE(list.has_extra && list.n == 1);
    NZ_ASSERT_OK(nz_method_options_methods("--method", "all", NULL, &list, &diagnostics));
    CU_ASSERT_TRUE(list.has_all && !list.has_extra);
    CU_ASSERT_EQUAL(nz_method_options_methods(
                        "--method", ",wald", "order_statistic", &list, &diagnostics),
        NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(nz_method_options_methods("--method", "order_statistics",
                        "order_statistic", &list, &diagnostics),
        NZ_ERR_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics.text[1], "did you mean 'order_statistic'"));
}

static void
test_method_options_word(void)
{
    static const char *const words[] = { "one", "two", "three" };
    nz_diagnostics_t diagnostics = { 0 };
    int i = 7;

    NZ_ASSERT_OK(nz_method_options_word("--x", "three", words, 3, &i, &diagnostics));
    CU_ASSERT_EQUAL(i, 2);
    CU_ASSERT_EQUAL(
        nz_method_options_word("--x", "four", words, 3, &i, &diagnostics), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(i, 2);
    CU_ASSERT_STRING_EQUAL(
        diagnostics.text[0], "--x: expected one, two or three, not 'four'");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_methods_in_the_order_given),
        NZ_TEST(test_methods_refused),
        NZ_TEST(test_numbers_and_ranges),
        NZ_TEST(test_numbers_repeats),
        NZ_TEST(test_range_decades_are_exact),
        NZ_TEST(test_range_ends_are_exact),
        NZ_TEST(test_numbers_refused),
        NZ_TEST(test_levels),
        NZ_TEST(test_tails_without_cancellation),
        NZ_TEST(test_sided),
        NZ_TEST(test_method_options_methods_with_an_extra_word),
        NZ_TEST(test_method_options_word),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("method_options", tests, argc, argv);
}
