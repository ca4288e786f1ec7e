#include "sim/interval_cache.h"

#include "stats/proportion.h"
#include "tests/testlib.h"

static const int methods[] = { NZ_METHOD_WILSON, NZ_METHOD_BOOTSTRAP_PERCENTILE,
    NZ_METHOD_WALD };
static const nz_tails_t tails = { 0.05, 0.01 };

static void
assert_remembers(nz_interval_cache_t *cache, size_t i_method, uint64_t k, uint64_t n)
{
    nz_interval_t expected, got;

    NZ_ASSERT_OK(nz_proportion_interval(
        (nz_interval_method_t) methods[i_method], k, n, tails, &expected));
    for (int repeat = 0; repeat < 2; repeat++) {
        NZ_ASSERT_OK(nz_interval_cache_get(cache, i_method, k, &got));
        CU_ASSERT_TRUE(got.lower == expected.lower && got.upper == expected.upper);
        CU_ASSERT_EQUAL(got.status, expected.status);
    }
}

/* Counts that meet in one slot, all methods, and numbers of trials one after the other.
 */
static void
test_interval_cache_is_never_stale(void)
{
    static const uint64_t trials[] = { 20000, 7, 12289, 20000 };
    static const uint64_t counts[] = { 0, 3, 4096, 4099, 8192, 12288, 3, 0 };
    nz_interval_cache_t *cache = NULL;

    NZ_ASSERT_OK(nz_interval_cache_create(tails, methods, 3, 20000, &cache));
    for (size_t t = 0; t < NZ_COUNT_OF(trials); t++) {
        nz_interval_cache_set_trials(cache, trials[t]);
        for (size_t i = 0; i < NZ_COUNT_OF(counts) * NZ_COUNT_OF(methods); i++) {
            const uint64_t k = counts[i / NZ_COUNT_OF(methods)];
            if (k <= trials[t]) {
                assert_remembers(cache, i % NZ_COUNT_OF(methods), k, trials[t]);
            }
        }
    }
    nz_interval_cache_destroy(&cache);
    CU_ASSERT_PTR_NULL(cache);
}

static void
test_interval_cache_errors(void)
{
    nz_interval_cache_t *cache = NULL;
    nz_interval_t out = { -1.0, -2.0, NZ_INTERVAL_UNDEFINED };

    CU_ASSERT_EQUAL(
        nz_interval_cache_create(tails, NULL, 0, 10, &cache), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_interval_cache_create(tails, methods, 3, 10, NULL), NZ_ERR_NULL_ARG);
    NZ_ASSERT_OK(nz_interval_cache_create(tails, methods, 3, 10, &cache));
    nz_interval_cache_set_trials(cache, 10);
    CU_ASSERT_EQUAL(nz_interval_cache_get(cache, 0, 11, &out), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_interval_cache_get(cache, 0, 11, &out), NZ_ERR_DOMAIN);
    CU_ASSERT_TRUE(out.lower == -1.0 && out.upper == -2.0);
    nz_interval_cache_destroy(&cache);
    nz_interval_cache_destroy(&cache);
    nz_interval_cache_destroy(NULL);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_interval_cache_is_never_stale),
        NZ_TEST(test_interval_cache_errors),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("interval_cache", tests, argc, argv);
}
