/** @file plan_exchange.h
 *  @brief What scoring the tokens of an item is worth, beside scoring it as a whole. */
#ifndef NZ_SIM_PLAN_EXCHANGE_H
#define NZ_SIM_PLAN_EXCHANGE_H

#include "stats/status.h"

#include <stdint.h>

/** Items of a model. */
typedef struct nz_plan_exchange {
    double log_token;        /**< log of the probability that a token is right, < 0 */
    double tokens;           /**< L >= 1, whole */
    double item_correlation; /**< of the tokens of an item */
    uint64_t cluster_size;   /**< 0 and 1: no clusters */
    double cluster_correlation;
} nz_plan_exchange_t;

/**
 * @brief Items scored as a whole that one item is worth whose tokens are counted: the
 * ratio of their Fisher information about the loss,
 *
 *    R = L p (1 - pi) / ((1 - p) (1 + (L - 1) rho) pi D^2),  D = d log pi / d log p,
 *
 * times the ratio of their design effects in clusters. For independent tokens D = L and
 * R = (1/L) sum_{m<L} p^-m (stats/slope_design.h).
 * @param[out] rate  possibly inf; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 */
NZ_NODISCARD nz_status_t nz_plan_exchange_rate(
    const nz_plan_exchange_t *self, double *rate);

#endif
