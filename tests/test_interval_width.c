#include "stats/interval_width.h"

#include "stats/binomial.h"
#include "stats/coverage.h"
#include "stats/proportion.h"
#include "tests/interval_width_reference.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdlib.h>

static nz_interval_width_t
goal_of(nz_interval_method_t method, double tail, double half_width, double assurance)
{
    return (nz_interval_width_t){ method, { tail, tail }, half_width, assurance };
}

static uint64_t
trials_of(const nz_interval_width_t *goal, double p, double *achieved)
{
    uint64_t n = 0;
    NZ_ASSERT_OK(nz_interval_width_trials(goal, p, &n, achieved));
    return n;
}

static double
achieved_of(const nz_interval_width_t *goal, uint64_t n, double p)
{
    double achieved = 0.0;
    NZ_ASSERT_OK(nz_interval_width_achieved(goal, n, p, &achieved));
    return achieved;
}

static bool
is_reached(const nz_interval_width_t *goal, double achieved)
{
    return goal->assurance > 0.0 ? achieved >= goal->assurance
                                 : achieved <= goal->half_width;
}

static void
test_nz_interval_width_trials_reference(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(interval_width_references); i++) {
        const struct nz_interval_width_reference *r = &interval_width_references[i];
        const nz_interval_width_t goal =
            goal_of(r->method, r->tail, r->half_width, r->assurance);
        double achieved = 0.0;
        const uint64_t n = trials_of(&goal, r->p, &achieved);
        CU_ASSERT_EQUAL(n, r->n);
        NZ_ASSERT_REL(achieved, r->achieved, 1e-11);
        CU_ASSERT_EQUAL(achieved_of(&goal, n, r->p), achieved);
    }
}

/* Over all counts, one by one. */
static double
enumerated(const nz_interval_width_t *goal, uint64_t n, double p)
{
    double weights = 0.0, sum = 0.0;

    for (uint64_t k = 0; k <= n; k++) {
        const double weight = nz_binomial_pmf(k, n, p);
        nz_interval_t interval;
        if (weight < 1e-18) {
            continue;
        }
        NZ_ASSERT_OK(nz_proportion_interval(goal->method, k, n, goal->tails, &interval));
        const double h = (interval.upper - interval.lower) / 2.0;
        const bool is_defined = interval.status != NZ_INTERVAL_UNDEFINED;
        if (goal->assurance > 0.0) {
            weights += weight;
            sum += is_defined && h <= goal->half_width ? weight : 0.0;
        } else if (is_defined) {
            weights += weight;
            sum += weight * h;
        }
    }
    return sum / weights;
}

/* A goal that some sixty items reach, and a p; accuracies are often small. */
static nz_interval_width_t
draw_goal(nz_interval_method_t method, double *p)
{
    static const double tails[] = { 0.025, 0.05, 0.005, 0.1, 0.25, 0.2 };
    const double tail = tails[nz_test_below(NZ_COUNT_OF(tails))];
    nz_interval_width_t goal = goal_of(method, tail, 0.0, 0.0);
    uint64_t n = 0;

    do {
        *p = nz_test_uniform() < 0.5 ? nz_test_uniform()
                                     : pow(10.0, -3.0 * nz_test_uniform());
        *p = nz_test_uniform() < 0.3 ? 1.0 - *p : *p;
        goal.half_width = 0.6 * pow(0.03, nz_test_uniform());
        goal.assurance = nz_test_uniform() < 0.5 ? 0.0 : nz_test_uniform();
        if (method == NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
            goal.assurance = nz_test_uniform();
        }
        nz_interval_width_t typical = goal;
        typical.method = method == NZ_METHOD_ANYTIME ? method : NZ_METHOD_WILSON;
        n = trials_of(&typical, *p, NULL);
    } while (n > 60);
    return goal;
}

/* The answer follows the last n that fails, up to three times as far and until successes
 * are common. */
static void
check_all_larger(nz_interval_method_t method)
{
    double p, achieved = 0.0;
    const nz_interval_width_t goal = draw_goal(method, &p);
    uint64_t n = 0, last = 0;

    const nz_status_t status = nz_interval_width_trials(&goal, p, &n, &achieved);
    if (status == NZ_ERR_DOMAIN && nz_interval_width_is_counted(&goal)) {
        return; /* too many intervals */
    }
    CU_ASSERT_EQUAL_FATAL(status, NZ_OK);
    for (uint64_t m = 1; m <= 3 * n + 60; m++) {
        const double value = enumerated(&goal, m, p);
        last = is_reached(&goal, value) ? last : m;
        if (m == n) {
            NZ_ASSERT_REL(achieved, value, 1e-11);
        }
    }
    CU_ASSERT_EQUAL(last + 1, n);
}

