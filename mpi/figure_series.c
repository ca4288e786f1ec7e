#include "mpi/figure_series.h"

#include "mpi/figure_axis.h"

#include <math.h>

#define ABOVE 1.05 /* of the largest value, where an axis ends */

nz_figure_subset_t
nz_figure_subset_of(size_t n, size_t n_max)
{
    nz_figure_subset_t subset = { .n = n < n_max ? n : n_max };
    for (size_t i = 0; i < subset.n; i++) {
        subset.at[i] = subset.n > 1 ? i * (n - 1) / (subset.n - 1) : 0;
    }
    return subset;
}

nz_status_t
nz_figure_series_init(nz_figure_series_t *self, const nz_summary_t *summary,
    const nz_figure_options_t *options, nz_metric_t metric, nz_diagnostics_t *diagnostics)
{
    nz_figure_series_t series = { .difficulties = nz_figure_subset_of(
                                      summary->study.task.difficulty.n,
                                      NZ_FIGURE_SERIES_MAX) };
    nz_status_t status = nz_figure_view_init(
        &series.view, summary, options, nz_metric_name(metric), 2, diagnostics);
    if (status == NZ_OK) {
        status = nz_figure_view_choose_test_size(
            &series.view, options->test_size, diagnostics);
    }
    if (status == NZ_OK) {
        *self = series;
    }
    return status;
}

nz_figure_view_t
nz_figure_series_at(const nz_figure_series_t *self, size_t i_shown)
{
    nz_figure_view_t view = self->view;
    view.i_difficulty = self->difficulties.at[i_shown];
    return view;
}

double
nz_figure_series_difficulty(const nz_figure_series_t *self, size_t i_shown)
{
    return self->view.summary->study.task.difficulty
        .values[self->difficulties.at[i_shown]];
}

double
nz_figure_series_write_estimates(
    const nz_figure_series_t *self, const char *name, FILE *out)
{
    const nz_list_double_t *models = &self->view.summary->study.models.parameters;
    nz_figure_block_t block = nz_figure_block_begin(out, name);
    double largest = 0;
    for (size_t i = 0; i < self->difficulties.n; i++) {
        const nz_figure_view_t view = nz_figure_series_at(self, i);
        for (size_t k = 0; k < models->n; k++) {
            double row[] = { models->values[k],
                nz_figure_view_cell(&view, NZ_QUANTITY_FIRST_ESTIMATE, 0, k) };
            nz_figure_block_row(&block, row, 2);
            largest = nz_figure_axis_larger(
                largest, nz_figure_view_cell(&view, NZ_QUANTITY_TRUE_VALUE, 0, k));
        }
        nz_figure_block_end_section(&block);
    }
    nz_figure_block_end(&block);
    return nz_figure_axis_larger(largest, block.largest);
}

void
nz_figure_series_write_truth(
    const nz_figure_series_t *self, const char *name, double smallest, FILE *out)
{
    nz_figure_block_t block = nz_figure_block_begin(out, name);
    for (size_t i = 0; i < self->difficulties.n; i++) {
        const nz_figure_view_t view = nz_figure_series_at(self, i);
        nz_figure_view_write_truth_rows(&view, &block, smallest);
        nz_figure_block_end_section(&block);
    }
    nz_figure_block_end(&block);
}

void
nz_figure_series_write_labels(const nz_figure_series_t *self, const char *name, FILE *out)
{
    const size_t n = self->difficulties.n;
    fprintf(out, "n_%s = %zu\narray %s_label[n_%s]\n", name, n, name, name);
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "%s_label[%zu] = '%s = %.10g'\n", name, i + 1,
            self->view.type->difficulty.symbol, nz_figure_series_difficulty(self, i));
    }
}

double
nz_figure_series_top(const nz_figure_series_t *self, double largest)
{
    const nz_figure_view_t *view = &self->view;
    double step = view->type->step(nz_figure_view_difficulty(view), view->metric)
                  / (double) nz_figure_view_test_size(view, 0);
    largest = nz_figure_axis_larger(step, largest);
    return ABOVE * (largest > 0 ? largest : 1);
}
