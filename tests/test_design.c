#include "sim/design.h"

#include "sim/unit.h"
#include "tests/testlib.h"

#include <stdlib.h>
#include <string.h>

static const char yaml[] = "replicates: 12345\n"
                           "models: { parameters: [1.0e7, 1.0e9] }\n"
                           "law: { c: 2.0e7, alpha: -0.3 }\n"
                           "task: { tokens: [1, 4, 30] }\n"
                           "test_sizes: [10, 50, 1000000000]\n"
                           "bootstrap: { engine: ENGINE, resamples: 100 }\n";

static void
parse(const char *engine, nz_study_t *study)
{
    nz_diagnostics_t diagnostics = { 0 };
    char text[sizeof(yaml) + 16];
    const char *at = strstr(yaml, "ENGINE");

    snprintf(text, sizeof(text), "%.*s%s%s", (int) (at - yaml), yaml, engine, at + 6);
    NZ_ASSERT_OK(nz_study_parse(text, strlen(text), "t", NULL, 0, study, &diagnostics));
}

/* Every replicate of every curve is in exactly one unit. */
static void
test_units_cover_every_replicate_once(void)
{
    static const char *const engines[] = { "exact", "resample" };
    for (size_t e = 0; e < 2; e++) {
        nz_study_t study = { 0 };
        nz_design_t design = { 0 };
        uint64_t seen[3][3] = { { 0 } }, units = 0;
        double last_cost = HUGE_VAL;

        parse(engines[e], &study);
        NZ_ASSERT_OK(nz_design_init(&design, &(nz_studies_t){ 1, &study }));
        CU_ASSERT_EQUAL(design.n_curves, 9);
        for (uint64_t i = 0; i < design.n_units; i++) {
            const nz_unit_t unit = nz_design_unit(&design, i);
            const nz_design_curve_t *curve = unit.curve;
            uint64_t *next = &seen[curve->i_difficulty][curve->i_test_size];
            CU_ASSERT_EQUAL(unit.first_replicate, *next); /* in order, no gap */
            CU_ASSERT_TRUE(unit.n_replicates >= 1 && unit.n_replicates <= curve->block);
            CU_ASSERT_EQUAL(
                curve->difficulty, study.task.difficulty.values[curve->i_difficulty]);
            CU_ASSERT_EQUAL(
                curve->test_size, study.test_sizes.values[curve->i_test_size]);
            CU_ASSERT_TRUE(curve->replicate_s * (double) curve->block < 2.0 * last_cost);
            last_cost = fmin(last_cost, curve->replicate_s * (double) curve->block);
            *next += unit.n_replicates;
            units++;
        }
        for (size_t i = 0; i < 9; i++) {
            CU_ASSERT_EQUAL(seen[i / 3][i % 3], 12345);
        }
        CU_ASSERT_TRUE(units == design.n_units && nz_design_seconds(&design) > 0.0);
        nz_design_free(&design);
        nz_study_free(&study);
    }
}

/* The units of all tasks are numbered together, longest first to a factor of two; each
 * task is cut as it is alone. */
