#include "stats/saddlepoint.h"

#include "stats/binomial.h"
#include "stats/rng.h"
#include "stats/score_sum.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <stdlib.h>

enum { MAX_SCORES = 1001 };

/* The tails that score_sum.h speaks of. */
static const double levels[] = { 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25 };

/* Largest distance, in steps of the total, between the saddlepoint and the convolution;
 * -1 if AUTO does not choose the saddlepoint. */
static double
largest_distance(const uint64_t *counts, size_t n_scores)
{
    nz_score_sum_t *automatic = NULL, *exact = NULL;
    nz_scores_t scores = { counts, n_scores, 0 };
    double worst = -1.0;

    for (size_t j = 0; j < n_scores; j++) {
        scores.n_items += counts[j];
    }
    NZ_ASSERT_OK(nz_score_sum_create(MAX_SCORES, &automatic));
    NZ_ASSERT_OK(nz_score_sum_create(MAX_SCORES, &exact));
    NZ_ASSERT_OK(nz_score_sum_set(automatic, &scores, NZ_SCORE_SUM_AUTO));
    if (nz_score_sum_engine(automatic) == NZ_SCORE_SUM_SADDLEPOINT) {
        NZ_ASSERT_OK(nz_score_sum_set(exact, &scores, NZ_SCORE_SUM_FORCE_CONVOLUTION));
        CU_ASSERT_EQUAL(nz_score_sum_engine(exact), NZ_SCORE_SUM_CONVOLUTION);
        for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
            for (int upper = 0; upper < 2; upper++) {
                uint64_t a = 0, b = UINT64_MAX;
                NZ_ASSERT_OK(nz_score_sum_quantile(automatic, levels[i], upper, &a));
                NZ_ASSERT_OK(nz_score_sum_quantile(exact, levels[i], upper, &b));
                worst = fmax(worst, fabs((double) a - (double) b));
            }
        }
    }
    nz_score_sum_destroy(&automatic);
    nz_score_sum_destroy(&exact);
    return worst;
}

static void
fill(uint64_t *counts, const double *weights, size_t n_scores, double n)
{
    double sum = 0.0;
    for (size_t j = 0; j < n_scores; j++) {
        sum += weights[j];
    }
    for (size_t j = 0; j < n_scores; j++) {
        counts[j] = (uint64_t) llround(n * weights[j] / sum);
    }
    counts[0] += counts[0] == 0; /* the lattice is that of all scores */
    counts[1] += counts[1] == 0;
}

/* Histograms like those of wrong tokens of an item: binomial, beta-binomial from bell to
 * U, geometric, and two bells. */
static void
shape(int kind, size_t top, double *weights)
{
    const double x = (double) top;
    const double a = kind == 3 ? 0.3 : 4.0, b = kind == 3 ? 0.2 : 0.5;

    for (size_t j = 0; j <= top; j++) {
        const double i = (double) j;
        const double choose = gsl_sf_lnchoose((unsigned) top, (unsigned) j);
        switch (kind) {
        case 0:
            weights[j] = exp(choose + i * log(0.3) + (x - i) * log(0.7));
            break;
        case 1:
            weights[j] = exp(choose + i * log(0.02) + (x - i) * log(0.98));
            break;
        case 2:
        case 3:
            weights[j] =
                exp(choose + gsl_sf_lnbeta(i + a, x - i + b) - gsl_sf_lnbeta(a, b));
            break;
        case 4:
            weights[j] = pow(0.6, i);
            break;
        default:
            weights[j] = exp(-gsl_pow_2((i - 0.2 * x) / 2.0))
                         + 0.3 * exp(-gsl_pow_2((i - 0.8 * x) / 3.0));
        }
    }
}

static void
test_saddlepoint_is_within_one_step_of_the_convolution(void)
{
    static const size_t tops[] = { 2, 3, 5, 10, 20, 50, 200 };
    static const double sizes[] = { 30, 100, 300, 1000, 3000, 20000, 300000, 7e6 };
    uint64_t counts[MAX_SCORES];
    double weights[MAX_SCORES];
    int n_used = 0, n_off = 0;

    for (int kind = 0; kind < 6; kind++) {
        for (size_t t = 0; t < NZ_COUNT_OF(tops); t++) {
            for (size_t s = 0; s < NZ_COUNT_OF(sizes); s++) {
                shape(kind, tops[t], weights);
                if (sizes[s] * gsl_pow_2((double) tops[t]) > 3e9) {
                    continue; /* beyond the longest convolution */
                }
                fill(counts, weights, tops[t] + 1, sizes[s]);
                const double steps = largest_distance(counts, tops[t] + 1);
                if (steps > 1.0) {
                    printf(
                        "\n    kind %d top %zu n %g: %g", kind, tops[t], sizes[s], steps);
                }
                CU_ASSERT_TRUE(steps <= 1.0);
                n_used += steps >= 0.0;
                n_off += steps > 0.0;
            }
        }
    }
    printf(
        "\n    %d histograms by saddlepoint, %d of them off by a step ", n_used, n_off);
    CU_ASSERT_TRUE(n_used > 200);
}

