/** @file plan_budget.h
 *  @brief What a budget buys: how to divide items over models so that the widest interval
 *         is as short as possible. */
#ifndef NZ_SIM_PLAN_BUDGET_H
#define NZ_SIM_PLAN_BUDGET_H

#include "sim/plan_rows.h"

/**
 * @brief Rows of the models of @p group for a goal of widths, each with its share of the
 * budget; with one test size for all; and, for relative widths, with sampling until r
 * successes, r the same for all.
 *
 * The division makes the half-widths equal, which makes the worst least: it rises when
 * a model has fewer items. What rounding to whole items leaves over is not spent: less
 * than 1e-3 of the budget and an item of each.
 * @retval NZ_ERR_INPUT  costs are not known, or the budget is less than an item of each.
 */
NZ_NODISCARD nz_status_t nz_plan_budget_rows(nz_plan_rows_t *self, nz_plan_group_t group);

#endif
