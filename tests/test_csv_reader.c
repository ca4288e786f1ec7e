#include "sim/csv_reader.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH "test_csv_reader.tmp.csv"
#define BLOCK 65536
#define LOG_MAX 4096
#define MESSAGES_MAX 3

/* What was handed over: "LINE:a|b|c;" for every row, "-" for a column there is not. */
typedef struct log {
    char text[LOG_MAX];
    size_t used;
    size_t n_rows;
    size_t last_line;
    size_t n_blank_lines; /* rows before which there is one */
    size_t last_size;     /* of the first column */
    nz_status_t answer;
    uint64_t n_read;
    uint64_t n_total;
    size_t n_progress;
} log_t;

static const nz_csv_column_t abc[] = { { .name = "a", .is_required = true },
    { .name = "b" }, { .name = "c", .is_required = true, .alternative = "b" } };

static nz_status_t
on_row(void *context, const nz_csv_row_t *row)
{
    log_t *log = context;

    log->n_rows++;
    log->n_blank_lines += row->blank_line > 0;
    log->last_line = row->line;
    log->last_size = row->fields[0].size;
    if (log->used < LOG_MAX - 1024) {
        log->used += (size_t) snprintf(
            log->text + log->used, LOG_MAX - log->used, "%zu:", row->line);
        for (size_t i = 0; i < 3; i++) {
            const char *text = row->fields[i].text;
            log->used += (size_t) snprintf(log->text + log->used, LOG_MAX - log->used,
                "%s%s", text != NULL ? text : "-", i < 2 ? "|" : ";");
        }
    }
    return log->answer;
}

static void
on_progress(void *context, uint64_t n_read, uint64_t n_total)
{
    log_t *log = context;

    log->n_progress++;
    log->n_read = n_read;
    log->n_total = n_total;
}

static nz_csv_plan_t
plan_of(log_t *log)
{
    return (nz_csv_plan_t){ .columns = abc,
        .n_columns = 3,
        .lines_max = 100000,
        .field_max = 100000,
        .rows_name = "rows of tests",
        .on_row = on_row,
        .context = log };
}

static nz_status_t
read_text(const char *text, size_t size, log_t *log, nz_diagnostics_t *d)
{
    nz_csv_plan_t plan = plan_of(log);

    nz_test_write_file(PATH, text, size);
    return nz_csv_read(PATH, &plan, d);
}

static void
check_log(const char *text, const char *expected)
{
    log_t log = { .used = 0 };
    nz_diagnostics_t d = { 0 };

    CU_ASSERT_EQUAL(read_text(text, strlen(text), &log, &d), NZ_OK);
    CU_ASSERT_EQUAL(d.n, 0);
    if (strcmp(log.text, expected) != 0 || d.n > 0) {
        printf("\n    expected %s\n    found    %s %s\n", expected, log.text, d.text[0]);
    }
    CU_ASSERT_STRING_EQUAL(log.text, expected);
}

static void
test_read_layouts(void)
{
    check_log("a,b,c\n1,2,3\n", "2:1|2|3;");
    check_log("a,b,c\n1,2,3", "2:1|2|3;");
    check_log("a,b,c\r\n1,2,3\r\n4,5,6\r\n", "2:1|2|3;3:4|5|6;");
    check_log("a,b,c\r1,2,3\r4,5,6", "2:1|2|3;3:4|5|6;");
    check_log("a,b,c\n\r1,2,3\n\r4,5,6", "3:1|2|3;5:4|5|6;");
    check_log("\357\273\277a,b,c\n1,2,3\n", "2:1|2|3;");
    check_log("\n \t\n\r\na,b,c\n\n\n1,2,3\n\n \n4,5,6\n\n", "7:1|2|3;10:4|5|6;");
    check_log(" a , b\t,\tc \n 1 , 2 2 ,\t3\n", "2:1|2 2|3;");
    check_log("c,x,b,x,a\n3,?,2,?,1\n", "2:1|2|3;");
    check_log("a,b\n1,2\n", "2:1|2|-;");
    check_log("a,c\n1,3\n,\n", "2:1|-|3;3:|-|;");
    check_log("a,A,b,c,\n1,x,2,3,y\n", "2:1|2|3;");
    check_log("\357\274\241,a,b,c\nx,1,2,3\n", "2:1|2|3;"); /* a letter, no mark */
    check_log("\351,a,b,c\nx,1,2,3\n", "2:1|2|3;");         /* no UTF-8, but not used */
    check_log("a,b,c\n\357\273\2771,2,3\n", "2:\357\273\2771|2|3;");
}

