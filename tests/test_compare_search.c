/* What nz_compare_power_trials builds on: bounds, tables and smooth powers. */
#include "stats/beta.h"
#include "stats/binomial.h"
#include "stats/binomial_mean.h"
#include "stats/compare_search.h"
#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>

static void
test_binomial_mean_range(void)
{
    const double shares[] = { 0.0, 1e-7, 0.01, 0.3, 0.5, 0.98, 1.0 };
    const uint64_t trials[] = { 1, 20, 1000, 1000000000 };

    for (size_t i = 0; i < NZ_COUNT_OF(shares) * NZ_COUNT_OF(trials); i++) {
        const double p = shares[i % NZ_COUNT_OF(shares)];
        const uint64_t n = trials[i / NZ_COUNT_OF(shares)];
        const nz_binomial_range_t range = nz_binomial_mean_range(n, p);
        double below = 0.0, above = 0.0;
        if (range.first > 0) {
            NZ_ASSERT_OK(nz_binomial_tails(range.first - 1, n, p, &below, NULL));
        }
        NZ_ASSERT_OK(nz_binomial_tails(range.last, n, p, NULL, &above));
        CU_ASSERT_TRUE(below < 1e-13 && above < 1e-13);
        CU_ASSERT_TRUE((double) (range.last - range.first)
                       <= 24.0 + 16.0 * sqrt((double) n * p * (1.0 - p)));
    }
}

static nz_status_t
square(const void *context, double x, double *value)
{
    const double centre = *(const double *) context;
    *value = (x - centre) * (x - centre);
    return NZ_OK;
}

static nz_status_t
wave(const void *context, double x, double *value)
{
    *value = cos(x * *(const double *) context);
    return NZ_OK;
}

static nz_status_t
step_up(const void *context, double x, double *value)
{
    *value = x >= *(const double *) context ? 1.0 : 0.0;
    return NZ_OK;
}

static nz_status_t
failure(const void *context, double x, double *value)
{
    (void) context;
    *value = x;
    return NZ_ERR_NUMERIC;
}

/* Variance, and the real part of the characteristic function (1 - p + p e^(it))^n. */
static void
test_binomial_mean_smooth(void)
{
    const double shares[] = { 0.02, 0.3, 0.5, 0.9 };

    for (size_t i = 0; i < NZ_COUNT_OF(shares); i++) {
        for (double size = 1.0; size < 1e12; size *= 7.0) {
            const uint64_t n = (uint64_t) size;
            const double p = shares[i], trials = (double) n, mean = trials * p;
            const double variance = mean * (1.0 - p), t = 1.0 / (1.0 + sqrt(variance));
            double value = -1.0;
            NZ_ASSERT_OK(
                nz_binomial_mean(n, p, (double) INFINITY, square, &mean, &value));
            NZ_ASSERT_REL(value, variance, 1e-10);
            if (n < 1000000) { /* or the phase is lost to rounding */
                const double size2 = 1.0 - 2.0 * p * (1.0 - p) * (1.0 - cos(t));
                const double phase = atan2(p * sin(t), 1.0 - p + p * cos(t));
                NZ_ASSERT_OK(nz_binomial_mean(n, p, 1.0 / t, wave, &t, &value));
                NZ_ASSERT_ABS(
                    value, pow(size2, trials / 2.0) * cos(trials * phase), 1e-9);
            }
        }
    }
}

static void
test_binomial_mean_step(void)
{
    const double at = 330.0;
    double value = -1.0, above = 0.0;

    NZ_ASSERT_OK(nz_binomial_mean(1000, 0.3, 1.0, step_up, &at, &value));
    NZ_ASSERT_OK(nz_binomial_tails(329, 1000, 0.3, NULL, &above));
    NZ_ASSERT_ABS(value, above, 1e-12);
    value = 7.0;
    CU_ASSERT_EQUAL(
        nz_binomial_mean(1000, 0.3, 1.0, failure, NULL, &value), NZ_ERR_NUMERIC);
    CU_ASSERT_EQUAL(value, 7.0);
}

