#include "sim/success_count.h"

#include "stats/interval.h"
#include "tests/testlib.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static nz_success_count_status_t
find(const char *text, uint64_t trials, uint64_t *successes)
{
    return nz_success_count_of_score(text, strtod(text, NULL), trials, successes);
}

/* Every share k/n, printed with enough digits, is that of k. */
static void
test_of_score_finds_every_count(void)
{
    static const uint64_t trials[] = { 1, 2, 3, 7, 30, 99, 100, 359, 1319 };
    size_t n_wrong = 0;

    for (size_t i = 0; i < NZ_COUNT_OF(trials); i++) {
        for (uint64_t k = 0; k <= trials[i]; k++) {
            for (int digits = 4; digits <= 17; digits++) {
                uint64_t found = 77777;
                char text[64];
                (void) snprintf(
                    text, sizeof(text), "%.*f", digits, (double) k / (double) trials[i]);
                n_wrong += find(text, trials[i], &found) != NZ_SUCCESS_COUNT_ONE;
                n_wrong += found != k;
            }
        }
    }
    CU_ASSERT_EQUAL(n_wrong, 0);
}

/* Without its text a score has the digits of its shortest form. */
static void
test_of_score_without_text(void)
{
    uint64_t found = 77777;

    CU_ASSERT_EQUAL(
        nz_success_count_of_score(NULL, 0.33, 9, &found), NZ_SUCCESS_COUNT_ONE);
    CU_ASSERT_EQUAL(found, 3);
    CU_ASSERT_EQUAL(
        nz_success_count_of_score(NULL, 0.32, 9, &found), NZ_SUCCESS_COUNT_NONE);
    CU_ASSERT_EQUAL(
        nz_success_count_of_score(NULL, 0.333, 1001, &found), NZ_SUCCESS_COUNT_SEVERAL);
}

/* From both sides of a whole number, and half way. */
static void
test_off(void)
{
    NZ_ASSERT_REL(nz_success_count_off(0.33, 9), 0.03, 1e-12);
    NZ_ASSERT_REL(nz_success_count_off(0.34, 9), 0.06, 1e-12);
    CU_ASSERT_EQUAL(nz_success_count_off(0.25, 10), 0.5);
    CU_ASSERT_EQUAL(nz_success_count_off(0.25, 8), 0.0);
}

/* By hand: half a unit of the last digit, times trials, against the distance from a whole
 * number. */
static void
test_of_score_cases(void)
{
    static const struct {
        const char *text;
        uint64_t trials;
        nz_success_count_status_t status;
        uint64_t successes;
    } cases[] = {
        { "0", 2000, NZ_SUCCESS_COUNT_ONE, 0 },
        { "1.", 2000, NZ_SUCCESS_COUNT_ONE, 2000 },
        { "1.0", 1, NZ_SUCCESS_COUNT_ONE, 1 },
        { "0.33", 9, NZ_SUCCESS_COUNT_ONE, 3 },           /* 2.97, .045 */
        { "3.3e-1", 9, NZ_SUCCESS_COUNT_ONE, 3 },         /* the same */
        { "33e-2", 9, NZ_SUCCESS_COUNT_ONE, 3 },          /* the same */
        { ".32", 9, NZ_SUCCESS_COUNT_NONE, 3 },           /* 2.88, .045 */
        { ".34", 9, NZ_SUCCESS_COUNT_NONE, 3 },           /* 3.06, .045 */
        { "0.25", 10, NZ_SUCCESS_COUNT_NONE, 3 },         /* 2.5, .05 */
        { "0.3333", 900, NZ_SUCCESS_COUNT_ONE, 300 },     /* 299.97, .045 */
        { "0.333", 900, NZ_SUCCESS_COUNT_ONE, 300 },      /* 299.7, .45 */
        { "0.333", 1001, NZ_SUCCESS_COUNT_SEVERAL, 333 }, /* 333.333, .5005 */
        { "0.333", 999, NZ_SUCCESS_COUNT_ONE, 333 },      /* 332.667, .4995 */
        { "0.33", 1319, NZ_SUCCESS_COUNT_SEVERAL, 435 },
        { "0.99996", 9999, NZ_SUCCESS_COUNT_NONE, 9999 }, /* 9998.60004, .05 */
        { "0.9999", 9999, NZ_SUCCESS_COUNT_ONE, 9998 },   /* 9998.0001 */
        { "0.014025", 2000, NZ_SUCCESS_COUNT_NONE, 28 },
        { "0.014500000001", 2000, NZ_SUCCESS_COUNT_ONE, 29 },
        { "0.0145049", 2000, NZ_SUCCESS_COUNT_ONE, 29 },  /* off by .0098 */
        { "0.0145051", 2000, NZ_SUCCESS_COUNT_NONE, 29 }, /* off by .0102 */
        { "1", NZ_COUNT_MAX, NZ_SUCCESS_COUNT_ONE, NZ_COUNT_MAX },
    };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        uint64_t found = 77777;
        nz_success_count_status_t status = find(cases[i].text, cases[i].trials, &found);
        if (status != cases[i].status || found != cases[i].successes) {
            printf("\n    %s of %" PRIu64 ": status %d, %" PRIu64 "\n", cases[i].text,
                cases[i].trials, (int) status, found);
        }
        CU_ASSERT_EQUAL(status, cases[i].status);
        CU_ASSERT_EQUAL(found, cases[i].successes);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_of_score_finds_every_count),
        NZ_TEST(test_of_score_cases),
        NZ_TEST(test_of_score_without_text),
        NZ_TEST(test_off),
        CU_TEST_INFO_NULL,
    };

    return nz_test_main("success_count", tests, argc, argv);
}
