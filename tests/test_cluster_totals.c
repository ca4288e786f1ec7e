/* Clusters of items against enumeration of all outcomes of a cluster, against a
 * simulation item by item, and against 60-digit arithmetic. Comparisons at random are by
 * exact binomial tails (a false alarm in 1e8) or at 5.73 sigma; seeds are fixed. */
#include "sim/cluster_totals.h"
#include "stats/binomial.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_randist.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define OUTCOMES_MAX 64 /* totals of the small clusters here, and one more */
#define SIGMAS 5.73
#define FALSE_ALARM 1e-8

static void
test_errors_leave_output_untouched(void)
{
    const nz_sequence_law_t task = { 0.5, 3, 0.0 };
    double mean = 9.0, sd = 9.0;

    CU_ASSERT_EQUAL(
        nz_cluster_totals_truth(&task, NZ_METRIC_BRIER_SCORE, 3, 0.1, &mean, &sd),
        NZ_ERR_DOMAIN);
    CU_ASSERT_TRUE(mean == 9.0 && sd == 9.0);
}

/* scripts/reference_cluster_totals.py: correlation of two items' numbers of wrong tokens
 * if that of being right is 1. */
static const struct {
    nz_sequence_law_t task;
    double correlation;
} designs[] = {
    { { 0.25, 1, 0 }, 1.0 },
    { { 0.5, 20, 0 }, 0.00058906474600240886 },
    { { 1e-12, 7, 0 }, 0.999999999997 },
    { { 3.5, 3, 0 }, 0.0026531096058325875 },
    { { 50, 2, 0 }, 3.8574996979358276e-22 },
    { { 0.5, 20, 0.1 }, 0.03288920859137705 },
    { { 0.02, 40, 0.9 }, 0.76083461809236582 },
    { { 2, 5, 1e-6 }, 0.0014504662075993056 },
    { { 1e-9, 4, 0.3 }, 0.78673147059433975 },
};

static void
test_design_effects(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(designs); i++) {
        const nz_sequence_law_t *task = &designs[i].task;
        const double effect = nz_cluster_totals_design_effect(
            task, NZ_METRIC_TOKEN_EDIT_DISTANCE, 101, 0.4);
        double mean, sd, alone_mean, alone_sd;
        NZ_ASSERT_REL(effect, 1.0 + 40.0 * designs[i].correlation, 1e-12);
        CU_ASSERT_EQUAL(
            nz_cluster_totals_design_effect(task, NZ_METRIC_TOKEN_ACCURACY, 101, 0.4),
            effect);
        NZ_ASSERT_REL(nz_cluster_totals_design_effect(task, NZ_METRIC_ACCURACY, 101, 0.4),
            41.0, 1e-14);
        CU_ASSERT_EQUAL(
            nz_cluster_totals_design_effect(task, NZ_METRIC_CROSS_ENTROPY, 101, 0.4),
            1.0);
        for (uint64_t none = 0; none < 2; none++) {
            CU_ASSERT_EQUAL(nz_cluster_totals_design_effect(
                                task, NZ_METRIC_TOKEN_ACCURACY, none, 0.4),
                1.0);
        }
        NZ_ASSERT_OK(nz_cluster_totals_truth(
            task, NZ_METRIC_TOKEN_EDIT_DISTANCE, 101, 0.4, &mean, &sd));
        NZ_ASSERT_OK(nz_sequence_law_truth(
            task, NZ_METRIC_TOKEN_EDIT_DISTANCE, &alone_mean, &alone_sd));
        CU_ASSERT_EQUAL(mean, alone_mean);
        NZ_ASSERT_REL(sd, alone_sd * sqrt(effect), 1e-14);
    }
    const nz_sequence_law_t ends[] = { { 0.0, 3, 0.2 }, { HUGE_VAL, 3, 0.2 } };
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(
            nz_cluster_totals_design_effect(&ends[i], NZ_METRIC_TOKEN_ACCURACY, 5, 0.4),
            1.0);
    }
}

/* Probabilities of w wrong items with t wrong tokens in all, by listing every outcome of
 * a cluster; independent items if rho_c = 0. */
