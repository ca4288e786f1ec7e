/** @file plan_words.h
 *  @brief A plan in words, in plain ASCII lines of at most 80 columns. */
#ifndef NZ_MPI_PLAN_WORDS_H
#define NZ_MPI_PLAN_WORDS_H

#include "mpi/plan_options.h"
#include "sim/plan.h"

#include <stdio.h>

/** @brief What is printed before the table: what is asked, what is drawn, which test or
 *         interval, its level and sides, clusters, several models. */
void nz_plan_words_design(
    FILE *out, const nz_plan_options_t *options, const nz_plan_request_t *request);

/** @brief What is printed after it: what the table says. */
void nz_plan_words_findings(FILE *out, const nz_plan_options_t *options,
    const nz_plan_request_t *request, const nz_plan_t *plan);

#endif
