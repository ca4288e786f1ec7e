/* What the trials of a row show against exact enumeration. A share or mean may be off by
 * 5.73 of its true standard deviations, and a wrong number beside each must be farther
 * away. */
#include "sim/plan_trial.h"

#include "stats/beta.h"
#include "tests/testlib.h"
#include "tests/verified.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

static const double n_trials = 20000.0;

static void
check_mean(double simulated, double expected, double sd, double wrong)
{
    const double tolerance = NZ_TEST_SIGMAS * sd / sqrt(n_trials);

    NZ_ASSERT_ABS(simulated, expected, tolerance);
    CU_ASSERT(fabs(simulated - wrong) > tolerance);
}

static void
check_share(const nz_test_plan_t *test, size_t i_row, double expected, double wrong)
{
    const nz_plan_finding_t finding = nz_test_find(test, i_row);

    CU_ASSERT_EQUAL(finding.claim.measure, NZ_PLAN_MEASURE_SHARE);
    check_mean(finding.simulated, expected, sqrt(expected * (1.0 - expected)), wrong);
}

static void
test_see_items(void)
{
    nz_test_plan_t test;

    nz_test_plan_start(&test, NZ_PLAN_SEE);
    test.request.successes = 3;
    nz_test_plan_point(&test, 0.02);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 200.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_CONSERVATIVE, 0, 200.0, 0.5)->accuracy = 0.01;
    nz_test_plan_row(&test, NZ_PLAN_ROW_VISIBLE, 0, 100.0, 0.5)->accuracy = 0.03;
    test.rows[2].i_point = SIZE_MAX;
    check_share(
        &test, 0, gsl_cdf_binomial_Q(2, 0.02, 200), gsl_cdf_binomial_Q(3, 0.02, 200));
    check_share(
        &test, 1, gsl_cdf_binomial_Q(2, 0.01, 200), gsl_cdf_binomial_Q(2, 0.02, 200));
    check_share(
        &test, 2, gsl_cdf_binomial_Q(2, 0.03, 100), gsl_cdf_binomial_Q(2, 0.02, 100));
}

/* P(all m items of a cluster fail), by the integral over its rate. */
static double
none_of(double m, double p, double rho)
{
    const double a = p * (1.0 / rho - 1.0), b = (1.0 - p) * (1.0 / rho - 1.0);
    return exp(gsl_sf_lnbeta(a, b + m) - gsl_sf_lnbeta(a, b));
}

static void
test_see_clusters(void)
{
    nz_test_plan_t test;
    const double p = 0.05, rho = 0.3;

    nz_test_plan_start(&test, NZ_PLAN_SEE);
    test.request.cluster_size = 10;
    test.request.cluster_correlation = rho;
    nz_test_plan_point(&test, p);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 60.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 17.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 7.0, 0.5);
    const double whole = none_of(10.0, p, rho), part = none_of(7.0, p, rho);
    check_share(&test, 0, 1.0 - pow(whole, 6.0), 1.0 - pow(1.0 - p, 60.0));
    check_share(&test, 1, 1.0 - whole * part, 1.0 - pow(whole, 2.0));
    check_share(&test, 2, 1.0 - part, 1.0 - pow(1.0 - p, 7.0));
    test.request.successes = 2;
    test.rows[2].test_size = 2.0; /* both: the second knows of the first */
    const double weight = 1.0 / rho - 1.0;
    check_share(&test, 2, p * (p * weight + 1.0) / (weight + 1.0), p * p);
    test.request.successes = 1;
    test.request.cluster_correlation = 0.0;
    check_share(&test, 1, 1.0 - pow(1.0 - p, 17.0), 1.0 - whole * part);
}

/* Half-width of wilson's interval. */
static double
wilson(double k, double n, double z)
{
    const double p = k / n;
    return z / (1.0 + z * z / n) * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
}

typedef struct width {
    double mean, sd, short_share;
} width_t;

