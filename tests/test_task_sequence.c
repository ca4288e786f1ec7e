#include "sim/task_sequence.h"

#include "sim/cluster_totals.h"
#include "tests/testlib.h"

#include <string.h>

/* scripts/reference_task_sequence.py: 50-digit arithmetic. */
static const struct {
    nz_task_sequence_t task;
    double accuracy, accuracy_sd, distance, distance_sd;
} references[] = {
    { { 0.25, 1, 0 }, 0.77880078307140487, 0.41505436193199011, 0.22119921692859513,
        0.41505436193199011 },
    { { 0.5, 20, 0 }, 4.5399929762484852e-5, 0.0067377940461891838, 7.8693868057473315,
        2.1847252392060247 },
    { { 1e-12, 7, 0 }, 0.999999999993, 2.6457513110507004e-6, 6.9999999999964999e-12,
        2.6457513110626063e-6 },
    { { 3.5, 3, 0 }, 2.7536449349747158e-5, 0.0052474461496717016, 2.9094078497330445,
        0.29640597897190258 },
    { { 50, 2, 0 }, 3.720075976020836e-44, 1.9287498479639178e-22, 2.0,
        1.9640518567308338e-11 },
    { { 0.5, 20, 0.1 }, 0.007297638437973218, 0.085113940757092394, 7.8693868057473315,
        3.7204530201830374 },
    { { 0.02, 40, 0.9 }, 0.97142079783205356, 0.16662062108691736, 0.79205306772978793,
        5.2940470454086393 },
    { { 2, 5, 1e-6 }, 4.5402830448528303e-5, 0.0067380092780817366, 4.3233235838169365,
        0.76491866373639983 },
};

static void
test_truth_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        double mean = -1.0, sd = -1.0;
        NZ_ASSERT_OK(
            nz_task_sequence_truth(&references[i].task, NZ_METRIC_ACCURACY, &mean, &sd));
        NZ_ASSERT_REL(mean, references[i].accuracy, 1e-13);
        NZ_ASSERT_REL(sd, references[i].accuracy_sd, 1e-4);
        NZ_ASSERT_OK(nz_task_sequence_truth(
            &references[i].task, NZ_METRIC_TOKEN_EDIT_DISTANCE, &mean, &sd));
        NZ_ASSERT_REL(mean, references[i].distance, 1e-13);
        NZ_ASSERT_REL(sd, references[i].distance_sd, 1e-12);
        /* Whatever the correlation, one token less wrong is one more right. */
        const double length = (double) references[i].task.tokens;
        NZ_ASSERT_OK(nz_task_sequence_truth(
            &references[i].task, NZ_METRIC_TOKEN_ACCURACY, &mean, &sd));
        NZ_ASSERT_ABS(mean, 1.0 - references[i].distance / length, 1e-15);
        NZ_ASSERT_REL(sd, references[i].distance_sd / length, 1e-12);
    }
}

static void
test_pmf_has_the_moments(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        double pmf[64], sum = 0.0, mean = 0.0;
        const uint64_t tokens = references[i].task.tokens;
        NZ_ASSERT_OK(nz_task_sequence_pmf(&references[i].task, pmf));
        for (uint64_t j = 0; j <= tokens; j++) {
            CU_ASSERT_TRUE(pmf[j] >= 0.0);
            sum += pmf[j];
            mean += (double) j * pmf[j];
        }
        NZ_ASSERT_REL(sum, 1.0, 1e-11);
        NZ_ASSERT_REL(mean, references[i].distance, 1e-11);
        NZ_ASSERT_REL(pmf[0], references[i].accuracy, 1e-11);
    }
}

