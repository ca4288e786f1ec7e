/** @file figure_emergence.h
 *  @brief The figure emergence: the score and the largest jump of whole curves against
 * the test size, a panel per metric, a series per number of models. */
#ifndef NZ_MPI_FIGURE_EMERGENCE_H
#define NZ_MPI_FIGURE_EMERGENCE_H

#include "mpi/figure.h"

/** @brief See nz_figure_kind_t::write_data. Every metric of the run unless one is chosen;
 *         of more than six numbers of models the first, the last and some between. */
NZ_NODISCARD nz_status_t nz_figure_emergence_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics);

#endif
