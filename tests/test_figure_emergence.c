#include "mpi/figure.h"
#include "tests/figure_example.h"
#include "tests/figure_render.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char bars[] = "emergence", by_metric[] = "emergence-by-metric";

/* The mirage study with thinned grids. */
static nz_example_t
thinned(void)
{
    static const uint64_t strides[] = { 1, 2, 4 };
    nz_example_t example = nz_example_mirage();
    example.keep_every = strides;
    example.n_keep_every = NZ_COUNT_OF(strides);
    return example;
}

/* Four sizes, two strides; every metric that sequence tasks have. */
static nz_summary_t
sequence_of_all_metrics(void)
{
    static const char yaml[] =
        "title: All metrics\n"
        "models: {parameters: [1.0e+7, 1.0e+8, 1.0e+9, 1.0e+10], keep_every: [1, 2]}\n"
        "law: {kind: power, c: 1.0e+8, alpha: -0.35}\n"
        "task: {kind: sequence, tokens: [1, 5], samples: 4, k: 2, successes: 2}\n"
        "test_sizes: [20, 100, 1000]\n"
        "metrics: [accuracy, token_edit_distance, token_accuracy, cross_entropy, "
        "pass_at_k, "
        "inverse_sampling]\n"
        "intervals: [wilson]\n";
    nz_study_t study = { 0 };
    nz_summary_t summary = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    nz_status_t status =
        nz_study_parse(yaml, sizeof(yaml) - 1, "test", NULL, 0, &study, &diagnostics);
    if (diagnostics.n > 0) {
        printf("\n    %s\n", diagnostics.text[0]);
    }
    CU_ASSERT_EQUAL_FATAL(status, NZ_OK);
    NZ_ASSERT_OK(nz_summary_init(&summary, &study));
    return summary;
}

static double *
at(nz_summary_t *summary, nz_quantity_t quantity, size_t d, size_t t, size_t k, size_t m)
{
    return &summary->value[quantity][nz_summary_curve(&summary->study, d, t, k, m)];
}

/* The same score everywhere, falling for the metrics that fall. */
static void
fill(nz_summary_t *summary, double score, double noise, double truth)
{
    const nz_study_t *study = &summary->study;
    const size_t n = nz_summary_size(study, NZ_SCOPE_CURVE);
    for (size_t i = 0; i < n; i++) {
        const int metric = study->metrics.values[i % study->metrics.n];
        const int sign = nz_metric_is_rising((nz_metric_t) metric) ? 1 : -1;
        const bool is_thinned = i / study->metrics.n % study->models.keep_every.n != 0;
        summary->value[NZ_QUANTITY_N_MODELS][i] = is_thinned ? 2 : 4;
        summary->value[NZ_QUANTITY_EMERGENCE_TRUE][i] = sign * truth;
        summary->value[NZ_QUANTITY_EMERGENCE_MEDIAN][i] = sign * score;
        summary->value[NZ_QUANTITY_EMERGENCE_Q05][i] = sign * score;
        summary->value[NZ_QUANTITY_EMERGENCE_Q95][i] = sign * score;
        summary->value[NZ_QUANTITY_EMERGENCE_NOISE_Q95][i] = noise;
        summary->value[NZ_QUANTITY_EMERGENCE_INFINITE_SHARE][i] = 0;
        summary->value[NZ_QUANTITY_JUMP_SHARE_TRUE][i] = 0.5;
        summary->value[NZ_QUANTITY_JUMP_SHARE_MEDIAN][i] = 0.5;
        summary->value[NZ_QUANTITY_JUMP_SHARE_Q05][i] = 0.25;
        summary->value[NZ_QUANTITY_JUMP_SHARE_Q95][i] = 0.75;
    }
}

