#include "sim/number.h"
#include "tests/testlib.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
test_parse_real_values(void)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = { { "0", 0.0 }, { "-0", -0.0 }, { "+5", 5.0 }, { "-0.35", -0.35 },
        { ".5", 0.5 }, { "5.", 5.0 }, { "1e8", 1e8 }, { "1.0E+9", 1e9 },
        { "2.2250738585072014e-308", 2.2250738585072014e-308 },
        { "1.7976931348623157e308", 1.7976931348623157e308 }, { "5e-324", 5e-324 },
        { "0e99999999999999", 0.0 }, { "0.1", 0.1 },
        { "22834274836.4944", 22834274836.4944 },
        { "0.000000000000000000000000000000000000000000000000000000000001", 1e-60 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        double value = 1234.0;
        CU_ASSERT_EQUAL(nz_number_parse_real(cases[i].text, &value), NZ_NUMBER_OK);
        CU_ASSERT_EQUAL(memcmp(&value, &cases[i].value, sizeof(value)), 0);
    }
}

/* Numbers of 1 to 17 digits and exponents to 1e+-40: strtod's value to the last bit. */
static void
test_parse_real_rounds_as_strtod(void)
{
    uint64_t state = 88172645463325252U; /* xorshift64 (Marsaglia 2003) */
    size_t n_wrong = 0;

    for (size_t i = 0; i < 100000; i++) {
        char text[64];
        double value = 0.0;
        double expected = 0.0;
        uint64_t digits = 0;
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        digits = state;
        for (uint64_t cut = (state >> 5) % 17; cut < 19; cut++) {
            digits /= 10;
        }
        (void) snprintf(text, sizeof(text), "%s%" PRIu64 "%s%d",
            state % 2 == 0 ? "-" : "", digits, state % 3 == 0 ? ".75e" : "e",
            (int) ((state >> 20) % 81) - 40);
        expected = strtod(text, NULL);
        n_wrong += nz_number_parse_real(text, &value) != NZ_NUMBER_OK
                   || memcmp(&value, &expected, sizeof(value)) != 0;
    }
    CU_ASSERT_EQUAL(n_wrong, 0);
}

static void
test_parse_refuses_other_text(void)
{
    static const char *const cases[] = { "", "+", "-", ".", "e5", "1e", "1e+", "1e8z",
        " 1", "1 ", "0x10", "0o17", "010", "00", "-01", "00.5", "1_000", "1,5", "1'000",
        "inf", ".inf", "-inf", "nan", ".NaN", "1.2.3", "1e5.0", "--1", "+-1", "1d5",
        "\xD9\xA1", "1e5e5",
        "11111111111111111111111111111111111111111111111111111111111111111" };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        double real = 1234.0;
        uint64_t count = 1234;
        CU_ASSERT_EQUAL(nz_number_parse_real(cases[i], &real), NZ_NUMBER_NOT_DECIMAL);
        CU_ASSERT_EQUAL(nz_number_parse_count(cases[i], &count), NZ_NUMBER_NOT_DECIMAL);
        CU_ASSERT_TRUE(real == 1234.0 && count == 1234);
    }
}

static void
test_parse_real_out_of_range(void)
{
    double value = 1234.0;

    CU_ASSERT_EQUAL(nz_number_parse_real("1e309", &value), NZ_NUMBER_TOO_LARGE);
    CU_ASSERT_EQUAL(nz_number_parse_real("-1e309", &value), NZ_NUMBER_TOO_LARGE);
    CU_ASSERT_EQUAL(
        nz_number_parse_real("1e99999999999999", &value), NZ_NUMBER_TOO_LARGE);
    CU_ASSERT_EQUAL(nz_number_parse_real("1e-400", &value), NZ_NUMBER_TOO_SMALL);
    CU_ASSERT_EQUAL(value, 1234.0);
}