/* What a search for histograms that mislead the saddlepoint turned up: lattices of a
 * coarser span but for a few items. */
static void
test_saddlepoint_is_not_used_on_lumpy_lattices(void)
{
    static const struct {
        size_t top, gap;
        uint64_t common, rare;
    } cases[] = { { 31, 31, 40080, 40 }, { 40, 40, 4754, 5 }, { 40, 40, 32690, 33 },
        { 26, 26, 19275, 19 }, { 20, 5, 3000, 1 }, { 30, 3, 2000, 2 } };
    uint64_t counts[MAX_SCORES];

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        for (size_t j = 0; j <= cases[i].top; j++) {
            counts[j] = j % cases[i].gap == 0 ? cases[i].common : 0;
        }
        counts[1] = cases[i].rare;
        CU_ASSERT_EQUAL(largest_distance(counts, cases[i].top + 1), -1.0);
    }
}

/* Random histograms of the same kind, of which some are smooth enough. */
static void
test_saddlepoint_on_adversarial_histograms(void)
{
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    uint64_t counts[MAX_SCORES];
    double weights[MAX_SCORES];
    int n_used = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, 1);
    for (int repeat = 0; repeat < 600; repeat++) {
        const size_t top = 2 + gsl_rng_uniform_int(rng, 39);
        const size_t gap = 1 + gsl_rng_uniform_int(rng, top);
        const double leak = pow(10.0, -6.0 * gsl_rng_uniform(rng));
        for (size_t j = 0; j <= top; j++) {
            weights[j] =
                (j % gap == 0 ? 1.0 : leak) * exp((repeat % 4) * gsl_ran_ugaussian(rng));
        }
        fill(counts, weights, top + 1, pow(10.0, 1.5 + 4.0 * gsl_rng_uniform(rng)));
        const double steps = largest_distance(counts, top + 1);
        CU_ASSERT_TRUE(steps <= 1.0);
        n_used += steps >= 0.0;
    }
    gsl_rng_free(rng);
    CU_ASSERT_TRUE(n_used > 100);
}

/* With so many items the Cornish-Fisher expansion to the skewness is exact to 1e-15, and
 * n times the largest score is next to 2^53. What rounds is n times the mean. */
static void
test_saddlepoint_of_very_many_items(void)
{
    static const double sizes[] = { 1e9, 1e12, 1e15 };

    for (size_t s = 0; s < NZ_COUNT_OF(sizes); s++) {
        for (int kind = 0; kind < 5; kind++) {
            uint64_t counts[MAX_SCORES];
            double weights[MAX_SCORES];
            uint64_t of_all = 0; /* total of the items, the mean of the resampled one */
            double m2 = 0.0, m3 = 0.0;
            nz_score_sum_t *sum = NULL;
            const size_t top = 8;
            shape(kind, top, weights);
            fill(counts, weights, top + 1, sizes[s]);
            nz_scores_t scores = { counts, top + 1, 0 };
            for (size_t j = 0; j <= top; j++) {
                scores.n_items += counts[j];
                of_all += j * counts[j];
            }
            for (size_t j = 0; j <= top; j++) {
                const double d = (double) j - (double) of_all / (double) scores.n_items;
                m2 += d * d * (double) counts[j];
                m3 += d * d * d * (double) counts[j];
            }
            NZ_ASSERT_OK(nz_score_sum_create(MAX_SCORES, &sum));
            NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_AUTO));
            CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_SADDLEPOINT);
            for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
                for (int upper = 0; upper < 2; upper++) {
                    const double z =
                        (upper ? 1.0 : -1.0) * gsl_cdf_ugaussian_Qinv(levels[i]);
                    const double expected =
                        sqrt(m2) * z + m3 / m2 * (z * z - 1.0) / 6.0 - 0.5;
                    uint64_t total = 0;
                    NZ_ASSERT_OK(nz_score_sum_quantile(sum, levels[i], upper, &total));
                    const double off = (double) ((int64_t) (total - of_all)) - expected;
                    /* rounded up, and by the spacing of doubles at the total */
                    const double rounding = 4e-16 * (double) of_all + 0.01;
                    CU_ASSERT_TRUE(off >= -rounding && off <= 1.0 + rounding);
                }
            }
            nz_score_sum_destroy(&sum);
        }
    }
}

