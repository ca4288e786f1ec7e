#include "sim/difficulty_rate.h"

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
        || (is_factor && !(point->mean > 0.0))) {
        return false;
    }
    *out = is_factor ? (line_point_t){ log(point->mean), point->mcse / point->mean }
                     : (line_point_t){ point->mean, point->mcse };
    return true;
}

/* Standard errors relative to this one make the weights: the smallest, so that they do
 * not overflow. 0 if all points are exact, NaN if only some are. */
static double
smallest_error(
    const nz_difficulty_point_t *points, size_t n, bool is_factor, size_t *n_points)
{
    double smallest = (double) INFINITY;
    size_t n_exact = 0, n_used = 0;

    for (size_t i = 0; i < n; i++) {
        line_point_t at;
        if (to_line(&points[i], is_factor, &at)) {
            n_used++;
            n_exact += !(at.se > 0.0);
            smallest = fmin(smallest, at.se);
        }
    }
    *n_points = n_used;
    return n_exact == 0 || n_exact == n_used ? smallest : (double) NAN;
}

static double
weight_of(double se, double smallest)
{
    return smallest > 0.0 ? (smallest / se) * (smallest / se) : 1.0;
}

/* The line itself: two passes, for the centre and about it. */
static void
fit_line(const nz_difficulty_point_t *points, size_t n, double smallest,
    nz_difficulty_rate_t *fit)
{
    double sum = 0.0, sum_d = 0.0, sum_y = 0.0, s_dd = 0.0, s_dy = 0.0;
    line_point_t at;

    for (size_t i = 0; i < n; i++) {
        if (to_line(&points[i], fit->is_factor, &at)) {
            const double w = weight_of(at.se, smallest);
            sum += w;
            sum_d += w * points[i].difficulty;
            sum_y += w * at.y;
        }
    }
    const double centre = sum_d / sum, level = sum_y / sum;
    for (size_t i = 0; i < n; i++) {
        if (to_line(&points[i], fit->is_factor, &at)) {
            const double d = points[i].difficulty - centre;
            const double w = weight_of(at.se, smallest);
            s_dd += w * d * d;
            s_dy += w * d * (at.y - level);
        }
    }
    if (!(s_dd > 0.0)) {
        return;
    }
    fit->centre = centre;
    fit->level = level;
    fit->slope = s_dy / s_dd;
    fit->rate = fit->is_factor ? exp(fit->slope) : fit->slope;
    fit->mcse = smallest / sqrt(s_dd) * (fit->is_factor ? fit->rate : 1.0);
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
    const double smallest = smallest_error(points, n, is_factor, &fit.n_points);
    if (fit.n_points >= 2 && !isnan(smallest)) {
        fit_line(points, n, smallest, &fit);
    }
    *out = fit;
    return NZ_OK;
}

double
nz_difficulty_rate_value(const nz_difficulty_rate_t *self, double difficulty)
{
    const double y = self->level + self->slope * (difficulty - self->centre);
    return self->is_factor ? exp(y) : y;
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
    if (points == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t d = 0; d < difficulty->n; d++) {
        const size_t cell =
            nz_summary_cell(&summary->study, d, i_test_size, i_model, i_metric);
        points[d] = (nz_difficulty_point_t){ difficulty->values[d],
            summary->value[NZ_QUANTITY_MEAN][cell],
            summary->mcse[NZ_QUANTITY_MEAN][cell] };
    }
    const nz_status_t status = nz_difficulty_rate_fit(
        points, difficulty->n, nz_metric_is_all_or_nothing(metric), out);
    free(points);
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
