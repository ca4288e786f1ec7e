/** @file law_fit_data.h
 *  @brief The results of one group as points to fit. Internal to
 *         sim/law_fit*.c and sim/group_score.c. */
#ifndef NZ_SIM_LAW_FIT_DATA_H
#define NZ_SIM_LAW_FIT_DATA_H

#include "sim/law_fit.h"
#include "stats/cloglog_fit.h"
#include "stats/curve_fit.h"

#include <stdbool.h>

/** Points of counts or of scores. Zero-initialise; free with nz_law_fit_data_free. */
typedef struct nz_law_fit_data {
    nz_score_law_t law;
    size_t n;
    nz_cloglog_point_t *counts;  /**< n points of successes, else NULL; owned */
    nz_cloglog_point_t *scratch; /**< room for as many; owned */
    nz_curve_point_t *scores;    /**< n points of another law, else NULL; owned */
    bool has_variance; /**< the scores' weights are 1/variance, else known up to a factor:
                            trials if all rows have them, else 1 */
    nz_score_setting_t setting; /**< with the group's tokens; 1 if unknown */
    nz_curve_t curve;           /**< of scores; borrows setting */
} nz_law_fit_data_t;

/**
 * @brief Gather a group.
 * @param[in,out] self    zeroed; free it also on error.
 * @param[out]    status  why the group cannot be fitted, or NZ_LAW_FIT_OK. Points are
 * there only if it can.
 * @retval NZ_ERR_DOMAIN (of the setting), NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_law_fit_data_init(nz_law_fit_data_t *self,
    const nz_results_t *results, size_t i_group, const nz_score_setting_t *setting,
    nz_law_fit_status_t *status);

/** @brief Probability of a success at a reducible loss of exp(eta) per item, where
 * `offset` is the rest, and its complement. */
double nz_law_fit_data_right(double eta, double offset, double *wrong);

/** @brief Mean score, of no successes, at a reducible loss of exp(eta). */
double nz_law_fit_data_score(const nz_law_fit_data_t *self, double eta);

/** @brief Whether a line falls with size, by more than rounding: by 1e-9 in eta from the
 * smallest model to the largest. */
bool nz_law_fit_data_falls(const nz_law_fit_data_t *self, double slope);

/** @brief Put a fitted line into @p fit: its status, and estimates without limits.
 *  @param level  of the line where eta of one token is 0, at c. */
void nz_law_fit_data_set_line(const nz_law_fit_data_t *self, double intercept,
    double slope, const double variance[3], double level, nz_law_fit_t *fit);

/** @brief Release what @p self owns and zero it. */
void nz_law_fit_data_free(nz_law_fit_data_t *self);

#endif
