/** @file plan_model.h
 *  @brief A model whose test sets are drawn, to see whether a plan keeps its promises.
 *
 *  The items are those of its task where it has one, scored by the task's all-or-nothing
 * metric, unless that takes more than NZ_PLAN_MODEL_SECONDS or NZ_PLAN_MODEL_BYTES;
 * otherwise each is right with the probability `accuracy`, in clusters if there are any
 * (a sequence of one token, sim/cluster_totals.h).
 */
#ifndef NZ_SIM_PLAN_MODEL_H
#define NZ_SIM_PLAN_MODEL_H

#include "sim/plan_point.h"
#include "sim/task.h"
#include "stats/rng.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdint.h>

/** Longest predicted time of a test set of items of a task [s], and most memory of its
 * law [bytes], of each model. */
#define NZ_PLAN_MODEL_SECONDS 1e-3
#define NZ_PLAN_MODEL_BYTES 1e7

/** What is drawn. */
typedef struct nz_plan_items {
    const nz_plan_point_t *point; /**< whose task and names of streams; NULL: of none */
    double
        accuracy; /**< 0..1; if it is exactly the point's, items are those of the task */
    uint64_t n;   /**< items of a test set, up to 2^53; the last cluster may be cut off */
    uint64_t cluster_size; /**< 0 and 1: no clusters; at most NZ_CLUSTER_SIZE_MAX */
    double cluster_correlation;
    unsigned repeat; /**< which of several models that are otherwise named alike */
} nz_plan_items_t;

/** A model. Zero-initialise. */
typedef struct nz_plan_model {
    nz_plan_items_t items;
    bool has_task; /**< whether the items are those of the point's task */
    const nz_task_type_t *type;
    void *sampler;       /**< owned, of @c type */
    nz_stream_key_t key; /**< all but seed and replicate */
} nz_plan_model_t;

/**
 * @brief Prepare what test sets are drawn with.
 * @param[out] self  untouched on error. Free with nz_plan_model_free.
 * @retval NZ_ERR_DOMAIN  accuracy, n or clusters out of range.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NULL_ARG.
 */
NZ_NODISCARD nz_status_t nz_plan_model_init(
    nz_plan_model_t *self, const nz_plan_items_t *items);

/** @brief Release what @p self owns and zero it; legal on a zeroed model. */
void nz_plan_model_free(nz_plan_model_t *self);

/** @brief Begin the model's stream for one replicate; part 0 is that of its items. */
NZ_NODISCARD nz_status_t nz_plan_model_stream(const nz_plan_model_t *self, gsl_rng *rng,
    uint64_t seed, uint64_t replicate, uint32_t part);

/**
 * @brief Draw a test set and count the items solved.
 *
 * The stream is named by seed, NZ_PURPOSE_PLAN, the task's difficulty or tokens (0 if
 * unknown), n, parameters (the accuracy where they are unknown), replicate, and the kind
 * of task ("items" if each is just right or wrong) with " i" for a repeat i > 0.
 * @param[in,out] rng   of a type of stats/rng.h.
 * @param[out] successes  untouched on error.
 * @retval  as `draw` of sim/task.h.
 */
NZ_NODISCARD nz_status_t nz_plan_model_draw(const nz_plan_model_t *self, gsl_rng *rng,
    uint64_t seed, uint64_t replicate, uint64_t *successes);

#endif
