/** @file plan_verdict.h
 *  @brief Whether a plan keeps its promises, in words: plain ASCII lines of at most 80
 *         columns. */
#ifndef NZ_MPI_PLAN_VERDICT_H
#define NZ_MPI_PLAN_VERDICT_H

#include "sim/plan_verify.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * @brief A line for each row that was simulated, and what they say together.
 * @param i_plan      of those that @p verify was created with.
 * @param replicates  trials of each row.
 */
void nz_plan_verdict_print(FILE *out, const nz_plan_verify_t *verify, size_t i_plan,
    const nz_plan_made_t *made, uint64_t replicates);

#endif
