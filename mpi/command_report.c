#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/report_page.h"
#include "sim/run_file.h"

#include <errno.h>

typedef struct arguments {
    const char *run_path, *output, *title;
} arguments_t;

enum { option_title = 1 };

static error_t
parse_run(char *value, arguments_t *arguments, struct argp_state *state)
{
    if (arguments->run_path != NULL) {
        argp_error(state, "one run at a time: '%s' is too many", value);
        return EINVAL;
    }
    arguments->run_path = value;
    return 0;
}

static error_t
parse_end(const arguments_t *arguments, struct argp_state *state)
{
    if (arguments->run_path == NULL) {
        argp_error(state, "which run? Name a file made by `nonzero simulate`");
        return EINVAL;
    }
    if (arguments->output == NULL) {
        argp_error(state, "where to? Give -o FILE.html");
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
        arguments->title = value;
        return 0;
    case ARGP_KEY_ARG:
        return parse_run(value, arguments, state);
    case ARGP_KEY_END:
        return parse_end(arguments, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { "output", 'o', "FILE", 0, "Write the page here", 0 },
    { "title", option_title, "TEXT", 0, "Title instead of the study's", 0 },
    { 0 },
};

static const struct argp argp = { options, parse_option, "RUN.nc",
    "Write a run as one page of HTML for a browser.\v"
    "The page has the findings in sentences, the figures, a slider over the test sizes, "
    "tables that sort, the study and the commands that make the run again. It is one "
    "file that needs no network, for screens from phones up, light and dark, and for "
    "paper. Figures need gnuplot; without it the page has none.",
    NULL, NULL, NULL };

/* What is printed, and who is told of warnings. */
typedef struct printout {
    nz_report_page_t page;
    nz_diagnostics_t *diagnostics;
} printout_t;

static nz_status_t
print_page(void *context, FILE *out)
{
    const printout_t *printout = context;
    const nz_status_t status =
        nz_report_page_write(&printout->page, out, printout->diagnostics);
    return status == NZ_ERR_IO ? NZ_ERR_NO_MEMORY : status; /* it goes to memory */
}

static nz_status_t
report(const arguments_t *arguments, nz_diagnostics_t *diagnostics)
{
    nz_run_t run = { 0 };
    nz_run_attributes_t attributes = { 0 };
    nz_status_t status =
        nz_cli_check_output(arguments->output, &arguments->run_path, 1, diagnostics);

    if (status == NZ_OK) {
        status = nz_run_file_read(arguments->run_path, &run, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_run_attributes_read(arguments->run_path, &attributes, diagnostics);
    }
    if (status == NZ_OK) {
        printout_t printout = {
            { &run, arguments->title, arguments->run_path, &attributes }, diagnostics
        };
        status = nz_cli_print(arguments->output, print_page, &printout, diagnostics);
    } else if (status == NZ_ERR_IO) {
        status = NZ_ERR_INPUT;
    }
    nz_run_attributes_free(&attributes);
    nz_run_free(&run);
    return status;
}

int
nz_command_report(int argc, char **argv)
{
    arguments_t arguments = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    const int code = nz_cli_parse(&argp, argc, argv, &arguments);

    if (code != NZ_EXIT_OK) {
        return code;
    }
    return nz_cli_finish(report(&arguments, &diagnostics), &diagnostics);
}
