#include "sim/task_sequence.h"

#include "sim/answers.h"
#include "sim/cluster_totals.h"
#include "sim/gamma_draw.h"
#include "sim/item_scores.h"
#include "stats/draw.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

struct nz_task_sequence_sampler {
    uint64_t tokens_max, tokens; /* the latter of the laws at hand */
    size_t n_models;
    nz_category_t *categories; /* [model][wrong tokens] */
    double *pmf;
    uint64_t *wrong; /* histogram of wrong tokens */
    uint64_t *right; /* the same of right tokens */
    uint64_t outcomes[2];
    uint64_t n_items;
    nz_sequence_law_t *tasks;  /* [model] */
    size_t i_model;            /* that was drawn last */
    nz_item_scores_t *entropy; /* of the items */
    nz_answers_t *answers;     /* of the plug-in, which may have several for an item */
    uint64_t cluster_size;     /* of the laws at hand; 1 = no clusters */
    nz_cluster_totals_t *clusters;
};

nz_status_t
nz_task_sequence_create(
    uint64_t tokens_max, size_t n_models, nz_task_sequence_sampler_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (tokens_max < 1 || tokens_max > NZ_SEQUENCE_LAW_TOKENS_MAX || n_models < 1
        || n_models > SIZE_MAX / sizeof(nz_category_t) / (tokens_max + 1)) {
        return NZ_ERR_DOMAIN;
    }
    nz_task_sequence_sampler_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    const size_t n_scores = (size_t) tokens_max + 1;
    self->tokens_max = tokens_max;
    self->n_models = n_models;
    self->cluster_size = 1;
    self->categories = calloc(n_models * n_scores, sizeof(*self->categories));
    self->pmf = calloc(n_scores, sizeof(*self->pmf));
    self->wrong = calloc(n_scores, sizeof(*self->wrong));
    self->right = calloc(n_scores, sizeof(*self->right));
    self->tasks = calloc(n_models, sizeof(*self->tasks));
    if (self->categories == NULL || self->pmf == NULL || self->wrong == NULL
        || self->right == NULL || self->tasks == NULL
        || nz_item_scores_create(1, 0, &self->entropy) != NZ_OK) {
        nz_task_sequence_destroy(&self);
        return NZ_ERR_NO_MEMORY;
    }
    *out = self;
    return NZ_OK;
}

void
nz_task_sequence_destroy(nz_task_sequence_sampler_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->categories);
        free((*self)->pmf);
        free((*self)->wrong);
        free((*self)->right);
        free((*self)->tasks);
        nz_item_scores_destroy(&(*self)->entropy);
        nz_answers_destroy(&(*self)->answers);
        nz_cluster_totals_destroy(&(*self)->clusters);
        free(*self);
        *self = NULL;
    }
}

