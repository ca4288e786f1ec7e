#include "sim/import.h"

#include "tests/import_files.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>

#define DATE "2024-05-01T10-20-30"
#define LATER "2024-06-01T10-20-30"

static void
check(const nz_import_file_t *files, size_t n, const char *const *rows,
    const char *const *messages)
{
    nz_import_t import;
    nz_diagnostics_t d;

    nz_import_files_read(files, n, NULL, &import, &d);
    nz_import_files_check_rows(&import, rows);
    nz_import_files_check_messages(&d, messages);
    nz_import_free(&import);
}

#define SCORE_2                                                                          \
    "{\"results\": {\"t\": {\"acc,none\": 0.2}, \"u\": {\"acc,none\": 0}}, "             \
    "\"model_name\": \"m-1b\"}"
#define SCORE_3 "{\"results\": {\"t\": {\"acc,none\": 0.3}}, \"model_name\": \"m-1b\"}"

static void
test_import_complete_newest_counts(void)
{
    const char *old_rows[] = { "m|m-1b|1e+09|t|acc||||0.3|", "m|m-1b|1e+09|u|acc||||0|",
        NULL };
    const char *new_rows[] = { "m|m-1b|1e+09|u|acc||||0|", "m|m-1b|1e+09|t|acc||||0.3|",
        NULL };
    const char *messages[] = { NULL, NULL };
    /* The order of the command line does not matter if there are dates, */
    const nz_import_file_t dated[] = { { "results_" LATER ".json", SCORE_3 },
        { "results_" DATE ".json", SCORE_2 } };
    messages[0] = "results_" DATE ".json: 1 of its scores is also in results_" LATER
                  ".json, which counts instead";
    check(dated, 2, old_rows, messages);
    const nz_import_file_t in_order[] = { dated[1], dated[0] };
    check(in_order, 2, new_rows, messages);
    /* and otherwise the last. */
    const nz_import_file_t undated[] = { { "a.json", SCORE_2 }, { "b.json", SCORE_3 } };
    messages[0] = "a.json: 1 of its scores is also in b.json, which counts instead";
    check(undated, 2, new_rows, messages);
    const nz_import_file_t mixed[] = { { "results_" LATER ".json", SCORE_2 },
        { "b.json", SCORE_3 } };
    messages[0] =
        "results_" LATER ".json: 1 of its scores is also in b.json, which counts instead";
    check(mixed, 2, new_rows, messages);
}

/* Of one date, as of a log that was copied, the last counts too. */
static void
test_import_complete_of_one_date(void)
{
    const nz_import_file_t files[] = { { "a/results_" DATE ".json", SCORE_3 },
        { "b/results_" DATE ".json", SCORE_2 } };
    const char *rows[] = { "m|m-1b|1e+09|t|acc||||0.2|", "m|m-1b|1e+09|u|acc||||0|",
        NULL };
    const char *messages[] = { "a/results_" DATE
                               ".json: 1 of its scores is also in b/results_" DATE
                               ".json, which counts instead",
        NULL };

    check(files, 2, rows, messages);
}

static void
test_import_complete_three_logs(void)
{
    const nz_import_file_t files[] = { { "a_" LATER ".json", SCORE_3 },
        { "b_" DATE ".json", SCORE_3 }, { "c_" DATE ".json", SCORE_2 } };
    const char *rows[] = { "m|m-1b|1e+09|t|acc||||0.3|", "m|m-1b|1e+09|u|acc||||0|",
        NULL };
    const char *messages[] = { "b_" DATE ".json: 1 of its scores is also in a_" LATER
                               ".json, which counts instead",
        "c_" DATE ".json: 1 of its scores is also in a_" LATER
        ".json, which counts instead",
        NULL };

    check(files, 3, rows, messages);
}

