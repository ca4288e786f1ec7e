/** @file report_explorer.h
 *  @brief What each test size shows of one task: a sentence and a table of models for
 *         each, of which a slider chooses one. */
#ifndef NZ_MPI_REPORT_EXPLORER_H
#define NZ_MPI_REPORT_EXPLORER_H

#include "mpi/report_room.h"
#include "sim/summary.h"

#include <stdio.h>

/**
 * @brief Write the panels and the slider, which is hidden without scripts: then every
 * panel is seen. Nothing is written where nz_report_view_open_nonlinear finds nothing.
 *
 * Of several difficulties only the largest is shown, and of that nothing but a note,
 * where
 * @p room is too small; it is counted down.
 * @param level  of the panels' headings, 2..6.
 */
void nz_report_explorer_put(
    const nz_summary_t *summary, nz_report_room_t *room, int level, FILE *out);

#endif
