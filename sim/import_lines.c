#include "sim/import_lines.h"

#include "sim/file_io.h"
#include "sim/import.h"
#include "sim/import_json.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 65536

/* A line at a time, of any length up to a limit. */
typedef struct nz_line_reader {
    FILE *file;
    size_t line_max;
    char *text; /* owned; the line without its end */
    size_t size, capacity;
    bool is_long;  /* what is beyond the limit was passed over */
    bool is_ended; /* by a line feed rather than by the end of the file */
    char block[BLOCK_SIZE];
    size_t block_size, block_at;
} nz_line_reader_t;

static nz_status_t
append(nz_line_reader_t *self, const char *bytes, size_t n)
{
    if (self->is_long || n > self->line_max - self->size) {
        self->is_long = true;
        return NZ_OK;
    }
    if (self->size + n + 1 > self->capacity) {
        const size_t capacity = 2 * (self->size + n) + BLOCK_SIZE;
        char *text = realloc(self->text, capacity);
        if (text == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->text = text;
        self->capacity = capacity;
    }
    memcpy(self->text + self->size, bytes, n);
    self->size += n;
    return NZ_OK;
}

/* Whether there was a line. */
static nz_status_t
next_line(nz_line_reader_t *self, bool *there_is)
{
    nz_status_t status = NZ_OK;

    self->size = 0;
    self->is_long = self->is_ended = *there_is = false;
    while (status == NZ_OK && !self->is_ended) {
        if (self->block_at == self->block_size) {
            self->block_size = fread(self->block, 1, BLOCK_SIZE, self->file);
            self->block_at = 0;
            if (self->block_size == 0) {
                break;
            }
        }
        const char *from = self->block + self->block_at;
        const size_t n_left = self->block_size - self->block_at;
        const char *end = memchr(from, '\n', n_left);
        const size_t n = end != NULL ? (size_t) (end - from) : n_left;
        *there_is = true;
        self->is_ended = end != NULL;
        status = append(self, from, n);
        self->block_at += n + (end != NULL);
    }
    return status;
}

static bool
is_blank(const nz_line_reader_t *self)
{
    for (size_t i = 0; i < self->size; i++) {
        if (strchr(" \t\r", self->text[i]) == NULL || self->text[i] == '\0') {
            return false;
        }
    }
    return !self->is_long;
}

/* Parses the line that was read; NZ_ERR_INPUT: it was told why not. */
static nz_status_t
parse_line(nz_line_reader_t *self, const char *path, size_t line, json_t **object,
    nz_diagnostics_t *diagnostics)
{
    json_t *value = NULL;
    nz_status_t status = NZ_ERR_INPUT;

    if (self->is_long) {
        nz_diagnostics_add(diagnostics, path, line, 0, "is longer than %zu MB: skipped",
            self->line_max >> 20);
        return NZ_ERR_INPUT;
    }
    status = nz_import_json_parse(self->text, self->size, path, line, 0, &value,
        self->is_ended ? diagnostics : NULL);
    if (status == NZ_ERR_INPUT && !self->is_ended) {
        nz_diagnostics_add(
            diagnostics, path, line, 0, "the last line is cut off: skipped");
    }
    if (status == NZ_OK && !json_is_object(value)) {
        nz_diagnostics_add(diagnostics, path, line, 0, "expected an object: skipped");
        json_decref(value);
        status = NZ_ERR_INPUT;
    }
    if (status == NZ_OK) {
        *object = value;
    }
    return status;
}

static nz_status_t
read_lines(nz_line_reader_t *reader, const char *path, nz_import_on_object_t on_object,
    void *context, size_t *n_skipped, nz_diagnostics_t *diagnostics)
{
    bool there_is = false;
    nz_status_t status = next_line(reader, &there_is);

    for (size_t line = 1; status == NZ_OK && there_is; line++) {
        json_t *object = NULL;
        if (!is_blank(reader)) {
            status = parse_line(reader, path, line, &object, diagnostics);
            if (status == NZ_ERR_INPUT) {
                (*n_skipped)++;
                status = NZ_OK;
            }
        }
        if (object != NULL) {
            status = on_object(context, object, line);
            json_decref(object);
        }
        if (status == NZ_OK) {
            status = next_line(reader, &there_is);
        }
    }
    if (status == NZ_OK && ferror(reader->file)) {
        nz_diagnostics_add(
            diagnostics, path, 0, 0, "cannot be read: %s", strerror(errno));
        status = NZ_ERR_INPUT;
    }
    return status;
}

static nz_status_t
read_array(const char *path, nz_import_on_object_t on_object, void *context,
    size_t *n_skipped, nz_diagnostics_t *diagnostics)
{
    char *bytes = NULL;
    size_t size = 0;
    json_t *array = NULL;
    nz_status_t status =
        nz_file_read(path, NZ_IMPORT_BYTES_MAX, &bytes, &size, diagnostics);

    if (status == NZ_OK) {
        status = nz_import_json_parse(bytes, size, path, 0, 0, &array, diagnostics);
    }
    free(bytes);
    for (size_t i = 0; status == NZ_OK && i < json_array_size(array); i++) {
        json_t *object = json_array_get(array, i);
        if (json_is_object(object)) {
            status = on_object(context, object, i + 1);
        } else {
            nz_diagnostics_add(diagnostics, path, 0, 0,
                "expected objects, element %zu is none: skipped", i + 1);
            (*n_skipped)++;
        }
    }
    json_decref(array);
    return status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
}

nz_status_t
nz_import_lines_read(const char *path, size_t line_max, nz_import_on_object_t on_object,
    void *context, size_t *n_skipped, nz_diagnostics_t *diagnostics)
{
    size_t n = 0;
    nz_line_reader_t *reader = calloc(1, sizeof(*reader));
    nz_status_t status = NZ_OK;

    if (reader == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    reader->line_max = line_max;
    reader->file = fopen(path, "rb");
    if (reader->file == NULL) {
        nz_diagnostics_add(
            diagnostics, path, 0, 0, "cannot be read: %s", strerror(errno));
        free(reader);
        return NZ_ERR_INPUT;
    }
    const int first = getc(reader->file);
    rewind(reader->file);
    status = first == '[' ? read_array(path, on_object, context, &n, diagnostics)
                          : read_lines(reader, path, on_object, context, &n, diagnostics);
    (void) fclose(reader->file);
    free(reader->text);
    free(reader);
    if (status == NZ_OK) {
        *n_skipped = n;
    }
    return status;
}
