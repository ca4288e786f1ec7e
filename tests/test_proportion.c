#include "stats/proportion.h"
#include "stats/proportion_bootstrap.h"

#include "stats/binomial.h"
#include "tests/proportion_reference.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdbool.h>

static const nz_tails_t two_sided = { 0.025, 0.025 };

/* An interval that must be had. */
static nz_interval_t
interval(int method, uint64_t k, uint64_t n, nz_tails_t tails)
{
    nz_interval_t ci = { (double) NAN, (double) NAN, NZ_INTERVAL_OK };
    NZ_ASSERT_OK(nz_proportion_interval((nz_interval_method_t) method, k, n, tails, &ci));
    return ci;
}

/* Limits that are a difference, so that they carry digits of their larger term only. */
static bool
is_difference(int method)
{
    return method == NZ_METHOD_WALD || method == NZ_METHOD_STUDENT_T
           || method == NZ_METHOD_AGRESTI_COULL
           || method >= NZ_METHOD_BOOTSTRAP_PERCENTILE;
}

/* Methods whose limits never decrease with k. */
static bool
is_monotone(int method)
{
    return method < NZ_METHOD_STUDENT_T ? method != NZ_METHOD_WALD
                                        : method == NZ_METHOD_BOOTSTRAP_PERCENTILE;
}

static void
test_proportion_reference_values(void)
{
    double worst[NZ_N_INTERVAL_METHODS] = { 0.0 };

    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        const struct reference *r = &references[i];
        const double p_hat = (double) r->k / (double) r->n;
        for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
            const nz_interval_t ci = interval(m, r->k, r->n, r->tails);
            for (int side = 0; side < 2; side++) {
                const double got = side == 0 ? ci.lower : ci.upper;
                const double expected = r->limits[m][side];
                const double scale = is_difference(m) ? fmax(fabs(expected), p_hat)
                                                      : fmin(expected, 1.0 - expected);
                const double rounding = 1.2e-16 * fabs(expected);
                if (got != expected) { /* some are infinite */
                    NZ_ASSERT_ABS(got, expected, 2e-14 * scale + rounding);
                    worst[m] = fmax(worst[m], (fabs(got - expected) - rounding) / scale);
                }
            }
        }
    }
    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        printf("\n    %-22s worst relative error %.1e ",
            nz_interval_method_name((nz_interval_method_t) m), worst[m]);
    }
}

/* n (k/n - p)^2 - z^2 p (1 - p) in extended precision. */
static long double
score_equation(uint64_t k, uint64_t n, long double z, long double p)
{
    const long double d = (long double) k - (long double) n * p;
    return d * d - (long double) n * z * z * p * (1.0L - p);
}

/* The limits are roots of the score equation: its sign changes within 1e-14 of each. */
static void
test_wilson_solves_the_score_equation(void)
{
    static const uint64_t sizes[] = { 1, 2, 3, 10, 101, 10000, 10000000, 1ULL << 40 };
    static const double tails[] = { 5e-13, 1e-5, 0.025, 0.25, 0.4 };

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(tails); i++) {
        const uint64_t n = sizes[i / NZ_COUNT_OF(tails)];
        const double tail = tails[i % NZ_COUNT_OF(tails)];
        const uint64_t counts[] = { 1, 2, n / 3, n / 2, n - 2, n - 1 };
        const long double z = (long double) gsl_cdf_ugaussian_Qinv(tail);
        for (size_t j = 0; j < NZ_COUNT_OF(counts); j++) {
            const uint64_t k = counts[j];
            if (k < 1 || k >= n) {
                continue;
            }
            const nz_interval_t ci =
                interval(NZ_METHOD_WILSON, k, n, (nz_tails_t){ tail, tail });
            const long double e = 1e-14L;
            const long double lower = (long double) ci.lower;
            const long double upper = (long double) ci.upper;
            CU_ASSERT_TRUE(score_equation(k, n, z, lower * (1.0L - e)) > 0.0L);
            CU_ASSERT_TRUE(score_equation(k, n, z, lower * (1.0L + e)) < 0.0L);
            CU_ASSERT_TRUE(score_equation(k, n, z, upper * (1.0L - e)) < 0.0L);
            CU_ASSERT_TRUE(score_equation(k, n, z, upper * (1.0L + e)) > 0.0L);
        }
    }
}

