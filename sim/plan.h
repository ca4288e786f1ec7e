/** @file plan.h
 *  @brief Test sizes for a goal, before the evaluation. */
#ifndef NZ_SIM_PLAN_H
#define NZ_SIM_PLAN_H

#include "sim/diagnostic.h"
#include "sim/plan_point.h"
#include "stats/compare_power.h"
#include "stats/interval.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum nz_plan_goal {
    NZ_PLAN_SEE,                 /**< at least r successes with a probability */
    NZ_PLAN_HALF_WIDTH,          /**< an interval of this half-width */
    NZ_PLAN_RELATIVE_HALF_WIDTH, /**< ... over the true accuracy */
    NZ_PLAN_COMPARE,             /**< the power to tell two models apart */
    NZ_PLAN_SLOPE,               /**< a standard error of the law's exponent */
    NZ_PLAN_CURVE,               /**< every model reaches `each`, simultaneously */
    NZ_N_PLAN_GOALS
} nz_plan_goal_t;

/** What is asked for. Members that the goal does not have are ignored. */
typedef struct nz_plan_request {
    nz_plan_goal_t goal;
    nz_plan_goal_t each; /**< of a curve: one of the first three */
    double from;         /**< of a curve: models below this size need not; 0 = all */
    double confidence;   /**< 1 - miss; level of intervals; 1 - alpha of tests */
    uint64_t successes;  /**< r */
    double width;        /**< half-width, relative half-width or standard error */
    double assurance;    /**< 0: in expectation */
    nz_interval_method_t method;
    nz_compare_design_t design;
    double difference; /**< NaN: the least detectable is asked for (with trials) */
    double discordance, correlation; /**< NaN: not given */
    double power;
    uint64_t trials;       /**< 0: the size is asked for; else what it gives */
    double budget;         /**< 0: none; else the sum of all costs */
    uint64_t cluster_size; /**< 0 and 1: no clusters */
    double cluster_correlation;
} nz_plan_request_t;

/** What a row says. */
typedef enum nz_plan_row_kind {
    NZ_PLAN_ROW_MODEL,        /**< of one point */
    NZ_PLAN_ROW_CONSERVATIVE, /**< of one point, at the far end of its fit */
    NZ_PLAN_ROW_ALL,          /**< all models of a difficulty together */
    NZ_PLAN_ROW_ALL_CONSERVATIVE,
    NZ_PLAN_ROW_COMMON, /**< ... with one test size for all, that of each */
    NZ_PLAN_ROW_COMMON_CONSERVATIVE,
    NZ_PLAN_ROW_UNTIL,      /**< of one point: sampling until r successes */
    NZ_PLAN_ROW_UNTIL_ALL,  /**< ... all models of a difficulty */
    NZ_PLAN_ROW_VISIBLE,    /**< the least accuracy that `trials` items show */
    NZ_PLAN_ROW_DIFFERENCE, /**< the least difference they detect */
    NZ_N_PLAN_ROW_KINDS
} nz_plan_row_kind_t;

/** One answer. */
typedef struct nz_plan_row {
    nz_plan_row_kind_t kind;
    size_t i_point;           /**< into the points; SIZE_MAX: of no single one */
    size_t i_first, n_models; /**< the points of its difficulty */
    double parameters, tokens, accuracy; /**< NaN: none */
    double test_size;   /**< whole [items]; inf: no number up to 2^53 is enough; of all
                             models together the sum */
    uint64_t successes; /**< NZ_PLAN_ROW_UNTIL(_ALL): where sampling stops; else 0 */
    double achieved;    /**< probability, half-width, power, standard error, difference */
    double cost;        /**< NaN: unknown */
    double exchange_rate;   /**< exact-match items a token-scored one is worth; NaN */
    double token_test_size; /**< items for the same, scored by tokens; NaN */
} nz_plan_row_t;

/** The answers. */
typedef struct nz_plan {
    size_t n_rows;
    nz_plan_row_t *rows; /**< owned */
} nz_plan_t;

/** @brief Name of a goal as on the command line and in tables; static. */
const char *nz_plan_goal_name(nz_plan_goal_t goal);

/** @brief What is asked for each model: the goal, or of a curve `each`. */
nz_plan_goal_t nz_plan_goal_of_each(const nz_plan_request_t *request);

/** @brief What the column `goal` says of a row; static. */
const char *nz_plan_row_name(const nz_plan_request_t *request, nz_plan_row_kind_t kind);

/**
 * @brief Make the plan.
 * @param[out] out  free with nz_plan_free; untouched on error.
 * @retval NZ_ERR_INPUT  no row has an answer; @p diagnostics says why. Also when a goal
 * lacks what it needs. If only some have none, they get one line each as well.
 */
NZ_NODISCARD nz_status_t nz_plan_make(const nz_plan_request_t *request,
    const nz_plan_points_t *points, nz_plan_t *out, nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it. */
void nz_plan_free(nz_plan_t *self);

#endif
