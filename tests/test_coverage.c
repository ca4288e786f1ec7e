#include "stats/coverage.h"

#include "stats/binomial.h"
#include "stats/proportion.h"
#include "tests/testlib.h"

#include <gsl/gsl_integration.h>
#include <stdbool.h>
#include <stdlib.h>

static const nz_tails_t two_sided = { 0.025, 0.025 };

static nz_coverage_t
coverage_at(nz_interval_method_t method, uint64_t trials, double truth, nz_tails_t tails)
{
    nz_coverage_t coverage = { 0 };
    NZ_ASSERT_OK(nz_coverage_at(method, trials, truth, tails, NULL, NULL, &coverage));
    return coverage;
}

static nz_coverage_t
coverage_uniform(nz_interval_method_t method, uint64_t trials, nz_tails_t tails)
{
    nz_coverage_t coverage = { 0 };
    NZ_ASSERT_OK(nz_coverage_uniform(method, trials, tails, NULL, NULL, &coverage));
    return coverage;
}

/* scripts/reference_coverage_width.py */
static const struct reference {
    nz_interval_method_t method;
    uint64_t trials;
    double truth, lower_tail, upper_tail, coverage, width;
} references[] = {
    { NZ_METHOD_WALD, 10, 0.95, 0.025, 0.025, 0.40023456282373075, 0.16076996977961341 },
    { NZ_METHOD_WALD, 57, 0.123, 0.05, 0.05, 0.91251746069507734, 0.13999336260055682 },
    { NZ_METHOD_WALD, 200, 0.0456, 0.01, 0.03, 0.95045396404398226,
        0.061120856473892683 },
    { NZ_METHOD_WALD, 1000, 0.0001, 0.025, 0.025, 0.095167030496244316,
        0.00038063072724684814 },
    { NZ_METHOD_WALD, 1000, 0.7, 0.05, 0.0, 0.94840480059194525, 0.3238219899684517 },
    { NZ_METHOD_WALD, 300, 0.01234, 0.0, 0.05, 0.8855084375791352, 0.022365907786080591 },
    { NZ_METHOD_WALD, 1000000, 1e-06, 0.025, 0.025, 0.63152656408208061,
        3.0308573431968305e-6 },
    { NZ_METHOD_WILSON, 10, 0.95, 0.025, 0.025, 0.91386164410068346,
        0.32743879147746653 },
    { NZ_METHOD_WILSON, 57, 0.123, 0.05, 0.05, 0.93492214503840163, 0.14133950889942181 },
    { NZ_METHOD_WILSON, 200, 0.0456, 0.01, 0.03, 0.96074321213918382,
        0.059687818496266198 },
    { NZ_METHOD_WILSON, 1000, 0.0001, 0.025, 0.025, 0.90483289355854625,
        0.0039887615641904619 },
    { NZ_METHOD_WILSON, 1000, 0.7, 0.05, 0.0, 0.94840480059194525, 0.32433564366340524 },
    { NZ_METHOD_WILSON, 300, 0.01234, 0.0, 0.05, 0.97588764717685476,
        0.027710058562466929 },
    { NZ_METHOD_WILSON, 1000000, 1e-06, 0.025, 0.025, 0.91969869489855041,
        5.3205014020596215e-6 },
    { NZ_METHOD_CLOPPER_PEARSON, 10, 0.95, 0.025, 0.025, 0.9884964426207031,
        0.37053944484194854 },
    { NZ_METHOD_CLOPPER_PEARSON, 57, 0.123, 0.05, 0.05, 0.93492214503840163,
        0.15646016172455197 },
    { NZ_METHOD_CLOPPER_PEARSON, 200, 0.0456, 0.01, 0.03, 0.97745948636908912,
        0.063815405979705888 },
    { NZ_METHOD_CLOPPER_PEARSON, 1000, 0.0001, 0.025, 0.025, 0.99532523214825985,
        0.0038651552506139552 },
    { NZ_METHOD_CLOPPER_PEARSON, 1000, 0.7, 0.05, 0.0, 0.95540741178708789,
        0.32473946136237684 },
    { NZ_METHOD_CLOPPER_PEARSON, 300, 0.01234, 0.0, 0.05, 0.97588764717685476,
        0.028602480659304251 },
    { NZ_METHOD_CLOPPER_PEARSON, 1000000, 1e-06, 0.025, 0.025, 0.98101190443709661,
        5.3589980104575605e-6 },
    { NZ_METHOD_MID_P, 10, 0.95, 0.025, 0.025, 0.9884964426207031, 0.32293472133094 },
    { NZ_METHOD_MID_P, 57, 0.123, 0.05, 0.05, 0.88942672302569225, 0.14249080872803342 },
    { NZ_METHOD_MID_P, 200, 0.0456, 0.01, 0.03, 0.97176153440044384,
        0.059894772765628445 },
    { NZ_METHOD_MID_P, 1000, 0.0001, 0.025, 0.025, 0.99532523214825985,
        0.0031768608754485651 },
    { NZ_METHOD_MID_P, 1000, 0.7, 0.05, 0.0, 0.94840480059194525, 0.32424350009858591 },
    { NZ_METHOD_MID_P, 300, 0.01234, 0.0, 0.05, 0.97588764717685476,
        0.026655434871841487 },
    { NZ_METHOD_MID_P, 1000000, 1e-06, 0.025, 0.025, 0.98101190443709661,
        4.6683857199623094e-6 },
    { NZ_METHOD_JEFFREYS, 10, 0.95, 0.025, 0.025, 0.9884964426207031,
        0.28690551484389388 },
    { NZ_METHOD_JEFFREYS, 57, 0.123, 0.05, 0.05, 0.88942672302569225,
        0.13968183429380252 },
    { NZ_METHOD_JEFFREYS, 200, 0.0456, 0.01, 0.03, 0.94198823071252898,
        0.059083123273459867 },
    { NZ_METHOD_JEFFREYS, 1000, 0.0001, 0.025, 0.025, 0.90483289355854625,
        0.0027099603428460768 },
    { NZ_METHOD_JEFFREYS, 1000, 0.7, 0.05, 0.0, 0.94840480059194525,
        0.32422919800798313 },
    { NZ_METHOD_JEFFREYS, 300, 0.01234, 0.0, 0.05, 0.97588764717685476,
        0.026220127190406771 },
    { NZ_METHOD_JEFFREYS, 1000000, 1e-06, 0.025, 0.025, 0.98101190443709661,
        4.3055596225624552e-6 },
    { NZ_METHOD_AGRESTI_COULL, 10, 0.95, 0.025, 0.025, 0.9884964426207031,
        0.36761197746826465 },
    { NZ_METHOD_AGRESTI_COULL, 57, 0.123, 0.05, 0.05, 0.93492214503840163,
        0.14548153455821901 },
    { NZ_METHOD_AGRESTI_COULL, 200, 0.0456, 0.01, 0.03, 0.97176153440044384,
        0.062740720764310392 },
    { NZ_METHOD_AGRESTI_COULL, 1000, 0.0001, 0.025, 0.025, 0.99984577651525275,
        0.0047783837673057673 },
    { NZ_METHOD_AGRESTI_COULL, 1000, 0.7, 0.05, 0.0, 0.94840480059194525,
        0.32434179090702083 },
    { NZ_METHOD_AGRESTI_COULL, 300, 0.01234, 0.0, 0.05, 0.97588764717685476,
        0.028580992584161099 },
    { NZ_METHOD_AGRESTI_COULL, 1000000, 1e-06, 0.025, 0.025, 0.98101190443709661,
        6.1578566204094598e-6 },
    { NZ_METHOD_BAYES_UNIFORM, 10, 0.95, 0.025, 0.025, 0.91386164410068346,
        0.33202546792094975 },
    { NZ_METHOD_BAYES_UNIFORM, 57, 0.123, 0.05, 0.05, 0.89197288324402044,
        0.14179077377385835 },
    { NZ_METHOD_BAYES_UNIFORM, 200, 0.0456, 0.01, 0.03, 0.97176153440044384,
        0.060415561042724644 },
    { NZ_METHOD_BAYES_UNIFORM, 1000, 0.0001, 0.025, 0.025, 0.90483289355854625,
        0.0038170258128570947 },
    { NZ_METHOD_BAYES_UNIFORM, 1000, 0.7, 0.05, 0.0, 0.94840480059194525,
        0.32442083143957933 },
    { NZ_METHOD_BAYES_UNIFORM, 300, 0.01234, 0.0, 0.05, 0.97588764717685476,
        0.028508277823693201 },
    { NZ_METHOD_BAYES_UNIFORM, 1000000, 1e-06, 0.025, 0.025, 0.91969869489855041,
        5.1614328796153652e-6 },
    { NZ_METHOD_STUDENT_T, 10, 0.95, 0.025, 0.025, 0.40119937093017606,
        0.19559527464400579 },
    { NZ_METHOD_STUDENT_T, 57, 0.123, 0.05, 0.05, 0.91251746069507734,
        0.14361358403166403 },
    { NZ_METHOD_STUDENT_T, 200, 0.0456, 0.01, 0.03, 0.95045396404398226,
        0.061706299890119132 },
    { NZ_METHOD_STUDENT_T, 1000, 0.0001, 0.025, 0.025, 0.095167030496244316,
        0.00038128312939045382 },
    { NZ_METHOD_STUDENT_T, 1000, 0.7, 0.05, 0.0, 0.94840480059194525,
        0.32385603203707639 },
    { NZ_METHOD_STUDENT_T, 300, 0.01234, 0.0, 0.05, 0.8855084375791352,
        0.022413871714784078 },
    { NZ_METHOD_STUDENT_T, 1000000, 1e-06, 0.025, 0.025, 0.63152656408208061,
        3.0308625270678652e-6 },
    { NZ_METHOD_BOOTSTRAP_PERCENTILE, 10, 0.95, 0.025, 0.025, 0.40023456282373075,
        0.13875694498201185 },
    { NZ_METHOD_BOOTSTRAP_PERCENTILE, 57, 0.123, 0.05, 0.05, 0.82637704079530092,
        0.13840561171550823 },
    { NZ_METHOD_BOOTSTRAP_PERCENTILE, 200, 0.0456, 0.01, 0.03, 0.95045396404398226,
        0.05911719211606774 },
    { NZ_METHOD_BOOTSTRAP_PERCENTILE, 1000, 0.0001, 0.025, 0.025, 0.095163281439163371,
        0.00029515945392337951 },
    { NZ_METHOD_BOOTSTRAP_PERCENTILE, 1000, 0.7, 0.05, 0.0, 0.94840480059194525,
        0.32392924134882902 },
    { NZ_METHOD_BOOTSTRAP_PERCENTILE, 300, 0.01234, 0.0, 0.05, 0.8855084375791352,
        0.023114235740691478 },
    { NZ_METHOD_BOOTSTRAP_PERCENTILE, 1000000, 1e-06, 0.025, 0.025, 0.63152656408208061,
        2.5929334242058439e-6 },
    { NZ_METHOD_BOOTSTRAP_BCA, 10, 0.95, 0.025, 0.025, 0.38975950338232447,
        0.50025629469903223 },
    { NZ_METHOD_BOOTSTRAP_BCA, 57, 0.123, 0.05, 0.05, 0.88942672302569225,
        0.14369765921471824 },
    { NZ_METHOD_BOOTSTRAP_BCA, 200, 0.0456, 0.01, 0.03, 0.94768618268117426,
        0.06093902911262976 },
    { NZ_METHOD_BOOTSTRAP_BCA, 1000, 0.0001, 0.025, 0.025, 0.095012882956706495,
        0.0060492020882473022 },
    { NZ_METHOD_BOOTSTRAP_BCA, 1000, 0.7, 0.05, 0.0, 0.95540741178708789,
        0.32420341107164615 },
    { NZ_METHOD_BOOTSTRAP_BCA, 300, 0.01234, 0.0, 0.05, 0.97588764717685476,
        0.027679058781651322 },
    { NZ_METHOD_BOOTSTRAP_BCA, 1000000, 1e-06, 0.025, 0.025, 0.62846091893345262,
        6.4799841183239738e-6 },
};

