/** @file figure_score.h
 *  @brief Emergence scores as figures place them: on a logarithmic axis from 1, with a
 * rung for infinity and one for what is not above 0. */
#ifndef NZ_MPI_FIGURE_SCORE_H
#define NZ_MPI_FIGURE_SCORE_H

#include "sim/diagnostic.h"
#include "sim/metric.h"
#include "sim/summary.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** Stands for infinity in data blocks, which hold finite numbers; the scripts know it as
 * the variable `infinite`. */
#define NZ_FIGURE_SCORE_INFINITE 1e300

/** What an axis of scores must hold; zero-initialise. */
typedef struct nz_figure_score_axis {
    double largest;    /**< finite score */
    bool has_infinite; /**< some score is infinite */
    bool has_zero;     /**< some score is 0, or runs against the truth */
} nz_figure_score_axis_t;

/** One curve of a run: positions in the study's lists. */
typedef struct nz_figure_curve {
    size_t i_difficulty, i_test_size, i_keep, i_metric;
} nz_figure_curve_t;

/** @brief A quantity of scope CURVE. */
double nz_figure_score_quantity(
    const nz_summary_t *summary, nz_quantity_t quantity, nz_figure_curve_t curve);

/** @brief NZ_ERR_INPUT, and a message, if the study has one model: that is no curve. */
NZ_NODISCARD nz_status_t nz_figure_score_check(
    const nz_study_t *study, nz_diagnostics_t *diagnostics);

/**
 * @brief The sign of the true score of the curve with all models; where that is 0 or
 *        undefined, that of the metric: 1 if a better model has a larger value, else -1.
 */
int nz_figure_score_direction(const nz_summary_t *summary, nz_figure_curve_t curve);

/**
 * @brief A score times @p direction as the data blocks hold it: from 1 up, or
 *        NZ_FIGURE_SCORE_INFINITE, or -1 where it is 0 or has the other sign; NaN stays
 * NaN.
 *        @p axis is widened to hold it.
 */
double nz_figure_score_place(double score, int direction, nz_figure_score_axis_t *axis);

/** @brief The top of the axis, log10 of the largest finite score with a margin; at
 * least 1. */
double nz_figure_score_high(const nz_figure_score_axis_t *axis);

/** @brief Write the variables `infinite`, `has_infinite`, `has_zero` and `score_high`,
 * and the ticks of the axis called @p letter, x or y. */
void nz_figure_score_write_axis(
    const nz_figure_score_axis_t *axis, char letter, unsigned n_labels, FILE *out);

#endif
