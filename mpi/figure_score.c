#include "mpi/figure_score.h"

#include "mpi/figure_axis.h"

#include <math.h>

#define MARGIN 0.04 /* of the axis, above the largest score */
#define MODELS_MIN 2
#define DECADES_MAX 30.0 /* a score beyond it is drawn as infinite */

double
nz_figure_score_quantity(
    const nz_summary_t *summary, nz_quantity_t quantity, nz_figure_curve_t curve)
{
    return summary->value[quantity][nz_summary_curve(&summary->study, curve.i_difficulty,
        curve.i_test_size, curve.i_keep, curve.i_metric)];
}

nz_status_t
nz_figure_score_check(const nz_study_t *study, nz_diagnostics_t *diagnostics)
{
    if (study->models.parameters.n < MODELS_MIN) {
        nz_diagnostics_add(diagnostics, "figure", 0, 0,
            "the run has one model, which is no curve: an emergence score needs two "
            "models or more (of two it is 1 or -1); add to `models.parameters` and "
            "simulate again");
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

int
nz_figure_score_direction(const nz_summary_t *summary, nz_figure_curve_t curve)
{
    const nz_metric_t metric =
        (nz_metric_t) summary->study.metrics.values[curve.i_metric];
    curve.i_keep = 0;
    double truth = nz_figure_score_quantity(summary, NZ_QUANTITY_EMERGENCE_TRUE, curve);
    if (truth > 0 || truth < 0) {
        return truth > 0 ? 1 : -1;
    }
    return nz_metric_is_rising(metric) ? 1 : -1;
}

double
nz_figure_score_place(double score, int direction, nz_figure_score_axis_t *axis)
{
    double value = direction * score;
    if (isnan(value)) {
        return value;
    }
    if (value > pow(10, DECADES_MAX)) {
        axis->has_infinite = true;
        return NZ_FIGURE_SCORE_INFINITE;
    }
    if (!(value > 0)) {
        axis->has_zero = true;
        return -1;
    }
    axis->largest = fmax(axis->largest, value);
    return value;
}

double
nz_figure_score_high(const nz_figure_score_axis_t *axis)
{
    double high = axis->largest > 10 ? log10(axis->largest) : 1;
    return (1 + MARGIN) * high;
}

void
nz_figure_score_write_axis(
    const nz_figure_score_axis_t *axis, char letter, unsigned n_labels, FILE *out)
{
    const nz_figure_range_t range = { 0, nz_figure_score_high(axis) };
    fprintf(out,
        "infinite = %.10g\nhas_infinite = %d\nhas_zero = %d\nscore_high = %.10g\n",
        NZ_FIGURE_SCORE_INFINITE, axis->has_infinite, axis->has_zero, range.high);
    nz_figure_axis_write_ticks(letter, range, n_labels, out);
}