static void
test_coverage_at_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        const struct reference *r = &references[i];
        const nz_tails_t tails = { r->lower_tail, r->upper_tail };
        const nz_coverage_t got = coverage_at(r->method, r->trials, r->truth, tails);
        NZ_ASSERT_ABS(got.coverage, r->coverage, 1e-13);
        NZ_ASSERT_REL(got.expected_width, r->width, 1e-11);
    }
}

/* Bowyer, Aitchison, Ivanova (2025), arXiv 2503.01747, plot these averages. */
static void
test_coverage_uniform_published(void)
{
    static const nz_interval_method_t methods[] = { NZ_METHOD_WALD,
        NZ_METHOD_BOOTSTRAP_PERCENTILE, NZ_METHOD_WILSON, NZ_METHOD_CLOPPER_PEARSON,
        NZ_METHOD_BAYES_UNIFORM, NZ_METHOD_JEFFREYS };
    static const struct {
        uint64_t trials;
        double coverage[6];
    } rows[] = { { 3, { .4957, .5000, .9560, .9946, .9500, .9629 } },
        { 10, { .7693, .7798, .9541, .9838, .9500, .9532 } },
        { 100, { .9223, .9259, .9511, .9646, .9500, .9499 } } };

    for (size_t i = 0; i < NZ_COUNT_OF(rows); i++) {
        for (size_t m = 0; m < NZ_COUNT_OF(methods); m++) {
            NZ_ASSERT_ABS(
                coverage_uniform(methods[m], rows[i].trials, two_sided).coverage,
                rows[i].coverage[m], 5.001e-5);
        }
    }
}

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

