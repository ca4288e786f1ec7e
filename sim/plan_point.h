/** @file plan_point.h
 *  @brief The models that a plan is made for, at one difficulty each, before any item is
 *         drawn: given accuracies, a law or a study. (A pilot's fit: sim/plan_fit.h.)
 */
#ifndef NZ_SIM_PLAN_POINT_H
#define NZ_SIM_PLAN_POINT_H

#include "sim/diagnostic.h"
#include "sim/law.h"
#include "sim/studies.h"
#include "sim/task.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Quantiles of what a fit leaves open, of the loss: in order of falling accuracy
 * 1 - NZ_PLAN_CONSERVATIVE, the median and NZ_PLAN_CONSERVATIVE. */
enum { NZ_PLAN_ACCURACIES = 3 };
#define NZ_PLAN_CONSERVATIVE 0.9

/** One model at one difficulty. What is not known is NaN. */
typedef struct nz_plan_point {
    double parameters; /**< size of the model [parameters] */
    double tokens;     /**< tokens of an item, or cases of a subset; NaN where items have
                            none that are scored: choice, reconstruction */
    double accuracy;   /**< true share of items solved, 0..1; the median of a fit */
    double accuracies[NZ_PLAN_ACCURACIES]; /**< at the 10, 50 and 90 % quantile of the
                              fitted loss (falling); all equal without a fit */
    double offset;    /**< known part of -log accuracy: tokens x irreducible loss; 0 of
                           given accuracies, tables of losses and fits. NaN where the rest
                           does not follow a power of the size: correlated tokens, choice,
                           reconstruction */
    double log_token; /**< log of the probability that a token (a case) is right, possibly
                           -inf; NaN if there are none that could be scored instead */
    double token_correlation; /**< of the tokens of an item being right, 0 <= rho < 1 */
    double item_cost; /**< of one answer: tokens x parameters [token parameters], of one
                           token where items have none; or its price */
    int task_kind;    /**< an nz_task_kind_t whose items are simulated, or -1: items that
                           are right with probability `accuracy` */
    nz_task_t task;   /**< if there is a kind; its `difficulty` is that of the study, its
                           clusters those of the study. samples, k, successes are 0 */
} nz_plan_point_t;

/** The points of a plan, the difficulties one after the other in the user's order, in
 * each all models by size. */
typedef struct nz_plan_points {
    size_t n;                   /**< n_models times the number of difficulties */
    size_t n_models;            /**< of each difficulty, >= 1 */
    nz_plan_point_t *values;    /**< owned */
    bool has_fit;               /**< accuracies differ */
    bool has_sizes;             /**< parameters are known */
    uint64_t cluster_size;      /**< of the study's clusters, 1 = none; else 1 */
    double cluster_correlation; /**< of the study's clusters; else 0 */
} nz_plan_points_t;

/** @brief Release what @p self owns and zero it; legal on zeroed points. */
void nz_plan_points_free(nz_plan_points_t *self);

/**
 * @brief Points of given accuracies, at every target length.
 *
 * log_token = log(accuracy)/tokens, as of independent tokens.
 * @param accuracies  0 .. 1.
 * @param parameters  one for each accuracy, > 0, in any order: the points are sorted by
 * size, of equal ones in the order given, as are all if @p parameters is NULL.
 * @param tokens      distinct whole numbers, 1 .. NZ_SEQUENCE_LAW_TOKENS_MAX; may be
 * empty: one difficulty, tokens and log_token are NaN.
 * @param[out] out    free with nz_plan_points_free; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_DOMAIN  no accuracy, or a number out of its range.
 */
NZ_NODISCARD nz_status_t nz_plan_points_of_accuracies(const double *accuracies,
    const double *parameters, size_t n_accuracies, const double *tokens, size_t n_tokens,
    nz_plan_points_t *out);

/**
 * @brief Points of models that are known by their sizes only: accuracy, accuracies and
 *        log_token are NaN, for the caller to fill.
 *
 * @param parameters  distinct, > 0, in any order.
 * @param tokens      as of nz_plan_points_of_accuracies.
 * @param[out] out    free with nz_plan_points_free; untouched on error.
 * @param[in,out] diagnostics  gets what is wrong, under the names of the program's
 * options: "--models: expected ...", "--tokens: expected ...".
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY, NZ_ERR_INPUT (refused).
 */
NZ_NODISCARD nz_status_t nz_plan_points_of_sizes(const double *parameters,
    size_t n_parameters, const double *tokens, size_t n_tokens, nz_plan_points_t *out,
    nz_diagnostics_t *diagnostics);

/**
 * @brief Points of sequences under a law; the accuracy is the true value of the metric
 * `accuracy` (sim/sequence_law.h).
 *
 * @param item_correlation  of the tokens of an item, 0 <= rho < 1.
 * @param parameters,tokens,out  as of nz_plan_points_of_sizes; no tokens: one token.
 * @param[in,out] diagnostics    gets what is wrong: "--alpha: expected ...".
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY, NZ_ERR_INPUT (refused).
 */
NZ_NODISCARD nz_status_t nz_plan_points_of_law(const nz_law_t *law,
    double item_correlation, const double *parameters, size_t n_parameters,
    const double *tokens, size_t n_tokens, nz_plan_points_t *out,
    nz_diagnostics_t *diagnostics);

/**
 * @brief Points of a study of one task: its models at its difficulties, the accuracy the
 * true value of its kind's all-or-nothing metric; and its clusters.
 *
 * @param study     as parsed.
 * @param[out] out  free with nz_plan_points_free; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY, NZ_ERR_DOMAIN (not a study that was parsed),
 * NZ_ERR_NUMERIC (a true value that does not converge).
 */
NZ_NODISCARD nz_status_t nz_plan_points_of_study(
    const nz_study_t *study, nz_plan_points_t *out);

/**
 * @brief Set costs by prices: item_cost = tokens x price; of items whose tokens are not
 * known the price is that of an item.
 *
 * @param prices  of a token, > 0 and finite: one for all models, or one for each model
 * in order of size.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (another number of prices, or out of range);
 * then @p self is untouched.
 */
NZ_NODISCARD nz_status_t nz_plan_points_set_price(
    nz_plan_points_t *self, const double *prices, size_t n_prices);

#endif