static void
test_read_quotes(void)
{
    check_log("\"a\",\"b\",c\n\"1\",\"\"\"2\"\"\", \"3\" \n", "2:1|\"2\"|3;");
    check_log("a,b,c\n\"x, y\",\"\",\" 3 \"\n", "2:x, y|| 3 ;");
    check_log("a,b,c\n\"x\ny\",2,3\n4,5,6\n", "2:x\ny|2|3;4:4|5|6;");
    check_log("a,b,c\r\n\"x\r\n\r\ny\",2,3\r\n4,5,6\r\n", "2:x\r\n\r\ny|2|3;5:4|5|6;");
    check_log("a,b,c\n1,2,\"x\n\"\n\n4,5,\"\n\"", "2:1|2|x\n;5:4|5|\n;");
    check_log("a,\"b\n\",c\n1,2,3\n", "3:1|-|3;");
}

static void
check_refused(const char *text, size_t size, const char *const messages[MESSAGES_MAX])
{
    log_t log = { .used = 0 };
    nz_diagnostics_t d = { 0 };
    size_t n = 0;

    CU_ASSERT_EQUAL(read_text(text, size, &log, &d), NZ_ERR_INPUT);
    for (; n < MESSAGES_MAX && messages[n] != NULL; n++) {
        char expected[NZ_DIAGNOSTIC_TEXT_MAX];
        const char *actual = n < d.n ? d.text[n] : "nothing";
        (void) snprintf(expected, sizeof(expected), PATH ":%s", messages[n]);
        if (strcmp(actual, expected) != 0) {
            printf("\n    expected %s\n    found    %s\n", expected, actual);
        }
        CU_ASSERT_STRING_EQUAL(actual, expected);
    }
    CU_ASSERT_EQUAL(d.n, n);
}

#define BINARY "expected text, found a control character: a binary file?"
#define ENCODING "expected UTF-8 text, found another encoding"
#define COMMAS " (columns are separated by commas)"
#define EMPTY "1: expected a table with a header, found an empty file"
#define MISPLACED                                                                        \
    "misplaced quote: a field with quotes is put in quotes, those inside doubled"

static const struct {
    const char *text;
    const char *messages[MESSAGES_MAX];
} cases[] = {
    { "", { EMPTY } },
    { " \n\r\n\t", { EMPTY } },
    { "\357\273\277", { EMPTY } },
    { "\357\273", { "1: " ENCODING } },
    { "\377\376a", { "1: " ENCODING } },
    { "\n\na,b,c", { "3: expected rows of tests after the header, found none" } },
    { "\357\274\241,b\n", { "1: expected a column `a`, found `\357\274\241`, `b`" } },
    { "b,c\n1,2\n", { "1: expected a column `a`, found `b`, `c`" } },
    { "\nx,b\n", { "2: expected a column `a`, found `x`, `b`; did you mean `x`?" } },
    { "A,b\n1,2\n", { "1: expected a column `a`, found `A`, `b`; did you mean `A`?" } },
    { "a,d\n1,2\n",
        { "1: expected a column `c` or `b`, found `a`, `d`; did you mean `d`?" } },
    { "a;b;c\n1;2;3\n", { "1: expected a column `a`, found `a;b;c`" COMMAS,
                            "1: expected a column `c` or `b`, found `a;b;c`" COMMAS } },
    { "a\tb\tc\n", { "1: expected a column `a`, found `a?b?c`" COMMAS,
                       "1: expected a column `c` or `b`, found `a?b?c`" COMMAS } },
    { "a,b,a\n1,2,3\n", { "1: expected distinct columns, found `a` twice" } },
    { "a,b,c\n1,2\n4,5,6\n\n7,8,9,\n",
        { "2: expected 3 fields as in the header, found 2",
            "5: expected 3 fields as in the header, found 4" } },
    { "a,b,c\n\"x\n\",2\n1,2\n", { "2: expected 3 fields as in the header, found 2",
                                     "4: expected 3 fields as in the header, found 2" } },
    { "a,b,c\n1,2,3\n\"x\ny,5,6\n",
        { "3: a quote is opened in this row and never closed" } },
    { "\"a,b,c\n1,2,3\n", { "1: a quote is opened in this row and never closed" } },
    { "a,b,c\n1,2,x\"y\n", { "2: " MISPLACED } },
    { "a,b,c\r\n\"x\r\ny\"z,2,3\r\n", { "3: " MISPLACED } },
    { "a,b,c\n1,2\177,3\n", { "2: " BINARY } },
    { "a,b,c\n1,2,3\n\n\v", { "4: " BINARY } },
    { "a,b,c\n1,2,3\n1,2\n\033[0m\n",
        { "3: expected 3 fields as in the header, found 2", "4: " BINARY } },
};

