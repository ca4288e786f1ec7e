#include "mpi/figure_axis.h"
#include "mpi/figure_text.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
check_quoted(const char *text, size_t n_columns, const char *expected)
{
    char *got = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&got, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    nz_figure_put_quoted(out, text, n_columns);
    CU_ASSERT_EQUAL_FATAL(fclose(out), 0);
    CU_ASSERT_STRING_EQUAL(got, expected);
    free(got);
}

static void
test_put_quoted_escapes_all_that_gnuplot_reads(void)
{
    check_quoted("a'b''c", 99, "\"a\\047b\\047\\047c\"");
    check_quoted(
        "`x` \"y\" \\n @m $v", 99, "\"\\140x\\140 \\042y\\042 \\134n \\100m \\044v\"");
    check_quoted("{/Bold x}", 99, "\"\\173/Bold x\\175\"");
}

static void
test_put_quoted_replaces_what_cannot_be_shown(void)
{
    check_quoted("a\nb\tc\x7f", 99, "\"a b c \"");
    check_quoted("a\xE2\x80\xAE"
                 "b",
        99, "\"a b\""); /* right-to-left override */
    check_quoted("a\xFF"
                 "b\xC3",
        99,
        "\"a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD\"");
}

static void
test_put_quoted_keeps_utf8_and_cuts_by_columns(void)
{
    check_quoted("Größe 模型", 99, "\"Größe 模型\"");
    check_quoted("abcdef", 6, "\"abcdef\"");
    check_quoted("abcdefg", 6, "\"abcde…\"");
    check_quoted("模型模", 6, "\"模型模\"");
    check_quoted("模型模a", 6, "\"模型…\"");
    check_quoted("", 6, "\"\"");
}

static void
test_count_label(void)
{
    static const struct {
        uint64_t count;
        const char *label;
    } cases[] = { { 1, "1" }, { 2000, "2000" }, { 99999, "99999" }, { 100000, "10^{5}" },
        { 1000000000, "10^{9}" }, { 300000, "3×10^{5}" }, { 2500000, "2.5×10^{6}" },
        { 123456, "123456" }, { 1230000, "1230000" } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        char label[NZ_FIGURE_COUNT_LABEL_SIZE];
        nz_figure_count_label(cases[i].count, label);
        CU_ASSERT_STRING_EQUAL(label, cases[i].label);
    }
}

static void
test_axis_scores_starts_at_the_resolution(void)
{
    static const struct {
        double resolution, largest, low, high;
    } cases[] = { { 1e-4, 0.2, -4, 0 }, { 1.0 / 2000, 0.055, -4, -1 }, { 1e-9, 1, -9, 0 },
        { 1, 1, -1, 0 }, { 1, 0, -1, 0 }, { 0.05, 0, -2, -1 }, { 1e-3, 1e-3, -3, -2 } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_figure_range_t range =
            nz_figure_axis_scores(cases[i].resolution, cases[i].largest);
        NZ_ASSERT_ABS(range.low, cases[i].low, 0);
        NZ_ASSERT_ABS(range.high, cases[i].high, 0);
    }
    nz_figure_range_t range = nz_figure_axis_scores(0.01, (double) INFINITY);
    CU_ASSERT_TRUE(range.low == -2 && range.high == -1);
    range = nz_figure_axis_scores(0.01, (double) NAN);
    CU_ASSERT_TRUE(range.low == -2 && range.high == -1);
}

static void
check_ticks(double low, double high, unsigned n_labels, const char *expected)
{
    char *got = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&got, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    nz_figure_axis_write_ticks('x', (nz_figure_range_t){ low, high }, n_labels, out);
    CU_ASSERT_EQUAL_FATAL(fclose(out), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(got, expected));
    free(got);
}

static void
test_axis_ticks(void)
{
    check_ticks(-9, 0, 10, "'10^{-9}' -9, '' -8.698970004 1, ");
    check_ticks(-9, 0, 10, "'1' 0, ");
    check_ticks(-9, 0, 6, "'10^{-8}' -8, "); /* every second, counted from the top */
    check_ticks(-9, 0, 6, "'' -7 1, ");
    check_ticks(-0.8, 0, 8, "'0.2' -0.6989700043, ");
    check_ticks(-2, -1, 8, "'0.01' -2, '0.02' -1.698970004, ");
    check_ticks(-2, 0, 6, "'0.1' -1, ");
    check_ticks(-3, -2, 8, "'2×10^{-3}' -2.698970004, ");
    check_ticks(7.9, 8.5, 6, "'10^{8}' 8, '2×10^{8}' 8.301029996, ");
    check_ticks(7, 8, 6, "ticks_x_bare = \"set xtics ('' 7, ");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_put_quoted_escapes_all_that_gnuplot_reads),
        NZ_TEST(test_put_quoted_replaces_what_cannot_be_shown),
        NZ_TEST(test_put_quoted_keeps_utf8_and_cuts_by_columns),
        NZ_TEST(test_count_label),
        NZ_TEST(test_axis_scores_starts_at_the_resolution),
        NZ_TEST(test_axis_ticks),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("figure_text", tests, argc, argv);
}
