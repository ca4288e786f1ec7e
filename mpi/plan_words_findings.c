#include "mpi/paragraph.h"
#include "mpi/plan_words.h"
#include "sim/plan_promise.h"
#include "stats/compare_normal.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* What the sentences are about: the rows of one difficulty. */
typedef struct findings {
    nz_paragraph_t paragraph;
    const nz_plan_options_t *options;
    const nz_plan_request_t *request;
    const nz_plan_row_t *rows;
    size_t n_rows;
} findings_t;

#define SAY(...) nz_paragraph_add(&self->paragraph, __VA_ARGS__)

/* Room for a number in words. */
typedef struct number {
    char text[32];
} number_t;

/* Numbers of items are whole, unless they are beyond telling. */
static number_t
items(double n)
{
    number_t number;
    snprintf(number.text, sizeof(number.text), n < 1e15 ? "%.0f" : "%.6g", n);
    return number;
}

static const nz_plan_row_t *
find(const findings_t *self, nz_plan_row_kind_t kind)
{
    for (size_t i = 0; i < self->n_rows; i++) {
        if (self->rows[i].kind == kind) {
            return &self->rows[i];
        }
    }
    return NULL;
}

static size_t
count(const findings_t *self, nz_plan_row_kind_t kind)
{
    size_t n = 0;

    for (size_t i = 0; i < self->n_rows; i++) {
        n += self->rows[i].kind == kind;
    }
    return n;
}

/* "46 items, cost 2.3e+11", the cost if it is known, and the end of the clause. */
static void
say_items(findings_t *self, double n, double cost, const char *end)
{
    SAY("%s item%s%s", items(n).text, n == 1.0 ? "" : "s", isnan(cost) ? end : ",");
    if (!isnan(cost)) {
        SAY("cost %.6g%s", cost, end);
    }
}

/* Every model by itself. */
static void
say_total(findings_t *self)
{
    const size_t n_models = count(self, NZ_PLAN_ROW_MODEL);
    double n = 0.0, most = 0.0, cost = 0.0;

    for (size_t i = 0; i < self->n_rows; i++) {
        if (self->rows[i].kind == NZ_PLAN_ROW_MODEL) {
            n += self->rows[i].test_size;
            most = fmax(most, self->rows[i].test_size);
            cost += self->rows[i].cost;
        }
    }
    if (n_models < 2 || !isfinite(n) || self->request->trials > 0) {
        return;
    }
    SAY("The %zu %s together take", n_models,
        self->request->goal == NZ_PLAN_COMPARE ? "comparisons" : "models");
    say_items(self, n, cost, ";");
    SAY("one test size for all is the largest, %s.", items(most).text);
}

/* All models of a curve or a slope. */
static void
say_all(findings_t *self)
{
    const nz_plan_row_t *all = find(self, NZ_PLAN_ROW_ALL);
    const nz_plan_row_t *common = find(self, NZ_PLAN_ROW_COMMON);
    const size_t n_models = count(self, NZ_PLAN_ROW_MODEL);

    if (all == NULL || n_models < 2 || self->request->budget > 0.0) {
        return;
    }
    if (common == NULL) {
        SAY("The %zu models together have", n_models);
        say_items(self, all->test_size, all->cost, ".");
        return;
    }
    SAY("With test sizes of their own, the %zu models take", n_models);
    say_items(self, all->test_size, all->cost, " in all;");
    SAY("with one size for all, each takes");
    say_items(
        self, common->test_size, common->cost, isnan(common->cost) ? "." : " in all.");
}

/* The models that score zero too often: their sizes, or accuracies. */
static void
say_unseen(findings_t *self, double visible, size_t n_unseen)
{
    const bool has_sizes = self->options->points.has_sizes;
    size_t n_said = 0;

    SAY("(%s", has_sizes ? "parameters" : "accuracy");
    for (size_t i = 0; i < self->n_rows; i++) {
        const nz_plan_row_t *row = &self->rows[i];
        if (row->kind == NZ_PLAN_ROW_MODEL && row->accuracy < visible) {
            n_said++;
            SAY("%.4g%s", has_sizes ? row->parameters : row->accuracy,
                n_said < n_unseen ? "," : ").");
        }
    }
}

