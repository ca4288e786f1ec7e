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

static const char header[] = "family,model,parameters,task,metric,trials,score\n";

static void
write_curve(FILE *file, const char *family, const char *task, const char *metric)
{
    fprintf(file,
        "%s,a,1e7,%s,%s,100,0\n%s,b,1e8,%s,%s,100,0.1\n%s,c,1e9,%s,%s,100,0.4\n", family,
        task, metric, family, task, metric, family, task, metric);
}

/* Families by tasks, by counted metrics. */
static void
write_grid(size_t n_families, size_t n_tasks, size_t n_metrics)
{
    static const char *const metrics[] = { "accuracy", "exact_match" };
    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < n_families * n_tasks * n_metrics; i++) {
        char family[32], task[32];
        snprintf(family, sizeof(family), "F%zu", i / n_tasks / n_metrics);
        snprintf(task, sizeof(task), "t%zu", i / n_metrics % n_tasks);
        write_curve(file, family, task, metrics[i % n_metrics]);
    }
    nz_table_close(file);
}

static void
check(const nz_figure_options_t *options, const char *text, bool is_there)
{
    nz_check_table_script("fit", nz_table_path, options, text, is_there);
}

static void
refuse(const nz_figure_options_t *options, const char *says)
{
    nz_check_table_refused("fit", nz_table_path, options, says);
}

/* What all groups have is in the title, what tells them apart at the panels. */
static void
test_names(void)
{
    const nz_figure_options_t of_task = { .task = "t1" },
                              of_family = { .family = "F1", .metric = "accuracy" },
                              titled = { .title = "Mine" };

    write_grid(3, 2, 2);
    check(NULL, "figure_title = 'Published results and their scaling laws'\n", true);
    check(NULL, "panel_label[1] = \"F0, t0, accuracy\"\n", true);
    check(NULL, "panel_label[12] = \"F2, t1, exact_match\"\n", true);
    check(&of_task, "figure_title = \"t1\"\n", true);
    check(&of_task, "n_panels = 6\n", true);
    check(&of_task, "panel_label[6] = \"F2, exact_match\"\n", true);
    check(&of_family, "figure_title = \"F1, accuracy\"\n", true);
    check(&of_family, "panel_label[1] = \"t0\"\n", true);
    check(&of_family, "panel_label[2] = \"t1\"\n", true);
    check(&of_family, "n_panels = 2\n", true);
    check(&titled, "figure_title = \"Mine\"\n", true);
}

/* Columns of the user's choice group, and name. */
static void
test_grouping(void)
{
    const char *const columns[] = { "shots" };
    const nz_results_column_t renamed[] = { { "parameters", "size" } };
    const nz_figure_options_t options = { .reading = { .group = columns, .n_group = 1 } },
                              one = { .reading = { .columns = renamed, .n_columns = 1 } };

    nz_table_close(
        nz_table_open("parameters,family,shots,trials,successes\n1e7,F,2,100,1\n"
                      "1e8,G,2,100,5\n1e7,F,five,100,2\n1e8,F,five,100,9\n"));
    check(&options, "panel_label[1] = \"2\"\n", true);
    check(&options, "panel_label[2] = \"five\"\n", true);
    check(&options, "figure_title = 'Published results", true);
    nz_table_close(nz_table_open("parameters,shots,trials,successes\n1e7,2,100,1\n"
                                 "1e8,2,100,5\n"));
    check(&options, "figure_title = \"2\"\n", true);
    check(&options, "panel_label[1] = \"\"\n", true);
    nz_table_close(nz_table_open("size,trials,successes\n1e7,100,1\n1e8,100,5\n"));
    check(&one, "10000000 0.01 ", true);
    refuse(NULL, "parameters");
}

static void
test_choices_that_there_are_not(void)
{
    const nz_figure_options_t family = { .family = "F9" }, task = { .task = "zzz" },
                              metric = { .metric = "acuracy" },
                              both = { .family = "G", .task = "t0" };

    write_grid(3, 2, 1);
    refuse(&family, "no group has the family 'F9', did you mean 'F0'?; there are: F0, "
                    "F1, F2");
    refuse(&task, "no group has the task 'zzz'; there are: t0, t1");
    refuse(&metric, "did you mean 'accuracy'?");
    FILE *file = nz_table_open(NULL);
    write_curve(file, "F", "t0", "accuracy");
    write_curve(file, "G", "t1", "accuracy");
    nz_table_close(file);
    refuse(&both, "none of the 1 group chosen so far has the task 't0'");
    nz_table_close(nz_table_open("parameters,trials,successes\n1e7,9,1\n1e8,9,5\n"));
    refuse(&task, "no group is of one task alone, which --task could choose");
}

