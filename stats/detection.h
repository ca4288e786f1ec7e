/** @file detection.h
 *  @brief How many test items show a rare success: at least r of n, with a probability.
 *
 *  Items succeed with probability p, by themselves or in clusters of m whose number of
 *  successes is beta-binomial with the correlation rho (stats/beta_binomial.h). The
 *  number of successes of n/m clusters is their exact convolution, not a design effect
 *  (stats/cluster_successes.h). With m <= 1 or rho = 0 everything is binomial; n remains
 *  a multiple of m.
 *
 *  A few microseconds a call; in clusters up to .2 ms at r = 100, 20 ms at r = 1000 and a
 *  second at r = 10000, most of it where there are fewer clusters than successes, and
 * some ten nanoseconds for each item of a cluster.
 */
#ifndef NZ_STATS_DETECTION_H
#define NZ_STATS_DETECTION_H

#include "stats/status.h"

#include <stdint.h>

/** Most successes that may be asked for; of items in clusters. */
#define NZ_DETECTION_SUCCESSES_MAX UINT64_C(1000000)
#define NZ_DETECTION_CLUSTERED_SUCCESSES_MAX UINT64_C(10000)

/** What is to be seen. */
typedef struct nz_detection {
    uint64_t successes;    /**< r >= 1 */
    uint64_t cluster_size; /**< m; 0 and 1: no clusters. At most 2^53, with a correlation
                                NZ_CLUSTER_SUCCESSES_SIZE_MAX */
    double correlation;    /**< rho of two items of a cluster, 0 <= rho < 1 */
} nz_detection_t;

/**
 * @brief Probability of at least r successes in n items, and of fewer.
 *
 * At r = 1 without clusters 1 - (1 - p)^n, otherwise I_p(r, n - r + 1), the regularised
 * incomplete beta function.
 * @param n  a whole number of clusters, 1 .. 2^53.   @param p  0 <= p <= 1.
 * @param[out] seen,missed  either may be NULL; untouched on error.
 * @par Accuracy  The smaller of the two has a relative error below 1e-12 down to 1e-250,
 * against 60-digit sums (scripts/reference_detection.py); `seen` in clusters for p from
 * 1e-290.
 * @retval NZ_ERR_NULL_ARG   @p goal is NULL.
 * @retval NZ_ERR_DOMAIN     an argument is out of range or NaN, or n no multiple of m.
 * @retval NZ_ERR_NUMERIC    the incomplete beta function did not converge.
 * @retval NZ_ERR_NO_MEMORY  in clusters only.
 */
NZ_NODISCARD nz_status_t nz_detection_probability(
    const nz_detection_t *goal, uint64_t n, double p, double *seen, double *missed);

/**
 * @brief The fewest items n, a multiple of the cluster size, with P(fewer than r) <= miss
 * for it and every larger one: the probability falls with every item or cluster.
 *
 * At r = 1 the least multiple of m from log(miss)/log1p(-p) on; otherwise a search on
 * exact probabilities. One that differs from @p miss by no more than rounding counts as
 * equal to it, so that n is 2 for p = 1/2, r = 1, miss = 1/4: by the rounding of p and of
 * miss at r = 1 without clusters, otherwise by 1e-13 relative.
 * @param miss  0 < miss < 1.   @param p  0 <= p <= 1.
 * @param[out] n  untouched on error.
 * @par Accuracy  Exact up to 1e14 items at r = 1 without clusters, up to 1e11 otherwise;
 * beyond, to 1e-12 relative.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NUMERIC, NZ_ERR_NO_MEMORY  as above.
 * @retval NZ_ERR_UNREACHABLE  p is 0, or n would exceed 2^53.
 */
NZ_NODISCARD nz_status_t nz_detection_trials(
    const nz_detection_t *goal, double miss, double p, uint64_t *n);

/**
 * @brief The least probability of a success that n items show: P(fewer than r) = miss.
 *
 * 1 - miss^(1/n) at r = 1, otherwise the upper quantile of Beta(r, n - r + 1); in
 * clusters the root in log p.
 * @param miss  0 < miss < 1.   @param n  as above.
 * @param[out] p  untouched on error.
 * @par Accuracy  Relative error below 1e-12; in clusters, where p is close to 1, that of
 * nz_detection_probability at it.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NUMERIC, NZ_ERR_NO_MEMORY  as above.
 * @retval NZ_ERR_UNREACHABLE  n < r: no probability does.
 */
NZ_NODISCARD nz_status_t nz_detection_accuracy(
    const nz_detection_t *goal, double miss, uint64_t n, double *p);

#endif