/* Other shots, other revisions and rows of one table are no duplicates. */
static void
test_import_complete_distinct_scores(void)
{
    const nz_import_file_t files[] = {
        { "a.json", "{\"results\": {\"t\": {\"acc,none\": 0.2}}, \"n-shot\": {\"t\": 0}, "
                    "\"model_name\": \"m-1b\"}" },
        { "b.json", "{\"results\": {\"t\": {\"acc,none\": 0.3}}, \"n-shot\": {\"t\": 5}, "
                    "\"model_name\": \"m-1b\"}" },
        { "c.json", "{\"results\": {\"t\": {\"acc,none\": 0.4}}, \"n-shot\": {\"t\": 5}, "
                    "\"model_name\": \"m-1b\", \"config\": {\"model_args\": "
                    "\"revision=r\"}}" },
        { "d.csv", "model,task,metric,score\nn-1b,t,acc,1\nn-1b,t,acc,2\n" },
        { "e.csv", "parameters,score\n7,1\n" },
        { "f.csv", "parameters,score\n8,1\n" },
        { "g.csv", "task,score\nt,1\n" },
        { "h.csv", "task,score\nt,1\n" },
    };
    const char *rows[] = { "m|m-1b|1e+09|t|acc|0|||0.2|", "m|m-1b|1e+09|t|acc|5|||0.3|",
        "m|m-1b@r|1e+09|t|acc|5|||0.4|", "n|n-1b|1e+09|t|acc||||1|",
        "n|n-1b|1e+09|t|acc||||2|", "||7||||||1|", "||8||||||1|", "|||t|||||1|",
        "|||t|||||1|", NULL };
    const char *messages[] = { NULL };

    check(files, 8, rows, messages);
    /* Of unnamed models of one size there is one. */
    const nz_import_file_t same[] = { { "e.csv", "parameters,score\n7,1\n" },
        { "f.csv", "parameters,score\n7,2\n" } };
    const char *same_rows[] = { "||7||||||2|", NULL };
    const char *same_messages[] = {
        "e.csv: 1 of its scores is also in f.csv, which counts instead", NULL
    };
    check(same, 2, same_rows, same_messages);
    const nz_import_file_t families[] = { same[0],
        { "f.csv", "parameters,score,family\n7,2,B\n" } };
    const char *family_rows[] = { "||7||||||1|", "B||7||||||2|", NULL };
    check(families, 2, family_rows, messages);
}

#define ITEMS "{\"doc_id\": 0, \"acc\": 1}\n{\"doc_id\": 1, \"acc\": 0}\n"
#define RUN(score)                                                                       \
    "{\"results\": {\"t\": {\"acc,none\": " score ", \"acc_stderr,none\": 0.5}}, "       \
    "\"n-shot\": {\"t\": 3}, \"n-samples\": {\"t\": {\"effective\": 2}}, "               \
    "\"model_name\": \"m-1b\", \"config\": {\"model_num_parameters\": 1234}}"

/* Samples of a run have the successes; if their mean is another, results count. */
static void
test_import_complete_samples_of_a_run(void)
{
    const char *messages[] = { NULL };
    const char *rows[] = { "m|m-1b|1234|t|acc|3|2|1|0.5|0.5", NULL };
    const char *other[] = { "m|m-1b|1234|t|acc|3|2||1|0.5", NULL };
    const nz_import_file_t files[] = { { "o/results_" DATE ".json", RUN("0.5") },
        { "o/samples_t_" DATE ".jsonl", ITEMS } };
    const nz_import_file_t turned[] = { files[1], files[0] };
    const nz_import_file_t differ[] = { { "o/results_" DATE ".json", RUN("1") },
        { "o/samples_t_" DATE ".jsonl", ITEMS } };
    const nz_import_file_t differ_turned[] = { differ[1], differ[0] };

    check(files, 2, rows, messages);
    check(turned, 2, rows, messages);
    check(differ, 2, other, messages);
    check(differ_turned, 2, other, messages);
    /* Results without trials have those of the samples. */
    const char *bare[] = { "m|m-1b|1e+09|t|acc||2||1|", NULL };
    const nz_import_file_t untold[] = { { "o/results_" DATE ".json",
                                            "{\"results\": {\"t\": {\"acc,none\": "
                                            "1}}, \"model_name\": \"m-1b\"}" },
        files[1] };
    check(untold, 2, bare, messages);
    /* In another folder they are known by the date, which tells shots and size. */
    const nz_import_file_t apart[] = { { "p__m-1b/samples_t_" DATE ".jsonl", ITEMS },
        { "o/results_" DATE ".json",
            "{\"results\": {\"t\": {\"acc,none\": 0.5}}, \"n-shot\": {\"t\": 3}, "
            "\"model_name\": \"p/m-1b\", \"config\": {\"model_num_parameters\": "
            "1234}}" } };
    const char *apart_rows[] = { "m|p/m-1b|1234|t|acc|3|2|1|0.5|0.5", NULL };
    check(apart, 2, apart_rows, messages);
}

