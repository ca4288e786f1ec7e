#include "stats/draw.h"

#include "stats/binomial.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Every test below has a false-alarm probability of 1e-8 for its statistic, from its
 * exact or, at these counts, practically exact null law; seeds are fixed. Each comes with
 * a wrong twin that it must reject. */
static const double false_alarm = 1e-8;

/* Chi-square of counts against probabilities, cells below 20 expected pooled into one. */
static bool
fits(const uint64_t *seen, const double *probabilities, size_t n_cells, double draws)
{
    double chi2 = 0.0, rest_seen = 0.0, rest_expected = 0.0;
    int freedom = -1;

    for (size_t i = 0; i < n_cells; i++) {
        const double expected = draws * probabilities[i];
        if (expected < 20.0) {
            rest_seen += (double) seen[i];
            rest_expected += expected;
            continue;
        }
        chi2 += pow((double) seen[i] - expected, 2.0) / expected;
        freedom++;
    }
    if (rest_expected >= 20.0) {
        chi2 += pow(rest_seen - rest_expected, 2.0) / rest_expected;
        freedom++;
    } else if (rest_seen > 100.0) { /* a Poisson count of 20 reaches it by 1e-32 */
        return false;
    }
    if (freedom < 1) {
        return false;
    }
    return gsl_cdf_chisq_Q(chi2, freedom) > false_alarm;
}

/* n = 1..60 by the pmf. With 400 000 draws a shift of p by .05 standard deviations of
 * the count moves chi-square by .0025 * 400 000 = 1000 against a threshold near 100. */
static bool
small_binomial_fits(uint64_t n, double p, double p_tested)
{
    enum { DRAWS = 400000, N_MAX = 60 };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), n);
    uint64_t seen[N_MAX + 2] = { 0 };
    double pmf[N_MAX + 1];

    for (int i = 0; i < DRAWS; i++) {
        const uint64_t k = nz_draw_binomial(rng, n, p, 1.0 - p);
        seen[k <= n ? k : N_MAX + 1]++;
    }
    gsl_rng_free(rng);
    CU_ASSERT_EQUAL(seen[N_MAX + 1], 0);
    for (uint64_t k = 0; k <= n; k++) {
        pmf[k] = nz_binomial_pmf(k, n, p_tested);
    }
    return fits(seen, pmf, (size_t) n + 1, DRAWS);
}

static void
test_draw_binomial_small_by_chi_square(void)
{
    static const uint64_t sizes[] = { 1, 2, 7, 30, 60 };
    static const double shares[] = { 0.003, 0.3, 0.5, 0.8, 0.99 };

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(shares); i++) {
        const uint64_t n = sizes[i / NZ_COUNT_OF(shares)];
        const double p = shares[i % NZ_COUNT_OF(shares)];
        const double sd = sqrt(p * (1.0 - p) / (double) n);
        CU_ASSERT_TRUE(small_binomial_fits(n, p, p));
        CU_ASSERT_FALSE(small_binomial_fits(n, p, p + 0.05 * sd));
    }
}

/* Large n: mean and variance by z, and the share of draws below each of nine quantiles by
 * its binomial law. `shift` moves the draws by so many standard deviations and `stretch`
 * scales them, to see the test fail. Smallest bias seen: 5.73 / sqrt(40 000) = .029
 * standard deviations of the mean, a factor of .02 of the standard deviation. */