static void
test_pmf_at_the_ends_of_the_loss(void)
{
    const nz_task_sequence_t perfect = { 0.0, 3, 0.4 }, hopeless = { HUGE_VAL, 3, 0.0 };
    double pmf[4], mean, sd;

    NZ_ASSERT_OK(nz_task_sequence_pmf(&perfect, pmf));
    CU_ASSERT_TRUE(pmf[0] == 1.0 && pmf[1] == 0.0 && pmf[2] == 0.0 && pmf[3] == 0.0);
    NZ_ASSERT_OK(nz_task_sequence_pmf(&hopeless, pmf));
    CU_ASSERT_TRUE(pmf[0] == 0.0 && pmf[1] == 0.0 && pmf[2] == 0.0 && pmf[3] == 1.0);
    NZ_ASSERT_OK(nz_task_sequence_truth(&hopeless, NZ_METRIC_ACCURACY, &mean, &sd));
    CU_ASSERT_TRUE(mean == 0.0 && sd == 0.0);
    NZ_ASSERT_OK(
        nz_task_sequence_truth(&perfect, NZ_METRIC_TOKEN_EDIT_DISTANCE, &mean, &sd));
    CU_ASSERT_TRUE(mean == 0.0 && sd == 0.0);
}

/* exp(-2000) is below every double, exp(-1e-18) rounds to 1: still not 0, not 1. */
static void
test_truth_stays_inside_its_scale(void)
{
    const nz_task_sequence_t tiny = { 100.0, 20, 0.0 }, near_one = { 1e-18, 3, 0.0 };
    double mean, sd;

    NZ_ASSERT_OK(nz_task_sequence_truth(&tiny, NZ_METRIC_ACCURACY, &mean, &sd));
    CU_ASSERT_TRUE(mean > 0.0 && mean < 1e-300 && sd > 0.0);
    NZ_ASSERT_OK(nz_task_sequence_truth(&near_one, NZ_METRIC_ACCURACY, &mean, &sd));
    CU_ASSERT_TRUE(mean < 1.0 && mean > 1.0 - 1e-15);
    NZ_ASSERT_OK(
        nz_task_sequence_truth(&tiny, NZ_METRIC_TOKEN_EDIT_DISTANCE, &mean, &sd));
    CU_ASSERT_TRUE(mean < 20.0 && mean > 20.0 - 1e-14);
}

/* Two models of 3 tokens; the histogram drawn last is replaced by a known one. */
static nz_task_sequence_sampler_t *
make_sampler(const uint64_t wrong[4])
{
    static const nz_task_sequence_t task = { 0.5, 3, 0.0 };
    nz_task_sequence_sampler_t *sampler = NULL;
    nz_task_stream_t stream = { gsl_rng_alloc(nz_gsl_rng_pcg64()),
        { .purpose = NZ_PURPOSE_TEST_SET } };

    NZ_ASSERT_OK(nz_task_sequence_create(5, 2, &sampler));
    NZ_ASSERT_OK(nz_task_sequence_prepare(sampler, 1, &task));
    NZ_ASSERT_OK(nz_task_sequence_draw(sampler, 1, 11, 0, &stream));
    const uint64_t *drawn = nz_task_sequence_wrong(sampler);
    CU_ASSERT_EQUAL(drawn[0] + drawn[1] + drawn[2] + drawn[3], 11);
    memcpy(nz_task_sequence_wrong(sampler), wrong, 4 * sizeof(*wrong));
    gsl_rng_free(stream.rng);
    return sampler;
}

static void
test_score_totals_and_histograms(void)
{
    const uint64_t wrong[4] = { 5, 2, 0, 4 };
    nz_task_sequence_sampler_t *sampler = make_sampler(wrong);
    nz_task_score_t score;

    nz_task_sequence_score(sampler, NZ_METRIC_ACCURACY, &score);
    CU_ASSERT_TRUE(score.scores.n_scores == 2 && score.scores.n_items == 11);
    CU_ASSERT_TRUE(score.scores.counts[0] == 6 && score.scores.counts[1] == 5);
    CU_ASSERT_TRUE(score.base == 0.0 && score.step == 1.0 && score.total == 5.0);
    CU_ASSERT_EQUAL(score.mean, 5.0 / 11.0);
    nz_task_sequence_score(sampler, NZ_METRIC_TOKEN_EDIT_DISTANCE, &score);
    CU_ASSERT_TRUE(score.scores.n_scores == 4 && score.scores.n_items == 11);
    CU_ASSERT_EQUAL(memcmp(score.scores.counts, wrong, sizeof(wrong)), 0);
    CU_ASSERT_TRUE(score.base == 0.0 && score.step == 1.0 && score.total == 14.0);
    CU_ASSERT_EQUAL(score.mean, 14.0 / 11.0);
    nz_task_sequence_score(sampler, NZ_METRIC_TOKEN_ACCURACY, &score);
    CU_ASSERT_TRUE(score.scores.n_scores == 4 && score.scores.n_items == 11);
    for (size_t j = 0; j < 4; j++) {
        CU_ASSERT_EQUAL(score.scores.counts[j], wrong[3 - j]);
    }
    CU_ASSERT_TRUE(score.base == 0.0 && score.step == 1.0 / 3.0 && score.total == 19.0);
    CU_ASSERT_EQUAL(score.mean, 19.0 / 33.0);
    nz_task_sequence_destroy(&sampler);
    CU_ASSERT_PTR_NULL(sampler);
    nz_task_sequence_destroy(&sampler);
}

