/** @file score_interval.h
 *  @brief Confidence intervals for the mean of integer scores, 0/1 outcomes among them:
 *         by Student's t and by every bootstrap.
 *
 *  m is the mean of the n scores of the data and s their standard deviation with divisor
 *  n, d the deviation of a score from m. A prime marks what belongs to a resample: n
 *  items drawn with replacement from the data. z is the upper normal quantile of a
 *  side's tail.
 *
 *  - student_t: m -+ t s/sqrt(n - 1), t with n - 1 degrees of freedom. If n is 1,
 *    undefined.
 *
 *  - bootstrap_percentile: the quantiles of m', the smallest values that at least a share
 *    tails.lower, and at least 1 - tails.upper, of the resamples do not exceed.
 *
 *  - bootstrap_basic: 2 m less the percentile limits, those of the other tails.
 *
 *  - bootstrap_normal: m -+ z times the standard deviation of m', which is s/sqrt(n).
 *
 *  - bootstrap_studentized: m - t s/sqrt(n) with quantiles of t = sqrt(n) (m' - m)/s',
 *    infinite where s' = 0 (0 if also m' = m). Limits may be infinite: status ok;
 *    undefined where both are the same infinity.
 *
 *  - bootstrap_bca: percentile limits at Phi(z0 + (z0 + z)/(1 - a (z0 + z))), here with z
 *    the normal quantile of the limit, z0 = Phi^-1(P(m' < m) + P(m' = m)/2), and
 *    a = sum d^3 / (6 (sum d^2)^1.5), the jackknife's acceleration. Undefined where
 *    1 - a (z0 + z) <= 0, and where no, or every, resample is below m.
 *
 *  If all scores are equal, bootstrap_studentized and bootstrap_bca are undefined and the
 *  others degenerate.
 *
 *  Limits are in scores per item, not clipped to the scale. A zero tail gives the end of
 *  the scale, 0 or n_scores - 1 (nz_interval_on_scale). The status is ok where the lower
 *  limit is below the upper, else degenerate; undefined intervals have the mean for both.
 *
 *  Two engines. Exact: infinitely many resamples, no Monte Carlo error: for two scores
 *  from the binomial distribution (proportion_bootstrap.h), else by score_sum.h and
 *  studentized.h. Resample: B random resamples (score_resample.h), with divisor B - 1 in
 *  the normal interval; as B grows the intervals tend to the exact ones.
 *
 *  @par Accuracy  Exact engine: to 1e-10 for two scores and wherever the distribution is
 *  exact (by convolution, or by a list of resamples), by saddlepoint as in score_sum.h
 *  and studentized.h.
 *  @par Source  B. Efron (1979), Ann. Stat. 7(1), 1-26; B. Efron (1987), J. Am. Stat.
 *  Assoc. 82(397), 171-185; A. C. Davison, D. V. Hinkley (1997), Bootstrap Methods and
 *  their Application, chapter 5.
 */
#ifndef NZ_STATS_SCORE_INTERVAL_H
#define NZ_STATS_SCORE_INTERVAL_H

#include "stats/interval.h"
#include "stats/score_sum.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Opaque workspace, reused from one data set to the next. */
typedef struct nz_score_interval nz_score_interval_t;

/**
 * @brief Allocate a workspace.
 * @param max_scores  largest number of scores, >= 2.
 * @param resamples   B of the resample engine; 0 = exact engine.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_DOMAIN  max_scores below 2, or too large.
 */
NZ_NODISCARD nz_status_t nz_score_interval_create(
    size_t max_scores, uint64_t resamples, nz_score_interval_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_score_interval_destroy(nz_score_interval_t **self);

/**
 * @brief Set the data. Cheap: what a method needs is computed when the first asks for it.
 * Allocates only when an exact distribution is longer than any before.
 *
 * @param scores  copied.
 * @param rng     draws the resamples when the first bootstrap is asked for, and so must
 * outlive the data; all methods and tails share them. Not used, and may be NULL, for the
 * exact engine.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (histogram out of range). The data set before
 *         is then kept.
 */
NZ_NODISCARD nz_status_t nz_score_interval_set(
    nz_score_interval_t *self, const nz_scores_t *scores, gsl_rng *rng);

/**
 * @brief As nz_score_interval_set, for scores that are real numbers rounded to a lattice
 * of many steps: the exact engine then takes NZ_SCORE_SUM_ROUNDED, which is faster.
 */
NZ_NODISCARD nz_status_t nz_score_interval_set_rounded(
    nz_score_interval_t *self, const nz_scores_t *scores, gsl_rng *rng);

/**
 * @brief Interval of @p method for the mean of the data.
 * @param[out] out  [score per item]; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NUMERIC, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_DOMAIN  no data, tails out of range, or a method that does not take
 *         scores.
 */
NZ_NODISCARD nz_status_t nz_score_interval(nz_score_interval_t *self,
    nz_interval_method_t method, nz_tails_t tails, nz_interval_t *out);

/** @brief Whether @p method resamples, so that its numbers depend on the engine. */
bool nz_score_interval_is_bootstrap(nz_interval_method_t method);

#endif
