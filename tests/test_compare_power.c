#include "stats/binomial.h"
#include "stats/compare_power.h"
#include "stats/interval.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>

/* Enumerated by scripts/reference_compare_power.py. */
static const struct {
    nz_compare_t models;
    uint64_t n;
    double power;
} powers[] = {
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.5, 0.6, 0.0, 0.0 }, 1, 0.0 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.5, 0.6, 0.0, 0.0 }, 4, 0.07970000000000001 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.5, 0.6, 0.0, 0.0 }, 388, 0.7955658257216532 },
    { { NZ_COMPARE_UNPAIRED, 0.01, 0.02, 0.07, 0.0, 0.0 }, 300, 0.6674341840633623 },
    { { NZ_COMPARE_UNPAIRED, 0.1, 0.97, 0.9, 0.0, 0.0 }, 150, 0.8169638592900481 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.0, 0.05, 0.0, 0.0 }, 100, 0.7421613408839832 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 1.0, 0.95, 0.0, 0.0 }, 100, 0.7421613408839842 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.3, 0.3, 0.0, 0.0 }, 200, 0.05017807873537278 },
    { { NZ_COMPARE_UNPAIRED, 0.5, 0.45, 0.55, 0.0, 0.0 }, 40, 0.6342719429151668 },
    { { NZ_COMPARE_UNPAIRED, 0.0001, 0.2, 0.5, 0.0, 0.0 }, 120, 0.8547720946589085 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.9, 0.1, 0.0, 0.0 }, 30, 0.9999999942994326 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.0, 1.0, 0.0, 0.0 }, 3, 1.0 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.035, 0.065 }, 870, 0.8085314604855597 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.1, 0.2 }, 1, 0.30000000000000004 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.1, 0.2 }, 7, 0.10081290000000002 },
    { { NZ_COMPARE_PAIRED, 0.01, 0.0, 0.0, 0.3, 0.2 }, 300, 0.46145316237745265 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.4, 0.6 }, 201, 0.8103825929508603 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.0, 0.03 }, 150, 0.6615609858527072 },
    { { NZ_COMPARE_PAIRED, 0.5, 0.0, 0.0, 0.1, 0.15 }, 100, 0.6752256067488507 },
    { { NZ_COMPARE_PAIRED, 0.0001, 0.0, 0.0, 0.05, 0.25 }, 200, 0.9554164062390197 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.1, 0.1 }, 250, 0.05045333118332574 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.035, 0.065 }, 870, 0.7756331500446779 },
    { { NZ_COMPARE_MCNEMAR, 0.0625, 0.0, 0.0, 0.1, 0.8 }, 5, 0.32769000000000015 },
    { { NZ_COMPARE_MCNEMAR, 0.0625, 0.0, 0.0, 0.0, 1.0 }, 5, 1.0 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.1, 0.2 }, 5, 0.0 },
    { { NZ_COMPARE_MCNEMAR, 0.01, 0.0, 0.0, 0.3, 0.2 }, 300, 0.4207002842650832 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.4, 0.6 }, 201, 0.8103825929508603 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.0, 0.03 }, 150, 0.2957442922692869 },
    { { NZ_COMPARE_MCNEMAR, 0.5, 0.0, 0.0, 0.1, 0.15 }, 100, 0.5756659749069776 },
    { { NZ_COMPARE_MCNEMAR, 0.0001, 0.0, 0.0, 0.05, 0.25 }, 200, 0.9306816660159336 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.1, 0.1 }, 250, 0.03662785278662093 },
    { { NZ_COMPARE_MCNEMAR, 0.9, 0.0, 0.0, 0.02, 0.03 }, 60, 0.3905776902922263 },
};
static const struct {
    nz_compare_t models;
    double power;
    uint64_t n;
    double before, achieved;
} least[] = {
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.5, 0.65, 0.0, 0.0 }, 0.8, 167, 0.797369551174165,
        0.8013138426318897 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.5, 0.3, 0.0, 0.0 }, 0.9, 126, 0.8999952700053806,
        0.9014984445248454 },
    { { NZ_COMPARE_UNPAIRED, 0.01, 0.02, 0.12, 0.0, 0.0 }, 0.8, 140, 0.7984702058261317,
        0.802608716647039 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.0, 0.1, 0.0, 0.0 }, 0.95, 76, 0.9496003614294541,
        0.9530274495572999 },
    { { NZ_COMPARE_UNPAIRED, 0.1, 0.98, 0.9, 0.0, 0.0 }, 0.7, 70, 0.6975387991147488,
        0.7025626080696855 },
    { { NZ_COMPARE_UNPAIRED, 0.3, 0.55, 0.7, 0.0, 0.0 }, 0.5, 22, 0.49175209990347174,
        0.5057661457733892 },
    { { NZ_COMPARE_UNPAIRED, 0.05, 0.1, 0.9, 0.0, 0.0 }, 0.99, 11, 0.9888429483755146,
        0.9956235472954402 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.1, 0.2 }, 0.8, 228, 0.7993336827174631,
        0.8010315618117865 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.4, 0.6 }, 0.8, 198, 0.7968422256437621,
        0.8198182289818141 },
    { { NZ_COMPARE_PAIRED, 0.01, 0.0, 0.0, 0.05, 0.15 }, 0.9, 276, 0.8998344352050947,
        0.9010790266572485 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.0, 0.1 }, 0.95, 76, 0.9496003614294541,
        0.9530274495572999 },
    { { NZ_COMPARE_PAIRED, 0.3, 0.0, 0.0, 0.3, 0.2 }, 0.5, 45, 0.4985699529569542,
        0.5018244723540315 },
    { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.42, 0.57 }, 0.8, 339, 0.7998302365602559,
        0.8017720422239071 },
    { { NZ_COMPARE_PAIRED, 0.001, 0.0, 0.0, 0.1, 0.6 }, 0.99, 67, 0.9892524611565129,
        0.990363611269637 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.035, 0.065 }, 0.8, 920, 0.7998594319341781,
        0.8003292161118264 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.4, 0.6 }, 0.8, 210, 0.7979760661833974,
        0.8202484375548225 },
    { { NZ_COMPARE_MCNEMAR, 0.01, 0.0, 0.0, 0.05, 0.15 }, 0.9, 297, 0.899091952963135,
        0.9003323403863017 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.0, 0.1 }, 0.95, 103, 0.9490163621948641,
        0.9520511266268036 },
    { { NZ_COMPARE_MCNEMAR, 0.3, 0.0, 0.0, 0.3, 0.2 }, 0.5, 69, 0.4979098313510179,
        0.5011666312635878 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.45, 0.55 }, 0.8, 820, 0.7994517460290624,
        0.8099435633110713 },
    { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.46, 0.53 }, 0.9, 2150, 0.8998034550075359,
        0.9000174925401916 },
    { { NZ_COMPARE_MCNEMAR, 0.001, 0.0, 0.0, 0.1, 0.6 }, 0.99, 76, 0.9891464177072721,
        0.9902398626419143 },
};

