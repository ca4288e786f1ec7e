/* Whole studies against exact enumeration. Every comparison of a Monte Carlo value uses
 * its true null standard deviation and a two-sided false-alarm probability of 1e-8 (5.73
 * sigma), or the exact binomial tail where counts are small; seeds are fixed, nothing is
 * retried. */
#include "tests/simulation.h"

#include "sim/task_sequence.h"
#include "stats/binomial.h"
#include "stats/draw.h"
#include "stats/emergence.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double sigmas = 5.73, false_alarm = NZ_TEST_FALSE_ALARM;

static const char study_format[] =
    "seed: 77\n"
    "replicates: 4000\n"
    "level: 0.9\n"
    "models: { parameters: [2.0e6, 5.0e7, 4.0e8, 9.0e9] }\n"
    "law: { c: 3.0e7, alpha: -0.41, irreducible: 0.02 }\n"
    "task: { kind: sequence, tokens: [2, 7], item_correlation: %s }\n"
    "test_sizes: [9, 64, 700]\n"
    "metrics: [accuracy, token_edit_distance, token_accuracy]\n";

static double
loss_of(double parameters, double alpha)
{
    return pow(parameters / 3.0e7, alpha) + 0.02;
}

/* Mean and item variance of the three metrics by the definition of the task: sums over
 * the (beta-)binomial distribution of wrong tokens, its beta-binomial form by direct
 * products. */
static void
moments_by_definition(
    double loss, unsigned tokens, double rho, double mean[3], double var[3])
{
    const double p = exp(-loss), q = -expm1(-loss), s = rho > 0.0 ? 1.0 / rho - 1.0 : 0.0;
    double sums[3] = { 0 };

    for (unsigned j = 0; j <= tokens; j++) {
        double pmf = 1.0;
        for (unsigned i = 0; i < j; i++) {
            pmf *= (double) (tokens - i) / (double) (i + 1);
            pmf *= rho > 0.0 ? (q * s + i) / (s + i) : q;
        }
        for (unsigned i = 0; i < tokens - j; i++) {
            pmf *= rho > 0.0 ? (p * s + i) / (s + j + i) : p;
        }
        sums[0] += j == 0 ? pmf : 0.0;
        sums[1] += j * pmf;
        sums[2] += (double) j * j * pmf;
    }
    mean[0] = sums[0];
    var[0] = sums[0] * (1.0 - sums[0]);
    mean[1] = sums[1];
    var[1] = sums[2] - sums[1] * sums[1];
    mean[2] = 1.0 - mean[1] / tokens;
    var[2] = var[1] / ((double) tokens * tokens);
}

/* Number of disagreements between a run and exact values computed for exponent `alpha`.
 */
static unsigned
count_disagreements(const nz_summary_t *run, double rho, double alpha)
{
    const nz_study_t *study = &run->study;
    const double replicates = (double) study->replicates;
    unsigned wrong = 0;

    for (size_t d = 0; d < study->task.difficulty.n; d++) {
        for (size_t t = 0; t < study->test_sizes.n; t++) {
            const double n = (double) study->test_sizes.values[t];
            for (size_t i = 0; i < study->models.parameters.n; i++) {
                double mean[3], var[3];
                moments_by_definition(loss_of(study->models.parameters.values[i], alpha),
                    (unsigned) study->task.difficulty.values[d], rho, mean, var);
                for (size_t m = 0; m < 3; m++) {
                    const double sd = sqrt(var[m] / n);
                    const double error =
                        nz_test_cell(run, NZ_QUANTITY_MEAN, d, t, i, m) - mean[m];
                    wrong += !(fabs(error)
                               <= sigmas * sd / sqrt(replicates) + 1.0 / n / replicates);
                }
                const double zero = nz_test_cell(run, NZ_QUANTITY_ZERO_SHARE, d, t, i, 0);
                wrong += !nz_test_count_agrees(zero, replicates, pow(1.0 - mean[0], n));
            }
        }
    }
    return wrong;
}

static void
simulate_with(const char *rho, nz_summary_t *out)
{
    char yaml[1024];

    snprintf(yaml, sizeof(yaml), study_format, rho);
    nz_test_simulate(yaml, 1, out);
}

static void
test_means_and_zero_shares(void)
{
    static const struct {
        const char *text;
        double rho;
    } cases[] = { { "0.0", 0.0 }, { "0.3", 0.3 } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_summary_t run = { 0 };
        simulate_with(cases[i].text, &run);
        CU_ASSERT_EQUAL(count_disagreements(&run, cases[i].rho, -0.41), 0);
        /* The wrong twin: the smallest shift of the exponent that this test must see. */
        CU_ASSERT_TRUE(count_disagreements(&run, cases[i].rho, -0.40) > 5);
        nz_summary_free(&run);
    }
}