static void
enumerate(const nz_sequence_law_t *task, uint64_t size, double rho,
    double joint[][OUTCOMES_MAX])
{
    const double theta = rho / (1.0 - rho);
    double item[8], wrong = 0.0;
    uint64_t n_outcomes = 1;

    memset(joint, 0, (size_t) (size + 1) * sizeof(joint[0]));
    NZ_ASSERT_OK(nz_sequence_law_pmf(task, item));
    for (uint64_t j = 1; j <= task->tokens; j++) {
        wrong += item[j];
    }
    for (uint64_t i = 0; i < size; i++) {
        n_outcomes *= task->tokens + 1;
    }
    for (uint64_t outcome = 0; outcome < n_outcomes; outcome++) {
        uint64_t rest = outcome, w = 0, t = 0;
        double p = 1.0;
        for (uint64_t i = 0; i < size; i++, rest /= task->tokens + 1) {
            const uint64_t j = rest % (task->tokens + 1); /* Polya's urn, item by item */
            p *= ((j == 0 ? item[0] : wrong) + (double) (j == 0 ? i - w : w) * theta)
                 / (1.0 + (double) i * theta);
            p *= j == 0 ? 1.0 : item[j] / wrong;
            w += j > 0;
            t += j;
        }
        joint[w][t] += p;
    }
}

/* Whether a count of `total` is what a probability p gives, by its exact tails. */
static bool
count_agrees(uint64_t count, uint64_t total, double p)
{
    double at_most = 0.0, above = 0.0, below = 0.0;

    if (p <= 0.0 || p >= 1.0) {
        return count == (p <= 0.0 ? 0 : total);
    }
    NZ_ASSERT_OK(nz_binomial_tails(count, total, p, &at_most, &above));
    if (count > 0) {
        NZ_ASSERT_OK(nz_binomial_tails(count - 1, total, p, &below, NULL));
    }
    return at_most > FALSE_ALARM / 2.0 && 1.0 - below > FALSE_ALARM / 2.0;
}

static nz_cluster_totals_t *
make_clusters(const nz_sequence_law_t *task, uint64_t size, double rho)
{
    nz_cluster_totals_t *clusters = NULL;
    double *pmf = calloc((size_t) task->tokens + 1, sizeof(*pmf));

    CU_ASSERT_PTR_NOT_NULL_FATAL(pmf);
    NZ_ASSERT_OK(nz_sequence_law_pmf(task, pmf));
    NZ_ASSERT_OK(nz_cluster_totals_create(3, &clusters));
    NZ_ASSERT_OK(nz_cluster_totals_prepare(clusters, 2, pmf, task->tokens, size, rho));
    free(pmf);
    return clusters;
}

static const struct {
    nz_sequence_law_t task;
    uint64_t size;
    double correlation;
} small[] = {
    { { 0.3, 3, 0.0 }, 4, 0.3 }, { { 0.9, 2, 0.4 }, 5, 0.1 }, { { 0.7, 1, 0.0 }, 6, 0.6 },
    { { 0.1, 5, 0.2 }, 3, 0.0 },
    { { 1.0, 5, 0.5 }, 3, 0.25 }, /* one by one from two wrong items on */
};

/* One cluster at a time, so that right items and wrong tokens are of the same. */
static unsigned
joint_disagreements(size_t i_case, double twin_rho)
{
    enum { N_CLUSTERS = 60000 };
    const uint64_t m = small[i_case].size, all = m * small[i_case].task.tokens;
    static double joint[8][OUTCOMES_MAX];
    static uint64_t counts[8][OUTCOMES_MAX];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 41 + i_case);
    nz_cluster_totals_t *clusters =
        make_clusters(&small[i_case].task, m, small[i_case].correlation);
    unsigned disagreements = 0;

    enumerate(&small[i_case].task, m, twin_rho, joint);
    memset(counts, 0, sizeof(counts));
    for (size_t i = 0; i < N_CLUSTERS; i++) {
        uint64_t w = 0, t = 0;
        nz_cluster_totals_draw(clusters, 2, 1, rng);
        while (nz_cluster_totals_right(clusters)[m - w] == 0) {
            w++;
        }
        while (nz_cluster_totals_wrong_tokens(clusters)[t] == 0) {
            t++;
        }
        counts[w][t]++;
    }
    for (uint64_t w = 0; w <= m; w++) {
        for (uint64_t t = 0; t <= all; t++) {
            disagreements += count_agrees(counts[w][t], N_CLUSTERS, joint[w][t]) ? 0 : 1;
        }
    }
    nz_cluster_totals_destroy(&clusters);
    gsl_rng_free(rng);
    return disagreements;
}

static void
test_joint_law_of_a_cluster(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(small); i++) {
        const double rho = small[i].correlation;
        CU_ASSERT_EQUAL(joint_disagreements(i, rho), 0);
        CU_ASSERT_TRUE(joint_disagreements(i, rho > 0.0 ? 0.0 : 0.05) > 1);
    }
}