/* Integrates what nz_coverage_at gives over p, between all limits, where it is a
 * polynomial of degree n: exact with 32 points. */
static double
integrate(nz_interval_method_t method, uint64_t trials, nz_tails_t tails,
    const gsl_integration_glfixed_table *points)
{
    double limits[200], sum = 0.0;
    size_t n = 0;
    for (uint64_t k = 0; k <= trials; k++) {
        nz_interval_t interval;
        NZ_ASSERT_OK(nz_proportion_interval(method, k, trials, tails, &interval));
        limits[n++] = fmin(fmax(interval.lower, 0.0), 1.0);
        limits[n++] = fmin(fmax(interval.upper, 0.0), 1.0);
    }
    limits[n++] = 0.0;
    limits[n++] = 1.0;
    qsort(limits, n, sizeof(limits[0]), compare);
    for (size_t i = 0; i + 1 < n; i++) {
        for (size_t j = 0; limits[i] < limits[i + 1] && j < points->n; j++) {
            double p, weight;
            gsl_integration_glfixed_point(
                limits[i], limits[i + 1], j, &p, &weight, points);
            sum += weight * coverage_at(method, trials, p, tails).coverage;
        }
    }
    return sum;
}

/* Odd and even n, n = 1, equal tails and others. */
static void
test_coverage_uniform_is_the_integral(void)
{
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 0.02, 0.1 }, { 0.05, 0.0 },
        { 0.0, 0.3 } };
    static const uint64_t trials[] = { 1, 2, 8, 13 };
    gsl_integration_glfixed_table *points = gsl_integration_glfixed_table_alloc(16);
    CU_ASSERT_PTR_NOT_NULL_FATAL(points);

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        const nz_interval_method_t method = (nz_interval_method_t) m;
        for (size_t i = 0; i < NZ_COUNT_OF(trials) * NZ_COUNT_OF(tails); i++) {
            const uint64_t n = trials[i / NZ_COUNT_OF(tails)];
            const nz_tails_t t = tails[i % NZ_COUNT_OF(tails)];
            NZ_ASSERT_ABS(coverage_uniform(method, n, t).coverage,
                integrate(method, n, t, points), 2e-13);
        }
    }
    gsl_integration_glfixed_table_free(points);
}

