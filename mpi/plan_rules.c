#include "mpi/plan_rules.h"

#include "sim/number.h"
#include "stats/detection.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
    see = 1 << NZ_PLAN_SEE,
    half_width = 1 << NZ_PLAN_HALF_WIDTH,
    relative = 1 << NZ_PLAN_RELATIVE_HALF_WIDTH,
    compare = 1 << NZ_PLAN_COMPARE,
    slope = 1 << NZ_PLAN_SLOPE,
    curve = 1 << NZ_PLAN_CURVE
};

/* Which goals have an option. A curve also has those of what each of its models reaches,
 * but for options that turn the question round. */
static const struct {
    nz_plan_key_t key;
    unsigned goals;
    bool turns;
} of_goals[] = {
    { NZ_PLAN_KEY_CONFIDENCE, see | half_width | relative | compare | curve, false },
    { NZ_PLAN_KEY_SUCCESSES, see, false },
    { NZ_PLAN_KEY_WIDTH, half_width | relative | slope, false },
    { NZ_PLAN_KEY_ASSURANCE, half_width | relative, false },
    { NZ_PLAN_KEY_METHOD, half_width | relative, false },
    { NZ_PLAN_KEY_DIFFERENCE, compare, false },
    { NZ_PLAN_KEY_DESIGN, compare, false },
    { NZ_PLAN_KEY_DISCORDANCE, compare, false },
    { NZ_PLAN_KEY_CORRELATION, compare, false },
    { NZ_PLAN_KEY_POWER, compare, false },
    { NZ_PLAN_KEY_EACH, curve, false },
    { NZ_PLAN_KEY_FROM, curve, false },
    { NZ_PLAN_KEY_TRIALS, see | half_width | relative | compare | slope, true },
    { NZ_PLAN_KEY_BUDGET, half_width | relative | slope, true },
};

static bool
has(const nz_plan_arguments_t *arguments, nz_plan_key_t key)
{
    return arguments->text[key] != NULL;
}

/* "a, b or c". */
static void
name_goals(unsigned goals, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < NZ_N_PLAN_GOALS; i++) {
        const unsigned rest = goals >> i;
        if ((rest & 1U) != 0 && used < size) {
            const int n = snprintf(out + used, size - used, "%s%s",
                used == 0    ? ""
                : rest == 1U ? " or "
                             : ", ",
                nz_plan_goal_name((nz_plan_goal_t) i));
            used += n > 0 ? (size_t) n : 0;
        }
    }
}

/* Options that a goal does not have. */
static nz_status_t
check_of_goals(const nz_plan_arguments_t *arguments, const nz_plan_request_t *requests,
    size_t n_requests, nz_diagnostics_t *diagnostics)
{
    unsigned asked = 0, all = 0;
    char wanted[160], goals[160];
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < n_requests; i++) {
        asked |= 1U << requests[i].goal;
        all |= 1U << requests[i].goal | 1U << nz_plan_goal_of_each(&requests[i]);
    }
    name_goals(asked, goals, sizeof(goals));
    for (size_t i = 0; i < COUNT_OF(of_goals); i++) {
        const bool fits = of_goals[i].turns ? (asked & ~of_goals[i].goals) == 0
                                            : (all & of_goals[i].goals) != 0;
        if (!has(arguments, of_goals[i].key) || fits) {
            continue;
        }
        name_goals(of_goals[i].goals, wanted, sizeof(wanted));
        nz_diagnostics_add(diagnostics, nz_plan_arguments_option(of_goals[i].key).text, 0,
            0, "is not of goal %s%s but of %s: leave it out, or change --goal", goals,
            has(arguments, NZ_PLAN_KEY_GOAL) ? "" : ", the default,", wanted);
        status = NZ_ERR_INPUT;
    }
    return status;
}

/* Options that need --verify. */
static nz_status_t
check_verify(const nz_plan_arguments_t *arguments, nz_diagnostics_t *diagnostics)
{
    static const nz_plan_key_t keys[] = { NZ_PLAN_KEY_REPLICATES, NZ_PLAN_KEY_SEED,
        NZ_PLAN_KEY_PROGRESS };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < COUNT_OF(keys) && !has(arguments, NZ_PLAN_KEY_VERIFY); i++) {
        if (has(arguments, keys[i])) {
            status = nz_plan_arguments_refuse(diagnostics, keys[i],
                "nothing is simulated: add --verify, or leave it out");
        }
    }
    return status;
}

static bool
is_of_width(nz_plan_goal_t goal)
{
    return goal == NZ_PLAN_HALF_WIDTH || goal == NZ_PLAN_RELATIVE_HALF_WIDTH
           || goal == NZ_PLAN_SLOPE;
}

