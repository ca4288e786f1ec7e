/* The resolved study, its round trip, and the description of the keys. */
#include "sim/study.h"
#include "sim/study_keys.h"
#include "sim/study_kinds.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double
uniform(void)
{
    return (double) nz_test_below((size_t) 1 << 53) / 9007199254740992.0;
}

/* Text of pieces that YAML treats specially. */
static char *
odd_text(size_t n_pieces, bool has_layout)
{
    static const char *const pieces[] = { "a", "B c", ": ", "#", " #x", "- ", "-", "\"",
        "'", "\\", "\\n", "{", "}", "[", "]", ",", "&a", "*a", "!t", "|", ">", "%", "@",
        "`", "~", "null", "true", "1e5", "0x1", " ", "  ", "\xC3\xA9", "\xE2\x82\xAC",
        "\xF0\x9F\x98\x80", "\xEF\xBB\xBF", "\xEF\xBF\xBE", "? ", "---", "...", "<<",
        "\t", "\n", "\n\n", "\n- ", " \n " };
    size_t n = NZ_COUNT_OF(pieces) - (has_layout ? 0 : 5);
    char *text = calloc(1, 8 * n_pieces + 1);

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (size_t i = 0; i < n_pieces; i++) {
        strcat(text, pieces[nz_test_below(n)]);
    }
    return text;
}

static nz_list_count_t
random_counts(size_t n, uint64_t step)
{
    nz_list_count_t list = { n, calloc(n, sizeof(uint64_t)) };
    uint64_t value = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(list.values);
    for (size_t i = 0; i < n; i++) {
        value += 1 + nz_test_below(step);
        list.values[i] = value;
    }
    return list;
}

/* Some of those that leave two models, or 1. */
static nz_list_count_t
random_strides(size_t n_models)
{
    nz_list_count_t list = { 0, calloc(n_models, sizeof(uint64_t)) };

    CU_ASSERT_PTR_NOT_NULL_FATAL(list.values);
    for (size_t stride = 1; stride < n_models; stride++) {
        if (nz_test_below(2) == 1) {
            list.values[list.n++] = stride;
        }
    }
    if (list.n == 0) {
        list.values[list.n++] = 1;
    }
    return list;
}

/* Of any kind: 1 .. 5 values of the difficulty axis, over all its range. */
static nz_list_double_t
random_difficulty(const nz_task_type_t *type)
{
    const size_t n = 1 + nz_test_below(5);
    nz_list_double_t list = { n, calloc(n, sizeof(double)) };
    const double ratio = log(type->difficulty.max / type->difficulty.min);

    CU_ASSERT_PTR_NOT_NULL_FATAL(list.values);
    for (size_t i = 0; i < n; i++) {
        const double share = ((double) i + 0.999 * uniform()) / (double) n;
        list.values[i] = type->difficulty.min * exp(ratio * share);
        if (type->difficulty.is_whole) {
            list.values[i] = fmin(floor(list.values[i]), type->difficulty.max - 5.0);
            list.values[i] += (double) i; /* distinct */
        }
    }
    return list;
}

static nz_list_enum_t
random_metrics(const nz_task_type_t *type)
{
    nz_list_enum_t list = { 0, calloc(NZ_N_METRICS, sizeof(int)) };
    const int first = (int) nz_test_below(NZ_N_METRICS);

    CU_ASSERT_PTR_NOT_NULL_FATAL(list.values);
    for (int i = 0; i < NZ_N_METRICS; i++) {
        const int metric = (first + i) % NZ_N_METRICS;
        if (nz_task_has_metric(type, (nz_metric_t) metric)
            && (list.n == 0 || nz_test_below(2) == 0)) {
            list.values[list.n++] = metric;
        }
    }
    return list;
}

