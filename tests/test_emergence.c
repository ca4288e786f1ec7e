#include "stats/emergence.h"
#include "tests/testlib.h"

#include <stdlib.h>

enum { N_MAX = 20 };

static double
score_of(const double *y, size_t n)
{
    double scratch[N_MAX], score = (double) NAN;
    NZ_ASSERT_OK(nz_emergence_score(y, n, scratch, &score));
    return score;
}

/* Nine models equally spaced in log N from 1e7 to 1e11, c = 1e8, alpha = -.35, L = 20. */
static void
test_emergence_of_the_papers_curve(void)
{
    double accuracy[9], edits[9], long_edits[9];

    for (int i = 0; i < 9; i++) {
        const double loss = pow(pow(10.0, 7.0 + 0.5 * i) / 1e8, -0.35);
        accuracy[i] = exp(-20.0 * loss);
        edits[i] = -20.0 * expm1(-loss);
        long_edits[i] = -1000.0 * expm1(-loss);
    }
    NZ_ASSERT_ABS(score_of(accuracy, 9), 98.145, 5e-4);
    NZ_ASSERT_ABS(score_of(edits, 9), -7.345, 5e-4);
    NZ_ASSERT_REL(score_of(long_edits, 9), score_of(edits, 9), 1e-12);
}

static void
test_emergence_of_a_straight_line(void)
{
    double up[N_MAX], down[N_MAX];

    for (size_t n = 2; n <= N_MAX; n++) {
        for (size_t i = 0; i < n; i++) {
            up[i] = 3.0 + 0.25 * (double) i;
            down[i] = -up[i];
        }
        NZ_ASSERT_REL(score_of(up, n), (double) n - 1.0, 1e-14);
        NZ_ASSERT_REL(score_of(down, n), 1.0 - (double) n, 1e-14);
    }
}

/* By hand: squares of the differences, their median, and the range over its root. */
static void
test_emergence_by_hand(void)
{
    static const double odd[] = { 0.0, 1.0, 3.0, 7.0 };        /* 1, 4, 16 */
    static const double even[] = { 0.0, 1.0, 4.0, 2.0, 10.0 }; /* 1, 9, 4, 64 */
    static const double inner[] = { 2.0, 5.0, 0.0, 3.0 };      /* 9, 25, 9: max first */

    NZ_ASSERT_REL(score_of(odd, 4), 7.0 / 2.0, 1e-15);
    NZ_ASSERT_REL(score_of(even, 5), 10.0 / sqrt(6.5), 1e-15);
    NZ_ASSERT_REL(score_of(inner, 4), -5.0 / 3.0, 1e-15);
}

/* Ties: the first index of the maximum and of the minimum. */
static void
test_emergence_ties_take_the_first_index(void)
{
    static const double max_twice[] = { 1.0, 0.0, 1.0 };            /* max 0, min 1 */
    static const double min_twice[] = { 0.0, 1.0, 0.0 };            /* min 0, max 1 */
    static const double both_twice[] = { 5.0, 9.0, 1.0, 9.0, 1.0 }; /* max 1, min 2 */

    CU_ASSERT_EQUAL(score_of(max_twice, 3), -1.0);
    CU_ASSERT_EQUAL(score_of(min_twice, 3), 1.0);
    NZ_ASSERT_REL(score_of(both_twice, 5), -1.0, 1e-15);
}

static void
test_emergence_of_equal_values_is_zero(void)
{
    static const double flat[] = { 0.5, 0.5, 0.5, 0.5 };

    for (size_t n = 1; n <= 4; n++) {
        CU_ASSERT_EQUAL(score_of(flat, n), 0.0);
    }
}

static void
test_emergence_is_infinite_when_most_differences_are_zero(void)
{
    static const double jump[] = { 0.0, 0.0, 0.0, 0.4 }; /* two of three are 0 */
    static const double fall[] = { 0.4, 0.0, 0.0, 0.0 };
    static const double half[] = { 0.0, 0.0, 0.0, 0.3, 0.5 }; /* 0, 0, .09, .04 */
    static const double below_half[] = { 0.0, 0.0, 0.3, 0.5 };

    CU_ASSERT_EQUAL(score_of(jump, 4), (double) INFINITY);
    CU_ASSERT_EQUAL(score_of(fall, 4), -(double) INFINITY);
    NZ_ASSERT_REL(score_of(half, 5), 0.5 / sqrt(0.02), 1e-14); /* (0 + .04)/2 */
    NZ_ASSERT_REL(score_of(below_half, 4), 2.5, 1e-14);
}

static void
test_emergence_leaves_the_values_alone_and_is_at_least_one(void)
{
    double y[N_MAX], copy[N_MAX];

    srand(1);
    for (int repeat = 0; repeat < 1000; repeat++) {
        const size_t n = 2 + (size_t) repeat % (N_MAX - 1);
        for (size_t i = 0; i < n; i++) {
            copy[i] = y[i] = (double) (rand() % 7);
        }
        const double score = fabs(score_of(y, n));
        CU_ASSERT_TRUE(score >= 1.0 || score == 0.0);
        for (size_t i = 0; i < n; i++) {
            CU_ASSERT_EQUAL(y[i], copy[i]);
        }
    }
}

static void
test_emergence_errors_leave_output_untouched(void)
{
    double y[] = { 0.0, 1.0, 2.0 }, scratch[3], score = -77.0;

    CU_ASSERT_EQUAL(nz_emergence_score(NULL, 3, scratch, &score), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_emergence_score(y, 3, NULL, &score), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_emergence_score(y, 3, scratch, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_emergence_score(y, 0, scratch, &score), NZ_ERR_DOMAIN);
    for (size_t i = 0; i < 3; i++) {
        const double kept = y[i];
        y[i] = (double) NAN;
        CU_ASSERT_EQUAL(nz_emergence_score(y, 3, scratch, &score), NZ_ERR_DOMAIN);
        y[i] = (double) INFINITY;
        CU_ASSERT_EQUAL(nz_emergence_score(y, 3, scratch, &score), NZ_ERR_DOMAIN);
        y[i] = kept;
    }
    CU_ASSERT_EQUAL(score, -77.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_emergence_of_the_papers_curve),
        NZ_TEST(test_emergence_of_a_straight_line),
        NZ_TEST(test_emergence_by_hand),
        NZ_TEST(test_emergence_ties_take_the_first_index),
        NZ_TEST(test_emergence_of_equal_values_is_zero),
        NZ_TEST(test_emergence_is_infinite_when_most_differences_are_zero),
        NZ_TEST(test_emergence_leaves_the_values_alone_and_is_at_least_one),
        NZ_TEST(test_emergence_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("emergence", tests, argc, argv);
}
