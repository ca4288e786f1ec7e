#include "stats/mcse.h"

#include "stats/binomial.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <stdlib.h>

static const double z975 = 1.959963984540054;

static double
as_number(int64_t key, const void *context)
{
    return context != NULL ? *(const double *) context * (double) key : (double) key;
}

/* The largest key stands for infinity. */
static double
as_number_or_infinity(int64_t key, const void *context)
{
    (void) context;
    return key >= 1000    ? (double) INFINITY
           : key <= -1000 ? -(double) INFINITY
                          : (double) key;
}

static void
test_mcse_mean_by_hand(void)
{
    nz_moments_t moments = { 0 };

    for (int i = 1; i <= 5; i++) {
        nz_moments_push(&moments, i);
    }
    NZ_ASSERT_REL(nz_mcse_mean(&moments, 0.0), sqrt(2.5 / 5.0), 1e-14);
    /* A resolution matters once its share of nothing seen, z/(R + z^2), is the larger. */
    const double unseen = z975 / (5.0 + z975 * z975);
    NZ_ASSERT_REL(nz_mcse_mean(&moments, 1.0), sqrt(2.5 / 5.0), 1e-14);
    NZ_ASSERT_REL(nz_mcse_mean(&moments, 100.0), 100.0 * unseen, 1e-13);
}

static void
test_mcse_sd_by_hand(void)
{
    nz_moments_t moments = { 0 };

    /* deviations -3, -2, 0, 5: variance 38/4, fourth moment 722/4 */
    nz_moments_push(&moments, 1.0);
    nz_moments_push(&moments, 2.0);
    nz_moments_push(&moments, 4.0);
    nz_moments_push(&moments, 9.0);
    const double expected = sqrt((180.5 - 9.5 * 9.5) / 4.0) / (2.0 * sqrt(9.5));
    NZ_ASSERT_REL(nz_mcse_sd(&moments, 0.0), expected, 1e-14);
    NZ_ASSERT_REL(nz_mcse_sd(&moments, 50.0), 50.0 / sqrt(4.0 + z975 * z975), 1e-13);
}

static void
test_mcse_of_equal_replicates_is_the_resolution_floor(void)
{
    nz_moments_t moments = { 0 };

    for (int i = 0; i < 100; i++) {
        nz_moments_push(&moments, 0.25);
    }
    CU_ASSERT_EQUAL(nz_mcse_mean(&moments, 0.0), 0.0);
    CU_ASSERT_EQUAL(nz_mcse_sd(&moments, 0.0), 0.0);
    NZ_ASSERT_REL(
        nz_mcse_mean(&moments, 0.01), 0.01 * z975 / (100.0 + z975 * z975), 1e-13);
    NZ_ASSERT_REL(nz_mcse_sd(&moments, 0.01), 0.01 / sqrt(100.0 + z975 * z975), 1e-13);
    /* Two equal values: m4/n - variance^2 is 0 but for rounding, which may be negative.
     */
    nz_moments_t two = { .n = 2, .mean = 0.0, .m2 = 0.02, .m4 = 0.000199999 };
    CU_ASSERT_EQUAL(nz_mcse_sd(&two, 0.0), 0.0);
}

static void
test_mcse_of_too_few_replicates_is_nan(void)
{
    nz_moments_t moments = { 0 };

    CU_ASSERT_TRUE(isnan(nz_mcse_mean(&moments, 1.0)));
    CU_ASSERT_TRUE(isnan(nz_mcse_sd(&moments, 1.0)));
    nz_moments_push(&moments, 3.0);
    CU_ASSERT_TRUE(isnan(nz_mcse_mean(&moments, 1.0)));
    CU_ASSERT_TRUE(isnan(nz_mcse_sd(&moments, 1.0)));
    nz_moments_push(&moments, 4.0);
    NZ_ASSERT_REL(nz_mcse_mean(&moments, 0.0), 0.5, 1e-15);
    CU_ASSERT_FALSE(isnan(nz_mcse_sd(&moments, 1.0)));
    CU_ASSERT_TRUE(isnan(nz_mcse_share(0, 0)));
    CU_ASSERT_TRUE(isnan(nz_mcse_share(2, 1)));
}

static double
draw_normal(gsl_rng *rng)
{
    return gsl_ran_ugaussian(rng);
}

static double
draw_bernoulli(gsl_rng *rng)
{
    return gsl_ran_bernoulli(rng, 0.1);
}

