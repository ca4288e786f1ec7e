/** @file profile_limits.h
 *  @brief What tests of profile-likelihood limits share. */
#ifndef NZ_TESTS_PROFILE_LIMITS_H
#define NZ_TESTS_PROFILE_LIMITS_H

#include "tests/testlib.h"

static const double chi_square_95 = 3.8414588206941259582;

static void
expect_limits(const double limits[2], double lower, double upper, double tolerance)
{
    NZ_ASSERT_ABS(limits[0], lower, tolerance); /* equal, if infinite */
    NZ_ASSERT_ABS(limits[1], upper, tolerance);
}

#endif
