/* Comparisons of two models against exact enumeration. */
#include "sim/plan_pair.h"

#include "tests/testlib.h"
#include "tests/verified.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <string.h>

static double
p_value(nz_compare_design_t design, nz_plan_outcomes_t outcomes)
{
    double p = -1.0;
    NZ_ASSERT_OK(nz_plan_pair_p_value(design, &outcomes, &p));
    return p;
}

static void
test_p_value(void)
{
    /* 30 and 42 of 100: z = .12/sqrt(.36 .64 .02) */
    NZ_ASSERT_REL(p_value(NZ_COMPARE_UNPAIRED,
                      (nz_plan_outcomes_t){ .n = 100.0, .first = 30.0, .second = 42.0 }),
        2.0 * gsl_cdf_ugaussian_Q(0.12 / sqrt(0.36 * 0.64 * 0.02)), 1e-12);
    CU_ASSERT_EQUAL(p_value(NZ_COMPARE_UNPAIRED,
                        (nz_plan_outcomes_t){ .n = 9.0, .first = 4.0, .second = 4.0 }),
        1.0);
    CU_ASSERT_EQUAL(p_value(NZ_COMPARE_UNPAIRED, (nz_plan_outcomes_t){ .n = 9.0 }), 1.0);
    /* b = 5, c = 15 of 100: mean .1, variance .2 - .01 */
    NZ_ASSERT_REL(
        p_value(NZ_COMPARE_PAIRED,
            (nz_plan_outcomes_t){ .n = 100.0, .only_first = 5.0, .only_second = 15.0 }),
        2.0 * gsl_cdf_ugaussian_Q(0.1 / sqrt(0.19 / 100.0)), 1e-12);
    CU_ASSERT_EQUAL(
        p_value(NZ_COMPARE_PAIRED, (nz_plan_outcomes_t){ .n = 4.0, .only_first = 4.0 }),
        0.0);
    NZ_ASSERT_REL(
        p_value(NZ_COMPARE_MCNEMAR,
            (nz_plan_outcomes_t){ .n = 100.0, .only_first = 14.6, .only_second = 5.4 }),
        2.0 * gsl_cdf_binomial_P(5, 0.5, 20), 1e-12);
    CU_ASSERT_EQUAL(
        p_value(NZ_COMPARE_MCNEMAR,
            (nz_plan_outcomes_t){ .n = 100.0, .only_first = 3.0, .only_second = 3.0 }),
        1.0);
    for (int i = 1; i < 100; i++) { /* all differ alike, but for rounding */
        const double n = 40.0 / (1.0 + 0.01 * i);
        CU_ASSERT(p_value(NZ_COMPARE_PAIRED,
                      (nz_plan_outcomes_t){ .n = n, .only_second = n * (1.0 + 1e-15) })
                  < 1e-9);
    }
    NZ_ASSERT_REL(
        p_value(NZ_COMPARE_MCNEMAR,
            (nz_plan_outcomes_t){ .n = 100.0, .only_first = 14.4, .only_second = 5.6 }),
        2.0 * gsl_cdf_binomial_P(6, 0.5, 20), 1e-12);
    CU_ASSERT_EQUAL(p_value(NZ_COMPARE_MCNEMAR, (nz_plan_outcomes_t){ .n = 7.0 }), 1.0);
}

/* Whether the share of rejections in 100 000 draws is what it must be. */
static void
check(const nz_plan_items_t *items, const nz_plan_rivals_t *rivals, double expected,
    double wrong)
{
    enum { n = 100000 };
    const double tolerance = NZ_TEST_SIGMAS * sqrt(expected * (1.0 - expected) / n);
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);
    nz_plan_pair_t pair = { 0 };
    int n_rejected = 0;

    NZ_ASSERT_OK(nz_plan_pair_init(&pair, items, rivals));
    for (uint64_t r = 0; r < n; r++) {
        bool rejects = false;
        NZ_ASSERT_OK(nz_plan_pair_draw(&pair, rng, 9, r, &rejects));
        n_rejected += rejects;
    }
    NZ_ASSERT_ABS((double) n_rejected / n, expected, tolerance);
    CU_ASSERT(fabs((double) n_rejected / n - wrong) > tolerance);
    nz_plan_pair_free(&pair);
    gsl_rng_free(rng);
}