static void
test_binomial_mean_largest(void)
{
    for (uint64_t n = 0; n < 30; n++) {
        for (int i = 0; i <= 20; i++) {
            const double p = (double) i / 20.0;
            double largest = 0.0;
            for (uint64_t k = 0; k <= n; k++) {
                largest = fmax(largest, nz_binomial_pmf(k, n, p));
            }
            NZ_ASSERT_REL(nz_binomial_mean_largest(n, p), largest, 1e-13);
        }
    }
}

static double
unpaired_power(const nz_unpaired_t *models, uint64_t n, uint64_t b)
{
    double power = -1.0;
    NZ_ASSERT_OK(nz_unpaired_power_at(models, n, b, &power));
    return power;
}

static void
test_unpaired_init(void)
{
    const nz_unpaired_t a = nz_unpaired_power_init(0.3, 0.1, 2.0);
    const nz_unpaired_t b = nz_unpaired_power_init(0.75, 0.5, 2.0);

    CU_ASSERT_TRUE(a.p1 == 0.1 && a.p2 == 0.3 && a.z == 2.0);
    CU_ASSERT_TRUE(b.p1 == 0.25 && b.p2 == 0.5 && b.z == 2.0);
}

/* With the critical region of more items: a lower bound, that bends no more than it may,
 * nor much less. */
static void
test_unpaired_region_of_more_items(void)
{
    double share = 0.0;

    for (int i = 0; i < 60; i++) {
        const double size = i % 2 == 0 ? 1.0 : 0.1;
        const nz_unpaired_t models = nz_unpaired_power_init(nz_test_uniform() * size,
            nz_test_uniform() * size, 0.5 + 3.0 * nz_test_uniform());
        const uint64_t n = 2 + nz_test_below(300), b = n + nz_test_below(60);
        const double bound = nz_unpaired_power_curvature(&models, n);
        CU_ASSERT_TRUE(
            unpaired_power(&models, n, b) <= unpaired_power(&models, n, n) + 1e-13);
        const double bend = unpaired_power(&models, n + 2, b + 2)
                            - 2.0 * unpaired_power(&models, n + 1, b + 2)
                            + unpaired_power(&models, n, b + 2);
        CU_ASSERT_TRUE(fabs(bend) <= bound + 1e-12);
        share = fmax(share, fabs(bend) / bound);
    }
    CU_ASSERT_TRUE(share > 0.05);
}

/* The bound is half of the sum of the sizes of the second differences of P(X1) P(X2), or
 * about twice that, for equal p. */
static void
test_unpaired_curvature(void)
{
    enum { n = 120 };

    for (int i = 1; i <= 5; i++) {
        const double p = (double) i / 10.0;
        const nz_unpaired_t models = { p, p, 2.0 };
        double sum = 0.0;
        for (uint64_t x = 0; x <= n + 2; x++) {
            for (uint64_t y = 0; y <= n + 2; y++) {
                double difference = 0.0;
                for (uint64_t more = 0; more <= 2; more++) {
                    const uint64_t trials = n + more;
                    if (x <= trials && y <= trials) {
                        difference += (more == 1 ? -2.0 : 1.0)
                                      * nz_binomial_pmf(x, trials, p)
                                      * nz_binomial_pmf(y, trials, p);
                    }
                }
                sum += fabs(difference);
            }
        }
        const double share = nz_unpaired_power_curvature(&models, n) / (0.5 * sum);
        CU_ASSERT_TRUE(share > 1.7 && share < 2.3);
    }
}

static nz_discordant_t
random_pairs(int i)
{
    const double alphas[] = { 0.05, 0.3, 0.001 };
    const double differ = i % 5 == 0 ? 1.0 : nz_test_uniform() * (i % 2 == 0 ? 1.0 : 0.1);
    const double better = (1.0 + nz_test_uniform()) / 2.0 * differ;

    return nz_discordant_power_init(i % 2 == 0, alphas[i % 3], differ - better, better);
}

