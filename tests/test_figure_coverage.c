#include "mpi/figure.h"
#include "tests/figure_render.h"
#include "tests/figure_script.h"
#include "tests/figure_table.h"
#include "tests/testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char header[] = "method,trials,truth,level,coverage,ceiling\n";

/* A table of made-up coverages, in (.81, 1), with the right ceilings. */
static void
write_grid(size_t n_methods, size_t n_trials, size_t n_truths)
{
    static const char *const names[] = { "anytime", "mid_p", "agresti_coull", "wilson",
        "wald", "clopper_pearson", "own method", "bootstrap_bca" };
    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < n_methods * n_trials * n_truths; i++) {
        const size_t m = i % n_methods, t = i / n_methods % n_trials;
        const double n = pow(2.0, (double) t + 3.0);
        const double p = pow(10.0, -0.5 * (double) (i / n_methods / n_trials) - 0.25);
        fprintf(file, "%s,%.0f,%.17g,0.95,%.17g,%.17g\n", names[m], n, p,
            0.9 + 0.09 * sin((double) i), -expm1(n * log1p(-p)));
    }
    nz_table_close(file);
}

static size_t
n_found(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *s = strstr(text, word); s != NULL; s = strstr(s + 1, word)) {
        n++;
    }
    return n;
}

static void
test_renders_in_every_format(void)
{
    static const size_t shapes[][3] = { { 1, 1, 3 }, { 1, 3, 1 }, { 2, 3, 4 },
        { 6, 2, 9 }, { 8, 7, 7 } };
    for (size_t i = 0; i < NZ_COUNT_OF(shapes); i++) {
        write_grid(shapes[i][0], shapes[i][1], shapes[i][2]);
        nz_check_table_formats("coverage", nz_table_path, NULL);
    }
}

static void
test_labels(void)
{
    static const char *const labels[] = {
        ">How often confidence intervals cover the truth<", ">wald<", ">clopper pearson<",
        ">nominal level 0.95<", ">8 test items<", ">128 test items<",
        ">True accuracy 0.562341<", ">Test items n<",
        ">True accuracy p [share of items solved]<", "Coverage [probability",
        "6 of 8 methods shown. 3 of 5 numbers of items shown. 3 of 4 true"
    };
    write_grid(8, 5, 4);
    char *svg = nz_render_table_svg("coverage", nz_table_path, NULL);
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    nz_check_script(svg, ">16 test items<", false);
    nz_check_script(svg, ">32 test items<", true); /* the one in the middle */
    nz_check_script(svg, ">bootstrap bca<", true); /* preferred to those before it */
    nz_check_script(svg, ">own method<", false);
    free(svg);
    const nz_figure_options_t options = { .title = "`touch X` {x}^2" };
    svg = nz_render_table_svg("coverage", nz_table_path, &options);
    nz_check_script(svg, ">`touch X` {x}^2<", true);
    free(svg);
}

static char *
script(void)
{
    return nz_script_of_table("coverage", nz_table_path, NULL);
}

static void
test_panels_by_their_points(void)
{
    write_grid(2, 4, 9); /* 9 accuracies at each of 4 sizes, 4 sizes at each accuracy */
    char *text = script();
    nz_check_script(text, "n_truth_panels = 3\n", true);
    nz_check_script(text, "n_items_panels = 3\n", true);
    nz_check_script(text, "y_low = 0.8\n", true);
    free(text);
    write_grid(2, 3, 20); /* lines of 3 sizes among lines of 20 accuracies are none */
    text = script();
    nz_check_script(text, "n_truth_panels = 3\n", true);
    nz_check_script(text, "n_items_panels = 0\n", true);
    free(text);
    write_grid(1, 3, 2);
    text = script();
    nz_check_script(text, "n_truth_panels = 0\n", true);
    nz_check_script(text, "n_items_panels = 2\n", true);
    free(text);
}