static const double nan_value = (double) NAN;

static double
power_at(const nz_compare_t *models, uint64_t n)
{
    double power = -1.0;
    NZ_ASSERT_OK(nz_compare_power_at(models, n, &power));
    return power;
}

static uint64_t
trials_for(const nz_compare_t *models, double power)
{
    uint64_t n = 0;
    double achieved = -1.0;

    NZ_ASSERT_OK(nz_compare_power_trials(models, power, &n, &achieved));
    CU_ASSERT_EQUAL(achieved, power_at(models, n));
    return n;
}

/* The same models under other names. */
static nz_compare_t
swapped(nz_compare_t models)
{
    return (nz_compare_t){ models.design, models.alpha, models.second, models.first,
        models.only_second, models.only_first };
}

static void
test_power_at_reference(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(powers); i++) {
        const nz_compare_t other = swapped(powers[i].models);
        NZ_ASSERT_ABS(power_at(&powers[i].models, powers[i].n), powers[i].power, 1e-12);
        NZ_ASSERT_ABS(power_at(&other, powers[i].n), powers[i].power, 1e-12);
    }
}

/* Whether a test rejects, from its statistic or p-value. */
static bool
rejects_unpaired(double alpha, double n, double x1, double x2)
{
    const double pooled = (x1 + x2) / (2.0 * n);
    const double z = gsl_cdf_ugaussian_Qinv(alpha / 2.0);
    return x1 != x2 && fabs(x1 - x2) / n >= z * sqrt(2.0 * pooled * (1.0 - pooled) / n);
}

