#include "tests/figure_render.h"

#include "tests/figure_example.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
render(const char *kind, const nz_figure_input_t *input,
    const nz_figure_options_t *options, nz_figure_format_t format, size_t *size)
{
    nz_diagnostics_t diagnostics = { 0 };
    char *bytes = NULL;
    nz_status_t status = nz_figure_render(
        nz_figure_kind_find(kind), input, options, format, &bytes, size, &diagnostics);
    for (size_t i = 0; i < diagnostics.n; i++) {
        printf("\n    %s\n", diagnostics.text[i]);
    }
    CU_ASSERT_EQUAL_FATAL(status, NZ_OK);
    CU_ASSERT_EQUAL(diagnostics.n, 0);
    return bytes;
}

/* Bytes as text; takes them over. */
static char *
end_text(char *bytes, size_t size)
{
    char *text = realloc(bytes, size + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    text[size] = '\0';
    return text;
}

char *
nz_render(const char *kind, const nz_summary_t *summary,
    const nz_figure_options_t *options, nz_figure_format_t format, size_t *size)
{
    const nz_run_t run = nz_run_of(summary);
    const nz_figure_input_t input = { .run = &run };
    return render(kind, &input, options, format, size);
}

char *
nz_render_table(const char *kind, const char *path, const nz_figure_options_t *options,
    nz_figure_format_t format, size_t *size)
{
    const nz_figure_input_t input = { .table = path };
    return render(kind, &input, options, format, size);
}

char *
nz_render_svg(
    const char *kind, const nz_summary_t *summary, const nz_figure_options_t *options)
{
    size_t size = 0;
    char *bytes = nz_render(kind, summary, options, NZ_FIGURE_SVG, &size);
    return end_text(bytes, size);
}

char *
nz_render_run(const char *kind, const nz_run_t *run, const nz_figure_options_t *options,
    nz_figure_format_t format, size_t *size)
{
    const nz_figure_input_t input = { .run = run };
    return render(kind, &input, options, format, size);
}

char *
nz_render_run_svg(
    const char *kind, const nz_run_t *run, const nz_figure_options_t *options)
{
    size_t size = 0;
    char *bytes = nz_render_run(kind, run, options, NZ_FIGURE_SVG, &size);
    return end_text(bytes, size);
}

char *
nz_render_table_svg(
    const char *kind, const char *path, const nz_figure_options_t *options)
{
    size_t size = 0;
    char *bytes = nz_render_table(kind, path, options, NZ_FIGURE_SVG, &size);
    return end_text(bytes, size);
}

char *
nz_script_of_input(
    const char *kind, const nz_figure_input_t *input, const nz_figure_options_t *options)
{
    nz_diagnostics_t diagnostics = { 0 };
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    nz_status_t status = nz_figure_script(
        nz_figure_kind_find(kind), input, options, NZ_FIGURE_SVG, out, &diagnostics);
    for (size_t i = 0; i < diagnostics.n; i++) {
        printf("\n    %s\n", diagnostics.text[i]);
    }
    CU_ASSERT_EQUAL_FATAL(fclose(out), 0);
    CU_ASSERT_EQUAL_FATAL(status, NZ_OK);
    return text;
}

char *
nz_script_of(const char *kind, const nz_summary_t *summary)
{
    const nz_run_t run = nz_run_of(summary);
    const nz_figure_input_t input = { .run = &run };
    return nz_script_of_input(kind, &input, NULL);
}

nz_status_t
nz_check_input_refused(const char *kind, const nz_figure_input_t *input,
    const nz_figure_options_t *options, const char *expected)
{
    nz_diagnostics_t diagnostics = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    nz_status_t status = nz_figure_render(nz_figure_kind_find(kind), input, options,
        NZ_FIGURE_SVG, &bytes, &size, &diagnostics);
    CU_ASSERT_PTR_NULL(bytes);
    CU_ASSERT_EQUAL_FATAL(diagnostics.n, 1);
    nz_check_script(diagnostics.text[0], expected, true);
    return status;
}

nz_status_t
nz_check_run_refused(const char *kind, const nz_run_t *run,
    const nz_figure_options_t *options, const char *expected)
{
    const nz_figure_input_t input = { .run = run };
    return nz_check_input_refused(kind, &input, options, expected);
}

nz_status_t
nz_check_refused(const char *kind, const nz_summary_t *summary,
    const nz_figure_options_t *options, const char *expected)
{
    const nz_run_t run = nz_run_of(summary);
    return nz_check_run_refused(kind, &run, options, expected);
}

void
nz_check_format(const char *bytes, nz_figure_format_t format)
{
    static const char *const magic[] = { "%PDF-", "<?xml", "\x89PNG\r\n" };
    CU_ASSERT_EQUAL(memcmp(bytes, magic[format], strlen(magic[format])), 0);
}

void
nz_check_table_formats(
    const char *kind, const char *path, const nz_figure_options_t *options)
{
    for (int format = 0; format < 3; format++) {
        size_t size = 0;
        char *bytes =
            nz_render_table(kind, path, options, (nz_figure_format_t) format, &size);
        CU_ASSERT_TRUE(size > 4000);
        nz_check_format(bytes, (nz_figure_format_t) format);
        free(bytes);
    }
}

size_t
nz_n_marks(const char *svg, const char *shape, const char *colour)
{
    size_t n = 0;
    for (const char *s = strstr(svg, "<use "); s != NULL; s = strstr(s + 1, "<use ")) {
        const char *end = strchr(s, '\n');
        const char *at_shape = strstr(s, shape), *at_colour = strstr(s, colour);
        n += end != NULL && at_shape != NULL && at_shape < end && at_colour != NULL
             && at_colour < end;
    }
    return n;
}

void
nz_check_script(const char *script, const char *text, bool is_there)
{
    if ((strstr(script, text) != NULL) != is_there) {
        printf("\n    %s: %s\n", is_there ? "missing" : "not wanted", text);
    }
    CU_ASSERT_TRUE((strstr(script, text) != NULL) == is_there);
}

void
nz_check_holds(const char *svg, const char *const *labels, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        nz_check_script(svg, labels[i], true);
    }
}
