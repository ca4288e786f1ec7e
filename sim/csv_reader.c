#include "sim/csv_reader.h"

#include "sim/utf8.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define SHOWN_MAX 40
#define LIST_MAX 200
#define BLOCK_SIZE 65536
#define NOT_USED SIZE_MAX

typedef char nz_csv_text_t[NZ_CSV_VALUE_MAX + 1];

typedef struct nz_csv_reader {
    const nz_csv_plan_t *plan;
    nz_csv_row_t row;
    nz_status_t status; /* the first thing that ends the reading */
    struct csv_parser parser;

    size_t line;       /* of the next byte */
    bool is_in_row;    /* whether the current row has begun, at row.line */
    bool is_after_cr;  /* so that CRLF counts once */
    size_t unfinished; /* bytes since a field ended, less than a block too few */
    size_t n_rows;     /* after the header */
    bool has_header;

    size_t n_columns;                   /* of the header */
    size_t i_column;                    /* of the next field */
    size_t used_as[NZ_CSV_COLUMNS_MAX]; /* which wanted column it is, or NOT_USED */
    nz_csv_text_t *names;               /* of the header's columns; cut */
    nz_csv_text_t *texts;               /* of the wanted columns in this row */
    nz_csv_field_t *fields;             /* what row.fields points to */
    unsigned char block[BLOCK_SIZE];
} nz_csv_reader_t;

/* Ends the reading with a message about a line. */
static void
stop(nz_csv_reader_t *self, size_t line, const char *message)
{
    if (self->status == NZ_OK) {
        nz_diagnostics_add(self->row.diagnostics, self->row.file, line, 0, "%s", message);
        self->status = NZ_ERR_INPUT;
    }
}

static void
stop_at_limit(nz_csv_reader_t *self, size_t line, size_t limit, const char *of_what)
{
    char message[96];

    (void) snprintf(
        message, sizeof(message), "expected at most %zu %s, found more", limit, of_what);
    stop(self, line, message);
}

void
nz_csv_refuse(
    const nz_csv_row_t *row, size_t i_column, const char *expected, const char *hint)
{
    const char *name = row->columns[i_column].name;
    const char *text = row->fields[i_column].text;
    const char *opening = hint != NULL ? " (" : "";
    const char *closing = hint != NULL ? ")" : "";
    size_t shown = text != NULL ? nz_utf8_cut(text, SHOWN_MAX) : 0;

    hint = hint != NULL ? hint : "";
    if (shown == 0) {
        nz_diagnostics_add(row->diagnostics, row->file, row->line, 0,
            "`%.*s`: expected %s, found nothing%s%s%s",
            (int) nz_utf8_cut(name, SHOWN_MAX), name, expected, opening, hint, closing);
    } else {
        nz_diagnostics_add(row->diagnostics, row->file, row->line, 0,
            "`%.*s`: expected %s, found `%.*s%s`%s%s%s",
            (int) nz_utf8_cut(name, SHOWN_MAX), name, expected, (int) shown, text,
            text[shown] != '\0' ? "..." : "", opening, hint, closing);
    }
}

/* Copies a field as far as there is room. */
static void
copy_text(char *to, const char *field, size_t size)
{
    size_t kept = size <= NZ_CSV_VALUE_MAX ? size : NZ_CSV_VALUE_MAX;

    memcpy(to, field, kept);
    to[kept] = '\0';
}

static void
on_header_field(nz_csv_reader_t *self, const char *field, size_t size)
{
    const nz_csv_plan_t *plan = self->plan;
    size_t as = NOT_USED;

    for (size_t i = 0; i < plan->n_columns; i++) {
        if (strlen(plan->columns[i].name) == size
            && memcmp(plan->columns[i].name, field, size) == 0) {
            as = i;
        }
    }
    copy_text(self->names[self->i_column], field, size);
    self->used_as[self->i_column++] = as;
    if (as == NOT_USED) {
        return;
    }
    if (self->fields[as].text != NULL) {
        const char *name = plan->columns[as].name;
        nz_diagnostics_add(self->row.diagnostics, self->row.file, self->row.line, 0,
            "expected distinct columns, found `%.*s` twice",
            (int) nz_utf8_cut(name, SHOWN_MAX), name);
        self->status = NZ_ERR_INPUT;
        return;
    }
    self->fields[as].text = self->texts[as];
}

