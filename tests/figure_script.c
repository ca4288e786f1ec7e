#include "tests/figure_script.h"

#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
nz_script_of_table(const char *kind, const char *path, const nz_figure_options_t *options)
{
    const nz_figure_input_t input = { .table = path };
    nz_diagnostics_t diagnostics = { 0 };
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    nz_status_t status = nz_figure_script(
        nz_figure_kind_find(kind), &input, options, NZ_FIGURE_SVG, out, &diagnostics);
    for (size_t i = 0; i < diagnostics.n; i++) {
        printf("\n    %s\n", diagnostics.text[i]);
    }
    CU_ASSERT_EQUAL_FATAL(fclose(out), 0);
    CU_ASSERT_EQUAL_FATAL(status, NZ_OK);
    return text;
}

void
nz_check_table_refused(const char *kind, const char *path,
    const nz_figure_options_t *options, const char *expected)
{
    const nz_figure_input_t input = { .table = path };
    nz_diagnostics_t diagnostics = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    CU_ASSERT_EQUAL(nz_figure_render(nz_figure_kind_find(kind), &input, options,
                        NZ_FIGURE_SVG, &bytes, &size, &diagnostics),
        NZ_ERR_INPUT);
    CU_ASSERT_PTR_NULL(bytes);
    CU_ASSERT_EQUAL_FATAL(diagnostics.n, 1);
    nz_check_script(diagnostics.text[0], expected, true);
}

void
nz_check_script(const char *script, const char *text, bool is_there)
{
    if ((strstr(script, text) != NULL) != is_there) {
        printf("\n    %s: %s\n", is_there ? "missing" : "not wanted", text);
    }
    CU_ASSERT_TRUE((strstr(script, text) != NULL) == is_there);
}

static size_t
read_row(const char *line, const char *end, double *values)
{
    size_t n = 0;
    char *next = NULL;
    while (line < end && n < NZ_SCRIPT_COLUMNS) {
        values[n++] = strtod(line, &next);
        line = next;
        while (line < end && *line == ' ') {
            line++;
        }
    }
    return n;
}

nz_script_row_t *
nz_script_rows(const char *script, const char *name, size_t *n)
{
    char head[64];
    nz_script_row_t *rows = NULL, row = { 0 };
    size_t n_blank = 0;

    snprintf(head, sizeof(head), "\n$%s << EOD\n", name);
    const char *line = strstr(script, head);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    *n = 0;
    for (line += strlen(head); strncmp(line, "EOD\n", 4) != 0;) {
        const char *end = strchr(line, '\n');
        CU_ASSERT_PTR_NOT_NULL_FATAL(end);
        n_blank = end == line ? n_blank + 1 : 0;
        row.i_part = n_blank == 1 ? row.i_part + 1 : n_blank == 2 ? 0 : row.i_part;
        row.i_section += n_blank == 2;
        row.n = read_row(line, end, row.values);
        if (row.n > 0 && row.values[0] > 1e-299) {
            rows = realloc(rows, (*n + 1) * sizeof(*rows));
            CU_ASSERT_PTR_NOT_NULL_FATAL(rows);
            rows[(*n)++] = row;
        }
        line = end + 1;
    }
    return rows;
}

double
nz_script_number(const char *script, const char *name)
{
    char head[64];
    snprintf(head, sizeof(head), "\n%s = ", name);
    const char *at = strstr(script, head);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    return strtod(at + strlen(head), NULL);
}
