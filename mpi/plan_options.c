#include "mpi/plan_options.h"

#include "mpi/cli.h"
#include "mpi/option_output.h"
#include "mpi/plan_arguments.h"
#include "mpi/plan_number.h"
#include "mpi/plan_request.h"
#include "mpi/plan_source.h"

#include <stdlib.h>

/* Least and most test sets of --verify. */
static const uint64_t replicates_min = 100, replicates_max = 1000000000;

static nz_status_t
read_format(const nz_plan_arguments_t *arguments, nz_plan_options_t *options,
    nz_diagnostics_t *diagnostics)
{
    options->output = arguments->output;
    const nz_status_t status =
        nz_option_output_format(arguments->text[NZ_PLAN_KEY_FORMAT], options->output,
            &options->format, diagnostics);
    options->with_words = options->format == NZ_TABLE_TABLE;
    return status;
}

static nz_status_t
read_verify(const nz_plan_arguments_t *arguments, nz_plan_options_t *options,
    nz_diagnostics_t *diagnostics)
{
    nz_status_t status = nz_option_output_progress(
        arguments->text[NZ_PLAN_KEY_PROGRESS], &options->progress, diagnostics);
    nz_status_t counts;

    options->replicates = 10000;
    options->seed = 1;
    counts = nz_plan_number_count(arguments, NZ_PLAN_KEY_REPLICATES, replicates_min,
        replicates_max, &options->replicates, diagnostics);
    status = status == NZ_OK ? counts : status;
    counts = nz_plan_number_count(
        arguments, NZ_PLAN_KEY_SEED, 0, UINT64_MAX, &options->seed, diagnostics);
    return status == NZ_OK ? counts : status;
}

/* Whether a table shows what scoring tokens is worth, in models of several tokens. */
static bool
has_alternatives(const nz_plan_arguments_t *arguments, const nz_plan_options_t *options)
{
    if (arguments->text[NZ_PLAN_KEY_ALTERNATIVES] != NULL) {
        return true;
    }
    for (size_t i = 0; i < options->points.n && options->with_words; i++) {
        if (options->points.values[i].tokens > 1.0
            && options->points.values[i].log_token < 0.0) {
            return true;
        }
    }
    return false;
}

/* What is asked for is checked before any file is opened. */
static nz_status_t
read_options(const nz_plan_arguments_t *arguments, nz_plan_options_t *options,
    nz_diagnostics_t *diagnostics)
{
    nz_status_t status = read_format(arguments, options, diagnostics), others;

    others = read_verify(arguments, options, diagnostics);
    status = status == NZ_OK ? others : status;
    others = nz_plan_request_read(
        arguments, options->requests, &options->n_requests, diagnostics);
    status = status == NZ_OK ? others : status;
    if (status == NZ_OK) {
        status = nz_plan_source_read(arguments, options->requests, options->n_requests,
            &options->source, &options->points, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_plan_request_fit_points(arguments, &options->points,
            options->requests, options->n_requests, diagnostics);
    }
    if (status == NZ_OK) {
        const char *const inputs[] = { arguments->path,
            arguments->text[NZ_PLAN_KEY_FIT] };
        status = nz_cli_check_output(options->output, inputs, 2, diagnostics);
    }
    options->has_price = arguments->text[NZ_PLAN_KEY_PRICE] != NULL;
    options->alternatives = status == NZ_OK && has_alternatives(arguments, options);
    return status;
}

bool
nz_plan_options_wants_verify(int argc, char **argv)
{
    nz_plan_arguments_t arguments = { .settings =
                                          calloc((size_t) argc + 1, sizeof(char *)) };
    const bool is_parsed =
        arguments.settings != NULL
        && argp_parse(&nz_plan_arguments_argp, argc, argv, ARGP_SILENT, NULL, &arguments)
               == 0;
    free(arguments.settings);
    return is_parsed && arguments.text[NZ_PLAN_KEY_VERIFY] != NULL;
}

int
nz_plan_options_parse(
    int argc, char **argv, nz_plan_options_t *out, nz_diagnostics_t *diagnostics)
{
    nz_plan_arguments_t arguments = { .settings =
                                          calloc((size_t) argc + 1, sizeof(char *)) };
    nz_plan_options_t options = { 0 };
    nz_status_t status = arguments.settings != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;
    int code = NZ_EXIT_OK;

    if (status == NZ_OK) {
        code = nz_cli_parse(&nz_plan_arguments_argp, argc, argv, &arguments);
    }
    if (status == NZ_OK && code == NZ_EXIT_OK) {
        status = read_options(&arguments, &options, diagnostics);
    }
    if (status != NZ_OK) {
        code = nz_cli_speaks()          ? nz_cli_finish(status, diagnostics)
               : status == NZ_ERR_INPUT ? NZ_EXIT_USAGE
                                        : NZ_EXIT_FAILED;
    }
    free(arguments.settings);
    if (code != NZ_EXIT_OK) {
        nz_plan_options_free(&options);
        return code;
    }
    *out = options;
    return NZ_EXIT_OK;
}

void
nz_plan_options_free(nz_plan_options_t *self)
{
    nz_plan_points_free(&self->points);
    *self = (nz_plan_options_t){ 0 };
}
