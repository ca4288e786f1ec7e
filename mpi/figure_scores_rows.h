/** @file figure_scores_rows.h
 *  @brief Groups by metric, the metrics ordered by the share of their groups that score
 *         high, and what curves of pure noise would score. */
#ifndef NZ_MPI_FIGURE_SCORES_ROWS_H
#define NZ_MPI_FIGURE_SCORES_ROWS_H

#include "mpi/figure_scores_table.h"
#include "stats/status.h"

#include <stddef.h>

/** Least magnitude of a high score, as in the summary of `nonzero score`. */
#define NZ_FIGURE_SCORES_HIGH 10.0

/** Share of curves of pure noise whose |E| is beyond the level that is drawn. */
#define NZ_FIGURE_SCORES_NOISE_SHARE 0.01

/** Curves of more models are held against noise over so many. */
#define NZ_FIGURE_SCORES_MODELS_MAX 1000

/** The groups of a metric. */
typedef struct nz_figure_scores_row {
    const char *metric; /**< borrowed from the table; NULL: several, the last of many */
    size_t n_metrics;   /**< 1, or how many these are */
    const nz_figure_scores_group_t *groups; /**< the largest |E| first; without a score
                                                 last */
    size_t n, n_unscored;                   /**< all, and those without a score */
    size_t n_counted;          /**< of three models or more, none of them twice */
    size_t n_high, n_infinite; /**< of those */
} nz_figure_scores_row_t;

/** All of them. */
typedef struct nz_figure_scores_rows {
    size_t n;
    nz_figure_scores_row_t *rows; /**< owned; the largest share of high ones first */
    nz_figure_scores_row_t total; /**< its counts are those of all groups */
} nz_figure_scores_rows_t;

/**
 * @brief Order the table's groups by metric and score.
 * @param n_max  of the rows, from 2; if there are more metrics the last row has all
 *               others.
 * @param[out] out  free with nz_figure_scores_rows_free; untouched on error.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_figure_scores_rows_make(
    nz_figure_scores_table_t *table, size_t n_max, nz_figure_scores_rows_t *out);

/** @brief Release what @p self owns and zero it. */
void nz_figure_scores_rows_free(nz_figure_scores_rows_t *self);

/**
 * @brief The |E| that a share of NZ_FIGURE_SCORES_NOISE_SHARE of curves of pure noise
 *        reach, for every number of models that is there: nz_emergence_noise_draws curves
 * each. One second for 15 such numbers.
 * @param[out] level  [NZ_FIGURE_SCORES_MODELS_MAX + 1]: that of i models at i, NaN if
 *                    no group has as many, and of fewer than three; untouched on error.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_figure_scores_noise(
    const nz_figure_scores_table_t *table, double *level);

/** @brief The element of those levels that is for a group. */
double nz_figure_scores_level(const double *level, const nz_figure_scores_group_t *group);

#endif