/* Tails that the distribution of a resampled count takes: the quantiles of k and of n - k
 * are not mirror images. At n = 4, k = 1 P(X = 4) is 1/256 and so `high` 3, where
 * P(X = 0) of k = 3 gives `low` 0. */
static void
test_coverage_uniform_at_ties(void)
{
    static const nz_tails_t rare = { 1.0 / 256, 1.0 / 256 };
    static const struct {
        uint64_t trials;
        double tail;
    } ties[] = { { 2, 0.25 }, { 4, 1.0 / 256 }, { 4, 13.0 / 256 }, { 4, 67.0 / 256 } };
    gsl_integration_glfixed_table *points = gsl_integration_glfixed_table_alloc(16);
    CU_ASSERT_PTR_NOT_NULL_FATAL(points);

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        const nz_interval_method_t method = (nz_interval_method_t) m;
        for (size_t i = 0; i < NZ_COUNT_OF(ties); i++) {
            const nz_tails_t t = { ties[i].tail, ties[i].tail };
            NZ_ASSERT_ABS(coverage_uniform(method, ties[i].trials, t).coverage,
                integrate(method, ties[i].trials, t, points), 2e-13);
        }
    }
    NZ_ASSERT_ABS(coverage_uniform(NZ_METHOD_BOOTSTRAP_PERCENTILE, 4, rare).coverage,
        0.596875, 1e-14);
    gsl_integration_glfixed_table_free(points);
}

