#include "sim/results.h"

#include "tests/results_table.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>

/* A known metric of 0/1 outcomes is counted, to the nearest if it is rounded far. */
static void
test_scores_counted(void)
{
    nz_results_t t =
        nz_test_results_plain("metric,parameters,trials,score\n"
                              "acc,1,1000,.001\nacc,2,1319,.33\nacc,3,1319,.3336\n"
                              "acc,4,,.123\nacc,5,3000,.002\nacc,6,1319,0.1\n");

    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 1);
    CU_ASSERT_EQUAL(t.groups[0].law, NZ_SCORE_SUCCESSES);
    CU_ASSERT_FALSE(t.groups[0].is_counted);
    CU_ASSERT_EQUAL(t.rows[0].successes, 1);
    CU_ASSERT_EQUAL(t.rows[1].successes, 435);
    CU_ASSERT_EQUAL(t.rows[1].score, 435.0 / 1319.0);
    CU_ASSERT_EQUAL(t.rows[2].successes, 440);
    CU_ASSERT_EQUAL(t.rows[3].successes, NZ_RESULT_UNCOUNTED);
    CU_ASSERT_TRUE(t.rows[3].trials == 0 && t.rows[3].score == 0.123);
    CU_ASSERT_EQUAL(t.rows[4].successes, 6);
    CU_ASSERT_EQUAL(t.rows[5].successes, 132);
    CU_ASSERT_EQUAL(t.rounded.n, 2);
    CU_ASSERT_EQUAL(t.rounded.line, 3);
    nz_results_free(&t);
}

/* One of 0/1 outcomes that no count gives, or percent, stays as printed. */
static void
test_scores_of_no_count(void)
{
    nz_results_t t = nz_test_results_plain(
        "task,metric,parameters,trials,score\n"
        "good,acc,1,10,.2\nmean,acc,2,10,.25\nmean,acc,1,10,.3\n"
        "good,acc,2,10,.7\npercent,acc,1,200,16.5\npercent,acc,2,,100\n"
        "blank,acc,1,,.25\nother,bleu,1,10,16.5\nother,bleu,2,10,.25\n"
        "unknown,quux,1,10,.25\n");
    const nz_result_t *rows = t.rows;

    nz_test_results_check(&t);
    CU_ASSERT_TRUE_FATAL(t.n_groups == 6 && t.n_rows == 10);
    CU_ASSERT_TRUE(t.groups[0].is_counted && rows[0].successes == 2);
    CU_ASSERT_EQUAL(rows[1].successes, 7);
    for (size_t i = 1; i < 6; i++) {
        CU_ASSERT_FALSE(t.groups[i].is_counted);
        CU_ASSERT_EQUAL(t.groups[i].law, i == 4 ? NZ_SCORE_NO_LAW : NZ_SCORE_SUCCESSES);
    }
    CU_ASSERT_TRUE(rows[2].successes == 3 && rows[2].score == 3.0 / 10.0);
    CU_ASSERT_TRUE(rows[3].successes == NZ_RESULT_UNCOUNTED && rows[3].score == .25);
    CU_ASSERT_TRUE(rows[3].trials == 10 && rows[4].trials == 200);
    CU_ASSERT_TRUE(rows[4].successes == NZ_RESULT_UNCOUNTED && rows[4].score == 16.5);
    CU_ASSERT_TRUE(rows[5].successes == NZ_RESULT_UNCOUNTED && rows[5].score == 100.0);
    CU_ASSERT_EQUAL(t.uncounted.n, 3);
    CU_ASSERT_EQUAL(t.uncounted.line, 3);
    CU_ASSERT_EQUAL(t.rounded.n, 0);
    nz_results_free(&t);
}

/* A zero of few digits may hide a success: one of 2000 is .0005, which three digits print
 * as .001 or .000. A single score with more digits says that all have them. */
static void
test_zeros_by_rounding(void)
{
    static const struct {
        const char *rows;
        size_t n, line;
    } cases[] = {
        { "acc,1,2000,.120\nacc,2,2000,.000\nacc,3,2000,0\n", 2, 3 },
        { "acc,1,2000,.120\nacc,2,2000,.0000\nacc,3,2000,0\n", 0, 0 },
        { "acc,1,2000,.1205\nacc,2,2000,.000\nacc,3,2000,0.0\n", 0, 0 },
        { "acc,1,1999,.120\nacc,2,1999,.000\n", 0, 0 },
        { "acc,1,2000,1.2e-1\nacc,2,2000,0\n", 1, 3 },
        { "acc,1,2000,.120\nem,2,2000,.0005\nacc,3,2000,.000\n", 0, 0 },
        { "acc,1,2000,.120\nbleu,2,2000,.05251\nacc,3,2000,.000\n", 1, 4 },
        { "acc,1,2000,.120\nem,2,2000,.05231\nacc,3,2000,.000\n", 1, 4 },
        { "quux,2,2000,.00\nquux,1,2000,.50\n", 1, 2 },
        { "bleu,2,2000,.00\nbleu,1,2000,.50\n", 0, 0 },
    };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        char text[256];
        (void) snprintf(
            text, sizeof(text), "metric,parameters,trials,score\n%s", cases[i].rows);
        nz_results_t t = nz_test_results_plain(text);
        CU_ASSERT_EQUAL(t.coarse.n, cases[i].n);
        CU_ASSERT_EQUAL(t.coarse.line, cases[i].line);
        nz_results_free(&t);
    }
    nz_results_t counts = nz_test_results_plain(
        "parameters,trials,successes,score\n1,2000,0,.00\n2,2000,1000,.50\n");
    CU_ASSERT_EQUAL(counts.coarse.n, 0);
    nz_results_free(&counts);
}

