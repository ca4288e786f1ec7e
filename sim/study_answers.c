#include "sim/study_answers.h"

#include <inttypes.h>
#include <stdio.h>

bool
nz_study_answers_serve(const nz_study_t *study, nz_metric_t metric)
{
    if (metric == NZ_METRIC_PASS_AT_K) {
        return study->task.samples > 1;
    }
    return metric != NZ_METRIC_INVERSE_SAMPLING || study->task.successes > 0;
}

static const char *
refuse_metric(const nz_study_t *study, nz_metric_t metric, char *out, size_t size)
{
    const uint64_t items = study->test_sizes.values[study->test_sizes.n - 1];
    const uint64_t items_max = NZ_COUNT_MAX / NZ_TASK_LATTICE_STEPS;

    if (!nz_study_answers_serve(study, metric)) {
        (void) snprintf(out, size, "%s needs `%s`, %s", nz_metric_name(metric),
            metric == NZ_METRIC_PASS_AT_K ? "task.samples" : "task.successes",
            metric == NZ_METRIC_PASS_AT_K ? "the answers to every item, above 1"
                                          : "the right items to stop at, above 1");
        return "metrics";
    }
    if (metric == NZ_METRIC_PASS_AT_K && items > items_max) {
        (void) snprintf(out, size,
            "expected at most %" PRIu64 " items for %s, found %" PRIu64, items_max,
            nz_metric_name(metric), items);
        return "test_sizes";
    }
    return NULL;
}

const char *
nz_study_answers_refused(const nz_study_t *study, char *out, size_t size)
{
    const char *key = NULL;

    if (study->task.k > study->task.samples) {
        (void) snprintf(out, size,
            "expected at most `task.samples`, which is %" PRIu64 ", found %" PRIu64,
            study->task.samples, study->task.k);
        return "task.k";
    }
    if (study->task.successes == 1) {
        (void) snprintf(out, size,
            "expected 0, which is not to be used, or at least 2, found 1: a single right "
            "item allows no useful estimate");
        return "task.successes";
    }
    for (size_t m = 0; m < study->metrics.n && key == NULL; m++) {
        key = refuse_metric(study, (nz_metric_t) study->metrics.values[m], out, size);
    }
    return key;
}
