#include "sim/plan_budget.h"

#include "sim/plan_promise.h"
#include "sim/plan_refusal.h"
#include "stats/interval.h"
#include "stats/inverse_sampling.h"
#include "stats/inverse_width.h"

#include <math.h>
#include <stdlib.h>

enum { steps_max = 60 };
static const double unspent = 1e-3, width_max = 1e100;

/* A division of the budget on its way. */
typedef struct division {
    nz_plan_rows_t *rows;
    nz_plan_group_t group;
    nz_plan_request_t request; /* its width is what is looked for */
    nz_plan_promise_t promise; /* of that request */
    double *trials, *achieved; /* one per model; owned */
} division_t;

static const nz_plan_point_t *
point(const division_t *self, size_t i)
{
    return &self->rows->points->values[self->group.first + i];
}

/* Cost of making all intervals as short as this; inf if one cannot be. */
static nz_status_t
price(division_t *self, double width, double *cost)
{
    nz_status_t status = NZ_OK;

    self->request.width = width;
    *cost = 0.0;
    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        status = nz_plan_promise_trials(&self->promise, point(self, i)->accuracy,
            &self->trials[i], &self->achieved[i]);
        if (status == NZ_ERR_UNREACHABLE) {
            *cost = (double) INFINITY;
            return NZ_OK;
        }
        *cost += self->trials[i] * point(self, i)->item_cost;
    }
    return status;
}

/* Half-width that the budget about buys, by the normal approximation. */
static double
guess(const division_t *self)
{
    const double miss = nz_level_complement(self->request.confidence);
    double sum = 0.0;

    for (size_t i = 0; i < self->group.n; i++) {
        const double p = point(self, i)->accuracy;
        const double variance =
            p * (1.0 - p)
            / (self->request.goal == NZ_PLAN_RELATIVE_HALF_WIDTH ? p * p : 1.0);
        sum += point(self, i)->item_cost * (variance + 1e-12);
    }
    return fmin(sqrt(sum / self->request.budget * -2.0 * log(miss)), width_max);
}

/* The least width that the budget pays for, by bisection of its logarithm after a step
 * along cost ~ width^-2. trials[] and achieved[] are then of
 * it. */
static nz_status_t
divide(division_t *self)
{
    const double budget = self->request.budget;
    double low = 0.0, high = 0.0, width = guess(self), cost = 0.0;
    nz_status_t status = NZ_OK;

    for (int i = 0; i < steps_max && status == NZ_OK; i++) {
        status = price(self, width, &cost);
        if (cost <= budget) {
            high = width;
            if (cost >= (1.0 - unspent) * budget
                || (low > 0.0 && high <= low * (1.0 + 1e-4 * unspent))) {
                return status;
            }
        } else {
            low = width;
        }
        const double step = width * sqrt(cost / budget) * (1.0 + 0.25 * unspent);
        if (isfinite(step) && step > low && (high == 0.0 || step < high)) {
            width = step;
        } else {
            width = low == 0.0 ? 0.5 * high : high == 0.0 ? 2.0 * low : sqrt(low * high);
        }
    }
    if (status == NZ_ERR_DOMAIN) {
        const nz_plan_row_t all =
            nz_plan_rows_of_group(self->rows, NZ_PLAN_ROW_ALL, self->group);
        nz_plan_refusal_explain(&self->request, &all, status, self->rows->diagnostics);
        return NZ_ERR_INPUT;
    }
    if (status == NZ_OK && high == 0.0) {
        nz_diagnostics_add(self->rows->diagnostics, "--budget", 0, 0,
            "%.6g does not bring the intervals of all models to the same width: take "
            "more, or leave out the models of the least accuracy",
            budget);
        return NZ_ERR_INPUT;
    }
    return status == NZ_OK ? price(self, high, &cost) : status;
}

static nz_status_t
push_division(division_t *self)
{
    nz_plan_row_t all = nz_plan_rows_of_group(self->rows, NZ_PLAN_ROW_ALL, self->group);
    nz_status_t status = NZ_OK;

    all.test_size = all.cost = all.achieved = 0.0;
    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        nz_plan_row_t row =
            nz_plan_rows_of_point(self->rows, NZ_PLAN_ROW_MODEL, self->group.first + i);
        row.test_size = self->trials[i];
        row.cost = nz_plan_rows_cost(self->rows, row.i_point, row.test_size);
        row.achieved = self->achieved[i];
        nz_plan_rows_add_to(&all, &row);
        status = nz_plan_rows_push(self->rows, row);
    }
    return status == NZ_OK ? nz_plan_rows_push(self->rows, all) : status;
}

