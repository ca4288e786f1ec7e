#include "stats/frequency.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

static int
compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
    return (x > y) - (x < y);
}

/* Keys increase strictly, counts are positive and sum to the total, and every order
 * statistic is that of the sorted array. */
static void
assert_holds(const nz_frequency_t *self, int64_t *keys, size_t n)
{
    uint64_t total = 0;

    qsort(keys, n, sizeof(*keys), compare);
    CU_ASSERT_EQUAL(self->total, n);
    for (size_t i = 0; i < self->n_keys; i++) {
        CU_ASSERT_TRUE(i == 0 || self->items[i - 1].key < self->items[i].key);
        CU_ASSERT_TRUE(self->items[i].count > 0);
        total += self->items[i].count;
    }
    CU_ASSERT_EQUAL(total, n);
    for (size_t i = 0; i < n; i++) {
        CU_ASSERT_EQUAL(nz_frequency_order(self, i + 1), keys[i]);
    }
}

static void
test_frequency_by_brute_force(void)
{
    enum { N_KEYS = 600 };
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    int64_t all[N_KEYS], batch[N_KEYS];

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, 1);
    for (unsigned range = 1; range <= 4096; range *= 4) {
        nz_frequency_t frequency = { 0 }, other = { 0 };
        size_t n = 0;
        while (n < N_KEYS) {
            size_t size = (size_t) gsl_rng_uniform_int(rng, 90);
            size = size < N_KEYS - n ? size : N_KEYS - n;
            for (size_t i = 0; i < size; i++) {
                batch[i] = (int64_t) gsl_rng_uniform_int(rng, range) - range / 2;
                all[n + i] = batch[i];
            }
            n += size;
            if (size % 2 == 0) {
                NZ_ASSERT_OK(nz_frequency_add(&frequency, batch, size));
            } else { /* by way of another */
                nz_frequency_clear(&other);
                CU_ASSERT_TRUE(other.n_keys == 0 && other.total == 0);
                NZ_ASSERT_OK(nz_frequency_add(&other, batch, size));
                NZ_ASSERT_OK(nz_frequency_merge(&frequency, other.items, other.n_keys));
            }
            assert_holds(&frequency, all, n);
        }
        nz_frequency_free(&frequency);
        nz_frequency_free(&other);
    }
    gsl_rng_free(rng);
}

static void
test_frequency_extreme_keys(void)
{
    int64_t keys[] = { INT64_MAX, 0, INT64_MIN, -1, INT64_MAX, INT64_MIN };
    nz_frequency_t frequency = { 0 };

    NZ_ASSERT_OK(nz_frequency_add(&frequency, keys, NZ_COUNT_OF(keys)));
    CU_ASSERT_EQUAL(frequency.n_keys, 4);
    assert_holds(&frequency, keys, NZ_COUNT_OF(keys));
    nz_frequency_free(&frequency);
}

static void
test_frequency_merges_large_counts(void)
{
    const nz_key_count_t first[] = { { -5, UINT64_C(1) << 40 }, { 9, 1 } };
    const nz_key_count_t second[] = { { -5, 2 }, { 0, UINT64_C(1) << 50 }, { 9, 3 } };
    nz_frequency_t frequency = { 0 };

    NZ_ASSERT_OK(nz_frequency_merge(&frequency, first, 2));
    NZ_ASSERT_OK(nz_frequency_merge(&frequency, second, 3));
    NZ_ASSERT_OK(nz_frequency_merge(&frequency, NULL, 0));
    CU_ASSERT_EQUAL(frequency.n_keys, 3);
    CU_ASSERT_EQUAL(
        frequency.total, (UINT64_C(1) << 40) + 1 + 2 + (UINT64_C(1) << 50) + 3);
    CU_ASSERT_EQUAL(nz_frequency_order(&frequency, (UINT64_C(1) << 40) + 2), -5);
    CU_ASSERT_EQUAL(nz_frequency_order(&frequency, (UINT64_C(1) << 40) + 3), 0);
    CU_ASSERT_EQUAL(nz_frequency_order(&frequency, frequency.total - 4), 0);
    CU_ASSERT_EQUAL(nz_frequency_order(&frequency, frequency.total - 3), 9);
    nz_frequency_free(&frequency);
}