static width_t
width_of(unsigned n, double p, double z, double most)
{
    double sum = 0.0, squares = 0.0, share = 0.0;

    for (unsigned k = 0; k <= n; k++) {
        const double w = wilson(k, n, z), probability = gsl_ran_binomial_pdf(k, p, n);
        sum += probability * w;
        squares += probability * w * w;
        share += w <= most ? probability : 0.0;
    }
    return (width_t){ sum, sqrt(squares - sum * sum), share };
}

static void
test_half_width(void)
{
    const double p = 0.1, z = gsl_cdf_ugaussian_Qinv(0.025);
    const width_t exact = width_of(60, p, z, 0.07), wrong = width_of(66, p, z, 0.07);
    nz_test_plan_t test;

    nz_test_plan_start(&test, NZ_PLAN_HALF_WIDTH);
    test.request.width = 0.07;
    nz_test_plan_point(&test, p);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 60.0, exact.mean);
    nz_plan_finding_t finding = nz_test_find(&test, 0);
    CU_ASSERT_EQUAL(finding.verdict, NZ_PLAN_KEPT);
    CU_ASSERT_EQUAL(finding.claim.measure, NZ_PLAN_MEASURE_MEAN);
    check_mean(finding.simulated, exact.mean, exact.sd, wrong.mean);
    NZ_ASSERT_REL(finding.mcse, exact.sd / sqrt(n_trials), 0.05);

    test.request.goal = NZ_PLAN_RELATIVE_HALF_WIDTH;
    finding = nz_test_find(&test, 0);
    check_mean(finding.simulated, exact.mean / p, exact.sd / p, exact.mean);

    test.request.width = 0.7;
    test.request.assurance = 0.5;
    check_share(&test, 0, exact.short_share, wrong.short_share);
    test.request.goal = NZ_PLAN_HALF_WIDTH;
    test.request.width = 0.07;
    check_share(&test, 0, exact.short_share, wrong.short_share);
    test.request.budget = 1.0; /* buys widths in expectation */
    finding = nz_test_find(&test, 0);
    check_mean(finding.simulated, exact.mean, exact.sd, wrong.mean);
}

/* n/d and k/d items, d = 2.5; two clusters are enumerated. */
static void
test_half_width_clusters(void)
{
    enum { m = 4 };
    const double p = 0.3, rho = 0.5, a = p * (1.0 / rho - 1.0),
                 b = (1.0 - p) * (1.0 / rho - 1.0), z = gsl_cdf_ugaussian_Qinv(0.025);
    double pmf[m + 1], mean = 0.0, squares = 0.0, of_items = 0.0;
    nz_test_plan_t test;

    for (int k = 0; k <= m; k++) {
        pmf[k] = gsl_sf_choose(m, (unsigned) k)
                 * exp(gsl_sf_lnbeta(a + k, b + m - k) - gsl_sf_lnbeta(a, b));
    }
    for (int i = 0; i <= m; i++) {
        for (int j = 0; j <= m; j++) {
            const double w = wilson(fmin(round((i + j) / 2.5), 3.0), 3.0, z);
            mean += pmf[i] * pmf[j] * w;
            squares += pmf[i] * pmf[j] * w * w;
            of_items += pmf[i] * pmf[j] * wilson(i + j, 2.0 * m, z);
        }
    }
    nz_test_plan_start(&test, NZ_PLAN_HALF_WIDTH);
    test.request.cluster_size = m;
    test.request.cluster_correlation = rho;
    nz_test_plan_point(&test, p);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 2.0 * m, 0.5);
    const nz_plan_finding_t finding = nz_test_find(&test, 0);
    CU_ASSERT(finding.claim.is_effective && finding.claim.is_approximate);
    check_mean(finding.simulated, mean, sqrt(squares - mean * mean), of_items);

    /* 20 of 20 are 10.5 of 10.5: all of 10 */
    test.request.cluster_size = 10;
    test.request.cluster_correlation = 0.1;
    test.rows[0].accuracy = 1.0;
    test.rows[0].test_size = 20.0;
    NZ_ASSERT_REL(nz_test_find(&test, 0).simulated, wilson(10.0, 10.0, z), 1e-9);
}

