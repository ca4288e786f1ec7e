/* Studies of items in clusters against exact laws: the number of right items of a test
 * set is the convolution of beta-binomial clusters; the coverage of methods that take
 * whole clusters is summed over all pairs of two clusters. Comparisons by exact binomial
 * tails or at 5.73 sigma; seeds are fixed. */
#include "sim/cluster_totals.h"
#include "stats/beta_binomial.h"
#include "stats/proportion.h"
#include "stats/score_interval.h"
#include "tests/simulation.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIGMAS 5.73
#define ITEMS_MAX 400
#define PAIR_TOKENS 2
#define PAIR_TOTALS (2 * PAIR_TOKENS + 1)

/* A study with these clusters, tokens, test sizes, metrics and intervals. */
static void
simulate(const char *clusters, const char *task, const char *rest, nz_summary_t *run)
{
    char yaml[512];

    snprintf(yaml, sizeof(yaml),
        "seed: 31\nlevel: 0.9\nmodels: { parameters: [3.0e6, 7.0e7, 2.0e9] }\n"
        "law: { c: 4.0e7, alpha: -0.37, irreducible: 0.03 }\n"
        "task: { %s }\nclusters: { %s }\n%s\n",
        task, clusters, rest);
    nz_test_simulate(yaml, 1, run);
}

/* P(k right items) of n/m clusters, k = 0 .. n. */
static void
right_items(const nz_sequence_law_t *task, uint64_t m, double rho, uint64_t n, double *p)
{
    double mean, sd, cluster[ITEMS_MAX + 1];
    uint64_t done = 0;

    NZ_ASSERT_OK(nz_sequence_law_truth(task, NZ_METRIC_ACCURACY, &mean, &sd));
    NZ_ASSERT_OK(nz_beta_binomial_pmf(m, rho, mean, 1.0 - mean, cluster)); /* [wrong] */
    memset(p, 0, (size_t) (n + 1) * sizeof(*p));
    for (p[0] = 1.0; done < n; done += m) {
        for (uint64_t k = done + m + 1; k-- > 0;) {
            double sum = 0.0;
            for (uint64_t r = k > done ? k - done : 0; r <= m && r <= k; r++) {
                sum += p[k - r] * cluster[m - r];
            }
            p[k] = sum;
        }
    }
}

static double
coverage_of_counts(nz_interval_method_t method, uint64_t n, const double *p, double truth)
{
    double covered = 0.0;
    for (uint64_t k = 0; k <= n; k++) {
        nz_interval_t interval;
        NZ_ASSERT_OK(
            nz_proportion_interval(method, k, n, nz_tails_two_sided(0.9), &interval));
        covered += interval.status != NZ_INTERVAL_UNDEFINED && interval.lower <= truth
                           && truth <= interval.upper
                       ? p[k]
                       : 0.0;
    }
    return fmin(covered, 1.0);
}

static bool
share_agrees(const nz_summary_t *run, nz_quantity_t quantity, size_t at, double p)
{
    return nz_test_count_agrees(
        run->value[quantity][at], (double) run->study.replicates, p);
}

/* Zero share, coverage of k of n, mean and sd of both metrics; the twin has another
 * correlation. */
static unsigned
disagreements(const nz_summary_t *run, const double correlations[2], double twin)
{
    const uint64_t m = run->study.clusters.size;
    const double replicates = (double) run->study.replicates;
    unsigned wrong = 0;

    for (size_t i = 0; i < 6; i++) {
        const size_t t = i / 3, i_model = i % 3;
        const uint64_t n = run->study.test_sizes.values[t];
        const nz_sequence_law_t task = { nz_test_loss(i_model, 0.0), 3, correlations[0] };
        double p[ITEMS_MAX + 1];
        right_items(&task, m, twin, n, p);
        for (size_t i_metric = 0; i_metric < 3; i_metric++) {
            const nz_metric_t metric = (nz_metric_t) run->study.metrics.values[i_metric];
            const size_t at = nz_summary_cell(&run->study, 0, t, i_model, i_metric);
            double truth, sd;
            NZ_ASSERT_OK(nz_cluster_totals_truth(&task, metric, m, twin, &truth, &sd));
            const double error = sd / sqrt((double) n * replicates);
            wrong += run->value[NZ_QUANTITY_TRUE_VALUE][at] == truth ? 0 : 1;
            wrong +=
                fabs(run->value[NZ_QUANTITY_MEAN][at] - truth) <= SIGMAS * error ? 0 : 1;
            wrong += fabs(run->value[NZ_QUANTITY_SD][at] - sd / sqrt((double) n))
                             <= SIGMAS * run->mcse[NZ_QUANTITY_SD][at]
                         ? 0
                         : 1;
            if (metric != NZ_METRIC_ACCURACY) {
                continue;
            }
            wrong += share_agrees(run, NZ_QUANTITY_ZERO_SHARE, at, p[0]) ? 0 : 1;
            for (size_t k = 0; k < 3; k++) {
                const nz_interval_method_t method =
                    (nz_interval_method_t) run->study.intervals.values[k];
                wrong += share_agrees(run, NZ_QUANTITY_COVERAGE,
                             at * run->study.intervals.n + k,
                             coverage_of_counts(method, n, p, truth))
                             ? 0
                             : 1;
            }
        }
    }
    return wrong;
}

