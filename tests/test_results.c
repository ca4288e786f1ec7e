#include "sim/results.h"

#include "tests/failing_memory.h"
#include "tests/results_table.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH "test_results.tmp.csv"

static void
test_read_all_columns(void)
{
    nz_results_t t = nz_test_results_plain(
        "family,model,parameters,task,metric,trials,successes,score,tokens,stderr,x\n"
        "OPT,big,1.3e9,add,accuracy,200,3,,20,.01,\n"
        "OPT,small,125e6,add,accuracy,2e2,0,,20,0,\n"
        "OPT,middle,350e6,add,accuracy,200,,.005,20,,\n");

    nz_test_results_check(&t);
    CU_ASSERT_TRUE_FATAL(t.n_rows == 3 && t.n_groups == 1);
    CU_ASSERT_TRUE(t.groups[0].first == 0 && t.groups[0].n == 3);
    CU_ASSERT_TRUE(t.groups[0].law == NZ_SCORE_SUCCESSES && t.groups[0].is_counted);
    CU_ASSERT_TRUE(t.groups[0].tokens == 20.0 && !t.groups[0].has_mixed_tokens);
    CU_ASSERT_EQUAL(t.groups[0].n_repeats, 0);
    CU_ASSERT_EQUAL(t.rounded.n, 0);
    nz_test_results_text(&t, t.groups[0].name, "OPT/add/accuracy");
    nz_test_results_text(&t, t.groups[0].family, "OPT");
    nz_test_results_text(&t, t.groups[0].task, "add");
    nz_test_results_text(&t, t.groups[0].metric, "accuracy");
    nz_test_results_text(&t, t.rows[0].model, "small");
    nz_test_results_text(&t, t.rows[1].model, "middle");
    nz_test_results_text(&t, t.rows[2].model, "big");
    CU_ASSERT_TRUE(t.rows[0].parameters == 125e6 && t.rows[2].parameters == 1.3e9);
    CU_ASSERT_TRUE(t.rows[0].line == 3 && t.rows[1].line == 4 && t.rows[2].line == 2);
    CU_ASSERT_TRUE(t.rows[0].successes == 0 && t.rows[1].successes == 1);
    CU_ASSERT_TRUE(t.rows[2].successes == 3 && t.rows[2].trials == 200);
    CU_ASSERT_EQUAL(t.rows[2].score, 0.015);
    CU_ASSERT_TRUE(isnan(t.rows[0].standard_error) && isnan(t.rows[1].standard_error));
    CU_ASSERT_EQUAL(t.rows[2].standard_error, 0.01);
    nz_results_free(&t);
    CU_ASSERT_TRUE(t.n_rows == 0 && t.rows == NULL && t.groups == NULL);
    nz_results_free(&t);
}

/* Byte-order mark, CRLF, quotes, blank lines, no final newline, only what is needed. */
static void
test_read_layouts(void)
{
    static const char *const texts[] = { "parameters,score\n1e9,.3",
        "\xEF\xBB\xBFparameters,score\r\n1e9,.3\r\n",
        "\n score , parameters \n\n .3 ,1e9\n\n",
        "\"parameters\",\"score\",\"note\"\n\"1e9\",\"0.3\",\"a, \"\"b\"\"\nc\"\n",
        "parameters,score,trials\r1e9,0.30,\r" };

    for (size_t i = 0; i < NZ_COUNT_OF(texts); i++) {
        nz_results_t t = nz_test_results_plain(texts[i]);
        nz_test_results_check(&t);
        CU_ASSERT_TRUE_FATAL(t.n_rows == 1 && t.n_groups == 1);
        CU_ASSERT_TRUE(t.rows[0].parameters == 1e9 && t.rows[0].score == 0.3);
        CU_ASSERT_TRUE(t.rows[0].trials == 0 && !t.groups[0].is_counted);
        CU_ASSERT_EQUAL(t.groups[0].law, NZ_SCORE_SUCCESSES);
        CU_ASSERT_TRUE(isnan(t.groups[0].tokens) && !t.groups[0].has_mixed_tokens);
        nz_test_results_text(&t, t.groups[0].name, "all");
        nz_test_results_text(&t, t.groups[0].family, "");
        nz_test_results_text(&t, t.groups[0].task, "");
        nz_test_results_text(&t, t.groups[0].metric, "");
        nz_test_results_text(&t, t.rows[0].model, "");
        nz_results_free(&t);
    }
}

