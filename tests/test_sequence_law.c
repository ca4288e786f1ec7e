#include "sim/sequence_law.h"

#include "tests/testlib.h"

/* scripts/reference_sequence_law.py: 50-digit arithmetic. */
static const struct {
    nz_sequence_law_t task;
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
            nz_sequence_law_truth(&references[i].task, NZ_METRIC_ACCURACY, &mean, &sd));
        NZ_ASSERT_REL(mean, references[i].accuracy, 1e-13);
        NZ_ASSERT_REL(sd, references[i].accuracy_sd, 1e-4);
        NZ_ASSERT_OK(nz_sequence_law_truth(
            &references[i].task, NZ_METRIC_TOKEN_EDIT_DISTANCE, &mean, &sd));
        NZ_ASSERT_REL(mean, references[i].distance, 1e-13);
        NZ_ASSERT_REL(sd, references[i].distance_sd, 1e-12);
        /* Whatever the correlation, one token less wrong is one more right. */
        const double length = (double) references[i].task.tokens;
        NZ_ASSERT_OK(nz_sequence_law_truth(
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
        NZ_ASSERT_OK(nz_sequence_law_pmf(&references[i].task, pmf));
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
    const nz_sequence_law_t perfect = { 0.0, 3, 0.4 }, hopeless = { HUGE_VAL, 3, 0.0 };
    double pmf[4], mean, sd;

    NZ_ASSERT_OK(nz_sequence_law_pmf(&perfect, pmf));
    CU_ASSERT_TRUE(pmf[0] == 1.0 && pmf[1] == 0.0 && pmf[2] == 0.0 && pmf[3] == 0.0);
    NZ_ASSERT_OK(nz_sequence_law_pmf(&hopeless, pmf));
    CU_ASSERT_TRUE(pmf[0] == 0.0 && pmf[1] == 0.0 && pmf[2] == 0.0 && pmf[3] == 1.0);
    NZ_ASSERT_OK(nz_sequence_law_truth(&hopeless, NZ_METRIC_ACCURACY, &mean, &sd));
    CU_ASSERT_TRUE(mean == 0.0 && sd == 0.0);
    NZ_ASSERT_OK(
        nz_sequence_law_truth(&perfect, NZ_METRIC_TOKEN_EDIT_DISTANCE, &mean, &sd));
    CU_ASSERT_TRUE(mean == 0.0 && sd == 0.0);
}

/* exp(-2000) is below every double, exp(-1e-18) rounds to 1: still not 0, not 1. */
static void
test_truth_stays_inside_its_scale(void)
{
    const nz_sequence_law_t tiny = { 100.0, 20, 0.0 }, near_one = { 1e-18, 3, 0.0 };
    double mean, sd;

    NZ_ASSERT_OK(nz_sequence_law_truth(&tiny, NZ_METRIC_ACCURACY, &mean, &sd));
    CU_ASSERT_TRUE(mean > 0.0 && mean < 1e-300 && sd > 0.0);
    NZ_ASSERT_OK(nz_sequence_law_truth(&near_one, NZ_METRIC_ACCURACY, &mean, &sd));
    CU_ASSERT_TRUE(mean < 1.0 && mean > 1.0 - 1e-15);
    NZ_ASSERT_OK(nz_sequence_law_truth(&tiny, NZ_METRIC_TOKEN_EDIT_DISTANCE, &mean, &sd));
    CU_ASSERT_TRUE(mean < 20.0 && mean > 20.0 - 1e-14);
}

static void
test_errors_leave_output_untouched(void)
{
    const nz_sequence_law_t bad[] = { { -1.0, 3, 0.0 }, { (double) NAN, 3, 0.0 },
        { 1.0, 0, 0.0 }, { 1.0, NZ_SEQUENCE_LAW_TOKENS_MAX + 1, 0.0 }, { 1.0, 3, 1.0 },
        { 1.0, 3, -0.1 }, { 1.0, 3, (double) NAN } };
    double pmf[4] = { 9.0 }, mean = 9.0, sd = 9.0;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_sequence_law_pmf(&bad[i], pmf), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_sequence_law_truth(&bad[i], NZ_METRIC_ACCURACY, &mean, &sd),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_sequence_law_truth(&references[0].task, NZ_N_METRICS, &mean, &sd),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_sequence_law_pmf(NULL, pmf), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_sequence_law_truth(NULL, NZ_METRIC_ACCURACY, &mean, &sd), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(pmf[0] == 9.0 && mean == 9.0 && sd == 9.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_truth_reference_values),
        NZ_TEST(test_pmf_has_the_moments),
        NZ_TEST(test_pmf_at_the_ends_of_the_loss),
        NZ_TEST(test_truth_stays_inside_its_scale),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("sequence_law", tests, argc, argv);
}
