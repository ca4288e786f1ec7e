#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/interval_counts.h"
#include "mpi/interval_items.h"
#include "mpi/interval_request.h"
#include "mpi/option_number.h"
#include "mpi/option_output.h"
#include "sim/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The options as texts; NULL = not given. Indexed by the keys below. */
enum {
    SUCCESSES = 1,
    TRIALS,
    METHOD,
    LEVEL,
    SIDED,
    SIMULTANEOUS,
    MONOTONE,
    VALUE,
    PAIRED,
    CLUSTER,
    STRATA,
    STATISTIC,
    ENGINE,
    RESAMPLES,
    SEED,
    PROGRESS,
    FORMAT,
    N_KEYS
};

typedef struct arguments {
    const char *text[N_KEYS];
    const char *path, *output;
} arguments_t;

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    arguments_t *arguments = state->input;

    if (key > 0 && key < N_KEYS) {
        arguments->text[key] = value != NULL ? value : "";
        return 0;
    }
    switch (key) {
    case 'o':
        arguments->output = value;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->path != NULL) {
            argp_error(state, "one table at a time: '%s' is too many", value);
            return EINVAL;
        }
        arguments->path = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { NULL, 0, NULL, 0, "One result, K of N items solved:", 1 },
    { "successes", SUCCESSES, "K", 0, "Items solved", 1 },
    { "trials", TRIALS, "N", 0, "Items in the test set", 1 },
    { NULL, 0, NULL, 0, "A table with a row for every item:", 2 },
    { "value", VALUE, "COLUMN[,COLUMN...]", 0, "Scores of the items, a column per model",
        2 },
    { "paired", PAIRED, "COLUMN", 0,
        "Scores of another model on the same items, subtracted item by item", 2 },
    { "cluster", CLUSTER, "COLUMN", 0,
        "Items with the same text here were not drawn independently (same passage, same "
        "template); whole clusters are resampled",
        2 },
    { "strata", STRATA, "COLUMN", 0,
        "The test set has a fixed number of items of each text here; each is resampled "
        "by itself",
        2 },
    { "statistic", STATISTIC, "mean|median|Q", 0,
        "What is estimated: mean (default), median, or the quantile 0 < Q < 1", 2 },
    { "engine", ENGINE, "exact|resample", 0,
        "Bootstraps without Monte Carlo (default), or by drawing resamples", 2 },
    { "resamples", RESAMPLES, "B", 0, "Number of resamples (10000)", 2 },
    { "seed", SEED, "S", 0, "Seed of the resamples (1)", 2 },
    { "progress", PROGRESS, "auto|always|never", 0, "Show how far long work is", 2 },
    { NULL, 0, NULL, 0, "Several models, in a table of either kind:", 3 },
    { "simultaneous", SIMULTANEOUS, "none|bonferroni|sidak|max_t", 0,
        "Intervals that hold for all models at once with the given level; "
        "clopper_pearson does near zero",
        3 },
    { "monotone", MONOTONE, NULL, 0,
        "Raise lower limits to those of smaller models of the family, for accuracies "
        "that do not fall with size; needs --simultaneous",
        3 },
    { NULL, 0, NULL, 0, "Any of them:", 4 },
    { "method", METHOD, "NAME[,NAME...]|all", 0,
        "Interval methods (all that apply), of `nonzero help methods`; for quantiles "
        "also "
        "order_statistic",
        4 },
    { "level", LEVEL, "L", 0, "Confidence level (0.95)", 4 },
    { "sided", SIDED, "two|lower|upper", 0, "Both limits, or one only (two)", 4 },
    { "output", 'o', "FILE", 0, "Write to this file instead of standard output", 4 },
    { "format", FORMAT, "csv|table|json", 0,
        "csv (default) and json carry every digit; table is aligned for reading", 4 },
    { 0 },
};

