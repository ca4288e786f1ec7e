#include "mpi/table.h"

#include "sim/number.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct nz_table {
    FILE *out;
    nz_table_format_t format;
    const char *const *columns;
    size_t n_columns, n_rows;
    char **cells; /* of NZ_TABLE_TABLE: all fields as text, the header first */
    size_t n_cells, capacity;
    nz_status_t status;
};

nz_field_t
nz_field_text(const char *text)
{
    return (nz_field_t){ .kind = NZ_FIELD_TEXT, .text = text };
}

nz_field_t
nz_field_real(double real)
{
    return (
        nz_field_t){ .kind = isnan(real) ? NZ_FIELD_EMPTY : NZ_FIELD_REAL, .real = real };
}

nz_field_t
nz_field_given(double real)
{
    return (nz_field_t){ .kind = NZ_FIELD_GIVEN, .real = real };
}

nz_field_t
nz_field_count(uint64_t count)
{
    return (nz_field_t){ .kind = NZ_FIELD_COUNT, .count = count };
}

int
nz_table_format_find(const char *name, nz_table_format_t *format)
{
    static const char *const names[] = { "csv", "table", "json" };
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(name, names[i]) == 0) {
            *format = (nz_table_format_t) i;
            return 0;
        }
    }
    return -1;
}

enum { full_digits = 17 };

static void
format_number(const nz_field_t *field, int digits, char text[40])
{
    if (field->kind == NZ_FIELD_COUNT) {
        snprintf(text, 40, "%" PRIu64, field->count);
    } else if (field->kind == NZ_FIELD_GIVEN && digits == full_digits) {
        nz_number_format(field->real, text);
    } else if (field->kind == NZ_FIELD_REAL || field->kind == NZ_FIELD_GIVEN) {
        snprintf(text, 40, "%.*g", digits, field->real);
    } else {
        text[0] = '\0';
    }
}

static void
print_csv_text(FILE *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            fputc('"', out);
        }
        fputc(*text, out);
    }
    fputc('"', out);
}

static void
print_csv_row(nz_table_t *self, const nz_field_t *fields)
{
    char number[40];
    for (size_t i = 0; i < self->n_columns; i++) {
        fputs(i > 0 ? "," : "", self->out);
        if (fields[i].kind == NZ_FIELD_TEXT) {
            print_csv_text(self->out, fields[i].text);
        } else {
            format_number(&fields[i], full_digits, number);
            fputs(number, self->out);
        }
    }
    fputc('\n', self->out);
}

static json_t *
json_of(const nz_field_t *field)
{
    switch (field->kind) {
    case NZ_FIELD_TEXT:
        return json_string(field->text);
    case NZ_FIELD_COUNT:
        return json_integer((json_int_t) field->count);
    case NZ_FIELD_GIVEN:
    case NZ_FIELD_REAL: /* JSON has no infinities */
        return isinf(field->real) ? json_string(field->real > 0 ? "inf" : "-inf")
                                  : json_real(field->real);
    case NZ_FIELD_EMPTY:
        break;
    }
    return json_null();
}

static void
print_json_row(nz_table_t *self, const nz_field_t *fields)
{
    json_t *row = json_object();
    int failed = row == NULL;

    for (size_t i = 0; i < self->n_columns && !failed; i++) {
        failed = json_object_set_new(row, self->columns[i], json_of(&fields[i])) != 0;
    }
    if (!failed) {
        fputs(self->n_rows > 0 ? ",\n" : "\n", self->out);
        failed = json_dumpf(row, self->out, JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(17))
                 != 0;
    }
    json_decref(row);
    self->status = failed && self->status == NZ_OK ? NZ_ERR_NO_MEMORY : self->status;
}

static void
keep_cell(nz_table_t *self, const char *text)
{
    if (self->n_cells == self->capacity) {
        const size_t capacity = 2 * self->capacity + 64;
        char **cells = realloc(self->cells, capacity * sizeof(*cells));
        if (cells == NULL) {
            self->status = NZ_ERR_NO_MEMORY;
            return;
        }
        self->cells = cells;
        self->capacity = capacity;
    }
    self->cells[self->n_cells] = strdup(text);
    if (self->cells[self->n_cells] == NULL) {
        self->status = NZ_ERR_NO_MEMORY;
        return;
    }
    self->n_cells++;
}

