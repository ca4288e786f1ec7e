#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/import_print.h"
#include "mpi/import_words.h"
#include "mpi/table.h"
#include "sim/import.h"
#include "sim/import_rows.h"
#include "sim/import_table.h"
#include "sim/number.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS = 1, FAMILY, MODEL, PARAMETERS, METRIC, COLUMN, FORMAT };

/* What was asked for. Texts are borrowed from the command line, where what is before a
 * '=' gets an end; arrays are owned, with room for one entry for every argument. */
typedef struct arguments {
    const char **paths;
    size_t n_paths;
    nz_import_options_t options;
    nz_import_size_t *sizes;
    nz_import_column_t *columns;
    const char **metrics;
    size_t n_metrics;
    bool has_format;
    nz_table_format_t format;
    const char *output;
} arguments_t;

/* Puts an end where @p at is and returns what follows; NULL if one of the two is empty.
 */
static char *
split_at(char *text, char *at)
{
    if (at == NULL || at == text || at[1] == '\0') {
        return NULL;
    }
    *at = '\0';
    return at + 1;
}

static error_t
parse_size(arguments_t *arguments, char *value, struct argp_state *state)
{
    const char *number = split_at(value, strrchr(value, '='));
    double parameters = 0.0;

    if (number == NULL || nz_number_parse_real(number, &parameters) != NZ_NUMBER_OK
        || !(parameters > 0.0)) {
        argp_error(state, "--parameters: expected MODEL=N with a number above 0, as in "
                          "--parameters gpt2-xl=1.5e9");
        return EINVAL;
    }
    arguments->sizes[arguments->options.n_sizes++] =
        (nz_import_size_t){ .model = value, .parameters = parameters };
    return 0;
}

static error_t
parse_column(arguments_t *arguments, char *value, struct argp_state *state)
{
    const char *theirs = split_at(value, strchr(value, '='));

    if (theirs == NULL || !nz_import_table_has_column(value)) {
        argp_error(state,
            "--column: expected OURS=THEIRS, with family, model, parameters, task, "
            "metric, shots, trials, successes, score, stderr or n_examples for OURS, not "
            "'%s'",
            value);
        return EINVAL;
    }
    arguments->columns[arguments->options.n_columns++] =
        (nz_import_column_t){ value, theirs };
    return 0;
}

static error_t
parse_name(
    const char *option, const char *value, const char **out, struct argp_state *state)
{
    if (!nz_import_rows_is_name(value)) {
        argp_error(
            state, "%s: expected a name of 1 to %d bytes", option, NZ_IMPORT_NAME_MAX);
        return EINVAL;
    }
    *out = value;
    return 0;
}