static bool
rejects_paired(nz_compare_design_t design, double alpha, double n, uint64_t b, uint64_t c)
{
    const double m = (double) (b + c), d = ((double) c - (double) b) / n;
    double below = 1.0;

    if (b + c == 0) {
        return false;
    }
    if (design == NZ_COMPARE_PAIRED) {
        return fabs(d) >= gsl_cdf_ugaussian_Qinv(alpha / 2.0)
                              * sqrt(fmax(m / n - d * d, 0.0) / n);
    }
    NZ_ASSERT_OK(nz_binomial_tails(b < c ? b : c, b + c, 0.5, &below, NULL));
    return fmin(2.0 * below, 1.0) <= alpha * (1.0 + 1e-13);
}

/* The power as a double sum over all outcomes. */
static double
enumerated(const nz_compare_t *models, uint64_t n)
{
    const bool is_unpaired = models->design == NZ_COMPARE_UNPAIRED;
    const double differ = models->only_first + models->only_second;
    double sum = 0.0;

    for (uint64_t i = 0; i <= n; i++) {
        const double weight = nz_binomial_pmf(i, n, is_unpaired ? models->first : differ);
        for (uint64_t j = 0; j <= (is_unpaired ? n : i); j++) {
            const bool is_rejected =
                is_unpaired
                    ? rejects_unpaired(models->alpha, (double) n, (double) i, (double) j)
                    : rejects_paired(models->design, models->alpha, (double) n, i - j, j);
            if (is_rejected) {
                sum +=
                    weight
                    * (is_unpaired ? nz_binomial_pmf(j, n, models->second)
                                   : nz_binomial_pmf(j, i, models->only_second / differ));
            }
        }
    }
    return sum;
}

static nz_compare_t
random_models(nz_compare_design_t design)
{
    const double alphas[] = { 0.3, 0.1, 0.05, 0.01, 1e-4 };
    const double sizes[] = { 1.0, 0.1, 0.01 };
    const double size = sizes[nz_test_below(NZ_COUNT_OF(sizes))];
    nz_compare_t models = { .design = design,
        .alpha = alphas[nz_test_below(NZ_COUNT_OF(alphas))] };

    if (design == NZ_COMPARE_UNPAIRED) {
        models.first = nz_test_uniform() * size;
        models.second = nz_test_uniform() * size;
        if (nz_test_below(2) == 0) {
            models.first = 1.0 - models.first;
            models.second = 1.0 - models.second;
        }
    } else {
        const double differ = nz_test_below(4) == 0 ? 1.0 : nz_test_uniform() * size;
        models.only_first = nz_test_uniform() * differ;
        models.only_second = differ - models.only_first;
    }
    return models;
}

static void
test_power_at_enumerated(void)
{
    for (int i = 0; i < 240; i++) {
        const nz_compare_t models = random_models((nz_compare_design_t) (i % 3));
        const uint64_t n = 1 + nz_test_below(i < 120 ? 12 : 150);
        NZ_ASSERT_ABS(power_at(&models, n), enumerated(&models, n), 1e-12);
    }
}

