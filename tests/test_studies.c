/* Study files of several tasks: what they share, which metrics each keeps, what is
 * refused and where, and that the resolved text is the same file again. */
#include "sim/studies.h"
#include "sim/study_keys.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES_MAX 5

/* Lines 1 to 4; the cases add theirs from line 5 on. */
static const char base[] = "models: {parameters: [1e7, 1e8], names: [s, l]}\n"
                           "law: {c: 1e8, alpha: -0.35}\n"
                           "replicates: 70\n"
                           "test_sizes: [20, 100]\n";

static const char three[] = "tasks:\n"
                            "  - { kind: sequence, tokens: [5] }\n"
                            "  - { kind: choice, options: [2, 4], concentration: 10 }\n"
                            "  - name: hard choice\n"
                            "    kind: choice\n"
                            "    options: 4\n"
                            "    concentration: 1\n";

static nz_status_t
parse(const char *lines, const char *setting, nz_studies_t *out, nz_diagnostics_t *d)
{
    char text[2048];

    (void) snprintf(text, sizeof(text), "%s%s", base, lines);
    return nz_studies_parse(text, strlen(text), "s.yaml",
        setting != NULL ? &setting : NULL, setting != NULL, out, d);
}

static nz_studies_t
accept(const char *lines, const char *setting)
{
    nz_studies_t studies = { 0 };
    nz_diagnostics_t d = { 0 };
    const nz_status_t status = parse(lines, setting, &studies, &d);

    if (status != NZ_OK) {
        printf("\n    %s\n", d.text[0]);
    }
    CU_ASSERT_EQUAL_FATAL(status, NZ_OK);
    return studies;
}

/* The metrics of a part, "accuracy brier_score". */
static void
check_metrics(const nz_study_t *part, const char *expected)
{
    char found[256] = "";

    for (size_t i = 0; i < part->metrics.n; i++) {
        const size_t used = strlen(found);
        (void) snprintf(found + used, sizeof(found) - used, "%s%s", i > 0 ? " " : "",
            nz_metric_name((nz_metric_t) part->metrics.values[i]));
    }
    CU_ASSERT_STRING_EQUAL(found, expected);
}

static void
test_parse_one_study_per_task(void)
{
    nz_studies_t s = accept(three, NULL);

    CU_ASSERT_EQUAL_FATAL(s.n, 3);
    CU_ASSERT_STRING_EQUAL(s.parts[0].task.name, "sequence");
    CU_ASSERT_STRING_EQUAL(s.parts[1].task.name, "choice");
    CU_ASSERT_STRING_EQUAL(s.parts[2].task.name, "hard choice");
    CU_ASSERT_EQUAL(s.parts[0].task.kind, NZ_TASK_SEQUENCE);
    CU_ASSERT_EQUAL(s.parts[2].task.kind, NZ_TASK_CHOICE);
    CU_ASSERT_EQUAL(s.parts[0].task.difficulty.values[0], 5.0);
    CU_ASSERT_EQUAL(s.parts[1].task.difficulty.n, 2);
    CU_ASSERT_EQUAL(s.parts[1].task.concentration, 10.0);
    CU_ASSERT_EQUAL(s.parts[2].task.concentration, 1.0);
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(s.parts[i].replicates, 70);
        CU_ASSERT_EQUAL(s.parts[i].law.alpha, -0.35);
        CU_ASSERT_EQUAL(s.parts[i].test_sizes.values[1], 100);
        CU_ASSERT_STRING_EQUAL(s.parts[i].models.names.values[1], "l");
        CU_ASSERT_EQUAL(s.parts[i].intervals.n, 2);
    }
    check_metrics(
        &s.parts[0], "accuracy token_edit_distance token_accuracy cross_entropy");
    check_metrics(&s.parts[1], "multiple_choice_grade brier_score cross_entropy");
    nz_studies_free(&s);
    CU_ASSERT_TRUE(s.n == 0 && s.parts == NULL);
}

static void
test_each_task_keeps_its_metrics_in_order(void)
{
    nz_studies_t s = accept(three,
        "metrics=[brier_score, token_accuracy, cross_entropy, multiple_choice_grade, "
        "accuracy]");

    check_metrics(&s.parts[0], "token_accuracy cross_entropy accuracy");
    check_metrics(&s.parts[1], "brier_score cross_entropy multiple_choice_grade");
    check_metrics(&s.parts[2], "brier_score cross_entropy multiple_choice_grade");
    nz_studies_free(&s);
}