/* The plain definition, over all counts. */
static double
mean_width(nz_interval_method_t method, uint64_t trials, double truth, nz_tails_t tails)
{
    double sum = 0.0, defined = 0.0;
    for (uint64_t k = 0; k <= trials; k++) {
        nz_interval_t interval;
        NZ_ASSERT_OK(nz_proportion_interval(method, k, trials, tails, &interval));
        const double weight = isnan(truth) ? 1.0 : nz_binomial_pmf(k, trials, truth);
        if (interval.status != NZ_INTERVAL_UNDEFINED) {
            sum += weight * (interval.upper - interval.lower);
            defined += weight;
        }
    }
    return sum / defined;
}

static void
check_width(double width, double expected)
{
    if (isfinite(expected)) {
        NZ_ASSERT_ABS(width, expected, 1e-13);
    } else {
        CU_ASSERT_TRUE(isnan(width) == isnan(expected));
        CU_ASSERT_TRUE(isinf(width) == isinf(expected));
    }
}

static void
test_expected_width_of_every_method(void)
{
    static const uint64_t trials[] = { 1, 2, 3, 21, 90 };
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 0.02, 0.1 }, { 0.0, 0.1 } };
    size_t n_infinite = 0;

    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        const nz_interval_method_t method = (nz_interval_method_t) m;
        for (size_t i = 0; i < NZ_COUNT_OF(trials) * NZ_COUNT_OF(tails); i++) {
            const uint64_t n = trials[i / NZ_COUNT_OF(tails)];
            const nz_tails_t t = tails[i % NZ_COUNT_OF(tails)];
            const double uniform = coverage_uniform(method, n, t).expected_width;
            check_width(uniform, mean_width(method, n, (double) NAN, t));
            check_width(coverage_at(method, n, 0.4, t).expected_width,
                mean_width(method, n, 0.4, t));
            check_width(coverage_at(method, n, 0.01, t).expected_width,
                mean_width(method, n, 0.01, t));
            n_infinite += isinf(uniform) ? 1 : 0;
        }
    }
    CU_ASSERT_TRUE(n_infinite > 5);
    /* Even where the infinite limit has a probability below 10^-300. */
    CU_ASSERT_TRUE(
        isinf(coverage_at(NZ_METHOD_BOOTSTRAP_STUDENTIZED, 5000, 0.5, two_sided)
                  .expected_width));
}

