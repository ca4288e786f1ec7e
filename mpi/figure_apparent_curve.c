#include "mpi/figure_apparent_curve.h"

#include "mpi/figure_axis.h"
#include "mpi/figure_part.h"
#include "mpi/figure_text.h"
#include "mpi/figure_view.h"

#include <math.h>
#include <string.h>

#define N_Y_LABELS 6

/* Values of the first test set of one model. */
typedef struct first {
    double size, estimate, lower, upper, exact_upper;
    bool is_pinned; /* at zero, and the interval says nothing */
} first_t;

static first_t
first_of(const nz_figure_view_t *view, size_t i_shown, size_t i_model)
{
    first_t first = {
        .size = view->summary->study.models.parameters.values[i_model],
        .estimate =
            nz_figure_view_cell(view, NZ_QUANTITY_FIRST_ESTIMATE, i_shown, i_model),
        .lower = nz_figure_view_interval(
            view, NZ_QUANTITY_FIRST_LOWER, i_shown, i_model, view->i_interval),
        .upper = nz_figure_view_interval(
            view, NZ_QUANTITY_FIRST_UPPER, i_shown, i_model, view->i_interval),
        .exact_upper = nz_figure_view_interval(
            view, NZ_QUANTITY_FIRST_UPPER, i_shown, i_model, view->i_exact),
    };
    /* An infinite limit excludes nothing: the bar ends where the scale does. */
    if (isinf(first.lower)) {
        first.lower = 0.0;
    }
    if (isinf(first.upper)) {
        first.upper = nz_figure_view_largest(view);
    }
    first.is_pinned = first.estimate == 0 && !(first.upper > 0);
    return first;
}

/* What the panels hold: column 1 is the model size, column 2 the value in the middle. */
typedef enum layer { LAYER_BAND, LAYER_FIRST, LAYER_INTERVAL, LAYER_LIMIT } layer_t;

static void
write_row(nz_figure_block_t *block, const nz_figure_view_t *view, layer_t layer,
    size_t i_shown, size_t i_model, double stretch)
{
    first_t first = first_of(view, i_shown, i_model);
    double row[4] = { stretch * first.size, first.estimate, first.lower, first.upper };
    switch (layer) {
    case LAYER_BAND:
        row[1] = nz_figure_view_cell(view, NZ_QUANTITY_Q500, i_shown, i_model);
        row[2] = nz_figure_view_cell(view, NZ_QUANTITY_Q025, i_shown, i_model);
        row[3] = nz_figure_view_cell(view, NZ_QUANTITY_Q975, i_shown, i_model);
        nz_figure_block_row(block, row, 4);
        break;
    case LAYER_FIRST:
        nz_figure_block_row(block, row, 2);
        break;
    case LAYER_INTERVAL:
        if (first.upper > first.lower) {
            nz_figure_block_row(block, row, 4);
        }
        break;
    case LAYER_LIMIT:
        if (first.is_pinned && first.exact_upper > 0) {
            row[1] = first.exact_upper;
            nz_figure_block_row(block, row, 2);
        }
        break;
    }
}

/* One data block, a section per panel, and the variable `n_NAME`; largest value. */
static double
write_layer(const nz_figure_view_t *view, layer_t layer, const char *name, FILE *out)
{
    size_t n_models = view->summary->study.models.parameters.n;
    nz_figure_block_t block = nz_figure_block_begin(out, name);
    for (size_t i = 0; i < view->n_shown; i++) {
        for (size_t k = 0; k < n_models; k++) {
            if (layer == LAYER_BAND && n_models == 1) {
                write_row(&block, view, layer, i, k, 1 / NZ_FIGURE_LONE_MODEL);
                write_row(&block, view, layer, i, k, NZ_FIGURE_LONE_MODEL);
            } else {
                write_row(&block, view, layer, i, k, 1);
            }
        }
        nz_figure_block_end_section(&block);
    }
    nz_figure_block_end(&block);
    fprintf(out, "n_%s = %zu\n", name, block.n_total);
    return block.largest;
}

static double
write_observed(const nz_figure_view_t *view, FILE *out)
{
    const nz_observed_t *observed = &view->summary->observed;
    size_t n = nz_figure_view_has_observed(view) ? observed->n_rows : 0;
    uint64_t least = UINT64_MAX, most = 0;
    nz_figure_block_t block = nz_figure_block_begin(out, "observed");
    for (size_t i = 0; i < n; i++) {
        const nz_observation_t *row = &observed->rows[i];
        nz_figure_block_row(&block,
            (double[]){ row->parameters, (double) row->successes / (double) row->trials },
            2);
        least = row->trials < least ? row->trials : least;
        most = row->trials > most ? row->trials : most;
    }
    nz_figure_block_end_section(&block);
    nz_figure_block_end(&block);
    char from[NZ_FIGURE_COUNT_LABEL_SIZE], to[NZ_FIGURE_COUNT_LABEL_SIZE];
    nz_figure_count_label(least, from);
    nz_figure_count_label(most, to);
    fprintf(out, "n_observed = %zu\n", n);
    fprintf(out, "label_observed = 'real results, n = %s%s%s'\n", from,
        least < most ? " to " : "", least < most ? to : "");
    return block.largest;
}

static void
write_panels(const nz_figure_view_t *view, FILE *out)
{
    char label[NZ_FIGURE_COUNT_LABEL_SIZE];
    fprintf(out,
        "n_panels = %zu\narray panel_items[n_panels]\narray panel_label[n_panels]\n",
        view->n_shown);
    for (size_t i = 0; i < view->n_shown; i++) {
        uint64_t items = nz_figure_view_test_size(view, i);
        nz_figure_count_label(items, label);
        fprintf(out, "panel_items[%zu] = %.17g; panel_label[%zu] = 'n = %s item%s'\n",
            i + 1, (double) items, i + 1, label, items == 1 ? "" : "s");
    }
}