/* Upper limits at k = 0 in closed form; the lower ones are 0. */
static void
test_proportion_without_a_success(void)
{
    static const uint64_t sizes[] = { 1, 2, 10, 1000, 10000000, 1ULL << 53 };
    static const double tails[] = { 5e-13, 0.025, 0.25 };

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(tails); i++) {
        const uint64_t n = sizes[i / NZ_COUNT_OF(tails)];
        const double tail = tails[i % NZ_COUNT_OF(tails)], x = (double) n;
        const double z = gsl_cdf_ugaussian_Qinv(tail), m = x + z * z;
        const nz_tails_t both = { tail, tail };
        const double exact = -expm1(log(tail) / x);
        const double uppers[NZ_N_INTERVAL_METHODS] = {
            [NZ_METHOD_WILSON] = z * z / m,
            [NZ_METHOD_CLOPPER_PEARSON] = exact,
            [NZ_METHOD_MID_P] = -expm1(log(2.0 * tail) / x),
            [NZ_METHOD_JEFFREYS] = (double) NAN, /* no closed form */
            [NZ_METHOD_MODIFIED_JEFFREYS] = exact,
            [NZ_METHOD_AGRESTI_COULL] =
                fmin(z * z / m * (0.5 + sqrt((x + 0.5 * z * z) / (2.0 * m))), 1.0),
            [NZ_METHOD_BAYES_UNIFORM] = -expm1(log(tail) / (x + 1.0)),
            [NZ_METHOD_ANYTIME] = -expm1(log(2.0 * tail / (x + 1.0)) / x),
        };
        for (int method = 0; method < NZ_N_INTERVAL_METHODS; method++) {
            const nz_interval_t ci = interval(method, 0, n, both);
            const nz_interval_t mirror = interval(method, n, n, both);
            const double lower = method == NZ_METHOD_BAYES_UNIFORM
                                     ? -expm1(log1p(-tail) / (x + 1.0))
                                     : 0.0;
            NZ_ASSERT_REL(ci.lower, lower, 1e-13);
            NZ_ASSERT_ABS(mirror.upper, 1.0 - lower, 1.2e-16);
            if (!isnan(uppers[method])) {
                NZ_ASSERT_REL(ci.upper, uppers[method], 1e-13);
                NZ_ASSERT_ABS(mirror.lower, 1.0 - uppers[method], 1.2e-15);
            }
        }
    }
}

/* Which methods say nothing when all outcomes are equal. */
static void
test_proportion_statuses_at_the_ends(void)
{
    static const nz_interval_status_t expected[NZ_N_INTERVAL_METHODS] = {
        [NZ_METHOD_WALD] = NZ_INTERVAL_DEGENERATE,
        [NZ_METHOD_STUDENT_T] = NZ_INTERVAL_DEGENERATE,
        [NZ_METHOD_BOOTSTRAP_PERCENTILE] = NZ_INTERVAL_DEGENERATE,
        [NZ_METHOD_BOOTSTRAP_BASIC] = NZ_INTERVAL_DEGENERATE,
        [NZ_METHOD_BOOTSTRAP_NORMAL] = NZ_INTERVAL_DEGENERATE,
        [NZ_METHOD_BOOTSTRAP_STUDENTIZED] = NZ_INTERVAL_UNDEFINED,
        [NZ_METHOD_BOOTSTRAP_BCA] = NZ_INTERVAL_UNDEFINED,
    };

    for (uint64_t n = 1; n < 1000; n = 3 * n) {
        for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
            const bool alone = m == NZ_METHOD_STUDENT_T && n == 1;
            for (uint64_t k = 0; k <= n; k += n) {
                const nz_interval_t ci = interval(m, k, n, two_sided);
                CU_ASSERT_EQUAL(ci.status, alone ? NZ_INTERVAL_UNDEFINED : expected[m]);
                if (ci.status != NZ_INTERVAL_OK) {
                    CU_ASSERT_EQUAL(ci.lower, (double) (k / n));
                    CU_ASSERT_EQUAL(ci.upper, (double) (k / n));
                }
            }
        }
    }
}