/* n = 1 + p (1 - p)/stderr^2: of 7 of 60 solved the stderr is sqrt((7/60) (53/60)/59) =
 * .04179359199028117; zeros get the trials of the others. */
static void
test_import_complete_trials_of_standard_errors(void)
{
    const nz_import_file_t files[] = {
        { "a.csv", "task,model,score,stderr\n"
                   "t,a,0.11666666666666667,0.04179359199028117\n"
                   "t,b,0,0\n"
                   "u,a,0.3333333333333333,0.33333333333333337\n"
                   "v,a,0.3,0.0004582577986245406\n" },
        { "b.csv", "task,model,score\nt,c,1\nu,c,0\nz,c,0\n" },
    };
    const char *rows[] = { "|a||t|||60||0.116667|0.0417936", "|b||t|||60||0|0",
        "|a||u|||3||0.333333|0.333333", "|a||v|||1e+06||0.3|0.000458258",
        "|c||t|||60||1|", "|c||u|||3||0|", "|c||z|||||0|", NULL };
    static const nz_import_source_t sources[] = { NZ_IMPORT_OF_STDERR,
        NZ_IMPORT_OF_OTHERS, NZ_IMPORT_OF_STDERR, NZ_IMPORT_OF_STDERR,
        NZ_IMPORT_OF_OTHERS, NZ_IMPORT_OF_OTHERS, NZ_IMPORT_OF_NOTHING };
    const char *messages[] = { NULL };
    nz_import_t import;
    nz_diagnostics_t d;

    nz_import_files_read(files, 2, NULL, &import, &d);
    nz_import_files_check_rows(&import, rows);
    nz_import_files_check_messages(&d, messages);
    CU_ASSERT_EQUAL_FATAL(import.n_rows, NZ_COUNT_OF(sources));
    for (size_t i = 0; i < import.n_rows; i++) {
        CU_ASSERT_EQUAL(import.rows[i].trials_of, sources[i]);
    }
    nz_import_free(&import);
}

/* Standard errors that are rounded, of no 0/1 outcomes, of another n, or of none. */
static void
test_import_complete_standard_errors_that_tell_nothing(void)
{
    static const char *const scores[] = {
        "0.25,0.05",                             /* n = 76, p n = 19 */
        "0.1166667,0.0417936",                   /* 7 of 60, rounded */
        "0.11666666666666667,0.04179359",        /* 7 digits */
        "0.11666666666666667,0.041793592",       /* 8, but 2e-10 off: see below */
        "0.11666666666666667,0.041793593",       /* 8, and 2e-8 off */
        "0.25,0.14433756729740643",              /* n = 10, p n = 2.5 */
        "0.3000006999993,0.0004582578749996884", /* n = 1000001 */
        "0.5,123.45678901",
        "1.5,0.12345678901",
        "-0.5,0.12345678901",
        "0.3,0",
        "1,0",
    };
    nz_import_t import;
    nz_diagnostics_t d;
    char text[1000] = "task,score,stderr\n";

    for (size_t i = 0; i < NZ_COUNT_OF(scores); i++) {
        const size_t n = strlen(text);
        (void) snprintf(text + n, sizeof(text) - n, "t%zu,%s\n", i, scores[i]);
    }
    const nz_import_file_t file = { "a.csv", text };
    nz_import_files_read(&file, 1, NULL, &import, &d);
    CU_ASSERT_EQUAL_FATAL(import.n_rows, NZ_COUNT_OF(scores));
    for (size_t i = 0; i < import.n_rows; i++) {
        CU_ASSERT_EQUAL(import.rows[i].trials, i == 3 ? 60 : 0);
    }
    nz_import_free(&import);
}