/* Rows in any order give one line; a truth of 0 has no place on the axis. */
static void
test_data_are_sorted(void)
{
    nz_table_write("wilson,9,0.5,0.9,0.25,0.75\nwilson,9,0,0.9,1,0\nwilson,9,uniform,0.9,"
                   "0.2,0.9\nwilson,9,0.01,0.9,0.75,0.5\nwilson,9,0.1,0.9,0.5,0.625\n");
    char *text = script();
    nz_check_script(
        text, "$truth_line << EOD\n0.01 0.75\n0.1 0.5\n0.5 0.25\n\n\nEOD\n", true);
    nz_check_script(
        text, "$truth_ceiling << EOD\n0.01 0.5\n0.1 0.625\n0.5 0.75\n\n\nEOD\n", true);
    nz_check_script(text, "level = 0.9", true);
    nz_check_script(text, "y_low = 0.0\n", true);
    nz_check_script(text, "truth_points[1] = 3", true);
    free(text);
}

static void
test_items_are_sorted_and_methods_are_not(void)
{
    nz_table_write(
        "wilson,90,0.5,0.9,0.25,1\nwilson,10,0.5,0.9,0.5,1\nwald,10,0.5,0.9,1,1\n"
        "wald,30,0.5,0.9,0.75,1\nwilson,30,0.2,0.9,1,1\nwilson,30,0.5,0.9,0,1\n"
        "wald,90,0.5,0.9,0.125,1\n");
    char *text = script();
    nz_check_script(text,
        "$items_line << EOD\n10 0.5\n30 0\n90 0.25\n\n\n10 1\n30 0.75\n90 0.125\n\n\nEOD",
        true);
    nz_check_script(
        text, "series_label[1] = \"wilson\"\nseries_label[2] = \"wald\"\n", true);
    free(text);
}

static void
test_ticks_in_digits_up_to_ten_thousand(void)
{
    static const int sizes[][3] = { { 10, 100, 10000 }, { 10, 100, 100000 },
        { 20, 60, 90 } };
    static const char *const labels[] = { ">10000<", ">1000<", ">50<" };
    for (size_t i = 0; i < NZ_COUNT_OF(sizes); i++) {
        nz_table_write("wald,%d,0.5,0.9,0.9,1\nwald,%d,0.5,0.9,0.9,1\n"
                       "wald,%d,0.5,0.9,0.9,1\n",
            sizes[i][0], sizes[i][1], sizes[i][2]);
        char *svg = nz_render_table_svg("coverage", nz_table_path, NULL);
        nz_check_script(svg, labels[i], i != 1); /* beyond 10^4 all are powers */
        free(svg);
    }
}

static void
test_averages_and_other_ceilings(void)
{
    nz_table_write("wald,10,uniform,0.9,0.5,0.9\nwald,20,uniform,0.9,0.6,0.95\n"
                   "wald,30,uniform,0.9,0.7,0.97\n");
    char *svg = nz_render_table_svg("coverage", nz_table_path, NULL);
    nz_check_script(svg, ">Average over all true accuracies<", true);
    free(svg);
    nz_table_write("wald,1,0.1,0.9,0.9,0.1\nwald,1,0.2,0.9,0.8,0.2\n"
                   "wald,1,0.3,0.9,0.7,0.3\n");
    char *text = script();
    nz_check_script(text, "'above the ceiling 1 − (1 − p)^n, which no", true);
    nz_check_script(text, "'1 test item'", true);
    free(text);
    nz_table_write("wald,1,0.1,0.9,0.9,0.9\nwald,1,0.2,0.9,0.8,0.8\n"
                   "wald,1,0.3,0.9,0.7,0.7\n");
    text = script();
    nz_check_script(text, "'above the ceiling, which no", true);
    free(text);
}

