/* Failed allocations while a run is written or read: never a crash, always the reason. */
#include "sim/run_file.h"
#include "tests/failing_memory.h"
#include "tests/simulation.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char two_tasks[] =
    "replicates: 2\nmodels: { parameters: [1.0e7] }\n"
    "law: { c: 2.0e7, alpha: -0.3 }\ntest_sizes: 10\nmetrics: accuracy\n"
    "intervals: wilson\ntasks:\n  - { name: a, tokens: 1 }\n  - { name: b, tokens: 2 }\n";

static void
make_run(nz_run_t *run)
{
    nz_test_simulate_run(two_tasks, 1, run);
    nz_observed_t *observed = &run->parts[0].observed;
    observed->rows = calloc(1, sizeof(*observed->rows));
    CU_ASSERT_PTR_NOT_NULL_FATAL(observed->rows);
    observed->n_rows = 1;
    observed->rows[0] = (nz_observation_t){ strdup("f"), strdup("m"), 1e8, 3, 1 };
}

static void
assert_reason(nz_status_t status, const nz_diagnostics_t *diagnostics)
{
    if (status == NZ_OK) {
        CU_ASSERT_EQUAL(diagnostics->n, 0);
        return;
    }
    CU_ASSERT_EQUAL(status, NZ_ERR_NO_MEMORY);
    CU_ASSERT_EQUAL_FATAL(diagnostics->n, 1);
    CU_ASSERT_EQUAL(strncmp(diagnostics->text[0], "memory.nc: cannot be ", 21), 0);
    CU_ASSERT_TRUE(strstr(diagnostics->text[0], "out of memory") != NULL);
}

static void
test_write_without_memory(void)
{
    nz_status_t status = NZ_ERR_NO_MEMORY;
    nz_run_t run = { 0 };
    size_t n = 0;

    make_run(&run);
    while (status != NZ_OK && n < 1000) {
        nz_diagnostics_t d = { 0 };
        nz_test_memory_lacks(++n);
        status = nz_run_file_write("memory.nc", &run, NULL, 0, &d);
        nz_test_memory_lacks(0);
        assert_reason(status, &d);
        CU_ASSERT_EQUAL(access("memory.nc", F_OK) == 0, status == NZ_OK);
    }
    CU_ASSERT_EQUAL(status, NZ_OK);
    CU_ASSERT_TRUE(n > 20);
    nz_run_free(&run);
    (void) unlink("memory.nc");
}

static void
test_read_without_memory(void)
{
    nz_status_t status = NZ_ERR_NO_MEMORY;
    nz_diagnostics_t diagnostics = { 0 };
    nz_run_t run = { 0 };
    size_t n = 0;

    make_run(&run);
    NZ_ASSERT_OK(nz_run_file_write("memory.nc", &run, NULL, 0, &diagnostics));
    while (status != NZ_OK && n < 3000) {
        nz_diagnostics_t d = { 0 };
        nz_run_t back = { 0 };
        nz_test_memory_lacks(++n);
        status = nz_run_file_read("memory.nc", &back, &d);
        nz_test_memory_lacks(0);
        assert_reason(status, &d);
        CU_ASSERT_EQUAL(back.parts == NULL, status != NZ_OK);
        nz_run_free(&back);
    }
    CU_ASSERT_EQUAL(status, NZ_OK);
    CU_ASSERT_TRUE(n > 100);
    nz_run_free(&run);
    (void) unlink("memory.nc");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_write_without_memory),
        NZ_TEST(test_read_without_memory),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("run_file_memory", tests, argc, argv);
}