/* Undefined intervals are left out of a mean, and are not short. */
static void
test_half_width_undefined(void)
{
    nz_test_plan_t test;
    const double p = 0.2, none = pow(1.0 - p, 6.0), all = pow(p, 6.0);

    nz_test_plan_start(&test, NZ_PLAN_HALF_WIDTH);
    test.request.method = NZ_METHOD_BOOTSTRAP_BCA;
    nz_test_plan_point(&test, p);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 6.0, 0.5);
    const nz_plan_finding_t finding = nz_test_find(&test, 0);
    check_mean((double) finding.n_undefined / n_trials, none + all,
        sqrt((none + all) * (1.0 - none - all)), 0.0);
    CU_ASSERT(finding.simulated > 0.1);
    test.request.width = 2.0; /* any that is defined is shorter */
    test.request.assurance = 0.5;
    check_share(&test, 0, 1.0 - none - all, 1.0);
}

static void
test_curve_levels_and_joint_share(void)
{
    const double p[] = { 0.1, 0.1, 0.3 }; /* two alike: their test sets must differ */
    double all = 1.0, common = 1.0;
    nz_test_plan_t test;

    nz_test_plan_start(&test, NZ_PLAN_CURVE);
    test.request.each = NZ_PLAN_SEE;
    for (size_t i = 0; i < 3; i++) {
        const double n = 10.0 + (double) i;
        nz_test_plan_point(&test, p[i])->parameters = (double) NAN;
        nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, i, n, 0.5);
        all *= 1.0 - pow(1.0 - p[i], i == 1 ? 10.0 : n);
        common *= 1.0 - pow(1.0 - p[i], 12.0);
    }
    test.rows[1].test_size = 10.0;
    nz_test_plan_row(&test, NZ_PLAN_ROW_ALL, SIZE_MAX, 32.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_COMMON, SIZE_MAX, 12.0, 0.5);
    check_share(&test, 3, all, all / (1.0 - pow(0.9, 10.0)));
    check_share(&test, 4, common, all);
    for (size_t i = 0; i < 3; i++) { /* of one size, and other accuracies */
        test.values[i].parameters = 1e9;
    }
    check_share(&test, 3, all, all / (1.0 - pow(0.9, 10.0)));

    /* Each interval leaves out 1 - .95^(1/2) where two of the models count. */
    const double z = gsl_cdf_ugaussian_Qinv(0.5 * (1.0 - sqrt(0.95)));
    const width_t narrow = width_of(10, 0.1, z, 1.0), wide = width_of(12, 0.3, z, 1.0);
    for (size_t i = 0; i < 3; i++) {
        test.values[i].parameters = pow(10.0, (double) i);
    }
    test.request.each = NZ_PLAN_HALF_WIDTH;
    test.request.from = 5.0;
    nz_plan_finding_t finding = nz_test_find(&test, 0);
    check_mean(finding.simulated, narrow.mean, narrow.sd,
        width_of(10, 0.1, gsl_cdf_ugaussian_Qinv(0.025), 1.0).mean);
    finding = nz_test_find(&test, 2);
    check_mean(finding.simulated, wide.mean, wide.sd,
        width_of(12, 0.3, gsl_cdf_ugaussian_Qinv(0.025), 1.0).mean);
    finding = nz_test_find(&test, 3); /* the largest */
    CU_ASSERT_EQUAL(finding.claim.n_values, 3);
    check_mean(finding.simulated, fmax(narrow.mean, wide.mean), fmax(narrow.sd, wide.sd),
        fmin(narrow.mean, wide.mean));
}

/* Rows of all models at the far end of a fit take the accuracies from their own. */
static void
test_conservative_rows(void)
{
    nz_test_plan_t test;

    nz_test_plan_start(&test, NZ_PLAN_CURVE);
    test.request.each = NZ_PLAN_SEE;
    nz_test_plan_point(&test, 0.2);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 10.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_ALL, SIZE_MAX, 10.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_CONSERVATIVE, 0, 15.0, 0.5)->accuracy = 0.1;
    nz_test_plan_row(&test, NZ_PLAN_ROW_ALL_CONSERVATIVE, SIZE_MAX, 15.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_COMMON_CONSERVATIVE, SIZE_MAX, 8.0, 0.5);
    check_share(&test, 1, 1.0 - pow(0.8, 10.0), 1.0 - pow(0.9, 10.0));
    check_share(&test, 3, 1.0 - pow(0.9, 15.0), 1.0 - pow(0.8, 15.0));
    check_share(&test, 4, 1.0 - pow(0.9, 8.0), 1.0 - pow(0.8, 8.0));
}

