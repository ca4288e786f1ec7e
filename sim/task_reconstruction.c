#include "sim/task_reconstruction.h"

#include "sim/item_scores.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

enum { column_rate, column_error, n_columns };

static bool
is_valid(const nz_task_t *task)
{
    return task->loss >= 0.0 && task->difficulty >= NZ_TASK_RECONSTRUCTION_THRESHOLD_MIN
           && task->difficulty <= NZ_TASK_RECONSTRUCTION_THRESHOLD_MAX
           && task->shape >= NZ_TASK_RECONSTRUCTION_SHAPE_MIN
           && task->shape <= NZ_TASK_RECONSTRUCTION_SHAPE_MAX;
}

/* Inside (0, 1), though a double may round it to an end. */
static double
true_rate(const nz_task_t *task)
{
    if (!(task->loss > 0.0) || isinf(task->loss)) {
        return task->loss > 0.0 ? 0.0 : 1.0;
    }
    const double rate =
        gsl_cdf_gamma_P(task->shape * task->difficulty / task->loss, task->shape, 1.0);
    return fmin(fmax(rate, DBL_TRUE_MIN), nextafter(1.0, 0.0));
}

static nz_status_t
type_truth(const nz_task_t *task, nz_metric_t metric, double *mean, double *sd)
{
    if (!is_valid(task)) {
        return NZ_ERR_DOMAIN;
    }
    if (metric == NZ_METRIC_RECONSTRUCTION_RATE) {
        const double rate = true_rate(task);
        if (isnan(rate)) {
            return NZ_ERR_NUMERIC;
        }
        *mean = rate;
        *sd = sqrt(rate * (1.0 - rate));
        return NZ_OK;
    }
    if (metric == NZ_METRIC_MEAN_SQUARED_ERROR && isfinite(task->loss)) {
        *mean = task->loss;
        *sd = task->loss / sqrt(task->shape);
        return NZ_OK;
    }
    return NZ_ERR_DOMAIN;
}

static void
draw_block(
    const void *context, gsl_rng *rng, uint64_t first, size_t n_items, double *values)
{
    const nz_task_t *task = context;
    const double scale = task->loss / task->shape;

    (void) first;
    for (size_t i = 0; i < n_items; i++) {
        const double error = gsl_ran_gamma(rng, task->shape, scale);
        values[column_error * NZ_ITEM_SCORES_BLOCK + i] = error;
        values[column_rate * NZ_ITEM_SCORES_BLOCK + i] =
            error < task->difficulty ? 1.0 : 0.0;
    }
}

/* The plug-in. */
typedef struct sampler {
    nz_task_t *tasks; /* [model] */
    nz_item_scores_t *items;
} sampler_t;

static uint64_t
type_score_max(double difficulty)
{
    (void) difficulty;
    return NZ_ITEM_SCORES_STEPS;
}

static double
type_step(double difficulty, nz_metric_t metric)
{
    (void) difficulty;
    return metric == NZ_METRIC_RECONSTRUCTION_RATE ? 1.0 : 0.0;
}

static double
type_largest(double difficulty, nz_metric_t metric)
{
    (void) difficulty;
    return metric == NZ_METRIC_RECONSTRUCTION_RATE ? 1.0 : (double) INFINITY;
}

/* A gamma draw each; the second pass over long test sets included. */
static double
type_draw_seconds(const nz_task_t *task, double test_size, uint32_t metrics)
{
    const double passes = test_size > NZ_ITEM_SCORES_BLOCK ? 2.0 : 1.0;
    (void) task;
    (void) metrics;
    return passes * test_size * 7e-8;
}

static void
type_destroy(void **self)
{
    sampler_t *sampler = *self;
    if (sampler != NULL) {
        free(sampler->tasks);
        nz_item_scores_destroy(&sampler->items);
        free(sampler);
        *self = NULL;
    }
}

static nz_status_t
type_create(double difficulty_max, size_t n_models, void **out)
{
    sampler_t *sampler = calloc(1, sizeof(*sampler));

    (void) difficulty_max;
    if (sampler == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_status_t status = nz_item_scores_create(
        n_columns, NZ_ITEM_SCORES_BIT(column_rate), &sampler->items);
    sampler->tasks = calloc(n_models, sizeof(*sampler->tasks));
    if (status != NZ_OK || sampler->tasks == NULL) {
        void *partial = sampler;
        type_destroy(&partial);
        return NZ_ERR_NO_MEMORY;
    }
    *out = sampler;
    return NZ_OK;
}

static nz_status_t
type_prepare(void *self, size_t i_model, const nz_task_t *task)
{
    sampler_t *sampler = self;

    if (!is_valid(task)) {
        return NZ_ERR_DOMAIN;
    }
    sampler->tasks[i_model] = *task;
    return NZ_OK;
}

static nz_status_t
type_draw(void *self, size_t i_model, uint64_t n_items, uint32_t metrics,
    nz_task_stream_t *stream)
{
    sampler_t *sampler = self;
    const uint32_t wanted = (metrics & NZ_METRIC_BIT(NZ_METRIC_MEAN_SQUARED_ERROR)) != 0
                                ? NZ_ITEM_SCORES_BIT(column_error)
                                : NZ_ITEM_SCORES_BIT(column_rate);

    return nz_item_scores_draw(
        sampler->items, draw_block, &sampler->tasks[i_model], n_items, stream, 0, wanted);
}

static void
type_score(void *self, nz_metric_t metric, nz_task_score_t *out)
{
    const sampler_t *sampler = self;
    nz_item_scores_get(sampler->items,
        metric == NZ_METRIC_RECONSTRUCTION_RATE ? column_rate : column_error, out);
}

const nz_task_type_t nz_task_reconstruction_type = {
    .name = "reconstruction",
    .difficulty = { .key = "threshold",
        .long_name = "threshold of the squared error",
        .singular = "threshold",
        .plural = "thresholds",
        .unit = "1",
        .symbol = "threshold",
        .is_whole = false,
        .min = NZ_TASK_RECONSTRUCTION_THRESHOLD_MIN,
        .max = NZ_TASK_RECONSTRUCTION_THRESHOLD_MAX },
    .nonlinear = NZ_METRIC_RECONSTRUCTION_RATE,
    .linear = NZ_METRIC_MEAN_SQUARED_ERROR,
    .metrics = NZ_METRIC_BIT(NZ_METRIC_RECONSTRUCTION_RATE)
               | NZ_METRIC_BIT(NZ_METRIC_MEAN_SQUARED_ERROR),
    .score_max = type_score_max,
    .truth = type_truth,
    .step = type_step,
    .largest = type_largest,
    .draw_seconds = type_draw_seconds,
    .create = type_create,
    .destroy = type_destroy,
    .prepare = type_prepare,
    .draw = type_draw,
    .score = type_score,
};