/* Whether the lines stand at the start of the given section of a data block. */
static void
check_section(const char *script, const char *block, size_t i_section, const char *lines)
{
    char name[64];
    snprintf(name, sizeof(name), "$%s << EOD\n", block);
    const char *section = strstr(script, name);
    CU_ASSERT_PTR_NOT_NULL_FATAL(section);
    section += strlen(name);
    for (size_t i = 0; i < i_section; i++) {
        section = strstr(section, "\n\n\n");
        CU_ASSERT_PTR_NOT_NULL_FATAL(section);
        section += 3;
    }
    if (strncmp(section, lines, strlen(lines)) != 0) {
        printf("\n    %s: %.80s\n", block, section);
    }
    CU_ASSERT_EQUAL(strncmp(section, lines, strlen(lines)), 0);
}

static void
test_emergence_labels(void)
{
    static const char *const labels[] = { ">Accuracy: E > 0<",
        ">Token edit distance: E &lt; 0<", ">9 models<", ">5 of 9 models (keep_every 2)<",
        ">3 of 9 models (keep_every 4)<", "Test set size n [items]",
        "Emergence score |E|", "[share of range]", "pure noise: 95 % of scores below",
        ">true value<", ">20<", ">100<", ">1000<", ">10000<", ">∞<",
        "L = 20 tokens. 2000 replicates", "Exact match looks emergent" };
    nz_example_t example = thinned();
    nz_summary_t summary = nz_example_fill(&example);
    char *svg = nz_render_svg(bars, &summary, NULL);
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    free(svg);
    nz_summary_free(&summary);
}

static void
test_emergence_places_scores(void)
{
    nz_example_t example = thinned();
    nz_summary_t summary = nz_example_fill(&example);
    /* Series 1 (every 2nd model) of the edit distance, test sizes 20, 100, 1000. */
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 2, 0, 1, 1) = -(double) INFINITY;
    *at(&summary, NZ_QUANTITY_EMERGENCE_Q05, 2, 0, 1, 1) = -(double) INFINITY;
    *at(&summary, NZ_QUANTITY_EMERGENCE_Q95, 2, 0, 1, 1) = -2.5;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 2, 1, 1, 1) = -3;
    *at(&summary, NZ_QUANTITY_EMERGENCE_Q05, 2, 1, 1, 1) = -4;
    *at(&summary, NZ_QUANTITY_EMERGENCE_Q95, 2, 1, 1, 1) = 2;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 2, 2, 1, 1) = (double) NAN;
    *at(&summary, NZ_QUANTITY_EMERGENCE_NOISE_Q95, 2, 0, 1, 1) = 4.5;
    *at(&summary, NZ_QUANTITY_EMERGENCE_NOISE_Q95, 2, 1, 1, 1) = (double) INFINITY;
    *at(&summary, NZ_QUANTITY_EMERGENCE_INFINITE_SHARE, 2, 0, 1, 1) = 0.625;
    *at(&summary, NZ_QUANTITY_EMERGENCE_TRUE, 2, 0, 1, 1) = -3.5;
    *at(&summary, NZ_QUANTITY_JUMP_SHARE_MEDIAN, 2, 0, 1, 1) = 0.5;
    *at(&summary, NZ_QUANTITY_JUMP_SHARE_Q05, 2, 0, 1, 1) = 0.25;
    *at(&summary, NZ_QUANTITY_JUMP_SHARE_Q95, 2, 0, 1, 1) = 0.75;
    *at(&summary, NZ_QUANTITY_JUMP_SHARE_TRUE, 2, 0, 1, 1) = 0.125;
    char *script = nz_script_of(bars, &summary);
    const size_t section = 1 * 3 + 1; /* panel 1, series 1 of 3 */
    check_section(script, "score", section, "20 1e+300 1e+300 2.5\n100 3 4 -1\n\n10000 ");
    check_section(script, "noise", section, "20 4.5\n100 1e+300\n1000 ");
    check_section(script, "share", section, "20 0.625\n100 ");
    check_section(script, "true_score", section, "20 3.5\n100 ");
    check_section(script, "jump", section, "20 0.5 0.25 0.75\n100 ");
    check_section(script, "true_jump", section, "20 0.125\n100 ");
    free(script);
    nz_summary_free(&summary);
}

