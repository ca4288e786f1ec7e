/* The journal of finished units: what is written comes back, whole or not at all. */
#include "sim/journal.h"
#include "sim/journal_reader.h"
#include "tests/failing_memory.h"
#include "tests/journal_files.h"
#include "tests/testlib.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH "whole.journal"

static void
test_journal_round_trip(void)
{
    nz_journal_content_t content = { .n_records = 99 };
    nz_diagnostics_t d = { 0 };
    nz_test_units_t units = { 0 };
    nz_journal_t *journal = NULL;

    CU_ASSERT_FALSE(nz_journal_exists(PATH));
    NZ_ASSERT_OK(nz_journal_create(PATH, &nz_test_identity, &journal, &d));
    CU_ASSERT_TRUE(nz_journal_exists(PATH));
    nz_test_journal_add(journal, 7);
    nz_test_journal_add(journal, 0); /* without words */
    NZ_ASSERT_OK(nz_journal_write(journal, &d));
    nz_test_journal_add(journal, NZ_TEST_UNITS - 1);
    nz_journal_state_t state = nz_journal_state(journal);
    CU_ASSERT_EQUAL(state.n_added, 3);
    CU_ASSERT_EQUAL(state.n_written, 2);
    CU_ASSERT_EQUAL(state.n_synced, 0);
    CU_ASSERT_EQUAL(state.n_bytes, nz_test_file_size(PATH));
    NZ_ASSERT_OK(nz_journal_sync(journal, 2.5, 4, &d));
    state = nz_journal_state(journal);
    CU_ASSERT_EQUAL(state.n_written, 3);
    CU_ASSERT_EQUAL(state.n_synced, 3);
    CU_ASSERT_EQUAL(state.n_lost, 0);
    CU_ASSERT_EQUAL(state.n_bytes, nz_test_file_size(PATH));
    nz_test_journal_add(journal, 3); /* not written */
    nz_journal_destroy(&journal);
    CU_ASSERT_PTR_NULL(journal);

    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, &d));
    CU_ASSERT_EQUAL(content.n_records, 3);
    CU_ASSERT_EQUAL(content.n_dropped_bytes, 0);
    CU_ASSERT_EQUAL(units.n, 3);
    CU_ASSERT_EQUAL(units.order[0], 7);
    CU_ASSERT_EQUAL(units.order[1], 0);
    CU_ASSERT_EQUAL(units.order[2], NZ_TEST_UNITS - 1);
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_bytes, nz_test_file_size(PATH));
    CU_ASSERT_EQUAL(d.n, 0);
    nz_journal_remove(&journal);
    CU_ASSERT_PTR_NULL(journal);
    CU_ASSERT_FALSE(nz_journal_exists(PATH));
    nz_journal_remove(&journal);
    nz_journal_destroy(&journal);
}

/* A session that neither wrote nor dropped anything leaves the bytes alone. */
static void
test_journal_finished_stays(void)
{
    nz_journal_content_t content;
    nz_test_units_t units = { 0 };
    nz_journal_t *journal = NULL;
    char *before = NULL, *after = NULL;

    nz_test_journal_make(PATH, NZ_TEST_UNITS);
    const size_t size = nz_test_file_read(PATH, &before);
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, NULL));
    CU_ASSERT_EQUAL(content.n_records, NZ_TEST_UNITS);
    nz_journal_destroy(&journal);
    CU_ASSERT_EQUAL_FATAL(nz_test_file_read(PATH, &after), size);
    CU_ASSERT_EQUAL(memcmp(before, after, size), 0);
    free(before);
    free(after);
    (void) unlink(PATH);
}

/* Of each session the last that it told counts; one that told nothing counts, too. */
static void
test_journal_spent_sums(void)
{
    nz_journal_content_t content;
    nz_test_units_t units = { 0 };
    nz_journal_t *journal = NULL;

    NZ_ASSERT_OK(nz_journal_create(PATH, &nz_test_identity, &journal, NULL));
    NZ_ASSERT_OK(nz_journal_sync(journal, 1, 2, NULL));
    NZ_ASSERT_OK(nz_journal_sync(journal, 10, 2, NULL));
    CU_ASSERT_EQUAL(nz_journal_sync(journal, (double) NAN, 2, NULL), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_journal_sync(journal, -1, 2, NULL), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_journal_sync(journal, (double) INFINITY, 2, NULL), NZ_ERR_DOMAIN);
    nz_journal_destroy(&journal);
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, NULL));
    CU_ASSERT_EQUAL(content.spent.n_sessions, 1);
    CU_ASSERT_EQUAL(content.spent.wall_s, 10);
    CU_ASSERT_EQUAL(content.spent.core_s, 20);
    nz_test_journal_add(journal, 1);
    NZ_ASSERT_OK(nz_journal_write(journal, NULL)); /* then killed */
    nz_journal_destroy(&journal);
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, NULL));
    CU_ASSERT_EQUAL(content.spent.n_sessions, 2);
    CU_ASSERT_EQUAL(content.spent.wall_s, 10);
    NZ_ASSERT_OK(nz_journal_sync(journal, 0.5, 100, NULL));
    nz_journal_destroy(&journal);
    memset(&units, 0, sizeof(units));
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, NULL));
    CU_ASSERT_EQUAL(content.spent.n_sessions, 3);
    CU_ASSERT_EQUAL(content.spent.wall_s, 10.5);
    CU_ASSERT_EQUAL(content.spent.core_s, 70);
    CU_ASSERT_EQUAL(content.n_records, 1);
    nz_journal_remove(&journal);
}

