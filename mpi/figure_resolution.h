/** @file figure_resolution.h
 *  @brief The figure resolution: accuracy beside token edit distance of the same test
 *         sets. */
#ifndef NZ_MPI_FIGURE_RESOLUTION_H
#define NZ_MPI_FIGURE_RESOLUTION_H

#include "mpi/figure.h"

/** @brief See nz_figure_kind_t::write_data. Shows both metrics. */
NZ_NODISCARD nz_status_t nz_figure_resolution_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics);

#endif
