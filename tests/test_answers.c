#include "sim/answers.h"

#include "tests/testlib.h"

static const nz_task_t example = { .loss = 0.4,
    .difficulty = 3.0,
    .item_correlation = 0.2,
    .samples = 6,
    .k = 2,
    .successes = 5 };

/* Each metric has a part of the stream of its own, which no other metric uses. */
static void
test_draw_uses_its_part_of_the_stream(void)
{
    static const nz_metric_t metrics[] = { NZ_METRIC_PASS_AT_K,
        NZ_METRIC_INVERSE_SAMPLING };
    nz_answers_t *self = NULL;
    nz_task_stream_t stream = { nz_test_rng(nz_gsl_rng_pcg64(), 1),
        { .seed = 3, .purpose = NZ_PURPOSE_TEST_SET, .part = 77 } };

    NZ_ASSERT_OK(nz_answers_create(2, &self));
    NZ_ASSERT_OK(nz_answers_prepare(self, 1, &example));
    NZ_ASSERT_OK(
        nz_answers_draw(self, 1, 50, NZ_METRIC_BIT(NZ_METRIC_ACCURACY), &stream));
    CU_ASSERT_EQUAL(stream.key.part, 77); /* nothing to draw */
    for (size_t i = 0; i < 2; i++) {
        nz_task_score_t score;
        NZ_ASSERT_OK(nz_answers_draw(self, 1, 50, NZ_METRIC_BIT(metrics[i]), &stream));
        CU_ASSERT_EQUAL(stream.key.part, 1U + (uint32_t) metrics[i]);
        nz_answers_score(self, metrics[i], &score);
        CU_ASSERT_EQUAL(score.stop_at, i == 0 ? 0 : 5);
        CU_ASSERT_TRUE(
            i == 0 ? score.cost == 300.0 : score.cost == (double) score.scores.n_items);
    }
    gsl_rng_free(stream.rng);
    nz_answers_destroy(&self);
    CU_ASSERT_PTR_NULL(self);
    nz_answers_destroy(&self);
}

static void
test_resolution_is_the_least_estimate(void)
{
    NZ_ASSERT_REL(nz_answers_resolution(&example, NZ_METRIC_PASS_AT_K, 40),
        2.0 / 6.0 / 40.0, 1e-15);
    NZ_ASSERT_REL(nz_answers_resolution(&example, NZ_METRIC_INVERSE_SAMPLING, 40),
        1.0 / 40.0, 1e-15);
}

static void
test_seconds_grow_with_what_is_drawn(void)
{
    const uint32_t pass = NZ_METRIC_BIT(NZ_METRIC_PASS_AT_K),
                   inverse = NZ_METRIC_BIT(NZ_METRIC_INVERSE_SAMPLING);
    nz_task_t many = example;

    many.samples = 1000;
    CU_ASSERT_EQUAL(nz_answers_seconds(&example, 1e6, 0), 0.0);
    CU_ASSERT_TRUE(nz_answers_seconds(&example, 1e6, pass) > 0.0);
    CU_ASSERT_TRUE(nz_answers_seconds(&many, 1e6, pass)
                   > 5.0 * nz_answers_seconds(&example, 1e6, pass));
    NZ_ASSERT_REL(nz_answers_seconds(&many, 1e6, pass | inverse),
        nz_answers_seconds(&many, 1e6, pass) + nz_answers_seconds(&many, 1e6, inverse),
        1e-12);
}

/* What a task lacks cannot be drawn; what makes no sense cannot be set. */
static void
test_errors(void)
{
    nz_answers_t *self = NULL;
    nz_task_stream_t stream = { nz_test_rng(nz_gsl_rng_pcg64(), 1),
        { .seed = 3, .purpose = NZ_PURPOSE_TEST_SET } };
    nz_task_t plain = example, bad[4] = { example, example, example, example };
    double mean = 9.0, sd = 9.0;

    plain.samples = plain.k = plain.successes = 0;
    bad[0].k = 7;
    bad[1].k = 0;
    bad[2].successes = 1;
    bad[3].successes = 1000001;
    CU_ASSERT_EQUAL(nz_answers_create(1, NULL), NZ_ERR_NULL_ARG);
    NZ_ASSERT_OK(nz_answers_create(1, &self));
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_answers_prepare(self, 0, &bad[i]), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_answers_prepare(self, 1, &example), NZ_ERR_DOMAIN);
    NZ_ASSERT_OK(nz_answers_prepare(self, 0, &example));
    NZ_ASSERT_OK(nz_answers_prepare(self, 0, &plain));
    CU_ASSERT_EQUAL(
        nz_answers_draw(self, 0, 5, NZ_METRIC_BIT(NZ_METRIC_PASS_AT_K), &stream),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_answers_draw(self, 0, 5, NZ_METRIC_BIT(NZ_METRIC_INVERSE_SAMPLING), &stream),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_answers_truth(&example, NZ_METRIC_ACCURACY, &mean, &sd), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_answers_truth(NULL, NZ_METRIC_PASS_AT_K, &mean, &sd), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(mean == 9.0 && sd == 9.0);
    CU_ASSERT_TRUE(nz_answers_has(NZ_METRIC_PASS_AT_K)
                   && nz_answers_has(NZ_METRIC_INVERSE_SAMPLING)
                   && !nz_answers_has(NZ_METRIC_ACCURACY));
    gsl_rng_free(stream.rng);
    nz_answers_destroy(&self);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_draw_uses_its_part_of_the_stream),
        NZ_TEST(test_resolution_is_the_least_estimate),
        NZ_TEST(test_seconds_grow_with_what_is_drawn),
        NZ_TEST(test_errors),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("answers", tests, argc, argv);
}
