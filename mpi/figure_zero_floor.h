/** @file figure_zero_floor.h
 *  @brief The figure zero-floor: the probability that a test set of n items has no
 *         success, over model size and n, from a table of `nonzero plan`. */
#ifndef NZ_MPI_FIGURE_ZERO_FLOOR_H
#define NZ_MPI_FIGURE_ZERO_FLOOR_H

#include "mpi/figure.h"

/**
 * @brief See nz_figure_kind_t::write_data; columns as in mpi/figure_plan_table.h.
 *
 * (1 - p)^n with p the true accuracy, as bands between 1, 5, 25, 50, 75, 95 and 99 % and
 * labelled lines at 5, 50 and 95 %: over the model size, a panel for each target length
 * (at most three); over the target length if there is one model only; over the accuracy
 * if there is neither. The test sizes of the table are points, and lines if they are few
 * and shared. n reaches from 1 to a decade above the largest of them.
 */
NZ_NODISCARD nz_status_t nz_figure_zero_floor_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics);

#endif
