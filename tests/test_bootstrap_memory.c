#include "stats/sample_bootstrap.h"
#include "stats/score_interval.h"
#include "stats/studentized.h"
#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <stdlib.h>

/* Real scores, not on a lattice, and whole ones; the resamples of both are listed. */
static const double values[] = { 0.0612, 0.2131, 0.3717, 2.7189 };
static const uint64_t counts[] = { 3, 4, 2, 5 };
static const nz_tails_t tails = { 0.025, 0.05 };

static nz_sample_bootstrap_t *
new_bootstrap(const nz_sample_t *sample)
{
    const nz_sample_bootstrap_options_t options = { .statistic = { NZ_SAMPLE_MEAN, 0.0 },
        .engine = NZ_ENGINE_EXACT };
    nz_sample_bootstrap_t *self = NULL;
    NZ_ASSERT_OK(nz_sample_bootstrap_create(sample, &options, NULL, &self));
    return self;
}

/* Whatever allocation fails, the next call gives what the first should have given. */
static void
test_sample_bootstrap_after_a_failed_allocation(void)
{
    const nz_interval_method_t method = NZ_METHOD_BOOTSTRAP_STUDENTIZED;
    const long n_before = nz_test_memory_held();
    nz_sample_t *sample = NULL;
    nz_interval_t expected = { 0 };
    size_t n_failed = 0;

    NZ_ASSERT_OK(nz_sample_create(values, NULL, NULL, NZ_COUNT_OF(values), &sample));
    nz_sample_bootstrap_t *self = new_bootstrap(sample);
    NZ_ASSERT_OK(nz_sample_bootstrap_interval(self, method, tails, &expected));
    nz_sample_bootstrap_destroy(&self);
    for (size_t at = 1; at <= 10; at++) {
        nz_interval_t interval = { -7.0, -8.0, NZ_INTERVAL_OK };
        self = new_bootstrap(sample);
        const long n_prepared = nz_test_memory_held();
        nz_test_memory_ends(at);
        nz_status_t status = nz_sample_bootstrap_interval(self, method, tails, &interval);
        nz_test_memory_ends(0);
        if (status != NZ_OK) {
            n_failed++;
            CU_ASSERT_EQUAL(status, NZ_ERR_NO_MEMORY);
            CU_ASSERT_TRUE(interval.lower == -7.0 && interval.upper == -8.0);
            CU_ASSERT_EQUAL(nz_test_memory_held(), n_prepared);
        }
        NZ_ASSERT_OK(nz_sample_bootstrap_interval(self, method, tails, &interval));
        CU_ASSERT_EQUAL(interval.lower, expected.lower);
        CU_ASSERT_EQUAL(interval.upper, expected.upper);
        nz_sample_bootstrap_destroy(&self);
    }
    CU_ASSERT_TRUE(n_failed >= 6 && n_failed < 10);
    nz_sample_destroy(&sample);
    CU_ASSERT_EQUAL(nz_test_memory_held(), n_before);
}

static void
test_sample_bootstrap_create_without_memory(void)
{
    const nz_sample_statistic_t statistics[] = { { NZ_SAMPLE_MEAN, 0.0 },
        { NZ_SAMPLE_QUANTILE, 0.4 } };
    nz_sample_t *sample = NULL;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n_failed = 0;
    double many[400];

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    for (size_t i = 0; i < NZ_COUNT_OF(many); i++) { /* drawn by counts, not by item */
        many[i] = values[i % NZ_COUNT_OF(values)];
    }
    NZ_ASSERT_OK(nz_sample_create(many, NULL, NULL, NZ_COUNT_OF(many), &sample));
    for (size_t i = 0; i < 40; i++) {
        const nz_sample_bootstrap_options_t options = { .statistic = statistics[i % 2],
            .engine = i / 2 % 2 == 0 ? NZ_ENGINE_RESAMPLE : NZ_ENGINE_EXACT,
            .n_resamples = 20,
            .studentized = i % 2 == 0 };
        const long n_before = nz_test_memory_held();
        nz_sample_bootstrap_t *self = NULL;
        nz_test_memory_ends(i / 4 + 1);
        nz_status_t status = nz_sample_bootstrap_create(sample, &options, rng, &self);
        const bool failed = nz_test_memory_failed();
        nz_test_memory_ends(0);
        n_failed += failed;
        CU_ASSERT_EQUAL(status, failed ? NZ_ERR_NO_MEMORY : NZ_OK);
        CU_ASSERT_EQUAL(self != NULL, status == NZ_OK);
        nz_sample_bootstrap_destroy(&self);
        CU_ASSERT_EQUAL(nz_test_memory_held(), n_before);
    }
    CU_ASSERT_TRUE(n_failed >= 8 && n_failed < 36);
    nz_sample_destroy(&sample);
    gsl_rng_free(rng);
}

static void
test_score_interval_after_a_failed_allocation(void)
{
    const nz_scores_t scores = { counts, 4, 14 };
    nz_interval_t expected = { 0 }, interval = { 0 };
    nz_score_interval_t *self = NULL;

    for (int round = 0; round < 2; round++) {
        NZ_ASSERT_OK(nz_score_interval_create(4, 0, &self));
        NZ_ASSERT_OK(nz_score_interval_set(self, &scores, NULL));
        if (round == 1) {
            nz_test_memory_ends(1);
            CU_ASSERT_EQUAL(nz_score_interval(
                                self, NZ_METHOD_BOOTSTRAP_STUDENTIZED, tails, &interval),
                NZ_ERR_NO_MEMORY);
            nz_test_memory_ends(0);
        }
        NZ_ASSERT_OK(
            nz_score_interval(self, NZ_METHOD_BOOTSTRAP_STUDENTIZED, tails, &interval));
        expected = round == 0 ? interval : expected;
        nz_score_interval_destroy(&self);
    }
    CU_ASSERT_EQUAL(interval.lower, expected.lower);
    CU_ASSERT_EQUAL(interval.upper, expected.upper);
}

static void
test_studentized_without_memory_has_nothing_set(void)
{
    static const uint64_t two[] = { 3, 4 };
    const nz_scores_t scores = { counts, 4, 14 }, outcomes = { two, 2, 7 };
    nz_studentized_t *self = NULL;
    double t = 77.0;

    NZ_ASSERT_OK(nz_studentized_create(4, &self));
    for (int by_value = 0; by_value < 2; by_value++) {
        NZ_ASSERT_OK(nz_studentized_set_scores(self, &outcomes, NZ_STUDENTIZED_AUTO));
        nz_test_memory_ends(1);
        CU_ASSERT_EQUAL(
            by_value ? nz_studentized_set_values(
                self, values, NULL, NZ_COUNT_OF(values), NZ_STUDENTIZED_AUTO)
                     : nz_studentized_set_scores(self, &scores, NZ_STUDENTIZED_AUTO),
            NZ_ERR_NO_MEMORY);
        nz_test_memory_ends(0);
        CU_ASSERT_EQUAL(nz_studentized_quantile(self, 0.1, false, &t), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(t, 77.0);
    nz_studentized_destroy(&self);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_sample_bootstrap_after_a_failed_allocation),
        NZ_TEST(test_sample_bootstrap_create_without_memory),
        NZ_TEST(test_score_interval_after_a_failed_allocation),
        NZ_TEST(test_studentized_without_memory_has_nothing_set),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("bootstrap_memory", tests, argc, argv);
}
