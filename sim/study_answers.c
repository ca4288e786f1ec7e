#include "sim/study_answers.h"

#include <inttypes.h>
#include <stdio.h>

const char *
nz_study_answers_refused(const nz_study_t *study, char *out, size_t size)
{
    const uint64_t items = study->test_sizes.values[study->test_sizes.n - 1];
    const uint64_t items_max = NZ_COUNT_MAX / NZ_TASK_LATTICE_STEPS;

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
    for (size_t m = 0; m < study->metrics.n; m++) {
        if (study->metrics.values[m] == NZ_METRIC_PASS_AT_K && items > items_max) {
            (void) snprintf(out, size,
                "expected at most %" PRIu64 " items for %s, found %" PRIu64, items_max,
                nz_metric_name(NZ_METRIC_PASS_AT_K), items);
            return "test_sizes";
        }
    }
    return NULL;
}
