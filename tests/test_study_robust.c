/* Damaged input and failed allocations: never a crash, always a reason. */
#include "sim/observed.h"
#include "sim/run.h"
#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH "test_study_robust.tmp.csv"
#define TEXT_MAX 4096
#define N_STUDIES 10000
#define N_TABLES 3000

static const char *const studies[] = {
    "title: \"A title: no\"\nseed: 18446744073709551615\nreplicates: 3e2\nlevel: .5\n"
    "models:\n  parameters: [125e6, 1.5e9]\n  names: [small, 'big one']\n"
    "law: {kind: power, c: 1234.5, alpha: -0.35, irreducible: 0.25}\n"
    "task: {kind: sequence, tokens: [2, 30], item_correlation: 0.5}\n"
    "clusters: {size: 4, correlation: 0.5}\ntest_sizes:\n  - 8\n  - 2.0e3\nmetrics: "
    "[token_edit_distance]\n"
    "intervals: [wilson, bootstrap_percentile]\n"
    "bootstrap: {engine: resample, resamples: 10}\nobserved: a/b.csv\n",
    "models: {parameters: {from: 1e7, to: 1e11, count: 5}}\nlaw:\n  c: 1e8   # comment\n"
    "  alpha: -1\ntask: {tokens: 1}\ntest_sizes: 5\ntitle: |\n  two\n  lines\n",
    "models: {parameters: [1e7, 1e9]}\nlaw: {c: 1e8, alpha: -1}\ntest_sizes: [5, 9]\n"
    "tasks:\n  - {name: \"a: b\", tokens: [1, 3]}\n  - kind: choice\n    options: 4\n"
    "  - {kind: reconstruction, threshold: .5}\n"
    "metrics: [brier_score, accuracy, mean_squared_error, token_accuracy]\n",
};
static const char *const tables[] = {
    "family,model,parameters,task,metric,trials,successes\n"
    "OPT,opt-125m,125000000,add,accuracy,2000,0\n"
    "OPT,\"a \"\"b\"\", c\",1.3e9,add,accuracy,2e3,2000\n",
    "\xEF\xBB\xBFparameters,trials,score\r\n1e9,1000,0.25\r\n2e9,1000,0.125\r\n",
};

/* One damage: a byte replaced, a piece put in, cut out or doubled, or the end cut off. */
static size_t
damage(char *text, size_t size)
{
    static const char *const pieces[] = { "[", "]", "{", "}", ":", ": ", "- ", "\n", "\t",
        "\"", "'", "#", "&a ", "*a", "!x ", "|", ">", "%", "---\n", "...\n", ",", "null",
        "1e999", "-", "nan", "? ", "\r", "\xEF\xBB\xBF", "\xC2\x85", "\xFF", "\\", "\n  ",
        "<<", "0x", "99999999999999999999", "\n\n" };
    const char *piece = pieces[nz_test_below(NZ_COUNT_OF(pieces))];
    size_t length = strlen(piece);
    size_t at = nz_test_below(size + 1);
    size_t n = size > at ? 1 + nz_test_below(size - at) : 0;

    switch (nz_test_below(6)) {
    case 0:
    case 1:
        if (at < size) {
            text[at] = (char) nz_test_below(256);
        }
        return size;
    case 2:
    case 3:
        memmove(text + at + length, text + at, size - at);
        memcpy(text + at, piece, length);
        return size + length;
    case 4:
        memmove(text + at, text + at + n, size - at - n);
        return size - n;
    default:
        return nz_test_below(4) == 0 ? at : size;
    }
}

static size_t
damaged_copy(const char *text, char *out)
{
    size_t size = strlen(text);
    size_t n = 1 + nz_test_below(4);

    memcpy(out, text, size);
    for (size_t i = 0; i < n; i++) {
        size = damage(out, size);
    }
    return size;
}

/* What is accepted must also be the same study again after a round trip. */
static void
check_accepted(nz_studies_t *parsed)
{
    nz_diagnostics_t d = { 0 };
    nz_studies_t back;
    char *yaml = NULL;
    char *again = NULL;

    NZ_ASSERT_OK(nz_studies_to_yaml(parsed, &yaml));
    NZ_ASSERT_OK(nz_studies_parse(yaml, strlen(yaml), "f", NULL, 0, &back, &d));
    NZ_ASSERT_OK(nz_studies_to_yaml(&back, &again));
    CU_ASSERT_STRING_EQUAL(yaml, again);
    free(yaml);
    free(again);
    nz_studies_free(&back);
    nz_studies_free(parsed);
}