/* Many clusters at once: every count of both histograms, and their sums. */
static unsigned
histogram_disagreements(size_t i_case, uint64_t n, double twin_rho)
{
    const uint64_t m = small[i_case].size, all = m * small[i_case].task.tokens;
    static double joint[8][OUTCOMES_MAX];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 7 + i_case);
    nz_cluster_totals_t *clusters =
        make_clusters(&small[i_case].task, m, small[i_case].correlation);
    uint64_t n_right = 0, n_totals = 0;
    unsigned disagreements = 0;

    enumerate(&small[i_case].task, m, twin_rho, joint);
    nz_cluster_totals_draw(clusters, 2, n, rng);
    for (uint64_t w = 0; w <= m; w++) {
        double p = 0.0;
        for (uint64_t t = 0; t <= all; t++) {
            p += joint[w][t];
        }
        n_right += nz_cluster_totals_right(clusters)[m - w];
        disagreements +=
            count_agrees(nz_cluster_totals_right(clusters)[m - w], n, p) ? 0 : 1;
    }
    for (uint64_t t = 0; t <= all; t++) {
        double p = 0.0;
        for (uint64_t w = 0; w <= m; w++) {
            p += joint[w][t];
        }
        n_totals += nz_cluster_totals_wrong_tokens(clusters)[t];
        disagreements +=
            count_agrees(nz_cluster_totals_wrong_tokens(clusters)[t], n, p) ? 0 : 1;
    }
    CU_ASSERT_TRUE(n_right == n && n_totals == n);
    nz_cluster_totals_destroy(&clusters);
    gsl_rng_free(rng);
    return disagreements;
}

static void
test_histograms_of_many_clusters(void)
{
    static const uint64_t n_clusters[] = { 4000, 1000000, UINT64_C(1) << 40 };

    for (size_t i = 0; i < NZ_COUNT_OF(small) * NZ_COUNT_OF(n_clusters); i++) {
        const double rho = small[i / 3].correlation;
        CU_ASSERT_EQUAL(histogram_disagreements(i / 3, n_clusters[i % 3], rho), 0);
        CU_ASSERT_TRUE(
            histogram_disagreements(i / 3, n_clusters[i % 3], rho > 0.0 ? 0.0 : 0.2) > 1);
    }
}

/* The variance of a cluster's total is m times that of an item times the design effect:
 * by enumeration, for each metric. */
static void
test_design_effects_by_enumeration(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(small); i++) {
        const nz_sequence_law_t *task = &small[i].task;
        const uint64_t m = small[i].size;
        static double joint[8][OUTCOMES_MAX];
        double mean[2], sd[2], variance[2] = { 0.0, 0.0 };
        enumerate(task, m, small[i].correlation, joint);
        NZ_ASSERT_OK(nz_cluster_totals_truth(
            task, NZ_METRIC_ACCURACY, m, small[i].correlation, &mean[0], &sd[0]));
        NZ_ASSERT_OK(nz_cluster_totals_truth(task, NZ_METRIC_TOKEN_EDIT_DISTANCE, m,
            small[i].correlation, &mean[1], &sd[1]));
        for (uint64_t w = 0; w <= m; w++) {
            for (uint64_t t = 0; t <= m * task->tokens; t++) {
                const double off[2] = { (double) (m - w) - (double) m * mean[0],
                    (double) t - (double) m * mean[1] };
                variance[0] += joint[w][t] * off[0] * off[0];
                variance[1] += joint[w][t] * off[1] * off[1];
            }
        }
        NZ_ASSERT_REL(sqrt(variance[0] / (double) m), sd[0], 1e-12);
        NZ_ASSERT_REL(sqrt(variance[1] / (double) m), sd[1], 1e-12);
    }
}

/* A cluster the long way: its rate, then each item right or not, then wrong tokens. */
static void
draw_by_item(gsl_rng *rng, uint64_t size, double rho,
    const gsl_ran_discrete_t *wrong_tokens, double pi, double totals[2])
{
    const double strength = 1.0 / rho - 1.0;
    const double rate = gsl_ran_beta(rng, pi * strength, (1.0 - pi) * strength);

    totals[0] = totals[1] = 0.0;
    for (uint64_t i = 0; i < size; i++) {
        if (gsl_rng_uniform(rng) < rate) {
            totals[0] += 1.0;
        } else {
            totals[1] += 1.0 + (double) gsl_ran_discrete(rng, wrong_tokens);
        }
    }
}