/* Probability that a test of independent items rejects. */
static double
power(const nz_plan_rivals_t *rivals, unsigned n, double first, double second)
{
    double sum = 0.0;

    for (unsigned i = 0; i <= n; i++) {
        for (unsigned j = 0; j <= n; j++) {
            if (rivals->design == NZ_COMPARE_UNPAIRED) {
                sum += p_value(NZ_COMPARE_UNPAIRED,
                           (nz_plan_outcomes_t){ .n = n, .first = i, .second = j })
                               <= rivals->alpha
                           ? gsl_ran_binomial_pdf(i, first, n)
                                 * gsl_ran_binomial_pdf(j, second, n)
                           : 0.0;
                continue;
            }
            const unsigned counts[] = { i, j, n - i - j };
            const double weights[] = { first, second, 1.0 - first - second };
            if (i + j <= n
                && p_value(rivals->design,
                       (nz_plan_outcomes_t){ .n = n, .only_first = i, .only_second = j })
                       <= rivals->alpha) {
                sum += gsl_ran_multinomial_pdf(3, weights, counts);
            }
        }
    }
    return sum;
}

static void
test_draw_unpaired(void)
{
    const nz_plan_items_t items = { .accuracy = 0.3, .n = 40 };
    nz_plan_rivals_t rivals = { .design = NZ_COMPARE_UNPAIRED,
        .alpha = 0.05,
        .difference = 0.2,
        .discordance = (double) NAN,
        .correlation = (double) NAN };

    check(&items, &rivals, power(&rivals, 40, 0.3, 0.5), power(&rivals, 40, 0.3, 0.55));
    rivals.difference = 0.0; /* two test sets, not one twice */
    check(&items, &rivals, power(&rivals, 40, 0.3, 0.3), 0.0);
    const nz_plan_items_t best = { .accuracy = 0.9, .n = 10 };
    rivals.difference = 0.1 + 1e-13; /* rounding */
    rivals.alpha = 0.5;
    check(&best, &rivals, power(&rivals, 10, 0.9, 1.0), 0.0);
}

static void
test_draw_same_items(void)
{
    const nz_plan_items_t items = { .accuracy = 0.3, .n = 40 };
    nz_plan_items_t unknown = { .accuracy = (double) NAN, .n = 40 };
    nz_plan_rivals_t rivals = {
        .alpha = 0.05, .difference = 0.2, .discordance = 0.3, .correlation = (double) NAN
    };

    for (int i = 0; i < 2; i++) {
        rivals.design = i == 0 ? NZ_COMPARE_PAIRED : NZ_COMPARE_MCNEMAR;
        rivals.discordance = 0.3;
        rivals.correlation = (double) NAN;
        const double expected = power(&rivals, 40, 0.05, 0.25);
        check(&items, &rivals, expected, power(&rivals, 40, 0.07, 0.25));
        check(&unknown, &rivals, expected, power(&rivals, 40, 0.07, 0.25));
        rivals.discordance = (double) NAN;
        rivals.correlation = 0.4; /* both: .15 + .4 sqrt(.21 .25) */
        const double both = 0.15 + 0.4 * sqrt(0.21 * 0.25);
        check(&items, &rivals, power(&rivals, 40, 0.3 - both, 0.5 - both),
            power(&rivals, 40, 0.15, 0.35));
    }
}

/* Three clusters of two items, whose outcomes are Dirichlet-multinomial. */
static void
test_draw_clusters_of_pairs(void)
{
    const double rho = 0.4, weight = 1.0 / rho - 1.0, p[] = { 0.1, 0.3, 0.6 };
    const nz_plan_items_t items = {
        .accuracy = 0.3, .n = 6, .cluster_size = 2, .cluster_correlation = rho
    };
    nz_plan_rivals_t rivals = { .design = NZ_COMPARE_PAIRED,
        .alpha = 0.2,
        .difference = 0.2,
        .discordance = 0.4,
        .correlation = (double) NAN };
    double ways[9], sum = 0.0, independent = 0.0; /* of the outcomes of both items */

    for (int i = 0; i < 9; i++) {
        const int a = i / 3, b = i % 3;
        ways[i] = p[a] * (p[b] * weight + (a == b ? 1.0 : 0.0)) / (weight + 1.0);
    }
    for (int design = 0; design < 2; design++) {
        rivals.design = design == 0 ? NZ_COMPARE_PAIRED : NZ_COMPARE_MCNEMAR;
        rivals.alpha = design == 0 ? 0.2 : 0.51;
        sum = independent = 0.0;
        for (int i = 0; i < 9 * 9 * 9; i++) {
            const int cluster[] = { i % 9, i / 9 % 9, i / 81 };
            double count[3] = { 0.0 }, probability = 1.0, alone = 1.0;
            for (int c = 0; c < 3; c++) {
                count[cluster[c] / 3] += 1.0 / (1.0 + rho);
                count[cluster[c] % 3] += 1.0 / (1.0 + rho);
                probability *= ways[cluster[c]];
                alone *= p[cluster[c] / 3] * p[cluster[c] % 3];
            }
            if (p_value(rivals.design, (nz_plan_outcomes_t){ .n = 6.0 / (1.0 + rho),
                                           .only_first = count[0],
                                           .only_second = count[1] })
                <= rivals.alpha) {
                sum += probability;
                independent += alone;
            }
        }
        check(&items, &rivals, sum, independent);
    }
}