/* P-values that equal alpha, or miss it by rounding: 2 P(Bin(6, 1/2) <= 1) = 14/64. */
static void
test_power_at_ties(void)
{
    const double alphas[] = { 2.0 / 32.0, 14.0 / 64.0, 2.0 / 1024.0, 112.0 / 1024.0 };

    for (size_t i = 0; i < NZ_COUNT_OF(alphas); i++) {
        for (uint64_t n = 1; n <= 20; n++) {
            const nz_compare_t models = { NZ_COMPARE_MCNEMAR, alphas[i], 0.0, 0.0, 0.3,
                0.6 };
            NZ_ASSERT_ABS(power_at(&models, n), enumerated(&models, n), 1e-12);
        }
    }
}

/* A level so small that a binomial probability on the way to it is no longer a double. */
static void
test_power_at_tiny_level(void)
{
    for (int i = 0; i < 2; i++) {
        const nz_compare_design_t design =
            i == 0 ? NZ_COMPARE_PAIRED : NZ_COMPARE_MCNEMAR;
        const nz_compare_t models = { design, 1e-300, 0.0, 0.0, 0.009, 0.891 };
        const double power = power_at(&models, 1300);
        CU_ASSERT_TRUE(power > 0.01 && power < 1.0);
        NZ_ASSERT_ABS(power, enumerated(&models, 1300), 1e-11);
    }
}

/* Probabilities 0 and 1: no recurrence may divide by them. */
static void
test_power_at_degenerate(void)
{
    const double ends[] = { 0.0, 1.0 };

    for (uint64_t n = 1; n <= 40; n += 3) {
        for (int i = 0; i < 4; i++) {
            nz_compare_t models = { NZ_COMPARE_UNPAIRED, 0.05, ends[i % 2], ends[i / 2],
                0.0, 0.0 };
            CU_ASSERT_EQUAL(power_at(&models, n), enumerated(&models, n));
            models.first = 0.3;
            NZ_ASSERT_ABS(power_at(&models, n), enumerated(&models, n), 1e-13);
        }
        for (int i = 0; i < 2; i++) {
            const nz_compare_design_t design =
                i == 0 ? NZ_COMPARE_PAIRED : NZ_COMPARE_MCNEMAR;
            const nz_compare_t none = { design, 0.05, 0.0, 0.0, 0.0, 0.0 };
            const nz_compare_t one = { design, 0.05, 0.0, 0.0, 0.4, 0.0 };
            const nz_compare_t all = { design, 0.05, 0.0, 0.0, 0.0, 1.0 };
            CU_ASSERT_EQUAL(power_at(&none, n), 0.0);
            NZ_ASSERT_ABS(power_at(&one, n), enumerated(&one, n), 1e-13);
            CU_ASSERT_EQUAL(power_at(&all, n), enumerated(&all, n));
        }
    }
}

/* All but 0 and 1: probabilities at the ends of a range are no doubles. */
static void
test_power_at_nearly_degenerate(void)
{
    const double tiny = 1e-300, most = 1.0 - ldexp(1.0, -53);

    for (uint64_t n = 5; n < 100; n += 7) {
        const nz_compare_t zero = { NZ_COMPARE_UNPAIRED, 0.05, 0.0, 0.5, 0.0, 0.0 };
        const nz_compare_t nearly_zero = { NZ_COMPARE_UNPAIRED, 0.05, tiny, 0.5, 0.0,
            0.0 };
        NZ_ASSERT_ABS(power_at(&nearly_zero, n), power_at(&zero, n), 1e-12);
        for (int i = 0; i < 2; i++) {
            const nz_compare_design_t design =
                i == 0 ? NZ_COMPARE_PAIRED : NZ_COMPARE_MCNEMAR;
            const nz_compare_t one = { design, 0.05, 0.0, 0.0, 0.25, 0.75 };
            const nz_compare_t nearly_one = { design, 0.05, 0.0, 0.0, 0.25, most - 0.25 };
            NZ_ASSERT_ABS(power_at(&nearly_one, n), power_at(&one, n), 1e-12);
        }
    }
}

