/* Intervals in whole studies against exact enumeration: coverage, width and the share
 * without width of every method. Two-sided false-alarm probability 1e-8; seeds are fixed,
 * nothing is retried. */
#include "stats/binomial.h"
#include "stats/proportion.h"
#include "stats/score_interval.h"
#include "tests/simulation.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdio.h>

static const double false_alarm = NZ_TEST_FALSE_ALARM;

static const char accuracy_study[] =
    "seed: 77\nreplicates: 4000\nlevel: 0.9\n"
    "models: { parameters: [2.0e6, 5.0e7, 4.0e8, 9.0e9] }\n"
    "law: { c: 3.0e7, alpha: -0.41, irreducible: 0.02 }\n"
    "task: { kind: sequence, tokens: [7] }\n"
    "test_sizes: [9, 64, 700]\n"
    "metrics: [accuracy]\n"
    "intervals: all\n";

/* What a method's intervals are like, from the probabilities of what may be drawn. */
typedef struct interval_law {
    double coverage, no_width; /* the latter with undefined ones */
    double infinite, finite;   /* probabilities of defined intervals */
    double sum, sum2, largest; /* of finite widths, weighted */
} interval_law_t;

static void
add_to_law(interval_law_t *law, nz_interval_t interval, double probability, double truth)
{
    const double width = interval.upper - interval.lower;

    law->no_width += interval.status == NZ_INTERVAL_OK ? 0.0 : probability;
    if (interval.status == NZ_INTERVAL_UNDEFINED) {
        return;
    }
    law->coverage +=
        interval.lower <= truth && truth <= interval.upper ? probability : 0.0;
    if (isinf(width)) {
        law->infinite += probability;
        return;
    }
    law->finite += probability;
    law->sum += probability * width;
    law->sum2 += probability * width * width;
    law->largest = fmax(law->largest, width);
}

/* Of k of n where pi is true. */
static interval_law_t
law_of_outcomes(nz_interval_method_t method, uint64_t n, double pi, double level)
{
    interval_law_t law = { 0 };

    for (uint64_t k = 0; k <= n; k++) {
        nz_interval_t interval;
        NZ_ASSERT_OK(
            nz_proportion_interval(method, k, n, nz_tails_two_sided(level), &interval));
        add_to_law(&law, interval, nz_binomial_pmf(k, n, pi), pi);
    }
    return law;
}

/* Whether a mean width over `replicates` is what the law gives, by Bernstein's bound,
 * which holds for any law: an error of 6.2 sd/sqrt(R) and 6.4 (largest width)/R. One
 * infinite width makes the mean infinite. */
static bool
width_agrees(const interval_law_t *law, double width, double replicates)
{
    const double nats = log(2.0 / false_alarm);

    if (isinf(width)) {
        return law->infinite * replicates > false_alarm;
    }
    if (law->infinite * replicates > nats) {
        return false;
    }
    /* Fewer intervals are defined only with the probability of a false alarm. */
    const double expected = replicates * law->finite;
    const double n =
        expected - sqrt(2.0 * nats * expected * (1.0 - fmin(law->finite, 1.0)));
    if (n < 1.0) {
        return true;
    }
    const double mean = law->sum / law->finite;
    const double variance = fmax(law->sum2 / law->finite - mean * mean, 0.0);
    return fabs(width - mean) <= sqrt(2.0 * nats * variance / n)
                                     + law->largest * nats / (3.0 * n) + 1e-9 * mean;
}

/* Number of the three quantities of an interval that disagree with the law. */
static unsigned
interval_disagreements(const nz_summary_t *run, size_t at, const interval_law_t *law)
{
    const double replicates = (double) run->study.replicates;
    const double width = run->value[NZ_QUANTITY_WIDTH][at];

    CU_ASSERT_EQUAL(isfinite(run->mcse[NZ_QUANTITY_WIDTH][at]), isfinite(width));
    unsigned wrong = width_agrees(law, width, replicates) ? 0 : 1;
    wrong += nz_test_count_agrees(run->value[NZ_QUANTITY_COVERAGE][at], replicates,
                 fmin(law->coverage, 1.0))
                 ? 0
                 : 1;
    wrong += nz_test_count_agrees(run->value[NZ_QUANTITY_DEGENERATE_SHARE][at],
                 replicates, fmin(law->no_width, 1.0))
                 ? 0
                 : 1;
    return wrong;
}