/* More groups than panels; what is advised then works. */
static void
test_too_many_groups(void)
{
    const nz_figure_options_t advised = { .task = "t0" }, family = { .family = "F3" },
                              metric = { .metric = "exact_match" };

    write_grid(4, 5, 2);
    refuse(NULL, "40 groups are too many, a figure has room for 12: choose some with "
                 "--family, --task and --metric; e.g. --task t0 leaves 8");
    refuse(&metric, "20 groups are too many");
    check(&advised, "n_panels = 8\n", true);
    check(&family, "n_panels = 10\n", true);
    write_grid(13, 1, 2);
    refuse(NULL, "26 groups are too many, a figure has room for 12: choose some with "
                 "--family, --task and --metric; e.g. --family F0 leaves 2");
    write_grid(13, 1, 1);
    refuse(NULL, "13 groups");
    write_grid(12, 1, 1);
    check(NULL, "n_panels = 12\n", true);
}

/* One axis cannot show successes and something else. */
static void
test_metrics_of_different_sorts(void)
{
    const nz_figure_options_t one = { .metric = "bleu" };
    FILE *file = nz_table_open(NULL);
    write_curve(file, "F", "t", "accuracy");
    write_curve(file, "F", "t", "bleu");
    nz_table_close(file);
    refuse(NULL, "metrics of different sorts (successes, none), which have no axis in "
                 "common: choose with --metric");
    check(&one, "n_panels = 1\n", true);
}

static void
test_answers_are_no_results(void)
{
    nz_table_close(nz_table_open("group,models,alpha,alpha_lower,alpha_upper,status\n"
                                 "all,3,-0.2,-0.3,-0.1,ok\n"));
    refuse(
        NULL, "this is the output of `nonzero fit` or `nonzero score`: give the table");
    nz_table_close(nz_table_open("group,metric,models,score,status,noise_exceedance\n"
                                 "all,accuracy,3,7,ok,0.1\n"));
    refuse(NULL, "give the table of results that was fitted or scored");
    nz_table_close(nz_table_open("alpha,trials,successes\n1,2,1\n"));
    refuse(NULL, "`parameters`");
    nz_check_table_refused("fit", "no such file", NULL, "no such file");
}

/* Options of this figure are not of others, and others' are not of this one. */
static void
test_options_of_other_figures(void)
{
    const nz_figure_options_t axis = { .scale = NZ_FIGURE_SCALE_LOG },
                              level = { .level = 0.9 }, family = { .family = "F" },
                              task = { .task = "t" },
                              columns = { .reading = { .n_columns = 1 } },
                              test_size = { .test_size = 10 };

    write_grid(1, 1, 1);
    nz_check_table_refused("coverage", nz_table_path, &axis,
        "--axis: there is nothing to choose in the figure coverage, drawn from a table "
        "of "
        "`nonzero coverage`; leave the option out (it is of fit)");
    nz_check_table_refused("plan", nz_table_path, &level, "--level: there is nothing");
    nz_check_table_refused("plan", nz_table_path, &family, "--family: there is nothing");
    nz_check_table_refused("plan", nz_table_path, &task, "--task: there is nothing");
    nz_check_table_refused("plan", nz_table_path, &columns, "--column: there is nothing");
    refuse(&test_size, "--test-size: is of figures of a run");
}

