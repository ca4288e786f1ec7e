#include "sim/import_table.h"

#include "sim/csv_reader.h"
#include "sim/import_rows.h"
#include "sim/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FAMILY,
    MODEL,
    PARAMETERS,
    TASK,
    METRIC,
    SHOTS,
    TRIALS,
    SUCCESSES,
    SCORE,
    STANDARD_ERROR,
    N_EXAMPLES,
    N_COLUMNS
};

static const char *const names[N_COLUMNS] = { "family", "model", "parameters", "task",
    "metric", "shots", "trials", "successes", "score", "stderr", "n_examples" };

#define FIELD_MAX 65536

/* A table being read. */
typedef struct nz_table_reading {
    nz_import_t *import;
    size_t i_log;
    const nz_import_options_t *options;
    nz_diagnostics_t *diagnostics;
    nz_diagnostics_t of_row; /* why the row is skipped */
    bool has_header;         /* it was looked at, and is usable */
    bool is_sizes;
} nz_table_reading_t;

bool
nz_import_table_has_column(const char *ours)
{
    for (size_t i = 0; i < N_COLUMNS; i++) {
        if (strcmp(ours, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* What the table is, from the columns it has. */
static nz_status_t
look_at_header(nz_table_reading_t *self, const nz_csv_row_t *row)
{
    const bool has_score =
        row->fields[SCORE].text != NULL || row->fields[SUCCESSES].text != NULL;
    const bool has_size =
        row->fields[N_EXAMPLES].text != NULL || row->fields[TRIALS].text != NULL;

    if (!has_score && (row->fields[TASK].text == NULL || !has_size)) {
        nz_diagnostics_add(row->diagnostics, row->file, 0, 0,
            "expected a log of the evaluation harness, or a table with the column "
            "`score` "
            "or `successes`, or `task` and `n_examples`; other names by "
            "--column OURS=THEIRS");
        return NZ_ERR_INPUT;
    }
    if (row->fields[SUCCESSES].text != NULL && row->fields[SCORE].text == NULL
        && row->fields[TRIALS].text == NULL) {
        nz_diagnostics_add(
            row->diagnostics, row->file, 0, 0, "has `successes` but no `trials`");
        return NZ_ERR_INPUT;
    }
    self->has_header = true;
    self->is_sizes = !has_score;
    self->import->logs[self->i_log].kind = has_score ? NZ_IMPORT_TABLE : NZ_IMPORT_SIZES;
    return NZ_OK;
}

static const char *
text_of(const nz_csv_row_t *row, size_t i_column)
{
    return row->fields[i_column].text != NULL ? row->fields[i_column].text : "";
}

/* The readers of values leave out untouched if the field is empty. */
static bool
read_name(const nz_csv_row_t *row, size_t i_column, char **out)
{
    const nz_csv_field_t *field = &row->fields[i_column];

    if (field->text == NULL || field->text[0] == '\0') {
        return true;
    }
    if (field->size > NZ_CSV_VALUE_MAX || !nz_import_rows_is_name(field->text)) {
        nz_csv_refuse(row, i_column, "a name of at most 200 bytes", NULL);
        return false;
    }
    *out = nz_import_rows_copy(field->text);
    return *out != NULL;
}

static bool
read_count(const nz_csv_row_t *row, size_t i_column, uint64_t least, uint64_t *out)
{
    uint64_t value = 0;

    if (text_of(row, i_column)[0] == '\0') {
        return true;
    }
    if (nz_number_parse_count(text_of(row, i_column), &value) != NZ_NUMBER_OK
        || value < least || value > (uint64_t) 1 << 53) {
        nz_csv_refuse(row, i_column,
            least == 0 ? "a whole number up to 2^53" : "a whole number from 1 to 2^53",
            NULL);
        return false;
    }
    *out = value;
    return true;
}

/* @p above: the value must be above 0; @p from_0: or not below. */
static bool
read_real(const nz_csv_row_t *row, size_t i_column, bool above, bool from_0, double *out)
{
    double value = 0.0;

    if (text_of(row, i_column)[0] == '\0') {
        return true;
    }
    if (nz_number_parse_real(text_of(row, i_column), &value) != NZ_NUMBER_OK
        || (above && !(value > 0.0)) || (from_0 && !(value >= 0.0))) {
        nz_csv_refuse(row, i_column,
            above    ? "a number above 0"
            : from_0 ? "a number not below 0"
                     : "a number",
            NULL);
        return false;
    }
    *out = value;
    return true;
}

static bool
read_numbers(const nz_csv_row_t *row, nz_import_row_t *out)
{
    return read_real(row, PARAMETERS, true, false, &out->parameters)
           && read_count(row, SHOTS, 0, &out->shots)
           && read_count(row, N_EXAMPLES, 1, &out->trials)
           && read_count(row, TRIALS, 1, &out->trials)
           && read_count(row, SUCCESSES, 0, &out->successes)
           && read_real(row, SCORE, false, false, &out->score)
           && read_real(row, STANDARD_ERROR, false, true, &out->standard_error);
}

/* Whether the numbers of a row agree, and are enough; gives it the score of its counts.
 */
static bool
complete_row(
    const nz_table_reading_t *self, const nz_csv_row_t *row, nz_import_row_t *out)
{
    if (self->is_sizes) {
        if (out->trials == 0 || out->task == NULL) {
            nz_csv_refuse(row, out->task == NULL ? TASK : N_EXAMPLES,
                "a task and its number of items", NULL);
            return false;
        }
        return true;
    }
    if (out->successes != NZ_IMPORT_UNKNOWN) {
        if (out->trials == 0 || out->successes > out->trials) {
            nz_csv_refuse(row, SUCCESSES, "at most as many as `trials`", NULL);
            return false;
        }
        if (isnan(out->score)) {
            out->score = (double) out->successes / (double) out->trials;
        }
    }
    if (isnan(out->score)) {
        nz_csv_refuse(
            row, row->fields[SCORE].text != NULL ? SCORE : SUCCESSES, "a number", NULL);
        return false;
    }
    return true;
}

static nz_status_t
read_fields(const nz_table_reading_t *self, const nz_csv_row_t *row, nz_import_row_t *out,
    bool *is_good)
{
    const nz_import_options_t *options = self->options;

    *is_good = read_name(row, FAMILY, &out->family) && read_name(row, MODEL, &out->model)
               && read_name(row, TASK, &out->task) && read_name(row, METRIC, &out->metric)
               && read_numbers(row, out) && complete_row(self, row, out);
    if (!*is_good) {
        return row->diagnostics->n + row->diagnostics->n_omitted > 0 ? NZ_OK
                                                                     : NZ_ERR_NO_MEMORY;
    }
    if (out->model == NULL && options->model != NULL && !self->is_sizes
        && (out->model = nz_import_rows_copy(options->model)) == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    return NZ_OK;
}

/* Adds the messages of one list to another, as they are. */
static void
hand_on(const nz_diagnostics_t *from, nz_diagnostics_t *to)
{
    for (size_t i = 0; i < from->n && to->n < NZ_DIAGNOSTICS_MAX; i++) {
        memcpy(to->text[to->n++], from->text[i], sizeof(to->text[0]));
    }
    to->n_omitted += from->n_omitted;
}

static nz_status_t
on_row(void *context, const nz_csv_row_t *row)
{
    nz_table_reading_t *self = context;
    nz_csv_row_t quiet = *row; /* messages that skip a row do not refuse the table */
    nz_import_row_t out = { .parameters = (double) NAN,
        .score = (double) NAN,
        .standard_error = (double) NAN,
        .shots = NZ_IMPORT_UNKNOWN,
        .successes = NZ_IMPORT_UNKNOWN,
        .i_log = self->i_log };
    bool is_good = false;
    nz_status_t status = self->has_header ? NZ_OK : look_at_header(self, row);

    if (status != NZ_OK) {
        return status;
    }
    self->of_row.n = self->of_row.n_omitted = 0;
    quiet.diagnostics = &self->of_row;
    status = read_fields(self, &quiet, &out, &is_good);
    if (status == NZ_OK && is_good) {
        status = nz_import_rows_push(self->import, &out);
    } else if (status == NZ_OK) {
        self->import->n_lines_skipped++;
        hand_on(&self->of_row, self->diagnostics);
    }
    free(out.family);
    free(out.model);
    free(out.task);
    free(out.metric);
    return status;
}

/* The columns under their names in the table. One of ours whose name is given to another
 * gets a name that no table has. */
static void
name_columns(const nz_import_options_t *options, nz_csv_column_t columns[N_COLUMNS])
{
    static const char *const none[N_COLUMNS] = { "\001", "\002", "\003", "\004", "\005",
        "\006", "\007", "\010", "\011", "\012", "\013" };

    for (size_t i = 0; i < N_COLUMNS; i++) {
        columns[i] = (nz_csv_column_t){ .name = names[i] };
        for (size_t k = 0; k < options->n_columns; k++) {
            if (strcmp(options->columns[k].theirs, names[i]) == 0) {
                columns[i].name = none[i];
            }
        }
        for (size_t k = 0; k < options->n_columns; k++) {
            if (strcmp(options->columns[k].ours, names[i]) == 0) {
                columns[i].name = options->columns[k].theirs;
            }
        }
    }
}

nz_status_t
nz_import_table_read(nz_import_t *import, size_t i_log,
    const nz_import_options_t *options, nz_diagnostics_t *diagnostics)
{
    const char *path = import->logs[i_log].path;
    nz_table_reading_t reading = {
        .import = import, .i_log = i_log, .options = options, .diagnostics = diagnostics
    };
    nz_csv_column_t columns[N_COLUMNS];
    const size_t n_before = import->n_rows, n_skipped = import->n_lines_skipped;

    name_columns(options, columns);
    const nz_csv_plan_t plan = { .columns = columns,
        .n_columns = N_COLUMNS,
        .field_max = FIELD_MAX,
        .rows_name = "rows of scores",
        .on_row = on_row,
        .context = &reading };
    nz_diagnostics_t of_table = { 0 };
    nz_status_t status = nz_csv_read(path, &plan, &of_table);
    hand_on(&of_table, diagnostics);
    status = status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
    if (status == NZ_OK && import->n_rows == n_before) {
        nz_diagnostics_add(diagnostics, path, 0, 0, "there are no scores in it");
        status = NZ_ERR_INPUT;
    }
    if (status != NZ_OK) {
        nz_import_rows_truncate(import, n_before);
        import->n_lines_skipped = n_skipped;
    }
    return status;
}
