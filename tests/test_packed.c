#include "sim/packed.h"

#include "tests/testlib.h"

#include <stdbool.h>
#include <stdlib.h>

enum { n_units = 7 };

/* What was merged, in its order; from one unit on merging fails. */
typedef struct log {
    size_t n;
    uint64_t units[n_units], words[n_units];
    uint64_t failing;
} log_t;

static nz_status_t
merge(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    log_t *log = context;

    if (i_unit >= log->failing) {
        return NZ_ERR_NUMERIC;
    }
    CU_ASSERT_EQUAL(n_words, (size_t) (i_unit % 3));
    log->units[log->n] = i_unit;
    log->words[log->n++] = n_words > 0 ? words[n_words - 1] : 0;
    return NZ_OK;
}

/* Unit i has i % 3 words, the last of which is 10 + i. */
static nz_status_t
add(nz_packed_order_t *order, uint64_t i_unit, log_t *log)
{
    uint64_t words[2] = { 99, 10 + i_unit };
    return nz_packed_order_add(
        order, i_unit, words + 2 - i_unit % 3, (size_t) (i_unit % 3), merge, log);
}

static void
test_order_add_merges_in_order(void)
{
    const uint64_t arrivals[][n_units] = { { 0, 1, 2, 3, 4, 5, 6 },
        { 6, 5, 4, 3, 2, 1, 0 }, { 3, 0, 5, 1, 2, 6, 4 } };
    const uint64_t merged[][n_units] = { { 1, 2, 3, 4, 5, 6, 7 }, { 0, 0, 0, 0, 0, 0, 7 },
        { 0, 1, 1, 2, 4, 4, 7 } };

    for (size_t a = 0; a < NZ_COUNT_OF(arrivals); a++) {
        nz_packed_order_t order = { 0 };
        log_t log = { .failing = n_units };
        for (size_t i = 0; i < n_units; i++) {
            NZ_ASSERT_OK(add(&order, arrivals[a][i], &log));
            CU_ASSERT_EQUAL(order.n_merged, merged[a][i]);
        }
        for (size_t i = 0; i < n_units; i++) {
            CU_ASSERT_EQUAL(log.units[i], i);
            CU_ASSERT_EQUAL(log.words[i], i % 3 > 0 ? 10 + i : 0);
        }
        nz_packed_order_free(&order);
        CU_ASSERT_EQUAL(order.n_merged, 0);
    }
}