static const struct argp argp = { options, parse_option,
    "--successes=K --trials=N\nITEMS.csv --value=COLUMN\nMODELS.csv",
    "Confidence intervals of real results: K of N items; the scores of a table with a "
    "row "
    "for every item; or a table of models with the columns parameters, trials and "
    "successes (or score), family and model if there.\v"
    "Columns: method, successes, trials, estimate, lower, upper, level, status. An "
    "interval is ok, degenerate (no width: the method says nothing) or undefined (empty "
    "limits). With several --value columns, `column` comes first; of a table of models, "
    "family, model and parameters. With --engine=resample the Monte Carlo errors of the "
    "limits, lower_mcse and upper_mcse, come last. A table named - is standard input.",
    NULL, NULL, NULL };

static nz_status_t
refuse(nz_diagnostics_t *diagnostics, const char *option, const char *message)
{
    nz_diagnostics_add(diagnostics, option, 0, 0, "%s", message);
    return NZ_ERR_INPUT;
}

static nz_status_t
read_level(const arguments_t *arguments, nz_interval_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    const char *text = arguments->text[LEVEL] != NULL ? arguments->text[LEVEL] : "0.95";
    nz_number_list_t levels = { 0 };
    nz_sided_t sided = NZ_SIDED_TWO;
    nz_status_t status = nz_method_options_levels("--level", text, &levels, diagnostics);

    if (status == NZ_OK && levels.n != 1) {
        status = refuse(diagnostics, "--level", "expected one level, not a list");
    }
    if (status == NZ_OK && arguments->text[SIDED] != NULL) {
        status = nz_method_options_sided(
            "--sided", arguments->text[SIDED], &sided, diagnostics);
    }
    if (status == NZ_OK) {
        request->level = levels.values[0];
        request->tails = nz_method_options_tails(request->level, sided);
    }
    free(levels.values);
    return status;
}

static nz_status_t
read_statistic(
    const char *text, nz_interval_request_t *request, nz_diagnostics_t *diagnostics)
{
    if (strcmp(text, "mean") == 0) {
        return NZ_OK;
    }
    request->is_quantile = true;
    request->quantile = 0.5;
    if (strcmp(text, "median") == 0
        || (nz_number_parse_real(text, &request->quantile) == NZ_NUMBER_OK
            && request->quantile > 0.0 && request->quantile < 1.0)) {
        return NZ_OK;
    }
    nz_diagnostics_add(diagnostics, "--statistic", 0, 0,
        "expected mean, median or a quantile between 0 and 1, not '%s'", text);
    return NZ_ERR_INPUT;
}

/* The names of the value columns, cut out of `text`, which is changed. */
static nz_status_t
read_columns(char *text, nz_interval_request_t *request, nz_diagnostics_t *diagnostics)
{
    char *name;

    while ((name = nz_method_options_next(&text, ',')) != NULL) {
        if (*name == '\0') {
            return refuse(diagnostics, "--value", "expected names of columns");
        }
        if (request->n_values == NZ_INTERVAL_COLUMNS_MAX) {
            return refuse(diagnostics, "--value", "expected at most 100 columns");
        }
        request->values[request->n_values++] = name;
    }
    return NZ_OK;
}

