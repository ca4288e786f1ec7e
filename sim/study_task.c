#include "sim/study_task.h"

#include <stdbool.h>

static bool
has_metric(const nz_study_t *study, nz_metric_t metric)
{
    for (size_t m = 0; m < study->metrics.n; m++) {
        if (study->metrics.values[m] == (int) metric) {
            return true;
        }
    }
    return false;
}

nz_task_t
nz_study_task(const nz_study_t *study, double loss, double difficulty)
{
    nz_task_t task = { .loss = loss,
        .difficulty = difficulty,
        .item_correlation = study->task.item_correlation,
        .concentration = study->task.concentration,
        .shape = study->task.shape,
        .cluster_size = study->clusters.size,
        .cluster_correlation = study->clusters.correlation };

    if (has_metric(study, NZ_METRIC_PASS_AT_K)) {
        task.samples = study->task.samples;
        task.k = study->task.k;
    }
    if (has_metric(study, NZ_METRIC_INVERSE_SAMPLING)) {
        task.successes = study->task.successes;
    }
    return task;
}
