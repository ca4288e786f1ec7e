/* Journals that were cut short, damaged or written by others: dropped or refused by the
 * rule, never read wrong, and not touched when refused. */
#include "sim/journal_header.h"
#include "sim/journal_records.h"
#include "tests/journal_files.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH "damaged.journal"
#define N_SPENT 7 /* words of the record of a session */

int __wrap_fsync(int fd);

/* No test stops the machine, and there are thousands of them. */
int
__wrap_fsync(int fd)
{
    (void) fd;
    return 0;
}

/* Where records end in a journal of nz_test_journal_make, from the layout of the headers
 * and not from the code: 8 words, 22 and 23 bytes of texts, a checksum. */
enum { head_end = 64 + 24 + 24 + 8, session_end = head_end + 8 * N_SPENT };

static size_t
record_end(uint64_t n_units)
{
    size_t end = session_end;

    for (uint64_t i = 0; i < n_units; i++) {
        end += 8 * (size_t) (5 + i % 5);
    }
    return end;
}

/* Units whose records end within the first `n` bytes, and where the last record ends. */
static uint64_t
units_within(size_t n, size_t *end)
{
    uint64_t n_units = 0;

    *end = n >= session_end ? session_end : n >= head_end ? head_end : 0;
    while (n_units < NZ_TEST_UNITS && record_end(n_units + 1) <= n) {
        *end = record_end(++n_units);
    }
    return n_units;
}

/* A new file, since some systems flush one that is overwritten when it is closed. */
static void
put(const void *bytes, size_t size)
{
    (void) unlink(PATH);
    nz_test_write_file(PATH, bytes, size);
}

static void
assert_unchanged(const char *bytes, size_t size)
{
    char *now = NULL;

    CU_ASSERT_EQUAL_FATAL(nz_test_file_read(PATH, &now), size);
    CU_ASSERT_EQUAL(memcmp(now, bytes, size), 0);
    free(now);
}

/* These bytes are refused, with one message, and left alone. */
static void
assert_refused(const void *bytes, size_t size, const char *why)
{
    nz_journal_content_t content = { .n_records = 99 };
    nz_diagnostics_t d = { 0 };
    nz_test_units_t units;
    nz_journal_t *journal = NULL;

    put(bytes, size);
    CU_ASSERT_EQUAL(
        nz_test_journal_resume(PATH, &journal, &units, &content, &d), NZ_ERR_INPUT);
    CU_ASSERT_PTR_NULL(journal);
    CU_ASSERT_EQUAL(content.n_records, 99);
    nz_test_assert_message(&d, why);
    assert_unchanged(bytes, size);
    d.n = 0;
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &nz_test_identity, &journal, &d), NZ_ERR_INPUT);
    CU_ASSERT_PTR_NULL(journal);
    nz_test_assert_message(&d, why);
    assert_unchanged(bytes, size);
}

/* These bytes are resumed with the first n units and nothing else; what is added then is
 * found again. */
static void
assert_resumed(const char *bytes, size_t size, uint64_t n, size_t end)
{
    nz_journal_content_t content = { .n_records = 99 };
    nz_diagnostics_t d = { 0 };
    nz_test_units_t units;
    nz_journal_t *journal = NULL;

    put(bytes, size);
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, &d));
    CU_ASSERT_EQUAL(content.n_records, n);
    CU_ASSERT_EQUAL(content.n_dropped_bytes, size - end);
    CU_ASSERT_EQUAL(units.n, n);
    CU_ASSERT_EQUAL(nz_test_file_size(PATH), end > 0 ? end : head_end);
    for (uint64_t i = n; i < NZ_TEST_UNITS; i++) {
        nz_test_journal_add(journal, i);
    }
    NZ_ASSERT_OK(nz_journal_sync(journal, 1, 1, &d));
    nz_journal_destroy(&journal);
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, &d));
    CU_ASSERT_EQUAL(content.n_records, NZ_TEST_UNITS);
    CU_ASSERT_EQUAL(content.n_dropped_bytes, 0);
    for (uint64_t i = 0; i < NZ_TEST_UNITS; i++) {
        CU_ASSERT_EQUAL(units.order[i], i);
    }
    CU_ASSERT_EQUAL(d.n, 0);
    nz_journal_destroy(&journal);
}

static size_t
make(uint64_t n_units, char **bytes)
{
    (void) unlink(PATH);
    nz_test_journal_make(PATH, n_units);
    const size_t size = nz_test_file_read(PATH, bytes);
    CU_ASSERT_EQUAL_FATAL(size, record_end(n_units));
    (void) unlink(PATH);
    return size;
}