static void
test_trials_reference(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(least); i++) {
        uint64_t n = 0;
        double achieved = 0.0;
        NZ_ASSERT_OK(
            nz_compare_power_trials(&least[i].models, least[i].power, &n, &achieved));
        CU_ASSERT_EQUAL(n, least[i].n);
        NZ_ASSERT_ABS(achieved, least[i].achieved, 1e-12);
        NZ_ASSERT_ABS(power_at(&least[i].models, n - 1), least[i].before, 1e-12);
    }
}

/* What METHODS call the normal approximation's test size falls short. */
static void
test_trials_normal_approximation(void)
{
    const nz_compare_t models = { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.035, 0.065 };

    NZ_ASSERT_ABS(power_at(&models, 870), 0.776, 0.0005);
    CU_ASSERT_EQUAL(trials_for(&models, 0.8), 920);
}

/* n - 1 is not enough, n and what follows is; power as long as it comes and goes. */
static void
assert_least(const nz_compare_t *models, double power, uint64_t n)
{
    const uint64_t last = n + n / 2 + 60;

    if (n > 1) {
        CU_ASSERT_TRUE(power_at(models, n - 1) < power);
    }
    for (uint64_t i = n; i <= last; i += n < 2000 ? 1 : 1 + n / 2000) {
        CU_ASSERT_TRUE(power_at(models, i) >= power - 1e-11);
    }
}

static void
test_trials_least(void)
{
    const double targets[] = { 0.5, 0.8, 0.9, 0.99 };

    for (int i = 0; i < 100; i++) {
        const double power = targets[nz_test_below(NZ_COUNT_OF(targets))];
        const nz_compare_t models = random_models((nz_compare_design_t) (i % 3));
        const uint64_t n = trials_for(&models, power);
        if (n < 20000) {
            assert_least(&models, power, n);
        }
    }
}

/* Where the ups and downs are not averaged out. */
static void
test_trials_sawtooth(void)
{
    const nz_compare_t models[] = {
        { NZ_COMPARE_UNPAIRED, 0.05, 0.48, 0.52, 0.0, 0.0 },
        { NZ_COMPARE_UNPAIRED, 0.3, 0.49, 0.52, 0.0, 0.0 },
        { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.485, 0.515 },
        { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.475, 0.515 },
        { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.485, 0.515 },
        { NZ_COMPARE_MCNEMAR, 0.01, 0.0, 0.0, 0.475, 0.515 },
    };

    for (size_t i = 0; i < NZ_COUNT_OF(models); i++) {
        const uint64_t n = trials_for(&models[i], 0.8);
        uint64_t n_falls = 0;
        assert_least(&models[i], 0.8, n);
        for (uint64_t k = n; k < n + 200; k++) {
            n_falls += power_at(&models[i], k + 1) < power_at(&models[i], k) ? 1 : 0;
        }
        CU_ASSERT_TRUE(n_falls > 0); /* or this test is not about it */
    }
}

/* The largest ups and downs of two test sets are at p1 + p2 = 1. */
static void
test_trials_sawtooth_unpaired(void)
{
    for (int i = 0; i < 100; i++) {
        const double difference = 0.04 + 0.2 * nz_test_uniform(),
                     power = 0.3 + 0.65 * nz_test_uniform();
        const nz_compare_t models = { NZ_COMPARE_UNPAIRED, 0.05, 0.5 - difference / 2.0,
            0.5 + difference / 2.0, 0.0, 0.0 };
        assert_least(&models, power, trials_for(&models, power));
    }
}

/* Test sizes of any size, beyond those at which every outcome is summed; they are those
 * of the normal approximation there, which lets the worse model never win. */