nz_status_t
nz_task_sequence_prepare(
    nz_task_sequence_sampler_t *self, size_t i_model, const nz_sequence_law_t *task)
{
    if (i_model >= self->n_models || !(task->tokens <= self->tokens_max)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = nz_sequence_law_pmf(task, self->pmf);
    if (status == NZ_OK) {
        self->tokens = task->tokens;
        self->cluster_size = 1;
        self->tasks[i_model] = *task;
        nz_draw_prepare(self->pmf, (size_t) task->tokens + 1,
            &self->categories[i_model * ((size_t) self->tokens_max + 1)]);
    }
    return status;
}

nz_status_t
nz_task_sequence_cluster(nz_task_sequence_sampler_t *self, size_t i_model,
    const nz_sequence_law_t *task, uint64_t size, double correlation)
{
    nz_status_t status = nz_task_sequence_prepare(self, i_model, task);

    if (status != NZ_OK || size <= 1) {
        return status;
    }
    if (self->clusters == NULL) {
        status = nz_cluster_totals_create(self->n_models, &self->clusters);
    }
    if (status == NZ_OK) {
        status = nz_cluster_totals_prepare(
            self->clusters, i_model, self->pmf, task->tokens, size, correlation);
    }
    if (status == NZ_OK) {
        self->cluster_size = size;
    }
    return status;
}

/* -log X for X ~ Beta(a, b), as gamma variables; that of a by its logarithm if small. */
static double
draw_neg_log_beta(gsl_rng *rng, double a, double b)
{
    const double y = gsl_ran_gamma(rng, b, 1.0);
    if (a >= NZ_GAMMA_DRAW_SMALL_SHAPE) {
        return log1p(y / gsl_ran_gamma(rng, a, 1.0));
    }
    const double log_x = nz_gamma_draw_log(rng, a);
    return log(exp(log_x) + y) - log_x;
}

/* Items in order of their number of wrong tokens. */
static void
draw_entropy(
    const void *context, gsl_rng *rng, uint64_t first, size_t n_items, double *values)
{
    const nz_task_sequence_sampler_t *self = context;
    const nz_sequence_law_t *task = &self->tasks[self->i_model];
    const double strength = 1.0 / task->item_correlation - 1.0;
    const double a = exp(-task->loss) * strength, b = -expm1(-task->loss) * strength;
    uint64_t j = 0, rest = first; /* items to skip with j wrong tokens or more */

    while (j < task->tokens && rest >= self->wrong[j]) {
        rest -= self->wrong[j++];
    }
    uint64_t left = self->wrong[j] - rest;
    for (size_t i = 0; i < n_items; i++) {
        while (left == 0 && j < task->tokens) {
            left = self->wrong[++j];
        }
        left--;
        values[i] =
            draw_neg_log_beta(rng, a + (double) (task->tokens - j), b + (double) j);
    }
}

nz_status_t
nz_task_sequence_draw(nz_task_sequence_sampler_t *self, size_t i_model, uint64_t n_items,
    uint32_t metrics, nz_task_stream_t *stream)
{
    nz_status_t status = n_items % self->cluster_size == 0
                             ? nz_task_stream_start(stream, 0)
                             : NZ_ERR_DOMAIN;

    if (status != NZ_OK) {
        return status;
    }
    self->n_items = n_items;
    self->i_model = i_model;
    const bool draws_entropy = (metrics & NZ_METRIC_BIT(NZ_METRIC_CROSS_ENTROPY)) != 0
                               && nz_sequence_law_varies(&self->tasks[i_model]);
    if (self->cluster_size > 1) {
        nz_cluster_totals_draw(
            self->clusters, i_model, n_items / self->cluster_size, stream->rng);
        return draws_entropy ? NZ_ERR_DOMAIN : NZ_OK;
    }
    nz_draw_multinomial(stream->rng, n_items,
        &self->categories[i_model * ((size_t) self->tokens_max + 1)],
        (size_t) self->tokens + 1, self->wrong);
    if (draws_entropy) {
        status = nz_item_scores_draw(self->entropy, draw_entropy, self, n_items, stream,
            1U + (uint32_t) NZ_METRIC_CROSS_ENTROPY, 1U);
    }
    return status;
}

uint64_t *
nz_task_sequence_wrong(nz_task_sequence_sampler_t *self)
{
    return self->wrong;
}

static void
score_entropy(nz_task_sequence_sampler_t *self, nz_task_score_t *out)
{
    const nz_sequence_law_t *task = &self->tasks[self->i_model];

    if (nz_sequence_law_varies(task)) {
        nz_item_scores_get(self->entropy, 0, out);
        return;
    }
    self->outcomes[0] = self->n_items / self->cluster_size; /* all are alike */
    self->outcomes[1] = 0;
    *out = (nz_task_score_t){ .scores = { self->outcomes, 2, self->outcomes[0] },
        .base = task->loss,
        .step = 1.0,
        .mean = task->loss,
        .total = task->loss,
        .cost = (double) self->n_items };
}

void
nz_task_sequence_score(
    nz_task_sequence_sampler_t *self, nz_metric_t metric, nz_task_score_t *out)
{
    if (metric == NZ_METRIC_CROSS_ENTROPY) {
        score_entropy(self, out);
        return;
    }
    if (self->cluster_size > 1) {
        nz_cluster_totals_score(self->clusters, metric, out);
        return;
    }
    const uint64_t n = self->n_items, length = self->tokens;
    nz_scores_t scores = { self->wrong, (size_t) length + 1, n };
    uint64_t total = self->wrong[0];
    double step = 1.0;

    if (metric == NZ_METRIC_ACCURACY) {
        self->outcomes[0] = n - self->wrong[0];
        self->outcomes[1] = self->wrong[0];
        scores = (nz_scores_t){ self->outcomes, 2, n };
    } else {
        total = 0;
        for (uint64_t j = 1; j <= length; j++) {
            total += j * self->wrong[j];
        }
    }
    if (metric == NZ_METRIC_TOKEN_ACCURACY) {
        for (uint64_t j = 0; j <= length; j++) {
            self->right[j] = self->wrong[length - j];
        }
        scores.counts = self->right;
        total = n * length - total;
        step = 1.0 / (double) length;
    }
    *out = (nz_task_score_t){ .scores = scores,
        .step = step,
        .mean = (double) total / (double) n,
        .total = (double) total,
        .cost = (double) n };
    if (metric == NZ_METRIC_TOKEN_ACCURACY) {
        out->mean = (double) total / (double) (n * length);
    }
}

/* The plug-in: the same functions for any kind of task. */
static uint64_t
type_score_max(double difficulty)
{
    return (uint64_t) difficulty;
}

static nz_status_t
type_truth(const nz_task_t *task, nz_metric_t metric, double *mean, double *sd)
{
    const nz_sequence_law_t sequence = nz_sequence_law_of(task);
    return nz_answers_has(metric)
               ? nz_answers_truth(task, metric, mean, sd)
               : nz_cluster_totals_truth(&sequence, metric, task->cluster_size,
                   task->cluster_correlation, mean, sd);
}

static double
type_step(double difficulty, nz_metric_t metric)
{
    if (metric == NZ_METRIC_CROSS_ENTROPY || nz_answers_has(metric)) {
        return 0.0;
    }
    return metric == NZ_METRIC_TOKEN_ACCURACY ? 1.0 / difficulty : 1.0;
}

static double
type_resolution(const nz_task_t *task, nz_metric_t metric, uint64_t test_size)
{
    return nz_answers_has(metric)
               ? nz_answers_resolution(task, metric, test_size)
               : type_step(task->difficulty, metric) / (double) test_size;
}

static double
type_largest(double difficulty, nz_metric_t metric)
{
    if (metric == NZ_METRIC_CROSS_ENTROPY) {
        return (double) INFINITY;
    }
    return metric == NZ_METRIC_TOKEN_EDIT_DISTANCE ? difficulty : 1.0;
}

/* A binomial draw for each number of wrong tokens that may occur, measured; two gamma
 * draws for each item's cross-entropy. */
static double
type_draw_seconds(const nz_task_t *task, double test_size, uint32_t metrics)
{
    const bool has_entropy = (metrics & NZ_METRIC_BIT(NZ_METRIC_CROSS_ENTROPY)) != 0
                             && task->item_correlation > 0.0;
    const double passes = test_size > NZ_ITEM_SCORES_BLOCK ? 2.0 : 1.0;

    if (task->cluster_size > 1) {
        return nz_cluster_totals_draw_seconds(task->cluster_size, task->difficulty,
            test_size / (double) task->cluster_size);
    }
    return 1.2e-7 * fmin(task->difficulty, test_size)
           + (has_entropy ? passes * test_size * 1.2e-7 : 0.0)
           + nz_answers_seconds(task, test_size, metrics);
}

/* A category for each number of wrong tokens, the totals of clusters, measured, and what
 * several answers add. */
static nz_law_cost_t
type_law_cost(const nz_task_t *task)
{
    const double tokens = task->difficulty;
    nz_law_cost_t cost = nz_answers_law_cost(task);

    cost.bytes += (tokens + 1.0) * (double) sizeof(nz_category_t);
    cost.seconds += tokens * 1e-7;
    if (task->cluster_size > 1) {
        const double entries = nz_cluster_totals_entries(task->cluster_size, tokens);
        cost.bytes += entries * 2.0 * (double) sizeof(double);
        cost.seconds += entries * (tokens * 1e-9 + 1e-9);
    }
    return cost;
}

static nz_status_t
type_create(double difficulty_max, size_t n_models, void **out)
{
    nz_task_sequence_sampler_t *sampler = NULL;
    nz_status_t status =
        nz_task_sequence_create((uint64_t) difficulty_max, n_models, &sampler);
    if (status == NZ_OK) {
        status = nz_answers_create(n_models, &sampler->answers);
    }
    if (status != NZ_OK) {
        nz_task_sequence_destroy(&sampler);
        return status;
    }
    *out = sampler;
    return NZ_OK;
}

static void
type_destroy(void **self)
{
    nz_task_sequence_sampler_t *sampler = *self;
    nz_task_sequence_destroy(&sampler);
    *self = NULL;
}

static nz_status_t
type_prepare(void *self, size_t i_model, const nz_task_t *task)
{
    const nz_sequence_law_t sequence = nz_sequence_law_of(task);
    nz_task_sequence_sampler_t *sampler = self;
    nz_status_t status = nz_task_sequence_cluster(
        sampler, i_model, &sequence, task->cluster_size, task->cluster_correlation);
    return status == NZ_OK ? nz_answers_prepare(sampler->answers, i_model, task) : status;
}

static nz_status_t
type_draw(void *self, size_t i_model, uint64_t n_items, uint32_t metrics,
    nz_task_stream_t *stream)
{
    nz_task_sequence_sampler_t *sampler = self;
    nz_status_t status =
        nz_task_sequence_draw(sampler, i_model, n_items, metrics, stream);
    return status == NZ_OK
               ? nz_answers_draw(sampler->answers, i_model, n_items, metrics, stream)
               : status;
}

static void
type_score(void *self, nz_metric_t metric, nz_task_score_t *out)
{
    nz_task_sequence_sampler_t *sampler = self;

    if (nz_answers_has(metric)) {
        nz_answers_score(sampler->answers, metric, out);
    } else {
        nz_task_sequence_score(sampler, metric, out);
    }
}

const nz_task_type_t nz_task_sequence_type = {
    .name = "sequence",
    .difficulty = { .key = "tokens",
        .long_name = "target length",
        .singular = "target length",
        .plural = "target lengths",
        .unit = "token",
        .symbol = "L",
        .is_whole = true,
        .min = 1,
        .max = NZ_SEQUENCE_LAW_TOKENS_MAX },
    .nonlinear = NZ_METRIC_ACCURACY,
    .linear = NZ_METRIC_TOKEN_EDIT_DISTANCE,
    .metrics =
        NZ_METRIC_BIT(NZ_METRIC_ACCURACY) | NZ_METRIC_BIT(NZ_METRIC_TOKEN_EDIT_DISTANCE)
        | NZ_METRIC_BIT(NZ_METRIC_TOKEN_ACCURACY) | NZ_METRIC_BIT(NZ_METRIC_CROSS_ENTROPY)
        | NZ_METRIC_BIT(NZ_METRIC_PASS_AT_K) | NZ_METRIC_BIT(NZ_METRIC_INVERSE_SAMPLING),
    .has_clusters = true,
    .score_max = type_score_max,
    .truth = type_truth,
    .step = type_step,
    .resolution = type_resolution,
    .largest = type_largest,
    .draw_seconds = type_draw_seconds,
    .law_cost = type_law_cost,
    .create = type_create,
    .destroy = type_destroy,
    .prepare = type_prepare,
    .draw = type_draw,
    .score = type_score,
};
