#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/table.h"
#include "sim/run_file.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct arguments {
    const char *run_path, *output;
    nz_table_format_t format;
} arguments_t;

enum { option_format = 1, n_columns = 10 };

static const char *const columns[n_columns] = { "task", "difficulty", "test_size",
    "model", "parameters", "metric", "method", "quantity", "value", "mcse" };

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    arguments_t *arguments = state->input;

    switch (key) {
    case 'o':
        arguments->output = value;
        return 0;
    case option_format:
        if (nz_table_format_find(value, &arguments->format) != 0) {
            argp_error(state, "--format: expected csv, table or json, not '%s'", value);
            return EINVAL;
        }
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->run_path != NULL) {
            argp_error(state, "one run at a time: '%s' is too many", value);
            return EINVAL;
        }
        arguments->run_path = value;
        return 0;
    case ARGP_KEY_END:
        if (arguments->run_path == NULL) {
            argp_error(state, "which run? Name a file made by `nonzero simulate`");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { "output", 'o', "FILE", 0, "Write to this file instead of standard output", 0 },
    { "format", option_format, "csv|table|json", 0,
        "csv (default) and json carry every digit; table is aligned for reading", 0 },
    { 0 },
};

static const struct argp argp = { options, parse_option, "RUN.nc",
    "Print all that a run holds as one long table: a row per quantity, with its Monte "
    "Carlo "
    "error.\v"
    "Columns: task (its name), difficulty (e.g. the target length), test_size, model, "
    "parameters, "
    "metric, method "
    "(of an interval; keep_every=K of a curve of every K-th model), quantity, value, "
    "mcse. Empty fields: undefined or not applicable (rows of rate_per_difficulty are "
    "over all difficulties); "
    "infinite values print as inf.",
    NULL, NULL, NULL };

/* Indices of the row being printed. */
typedef struct position {
    const nz_summary_t *summary;
    nz_table_t *table;
    nz_field_t fields[n_columns];
} position_t;

static nz_status_t
print_quantities(position_t *self, nz_scope_t scope, size_t index)
{
    nz_status_t status = NZ_OK;

    for (int q = 0; q < NZ_N_QUANTITIES && status == NZ_OK; q++) {
        const nz_quantity_t quantity = (nz_quantity_t) q;
        if (nz_quantity_scope(quantity) == scope) {
            const double *mcse = self->summary->mcse[q];
            self->fields[7] = nz_field_text(nz_quantity_name(quantity));
            self->fields[8] = nz_field_real(self->summary->value[q][index]);
            self->fields[9] = nz_field_real(mcse != NULL ? mcse[index] : (double) NAN);
            status = nz_table_row(self->table, self->fields);
        }
    }
    return status;
}

static nz_status_t
print_model(position_t *self, size_t i_difficulty, size_t i_test_size, size_t i_model)
{
    const nz_study_t *study = &self->summary->study;
    nz_status_t status = NZ_OK;

    self->fields[3] = nz_field_text(study->models.names.values[i_model]);
    self->fields[4] = nz_field_real(study->models.parameters.values[i_model]);
    for (size_t m = 0; m < study->metrics.n && status == NZ_OK; m++) {
        const nz_metric_t metric = (nz_metric_t) study->metrics.values[m];
        self->fields[5] = nz_field_text(nz_metric_name(metric));
        self->fields[6] = (nz_field_t){ .kind = NZ_FIELD_EMPTY };
        status = print_quantities(self, NZ_SCOPE_CELL,
            nz_summary_cell(study, i_difficulty, i_test_size, i_model, m));
        for (size_t k = 0; k < study->intervals.n && status == NZ_OK; k++) {
            const nz_interval_method_t method =
                (nz_interval_method_t) study->intervals.values[k];
            if (!nz_metric_takes_method(metric, method)) {
                continue; /* not an interval for this metric */
            }
            self->fields[6] = nz_field_text(nz_interval_method_name(method));
            status = print_quantities(self, NZ_SCOPE_INTERVAL,
                nz_summary_interval(study, i_difficulty, i_test_size, i_model, m, k));
        }
    }
    return status;
}

/* A curve of all models has no method. */
static nz_status_t
print_thinned(position_t *self, size_t i_difficulty, size_t i_test_size, size_t i_keep)
{
    const nz_study_t *study = &self->summary->study;
    const uint64_t stride = study->models.keep_every.values[i_keep];
    char method[40];
    nz_status_t status = NZ_OK;

    snprintf(method, sizeof(method), "keep_every=%" PRIu64, stride);
    self->fields[6] =
        stride > 1 ? nz_field_text(method) : (nz_field_t){ .kind = NZ_FIELD_EMPTY };
    for (size_t m = 0; m < study->metrics.n && status == NZ_OK; m++) {
        self->fields[5] =
            nz_field_text(nz_metric_name((nz_metric_t) study->metrics.values[m]));
        status = print_quantities(self, NZ_SCOPE_CURVE,
            nz_summary_curve(study, i_difficulty, i_test_size, i_keep, m));
    }
    return status;
}

