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

static const char header[] = "parameters,tokens,accuracy,goal,test_size,achieved,cost\n";

static const char *const goals[] = { "see", "half-width", "relative-half-width",
    "compare", "slope", "curve" };

/* Sizes of a law for each goal, length and model, with totals and a band if asked for. */
static void
write_grid(size_t n_goals, size_t n_lengths, size_t n_models, bool has_band)
{
    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < n_goals * n_lengths * n_models; i++) {
        const double length = 1.0 + (double) (i / n_goals % n_lengths);
        const double size = pow(10.0, 7.0 + 0.5 * (double) (i / n_goals / n_lengths));
        const double p = exp(-length * pow(size / 1e8, -0.35));
        const double n = ceil(log(0.05) / log1p(-p) * (double) (i % n_goals + 1));
        fprintf(file, "%.17g,%g,%.17g,%s,%.0f,0.95,%.17g\n", size, length, p,
            goals[i % n_goals], n, n * size * length);
        if (has_band) {
            fprintf(file, "%.17g,%g,%.17g,%s-conservative,%.0f,0.95,%.17g\n", size,
                length, p / 2, goals[i % n_goals], 2 * n, 2 * n * size * length);
        }
    }
    fprintf(file, ",1,,see,123456,0.9,1e15\n,1,,common-test-set,123456,0.9,1e15\n");
    nz_table_close(file);
}

static char *
script(void)
{
    return nz_script_of_table("plan", nz_table_path, NULL);
}

static void
check(const char *text, bool is_there)
{
    nz_check_table_script("plan", nz_table_path, NULL, text, is_there);
}

static void
test_renders_in_every_format(void)
{
    static const size_t shapes[][3] = { { 1, 1, 2 }, { 1, 3, 9 }, { 6, 1, 3 },
        { 3, 5, 20 }, { 1, 9, 4 } };
    for (size_t i = 0; i < 2 * NZ_COUNT_OF(shapes); i++) {
        const size_t *shape = shapes[i / 2];
        write_grid(shape[0], shape[1], shape[2], i % 2 == 1);
        nz_check_table_formats("plan", nz_table_path, NULL);
    }
}

/* Rows in any order give lines by size; a band from each to its twin; costs beside. */
static void
test_data_of_one_goal(void)
{
    nz_table_write("1e9,5,0.1,see,29,0.96,8\n1e7,5,0.001,see,2995,0.95,2\n"
                   "1e8,5,0.0005,see-conservative,59900,0.95,60\n,5,,see,999,0.9,99\n"
                   "1e8,5,0.01,see,299,0.955,4\n1e8,1,0.5,see,5,0.97,7\n"
                   "1e9,1,0.5,see,6,0.98,7\n1e8,5,0.1,until-successes,9,0.9,99\n");
    char *text = script();
    nz_check_script(text,
        "n_panels = 1\nn_series = 2\nhas_cost = 1\nhas_never = 0\n"
        "has_band = 1\n",
        true);
    nz_check_script(text, "series_label[1] = 'L = 1'\nseries_label[2] = 'L = 5'\n", true);
    nz_check_script(text,
        "$line << EOD\n100000000 5\n1000000000 6\n\n\n10000000 2995\n100000000 299\n"
        "1000000000 29\n\n\nEOD\n",
        true);
    nz_check_script(
        text, "$band << EOD\n1e-300 1 1 1\n\n\n100000000 299 59900\n\n\nEOD\n", true);
    nz_check_script(text,
        "$cost << EOD\n100000000 7\n1000000000 7\n\n\n10000000 2\n100000000 4\n"
        "1000000000 8\n\n\nEOD\n",
        true);
    nz_check_script(
        text, "$cost_band << EOD\n1e-300 1 1 1\n\n\n100000000 4 60\n\n\nEOD\n", true);
    nz_check_script(text, "$never << EOD\n1e-300 1 1 1\n\n\n1e-300 1 1 1\n\n\n", true);
    nz_check_script(text, "figure_title = \"Test items for the goal see\"\n", true);
    nz_check_script(
        text, "the models of a plan. These sizes achieve 0.95 to 0.98.", true);
    nz_check_script(text, "label_x = 'Model size N [parameters]'", true);
    CU_ASSERT_EQUAL(nz_script_number(text, "items_low"), 0.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "items_high"), 5.0); /* of the band */
    CU_ASSERT_EQUAL(nz_script_number(text, "cost_high"), 2.0);
    NZ_ASSERT_ABS(nz_script_number(text, "size_low"), 6.9, 1e-9);
    NZ_ASSERT_ABS(nz_script_number(text, "size_high"), 9.1, 1e-9);
    free(text);
}

