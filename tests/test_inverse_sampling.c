/* Exact sums over the outcomes of a plan, and draws against them. */
#include "stats/inverse_sampling.h"

#include "stats/binomial.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdbool.h>

#define OUTCOMES_MAX 512
static const double false_alarm = 1e-8;

/* The outcomes in their order, from 0 of n up to r of r; how many. */
static size_t
list_outcomes(const nz_inverse_plan_t *plan, nz_inverse_outcome_t *outcomes)
{
    size_t n = 0;
    for (uint64_t k = 0; k < plan->successes && k <= plan->budget; k++) {
        outcomes[n++] = (nz_inverse_outcome_t){ k, plan->budget };
    }
    for (uint64_t t = plan->budget; t >= plan->successes; t--) {
        outcomes[n++] = (nz_inverse_outcome_t){ plan->successes, t };
    }
    CU_ASSERT_FATAL(n <= OUTCOMES_MAX);
    return n;
}

/* Ways to the outcome times p^k q^(t-k): the last trial is a success if r was reached. */
static double
probability(const nz_inverse_plan_t *plan, nz_inverse_outcome_t outcome, double p)
{
    if (outcome.successes < plan->successes) {
        return nz_binomial_pmf(outcome.successes, outcome.trials, p);
    }
    return p * nz_binomial_pmf(plan->successes - 1, outcome.trials - 1, p);
}

static const nz_inverse_plan_t plans[] = { { 2, 1 }, { 2, 2 }, { 2, 7 }, { 3, 3 },
    { 3, 40 }, { 5, 12 }, { 5, 200 }, { 20, 19 }, { 20, 20 }, { 20, 90 } };
static const double shares[] = { 1e-4, 0.013, 0.2, 0.5, 0.83, 0.999 };

static void
test_estimate_and_variance_are_unbiased(void)
{
    size_t twins = 0;
    for (size_t i = 0; i < NZ_COUNT_OF(plans) * NZ_COUNT_OF(shares); i++) {
        const nz_inverse_plan_t *plan = &plans[i / NZ_COUNT_OF(shares)];
        const double p = shares[i % NZ_COUNT_OF(shares)];
        nz_inverse_outcome_t outcomes[OUTCOMES_MAX];
        const size_t n = list_outcomes(plan, outcomes);
        double all = 0.0, mean = 0.0, square = 0.0, variance = 0.0, twin = 0.0;
        for (size_t j = 0; j < n; j++) {
            const double weight = probability(plan, outcomes[j], p);
            const double estimate = nz_inverse_sampling_estimate(plan, &outcomes[j]);
            all += weight;
            mean += weight * estimate;
            square += weight * estimate * estimate;
            variance += weight * nz_inverse_sampling_variance(plan, &outcomes[j]);
            twin += weight * (double) outcomes[j].successes / (double) outcomes[j].trials;
        }
        NZ_ASSERT_ABS(all, 1.0, 1e-13);
        NZ_ASSERT_REL(mean, p, 1e-12);
        if (plan->budget > 1) {
            NZ_ASSERT_ABS(variance, square - p * p, 1e-13);
        } else {
            CU_ASSERT_TRUE(isnan(variance));
        }
        twins += twin > 1.01 * p;
    }
    CU_ASSERT_TRUE(twins > 10); /* r/K is too large */
}

/* Never below the level, on either side; and not far above where outcomes are many. */
static void
test_interval_covers(void)
{
    static const nz_tails_t tails = { 0.04, 0.1 };
    for (size_t i = 0; i < NZ_COUNT_OF(plans); i++) {
        nz_inverse_outcome_t outcomes[OUTCOMES_MAX];
        nz_interval_t intervals[OUTCOMES_MAX];
        const size_t n = list_outcomes(&plans[i], outcomes);
        double least = 1.0;
        for (size_t j = 0; j < n; j++) {
            NZ_ASSERT_OK(nz_inverse_sampling_interval(
                &plans[i], &outcomes[j], tails, &intervals[j]));
            CU_ASSERT_EQUAL(intervals[j].status, NZ_INTERVAL_OK);
            CU_ASSERT_TRUE(j == 0
                           || (intervals[j].lower >= intervals[j - 1].lower
                               && intervals[j].upper >= intervals[j - 1].upper));
        }
        for (int step = 1; step < 400; step++) {
            const double p = pow(step / 400.0, 3.0);
            double above = 0.0, below = 0.0;
            for (size_t j = 0; j < n; j++) {
                const double weight = probability(&plans[i], outcomes[j], p);
                above += intervals[j].lower > p ? weight : 0.0;
                below += intervals[j].upper < p ? weight : 0.0;
            }
            CU_ASSERT_TRUE(above <= tails.lower + 1e-12);
            CU_ASSERT_TRUE(below <= tails.upper + 1e-12);
            least = fmin(least, 1.0 - above - below);
        }
        CU_ASSERT_TRUE(n < 50 || least < 0.87);
    }
}