/* Scores of a metric are drawn in the direction in which its truth goes, not in that of
 * the metric: a table of losses may be in any order. */
static void
test_emergence_follows_the_truth(void)
{
    nz_summary_t summary = sequence_of_all_metrics();
    fill(&summary, 5, 3, 4);
    for (size_t t = 0; t < 3; t++) {
        *at(&summary, NZ_QUANTITY_EMERGENCE_TRUE, 1, t, 0, 0) = -4;
        *at(&summary, NZ_QUANTITY_EMERGENCE_TRUE, 1, t, 0, 1) = 0;
    }
    char *script = nz_script_of(bars, &summary);
    static const char *const pieces[] = { "panel_title[1] = panel_metric . ': E < 0'",
        "panel_title[2] = panel_metric . ': E < 0'",
        "panel_title[3] = panel_metric . ': E > 0'", "has_zero = 1" };
    nz_check_holds(script, pieces, NZ_COUNT_OF(pieces));
    check_section(script, "score", 0, "20 -1 -1 -1\n");
    check_section(script, "true_score", 0, "20 4\n");
    free(script);
    nz_summary_free(&summary);
}

static void
test_rungs_stand_only_where_they_are_needed(void)
{
    nz_summary_t summary = sequence_of_all_metrics();
    fill(&summary, 5, 3, 4);
    char *svg = nz_render_svg(bars, &summary, NULL);
    CU_ASSERT_PTR_NULL(strstr(svg, "∞"));
    CU_ASSERT_PTR_NULL(strstr(svg, "≤ 0"));
    free(svg);
    /* One infinite score in a hundred is in no quantile, but has its share drawn. */
    *at(&summary, NZ_QUANTITY_EMERGENCE_INFINITE_SHARE, 1, 0, 0, 0) = 0.01;
    svg = nz_render_svg(bars, &summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, ">∞<"));
    CU_ASSERT_PTR_NULL(strstr(svg, "≤ 0"));
    free(svg);
    *at(&summary, NZ_QUANTITY_EMERGENCE_Q05, 1, 0, 0, 0) = 0;
    svg = nz_render_svg(bars, &summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, ">≤ 0<"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "flat, or against the truth"));
    free(svg);
    nz_summary_free(&summary);
}

static void
test_emergence_axis_holds_every_score(void)
{
    nz_summary_t summary = sequence_of_all_metrics();
    fill(&summary, 5, 3, 4);
    char *script = nz_script_of(bars, &summary);
    CU_ASSERT_PTR_NOT_NULL(strstr(script, "score_high = 1.04\n"));
    free(script);
    *at(&summary, NZ_QUANTITY_EMERGENCE_Q95, 1, 2, 1, 4) = 1e4;
    script = nz_script_of(bars, &summary);
    CU_ASSERT_PTR_NOT_NULL(strstr(script, "score_high = 4.16\n"));
    free(script);
    nz_summary_free(&summary);
}

static void
test_emergence_of_one_metric(void)
{
    nz_summary_t summary = sequence_of_all_metrics();
    const nz_figure_options_t options = { .metric = "pass_at_k", .difficulty = 1 };
    fill(&summary, 5, 3, 4);
    char *svg = nz_render_svg(bars, &summary, &options);
    const char *panel = strstr(svg, ">Pass at k: E > 0<");
    CU_ASSERT_PTR_NOT_NULL_FATAL(panel);
    CU_ASSERT_PTR_NULL(strstr(panel + 1, ">Pass at k"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "L = 1 token."));
    CU_ASSERT_PTR_NULL(strstr(svg, "Accuracy"));
    free(svg);
    nz_summary_free(&summary);
}

