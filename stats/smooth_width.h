/** @file smooth_width.h
 *  @brief interval_width.h for the methods whose half-width is smooth in the count and in
 *         the number of items: all but the bootstraps by quantiles of a count.
 *
 *  Equal tails; the half-width is the same at k and n - k and rises from k = 0 to the
 * middle. No checks of arguments; what holds for all is in interval_width.h.
 */
#ifndef NZ_STATS_SMOOTH_WIDTH_H
#define NZ_STATS_SMOOTH_WIDTH_H

#include "stats/interval.h"
#include "stats/status.h"

#include <stdint.h>

/** A goal at one p. */
typedef struct nz_smooth_width {
    nz_interval_method_t method;
    nz_tails_t tails;
    double z; /**< normal quantile of a tail */
    double half_width;
    double assurance; /**< 0: in expectation */
    double p;         /**< 0 .. 1/2, by symmetry */
    double allowance; /**< [items] added to n times every half-width */
} nz_smooth_width_t;

/** @brief (upper - lower)/2 with the allowance; NaN if undefined. */
NZ_NODISCARD nz_status_t nz_smooth_width_at(
    const nz_smooth_width_t *self, uint64_t successes, uint64_t n, double *half_width);

/** @brief E h(X) over the defined intervals, or P(h(X) <= h) with an assurance. */
NZ_NODISCARD nz_status_t nz_smooth_width_achieved(
    const nz_smooth_width_t *self, uint64_t n, double *value);

/** @brief The least n that reaches the goal, with every larger one, and what is achieved
 * there. @retval NZ_ERR_UNREACHABLE  no n up to 2^53; outputs untouched. */
NZ_NODISCARD nz_status_t nz_smooth_width_trials(
    const nz_smooth_width_t *self, uint64_t *n, double *value);

#endif