/* Sampling until the third success: a sum over the number of answers. */
static void
test_until(void)
{
    const double p = 0.3, r = 3.0;
    double mean = 0.0, squares = 0.0;
    nz_test_plan_t test;

    for (unsigned k = 3; k < 400; k++) {
        double lower = 0.0, upper = 1.0;
        NZ_ASSERT_OK(nz_beta_quantile(0.025, false, r, k - r + 1.0, &lower));
        if (k > 3) {
            NZ_ASSERT_OK(nz_beta_quantile(0.025, true, r, k - r, &upper));
        }
        const double w = (upper - lower) / (2.0 * p);
        const double probability = gsl_ran_pascal_pdf(k - 3, p, 3);
        mean += probability * w;
        squares += probability * w * w;
    }
    nz_test_plan_start(&test, NZ_PLAN_RELATIVE_HALF_WIDTH);
    test.request.budget = 100.0;
    nz_test_plan_point(&test, p)->item_cost = 2.0;
    nz_test_plan_point(&test, 0.5)->item_cost = 6.0;
    nz_test_plan_row(&test, NZ_PLAN_ROW_UNTIL, 0, 10.0, 1.0)->successes = 3;
    nz_test_plan_row(&test, NZ_PLAN_ROW_UNTIL_ALL, SIZE_MAX, 16.0, 1.0)->successes = 3;
    nz_plan_finding_t finding = nz_test_find(&test, 0);
    check_mean(finding.simulated, mean, sqrt(squares - mean * mean), 1.03 * mean);
    check_mean(finding.cost, 20.0, 2.0 * sqrt(r * (1.0 - p)) / p, 20.6);
    finding = nz_test_find(&test, 1); /* the other's is shorter */
    check_mean(finding.simulated, mean, sqrt(squares - mean * mean), 1.03 * mean);
    check_mean(finding.cost, 20.0 + 36.0,
        sqrt(4.0 * r * (1.0 - p) / (p * p) + 36.0 * r * 0.5 / 0.25), 55.0);
}

/* Slope of two models: their counts tell it by themselves. */
static void
test_slope(void)
{
    const unsigned n[] = { 12, 20 };
    const double p[] = { 0.4, 0.7 }, offset = 0.05;
    double total = 0.0, mean = 0.0, squares = 0.0, fourth = 0.0;
    nz_test_plan_t test;

    nz_test_plan_start(&test, NZ_PLAN_SLOPE);
    for (size_t i = 0; i < 2; i++) {
        nz_test_plan_point(&test, p[i])->offset = offset;
        nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, i, n[i], 0.5);
    }
    nz_test_plan_row(&test, NZ_PLAN_ROW_ALL, SIZE_MAX, 32.0, 0.5);
    for (int pass = 0; pass < 2; pass++) {
        for (unsigned j = 1; j < n[0]; j++) {
            for (unsigned k = 1; k < n[1]; k++) {
                const double low = -log((double) j / n[0]) - offset;
                const double high = -log((double) k / n[1]) - offset;
                if (!(low > 0.0 && high > 0.0)) {
                    continue;
                }
                const double slope = (log(high) - log(low)) / log(10.0);
                const double weight = gsl_ran_binomial_pdf(j, p[0], n[0])
                                      * gsl_ran_binomial_pdf(k, p[1], n[1]);
                if (pass == 0) {
                    total += weight;
                    mean += weight * slope;
                } else {
                    squares += weight * pow(slope - mean / total, 2.0);
                    fourth += weight * pow(slope - mean / total, 4.0);
                }
            }
        }
    }
    const double sd = sqrt(squares / total);
    const nz_plan_finding_t finding = nz_test_find(&test, 2);
    CU_ASSERT_EQUAL(finding.claim.measure, NZ_PLAN_MEASURE_SPREAD);
    check_mean((double) finding.n_undefined / n_trials, 1.0 - total,
        sqrt(total * (1.0 - total)), 0.0);
    check_mean(finding.simulated, sd,
        sqrt(fourth / total - sd * sd * sd * sd) / (2.0 * sd) / sqrt(total), 1.2 * sd);

    nz_test_plan_point(&test, 0.9); /* gets nothing */
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 2, 0.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_ALL, SIZE_MAX, 32.0, 0.5);
    const nz_plan_finding_t same = nz_test_find(&test, 4);
    CU_ASSERT_EQUAL(same.simulated, finding.simulated);
}

