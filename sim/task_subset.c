#include "sim/task_subset.h"

#include "sim/cluster_totals.h"
#include "sim/task_sequence.h"

/* The metric of a sequence that counts the same; NZ_N_METRICS if there is none. */
static nz_metric_t
of_sequence(nz_metric_t metric)
{
    if (metric == NZ_METRIC_SUBSET_ACCURACY) {
        return NZ_METRIC_ACCURACY;
    }
    return metric == NZ_METRIC_ITEM_ACCURACY ? NZ_METRIC_TOKEN_ACCURACY : NZ_N_METRICS;
}

static nz_sequence_law_t
of_task(const nz_task_t *task)
{
    return (nz_sequence_law_t){ task->loss, (uint64_t) task->difficulty, 0.0 };
}

static uint64_t
type_score_max(double difficulty)
{
    return (uint64_t) difficulty;
}

static nz_status_t
type_truth(const nz_task_t *task, nz_metric_t metric, double *mean, double *sd)
{
    const nz_sequence_law_t sequence = of_task(task);
    return nz_cluster_totals_truth(&sequence, of_sequence(metric), task->cluster_size,
        task->cluster_correlation, mean, sd);
}

static double
type_step(double difficulty, nz_metric_t metric)
{
    return metric == NZ_METRIC_ITEM_ACCURACY ? 1.0 / difficulty : 1.0;
}

static double
type_largest(double difficulty, nz_metric_t metric)
{
    (void) difficulty;
    (void) metric;
    return 1.0;
}

static double
type_draw_seconds(const nz_task_t *task, double test_size, uint32_t metrics)
{
    (void) metrics;
    return nz_task_sequence_type.draw_seconds(task, test_size, 0);
}

static nz_law_cost_t
type_law_cost(const nz_task_t *task)
{
    return nz_task_sequence_type.law_cost(task);
}

static nz_status_t
type_create(double difficulty_max, size_t n_models, void **out)
{
    return nz_task_sequence_type.create(difficulty_max, n_models, out);
}

static void
type_destroy(void **self)
{
    nz_task_sequence_type.destroy(self);
}

static nz_status_t
type_prepare(void *self, size_t i_model, const nz_task_t *task)
{
    const nz_sequence_law_t sequence = of_task(task);
    return nz_task_sequence_cluster(
        self, i_model, &sequence, task->cluster_size, task->cluster_correlation);
}

static nz_status_t
type_draw(void *self, size_t i_model, uint64_t n_items, uint32_t metrics,
    nz_task_stream_t *stream)
{
    (void) metrics; /* the histogram serves all */
    return nz_task_sequence_draw(self, i_model, n_items, 0, stream);
}

static void
type_score(void *self, nz_metric_t metric, nz_task_score_t *out)
{
    nz_task_sequence_score(self, of_sequence(metric), out);
}

const nz_task_type_t nz_task_subset_type = {
    .name = "subset",
    .difficulty = { .key = "subset_size",
        .long_name = "cases of an item",
        .singular = "subset size",
        .plural = "subset sizes",
        .unit = "case",
        .symbol = "K",
        .is_whole = true,
        .min = 1,
        .max = NZ_TASK_SUBSET_SIZE_MAX },
    .nonlinear = NZ_METRIC_SUBSET_ACCURACY,
    .linear = NZ_METRIC_ITEM_ACCURACY,
    .has_clusters = true,
    .metrics =
        NZ_METRIC_BIT(NZ_METRIC_SUBSET_ACCURACY) | NZ_METRIC_BIT(NZ_METRIC_ITEM_ACCURACY),
    .score_max = type_score_max,
    .truth = type_truth,
    .step = type_step,
    .largest = type_largest,
    .draw_seconds = type_draw_seconds,
    .law_cost = type_law_cost,
    .create = type_create,
    .destroy = type_destroy,
    .prepare = type_prepare,
    .draw = type_draw,
    .score = type_score,
};
