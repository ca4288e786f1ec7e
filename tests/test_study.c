/* Values, defaults, settings and limits; refusals of single lines are in
 * test_study_refusals.c. */
#include "sim/study.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char base[] = "models: {parameters: [1e7, 1e8]}\n"
                           "law: {c: 1e8, alpha: -0.35}\n"
                           "task: {tokens: [1, 5]}\n"
                           "test_sizes: [20, 100]\n";

static nz_status_t
parse(const char *text, const char *const *settings, size_t n_settings, nz_study_t *out,
    nz_diagnostics_t *d)
{
    *d = (nz_diagnostics_t){ 0 };
    return nz_study_parse(text, strlen(text), "dir/s.yaml", settings, n_settings, out, d);
}

/* Asserts that base with one setting is accepted. */
static nz_study_t
parse_with(const char *setting)
{
    nz_diagnostics_t d;
    nz_study_t study = { 0 };

    NZ_ASSERT_OK(parse(base, &setting, 1, &study, &d));
    return study;
}

/* Asserts that base with one setting is refused with this single message. */
static void
check_setting_refused(const char *setting, const char *message)
{
    nz_diagnostics_t d;
    nz_study_t study = { .seed = 77 };

    CU_ASSERT_EQUAL(parse(base, &setting, 1, &study, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(study.seed, 77);
    CU_ASSERT_EQUAL(d.n, 1);
    CU_ASSERT_STRING_EQUAL(d.text[0], message);
}

static void
test_parse_defaults(void)
{
    nz_diagnostics_t d;
    nz_study_t s;

    NZ_ASSERT_OK(parse(base, NULL, 0, &s, &d));
    CU_ASSERT_STRING_EQUAL(s.title, "");
    CU_ASSERT_EQUAL(s.seed, 0);
    CU_ASSERT_EQUAL(s.replicates, 1000);
    CU_ASSERT_EQUAL(s.level, 0.95);
    CU_ASSERT_EQUAL(s.models.names.n, 2);
    CU_ASSERT_STRING_EQUAL(s.models.names.values[0], "1e+07");
    CU_ASSERT_STRING_EQUAL(s.models.names.values[1], "1e+08");
    CU_ASSERT_EQUAL(s.models.keep_every.n, 1);
    CU_ASSERT_EQUAL(s.models.keep_every.values[0], 1);
    CU_ASSERT_EQUAL(s.law_kind, 0);
    CU_ASSERT_EQUAL(s.law.irreducible, 0.0);
    CU_ASSERT_EQUAL(s.task.kind, NZ_TASK_SEQUENCE);
    CU_ASSERT_EQUAL(s.task.item_correlation, 0.0);
    CU_ASSERT_TRUE(s.task.samples == 1 && s.task.k == 1 && s.task.successes == 0);
    CU_ASSERT_EQUAL(s.clusters.size, 1);
    CU_ASSERT_EQUAL(s.clusters.correlation, 0.0);
    size_t n_metrics = 0; /* those of the kind that need no key, in order */
    for (int i = 0; i < NZ_N_METRICS; i++) {
        if (nz_task_has_metric(nz_task_type(NZ_TASK_SEQUENCE), (nz_metric_t) i)
            && i != NZ_METRIC_PASS_AT_K && i != NZ_METRIC_INVERSE_SAMPLING) {
            CU_ASSERT_TRUE(n_metrics < s.metrics.n && s.metrics.values[n_metrics] == i);
            n_metrics++;
        }
    }
    CU_ASSERT_EQUAL(s.metrics.n, n_metrics);
    CU_ASSERT_EQUAL_FATAL(s.intervals.n, 2);
    CU_ASSERT_EQUAL(s.intervals.values[0], NZ_METHOD_BOOTSTRAP_PERCENTILE);
    CU_ASSERT_EQUAL(s.intervals.values[1], NZ_METHOD_CLOPPER_PEARSON);
    CU_ASSERT_EQUAL(s.bootstrap.engine, NZ_ENGINE_EXACT);
    CU_ASSERT_EQUAL(s.bootstrap.resamples, 2000);
    CU_ASSERT_PTR_NULL(s.observed);
    nz_study_free(&s);
    CU_ASSERT_PTR_NULL(s.title);
    nz_study_free(&s); /* legal again */
}

static void
test_parse_every_key(void)
{
    static const char text[] =
        "title: 'A title: no, \"two\"'\n"
        "seed: 18446744073709551615\nreplicates: 3e2\nlevel: .5\n"
        "models:\n  parameters: [125e6, 1.5e9]\n  names: [small, big one]\n"
        "law: {kind: power, c: 1234.5, alpha: -10, irreducible: 0.25}\n"
        "task: {kind: sequence, tokens: [2, 30, 1e6], item_correlation: 0.5}\n"
        "clusters: {size: 1, correlation: 0.125}\n"
        "test_sizes: [1, 2.0e3, 9007199254.0]\n"
        "metrics: [token_edit_distance]\nintervals: [wilson, bootstrap_percentile]\n"
        "bootstrap: {engine: resample, resamples: 10}\nobserved: a/b.csv\n";
    nz_diagnostics_t d;
    nz_study_t s;

    NZ_ASSERT_OK(parse(text, NULL, 0, &s, &d));
    CU_ASSERT_STRING_EQUAL(s.title, "A title: no, \"two\"");
    CU_ASSERT_EQUAL(s.seed, UINT64_MAX);
    CU_ASSERT_EQUAL(s.replicates, 300);
    CU_ASSERT_EQUAL(s.level, 0.5);
    CU_ASSERT_EQUAL_FATAL(s.models.parameters.n, 2);
    CU_ASSERT_EQUAL(s.models.parameters.values[0], 125e6);
    CU_ASSERT_EQUAL(s.models.parameters.values[1], 1.5e9);
    CU_ASSERT_STRING_EQUAL(s.models.names.values[1], "big one");
    CU_ASSERT_EQUAL(s.law.c, 1234.5);
    CU_ASSERT_EQUAL(s.law.alpha, -10.0);
    CU_ASSERT_EQUAL(s.law.irreducible, 0.25);
    CU_ASSERT_EQUAL_FATAL(s.task.difficulty.n, 3);
    CU_ASSERT_EQUAL(s.task.difficulty.values[2], 1000000);
    CU_ASSERT_EQUAL(s.task.item_correlation, 0.5);
    CU_ASSERT_EQUAL(s.clusters.size, 1);
    CU_ASSERT_EQUAL(s.clusters.correlation, 0.125);
    CU_ASSERT_EQUAL_FATAL(s.test_sizes.n, 3);
    CU_ASSERT_EQUAL(s.test_sizes.values[1], 2000);
    CU_ASSERT_EQUAL(s.test_sizes.values[2], UINT64_C(9007199254));
    CU_ASSERT_EQUAL_FATAL(s.metrics.n, 1);
    CU_ASSERT_EQUAL(s.metrics.values[0], NZ_METRIC_TOKEN_EDIT_DISTANCE);
    CU_ASSERT_EQUAL(s.intervals.values[0], NZ_METHOD_WILSON);
    CU_ASSERT_EQUAL(s.intervals.values[1], NZ_METHOD_BOOTSTRAP_PERCENTILE);
    CU_ASSERT_EQUAL(s.bootstrap.engine, NZ_ENGINE_RESAMPLE);
    CU_ASSERT_EQUAL(s.bootstrap.resamples, 10);
    CU_ASSERT_STRING_EQUAL(s.observed, "a/b.csv");
    nz_study_free(&s);
}

static void
test_parse_grid_in_equal_log_steps(void)
{
    nz_study_t s = parse_with("models.parameters={from: 1e7, to: 1e11, count: 9}");

    CU_ASSERT_EQUAL_FATAL(s.models.parameters.n, 9);
    for (size_t i = 0; i < 9; i++) {
        NZ_ASSERT_REL(
            s.models.parameters.values[i], 1e7 * exp((double) i * log(10) / 2), 1e-14);
    }
    CU_ASSERT_EQUAL(s.models.parameters.values[2], 1e8); /* powers of ten exactly */
    CU_ASSERT_EQUAL(s.models.parameters.values[8], 1e11);
    CU_ASSERT_STRING_EQUAL(s.models.names.values[2], "1e+08");
    nz_study_free(&s);
    /* The ends as written, though pow(10, log10(x)) is not x for either. */
    s = parse_with("models.parameters={from: 125e6, to: 66e9, count: 2}");
    CU_ASSERT_EQUAL(s.models.parameters.values[0], 125e6);
    CU_ASSERT_EQUAL(s.models.parameters.values[1], 66e9);
    nz_study_free(&s);
}

static void
test_parse_grid_without_room(void)
{
    check_setting_refused(
        "models.parameters={from: 1e15, to: 1000000000000001, count: 9}",
        "--set models.parameters={from: 1e15, to: 1000000000000001, count: 9}: "
        "`models.parameters`: expected `from` below `to`, with room for `count` values, "
        "found a mapping");
}

static void
test_parse_single_value_as_list(void)
{
    static const char *const settings[] = { "models={parameters: 5e8, names: one}",
        "test_sizes=7", "metrics=accuracy", "intervals=all", "observed=x.csv",
        "observed=null", "task.tokens=3" };
    nz_diagnostics_t d;
    nz_study_t s;

    NZ_ASSERT_OK(parse(base, settings, NZ_COUNT_OF(settings), &s, &d));
    CU_ASSERT_EQUAL(s.models.parameters.n, 1);
    CU_ASSERT_EQUAL(s.models.parameters.values[0], 5e8);
    CU_ASSERT_STRING_EQUAL(s.models.names.values[0], "one");
    CU_ASSERT_EQUAL(s.test_sizes.values[0], 7);
    CU_ASSERT_EQUAL(s.metrics.n, 1);
    CU_ASSERT_EQUAL(s.intervals.n, NZ_N_INTERVAL_METHODS);
    CU_ASSERT_PTR_NULL(s.observed);
    nz_study_free(&s);
}

static void
test_settings_replace_and_add(void)
{
    static const char *const settings[] = { "law.alpha=-0.5", "test_sizes=[1, 2, 3]",
        "bootstrap.engine=resample", "seed=4", "seed=5", "models.parameters.from=1e6",
        "models.parameters.to=1e9", "models.parameters.count=4", "title=a = b" };
    nz_diagnostics_t d;
    nz_study_t s;
    const char text[] = "models: {parameters: {from: 1e7, to: 1e8, count: 2}}\n"
                        "law: {c: 1e8, alpha: zero}\ntask: {tokens: 1}\n";

    NZ_ASSERT_OK(parse(text, settings, NZ_COUNT_OF(settings), &s, &d));
    CU_ASSERT_EQUAL(s.law.alpha, -0.5);
    CU_ASSERT_EQUAL(s.law.c, 1e8);
    CU_ASSERT_EQUAL(s.test_sizes.n, 3);
    CU_ASSERT_EQUAL(s.bootstrap.engine, NZ_ENGINE_RESAMPLE);
    CU_ASSERT_EQUAL(s.bootstrap.resamples, 2000);
    CU_ASSERT_EQUAL(s.seed, 5); /* the last one counts */
    CU_ASSERT_EQUAL(s.models.parameters.n, 4);
    CU_ASSERT_EQUAL(s.models.parameters.values[1], 1e7);
    CU_ASSERT_STRING_EQUAL(s.title, "a = b");
    nz_study_free(&s);
}

/* A section given whole replaces all of it, the names too. */
static void
test_settings_replace_section(void)
{
    static const char *const setting =
        "models={parameters: {from: 1e7, to: 1e9, count: 3}}";
    nz_diagnostics_t d;
    nz_study_t s;
    const char text[] = "models: {parameters: [1e7, 1e8], names: [a, b]}\n"
                        "law: {c: 1e8, alpha: -1}\ntask: {tokens: 1}\ntest_sizes: 5\n";

    NZ_ASSERT_OK(parse(text, &setting, 1, &s, &d));
    CU_ASSERT_EQUAL(s.models.names.n, 3);
    CU_ASSERT_STRING_EQUAL(s.models.names.values[0], "1e+07");
    nz_study_free(&s);
}

static void
test_settings_refused(void)
{
    check_setting_refused("law.alpha=x",
        "--set law.alpha=x: `law.alpha`: expected a number, at least -10 "
        "and below 0, found `x`");
    check_setting_refused("seed=", "--set seed=: `seed`: expected a whole number, 0 to "
                                   "18446744073709551615, found nothing");
    check_setting_refused("seed", "--set seed: expected key=value");
    check_setting_refused("=5", "--set =5: expected key=value");
    check_setting_refused("", "--set : expected key=value");
    check_setting_refused("seeed=5", "--set seeed=5: unknown key `seeed`; did you mean "
                                     "`seed`?");
    check_setting_refused("law.alhpa=5",
        "--set law.alhpa=5: unknown key `law.alhpa`; did "
        "you mean `law.alpha`?");
    check_setting_refused("seed.x=5", "--set seed.x=5: unknown key `seed.x`");
    check_setting_refused("models.parameters.from=5",
        "--set models.parameters.from=5: `models.parameters` is not a mapping in this "
        "study: set all of it");
    check_setting_refused("test_sizes=[20, 100",
        "--set test_sizes=[20, 100: not valid YAML: did not find expected ',' or ']' "
        "while parsing a flow sequence");
    check_setting_refused("law={c: 1e8}",
        "--set law={c: 1e8}: missing key `law.alpha`: Exponent of the law.");
    check_setting_refused("law={c: 1, c: 2, alpha: -1}",
        "--set law={c: 1, c: 2, alpha: -1}: duplicate key `c`");
    check_setting_refused("level=95",
        "--set level=95: `level`: expected a number, 0.5 to "
        "0.999999999999, found `95`: level is a fraction: "
        "write 0.95");
    check_setting_refused("models.names=[x]", "--set models.names=[x]: `models.names`: "
                                              "expected 2 names, one per model size, "
                                              "found 1");
    check_setting_refused("title=\xff", "--set title=?: expected UTF-8 text, found byte "
                                        "0xFF; save the file as UTF-8");
}

/* Long settings are cut in the message. */
static void
test_settings_label_is_cut(void)
{
    char setting[400] = "seed=";

    memset(setting + 5, 'x', 300);
    check_setting_refused(setting,
        "--set seed=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxx...: `seed`: expected a whole number, 0 to 18446744073709551615, found "
        "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...`");
}

/* Errors of the file and of settings are listed together. */
static void
test_parse_lists_all_errors(void)
{
    static const char *const settings[] = { "seed=-1", "nonsense=1", "broken=" };
    nz_diagnostics_t d;
    nz_study_t s;
    const char text[] = "seed: -5\nlevel: 7\nlaw: {c: x, alpha: 1}\nlevel: 3\ntask: 3\n"
                        "observed: [1]\n";
    static const char *const expected[] = {
        "dir/s.yaml:4:1: duplicate key `level`",
        "--set nonsense=1: unknown key `nonsense`",
        "--set broken=: unknown key `broken`",
        "dir/s.yaml:5:7: `task`: expected a mapping",
        "--set seed=-1: `seed`: expected",
        "dir/s.yaml:2:8: `level`: expected",
        "dir/s.yaml:1:1: missing key `models.parameters`",
        "dir/s.yaml:3:10: `law.c`: expected",
        "dir/s.yaml:3:20: `law.alpha`: expected",
        "dir/s.yaml:1:1: missing key `test_sizes`",
        "dir/s.yaml:6:11: `observed`: expected text, found a list",
    };

    CU_ASSERT_EQUAL(parse(text, settings, 3, &s, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL_FATAL(d.n, NZ_COUNT_OF(expected));
    for (size_t i = 0; i < d.n; i++) {
        CU_ASSERT_EQUAL(strncmp(d.text[i], expected[i], strlen(expected[i])), 0);
    }
}

/* Messages that were there before neither refuse the study nor disappear. */
static void
test_parse_keeps_earlier_messages(void)
{
    nz_diagnostics_t d = { .n = NZ_DIAGNOSTICS_MAX, .n_omitted = 3 };
    nz_study_t s = { .seed = 5 };

    NZ_ASSERT_OK(nz_study_parse(base, strlen(base), "f", NULL, 0, &s, &d));
    nz_study_free(&s);
    CU_ASSERT_EQUAL(nz_study_parse("a: 1", 4, "f", NULL, 0, &s, &d), NZ_ERR_INPUT);
    CU_ASSERT_TRUE(d.n_omitted > 3);
}

/* A text with n increasing test sizes. */
static char *
make_long_study(size_t n)
{
    size_t size = sizeof(base) + 64 + 9 * n;
    char *text = malloc(size);
    size_t used = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    used = (size_t) snprintf(
        text, size, "%.*stest_sizes:\n", (int) (strstr(base, "test_sizes") - base), base);
    for (size_t i = 1; i <= n; i++) {
        used +=
            (size_t) snprintf(text + used, size - used, "%s%zu", i > 1 ? "," : " [", i);
    }
    (void) snprintf(text + used, size - used, "]\n");
    return text;
}

static void
test_parse_list_limit(void)
{
    static const size_t too_long[] = { NZ_STUDY_LIST_MAX + 1, 1000000 };
    nz_diagnostics_t d;
    nz_study_t s = { .seed = 9 };
    char *text = make_long_study(NZ_STUDY_LIST_MAX);

    NZ_ASSERT_OK(parse(text, NULL, 0, &s, &d));
    CU_ASSERT_EQUAL(s.test_sizes.n, NZ_STUDY_LIST_MAX);
    nz_study_free(&s);
    free(text);
    for (size_t i = 0; i < NZ_COUNT_OF(too_long); i++) {
        text = make_long_study(too_long[i]);
        CU_ASSERT_EQUAL(parse(text, NULL, 0, &s, &d), NZ_ERR_INPUT);
        CU_ASSERT_EQUAL(d.n, 1);
        CU_ASSERT_STRING_EQUAL(
            d.text[0], "dir/s.yaml:5:3896: `test_sizes` holds more than 1000 values");
        free(text);
    }
}

/* Many lists of allowed length are too many values all the same. */
static void
test_parse_value_limit(void)
{
    nz_diagnostics_t d;
    nz_study_t s;
    size_t size = 100000;
    char *text = malloc(size);
    size_t used = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (int i = 0; i < 25; i++) {
        used += (size_t) snprintf(text + used, size - used, "k%02d: [1", i);
        for (int j = 1; j < 1000; j++) {
            used += (size_t) snprintf(text + used, size - used, ",1");
        }
        used += (size_t) snprintf(text + used, size - used, "]\n");
    }
    CU_ASSERT_EQUAL(parse(text, NULL, 0, &s, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(d.n, 1);
    CU_ASSERT_STRING_EQUAL(d.text[0], "dir/s.yaml:20:1965: too many values for a study");
    free(text);
}

static void
test_parse_cell_limit(void)
{
    static const char *const allowed[] = {
        "models.parameters={from: 1, to: 9, count: 1000}", "task.tokens=1"
    };
    static const char *const more[] = { "models.parameters={from: 1, to: 9, count: 1000}",
        "task.tokens=[1, 2]" };
    nz_diagnostics_t d;
    nz_study_t s = { .seed = 9 };
    char *text = make_long_study(1000);

    NZ_ASSERT_OK(parse(text, allowed, 2, &s, &d));
    nz_study_free(&s);
    CU_ASSERT_EQUAL(parse(text, more, 2, &s, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(d.n, 1);
    CU_ASSERT_STRING_EQUAL(d.text[0],
        "dir/s.yaml:5:2: `test_sizes`: expected a study of at most 1000000 cells, found "
        "2000000 (1000 models x 2 target lengths x 1000 test sizes)");
    free(text);
}

static void
test_parse_token_total_limit(void)
{
    static const char *const allowed[] = { "test_sizes=1801439850948198",
        "task.tokens=5" };
    nz_diagnostics_t d;
    nz_study_t s = { 0 };

    NZ_ASSERT_OK(parse(base, allowed, 2, &s, &d)); /* 2^53 = 5 * 1801439850948198 + 2 */
    nz_study_free(&s);
    check_setting_refused("test_sizes=1801439850948199",
        "--set test_sizes=1801439850948199: `test_sizes`: expected at most "
        "1801439850948198 items where `tokens` is 5, found 1801439850948199");
}

static void
test_parse_null_arguments(void)
{
    nz_diagnostics_t d = { 0 };
    nz_study_t s = { .seed = 3 };

    CU_ASSERT_EQUAL(nz_study_parse(NULL, 0, "f", NULL, 0, &s, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_study_parse("", 0, NULL, NULL, 0, &s, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_study_parse("", 0, "f", NULL, 1, &s, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_study_parse("", 0, "f", NULL, 0, NULL, &d), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_study_parse("", 0, "f", NULL, 0, &s, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(d.n, 0);
    CU_ASSERT_EQUAL(s.seed, 3);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_parse_defaults),
        NZ_TEST(test_parse_every_key),
        NZ_TEST(test_parse_grid_in_equal_log_steps),
        NZ_TEST(test_parse_grid_without_room),
        NZ_TEST(test_parse_single_value_as_list),
        NZ_TEST(test_settings_replace_and_add),
        NZ_TEST(test_settings_replace_section),
        NZ_TEST(test_settings_refused),
        NZ_TEST(test_settings_label_is_cut),
        NZ_TEST(test_parse_lists_all_errors),
        NZ_TEST(test_parse_keeps_earlier_messages),
        NZ_TEST(test_parse_list_limit),
        NZ_TEST(test_parse_value_limit),
        NZ_TEST(test_parse_cell_limit),
        NZ_TEST(test_parse_token_total_limit),
        NZ_TEST(test_parse_null_arguments),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("study", tests, argc, argv);
}