/* One test size for all models. */
static nz_status_t
push_common(division_t *self, double one_of_each)
{
    const double size = nz_plan_promise_cluster_size(&self->request);
    nz_plan_row_t row =
        nz_plan_rows_of_group(self->rows, NZ_PLAN_ROW_COMMON, self->group);
    nz_status_t status = NZ_OK;

    row.test_size = floor(self->request.budget / (one_of_each * size)) * size;
    row.cost = row.test_size * one_of_each;
    row.achieved = 0.0;
    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        double one = 0.0;
        status = nz_plan_promise_achieved(
            &self->promise, point(self, i)->accuracy, row.test_size, &one);
        row.achieved = fmax(row.achieved, one);
    }
    return status == NZ_OK ? nz_plan_rows_push(self->rows, row) : status;
}

/* Every model until the same number of successes, at this cost in expectation. */
static nz_status_t
push_until(division_t *self)
{
    const nz_tails_t tails = nz_tails_two_sided(self->request.confidence);
    nz_plan_row_t all =
        nz_plan_rows_of_group(self->rows, NZ_PLAN_ROW_UNTIL_ALL, self->group);
    double cost_of_success = 0.0;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < self->group.n; i++) {
        cost_of_success += point(self, i)->item_cost / point(self, i)->accuracy;
    }
    const double r = fmin(floor(self->request.budget / cost_of_success),
        (double) NZ_INVERSE_SAMPLING_SUCCESSES_MAX);
    if (!(r >= 2.0) || self->request.cluster_size > 1) {
        return NZ_OK;
    }
    all.successes = (uint64_t) r;
    all.test_size = all.cost = all.achieved = 0.0;
    for (size_t i = 0; i < self->group.n && status == NZ_OK; i++) {
        nz_plan_row_t row =
            nz_plan_rows_of_point(self->rows, NZ_PLAN_ROW_UNTIL, self->group.first + i);
        row.successes = (uint64_t) r;
        row.test_size = ceil(r / row.accuracy);
        row.cost = r / row.accuracy * point(self, i)->item_cost;
        status =
            nz_inverse_width_expected(row.successes, row.accuracy, tails, &row.achieved);
        nz_plan_rows_add_to(&all, &row);
        status = status == NZ_OK ? nz_plan_rows_push(self->rows, row) : status;
    }
    return status == NZ_OK ? nz_plan_rows_push(self->rows, all) : status;
}

static nz_status_t
check(const nz_plan_rows_t *self, nz_plan_group_t group, double *one_of_each)
{
    const double size = nz_plan_promise_cluster_size(self->request);
    double sum = 0.0;

    for (size_t i = group.first; i < group.first + group.n; i++) {
        const nz_plan_point_t *model = &self->points->values[i];
        if (self->request->goal == NZ_PLAN_RELATIVE_HALF_WIDTH
            && !(model->accuracy > 0.0)) {
            nz_diagnostics_add(self->diagnostics, "--budget", 0, 0,
                "no budget measures an accuracy of 0 to a relative width: leave that "
                "model out");
            return NZ_ERR_INPUT;
        }
        sum += model->item_cost * size;
    }
    if (!isfinite(sum)) {
        nz_diagnostics_add(self->diagnostics, "--budget", 0, 0,
            "it needs costs: add --tokens and --models, or --price");
        return NZ_ERR_INPUT;
    }
    if (self->request->budget < sum) {
        nz_diagnostics_add(self->diagnostics, "--budget", 0, 0,
            "%.6g does not pay for one %s of each model, which costs %.6g",
            self->request->budget, size > 1.0 ? "cluster" : "item", sum);
        return NZ_ERR_INPUT;
    }
    if (self->request->budget / sum > (double) NZ_COUNT_MAX / size) {
        nz_diagnostics_add(self->diagnostics, "--budget", 0, 0,
            "%.6g pays for more than 2^53 items of each model: take less",
            self->request->budget);
        return NZ_ERR_INPUT;
    }
    *one_of_each = sum / size;
    return NZ_OK;
}

nz_status_t
nz_plan_budget_rows(nz_plan_rows_t *self, nz_plan_group_t group)
{
    double one_of_each = 0.0;
    nz_status_t status = check(self, group, &one_of_each);

    if (status != NZ_OK) {
        return status;
    }
    division_t division = { .rows = self, .group = group, .request = *self->request };
    division.request.assurance = 0.0;
    division.promise = nz_plan_promise_of(&division.request);
    division.trials = calloc(group.n, sizeof(*division.trials));
    division.achieved = calloc(group.n, sizeof(*division.achieved));
    status = division.trials != NULL && division.achieved != NULL ? divide(&division)
                                                                  : NZ_ERR_NO_MEMORY;
    if (status == NZ_OK) {
        status = push_division(&division);
    }
    if (status == NZ_OK) {
        status = push_common(&division, one_of_each);
    }
    if (status == NZ_OK && self->request->goal == NZ_PLAN_RELATIVE_HALF_WIDTH) {
        status = push_until(&division);
    }
    free(division.trials);
    free(division.achieved);
    return status;
}
