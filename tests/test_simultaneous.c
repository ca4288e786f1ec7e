#include "stats/simultaneous.h"

#include "stats/binomial.h"
#include "stats/proportion.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdbool.h>
#include <stdlib.h>

static const nz_tails_t two_sided = { 0.025, 0.025 };
static const nz_report_t silent = { NULL, NULL };

static void
test_simultaneous_names(void)
{
    CU_ASSERT_STRING_EQUAL(nz_simultaneous_name(NZ_SIMULTANEOUS_NONE), "none");
    CU_ASSERT_STRING_EQUAL(
        nz_simultaneous_name(NZ_SIMULTANEOUS_BONFERRONI), "bonferroni");
    CU_ASSERT_STRING_EQUAL(nz_simultaneous_name(NZ_SIMULTANEOUS_SIDAK), "sidak");
    CU_ASSERT_STRING_EQUAL(nz_simultaneous_name(NZ_SIMULTANEOUS_MAX_T), "max_t");
    CU_ASSERT_PTR_NULL(nz_simultaneous_name(NZ_N_SIMULTANEOUS));
}

static void
test_simultaneous_tails_by_hand(void)
{
    nz_tails_t each;

    NZ_ASSERT_OK(nz_simultaneous_tails(NZ_SIMULTANEOUS_NONE, two_sided, 9, &each));
    CU_ASSERT_TRUE(each.lower == 0.025 && each.upper == 0.025);
    NZ_ASSERT_OK(nz_simultaneous_tails(NZ_SIMULTANEOUS_BONFERRONI, two_sided, 9, &each));
    NZ_ASSERT_REL(each.lower, 0.025 / 9.0, 1e-15);
    NZ_ASSERT_REL(each.upper, 0.025 / 9.0, 1e-15);
    NZ_ASSERT_OK(nz_simultaneous_tails(
        NZ_SIMULTANEOUS_BONFERRONI, (nz_tails_t){ 0.0, 0.1 }, 4, &each));
    CU_ASSERT_TRUE(each.lower == 0.0 && each.upper == 0.025);
    /* all nine hold with probability (1 - both)^9 = .95 */
    NZ_ASSERT_OK(nz_simultaneous_tails(NZ_SIMULTANEOUS_SIDAK, two_sided, 9, &each));
    NZ_ASSERT_REL(pow(1.0 - each.lower - each.upper, 9.0), 0.95, 1e-14);
    CU_ASSERT_TRUE(each.lower == each.upper);
    NZ_ASSERT_OK(nz_simultaneous_tails(
        NZ_SIMULTANEOUS_SIDAK, (nz_tails_t){ 0.01, 0.03 }, 3, &each));
    NZ_ASSERT_REL(each.upper, 3.0 * each.lower, 1e-14);
    NZ_ASSERT_REL(pow(1.0 - each.lower - each.upper, 3.0), 0.96, 1e-14);
    NZ_ASSERT_OK(
        nz_simultaneous_tails(NZ_SIMULTANEOUS_SIDAK, (nz_tails_t){ 0.0, 0.0 }, 3, &each));
    CU_ASSERT_TRUE(each.lower == 0.0 && each.upper == 0.0);
    NZ_ASSERT_OK(nz_simultaneous_tails(
        NZ_SIMULTANEOUS_SIDAK, (nz_tails_t){ 5e-13, 5e-13 }, 20, &each));
    NZ_ASSERT_REL(each.lower, 2.5e-14, 1e-10); /* nothing is lost at extreme levels */
}

/* P(max over two models of |X - k| / sd > c), by going through all pairs of counts. */
static double
miss_of_pair(const uint64_t *k, const uint64_t *n, double c, bool above, bool below)
{
    double sum = 0.0;

    for (uint64_t x = 0; x <= n[0]; x++) {
        for (uint64_t y = 0; y <= n[1]; y++) {
            const uint64_t counts[] = { x, y };
            bool misses = false;
            double probability = 1.0;
            for (int i = 0; i < 2; i++) {
                const double p = (double) k[i] / (double) n[i];
                const double t = ((double) counts[i] - (double) k[i])
                                 / sqrt((double) n[i] * p * (1.0 - p));
                misses = misses || (above && t > c) || (below && -t > c);
                probability *= nz_binomial_pmf(counts[i], n[i], p);
            }
            sum += misses ? probability : 0.0;
        }
    }
    return sum;
}

