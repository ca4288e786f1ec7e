#include "mpi/plan_words.h"

#include "mpi/paragraph.h"
#include "sim/plan_promise.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>

/* What the sentences are about. */
typedef struct story {
    nz_paragraph_t paragraph;
    const nz_plan_options_t *options;
    const nz_plan_request_t *request;
    nz_plan_promise_t promise; /* to each model */
    size_t n_models;           /* of a difficulty, those that a curve is of */
} story_t;

#define SAY(...) nz_paragraph_add(&self->paragraph, __VA_ARGS__)

/* Models of a difficulty that must keep the promise. */
static size_t
count_models(const nz_plan_points_t *points, const nz_plan_request_t *request)
{
    size_t n = 0;

    for (size_t i = 0; i < points->n_models; i++) {
        n += request->goal != NZ_PLAN_CURVE || request->from == 0.0
             || points->values[i].parameters >= request->from;
    }
    return n;
}

static const char *
plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

static const char *
does(uint64_t n)
{
    return n == 1 ? "does" : "do";
}

/* "solve one item", "solve at least 5 items". */
static void
say_successes(story_t *self, const char *verb, const char *after)
{
    const uint64_t r = self->request->successes;

    if (r == 1) {
        SAY("%s at least one%s", verb, after);
    } else {
        SAY("%s at least %" PRIu64 "%s", verb, r, after);
    }
}

static void
ask_see(story_t *self)
{
    const nz_plan_request_t *request = self->request;
    const bool is_one =
        self->n_models < 2 && self->options->points.n == self->options->points.n_models;
    const char *verb = is_one                           ? "the model solves"
                       : request->goal == NZ_PLAN_CURVE ? "all models solve"
                                                        : "each model solves";

    if (request->trials > 0) {
        SAY("Which accuracy %s %" PRIu64 " item%s show, so that a model of it",
            does(request->trials), request->trials, plural(request->trials));
        say_successes(self, "solves", "");
        SAY("with probability %.10g?", request->confidence);
    } else {
        SAY("How many items until");
        say_successes(self, verb, "");
        SAY("with probability %.10g?", request->confidence);
    }
}

/* "half-width of 0.02" or "half-width of 0.5 times the accuracy". */
static void
say_width(story_t *self, const char *after)
{
    SAY("half-width of %s%.10g%s%s", self->promise.assurance > 0.0 ? "at most " : "",
        self->request->width,
        self->promise.goal == NZ_PLAN_RELATIVE_HALF_WIDTH ? " times the accuracy" : "",
        after);
}

static void
ask_width(story_t *self)
{
    const nz_plan_request_t *request = self->request;
    const char *method = nz_interval_method_name(request->method);

    if (request->budget > 0.0) {
        SAY("How short do %g %% %s intervals get for a budget of %.10g?",
            100.0 * request->confidence, method, request->budget);
    } else if (request->trials > 0 && request->assurance == 0.0) {
        SAY("Which half-width%s does a %g %% %s interval of %" PRIu64
            " item%s have in expectation?",
            self->promise.goal == NZ_PLAN_RELATIVE_HALF_WIDTH ? ", over the accuracy,"
                                                              : "",
            100.0 * request->confidence, method, request->trials,
            plural(request->trials));
    } else if (request->trials > 0) {
        SAY("How likely has a %g %% %s interval of %" PRIu64 " item%s a",
            100.0 * request->confidence, method, request->trials,
            plural(request->trials));
        say_width(self, "?");
    } else {
        SAY("How many items for %s%g %% %s interval%s with a",
            request->goal == NZ_PLAN_CURVE ? "simultaneous " : "a ",
            100.0 * request->confidence, method,
            request->goal == NZ_PLAN_CURVE ? "s of all models" : "");
        say_width(self, request->assurance > 0.0 ? "" : ",");
        if (request->assurance > 0.0) {
            SAY("with probability %.10g?", request->assurance);
        } else {
            SAY("in expectation?");
        }
    }
}

static void
ask_compare(story_t *self)
{
    const nz_plan_request_t *request = self->request;

    if (request->trials == 0) {
        SAY("How many items tell apart two models whose accuracies differ by %.10g, with "
            "power %.10g?",
            request->difference, request->power);
    } else if (isnan(request->difference)) {
        SAY("Which difference of two models %s %" PRIu64 " item%s find with power "
            "%.10g?",
            does(request->trials), request->trials, plural(request->trials),
            request->power);
    } else {
        SAY("With which power %s %" PRIu64 " item%s tell apart two models whose "
            "accuracies differ by %.10g?",
            does(request->trials), request->trials, plural(request->trials),
            request->difference);
    }
}

static void
ask_slope(story_t *self)
{
    const nz_plan_request_t *request = self->request;

    if (request->budget > 0.0) {
        SAY("How exactly does a budget of %.10g give the exponent of the law?",
            request->budget);
    } else if (request->trials > 0) {
        SAY("How exactly %s %" PRIu64 " item%s of each model give the exponent of the "
            "law?",
            does(request->trials), request->trials, plural(request->trials));
    } else {
        SAY("How many items of each model give the exponent of the law with a standard "
            "error of %.10g?",
            request->width);
    }
}

