/* Characters without a font: which are replaced, which are left. */
#include "mpi/figure.h"
#include "mpi/figure_fonts.h"
#include "tests/figure_example.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
check(const char *text, const char *charsets, const char *expected, size_t n,
    uint32_t first)
{
    char copy[128];
    size_t size = strlen(text);
    nz_figure_missing_t missing = { 99, 99 };
    snprintf(copy, sizeof(copy), "%s", text);
    FILE *list = tmpfile();
    CU_ASSERT_PTR_NOT_NULL_FATAL(list);
    fputs(charsets, list);
    rewind(list);
    NZ_ASSERT_OK(nz_figure_fonts_replace(copy, &size, list, &missing));
    fclose(list);
    CU_ASSERT_EQUAL(size, strlen(expected));
    CU_ASSERT_EQUAL(strncmp(copy, expected, size), 0);
    CU_ASSERT_EQUAL(missing.n, n);
    CU_ASSERT_EQUAL(missing.first, first);
}

static void
test_characters_without_a_font_are_replaced(void)
{
    check("a あ🎉 b", "20-7e a0-ff", "a ?? b", 2, 0x3042);
    check("a あ🎉 b", "20-7e\n3041-3096", "a あ? b", 1, 0x1F389);
    check("a あ🎉 b", "20-7e\n1F300-1f5ff 3042\n", "a あ🎉 b", 0, 0);
    check("あいあ", "3043 3044", "?い?", 2, 0x3042);
}

/* The ends of a range belong to it, their neighbours do not. */
static void
test_ranges_have_their_ends(void)
{
    check("ぁあぃい", "3042-3043", "?あぃ?", 2, 0x3041);
    check("ぁあぃい", "20\n3041-3041 3044", "ぁ??い", 2, 0x3042);
    check("≤", "2264", "≤", 0, 0);
}

/* Of no fonts at all nothing is known. */
static void
test_without_a_list_nothing_is_replaced(void)
{
    check("あ", "", "あ", 0, 0);
    check("あ", "\n", "あ", 0, 0);
}

static void
test_what_has_no_glyph_is_left(void)
{
    check("×é\xFF\x80z", "20-7e", "×é\xFF\x80z", 0, 0);
    check("👩\u200D\uFE0F", "20-7e", "?\u200D\uFE0F", 1, 0x1F469);
    check("cut \xE3\x81", "20-7e", "cut \xE3\x81", 0, 0);
}

/* No font has a character that is none: a warning names it, and with a PATH that has no
 * fc-list all is left as it is. */
static void
test_fonts_of_the_system(void)
{
    const char *const text = "x \U000FFFFF\U000FFFFE y";
    char copy[32], path[4096];
    size_t size = strlen(text);
    nz_diagnostics_t diagnostics = { 0 };
    snprintf(path, sizeof(path), "%s", getenv("PATH"));
    snprintf(copy, sizeof(copy), "%s", text);
    CU_ASSERT_EQUAL(setenv("PATH", "/nonexistent", 1), 0);
    NZ_ASSERT_OK(nz_figure_fonts_mend(copy, &size, &diagnostics));
    CU_ASSERT_EQUAL(setenv("PATH", path, 1), 0);
    CU_ASSERT_EQUAL(size, strlen(text));
    CU_ASSERT_EQUAL(diagnostics.n, 0);
    NZ_ASSERT_OK(nz_figure_fonts_mend(copy, &size, &diagnostics));
    if (size < strlen(text)) { /* fontconfig is there */
        CU_ASSERT_EQUAL(size, strlen("x ?? y"));
        CU_ASSERT_EQUAL(strncmp(copy, "x ?? y", size), 0);
        CU_ASSERT_EQUAL_FATAL(diagnostics.n, 1);
        CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics.text[0], "2 characters are"));
        CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics.text[0], "U+FFFFF is the first"));
    } else {
        CU_ASSERT_EQUAL(diagnostics.n, 0);
    }
}

/* What gnuplot draws itself is mended, an SVG is not. */
static void
test_formats_that_are_mended(void)
{
    char text[] = "\U000FFFFF";
    size_t size = strlen(text);
    const nz_figure_options_t options = { .title = "\U000FFFFF" };
    const nz_figure_kind_t *kind = nz_figure_kind_find("resolution");
    nz_example_t example = nz_example_mirage();
    nz_summary_t summary = nz_example_fill(&example);
    const nz_run_t run = nz_run_of(&summary);
    const nz_figure_input_t input = { &run, NULL };
    nz_diagnostics_t expected = { 0 };
    NZ_ASSERT_OK(nz_figure_fonts_mend(text, &size, &expected));
    for (int format = NZ_FIGURE_PDF; format <= NZ_FIGURE_PNG; format++) {
        char *bytes = NULL;
        size_t n_bytes = 0;
        nz_diagnostics_t diagnostics = { 0 };
        NZ_ASSERT_OK(nz_figure_render(kind, &input, &options, (nz_figure_format_t) format,
            &bytes, &n_bytes, &diagnostics));
        CU_ASSERT_EQUAL(diagnostics.n, format == NZ_FIGURE_SVG ? 0 : expected.n);
        free(bytes);
    }
    nz_summary_free(&summary);
}

static void
test_null_arguments(void)
{
    char text[] = "x";
    size_t size = 1;
    nz_figure_missing_t missing;
    nz_diagnostics_t diagnostics = { 0 };
    CU_ASSERT_EQUAL(
        nz_figure_fonts_replace(NULL, &size, stdin, &missing), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_figure_fonts_replace(text, NULL, stdin, &missing), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_figure_fonts_replace(text, &size, NULL, &missing), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_figure_fonts_replace(text, &size, stdin, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_figure_fonts_mend(NULL, &size, &diagnostics), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_figure_fonts_mend(text, NULL, &diagnostics), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_figure_fonts_mend(text, &size, NULL), NZ_ERR_NULL_ARG);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_characters_without_a_font_are_replaced),
        NZ_TEST(test_ranges_have_their_ends),
        NZ_TEST(test_without_a_list_nothing_is_replaced),
        NZ_TEST(test_what_has_no_glyph_is_left),
        NZ_TEST(test_fonts_of_the_system),
        NZ_TEST(test_formats_that_are_mended),
        NZ_TEST(test_null_arguments),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("figure_fonts", tests, argc, argv);
}