static void
test_max_t_counts_against_enumeration(void)
{
    static const uint64_t k[] = { 3, 17 }, n[] = { 20, 41 };
    static const nz_tails_t all_tails[] = { { 0.025, 0.025 }, { 0.05, 0.05 },
        { 0.1, 0.0 }, { 0.0, 0.1 }, { 0.0005, 0.0005 } };

    for (size_t i = 0; i < NZ_COUNT_OF(all_tails); i++) {
        const nz_tails_t tails = all_tails[i];
        const bool above = tails.lower > 0.0, below = tails.upper > 0.0;
        nz_tails_t each;
        NZ_ASSERT_OK(nz_simultaneous_max_t_counts(k, n, 2, tails, &each));
        CU_ASSERT_TRUE((each.lower > 0.0) == above && (each.upper > 0.0) == below);
        const double c = gsl_cdf_ugaussian_Qinv(above ? each.lower : each.upper);
        const double miss = tails.lower + tails.upper;
        CU_ASSERT_TRUE(miss_of_pair(k, n, c + 1e-6, above, below) <= miss);
        CU_ASSERT_TRUE(miss_of_pair(k, n, c - 1e-6, above, below) > miss);
    }
}

/* Many items: the normal limit, where independent models make it Sidak's. A model at 0 is
 * counted as one of them. */
static void
test_max_t_counts_tends_to_sidak(void)
{
    static const uint64_t k[] = { 4000000000, 5000000000, 1000000000, 0 };
    static const uint64_t n[] = { 10000000000, 10000000000, 10000000000, 100 };
    nz_tails_t each, sidak;

    NZ_ASSERT_OK(nz_simultaneous_max_t_counts(k, n, 4, two_sided, &each));
    NZ_ASSERT_OK(nz_simultaneous_tails(NZ_SIMULTANEOUS_SIDAK, two_sided, 4, &sidak));
    NZ_ASSERT_REL(each.lower, sidak.lower, 1e-3);
    CU_ASSERT_TRUE(each.lower == each.upper);
    NZ_ASSERT_OK(
        nz_simultaneous_max_t_counts(k + 3, n + 3, 1, (nz_tails_t){ 0.05, 0.05 }, &each));
    NZ_ASSERT_REL(each.lower, 0.05, 1e-9);
}

/* All n^n resamples of four items of three models. */
static double
miss_of_units(const double *rows, double c, bool above, bool below)
{
    double misses = 0.0, variance[3] = { 0.0, 0.0, 0.0 };

    for (int u = 0; u < 4; u++) {
        for (int j = 0; j < 3; j++) {
            variance[j] += rows[3 * u + j] * rows[3 * u + j];
        }
    }
    for (int code = 0; code < 256; code++) {
        bool miss = false;
        for (int j = 0; j < 3; j++) {
            double d = 0.0;
            for (int i = 0, rest = code; i < 4; i++, rest /= 4) {
                d += rows[3 * (rest % 4) + j];
            }
            const double t = d / sqrt(variance[j]);
            miss = miss || (above && t > c) || (below && -t > c);
        }
        misses += miss;
    }
    return misses / 256.0;
}

static gsl_rng *
new_rng(uint64_t replicate)
{
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    const nz_stream_key_t key = {
        .seed = 7, .purpose = NZ_PURPOSE_BOOTSTRAP, .replicate = replicate
    };
    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    NZ_ASSERT_OK(nz_rng_set_stream(rng, &key));
    return rng;
}

static int n_calls;

static void
count_calls(void *context, double done)
{
    CU_ASSERT_PTR_NULL(context);
    CU_ASSERT_TRUE(done >= 0.0 && done < 1.0);
    n_calls++;
}

/* The resampled critical value lies between the quantiles of the exact distribution at
 * the level less and plus 5.73 standard errors. */
static void
test_max_t_units_against_enumeration(void)
{
    static double rows[] = { -0.2, 0.3, 0.05, 0.1, -0.1, 0.15, 0.25, -0.4, -0.05, -0.15,
        0.2, -0.15 };
    static const nz_tails_t all_tails[] = { { 0.05, 0.05 }, { 0.2, 0.0 }, { 0.0, 0.2 } };
    static size_t end[] = { 4 };
    const nz_joint_units_t units = { 4, 3, 1, rows, end };
    const uint64_t resamples = 40000;

    for (size_t i = 0; i < NZ_COUNT_OF(all_tails); i++) {
        const nz_tails_t tails = all_tails[i];
        const bool above = tails.lower > 0.0, below = tails.upper > 0.0;
        const double miss = tails.lower + tails.upper;
        const double error = 5.73 * sqrt(miss * (1.0 - miss) / (double) resamples);
        nz_tails_t each;
        gsl_rng *rng = new_rng(i);
        n_calls = 0;
        NZ_ASSERT_OK(nz_simultaneous_max_t_units(
            &units, resamples, tails, rng, (nz_report_t){ count_calls, NULL }, &each));
        CU_ASSERT_TRUE(n_calls >= 1);
        gsl_rng_free(rng);
        const double c = gsl_cdf_ugaussian_Qinv(above ? each.lower : each.upper);
        CU_ASSERT_TRUE(miss_of_units(rows, c + 1e-6, above, below) <= miss + error);
        CU_ASSERT_TRUE(miss_of_units(rows, c - 1e-6, above, below) > miss - error);
    }
}

