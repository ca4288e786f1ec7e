/** @file task_sequence.h
 *  @brief The sequence task: a target of L tokens, an item right when all are right.
 *
 *  The histogram of wrong tokens (sim/sequence_law.h) over the items of a test set is
 *  multinomial and sufficient for accuracy (no token wrong), token_edit_distance (wrong
 *  tokens per item) and token_accuracy (share of right tokens). Of correlated tokens,
 *  cross_entropy needs every item: p of an item with j wrong tokens is
 *  Beta(A + L - j, B + j), drawn from a stream of its own, so that the other metrics have
 *  the same numbers whether it is asked for or not.
 *
 *  Items in clusters: sim/cluster_totals.h. Then the scores are those of whole clusters,
 *  and cross_entropy is of independent tokens only.
 */
#ifndef NZ_SIM_TASK_SEQUENCE_H
#define NZ_SIM_TASK_SEQUENCE_H

#include "sim/sequence_law.h"
#include "sim/task.h"
#include "stats/status.h"

#include <stdint.h>

/** The plug-in. */
extern const nz_task_type_t nz_task_sequence_type;

/** The histograms of wrong tokens of a study's models: a sampler of sim/task.h. */
typedef struct nz_task_sequence_sampler nz_task_sequence_sampler_t;

/**
 * @brief Room for @p n_models models and targets of up to @p tokens_max tokens.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY, NZ_ERR_DOMAIN (no tokens, or too many).
 */
NZ_NODISCARD nz_status_t nz_task_sequence_create(
    uint64_t tokens_max, size_t n_models, nz_task_sequence_sampler_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_task_sequence_destroy(nz_task_sequence_sampler_t **self);

/** @brief Set what model @p i_model is like. NZ_ERR_DOMAIN: out of range, or more tokens
 * than there is room for. */
NZ_NODISCARD nz_status_t nz_task_sequence_prepare(
    nz_task_sequence_sampler_t *self, size_t i_model, const nz_sequence_law_t *task);

/** @brief As nz_task_sequence_prepare, of items in clusters. All models that are drawn
 * from have the same @p size; 0 and 1: no clusters.
 * @retval NZ_ERR_DOMAIN (also size, correlation or tokens of a cluster out of range, see
 * sim/cluster_totals.h), NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_task_sequence_cluster(nz_task_sequence_sampler_t *self,
    size_t i_model, const nz_sequence_law_t *task, uint64_t size, double correlation);

/** @brief Draw the histogram of wrong tokens of @p n_items items from part 0 of the
 * stream; if @p metrics (bits) has cross_entropy and tokens are correlated, also the
 * items' probabilities, from part 1 + NZ_METRIC_CROSS_ENTROPY. NZ_ERR_DOMAIN: not a whole
 * number of clusters, or their cross_entropy if tokens are correlated. */
NZ_NODISCARD nz_status_t nz_task_sequence_draw(nz_task_sequence_sampler_t *self,
    size_t i_model, uint64_t n_items, uint32_t metrics, nz_task_stream_t *stream);

/** @brief The histogram drawn last, of 0 .. L wrong tokens; to be read, or set by tests.
 * Of items that are not in clusters. */
uint64_t *nz_task_sequence_wrong(nz_task_sequence_sampler_t *self);

/** @brief Score the test set drawn last. @p metric is one of this kind. */
void nz_task_sequence_score(
    nz_task_sequence_sampler_t *self, nz_metric_t metric, nz_task_score_t *out);

#endif
