/** @file csv_reader.h
 *  @brief Tables in CSV, read row by row in constant memory. */
#ifndef NZ_SIM_CSV_READER_H
#define NZ_SIM_CSV_READER_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most columns of a table, and most columns that can be asked for. */
#define NZ_CSV_COLUMNS_MAX 1000
/** Longest text of a field that is handed on [bytes]; longer ones are cut. */
#define NZ_CSV_VALUE_MAX 200

/** A column that the caller wants. */
typedef struct nz_csv_column {
    const char *name;        /**< as in the header; not NULL */
    bool is_required;        /**< refuse a table without it */
    const char *alternative; /**< a wanted column that can stand in for it, or NULL */
} nz_csv_column_t;

/** What a row has in a wanted column. */
typedef struct nz_csv_field {
    const char *text; /**< at most NZ_CSV_VALUE_MAX bytes and a NUL, without the quotes;
                           "" if empty; NULL if the table has no such column */
    size_t size;      /**< bytes in the table; above NZ_CSV_VALUE_MAX: text was cut */
} nz_csv_field_t;

/** A row of the table, valid during the call that it is handed to. */
typedef struct nz_csv_row {
    const nz_csv_column_t *columns; /**< the wanted columns */
    const nz_csv_field_t *fields;   /**< one for each of them */
    const char *file;               /**< name for messages */
    size_t line;                    /**< where the row begins, from 1 */
    size_t blank_line;              /**< the last blank line between the row before, or
                                         the header, and this row; 0 = none */
    size_t n_table_columns;         /**< of the table */
    nz_diagnostics_t *diagnostics;
} nz_csv_row_t;

/** Called for every row that has as many fields as the header. A message added to the
 * row's diagnostics refuses the table, but the reading goes on, for more messages; a
 * status other than NZ_OK ends it. */
typedef nz_status_t (*nz_csv_on_row_t)(void *context, const nz_csv_row_t *row);

/** Called now and then with the bytes read so far and the size of the file, which is 0 if
 * unknown (a pipe). */
typedef void (*nz_csv_progress_t)(void *context, uint64_t n_read, uint64_t n_total);

/** What to read and how. */
typedef struct nz_csv_plan {
    const nz_csv_column_t *columns; /**< distinct names */
    size_t n_columns;               /**< 1..NZ_CSV_COLUMNS_MAX */
    size_t lines_max;               /**< most lines of the file; 0 = any number */
    size_t field_max;               /**< longest field of any column [bytes], >= 1 */
    const char *rows_name;          /**< what rows are in messages: "rows of results" */
    nz_csv_on_row_t on_row;
    void *context;
    nz_csv_progress_t progress; /**< or NULL */
    void *progress_context;
} nz_csv_plan_t;

/**
 * @brief Read a table with a header from a file, or from standard input if @p path is
 *        "-".
 *
 * Handles CRLF, CR and LF, a UTF-8 byte-order mark, quoted fields (with commas, quotes
 * and line breaks), spaces around fields, blank lines and a missing final newline. Names
 * of columns are matched exactly; other columns are ignored. Every error becomes a
 * message "FILE:LINE: ..." ("standard input:LINE: ..."): no header, no rows, a wanted
 * column that is missing (with the nearest name there is) or there twice, rows of another
 * length than the header, misplaced or unclosed quotes, control characters, and what is
 * beyond the limits. Memory: field_max and about 0.5 MB; time: about 10 ns a byte.
 *
 * @retval NZ_ERR_NULL_ARG  a pointer that must not be NULL is.
 * @retval NZ_ERR_DOMAIN    no columns, too many, two of one name, or a limit of 0 bytes.
 * @retval NZ_ERR_INPUT     refused, here or by a message of on_row.
 * @retval NZ_ERR_IO        the file cannot be opened or read; @p diagnostics says why.
 * @retval NZ_ERR_NO_MEMORY out of memory.
 * @return anything else    what on_row returned.
 */
NZ_NODISCARD nz_status_t nz_csv_read(
    const char *path, const nz_csv_plan_t *plan, nz_diagnostics_t *diagnostics);

/** @brief Add the message "`column`: expected @p expected, found `...` (@p hint)".
 *  @param hint  NULL = none. */
void nz_csv_refuse(
    const nz_csv_row_t *row, size_t i_column, const char *expected, const char *hint);

#endif
