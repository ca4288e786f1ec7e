/* Studies of pass_at_k and inverse_sampling against exact sums, by formulas that the
 * program does not use: moments of the beta distribution with alternating signs, and the
 * outcomes of a plan one by one. True null standard deviations at 5.73 sigma or exact
 * binomial tails; seeds are fixed, nothing is retried. */
#include "stats/binomial.h"
#include "stats/inverse_sampling.h"
#include "tests/simulation.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>

static const double sigmas = 5.73;
enum { metric_accuracy, metric_pass, metric_inverse };
enum { samples = 7, k = 3, successes = 4 };

/* A random variable of some values: the estimate of a test set, or an item's score. */
typedef struct law {
    double values[128], weights[128];
    size_t n;
} law_t;

static void
add(law_t *law, double value, double weight)
{
    CU_ASSERT_FATAL(law->n < NZ_COUNT_OF(law->values));
    law->values[law->n] = value;
    law->weights[law->n++] = weight;
}

static double
central_moment(const law_t *law, double around, double order)
{
    double sum = 0.0;
    for (size_t i = 0; i < law->n; i++) {
        sum += law->weights[i] * pow(law->values[i] - around, order);
    }
    return sum;
}

static double
weight_of_zero(const law_t *law)
{
    double sum = 0.0;
    for (size_t i = 0; i < law->n; i++) {
        sum += law->values[i] == 0.0 ? law->weights[i] : 0.0;
    }
    return sum;
}

static double
choose(int n, int m)
{
    double product = 1.0;
    for (int i = 0; i < m; i++) {
        product = product * (n - i) / (i + 1);
    }
    return n < m ? 0.0 : product;
}

/* E[p^m] of an item. */
static double
power_mean(double loss, double rho, int m)
{
    double product = 1.0;
    for (int i = 0; i < m; i++) {
        const double a = exp(-loss);
        product *= rho > 0.0 ? (a * (1.0 / rho - 1.0) + i) / (1.0 / rho - 1.0 + i) : a;
    }
    return product;
}

/* The score of an item with 7 answers. */
static law_t
item_law(double loss, double rho, int tokens)
{
    law_t law = { .n = 0 };
    for (int c = 0; c <= samples; c++) {
        double weight = 0.0;
        for (int j = 0; j <= samples - c; j++) {
            weight += (j % 2 == 0 ? 1.0 : -1.0) * choose(samples - c, j)
                      * power_mean(loss, rho, tokens * (c + j));
        }
        add(&law, 1.0 - choose(samples - c, k) / choose(samples, k),
            choose(samples, c) * weight);
    }
    return law;
}

/* The estimate of a plan, or the number of trials. */
static law_t
plan_law(double p, uint64_t n, bool is_cost)
{
    law_t law = { .n = 0 };
    for (uint64_t s = 0; s < successes && s <= n; s++) {
        add(&law, is_cost ? (double) n : (double) s / (double) n,
            nz_binomial_pmf(s, n, p));
    }
    for (uint64_t t = successes; t <= n; t++) {
        add(&law, is_cost ? (double) t : (successes - 1.0) / ((double) t - 1.0),
            p * nz_binomial_pmf(successes - 1, t - 1, p));
    }
    return law;
}

static double
coverage_of_plan(double p, uint64_t n, double level)
{
    const nz_inverse_plan_t plan = { successes, n };
    double covered = 0.0;
    for (uint64_t i = 0; i < successes + n; i++) {
        const nz_inverse_outcome_t o =
            i < successes ? (nz_inverse_outcome_t){ i, n }
                          : (nz_inverse_outcome_t){ successes, i - successes + 1 };
        nz_interval_t interval;
        if (o.successes > o.trials) {
            continue;
        }
        NZ_ASSERT_OK(nz_inverse_sampling_interval(
            &plan, &o, nz_tails_two_sided(level), &interval));
        if (interval.lower <= p && p <= interval.upper) {
            covered += i < successes
                           ? nz_binomial_pmf(i, n, p)
                           : p * nz_binomial_pmf(successes - 1, o.trials - 1, p);
        }
    }
    return fmin(covered, 1.0);
}

