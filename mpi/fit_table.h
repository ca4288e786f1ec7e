/** @file fit_table.h
 *  @brief The tables of `nonzero fit`: a row for each group, or for each model.
 *
 *  Undefined values are empty fields; limits may be inf and -inf. What the columns mean
 * is in sim/law_fit.h.
 */
#ifndef NZ_MPI_FIT_TABLE_H
#define NZ_MPI_FIT_TABLE_H

#include "mpi/fit_options.h"
#include "mpi/table.h"
#include "sim/law_fit.h"
#include "sim/results.h"
#include "stats/status.h"

#include <stdio.h>

/**
 * @brief Print group, models, alpha, c, the tests and the status of every group; csv and
 * json also what `nonzero plan --fit` reads, and the bootstrap if there was one.
 * @param fits  one for each group.
 * @param format  of NZ_TABLE_TABLE fewer columns.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_IO
 */
NZ_NODISCARD nz_status_t nz_fit_table_groups(FILE *out, nz_table_format_t format,
    const nz_fit_options_t *options, const nz_results_t *results,
    const nz_law_fit_t *fits);

/**
 * @brief Print, of every model, its score with Clopper-Pearson limits, the fitted one,
 * the probability to score zero and the test size that shows enough successes.
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_IO, NZ_ERR_NUMERIC
 */
NZ_NODISCARD nz_status_t nz_fit_table_models(FILE *out, nz_table_format_t format,
    const nz_fit_options_t *options, const nz_results_t *results,
    const nz_law_fit_t *fits);

#endif
