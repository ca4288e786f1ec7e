/** @file figure_mathematical_model.h
 *  @brief The figure mathematical-model: from the loss of a token to what four metrics
 * make of it. */
#ifndef NZ_MPI_FIGURE_MATHEMATICAL_MODEL_H
#define NZ_MPI_FIGURE_MATHEMATICAL_MODEL_H

#include "mpi/figure.h"

/**
 * @brief See nz_figure_kind_t::write_data.
 *
 * Needs a task of kind sequence and one of kind choice; of several the first. Against the
 * model size: the loss per token of the study's law and the probability exp(-loss) that a
 * token is right; and of one test size, a series per difficulty, true values and the
 * first test set by the nonlinear and the linear metric of each task.
 * @par Source  Schaeffer, Miranda, Koyejo (2023), arXiv 2304.15004, figure 2.
 */
NZ_NODISCARD nz_status_t nz_figure_mathematical_model_write(
    const nz_figure_input_t *input, const nz_figure_options_t *options, FILE *out,
    nz_diagnostics_t *diagnostics);

#endif
