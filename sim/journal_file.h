/** @file journal_file.h
 *  @brief The file of a journal: locked, found again or made again, and why it cannot be
 *         written. Internal. */
#ifndef NZ_SIM_JOURNAL_FILE_H
#define NZ_SIM_JOURNAL_FILE_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/** @brief Add "cannot be WHAT: cause", with what to do where that is known, of the errno
 * @p failure. @return NZ_ERR_IO */
nz_status_t nz_journal_file_failed(
    const char *path, const char *what, int failure, nz_diagnostics_t *diagnostics);

/**
 * @brief Open @p path for reading and writing and lock it, where the file system can.
 * @param is_new  create it; there must be none.
 * @param[out] fd  closing it, or any other of the file, gives up the lock.
 * @retval NZ_ERR_INPUT  no regular file, or in use by another process; if not @p is_new,
 *                       there is none.
 * @retval NZ_ERR_IO     cannot be opened.
 */
NZ_NODISCARD nz_status_t nz_journal_file_open(
    const char *path, bool is_new, int *fd, nz_diagnostics_t *diagnostics);

/** @brief Open for reading without a lock what is at @p path. As nz_journal_file_open;
 * NZ_ERR_INPUT if another process has locked it. */
NZ_NODISCARD nz_status_t nz_journal_file_inspect(
    const char *path, int *fd, nz_diagnostics_t *diagnostics);

/** @brief fsync. @return 0, also where the file system has none, or errno. */
int nz_journal_file_sync(int fd);

/** @brief Whether the open file @p fd is the one at @p path. */
bool nz_journal_file_is_at(int fd, const char *path);

/**
 * @brief If no file is at @p path any more, make it again, its directory, too, with the
 * first @p size bytes of @p fd, synced and locked; @p fd is then the new one.
 * @retval NZ_ERR_IO  not possible, or another file is there; @p fd and that are as
 * before.
 */
NZ_NODISCARD nz_status_t nz_journal_file_restore(
    int *fd, const char *path, uint64_t size, nz_diagnostics_t *diagnostics);

#endif
