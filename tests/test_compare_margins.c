#include "stats/compare_power.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>

#define unknown ((double) NAN)

static const nz_compare_design_t paired_designs[] = { NZ_COMPARE_PAIRED,
    NZ_COMPARE_MCNEMAR };

static nz_compare_t
blank(nz_compare_design_t design)
{
    return (nz_compare_t){ design, 0.05, -1.0, -1.0, -1.0, -1.0 };
}

static void
assert_models(const nz_compare_t *models, double first, double second, double only_first,
    double only_second)
{
    NZ_ASSERT_ABS(models->first, first, 1e-15);
    NZ_ASSERT_ABS(models->second, second, 1e-15);
    NZ_ASSERT_ABS(models->only_first, only_first, 1e-15);
    NZ_ASSERT_ABS(models->only_second, only_second, 1e-15);
    CU_ASSERT_EQUAL(models->alpha, 0.05);
}

static void
test_set_unpaired(void)
{
    const nz_compare_pair_t pair = { 0.3, 0.9, 0.9 }; /* only the first is looked at */
    nz_compare_t models = blank(NZ_COMPARE_UNPAIRED);

    NZ_ASSERT_OK(nz_compare_power_set(&models, &pair, 0.1));
    assert_models(&models, 0.3, 0.4, 0.18, 0.28);
    NZ_ASSERT_OK(nz_compare_power_set(&models, &pair, -0.3));
    assert_models(&models, 0.3, 0.0, 0.3, 0.0);
    NZ_ASSERT_OK(nz_compare_power_set(&models, &pair, 0.7 + 1e-13));
    assert_models(&models, 0.3, 1.0, 0.0, 0.7);
}

static void
test_set_discordance(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(paired_designs); i++) {
        const nz_compare_pair_t known = { 0.3, 0.2, unknown };
        const nz_compare_pair_t first_unknown = { unknown, 0.2, unknown };
        nz_compare_t models = blank(paired_designs[i]);
        NZ_ASSERT_OK(nz_compare_power_set(&models, &known, 0.1));
        assert_models(&models, 0.3, 0.4, 0.05, 0.15);
        NZ_ASSERT_OK(nz_compare_power_set(&models, &known, -0.2));
        assert_models(&models, 0.3, 0.1, 0.2, 0.0);
        NZ_ASSERT_OK(nz_compare_power_set(&models, &first_unknown, 0.1));
        CU_ASSERT_TRUE(isnan(models.first) && isnan(models.second));
        NZ_ASSERT_ABS(models.only_first, 0.05, 1e-15);
        NZ_ASSERT_ABS(models.only_second, 0.15, 1e-15);
    }
}

/* P(both right) = p1 p2 + r sqrt(p1 q1 p2 q2); at the ends of the range one model solves
 * only what the other does, or there is none that both solve. */
static void
test_set_correlation(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(paired_designs); i++) {
        const double spread = sqrt(0.3 * 0.7 * 0.4 * 0.6);
        nz_compare_pair_t pair = { 0.3, unknown, 0.5 };
        nz_compare_t models = blank(paired_designs[i]);
        NZ_ASSERT_OK(nz_compare_power_set(&models, &pair, 0.1));
        assert_models(&models, 0.3, 0.4, 0.18 - 0.5 * spread, 0.28 - 0.5 * spread);
        pair.correlation = 0.0;
        NZ_ASSERT_OK(nz_compare_power_set(&models, &pair, 0.1));
        assert_models(&models, 0.3, 0.4, 0.18, 0.28);
        pair.correlation = 0.18 / spread;
        NZ_ASSERT_OK(nz_compare_power_set(&models, &pair, 0.1));
        assert_models(&models, 0.3, 0.4, 0.0, 0.1);
        pair.correlation = -0.12 / spread;
        NZ_ASSERT_OK(nz_compare_power_set(&models, &pair, 0.1));
        assert_models(&models, 0.3, 0.4, 0.3, 0.4);
    }
}