/* Only the first k counts or so have any probability: sums to 60 in closed form. */
static void
test_coverage_at_rare_successes(void)
{
    static const struct {
        uint64_t trials;
        double truth;
    } cases[] = { { 1000000, 1e-6 }, { 1000000, 1.0 - 1e-6 }, { 1000000000, 3e-9 },
        { NZ_COUNT_MAX, 1e-16 }, { 1000000, 1e-12 }, { 100000, 1e-4 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const uint64_t n = cases[i].trials;
        const bool is_mirrored = cases[i].truth > 0.5;
        double covered = 0.0;
        for (uint64_t j = 0; j <= 100; j++) {
            const uint64_t k = is_mirrored ? n - j : j;
            nz_interval_t interval;
            NZ_ASSERT_OK(nz_proportion_wilson(k, n, two_sided, &interval));
            covered +=
                interval.lower <= cases[i].truth && cases[i].truth <= interval.upper
                    ? nz_binomial_pmf(k, n, cases[i].truth)
                    : 0.0;
        }
        CU_ASSERT_TRUE(
            nz_coverage_n_counts(NZ_METHOD_WILSON, n, cases[i].truth, two_sided) < 200);
        NZ_ASSERT_ABS(
            coverage_at(NZ_METHOD_WILSON, n, cases[i].truth, two_sided).coverage, covered,
            1e-13);
    }
}

/* The counts that are summed leave out at most 1e-15, and not many more are summed than
 * must be. */
static void
test_n_counts_hold_the_probability(void)
{
    static const uint64_t trials[] = { 1, 2, 10, 100, 5000, 1000000, 1000000000 };
    static const double truths[] = { 1e-9, 1e-4, 0.01, 0.3, 0.5, 0.9, 0.9999 };

    for (size_t i = 0; i < NZ_COUNT_OF(trials) * NZ_COUNT_OF(truths); i++) {
        const uint64_t n = trials[i / NZ_COUNT_OF(truths)];
        const double p = truths[i % NZ_COUNT_OF(truths)];
        const double sd = sqrt((double) n * p * (1.0 - p));
        const uint64_t n_counts = nz_coverage_n_counts(NZ_METHOD_WILSON, n, p, two_sided);
        uint64_t low, high;
        NZ_ASSERT_OK(nz_binomial_quantile(5e-16, false, n, p, &low));
        NZ_ASSERT_OK(nz_binomial_quantile(5e-16, true, n, p, &high));
        CU_ASSERT_TRUE(n_counts >= high - low + 1);
        CU_ASSERT_TRUE(n_counts <= n + 1);
        CU_ASSERT_TRUE((double) n_counts <= 17.0 * sd + 50.0);
    }
    const nz_interval_method_t wald = NZ_METHOD_WALD, bca = NZ_METHOD_BOOTSTRAP_BCA;
    const double uniform = (double) NAN;
    CU_ASSERT_EQUAL(nz_coverage_n_counts(wald, 10, uniform, two_sided), 6);
    CU_ASSERT_EQUAL(nz_coverage_n_counts(wald, 11, uniform, two_sided), 6);
    CU_ASSERT_EQUAL(nz_coverage_n_counts(bca, 11, uniform, two_sided), 12);
    CU_ASSERT_EQUAL(
        nz_coverage_n_counts(wald, 11, uniform, (nz_tails_t){ 0.1, 0.0 }), 12);
    CU_ASSERT_EQUAL(nz_coverage_n_counts(wald, NZ_COUNT_MAX, 0.0, two_sided), 1);
}

static void
test_coverage_at_certain_truth(void)
{
    for (int m = 0; m < NZ_N_INTERVAL_METHODS; m++) {
        const nz_interval_method_t method = (nz_interval_method_t) m;
        const nz_coverage_t none = coverage_at(method, 20, 0.0, two_sided);
        const nz_coverage_t all = coverage_at(method, 20, 1.0, two_sided);
        nz_interval_t interval;
        NZ_ASSERT_OK(nz_proportion_interval(method, 0, 20, two_sided, &interval));
        const bool is_defined = interval.status != NZ_INTERVAL_UNDEFINED;
        CU_ASSERT_EQUAL(
            none.coverage, is_defined && method != NZ_METHOD_BAYES_UNIFORM ? 1.0 : 0.0);
        CU_ASSERT_EQUAL(all.coverage, none.coverage);
        CU_ASSERT_TRUE(isnan(none.expected_width) == !is_defined);
        if (is_defined) {
            NZ_ASSERT_ABS(none.expected_width, interval.upper - interval.lower, 1e-15);
            NZ_ASSERT_ABS(all.expected_width, none.expected_width, 1e-14);
        }
        CU_ASSERT_EQUAL(none.zero_probability, 1.0);
        CU_ASSERT_EQUAL(none.ceiling, 1.0);
        CU_ASSERT_EQUAL(all.zero_probability, 0.0);
        CU_ASSERT_EQUAL(all.ceiling, 1.0);
    }
}

static void
test_zero_probability_and_ceiling(void)
{
    const nz_coverage_t rare = coverage_at(NZ_METHOD_WALD, 1000, 1e-9, two_sided);
    NZ_ASSERT_REL(
        rare.ceiling, 9.99999500500166e-7, 1e-14); /* n p (1 - (n - 1) p/2...) */
    NZ_ASSERT_REL(rare.zero_probability, 1.0 - 9.99999500500166e-7, 1e-15);
    const nz_coverage_t small = coverage_at(NZ_METHOD_WALD, 2, 0.25, two_sided);
    NZ_ASSERT_REL(small.zero_probability, 0.5625, 1e-15);
    NZ_ASSERT_REL(small.ceiling, 0.4375, 1e-15);
    const nz_coverage_t below =
        coverage_at(NZ_METHOD_WALD, 2, 0.25, (nz_tails_t){ 0.05, 0.0 });
    NZ_ASSERT_REL(below.zero_probability, 0.5625, 1e-15);
    NZ_ASSERT_REL(below.ceiling, 0.9375, 1e-15);
    const nz_coverage_t uniform = coverage_uniform(NZ_METHOD_WALD, 3, two_sided);
    CU_ASSERT_EQUAL(uniform.zero_probability, 0.25);
    CU_ASSERT_EQUAL(uniform.ceiling, 0.75);
}

/* All from student_t on in the enum; the exact interval is not bound by it. */
static void
test_ceiling_holds(void)
{
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 0.05, 0.0 }, { 0.0, 0.05 } };
    static const uint64_t trials[] = { 1, 5, 40 };
    static const double truths[] = { 1e-3, 0.03, 0.4, 0.97 };

    for (size_t i = 0; i < NZ_COUNT_OF(tails) * NZ_COUNT_OF(trials); i++) {
        const nz_tails_t t = tails[i / NZ_COUNT_OF(trials)];
        const uint64_t n = trials[i % NZ_COUNT_OF(trials)];
        for (size_t j = 0; j < NZ_COUNT_OF(truths); j++) {
            for (int m = NZ_METHOD_STUDENT_T; m < NZ_N_INTERVAL_METHODS; m++) {
                const nz_coverage_t c =
                    coverage_at((nz_interval_method_t) m, n, truths[j], t);
                CU_ASSERT_TRUE(c.coverage <= c.ceiling + 1e-15);
            }
            const nz_coverage_t exact =
                coverage_at(NZ_METHOD_CLOPPER_PEARSON, n, truths[j], t);
            CU_ASSERT_TRUE(exact.coverage >= 0.95);
        }
    }
}