/* Mean, sd and share of zeros of the mean of @p n draws from a law; disagreements. */
static unsigned
estimate_disagreements(
    const nz_summary_t *run, size_t i_cell, const law_t *law, double n, double shift)
{
    const double replicates = (double) run->study.replicates;
    const double mean = central_moment(law, 0.0, 1.0) * (1.0 + shift);
    const double variance = central_moment(law, mean, 2.0);
    const double excess = central_moment(law, mean, 4.0) / (variance * variance) - 3.0;
    const double sd = sqrt(variance / n), kurtosis = 3.0 + excess / n;
    unsigned wrong = 0;

    wrong +=
        fabs(run->value[NZ_QUANTITY_TRUE_VALUE][i_cell] - mean) <= 1e-9 * mean ? 0 : 1;
    wrong += fabs(run->value[NZ_QUANTITY_MEAN][i_cell] - mean)
                     <= sigmas * sd / sqrt(replicates)
                 ? 0
                 : 1;
    wrong += fabs(run->value[NZ_QUANTITY_SD][i_cell] - sd)
                     <= sigmas * sd * sqrt((kurtosis - 1.0) / (4.0 * replicates))
                 ? 0
                 : 1;
    wrong += nz_test_count_agrees(run->value[NZ_QUANTITY_ZERO_SHARE][i_cell], replicates,
                 fmin(pow(weight_of_zero(law), n), 1.0))
                 ? 0
                 : 1;
    return wrong;
}

static unsigned
cost_disagreements(const nz_summary_t *run, size_t i_cell, const law_t *law, double shift)
{
    const double mean = central_moment(law, 0.0, 1.0) + shift;
    const double error =
        sqrt(central_moment(law, mean, 2.0) / (double) run->study.replicates);
    return fabs(run->value[NZ_QUANTITY_COST][i_cell] - mean)
                   <= sigmas * error + 1e-12 * mean
               ? 0
               : 1;
}

static void
simulate(const char *rho, const char *keys, const char *metrics, nz_summary_t *run)
{
    char yaml[640];

    snprintf(yaml, sizeof(yaml),
        "seed: 41\nreplicates: 4000\nlevel: 0.9\n"
        "models: { parameters: [3.0e6, 7.0e7, 2.0e9] }\n"
        "law: { c: 4.0e7, alpha: -0.37, irreducible: 0.03 }\n"
        "task: { tokens: [1, 3], item_correlation: %s%s }\n"
        "test_sizes: [3, 60]\nmetrics: %s\n"
        "intervals: [student_t, clopper_pearson]\n",
        rho, keys, metrics);
    nz_test_simulate(yaml, 1, run);
}

/* Disagreements of the cells with exact sums at another correlation and shifted means. */
static unsigned
disagreements(const nz_summary_t *run, double rho, double shift)
{
    unsigned wrong = 0;

    for (size_t i = 0; i < 12; i++) {
        const size_t d = i / 6, t = i / 3 % 2, i_model = i % 3;
        const int tokens = d == 0 ? 1 : 3;
        const uint64_t n = run->study.test_sizes.values[t];
        const size_t cell = nz_summary_cell(&run->study, d, t, i_model, 0);
        const double p = power_mean(nz_test_loss(i_model, 0.0), rho, tokens);
        const law_t item = item_law(nz_test_loss(i_model, 0.0), rho, tokens);
        const law_t estimate = plan_law(p, n, false), trials = plan_law(p, n, true);
        const size_t exact =
            nz_summary_interval(&run->study, d, t, i_model, metric_inverse, 1);
        wrong +=
            estimate_disagreements(run, cell + metric_pass, &item, (double) n, shift);
        wrong +=
            estimate_disagreements(run, cell + metric_inverse, &estimate, 1.0, shift);
        wrong +=
            cost_disagreements(run, cell + metric_inverse, &trials, shift * (double) n);
        wrong += nz_test_count_agrees(run->value[NZ_QUANTITY_COVERAGE][exact], 4000.0,
                     coverage_of_plan(p, n, 0.9) - shift)
                     ? 0
                     : 1;
    }
    return wrong;
}

static void
test_against_exact_sums(void)
{
    static const char *const texts[] = { "0", "0.15" };
    static const double rhos[] = { 0.0, 0.15 };
    for (size_t i = 0; i < 2; i++) {
        nz_summary_t run = { 0 };
        simulate(texts[i], ", samples: 7, k: 3, successes: 4",
            "[accuracy, pass_at_k, inverse_sampling]", &run);
        CU_ASSERT_EQUAL(disagreements(&run, rhos[i], 0.0), 0);
        CU_ASSERT_TRUE(disagreements(&run, rhos[1 - i], 0.0) > 20);
        CU_ASSERT_TRUE(disagreements(&run, rhos[i], 0.05) > 20);
        for (size_t c = 0; c < 36; c++) { /* costs that are not random, exactly */
            const double n = (double) run.study.test_sizes.values[c / 9 % 2];
            const double mcse = run.mcse[NZ_QUANTITY_COST][c];
            if (c % 3 != metric_inverse) {
                CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_COST][c],
                    c % 3 == metric_pass ? n * samples : n);
                CU_ASSERT_EQUAL(mcse, 0.0);
            } else {
                CU_ASSERT_TRUE(mcse > 0.0 && mcse < 1.0);
            }
        }
        nz_summary_free(&run);
    }
}

