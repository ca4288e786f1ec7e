#include "sim/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *long_name, *unit;
    nz_scope_t scope;
    bool has_mcse;
} quantities[] = {
#define NZ_QUANTITY_ROW_(upper, lower, scope, has_mcse, unit, text)                      \
    { #lower, text, unit, NZ_SCOPE_##scope, has_mcse },
    NZ_QUANTITY_LIST(NZ_QUANTITY_ROW_)
#undef NZ_QUANTITY_ROW_
};

const char *
nz_quantity_name(nz_quantity_t quantity)
{
    return quantities[quantity].name;
}

const char *
nz_quantity_long_name(nz_quantity_t quantity)
{
    return quantities[quantity].long_name;
}

const char *
nz_quantity_unit(nz_quantity_t quantity)
{
    return quantities[quantity].unit;
}

nz_scope_t
nz_quantity_scope(nz_quantity_t quantity)
{
    return quantities[quantity].scope;
}

bool
nz_summary_has_rates(const nz_study_t *study)
{
    return nz_task_type(study->task.kind)->difficulty.is_whole
           && study->task.difficulty.n >= 2;
}

size_t
nz_summary_size(const nz_study_t *study, nz_scope_t scope)
{
    const size_t curves =
        study->task.difficulty.n * study->test_sizes.n * study->metrics.n;
    switch (scope) {
    case NZ_SCOPE_CELL:
        return curves * study->models.parameters.n;
    case NZ_SCOPE_INTERVAL:
        return curves * study->models.parameters.n * study->intervals.n;
    case NZ_SCOPE_RATE:
        return nz_summary_has_rates(study)
                   ? study->test_sizes.n * study->models.parameters.n * study->metrics.n
                   : 0;
    case NZ_SCOPE_CURVE:
        return curves * study->models.keep_every.n;
    }
    return curves;
}

size_t
nz_summary_cell(const nz_study_t *study, size_t i_difficulty, size_t i_test_size,
    size_t i_model, size_t i_metric)
{
    size_t i_group = i_difficulty * study->test_sizes.n + i_test_size;
    return (i_group * study->models.parameters.n + i_model) * study->metrics.n + i_metric;
}

size_t
nz_summary_interval(const nz_study_t *study, size_t i_difficulty, size_t i_test_size,
    size_t i_model, size_t i_metric, size_t i_interval)
{
    size_t i_cell = nz_summary_cell(study, i_difficulty, i_test_size, i_model, i_metric);
    return i_cell * study->intervals.n + i_interval;
}

size_t
nz_summary_curve(const nz_study_t *study, size_t i_difficulty, size_t i_test_size,
    size_t i_keep, size_t i_metric)
{
    size_t i_group = i_difficulty * study->test_sizes.n + i_test_size;
    return (i_group * study->models.keep_every.n + i_keep) * study->metrics.n + i_metric;
}

size_t
nz_summary_rate(
    const nz_study_t *study, size_t i_test_size, size_t i_model, size_t i_metric)
{
    size_t i_group = i_test_size * study->models.parameters.n + i_model;
    return i_group * study->metrics.n + i_metric;
}

static double *
array_of_nan(size_t n)
{
    double *array = calloc(n > 0 ? n : 1, sizeof(*array));
    for (size_t i = 0; array != NULL && i < n; i++) {
        array[i] = (double) NAN;
    }
    return array;
}

nz_status_t
nz_summary_init(nz_summary_t *self, nz_study_t *study)
{
    if (self == NULL || study == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_summary_t fresh = { 0 };
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        size_t n = nz_summary_size(study, quantities[q].scope);
        fresh.value[q] = array_of_nan(n);
        fresh.mcse[q] = quantities[q].has_mcse ? array_of_nan(n) : NULL;
        if (fresh.value[q] == NULL || (quantities[q].has_mcse && fresh.mcse[q] == NULL)) {
            nz_summary_free(&fresh);
            return NZ_ERR_NO_MEMORY;
        }
    }
    fresh.study = *study;
    memset(study, 0, sizeof(*study));
    *self = fresh;
    return NZ_OK;
}

void
nz_summary_free(nz_summary_t *self)
{
    if (self == NULL) {
        return;
    }
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        free(self->value[q]);
        free(self->mcse[q]);
    }
    nz_observed_free(&self->observed);
    nz_study_free(&self->study);
    memset(self, 0, sizeof(*self));
}
