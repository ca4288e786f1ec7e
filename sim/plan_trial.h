/** @file plan_trial.h
 *  @brief The evaluation that a row of a plan is about, carried out on simulated models.
 *
 *  Test sets are drawn (sim/plan_model.h) and looked at as their user would: enough items
 * solved or not, the interval, the test, the fit. No formula of the planner is used.
 *
 *  Of items in clusters (size m, correlation rho) an interval is that of k/d solved of
 * n/d items, d = 1 + (m - 1) rho the design effect, the one rounded to the nearest and
 * the other down to a whole number; the tests of sim/plan_pair.h likewise. A fit is made
 * of the counts as they are.
 */
#ifndef NZ_SIM_PLAN_TRIAL_H
#define NZ_SIM_PLAN_TRIAL_H

#include "sim/plan.h"
#include "sim/plan_point.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What of many trials is compared with the row. */
typedef enum nz_plan_measure {
    NZ_PLAN_MEASURE_NONE,  /**< nothing: the row has no test size or promises nothing, or
                                clusters have more than NZ_CLUSTER_SIZE_MAX items */
    NZ_PLAN_MEASURE_SHARE, /**< share of trials in which all models come true: 0 or 1 */
    NZ_PLAN_MEASURE_MEAN,  /**< mean half-width, the largest of the models' */
    NZ_PLAN_MEASURE_SPREAD /**< standard deviation of the slope */
} nz_plan_measure_t;

/** A row of a plan; all pointers borrowed. */
typedef struct nz_plan_subject {
    const nz_plan_request_t *request;
    const nz_plan_points_t *points;
    const nz_plan_t *plan;
    size_t i_row;
} nz_plan_subject_t;

/** What a row says, as far as it can be simulated. */
typedef struct nz_plan_claim {
    nz_plan_measure_t measure;
    double promised; /**< probability, half-width (relative: over the accuracy), power or
                          standard error at the row's test size; NaN: nothing */
    size_t i_row;    /**< the row whose trials show it: of a slope that of all models */
    size_t n_values; /**< numbers that a trial yields: of a mean one for each model */
    bool has_cost;   /**< whether the cost of a trial is random: until successes */
    bool is_effective;   /**< whether clusters enter by their design effect */
    bool is_approximate; /**< whether what is promised is not exact: of a slope, and where
                              clusters enter by their design effect */
} nz_plan_claim_t;

/** @brief What a row says. */
nz_plan_claim_t nz_plan_trial_claim(const nz_plan_subject_t *subject);

/** @brief Step by which one more success changes value @p i_value of a mean, roughly: 1/n
 *         (relative: over the accuracy) of that model's n/d items; 0 until successes. */
double nz_plan_trial_resolution(const nz_plan_subject_t *subject, size_t i_value);

/** What one trial showed. */
typedef struct nz_plan_result {
    const double *values; /**< n_values, NaN: undefined (no interval, no fit); borrowed
                               until the next trial */
    double cost;          /**< of its answers [unit of nz_plan_point_t::item_cost] */
} nz_plan_result_t;

/** Opaque. */
typedef struct nz_plan_trial nz_plan_trial_t;

/**
 * @brief Prepare the trials of a row whose claim is to be measured, and has this i_row.
 * @param[out] out  untouched on error.
 * @retval NZ_ERR_DOMAIN  nothing to measure, or a row out of range.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_plan_trial_create(
    const nz_plan_subject_t *subject, nz_plan_trial_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_plan_trial_destroy(nz_plan_trial_t **self);

/**
 * @brief Trial number @p replicate; depends on nothing that was run before.
 * @param[out] out  untouched on error.
 * @retval NZ_ERR_NUMERIC, NZ_ERR_NO_MEMORY  as of the intervals and samplers.
 */
NZ_NODISCARD nz_status_t nz_plan_trial_run(
    nz_plan_trial_t *self, uint64_t seed, uint64_t replicate, nz_plan_result_t *out);

#endif
