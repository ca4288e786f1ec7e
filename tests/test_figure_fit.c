#include "mpi/figure.h"
#include "mpi/figure_fit.h"
#include "tests/figure_render.h"
#include "tests/figure_script.h"
#include "tests/figure_table.h"
#include "tests/testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char header[] = "family,model,parameters,task,metric,trials,successes\n";

/* Successes of OPT models on 3-digit addition, of 2000 items. */
static const struct {
    const char *model;
    double size;
    unsigned successes;
} opt[] = { { "opt-125m", 125e6, 0 }, { "opt-350m", 350e6, 1 }, { "opt-1.3b", 1.3e9, 1 },
    { "opt-2.7b", 2.7e9, 3 }, { "opt-6.7b", 6.7e9, 13 }, { "opt-13b", 13e9, 15 },
    { "opt-30b", 30e9, 29 }, { "opt-66b", 66e9, 108 } };

/* Their fit, by R's glm; limits by scripts/reference_figure_fit.py. */
static const double alpha = -0.2315797, at_1e9 = 2.110808;

static void
write_opt(void)
{
    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < NZ_COUNT_OF(opt); i++) {
        fprintf(file, "OPT,%s,%.0f,arithmetic_3da,accuracy,2000,%u\n", opt[i].model,
            opt[i].size, opt[i].successes);
    }
    nz_table_close(file);
}

/* A group of n models a decade apart, with these successes of 100 items. */
static void
write_group(FILE *file, const char *family, const unsigned *successes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fprintf(file, "%s,m%zu,%g,addition,accuracy,100,%u\n", family, i,
            pow(10.0, 7.0 + (double) i), successes[i]);
    }
}

static void
write_one(const unsigned *successes, size_t n)
{
    FILE *file = nz_table_open(NULL);
    write_group(file, "F", successes, n);
    nz_table_close(file);
}

static char *
script(const nz_figure_options_t *options)
{
    return nz_script_of_table("fit", nz_table_path, options);
}

static void
check(const nz_figure_options_t *options, const char *text, bool is_there)
{
    nz_check_table_script("fit", nz_table_path, options, text, is_there);
}

static double
cloglog(double score)
{
    return log(-log(score));
}

static void
test_renders_in_every_format(void)
{
    static const size_t n_groups[] = { 1, 2, 3, 4, 6, 9, NZ_FIGURE_FIT_PANELS_MAX };
    static const unsigned curves[][5] = { { 0, 1, 7, 30, 60 }, { 0, 0, 0, 0, 0 },
        { 100, 100, 100, 100, 100 }, { 0, 0, 0, 0, 9 }, { 50, 40, 30, 20, 10 },
        { 0, 0, 100, 100, 100 }, { 3, 20, 50, 90, 100 } };

    for (size_t i = 0; i < NZ_COUNT_OF(n_groups); i++) {
        const nz_figure_options_t options = { .scale = (nz_figure_scale_t) (1 + i % 3) };
        FILE *file = nz_table_open(NULL);
        for (size_t k = 0; k < n_groups[i]; k++) {
            char family[32];
            snprintf(family, sizeof(family), "F%zu", k);
            write_group(file, family, curves[(k + i) % NZ_COUNT_OF(curves)], 5);
        }
        nz_table_close(file);
        nz_check_table_formats("fit", nz_table_path, &options);
    }
}

/* Every model is there, the one at zero too, with exact limits. */
static void
test_scores_of_opt(void)
{
    static const double exact[][3] = { { 0.0, 0.0, 0.0018427397934 },
        { 0.0005, 1.265882387e-05, 0.0027826398346 },
        { 0.054, 0.0445046231387, 0.0648278547688 } };
    static const size_t at[] = { 0, 1, 7 };
    size_t n = 0;

    write_opt();
    char *text = script(NULL);
    nz_script_row_t *rows = nz_script_rows(text, "counted", &n);
    CU_ASSERT_EQUAL_FATAL(n, NZ_COUNT_OF(opt));
    for (size_t i = 0; i < n; i++) {
        NZ_ASSERT_REL(rows[i].values[0], opt[i].size, 1e-9);
        NZ_ASSERT_ABS(rows[i].values[1], opt[i].successes / 2000.0, 1e-12);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(at); i++) {
        for (size_t k = 0; k < 3; k++) {
            NZ_ASSERT_ABS(rows[at[i]].values[1 + k], exact[i][k], 1e-11);
        }
    }
    CU_ASSERT_EQUAL(nz_script_number(text, "n_zeros"), 1.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "n_scores"), 7.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "n_error"), 0.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "n_bare"), 0.0);
    free(rows);
    free(text);
}