/* Only the exact interval for a sequential metric; only score methods for pass_at_k. */
static void
test_methods_that_apply(void)
{
    nz_summary_t run = { 0 };

    simulate("0", ", samples: 7, k: 3, successes: 4",
        "[accuracy, pass_at_k, inverse_sampling]", &run);
    for (size_t i = 0; i < 12 * 6; i++) {
        const bool is_defined = !isnan(run.value[NZ_QUANTITY_COVERAGE][i]);
        const bool is_exact = i % 2 == 1;
        CU_ASSERT_EQUAL(is_defined,
            i / 2 % 3 == metric_accuracy || is_exact == (i / 2 % 3 == metric_inverse));
    }
    nz_summary_free(&run);
}

/* `all` has them only where their keys are set, and then they change no other number. */
static void
test_other_metrics_are_the_same(void)
{
    nz_summary_t plain = { 0 }, all = { 0 }, one = { 0 };

    simulate("0.15", "", "all", &plain);
    simulate("0.15", ", samples: 7, k: 3, successes: 4", "all", &all);
    simulate("0.15", ", samples: 7, k: 3", "all", &one);
    CU_ASSERT_EQUAL_FATAL(plain.study.metrics.n, 4);
    CU_ASSERT_EQUAL_FATAL(all.study.metrics.n, 6);
    CU_ASSERT_EQUAL_FATAL(one.study.metrics.n, 5);
    CU_ASSERT_EQUAL(all.study.metrics.values[4], NZ_METRIC_PASS_AT_K);
    CU_ASSERT_EQUAL(all.study.metrics.values[5], NZ_METRIC_INVERSE_SAMPLING);
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const size_t inner = nz_quantity_scope((nz_quantity_t) q) == NZ_SCOPE_INTERVAL
                                 ? plain.study.intervals.n
                                 : 1;
        const size_t n =
            nz_summary_size(&plain.study, nz_quantity_scope((nz_quantity_t) q)) / inner;
        for (size_t i = 0; i < n * inner; i++) {
            const size_t row = i / inner / 4, m = i / inner % 4, at = i % inner;
            const double a = plain.value[q][i];
            const double b = all.value[q][(row * 6 + m) * inner + at];
            const double c = one.value[q][(row * 5 + m) * inner + at];
            CU_ASSERT_TRUE((a == b && a == c) || (isnan(a) && isnan(b) && isnan(c)));
        }
        for (size_t row = 0; row < n / 4; row++) {
            const double b = all.value[q][(row * 6 + 4) * inner];
            const double c = one.value[q][(row * 5 + 4) * inner];
            CU_ASSERT_TRUE(b == c || (isnan(b) && isnan(c)));
        }
    }
    nz_summary_free(&plain);
    nz_summary_free(&all);
    nz_summary_free(&one);
}

/* A share that q reaches, and one that it exceeds, to the error of an empirical
 * distribution function at 1e-8 (Massart) and the rounding of keys. */
static bool
is_quantile(const law_t *law, double q, double u, double rounding)
{
    const double slack = sqrt(log(2.0 / NZ_TEST_FALSE_ALARM) / (2.0 * 4000.0));
    double at_most = 0.0, below = 0.0;
    for (size_t i = 0; i < law->n; i++) {
        at_most += law->values[i] <= q * (1.0 + rounding) ? law->weights[i] : 0.0;
        below += law->values[i] < q * (1.0 - rounding) ? law->weights[i] : 0.0;
    }
    return at_most >= u - slack && below <= u + slack;
}