/* Records longer than the buffer of the reader, and many short ones across its end. */
static void
test_journal_long_records(void)
{
    enum { n_long = 300000, n_short = 1000 };
    static uint64_t words[n_long];
    nz_journal_identity_t identity = nz_test_identity;
    nz_journal_content_t content;
    nz_test_sum_t sum = { 0 };
    nz_journal_t *journal = NULL;
    uint64_t expected = 0;
    const long held = nz_test_memory_held();

    identity.n_units = 3 + n_short;
    NZ_ASSERT_OK(nz_journal_create(PATH, &identity, &journal, NULL));
    for (uint64_t i = 0; i < identity.n_units; i++) {
        const size_t n = i % 400 == 0 ? n_long : (size_t) (i % 200);
        for (size_t j = 0; j < n; j++) {
            words[j] = i * 1000003 + j;
            expected += words[j] * (j + 1);
        }
        nz_journal_add(journal, i, words, n);
    }
    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    nz_journal_destroy(&journal);
    NZ_ASSERT_OK(nz_journal_resume(
        PATH, &identity, nz_test_sum_take, &sum, &journal, &content, NULL));
    CU_ASSERT_EQUAL(content.n_records, identity.n_units);
    CU_ASSERT_EQUAL(sum.n, identity.n_units);
    CU_ASSERT_EQUAL(sum.sum, expected);
    nz_journal_remove(&journal);
    CU_ASSERT_EQUAL(nz_test_memory_held(), held);
}

/* Any part of a file, in any order, longer than the buffer, too. */
static void
test_journal_reader_anywhere(void)
{
    enum { n_words = 1 << 19, mib = 1 << 20 };
    static uint64_t words[n_words];
    const struct {
        uint64_t offset, n_bytes;
    } parts[] = { { 0, 8 }, { 8, mib }, { 0, 16 }, { 3 * mib, 8 }, { 24, 3 * mib },
        { 24 + 3 * mib, mib - 24 }, { 0, 4 * mib }, { 4 * mib - 8, 8 }, { 0, 5 } };
    nz_journal_reader_t reader = { .path = PATH, .size = sizeof(words) };
    nz_diagnostics_t d = { 0 };

    for (size_t i = 0; i < n_words; i++) {
        words[i] = i + 1;
    }
    nz_test_write_file(PATH, (const char *) words, sizeof(words));
    reader.fd = open(PATH, O_RDONLY);
    reader.diagnostics = &d;
    for (size_t i = 0; i < NZ_COUNT_OF(parts); i++) {
        const void *bytes = NULL;
        NZ_ASSERT_OK(
            nz_journal_reader_get(&reader, parts[i].offset, parts[i].n_bytes, &bytes));
        CU_ASSERT_EQUAL(memcmp(bytes, (const char *) words + parts[i].offset,
                            (size_t) parts[i].n_bytes),
            0);
    }
    const void *none = NULL;
    CU_ASSERT_EQUAL(
        nz_journal_reader_get(&reader, sizeof(words) - 8, 16, &none), NZ_ERR_IO);
    nz_test_assert_message(&d, "it has become shorter");
    nz_journal_reader_free(&reader);
    (void) close(reader.fd);
    (void) unlink(PATH);
}

static nz_status_t
take_fails(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    (void) context, (void) i_unit, (void) words, (void) n_words;
    return NZ_ERR_NUMERIC;
}

static void
test_journal_take_fails(void)
{
    nz_journal_content_t content = { .n_records = 99 };
    nz_journal_t *journal = NULL;
    char *before = NULL, *after = NULL;

    nz_test_journal_make(PATH, 3);
    NZ_ASSERT_OK(truncate(PATH, (off_t) nz_test_file_size(PATH) - 8));
    const size_t size = nz_test_file_read(PATH, &before);
    CU_ASSERT_EQUAL(nz_journal_resume(PATH, &nz_test_identity, take_fails, NULL, &journal,
                        &content, NULL),
        NZ_ERR_NUMERIC);
    CU_ASSERT_PTR_NULL(journal);
    CU_ASSERT_EQUAL(content.n_records, 99);
    CU_ASSERT_EQUAL_FATAL(nz_test_file_read(PATH, &after), size);
    CU_ASSERT_EQUAL(memcmp(before, after, size), 0);
    free(before);
    free(after);
    (void) unlink(PATH);
}

