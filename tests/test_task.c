/* What every kind of task must keep to, whichever there are. */
#include "sim/task.h"

#include "sim/study_keys.h"
#include "sim/study_kinds.h"
#include "stats/interval.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>

/* A task of this kind; every member has a value that any kind accepts. */
static nz_task_t
example(double loss, double difficulty)
{
    return (nz_task_t){ .loss = loss,
        .difficulty = difficulty,
        .item_correlation = 0.2,
        .concentration = 3.0,
        .shape = 2.5,
        .samples = 7,
        .k = 3,
        .successes = 2 };
}

static void
test_kinds_are_complete(void)
{
    for (int kind = 0; kind < NZ_N_TASK_KINDS; kind++) {
        const nz_task_type_t *type = nz_task_type(kind);
        CU_ASSERT_PTR_NOT_NULL_FATAL(type);
        CU_ASSERT_TRUE(nz_task_has_metric(type, type->nonlinear));
        CU_ASSERT_TRUE(nz_task_has_metric(type, type->linear));
        CU_ASSERT_TRUE(nz_metric_is_binary(type->nonlinear));
        CU_ASSERT_FALSE(nz_metric_is_binary(type->linear));
        CU_ASSERT_FALSE(nz_task_has_metric(type, NZ_N_METRICS));
        CU_ASSERT_TRUE(type->metrics >> NZ_N_METRICS == 0);
        for (int other = 0; other < kind; other++) {
            CU_ASSERT_STRING_NOT_EQUAL(type->name, nz_task_type(other)->name);
        }
    }
    CU_ASSERT_PTR_NULL(nz_task_type(-1));
    CU_ASSERT_PTR_NULL(nz_task_type(NZ_N_TASK_KINDS));
}

/* The difficulty of a kind is a key of studies, of this kind alone, with its range. */
static void
test_difficulty_is_a_key(void)
{
    for (int kind = 0; kind < NZ_N_TASK_KINDS; kind++) {
        const nz_task_difficulty_t *difficulty = &nz_task_type(kind)->difficulty;
        char name[64], kinds[64];
        (void) snprintf(name, sizeof(name), "task.%s", difficulty->key);
        const nz_study_key_t *key = nz_study_find_key(name, strlen(name));
        CU_ASSERT_PTR_NOT_NULL_FATAL(key);
        nz_study_kinds_list(key, kinds, sizeof(kinds));
        CU_ASSERT_STRING_EQUAL(kinds, nz_task_type(kind)->name);
        CU_ASSERT_EQUAL(nz_study_is_whole(key), difficulty->is_whole);
        CU_ASSERT_TRUE(key->min == difficulty->min && key->max == difficulty->max);
        CU_ASSERT_FALSE(key->is_min_open || key->is_max_open);
        CU_ASSERT_EQUAL(key->offset, offsetof(nz_study_t, task.difficulty));
    }
}

/* Scores lie on their lattice and in their range; true values too; a metric of another
 * kind has none. */
static void
test_metrics_of_a_kind(void)
{
    for (int i = 0; i < NZ_N_TASK_KINDS * NZ_N_METRICS; i++) {
        const nz_task_type_t *type = nz_task_type(i / NZ_N_METRICS);
        const nz_metric_t metric = (nz_metric_t) (i % NZ_N_METRICS);
        const nz_task_t task = example(0.7, type->difficulty.is_whole ? 4.0 : 0.5);
        double mean = -1.0, sd = -1.0;
        if (!nz_task_has_metric(type, metric)) {
            CU_ASSERT_EQUAL(type->truth(&task, metric, &mean, &sd), NZ_ERR_DOMAIN);
            CU_ASSERT_TRUE(mean == -1.0 && sd == -1.0);
            continue;
        }
        const double step = type->step(task.difficulty, metric);
        const double largest = type->largest(task.difficulty, metric);
        NZ_ASSERT_OK(type->truth(&task, metric, &mean, &sd));
        CU_ASSERT_TRUE(mean > 0.0 && mean < largest && sd > 0.0 && isfinite(sd));
        CU_ASSERT_TRUE(step >= 0.0 && step <= largest);
        if (nz_metric_is_binary(metric)) {
            CU_ASSERT_TRUE(step == 1.0 && largest == 1.0);
            NZ_ASSERT_REL(sd, sqrt(mean * (1.0 - mean)), 1e-12);
        }
    }
}