static double
draw_exponential(gsl_rng *rng)
{
    return gsl_ran_exponential(rng, 1.0);
}

/* The mean and the deviation of `repeats` samples vary as their standard errors say. Each
 * ratio of an empirical standard error to the root mean square of the estimated ones has
 * a standard deviation of about 1/sqrt(2 repeats) = .005, and the delta method an error
 * of order 1/R = .001, so the bound of 5.73 sd + .002 = .031 is also the smallest error
 * of a factor that is seen; `factor`, which stands for one, must fail. */
static bool
agrees_with_brute_force(double (*draw)(gsl_rng *rng), double factor)
{
    enum { REPEATS = 20000, R = 1000 };
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    nz_moments_t means = { 0 }, sds = { 0 };
    double mean_error2 = 0.0, sd_error2 = 0.0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, 3);
    for (int i = 0; i < REPEATS; i++) {
        nz_moments_t sample = { 0 };
        for (int j = 0; j < R; j++) {
            nz_moments_push(&sample, draw(rng));
        }
        nz_moments_push(&means, sample.mean);
        nz_moments_push(&sds, nz_moments_sd(&sample));
        mean_error2 += pow(factor * nz_mcse_mean(&sample, 0.0), 2.0) / REPEATS;
        sd_error2 += pow(factor * nz_mcse_sd(&sample, 0.0), 2.0) / REPEATS;
    }
    gsl_rng_free(rng);
    const double of_mean = nz_moments_sd(&means) / sqrt(mean_error2);
    const double of_sd = nz_moments_sd(&sds) / sqrt(sd_error2);
    printf("\n    ratios %.4f %.4f ", of_mean, of_sd);
    return fabs(of_mean - 1.0) < 0.031 && fabs(of_sd - 1.0) < 0.031;
}

static void
test_mcse_mean_and_sd_by_brute_force(void)
{
    CU_ASSERT_TRUE(agrees_with_brute_force(draw_normal, 1.0));
    CU_ASSERT_TRUE(agrees_with_brute_force(draw_bernoulli, 1.0));
    CU_ASSERT_FALSE(agrees_with_brute_force(draw_normal, 1.05));
}

/* s/sqrt(2 R) for normal values: within the error of m4, about 24/R relative to s^4. */
static void
test_mcse_sd_of_normal_values_is_the_textbooks(void)
{
    enum { R = 200000 };
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    nz_moments_t normal = { 0 }, skewed = { 0 };

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, 4);
    for (int i = 0; i < R; i++) {
        nz_moments_push(&normal, draw_normal(rng));
        nz_moments_push(&skewed, draw_exponential(rng));
    }
    gsl_rng_free(rng);
    /* sd of the ratio: sqrt(24/R)/2/2 or so, .003; times 5.73 = .016 */
    NZ_ASSERT_REL(
        nz_mcse_sd(&normal, 0.0), nz_moments_sd(&normal) / sqrt(2.0 * R), 0.016);
    /* exponential: fourth central moment 9, so sqrt(8/R)/2: twice the textbook's */
    NZ_ASSERT_REL(nz_mcse_sd(&skewed, 0.0), sqrt(8.0 / R) / 2.0, 0.1);
}

static void
test_mcse_share_reference_values(void)
{
    for (uint64_t n = 1; n < 1000000000; n *= 10) {
        const double x = (double) n, unseen = z975 / (x + z975 * z975);
        NZ_ASSERT_REL(nz_mcse_share(0, n), unseen, 1e-13);
        NZ_ASSERT_REL(nz_mcse_share(n, n), unseen, 1e-13 + 3e-16 * x);
        CU_ASSERT_TRUE(nz_mcse_share(0, n) > 0.0 && nz_mcse_share(n, n) > 0.0);
        for (uint64_t k = 0; k <= n; k += 1 + n / 7) {
            NZ_ASSERT_REL(
                nz_mcse_share(k, n), nz_mcse_share(n - k, n), 1e-13 + 3e-16 * x);
        }
    }
    /* The larger distance is towards one half: Wilson's [.0178762, .4041500] at 1/10. */
    NZ_ASSERT_REL(nz_mcse_share(1, 10), (0.404150026795238 - 0.1) / z975, 1e-13);
    NZ_ASSERT_REL(nz_mcse_share(9, 10), (0.404150026795238 - 0.1) / z975, 1e-13);
    /* Far from the ends the textbook's sqrt(p q / n), to order 1/n. */
    NZ_ASSERT_REL(nz_mcse_share(300000, 1000000), sqrt(0.21e-6), 1e-3);
}

