#include "sim/items.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH "test_items.tmp.csv"
#define MESSAGES_MAX 4
#define ITEMS_MAX 1000000

static const char *const score[] = { "score" };
static const nz_items_columns_t plain = { .values = score, .n_values = 1 };
static const nz_items_columns_t clustered = {
    .values = score, .n_values = 1, .cluster = "passage", .strata = "subject"
};

static nz_items_t
read_file(const char *path, const nz_items_columns_t *columns)
{
    nz_diagnostics_t d = { 0 };
    nz_items_t items = { 0 };
    nz_status_t status = nz_items_read(path, columns, ITEMS_MAX, NULL, NULL, &items, &d);

    if (status != NZ_OK) {
        printf("\n    %s\n", d.text[0]);
    }
    CU_ASSERT_EQUAL_FATAL(status, NZ_OK);
    CU_ASSERT_EQUAL(d.n, 0);
    return items;
}

static nz_items_t
read_text(const char *text, const nz_items_columns_t *columns)
{
    nz_test_write_file(PATH, text, strlen(text));
    return read_file(PATH, columns);
}

static void
check_values(const char *text, const double *expected, size_t n)
{
    nz_items_t items = read_text(text, &plain);

    CU_ASSERT_EQUAL_FATAL(items.n_items, n);
    CU_ASSERT_EQUAL(items.n_columns, 1);
    CU_ASSERT_TRUE(items.cluster == NULL && items.stratum == NULL);
    CU_ASSERT_TRUE(items.n_clusters == 0 && items.n_strata == 0);
    CU_ASSERT_EQUAL(memcmp(items.values, expected, n * sizeof(*expected)), 0);
    nz_items_free(&items);
    CU_ASSERT_TRUE(items.n_items == 0 && items.values == NULL);
    nz_items_free(&items);
}

static void
test_read_values(void)
{
    static const double numbers[] = { 0.0, 1.0, 0.25, -2.5, 1e150, -1e150, 2.0 };
    static const double words[] = { 1.0, 0.0, 1.0, 0.0, 1.0, 0.0 };
    static const double one = 3.0;

    check_values("score\n0\n1\n.25\n-2.5\n1e150\n-1e150\n 2\n", numbers, 7);
    check_values("score\ntrue\nfalse\nTrue\nFalse\nTRUE\n\"FALSE\"\n", words, 6);
    check_values("\xEF\xBB\xBFid,score\r\nx,3\r\n", &one, 1);
    check_values("id,score\rx,3", &one, 1);
    check_values("id,score\n\nx,3\n\n", &one, 1);
    check_values("\nscore\r\n3\r\n\r\n", &one, 1);
    check_values("note,score\n\"a, b\nc\",3", &one, 1);
}

static void
test_read_several_columns(void)
{
    static const char *const names[] = { "b", "a", "c" };
    static const nz_items_columns_t columns = { .values = names, .n_values = 3 };
    static const double expected[] = { 2, 5, 1, 4, 3, 6 };
    nz_items_t items = read_text("a,b,c\n1,2,3\n4,5,6\n", &columns);

    CU_ASSERT_TRUE(items.n_items == 2 && items.n_columns == 3);
    CU_ASSERT_EQUAL(memcmp(items.values, expected, sizeof(expected)), 0);
    nz_items_free(&items);
}

static void
test_read_pairs(void)
{
    static const nz_items_columns_t columns = {
        .values = score, .n_values = 1, .paired = "base", .cluster = "passage"
    };
    static const double expected[] = { 1, -1, 0.25, 2e150 };
    nz_items_t items = read_text("base,passage,score\n0,x,1\ntrue,y,0\n.5,x,.75\n"
                                 "-1e150,y,1e150\n",
        &columns);

    CU_ASSERT_TRUE(items.n_items == 4 && items.n_columns == 1 && items.n_clusters == 2);
    CU_ASSERT_EQUAL(memcmp(items.values, expected, sizeof(expected)), 0);
    CU_ASSERT_TRUE(items.cluster[1] == 1 && items.cluster[2] == 0);
    nz_items_free(&items);
}

static void
test_read_labels(void)
{
    static const size_t cluster[] = { 0, 1, 0, 2, 3, 1 };
    static const size_t stratum[] = { 0, 0, 1, 1, 0, 2 };
    nz_items_t items = read_text("passage,score,subject\n"
                                 "p1,0,maths\n"
                                 "\"a, \"\"b\"\"\nc\",1,maths\n"
                                 "p1,1,p1\n"
                                 "P1,1, p1 \n"
                                 "\" p1\",1,maths\n"
                                 "\"a, \"\"b\"\"\nc\",1,\xC3\xA9\n",
        &clustered);

    CU_ASSERT_TRUE_FATAL(items.n_items == 6);
    CU_ASSERT_TRUE(items.n_clusters == 4 && items.n_strata == 3);
    CU_ASSERT_EQUAL(memcmp(items.cluster, cluster, sizeof(cluster)), 0);
    CU_ASSERT_EQUAL(memcmp(items.stratum, stratum, sizeof(stratum)), 0);
    nz_items_free(&items);
}