/* P(|sum of n random signs| > c sqrt(n)) */
static double
miss_of_signs(unsigned n, double c)
{
    const double positive = 0.5 * (n + c * sqrt((double) n));
    return 2.0 * gsl_cdf_binomial_Q((unsigned) positive, 0.5, n);
}

/* Two copies of one model are one model; strata are resampled each by itself. */
static void
test_max_t_units_uses_dependence(void)
{
    enum { n = 400 };
    double twins[2 * n], one[n], stratified[n];
    static size_t ends[] = { n / 2, n }, end[] = { n };
    nz_tails_t each, single;

    for (int i = 0; i < n; i++) {
        one[i] = sin(1.0 + i) / n;
    }
    double mean = 0.0;
    for (int i = 0; i < n; i++) {
        mean += one[i] / n;
    }
    for (int i = 0; i < n; i++) {
        one[i] -= mean;
        twins[2 * i] = one[i];
        twins[2 * i + 1] = 3.0 * one[i];
        stratified[i] = i < n / 2 ? 0.0 : (i % 2 == 0 ? 1.0 : -1.0) / n;
    }
    gsl_rng *rng = new_rng(5);
    NZ_ASSERT_OK(nz_simultaneous_max_t_units(
        &(nz_joint_units_t){ n, 2, 1, twins, end }, 2000, two_sided, rng, silent, &each));
    NZ_ASSERT_OK(nz_rng_set_stream(
        rng, &(nz_stream_key_t){
                 .seed = 7, .purpose = NZ_PURPOSE_BOOTSTRAP, .replicate = 5 }));
    NZ_ASSERT_OK(nz_simultaneous_max_t_units(
        &(nz_joint_units_t){ n, 1, 1, one, end }, 2000, two_sided, rng, silent, &single));
    NZ_ASSERT_REL(each.lower, single.lower, 1e-9);
    /* The share of the maxima beyond c has the binomial's error. It differs from that of
     * a normal variable by the next term of Edgeworth's series, 2 phi(z) (z^3 - 3 z)/24
     * times the kurtosis over n, with -1.5 of a sine 3e-5. */
    NZ_ASSERT_ABS(single.lower, 0.025, 5.73 * sqrt(0.05 * 0.95 / 2000.0) / 2.0 + 3e-5);
    /* The first stratum is constant: the deviation is that of n/2 signs, whose sum is
     * binomial and at c has one of its steps. */
    NZ_ASSERT_OK(
        nz_simultaneous_max_t_units(&(nz_joint_units_t){ n, 1, 2, stratified, ends },
            4000, two_sided, rng, silent, &each));
    const double c = gsl_cdf_ugaussian_Qinv(each.lower);
    const double error = 5.73 * sqrt(0.05 * 0.95 / 4000.0);
    CU_ASSERT_TRUE(miss_of_signs(n / 2, c + 1e-6) <= 0.05 + error);
    CU_ASSERT_TRUE(miss_of_signs(n / 2, c - 1e-6) > 0.05 - error);
    gsl_rng_free(rng);
}

/* A model without a miss has no say in what is drawn, but takes its share of the level.
 */
static void
test_max_t_units_counts_constant_models(void)
{
    double rows[] = { 0.0, 0.0, 0.0, 0.0, 0.0, 0.0 };
    size_t end[] = { 2 };
    gsl_rng *rng = new_rng(1);
    nz_tails_t each, sidak;

    NZ_ASSERT_OK(nz_simultaneous_max_t_units(
        &(nz_joint_units_t){ 2, 3, 1, rows, end }, 10, two_sided, rng, silent, &each));
    NZ_ASSERT_OK(nz_simultaneous_tails(NZ_SIMULTANEOUS_SIDAK, two_sided, 3, &sidak));
    NZ_ASSERT_REL(each.upper, sidak.upper, 1e-9);
    gsl_rng_free(rng);
}