/* Two scores: a binomial count, whose quantiles are exact at any n. */
static void
test_saddlepoint_of_a_binomial_count(void)
{
    static const double shares[] = { 0.5, 0.3, 0.97 };

    for (uint64_t n = 100; n < 20000000000000; n *= 10) {
        for (size_t k = 0; k < NZ_COUNT_OF(shares); k++) {
            const double w[] = { 1.0 - shares[k], shares[k] };
            for (double tail = 1e-10; tail < 0.4; tail *= 7.0) {
                uint64_t low = 0, high = 0;
                double below = 0.0, above = 0.0;
                const double z = gsl_cdf_ugaussian_Pinv(tail), x = (double) n;
                if (x * fmin(w[0], w[1]) < 25.0) {
                    continue;
                }
                NZ_ASSERT_OK(nz_saddlepoint_quantile(w, 2, x, z, &below));
                NZ_ASSERT_OK(nz_saddlepoint_quantile(w, 2, x, -z, &above));
                NZ_ASSERT_OK(nz_binomial_quantile(tail, false, n, w[1], &low));
                NZ_ASSERT_OK(nz_binomial_quantile(tail, true, n, w[1], &high));
                const double slack = 0.05 + 2e-16 * x;
                const double from_low = (double) low - (x * w[1] + below - 0.5);
                const double from_high = (double) high - (x * w[1] + above - 0.5);
                CU_ASSERT_TRUE(from_low >= -slack && from_low <= 1.0 + slack);
                CU_ASSERT_TRUE(from_high >= -slack && from_high <= 1.0 + slack);
            }
        }
    }
}

/* On the lattice, where the formula is meant to hold, at any depth: the counts of a
 * binomial law with few items, and sums of ten geometric numbers, whose tails are those
 * of a negative binomial law. The lattice correction 2 sinh(s/2) is a tenth of a step
 * here. */
static void
test_saddlepoint_at_lattice_points(void)
{
    static const double shares[] = { 0.5, 0.2 };
    double deviation = 0.0, w[131], worst = 0.0;

    for (size_t i = 0; i < 2; i++) {
        w[0] = 1.0 - shares[i];
        w[1] = shares[i];
        for (uint64_t k = 0; k < 19; k++) {
            double lower = 0.0, upper = 0.0;
            NZ_ASSERT_OK(nz_binomial_tails(k, 20, shares[i], &lower, &upper));
            const double z = lower < 0.5 ? gsl_cdf_ugaussian_Pinv(lower)
                                         : gsl_cdf_ugaussian_Qinv(upper);
            NZ_ASSERT_OK(nz_saddlepoint_quantile(w, 2, 20.0, z, &deviation));
            worst = fmax(worst, fabs(deviation - ((double) k + 0.5 - 20.0 * shares[i])));
        }
    }
    for (size_t top = 40; top <= 130; top += 10) {
        for (size_t j = 0; j <= top; j++) { /* P(top - j) = .99 .01^j */
            w[top - j] = 0.99 * pow(0.01, (double) j);
        }
        for (uint64_t m = 2; m < top; m++) {
            double lower = 0.0;
            NZ_ASSERT_OK(nz_binomial_tails(9, m + 9, 0.99, &lower, NULL));
            NZ_ASSERT_OK(nz_saddlepoint_quantile(
                w, top + 1, 10.0, gsl_cdf_ugaussian_Pinv(lower), &deviation));
            worst = fmax(worst, fabs(deviation - (10.0 / 99.0 - (double) m + 0.5)));
        }
    }
    printf("\n    largest distance from a lattice point %.4f ", worst);
    CU_ASSERT_TRUE(worst < 0.03);
}

/* Three uniform numbers, far into the corner: t + 3 choose 3 of 4001^3 sums are t or
 * less. Exponentials taken from the mean overflow here. */
static void
test_saddlepoint_in_a_corner(void)
{
    enum { TOP = 4000 };
    static double w[TOP + 1];

    for (size_t j = 0; j <= TOP; j++) {
        w[j] = 1.0 / (TOP + 1.0);
    }
    for (double tail = 0.1; tail > 5e-10; tail *= 0.6) {
        double deviation = 0.0, mirrored = 0.0;
        const double z = gsl_cdf_ugaussian_Pinv(tail);
        NZ_ASSERT_OK(nz_saddlepoint_quantile(w, TOP + 1, 3.0, z, &deviation));
        NZ_ASSERT_OK(nz_saddlepoint_quantile(w, TOP + 1, 3.0, -z, &mirrored));
        const double t = 1.5 * TOP + deviation - 0.5;
        const double share =
            (t + 3.0) * (t + 2.0) * (t + 1.0) / 6.0 / gsl_pow_3(TOP + 1.0);
        NZ_ASSERT_REL(share, tail, 0.05);
        NZ_ASSERT_REL(mirrored, -deviation, 1e-6);
    }
}