/* Gives every number that depends on the kind a value inside its range. */
static void
fill_kinds(nz_study_t *s)
{
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        const nz_study_key_t *key = &nz_study_keys[i];
        if (key->type == NZ_KEY_REAL && strncmp(key->key, "task.", 5) == 0
            && nz_study_kinds_has(s, key)) {
            *(double *) (void *) ((char *) s + key->offset) =
                key->min + (key->max - key->min) * (0.001 + 0.99 * uniform());
        }
    }
    if (s->task.kind == NZ_TASK_SEQUENCE) {
        s->task.samples = 2 + nz_test_below(999);
        s->task.k = 1 + nz_test_below(s->task.samples);
        s->task.successes = 2 + nz_test_below(999999);
    }
}

static nz_list_enum_t
random_choices(size_t n_words)
{
    nz_list_enum_t list = { 1 + nz_test_below(n_words), calloc(n_words, sizeof(int)) };
    size_t first = nz_test_below(n_words);

    CU_ASSERT_PTR_NOT_NULL_FATAL(list.values);
    for (size_t i = 0; i < list.n; i++) { /* distinct, in any rotation */
        list.values[i] = (int) ((first + i) % n_words);
    }
    return list;
}

/* Of any size that the task allows, in test sets of whole clusters. */
static void
random_clusters(nz_study_t *s)
{
    const double hardest = s->task.difficulty.values[s->task.difficulty.n - 1];

    s->clusters.size = 1;
    s->clusters.correlation = 0.999 * uniform();
    if (nz_task_type(s->task.kind)->has_clusters && hardest <= 1000.0
        && s->task.item_correlation <= 0.0) {
        s->clusters.size += nz_test_below(10);
    }
    for (size_t i = 0; i < s->test_sizes.n; i++) {
        s->test_sizes.values[i] *= s->clusters.size;
    }
}

static nz_study_t
random_study(void)
{
    size_t n = 1 + nz_test_below(6);
    nz_study_t s = { .title = odd_text(nz_test_below(12), true),
        .seed = nz_test_below(2) ? UINT64_MAX - nz_test_below(5) : nz_test_below(1000),
        .replicates = 1 + nz_test_below(1000000000),
        .level = 0.5 + 0.4999 * uniform(),
        .law = { exp(60 * uniform()), -0.07 * uniform() - 1e-9, 100 * uniform() },
        .task = { .kind = (int) nz_test_below(NZ_N_TASK_KINDS),
            .name = odd_text(1 + nz_test_below(12), false) },
        .test_sizes = random_counts(1 + nz_test_below(5), 1000000000),
        .intervals = random_choices(NZ_N_INTERVAL_METHODS),
        .bootstrap = { (int) nz_test_below(2), 10 + nz_test_below(1000) },
        .observed = nz_test_below(2) ? odd_text(1 + nz_test_below(6), false) : NULL };
    double size = 1.0;
    const nz_task_type_t *type = nz_task_type(s.task.kind);

    s.law_kind = (int) nz_test_below(NZ_N_LAW_KINDS);
    if (s.law_kind == NZ_LAW_TABLE) { /* in any order, with repeats */
        s.law = (nz_law_t){ 0 };
        s.law_losses = (nz_list_double_t){ n, calloc(n, sizeof(double)) };
        CU_ASSERT_PTR_NOT_NULL_FATAL(s.law_losses.values);
        for (size_t i = 0; i < n; i++) {
            s.law_losses.values[i] = nz_test_below(2) ? 0.5 : 1e-9 + 20 * uniform();
        }
    }
    s.task.difficulty = random_difficulty(type);
    s.metrics = random_metrics(type);
    fill_kinds(&s);
    random_clusters(&s);
    s.models.parameters = (nz_list_double_t){ n, calloc(n, sizeof(double)) };
    s.models.keep_every = random_strides(n);
    s.models.names = (nz_list_string_t){ n, calloc(n, sizeof(char *)) };
    CU_ASSERT_PTR_NOT_NULL_FATAL(s.models.parameters.values);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s.models.names.values);
    for (size_t i = 0; i < n; i++) {
        char *name = odd_text(1 + nz_test_below(5), false);
        size_t length = strlen(name);
        size *= 1.0 + 100 * uniform();
        s.models.parameters.values[i] = size;
        s.models.names.values[i] = calloc(1, length + 8);
        CU_ASSERT_PTR_NOT_NULL_FATAL(s.models.names.values[i]);
        (void) snprintf(s.models.names.values[i], length + 8, "%s%zu", name, i);
        free(name);
    }
    return s;
}

