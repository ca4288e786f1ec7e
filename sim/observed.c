#include "sim/observed.h"

#include "sim/csv_reader.h"
#include "sim/number.h"
#include "sim/utf8.h"
#include "stats/interval.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns that are used. */
enum { FAMILY, MODEL, PARAMETERS, TRIALS, SUCCESSES, SCORE, N_COLUMNS };
static const nz_csv_column_t columns[N_COLUMNS] = {
    [FAMILY] = { .name = "family" },
    [MODEL] = { .name = "model" },
    [PARAMETERS] = { .name = "parameters", .is_required = true },
    [TRIALS] = { .name = "trials", .is_required = true },
    [SUCCESSES] = { .name = "successes", .is_required = true, .alternative = "score" },
    [SCORE] = { .name = "score" },
};

typedef struct nz_table_reader {
    nz_observed_t table;
    size_t capacity;
    bool is_row_refused;
} nz_table_reader_t;

void
nz_observed_free(nz_observed_t *self)
{
    for (size_t i = 0; i < self->n_rows; i++) {
        free(self->rows[i].family);
        free(self->rows[i].model);
    }
    free(self->rows);
    *self = (nz_observed_t){ 0 };
}

static void
refuse_value(
    nz_table_reader_t *self, const nz_csv_row_t *row, size_t column, const char *expected)
{
    self->is_row_refused = true;
    nz_csv_refuse(row, column, expected, NULL);
}

/* The text of a name, "" if the table has none. */
static const char *
read_name(nz_table_reader_t *self, const nz_csv_row_t *row, size_t column)
{
    const nz_csv_field_t *field = &row->fields[column];
    char expected[64];

    if (field->text == NULL) {
        return "";
    }
    if (field->size > NZ_OBSERVED_VALUE_MAX) {
        (void) snprintf(
            expected, sizeof(expected), "at most %d bytes", NZ_OBSERVED_VALUE_MAX);
        refuse_value(self, row, column, expected);
    } else if (!nz_utf8_is_clean(field->text)) {
        refuse_value(self, row, column, "UTF-8 text without line breaks");
    }
    return field->text;
}

/* What rounding to the printed digits can have changed in score * trials. */
static double
rounding_of(const char *score, double trials)
{
    const char *point = strchr(score, '.');
    size_t decimals = point != NULL ? strspn(point + 1, "0123456789") : 0;
    const char *exponent = strpbrk(score, "eE");
    double power = exponent != NULL ? strtod(exponent + 1, NULL) : 0.0;

    return 0.5 * pow(10.0, power - (double) decimals) * trials;
}

static void
read_score(nz_table_reader_t *self, const nz_csv_row_t *row, uint64_t trials,
    uint64_t *successes)
{
    double score = 0.0;
    double count = 0.0;
    double off = 0.0;
    double rounding = 0.0;
    char expected[96];

    if (nz_number_parse_real(row->fields[SCORE].text, &score) != NZ_NUMBER_OK
        || !(score >= 0.0 && score <= 1.0)) {
        refuse_value(self, row, SCORE, "a number, 0 to 1");
        return;
    }
    count = score * (double) trials;
    off = fabs(count - round(count));
    rounding = rounding_of(row->fields[SCORE].text, (double) trials);
    if (!(off <= 0.01 || (rounding < 0.5 && off <= rounding))) {
        (void) snprintf(expected, sizeof(expected),
            "the mean of %" PRIu64 " outcomes 0 or 1, a whole number of successes",
            trials);
        refuse_value(self, row, SCORE, expected);
        return;
    }
    *successes = (uint64_t) round(count);
}

static void
read_counts(nz_table_reader_t *self, const nz_csv_row_t *row, nz_observation_t *out)
{
    bool has_trials =
        nz_number_parse_count(row->fields[TRIALS].text, &out->trials) == NZ_NUMBER_OK
        && out->trials >= 1 && out->trials <= NZ_COUNT_MAX;
    char expected[64];

    if (!has_trials) {
        refuse_value(self, row, TRIALS, "a whole number, 1 to 2^53");
    }
    if (row->fields[SUCCESSES].text == NULL) {
        if (has_trials) {
            read_score(self, row, out->trials, &out->successes);
        }
    } else if (nz_number_parse_count(row->fields[SUCCESSES].text, &out->successes)
               != NZ_NUMBER_OK) {
        refuse_value(self, row, SUCCESSES, "a whole number");
    } else if (has_trials && out->successes > out->trials) {
        (void) snprintf(
            expected, sizeof(expected), "at most the %" PRIu64 " trials", out->trials);
        refuse_value(self, row, SUCCESSES, expected);
    }
}

static nz_status_t
append(nz_table_reader_t *self, const nz_observation_t *row, const char *family,
    const char *model)
{
    nz_observation_t *rows = self->table.rows;
    nz_observation_t copy = *row;

    if (self->table.n_rows == self->capacity) {
        size_t capacity = self->capacity > 0 ? 2 * self->capacity : 16;
        rows = realloc(rows, capacity * sizeof(*rows));
        if (rows == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->table.rows = rows;
        self->capacity = capacity;
    }
    copy.family = strdup(family);
    copy.model = strdup(model);
    if (copy.family == NULL || copy.model == NULL) {
        free(copy.family);
        free(copy.model);
        return NZ_ERR_NO_MEMORY;
    }
    rows[self->table.n_rows++] = copy;
    return NZ_OK;
}

static nz_status_t
on_row(void *context, const nz_csv_row_t *row)
{
    nz_table_reader_t *self = context;
    nz_observation_t read = { 0 };
    const char *family = NULL;
    const char *model = NULL;

    self->is_row_refused = false;
    family = read_name(self, row, FAMILY);
    model = read_name(self, row, MODEL);
    if (nz_number_parse_real(row->fields[PARAMETERS].text, &read.parameters)
            != NZ_NUMBER_OK
        || !(read.parameters > 0.0)) {
        refuse_value(self, row, PARAMETERS, "a number above 0");
    }
    read_counts(self, row, &read);
    return self->is_row_refused ? NZ_OK : append(self, &read, family, model);
}

nz_status_t
nz_observed_read(const char *path, nz_observed_t *out, nz_diagnostics_t *diagnostics)
{
    nz_table_reader_t reader = { .capacity = 0 };
    nz_csv_plan_t plan = { .columns = columns,
        .n_columns = N_COLUMNS,
        .lines_max = NZ_OBSERVED_LINES_MAX,
        .field_max = NZ_OBSERVED_FIELD_MAX,
        .rows_name = "rows of results",
        .on_row = on_row,
        .context = &reader };
    nz_status_t status = NZ_OK;

    if (path == NULL || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    status = nz_csv_read(path, &plan, diagnostics);
    if (status == NZ_OK) {
        *out = reader.table;
    } else {
        nz_observed_free(&reader.table);
    }
    return status;
}