/* Through many blocks and enlargements of the arrays. */
static void
test_read_many(void)
{
    static const char *const names[] = { "x", "y", "z" };
    static const nz_items_columns_t columns = {
        .values = names, .n_values = 3, .cluster = "c", .strata = "s"
    };
    const size_t n = 100000;
    FILE *to = fopen(PATH, "wb");
    size_t n_wrong = 0;
    nz_items_t t;

    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    (void) fprintf(to, "x,s,y,c,z\r\n");
    for (size_t i = 0; i < n; i++) {
        (void) fprintf(
            to, "%zu,\"s%zu\",%zu.5,item %zu,-%zu\r\n", i, i % 7, i, i % 50021, i);
    }
    CU_ASSERT_EQUAL(fclose(to), 0);
    t = read_file(PATH, &columns);
    CU_ASSERT_TRUE_FATAL(t.n_items == n && t.n_columns == 3);
    CU_ASSERT_TRUE(t.n_clusters == 50021 && t.n_strata == 7);
    for (size_t i = 0; i < n; i++) {
        n_wrong += !(t.values[i] == (double) i && t.values[n + i] == (double) i + 0.5
                     && t.values[2 * n + i] == -(double) i && t.cluster[i] == i % 50021
                     && t.stratum[i] == i % 7);
    }
    CU_ASSERT_EQUAL(n_wrong, 0);
    nz_items_free(&t);
}

static void
check_refused(const char *text, const nz_items_columns_t *columns, size_t items_max,
    const char *const messages[MESSAGES_MAX])
{
    nz_diagnostics_t d = { 0 };
    nz_items_t items = { .n_items = 77 };
    size_t n = 0;

    nz_test_write_file(PATH, text, strlen(text));
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, columns, items_max, NULL, NULL, &items, &d), NZ_ERR_INPUT);
    CU_ASSERT_TRUE(items.n_items == 77 && items.values == NULL);
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

#define FAILED                                                                           \
    " (write 0 if the model failed on this item, remove the row if it was not run; "     \
    "leaving out failures would change the estimate)"
#define NUMBER " (numbers are written like 0.25)"

static const struct {
    const char *text;
    const char *messages[MESSAGES_MAX];
} plain_cases[] = {
    { "", { "1: expected a table with a header, found an empty file" } },
    { "score\n", { "1: expected rows of items after the header, found none" } },
    { "score\n0\nNaN\nnan\n1\n", { "3: `score`: expected a number, found `NaN`" FAILED,
                                     "4: `score`: expected a number, found `nan`" } },
    { "id,score\nx,\ny,\"\"\n", { "2: `score`: expected a number, found nothing" FAILED,
                                    "3: `score`: expected a number, found nothing" } },
    { "score\n\n1\n0\n\n \n\n1\n\n",
        { "2: `score`: expected a number, found a blank line" FAILED,
            "7: `score`: expected a number, found a blank line" } },
    { "score\nNA\n", { "2: `score`: expected a number, found `NA`" FAILED } },
    { "score\r\n1\r\ninf\r\n", { "3: `score`: expected a number, found `inf`" FAILED } },
    { "score\n-inf\n", { "2: `score`: expected a number, found `-inf`" FAILED } },
    { "score\n-\n", { "2: `score`: expected a number, found `-`" FAILED } },
    { "score\nyes\n", { "2: `score`: expected a number, found `yes`" FAILED } },
    { "score\ntRUE\n", { "2: `score`: expected a number, found `tRUE`" FAILED } },
    { "score\n50%\n\"0,5\"\ntimeout\n0x1\n",
        { "2: `score`: expected a number, found `50%`" NUMBER,
            "3: `score`: expected a number, found `0,5`",
            "4: `score`: expected a number, found `timeout`" FAILED,
            "5: `score`: expected a number, found `0x1`" } },
    { "score\n\" -1 \"\n", { "2: `score`: expected a number, found ` -1 `" NUMBER } },
    { "score\n1.1e150\n-1e151\n1e999\n1e-999\n",
        { "2: `score`: expected a number from -1e150 to 1e150, found `1.1e150`",
            "3: `score`: expected a number from -1e150 to 1e150, found `-1e151`",
            "4: `score`: expected a number from -1e150 to 1e150, found `1e999`",
            "5: `score`: expected 0 or a number farther from it, found `1e-999`" } },
    { "id,score\nx,1\ny\n\nz,1,2\n", { "3: expected 2 fields as in the header, found 1",
                                         "5: expected 2 fields as in the header, found "
                                         "3" } },
    { "id,scor,sore\nx,1,1\n",
        { "1: expected a column `score`, found `id`, `scor`, `sore`; did you mean "
          "`scor`?" } },
    { "id,SCORE\nx,1\n",
        { "1: expected a column `score`, found `id`, `SCORE`; did you mean `SCORE`?" } },
    { "id;score\nx;1\n",
        { "1: expected a column `score`, found `id;score` (columns are separated by "
          "commas)" } },
    { "score,id,score\n1,x,1\n",
        { "1: expected distinct columns, found `score` twice" } },
    { "id,score\nx,1\n\"y,0\n", { "3: a quote is opened in this row and never closed" } },
};

