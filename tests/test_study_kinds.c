/* Which keys and metrics go with which kind of task or law: the position and the whole
 * text of every message. */
#include "sim/study.h"
#include "tests/refused.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>

#define ALL_KINDS "sequence, subset, choice, reconstruction"

static const struct {
    size_t line;
    const char *replacement;
    const char *messages[NZ_REFUSED_MESSAGES_MAX];
} cases[] = {
    { 3, "law: {kind: table, losses: [2, 1, 0.5]}",
        { "3:28: `law.losses`: expected 2 losses, one per model size, found 3" } },
    { 3, "law: {kind: table, losses: [2, 0]}",
        { "3:32: `law.losses`: expected a number, above 0 and at most 1e+100, found "
          "`0`" } },
    { 3, "law: {kind: table, c: 1e8, alpha: -1}",
        { "3:20: `law.c` is of kind power; kind table has losses",
            "3:28: `law.alpha` is of kind power; kind table has losses",
            "3:6: missing key `law.losses`: Losses of the models, one for each size, in "
            "their order." } },
    { 3, "law: {losses: [2, 1]}",
        { "3:6: missing key `law.c`: Size at which the reducible loss is 1 nat per "
          "token.",
            "3:6: missing key `law.alpha`: Exponent of the law.",
            "3:7: `law.losses` is of kind table; kind power has c, alpha, "
            "irreducible" } },
    { 4, "task: {tokens: 1, kind: exam}",
        { "4:25: `task.kind`: expected one of " ALL_KINDS ", found `exam`" } },
    { 4, "task: {options: 4, kind: choice, concentration: 0}",
        { "4:49: `task.concentration`: expected a number, 0.01 to 1e+05, found `0`" } },
    { 4, "task: {options: [1, 4], kind: choice}",
        { "4:18: `task.options`: expected a whole number, 2 to 100, found `1`" } },
    { 4, "task: {options: 4, kind: choice, shape: 2}",
        { "4:34: `task.shape` is of kind reconstruction; kind choice has options, "
          "concentration" } },
    { 4, "task: {threshold: [0.5, 0.1], kind: reconstruction}",
        { "4:25: `task.threshold`: expected increasing values, found `0.1` after "
          "`0.5`" } },
    { 4, "task: {threshold: 0.5, kind: reconstruction}\nlaw.c: 3",
        { "5:1: unknown key `law.c`: write `c` inside `law:`" } },
    { 4, "task: {kind: sequences}",
        { "4:14: `task.kind`: expected one of " ALL_KINDS ", found `sequences`: did "
          "you mean `sequence`?" } },
    { 4, "task: {tokens: 1, kind: subset}",
        { "4:8: `task.tokens` is of kind sequence; kind subset has subset_size",
            "4:7: missing key `task.subset_size`: Numbers of cases of an item, the "
            "difficulty axis; a case is right with probability exp(-loss)." } },
    { 4, "task: {subset_size: 3}",
        { "4:7: missing key `task.tokens`: Target lengths, the difficulty axis of the "
          "study.",
            "4:8: `task.subset_size` is of kind subset; kind sequence has tokens, "
            "item_correlation, samples, k, successes" } },
    { 4, "task: {kind: subset, subset_size: 3, item_correlation: 0}",
        { "4:38: `task.item_correlation` is of kind sequence; kind subset has "
          "subset_size" } },
    { 4, "task: {kind: subset, subset_size: 3}\nmetrics: [item_accuracy, accuracy]",
        { "5:10: `metrics`: tasks of kind subset have no accuracy; their metrics are "
          "subset_accuracy, item_accuracy" } },
    { 4, "task: {tokens: 1, samples: 3, k: 4}",
        { "4:34: `task.k`: expected at most `task.samples`, which is 3, found 4" } },
    { 4, "task: {tokens: 1, k: 2}",
        { "4:22: `task.k`: expected at most `task.samples`, which is 1, found 2" } },
    { 4, "task: {tokens: 1, samples: 1001}",
        { "4:28: `task.samples`: expected a whole number, 1 to 1000, found `1001`" } },
    { 4, "task: {tokens: 1, successes: 1}",
        { "4:30: `task.successes`: expected 0, which is not to be used, or at least 2, "
          "found 1: a single right item allows no useful estimate" } },
    { 4, "task: {tokens: 1, successes: 1000001}",
        { "4:30: `task.successes`: expected a whole number, 0 to 1000000, found "
          "`1000001`" } },
    { 4, "task: {kind: subset, subset_size: 3, samples: 2}",
        { "4:38: `task.samples` is of kind sequence; kind subset has subset_size" } },
    { 6, "metrics: [accuracy, pass_at_k]",
        { "6:10: `metrics`: pass_at_k needs `task.samples`, the answers to every item, "
          "above 1" } },
    { 6, "metrics: inverse_sampling",
        { "6:10: `metrics`: inverse_sampling needs `task.successes`, the right items to "
          "stop at, above 1" } },
    { 6, "metrics: [subset_accuracy]",
        { "6:10: `metrics`: tasks of kind sequence have no subset_accuracy; their "
          "metrics are accuracy, token_edit_distance, token_accuracy, cross_entropy, "
          "pass_at_k, inverse_sampling" } },
    { 6, "clusters: {size: 0}",
        { "6:18: `clusters.size`: expected a whole number, 1 to 1000, found `0`" } },
    { 6, "clusters: {size: 1001, correlation: 1}",
        { "6:18: `clusters.size`: expected a whole number, 1 to 1000, found `1001`",
            "6:37: `clusters.correlation`: expected a number, at least 0 and below 1, "
            "found `1`" } },
    { 6, "clusters: {sizes: 5}",
        { "6:12: unknown key `clusters.sizes`; did you mean `clusters.size`?" } },
    { 4, "task: {kind: choice, options: 4}\nclusters: {size: 5}",
        { "5:18: `clusters.size`: expected 1, for tasks of kind choice have no clusters, "
          "found 5" } },
    { 4, "task: {kind: reconstruction, threshold: 0.5}\nclusters: {size: 2}",
        { "5:18: `clusters.size`: expected 1, for tasks of kind reconstruction have no "
          "clusters, found 2" } },
    { 6, "clusters: {size: 30}",
        { "5:14: `test_sizes`: expected a multiple of 30, the items of a cluster, found "
          "`20`",
            "5:18: `test_sizes`: expected a multiple of 30, the items of a cluster, "
            "found `100`" } },
    { 5, "test_sizes: 25\nclusters: {size: 10}",
        { "5:13: `test_sizes`: expected a multiple of 10, the items of a cluster, found "
          "`25`" } },
    { 4, "task: {tokens: [100, 300, 20000]}\nclusters: {size: 50}",
        { "5:18: `clusters.size`: expected at most 33 where `tokens` is 300, found 50: a "
          "cluster has at most 10000 tokens" } },
    { 2, "models: {parameters: {from: 1e7, to: 1e9, count: 100}}\nclusters: {size: 1000}",
        { "3:18: `clusters.size`: expected at most 706 where `tokens` is 5 and there are "
          "100 models, found 1000: the tables would take 3.2 GB" } },
    { 4, "task: {kind: subset, subset_size: 20}\nclusters: {size: 1000}",
        { "5:18: `clusters.size`: expected at most 500 where `subset_size` is 20, found "
          "1000: a cluster has at most 10000 cases" } },
    { 4,
        "task: {tokens: 3, item_correlation: 0.1}\nclusters: {size: 5}\n"
        "metrics: [accuracy, cross_entropy]",
        { "6:10: `metrics`: items in clusters have no cross_entropy of correlated "
          "tokens: expected `clusters.size` 1 or `task.item_correlation` 0" } },
    { 4,
        "task: {tokens: 3, successes: 4}\nclusters: {size: 5}\n"
        "metrics: [accuracy, inverse_sampling]",
        { "6:10: `metrics`: items in clusters have no inverse_sampling: expected "
          "`clusters.size` 1" } },
    { 4, "task: {tokens: 3, samples: 4}\nclusters: {size: 5}\nmetrics: pass_at_k",
        { "6:10: `metrics`: items in clusters have no pass_at_k: expected "
          "`clusters.size` 1" } },
};

