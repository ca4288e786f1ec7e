/** @file plan_promise.h
 *  @brief What a test of one model, or of two that are compared, promises at a size. */
#ifndef NZ_SIM_PLAN_PROMISE_H
#define NZ_SIM_PLAN_PROMISE_H

#include "sim/plan.h"

/** One promise to one model. Those of a curve share its confidence. */
typedef struct nz_plan_promise {
    const nz_plan_request_t *request; /**< borrowed */
    nz_plan_goal_t goal;              /**< of a single model: not slope, not curve */
    double miss;                      /**< 1 - confidence */
    double assurance;                 /**< 0: in expectation */
} nz_plan_promise_t;

/** @brief The promise of a request whose goal is of single models. */
nz_plan_promise_t nz_plan_promise_of(const nz_plan_request_t *request);

/** @brief The promise to each of @p n_models of a curve, by Sidak: independent test sets
 * keep all at once with the request's confidence (and assurance). */
nz_plan_promise_t nz_plan_promise_share(
    const nz_plan_request_t *request, size_t n_models);

/** @brief Items of a cluster; 1 without clusters. */
double nz_plan_promise_cluster_size(const nz_plan_request_t *request);

/** @brief Design effect of the request's clusters on a share of items solved. */
double nz_plan_promise_design_effect(const nz_plan_request_t *request);

/** @brief @p n raised to a whole number of the request's clusters. */
double nz_plan_promise_whole_clusters(const nz_plan_request_t *request, double n);

/**
 * @brief The least test size that keeps the promise with every larger one, in whole
 * clusters [items].
 *
 * Clusters enter `see` exactly and the others by their design effect: n items count as
 * n/(design effect) independent ones, rounded down.
 * @param[out] n,achieved  the size, and what nz_plan_promise_achieved says of it;
 * untouched on error.
 * @retval NZ_ERR_UNREACHABLE  no size up to 2^53 does.
 * @retval NZ_ERR_DOMAIN       a comparison that no joint distribution allows.
 * Others as of the functions of stats/.
 */
NZ_NODISCARD nz_status_t nz_plan_promise_trials(
    const nz_plan_promise_t *self, double accuracy, double *n, double *achieved);

/**
 * @brief What @p n items give: probability, half-width (relative: over the accuracy), or
 * power. Without a width the half-width that is expected.
 * @param[out] achieved  untouched on error.
 */
NZ_NODISCARD nz_status_t nz_plan_promise_achieved(
    const nz_plan_promise_t *self, double accuracy, double n, double *achieved);

/** @brief The least difference that @p n items detect with the request's power.
 *  @param[out] difference  untouched on error. */
NZ_NODISCARD nz_status_t nz_plan_promise_difference(
    const nz_plan_promise_t *self, double accuracy, double n, double *difference);

#endif
