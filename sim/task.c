#include "sim/task.h"

#include "sim/diagnostic.h"
#include "sim/task_choice.h"
#include "sim/task_reconstruction.h"
#include "sim/task_sequence.h"
#include "sim/task_subset.h"
#include "stats/interval.h"

#include <string.h>

static const nz_task_type_t *const types[NZ_N_TASK_KINDS] = {
    [NZ_TASK_SEQUENCE] = &nz_task_sequence_type,
    [NZ_TASK_SUBSET] = &nz_task_subset_type,
    [NZ_TASK_CHOICE] = &nz_task_choice_type,
    [NZ_TASK_RECONSTRUCTION] = &nz_task_reconstruction_type,
};

const nz_task_type_t *
nz_task_type(int kind)
{
    return kind >= 0 && kind < NZ_N_TASK_KINDS ? types[kind] : NULL;
}

bool
nz_task_has_metric(const nz_task_type_t *type, nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS
           && (type->metrics & NZ_METRIC_BIT(metric)) != 0;
}

void
nz_task_list_metrics(const nz_task_type_t *type, char *out, size_t size)
{
    out[0] = '\0';
    for (int m = 0; m < NZ_N_METRICS; m++) {
        if (nz_task_has_metric(type, (nz_metric_t) m)) {
            nz_append_word(out, size, nz_metric_name((nz_metric_t) m));
        }
    }
}

uint64_t
nz_task_items_max(const nz_task_type_t *type, double difficulty)
{
    return NZ_COUNT_MAX / type->score_max(difficulty);
}

double
nz_task_resolution(const nz_task_type_t *type, const nz_task_t *task, nz_metric_t metric,
    uint64_t test_size)
{
    return type->resolution != NULL
               ? type->resolution(task, metric, test_size)
               : type->step(task->difficulty, metric) / (double) test_size;
}

uint64_t
nz_task_difficulty_word(const nz_task_type_t *type, double difficulty)
{
    uint64_t word;

    if (type->difficulty.is_whole) {
        return (uint64_t) difficulty;
    }
    memcpy(&word, &difficulty, sizeof(word));
    return word;
}

nz_status_t
nz_task_stream_start(nz_task_stream_t *self, uint32_t part)
{
    self->key.part = part;
    return nz_rng_set_stream(self->rng, &self->key);
}