/* Of many strides six, of many test sizes as many as there is room for. */
static void
test_emergence_shows_what_there_is_room_for(void)
{
    static const uint64_t strides[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    uint64_t sizes[40];
    for (size_t i = 0; i < 40; i++) {
        sizes[i] = 10 + 7 * i;
    }
    nz_example_t example = nz_example_mirage();
    example.keep_every = strides;
    example.n_keep_every = NZ_COUNT_OF(strides);
    example.test_sizes = sizes;
    example.n_test_sizes = 40;
    nz_summary_t summary = nz_example_fill(&example);
    char *script = nz_script_of(bars, &summary);
    static const char *const pieces[] = { "n_series = 6\n",
        "series_label[6] = '2 of 9 models (keep\\_every 8)'\n", "n_sizes = 10\n",
        "10 of 40 test sizes shown" };
    nz_check_holds(script, pieces, NZ_COUNT_OF(pieces));
    free(script);
    free(nz_render_svg(bars, &summary, NULL));
    nz_summary_free(&summary);
}

static void
test_by_metric_rows(void)
{
    nz_summary_t summary = sequence_of_all_metrics();
    fill(&summary, 4, 3, 5);
    /* Largest test size, all models; curves of accuracy: 4 and inf; of pass_at_k: 9 and
     * 16; of the edit distance, which falls: 2 and 8; of the cross-entropy 7 and against
     * the truth; what stands at other test sizes and strides has no part. */
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 1, 2, 0, 0) = (double) INFINITY;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 0, 2, 0, 4) = 9;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 1, 2, 0, 4) = 16;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 0, 2, 0, 1) = -2;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 1, 2, 0, 1) = -8;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 0, 2, 0, 3) = -7;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 1, 2, 0, 3) = 7;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 1, 1, 0, 2) = 1000;
    *at(&summary, NZ_QUANTITY_EMERGENCE_MEDIAN, 1, 2, 1, 2) = 1000;
    *at(&summary, NZ_QUANTITY_EMERGENCE_NOISE_Q95, 1, 2, 0, 2) = 4;
    char *script = nz_script_of(by_metric, &summary);
    static const char *const pieces[] = { "n_headings = 2\n", "n_rows = 6\n",
        "n_lines = 8\n", "heading_line[2] = 5\n", "has_infinite = 1", "has_zero = 1",
        "row_metric = 'Accuracy'\nrow_label[1] = row_metric; row_line[1] = 2; "
        "row_share[1] = '2 of 2'\n",
        "row_metric = 'Pass at k'\nrow_label[2]",
        "row_metric = 'Inverse sampling'\nrow_label[3]",
        "row_metric = 'Token edit distance'\nrow_label[4] = row_metric; row_line[4] = 6; "
        "row_share[4] = '1 of 2'\n",
        "row_metric = 'Token accuracy'\nrow_label[5] = row_metric; row_line[5] = 7; "
        "row_share[5] = '1 of 2'\n",
        "row_metric = 'Cross entropy'\nrow_label[6]",
        "n = 1000 items, 4 models. 1000 replicates" };
    nz_check_holds(script, pieces, NZ_COUNT_OF(pieces));
    check_section(script, "bar", 0, "2 1e+300\n3 12\n4 4\n\n\n6 4\n7 4\n8 -1\n");
    check_section(script, "true_score", 0, "2 5\n3 5\n4 5\n\n\n6 5\n");
    check_section(script, "noise", 1, "6 3\n7 3.464101615\n");
    check_section(script, "curve", 0, "2 4 0\n2 1e+300 ");
    free(script);
    nz_summary_free(&summary);
}

static void
test_by_metric_at_a_test_size(void)
{
    nz_summary_t summary = sequence_of_all_metrics();
    const nz_figure_options_t options = { .test_size = 100 };
    fill(&summary, 4, 3, 5);
    char *svg = nz_render_svg(by_metric, &summary, &options);
    static const char *const labels[] = { "n = 100 items, 4 models.", ">Accuracy<",
        ">All or nothing<", ">Every part counts<", "2 of 2", ">above noise<",
        "Emergence score |E|, median over test sets" };
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    free(svg);
    nz_summary_free(&summary);
}