/* An unknown metric has counts only if every row of the group is one, and a law of
 * successes only if all scores are from 0 to 1. */
static void
test_unknown_metric(void)
{
    static const struct {
        const char *second;
        nz_score_law_t law;
        uint64_t first_successes;
        double first_score;
    } cases[] = {
        { "2,9,.67,\n", NZ_SCORE_SUCCESSES, 3, 1.0 / 3.0 },
        { "2,9,0,9\n", NZ_SCORE_SUCCESSES, 3, 1.0 / 3.0 },
        { "2,9,.62,\n", NZ_SCORE_SUCCESSES, NZ_RESULT_UNCOUNTED, 0.33 },
        { "2,,.67,\n", NZ_SCORE_SUCCESSES, NZ_RESULT_UNCOUNTED, 0.33 },
        { "2,1319,.67,\n", NZ_SCORE_SUCCESSES, NZ_RESULT_UNCOUNTED, 0.33 },
        { "2,10,37.5,\n", NZ_SCORE_NO_LAW, NZ_RESULT_UNCOUNTED, 0.33 },
        { "2,10,2,\n", NZ_SCORE_NO_LAW, NZ_RESULT_UNCOUNTED, 0.33 },
        { "2,10,-1,\n", NZ_SCORE_NO_LAW, NZ_RESULT_UNCOUNTED, 0.33 },
    };
    static const char *const heads[] = { "parameters,trials,score,successes\n1,9,.33,\n",
        "metric,parameters,trials,score,successes\nquux,1,9,.33,\nquux," };

    for (size_t i = 0; i < 2 * NZ_COUNT_OF(cases); i++) {
        char text[256];
        (void) snprintf(text, sizeof(text), "%s%s", heads[i % 2], cases[i / 2].second);
        nz_results_t t = nz_test_results_plain(text);
        nz_test_results_check(&t);
        CU_ASSERT_EQUAL_FATAL(t.n_groups, 1);
        CU_ASSERT_EQUAL(t.groups[0].law, cases[i / 2].law);
        CU_ASSERT_EQUAL(t.groups[0].is_counted, cases[i / 2].first_successes == 3);
        CU_ASSERT_EQUAL(t.rows[0].successes, cases[i / 2].first_successes);
        CU_ASSERT_EQUAL(t.rows[0].score, cases[i / 2].first_score);
        CU_ASSERT_EQUAL(t.rounded.n, 0);
        nz_results_free(&t);
    }
}

/* Counts that are there stay, whatever the others of the group are. */
static void
test_unknown_metric_with_counts(void)
{
    nz_results_t t = nz_test_results_plain("parameters,trials,successes,score\n"
                                           "1,9,3,\n2,9,,.62\n3,8,,.25\n");

    nz_test_results_check(&t);
    CU_ASSERT_TRUE(t.groups[0].law == NZ_SCORE_SUCCESSES && !t.groups[0].is_counted);
    CU_ASSERT_TRUE(t.rows[0].successes == 3 && t.rows[0].score == 1.0 / 3.0);
    CU_ASSERT_TRUE(t.rows[1].successes == NZ_RESULT_UNCOUNTED && t.rows[1].trials == 9);
    CU_ASSERT_TRUE(t.rows[2].successes == NZ_RESULT_UNCOUNTED && t.rows[2].score == .25);
    nz_results_free(&t);
}

/* The law is that of the metric; other scores are not counted, and may be anything. */
static void
test_metric_laws(void)
{
    static const struct {
        const char *metric;
        nz_score_law_t law;
    } cases[] = { { "exact_match", NZ_SCORE_SUCCESSES }, { "bleu", NZ_SCORE_NO_LAW },
        { "loss", NZ_SCORE_LOSS }, { "brier_score", NZ_SCORE_BRIER },
        { "token_edit_distance", NZ_SCORE_DISTANCE } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        bool is_counted = cases[i].law == NZ_SCORE_SUCCESSES;
        char text[256];
        (void) snprintf(text, sizeof(text),
            "metric,parameters,trials,score\n%s,1,10,.5\n%s,2,10,%s\n", cases[i].metric,
            cases[i].metric, is_counted ? "1" : "37.5");
        nz_results_t t = nz_test_results_plain(text);
        nz_test_results_check(&t);
        CU_ASSERT_EQUAL(t.groups[0].law, cases[i].law);
        CU_ASSERT_EQUAL(t.groups[0].is_counted, is_counted);
        CU_ASSERT_EQUAL(t.rows[1].score, is_counted ? 1.0 : 37.5);
        CU_ASSERT_EQUAL(t.rows[1].trials, 10);
        nz_results_free(&t);
    }
}

