/** @file sample_bootstrap.h
 *  @brief Bootstrap intervals for the mean or a quantile of item scores, by infinitely
 *         many resamples or by B of them.
 *
 *  Engine exact:
 *  - The mean of single items of one stratum that score on a lattice of at most 1001
 *    values (lattice.h): score_interval.h, exact or as stated there.
 *  - Any other mean: ratio_saddlepoint.h, and studentized.h for Student's t of single
 *    items of one stratum; their accuracy.
 *  - A quantile of single items of one stratum: quantile_bootstrap.h, exact.
 *
 *  Engine resample: sample_resample.h. As B grows it tends to the first.
 *
 *  With the estimate e, the u-quantile q(u) of the resampled estimates and z(u) that of
 *  the normal distribution, the limits at the tails l and u are:
 *  - percentile: q(l) and q(1 - u).
 *  - basic: 2 e - q(1 - l) and 2 e - q(u).
 *  - normal: e - z(1 - l) se and e + z(1 - u) se. Exact engine: se of the mean is
 *    sqrt(sum over strata and units of (d - mean of d in the stratum)^2)/n with
 *    d = T - mean M, that of a quantile is of its exact distribution. Engine resample:
 *    the standard deviation (divisor B - 1) of the resamples.
 *  - studentized: e - t(1 - l) se and e - t(u) se with the quantiles of
 *    t = (mean* - mean)/se*, both se by the closed form. Infinite where se* is 0 too
 *    often; undefined where both limits are the same infinity.
 *  - bca: q at the level of bca.h, with z0 = z(P*(below e) + P*(equal to e)/2) and
 *    nz_sample_acceleration.
 *
 *  Where all resamples are equal, percentile, basic and normal are degenerate,
 *  studentized and bca undefined; bca also where bca.h has no level. A zero tail gives an
 *  infinite limit.
 *
 * @par Source  B. Efron, R. J. Tibshirani (1993), An Introduction to the Bootstrap, ch.
 *              12 to 14; strata and clusters: A. C. Davison, D. V. Hinkley (1997),
 *              Bootstrap Methods and their Application, sections 3.2, 3.8 and 5.3.
 */
#ifndef NZ_STATS_SAMPLE_BOOTSTRAP_H
#define NZ_STATS_SAMPLE_BOOTSTRAP_H

#include "stats/interval.h"
#include "stats/sample.h"
#include "stats/sample_resample.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdint.h>

/** What to bootstrap, and how. */
typedef struct nz_sample_bootstrap_options {
    nz_sample_statistic_t statistic;
    nz_bootstrap_engine_t engine;
    uint64_t n_resamples; /**< B >= 2 of engine resample; ignored by exact */
    bool studentized;     /**< engine resample: keep each mean's t as well */
    nz_report_t report;   /**< of engine resample */
} nz_sample_bootstrap_options_t;

/** Opaque: the bootstrap distribution of one statistic of one sample. */
typedef struct nz_sample_bootstrap nz_sample_bootstrap_t;

/**
 * @brief Whether there is such an interval. Not for quantiles: student_t and studentized;
 * not by engine exact: with clusters or strata, studentized and quantiles. The engine
 * makes no difference to student_t.
 * @return false for any other method or a statistic out of range. @p sample is not NULL.
 */
bool nz_sample_bootstrap_supports(const nz_sample_t *sample,
    nz_sample_statistic_t statistic, nz_interval_method_t method,
    nz_bootstrap_engine_t engine);

/**
 * @brief Prepare the distribution: all resamples are drawn here.
 *
 * @param[in]  sample  borrowed until the result is destroyed.
 * @param      rng     of engine resample; exact uses none, and it may be NULL.
 * @param[out] out     owned by the caller; untouched on error. Memory: 8 bytes per
 *                     resample, 16 if studentized, and while they are drawn some bytes
 *                     per unit. Exact: of a quantile, of the order of sqrt(n); of a mean
 *                     on a lattice, some MB where its sum is convolved (score_sum.h);
 *                     and once studentized is asked for, 16 bytes per item and up to
 *                     16 MB for a list (studentized.h).
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_DOMAIN  an option is out of range, `studentized` is asked of a quantile,
 *         or engine exact for a quantile with clusters or strata.
 * @retval NZ_ERR_NUMERIC, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_sample_bootstrap_create(const nz_sample_t *sample,
    const nz_sample_bootstrap_options_t *options, gsl_rng *rng,
    nz_sample_bootstrap_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_sample_bootstrap_destroy(nz_sample_bootstrap_t **self);

/**
 * @brief One interval; any number may be asked for.
 *
 * The cost is that of a few quantiles; of the exact engine the first studentized interval
 * has the distribution of t prepared, and each may take as long as studentized.h says.
 *
 * @param[in]  method  a bootstrap, or student_t (nz_sample_student_t).
 * @param[out] out     in the unit of the values; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NUMERIC.
 * @retval NZ_ERR_NO_MEMORY  also for bca of a quantile; the call may be repeated.
 * @retval NZ_ERR_DOMAIN  tails, a method that nz_sample_bootstrap_supports denies, or
 *         studentized where the options did not ask for it.
 */
NZ_NODISCARD nz_status_t nz_sample_bootstrap_interval(nz_sample_bootstrap_t *self,
    nz_interval_method_t method, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Monte Carlo standard errors of the limits of such an interval: how far another
 * set of B resamples would move them.
 *
 * Of a quantile by the resamples around it (resampled.h), to which BCa adds the error of
 * z0; of the normal interval z se/sqrt(2 (B - 1)), as if the estimates were normal. NaN
 * where there is none: engine exact, student_t, limits that are infinite or undefined, or
 * with fewer than ten resamples beyond.
 * @param[out] lower,upper  in the unit of the values; untouched on error.
 * @return as nz_sample_bootstrap_interval.
 */
NZ_NODISCARD nz_status_t nz_sample_bootstrap_errors(nz_sample_bootstrap_t *self,
    nz_interval_method_t method, nz_tails_t tails, double *lower, double *upper);

#endif
