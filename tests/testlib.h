/** @file testlib.h
 *  @brief Shared CUnit entry point and floating-point assertions. */
#ifndef NZ_TESTS_TESTLIB_H
#define NZ_TESTS_TESTLIB_H

#include <CUnit/Basic.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stddef.h>

/* The registered name is the function's own name, so the two cannot disagree. */
/* clang-format off */
#define NZ_TEST(fn) { #fn, fn }
/* clang-format on */

#define NZ_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Comparisons by <=, so that NaN fails; the values are shown when they differ. */
#define NZ_ASSERT_REL(actual, expected, rtol)                                            \
    nz_test_close((actual), (expected), fabs(expected) * (rtol), __LINE__, __FILE__)
#define NZ_ASSERT_ABS(actual, expected, atol)                                            \
    nz_test_close((actual), (expected), (atol), __LINE__, __FILE__)
#define NZ_ASSERT_OK(call) CU_ASSERT_EQUAL_FATAL((call), NZ_OK)

/* Assert |actual - expected| <= tolerance, printing both values when it fails. */
void nz_test_close(
    double actual, double expected, double tolerance, unsigned line, const char *file);

/* A number below n, by xorshift64 (Marsaglia 2003); every program starts with the same.
 */
size_t nz_test_below(size_t n);

/* One of a million numbers evenly in (0, 1), by nz_test_below. */
double nz_test_uniform(void);

/* A file of these bytes; fatal if it cannot be written. */
void nz_test_write_file(const char *path, const char *bytes, size_t size);

/* A new generator, which the caller frees; fatal if there is no memory. */
gsl_rng *nz_test_rng(const gsl_rng_type *type, unsigned long seed);

/* Run every test, or only those named on the command line; return the exit status. */
int nz_test_main(const char *suite_name, CU_TestInfo *tests, int argc, char **argv);

#endif