/* The line is that of R: straight in log(-log), as far as the axis goes, and the band has
 * the limits of the profile likelihood. */
static void
test_curve_of_opt(void)
{
    size_t n = 0;

    write_opt();
    char *text = script(NULL);
    nz_script_row_t *rows = nz_script_rows(text, "curve", &n);
    CU_ASSERT_TRUE_FATAL(n > 50);
    for (size_t i = 0; i < n; i++) {
        NZ_ASSERT_ABS(cloglog(rows[i].values[1]),
            at_1e9 + alpha * log(rows[i].values[0] / 1e9), 2e-3);
        CU_ASSERT_TRUE(i == 0 || rows[i].values[0] > rows[i - 1].values[0]);
        CU_ASSERT_TRUE(
            log10(rows[i].values[1]) >= nz_script_number(text, "y_break") - 1e-8);
    }
    NZ_ASSERT_REL(rows[n - 1].values[0], 66e9, 1e-9);
    NZ_ASSERT_ABS(cloglog(rows[n - 1].values[1]), at_1e9 + alpha * log(66.0), 2e-6);
    NZ_ASSERT_ABS(/* where it leaves the axis */
        log10(rows[0].values[1]), nz_script_number(text, "y_break"), 1e-8);
    free(rows);
    rows = nz_script_rows(text, "band", &n);
    CU_ASSERT_TRUE_FATAL(n > 50);
    NZ_ASSERT_REL(rows[0].values[0], 125e6, 1e-9);
    NZ_ASSERT_REL(rows[n - 1].values[0], 66e9, 1e-9);
    NZ_ASSERT_REL(rows[n - 1].values[1], 0.03681270536, 1e-6);
    NZ_ASSERT_REL(rows[n - 1].values[2], 0.05157340901, 1e-6);
    free(rows);
    free(text);
}

static void
test_words_of_opt(void)
{
    write_opt();
    char *text = script(NULL);
    nz_check_script(text, "figure_title = \"OPT, arithmetic_3da, accuracy\"\n", true);
    nz_check_script(text, "panel_label[1] = \"\"\n", true);
    nz_check_script(text, "panel_alpha[1] = 'α = −0.232 [−0.269, −0.197]'\n", true);
    nz_check_script(text, "panel_counts[1] = '8 models, n = 2000'\n", true);
    nz_check_script(text, "panel_tests[1] = 'p(fit) = 0.0034, p(zeros) > 0.99'\n", true);
    nz_check_script(text, "panel_is_law[1] = 1\n", true);
    nz_check_script(text, "figure_caption = 'Level 0.95. Limits: of scores exact", true);
    nz_check_script(text, "label_level = '95 %'\n", true);
    nz_check_script(text, "p(fit): probability of a deviance this large", true);
    nz_check_script(text, "p(zeros): that of all zeros", true);
    nz_check_script(text, "p(fit) below 0.05: scores scatter more", true);
    nz_check_script(text, "label_y = 'Accuracy [share of items solved]'\n", true);
    free(text);
}

/* A level is that of all limits. */
static void
test_level(void)
{
    const nz_figure_options_t options = { .level = 0.8 };
    size_t n = 0;

    write_opt();
    char *text = script(&options);
    nz_check_script(text, "figure_caption = 'Level 0.8.", true);
    nz_check_script(text, "label_level = '80 %'\n", true);
    nz_check_script(text, "panel_alpha[1] = 'α = −0.232 [−0.25", true);
    nz_script_row_t *rows = nz_script_rows(text, "counted", &n);
    CU_ASSERT_EQUAL_FATAL(n, NZ_COUNT_OF(opt));
    NZ_ASSERT_ABS(rows[7].values[2], 0.04760284775883, 1e-11);
    NZ_ASSERT_ABS(rows[7].values[3], 0.06106207512605, 1e-11);
    free(rows);
    rows = nz_script_rows(text, "band", &n);
    CU_ASSERT_TRUE(rows[n - 1].values[1] > 0.0369); /* narrower than at .95 */
    CU_ASSERT_TRUE(rows[n - 1].values[2] < 0.0515);
    free(rows);
    free(text);
}