static void
test_parse_refuses_keys_of_other_kinds(void)
{
    char text[1024];

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_refused_text(cases[i].line, cases[i].replacement, text, sizeof(text));
        nz_refused_check(text, strlen(text), cases[i].messages);
    }
}

/* The loss of the smaller model is 1e370: fine for shares, not for a mean error. */
static void
test_parse_refuses_infinite_truths(void)
{
    static const char *const messages[NZ_REFUSED_MESSAGES_MAX] = {
        "6:10: `metrics`: mean_squared_error has no finite mean and spread for the model "
        "of "
        "size 10000000, whose loss is too large"
    };
    static const char text[] =
        "seed: 1\nmodels: {parameters: [1e7, 1e18]}\nlaw: {c: 1e81, alpha: -5}\n"
        "task: {kind: reconstruction, threshold: 1}\ntest_sizes: 5\nmetrics: all\n";
    static const char *const setting = "metrics=reconstruction_rate";
    nz_diagnostics_t d = { 0 };
    nz_study_t study;

    nz_refused_check(text, strlen(text), messages);
    NZ_ASSERT_OK(nz_study_parse(text, strlen(text), "f", &setting, 1, &study, &d));
    nz_study_free(&study);
}

/* Scores of items on a lattice: test sets are limited where tokens do not limit them. */
static void
test_items_of_pass_at_k(void)
{
    static const char format[] = "models: {parameters: [1e7]}\nlaw: {c: 1e8, alpha: -1}\n"
                                 "task: {tokens: 1, samples: 2}\nmetrics: %s\n"
                                 "test_sizes: %s\n";
    static const char *const message[] = {
        "5:13: `test_sizes`: expected at most 8796093022208 items for pass_at_k, found "
        "8796093022209",
        NULL
    };
    static const char *const accepted[][2] = { { "pass_at_k", "8796093022208" },
        { "accuracy", "8796093022209" } };
    char text[512];

    for (size_t i = 0; i < 2; i++) {
        nz_diagnostics_t d = { 0 };
        nz_study_t study = { 0 };
        (void) snprintf(text, sizeof(text), format, accepted[i][0], accepted[i][1]);
        NZ_ASSERT_OK(
            nz_study_parse(text, strlen(text), "study.yaml", NULL, 0, &study, &d));
        nz_study_free(&study);
    }
    (void) snprintf(text, sizeof(text), format, "pass_at_k", "8796093022209");
    nz_refused_check(text, strlen(text), message);
}

