/** @file figure_series.h
 *  @brief One metric of one test size at several difficulties, a series each. */
#ifndef NZ_MPI_FIGURE_SERIES_H
#define NZ_MPI_FIGURE_SERIES_H

#include "mpi/figure_view.h"

#include <stddef.h>
#include <stdio.h>

/** Most series that one figure shows. */
#define NZ_FIGURE_SERIES_MAX 12

/** Positions in a list: all, or the first, the last and evenly spaced ones between. */
typedef struct nz_figure_subset {
    size_t n;
    size_t at[NZ_FIGURE_SERIES_MAX];
} nz_figure_subset_t;

/** @brief At most @p n_max of @p n positions, @p n_max 2..NZ_FIGURE_SERIES_MAX. */
nz_figure_subset_t nz_figure_subset_of(size_t n, size_t n_max);

/** A metric at the difficulties shown. */
typedef struct nz_figure_series {
    nz_figure_view_t view; /**< with the one test size */
    nz_figure_subset_t difficulties;
} nz_figure_series_t;

/**
 * @brief Choose what to show.
 * @param metric  one that the run must hold.
 * @param[out] self  untouched on error.
 * @retval NZ_ERR_INPUT  the metric or options->test_size is not in the run; the
 * diagnostics say what to add or choose.
 */
NZ_NODISCARD nz_status_t nz_figure_series_init(nz_figure_series_t *self,
    const nz_summary_t *summary, const nz_figure_options_t *options, nz_metric_t metric,
    nz_diagnostics_t *diagnostics);

/** @brief The metric at the @p i_shown-th difficulty shown. */
nz_figure_view_t nz_figure_series_at(const nz_figure_series_t *self, size_t i_shown);

/** @brief The value of the @p i_shown-th difficulty shown. */
double nz_figure_series_difficulty(const nz_figure_series_t *self, size_t i_shown);

/** @brief Write the data block `$name`, estimates of the first test set against the model
 *         size, a section per difficulty.
 *  @return the largest finite one, or true value if that is larger; at least 0. */
double nz_figure_series_write_estimates(
    const nz_figure_series_t *self, const char *name, FILE *out);

/** @brief Write the data block `$name` with the true values, a section per difficulty, as
 *         far as they are at least @p smallest. */
void nz_figure_series_write_truth(
    const nz_figure_series_t *self, const char *name, double smallest, FILE *out);

/** @brief Write `n_NAME` and the array `NAME_label`, "L = 5". */
void nz_figure_series_write_labels(
    const nz_figure_series_t *self, const char *name, FILE *out);

/** @brief Top of a linear axis for values up to @p largest; if that is 0, for one step of
 *         the metric, or 1 if it has none. */
double nz_figure_series_top(const nz_figure_series_t *self, double largest);

#endif
