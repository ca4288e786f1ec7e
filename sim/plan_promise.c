#include "sim/plan_promise.h"

#include "stats/detection.h"
#include "stats/interval_width.h"

#include <math.h>

nz_plan_promise_t
nz_plan_promise_of(const nz_plan_request_t *request)
{
    return (nz_plan_promise_t){ request, request->goal,
        nz_level_complement(request->confidence), request->assurance };
}

nz_plan_promise_t
nz_plan_promise_share(const nz_plan_request_t *request, size_t n_models)
{
    const double m = (double) n_models;
    const double miss = nz_level_complement(request->confidence);
    const double assurance = request->assurance;

    return (nz_plan_promise_t){ request, request->each,
        n_models == 1 ? miss : -expm1(log1p(-miss) / m),
        n_models == 1 || assurance == 0.0 ? assurance : pow(assurance, 1.0 / m) };
}

double
nz_plan_promise_cluster_size(const nz_plan_request_t *request)
{
    return request->cluster_size > 1 ? (double) request->cluster_size : 1.0;
}

double
nz_plan_promise_design_effect(const nz_plan_request_t *request)
{
    const double size = nz_plan_promise_cluster_size(request);
    return size > 1.0 ? 1.0 + (size - 1.0) * request->cluster_correlation : 1.0;
}

double
nz_plan_promise_whole_clusters(const nz_plan_request_t *request, double n)
{
    const double size = nz_plan_promise_cluster_size(request);
    return ceil(n / size) * size;
}

/* So many independent items tell as much. */
static uint64_t
effective(const nz_plan_request_t *request, double n)
{
    const double items = n / nz_plan_promise_design_effect(request);
    return items < 1.0 ? 1 : (uint64_t) floor(items * (1.0 + 1e-15));
}

/* Test size whose effective size is at least so many items. */
static nz_status_t
inflate(const nz_plan_request_t *request, uint64_t items, double *n)
{
    const double size = nz_plan_promise_cluster_size(request);
    double inflated = nz_plan_promise_whole_clusters(
        request, (double) items * nz_plan_promise_design_effect(request));

    while (effective(request, inflated) < items) { /* rounding */
        inflated += size;
    }
    if (inflated > (double) NZ_COUNT_MAX) {
        return NZ_ERR_UNREACHABLE;
    }
    *n = inflated;
    return NZ_OK;
}

static nz_detection_t
detection(const nz_plan_request_t *request)
{
    return (nz_detection_t){ request->successes, request->cluster_size,
        request->cluster_correlation };
}

static nz_interval_width_t
interval_width(const nz_plan_promise_t *self, double accuracy)
{
    const bool is_relative = self->goal == NZ_PLAN_RELATIVE_HALF_WIDTH;
    return (nz_interval_width_t){ self->request->method,
        { 0.5 * self->miss, 0.5 * self->miss },
        self->request->width * (is_relative ? accuracy : 1.0), self->assurance };
}

static nz_compare_pair_t
compare_pair(const nz_plan_request_t *request, double accuracy)
{
    return (nz_compare_pair_t){ accuracy, request->discordance, request->correlation };
}

static nz_status_t
compare(const nz_plan_promise_t *self, double accuracy, nz_compare_t *out)
{
    const nz_compare_pair_t pair = compare_pair(self->request, accuracy);

    *out = (nz_compare_t){ .design = self->request->design, .alpha = self->miss };
    return nz_compare_power_set(out, &pair, self->request->difference);
}

/* Whether what is achieved is over the accuracy. */
static bool
is_relative(const nz_plan_promise_t *self)
{
    return self->goal == NZ_PLAN_RELATIVE_HALF_WIDTH && self->assurance == 0.0;
}

/* Half-widths as they are asked for: over the accuracy, or a probability. */
static nz_status_t
width_achieved(const nz_plan_promise_t *self, double accuracy, double n, double *achieved)
{
    nz_interval_width_t goal = interval_width(self, accuracy);
    double value = 0.0;

    if (goal.assurance == 0.0) {
        goal.half_width = 1.0; /* none is needed */
    }
    nz_status_t status =
        nz_interval_width_achieved(&goal, effective(self->request, n), accuracy, &value);
    if (status == NZ_OK) {
        *achieved = is_relative(self) ? value / accuracy : value;
    }
    return status;
}

nz_status_t
nz_plan_promise_achieved(
    const nz_plan_promise_t *self, double accuracy, double n, double *achieved)
{
    if (self->goal == NZ_PLAN_SEE) {
        const nz_detection_t goal = detection(self->request);
        return nz_detection_probability(&goal, (uint64_t) n, accuracy, achieved, NULL);
    }
    if (self->goal == NZ_PLAN_COMPARE) {
        nz_compare_t models;
        nz_status_t status = compare(self, accuracy, &models);
        return status == NZ_OK
                   ? nz_compare_power_at(&models, effective(self->request, n), achieved)
                   : status;
    }
    return width_achieved(self, accuracy, n, achieved);
}

/* The least number of independent items, with what it gives: as the promise counts it,
 * not over the accuracy. */
static nz_status_t
find_items(const nz_plan_promise_t *self, double accuracy, uint64_t *items, double *value)
{
    if (self->goal == NZ_PLAN_COMPARE) {
        nz_compare_t models;
        const nz_status_t status = compare(self, accuracy, &models);
        return status == NZ_OK
                   ? nz_compare_power_trials(&models, self->request->power, items, value)
                   : status;
    }
    const nz_interval_width_t goal = interval_width(self, accuracy);
    return goal.half_width > 0.0 ? nz_interval_width_trials(&goal, accuracy, items, value)
                                 : NZ_ERR_UNREACHABLE;
}

nz_status_t
nz_plan_promise_trials(
    const nz_plan_promise_t *self, double accuracy, double *n, double *achieved)
{
    uint64_t items = 0;
    double size = 0.0, value = 0.0;
    nz_status_t status = NZ_OK;

    if (self->goal == NZ_PLAN_SEE) {
        const nz_detection_t goal = detection(self->request);
        status = nz_detection_trials(&goal, self->miss, accuracy, &items);
        size = (double) items;
    } else {
        status = find_items(self, accuracy, &items, &value);
        if (status == NZ_OK) {
            status = inflate(self->request, items, &size);
        }
    }
    if (status == NZ_OK && self->goal != NZ_PLAN_SEE
        && effective(self->request, size) == items) {
        value = is_relative(self) ? value / accuracy : value;
    } else if (status == NZ_OK) {
        status = nz_plan_promise_achieved(self, accuracy, size, &value);
    }
    if (status == NZ_OK) {
        *n = size;
        *achieved = value;
    }
    return status;
}

nz_status_t
nz_plan_promise_difference(
    const nz_plan_promise_t *self, double accuracy, double n, double *difference)
{
    const nz_compare_pair_t pair = compare_pair(self->request, accuracy);
    const nz_compare_t models = { .design = self->request->design, .alpha = self->miss };

    return nz_compare_power_difference(
        &models, &pair, self->request->power, effective(self->request, n), difference);
}