/* At each limit the tail of the outcomes from there on is what was asked for. */
static void
test_interval_inverts_the_tails(void)
{
    static const nz_tails_t tails = { 0.025, 0.07 };
    for (size_t i = 0; i < NZ_COUNT_OF(plans); i++) {
        nz_inverse_outcome_t outcomes[OUTCOMES_MAX];
        const size_t n = list_outcomes(&plans[i], outcomes);
        for (size_t j = 0; j < n; j++) {
            nz_interval_t interval;
            double at_least = 0.0, at_most = 0.0;
            NZ_ASSERT_OK(
                nz_inverse_sampling_interval(&plans[i], &outcomes[j], tails, &interval));
            for (size_t m = 0; m < n; m++) {
                at_least +=
                    m >= j ? probability(&plans[i], outcomes[m], interval.lower) : 0.0;
                at_most +=
                    m <= j ? probability(&plans[i], outcomes[m], interval.upper) : 0.0;
            }
            if (j == 0) {
                CU_ASSERT_EQUAL(interval.lower, 0.0);
            } else {
                NZ_ASSERT_REL(at_least, tails.lower, 1e-10);
            }
            if (j == n - 1) {
                CU_ASSERT_EQUAL(interval.upper, 1.0);
            } else {
                NZ_ASSERT_REL(at_most, tails.upper, 1e-10);
            }
        }
    }
}

static void
test_interval_one_sided_and_large(void)
{
    const nz_inverse_plan_t plan = { 5, NZ_COUNT_MAX };
    const nz_inverse_outcome_t late = { 5, NZ_COUNT_MAX }, never = { 0, NZ_COUNT_MAX },
                               all = { 5, 5 };
    nz_interval_t interval;

    NZ_ASSERT_OK(
        nz_inverse_sampling_interval(&plan, &late, (nz_tails_t){ 0.05, 0.0 }, &interval));
    CU_ASSERT_EQUAL(interval.upper, 1.0);
    /* Gamma(5) at .05, over K. */
    NZ_ASSERT_REL(
        interval.lower, gsl_cdf_gamma_Pinv(0.05, 5.0, 1.0) / (double) NZ_COUNT_MAX, 1e-9);
    NZ_ASSERT_OK(
        nz_inverse_sampling_interval(&plan, &late, (nz_tails_t){ 0.0, 0.05 }, &interval));
    CU_ASSERT_EQUAL(interval.lower, 0.0);
    NZ_ASSERT_REL(
        interval.upper, gsl_cdf_gamma_Qinv(0.05, 5.0, 1.0) / (double) NZ_COUNT_MAX, 1e-9);
    NZ_ASSERT_OK(
        nz_inverse_sampling_interval(&plan, &never, nz_tails_two_sided(0.95), &interval));
    CU_ASSERT_TRUE(interval.lower == 0.0 && interval.upper < 1e-15);
    NZ_ASSERT_OK(
        nz_inverse_sampling_interval(&plan, &all, (nz_tails_t){ 0.0, 0.05 }, &interval));
    CU_ASSERT_TRUE(interval.lower == 0.0 && interval.upper == 1.0);
}

