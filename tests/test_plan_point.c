#include "sim/plan_point.h"

#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>

/* Points that no function has touched. */
static nz_plan_points_t
untouched(void)
{
    return (nz_plan_points_t){ .n = 77 };
}

static void
check_untouched(const nz_plan_points_t *points)
{
    CU_ASSERT_TRUE(points->n == 77 && points->values == NULL);
}

static void
check_accuracies(const nz_plan_point_t *point, double expected, double tolerance)
{
    NZ_ASSERT_REL(point->accuracy, expected, tolerance);
    for (size_t q = 0; q < NZ_PLAN_ACCURACIES; q++) {
        CU_ASSERT_EQUAL(point->accuracies[q], point->accuracy);
    }
}

static void
test_of_accuracies_alone(void)
{
    const double accuracies[] = { 0.1, 0.001, 0.1 };
    nz_plan_points_t points = untouched();

    NZ_ASSERT_OK(nz_plan_points_of_accuracies(accuracies, NULL, 3, NULL, 0, &points));
    CU_ASSERT_EQUAL_FATAL(points.n, 3);
    CU_ASSERT_EQUAL(points.n_models, 3);
    CU_ASSERT_FALSE(points.has_fit || points.has_sizes);
    CU_ASSERT_TRUE(points.cluster_size == 1 && points.cluster_correlation == 0.0);
    for (size_t i = 0; i < 3; i++) {
        const nz_plan_point_t *point = &points.values[i];
        check_accuracies(point, accuracies[i], 0.0);
        CU_ASSERT_TRUE(isnan(point->parameters) && isnan(point->tokens));
        CU_ASSERT_TRUE(isnan(point->log_token) && isnan(point->item_cost));
        CU_ASSERT_TRUE(point->offset == 0.0 && point->token_correlation == 0.0);
        CU_ASSERT_EQUAL(point->task_kind, -1);
    }
    nz_plan_points_free(&points);
    CU_ASSERT_TRUE(points.n == 0 && points.values == NULL);
    nz_plan_points_free(&points);
}

/* The models by size, of equal ones in the order given; the lengths as given. */
static void
test_of_accuracies_in_order(void)
{
    const double accuracies[] = { 0.5, 0.3, 0.0, 1.0 };
    const double parameters[] = { 1e9, 1e7, 1e9, 1e8 };
    const double tokens[] = { 20, 5 };
    static const struct {
        double parameters, tokens, accuracy, log_token;
    } expected[] = { { 1e7, 20, 0.3, -0.060198640216296803 }, { 1e8, 20, 1, 0 },
        { 1e9, 20, 0.5, -0.034657359027997264 }, { 1e9, 20, 0, -HUGE_VAL },
        { 1e7, 5, 0.3, -0.24079456086518721 }, { 1e8, 5, 1, 0 },
        { 1e9, 5, 0.5, -0.13862943611198905 }, { 1e9, 5, 0, -HUGE_VAL } };
    nz_plan_points_t points;

    NZ_ASSERT_OK(
        nz_plan_points_of_accuracies(accuracies, parameters, 4, tokens, 2, &points));
    CU_ASSERT_EQUAL_FATAL(points.n, NZ_COUNT_OF(expected));
    CU_ASSERT_TRUE(points.n_models == 4 && points.has_sizes && !points.has_fit);
    for (size_t i = 0; i < points.n; i++) {
        const nz_plan_point_t *point = &points.values[i];
        CU_ASSERT_EQUAL(point->parameters, expected[i].parameters);
        CU_ASSERT_EQUAL(point->tokens, expected[i].tokens);
        check_accuracies(point, expected[i].accuracy, 0.0);
        if (isinf(expected[i].log_token)) {
            CU_ASSERT_EQUAL(point->log_token, expected[i].log_token);
        } else {
            NZ_ASSERT_REL(point->log_token, expected[i].log_token, 1e-14);
        }
        CU_ASSERT_EQUAL(point->item_cost, expected[i].tokens * expected[i].parameters);
    }
    nz_plan_points_free(&points);
}

