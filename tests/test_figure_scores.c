#include "mpi/figure.h"
#include "mpi/figure_scores_rows.h"
#include "tests/figure_render.h"
#include "tests/figure_script.h"
#include "tests/figure_table.h"
#include "tests/testlib.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char header[] =
    "group,metric,models,score,status,noise_exceedance,noise_mcse,lower,upper\n";

/* Groups of metrics in turn; scores of both signs, now and then infinite or 0. */
static void
write_groups(size_t n_groups, size_t n_metrics)
{
    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < n_groups; i++) {
        const double size = 2.0 * pow(10.0, 2.5 * nz_test_uniform());
        fprintf(file, "family %zu/task,metric %zu,%zu,", i, i % n_metrics, 4 + i % 6);
        if (i % 11 == 3) {
            fprintf(file, "%s,degenerate,0,0,,\n", i % 2 == 0 ? "-inf" : "inf");
        } else if (i % 17 == 5) {
            fprintf(file, "0,degenerate,1,0,0,0\n");
        } else {
            fprintf(file, "%s%.17g,ok,0.1,0.001,%s%g,inf\n", i % 3 == 0 ? "-" : "", size,
                i % 3 == 0 ? "-" : "", size * (i % 3 == 0 ? 2.0 : 0.5));
        }
    }
    nz_table_close(file);
}

static char *
script(void)
{
    return nz_script_of_table("scores", nz_table_path, NULL);
}

static void
check(const char *text, bool is_there)
{
    nz_check_table_script("scores", nz_table_path, NULL, text, is_there);
}

static void
test_renders_in_every_format(void)
{
    static const size_t shapes[][2] = { { 1, 1 }, { 12, 3 }, { 59, 1 }, { 61, 1 },
        { 40, 40 }, { 3000, 2 }, { 700, 70 } };
    for (size_t i = 0; i < NZ_COUNT_OF(shapes); i++) {
        write_groups(shapes[i][0], shapes[i][1]);
        nz_check_table_formats("scores", nz_table_path, NULL);
    }
}

/* Looks in the order of the sections, and one section for all the rest. */
enum { RISING, FALLING, RISING_DEGENERATE, FALLING_DEGENERATE, FLAT, TOO_FEW };

static void
check_mark(const nz_script_row_t *row, size_t look, double y, double x)
{
    CU_ASSERT_EQUAL(row->i_section, look);
    NZ_ASSERT_ABS(row->values[0], y, 1e-9);
    NZ_ASSERT_ABS(row->values[1], x, 1e-6);
}

/* A line for each group, below that of its metric: 4.6 and 2.7 mm. */
static void
test_a_line_for_each_group(void)
{
    nz_table_write("a,acc,4,-20,ok,.01,0,,\nb,acc,5,100,ok,.01,0,,\n"
                   "c,em,4,inf,degenerate,0,0,,\nd,em,4,-inf,degenerate,0,0,,\n"
                   "e,em,4,0,degenerate,1,0,,\nf,em,2,-1,too_few,.5,0,,\n"
                   "g,em,4,,repeated,,,,\n");
    char *text = script();
    size_t n = 0;
    nz_script_row_t *rows = nz_script_rows(text, "mark", &n);
    const double infinite = nz_script_number(text, "score_infinite"),
                 zero = nz_script_number(text, "score_zero");

    nz_check_script(text, "has_lines = 1\n", true);
    nz_check_script(text, "has_infinite = 1\nhas_zero = 1\n", true);
    CU_ASSERT_EQUAL_FATAL(n, 6);
    check_mark(&rows[0], RISING, 4.6 + 1.35, 2.0);
    check_mark(&rows[1], FALLING, 4.6 + 4.05, log10(20.0));
    check_mark(&rows[2], RISING_DEGENERATE, 10.0 + 4.6 + 1.35, infinite);
    check_mark(&rows[3], FALLING_DEGENERATE, 10.0 + 4.6 + 4.05, infinite);
    check_mark(&rows[4], FLAT, 10.0 + 4.6 + 9.45, zero);
    check_mark(&rows[5], TOO_FEW, 10.0 + 4.6 + 6.75, 0.0);
    NZ_ASSERT_ABS(nz_script_number(text, "panel_height"), 2 * 4.6 + 7 * 2.7, 1e-9);
    CU_ASSERT_TRUE(zero < 0.0 && infinite > 2.0);
    nz_check_script(text, "row_label[1] = \"acc\"\n", true);
    nz_check_script(text, "row_groups[1] = '2 (40 %)'\nrow_high[1] = '2 (50 %)'\n", true);
    nz_check_script(text, "row_groups[2] = '3 (60 %)'\nrow_high[2] = '2 (50 %)'\n", true);
    nz_check_script(text, "row_infinite[1] = '0'\n", true);
    nz_check_script(text, "row_infinite[2] = '2'\n", true);
    nz_check_script(text,
        "line_label[1] = \"b\"; line_y[1] = 5.95; line_note[1] = ''\n"
        "line_noise[1] = 'noise 0.01'\nline_smooth[1] = ''\nline_label[2] = \"a\"",
        true);
    nz_check_script(text, "line_note[7] = 'no score: a model is there twice'\n", true);
    nz_check_script(text,
        "'7 groups of 2 to 5 models, 2 metrics; high: 4, infinite: 2. Not counted: 2 of",
        true);
    nz_check_script(text, "figure_note = 'Infinite scores count as high, but", true);
    nz_check_script(text, "figure_title = \"Emergence scores by metric\"\n", true);
    free(rows);
    free(text);
}

