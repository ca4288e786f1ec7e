#include "mpi/report_findings.h"
#include "tests/failing_memory.h"
#include "tests/report_run.h"
#include "tests/testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A run with something of almost every topic. */
static void
fill(nz_run_t *run)
{
    const nz_report_place_t place = { .i_difficulty = 1 };

    nz_report_run_quiet(nz_report_run_yaml, run);
    nz_report_run_set(run, NZ_QUANTITY_ZERO_SHARE, place, 0.9, 0.01);
    nz_report_run_set(run, NZ_QUANTITY_COVERAGE, place, 0.1, 0.01);
    nz_report_run_set(
        run, NZ_QUANTITY_EMERGENCE_MEDIAN, place, (double) INFINITY, (double) NAN);
    nz_report_run_set(run, NZ_QUANTITY_EMERGENCE_INFINITE_SHARE, place, 0.9, 0.01);
    nz_report_run_set(
        run, NZ_QUANTITY_EMERGENCE_TRUE, (nz_report_place_t){ 0 }, 98.0, (double) NAN);
    nz_report_run_set(run, NZ_QUANTITY_JUMP_SHARE_MEDIAN, place, 0.9, 0.01);
    nz_report_run_set(run, NZ_QUANTITY_RATE_PER_DIFFICULTY,
        (nz_report_place_t){ .i_test_size = 1 }, 0.3, 0.01);
    nz_report_run_set(run, NZ_QUANTITY_BIAS, place, 0.05, 0.001);
}

/* Looks for findings with ever more allocations before @p fail makes one fail, until none
 * does; the number of the last. */
static size_t
count_allocations(const nz_run_t *run, void (*fail)(size_t at), size_t n_findings)
{
    nz_status_t status = NZ_ERR_NO_MEMORY;
    size_t at = 0;

    while (status != NZ_OK && at < 1000) {
        nz_report_findings_t findings = { .n = 7 };
        fail(++at);
        status = nz_report_findings_make(run, &findings);
        const bool failed = nz_test_memory_failed();
        fail(0);
        CU_ASSERT_EQUAL(status, failed ? NZ_ERR_NO_MEMORY : NZ_OK);
        if (status == NZ_OK) {
            CU_ASSERT_EQUAL(findings.n, n_findings);
            nz_report_findings_free(&findings);
        } else {
            CU_ASSERT_EQUAL(findings.n, 7);
            CU_ASSERT_PTR_NULL(findings.items);
        }
    }
    return at;
}

/* Texts in memory are allocated by the C library, which is not counted: what is not given
 * back is left to the sanitizer. */
static void
test_findings_without_memory(void)
{
    const size_t n_expected = 8 * 3 + 1 + 1; /* two texts and the list; the note */
    nz_run_t run = { 0 };

    fill(&run);
    CU_ASSERT_EQUAL(count_allocations(&run, nz_test_memory_ends, 8), n_expected);
    CU_ASSERT_EQUAL(count_allocations(&run, nz_test_memory_lacks, 8), n_expected);
    nz_run_free(&run);
}

/* The number of items in clusters is found with memory of its own, while a finding is
 * being written. */
static void
test_items_in_clusters_without_memory(void)
{
    char yaml[2048];
    nz_run_t run = { 0 };

    snprintf(yaml, sizeof(yaml), "%sclusters: {size: 4, correlation: 0.3}\n",
        nz_report_run_yaml);
    nz_report_run_quiet(yaml, &run);
    nz_report_run_set(
        &run, NZ_QUANTITY_ZERO_SHARE, (nz_report_place_t){ .i_model = 1 }, 0.9, 0.01);
    CU_ASSERT_TRUE(count_allocations(&run, nz_test_memory_lacks, 4) > 4 * 3 + 1 + 1);
    nz_run_free(&run);
}

static void
test_text_without_memory(void)
{
    nz_run_t run = { 0 };
    char *text = NULL;

    fill(&run);
    nz_test_memory_ends(1);
    CU_ASSERT_EQUAL(
        nz_report_findings_of_figure(&run, "emergence", &text), NZ_ERR_NO_MEMORY);
    nz_test_memory_ends(0);
    CU_ASSERT_PTR_NULL(text);
    nz_run_free(&run);
}

static CU_TestInfo tests[] = {
    NZ_TEST(test_findings_without_memory),
    NZ_TEST(test_items_in_clusters_without_memory),
    NZ_TEST(test_text_without_memory),
    CU_TEST_INFO_NULL,
};

int
main(int argc, char **argv)
{
    return nz_test_main("report_memory", tests, argc, argv);
}
