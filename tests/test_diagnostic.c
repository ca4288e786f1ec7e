#include "sim/diagnostic.h"
#include "tests/testlib.h"

#include <string.h>

static void
test_add_positions(void)
{
    nz_diagnostics_t d = { 0 };

    nz_diagnostics_add(&d, "a.yaml", 3, 7, "expected %d", 5);
    nz_diagnostics_add(&d, "a.csv", 3, 0, "expected %s", "x");
    nz_diagnostics_add(&d, "--set k=v", 0, 9, "wrong");
    CU_ASSERT_EQUAL_FATAL(d.n, 3);
    CU_ASSERT_STRING_EQUAL(d.text[0], "a.yaml:3:7: expected 5");
    CU_ASSERT_STRING_EQUAL(d.text[1], "a.csv:3: expected x");
    CU_ASSERT_STRING_EQUAL(d.text[2], "--set k=v: wrong");
    CU_ASSERT_EQUAL(d.n_omitted, 0);
}

static void
test_add_without_a_list(void)
{
    nz_diagnostics_add(NULL, "f", 1, 1, "%d", 1);
    CU_PASS("nothing happened");
}

static void
test_add_counts_what_has_no_room(void)
{
    nz_diagnostics_t d = { 0 };

    for (int i = 0; i < NZ_DIAGNOSTICS_MAX + 5; i++) {
        nz_diagnostics_add(&d, "f", 1, 1, "%d", i);
    }
    CU_ASSERT_EQUAL(d.n, NZ_DIAGNOSTICS_MAX);
    CU_ASSERT_EQUAL(d.n_omitted, 5);
    CU_ASSERT_STRING_EQUAL(d.text[NZ_DIAGNOSTICS_MAX - 1], "f:1:1: 19");
}

static void
test_add_hides_control_characters(void)
{
    nz_diagnostics_t d = { 0 };

    nz_diagnostics_add(&d, "f\n", 0, 0,
        "a\033[2Jb\tc\177d\xC2\x9B"
        "e\xFF\xC3\xA9");
    CU_ASSERT_STRING_EQUAL(d.text[0], "f?: a?[2Jb?c?d?e?\xC3\xA9");
}

/* Cut behind a whole character, with dots, NUL-terminated within the array. */
static void
test_add_cuts_long_text(void)
{
    char text[3000];
    nz_diagnostics_t d = { 0 };
    size_t length = 0;

    for (size_t i = 0; i + 2 < sizeof(text); i += 2) {
        memcpy(text + i, "\xC3\xA9", 3);
    }
    for (size_t shift = 0; shift < 2; shift++) {
        nz_diagnostics_add(&d, shift > 0 ? "fi" : "f", 0, 0, "%s", text);
        length = strlen(d.text[shift]);
        CU_ASSERT_TRUE(length <= NZ_DIAGNOSTIC_TEXT_MAX - 1);
        CU_ASSERT_TRUE(length >= NZ_DIAGNOSTIC_TEXT_MAX - 3);
        CU_ASSERT_STRING_EQUAL(d.text[shift] + length - 5, "\xC3\xA9...");
    }
    memset(text, 'x', sizeof(text));
    text[NZ_DIAGNOSTIC_TEXT_MAX - sizeof("f: ") - 3] = '\0'; /* exactly the room */
    nz_diagnostics_add(&d, "f", 0, 0, "%s", text);
    CU_ASSERT_EQUAL(strlen(d.text[2]), NZ_DIAGNOSTIC_TEXT_MAX - 4);
    CU_ASSERT_PTR_NULL(strstr(d.text[2], "..."));
    memset(text, 'x', 1000);
    text[1000] = '\0';
    nz_diagnostics_add(&d, "f", 0, 0, "%s", text);
    CU_ASSERT_EQUAL(strlen(d.text[3]), NZ_DIAGNOSTIC_TEXT_MAX - 1);
}

static void
test_add_cuts_long_file_name(void)
{
    char name[1001];
    nz_diagnostics_t d = { 0 };

    memset(name, 'd', 1000);
    name[1000] = '\0';
    memcpy(name + 992, "end.yaml", 8);
    nz_diagnostics_add(&d, name, 12, 34, "what is wrong");
    CU_ASSERT_EQUAL(strncmp(d.text[0], "...ddd", 6), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(d.text[0], "end.yaml:12:34: what is wrong"));
    CU_ASSERT_EQUAL(strlen(d.text[0]), 3 + 200 + strlen(":12:34: what is wrong"));
}

static void
test_nearest_word(void)
{
    static const char *const words[] = { "seed", "level", "c", "test_sizes", "alpha" };
    static const char *const longest[] = {
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    };
    static const struct {
        const char *word;
        const char *nearest;
    } cases[] = { { "sed", "seed" }, { "seeds", "seed" }, { "tst_size", "test_sizes" },
        { "aplha", "alpha" }, { "lvl", NULL }, { "k", "c" }, { "xyz", NULL }, { "", "c" },
        { "testsize", "test_sizes" }, { "tset_szies", "test_sizes" },
        { "tetssizzs", "test_sizes" }, { "txxx_sizes", "test_sizes" },
        { "txxxxsizes", NULL }, { "level", "level" } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const char *nearest = nz_nearest_word(cases[i].word, words, NZ_COUNT_OF(words));
        if (cases[i].nearest == NULL) {
            CU_ASSERT_PTR_NULL(nearest);
        } else {
            CU_ASSERT_PTR_NOT_NULL_FATAL(nearest);
            CU_ASSERT_STRING_EQUAL(nearest, cases[i].nearest);
        }
    }
    CU_ASSERT_PTR_NULL(nz_nearest_word("seed", words, 0));
    CU_ASSERT_PTR_EQUAL(nz_nearest_word(longest[0], longest, 2), longest[0]);
    CU_ASSERT_PTR_NULL(nz_nearest_word(longest[1], longest, 2)); /* 65 bytes */
}

/* Of equally near words the first one. */
static void
test_nearest_word_takes_first(void)
{
    static const char *const words[] = { "abcd", "abce" };

    CU_ASSERT_PTR_EQUAL(nz_nearest_word("abcf", words, 2), words[0]);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_add_positions),
        NZ_TEST(test_add_without_a_list),
        NZ_TEST(test_add_counts_what_has_no_room),
        NZ_TEST(test_add_hides_control_characters),
        NZ_TEST(test_add_cuts_long_text),
        NZ_TEST(test_add_cuts_long_file_name),
        NZ_TEST(test_nearest_word),
        NZ_TEST(test_nearest_word_takes_first),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("diagnostic", tests, argc, argv);
}
