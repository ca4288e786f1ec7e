#include "mpi/table.h"

#include "tests/testlib.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = { "name", "count", "value" };

/* What a table of three rows prints; the caller frees it. */
static char *
print(nz_table_format_t format)
{
    char *text = NULL;
    size_t size = 0;
    nz_table_t *table = NULL;
    FILE *out = open_memstream(&text, &size);
    const nz_field_t rows[3][3] = {
        { nz_field_text("plain"), nz_field_count(UINT64_C(9007199254740993)),
            nz_field_real(0.1) },
        { nz_field_text("a \"quoted\", one"), nz_field_count(0),
            nz_field_real((double) INFINITY) },
        { nz_field_text("\xc3\xa9"), { .kind = NZ_FIELD_EMPTY },
            nz_field_real((double) NAN) },
    };

    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    NZ_ASSERT_OK(nz_table_begin(out, format, columns, 3, &table));
    for (size_t i = 0; i < 3; i++) {
        NZ_ASSERT_OK(nz_table_row(table, rows[i]));
    }
    NZ_ASSERT_OK(nz_table_end(&table));
    CU_ASSERT_PTR_NULL(table);
    fclose(out);
    return text;
}

static void
test_csv_quotes_and_keeps_every_digit(void)
{
    char *text = print(NZ_TABLE_CSV);
    CU_ASSERT_STRING_EQUAL(text,
        "name,count,value\nplain,9007199254740993,0.10000000000000001\n"
        "\"a \"\"quoted\"\", one\",0,inf\n\xc3\xa9,,\n");
    free(text);
}

static void
test_csv_prints_given_numbers_as_given(void)
{
    static const struct {
        nz_table_format_t format;
        const char *expected;
    } cases[] = { { NZ_TABLE_CSV, "value\n0.95\n0.999999999999\n" },
        { NZ_TABLE_TABLE, "value\n 0.95\n    1\n" } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const nz_field_t level = nz_field_given(0.95), high = nz_field_given(1.0 - 1e-12);
        char *text = NULL;
        size_t size = 0;
        nz_table_t *table = NULL;
        FILE *out = open_memstream(&text, &size);
        CU_ASSERT_PTR_NOT_NULL_FATAL(out);
        NZ_ASSERT_OK(nz_table_begin(out, cases[i].format, columns + 2, 1, &table));
        NZ_ASSERT_OK(nz_table_row(table, &level));
        NZ_ASSERT_OK(nz_table_row(table, &high));
        NZ_ASSERT_OK(nz_table_end(&table));
        fclose(out);
        CU_ASSERT_STRING_EQUAL(text, cases[i].expected);
        free(text);
    }
}

static void
test_json_parses_back(void)
{
    char *text = print(NZ_TABLE_JSON);
    json_t *rows = json_loads(text, 0, NULL);

    CU_ASSERT_EQUAL_FATAL(json_array_size(rows), 3);
    json_t *first = json_array_get(rows, 0);
    CU_ASSERT_EQUAL(
        json_integer_value(json_object_get(first, "count")), 9007199254740993);
    CU_ASSERT_EQUAL(json_real_value(json_object_get(first, "value")), 0.1);
    json_t *second = json_array_get(rows, 1);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(second, "name")), "a \"quoted\", one");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(second, "value")), "inf");
    CU_ASSERT_TRUE(json_is_null(json_object_get(json_array_get(rows, 2), "value")));
    json_decref(rows);
    free(text);
}

static void
test_table_is_aligned(void)
{
    char *text = print(NZ_TABLE_TABLE);
    CU_ASSERT_STRING_EQUAL(text, "name                        count  value\n"
                                 "plain            9007199254740993    0.1\n"
                                 "a \"quoted\", one                 0    inf\n"
                                 "\xc3\xa9                                       \n");
    free(text);
}

static void
test_format_names(void)
{
    nz_table_format_t format = NZ_TABLE_CSV;
    CU_ASSERT_TRUE(nz_table_format_find("json", &format) == 0 && format == NZ_TABLE_JSON);
    CU_ASSERT_TRUE(
        nz_table_format_find("table", &format) == 0 && format == NZ_TABLE_TABLE);
    CU_ASSERT_TRUE(nz_table_format_find("xml", &format) != 0 && format == NZ_TABLE_TABLE);
}

static void
test_a_full_disk_is_an_error(void)
{
    nz_table_t *table = NULL;
    FILE *out = fopen("/dev/full", "w");
    const nz_field_t row[3] = { nz_field_text("x"), nz_field_count(1),
        nz_field_real(1.0) };

    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    NZ_ASSERT_OK(nz_table_begin(out, NZ_TABLE_CSV, columns, 3, &table));
    NZ_ASSERT_OK(nz_table_row(table, row));
    CU_ASSERT_EQUAL(nz_table_end(&table), NZ_ERR_IO);
    fclose(out);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_csv_quotes_and_keeps_every_digit),
        NZ_TEST(test_csv_prints_given_numbers_as_given),
        NZ_TEST(test_json_parses_back),
        NZ_TEST(test_table_is_aligned),
        NZ_TEST(test_format_names),
        NZ_TEST(test_a_full_disk_is_an_error),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("table", tests, argc, argv);
}