/* A logarithmic axis holds the limits above zero, and has a rung for zeros only if there
 * are some. */
static void
test_logarithmic_axis(void)
{
    write_opt();
    char *text = script(NULL);
    nz_check_script(
        text, "is_log = 1\nis_cloglog = 0\nhas_zero = 1\nhas_one = 0\n", true);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_low"), -5.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_high"), -1.0);
    NZ_ASSERT_ABS(nz_script_number(text, "y_break"), -5.14, 1e-9);
    free(text);
    write_one((unsigned[]){ 5, 20, 60, 100 }, 4);
    text = script(NULL);
    nz_check_script(text, "has_zero = 0\nhas_one = 0\n", true);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_low"), -2.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_high"), 0.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_break"), -2.0);
    free(text);
    write_one((unsigned[]){ 100, 100 }, 2); /* as the limit .964 is not 1 */
    text = script(NULL);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_low"), -1.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_high"), 0.0);
    free(text);
}

static void
test_linear_axis(void)
{
    const nz_figure_options_t options = { .scale = NZ_FIGURE_SCALE_ACCURACY };

    write_opt();
    char *text = script(&options);
    nz_check_script(
        text, "is_log = 0\nis_cloglog = 0\nhas_zero = 0\nhas_one = 0\n", true);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_low"), 0.0);
    NZ_ASSERT_ABS(nz_script_number(text, "y_high"), 1.05 * 0.0648278547688, 1e-9);
    size_t n = 0;
    nz_script_row_t *rows = nz_script_rows(text, "curve", &n);
    NZ_ASSERT_REL(rows[0].values[0], 125e6, 1e-9); /* all of the line */
    free(rows);
    free(text);
    write_one((unsigned[]){ 5, 20, 60, 100 }, 4);
    text = script(&options);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_high"), 1.0);
    free(text);
}

/* Zeros and ones have no place on log(-log), so both have a rung; the ticks are
 * accuracies at the places that they mean. */
static void
test_cloglog_axis(void)
{
    const nz_figure_options_t options = { .scale = NZ_FIGURE_SCALE_CLOGLOG };

    write_opt();
    char *text = script(&options);
    nz_check_script(
        text, "is_log = 0\nis_cloglog = 1\nhas_zero = 1\nhas_one = 0\n", true);
    nz_check_script(text, "'0.01' -1.527179626", true);
    nz_check_script(text, "'10^{-5}' -2.443470358", true);
    nz_check_script(text, "'' -1.527179626", true);
    nz_check_script(text, "'0.005'", false); /* too near to 0.01 */
    nz_check_script(text, "scale log(−log)'\n", true);
    const double low = -cloglog(1.265882387e-05), high = -cloglog(0.0648278547688);
    NZ_ASSERT_ABS(nz_script_number(text, "y_low"), low - 0.05 * (high - low), 1e-8);
    NZ_ASSERT_ABS(nz_script_number(text, "y_high"), high + 0.05 * (high - low), 1e-8);
    free(text);
    write_one((unsigned[]){ 0, 5, 20, 60, 100 }, 5);
    text = script(&options);
    nz_check_script(text, "has_zero = 1\nhas_one = 1\n", true);
    CU_ASSERT_EQUAL(nz_script_number(text, "n_scores"), 3.0);
    CU_ASSERT_TRUE(
        nz_script_number(text, "y_break_high") > nz_script_number(text, "y_high"));
    free(text);
    nz_table_write("F,a,1e7,t,accuracy,100000,50000\nF,b,1e8,t,accuracy,100000,51000\n");
    text = script(&options);
    NZ_ASSERT_ABS(
        nz_script_number(text, "y_high") - nz_script_number(text, "y_low"), 0.6, 1e-3);
    nz_check_script(text, "'0.5' 0.3665129206", true);
    free(text);
}

