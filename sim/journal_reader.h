/** @file journal_reader.h
 *  @brief A file of any length through a buffer that moves over it. Internal. */
#ifndef NZ_SIM_JOURNAL_READER_H
#define NZ_SIM_JOURNAL_READER_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/** Set the first four, zero the others; nz_journal_reader_free when done. */
typedef struct nz_journal_reader {
    int fd; /**< borrowed; open for reading */
    const char *path;
    uint64_t size; /**< of the file [bytes] */
    nz_diagnostics_t *diagnostics;
    uint64_t *buffer;                 /**< owned */
    uint64_t capacity, first, n_held; /**< of the buffer [bytes] */
} nz_journal_reader_t;

/**
 * @brief The @p n_bytes bytes at @p offset.
 * @pre  they are in the file; @p offset is a multiple of 8.
 * @param[out] bytes  in the buffer, aligned to 8 bytes, until the next call.
 * @retval NZ_ERR_IO         cannot be read, or the file has become shorter; @p
 *                           diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_journal_reader_get(
    nz_journal_reader_t *self, uint64_t offset, uint64_t n_bytes, const void **bytes);

/** @brief Whether all from @p offset, a multiple of 8, to the end are zeros, which a
 * crash of the machine can leave in place of what was written last. Nothing is zeros,
 * too.
 * @retval NZ_ERR_IO, NZ_ERR_NO_MEMORY  as above. */
NZ_NODISCARD nz_status_t nz_journal_reader_ends_in_zeros(
    nz_journal_reader_t *self, uint64_t offset, bool *out);

/** @brief Release the buffer. */
void nz_journal_reader_free(nz_journal_reader_t *self);

#endif