/* Coverage of value +- z mcse by the interval that mcse stands for: x_(low) <= q <
 * x_(high) happens when low <= #{x <= q} < high, a binomial count, so the coverage is
 * exact. */
static void
test_mcse_quantile_interval_has_its_coverage(void)
{
    static const double shares[] = { 0.05, 0.25, 0.5, 0.9, 0.95 };

    for (uint64_t n = 100; n <= 20000; n = 3 * n + 1) {
        int64_t *keys = malloc(n * sizeof(*keys));
        nz_frequency_t frequency = { 0 };
        CU_ASSERT_PTR_NOT_NULL_FATAL(keys);
        for (uint64_t i = 0; i < n; i++) {
            keys[i] = (int64_t) (i * i); /* the ranks can be read from the values */
        }
        NZ_ASSERT_OK(nz_frequency_add(&frequency, keys, n));
        for (size_t s = 0; s < NZ_COUNT_OF(shares); s++) {
            const double u = shares[s];
            const nz_quantile_estimate_t got =
                nz_mcse_quantile(&frequency, u, as_number, NULL);
            uint64_t low, high;
            double miss_below, miss_above, tighter_below, tighter_above;
            NZ_ASSERT_ABS(sqrt(got.value), ceil(u * (double) n - 1e-9) - 1.0, 1e-9);
            /* Find the ranks whose squares differ by 2 z mcse, from the definition. */
            low = 0;
            do {
                low++;
                NZ_ASSERT_OK(nz_binomial_tails(low, n, u, &tighter_below, NULL));
            } while (tighter_below < 0.025);
            high = n;
            do {
                high--;
                NZ_ASSERT_OK(nz_binomial_tails(high - 1, n, u, NULL, &tighter_above));
            } while (tighter_above <= 0.025);
            high++;
            /* miss below: fewer than low values at most q; above: at least high */
            NZ_ASSERT_OK(nz_binomial_tails(low - 1, n, u, &miss_below, NULL));
            NZ_ASSERT_OK(nz_binomial_tails(high - 1, n, u, NULL, &miss_above));
            CU_ASSERT_TRUE(miss_below <= 0.025 && miss_above <= 0.025);
            const double x_low = pow((double) low - 1.0, 2.0);
            const double x_high = pow((double) high - 1.0, 2.0);
            NZ_ASSERT_REL(got.mcse, (x_high - x_low) / (2.0 * z975), 1e-12);
        }
        nz_frequency_free(&frequency);
        free(keys);
    }
}

static void
test_mcse_quantile_of_the_context_and_ties(void)
{
    int64_t keys[200];
    nz_frequency_t frequency = { 0 };
    const double unit = 0.5;

    for (int i = 0; i < 200; i++) {
        keys[i] = i < 60 ? 4 : 7;
    }
    NZ_ASSERT_OK(nz_frequency_add(&frequency, keys, 200));
    nz_quantile_estimate_t got = nz_mcse_quantile(&frequency, 0.3, as_number, &unit);
    CU_ASSERT_EQUAL(got.value, 2.0); /* .3 * 200 = 60 exactly: the 60th */
    NZ_ASSERT_REL(got.mcse, 1.5 / (2.0 * z975), 1e-14);
    got = nz_mcse_quantile(&frequency, 0.3001, as_number, &unit);
    CU_ASSERT_EQUAL(got.value, 3.5);
    got = nz_mcse_quantile(&frequency, 0.9, as_number, &unit);
    CU_ASSERT_TRUE(got.value == 3.5 && got.mcse == 0.0);
    nz_frequency_free(&frequency);
}