/* Draw a test set of @p n items for @p metrics and take the mean of @p metric. */
static double
mean_of(const nz_task_type_t *type, void *sampler, size_t i_model, uint64_t n,
    uint32_t metrics, nz_metric_t metric)
{
    nz_task_stream_t stream = { gsl_rng_alloc(nz_gsl_rng_pcg64()),
        { .seed = 3, .purpose = NZ_PURPOSE_TEST_SET, .test_size = n } };
    nz_task_score_t score;
    double total = 0.0, items = 0.0;

    NZ_ASSERT_OK(type->draw(sampler, i_model, n, metrics, &stream));
    type->score(sampler, metric, &score);
    for (size_t j = 0; j < score.scores.n_scores; j++) {
        items += (double) score.scores.counts[j];
        total += (double) score.scores.counts[j] * (double) j;
    }
    CU_ASSERT_TRUE(nz_scores_are_valid(&score.scores) && score.scores.n_scores >= 2);
    CU_ASSERT_TRUE(score.stop_at > 0 ? items == score.cost && items <= (double) n
                                     : items == (double) n && score.cost >= items);
    CU_ASSERT_TRUE(score.step > 0.0);
    if (score.stop_at == 0) { /* the lattice has the mean */
        NZ_ASSERT_REL(score.base + score.step * total / items, score.mean, 1e-12);
    }
    gsl_rng_free(stream.rng);
    return score.mean;
}

/* The same test set whatever it is asked for, and whatever was drawn before. */
static void
test_draws_do_not_depend_on_other_metrics(void)
{
    static const uint64_t sizes[] = { 1, 3, 200, 10000 };
    for (size_t i = 0; i < NZ_N_TASK_KINDS * NZ_COUNT_OF(sizes); i++) {
        const nz_task_type_t *type = nz_task_type((int) (i / NZ_COUNT_OF(sizes)));
        const uint64_t n = sizes[i % NZ_COUNT_OF(sizes)];
        const nz_task_t tasks[] = { example(0.7, type->difficulty.is_whole ? 4.0 : 0.5),
            example(1.2, type->difficulty.is_whole ? 4.0 : 0.5) };
        void *sampler = NULL;
        NZ_ASSERT_OK(type->create(tasks[0].difficulty, 2, &sampler));
        for (size_t k = 0; k < 2; k++) {
            NZ_ASSERT_OK(type->prepare(sampler, k, &tasks[k]));
        }
        for (int m = 0; m < NZ_N_METRICS; m++) {
            const nz_metric_t metric = (nz_metric_t) m;
            if (nz_task_has_metric(type, metric)) {
                const double all = mean_of(type, sampler, 0, n, type->metrics, metric);
                const double other = mean_of(type, sampler, 1, n, type->metrics, metric);
                CU_ASSERT_EQUAL(
                    mean_of(type, sampler, 0, n, NZ_METRIC_BIT(metric), metric), all);
                CU_ASSERT_TRUE(n < 200 || other != all);
            }
        }
        type->destroy(&sampler);
        CU_ASSERT_PTR_NULL(sampler);
        type->destroy(&sampler);
    }
}

static void
test_difficulty_names_a_stream(void)
{
    const nz_task_type_t *sequence = nz_task_type(NZ_TASK_SEQUENCE);

    CU_ASSERT_EQUAL(nz_task_difficulty_word(sequence, 20.0), 20);
    CU_ASSERT_EQUAL(nz_task_items_max(sequence, 5.0), NZ_COUNT_MAX / 5);
    const nz_task_type_t *real = nz_task_type(NZ_TASK_RECONSTRUCTION);
    CU_ASSERT_EQUAL(nz_task_difficulty_word(real, 0.5), UINT64_C(0x3fe0000000000000));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_kinds_are_complete),
        NZ_TEST(test_difficulty_is_a_key),
        NZ_TEST(test_metrics_of_a_kind),
        NZ_TEST(test_draws_do_not_depend_on_other_metrics),
        NZ_TEST(test_difficulty_names_a_stream),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("task", tests, argc, argv);
}
