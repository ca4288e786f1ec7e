/** @file figure_inverse_sampling.h
 *  @brief The figure inverse-sampling: accuracy measured by a fixed test set against
 * sampling until enough items are right, and what both cost. */
#ifndef NZ_MPI_FIGURE_INVERSE_SAMPLING_H
#define NZ_MPI_FIGURE_INVERSE_SAMPLING_H

#include "mpi/figure.h"

/**
 * @brief See nz_figure_kind_t::write_data.
 *
 * Inverse sampling is taken at the largest test size, its budget; the fixed test set at
 * the test size whose cost, summed over models, is nearest to that of inverse sampling,
 * as a ratio.
 */
NZ_NODISCARD nz_status_t nz_figure_inverse_sampling_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics);

#endif