static void
test_read_refuses(void)
{
    static const char *const binary[MESSAGES_MAX] = { "2: " BINARY };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        check_refused(cases[i].text, strlen(cases[i].text), cases[i].messages);
    }
    check_refused("a,b,c\n1,\0,3\n", sizeof("a,b,c\n1,\0,3\n") - 1, binary);
}

/* A text, and then a character n times. */
static char *
with_tail(const char *head, char c, size_t n)
{
    size_t length = strlen(head);
    char *text = malloc(length + n + 1);

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memcpy(text, head, length);
    memset(text + length, c, n);
    text[length + n] = '\0';
    return text;
}

static void
check_limit(const char *head, char c, size_t n, const char *message)
{
    const char *messages[MESSAGES_MAX] = { message };
    char *text = with_tail(head, c, n);

    check_refused(text, strlen(text), messages);
    free(text);
}

static void
test_read_limits(void)
{
    char *names = with_tail("a,b,c", ',', NZ_CSV_COLUMNS_MAX - 3);

    check_limit("a,b,c\n1,2,3\n1,2,", 'x', 100001,
        "3: expected at most 100000 bytes in a field, found more");
    check_limit("a,b,c\n1,2,3\n1,2,", 'x', 300000,
        "3: expected at most 100000 bytes in a field, found more");
    check_limit("a,b,c\n1,2,3\n1,2,\"y\n", 'x', 300000,
        "3: a quote is opened in this row and not closed within 100000 bytes");
    check_limit("a,b,c\n1,2,3\n", ' ', 300000,
        "3: expected at most 100000 bytes in a field, found more");
    check_limit("a,b,c\n1,2,3\n", '\n', 100000,
        "100001: expected at most 100000 lines, found more");
    check_limit("a,b,c\n1,2,3\n", '\r', 100000,
        "100001: expected at most 100000 lines, found more");
    check_limit("a,b,c", ',', NZ_CSV_COLUMNS_MAX - 2,
        "1: expected at most 1000 columns, found more");
    check_limit(names, '\n', 1, "1: expected rows of tests after the header, found none");
    free(names);
}

static void
test_read_at_the_limits(void)
{
    char *field = with_tail("a,b,c\n1,2,3\n1,2,", 'x', 100000);
    char *lines = with_tail("a,b,c\r\n1,2,3\r\n", '\n', 99999);
    log_t log = { .used = 0 };
    nz_diagnostics_t d = { 0 };

    CU_ASSERT_EQUAL(read_text(field, strlen(field), &log, &d), NZ_OK);
    CU_ASSERT_EQUAL(log.last_line, 3);
    lines[strlen(lines) - 2] = '\r'; /* the last end is CRLF */
    CU_ASSERT_EQUAL(read_text(lines, strlen(lines), &log, &d), NZ_OK);
    CU_ASSERT_EQUAL(d.n, 0);
    free(field);
    free(lines);
}

