/** @file answers.h
 *  @brief Metrics that measure a sequence task beyond the 1/n of a test set of n items:
 *         more answers to each item, or fresh items until enough are right.
 *
 *  pass_at_k: s answers to each of n items (sim/pass_at_k.h); the score of an item is its
 * unbiased estimate. inverse_sampling: fresh items, one answer each, until r are right or
 * n were tried (stats/inverse_sampling.h). A fresh item is right with the true accuracy,
 * whether items differ or not, so that what is estimated is the accuracy.
 *
 *  Each is drawn from a part of its own of a test set's stream, 1 + its number.
 */
#ifndef NZ_SIM_ANSWERS_H
#define NZ_SIM_ANSWERS_H

#include "sim/task.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** @brief Whether @p metric is one of these. */
bool nz_answers_has(nz_metric_t metric);

/** @brief True value and the standard deviation of an item's score, for inverse_sampling
 * of one try. As the function of nz_task_type_t. */
NZ_NODISCARD nz_status_t nz_answers_truth(
    const nz_task_t *task, nz_metric_t metric, double *mean, double *sd);

/** @brief Least estimate above 0 of a test set of @p test_size items: k/(s n) and 1/n. */
double nz_answers_resolution(
    const nz_task_t *task, nz_metric_t metric, uint64_t test_size);

/** @brief Predicted time to draw a test set for @p metrics (bits) [s]. */
double nz_answers_seconds(const nz_task_t *task, double test_size, uint32_t metrics);

/** @brief Predicted cost of a model's law. */
nz_law_cost_t nz_answers_law_cost(const nz_task_t *task);

/** Opaque; the laws of a study's models and the outcome drawn last. */
typedef struct nz_answers nz_answers_t;

/** @brief Room for @p n_models models. NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_answers_create(size_t n_models, nz_answers_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_answers_destroy(nz_answers_t **self);

/** @brief Set what model @p i_model is like. Samples of 0 make no pass_at_k, successes of
 * 0 no inverse_sampling. NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_answers_prepare(
    nz_answers_t *self, size_t i_model, const nz_task_t *task);

/** @brief Draw what is among @p metrics (bits). @p n_items: of a test set, at most 2^53
 * over NZ_TASK_LATTICE_STEPS for pass_at_k; or the most to try. NZ_ERR_DOMAIN. */
NZ_NODISCARD nz_status_t nz_answers_draw(nz_answers_t *self, size_t i_model,
    uint64_t n_items, uint32_t metrics, nz_task_stream_t *stream);

/** @brief Score what was drawn last. */
void nz_answers_score(nz_answers_t *self, nz_metric_t metric, nz_task_score_t *out);

#endif