/* A width is asked for, or is the answer. */
static nz_status_t
check_width(const nz_plan_arguments_t *arguments, const nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    static const char *const examples[NZ_N_PLAN_GOALS] = {
        [NZ_PLAN_HALF_WIDTH] = "how short should the interval be? Add its half-width, "
                               "e.g. --width 0.02",
        [NZ_PLAN_RELATIVE_HALF_WIDTH] =
            "how short should the interval be? Add its half-width as a share of the "
            "accuracy, e.g. --width 0.5",
        [NZ_PLAN_SLOPE] = "how exact should the exponent be? Add its standard error, "
                          "e.g. --width 0.05",
    };
    const nz_plan_goal_t goal = nz_plan_goal_of_each(request);
    const bool has_width = has(arguments, NZ_PLAN_KEY_WIDTH);
    const bool has_assurance = has(arguments, NZ_PLAN_KEY_ASSURANCE);

    if (!is_of_width(goal)) {
        return NZ_OK;
    }
    if (request->trials == 0 && request->budget == 0.0) {
        return has_width ? NZ_OK
                         : nz_plan_arguments_refuse(
                             diagnostics, NZ_PLAN_KEY_WIDTH, examples[goal]);
    }
    if (request->budget > 0.0 && (has_width || has_assurance)) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_BUDGET,
            "what it gives is the answer: leave out --width and --assurance, or "
            "--budget");
    }
    if (request->trials > 0 && has_width && !has_assurance) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_TRIALS,
            goal == NZ_PLAN_SLOPE
                ? "the standard error is the answer: leave out --width, or --trials"
                : "the half-width is the answer: leave out --width, or --trials, or add "
                  "--assurance to be told its probability");
    }
    if (request->trials > 0 && has_assurance && !has_width) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_ASSURANCE,
            "the probability of which half-width? Add --width, or leave it out");
    }
    return NZ_OK;
}

/* What is known of the pair, and which test it is for. */
static nz_status_t
check_pair(const nz_plan_arguments_t *arguments, const nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    const bool has_discordance = has(arguments, NZ_PLAN_KEY_DISCORDANCE);
    const bool has_correlation = has(arguments, NZ_PLAN_KEY_CORRELATION);
    const bool is_paired = request->design != NZ_COMPARE_UNPAIRED;

    if (has_discordance && has_correlation) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_DISCORDANCE,
            "either it or --correlation says how the two models' answers hang together: "
            "leave one out");
    }
    if (!is_paired && (has_discordance || has_correlation)) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_DESIGN,
            "unpaired models have no items in common: take paired or mcnemar, or leave "
            "out --discordance and --correlation");
    }
    if (is_paired && !has_discordance && !has_correlation) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_DESIGN,
            "how do the two models' answers to an item hang together? Add --discordance "
            "or --correlation");
    }
    if (has_discordance && fabs(request->difference) > request->discordance) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_DISCORDANCE,
            "two models differ on at least as many items as their accuracies do: make "
            "it as large as --difference");
    }
    return NZ_OK;
}

static nz_status_t
check_compare(const nz_plan_arguments_t *arguments, const nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    const bool has_difference = has(arguments, NZ_PLAN_KEY_DIFFERENCE);

    if (request->goal != NZ_PLAN_COMPARE) {
        return NZ_OK;
    }
    if (!has_difference && request->trials == 0) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_DIFFERENCE,
            "which difference should be found? Add e.g. --difference 0.03, or --trials "
            "N for the least that N items find");
    }
    if (request->difference == 0.0) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_DIFFERENCE,
            "no test tells apart two models that are equally good: take one that is "
            "not 0");
    }
    if (has_difference && request->trials > 0 && has(arguments, NZ_PLAN_KEY_POWER)) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_POWER,
            "the power is the answer to --trials with --difference: leave out one of "
            "the three");
    }
    return check_pair(arguments, request, diagnostics);
}

static nz_status_t
check_see(const nz_plan_request_t *request, nz_diagnostics_t *diagnostics)
{
    if (nz_plan_goal_of_each(request) == NZ_PLAN_SEE && request->trials > 0
        && request->trials < request->successes) {
        nz_diagnostics_add(diagnostics, "--trials", 0, 0,
            "%" PRIu64 " successes are never seen in %" PRIu64
            " item%s: ask for fewer --successes",
            request->successes, request->trials, request->trials == 1 ? "" : "s");
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

nz_status_t
nz_plan_rules_check(const nz_plan_arguments_t *arguments,
    const nz_plan_request_t *requests, size_t n_requests, nz_diagnostics_t *diagnostics)
{
    nz_status_t status = check_of_goals(arguments, requests, n_requests, diagnostics);
    size_t n_widths = 0;

    if (check_verify(arguments, diagnostics) != NZ_OK) {
        status = NZ_ERR_INPUT;
    }
    if (has(arguments, NZ_PLAN_KEY_TRIALS) && has(arguments, NZ_PLAN_KEY_BUDGET)) {
        status = nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_BUDGET,
            "either it or --trials says how much is tested: leave one out");
    }
    for (size_t i = 0; i < n_requests && status == NZ_OK; i++) {
        n_widths += is_of_width(nz_plan_goal_of_each(&requests[i]));
        status = check_see(&requests[i], diagnostics);
        if (status == NZ_OK) {
            status = check_width(arguments, &requests[i], diagnostics);
        }
        if (status == NZ_OK) {
            status = check_compare(arguments, &requests[i], diagnostics);
        }
    }
    if (status == NZ_OK && n_widths > 1 && has(arguments, NZ_PLAN_KEY_WIDTH)) {
        status = nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_GOAL,
            "--width means something else for each of these goals: name one of them at "
            "a time");
    }
    return status;
}

