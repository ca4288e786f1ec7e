#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/figure.h"
#include "mpi/fit_options.h"
#include "mpi/group_options.h"
#include "mpi/method_options.h"
#include "sim/file_io.h"
#include "sim/number.h"
#include "sim/run_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longest file of --style [bytes]. */
enum { STYLE_BYTES_MAX = 1 << 20 };

/* Most kinds that a message lists. */
enum { KINDS_MAX = 64 };

typedef struct arguments {
    const nz_figure_kind_t *kind;
    const char *input_path, *output;
    const char *scale, *width, *style;
    nz_figure_options_t figure;
    nz_fit_arguments_t fit; /* how published results are read and fitted */
    bool wants_script;
} arguments_t;

enum {
    option_title = 1,
    option_metric,
    option_task,
    option_difficulty,
    option_test_size,
    option_family,
    option_group,
    option_column,
    option_axis,
    option_level,
    option_law,
    option_tokens,
    option_irreducible,
    option_options,
    option_concentration,
    option_width,
    option_style,
    option_gnuplot
};

static error_t
find_kind(const char *name, arguments_t *arguments, struct argp_state *state)
{
    const char *names[KINDS_MAX];
    size_t n = 0;
    const nz_figure_kind_t *kinds = nz_figure_kinds(&n);
    arguments->kind = nz_figure_kind_find(name);
    if (arguments->kind != NULL) {
        return 0;
    }
    char list[32 * KINDS_MAX] = "";
    n = n < KINDS_MAX ? n : KINDS_MAX;
    for (size_t i = 0; i < n; i++) {
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
    if (arguments->input_path == NULL && arguments->kind->maker == NULL) {
        argp_error(state, "which table? Name the CSV file of a benchmark, or - for "
                          "standard input");
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

/* Where the text of an option goes that is looked at later, or not at all; NULL of the
 * others. */
static const char **
text_of(int key, arguments_t *arguments)
{
    switch (key) {
    case 'o':
        return &arguments->output;
    case option_title:
        return &arguments->figure.title;
    case option_metric:
        return &arguments->figure.metric;
    case option_task:
        return &arguments->figure.task;
    case option_family:
        return &arguments->figure.family;
    case option_axis:
        return &arguments->scale;
    case option_width:
        return &arguments->width;
    case option_style:
        return &arguments->style;
    case option_group:
        return &arguments->fit.shared.group;
    case option_level:
        return &arguments->fit.shared.level;
    case option_column:
        return &arguments->fit.shared.columns[arguments->fit.shared.n_columns++];
    case option_law:
        return &arguments->fit.laws[arguments->fit.n_laws++];
    case option_tokens:
        return &arguments->fit.text[NZ_FIT_KEY_TOKENS];
    case option_irreducible:
        return &arguments->fit.text[NZ_FIT_KEY_IRREDUCIBLE];
    case option_options:
        return &arguments->fit.text[NZ_FIT_KEY_OPTIONS];
    case option_concentration:
        return &arguments->fit.text[NZ_FIT_KEY_CONCENTRATION];
    default:
        return NULL;
    }
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    arguments_t *arguments = state->input;
    const char **text = text_of(key, arguments);

    if (text != NULL) {
        *text = value;
        return 0;
    }
    switch (key) {
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
        "Metric of apparent-curve (default: accuracy), the only one of emergence or of "
        "published results (default: all)",
        0 },
    { "task", option_task, "NAME", 0,
        "Task of a run of several (default: the first), the only one of published "
        "results (default: all)",
        0 },
    { "family", option_family, "NAME", 0,
        "The only family of models of published results (default: all)", 0 },
    { "group", option_group, "COLUMN[,COLUMN...]", 0,
        "Published results that agree in these columns are one curve (default: those of "
        "family, task and metric that there are)",
        0 },
    { "column", option_column, "OURS=THEIRS", 0,
        "The table of published results calls this column otherwise, e.g. "
        "parameters=params_total; may be repeated",
        0 },
    { "axis", option_axis, "accuracy|log|cloglog", 0,
        "Scale of published scores: linear, logarithmic, or log(-log), on which a law is "
        "a straight line (default: log of shares of successes, else linear)",
        0 },
    { "level", option_level, "L", 0,
        "Confidence level of the limits of published results (default: 0.95)", 0 },
    { "law", option_law, "METRIC=LAW", 0, "What a metric measures, as of fit", 0 },
    { "tokens", option_tokens, "L", 0, "Tokens of an answer, as of fit", 0 },
    { "irreducible", option_irreducible, "E", 0,
        "Loss that no size removes [nats per token], as of fit", 0 },
    { "options", option_options, "K", 0, "Options of an item of Brier scores, as of fit",
        0 },
    { "concentration", option_concentration, "KAPPA", 0,
        "How alike items of Brier scores are, as of fit", 0 },
    { "difficulty", option_difficulty, "L", 0,
        "Target length, or what else makes the items difficult (default: the largest of "
        "the "
        "run)",
        0 },
    { "test-size", option_test_size, "N", 0,
        "Test size of figures that show one, in items (default: the largest of the run)",
        0 },
    { "width", option_width, "89|183", 0,
        "Width [mm]: one or two columns of a journal (default: 183)", 0 },
    { "style", option_style, "FILE.gp", 0,
        "gnuplot commands that follow figures/style.gp and may set its colours, fonts "
        "and "
        "dashes again",
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
                    is_run ? "" : " (",
                    is_run                   ? ""
                    : kinds[i].maker != NULL ? kinds[i].maker
                                             : "a benchmark",
                    is_run ? "" : ")");
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
read_scale(const char *text, nz_figure_scale_t *scale, nz_diagnostics_t *diagnostics)
{
    const char *words[NZ_N_FIGURE_SCALES - 1];
    int i_word = 0;

    if (text == NULL) {
        return NZ_OK;
    }
    for (int i = 1; i < NZ_N_FIGURE_SCALES; i++) {
        words[i - 1] = nz_figure_scale_name((nz_figure_scale_t) i);
    }
    const nz_status_t status = nz_method_options_word(
        "--axis", text, words, NZ_N_FIGURE_SCALES - 1, &i_word, diagnostics);
    if (status == NZ_OK) {
        *scale = (nz_figure_scale_t) (i_word + 1);
    }
    return status;
}

static bool
has_fitting(const nz_fit_arguments_t *arguments)
{
    bool has = arguments->n_laws > 0;
    for (size_t i = 0; i < NZ_N_FIT_KEYS; i++) {
        has = has || arguments->text[i] != NULL;
    }
    return has;
}

static nz_status_t
read_width(const char *text, double *width, nz_diagnostics_t *diagnostics)
{
    double number = 0.0;

    if (text != NULL
        && (nz_number_parse_real(text, &number) != NZ_NUMBER_OK
            || (number != NZ_FIGURE_NARROW && number != NZ_FIGURE_WIDE))) {
        nz_diagnostics_add(diagnostics, "--width", 0, 0,
            "expected 89 or 183, one or two columns of a journal [mm], not '%s'", text);
        return NZ_ERR_INPUT;
    }
    *width = number;
    return NZ_OK;
}

/* The options whose texts are still to be read; free both. */
static nz_status_t
read_options(arguments_t *arguments, nz_group_options_t *reading,
    nz_fit_options_t *fitting, nz_diagnostics_t *diagnostics)
{
    nz_status_t status =
        read_scale(arguments->scale, &arguments->figure.scale, diagnostics);

    if (status == NZ_OK) {
        status = read_width(arguments->width, &arguments->figure.width, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_group_options_read(&arguments->fit.shared, reading, diagnostics);
    }
    if (status == NZ_OK) {
        arguments->figure.reading = reading->reading;
        arguments->figure.level =
            arguments->fit.shared.level != NULL ? reading->level : 0.0;
    }
    if (status == NZ_OK && has_fitting(&arguments->fit)) {
        status = nz_fit_options_read(&arguments->fit, reading, fitting, diagnostics);
        arguments->figure.fitting = fitting;
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
    if (status == NZ_OK && !arguments->wants_script) {
        status = nz_cli_check_output(
            arguments->output, &arguments->input_path, 1, diagnostics);
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

/* The user's style, which the caller frees. */
static nz_status_t
read_style(arguments_t *arguments, char **text, nz_diagnostics_t *diagnostics)
{
    size_t size = 0;

    if (arguments->style == NULL) {
        return NZ_OK;
    }
    nz_status_t status =
        nz_file_read(arguments->style, STYLE_BYTES_MAX, text, &size, diagnostics);
    if (status == NZ_OK && strlen(*text) != size) {
        nz_diagnostics_add(diagnostics, arguments->style, 0, 0,
            "expected gnuplot commands, found a file with NUL bytes");
        status = NZ_ERR_INPUT;
    }
    arguments->figure.style = *text;
    return status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
}

static int
run(arguments_t *arguments, int argc, char **argv)
{
    nz_diagnostics_t diagnostics = { 0 };
    char *style = NULL;
    nz_group_options_t reading = { 0 };
    nz_fit_options_t fitting = { 0 };
    const int code = nz_cli_parse(&argp, argc, argv, arguments);

    if (code != NZ_EXIT_OK) {
        return code;
    }
    nz_status_t status = read_options(arguments, &reading, &fitting, &diagnostics);
    if (status == NZ_OK) {
        status = read_style(arguments, &style, &diagnostics);
    }
    if (status == NZ_OK) {
        status = draw(arguments, &diagnostics);
    }
    free(style);
    nz_fit_options_free(&fitting);
    nz_group_options_free(&reading);
    return nz_cli_finish(status, &diagnostics);
}

int
nz_command_figure(int argc, char **argv)
{
    const size_t n = (size_t) argc + 1;
    const nz_diagnostics_t none = { 0 };
    arguments_t arguments = { .fit = { .laws = calloc(n, sizeof(char *)),
                                  .shared = { .columns = calloc(n, sizeof(char *)) } } };
    const int code = arguments.fit.laws != NULL && arguments.fit.shared.columns != NULL
                         ? run(&arguments, argc, argv)
                         : nz_cli_finish(NZ_ERR_NO_MEMORY, &none);

    free(arguments.fit.shared.columns);
    free(arguments.fit.laws);
    return code;
}