static void
test_units_of_several_tasks(void)
{
    static const char text[] =
        "replicates: 3000\nmodels: { parameters: [1.0e7, 1.0e9] }\n"
        "law: { c: 2.0e7, alpha: -0.3 }\ntest_sizes: [10, 500]\n"
        "tasks:\n  - { tokens: [1, 4, 30] }\n"
        "  - { kind: choice, options: [2, 9] }\n"
        "  - { name: b, tokens: [1, 4, 30] }\n";
    nz_studies_t studies = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    nz_design_t design = { 0 }, alone = { 0 };
    uint64_t seen[3][3][2] = { { { 0 } } }, units = 0;
    double last_cost = HUGE_VAL, seconds = 0.0;
    size_t n_changes = 0, i_last = 0;

    NZ_ASSERT_OK(
        nz_studies_parse(text, strlen(text), "t", NULL, 0, &studies, &diagnostics));
    NZ_ASSERT_OK(nz_design_init(&design, &studies));
    CU_ASSERT_EQUAL(design.n_curves, 6 + 4 + 6);
    for (uint64_t i = 0; i < design.n_units; i++) {
        const nz_unit_t unit = nz_design_unit(&design, i);
        const nz_design_curve_t *curve = unit.curve;
        uint64_t *next = &seen[curve->i_part][curve->i_difficulty][curve->i_test_size];
        CU_ASSERT_EQUAL(unit.first_replicate, *next);
        *next += unit.n_replicates;
        CU_ASSERT_EQUAL(curve->difficulty,
            studies.parts[curve->i_part].task.difficulty.values[curve->i_difficulty]);
        CU_ASSERT_TRUE(curve->replicate_s * (double) curve->block < 2.0 * last_cost);
        last_cost = fmin(last_cost, curve->replicate_s * (double) curve->block);
        n_changes += curve->i_part != i_last;
        i_last = curve->i_part;
    }
    CU_ASSERT_TRUE(n_changes > 2); /* not one task after the other */
    for (size_t p = 0; p < 3; p++) {
        NZ_ASSERT_OK(nz_design_init(&alone, &(nz_studies_t){ 1, &studies.parts[p] }));
        units += alone.n_units;
        seconds += nz_design_seconds(&alone);
        for (size_t i = 0; i < alone.n_curves; i++) {
            CU_ASSERT_EQUAL(
                seen[p][alone.curves[i].i_difficulty][alone.curves[i].i_test_size], 3000);
        }
        nz_design_free(&alone);
    }
    CU_ASSERT_EQUAL(units, design.n_units);
    NZ_ASSERT_REL(nz_design_seconds(&design), seconds, 1e-12);
    nz_design_free(&design);
    nz_studies_free(&studies);
}

/* Metrics of several answers cost time, and so do their intervals; but units are cut as
 * without them, or the other metrics' sums would be rounded in another way. */
static void
test_answers_cost_time_but_cut_no_unit(void)
{
    static const char *const keys[] = { "", ", samples: 1000", ", successes: 3" };
    static const char *const metrics[] = { "accuracy", "accuracy, pass_at_k",
        "accuracy, inverse_sampling" };
    static const char *const intervals[] = { "wald", "clopper_pearson" };
    double seconds[2][3];
    uint64_t block[2][3];

    for (size_t i = 0; i < 6; i++) {
        nz_diagnostics_t diagnostics = { 0 };
        nz_study_t study = { 0 };
        nz_design_t design = { 0 };
        char text[512];
        snprintf(text, sizeof(text),
            "replicates: 100000\nmodels: { parameters: [1.0e7] }\n"
            "law: { c: 2.0e7, alpha: -0.3 }\ntask: { tokens: 2%s }\n"
            "test_sizes: [2000]\nmetrics: [%s]\nintervals: %s\n",
            keys[i % 3], metrics[i % 3], intervals[i / 3]);
        NZ_ASSERT_OK(
            nz_study_parse(text, strlen(text), "t", NULL, 0, &study, &diagnostics));
        NZ_ASSERT_OK(nz_design_init(&design, &(nz_studies_t){ 1, &study }));
        seconds[i / 3][i % 3] = nz_design_seconds(&design);
        block[i / 3][i % 3] = design.curves[0].block;
        nz_design_free(&design);
        nz_study_free(&study);
    }
    for (size_t e = 0; e < 2; e++) {
        CU_ASSERT_TRUE(block[e][1] == block[0][0] && block[e][2] == block[0][0]);
        CU_ASSERT_TRUE(seconds[e][1] > seconds[e][0] + 10.0); /* 1e5 times 1000 draws */
        CU_ASSERT_TRUE(seconds[e][2] > seconds[e][0] + 0.1);
    }
    CU_ASSERT_TRUE(seconds[1][2] - seconds[1][0] > seconds[0][2] - seconds[0][0] + 1.0);
}

/* Of one curve that nominally takes .05 s for every `b` replicates: the number of units
 * grows like the square root of the replicates, until they are 200 times as long. Models,
 * metrics and intervals have no say. */
