/* With which probability the intervals for a proportion cover it, by enumeration. */
#include "stats/proportion.h"

#include "stats/beta.h"
#include "stats/binomial.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <string.h>

enum { N_MAX = 1000 };

static const nz_tails_t two_sided = { 0.025, 0.025 };

static nz_interval_t
interval(int method, uint64_t k, uint64_t n, nz_tails_t tails)
{
    nz_interval_t ci = { (double) NAN, (double) NAN, NZ_INTERVAL_OK };
    NZ_ASSERT_OK(nz_proportion_interval((nz_interval_method_t) method, k, n, tails, &ci));
    return ci;
}

static bool
covers(nz_interval_t ci, double p)
{
    return ci.status != NZ_INTERVAL_UNDEFINED && ci.lower <= p && p <= ci.upper;
}

/* Average over a uniform theta of P(lower <= theta <= upper): given theta, k has a
 * binomial law, and given k, theta has a Beta(k + 1, n - k + 1). */
static double
average_coverage(int method, uint64_t n)
{
    double sum = 0.0;

    for (uint64_t k = 0; k <= n; k++) {
        const nz_interval_t ci = interval(method, k, n, two_sided);
        const double a = (double) k + 1.0, b = (double) (n - k) + 1.0;
        double at_lower, at_upper;
        NZ_ASSERT_OK(nz_beta_tails(fmax(ci.lower, 0.0), a, b, &at_lower, NULL));
        NZ_ASSERT_OK(nz_beta_tails(fmin(ci.upper, 1.0), a, b, &at_upper, NULL));
        sum += at_upper - at_lower;
    }
    return sum / ((double) n + 1.0);
}

static double
coverage(int method, uint64_t n, double theta, nz_tails_t tails)
{
    double sum = 0.0;

    for (uint64_t k = 0; k <= n; k++) {
        const double pmf = nz_binomial_pmf(k, n, theta);
        if (pmf > 1e-18 && covers(interval(method, k, n, tails), theta)) {
            sum += pmf;
        }
    }
    return sum;
}

/* By scripts/reference_proportion_coverage.py; those of wald, percentile, wilson,
 * clopper_pearson, bayes_uniform and jeffreys agree with the plots of Bowyer, Aitchison,
 * Ivanova (2025).
 */
static void
test_proportion_average_coverage(void)
{
    static const uint64_t sizes[] = { 3, 10, 100 };
    static const double averages[NZ_N_INTERVAL_METHODS][3] = {
        { 0.49574, 0.76926, 0.92225 }, /* wald */
        { 0.95596, 0.95408, 0.95114 }, /* wilson */
        { 0.99458, 0.98375, 0.96457 }, /* clopper_pearson */
        { 0.98583, 0.96830, 0.95296 }, /* mid_p */
        { 0.96289, 0.95325, 0.94995 }, /* jeffreys */
        { 0.98677, 0.96353, 0.95115 }, /* modified_jeffreys */
        { 0.96642, 0.96452, 0.95551 }, /* agresti_coull */
        { 0.95000, 0.95000, 0.95000 }, /* bayes_uniform */
        { 0.99793, 0.99756, 0.99895 }, /* anytime */
        { 0.50000, 0.79399, 0.92596 }, /* student_t */
        { 0.50000, 0.77982, 0.92587 }, /* bootstrap_percentile */
        { 0.44444, 0.72612, 0.91063 }, /* bootstrap_basic */
        { 0.49574, 0.76926, 0.92225 }, /* bootstrap_normal */
        { 0.50000, 0.81781, 0.94547 }, /* bootstrap_studentized */
        { 0.50000, 0.79592, 0.93730 }, /* bootstrap_bca */
    };

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        for (size_t i = 0; i < NZ_COUNT_OF(sizes); i++) {
            NZ_ASSERT_ABS(average_coverage(m, sizes[i]), averages[m][i], 0.6e-5);
        }
    }
}

static void
test_proportion_coverage_at_one_theta(void)
{
    static const struct {
        uint64_t n;
        double theta;
    } cases[] = { { 10, 0.95 }, { 1000, 1e-4 }, { 100, 0.01 }, { 100, 0.05 },
        { 100, 0.2 } };
    static const double expected[NZ_N_INTERVAL_METHODS][5] = {
        { 0.40023, 0.09517, 0.63343, 0.87746, 0.93307 }, /* wald */
        { 0.91386, 0.90483, 0.92063, 0.96589, 0.94052 }, /* wilson */
        { 0.98850, 0.99533, 0.98163, 0.98261, 0.96740 }, /* clopper_pearson */
        { 0.98850, 0.99533, 0.98163, 0.93473, 0.95465 }, /* mid_p */
        { 0.98850, 0.90483, 0.98163, 0.93473, 0.95465 }, /* jeffreys */
        { 0.98850, 0.99533, 0.98163, 0.93473, 0.95465 }, /* modified_jeffreys */
        { 0.98850, 0.99985, 0.98163, 0.96589, 0.94052 }, /* agresti_coull */
        { 0.91386, 0.90483, 0.92063, 0.96589, 0.94052 }, /* bayes_uniform */
        { 0.99897, 1.00000, 0.99947, 0.99954, 0.99899 }, /* anytime */
        { 0.40120, 0.09517, 0.63343, 0.87746, 0.94184 }, /* student_t */
        { 0.40023, 0.09516, 0.63343, 0.95864, 0.96342 }, /* bootstrap_percentile */
        { 0.40023, 0.09517, 0.63390, 0.88027, 0.94184 }, /* bootstrap_basic */
        { 0.40023, 0.09517, 0.63343, 0.87746, 0.93307 }, /* bootstrap_normal */
        { 0.40023, 0.09501, 0.61559, 0.96589, 0.96741 }, /* bootstrap_studentized */
        { 0.38976, 0.09501, 0.63054, 0.98261, 0.96740 }, /* bootstrap_bca */
    };

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
            NZ_ASSERT_ABS(coverage(m, cases[i].n, cases[i].theta, two_sided),
                expected[m][i], 0.6e-5);
        }
    }
}

