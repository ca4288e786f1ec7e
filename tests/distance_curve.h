/** @file distance_curve.h
 *  @brief The curve of token edit distances, for tests of fits. */
#ifndef NZ_TESTS_DISTANCE_CURVE_H
#define NZ_TESTS_DISTANCE_CURVE_H

#include "sim/score_law.h"
#include "tests/testlib.h"

#include <math.h>

static const nz_score_setting_t distance_setting = { 20.0, 0.0, 2.0, 1.0 };

/* The curve of 20 (1 - exp(-loss)). */
static nz_curve_t
distance(void)
{
    nz_curve_t curve;
    NZ_ASSERT_OK(nz_score_law_curve(NZ_SCORE_DISTANCE, &distance_setting, &curve));
    return curve;
}

/* Of any curve. */
static double
score_at(const nz_curve_t *curve, double eta)
{
    double derivative;
    return curve->mean(curve->context, exp(eta) + curve->irreducible, &derivative);
}

#endif
