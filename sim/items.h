/** @file items.h
 *  @brief Real results item by item: a table with a row for every test item. */
#ifndef NZ_SIM_ITEMS_H
#define NZ_SIM_ITEMS_H

#include "sim/csv_reader.h"
#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stddef.h>

/** The scores of n_items items. Zero-initialise, or fill by nz_items_read. */
typedef struct nz_items {
    size_t n_items;
    size_t n_columns;
    double *values;    /**< n_columns x n_items: column c of item i is
                            values[c * n_items + i]; owned */
    uint64_t *cluster; /**< of each item, 0..n_clusters-1 in order of first appearance;
                          owned; NULL if no column is named */
    size_t n_clusters;
    uint64_t *stratum; /**< likewise, 0..n_strata-1 */
    size_t n_strata;
} nz_items_t;

/** Which columns of the table to read; no column twice. */
typedef struct nz_items_columns {
    const char *const *values; /**< n_values names */
    size_t n_values;           /**< 1..NZ_CSV_COLUMNS_MAX - 3 */
    const char *paired;        /**< subtracted from the value, item by item; n_values
                                    must be 1 then; NULL = none */
    const char *cluster;       /**< NULL = none */
    const char *strata;        /**< NULL = none */
} nz_items_columns_t;

/** Largest size of a value. */
#define NZ_ITEMS_VALUE_MAX 1e150
/** Longest field of any column [bytes]; labels have at most NZ_CSV_VALUE_MAX. */
#define NZ_ITEMS_FIELD_MAX 16777216

/**
 * @brief Read the columns of a CSV table (csv_reader.h) with a header and a row for every
 *        item.
 *
 * Values are decimal numbers (number.h) with |value| <= NZ_ITEMS_VALUE_MAX, or true and
 * false (also True, TRUE, ...), which are 1 and 0; a difference of two columns may be
 * twice that. An empty cell, NaN, infinity or a word is refused: to leave out failed
 * items would change the estimate unseen. For the same reason a blank line between the
 * rows of a table of one column is refused. Labels of clusters and strata are any UTF-8
 * texts but the empty one, compared byte by byte. Memory: 8 bytes for every item and
 * column that is kept (up to 24 while the arrays grow), and 100 for every distinct label.
 *
 * @param[in]  path       the file, or "-" for standard input.
 * @param[in]  items_max  most items, >= 1.
 * @param[in]  progress   see csv_reader.h; may be NULL.
 * @param[in]  context    handed to @p progress.
 * @param[out] out        untouched on error. Free with nz_items_free.
 * @param[in,out] diagnostics  gets every error, "FILE:LINE: message".
 * @retval NZ_ERR_NULL_ARG  a pointer that must not be NULL is.
 * @retval NZ_ERR_DOMAIN    items_max or n_values out of range, or a pair to several
 *                          values.
 * @retval NZ_ERR_INPUT     refused; @p diagnostics says why.
 * @retval NZ_ERR_IO        the file cannot be opened or read; @p diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY out of memory.
 */
NZ_NODISCARD nz_status_t nz_items_read(const char *path,
    const nz_items_columns_t *columns, size_t items_max, nz_csv_progress_t progress,
    void *context, nz_items_t *out, nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_items_free(nz_items_t *self);

#endif