/* Names of the axis and the marks; is_log says that zero needs its own rung, has_floor
 * that no score but zero is below 1/n. */
static void
write_metric(const nz_figure_view_t *view, FILE *out)
{
    const char *name = nz_metric_name(view->metric), *last = strrchr(name, '_');
    const bool is_share =
        nz_metric_is_all_or_nothing(view->metric) && !nz_metric_is_binary(view->metric);
    fprintf(out, "is_log = %d\nhas_floor = %d\n",
        nz_metric_is_all_or_nothing(view->metric), nz_metric_is_binary(view->metric));
    nz_figure_view_write_metric(view, "label_y", true, out);
    fprintf(out, "label_level = '%.10g %%'\n", 100 * view->summary->study.level);
    fprintf(out, "label_truth = 'true %s (law)'\n",
        is_share       ? "share"
        : last != NULL ? last + 1
                       : name);
}

/* Of the true values, and of the floors, all of which are to be seen. */
static double
largest_line(const nz_figure_view_t *view)
{
    const bool has_floor = nz_metric_is_binary(view->metric);
    uint64_t items = nz_figure_view_test_size(view, has_floor ? 0 : view->n_shown - 1);
    double largest =
        view->type->step(nz_figure_view_difficulty(view), view->metric) / (double) items;
    for (size_t i = 0; i < view->summary->study.models.parameters.n; i++) {
        largest = nz_figure_axis_larger(
            largest, nz_figure_view_cell(view, NZ_QUANTITY_TRUE_VALUE, 0, i));
    }
    return largest;
}

/* Where a logarithmic axis begins: at the finest floor, or at the lowest score drawn. */
static double
smallest_score(const nz_figure_view_t *view)
{
    double smallest = nz_figure_view_resolution(view);
    for (size_t i = 0; i < view->n_shown; i++) {
        for (size_t k = 0; k < view->summary->study.models.parameters.n; k++) {
            const double score =
                nz_figure_view_cell(view, NZ_QUANTITY_FIRST_ESTIMATE, i, k);
            smallest = score > 0 ? fmin(smallest, score) : smallest;
        }
    }
    return smallest;
}

/* The axes hold every value drawn; the truth is drawn as far as they go down. */
static void
write_axes_and_truth(const nz_figure_view_t *view, double largest, FILE *out)
{
    nz_figure_range_t x = nz_figure_axis_models(view);
    double smallest = -(double) INFINITY;
    fprintf(out, "x_low = %.10g\nx_high = %.10g\n", x.low, x.high);
    nz_figure_axis_write_ticks('x', x, view->n_shown > 6 ? 4 : 6, out);
    if (nz_metric_is_all_or_nothing(view->metric)) {
        nz_figure_range_t y =
            nz_figure_axis_write_scores(smallest_score(view), largest, N_Y_LABELS, out);
        smallest = pow(10, y.low);
    } else {
        fprintf(out, "y_low = 0.0\ny_break = 0.0\ny_high = %.10g\n", 1.05 * largest);
        fputs("ticks_y = \"set ytics autofreq format '%g'\"\n"
              "ticks_y_bare = \"set ytics autofreq format ''\"\n",
            out);
    }
    nz_figure_view_write_truth(view, "truth", smallest, out);
}

/* The method's name as in study files, with blanks. */
static void
method_note(const nz_figure_view_t *view, char *note, size_t size)
{
    note[0] = '\0';
    if (view->i_interval != NZ_FIGURE_NONE) {
        int method = view->summary->study.intervals.values[view->i_interval];
        snprintf(note, size, " Intervals: %s.",
            nz_interval_method_name((nz_interval_method_t) method));
    }
    for (char *s = note; *s != '\0'; s++) {
        *s = *s == '_' ? ' ' : *s;
    }
}

nz_status_t
nz_figure_apparent_curve_write(const nz_figure_input_t *input,
    const nz_figure_options_t *options, FILE *out, nz_diagnostics_t *diagnostics)
{
    nz_figure_view_t view;
    const nz_summary_t *part = NULL;
    nz_status_t status = nz_figure_part_find(input, options, &part, diagnostics);
    if (status == NZ_OK) {
        const nz_task_type_t *type = nz_task_type(part->study.task.kind);
        const char *metric =
            options->metric != NULL ? options->metric : nz_metric_name(type->nonlinear);
        status = nz_figure_view_init(
            &view, part, options, metric, NZ_FIGURE_TEST_SIZES_MAX, diagnostics);
    }
    if (status != NZ_OK) {
        return status;
    }
    char note[80];
    method_note(&view, note, sizeof(note));
    nz_figure_view_write_texts(&view, options, note, out);
    write_metric(&view, out);
    write_panels(&view, out);
    double largest = largest_line(&view);
    largest = nz_figure_axis_larger(largest, write_layer(&view, LAYER_BAND, "band", out));
    largest =
        nz_figure_axis_larger(largest, write_layer(&view, LAYER_FIRST, "first", out));
    largest = nz_figure_axis_larger(
        largest, write_layer(&view, LAYER_INTERVAL, "interval", out));
    largest =
        nz_figure_axis_larger(largest, write_layer(&view, LAYER_LIMIT, "limit", out));
    largest = nz_figure_axis_larger(largest, write_observed(&view, out));
    write_axes_and_truth(&view, largest, out);
    return NZ_OK;
}
