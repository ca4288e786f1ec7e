#include "sim/plan.h"

#include "sim/plan_budget.h"
#include "sim/plan_curve.h"
#include "sim/plan_promise.h"
#include "sim/plan_rows.h"
#include "sim/plan_slope.h"
#include "stats/detection.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static const char *const goal_names[NZ_N_PLAN_GOALS] = { "see", "half-width",
    "relative-half-width", "compare", "slope", "curve" };
static const char *const conservative_names[NZ_N_PLAN_GOALS] = { "see-conservative",
    "half-width-conservative", "relative-half-width-conservative", "compare-conservative",
    "slope-conservative", "curve-conservative" };

const char *
nz_plan_goal_name(nz_plan_goal_t goal)
{
    return (unsigned) goal < NZ_N_PLAN_GOALS ? goal_names[goal] : NULL;
}

const char *
nz_plan_row_name(const nz_plan_request_t *request, nz_plan_row_kind_t kind)
{
    switch (kind) {
    case NZ_PLAN_ROW_CONSERVATIVE:
    case NZ_PLAN_ROW_ALL_CONSERVATIVE:
        return conservative_names[request->goal];
    case NZ_PLAN_ROW_COMMON:
        return "common-test-set";
    case NZ_PLAN_ROW_COMMON_CONSERVATIVE:
        return "common-test-set-conservative";
    case NZ_PLAN_ROW_UNTIL:
    case NZ_PLAN_ROW_UNTIL_ALL:
        return "until-successes";
    case NZ_PLAN_ROW_VISIBLE:
        return "visible-accuracy";
    case NZ_PLAN_ROW_DIFFERENCE:
        return "minimum-detectable-difference";
    case NZ_PLAN_ROW_MODEL:
    case NZ_PLAN_ROW_ALL:
    case NZ_N_PLAN_ROW_KINDS:
        break;
    }
    return nz_plan_goal_name(request->goal);
}

void
nz_plan_free(nz_plan_t *self)
{
    free(self->rows);
    *self = (nz_plan_t){ 0 };
}

/* What the row's test size promises, or the size that the promise takes; which of them
 * is asked for, the request tells. */
static nz_status_t
answer(const nz_plan_rows_t *self, const nz_plan_promise_t *promise, nz_plan_row_t *row)
{
    const nz_plan_request_t *request = self->request;
    nz_status_t status = NZ_OK;
    double n = (double) request->trials;

    if (request->trials == 0) {
        status = nz_plan_promise_trials(promise, row->accuracy, &n, &row->achieved);
    } else if (row->kind == NZ_PLAN_ROW_DIFFERENCE) {
        status = nz_plan_promise_difference(promise, row->accuracy, n, &row->achieved);
    } else {
        status = nz_plan_promise_achieved(promise, row->accuracy, n, &row->achieved);
    }
    if (status == NZ_OK) {
        row->test_size = n;
        row->cost = nz_plan_rows_cost(self, row->i_point, n);
    }
    return status;
}

/* Whether a test of what `a` says is worse than of what `b` says. */
static bool
is_worse(const nz_plan_promise_t *promise, const nz_plan_row_t *a, const nz_plan_row_t *b)
{
    if (a->test_size != b->test_size) {
        return a->test_size > b->test_size;
    }
    const bool is_width = promise->goal != NZ_PLAN_SEE && promise->goal != NZ_PLAN_COMPARE
                          && promise->assurance == 0.0;
    return is_width || a->kind == NZ_PLAN_ROW_DIFFERENCE ? a->achieved > b->achieved
                                                         : a->achieved < b->achieved;
}

static nz_status_t
push_point(nz_plan_rows_t *self, const nz_plan_promise_t *promise, size_t i_point)
{
    const nz_plan_request_t *request = self->request;
    const bool is_difference = request->goal == NZ_PLAN_COMPARE && request->trials > 0
                               && isnan(request->difference);
    nz_plan_row_t row = nz_plan_rows_of_point(
        self, is_difference ? NZ_PLAN_ROW_DIFFERENCE : NZ_PLAN_ROW_MODEL, i_point);
    const nz_status_t status = answer(self, promise, &row);

    return status == NZ_OK ? nz_plan_rows_push(self, row)
                           : nz_plan_rows_push_unanswered(self, row, status);
}

/* The worst over the quantiles of what the fit leaves open. */
static nz_status_t
push_conservative(nz_plan_rows_t *self, const nz_plan_promise_t *promise, size_t i_point)
{
    nz_plan_row_t worst = { 0 };

    for (size_t q = 0; q < NZ_PLAN_ACCURACIES; q++) {
        nz_plan_row_t row =
            nz_plan_rows_of_point(self, NZ_PLAN_ROW_CONSERVATIVE, i_point);
        row.accuracy = self->points->values[i_point].accuracies[q];
        const nz_status_t status = answer(self, promise, &row);
        if (status != NZ_OK) {
            return nz_plan_rows_push_unanswered(self, row, status);
        }
        if (q == 0 || is_worse(promise, &row, &worst)) {
            worst = row;
        }
    }
    return nz_plan_rows_push(self, worst);
}

