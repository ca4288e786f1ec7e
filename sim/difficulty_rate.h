/** @file difficulty_rate.h
 *  @brief How a metric changes per unit of difficulty, fitted to the means of a run.
 *
 *  An all-or-nothing metric of parts that are right independently falls geometrically,
 *  mean(d) = q^d, and one that counts wrong parts rises linearly, mean(d) = (1 - q) d.
 *  The fit is a straight line through log(mean) or mean against the difficulty d, by
 *  weighted least squares (test sets of different difficulties are drawn
 *  independently):
 *
 *      slope = sum w_i (d_i - D) y_i / S, S = sum w_i (d_i - D)^2,
 *      D = sum w_i d_i / sum w_i,
 *      se(slope)^2 = sum w_i^2 (d_i - D)^2 se_i^2 / S^2,
 *      se_i = mcse_i, or mcse_i / mean_i of a logarithm;
 *      of the factor exp(slope): exp(slope) se(slope).
 *
 *  The weights of a run's lines are fixed by its true values: t/(1 - t) of a logarithm,
 *  the inverse variance of a score else. Estimated ones would be random themselves, and
 *  where the points are not on a line move it, too.
 *
 *  The error says how far Monte Carlo moves the fitted slope, not whether a line fits.
 *  Means of 0 have no logarithm and are left out. That matters only where a handful of
 *  all items drawn were solved: of two difficulties, if the harder one has m successes
 *  on average and the other many, the factor comes out 1/(1 - exp(-m)) times too large
 *  on average, 5 % at m = 3.
 */
#ifndef NZ_SIM_DIFFICULTY_RATE_H
#define NZ_SIM_DIFFICULTY_RATE_H

#include "sim/metric.h"
#include "sim/summary.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>

/** One mean with its difficulty. */
typedef struct nz_difficulty_point {
    double difficulty; /**< in the unit of the kind of task */
    double mean;       /**< of the estimates [unit of the metric] */
    double mcse;       /**< its Monte Carlo error, >= 0 */
    double weight;     /**< in the fit, > 0; relative to the others */
} nz_difficulty_point_t;

/** A fitted line. */
typedef struct nz_difficulty_rate {
    bool is_factor;  /**< the line is through log(mean) */
    double rate;     /**< factor per unit of difficulty, or step [unit of the metric per
                          unit of difficulty]; NaN if undefined */
    double mcse;     /**< its standard error; NaN if undefined */
    double centre;   /**< weighted mean difficulty */
    double level;    /**< of the line there: a mean, or its logarithm */
    double slope;    /**< of the line, per unit of difficulty */
    size_t n_points; /**< that entered */
} nz_difficulty_rate_t;

/**
 * @brief Fit a line to @p n points.
 *
 * Points whose mean or error is not finite, or whose weight is not finite and positive,
 * do not enter, nor, if @p is_factor, those whose mean is not above 0. Undefined, that is
 * NaN in all but is_factor and n_points, with fewer than two points of different
 * difficulty.
 * @param[out] out  untouched on error.
 * @retval NZ_ERR_NULL_ARG
 */
NZ_NODISCARD nz_status_t nz_difficulty_rate_fit(const nz_difficulty_point_t *points,
    size_t n, bool is_factor, nz_difficulty_rate_t *out);

/** @brief Value of the fitted line at @p difficulty [unit of the metric]; NaN if
 * undefined.
 */
double nz_difficulty_rate_value(const nz_difficulty_rate_t *self, double difficulty);

/**
 * @brief The fit to the means of one test size, model and metric of a run; indices are
 *        positions in the study's lists. A factor if the metric is all or nothing
 *        (nz_metric_is_all_or_nothing), else a step.
 * @param[out] out  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY, NZ_ERR_DOMAIN (as of a true value).
 */
NZ_NODISCARD nz_status_t nz_difficulty_rate_of(const nz_summary_t *summary,
    size_t i_test_size, size_t i_model, size_t i_metric, nz_difficulty_rate_t *out);

/**
 * @brief Fill in the quantities of scope RATE of a run whose means are complete; nothing
 * if its kind of task has no rates (nz_summary_has_rates).
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_difficulty_rate_fill(nz_summary_t *summary);

#endif
