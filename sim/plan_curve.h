/** @file plan_curve.h
 *  @brief Every model of a grid at once. */
#ifndef NZ_SIM_PLAN_CURVE_H
#define NZ_SIM_PLAN_CURVE_H

#include "sim/plan_rows.h"

/**
 * @brief Rows of the models of @p group from the size `from` on, each with its share of
 * the confidence (nz_plan_promise_share), of all of them together, and with one test size
 * for all: the least with which all keep their promise.
 *
 * To see all at once, that is the least n whose product of probabilities is the
 * confidence; for widths the largest of theirs.
 * @retval NZ_ERR_INPUT  no model is that large.
 */
NZ_NODISCARD nz_status_t nz_plan_curve_rows(nz_plan_rows_t *self, nz_plan_group_t group);

#endif