static void
test_frequency_empty_and_free(void)
{
    nz_frequency_t frequency = { 0 };

    NZ_ASSERT_OK(nz_frequency_add(&frequency, NULL, 0));
    CU_ASSERT_EQUAL(frequency.total, 0);
    nz_frequency_free(&frequency);
    int64_t key = 3;
    NZ_ASSERT_OK(nz_frequency_add(&frequency, &key, 1));
    nz_frequency_clear(&frequency);
    CU_ASSERT_TRUE(frequency.capacity > 0); /* the memory is kept */
    nz_frequency_free(&frequency);
    CU_ASSERT_TRUE(frequency.items == NULL && frequency.capacity == 0);
    nz_frequency_free(&frequency);
    nz_frequency_free(NULL);
}

/* Random bit patterns: every exponent, both signs. */
static void
test_frequency_key_rounds_to_twelve_bits(void)
{
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    double worst = 0.0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, 2);
    for (int i = 0; i < 200000; i++) {
        const uint64_t bits = gsl_rng_get(rng);
        double value;
        memcpy(&value, &bits, sizeof(value));
        if (!isnormal(value) || fabs(value) > DBL_MAX * (1.0 - 0x1p-12)) {
            continue;
        }
        const int64_t key = nz_frequency_key(value);
        const double rounded = nz_frequency_value(key);
        worst = fmax(worst, fabs(rounded - value) / fabs(value));
        CU_ASSERT_EQUAL(nz_frequency_key(rounded), key);
        CU_ASSERT_EQUAL(nz_frequency_key(-value), -key);
    }
    gsl_rng_free(rng);
    CU_ASSERT_TRUE(worst <= 0x1p-12 && worst > 0.99 * 0x1p-12);
}

static void
test_frequency_key_of_special_values(void)
{
    static const double exact[] = { 0.0, 1.0, -1.0, 0.5, 3.0, 2047.0, 4095.0, 0x1p1023,
        0x1p-1022, (double) INFINITY, -(double) INFINITY };

    for (size_t i = 0; i < NZ_COUNT_OF(exact); i++) {
        CU_ASSERT_EQUAL(nz_frequency_value(nz_frequency_key(exact[i])), exact[i]);
    }
    CU_ASSERT_EQUAL(nz_frequency_key(0.0), 0);
    CU_ASSERT_EQUAL(nz_frequency_key(-0.0), 0);
    CU_ASSERT_EQUAL(nz_frequency_key(5e-324), 0);
    CU_ASSERT_EQUAL(nz_frequency_key(-5e-324), 0);
    CU_ASSERT_EQUAL(nz_frequency_value(nz_frequency_key(DBL_MAX)), (double) INFINITY);
    CU_ASSERT_EQUAL(nz_frequency_value(nz_frequency_key(1.0 + 0x1p-12)), 1.0 + 0x1p-11);
    CU_ASSERT_EQUAL(nz_frequency_value(nz_frequency_key(1.0 + 0x1.fp-13)), 1.0);
}

static void
test_frequency_key_is_monotone(void)
{
    int64_t before = nz_frequency_key(-(double) INFINITY);

    for (double v = -1e300; v < -1e-320; v *= 0.9991) {
        CU_ASSERT_TRUE(nz_frequency_key(v) >= before);
        before = nz_frequency_key(v);
    }
    CU_ASSERT_TRUE(nz_frequency_key(0.0) >= before);
    before = 0;
    for (double v = 1e-320; v < 1e300; v *= 1.0009) {
        CU_ASSERT_TRUE(nz_frequency_key(v) >= before);
        before = nz_frequency_key(v);
    }
    CU_ASSERT_TRUE(nz_frequency_key((double) INFINITY) > before);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_frequency_by_brute_force),
        NZ_TEST(test_frequency_extreme_keys),
        NZ_TEST(test_frequency_merges_large_counts),
        NZ_TEST(test_frequency_empty_and_free),
        NZ_TEST(test_frequency_key_rounds_to_twelve_bits),
        NZ_TEST(test_frequency_key_of_special_values),
        NZ_TEST(test_frequency_key_is_monotone),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("frequency", tests, argc, argv);
}