/* The columns of the header, as many as there is room for. */
static void
list_columns(const nz_csv_reader_t *self, char list[LIST_MAX])
{
    size_t used = 0;

    list[0] = '\0';
    for (size_t i = 0; i < self->n_columns; i++) {
        const char *name = self->names[i];
        size_t shown = nz_utf8_cut(name, SHOWN_MAX);
        const char *comma = i > 0 ? ", " : "";
        if (used + shown + sizeof(", ``, ...") > LIST_MAX) {
            (void) snprintf(list + used, LIST_MAX - used, "%s...", comma);
            return;
        }
        used += (size_t) snprintf(
            list + used, LIST_MAX - used, "%s`%.*s`", comma, (int) shown, name);
    }
}

/* A column that is not used and may be the one that is meant, or NULL. */
static const char *
nearest_column(const nz_csv_reader_t *self, const char *wanted)
{
    const char *nearest = NULL;

    for (size_t i = 0; i < self->n_columns; i++) {
        const char *pair[] = { nearest, self->names[i] };
        size_t n_known = nearest == NULL;
        if (self->used_as[i] != NOT_USED) {
            continue;
        }
        if (strcasecmp(wanted, self->names[i]) == 0) {
            return self->names[i];
        }
        if (nz_nearest_word(wanted, pair + n_known, 2 - n_known) == self->names[i]) {
            nearest = self->names[i];
        }
    }
    return nearest;
}

static void
refuse_header(nz_csv_reader_t *self, const nz_csv_column_t *column)
{
    const char *other = column->alternative;
    const char *nearest = nearest_column(self, column->name);
    bool is_other_separator =
        self->n_columns == 1 && strpbrk(self->names[0], ";|\t") != NULL;
    char found[LIST_MAX];
    char meant[2 * SHOWN_MAX] = "";

    list_columns(self, found);
    if (is_other_separator) {
        (void) snprintf(meant, sizeof(meant), " (columns are separated by commas)");
    } else if (nearest != NULL) {
        (void) snprintf(meant, sizeof(meant), "; did you mean `%.*s`?",
            (int) nz_utf8_cut(nearest, SHOWN_MAX), nearest);
    }
    nz_diagnostics_add(self->row.diagnostics, self->row.file, self->row.line, 0,
        "expected a column `%.*s`%s%s%s, found %s%s",
        (int) nz_utf8_cut(column->name, SHOWN_MAX), column->name,
        other != NULL ? " or `" : "", other != NULL ? other : "",
        other != NULL ? "`" : "", found, meant);
    self->status = NZ_ERR_INPUT;
}

static bool
has_column(const nz_csv_reader_t *self, const char *name)
{
    for (size_t i = 0; i < self->plan->n_columns; i++) {
        if (strcmp(self->plan->columns[i].name, name) == 0) {
            return self->fields[i].text != NULL;
        }
    }
    return false;
}

static void
on_header_end(nz_csv_reader_t *self)
{
    self->has_header = true;
    self->n_columns = self->i_column;
    self->row.n_table_columns = self->n_columns;
    for (size_t i = 0; i < self->plan->n_columns; i++) {
        const nz_csv_column_t *column = &self->plan->columns[i];
        bool has_alternative =
            column->alternative != NULL && has_column(self, column->alternative);
        if (column->is_required && self->fields[i].text == NULL && !has_alternative) {
            refuse_header(self, column);
        }
    }
}

static void
on_row_end(nz_csv_reader_t *self)
{
    self->n_rows++;
    if (self->i_column != self->n_columns) {
        nz_diagnostics_add(self->row.diagnostics, self->row.file, self->row.line, 0,
            "expected %zu fields as in the header, found %zu", self->n_columns,
            self->i_column);
        return;
    }
    self->status = self->plan->on_row(self->plan->context, &self->row);
}

/* libcsv calls these two after every field and every row. */
static void
on_field(void *field, size_t size, void *data)
{
    nz_csv_reader_t *self = data;
    const char *text = size > 0 ? field : ""; /* libcsv may give NULL */
    size_t as = NOT_USED;

    self->unfinished = 0;
    if (self->status != NZ_OK) {
        return;
    }
    if (size > self->plan->field_max) {
        stop_at_limit(self, self->row.line, self->plan->field_max, "bytes in a field");
    } else if (self->i_column >= NZ_CSV_COLUMNS_MAX) {
        stop_at_limit(self, self->row.line, NZ_CSV_COLUMNS_MAX, "columns");
    } else if (!self->has_header) {
        on_header_field(self, text, size);
    } else {
        as = self->i_column < self->n_columns ? self->used_as[self->i_column] : NOT_USED;
        self->i_column++;
        if (as != NOT_USED) {
            copy_text(self->texts[as], text, size);
            self->fields[as].size = size;
        }
    }
}

