#include "sim/task_choice.h"

#include "stats/dirichlet_largest.h"
#include "tests/testlib.h"

/* scripts/reference_task_choice.py: raw Dirichlet moments in 40-digit arithmetic. */
static const struct {
    nz_task_choice_t task;
    double brier, brier_sd, entropy, entropy_sd;
} references[] = {
    { { 0.7, 4, 10 }, 0.24143815609125376, 0.17731541843094238, 0.50575177801812708,
        0.26284055044208704 },
    { { 0.02, 2, 3.5 }, 0.0045527752524815015, 0.039394317023566872, 0.01151311975128916,
        0.061580918276408898 },
    { { 3, 10, 0.4 }, 1.4538778132118448, 0.62826220342118259, 15.188581224918093,
        17.096576950523241 },
    { { 1e-7, 3, 50 }, 2.6143854901954291e-9, 3.3739306430784909e-6,
        6.7337776322545918e-8, 3.6881792997400421e-5 },
    { { 200, 4, 1e5 }, 0.75000749992500075, 0.0027386059409168394, 1.3863093612448906,
        0.0054772940409019489 },
    { { 0.5, 100, 2e4 }, 0.15330122893195557, 0.0027139026197674431, 0.49354969141112795,
        0.0056486134928936788 },
};

static void
test_truth_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        double mean = -1.0, sd = -1.0;
        NZ_ASSERT_OK(
            nz_task_choice_truth(&references[i].task, NZ_METRIC_BRIER_SCORE, &mean, &sd));
        NZ_ASSERT_REL(mean, references[i].brier, 1e-12);
        NZ_ASSERT_REL(sd, references[i].brier_sd, 1e-9);
        NZ_ASSERT_OK(nz_task_choice_truth(
            &references[i].task, NZ_METRIC_CROSS_ENTROPY, &mean, &sd));
        NZ_ASSERT_REL(mean, references[i].entropy, 1e-12);
        NZ_ASSERT_REL(sd, references[i].entropy_sd, 1e-10);
    }
}

/* Who knows nothing about 4 options: a grade of 1/4 at any concentration, and a Brier
 * score of 3/4 where the items are all alike. */
static void
test_uniform_guessing(void)
{
    for (double kappa = 0.01; kappa <= 1.1e5; kappa *= 100.0) {
        const nz_task_choice_t task = { HUGE_VAL, 4, kappa };
        double mean = -1.0, sd = -1.0;
        NZ_ASSERT_OK(
            nz_task_choice_truth(&task, NZ_METRIC_MULTIPLE_CHOICE_GRADE, &mean, &sd));
        NZ_ASSERT_ABS(mean, 0.25, 1e-10);
        NZ_ASSERT_REL(sd, sqrt(3.0 / 16.0), 1e-9);
        NZ_ASSERT_OK(nz_task_choice_truth(&task, NZ_METRIC_BRIER_SCORE, &mean, &sd));
        NZ_ASSERT_ABS(mean, 0.75 * (1.0 + 1.0 / (kappa + 1.0)), 1e-12);
    }
}

/* The grade's distribution: the mass of the right option, the rest shared equally. */
static void
test_grade_has_the_mean_on_the_right_option(void)
{
    const nz_task_choice_t task = { 0.7, 4, 10 };
    const double right = 10.0 * (0.25 + 0.75 * exp(-0.7));
    double mean = -1.0, sd = -1.0, expected = 0.0;

    NZ_ASSERT_OK(nz_dirichlet_largest(right, (10.0 - right) / 3.0, 3, &expected));
    NZ_ASSERT_OK(
        nz_task_choice_truth(&task, NZ_METRIC_MULTIPLE_CHOICE_GRADE, &mean, &sd));
    NZ_ASSERT_ABS(mean, expected, 1e-11);
    NZ_ASSERT_REL(sd, sqrt(expected * (1.0 - expected)), 1e-9);
}