/* Two items: every resample has |t| = 0 or sqrt(2), each half the time. At a level below
 * one half the critical value is 0, where a normal variable always misses. */
static void
test_max_t_units_at_a_low_level(void)
{
    static double rows[] = { -0.5, 0.5, 0.5, -0.5 };
    static size_t end[] = { 2 };
    const nz_joint_units_t units = { 2, 2, 1, rows, end };
    gsl_rng *rng = new_rng(2);
    nz_tails_t each = { 0.0, 0.0 };

    NZ_ASSERT_OK(nz_simultaneous_max_t_units(
        &units, 1000, (nz_tails_t){ 0.3, 0.3 }, rng, silent, &each));
    NZ_ASSERT_ABS(each.lower, 0.5, 1e-12);
    NZ_ASSERT_ABS(each.upper, 0.5, 1e-12);
    NZ_ASSERT_OK(nz_simultaneous_max_t_units(
        &units, 1000, (nz_tails_t){ 0.2, 0.2 }, rng, silent, &each));
    NZ_ASSERT_ABS(each.lower, gsl_cdf_ugaussian_Q(sqrt(2.0)), 1e-12);
    NZ_ASSERT_OK(nz_simultaneous_max_t_units(
        &units, 1000, (nz_tails_t){ 0.5, 0.0 }, rng, silent, &each));
    CU_ASSERT_TRUE(each.lower > 0.0 && each.lower <= 0.5 && each.upper == 0.0);
    gsl_rng_free(rng);
}

/* Much work per resample: told of after every few. */
static void
test_max_t_units_reports_by_work(void)
{
    enum { N = 1000 };
    static size_t end[] = { N };
    double *rows = calloc((size_t) N * N, sizeof(*rows));
    const nz_joint_units_t units = { N, N, 1, rows, end };
    gsl_rng *rng = new_rng(3);
    nz_tails_t each;

    CU_ASSERT_PTR_NOT_NULL_FATAL(rows);
    n_calls = 0;
    NZ_ASSERT_OK(nz_simultaneous_max_t_units(
        &units, 5, two_sided, rng, (nz_report_t){ count_calls, NULL }, &each));
    CU_ASSERT_EQUAL(n_calls, 3);
    gsl_rng_free(rng);
    free(rows);
}

/* The band of Clopper-Pearson intervals holds at once with at least its level: exact
 * enumeration over the counts of two models, raised limits included. */
static void
test_simultaneous_band_holds(void)
{
    const uint64_t n[] = { 15, 22 };
    const double p[] = { 0.04, 0.05 };
    nz_tails_t each;
    double held = 0.0, raised_held = 0.0;

    NZ_ASSERT_OK(
        nz_simultaneous_tails(NZ_SIMULTANEOUS_SIDAK, (nz_tails_t){ 0.1, 0.0 }, 2, &each));
    for (uint64_t x = 0; x <= n[0]; x++) {
        for (uint64_t y = 0; y <= n[1]; y++) {
            nz_interval_t ci[2];
            const double probability =
                nz_binomial_pmf(x, n[0], p[0]) * nz_binomial_pmf(y, n[1], p[1]);
            NZ_ASSERT_OK(nz_proportion_clopper_pearson(x, n[0], each, &ci[0]));
            NZ_ASSERT_OK(nz_proportion_clopper_pearson(y, n[1], each, &ci[1]));
            const bool holds = ci[0].lower <= p[0] && ci[1].lower <= p[1];
            held += holds ? probability : 0.0;
            CU_ASSERT_EQUAL(nz_simultaneous_raise_lower(ci, 2), 0);
            CU_ASSERT_TRUE(ci[1].lower >= ci[0].lower);
            /* a raised limit fails only where the limits failed before */
            CU_ASSERT_TRUE(!holds || ci[1].lower <= p[1]);
            raised_held += ci[0].lower <= p[0] && ci[1].lower <= p[1] ? probability : 0.0;
        }
    }
    CU_ASSERT_TRUE(held >= 0.9 && held < 0.99);
    CU_ASSERT_TRUE(raised_held >= 0.9);
}