/* Whatever their level, these miss pi whenever there is no success, the others do not. */
static void
test_proportion_ceiling(void)
{
    static const nz_tails_t tails[] = { { 5e-13, 5e-13 }, { 0.025, 0.025 } };
    bool above[NZ_N_INTERVAL_METHODS] = { false };

    for (uint64_t n = 1; n <= 200; n = 2 * n + 1) {
        for (double pi = 1e-6; pi < 0.9; pi *= 1.7) {
            const double ceiling = -expm1((double) n * log1p(-pi));
            for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
                for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
                    above[m] = coverage(m, n, pi, tails[i]) > ceiling * (1.0 + 1e-12)
                               || above[m];
                }
            }
        }
    }
    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        CU_ASSERT_EQUAL(above[m], m != NZ_METHOD_WALD && m < NZ_METHOD_STUDENT_T);
    }
}

/* The probabilities next to a limit are where coverage is least: it jumps there. */
static void
check_never_below(int method, uint64_t n, nz_tails_t tails, bool *undercovers)
{
    const double least = 1.0 - tails.lower - tails.upper;

    for (uint64_t k = 0; k <= n; k++) {
        const nz_interval_t ci = interval(method, k, n, tails);
        const double at[] = { ci.lower * (1.0 - 1e-9), ci.upper * (1.0 + 1e-9),
            ((double) k + 0.3) / ((double) n + 1.0) };
        for (size_t i = 0; i < NZ_COUNT_OF(at); i++) {
            if (at[i] > 0.0 && at[i] < 1.0) {
                *undercovers =
                    *undercovers || coverage(method, n, at[i], tails) < least - 1e-9;
            }
        }
    }
}

static void
test_proportion_guarantees(void)
{
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 0.25, 0.25 }, { 0.0, 0.05 },
        { 0.1, 0.01 }, { 0.5, 0.0 } };

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        bool undercovers = false;
        for (uint64_t n = 1; n <= 24; n += 1 + n / 4) {
            for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
                check_never_below(m, n, tails[i], &undercovers);
            }
        }
        CU_ASSERT_EQUAL(
            undercovers, m != NZ_METHOD_CLOPPER_PEARSON && m != NZ_METHOD_ANYTIME);
    }
}

/* P(p is outside the interval of some n up to n_last), trials coming in one by one:
 * the paths that have stayed inside, by their number of successes. */
static double
ever_outside(int method, uint64_t n_last, double p, nz_tails_t tails)
{
    double inside[N_MAX + 2] = { 1.0 }, outside = 0.0;

    for (uint64_t n = 1; n <= n_last; n++) {
        for (uint64_t k = n; k > 0; k--) {
            inside[k] = inside[k] * (1.0 - p) + inside[k - 1] * p;
        }
        inside[0] *= 1.0 - p;
        for (uint64_t k = 0; k <= n; k++) {
            if (inside[k] > 0.0 && !covers(interval(method, k, n, tails), p)) {
                outside += inside[k];
                inside[k] = 0.0;
            }
        }
    }
    return outside;
}

/* Only anytime holds however often one looks. */
static void
test_proportion_anytime_holds_at_every_look(void)
{
    static const double ps[] = { 1e-3, 0.01, 0.1, 0.3, 0.5, 0.9 };
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 0.25, 0.25 }, { 0.0, 0.1 },
        { 0.001, 0.0 } };
    double most = 0.0;

    for (size_t i = 0; i < NZ_COUNT_OF(ps); i++) {
        for (size_t j = 0; j < NZ_COUNT_OF(tails); j++) {
            const double alpha = tails[j].lower + tails[j].upper;
            const double miss = ever_outside(NZ_METHOD_ANYTIME, 200, ps[i], tails[j]);
            CU_ASSERT_TRUE(miss <= alpha);
            most = fmax(most, miss / alpha);
        }
    }
    CU_ASSERT_TRUE(most > 0.4); /* and is not just wide */
    CU_ASSERT_TRUE(ever_outside(NZ_METHOD_CLOPPER_PEARSON, 200, 0.3, two_sided) > 0.1);
    CU_ASSERT_TRUE(ever_outside(NZ_METHOD_WILSON, 200, 0.3, two_sided) > 0.3);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_proportion_average_coverage),
        NZ_TEST(test_proportion_coverage_at_one_theta),
        NZ_TEST(test_proportion_ceiling),
        NZ_TEST(test_proportion_guarantees),
        NZ_TEST(test_proportion_anytime_holds_at_every_look),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("proportion_coverage", tests, argc, argv);
}
