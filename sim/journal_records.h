/** @file journal_records.h
 *  @brief The records of a journal. Internal.
 *
 *  Four words of a head: kind, number, n_words, their checksum; then the words; then the
 * checksum of the words, seeded with that of the head. The head's is seeded with that of
 * the journal's header.
 */
#ifndef NZ_SIM_JOURNAL_RECORDS_H
#define NZ_SIM_JOURNAL_RECORDS_H

#include "sim/journal.h"
#include "sim/journal_reader.h"
#include "sim/packed.h"

#define NZ_JOURNAL_HEAD_WORDS 4
/** Words of a record besides its own. */
#define NZ_JOURNAL_RECORD_WORDS (NZ_JOURNAL_HEAD_WORDS + 1)

/** Kinds of records, in the file. */
typedef enum nz_journal_kind {
    NZ_JOURNAL_UNIT = 1, /**< number: of the unit */
    /** Number: of the session, from 1. Two words: seconds (a double) and ranks. It is
     * written before the first unit of a session, with no time, and at every sync. */
    NZ_JOURNAL_SPENT = 2
} nz_journal_kind_t;

/** @brief Append a record; @p out is unchanged on error. @retval NZ_ERR_NO_MEMORY */
NZ_NODISCARD nz_status_t nz_journal_records_append(nz_packed_t *out, uint64_t seed,
    nz_journal_kind_t kind, uint64_t number, const uint64_t *words, size_t n_words);

/** @brief How many words of whole records are within the first @p n_words of @p records.
 *  @param[out] n_units  how many of them are units. */
size_t nz_journal_records_whole(
    const uint64_t *records, size_t n_words, uint64_t *n_units);

/**
 * @brief Check all records from byte @p from on and hand on the units.
 *
 * Of a record that does not check nothing is dropped but what cannot have been whole and
 * followed by others: less than a record, a head that promises more than there is, words
 * or a head behind which there is nothing but zeros. Anything else is damage.
 * @param n_units   of the study. @param take  may be NULL.
 * @param[out] content  untouched on error. @param[out] end  where the last record ends.
 * @retval NZ_ERR_INPUT  damaged, or a unit beyond n_units or twice; the reader's
 *                       diagnostics say where and what to do.
 * @retval NZ_ERR_IO, NZ_ERR_NO_MEMORY
 * @return anything else  what @p take returned.
 */
NZ_NODISCARD nz_status_t nz_journal_records_read(nz_journal_reader_t *reader,
    uint64_t from, uint64_t seed, uint64_t n_units, nz_journal_take_t take, void *context,
    nz_journal_content_t *content, uint64_t *end);

#endif