/* Where no number is enough: no point, but an arrow, beside that of another series; a
 * band goes up to the top. */
static void
test_sizes_that_are_never_enough(void)
{
    nz_table_write("1e7,1,0.1,see,inf,,inf\n1e7,5,0.1,see,inf,,inf\n"
                   "1e7,9,0.1,see,7,1,1\n1e8,1,0.1,see,20,1,1\n1e8,5,0.1,see,inf,,inf\n"
                   "1e8,1,0.1,see-conservative,inf,,inf\n1e9,1,0.1,see,10,1,1\n"
                   "1e9,1,0.1,see-conservative,30,1,1\n");
    char *text = script();
    nz_check_script(text, "has_never = 1\nhas_band = 1\n", true);
    nz_check_script(text, "$line << EOD\n100000000 20\n1000000000 10\n\n\n1e-300", true);
    nz_check_script(text,
        "$never << EOD\n10000000 -0.5\n\n\n10000000 0.5\n100000000 0\n\n\n1e-300", true);
    nz_check_script(
        text, "$band << EOD\n100000000 20 1e+99\n1000000000 10 30\n\n\n", true);
    CU_ASSERT_EQUAL(nz_script_number(text, "items_high"), 2.0);
    free(text);
    nz_table_write("1e7,1,0.1,see,9,1,\n1e8,1,0.1,see,inf,,\n1e9,1,0.1,see,5,1,\n");
    check("$line << EOD\n10000000 9\n\n1000000000 5\n\n\nEOD", true); /* broken */
    size_t size = 0;
    char *svg = nz_render_table("plan", nz_table_path, NULL, NZ_FIGURE_SVG, &size);
    free(svg);
}

static void
test_panels_by_goals_and_lengths(void)
{
    write_grid(3, 1, 4, false);
    char *text = script();
    nz_check_script(text, "n_panels = 1\nn_series = 3\nhas_cost = 0\n", true);
    nz_check_script(text, "series_label[3] = 'relative half-width'\n", true);
    nz_check_script(text, "panel_label[1] = 'Target length L = 1'\n", true);
    nz_check_script(text, "\"Test items, goal by goal\"", true);
    nz_check_script(text, "These sizes achieve", false);
    free(text);
    write_grid(2, 5, 4, false);
    text = script();
    nz_check_script(text, "n_panels = 3\nn_series = 2\nhas_cost = 0\n", true);
    nz_check_script(text,
        "panel_label[1] = 'Target length L = 1'\npanel_label[2] = 'Target length L = 3'"
        "\npanel_label[3] = 'Target length L = 5'\n",
        true);
    nz_check_script(text, "3 of 5 target lengths shown.", true);
    free(text);
    write_grid(1, 9, 4, false);
    text = script();
    nz_check_script(text, "n_panels = 1\nn_series = 6\nhas_cost = 1\n", true);
    nz_check_script(text, "series_label[6] = 'L = 9'\n", true);
    nz_check_script(text, "6 of 9 target lengths shown.", true);
    free(text);
}

