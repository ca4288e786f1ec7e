#include "sim/plan_point.h"

#include "sim/sequence_law.h"
#include "sim/unit.h"

#include <math.h>
#include <stdlib.h>

void
nz_plan_points_free(nz_plan_points_t *self)
{
    free(self->values);
    *self = (nz_plan_points_t){ 0 };
}

static bool
is_positive(double value)
{
    return value > 0.0 && isfinite(value);
}

static bool
is_length(double tokens)
{
    return tokens >= 1.0 && tokens <= NZ_SEQUENCE_LAW_TOKENS_MAX
           && tokens == floor(tokens);
}

/* Whether values[i] is also one before it. */
static bool
is_again(const double *values, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (values[j] == values[i]) {
            return true;
        }
    }
    return false;
}

/* Points of which nothing is known. */
static nz_status_t
allocate(nz_plan_points_t *self, size_t n_models, size_t n_difficulties)
{
    const double unknown = (double) NAN;

    if (n_models == 0 || n_difficulties == 0
        || n_models > SIZE_MAX / sizeof(*self->values) / n_difficulties) {
        return NZ_ERR_DOMAIN;
    }
    *self = (nz_plan_points_t){
        .n = n_models * n_difficulties, .n_models = n_models, .cluster_size = 1
    };
    self->values = malloc(self->n * sizeof(*self->values));
    if (self->values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < self->n; i++) {
        self->values[i] = (nz_plan_point_t){ .parameters = unknown,
            .tokens = unknown,
            .accuracy = unknown,
            .accuracies = { unknown, unknown, unknown },
            .log_token = unknown,
            .item_cost = unknown,
            .task_kind = -1 };
    }
    return NZ_OK;
}

static void
set_accuracy(nz_plan_point_t *self, double accuracy)
{
    self->accuracy = accuracy;
    for (size_t q = 0; q < NZ_PLAN_ACCURACIES; q++) {
        self->accuracies[q] = accuracy;
    }
}

/* The models of the first difficulty, at every length. */
static void
repeat_models(nz_plan_points_t *self, const double *tokens, size_t n_tokens)
{
    for (size_t i = 0; i < self->n; i++) {
        nz_plan_point_t *point = &self->values[i];

        *point = self->values[i % self->n_models];
        if (n_tokens > 0) {
            point->tokens = tokens[i / self->n_models];
            point->item_cost = point->tokens * point->parameters;
        }
    }
}

/* The models of the first difficulty by size, of equal ones in the order given. */
static void
sort_models(nz_plan_points_t *self)
{
    for (size_t i = 1; i < self->n_models; i++) {
        const nz_plan_point_t point = self->values[i];
        size_t at = i;
        for (; at > 0 && self->values[at - 1].parameters > point.parameters; at--) {
            self->values[at] = self->values[at - 1];
        }
        self->values[at] = point;
    }
}

static bool
are_given(const double *accuracies, const double *parameters, size_t n_accuracies,
    const double *tokens, size_t n_tokens)
{
    bool are_valid = true;

    for (size_t i = 0; i < n_accuracies; i++) {
        are_valid = are_valid && accuracies[i] >= 0.0 && accuracies[i] <= 1.0
                    && (parameters == NULL || is_positive(parameters[i]));
    }
    for (size_t i = 0; i < n_tokens; i++) {
        are_valid = are_valid && is_length(tokens[i]) && !is_again(tokens, i);
    }
    return are_valid;
}