static void
test_trials_huge(void)
{
    const double z = gsl_cdf_ugaussian_Qinv(0.025) + gsl_cdf_ugaussian_Pinv(0.99);

    for (double size = 1e5; size < 5e15; size *= 10.0) {
        const double difference = z * sqrt(0.5 / size), part = z * sqrt(0.3 / size);
        const nz_compare_t models[] = {
            { NZ_COMPARE_UNPAIRED, 0.05, 0.5 - difference / 2.0, 0.5 + difference / 2.0,
                0.0, 0.0 },
            { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.15 - part / 2.0, 0.15 + part / 2.0 },
            { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.15 - part / 2.0, 0.15 + part / 2.0 },
        };
        for (size_t i = 0; i < NZ_COUNT_OF(models); i++) {
            const uint64_t n = trials_for(&models[i], 0.99);
            const double excess = 2.5 / sqrt(size);
            CU_ASSERT_TRUE(power_at(&models[i], n) >= 0.99 - 1e-12);
            NZ_ASSERT_REL((double) n, size, 2.0 * excess + 1e-7);
            NZ_ASSERT_ABS(power_at(&models[i], n), 0.99, excess + 1e-7);
        }
    }
}

static void
test_trials_unreachable(void)
{
    const nz_compare_t equal[] = {
        { NZ_COMPARE_UNPAIRED, 0.05, 0.3, 0.3, 0.0, 0.0 },
        { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.1, 0.1 },
        { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.0, 0.0 },
        { NZ_COMPARE_UNPAIRED, 0.05, 0.5, 0.5 + 1e-9, 0.0, 0.0 },
        { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.1, 0.1 + 1e-9 },
    };

    for (size_t i = 0; i < NZ_COUNT_OF(equal); i++) {
        uint64_t n = 7;
        double achieved = 7.0;
        CU_ASSERT_EQUAL(
            nz_compare_power_trials(&equal[i], 0.8, &n, &achieved), NZ_ERR_UNREACHABLE);
        CU_ASSERT_EQUAL(n, 7);
        CU_ASSERT_EQUAL(achieved, 7.0);
    }
}

/* Powers that hardly exceed the level, or are below it, and nearly certain ones. */
static void
test_trials_extreme_power(void)
{
    const double targets[] = { 1e-9, 0.01, 0.06, 0.2, 0.999999, 1.0 - 1e-12 };

    for (int i = 0; i < 3; i++) {
        const nz_compare_t models = { (nz_compare_design_t) i, 0.05, 0.4, 0.6, 0.2, 0.4 };
        uint64_t before = 0;
        for (size_t j = 0; j < NZ_COUNT_OF(targets); j++) {
            const uint64_t n = trials_for(&models, targets[j]);
            assert_least(&models, targets[j], n);
            CU_ASSERT_TRUE(n >= before);
            before = n;
        }
    }
}

/* Few items that all differ alike are rejected at any level by the paired test: a power
 * of their n, which does not last. */
static void
test_trials_few_items(void)
{
    const double targets[] = { 0.0005, 0.002, 0.004, 0.01, 0.5 };

    for (size_t i = 0; i < NZ_COUNT_OF(targets); i++) {
        for (int j = 0; j < 3; j++) {
            const double better = j == 0 ? 0.53 : j == 1 ? 0.6 : 0.9;
            const nz_compare_t models = { NZ_COMPARE_PAIRED, 1e-8, 0.0, 0.0, 1.0 - better,
                better };
            CU_ASSERT_TRUE(power_at(&models, 1) > 0.99);
            assert_least(&models, targets[i], trials_for(&models, targets[i]));
        }
    }
}