static void
on_row(int terminator, void *data)
{
    nz_csv_reader_t *self = data;

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
    self->row.blank_line = 0;
}

static bool
is_blank(const unsigned char *bytes, size_t n)
{
    size_t i = 0;

    while (i < n && (bytes[i] == ' ' || bytes[i] == '\t')) {
        i++;
    }
    return i == n || bytes[i] == '\n' || bytes[i] == '\r';
}

static void
stop_in_long_field(nz_csv_reader_t *self)
{
    char message[128];

    if (self->is_in_row && self->line > self->row.line) {
        (void) snprintf(message, sizeof(message),
            "a quote is opened in this row and not closed within %zu bytes",
            self->plan->field_max);
        stop(self, self->row.line, message);
    } else {
        stop_at_limit(self, self->line, self->plan->field_max, "bytes in a field");
    }
}

/* Takes what a line has in this block, with the line's end if it is there. */
static void
on_piece(nz_csv_reader_t *self, const unsigned char *piece, size_t n)
{
    unsigned char last = piece[n - 1];
    bool is_rest_of_crlf = self->is_after_cr && n == 1 && last == '\n';

    if (self->plan->lines_max > 0 && self->line > self->plan->lines_max
        && !is_rest_of_crlf) {
        stop_at_limit(self, self->line, self->plan->lines_max, "lines");
        return;
    }
    if (!self->is_in_row && !is_blank(piece, n)) {
        self->is_in_row = true;
        self->row.line = self->line;
    } else if (!self->is_in_row && !is_rest_of_crlf && (last == '\r' || last == '\n')) {
        self->row.blank_line = self->line;
    }
    self->unfinished += n;
    if (csv_parse(&self->parser, piece, n, on_field, on_row, self) != n) {
        if (csv_error(&self->parser) == CSV_EPARSE) {
            stop(self, self->line,
                "misplaced quote: a field with quotes is put in quotes, those inside "
                "doubled");
        } else {
            self->status = NZ_ERR_NO_MEMORY;
        }
        return;
    }
    if (self->unfinished > self->plan->field_max) {
        stop_in_long_field(self);
    }
    self->line += last == '\r' || (last == '\n' && !is_rest_of_crlf);
    self->is_after_cr = last == '\r';
    if (!self->is_in_row && (last == '\r' || last == '\n')) {
        self->unfinished = 0;
    }
}

/* Line by line, because libcsv does not say which line it is in. */
static void
on_block(nz_csv_reader_t *self, const unsigned char *block, size_t n)
{
    size_t start = 0;

    for (size_t i = 0; i < n && self->status == NZ_OK; i++) {
        unsigned char byte = block[i];
        if (byte >= 0x20 && byte != 0x7F) {
            continue;
        }
        if (byte == '\n' || byte == '\r') {
            on_piece(self, block + start, i + 1 - start);
            start = i + 1;
        } else if (byte != '\t') {
            stop(self, self->line,
                "expected text, found a control character: a binary file?");
        }
    }
    if (start < n && self->status == NZ_OK) {
        on_piece(self, block + start, n - start);
    }
}

/* The length of a byte-order mark of UTF-8. Those of other encodings begin with bytes
 * that no UTF-8 has. */
static size_t
skip_mark(nz_csv_reader_t *self, size_t n)
{
    uint32_t code = 0;

    if (n == 0 || self->block[0] < 0xEF) {
        return 0;
    }
    if (nz_utf8_decode((const char *) self->block, n, &code) == 0) {
        stop(self, 1, "expected UTF-8 text, found another encoding");
    }
    return code == 0xFEFF ? 3 : 0;
}

