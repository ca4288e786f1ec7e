#include "mpi/group_options.h"

#include "mpi/cli.h"
#include "mpi/method_options.h"
#include "mpi/option_number.h"
#include "mpi/option_output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    option_group = 0x1001, /* the command's own are below */
    option_column,
    option_level,
    option_seed,
    option_progress,
    option_format
};

static error_t
take_table(nz_group_arguments_t *arguments, const char *path, struct argp_state *state)
{
    if (arguments->path != NULL) {
        argp_error(state, "one table at a time: '%s' is too many", path);
        return EINVAL;
    }
    arguments->path = path;
    return 0;
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    nz_group_arguments_t *arguments = state->input;
    const char **text = key == option_group      ? &arguments->group
                        : key == option_level    ? &arguments->level
                        : key == option_seed     ? &arguments->seed
                        : key == option_progress ? &arguments->progress
                        : key == option_format   ? &arguments->format
                        : key == 'o'             ? &arguments->output
                                                 : NULL;

    if (text != NULL) {
        *text = value;
        return 0;
    }
    switch (key) {
    case option_column:
        arguments->columns[arguments->n_columns++] = value;
        return 0;
    case ARGP_KEY_ARG:
        return take_table(arguments, value, state);
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "which table? Name a CSV file of results, or - for standard "
                          "input");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { NULL, 0, NULL, 0, "The table:", 1 },
    { "group", option_group, "COLUMN[,COLUMN...]", 0,
        "Rows that agree in these columns are one curve (those of family, task and "
        "metric "
        "that there are)",
        1 },
    { "column", option_column, "OURS=THEIRS", 0,
        "The table calls this column otherwise, e.g. parameters=params_total; may be "
        "repeated",
        1 },
    { NULL, 0, NULL, 0, "Output:", 8 },
    { "level", option_level, "L", 0, "Confidence level of the limits (0.95)", 8 },
    { "seed", option_seed, "S", 0, "Seed of what is drawn (1)", 8 },
    { "output", 'o', "FILE", 0, "Write to this file instead of standard output", 8 },
    { "format", option_format, "csv|table|json", 0,
        "csv and json carry every digit; table, the default on a terminal, is aligned "
        "and explained",
        8 },
    { "progress", option_progress, "auto|always|never", 0, "Show how far long work is",
        8 },
    { 0 },
};

const struct argp nz_group_options_argp = { options, parse_option, NULL, NULL, NULL, NULL,
    NULL };

static nz_status_t
read_output(const nz_group_arguments_t *arguments, nz_group_options_t *options_out,
    nz_diagnostics_t *diagnostics)
{
    options_out->output = arguments->output;
    const nz_status_t format = nz_option_output_format(
        arguments->format, arguments->output, &options_out->format, diagnostics);
    options_out->with_words = options_out->format == NZ_TABLE_TABLE;
    const nz_status_t progress = nz_option_output_progress(
        arguments->progress, &options_out->progress, diagnostics);
    return format == NZ_OK ? progress : format;
}

static nz_status_t
read_numbers(const nz_group_arguments_t *arguments, nz_group_options_t *options_out,
    nz_diagnostics_t *diagnostics)
{
    options_out->level = 0.95;
    options_out->seed = 1;
    const nz_status_t level = nz_option_number_level(
        "--level", arguments->level, &options_out->level, diagnostics);
    const nz_status_t seed = nz_option_number_count(
        "--seed", arguments->seed, 0, UINT64_MAX, &options_out->seed, diagnostics);
    return level == NZ_OK ? seed : level;
}

/* The names in a list, in @p text, which is cut into them. */
static nz_status_t
read_group(
    const char *text, nz_group_options_t *options_out, nz_diagnostics_t *diagnostics)
{
    char *rest = strdup(text), *name;
    const char **names = calloc(strlen(text) + 1, sizeof(*names));
    nz_status_t status = rest != NULL && names != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    options_out->names[0] = rest;
    options_out->names[1] = names;
    options_out->reading.group = names;
    while (status == NZ_OK && (name = nz_method_options_next(&rest, ',')) != NULL) {
        names[options_out->reading.n_group++] = name;
        if (*name == '\0' || options_out->reading.n_group > NZ_RESULTS_GROUP_MAX) {
            nz_diagnostics_add(diagnostics, "--group", 0, 0,
                "expected up to %d names of columns, separated by commas, not '%s'",
                NZ_RESULTS_GROUP_MAX, text);
            status = NZ_ERR_INPUT;
        }
    }
    return status;
}

static nz_status_t
read_columns(const nz_group_arguments_t *arguments, nz_group_options_t *options_out,
    nz_diagnostics_t *diagnostics)
{
    const size_t n = arguments->n_columns;
    size_t room = 0;

    for (size_t i = 0; i < n; i++) {
        room += strlen(arguments->columns[i]) + 1;
    }
    /* The pairs, and behind them their texts. */
    nz_results_column_t *columns = calloc(1, n * sizeof(*columns) + room);
    if (columns == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    options_out->names[2] = columns;
    options_out->reading.columns = columns;
    options_out->reading.n_columns = n;
    char *text = (char *) (columns + n);
    nz_status_t status = NZ_OK;
    for (size_t i = 0; i < n; i++) {
        const size_t size = strlen(arguments->columns[i]) + 1;
        memcpy(text, arguments->columns[i], size);
        char *equals = strchr(text, '=');
        if (equals == NULL || equals == text || equals[1] == '\0') {
            nz_diagnostics_add(diagnostics, "--column", 0, 0,
                "expected OURS=THEIRS, e.g. parameters=params_total, not '%s'",
                arguments->columns[i]);
            status = NZ_ERR_INPUT;
        } else {
            *equals = '\0';
            columns[i] = (nz_results_column_t){ text, equals + 1 };
        }
        text += size;
    }
    return status;
}

nz_status_t
nz_group_options_read(const nz_group_arguments_t *arguments, nz_group_options_t *out,
    nz_diagnostics_t *diagnostics)
{
    nz_group_options_t read = { .path = arguments->path };
    nz_status_t status = read_output(arguments, &read, diagnostics), others;

    others = read_numbers(arguments, &read, diagnostics);
    status = status == NZ_OK ? others : status;
    if (arguments->group != NULL) {
        others = read_group(arguments->group, &read, diagnostics);
        status = status == NZ_OK ? others : status;
    }
    if (arguments->n_columns > 0) {
        others = read_columns(arguments, &read, diagnostics);
        status = status == NZ_OK ? others : status;
    }
    if (status == NZ_OK) {
        status = nz_cli_check_output(read.output, &read.path, 1, diagnostics);
    }
    if (status != NZ_OK) {
        nz_group_options_free(&read);
        return status;
    }
    *out = read;
    return NZ_OK;
}

void
nz_group_options_free(nz_group_options_t *self)
{
    for (size_t i = 0; i < sizeof(self->names) / sizeof(self->names[0]); i++) {
        free(self->names[i]);
    }
    *self = (nz_group_options_t){ 0 };
}