static void
test_nz_interval_width_trials_all_larger(void)
{
    for (int method = 0; method < (int) NZ_N_INTERVAL_METHODS; method++) {
        const int n_goals = method <= (int) NZ_METHOD_WILSON     ? 200
                            : method < (int) NZ_METHOD_STUDENT_T ? 6
                                                                 : 15;
        for (int i = 0; i < n_goals; i++) {
            check_all_larger((nz_interval_method_t) method);
        }
    }
}

/* With closed forms and thousands of items: next to the answer, and well beyond it. */
static void
test_nz_interval_width_trials_many_items(void)
{
    static const nz_interval_method_t methods[] = { NZ_METHOD_WALD, NZ_METHOD_WILSON,
        NZ_METHOD_AGRESTI_COULL };

    for (int i = 0; i < 120; i++) {
        const double p = 0.5 * pow(1e-6, nz_test_uniform());
        const nz_interval_width_t goal = goal_of(methods[i % 3], i % 2 ? 0.025 : 0.005,
            p * 0.6 * pow(0.01, nz_test_uniform()),
            i % 5 < 2 ? 0.0 : 0.05 + 0.9 * nz_test_uniform());
        double achieved = 0.0;
        const uint64_t n = trials_of(&goal, p, &achieved);
        CU_ASSERT(is_reached(&goal, achieved));
        CU_ASSERT_FATAL(n > 10);
        CU_ASSERT_FALSE(is_reached(&goal, achieved_of(&goal, n - 1, p)));
        for (uint64_t m = n; m < 2 * n; m += 1 + n / 997 + (m - n) / 31) {
            CU_ASSERT(is_reached(&goal, achieved_of(&goal, m, p)));
        }
    }
}

/* The one below fails, also where the search saved the look at it. */
static void
test_nz_interval_width_trials_neighbour(void)
{
    static const nz_interval_method_t methods[] = { NZ_METHOD_ANYTIME,
        NZ_METHOD_JEFFREYS };

    for (int i = 0; i < 300; i++) {
        const double p = 0.5 * pow(1e-4, nz_test_uniform());
        const nz_interval_width_t goal = goal_of(
            methods[i % 10 == 0], 0.025, p * 0.9 * pow(0.01, nz_test_uniform()), 0.0);
        double achieved = 0.0;
        const uint64_t n = trials_of(&goal, p, &achieved);
        CU_ASSERT(is_reached(&goal, achieved));
        CU_ASSERT_FATAL(n > 1);
        CU_ASSERT_FALSE(is_reached(&goal, achieved_of(&goal, n - 1, p)));
    }
}

/* What is just reached is reached. */
static void
test_nz_interval_width_ties(void)
{
    static const nz_interval_method_t methods[] = { NZ_METHOD_WILSON, NZ_METHOD_JEFFREYS,
        NZ_METHOD_BOOTSTRAP_PERCENTILE };
    const uint64_t n = 50;

    for (size_t i = 0; i < NZ_COUNT_OF(methods); i++) {
        nz_interval_width_t goal = goal_of(methods[i], 0.025, 0.1, 0.0);
        nz_interval_t interval;
        double lower;
        goal.half_width = achieved_of(&goal, n, 0.1);
        CU_ASSERT_EQUAL(trials_of(&goal, 0.1, NULL), n);

        NZ_ASSERT_OK(nz_proportion_interval(goal.method, 3, n, goal.tails, &interval));
        goal.half_width = (interval.upper - interval.lower) / 2.0;
        goal.assurance = 0.5;
        NZ_ASSERT_OK(nz_binomial_tails(3, n, 0.1, &lower, NULL));
        CU_ASSERT(achieved_of(&goal, n, 0.1) >= lower * (1.0 - 1e-12));

        const uint64_t least = trials_of(&goal, 0.1, NULL);
        goal.assurance = achieved_of(&goal, least - 1, 0.1);
        CU_ASSERT(trials_of(&goal, 0.1, NULL) < least);
    }
}

