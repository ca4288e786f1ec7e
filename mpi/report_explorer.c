#include "mpi/report_explorer.h"

#include "mpi/html.h"
#include "mpi/report_cell.h"
#include "mpi/report_labels.h"
#include "mpi/report_view.h"
#include "sim/task.h"

#include <math.h>

/* One panel. */
typedef struct panel {
    nz_report_view_t view;
    size_t i_test_size;
    bool has_names; /* of models */
} panel_t;

/* Models whose true value is above 0 and below 1/n, the least score above zero of a
 * metric of 0/1 scores. */
static size_t
count_below(const nz_report_view_t *view, size_t i_test_size)
{
    const double least = 1.0 / (double) nz_report_view_test_size(view, i_test_size);
    size_t n = 0;

    for (size_t i = 0; i < nz_report_view_n_models(view); i++) {
        const double truth = nz_report_view_truth(view, i);
        n += truth > 0.0 && truth < least;
    }
    return n;
}

/* As the headline of the findings has it. */
static void
put_sentence(const panel_t *self, FILE *out)
{
    const nz_report_view_t *view = &self->view;
    const nz_report_tally_t zeros = nz_report_view_zeros(view, self->i_test_size);

    fputs("<p class=\"sentence\">At ", out);
    nz_report_view_put_test_size(view, self->i_test_size, out);
    fputs(", <strong>", out);
    nz_report_view_put_tally(view, zeros, out);
    fprintf(out, " score%s exactly zero</strong> in more than half of all test sets.",
        zeros.n == 1 || nz_report_view_n_models(view) == 1 ? "s" : "");
    if (zeros.n_unclear > 0) {
        fprintf(out, " Of %zu more it takes more test sets to tell.", zeros.n_unclear);
    }
    if (nz_metric_is_binary(view->metric)) {
        fputs(" The least score above zero is 1/", out);
        nz_html_put_count(out, nz_report_view_test_size(view, self->i_test_size));
        fputs("; the true ", out);
        nz_report_labels_put_name(out, nz_metric_name(view->metric));
        fputs(" of ", out);
        nz_report_labels_put_count(out, count_below(view, self->i_test_size), "model");
        fputs(" is below that.", out);
    }
    fputs("</p>\n", out);
}

/* A share as a bar behind its number. */
static void
put_share(nz_report_number_t share, FILE *out)
{
    const double known = isnan(share.value) ? 0.0 : share.value;
    fprintf(out, "<td class=\"bar\" data-v=\"%.17g\" style=\"--share:%.1f%%\">", known,
        100.0 * known);
    nz_report_cell_put_inline(out, share.value, share.mcse);
    fputs("</td>", out);
}

static void
put_model(const panel_t *self, size_t i_model, FILE *out)
{
    static const nz_quantity_t quantities[] = { NZ_QUANTITY_TRUE_VALUE, NZ_QUANTITY_MEAN,
        NZ_QUANTITY_Q025, NZ_QUANTITY_Q975 };
    const nz_report_view_t *view = &self->view;
    const nz_study_t *study = &view->part->study;
    const nz_report_number_t share =
        nz_report_view_cell(view, NZ_QUANTITY_ZERO_SHARE, self->i_test_size, i_model);

    fputs("<tr>", out);
    if (self->has_names) {
        nz_report_cell_put_text(out, study->models.names.values[i_model]);
    }
    nz_report_cell_put_number(
        out, study->models.parameters.values[i_model], (double) NAN, "");
    put_share(share, out);
    for (size_t i = 0; i < sizeof(quantities) / sizeof(quantities[0]); i++) {
        const nz_report_number_t number =
            nz_report_view_cell(view, quantities[i], self->i_test_size, i_model);
        nz_report_cell_put_number(out, number.value, number.mcse, "");
    }
    fputs("</tr>\n", out);
}