static void
test_import_complete_trials_of_sizes_and_limits(void)
{
#define LIMITED(model, limit)                                                            \
    "{\"results\": {\"t\": {\"acc,none\": 0.5}}, \"model_name\": \"" model               \
    "\", \"config\": {\"limit\": " limit "}}"
    const nz_import_file_t files[] = { { "sizes.csv", "task,n_examples\nt,100\nq,7\n" },
        { "a.json", LIMITED("a", "null") }, { "b.json", LIMITED("b", "30") },
        { "c.json", LIMITED("c", "300.0") }, { "d.json", LIMITED("d", "0.1") },
        { "e.csv", "task,model,trials,score\nt,e,50,1\n" } };
    const char *rows[] = { "|a||t|acc||100||0.5|", "|b||t|acc||30||0.5|",
        "|c||t|acc||100||0.5|", "|d||t|acc||||0.5|", "|e||t|||50||1|", NULL };
    const char *messages[] = { NULL };

    check(files, 6, rows, messages);
    /* Without the table, only a log with the same limit can tell. */
    const char *others[] = { "|a||t|acc||50||0.5|", "|b||t|acc||||0.5|", "|e||t|||50||1|",
        NULL };
    const nz_import_file_t some[] = { files[1], files[2], files[5] };
    check(some, 3, others, messages);
    /* Two sizes that differ tell nothing. */
    const nz_import_file_t unclear[] = { files[1], files[5],
        { "f.csv", "task,model,trials,score\nt,f,60,1\n" } };
    const char *unknown[] = { "|a||t|acc||||0.5|", "|e||t|||50||1|", "|f||t|||60||1|",
        NULL };
    check(unclear, 3, unknown, messages);
    /* Samples alone do not tell whether there was a limit. */
    const nz_import_file_t samples[] = { { "s_t.jsonl", ITEMS },
        { "g.csv", "task,model,score\ns_t,g,1\n" } };
    const char *of_samples[] = { "|||s_t|acc||2|1|0.5|0.5", "|g||s_t|||||1|", NULL };
    check(samples, 2, of_samples, messages);
}

/* Tables of sizes alone, and twice with a difference. */
static void
test_import_complete_sizes_alone(void)
{
    const nz_import_file_t files[] = { { "a.csv", "task,n_examples\nt,100\n" },
        { "b.csv", "task,n_examples\nt,90\n" },
        { "c.csv", "task,model,score\nt,c,1\n" } };
    const char *rows[] = { "|||t|||100|||", "|||t|||90|||", NULL };
    const char *unclear[] = { "|c||t|||||1|", NULL };
    const char *messages[] = { NULL };

    check(files, 2, rows, messages);
    check(files, 3, unclear, messages);
}