/* A one-sided interval has the limit that the two-sided one has at the same tail
 * (anytime: at the same sum), and its end of the scale on the other side. */
static void
test_proportion_one_sided(void)
{
    const uint64_t n = 20;

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        const bool sum = m == NZ_METHOD_ANYTIME;
        for (uint64_t k = 1; k < n; k++) {
            const nz_interval_t both =
                interval(m, k, n, (nz_tails_t){ 0.0625, 0.001953125 });
            const double t_lower = sum ? 0.064453125 : 0.0625;
            const double t_upper = sum ? 0.064453125 : 0.001953125;
            const nz_interval_t lower = interval(m, k, n, (nz_tails_t){ t_lower, 0.0 });
            const nz_interval_t upper = interval(m, k, n, (nz_tails_t){ 0.0, t_upper });
            const nz_interval_t other =
                interval(m, k, n, (nz_tails_t){ 0.001953125, 0.0625 });
            const nz_interval_t neither = interval(m, k, n, (nz_tails_t){ 0.0, 0.0 });
            if (both.status != NZ_INTERVAL_UNDEFINED) {
                CU_ASSERT_TRUE(lower.lower == both.lower && lower.upper == 1.0);
                CU_ASSERT_TRUE(upper.upper == both.upper && upper.lower == 0.0);
            }
            if (k > 4 && k < n - 4 && !sum) { /* unequal tails go to their own sides */
                CU_ASSERT_TRUE(other.lower < both.lower && other.upper < both.upper);
            }
            CU_ASSERT_TRUE(neither.lower == 0.0 && neither.upper == 1.0);
            CU_ASSERT_EQUAL(neither.status, NZ_INTERVAL_OK);
        }
    }
}

/* At k = 0 a one-sided lower limit says no more than [0, 1], and is no degenerate one. */
static void
test_proportion_one_sided_at_the_ends(void)
{
    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        const nz_interval_t ci = interval(m, 0, 9, (nz_tails_t){ 0.05, 0.0 });
        if (m < NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
            const bool above = m == NZ_METHOD_BAYES_UNIFORM;
            CU_ASSERT_TRUE(above ? ci.lower > 0.0 : ci.lower == 0.0);
            CU_ASSERT_TRUE(ci.upper == 1.0 && ci.status == NZ_INTERVAL_OK);
        } else {
            CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
        }
    }
    const nz_interval_t ci = interval(NZ_METHOD_MID_P, 0, 9, (nz_tails_t){ 0.0, 0.5 });
    CU_ASSERT_TRUE(ci.upper == 0.0 && !signbit(ci.upper));
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_DEGENERATE);
}