static nz_status_t
check_clusters(const nz_plan_arguments_t *arguments, const nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    const uint64_t size = request->cluster_size;

    if (size <= 1 && has(arguments, NZ_PLAN_KEY_CLUSTER_CORRELATION)) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_CLUSTER_CORRELATION,
            "of clusters of how many items? Add --cluster-size, 2 or more");
    }
    if (size > 1 && has(arguments, NZ_PLAN_KEY_CLUSTER_SIZE)
        && !has(arguments, NZ_PLAN_KEY_CLUSTER_CORRELATION)
        && request->cluster_correlation == 0.0) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_CLUSTER_SIZE,
            "how alike are the items of a cluster? Add --cluster-correlation, e.g. 0.1");
    }
    if (size > 1 && request->trials % size != 0) {
        const uint64_t least = request->trials - request->trials % size;
        nz_diagnostics_add(diagnostics, "--trials", 0, 0,
            "a test of %" PRIu64 " is no whole number of clusters of %" PRIu64
            ": take %" PRIu64,
            request->trials, size, least > 0 ? least : size);
        return NZ_ERR_INPUT;
    }
    if (size > 1 && request->goal != NZ_PLAN_SLOPE
        && nz_plan_goal_of_each(request) == NZ_PLAN_SEE
        && request->successes > NZ_DETECTION_CLUSTERED_SUCCESSES_MAX) {
        nz_diagnostics_add(diagnostics, "--successes", 0, 0,
            "of items in clusters at most %" PRIu64 " can be asked for",
            NZ_DETECTION_CLUSTERED_SUCCESSES_MAX);
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

/* What a law's exponent, and a curve that begins at a size, need. */
static nz_status_t
check_sizes(const nz_plan_arguments_t *arguments, const nz_plan_points_t *points,
    const nz_plan_request_t *request, nz_diagnostics_t *diagnostics)
{
    const nz_plan_point_t *p = points->values;

    if (request->goal == NZ_PLAN_SLOPE && !points->has_sizes) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_MODELS,
            "the slope of a law is over the sizes of models: add one for each accuracy");
    }
    if (request->goal == NZ_PLAN_SLOPE
        && p[0].parameters == p[points->n_models - 1].parameters) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_MODELS,
            "the slope of a law takes models of two sizes or more");
    }
    if (has(arguments, NZ_PLAN_KEY_FROM) && !points->has_sizes) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_FROM,
            "is a size of models: add --models, one for each accuracy");
    }
    if (request->budget > 0.0 && isnan(p[0].item_cost)) {
        return nz_plan_arguments_refuse(diagnostics, NZ_PLAN_KEY_BUDGET,
            "what does an answer cost? Add --price, or --models for parameters x "
            "tokens");
    }
    return NZ_OK;
}

/* An accuracy that the goal needs, and one that leaves room for the difference. */
static nz_status_t
check_accuracies(const nz_plan_points_t *points, const nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    char first[NZ_NUMBER_SHORTEST_MAX], second[NZ_NUMBER_SHORTEST_MAX];

    if (request->goal != NZ_PLAN_COMPARE || !(request->difference != 0.0)) {
        return NZ_OK;
    }
    for (size_t i = 0; i < points->n; i++) {
        const double sum = points->values[i].accuracy + request->difference;
        if (!(sum < 0.0 || sum > 1.0)) { /* also of no accuracy */
            return NZ_OK;
        }
    }
    nz_number_format(points->values[0].accuracy, first);
    nz_number_format(request->difference, second);
    nz_diagnostics_add(diagnostics, "--difference", 0, 0,
        "no model can be %s better than one of accuracy %s: take a smaller one", second,
        first);
    return NZ_ERR_INPUT;
}

nz_status_t
nz_plan_rules_check_points(const nz_plan_arguments_t *arguments,
    const nz_plan_points_t *points, const nz_plan_request_t *request,
    nz_diagnostics_t *diagnostics)
{
    nz_status_t status = check_clusters(arguments, request, diagnostics);

    if (status == NZ_OK) {
        status = check_sizes(arguments, points, request, diagnostics);
    }
    return status == NZ_OK ? check_accuracies(points, request, diagnostics) : status;
}