static void
test_exact_laws(void)
{
    static const struct {
        const char *clusters, *task;
        double tokens, items;
    } cases[] = { { "size: 5, correlation: 0.3", "tokens: 3", 0.0, 0.3 },
        { "size: 5, correlation: 0", "tokens: 3", 0.0, 0.0 },
        { "size: 10, correlation: 0.15", "tokens: 3, item_correlation: 0.2", 0.2,
            0.15 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_summary_t run = { 0 };
        const double correlations[2] = { cases[i].tokens, cases[i].items };
        simulate(cases[i].clusters, cases[i].task,
            "replicates: 4000\ntest_sizes: [10, 80]\n"
            "metrics: [accuracy, token_edit_distance, token_accuracy]\n"
            "intervals: [wald, wilson, clopper_pearson, bootstrap_percentile]\n",
            &run);
        CU_ASSERT_EQUAL(disagreements(&run, correlations, cases[i].items), 0);
        CU_ASSERT_TRUE(
            disagreements(&run, correlations, cases[i].items > 0.0 ? 0.0 : 0.1) > 5);
        nz_summary_free(&run);
    }
}

/* P(w wrong items with t wrong tokens) of a cluster of two items. */
static void
pair_of_items(const nz_sequence_law_t *task, double rho, double joint[3][PAIR_TOTALS])
{
    double item[PAIR_TOKENS + 1], wrong_items[3], wrong = 0.0;

    NZ_ASSERT_OK(nz_sequence_law_pmf(task, item));
    for (size_t j = 1; j <= task->tokens; j++) {
        wrong += item[j];
    }
    NZ_ASSERT_OK(nz_beta_binomial_pmf(2, rho, item[0], wrong, wrong_items));
    memset(joint, 0, 3 * sizeof(joint[0]));
    joint[0][0] = wrong_items[0];
    for (size_t i = 1; i <= task->tokens; i++) {
        joint[1][i] = wrong_items[1] * item[i] / wrong;
        for (size_t j = 1; j <= task->tokens; j++) {
            joint[2][i + j] += wrong_items[2] * item[i] / wrong * item[j] / wrong;
        }
    }
}

/* Coverage of a method of two clusters with these scores, of n_scores probabilities. */
static double
coverage_of_pairs(nz_interval_method_t method, const double *p, size_t n_scores,
    double per_score, double truth)
{
    nz_score_interval_t *intervals = NULL;
    double covered = 0.0;

    NZ_ASSERT_OK(nz_score_interval_create(n_scores, 0, &intervals));
    for (size_t i = 0; i < n_scores * n_scores; i++) {
        uint64_t counts[PAIR_TOTALS] = { 0 };
        nz_interval_t interval;
        const size_t a = i / n_scores, b = i % n_scores;
        counts[a]++;
        counts[b]++;
        const nz_scores_t scores = { counts, n_scores, 2 };
        NZ_ASSERT_OK(nz_score_interval_set(intervals, &scores, NULL));
        NZ_ASSERT_OK(
            nz_score_interval(intervals, method, nz_tails_two_sided(0.9), &interval));
        const bool covers = interval.status != NZ_INTERVAL_UNDEFINED
                            && interval.lower * per_score <= truth
                            && truth <= interval.upper * per_score;
        covered += covers ? p[a] * p[b] : 0.0;
    }
    nz_score_interval_destroy(&intervals);
    return covered;
}

/* Two clusters of two items with two tokens: every method that takes scores, of
 * every metric. */
static void
test_coverage_of_two_clusters(void)
{
    nz_summary_t run = { 0 };
    unsigned twins[3] = { 0, 0, 0 }; /* of each metric */

    simulate("size: 2, correlation: 0.8", "tokens: 2",
        "replicates: 4000\ntest_sizes: [4]\n"
        "metrics: [accuracy, token_edit_distance, token_accuracy]\n"
        "intervals: [student_t, bootstrap_percentile, bootstrap_basic, "
        "bootstrap_normal]\n",
        &run);
    for (size_t i = 0; i < 3 * 3 * 4; i++) {
        const size_t i_model = i / 12, i_metric = i / 4 % 3, k = i % 4;
        const nz_sequence_law_t task = { nz_test_loss(i_model, 0.0), PAIR_TOKENS, 0.0 };
        const nz_metric_t metric = (nz_metric_t) run.study.metrics.values[i_metric];
        const size_t n_scores = metric == NZ_METRIC_ACCURACY ? 3 : PAIR_TOTALS;
        const double per_score = metric == NZ_METRIC_TOKEN_ACCURACY ? 0.25 : 0.5;
        const size_t at = nz_summary_interval(&run.study, 0, 0, i_model, i_metric, k);
        double truth, sd;
        NZ_ASSERT_OK(nz_sequence_law_truth(&task, metric, &truth, &sd));
        for (size_t twin = 0; twin < 2; twin++) {
            double joint[3][PAIR_TOTALS], p[PAIR_TOTALS] = { 0.0 };
            pair_of_items(&task, twin == 0 ? 0.8 : 0.0, joint);
            for (size_t j = 0; j < 3 * PAIR_TOTALS; j++) {
                const size_t w = j / PAIR_TOTALS, t = j % PAIR_TOTALS;
                size_t score = metric == NZ_METRIC_ACCURACY ? 2 - w : t;
                score = metric == NZ_METRIC_TOKEN_ACCURACY ? PAIR_TOTALS - 1 - t : score;
                p[score] += joint[w][t];
            }
            const double expected =
                coverage_of_pairs((nz_interval_method_t) run.study.intervals.values[k], p,
                    n_scores, per_score, truth);
            const bool agrees = share_agrees(&run, NZ_QUANTITY_COVERAGE, at, expected);
            CU_ASSERT_TRUE(agrees || twin == 1);
            twins[i_metric] += agrees ? 0 : 1;
        }
    }
    CU_ASSERT_TRUE(twins[0] > 0 && twins[1] > 0 && twins[2] > 0);
    nz_summary_free(&run);
}

/* What clusters are about: intervals of k of n cover too seldom, those of whole clusters
 * do not. */
static void
test_whole_clusters_cover(void)
{
    nz_summary_t run = { 0 };

    simulate("size: 20, correlation: 0.2", "tokens: 1",
        "replicates: 1000\ntest_sizes: [6000]\nmetrics: [accuracy]\n"
        "intervals: [clopper_pearson, student_t, bootstrap_percentile, "
        "bootstrap_studentized, bootstrap_bca]\n",
        &run);
    const double slack = SIGMAS * sqrt(0.9 * 0.1 / 1000.0);
    for (size_t i = 0; i < 3 * 5; i++) {
        const size_t at = nz_summary_interval(&run.study, 0, 0, i / 5, 0, i % 5);
        const double coverage = run.value[NZ_QUANTITY_COVERAGE][at];
        if (i % 5 == 0) { /* design effect 4.8: 2 Phi(z/2.19) - 1 = .55 */
            CU_ASSERT_TRUE(fabs(coverage - 0.55) <= 0.01 + slack);
        } else {
            CU_ASSERT_TRUE(fabs(coverage - 0.9) <= 0.01 + slack);
        }
    }
    nz_summary_free(&run);
}

/* One cluster: no method that takes whole clusters has a width. */
static void
test_one_cluster(void)
{
    nz_summary_t run = { 0 };

    simulate("size: 30, correlation: 0.1", "tokens: 2",
        "replicates: 300\ntest_sizes: [30]\n"
        "intervals: [student_t, bootstrap_percentile, bootstrap_basic, "
        "bootstrap_normal, bootstrap_studentized, bootstrap_bca, clopper_pearson]\n",
        &run);
    for (size_t i = 0; i < 3 * run.study.metrics.n * 7; i++) {
        const double degenerate = run.value[NZ_QUANTITY_DEGENERATE_SHARE][i];
        const bool takes_counts = i % 7 == 6;
        const bool is_binary = i / 7 % run.study.metrics.n == 0;
        CU_ASSERT_TRUE(takes_counts ? (is_binary ? degenerate == 0.0 : isnan(degenerate))
                                    : degenerate == 1.0);
        if (i % 7 == 0 || i % 7 == 4 || i % 7 == 5) { /* undefined */
            CU_ASSERT_TRUE(isnan(run.value[NZ_QUANTITY_WIDTH][i]));
            CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_COVERAGE][i], 0.0);
        } else if (!takes_counts) {
            CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_WIDTH][i], 0.0);
        }
    }
    nz_summary_free(&run);
}