/* At the mean the formula is 0/0 and a limit takes over: no step there. */
static void
test_saddlepoint_is_smooth_at_the_mean(void)
{
    static const double w[] = { 0.7, 0.2, 0.05, 0.03, 0.02 };
    double at[5], left, right;

    /* r* = skewness/6 at the mean: walk through it by multiples of .002 */
    const double m2 = 0.7691, m3 = 1.501746; /* about the mean, .47 */
    const double n = 200.0, skewness = m3 / sqrt(n * m2 * m2 * m2);
    for (int i = 0; i < 5; i++) {
        const double z = skewness / 6.0 + 0.002 * (i - 2);
        NZ_ASSERT_OK(nz_saddlepoint_quantile(w, 5, n, z, &at[i]));
    }
    NZ_ASSERT_ABS(at[2], 0.0, 1e-6);
    for (double off = 1e-14; off < 1e-5; off *= 1.7) {
        double near = 77.0;
        NZ_ASSERT_OK(nz_saddlepoint_quantile(w, 5, n, skewness / 6.0 + off, &near));
        NZ_ASSERT_ABS(near, sqrt(n * m2) * off, 1e-7);
    }
    left = (at[2] - at[1]) / (at[1] - at[0]);
    right = (at[4] - at[3]) / (at[3] - at[2]);
    NZ_ASSERT_ABS(left, 1.0, 1e-3);
    NZ_ASSERT_ABS(right, 1.0, 1e-3);
}

static void
test_saddlepoint_errors_leave_output_untouched(void)
{
    static const double w[] = { 0.5, 0.5 };
    double deviation = -77.0;

    CU_ASSERT_EQUAL(
        nz_saddlepoint_quantile(NULL, 2, 9.0, 0.0, &deviation), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_saddlepoint_quantile(w, 2, 9.0, 0.0, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_saddlepoint_quantile(w, 1, 9.0, 0.0, &deviation), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_saddlepoint_quantile(w, 2, 0.0, 0.0, &deviation), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_saddlepoint_quantile(w, 2, (double) NAN, 0.0, &deviation), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_saddlepoint_quantile(w, 2, 9.0, (double) INFINITY, &deviation), NZ_ERR_DOMAIN);
    /* Nine draws reach P(S = 9) = 2^-9, 2.9 standard deviations out, not 20. */
    CU_ASSERT_EQUAL(nz_saddlepoint_quantile(w, 2, 9.0, 20.0, &deviation), NZ_ERR_NUMERIC);
    CU_ASSERT_EQUAL(
        nz_saddlepoint_quantile(w, 2, 9.0, -20.0, &deviation), NZ_ERR_NUMERIC);
    CU_ASSERT_EQUAL(deviation, -77.0);
}

/* Beyond the ends the total is the end. */
static void
test_saddlepoint_beyond_the_ends_gives_the_end(void)
{
    static const uint64_t counts[] = { 4, 3, 2 };
    const nz_scores_t scores = { counts, 3, 9 };
    nz_score_sum_t *sum = NULL;
    uint64_t total = 77;

    NZ_ASSERT_OK(nz_score_sum_create(3, &sum));
    NZ_ASSERT_OK(nz_score_sum_set(sum, &scores, NZ_SCORE_SUM_FORCE_SADDLEPOINT));
    CU_ASSERT_EQUAL(nz_score_sum_engine(sum), NZ_SCORE_SUM_SADDLEPOINT);
    NZ_ASSERT_OK(nz_score_sum_quantile(sum, 1e-100, false, &total));
    CU_ASSERT_EQUAL(total, 0);
    NZ_ASSERT_OK(nz_score_sum_quantile(sum, 1e-100, true, &total));
    CU_ASSERT_EQUAL(total, 18);
    nz_score_sum_destroy(&sum);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_saddlepoint_is_within_one_step_of_the_convolution),
        NZ_TEST(test_saddlepoint_is_not_used_on_lumpy_lattices),
        NZ_TEST(test_saddlepoint_on_adversarial_histograms),
        NZ_TEST(test_saddlepoint_of_very_many_items),
        NZ_TEST(test_saddlepoint_of_a_binomial_count),
        NZ_TEST(test_saddlepoint_at_lattice_points),
        NZ_TEST(test_saddlepoint_in_a_corner),
        NZ_TEST(test_saddlepoint_is_smooth_at_the_mean),
        NZ_TEST(test_saddlepoint_beyond_the_ends_gives_the_end),
        NZ_TEST(test_saddlepoint_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("saddlepoint", tests, argc, argv);
}