/* The size of a model of this accuracy, between those of the group: the logarithm of the
 * loss that size removes is linear in that of size. NaN outside of them. */
static double
size_of(const nz_plan_points_t *points, nz_plan_group_t group, double accuracy)
{
    const nz_plan_point_t *p = points->values + group.first;

    for (size_t i = 0; i + 1 < group.n; i++) {
        const double low = log(-log(p[i].accuracy) - p[i].offset);
        const double high = log(-log(p[i + 1].accuracy) - p[i + 1].offset);
        const double here = log(-log(accuracy) - p[i].offset);
        if ((low >= here && here >= high) && low > high && isfinite(low)) {
            return p[i].parameters
                   * pow(p[i + 1].parameters / p[i].parameters,
                       (low - here) / (low - high));
        }
    }
    return (double) NAN;
}

/* The least accuracy that the test shows. */
static nz_status_t
push_visible(
    nz_plan_rows_t *self, const nz_plan_promise_t *promise, nz_plan_group_t group)
{
    const nz_plan_request_t *request = self->request;
    const nz_detection_t goal = { request->successes, request->cluster_size,
        request->cluster_correlation };
    nz_plan_row_t row = nz_plan_rows_of_group(self, NZ_PLAN_ROW_VISIBLE, group);
    nz_status_t status =
        nz_detection_accuracy(&goal, promise->miss, request->trials, &row.accuracy);

    if (status == NZ_ERR_UNREACHABLE) {
        nz_diagnostics_add(self->diagnostics, "see", 0, 0,
            "%" PRIu64 " successes cannot be seen in %" PRIu64 " items",
            request->successes, request->trials);
        return NZ_ERR_INPUT;
    }
    if (status == NZ_OK) {
        row.test_size = (double) request->trials;
        row.parameters = size_of(self->points, group, row.accuracy);
        status = nz_detection_probability(
            &goal, request->trials, row.accuracy, &row.achieved, NULL);
    }
    return status == NZ_OK ? nz_plan_rows_push(self, row) : status;
}

/* A goal of single models. */
static nz_status_t
push_points(nz_plan_rows_t *self, nz_plan_group_t group)
{
    const nz_plan_promise_t promise = nz_plan_promise_of(self->request);
    nz_status_t status = NZ_OK;

    for (size_t i = group.first; i < group.first + group.n && status == NZ_OK; i++) {
        const bool is_known = !isnan(self->points->values[i].accuracy);
        if (is_known || promise.goal == NZ_PLAN_COMPARE) {
            status = push_point(self, &promise, i);
        }
        if (status == NZ_OK && is_known && self->points->has_fit) {
            status = push_conservative(self, &promise, i);
        }
    }
    if (status == NZ_OK && promise.goal == NZ_PLAN_SEE && self->request->trials > 0) {
        status = push_visible(self, &promise, group);
    }
    return status;
}

static nz_status_t
push_group(nz_plan_rows_t *self, nz_plan_group_t group)
{
    if (self->request->goal == NZ_PLAN_SLOPE) {
        return nz_plan_slope_rows(self, group);
    }
    if (self->request->goal == NZ_PLAN_CURVE) {
        return nz_plan_curve_rows(self, group);
    }
    if (self->request->budget > 0.0) {
        return nz_plan_budget_rows(self, group);
    }
    return push_points(self, group);
}

static nz_status_t
check(const nz_plan_request_t *request, const nz_plan_points_t *points,
    const nz_plan_t *out, nz_diagnostics_t *diagnostics)
{
    if (request == NULL || points == NULL || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if ((unsigned) request->goal >= NZ_N_PLAN_GOALS || points->n == 0
        || points->n_models == 0 || points->n % points->n_models != 0) {
        return NZ_ERR_DOMAIN;
    }
    if (request->cluster_size > 1 && request->trials % request->cluster_size != 0) {
        nz_diagnostics_add(diagnostics, "--trials", 0, 0,
            "%" PRIu64 " items are not a whole number of clusters of %" PRIu64,
            request->trials, request->cluster_size);
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

nz_status_t
nz_plan_make(const nz_plan_request_t *request, const nz_plan_points_t *points,
    nz_plan_t *out, nz_diagnostics_t *diagnostics)
{
    nz_status_t status = check(request, points, out, diagnostics);

    if (status != NZ_OK) {
        return status;
    }
    nz_plan_rows_t rows = {
        .request = request, .points = points, .diagnostics = diagnostics
    };
    for (size_t first = 0; first < points->n && status == NZ_OK;
         first += points->n_models) {
        status = push_group(&rows, (nz_plan_group_t){ first, points->n_models });
    }
    if (status == NZ_OK && rows.n_answered == 0) {
        status = NZ_ERR_INPUT;
    }
    if (status != NZ_OK) {
        nz_plan_free(&rows.plan);
        return status;
    }
    *out = rows.plan;
    return NZ_OK;
}
