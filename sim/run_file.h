/** @file run_file.h
 *  @brief A finished run on disk, in netCDF-4. */
#ifndef NZ_SIM_RUN_FILE_H
#define NZ_SIM_RUN_FILE_H

#include "sim/diagnostic.h"
#include "sim/run.h"
#include "stats/status.h"

/** A global attribute of the file: where the numbers come from. */
typedef struct nz_attribute {
    const char *name;
    const char *value;
} nz_attribute_t;

/* A run of one task has its dimensions and variables in the root group, one of several a
 * group for each, called as sim/run_groups.h says, with the task's name as its attribute
 * `task`. Attributes of the run are in the root group. */

/**
 * @brief Write a run: to a temporary name beside @p path, synced, then renamed, so that
 * the file is whole or absent.
 * @param attributes  @p n_attributes texts about the run (version, libraries, ranks,
 * ...).
 * @retval NZ_ERR_NULL_ARG   an argument is NULL, or the run has no task.
 * @retval NZ_ERR_IO         nothing was changed; @p diagnostics names the file and the
 *                           cause.
 * @retval NZ_ERR_NO_MEMORY  likewise.
 */
NZ_NODISCARD nz_status_t nz_run_file_write(const char *path, const nz_run_t *run,
    const nz_attribute_t *attributes, size_t n_attributes, nz_diagnostics_t *diagnostics);

/**
 * @brief Read a run.
 * @param[out] out  untouched on error; free with nz_run_free.
 * @retval NZ_ERR_NULL_ARG   an argument is NULL.
 * @retval NZ_ERR_IO         the file cannot be read; @p diagnostics says why.
 * @retval NZ_ERR_FORMAT     it is not a run file of this program, or of another version,
 *                           or damaged; @p diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY  @p diagnostics says so.
 */
NZ_NODISCARD nz_status_t nz_run_file_read(
    const char *path, nz_run_t *out, nz_diagnostics_t *diagnostics);

#endif