/* A panel of goals has its rows, not those of another length. */
static void
test_data_of_goals(void)
{
    nz_table_write("1e7,1,0.1,see,1,1,\n1e8,1,0.1,see,2,1,\n1e7,5,0.1,see,3,1,\n"
                   "1e8,5,0.1,see,4,1,\n1e7,1,0.1,half-width,5,1,\n"
                   "1e8,1,0.1,half-width,6,1,\n1e8,5,0.1,half-width,7,1,\n");
    check("$line << EOD\n10000000 1\n100000000 2\n\n\n10000000 5\n100000000 6\n\n\n"
          "10000000 3\n100000000 4\n\n\n100000000 7\n\n\nEOD\n",
        true);
}

static void
test_accuracies_and_lengths_as_axes(void)
{
    nz_table_write(",,0.01,see,299,0.95,\n,,0.001,see,2995,0.95,\n,,,see,9,1,\n"
                   ",,0,see,inf,,\n,,0.9,see-conservative,7,1,\n");
    char *text = script();
    nz_check_script(text, "$line << EOD\n0.001 2995\n0.01 299\n\n\nEOD\n", true);
    nz_check_script(text, "label_x = 'True accuracy p [share of items solved]'", true);
    nz_check_script(text, "series_label[1] = 'see'\n", true);
    nz_check_script(text, "Marks are the accuracies of a plan.", true);
    nz_check_script(text, "has_cost = 0\nhas_never = 0\nhas_band = 0\n", true);
    free(text);
    nz_table_write(",,0.5,see,5,0.95,\n,,1,see,1,0.95,\n");
    check("size_high = 0\n", true); /* no accuracy is above 1 */
    nz_table_write("1e9,5,0.01,see,299,0.95,\n1e9,1,0.1,see,29,0.95,\n"
                   "1e9,5,0.001,see-conservative,2995,0.95,\n1e9,,0.5,see,1,1,\n");
    text = script();
    nz_check_script(text, "$line << EOD\n1 29\n5 299\n\n\nEOD\n", true);
    nz_check_script(text, "$band << EOD\n5 299 2995\n\n\nEOD\n", true);
    nz_check_script(text, "label_x = 'Target length L [tokens]'", true);
    nz_check_script(text, "Marks are the target lengths", true);
    free(text);
    nz_table_write(",5,0.01,see,299,0.95,\n,1,0.1,see,29,0.95,\n"); /* one of each */
    check("label_x = 'Target length L [tokens]'", true);
    nz_table_write(",5,0.01,see,299,0.95,\n,1,0.1,see,29,0.95,\n,1,0.2,see,14,0.95,\n");
    text = script();
    nz_check_script(text, "label_x = 'True accuracy", true);
    nz_check_script(text, "n_series = 2\n", true);
    free(text);
    nz_table_write(
        "1e7,,,compare,299,0.8,\n1e8,,,compare,29,0.8,\n"); /* unknown accuracy */
    check("$line << EOD\n10000000 299\n100000000 29\n\n\nEOD\n", true);
}

/* Sizes are not mixed with accuracies: a table with sizes is a table of models. */
static void
test_rows_of_no_model_are_left_out(void)
{
    nz_table_write("1e7,1,0.1,see,9,1,\n,1,0.2,see,5,1,\n1e8,1,0.3,see,3,1,\n");
    check("$line << EOD\n10000000 9\n100000000 3\n\n\nEOD\n", true);
}

/* An answer may be there twice, but not two answers. */
static void
test_repeated_rows(void)
{
    nz_table_write("1e7,1,0.1,see,9,1,\n1e7,1,0.1,see,9,1,\n1e8,1,0.1,see,3,1,\n");
    check("10000000 9\n10000000 9\n100000000 3\n", true);
    nz_table_write("1e7,1,0.1,see,9,1,\n1e7,1,0.1,see,8,1,\n1e8,1,0.1,see,3,1,\n");
    nz_check_table_refused(
        "plan", nz_table_path, NULL, "the goal see has two answers at size 1e+07");
    nz_table_write("1e7,1,0.1,curve,9,1,\n1e7,1,0.2,curve,9,1,\n1e8,1,0.1,curve,3,1,\n");
    nz_check_table_refused("plan", nz_table_path, NULL, "the goal curve has two answers");
}