/* The axis ends at 10 or the largest number that it must hold, and has no rungs for what
 * is not there. */
static void
test_axis(void)
{
    nz_table_write("a,acc,3,5,ok,.1,0,,\nb,acc,3,-2,ok,.1,0,,\n");
    char *text = script();
    nz_check_script(text, "has_infinite = 0\nhas_zero = 0\n", true);
    NZ_ASSERT_ABS(nz_script_number(text, "break_infinite"), 1.04, 0.05);
    NZ_ASSERT_ABS(nz_script_number(text, "score_top"), 1.04, 1e-6);
    CU_ASSERT_EQUAL(
        nz_script_number(text, "score_zero"), nz_script_number(text, "score_bottom"));
    NZ_ASSERT_ABS(nz_script_number(text, "score_bottom"), -2.0 * 1.04 / 75.0, 1e-6);
    nz_check_script(text, "figure_note = ''\n", true);
    nz_check_script(text, "Not counted", false);
    free(text);
    nz_table_write("a,acc,3,inf,degenerate,.1,0,,\n");
    text = script();
    NZ_ASSERT_ABS(
        nz_script_number(text, "score_infinite"), 1.04 + 6.5 * 1.04 / 64.0, 1e-6);
    free(text);
    nz_table_write("a,acc,3,5,ok,.1,0,2,1000\n"); /* of the interval */
    text = script();
    NZ_ASSERT_ABS(nz_script_number(text, "score_top"), 3.12, 1e-6);
    free(text);
    nz_table_write("a,acc,4,5,ok,.1,0,,\n"); /* of noise, 12.0 */
    text = script();
    NZ_ASSERT_ABS(nz_script_number(text, "score_top"), 1.04 * log10(12.0), 0.05);
    free(text);
    nz_table_write("a,acc,3,5,ok,.1,0,2,inf\nb,acc,3,5,ok,.1,0,-2,5\n");
    check("has_infinite = 1\nhas_zero = 1\n", true);
}