/* Largest clusters that are accepted; `all` leaves out what clusters do not have. */
static void
test_parse_clusters(void)
{
    static const struct {
        const char *replacement;
        size_t n_metrics;
    } accepted[] = {
        { "task: {tokens: [1, 100]}\nclusters: {size: 100}\ntest_sizes: [100, 300]", 4 },
        { "task: {tokens: 1, item_correlation: 0.1}\nclusters: {size: 1000}\n"
          "test_sizes: 1e6",
            3 },
        { "task: {tokens: 1, item_correlation: 0.1}\nclusters: {correlation: 0.5}\n"
          "test_sizes: 7",
            4 },
        { "task: {tokens: 2, samples: 3, successes: 3}\nclusters: {size: 5}\n"
          "test_sizes: 10",
            4 },
        { "task: {kind: subset, subset_size: 100}\nclusters: {size: 20}\n"
          "test_sizes: 20\nmetrics: all",
            2 },
        { "task: {kind: choice, options: 4}\nclusters: {size: 1, correlation: 0.5}\n"
          "test_sizes: 7",
            3 },
    };

    for (size_t i = 0; i < NZ_COUNT_OF(accepted); i++) {
        char text[512];
        nz_diagnostics_t d = { 0 };
        nz_study_t study;
        snprintf(text, sizeof(text), "%s\n%s\n%s\n", nz_refused_base[1],
            nz_refused_base[2], accepted[i].replacement);
        NZ_ASSERT_OK(nz_study_parse(text, strlen(text), "s", NULL, 0, &study, &d));
        CU_ASSERT_EQUAL(study.metrics.n, accepted[i].n_metrics);
        nz_study_free(&study);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_parse_refuses_keys_of_other_kinds),
        NZ_TEST(test_parse_clusters),
        NZ_TEST(test_parse_refuses_infinite_truths),
        NZ_TEST(test_items_of_pass_at_k),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("study_kinds", tests, argc, argv);
}
