#include "mpi/fit_options.h"

#include "mpi/option_number.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { option_each = 0x100, option_law, option_value }; /* one for each key follows */

static const uint64_t replicates_min = 100, replicates_max = 10000000,
                      successes_max = 1000000;
static const double tokens_max = 1e6;

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    nz_fit_arguments_t *arguments = state->input;

    if (key >= option_value && key < option_value + NZ_N_FIT_KEYS) {
        arguments->text[key - option_value] = value;
        return 0;
    }
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &arguments->shared;
        return 0;
    case option_each:
        arguments->each = true;
        return 0;
    case option_law:
        arguments->laws[arguments->n_laws++] = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { NULL, 0, NULL, 0, "The law, loss = (N/c)^alpha + E, accuracy = exp(-loss L):", 2 },
    { "tokens", option_value + NZ_FIT_KEY_TOKENS, "L", 0,
        "Tokens of an answer, if the table has no such column; c is then that of a token "
        "(1: of an item)",
        2 },
    { "irreducible", option_value + NZ_FIT_KEY_IRREDUCIBLE, "E", 0,
        "Loss that no size removes [nats per token] (0)", 2 },
    { "law", option_law, "METRIC=LAW", 0,
        "What a metric measures: successes, distance, brier, loss or none, in place of "
        "what its name says; a LAW alone is of all metrics; may be repeated",
        2 },
    { "options", option_value + NZ_FIT_KEY_OPTIONS, "K", 0,
        "brier: number of options of an item", 2 },
    { "concentration", option_value + NZ_FIT_KEY_CONCENTRATION, "KAPPA", 0,
        "brier: how alike the items are (inf: all the same)", 2 },
    { NULL, 0, NULL, 0, "What is told:", 3 },
    { "bootstrap", option_value + NZ_FIT_KEY_BOOTSTRAP, "B", 0,
        "Draw results from the fit and fit them again, B times (words: 1000): p-values "
        "that need no chi-square, and percentile limits; runs on MPI ranks",
        3 },
    { "each", option_each, NULL, 0,
        "A row for each model: its score, the fitted one, and which test size would have "
        "shown a success",
        3 },
    { "successes", option_value + NZ_FIT_KEY_SUCCESSES, "R", 0,
        "--each: the test size shows so many (1)", 3 },
    { "confidence", option_value + NZ_FIT_KEY_CONFIDENCE, "C", 0,
        "--each: the test size shows them with this probability (0.95)", 3 },
    { 0 },
};

static const struct argp_child children[] = { { &nz_group_options_argp, 0, NULL, 0 },
    { 0 } };

const struct argp nz_fit_options_argp = { options, parse_option, "TABLE.csv",
    "Fit a scaling law to published results, models without a success included: is the "
    "plateau of small models only resolution?\v"
    "The table has the columns parameters, and trials with successes or score; family, "
    "model, task, metric, tokens, stderr if there are. Columns printed: group, models, "
    "alpha and c with profile-likelihood limits, deviance, df, p_value (of the deviance: "
    "small if the law does not fit), dispersion (above 1: more scatter than binomial), "
    "plateau_p (probability of all the zeros under the curve through the other models: "
    "small if they are more than a smooth curve explains), status. A table named - is "
    "standard input; `nonzero plan --fit` reads what is printed as csv.",
    children, NULL, NULL };

static nz_status_t
read_reals(const nz_fit_arguments_t *arguments, nz_fit_options_t *read,
    nz_diagnostics_t *diagnostics)
{
    nz_score_setting_t *setting = &read->fit.setting;
    const struct {
        nz_fit_key_t key;
        const char *option;
        nz_option_number_rule_t rule;
        double *out;
    } all[] = {
        { NZ_FIT_KEY_TOKENS, "--tokens",
            { "a number of tokens from 1 to 1e6", 1.0, tokens_max, false, false, false },
            &setting->tokens },
        { NZ_FIT_KEY_IRREDUCIBLE, "--irreducible",
            { "a loss in nats, 0 or above", 0.0, DBL_MAX, false, false, false },
            &setting->irreducible },
        { NZ_FIT_KEY_CONCENTRATION, "--concentration",
            { "a number above 0, or inf", 0.0, DBL_MAX, true, false, false },
            &setting->concentration },
        { NZ_FIT_KEY_CONFIDENCE, "--confidence",
            { "a probability between 0 and 1", 0.0, 1.0, true, true, true },
            &read->confidence },
    };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        const char *text = arguments->text[all[i].key];
        const bool is_infinite = all[i].key == NZ_FIT_KEY_CONCENTRATION && text != NULL
                                 && strcmp(text, "inf") == 0;
        const nz_status_t one = is_infinite
                                    ? NZ_OK
                                    : nz_option_number_real(all[i].option, &all[i].rule,
                                        text, all[i].out, diagnostics);
        status = status == NZ_OK ? one : status;
    }
    return status;
}

