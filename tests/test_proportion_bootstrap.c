/* The exact bootstraps against counting all n^n resamples, each equally probable. */
#include "stats/proportion_bootstrap.h"

#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdbool.h>

enum { N_MAX = 13 }; /* 13^13 is a whole number below 2^53 */

/* How many of the n^n resamples of n outcomes, k of them 1, have x ones. */
typedef struct resamples {
    uint64_t n, k;
    uint64_t ways[N_MAX + 1];
    uint64_t total;
} resamples_t;

/* Item by item: each is one of k ones or of n - k zeros. */
static resamples_t
count_resamples(uint64_t n, uint64_t k)
{
    resamples_t r = { .n = n, .k = k, .ways = { 1 }, .total = 1 };

    for (uint64_t drawn = 0; drawn < n; drawn++) {
        for (uint64_t x = drawn + 1; x > 0; x--) {
            r.ways[x] = r.ways[x] * (n - k) + r.ways[x - 1] * k;
        }
        r.ways[0] *= n - k;
        r.total *= n;
    }
    return r;
}

/* The smallest x that at least a share `tail` of the resamples do not exceed; or, for the
 * upper tail, that at most that share exceeds. Ties are ties: 1e-13 apart. */
static uint64_t
count_at(const resamples_t *r, double tail, bool upper)
{
    const double total = (double) r->total;
    uint64_t at_most = r->ways[0], x = 0;

    while (x < r->n
           && (upper ? (double) (r->total - at_most) > tail * total * (1.0 + 1e-13)
                     : (double) at_most < tail * total * (1.0 - 1e-13))) {
        at_most += r->ways[++x];
    }
    return x;
}

/* (mean - k/n) over the standard error of a resample with x ones. */
static double
studentized_mean(uint64_t x, uint64_t n, uint64_t k)
{
    const double mean = (double) x / (double) n;
    const double se = sqrt(mean * (1.0 - mean) / (double) n);
    return (mean - (double) k / (double) n) / se;
}

/* Jackknife acceleration, item by item. */
static double
jackknife_acceleration(uint64_t n, uint64_t k)
{
    const double mean = (double) k / (double) n;
    double squares = 0.0, cubes = 0.0;

    for (uint64_t i = 0; i < n; i++) {
        const double left = ((double) k - (i < k ? 1.0 : 0.0)) / ((double) n - 1.0);
        squares += pow(mean - left, 2.0);
        cubes += pow(mean - left, 3.0);
    }
    return cubes / (6.0 * pow(squares, 1.5));
}

/* The level Phi(...) of the BCa limit at the normal quantile z; false where undefined. */
static bool
bca_level(const resamples_t *r, double z, double *level)
{
    uint64_t below = 0;

    for (uint64_t x = 0; x < r->k; x++) {
        below += r->ways[x];
    }
    const double share =
        ((double) below + 0.5 * (double) r->ways[r->k]) / (double) r->total;
    const double z0 = gsl_cdf_ugaussian_Pinv(share);
    const double stretch = 1.0 - jackknife_acceleration(r->n, r->k) * (z0 + z);
    *level = gsl_cdf_ugaussian_P(z0 + (z0 + z) / stretch);
    return stretch > 0.0;
}

/* 1/4 and 1/8 make ties with two and four items. */
static const nz_tails_t all_tails[] = { { 0.25, 0.25 }, { 0.125, 0.5 }, { 0.5, 0.125 },
    { 0.025, 0.025 }, { 0.0005, 0.0005 }, { 5e-13, 5e-13 }, { 0.05, 0.01 }, { 0.7, 0.1 },
    { 0.1, 0.85 } };

static void
check_percentile_and_basic(const resamples_t *r, nz_tails_t tails)
{
    const double k = (double) r->k, n = (double) r->n;
    nz_interval_t ci;

    NZ_ASSERT_OK(nz_proportion_bootstrap_percentile(r->k, r->n, tails, &ci));
    CU_ASSERT_EQUAL(ci.lower, (double) count_at(r, tails.lower, false) / n);
    CU_ASSERT_EQUAL(ci.upper, (double) count_at(r, tails.upper, true) / n);
    CU_ASSERT_EQUAL(ci.status == NZ_INTERVAL_DEGENERATE, ci.lower == ci.upper);
    NZ_ASSERT_OK(nz_proportion_bootstrap_basic(r->k, r->n, tails, &ci));
    NZ_ASSERT_ABS(
        ci.lower, 2.0 * k / n - (double) count_at(r, tails.lower, true) / n, 1e-15);
    NZ_ASSERT_ABS(
        ci.upper, 2.0 * k / n - (double) count_at(r, tails.upper, false) / n, 1e-15);
    CU_ASSERT_EQUAL(ci.status == NZ_INTERVAL_DEGENERATE, ci.lower == ci.upper);
}