/* Results of 4 items, samples of the first 2 with the same mean: the results count. */
static void
test_import_complete_truncated_samples(void)
{
    const nz_import_file_t files[] = {
        { "r/results_2024-05-01T10-20-30.json",
            "{\"results\": {\"t\": {\"acc,none\": 0.5, \"em,none\": 0.5}}, "
            "\"n-samples\": {\"t\": {\"original\": 4, \"effective\": 4}}, "
            "\"model_name\": \"m-1b\", \"config\": {}}" },
        { "r/samples_t_2024-05-01T10-20-30.jsonl",
            "{\"doc_id\": 0, \"acc\": 1, \"em\": 0}\n"
            "{\"doc_id\": 1, \"acc\": 0, \"em\": 1}\n" },
    };
    const nz_import_file_t whole[] = { files[0],
        { "r/samples_t_2024-05-01T10-20-30.jsonl",
            "{\"doc_id\": 0, \"acc\": 1, \"em\": 0}\n{\"doc_id\": 1, \"acc\": 0}\n"
            "{\"doc_id\": 2, \"acc\": 1}\n{\"doc_id\": 3, \"acc\": 0, \"em\": 1}\n" } };
    const char *rows[] = { "m|m-1b|1e+09|t|acc||4||0.5|", "m|m-1b|1e+09|t|em||4||0.5|",
        NULL };
    const char *whole_rows[] = { "m|m-1b|1e+09|t|acc||4|2|0.5|0.288675",
        "m|m-1b|1e+09|t|em||2|1|0.5|0.5", NULL };
    const char *messages[] = {
        "r/samples_t_2024-05-01T10-20-30.jsonl: has 2 items of "
        "`acc`, its results say 4: those count (truncated samples?)",
        NULL
    };
    const char *whole_messages[] = {
        "r/samples_t_2024-05-01T10-20-30.jsonl: 2 of 4 items "
        "have no `em`, and do not count there",
        NULL
    };

    check(files, 2, rows, messages);
    check(whole, 2, whole_rows, whole_messages);
}

/* What is called accuracy, but is no k of n. */
static void
test_import_complete_scores_that_are_no_counts(void)
{
    const nz_import_file_t files[] = {
        { "r.json", "{\"results\": {\"t\": {\"acc,none\": 0.33, \"mc2,none\": 0.33, "
                    "\"exact_match,none\": 50}, \"u\": {\"acc,none\": 0.31}, "
                    "\"v\": {\"acc,none\": 0.4}}, \"n-samples\": {\"t\": {\"effective\": "
                    "10}, \"u\": {\"effective\": 10}, \"v\": {\"effective\": 10}}, "
                    "\"config\": {}}" },
        { "t.csv", "metric,score,trials\nacc,0.25,10\nacc,50,10\nacc,0.3,10\n"
                   "acc,0.333,9\n" },
    };
    const char *rows[] = { "|||t|acc||||0.33|", "|||t|mc2||10||0.33|",
        "|||t|exact_match||||50|", "|||u|acc||||0.31|", "|||v|acc||10||0.4|",
        "||||acc||||0.25|", "||||acc||10||50|", "||||acc||10||0.3|", "||||acc||9||0.333|",
        NULL };
    const char *messages[] = { "r.json: `acc` is 0.33 of 10 items of t, not the mean of "
                               "outcomes 0 or 1: printed "
                               "without trials, as all such rows of it",
        "r.json: `exact_match` is 50 of 10 items of t, not the mean of outcomes 0 or 1: "
        "printed without trials, as all such rows of it",
        "t.csv: `acc` is 0.25 of 10 items, not the mean of outcomes 0 or 1: printed "
        "without trials, as all such rows of it",
        "t.csv: `acc` is 50 of 10 items, not the mean of outcomes 0 or 1 (percent?)",
        NULL };

    check(files, 2, rows, messages);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_import_complete_newest_counts),
        NZ_TEST(test_import_complete_of_one_date),
        NZ_TEST(test_import_complete_three_logs),
        NZ_TEST(test_import_complete_distinct_scores),
        NZ_TEST(test_import_complete_samples_of_a_run),
        NZ_TEST(test_import_complete_trials_of_standard_errors),
        NZ_TEST(test_import_complete_standard_errors_that_tell_nothing),
        NZ_TEST(test_import_complete_trials_of_sizes_and_limits),
        NZ_TEST(test_import_complete_sizes_alone),
        NZ_TEST(test_import_complete_truncated_samples),
        NZ_TEST(test_import_complete_scores_that_are_no_counts),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("import_complete", tests, argc, argv);
}
