#include "sim/answers.h"

#include "sim/item_scores.h"
#include "sim/pass_at_k.h"
#include "sim/sequence_law.h"
#include "stats/draw.h"
#include "stats/inverse_sampling.h"

#include <math.h>
#include <stdlib.h>

/* What one model is like. */
typedef struct law {
    uint64_t samples, k;
    nz_category_t *categories; /* [right answers], samples + 1 */
    uint64_t successes;
    double right, wrong; /* of a fresh item */
} law_t;

struct nz_answers {
    size_t n_models;
    law_t *laws;
    double values[NZ_PASS_AT_K_SAMPLES_MAX + 1]; /* or probabilities, of right answers */
    uint64_t counts[NZ_PASS_AT_K_SAMPLES_MAX + 1]; /* items by right answers */
    nz_item_scores_t *items;
    double n_answers; /* to all items */
    nz_inverse_plan_t plan;
    nz_inverse_outcome_t outcome;
    uint64_t tried[2]; /* wrong and right ones */
};

bool
nz_answers_has(nz_metric_t metric)
{
    return metric == NZ_METRIC_PASS_AT_K || metric == NZ_METRIC_INVERSE_SAMPLING;
}

nz_status_t
nz_answers_truth(const nz_task_t *task, nz_metric_t metric, double *mean, double *sd)
{
    if (task == NULL || mean == NULL || sd == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (metric == NZ_METRIC_PASS_AT_K) {
        return nz_pass_at_k_truth(task, mean, sd);
    }
    if (metric == NZ_METRIC_INVERSE_SAMPLING) {
        const nz_sequence_law_t sequence = nz_sequence_law_of(task);
        return nz_sequence_law_truth(&sequence, NZ_METRIC_ACCURACY, mean, sd);
    }
    return NZ_ERR_DOMAIN;
}

double
nz_answers_resolution(const nz_task_t *task, nz_metric_t metric, uint64_t test_size)
{
    const double share =
        metric == NZ_METRIC_PASS_AT_K ? (double) task->k / (double) task->samples : 1.0;
    return share / (double) test_size;
}

/* Of pass_at_k a binomial draw for each number of right answers that may occur, and the
 * lattice; of inverse_sampling a gamma and a Poisson draw. Measured. */
double
nz_answers_seconds(const nz_task_t *task, double test_size, uint32_t metrics)
{
    double seconds = 0.0;

    if ((metrics & NZ_METRIC_BIT(NZ_METRIC_PASS_AT_K)) != 0) {
        seconds += 4e-6 + 1.2e-7 * fmin((double) task->samples, test_size);
    }
    if ((metrics & NZ_METRIC_BIT(NZ_METRIC_INVERSE_SAMPLING)) != 0) {
        seconds += 2e-6;
    }
    return seconds;
}

/* Of items that differ each probability is an integral; measured. */
nz_law_cost_t
nz_answers_law_cost(const nz_task_t *task)
{
    const double answers = (double) task->samples;
    const double probability_s = task->item_correlation > 0.0 ? 2e-5 : 1e-7;
    return (nz_law_cost_t){ answers * (double) sizeof(nz_category_t),
        answers * probability_s };
}

nz_status_t
nz_answers_create(size_t n_models, nz_answers_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_answers_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->n_models = n_models;
    self->laws = calloc(n_models, sizeof(*self->laws));
    if (self->laws == NULL || nz_item_scores_create(1, 0, &self->items) != NZ_OK) {
        nz_answers_destroy(&self);
        return NZ_ERR_NO_MEMORY;
    }
    *out = self;
    return NZ_OK;
}

void
nz_answers_destroy(nz_answers_t **self)
{
    if (self == NULL || *self == NULL) {
        return;
    }
    for (size_t i = 0; (*self)->laws != NULL && i < (*self)->n_models; i++) {
        free((*self)->laws[i].categories);
    }
    free((*self)->laws);
    nz_item_scores_destroy(&(*self)->items);
    free(*self);
    *self = NULL;
}

static nz_status_t
prepare_samples(nz_answers_t *self, law_t *law, const nz_task_t *task)
{
    nz_status_t status = task->k >= 1 && task->k <= task->samples
                             ? nz_pass_at_k_pmf(task, self->values)
                             : NZ_ERR_DOMAIN;
    if (status != NZ_OK) {
        return status;
    }
    const size_t n = (size_t) task->samples + 1;
    nz_category_t *categories = realloc(law->categories, n * sizeof(*categories));
    if (categories == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_draw_prepare(self->values, n, categories);
    law->categories = categories;
    law->samples = task->samples;
    law->k = task->k;
    return NZ_OK;
}

nz_status_t
nz_answers_prepare(nz_answers_t *self, size_t i_model, const nz_task_t *task)
{
    double sd = 0.0;

    if (i_model >= self->n_models || task->successes == 1
        || task->successes > NZ_INVERSE_SAMPLING_SUCCESSES_MAX) {
        return NZ_ERR_DOMAIN;
    }
    law_t *law = &self->laws[i_model];
    nz_status_t status =
        nz_answers_truth(task, NZ_METRIC_INVERSE_SAMPLING, &law->right, &sd);
    if (status == NZ_OK) {
        law->successes = task->successes;
        law->wrong = task->item_correlation > 0.0
                         ? 1.0 - law->right
                         : -expm1(-task->difficulty * task->loss);
        law->samples = 0;
    }
    return status == NZ_OK && task->samples > 0 ? prepare_samples(self, law, task)
                                                : status;
}

static nz_status_t
draw_samples(
    nz_answers_t *self, const law_t *law, uint64_t n_items, nz_task_stream_t *stream)
{
    nz_status_t status = law->samples > 0
                             ? nz_task_stream_start(stream, 1U + NZ_METRIC_PASS_AT_K)
                             : NZ_ERR_DOMAIN;
    if (status != NZ_OK) {
        return status;
    }
    const size_t n = (size_t) law->samples + 1;
    nz_draw_multinomial(stream->rng, n_items, law->categories, n, self->counts);
    nz_pass_at_k_values(law->samples, law->k, self->values);
    self->n_answers = (double) n_items * (double) law->samples;
    return nz_item_scores_put(self->items, 0, self->values, self->counts, n);
}

static nz_status_t
draw_tries(
    nz_answers_t *self, const law_t *law, uint64_t n_items, nz_task_stream_t *stream)
{
    nz_status_t status =
        law->successes > 0 ? nz_task_stream_start(stream, 1U + NZ_METRIC_INVERSE_SAMPLING)
                           : NZ_ERR_DOMAIN;
    if (status != NZ_OK) {
        return status;
    }
    self->plan = (nz_inverse_plan_t){ law->successes, n_items };
    self->outcome =
        nz_inverse_sampling_draw(stream->rng, &self->plan, law->right, law->wrong);
    return NZ_OK;
}

nz_status_t
nz_answers_draw(nz_answers_t *self, size_t i_model, uint64_t n_items, uint32_t metrics,
    nz_task_stream_t *stream)
{
    const law_t *law = &self->laws[i_model];
    nz_status_t status = NZ_OK;

    if ((metrics & NZ_METRIC_BIT(NZ_METRIC_PASS_AT_K)) != 0) {
        status = draw_samples(self, law, n_items, stream);
    }
    if (status == NZ_OK && (metrics & NZ_METRIC_BIT(NZ_METRIC_INVERSE_SAMPLING)) != 0) {
        status = draw_tries(self, law, n_items, stream);
    }
    return status;
}

void
nz_answers_score(nz_answers_t *self, nz_metric_t metric, nz_task_score_t *out)
{
    if (metric == NZ_METRIC_PASS_AT_K) {
        nz_item_scores_get(self->items, 0, out);
        out->cost = self->n_answers;
        return;
    }
    const nz_inverse_outcome_t *outcome = &self->outcome;
    const double estimate = nz_inverse_sampling_estimate(&self->plan, outcome);

    self->tried[0] = outcome->trials - outcome->successes;
    self->tried[1] = outcome->successes;
    *out = (nz_task_score_t){ .scores = { self->tried, 2, outcome->trials },
        .step = 1.0,
        .mean = estimate,
        .total = estimate,
        .cost = (double) outcome->trials,
        .stop_at = self->plan.successes };
}