/* Groups come in the order of their first rows, whatever is between them. */
static void
test_group_order(void)
{
    nz_results_t t =
        nz_test_results_plain("task,parameters,score,model\n"
                              "b,3,1,b3\na,2,.5,a2\nb,1,0,b1\nb,2,.5,b2\na,1,.1,a1\n"
                              "b,1,.3,b1 again\n");

    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 2);
    nz_test_results_text(&t, t.groups[0].name, "b");
    nz_test_results_text(&t, t.groups[1].name, "a");
    CU_ASSERT_TRUE(t.groups[0].n == 4 && t.groups[1].first == 4);
    nz_test_results_text(&t, t.rows[0].model, "b1");
    nz_test_results_text(&t, t.rows[1].model, "b1 again");
    nz_test_results_text(&t, t.rows[2].model, "b2");
    nz_test_results_text(&t, t.rows[3].model, "b3");
    nz_test_results_text(&t, t.rows[4].model, "a1");
    nz_results_free(&t);
}

static void
test_group_columns(void)
{
    static const char text[] = "family,task,shots,parameters,score,size\n"
                               "F,a,0,1,.1,s\nF,b,2,2,.2,s\nG,a,2,3,.3,s\nG,b,,4,.4,s\n";
    static const char *const shots[] = { "shots" }, *const both[] = { "shots", "family" };
    static const char *const size[] = { "parameters" };
    nz_results_t t = nz_test_results_plain(text);

    CU_ASSERT_EQUAL(t.n_groups, 4);
    nz_test_results_text(&t, t.groups[3].name, "G/b");
    nz_results_free(&t);
    t = nz_test_results_by(text, shots, 1);
    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 3);
    nz_test_results_text(&t, t.groups[1].name, "2");
    nz_test_results_text(&t, t.groups[1].family, ""); /* several */
    nz_test_results_text(&t, t.groups[1].task, "");
    nz_test_results_text(&t, t.groups[2].name, "-");
    nz_test_results_text(&t, t.groups[2].family, "G");
    nz_test_results_text(&t, t.groups[2].task, "b");
    nz_results_free(&t);
    t = nz_test_results_by(text, both, 2);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 4);
    nz_test_results_text(&t, t.groups[0].name, "0/F");
    nz_test_results_text(&t, t.groups[3].name, "-/G");
    nz_results_free(&t);
    t = nz_test_results_by(text, size, 1);
    CU_ASSERT_EQUAL(t.n_groups, 4);
    nz_results_free(&t);
    t = nz_test_results_by(text, shots, 0);
    CU_ASSERT_EQUAL(t.n_groups, 1);
    nz_test_results_text(&t, t.groups[0].name, "all");
    nz_test_results_text(&t, t.groups[0].task, "");
    nz_results_free(&t);
}

/* Several stay several when the first comes again. */
static void
test_group_of_several(void)
{
    nz_results_t t = nz_test_results_by("family,task,metric,parameters,score,tokens\n"
                                        "F,a,bleu,1,.1,20\nG,b,ter,2,.2,5\n"
                                        "F,a,bleu,3,.3,20\n",
        (const char *const[]){ "x" }, 0);

    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 1);
    nz_test_results_text(&t, t.groups[0].family, "");
    nz_test_results_text(&t, t.groups[0].task, "");
    nz_test_results_text(&t, t.groups[0].metric, "");
    CU_ASSERT_TRUE(t.groups[0].has_mixed_tokens && isnan(t.groups[0].tokens));
    nz_results_free(&t);
}

/* Parts that join alike are other groups, and their names differ. */
static void
test_group_names_differ(void)
{
    nz_results_t t =
        nz_test_results_plain("family,task,parameters,score\n"
                              "a/b,c,1,.1\na,b/c,1,.1\n,,1,.1\n-,-,1,.1\n,-,1,.1\n"
                              "a,b/c #2,1,.1\na/b,c,2,.2\n");
    static const char *const names[] = { "a/b/c", "a/b/c #2", "-/-", "-/- #2", "-/- #3",
        "a/b/c #2 #2" };

    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 6);
    for (size_t i = 0; i < 6; i++) {
        nz_test_results_text(&t, t.groups[i].name, names[i]);
        CU_ASSERT_EQUAL(t.groups[i].n, i == 0 ? 2 : 1);
    }
    nz_results_free(&t);
}

