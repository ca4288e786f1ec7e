#include "mpi/import_print.h"

#include "sim/import_rows.h"
#include "sim/import_samples.h"
#include "sim/labels.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The length of a metric's name without its filter. */
static size_t
length_of_base(const char *metric)
{
    return strcspn(metric, ",");
}

static bool
is_metric(const char *metric, const char *name, size_t n)
{
    const size_t n_metric = strlen(metric), n_base = length_of_base(metric);

    return (n == n_metric || n == n_base) && strncmp(metric, name, n) == 0;
}

/* Keeps the rows of a metric; whether there are any. */
static bool
keep_metric(const nz_import_t *import, const char *name, size_t n, bool *keep)
{
    bool found = false;

    for (size_t i = 0; i < import->n_rows; i++) {
        if (is_metric(import->rows[i].metric, name, n)) {
            keep[i] = true;
            found = true;
        }
    }
    return found;
}

static bool
has_whole(const nz_import_t *import, const char *name)
{
    for (size_t i = 0; i < import->n_rows; i++) {
        if (strcmp(import->rows[i].metric, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Says which metrics there are; without memory those so far. */
static void
refuse_metric(
    const nz_import_t *import, const char *name, size_t n, nz_diagnostics_t *diagnostics)
{
    nz_labels_t seen = { 0 };
    char there[300] = "";

    for (size_t i = 0; i < import->n_rows && strlen(there) + 4 < sizeof(there); i++) {
        const char *metric = import->rows[i].metric;
        const size_t n_before = seen.n;
        uint64_t number = 0;
        if (nz_labels_number(&seen, metric, strlen(metric), &number) != NZ_OK) {
            break;
        }
        if (number == n_before && metric[0] != '\0') {
            nz_append_word(there, sizeof(there), metric);
        }
    }
    nz_labels_free(&seen);
    nz_diagnostics_add(diagnostics, "--metric", 0, 0,
        "no score is called '%.*s'; there are%s%s", (int) n, name,
        there[0] != '\0' ? ": " : " no names", there);
}

/* One --metric: a whole name, or a list. */
static nz_status_t
keep_list(const nz_import_t *import, const char *list, bool *keep,
    nz_diagnostics_t *diagnostics)
{
    if (has_whole(import, list)) {
        (void) keep_metric(import, list, strlen(list), keep);
        return NZ_OK;
    }
    for (const char *name = list;;) {
        const size_t n = strcspn(name, ",");
        if (!keep_metric(import, name, n, keep)) {
            refuse_metric(import, name, n, diagnostics);
            return NZ_ERR_INPUT;
        }
        if (name[n] == '\0') {
            return NZ_OK;
        }
        name += n + 1;
    }
}

nz_status_t
nz_import_print_select(nz_import_t *import, const char *const *names, size_t n_names,
    nz_diagnostics_t *diagnostics)
{
    bool *keep = calloc(import->n_rows + 1, sizeof(*keep));
    nz_status_t status = keep != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    for (size_t i = 0; i < n_names && status == NZ_OK; i++) {
        status = keep_list(import, names[i], keep, diagnostics);
    }
    if (status == NZ_OK && n_names > 0) {
        nz_import_rows_filter(import, keep);
    }
    free(keep);
    return status;
}

/* A number as it was written, if there is one. */
static nz_field_t
field_of(double value)
{
    return isnan(value) ? nz_field_real(value) : nz_field_given(value);
}

static nz_field_t
field_of_count(uint64_t count, uint64_t unknown)
{
    return count == unknown ? nz_field_real((double) NAN) : nz_field_count(count);
}

nz_status_t
nz_import_print_scores(const nz_import_t *import, nz_table_format_t format, FILE *out)
{
    static const char *const columns[] = { "family", "model", "parameters", "task",
        "metric", "shots", "trials", "successes", "score", "stderr" };
    nz_table_t *table = NULL;
    nz_status_t status = nz_table_begin(
        out, format, columns, sizeof(columns) / sizeof(columns[0]), &table);

    for (size_t i = 0; i < import->n_rows && status == NZ_OK; i++) {
        const nz_import_row_t *row = &import->rows[i];
        const nz_field_t fields[] = { nz_field_text(row->family),
            nz_field_text(row->model), field_of(row->parameters),
            nz_field_text(row->task), nz_field_text(row->metric),
            field_of_count(row->shots, NZ_IMPORT_UNKNOWN), field_of_count(row->trials, 0),
            field_of_count(row->successes, NZ_IMPORT_UNKNOWN), field_of(row->score),
            field_of(row->standard_error) };
        status = nz_table_row(table, fields);
    }
    const nz_status_t ended = nz_table_end(&table);
    return status == NZ_OK ? ended : status;
}

enum { FAMILY, MODEL, PARAMETERS, TASK, FILTER, ITEM, N_FIXED };

static const char *const fixed[N_FIXED] = { "family", "model", "parameters", "task",
    "filter", "item" };

/* The table of items being printed. */
typedef struct items {
    const char **columns; /* N_FIXED and those of metrics; owned */
    nz_field_t *fields;   /* as many; owned */
    size_t n_metrics;
    const nz_import_log_t *log;  /* being read */
    const nz_import_row_t *rows; /* its scores */
    size_t n_rows;
    nz_table_t *table;
    uint64_t n;
} items_t;

/* Whether a score is of this metric, or of any if NULL; likewise filter. */
static bool
has_score(
    const nz_import_row_t *rows, size_t n_rows, const char *metric, const char *filter)
{
    for (size_t i = 0; i < n_rows; i++) {
        const size_t n = length_of_base(rows[i].metric);
        const char *own = rows[i].metric[n] == ',' ? rows[i].metric + n + 1 : "";
        if ((metric == NULL
                || (strlen(metric) == n && strncmp(metric, rows[i].metric, n) == 0))
            && (filter == NULL || strcmp(own, filter) == 0)) {
            return true;
        }
    }
    return false;
}

static nz_status_t
print_item(void *context, const nz_import_item_t *item)
{
    items_t *self = context;
    const nz_import_log_t *log = self->log;
    const char *filter = strcmp(item->filter, "none") == 0 ? "" : item->filter;

    if (!has_score(self->rows, self->n_rows, NULL, filter)) {
        return NZ_OK;
    }
    self->fields[FAMILY] = nz_field_text(log->family);
    self->fields[MODEL] = nz_field_text(log->model);
    self->fields[PARAMETERS] = field_of(log->parameters);
    self->fields[TASK] = nz_field_text(log->task);
    self->fields[FILTER] = nz_field_text(item->filter);
    self->fields[ITEM] = nz_field_text(item->id);
    for (size_t i = 0; i < self->n_metrics; i++) {
        self->fields[N_FIXED + i] = field_of(item->values[i]);
    }
    self->n++;
    return nz_table_row(self->table, self->fields);
}

static void
choose_columns(items_t *self, const nz_import_t *import)
{
    memcpy(self->columns, fixed, sizeof(fixed));
    for (size_t i = 0; i < import->n_item_metrics; i++) {
        const char *metric = import->item_metrics[i];
        bool is_fixed = false;
        for (size_t k = 0; k < N_FIXED; k++) {
            is_fixed = is_fixed || strcmp(metric, fixed[k]) == 0;
        }
        if (!is_fixed && has_score(import->rows, import->n_rows, metric, NULL)) {
            self->columns[N_FIXED + self->n_metrics++] = metric;
        }
    }
}

nz_status_t
nz_import_print_items(
    const nz_import_t *import, nz_table_format_t format, FILE *out, uint64_t *n_items)
{
    const size_t n_columns = N_FIXED + import->n_item_metrics;
    items_t self = { .columns = calloc(n_columns, sizeof(*self.columns)),
        .fields = calloc(n_columns, sizeof(*self.fields)) };
    nz_status_t status =
        self.columns != NULL && self.fields != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    if (status == NZ_OK) {
        choose_columns(&self, import);
        status = nz_table_begin(
            out, format, self.columns, N_FIXED + self.n_metrics, &self.table);
    }
    size_t first = 0; /* rows are in the order of the logs */
    for (size_t i = 0; i < import->n_logs && status == NZ_OK; i++) {
        size_t end = first;
        while (end < import->n_rows && import->rows[end].i_log == i) {
            end++;
        }
        self.log = &import->logs[i];
        self.rows = import->rows + first;
        self.n_rows = end - first;
        if (self.log->kind == NZ_IMPORT_SAMPLES && self.n_rows > 0) {
            status = nz_import_samples_items(self.log->path, self.columns + N_FIXED,
                self.n_metrics, print_item, &self);
        }
        first = end;
    }
    const nz_status_t ended = nz_table_end(&self.table);
    free(self.columns);
    free(self.fields);
    *n_items = self.n;
    return status == NZ_OK ? ended : status;
}
