#include "stats/characteristic.h"

#include "stats/binomial.h"
#include "stats/rng.h"
#include "stats/score_sum.h"
#include "tests/testlib.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

enum { steps = 1024, n_max = 1000 };

/* Real scores of laws that are normal-like, skewed, far apart, or crowded at two ends. */
enum { normal, exponential, spiked, lognormal, crowded, n_laws };

static double
draw(gsl_rng *rng, int law)
{
    switch (law) {
    case normal:
        return gsl_ran_gamma(rng, 20.0, 1.0);
    case exponential:
        return gsl_ran_exponential(rng, 1.0);
    case spiked:
        return gsl_ran_gamma(rng, 0.3, 1.0);
    case lognormal:
        return exp(gsl_ran_gaussian(rng, 1.5));
    default:
        return gsl_pow_2(gsl_ran_beta(rng, 0.2, 0.2));
    }
}

/* n of them, between the least and the largest in 1024 steps. */
static void
draw_counts(gsl_rng *rng, int law, size_t n, uint64_t *counts)
{
    static double values[n_max];
    double least = HUGE_VAL, largest = -HUGE_VAL;

    for (size_t i = 0; i < n; i++) {
        values[i] = draw(rng, law);
        least = fmin(least, values[i]);
        largest = fmax(largest, values[i]);
    }
    memset(counts, 0, (steps + 1) * sizeof(*counts));
    for (size_t i = 0; i < n; i++) {
        counts[llround((values[i] - least) / (largest - least) * steps)]++;
    }
}

static nz_score_sum_t *
new_sum(void)
{
    nz_score_sum_t *sum = NULL;
    NZ_ASSERT_OK(nz_score_sum_create(steps + 1, &sum));
    return sum;
}

/* Quantiles of the total are those of the convolution but for one step, which is at most
 * 1e-3 standard deviations of it, in few cases; and it is the series that is used, but
 * for few crowded sets. */
static void
test_series_against_convolution(void)
{
    static const size_t sizes[] = { 20, 30, 60, 250, n_max };
    static const double tails[] = { 1e-4, 0.001, 0.005, 0.025, 0.1, 0.25, 0.6 };
    enum { repeats = 4, n_tails = NZ_COUNT_OF(tails) };
    static uint64_t counts[steps + 1];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 3);
    nz_score_sum_t *series = new_sum(), *exact = new_sum();
    unsigned n_sets = 0, n_series = 0, n_off = 0;
    double worst = 0.0;

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * n_laws * repeats; i++) {
        const int law = (int) (i % n_laws);
        const size_t n = sizes[i / n_laws % NZ_COUNT_OF(sizes)];
        draw_counts(rng, law, n, counts);
        const nz_scores_t scores = { counts, steps + 1, n };
        NZ_ASSERT_OK(nz_score_sum_set(series, &scores, NZ_SCORE_SUM_ROUNDED));
        NZ_ASSERT_OK(nz_score_sum_set(exact, &scores, NZ_SCORE_SUM_FORCE_CONVOLUTION));
        CU_ASSERT_EQUAL(nz_score_sum_engine(exact), NZ_SCORE_SUM_CONVOLUTION);
        const bool is_series = nz_score_sum_engine(series) == NZ_SCORE_SUM_SERIES;
        CU_ASSERT_TRUE(is_series || law == crowded);
        n_sets++;
        n_series += is_series;
        for (size_t t = 0; t < 2 * n_tails; t++) {
            uint64_t a = 1, b = 7;
            NZ_ASSERT_OK(nz_score_sum_quantile(series, tails[t / 2], (t & 1) == 1, &a));
            NZ_ASSERT_OK(nz_score_sum_quantile(exact, tails[t / 2], (t & 1) == 1, &b));
            CU_ASSERT_TRUE(a <= b + 1 && b <= a + 1);
            n_off += a != b;
        }
        double z0 = 7.0, z0_exact = 8.0;
        NZ_ASSERT_OK(nz_score_sum_median_bias(series, &z0));
        NZ_ASSERT_OK(nz_score_sum_median_bias(exact, &z0_exact));
        NZ_ASSERT_ABS(z0, z0_exact, n < 60 ? 5e-4 : 1e-5);
        worst = fmax(worst, fabs(z0 - z0_exact));
    }
    printf(" (%u of %u by series, %u totals off, z0 to %.1g) ", n_series, n_sets, n_off,
        worst);
    CU_ASSERT_TRUE(n_series >= n_sets - n_sets / 50);
    CU_ASSERT_TRUE(n_off <= n_sets * 2 * n_tails / 200);
    gsl_rng_free(rng);
    nz_score_sum_destroy(&series);
    nz_score_sum_destroy(&exact);
}

static nz_characteristic_t *
new_characteristic(void)
{
    nz_characteristic_t *self = NULL;
    NZ_ASSERT_OK(nz_characteristic_create(steps + 1, &self));
    return self;
}

/* A binomial count of so many trials that its steps are finer than the reach. */
static void
test_binomial_count(void)
{
    const uint32_t n = 100000;
    const double p = 0.3, mean = n * p, variance = mean * (1.0 - p);
    const double weights[] = { 1.0 - p, p };
    nz_characteristic_t *self = new_characteristic();

    CU_ASSERT_TRUE_FATAL(nz_characteristic_set(self, weights, 2, n));
    for (uint64_t k = 29360; k <= 30640; k += 40) { /* to 4.4 sd on either side */
        double at_most, above;
        NZ_ASSERT_OK(nz_binomial_tails(k, n, p, &at_most, &above));
        NZ_ASSERT_ABS(nz_characteristic_below(self, (double) k + 0.5 - mean), at_most,
            2e-9 + 0.0102 / variance);
    }
    for (double tail = 1e-4; tail < 1.0; tail += 0.0987) {
        double lower = 77.0, upper = 78.0;
        NZ_ASSERT_OK(nz_characteristic_quantile(self, tail, false, &lower));
        NZ_ASSERT_OK(nz_characteristic_quantile(self, tail, true, &upper));
        NZ_ASSERT_ABS(nz_characteristic_below(self, lower), tail, 1e-7);
        NZ_ASSERT_ABS(1.0 - nz_characteristic_below(self, upper), tail, 1e-7);
    }
    nz_characteristic_destroy(&self);
}

