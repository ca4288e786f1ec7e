#include "mpi/plan_source.h"

#include "mpi/cli.h"
#include "mpi/plan_number.h"
#include "sim/file_io.h"
#include "sim/plan_fit.h"
#include "sim/sequence_law.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The lists of the command line; empty if not given. */
typedef struct lists {
    nz_number_list_t accuracies, sizes, tokens, prices;
} lists_t;

static void
free_lists(lists_t *self)
{
    free(self->accuracies.values);
    free(self->sizes.values);
    free(self->tokens.values);
    free(self->prices.values);
}

static bool
has(const nz_plan_arguments_t *arguments, nz_plan_key_t key)
{
    return arguments->text[key] != NULL;
}

static nz_status_t
read_lists(
    const nz_plan_arguments_t *arguments, lists_t *lists, nz_diagnostics_t *diagnostics)
{
    const bool is_each = has(arguments, NZ_PLAN_KEY_MODELS);
    const struct {
        nz_plan_key_t key;
        nz_number_rule_t rule;
        bool is_fraction;
        nz_number_list_t *out;
    } all[] = {
        { NZ_PLAN_KEY_ACCURACY,
            { "--accuracy", "true accuracies from 0 to 1", 0.0, 1.0, false, NULL,
                is_each },
            true, &lists->accuracies },
        { NZ_PLAN_KEY_MODELS,
            { "--models", "sizes of models from 1 to 1e18 parameters", 1.0, 1e18, false,
                NULL, false },
            false, &lists->sizes },
        { NZ_PLAN_KEY_TOKENS,
            { "--tokens", "whole numbers of tokens from 1 to 1000000", 1.0,
                NZ_SEQUENCE_LAW_TOKENS_MAX, true, NULL, false },
            false, &lists->tokens },
        { NZ_PLAN_KEY_PRICE,
            { "--price", "prices of a token, above 0", DBL_MIN, DBL_MAX, false, NULL,
                true },
            false, &lists->prices },
    };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        const nz_status_t one = nz_plan_number_list(arguments, all[i].key, &all[i].rule,
            all[i].is_fraction, all[i].out, diagnostics);
        status = status == NZ_OK ? one : status;
    }
    return status;
}

/* Whether a request can be answered without any accuracy. */
static bool
needs_none(const nz_plan_request_t *request)
{
    return (request->goal == NZ_PLAN_COMPARE && !isnan(request->discordance))
           || (request->goal == NZ_PLAN_SEE && request->trials > 0);
}

/* Which source there is; two are one too many. */
static nz_status_t
find_source(const nz_plan_arguments_t *arguments, const nz_plan_request_t *requests,
    size_t n_requests, nz_plan_source_t *source, nz_diagnostics_t *diagnostics)
{
    const bool is_there[NZ_N_PLAN_SOURCES] = {
        [NZ_PLAN_OF_ACCURACIES] = has(arguments, NZ_PLAN_KEY_ACCURACY),
        [NZ_PLAN_OF_LAW] = has(arguments, NZ_PLAN_KEY_C)
                           || has(arguments, NZ_PLAN_KEY_ALPHA)
                           || has(arguments, NZ_PLAN_KEY_IRREDUCIBLE)
                           || has(arguments, NZ_PLAN_KEY_ITEM_CORRELATION),
        [NZ_PLAN_OF_STUDY] = arguments->path != NULL,
        [NZ_PLAN_OF_FIT] = has(arguments, NZ_PLAN_KEY_FIT),
    };
    size_t n = 0;
    bool is_needed = has(arguments, NZ_PLAN_KEY_MODELS)
                     || has(arguments, NZ_PLAN_KEY_TOKENS)
                     || has(arguments, NZ_PLAN_KEY_PRICE);

    *source = NZ_PLAN_OF_NOTHING;
    for (int i = 0; i < NZ_N_PLAN_SOURCES; i++) {
        n += is_there[i];
        *source = is_there[i] ? (nz_plan_source_t) i : *source;
    }
    for (size_t i = 0; i < n_requests; i++) {
        is_needed = is_needed || !needs_none(&requests[i]);
    }
    if (n > 1) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_NONE,
            "name the models in one way only: by --accuracy, by a law (--c, --alpha), by "
            "a study or by --fit");
    }
    if (n == 0 && is_needed) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_NONE,
            "how good are the models? Add --accuracy, e.g. --accuracy 0.001, or a law "
            "(--c, --alpha, --models), a study, or --fit; see `nonzero plan --help`");
    }
    return NZ_OK;
}

