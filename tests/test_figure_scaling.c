#include "tests/figure_page.h"
#include "tests/figure_render.h"
#include "tests/figure_script.h"
#include "tests/figure_table.h"
#include "tests/testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char header[] = "ranks,schedule,unit_ms,seconds,efficiency,source\n";

static char *
script(void)
{
    return nz_script_of_table("scaling", nz_table_path, NULL);
}

static void
check(const char *text, bool is_there)
{
    nz_check_table_script("scaling", nz_table_path, NULL, text, is_there);
}

/* Times of n_series series on powers of two, measured three times up to 16 ranks, and
 * simulated. */
static void
write_benchmark(size_t n_series, size_t n_powers, bool is_measured, bool is_simulated)
{
    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < n_series * n_powers; i++) {
        const double ranks = pow(2.0, (double) (i % n_powers));
        const double time =
            100.0 / ranks * (1.0 + 0.01 * (double) (i / n_powers) * ranks);
        for (int k = 0; k < 3 && is_measured && ranks <= 16.0; k++) {
            fprintf(file, "%.0f,schedule %zu,%g,%.17g,,measured\n", ranks,
                i / n_powers / 2, i / n_powers % 2 == 0 ? 0.5 : 100.0,
                time * (1.0 + 0.01 * k));
        }
        if (is_simulated) {
            fprintf(file, "%.0f,schedule %zu,%g,%.17g,,simulated\n", ranks,
                i / n_powers / 2, i / n_powers % 2 == 0 ? 0.5 : 100.0, time);
        }
    }
    nz_table_close(file);
}

static void
test_pages(void)
{
    static const struct {
        size_t n_series, n_powers;
        bool is_measured, is_simulated;
    } shapes[] = { { 1, 2, true, false }, { 3, 12, true, true }, { 9, 5, false, true } };
    const nz_figure_input_t input = { .table = nz_table_path };
    for (size_t i = 0; i < NZ_COUNT_OF(shapes); i++) {
        write_benchmark(shapes[i].n_series, shapes[i].n_powers, shapes[i].is_measured,
            shapes[i].is_simulated);
        nz_check_pages("scaling", &input, NULL);
    }
}

/* r T(r) / (R T(R)) with the median T(r) of the fewest ranks of the line, which need not
 * be 1; another source and another unit size are other lines. */
static void
test_efficiency_of_times(void)
{
    nz_table_write("8,a,5,4,,\n2,a,5,10,,measured\n2,a,5,8,,\n2,a,5,9,,\n"
                   "8,a,5,2,,simulated\n2,a,5,5,,simulated\n4,a,7,3,,\n1,a,7,12,,\n");
    char *text = script();
    nz_check_script(text,
        "$line << EOD\n2 1\n8 0.5625\n\n\n2 1\n8 0.625\n\n\n1 1\n4 1\n\n\nEOD\n", true);
    nz_check_script(text,
        "$mark << EOD\n2 0.9\n2 1\n2 1.125\n8 0.5625\n\n\n2 1\n8 0.625\n\n\n1 1\n4 "
        "1\n\n\n",
        true);
    nz_check_script(text,
        "line_series[1] = 1; line_is_simulated[1] = 0\n"
        "line_series[2] = 1; line_is_simulated[2] = 1\n"
        "line_series[3] = 2; line_is_simulated[3] = 0\n",
        true);
    nz_check_script(text, "y_top = 1.18125\n", true);
    nz_check_script(text, "series_label[1] = \"a\" . ', units of 5 ms'\n", true);
    nz_check_script(text, "series_label[2] = \"a\" . ', units of 7 ms'\n", true);
    nz_check_script(text,
        "figure_caption = 'Efficiency on R ranks: r T(r) / (R T(R)) of times T, r the "
        "fewest ranks. Full marks: measured times; hollow marks: simulated. Lines: "
        "medians of repeated runs.'\n",
        true);
    free(text);
    nz_table_write("1,,,4,,\n1,,,6,,\n2,,,4,,\n"); /* of two the mean */
    check("1 0.833333333\n1 1.25\n2 0.625\n", false);
    check("\n2 0.625\n", true);
}

/* An efficiency of the table is taken as it is. */
static void
test_efficiency_of_the_table(void)
{
    nz_table_write("1,,,9,0.9,\n2,,,9,0.25,\n");
    char *text = script();
    nz_check_script(text, "$line << EOD\n1 0.9\n2 0.25\n\n\nEOD\n", true);
    nz_check_script(text,
        "figure_caption = 'Efficiency as in the table. All times are measured.'\n", true);
    nz_check_script(text, "series_label[1] = \"\" . 'efficiency'\n", true);
    nz_check_script(text, "y_top = 1.05\n", true);
    free(text);
    FILE *file = nz_table_open("efficiency,ranks,source\n");
    fputs("1,1,simulated\n0.5,64,simulated\n", file);
    nz_table_close(file);
    check("All times are simulated, none is measured.", true);
    nz_table_write("1,,,8,,\n2,,,8,0.75,\n4,,,8,,\n");
    check("$line << EOD\n1 1\n2 0.75\n4 0.25\n", true);
    check(" Where the table has one, that.", true);
    nz_table_write("1,,,,0.9,\n2,,,9,,\n4,,,6,,\n"); /* no time on one rank */
    check("$line << EOD\n1 0.9\n2 1\n4 0.75\n", true);
}