/* The laws and numbers of `nonzero fit` change the fit here too. */
static void
test_options_of_a_fit(void)
{
    const nz_fit_metric_law_t law = { NULL, NZ_SCORE_NO_LAW },
                              other = { "em", NZ_SCORE_NO_LAW };
    const nz_fit_options_t none = { .laws = (nz_fit_metric_law_t *) (uintptr_t) &law,
        .n_laws = 1 },
                           wrong = { .laws = (nz_fit_metric_law_t *) (uintptr_t) &other,
                               .n_laws = 1 };
    const nz_fit_options_t loss = { .fit = { .setting = {
                                                 .tokens = 5.0, .irreducible = 0.1 } } };
    const nz_figure_options_t options = { .fitting = &none },
                              refused = { .fitting = &wrong },
                              losing = { .fitting = &loss };

    write_grid(1, 1, 1);
    check(NULL, "no fit", false);
    check(&options, "panel_alpha[1] = 'no fit (no law)'\n", true);
    refuse(&refused, "no group has the metric 'em'");
    char *plain = nz_script_of_table("fit", nz_table_path, NULL);
    char *made = nz_script_of_table("fit", nz_table_path, &losing);
    const char *at = strstr(plain, "panel_alpha[1]"),
               *there = strstr(made, "panel_alpha[1]");
    CU_ASSERT_TRUE_FATAL(at != NULL && there != NULL);
    CU_ASSERT_NOT_EQUAL(strncmp(at, there, strcspn(at, "\n")), 0);
    free(plain);
    free(made);
}

/* Brier scores need a number of options to be fitted; who draws other groups need not
 * know. */
static void
test_brier_scores_without_options(void)
{
    const nz_fit_options_t fitting = {
        .fit = { .setting = { .options = 4.0, .concentration = (double) INFINITY } }
    };
    const nz_figure_options_t other = { .family = "F" }, brier = { .family = "B" },
                              fitted = { .family = "B", .fitting = &fitting };
    const nz_figure_input_t input = { .table = nz_table_path };
    nz_diagnostics_t diagnostics = { 0 };
    FILE *file = nz_table_open(NULL), *sink = fopen("/dev/null", "w");

    CU_ASSERT_PTR_NOT_NULL_FATAL(sink);
    write_curve(file, "F", "t", "accuracy");
    fputs("B,a,1e7,t,brier_score,,0.7\nB,b,1e8,t,brier_score,,0.5\n"
          "B,c,1e9,t,brier_score,,0.2\n",
        file);
    nz_table_close(file);
    free(nz_render_table_svg("fit", nz_table_path, &other)); /* and not a word */
    check(&fitted, "panel_is_law[1] = 1\n", true);
    CU_ASSERT_EQUAL(nz_figure_script(nz_figure_kind_find("fit"), &input, &brier,
                        NZ_FIGURE_SVG, sink, &diagnostics),
        NZ_OK);
    CU_ASSERT_EQUAL_FATAL(diagnostics.n, 1);
    nz_check_script(diagnostics.text[0], "1 group of Brier scores has no fit", true);
    fclose(sink);
}

static void
test_hostile_text_does_nothing(void)
{
    static const char hostile[] = "\"`touch X`''''.system('touch X').''''{/:Bold} @x\"";
    FILE *file = nz_table_open(NULL);
    size_t size = 0;

    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    write_curve(file, hostile, "t_0", "accuracy");
    write_curve(file,
        "\"%s%n\\a$(touch X) a family whose name is long, long and long, "
        "and goes on\"",
        "t_0", "accuracy");
    nz_table_close(file);
    free(nz_render_table("fit", nz_table_path, NULL, NZ_FIGURE_SVG, &size));
    const nz_figure_options_t options = { .title = "`touch X` {x}^2 '$x' \"" };
    char *svg = nz_render_table_svg("fit", nz_table_path, &options);
    nz_check_script(svg, ">`touch X` {x}^2 '$x' ", true);
    nz_check_script(svg, ">`touch X`''''.system('touch X').''''{/:Bold} @x<", true);
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    free(svg);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_names),
        NZ_TEST(test_grouping),
        NZ_TEST(test_choices_that_there_are_not),
        NZ_TEST(test_too_many_groups),
        NZ_TEST(test_metrics_of_different_sorts),
        NZ_TEST(test_answers_are_no_results),
        NZ_TEST(test_options_of_other_figures),
        NZ_TEST(test_options_of_a_fit),
        NZ_TEST(test_brier_scores_without_options),
        NZ_TEST(test_hostile_text_does_nothing),
        CU_TEST_INFO_NULL,
    };
    return nz_table_main("figure_groups", header, tests, argc, argv);
}
