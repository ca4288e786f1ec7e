/** @file table.h
 *  @brief Prints rows as CSV, as JSON or aligned for reading. */
#ifndef NZ_MPI_TABLE_H
#define NZ_MPI_TABLE_H

#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef enum nz_table_format {
    NZ_TABLE_CSV,
    NZ_TABLE_TABLE,
    NZ_TABLE_JSON
} nz_table_format_t;

/** One field. */
typedef struct nz_field {
    enum {
        NZ_FIELD_EMPTY,
        NZ_FIELD_TEXT,
        NZ_FIELD_REAL,
        NZ_FIELD_GIVEN,
        NZ_FIELD_COUNT
    } kind;
    const char *text;
    double real;
    uint64_t count;
} nz_field_t;

/** @brief A field of text. */
nz_field_t nz_field_text(const char *text);
/** @brief A field with a number; NaN makes it empty, infinities print as inf and -inf. */
nz_field_t nz_field_real(double real);
/** @brief A field with a finite number that the user gave: csv has it in the shortest
 * form that reads back to it, 0.95 rather than 0.94999999999999996. */
nz_field_t nz_field_given(double real);
/** @brief A field with a whole number. */
nz_field_t nz_field_count(uint64_t count);

/** Opaque. */
typedef struct nz_table nz_table_t;

/**
 * @brief Begin a table on @p out. csv and json carry 17 digits and print row by row;
 * table carries 6 and waits for the last row to find the widths.
 * @param columns  @p n_columns names, borrowed until the end.
 */
NZ_NODISCARD nz_status_t nz_table_begin(FILE *out, nz_table_format_t format,
    const char *const *columns, size_t n_columns, nz_table_t **table);

/** @brief Print one row of as many fields as there are columns. NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_table_row(nz_table_t *table, const nz_field_t *fields);

/** @brief Finish the table, free it and set it to NULL; legal on NULL.
 *  @retval NZ_ERR_IO  something could not be written. */
NZ_NODISCARD nz_status_t nz_table_end(nz_table_t **table);

/** @brief Find a format by its name. @return 0, or -1 if there is none. */
int nz_table_format_find(const char *name, nz_table_format_t *format);

#endif