/* Next to 2^53: half of all counts, and counts that no such n makes short enough. */
static void
test_nz_interval_width_trials_most_items(void)
{
    const double z = 1.9599639845400542;
    const double gaps[] = { 1e-6, 1e-9, 1e-8, 3e-8 };

    for (size_t i = 0; i < NZ_COUNT_OF(gaps); i++) {
        const double n = (double) NZ_COUNT_MAX * (1.0 - gaps[i]);
        const nz_interval_width_t even =
            goal_of(NZ_METHOD_WILSON, 0.025, 0.5 * z / sqrt(n), 0.99);
        NZ_ASSERT_REL((double) trials_of(&even, 0.5, NULL), n, 1e-7);
    }
    for (int i = 0; i < 40; i++) {
        const double relative = 0.7 + 0.02 * i;
        const nz_interval_width_t rare =
            goal_of(NZ_METHOD_WILSON, 0.025, relative * 1e-11, 0.8);
        const nz_interval_width_t rarer =
            goal_of(NZ_METHOD_WILSON, 0.025, relative * 1e-15, 0.8);
        const double n = 1e4 * (double) trials_of(&rare, 1e-11, NULL);
        uint64_t same = 0;
        const nz_status_t status = nz_interval_width_trials(&rarer, 1e-15, &same, NULL);
        if (n > 1.2 * (double) NZ_COUNT_MAX) {
            CU_ASSERT_EQUAL(status, NZ_ERR_UNREACHABLE);
        } else if (n <= (double) NZ_COUNT_MAX) {
            CU_ASSERT_EQUAL(status, NZ_OK);
            NZ_ASSERT_REL((double) same, n, 1e-6);
        }
    }
}

/* Where the mean hardly falls, it must be looked at. */
static void
test_nz_interval_width_trials_flat(void)
{
    static const double goals[][3] = { { 0.2, 0.97991922336772019, 0.016619512533489846 },
        { 0.1, 0.98455998554218382, 0.018761048509332041 },
        { 0.1, 0.049954808391042604, 0.089600735655543537 },
        { 0.05, 0.0084370964903570621, 0.0144382737241735 } };

    for (size_t i = 0; i < NZ_COUNT_OF(goals); i++) {
        const nz_interval_width_t goal =
            goal_of(NZ_METHOD_STUDENT_T, goals[i][0], goals[i][2], 0.0);
        const uint64_t n = trials_of(&goal, goals[i][1], NULL);
        CU_ASSERT_FATAL(n > 1);
        CU_ASSERT(is_reached(&goal, enumerated(&goal, n, goals[i][1])));
        CU_ASSERT_FALSE(is_reached(&goal, enumerated(&goal, n - 1, goals[i][1])));
    }
}

/* All of some teeth of the probability. */
static void
test_nz_interval_width_trials_teeth(void)
{
    static const double truths[] = { 0.02, 0.3, 0.4999, 0.5, 0.9 };

    for (size_t i = 0; i < NZ_COUNT_OF(truths); i++) {
        const double p = truths[i];
        const nz_interval_width_t goal =
            goal_of(NZ_METHOD_WILSON, 0.025, 0.02 * p * (1.0 - p), 0.9);
        const uint64_t n = trials_of(&goal, p, NULL);
        CU_ASSERT_FALSE(is_reached(&goal, achieved_of(&goal, n - 1, p)));
        for (uint64_t m = n; m < n + 3000; m++) {
            CU_ASSERT(is_reached(&goal, achieved_of(&goal, m, p)));
        }
    }
}

/* Up to 2^53 items. With few successes n p is what counts. */
static void
test_nz_interval_width_trials_rare(void)
{
    for (int method = 0; method <= (int) NZ_METHOD_STUDENT_T; method++) {
        for (int i = 0; i < 4 && method != (int) NZ_METHOD_ANYTIME; i++) {
            const double assurance = i % 2 ? 0.8 : 0.0, relative = i / 2 ? 0.5 : 0.1;
            const nz_interval_width_t goal =
                goal_of((nz_interval_method_t) method, 0.025, relative * 1e-8, assurance);
            const nz_interval_width_t rarer = goal_of(
                (nz_interval_method_t) method, 0.025, relative * 1e-12, assurance);
            const double n = (double) trials_of(&goal, 1e-8, NULL);
            NZ_ASSERT_REL((double) trials_of(&rarer, 1e-12, NULL), 1e4 * n, 1e-6);
        }
    }
}

