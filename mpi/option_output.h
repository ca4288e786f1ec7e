/** @file option_output.h
 *  @brief Reads the options of how a table is printed and long work shown.
 *
 *  A text is NULL if its option was not given. What is wrong becomes a message "OPTION:
 *  expected ..., not '...'"; outputs are then untouched, and NZ_ERR_INPUT is returned.
 */
#ifndef NZ_MPI_OPTION_OUTPUT_H
#define NZ_MPI_OPTION_OUTPUT_H

#include "mpi/progress.h"
#include "mpi/table.h"
#include "sim/diagnostic.h"
#include "stats/status.h"

/** @brief Read --format. Without it, tables are aligned on a terminal, else csv.
 *  @param output  where the table goes; NULL = standard output. */
NZ_NODISCARD nz_status_t nz_option_output_format(const char *text, const char *output,
    nz_table_format_t *out, nz_diagnostics_t *diagnostics);

/** @brief Read --progress; without it, @p out is untouched. */
NZ_NODISCARD nz_status_t nz_option_output_progress(
    const char *text, nz_progress_mode_t *out, nz_diagnostics_t *diagnostics);

#endif
