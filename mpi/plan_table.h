/** @file plan_table.h
 *  @brief The table of a plan: parameters, tokens, accuracy, goal, test_size, achieved,
 *         cost, and columns that are asked for.
 *
 *  Undefined values are empty fields; a test size that no number up to 2^53 reaches is
 *  inf.
 */
#ifndef NZ_MPI_PLAN_TABLE_H
#define NZ_MPI_PLAN_TABLE_H

#include "mpi/table.h"
#include "sim/plan.h"
#include "sim/plan_verify.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** Most columns. */
enum { NZ_PLAN_TABLE_COLUMNS_MAX = 11 };

/** A table being printed; it may not be moved, since it keeps its columns' names. */
typedef struct nz_plan_table {
    nz_table_t *table; /**< owned */
    const char *columns[NZ_PLAN_TABLE_COLUMNS_MAX];
    bool alternatives, verified;
} nz_plan_table_t;

/**
 * @brief Begin a table on @p out.
 * @param alternatives  append exchange_rate, token_test_size.
 * @param verified      append simulated, mcse.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_plan_table_begin(nz_plan_table_t *self, FILE *out,
    nz_table_format_t format, bool alternatives, bool verified);

/** @brief Print a row of the plan that was made for @p request.
 *  @param finding  of a simulation of the row; NULL: none was made. */
NZ_NODISCARD nz_status_t nz_plan_table_row(nz_plan_table_t *self,
    const nz_plan_request_t *request, const nz_plan_row_t *row,
    const nz_plan_finding_t *finding);

/** @brief Finish the table and release it; legal after a failed begin on a zeroed self.
 *  @retval NZ_ERR_IO  something could not be written. */
NZ_NODISCARD nz_status_t nz_plan_table_end(nz_plan_table_t *self);

#endif