static void
test_draw_clusters_unpaired(void)
{
    const double rho = 0.4, weight = 1.0 / rho - 1.0, p[] = { 0.3, 0.8 };
    const nz_plan_items_t items = {
        .accuracy = p[0], .n = 4, .cluster_size = 2, .cluster_correlation = rho
    };
    const nz_plan_rivals_t rivals = { .design = NZ_COMPARE_UNPAIRED,
        .alpha = 0.2,
        .difference = 0.5,
        .discordance = (double) NAN,
        .correlation = (double) NAN };
    double pmf[2][5] = { { 0.0 } }, sum = 0.0;

    for (int model = 0; model < 2; model++) { /* of two clusters of two */
        const double both = p[model] * (p[model] * weight + 1.0) / (weight + 1.0);
        const double one[] = { 1.0 - 2.0 * p[model] + both, 2.0 * (p[model] - both),
            both };
        for (int i = 0; i < 9; i++) {
            pmf[model][i / 3 + i % 3] += one[i / 3] * one[i % 3];
        }
    }
    for (int i = 0; i < 25; i++) {
        sum += p_value(NZ_COMPARE_UNPAIRED, (nz_plan_outcomes_t){ .n = 4.0 / (1.0 + rho),
                                                .first = i / 5 / (1.0 + rho),
                                                .second = i % 5 / (1.0 + rho) })
                       <= rivals.alpha
                   ? pmf[0][i / 5] * pmf[1][i % 5]
                   : 0.0;
    }
    check(&items, &rivals, sum, power(&rivals, 4, p[0], p[1]));
}

static void
test_init_refuses(void)
{
    const nz_plan_items_t good = { .accuracy = 0.3, .n = 40 };
    const nz_plan_rivals_t rivals = { .design = NZ_COMPARE_MCNEMAR,
        .alpha = 0.05,
        .difference = 0.2,
        .discordance = 0.1, /* below the difference */
        .correlation = (double) NAN };
    nz_plan_rivals_t wide = rivals, unpaired = rivals;
    nz_plan_items_t parts = good;
    nz_plan_pair_t pair = { .design_effect = 77.0 };

    wide.discordance = 0.3;
    unpaired.design = NZ_COMPARE_UNPAIRED;
    unpaired.difference = 0.8;
    parts.cluster_size = 3;
    CU_ASSERT_EQUAL(nz_plan_pair_init(&pair, &good, &rivals), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_pair_init(&pair, &good, &unpaired), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_pair_init(&pair, &parts, &wide), NZ_ERR_DOMAIN);
    parts.cluster_size = 2000;
    parts.n = 2000;
    CU_ASSERT_EQUAL(nz_plan_pair_init(&pair, &parts, &wide), NZ_ERR_DOMAIN);
    unpaired.difference = 0.7 + 1e-10;
    CU_ASSERT_EQUAL(nz_plan_pair_init(&pair, &good, &unpaired), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_pair_init(NULL, &good, &wide), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_pair_init(&pair, NULL, &wide), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_pair_init(&pair, &good, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(pair.design_effect, 77.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = { NZ_TEST(test_p_value), NZ_TEST(test_draw_unpaired),
        NZ_TEST(test_draw_same_items), NZ_TEST(test_draw_clusters_of_pairs),
        NZ_TEST(test_draw_clusters_unpaired), NZ_TEST(test_init_refuses),
        CU_TEST_INFO_NULL };
    return nz_test_main("plan_pair", tests, argc, argv);
}
