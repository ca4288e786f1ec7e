#include "stats/score_resample.h"

#include "stats/rng.h"
#include "stats/score_interval.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <stdlib.h>

static const nz_interval_method_t methods[] = { NZ_METHOD_STUDENT_T,
    NZ_METHOD_BOOTSTRAP_PERCENTILE, NZ_METHOD_BOOTSTRAP_BASIC, NZ_METHOD_BOOTSTRAP_NORMAL,
    NZ_METHOD_BOOTSTRAP_STUDENTIZED, NZ_METHOD_BOOTSTRAP_BCA };
static const nz_tails_t two_sided = { 0.025, 0.025 };

static nz_score_interval_t *
new_workspace(size_t max_scores, uint64_t resamples)
{
    nz_score_interval_t *self = NULL;
    NZ_ASSERT_OK(nz_score_interval_create(max_scores, resamples, &self));
    return self;
}

static nz_scores_t
scores_of(const uint64_t *counts, size_t n_scores)
{
    nz_scores_t scores = { counts, n_scores, 0 };
    for (size_t j = 0; j < n_scores; j++) {
        scores.n_items += counts[j];
    }
    return scores;
}

/* One interval of one data set. */
static nz_interval_t
interval_of(nz_score_interval_t *self, const nz_scores_t *scores,
    nz_interval_method_t method, nz_tails_t tails, gsl_rng *rng)
{
    nz_interval_t interval = { -77.0, -77.0, NZ_INTERVAL_OK };
    NZ_ASSERT_OK(nz_score_interval_set(self, scores, rng));
    NZ_ASSERT_OK(nz_score_interval(self, method, tails, &interval));
    return interval;
}

static void
assert_same(const nz_interval_t *a, const nz_interval_t *b)
{
    CU_ASSERT_TRUE(a->lower == b->lower && a->upper == b->upper);
    CU_ASSERT_EQUAL(a->status, b->status);
}

/* Whether intervals of B resamples are as near to the exact ones as 5.73 standard
 * deviations of a limit's level allow, which is sqrt(tail (1 - tail)/B): .002 at .025,
 * the smallest bias in probability seen. `shift`, in steps of the total, must be found.
 */
enum { B = 200000, N_BOOTSTRAPS = NZ_COUNT_OF(methods) - 1 };

static double
slack(double tail)
{
    return gsl_cdf_ugaussian_Qinv(0.5e-8) * sqrt(tail * (1.0 - tail) / B);
}

static bool
lies_between(nz_interval_t got, nz_interval_t outer, nz_interval_t inner)
{
    const double rounding = 1e-12;
    return outer.lower - rounding <= got.lower && got.lower <= inner.lower + rounding
           && inner.upper - rounding <= got.upper && got.upper <= outer.upper + rounding;
}

/* Sd of an sd: sd/2 sqrt((kurtosis - 1)/B). */
static bool
normal_fits(const nz_scores_t *scores, nz_interval_t got, nz_interval_t exact)
{
    double mean = 0.0, second = 0.0, fourth = 0.0;
    const double n = (double) scores->n_items;

    for (size_t j = 0; j < scores->n_scores; j++) {
        mean += (double) j * (double) scores->counts[j] / n;
    }
    for (size_t j = 0; j < scores->n_scores; j++) {
        const double d = (double) j - mean, w = (double) scores->counts[j] / n;
        second += w * d * d;
        fourth += w * d * d * d * d;
    }
    const double kurtosis = 3.0 + (fourth / (second * second) - 3.0) / n;
    const double error = 5.73 * 0.5 * sqrt((kurtosis - 1.0) / B);
    return fabs(got.lower - exact.lower) <= error * (mean - exact.lower)
           && fabs(got.upper - exact.upper) <= error * (exact.upper - mean);
}

/* The percentile limit at BCa's level for z0 off by `offset`. */
static double
bca_limit(nz_score_sum_t *sum, double a, double z, double offset, double sign, double n)
{
    double z0;
    uint64_t total;

    NZ_ASSERT_OK(nz_score_sum_median_bias(sum, &z0));
    z0 += offset;
    const double level = gsl_cdf_ugaussian_P(z0 + (z0 + z) / (1.0 - a * (z0 + z)));
    NZ_ASSERT_OK(nz_score_sum_quantile(sum, level + sign * slack(level), false, &total));
    return (double) total / n;
}

