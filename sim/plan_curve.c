#include "sim/plan_curve.h"

#include "sim/number.h"
#include "sim/plan_promise.h"
#include "stats/interval.h"

#include <math.h>
#include <stdbool.h>

/* The models that must keep the promise, at the fit's median or conservatively. */
typedef struct curve {
    nz_plan_rows_t *rows;
    nz_plan_group_t group;
    nz_plan_promise_t promise; /* of each */
    bool is_conservative;
} curve_t;

static bool
is_probability(const nz_plan_promise_t *promise)
{
    return promise->goal == NZ_PLAN_SEE || promise->assurance > 0.0;
}

static double
accuracy_of(const curve_t *self, size_t i_point)
{
    const nz_plan_point_t *point = &self->rows->points->values[i_point];
    return self->is_conservative ? point->accuracies[NZ_PLAN_ACCURACIES - 1]
                                 : point->accuracy;
}

/* What models together give: probabilities multiply, widths are as wide as the widest. */
static double
combine(const curve_t *self, double all, double one)
{
    return is_probability(&self->promise) ? all * one : fmax(all, one);
}

static double
combine_none(const curve_t *self)
{
    return is_probability(&self->promise) ? 1.0 : 0.0;
}

/* What n items of each give all models together. */
static nz_status_t
joint(const curve_t *self, double n, double *achieved)
{
    double all = combine_none(self);
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        double one = 0.0;
        status = nz_plan_promise_achieved(
            &self->promise, accuracy_of(self, self->group.first + i), n, &one);
        all = combine(self, all, one);
    }
    if (status == NZ_OK) {
        *achieved = all;
    }
    return status;
}

/* The least number of items with which all see enough at once, at most `most`. */
static nz_status_t
find_common(const curve_t *self, double most, double *n)
{
    const nz_plan_request_t *request = self->rows->request;
    const double size = nz_plan_promise_cluster_size(request);
    double failing = 0.0, enough = most / size, achieved = 0.0;
    nz_status_t status = NZ_OK;

    while (enough - failing > 1.0 && status == NZ_OK) {
        const double middle = floor(0.5 * (failing + enough));
        status = joint(self, middle * size, &achieved);
        if (achieved >= request->confidence - 4e-16) { /* ties */
            enough = middle;
        } else {
            failing = middle;
        }
    }
    *n = enough * size;
    return status;
}

/* One row for each model; rows[] in the plan from its present end. */
static nz_status_t
push_models(const curve_t *self, double *most)
{
    nz_plan_rows_t *rows = self->rows;
    nz_status_t status = NZ_OK;

    *most = 0.0;
    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        nz_plan_row_t row = nz_plan_rows_of_point(rows,
            self->is_conservative ? NZ_PLAN_ROW_CONSERVATIVE : NZ_PLAN_ROW_MODEL,
            self->group.first + i);
        double n = 0.0;
        row.accuracy = accuracy_of(self, self->group.first + i);
        status = nz_plan_promise_trials(&self->promise, row.accuracy, &n, &row.achieved);
        if (status == NZ_OK) {
            row.test_size = n;
            row.cost = nz_plan_rows_cost(rows, row.i_point, n);
            *most = fmax(*most, n);
            status = nz_plan_rows_push(rows, row);
        } else {
            *most = (double) INFINITY;
            status = nz_plan_rows_push_unanswered(rows, row, status);
        }
    }
    return status;
}

/* All models with their own test sizes, then with one for all. */
static nz_status_t
push_totals(const curve_t *self, size_t i_first_row, double most)
{
    nz_plan_rows_t *rows = self->rows;
    nz_plan_row_t own = nz_plan_rows_of_group(rows,
        self->is_conservative ? NZ_PLAN_ROW_ALL_CONSERVATIVE : NZ_PLAN_ROW_ALL,
        self->group);
    nz_plan_row_t common = nz_plan_rows_of_group(rows,
        self->is_conservative ? NZ_PLAN_ROW_COMMON_CONSERVATIVE : NZ_PLAN_ROW_COMMON,
        self->group);
    const nz_plan_row_t *models = rows->plan.rows + i_first_row;
    nz_status_t status = NZ_OK;

    own.test_size = own.cost = common.cost = 0.0;
    own.achieved = combine_none(self);
    common.test_size = most;
    if (self->promise.goal == NZ_PLAN_SEE) {
        status = find_common(self, most, &common.test_size);
    }
    for (size_t i = 0; i < self->group.n; i++) {
        own.test_size += models[i].test_size;
        own.cost += models[i].cost;
        own.achieved = combine(self, own.achieved, models[i].achieved);
        common.cost += nz_plan_rows_cost(rows, models[i].i_point, common.test_size);
    }
    if (status == NZ_OK) {
        status = joint(self, common.test_size, &common.achieved);
    }
    if (status == NZ_OK) {
        status = nz_plan_rows_push(rows, own);
    }
    return status == NZ_OK ? nz_plan_rows_push(rows, common) : status;
}

static nz_status_t
push_curve(const curve_t *self)
{
    const size_t i_first_row = self->rows->plan.n_rows;
    double most = 0.0;
    const nz_status_t status = push_models(self, &most);

    return status == NZ_OK && isfinite(most) ? push_totals(self, i_first_row, most)
                                             : status;
}

/* The models of the group that are large enough; they are in order of size. */
static nz_status_t
select_models(const nz_plan_rows_t *rows, nz_plan_group_t *group)
{
    const double from = rows->request->from;
    char text[NZ_NUMBER_SHORTEST_MAX];

    while (group->n > 0 && from > 0.0
           && !(rows->points->values[group->first].parameters >= from)) {
        group->first++;
        group->n--;
    }
    if (group->n == 0) {
        nz_number_format(from, text);
        nz_diagnostics_add(rows->diagnostics, "--from", 0, 0,
            "no model has %s parameters or more", text);
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

nz_status_t
nz_plan_curve_rows(nz_plan_rows_t *self, nz_plan_group_t group)
{
    nz_status_t status = select_models(self, &group);

    if (status != NZ_OK) {
        return status;
    }
    curve_t curve = { self, group, nz_plan_promise_share(self->request, group.n), false };
    status = push_curve(&curve);
    if (status == NZ_OK && self->points->has_fit) {
        curve.is_conservative = true;
        status = push_curve(&curve);
    }
    return status;
}