/* The limits of the first test set by resampling clusters are those of infinitely many
 * resamples but for the noise of B of them: sd/sqrt(2 B) of a standard deviation. */
static void
test_engines_agree(void)
{
    static const char *const engines[] = { "exact", "resample" };
    nz_summary_t runs[2] = { 0 };

    for (size_t i = 0; i < 2; i++) {
        char rest[256];
        snprintf(rest, sizeof(rest),
            "replicates: 1\ntest_sizes: [200]\nintervals: [bootstrap_normal]\n"
            "bootstrap: { engine: %s, resamples: 20000 }",
            engines[i]);
        simulate("size: 4, correlation: 0.5", "tokens: 3", rest, &runs[i]);
    }
    const size_t n = nz_summary_size(&runs[0].study, NZ_SCOPE_INTERVAL);
    for (size_t i = 0; i < n; i++) {
        const double exact = runs[0].value[NZ_QUANTITY_WIDTH][i];
        const double resampled = runs[1].value[NZ_QUANTITY_WIDTH][i];
        CU_ASSERT_TRUE(fabs(resampled - exact) <= SIGMAS * exact / sqrt(2.0 * 20000.0));
        CU_ASSERT_TRUE(exact == 0.0 || resampled != exact);
    }
    nz_summary_free(&runs[0]);
    nz_summary_free(&runs[1]);
}

