/** @file figure_plan.h
 *  @brief The figure plan: the test items that each model needs, and what they cost, from
 *         a table of `nonzero plan`. */
#ifndef NZ_MPI_FIGURE_PLAN_H
#define NZ_MPI_FIGURE_PLAN_H

#include "mpi/figure.h"

/**
 * @brief See nz_figure_kind_t::write_data; columns as in mpi/figure_plan_table.h.
 *
 * One goal: a panel with a line for each target length, at most six (the first, the last
 * and evenly spaced ones between), and if there are costs a second panel with those.
 * Several goals: a line for each goal in a panel for each target length, at most three.
 * A band reaches from a line to its conservative twin; where no number of items is enough
 * there is an arrow at the top. A line needs two points.
 */
NZ_NODISCARD nz_status_t nz_figure_plan_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics);

#endif
