#include "sim/plan_model.h"

#include "sim/cluster_totals.h"
#include "stats/interval.h"

#include <math.h>
#include <stdio.h>

/* The items of a point's task in the clusters asked for. */
static nz_task_t
task_of(const nz_plan_items_t *items)
{
    nz_task_t task = items->point->task;

    task.cluster_size = items->cluster_size;
    task.cluster_correlation = items->cluster_correlation;
    return task;
}

/* Whether test sets of the task can be drawn, and in time. */
static bool
can_draw(const nz_plan_items_t *items)
{
    const nz_plan_point_t *point = items->point;

    if (point == NULL || point->task_kind < 0 || items->n == 0
        || items->accuracy != point->accuracy) {
        return false;
    }
    const nz_task_type_t *type = nz_task_type(point->task_kind);
    const nz_task_t task = task_of(items);
    const nz_law_cost_t cost =
        type->law_cost != NULL ? type->law_cost(&task) : (nz_law_cost_t){ 0 };
    const bool is_clustered = task.cluster_size > 1;
    return (!is_clustered || type->has_clusters)
           && !(is_clustered
                && task.difficulty * (double) task.cluster_size > NZ_CLUSTER_TOKENS_MAX)
           && items->n <= nz_task_items_max(type, task.difficulty)
           && type->draw_seconds(&task, (double) items->n, 0) <= NZ_PLAN_MODEL_SECONDS
           && cost.bytes <= NZ_PLAN_MODEL_BYTES;
}

/* Items that are right or wrong, as targets of one token. */
static nz_task_t
plain_task(const nz_plan_items_t *items)
{
    return (nz_task_t){ .loss = -log(items->accuracy),
        .difficulty = 1.0,
        .cluster_size = items->cluster_size,
        .cluster_correlation = items->cluster_correlation };
}

static uint64_t
difficulty_word(const nz_plan_point_t *point)
{
    if (point != NULL && point->task_kind >= 0) {
        return nz_task_difficulty_word(
            nz_task_type(point->task_kind), point->task.difficulty);
    }
    return point != NULL && point->tokens >= 1.0 ? (uint64_t) point->tokens : 0;
}

static nz_stream_key_t
key_of(const nz_plan_model_t *self)
{
    const nz_plan_items_t *items = &self->items;
    const nz_plan_point_t *point = items->point;
    const bool has_size = point != NULL && !isnan(point->parameters);
    const char *kind = self->has_task ? self->type->name : "items";
    char name[64];

    if (items->repeat == 0) {
        (void) snprintf(name, sizeof(name), "%s", kind);
    } else {
        (void) snprintf(name, sizeof(name), "%s %u", kind, items->repeat);
    }
    return (nz_stream_key_t){ .purpose = NZ_PURPOSE_PLAN,
        .difficulty = difficulty_word(point),
        .test_size = items->n,
        .parameters = has_size ? point->parameters : items->accuracy,
        .task = nz_rng_hash_text(name) };
}

/* Whole clusters, and the items of one more that is cut off. */
static uint64_t
in_whole_clusters(const nz_plan_items_t *items)
{
    return items->cluster_size > 1 ? items->n - items->n % items->cluster_size : items->n;
}

/* The items of a cluster one after the other: a Polya urn. */
static uint64_t
draw_one_by_one(const nz_plan_items_t *items, uint64_t n, gsl_rng *rng)
{
    const double weight = 1.0 / items->cluster_correlation - 1.0; /* of the prior */
    uint64_t successes = 0;

    for (uint64_t i = 0; i < n; i++) {
        const double p =
            items->cluster_correlation > 0.0
                ? (items->accuracy * weight + (double) successes) / (weight + (double) i)
                : items->accuracy;
        successes += gsl_rng_uniform(rng) < p;
    }
    return successes;
}

nz_status_t
nz_plan_model_init(nz_plan_model_t *self, const nz_plan_items_t *items)
{
    if (self == NULL || items == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(items->accuracy >= 0.0 && items->accuracy <= 1.0) || items->n > NZ_COUNT_MAX
        || !(items->cluster_correlation >= 0.0 && items->cluster_correlation < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    nz_plan_model_t model = { .items = *items, .has_task = can_draw(items) };
    const nz_task_t task = model.has_task ? task_of(items) : plain_task(items);
    model.type =
        nz_task_type(model.has_task ? items->point->task_kind : NZ_TASK_SEQUENCE);
    model.key = key_of(&model);
    nz_status_t status = model.type->create(task.difficulty, 1, &model.sampler);
    if (status == NZ_OK) {
        status = model.type->prepare(model.sampler, 0, &task);
    }
    if (status != NZ_OK) {
        nz_plan_model_free(&model);
        return status;
    }
    *self = model;
    return NZ_OK;
}

void
nz_plan_model_free(nz_plan_model_t *self)
{
    if (self->type != NULL) {
        self->type->destroy(&self->sampler);
    }
    *self = (nz_plan_model_t){ 0 };
}

static nz_task_stream_t
stream_of(const nz_plan_model_t *self, gsl_rng *rng, uint64_t seed, uint64_t replicate)
{
    nz_task_stream_t stream = { rng, self->key };
    stream.key.seed = seed;
    stream.key.replicate = replicate;
    return stream;
}

nz_status_t
nz_plan_model_stream(const nz_plan_model_t *self, gsl_rng *rng, uint64_t seed,
    uint64_t replicate, uint32_t part)
{
    nz_task_stream_t stream = stream_of(self, rng, seed, replicate);
    return nz_task_stream_start(&stream, part);
}

nz_status_t
nz_plan_model_draw(const nz_plan_model_t *self, gsl_rng *rng, uint64_t seed,
    uint64_t replicate, uint64_t *successes)
{
    const nz_metric_t metric = self->type->nonlinear;
    const uint64_t n_whole = in_whole_clusters(&self->items);
    nz_task_stream_t stream = stream_of(self, rng, seed, replicate);
    nz_status_t status = NZ_OK;
    uint64_t total = 0;

    if (n_whole > 0) {
        nz_task_score_t score;
        status =
            self->type->draw(self->sampler, 0, n_whole, NZ_METRIC_BIT(metric), &stream);
        if (status == NZ_OK) {
            self->type->score(self->sampler, metric, &score);
            total = (uint64_t) score.total;
        }
    } else {
        status = nz_task_stream_start(&stream, 0);
    }
    if (status == NZ_OK) {
        *successes = total + draw_one_by_one(&self->items, self->items.n - n_whole, rng);
    }
    return status;
}
