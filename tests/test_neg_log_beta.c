#include "stats/neg_log_beta.h"

#include "tests/testlib.h"

/* scripts/reference_task_choice.py: 40-digit arithmetic. */
static const struct {
    double a, b, mean, sd;
} references[] = {
    { 2.5, 7.5, 1.5485959484214779, 0.62063791410012096 },
    { 0.001, 3, 1001.4987511239385, 1000.0006238763971 },
    { 9.5, 1e-9, 1.1099728846294512e-10, 3.5082539540839933e-6 },
    { 1e6, 3e-4, 3.0000014995504993e-10, 1.7320516733346896e-8 },
    { 40, 0.4, 0.010075119349871421, 0.015929808831334418 },
    { 40, 0.39, 0.0098244744923978529, 0.015731397066819101 },
    { 1e5, 1e6, 2.3978998182611805, 0.003015121668830711 },
    { 1e-5, 1e-6, 9090.9090925539979, 41659.779045053114 },
    { 1e-20, 2, 1.0000000000000001e+20, 1.0000000000000001e+20 },
};

static void
test_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        double mean = -1.0, sd = -1.0;
        NZ_ASSERT_OK(nz_neg_log_beta(references[i].a, references[i].b, &mean, &sd));
        NZ_ASSERT_REL(mean, references[i].mean, 1e-12);
        NZ_ASSERT_REL(sd, references[i].sd, 1e-12);
    }
}

static void
test_certainty(void)
{
    double mean = -1.0, sd = -1.0;

    NZ_ASSERT_OK(nz_neg_log_beta(3.0, 0.0, &mean, &sd));
    CU_ASSERT_TRUE(mean == 0.0 && sd == 0.0);
}

static void
test_errors_leave_output_untouched(void)
{
    static const double bad[][2] = { { 0.0, 1.0 }, { -1.0, 1.0 }, { 1.0, -1e-9 },
        { 2e15, 1.0 }, { 1.0, 2e15 }, { (double) NAN, 1.0 }, { 1.0, (double) NAN } };
    double mean = 9.0, sd = 9.0;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_neg_log_beta(bad[i][0], bad[i][1], &mean, &sd), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_neg_log_beta(1.0, 1.0, NULL, &sd), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_neg_log_beta(1.0, 1.0, &mean, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(mean == 9.0 && sd == 9.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_reference_values),
        NZ_TEST(test_certainty),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("neg_log_beta", tests, argc, argv);
}
