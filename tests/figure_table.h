/** @file figure_table.h
 *  @brief The table that the figures of a test are drawn from: a file of its own, while
 *         nz_table_main runs. */
#ifndef NZ_TESTS_FIGURE_TABLE_H
#define NZ_TESTS_FIGURE_TABLE_H

#include "tests/testlib.h"

#include <stdio.h>

/** Where the table is. */
extern const char *const nz_table_path;

/** @brief Replace the table by this header, or by the one of nz_table_main if NULL; rows
 *         may follow. Fatal on error. */
FILE *nz_table_open(const char *header);

/** @brief The table is complete; fatal on error. */
void nz_table_close(FILE *table);

/** @brief Replace the table by the header of nz_table_main and these rows, in the manner
 *         of printf. */
void nz_table_write(const char *rows, ...) __attribute__((format(printf, 1, 2)));

/** @brief nz_test_main with a table, which is removed after it. */
int nz_table_main(const char *suite_name, const char *header, CU_TestInfo *tests,
    int argc, char **argv);

#endif