static void
test_hostile_text_does_nothing(void)
{
    static const char hostile[] = "\"`touch X`''''.system('touch X').''''{/:Bold} @x\"";
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    nz_table_write("1e7,1,0.1,see,9,1,\n1e8,1,0.1,see,3,1,\n1e7,1,0.1,%s,9,1,\n"
                   "1e7,1,0.1,see-conservativeX,9,1,\n1e7,1,0.1,seesaw,9,1,\n",
        hostile);
    const nz_figure_options_t options = { .title = "`touch X` {x}^2 '$x' \"" };
    size_t size = 0;
    char *svg = nz_render_table("plan", nz_table_path, &options, NZ_FIGURE_SVG, &size);
    free(svg);
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    svg = nz_render_table_svg("plan", nz_table_path, &options);
    nz_check_script(svg, ">`touch X` {x}^2 '$x' ", true);
    free(svg);
    check("has_band = 0\n", true);
    check("touch", false);
}

static void
test_labels(void)
{
    static const char *const labels[] = { ">Test items for the goal see<",
        ">Test items n<", ">Model size N [parameters]<", ">L = 1<", ">L = 2<",
        ">to the conservative end", "Test items<", "Their cost<",
        ">Cost [tokens × parameters, or a price]<" };
    write_grid(1, 2, 5, true);
    char *svg = nz_render_table_svg("plan", nz_table_path, NULL);
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    nz_check_script(svg, "no number of items", false);
    CU_ASSERT_EQUAL(nz_n_marks(svg, "'#gpPt6'", "rgb(  0, 114, 178)"), 11); /* discs */
    free(svg);
}

static void
test_refusals_say_what_to_do(void)
{
    static const struct {
        const char *row, *says;
    } cases[] = { { "1e7,1,0.1,see,9,1,1", "a line needs the test sizes of two models" },
        { "1e7,1,0.1,see,inf,,\n1e8,1,0.1,see,inf,,", "one of them finite" },
        { "1e7,1,0.1,see,9,1,1\n1e8,1,0.1,see,,,", "a line needs the test sizes" },
        { "1e7,1,0.1,other,9,1,1", "no row has one of the goals see, half-width" },
        { ",1,,see,9,1,1", "no row has one of the goals" },
        { ",1,0,see,inf,1,1", "an accuracy above 0" },
        { "-1,1,0.1,see,9,1,1", "`parameters`: expected a model size above 0" },
        { "0,1,0.1,see,9,1,1", "`parameters`: expected a model size above 0" },
        { "1e7,0,0.1,see,9,1,1", "`tokens`: expected a number of tokens above 0" },
        { "1e7,1,1.5,see,9,1,1", "`accuracy`: expected a number from 0 to 1" },
        { "inf,1,0.1,see,9,1,1", "`parameters`: expected a model size above 0" },
        { "1e7,1,nan,see,9,1,1", "`accuracy`: expected a number from 0 to 1" },
        { "1e7,1,0.1,see,0,1,1", "`test_size`: expected a whole number of items" },
        { "1e7,1,0.1,see,9.5,1,1", "`test_size`: expected a whole number of items" },
        { "1e7,1,0.1,see,1e16,1,1", "from 1 to 2^53, inf or nothing" },
        { "1e7,1,0.1,see,9,x,1", "`achieved`: expected a number from 0" },
        { "1e7,1,0.1,see,9,1,-1", "`cost`: expected a number from 0" } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_table_write("%s\n", cases[i].row);
        nz_check_table_refused("plan", nz_table_path, NULL, cases[i].says);
    }
    nz_table_write("1e7,1,0.1,other,9,1,1\n");
    nz_check_table_refused("plan", nz_table_path, NULL, nz_table_path);
    nz_check_table_refused(
        "plan", nz_table_path, NULL, "`nonzero plan --goal see --accuracy");
    const nz_figure_options_t size = { .test_size = 10 };
    nz_check_table_refused(
        "plan", nz_table_path, &size, "drawn from a table of `nonzero plan`");
    nz_table_close(nz_table_open("parameters,tokens,accuracy,goal\n1,1,1,see\n"));
    nz_check_table_refused("plan", nz_table_path, NULL, "test_size");
}