/* Mean and standard deviation over all resamples. */
static void
check_normal(const resamples_t *r, nz_tails_t tails)
{
    const double p_hat = (double) r->k / (double) r->n;
    double mean = 0.0, square = 0.0;
    nz_interval_t ci;

    for (uint64_t x = 0; x <= r->n; x++) {
        const double share = (double) r->ways[x] / (double) r->total;
        const double y = (double) x / (double) r->n;
        mean += share * y;
        square += share * (y - p_hat) * (y - p_hat);
    }
    NZ_ASSERT_REL(mean, p_hat, 1e-14);
    NZ_ASSERT_OK(nz_proportion_bootstrap_normal(r->k, r->n, tails, &ci));
    NZ_ASSERT_ABS(
        ci.lower, p_hat + gsl_cdf_ugaussian_Pinv(tails.lower) * sqrt(square), 1e-14);
    NZ_ASSERT_ABS(
        ci.upper, p_hat + gsl_cdf_ugaussian_Qinv(tails.upper) * sqrt(square), 1e-14);
}

static void
check_studentized(const resamples_t *r, nz_tails_t tails)
{
    const double p_hat = (double) r->k / (double) r->n;
    const double se = sqrt(p_hat * (1.0 - p_hat) / (double) r->n);
    const double t_high = studentized_mean(count_at(r, tails.lower, true), r->n, r->k);
    const double t_low = studentized_mean(count_at(r, tails.upper, false), r->n, r->k);
    nz_interval_t ci;

    for (uint64_t x = 0; x < r->n; x++) { /* so that quantiles of t are those of x */
        CU_ASSERT_TRUE(
            studentized_mean(x, r->n, r->k) < studentized_mean(x + 1, r->n, r->k));
    }
    NZ_ASSERT_OK(nz_proportion_bootstrap_studentized(r->k, r->n, tails, &ci));
    if (isinf(t_high) && t_high == t_low) {
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
        CU_ASSERT_TRUE(ci.lower == p_hat && ci.upper == p_hat);
        return;
    }
    NZ_ASSERT_ABS(ci.lower, p_hat - t_high * se, 1e-14 * (1.0 + fabs(ci.lower)));
    NZ_ASSERT_ABS(ci.upper, p_hat - t_low * se, 1e-14 * (1.0 + fabs(ci.upper)));
    const double none = (double) r->ways[0] / (double) r->total;
    const double all = (double) r->ways[r->n] / (double) r->total;
    CU_ASSERT_EQUAL(ci.upper == (double) INFINITY, none * (1.0 + 1e-13) >= tails.upper);
    CU_ASSERT_EQUAL(ci.lower == -(double) INFINITY, all > tails.lower * (1.0 + 1e-13));
    CU_ASSERT_EQUAL(ci.status == NZ_INTERVAL_OK, ci.lower < ci.upper);
}

/* Whether the interval was defined. */
static bool
check_bca(const resamples_t *r, nz_tails_t tails)
{
    const double n = (double) r->n;
    double low, high;
    nz_interval_t ci;

    NZ_ASSERT_OK(nz_proportion_bootstrap_bca(r->k, r->n, tails, &ci));
    if (!bca_level(r, gsl_cdf_ugaussian_Pinv(tails.lower), &low)
        || !bca_level(r, gsl_cdf_ugaussian_Qinv(tails.upper), &high)) {
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
        CU_ASSERT_TRUE(ci.lower == (double) r->k / n && ci.upper == ci.lower);
        return false;
    }
    CU_ASSERT_EQUAL(ci.lower, (double) count_at(r, low, false) / n);
    CU_ASSERT_EQUAL(ci.upper, (double) count_at(r, 1.0 - high, true) / n);
    CU_ASSERT_EQUAL(ci.status == NZ_INTERVAL_DEGENERATE, ci.lower == ci.upper);
    return true;
}