/* At the difference that was asked for, and at the least one that is detected. */
static void
test_compare(void)
{
    enum { n = 40 };
    const double p[] = { 0.3, 0.5 };
    double power = 0.0, less = 0.0;
    nz_test_plan_t test;

    for (unsigned i = 0; i <= n; i++) {
        for (unsigned j = 0; j <= n; j++) {
            const double q = (i + j) / (2.0 * n);
            if (fabs((double) i - j) / n > 1.959964 * sqrt(2.0 * q * (1.0 - q) / n)) {
                power +=
                    gsl_ran_binomial_pdf(i, p[0], n) * gsl_ran_binomial_pdf(j, p[1], n);
                less +=
                    gsl_ran_binomial_pdf(i, p[0], n) * gsl_ran_binomial_pdf(j, 0.45, n);
            }
        }
    }
    nz_test_plan_start(&test, NZ_PLAN_COMPARE);
    test.request.power = power;
    test.request.difference = 0.2;
    nz_test_plan_point(&test, p[0]);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, n, power);
    check_share(&test, 0, power, less);
    test.request.difference = (double) NAN;
    test.plan.n_rows = 0;
    nz_test_plan_row(&test, NZ_PLAN_ROW_DIFFERENCE, 0, n, 0.2);
    check_share(&test, 0, power, less);
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).claim.promised, power);
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_KEPT);
    test.request.confidence = 0.9; /* another test */
    CU_ASSERT(nz_test_find(&test, 0).simulated > power + 0.05);
}

/* Items of their task: the share of solved ones is that of the task's law. */
static void
test_items_of_a_task(void)
{
    nz_test_plan_t test;
    const double loss = 0.2, solved = exp(-5.0 * loss);

    nz_test_plan_start(&test, NZ_PLAN_SEE);
    test.request.successes = 5;
    nz_plan_point_t *point = nz_test_plan_point(&test, 0.5); /* not what is drawn */
    point->task_kind = NZ_TASK_SEQUENCE;
    point->task = (nz_task_t){ .loss = loss, .difficulty = 5.0, .cluster_size = 7 };
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 12.0, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_CONSERVATIVE, 0, 12.0, 0.5)->accuracy = 0.45;
    check_share(
        &test, 0, gsl_cdf_binomial_Q(4, solved, 12), gsl_cdf_binomial_Q(4, 0.5, 12));
    check_share(
        &test, 1, gsl_cdf_binomial_Q(4, 0.45, 12), gsl_cdf_binomial_Q(4, solved, 12));
    test.request.cluster_size = 4;
    test.request.cluster_correlation = 0.5;
    test.request.successes = 1;
    check_share(&test, 0, 1.0 - pow(none_of(4.0, solved, 0.5), 3.0),
        1.0 - pow(none_of(4.0, 0.5, 0.5), 3.0));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = { NZ_TEST(test_see_items), NZ_TEST(test_see_clusters),
        NZ_TEST(test_half_width), NZ_TEST(test_half_width_clusters),
        NZ_TEST(test_half_width_undefined), NZ_TEST(test_curve_levels_and_joint_share),
        NZ_TEST(test_conservative_rows), NZ_TEST(test_until), NZ_TEST(test_slope),
        NZ_TEST(test_compare), NZ_TEST(test_items_of_a_task), CU_TEST_INFO_NULL };
    return nz_test_main("plan_trial", tests, argc, argv);
}