static bool
bca_fits(const nz_scores_t *scores, nz_interval_t got, nz_tails_t tails)
{
    const double offset = slack(0.5) * sqrt(2.0 * M_PI); /* z0 is near zero here */
    const double n = (double) scores->n_items;
    const double z[] = { gsl_cdf_ugaussian_Pinv(tails.lower),
        gsl_cdf_ugaussian_Qinv(tails.upper) };
    double mean = 0.0, second = 0.0, third = 0.0;
    nz_score_sum_t *sum = NULL;

    for (size_t j = 0; j < scores->n_scores; j++) {
        mean += (double) j * (double) scores->counts[j] / n;
    }
    for (size_t j = 0; j < scores->n_scores; j++) {
        const double d = (double) j - mean, c = (double) scores->counts[j];
        second += c * d * d;
        third += c * d * d * d;
    }
    const double a = third / (6.0 * pow(second, 1.5));
    NZ_ASSERT_OK(nz_score_sum_create(scores->n_scores, &sum));
    NZ_ASSERT_OK(nz_score_sum_set(sum, scores, NZ_SCORE_SUM_AUTO));
    const nz_interval_t outer = { bca_limit(sum, a, z[0], -offset, -1.0, n),
        bca_limit(sum, a, z[1], offset, 1.0, n), NZ_INTERVAL_OK };
    const nz_interval_t inner = { bca_limit(sum, a, z[0], offset, 1.0, n),
        bca_limit(sum, a, z[1], -offset, -1.0, n), NZ_INTERVAL_OK };
    nz_score_sum_destroy(&sum);
    return lies_between(got, outer, inner);
}

/* Every method and both pairs of tails; bits of the result say which fit. */
static unsigned
resample_fits(const uint64_t *counts, size_t n_scores, double shift)
{
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 0.1, 0.01 } };
    const nz_scores_t scores = scores_of(counts, n_scores);
    nz_score_interval_t *exact = new_workspace(n_scores, 0);
    nz_score_interval_t *resample = new_workspace(n_scores, B);
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 7);
    unsigned fits = 0;

    NZ_ASSERT_OK(nz_score_interval_set(resample, &scores, rng));
    NZ_ASSERT_OK(nz_score_interval_set(exact, &scores, NULL));
    for (size_t i = 0; i < 2 * N_BOOTSTRAPS; i++) {
        const nz_interval_method_t method = methods[1 + i / 2];
        const double low = tails[i % 2].lower, high = tails[i % 2].upper;
        nz_interval_t got, middle, outer, inner;
        NZ_ASSERT_OK(nz_score_interval(resample, method, tails[i % 2], &got));
        NZ_ASSERT_OK(nz_score_interval(exact, method, tails[i % 2], &middle));
        NZ_ASSERT_OK(nz_score_interval(
            exact, method, (nz_tails_t){ low - slack(low), high - slack(high) }, &outer));
        NZ_ASSERT_OK(nz_score_interval(
            exact, method, (nz_tails_t){ low + slack(low), high + slack(high) }, &inner));
        CU_ASSERT_EQUAL(got.status, NZ_INTERVAL_OK);
        got.lower += shift / (double) scores.n_items;
        got.upper += shift / (double) scores.n_items;
        const bool fit =
            method == NZ_METHOD_BOOTSTRAP_NORMAL ? normal_fits(&scores, got, middle)
            : method == NZ_METHOD_BOOTSTRAP_BCA  ? bca_fits(&scores, got, tails[i % 2])
                                                 : lies_between(got, outer, inner);
        fits |= (unsigned) fit << i;
    }
    nz_score_interval_destroy(&exact);
    nz_score_interval_destroy(&resample);
    gsl_rng_free(rng);
    return fits;
}

/* Of few items, drawn one by one; of outcomes, few and many beside B; of many items. */
static void
test_resample_tends_to_exact(void)
{
    static const uint64_t small[] = { 3, 5, 0, 2 };
    static const uint64_t outcomes[] = { 950, 50 };
    static const uint64_t many[] = { 700000000000, 300000000000 };
    static const uint64_t edits[] = { 100, 300, 400, 250, 120, 60, 30, 10, 4, 1 };
    static const uint64_t rare[] = { 9993, 0, 0, 4, 0, 3 };
    const unsigned all = (1U << (2 * N_BOOTSTRAPS)) - 1U;

    CU_ASSERT_EQUAL(resample_fits(small, 4, 0.0), all);
    CU_ASSERT_EQUAL(resample_fits(outcomes, 2, 0.0), all);
    CU_ASSERT_EQUAL(resample_fits(many, 2, 0.0), all);
    CU_ASSERT_EQUAL(resample_fits(edits, 10, 0.0), all);
    CU_ASSERT_EQUAL(resample_fits(rare, 6, 0.0), all);
    CU_ASSERT_EQUAL(resample_fits(small, 4, 1.0), 0);
    CU_ASSERT_EQUAL(resample_fits(small, 4, -1.0), 0);
    CU_ASSERT_EQUAL(resample_fits(outcomes, 2, 1.0), 0);
    CU_ASSERT_EQUAL(resample_fits(many, 2, 46000.0), 0); /* a tenth of the sd */
    CU_ASSERT_EQUAL(resample_fits(edits, 10, 5.0), 0);   /* likewise */
    CU_ASSERT_EQUAL(resample_fits(edits, 10, -5.0), 0);
}

