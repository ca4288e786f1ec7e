/** @file figure_emergence_by_metric.h
 *  @brief The figure emergence-by-metric: a bar of emergence scores per metric, over all
 *         tasks and difficulties of a run. */
#ifndef NZ_MPI_FIGURE_EMERGENCE_BY_METRIC_H
#define NZ_MPI_FIGURE_EMERGENCE_BY_METRIC_H

#include "mpi/figure.h"

/**
 * @brief See nz_figure_kind_t::write_data.
 *
 * A curve is a metric of a task at a difficulty, with all models, at one test size; its
 * score is the median over test sets, with the sign of the true curve. Bars are medians
 * over curves: the middle score, or the geometric mean of the two middle ones, where
 * infinity counts as the largest and what is not above 0 as the least.
 */
NZ_NODISCARD nz_status_t nz_figure_emergence_by_metric_write(
    const nz_figure_input_t *input, const nz_figure_options_t *options, FILE *out,
    nz_diagnostics_t *diagnostics);

#endif
