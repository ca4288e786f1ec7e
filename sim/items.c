#include "sim/items.h"

#include "sim/labels.h"
#include "sim/number.h"
#include "sim/utf8.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 40
#define ABSENT SIZE_MAX

#define HINT_FAILED                                                                      \
    "write 0 if the model failed on this item, remove the row if it was not run; "       \
    "leaving out failures would change the estimate"
#define HINT_NUMBER "numbers are written like 0.25"

typedef struct nz_items_reader {
    nz_items_t items; /* values with a stride of capacity items */
    size_t capacity;
    size_t items_max;
    size_t n_values; /* columns of the table that are values */
    bool is_paired;  /* then they are two */
    nz_labels_t clusters;
    nz_labels_t strata;
    size_t i_cluster;          /* among the wanted columns, or ABSENT */
    size_t i_strata;           /* likewise */
    bool is_hint_given_failed; /* once in a file is enough */
    bool is_hint_given_number;
} nz_items_reader_t;

void
nz_items_free(nz_items_t *self)
{
    free(self->values);
    free(self->cluster);
    free(self->stratum);
    *self = (nz_items_t){ 0 };
}

/* What is no number: most often the trace of an item that failed. */
static void
refuse_text(nz_items_reader_t *self, const nz_csv_row_t *row, size_t i_column)
{
    const char *text = row->fields[i_column].text;
    const char *unsigned_text = text + strspn(text, "+- ");
    bool is_like_number =
        unsigned_text[0] != '\0' && strchr("0123456789.,", unsigned_text[0]) != NULL;
    bool *is_given =
        is_like_number ? &self->is_hint_given_number : &self->is_hint_given_failed;
    const char *hint = is_like_number ? HINT_NUMBER : HINT_FAILED;

    nz_csv_refuse(row, i_column, "a number", *is_given ? NULL : hint);
    *is_given = true;
}

static bool
parse_word(const char *text, double *value)
{
    static const char *const words[][3] = { { "false", "False", "FALSE" },
        { "true", "True", "TRUE" } };

    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 3; j++) {
            if (strcmp(text, words[i][j]) == 0) {
                *value = (double) i;
                return true;
            }
        }
    }
    return false;
}

static void
read_value(
    nz_items_reader_t *self, const nz_csv_row_t *row, size_t i_column, double *value)
{
    const char *text = row->fields[i_column].text;

    switch (nz_number_parse_real(text, value)) {
    case NZ_NUMBER_OK:
        if (!(fabs(*value) <= NZ_ITEMS_VALUE_MAX)) {
            nz_csv_refuse(row, i_column, "a number from -1e150 to 1e150", NULL);
        }
        break;
    case NZ_NUMBER_TOO_LARGE:
        nz_csv_refuse(row, i_column, "a number from -1e150 to 1e150", NULL);
        break;
    case NZ_NUMBER_TOO_SMALL:
        nz_csv_refuse(row, i_column, "0 or a number farther from it", NULL);
        break;
    case NZ_NUMBER_NOT_DECIMAL:
    case NZ_NUMBER_NOT_WHOLE:
    case NZ_NUMBER_NEGATIVE:
        if (!parse_word(text, value)) {
            refuse_text(self, row, i_column);
        }
        break;
    }
}

static bool
is_utf8(const char *text, size_t size)
{
    uint32_t code = 0;

    while (size > 0) {
        size_t length = nz_utf8_decode(text, size, &code);
        if (length == 0) {
            return false;
        }
        text += length;
        size -= length;
    }
    return true;
}

static nz_status_t
read_label(
    const nz_csv_row_t *row, size_t i_column, nz_labels_t *labels, uint64_t *number)
{
    const nz_csv_field_t *field = &row->fields[i_column];
    char expected[64];

    if (field->size == 0) {
        nz_csv_refuse(row, i_column, "a label", NULL);
    } else if (field->size > NZ_CSV_VALUE_MAX) {
        (void) snprintf(
            expected, sizeof(expected), "a label of at most %d bytes", NZ_CSV_VALUE_MAX);
        nz_csv_refuse(row, i_column, expected, NULL);
    } else if (!is_utf8(field->text, field->size)) {
        nz_csv_refuse(row, i_column, "a label in UTF-8", NULL);
    } else {
        return nz_labels_number(labels, field->text, field->size, number);
    }
    return NZ_OK;
}

