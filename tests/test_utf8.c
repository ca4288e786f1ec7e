#include "sim/utf8.h"
#include "tests/testlib.h"

#include <string.h>

/* Table 3-7 of the Unicode standard and its borders. */
static void
test_decode_valid(void)
{
    static const struct {
        const char *text;
        size_t length;
        uint32_t code;
    } cases[] = {
        { "a", 1, 'a' },
        { "\x7F", 1, 0x7F },
        { "\xC2\x80", 2, 0x80 },
        { "\xDF\xBF", 2, 0x7FF },
        { "\xE0\xA0\x80", 3, 0x800 },
        { "\xED\x9F\xBF", 3, 0xD7FF },
        { "\xEE\x80\x80", 3, 0xE000 },
        { "\xEF\xBF\xBF", 3, 0xFFFF },
        { "\xF0\x90\x80\x80", 4, 0x10000 },
        { "\xF4\x8F\xBF\xBF", 4, 0x10FFFF },
    };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        uint32_t code = 0xABCD;
        CU_ASSERT_EQUAL(
            nz_utf8_decode(cases[i].text, strlen(cases[i].text), &code), cases[i].length);
        CU_ASSERT_EQUAL(code, cases[i].code);
        code = 0xABCD;
        CU_ASSERT_EQUAL(
            nz_utf8_next(cases[i].text, strlen(cases[i].text), &code), cases[i].length);
        CU_ASSERT_EQUAL(code, cases[i].code);
        code = 0xABCD; /* the same, one byte short */
        CU_ASSERT_EQUAL(nz_utf8_decode(cases[i].text, cases[i].length - 1, &code), 0);
        CU_ASSERT_EQUAL(code, 0xABCD);
    }
}

static void
test_decode_invalid(void)
{
    static const char *const cases[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF",
        "\xC2"
        "a",
        "\xE0\x9F\xBF",
        "\xE0\xA0"
        "a",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF" };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        uint32_t code = 0xABCD;
        CU_ASSERT_EQUAL(nz_utf8_decode(cases[i], strlen(cases[i]), &code), 0);
        CU_ASSERT_EQUAL(code, 0xABCD);
        CU_ASSERT_EQUAL(nz_utf8_next(cases[i], strlen(cases[i]), &code), 1);
        CU_ASSERT_EQUAL(code, 0xFFFD);
    }
}

static void
test_is_unseen(void)
{
    static const uint32_t unseen[] = { 0, 9, 10, 0x7F, 0x85, 0x61C, 0x200B, 0x200E,
        0x200F, 0x2028, 0x202A, 0x202E, 0x2060, 0x2066, 0x206F, 0xFEFF, 0xE0001,
        0xE007F };
    static const uint32_t seen[] = { ' ', '~', 0xA0, 0x5D0, 0x61B, 0x200A, 0x200C, 0x200D,
        0x2010, 0x202F, 0x205F, 0x2070, 0xFFFD, 0x1F600, 0xE0080 };
    for (size_t i = 0; i < NZ_COUNT_OF(unseen); i++) {
        CU_ASSERT_TRUE(nz_utf8_is_unseen(unseen[i]));
    }
    for (size_t i = 0; i < NZ_COUNT_OF(seen); i++) {
        CU_ASSERT_FALSE(nz_utf8_is_unseen(seen[i]));
    }
}

static void
test_is_clean(void)
{
    CU_ASSERT_TRUE(nz_utf8_is_clean(""));
    CU_ASSERT_TRUE(nz_utf8_is_clean("a ~\xC2\xA0\xC3\xA9\xF0\x9F\x98\x80"));
    CU_ASSERT_FALSE(nz_utf8_is_clean("a\n"));
    CU_ASSERT_FALSE(nz_utf8_is_clean("a\x1F"));
    CU_ASSERT_FALSE(nz_utf8_is_clean("a\x7F"));
    CU_ASSERT_FALSE(nz_utf8_is_clean("\xC2\x9F"));
    CU_ASSERT_FALSE(nz_utf8_is_clean("\xE2\x80\xA8"));
    CU_ASSERT_FALSE(nz_utf8_is_clean("a\xFF"));
}

static void
test_cut_keeps_characters_whole(void)
{
    const char *text = "a\xC3\xA9\xE2\x82\xAC"; /* lengths 1, 2, 3 */
    static const size_t expected[] = { 0, 1, 1, 3, 3, 3, 6, 6 };

    for (size_t i = 0; i < NZ_COUNT_OF(expected); i++) {
        CU_ASSERT_EQUAL(nz_utf8_cut(text, i), expected[i]);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_decode_valid),
        NZ_TEST(test_decode_invalid),
        NZ_TEST(test_is_unseen),
        NZ_TEST(test_is_clean),
        NZ_TEST(test_cut_keeps_characters_whole),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("utf8", tests, argc, argv);
}
