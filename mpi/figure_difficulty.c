#include "mpi/figure_difficulty.h"

#include "mpi/figure_axis.h"
#include "mpi/figure_difficulty_lines.h"
#include "mpi/figure_part.h"
#include "mpi/figure_series.h"

#include <inttypes.h>
#include <math.h>

#define N_LABELS 6

/* The two metrics. */
typedef struct panels {
    nz_figure_series_t nonlinear, linear;
} panels_t;

static void
write_nonlinear(const nz_figure_series_t *self, FILE *out)
{
    double resolution = 1 / (double) nz_figure_view_test_size(&self->view, 0);
    double largest = nz_figure_series_write_estimates(self, "nonlinear", out);
    nz_figure_range_t x = nz_figure_axis_models(&self->view);
    nz_figure_range_t y = nz_figure_axis_write_scores(
        resolution, nz_figure_axis_larger(resolution, largest), N_LABELS, out);
    nz_figure_series_write_truth(self, "truth_nonlinear", pow(10, y.low), out);
    fprintf(out, "x_low = %.10g\nx_high = %.10g\nfloor_at = %.10g\n", x.low, x.high,
        log10(resolution));
    nz_figure_axis_write_ticks('x', x, N_LABELS, out);
    nz_figure_view_write_metric(&self->view, "title_nonlinear", false, out);
    nz_figure_view_write_metric(&self->view, "label_nonlinear", true, out);
}

static void
write_linear(const nz_figure_series_t *self, FILE *out)
{
    double largest = nz_figure_series_write_estimates(self, "linear", out);
    fprintf(out, "y_linear = %.10g\n", nz_figure_series_top(self, largest));
    nz_figure_series_write_truth(self, "truth_linear", -(double) INFINITY, out);
    nz_figure_view_write_metric(&self->view, "title_linear", false, out);
    nz_figure_view_write_metric(&self->view, "label_linear", true, out);
}

/* The panels over the difficulty; the broken axis of theirs is kept under another name.
 */
static nz_status_t
write_lines(const panels_t *panels, FILE *out)
{
    nz_figure_difficulty_lines_write_axis(&panels->nonlinear, out);
    nz_status_t status =
        nz_figure_difficulty_lines_write(&panels->nonlinear, true, "nonlinear", out);
    if (status == NZ_OK) {
        fputs("lines_y_low = y_low\nlines_y_high = y_high\nlines_y_break = y_break\n"
              "lines_ticks_y = ticks_y\n",
            out);
        status = nz_figure_difficulty_lines_write(&panels->linear, false, "linear", out);
    }
    return status;
}

/* One test set of each sort has no spread, and lines are not fitted. */
static bool
has_rates(const nz_study_t *study)
{
    return nz_summary_has_rates(study) && study->replicates > 1;
}

static void
write_captions(const nz_figure_series_t *series, FILE *out)
{
    const nz_study_t *study = &series->view.summary->study;
    const uint64_t n = nz_figure_view_test_size(&series->view, 0);
    const size_t n_models = study->models.parameters.n;
    fputs("figure_caption = ", out);
    nz_figure_view_write_task(&series->view, out);
    fprintf(out,
        "'Test sets of %" PRIu64 " item%s, %" PRIu64 " of each, seed %" PRIu64
        ". a, b: lines are true values, marks the first test set.",
        n, n == 1 ? "" : "s", study->replicates, study->seed);
    if (series->difficulties.n < study->task.difficulty.n) {
        fprintf(out, " %zu of %zu %s shown.", series->difficulties.n,
            study->task.difficulty.n, series->view.type->difficulty.plural);
    }
    fprintf(out, "'\nfigure_caption_lines = 'c, d: marks are means over the test sets%s",
        has_rates(study) ? ", joined in grey; black lines are weighted fits, with size N "
                           "and fitted change."
                         : "; beside the lines is the model size N.");
    if (n_models > NZ_FIGURE_LINES_MAX) {
        fprintf(out, " %d of %zu models shown.", NZ_FIGURE_LINES_MAX, n_models);
    }
    fputs("'\n", out);
}

nz_status_t
nz_figure_difficulty_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics)
{
    const nz_summary_t *part = NULL;
    panels_t panels;
    nz_status_t status = nz_figure_part_find(input, options, &part, diagnostics);
    if (status != NZ_OK) {
        return status;
    }
    const nz_task_type_t *type = nz_task_type(part->study.task.kind);
    status = nz_figure_series_init(
        &panels.nonlinear, part, options, type->nonlinear, diagnostics);
    if (status == NZ_OK) {
        status = nz_figure_series_init(
            &panels.linear, part, options, type->linear, diagnostics);
    }
    if (status != NZ_OK) {
        return status;
    }
    const bool has_lines = panels.nonlinear.difficulties.n > 1;
    nz_figure_view_write_title(&part->study, options, out);
    write_captions(&panels.nonlinear, out);
    nz_figure_series_write_labels(&panels.nonlinear, "series", out);
    fprintf(out, "has_lines = %d\nhas_rates = %d\n", has_lines, has_rates(&part->study));
    if (has_lines) {
        status = write_lines(&panels, out);
    }
    write_nonlinear(&panels.nonlinear, out);
    write_linear(&panels.linear, out);
    return status;
}