/* Sizes without lengths and lengths without sizes: no cost. */
static void
test_of_accuracies_without_a_cost(void)
{
    const double accuracy = 0.25, parameters = 1e9, tokens = 2.0;
    nz_plan_points_t points;

    NZ_ASSERT_OK(
        nz_plan_points_of_accuracies(&accuracy, &parameters, 1, NULL, 0, &points));
    CU_ASSERT_TRUE(isnan(points.values[0].item_cost));
    nz_plan_points_free(&points);
    NZ_ASSERT_OK(nz_plan_points_of_accuracies(&accuracy, NULL, 1, &tokens, 1, &points));
    CU_ASSERT_TRUE(isnan(points.values[0].item_cost));
    NZ_ASSERT_REL(points.values[0].log_token, log(0.5), 1e-15);
    nz_plan_points_free(&points);
}

static void
test_of_accuracies_out_of_range(void)
{
    static const struct {
        double accuracy, parameters, tokens[2];
    } cases[] = { { -1e-9, 1e8, { 1, 2 } }, { 1.0000001, 1e8, { 1, 2 } },
        { (double) NAN, 1e8, { 1, 2 } }, { 0.5, 0, { 1, 2 } }, { 0.5, -1, { 1, 2 } },
        { 0.5, HUGE_VAL, { 1, 2 } }, { 0.5, (double) NAN, { 1, 2 } },
        { 0.5, 1e8, { 0, 2 } }, { 0.5, 1e8, { 1, 2.5 } }, { 0.5, 1e8, { 1, 1000001 } },
        { 0.5, 1e8, { 3, 3 } }, { 0.5, 1e8, { 1, (double) NAN } } };
    const double good = 0.5, one = 1.0;
    nz_plan_points_t points = untouched();

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        CU_ASSERT_EQUAL(nz_plan_points_of_accuracies(&cases[i].accuracy,
                            &cases[i].parameters, 1, cases[i].tokens, 2, &points),
            NZ_ERR_DOMAIN);
        check_untouched(&points);
    }
    CU_ASSERT_EQUAL(
        nz_plan_points_of_accuracies(&good, NULL, 0, &one, 1, &points), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_plan_points_of_accuracies(NULL, NULL, 1, NULL, 0, &points), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_plan_points_of_accuracies(&good, NULL, 1, NULL, 1, &points), NZ_ERR_NULL_ARG);
    check_untouched(&points);
    CU_ASSERT_EQUAL(
        nz_plan_points_of_accuracies(&good, NULL, 1, NULL, 0, NULL), NZ_ERR_NULL_ARG);
}

/* scripts/reference_plan_point.py: 30-digit arithmetic. */
static void
test_of_law_reference_values(void)
{
    static const struct {
        double parameters, tokens, item_correlation, accuracy;
    } references[] = { { 1e7, 1, 0, 0.077579190436655078 },
        { 1e7, 20, 0, 6.2359821839973444e-23 }, { 1e9, 5, 0, 0.027731971832673067 },
        { 1e9, 5, 0.1, 0.060891239129130884 }, { 1e11, 20, 0.4, 0.34219536218123563 } };
    const nz_law_t law = { 2e8, -0.3, 0.1 };

    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        const double n = references[i].parameters, tokens = references[i].tokens;
        nz_diagnostics_t d = { 0 };
        nz_plan_points_t points;
        NZ_ASSERT_OK(nz_plan_points_of_law(
            &law, references[i].item_correlation, &n, 1, &tokens, 1, &points, &d));
        const nz_plan_point_t *point = &points.values[0];
        check_accuracies(point, references[i].accuracy, 1e-12);
        NZ_ASSERT_REL(point->log_token, -pow(n / 2e8, -0.3) - 0.1, 1e-14);
        CU_ASSERT_EQUAL(point->token_correlation, references[i].item_correlation);
        CU_ASSERT_EQUAL(point->item_cost, n * tokens);
        if (references[i].item_correlation > 0.0) {
            CU_ASSERT_TRUE(isnan(point->offset));
        } else {
            NZ_ASSERT_REL(point->offset, 0.1 * tokens, 1e-15);
        }
        CU_ASSERT_EQUAL(point->task_kind, NZ_TASK_SEQUENCE);
        CU_ASSERT_EQUAL(point->task.loss, -point->log_token);
        CU_ASSERT_EQUAL(point->task.difficulty, tokens);
        CU_ASSERT_EQUAL(point->task.item_correlation, references[i].item_correlation);
        CU_ASSERT_EQUAL(point->task.cluster_size, 1);
        CU_ASSERT_EQUAL(d.n, 0);
        nz_plan_points_free(&points);
    }
}