static error_t
parse_format(arguments_t *arguments, const char *value, struct argp_state *state)
{
    if (nz_table_format_find(value, &arguments->format) != 0) {
        argp_error(state, "--format: expected csv, table or json, not '%s'", value);
        return EINVAL;
    }
    arguments->has_format = true;
    return 0;
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    arguments_t *arguments = state->input;

    switch (key) {
    case ITEMS:
        arguments->options.items_only = true;
        return 0;
    case FAMILY:
        return parse_name("--family", value, &arguments->options.family, state);
    case MODEL:
        return parse_name("--model", value, &arguments->options.model, state);
    case PARAMETERS:
        return parse_size(arguments, value, state);
    case COLUMN:
        return parse_column(arguments, value, state);
    case METRIC:
        arguments->metrics[arguments->n_metrics++] = value;
        return 0;
    case FORMAT:
        return parse_format(arguments, value, state);
    case 'o':
        arguments->output = value;
        return 0;
    case ARGP_KEY_ARG:
        arguments->paths[arguments->n_paths++] = value;
        return 0;
    case ARGP_KEY_END:
        if (arguments->n_paths == 0) {
            argp_error(state, "which logs? Name some, e.g. results/*/results_*.json");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { "items", ITEMS, NULL, 0,
        "Print the items of samples_*.jsonl, for `nonzero interval`, instead of scores",
        0 },
    { "family", FAMILY, "NAME", 0, "Family of all models", 0 },
    { "model", MODEL, "NAME", 0, "Model of the logs that name none", 0 },
    { "parameters", PARAMETERS, "MODEL=N", 0,
        "Size of a model; may be repeated. Otherwise it is that in the log, or in the "
        "name",
        0 },
    { "metric", METRIC, "NAME[,NAME...]", 0, "Only these metrics (all)", 0 },
    { "column", COLUMN, "OURS=THEIRS", 0,
        "A column of the tables has another name; may be repeated", 0 },
    { "output", 'o', "FILE", 0, "Write to this file instead of standard output", 0 },
    { "format", FORMAT, "csv|table|json", 0,
        "csv (default) and json carry every digit; table, the default on a terminal, is "
        "aligned for reading",
        0 },
    { 0 },
};

static const struct argp argp = { options, parse_option, "LOG...",
    "Evaluation logs as one tidy table: results_*.json and samples_*.jsonl of the "
    "language model evaluation harness, and CSV tables of scores, or of task and "
    "n_examples, the sizes of test sets.\v"
    "Columns: family, model, parameters, task, metric, shots, trials, successes, score, "
    "stderr; with --items family, model, parameters, task, filter, item and one for each "
    "metric. What is not known is empty. Logs that cannot be used are skipped; what was "
    "read and skipped is told on standard error. The table is for `nonzero fit` and "
    "`nonzero score`.",
    NULL, NULL, NULL };

/* What is printed. */
typedef struct printout {
    const nz_import_t *import;
    const arguments_t *arguments;
    nz_table_format_t format;
    uint64_t n;
} printout_t;

static nz_status_t
print(void *context, FILE *out)
{
    printout_t *self = context;

    if (self->arguments->options.items_only) {
        return nz_import_print_items(self->import, self->format, out, &self->n);
    }
    self->n = self->import->n_rows;
    return nz_import_print_scores(self->import, self->format, out);
}

/* Prints what was read, if anything is left of it. */
static nz_status_t
print_all(const arguments_t *arguments, nz_import_t *import, uint64_t *n_printed,
    nz_diagnostics_t *diagnostics)
{
    printout_t printout = { import, arguments, arguments->format, 0 };

    if (import->n_rows == 0) {
        nz_diagnostics_add(
            diagnostics, "nonzero import", 0, 0, "none of the logs could be used");
        return NZ_ERR_INPUT;
    }
    nz_status_t status = nz_import_print_select(
        import, arguments->metrics, arguments->n_metrics, diagnostics);
    if (!arguments->has_format) {
        printout.format = arguments->output == NULL && nz_cli_is_terminal()
                              ? NZ_TABLE_TABLE
                              : NZ_TABLE_CSV;
    }
    if (status == NZ_OK) {
        status = nz_cli_print(arguments->output, print, &printout, diagnostics);
    }
    *n_printed = printout.n;
    return status;
}

static int
run(const arguments_t *arguments)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_import_t import = { 0 };
    uint64_t n_printed = 0;
    nz_status_t status = nz_cli_check_output(
        arguments->output, arguments->paths, arguments->n_paths, &diagnostics);

    if (status == NZ_OK) {
        status = nz_import_read(arguments->paths, arguments->n_paths, &arguments->options,
            &import, &diagnostics);
    }
    const bool is_read = status == NZ_OK;
    if (is_read) {
        status = print_all(arguments, &import, &n_printed, &diagnostics);
    }
    const int code = nz_cli_finish(status, &diagnostics);
    if (is_read) {
        nz_import_words_print(stderr, &import, &arguments->options, n_printed,
            arguments->options.items_only);
    }
    nz_import_free(&import);
    return code;
}

int
nz_command_import(int argc, char **argv)
{
    const size_t room = (size_t) argc + 1;
    arguments_t arguments = { .paths = calloc(room, sizeof(*arguments.paths)),
        .sizes = calloc(room, sizeof(*arguments.sizes)),
        .columns = calloc(room, sizeof(*arguments.columns)),
        .metrics = calloc(room, sizeof(*arguments.metrics)) };
    nz_diagnostics_t none = { 0 };
    int code = NZ_EXIT_OK;

    if (arguments.paths == NULL || arguments.sizes == NULL || arguments.columns == NULL
        || arguments.metrics == NULL) {
        code = nz_cli_finish(NZ_ERR_NO_MEMORY, &none);
    }
    if (code == NZ_EXIT_OK) {
        arguments.options.sizes = arguments.sizes;
        arguments.options.columns = arguments.columns;
        code = nz_cli_parse(&argp, argc, argv, &arguments);
    }
    if (code == NZ_EXIT_OK) {
        code = run(&arguments);
    }
    free(arguments.paths);
    free(arguments.sizes);
    free(arguments.columns);
    free(arguments.metrics);
    return code;
}
