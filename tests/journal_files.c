#include "tests/journal_files.h"

#include "sim/file_io.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

const nz_journal_identity_t nz_test_identity = { "nonzero 1.2.3 (abcdef)",
    "seed: 1\nreplicates: 10\n", NZ_TEST_UNITS };

/* Some words are zeros, as those of results often are. */
static uint64_t
word(uint64_t i_unit, size_t j)
{
    return j % 2 == 1 ? 0 : (i_unit + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

void
nz_test_journal_add(nz_journal_t *journal, uint64_t i_unit)
{
    uint64_t words[5];

    for (size_t j = 0; j < i_unit % 5; j++) {
        words[j] = word(i_unit, j);
    }
    nz_journal_add(journal, i_unit, words, (size_t) (i_unit % 5));
}

void
nz_test_journal_make(const char *path, uint64_t n)
{
    nz_journal_t *journal = NULL;

    NZ_ASSERT_OK(nz_journal_create(path, &nz_test_identity, &journal, NULL));
    for (uint64_t i = 0; i < n; i++) {
        nz_test_journal_add(journal, i);
    }
    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    nz_journal_destroy(&journal);
}

static nz_status_t
take(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    nz_test_units_t *units = context;

    CU_ASSERT_TRUE_FATAL(units->n < NZ_TEST_UNITS && i_unit < NZ_TEST_UNITS);
    CU_ASSERT_EQUAL_FATAL(n_words, i_unit % 5);
    for (size_t j = 0; j < n_words; j++) {
        CU_ASSERT_EQUAL(words[j], word(i_unit, j));
    }
    units->order[units->n++] = i_unit;
    return NZ_OK;
}

nz_status_t
nz_test_journal_resume(const char *path, nz_journal_t **journal, nz_test_units_t *units,
    nz_journal_content_t *content, nz_diagnostics_t *d)
{
    memset(units, 0, sizeof(*units));
    return nz_journal_resume(path, &nz_test_identity, take, units, journal, content, d);
}

nz_status_t
nz_test_sum_take(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    nz_test_sum_t *sum = context;

    CU_ASSERT_EQUAL(i_unit, sum->n);
    for (size_t j = 0; j < n_words; j++) {
        sum->sum += words[j] * (j + 1);
    }
    sum->n++;
    return NZ_OK;
}

uint64_t
nz_test_file_size(const char *path)
{
    struct stat info;

    CU_ASSERT_EQUAL_FATAL(stat(path, &info), 0);
    return (uint64_t) info.st_size;
}

size_t
nz_test_file_read(const char *path, char **bytes)
{
    size_t size = 0;

    NZ_ASSERT_OK(nz_file_read(path, (size_t) 1 << 30, bytes, &size, NULL));
    return size;
}

void
nz_test_assert_message(const nz_diagnostics_t *d, const char *part)
{
    CU_ASSERT_EQUAL_FATAL(d->n, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->text[0], part));
    if (strstr(d->text[0], part) == NULL) {
        printf("\n  \"%s\" is not in \"%s\"", part, d->text[0]);
    }
}
