/* Failed allocations while a run is written or read: never a crash, always the reason. */
#include "sim/run_file.h"
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

/* Allocation number fail_at from now fails, alone. The linker sends those of the library
 * here (--wrap); those of netCDF are its own. */
static size_t fail_at;
static size_t n_allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
FILE *__real_open_memstream(char **text, size_t *size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
FILE *__wrap_open_memstream(char **text, size_t *size);

static int
fails(void)
{
    return ++n_allocations == fail_at;
}

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

char *
__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

FILE *
__wrap_open_memstream(char **text, size_t *size)
{
    return fails() ? NULL : __real_open_memstream(text, size);
}

static void
count_from(size_t failure)
{
    n_allocations = 0;
    fail_at = failure;
}

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
        count_from(++n);
        status = nz_run_file_write("memory.nc", &run, NULL, 0, &d);
        count_from(0);
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
        count_from(++n);
        status = nz_run_file_read("memory.nc", &back, &d);
        count_from(0);
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