/* The strided sum against that of every count. */
static void
test_nz_interval_width_achieved_every_count(void)
{
    static const double tails[] = { 0.025, 0.25, 0.005, 5e-7 };

    for (int method = 0; method <= (int) NZ_METHOD_BOOTSTRAP_NORMAL; method++) {
        for (int i = 0; i < 80; i++) {
            const double p = 0.5 * pow(1e-9, nz_test_uniform());
            const double mean = i % 2 ? 30.0 + 80.0 * nz_test_uniform()
                                      : pow(10.0, 4.0 * nz_test_uniform());
            const uint64_t n = (uint64_t) (mean / p) + 1;
            const nz_interval_width_t goal =
                goal_of((nz_interval_method_t) method, tails[i % 4], 0.1, 0.0);
            nz_coverage_t every;
            if (nz_interval_width_is_counted(&goal)) {
                continue;
            }
            NZ_ASSERT_OK(
                nz_coverage_at(goal.method, n, p, goal.tails, NULL, NULL, &every));
            NZ_ASSERT_REL(achieved_of(&goal, n, p), 0.5 * every.expected_width, 3e-13);
        }
    }
}

/* A standard deviation of 1e6 counts, against the half-width at the mean and its second
 * derivative: wald's is s = sqrt(p q/n) z, E h = s (1 - 1/(8 n p q)) + O(n^-2). */
static void
test_nz_interval_width_achieved_huge(void)
{
    const double p = 0.2, n = 1e13;
    const nz_interval_width_t goal = goal_of(NZ_METHOD_WALD, 0.025, 0.1, 0.0);
    const double z = 1.9599639845400542;

    NZ_ASSERT_REL(achieved_of(&goal, (uint64_t) n, p),
        z * sqrt(p * (1.0 - p) / n) * (1.0 - 1.0 / (8.0 * n * p * (1.0 - p))), 1e-10);
}

/* What is known without a sum: X = 0 with certainty. */
static void
test_nz_interval_width_trials_certain(void)
{
    const double w = 1.9599639845400542 * 1.9599639845400542, h = 0.003;
    const double wilson = ceil(w * (0.5 / h - 1.0));
    const double exact = ceil(log(0.025) / log1p(-2.0 * h));

    for (int i = 0; i < 4; i++) {
        const double p = i % 2, assurance = i / 2 ? 0.9 : 0.0;
        nz_interval_width_t goal = goal_of(NZ_METHOD_WILSON, 0.025, h, assurance);
        CU_ASSERT_EQUAL((double) trials_of(&goal, p, NULL), wilson);
        goal.method = NZ_METHOD_CLOPPER_PEARSON;
        CU_ASSERT_EQUAL((double) trials_of(&goal, p, NULL), exact);
        goal.method = NZ_METHOD_WALD; /* a point */
        CU_ASSERT_EQUAL(trials_of(&goal, p, NULL), 1);
        goal.method = NZ_METHOD_STUDENT_T; /* undefined at n = 1 */
        CU_ASSERT_EQUAL(trials_of(&goal, p, NULL), 2);
        goal.method = NZ_METHOD_BOOTSTRAP_PERCENTILE;
        CU_ASSERT_EQUAL(trials_of(&goal, p, NULL), 1);
        goal.method = NZ_METHOD_BOOTSTRAP_BCA; /* never defined */
        uint64_t n = 7;
        CU_ASSERT_EQUAL(nz_interval_width_trials(&goal, p, &n, NULL), NZ_ERR_UNREACHABLE);
        const double never = achieved_of(&goal, 5, p);
        CU_ASSERT(assurance > 0.0 ? never == 0.0 : isnan(never));
    }
}