static void
test_read_refuses_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(plain_cases); i++) {
        check_refused(plain_cases[i].text, &plain, ITEMS_MAX, plain_cases[i].messages);
    }
}

static void
test_read_refuses_labels(void)
{
    static const char *const names[MESSAGES_MAX] = {
        "1: expected a column `passage`, found `score`, `pasage`, `Subject`; did you "
        "mean `pasage`?",
        "1: expected a column `subject`, found `score`, `pasage`, `Subject`; did you "
        "mean `Subject`?",
    };
    static const char *const labels[MESSAGES_MAX] = {
        "2: `passage`: expected a label, found nothing",
        "3: `subject`: expected a label, found nothing",
        "4: `passage`: expected a label in UTF-8, found `\?`",
        "5: `score`: expected a number, found `x`" FAILED,
    };
    static const char *const size[MESSAGES_MAX] = {
        "3: `passage`: expected a label of at most 200 bytes, found "
        "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...`",
    };
    char text[1024] = "score,subject,passage\n1,s,";

    check_refused("score,pasage,Subject\n1,a,b\n", &clustered, ITEMS_MAX, names);
    check_refused("score,passage,subject\n1,,s\n1,p,\"\"\n0,\xC3,s\nx,p,s\n", &clustered,
        ITEMS_MAX, labels);
    memset(text + strlen(text), 'x', 200);
    memcpy(text + strlen(text), "\n1,s,", 6);
    memset(text + strlen(text), 'x', 201);
    check_refused(text, &clustered, ITEMS_MAX, size);
}

static void
test_read_refuses_too_many(void)
{
    static const char *const messages[MESSAGES_MAX] = {
        "4: expected at most 2 items, found more"
    };
    nz_diagnostics_t d = { 0 };
    nz_items_t items = { 0 };

    check_refused("score\n1\n1\n1\n1\n", &plain, 2, messages);
    CU_ASSERT_EQUAL(nz_items_read(PATH, &plain, 4, NULL, NULL, &items, &d), NZ_OK);
    CU_ASSERT_EQUAL(items.n_items, 4);
    nz_items_free(&items);
}

static void
check_twice(const nz_items_columns_t *columns, const char *name)
{
    nz_diagnostics_t d = { 0 };
    nz_items_t items = { .n_items = 77 };
    char expected[256];

    (void) snprintf(expected, sizeof(expected),
        PATH ": expected different columns for values, pair, clusters and strata, found "
             "`%s` twice",
        name);
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, columns, ITEMS_MAX, NULL, NULL, &items, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(d.n, 1);
    CU_ASSERT_STRING_EQUAL(d.text[0], expected);
    CU_ASSERT_EQUAL(items.n_items, 77);
}

static void
test_read_refuses_one_column_twice(void)
{
    static const char *const two[] = { "score", "score" };
    nz_items_columns_t columns = { .values = two, .n_values = 2 };

    nz_test_write_file(PATH, "score\n1\n", 8);
    check_twice(&columns, "score");
    columns = plain;
    columns.paired = "score";
    check_twice(&columns, "score");
    columns = plain;
    columns.cluster = "score";
    check_twice(&columns, "score");
    columns = clustered;
    columns.strata = "passage";
    check_twice(&columns, "passage");
}