/* In the direction of the score; beyond 0 to the edge. */
static void
test_intervals(void)
{
    nz_table_write("a,acc,3,90,ok,.1,0,10,100\nb,acc,3,-80,ok,.1,0,-1000,-10\n"
                   "c,acc,3,70,ok,.1,0,-10,inf\nd,acc,3,-60,ok,.1,0,-inf,20\n"
                   "e,acc,3,50,ok,.1,0,0,50\nf,acc,3,0,degenerate,1,0,-5,100\n"
                   "g,acc,3,40,ok,.1,0,,\nh,acc,3,,repeated,,,1,2\n"
                   "i,em,3,0,degenerate,1,0,-100,5\n");
    char *text = script();
    size_t n = 0;
    nz_script_row_t *rows = nz_script_rows(text, "bar", &n);
    const double infinite = nz_script_number(text, "score_infinite"),
                 zero = nz_script_number(text, "score_zero"),
                 bottom = nz_script_number(text, "score_bottom");
    const double expected[][2] = { { 1, 2 }, { 1, 3 }, { bottom, infinite },
        { bottom, infinite }, { zero, log10(50.0) }, { bottom, 2 }, { bottom, 2 } };

    CU_ASSERT_EQUAL(nz_script_number(text, "n_bars"), 7.0);
    CU_ASSERT_EQUAL_FATAL(n, 7);
    for (size_t i = 0; i < n; i++) {
        const double line = i < 5 ? (double) i : i < 6 ? 6.0 : 8.0; /* g, h have none */
        NZ_ASSERT_ABS(rows[i].values[0], (i < 6 ? 4.6 : 9.2) + 2.7 * (line + 0.5), 1e-9);
        NZ_ASSERT_ABS(rows[i].values[1], expected[i][0], 1e-6);
        NZ_ASSERT_ABS(rows[i].values[2], expected[i][1], 1e-6);
    }
    free(rows);
    free(text);
}

/* References: 4 10^6 curves each by NumPy (of 1000 models 1.2 10^5), `numpy.quantile` of
 * |E| at .99; 5.73 standard errors of it from 10^5 curves, as density and binomial
 * variance give it. At .98 the level of 4 models is 8.5, at .995 17.0. */
static void
test_noise_level_of_each_number_of_models(void)
{
    static const struct {
        size_t n_models;
        double level, error;
    } cases[] = { { 3, 1.99927, 4.8e-5 }, { 4, 12.037, 0.184 }, { 5, 7.267, 0.070 },
        { 8, 9.583, 0.083 }, { 9, 8.160, 0.058 }, { 40, 7.811, 0.025 } };
    nz_figure_scores_group_t groups[NZ_COUNT_OF(cases) + 3] = { 0 };
    nz_figure_scores_table_t table = { .n_groups = NZ_COUNT_OF(groups),
        .groups = groups };
    double level[NZ_FIGURE_SCORES_MODELS_MAX + 1];

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        groups[i].models = (double) cases[i].n_models;
    }
    groups[NZ_COUNT_OF(cases)].models = 1.0;
    groups[NZ_COUNT_OF(cases) + 1].models = 2.0;
    groups[NZ_COUNT_OF(cases) + 2].models = 1e9;
    NZ_ASSERT_OK(nz_figure_scores_noise(&table, level));
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        NZ_ASSERT_ABS(level[cases[i].n_models], cases[i].level, 5.73 * cases[i].error);
        CU_ASSERT_EQUAL(
            nz_figure_scores_level(level, &groups[i]), level[cases[i].n_models]);
    }
    CU_ASSERT_TRUE(isnan(level[1]) && isnan(level[2]) && isnan(level[6]));
    NZ_ASSERT_ABS(level[1000], 8.365, 5.73 * 0.041); /* stands for more */
    CU_ASSERT_EQUAL(
        nz_figure_scores_level(level, &groups[NZ_COUNT_OF(cases) + 2]), level[1000]);
}