/* achieved and cost may be missing. */
static void
test_columns_that_may_be_missing(void)
{
    nz_table_close(
        nz_table_open("goal,test_size,accuracy,tokens,parameters,more\nsee,9,0.1,,1e7,x\n"
                      "see,5,0.1,,1e8,y\n"));
    char *text = script();
    nz_check_script(text, "has_cost = 0\n", true);
    nz_check_script(text, "Marks are the models of a plan.'\n", true);
    nz_check_script(text, "series_label[1] = 'see'\n", true);
    free(text);
}

/* A cost panel needs two costs above 0. */
static void
test_costs_of_one_model_are_no_line(void)
{
    nz_table_write("1e7,1,0.1,see,9,1,5\n1e8,1,0.1,see,3,1,\n1e9,1,0.1,see,3,1,0\n");
    check("has_cost = 0\n", true);
    nz_table_write("1e7,1,0.1,see,9,1,5\n1e8,1,0.1,see,3,1,\n1e9,1,0.1,see,3,1,7\n"
                   "1e10,1,0.1,see,3,1,0\n1e11,1,0.1,see,3,1,9\n");
    check("$cost << EOD\n10000000 5\n\n1000000000 7\n\n1e+11 9\n\n\nEOD\n", true);
}

/* Rows without a length are a group of their own, between whatever others they stand. */
static void
test_rows_without_a_length(void)
{
    nz_table_write("1e7,5,0.1,see,1,1,\n1e7,,0.1,see,2,1,\n1e7,1,0.1,see,3,1,\n"
                   "1e8,1,0.1,see,4,1,\n1e8,,0.1,see,5,1,\n1e8,5,0.1,see,6,1,\n");
    char *text = script();
    nz_check_script(text,
        "$line << EOD\n10000000 2\n100000000 5\n\n\n10000000 3\n100000000 4\n\n\n"
        "10000000 1\n100000000 6\n\n\nEOD\n",
        true);
    nz_check_script(text,
        "series_label[1] = 'see'\nseries_label[2] = 'L = 1'\nseries_label[3] = 'L = 5'",
        true);
    free(text);
}

/* The same size for all is drawn on a decade; what no size gives is not achieved. */
static void
test_one_size_for_all(void)
{
    nz_table_write(
        "1e6,1,0.1,see,inf,0.2,\n1e7,1,0.1,see,10,0.5,\n1e8,1,0.1,see,10,0.5,\n");
    char *text = script();
    CU_ASSERT_EQUAL(nz_script_number(text, "items_low"), 1.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "items_high"), 2.0);
    nz_check_script(text, "These sizes achieve 0.5.'", true);
    free(text);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_renders_in_every_format),
        NZ_TEST(test_data_of_one_goal),
        NZ_TEST(test_sizes_that_are_never_enough),
        NZ_TEST(test_panels_by_goals_and_lengths),
        NZ_TEST(test_data_of_goals),
        NZ_TEST(test_accuracies_and_lengths_as_axes),
        NZ_TEST(test_rows_of_no_model_are_left_out),
        NZ_TEST(test_repeated_rows),
        NZ_TEST(test_hostile_text_does_nothing),
        NZ_TEST(test_labels),
        NZ_TEST(test_refusals_say_what_to_do),
        NZ_TEST(test_columns_that_may_be_missing),
        NZ_TEST(test_costs_of_one_model_are_no_line),
        NZ_TEST(test_rows_without_a_length),
        NZ_TEST(test_one_size_for_all),
        CU_TEST_INFO_NULL,
    };
    return nz_table_main("figure_plan", header, tests, argc, argv);
}