static void
test_simultaneous_raise_lower(void)
{
    nz_interval_t ci[] = { { 0.1, 0.3, NZ_INTERVAL_OK }, { 0.05, 0.4, NZ_INTERVAL_OK },
        { 0.5, 0.5, NZ_INTERVAL_UNDEFINED }, { 0.2, 0.6, NZ_INTERVAL_OK },
        { 0.0, 0.15, NZ_INTERVAL_OK }, { 0.1, 0.9, NZ_INTERVAL_OK },
        { 0.1, 0.2, NZ_INTERVAL_OK } };
    static const double expected[] = { 0.1, 0.1, 0.5, 0.2, 0.0, 0.2, 0.2 };

    CU_ASSERT_EQUAL(nz_simultaneous_raise_lower(ci, NZ_COUNT_OF(ci)), 1);
    for (size_t i = 0; i < NZ_COUNT_OF(ci); i++) {
        CU_ASSERT_EQUAL(ci[i].lower, expected[i]);
        CU_ASSERT_EQUAL(ci[i].status, i == 2   ? NZ_INTERVAL_UNDEFINED
                                      : i == 6 ? NZ_INTERVAL_DEGENERATE
                                               : NZ_INTERVAL_OK);
    }
    CU_ASSERT_TRUE(ci[4].upper == 0.15 && ci[2].upper == 0.5);
    CU_ASSERT_EQUAL(nz_simultaneous_raise_lower(ci, 0), 0);
}

static void
test_simultaneous_errors_leave_output_untouched(void)
{
    static const uint64_t k[] = { 1, 3 }, n[] = { 5, 2 };
    static double row[] = { 1.0, -1.0 };
    static size_t end[] = { 2 };
    const nz_joint_units_t units = { 2, 1, 1, row, end };
    const nz_joint_units_t nothing = { 0, 1, 1, row, end };
    const nz_joint_units_t too_many = { 1, SIZE_MAX / 2 + 2, 1, row, end };
    const nz_tails_t unequal = { 0.01, 0.04 }, none = { 0.0, 0.0 };
    const nz_tails_t above_half[] = { { 0.51, 0.0 }, { 0.0, 0.51 } };
    gsl_rng *rng = new_rng(1);
    nz_tails_t each = { -1.0, -2.0 };

    CU_ASSERT_EQUAL(nz_simultaneous_tails(NZ_SIMULTANEOUS_SIDAK, two_sided, 2, NULL),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_simultaneous_tails(NZ_SIMULTANEOUS_SIDAK, two_sided, 0, &each), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_simultaneous_tails(NZ_SIMULTANEOUS_MAX_T, two_sided, 2, &each), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_simultaneous_tails(NZ_SIMULTANEOUS_SIDAK,
                        (nz_tails_t){ (double) NAN, 0.1 }, 2, &each),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_simultaneous_max_t_counts(NULL, n, 1, two_sided, &each), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_simultaneous_max_t_counts(k, n, 2, two_sided, &each), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_simultaneous_max_t_counts(k, n, 1, unequal, &each), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_simultaneous_max_t_counts(k, n, 1, none, &each), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_simultaneous_max_t_counts(k, n, 0, two_sided, &each), NZ_ERR_DOMAIN);
    for (size_t i = 0; i < NZ_COUNT_OF(above_half); i++) {
        CU_ASSERT_EQUAL(
            nz_simultaneous_max_t_counts(k, n, 1, above_half[i], &each), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(
            nz_simultaneous_max_t_units(&units, 9, above_half[i], rng, silent, &each),
            NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(
        nz_simultaneous_max_t_units(&too_many, 9, two_sided, rng, silent, &each),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_simultaneous_max_t_units(&units, 9, two_sided, NULL, silent, &each),
        NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_simultaneous_max_t_units(&units, 0, two_sided, rng, silent, &each),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_simultaneous_max_t_units(&units, 9, unequal, rng, silent, &each),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_simultaneous_max_t_units(&nothing, 9, two_sided, rng, silent, &each),
        NZ_ERR_DOMAIN);
    CU_ASSERT_TRUE(each.lower == -1.0 && each.upper == -2.0);
    gsl_rng_free(rng);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_simultaneous_names),
        NZ_TEST(test_simultaneous_tails_by_hand),
        NZ_TEST(test_max_t_counts_against_enumeration),
        NZ_TEST(test_max_t_counts_tends_to_sidak),
        NZ_TEST(test_max_t_units_against_enumeration),
        NZ_TEST(test_max_t_units_uses_dependence),
        NZ_TEST(test_max_t_units_counts_constant_models),
        NZ_TEST(test_max_t_units_at_a_low_level),
        NZ_TEST(test_max_t_units_reports_by_work),
        NZ_TEST(test_simultaneous_band_holds),
        NZ_TEST(test_simultaneous_raise_lower),
        NZ_TEST(test_simultaneous_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("simultaneous", tests, argc, argv);
}
