#include "tests/figure_script.h"

#include "tests/figure_render.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
nz_script_of_table(const char *kind, const char *path, const nz_figure_options_t *options)
{
    const nz_figure_input_t input = { .table = path };
    return nz_script_of_input(kind, &input, options);
}

void
nz_check_table_script(const char *kind, const char *path,
    const nz_figure_options_t *options, const char *text, bool is_there)
{
    char *script = nz_script_of_table(kind, path, options);
    nz_check_script(script, text, is_there);
    free(script);
}

void
nz_check_table_refused(const char *kind, const char *path,
    const nz_figure_options_t *options, const char *expected)
{
    const nz_figure_input_t input = { .table = path };
    CU_ASSERT_EQUAL(
        nz_check_input_refused(kind, &input, options, expected), NZ_ERR_INPUT);
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
