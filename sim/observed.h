/** @file observed.h
 *  @brief Real results: a table of models with what they scored. */
#ifndef NZ_SIM_OBSERVED_H
#define NZ_SIM_OBSERVED_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** One row of the table. */
typedef struct nz_observation {
    char *family;       /**< "" if the table has none; owned */
    char *model;        /**< "" if the table has none; owned */
    double parameters;  /**< number of parameters, > 0 */
    uint64_t trials;    /**< test items, 1..2^53 */
    uint64_t successes; /**< items solved, 0..trials */
} nz_observation_t;

/** The table, rows in file order. Zero-initialise, or fill by nz_observed_read. */
typedef struct nz_observed {
    size_t n_rows;
    nz_observation_t *rows; /**< owned; NULL if n_rows is 0 */
} nz_observed_t;

/**
 * @brief Read a CSV table with a header: columns `parameters` and `trials`, and
 * `successes` or `score` (the mean of 0/1 outcomes: score * trials must be a whole number
 * within .01, relative to rounding of the printed score); optional `family`, `model`.
 *        Other columns are ignored. Handles CRLF, a UTF-8 byte-order mark, quoted fields
 * and a missing final newline. All errors are listed, as "FILE:LINE: message".
 * @retval NZ_ERR_INPUT  refused; @p diagnostics says why; @p out untouched. The caller
 * frees a filled table with nz_observed_free.
 */
NZ_NODISCARD nz_status_t nz_observed_read(
    const char *path, nz_observed_t *out, nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it; legal on a zeroed table. */
void nz_observed_free(nz_observed_t *self);

#endif
