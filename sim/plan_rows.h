/** @file plan_rows.h
 *  @brief The rows of a plan as they are being made, and what every goal does with them.
 */
#ifndef NZ_SIM_PLAN_ROWS_H
#define NZ_SIM_PLAN_ROWS_H

#include "sim/plan.h"
#include "sim/plan_exchange.h"

/** The models of one difficulty: points first .. first + n - 1. */
typedef struct nz_plan_group {
    size_t first, n;
} nz_plan_group_t;

/** A plan in the making. */
typedef struct nz_plan_rows {
    const nz_plan_request_t *request; /**< borrowed, as all here */
    const nz_plan_points_t *points;
    nz_diagnostics_t *diagnostics;
    nz_plan_t plan;    /**< owned */
    size_t n_room;     /**< rows allocated */
    size_t n_answered; /**< rows with an answer */
} nz_plan_rows_t;

/** @brief A row of one point, all else NaN. */
nz_plan_row_t nz_plan_rows_of_point(
    const nz_plan_rows_t *self, nz_plan_row_kind_t kind, size_t i_point);

/** @brief A row of all models of a difficulty, all else NaN. */
nz_plan_row_t nz_plan_rows_of_group(
    const nz_plan_rows_t *self, nz_plan_row_kind_t kind, nz_plan_group_t group);

/** @brief Cost of so many items of a point [unit of nz_plan_point_t::item_cost]; of two
 * models where two are compared. */
double nz_plan_rows_cost(const nz_plan_rows_t *self, size_t i_point, double n_items);

/** @brief Add a model's row to that of all: test sizes and costs to their sums, what is
 * achieved if it is more. */
void nz_plan_rows_add_to(nz_plan_row_t *all, const nz_plan_row_t *row);

/**
 * @brief The items of a point as tokens that could be scored instead.
 * @param log_accuracy  of the row; with a fit it says what its tokens are like.
 * @return whether there are any, more than one of them, and neither sure nor hopeless.
 */
bool nz_plan_rows_tokens(const nz_plan_rows_t *self, size_t i_point, double log_accuracy,
    nz_plan_exchange_t *items);

/** @brief Append a row, with what scoring tokens is worth. NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_plan_rows_push(nz_plan_rows_t *self, nz_plan_row_t row);

/** @brief Append a row without an answer and tell @p reason in words. Its test size is
 * the `trials` that are given, inf if no number up to 2^53 is enough
 * (NZ_ERR_UNREACHABLE), or not known (NZ_ERR_DOMAIN).
 * @return NZ_OK, NZ_ERR_NO_MEMORY, or another reason than these (NZ_ERR_NUMERIC). */
NZ_NODISCARD nz_status_t nz_plan_rows_push_unanswered(
    nz_plan_rows_t *self, nz_plan_row_t row, nz_status_t reason);

#endif
