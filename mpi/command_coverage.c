#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/method_options.h"
#include "mpi/progress.h"
#include "mpi/table.h"
#include "sim/number.h"
#include "stats/coverage.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What was asked for. Options are read where they stand; their errors are told together.
 */
typedef struct arguments {
    nz_number_list_t trials, truths, levels;
    nz_method_list_t methods;
    nz_sided_t sided;
    nz_table_format_t format;
    const char *output;
    nz_status_t status;
    nz_diagnostics_t diagnostics;
} arguments_t;

enum {
    option_trials = 1,
    option_truth,
    option_level,
    option_method,
    option_sided,
    option_format,
    n_columns = 8
};

static const char *const columns[n_columns] = { "method", "trials", "truth", "level",
    "coverage", "expected_width", "zero_probability", "ceiling" };

static const nz_number_rule_t trials_rule = { "--trials",
    "whole numbers of items from 1 to 2^53", 1.0, (double) NZ_COUNT_MAX, true, NULL,
    false };
static const nz_number_rule_t truth_rule = { "--truth", "true accuracies from 0 to 1",
    0.0, 1.0, false, "uniform", false };

/* An option that is given twice: the last one counts. */
static nz_status_t
read_numbers(const nz_number_rule_t *rule, const char *value, nz_number_list_t *list,
    nz_diagnostics_t *diagnostics)
{
    nz_number_list_t numbers = { 0 };
    nz_status_t status =
        rule != NULL ? nz_method_options_numbers(rule, value, &numbers, diagnostics)
                     : nz_method_options_levels("--level", value, &numbers, diagnostics);

    if (status == NZ_OK) {
        free(list->values);
        *list = numbers;
    }
    return status;
}

static nz_status_t
read_option(int key, const char *value, arguments_t *arguments)
{
    nz_diagnostics_t *diagnostics = &arguments->diagnostics;

    switch (key) {
    case option_trials:
        return read_numbers(&trials_rule, value, &arguments->trials, diagnostics);
    case option_truth:
        return read_numbers(&truth_rule, value, &arguments->truths, diagnostics);
    case option_level:
        return read_numbers(NULL, value, &arguments->levels, diagnostics);
    case option_method:
        return nz_method_options_methods(
            "--method", value, NULL, &arguments->methods, diagnostics);
    default:
        return nz_method_options_sided("--sided", value, &arguments->sided, diagnostics);
    }
}

