/** @file gnuplot.h
 *  @brief Run gnuplot on a script in memory and get its output in memory. */
#ifndef NZ_MPI_GNUPLOT_H
#define NZ_MPI_GNUPLOT_H

#include "stats/status.h"

#include <stddef.h>

/**
 * @brief Run `gnuplot -d`, found on PATH, with @p script as its standard input.
 *
 * No shell is involved, start-up files and GNUTERM are ignored, no signal is raised when
 * gnuplot ends early, and no file is made. Waits until gnuplot ends.
 *
 * @param[out] bytes    gnuplot's standard output, @p n_bytes long; the caller frees it;
 * untouched on error.
 * @param[out] message  at most @p message_size bytes with the NUL: what gnuplot wrote to
 * standard error, in one line; on error a sentence that says what happened; else "".
 * @retval NZ_OK            gnuplot exited with 0 and wrote something.
 * @retval NZ_ERR_NULL_ARG  a pointer is NULL or @p message_size is 0.
 * @retval NZ_ERR_IO        gnuplot is missing, failed, was killed or wrote nothing.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_gnuplot_run(const char *script, size_t script_size,
    char **bytes, size_t *n_bytes, char *message, size_t message_size);

#endif