/* Options of another source, and those that this one needs. */
static nz_status_t
check_source(const nz_plan_arguments_t *arguments, nz_plan_source_t source,
    nz_diagnostics_t *diagnostics)
{
    const bool is_study = source == NZ_PLAN_OF_STUDY, is_fit = source == NZ_PLAN_OF_FIT;

    if (is_study
        && (has(arguments, NZ_PLAN_KEY_MODELS) || has(arguments, NZ_PLAN_KEY_TOKENS))) {
        return nz_plan_arguments_refuse(diagnostics,
            has(arguments, NZ_PLAN_KEY_MODELS) ? NZ_PLAN_KEY_MODELS : NZ_PLAN_KEY_TOKENS,
            "the study has them: leave it out, or override them, e.g. by --set "
            "task.tokens=[20]");
    }
    if (!is_study && (has(arguments, NZ_PLAN_KEY_TASK) || arguments->n_settings > 0)) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_NONE,
            "--set and --task are of a study: name its file, or leave them out");
    }
    if (!is_fit
        && (has(arguments, NZ_PLAN_KEY_GROUP) || has(arguments, NZ_PLAN_KEY_FIT_LEVEL))) {
        return nz_plan_arguments_refuse(diagnostics,
            has(arguments, NZ_PLAN_KEY_GROUP) ? NZ_PLAN_KEY_GROUP : NZ_PLAN_KEY_FIT_LEVEL,
            "is of a table of fits: name it by --fit, or leave it out");
    }
    if (source == NZ_PLAN_OF_LAW
        && !(has(arguments, NZ_PLAN_KEY_C) && has(arguments, NZ_PLAN_KEY_ALPHA))) {
        return nz_plan_arguments_refuse(diagnostics,
            has(arguments, NZ_PLAN_KEY_C) ? NZ_PLAN_KEY_ALPHA : NZ_PLAN_KEY_C,
            "a law has both --c and --alpha, e.g. --c 1e8 --alpha -0.35: add it");
    }
    if ((source == NZ_PLAN_OF_LAW || is_fit) && !has(arguments, NZ_PLAN_KEY_MODELS)) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_MODELS,
            "of which sizes? Add e.g. --models 1e8,1e9,1e10 or --models 1e7:1e11:9");
    }
    return NZ_OK;
}

static nz_status_t
read_nothing(nz_plan_points_t *points)
{
    const double none = (double) NAN;
    nz_plan_point_t *point = calloc(1, sizeof(*point));

    if (point == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    *point = (nz_plan_point_t){ .parameters = none,
        .tokens = none,
        .accuracy = none,
        .accuracies = { none, none, none },
        .offset = none,
        .log_token = none,
        .item_cost = none,
        .task_kind = -1 };
    *points =
        (nz_plan_points_t){ .n = 1, .n_models = 1, .values = point, .cluster_size = 1 };
    return NZ_OK;
}

static nz_status_t
read_accuracies(
    const lists_t *lists, nz_plan_points_t *points, nz_diagnostics_t *diagnostics)
{
    if (lists->sizes.n > 0 && lists->sizes.n != lists->accuracies.n) {
        nz_diagnostics_add(diagnostics, "--models", 0, 0,
            "expected one size for each accuracy, %zu, not %zu", lists->accuracies.n,
            lists->sizes.n);
        return NZ_ERR_INPUT;
    }
    return nz_plan_points_of_accuracies(lists->accuracies.values, lists->sizes.values,
        lists->accuracies.n, lists->tokens.values, lists->tokens.n, points);
}

/* Ranges are for nz_plan_points_of_law to check. */
static nz_status_t
read_law(const nz_plan_arguments_t *arguments, const lists_t *lists,
    nz_plan_points_t *points, nz_diagnostics_t *diagnostics)
{
    static const nz_option_number_rule_t any = { "a number", -DBL_MAX, DBL_MAX, false,
        false, false };
    nz_law_t law = { 0 };
    double correlation = 0.0;
    const struct {
        nz_plan_key_t key;
        double *out;
    } numbers[] = { { NZ_PLAN_KEY_C, &law.c }, { NZ_PLAN_KEY_ALPHA, &law.alpha },
        { NZ_PLAN_KEY_IRREDUCIBLE, &law.irreducible },
        { NZ_PLAN_KEY_ITEM_CORRELATION, &correlation } };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        const nz_status_t one = nz_plan_number_real(
            arguments, numbers[i].key, &any, numbers[i].out, diagnostics);
        status = status == NZ_OK ? one : status;
    }
    return status == NZ_OK ? nz_plan_points_of_law(&law, correlation, lists->sizes.values,
               lists->sizes.n, lists->tokens.values, lists->tokens.n, points, diagnostics)
                           : status;
}

static nz_status_t
find_task(const nz_studies_t *studies, const char *name, size_t *i_part,
    nz_diagnostics_t *diagnostics)
{
    char names[NZ_DIAGNOSTIC_TEXT_MAX / 2] = "";

    for (size_t i = 0; i < studies->n; i++) {
        if (studies->n == 1 && name == NULL) {
            *i_part = 0;
            return NZ_OK;
        }
        if (name != NULL && strcmp(studies->parts[i].task.name, name) == 0) {
            *i_part = i;
            return NZ_OK;
        }
        nz_append_word(names, sizeof(names), studies->parts[i].task.name);
    }
    if (name == NULL) {
        nz_diagnostics_add(diagnostics, "--task", 0, 0,
            "the study has several, a plan is of one: name one of %s", names);
    } else {
        nz_diagnostics_add(diagnostics, "--task", 0, 0,
            "the study has no task '%s': name one of %s", name, names);
    }
    return NZ_ERR_INPUT;
}

