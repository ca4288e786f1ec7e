/** @file falling.h
 *  @brief Where a function of a whole number, which falls about like one of its powers,
 *         comes down to a target. Pure: no state, safe from any thread.
 */
#ifndef NZ_STATS_FALLING_H
#define NZ_STATS_FALLING_H

#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/** The function at n; a value of NaN does not reach any target. */
typedef nz_status_t nz_falling_value_t(const void *context, uint64_t n, double *value);

/** Secants of the logarithm of the value over that of n. */
typedef struct nz_falling {
    double target;
    double slope;            /**< of the last secant, within -2 .. -0.2 */
    bool is_trusted;         /**< by the caller: a neighbour need not be looked at where
                                  the slope tells */
    double log_n, log_value; /**< last point; NaN: none */
} nz_falling_t;

/** @brief To look for @p target > 0; @p slope < 0 until there are two points. */
nz_falling_t nz_falling_init(double target, double slope);

/** @brief Take a point; where the secant, or the line of the slope, meets the target.
 *  NaN if the value has no logarithm. */
double nz_falling_next(nz_falling_t *self, uint64_t n, double value);

/** @brief @p x rounded up into least..most; least for NaN. */
uint64_t nz_falling_within(double x, uint64_t least, uint64_t most);

/**
 * @brief The least n in fails + 1 .. 2^53 with value(n) <= target, of a value that falls
 * from fails on.
 *
 * By secants inside a bracket, later by bisection; it ends with an n that reaches the
 * target next to one that does not, or, if the slope is trusted, would not by a slope
 * four fifths of it. It ends as well at a value that reaches the target by less than
 * 1e-12 of it, since rounding then decides: n is exact up to 1e11, above that to 1e-12
 * over the slope.
 * @param fails   less than 2^53; no value is taken there.
 * @param guess   where to start.
 * @param[out] n,reached  the value there; untouched on error.
 * @retval NZ_ERR_UNREACHABLE  the value is above the target at 2^53.
 * @return otherwise what the function returns.
 */
NZ_NODISCARD nz_status_t nz_falling_seek(nz_falling_t *self, nz_falling_value_t *value,
    const void *context, uint64_t fails, double guess, uint64_t *n, double *reached);

#endif
