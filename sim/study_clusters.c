#include "sim/study_clusters.h"

#include "sim/cluster_totals.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

/* Whether the tables of all models fit. */
static bool
tables_fit(uint64_t items, double tokens, size_t n_models)
{
    return (double) n_models * nz_cluster_totals_entries(items, tokens)
           <= NZ_STUDY_CLUSTERS_ENTRIES_MAX;
}

static bool
fit_models(const nz_study_t *study, char *out, size_t size)
{
    const nz_list_double_t *difficulties = &study->task.difficulty;
    const size_t n_models = study->models.parameters.n;
    const double tokens =
        difficulties->n > 0 ? difficulties->values[difficulties->n - 1] : 1.0;
    uint64_t most = study->clusters.size;

    while (most > 1 && !tables_fit(most, tokens, n_models)) {
        most--;
    }
    if (most == study->clusters.size) {
        return true;
    }
    (void) snprintf(out, size,
        "expected at most %" PRIu64
        " where `%s` is %.17g and there are %zu models, found "
        "%" PRIu64 ": the tables would take %.2g GB",
        most, nz_task_type(study->task.kind)->difficulty.key, tokens, n_models,
        study->clusters.size,
        16e-9 * (double) n_models
            * nz_cluster_totals_entries(study->clusters.size, tokens));
    return false;
}

bool
nz_study_clusters_fit_task(const nz_study_t *study, char *out, size_t size)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const uint64_t items = study->clusters.size;

    if (type == NULL || items <= 1) {
        return true;
    }
    if (!type->has_clusters) {
        (void) snprintf(out, size,
            "expected 1, for tasks of kind %s have no clusters, found %" PRIu64,
            type->name, items);
        return false;
    }
    for (size_t i = 0; i < study->task.difficulty.n; i++) {
        const double tokens = study->task.difficulty.values[i];
        if ((double) items * tokens > NZ_CLUSTER_TOKENS_MAX) {
            const double most = NZ_CLUSTER_TOKENS_MAX / tokens;
            (void) snprintf(out, size,
                "expected at most %" PRIu64 " where `%s` is %.17g, found %" PRIu64
                ": a cluster has at most %d %ss",
                most > 1.0 ? (uint64_t) most : 1, type->difficulty.key, tokens, items,
                NZ_CLUSTER_TOKENS_MAX, type->difficulty.unit);
            return false;
        }
    }
    return fit_models(study, out, size);
}

bool
nz_study_clusters_fit_test_size(
    const nz_study_t *study, uint64_t test_size, char *out, size_t size)
{
    const uint64_t items = study->clusters.size;

    if (items <= 1 || test_size % items == 0) {
        return true;
    }
    (void) snprintf(out, size,
        "expected a multiple of %" PRIu64 ", the items of a cluster, found `%" PRIu64 "`",
        items, test_size);
    return false;
}
