#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/figure.h"
#include "sim/file_io.h"
#include "sim/number.h"
#include "sim/run_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct arguments {
    const nz_figure_kind_t *kind;
    const char *input_path, *output;
    nz_figure_options_t figure;
    bool wants_script;
} arguments_t;

enum {
    option_title = 1,
    option_metric,
    option_task,
    option_difficulty,
    option_test_size,
    option_gnuplot
};

static error_t
find_kind(const char *name, arguments_t *arguments, struct argp_state *state)
{
    const char *names[16];
    size_t n = 0;
    const nz_figure_kind_t *kinds = nz_figure_kinds(&n);
    arguments->kind = nz_figure_kind_find(name);
    if (arguments->kind != NULL) {
        return 0;
    }
    char list[256] = "";
    for (size_t i = 0; i < n && i < sizeof(names) / sizeof(names[0]); i++) {
        names[i] = kinds[i].name;
        size_t used = strlen(list);
        snprintf(list + used, sizeof(list) - used, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    const char *nearest = nz_nearest_word(name, names, n);
    argp_error(state, "there is no figure '%s'%s%s%s; the kinds are %s", name,
        nearest != NULL ? ", did you mean '" : "", nearest != NULL ? nearest : "",
        nearest != NULL ? "'?" : "", list);
    return EINVAL;
}

static error_t
parse_difficulty(const char *value, arguments_t *arguments, struct argp_state *state)
{
    double number = 0.0;
    if (nz_number_parse_real(value, &number) != NZ_NUMBER_OK || !(number > 0.0)) {
        argp_error(state, "--difficulty: expected a number above 0, not '%s'", value);
        return EINVAL;
    }
    arguments->figure.difficulty = number;
    return 0;
}

static error_t
parse_test_size(const char *value, arguments_t *arguments, struct argp_state *state)
{
    uint64_t number = 0;
    if (nz_number_parse_count(value, &number) != NZ_NUMBER_OK || number == 0) {
        argp_error(state, "--test-size: expected a number of items, not '%s'", value);
        return EINVAL;
    }
    arguments->figure.test_size = number;
    return 0;
}

static error_t
parse_end(const arguments_t *arguments, struct argp_state *state)
{
    if (arguments->kind == NULL) {
        argp_error(state, "which figure? `nonzero help figure` lists the kinds");
        return EINVAL;
    }
    if (arguments->input_path == NULL) {
        argp_error(state, "which %s? Name a file made by `%s`%s",
            arguments->kind->source == NZ_FIGURE_RUN ? "run" : "table",
            arguments->kind->maker,
            arguments->kind->source == NZ_FIGURE_RUN ? "" : ", or - for standard input");
        return EINVAL;
    }
    if (arguments->output == NULL && !arguments->wants_script) {
        argp_error(state, "where to? Give -o FILE.pdf, .svg or .png, or --gnuplot");
        return EINVAL;
    }
    return 0;
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    arguments_t *arguments = state->input;

    switch (key) {
    case 'o':
        arguments->output = value;
        return 0;
    case option_title:
        arguments->figure.title = value;
        return 0;
    case option_metric:
        arguments->figure.metric = value;
        return 0;
    case option_task:
        arguments->figure.task = value;
        return 0;
    case option_difficulty:
        return parse_difficulty(value, arguments, state);
    case option_test_size:
        return parse_test_size(value, arguments, state);
    case option_gnuplot:
        arguments->wants_script = true;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->kind == NULL) {
            return find_kind(value, arguments, state);
        }
        if (arguments->input_path != NULL) {
            argp_error(state, "one file at a time: '%s' is too many", value);
            return EINVAL;
        }
        arguments->input_path = value;
        return 0;
    case ARGP_KEY_END:
        return parse_end(arguments, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { "output", 'o', "FILE", 0, "Write the figure here; .pdf, .svg or .png", 0 },
    { "title", option_title, "TEXT", 0,
        "Title instead of the study's or the figure's own", 0 },
    { "metric", option_metric, "NAME", 0,
        "Metric of apparent-curve (default: accuracy), the only one of emergence "
        "(default: all)",
        0 },
    { "task", option_task, "NAME", 0, "Task of a run of several (default: the first)",
        0 },
    { "difficulty", option_difficulty, "L", 0,
        "Target length, or what else makes the items difficult (default: the largest of "
        "the "
        "run)",
        0 },
    { "test-size", option_test_size, "N", 0,
        "Test size of figures that show one, in items (default: the largest of the run)",
        0 },
    { "gnuplot", option_gnuplot, NULL, 0,
        "Print the gnuplot script with its data instead of drawing it, for the format of "
        "-o, or pdf; `gnuplot < SCRIPT > FIGURE` draws it",
        0 },
    { 0 },
};

/* The list of kinds in the help, made when it is asked for; argp frees it. */
static char *
help_filter(int key, const char *text, void *input)
{
    (void) input;
    if (key != ARGP_KEY_HELP_POST_DOC) {
        return (char *) (uintptr_t) text; /* argp's own text, given back as it is */
    }
    char *list = NULL;
    size_t size = 0, n = 0;
    const nz_figure_kind_t *kinds = nz_figure_kinds(&n);
    FILE *out = open_memstream(&list, &size);
    if (out == NULL) {
        return NULL;
    }
    for (int source = NZ_FIGURE_RUN; source <= NZ_FIGURE_TABLE; source++) {
        fputs(source == NZ_FIGURE_RUN
                  ? "Figures of a run of `nonzero simulate`:\n"
                  : "\nFigures of a table of the command in brackets:\n",
            out);
        for (size_t i = 0; i < n; i++) {
            if ((int) kinds[i].source == source) {
                const bool is_run = source == NZ_FIGURE_RUN;
                fprintf(out, "  %-19s  %s%s%s%s\n", kinds[i].name, kinds[i].help,
                    is_run ? "" : " (", is_run ? "" : kinds[i].maker, is_run ? "" : ")");
            }
        }
    }
    if (fclose(out) != 0) {
        free(list);
        return NULL;
    }
    return list;
}

static const struct argp argp = { options, parse_option, "KIND FILE",
    "Draw a figure of a run, or of a table (- for standard input), ready to print.\v ",
    NULL, help_filter, NULL };

static nz_status_t
print_script(const arguments_t *arguments, const nz_figure_input_t *input,
    nz_diagnostics_t *diagnostics)
{
    nz_figure_format_t format = NZ_FIGURE_PDF;
    nz_status_t status = NZ_OK;

    if (arguments->output != NULL) {
        status = nz_figure_format_of(arguments->output, &format, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_figure_script(
            arguments->kind, input, &arguments->figure, format, stdout, diagnostics);
    }
    return status;
}

static nz_status_t
draw(const arguments_t *arguments, nz_diagnostics_t *diagnostics)
{
    nz_run_t run = { 0 };
    nz_figure_format_t format = NZ_FIGURE_PDF;
    nz_status_t status = NZ_OK;

    if (arguments->output != NULL) { /* said before a large run is read */
        status = nz_figure_format_of(arguments->output, &format, diagnostics);
    }
    if (status == NZ_OK && !arguments->wants_script
        && nz_file_check_writable(arguments->output, diagnostics) != NZ_OK) {
        status = NZ_ERR_INPUT;
    }
    if (status == NZ_OK && arguments->kind->source == NZ_FIGURE_RUN) {
        status = nz_run_file_read(arguments->input_path, &run, diagnostics);
        status = status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
    }
    if (status != NZ_OK) {
        return status;
    }
    const nz_figure_input_t input = { &run, arguments->input_path };
    status = arguments->wants_script
                 ? print_script(arguments, &input, diagnostics)
                 : nz_figure_write(arguments->kind, &input, &arguments->figure,
                     arguments->output, diagnostics);
    nz_run_free(&run);
    return status;
}

int
nz_command_figure(int argc, char **argv)
{
    arguments_t arguments = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    const int code = nz_cli_parse(&argp, argc, argv, &arguments);

    if (code != NZ_EXIT_OK) {
        return code;
    }
    return nz_cli_finish(draw(&arguments, &diagnostics), &diagnostics);
}