/* With a line for each group its own level; in a heap from the least to the largest. */
static void
test_noise_is_drawn_by_number_of_models(void)
{
    size_t n = 0;
    nz_table_write(
        "a,acc,3,1.5,ok,.1,0,,\nb,acc,4,1.2,ok,.1,0,,\nc,acc,2,1,too_few,,,,\n");
    char *text = script();
    nz_script_row_t *rows = nz_script_rows(text, "noise", &n);
    const double bottom = nz_script_number(text, "score_bottom");
    CU_ASSERT_EQUAL_FATAL(n, 2);
    for (size_t i = 0; i < n; i++) {
        CU_ASSERT_EQUAL(rows[i].i_section, 0);
        NZ_ASSERT_ABS(rows[i].values[0], 4.6 + 2.7 * ((double) i + 0.5), 1e-9);
        NZ_ASSERT_ABS(rows[i].values[1], 1.35, 1e-9);
        NZ_ASSERT_ABS(rows[i].values[2], bottom, 1e-6);
    }
    NZ_ASSERT_ABS(rows[0].values[3], log10(1.99927), 1e-4);
    NZ_ASSERT_ABS(rows[1].values[3], log10(12.037), 0.04);
    free(rows);
    free(text);

    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < 100; i++) {
        fprintf(file, "a,acc,%zu,2,ok,.1,0,,\nb,em,3,1,ok,.1,0,,\n", 3 + i % 2);
    }
    nz_table_close(file);
    text = script();
    rows = nz_script_rows(text, "noise", &n);
    CU_ASSERT_EQUAL_FATAL(n, 3);
    NZ_ASSERT_ABS(rows[0].values[3], log10(1.99927), 1e-4);
    NZ_ASSERT_ABS(rows[1].values[3], log10(1.99927), 1e-4);
    CU_ASSERT_EQUAL(rows[2].i_section, 1);
    NZ_ASSERT_ABS(rows[2].values[2], log10(1.99927), 1e-4);
    NZ_ASSERT_ABS(rows[2].values[3], log10(12.037), 0.04);
    NZ_ASSERT_ABS(rows[2].values[1], 15.0, 1e-9);
    free(rows);
    free(text);
}

/* Sixty lines of metrics and groups at most. */
static void
test_lines_or_heaps(void)
{
    write_groups(55, 5);
    check("has_lines = 1\n", true);
    write_groups(56, 5);
    check("has_lines = 0\n", true);
    write_groups(55, 5);
    check("n_lines = 55\n", true);
}

static void
test_hostile_text_does_nothing(void)
{
    static const char hostile[] = "\"`touch X`''''.system('touch X').''''{/:Bold} @x\"";
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    nz_table_write("%s,%s,4,20,ok,.1,0,,\n,,4,20,ok,.1,0,,\n%0300d,%0300d,4,2,ok,.1,,,\n",
        hostile, hostile, 7, 7);
    const nz_figure_options_t options = { .title = "`touch X` {x}^2 '$x' \"" };
    char *svg = nz_render_table_svg("scores", nz_table_path, &options);
    static const char *const labels[] = { ">`touch X` {x}^2 '$x' ",
        ">`touch X`''''.system('touch …<", ">(no metric)<", ">(no name)<",
        ">0000000000000000000000000000…<" };
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    free(svg);
}

static void
test_labels(void)
{
    static const char *const labels[] = { ">Emergence scores by metric<",
        ">Emergence score |E|<", ">score rises with model size<",
        ">score falls with model size<", ">rises, more than half of the steps are 0<",
        ">flat: no model differs from another<", ">pure noise: 99 % of |E| below<",
        ">high: |E| from 10 on<", ">interval over test sets<", ">groups<", ">infinite<" };
    write_groups(24, 2);
    char *svg = nz_render_table_svg("scores", nz_table_path, NULL);
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    nz_check_script(svg, "fewer than three", false);
    nz_check_script(svg, "model is there twice", false);
    free(svg);
    nz_table_write("a,acc,3,5,ok,.1,0,,\n");
    svg = nz_render_table_svg("scores", nz_table_path, NULL);
    nz_check_script(svg, "falls with", false);
    nz_check_script(svg, "interval over", false);
    free(svg);
}

/* Limits may be missing, and further columns be there, in any order. */
static void
test_columns(void)
{
    nz_table_close(
        nz_table_open("noise_exceedance,more,status,score,models,metric,group\n"
                      ",x,ok,20,4,acc,g\n,x,ok,-7.5,4,acc,h\n"));
    char *text = script();
    nz_check_script(text, "n_bars = 0\n", true);
    nz_check_script(text, "line_label[2] = \"h\"", true);
    free(text);
}

/* Two digits; of none among the draws the upper limit, which is twice the error; and 0
 * where it is certain. */