static void
count_calls(void *context, uint64_t n_counts)
{
    uint64_t *calls = context;
    calls[0]++;
    calls[1] += n_counts;
}

static void
test_progress_tells_every_count(void)
{
    nz_coverage_t coverage;
    uint64_t calls[2] = { 0, 0 };

    NZ_ASSERT_OK(nz_coverage_at(
        NZ_METHOD_WALD, 1000000, 0.5, two_sided, count_calls, calls, &coverage));
    CU_ASSERT_EQUAL(
        calls[1], nz_coverage_n_counts(NZ_METHOD_WILSON, 1000000, 0.5, two_sided));
    CU_ASSERT_TRUE(calls[0] > 1 && calls[0] < 20);
    calls[0] = calls[1] = 0;
    NZ_ASSERT_OK(nz_coverage_uniform(
        NZ_METHOD_WALD, 10001, two_sided, count_calls, calls, &coverage));
    CU_ASSERT_EQUAL(calls[1], 5001);
}

static void
test_coverage_of_large_samples(void)
{
    /* Wilson's coverage at sizes where the normal limit is exact to 4 digits. */
    NZ_ASSERT_ABS(
        coverage_at(NZ_METHOD_WILSON, 1000000000, 0.3, two_sided).coverage, 0.95, 1e-4);
    const nz_coverage_t all =
        coverage_at(NZ_METHOD_WALD, UINT64_C(1000000000), 0.5, (nz_tails_t){ 0.0, 0.0 });
    NZ_ASSERT_ABS(all.coverage, 1.0, 1e-15);
    NZ_ASSERT_ABS(all.expected_width, 1.0, 1e-14);
}

