#include "stats/convolution.h"

#include "stats/binomial.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <string.h>

enum { LENGTH_MAX = 8192 };

/* Largest distance between the window and the repeated product of polynomials. */
static double
largest_error(const uint64_t *counts, size_t n_scores, size_t length)
{
    static long double exact[LENGTH_MAX], next[LENGTH_MAX];
    static double pmf[LENGTH_MAX];
    uint64_t n = 0;
    int64_t first = INT64_MIN;
    double worst = 0.0, sum = 0.0;
    size_t top = 0;

    for (size_t j = 0; j < n_scores; j++) {
        n += counts[j];
    }
    exact[0] = 1.0L;
    for (uint64_t i = 0; i < n; i++) {
        top += n_scores - 1;
        CU_ASSERT_TRUE_FATAL(top < LENGTH_MAX);
        for (size_t t = 0; t <= top; t++) {
            next[t] = 0.0L;
            for (size_t j = 0; j < n_scores && j <= t; j++) {
                if (t - j <= top - (n_scores - 1)) {
                    next[t] += exact[t - j] * (long double) counts[j] / (long double) n;
                }
            }
        }
        memcpy(exact, next, (top + 1) * sizeof(*exact));
    }
    NZ_ASSERT_OK(nz_convolution_pmf(counts, n_scores, n, length, pmf, &first));
    for (size_t i = 0; i < length; i++) {
        const int64_t t = first + (int64_t) i;
        const double expected = t >= 0 && t <= (int64_t) top ? (double) exact[t] : 0.0;
        worst = fmax(worst, fabs(pmf[i] - expected));
        sum += pmf[i];
    }
    NZ_ASSERT_ABS(sum, 1.0, 1e-13);
    /* The window stays within the totals, if it is no longer than they are. */
    if (length <= top + 1) {
        CU_ASSERT_TRUE(first >= 0 && first + (int64_t) length <= (int64_t) top + 1);
    } else {
        CU_ASSERT_EQUAL(first, 0);
    }
    return worst;
}

static void
test_convolution_equals_polynomial_products(void)
{
    static const uint64_t histograms[][5] = { { 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1 },
        { 1, 9, 1, 1, 1 }, { 1, 0, 0, 0, 1 }, { 30, 1, 0, 0, 1 }, { 1, 0, 0, 1, 30 },
        { 0, 0, 7, 0, 1 }, { 40, 40, 40, 40, 40 }, { 200, 0, 0, 1, 2 },
        { 2, 1, 0, 0, 200 }, { 1, 0, 500, 0, 1 } };

    for (size_t i = 0; i < NZ_COUNT_OF(histograms); i++) {
        uint64_t n = 0;
        double mean = 0.0, variance = 0.0;
        for (size_t j = 0; j < 5; j++) {
            n += histograms[i][j];
            mean += (double) (j * histograms[i][j]);
        }
        mean /= (double) n;
        for (size_t j = 0; j < 5; j++) {
            variance +=
                (double) histograms[i][j] * pow((double) j - mean, 2.0) / (double) n;
        }
        const size_t length =
            nz_convolution_length((double) n, 4.0, variance, LENGTH_MAX);
        CU_ASSERT_TRUE_FATAL(length > 0);
        CU_ASSERT_TRUE(largest_error(histograms[i], 5, length) < 1e-14);
        CU_ASSERT_TRUE(largest_error(histograms[i], 5, LENGTH_MAX) < 1e-14);
    }
}

