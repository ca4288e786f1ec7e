/** @file sequence_law.h
 *  @brief How many tokens of a target of L a model gets wrong, and what that scores in
 * the long run.
 *
 *  The number of wrong tokens of an item is Binomial(L, 1 - p), p = exp(-loss); with a
 *  correlation rho > 0 between the tokens of an item, its own p is Beta(A, B) with mean p
 *  and A + B + 1 = 1/rho, and the number is beta-binomial. cross_entropy is the mean over
 *  items of -log p [nats], p the item's own; without correlation it is the loss.
 *  Source: Schaeffer, Miranda, Koyejo (2023), arXiv 2304.15004, section 2.
 */
#ifndef NZ_SIM_SEQUENCE_LAW_H
#define NZ_SIM_SEQUENCE_LAW_H

#include "sim/metric.h"
#include "sim/task.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/** Longest target [tokens]. */
#define NZ_SEQUENCE_LAW_TOKENS_MAX 1000000

/** One kind of item: what a model scores on it in the long run. */
typedef struct nz_sequence_law {
    double loss;             /**< nats per token, >= 0, possibly inf */
    uint64_t tokens;         /**< L, 1 .. NZ_SEQUENCE_LAW_TOKENS_MAX */
    double item_correlation; /**< rho, 0 <= rho < 1 */
} nz_sequence_law_t;

/** @brief The law of the items of a task of kind sequence. */
nz_sequence_law_t nz_sequence_law_of(const nz_task_t *task);

/**
 * @brief Probabilities of 0 .. L wrong tokens.
 * @param[out] pmf  L + 1 probabilities; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 */
NZ_NODISCARD nz_status_t nz_sequence_law_pmf(const nz_sequence_law_t *law, double *pmf);

/**
 * @brief True value of a metric and the standard deviation of one item's score.
 *
 * accuracy: p^L, or prod_{i<L} (A+i)/(A+B+i); token_edit_distance: L (1 - p) [tokens],
 * with variance L p (1 - p) (1 + (L - 1) rho); token_accuracy: p, with that variance over
 * L^2; cross_entropy: psi(A+B) - psi(A) and psi1(A) - psi1(A+B), or the loss and 0. A
 * mean that would round to an end of its scale is the double next to it, unless the loss
 * is 0 or infinite.
 * @param[out] mean,sd  in the metric's unit; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 */
NZ_NODISCARD nz_status_t nz_sequence_law_truth(
    const nz_sequence_law_t *law, nz_metric_t metric, double *mean, double *sd);

/** @brief Whether items differ in their probability of a right token. */
bool nz_sequence_law_varies(const nz_sequence_law_t *law);

#endif