/* A run without all-or-nothing metrics has one heading, on the first line. */
static void
test_by_metric_of_one_group(void)
{
    nz_example_t example = nz_example_mirage();
    example.n_metrics = 1;
    nz_summary_t summary = nz_example_fill(&example);
    char *script = nz_script_of(by_metric, &summary);
    CU_ASSERT_PTR_NOT_NULL(strstr(script, "n_headings = 1\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(script, "'{/:Bold All or nothing}'; heading_line[1] = 1"));
    free(script);
    summary.study.metrics.values[0] = NZ_METRIC_TOKEN_EDIT_DISTANCE;
    script = nz_script_of(by_metric, &summary);
    CU_ASSERT_PTR_NOT_NULL(strstr(script, "n_headings = 1\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(script, "'{/:Bold Every part counts}'; heading_line[1] = 1"));
    CU_ASSERT_PTR_NOT_NULL(strstr(script, "row_line[1] = 2;"));
    free(script);
    free(nz_render_svg(by_metric, &summary, NULL));
    nz_summary_free(&summary);
}

static nz_run_t
run_of_two_tasks(void)
{
    static const char yaml[] =
        "title: Two tasks\n"
        "models: {parameters: [1.0e+7, 1.0e+8, 1.0e+9, 1.0e+10], keep_every: [1, 2]}\n"
        "law: {kind: power, c: 1.0e+8, alpha: -0.35}\n"
        "tasks: [{kind: sequence, tokens: [1, 5]}, {kind: choice, options: [2, 4, 8]}]\n"
        "test_sizes: [20, 100]\n"
        "intervals: [wilson]\n";
    nz_studies_t studies = { 0 };
    nz_run_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    NZ_ASSERT_OK(nz_studies_parse(
        yaml, sizeof(yaml) - 1, "test", NULL, 0, &studies, &diagnostics));
    NZ_ASSERT_OK(nz_run_init(&run, &studies));
    return run;
}

/* Bars are over the curves of all tasks, panels of one. */
static void
test_runs_of_several_tasks(void)
{
    static const char *const labels[] = { "2 tasks, n = 100 items", ">5 of 5<",
        ">2 of 2<", ">3 of 3<" };
    static const char *const panels[] = { ">Brier score: E &lt; 0<", "K = 8 options." };
    const nz_figure_options_t choice = { .task = "choice" };
    nz_run_t run = run_of_two_tasks();
    fill(&run.parts[0], 4, 3, 5);
    fill(&run.parts[1], 9, 3, 5);
    char *svg = nz_render_run_svg(by_metric, &run, NULL);
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    free(svg);
    svg = nz_render_run_svg(bars, &run, &choice);
    nz_check_holds(svg, panels, NZ_COUNT_OF(panels));
    CU_ASSERT_PTR_NULL(strstr(svg, "Accuracy"));
    free(svg);
    svg = nz_render_run_svg(bars, &run, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, ">Accuracy: E > 0<"));
    free(svg);
    CU_ASSERT_EQUAL(
        nz_check_run_refused(by_metric, &run, &choice, "leave the option out"),
        NZ_ERR_INPUT);
    nz_run_free(&run);
}

/* Of crowded test sizes the largest keeps its label, and none overlaps the next. */
static void
test_labels_of_test_sizes_have_room(void)
{
    static const uint64_t sizes[] = { 50, 95, 100, 1000, 47400, 100000 };
    nz_example_t example = nz_example_mirage();
    example.test_sizes = sizes;
    example.n_test_sizes = NZ_COUNT_OF(sizes);
    nz_summary_t summary = nz_example_fill(&example);
    char *script = nz_script_of(bars, &summary);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(script, "ticks_x = \"set xtics ('10^{5}' 5, '47400' 4.675778342, '1000' "
                       "3, '100' 2, '' 1.977723605, '50' "
                       "1.698970004)\"\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(script, "ticks_x_bare = \"set xtics ('' 5, '' 4.67"));
    free(script);
    nz_summary_free(&summary);
}

/* Three series take .8 of the smallest distance of two test sizes, however they are
 * spaced at least of a quarter of the mean distance. */
static void
test_series_stand_beside_each_other(void)
{
    static const uint64_t sizes[2][3] = { { 10, 100, 10000 }, { 10, 11, 100000 } };
    static const double steps[2] = { 0.8 * 1 / 3, 0.8 * 0.25 * 2 / 3 };
    nz_example_t example = thinned();
    for (size_t i = 0; i < 2; i++) {
        example.test_sizes = sizes[i];
        example.n_test_sizes = 3;
        nz_summary_t summary = nz_example_fill(&example);
        char *script = nz_script_of(bars, &summary);
        const char *step = strstr(script, "dodge_step = ");
        CU_ASSERT_PTR_NOT_NULL_FATAL(step);
        NZ_ASSERT_REL(strtod(step + 13, NULL), steps[i], 1e-9);
        free(script);
        nz_summary_free(&summary);
    }
}

/* The truth and the noise of a curve are not drawn, only their medians: an axis that
 * reached to every one could be empty. */
static void
test_by_metric_axis_holds_what_is_drawn(void)
{
    nz_summary_t summary = sequence_of_all_metrics();
    fill(&summary, 5, 3, 4);
    *at(&summary, NZ_QUANTITY_EMERGENCE_TRUE, 1, 2, 0, 0) = 4e8;
    char *script = nz_script_of(by_metric, &summary);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(script, "score_high = 4.7861")); /* 1.04 lg sqrt(16e8) */
    free(script);
    *at(&summary, NZ_QUANTITY_EMERGENCE_NOISE_Q95, 0, 2, 0, 0) = 4e8;
    *at(&summary, NZ_QUANTITY_EMERGENCE_NOISE_Q95, 1, 2, 0, 0) = 1e10;
    script = nz_script_of(by_metric, &summary);
    CU_ASSERT_PTR_NOT_NULL(strstr(script, "score_high = 9.67307"));
    free(script);
    /* A median over curves of which one is undefined is undefined. */
    *at(&summary, NZ_QUANTITY_EMERGENCE_TRUE, 1, 2, 0, 0) = (double) NAN;
    script = nz_script_of(by_metric, &summary);
    check_section(script, "true_score", 0, "3 4\n4 4\n");
    free(script);
    nz_summary_free(&summary);
}

static void
check_hard_case(const nz_example_t *example)
{
    nz_summary_t summary = nz_example_fill(example);
    free(nz_render_svg(bars, &summary, NULL));
    free(nz_render_svg(by_metric, &summary, NULL));
    nz_summary_free(&summary);
}

static void
test_hard_cases_render_without_warnings(void)
{
    static const uint64_t strides[] = { 1, 2, 3, 4, 6, 8, 9 },
                          near[] = { 1000, 1001, 1002 }, many[] = { 1, 1000000000 };
    nz_example_t example = nz_example_mirage();
    example.n_models = 2;
    example.n_test_sizes = 1;
    check_hard_case(&example);
    example = nz_example_mirage();
    example.keep_every = strides;
    example.n_keep_every = NZ_COUNT_OF(strides);
    check_hard_case(&example);
    example.test_sizes = near;
    example.n_test_sizes = NZ_COUNT_OF(near);
    check_hard_case(&example);
    example.test_sizes = many;
    example.n_test_sizes = NZ_COUNT_OF(many);
    check_hard_case(&example);
    example.law.c = 1e40; /* all zero */
    check_hard_case(&example);
    example.law.c = 1e-40; /* all one */
    check_hard_case(&example);
}

static void
test_one_score_everywhere_renders_without_warnings(void)
{
    static const double scores[] = { 1, 0, -5, 1e9, 1e200, (double) INFINITY,
        -(double) INFINITY };
    nz_summary_t summary = sequence_of_all_metrics();
    for (size_t i = 0; i < NZ_COUNT_OF(scores); i++) {
        fill(&summary, scores[i], fabs(scores[i]), fabs(scores[i]));
        free(nz_render_svg(bars, &summary, NULL));
        free(nz_render_svg(by_metric, &summary, NULL));
    }
    nz_summary_free(&summary);
}

static void
test_undefined_scores_leave_gaps(void)
{
    nz_example_t example = thinned();
    for (size_t period = 1; period <= 4; period++) {
        nz_summary_t summary = nz_example_fill(&example);
        for (int q = 0; q < NZ_N_QUANTITIES; q++) {
            if (nz_quantity_scope((nz_quantity_t) q) != NZ_SCOPE_CURVE
                || q == NZ_QUANTITY_N_MODELS) {
                continue;
            }
            const size_t n = nz_summary_size(&summary.study, NZ_SCOPE_CURVE);
            for (size_t i = 0; i < n; i += period) {
                summary.value[q][i] = (double) NAN;
            }
        }
        free(nz_render_svg(bars, &summary, NULL));
        if (period > 1) { /* else there is nothing to draw a bar of */
            free(nz_render_svg(by_metric, &summary, NULL));
        }
        nz_summary_free(&summary);
    }
}

static void
test_refusals_say_what_to_do(void)
{
    nz_summary_t summary = sequence_of_all_metrics();
    const nz_figure_options_t metric = { .metric = "acuracy" },
                              length = { .difficulty = 7 }, size = { .test_size = 50 },
                              one = { .metric = "accuracy" };
    fill(&summary, 4, 3, 5);
    CU_ASSERT_EQUAL(
        nz_check_refused(bars, &summary, &metric, "'accuracy'?"), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(
        nz_check_refused(bars, &summary, &length, "it has 1, 5"), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(
        nz_check_refused(bars, &summary, &size, "leave the option out"), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(nz_check_refused(by_metric, &summary, &size, "it has 20, 100, 1000"),
        NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(nz_check_refused(by_metric, &summary, &one, "leave the option out"),
        NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(
        nz_check_refused(by_metric, &summary, &length, "leave the option out"),
        NZ_ERR_INPUT);
    fill(&summary, (double) NAN, 3, 5);
    CU_ASSERT_EQUAL(
        nz_check_refused(by_metric, &summary, NULL, "no curve of"), NZ_ERR_INPUT);
    summary.study.models.parameters.n = 1;
    CU_ASSERT_EQUAL(
        nz_check_refused(bars, &summary, NULL, "needs two models"), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(
        nz_check_refused(by_metric, &summary, NULL, "needs two models"), NZ_ERR_INPUT);
    nz_summary_free(&summary);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_emergence_labels),
        NZ_TEST(test_emergence_places_scores),
        NZ_TEST(test_emergence_follows_the_truth),
        NZ_TEST(test_rungs_stand_only_where_they_are_needed),
        NZ_TEST(test_emergence_axis_holds_every_score),
        NZ_TEST(test_emergence_of_one_metric),
        NZ_TEST(test_emergence_shows_what_there_is_room_for),
        NZ_TEST(test_by_metric_rows),
        NZ_TEST(test_by_metric_at_a_test_size),
        NZ_TEST(test_by_metric_of_one_group),
        NZ_TEST(test_runs_of_several_tasks),
        NZ_TEST(test_labels_of_test_sizes_have_room),
        NZ_TEST(test_series_stand_beside_each_other),
        NZ_TEST(test_by_metric_axis_holds_what_is_drawn),
        NZ_TEST(test_hard_cases_render_without_warnings),
        NZ_TEST(test_one_score_everywhere_renders_without_warnings),
        NZ_TEST(test_undefined_scores_leave_gaps),
        NZ_TEST(test_refusals_say_what_to_do),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("figure_emergence", tests, argc, argv);
}