static nz_status_t
grow_labels(uint64_t **labels, size_t i_column, size_t capacity)
{
    uint64_t *larger = NULL;

    if (i_column == ABSENT) {
        return NZ_OK;
    }
    larger = realloc(*labels, capacity * sizeof(*larger));
    if (larger == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    *labels = larger;
    return NZ_OK;
}

/* Moves the columns from one stride to another. */
static void
restride(nz_items_t *items, size_t from, size_t to)
{
    for (size_t k = 1; k < items->n_columns; k++) {
        size_t c = to > from ? items->n_columns - k : k; /* none onto the next */
        memmove(items->values + c * to, items->values + c * from,
            items->n_items * sizeof(*items->values));
    }
}

static nz_status_t
grow(nz_items_reader_t *self)
{
    nz_items_t *items = &self->items;
    size_t capacity = self->capacity > 0 ? 2 * self->capacity : 256;
    double *values = NULL;

    if (capacity > SIZE_MAX / 2 / sizeof(*values) / items->n_columns) {
        return NZ_ERR_NO_MEMORY;
    }
    values = realloc(items->values, items->n_columns * capacity * sizeof(*items->values));
    if (values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    items->values = values;
    if (grow_labels(&items->cluster, self->i_cluster, capacity) != NZ_OK
        || grow_labels(&items->stratum, self->i_strata, capacity) != NZ_OK) {
        return NZ_ERR_NO_MEMORY;
    }
    restride(items, self->capacity, capacity);
    self->capacity = capacity;
    return NZ_OK;
}

static void
read_values(nz_items_reader_t *self, const nz_csv_row_t *row)
{
    double *values = self->items.values + self->items.n_items;
    double value = 0.0;
    double other = 0.0;

    if (self->is_paired) {
        read_value(self, row, 0, &value);
        read_value(self, row, 1, &other);
        values[0] = value - other;
        return;
    }
    for (size_t c = 0; c < self->n_values; c++) {
        read_value(self, row, c, &values[c * self->capacity]);
    }
}

/* In a table of one column an empty cell is a blank line, which others may have between
 * rows. Which of the two it is, is not for us to guess. */
static void
refuse_blank_line(nz_items_reader_t *self, const nz_csv_row_t *row)
{
    const char *name = row->columns[0].name;

    nz_diagnostics_add(row->diagnostics, row->file, row->blank_line, 0,
        "`%.*s`: expected a number, found a blank line%s",
        (int) nz_utf8_cut(name, SHOWN_MAX), name,
        self->is_hint_given_failed ? "" : " (" HINT_FAILED ")");
    self->is_hint_given_failed = true;
}

static nz_status_t
on_row(void *context, const nz_csv_row_t *row)
{
    nz_items_reader_t *self = context;
    nz_items_t *items = &self->items;
    nz_status_t status = NZ_OK;

    if (items->n_items == self->items_max) {
        nz_diagnostics_add(row->diagnostics, row->file, row->line, 0,
            "expected at most %zu items, found more", self->items_max);
        return NZ_ERR_INPUT;
    }
    if (items->n_items == self->capacity) {
        status = grow(self);
    }
    if (status != NZ_OK) {
        return status;
    }
    if (row->n_table_columns == 1 && row->blank_line > 0) {
        refuse_blank_line(self, row);
    }
    read_values(self, row);
    if (self->i_cluster != ABSENT) {
        status = read_label(
            row, self->i_cluster, &self->clusters, &items->cluster[items->n_items]);
    }
    if (status == NZ_OK && self->i_strata != ABSENT) {
        status = read_label(
            row, self->i_strata, &self->strata, &items->stratum[items->n_items]);
    }
    items->n_items++;
    return status;
}

/* Gives back what was reserved for more items; a failure leaves what there was. */
static void
finish(nz_items_reader_t *self)
{
    nz_items_t *items = &self->items;
    double *values = NULL;

    restride(items, self->capacity, items->n_items);
    values = realloc(items->values, items->n_columns * items->n_items * sizeof(*values));
    items->values = values != NULL ? values : items->values;
    (void) grow_labels(&items->cluster, self->i_cluster, items->n_items);
    (void) grow_labels(&items->stratum, self->i_strata, items->n_items);
    items->n_clusters = self->clusters.n;
    items->n_strata = self->strata.n;
}

/* Appends a wanted column; its place, or ABSENT. */
static size_t
want(nz_csv_column_t *wanted, size_t *n_wanted, const char *name)
{
    if (name == NULL) {
        return ABSENT;
    }
    wanted[*n_wanted] = (nz_csv_column_t){ .name = name, .is_required = true };
    return (*n_wanted)++;
}

static bool
is_distinct(const nz_csv_column_t *wanted, size_t n, const char *path,
    nz_diagnostics_t *diagnostics)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(wanted[i].name, wanted[j].name) == 0) {
                nz_diagnostics_add(diagnostics, path, 0, 0,
                    "expected different columns for values, pair, clusters and strata, "
                    "found `%.*s` twice",
                    (int) nz_utf8_cut(wanted[i].name, SHOWN_MAX), wanted[i].name);
                return false;
            }
        }
    }
    return true;
}

