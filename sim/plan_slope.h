/** @file plan_slope.h
 *  @brief The standard error of a law's exponent. */
#ifndef NZ_SIM_PLAN_SLOPE_H
#define NZ_SIM_PLAN_SLOPE_H

#include "sim/plan_rows.h"

/**
 * @brief Rows of the models of @p group, all with the same test size, and of all
 * together: the size for the standard error that is wanted, that of `trials` items, or,
 * if there is a budget, its best division and one test size for all at the same cost.
 * @retval NZ_ERR_INPUT  fewer than two sizes of models, or tokens that are correlated.
 */
NZ_NODISCARD nz_status_t nz_plan_slope_rows(nz_plan_rows_t *self, nz_plan_group_t group);

#endif