static nz_status_t
read_counts(const nz_fit_arguments_t *arguments, nz_fit_options_t *read,
    nz_diagnostics_t *diagnostics)
{
    uint64_t n_options = 0;
    const struct {
        nz_fit_key_t key;
        const char *option;
        uint64_t least, most, *out;
    } all[] = {
        { NZ_FIT_KEY_OPTIONS, "--options", 2, 1000000, &n_options },
        { NZ_FIT_KEY_BOOTSTRAP, "--bootstrap", replicates_min, replicates_max,
            &read->fit.replicates },
        { NZ_FIT_KEY_SUCCESSES, "--successes", 1, successes_max, &read->successes },
    };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        const nz_status_t one =
            nz_option_number_count(all[i].option, arguments->text[all[i].key],
                all[i].least, all[i].most, all[i].out, diagnostics);
        status = status == NZ_OK ? one : status;
    }
    read->fit.setting.options = (double) n_options;
    return status;
}

/* The law of a word, as it may be written. */
static bool
find_law(const char *word, nz_score_law_t *law)
{
    for (int i = NZ_SCORE_NO_LAW; i < NZ_N_SCORE_LAWS; i++) {
        if (strcmp(word, nz_score_law_name((nz_score_law_t) i)) == 0) {
            *law = (nz_score_law_t) i;
            return true;
        }
    }
    return false;
}

static nz_status_t
read_laws(const nz_fit_arguments_t *arguments, nz_fit_options_t *read,
    nz_diagnostics_t *diagnostics)
{
    const size_t n = arguments->n_laws;
    size_t room = 0;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < n; i++) {
        room += strlen(arguments->laws[i]) + 1;
    }
    /* The pairs, and behind them their texts. */
    read->laws = calloc(1, n * sizeof(*read->laws) + room + 1);
    if (read->laws == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    read->n_laws = n;
    char *text = (char *) (read->laws + n);
    for (size_t i = 0; i < n; i++) {
        const size_t size = strlen(arguments->laws[i]) + 1;
        memcpy(text, arguments->laws[i], size);
        char *equals = strrchr(text, '='); /* metrics may have one in their names */
        if (equals != NULL) {
            *equals = '\0';
            read->laws[i].metric = text;
        }
        if (!find_law(equals != NULL ? equals + 1 : text, &read->laws[i].law)) {
            nz_diagnostics_add(diagnostics, "--law", 0, 0,
                "expected METRIC=LAW, the law successes, distance, brier, loss or none, "
                "not '%s'",
                arguments->laws[i]);
            status = NZ_ERR_INPUT;
        }
        text += size;
    }
    return status;
}

nz_status_t
nz_fit_options_read(const nz_fit_arguments_t *arguments, const nz_group_options_t *shared,
    nz_fit_options_t *out, nz_diagnostics_t *diagnostics)
{
    nz_fit_options_t read = { .fit = { .level = shared->level,
                                  .setting = { .concentration = (double) INFINITY },
                                  .seed = shared->seed },
        .each = arguments->each,
        .successes = 1,
        .confidence = 0.95 };
    nz_status_t status = read_reals(arguments, &read, diagnostics), others;

    others = read_counts(arguments, &read, diagnostics);
    status = status == NZ_OK ? others : status;
    others = read_laws(arguments, &read, diagnostics);
    status = status == NZ_OK ? others : status;
    if (status != NZ_OK) {
        nz_fit_options_free(&read);
        return status;
    }
    *out = read;
    return NZ_OK;
}

/* Give a law to the groups that it is for. */
static nz_status_t
apply(
    const nz_fit_metric_law_t *law, nz_results_t *results, nz_diagnostics_t *diagnostics)
{
    size_t n = 0;

    for (size_t i = 0; i < results->n_groups; i++) {
        nz_result_group_t *group = &results->groups[i];
        if (law->metric == NULL
            || strcmp(nz_results_text(results, group->metric), law->metric) == 0) {
            group->law = law->law;
            n++;
        }
    }
    if (n == 0 && results->n_groups > 0) {
        nz_diagnostics_add(diagnostics, "--law", 0, 0,
            "no group has the metric '%s'; that of the first is '%s'", law->metric,
            nz_results_text(results, results->groups[0].metric));
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

nz_status_t
nz_fit_options_apply(
    const nz_fit_options_t *self, nz_results_t *results, nz_diagnostics_t *diagnostics)
{
    size_t n_brier = 0;

    for (size_t i = 0; i < self->n_laws; i++) {
        const nz_status_t status = apply(&self->laws[i], results, diagnostics);
        if (status != NZ_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < results->n_groups && self->fit.setting.options == 0.0; i++) {
        if (results->groups[i].law == NZ_SCORE_BRIER) {
            results->groups[i].law = NZ_SCORE_NO_LAW;
            n_brier++;
        }
    }
    if (n_brier > 0) {
        nz_diagnostics_add(diagnostics, "--options", 0, 0,
            "%zu group%s of Brier scores %s no fit: their law needs the number of "
            "options of an item, e.g. --options=4",
            n_brier, n_brier == 1 ? "" : "s", n_brier == 1 ? "has" : "have");
    }
    return NZ_OK;
}

void
nz_fit_options_free(nz_fit_options_t *self)
{
    free(self->laws);
    *self = (nz_fit_options_t){ 0 };
}
