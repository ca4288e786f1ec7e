/** @file figure_apparent_curve.h
 *  @brief The figure apparent-curve: one panel per test size. */
#ifndef NZ_MPI_FIGURE_APPARENT_CURVE_H
#define NZ_MPI_FIGURE_APPARENT_CURVE_H

#include "mpi/figure.h"

/** @brief See nz_figure_kind_t::write_data. Metric: accuracy unless chosen. */
NZ_NODISCARD nz_status_t nz_figure_apparent_curve_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics);

#endif
