#include "mpi/report_tables.h"

#include "mpi/html.h"
#include "mpi/report_cell.h"
#include "mpi/report_labels.h"
#include "mpi/report_view.h"
#include "sim/task.h"

#include <math.h>
#include <stdbool.h>

/* One table: the quantities of one scope and metric. */
typedef struct grid {
    const nz_summary_t *summary;
    nz_scope_t scope;
    size_t i_metric;
    bool has_names; /* of models */
    bool is_shown[NZ_N_QUANTITIES];
    size_t n_rows, n_rows_max;
} grid_t;

/* Where a row is in the lists of the study; what a scope does not have is 0. */
typedef struct row {
    size_t difficulty, test_size, model, keep, interval;
} row_t;

static size_t
index_of(const grid_t *self, const row_t *row)
{
    const nz_study_t *study = &self->summary->study;

    switch (self->scope) {
    case NZ_SCOPE_INTERVAL:
        return nz_summary_interval(study, row->difficulty, row->test_size, row->model,
            self->i_metric, row->interval);
    case NZ_SCOPE_CURVE:
        return nz_summary_curve(
            study, row->difficulty, row->test_size, row->keep, self->i_metric);
    case NZ_SCOPE_RATE:
        return nz_summary_rate(study, row->test_size, row->model, self->i_metric);
    case NZ_SCOPE_CELL:
    default:
        return nz_summary_cell(
            study, row->difficulty, row->test_size, row->model, self->i_metric);
    }
}

static nz_metric_t
metric_of(const grid_t *self)
{
    return (nz_metric_t) self->summary->study.metrics.values[self->i_metric];
}

/* Call @p visit for every row in the order of an export. */
static void
for_each_row(grid_t *self, void (*visit)(grid_t *, const row_t *, FILE *), FILE *out)
{
    const nz_study_t *study = &self->summary->study;
    const bool is_curve = self->scope == NZ_SCOPE_CURVE;
    const size_t n_difficulties =
        self->scope == NZ_SCOPE_RATE ? 1 : study->task.difficulty.n;
    const size_t n_inner =
        is_curve ? study->models.keep_every.n : study->models.parameters.n;
    const size_t n_intervals = self->scope == NZ_SCOPE_INTERVAL ? study->intervals.n : 1;

    for (size_t d = 0; d < n_difficulties; d++) {
        for (size_t t = 0; t < study->test_sizes.n; t++) {
            for (size_t i = 0; i < n_inner; i++) {
                for (size_t k = 0; k < n_intervals; k++) {
                    const row_t row = { d, t, is_curve ? 0 : i, is_curve ? i : 0, k };
                    if (self->scope != NZ_SCOPE_INTERVAL
                        || nz_metric_takes_method(metric_of(self),
                            (nz_interval_method_t) study->intervals.values[k])) {
                        visit(self, &row, out);
                    }
                }
            }
        }
    }
}

/* Costs that are the number of items, and what is nowhere defined, say nothing. */
static void
look(grid_t *self, const row_t *row, FILE *out)
{
    const nz_summary_t *summary = self->summary;
    const size_t index = index_of(self, row);
    const double n_items = (double) summary->study.test_sizes.values[row->test_size];

    (void) out;
    self->n_rows++;
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        if (nz_quantity_scope((nz_quantity_t) q) == self->scope) {
            const double value = summary->value[q][index];
            const bool is_plain = q == NZ_QUANTITY_COST && value == n_items;
            self->is_shown[q] = self->is_shown[q] || (!isnan(value) && !is_plain);
        }
    }
}

static void
put_key_headings(const grid_t *self, FILE *out)
{
    const nz_study_t *study = &self->summary->study;

    if (self->scope == NZ_SCOPE_CURVE) {
        nz_report_cell_put_heading(out, "Every k-th model, k");
    } else {
        if (self->has_names) {
            nz_report_cell_put_heading(out, "Model");
        }
        nz_report_cell_put_heading(out, "Parameters");
    }
    if (self->scope != NZ_SCOPE_RATE && study->task.difficulty.n > 1) {
        const char *name = nz_task_type(study->task.kind)->difficulty.singular;
        nz_report_cell_put_heading(out, name);
    }
    nz_report_cell_put_heading(out, "Test size n");
    if (self->scope == NZ_SCOPE_INTERVAL) {
        nz_report_cell_put_heading(out, "Method");
    }
}

static void
put_keys(const grid_t *self, const row_t *row, FILE *out)
{
    const nz_study_t *study = &self->summary->study;

    if (self->scope == NZ_SCOPE_CURVE) {
        nz_report_cell_put_count(out, study->models.keep_every.values[row->keep]);
    } else {
        if (self->has_names) {
            nz_report_cell_put_text(out, study->models.names.values[row->model]);
        }
        nz_report_cell_put_number(
            out, study->models.parameters.values[row->model], (double) NAN, "");
    }
    if (self->scope != NZ_SCOPE_RATE && study->task.difficulty.n > 1) {
        nz_report_cell_put_number(
            out, study->task.difficulty.values[row->difficulty], (double) NAN, "");
    }
    nz_report_cell_put_count(out, study->test_sizes.values[row->test_size]);
    if (self->scope == NZ_SCOPE_INTERVAL) {
        const nz_interval_method_t method =
            (nz_interval_method_t) study->intervals.values[row->interval];
        fputs("<td class=\"text\">", out);
        nz_report_labels_put_name(out, nz_interval_method_name(method));
        fputs("</td>", out);
    }
}