static double
pairs_power(const nz_discordant_t *models, uint64_t n)
{
    double power = -1.0;
    NZ_ASSERT_OK(nz_discordant_power_at(models, n, &power));
    return power;
}

static void
test_pairs_table(void)
{
    nz_discordant_table_t table = { 0 };
    double share = 0.0;

    for (int i = 0; i < 60; i++) {
        const nz_discordant_t models = random_pairs(i);
        const uint64_t n_min = 1 + nz_test_below(300), n_max = n_min + nz_test_below(90);
        NZ_ASSERT_OK(nz_discordant_table_fill(&table, &models, n_min, n_max));
        CU_ASSERT_EQUAL((double) (table.m_last - table.m_first) + 1.0,
            nz_discordant_table_size(&models, n_min, n_max));
        NZ_ASSERT_ABS(nz_discordant_table_power(&table, &models, n_max),
            pairs_power(&models, n_max), 1e-12);
        for (uint64_t n = n_min; n < n_max; n++) {
            const double power = pairs_power(&models, n);
            const double bound = nz_discordant_table_power(&table, &models, n);
            CU_ASSERT_TRUE(bound <= power + 1e-12);
            if (models.is_exact) {
                NZ_ASSERT_ABS(bound, power, 1e-12);
            }
        }
        for (uint64_t n = n_min; n + 2 <= n_max; n++) {
            const double bend = nz_discordant_table_power(&table, &models, n + 2)
                                - 2.0 * nz_discordant_table_power(&table, &models, n + 1)
                                + nz_discordant_table_power(&table, &models, n);
            const double bound = nz_discordant_power_curvature(&models, n);
            CU_ASSERT_TRUE(fabs(bend) <= bound + 1e-12);
            share = fmax(share, fabs(bend) / bound);
        }
    }
    CU_ASSERT_TRUE(share > 0.05);
    nz_discordant_table_free(&table);
    CU_ASSERT_PTR_NULL(table.values);
    nz_discordant_table_free(&table);
}

/* Without memory for a table, the one that was there stays. */
static void
test_pairs_table_out_of_memory(void)
{
    const nz_compare_search_t models = { .pairs = nz_discordant_power_init(
                                             true, 0.05, 0.1, 0.2) };
    nz_discordant_table_t table = { 0 };
    uint64_t n = 7;

    NZ_ASSERT_OK(nz_discordant_table_fill(&table, &models.pairs, 90, 100));
    const double *values = table.values;
    nz_test_memory_ends(1);
    nz_status_t status = nz_discordant_table_fill(&table, &models.pairs, 50, 60);
    nz_status_t of_search = nz_compare_search_trials(&models, 0.8, &n);
    nz_test_memory_ends(0);
    CU_ASSERT_EQUAL(status, NZ_ERR_NO_MEMORY);
    CU_ASSERT_EQUAL(of_search, NZ_ERR_NO_MEMORY);
    CU_ASSERT_EQUAL(n, 7);
    CU_ASSERT_PTR_EQUAL(table.values, values);
    CU_ASSERT_EQUAL(table.n_min, 90);
    nz_discordant_table_free(&table);
}

/* Long sums: the recurrences start anew often enough. */
static void
test_pairs_power_long(void)
{
    for (int i = 0; i < 2; i++) {
        const nz_discordant_t models = nz_discordant_power_init(i == 0, 0.05, 0.2, 0.21);
        const uint64_t n = 200000;
        nz_discordant_table_t table = { 0 };
        NZ_ASSERT_OK(nz_discordant_table_fill(&table, &models, 1, n));
        NZ_ASSERT_ABS(nz_discordant_table_power(&table, &models, n),
            pairs_power(&models, n), 1e-12);
        nz_discordant_table_free(&table);
    }
}