/* The longest names there may be, in as many columns as may group. */
static void
test_group_by_many_long_columns(void)
{
    enum { LONG = NZ_CSV_VALUE_MAX, N = NZ_RESULTS_GROUP_MAX };
    char names[N][8], head[256] = "parameters,score", row[N * (LONG + 1) + 16] = "1,.5";
    char *text = malloc(sizeof(head) + 3 * sizeof(row));
    const char *group[N];

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (size_t i = 0; i < N; i++) {
        (void) snprintf(names[i], sizeof(names[i]), "g%zu", i);
        group[i] = names[i];
        strcat(strcat(head, ","), names[i]);
        strcat(row, ",");
        memset(row + strlen(row), 'a' + (int) i, LONG);
    }
    (void) sprintf(text, "%s\n%s\n%s\n", head, row, row);
    strcpy(strrchr(text, ',') + 1, "x\n");
    nz_results_t t = nz_test_results_by(text, group, N);
    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 2);
    CU_ASSERT_EQUAL(strlen(nz_results_text(&t, t.groups[0].name)), N * (LONG + 1) - 1);
    nz_results_free(&t);
    free(text);
}

static void
test_columns_renamed(void)
{
    static const nz_results_column_t names[] = { { "parameters", "params_total" },
        { "score", "acc" }, { "model", "family" }, { "task", "bench" },
        { "standard_error", "se" } };
    static const char *const by_ours[] = { "task" }, *const by_theirs[] = { "bench" };
    static const char text[] = "family,params_total,acc,bench,se,trials,successes,score\n"
                               "m1,2,.5,A,.1,10,4,7\nm2,1,.4,A,.2,10,5,8\n";
    nz_results_options_t options = { .columns = names, .n_columns = 5 };

    for (size_t i = 0; i < 3; i++) {
        options.group = i == 0 ? NULL : i == 1 ? by_ours : by_theirs;
        options.n_group = 1;
        nz_results_t t = nz_test_results_read(text, &options);
        nz_test_results_check(&t);
        CU_ASSERT_TRUE_FATAL(t.n_rows == 2 && t.n_groups == 1);
        nz_test_results_text(&t, t.groups[0].name, "A");
        nz_test_results_text(&t, t.groups[0].task, "A");
        nz_test_results_text(&t, t.groups[0].family, ""); /* its column is the model's */
        nz_test_results_text(&t, t.rows[0].model, "m2");
        CU_ASSERT_TRUE(t.rows[0].score == 0.4 && t.rows[0].successes == 4);
        CU_ASSERT_TRUE(t.rows[0].parameters == 1.0 && t.rows[0].standard_error == 0.2);
        nz_results_free(&t);
    }
}

static void
test_columns_exchanged(void)
{
    static const nz_results_column_t names[] = { { "model", "family" },
        { "family", "model" }, { "successes", "score" } };
    const nz_results_options_t options = { .columns = names, .n_columns = 3 };
    nz_results_t t = nz_test_results_read(
        "model,family,parameters,trials,score\nF,m,1,10,4\n", &options);

    nz_test_results_text(&t, t.groups[0].name, "F");
    nz_test_results_text(&t, t.groups[0].family, "F");
    nz_test_results_text(&t, t.rows[0].model, "m");
    CU_ASSERT_EQUAL(t.rows[0].successes, 4);
    nz_results_free(&t);
}

/* Where successes are named, rows without have the score of the table. */
static void
test_columns_successes_renamed(void)
{
    static const nz_results_column_t names[] = { { "successes", "correct" } };
    const nz_results_options_t options = { .columns = names, .n_columns = 1 };
    nz_results_t t = nz_test_results_read("metric,parameters,trials,correct,score\n"
                                          "acc,1,10,4,9\nbleu,1,10,,9\n",
        &options);

    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 2);
    CU_ASSERT_TRUE(t.rows[0].successes == 4 && t.rows[1].score == 9.0);
    nz_results_free(&t);
}

static void
test_columns_standard_error_renamed(void)
{
    static const nz_results_column_t names[] = { { "stderr", "se" },
        { "standard_error", "se" } };

    for (size_t i = 0; i < 2; i++) {
        const nz_results_options_t options = { .columns = &names[i], .n_columns = 1 };
        nz_results_t t = nz_test_results_read(
            "parameters,score,stderr,standard_error,se\n1,.5,.1,.2,.3\n", &options);
        CU_ASSERT_EQUAL(t.rows[0].standard_error, 0.3);
        nz_results_free(&t);
    }
}

