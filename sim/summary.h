/** @file summary.h
 *  @brief What a run found: every quantity with its Monte Carlo error. */
#ifndef NZ_SIM_SUMMARY_H
#define NZ_SIM_SUMMARY_H

#include "sim/observed.h"
#include "sim/study.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>

/** What a quantity is indexed by. Every array is dense and row-major. */
typedef enum nz_scope {
    NZ_SCOPE_CELL,     /**< [difficulty][test_size][model][metric] */
    NZ_SCOPE_INTERVAL, /**< [difficulty][test_size][model][metric][interval] */
    NZ_SCOPE_CURVE,    /**< [difficulty][test_size][keep_every][metric] */
    NZ_SCOPE_RATE /**< [test_size][model][metric], empty without nz_summary_has_rates */
} nz_scope_t;

/* One list feeds the enum, the run file, the export and the docs.
 * X(enum, name, scope, has a Monte Carlo error, unit or NULL for the metric's, long name)
 */
#define NZ_QUANTITY_LIST(X)                                                              \
    X(TRUE_VALUE, true_value, CELL, false, NULL, "true value of the metric")             \
    X(MEAN, mean, CELL, true, NULL, "mean of the estimate over test sets")               \
    X(BIAS, bias, CELL, true, NULL, "mean of the estimate less the true value")          \
    X(SD, sd, CELL, true, NULL, "standard deviation of the estimate over test sets")     \
    X(Q025, q025, CELL, true, NULL, "2.5 % quantile of the estimate over test sets")     \
    X(Q250, q250, CELL, true, NULL, "25 % quantile of the estimate over test sets")      \
    X(Q500, q500, CELL, true, NULL, "median of the estimate over test sets")             \
    X(Q750, q750, CELL, true, NULL, "75 % quantile of the estimate over test sets")      \
    X(Q975, q975, CELL, true, NULL, "97.5 % quantile of the estimate over test sets")    \
    X(ZERO_SHARE, zero_share, CELL, true, "1", "share of test sets whose estimate is 0") \
    X(COST, cost, CELL, true, "answer", "mean number of answers sampled for a test set") \
    X(FIRST_ESTIMATE, first_estimate, CELL, false, NULL,                                 \
        "estimate of the first test set")                                                \
    X(COVERAGE, coverage, INTERVAL, true, "1",                                           \
        "share of test sets whose interval holds the true value")                        \
    X(WIDTH, width, INTERVAL, true, NULL, "mean width of the interval")                  \
    X(DEGENERATE_SHARE, degenerate_share, INTERVAL, true, "1",                           \
        "share of test sets whose interval has no width or is undefined")                \
    X(FIRST_LOWER, first_lower, INTERVAL, false, NULL,                                   \
        "lower limit of the first test set")                                             \
    X(FIRST_UPPER, first_upper, INTERVAL, false, NULL,                                   \
        "upper limit of the first test set")                                             \
    X(EMERGENCE_MEAN, emergence_mean, CURVE, true, "1", "mean emergence score")          \
    X(EMERGENCE_MEDIAN, emergence_median, CURVE, true, "1", "median emergence score")    \
    X(EMERGENCE_Q05, emergence_q05, CURVE, true, "1",                                    \
        "5 % quantile of the emergence score")                                           \
    X(EMERGENCE_Q95, emergence_q95, CURVE, true, "1",                                    \
        "95 % quantile of the emergence score")                                          \
    X(EMERGENCE_INFINITE_SHARE, emergence_infinite_share, CURVE, true, "1",              \
        "share of test sets with an infinite emergence score")                           \
    X(N_MODELS, n_models, CURVE, false, "model", "models of the curve")                  \
    X(EMERGENCE_TRUE, emergence_true, CURVE, false, "1",                                 \
        "emergence score of true values")                                                \
    X(EMERGENCE_NOISE_Q95, emergence_noise_q95, CURVE, true, "1",                        \
        "95 % quantile of the emergence score of pure noise")                            \
    X(EMERGENCE_NOISE_EXCEEDANCE, emergence_noise_exceedance, CURVE, true, "1",          \
        "probability that pure noise reaches the magnitude of emergence_median")         \
    X(JUMP_TRUE, jump_true, CURVE, false, NULL, "largest jump of the true values")       \
    X(JUMP_MEDIAN, jump_median, CURVE, true, NULL, "median largest jump")                \
    X(JUMP_Q05, jump_q05, CURVE, true, NULL, "5 % quantile of the largest jump")         \
    X(JUMP_Q95, jump_q95, CURVE, true, NULL, "95 % quantile of the largest jump")        \
    X(JUMP_SHARE_TRUE, jump_share_true, CURVE, false, "1",                               \
        "largest jump of the true values as a share of their range")                     \
    X(JUMP_SHARE_MEDIAN, jump_share_median, CURVE, true, "1",                            \
        "median share of the largest jump in the range")                                 \
    X(JUMP_SHARE_Q05, jump_share_q05, CURVE, true, "1",                                  \
        "5 % quantile of the share of the largest jump in the range")                    \
    X(JUMP_SHARE_Q95, jump_share_q95, CURVE, true, "1",                                  \
        "95 % quantile of the share of the largest jump in the range")                   \
    X(RATE_PER_DIFFICULTY, rate_per_difficulty, RATE, true, NULL,                        \
        "fitted change of the mean per unit of difficulty: a factor of all-or-nothing "  \
        "metrics, a step of others")