/* What a test of this size shows, and which models it does not. */
static void
say_visible(findings_t *self)
{
    const nz_plan_row_t *visible = find(self, NZ_PLAN_ROW_VISIBLE);
    const size_t n_models = count(self, NZ_PLAN_ROW_MODEL);
    size_t n_unseen = 0;

    if (visible == NULL) {
        return;
    }
    SAY("%s item%s an accuracy of %.4g or more with probability %.10g%s",
        items(visible->test_size).text, visible->test_size == 1.0 ? " shows" : "s show",
        visible->accuracy, self->request->confidence,
        isnan(visible->parameters) ? "." : "");
    if (!isnan(visible->parameters)) {
        SAY("(models of %.3g parameters or more).", visible->parameters);
    }
    for (size_t i = 0; i < self->n_rows; i++) {
        n_unseen += self->rows[i].kind == NZ_PLAN_ROW_MODEL
                    && self->rows[i].accuracy < visible->accuracy;
    }
    if (n_models > 0 && n_unseen == 0) {
        SAY("%s told from one that solves nothing.",
            n_models == 1 ? "The model is" : "Every model is");
    } else if (n_models == 1) {
        SAY("The model cannot be told from one that solves nothing.");
    } else if (n_unseen > 0) {
        SAY("%zu of the %zu models cannot be told from one that solves nothing", n_unseen,
            n_models);
        say_unseen(self, visible->accuracy, n_unseen);
    }
}

/* "43", "1734", "1.66e+17". */
static number_t
factor(double rate)
{
    number_t number;
    snprintf(number.text, sizeof(number.text),
        rate >= 100.0 && rate < 1e6 ? "%.0f" : "%.3g", rate);
    return number;
}

static void
say_exchange(findings_t *self)
{
    double low = (double) INFINITY, high = 0.0;

    for (size_t i = 0; i < self->n_rows; i++) {
        const double rate = self->rows[i].exchange_rate;
        if (!isnan(rate)) {
            low = fmin(low, rate);
            high = fmax(high, rate);
        }
    }
    if (!(high >= 1.0)) {
        return;
    }
    SAY("Scoring tokens instead of whole answers is worth");
    if (high < 1.005 * low) {
        SAY("%s x as many items here.", factor(low).text);
    } else {
        SAY("%s to %s x as many items here.", factor(low).text, factor(high).text);
    }
}

static void
say_differences(findings_t *self)
{
    double low = (double) INFINITY, high = 0.0;

    for (size_t i = 0; i < self->n_rows; i++) {
        if (self->rows[i].kind == NZ_PLAN_ROW_DIFFERENCE
            && !isnan(self->rows[i].achieved)) {
            low = fmin(low, self->rows[i].achieved);
            high = fmax(high, self->rows[i].achieved);
        }
    }
    if (!(high > 0.0)) {
        return;
    }
    SAY("%" PRIu64 " item%s find differences from %.4g", self->request->trials,
        self->request->trials == 1 ? "" : "s", low);
    if (high > low) {
        SAY("to %.4g on, by the model,", high);
    } else {
        SAY("on");
    }
    SAY("with power %.10g.", self->request->power);
}

/* What the normal approximation says of a row: items, and their exact power. */
static bool
find_normal(
    const nz_plan_request_t *request, const nz_plan_row_t *row, double *n, double *power)
{
    const nz_compare_pair_t pair = { row->accuracy, request->discordance,
        request->correlation };
    nz_compare_t models = { .design = request->design,
        .alpha = nz_level_complement(request->confidence) };

    if (row->kind != NZ_PLAN_ROW_MODEL || !isfinite(row->test_size)
        || nz_compare_power_set(&models, &pair, request->difference) != NZ_OK
        || nz_compare_normal_trials(&models, request->power, n) != NZ_OK
        || !(*n < (double) NZ_COUNT_MAX)) {
        return false;
    }
    *n = fmax(ceil(*n), 1.0);
    return nz_compare_power_at(&models, (uint64_t) *n, power) == NZ_OK;
}

