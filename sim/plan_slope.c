#include "sim/plan_slope.h"

#include "sim/plan_promise.h"
#include "sim/plan_refusal.h"
#include "stats/interval.h"
#include "stats/slope_design.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* The models of one difficulty as a design of their slope. */
typedef struct design {
    nz_plan_rows_t *rows;
    nz_plan_group_t group;
    nz_slope_point_t *points;       /* owned, as all here: one per model */
    nz_slope_point_t *token_points; /* scored by tokens; log_right NaN: cannot be */
    double *trials;
} design_t;

static void
design_free(design_t *self)
{
    free(self->points);
    free(self->token_points);
    free(self->trials);
}

static nz_status_t
design_init(design_t *self, nz_plan_rows_t *rows, nz_plan_group_t group)
{
    *self = (design_t){ .rows = rows, .group = group };
    self->points = calloc(group.n, sizeof(*self->points));
    self->token_points = calloc(group.n, sizeof(*self->token_points));
    self->trials = calloc(group.n, sizeof(*self->trials));
    if (self->points == NULL || self->token_points == NULL || self->trials == NULL) {
        design_free(self);
        return NZ_ERR_NO_MEMORY;
    }
    return NZ_OK;
}

/* What an item of model i tells: scored as a whole, and by its tokens. */
static nz_status_t
set_point(design_t *self, size_t i, size_t i_accuracy)
{
    const nz_plan_request_t *request = self->rows->request;
    const nz_plan_point_t *model = &self->rows->points->values[self->group.first + i];
    const double log_right = log(model->accuracies[i_accuracy]);
    const double effect = nz_plan_promise_design_effect(request);
    nz_plan_exchange_t items;
    nz_slope_point_t *point = &self->points[i], *tokens = &self->token_points[i];
    double rate = 0.0;
    nz_status_t status = NZ_OK;

    *point = (nz_slope_point_t){ log(model->parameters), log_right, model->offset,
        1.0 / effect, model->item_cost };
    *tokens = *point;
    tokens->log_right = (double) NAN;
    if (nz_plan_rows_tokens(self->rows, self->group.first + i, log_right, &items)) {
        status = nz_plan_exchange_rate(&items, &rate);
        tokens->log_right = items.log_token;
        tokens->offset = model->offset / model->tokens;
        tokens->trials = model->tokens / effect * rate
                         / nz_slope_design_exchange_rate(items.log_token, model->tokens);
    }
    return status;
}

/* Items of every model for the same error, were they scored by tokens; NaN if they
 * cannot be. */
static double
token_trials(design_t *self, double error)
{
    uint64_t n = 0;

    for (size_t i = 0; i < self->group.n; i++) {
        if (!isfinite(self->token_points[i].trials)
            || isnan(self->token_points[i].log_right)) {
            return (double) NAN;
        }
    }
    if (nz_slope_design_trials(self->token_points, self->group.n, error, &n) != NZ_OK) {
        return (double) NAN;
    }
    return nz_plan_promise_whole_clusters(self->rows->request, (double) n);
}

/* Rows of trials[], whose slope has this error: of each model and of all. */
static nz_status_t
push_rows(design_t *self, nz_plan_row_kind_t of_model, nz_plan_row_kind_t of_all,
    size_t i_accuracy, double error, double n_tokens)
{
    nz_plan_rows_t *rows = self->rows;
    nz_plan_row_t all = nz_plan_rows_of_group(rows, of_all, self->group);
    nz_status_t status = NZ_OK;

    all.test_size = all.cost = 0.0;
    all.achieved = error;
    all.token_test_size = n_tokens * (double) self->group.n;
    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        nz_plan_row_t row = nz_plan_rows_of_point(rows, of_model, self->group.first + i);
        row.accuracy = rows->points->values[row.i_point].accuracies[i_accuracy];
        row.test_size = self->trials[i];
        row.achieved = error;
        row.cost = nz_plan_rows_cost(rows, row.i_point, row.test_size);
        row.token_test_size = n_tokens;
        nz_plan_rows_add_to(&all, &row);
        status = nz_plan_rows_push(rows, row);
    }
    return status == NZ_OK ? nz_plan_rows_push(rows, all) : status;
}

/* The error of `trials` items of each, or how many of each the wanted error takes. */
static nz_status_t
solve(design_t *self, size_t i_accuracy, double *error)
{
    const nz_plan_request_t *request = self->rows->request;
    double n = (double) request->trials;
    uint64_t least = 0;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        status = set_point(self, i, i_accuracy);
    }
    if (status == NZ_OK && request->trials == 0) {
        status =
            nz_slope_design_trials(self->points, self->group.n, request->width, &least);
        n = nz_plan_promise_whole_clusters(request, (double) least);
    }
    for (size_t i = 0; i < self->group.n; i++) {
        self->trials[i] = n;
    }
    return status == NZ_OK
               ? nz_slope_design_error(self->points, self->group.n, self->trials, error)
               : status;
}

