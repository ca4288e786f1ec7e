#include "tests/figure_table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/nz-test-table-XXXXXX";
static const char *usual_header;

const char *const nz_table_path = path;

FILE *
nz_table_open(const char *header)
{
    FILE *table = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(table);
    fputs(header != NULL ? header : usual_header, table);
    return table;
}

void
nz_table_close(FILE *table)
{
    CU_ASSERT_EQUAL_FATAL(fclose(table), 0);
}

void
nz_table_write(const char *rows, ...)
{
    va_list arguments;
    FILE *table = nz_table_open(NULL);
    va_start(arguments, rows);
    vfprintf(table, rows, arguments);
    va_end(arguments);
    nz_table_close(table);
}

int
nz_table_main(
    const char *suite_name, const char *header, CU_TestInfo *tests, int argc, char **argv)
{
    const int file = mkstemp(path);
    if (file < 0) {
        perror(path);
        return EXIT_FAILURE;
    }
    close(file);
    usual_header = header;
    int status = nz_test_main(suite_name, tests, argc, argv);
    unlink(path);
    return status;
}