/* The last record has words in one, none in the other. */
static void
test_damage_of_every_byte(void)
{
    const uint64_t n_units[] = { 5, 6 };

    for (size_t k = 0; k < NZ_COUNT_OF(n_units); k++) {
        char *bytes = NULL;
        const size_t size = make(n_units[k], &bytes), last = record_end(n_units[k] - 1);
        for (size_t i = 0; i < size; i++) {
            const char changed = (char) (1U << (i % 8));
            bytes[i] ^= changed;
            if (i < last + 8 * NZ_JOURNAL_HEAD_WORDS) {
                assert_refused(bytes, size, PATH);
            } else { /* words of the last record */
                assert_resumed(bytes, size, n_units[k] - 1, last);
            }
            bytes[i] ^= changed;
        }
        free(bytes);
    }
    (void) unlink(PATH);
}

static void
test_damage_cut_anywhere(void)
{
    char *bytes = NULL;
    size_t end = 0;
    const size_t size = make(6, &bytes);

    for (size_t n = 0; n <= size; n++) {
        const uint64_t n_units = units_within(n, &end);
        assert_resumed(bytes, n, n_units, end);
    }
    free(bytes);
    (void) unlink(PATH);
}

/* A crash of the machine can leave zeros from somewhere on, in a file of full length or
 * more. Not in the first words: they are on disk before anything follows. */
static void
test_damage_hole_anywhere(void)
{
    enum { more = 5000 };
    char *bytes = NULL;
    const size_t size = make(6, &bytes);
    char *holed = calloc(size + more, 1);

    CU_ASSERT_PTR_NOT_NULL_FATAL(holed);
    for (size_t n = 0; n <= size; n++) {
        size_t first = n, end = 0;
        memset(holed, 0, size + more);
        memcpy(holed, bytes, n);
        while (first < size && bytes[first] == 0) {
            first++; /* zero before, too */
        }
        const uint64_t n_units = units_within(first, &end);
        if (n == 0 || first >= 64) {
            assert_resumed(holed, size + more, n_units, end);
            assert_resumed(holed, size, n_units, end);
        } else {
            assert_refused(holed, size + more, PATH);
        }
    }
    free(holed);
    free(bytes);
    (void) unlink(PATH);
}

/* Whatever happens to it, nothing but its first records is read, or it is untouched. */
static void
test_damage_at_random(void)
{
    char *bytes = NULL, *changed = NULL;
    const size_t size = make(NZ_TEST_UNITS, &bytes);
    size_t n_resumed = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(changed = malloc(2 * size));
    for (size_t trial = 0; trial < 3000; trial++) {
        nz_journal_content_t content;
        nz_test_units_t units;
        nz_journal_t *journal = NULL;
        const size_t from = nz_test_below(size), to = nz_test_below(size + 1);
        const size_t n = 1 + nz_test_below(size - (from > to ? from : to) + 1);
        memcpy(changed, bytes, size);
        memcpy(changed + size, bytes, size);
        if (trial % 3 > 0) { /* a part from elsewhere, or moved */
            memmove(changed + to, bytes + from, n < size - from ? n : size - from);
        } else {
            changed[from] = (char) nz_test_below(256);
        }
        const size_t kept = trial % 2 == 0 ? size : nz_test_below(2 * size);
        put(changed, kept);
        if (nz_test_journal_resume(PATH, &journal, &units, &content, NULL) == NZ_OK) {
            for (uint64_t i = 0; i < units.n; i++) {
                CU_ASSERT_EQUAL(units.order[i], i);
            }
            n_resumed++;
            nz_journal_destroy(&journal);
        } else {
            assert_unchanged(changed, kept);
        }
    }
    CU_ASSERT_TRUE(n_resumed > 100 && n_resumed < 2900);
    free(changed);
    free(bytes);
    (void) unlink(PATH);
}

/* A journal of nz_test_identity with one unit, and one record more: all checksums are
 * right. */
static void
assert_record_refused(nz_journal_kind_t kind, uint64_t number, const uint64_t *words,
    size_t n_words, const char *why)
{
    nz_packed_t file = { 0 };
    const uint64_t none[2] = { 0, 0 };
    char place[64];
    uint64_t seed = 0;

    NZ_ASSERT_OK(nz_journal_header_make(&nz_test_identity, &file, &seed));
    NZ_ASSERT_OK(nz_journal_records_append(&file, seed, NZ_JOURNAL_SPENT, 1, none, 2));
    NZ_ASSERT_OK(nz_journal_records_append(&file, seed, NZ_JOURNAL_UNIT, 0, NULL, 0));
    const size_t before = 8 * file.n_words;
    NZ_ASSERT_OK(nz_journal_records_append(&file, seed, kind, number, words, n_words));
    assert_refused(file.words, 8 * file.n_words, why);
    (void) snprintf(place, sizeof(place), "truncate -s %zu '%s'", before, PATH);
    assert_refused(file.words, 8 * file.n_words, place);
    assert_refused(file.words, 8 * file.n_words, "the 1 units before");
    free(file.words);
    (void) unlink(PATH);
}