static void
test_mcse_quantile_nan_rules(void)
{
    int64_t keys[100];
    nz_frequency_t frequency = { 0 };
    nz_quantile_estimate_t got =
        nz_mcse_quantile(&frequency, 0.5, as_number_or_infinity, NULL);

    CU_ASSERT_TRUE(isnan(got.value) && isnan(got.mcse)); /* no values */
    for (int i = 0; i < 100; i++) {
        keys[i] = i < 5 ? -1000 : i < 70 ? i : 1000;
    }
    NZ_ASSERT_OK(nz_frequency_add(&frequency, keys, 100));
    got = nz_mcse_quantile(&frequency, 0.9, as_number_or_infinity, NULL);
    CU_ASSERT_TRUE(got.value == (double) INFINITY && isnan(got.mcse));
    got = nz_mcse_quantile(&frequency, 0.5, as_number_or_infinity, NULL);
    CU_ASSERT_TRUE(got.value == 49.0 && isfinite(got.mcse));
    got = nz_mcse_quantile(&frequency, 0.72, as_number_or_infinity, NULL);
    CU_ASSERT_TRUE(got.value == (double) INFINITY && isnan(got.mcse));
    /* A finite value whose interval reaches infinity has an infinite error. */
    got = nz_mcse_quantile(&frequency, 0.68, as_number_or_infinity, NULL);
    CU_ASSERT_TRUE(got.value == 67.0 && got.mcse == (double) INFINITY);
    nz_frequency_free(&frequency);

    /* At u = .5 six values bound the quantile (2 2^-6 > .05 > 2 2^-n says n >= 6). */
    for (uint64_t n = 1; n <= 8; n++) {
        nz_frequency_clear(&frequency);
        for (uint64_t i = 0; i < n; i++) {
            keys[i] = (int64_t) i;
        }
        NZ_ASSERT_OK(nz_frequency_add(&frequency, keys, n));
        got = nz_mcse_quantile(&frequency, 0.5, as_number, NULL);
        CU_ASSERT_EQUAL(got.value, (double) ((n - 1) / 2));
        CU_ASSERT_EQUAL(isnan(got.mcse), n < 6);
        if (n == 6) {
            NZ_ASSERT_REL(got.mcse, 5.0 / (2.0 * z975), 1e-14);
        }
        got = nz_mcse_quantile(&frequency, 0.999, as_number, NULL);
        CU_ASSERT_TRUE(got.value == (double) (n - 1) && isnan(got.mcse));
        got = nz_mcse_quantile(&frequency, 0.001, as_number, NULL);
        CU_ASSERT_TRUE(got.value == 0.0 && isnan(got.mcse));
    }
    nz_frequency_free(&frequency);
}

static double
as_it_is(int64_t key, const void *context)
{
    (void) context;
    return (double) key;
}

static void
test_mcse_quantile_of_sorted_values(void)
{
    enum { N = 1000 };
    static const double levels[] = { 0.0005, 0.05, 0.5, 0.95, 0.9999 };
    double values[N];
    int64_t keys[N];
    nz_frequency_t frequency = { 0 };

    for (size_t i = 0; i < N; i++) {
        keys[i] = (int64_t) (i * i / 100); /* ties at the beginning */
        values[i] = (double) keys[i];
    }
    NZ_ASSERT_OK(nz_frequency_add(&frequency, keys, N));
    for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
        const nz_quantile_estimate_t a =
            nz_mcse_quantile(&frequency, levels[i], as_it_is, NULL);
        const nz_quantile_estimate_t b = nz_mcse_quantile_sorted(values, N, levels[i]);
        CU_ASSERT_EQUAL(a.value, b.value);
        CU_ASSERT_TRUE(a.mcse == b.mcse || (isnan(a.mcse) && isnan(b.mcse)));
        CU_ASSERT_EQUAL(isnan(b.mcse), i == 0 || i == 4);
    }
    CU_ASSERT_EQUAL(nz_mcse_quantile_sorted(values, N, 0.95).value, values[949]);
    CU_ASSERT_TRUE(isnan(nz_mcse_quantile_sorted(values, 0, 0.5).value));
    values[N - 1] = (double) INFINITY;
    CU_ASSERT_TRUE(isinf(nz_mcse_quantile_sorted(values, N, 0.9999).value));
    nz_frequency_free(&frequency);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_mcse_mean_by_hand),
        NZ_TEST(test_mcse_sd_by_hand),
        NZ_TEST(test_mcse_of_equal_replicates_is_the_resolution_floor),
        NZ_TEST(test_mcse_of_too_few_replicates_is_nan),
        NZ_TEST(test_mcse_mean_and_sd_by_brute_force),
        NZ_TEST(test_mcse_sd_of_normal_values_is_the_textbooks),
        NZ_TEST(test_mcse_share_reference_values),
        NZ_TEST(test_mcse_quantile_interval_has_its_coverage),
        NZ_TEST(test_mcse_quantile_of_the_context_and_ties),
        NZ_TEST(test_mcse_quantile_nan_rules),
        NZ_TEST(test_mcse_quantile_of_sorted_values),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("mcse", tests, argc, argv);
}
