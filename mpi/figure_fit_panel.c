#include "mpi/figure_fit_panel.h"

#include "stats/interval.h"
#include "stats/proportion.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

void
nz_figure_fit_panel_free(nz_figure_fit_panel_t *self)
{
    free(self->points);
    free(self->curve);
    *self = (nz_figure_fit_panel_t){ 0 };
}

static nz_status_t
point_of(const nz_result_t *row, double level, nz_figure_fit_point_t *out)
{
    *out = (nz_figure_fit_point_t){ row->parameters, row->score, row->score, row->score,
        NZ_FIGURE_FIT_BARE };
    if (row->successes != NZ_RESULT_UNCOUNTED && row->trials > 0) {
        const double tail = (1.0 - level) / 2.0;
        nz_interval_t interval;
        const nz_status_t status = nz_proportion_clopper_pearson(
            row->successes, row->trials, (nz_tails_t){ tail, tail }, &interval);
        if (status == NZ_OK) {
            out->lower = interval.lower;
            out->upper = interval.upper;
            out->mark = NZ_FIGURE_FIT_COUNTED;
        }
        return status;
    }
    if (row->standard_error > 0.0) {
        out->lower = row->score - row->standard_error;
        out->upper = row->score + row->standard_error;
        out->mark = NZ_FIGURE_FIT_ERROR;
    }
    return NZ_OK;
}

static nz_status_t
make_points(nz_figure_fit_panel_t *self, const nz_result_t *rows, size_t n, double level)
{
    nz_status_t status = NZ_OK;

    self->points = calloc(n, sizeof(*self->points));
    if (self->points == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (; self->n_points < n && status == NZ_OK; self->n_points++) {
        const nz_result_t *row = rows + self->n_points;
        nz_figure_fit_point_t *point = self->points + self->n_points;
        status = point_of(row, level, point);
        if (status == NZ_OK && point->mark == NZ_FIGURE_FIT_COUNTED) {
            self->least_trials = self->most_trials == 0
                                     ? row->trials
                                     : GSL_MIN(self->least_trials, row->trials);
            self->most_trials = GSL_MAX(self->most_trials, row->trials);
        }
    }
    return status;
}

/* Evenly spaced in log N. Where limits are not found there is no band. */
static nz_status_t
make_curve(nz_figure_fit_panel_t *self, const nz_results_t *results, size_t i_group,
    const nz_law_fit_options_t *options)
{
    const double first = self->points[0].size,
                 last = self->points[self->n_points - 1].size;
    nz_status_t status = NZ_OK;

    self->curve = calloc(NZ_FIGURE_FIT_NODES, sizeof(*self->curve));
    if (self->curve == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < NZ_FIGURE_FIT_NODES && status == NZ_OK; i++) {
        const double share = (double) i / (NZ_FIGURE_FIT_NODES - 1);
        nz_law_fit_question_t question = { first * pow(last / first, share), 0, 1, 0.5 };
        nz_law_fit_point_t point;
        if (i == NZ_FIGURE_FIT_NODES - 1) {
            question.parameters = last;
        }
        status =
            nz_law_fit_predict(results, i_group, options, &self->fit, &question, &point);
        if (status == NZ_OK) {
            self->curve[self->n_curve++] = (nz_figure_fit_point_t){ question.parameters,
                point.score[0], point.score[1], point.score[2], NZ_FIGURE_FIT_BARE };
        } else if (status == NZ_ERR_NUMERIC) {
            status = NZ_OK;
        }
    }
    return status;
}

nz_status_t
nz_figure_fit_panel_make(const nz_results_t *results, size_t i_group,
    const nz_law_fit_options_t *options, nz_figure_fit_panel_t *out)
{
    const nz_result_group_t *group = results->groups + i_group;
    nz_figure_fit_panel_t self = { 0 };
    nz_status_t status =
        make_points(&self, results->rows + group->first, group->n, options->level);

    if (status == NZ_OK) {
        status = nz_law_fit_make(results, i_group, options, &self.fit);
    }
    if (status == NZ_OK && nz_law_fit_has_line(&self.fit)) {
        status = make_curve(&self, results, i_group, options);
    }
    if (status != NZ_OK) {
        nz_figure_fit_panel_free(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}