static void
test_units_grow_with_their_curve(void)
{
    static const char *const lists[] = {
        "models: { parameters: [1.0e7] }\nmetrics: [accuracy]\nintervals: [wald]\n",
        "models: { parameters: {from: 1e6, to: 1e12, count: 200} }\n"
        "metrics: [accuracy, token_edit_distance, token_accuracy]\nintervals: "
        "[bootstrap_percentile, clopper_pearson, wilson]\n"
    };
    static const double replicates[] = { 300, 4e4, 4.2e4, 1e6, 3e7, 1e9, 1e11, 1e13 };
    double b = 0.0;

    for (size_t i = 0; i < NZ_COUNT_OF(replicates); i++) {
        for (size_t k = 0; k < 2; k++) {
            nz_diagnostics_t diagnostics = { 0 };
            nz_study_t study = { 0 };
            nz_design_t design = { 0 };
            char text[512];
            snprintf(text, sizeof(text),
                "replicates: 1000\n%slaw: { c: 2.0e7, alpha: -0.3 }\n"
                "task: { tokens: 1 }\ntest_sizes: [20]\n",
                lists[k]);
            NZ_ASSERT_OK(
                nz_study_parse(text, strlen(text), "t", NULL, 0, &study, &diagnostics));
            study.replicates = (uint64_t) replicates[i];
            NZ_ASSERT_OK(nz_design_init(&design, &(nz_studies_t){ 1, &study }));
            const double block = (double) design.curves[0].block;
            const double curve_s = 0.05 * replicates[i] / (b > 0.0 ? b : 408.0);
            if (i == 0) {
                CU_ASSERT_EQUAL(block, 300.0);
            } else if (i == 1) {
                b = block; /* rounded upwards by at most .3 % */
                CU_ASSERT_TRUE(b > 100.0 && b < 1000.0 && curve_s < 5.0);
            } else {
                CU_ASSERT_TRUE(design.n_units >= 100);
                NZ_ASSERT_REL(block, b * fmin(sqrt(curve_s / 5.0), 200.0), 0.01);
                CU_ASSERT_EQUAL(design.n_units, (uint64_t) ceil(replicates[i] / block));
            }
            nz_design_free(&design);
            nz_study_free(&study);
        }
    }
}

/* What no metric asks for is not in the task, so that no law of it is built. */
static void
test_tasks_have_what_metrics_ask_for(void)
{
    static const char *const metrics[] = { "accuracy", "pass_at_k", "inverse_sampling",
        "all" };

    for (size_t i = 0; i < NZ_COUNT_OF(metrics); i++) {
        nz_diagnostics_t diagnostics = { 0 };
        nz_study_t study = { 0 };
        nz_task_t task = { 0 };
        char text[512];
        snprintf(text, sizeof(text),
            "models: { parameters: [1.0e7] }\nlaw: { c: 1.0e7, alpha: -0.3 }\n"
            "task: { tokens: 2, item_correlation: .25, samples: 9, k: 4, successes: 3 }\n"
            "test_sizes: [20]\nmetrics: %s%s%s\n",
            i < 3 ? "[" : "", metrics[i], i < 3 ? "]" : "");
        NZ_ASSERT_OK(
            nz_study_parse(text, strlen(text), "t", NULL, 0, &study, &diagnostics));
        NZ_ASSERT_OK(nz_unit_task(&study, 0, 2.0, &task));
        CU_ASSERT_TRUE(
            task.samples == (i % 2 == 1 ? 9 : 0) && task.k == (i % 2 == 1 ? 4 : 0));
        CU_ASSERT_EQUAL(task.successes, i >= 2 ? 3 : 0);
        CU_ASSERT_TRUE(task.loss == 1.0 && task.difficulty == 2.0);
        CU_ASSERT_TRUE(task.item_correlation == 0.25 && task.cluster_size == 1);
        nz_study_free(&study);
    }
}

/* Tasks that cost about the same come one after the other, and so do their difficulties.
 */
static void
test_tasks_change_rarely(void)
{
    static const char text[] =
        "replicates: 3000\nmodels: { parameters: [1.0e7, 1.0e9] }\n"
        "law: { c: 2.0e7, alpha: -0.3 }\ntest_sizes: [100, 101, 102]\n"
        "tasks:\n  - { name: a, kind: choice, options: [50, 51] }\n"
        "  - { name: b, kind: choice, options: [50, 51] }\n";
    nz_studies_t studies = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    nz_design_t design = { 0 };

    NZ_ASSERT_OK(
        nz_studies_parse(text, strlen(text), "t", NULL, 0, &studies, &diagnostics));
    NZ_ASSERT_OK(nz_design_init(&design, &studies));
    CU_ASSERT_EQUAL_FATAL(design.n_curves, 12);
    for (size_t i = 0; i < design.n_curves; i++) {
        CU_ASSERT_EQUAL(design.curves[i].i_part, i / 6);
        CU_ASSERT_EQUAL(design.curves[i].i_difficulty, i / 3 % 2);
    }
    nz_design_free(&design);
    nz_studies_free(&studies);
}