/* Cells are the outcomes of a plan, those of few expected draws together. */
static bool
draws_fit(const nz_inverse_plan_t *plan, double p, double p_tested)
{
    enum { DRAWS = 200000 };
    gsl_rng *rng =
        nz_test_rng(nz_gsl_rng_pcg64(), plan->budget + (unsigned long) (1e6 * p));
    static uint64_t few[32], at[OUTCOMES_MAX];
    double chi2 = 0.0, rest_seen = 0.0, rest = 0.0, freedom = -1.0;
    nz_inverse_outcome_t outcomes[OUTCOMES_MAX];
    const size_t n = list_outcomes(plan, outcomes);

    for (size_t j = 0; j < OUTCOMES_MAX; j++) {
        at[j] = few[j % 32] = 0;
    }
    for (int i = 0; i < DRAWS; i++) {
        const nz_inverse_outcome_t o = nz_inverse_sampling_draw(rng, plan, p, 1.0 - p);
        CU_ASSERT_FATAL(o.successes <= plan->successes && o.trials <= plan->budget);
        CU_ASSERT_FATAL(o.successes == plan->successes || o.trials == plan->budget);
        *(o.successes < plan->successes ? &few[o.successes] : &at[o.trials]) += 1;
    }
    gsl_rng_free(rng);
    for (size_t j = 0; j < n; j++) {
        const nz_inverse_outcome_t o = outcomes[j];
        const double seen =
            (double) (o.successes < plan->successes ? few[o.successes] : at[o.trials]);
        const double expected = DRAWS * probability(plan, o, p_tested);
        if (expected < 20.0) {
            rest += expected;
            rest_seen += seen;
            continue;
        }
        chi2 += pow(seen - expected, 2.0) / expected;
        freedom += 1.0;
    }
    if (rest >= 20.0) {
        chi2 += pow(rest_seen - rest, 2.0) / rest;
        freedom += 1.0;
    } else if (rest_seen > 100.0) {
        return false;
    }
    return freedom < 1.0 ? rest_seen < 100.0
                         : gsl_cdf_chisq_Q(chi2, freedom) > false_alarm;
}

static void
test_draw_by_chi_square(void)
{
    static const struct {
        nz_inverse_plan_t plan;
        double p;
    } cases[] = { { { 2, 7 }, 0.2 }, { { 2, 300 }, 0.013 }, { { 5, 200 }, 0.02 },
        { { 5, 200 }, 0.5 }, { { 20, 90 }, 0.2 }, { { 20, 19 }, 0.83 },
        { { 20, 60 }, 0.05 }, { { 20, 25 }, 0.95 }, { { 3, 3 }, 0.5 } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const double p = cases[i].p;
        CU_ASSERT_TRUE(draws_fit(&cases[i].plan, p, p));
        CU_ASSERT_FALSE(draws_fit(&cases[i].plan, p, 1.05 * p));
    }
}

/* K p is nearly gamma-distributed where successes are rare: mean of the estimate and of
 * its logarithm, for budgets and probabilities at the ends. */
static void
test_draw_of_rare_successes(void)
{
    enum { DRAWS = 20000 };
    static const double rare[] = { 1e-6, 1e-10, 4e-15 };
    for (size_t i = 0; i < 2 * NZ_COUNT_OF(rare); i++) {
        const double p = rare[i / 2];
        const nz_inverse_plan_t plan = { i % 2 == 0 ? 4 : 30, NZ_COUNT_MAX };
        const double r = (double) plan.successes;
        gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 77 + i);
        double sum = 0.0, reached = 0.0;
        for (int j = 0; j < DRAWS; j++) {
            const nz_inverse_outcome_t o =
                nz_inverse_sampling_draw(rng, &plan, p, 1.0 - p);
            sum += nz_inverse_sampling_estimate(&plan, &o) / p;
            reached += o.successes == plan.successes;
        }
        gsl_rng_free(rng);
        /* Variance 1/(r - 2) of (r - 1)/(K p) at most; a factor r/(r - 1) is seen. */
        const double limit = 5.73 / sqrt((r - 2.0) * DRAWS);
        CU_ASSERT_TRUE(fabs(sum / DRAWS - 1.0) < limit);
        CU_ASSERT_TRUE(fabs(sum / DRAWS * r / (r - 1.0) - 1.0) > limit);
        /* P(K <= n) = P(Poisson(np) >= r). */
        const double share = gsl_cdf_gamma_P(p * (double) NZ_COUNT_MAX, r, 1.0);
        CU_ASSERT_TRUE(fabs(reached / DRAWS - share)
                       <= 5.73 * sqrt(share * (1.0 - share) / DRAWS) + 1e-4);
    }
}

