#include "sim/observed.h"

#include "sim/number.h"
#include "sim/utf8.h"
#include "stats/interval.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 40
#define COLUMNS_MAX 1000
#define N_COLUMNS 6

/* The columns that are used, in the order of nz_table_reader_t.value. */
enum { FAMILY, MODEL, PARAMETERS, TRIALS, SUCCESSES, SCORE };
static const char *const column_names[N_COLUMNS] = { "family", "model", "parameters",
    "trials", "successes", "score" };

typedef struct nz_table_reader {
    const char *path;
    nz_diagnostics_t *diagnostics;
    nz_observed_t table;
    size_t capacity;
    nz_status_t status; /* the first thing that ends the reading */

    size_t line;        /* of the next byte */
    size_t row_line;    /* where the current row began */
    bool is_in_row;     /* whether it has begun */
    bool is_after_cr;   /* so that CRLF counts once */
    size_t field_bytes; /* of the current field so far */
    bool has_header;

    size_t n_columns; /* of the header */
    size_t i_column;  /* of the next field */
    int used_as[COLUMNS_MAX];
    bool has_column[N_COLUMNS];
    char columns_found[256]; /* the header, for messages */
    char value[N_COLUMNS][NZ_OBSERVED_VALUE_MAX + 1];
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

/* Ends the reading with a message about a line. */
static void
stop(nz_table_reader_t *self, size_t line, const char *message)
{
    if (self->status == NZ_OK) {
        nz_diagnostics_add(self->diagnostics, self->path, line, 0, "%s", message);
        self->status = NZ_ERR_INPUT;
    }
}

static void
refuse_value(nz_table_reader_t *self, int column, const char *expected)
{
    const char *text = self->value[column];
    size_t shown = nz_utf8_cut(text, SHOWN_MAX);

    self->is_row_refused = true;
    if (text[0] == '\0') {
        nz_diagnostics_add(self->diagnostics, self->path, self->row_line, 0,
            "`%s`: expected %s, found nothing", column_names[column], expected);
    } else {
        nz_diagnostics_add(self->diagnostics, self->path, self->row_line, 0,
            "`%s`: expected %s, found `%.*s%s`", column_names[column], expected,
            (int) shown, text, text[shown] != '\0' ? "..." : "");
    }
}

/* Copies a field that is used, as far as there is room. */
static void
keep_value(nz_table_reader_t *self, int column, const char *field, size_t size)
{
    char expected[64];
    size_t kept = size <= NZ_OBSERVED_VALUE_MAX ? size : NZ_OBSERVED_VALUE_MAX;

    memcpy(self->value[column], field, kept);
    self->value[column][kept] = '\0';
    if (column >= PARAMETERS) {
        return; /* what is no number is refused when it is read as one */
    }
    if (kept < size) {
        (void) snprintf(
            expected, sizeof(expected), "at most %d bytes", NZ_OBSERVED_VALUE_MAX);
        refuse_value(self, column, expected);
    } else if (!nz_utf8_is_clean(self->value[column])) {
        refuse_value(self, column, "UTF-8 text without line breaks");
    }
}

static void
on_header_field(nz_table_reader_t *self, const char *field, size_t size)
{
    size_t used = strlen(self->columns_found);
    int as = -1;

    for (int i = 0; i < N_COLUMNS; i++) {
        if (strlen(column_names[i]) == size
            && memcmp(column_names[i], field, size) == 0) {
            as = i;
        }
    }
    if (as >= 0 && self->has_column[as]) {
        nz_diagnostics_add(self->diagnostics, self->path, self->row_line, 0,
            "expected distinct columns, found `%s` twice", column_names[as]);
        self->status = NZ_ERR_INPUT;
        return;
    }
    self->used_as[self->i_column++] = as;
    if (as >= 0) {
        self->has_column[as] = true;
    }
    (void) snprintf(self->columns_found + used, sizeof(self->columns_found) - used,
        "%s`%.*s`", used > 0 ? ", " : "", (int) (size < SHOWN_MAX ? size : SHOWN_MAX),
        field);
}

static void
require_column(nz_table_reader_t *self, bool is_there, const char *name)
{
    bool is_other_separator =
        self->n_columns == 1 && strpbrk(self->columns_found, ";\t") != NULL;

    if (!is_there) {
        nz_diagnostics_add(self->diagnostics, self->path, self->row_line, 0,
            "expected a column %s, found %s%s", name, self->columns_found,
            is_other_separator ? " (columns are separated by commas)" : "");
        self->status = NZ_ERR_INPUT;
    }
}

static void
on_header_end(nz_table_reader_t *self)
{
    self->has_header = true;
    self->n_columns = self->i_column;
    require_column(self, self->has_column[PARAMETERS], "`parameters`");
    require_column(self, self->has_column[TRIALS], "`trials`");
    require_column(self, self->has_column[SUCCESSES] || self->has_column[SCORE],
        "`successes` or `score`");
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
read_score(nz_table_reader_t *self, uint64_t trials, uint64_t *successes)
{
    double score = 0.0;
    double count = 0.0;
    double off = 0.0;
    double rounding = 0.0;
    char expected[96];

    if (nz_number_parse_real(self->value[SCORE], &score) != NZ_NUMBER_OK
        || !(score >= 0.0 && score <= 1.0)) {
        refuse_value(self, SCORE, "a number, 0 to 1");
        return;
    }
    count = score * (double) trials;
    off = fabs(count - round(count));
    rounding = rounding_of(self->value[SCORE], (double) trials);
    if (!(off <= 0.01 || (rounding < 0.5 && off <= rounding))) {
        (void) snprintf(expected, sizeof(expected),
            "the mean of %" PRIu64 " outcomes 0 or 1, a whole number of successes",
            trials);
        refuse_value(self, SCORE, expected);
        return;
    }
    *successes = (uint64_t) round(count);
}

static void
read_counts(nz_table_reader_t *self, nz_observation_t *row)
{
    bool has_trials =
        nz_number_parse_count(self->value[TRIALS], &row->trials) == NZ_NUMBER_OK
        && row->trials >= 1 && row->trials <= NZ_COUNT_MAX;
    char expected[64];

    if (!has_trials) {
        refuse_value(self, TRIALS, "a whole number, 1 to 2^53");
    }
    if (!self->has_column[SUCCESSES]) {
        if (has_trials) {
            read_score(self, row->trials, &row->successes);
        }
    } else if (nz_number_parse_count(self->value[SUCCESSES], &row->successes)
               != NZ_NUMBER_OK) {
        refuse_value(self, SUCCESSES, "a whole number");
    } else if (has_trials && row->successes > row->trials) {
        (void) snprintf(
            expected, sizeof(expected), "at most the %" PRIu64 " trials", row->trials);
        refuse_value(self, SUCCESSES, expected);
    }
}

static nz_status_t
append(nz_table_reader_t *self, const nz_observation_t *row)
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
    copy.family = strdup(self->value[FAMILY]);
    copy.model = strdup(self->value[MODEL]);
    if (copy.family == NULL || copy.model == NULL) {
        free(copy.family);
        free(copy.model);
        return NZ_ERR_NO_MEMORY;
    }
    rows[self->table.n_rows++] = copy;
    return NZ_OK;
}

static void
on_row_end(nz_table_reader_t *self)
{
    nz_observation_t row = { 0 };

    if (self->i_column != self->n_columns) {
        nz_diagnostics_add(self->diagnostics, self->path, self->row_line, 0,
            "expected %zu fields as in the header, found %zu", self->n_columns,
            self->i_column);
        return;
    }
    if (nz_number_parse_real(self->value[PARAMETERS], &row.parameters) != NZ_NUMBER_OK
        || !(row.parameters > 0.0)) {
        refuse_value(self, PARAMETERS, "a number above 0");
    }
    read_counts(self, &row);
    if (!self->is_row_refused) {
        self->status = append(self, &row);
    }
}

/* libcsv calls these two after every field and every row. */
static void
on_field(void *field, size_t size, void *data)
{
    nz_table_reader_t *self = data;
    const char *text = size > 0 ? field : ""; /* libcsv may give NULL */

    self->field_bytes = 0;
    if (self->status != NZ_OK) {
        return;
    }
    if (self->i_column >= COLUMNS_MAX) {
        stop(self, self->row_line, "expected at most 1000 columns, found more");
    } else if (!self->has_header) {
        on_header_field(self, text, size);
    } else {
        if (self->i_column < self->n_columns && self->used_as[self->i_column] >= 0) {
            keep_value(self, self->used_as[self->i_column], text, size);
        }
        self->i_column++;
    }
}

static void
on_row(int terminator, void *data)
{
    nz_table_reader_t *self = data;

    (void) terminator;
    self->is_in_row = false;
    if (self->status == NZ_OK) {
        if (self->has_header) {
            on_row_end(self);
        } else {
            on_header_end(self);
        }
    }
    self->i_column = 0;
    self->is_row_refused = false;
}

static void
on_byte(nz_table_reader_t *self, struct csv_parser *parser, unsigned char byte)
{
    bool is_layout = byte == '\t' || byte == '\n' || byte == '\r';

    if ((byte < 0x20 && !is_layout) || byte == 0x7F) {
        stop(
            self, self->line, "expected text, found a control character: a binary file?");
        return;
    }
    if (!self->is_in_row && !is_layout && byte != ' ') {
        self->is_in_row = true;
        self->row_line = self->line;
    }
    self->field_bytes = self->is_in_row || byte == ' ' ? self->field_bytes + 1 : 0;
    if (csv_parse(parser, &byte, 1, on_field, on_row, self) != 1) {
        if (csv_error(parser) == CSV_EPARSE) {
            stop(self, self->line,
                "misplaced quote: a field with quotes is put in quotes, those inside "
                "doubled");
        } else {
            self->status = NZ_ERR_NO_MEMORY;
        }
        return;
    }
    if (self->field_bytes > NZ_OBSERVED_FIELD_MAX) {
        stop(self, self->row_line, "expected at most 65536 bytes in a field, found more");
    }
    self->line += byte == '\r' || (byte == '\n' && !self->is_after_cr);
    self->is_after_cr = byte == '\r';
    if (self->line > NZ_OBSERVED_LINES_MAX + 1) {
        stop(self, self->line, "expected at most 1000000 lines, found more");
    }
}

/* Byte by byte, because libcsv does not say which line it is in. */
static void
read_stream(nz_table_reader_t *self, struct csv_parser *parser, FILE *stream)
{
    static const int mark[] = { 0xEF, 0xBB, 0xBF };
    size_t n_bytes = 0;
    size_t n_mark = 0;
    int byte = 0;

    while (self->status == NZ_OK && (byte = getc(stream)) != EOF) {
        if (n_bytes == n_mark && n_mark < 3 && byte == mark[n_mark]) {
            n_mark++;
        } else if (n_bytes == n_mark && n_mark > 0 && n_mark < 3) {
            stop(self, 1, "expected UTF-8 text, found another encoding");
        } else {
            on_byte(self, parser, (unsigned char) byte);
        }
        n_bytes++;
    }
    if (ferror(stream)) {
        nz_diagnostics_add(
            self->diagnostics, self->path, 0, 0, "cannot be read: %s", strerror(errno));
        self->status = NZ_ERR_IO;
    }
    if (self->status == NZ_OK && csv_fini(parser, on_field, on_row, self) != 0) {
        stop(self, self->row_line, "a quote is opened in this row and never closed");
    }
    if (self->status == NZ_OK && !self->has_header) {
        stop(self, 1, "expected a table with a header, found an empty file");
    }
}

static nz_status_t
read_table(nz_table_reader_t *self, FILE *stream)
{
    struct csv_parser parser;
    size_t n_before = self->diagnostics->n + self->diagnostics->n_omitted;

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return NZ_ERR_NO_MEMORY;
    }
    csv_set_realloc_func(&parser, realloc);
    csv_set_free_func(&parser, free);
    read_stream(self, &parser, stream);
    csv_free(&parser);
    if (self->status != NZ_OK) {
        return self->status;
    }
    if (self->diagnostics->n + self->diagnostics->n_omitted > n_before) {
        return NZ_ERR_INPUT;
    }
    if (self->table.n_rows == 0) {
        stop(self, self->row_line,
            "expected rows of results after the header, found none");
    }
    return self->status;
}

nz_status_t
nz_observed_read(const char *path, nz_observed_t *out, nz_diagnostics_t *diagnostics)
{
    nz_table_reader_t *reader = NULL;
    FILE *stream = NULL;
    nz_status_t status = NZ_OK;

    if (path == NULL || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    stream = fopen(path, "rb");
    if (stream == NULL) {
        nz_diagnostics_add(
            diagnostics, path, 0, 0, "cannot be opened: %s", strerror(errno));
        return NZ_ERR_IO;
    }
    reader = calloc(1, sizeof(*reader));
    if (reader == NULL) {
        status = NZ_ERR_NO_MEMORY;
        goto out;
    }
    reader->path = path;
    reader->diagnostics = diagnostics;
    reader->line = 1;
    status = read_table(reader, stream);
    if (status == NZ_OK) {
        *out = reader->table;
    } else {
        nz_observed_free(&reader->table);
    }
out:
    free(reader);
    (void) fclose(stream);
    return status;
}
