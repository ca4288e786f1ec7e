#include "sim/law_fit_data.h"

#include <math.h>
#include <stdlib.h>

void
nz_law_fit_data_free(nz_law_fit_data_t *self)
{
    free(self->counts);
    free(self->scratch);
    free(self->scores);
    *self = (nz_law_fit_data_t){ 0 };
}

double
nz_law_fit_data_right(double eta, double offset, double *wrong)
{
    const double loss = exp(eta) + offset;

    *wrong = -expm1(-loss);
    return exp(-loss);
}

bool
nz_law_fit_data_falls(const nz_law_fit_data_t *self, double slope)
{
    const double least = 1e-9;
    const size_t last = self->n - 1;
    const double range = self->counts != NULL ? self->counts[last].x - self->counts[0].x
                                              : self->scores[last].x - self->scores[0].x;

    return slope * range < -least;
}

double
nz_law_fit_data_score(const nz_law_fit_data_t *self, double eta)
{
    double derivative;

    return self->curve.mean(
        self->curve.context, exp(eta) + self->curve.irreducible, &derivative);
}

void
nz_law_fit_data_set_line(const nz_law_fit_data_t *self, double intercept, double slope,
    const double variance[3], double level, nz_law_fit_t *fit)
{
    const double x = -variance[2] / variance[1];

    fit->status =
        nz_law_fit_data_falls(self, slope) ? NZ_LAW_FIT_OK : NZ_LAW_FIT_NOT_MONOTONE;
    fit->intercept = intercept;
    fit->slope = fit->alpha[0] = slope;
    for (int i = 0; i < 3; i++) {
        fit->variance[i] = variance[i];
    }
    fit->c[0] = exp((level - intercept) / slope);
    fit->centre = exp(x);
    fit->eta[0] = intercept + slope * x - level;
}

/* What can be told from the group as a whole. */
static nz_law_fit_status_t
status_of(const nz_result_group_t *group)
{
    if (group->has_mixed_tokens) {
        return NZ_LAW_FIT_MIXED_TOKENS;
    }
    if (group->law == NZ_SCORE_UNKNOWN || group->law == NZ_SCORE_NO_LAW) {
        return NZ_LAW_FIT_NO_LAW;
    }
    return group->law == NZ_SCORE_SUCCESSES && !group->is_counted ? NZ_LAW_FIT_NO_COUNTS
                                                                  : NZ_LAW_FIT_OK;
}

/* What can be told from the sizes, which are in order, and the counts. */
static nz_law_fit_status_t
status_of_rows(const nz_result_t *rows, size_t n, bool is_counted)
{
    bool is_zero = is_counted, is_right = is_counted;

    for (size_t i = 0; i < n && is_counted; i++) {
        is_zero = is_zero && rows[i].successes == 0;
        is_right = is_right && rows[i].successes == rows[i].trials;
    }
    return !(rows[0].parameters < rows[n - 1].parameters) ? NZ_LAW_FIT_ONE_SIZE
           : is_zero                                      ? NZ_LAW_FIT_ALL_ZERO
           : is_right                                     ? NZ_LAW_FIT_ALL_RIGHT
                                                          : NZ_LAW_FIT_OK;
}

static nz_status_t
gather_counts(nz_law_fit_data_t *self, const nz_result_t *rows)
{
    self->counts = calloc(self->n, sizeof(*self->counts));
    self->scratch = calloc(self->n, sizeof(*self->scratch));
    if (self->counts == NULL || self->scratch == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < self->n; i++) {
        self->counts[i] = (nz_cloglog_point_t){ log(rows[i].parameters),
            self->setting.tokens * self->setting.irreducible, rows[i].trials,
            rows[i].successes };
    }
    return NZ_OK;
}

static nz_status_t
gather_scores(nz_law_fit_data_t *self, const nz_result_t *rows)
{
    bool has_trials = true;

    self->scores = calloc(self->n, sizeof(*self->scores));
    if (self->scores == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->has_variance = true;
    for (size_t i = 0; i < self->n; i++) {
        self->has_variance = self->has_variance && rows[i].standard_error > 0.0;
        has_trials = has_trials && rows[i].trials > 0;
    }
    for (size_t i = 0; i < self->n; i++) {
        const double error = rows[i].standard_error;
        self->scores[i] = (nz_curve_point_t){ log(rows[i].parameters), rows[i].score,
            self->has_variance ? 1.0 / (error * error)
            : has_trials       ? (double) rows[i].trials
                               : 1.0 };
    }
    return nz_score_law_curve(self->law, &self->setting, &self->curve);
}

nz_status_t
nz_law_fit_data_init(nz_law_fit_data_t *self, const nz_results_t *results, size_t i_group,
    const nz_score_setting_t *setting, nz_law_fit_status_t *status)
{
    const nz_result_group_t *group = &results->groups[i_group];
    const nz_result_t *rows = &results->rows[group->first];
    const bool is_counted = group->law == NZ_SCORE_SUCCESSES;

    self->law = group->law;
    self->n = group->n;
    self->setting = *setting;
    if (!isnan(group->tokens)) {
        self->setting.tokens = group->tokens;
    } else if (setting->tokens == 0.0) {
        self->setting.tokens = 1.0;
    }
    if (!(self->setting.tokens >= 1.0) || !isfinite(self->setting.tokens)
        || !(setting->irreducible >= 0.0) || !isfinite(setting->irreducible)) {
        return NZ_ERR_DOMAIN;
    }
    *status = status_of(group);
    if (*status == NZ_LAW_FIT_OK) {
        *status = status_of_rows(rows, group->n, is_counted);
    }
    if (*status != NZ_LAW_FIT_OK) {
        return NZ_OK;
    }
    return is_counted ? gather_counts(self, rows) : gather_scores(self, rows);
}
