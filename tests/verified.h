/** @file verified.h
 *  @brief Plans made by hand and what their trials show, for tests. */
#ifndef NZ_TESTS_VERIFIED_H
#define NZ_TESTS_VERIFIED_H

#include "sim/plan_verify.h"

/** Two-sided false-alarm probability 1e-8 of a normal variable. */
#define NZ_TEST_SIGMAS 5.73

/** What a plan is made for and says. The members point to each other: do not copy. */
typedef struct nz_test_plan {
    nz_plan_request_t request;
    nz_plan_point_t values[8];
    nz_plan_points_t points;
    nz_plan_row_t rows[24];
    nz_plan_t plan;
    nz_plan_made_t made;
} nz_test_plan_t;

/** @brief What is asked if nothing but the goal is said: confidence .95, one success,
 *         wilson, power .8; clusters as those of the points. */
nz_plan_request_t nz_test_plan_request(nz_plan_goal_t goal);

/** @brief A plan without models and rows of such a request, without clusters. */
void nz_test_plan_start(nz_test_plan_t *self, nz_plan_goal_t goal);

/** @brief Add a model of this accuracy, size 1e7 times 10 to its number, and cost 1 of an
 * item. */
nz_plan_point_t *nz_test_plan_point(nz_test_plan_t *self, double accuracy);

/** @brief Add a row of point @p i_point, or of all points if SIZE_MAX. */
nz_plan_row_t *nz_test_plan_row(nz_test_plan_t *self, nz_plan_row_kind_t kind,
    size_t i_point, double test_size, double achieved);

/** @brief Make all trials, the units in the order unit * stride modulo their number. The
 *         caller destroys what is returned; fatal on error. */
nz_plan_verify_t *nz_test_verify(
    const nz_test_plan_t *self, uint64_t replicates, uint64_t seed, uint64_t stride);

/** @brief What 20 000 trials show of row @p i_row. */
nz_plan_finding_t nz_test_find(const nz_test_plan_t *self, size_t i_row);

#endif