static void
test_errors_leave_output_untouched(void)
{
    const nz_coverage_t before = { 0.1, 0.2, 0.3, 0.4 };
    nz_coverage_t out = before;
    static const struct {
        nz_interval_method_t method;
        uint64_t trials;
        double truth;
        nz_tails_t tails;
    } cases[] = { { NZ_N_INTERVAL_METHODS, 10, 0.5, { 0.025, 0.025 } },
        { NZ_METHOD_WALD, 0, 0.5, { 0.025, 0.025 } },
        { NZ_METHOD_WALD, NZ_COUNT_MAX + 1, 0.0, { 0.025, 0.025 } },
        { NZ_METHOD_WALD, NZ_COUNT_MAX, 0.5, { 0.025, 0.025 } },
        { NZ_METHOD_WALD, 10, -1e-9, { 0.025, 0.025 } },
        { NZ_METHOD_WALD, 10, 1.1, { 0.025, 0.025 } },
        { NZ_METHOD_WALD, 10, (double) NAN, { 0.025, 0.025 } },
        { NZ_METHOD_WALD, 10, 0.5, { 0.5, 0.5 } },
        { NZ_METHOD_WALD, 10, 0.5, { (double) NAN, 0.5 } } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        CU_ASSERT_EQUAL(nz_coverage_at(cases[i].method, cases[i].trials, cases[i].truth,
                            cases[i].tails, NULL, NULL, &out),
            NZ_ERR_DOMAIN);
        if (cases[i].truth >= 0.0 && cases[i].truth <= 1.0) {
            const uint64_t n = i == 3 ? 2 * NZ_COVERAGE_COUNTS_MAX + 2 : cases[i].trials;
            CU_ASSERT_EQUAL(
                nz_coverage_uniform(cases[i].method, n, cases[i].tails, NULL, NULL, &out),
                NZ_ERR_DOMAIN);
        }
    }
    CU_ASSERT_EQUAL(nz_coverage_at(NZ_METHOD_WALD, 10, 0.5, two_sided, NULL, NULL, NULL),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_coverage_uniform(NZ_METHOD_WALD, 10, two_sided, NULL, NULL, NULL),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(out.coverage, before.coverage);
    CU_ASSERT_EQUAL(out.expected_width, before.expected_width);
    CU_ASSERT_EQUAL(out.zero_probability, before.zero_probability);
    CU_ASSERT_EQUAL(out.ceiling, before.ceiling);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_coverage_at_reference_values),
        NZ_TEST(test_coverage_uniform_published),
        NZ_TEST(test_coverage_uniform_is_the_integral),
        NZ_TEST(test_coverage_uniform_at_ties),
        NZ_TEST(test_expected_width_of_every_method),
        NZ_TEST(test_coverage_at_rare_successes),
        NZ_TEST(test_n_counts_hold_the_probability),
        NZ_TEST(test_coverage_at_certain_truth),
        NZ_TEST(test_zero_probability_and_ceiling),
        NZ_TEST(test_ceiling_holds),
        NZ_TEST(test_progress_tells_every_count),
        NZ_TEST(test_coverage_of_large_samples),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("coverage", tests, argc, argv);
}