static bool
same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof(a)) == 0;
}

static bool
same_models(const nz_study_t *a, const nz_study_t *b)
{
    bool same = a->models.parameters.n == b->models.parameters.n
                && a->models.names.n == b->models.names.n;

    for (size_t i = 0; same && i < a->models.names.n; i++) {
        same = same_bits(a->models.parameters.values[i], b->models.parameters.values[i])
               && strcmp(a->models.names.values[i], b->models.names.values[i]) == 0;
    }
    return same;
}

static bool
same_counts(nz_list_count_t a, nz_list_count_t b)
{
    return a.n == b.n && memcmp(a.values, b.values, a.n * sizeof(a.values[0])) == 0;
}

static bool
same_reals(nz_list_double_t a, nz_list_double_t b)
{
    return a.n == b.n
           && (a.n == 0 || memcmp(a.values, b.values, a.n * sizeof(a.values[0])) == 0);
}

static bool
same_choices(nz_list_enum_t a, nz_list_enum_t b)
{
    return a.n == b.n && memcmp(a.values, b.values, a.n * sizeof(a.values[0])) == 0;
}

static bool
same_study(const nz_study_t *a, const nz_study_t *b)
{
    return strcmp(a->title, b->title) == 0 && a->seed == b->seed
           && a->replicates == b->replicates && same_bits(a->level, b->level)
           && same_models(a, b) && a->law_kind == b->law_kind
           && same_bits(a->law.c, b->law.c) && same_bits(a->law.alpha, b->law.alpha)
           && same_bits(a->law.irreducible, b->law.irreducible)
           && same_reals(a->law_losses, b->law_losses) && a->task.kind == b->task.kind
           && strcmp(a->task.name, b->task.name) == 0
           && same_reals(a->task.difficulty, b->task.difficulty)
           && same_bits(a->task.item_correlation, b->task.item_correlation)
           && same_counts(a->models.keep_every, b->models.keep_every)
           && a->task.samples == b->task.samples && a->task.k == b->task.k
           && a->task.successes == b->task.successes
           && a->clusters.size == b->clusters.size
           && same_bits(a->clusters.correlation, b->clusters.correlation)
           && same_counts(a->test_sizes, b->test_sizes)
           && same_choices(a->metrics, b->metrics)
           && same_choices(a->intervals, b->intervals)
           && a->bootstrap.engine == b->bootstrap.engine
           && a->bootstrap.resamples == b->bootstrap.resamples
           && (a->observed == NULL) == (b->observed == NULL)
           && (a->observed == NULL || strcmp(a->observed, b->observed) == 0);
}

static void
test_to_yaml_round_trips(void)
{
    for (int i = 0; i < 2000; i++) {
        nz_study_t study = random_study();
        nz_study_t back = { 0 };
        nz_diagnostics_t d = { 0 };
        char *yaml = NULL;
        char *again = NULL;
        NZ_ASSERT_OK(nz_study_to_yaml(&study, &yaml));
        if (nz_study_parse(yaml, strlen(yaml), "f", NULL, 0, &back, &d) != NZ_OK) {
            printf("\n%s\n%s\n", d.text[0], yaml);
            CU_FAIL_FATAL("the resolved study is refused");
        }
        CU_ASSERT_TRUE(same_study(&study, &back));
        NZ_ASSERT_OK(nz_study_to_yaml(&back, &again));
        CU_ASSERT_STRING_EQUAL(yaml, again);
        free(yaml);
        free(again);
        nz_study_free(&study);
        nz_study_free(&back);
    }
}