static void
read_stream(nz_csv_reader_t *self, FILE *stream, uint64_t n_total)
{
    uint64_t n_read = 0;
    size_t n = 0;

    while (self->status == NZ_OK && (n = fread(self->block, 1, BLOCK_SIZE, stream)) > 0) {
        size_t start = n_read == 0 ? skip_mark(self, n) : 0;
        on_block(self, self->block + start, n - start);
        n_read += n;
        if (self->plan->progress != NULL) {
            self->plan->progress(self->plan->progress_context, n_read, n_total);
        }
    }
    if (ferror(stream)) {
        nz_diagnostics_add(self->row.diagnostics, self->row.file, 0, 0,
            "cannot be read: %s", strerror(errno));
        self->status = NZ_ERR_IO;
    }
    if (self->status == NZ_OK && csv_fini(&self->parser, on_field, on_row, self) != 0) {
        stop(self, self->row.line, "a quote is opened in this row and never closed");
    }
    if (self->status == NZ_OK && !self->has_header) {
        stop(self, 1, "expected a table with a header, found an empty file");
    }
}

static nz_status_t
read_table(nz_csv_reader_t *self, FILE *stream)
{
    nz_diagnostics_t *diagnostics = self->row.diagnostics;
    size_t n_before = diagnostics->n + diagnostics->n_omitted;
    struct stat info;
    bool has_size = fstat(fileno(stream), &info) == 0 && S_ISREG(info.st_mode);
    char message[96];

    if (csv_init(&self->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return NZ_ERR_NO_MEMORY;
    }
    csv_set_realloc_func(&self->parser, realloc);
    csv_set_free_func(&self->parser, free);
    csv_set_blk_size(&self->parser, 1024);
    read_stream(self, stream, has_size ? (uint64_t) info.st_size : 0);
    csv_free(&self->parser);
    if (self->status != NZ_OK) {
        return self->status;
    }
    if (diagnostics->n + diagnostics->n_omitted > n_before) {
        return NZ_ERR_INPUT;
    }
    if (self->n_rows == 0) {
        (void) snprintf(message, sizeof(message),
            "expected %s after the header, found none", self->plan->rows_name);
        stop(self, self->row.line, message);
    }
    return self->status;
}

static bool
is_valid(const nz_csv_plan_t *plan)
{
    if (plan->n_columns < 1 || plan->n_columns > NZ_CSV_COLUMNS_MAX
        || plan->field_max < 1) {
        return false;
    }
    for (size_t i = 0; i < plan->n_columns; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(plan->columns[i].name, plan->columns[j].name) == 0) {
                return false;
            }
        }
    }
    return true;
}

static nz_status_t
read_with_memory(nz_csv_reader_t *self, FILE *stream)
{
    nz_status_t status = NZ_ERR_NO_MEMORY;
    size_t n_columns = self->plan->n_columns;

    self->names = calloc(NZ_CSV_COLUMNS_MAX, sizeof(*self->names));
    self->texts = calloc(n_columns, sizeof(*self->texts));
    self->fields = calloc(n_columns, sizeof(*self->fields));
    if (self->names != NULL && self->texts != NULL && self->fields != NULL) {
        self->row.fields = self->fields;
        status = read_table(self, stream);
    }
    free(self->names);
    free(self->texts);
    free(self->fields);
    return status;
}

nz_status_t
nz_csv_read(const char *path, const nz_csv_plan_t *plan, nz_diagnostics_t *diagnostics)
{
    bool is_stdin = path != NULL && strcmp(path, "-") == 0;
    nz_csv_reader_t *self = NULL;
    FILE *stream = stdin;
    nz_status_t status = NZ_ERR_NO_MEMORY;

    if (path == NULL || plan == NULL || diagnostics == NULL || plan->columns == NULL
        || plan->on_row == NULL || plan->rows_name == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(plan)) {
        return NZ_ERR_DOMAIN;
    }
    if (!is_stdin) {
        stream = fopen(path, "rb");
    }
    if (stream == NULL) {
        nz_diagnostics_add(
            diagnostics, path, 0, 0, "cannot be opened: %s", strerror(errno));
        return NZ_ERR_IO;
    }
    self = calloc(1, sizeof(*self));
    if (self != NULL) {
        self->plan = plan;
        self->row.columns = plan->columns;
        self->row.file = is_stdin ? "standard input" : path;
        self->row.diagnostics = diagnostics;
        self->line = 1;
        status = read_with_memory(self, stream);
    }
    free(self);
    if (!is_stdin) {
        (void) fclose(stream);
    }
    return status;
}