/* A point reaches any width, until a success is likely. */
static void
test_nz_interval_width_trials_point(void)
{
    const nz_interval_width_t goal = goal_of(NZ_METHOD_WALD, 0.025, 1.9e-3, 0.0);
    const nz_interval_width_t assured = goal_of(NZ_METHOD_WALD, 0.025, 1.5e-3, 0.9);
    const nz_interval_width_t wider = goal_of(NZ_METHOD_WALD, 0.025, 1.96e-3, 0.0);

    CU_ASSERT(is_reached(&goal, achieved_of(&goal, 1, 1e-3)));
    const uint64_t n = trials_of(&goal, 1e-3, NULL);
    CU_ASSERT_FATAL(n > 2);
    CU_ASSERT_FALSE(is_reached(&goal, achieved_of(&goal, n - 1, 1e-3)));
    CU_ASSERT(is_reached(&assured, achieved_of(&assured, 10, 1e-3)));
    CU_ASSERT(trials_of(&assured, 1e-3, NULL) > 1000);
    CU_ASSERT_EQUAL(trials_of(&wider, 1e-3, NULL), 1);
}

static void
test_nz_interval_width_trials_mirrored(void)
{
    for (int method = 0; method < (int) NZ_METHOD_BOOTSTRAP_STUDENTIZED; method++) {
        for (int i = 0; i < 2; i++) {
            nz_interval_width_t goal =
                goal_of((nz_interval_method_t) method, 0.025, 0.08, i ? 0.7 : 0.0);
            double low = 0.0, high = 0.0;
            CU_ASSERT_EQUAL(
                trials_of(&goal, 0.0625, &low), trials_of(&goal, 0.9375, &high));
            NZ_ASSERT_REL(low, high, 1e-10);
        }
    }
    const double p = 0x1p-30; /* no digits are lost next to one */
    const nz_interval_width_t rare = goal_of(NZ_METHOD_WILSON, 0.025, 0.5 * p, 0.0);
    CU_ASSERT_EQUAL(trials_of(&rare, p, NULL), trials_of(&rare, 1.0 - p, NULL));
}