/* A list of one task is that task; `--set tasks` may bring the list. */
static void
test_one_task_in_a_list_or_not(void)
{
    nz_studies_t list = accept("tasks: [{name: mine, tokens: 3}]\n", NULL);
    nz_studies_t set = accept("", "tasks=[{name: mine, tokens: 3}]");
    nz_studies_t task = accept("task: {name: mine, tokens: 3}\n", NULL);
    nz_studies_t *const all[] = { &list, &set, &task };
    char *first = NULL;

    for (size_t i = 0; i < 3; i++) {
        char *yaml = NULL;
        CU_ASSERT_EQUAL(all[i]->n, 1);
        NZ_ASSERT_OK(nz_studies_to_yaml(all[i], &yaml));
        CU_ASSERT_PTR_NOT_NULL(
            strstr(yaml, "\ntask:\n  kind: sequence\n  name: \"mine\"\n"));
        CU_ASSERT_TRUE(first == NULL || strcmp(first, yaml) == 0);
        free(first);
        first = yaml;
        nz_studies_free(all[i]);
    }
    free(first);
}

static const struct {
    const char *lines, *setting;
    const char *messages[MESSAGES_MAX];
} refused[] = {
    { "tasks:\n  - {tokens: 5}\n  - {kind: choice, options: 2, name: sequence}\n", NULL,
        { "s.yaml:7:38: `task.name`: task 1 of the list is called `sequence` too; give "
          "each a name of its own" } },
    { "tasks:\n  - {tokens: 5}\n  - {tokens: 7}\n  - {tokens: 9}\n", NULL,
        { "s.yaml:7:5: `task.name`: task 1 of the list is called `sequence` too; give "
          "each a name of its own",
            "s.yaml:8:5: `task.name`: task 1 of the list is called `sequence` too; give "
            "each a name of its own" } },
    { "tasks:\n  - {tokens: 5, name: \"\"}\n  - {tokens: [0, 1]}\n", NULL,
        { "s.yaml:6:23: `task.name`: expected text of 1 to 100 bytes, found the text "
          "\"\"",
            "s.yaml:7:15: `task.tokens`: expected a whole number, 1 to 1000000, found "
            "`0`" } },
    { "tasks:\n  - {kind: choice}\n  - {tokens: 5, colour: 3}\n  - 7\n", NULL,
        { "s.yaml:7:17: unknown key `task.colour`",
            "s.yaml:8:5: `tasks`: expected a mapping (keys with values), found `7`",
            "s.yaml:6:5: missing key `task.options`: Numbers of options, the difficulty "
            "axis. The right one has the mean probability 1/K + (1 - 1/K) exp(-loss), "
            "the others share the rest." } },
    { "tasks: [{tokens: 5}]\ntask: {tokens: 5}\n", NULL,
        { "s.yaml:5:1: `tasks`: a study has either `task` or `tasks`; put the one of "
          "`task` into the list" } },
    { "tasks: []\n", NULL,
        { "s.yaml:5:8: `tasks`: expected a list of 1 to 100 tasks, found an empty "
          "list" } },
    { "tasks: {tokens: 5, tonkens: 3}\n", NULL,
        { "s.yaml:5:8: `tasks`: expected a list of 1 to 100 tasks, found a mapping",
            "s.yaml:5:20: unknown key `task.tonkens`; did you mean `task.tokens`?" } },
    { "tasks:\n", NULL,
        { "s.yaml:5:7: `tasks`: expected a list of 1 to 100 tasks, found nothing" } },
    { "taks: [{tokens: 5}]\n", NULL,
        { "s.yaml:5:1: unknown key `taks`; did you mean `task`?",
            "s.yaml:1:1: missing key `task.tokens`: Target lengths, the difficulty axis "
            "of the study." } },
    { "tasks: [{tokens: 5}, {kind: subset, subset_size: 2}]\n"
      "metrics: [accuracy, brier_score]\n",
        NULL,
        { "s.yaml:6:10: `metrics`: no task of this study has brier_score; leave it out "
          "or add a task that has it",
            "s.yaml:5:22: `metrics` has none of this task; add one of subset_accuracy, "
            "item_accuracy, or take the task out" } },
    { "tasks: [{tokens: 5, samples: 3}, {kind: subset, subset_size: 2}]\n"
      "clusters: {size: 5}\nmetrics: [accuracy, subset_accuracy, pass_at_k]\n",
        NULL,
        { "s.yaml:7:10: `metrics`: items in clusters have no pass_at_k: expected "
          "`clusters.size` 1" } },
    { "tasks: [{tokens: 5}]\nmetrics: [brier_score]\n", NULL,
        { "s.yaml:6:10: `metrics`: tasks of kind sequence have no brier_score; their "
          "metrics are accuracy, token_edit_distance, token_accuracy, cross_entropy, "
          "pass_at_k, inverse_sampling" } },
    { "tasks: [{tokens: 5}]\n", "task.tokens=7",
        { "--set task.tokens=7: `tasks` is set as a whole, as in --set 'tasks=[{tokens: "
          "[5]}]'" } },
    { "tasks: [{tokens: 5}]\n", "task={tokens: 7}",
        { "--set task={tokens: 7}: `tasks` is set as a whole, as in --set "
          "'tasks=[{tokens: [5]}]'" } },
    { "tasks: [{tokens: 5}]\n", "tasks.0.tokens=7",
        { "--set tasks.0.tokens=7: `tasks` is set as a whole, as in --set "
          "'tasks=[{tokens: [5]}]'" } },
    { "task: {tokens: 5}\n", "tasks=[{tokens: 7}]",
        { "--set tasks=[{tokens: 7}]: `tasks`: a study has either `task` or `tasks`; put "
          "the one of `task` into the list" } },
    { "tasks: [{tokens: 5}, {name: b, tokens: 5}]\nlevel: 2\nseed: x\n", NULL,
        { "s.yaml:7:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`x`",
            "s.yaml:6:8: `level`: expected a number, 0.5 to 0.999999999999, found "
            "`2`" } },
    { "tasks: [{tokens: 1}, {kind: exam}, {kind: exam}]\nmetrics: [accuracy]\n", NULL,
        { "s.yaml:5:29: `task.kind`: expected one of sequence, subset, choice, "
          "reconstruction, found `exam`",
            "s.yaml:5:43: `task.kind`: expected one of sequence, subset, choice, "
            "reconstruction, found `exam`" } },
    { "tasks: [{tokens: 1}, {kind: exam}]\nmetrics: [accuracy, brier_score]\n", NULL,
        { "s.yaml:5:29: `task.kind`: expected one of sequence, subset, choice, "
          "reconstruction, found `exam`" } },
    { "tasks: [{tokens: 1}, {name: b, tokens: 1000}]\n", "test_sizes=[9007199254740992]",
        { "--set test_sizes=[9007199254740992]: `test_sizes`: expected at most "
          "9007199254740 items where `tokens` is 1000, found 9007199254740992" } },
};

