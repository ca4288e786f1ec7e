#include "mpi/plan_request.h"

#include "mpi/method_options.h"
#include "mpi/plan_number.h"
#include "mpi/plan_rules.h"
#include "stats/detection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The first thing that went wrong; the others are told all the same. */
static void
keep(nz_status_t *first, nz_status_t status)
{
    *first = *first == NZ_OK ? status : *first;
}

static nz_status_t
unknown_goal(nz_plan_key_t key, const char *name, const char *const *names, size_t n,
    nz_diagnostics_t *diagnostics)
{
    char all[160] = "";
    const char *nearest = nz_nearest_word(name, names, n);

    for (size_t i = 0; i < n; i++) {
        nz_append_word(all, sizeof(all), names[i]);
    }
    nz_diagnostics_add(diagnostics, nz_plan_arguments_option(key).text, 0, 0,
        "there is no goal '%s' here%s%s%s; there are %s", name,
        nearest != NULL ? ", did you mean '" : "", nearest != NULL ? nearest : "",
        nearest != NULL ? "'?" : "", all);
    return NZ_ERR_INPUT;
}

/* Distinct goals of those that are numbered below `n_allowed`. */
static nz_status_t
read_goals(const nz_plan_arguments_t *arguments, nz_plan_key_t key, size_t n_allowed,
    nz_plan_goal_t *goals, size_t *n_goals, nz_diagnostics_t *diagnostics)
{
    const char *names[NZ_N_PLAN_GOALS];
    char *copy = strdup(arguments->text[key] != NULL ? arguments->text[key] : "see");
    char *rest = copy, *name;
    nz_status_t status = copy != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    for (size_t i = 0; i < n_allowed; i++) {
        names[i] = nz_plan_goal_name((nz_plan_goal_t) i);
    }
    *n_goals = 0;
    while (status == NZ_OK && (name = nz_method_options_next(&rest, ',')) != NULL) {
        size_t i = 0, j = 0;
        while (i < n_allowed && strcmp(name, names[i]) != 0) {
            i++;
        }
        while (j < *n_goals && goals[j] != (nz_plan_goal_t) i) {
            j++;
        }
        if (i == n_allowed) {
            status = unknown_goal(key, name, names, n_allowed, diagnostics);
        } else if (j == *n_goals) {
            goals[(*n_goals)++] = (nz_plan_goal_t) i;
        }
    }
    free(copy);
    return status;
}

static nz_status_t
read_each(const nz_plan_arguments_t *arguments, nz_plan_goal_t *each,
    nz_diagnostics_t *diagnostics)
{
    nz_plan_goal_t goals[NZ_N_PLAN_GOALS] = { NZ_PLAN_SEE };
    size_t n = 0;

    if (arguments->text[NZ_PLAN_KEY_EACH] == NULL) {
        return NZ_OK;
    }
    nz_status_t status = read_goals(arguments, NZ_PLAN_KEY_EACH,
        NZ_PLAN_RELATIVE_HALF_WIDTH + 1, goals, &n, diagnostics);
    if (status == NZ_OK && n != 1) {
        return nz_plan_arguments_refuse(
            diagnostics, NZ_PLAN_KEY_EACH, "expected one goal");
    }
    *each = status == NZ_OK ? goals[0] : *each;
    return status;
}

static nz_status_t
read_method(const nz_plan_arguments_t *arguments, nz_interval_method_t *method,
    nz_diagnostics_t *diagnostics)
{
    const char *text = arguments->text[NZ_PLAN_KEY_METHOD];
    nz_method_list_t methods = { 0 };

    if (text == NULL) {
        return NZ_OK;
    }
    nz_status_t status =
        nz_method_options_methods("--method", text, NULL, &methods, diagnostics);
    if (status == NZ_OK && methods.n != 1) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_METHOD,
            "one method at a time: what it needs is not what others need");
    }
    *method = status == NZ_OK ? methods.values[0] : *method;
    return status;
}

/* Without --design it follows from what is known of the pair. */
static nz_status_t
read_design(const nz_plan_arguments_t *arguments, nz_compare_design_t *design,
    nz_diagnostics_t *diagnostics)
{
    static const char *const names[] = { "unpaired", "paired", "mcnemar" };
    const char *text = arguments->text[NZ_PLAN_KEY_DESIGN];
    int i = 0;

    if (text == NULL) {
        *design = arguments->text[NZ_PLAN_KEY_DISCORDANCE] != NULL ? NZ_COMPARE_MCNEMAR
                  : arguments->text[NZ_PLAN_KEY_CORRELATION] != NULL
                      ? NZ_COMPARE_PAIRED
                      : NZ_COMPARE_UNPAIRED;
        return NZ_OK;
    }
    const nz_status_t status =
        nz_method_options_word("--design", text, names, COUNT_OF(names), &i, diagnostics);
    *design = status == NZ_OK ? (nz_compare_design_t) i : *design;
    return status;
}

