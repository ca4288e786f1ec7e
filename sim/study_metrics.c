#include "sim/study_metrics.h"

#include "sim/diagnostic.h"
#include "sim/task.h"

#include <stdio.h>

#define NAMES_MAX_BYTES 256

static bool
kind_has(const nz_task_type_t *type, nz_metric_t metric, char *why, size_t size)
{
    char names[NAMES_MAX_BYTES];

    if (nz_task_has_metric(type, metric)) {
        return true;
    }
    nz_task_list_metrics(type, names, sizeof(names));
    (void) snprintf(why, size, "tasks of kind %s have no %s; their metrics are %s",
        type->name, nz_metric_name(metric), names);
    return false;
}

/* An item's own probability and that of its cluster would have to go together, and so
 * would several answers to it; and whoever tries one item after another draws no
 * clusters.
 */
static bool
items_have(const nz_study_t *study, nz_metric_t metric, char *why, size_t size)
{
    const bool is_entropy = metric == NZ_METRIC_CROSS_ENTROPY;
    const bool is_refused = metric == NZ_METRIC_PASS_AT_K
                            || metric == NZ_METRIC_INVERSE_SAMPLING
                            || (is_entropy && !(study->task.item_correlation <= 0.0));

    if (study->clusters.size <= 1 || !is_refused) {
        return true;
    }
    (void) snprintf(why, size,
        "items in clusters have no %s%s: expected `clusters.size` 1%s",
        nz_metric_name(metric), is_entropy ? " of correlated tokens" : "",
        is_entropy ? " or `task.item_correlation` 0" : "");
    return false;
}

static bool
keys_serve(const nz_study_t *study, nz_metric_t metric, char *why, size_t size)
{
    if (metric == NZ_METRIC_PASS_AT_K && study->task.samples <= 1) {
        (void) snprintf(why, size,
            "%s needs `task.samples`, the answers to every item, above 1",
            nz_metric_name(metric));
        return false;
    }
    if (metric == NZ_METRIC_INVERSE_SAMPLING && study->task.successes == 0) {
        (void) snprintf(why, size,
            "%s needs `task.successes`, the right items to stop at, above 1",
            nz_metric_name(metric));
        return false;
    }
    return true;
}

bool
nz_study_metrics_has(const nz_study_t *study, nz_metric_t metric, char *why, size_t size)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);

    return type == NULL
           || (kind_has(type, metric, why, size) && items_have(study, metric, why, size)
               && keys_serve(study, metric, why, size));
}

void
nz_study_metrics_keep(nz_study_t *study)
{
    char why[NZ_DIAGNOSTIC_TEXT_MAX];
    size_t n = 0;

    for (size_t i = 0; i < study->metrics.n; i++) {
        const int metric = study->metrics.values[i];
        if (nz_study_metrics_has(study, (nz_metric_t) metric, why, sizeof(why))) {
            study->metrics.values[n++] = metric;
        }
    }
    study->metrics.n = n;
}