/* Number of resamples with at most k higher scores, by bisection of the quantile. */
static uint64_t
count_up_to(const nz_score_resample_t *self, uint64_t total)
{
    uint64_t low = 0, high = B + 1;

    while (low + 1 < high) {
        const uint64_t middle = (low + high) / 2;
        const double share = ((double) middle - 0.5) / B;
        *(nz_score_resample_quantile(self, share, false) <= total ? &low : &high) =
            middle;
    }
    return low;
}

/* Resamples of outcomes drawn at once: how many lie at or below each count is binomial.
 */
static void
test_resamples_of_outcomes_have_their_distribution(void)
{
    static const uint64_t histograms[][4] = { { 0, 60, 0, 12 }, { 0, 40, 0, 800 } };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 5);

    for (size_t i = 0; i < NZ_COUNT_OF(histograms); i++) {
        const nz_scores_t scores = scores_of(histograms[i], 4);
        const unsigned n = (unsigned) scores.n_items, k = (unsigned) histograms[i][3];
        const double sd = sqrt((double) k * (double) (n - k) / n);
        nz_score_resample_t *self = NULL;
        bool twin_fails = false;

        NZ_ASSERT_OK(nz_score_resample_create(4, B, &self));
        NZ_ASSERT_OK(nz_score_resample_draw(self, &scores, rng));
        for (int j = -8; j <= 8; j++) {
            const unsigned x = (unsigned) (k + 0.5 * j * sd);
            const double share = (double) count_up_to(self, n + 2 * x) / B;
            const double p = gsl_cdf_binomial_P(x, (double) k / n, n);
            const double twin = gsl_cdf_binomial_P(x, (k + 0.05 * sd) / n, n);
            NZ_ASSERT_ABS(share, p, slack(p) + 1.0 / B);
            twin_fails |= fabs(share - twin) > slack(twin) + 1.0 / B;
        }
        CU_ASSERT_TRUE(twin_fails);
        nz_score_resample_destroy(&self);
    }
    gsl_rng_free(rng);
}

/* One at a time, both limits are the resample; of a hundred they are order statistics,
 * also where tail times B rounds to more than the rank: .07 * 100 and (1 - .42) * 100. */
static void
test_resample_ranks(void)
{
    enum { N = 100 };
    static const struct {
        nz_tails_t tails;
        size_t low, high;
    } cases[] = { { { 0.025, 0.025 }, 3, 98 }, { { 0.3, 0.1 }, 30, 90 },
        { { 0.301, 0.0999 }, 31, 91 }, { { 0.07, 0.42 }, 7, 58 },
        { { 1e-9, 0.005 }, 1, 100 } };
    static const uint64_t counts[] = { 3000000, 1999999, 5000000, 1 };
    const nz_scores_t scores = { counts, 4, 10000000 }; /* no two means are equal */
    const double m = 1.2000002;
    double means[N + 1], mean = 0.0, squares = 0.0;
    nz_score_interval_t *one = new_workspace(4, 1), *hundred = new_workspace(4, N);
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 9);

    means[0] = -1.0;
    for (size_t b = 1; b <= N; b++) { /* sorted by insertion */
        const nz_interval_t ci =
            interval_of(one, &scores, NZ_METHOD_BOOTSTRAP_PERCENTILE, two_sided, rng);
        CU_ASSERT_TRUE(ci.lower == ci.upper && ci.status == NZ_INTERVAL_DEGENERATE);
        size_t at = b;
        for (; means[at - 1] > ci.lower; at--) {
            means[at] = means[at - 1];
        }
        means[at] = ci.lower;
        mean += ci.lower / N;
    }
    gsl_rng_set(rng, 9);
    NZ_ASSERT_OK(nz_score_interval_set(hundred, &scores, rng));
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_interval_t ci;
        NZ_ASSERT_OK(nz_score_interval(
            hundred, NZ_METHOD_BOOTSTRAP_PERCENTILE, cases[i].tails, &ci));
        CU_ASSERT_EQUAL(ci.lower, means[cases[i].low]);
        CU_ASSERT_EQUAL(ci.upper, means[cases[i].high]);
        const nz_tails_t swapped = { cases[i].tails.upper, cases[i].tails.lower };
        NZ_ASSERT_OK(nz_score_interval(hundred, NZ_METHOD_BOOTSTRAP_BASIC, swapped, &ci));
        NZ_ASSERT_REL(ci.lower, 2.0 * m - means[cases[i].high], 1e-14);
        NZ_ASSERT_REL(ci.upper, 2.0 * m - means[cases[i].low], 1e-14);
    }
    for (size_t b = 1; b <= N; b++) {
        squares += (means[b] - mean) * (means[b] - mean);
    }
    nz_interval_t ci;
    NZ_ASSERT_OK(nz_score_interval(hundred, NZ_METHOD_BOOTSTRAP_NORMAL, two_sided, &ci));
    NZ_ASSERT_REL(ci.upper - m, 1.959963984540054 * sqrt(squares / (N - 1)), 1e-9);
    ci = interval_of(one, &scores, NZ_METHOD_BOOTSTRAP_NORMAL, two_sided, rng);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED); /* one resample has no sd */
    ci = interval_of(one, &scores, NZ_METHOD_BOOTSTRAP_BCA, two_sided, rng);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED); /* on one side of the data */
    gsl_rng_free(rng);
    nz_score_interval_destroy(&one);
    nz_score_interval_destroy(&hundred);
}