static void
test_damaged_studies(void)
{
    size_t n_accepted = 0;

    for (size_t i = 0; i < N_STUDIES; i++) {
        char text[TEXT_MAX];
        size_t size = damaged_copy(studies[i % NZ_COUNT_OF(studies)], text);
        char *exact = malloc(size > 0 ? size : 1); /* so that overruns are seen */
        nz_diagnostics_t d = { 0 };
        nz_studies_t parsed = { 0 };
        nz_status_t status = NZ_OK;
        CU_ASSERT_PTR_NOT_NULL_FATAL(exact);
        memcpy(exact, text, size);
        status = nz_studies_parse(exact, size, "f", NULL, 0, &parsed, &d);
        free(exact);
        if (status == NZ_OK) {
            CU_ASSERT_EQUAL(d.n, 0);
            check_accepted(&parsed);
            n_accepted++;
        } else {
            CU_ASSERT_TRUE(status == NZ_ERR_INPUT && d.n > 0 && parsed.parts == NULL);
        }
    }
    CU_ASSERT_TRUE(n_accepted > N_STUDIES / 50 && n_accepted < N_STUDIES / 2);
}

static void
test_damaged_settings(void)
{
    static const char *const settings[] = { "law.alpha=-0.5", "test_sizes=[20, 100]",
        "models={parameters: {from: 1e7, to: 1e11, count: 5}}", "title='a: b'" };

    for (size_t i = 0; i < N_STUDIES; i++) {
        char text[TEXT_MAX];
        size_t size = damaged_copy(settings[i % NZ_COUNT_OF(settings)], text);
        const char *setting = text;
        nz_diagnostics_t d = { 0 };
        nz_study_t study = { 0 };
        nz_status_t status = NZ_OK;
        text[size] = '\0';
        status =
            nz_study_parse(studies[1], strlen(studies[1]), "f", &setting, 1, &study, &d);
        if (status == NZ_OK) {
            nz_study_free(&study);
        } else {
            CU_ASSERT_TRUE(status == NZ_ERR_INPUT && d.n > 0 && study.title == NULL);
        }
    }
}

static void
write_table(const char *text, size_t size)
{
    FILE *to = fopen(PATH, "wb");

    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    CU_ASSERT_EQUAL(fwrite(text, 1, size, to), size);
    CU_ASSERT_EQUAL(fclose(to), 0);
}

static void
test_damaged_tables(void)
{
    size_t n_accepted = 0;

    for (size_t i = 0; i < N_TABLES; i++) {
        char text[TEXT_MAX];
        size_t size = damaged_copy(tables[i % NZ_COUNT_OF(tables)], text);
        nz_diagnostics_t d = { 0 };
        nz_observed_t table = { 0 };
        nz_status_t status = NZ_OK;
        write_table(text, size);
        status = nz_observed_read(PATH, &table, &d);
        if (status == NZ_OK) {
            CU_ASSERT_TRUE(d.n == 0 && table.n_rows > 0);
            for (size_t j = 0; j < table.n_rows; j++) {
                CU_ASSERT_TRUE(table.rows[j].successes <= table.rows[j].trials
                               && table.rows[j].parameters > 0.0);
            }
            nz_observed_free(&table);
            n_accepted++;
        } else {
            CU_ASSERT_TRUE(status == NZ_ERR_INPUT && d.n > 0 && table.rows == NULL);
        }
    }
    CU_ASSERT_TRUE(n_accepted > N_TABLES / 50 && n_accepted < N_TABLES / 2);
}

/* yaml_malloc and its kin take the place of those in libyaml, and fail with those of the
 * library; libcsv is given the library's realloc. */
static size_t n_yaml_allocations;

void *yaml_malloc(size_t size);
void *yaml_realloc(void *old, size_t size);
void yaml_free(void *old);
unsigned char *yaml_strdup(const unsigned char *text);

void *
yaml_malloc(size_t size)
{
    n_yaml_allocations++;
    return malloc(size > 0 ? size : 1);
}

void *
yaml_realloc(void *old, size_t size)
{
    n_yaml_allocations++;
    return realloc(old, size > 0 ? size : 1);
}

void
yaml_free(void *old)
{
    free(old);
}

unsigned char *
yaml_strdup(const unsigned char *text)
{
    n_yaml_allocations++;
    return (unsigned char *) strdup((const char *) text);
}