/* Means, variances and covariance of right items and wrong tokens of clusters, drawn the
 * long way and in one go, apart in standard errors; the largest of them. */
static double
largest_distance(double rho, double long_rho)
{
    enum { N_CLUSTERS = 40000 };
    const nz_sequence_law_t task = { 0.08, 12, 0.1 };
    const uint64_t m = 20;
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 3);
    nz_cluster_totals_t *clusters = make_clusters(&task, m, rho);
    double pmf[13], sums[2][5][2] = { { { 0.0 } } }, largest = 0.0;

    NZ_ASSERT_OK(nz_sequence_law_pmf(&task, pmf));
    gsl_ran_discrete_t *wrong_tokens = gsl_ran_discrete_preproc(12, &pmf[1]);
    for (size_t i = 0; i < 2 * N_CLUSTERS; i++) {
        double x[2] = { 0.0, 0.0 };
        if (i % 2 == 0) {
            draw_by_item(rng, m, long_rho, wrong_tokens, pmf[0], x);
        } else {
            nz_cluster_totals_draw(clusters, 2, 1, rng);
            for (uint64_t t = 1; t <= m * task.tokens; t++) {
                x[1] += (double) (t * nz_cluster_totals_wrong_tokens(clusters)[t]);
                x[0] += t <= m ? (double) (t * nz_cluster_totals_right(clusters)[t]) : 0;
            }
        }
        x[0] -= 20.0 * pmf[0]; /* by the true means, so that products are covariances */
        x[1] -= 20.0 * 12.0 * -expm1(-task.loss);
        const double values[5] = { x[0], x[1], x[0] * x[0], x[1] * x[1], x[0] * x[1] };
        for (size_t k = 0; k < 5; k++) {
            sums[i % 2][k][0] += values[k];
            sums[i % 2][k][1] += values[k] * values[k];
        }
    }
    for (size_t k = 0; k < 5; k++) {
        double mean[2], variance[2];
        for (size_t side = 0; side < 2; side++) {
            mean[side] = sums[side][k][0] / N_CLUSTERS;
            variance[side] = sums[side][k][1] / N_CLUSTERS - mean[side] * mean[side];
        }
        const double error = sqrt((variance[0] + variance[1]) / N_CLUSTERS);
        largest = fmax(largest, fabs(mean[0] - mean[1]) / error);
    }
    gsl_ran_discrete_free(wrong_tokens);
    nz_cluster_totals_destroy(&clusters);
    gsl_rng_free(rng);
    return largest;
}

static void
test_moments_of_clusters_drawn_item_by_item(void)
{
    CU_ASSERT_TRUE(largest_distance(0.35, 0.35) < SIGMAS);
    CU_ASSERT_TRUE(largest_distance(0.0, 0.35) > SIGMAS);
    CU_ASSERT_TRUE(largest_distance(0.32, 0.35) > SIGMAS);
}

/* Limits of every parameter: histograms that sum up and hold nothing impossible. */
static void
test_odd_parameters(void)
{
    static const struct {
        nz_sequence_law_t task;
        uint64_t size;
        double correlation;
    } odd[] = { { { 0.0, 4, 0.0 }, 3, 0.5 }, { { HUGE_VAL, 4, 0.0 }, 3, 0.5 },
        { { 1e-320, 4, 0.0 }, 3, 0.5 }, { { 690.0, 1, 0.0 }, 5, 0.5 },
        { { 1000.0, 2, 0.3 }, 5, 0.5 }, { { 1e-300, 1, 0.0 }, 1, 0.5 },
        { { 0.2, 10, 0.0 }, 1000, 0.2 }, { { 0.2, 5000, 0.9 }, 2, 1e-300 },
        { { 0.2, 3, 0.0 }, 50, 1.0 - 1e-16 }, { { 2.0, 1, 0.0 }, 1000, 0.0 } };

    for (size_t i = 0; i < NZ_COUNT_OF(odd); i++) {
        const uint64_t m = odd[i].size, tokens = odd[i].task.tokens;
        gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 5);
        nz_cluster_totals_t *clusters =
            make_clusters(&odd[i].task, m, odd[i].correlation);
        for (uint64_t n = 1; n <= 1000000000; n *= 1000) {
            uint64_t sums[2] = { 0, 0 }, totals[2] = { 0, 0 };
            nz_cluster_totals_draw(clusters, 2, n, rng);
            for (uint64_t t = 0; t <= m * tokens; t++) {
                sums[1] += nz_cluster_totals_wrong_tokens(clusters)[t];
                totals[1] += t * nz_cluster_totals_wrong_tokens(clusters)[t];
            }
            for (uint64_t k = 0; k <= m; k++) {
                sums[0] += nz_cluster_totals_right(clusters)[k];
                totals[0] += (m - k) * nz_cluster_totals_right(clusters)[k];
            }
            CU_ASSERT_TRUE(sums[0] == n && sums[1] == n);
            CU_ASSERT_TRUE(totals[0] <= totals[1] && totals[1] <= tokens * totals[0]);
            if (odd[i].task.loss < 1e-200) {
                CU_ASSERT_EQUAL(totals[0], 0);
            }
            if (odd[i].task.loss > 600.0) {
                CU_ASSERT_TRUE(totals[0] == n * m && totals[1] == n * m * tokens);
            }
        }
        nz_cluster_totals_destroy(&clusters);
        gsl_rng_free(rng);
    }
}