static void
test_perfect_model(void)
{
    const nz_task_choice_t task = { 0.0, 3, 5.0 };
    double mean = -1.0, sd = -1.0;

    NZ_ASSERT_OK(
        nz_task_choice_truth(&task, NZ_METRIC_MULTIPLE_CHOICE_GRADE, &mean, &sd));
    CU_ASSERT_TRUE(mean == 1.0 && sd == 0.0);
    NZ_ASSERT_OK(nz_task_choice_truth(&task, NZ_METRIC_BRIER_SCORE, &mean, &sd));
    CU_ASSERT_TRUE(mean == 0.0 && sd == 0.0);
    NZ_ASSERT_OK(nz_task_choice_truth(&task, NZ_METRIC_CROSS_ENTROPY, &mean, &sd));
    CU_ASSERT_TRUE(mean == 0.0 && sd == 0.0);
}

/* Draw 3000 items; every value finite and in range, down to the smallest shapes. */
static void
test_draws_are_finite(void)
{
    static const double tasks[][3] = { { 0.0, 3.0, 2.0 }, { 0.0, 3.0, 0.01 },
        { 1e-12, 2.0, 0.01 }, { 1e-300, 5.0, 0.01 }, { 0.3, 100.0, 0.01 },
        { HUGE_VAL, 100.0, 0.01 }, { 2.0, 4.0, 1e5 } }; /* loss, options, kappa */
    const nz_task_type_t *type = &nz_task_choice_type;
    nz_task_stream_t stream = { gsl_rng_alloc(nz_gsl_rng_pcg64()),
        { .purpose = NZ_PURPOSE_TEST_SET } };
    void *sampler = NULL;

    NZ_ASSERT_OK(type->create(100.0, NZ_COUNT_OF(tasks), &sampler));
    for (size_t i = 0; i < NZ_COUNT_OF(tasks); i++) {
        nz_task_score_t grade, brier, entropy;
        const nz_task_t task = {
            .loss = tasks[i][0], .difficulty = tasks[i][1], .concentration = tasks[i][2]
        };
        NZ_ASSERT_OK(type->prepare(sampler, i, &task));
        NZ_ASSERT_OK(type->draw(sampler, i, 3000, type->metrics, &stream));
        type->score(sampler, NZ_METRIC_MULTIPLE_CHOICE_GRADE, &grade);
        type->score(sampler, NZ_METRIC_BRIER_SCORE, &brier);
        type->score(sampler, NZ_METRIC_CROSS_ENTROPY, &entropy);
        CU_ASSERT_TRUE(grade.mean >= 0.0 && grade.mean <= 1.0);
        CU_ASSERT_TRUE(brier.mean >= 0.0 && brier.mean <= 2.0);
        CU_ASSERT_TRUE(entropy.mean >= 0.0 && isfinite(entropy.mean));
        CU_ASSERT_TRUE(brier.base >= -1e-9 && brier.step > 0.0);
        CU_ASSERT_TRUE(isfinite(entropy.base) && isfinite(entropy.step));
        if (task.loss < 1e-200) {
            CU_ASSERT_TRUE(grade.mean == 1.0 && brier.mean == 0.0 && entropy.mean == 0.0);
        }
    }
    type->destroy(&sampler);
    gsl_rng_free(stream.rng);
}

static void
test_errors_leave_output_untouched(void)
{
    const nz_task_choice_t good = { 1.0, 4, 10.0 }, bad[] = { { -1.0, 4, 10.0 },
        { (double) NAN, 4, 10.0 }, { 1.0, 1, 10.0 }, { 1.0, 101, 10.0 },
        { 1.0, 4, 0.009 }, { 1.0, 4, 2e5 }, { 1.0, 4, (double) NAN } };
    double mean = 9.0, sd = 9.0;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_task_choice_truth(&bad[i], NZ_METRIC_BRIER_SCORE, &mean, &sd),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(
        nz_task_choice_truth(&good, NZ_METRIC_ACCURACY, &mean, &sd), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_task_choice_truth(NULL, NZ_METRIC_BRIER_SCORE, &mean, &sd), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(mean == 9.0 && sd == 9.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_truth_reference_values),
        NZ_TEST(test_uniform_guessing),
        NZ_TEST(test_grade_has_the_mean_on_the_right_option),
        NZ_TEST(test_perfect_model),
        NZ_TEST(test_draws_are_finite),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("task_choice", tests, argc, argv);
}
