/** @file sample.h
 *  @brief Item scores as the bootstrap resamples them: values in clusters in strata;
 * their mean and quantiles, and the intervals that need no bootstrap.
 *
 *  Units are what is drawn: clusters, or items where every cluster has one item. A
 * resample draws from each stratum, with replacement, as many units as it has. Paired
 * differences are a sample of differences. Nothing depends on the order in which the
 * items are given. Memory: 28 bytes per item, at most four times that while it is
 * created.
 */
#ifndef NZ_STATS_SAMPLE_H
#define NZ_STATS_SAMPLE_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Largest size of a value. */
#define NZ_SAMPLE_VALUE_MAX 1e290

/** Largest number of items: an item knows its unit by a 32-bit number. */
#define NZ_SAMPLE_ITEMS_MAX UINT32_MAX

/** The units of one stratum. */
typedef struct nz_sample_stratum {
    size_t first_unit, n_units;
    double mean_size;
    double residual_reach; /**< largest |residual| */
    double size_reach;     /**< largest |size - mean_size| */
} nz_sample_stratum_t;

/**
 * A sample, for the functions of this library; only stats/sample.c writes to it.
 *
 * A unit's residual is the sum over its items of (value - mean)/scale, less the mean of
 * that over the stratum's units. These means cancel, so that the mean of a resample is
 * mean + scale (sum of its units' residuals)/(sum of their sizes).
 */
typedef struct nz_sample {
    size_t n_items, n_units, n_strata;
    double mean;       /**< of all items */
    double scale;      /**< a power of 2, so that residuals per item are below 1 */
    double *values;    /**< of the items, ascending */
    uint32_t *unit_of; /**< unit of each of `values`; NULL if that is its index */
    double *residuals; /**< of the units */
    double *sizes;     /**< items in each unit */
    nz_sample_stratum_t *strata;
    double sum_squares;     /**< of the residuals */
    double skewness;        /**< sum of their cubes / sum_squares^1.5 */
    double robust_variance; /**< see nz_sample_student_t; in units of scale^2 */
    bool clustered;         /**< some unit has more than one item */
    bool equal_sizes;       /**< all units have the same number of items */
    bool lone_unit;         /**< some stratum has one unit only */
} nz_sample_t;

/** What is estimated. */
typedef enum nz_sample_statistic_kind {
    NZ_SAMPLE_MEAN,    /**< mean of all items: sum of unit totals / sum of unit sizes */
    NZ_SAMPLE_QUANTILE /**< quantile of all items, Hyndman and Fan's type 2 */
} nz_sample_statistic_kind_t;

typedef struct nz_sample_statistic {
    nz_sample_statistic_kind_t kind;
    double p; /**< of a quantile, 0 < p < 1; ignored for the mean */
} nz_sample_statistic_t;

/**
 * @brief Take in @p n_items scores; they are copied.
 *
 * @param[in]  values    finite, of size at most NZ_SAMPLE_VALUE_MAX.
 * @param[in]  clusters  each item's cluster, any numbers; NULL if items are drawn singly.
 * @param[in]  strata    each item's stratum, any numbers; NULL if there is one stratum.
 * @param[out] out       owned by the caller, see nz_sample_destroy; untouched on error.
 * @retval NZ_ERR_NULL_ARG   @p values or @p out is NULL.
 * @retval NZ_ERR_DOMAIN     no items, more than NZ_SAMPLE_ITEMS_MAX, a value out of range
 *                           or NaN, or a cluster in two strata.
 * @retval NZ_ERR_NO_MEMORY
 * @par Accuracy  The mean's error is below 1e-15 times the largest size of a value.
 * Clusters whose totals differ by less than 4e-15 times that from what the mean predicts
 * count as not differing.
 */
NZ_NODISCARD nz_status_t nz_sample_create(const double *values, const uint64_t *clusters,
    const uint64_t *strata, size_t n_items, nz_sample_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_sample_destroy(nz_sample_t **self);

/** @brief Whether @p statistic is of the enum and its p in range. */
bool nz_sample_statistic_is_valid(nz_sample_statistic_t statistic);

/**
 * @brief Rank of the p-quantile of n items: it is the rank-th smallest, or, where n p is
 * whole to 1e-15 relative, the mean of that and the next.
 * @param[out] averaged  whether it is; not NULL.
 * @return 1 .. n.   @param n  >= 1.   @param p  0 < p < 1.   No checks.
 * @par Source  R. J. Hyndman, Y. Fan (1996), Am. Stat. 50(4), 361-365, definition 2.
 */
uint64_t nz_sample_quantile_rank(double p, uint64_t n, bool *averaged);

/**
 * @brief The mean or the quantile of all items, in the unit of the values.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (statistic).
 */
NZ_NODISCARD nz_status_t nz_sample_estimate(
    const nz_sample_t *self, nz_sample_statistic_t statistic, double *estimate);

/**
 * @brief The distinct values, ascending, and how many items have each.
 * @param[out] values,counts  room for n_items each.   @return their number.  No checks.
 */
size_t nz_sample_distinct(const nz_sample_t *self, double *values, uint64_t *counts);

/**
 * @brief Student's t interval of the mean: mean -+ t_df se.
 *
 * With units c of total T_c and size M_c, G_h of them in stratum h, d_c = T_c - mean M_c:
 *   se^2 = sum over h of G_h/(G_h - 1) sum over c in h of (d_c - mean of d in h)^2 / n^2,
 *   df = number of units - number of strata.
 * For single items in one stratum that is s/sqrt(n), df = n - 1; with clusters it is the
 * cluster-robust ("CR1") interval. Degenerate if se is 0; undefined if a stratum has one
 * unit. A zero tail gives an infinite limit.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (tails), NZ_ERR_NUMERIC.
 * @par Source  K.-Y. Liang, S. L. Zeger (1986), Biometrika 73(1), 13-22; the factor and
 *              the strata: W. G. Cochran (1977), Sampling Techniques, ch. 5 and 11.
 */
NZ_NODISCARD nz_status_t nz_sample_student_t(
    const nz_sample_t *self, nz_tails_t tails, nz_interval_t *out);

/**
 * @brief Acceleration of the BCa interval: sum L^3 / (6 (sum L^2)^1.5) over the units'
 * influences L, of the mean d less its stratum's mean (d as above), of the p-quantile the
 * same with d = p M - (number of items <= the quantile); 0 if all are 0.
 * @param[out] acceleration  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (statistic), NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_sample_acceleration(
    const nz_sample_t *self, nz_sample_statistic_t statistic, double *acceleration);

/**
 * @brief Interval between order statistics for the p-quantile of the items' distribution,
 * whatever that is.
 *
 * With X ~ Binomial(n, p): from the l-th smallest item, l the largest with
 * P(X < l) <= tails.lower, to the u-th, u the smallest with P(X >= u) <= tails.upper;
 * infinite where there is no such item. It covers with at least the probability asked
 * for; for a continuous distribution with exactly that of l and u. Degenerate if both
 * limits are equal; undefined with clusters or strata.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (p, tails), NZ_ERR_NUMERIC.
 * @par Source  W. R. Thompson (1936), Ann. Math. Stat. 7(3), 122-128.
 */
NZ_NODISCARD nz_status_t nz_sample_order_statistic(
    const nz_sample_t *self, double p, nz_tails_t tails, nz_interval_t *out);

#endif