/* Where it misleads most, if it does by half a percent or more. */
static void
say_normal(findings_t *self)
{
    const nz_plan_row_t *worst = NULL;
    double worst_n = 0.0, worst_power = 0.0, worst_error = 0.005;

    for (size_t i = 0; i < self->n_rows; i++) {
        const nz_plan_row_t *row = &self->rows[i];
        double n = 0.0, power = 0.0;
        if (find_normal(self->request, row, &n, &power)) {
            const double error = fabs(n / row->test_size - 1.0);
            worst = error >= worst_error ? row : worst;
            worst_n = error >= worst_error ? n : worst_n;
            worst_power = error >= worst_error ? power : worst_power;
            worst_error = fmax(error, worst_error);
        }
    }
    if (worst == NULL) {
        return;
    }
    SAY("Instead of %s item%s the normal approximation says %s",
        items(worst->test_size).text, worst->test_size == 1.0 ? "" : "s",
        items(worst_n).text);
    if (count(self, NZ_PLAN_ROW_MODEL) > 1) {
        SAY("at an accuracy of %.4g", worst->accuracy);
    }
    SAY("with a power of %.3f.", worst_power);
}

static void
say_budget(findings_t *self)
{
    const nz_plan_row_t *all = find(self, NZ_PLAN_ROW_ALL);
    const nz_plan_row_t *common = find(self, NZ_PLAN_ROW_COMMON);
    const nz_plan_row_t *until = find(self, NZ_PLAN_ROW_UNTIL_ALL);
    const bool is_slope = self->request->goal == NZ_PLAN_SLOPE;

    if (all == NULL || !(self->request->budget > 0.0)) {
        return;
    }
    SAY("The budget gives %s of %.4g divided so that it is least",
        is_slope ? "a standard error" : "a widest half-width", all->achieved);
    if (is_slope) {
        SAY("(over two models, which cannot show whether the law is a straight line)");
    }
    if (common != NULL) {
        SAY("and of %.4g with one test size for all models, %s%s", common->achieved,
            items(common->test_size).text, until == NULL ? "." : ";");
    }
    if (until != NULL) {
        SAY("trying items until each model has solved %" PRIu64
            " costs as much in expectation and gives %.4g.",
            until->successes, until->achieved);
    }
}

static void
say_unanswered(findings_t *self)
{
    size_t n = 0;

    for (size_t i = 0; i < self->n_rows; i++) {
        n += isinf(self->rows[i].test_size) != 0;
    }
    if (n > 0) {
        SAY("inf: no number of items up to 2^53 is enough%s.",
            self->request->goal == NZ_PLAN_CURVE && self->options->points.has_sizes
                ? "; --from leaves such models out"
                : "");
    }
}

static void
say_group(findings_t *self)
{
    const nz_plan_goal_t goal = self->request->goal;

    if (self->options->points.n > self->options->points.n_models) {
        SAY("%.10g token%s:", self->rows[0].tokens,
            self->rows[0].tokens == 1.0 ? "" : "s");
    }
    say_visible(self);
    say_differences(self);
    if (goal != NZ_PLAN_CURVE && goal != NZ_PLAN_SLOPE
        && !(self->request->budget > 0.0)) {
        say_total(self);
    }
    say_all(self);
    say_budget(self);
    if (goal == NZ_PLAN_COMPARE && self->request->trials == 0
        && self->request->cluster_size <= 1) {
        say_normal(self);
    }
    say_exchange(self);
    say_unanswered(self);
    nz_paragraph_end(&self->paragraph);
}

void
nz_plan_words_findings(FILE *out, const nz_plan_options_t *options,
    const nz_plan_request_t *request, const nz_plan_t *plan)
{
    for (size_t first = 0; first < plan->n_rows;) {
        const double tokens = plan->rows[first].tokens;
        size_t end = first + 1;
        while (end < plan->n_rows
               && (plan->rows[end].tokens == tokens
                   || (isnan(plan->rows[end].tokens) && isnan(tokens)))) {
            end++;
        }
        findings_t findings = { { out, 0 }, options, request, plan->rows + first,
            end - first };
        say_group(&findings);
        first = end;
    }
}