/* Ticks at the ranks of the table, each once. */
static void
test_axis_of_ranks(void)
{
    nz_table_write("1,,,8,,\n1,,,9,,\n10,,,1,,\n");
    char *text = script();
    NZ_ASSERT_ABS(nz_script_number(text, "x_low"), -0.04, 1e-9);
    NZ_ASSERT_ABS(nz_script_number(text, "x_high"), 1.04, 1e-9);
    nz_check_script(text, "ticks_x = \"set xtics ('10' 1, '1' 0)\"\n", true);
    free(text);
}

static void
test_many_series(void)
{
    write_benchmark(9, 3, true, false);
    char *text = script();
    nz_check_script(text, "n_series = 6\nn_lines = 6\nhas_measured = 1\n", true);
    nz_check_script(text, " 6 of 9 series shown.'\n", true);
    nz_check_script(
        text, "series_label[1] = \"schedule 0\" . ', units of 0.5 ms'\n", true);
    nz_check_script(
        text, "series_label[6] = \"schedule 4\" . ', units of 0.5 ms'\n", true);
    free(text);
}

static void
test_labels_and_hostile_text(void)
{
    static const char *const labels[] = { ">Parallel efficiency<", ">ideal<",
        ">measured<", ">simulated<", ">Ranks [processes]<",
        ">Parallel efficiency [share of the ideal]<",
        ">`touch X` {x}^2, units of 1 ms<" };
    nz_table_write("1,`touch X` {x}^2,1,2,,\n2,`touch X` {x}^2,1,1,,\n"
                   "1,`touch X` {x}^2,1,2,,simulated\n");
    char *svg = nz_render_table_svg("scaling", nz_table_path, NULL);
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    free(svg);
}

static void
refuse(const char *expected)
{
    nz_check_table_refused("scaling", nz_table_path, NULL, expected);
}

static void
test_refusals_say_what_to_do(void)
{
    nz_table_write("1,a,1,2,,\n1,a,1,2,,\n2,a,1,2,,simulated\n");
    refuse("needs the times of one schedule and unit size on two numbers of ranks");
    nz_table_write("1,,,2,,\n2,,,,,\n");
    refuse("seconds or an efficiency in every row");
    nz_table_write("1,,,2,,guessed\n2,,,1,,\n");
    refuse("measured or simulated");
    nz_table_write("1.5,,,2,,\n2,,,1,,\n");
    refuse("a whole number of ranks from 1");
    nz_table_write("1,,,0,1,\n2,,,1,,\n");
    refuse("a time above 0 [s]");
    nz_table_write("1,,,1,0,\n2,,,1,,\n");
    refuse("an efficiency above 0");
    nz_table_write("1,,0,1,,\n2,,,1,,\n");
    refuse("a time of a unit above 0 [ms]");
    FILE *file = nz_table_open("ranks,schedule\n");
    fputs("1,a\n", file);
    nz_table_close(file);
    refuse("seconds");
    const nz_figure_options_t options = { .metric = "accuracy" };
    nz_table_write("1,,,2,,\n2,,,1,,\n");
    nz_check_table_refused(
        "scaling", nz_table_path, &options, "drawn from a table of a benchmark");
}

/* Names as long as are shown, with units, do not run into each other or off the page. */
static void
test_long_names(void)
{
    const nz_figure_input_t input = { .table = nz_table_path };
    nz_table_write(
        "1,a schedule of 24 columns,1000,2,,\n2,a schedule of 24 columns,1000,1,,\n"
        "1,b schedule of 24 columns,1000,2,,\n2,b schedule of 24 columns,1000,1,,\n"
        "1,c schedule of 24 columns,1000,2,,\n2,c schedule of 24 columns,1000,1,,\n");
    nz_check_pages("scaling", &input, NULL);
}

/* What docs/scaling.md is about. */
static void
test_example(void)
{
    const nz_figure_input_t input = { .table = NZ_SCALING_TABLE };
    nz_check_pages("scaling", &input, NULL);
    char *text = nz_script_of_table("scaling", NZ_SCALING_TABLE, NULL);
    nz_check_script(text, "has_measured = 1\nhas_simulated = 1\n", true);
    nz_check_script(
        text, "series_label[1] = \"longest first\" . ', units of 100 ms'\n", true);
    nz_check_script(text, "series shown", false);
    free(text);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_pages),
        NZ_TEST(test_efficiency_of_times),
        NZ_TEST(test_efficiency_of_the_table),
        NZ_TEST(test_axis_of_ranks),
        NZ_TEST(test_many_series),
        NZ_TEST(test_labels_and_hostile_text),
        NZ_TEST(test_refusals_say_what_to_do),
        NZ_TEST(test_long_names),
        NZ_TEST(test_example),
        CU_TEST_INFO_NULL,
    };
    return nz_table_main("figure_scaling", header, tests, argc, argv);
}