static bool
large_binomial_fits(uint64_t n, double p, double q, double shift, double stretch)
{
    enum { DRAWS = 40000 };
    static const double levels[] = { 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999 };
    const double small = fmin(p, q);
    const double mean = (double) n * small, sd = sqrt(mean * fmax(p, q));
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), n ^ (uint64_t) (small * 1e18));
    uint64_t at_most[9], seen[9] = { 0 };
    double share[9], sum = 0.0, sum2 = 0.0;
    bool ok = true;

    for (size_t i = 0; i < 9; i++) {
        NZ_ASSERT_OK(nz_binomial_quantile(levels[i], false, n, small, &at_most[i]));
        NZ_ASSERT_OK(nz_binomial_tails(at_most[i], n, small, &share[i], NULL));
    }
    for (int i = 0; i < DRAWS; i++) {
        uint64_t k = nz_draw_binomial(rng, n, p, q);
        ok = ok && k <= n;
        k = p > q ? n - k : k; /* counts from the end with the digits */
        const double z = ((double) k - mean) / sd * stretch + shift;
        sum += z;
        sum2 += z * z;
        for (size_t j = 0; j < 9; j++) {
            seen[j] += z * sd + mean <= (double) at_most[j] + 0.5;
        }
    }
    gsl_rng_free(rng);
    /* Kurtosis of the binomial: 3 + (1 - 6pq)/(npq). */
    const double kurtosis = 3.0 + (1.0 - 6.0 * p * q) / (sd * sd);
    const double limit = gsl_cdf_ugaussian_Qinv(false_alarm / 2.0);
    ok = ok && fabs(sum / sqrt(DRAWS)) < limit;
    ok = ok && fabs(sum2 / DRAWS - 1.0) < limit * sqrt((kurtosis - 1.0) / DRAWS);
    for (size_t j = 0; j < 9; j++) {
        double lower, upper;
        NZ_ASSERT_OK(nz_binomial_tails(seen[j], DRAWS, share[j], &lower, NULL));
        upper = 1.0;
        if (seen[j] > 0) {
            NZ_ASSERT_OK(nz_binomial_tails(seen[j] - 1, DRAWS, share[j], NULL, &upper));
        }
        ok = ok && lower > false_alarm / 2.0 && upper > false_alarm / 2.0;
    }
    return ok;
}

static void
test_draw_binomial_large_by_moments_and_quantiles(void)
{
    static const uint64_t sizes[] = { 1000, 1000000000, (UINT64_C(1) << 30) + 1,
        UINT64_C(3000000000), UINT64_C(1) << 40, UINT64_C(1) << 53 };
    static const double shares[] = { 0.5, 0.3, 0.013, 0.9 };

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(shares); i++) {
        const uint64_t n = sizes[i / NZ_COUNT_OF(shares)];
        const double p = shares[i % NZ_COUNT_OF(shares)];
        CU_ASSERT_TRUE(large_binomial_fits(n, p, 1.0 - p, 0.0, 1.0));
        CU_ASSERT_FALSE(large_binomial_fits(n, p, 1.0 - p, 0.05, 1.0));
        CU_ASSERT_FALSE(large_binomial_fits(n, p, 1.0 - p, 0.0, 1.05));
    }
}

/* Probabilities that one minus the other cannot hold: few successes or failures of many.
 */
static void
test_draw_binomial_rare_events(void)
{
    static const double rare[] = { 1e-17, 3e-16, 1e-14, 1e-12 };

    for (size_t i = 0; i < NZ_COUNT_OF(rare); i++) {
        const uint64_t n = UINT64_C(1) << 53;
        CU_ASSERT_TRUE(large_binomial_fits(n, rare[i], 1.0, 0.0, 1.0));
        CU_ASSERT_TRUE(large_binomial_fits(n, 1.0, rare[i], 0.0, 1.0));
        CU_ASSERT_FALSE(large_binomial_fits(n, rare[i], 1.0, 0.05, 1.0));
    }
    CU_ASSERT_TRUE(large_binomial_fits(1000000000, 1e-9, 1.0 - 1e-9, 0.0, 1.0));
    CU_ASSERT_TRUE(large_binomial_fits(1000000000, 1.0 - 1e-9, 1e-9, 0.0, 1.0));
}

static void
test_draw_binomial_of_certain_events(void)
{
    static const uint64_t sizes[] = { 0, 1, 10, 1000000000, UINT64_C(1) << 53 };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);

    for (size_t i = 0; i < NZ_COUNT_OF(sizes); i++) {
        CU_ASSERT_EQUAL(nz_draw_binomial(rng, sizes[i], 0.0, 1.0), 0);
        CU_ASSERT_EQUAL(nz_draw_binomial(rng, sizes[i], 1.0, 0.0), sizes[i]);
    }
    gsl_rng_free(rng);
}

static void
test_draw_prepare_conditional_probabilities(void)
{
    static const double weights[] = { 0.0, 2.0, 1.0, 0.0, 5.0, 0.0 };
    static const double tiny[] = { 1.0, 1e-300, 1e-17 };
    nz_category_t categories[6];

    nz_draw_prepare(weights, 6, categories);
    CU_ASSERT_TRUE(categories[0].take == 0.0 && categories[0].leave == 1.0);
    NZ_ASSERT_REL(categories[1].take, 0.25, 1e-15);
    NZ_ASSERT_REL(categories[1].leave, 0.75, 1e-15);
    NZ_ASSERT_REL(categories[2].take, 1.0 / 6.0, 1e-15);
    NZ_ASSERT_REL(categories[2].leave, 5.0 / 6.0, 1e-15);
    CU_ASSERT_TRUE(categories[4].take == 1.0 && categories[4].leave == 0.0);
    CU_ASSERT_TRUE(categories[5].take == 1.0 && categories[5].leave == 0.0);
    nz_draw_prepare(tiny, 3, categories); /* no cancellation in what is left */
    NZ_ASSERT_REL(categories[0].leave, 1e-17, 1e-15);
    NZ_ASSERT_REL(categories[1].take, 1e-283, 1e-15);
}

