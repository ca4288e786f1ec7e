#include "sim/plan_refusal.h"

#include "sim/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>

/* The numbers of the question as people write them. */
typedef struct texts {
    char accuracy[NZ_NUMBER_SHORTEST_MAX], width[NZ_NUMBER_SHORTEST_MAX];
    char difference[NZ_NUMBER_SHORTEST_MAX], power[NZ_NUMBER_SHORTEST_MAX];
} texts_t;

static texts_t
write_texts(const nz_plan_request_t *request, const nz_plan_row_t *row)
{
    texts_t texts;

    nz_number_format(isnan(row->accuracy) ? 0.0 : row->accuracy, texts.accuracy);
    nz_number_format(isnan(request->width) ? 0.0 : request->width, texts.width);
    nz_number_format(
        isnan(request->difference) ? 0.0 : request->difference, texts.difference);
    nz_number_format(request->power, texts.power);
    return texts;
}

/* Two models that cannot be. */
static void
explain_margins(const nz_plan_request_t *request, const nz_plan_row_t *row,
    const texts_t *texts, nz_diagnostics_t *diagnostics)
{
    const bool has_discordance = !isnan(request->discordance);
    double low = 0.0, high = 0.0;
    nz_status_t status = has_discordance
                             ? nz_compare_power_discordance_range(
                                 row->accuracy, request->difference, &low, &high)
                             : nz_compare_power_correlation_range(
                                 row->accuracy, request->difference, &low, &high);

    if (isnan(request->difference)) {
        nz_diagnostics_add(diagnostics, "compare", 0, 0,
            "no second model has this %s with one of accuracy %s: take another",
            has_discordance ? "discordance" : "correlation", texts->accuracy);
    } else if (status != NZ_OK) {
        nz_diagnostics_add(diagnostics, "compare", 0, 0,
            "no model is better by %s than one of accuracy %s: take a smaller difference",
            texts->difference, texts->accuracy);
    } else {
        nz_diagnostics_add(diagnostics, "compare", 0, 0,
            "at an accuracy of %s and a difference of %s the %s is between %.6g and %.6g",
            texts->accuracy, texts->difference,
            has_discordance ? "discordance" : "correlation", low, high);
    }
}

static void
explain_compare(
    const nz_plan_request_t *request, const texts_t *texts, nz_diagnostics_t *diagnostics)
{
    if (isnan(request->difference)) {
        nz_diagnostics_add(diagnostics, "compare", 0, 0,
            "no difference that can be is found by %" PRIu64
            " item%s with a power of %s: take more",
            request->trials, request->trials == 1 ? "" : "s", texts->power);
    } else {
        nz_diagnostics_add(diagnostics, "compare", 0, 0,
            "no test of up to 2^53 items tells these models apart with a power of %s: "
            "take a larger difference",
            texts->power);
    }
}

static void
explain_slope(
    const nz_plan_request_t *request, const texts_t *texts, nz_diagnostics_t *diagnostics)
{
    if (request->trials > 0) {
        nz_diagnostics_add(diagnostics, "slope", 0, 0,
            "%" PRIu64 " %s of each model %s too little of the slope for a standard "
            "error: take more, or models that solve more and not all",
            request->trials, request->trials == 1 ? "item" : "items",
            request->trials == 1 ? "tells" : "tell");
    } else {
        nz_diagnostics_add(diagnostics, "slope", 0, 0,
            "no test of up to 2^53 items of each model gives a standard error of %s: "
            "models that solve nothing or everything tell nothing of the slope",
            texts->width);
    }
}

/* Widths: the method's fault, or the width's. */
static void
explain_width(const nz_plan_request_t *request, const nz_plan_row_t *row,
    nz_status_t reason, const texts_t *texts, nz_diagnostics_t *diagnostics)
{
    const char *name = nz_plan_goal_name(request->goal);
    const char *method = nz_interval_method_name(request->method);
    const nz_plan_goal_t goal = nz_plan_goal_of_each(request);

    if (request->method == NZ_METHOD_BOOTSTRAP_STUDENTIZED && request->assurance == 0.0) {
        nz_diagnostics_add(diagnostics, name, 0, 0,
            "%s has limits that may be infinite, so that its width has no expectation: "
            "take another --method",
            method);
    } else if (reason == NZ_ERR_DOMAIN && !(row->accuracy <= 0.0)) {
        nz_diagnostics_add(diagnostics, name, 0, 0,
            "%s%s%sthe widths of %s, which jump, have to be summed over too many counts: "
            "take another --method (wilson, bootstrap_normal), or a larger --width",
            isnan(row->accuracy) ? "" : "at an accuracy of ",
            isnan(row->accuracy) ? "" : texts->accuracy, isnan(row->accuracy) ? "" : " ",
            method);
    } else {
        nz_diagnostics_add(diagnostics, name, 0, 0,
            "at an accuracy of %s no test of up to 2^53 items gives %s a half-width of "
            "%s%s: take a larger one",
            texts->accuracy, method, texts->width,
            goal == NZ_PLAN_RELATIVE_HALF_WIDTH ? " times it" : "");
    }
}

void
nz_plan_refusal_explain(const nz_plan_request_t *request, const nz_plan_row_t *row,
    nz_status_t reason, nz_diagnostics_t *diagnostics)
{
    const nz_plan_goal_t goal = nz_plan_goal_of_each(request);
    const char *name = nz_plan_goal_name(request->goal);
    const texts_t texts = write_texts(request, row);

    if (goal == NZ_PLAN_SLOPE) {
        explain_slope(request, &texts, diagnostics);
    } else if (goal == NZ_PLAN_COMPARE && reason == NZ_ERR_DOMAIN) {
        explain_margins(request, row, &texts, diagnostics);
    } else if (goal == NZ_PLAN_COMPARE) {
        explain_compare(request, &texts, diagnostics);
    } else if (row->accuracy == 0.0 && goal != NZ_PLAN_HALF_WIDTH) {
        nz_diagnostics_add(diagnostics, name, 0, 0,
            "an accuracy of 0 is never seen, however many items there are");
    } else if (goal == NZ_PLAN_SEE) {
        nz_diagnostics_add(diagnostics, name, 0, 0,
            "at an accuracy of %s no test of up to 2^53 items is enough", texts.accuracy);
    } else {
        explain_width(request, row, reason, &texts, diagnostics);
    }
}