static nz_status_t
print_curve(position_t *self, size_t i_difficulty, size_t i_test_size)
{
    const nz_study_t *study = &self->summary->study;
    const nz_field_t empty = { .kind = NZ_FIELD_EMPTY };
    nz_status_t status = NZ_OK;

    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const double difficulty = study->task.difficulty.values[i_difficulty];
    self->fields[0] = nz_field_text(study->task.name);
    self->fields[1] = type->difficulty.is_whole ? nz_field_count((uint64_t) difficulty)
                                                : nz_field_real(difficulty);
    self->fields[2] = nz_field_count(study->test_sizes.values[i_test_size]);
    for (size_t i = 0; i < study->models.parameters.n && status == NZ_OK; i++) {
        status = print_model(self, i_difficulty, i_test_size, i);
    }
    self->fields[3] = self->fields[4] = empty;
    for (size_t k = 0; k < study->models.keep_every.n && status == NZ_OK; k++) {
        status = print_thinned(self, i_difficulty, i_test_size, k);
    }
    return status;
}

/* The rates per unit of difficulty, which have no difficulty of their own. */
static nz_status_t
print_model_rates(position_t *self, size_t i_test_size, size_t i_model)
{
    const nz_study_t *study = &self->summary->study;
    nz_status_t status = NZ_OK;

    self->fields[3] = nz_field_text(study->models.names.values[i_model]);
    self->fields[4] = nz_field_real(study->models.parameters.values[i_model]);
    for (size_t m = 0; m < study->metrics.n && status == NZ_OK; m++) {
        self->fields[5] =
            nz_field_text(nz_metric_name((nz_metric_t) study->metrics.values[m]));
        status = print_quantities(
            self, NZ_SCOPE_RATE, nz_summary_rate(study, i_test_size, i_model, m));
    }
    return status;
}

static nz_status_t
print_rates(position_t *self)
{
    const nz_study_t *study = &self->summary->study;
    const nz_field_t empty = { .kind = NZ_FIELD_EMPTY };
    nz_status_t status = NZ_OK;

    self->fields[1] = self->fields[6] = empty;
    for (size_t t = 0; t < study->test_sizes.n; t++) {
        self->fields[2] = nz_field_count(study->test_sizes.values[t]);
        for (size_t i = 0; i < study->models.parameters.n && status == NZ_OK; i++) {
            status = print_model_rates(self, t, i);
        }
    }
    return status;
}

/* What is printed and how. */
typedef struct printout {
    const nz_run_t *run;
    nz_table_format_t format;
} printout_t;

static nz_status_t
print_run(void *context, FILE *out)
{
    const printout_t *printout = context;
    const nz_run_t *run = printout->run;
    position_t position = { .table = NULL };
    nz_status_t status =
        nz_table_begin(out, printout->format, columns, n_columns, &position.table);

    for (size_t i = 0; i < run->n_parts; i++) {
        const nz_study_t *study = &run->parts[i].study;
        position.summary = &run->parts[i];
        for (size_t d = 0; d < study->task.difficulty.n; d++) {
            for (size_t t = 0; t < study->test_sizes.n && status == NZ_OK; t++) {
                status = print_curve(&position, d, t);
            }
        }
        if (status == NZ_OK && nz_summary_has_rates(study)) {
            status = print_rates(&position);
        }
    }
    const nz_status_t ended = nz_table_end(&position.table);
    return status == NZ_OK ? ended : status;
}

static nz_status_t
export_run(const arguments_t *arguments, nz_diagnostics_t *diagnostics)
{
    nz_run_t run = { 0 };
    printout_t printout = { &run, arguments->format };
    nz_status_t status =
        nz_cli_check_output(arguments->output, &arguments->run_path, 1, diagnostics);

    if (status == NZ_OK) {
        status = nz_run_file_read(arguments->run_path, &run, diagnostics);
    }
    if (status != NZ_OK) {
        return status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
    }
    status = nz_cli_print(arguments->output, print_run, &printout, diagnostics);
    nz_run_free(&run);
    return status;
}

int
nz_command_export(int argc, char **argv)
{
    arguments_t arguments = { .format = NZ_TABLE_CSV };
    nz_diagnostics_t diagnostics = { 0 };
    const int code = nz_cli_parse(&argp, argc, argv, &arguments);

    if (code != NZ_EXIT_OK) {
        return code;
    }
    return nz_cli_finish(export_run(&arguments, &diagnostics), &diagnostics);
}
