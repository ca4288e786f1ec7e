/** @file cluster_successes.h
 *  @brief Few or many successes in a number of independent clusters of correlated items.
 *
 *  The successes of a cluster are beta-binomial (stats/beta_binomial.h); those of c
 *  clusters have the generating function G(z)^c, of which the first r coefficients sum to
 *  the probability of fewer than r.
 */
#ifndef NZ_STATS_CLUSTER_SUCCESSES_H
#define NZ_STATS_CLUSTER_SUCCESSES_H

#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** Largest cluster: its probabilities are worked out one by one. */
#define NZ_CLUSTER_SUCCESSES_SIZE_MAX UINT64_C(100000)

/** One cluster: P(w successes) = terms[w] exp(log_scale). */
typedef struct nz_cluster_successes {
    double log_zero;  /**< log P(no success) */
    double log_scale; /**< log_zero, or 0 where that is below -300 */
    double *terms;    /**< of 0 .. n_terms - 1 successes; owned */
    size_t n_terms;   /**< the smaller of r and the cluster's size + 1 */
    double *at_least; /**< P(at least i successes), i = 0 .. r; owned */
    size_t successes; /**< r */
    double *work;     /**< 2 r numbers; owned, overwritten */
} nz_cluster_successes_t;

/**
 * @brief Clusters of @p size items that succeed with probability @p p, to be asked for
 * @p successes.
 * @param size         2 .. NZ_CLUSTER_SUCCESSES_SIZE_MAX.
 * @param correlation  0 <= rho < 1.   @param p  0 < p < 1.   @param successes  r >= 1.
 * @param[out] self    to be freed; all zero on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_cluster_successes_init(nz_cluster_successes_t *self,
    uint64_t size, double correlation, double p, uint64_t successes);

/** @brief Free what it owns; NULL and all zero are allowed. */
void nz_cluster_successes_free(nz_cluster_successes_t *self);

/**
 * @brief P(fewer than r successes in @p n_clusters), n_clusters >= 1.
 *
 * With n_clusters >= r - 1 by the recurrence for the powers of a power series (J. C. P.
 * Miller), all terms of which are then positive; otherwise by repeated squaring, which is
 * positive too. Some r^2 operations, or r^2 log2(r).
 */
double nz_cluster_successes_missed(
    const nz_cluster_successes_t *self, uint64_t n_clusters);

/**
 * @brief P(at least r successes in @p n_clusters), accurate in relative terms however
 * small.
 *
 * By doubling the number of clusters: P(T + T' >= i) = P(T >= i) + sum over j < i of
 * P(T = j) P(T' >= i - j). Some 2 r^2 log2(n_clusters) operations.
 */
double nz_cluster_successes_seen(const nz_cluster_successes_t *self, uint64_t n_clusters);

#endif