static nz_status_t
read_study(const nz_plan_arguments_t *arguments, nz_plan_points_t *points,
    nz_diagnostics_t *diagnostics)
{
    nz_studies_t studies = { 0 };
    char *text = NULL;
    size_t size = 0, i_part = 0;
    nz_status_t status =
        nz_file_read(arguments->path, NZ_STUDY_BYTES_MAX, &text, &size, diagnostics);

    if (status == NZ_ERR_IO) {
        return NZ_ERR_INPUT; /* a missing study is the user's slip */
    }
    if (status == NZ_OK) {
        status = nz_cli_parse_studies(text, size, arguments->path, arguments->settings,
            arguments->n_settings, &studies, NULL, diagnostics);
    }
    if (status == NZ_OK) {
        status =
            find_task(&studies, arguments->text[NZ_PLAN_KEY_TASK], &i_part, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_plan_points_of_study(&studies.parts[i_part], points);
    }
    nz_studies_free(&studies);
    free(text);
    return status;
}

static nz_status_t
read_fit(const nz_plan_arguments_t *arguments, const lists_t *lists,
    nz_plan_points_t *points, nz_diagnostics_t *diagnostics)
{
    double level = 0.95;
    nz_plan_fit_t fit;
    nz_status_t status =
        nz_plan_number_level(arguments, NZ_PLAN_KEY_FIT_LEVEL, &level, diagnostics);

    if (status == NZ_OK) {
        status = nz_plan_fit_read(arguments->text[NZ_PLAN_KEY_FIT],
            arguments->text[NZ_PLAN_KEY_GROUP], level, &fit, diagnostics);
        status = status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
    }
    return status == NZ_OK ? nz_plan_fit_points(&fit, lists->sizes.values, lists->sizes.n,
               lists->tokens.values, lists->tokens.n, points, diagnostics)
                           : status;
}

static nz_status_t
read_points(const nz_plan_arguments_t *arguments, nz_plan_source_t source,
    const lists_t *lists, nz_plan_points_t *points, nz_diagnostics_t *diagnostics)
{
    switch (source) {
    case NZ_PLAN_OF_ACCURACIES:
        return read_accuracies(lists, points, diagnostics);
    case NZ_PLAN_OF_LAW:
        return read_law(arguments, lists, points, diagnostics);
    case NZ_PLAN_OF_STUDY:
        return read_study(arguments, points, diagnostics);
    case NZ_PLAN_OF_FIT:
        return read_fit(arguments, lists, points, diagnostics);
    case NZ_PLAN_OF_NOTHING:
    case NZ_N_PLAN_SOURCES:
        break;
    }
    return read_nothing(points);
}

/* Prices are given in the order of --models, points are in order of size. */
static void
sort_by_size(const nz_number_list_t *sizes, double *prices)
{
    double *size = sizes->values;

    for (size_t i = 1; i < sizes->n; i++) {
        for (size_t j = i; j > 0 && size[j] < size[j - 1]; j--) {
            const double larger = size[j - 1], price = prices[j - 1];
            size[j - 1] = size[j];
            prices[j - 1] = prices[j];
            size[j] = larger;
            prices[j] = price;
        }
    }
}

static nz_status_t
set_price(lists_t *lists, nz_plan_points_t *points, nz_diagnostics_t *diagnostics)
{
    nz_number_list_t *prices = &lists->prices;

    if (prices->n == 0) {
        return NZ_OK;
    }
    if (prices->n > 1 && prices->n == lists->sizes.n) {
        sort_by_size(&lists->sizes, prices->values);
    }
    const nz_status_t status =
        nz_plan_points_set_price(points, prices->values, prices->n);
    if (status == NZ_ERR_DOMAIN) {
        nz_diagnostics_add(diagnostics, "--price", 0, 0,
            "expected one price for all, or one for each of the %zu model%s, not %zu",
            points->n_models, points->n_models == 1 ? "" : "s", prices->n);
        return NZ_ERR_INPUT;
    }
    return status;
}

nz_status_t
nz_plan_source_read(const nz_plan_arguments_t *arguments,
    const nz_plan_request_t *requests, size_t n_requests, nz_plan_source_t *source,
    nz_plan_points_t *points, nz_diagnostics_t *diagnostics)
{
    nz_plan_points_t read = { 0 };
    lists_t lists = { 0 };
    nz_plan_source_t found = NZ_PLAN_OF_NOTHING;
    nz_status_t status = read_lists(arguments, &lists, diagnostics);

    if (status == NZ_OK) {
        status = find_source(arguments, requests, n_requests, &found, diagnostics);
    }
    if (status == NZ_OK) {
        status = check_source(arguments, found, diagnostics);
    }
    if (status == NZ_OK) {
        status = read_points(arguments, found, &lists, &read, diagnostics);
    }
    if (status == NZ_OK) {
        status = set_price(&lists, &read, diagnostics);
    }
    free_lists(&lists);
    if (status != NZ_OK) {
        nz_plan_points_free(&read);
        return status;
    }
    *source = found;
    *points = read;
    return NZ_OK;
}