static error_t
parse_end(const arguments_t *arguments, struct argp_state *state)
{
    if (arguments->status != NZ_OK) {
        return 0;
    }
    if (arguments->trials.n == 0) {
        argp_error(state, "how many test items? Add --trials N, e.g. --trials 100");
        return EINVAL;
    }
    if (arguments->truths.n == 0) {
        argp_error(state, "which true accuracy? Add --truth P, e.g. --truth 0.01, or "
                          "--truth uniform");
        return EINVAL;
    }
    return 0;
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    arguments_t *arguments = state->input;

    switch (key) {
    case option_trials:
    case option_truth:
    case option_level:
    case option_method:
    case option_sided: {
        const nz_status_t status = read_option(key, value, arguments);
        arguments->status = arguments->status == NZ_OK ? status : arguments->status;
        return 0;
    }
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
        argp_error(state, "there is no file to name: '%s' is too many", value);
        return EINVAL;
    case ARGP_KEY_END:
        return parse_end(arguments, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { "trials", option_trials, "N[,N...]", 0,
        "Numbers of test items; FROM:TO:COUNT for a range", 0 },
    { "truth", option_truth, "P[,P...]", 0,
        "True accuracies; FROM:TO:COUNT for a range; `uniform` averages over all from 0 "
        "to 1",
        0 },
    { "level", option_level, "L[,L...]", 0, "Levels of the intervals (default 0.95)", 0 },
    { "method", option_method, "NAME[,NAME...]", 0,
        "Interval methods, see `nonzero help methods` (default: all)", 0 },
    { "sided", option_sided, "two|lower|upper", 0,
        "Both limits (default), a lower limit only, or an upper limit only", 0 },
    { "output", 'o', "FILE", 0, "Write to this file instead of standard output", 0 },
    { "format", option_format, "csv|table|json", 0,
        "csv (default) and json carry every digit; table is aligned for reading", 0 },
    { 0 },
};

static const struct argp argp = { options, parse_option, "--trials N --truth P",
    "How often intervals for an accuracy cover the truth, exactly and without "
    "simulation: a row per method, number of items, truth and level.\v"
    "Columns: method, trials, truth, level, coverage, expected_width (of the defined "
    "intervals), zero_probability (that no item is solved), ceiling (1 - (1 - "
    "truth)^trials, "
    "which no bootstrap exceeds). A range has equal steps in the logarithm. "
    "Draw the table with `nonzero figure coverage`.",
    NULL, NULL, NULL };

/* The work done so far, in intervals. */
typedef struct work {
    nz_progress_t progress;
    double done, total;
} work_t;

static void
on_progress(void *context, uint64_t n_counts)
{
    work_t *work = context;
    work->done += (double) n_counts;
    nz_progress_update(&work->progress, work->done / work->total);
}

static nz_status_t
estimate_method(arguments_t *arguments, nz_interval_method_t method, double *sum)
{
    const nz_tails_t tails = nz_method_options_tails(0.95, arguments->sided);

    for (size_t i = 0; i < arguments->trials.n; i++) {
        const uint64_t n = (uint64_t) arguments->trials.values[i];
        for (size_t j = 0; j < arguments->truths.n; j++) {
            const double truth = arguments->truths.values[j];
            const uint64_t n_counts = nz_coverage_n_counts(method, n, truth, tails);
            if (n_counts > NZ_COVERAGE_COUNTS_MAX) {
                nz_diagnostics_add(&arguments->diagnostics, "--trials", 0, 0,
                    "%" PRIu64 " items need %.2g intervals per method, more than %.2g: "
                    "take fewer items%s",
                    n, (double) n_counts, (double) NZ_COVERAGE_COUNTS_MAX,
                    isnan(truth) ? "" : ", or a truth nearer to 0 or 1");
                return NZ_ERR_INPUT;
            }
            *sum += (double) n_counts;
        }
    }
    return NZ_OK;
}

/* How many intervals there are to compute; refuses what would take hours. */
static nz_status_t
estimate(arguments_t *arguments, double *total)
{
    double sum = 0.0;
    nz_status_t status = NZ_OK;

    for (size_t m = 0; m < arguments->methods.n && status == NZ_OK; m++) {
        status = estimate_method(arguments, arguments->methods.values[m], &sum);
    }
    *total = sum * (double) arguments->levels.n;
    return status;
}

static nz_status_t
print_row(arguments_t *arguments, nz_interval_method_t method, double trials,
    double truth, double level, work_t *work, nz_table_t *table)
{
    const nz_tails_t tails = nz_method_options_tails(level, arguments->sided);
    const uint64_t n = (uint64_t) trials;
    nz_coverage_t coverage;
    nz_status_t status =
        isnan(truth)
            ? nz_coverage_uniform(method, n, tails, on_progress, work, &coverage)
            : nz_coverage_at(method, n, truth, tails, on_progress, work, &coverage);

    if (status != NZ_OK) {
        nz_diagnostics_add(&arguments->diagnostics, nz_interval_method_name(method), 0, 0,
            "%" PRIu64 " items: %s", n, nz_status_message(status));
        return status;
    }
    const nz_field_t fields[n_columns] = { nz_field_text(nz_interval_method_name(method)),
        nz_field_count(n),
        isnan(truth) ? nz_field_text("uniform") : nz_field_given(truth),
        nz_field_given(level), nz_field_real(coverage.coverage),
        nz_field_real(coverage.expected_width), nz_field_real(coverage.zero_probability),
        nz_field_real(coverage.ceiling) };
    return nz_table_row(table, fields);
}

static nz_status_t
print_rows(arguments_t *arguments, work_t *work, nz_table_t *table)
{
    nz_status_t status = NZ_OK;

    for (size_t m = 0; m < arguments->methods.n; m++) {
        for (size_t i = 0; i < arguments->trials.n; i++) {
            for (size_t j = 0; j < arguments->truths.n; j++) {
                for (size_t l = 0; l < arguments->levels.n && status == NZ_OK; l++) {
                    status = print_row(arguments, arguments->methods.values[m],
                        arguments->trials.values[i], arguments->truths.values[j],
                        arguments->levels.values[l], work, table);
                }
            }
        }
    }
    return status;
}

static nz_status_t
print_table(void *context, FILE *out)
{
    arguments_t *arguments = context;
    work_t work = { 0 };
    nz_table_t *table = NULL;
    nz_status_t status = estimate(arguments, &work.total);

    if (status == NZ_OK) {
        status = nz_table_begin(out, arguments->format, columns, n_columns, &table);
    }
    nz_progress_start(&work.progress, NZ_PROGRESS_AUTO);
    if (status == NZ_OK) {
        status = print_rows(arguments, &work, table);
    }
    nz_progress_finish(&work.progress);
    const nz_status_t ended = nz_table_end(&table);
    return status == NZ_OK ? ended : status;
}

static nz_status_t
compute(arguments_t *arguments)
{
    nz_status_t status = arguments->status;

    if (status == NZ_OK) {
        status = nz_cli_check_output(arguments->output, NULL, 0, &arguments->diagnostics);
    }
    return status == NZ_OK ? nz_cli_print(
               arguments->output, print_table, arguments, &arguments->diagnostics)
                           : status;
}

int
nz_command_coverage(int argc, char **argv)
{
    arguments_t arguments = { .format = NZ_TABLE_CSV };
    nz_status_t status = nz_method_options_methods(
        "--method", "all", NULL, &arguments.methods, &arguments.diagnostics);

    if (status == NZ_OK) {
        status = nz_method_options_levels(
            "--level", "0.95", &arguments.levels, &arguments.diagnostics);
    }
    int code = NZ_EXIT_OK;
    if (status == NZ_OK) {
        code = nz_cli_parse(&argp, argc, argv, &arguments);
        status = code == NZ_EXIT_OK ? compute(&arguments) : NZ_OK;
    }
    if (code == NZ_EXIT_OK) {
        code = nz_cli_finish(status, &arguments.diagnostics);
    }
    free(arguments.trials.values);
    free(arguments.truths.values);
    free(arguments.levels.values);
    return code;
}