static void
explain_compare(story_t *self)
{
    static const char *const tests[NZ_N_COMPARE_DESIGNS] = {
        [NZ_COMPARE_UNPAIRED] = "the pooled z test of two proportions",
        [NZ_COMPARE_PAIRED] = "the z test of the mean difference over its standard error",
        [NZ_COMPARE_MCNEMAR] =
            "McNemar's exact test of the items that only one of them solves",
    };
    const nz_plan_request_t *request = self->request;

    if (request->design == NZ_COMPARE_UNPAIRED) {
        SAY("The two models have independent test sets of that many items each "
            "(unpaired; --discordance or --correlation say that both answer the same "
            "items).");
    } else if (isnan(request->discordance)) {
        SAY("Both models answer the same items (%s); their outcomes on an item have the "
            "correlation %.10g.",
            request->design == NZ_COMPARE_PAIRED ? "paired" : "mcnemar",
            request->correlation);
    } else {
        SAY("Both models answer the same items (%s); on a share of %.10g of them only "
            "one is right.",
            request->design == NZ_COMPARE_PAIRED ? "paired" : "mcnemar",
            request->discordance);
    }
    SAY("The test is %s, two-sided at level %.10g; its power is summed over all "
        "outcomes, not approximated.",
        tests[request->design], nz_level_complement(request->confidence));
}

static void
explain_see(story_t *self)
{
    SAY("Probabilities are exact (%s).",
        self->request->cluster_size > 1 ? "sums of beta-binomial counts" : "binomial");
}

static void
explain_width(story_t *self)
{
    SAY("Intervals are two-sided, %s, with %.4g %% beyond either limit; widths are "
        "summed over all outcomes.",
        nz_interval_method_name(self->request->method), 50.0 * self->promise.miss);
}

/* One confidence for all models of a curve. */
static void
explain_curve(story_t *self)
{
    const double each = 1.0 - self->promise.miss;
    const nz_plan_request_t *request = self->request;

    if (self->n_models < 2) {
        return;
    }
    SAY("Each of the %zu models%s has a test set of its own, independent of the others':",
        self->n_models,
        self->options->points.n > self->options->points.n_models ? " of a length" : "");
    if (request->each == NZ_PLAN_SEE) {
        SAY("all show it with probability %.10g if each does with %.6g (Sidak).",
            request->confidence, each);
        return;
    }
    SAY("all intervals hold at once with %.10g if each does with %.6g (Sidak).",
        request->confidence, each);
    if (request->assurance > 0.0) {
        SAY("All are that short with probability %.10g if each is with %.6g.",
            request->assurance, self->promise.assurance);
    }
}

static void
explain_clusters(story_t *self)
{
    const nz_plan_request_t *request = self->request;

    if (request->cluster_size <= 1) {
        SAY("Items are independent of each other.");
        return;
    }
    SAY("Items come in clusters of %" PRIu64 " with a correlation of %.10g; test sizes "
        "are whole clusters.",
        request->cluster_size, request->cluster_correlation);
    if (self->promise.goal != NZ_PLAN_SEE) {
        const double effect = nz_plan_promise_design_effect(request);
        SAY("Their design effect is %.6g: n items tell as much as n/%.6g independent "
            "ones.",
            effect, effect);
    }
}

static void
explain_costs(story_t *self)
{
    const nz_plan_points_t *points = &self->options->points;

    if (points->has_fit) {
        SAY("Accuracies are those of a fit; rows named -conservative are for the worst "
            "of the 10, 50 and 90 %% quantiles of its loss.");
    }
    if (!isnan(points->values[0].item_cost)) {
        SAY("Costs are %s%s.",
            self->options->has_price ? "by the price of a token"
                                     : "parameters times tokens",
            self->request->goal == NZ_PLAN_COMPARE ? ", of two such models" : "");
    }
}

static void
ask(story_t *self)
{
    switch (nz_plan_goal_of_each(self->request)) {
    case NZ_PLAN_SEE:
        ask_see(self);
        break;
    case NZ_PLAN_HALF_WIDTH:
    case NZ_PLAN_RELATIVE_HALF_WIDTH:
        ask_width(self);
        break;
    case NZ_PLAN_COMPARE:
        ask_compare(self);
        break;
    case NZ_PLAN_SLOPE:
        ask_slope(self);
        break;
    case NZ_PLAN_CURVE:
    case NZ_N_PLAN_GOALS:
        break;
    }
}

static void
explain(story_t *self)
{
    if (self->promise.goal == NZ_PLAN_SEE) {
        explain_see(self);
    } else if (self->promise.goal == NZ_PLAN_HALF_WIDTH
               || self->promise.goal == NZ_PLAN_RELATIVE_HALF_WIDTH) {
        explain_width(self);
    } else if (self->promise.goal == NZ_PLAN_COMPARE) {
        explain_compare(self);
    } else if (self->promise.goal == NZ_PLAN_SLOPE) {
        SAY("The exponent is fitted to the items solved by all models, zeros kept, by "
            "maximum likelihood (complementary log-log).");
    }
    if (self->request->goal == NZ_PLAN_CURVE) {
        explain_curve(self);
    }
}

void
nz_plan_words_design(
    FILE *out, const nz_plan_options_t *options, const nz_plan_request_t *request)
{
    story_t story = { .paragraph = { out, 0 },
        .options = options,
        .request = request,
        .n_models = count_models(&options->points, request) },
            *self = &story;
    const bool is_curve = request->goal == NZ_PLAN_CURVE && story.n_models > 0;

    story.promise = is_curve ? nz_plan_promise_share(request, story.n_models)
                             : nz_plan_promise_of(request);
    ask(self);
    nz_paragraph_end(&story.paragraph);
    explain(self);
    explain_clusters(self);
    if (request->trials == 0 && request->budget == 0.0) {
        SAY("Every test size given holds for all larger ones too.");
    }
    explain_costs(self);
    nz_paragraph_end(&story.paragraph);
}