static nz_status_t
read_columns(nz_items_reader_t *self, const char *path, nz_csv_plan_t *plan,
    const nz_items_columns_t *columns, nz_diagnostics_t *diagnostics)
{
    nz_csv_column_t *wanted = calloc(columns->n_values + 3, sizeof(*wanted));
    nz_status_t status = NZ_ERR_INPUT;
    size_t n = 0;

    if (wanted == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < columns->n_values; i++) {
        (void) want(wanted, &n, columns->values[i]);
    }
    self->is_paired = want(wanted, &n, columns->paired) != ABSENT;
    self->n_values = n;
    self->items.n_columns = columns->n_values;
    self->i_cluster = want(wanted, &n, columns->cluster);
    self->i_strata = want(wanted, &n, columns->strata);
    plan->columns = wanted;
    plan->n_columns = n;
    if (is_distinct(wanted, n, path, diagnostics)) {
        status = nz_csv_read(path, plan, diagnostics);
    }
    free(wanted);
    return status;
}

nz_status_t
nz_items_read(const char *path, const nz_items_columns_t *columns, size_t items_max,
    nz_csv_progress_t progress, void *context, nz_items_t *out,
    nz_diagnostics_t *diagnostics)
{
    nz_items_reader_t self = { .items_max = items_max };
    nz_csv_plan_t plan = { .field_max = NZ_ITEMS_FIELD_MAX,
        .rows_name = "rows of items",
        .on_row = on_row,
        .context = &self,
        .progress = progress,
        .progress_context = context };
    nz_status_t status = NZ_OK;

    if (path == NULL || columns == NULL || columns->values == NULL || out == NULL
        || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (items_max < 1 || columns->n_values < 1
        || columns->n_values > NZ_CSV_COLUMNS_MAX - 3
        || (columns->paired != NULL && columns->n_values != 1)) {
        return NZ_ERR_DOMAIN;
    }
    for (size_t i = 0; i < columns->n_values; i++) {
        if (columns->values[i] == NULL) {
            return NZ_ERR_NULL_ARG;
        }
    }
    status = read_columns(&self, path, &plan, columns, diagnostics);
    if (status == NZ_OK) {
        finish(&self);
        *out = self.items;
    } else {
        nz_items_free(&self.items);
    }
    nz_labels_free(&self.clusters);
    nz_labels_free(&self.strata);
    return status;
}