/* A tail above one half gives the limit of the other side at one minus that tail. */
static void
test_proportion_with_a_tail_above_one_half(void)
{
    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        const bool keeps_sides = m == NZ_METHOD_CLOPPER_PEARSON || m == NZ_METHOD_ANYTIME;
        const bool ends = m == NZ_METHOD_WILSON || m == NZ_METHOD_MID_P
                          || m == NZ_METHOD_AGRESTI_COULL || m == NZ_METHOD_BAYES_UNIFORM;
        for (uint64_t k = ends ? 0 : 2; k <= (ends ? 20 : 18) && !keeps_sides; k++) {
            const nz_interval_t low = interval(m, k, 20, (nz_tails_t){ 0.875, 0.0625 });
            const nz_interval_t high = interval(m, k, 20, (nz_tails_t){ 0.0625, 0.125 });
            NZ_ASSERT_ABS(low.lower, high.upper, 1e-14 * fabs(high.upper));
            const nz_interval_t far = interval(m, k, 20, (nz_tails_t){ 0.0625, 0.875 });
            const nz_interval_t near = interval(m, k, 20, (nz_tails_t){ 0.125, 0.0625 });
            NZ_ASSERT_ABS(far.upper, near.lower, 2e-14 * fabs(near.lower));
        }
        for (uint64_t k = 0; k <= 20; k++) {
            const nz_interval_t ci = interval(m, k, 20, (nz_tails_t){ 0.875, 0.0625 });
            CU_ASSERT_TRUE(ci.lower <= ci.upper);
            CU_ASSERT_EQUAL(ci.status == NZ_INTERVAL_OK, ci.lower < ci.upper);
        }
    }
}

/* A lower limit beyond 1 without an upper one: nothing is left, and no width below 0. */
static void
test_proportion_one_sided_beyond_the_scale(void)
{
    const nz_interval_t low = interval(NZ_METHOD_WALD, 1, 2, (nz_tails_t){ 0.99, 0.0 });
    CU_ASSERT_TRUE(low.lower > 1.0 && low.upper == low.lower);
    CU_ASSERT_EQUAL(low.status, NZ_INTERVAL_DEGENERATE);
    const nz_interval_t high = interval(NZ_METHOD_WALD, 1, 2, (nz_tails_t){ 0.0, 0.99 });
    CU_ASSERT_TRUE(high.upper < 0.0 && high.upper == high.lower);
    CU_ASSERT_EQUAL(high.status, NZ_INTERVAL_DEGENERATE);
}

static void
test_proportion_is_symmetric(void)
{
    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        for (uint64_t n = 1; n < 400; n = 3 * n + 1) {
            for (uint64_t k = 0; k <= n; k++) {
                const nz_interval_t ci = interval(m, k, n, (nz_tails_t){ 0.02, 0.07 });
                const nz_interval_t mirror =
                    interval(m, n - k, n, (nz_tails_t){ 0.07, 0.02 });
                NZ_ASSERT_ABS(
                    ci.lower, 1.0 - mirror.upper, 1e-14 * fmax(1.0, fabs(mirror.upper)));
                NZ_ASSERT_ABS(
                    ci.upper, 1.0 - mirror.lower, 1e-14 * fmax(1.0, fabs(mirror.lower)));
                CU_ASSERT_EQUAL(ci.status, mirror.status);
            }
        }
    }
}

static bool
decreases_somewhere(int method, uint64_t n, nz_tails_t tails)
{
    nz_interval_t before = interval(method, 0, n, tails);

    for (uint64_t k = 1; k <= n; k++) {
        const nz_interval_t ci = interval(method, k, n, tails);
        if (ci.lower < before.lower || ci.upper < before.upper) {
            return true;
        }
        before = ci;
    }
    return false;
}

/* More successes never give a smaller limit, but for the methods that say so; those do.
 */
static void
test_proportion_is_monotone_in_successes(void)
{
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 5e-13, 5e-13 },
        { 0.25, 0.25 }, { 0.05, 0.2 }, { 0.5, 0.0 }, { 0.0, 0.5 }, { 0.0, 0.01 } };

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        bool decreases = false;
        for (uint64_t n = 1; n <= 60; n++) {
            for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
                decreases = decreases_somewhere(m, n, tails[i]) || decreases;
            }
        }
        CU_ASSERT_EQUAL(decreases, !is_monotone(m));
        if (decreases == is_monotone(m)) {
            printf("\n    %s ", nz_interval_method_name((nz_interval_method_t) m));
        }
    }
}

