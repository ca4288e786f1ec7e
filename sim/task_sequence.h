/** @file task_sequence.h
 *  @brief The sequence task: a target of L tokens, an item right when all are right.
 *
 *  The number of wrong tokens of an item is Binomial(L, 1 - p), p = exp(-loss); with a
 *  correlation rho > 0 between the tokens of an item, its own p is Beta(A, B) with mean p
 * and A + B + 1 = 1/rho, and the number is beta-binomial. The histogram of wrong tokens
 * over the items of a test set is multinomial and sufficient for both metrics: accuracy
 * (no token wrong) and token_edit_distance (wrong tokens per item). Source: Schaeffer,
 * Miranda, Koyejo (2023), arXiv 2304.15004, section 2.
 */
#ifndef NZ_SIM_TASK_SEQUENCE_H
#define NZ_SIM_TASK_SEQUENCE_H

#include "sim/metric.h"
#include "stats/score_sum.h"
#include "stats/status.h"

#include <stdint.h>

/** Longest target [tokens]. */
#define NZ_TASK_SEQUENCE_TOKENS_MAX 1000000

/** One kind of item: what a model scores on it in the long run. */
typedef struct nz_task_sequence {
    double loss;             /**< nats per token, >= 0, possibly inf */
    uint64_t tokens;         /**< L, 1 .. NZ_TASK_SEQUENCE_TOKENS_MAX */
    double item_correlation; /**< rho, 0 <= rho < 1 */
} nz_task_sequence_t;

/**
 * @brief Probabilities of 0 .. L wrong tokens.
 * @param[out] pmf  L + 1 probabilities; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 */
NZ_NODISCARD nz_status_t nz_task_sequence_pmf(
    const nz_task_sequence_t *task, double *pmf);

/**
 * @brief True value of a metric and the standard deviation of one item's score.
 *
 * accuracy: p^L, or prod_{i<L} (A+i)/(A+B+i); token_edit_distance: L (1 - p) [tokens],
 * with variance L p (1 - p) (1 + (L - 1) rho).
 * @param[out] mean,sd  in the metric's unit; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 */
NZ_NODISCARD nz_status_t nz_task_sequence_truth(
    const nz_task_sequence_t *task, nz_metric_t metric, double *mean, double *sd);

/**
 * @brief The scores of a metric in a histogram of wrong tokens.
 * @param[in]  wrong    counts of items with 0 .. L wrong tokens, sum @p n_items.
 * @param      outcomes room for two counts, used by accuracy; must outlive @p scores.
 * @param[out] scores   histogram of the metric's integer scores; borrows the two arrays.
 * @return total score over the items.
 */
uint64_t nz_task_sequence_score(const nz_task_sequence_t *task, nz_metric_t metric,
    const uint64_t *wrong, uint64_t n_items, uint64_t outcomes[2], nz_scores_t *scores);

#endif