/* All compositions of n = 4 into 4 categories, one impossible, by their exact pmf. */
static bool
multinomial_fits(const double *drawn, const double *tested)
{
    enum { DRAWS = 400000, N = 4, CELLS = (N + 1) * (N + 1) * (N + 1) };
    static const double factorial[] = { 1.0, 1.0, 2.0, 6.0, 24.0 };
    uint64_t seen[CELLS] = { 0 }, counts[4];
    double pmf[CELLS] = { 0.0 };
    nz_category_t categories[4];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 11);

    nz_draw_prepare(drawn, 4, categories);
    for (int i = 0; i < DRAWS; i++) {
        nz_draw_multinomial(rng, N, categories, 4, counts);
        if (counts[0] + counts[1] + counts[2] + counts[3] != N) {
            gsl_rng_free(rng);
            return false;
        }
        seen[counts[0] + (N + 1) * (counts[1] + (N + 1) * counts[3])]++;
    }
    gsl_rng_free(rng);
    for (int a = 0; a <= N; a++) {
        for (int b = 0; a + b <= N; b++) {
            for (int d = 0; a + b + d <= N; d++) {
                const int c = N - a - b - d;
                pmf[a + (N + 1) * (b + (N + 1) * d)] =
                    factorial[N] / factorial[a] / factorial[b] / factorial[c]
                    / factorial[d] * pow(tested[0], a) * pow(tested[1], b)
                    * pow(tested[2], c) * pow(tested[3], d);
            }
        }
    }
    return fits(seen, pmf, CELLS, DRAWS);
}

static void
test_draw_multinomial_by_chi_square(void)
{
    static const double weights[] = { 0.2, 0.5, 0.0, 0.3 };
    static const double scaled[] = { 2.0, 5.0, 0.0, 3.0 };
    static const double off[] = { 0.21, 0.49, 0.0, 0.3 }; /* by .04 deviations of n = 4 */

    CU_ASSERT_TRUE(multinomial_fits(weights, weights));
    CU_ASSERT_TRUE(multinomial_fits(scaled, weights));
    CU_ASSERT_FALSE(multinomial_fits(weights, off));
}

/* At any size the counts sum to n, and each has the mean and variance of its binomial.
 * Smallest bias seen: 5.9 / sqrt(4000) = .09 standard deviations. */
static void
test_draw_multinomial_sums_and_marginals(void)
{
    enum { DRAWS = 4000, CATEGORIES = 8 };
    static const double p[CATEGORIES] = { 0.1, 0.0, 0.4, 1e-9, 0.2, 0.25, 0.05 - 1e-9,
        0.0 };
    static const uint64_t sizes[] = { 0, 1, 100, 1000000000, UINT64_C(1) << 53 };
    const double limit = gsl_cdf_ugaussian_Qinv(false_alarm / 2.0 / (8.0 * 5.0));
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 5);
    nz_category_t categories[CATEGORIES];

    nz_draw_prepare(p, CATEGORIES, categories);
    for (size_t s = 0; s < NZ_COUNT_OF(sizes); s++) {
        const double n = (double) sizes[s];
        double sum[CATEGORIES] = { 0.0 };
        for (int i = 0; i < DRAWS; i++) {
            uint64_t counts[CATEGORIES], total = 0;
            nz_draw_multinomial(rng, sizes[s], categories, CATEGORIES, counts);
            for (size_t j = 0; j < CATEGORIES; j++) {
                total += counts[j];
                sum[j] += (double) counts[j] - n * p[j];
            }
            CU_ASSERT_EQUAL_FATAL(total, sizes[s]);
        }
        for (size_t j = 0; j < CATEGORIES; j++) {
            const double sd = sqrt(DRAWS * n * p[j] * (1.0 - p[j]));
            /* Skewed where few events are expected: a Poisson count of 1e-3 is 0 or 1. */
            const double slack = sd < 5.0 ? 10.0 : 0.0;
            CU_ASSERT_TRUE(fabs(sum[j]) <= limit * sd + slack);
        }
    }
    gsl_rng_free(rng);
}