static void
test_probabilities_beside_a_group(void)
{
    nz_table_close(nz_table_open(
        "group,metric,models,score,status,noise_exceedance,noise_mcse,smooth_exceedance,"
        "smooth_mcse\na,m,4,9,ok,.01234,1e-4,.298,.01\nb,m,4,8,ok,0,1e-5,0,.00195\n"
        "c,m,4,7,degenerate,0,0,,\nd,m,4,6,ok,,,1,.001\n"));
    char *text = script();
    nz_check_script(
        text, "line_noise[1] = 'noise 0.012'\nline_smooth[1] = 'smooth law 0.3'\n", true);
    nz_check_script(text,
        "line_noise[2] = 'noise < 2e-05'\nline_smooth[2] = 'smooth law < 0.004'\n", true);
    nz_check_script(text, "line_noise[3] = 'noise 0'\nline_smooth[3] = ''\n", true);
    nz_check_script(text, "line_noise[4] = ''\nline_smooth[4] = 'smooth law 1'\n", true);
    nz_check_script(
        text, "figure_lines_note = 'Beside each group: the probability", true);
    free(text);
    write_groups(80, 1);
    check("figure_lines_note = ''\n", true);
}

static void
test_refusals_say_what_to_do(void)
{
    static const struct {
        const char *row, *says;
    } cases[] = { { "a,m,0,1,ok,,,,", "`models`: expected a number of models from 1" },
        { "a,m,2.5,1,ok,,,,", "`models`: expected a number of models from 1" },
        { "a,m,,1,ok,,,,", "`models`: expected a number of models from 1" },
        { "a,m,4,0.5,ok,,,,", "`score`: expected 0, a number from 1 or to -1, inf" },
        { "a,m,4,nan,ok,,,,", "`score`: expected 0" },
        { "a,m,4,infinity,ok,,,,", "`score`: expected 0" },
        { "a,m,4,2,fine,,,,", "`status`: expected ok, degenerate, too_few or repeated" },
        { "a,m,4,2,ok,1.1,,,", "`noise_exceedance`: expected a number from 0 to 1" },
        { "a,m,4,2,ok,.1,-1,,", "`noise_mcse`: expected a number from 0 to 1" },
        { "a,m,4,2,ok,,,0.2,3", "`lower`: expected 0" },
        { "a,m,4,2,ok,,,2,x", "`upper`: expected 0" },
        { "a,m,4,2,ok,,,3,2", "`lower`: expected a limit that is not above `upper`" } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_table_write("%s\n", cases[i].row);
        nz_check_table_refused("scores", nz_table_path, NULL, cases[i].says);
    }
    nz_table_write("a,m,4,0.999999,ok,,,,\n"); /* rounded */
    check("n_rows = 1\n", true);
    nz_table_close(nz_table_open("group,metric,models,score\na,m,4,2\n"));
    nz_check_table_refused("scores", nz_table_path, NULL,
        "has no column `status`: a table of `nonzero score` has it");
    const nz_figure_options_t size = { .test_size = 100 };
    nz_check_table_refused(
        "scores", nz_table_path, &size, "drawn from a table of `nonzero score`");
}

/* One message, whatever the number of rows. */
static void
test_results_must_be_scored_first(void)
{
    nz_table_close(nz_table_open("family,parameters,task,metric,trials,score\n"
                                 "OPT,1e9,a,acc,10,0\nOPT,1e10,a,acc,10,0.5\n"));
    nz_check_table_refused(
        "scores", nz_table_path, NULL, "is a table of results, not of emergence scores");
    nz_check_table_refused("scores", nz_table_path, NULL, "`nonzero score /tmp/nz-test");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_renders_in_every_format),
        NZ_TEST(test_a_line_for_each_group),
        NZ_TEST(test_axis),
        NZ_TEST(test_intervals),
        NZ_TEST(test_noise_level_of_each_number_of_models),
        NZ_TEST(test_noise_is_drawn_by_number_of_models),
        NZ_TEST(test_lines_or_heaps),
        NZ_TEST(test_hostile_text_does_nothing),
        NZ_TEST(test_labels),
        NZ_TEST(test_columns),
        NZ_TEST(test_probabilities_beside_a_group),
        NZ_TEST(test_refusals_say_what_to_do),
        NZ_TEST(test_results_must_be_scored_first),
        CU_TEST_INFO_NULL,
    };
    return nz_table_main("figure_scores", header, tests, argc, argv);
}