/* The laws of many metrics, each looked up again and again. */
static void
test_many_metrics(void)
{
    enum { N = 300 };
    static const nz_score_law_t laws[] = { NZ_SCORE_SUCCESSES, NZ_SCORE_LOSS };
    static const char *const known[] = { "acc", "loss" };
    char text[N * 64] = "metric,parameters,trials,score\n";
    size_t used = strlen(text), n_wrong = 0;

    for (size_t i = 0; i < N; i++) {
        bool is_known = i % 3 < 2;
        used += (size_t) snprintf(text + used, sizeof(text) - used, "%s%.0zu,1,10,%s\n",
            is_known ? known[i % 3] : "quux", is_known ? 0 : i,
            i % 3 == 0 ? "0.5" : "37.5");
    }
    nz_results_t t = nz_test_results_plain(text);
    nz_test_results_check(&t);
    CU_ASSERT_EQUAL_FATAL(t.n_groups, 2 + N / 3);
    for (size_t i = 0; i < t.n_groups; i++) {
        n_wrong += t.groups[i].law != (i < 2 ? laws[i] : NZ_SCORE_NO_LAW);
    }
    CU_ASSERT_EQUAL(n_wrong, 0);
    nz_results_free(&t);
}

/* Several metrics are one curve only if all are counts. */
static void
test_mixed_metrics(void)
{
    static const struct {
        const char *first, *second;
        nz_score_law_t law;
        uint64_t successes; /* of the first row, .5 of 10 */
    } cases[] = {
        { "acc", "exact_match", NZ_SCORE_SUCCESSES, 5 },
        { "acc", "quux", NZ_SCORE_SUCCESSES, 5 },
        { "quux", "acc", NZ_SCORE_SUCCESSES, 5 },
        { "acc", "loss", NZ_SCORE_NO_LAW, 5 },
        { "loss", "acc", NZ_SCORE_NO_LAW, NZ_RESULT_UNCOUNTED },
        { "quux", "loss", NZ_SCORE_NO_LAW, NZ_RESULT_UNCOUNTED },
        { "loss", "cross_entropy", NZ_SCORE_NO_LAW, NZ_RESULT_UNCOUNTED },
        { "acc", "", NZ_SCORE_SUCCESSES, 5 },
    };
    static const char *const task[] = { "task" };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        char text[256];
        (void) snprintf(text, sizeof(text),
            "task,metric,parameters,trials,score\nt,%s,1,10,.5\nt,%s,2,10,.6\n",
            cases[i].first, cases[i].second);
        nz_results_t t = nz_test_results_by(text, task, 1);
        nz_test_results_check(&t);
        CU_ASSERT_EQUAL_FATAL(t.n_groups, 1);
        CU_ASSERT_EQUAL(t.groups[0].law, cases[i].law);
        CU_ASSERT_EQUAL(t.rows[0].successes, cases[i].successes);
        nz_test_results_text(&t, t.groups[0].metric, "");
        nz_test_results_text(&t, t.groups[0].task, "t");
        nz_results_free(&t);
    }
}

static void
test_tokens(void)
{
    static const struct {
        const char *first, *second;
        double tokens;
        bool is_mixed;
    } cases[] = { { "20", "20.0", 20.0, false }, { "1", "1", 1.0, false },
        { "2.5", "2.5", 2.5, false }, { "20", "5", (double) NAN, true },
        { "20", "", (double) NAN, true }, { "", "20", (double) NAN, true },
        { "", "", (double) NAN, false } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        char text[128];
        (void) snprintf(text, sizeof(text), "parameters,score,tokens\n1,.5,%s\n2,.6,%s\n",
            cases[i].first, cases[i].second);
        nz_results_t t = nz_test_results_plain(text);
        CU_ASSERT_TRUE(t.groups[0].tokens == cases[i].tokens
                       || (isnan(t.groups[0].tokens) && isnan(cases[i].tokens)));
        CU_ASSERT_EQUAL(t.groups[0].has_mixed_tokens, cases[i].is_mixed);
        nz_results_free(&t);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_scores_counted),
        NZ_TEST(test_scores_of_no_count),
        NZ_TEST(test_zeros_by_rounding),
        NZ_TEST(test_unknown_metric),
        NZ_TEST(test_unknown_metric_with_counts),
        NZ_TEST(test_metric_laws),
        NZ_TEST(test_many_metrics),
        NZ_TEST(test_mixed_metrics),
        NZ_TEST(test_tokens),
        CU_TEST_INFO_NULL,
    };

    return nz_test_main("results_scores", tests, argc, argv);
}