static void
test_read_cuts_long_texts(void)
{
    char *text = with_tail("a,b,c\n,,3\n1,2,", 'x', 201);
    const char *out = NULL;
    log_t log = { .used = 0 };
    nz_diagnostics_t d = { 0 };

    CU_ASSERT_EQUAL(read_text(text, strlen(text), &log, &d), NZ_OK);
    out = strstr(log.text, "3:1|2|");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    CU_ASSERT_EQUAL(strlen(out), 6 + NZ_CSV_VALUE_MAX + 1);
    free(text);
    text = with_tail("c,a\n3,", 'x', 201);
    CU_ASSERT_EQUAL(read_text(text, strlen(text), &log, &d), NZ_OK);
    CU_ASSERT_EQUAL(log.last_size, 201);
    free(text);
}

/* Line ends, quotes and marks at every place around the end of a block. */
static void
test_read_across_blocks(void)
{
    for (size_t shift = 0; shift < 40; shift++) {
        static const char tail[] =
            "\",2\357\273\277,3\r\n4,\"5\r\n5\",6\r\n     7,\"\"\"8\",9\r\n";
        char *text = with_tail("\357\273\277a,b,c\r\n\"", 'x', BLOCK - 50 + shift);
        size_t length = strlen(text);
        log_t log = { .used = 0 };
        nz_diagnostics_t d = { 0 };
        text = realloc(text, length + sizeof(tail));
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        memcpy(text + length, tail, sizeof(tail));
        CU_ASSERT_EQUAL(read_text(text, strlen(text), &log, &d), NZ_OK);
        CU_ASSERT_TRUE(log.n_rows == 3 && log.text[2] == 'x');
        CU_ASSERT_STRING_EQUAL(
            strchr(log.text, '|'), "|2\357\273\277|3;3:4|5\r\n5|6;5:7|\"8|9;");
        CU_ASSERT_EQUAL(log.n_blank_lines, 0); /* blanks before 7, cut by the block */
        free(text);
    }
}

static void
put(char *text, const char *piece)
{
    memcpy(text + strlen(text), piece, strlen(piece) + 1);
}

/* A random cell as it stands in the file, and what it means. */
static void
put_cell(char *file, char *meaning, size_t *n_breaks)
{
    static const char *const pieces[][2] = { { "1", "1" }, { "x y", "x y" }, { "", "" },
        { "\303\251", "\303\251" }, { ",", "," }, { "\"\"", "\"" }, { "\n", "\n" },
        { "\r\n", "\r\n" }, { "  ", "  " } };
    const char *const padding[] = { "", " ", "\t " };
    size_t n = 1 + nz_test_below(3);

    put(file, padding[nz_test_below(3)]);
    if (nz_test_below(2) == 0) {
        size_t i = nz_test_below(4);
        put(file, pieces[i][0]);
        put(meaning, pieces[i][1]);
    } else {
        put(file, "\"");
        for (size_t j = 0; j < n; j++) {
            size_t i = nz_test_below(NZ_COUNT_OF(pieces));
            put(file, pieces[i][0]);
            put(meaning, pieces[i][1]);
            *n_breaks += i == 6 || i == 7;
        }
        put(file, "\"");
    }
    put(file, padding[nz_test_below(3)]);
}

/* A random row for columns c, a, another and b; the line after it. */
static size_t
put_row(char *file, char *expected, size_t line)
{
    char cells[4][64] = { "" };
    char start[32];
    size_t n_breaks = 0;

    put(file, "0"); /* else a row may be blank */
    for (size_t k = 1; k < 4; k++) {
        put(file, ",");
        put_cell(file, cells[k], &n_breaks);
    }
    (void) snprintf(start, sizeof(start), "%zu:", line);
    put(expected, start);
    put(expected, cells[1]);
    put(expected, "|");
    put(expected, cells[3]);
    put(expected, "|0;");
    return line + n_breaks + 1;
}