/* Subsets in clusters are sequences in clusters, and a metric more changes no number. */
static void
test_subset_and_metrics_in_clusters(void)
{
    static const char *const tasks[] = { "name: sequence, kind: subset, subset_size: 4",
        "tokens: 4" }; /* a name, for the streams */
    static const char *const metrics[] = { "subset_accuracy, item_accuracy",
        "accuracy, token_edit_distance, token_accuracy" };
    static const size_t same[] = { 0, 2 };
    nz_summary_t runs[2] = { 0 };

    for (size_t i = 0; i < 2; i++) {
        char rest[256];
        snprintf(rest, sizeof(rest),
            "replicates: 200\ntest_sizes: [30]\nmetrics: [%s]\n"
            "intervals: [wilson, bootstrap_percentile, student_t]\n",
            metrics[i]);
        simulate("size: 3, correlation: 0.5", tasks[i], rest, &runs[i]);
    }
    const nz_task_t task = {
        .loss = 0.5, .difficulty = 4.0, .cluster_size = 3, .cluster_correlation = 0.5
    };
    double mean[2], sd[2];
    NZ_ASSERT_OK(nz_task_type(NZ_TASK_SUBSET)
                     ->truth(&task, NZ_METRIC_ITEM_ACCURACY, &mean[0], &sd[0]));
    NZ_ASSERT_OK(nz_task_type(NZ_TASK_SEQUENCE)
                     ->truth(&task, NZ_METRIC_TOKEN_ACCURACY, &mean[1], &sd[1]));
    CU_ASSERT_TRUE(mean[0] == mean[1] && sd[0] == sd[1]);
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const nz_scope_t scope = nz_quantity_scope((nz_quantity_t) q);
        const bool is_of_models = scope == NZ_SCOPE_CELL || scope == NZ_SCOPE_INTERVAL;
        for (size_t i = 0; i < 6 && is_of_models; i++) {
            const size_t per_cell = scope == NZ_SCOPE_INTERVAL ? 3 : 1;
            const size_t at[2] = { i, i / 2 * 3 + same[i % 2] };
            for (size_t k = 0; k < per_cell; k++) {
                const double a = runs[0].value[q][at[0] * per_cell + k],
                             b = runs[1].value[q][at[1] * per_cell + k];
                CU_ASSERT_TRUE(a == b || (isnan(a) && isnan(b)));
            }
        }
    }
    nz_summary_free(&runs[0]);
    nz_summary_free(&runs[1]);
}

/* Clusters of one are no clusters, whatever their correlation: the same numbers. */
static void
test_clusters_of_one(void)
{
    static const char *const clusters[] = { "size: 1, correlation: 0.7",
        "correlation: 0" };
    nz_summary_t runs[2] = { 0 };

    for (size_t i = 0; i < 2; i++) {
        simulate(clusters[i], "tokens: 4, item_correlation: 0.1",
            "replicates: 50\ntest_sizes: [7]\nintervals: all", &runs[i]);
    }
    CU_ASSERT_EQUAL(runs[0].study.metrics.n, 4);
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const size_t n =
            nz_summary_size(&runs[0].study, nz_quantity_scope((nz_quantity_t) q));
        for (size_t i = 0; i < n; i++) {
            const double a = runs[0].value[q][i], b = runs[1].value[q][i];
            CU_ASSERT_TRUE(a == b || (isnan(a) && isnan(b)));
        }
    }
    nz_summary_free(&runs[0]);
    nz_summary_free(&runs[1]);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_exact_laws),
        NZ_TEST(test_coverage_of_two_clusters),
        NZ_TEST(test_whole_clusters_cover),
        NZ_TEST(test_one_cluster),
        NZ_TEST(test_engines_agree),
        NZ_TEST(test_subset_and_metrics_in_clusters),
        NZ_TEST(test_clusters_of_one),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("simulated_clusters", tests, argc, argv);
}