static nz_status_t
read_reals(const nz_plan_arguments_t *arguments, nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    const double inf = (double) INFINITY;
    const struct {
        nz_plan_key_t key;
        nz_option_number_rule_t rule;
        double *out;
    } reals[] = {
        { NZ_PLAN_KEY_FROM,
            { "a number of parameters above 0", 0.0, inf, true, true, false },
            &request->from },
        { NZ_PLAN_KEY_ASSURANCE,
            { "a probability between 0 and 1", 0.0, 1.0, true, true, true },
            &request->assurance },
        { NZ_PLAN_KEY_DIFFERENCE,
            { "a difference of accuracies between -1 and 1", -1.0, 1.0, false, false,
                true },
            &request->difference },
        { NZ_PLAN_KEY_DISCORDANCE,
            { "a share of items, above 0 and up to 1", 0.0, 1.0, true, false, true },
            &request->discordance },
        { NZ_PLAN_KEY_CORRELATION,
            { "a correlation between -1 and 1", -1.0, 1.0, false, false, true },
            &request->correlation },
        { NZ_PLAN_KEY_POWER,
            { "a probability between 0 and 1", 0.0, 1.0, true, true, true },
            &request->power },
        { NZ_PLAN_KEY_BUDGET, { "a cost above 0", 0.0, inf, true, true, false },
            &request->budget },
        { NZ_PLAN_KEY_CLUSTER_CORRELATION,
            { "a correlation from 0 to below 1", 0.0, 1.0, false, true, true },
            &request->cluster_correlation },
    };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < COUNT_OF(reals); i++) {
        keep(&status, nz_plan_number_real(arguments, reals[i].key, &reals[i].rule,
                          reals[i].out, diagnostics));
    }
    return status;
}

/* Values that all goals share, whichever have them. */
static nz_status_t
read_values(const nz_plan_arguments_t *arguments, nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    nz_status_t status = read_reals(arguments, request, diagnostics);

    keep(&status, nz_plan_number_level(arguments, NZ_PLAN_KEY_CONFIDENCE,
                      &request->confidence, diagnostics));
    keep(&status, nz_plan_number_count(arguments, NZ_PLAN_KEY_TRIALS, 1, NZ_COUNT_MAX,
                      &request->trials, diagnostics));
    keep(&status, nz_plan_number_count(arguments, NZ_PLAN_KEY_CLUSTER_SIZE, 1,
                      NZ_COUNT_MAX, &request->cluster_size, diagnostics));
    keep(&status, nz_plan_number_count(arguments, NZ_PLAN_KEY_SUCCESSES, 1,
                      NZ_DETECTION_SUCCESSES_MAX, &request->successes, diagnostics));
    keep(&status, read_each(arguments, &request->each, diagnostics));
    keep(&status, read_method(arguments, &request->method, diagnostics));
    keep(&status, read_design(arguments, &request->design, diagnostics));
    return status;
}

/* The width means something else for every goal. */
static nz_status_t
read_width(const nz_plan_arguments_t *arguments, nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    const nz_plan_goal_t goal = nz_plan_goal_of_each(request);
    nz_option_number_rule_t rule = { "a standard error of the law's exponent, above 0",
        0.0, (double) INFINITY, true, true, false };

    if (goal == NZ_PLAN_HALF_WIDTH) {
        rule.expected = "a half-width of accuracies, above 0 and below 0.5";
        rule.high = 0.5;
        rule.is_fraction = true;
    } else if (goal == NZ_PLAN_RELATIVE_HALF_WIDTH) {
        rule.expected = "a half-width as a share of the accuracy, above 0 and up to 1";
        rule.high = 1.0;
        rule.high_open = false;
        rule.is_fraction = true;
    } else if (goal != NZ_PLAN_SLOPE) {
        return NZ_OK;
    }
    return nz_plan_number_real(
        arguments, NZ_PLAN_KEY_WIDTH, &rule, &request->width, diagnostics);
}

nz_status_t
nz_plan_request_read(const nz_plan_arguments_t *arguments,
    nz_plan_request_t requests[NZ_N_PLAN_GOALS], size_t *n_requests,
    nz_diagnostics_t *diagnostics)
{
    const double none = (double) NAN;
    const nz_plan_request_t defaults = { .each = NZ_PLAN_SEE,
        .confidence = 0.95,
        .successes = 1,
        .width = none,
        .method = NZ_METHOD_WILSON,
        .difference = none,
        .discordance = none,
        .correlation = none,
        .power = 0.8,
        .cluster_size = 1 };
    nz_plan_request_t read[NZ_N_PLAN_GOALS] = { defaults };
    nz_plan_goal_t goals[NZ_N_PLAN_GOALS];
    size_t n_goals = 0;
    nz_status_t status = read_values(arguments, &read[0], diagnostics);

    keep(&status, read_goals(arguments, NZ_PLAN_KEY_GOAL, NZ_N_PLAN_GOALS, goals,
                      &n_goals, diagnostics));
    for (size_t i = 1; i < n_goals; i++) {
        read[i] = read[0];
    }
    for (size_t i = 0; i < n_goals && status == NZ_OK; i++) {
        read[i].goal = goals[i];
    }
    if (status == NZ_OK) {
        status = nz_plan_rules_check(arguments, read, n_goals, diagnostics);
    }
    for (size_t i = 0; i < n_goals && status == NZ_OK; i++) {
        status = read_width(arguments, &read[i], diagnostics);
    }
    if (status == NZ_OK) {
        memcpy(requests, read, n_goals * sizeof(*read));
        *n_requests = n_goals;
    }
    return status;
}

nz_status_t
nz_plan_request_fit_points(const nz_plan_arguments_t *arguments,
    const nz_plan_points_t *points, nz_plan_request_t *requests, size_t n_requests,
    nz_diagnostics_t *diagnostics)
{
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < n_requests; i++) {
        if (arguments->text[NZ_PLAN_KEY_CLUSTER_SIZE] == NULL) {
            requests[i].cluster_size = points->cluster_size;
        }
        if (arguments->text[NZ_PLAN_KEY_CLUSTER_CORRELATION] == NULL) {
            requests[i].cluster_correlation = points->cluster_correlation;
        }
        keep(&status,
            nz_plan_rules_check_points(arguments, points, &requests[i], diagnostics));
    }
    return status;
}