static void
test_parse_refuses(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(refused); i++) {
        nz_studies_t studies = { 77, NULL };
        nz_diagnostics_t d = { 0 };
        size_t n = 0;
        CU_ASSERT_EQUAL(
            parse(refused[i].lines, refused[i].setting, &studies, &d), NZ_ERR_INPUT);
        CU_ASSERT_TRUE(studies.n == 77 && studies.parts == NULL);
        for (; n < MESSAGES_MAX && refused[i].messages[n] != NULL; n++) {
            const char *actual = n < d.n ? d.text[n] : "nothing";
            if (strcmp(actual, refused[i].messages[n]) != 0) {
                printf("\n    expected %s\n    found    %s\n", refused[i].messages[n],
                    actual);
            }
            CU_ASSERT_STRING_EQUAL(actual, refused[i].messages[n]);
        }
        if (d.n != n) {
            printf("\n    %s\n    too many: %s\n", refused[i].lines, d.text[n]);
        }
        CU_ASSERT_EQUAL(d.n, n);
    }
}

/* 250 models, 40 test sizes: 100 difficulties are a million cells, 101 too many. */
static void
test_cells_of_all_tasks_are_counted(void)
{
    static const char yaml[] =
        "models: {parameters: {from: 1, to: 1e9, count: 250}}\n"
        "law: {c: 1e8, alpha: -0.35}\ntest_sizes: [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,"
        "16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40]\n"
        "tasks:\n  - {kind: choice, options: [2, 3, 4]}\n  - {tokens: [";
    char text[1024];

    for (int n = 97; n <= 98; n++) {
        nz_studies_t studies = { 0 };
        nz_diagnostics_t d = { 0 };
        size_t used = (size_t) snprintf(text, sizeof(text), "%s1", yaml);
        for (int i = 2; i <= n; i++) {
            used += (size_t) snprintf(text + used, sizeof(text) - used, ",%d", i);
        }
        used += (size_t) snprintf(text + used, sizeof(text) - used, "]}\n");
        const nz_status_t status =
            nz_studies_parse(text, used, "f", NULL, 0, &studies, &d);
        CU_ASSERT_EQUAL(status, n == 97 ? NZ_OK : NZ_ERR_INPUT);
        CU_ASSERT_TRUE(n == 97
                       || strcmp(d.text[0],
                              "f:3:13: `test_sizes`: expected a study of at most 1000000 "
                              "cells, found 1010000 (250 models x 101 difficulties of "
                              "all tasks x 40 test sizes)")
                              == 0);
        nz_studies_free(&studies);
    }
}