static void
test_true_values_are_the_definitions(void)
{
    nz_summary_t run = { 0 };

    simulate_with("0.3", &run);
    for (size_t i = 0; i < 4; i++) {
        double mean[3], var[3];
        moments_by_definition(
            loss_of(run.study.models.parameters.values[i], -0.41), 7, 0.3, mean, var);
        for (size_t m = 0; m < 3; m++) {
            const double truth = nz_test_cell(&run, NZ_QUANTITY_TRUE_VALUE, 1, 0, i, m);
            const double bias = nz_test_cell(&run, NZ_QUANTITY_BIAS, 1, 0, i, m);
            NZ_ASSERT_REL(truth, mean[m], 1e-12);
            NZ_ASSERT_ABS(
                bias, nz_test_cell(&run, NZ_QUANTITY_MEAN, 1, 0, i, m) - truth, 1e-15);
        }
    }
    nz_summary_free(&run);
}

/* The estimate's quantiles are order statistics of a known binomial: P(X <= q) >= u >=
 * P(X < q) up to the sampling error of an empirical distribution function at 1e-8
 * (Massart). */
static void
test_quantiles_and_sd_of_the_estimate(void)
{
    static const struct {
        nz_quantity_t quantity;
        double u;
    } levels[] = { { NZ_QUANTITY_Q025, .025 }, { NZ_QUANTITY_Q250, .25 },
        { NZ_QUANTITY_Q500, .5 }, { NZ_QUANTITY_Q750, .75 }, { NZ_QUANTITY_Q975, .975 } };
    const double slack = sqrt(log(2.0 / false_alarm) / (2.0 * 4000.0));
    nz_summary_t run = { 0 };

    simulate_with("0.0", &run);
    for (size_t i = 0; i < 4; i++) {
        const uint64_t n = 700;
        const double pi = nz_test_cell(&run, NZ_QUANTITY_TRUE_VALUE, 0, 2, i, 0);
        for (size_t j = 0; j < NZ_COUNT_OF(levels); j++) {
            const double value = nz_test_cell(&run, levels[j].quantity, 0, 2, i, 0);
            const uint64_t k = (uint64_t) llround(value * 700.0);
            double at_most, below = 0.0;
            NZ_ASSERT_ABS(value * 700.0, (double) k, 1e-9);
            NZ_ASSERT_OK(nz_binomial_tails(k, n, pi, &at_most, NULL));
            if (k > 0) {
                NZ_ASSERT_OK(nz_binomial_tails(k - 1, n, pi, &below, NULL));
            }
            CU_ASSERT_TRUE(
                at_most >= levels[j].u - slack && below <= levels[j].u + slack);
        }
        /* sd of a sample sd of R near-normal values: sd / sqrt(2 R), a little more here.
         */
        const double sd = sqrt(pi * (1.0 - pi) / 700.0);
        NZ_ASSERT_ABS(nz_test_cell(&run, NZ_QUANTITY_SD, 0, 2, i, 0), sd,
            sigmas * sd * sqrt((2.0 + 1.0 / (700.0 * pi * (1.0 - pi))) / (4.0 * 4000.0)));
    }
    nz_summary_free(&run);
}

/* Four models with 3 items each: all 4^4 outcomes give the exact distribution of the
 * score. */
typedef struct score_law {
    double scores[256], probabilities[256];
} score_law_t;

static score_law_t
enumerate_scores(const nz_summary_t *run)
{
    score_law_t law;

    for (unsigned code = 0; code < 256; code++) {
        double y[4], scratch[4];
        law.probabilities[code] = 1.0;
        for (unsigned i = 0; i < 4; i++) {
            const unsigned k = code >> (2 * i) & 3U;
            const double size = run->study.models.parameters.values[i];
            law.probabilities[code] *=
                nz_binomial_pmf(k, 3, exp(-4.0 * pow(size / 2.0e7, -0.3)));
            y[i] = k;
        }
        NZ_ASSERT_OK(nz_emergence_score(y, 4, scratch, &law.scores[code]));
    }
    return law;
}

static double
probability(const score_law_t *law, double low, double high)
{
    double sum = 0.0;
    for (unsigned i = 0; i < 256; i++) {
        sum +=
            law->scores[i] >= low && law->scores[i] <= high ? law->probabilities[i] : 0.0;
    }
    return sum;
}