nz_status_t
nz_plan_points_of_accuracies(const double *accuracies, const double *parameters,
    size_t n_accuracies, const double *tokens, size_t n_tokens, nz_plan_points_t *out)
{
    nz_plan_points_t self = { 0 };

    if (accuracies == NULL || (tokens == NULL && n_tokens > 0) || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!are_given(accuracies, parameters, n_accuracies, tokens, n_tokens)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = allocate(&self, n_accuracies, n_tokens > 0 ? n_tokens : 1);
    if (status != NZ_OK) {
        return status;
    }
    for (size_t i = 0; i < n_accuracies; i++) {
        set_accuracy(&self.values[i], accuracies[i]);
        if (parameters != NULL) {
            self.values[i].parameters = parameters[i];
        }
    }
    self.has_sizes = parameters != NULL;
    if (self.has_sizes) {
        sort_models(&self);
    }
    repeat_models(&self, tokens, n_tokens);
    for (size_t i = 0; i < self.n; i++) {
        self.values[i].log_token = log(self.values[i].accuracy) / self.values[i].tokens;
    }
    *out = self;
    return NZ_OK;
}

static bool
accept_sizes(const double *parameters, size_t n_parameters, nz_diagnostics_t *diagnostics)
{
    if (n_parameters == 0) {
        nz_diagnostics_add(
            diagnostics, "--models", 0, 0, "expected sizes of models, found none");
        return false;
    }
    for (size_t i = 0; i < n_parameters; i++) {
        if (!is_positive(parameters[i]) || is_again(parameters, i)) {
            nz_diagnostics_add(diagnostics, "--models", 0, 0,
                "expected distinct sizes above 0, found %g%s", parameters[i],
                is_positive(parameters[i]) ? " twice" : "");
            return false;
        }
    }
    return true;
}

static bool
accept_lengths(const double *tokens, size_t n_tokens, nz_diagnostics_t *diagnostics)
{
    for (size_t i = 0; i < n_tokens; i++) {
        if (!is_length(tokens[i]) || is_again(tokens, i)) {
            nz_diagnostics_add(diagnostics, "--tokens", 0, 0,
                "expected distinct whole numbers, 1 to %d, found %g%s",
                NZ_SEQUENCE_LAW_TOKENS_MAX, tokens[i],
                is_length(tokens[i]) ? " twice" : "");
            return false;
        }
    }
    return true;
}

nz_status_t
nz_plan_points_of_sizes(const double *parameters, size_t n_parameters,
    const double *tokens, size_t n_tokens, nz_plan_points_t *out,
    nz_diagnostics_t *diagnostics)
{
    nz_plan_points_t self = { 0 };

    if ((parameters == NULL && n_parameters > 0) || (tokens == NULL && n_tokens > 0)
        || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const bool has_sizes = accept_sizes(parameters, n_parameters, diagnostics);
    if (!accept_lengths(tokens, n_tokens, diagnostics) || !has_sizes) {
        return NZ_ERR_INPUT;
    }
    nz_status_t status = allocate(&self, n_parameters, n_tokens > 0 ? n_tokens : 1);
    if (status != NZ_OK) {
        return status;
    }
    for (size_t i = 0; i < n_parameters; i++) {
        self.values[i].parameters = parameters[i];
    }
    self.has_sizes = true;
    sort_models(&self);
    repeat_models(&self, tokens, n_tokens);
    *out = self;
    return NZ_OK;
}

/* Items that are made of parts which are all to be right. */
static bool
has_parts(int kind)
{
    return kind == NZ_TASK_SEQUENCE || kind == NZ_TASK_SUBSET;
}

/* What is known of a model from the task that it meets. */
static nz_status_t
set_task(nz_plan_point_t *self, int kind, const nz_task_t *task, double irreducible)
{
    const nz_task_type_t *type = nz_task_type(kind);
    double accuracy = 0.0, sd = 0.0;

    if (type == NULL) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = type->truth(task, type->nonlinear, &accuracy, &sd);
    if (status != NZ_OK) {
        return status;
    }
    set_accuracy(self, accuracy);
    self->task_kind = kind;
    self->task = *task;
    self->task.samples = self->task.k = self->task.successes = 0;
    self->token_correlation = kind == NZ_TASK_SEQUENCE ? task->item_correlation : 0.0;
    if (has_parts(kind)) {
        self->tokens = task->difficulty;
        self->log_token = 0.0 - task->loss;
        self->item_cost = self->tokens * self->parameters;
    } else {
        self->item_cost = self->parameters;
    }
    self->offset =
        self->token_correlation == 0.0 ? self->tokens * irreducible : (double) NAN;
    return NZ_OK;
}

static bool
accept_law(const nz_law_t *law, double item_correlation, nz_diagnostics_t *diagnostics)
{
    const struct {
        const char *option, *expected;
        double value;
        bool is_valid;
    } checks[] = {
        { "--c", "a size above 0", law->c, is_positive(law->c) },
        { "--alpha", "a number below 0", law->alpha,
            law->alpha < 0.0 && isfinite(law->alpha) },
        { "--irreducible", "0 nats or more", law->irreducible,
            law->irreducible >= 0.0 && isfinite(law->irreducible) },
        { "--item-correlation", "a number, 0 to below 1", item_correlation,
            item_correlation >= 0.0 && item_correlation < 1.0 },
    };
    bool is_accepted = true;

    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        if (!checks[i].is_valid) {
            nz_diagnostics_add(diagnostics, checks[i].option, 0, 0,
                "expected %s, found %g", checks[i].expected, checks[i].value);
            is_accepted = false;
        }
    }
    return is_accepted;
}

static nz_status_t
set_law(nz_plan_point_t *self, const nz_law_t *law, double item_correlation)
{
    nz_task_t task = { .difficulty = self->tokens,
        .item_correlation = item_correlation,
        .cluster_size = 1 };
    nz_status_t status = nz_law_loss(law, self->parameters, &task.loss);

    return status == NZ_OK ? set_task(self, NZ_TASK_SEQUENCE, &task, law->irreducible)
                           : status;
}

nz_status_t
nz_plan_points_of_law(const nz_law_t *law, double item_correlation,
    const double *parameters, size_t n_parameters, const double *tokens, size_t n_tokens,
    nz_plan_points_t *out, nz_diagnostics_t *diagnostics)
{
    const double one = 1.0;
    nz_plan_points_t self = { 0 };

    if (law == NULL || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const bool is_accepted = accept_law(law, item_correlation, diagnostics);
    nz_status_t status = nz_plan_points_of_sizes(parameters, n_parameters,
        n_tokens > 0 ? tokens : &one, n_tokens > 0 ? n_tokens : 1, &self, diagnostics);
    if (status == NZ_OK && !is_accepted) {
        status = NZ_ERR_INPUT;
    }
    for (size_t i = 0; i < self.n && status == NZ_OK; i++) {
        status = set_law(&self.values[i], law, item_correlation);
    }
    if (status != NZ_OK) {
        nz_plan_points_free(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}

static nz_status_t
set_study(nz_plan_points_t *self, const nz_study_t *study, size_t i_point)
{
    nz_plan_point_t *point = &self->values[i_point];
    const size_t i_model = i_point % self->n_models;
    nz_task_t task;

    point->parameters = study->models.parameters.values[i_model];
    nz_status_t status = nz_unit_task(
        study, i_model, study->task.difficulty.values[i_point / self->n_models], &task);
    return status == NZ_OK ? set_task(point, study->task.kind, &task,
               study->law_kind == NZ_LAW_POWER ? study->law.irreducible : 0.0)
                           : status;
}

nz_status_t
nz_plan_points_of_study(const nz_study_t *study, nz_plan_points_t *out)
{
    nz_plan_points_t self = { 0 };

    if (study == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status =
        allocate(&self, study->models.parameters.n, study->task.difficulty.n);
    for (size_t i = 0; i < self.n && status == NZ_OK; i++) {
        status = set_study(&self, study, i);
    }
    if (status != NZ_OK) {
        nz_plan_points_free(&self);
        return status;
    }
    self.has_sizes = true;
    if (study->clusters.size > 1) {
        self.cluster_size = study->clusters.size;
        self.cluster_correlation = study->clusters.correlation;
    }
    *out = self;
    return NZ_OK;
}

nz_status_t
nz_plan_points_set_price(nz_plan_points_t *self, const double *prices, size_t n_prices)
{
    if (self == NULL || prices == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_prices != 1 && n_prices != self->n_models) {
        return NZ_ERR_DOMAIN;
    }
    for (size_t i = 0; i < n_prices; i++) {
        if (!is_positive(prices[i])) {
            return NZ_ERR_DOMAIN;
        }
    }
    for (size_t i = 0; i < self->n; i++) {
        nz_plan_point_t *point = &self->values[i];
        const double price = prices[n_prices == 1 ? 0 : i % self->n_models];
        point->item_cost = price * (isnan(point->tokens) ? 1.0 : point->tokens);
    }
    return NZ_OK;
}
