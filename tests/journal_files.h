/** @file journal_files.h
 *  @brief Small journals and what they must hold, for tests. Failures are fatal. */
#ifndef NZ_TESTS_JOURNAL_FILES_H
#define NZ_TESTS_JOURNAL_FILES_H

#include "sim/journal.h"

/** Units of nz_test_identity. */
#define NZ_TEST_UNITS 12

extern const nz_journal_identity_t nz_test_identity;

/** Units in the order in which a journal gave them; their words are asserted. */
typedef struct nz_test_units {
    uint64_t n, order[NZ_TEST_UNITS];
} nz_test_units_t;

/** Sum over records of words times their places. */
typedef struct nz_test_sum {
    uint64_t n, sum;
} nz_test_sum_t;

/** Adds unit @p i_unit with i_unit % 5 words. */
void nz_test_journal_add(nz_journal_t *journal, uint64_t i_unit);

/** A synced, closed journal of units 0 .. n - 1, none of whose bytes are telling: some
 * words are zeros. */
void nz_test_journal_make(const char *path, uint64_t n);

/** Resume into @p units, zeroed first. */
nz_status_t nz_test_journal_resume(const char *path, nz_journal_t **journal,
    nz_test_units_t *units, nz_journal_content_t *content, nz_diagnostics_t *d);

/** Of nz_journal_take_t; context: a nz_test_sum_t. */
nz_status_t nz_test_sum_take(
    void *context, uint64_t i_unit, const uint64_t *words, size_t n_words);

/** Size of a file. */
uint64_t nz_test_file_size(const char *path);

/** A whole file; the caller frees. Returns the size. */
size_t nz_test_file_read(const char *path, char **bytes);

/** Asserts one message, which has @p part in it. */
void nz_test_assert_message(const nz_diagnostics_t *d, const char *part);

#endif
