#include "stats/moments.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_randist.h>

enum { N = 1000 };

static const double no_values[1];

static nz_moments_t
push_all(const double *values, size_t n)
{
    nz_moments_t moments = { 0 };
    for (size_t i = 0; i < n; i++) {
        nz_moments_push(&moments, values[i]);
    }
    return moments;
}

/* Two passes in extended precision. */
static void
assert_moments(const nz_moments_t *self, const double *values, size_t n, double rtol)
{
    long double mean = 0.0L, sums[5] = { 0.0L }, scale[5] = { 0.0L };

    /* From the first value, as its rounding would count even in extended precision. */
    const long double shift = n > 0 ? (long double) values[0] : 0.0L;
    for (size_t i = 0; i < n; i++) {
        mean += (long double) values[i] - shift;
    }
    mean /= n > 0 ? (long double) n : 1.0L;
    for (size_t i = 0; i < n; i++) {
        long double power = 1.0L;
        for (int k = 0; k < 5; k++, power *= (long double) values[i] - shift - mean) {
            sums[k] += power;
            scale[k] += fabsl(power);
        }
    }
    CU_ASSERT_EQUAL(self->n, n);
    NZ_ASSERT_REL(self->mean, (double) (mean + shift), 1e-14);
    NZ_ASSERT_ABS(self->m2, (double) sums[2], rtol * (double) scale[2]);
    NZ_ASSERT_ABS(self->m3, (double) sums[3], rtol * (double) scale[3]);
    NZ_ASSERT_ABS(self->m4, (double) sums[4], rtol * (double) scale[4]);
    if (n > 1) {
        NZ_ASSERT_REL(
            nz_moments_sd(self), (double) sqrtl(sums[2] / (long double) (n - 1)), rtol);
    }
}

/* Skewed values, so that the third moment is not near 0. */
static void
draw_values(double *values, double offset, double scale)
{
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, 1);
    for (size_t i = 0; i < N; i++) {
        values[i] = offset + scale * gsl_ran_exponential(rng, 1.0);
    }
    gsl_rng_free(rng);
}

static void
test_moments_push_equals_two_passes(void)
{
    static const double by_hand[] = { 1.0, 2.0, 4.0, 9.0 };
    double values[N];

    nz_moments_t moments = push_all(by_hand, 4);
    CU_ASSERT_EQUAL(moments.n, 4); /* deviations -3, -2, 0, 5 */
    NZ_ASSERT_REL(moments.mean, 4.0, 1e-15);
    NZ_ASSERT_REL(moments.m2, 38.0, 1e-15);
    NZ_ASSERT_REL(moments.m3, 90.0, 1e-14);
    NZ_ASSERT_REL(moments.m4, 722.0, 1e-14);
    draw_values(values, 0.0, 1.0);
    moments = push_all(values, N);
    assert_moments(&moments, values, N, 1e-13);
    moments = push_all(values, 2);
    assert_moments(&moments, values, 2, 1e-13);
}

/* A naive sum of squares would have no digit left. The rounding of the mean, 6e-8 at each
 * push against a deviation of 1e-3, is what remains. */
static void
test_moments_of_a_large_offset(void)
{
    double values[N];

    draw_values(values, 1e9, 1e-3);
    const nz_moments_t moments = push_all(values, N);
    assert_moments(&moments, values, N, 1e-4);
}

static void
test_moments_merge_equals_push(void)
{
    static const size_t cuts[] = { 0, 1, 2, 10, 500, 700, 999, N };
    double values[N];

    draw_values(values, 3.0, 2.0);
    for (size_t i = 0; i < NZ_COUNT_OF(cuts); i++) {
        nz_moments_t left = push_all(values, cuts[i]);
        const nz_moments_t right = push_all(values + cuts[i], N - cuts[i]);
        nz_moments_t reversed = right;
        const nz_moments_t kept = right;
        nz_moments_merge(&reversed, &left);
        nz_moments_merge(&left, &right);
        assert_moments(&left, values, N, 1e-13);
        assert_moments(&reversed, values, N, 1e-13);
        CU_ASSERT_TRUE(right.n == kept.n && right.m4 == kept.m4);
    }
}

static void
test_moments_merge_with_itself(void)
{
    double values[2 * N];

    draw_values(values, 0.0, 1.0);
    for (size_t i = 0; i < N; i++) {
        values[N + i] = values[i];
    }
    nz_moments_t moments = push_all(values, N);
    nz_moments_merge(&moments, &moments);
    assert_moments(&moments, values, (size_t) 2 * N, 1e-13);
}

static void
test_moments_of_few_values(void)
{
    nz_moments_t moments = { 0 };
    const nz_moments_t empty = { 0 };

    CU_ASSERT_TRUE(isnan(nz_moments_sd(&moments)));
    nz_moments_merge(&moments, &empty);
    assert_moments(&moments, no_values, 0, 0.0);
    nz_moments_push(&moments, -7.0);
    CU_ASSERT_TRUE(moments.n == 1 && moments.mean == -7.0);
    CU_ASSERT_TRUE(moments.m2 == 0.0 && moments.m3 == 0.0 && moments.m4 == 0.0);
    CU_ASSERT_TRUE(isnan(nz_moments_sd(&moments)));
    nz_moments_merge(&moments, &empty);
    CU_ASSERT_TRUE(moments.n == 1 && moments.mean == -7.0);
    nz_moments_push(&moments, -7.0);
    CU_ASSERT_EQUAL(nz_moments_sd(&moments), 0.0);
    for (uint64_t n = 1; n < 50; n++) { /* into an empty one: a copy, not a rounding */
        const nz_moments_t other = { n, 1.0, 2.0, 3.0, 4.0 };
        moments = empty;
        nz_moments_merge(&moments, &other);
        CU_ASSERT_TRUE(moments.n == n && moments.mean == other.mean);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_moments_push_equals_two_passes),
        NZ_TEST(test_moments_of_a_large_offset),
        NZ_TEST(test_moments_merge_equals_push),
        NZ_TEST(test_moments_merge_with_itself),
        NZ_TEST(test_moments_of_few_values),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("moments", tests, argc, argv);
}