static void
test_journal_null_arguments(void)
{
    const nz_journal_identity_t no_study = { "p", NULL, 1 },
                                no_program = { NULL, "s", 1 };
    nz_journal_content_t content;
    nz_journal_t *journal = NULL;

    CU_ASSERT_EQUAL(
        nz_journal_create(NULL, &nz_test_identity, &journal, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_journal_create(PATH, NULL, &journal, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_journal_create(PATH, &no_study, &journal, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &no_program, &journal, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &nz_test_identity, NULL, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_journal_resume(PATH, &nz_test_identity, NULL, NULL, &journal, &content, NULL),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_journal_resume(
                        PATH, &nz_test_identity, take_fails, NULL, &journal, NULL, NULL),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_FALSE(nz_journal_exists(NULL));
    CU_ASSERT_FALSE(nz_journal_exists(PATH));
}

/* Each allocation fails in turn: nothing is left behind. Those for the directory's name
 * may, since it need not be synced. */
static void
test_journal_create_without_memory(void)
{
    bool has_failed = true;
    size_t n = 0, n_refused = 0;

    while (has_failed && n < 100) {
        const long held = nz_test_memory_held();
        nz_journal_t *journal = NULL;
        nz_test_memory_lacks(++n);
        nz_status_t status = nz_journal_create(PATH, &nz_test_identity, &journal, NULL);
        has_failed = nz_test_memory_failed();
        nz_test_memory_lacks(0);
        CU_ASSERT_EQUAL(nz_journal_exists(PATH), status == NZ_OK);
        CU_ASSERT_EQUAL(journal != NULL, status == NZ_OK);
        CU_ASSERT_TRUE(status == NZ_OK || status == NZ_ERR_NO_MEMORY);
        n_refused += status != NZ_OK;
        nz_journal_remove(&journal);
        CU_ASSERT_EQUAL(nz_test_memory_held(), held);
    }
    CU_ASSERT_TRUE(n_refused >= 4);
    CU_ASSERT_FALSE(has_failed);
}

static void
test_journal_resume_without_memory(void)
{
    nz_status_t status = NZ_ERR_NO_MEMORY;
    nz_journal_t *journal = NULL;
    size_t n = 0;

    nz_test_journal_make(PATH, 5);
    const uint64_t size = nz_test_file_size(PATH);
    while (status != NZ_OK && n < 100) {
        const long held = nz_test_memory_held();
        nz_journal_content_t content = { 0 };
        nz_test_units_t units = { 0 };
        nz_test_memory_lacks(++n);
        status = nz_test_journal_resume(PATH, &journal, &units, &content, NULL);
        nz_test_memory_lacks(0);
        CU_ASSERT_EQUAL(nz_test_file_size(PATH), size);
        CU_ASSERT_EQUAL(content.n_records, status == NZ_OK ? 5 : 0);
        if (status != NZ_OK) {
            CU_ASSERT_EQUAL(status, NZ_ERR_NO_MEMORY);
            CU_ASSERT_EQUAL(nz_test_memory_held(), held);
        }
    }
    CU_ASSERT_EQUAL(status, NZ_OK);
    CU_ASSERT_TRUE(n > 4);
    nz_journal_remove(&journal);
}

/* A unit that finds no memory is lost, alone. */
static void
test_journal_add_without_memory(void)
{
    nz_journal_content_t content;
    nz_test_units_t units = { 0 };
    nz_journal_t *journal = NULL;

    NZ_ASSERT_OK(nz_journal_create(PATH, &nz_test_identity, &journal, NULL));
    uint64_t n_lost = 0;
    for (uint64_t i = 0; i < 6; i++) {
        nz_test_memory_ends(i == 0 ? 0 : 1);
        nz_test_journal_add(journal, i);
        n_lost = nz_journal_state(journal).n_lost;
    }
    CU_ASSERT_TRUE(n_lost > 0 && n_lost < 6);
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_added, 6);
    nz_test_memory_ends(0);
    NZ_ASSERT_OK(nz_journal_sync(journal, 1, 1, NULL));
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_synced, 6 - n_lost);
    nz_journal_destroy(&journal);
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, NULL));
    CU_ASSERT_EQUAL(content.n_records, 6 - n_lost);
    nz_journal_remove(&journal);
}

static CU_TestInfo tests[] = {
    NZ_TEST(test_journal_round_trip),
    NZ_TEST(test_journal_finished_stays),
    NZ_TEST(test_journal_spent_sums),
    NZ_TEST(test_journal_long_records),
    NZ_TEST(test_journal_reader_anywhere),
    NZ_TEST(test_journal_take_fails),
    NZ_TEST(test_journal_null_arguments),
    NZ_TEST(test_journal_create_without_memory),
    NZ_TEST(test_journal_resume_without_memory),
    NZ_TEST(test_journal_add_without_memory),
    CU_TEST_INFO_NULL,
};

int
main(int argc, char **argv)
{
    (void) unlink(PATH); /* of a test that was killed */
    return nz_test_main("journal", tests, argc, argv);
}