static void
test_draw_at_the_ends(void)
{
    const nz_inverse_plan_t plan = { 3, NZ_COUNT_MAX }, most = { 1000000, NZ_COUNT_MAX },
                            few = { 1000000, 1000 };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 5);
    static const double nearly_never[] = { 0.0, 4.9e-324, 1e-300, 1e-30 };

    for (size_t i = 0; i < NZ_COUNT_OF(nearly_never); i++) {
        const nz_inverse_outcome_t o =
            nz_inverse_sampling_draw(rng, &plan, nearly_never[i], 1.0);
        CU_ASSERT_TRUE(o.successes == 0 && o.trials == NZ_COUNT_MAX);
    }
    const nz_inverse_outcome_t always = nz_inverse_sampling_draw(rng, &most, 1.0, 0.0);
    CU_ASSERT_TRUE(always.successes == 1000000 && always.trials == 1000000);
    const nz_inverse_outcome_t short_of = nz_inverse_sampling_draw(rng, &few, 1.0, 0.0);
    CU_ASSERT_TRUE(short_of.successes == 1000 && short_of.trials == 1000);
    /* A million of some 9e5 expected: never reached, and the count is the binomial's. */
    const double p = 9e5 / (double) NZ_COUNT_MAX;
    double sum = 0.0;
    for (int i = 0; i < 200; i++) {
        const nz_inverse_outcome_t o = nz_inverse_sampling_draw(rng, &most, p, 1.0 - p);
        CU_ASSERT_TRUE(o.successes < 1000000 && o.trials == NZ_COUNT_MAX);
        sum += ((double) o.successes - 9e5) / sqrt(9e5);
    }
    CU_ASSERT_TRUE(fabs(sum / sqrt(200.0)) < 5.73);
    gsl_rng_free(rng);
}

static void
test_interval_refusals(void)
{
    static const struct {
        nz_inverse_plan_t plan;
        nz_inverse_outcome_t outcome;
    } bad[] = { { { 1, 5 }, { 1, 3 } }, { { 1000001, 5 }, { 1, 5 } },
        { { 3, 0 }, { 0, 0 } }, { { 3, NZ_COUNT_MAX + 1 }, { 3, 9 } },
        { { 3, 9 }, { 2, 8 } }, { { 3, 9 }, { 3, 10 } }, { { 3, 9 }, { 4, 9 } },
        { { 3, 9 }, { 3, 2 } } };
    const nz_inverse_plan_t plan = { 3, 9 };
    const nz_inverse_outcome_t outcome = { 3, 8 };
    const nz_tails_t tails = { 0.1, 0.1 }, nonsense = { 0.1, (double) NAN };
    nz_interval_t out = { 7.0, 7.0, NZ_INTERVAL_UNDEFINED };

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(
            nz_inverse_sampling_interval(&bad[i].plan, &bad[i].outcome, tails, &out),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(
        nz_inverse_sampling_interval(&plan, &outcome, nonsense, &out), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_inverse_sampling_interval(NULL, &outcome, tails, &out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_inverse_sampling_interval(&plan, NULL, tails, &out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_inverse_sampling_interval(&plan, &outcome, tails, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(
        out.lower == 7.0 && out.upper == 7.0 && out.status == NZ_INTERVAL_UNDEFINED);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_estimate_and_variance_are_unbiased),
        NZ_TEST(test_interval_covers),
        NZ_TEST(test_interval_inverts_the_tails),
        NZ_TEST(test_interval_one_sided_and_large),
        NZ_TEST(test_draw_by_chi_square),
        NZ_TEST(test_draw_of_rare_successes),
        NZ_TEST(test_draw_at_the_ends),
        NZ_TEST(test_interval_refusals),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("inverse_sampling", tests, argc, argv);
}
