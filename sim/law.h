/** @file law.h
 *  @brief Scaling law: loss per token and per-token correctness of a model by its size.
 */
#ifndef NZ_SIM_LAW_H
#define NZ_SIM_LAW_H

#include "stats/status.h"

/** How losses are given. */
typedef enum nz_law_kind {
    NZ_LAW_POWER, /**< by nz_law_t */
    NZ_LAW_TABLE, /**< one for each model */
    NZ_N_LAW_KINDS
} nz_law_kind_t;

/** loss(N) = (N/c)^alpha + irreducible [nats per token]. */
typedef struct nz_law {
    double c;     /**< size at which the reducible loss is 1 nat [parameters], > 0 */
    double alpha; /**< exponent, < 0 */
    double irreducible; /**< loss that no size removes [nats per token], >= 0 */
} nz_law_t;

/**
 * @brief Loss per token of a model with @p parameters parameters.
 * @param[out] loss  [nats per token], > 0, possibly inf; untouched on error.
 * @retval NZ_ERR_NULL_ARG  a pointer is NULL.
 * @retval NZ_ERR_DOMAIN    @p parameters is not positive and finite, or the law is out of
 * range.
 * @par Source  Schaeffer, Miranda, Koyejo (2023), arXiv 2304.15004, section 2. Per-token
 *              correctness is exp(-loss).
 */
NZ_NODISCARD nz_status_t nz_law_loss(
    const nz_law_t *law, double parameters, double *loss);

#endif