/* Laws of clusters and of several answers are counted, of all models; memory of the
 * largest, time of all. */
static void
test_laws_cost_time_and_memory(void)
{
    static const char *const keys[] = { "task: { tokens: [2, 10] }",
        "task: { tokens: [10] }\nclusters: { size: 100 }",
        "task: { tokens: [2, 10] }\nclusters: { size: 100 }",
        "task: { tokens: [2, 10], item_correlation: .1, samples: 1000 }\n"
        "metrics: [pass_at_k]",
        "task: { tokens: [2, 10], item_correlation: .1, samples: 1000 }\n"
        "metrics: [accuracy]" };
    nz_law_cost_t cost[NZ_COUNT_OF(keys)];

    for (size_t i = 0; i < NZ_COUNT_OF(keys); i++) {
        nz_diagnostics_t diagnostics = { 0 };
        nz_study_t study = { 0 };
        char text[512];
        snprintf(text, sizeof(text),
            "models: { parameters: [1.0e7, 1.0e8, 1.0e9] }\n"
            "law: { c: 2.0e7, alpha: -0.3 }\ntest_sizes: [2000]\n%s\n",
            keys[i]);
        NZ_ASSERT_OK(
            nz_study_parse(text, strlen(text), "t", NULL, 0, &study, &diagnostics));
        cost[i] = nz_design_law_cost(&(nz_studies_t){ 1, &study });
        nz_study_free(&study);
    }
    const double entries = 3 * (100 + 9 * 5050); /* in tables of two doubles each */
    CU_ASSERT_TRUE(cost[0].bytes > 0.0 && cost[0].bytes < 3000.0);
    CU_ASSERT_TRUE(cost[1].bytes > 16.0 * entries && cost[1].bytes < 16.1 * entries);
    CU_ASSERT_EQUAL(cost[2].bytes, cost[1].bytes);
    CU_ASSERT_TRUE(
        cost[2].seconds > cost[1].seconds && cost[1].seconds > cost[0].seconds);
    CU_ASSERT_TRUE(cost[3].seconds > 0.01);
    CU_ASSERT_TRUE(cost[3].bytes > 3000.0 * 8.0);
    CU_ASSERT_TRUE(cost[4].bytes == cost[0].bytes && cost[4].seconds == cost[0].seconds);
}

static void
test_key_step_is_a_power_of_two_below_sd_over_512(void)
{
    static const struct {
        double sd;
        uint64_t n, step;
    } cases[] = { { 0.5, 100, 1 }, { 0.0, UINT64_C(1) << 53, 1 }, { 0.5, 1u << 22, 2 },
        { 0.5, (1u << 22) - 1, 1 }, { 0.5, UINT64_C(1) << 24, 4 },
        { 2.0, 1000000000, 64 }, /* sd of the total 63246, over 512: 123.5 */
        { 0.5, UINT64_C(1) << 52, 65536 } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        CU_ASSERT_EQUAL(nz_unit_key_step(cases[i].sd, cases[i].n), cases[i].step);
    }
    CU_ASSERT_EQUAL(nz_unit_key_step((double) NAN, 100), 1);
}

static void
test_init_errors(void)
{
    nz_study_t study = { 0 };
    const nz_studies_t studies = { 1, &study };
    const nz_studies_t none = { 0, NULL };
    nz_design_t design = { .n_curves = 77 };

    CU_ASSERT_EQUAL(nz_design_init(&design, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_design_init(NULL, &studies), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_design_init(&design, &none), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(design.n_curves, 77);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_units_cover_every_replicate_once),
        NZ_TEST(test_units_of_several_tasks),
        NZ_TEST(test_answers_cost_time_but_cut_no_unit),
        NZ_TEST(test_units_grow_with_their_curve),
        NZ_TEST(test_tasks_have_what_metrics_ask_for),
        NZ_TEST(test_tasks_change_rarely),
        NZ_TEST(test_laws_cost_time_and_memory),
        NZ_TEST(test_key_step_is_a_power_of_two_below_sd_over_512),
        NZ_TEST(test_init_errors),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("design", tests, argc, argv);
}