/* Tables built from cells that are known, in every way that CSV allows. */
static void
test_read_random_tables(void)
{
    static const char *const ends[] = { "\n", "\r\n", "\r" };

    for (size_t i = 0; i < 3000; i++) {
        char file[LOG_MAX] = "";
        char expected[LOG_MAX] = "";
        const char *end = ends[nz_test_below(3)];
        size_t line = 2 + nz_test_below(2);
        put(file, line == 3 ? end : "");
        put(file, "c,a,\"?\",b");
        for (size_t j = 1 + nz_test_below(5); j > 0; j--) {
            size_t n_blank = nz_test_below(4) == 0;
            put(file, end);
            put(file, n_blank > 0 ? end : "");
            line = put_row(file, expected, line + n_blank);
        }
        put(file, nz_test_below(2) == 0 ? end : "");
        check_log(file, expected);
    }
}

static void
test_read_is_ended_by_on_row(void)
{
    static const char text[] = "a,b,c\n1,2,3\n4,5,6\nx\n";
    log_t log = { .answer = NZ_ERR_NUMERIC };
    nz_diagnostics_t d = { 0 };

    CU_ASSERT_EQUAL(read_text(text, strlen(text), &log, &d), NZ_ERR_NUMERIC);
    CU_ASSERT_TRUE(log.n_rows == 1 && d.n == 0);
}

static nz_status_t
refuse_all(void *context, const nz_csv_row_t *row)
{
    (void) context;
    nz_csv_refuse(row, 0, "better", row->line == 2 ? "try again" : NULL);
    if (row->line == 2) {
        nz_csv_refuse(row, 1, "something", NULL);
    }
    return NZ_OK;
}

static void
test_refuse(void)
{
    static const char text[] = "a,c\n\"p\nq\",\n"
                               "\303\251123456789012345678901234567890123456789,4\n"
                               "1234567890123456789012345678901234567\342\202\254x,4\n"
                               "1234567890123456789012345678901234567\342\202\254,4\n";
    static const char *const expected[] = {
        ":2: `a`: expected better, found `p?q` (try again)",
        ":2: `b`: expected something, found nothing",
        ":4: `a`: expected better, found "
        "`\303\25112345678901234567890123456789012345678...`",
        ":5: `a`: expected better, found "
        "`1234567890123456789012345678901234567\342\202\254...`",
        ":6: `a`: expected better, found "
        "`1234567890123456789012345678901234567\342\202\254`",
    };
    log_t log = { .used = 0 };
    nz_csv_plan_t plan = plan_of(&log);
    nz_diagnostics_t d = { 0 };

    plan.on_row = refuse_all;
    nz_test_write_file(PATH, text, strlen(text));
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL_FATAL(d.n, NZ_COUNT_OF(expected));
    for (size_t i = 0; i < NZ_COUNT_OF(expected); i++) {
        CU_ASSERT_STRING_EQUAL(d.text[i] + strlen(PATH), expected[i]);
    }
}

/* A header too long to list still shows its beginning and what was meant. */
static void
test_refuse_long_header(void)
{
    static const nz_csv_column_t wanted = { .name = "model_graded_scor",
        .is_required = true };
    char *text = with_tail("", 'x', 3000);
    log_t log = { .used = 0 };
    nz_csv_plan_t plan = plan_of(&log);
    nz_diagnostics_t d = { 0 };

    for (size_t i = 0; i < 100; i++) {
        (void) memcpy(text + 20 * i, "a_column_of_the_data,", 21);
        text[20 * i + 19] = ',';
    }
    (void) strcpy(text + 2000, "model_graded_score\n");
    plan.columns = &wanted;
    plan.n_columns = 1;
    nz_test_write_file(PATH, text, strlen(text));
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(d.n, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(d.text[0], ":1: expected a column `model_graded_scor`, "
                                             "found `a_column_of_the_dat`, `"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(d.text[0], "_dat`, ...; did you mean `model_graded_score`?"));
    free(text);
}

/* Also: a limit of 0 lines is none. */
static void
test_read_progress(void)
{
    char *text = with_tail("a,b,c\n", '\n', 3 * BLOCK - 6);
    log_t log = { .used = 0 };
    nz_csv_plan_t plan = plan_of(&log);
    nz_diagnostics_t d = { 0 };

    plan.lines_max = 0;
    plan.progress = on_progress;
    plan.progress_context = &log;
    memcpy(text + 3 * BLOCK - 6, "1,2,3\n", 6);
    nz_test_write_file(PATH, text, 3 * BLOCK);
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, &d), NZ_OK);
    CU_ASSERT_STRING_EQUAL(log.text, "196598:1|2|3;"); /* 3 blocks less 10 bytes */
    CU_ASSERT_TRUE(log.n_progress == 3 && log.n_read == 3 * (uint64_t) BLOCK);
    CU_ASSERT_EQUAL(log.n_total, log.n_read);
    free(text);
}