/* Lumps coarser than 2 pi/NZ_CHARACTERISTIC_REACH standard deviations of the sum are
 * noticed, be they everywhere or only far apart, as are sums of few draws; what was set
 * before is then gone. */
static void
test_lumps_are_refused(void)
{
    static double smooth[steps + 1], lumpy[steps + 1];
    static const struct {
        size_t gap, width;
        uint32_t n;
    } refused[] = { { 1, 2, 1000 }, { 200, 1025, 1000 }, { 80, 1025, 300 }, { 1, 4, 2 },
        { 100, 1025, 20 } };
    nz_characteristic_t *self = new_characteristic();
    double y = 77.0;

    for (size_t j = 0; j <= steps; j++) {
        smooth[j] = 1.0 / (steps + 1);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(refused); i++) {
        const size_t n_lumps = (refused[i].width - 1) / refused[i].gap + 1;
        memset(lumpy, 0, sizeof(lumpy));
        for (size_t j = 0; j < n_lumps; j++) {
            lumpy[j * refused[i].gap] = 1.0 / (double) n_lumps;
        }
        CU_ASSERT_TRUE(nz_characteristic_set(self, smooth, steps + 1, 100));
        CU_ASSERT_FALSE(
            nz_characteristic_set(self, lumpy, refused[i].width, refused[i].n));
        CU_ASSERT_EQUAL(nz_characteristic_quantile(self, 0.5, false, &y), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_TRUE(y == 77.0);
    nz_characteristic_destroy(&self);
}

/* The series serves real scores from 20 items on; a forced engine, or whole scores, are
 * not touched by it, and tails beyond its reach are the saddlepoint's. */
static void
test_where_score_sum_takes_the_series(void)
{
    static uint64_t counts[steps + 1];
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 3);
    nz_score_sum_t *sum = new_sum(), *other = new_sum();
    uint64_t low = 0, same = 1;

    for (size_t n = 18; n <= 22; n++) {
        draw_counts(rng, normal, n, counts);
        const nz_scores_t scores = { counts, steps + 1, n };
        NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_ROUNDED));
        CU_ASSERT_EQUAL(nz_score_sum_engine(sum),
            n < 20 ? NZ_SCORE_SUM_CONVOLUTION : NZ_SCORE_SUM_SERIES);
        NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_AUTO));
        CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_CONVOLUTION);
    }
    draw_counts(rng, normal, 500, counts);
    const nz_scores_t scores = { counts, steps + 1, 500 };
    NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_ROUNDED));
    NZ_ASSERT_OK(nz_score_sum_set(other, &scores, NZ_SCORE_SUM_FORCE_SADDLEPOINT));
    NZ_ASSERT_OK(nz_score_sum_quantile(sum, 1e-9, true, &low));
    NZ_ASSERT_OK(nz_score_sum_quantile(other, 1e-9, true, &same));
    CU_ASSERT_EQUAL(low, same);
    for (size_t j = 0; j <= steps; j++) {
        counts[j] *= 1000000;
    }
    const nz_scores_t many = { counts, steps + 1, 500000000 };
    NZ_ASSERT_OK(nz_score_sum_set(sum, &many, NZ_SCORE_SUM_ROUNDED));
    CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_SADDLEPOINT);
    gsl_rng_free(rng);
    nz_score_sum_destroy(&sum);
    nz_score_sum_destroy(&other);
}

static void
test_errors(void)
{
    static const double bad_tails[] = { 0.0, 1e-7, 1.0, -1.0, (double) NAN };
    const double weights[] = { 0.5, 0.5 };
    nz_characteristic_t *self = NULL;
    double y = 77.0;

    CU_ASSERT_EQUAL(nz_characteristic_create(2, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_characteristic_create(0, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(self);
    NZ_ASSERT_OK(nz_characteristic_create(2, &self));
    CU_ASSERT_EQUAL(nz_characteristic_quantile(self, 0.5, false, &y), NZ_ERR_DOMAIN);
    CU_ASSERT_TRUE(nz_characteristic_set(self, weights, 2, 1000000));
    CU_ASSERT_EQUAL(nz_characteristic_quantile(NULL, 0.5, false, &y), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_characteristic_quantile(self, 0.5, false, NULL), NZ_ERR_NULL_ARG);
    for (size_t i = 0; i < NZ_COUNT_OF(bad_tails); i++) {
        CU_ASSERT_EQUAL(
            nz_characteristic_quantile(self, bad_tails[i], false, &y), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_TRUE(y == 77.0);
    nz_characteristic_destroy(&self);
    CU_ASSERT_PTR_NULL(self);
    nz_characteristic_destroy(&self);
    nz_characteristic_destroy(NULL);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_series_against_convolution),
        NZ_TEST(test_binomial_count),
        NZ_TEST(test_lumps_are_refused),
        NZ_TEST(test_where_score_sum_takes_the_series),
        NZ_TEST(test_errors),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("characteristic", tests, argc, argv);
}