static void
test_to_yaml_text(void)
{
    static const char text[] =
        "models: {parameters: [3, 1e7]}\nlaw: {c: 100000000, alpha: "
        "-.350}\ntask: {tokens: 5}\ntest_sizes: 2e3\ntitle: a\\b\n";
    static const char expected[] =
        "title: \"a\\\\b\"\nseed: 0\nreplicates: 1000\nlevel: 0.95\nmodels:\n"
        "  parameters: [3, 1e+07]\n  names: [\"3\", \"1e+07\"]\n  keep_every: [1]\n"
        "law:\n  kind: power\n"
        "  c: 1e+08\n  alpha: -0.35\n  irreducible: 0\ntask:\n  kind: sequence\n"
        "  name: \"sequence\"\n"
        "  tokens: [5]\n  item_correlation: 0\n  samples: 1\n  k: 1\n"
        "  successes: 0\nclusters:\n  size: 1\n  correlation: 0\ntest_sizes: [2000]\n"
        "metrics: [accuracy, token_edit_distance, token_accuracy, "
        "cross_entropy]\n"
        "intervals: [bootstrap_percentile, clopper_pearson]\nbootstrap:\n"
        "  engine: exact\n  resamples: 2000\nobserved: null\n";
    nz_diagnostics_t d = { 0 };
    nz_study_t s;
    char *yaml = NULL;

    NZ_ASSERT_OK(nz_study_parse(text, strlen(text), "f", NULL, 0, &s, &d));
    NZ_ASSERT_OK(nz_study_to_yaml(&s, &yaml));
    CU_ASSERT_STRING_EQUAL(yaml, expected);
    CU_ASSERT_EQUAL(nz_study_to_yaml(NULL, &yaml), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_study_to_yaml(&s, NULL), NZ_ERR_NULL_ARG);
    free(yaml);
    nz_study_free(&s);
}

/* The table is one: every key is found, sits in a known section, has a meaning and a
 * default that is accepted (all of them are parsed by the round trip above). */
static void
test_keys_table(void)
{
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        const nz_study_key_t *key = &nz_study_keys[i];
        size_t section = nz_study_section_length(key->key);
        CU_ASSERT_PTR_EQUAL(nz_study_find_key(key->key, strlen(key->key)), key);
        CU_ASSERT_TRUE(section == 0 || nz_study_is_section(key->key, section));
        CU_ASSERT_TRUE(strlen(key->doc) > 10 && key->unit != NULL);
        CU_ASSERT_TRUE(key->offset < sizeof(nz_study_t));
        CU_ASSERT_TRUE(key->words != NULL || key->min < key->max);
    }
    CU_ASSERT_PTR_NULL(nz_study_find_key("law", 3));
    CU_ASSERT_FALSE(nz_study_is_section("law.c", 5));
    CU_ASSERT_FALSE(nz_study_is_section("", 0));
}

static void
test_keys_help(void)
{
    char *text = NULL;
    size_t n_required = 0, expected = 0;

    NZ_ASSERT_OK(nz_study_keys_help(&text));
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        char line[128];
        (void) snprintf(
            line, sizeof(line), "%s%s\n", i > 0 ? "\n" : "", nz_study_keys[i].key);
        CU_ASSERT_PTR_NOT_NULL(strstr(text, line));
        expected += nz_study_keys[i].default_yaml == NULL ? 1 : 0;
    }
    for (const char *p = text; (p = strstr(p, "required")) != NULL; p++) {
        n_required++;
    }
    CU_ASSERT_TRUE(n_required == expected && expected > 5);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "level\n    a number, 0.5 to 0.999999999999 "
                                        "[fraction]; default 0.95\n    Nominal"));
    for (const char *p = text; *p != '\0'; p += strcspn(p, "\n") + 1) {
        CU_ASSERT_TRUE(strcspn(p, "\n") <= 79);
    }
    CU_ASSERT_EQUAL(nz_study_keys_help(NULL), NZ_ERR_NULL_ARG);
    free(text);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_to_yaml_round_trips),
        NZ_TEST(test_to_yaml_text),
        NZ_TEST(test_keys_table),
        NZ_TEST(test_keys_help),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("study_yaml", tests, argc, argv);
}
