/** @file figure_script.h
 *  @brief The script of a figure of a table inside a test, and the data in it. */
#ifndef NZ_TESTS_FIGURE_SCRIPT_H
#define NZ_TESTS_FIGURE_SCRIPT_H

#include "mpi/figure.h"

#include <stdbool.h>
#include <stddef.h>

/** Most columns of a data block that nz_script_rows reads. */
#define NZ_SCRIPT_COLUMNS 8

/** A row of a data block. */
typedef struct nz_script_row {
    size_t i_section, i_part; /**< parts of a section are divided by single blank lines */
    size_t n;
    double values[NZ_SCRIPT_COLUMNS];
} nz_script_row_t;

/** @brief The script for SVG of a figure of the table @p path; the caller frees it. */
char *nz_script_of_table(
    const char *kind, const char *path, const nz_figure_options_t *options);

/** @brief Whether @p text is in that script must be @p is_there. */
void nz_check_table_script(const char *kind, const char *path,
    const nz_figure_options_t *options, const char *text, bool is_there);

/** @brief Draw a figure of a table that must be refused with one message that has
 *         @p expected in it, and leave nothing behind. */
void nz_check_table_refused(const char *kind, const char *path,
    const nz_figure_options_t *options, const char *expected);

/** @brief The rows of the block `$name`, without the placeholders of empty sections; the
 *         caller frees them. @param[out] n  how many. */
nz_script_row_t *nz_script_rows(const char *script, const char *name, size_t *n);

/** @brief The number of `NAME = number`. */
double nz_script_number(const char *script, const char *name);

#endif