typedef enum nz_quantity {
#define NZ_QUANTITY_ENUM_(upper, ...) NZ_QUANTITY_##upper,
    NZ_QUANTITY_LIST(NZ_QUANTITY_ENUM_)
#undef NZ_QUANTITY_ENUM_
        NZ_N_QUANTITIES
} nz_quantity_t;

/** The results of one run. Undefined values are NaN here and empty in an export. */
typedef struct nz_summary {
    nz_study_t study;       /**< as resolved; owned */
    nz_observed_t observed; /**< real results to show beside it, n_rows 0 = none; owned */
    double *value[NZ_N_QUANTITIES]; /**< each nz_summary_size() long; owned */
    double
        *mcse[NZ_N_QUANTITIES]; /**< NULL where the quantity has no Monte Carlo error */
} nz_summary_t;

const char *nz_quantity_name(nz_quantity_t quantity);
const char *nz_quantity_long_name(nz_quantity_t quantity);
/** @brief Unit of a quantity and of its Monte Carlo error ("1" if dimensionless); static,
 * NULL where it is that of the metric (nz_metric_unit). */
const char *nz_quantity_unit(nz_quantity_t quantity);
nz_scope_t nz_quantity_scope(nz_quantity_t quantity);

/** @brief Whether a run of @p study has rates per unit of difficulty: its difficulties
 * are at least two whole numbers. See sim/difficulty_rate.h. */
bool nz_summary_has_rates(const nz_study_t *study);

/** @brief Number of values of an array of this scope in @p study; may be 0. */
size_t nz_summary_size(const nz_study_t *study, nz_scope_t scope);

/** @brief Index into an array of scope CELL; indices are positions in the study's lists.
 */
size_t nz_summary_cell(const nz_study_t *study, size_t i_difficulty, size_t i_test_size,
    size_t i_model, size_t i_metric);

/** @brief Index into an array of scope INTERVAL. */
size_t nz_summary_interval(const nz_study_t *study, size_t i_difficulty,
    size_t i_test_size, size_t i_model, size_t i_metric, size_t i_interval);

/** @brief Index into an array of scope CURVE. */
size_t nz_summary_curve(const nz_study_t *study, size_t i_difficulty, size_t i_test_size,
    size_t i_keep, size_t i_metric);

/** @brief Index into an array of scope RATE. */
size_t nz_summary_rate(
    const nz_study_t *study, size_t i_test_size, size_t i_model, size_t i_metric);

/**
 * @brief Take over @p study and allocate every array, filled with NaN.
 * @param[in,out] study  moved into @p self (zeroed) on success, untouched on error.
 */
NZ_NODISCARD nz_status_t nz_summary_init(nz_summary_t *self, nz_study_t *study);

/** @brief Release what @p self owns and zero it; legal on a zeroed summary. */
void nz_summary_free(nz_summary_t *self);

#endif