static void
test_order_add_refuses_what_it_has(void)
{
    nz_packed_order_t order = { 0 };
    log_t log = { .failing = n_units };

    NZ_ASSERT_OK(add(&order, 0, &log));
    NZ_ASSERT_OK(add(&order, 4, &log));
    NZ_ASSERT_OK(add(&order, 2, &log));
    CU_ASSERT_EQUAL(add(&order, 0, &log), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(add(&order, 4, &log), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(add(&order, 2, &log), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(log.n, 1);
    nz_packed_order_free(&order); /* with two that wait */
    nz_packed_order_free(&order);
}

static void
test_order_add_tells_a_failed_merge(void)
{
    nz_packed_order_t order = { 0 };
    log_t log = { .failing = 1 };

    NZ_ASSERT_OK(add(&order, 1, &log));
    CU_ASSERT_EQUAL(add(&order, 0, &log), NZ_ERR_NUMERIC);
    CU_ASSERT_EQUAL(order.n_merged, 1);
    CU_ASSERT_EQUAL(add(&order, 1, &log), NZ_ERR_NUMERIC);
    CU_ASSERT_EQUAL(order.n_merged, 1);
    nz_packed_order_free(&order);
}

enum { n_many = 3000 };

/* Each unit once and in order, with words of its own. */
static nz_status_t
merge_many(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    uint64_t *next = context;

    CU_ASSERT_EQUAL(i_unit, *next);
    CU_ASSERT_TRUE(n_words == 1 + i_unit % 5 && words[0] == i_unit);
    (*next)++;
    return NZ_OK;
}

/* In random order, within windows of several widths: what waits is counted at all times.
 */
static void
test_order_add_takes_any_order(void)
{
    static const uint64_t widths[] = { 2, 63, 64, 65, 700, n_many };

    for (size_t w = 0; w < NZ_COUNT_OF(widths); w++) {
        nz_packed_order_t order = { 0 };
        uint64_t units[n_many], next = 0, all = 0, merged = 0, state = 88172645463325252u;
        for (uint64_t i = 0; i < n_many; i++) {
            units[i] = i;
        }
        for (uint64_t i = 0; i < n_many; i++) { /* xorshift */
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            const uint64_t end = (i / widths[w] + 1) * widths[w];
            const uint64_t j = i + state % ((end < n_many ? end : n_many) - i);
            const uint64_t unit = units[j];
            units[j] = units[i];
            units[i] = unit;
        }
        for (uint64_t i = 0; i < n_many; i++) {
            const uint64_t words[5] = { units[i], 0, 0, 0, 0 };
            NZ_ASSERT_OK(nz_packed_order_add(
                &order, units[i], words, 1 + units[i] % 5, merge_many, &next));
            for (all += 1 + units[i] % 5; merged < order.n_merged; merged++) {
                all -= 1 + merged % 5;
            }
            CU_ASSERT_EQUAL(order.n_words, all);
            CU_ASSERT_EQUAL(order.n_merged, next);
        }
        CU_ASSERT_TRUE(next == n_many && order.n_words == 0);
        CU_ASSERT_TRUE(order.capacity <= (widths[w] <= 64 ? 64 : 2 * widths[w]));
        nz_packed_order_free(&order);
    }
}

/* What is just out of reach takes no other's place. */
static void
test_order_add_widens(void)
{
    nz_packed_order_t order = { 0 };
    uint64_t next = 0;

    for (uint64_t i = 1; i < n_many; i = order.capacity) {
        const uint64_t words[5] = { i, 0, 0, 0, 0 };
        NZ_ASSERT_OK(nz_packed_order_add(&order, i, words, 1 + i % 5, merge_many, &next));
        CU_ASSERT_TRUE(order.capacity > i);
    }
    const uint64_t words[1] = { 0 };
    NZ_ASSERT_OK(nz_packed_order_add(&order, 0, words, 1, merge_many, &next));
    CU_ASSERT_TRUE(next == 2 && order.n_merged == 2); /* 0 and 1 */
    nz_packed_order_free(&order);
}

static void
test_order_add_without_room(void)
{
    static const uint64_t far[] = { UINT64_MAX, UINT64_MAX / 2, (uint64_t) 1 << 58 };
    nz_packed_order_t order = { 0 };
    log_t log = { .failing = n_units };

    NZ_ASSERT_OK(add(&order, 1, &log));
    for (size_t i = 0; i < NZ_COUNT_OF(far); i++) {
        CU_ASSERT_EQUAL(add(&order, far[i], &log), NZ_ERR_NO_MEMORY);
        CU_ASSERT_EQUAL(order.n_words, 1);
    }
    NZ_ASSERT_OK(add(&order, 0, &log));
    CU_ASSERT_TRUE(order.n_merged == 2 && order.n_words == 0);
    nz_packed_order_free(&order);
}

static void
test_append(void)
{
    nz_packed_t packed = { 0 };

    for (uint64_t i = 0; i < 1000; i++) {
        const uint64_t words[] = { i, 3 * i };
        NZ_ASSERT_OK(nz_packed_append(&packed, words, 2));
        NZ_ASSERT_OK(nz_packed_append(&packed, NULL, 0));
    }
    CU_ASSERT_EQUAL(packed.n_words, 2000);
    for (uint64_t i = 0; i < 1000; i++) {
        CU_ASSERT_EQUAL(packed.words[2 * i], i);
        CU_ASSERT_EQUAL(packed.words[2 * i + 1], 3 * i);
    }
    free(packed.words);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_order_add_merges_in_order),
        NZ_TEST(test_order_add_refuses_what_it_has),
        NZ_TEST(test_order_add_tells_a_failed_merge),
        NZ_TEST(test_order_add_takes_any_order),
        NZ_TEST(test_order_add_widens),
        NZ_TEST(test_order_add_without_room),
        NZ_TEST(test_append),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("packed", tests, argc, argv);
}