static void
test_standard_error_by_either_name(void)
{
    nz_results_t t =
        nz_test_results_plain("parameters,score,standard_error\n1,.5,1e-3\n");

    CU_ASSERT_EQUAL(t.rows[0].standard_error, 1e-3);
    nz_results_free(&t);
    t = nz_test_results_plain("parameters,score,stderr\n1,.5,1e-3\n");
    CU_ASSERT_EQUAL(t.rows[0].standard_error, 1e-3);
    nz_results_free(&t);
}

static void
test_repeats(void)
{
    static const char *const metric[] = { "metric" };
    nz_results_t t =
        nz_test_results_by("family,model,parameters,metric,score\n"
                           "F,a,1,m,.1\nF,b,1,m,.2\nG,a,1,m,.3\n" /* three models */
                           "F,a,2,m,.4\n"                         /* another size */
                           "F,a,1,n,.5\n"                         /* another group */
                           "F,a,1,m,.6\nF,b,1,m,.7\nF,a,1,m,.8\n",
            metric, 1);

    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 2);
    CU_ASSERT_TRUE(t.groups[0].n == 7 && t.groups[0].n_repeats == 3);
    CU_ASSERT_TRUE(t.groups[1].n == 1 && t.groups[1].n_repeats == 0);
    CU_ASSERT_TRUE(t.rows[1].line == 3 && t.rows[1].score == 0.2); /* in table order */
    nz_results_free(&t);
    t = nz_test_results_plain("parameters,score\n1,.5\n2,.6\n1,.7\n");
    CU_ASSERT_EQUAL(t.groups[0].n_repeats, 1); /* without a name it is the same model */
    nz_results_free(&t);
}

/* Of 20000 rows in random order: groups, sizes and scores are those of the row's line. */
static void
test_many_rows(void)
{
    enum { N = 20000, N_GROUPS = 137 };
    char *text = malloc(N * 32 + 64);
    size_t length = 0, n_wrong = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    length = (size_t) sprintf(text, "task,parameters,trials,successes\n");
    for (size_t i = 0; i < N; i++) {
        length += (size_t) sprintf(text + length, "t%zu,%zu,50000,%zu\n",
            (i * 7919) % N_GROUPS, 1 + nz_test_below(1000), i);
    }
    nz_results_t t = nz_test_results_plain(text);
    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, N_GROUPS);
    for (size_t i = 0; i < N_GROUPS; i++) {
        size_t task = (i * 7919) % N_GROUPS;
        char name[16];
        (void) snprintf(name, sizeof(name), "t%zu", task);
        n_wrong += strcmp(nz_results_text(&t, t.groups[i].name), name) != 0;
        for (size_t j = t.groups[i].first; j < t.groups[i].first + t.groups[i].n; j++) {
            n_wrong += t.rows[j].line != t.rows[j].successes + 2;
            n_wrong += (t.rows[j].successes * 7919) % N_GROUPS != task;
        }
    }
    CU_ASSERT_EQUAL(n_wrong, 0);
    nz_results_free(&t);
    free(text);
}

/* Whatever happens to a file, it is a sound table or refused with a message. */
static void
test_damaged_tables(void)
{
    static const char good[] =
        "family,model,parameters,task,metric,trials,successes,score,tokens,stderr\n"
        "F,m,1e9,a,acc,10,3,,20,.1\nF,\"n\",2e9,a,acc,10,,.4,20,\nF,m,3,,quux,7,,.5,,0\n"
        "G,m,1e9,b,loss,,,2.5,5,.1\nG,n,2e9,b,loss,,,1.5,5,.2\n";
    static const char bytes[] = ",,\n\n\"\r0123.eE-+% \t\xFF\xC3\xA9nax";
    const nz_results_options_t options = { .group = NULL };
    size_t n_read = 0;

    for (size_t i = 0; i < 5000; i++) {
        nz_diagnostics_t d = { 0 };
        nz_results_t t = { .n_rows = 77 };
        char text[sizeof(good)];
        memcpy(text, good, sizeof(good));
        for (size_t n = 1 + nz_test_below(3); n > 0; n--) {
            text[nz_test_below(sizeof(good) - 1)] = bytes[nz_test_below(sizeof(bytes))];
        }
        nz_test_write_file(PATH, text, sizeof(good) - 1 - nz_test_below(2));
        if (nz_results_read(PATH, &options, &t, &d) == NZ_OK) {
            CU_ASSERT_EQUAL(d.n, 0);
            nz_test_results_check(&t);
            nz_results_free(&t);
            n_read++;
        } else {
            CU_ASSERT_TRUE(d.n > 0 && t.n_rows == 77 && t.rows == NULL);
        }
    }
    CU_ASSERT_TRUE(n_read > 500 && n_read < 4500);
}