static void
test_hostile_methods_do_nothing(void)
{
    static const char *const names[] = { "`touch X`", "''''.system('touch X').''''",
        "@X {/:Bold {} ^_&", "$x << EOD", "\\140touch X\\140", "%s%n%d", "模型" };
    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < 3 * NZ_COUNT_OF(names); i++) {
        fprintf(file, "\"%s\",%zu,0.5,0.9,0.9,1\n", names[i / 3], i % 3 + 10);
    }
    nz_table_close(file);
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    char *svg = nz_render_table_svg("coverage", nz_table_path, NULL);
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    nz_check_script(svg, ">`touch X`<", true);
    nz_check_script(svg, ">@X {/:Bold {} ^ &amp;<", true);
    free(svg);
}

static void
refuse(const nz_figure_options_t *options, const char *expected)
{
    nz_check_table_refused("coverage", nz_table_path, options, expected);
}

static void
test_refusals_say_what_to_do(void)
{
    static const struct {
        const char *row, *says;
    } cases[] = { { "wald,10,0.1,0.95,0.9,0.9", "--truth 1e-4:0.5:200" },
        { "wald,0,0.1,0.95,0.9,0.9", "`trials`: expected a number of items from 1" },
        { "wald,10,1.1,0.95,0.9,0.9", "or the word uniform" },
        { "wald,10,0.1,95,0.9,0.9", "`level`: expected a level" },
        { "wald,10,0.1,0.95,-0.1,0.9", "`coverage`: expected a number from 0 to 1" },
        { "wald,10,0.1,0.95,,0.9", "`coverage`: expected a number from 0 to 1" },
        { "wald,10,0.1,0.95,0.9,nan", "`ceiling`: expected a number from 0 to 1" },
        { ",10,0.1,0.95,0.9,0.9", "`method`: expected a name" },
        { "wald,10,0.1,0.95,0.9,0.9\nwald,10,0.2,0.9,0.9,0.9", "one --level" },
        { "wald,10,0.1,0.95,0.9,0.9\nwald,10,0.1,0.95,0.9,0.9",
            "wald at 10 items and one truth is there twice" } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_table_write("%s\n", cases[i].row);
        refuse(NULL, cases[i].says);
    }
    nz_table_close(nz_table_open("method,trials,truth,level,coverage\nwald,1,1,1,1\n"));
    refuse(NULL, "ceiling");
    write_grid(1, 1, 3);
    const nz_figure_options_t metric = { .metric = "accuracy" },
                              length = { .difficulty = 3 };
    refuse(&metric, "--metric: there is nothing to choose");
    refuse(&length, "--difficulty: is of figures of a run");
    const nz_figure_input_t missing = { .table = "/nowhere/x.csv" };
    nz_diagnostics_t diagnostics = { 0 };
    CU_ASSERT_EQUAL(nz_figure_script(nz_figure_kind_find("coverage"), &missing, NULL,
                        NZ_FIGURE_PDF, stdout, &diagnostics),
        NZ_ERR_INPUT);
    nz_check_script(diagnostics.text[0], "/nowhere/x.csv: cannot be opened", true);
}

static void
test_marks_only_on_short_lines(void)
{
    write_grid(1, 1, 5);
    char *few = nz_render_table_svg("coverage", nz_table_path, NULL);
    write_grid(1, 1, 30);
    char *many = nz_render_table_svg("coverage", nz_table_path, NULL);
    CU_ASSERT_EQUAL(n_found(few, "'#gpPt6' transform="), 5); /* discs */
    CU_ASSERT_EQUAL(n_found(many, "' transform='translate"), 0);
    free(few);
    free(many);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_renders_in_every_format),
        NZ_TEST(test_labels),
        NZ_TEST(test_panels_by_their_points),
        NZ_TEST(test_data_are_sorted),
        NZ_TEST(test_items_are_sorted_and_methods_are_not),
        NZ_TEST(test_ticks_in_digits_up_to_ten_thousand),
        NZ_TEST(test_averages_and_other_ceilings),
        NZ_TEST(test_hostile_methods_do_nothing),
        NZ_TEST(test_refusals_say_what_to_do),
        NZ_TEST(test_marks_only_on_short_lines),
        CU_TEST_INFO_NULL,
    };
    return nz_table_main("figure_coverage", header, tests, argc, argv);
}