/* Of w = 1 .. m wrong items there are w .. w L wrong tokens. */
static void
test_number_of_entries(void)
{
    for (uint64_t size = 1; size <= 6; size++) {
        for (uint64_t tokens = 1; tokens <= 4; tokens++) {
            uint64_t n = 0;
            for (uint64_t w = 1; w <= size; w++) {
                n += w * tokens - w + 1;
            }
            CU_ASSERT_EQUAL(nz_cluster_totals_entries(size, (double) tokens), (double) n);
        }
    }
}

static void
test_limits(void)
{
    nz_cluster_totals_t *clusters = NULL;
    double *pmf = calloc(NZ_CLUSTER_TOKENS_MAX + 2, sizeof(*pmf));

    CU_ASSERT_PTR_NOT_NULL_FATAL(pmf);
    pmf[0] = pmf[1] = 0.5;
    CU_ASSERT_EQUAL(nz_cluster_totals_create(0, &clusters), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_cluster_totals_create(1, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_PTR_NULL(clusters);
    NZ_ASSERT_OK(nz_cluster_totals_create(1, &clusters));
    NZ_ASSERT_OK(nz_cluster_totals_prepare(clusters, 0, pmf, 1, 2, 0.1));
    NZ_ASSERT_OK(
        nz_cluster_totals_prepare(clusters, 0, pmf, NZ_CLUSTER_TOKENS_MAX / 4, 4, 0.1));
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1); /* the room has grown */
    nz_cluster_totals_draw(clusters, 0, 1000, rng);
    CU_ASSERT_TRUE(nz_cluster_totals_wrong_tokens(clusters)[4] > 0);
    CU_ASSERT_EQUAL(nz_cluster_totals_wrong_tokens(clusters)[NZ_CLUSTER_TOKENS_MAX], 0);
    gsl_rng_free(rng);
    const struct {
        size_t i_model;
        uint64_t tokens, size;
        double correlation;
    } bad[] = { { 1, 1, 2, 0.1 }, { 0, 0, 2, 0.1 }, { 0, 1, 0, 0.1 }, { 0, 1, 2, 1.0 },
        { 0, NZ_CLUSTER_TOKENS_MAX / 4 + 1, 4, 0.1 },
        { 0, NZ_CLUSTER_TOKENS_MAX + 1, 1, 0.1 },
        { 0, 1, NZ_CLUSTER_SIZE_MAX + 1, 0.1 } };
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_cluster_totals_prepare(clusters, bad[i].i_model, pmf,
                            bad[i].tokens, bad[i].size, bad[i].correlation),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(
        nz_cluster_totals_prepare(clusters, 0, NULL, 1, 2, 0.1), NZ_ERR_NULL_ARG);
    nz_cluster_totals_destroy(&clusters);
    CU_ASSERT_PTR_NULL(clusters);
    nz_cluster_totals_destroy(&clusters);
    free(pmf);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_errors_leave_output_untouched),
        NZ_TEST(test_design_effects),
        NZ_TEST(test_joint_law_of_a_cluster),
        NZ_TEST(test_histograms_of_many_clusters),
        NZ_TEST(test_design_effects_by_enumeration),
        NZ_TEST(test_moments_of_clusters_drawn_item_by_item),
        NZ_TEST(test_odd_parameters),
        NZ_TEST(test_number_of_entries),
        NZ_TEST(test_limits),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("cluster_totals", tests, argc, argv);
}