/* Means on both sides of where uniforms are multiplied, and of one, two or more gamma
 * draws. */
static bool
small_poisson_fits(double mean, double tested)
{
    enum { DRAWS = 400000, CELLS = 400 };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), (unsigned long) (100.0 * mean));
    uint64_t seen[CELLS] = { 0 };
    double pmf[CELLS];

    for (int i = 0; i < DRAWS; i++) {
        const uint64_t k = nz_draw_poisson(rng, mean);
        CU_ASSERT_FATAL(k < CELLS);
        seen[k]++;
    }
    gsl_rng_free(rng);
    for (unsigned k = 0; k < CELLS; k++) {
        pmf[k] = gsl_ran_poisson_pdf(k, tested);
    }
    return fits(seen, pmf, CELLS, DRAWS);
}

/* Mean, variance and the shares below five quantiles of the normal distribution with its
 * first Edgeworth term, which at these means is exact to 1e-5. */
static bool
large_poisson_fits(double mean, double shift, double stretch)
{
    enum { DRAWS = 40000 };
    static const double levels[] = { -2.5, -1.0, 0.0, 1.0, 2.5 };
    const double sd = sqrt(mean);
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), (unsigned long) mean);
    double sum = 0.0, square = 0.0, below[5] = { 0.0 };

    for (int i = 0; i < DRAWS; i++) {
        const double z =
            ((double) nz_draw_poisson(rng, mean) - mean) / sd * stretch + shift;
        sum += z;
        square += z * z;
        for (size_t j = 0; j < 5; j++) {
            below[j] += z <= floor(mean + levels[j] * sd) / sd - mean / sd + 0.25 / sd;
        }
    }
    gsl_rng_free(rng);
    const double limit = gsl_cdf_ugaussian_Qinv(false_alarm / 2.0);
    bool ok = fabs(sum / sqrt(DRAWS)) < limit
              && fabs(square / DRAWS - 1.0) < limit * sqrt(2.0 / DRAWS);
    for (size_t j = 0; j < 5; j++) {
        const double z = (floor(mean + levels[j] * sd) + 0.5 - mean) / sd;
        const double share = gsl_cdf_ugaussian_P(z)
                             + (1.0 - z * z) / (6.0 * sd) * gsl_ran_ugaussian_pdf(z);
        ok = ok
             && fabs(below[j] / DRAWS - share)
                    < limit * sqrt(share * (1.0 - share) / DRAWS) + 1e-5;
    }
    return ok;
}

static void
test_draw_poisson(void)
{
    static const double small[] = { 0.01, 0.3, 5.0, 9.99, 10.5, 40.0, 200.0 };
    static const double large[] = { 2000.0, 1e6, 3e9, 5e13, 9e15,
        NZ_DRAW_POISSON_MEAN_MAX };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 3);

    for (size_t i = 0; i < NZ_COUNT_OF(small); i++) {
        const double mean = small[i];
        CU_ASSERT_TRUE(small_poisson_fits(mean, mean));
        CU_ASSERT_FALSE(small_poisson_fits(mean, mean + 0.05 * sqrt(mean)));
    }
    for (size_t i = 0; i < NZ_COUNT_OF(large); i++) {
        CU_ASSERT_TRUE(large_poisson_fits(large[i], 0.0, 1.0));
        CU_ASSERT_FALSE(large_poisson_fits(large[i], 0.05, 1.0));
        CU_ASSERT_FALSE(large_poisson_fits(large[i], 0.0, 1.05));
    }
    CU_ASSERT_EQUAL(nz_draw_poisson(rng, 0.0), 0);
    gsl_rng_free(rng);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_draw_binomial_small_by_chi_square),
        NZ_TEST(test_draw_binomial_large_by_moments_and_quantiles),
        NZ_TEST(test_draw_binomial_rare_events),
        NZ_TEST(test_draw_binomial_of_certain_events),
        NZ_TEST(test_draw_prepare_conditional_probabilities),
        NZ_TEST(test_draw_multinomial_by_chi_square),
        NZ_TEST(test_draw_multinomial_sums_and_marginals),
        NZ_TEST(test_draw_poisson),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("draw", tests, argc, argv);
}
