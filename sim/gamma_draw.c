#include "sim/gamma_draw.h"

#include <gsl/gsl_randist.h>
#include <math.h>

double
nz_gamma_draw_log(gsl_rng *rng, double shape)
{
    const double boosted = log(gsl_ran_gamma(rng, shape + 1.0, 1.0));
    return boosted + log(gsl_rng_uniform_pos(rng)) / shape;
}
