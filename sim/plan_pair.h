/** @file plan_pair.h
 *  @brief Two models that answer items and are compared by a test, to see how often it
 *         rejects.
 *
 *  The p-values are computed from the outcomes, not from critical values, and the
 * outcomes are drawn, not enumerated: nothing here is shared with stats/compare_power.h.
 */
#ifndef NZ_SIM_PLAN_PAIR_H
#define NZ_SIM_PLAN_PAIR_H

#include "sim/plan_model.h"
#include "stats/compare_power.h"
#include "stats/draw.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdint.h>

/** What two models did. */
typedef struct nz_plan_outcomes {
    double n;                       /**< items of each */
    double first, second;           /**< items solved; unpaired */
    double only_first, only_second; /**< items that one of them solved; paired, mcnemar */
} nz_plan_outcomes_t;

/**
 * @brief Two-sided p-value.
 *
 * unpaired: z = (k1 - k2)/sqrt(2 n q (1 - q)), q = (k1 + k2)/(2 n). paired: z = (c -
 * b)/sqrt(b + c - (c - b)^2/n), b and c the items that only one solved. 2 P(Z > |z|); 1
 * if nothing differs, 0 if all items differ alike. mcnemar: 2 P(Bin(m, 1/2) <= min(b,
 * c)), m = b + c, at most 1; b and c are rounded to whole numbers.
 * @param[out] p_value  untouched on error.
 * @retval NZ_ERR_NUMERIC  the incomplete beta function did not converge.
 */
NZ_NODISCARD nz_status_t nz_plan_pair_p_value(
    nz_compare_design_t design, const nz_plan_outcomes_t *outcomes, double *p_value);

/** Two models before any item is drawn. */
typedef struct nz_plan_rivals {
    nz_compare_design_t design;
    double alpha;       /**< level of the test */
    double difference;  /**< of their accuracies, second less first */
    double discordance; /**< P(they differ on an item); NaN: not given */
    double correlation; /**< of the two outcomes on an item; NaN: not given, then 0 if
                             there is no discordance either */
} nz_plan_rivals_t;

/** The comparison. Zero-initialise. */
typedef struct nz_plan_pair {
    nz_plan_rivals_t rivals;
    double design_effect;
    nz_plan_model_t first, second;  /**< the second only if unpaired */
    double only_first, only_second; /**< probabilities; of the other designs */
    nz_category_t *discordant;      /**< 0..m items of a cluster that differ; owned, NULL
                                         without clusters */
    nz_category_t *split;    /**< of w that differ, 0..w solved by the second: from w (w +
                                  1)/2; owned */
    uint64_t *counts, *ways; /**< m + 1; owned */
} nz_plan_pair_t;

/**
 * @brief Prepare a comparison.
 *
 * Unpaired: two test sets, each in clusters. Paired: items of four kinds (both, only the
 * first, only the second, none solved it), whose probabilities in a cluster are Dirichlet
 * with the correlation of the clusters.
 * @param items  of the first model, in whole clusters; its accuracy may be NaN if there
 * is a discordance.
 * @param[out] self  untouched on error. Free with nz_plan_pair_free.
 * @retval NZ_ERR_DOMAIN  no such joint distribution, or as nz_plan_model_init; clusters
 * of more than NZ_CLUSTER_SIZE_MAX items.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NULL_ARG.
 */
NZ_NODISCARD nz_status_t nz_plan_pair_init(
    nz_plan_pair_t *self, const nz_plan_items_t *items, const nz_plan_rivals_t *rivals);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_plan_pair_free(nz_plan_pair_t *self);

/**
 * @brief Draw the outcomes and test them, in clusters those divided by the design effect.
 * @param[out] rejects  untouched on error.
 */
NZ_NODISCARD nz_status_t nz_plan_pair_draw(
    nz_plan_pair_t *self, gsl_rng *rng, uint64_t seed, uint64_t replicate, bool *rejects);

#endif