/* Sorted by size; no length is one token. */
static void
test_of_law_in_order(void)
{
    const double parameters[] = { 1e10, 1e8, 1e9 }, tokens[] = { 5, 2 };
    const nz_law_t law = { 1e8, -0.35, 0.0 };
    nz_diagnostics_t d = { 0 };
    nz_plan_points_t points;

    NZ_ASSERT_OK(nz_plan_points_of_law(&law, 0.0, parameters, 3, tokens, 2, &points, &d));
    CU_ASSERT_EQUAL_FATAL(points.n, 6);
    CU_ASSERT_TRUE(points.n_models == 3 && points.has_sizes && !points.has_fit);
    for (size_t i = 0; i < 6; i++) {
        const nz_plan_point_t *point = &points.values[i];
        NZ_ASSERT_REL(point->parameters, 1e8 * pow(10.0, (double) (i % 3)), 1e-15);
        CU_ASSERT_EQUAL(point->tokens, tokens[i / 3]);
        check_accuracies(
            point, exp(-tokens[i / 3] * pow(10.0, -0.35 * (double) (i % 3))), 1e-14);
    }
    nz_plan_points_free(&points);
    NZ_ASSERT_OK(nz_plan_points_of_law(&law, 0.0, parameters, 3, NULL, 0, &points, &d));
    CU_ASSERT_EQUAL_FATAL(points.n, 3);
    CU_ASSERT_EQUAL(points.values[0].tokens, 1);
    check_accuracies(&points.values[0], exp(-1.0), 1e-15);
    CU_ASSERT_EQUAL(points.values[2].item_cost, 1e10);
    nz_plan_points_free(&points);
}