static void
test_read_standard_input(void)
{
    static const char text[] = "a,b,c\n1,2,3\n1,2\n";
    log_t log = { .used = 0 };
    nz_csv_plan_t plan = plan_of(&log);
    nz_diagnostics_t d = { 0 };

    nz_test_write_file(PATH, text, strlen(text));
    CU_ASSERT_PTR_NOT_NULL_FATAL(freopen(PATH, "rb", stdin));
    CU_ASSERT_EQUAL(nz_csv_read("-", &plan, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(d.n, 1);
    CU_ASSERT_STRING_EQUAL(
        d.text[0], "standard input:3: expected 3 fields as in the header, found 2");
    CU_ASSERT_STRING_EQUAL(log.text, "2:1|2|3;");
    CU_ASSERT_EQUAL(fseek(stdin, 0, SEEK_SET), 0); /* not closed */
}

static void
test_read_bad_arguments(void)
{
    static const nz_csv_column_t twice[] = { { .name = "a" }, { .name = "a" } };
    log_t log = { .used = 0 };
    nz_diagnostics_t d = { 0 };
    nz_csv_plan_t plan = plan_of(&log);

    CU_ASSERT_EQUAL(nz_csv_read(NULL, &plan, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_csv_read(PATH, NULL, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, NULL), NZ_ERR_NULL_ARG);
    plan.on_row = NULL;
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, &d), NZ_ERR_NULL_ARG);
    plan = plan_of(&log);
    plan.n_columns = 0;
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, &d), NZ_ERR_DOMAIN);
    plan.n_columns = NZ_CSV_COLUMNS_MAX + 1;
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, &d), NZ_ERR_DOMAIN);
    plan = plan_of(&log);
    plan.field_max = 0;
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, &d), NZ_ERR_DOMAIN);
    plan = plan_of(&log);
    plan.columns = twice;
    plan.n_columns = 2;
    CU_ASSERT_EQUAL(nz_csv_read(PATH, &plan, &d), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(d.n, 0);
}

static void
test_read_missing_file_and_directory(void)
{
    log_t log = { .used = 0 };
    nz_csv_plan_t plan = plan_of(&log);
    nz_diagnostics_t d = { 0 };

    CU_ASSERT_EQUAL(nz_csv_read("no/such.csv", &plan, &d), NZ_ERR_IO);
    CU_ASSERT_EQUAL(nz_csv_read(".", &plan, &d), NZ_ERR_IO);
    CU_ASSERT_EQUAL_FATAL(d.n, 2);
    CU_ASSERT_STRING_EQUAL(
        d.text[0], "no/such.csv: cannot be opened: No such file or directory");
    CU_ASSERT_STRING_EQUAL(d.text[1], ".: cannot be read: Is a directory");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_read_layouts),
        NZ_TEST(test_read_quotes),
        NZ_TEST(test_read_refuses),
        NZ_TEST(test_read_limits),
        NZ_TEST(test_read_at_the_limits),
        NZ_TEST(test_read_cuts_long_texts),
        NZ_TEST(test_read_across_blocks),
        NZ_TEST(test_read_random_tables),
        NZ_TEST(test_read_is_ended_by_on_row),
        NZ_TEST(test_refuse),
        NZ_TEST(test_refuse_long_header),
        NZ_TEST(test_read_progress),
        NZ_TEST(test_read_standard_input),
        NZ_TEST(test_read_bad_arguments),
        NZ_TEST(test_read_missing_file_and_directory),
        CU_TEST_INFO_NULL,
    };
    int result = nz_test_main("csv_reader", tests, argc, argv);

    (void) unlink(PATH);
    return result;
}
