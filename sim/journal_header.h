/** @file journal_header.h
 *  @brief The beginning of a journal: what it is of. Internal.
 *
 *  Eight words: 16 characters "nonzero-journal\n", a word that shows the order of bytes,
 * NZ_JOURNAL_FORMAT, the number of units, the lengths of program and study [bytes], the
 * checksum of these seven. Then both texts, each filled up with zeros to whole words, and
 * their checksum, seeded with the first: the seed of every record.
 */
#ifndef NZ_SIM_JOURNAL_HEADER_H
#define NZ_SIM_JOURNAL_HEADER_H

#include "sim/journal.h"
#include "sim/journal_reader.h"
#include "sim/packed.h"

/** @brief Append the header to @p out, which is unchanged on error.
 *  @param[out] seed  of the records. @retval NZ_ERR_NO_MEMORY */
NZ_NODISCARD nz_status_t nz_journal_header_make(
    const nz_journal_identity_t *identity, nz_packed_t *out, uint64_t *seed);

/**
 * @brief Read and compare the header.
 *
 * One that ends early was cut short when the journal was made: nothing can follow it.
 * @param[out] seed  of the records; 0 if it was cut short.
 * @param[out] end   where records begin [bytes]; 0 if it was cut short.
 * @retval NZ_ERR_INPUT  no journal, of another format, byte order, program, number of
 *                       units or study, or damaged; the reader's diagnostics say which.
 * @retval NZ_ERR_IO, NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_journal_header_check(nz_journal_reader_t *reader,
    const nz_journal_identity_t *identity, uint64_t *seed, uint64_t *end);

#endif