static void
test_nz_interval_width_unreachable(void)
{
    const nz_interval_width_t tiny = goal_of(NZ_METHOD_WILSON, 0.025, 1e-9, 0.0);
    const nz_interval_width_t assured = goal_of(NZ_METHOD_WILSON, 0.025, 1e-9, 0.5);
    const nz_interval_width_t least =
        goal_of(NZ_METHOD_CLOPPER_PEARSON, 0.025, 1e-300, 0.0);
    const nz_interval_width_t infinite =
        goal_of(NZ_METHOD_BOOTSTRAP_STUDENTIZED, 0.025, 0.1, 0.0);
    uint64_t n = 7;
    double achieved = 7.0;

    CU_ASSERT_EQUAL(
        nz_interval_width_trials(&tiny, 0.3, &n, &achieved), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(
        nz_interval_width_trials(&assured, 0.3, &n, &achieved), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(
        nz_interval_width_trials(&assured, 0.5, &n, &achieved), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(
        nz_interval_width_trials(&least, 0.0, &n, &achieved), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(
        nz_interval_width_trials(&infinite, 0.3, &n, &achieved), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(
        nz_interval_width_achieved(&infinite, 2, 0.3, &achieved), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(n, 7);
    CU_ASSERT_EQUAL(achieved, 7.0);
    CU_ASSERT(isnan(achieved_of(&infinite, 1, 0.3)));
    CU_ASSERT(isnan(achieved_of(&infinite, 5, 0.0)));
}

static void
check_domain(nz_interval_width_t goal, uint64_t trials, double p)
{
    double achieved = 7.0;
    uint64_t n = 7;

    CU_ASSERT_EQUAL(
        nz_interval_width_achieved(&goal, trials, p, &achieved), NZ_ERR_DOMAIN);
    if (trials == 10) {
        CU_ASSERT_EQUAL(nz_interval_width_trials(&goal, p, &n, &achieved), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(n, 7);
    CU_ASSERT_EQUAL(achieved, 7.0);
}

static void
test_nz_interval_width_domain(void)
{
    const nz_interval_width_t good = goal_of(NZ_METHOD_WILSON, 0.025, 0.1, 0.5);
    const double bad_tails[] = { 0.0, 0.2500001, -0.1, (double) NAN };
    const double bad_widths[] = { 0.0, -0.1, (double) INFINITY, (double) NAN };
    const double bad_assurances[] = { -0.1, 1.0, (double) NAN };
    const double bad_truths[] = { -0.1, 1.1, (double) NAN };

    (void) achieved_of(&good, 10, 0.3);
    for (size_t i = 0; i < 4; i++) {
        check_domain(goal_of(NZ_METHOD_WILSON, bad_tails[i], 0.1, 0.5), 10, 0.3);
        check_domain(goal_of(NZ_METHOD_WILSON, 0.025, bad_widths[i], 0.5), 10, 0.3);
    }
    for (size_t i = 0; i < 3; i++) {
        check_domain(goal_of(NZ_METHOD_WILSON, 0.025, 0.1, bad_assurances[i]), 10, 0.3);
        check_domain(good, 10, bad_truths[i]);
    }
    nz_interval_width_t unequal = good;
    unequal.tails.upper = 0.05;
    check_domain(unequal, 10, 0.3);
    check_domain(good, 0, 0.3);
    check_domain(good, NZ_COUNT_MAX + 1, 0.3);
    check_domain(goal_of(NZ_N_INTERVAL_METHODS, 0.025, 0.1, 0.0), 10, 0.3);
    check_domain(goal_of(NZ_METHOD_BOOTSTRAP_BCA, 4e-4, 0.1, 0.0), 10, 0.3);
}

static void
test_nz_interval_width_null(void)
{
    const nz_interval_width_t goal = goal_of(NZ_METHOD_WILSON, 0.025, 0.1, 0.0);
    double achieved;
    uint64_t n;

    CU_ASSERT_EQUAL(nz_interval_width_achieved(NULL, 9, 0.5, &achieved), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_interval_width_achieved(&goal, 9, 0.5, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_interval_width_trials(NULL, 0.5, &n, &achieved), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_interval_width_trials(&goal, 0.5, NULL, NULL), NZ_ERR_NULL_ARG);
}

/* More intervals than NZ_INTERVAL_WIDTH_COUNTS_MAX are refused, by what would be asked
 * for at most and by what is. */
static void
test_nz_interval_width_too_many_counts(void)
{
    const nz_interval_width_t goal =
        goal_of(NZ_METHOD_BOOTSTRAP_PERCENTILE, 0.025, 1e-3, 0.0);
    const nz_interval_width_t assured =
        goal_of(NZ_METHOD_BOOTSTRAP_BCA, 0.025, 2e-4, 0.9);
    const nz_interval_width_t point =
        goal_of(NZ_METHOD_BOOTSTRAP_PERCENTILE, 0.025, 1.95 * 3.4e-4, 0.0);
    const nz_interval_width_t tiny =
        goal_of(NZ_METHOD_BOOTSTRAP_BASIC, 0.025, 1e-12, 0.0);
    uint64_t n = 7;
    double achieved = 7.0;

    CU_ASSERT_EQUAL(nz_interval_width_trials(&goal, 0.5, &n, &achieved), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_interval_width_trials(&assured, 1e-3, &n, &achieved), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_interval_width_trials(&tiny, 0.5, &n, &achieved), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_interval_width_trials(&point, 3.4e-4, &n, &achieved), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_interval_width_achieved(&goal, UINT64_C(1) << 40, 0.5, &achieved),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(n, 7);
    CU_ASSERT_EQUAL(achieved, 7.0);
    CU_ASSERT(achieved_of(&goal, 10000, 0.5) > 0.0095);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_nz_interval_width_trials_reference),
        NZ_TEST(test_nz_interval_width_trials_all_larger),
        NZ_TEST(test_nz_interval_width_trials_many_items),
        NZ_TEST(test_nz_interval_width_trials_neighbour),
        NZ_TEST(test_nz_interval_width_trials_flat),
        NZ_TEST(test_nz_interval_width_ties),
        NZ_TEST(test_nz_interval_width_trials_most_items),
        NZ_TEST(test_nz_interval_width_trials_teeth),
        NZ_TEST(test_nz_interval_width_trials_rare),
        NZ_TEST(test_nz_interval_width_achieved_every_count),
        NZ_TEST(test_nz_interval_width_achieved_huge),
        NZ_TEST(test_nz_interval_width_trials_certain),
        NZ_TEST(test_nz_interval_width_trials_point),
        NZ_TEST(test_nz_interval_width_trials_mirrored),
        NZ_TEST(test_nz_interval_width_unreachable),
        NZ_TEST(test_nz_interval_width_domain),
        NZ_TEST(test_nz_interval_width_null),
        NZ_TEST(test_nz_interval_width_too_many_counts),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("interval_width", tests, argc, argv);
}