static void
test_parse_count(void)
{
    static const struct {
        const char *text;
        nz_number_status_t status;
        uint64_t value;
    } cases[] = { { "0", NZ_NUMBER_OK, 0 }, { "-0", NZ_NUMBER_OK, 0 },
        { "0e-5", NZ_NUMBER_OK, 0 }, { "2000", NZ_NUMBER_OK, 2000 },
        { "2e3", NZ_NUMBER_OK, 2000 }, { "1.0e9", NZ_NUMBER_OK, 1000000000 },
        { "1.25E2", NZ_NUMBER_OK, 125 }, { "2000.000", NZ_NUMBER_OK, 2000 },
        { "2500e-2", NZ_NUMBER_OK, 25 },
        { "9007199254740993", NZ_NUMBER_OK, UINT64_C(9007199254740993) },
        { "18446744073709551615", NZ_NUMBER_OK, UINT64_MAX },
        { "1.8446744073709551615e19", NZ_NUMBER_OK, UINT64_MAX },
        { "18446744073709551616", NZ_NUMBER_TOO_LARGE, 0 },
        { "18446744073709551620", NZ_NUMBER_TOO_LARGE, 0 },
        { "2e19", NZ_NUMBER_TOO_LARGE, 0 }, { "1e99999999999", NZ_NUMBER_TOO_LARGE, 0 },
        { "1.5", NZ_NUMBER_NOT_WHOLE, 0 }, { "1.25e1", NZ_NUMBER_NOT_WHOLE, 0 },
        { "1e-1", NZ_NUMBER_NOT_WHOLE, 0 }, { "1e-99999999999", NZ_NUMBER_NOT_WHOLE, 0 },
        { "10e-2", NZ_NUMBER_NOT_WHOLE, 0 }, { "-1", NZ_NUMBER_NEGATIVE, 0 },
        { "-1.5", NZ_NUMBER_NEGATIVE, 0 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        uint64_t value = 1234;
        CU_ASSERT_EQUAL(nz_number_parse_count(cases[i].text, &value), cases[i].status);
        CU_ASSERT_EQUAL(
            value, cases[i].status == NZ_NUMBER_OK ? cases[i].value : UINT64_C(1234));
    }
}

static void
test_format_is_short(void)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = { { 0.0, "0" }, { -0.0, "-0" }, { 0.1, "0.1" }, { -0.35, "-0.35" },
        { 30.0, "30" }, { 2000.0, "2000" }, { 1e5, "1e+05" }, { 123456.0, "123456" },
        { 1e7, "1e+07" }, { 31622776.601683792, "31622776.60168379" },
        { 350e6, "3.5e+08" }, { 1e-12, "1e-12" }, { 0.95, "0.95" },
        { 1 - 1e-12, "0.999999999999" },
        { 1.7976931348623157e308, "1.7976931348623157e+308" } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        char text[NZ_NUMBER_SHORTEST_MAX];
        nz_number_format(cases[i].value, text);
        CU_ASSERT_STRING_EQUAL(text, cases[i].text);
    }
}

/* Any finite bit pattern comes back. */
static void
test_format_round_trips(void)
{
    uint64_t state = 88172645463325252U;

    for (int i = 0; i < 20000; i++) {
        char text[NZ_NUMBER_SHORTEST_MAX];
        double value = 0.0;
        double back = 1234.0;
        state ^= state << 13; /* xorshift64, Marsaglia 2003 */
        state ^= state >> 7;
        state ^= state << 17;
        memcpy(&value, &state, sizeof(value));
        if (!isfinite(value)) {
            continue;
        }
        nz_number_format(value, text);
        CU_ASSERT_EQUAL(nz_number_parse_real(text, &back), NZ_NUMBER_OK);
        CU_ASSERT_EQUAL(memcmp(&value, &back, sizeof(value)), 0);
    }
}

static void
test_trim_drops_zeros_of_decimals(void)
{
    static const char *const cases[][2] = { { "0.250", "0.25" }, { "2.0", "2" },
        { "10.500", "10.5" }, { "2.", "2" }, { "0.00", "0" }, { "0.25", "0.25" },
        { "100", "100" }, { "", "" } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        char text[NZ_NUMBER_SHORTEST_MAX];
        snprintf(text, sizeof(text), "%s", cases[i][0]);
        nz_number_trim(text);
        CU_ASSERT_STRING_EQUAL(text, cases[i][1]);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_parse_real_values),
        NZ_TEST(test_parse_real_rounds_as_strtod),
        NZ_TEST(test_parse_refuses_other_text),
        NZ_TEST(test_parse_real_out_of_range),
        NZ_TEST(test_parse_count),
        NZ_TEST(test_format_is_short),
        NZ_TEST(test_format_round_trips),
        NZ_TEST(test_trim_drops_zeros_of_decimals),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("number", tests, argc, argv);
}
