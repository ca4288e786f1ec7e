/* How long replicates take here: that something is measured, of which curves, and that
 * what is slow is left. Times themselves are not asserted. */
#include "mpi/calibration.h"
#include "sim/packed.h"
#include "sim/unit.h"
#include "sim/workspace.h"

#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define HEAD                                                                             \
    "models: {parameters: [1e7, 1e9]}\n"                                                 \
    "law: {c: 1e8, alpha: -0.35}\n"

/* Studies and how they are cut; free both. */
static void
prepare(const char *yaml, nz_studies_t *studies, nz_design_t *design)
{
    nz_diagnostics_t diagnostics = { 0 };

    *studies = (nz_studies_t){ 0 };
    NZ_ASSERT_OK(nz_studies_parse(
        yaml, strlen(yaml), "study.yaml", NULL, 0, studies, &diagnostics));
    NZ_ASSERT_OK(nz_design_init(design, studies));
}

static nz_calibration_t
calibrate(const char *yaml, double budget_s)
{
    nz_studies_t studies;
    nz_design_t design;
    nz_calibration_t out = { 0 };

    prepare(yaml, &studies, &design);
    NZ_ASSERT_OK(nz_calibrate(&studies, &design, budget_s, &out));
    nz_design_free(&design);
    nz_studies_free(&studies);
    CU_ASSERT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD); /* no child is left */
    return out;
}

/* Words of the results of all units. */
static double
count_words(const nz_studies_t *studies, const nz_design_t *design)
{
    nz_workspace_t workspace;
    nz_packed_t packed = { 0 };
    double words = 0.0;

    NZ_ASSERT_OK(nz_workspace_init(&workspace, studies, design));
    for (uint64_t i = 0; i < design->n_units; i++) {
        NZ_ASSERT_OK(nz_workspace_run(&workspace, i, NULL, NULL, &packed));
        words += (double) packed.n_words;
    }
    free(packed.words);
    nz_workspace_free(&workspace);
    return words;
}

static void
test_a_study_of_one_replicate_is_measured_whole(void)
{
    const char *yaml = "replicates: 1\n" HEAD "task: {tokens: [3]}\ntest_sizes: [50]\n";
    const nz_calibration_t c = calibrate(yaml, 1.0);
    nz_studies_t studies;
    nz_design_t design;

    CU_ASSERT_EQUAL(c.n_measured, 1);
    CU_ASSERT(isfinite(c.time_ratio) && c.time_ratio > 0.0 && c.time_ratio != 1.0);
    prepare(yaml, &studies, &design);
    CU_ASSERT_EQUAL(design.n_units, 1);
    const double words = count_words(&studies, &design);
    /* and what a journal has around them */
    CU_ASSERT(c.result_bytes > 8.0 * words && c.result_bytes < 8.0 * words + 100.0);
    nz_design_free(&design);
    nz_studies_free(&studies);
}

static void
test_results_of_many_units_are_estimated(void)
{
    const char *yaml = "replicates: 3000\n" HEAD "task: {tokens: [2, 20]}\n"
                       "test_sizes: [20, 5000]\n";
    const nz_calibration_t c = calibrate(yaml, 0.5);
    nz_studies_t studies;
    nz_design_t design;

    prepare(yaml, &studies, &design);
    CU_ASSERT(design.n_units > 4);
    const double bytes = 8.0 * count_words(&studies, &design);
    CU_ASSERT(c.result_bytes > 0.6 * bytes && c.result_bytes < 2.5 * bytes);
    nz_design_free(&design);
    nz_studies_free(&studies);
}

/* Sixteen curves of about equal cost are all looked at, of more only so many, and one
 * that takes nearly all the time gets nearly all the looks. */
static void
test_curves_are_chosen_by_their_share(void)
{
    const char *alike = "replicates: 2\n" HEAD "task: {tokens: [5]}\nintervals: [wald]\n"
                        "test_sizes: [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, "
                        "1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015]\n";
    const char *many = "replicates: 2\n" HEAD "task: {tokens: [5, 6]}\n"
                       "intervals: [wald]\n"
                       "test_sizes: [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, "
                       "1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015]\n";
    const char *uneven = "replicates: 2\n" HEAD "task: {tokens: [60]}\n"
                         "intervals: [bootstrap_percentile]\n"
                         "metrics: [token_edit_distance]\n"
                         "bootstrap: {engine: resample, resamples: 2000}\n"
                         "test_sizes: [2, 3, 4, 5000]\n";

    CU_ASSERT_EQUAL(calibrate(alike, 1.0).n_measured, 16);
    CU_ASSERT_EQUAL(calibrate(many, 1.0).n_measured, 16);
    const size_t n = calibrate(uneven, 1.0).n_measured;
    CU_ASSERT(n >= 1 && n < 4);
}

