/** @file file_io.h
 *  @brief Files that are whole or absent: written beside their name, synced, renamed. */
#ifndef NZ_SIM_FILE_IO_H
#define NZ_SIM_FILE_IO_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/**
 * @brief Write @p size bytes so that @p path holds either its old content or all of the
 * new.
 * @retval NZ_ERR_IO         nothing was changed; @p diagnostics names the file and the
 *                           cause.
 * @retval NZ_ERR_NO_MEMORY  nothing was changed.
 */
NZ_NODISCARD nz_status_t nz_file_write(
    const char *path, const void *bytes, size_t size, nz_diagnostics_t *diagnostics);

/**
 * @brief Whether nz_file_write could write @p path now: makes its temporary file and
 * removes it. Refuses a directory or a device under that name.
 * @retval NZ_ERR_IO         @p diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_file_check_writable(
    const char *path, nz_diagnostics_t *diagnostics);

/**
 * @brief Refuse to write over what is read: whether @p output is the file @p input, by
 * another name, too.
 * @param input  "-" = standard input.
 * @retval NZ_ERR_INPUT  it is; @p diagnostics says so.
 */
NZ_NODISCARD nz_status_t nz_file_check_distinct(
    const char *output, const char *input, nz_diagnostics_t *diagnostics);

/**
 * @brief Read a whole file of at most @p size_max bytes.
 * @param[out] bytes  @p size bytes and a NUL after them; the caller frees it.
 * @retval NZ_ERR_IO         @p diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_file_read(const char *path, size_t size_max, char **bytes,
    size_t *size, nz_diagnostics_t *diagnostics);

/**
 * @brief Write @p size bytes at @p offset of the open file @p fd, however many calls it
 * takes.
 * @param[out] n_written  how many were written; may be NULL.
 * @return 0, or the errno of the call that failed.
 */
int nz_file_write_at(
    int fd, uint64_t offset, const void *bytes, size_t size, size_t *n_written);

/** @brief fsync the directory of @p path, where that can be done: only then is a new or
 * removed name on disk. */
void nz_file_sync_directory(const char *path);

#endif