static nz_status_t
read_words(const arguments_t *arguments, nz_interval_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    static const char *const engines[] = { "exact", "resample" };
    const char *simultaneous[NZ_N_SIMULTANEOUS];
    int i_engine = NZ_ENGINE_EXACT, i_kind = NZ_SIMULTANEOUS_NONE;
    nz_status_t status = NZ_OK;

    for (int i = 0; i < NZ_N_SIMULTANEOUS; i++) {
        simultaneous[i] = nz_simultaneous_name((nz_simultaneous_t) i);
    }
    if (arguments->text[ENGINE] != NULL) {
        status = nz_method_options_word(
            "--engine", arguments->text[ENGINE], engines, 2, &i_engine, diagnostics);
    }
    if (status == NZ_OK && arguments->text[SIMULTANEOUS] != NULL) {
        status = nz_method_options_word("--simultaneous", arguments->text[SIMULTANEOUS],
            simultaneous, NZ_N_SIMULTANEOUS, &i_kind, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_option_output_progress(
            arguments->text[PROGRESS], &request->progress, diagnostics);
    }
    if (status == NZ_OK && arguments->text[FORMAT] != NULL
        && nz_table_format_find(arguments->text[FORMAT], &request->format) != 0) {
        status = refuse(diagnostics, "--format", "expected csv, table or json");
    }
    request->engine = (nz_bootstrap_engine_t) i_engine;
    request->simultaneous = (nz_simultaneous_t) i_kind;
    return status;
}

/* Which of the three inputs there is. */
static nz_status_t
check_input(const arguments_t *arguments, nz_diagnostics_t *diagnostics)
{
    const bool successes = arguments->text[SUCCESSES] != NULL;
    const bool trials = arguments->text[TRIALS] != NULL;

    if ((successes || trials) == (arguments->path != NULL)) {
        return refuse(diagnostics, "nonzero interval",
            arguments->path != NULL
                ? "give either --successes and --trials or a table, not both"
                : "which result? Give --successes and --trials, or a table; see "
                  "`nonzero interval --help`");
    }
    if (arguments->path == NULL && arguments->text[VALUE] != NULL) {
        return refuse(diagnostics, "--value", "names a column of a table; which table?");
    }
    if (successes != trials) {
        return refuse(diagnostics, "nonzero interval",
            "--successes and --trials belong together: K of N items");
    }
    return NZ_OK;
}

/* Options that are for tables of items, and that go together. */
static nz_status_t
check_items_options(const arguments_t *arguments, const nz_interval_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    static const struct {
        int key;
        const char *option;
    } of_items[] = { { PAIRED, "--paired" }, { CLUSTER, "--cluster" },
        { STRATA, "--strata" }, { STATISTIC, "--statistic" }, { ENGINE, "--engine" },
        { RESAMPLES, "--resamples" }, { SEED, "--seed" } };
    const bool resamples = request->engine == NZ_ENGINE_RESAMPLE
                           || request->simultaneous == NZ_SIMULTANEOUS_MAX_T;

    for (size_t i = 0; i < sizeof(of_items) / sizeof(of_items[0]); i++) {
        if (arguments->text[of_items[i].key] != NULL && request->n_values == 0) {
            return refuse(diagnostics, of_items[i].option,
                "is for a table of items: name its column of scores by --value");
        }
    }
    if (!resamples
        && (arguments->text[RESAMPLES] != NULL || arguments->text[SEED] != NULL)) {
        return refuse(diagnostics,
            arguments->text[SEED] != NULL ? "--seed" : "--resamples",
            "nothing is resampled: add --engine=resample");
    }
    if (request->paired != NULL && request->n_values > 1) {
        return refuse(diagnostics, "--paired", "needs one column in --value");
    }
    if (request->methods.has_extra && !request->is_quantile) {
        return refuse(diagnostics, "--method",
            request->n_values > 0
                ? "order_statistic is for quantiles: add --statistic=median or another"
                : "order_statistic is for quantiles of a table of items");
    }
    if (request->methods.has_extra && !request->methods.has_all
        && (request->cluster != NULL || request->strata != NULL)) {
        return refuse(diagnostics, "--method",
            "order_statistic takes the items to be independent; with clusters or strata "
            "there are the bootstraps, by --engine=resample");
    }
    if (request->is_quantile && request->engine == NZ_ENGINE_EXACT
        && (request->cluster != NULL || request->strata != NULL)) {
        return refuse(diagnostics, "--statistic",
            "quantiles with clusters or strata need --engine=resample");
    }
    return NZ_OK;
}

static nz_status_t
check_several_models(const nz_interval_request_t *request, nz_diagnostics_t *diagnostics)
{
    const bool none = request->simultaneous == NZ_SIMULTANEOUS_NONE;

    if (!none && (request->path == NULL || request->n_values == 1)) {
        return refuse(diagnostics, "--simultaneous",
            "is for several models: a table of models, or several --value columns");
    }
    if (request->simultaneous == NZ_SIMULTANEOUS_MAX_T && request->is_quantile) {
        return refuse(diagnostics, "--simultaneous",
            "max_t is for means; for quantiles there are bonferroni and sidak");
    }
    if (request->monotone && (request->path == NULL || request->n_values > 0 || none)) {
        return refuse(diagnostics, "--monotone",
            "needs a table of models and --simultaneous: raised limits hold only if all "
            "hold at once");
    }
    return NZ_OK;
}

static nz_status_t
read_numbers(const arguments_t *arguments, nz_interval_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    nz_status_t status = nz_option_number_count("--trials", arguments->text[TRIALS], 1,
        NZ_COUNT_MAX, &request->trials, diagnostics);

    if (status == NZ_OK) {
        status = nz_option_number_count("--successes", arguments->text[SUCCESSES], 0,
            arguments->text[TRIALS] != NULL ? request->trials : NZ_COUNT_MAX,
            &request->successes, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_option_number_count("--resamples", arguments->text[RESAMPLES], 10,
            100000000, &request->resamples, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_option_number_count(
            "--seed", arguments->text[SEED], 0, UINT64_MAX, &request->seed, diagnostics);
    }
    return status;
}

/* Check all options before any file is opened. */
static nz_status_t
read_request(const arguments_t *arguments, char *columns, nz_interval_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    const char *method = arguments->text[METHOD], *statistic = arguments->text[STATISTIC];
    nz_status_t status =
        nz_method_options_methods("--method", method != NULL ? method : "all",
            NZ_ORDER_STATISTIC, &request->methods, diagnostics);

    if (status == NZ_OK) {
        status = read_level(arguments, request, diagnostics);
    }
    if (status == NZ_OK) {
        status = read_words(arguments, request, diagnostics);
    }
    if (status == NZ_OK) {
        status = read_numbers(arguments, request, diagnostics);
    }
    if (status == NZ_OK && statistic != NULL) {
        status = read_statistic(statistic, request, diagnostics);
    }
    if (status == NZ_OK && columns != NULL) {
        status = read_columns(columns, request, diagnostics);
    }
    request->path = arguments->path;
    request->output = arguments->output;
    request->paired = arguments->text[PAIRED];
    request->cluster = arguments->text[CLUSTER];
    request->strata = arguments->text[STRATA];
    request->monotone = arguments->text[MONOTONE] != NULL;
    if (status == NZ_OK) {
        status = check_input(arguments, diagnostics);
    }
    if (status == NZ_OK) {
        status = check_items_options(arguments, request, diagnostics);
    }
    return status == NZ_OK ? check_several_models(request, diagnostics) : status;
}

/* What is printed, and where its remarks go. */
typedef struct printout {
    nz_interval_request_t request;
    nz_diagnostics_t *diagnostics;
} printout_t;

static nz_status_t
print_intervals(void *context, FILE *out)
{
    const printout_t *printout = context;
    const nz_interval_request_t *request = &printout->request;

    if (request->path == NULL) {
        return nz_interval_of_counts(request, out, printout->diagnostics);
    }
    return request->n_values > 0
               ? nz_interval_of_items(request, out, printout->diagnostics)
               : nz_interval_of_models(request, out, printout->diagnostics);
}

static nz_status_t
run(const arguments_t *arguments, nz_diagnostics_t *diagnostics)
{
    printout_t printout = { { .resamples = 10000, .seed = 1 }, diagnostics };
    nz_interval_request_t *request = &printout.request;
    char *columns = NULL;

    if (arguments->text[VALUE] != NULL
        && (columns = strdup(arguments->text[VALUE])) == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_status_t status = read_request(arguments, columns, request, diagnostics);
    if (status == NZ_OK) {
        status = nz_cli_check_output(request->output, &request->path, 1, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_cli_print(request->output, print_intervals, &printout, diagnostics);
    }
    free(columns);
    return status;
}

int
nz_command_interval(int argc, char **argv)
{
    arguments_t arguments = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    const int code = nz_cli_parse(&argp, argc, argv, &arguments);

    if (code != NZ_EXIT_OK) {
        return code;
    }
    return nz_cli_finish(run(&arguments, &diagnostics), &diagnostics);
}