#define MEMORY_TABLE                                                                     \
    "family,model,parameters,task,metric,trials,score,shots\n"                           \
    "F,m,1,a,acc,10,.1,1\nF,n,2,a,acc,10,.2,1\nF,m,1,b,acc,10,.3,1\n"

static void
test_read_without_memory(void)
{
    static const char *const group[] = { "task", "shots" };
    const nz_results_options_t options = { .group = group, .n_group = 2 };
    size_t n_failed = 0, at = 1;
    nz_status_t status = NZ_ERR_NO_MEMORY;

    nz_test_write_file(PATH, MEMORY_TABLE, strlen(MEMORY_TABLE));
    for (; at <= 200 && status != NZ_OK; at++) {
        nz_diagnostics_t d = { 0 };
        nz_results_t t = { .n_rows = 77 };
        long held = nz_test_memory_held();
        nz_test_memory_ends(at);
        status = nz_results_read(PATH, &options, &t, &d);
        n_failed += nz_test_memory_failed();
        nz_test_memory_ends(0);
        if (status != NZ_OK) {
            CU_ASSERT_EQUAL(status, NZ_ERR_NO_MEMORY);
            CU_ASSERT_TRUE(t.n_rows == 77 && t.rows == NULL && t.texts == NULL);
        } else {
            nz_test_results_check(&t);
            nz_results_free(&t);
        }
        CU_ASSERT_EQUAL(nz_test_memory_held(), held);
    }
    CU_ASSERT_EQUAL(status, NZ_OK);
    CU_ASSERT_TRUE(n_failed > 15);
}

/* Published scores of four families, 32 curves; skipped where the file is not. */
static void
test_published_scores(void)
{
    const nz_results_options_t options = { .group = NULL };
    nz_diagnostics_t d = { 0 };
    nz_results_t t = { 0 };
    size_t n_counted = 0, n_bleu = 0;

    if (access(NZ_PUBLISHED_SCORES, R_OK) != 0) {
        printf("(skipped: no %s) ", NZ_PUBLISHED_SCORES);
        return;
    }
    NZ_ASSERT_OK(nz_results_read(NZ_PUBLISHED_SCORES, &options, &t, &d));
    nz_test_results_check(&t);
    CU_ASSERT_TRUE(t.n_rows == 200 && t.n_groups == 32 && t.rounded.n == 0);
    for (size_t i = 0; i < t.n_groups; i++) {
        const nz_result_group_t *g = &t.groups[i];
        bool is_bleu = strcmp(nz_results_text(&t, g->metric), "bleu") == 0;
        n_bleu += is_bleu;
        n_counted += g->is_counted;
        CU_ASSERT_EQUAL(g->law, is_bleu ? NZ_SCORE_NO_LAW : NZ_SCORE_SUCCESSES);
        CU_ASSERT_TRUE(g->n_repeats == 0 && (g->n == 4 || g->n == 5 || g->n == 8));
    }
    CU_ASSERT_TRUE(n_counted == 28 && n_bleu == 4);
    nz_results_free(&t);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_read_all_columns),
        NZ_TEST(test_read_layouts),
        NZ_TEST(test_group_order),
        NZ_TEST(test_group_columns),
        NZ_TEST(test_group_of_several),
        NZ_TEST(test_group_names_differ),
        NZ_TEST(test_group_by_many_long_columns),
        NZ_TEST(test_columns_renamed),
        NZ_TEST(test_columns_exchanged),
        NZ_TEST(test_columns_successes_renamed),
        NZ_TEST(test_columns_standard_error_renamed),
        NZ_TEST(test_standard_error_by_either_name),
        NZ_TEST(test_repeats),
        NZ_TEST(test_many_rows),
        NZ_TEST(test_damaged_tables),
        NZ_TEST(test_read_without_memory),
        NZ_TEST(test_published_scores),
        CU_TEST_INFO_NULL,
    };
    int result = nz_test_main("results", tests, argc, argv);

    (void) unlink(PATH);
    return result;
}