/* Smaller tails, longer interval. */
static void
test_proportion_is_nested_in_the_level(void)
{
    static const double tails[] = { 0.49, 0.3, 0.25, 0.1, 0.025, 0.005, 1e-6, 5e-13 };

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        for (uint64_t n = 1; n <= 60; n += 1 + n / 8) {
            for (uint64_t k = 0; k <= n; k++) {
                nz_interval_t inner = interval(m, k, n, (nz_tails_t){ 0.499, 0.499 });
                for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
                    const nz_interval_t ci =
                        interval(m, k, n, (nz_tails_t){ tails[i], tails[i] });
                    if (ci.status == NZ_INTERVAL_UNDEFINED) { /* and so are the longer */
                        CU_ASSERT_TRUE(m >= NZ_METHOD_STUDENT_T);
                        break;
                    }
                    CU_ASSERT_TRUE(ci.lower <= inner.lower && inner.upper <= ci.upper);
                    inner = ci;
                }
            }
        }
    }
}

/* The level 1 - 1e-12: where 1 - level has lost four digits, but the tails have not. */
static void
test_clopper_pearson_at_an_extreme_level(void)
{
    for (uint64_t k = 1; k < 30; k++) {
        const nz_interval_t ci =
            interval(NZ_METHOD_CLOPPER_PEARSON, k, 30, (nz_tails_t){ 5e-13, 5e-13 });
        double below, above;
        /* Its definition: P(X >= k; lower) = tail = P(X <= k; upper). Near 1 the rounding
         * of the limit moves its tail. */
        NZ_ASSERT_OK(nz_binomial_tails(k - 1, 30, ci.lower, NULL, &above));
        NZ_ASSERT_OK(nz_binomial_tails(k, 30, ci.upper, &below, NULL));
        NZ_ASSERT_REL(above, 5e-13, 1e-12);
        NZ_ASSERT_REL(below, 5e-13, 1e-12 + 3e-15 / (1.0 - ci.upper));
    }
}

static void
test_agresti_coull_contains_wilson(void)
{
    for (uint64_t n = 1; n < 1000; n = 2 * n + 1) {
        for (uint64_t k = 0; k <= n; k++) {
            const nz_interval_t inner = interval(NZ_METHOD_WILSON, k, n, two_sided);
            const nz_interval_t outer =
                interval(NZ_METHOD_AGRESTI_COULL, k, n, two_sided);
            CU_ASSERT_TRUE(outer.lower <= inner.lower * (1.0 + 1e-14));
            CU_ASSERT_TRUE(outer.upper >= inner.upper * (1.0 - 1e-14));
            CU_ASSERT_TRUE(outer.lower >= 0.0 && outer.upper <= 1.0);
        }
    }
}

/* Counts near 2^53, where k/n is next to 1: no limit is rounded to beyond it. */
static void
test_proportion_stays_on_the_scale(void)
{
    for (int m = NZ_METHOD_WILSON; m <= NZ_METHOD_ANYTIME; m++) {
        for (uint64_t i = 0; i < 60; i++) {
            const uint64_t n = NZ_COUNT_MAX - i * 123456789012345;
            for (uint64_t failures = 1; failures < 8; failures++) {
                const nz_interval_t ci = interval(m, n - failures, n, two_sided);
                CU_ASSERT_TRUE(
                    ci.lower > 0.999 && ci.lower <= ci.upper && ci.upper <= 1.0);
            }
        }
    }
}