static nz_status_t
push_solution(design_t *self, size_t i_accuracy, bool is_conservative)
{
    double error = 0.0;
    nz_status_t status = solve(self, i_accuracy, &error);

    if (status == NZ_ERR_UNREACHABLE) {
        const nz_plan_row_t row =
            nz_plan_rows_of_group(self->rows, NZ_PLAN_ROW_ALL, self->group);
        nz_plan_refusal_explain(
            self->rows->request, &row, status, self->rows->diagnostics);
        return NZ_ERR_INPUT;
    }
    if (status != NZ_OK) {
        return status;
    }
    const double n_tokens = token_trials(self, error);
    return push_rows(self, is_conservative ? NZ_PLAN_ROW_CONSERVATIVE : NZ_PLAN_ROW_MODEL,
        is_conservative ? NZ_PLAN_ROW_ALL_CONSERVATIVE : NZ_PLAN_ROW_ALL, i_accuracy,
        error, n_tokens);
}

/* The quantile of the fit at which the design is worst. */
static nz_status_t
find_worst(design_t *self, size_t *i_worst)
{
    double worst = 0.0;

    for (size_t q = 0; q < NZ_PLAN_ACCURACIES; q++) {
        double error = 0.0;
        nz_status_t status = solve(self, q, &error);
        const double bad = self->rows->request->trials > 0 ? error : self->trials[0];
        if (status == NZ_ERR_UNREACHABLE) {
            *i_worst = q;
            return NZ_OK;
        }
        if (status != NZ_OK) {
            return status;
        }
        if (bad > worst) {
            worst = bad;
            *i_worst = q;
        }
    }
    return NZ_OK;
}

/* The best division of the budget, and the same cost with one test size for all. */
static nz_status_t
push_budget(design_t *self)
{
    const nz_plan_request_t *request = self->rows->request;
    const double size = nz_plan_promise_cluster_size(request);
    double error = 0.0, one_of_each = 0.0;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        status = set_point(self, i, NZ_PLAN_ACCURACIES / 2);
        self->points[i].trials *= size; /* of a cluster */
        self->points[i].cost *= size;
        one_of_each += self->points[i].cost;
    }
    if (status == NZ_OK && request->budget / one_of_each > (double) NZ_COUNT_MAX / size) {
        nz_diagnostics_add(self->rows->diagnostics, "--budget", 0, 0,
            "%.6g pays for more than 2^53 items of each model: take less",
            request->budget);
        return NZ_ERR_INPUT;
    }
    if (status == NZ_OK) {
        status = nz_slope_design_divide(
            self->points, self->group.n, request->budget, self->trials, &error);
    }
    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        self->trials[i] *= size;
    }
    if (status == NZ_ERR_UNREACHABLE) {
        nz_diagnostics_add(self->rows->diagnostics, "--budget", 0, 0,
            "it does not pay for one item each of two models that tell of the slope");
        return NZ_ERR_INPUT;
    }
    if (status == NZ_OK) {
        status = push_rows(self, NZ_PLAN_ROW_MODEL, NZ_PLAN_ROW_ALL,
            NZ_PLAN_ACCURACIES / 2, error, (double) NAN);
    }
    const double n = floor(request->budget / one_of_each);
    nz_plan_row_t common =
        nz_plan_rows_of_group(self->rows, NZ_PLAN_ROW_COMMON, self->group);
    for (size_t i = 0; i < self->group.n; i++) {
        self->trials[i] = n;
    }
    if (status != NZ_OK || !(n >= 1.0)
        || nz_slope_design_error(
               self->points, self->group.n, self->trials, &common.achieved)
               != NZ_OK) {
        return status;
    }
    common.test_size = n * size;
    common.cost = n * one_of_each;
    return nz_plan_rows_push(self->rows, common);
}

static nz_status_t
check(const nz_plan_rows_t *self, nz_plan_group_t group)
{
    const nz_plan_point_t *points = self->points->values + group.first;
    const char *problem = NULL;

    if (!self->points->has_sizes || group.n < 2) {
        problem = "needs two models or more, and their sizes: add --models";
    } else if (points[0].token_correlation > 0.0) {
        problem = "supposes that tokens are right or wrong independently: leave the item "
                  "correlation out";
    } else if (!isfinite(points[0].offset)) {
        problem = "is of tasks whose items are right if all of their tokens are: "
                  "sequence and subset";
    } else if (self->request->budget > 0.0 && !isfinite(points[0].item_cost)) {
        problem = "a budget needs costs: add --tokens and --models, or --price";
    }
    if (problem != NULL) {
        nz_diagnostics_add(self->diagnostics, "slope", 0, 0, "%s", problem);
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

nz_status_t
nz_plan_slope_rows(nz_plan_rows_t *self, nz_plan_group_t group)
{
    design_t design;
    nz_status_t status = check(self, group);

    if (status == NZ_OK) {
        status = design_init(&design, self, group);
    }
    if (status != NZ_OK) {
        return status;
    }
    if (self->request->budget > 0.0) {
        status = push_budget(&design);
    } else {
        status = push_solution(&design, NZ_PLAN_ACCURACIES / 2, false);
        if (status == NZ_OK && self->points->has_fit) {
            size_t i_worst = 0;
            status = find_worst(&design, &i_worst);
            status = status == NZ_OK ? push_solution(&design, i_worst, true) : status;
        }
    }
    design_free(&design);
    return status;
}