static void
test_sampler_limits(void)
{
    const nz_task_sequence_t task = { 0.5, 6, 0.0 };
    nz_task_sequence_sampler_t *sampler = NULL;

    CU_ASSERT_EQUAL(nz_task_sequence_create(0, 1, &sampler), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_task_sequence_create(5, 0, &sampler), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_task_sequence_create(5, 1, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_task_sequence_create(NZ_TASK_SEQUENCE_TOKENS_MAX + 1, 1, &sampler),
        NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(sampler);
    NZ_ASSERT_OK(nz_task_sequence_create(5, 1, &sampler));
    CU_ASSERT_EQUAL(nz_task_sequence_prepare(sampler, 0, &task), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_task_sequence_prepare(sampler, 1, &task), NZ_ERR_DOMAIN);
    nz_task_sequence_destroy(&sampler);
}

static void
test_errors_leave_output_untouched(void)
{
    const nz_task_sequence_t bad[] = { { -1.0, 3, 0.0 }, { (double) NAN, 3, 0.0 },
        { 1.0, 0, 0.0 }, { 1.0, NZ_TASK_SEQUENCE_TOKENS_MAX + 1, 0.0 }, { 1.0, 3, 1.0 },
        { 1.0, 3, -0.1 }, { 1.0, 3, (double) NAN } };
    double pmf[4] = { 9.0 }, mean = 9.0, sd = 9.0;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_task_sequence_pmf(&bad[i], pmf), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_task_sequence_truth(&bad[i], NZ_METRIC_ACCURACY, &mean, &sd),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_task_sequence_truth(&references[0].task, NZ_N_METRICS, &mean, &sd),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_task_sequence_pmf(NULL, pmf), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_task_sequence_truth(NULL, NZ_METRIC_ACCURACY, &mean, &sd), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(pmf[0] == 9.0 && mean == 9.0 && sd == 9.0);
}

/* Scores of the sampler of sequences: cluster totals, in steps of an item's m-th part. */
static void
test_scores_of_clusters(void)
{
    static const nz_task_sequence_t task = { 0.4, 3, 0.0 };
    nz_task_sequence_sampler_t *sampler = NULL;
    nz_task_stream_t stream = { nz_test_rng(nz_gsl_rng_pcg64(), 1),
        { .purpose = NZ_PURPOSE_TEST_SET } };
    nz_task_score_t right, distance, tokens, entropy;

    NZ_ASSERT_OK(nz_task_sequence_create(5, 2, &sampler));
    NZ_ASSERT_OK(nz_task_sequence_cluster(sampler, 1, &task, 4, 0.5));
    CU_ASSERT_EQUAL(nz_task_sequence_draw(sampler, 1, 42, 0, &stream), NZ_ERR_DOMAIN);
    NZ_ASSERT_OK(nz_task_sequence_draw(sampler, 1, 40, ~0U, &stream));
    nz_task_sequence_score(sampler, NZ_METRIC_ACCURACY, &right);
    nz_task_sequence_score(sampler, NZ_METRIC_TOKEN_EDIT_DISTANCE, &distance);
    nz_task_sequence_score(sampler, NZ_METRIC_TOKEN_ACCURACY, &tokens);
    nz_task_sequence_score(sampler, NZ_METRIC_CROSS_ENTROPY, &entropy);
    CU_ASSERT_TRUE(right.scores.n_scores == 5 && right.scores.n_items == 10);
    CU_ASSERT_TRUE(distance.scores.n_scores == 13 && distance.scores.n_items == 10);
    CU_ASSERT_TRUE(tokens.scores.n_scores == 13 && tokens.scores.n_items == 10);
    CU_ASSERT_TRUE(entropy.scores.n_items == 10 && entropy.mean == 0.4);
    CU_ASSERT_TRUE(right.base == 0.0 && right.step == 0.25);
    CU_ASSERT_TRUE(distance.base == 0.0 && distance.step == 0.25);
    CU_ASSERT_TRUE(tokens.base == 0.0 && tokens.step == 1.0 / 12.0);
    double totals[3] = { 0.0, 0.0, 0.0 };
    for (size_t t = 1; t < 13; t++) {
        totals[0] += t < 5 ? (double) (t * right.scores.counts[t]) : 0.0;
        totals[1] += (double) (t * distance.scores.counts[t]);
        totals[2] += (double) (t * tokens.scores.counts[t]);
        CU_ASSERT_EQUAL(tokens.scores.counts[t], distance.scores.counts[12 - t]);
    }
    CU_ASSERT_TRUE(totals[0] > 0.0 && totals[1] > 0.0);
    CU_ASSERT_TRUE(totals[0] == right.total && right.mean == right.total / 40.0);
    CU_ASSERT_TRUE(totals[1] == distance.total && distance.mean == totals[1] / 40.0);
    CU_ASSERT_TRUE(totals[2] == tokens.total && tokens.mean == totals[2] / 120.0);
    CU_ASSERT_EQUAL(totals[1] + totals[2], 120.0);
    gsl_rng_free(stream.rng);
    nz_task_sequence_destroy(&sampler);
}

/* A sampler goes from clusters to none and back; correlated tokens have no cross-entropy
 * in clusters. */
static void
test_sampler_changes_its_clusters(void)
{
    static const nz_task_sequence_t task = { 0.4, 3, 0.2 };
    nz_task_sequence_sampler_t *sampler = NULL;
    nz_task_stream_t stream = { nz_test_rng(nz_gsl_rng_pcg64(), 1),
        { .purpose = NZ_PURPOSE_TEST_SET } };
    nz_task_score_t score;

    NZ_ASSERT_OK(nz_task_sequence_create(3, 1, &sampler));
    for (uint64_t size = 4; size-- > 0;) {
        NZ_ASSERT_OK(nz_task_sequence_cluster(sampler, 0, &task, size, 0.5));
        NZ_ASSERT_OK(nz_task_sequence_draw(sampler, 0, 12, 0, &stream));
        nz_task_sequence_score(sampler, NZ_METRIC_ACCURACY, &score);
        CU_ASSERT_EQUAL(score.scores.n_items, size > 0 ? 12 / size : 12);
        CU_ASSERT_EQUAL(nz_task_sequence_draw(sampler, 0, 12,
                            NZ_METRIC_BIT(NZ_METRIC_CROSS_ENTROPY), &stream),
            size > 1 ? NZ_ERR_DOMAIN : NZ_OK);
    }
    CU_ASSERT_EQUAL(
        nz_task_sequence_cluster(sampler, 0, &task, NZ_CLUSTER_SIZE_MAX + 1, 0),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_task_sequence_cluster(sampler, 0, &task, 2, 1.0), NZ_ERR_DOMAIN);
    gsl_rng_free(stream.rng);
    nz_task_sequence_destroy(&sampler);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_truth_reference_values),
        NZ_TEST(test_pmf_has_the_moments),
        NZ_TEST(test_pmf_at_the_ends_of_the_loss),
        NZ_TEST(test_truth_stays_inside_its_scale),
        NZ_TEST(test_score_totals_and_histograms),
        NZ_TEST(test_sampler_limits),
        NZ_TEST(test_scores_of_clusters),
        NZ_TEST(test_sampler_changes_its_clusters),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("task_sequence", tests, argc, argv);
}