/* Sizes alone: everything that a law says is left open. */
static void
test_of_sizes(void)
{
    const double parameters[] = { 1e9, 1e7 }, tokens[] = { 3 };
    nz_diagnostics_t d = { 0 };
    nz_plan_points_t points;

    NZ_ASSERT_OK(nz_plan_points_of_sizes(parameters, 2, tokens, 1, &points, &d));
    CU_ASSERT_TRUE(points.n == 2 && points.n_models == 2 && points.has_sizes);
    CU_ASSERT_EQUAL(points.values[0].parameters, 1e7);
    CU_ASSERT_EQUAL(points.values[1].item_cost, 3e9);
    CU_ASSERT_TRUE(isnan(points.values[0].accuracy));
    CU_ASSERT_TRUE(isnan(points.values[0].accuracies[2]));
    CU_ASSERT_TRUE(isnan(points.values[0].log_token));
    CU_ASSERT_EQUAL(points.values[0].task_kind, -1);
    nz_plan_points_free(&points);
    CU_ASSERT_EQUAL(
        nz_plan_points_of_sizes(NULL, 1, NULL, 0, &points, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_plan_points_of_sizes(parameters, 1, NULL, 1, &points, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_plan_points_of_sizes(parameters, 1, NULL, 0, NULL, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_plan_points_of_sizes(parameters, 1, NULL, 0, &points, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(d.n, 0);
}

static void
test_of_law_refused(void)
{
    static const struct {
        nz_law_t law;
        double item_correlation, parameters[2], tokens[2];
        const char *message;
    } cases[] = {
        { { 0, -0.3, 0 }, 0, { 1, 2 }, { 1, 2 },
            "--c: expected a size above 0, found 0" },
        { { HUGE_VAL, -0.3, 0 }, 0, { 1, 2 }, { 1, 2 },
            "--c: expected a size above 0, found inf" },
        { { 1e8, 0, 0 }, 0, { 1, 2 }, { 1, 2 },
            "--alpha: expected a number below 0, found 0" },
        { { 1e8, -HUGE_VAL, 0 }, 0, { 1, 2 }, { 1, 2 },
            "--alpha: expected a number below 0, found -inf" },
        { { 1e8, -0.3, -0.1 }, 0, { 1, 2 }, { 1, 2 },
            "--irreducible: expected 0 nats or more, found -0.1" },
        { { 1e8, -0.3, HUGE_VAL }, 0, { 1, 2 }, { 1, 2 },
            "--irreducible: expected 0 nats or more, found inf" },
        { { 1e8, -0.3, 0 }, 1, { 1, 2 }, { 1, 2 },
            "--item-correlation: expected a number, 0 to below 1, found 1" },
        { { 1e8, -0.3, 0 }, -0.1, { 1, 2 }, { 1, 2 },
            "--item-correlation: expected a number, 0 to below 1, found -0.1" },
        { { 1e8, -0.3, 0 }, 0, { 1e9, 1e9 }, { 1, 2 },
            "--models: expected distinct sizes above 0, found 1e+09 twice" },
        { { 1e8, -0.3, 0 }, 0, { 1e9, -1 }, { 1, 2 },
            "--models: expected distinct sizes above 0, found -1" },
        { { 1e8, -0.3, 0 }, 0, { 1, 2 }, { 7, 7 },
            "--tokens: expected distinct whole numbers, 1 to 1000000, found 7 twice" },
        { { 1e8, -0.3, 0 }, 0, { 1, 2 }, { 7, 0.5 },
            "--tokens: expected distinct whole numbers, 1 to 1000000, found 0.5" },
    };
    nz_plan_points_t points = untouched();

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_diagnostics_t d = { 0 };
        CU_ASSERT_EQUAL(nz_plan_points_of_law(&cases[i].law, cases[i].item_correlation,
                            cases[i].parameters, 2, cases[i].tokens, 2, &points, &d),
            NZ_ERR_INPUT);
        CU_ASSERT_EQUAL(d.n, 1);
        CU_ASSERT_STRING_EQUAL(d.text[0], cases[i].message);
        check_untouched(&points);
    }
}

/* Every option that is wrong is told at once; and what is not there. */
static void
test_of_law_refused_together(void)
{
    const nz_law_t law = { -1, 0.3, (double) NAN };
    const double tokens = 0.0;
    nz_diagnostics_t d = { 0 };
    nz_plan_points_t points = untouched();

    CU_ASSERT_EQUAL(
        nz_plan_points_of_law(&law, 2.0, NULL, 0, &tokens, 1, &points, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(d.n, 6);
    CU_ASSERT_STRING_EQUAL(d.text[4], "--models: expected sizes of models, found none");
    CU_ASSERT_EQUAL(nz_plan_points_of_law(NULL, 0.0, &tokens, 1, NULL, 0, &points, &d),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_points_of_law(&law, 0.0, &tokens, 1, NULL, 0, &points, NULL),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_plan_points_of_law(&law, 0.0, &tokens, 1, NULL, 0, NULL, &d), NZ_ERR_NULL_ARG);
    check_untouched(&points);
}

static nz_study_t
study_of(const char *law, const char *rest)
{
    nz_diagnostics_t d = { 0 };
    nz_study_t study = { 0 };
    char text[512];

    (void) snprintf(text, sizeof(text),
        "models: { parameters: [1.0e7, 1.0e9] }\nlaw: { %s }\ntest_sizes: 20\n%s\n", law,
        rest);
    if (nz_study_parse(text, strlen(text), "s.yaml", NULL, 0, &study, &d) != NZ_OK) {
        printf("\n    %s\n", d.text[0]);
        CU_FAIL_FATAL("a study was refused");
    }
    return study;
}

#define POWER "c: 1.0e8, alpha: -0.35, irreducible: 0.05"

/* What does not depend on the kind; the points, which the caller frees. */
static nz_plan_points_t
points_of(const char *law, const char *rest, size_t n)
{
    nz_study_t study = study_of(law, rest);
    nz_plan_points_t points;

    NZ_ASSERT_OK(nz_plan_points_of_study(&study, &points));
    CU_ASSERT_EQUAL_FATAL(points.n, n);
    CU_ASSERT_TRUE(points.n_models == 2 && points.has_sizes && !points.has_fit);
    for (size_t i = 0; i < n; i++) {
        const nz_plan_point_t *point = &points.values[i];
        CU_ASSERT_EQUAL(point->parameters, i % 2 == 0 ? 1e7 : 1e9);
        CU_ASSERT_EQUAL(point->task_kind, study.task.kind);
        CU_ASSERT_EQUAL(point->task.difficulty, study.task.difficulty.values[i / 2]);
    }
    nz_study_free(&study);
    return points;
}

/* scripts/reference_plan_point.py */
static void
test_of_study_subset(void)
{
    nz_plan_points_t points =
        points_of(POWER, "task: { kind: subset, subset_size: [2, 3] }", 4);

    check_accuracies(&points.values[2], 0.0010424689220644573, 1e-13);
    check_accuracies(&points.values[3], 0.22536121220594058, 1e-13);
    NZ_ASSERT_REL(points.values[0].log_token, -pow(0.1, -0.35) - 0.05, 1e-14);
    NZ_ASSERT_REL(points.values[3].offset, 0.15, 1e-15);
    CU_ASSERT_EQUAL(points.values[1].tokens, 2);
    CU_ASSERT_EQUAL(points.values[3].tokens, 3);
    CU_ASSERT_EQUAL(points.values[3].item_cost, 3e9);
    CU_ASSERT_EQUAL(points.values[3].token_correlation, 0.0);
    nz_plan_points_free(&points);
}

/* Kinds whose items have no parts: one token each, and no line in log size. */
static void
check_whole_items(const char *task, double first, double second)
{
    nz_plan_points_t points = points_of(POWER, task, 2);

    check_accuracies(&points.values[0], first, 1e-10);
    check_accuracies(&points.values[1], second, 1e-10);
    for (size_t i = 0; i < 2; i++) {
        const nz_plan_point_t *point = &points.values[i];
        CU_ASSERT_TRUE(isnan(point->tokens) && isnan(point->log_token));
        CU_ASSERT_TRUE(isnan(point->offset));
        CU_ASSERT_EQUAL(point->token_correlation, 0.0);
        CU_ASSERT_EQUAL(point->item_cost, point->parameters);
    }
    nz_plan_points_free(&points);
}

static void
test_of_study_whole_items(void)
{
    check_whole_items("task: { kind: choice, options: 4, concentration: 10 }",
        0.43497462908051524, 0.97967253792743275);
    check_whole_items("task: { kind: reconstruction, threshold: 0.5, shape: 8 }",
        0.00046415642073662183, 0.55447023807371534);
}

/* A study of sequences says what its law says, and what a verification draws with. */
static void
test_of_study_sequence(void)
{
    const nz_law_t law = { 1e8, -0.35, 0.05 };
    const double parameters[] = { 1e7, 1e9 }, tokens[] = { 1, 5 };
    nz_diagnostics_t d = { 0 };
    nz_plan_points_t expected;
    nz_plan_points_t points = points_of(POWER,
        "task: { tokens: [1, 5], item_correlation: 0.2, samples: 4, k: 2, successes: 3 "
        "}\nmetrics: all",
        4);

    NZ_ASSERT_OK(
        nz_plan_points_of_law(&law, 0.2, parameters, 2, tokens, 2, &expected, &d));
    for (size_t i = 0; i < 4; i++) {
        const nz_plan_point_t *point = &points.values[i];
        CU_ASSERT_EQUAL(point->accuracy, expected.values[i].accuracy);
        CU_ASSERT_EQUAL(point->log_token, expected.values[i].log_token);
        CU_ASSERT_EQUAL(point->item_cost, expected.values[i].item_cost);
        CU_ASSERT_EQUAL(point->task.loss, expected.values[i].task.loss);
        CU_ASSERT_EQUAL(point->token_correlation, 0.2);
        CU_ASSERT_TRUE(isnan(point->offset));
        CU_ASSERT_TRUE(point->task.samples == 0 && point->task.k == 0);
        CU_ASSERT_EQUAL(point->task.successes, 0);
    }
    CU_ASSERT_TRUE(points.cluster_size == 1 && points.cluster_correlation == 0.0);
    nz_plan_points_free(&expected);
    nz_plan_points_free(&points);
}

/* Losses from a table: all of them may go away. The order of sizes is that of models. */
static void
test_of_study_table(void)
{
    nz_plan_points_t points =
        points_of("kind: table, losses: [0.7, 0.2]", "task: { tokens: 3 }", 2);

    check_accuracies(&points.values[0], exp(-2.1), 1e-15);
    check_accuracies(&points.values[1], exp(-0.6), 1e-15);
    CU_ASSERT_EQUAL(points.values[0].log_token, -0.7);
    CU_ASSERT_EQUAL(points.values[0].offset, 0.0);
    nz_plan_points_free(&points);
}

static void
test_of_study_clusters(void)
{
    nz_plan_points_t points = points_of(
        POWER, "task: { tokens: 3 }\nclusters: { size: 10, correlation: 0.25 }", 2);

    CU_ASSERT_EQUAL(points.cluster_size, 10);
    CU_ASSERT_EQUAL(points.cluster_correlation, 0.25);
    CU_ASSERT_EQUAL(points.values[1].task.cluster_size, 10);
    CU_ASSERT_EQUAL(points.values[1].task.cluster_correlation, 0.25);
    nz_plan_points_free(&points);
}

static void
test_of_study_invalid(void)
{
    nz_study_t empty = { 0 };
    nz_study_t study = study_of(POWER, "task: { tokens: [1, 5] }");
    nz_plan_points_t points = untouched();

    CU_ASSERT_EQUAL(nz_plan_points_of_study(NULL, &points), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_points_of_study(&study, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_points_of_study(&empty, &points), NZ_ERR_DOMAIN);
    study.task.kind = NZ_N_TASK_KINDS;
    CU_ASSERT_EQUAL(nz_plan_points_of_study(&study, &points), NZ_ERR_DOMAIN);
    study.task.kind = NZ_TASK_SEQUENCE;
    study.task.item_correlation = 1.5;
    CU_ASSERT_EQUAL(nz_plan_points_of_study(&study, &points), NZ_ERR_DOMAIN);
    study.task.item_correlation = 0.0;
    study.law.alpha = 1.0;
    CU_ASSERT_EQUAL(nz_plan_points_of_study(&study, &points), NZ_ERR_DOMAIN);
    check_untouched(&points);
    nz_study_free(&study);
}

static void
test_set_price(void)
{
    const double parameters[] = { 1e9, 1e8 }, accuracies[] = { 0.5, 0.1 };
    const double tokens[] = { 5, 2 }, one = 0.25, each[] = { 0.1, 3 };
    nz_plan_points_t points;

    NZ_ASSERT_OK(
        nz_plan_points_of_accuracies(accuracies, parameters, 2, tokens, 2, &points));
    NZ_ASSERT_OK(nz_plan_points_set_price(&points, &one, 1));
    CU_ASSERT_EQUAL(points.values[0].item_cost, 1.25);
    CU_ASSERT_EQUAL(points.values[3].item_cost, 0.5);
    NZ_ASSERT_OK(nz_plan_points_set_price(&points, each, 2)); /* in order of size */
    CU_ASSERT_EQUAL(points.values[0].item_cost, 0.5);
    CU_ASSERT_EQUAL(points.values[1].item_cost, 15);
    CU_ASSERT_EQUAL(points.values[2].item_cost, 0.2);
    CU_ASSERT_EQUAL(points.values[3].item_cost, 6);
    nz_plan_points_free(&points);
    NZ_ASSERT_OK(nz_plan_points_of_accuracies(accuracies, NULL, 2, NULL, 0, &points));
    NZ_ASSERT_OK(nz_plan_points_set_price(&points, each, 2)); /* of an item */
    CU_ASSERT_EQUAL(points.values[1].item_cost, 3);
    nz_plan_points_free(&points);
}

static void
test_set_price_refused(void)
{
    const double accuracies[] = { 0.5, 0.1 }, tokens[] = { 5, 2 };
    static const double bad[][2] = { { 1, 0 }, { 1, -1 }, { HUGE_VAL, 1 },
        { 1, (double) NAN } };
    const double three[] = { 1, 2, 3, 4 };
    nz_plan_points_t points;

    NZ_ASSERT_OK(nz_plan_points_of_accuracies(accuracies, NULL, 2, tokens, 2, &points));
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_plan_points_set_price(&points, bad[i], 2), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_plan_points_set_price(&points, three, 0), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_points_set_price(&points, three, 3), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_points_set_price(&points, three, 4), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_points_set_price(&points, NULL, 1), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_points_set_price(NULL, three, 1), NZ_ERR_NULL_ARG);
    for (size_t i = 0; i < points.n; i++) {
        CU_ASSERT_TRUE(isnan(points.values[i].item_cost));
    }
    nz_plan_points_free(&points);
}

static void
test_without_memory(void)
{
    const nz_law_t law = { 1e8, -0.35, 0.0 };
    const double one = 1.0;
    nz_diagnostics_t d = { 0 };
    nz_study_t study = study_of(POWER, "task: { tokens: 5 }");
    nz_plan_points_t points = untouched();

    nz_test_memory_ends(1);
    const nz_status_t of_accuracies =
        nz_plan_points_of_accuracies(&one, NULL, 1, NULL, 0, &points);
    const nz_status_t of_law =
        nz_plan_points_of_law(&law, 0.0, &one, 1, NULL, 0, &points, &d);
    const nz_status_t of_study = nz_plan_points_of_study(&study, &points);
    nz_test_memory_ends(0);
    CU_ASSERT_EQUAL(of_accuracies, NZ_ERR_NO_MEMORY);
    CU_ASSERT_EQUAL(of_law, NZ_ERR_NO_MEMORY);
    CU_ASSERT_EQUAL(of_study, NZ_ERR_NO_MEMORY);
    check_untouched(&points);
    nz_study_free(&study);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_of_accuracies_alone),
        NZ_TEST(test_of_accuracies_in_order),
        NZ_TEST(test_of_accuracies_without_a_cost),
        NZ_TEST(test_of_accuracies_out_of_range),
        NZ_TEST(test_of_law_reference_values),
        NZ_TEST(test_of_law_in_order),
        NZ_TEST(test_of_sizes),
        NZ_TEST(test_of_law_refused),
        NZ_TEST(test_of_law_refused_together),
        NZ_TEST(test_of_study_subset),
        NZ_TEST(test_of_study_whole_items),
        NZ_TEST(test_of_study_sequence),
        NZ_TEST(test_of_study_table),
        NZ_TEST(test_of_study_clusters),
        NZ_TEST(test_of_study_invalid),
        NZ_TEST(test_set_price),
        NZ_TEST(test_set_price_refused),
        NZ_TEST(test_without_memory),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("plan_point", tests, argc, argv);
}