/* What has no fit is drawn, with its status and what that means. */
static void
test_groups_without_a_fit(void)
{
    static const struct {
        unsigned successes[4];
        const char *words, *sentence;
        double n_zeros;
    } cases[] = {
        { { 0, 0, 0, 0 }, "'no fit (all zero)'",
            "all zero: no model solved an item: ", 4.0 },
        { { 100, 100, 100, 100 }, "'no fit (all right)'",
            "all right: no model failed an item: ", 0.0 },
        { { 0, 0, 0, 40 }, "(separated)'\n", "separated: successes begin where", 3.0 },
        { { 60, 50, 40, 30 }, ", not monotone'\n", "not monotone: scores do not", 0.0 },
    };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        size_t n = 0;
        write_one(cases[i].successes, 4);
        char *text = script(NULL);
        nz_check_script(text, cases[i].words, true);
        nz_check_script(text, cases[i].sentence, true);
        nz_check_script(text, "panel_is_law[1] = 0\n", true);
        nz_check_script(text, "has_law = 0\n", true);
        CU_ASSERT_EQUAL(nz_script_number(text, "n_counted"), 4.0);
        CU_ASSERT_EQUAL(nz_script_number(text, "n_zeros"), cases[i].n_zeros);
        CU_ASSERT_EQUAL(nz_script_number(text, "has_other"), i == 3);
        free(nz_script_rows(text, "curve", &n));
        CU_ASSERT_EQUAL(n > 0, i == 3);
        free(text);
    }
    write_one((unsigned[]){ 0, 0, 0, 40 }, 4);
    char *made = script(NULL);
    nz_check_script(made, "panel_alpha[1] = 'α < −", true);
    nz_check_script(made, "\nnote[2] = '", true); /* the sentence needs two lines */
    for (const char *at = made; (at = strstr(at, "\nnote[")) != NULL; at++) {
        CU_ASSERT_TRUE(strcspn(at + 1, "\n") < 145);
    }
    free(made);
    write_one((unsigned[]){ 7 }, 1);
    check(NULL, "panel_counts[1] = '1 model, n = 100'\n", true);
    check(NULL, "one size: all results are of one model size", true);
}

/* Test sets of several sizes, and decimals that suit the width of an interval. */
static void
test_words_of_numbers(void)
{
    nz_table_write("F,a,1e7,t,accuracy,100,3\nF,b,1e8,t,accuracy,1000000,200000\n"
                   "F,c,1e9,t,accuracy,200000,100000\n");
    char *text = script(NULL);
    nz_check_script(text, "'3 models, n = 100 to 10^{6}'", true);
    nz_check_script(text, "panel_alpha[1] = 'α = −0.36", true);
    const char *at = strstr(text, "panel_alpha[1] = 'α = −");
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    CU_ASSERT_EQUAL(strcspn(strchr(at, '.'), " "), 5); /* four decimals */
    nz_check_script(text, "p(zeros)", false);
    free(text);
    write_one((unsigned[]){ 1, 0, 80, 90 }, 4); /* zeros that the others do not explain */
    check(NULL, "p(zeros) < 0.0001", true);
}

/* Scores that are not counts, with and without a standard error. */
static void
test_scores_that_are_not_counts(void)
{
    size_t n = 0;

    nz_table_close(nz_table_open("parameters,metric,score,stderr\n1e7,bleu,3,0.5\n"
                                 "1e8,bleu,12,\n1e9,bleu,20,0.25\n"));
    char *text = script(NULL);
    nz_check_script(text, "is_log = 0\nis_cloglog = 0\nhas_zero = 0\n", true);
    nz_check_script(text, "label_y = \"bleu\" . ' [as in the table]'\n", true);
    nz_check_script(text, "no law: there is no law for this metric here", true);
    nz_check_script(text, "panel_counts[1] = '3 models'\n", true);
    nz_check_script(text, "Bars without a level: one standard error.", true);
    nz_check_script(text, "Level", false);
    nz_script_row_t *rows = nz_script_rows(text, "error", &n);
    CU_ASSERT_EQUAL_FATAL(n, 2);
    CU_ASSERT_EQUAL(rows[0].values[2], 2.5);
    CU_ASSERT_EQUAL(rows[0].values[3], 3.5);
    CU_ASSERT_EQUAL(rows[1].values[1], 20.0);
    CU_ASSERT_EQUAL(nz_script_number(text, "y_low"), 0.0); /* as that is near */
    free(rows);
    rows = nz_script_rows(text, "bare", &n);
    CU_ASSERT_EQUAL_FATAL(n, 1);
    CU_ASSERT_EQUAL(rows[0].values[1], 12.0);
    free(rows);
    free(text);
    const nz_figure_options_t log_axis = { .scale = NZ_FIGURE_SCALE_LOG };
    check(&log_axis, "is_log = 1\n", true);
    nz_table_close(nz_table_open("parameters,metric,score\n1e7,bleu,0\n1e8,bleu,40\n"));
    check(NULL, "The table has no errors of scores.", true);
    check(&log_axis, "has_zero = 1\n", true);
    check(&log_axis, "y_high = 2\n", true); /* scores may be above 1 */
    check(NULL, "y_low = 0\n", true);
    size_t size = 0;
    free(nz_render_table("fit", nz_table_path, &log_axis, NZ_FIGURE_SVG, &size));
}