static void
test_what_is_slow_is_left(void)
{
    const char *slow = "replicates: 3\n" HEAD "task: {tokens: [1000000]}\n"
                       "test_sizes: [10000]\nmetrics: [token_edit_distance]\n"
                       "intervals: [bootstrap_percentile]\n"
                       "bootstrap: {engine: resample, resamples: 1000000}\n";
    const nz_calibration_t c = calibrate(slow, 0.02);

    CU_ASSERT_EQUAL(c.n_measured, 0);
    NZ_ASSERT_REL(c.time_ratio, 1.0, 0.0);
    NZ_ASSERT_REL(c.law_ratio, 1.0, 0.0);
    CU_ASSERT(isnan(c.result_bytes));
}

/* Part of the first replicate tells of it, if its models are not too slow. */
static void
test_part_of_a_replicate_will_do(void)
{
    const char *long_one = "replicates: 100\n"
                           "models: {parameters: {from: 1e7, to: 1e11, count: 1000}}\n"
                           "law: {c: 1e8, alpha: -0.35}\ntask: {tokens: [10]}\n"
                           "test_sizes: [10000]\nmetrics: [token_edit_distance]\n"
                           "intervals: [bootstrap_percentile]\n"
                           "bootstrap: {engine: resample, resamples: 20000}\n";
    const nz_calibration_t c = calibrate(long_one, 0.5);

    CU_ASSERT_EQUAL(c.n_measured, 1);
    CU_ASSERT(c.time_ratio > 0.001 && c.time_ratio < 30.0); /* not of a whole one */
}

static void
test_laws_are_timed_apart(void)
{
    const char *laws =
        "replicates: 4\n" HEAD "task: {tokens: [3, 5], samples: 900, k: 10}\n"
        "metrics: [pass_at_k]\ntest_sizes: [20]\n";
    const nz_calibration_t c = calibrate(laws, 1.0);

    CU_ASSERT(c.law_ratio > 0.0 && isfinite(c.law_ratio) && c.law_ratio != 1.0);
    CU_ASSERT_EQUAL(c.n_measured, 2);
}

static void
test_errors_leave_the_output(void)
{
    const char *yaml = "replicates: 9\n" HEAD "task: {tokens: [3]}\ntest_sizes: [50]\n";
    nz_studies_t studies;
    nz_design_t design;
    const nz_design_t empty = { 0 };
    nz_calibration_t out = { .n_measured = 77 };

    prepare(yaml, &studies, &design);
    CU_ASSERT_EQUAL(nz_calibrate(NULL, &design, 1.0, &out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_calibrate(&studies, NULL, 1.0, &out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_calibrate(&studies, &empty, 1.0, &out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_calibrate(&studies, &design, 1.0, NULL), NZ_ERR_NULL_ARG);
    for (size_t at = 1; at < 6; at++) { /* the child's, who counts on */
        nz_test_memory_lacks(at);
        const nz_status_t status = nz_calibrate(&studies, &design, 0.1, &out);
        nz_test_memory_lacks(0);
        CU_ASSERT_EQUAL(status, NZ_ERR_NO_MEMORY);
        CU_ASSERT_EQUAL(out.n_measured, 77);
    }
    nz_design_free(&design);
    nz_studies_free(&studies);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_a_study_of_one_replicate_is_measured_whole),
        NZ_TEST(test_results_of_many_units_are_estimated),
        NZ_TEST(test_curves_are_chosen_by_their_share),
        NZ_TEST(test_what_is_slow_is_left),
        NZ_TEST(test_part_of_a_replicate_will_do),
        NZ_TEST(test_laws_are_timed_apart),
        NZ_TEST(test_errors_leave_the_output),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("calibration", tests, argc, argv);
}
