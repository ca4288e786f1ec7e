#include "mpi/figure_metric_comparison.h"

#include "mpi/figure_axis.h"
#include "mpi/figure_panels.h"
#include "mpi/figure_part.h"

#include <inttypes.h>
#include <string.h>

#define N_Y_LABELS 6
#define N_X_LABELS 6
#define N_X_LABELS_MANY 4 /* of more than WIDE_PANELS_MAX panels */
#define WIDE_PANELS_MAX 2
#define METHOD_SIZE 60

/* A view of each metric, those that are all or nothing first. */
typedef struct views {
    size_t n, n_all_or_nothing;
    nz_figure_view_t values[NZ_N_METRICS];
} views_t;

/* The views of the metrics that are all or nothing, or of the others. */
static nz_status_t
add_views(views_t *self, const nz_summary_t *part, const nz_figure_options_t *options,
    bool is_all_or_nothing, nz_diagnostics_t *diagnostics)
{
    const nz_list_enum_t *metrics = &part->study.metrics;
    for (size_t i = 0; i < metrics->n; i++) {
        const nz_metric_t metric = (nz_metric_t) metrics->values[i];
        nz_figure_view_t *view = &self->values[self->n];
        if (nz_metric_is_all_or_nothing(metric) != is_all_or_nothing) {
            continue;
        }
        nz_status_t status = nz_figure_view_init(
            view, part, options, nz_metric_name(metric), 2, diagnostics);
        if (status == NZ_OK) {
            status =
                nz_figure_view_choose_test_size(view, options->test_size, diagnostics);
        }
        if (status != NZ_OK) {
            return status;
        }
        self->n++;
        self->n_all_or_nothing += is_all_or_nothing;
    }
    return NZ_OK;
}

static nz_status_t
find_views(views_t *self, const nz_summary_t *part, const nz_figure_options_t *options,
    nz_diagnostics_t *diagnostics)
{
    const nz_task_type_t *type = nz_task_type(part->study.task.kind);
    nz_status_t status = add_views(self, part, options, true, diagnostics);
    if (status == NZ_OK) {
        status = add_views(self, part, options, false, diagnostics);
    }
    if (status == NZ_OK
        && (self->n_all_or_nothing == 0 || self->n_all_or_nothing == self->n)) {
        nz_diagnostics_add(diagnostics, "figure", 0, 0,
            "the run holds no metric that is %s; a comparison needs both sorts: add it "
            "to "
            "the study, as in `metrics: [%s, %s]`, and simulate again",
            self->n_all_or_nothing == 0 ? "all or nothing" : "not all or nothing",
            nz_metric_name(type->nonlinear), nz_metric_name(type->linear));
        status = NZ_ERR_INPUT;
    }
    return status;
}

/* The method of the intervals, that of the last panel, and of those that have another. */
static void
write_methods(const views_t *views, FILE *out)
{
    char last[METHOD_SIZE], method[METHOD_SIZE];
    const char *before = " (";
    nz_figure_panels_method(&views->values[views->n - 1], last, sizeof(last));
    fprintf(out, " Intervals: %s", last[0] != '\0' ? last : "none");
    for (size_t i = 0; i + 1 < views->n; i++) {
        nz_figure_panels_method(&views->values[i], method, sizeof(method));
        if (strcmp(method, last) != 0) {
            fprintf(out, "%s%c: %s", before, (char) ('a' + (int) i),
                method[0] != '\0' ? method : "none");
            before = ", ";
        }
    }
    fputs(before[0] == ',' ? ")." : ".", out);
}

static void
write_texts(const views_t *views, const nz_figure_options_t *options, FILE *out)
{
    const nz_figure_view_t *view = &views->values[0];
    const nz_study_t *study = &view->summary->study;
    const uint64_t n = nz_figure_view_test_size(view, 0);
    nz_figure_view_write_title(study, options, out);
    fputs("figure_caption = ", out);
    nz_figure_view_write_task(view, out);
    fputs("'", out);
    nz_figure_view_write_difficulty(view, out);
    fprintf(out,
        ", test sets of %" PRIu64 " item%s, %" PRIu64 " of each, seed %" PRIu64
        ", level %.10g.",
        n, n == 1 ? "" : "s", study->replicates, study->seed, study->level);
    write_methods(views, out);
    fprintf(out, "'\nlabel_truth = 'true value (law)'\nlabel_level = '%.10g %%'\n",
        100 * study->level);
    fputs("n_observed = 0\nlabel_observed = ''\nlabel_y = ''\n"
          "$observed << EOD\n1e-300 1\nEOD\n",
        out);
}

static void
write_labels(const views_t *views, FILE *out)
{
    static const char *const arrays[] = { "label", "sort", "axis" };
    for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++) {
        fprintf(out, "array panel_%s[%zu]\n", arrays[i], views->n);
    }
    for (size_t i = 0; i < views->n; i++) {
        char name[40];
        snprintf(name, sizeof(name), "panel_label[%zu]", i + 1);
        nz_figure_view_write_metric(&views->values[i], name, false, out);
        snprintf(name, sizeof(name), "panel_sort[%zu]", i + 1);
        nz_figure_view_write_sort(&views->values[i], name, out);
        snprintf(name, sizeof(name), "panel_axis[%zu]", i + 1);
        nz_figure_view_write_metric(&views->values[i], name, true, out);
    }
}

static void
write_figure(const views_t *views, const nz_figure_options_t *options, FILE *out)
{
    nz_figure_panel_t values[NZ_N_METRICS];
    const nz_figure_panels_t panels = { values, views->n, true, N_Y_LABELS, 0.0 };
    const bool is_dense =
        views->n > WIDE_PANELS_MAX
        && (views->n != 2 * WIDE_PANELS_MAX || nz_figure_is_narrow(options));
    for (size_t i = 0; i < views->n; i++) {
        values[i] = (nz_figure_panel_t){ &views->values[i], 0 };
    }
    write_texts(views, options, out);
    write_labels(views, out);
    nz_figure_range_t x = nz_figure_axis_models(&views->values[0]);
    fprintf(out, "x_low = %.10g\nx_high = %.10g\n", x.low, x.high);
    nz_figure_axis_write_ticks('x', x, is_dense ? N_X_LABELS_MANY : N_X_LABELS, out);
    nz_figure_panels_write(&panels, out);
}

nz_status_t
nz_figure_metric_comparison_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics)
{
    views_t views = { 0 };
    const nz_summary_t *part = NULL;
    nz_status_t status = nz_figure_part_find(input, options, &part, diagnostics);
    if (status == NZ_OK) {
        status = find_views(&views, part, options, diagnostics);
    }
    if (status == NZ_OK) {
        write_figure(&views, options, out);
    }
    return status;
}