static void
test_quantiles(void)
{
    static const struct {
        nz_quantity_t quantity;
        double u;
    } levels[] = { { NZ_QUANTITY_Q025, .025 }, { NZ_QUANTITY_Q250, .25 },
        { NZ_QUANTITY_Q500, .5 }, { NZ_QUANTITY_Q750, .75 }, { NZ_QUANTITY_Q975, .975 } };
    nz_summary_t run = { 0 };
    unsigned twins = 0;

    simulate("0", ", samples: 7, k: 3, successes: 4",
        "[accuracy, pass_at_k, inverse_sampling]", &run);
    for (size_t i = 0; i < 12 * NZ_COUNT_OF(levels); i++) {
        const size_t c = i / NZ_COUNT_OF(levels), d = c / 6, t = c / 3 % 2;
        const double u = levels[i % NZ_COUNT_OF(levels)].u;
        const double q = nz_test_cell(
            &run, levels[i % NZ_COUNT_OF(levels)].quantity, d, t, c % 3, metric_inverse);
        const law_t law =
            plan_law(power_mean(nz_test_loss(c % 3, 0.0), 0.0, d == 0 ? 1 : 3),
                run.study.test_sizes.values[t], false);
        CU_ASSERT_TRUE(is_quantile(&law, q, u, 1.0 / 2048.0));
        twins += is_quantile(&law, 1.1 * q, u, 1.0 / 2048.0) ? 0 : 1;
    }
    CU_ASSERT_TRUE(twins > 10);
    /* Where most test sets have no right answer the median is 0 itself. */
    CU_ASSERT_EQUAL(nz_test_cell(&run, NZ_QUANTITY_Q500, 1, 0, 0, metric_pass), 0.0);
    nz_summary_free(&run);
}

/* exp(-30) of 10^15 items, which is 94 of them; and exp(-600), of which no test set shows
 * any: nothing overflows, and the interval says so. */
static void
test_rare_successes(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate("seed: 2\nreplicates: 2000\nmodels: { parameters: [1.0e7, 1.0e8] }\n"
                     "law: { kind: table, losses: [600, 30] }\n"
                     "task: { tokens: 1, successes: 20 }\n"
                     "test_sizes: [1000, 1000000000000000]\n"
                     "metrics: inverse_sampling\nintervals: clopper_pearson\n",
        1, &run);
    for (size_t i = 0; i < 4; i++) {
        const double n = (double) run.study.test_sizes.values[i / 2];
        const double upper = run.value[NZ_QUANTITY_FIRST_UPPER][i];
        if (i == 3) {
            continue;
        }
        CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_MEAN][i], 0.0);
        CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_ZERO_SHARE][i], 1.0);
        CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_COST][i], n);
        CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_COVERAGE][i], 1.0);
        NZ_ASSERT_REL(upper, -expm1(log(0.025) / n), 1e-12);
        NZ_ASSERT_REL(run.mcse[NZ_QUANTITY_MEAN][i] * n,
            run.mcse[NZ_QUANTITY_ZERO_SHARE][i], 1e-12);
    }
    const double p = exp(-30.0), scale = p * sqrt(18.0 * 2000.0);
    NZ_ASSERT_ABS(run.value[NZ_QUANTITY_MEAN][3], p, sigmas * p * p / scale);
    CU_ASSERT_TRUE(run.value[NZ_QUANTITY_ZERO_SHARE][3] == 0.0);
    /* K p is Gamma(20). */
    NZ_ASSERT_ABS(run.value[NZ_QUANTITY_COST][3] * p, 20.0, sigmas * sqrt(20.0 / 2000.0));
    nz_summary_free(&run);
}

/* Trials that all go on to the end: cost 10 000 of each, though some would stop early.
 * The true mean is by the negative binomial distribution. */
static void
test_error_of_a_cost_at_its_budget(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate("seed: 1\nreplicates: 1000\nmodels: { parameters: [1, 2, 3] }\n"
                     "law: { kind: table, losses: [12.72, 12.72, 12.72] }\n"
                     "task: { tokens: [1], successes: 2 }\ntest_sizes: [10000]\n"
                     "metrics: [inverse_sampling]\nintervals: [clopper_pearson]\n",
        1, &run);
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_TRUE(fabs(run.value[NZ_QUANTITY_COST][i] - 9998.532)
                       <= 5.73 * run.mcse[NZ_QUANTITY_COST][i]);
        CU_ASSERT_TRUE(run.mcse[NZ_QUANTITY_COST][i] < 40.0);
    }
    nz_summary_free(&run);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_against_exact_sums),
        NZ_TEST(test_methods_that_apply),
        NZ_TEST(test_other_metrics_are_the_same),
        NZ_TEST(test_quantiles),
        NZ_TEST(test_rare_successes),
        NZ_TEST(test_error_of_a_cost_at_its_budget),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("simulated_answers", tests, argc, argv);
}