static void
test_damage_records_that_cannot_be(void)
{
    double spent[3] = { 1, 0, 0 };
    uint64_t words[3];

    assert_record_refused(NZ_JOURNAL_UNIT, 0, NULL, 0, "for the second time");
    assert_record_refused(
        NZ_JOURNAL_UNIT, NZ_TEST_UNITS, NULL, 0, "that the study does not have");
    assert_record_refused(
        NZ_JOURNAL_UNIT, UINT64_MAX, NULL, 0, "that the study does not have");
    assert_record_refused((nz_journal_kind_t) 3, 1, NULL, 0, "no such kind");
    memcpy(words, spent, sizeof(words));
    assert_record_refused(NZ_JOURNAL_SPENT, 3, words, 2, "no session has");
    assert_record_refused(NZ_JOURNAL_SPENT, 0, words, 2, "no session has");
    assert_record_refused(NZ_JOURNAL_SPENT, 1, words, 1, "no session has");
    assert_record_refused(NZ_JOURNAL_SPENT, 1, words, 3, "no session has");
    spent[0] = -1;
    memcpy(words, spent, sizeof(words));
    assert_record_refused(NZ_JOURNAL_SPENT, 1, words, 2, "no session has");
    spent[0] = (double) NAN;
    memcpy(words, spent, sizeof(words));
    assert_record_refused(NZ_JOURNAL_SPENT, 1, words, 2, "no session has");
}

/* The record of session 0 where there is no session yet. */
static void
test_damage_first_session(void)
{
    const uint64_t none[2] = { 0, 0 };
    nz_packed_t file = { 0 };
    uint64_t seed = 0;

    NZ_ASSERT_OK(nz_journal_header_make(&nz_test_identity, &file, &seed));
    NZ_ASSERT_OK(nz_journal_records_append(&file, seed, NZ_JOURNAL_SPENT, 0, none, 2));
    assert_refused(file.words, 8 * file.n_words, "no session has");
    free(file.words);
    (void) unlink(PATH);
}

/* A record of another study, whole in itself. */
static void
test_damage_foreign_record(void)
{
    const uint64_t none[2] = { 0, 0 };
    nz_packed_t file = { 0 };
    uint64_t seed = 0;

    NZ_ASSERT_OK(nz_journal_header_make(&nz_test_identity, &file, &seed));
    NZ_ASSERT_OK(
        nz_journal_records_append(&file, seed + 1, NZ_JOURNAL_SPENT, 1, none, 2));
    NZ_ASSERT_OK(nz_journal_records_append(&file, seed, NZ_JOURNAL_UNIT, 0, none, 2));
    assert_refused(file.words, 8 * file.n_words, "a record does not check");
    free(file.words);
    (void) unlink(PATH);
}

static void
assert_other(nz_journal_identity_t other, const char *why)
{
    nz_packed_t file = { 0 };
    uint64_t seed = 0;

    NZ_ASSERT_OK(nz_journal_header_make(&other, &file, &seed));
    assert_refused(file.words, 8 * file.n_words, why);
    free(file.words);
}

static void
test_damage_of_others(void)
{
    nz_journal_identity_t other = nz_test_identity;

    other.program = "nonzero 1.2.4";
    assert_other(other, "of the program \"nonzero 1.2.4\" and this is \"nonzero 1.2.3 (");
    other.program = "nonzero 1.2.3";
    assert_other(other, "of the program \"nonzero 1.2.3\" and");
    other.program = "nonzero 1.2.3 (abcdef) and more";
    assert_other(other, "of the program \"nonzero 1.2.3 (abcdef) and more\"");
    other.program = "nonzero 1.2.3 (fedcba)";
    assert_other(other, "of the program \"nonzero 1.2.3 (fedcba)\"");
    other = nz_test_identity;
    other.study = "seed: 1\nreplicates: 20\n";
    assert_other(other,
        "line 2 of it as resolved is \"replicates: 20\", of this study \"replicates: "
        "10\"");
    other.study = "seed: 1\n";
    assert_other(other, "line 2 of it as resolved is \"\", of this study \"replicates:");
    other.study = "seed: 1\nreplicates: 10\nmore: 1\n";
    assert_other(other, "line 3 of it as resolved is \"more: 1\", of this study \"\"");
    other = nz_test_identity;
    other.n_units = 13;
    assert_other(other, "is a journal of 13 units of work, and this study has 12");
    (void) unlink(PATH);
}