static void
check_emergence(const char *parameters, bool both_signs)
{
    static const struct {
        nz_quantity_t quantity;
        double u;
    } quantiles[] = { { NZ_QUANTITY_EMERGENCE_Q05, 0.05 },
        { NZ_QUANTITY_EMERGENCE_MEDIAN, 0.5 }, { NZ_QUANTITY_EMERGENCE_Q95, 0.95 } };
    const double slack = sqrt(log(2.0 / false_alarm) / (2.0 * 20000.0));
    nz_summary_t run = { 0 };
    char yaml[512];

    snprintf(yaml, sizeof(yaml),
        "seed: 11\nreplicates: 20000\nmodels: { parameters: [%s] }\n"
        "law: { c: 2.0e7, alpha: -0.3 }\ntask: { kind: sequence, tokens: [4] }\n"
        "test_sizes: [3]\nmetrics: [accuracy]\nintervals: [wilson]\n",
        parameters);
    nz_test_simulate(yaml, 1, &run);
    const score_law_t law = enumerate_scores(&run);
    const double plus = probability(&law, HUGE_VAL, HUGE_VAL);
    const double minus = probability(&law, -HUGE_VAL, -HUGE_VAL);
    CU_ASSERT_TRUE(plus > 0.05 && (minus > 0.05) == both_signs);
    CU_ASSERT_TRUE(nz_test_count_agrees(
        run.value[NZ_QUANTITY_EMERGENCE_INFINITE_SHARE][0], 20000.0, plus + minus));
    for (size_t j = 0; j < NZ_COUNT_OF(quantiles); j++) { /* as of the estimate, above */
        const double q = run.value[quantiles[j].quantity][0];
        const double wide = isinf(q) ? 0.0 : fabs(q) / 4096.0;
        CU_ASSERT_TRUE(probability(&law, -HUGE_VAL, q + wide) >= quantiles[j].u - slack);
        CU_ASSERT_TRUE(
            probability(&law, q - wide, HUGE_VAL) >= 1.0 - quantiles[j].u - slack);
    }
    /* Scores of both infinite signs occur: there is no mean. */
    CU_ASSERT_TRUE(isnan(run.value[NZ_QUANTITY_EMERGENCE_MEAN][0]));
    nz_summary_free(&run);
}

static void
test_emergence_by_enumeration(void)
{
    check_emergence("1.0e7, 1.0e8, 1.0e9, 1.0e10", false);
    check_emergence("9.0e8, 9.1e8, 9.2e8, 9.3e8", true);
}

/* A test set is what its stream gives, and the stream is named by values alone. */
static void
test_test_sets_come_from_their_named_streams(void)
{
    static const char yaml[] = "seed: 321\nreplicates: 1\n"
                               "models: { parameters: [3.0e7, 2.0e8] }\n"
                               "law: { c: 6.0e7, alpha: -0.5 }\n"
                               "task: { tokens: [2, 6] }\ntest_sizes: [900, 1000]\n";
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    nz_summary_t run = { 0 };

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    nz_test_simulate(yaml, 1, &run);
    for (size_t i = 0; i < 8; i++) {
        const uint64_t tokens = i / 4 == 0 ? 2 : 6, n = i / 2 % 2 == 0 ? 900 : 1000;
        const double size = i % 2 == 0 ? 3.0e7 : 2.0e8;
        const nz_sequence_law_t task = { pow(size / 6.0e7, -0.5), tokens, 0.0 };
        const nz_stream_key_t key = { .seed = 321,
            .purpose = NZ_PURPOSE_TEST_SET,
            .difficulty = tokens,
            .test_size = n,
            .parameters = size,
            .task = nz_rng_hash_text("sequence") };
        double pmf[7];
        nz_category_t categories[7];
        uint64_t wrong[7];

        NZ_ASSERT_OK(nz_sequence_law_pmf(&task, pmf));
        nz_draw_prepare(pmf, (size_t) tokens + 1, categories);
        NZ_ASSERT_OK(nz_rng_set_stream(rng, &key));
        nz_draw_multinomial(rng, n, categories, (size_t) tokens + 1, wrong);
        CU_ASSERT_EQUAL(
            nz_test_cell(&run, NZ_QUANTITY_FIRST_ESTIMATE, i / 4, i / 2 % 2, i % 2, 0),
            (double) wrong[0] / (double) n);
    }
    gsl_rng_free(rng);
    nz_summary_free(&run);
}

/* A hopeless model: every estimate is 0, and every error still above it. */
static void
test_errors_are_positive_where_all_scores_are_zero(void)
{
    static const char yaml[] = "replicates: 50\nmodels: { parameters: [1.0e6] }\n"
                               "law: { c: 1.0e9, alpha: -0.5 }\n"
                               "task: { tokens: [9] }\ntest_sizes: [40]\n"
                               "metrics: [accuracy]\n";
    static const nz_quantity_t quantities[] = { NZ_QUANTITY_MEAN, NZ_QUANTITY_BIAS,
        NZ_QUANTITY_SD, NZ_QUANTITY_ZERO_SHARE, NZ_QUANTITY_COVERAGE, NZ_QUANTITY_WIDTH };
    nz_summary_t run = { 0 };

    nz_test_simulate(yaml, 1, &run);
    CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_ZERO_SHARE][0], 1.0);
    CU_ASSERT_TRUE(run.value[NZ_QUANTITY_TRUE_VALUE][0] > 0.0);
    CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_COVERAGE][0], 0.0); /* of [0, 0] */
    for (size_t i = 0; i < NZ_COUNT_OF(quantities); i++) {
        CU_ASSERT_TRUE(run.mcse[quantities[i]][0] > 0.0);
    }
    nz_summary_free(&run);
}

