/** @file plan_answer.h
 *  @brief The plans that answer the requests of `nonzero plan`, and how they are printed.
 */
#ifndef NZ_MPI_PLAN_ANSWER_H
#define NZ_MPI_PLAN_ANSWER_H

#include "mpi/plan_options.h"
#include "sim/diagnostic.h"
#include "sim/plan.h"
#include "sim/plan_verify.h"
#include "stats/status.h"

/** One plan for each request of the options, in their order. */
typedef struct nz_plan_answer {
    nz_plan_t plans[NZ_N_PLAN_GOALS]; /**< owned */
} nz_plan_answer_t;

/** @brief Make the plans.
 *  @param[in,out] self  zeroed; free with nz_plan_answer_free, also on error.
 *  @return as nz_plan_make. */
NZ_NODISCARD nz_status_t nz_plan_answer_make(nz_plan_answer_t *self,
    const nz_plan_options_t *options, nz_diagnostics_t *diagnostics);

/** @brief Print one table of all plans where the options say, or with words one for each.
 *  @param verify  what was created with these plans; NULL: they are not verified.
 *  @return as nz_cli_print. */
NZ_NODISCARD nz_status_t nz_plan_answer_print(const nz_plan_answer_t *self,
    const nz_plan_options_t *options, const nz_plan_verify_t *verify,
    nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it. */
void nz_plan_answer_free(nz_plan_answer_t *self);

#endif
