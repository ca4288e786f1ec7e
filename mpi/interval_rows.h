/** @file interval_rows.h
 *  @brief The table that `nonzero interval` prints. */
#ifndef NZ_MPI_INTERVAL_ROWS_H
#define NZ_MPI_INTERVAL_ROWS_H

#include "mpi/table.h"
#include "stats/interval.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** What tells rows apart besides the method. */
typedef enum nz_interval_key {
    NZ_INTERVAL_KEY_NONE,   /**< one estimate */
    NZ_INTERVAL_KEY_COLUMN, /**< a first column `column` */
    NZ_INTERVAL_KEY_MODEL   /**< first columns `family`, `model`, `parameters` */
} nz_interval_key_t;

/** One row. */
typedef struct nz_interval_row {
    const char *column, *family, *model;
    double parameters;
    const char *method;
    bool is_count;      /**< whether the estimate is successes / trials */
    uint64_t successes; /**< if it is */
    uint64_t trials;    /**< or items */
    double estimate;
    nz_interval_t interval;
    double lower_mcse, upper_mcse; /**< Monte Carlo errors of the limits; NaN = none */
} nz_interval_row_t;

/** A table being printed. */
typedef struct nz_interval_rows {
    nz_table_t *table;
    nz_interval_key_t key;
    bool has_mcse;
    double level;
} nz_interval_rows_t;

/**
 * @brief Begin the table: columns
 * method,successes,trials,estimate,lower,upper,level,status after those of @p key; with
 * @p has_mcse, lower_mcse,upper_mcse after them.
 * @param level  printed in every row.
 */
NZ_NODISCARD nz_status_t nz_interval_rows_begin(nz_interval_rows_t *self, FILE *out,
    nz_table_format_t format, nz_interval_key_t key, bool has_mcse, double level);

/** @brief Print one row; an undefined interval has empty limits. */
NZ_NODISCARD nz_status_t nz_interval_rows_add(
    nz_interval_rows_t *self, const nz_interval_row_t *row);

/** @brief Finish the table. Legal after any error. */
NZ_NODISCARD nz_status_t nz_interval_rows_end(nz_interval_rows_t *self);

#endif
