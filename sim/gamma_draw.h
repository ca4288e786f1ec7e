/** @file gamma_draw.h
 *  @brief Gamma variables of small shape, by their logarithm. */
#ifndef NZ_SIM_GAMMA_DRAW_H
#define NZ_SIM_GAMMA_DRAW_H

#include <gsl/gsl_rng.h>

/** Below this shape a gamma variable may be too small for a double. */
#define NZ_GAMMA_DRAW_SMALL_SHAPE 0.1

/**
 * @brief Draw the logarithm of a Gamma(shape, 1) variable, shape > 0: that of a
 * Gamma(shape + 1) variable and log(U)/shape.
 *
 * Possibly -inf, if the shape is below 1e-300. No checks.
 * @par Source  G. Marsaglia, W. W. Tsang (2000), ACM Trans. Math. Softw. 26(3), 363-372.
 */
double nz_gamma_draw_log(gsl_rng *rng, double shape);

#endif