/* Axes for scores of which none has a place above zero, or all are alike. */
static void
test_axes_of_few_scores(void)
{
    const nz_figure_options_t cloglog_axis = { .scale = NZ_FIGURE_SCALE_CLOGLOG };
    size_t size = 0;

    nz_table_close(nz_table_open("parameters,metric,score\n1e7,acc,0\n1e8,acc,0\n"));
    check(NULL, "has_zero = 1\n", true);
    check(NULL, "y_low = -3\ny_high = 0\n", true);
    free(nz_render_table("fit", nz_table_path, NULL, NZ_FIGURE_SVG, &size));
    free(nz_render_table("fit", nz_table_path, &cloglog_axis, NZ_FIGURE_SVG, &size));
    nz_table_close(nz_table_open("parameters,metric,score\n1e7,acc,1\n1e8,acc,1\n"));
    check(NULL, "y_low = -1\ny_high = 0\n", true);
    free(nz_render_table("fit", nz_table_path, &cloglog_axis, NZ_FIGURE_SVG, &size));
    nz_table_close(nz_table_open("parameters,metric,score\n1e7,bleu,30\n1e8,bleu,40\n"));
    check(NULL, "y_low = 29.5\ny_high = 40.5\n", true); /* far from zero */
    nz_table_close(nz_table_open("parameters,metric,score\n1e7,bleu,7\n1e8,bleu,7\n"));
    check(NULL, "y_low = 3.5\ny_high = 10.5\n", true);
}

static void
test_axes_that_cannot_be(void)
{
    const nz_figure_options_t log_axis = { .scale = NZ_FIGURE_SCALE_LOG },
                              cloglog_axis = { .scale = NZ_FIGURE_SCALE_CLOGLOG };

    nz_table_close(nz_table_open("parameters,metric,score\n1e7,bleu,-1\n1e8,bleu,4\n"));
    nz_check_table_refused("fit", nz_table_path, &log_axis, "no place for a score of -1");
    nz_check_table_refused(
        "fit", nz_table_path, &cloglog_axis, "is of shares of successes");
    check(NULL, "y_low = -1.25\n", true);
}

static void
test_labels(void)
{
    static const char *const labels[] = { ">OPT, arithmetic_3da, accuracy<",
        ">Accuracy [share of items solved]<", ">Model size N [parameters]<",
        ">fitted law, 95 % band<", ">score, exact 95 % limits<",
        ">no item solved, up to the limit<" };

    write_opt();
    char *svg = nz_render_table_svg("fit", nz_table_path, NULL);
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    nz_check_script(svg, "all items solved", false);
    nz_check_script(svg, "no scaling law", false);
    nz_check_script(svg, "standard error", false);
    /* Seven scores and the legend's, full; a zero and the legend's, hollow. */
    CU_ASSERT_EQUAL(nz_n_marks(svg, "'#gpPt12'", "rgb(  0, 158, 115)"), 8);
    CU_ASSERT_EQUAL(nz_n_marks(svg, "'#gpPt11'", "rgb(  0, 158, 115)"), 2);
    free(svg);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_renders_in_every_format),
        NZ_TEST(test_scores_of_opt),
        NZ_TEST(test_curve_of_opt),
        NZ_TEST(test_words_of_opt),
        NZ_TEST(test_level),
        NZ_TEST(test_logarithmic_axis),
        NZ_TEST(test_linear_axis),
        NZ_TEST(test_cloglog_axis),
        NZ_TEST(test_groups_without_a_fit),
        NZ_TEST(test_words_of_numbers),
        NZ_TEST(test_scores_that_are_not_counts),
        NZ_TEST(test_axes_of_few_scores),
        NZ_TEST(test_axes_that_cannot_be),
        NZ_TEST(test_labels),
        CU_TEST_INFO_NULL,
    };
    return nz_table_main("figure_fit", header, tests, argc, argv);
}