static void
test_parse_without_memory(void)
{
    static const char *const settings[] = { "law.alpha=-0.5", "bootstrap.engine=exact",
        "title=", "title=x" };

    for (size_t i = 0; i < NZ_COUNT_OF(studies); i++) {
        nz_status_t status = NZ_ERR_NO_MEMORY;
        size_t n = 0;
        n_yaml_allocations = 0;
        while (status == NZ_ERR_NO_MEMORY && n < 10000) {
            nz_diagnostics_t d = { 0 };
            nz_studies_t parsed = { 0 };
            nz_test_memory_ends(++n);
            status = nz_studies_parse(
                studies[i], strlen(studies[i]), "f", settings, 4, &parsed, &d);
            nz_test_memory_ends(0);
            CU_ASSERT_EQUAL(d.n, 0);
            CU_ASSERT_EQUAL(parsed.parts == NULL, status != NZ_OK);
            nz_studies_free(&parsed);
        }
        CU_ASSERT_EQUAL(status, NZ_OK);
        CU_ASSERT_TRUE(n > 300 && n_yaml_allocations > n);
    }
}

/* What was to be taken over is given back, all of it or none. */
static void
test_run_without_memory(void)
{
    nz_status_t status = NZ_ERR_NO_MEMORY;
    nz_diagnostics_t d = { 0 };
    nz_studies_t parsed = { 0 };
    nz_run_t run = { 0 };
    char untouched = 'x', *yaml = &untouched;
    size_t n = 0;

    NZ_ASSERT_OK(
        nz_studies_parse(studies[2], strlen(studies[2]), "f", NULL, 0, &parsed, &d));
    while (status == NZ_ERR_NO_MEMORY && n < 1000) {
        nz_test_memory_ends(++n);
        status = nz_run_init(&run, &parsed);
        nz_test_memory_ends(0);
        CU_ASSERT_EQUAL(run.n_parts, status == NZ_OK ? 3 : 0);
        CU_ASSERT_EQUAL(parsed.n, status == NZ_OK ? 0 : 3);
        for (size_t i = 0; i < parsed.n; i++) {
            CU_ASSERT_PTR_NOT_NULL(parsed.parts[i].title);
        }
    }
    CU_ASSERT_EQUAL(status, NZ_OK);
    CU_ASSERT_TRUE(n > 100);
    for (n = 1; n <= 2; n++) {
        nz_test_memory_ends(n);
        CU_ASSERT_EQUAL(nz_run_to_yaml(&run, &yaml), NZ_ERR_NO_MEMORY);
        nz_test_memory_ends(0);
        CU_ASSERT_PTR_EQUAL(yaml, &untouched);
    }
    nz_run_free(&run);
}

static void
test_observed_without_memory(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(tables); i++) {
        nz_status_t status = NZ_ERR_NO_MEMORY;
        size_t n = 0;
        write_table(tables[i], strlen(tables[i]));
        while (status == NZ_ERR_NO_MEMORY && n < 1000) {
            nz_diagnostics_t d = { 0 };
            nz_observed_t table = { 0 };
            nz_test_memory_ends(++n);
            status = nz_observed_read(PATH, &table, &d);
            nz_test_memory_ends(0);
            CU_ASSERT_EQUAL(d.n, 0);
            CU_ASSERT_EQUAL(table.rows == NULL, status != NZ_OK);
            nz_observed_free(&table);
        }
        CU_ASSERT_EQUAL(status, NZ_OK);
        CU_ASSERT_TRUE(n > 7); /* reader, field buffer, rows, two names of two rows */
    }
}

static void
test_texts_without_memory(void)
{
    nz_diagnostics_t d = { 0 };
    nz_study_t study = { 0 };
    char untouched = 'x';
    char *text = &untouched;

    NZ_ASSERT_OK(
        nz_study_parse(studies[0], strlen(studies[0]), "f", NULL, 0, &study, &d));
    nz_test_memory_ends(1);
    CU_ASSERT_EQUAL(nz_study_to_yaml(&study, &text), NZ_ERR_NO_MEMORY);
    CU_ASSERT_EQUAL(nz_study_keys_help(&text), NZ_ERR_NO_MEMORY);
    nz_test_memory_ends(0);
    CU_ASSERT_PTR_EQUAL(text, &untouched);
    nz_study_free(&study);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_damaged_studies),
        NZ_TEST(test_damaged_settings),
        NZ_TEST(test_damaged_tables),
        NZ_TEST(test_parse_without_memory),
        NZ_TEST(test_run_without_memory),
        NZ_TEST(test_observed_without_memory),
        NZ_TEST(test_texts_without_memory),
        CU_TEST_INFO_NULL,
    };
    int result = nz_test_main("study_robust", tests, argc, argv);

    (void) unlink(PATH);
    return result;
}