static void
test_damage_of_other_layouts(void)
{
    char *bytes = NULL, *reversed = NULL;
    size_t size = make(2, &bytes);

    bytes[24] = NZ_JOURNAL_FORMAT + 1;
    assert_refused(
        bytes, size, "is a journal of format 2, and this program knows format");
    assert_refused(bytes, 32, "is a journal of format 2, and this program knows format");
    bytes[24] = NZ_JOURNAL_FORMAT;
    CU_ASSERT_PTR_NOT_NULL_FATAL(reversed = malloc(size));
    memcpy(reversed, bytes, 16);
    for (size_t i = 16; i < size; i++) {
        reversed[i] = bytes[i / 8 * 8 + 7 - i % 8];
    }
    assert_refused(reversed, size, "the other byte order");
    assert_refused("CDF\1 something else", 20, "is not a journal of nonzero");
    assert_refused("CDF", 3, "is not a journal of nonzero");
    assert_refused("nonzero-journalx and so on", 26, "is not a journal of nonzero");
    free(reversed);
    free(bytes);
    (void) unlink(PATH);
}

static void
test_damage_of_what_is_no_file(void)
{
    nz_journal_content_t content;
    nz_diagnostics_t d = { 0 };
    nz_test_units_t units;
    nz_journal_t *journal = NULL;

    CU_ASSERT_EQUAL(
        nz_test_journal_resume(PATH, &journal, &units, &content, &d), NZ_ERR_INPUT);
    nz_test_assert_message(&d, "does not exist");
    d.n = 0;
    CU_ASSERT_EQUAL(mkdir(PATH, 0777), 0);
    CU_ASSERT_EQUAL(
        nz_test_journal_resume(PATH, &journal, &units, &content, &d), NZ_ERR_INPUT);
    nz_test_assert_message(&d, "is a directory");
    d.n = 0;
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &nz_test_identity, &journal, &d), NZ_ERR_INPUT);
    nz_test_assert_message(&d, "is no regular file");
    CU_ASSERT_EQUAL(rmdir(PATH), 0);
    d.n = 0;
    CU_ASSERT_EQUAL(mkfifo(PATH, 0666), 0);
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &nz_test_identity, &journal, &d), NZ_ERR_INPUT);
    nz_test_assert_message(&d, "is no regular file");
    CU_ASSERT_EQUAL(
        nz_test_journal_resume(PATH, &journal, &units, &content, NULL), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(unlink(PATH), 0);
    CU_ASSERT_EQUAL(symlink("nowhere", PATH), 0);
    CU_ASSERT_TRUE(nz_journal_exists(PATH));
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &nz_test_identity, &journal, NULL), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(unlink(PATH), 0);
    CU_ASSERT_PTR_NULL(journal);
}

/* What a new run of the same study says of what is left of an old one. */
static void
test_damage_create_counts(void)
{
    nz_diagnostics_t d = { 0 };
    nz_journal_t *journal = NULL;
    char *bytes = NULL;
    const size_t size = make(6, &bytes);

    put(bytes, size - 1);
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &nz_test_identity, &journal, &d), NZ_ERR_INPUT);
    nz_test_assert_message(&d,
        "holds 5 of 12 units of an unfinished run of this study; go on with --resume, or "
        "remove it");
    assert_unchanged(bytes, size - 1);
    d.n = 0;
    put(bytes, 20);
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &nz_test_identity, &journal, &d), NZ_ERR_INPUT);
    nz_test_assert_message(&d, "holds 0 of 12 units");
    assert_unchanged(bytes, 20);
    CU_ASSERT_PTR_NULL(journal);
    free(bytes);
    (void) unlink(PATH);
}

static CU_TestInfo tests[] = {
    NZ_TEST(test_damage_of_every_byte),
    NZ_TEST(test_damage_cut_anywhere),
    NZ_TEST(test_damage_hole_anywhere),
    NZ_TEST(test_damage_at_random),
    NZ_TEST(test_damage_records_that_cannot_be),
    NZ_TEST(test_damage_first_session),
    NZ_TEST(test_damage_foreign_record),
    NZ_TEST(test_damage_of_others),
    NZ_TEST(test_damage_of_other_layouts),
    NZ_TEST(test_damage_of_what_is_no_file),
    NZ_TEST(test_damage_create_counts),
    CU_TEST_INFO_NULL,
};

int
main(int argc, char **argv)
{
    (void) unlink(PATH); /* of a test that was killed */
    return nz_test_main("journal_damage", tests, argc, argv);
}
