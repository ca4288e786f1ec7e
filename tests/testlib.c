#include "tests/testlib.h"

#include <gsl/gsl_errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* CUnit returns CUE_SUCCESS when assertions fail, and counts no failed test when a
 * suite's init fails, so all four conditions are needed. It also clears its counters
 * at the next run, so this must be asked after each one. */
static bool
run_passed(CU_ErrorCode run)
{
    return run == CUE_SUCCESS && CU_get_number_of_tests_run() > 0
           && CU_get_number_of_tests_failed() == 0
           && CU_get_number_of_suites_failed() == 0;
}

void
nz_test_close(
    double actual, double expected, double tolerance, unsigned line, const char *file)
{
    bool ok = fabs(actual - expected) <= tolerance || actual == expected;
    if (!ok) {
        printf("\n    %s:%u: got %.17g, expected %.17g +- %.3g\n", file, line, actual,
            expected, tolerance);
    }
    CU_assertImplementation(ok, line, "values agree", file, "", CU_FALSE);
}

size_t
nz_test_below(size_t n)
{
    static uint64_t state = 88172645463325252U;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t) ((state >> 11) % n);
}

double
nz_test_uniform(void)
{
    return ((double) nz_test_below(1000000) + 0.5) / 1e6;
}

void
nz_test_write_file(const char *path, const char *bytes, size_t size)
{
    FILE *to = fopen(path, "wb");

    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    CU_ASSERT_EQUAL(fwrite(bytes, 1, size, to), size);
    CU_ASSERT_EQUAL(fclose(to), 0);
}

gsl_rng *
nz_test_rng(const gsl_rng_type *type, unsigned long seed)
{
    gsl_rng *rng = gsl_rng_alloc(type);

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, seed);
    return rng;
}

int
nz_test_main(const char *suite_name, CU_TestInfo *tests, int argc, char **argv)
{
    CU_SuiteInfo suites[] = { { .pName = suite_name, .pTests = tests },
        CU_SUITE_INFO_NULL };
    bool ok = true;

    gsl_set_error_handler_off();
    if (CU_initialize_registry() != CUE_SUCCESS
        || CU_register_suites(suites) != CUE_SUCCESS) {
        fprintf(stderr, "CUnit: %s\n", CU_get_error_msg());
        return EXIT_FAILURE;
    }
    CU_basic_set_mode(CU_BRM_VERBOSE);
    if (argc <= 1) {
        ok = run_passed(CU_basic_run_tests());
    }
    for (int i = 1; i < argc; i++) {
        CU_pSuite suite = CU_get_suite_by_name(suite_name, CU_get_registry());
        CU_pTest test = CU_get_test_by_name(argv[i], suite);
        ok = test != NULL && run_passed(CU_basic_run_test(suite, test)) && ok;
    }
    CU_cleanup_registry();
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
