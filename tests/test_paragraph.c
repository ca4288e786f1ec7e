#include "mpi/paragraph.h"

#include "tests/testlib.h"

#include <stdlib.h>
#include <string.h>

/* What a paragraph of n words of this length prints; the caller frees it. */
static char *
print(size_t n, const char *word)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    nz_paragraph_t paragraph = { out, 0 };

    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    for (size_t i = 0; i < n; i++) {
        nz_paragraph_add(&paragraph, "%s", word);
    }
    nz_paragraph_end(&paragraph);
    fclose(out);
    return text;
}

static void
test_lines_are_filled(void)
{

    char *text = print(32, "word");

    CU_ASSERT_EQUAL(strcspn(text, "\n"), 79); /* 16 x 5 - 1: one more would be 84 */
    CU_ASSERT_EQUAL(strlen(text), 160);
    CU_ASSERT_EQUAL(text[159], '\n');
    free(text);
    text = print(9, "12345678"); /* 8 x 9 + 8 = 80 */
    CU_ASSERT_EQUAL(strlen(text), 81);
    CU_ASSERT_EQUAL(strcspn(text, "\n"), 80);
    free(text);
}

static void
test_long_words_have_lines_of_their_own(void)
{
    char word[101] = "";

    memset(word, 'x', 100);
    char *text = print(2, word);
    CU_ASSERT_EQUAL(strlen(text), 202);
    CU_ASSERT_EQUAL(text[100], '\n');
    free(text);
}

static void
test_spaces_are_single(void)
{
    char *text = print(2, "  a  b ");

    CU_ASSERT_STRING_EQUAL(text, "a b a b\n");
    free(text);
}

static void
test_nothing_prints_nothing(void)
{
    char *text = print(3, "");

    CU_ASSERT_STRING_EQUAL(text, "");
    free(text);
}

static void
test_paragraphs_begin_anew(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    nz_paragraph_t paragraph = { out, 0 };

    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    nz_paragraph_add(&paragraph, "%d %s", 1, "one");
    nz_paragraph_end(&paragraph);
    nz_paragraph_end(&paragraph);
    nz_paragraph_add(&paragraph, "two");
    nz_paragraph_end(&paragraph);
    fclose(out);
    CU_ASSERT_STRING_EQUAL(text, "1 one\ntwo\n");
    free(text);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_lines_are_filled),
        NZ_TEST(test_long_words_have_lines_of_their_own),
        NZ_TEST(test_spaces_are_single),
        NZ_TEST(test_nothing_prints_nothing),
        NZ_TEST(test_paragraphs_begin_anew),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("paragraph", tests, argc, argv);
}