/* A coverage that is below the level beyond Monte Carlo error is marked. */
static const char *
mark_of(const grid_t *self, int quantity, nz_report_number_t number)
{
    const double level = self->summary->study.level;
    return quantity == NZ_QUANTITY_COVERAGE
                   && number.value + NZ_REPORT_ERRORS * number.mcse < level
               ? "low"
               : "";
}

static void
put_row(grid_t *self, const row_t *row, FILE *out)
{
    const size_t index = index_of(self, row);

    if (self->n_rows_max == 0) {
        return;
    }
    self->n_rows_max--;
    fputs("<tr>", out);
    put_keys(self, row, out);
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        if (self->is_shown[q]) {
            const nz_report_number_t number =
                nz_report_view_number(self->summary, (nz_quantity_t) q, index);
            nz_report_cell_put_number(
                out, number.value, number.mcse, mark_of(self, q, number));
        }
    }
    fputs("</tr>\n", out);
}

/* What the table is about, in the summary that opens it. */
static void
put_name(const grid_t *self, FILE *out)
{
    static const char *const names[] = { [NZ_SCOPE_CELL] = "Estimates",
        [NZ_SCOPE_INTERVAL] = "Confidence intervals",
        [NZ_SCOPE_CURVE] = "Emergence scores and jumps",
        [NZ_SCOPE_RATE] = "Change with difficulty" };

    fprintf(out, "%s of ", names[self->scope]);
    nz_report_labels_put_name(out, nz_metric_name(metric_of(self)));
}

static void
put_caption(const grid_t *self, size_t n_shown, FILE *out)
{
    const char *unit = nz_metric_unit(metric_of(self));

    fputs("<p class=\"caption\">", out);
    nz_report_labels_put_capital(out, nz_metric_axis(metric_of(self)));
    if (unit[0] != '1' || unit[1] != '\0') {
        fprintf(out, " [%s]", unit);
    }
    fputs(". ± is the Monte Carlo standard error. ", out);
    if (self->scope == NZ_SCOPE_INTERVAL) {
        fputs("↓ marks a coverage that is below the level ", out);
        nz_html_put_number(out, self->summary->study.level, 12);
        fputs(" by more than three times its error. ", out);
    }
    if (n_shown < self->n_rows) {
        fputs("The first ", out);
        nz_html_put_count(out, n_shown);
        fputs(" rows; <code>nonzero export</code> prints all.", out);
    }
    fputs("</p>\n", out);
}

static void
put_grid(grid_t *self, nz_report_room_t *room, FILE *out)
{
    for_each_row(self, look, out);
    const size_t room_left =
        room->n_rows < NZ_REPORT_TABLE_ROWS_MAX ? room->n_rows : NZ_REPORT_TABLE_ROWS_MAX;
    const size_t n_shown = self->n_rows < room_left ? self->n_rows : room_left;
    if (self->n_rows == 0) {
        return;
    }
    room->n_rows -= n_shown;
    self->n_rows_max = n_shown;
    fputs("<details><summary>", out);
    put_name(self, out);
    fputs(" <span class=\"e\">", out);
    nz_report_labels_put_count(out, self->n_rows, "row");
    fputs("</span></summary>\n", out);
    put_caption(self, n_shown, out);
    fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"", out);
    put_name(self, out);
    fputs("\">\n<table class=\"sortable\">\n<thead><tr>", out);
    put_key_headings(self, out);
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        if (self->is_shown[q]) {
            nz_report_cell_put_heading(out, nz_report_labels_quantity((nz_quantity_t) q));
        }
    }
    fputs("</tr></thead>\n<tbody>\n", out);
    for_each_row(self, put_row, out);
    fputs("</tbody></table></div></details>\n", out);
}

static void
put_observed(const nz_observed_t *observed, nz_report_room_t *room, FILE *out)
{
    static const char *const columns[] = { "Model", "Family", "Parameters", "Items",
        "Solved", "Share" };
    const size_t n_shown =
        observed->n_rows < room->n_rows ? observed->n_rows : room->n_rows;

    room->n_rows -= n_shown;
    fputs("<details><summary>Real results <span class=\"e\">", out);
    nz_report_labels_put_count(out, observed->n_rows, "row");
    fputs("</span></summary>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
          "aria-label=\"Real results\">\n<table class=\"sortable\">\n<thead><tr>",
        out);
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        nz_report_cell_put_heading(out, columns[i]);
    }
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < n_shown; i++) {
        const nz_observation_t *row = &observed->rows[i];
        fputs("<tr>", out);
        nz_report_cell_put_text(out, row->model);
        nz_report_cell_put_text(out, row->family);
        nz_report_cell_put_number(out, row->parameters, (double) NAN, "");
        nz_report_cell_put_count(out, row->trials);
        nz_report_cell_put_count(out, row->successes);
        nz_report_cell_put_number(
            out, (double) row->successes / (double) row->trials, (double) NAN, "");
        fputs("</tr>\n", out);
    }
    fputs("</tbody></table></div></details>\n", out);
}

void
nz_report_tables_put(const nz_summary_t *summary, nz_report_room_t *room, FILE *out)
{
    for (size_t m = 0; m < summary->study.metrics.n; m++) {
        for (int scope = NZ_SCOPE_CELL; scope <= NZ_SCOPE_RATE; scope++) {
            grid_t grid = { .summary = summary,
                .scope = (nz_scope_t) scope,
                .i_metric = m,
                .has_names = nz_report_labels_has_names(&summary->study) };
            if (nz_summary_size(&summary->study, grid.scope) > 0) {
                put_grid(&grid, room, out);
            }
        }
    }
    if (summary->observed.n_rows > 0) {
        put_observed(&summary->observed, room, out);
    }
}
