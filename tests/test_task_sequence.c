#include "sim/task_sequence.h"

#include "sim/cluster_totals.h"
#include "tests/testlib.h"

#include <string.h>

/* Two models of 3 tokens; the histogram drawn last is replaced by a known one. */
static nz_task_sequence_sampler_t *
make_sampler(const uint64_t wrong[4])
{
    static const nz_sequence_law_t task = { 0.5, 3, 0.0 };
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
    const nz_sequence_law_t task = { 0.5, 6, 0.0 };
    nz_task_sequence_sampler_t *sampler = NULL;

    CU_ASSERT_EQUAL(nz_task_sequence_create(0, 1, &sampler), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_task_sequence_create(5, 0, &sampler), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_task_sequence_create(5, 1, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_task_sequence_create(NZ_SEQUENCE_LAW_TOKENS_MAX + 1, 1, &sampler),
        NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(sampler);
    NZ_ASSERT_OK(nz_task_sequence_create(5, 1, &sampler));
    CU_ASSERT_EQUAL(nz_task_sequence_prepare(sampler, 0, &task), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_task_sequence_prepare(sampler, 1, &task), NZ_ERR_DOMAIN);
    nz_task_sequence_destroy(&sampler);
}

/* Scores of the sampler of sequences: cluster totals, in steps of an item's m-th part. */
static void
test_scores_of_clusters(void)
{
    static const nz_sequence_law_t task = { 0.4, 3, 0.0 };
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
    static const nz_sequence_law_t task = { 0.4, 3, 0.2 };
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
        NZ_TEST(test_score_totals_and_histograms),
        NZ_TEST(test_sampler_limits),
        NZ_TEST(test_scores_of_clusters),
        NZ_TEST(test_sampler_changes_its_clusters),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("task_sequence", tests, argc, argv);
}