/* Where the search goes far down: powers near the level, and those of few items. */
static void
test_trials_near_level(void)
{
    const nz_compare_t few = { NZ_COMPARE_PAIRED, 1e-12, 0.0, 0.0, 0.006, 0.594 };
    const nz_compare_t far = { NZ_COMPARE_MCNEMAR, 1e-4, 0.0, 0.0, 0.3886, 0.5114 };

    CU_ASSERT_EQUAL(trials_for(&few, 0.01), 1);
    CU_ASSERT_EQUAL(trials_for(&far, 1.1e-4), 19);
    assert_least(&far, 1.1e-4, 19);
    for (int i = 0; i < 60; i++) {
        nz_compare_t models = random_models((nz_compare_design_t) (i % 3));
        const double power = fmin(models.alpha * (0.5 + nz_test_uniform()), 0.9);
        models.first = fmin(models.first, 1.0 - models.second);
        models.only_first /= 2.0;
        const uint64_t n = trials_for(&models, power);
        if (n < 3000) {
            assert_least(&models, power, n);
        }
    }
}

/* Rejections in favour of the worse model count, in plans too large to be summed. */
static void
test_trials_two_sided(void)
{
    for (int i = 0; i < 3; i++) {
        const nz_compare_t models = { (nz_compare_design_t) i, 0.3, 0.5, 0.50002, 0.25,
            0.25002 };
        const uint64_t n = trials_for(&models, 0.4);
        CU_ASSERT_TRUE(n > 100000000);
        NZ_ASSERT_ABS(power_at(&models, n), 0.4, 2.0 / sqrt((double) n));
    }
}

static void
test_power_refused(void)
{
    const nz_compare_t good = { NZ_COMPARE_UNPAIRED, 0.05, 0.4, 0.6, 0.2, 0.4 };
    nz_compare_t bad[12];
    double power = 7.0;
    uint64_t n = 7;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        bad[i] = good;
        bad[i].design = i < 6 ? NZ_COMPARE_UNPAIRED : NZ_COMPARE_MCNEMAR;
    }
    bad[0].alpha = 0.0;
    bad[1].alpha = 1.0;
    bad[2].alpha = nan_value;
    bad[3].first = nan_value;
    bad[4].second = 1.0 + 1e-9;
    bad[5].first = -1e-9;
    bad[6].only_first = nan_value;
    bad[7].only_second = -1e-9;
    bad[8].only_first = 0.7;
    bad[9].design = NZ_N_COMPARE_DESIGNS;
    bad[10].only_second = 1.1;
    bad[11].alpha = nan_value;
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_compare_power_at(&bad[i], 10, &power), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_compare_power_trials(&bad[i], 0.8, &n, &power), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_compare_power_at(&good, 0, &power), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_compare_power_at(&good, NZ_COUNT_MAX + 1, &power), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_compare_power_at(NULL, 1, &power), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_compare_power_at(&good, 1, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_compare_power_trials(&good, 0.0, &n, NULL), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_compare_power_trials(&good, 1.0, &n, NULL), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_compare_power_trials(&good, nan_value, &n, NULL), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_compare_power_trials(NULL, 0.8, &n, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_compare_power_trials(&good, 0.8, NULL, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(power, 7.0);
    CU_ASSERT_EQUAL(n, 7);
    NZ_ASSERT_OK(nz_compare_power_trials(&good, 0.8, &n, NULL));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_power_at_reference),
        NZ_TEST(test_power_at_enumerated),
        NZ_TEST(test_power_at_ties),
        NZ_TEST(test_power_at_tiny_level),
        NZ_TEST(test_power_at_degenerate),
        NZ_TEST(test_power_at_nearly_degenerate),
        NZ_TEST(test_trials_reference),
        NZ_TEST(test_trials_normal_approximation),
        NZ_TEST(test_trials_least),
        NZ_TEST(test_trials_sawtooth),
        NZ_TEST(test_trials_sawtooth_unpaired),
        NZ_TEST(test_trials_huge),
        NZ_TEST(test_trials_unreachable),
        NZ_TEST(test_trials_extreme_power),
        NZ_TEST(test_trials_few_items),
        NZ_TEST(test_trials_near_level),
        NZ_TEST(test_trials_two_sided),
        NZ_TEST(test_power_refused),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("compare_power", tests, argc, argv);
}
