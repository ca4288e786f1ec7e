#include "sim/packed_keys.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Packs a table of these items and reads it back, both checks and all. */
static void
round_trip(const nz_key_count_t *items, size_t n)
{
    nz_frequency_t table = { 0 }, back = { 0 };
    nz_packed_t packed = { 0 };
    size_t n_checked = 0, n_taken = 0;

    NZ_ASSERT_OK(nz_frequency_merge(&table, items, n));
    NZ_ASSERT_OK(nz_packed_append(&packed, &n, 1)); /* it need not come first */
    NZ_ASSERT_OK(nz_packed_keys_append(&packed, &table));
    const uint64_t *words = packed.words + 1;
    const size_t n_words = packed.n_words - 1;
    NZ_ASSERT_OK(nz_packed_keys_merge(words, n_words, NULL, &n_checked));
    NZ_ASSERT_OK(nz_packed_keys_merge(words, n_words, &back, &n_taken));
    CU_ASSERT_EQUAL(n_checked, n_words);
    CU_ASSERT_EQUAL(n_taken, n_words);
    CU_ASSERT_EQUAL_FATAL(back.n_keys, n);
    CU_ASSERT_EQUAL(back.total, table.total);
    CU_ASSERT_TRUE(n == 0 || memcmp(back.items, items, n * sizeof(*items)) == 0);
    for (size_t few = 0; few < n_words; few++) {
        CU_ASSERT_EQUAL(nz_packed_keys_merge(words, few, &back, &n_taken), NZ_ERR_FORMAT);
    }
    CU_ASSERT_EQUAL(back.total, table.total);
    free(packed.words);
    nz_frequency_free(&table);
    nz_frequency_free(&back);
}

static void
test_packed_keys_round_trip(void)
{
    const nz_key_count_t extremes[] = { { INT64_MIN, 1 }, { -1, UINT64_C(1) << 40 },
        { 0, 127 }, { 1, 128 }, { 129, 16383 }, { INT64_MAX, 16384 } };
    nz_key_count_t many[300];

    round_trip(NULL, 0);
    for (size_t i = 0; i < NZ_COUNT_OF(extremes); i++) {
        round_trip(&extremes[i], NZ_COUNT_OF(extremes) - i);
        round_trip(&extremes[i], 1);
    }
    for (int round = 0; round < 50; round++) {
        int64_t key = -(int64_t) nz_test_below(100000);
        for (size_t i = 0; i < NZ_COUNT_OF(many); i++) {
            key += 1 + (int64_t) nz_test_below((size_t) 1 << nz_test_below(30));
            many[i] = (nz_key_count_t){ key, 1 + nz_test_below(1000) };
        }
        round_trip(many, NZ_COUNT_OF(many));
    }
}

/* Near keys with small counts take two bytes each, not two words. */
static void
test_packed_keys_are_small(void)
{
    nz_key_count_t items[800];
    nz_frequency_t table = { 0 };
    nz_packed_t packed = { 0 };

    for (size_t i = 0; i < NZ_COUNT_OF(items); i++) {
        items[i] = (nz_key_count_t){ (int64_t) i - 30, 1 + i % 100 };
    }
    NZ_ASSERT_OK(nz_frequency_merge(&table, items, NZ_COUNT_OF(items)));
    NZ_ASSERT_OK(nz_packed_keys_append(&packed, &table));
    CU_ASSERT_EQUAL(packed.n_words, 2 + 2 * NZ_COUNT_OF(items) / 8);
    free(packed.words);
    nz_frequency_free(&table);
}

/* Words of a table made by hand. */
static nz_status_t
read_bytes(uint64_t n_keys, uint64_t n_bytes, const char *bytes, size_t size)
{
    uint64_t words[6] = { n_keys, n_bytes };
    nz_frequency_t into = { 0 };
    size_t n_taken = 99;

    CU_ASSERT_TRUE_FATAL(size <= 32);
    memcpy(words + 2, bytes, size);
    const nz_status_t checked = nz_packed_keys_merge(words, 6, NULL, &n_taken);
    const nz_status_t status = nz_packed_keys_merge(words, 6, &into, &n_taken);
    CU_ASSERT_EQUAL(checked, status);
    CU_ASSERT_TRUE(status == NZ_OK || (n_taken == 99 && into.total == 0));
    nz_frequency_free(&into);
    return status;
}

static void
test_packed_keys_refuse_damage(void)
{
    static const char long_key[] = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01";
    static const char too_long[] = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02\x01";
    static const char endless[] = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01";

    CU_ASSERT_EQUAL(read_bytes(2, 4, "\x02\x01\x03\x01", 4), NZ_OK);
    CU_ASSERT_EQUAL(read_bytes(2, 4, "\x02\x01\x00\x01", 4), NZ_ERR_FORMAT); /* same */
    CU_ASSERT_EQUAL(read_bytes(2, 4, "\x02\x00\x03\x01", 4), NZ_ERR_FORMAT); /* of 0 */
    CU_ASSERT_EQUAL(read_bytes(1, 4, "\x02\x01\x03\x01", 4), NZ_ERR_FORMAT); /* left */
    CU_ASSERT_EQUAL(read_bytes(2, 3, "\x02\x01\x03\x01", 4), NZ_ERR_FORMAT); /* few */
    CU_ASSERT_EQUAL(read_bytes(2, 4, "\x02\x01\x03\x81", 4), NZ_ERR_FORMAT); /* cut */
    CU_ASSERT_EQUAL(read_bytes(3, 4, "\x02\x01\x03\x01", 4), NZ_ERR_FORMAT);
    CU_ASSERT_EQUAL(read_bytes(2, 33, "\x02\x01\x03\x01", 4), NZ_ERR_FORMAT);
    CU_ASSERT_EQUAL(read_bytes(UINT64_MAX, 4, "\x02\x01\x03\x01", 4), NZ_ERR_FORMAT);
    CU_ASSERT_EQUAL(read_bytes(1, UINT64_MAX, "\x02\x01\x03\x01", 4), NZ_ERR_FORMAT);
    CU_ASSERT_EQUAL(read_bytes(1, 11, long_key, 11), NZ_OK);
    CU_ASSERT_EQUAL(read_bytes(1, 11, too_long, 11), NZ_ERR_FORMAT);
    CU_ASSERT_EQUAL(read_bytes(1, 12, endless, 12), NZ_ERR_FORMAT);
    /* from the largest key a step goes round */
    CU_ASSERT_EQUAL(
        read_bytes(2, 13, "\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01\x01\x01", 13),
        NZ_ERR_FORMAT);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_packed_keys_round_trip),
        NZ_TEST(test_packed_keys_are_small),
        NZ_TEST(test_packed_keys_refuse_damage),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("packed_keys", tests, argc, argv);
}
