#include "sim/labels.h"
#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t
number_of(nz_labels_t *labels, const char *text)
{
    size_t number = 77;

    NZ_ASSERT_OK(nz_labels_number(labels, text, strlen(text), &number));
    return number;
}

static void
test_number_in_order_of_appearance(void)
{
    nz_labels_t labels = { 0 };

    CU_ASSERT_EQUAL(number_of(&labels, "b"), 0);
    CU_ASSERT_EQUAL(number_of(&labels, "a"), 1);
    CU_ASSERT_EQUAL(number_of(&labels, "b"), 0);
    CU_ASSERT_EQUAL(number_of(&labels, "B"), 2);
    CU_ASSERT_EQUAL(number_of(&labels, "ab"), 3);
    CU_ASSERT_EQUAL(number_of(&labels, ""), 4);
    CU_ASSERT_EQUAL(number_of(&labels, "a"), 1);
    CU_ASSERT_EQUAL(labels.n, 5);
    nz_labels_free(&labels);
    CU_ASSERT_TRUE(labels.n == 0 && labels.table == NULL && labels.chunks == NULL);
    nz_labels_free(&labels);
}

/* Copies are kept, and only the bytes that are given count. */
static void
test_number_copies(void)
{
    nz_labels_t labels = { 0 };
    char text[] = "abc";
    size_t number = 0;

    CU_ASSERT_EQUAL(number_of(&labels, text), 0);
    text[0] = 'x';
    CU_ASSERT_EQUAL(number_of(&labels, "abc"), 0);
    CU_ASSERT_EQUAL(number_of(&labels, text), 1);
    NZ_ASSERT_OK(nz_labels_number(&labels, "abcd", 3, &number));
    CU_ASSERT_EQUAL(number, 0);
    NZ_ASSERT_OK(nz_labels_number(&labels, "a\0b", 3, &number));
    CU_ASSERT_EQUAL(number, 2);
    NZ_ASSERT_OK(nz_labels_number(&labels, "a\0c", 3, &number));
    CU_ASSERT_EQUAL(number, 3);
    nz_labels_free(&labels);
}

static void
test_number_many(void)
{
    nz_labels_t labels = { 0 };
    size_t n_wrong = 0;

    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < 100000; i++) {
            char text[32];
            (void) snprintf(text, sizeof(text), "label %zu", i);
            n_wrong += number_of(&labels, text) != i;
        }
    }
    CU_ASSERT_EQUAL(n_wrong, 0);
    CU_ASSERT_EQUAL(labels.n, 100000);
    nz_labels_free(&labels);
}

static void
test_number_long_texts(void)
{
    char *text = calloc(NZ_LABEL_SIZE_MAX + 1, 1);
    nz_labels_t labels = { 0 };
    size_t n_wrong = 0;
    size_t number = 77;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i <= NZ_LABEL_SIZE_MAX; i++) {
            NZ_ASSERT_OK(nz_labels_number(&labels, text, i, &number));
            n_wrong += number != i;
        }
    }
    CU_ASSERT_EQUAL(n_wrong, 0);
    number = 77;
    CU_ASSERT_EQUAL(
        nz_labels_number(&labels, text, NZ_LABEL_SIZE_MAX + 1, &number), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_labels_number(NULL, text, 1, &number), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_labels_number(&labels, NULL, 1, &number), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_labels_number(&labels, text, 1, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(number, 77);
    nz_labels_free(&labels);
    free(text);
}

/* The chunk, the table, its buckets and a larger table: each may fail, and later calls
 * find all that was numbered before. */
static void
test_number_without_memory(void)
{
    size_t n_failed = 0;

    for (size_t at = 1; at <= 20; at++) {
        nz_labels_t labels = { 0 };
        size_t n_known = 0;
        char text[1001] = { 0 };
        size_t number = 0;
        nz_test_memory_ends(at);
        while (n_known < 1000
               && nz_labels_number(&labels, text, n_known, &number) == NZ_OK) {
            n_known++;
        }
        n_failed += n_known < 1000;
        nz_test_memory_ends(0);
        for (size_t i = 0; i <= n_known; i++) {
            NZ_ASSERT_OK(nz_labels_number(&labels, text, i, &number));
            CU_ASSERT_EQUAL(number, i);
        }
        nz_labels_free(&labels);
    }
    CU_ASSERT_TRUE(n_failed > 8 && n_failed < 20);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_number_in_order_of_appearance),
        NZ_TEST(test_number_copies),
        NZ_TEST(test_number_many),
        NZ_TEST(test_number_long_texts),
        NZ_TEST(test_number_without_memory),
        CU_TEST_INFO_NULL,
    };

    return nz_test_main("labels", tests, argc, argv);
}