static void
test_set_refused(void)
{
    const struct {
        nz_compare_pair_t pair;
        double difference;
    } refused[] = {
        { { 0.3, unknown, unknown }, 0.1 }, /* neither */
        { { 0.3, 0.2, 0.5 }, 0.1 },         /* both */
        { { 0.3, 0.0999, unknown }, 0.1 },  /* less than the difference */
        { { 0.3, 0.0999, unknown }, -0.1 },
        { { 0.3, 0.7001, unknown }, 0.1 }, /* only_first > first */
        { { 0.8, 0.3001, unknown }, 0.1 }, /* only_second > 1 - first */
        { { unknown, 1.0001, unknown }, 0.1 },
        { { unknown, unknown, 0.5 }, 0.1 }, /* a correlation needs the first */
        { { 0.3, unknown, 0.8019 }, 0.1 },
        { { 0.3, unknown, -0.5346 }, 0.1 },
        { { 0.8, unknown, -0.3334 }, 0.1 }, /* P(neither) < 0 */
        { { 0.3, unknown, 0.1 }, 0.7 },     /* of a constant */
        { { 0.3, unknown, unknown }, 0.7001 },
        { { 0.3, 0.9, unknown }, 0.7001 },
        { { 0.3, 0.9, unknown }, -0.3001 },
        { { 1.1, 0.3, unknown }, -0.2 },
        { { -0.1, 0.3, unknown }, 0.2 },
        { { 0.3, 0.2, unknown }, (double) NAN },
        { { unknown, 0.2, unknown }, (double) NAN },
        { { 0.3, unknown, 0.2 }, (double) NAN },
    };
    const nz_compare_pair_t good = { 0.3, 0.2, unknown };
    const nz_compare_pair_t no_first = { unknown, 0.2, unknown };
    nz_compare_t models = blank(NZ_COMPARE_MCNEMAR);

    for (size_t i = 0; i < NZ_COUNT_OF(refused); i++) {
        CU_ASSERT_EQUAL(
            nz_compare_power_set(&models, &refused[i].pair, refused[i].difference),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_compare_power_set(NULL, &good, 0.1), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_compare_power_set(&models, NULL, 0.1), NZ_ERR_NULL_ARG);
    models.design = NZ_COMPARE_UNPAIRED;
    CU_ASSERT_EQUAL(nz_compare_power_set(&models, &no_first, 0.1), NZ_ERR_DOMAIN);
    assert_models(&models, -1.0, -1.0, -1.0, -1.0);
}

static void
test_discordance_range(void)
{
    double low = 7.0, high = 7.0;

    NZ_ASSERT_OK(nz_compare_power_discordance_range(0.3, 0.1, &low, &high));
    NZ_ASSERT_ABS(low, 0.1, 1e-15);
    NZ_ASSERT_ABS(high, 0.7, 1e-15);
    NZ_ASSERT_OK(nz_compare_power_discordance_range(0.8, -0.1, &low, &high));
    NZ_ASSERT_ABS(low, 0.1, 1e-15);
    NZ_ASSERT_ABS(high, 0.5, 1e-15);
    NZ_ASSERT_OK(nz_compare_power_discordance_range(unknown, -0.25, &low, &high));
    CU_ASSERT_EQUAL(low, 0.25);
    CU_ASSERT_EQUAL(high, 1.0);
    CU_ASSERT_EQUAL(
        nz_compare_power_discordance_range(0.3, 0.71, &low, &high), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_discordance_range(1.3, -0.7, &low, &high), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_discordance_range(unknown, 1.1, &low, &high), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_discordance_range(0.3, unknown, &low, &high), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_discordance_range(0.3, 0.1, NULL, &high), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_compare_power_discordance_range(0.3, 0.1, &low, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(low, 0.25);
    CU_ASSERT_EQUAL(high, 1.0);
}

static void
test_correlation_range(void)
{
    double low = 7.0, high = 7.0;

    NZ_ASSERT_OK(nz_compare_power_correlation_range(0.8, 0.1, &low, &high));
    NZ_ASSERT_ABS(low, -0.02 / sqrt(0.8 * 0.2 * 0.9 * 0.1), 1e-14);
    NZ_ASSERT_ABS(high, 0.08 / sqrt(0.8 * 0.2 * 0.9 * 0.1), 1e-14);
    NZ_ASSERT_OK(nz_compare_power_correlation_range(0.3, 0.1, &low, &high));
    NZ_ASSERT_ABS(low, -0.53452248382484879, 1e-14);
    NZ_ASSERT_ABS(high, 0.80178372573727319, 1e-14);
    CU_ASSERT_EQUAL(
        nz_compare_power_correlation_range(unknown, 0.1, &low, &high), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_correlation_range(0.3, -0.31, &low, &high), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_correlation_range(0.3, 0.1, NULL, &high), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_compare_power_correlation_range(0.3, 0.1, &low, NULL), NZ_ERR_NULL_ARG);
    NZ_ASSERT_ABS(high, 0.80178372573727319, 1e-14);
    for (int i = 0; i < 4; i++) {
        const double firsts[] = { 0.0, 1.0, 0.4, 0.4 };
        const double differences[] = { 0.5, -0.5, 0.6, -0.4 };
        NZ_ASSERT_OK(
            nz_compare_power_correlation_range(firsts[i], differences[i], &low, &high));
        CU_ASSERT_EQUAL(low, 0.0);
        CU_ASSERT_EQUAL(high, 0.0);
    }
}

/* The ranges are those for which nz_compare_power_set has an answer. */
static void
test_ranges_agree_with_set(void)
{
    for (int i = 0; i < 2000; i++) {
        const double first = (double) nz_test_below(1001) / 1000.0;
        const double difference = (double) nz_test_below(2001) / 1000.0 - 1.0;
        const double value = (double) nz_test_below(2001) / 1000.0 - 1.0;
        const bool by_discordance = i % 2 == 0;
        const nz_compare_pair_t pair = { first, by_discordance ? value : unknown,
            by_discordance ? unknown : value };
        nz_compare_t models = blank(NZ_COMPARE_PAIRED);
        double low = 1.0, high = -1.0, least = 1.0, most = -1.0;
        nz_status_t status =
            by_discordance
                ? nz_compare_power_discordance_range(first, difference, &low, &high)
                : nz_compare_power_correlation_range(first, difference, &low, &high);
        const bool is_in = status == NZ_OK && value >= low - 1e-9 && value <= high + 1e-9;
        CU_ASSERT_EQUAL(nz_compare_power_set(&models, &pair, difference) == NZ_OK, is_in);
        status =
            nz_compare_power_difference_range(NZ_COMPARE_PAIRED, &pair, &least, &most);
        if (difference >= 0.0) {
            CU_ASSERT_EQUAL(status == NZ_OK && difference >= least - 1e-9
                                && difference <= most + 1e-9,
                is_in);
        }
    }
}

static void
test_difference_range_refused(void)
{
    const nz_compare_pair_t refused[] = { { 0.3, unknown, unknown }, { 0.3, 0.2, 0.2 },
        { unknown, unknown, 0.2 }, { 0.3, 1.01, unknown }, { 0.9, 0.95, unknown },
        { 0.3, unknown, 1.01 }, { 1.2, 0.3, unknown }, { 0.0, unknown, 0.3 },
        { 0.9, unknown, -0.9 }, { unknown, -0.1, unknown } };
    const nz_compare_pair_t good = { 0.3, 0.2, unknown };
    const nz_compare_pair_t no_first = { unknown, 0.2, unknown };
    double low = 7.0, high = 7.0;

    for (size_t i = 0; i < NZ_COUNT_OF(refused); i++) {
        CU_ASSERT_EQUAL(nz_compare_power_difference_range(
                            NZ_COMPARE_MCNEMAR, &refused[i], &low, &high),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(
        nz_compare_power_difference_range(NZ_COMPARE_UNPAIRED, &no_first, &low, &high),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference_range(NZ_N_COMPARE_DESIGNS, &good, &low, &high),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference_range(NZ_COMPARE_PAIRED, NULL, &low, &high),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference_range(NZ_COMPARE_PAIRED, &good, NULL, &high),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference_range(NZ_COMPARE_PAIRED, &good, &low, NULL),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(low, 7.0);
    CU_ASSERT_EQUAL(high, 7.0);
    NZ_ASSERT_OK(
        nz_compare_power_difference_range(NZ_COMPARE_UNPAIRED, &good, &low, &high));
    CU_ASSERT_EQUAL(low, 0.0);
    CU_ASSERT_EQUAL(high, 0.7);
}

/* Power at a difference. */
static double
power_with(nz_compare_design_t design, double alpha, const nz_compare_pair_t *pair,
    double difference, uint64_t n)
{
    nz_compare_t models = { .design = design, .alpha = alpha };
    double power = -1.0;

    NZ_ASSERT_OK(nz_compare_power_set(&models, pair, difference));
    NZ_ASSERT_OK(nz_compare_power_at(&models, n, &power));
    return power;
}

static const struct {
    nz_compare_design_t design;
    nz_compare_pair_t pair;
} kinds[] = {
    { NZ_COMPARE_UNPAIRED, { 0.3, unknown, unknown } },
    { NZ_COMPARE_UNPAIRED, { 0.9, unknown, unknown } },
    { NZ_COMPARE_UNPAIRED, { 0.0, unknown, unknown } },
    { NZ_COMPARE_PAIRED, { 0.4, unknown, 0.5 } },
    { NZ_COMPARE_PAIRED, { 0.4, unknown, -0.4 } },
    { NZ_COMPARE_PAIRED, { unknown, 0.3, unknown } },
    { NZ_COMPARE_MCNEMAR, { 0.4, unknown, 0.0 } },
    { NZ_COMPARE_MCNEMAR, { 0.4, 0.5, unknown } },
    { NZ_COMPARE_MCNEMAR, { unknown, 1.0, unknown } },
};

/* The power is reached there and nowhere below. */
static void
test_difference_least(void)
{
    const uint64_t sizes[] = { 30, 45, 77, 120, 200, 333, 520, 900, 1500, 3000 };

    for (size_t i = 0; i < NZ_COUNT_OF(kinds); i++) {
        const nz_compare_t design = { .design = kinds[i].design, .alpha = 0.05 };
        for (size_t j = 0; j < NZ_COUNT_OF(sizes); j++) {
            double found = -1.0, low = 0.0, high = 0.0;
            NZ_ASSERT_OK(nz_compare_power_difference_range(
                kinds[i].design, &kinds[i].pair, &low, &high));
            nz_status_t status = nz_compare_power_difference(
                &design, &kinds[i].pair, 0.7, sizes[j], &found);
            if (status == NZ_ERR_UNREACHABLE) {
                CU_ASSERT_TRUE(
                    power_with(kinds[i].design, 0.05, &kinds[i].pair, high, sizes[j])
                    < 0.7);
                CU_ASSERT_EQUAL(found, -1.0);
                continue;
            }
            CU_ASSERT_EQUAL_FATAL(status, NZ_OK);
            CU_ASSERT_TRUE(found > low && found <= high);
            NZ_ASSERT_ABS(
                power_with(kinds[i].design, 0.05, &kinds[i].pair, found, sizes[j]), 0.7,
                1e-8);
            for (int k = 0; k <= 20; k++) {
                const double share = (double) k / 20.0;
                const double more = found + share * (high - found);
                const double less = low + share * (found * (1.0 - 1e-9) - low);
                CU_ASSERT_TRUE(
                    power_with(kinds[i].design, 0.05, &kinds[i].pair, more, sizes[j])
                    >= 0.7 - 2e-12);
                CU_ASSERT_TRUE(
                    power_with(kinds[i].design, 0.05, &kinds[i].pair, less, sizes[j])
                    < 0.7);
            }
        }
    }
}

/* What nz_compare_power_trials finds for a difference is about what detects it. */
static void
test_difference_inverts_trials(void)
{
    const nz_compare_pair_t pair = { unknown, 0.1, unknown };
    nz_compare_t models = { .design = NZ_COMPARE_MCNEMAR, .alpha = 0.05 };
    double difference = 0.0;

    NZ_ASSERT_OK(nz_compare_power_difference(&models, &pair, 0.8, 920, &difference));
    CU_ASSERT_TRUE(difference <= 0.03 && difference > 0.0299);
    NZ_ASSERT_OK(nz_compare_power_difference(&models, &pair, 0.8, 919, &difference));
    CU_ASSERT_TRUE(difference > 0.03 && difference < 0.03001);
    NZ_ASSERT_OK(nz_compare_power_difference(
        &models, &pair, 0.99, UINT64_C(1) << 53, &difference));
    NZ_ASSERT_REL(difference,
        (gsl_cdf_ugaussian_Qinv(0.025) + gsl_cdf_ugaussian_Qinv(0.01)) * sqrt(0.1)
            * ldexp(1.0, -26) / sqrt(2.0),
        1e-6);
}

/* A test that rejects equal models as often detects every difference. */
static void
test_difference_below_level(void)
{
    const nz_compare_pair_t by_discordance = { unknown, 0.5, unknown };
    const nz_compare_pair_t independent = { 0.5, unknown, unknown };
    const nz_compare_t paired = { .design = NZ_COMPARE_PAIRED, .alpha = 0.3 };
    const nz_compare_t unpaired = { .design = NZ_COMPARE_UNPAIRED, .alpha = 0.3 };
    double difference = 7.0;

    NZ_ASSERT_OK(
        nz_compare_power_difference(&paired, &by_discordance, 0.1, 50, &difference));
    CU_ASSERT_EQUAL(difference, 0.0);
    difference = 7.0;
    NZ_ASSERT_OK(
        nz_compare_power_difference(&unpaired, &independent, 0.1, 50, &difference));
    CU_ASSERT_EQUAL(difference, 0.0);
}

/* Next to 1 the power of the unpaired test falls before it grows, since the better model
 * is rejected less often for being worse. */
static void
test_difference_after_a_fall(void)
{
    const nz_compare_pair_t pair = { 0.95, unknown, unknown };
    const nz_compare_t design = { .design = NZ_COMPARE_UNPAIRED, .alpha = 0.3 };
    const double equal = power_with(NZ_COMPARE_UNPAIRED, 0.3, &pair, 0.0, 40);
    double difference = 0.0;

    CU_ASSERT_TRUE(power_with(NZ_COMPARE_UNPAIRED, 0.3, &pair, 0.005, 40) < equal);
    NZ_ASSERT_OK(nz_compare_power_difference(&design, &pair, equal, 40, &difference));
    CU_ASSERT_TRUE(difference > 0.005);
    NZ_ASSERT_ABS(
        power_with(NZ_COMPARE_UNPAIRED, 0.3, &pair, difference, 40), equal, 1e-9);
}

static void
test_difference_refused(void)
{
    const nz_compare_pair_t pair = { unknown, 0.1, unknown };
    const nz_compare_pair_t none = { 0.3, unknown, unknown };
    nz_compare_t design = { .design = NZ_COMPARE_MCNEMAR, .alpha = 0.05 };
    double found = 7.0;

    CU_ASSERT_EQUAL(
        nz_compare_power_difference(NULL, &pair, 0.8, 99, &found), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference(&design, NULL, 0.8, 99, &found), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference(&design, &pair, 0.8, 99, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference(&design, &pair, 0.0, 99, &found), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference(&design, &pair, unknown, 99, &found), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference(&design, &pair, 0.8, 0, &found), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference(&design, &none, 0.8, 99, &found), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_compare_power_difference(&design, &pair, 0.8, 5, &found), NZ_ERR_UNREACHABLE);
    design.alpha = 0.0;
    CU_ASSERT_EQUAL(
        nz_compare_power_difference(&design, &pair, 0.8, 99, &found), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(found, 7.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_set_unpaired),
        NZ_TEST(test_set_discordance),
        NZ_TEST(test_set_correlation),
        NZ_TEST(test_set_refused),
        NZ_TEST(test_discordance_range),
        NZ_TEST(test_correlation_range),
        NZ_TEST(test_ranges_agree_with_set),
        NZ_TEST(test_difference_range_refused),
        NZ_TEST(test_difference_least),
        NZ_TEST(test_difference_inverts_trials),
        NZ_TEST(test_difference_below_level),
        NZ_TEST(test_difference_after_a_fall),
        NZ_TEST(test_difference_refused),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("compare_margins", tests, argc, argv);
}