static void
test_read_bad_arguments(void)
{
    static const char *const none[] = { NULL };
    nz_items_columns_t columns = plain;
    nz_items_t out = { .n_items = 77 };
    nz_diagnostics_t d = { 0 };

    CU_ASSERT_EQUAL(
        nz_items_read(NULL, &plain, 1, NULL, NULL, &out, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_items_read(PATH, NULL, 1, NULL, NULL, &out, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, &plain, 1, NULL, NULL, NULL, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, &plain, 1, NULL, NULL, &out, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_items_read(PATH, &plain, 0, NULL, NULL, &out, &d), NZ_ERR_DOMAIN);
    columns.values = none;
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, &columns, 1, NULL, NULL, &out, &d), NZ_ERR_NULL_ARG);
    columns.values = NULL;
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, &columns, 1, NULL, NULL, &out, &d), NZ_ERR_NULL_ARG);
    columns.values = score;
    columns.n_values = 0;
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, &columns, 1, NULL, NULL, &out, &d), NZ_ERR_DOMAIN);
    columns.n_values = NZ_CSV_COLUMNS_MAX;
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, &columns, 1, NULL, NULL, &out, &d), NZ_ERR_DOMAIN);
    columns.n_values = 2;
    columns.paired = "b";
    CU_ASSERT_EQUAL(
        nz_items_read(PATH, &columns, 1, NULL, NULL, &out, &d), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_items_read("no/such.csv", &plain, 1, NULL, NULL, &out, &d), NZ_ERR_IO);
    CU_ASSERT_TRUE(out.n_items == 77 && d.n == 1);
}

static void
keep_progress(void *context, uint64_t n_read, uint64_t n_total)
{
    uint64_t *kept = context;

    kept[0] = n_read;
    kept[1] = n_total;
}

static void
test_read_standard_input_and_progress(void)
{
    uint64_t progress[2] = { 0 };
    nz_items_t items = { 0 };
    nz_diagnostics_t d = { 0 };

    nz_test_write_file(PATH, "score\n0\n1\n", 10);
    CU_ASSERT_PTR_NOT_NULL_FATAL(freopen(PATH, "rb", stdin));
    CU_ASSERT_EQUAL(
        nz_items_read("-", &plain, 9, keep_progress, progress, &items, &d), NZ_OK);
    CU_ASSERT_TRUE(items.n_items == 2 && progress[0] == 10 && progress[1] == 10);
    nz_items_free(&items);
}

/* Damaged files: whole items or a reason, never a crash. */
static void
test_read_damaged(void)
{
    static const char whole[] =
        "id,score,passage,subject\r\n1,0.5,\"a, b\",x\r\n"
        "2,true,\"a\r\nb\",y\r\n3,-1e3,c,x\r\n\r\n4,0,c,\"x\"\r\n";
    static const char pieces[] = "\"\",\r\n\n0e.-\t \xEF\xC3\x7F";
    size_t n_accepted = 0;

    for (size_t i = 0; i < 3000; i++) {
        char text[sizeof(whole)];
        nz_diagnostics_t d = { 0 };
        nz_items_t t = { 0 };
        nz_status_t status = NZ_OK;
        memcpy(text, whole, sizeof(whole));
        for (size_t j = 1 + nz_test_below(3); j > 0; j--) {
            text[nz_test_below(sizeof(whole) - 1)] =
                pieces[nz_test_below(sizeof(pieces))];
        }
        nz_test_write_file(PATH, text,
            nz_test_below(4) == 0 ? nz_test_below(sizeof(whole)) : sizeof(whole) - 1);
        status = nz_items_read(PATH, &clustered, 100, NULL, NULL, &t, &d);
        if (status != NZ_OK) {
            CU_ASSERT_TRUE(status == NZ_ERR_INPUT && d.n > 0 && t.values == NULL);
            continue;
        }
        n_accepted++;
        CU_ASSERT_TRUE(d.n == 0 && t.n_items > 0 && t.n_items <= 6);
        for (size_t j = 0; j < t.n_items; j++) {
            CU_ASSERT_TRUE(fabs(t.values[j]) <= NZ_ITEMS_VALUE_MAX);
            CU_ASSERT_TRUE(t.cluster[j] < t.n_clusters && t.stratum[j] < t.n_strata);
        }
        nz_items_free(&t);
    }
    CU_ASSERT_TRUE(n_accepted > 100 && n_accepted < 2000);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_read_values),
        NZ_TEST(test_read_several_columns),
        NZ_TEST(test_read_pairs),
        NZ_TEST(test_read_labels),
        NZ_TEST(test_read_many),
        NZ_TEST(test_read_refuses_values),
        NZ_TEST(test_read_refuses_labels),
        NZ_TEST(test_read_refuses_too_many),
        NZ_TEST(test_read_refuses_one_column_twice),
        NZ_TEST(test_read_bad_arguments),
        NZ_TEST(test_read_standard_input_and_progress),
        NZ_TEST(test_read_damaged),
        CU_TEST_INFO_NULL,
    };
    int result = nz_test_main("items", tests, argc, argv);

    (void) unlink(PATH);
    return result;
}
