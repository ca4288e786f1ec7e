/** @file log1p_minus.h
 *  @brief log(1 + u) - u without cancellation near 0. */
#ifndef NZ_STATS_LOG1P_MINUS_H
#define NZ_STATS_LOG1P_MINUS_H

#include <math.h>

/**
 * @brief log(1 + u) - u, never positive: up to |u| = .1 by the series of
 * 2 atanh(r) = log(1 + u), r = u/(2 + u), beyond as it stands. Inline: three times as
 * fast as GSL's Chebyshev series, which would take a third of a whole simulation.
 * @par Accuracy  1e-15 relative up to |u| = .1, 5e-14 beyond.
 */
static inline double
nz_log1p_minus(double u)
{
    if (fabs(u) > 0.1) {
        return log1p(u) - u;
    }
    const double r = u / (2.0 + u), y = r * r;
    const double series =
        1.0 / 3.0
        + y
              * (1.0 / 5.0
                  + y
                        * (1.0 / 7.0
                            + y
                                  * (1.0 / 9.0
                                      + y * (1.0 / 11.0 + y * (1.0 / 13.0 + y / 15.0)))));
    return r * (2.0 * y * series - u);
}

#endif
