#include "mpi/report_view.h"

#include "mpi/report_words.h"

#include <math.h>

nz_report_number_t
nz_report_view_number(const nz_summary_t *part, nz_quantity_t quantity, size_t index)
{
    const double *mcse = part->mcse[quantity];

    return (nz_report_number_t){ part->value[quantity][index],
        mcse != NULL ? mcse[index] : (double) NAN };
}

const nz_task_type_t *
nz_report_view_type(const nz_report_view_t *self)
{
    return nz_task_type(self->part->study.task.kind);
}

nz_report_number_t
nz_report_view_cell(const nz_report_view_t *self, nz_quantity_t quantity,
    size_t i_test_size, size_t i_model)
{
    return nz_report_view_number(self->part, quantity,
        nz_summary_cell(&self->part->study, self->i_difficulty, i_test_size, i_model,
            self->i_metric));
}

nz_report_number_t
nz_report_view_interval(const nz_report_view_t *self, nz_quantity_t quantity,
    size_t i_test_size, size_t i_model, size_t i_interval)
{
    return nz_report_view_number(self->part, quantity,
        nz_summary_interval(&self->part->study, self->i_difficulty, i_test_size, i_model,
            self->i_metric, i_interval));
}

nz_report_number_t
nz_report_view_curve(const nz_report_view_t *self, nz_quantity_t quantity,
    size_t i_test_size, size_t i_keep)
{
    return nz_report_view_number(self->part, quantity,
        nz_summary_curve(
            &self->part->study, self->i_difficulty, i_test_size, i_keep, self->i_metric));
}

nz_report_number_t
nz_report_view_rate(const nz_report_view_t *self, nz_quantity_t quantity,
    size_t i_test_size, size_t i_model)
{
    return nz_report_view_number(self->part, quantity,
        nz_summary_rate(&self->part->study, i_test_size, i_model, self->i_metric));
}

size_t
nz_report_view_n_models(const nz_report_view_t *self)
{
    return self->part->study.models.parameters.n;
}

size_t
nz_report_view_n_test_sizes(const nz_report_view_t *self)
{
    return self->part->study.test_sizes.n;
}

size_t
nz_report_view_n_difficulties(const nz_report_view_t *self)
{
    return self->part->study.task.difficulty.n;
}

uint64_t
nz_report_view_test_size(const nz_report_view_t *self, size_t i_test_size)
{
    return self->part->study.test_sizes.values[i_test_size];
}

double
nz_report_view_truth(const nz_report_view_t *self, size_t i_model)
{
    return nz_report_view_cell(self, NZ_QUANTITY_TRUE_VALUE, 0, i_model).value;
}

nz_report_view_t
nz_report_view_at(const nz_summary_t *part, size_t i_metric)
{
    return (nz_report_view_t){ part, (nz_metric_t) part->study.metrics.values[i_metric],
        i_metric, part->study.task.difficulty.n - 1 };
}

bool
nz_report_view_open(nz_report_view_t *self, const nz_summary_t *part, nz_metric_t metric)
{
    for (size_t i = 0; i < part->study.metrics.n; i++) {
        if (part->study.metrics.values[i] == (int) metric) {
            *self = nz_report_view_at(part, i);
            return true;
        }
    }
    return false;
}

/* The first metric of the study of which @p has_property, as @p wanted. */
static bool
open_first(nz_report_view_t *self, const nz_summary_t *part,
    bool (*has_property)(nz_metric_t), bool wanted)
{
    const nz_list_enum_t *metrics = &part->study.metrics;

    for (size_t i = 0; i < metrics->n; i++) {
        if (has_property((nz_metric_t) metrics->values[i]) == wanted) {
            *self = nz_report_view_at(part, i);
            return true;
        }
    }
    return false;
}

bool
nz_report_view_open_nonlinear(nz_report_view_t *self, const nz_summary_t *part)
{
    return nz_report_view_open(self, part, nz_task_type(part->study.task.kind)->nonlinear)
           || open_first(self, part, nz_metric_is_binary, true)
           || open_first(self, part, nz_metric_is_all_or_nothing, true);
}

bool
nz_report_view_open_linear(nz_report_view_t *self, const nz_summary_t *part)
{
    return nz_report_view_open(self, part, nz_task_type(part->study.task.kind)->linear)
           || open_first(self, part, nz_metric_is_all_or_nothing, false);
}

bool
nz_report_view_is_zero(const nz_report_view_t *self, size_t i_test_size, size_t i_model)
{
    const nz_report_number_t share =
        nz_report_view_cell(self, NZ_QUANTITY_ZERO_SHARE, i_test_size, i_model);

    return share.value - NZ_REPORT_ERRORS * share.mcse > 0.5;
}

nz_report_tally_t
nz_report_view_zeros(const nz_report_view_t *self, size_t i_test_size)
{
    nz_report_tally_t tally = { 0, 0 };

    for (size_t i = 0; i < nz_report_view_n_models(self); i++) {
        const nz_report_number_t share =
            nz_report_view_cell(self, NZ_QUANTITY_ZERO_SHARE, i_test_size, i);
        if (nz_report_view_is_zero(self, i_test_size, i)) {
            tally.n++;
        } else if (!(share.value + NZ_REPORT_ERRORS * share.mcse <= 0.5)) {
            tally.n_unclear++;
        }
    }
    return tally;
}

void
nz_report_view_put_place(const nz_report_view_t *self, const nz_run_t *run, FILE *out)
{
    nz_report_words_put_difficulty(out, &self->part->study, self->i_difficulty);
    if (run->n_parts > 1) {
        fputs(", task “", out);
        nz_report_words_put_name(out, self->part->study.task.name);
        fputs("”", out);
    }
}

void
nz_report_view_put(const nz_report_view_t *self, const nz_run_t *run, FILE *out)
{
    fprintf(out, "%s, ", nz_report_words_metric(self->metric).text);
    nz_report_view_put_place(self, run, out);
}

void
nz_report_view_put_test_size(const nz_report_view_t *self, size_t i_test_size, FILE *out)
{
    const uint64_t n = nz_report_view_test_size(self, i_test_size);

    fprintf(out, "n %s %s item%s", nz_metric_is_sequential(self->metric) ? "≤" : "=",
        nz_report_words_count(n).text, nz_report_words_plural(n));
}

void
nz_report_view_put_tally(const nz_report_view_t *self, nz_report_tally_t tally, FILE *out)
{
    const size_t n_models = nz_report_view_n_models(self);

    if (n_models == 1) {
        fputs("the model", out);
        return;
    }
    if (tally.n == n_models) {
        fprintf(out, "all %zu models", n_models);
        return;
    }
    fprintf(out, "%s%zu of %zu models", tally.n_unclear > 0 ? "at least " : "", tally.n,
        n_models);
}

void
nz_report_view_put_tasks(const nz_run_t *run, size_t n, FILE *out)
{
    if (run->n_parts > 1) {
        fprintf(out, " So it is in %zu of %zu tasks.", n, run->n_parts);
    }
}