static void
assert_same_arrays(const nz_summary_t *a, const nz_summary_t *b)
{
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const size_t n = nz_summary_size(&a->study, nz_quantity_scope((nz_quantity_t) q));
        CU_ASSERT_EQUAL(memcmp(a->value[q], b->value[q], n * sizeof(double)), 0);
        if (a->mcse[q] != NULL) {
            CU_ASSERT_EQUAL(memcmp(a->mcse[q], b->mcse[q], n * sizeof(double)), 0);
        }
    }
}

static const char small_study[] =
    "seed: SEED\nreplicates: 9000\n"
    "models: { parameters: [1.0e7, 1.0e8, 1.0e9, 1.0e10] }\n"
    "law: { c: 2.0e7, alpha: -0.3 }\n"
    "task: { kind: sequence, tokens: [1, 9] }\n"
    "test_sizes: [30, 400]\n";

static void
simulate_seed(char seed, uint64_t stride, nz_summary_t *out)
{
    char yaml[sizeof(small_study)];
    memcpy(yaml, small_study, sizeof(yaml));
    memcpy(strstr(yaml, "SEED"), (char[4]){ seed, ' ', ' ', ' ' }, 4);
    nz_test_simulate(yaml, stride, out);
}

static void
test_any_order_of_units_gives_the_same_bits(void)
{
    nz_summary_t in_order = { 0 }, shuffled = { 0 }, other = { 0 };

    simulate_seed('3', 1, &in_order);
    simulate_seed('3', 1000003, &shuffled); /* a prime above any number of units here */
    simulate_seed('4', 1, &other);
    assert_same_arrays(&in_order, &shuffled);
    CU_ASSERT_NOT_EQUAL(
        in_order.value[NZ_QUANTITY_MEAN][4], other.value[NZ_QUANTITY_MEAN][4]);
    nz_summary_free(&in_order);
    nz_summary_free(&shuffled);
    nz_summary_free(&other);
}

/* 10^9 items: the totals are counted in steps, and everything stays exact but for them.
 */
static void
test_huge_test_sets(void)
{
    static const char yaml[] = "seed: 8\nreplicates: 500\n"
                               "models: { parameters: [1.0e8] }\n"
                               "law: { c: 1.0e8, alpha: -0.5 }\n"
                               "task: { kind: sequence, tokens: [3] }\n"
                               "test_sizes: [1000000000, 1000000000000]\n";
    nz_summary_t run = { 0 };

    nz_test_simulate(yaml, 1, &run);
    for (size_t t = 0; t < 2; t++) {
        const double n = (double) run.study.test_sizes.values[t];
        double mean[3], var[3];
        moments_by_definition(1.0, 3, 0.0, mean, var);
        for (size_t m = 0; m < 3; m++) {
            const double sd = sqrt(var[m] / n);
            NZ_ASSERT_ABS(nz_test_cell(&run, NZ_QUANTITY_MEAN, 0, t, 0, m), mean[m],
                sigmas * sd / sqrt(500.0));
            NZ_ASSERT_ABS(nz_test_cell(&run, NZ_QUANTITY_Q500, 0, t, 0, m), mean[m],
                sigmas * 1.2533 * sd / sqrt(500.0) + sd / 1024.0);
            const size_t at = nz_summary_interval(&run.study, 0, t, 0, m, 0);
            CU_ASSERT_TRUE(
                nz_test_count_agrees(run.value[NZ_QUANTITY_COVERAGE][at], 500.0, 0.95));
            NZ_ASSERT_REL(
                run.value[NZ_QUANTITY_WIDTH][at], 2.0 * 1.959963984540054 * sd, 1e-3);
        }
    }
    nz_summary_free(&run);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_means_and_zero_shares),
        NZ_TEST(test_true_values_are_the_definitions),
        NZ_TEST(test_quantiles_and_sd_of_the_estimate),
        NZ_TEST(test_emergence_by_enumeration),
        NZ_TEST(test_test_sets_come_from_their_named_streams),
        NZ_TEST(test_errors_are_positive_where_all_scores_are_zero),
        NZ_TEST(test_any_order_of_units_gives_the_same_bits),
        NZ_TEST(test_huge_test_sets),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("simulation", tests, argc, argv);
}