static void
test_intervals_of_accuracy_by_enumeration(void)
{
    nz_summary_t run = { 0 };
    unsigned twins = 0, n_infinite = 0;

    nz_test_simulate(accuracy_study, 1, &run);
    const nz_study_t *study = &run.study;
    CU_ASSERT_EQUAL(study->intervals.n, NZ_N_INTERVAL_METHODS);
    for (size_t i = 0; i < 12 * NZ_N_INTERVAL_METHODS; i++) {
        const size_t t = i % 3, i_model = i / 3 % 4, k = i / 12;
        const nz_interval_method_t method =
            (nz_interval_method_t) study->intervals.values[k];
        const uint64_t n = study->test_sizes.values[t];
        const double pi = nz_test_cell(&run, NZ_QUANTITY_TRUE_VALUE, 0, t, i_model, 0);
        const size_t at = nz_summary_interval(study, 0, t, i_model, 0, k);
        const interval_law_t law = law_of_outcomes(method, n, pi, 0.9);
        const interval_law_t twin = law_of_outcomes(method, n, pi, 0.88);
        const unsigned wrong = interval_disagreements(&run, at, &law);

        CU_ASSERT_EQUAL(wrong, 0);
        if (wrong > 0) {
            printf("\n    %s, n %llu, pi %g: %u differ", nz_interval_method_name(method),
                (unsigned long long) n, pi, wrong);
        }
        twins += interval_disagreements(&run, at, &twin) > 0 ? 1 : 0;
        n_infinite += isinf(run.value[NZ_QUANTITY_WIDTH][at]) ? 1 : 0;
        if (nz_score_interval_is_bootstrap(method)
            && method != NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
            CU_ASSERT_TRUE(law.coverage <= 1.0 - pow(1.0 - pi, (double) n) + 1e-12);
        }
    }
    CU_ASSERT_TRUE(twins > 50 && n_infinite > 0); /* a level off by .02 is seen */
    nz_summary_free(&run);
}

/* All histograms of 11 items over 0, 1, 2 wrong tokens, or right ones; their share. */
static interval_law_t
law_of_tokens(nz_interval_method_t method, double q, double level, double step)
{
    const double pmf[3] = { (1 - q) * (1 - q), 2 * q * (1 - q), q * q };
    nz_score_interval_t *workspace = NULL;
    interval_law_t law = { 0 };

    NZ_ASSERT_OK(nz_score_interval_create(3, 0, &workspace));
    for (uint64_t b = 0; b <= 11; b++) {
        for (uint64_t c = 0; b + c <= 11; c++) {
            const uint64_t counts[3] = { 11 - b - c, b, c };
            const nz_scores_t scores = { counts, 3, 11 };
            nz_interval_t interval;
            NZ_ASSERT_OK(nz_score_interval_set(workspace, &scores, NULL));
            NZ_ASSERT_OK(nz_score_interval(
                workspace, method, nz_tails_two_sided(level), &interval));
            const double p = exp(lgamma(12.0) - lgamma((double) counts[0] + 1.0)
                                 - lgamma((double) b + 1.0) - lgamma((double) c + 1.0))
                             * pow(pmf[0], (double) counts[0]) * pow(pmf[1], (double) b)
                             * pow(pmf[2], (double) c);
            interval.lower *= step;
            interval.upper *= step;
            add_to_law(&law, interval, p, 2 * q * step);
        }
    }
    nz_score_interval_destroy(&workspace);
    return law;
}

static void
test_intervals_of_tokens_by_enumeration(void)
{
    static const char yaml[] = "seed: 5\nreplicates: 20000\n"
                               "models: { parameters: [1.0e8] }\n"
                               "law: { c: 6.0e7, alpha: -0.5 }\n"
                               "task: { kind: sequence, tokens: [2] }\n"
                               "test_sizes: [11]\n"
                               "metrics: [token_edit_distance, token_accuracy]\n"
                               "intervals: all\n";
    const double q = -expm1(-pow(1.0e8 / 6.0e7, -0.5));
    nz_summary_t run = { 0 };

    nz_test_simulate(yaml, 1, &run);
    for (size_t i = 0; i < 2 * run.study.intervals.n; i++) {
        const nz_interval_method_t method =
            (nz_interval_method_t) run.study.intervals.values[i % NZ_N_INTERVAL_METHODS];
        const bool is_share = i >= run.study.intervals.n;
        if (!nz_interval_method_takes_scores(method)) {
            CU_ASSERT_TRUE(isnan(run.value[NZ_QUANTITY_COVERAGE][i]));
            CU_ASSERT_TRUE(isnan(run.value[NZ_QUANTITY_WIDTH][i]));
            continue;
        }
        const double wrong = is_share ? 1 - q : q, step = is_share ? 0.5 : 1.0;
        const interval_law_t law = law_of_tokens(method, wrong, 0.95, step);
        const interval_law_t twin = law_of_tokens(method, wrong, 0.9, step);
        CU_ASSERT_EQUAL(interval_disagreements(&run, i, &law), 0);
        CU_ASSERT_TRUE(interval_disagreements(&run, i, &twin) > 0);
    }
    nz_summary_free(&run);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_intervals_of_accuracy_by_enumeration),
        NZ_TEST(test_intervals_of_tokens_by_enumeration),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("simulated_intervals", tests, argc, argv);
}