static double
smooth(const nz_compare_search_t *models, uint64_t n, double raise)
{
    double power = -1.0;

    if (models->is_unpaired) {
        NZ_ASSERT_OK(nz_unpaired_power_smooth(&models->unpaired, n, raise, &power));
    } else {
        NZ_ASSERT_OK(nz_discordant_power_smooth(&models->pairs, n, raise, &power));
    }
    return power;
}

static nz_compare_search_t
random_models(int i)
{
    if (i % 3 == 0) {
        return (nz_compare_search_t){ .is_unpaired = true,
            .unpaired =
                nz_unpaired_power_init(nz_test_uniform() * (i % 2 == 0 ? 1.0 : 0.1),
                    nz_test_uniform(), 0.5 + 3.0 * nz_test_uniform()) };
    }
    if (i == 1) { /* steps of P(reject | m) */
        return (nz_compare_search_t){ .pairs = nz_discordant_power_init(
                                          true, 1e-4, 1e-5, 0.1) };
    }
    if (i == 2) { /* the critical count that exceeds the normal one most */
        return (nz_compare_search_t){ .pairs = nz_discordant_power_init(
                                          true, 0.624, 0.01, 0.99) };
    }
    if (i == 4) { /* rejected with few items, not with some more */
        return (nz_compare_search_t){ .pairs = nz_discordant_power_init(
                                          false, 1e-8, 0.02, 0.08) };
    }
    return (nz_compare_search_t){ .pairs = random_pairs(i / 3) };
}

/* What the search starts from: with raised critical values the power is below that of
 * every larger n, and grows, where it is no matter of the level. */
static void
test_smooth_bound(void)
{
    enum { n_last = 400 };
    double powers[n_last + 1];

    for (int i = 0; i < 45; i++) {
        const nz_compare_search_t models = random_models(i);
        const double z = models.is_unpaired ? models.unpaired.z : models.pairs.z;
        const double little = fmax(6.0 * gsl_cdf_ugaussian_Q(z), 0.01); /* 3 alpha */
        double later = 1.0, above = 2.0;
        for (uint64_t n = 1; n <= n_last; n++) {
            NZ_ASSERT_OK(nz_compare_search_power(&models, n, &powers[n]));
        }
        for (uint64_t n = n_last; n >= 1; n--) {
            const double bound = smooth(&models, n, 1.0);
            later = fmin(later, powers[n]);
            CU_ASSERT_TRUE(bound <= powers[n] + 1e-12);
            CU_ASSERT_TRUE(bound <= fmax(later, little) + 1e-12);
            if (bound > little) {
                CU_ASSERT_TRUE(bound <= above + 1e-9);
                above = bound;
            }
        }
    }
}

/* P(C >= c), C ~ Binomial(m, share), of a real c, as the header has it. */
static double
real_tail(const nz_discordant_t *models, double n, double m, double raise)
{
    const double z = models->z, kappa = z * z / (1.0 + z * z / n);
    const double critical =
        raise
        + (models->is_exact ? (m + 1.0 + z * sqrt(m)) / 2.0 + 0.05 / sqrt(m)
                            : (m + sqrt(kappa * m)) / 2.0);
    double tail = 0.0;

    if (critical > m) {
        return fmax(m + 1.0 - critical, 0.0) * pow(models->share, m);
    }
    NZ_ASSERT_OK(nz_beta_tails(models->share, critical, m - critical + 1.0, &tail, NULL));
    return tail;
}