/* A binomial count of n = 1e9 and of 1e15, against its own probabilities. */
static void
test_convolution_of_many_items(void)
{
    static const struct {
        uint64_t n, k;
    } cases[] = { { 1000000000, 0 }, { 1000000000, 1 }, { 1000000000, 100 },
        { 1000000000, 2000 }, { UINT64_C(1000000000000000), 2000 },
        { 1000000000, 1000000000 - 500 }, { UINT64_C(4503599627370496), 1500 } };
    static double pmf[LENGTH_MAX];

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const uint64_t n = cases[i].n, counts[] = { n - cases[i].k, cases[i].k };
        const bool mirror = cases[i].k > n / 2; /* the rarer score carries the digits */
        const double p = (double) (mirror ? n - cases[i].k : cases[i].k) / (double) n;
        const size_t length =
            nz_convolution_length((double) n, 1.0, p * (1.0 - p), LENGTH_MAX);
        int64_t first = INT64_MIN;
        double worst = 0.0;
        CU_ASSERT_TRUE_FATAL(length > 0);
        NZ_ASSERT_OK(nz_convolution_pmf(counts, 2, n, length, pmf, &first));
        for (size_t t = 0; t < length; t++) {
            const int64_t at = first + (int64_t) t;
            const uint64_t k = mirror ? n - (uint64_t) at : (uint64_t) at;
            const double expected =
                at < 0 || at > (int64_t) n ? 0.0 : nz_binomial_pmf(k, n, p);
            worst = fmax(worst, fabs(pmf[t] - expected));
        }
        CU_ASSERT_TRUE(worst < 1e-13);
    }
}

/* Bernstein's bound, solved by bisection. */
static double
half_width(double n, double max_score, double variance)
{
    double low = 0.0, high = 1e18;

    for (int i = 0; i < 200; i++) {
        const double t = 0.5 * (low + high);
        const double bound =
            2.0 * exp(-0.5 * t * t / (n * variance + max_score * t / 3.0));
        *(bound > 1e-15 ? &low : &high) = t;
    }
    return high;
}

static void
test_convolution_length(void)
{
    static const double sizes[] = { 10.0, 1e3, 1e5, 1e9 };
    static const double variances[] = { 1e-7, 0.01, 0.25, 4.0, 100.0 };
    const size_t limit = (size_t) 1 << 40;

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(variances); i++) {
        const double n = sizes[i / NZ_COUNT_OF(variances)];
        const double variance = variances[i % NZ_COUNT_OF(variances)];
        const double need =
            fmin(2.0 * ceil(half_width(n, 20.0, variance)) + 2.0, 20.0 * n + 1.0);
        const size_t length = nz_convolution_length(n, 20.0, variance, limit);
        CU_ASSERT_TRUE((double) length >= need && (double) length < 2.0 * need);
        CU_ASSERT_EQUAL(length & (length - 1), 0);
        CU_ASSERT_EQUAL(nz_convolution_length(n, 20.0, variance, length), length);
        CU_ASSERT_EQUAL(nz_convolution_length(n, 20.0, variance, length - 1), 0);
    }
    CU_ASSERT_EQUAL(nz_convolution_length(1.0, 1.0, 0.25, limit), 2);
    CU_ASSERT_EQUAL(nz_convolution_length(2.0, 1.0, 0.25, limit), 4);
    CU_ASSERT_EQUAL(nz_convolution_length(3.0, 1.0, 0.25, limit), 4);
}

/* What the length promises, for a law whose tails are known. */
static void
test_convolution_length_holds_the_distribution(void)
{
    for (uint64_t n = 64; n < 10000000; n *= 7) {
        for (double p = 1e-5; p < 0.6; p *= 3.0) {
            const double mean = (double) n * p, x = (double) n;
            const size_t length = nz_convolution_length(x, 1.0, p * (1.0 - p), 1 << 30);
            const double below = floor(mean) - (double) length / 2.0;
            const double above = ceil(mean) + (double) length / 2.0 - 1.0;
            double outside = 0.0, lower = 0.0, upper = 0.0;
            if ((double) length > x) {
                continue;
            }
            if (below >= 0.0) {
                NZ_ASSERT_OK(nz_binomial_tails((uint64_t) below, n, p, &lower, NULL));
                outside += lower;
            }
            if (above <= x) {
                NZ_ASSERT_OK(nz_binomial_tails((uint64_t) above, n, p, NULL, &upper));
                outside += upper;
            }
            CU_ASSERT_TRUE(outside <= 1e-15);
        }
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_convolution_equals_polynomial_products),
        NZ_TEST(test_convolution_of_many_items),
        NZ_TEST(test_convolution_length),
        NZ_TEST(test_convolution_length_holds_the_distribution),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("convolution", tests, argc, argv);
}