/* All methods share the resamples: asking for one, or in another order, changes no bit.
 */
static void
test_resamples_do_not_depend_on_what_is_asked(void)
{
    static const uint64_t histograms[][4] = { { 5, 3, 1, 2 }, { 500, 300, 100, 20 },
        { 80, 0, 5, 0 }, { 1000000, 0, 0, 500000 } };
    nz_score_interval_t *self = new_workspace(4, 400);
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);

    for (size_t i = 0; i < NZ_COUNT_OF(histograms); i++) {
        const nz_scores_t scores = scores_of(histograms[i], 4);
        nz_interval_t alone[NZ_COUNT_OF(methods)], ci;
        for (size_t j = 0; j < NZ_COUNT_OF(methods); j++) {
            gsl_rng_set(rng, 3);
            alone[j] = interval_of(self, &scores, methods[j], two_sided, rng);
        }
        gsl_rng_set(rng, 3);
        NZ_ASSERT_OK(nz_score_interval_set(self, &scores, rng));
        for (size_t j = NZ_COUNT_OF(methods); j-- > 0;) {
            NZ_ASSERT_OK(nz_score_interval(self, methods[j], two_sided, &ci));
            assert_same(&ci, &alone[j]);
        }
        gsl_rng_set(rng, 4); /* other resamples give other limits */
        ci = interval_of(self, &scores, NZ_METHOD_BOOTSTRAP_NORMAL, two_sided, rng);
        CU_ASSERT_NOT_EQUAL(ci.lower, alone[3].lower);
    }
    gsl_rng_free(rng);
    nz_score_interval_destroy(&self);
}

static void
test_errors(void)
{
    static const uint64_t counts[] = { 3, 4, 2 };
    const nz_scores_t good = { counts, 3, 9 }, bad = { counts, 3, 8 };
    const nz_scores_t wide = { counts, 4, 9 }, none = { NULL, 3, 9 };
    nz_score_resample_t *self = NULL;
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);

    CU_ASSERT_EQUAL(nz_score_resample_create(3, 1, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_resample_create(0, 1, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_score_resample_create(SIZE_MAX, 1, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_score_resample_create(3, 0, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_score_resample_create(3, UINT64_MAX, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(self);
    NZ_ASSERT_OK(nz_score_resample_create(3, 1, &self));
    CU_ASSERT_EQUAL(nz_score_resample_draw(NULL, &good, rng), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_resample_draw(self, NULL, rng), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_resample_draw(self, &none, rng), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_resample_draw(self, &good, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_resample_draw(self, &bad, rng), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_score_resample_draw(self, &wide, rng), NZ_ERR_DOMAIN);
    NZ_ASSERT_OK(nz_score_resample_draw(self, &good, rng));
    nz_score_resample_destroy(&self);
    CU_ASSERT_PTR_NULL(self);
    nz_score_resample_destroy(&self);
    nz_score_resample_destroy(NULL);
    gsl_rng_free(rng);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_resample_tends_to_exact),
        NZ_TEST(test_resamples_of_outcomes_have_their_distribution),
        NZ_TEST(test_resample_ranks),
        NZ_TEST(test_resamples_do_not_depend_on_what_is_asked),
        NZ_TEST(test_errors),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("score_resample", tests, argc, argv);
}