typedef nz_status_t interval_fn(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

static const struct {
    nz_interval_method_t method;
    interval_fn *function;
} methods[] = { { NZ_METHOD_WALD, nz_proportion_wald },
    { NZ_METHOD_WILSON, nz_proportion_wilson },
    { NZ_METHOD_CLOPPER_PEARSON, nz_proportion_clopper_pearson },
    { NZ_METHOD_MID_P, nz_proportion_mid_p },
    { NZ_METHOD_JEFFREYS, nz_proportion_jeffreys },
    { NZ_METHOD_MODIFIED_JEFFREYS, nz_proportion_modified_jeffreys },
    { NZ_METHOD_AGRESTI_COULL, nz_proportion_agresti_coull },
    { NZ_METHOD_BAYES_UNIFORM, nz_proportion_bayes_uniform },
    { NZ_METHOD_ANYTIME, nz_proportion_anytime },
    { NZ_METHOD_STUDENT_T, nz_proportion_student_t },
    { NZ_METHOD_BOOTSTRAP_PERCENTILE, nz_proportion_bootstrap_percentile },
    { NZ_METHOD_BOOTSTRAP_BASIC, nz_proportion_bootstrap_basic },
    { NZ_METHOD_BOOTSTRAP_NORMAL, nz_proportion_bootstrap_normal },
    { NZ_METHOD_BOOTSTRAP_STUDENTIZED, nz_proportion_bootstrap_studentized },
    { NZ_METHOD_BOOTSTRAP_BCA, nz_proportion_bootstrap_bca } };

static void
test_proportion_interval_dispatches(void)
{
    CU_ASSERT_EQUAL_FATAL(NZ_COUNT_OF(methods), NZ_N_INTERVAL_METHODS);
    for (size_t m = 0; m < NZ_COUNT_OF(methods); m++) {
        nz_interval_t expected;
        const nz_interval_t ci = interval((int) methods[m].method, 3, 17, two_sided);
        NZ_ASSERT_OK(methods[m].function(3, 17, two_sided, &expected));
        CU_ASSERT_TRUE(ci.lower == expected.lower && ci.upper == expected.upper);
    }
}

static void
test_proportion_errors_leave_output_untouched(void)
{
    static const nz_tails_t bad[] = { { -0.1, 0.1 }, { 0.1, -0.1 }, { 0.5, 0.5 },
        { 1.0, 0.0 }, { (double) NAN, 0.1 }, { 0.1, (double) NAN } };
    nz_interval_t ci = { -1.0, -2.0, NZ_INTERVAL_UNDEFINED };

    for (size_t m = 0; m < NZ_COUNT_OF(methods); m++) {
        interval_fn *const f = methods[m].function;
        CU_ASSERT_EQUAL(f(1, 2, two_sided, NULL), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(f(0, 0, two_sided, &ci), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(f(3, 2, two_sided, &ci), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(f(1, NZ_COUNT_MAX + 1, two_sided, &ci), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(f(UINT64_MAX, UINT64_MAX, two_sided, &ci), NZ_ERR_DOMAIN);
        for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
            CU_ASSERT_EQUAL(f(1, 2, bad[i], &ci), NZ_ERR_DOMAIN);
            CU_ASSERT_EQUAL(f(0, 1, bad[i], &ci), NZ_ERR_DOMAIN);
        }
    }
    CU_ASSERT_EQUAL(nz_proportion_interval(NZ_N_INTERVAL_METHODS, 3, 17, two_sided, &ci),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_proportion_interval((nz_interval_method_t) -1, 3, 17, two_sided, &ci),
        NZ_ERR_DOMAIN);
    CU_ASSERT_TRUE(ci.lower == -1.0 && ci.upper == -2.0);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_proportion_reference_values),
        NZ_TEST(test_wilson_solves_the_score_equation),
        NZ_TEST(test_proportion_without_a_success),
        NZ_TEST(test_proportion_statuses_at_the_ends),
        NZ_TEST(test_proportion_one_sided),
        NZ_TEST(test_proportion_one_sided_at_the_ends),
        NZ_TEST(test_proportion_with_a_tail_above_one_half),
        NZ_TEST(test_proportion_one_sided_beyond_the_scale),
        NZ_TEST(test_proportion_is_symmetric),
        NZ_TEST(test_proportion_is_monotone_in_successes),
        NZ_TEST(test_proportion_is_nested_in_the_level),
        NZ_TEST(test_clopper_pearson_at_an_extreme_level),
        NZ_TEST(test_agresti_coull_contains_wilson),
        NZ_TEST(test_proportion_stays_on_the_scale),
        NZ_TEST(test_proportion_interval_dispatches),
        NZ_TEST(test_proportion_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("proportion", tests, argc, argv);
}
