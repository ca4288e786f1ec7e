#include "sim/difficulty_rate.h"

#include "sim/unit.h"

#include <math.h>
#include <stdlib.h>

/* A point on the scale on which the line is straight. */
typedef struct line_point {
    double y, se;
} line_point_t;

static bool
to_line(const nz_difficulty_point_t *point, bool is_factor, line_point_t *out)
{
    if (!isfinite(point->mean) || !isfinite(point->mcse) || !(point->mcse >= 0.0)
        || !isfinite(point->weight) || !(point->weight > 0.0)
        || (is_factor && !(point->mean > 0.0))) {
        return false;
    }
    *out = is_factor ? (line_point_t){ log(point->mean), point->mcse / point->mean }
                     : (line_point_t){ point->mean, point->mcse };
    return true;
}

/* Weighted centre and level of the points, their number and largest error. */
static double
find_centre(const nz_difficulty_point_t *points, size_t n, nz_difficulty_rate_t *fit)
{
    double sum = 0.0, sum_d = 0.0, sum_y = 0.0, largest = 0.0;
    line_point_t at;

    for (size_t i = 0; i < n; i++) {
        if (to_line(&points[i], fit->is_factor, &at)) {
            fit->n_points++;
            sum += points[i].weight;
            sum_d += points[i].weight * points[i].difficulty;
            sum_y += points[i].weight * at.y;
            largest = fmax(largest, at.se);
        }
    }
    fit->centre = sum_d / sum;
    fit->level = sum_y / sum;
    return largest;
}

/* The line about its centre. Errors are taken relative to the largest, so that their
 * squares are numbers of a double. */
static void
fit_line(const nz_difficulty_point_t *points, size_t n, nz_difficulty_rate_t *fit)
{
    double s_dd = 0.0, s_dy = 0.0, s_ee = 0.0;
    line_point_t at;
    const double largest = find_centre(points, n, fit);

    for (size_t i = 0; i < n; i++) {
        if (to_line(&points[i], fit->is_factor, &at)) {
            const double d = points[i].difficulty - fit->centre;
            const double pull = points[i].weight * d;
            s_dd += pull * d;
            s_dy += pull * (at.y - fit->level);
            s_ee +=
                largest > 0.0 ? pull * pull * (at.se / largest) * (at.se / largest) : 0.0;
        }
    }
    if (!(s_dd > 0.0)) {
        fit->centre = fit->level = (double) NAN;
        return;
    }
    fit->slope = s_dy / s_dd;
    fit->rate = fit->is_factor ? exp(fit->slope) : fit->slope;
    fit->mcse = largest * sqrt(s_ee) / s_dd * (fit->is_factor ? fit->rate : 1.0);
}

nz_status_t
nz_difficulty_rate_fit(const nz_difficulty_point_t *points, size_t n, bool is_factor,
    nz_difficulty_rate_t *out)
{
    const double nan = (double) NAN;
    nz_difficulty_rate_t fit = { is_factor, nan, nan, nan, nan, nan, 0 };

    if (points == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    fit_line(points, n, &fit);
    *out = fit;
    return NZ_OK;
}

double
nz_difficulty_rate_value(const nz_difficulty_rate_t *self, double difficulty)
{
    const double y = self->level + self->slope * (difficulty - self->centre);
    return self->is_factor ? exp(y) : y;
}

/* What a point counts for: the inverse of the true variance of its place, but for a
 * factor that all points share. Estimated variances would move the line too. Equal
 * weights where that is nothing. */
static nz_status_t
weigh(const nz_summary_t *summary, size_t i_model, nz_metric_t metric,
    const double *truths, nz_difficulty_point_t *points)
{
    const nz_study_t *study = &summary->study;
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    bool is_whole = true;

    for (size_t d = 0; d < study->task.difficulty.n; d++) {
        double mean = truths[d], sd = 0.0;
        nz_task_t task;
        if (nz_metric_is_all_or_nothing(metric)) { /* as of a share, for its logarithm */
            points[d].weight = mean / (1.0 - mean);
        } else {
            nz_status_t status =
                nz_unit_task(study, i_model, points[d].difficulty, &task);
            if (status == NZ_OK) {
                status = type->truth(&task, metric, &mean, &sd);
            }
            if (status != NZ_OK) {
                return status;
            }
            points[d].weight = 1.0 / (sd * sd);
        }
        is_whole = is_whole && isfinite(points[d].weight) && points[d].weight > 0.0;
    }
    for (size_t d = 0; d < study->task.difficulty.n && !is_whole; d++) {
        points[d].weight = 1.0;
    }
    return NZ_OK;
}

nz_status_t
nz_difficulty_rate_of(const nz_summary_t *summary, size_t i_test_size, size_t i_model,
    size_t i_metric, nz_difficulty_rate_t *out)
{
    if (summary == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const nz_list_double_t *difficulty = &summary->study.task.difficulty;
    const nz_metric_t metric = (nz_metric_t) summary->study.metrics.values[i_metric];
    nz_difficulty_point_t *points = calloc(difficulty->n + 1, sizeof(*points));
    double *truths = calloc(difficulty->n + 1, sizeof(*truths));
    nz_status_t status = NZ_ERR_NO_MEMORY;

    if (points == NULL || truths == NULL) {
        goto out;
    }
    for (size_t d = 0; d < difficulty->n; d++) {
        const size_t cell =
            nz_summary_cell(&summary->study, d, i_test_size, i_model, i_metric);
        points[d] = (nz_difficulty_point_t){ .difficulty = difficulty->values[d],
            .mean = summary->value[NZ_QUANTITY_MEAN][cell],
            .mcse = summary->mcse[NZ_QUANTITY_MEAN][cell] };
        truths[d] = summary->value[NZ_QUANTITY_TRUE_VALUE][cell];
    }
    status = weigh(summary, i_model, metric, truths, points);
    if (status == NZ_OK) {
        status = nz_difficulty_rate_fit(
            points, difficulty->n, nz_metric_is_all_or_nothing(metric), out);
    }
out:
    free(points);
    free(truths);
    return status;
}

static nz_status_t
fill_test_size(nz_summary_t *summary, size_t i_test_size)
{
    const nz_study_t *study = &summary->study;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < study->models.parameters.n && status == NZ_OK; i++) {
        for (size_t m = 0; m < study->metrics.n && status == NZ_OK; m++) {
            const size_t at = nz_summary_rate(study, i_test_size, i, m);
            nz_difficulty_rate_t fit;
            status = nz_difficulty_rate_of(summary, i_test_size, i, m, &fit);
            if (status == NZ_OK) {
                summary->value[NZ_QUANTITY_RATE_PER_DIFFICULTY][at] = fit.rate;
                summary->mcse[NZ_QUANTITY_RATE_PER_DIFFICULTY][at] = fit.mcse;
            }
        }
    }
    return status;
}

nz_status_t
nz_difficulty_rate_fill(nz_summary_t *summary)
{
    if (summary == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const nz_study_t *study = &summary->study;
    const size_t n = nz_summary_has_rates(study) ? study->test_sizes.n : 0;
    nz_status_t status = NZ_OK;

    for (size_t t = 0; t < n && status == NZ_OK; t++) {
        status = fill_test_size(summary, t);
    }
    return status;
}