/* Strides are fine enough, also where P(C >= c) is nearly a step. */
static void
test_smooth_strides(void)
{
    const double shares[] = { 0.51, 0.6, 0.8, 0.95, 0.99, 0.999 };

    for (size_t i = 0; i < 4 * NZ_COUNT_OF(shares); i++) {
        const double better = shares[i / 4], alpha = i % 4 < 2 ? 0.05 : 1e-9;
        for (double differ = 0.01; differ < 1.0; differ *= 3.0) {
            const nz_discordant_t models = nz_discordant_power_init(
                i % 2 == 0, alpha, (1.0 - better) * differ, better * differ);
            for (uint64_t n = 50; n < 20000; n *= 2) {
                double sum = 0.0, power = -1.0;
                for (uint64_t m = 1; m <= n; m++) {
                    const double weight = nz_binomial_pmf(m, n, models.discordance);
                    if (weight > 1e-15) {
                        sum += weight * real_tail(&models, (double) n, (double) m, 1.0);
                    }
                }
                NZ_ASSERT_OK(nz_discordant_power_smooth(&models, n, 1.0, &power));
                if (models.is_exact || (double) n >= models.z * models.z) {
                    NZ_ASSERT_ABS(power, sum, 1e-7);
                }
            }
        }
    }
}

/* In the middle of the ups and downs: what stands for the power beyond exact sums. */
static void
test_smooth_middle(void)
{
    const double n = 1e6;

    for (int i = 0; i < 12; i++) {
        const double differ = (i % 4 + 1.0) / 4.0, z = i % 2 == 0 ? 1.96 : 3.3;
        const double difference = (z + 0.8) * sqrt(differ / n);
        nz_compare_search_t models = { .is_unpaired = i < 4 };
        double power = 0.0;
        models.unpaired = nz_unpaired_power_init(
            (differ - difference) / 2.0, (differ + difference) / 2.0, z);
        models.pairs = nz_discordant_power_init(i < 8, 2.0 * gsl_cdf_ugaussian_Q(z),
            (differ - difference) / 2.0, (differ + difference) / 2.0);
        NZ_ASSERT_OK(nz_compare_search_power(&models, (uint64_t) n, &power));
        NZ_ASSERT_ABS(smooth(&models, (uint64_t) n, 0.5), power,
            differ == 1.0 ? 0.4 / sqrt(n) : 0.05 / sqrt(n));
    }
}

/* Beyond exact sums: two-sided, and in the middle. */
static void
test_power_beyond_sums(void)
{
    const uint64_t n = 100000000;
    const double difference = 3e-4;
    const nz_compare_search_t unpaired = { .is_unpaired = true,
        .unpaired = nz_unpaired_power_init(0.3 - difference, 0.3, 1.0) };
    nz_compare_search_t pairs = { .is_unpaired = false };
    double power = 0.0, exact = 1.0;

    NZ_ASSERT_OK(nz_compare_search_power(&unpaired, n, &power));
    NZ_ASSERT_OK(nz_unpaired_power_at(&unpaired.unpaired, n, n, &exact));
    CU_ASSERT_TRUE(power != exact); /* or this test is not about it */
    NZ_ASSERT_ABS(power, exact, 2e-6);
    for (int i = 0; i < 2; i++) {
        const double alpha = 0.3, differ = 0.5, half = difference / 4.0;
        pairs.pairs = nz_discordant_power_init(
            i == 0, alpha, differ / 2.0 - half, differ / 2.0 + half);
        NZ_ASSERT_OK(nz_compare_search_power(&pairs, n, &power));
        NZ_ASSERT_OK(nz_discordant_power_at(&pairs.pairs, n, &exact));
        CU_ASSERT_TRUE(power != exact);
        NZ_ASSERT_ABS(power, exact, 2e-6);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_binomial_mean_range),
        NZ_TEST(test_binomial_mean_smooth),
        NZ_TEST(test_binomial_mean_step),
        NZ_TEST(test_binomial_mean_largest),
        NZ_TEST(test_unpaired_init),
        NZ_TEST(test_unpaired_region_of_more_items),
        NZ_TEST(test_unpaired_curvature),
        NZ_TEST(test_pairs_table),
        NZ_TEST(test_pairs_table_out_of_memory),
        NZ_TEST(test_pairs_power_long),
        NZ_TEST(test_smooth_bound),
        NZ_TEST(test_smooth_strides),
        NZ_TEST(test_smooth_middle),
        NZ_TEST(test_power_beyond_sums),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("compare_search", tests, argc, argv);
}
