/** @file figure_scores.h
 *  @brief The figure scores: emergence scores of groups of published results by metric,
 *         from a table of `nonzero score`. */
#ifndef NZ_MPI_FIGURE_SCORES_H
#define NZ_MPI_FIGURE_SCORES_H

#include "mpi/figure.h"

/**
 * @brief See nz_figure_kind_t::write_data; columns as in mpi/figure_scores_table.h.
 *
 * A row per metric, by the share of its groups that score high
 * (NZ_FIGURE_SCORES_HIGH), with its share of the counted groups and of the high ones;
 * beyond 60 metrics, in a narrow figure 24, the last row has all others. Groups are marks
 * at |E|, their direction by colour and shape, infinite ones and zeros on rungs of their
 * own. If groups and metrics are 60 (36) together at most, every group has a line with
 * its name, its interval over test sets, what noise reaches with as many models and how
 * likely noise and a smooth law are to score as much; else the marks of a metric are
 * heaped.
 */
NZ_NODISCARD nz_status_t nz_figure_scores_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics);

#endif
