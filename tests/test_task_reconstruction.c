#include "sim/task_reconstruction.h"

#include "tests/testlib.h"

static const nz_task_type_t *const type = &nz_task_reconstruction_type;

/* Shape 1 is exponential, shape 2 has 1 - (1 + x) exp(-x), by hand; shape 1/2 is erf. */
static void
test_truth_closed_forms(void)
{
    double mean = -1.0, sd = -1.0;
    nz_task_t task = { .loss = 0.3, .difficulty = 0.5, .shape = 1.0 };

    NZ_ASSERT_OK(type->truth(&task, NZ_METRIC_RECONSTRUCTION_RATE, &mean, &sd));
    NZ_ASSERT_REL(mean, -expm1(-0.5 / 0.3), 1e-13);
    NZ_ASSERT_REL(sd, sqrt(-expm1(-0.5 / 0.3) * exp(-0.5 / 0.3)), 1e-12);
    task.shape = 2.0;
    NZ_ASSERT_OK(type->truth(&task, NZ_METRIC_RECONSTRUCTION_RATE, &mean, &sd));
    NZ_ASSERT_REL(mean, 1.0 - (1.0 + 1.0 / 0.3) * exp(-1.0 / 0.3), 1e-13);
    task.shape = 0.5;
    NZ_ASSERT_OK(type->truth(&task, NZ_METRIC_RECONSTRUCTION_RATE, &mean, &sd));
    NZ_ASSERT_REL(mean, erf(sqrt(0.25 / 0.3)), 1e-13);
    NZ_ASSERT_OK(type->truth(&task, NZ_METRIC_MEAN_SQUARED_ERROR, &mean, &sd));
    NZ_ASSERT_REL(mean, 0.3, 1e-15);
    NZ_ASSERT_REL(sd, 0.3 * sqrt(2.0), 1e-15);
}

static void
test_truth_stays_inside_its_scale(void)
{
    double mean = -1.0, sd = -1.0;
    nz_task_t task = { .loss = 1e-200, .difficulty = 1.0, .shape = 8.0 };

    NZ_ASSERT_OK(type->truth(&task, NZ_METRIC_RECONSTRUCTION_RATE, &mean, &sd));
    CU_ASSERT_TRUE(mean < 1.0 && mean > 1.0 - 1e-15);
    task.loss = 1e300;
    NZ_ASSERT_OK(type->truth(&task, NZ_METRIC_RECONSTRUCTION_RATE, &mean, &sd));
    CU_ASSERT_TRUE(mean > 0.0 && mean < 1e-300);
    task.loss = 0.0;
    NZ_ASSERT_OK(type->truth(&task, NZ_METRIC_RECONSTRUCTION_RATE, &mean, &sd));
    CU_ASSERT_TRUE(mean == 1.0 && sd == 0.0);
    task.loss = HUGE_VAL;
    NZ_ASSERT_OK(type->truth(&task, NZ_METRIC_RECONSTRUCTION_RATE, &mean, &sd));
    CU_ASSERT_TRUE(mean == 0.0 && sd == 0.0);
    CU_ASSERT_EQUAL(
        type->truth(&task, NZ_METRIC_MEAN_SQUARED_ERROR, &mean, &sd), NZ_ERR_DOMAIN);
}

static void
test_errors_leave_output_untouched(void)
{
    const nz_task_t bad[] = { { .loss = -1.0, .difficulty = 1.0, .shape = 1.0 },
        { .loss = (double) NAN, .difficulty = 1.0, .shape = 1.0 },
        { .loss = 1.0, .difficulty = 1e-13, .shape = 1.0 },
        { .loss = 1.0, .difficulty = 1e13, .shape = 1.0 },
        { .loss = 1.0, .difficulty = 1.0, .shape = 0.001 },
        { .loss = 1.0, .difficulty = 1.0, .shape = (double) NAN } };
    double mean = 9.0, sd = 9.0;
    void *sampler = NULL;

    NZ_ASSERT_OK(type->create(1.0, 1, &sampler));
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(type->truth(&bad[i], NZ_METRIC_MEAN_SQUARED_ERROR, &mean, &sd),
            NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(type->prepare(sampler, 0, &bad[i]), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_TRUE(mean == 9.0 && sd == 9.0);
    type->destroy(&sampler);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_truth_closed_forms),
        NZ_TEST(test_truth_stays_inside_its_scale),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("task_reconstruction", tests, argc, argv);
}