static void
keep_row(nz_table_t *self, const nz_field_t *fields)
{
    char number[40];
    for (size_t i = 0; i < self->n_columns && self->status == NZ_OK; i++) {
        format_number(&fields[i], 6, number);
        keep_cell(self, fields[i].kind == NZ_FIELD_TEXT ? fields[i].text : number);
    }
}

/* Bytes of UTF-8 that begin a character, i.e. its width for most scripts. */
static int
width_of(const char *text)
{
    int width = 0;
    for (; *text != '\0'; text++) {
        width += ((unsigned char) *text & 0xC0) != 0x80;
    }
    return width;
}

static bool
looks_numeric(const char *text)
{
    return text[0] == '\0' || strspn(text, "0123456789.+-einf") == strlen(text);
}

/* Width of a column and whether it holds numbers only. */
typedef struct column_shape {
    int width;
    bool numeric;
} column_shape_t;

static void
print_aligned(nz_table_t *self)
{
    column_shape_t *shapes = calloc(self->n_columns, sizeof(*shapes));

    if (shapes == NULL) {
        self->status = NZ_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < self->n_cells; i++) {
        column_shape_t *shape = &shapes[i % self->n_columns];
        const int width = width_of(self->cells[i]);
        shape->width = width > shape->width ? width : shape->width;
        shape->numeric =
            i < self->n_columns || (shape->numeric && looks_numeric(self->cells[i]));
    }
    for (size_t i = 0; i < self->n_cells; i++) {
        const column_shape_t shape = shapes[i % self->n_columns];
        const bool last = (i + 1) % self->n_columns == 0;
        const int pad = shape.width - width_of(self->cells[i]);
        fprintf(self->out, "%*s%s%*s%s", shape.numeric ? pad : 0, "", self->cells[i],
            shape.numeric || last ? 0 : pad, "", last ? "\n" : "  ");
    }
    free(shapes);
}

nz_status_t
nz_table_begin(FILE *out, nz_table_format_t format, const char *const *columns,
    size_t n_columns, nz_table_t **table)
{
    nz_table_t *self = calloc(1, sizeof(*self));

    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    *self = (nz_table_t){
        .out = out, .format = format, .columns = columns, .n_columns = n_columns
    };
    if (format == NZ_TABLE_JSON) {
        fputc('[', out);
    }
    for (size_t i = 0; i < n_columns; i++) {
        if (format == NZ_TABLE_CSV) {
            fprintf(out, "%s%s", columns[i], i + 1 < n_columns ? "," : "\n");
        } else if (format == NZ_TABLE_TABLE) {
            keep_cell(self, columns[i]);
        }
    }
    *table = self;
    return NZ_OK;
}

nz_status_t
nz_table_row(nz_table_t *table, const nz_field_t *fields)
{
    switch (table->format) {
    case NZ_TABLE_CSV:
        print_csv_row(table, fields);
        break;
    case NZ_TABLE_TABLE:
        keep_row(table, fields);
        break;
    case NZ_TABLE_JSON:
        print_json_row(table, fields);
        break;
    }
    table->n_rows++;
    return table->status;
}

nz_status_t
nz_table_end(nz_table_t **table)
{
    if (table == NULL || *table == NULL) {
        return NZ_OK;
    }
    nz_table_t *self = *table;
    if (self->format == NZ_TABLE_TABLE && self->status == NZ_OK) {
        print_aligned(self);
    } else if (self->format == NZ_TABLE_JSON) {
        fputs("\n]\n", self->out);
    }
    nz_status_t status = self->status;
    for (size_t i = 0; i < self->n_cells; i++) {
        free(self->cells[i]);
    }
    free(self->cells);
    if (status == NZ_OK && (fflush(self->out) != 0 || ferror(self->out))) {
        status = NZ_ERR_IO;
    }
    free(self);
    *table = NULL;
    return status;
}
