#include "stats/item_values.h"

#include "stats/interval.h"
#include "tests/testlib.h"

#include <stdlib.h>

/* 1, 1, 2, 6: mean 2.5, variance 4.25, third moment 9; by hand. */
static void
test_item_values_moments(void)
{
    static const double values[] = { 1.0, 2.0, 6.0 };
    static const uint64_t counts[] = { 2, 1, 1 };
    nz_item_values_t items;

    NZ_ASSERT_OK(nz_item_values_init(&items, values, counts, 3));
    CU_ASSERT_EQUAL(items.n_items, 4);
    CU_ASSERT_EQUAL(nz_item_values_count(&items, 0), 2);
    NZ_ASSERT_REL(items.mean, 2.5, 1e-15);
    NZ_ASSERT_REL(items.sd, sqrt(4.25), 1e-15);
    NZ_ASSERT_REL(items.skewness, 9.0 / pow(4.25, 1.5), 1e-14);
    NZ_ASSERT_OK(nz_item_values_init(&items, values, NULL, 3));
    CU_ASSERT_EQUAL(items.n_items, 3);
    CU_ASSERT_EQUAL(nz_item_values_count(&items, 0), 1);
    NZ_ASSERT_REL(items.mean, 3.0, 1e-15);
    NZ_ASSERT_REL(items.sd, sqrt(14.0 / 3.0), 1e-15);
}

/* 0..n-1 far from 0: mean and variance are known, the sums are not exact. */
static void
test_item_values_moments_of_many(void)
{
    enum { N = 1000000 };
    double *values = calloc(N, sizeof(*values));
    nz_item_values_t items;

    CU_ASSERT_PTR_NOT_NULL_FATAL(values);
    for (int i = 0; i < N; i++) {
        values[i] = 1e9 + (double) i;
    }
    NZ_ASSERT_OK(nz_item_values_init(&items, values, NULL, N));
    NZ_ASSERT_ABS(items.mean - 1e9, 499999.5, 1.3e-7);
    NZ_ASSERT_REL(items.sd, sqrt(((double) N * N - 1.0) / 12.0), 1e-13);
    NZ_ASSERT_ABS(items.skewness, 0.0, 1e-11);
    free(values);
}

static void
test_item_values_errors_leave_output_untouched(void)
{
    static const double good[] = { 1.0, 2.0, 3.0 }, equal[] = { 1.0, 1.0, 2.0 };
    static const double falling[] = { 2.0, 1.0 }, nan[] = { 1.0, (double) NAN };
    static const double infinite[] = { -(double) INFINITY, 1.0 };
    static const double far[] = { -1e300, 1e300 }, near[] = { 0.0, 1e-300 };
    static const double *bad[] = { equal, falling, nan, infinite, far, near };
    static const uint64_t zero[] = { 1, 0, 1 }, many[] = { NZ_COUNT_MAX, 1 };
    nz_item_values_t items = { .n_values = 77 };

    CU_ASSERT_EQUAL(nz_item_values_init(NULL, good, NULL, 2), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_item_values_init(&items, NULL, NULL, 2), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_item_values_init(&items, good, NULL, 1), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_item_values_init(&items, good, NULL, 0), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_item_values_init(&items, good, zero, 3), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_item_values_init(&items, good, many, 2), NZ_ERR_DOMAIN);
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        const size_t n = bad[i] == equal ? 3 : 2;
        CU_ASSERT_EQUAL(nz_item_values_init(&items, bad[i], NULL, n), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(items.n_values, 77);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_item_values_moments),
        NZ_TEST(test_item_values_moments_of_many),
        NZ_TEST(test_item_values_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("item_values", tests, argc, argv);
}
