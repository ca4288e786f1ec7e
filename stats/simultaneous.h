/** @file simultaneous.h
 *  @brief Intervals for several models that hold all at once: a confidence band.
 *
 *  A band of m intervals of any method is had by giving each of them smaller tails. With
 *  the tails a (below) and b (above) asked for the band as a whole:
 *  - bonferroni: a/m and b/m: holds whatever the dependence between the models.
 *  - sidak: 1 - (1 - a - b)^(1/m), shared between the sides as a and b are: for models
 *    measured independently of each other.
 *  - max_t: the normal tail beyond c >= 0, the quantile of max_i |t_i| when all models
 *    are resampled together: uses the dependence of models measured on the same items.
 *    t_i is the resampled estimate less the estimate, over the estimate's standard error.
 *    With one tail zero, max_i t_i or max_i -t_i. For a and b up to 1/2.
 *
 *  A model all of whose resamples are equal, e.g. 0 of n, tells the bootstrap nothing:
 *  its t_i is taken for an independent standard normal variable, so that it counts.
 */
#ifndef NZ_STATS_SIMULTANEOUS_H
#define NZ_STATS_SIMULTANEOUS_H

#include "stats/interval.h"
#include "stats/joint_units.h"
#include "stats/report.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

typedef enum nz_simultaneous {
    NZ_SIMULTANEOUS_NONE,
    NZ_SIMULTANEOUS_BONFERRONI,
    NZ_SIMULTANEOUS_SIDAK,
    NZ_SIMULTANEOUS_MAX_T,
    NZ_N_SIMULTANEOUS
} nz_simultaneous_t;

/** @brief Name of a kind: "none", "bonferroni", "sidak", "max_t"; static, NULL outside.
 */
const char *nz_simultaneous_name(nz_simultaneous_t kind);

/**
 * @brief Tails of each of @p n_intervals intervals by bonferroni or sidak; those given
 * for none.
 * @param[out] each  untouched on error.
 * @retval NZ_ERR_NULL_ARG.
 * @retval NZ_ERR_DOMAIN  tails out of range, no intervals, or max_t, which needs the
 * data.
 * @par Source  Z. Sidak (1967), J. Am. Stat. Assoc. 62(318), 626-633.
 */
NZ_NODISCARD nz_status_t nz_simultaneous_tails(
    nz_simultaneous_t kind, nz_tails_t tails, size_t n_intervals, nz_tails_t *each);

/**
 * @brief Tails of each interval by max_t for models measured on separate test sets:
 * exact, since the resampled counts are independent binomials.
 * @param successes,trials  @p n_models counts each, ranges as in proportion.h.
 * @param[out] each         untouched on error.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_DOMAIN   counts or tails out of range, no models, tails that are neither
 *         equal nor one of them zero, or a tail above 1/2.
 * @retval NZ_ERR_NUMERIC  a tail of a resampled count was not found.
 */
NZ_NODISCARD nz_status_t nz_simultaneous_max_t_counts(const uint64_t *successes,
    const uint64_t *trials, size_t n_models, nz_tails_t tails, nz_tails_t *each);

/**
 * @brief Tails of each interval by max_t for models measured on the same items, from
 * @p resamples resamples of the units. Memory: one number per resample.
 * @param[out] each  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_DOMAIN  tails as above, no or too many resamples or models, or nothing
 *         to resample.
 * @par Source  J. L. Montiel Olea, M. Plagborg-Moller (2019), J. Appl. Econometrics
 * 34(1), 1-17.
 */
NZ_NODISCARD nz_status_t nz_simultaneous_max_t_units(const nz_joint_units_t *units,
    uint64_t resamples, nz_tails_t tails, gsl_rng *rng, nz_report_t report,
    nz_tails_t *each);

/**
 * @brief Raise each lower limit to the largest before it: for intervals that hold at once
 * of accuracies that do not fall along the array, the raised limits still hold.
 *
 * Undefined intervals are left out. A limit that would rise above its own upper limit is
 * left as it is, because there the data contradict that the accuracy does not fall; one
 * that rises to it makes the interval degenerate.
 * @return how many were left for that reason.
 */
size_t nz_simultaneous_raise_lower(nz_interval_t *intervals, size_t n);

#endif