static void
test_proportion_bootstraps_by_enumeration(void)
{
    unsigned n_defined = 0, n_undefined = 0;

    for (uint64_t n = 2; n <= N_MAX; n++) {
        for (uint64_t k = 1; k < n; k++) {
            const resamples_t r = count_resamples(n, k);
            for (size_t i = 0; i < NZ_COUNT_OF(all_tails); i++) {
                check_percentile_and_basic(&r, all_tails[i]);
                check_normal(&r, all_tails[i]);
                check_studentized(&r, all_tails[i]);
                *(check_bca(&r, all_tails[i]) ? &n_defined : &n_undefined) += 1;
            }
        }
    }
    CU_ASSERT_TRUE(n_defined > 500 && n_undefined > 5); /* both were met */
}

/* What each side is when no limit is asked for there. */
static void
test_proportion_bootstraps_one_sided(void)
{
    const resamples_t r = count_resamples(10, 3);
    const double low = (double) count_at(&r, 0.05, false);
    const double high = (double) count_at(&r, 0.05, true);
    nz_interval_t ci;

    NZ_ASSERT_OK(
        nz_proportion_bootstrap_percentile(3, 10, (nz_tails_t){ 0.05, 0.0 }, &ci));
    CU_ASSERT_TRUE(ci.lower == low / 10.0 && ci.upper == 1.0);
    NZ_ASSERT_OK(nz_proportion_bootstrap_basic(3, 10, (nz_tails_t){ 0.05, 0.0 }, &ci));
    NZ_ASSERT_ABS(ci.lower, 0.6 - high / 10.0, 1e-15);
    CU_ASSERT_EQUAL(ci.upper, 1.0);
    NZ_ASSERT_OK(
        nz_proportion_bootstrap_studentized(3, 10, (nz_tails_t){ 0.0, 0.05 }, &ci));
    NZ_ASSERT_REL(
        ci.upper, 0.3 - studentized_mean((uint64_t) low, 10, 3) * sqrt(0.021), 1e-14);
    CU_ASSERT_EQUAL(ci.lower, 0.0);
}

/* At k = 1 of 2 a quarter of the resamples has no success and a quarter has two. */
static void
test_proportion_bootstrap_at_ties(void)
{
    const nz_tails_t at = { 0.25, 0.25 }, below = { 0.2499999, 0.2499999 };
    const nz_tails_t above = { 0.2500001, 0.2500001 };
    nz_interval_t ci;

    NZ_ASSERT_OK(nz_proportion_bootstrap_percentile(1, 2, at, &ci));
    CU_ASSERT_TRUE(ci.lower == 0.0 && ci.upper == 0.5);
    NZ_ASSERT_OK(nz_proportion_bootstrap_percentile(1, 2, below, &ci));
    CU_ASSERT_TRUE(ci.lower == 0.0 && ci.upper == 1.0);
    NZ_ASSERT_OK(nz_proportion_bootstrap_percentile(1, 2, above, &ci));
    CU_ASSERT_TRUE(ci.lower == 0.5 && ci.upper == 0.5);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_DEGENERATE);
    NZ_ASSERT_OK(nz_proportion_bootstrap_basic(1, 2, at, &ci));
    CU_ASSERT_TRUE(ci.lower == 0.5 && ci.upper == 1.0);
    NZ_ASSERT_OK(nz_proportion_bootstrap_studentized(1, 2, at, &ci));
    CU_ASSERT_TRUE(ci.lower == 0.5 && ci.upper == (double) INFINITY);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_OK);
}

/* Up to three successes at 95 %, exp(-3) being above .025 and exp(-4) below. */
static void
test_proportion_bootstrap_studentized_has_no_upper_limit_for_few(void)
{
    for (uint64_t k = 1; k < 8; k++) {
        nz_interval_t ci;
        NZ_ASSERT_OK(nz_proportion_bootstrap_studentized(
            k, 1000000, (nz_tails_t){ 0.025, 0.025 }, &ci));
        CU_ASSERT_EQUAL(isinf(ci.upper) != 0, k <= 3);
        CU_ASSERT_TRUE(isfinite(ci.lower) && ci.status == NZ_INTERVAL_OK);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_proportion_bootstraps_by_enumeration),
        NZ_TEST(test_proportion_bootstraps_one_sided),
        NZ_TEST(test_proportion_bootstrap_at_ties),
        NZ_TEST(test_proportion_bootstrap_studentized_has_no_upper_limit_for_few),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("proportion_bootstrap", tests, argc, argv);
}
