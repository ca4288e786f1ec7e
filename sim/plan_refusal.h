/** @file plan_refusal.h
 *  @brief Why a question of a plan has no answer, in words. */
#ifndef NZ_SIM_PLAN_REFUSAL_H
#define NZ_SIM_PLAN_REFUSAL_H

#include "sim/plan.h"

/** @brief Add one sentence that says why @p row has no answer, and what to change.
 *  @param reason  NZ_ERR_UNREACHABLE, or NZ_ERR_DOMAIN: two models that cannot be, an
 * interval whose widths would take too long. */
void nz_plan_refusal_explain(const nz_plan_request_t *request, const nz_plan_row_t *row,
    nz_status_t reason, nz_diagnostics_t *diagnostics);

#endif