static void
test_most_tasks(void)
{
    for (int n = NZ_STUDY_TASKS_MAX; n <= NZ_STUDY_TASKS_MAX + 1; n++) {
        char text[8192];
        nz_studies_t studies = { 0 };
        nz_diagnostics_t d = { 0 };
        size_t used = (size_t) snprintf(text, sizeof(text), "%stasks:\n", base);
        for (int i = 0; i < n; i++) {
            used += (size_t) snprintf(
                text + used, sizeof(text) - used, "  - {name: t%d, tokens: 1}\n", i);
        }
        const nz_status_t status =
            nz_studies_parse(text, used, "f", NULL, 0, &studies, &d);
        CU_ASSERT_EQUAL(status, n == NZ_STUDY_TASKS_MAX ? NZ_OK : NZ_ERR_INPUT);
        CU_ASSERT_EQUAL(studies.n, n == NZ_STUDY_TASKS_MAX ? NZ_STUDY_TASKS_MAX : 0);
        CU_ASSERT_TRUE(
            n == NZ_STUDY_TASKS_MAX
            || strcmp(d.text[0],
                   "f:6:3: `tasks`: expected a list of 1 to 100 tasks, found 101")
                   == 0);
        nz_studies_free(&studies);
    }
}

static void
test_to_yaml_text(void)
{
    static const char tasks[] =
        "\ntasks:\n  - kind: sequence\n    name: \"sequence\"\n    tokens: [5]\n"
        "    item_correlation: 0\n    samples: 1\n    k: 1\n    successes: 0\n  - kind: "
        "choice\n    name: \"choice\"\n"
        "    options: [2, 4]\n    concentration: 10\n  - kind: choice\n"
        "    name: \"hard choice\"\n    options: [4]\n    concentration: 1\n"
        "clusters:\n  size: 1\n  correlation: 0\ntest_sizes: ";
    nz_studies_t s = accept(three,
        "metrics=[brier_score, token_accuracy, cross_entropy, multiple_choice_grade, "
        "accuracy]");
    char *yaml = NULL;

    NZ_ASSERT_OK(nz_studies_to_yaml(&s, &yaml));
    CU_ASSERT_PTR_NOT_NULL(strstr(yaml, tasks));
    CU_ASSERT_PTR_NULL(strstr(yaml, "task:"));
    /* Another order than the user's that gives each task its own. */
    CU_ASSERT_PTR_NOT_NULL(strstr(yaml,
        "\nmetrics: [token_accuracy, brier_score, cross_entropy, multiple_choice_grade, "
        "accuracy]\n"));
    CU_ASSERT_EQUAL(nz_studies_to_yaml(NULL, &yaml), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studies_to_yaml(&s, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studies_to_yaml(&(nz_studies_t){ 0 }, &yaml), NZ_ERR_NULL_ARG);
    free(yaml);
    nz_studies_free(&s);
}

/* A list of some metrics in any order; returns false if there are none. */
static bool
put_random_metrics(char *out, size_t size)
{
    bool is_in[NZ_N_METRICS] = { false };
    size_t used = (size_t) snprintf(out, size, "metrics: [");

    for (size_t i = 0; i < 2 * NZ_N_METRICS; i++) {
        const size_t m = nz_test_below(NZ_N_METRICS);
        if (!is_in[m] && nz_test_below(4) > 0) {
            used += (size_t) snprintf(out + used, size - used, "%s%s",
                out[used - 1] == '[' ? "" : ", ", nz_metric_name((nz_metric_t) m));
            is_in[m] = true;
        }
    }
    const bool is_empty = out[used - 1] == '[';
    (void) snprintf(out + used, size - used, "]\n");
    return !is_empty;
}

static bool
same_metrics(const nz_studies_t *a, const nz_studies_t *b)
{
    bool same = a->n == b->n;

    for (size_t i = 0; same && i < a->n; i++) {
        const nz_list_enum_t *x = &a->parts[i].metrics, *y = &b->parts[i].metrics;
        same = x->n == y->n && memcmp(x->values, y->values, x->n * sizeof(int)) == 0
               && strcmp(a->parts[i].task.name, b->parts[i].task.name) == 0
               && a->parts[i].task.kind == b->parts[i].task.kind;
    }
    return same;
}

/* The merged list of metrics gives every task its own again, whatever the order. */
static void
test_to_yaml_round_trips(void)
{
    static const char tasks[] =
        "tasks:\n  - {name: \"o: d\\\"d, \xc3\xa9\", kind: choice, options: 3}\n"
        "  - {kind: sequence, tokens: [2, 5], item_correlation: 0.25, samples: 3, "
        "successes: 4}\n"
        "  - {kind: reconstruction, threshold: [0.1, 0.3], shape: 3}\n"
        "  - {kind: subset, subset_size: 4}\n  - {name: again, tokens: 9, samples: 2}\n";
    size_t n_accepted = 0;

    for (size_t i = 0; i < 2000; i++) {
        char lines[1024], metrics[512];
        nz_studies_t s = { 0 }, back = { 0 };
        nz_diagnostics_t d = { 0 };
        char *yaml = NULL, *again = NULL;
        if (!put_random_metrics(metrics, sizeof(metrics))) {
            continue;
        }
        (void) snprintf(lines, sizeof(lines), "%s%s", tasks, metrics);
        if (parse(lines, NULL, &s, &d) != NZ_OK) {
            continue; /* a task without metrics */
        }
        n_accepted++;
        NZ_ASSERT_OK(nz_studies_to_yaml(&s, &yaml));
        NZ_ASSERT_OK(nz_studies_parse(yaml, strlen(yaml), "f", NULL, 0, &back, &d));
        NZ_ASSERT_OK(nz_studies_to_yaml(&back, &again));
        CU_ASSERT_TRUE(same_metrics(&s, &back));
        CU_ASSERT_STRING_EQUAL(yaml, again);
        free(yaml);
        free(again);
        nz_studies_free(&s);
        nz_studies_free(&back);
    }
    CU_ASSERT_TRUE(n_accepted > 200);
}

static void
test_one_study_only(void)
{
    nz_study_t study = { .seed = 5 };
    nz_diagnostics_t d = { 0 };
    char text[1024];

    (void) snprintf(text, sizeof(text), "%s%s", base, three);
    CU_ASSERT_EQUAL(
        nz_study_parse(text, strlen(text), "f", NULL, 0, &study, &d), NZ_ERR_INPUT);
    CU_ASSERT_TRUE(study.seed == 5 && study.title == NULL && d.n == 1);
    CU_ASSERT_STRING_EQUAL(d.text[0], "f: expected a study of one task, found 3");
}

static void
test_parse_null_arguments(void)
{
    nz_studies_t s = { 0 };
    nz_diagnostics_t d = { 0 };

    CU_ASSERT_EQUAL(nz_studies_parse(NULL, 0, "f", NULL, 0, &s, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studies_parse("", 0, NULL, NULL, 0, &s, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studies_parse("", 0, "f", NULL, 1, &s, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studies_parse("", 0, "f", NULL, 0, NULL, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studies_parse("", 0, "f", NULL, 0, &s, NULL), NZ_ERR_NULL_ARG);
}

static void
test_help_describes_tasks(void)
{
    char *text = NULL;

    NZ_ASSERT_OK(nz_study_keys_help(&text));
    const char *at = strstr(text, "\ntasks\n    a list of mappings, 1 to 100");
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    CU_ASSERT_PTR_NOT_NULL(strstr(at, "\ntask.kind\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(at, "\ntask.name\n    a text; default null\n"));
    CU_ASSERT_PTR_NULL(strstr(at + 1, "\ntasks\n"));
    free(text);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_parse_one_study_per_task),
        NZ_TEST(test_each_task_keeps_its_metrics_in_order),
        NZ_TEST(test_one_task_in_a_list_or_not),
        NZ_TEST(test_parse_refuses),
        NZ_TEST(test_cells_of_all_tasks_are_counted),
        NZ_TEST(test_most_tasks),
        NZ_TEST(test_to_yaml_text),
        NZ_TEST(test_to_yaml_round_trips),
        NZ_TEST(test_one_study_only),
        NZ_TEST(test_parse_null_arguments),
        NZ_TEST(test_help_describes_tasks),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("studies", tests, argc, argv);
}