static void
put_panel(const panel_t *self, int level, FILE *out)
{
    static const char *const columns[] = { "Model", "Parameters",
        "Test sets that score zero", "True value", "Mean score",
        "95 % of scores are from", "to" };
    const nz_study_t *study = &self->view.part->study;
    const nz_metric_t metric = self->view.metric;

    fprintf(out,
        "<div class=\"panel\" data-size=\"%zu\" data-difficulty=\"%zu\" data-label=\"",
        self->i_test_size, self->view.i_difficulty);
    nz_report_view_put_test_size(&self->view, self->i_test_size, out);
    fprintf(out, "\">\n<h%d>", level);
    nz_report_view_put_test_size(&self->view, self->i_test_size, out);
    if (study->task.difficulty.n > 1) {
        fputs(", ", out);
        nz_report_labels_put_difficulty(out, study, self->view.i_difficulty);
    }
    fprintf(out, "</h%d>\n", level);
    put_sentence(self, out);
    fputs("<p class=\"caption\">", out);
    nz_report_labels_put_capital(out, nz_metric_name(metric));
    fprintf(out,
        ": %s. ± is the Monte Carlo standard error.</p>\n<div class=\"scroll\" "
        "role=\"region\" tabindex=\"0\" aria-label=\"Models\">\n<table "
        "class=\"sortable\">\n<thead><tr>",
        nz_metric_axis(metric));
    for (size_t i = self->has_names ? 0 : 1; i < sizeof(columns) / sizeof(columns[0]);
         i++) {
        nz_report_cell_put_heading(out, columns[i]);
    }
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < study->models.parameters.n; i++) {
        put_model(self, i, out);
    }
    fputs("</tbody></table></div>\n</div>\n", out);
}

/* Shown by the script, which reads the numbers of panels from the values. */
static void
put_controls(const nz_study_t *study, size_t first_difficulty, FILE *out)
{
    const nz_task_difficulty_t *difficulty = &nz_task_type(study->task.kind)->difficulty;
    const size_t n = study->task.difficulty.n;

    fputs("<div class=\"controls\" hidden>\n", out);
    if (n - first_difficulty > 1) {
        fputs("<label><span>", out);
        nz_report_labels_put_capital(out, difficulty->singular);
        fputs("</span> <select autocomplete=\"off\">\n", out);
        for (size_t d = n; d-- > first_difficulty;) {
            fprintf(out, "<option value=\"%zu\">", d);
            nz_html_put_number(out, study->task.difficulty.values[d], 6);
            fputs("</option>\n", out);
        }
        fputs("</select></label>\n", out);
    }
    if (study->test_sizes.n > 1) {
        fprintf(out,
            "<label><span>Items in the test set</span> <input type=\"range\" min=\"0\" "
            "max=\"%zu\" step=\"1\" value=\"0\" autocomplete=\"off\"> "
            "<output></output></label>\n",
            study->test_sizes.n - 1);
    }
    fputs("</div>\n", out);
}

void
nz_report_explorer_put(
    const nz_summary_t *summary, nz_report_room_t *room, int level, FILE *out)
{
    const nz_study_t *study = &summary->study;
    const size_t n_difficulties = study->task.difficulty.n;
    const size_t n_rows = study->test_sizes.n * study->models.parameters.n;
    panel_t panel = { .has_names = nz_report_labels_has_names(study) };
    size_t first = 0;

    if (!nz_report_view_open_nonlinear(&panel.view, summary)) {
        return;
    }
    if (n_rows * n_difficulties > room->n_rows
        || n_rows * n_difficulties > NZ_REPORT_TABLE_ROWS_MAX) {
        first = n_difficulties - 1;
    }
    if (n_rows * (n_difficulties - first) > room->n_rows) {
        fputs("<p class=\"note\">The page has no room for a table of each test size; "
              "<code>nonzero export</code> prints them.</p>\n",
            out);
        return;
    }
    room->n_rows -= n_rows * (n_difficulties - first);
    fputs("<div class=\"explorer\">\n", out);
    if (study->test_sizes.n > 1 || n_difficulties - first > 1) {
        put_controls(study, first, out);
    }
    fputs("<div aria-live=\"polite\">\n", out);
    for (size_t d = n_difficulties; d-- > first;) {
        for (size_t t = 0; t < study->test_sizes.n; t++) {
            panel.view.i_difficulty = d;
            panel.i_test_size = t;
            put_panel(&panel, level, out);
        }
    }
    fputs("</div>\n</div>\n", out);
}
