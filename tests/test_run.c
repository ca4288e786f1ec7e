/* Runs of several tasks: each has the numbers that it has alone. */
#include "sim/run.h"

#include "tests/simulation.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_TASKS 4

static const char *const tasks[N_TASKS] = {
    "{ kind: sequence, tokens: [5, 30] }",
    "{ kind: choice, options: [2, 4], concentration: 10 }",
    "{ name: hard choice, kind: choice, options: [4], concentration: 1 }",
    "{ name: twin, kind: sequence, tokens: [5, 30] }",
};

static const char shared[] = "seed: 8\nreplicates: %d\nmetrics: all\n"
                             "models: { parameters: [1.0e7, 2.0e8, 1.0e9] }\n"
                             "law: { c: 2.0e7, alpha: -0.3 }\ntest_sizes: [10, 50]\n"
                             "intervals: [bootstrap_percentile, wilson, student_t]\n"
                             "bootstrap: { engine: %s, resamples: 40 }\n";

static void
simulate(const char *engine, const char *line, uint64_t stride, nz_run_t *out)
{
    char yaml[2048];
    const size_t used = (size_t) snprintf(
        yaml, sizeof(yaml), shared, engine[0] == 'e' ? 12 : 200, engine);

    (void) snprintf(yaml + used, sizeof(yaml) - used, "%s\n", line);
    nz_test_simulate_run(yaml, stride, out);
}

/* All tasks, from the last to the first if @p is_reversed. */
static void
simulate_all(const char *engine, bool is_reversed, uint64_t stride, nz_run_t *out)
{
    char line[1024];
    size_t used = (size_t) snprintf(line, sizeof(line), "tasks:\n");

    for (size_t i = 0; i < N_TASKS; i++) {
        used += (size_t) snprintf(line + used, sizeof(line) - used, "  - %s\n",
            tasks[is_reversed ? N_TASKS - 1 - i : i]);
    }
    simulate(engine, line, stride, out);
}

static bool
same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof(a)) == 0 || (isnan(a) && isnan(b));
}

/* Number of values and errors of a quantity that differ. */
static size_t
n_different(const nz_summary_t *a, const nz_summary_t *b, nz_quantity_t quantity)
{
    const size_t n = nz_summary_size(&a->study, nz_quantity_scope(quantity));
    size_t different = 0;

    CU_ASSERT_EQUAL_FATAL(nz_summary_size(&b->study, nz_quantity_scope(quantity)), n);
    for (size_t i = 0; i < n; i++) {
        different += !same_bits(a->value[quantity][i], b->value[quantity][i]);
        different += a->mcse[quantity] != NULL
                     && !same_bits(a->mcse[quantity][i], b->mcse[quantity][i]);
    }
    return different;
}

static void
check_same(const nz_summary_t *a, const nz_summary_t *b)
{
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        CU_ASSERT_EQUAL(n_different(a, b, (nz_quantity_t) q), 0);
    }
}

/* Whatever other tasks there are, in whatever order tasks and units come. */
static void
test_a_task_has_the_numbers_that_it_has_alone(void)
{
    static const char *const engines[] = { "exact", "resample" };

    for (size_t e = 0; e < 2; e++) {
        nz_run_t all = { 0 }, reversed = { 0 };
        simulate_all(engines[e], false, 1, &all);
        simulate_all(engines[e], true, 7919, &reversed); /* a prime */
        CU_ASSERT_EQUAL_FATAL(all.n_parts, N_TASKS);
        for (size_t i = 0; i < N_TASKS; i++) {
            nz_run_t alone = { 0 };
            char line[256];
            (void) snprintf(line, sizeof(line), "task: %s", tasks[i]);
            simulate(engines[e], line, 1, &alone);
            CU_ASSERT_EQUAL_FATAL(alone.n_parts, 1);
            CU_ASSERT_STRING_EQUAL(
                alone.parts[0].study.task.name, all.parts[i].study.task.name);
            check_same(&alone.parts[0], &all.parts[i]);
            check_same(&alone.parts[0], &reversed.parts[N_TASKS - 1 - i]);
            nz_run_free(&alone);
        }
        nz_run_free(&all);
        nz_run_free(&reversed);
    }
}

/* Equal in all but the name: the same truth, other test sets. */
static void
test_tasks_do_not_share_random_numbers(void)
{
    nz_run_t run = { 0 };

    simulate_all("resample", false, 1, &run);
    const nz_summary_t *a = &run.parts[0], *b = &run.parts[3];
    CU_ASSERT_EQUAL(n_different(a, b, NZ_QUANTITY_TRUE_VALUE), 0);
    CU_ASSERT_TRUE(n_different(a, b, NZ_QUANTITY_MEAN) > 40);
    CU_ASSERT_TRUE(n_different(a, b, NZ_QUANTITY_FIRST_ESTIMATE) > 20);
    nz_run_free(&run);
}

static void
test_find_by_name(void)
{
    nz_run_t run = { 0 };

    simulate_all("resample", false, 1, &run);
    CU_ASSERT_PTR_EQUAL(nz_run_find(&run, "sequence"), &run.parts[0]);
    CU_ASSERT_PTR_EQUAL(nz_run_find(&run, "hard choice"), &run.parts[2]);
    CU_ASSERT_PTR_NULL(nz_run_find(&run, "hard"));
    CU_ASSERT_PTR_NULL(nz_run_find(&run, ""));
    nz_run_free(&run);
    CU_ASSERT_TRUE(run.n_parts == 0 && run.parts == NULL);
}

static void
test_to_yaml_is_the_study_file(void)
{
    nz_run_t run = { 0 };
    nz_studies_t studies = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    char *yaml = NULL, *again = NULL;

    simulate_all("resample", false, 1, &run);
    NZ_ASSERT_OK(nz_run_to_yaml(&run, &yaml));
    NZ_ASSERT_OK(
        nz_studies_parse(yaml, strlen(yaml), "f", NULL, 0, &studies, &diagnostics));
    NZ_ASSERT_OK(nz_studies_to_yaml(&studies, &again));
    CU_ASSERT_STRING_EQUAL(yaml, again);
    CU_ASSERT_PTR_NOT_NULL(strstr(yaml, "\n    name: \"hard choice\"\n"));
    free(yaml);
    free(again);
    nz_studies_free(&studies);
    nz_run_free(&run);
}

static void
test_init_errors(void)
{
    nz_studies_t studies = { 0 };
    nz_run_t run = { .n_parts = 5 };

    CU_ASSERT_EQUAL(nz_run_init(NULL, &studies), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_run_init(&run, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_run_init(&run, &studies), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(run.n_parts, 5);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_a_task_has_the_numbers_that_it_has_alone),
        NZ_TEST(test_tasks_do_not_share_random_numbers),
        NZ_TEST(test_find_by_name),
        NZ_TEST(test_to_yaml_is_the_study_file),
        NZ_TEST(test_init_errors),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("run", tests, argc, argv);
}
