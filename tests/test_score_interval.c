#include "stats/score_interval.h"

#include "stats/proportion.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <string.h>

static const nz_interval_method_t methods[] = { NZ_METHOD_STUDENT_T,
    NZ_METHOD_BOOTSTRAP_PERCENTILE, NZ_METHOD_BOOTSTRAP_BASIC, NZ_METHOD_BOOTSTRAP_NORMAL,
    NZ_METHOD_BOOTSTRAP_STUDENTIZED, NZ_METHOD_BOOTSTRAP_BCA };
static const nz_tails_t two_sided = { 0.025, 0.025 };

static nz_score_interval_t *
new_workspace(size_t max_scores, uint64_t resamples)
{
    nz_score_interval_t *self = NULL;
    NZ_ASSERT_OK(nz_score_interval_create(max_scores, resamples, &self));
    return self;
}

static nz_scores_t
scores_of(const uint64_t *counts, size_t n_scores)
{
    nz_scores_t scores = { counts, n_scores, 0 };
    for (size_t j = 0; j < n_scores; j++) {
        scores.n_items += counts[j];
    }
    return scores;
}

/* One interval of one data set. */
static nz_interval_t
interval_of(nz_score_interval_t *self, const nz_scores_t *scores,
    nz_interval_method_t method, nz_tails_t tails, gsl_rng *rng)
{
    nz_interval_t interval = { -77.0, -77.0, NZ_INTERVAL_OK };
    NZ_ASSERT_OK(nz_score_interval_set(self, scores, rng));
    NZ_ASSERT_OK(nz_score_interval(self, method, tails, &interval));
    return interval;
}

static void
assert_same(const nz_interval_t *a, const nz_interval_t *b)
{
    CU_ASSERT_TRUE(a->lower == b->lower && a->upper == b->upper);
    CU_ASSERT_EQUAL(a->status, b->status);
}

static void
test_exact_of_outcomes_equals_that_of_proportions(void)
{
    static const nz_tails_t tails[] = { { 0.025, 0.025 }, { 0.05, 0.0 }, { 0.0, 0.01 },
        { 5e-13, 5e-13 }, { 0.0, 0.0 }, { 0.3, 0.001 } };
    nz_score_interval_t *self = new_workspace(2, 0);

    for (uint64_t n = 1; n < 200000; n = 4 * n + 3) {
        for (uint64_t k = 0; k <= n; k += 1 + n / 25) {
            const uint64_t counts[] = { n - k, k };
            const nz_scores_t scores = { counts, 2, n };
            for (size_t i = 0; i < NZ_COUNT_OF(tails) * NZ_COUNT_OF(methods); i++) {
                const nz_interval_method_t method = methods[i % NZ_COUNT_OF(methods)];
                const nz_tails_t tail = tails[i / NZ_COUNT_OF(methods)];
                nz_interval_t expected;
                NZ_ASSERT_OK(nz_proportion_interval(method, k, n, tail, &expected));
                const nz_interval_t got = interval_of(self, &scores, method, tail, NULL);
                assert_same(&got, &expected);
            }
        }
    }
    nz_score_interval_destroy(&self);
}

/* Scores 2 and 5 are 2 + 3 times an outcome, but for the ends of the scale. */
static void
test_exact_of_two_scores_is_affine_in_outcomes(void)
{
    static const uint64_t counts[] = { 0, 0, 30, 0, 0, 12, 0 };
    const nz_scores_t scores = scores_of(counts, 7);
    nz_score_interval_t *self = new_workspace(7, 0);

    for (size_t i = 0; i < NZ_COUNT_OF(methods); i++) {
        nz_interval_t p;
        NZ_ASSERT_OK(nz_proportion_interval(methods[i], 12, 42, two_sided, &p));
        nz_interval_t ci = interval_of(self, &scores, methods[i], two_sided, NULL);
        NZ_ASSERT_REL(ci.lower, 2.0 + 3.0 * p.lower, 1e-14);
        NZ_ASSERT_REL(ci.upper, 2.0 + 3.0 * p.upper, 1e-14);
        ci = interval_of(self, &scores, methods[i], (nz_tails_t){ 0.0, 0.025 }, NULL);
        CU_ASSERT_TRUE(ci.lower == 0.0 && ci.status == NZ_INTERVAL_OK);
        NZ_ASSERT_REL(ci.upper, 2.0 + 3.0 * p.upper, 1e-14);
        ci = interval_of(self, &scores, methods[i], (nz_tails_t){ 0.025, 0.0 }, NULL);
        NZ_ASSERT_REL(ci.lower, 2.0 + 3.0 * p.lower, 1e-14);
        CU_ASSERT_EQUAL(ci.upper, 6.0);
    }
    nz_score_interval_destroy(&self);
}

static void
test_exact_percentile_by_hand(void)
{
    static const uint64_t counts[] = { 1, 1, 1 };
    const nz_scores_t scores = { counts, 3, 3 }; /* totals 0..6: 1 3 6 7 6 3 1 of 27 */
    const nz_interval_method_t method = NZ_METHOD_BOOTSTRAP_PERCENTILE;
    nz_score_interval_t *self = new_workspace(3, 0);

    nz_interval_t ci =
        interval_of(self, &scores, method, (nz_tails_t){ 3.9 / 27.0, 3.9 / 27.0 }, NULL);
    CU_ASSERT_EQUAL(ci.lower, 1.0 / 3.0); /* P(<= 1) = 4/27 */
    CU_ASSERT_EQUAL(ci.upper, 5.0 / 3.0); /* P(> 4) = 4/27, more than the tail */
    ci = interval_of(self, &scores, method, (nz_tails_t){ 4.1 / 27.0, 4.1 / 27.0 }, NULL);
    CU_ASSERT_EQUAL(ci.lower, 2.0 / 3.0);
    CU_ASSERT_EQUAL(ci.upper, 4.0 / 3.0);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_OK);
    ci = interval_of(self, &scores, method, (nz_tails_t){ 0.0, 4.1 / 27.0 }, NULL);
    CU_ASSERT_TRUE(ci.lower == 0.0 && ci.upper == 4.0 / 3.0);
    ci = interval_of(self, &scores, method, (nz_tails_t){ 4.1 / 27.0, 0.0 }, NULL);
    CU_ASSERT_TRUE(ci.lower == 2.0 / 3.0 && ci.upper == 2.0);
    nz_score_interval_destroy(&self);
}

/* Every resample of n <= 9 items over at most 5 scores. */
enum { MAX_ATOMS = 1000, MAX_VALUES = 5 };

typedef struct atom {
    double value, probability;
} atom_t;

typedef struct enumeration {
    const nz_scores_t *scores;
    unsigned n;
    double mean, second, third; /* moments of the data about the mean */
    atom_t totals[MAX_ATOMS], t[MAX_ATOMS];
    size_t n_atoms;
} enumeration_t;

static void
enumerate_from(enumeration_t *self, size_t j, unsigned left, unsigned *counts)
{
    if (j >= MAX_VALUES) {
        CU_FAIL("too many scores");
        return;
    }
    if (j + 1 < self->scores->n_scores) {
        for (unsigned c = 0; c <= left; c++) {
            counts[j] = c;
            enumerate_from(self, j + 1, left - c, counts);
        }
        return;
    }
    counts[j] = left;
    double p[MAX_VALUES], total = 0.0, squares = 0.0;
    for (size_t i = 0; i <= j; i++) {
        p[i] = (double) self->scores->counts[i] / self->n;
        total += (double) i * counts[i];
    }
    const double mean = total / self->n, excess = mean - self->mean;
    for (size_t i = 0; i <= j; i++) {
        squares += counts[i] * ((double) i - mean) * ((double) i - mean);
    }
    double t = squares > 1e-9 ? excess / sqrt(squares) * self->n
                              : copysign((double) INFINITY, excess);
    t = fabs(excess) < 1e-9 ? 0.0 : t;
    const double probability = gsl_ran_multinomial_pdf(j + 1, p, counts);
    CU_ASSERT_TRUE_FATAL(self->n_atoms < MAX_ATOMS);
    self->totals[self->n_atoms] = (atom_t){ total, probability };
    self->t[self->n_atoms++] = (atom_t){ t, probability };
}

static int
compare_atoms(const void *a, const void *b)
{
    const double x = ((const atom_t *) a)->value, y = ((const atom_t *) b)->value;
    return (x > y) - (x < y);
}

static void
enumerate(enumeration_t *self, const nz_scores_t *scores)
{
    unsigned counts[MAX_VALUES];

    *self = (enumeration_t){ .scores = scores, .n = (unsigned) scores->n_items };
    for (size_t j = 0; j < scores->n_scores; j++) {
        self->mean += (double) j * (double) scores->counts[j] / self->n;
    }
    for (size_t j = 0; j < scores->n_scores; j++) {
        const double d = (double) j - self->mean, c = (double) scores->counts[j];
        self->second += c * d * d;
        self->third += c * d * d * d;
    }
    enumerate_from(self, 0, self->n, counts);
    qsort(self->totals, self->n_atoms, sizeof(atom_t), compare_atoms);
    qsort(self->t, self->n_atoms, sizeof(atom_t), compare_atoms);
}

/* Smallest value with P(<= value) >= tail. */
static double
smallest(const atom_t *atoms, size_t n, double tail)
{
    double sum = 0.0;
    size_t i = 0;
    while (i + 1 < n && (sum += atoms[i].probability) < tail) {
        i++;
    }
    return atoms[i].value;
}

static nz_interval_t
by_enumeration(const enumeration_t *self, nz_interval_method_t method, nz_tails_t tails)
{
    const double n = self->n, m = self->mean, se = sqrt(self->second) / n;
    const double low = smallest(self->totals, self->n_atoms, tails.lower) / n;
    const double high = smallest(self->totals, self->n_atoms, 1.0 - tails.upper) / n;
    double at[2], t, mid = 0.0;

    switch ((int) method) {
    case NZ_METHOD_STUDENT_T:
        at[0] = m - gsl_cdf_tdist_Qinv(tails.lower, n - 1) * se * sqrt(n / (n - 1));
        at[1] = m + gsl_cdf_tdist_Qinv(tails.upper, n - 1) * se * sqrt(n / (n - 1));
        break;
    case NZ_METHOD_BOOTSTRAP_PERCENTILE:
        return (nz_interval_t){ low, high,
            low < high ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE };
    case NZ_METHOD_BOOTSTRAP_BASIC:
        at[0] = 2.0 * m - smallest(self->totals, self->n_atoms, 1.0 - tails.lower) / n;
        at[1] = 2.0 * m - smallest(self->totals, self->n_atoms, tails.upper) / n;
        break;
    case NZ_METHOD_BOOTSTRAP_NORMAL:
        at[0] = m - gsl_cdf_ugaussian_Qinv(tails.lower) * se;
        at[1] = m + gsl_cdf_ugaussian_Qinv(tails.upper) * se;
        break;
    case NZ_METHOD_BOOTSTRAP_STUDENTIZED:
        t = smallest(self->t, self->n_atoms, 1.0 - tails.lower);
        at[0] = m - t * se;
        t = smallest(self->t, self->n_atoms, tails.upper);
        at[1] = m - t * se;
        break;
    default:
        for (size_t i = 0; i < self->n_atoms; i++) {
            const double d = self->totals[i].value - n * m;
            mid += self->totals[i].probability * (fabs(d) < 1e-9 ? 0.5 : d < 0.0);
        }
        for (int side = 0; side < 2; side++) {
            const double z0 = gsl_cdf_ugaussian_Pinv(mid);
            const double a = self->third / (6.0 * pow(self->second, 1.5));
            const double z = z0
                             + (side == 0 ? gsl_cdf_ugaussian_Pinv(tails.lower)
                                          : gsl_cdf_ugaussian_Qinv(tails.upper));
            if (1.0 - a * z <= 0.0) {
                return (nz_interval_t){ m, m, NZ_INTERVAL_UNDEFINED };
            }
            at[side] = smallest(self->totals, self->n_atoms,
                           gsl_cdf_ugaussian_P(z0 + z / (1.0 - a * z)))
                       / n;
        }
    }
    return (nz_interval_t){ at[0], at[1],
        at[0] < at[1] ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE };
}

static void
assert_limit(double actual, double expected)
{
    if (isinf(expected)) {
        CU_ASSERT_EQUAL(actual, expected);
    } else {
        NZ_ASSERT_ABS(actual, expected, 1e-10);
    }
}

/* Tails that are no tie of any of these distributions. */
static void
test_exact_by_enumeration(void)
{
    static const uint64_t histograms[][MAX_VALUES] = { { 1, 1, 1, 0, 0 },
        { 3, 2, 1, 0, 1 }, { 0, 4, 0, 1, 2 }, { 1, 0, 5, 0, 1 }, { 6, 1, 0, 1, 0 },
        { 1, 0, 1, 0, 6 }, { 2, 2, 2, 2, 1 }, { 0, 1, 7, 1, 0 }, { 1, 0, 0, 1, 7 } };
    static const nz_tails_t tails[] = { { 0.0247, 0.0247 }, { 0.0511, 0.0023 },
        { 0.0031, 0.1113 }, { 0.31, 0.2 }, { 1.3e-7, 1.7e-8 }, { 1e-10, 1e-10 } };
    static enumeration_t law;
    nz_score_interval_t *self = new_workspace(MAX_VALUES, 0);
    unsigned n_infinite = 0;

    for (size_t i = 0; i < NZ_COUNT_OF(histograms); i++) {
        const nz_scores_t scores = scores_of(histograms[i], MAX_VALUES);
        enumerate(&law, &scores);
        for (size_t j = 0; j < NZ_COUNT_OF(tails) * NZ_COUNT_OF(methods); j++) {
            const nz_interval_method_t method = methods[j % NZ_COUNT_OF(methods)];
            const nz_tails_t tail = tails[j / NZ_COUNT_OF(methods)];
            const nz_interval_t expected = by_enumeration(&law, method, tail);
            const nz_interval_t got = interval_of(self, &scores, method, tail, NULL);
            assert_limit(got.lower, expected.lower);
            assert_limit(got.upper, expected.upper);
            CU_ASSERT_EQUAL(got.status, expected.status);
            n_infinite += isinf(got.upper) || isinf(got.lower);
        }
    }
    CU_ASSERT_TRUE(n_infinite > 0);
    nz_score_interval_destroy(&self);
}

static void
test_equal_scores(void)
{
    static const uint64_t counts[] = { 0, 0, 12, 0 };
    const nz_scores_t scores = { counts, 4, 12 };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);

    for (uint64_t resamples = 0; resamples <= 50; resamples += 50) {
        nz_score_interval_t *self = new_workspace(4, resamples);
        for (size_t i = 0; i < NZ_COUNT_OF(methods); i++) {
            const bool undefined = methods[i] == NZ_METHOD_BOOTSTRAP_STUDENTIZED
                                   || methods[i] == NZ_METHOD_BOOTSTRAP_BCA;
            nz_interval_t ci = interval_of(self, &scores, methods[i], two_sided, rng);
            CU_ASSERT_TRUE(ci.lower == 2.0 && ci.upper == 2.0);
            CU_ASSERT_EQUAL(
                ci.status, undefined ? NZ_INTERVAL_UNDEFINED : NZ_INTERVAL_DEGENERATE);
            ci = interval_of(self, &scores, methods[i], (nz_tails_t){ 0.0, 0.025 }, rng);
            CU_ASSERT_TRUE(ci.lower == (undefined ? 2.0 : 0.0) && ci.upper == 2.0);
            ci = interval_of(self, &scores, methods[i], (nz_tails_t){ 0.025, 0.0 }, rng);
            CU_ASSERT_TRUE(ci.lower == 2.0 && ci.upper == (undefined ? 2.0 : 3.0));
            CU_ASSERT_EQUAL(
                ci.status, undefined ? NZ_INTERVAL_UNDEFINED : NZ_INTERVAL_OK);
        }
        nz_score_interval_destroy(&self);
    }
    gsl_rng_free(rng);
}

static void
test_one_item(void)
{
    static const uint64_t counts[] = { 0, 0, 1, 0 };
    const nz_scores_t scores = { counts, 4, 1 };
    nz_score_interval_t *self = new_workspace(4, 0);

    nz_interval_t ci = interval_of(self, &scores, NZ_METHOD_STUDENT_T, two_sided, NULL);
    CU_ASSERT_TRUE(ci.lower == 2.0 && ci.upper == 2.0);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
    ci = interval_of(self, &scores, NZ_METHOD_BOOTSTRAP_PERCENTILE, two_sided, NULL);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_DEGENERATE);
    nz_score_interval_destroy(&self);
}

/* A resample of three 0 has probability 1/27 and no spread: beyond a smaller tail there
 * is no limit, beyond a larger one there is. Resamples of three 1 have t = 0. */
static void
test_studentized_limits_may_be_infinite(void)
{
    static const uint64_t counts[] = { 1, 1, 1 };
    const nz_scores_t scores = { counts, 3, 3 };
    const nz_interval_method_t method = NZ_METHOD_BOOTSTRAP_STUDENTIZED;
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 2);

    for (uint64_t resamples = 0; resamples <= 20000; resamples += 20000) {
        nz_score_interval_t *self = new_workspace(3, resamples);
        nz_interval_t ci = interval_of(self, &scores, method, two_sided, rng);
        CU_ASSERT_TRUE(ci.lower == -HUGE_VAL && ci.upper == HUGE_VAL);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_OK);
        ci = interval_of(self, &scores, method, (nz_tails_t){ 0.045, 0.025 }, rng);
        CU_ASSERT_TRUE(isfinite(ci.lower) && ci.upper == HUGE_VAL);
        /* 001: t = -(2/3) sqrt(3)/sqrt(2/9), se = sqrt(2/3)/sqrt(3) */
        ci = interval_of(self, &scores, method, (nz_tails_t){ 0.045, 0.055 }, rng);
        NZ_ASSERT_REL(
            ci.upper, 1.0 + sqrt(2.0 / 3.0) * (2.0 / 3.0) / sqrt(2.0 / 9.0), 1e-12);
        NZ_ASSERT_REL(
            ci.lower, 1.0 - sqrt(2.0 / 3.0) * (2.0 / 3.0) / sqrt(2.0 / 9.0), 1e-12);
        nz_score_interval_destroy(&self);
    }
    gsl_rng_free(rng);
}

/* 0 0 1 3 and a tail so large that the resamples of 0 alone carry both: no interval. The
 * same of one resample where that is of one score. */
static void
test_studentized_of_one_infinity_is_undefined(void)
{
    static const uint64_t counts[] = { 2, 1, 0, 1 }, mirrored[] = { 1, 0, 1, 2 };
    const nz_interval_method_t method = NZ_METHOD_BOOTSTRAP_STUDENTIZED;
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 4);
    int n_undefined = 0;

    for (int side = 0; side < 2; side++) {
        const nz_scores_t scores = { side == 0 ? counts : mirrored, 4, 4 };
        const double mean = side == 0 ? 1.0 : 2.0;
        nz_score_interval_t *self = new_workspace(4, 0);
        const nz_tails_t tails =
            side == 0 ? (nz_tails_t){ 0.97, 0.02 } : (nz_tails_t){ 0.02, 0.97 };
        const nz_interval_t ci = interval_of(self, &scores, method, tails, rng);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
        CU_ASSERT_TRUE(ci.lower == mean && ci.upper == mean);
        nz_score_interval_destroy(&self);
        self = new_workspace(4, 1);
        for (int i = 0; i < 100; i++) {
            const nz_interval_t one = interval_of(self, &scores, method, two_sided, rng);
            const bool undefined = one.status == NZ_INTERVAL_UNDEFINED;
            CU_ASSERT_TRUE(isfinite(one.lower) && isfinite(one.upper));
            CU_ASSERT_TRUE(!undefined || (one.lower == mean && one.upper == mean));
            n_undefined += undefined;
        }
        nz_score_interval_destroy(&self);
    }
    CU_ASSERT_TRUE(n_undefined > 0 && n_undefined < 100);
    gsl_rng_free(rng);
}

/* No tail and no histogram makes a limit NaN or a method fail. */
static void
test_extreme_tails_and_histograms(void)
{
    static const uint64_t histograms[][5] = { { 1, 1, 1, 0, 0 }, { 1, 0, 1, 0, 1 },
        { 999998, 1, 0, 0, 1 }, { 1, 1, 0, 0, 999998 }, { 1, 1000000000, 1, 0, 0 },
        { 300000000000, 5, 200000000000, 7, 900000000000 }, { 7, 1, 0, 0, 1 },
        { 20, 11, 3, 0, 1 }, { 40000, 30000, 20000, 4000, 300 } };
    static const nz_tails_t tails[] = { { 5e-13, 5e-13 }, { 0.49, 0.49 }, { 0.98, 1e-9 },
        { 1e-9, 0.98 }, { 0.25, 0.25 } };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);

    for (uint64_t resamples = 0; resamples <= 100; resamples += 100) {
        nz_score_interval_t *self = new_workspace(5, resamples);
        for (size_t i = 0; i < NZ_COUNT_OF(histograms); i++) {
            const nz_scores_t scores = scores_of(histograms[i], 5);
            for (size_t j = 0; j < NZ_COUNT_OF(tails) * NZ_COUNT_OF(methods); j++) {
                const nz_interval_t ci =
                    interval_of(self, &scores, methods[j % NZ_COUNT_OF(methods)],
                        tails[j / NZ_COUNT_OF(methods)], rng);
                CU_ASSERT_TRUE(ci.lower <= ci.upper);
                CU_ASSERT_TRUE(ci.lower < ci.upper || ci.status != NZ_INTERVAL_OK);
            }
        }
        nz_score_interval_destroy(&self);
    }
    gsl_rng_free(rng);
}

/* One item in many far above the rest: a = 1/6, and beyond z0 + z = 6 there is no level.
 */
static void
test_bca_is_undefined_beyond_its_range(void)
{
    static const uint64_t counts[] = { 999997, 2, 0, 0, 0, 0, 0, 0, 0, 1 };
    static const uint64_t mirrored[] = { 1, 0, 0, 0, 0, 0, 0, 0, 2, 999997 };
    const nz_scores_t scores = scores_of(counts, 10), other = scores_of(mirrored, 10);
    const nz_interval_method_t method = NZ_METHOD_BOOTSTRAP_BCA;
    nz_score_interval_t *self = new_workspace(10, 0);

    nz_interval_t ci =
        interval_of(self, &scores, method, (nz_tails_t){ 0.025, 5e-13 }, NULL);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
    CU_ASSERT_TRUE(ci.lower == 11e-6 && ci.upper == 11e-6);
    ci = interval_of(self, &scores, method, (nz_tails_t){ 5e-13, 0.025 }, NULL);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_OK);
    ci = interval_of(self, &other, method, (nz_tails_t){ 5e-13, 0.025 }, NULL);
    CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
    ci = interval_of(self, &other, method, (nz_tails_t){ 0.0, 0.025 }, NULL);
    CU_ASSERT_TRUE(ci.lower == 0.0 && ci.status == NZ_INTERVAL_OK);
    nz_score_interval_destroy(&self);
}

/* Limits are those of score_sum.h, told what the scores are; the two ways differ by a
 * step in some of the sets, and a set of whole scores after one of rounded ones is not
 * rounded.
 */
static void
test_rounded_scores(void)
{
    enum { n_scores = 1025, n_items = 40, n_sets = 40 };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 2);
    nz_score_interval_t *self = new_workspace(n_scores, 0);
    nz_score_sum_t *sum = NULL;
    unsigned n_different = 0;

    NZ_ASSERT_OK(nz_score_sum_create(n_scores, &sum));
    for (int i = 0; i < n_sets; i++) {
        static uint64_t counts[n_scores];
        uint64_t low[2] = { 0, 0 };
        memset(counts, 0, sizeof(counts));
        for (int k = 0; k < n_items; k++) {
            counts[(size_t) (1025.0 * gsl_pow_4(gsl_rng_uniform(rng)))]++;
        }
        const nz_scores_t scores = { counts, n_scores, n_items };
        for (int rounded = 1; rounded >= 0; rounded--) {
            nz_interval_t interval;
            NZ_ASSERT_OK(nz_score_sum_set(
                sum, &scores, rounded ? NZ_SCORE_SUM_ROUNDED : NZ_SCORE_SUM_AUTO));
            NZ_ASSERT_OK(nz_score_sum_quantile(sum, 0.025, false, &low[rounded]));
            NZ_ASSERT_OK((rounded ? nz_score_interval_set_rounded
                                  : nz_score_interval_set)(self, &scores, NULL));
            NZ_ASSERT_OK(nz_score_interval(
                self, NZ_METHOD_BOOTSTRAP_PERCENTILE, two_sided, &interval));
            NZ_ASSERT_ABS(interval.lower * n_items, (double) low[rounded], 1e-9);
        }
        n_different += low[0] != low[1];
    }
    CU_ASSERT_TRUE(n_different > 0);
    CU_ASSERT_EQUAL(nz_score_interval_set_rounded(NULL, NULL, NULL), NZ_ERR_NULL_ARG);
    gsl_rng_free(rng);
    nz_score_sum_destroy(&sum);
    nz_score_interval_destroy(&self);
}

static void
test_is_bootstrap(void)
{
    for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
        const char *name = nz_interval_method_name((nz_interval_method_t) i);
        CU_ASSERT_EQUAL(nz_score_interval_is_bootstrap((nz_interval_method_t) i),
            strncmp(name, "bootstrap_", 10) == 0);
    }
    CU_ASSERT_FALSE(nz_score_interval_is_bootstrap(NZ_N_INTERVAL_METHODS));
}

static void
test_create_errors(void)
{
    nz_score_interval_t *self = NULL;

    CU_ASSERT_EQUAL(nz_score_interval_create(3, 0, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_score_interval_create(1, 0, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_score_interval_create(SIZE_MAX, 5, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_score_interval_create(3, UINT64_MAX, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(self);
    nz_score_interval_destroy(&self);
    nz_score_interval_destroy(NULL);
}

static void
test_errors_leave_output_untouched(void)
{
    static const uint64_t counts[] = { 3, 4, 2 }, none[] = { 0, 0, 0 };
    const nz_scores_t good = { counts, 3, 9 };
    const nz_scores_t bad[] = { { counts, 1, 3 }, { counts, 4, 9 }, { counts, 3, 8 },
        { none, 3, 0 } };
    static const nz_tails_t bad_tails[] = { { -0.1, 0.1 }, { 0.5, 0.5 },
        { (double) NAN, 0.1 } };
    const nz_scores_t no_counts = { NULL, 3, 9 };
    const nz_interval_method_t method = NZ_METHOD_BOOTSTRAP_BASIC;
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);

    for (uint64_t resamples = 0; resamples <= 10; resamples += 10) {
        nz_interval_t ci = { -1.0, -2.0, NZ_INTERVAL_UNDEFINED };
        nz_score_interval_t *self = new_workspace(3, resamples);
        CU_ASSERT_EQUAL(nz_score_interval(self, method, two_sided, &ci), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_score_interval_set(NULL, &good, rng), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(nz_score_interval_set(self, NULL, rng), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(nz_score_interval_set(self, &no_counts, rng), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(nz_score_interval_set(self, &good, NULL),
            resamples > 0 ? NZ_ERR_NULL_ARG : NZ_OK);
        for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
            CU_ASSERT_EQUAL(nz_score_interval_set(self, &bad[i], rng), NZ_ERR_DOMAIN);
        }
        NZ_ASSERT_OK(nz_score_interval_set(self, &good, rng));
        for (size_t i = 0; i < NZ_COUNT_OF(bad_tails); i++) {
            CU_ASSERT_EQUAL(
                nz_score_interval(self, method, bad_tails[i], &ci), NZ_ERR_DOMAIN);
        }
        CU_ASSERT_EQUAL(
            nz_score_interval(self, NZ_METHOD_WILSON, two_sided, &ci), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_score_interval(self, NZ_N_INTERVAL_METHODS, two_sided, &ci),
            NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_score_interval(NULL, method, two_sided, &ci), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(
            nz_score_interval(self, method, two_sided, NULL), NZ_ERR_NULL_ARG);
        CU_ASSERT_TRUE(ci.lower == -1.0 && ci.upper == -2.0);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
        nz_score_interval_destroy(&self);
        CU_ASSERT_PTR_NULL(self);
        nz_score_interval_destroy(&self);
    }
    gsl_rng_free(rng);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_exact_of_outcomes_equals_that_of_proportions),
        NZ_TEST(test_exact_of_two_scores_is_affine_in_outcomes),
        NZ_TEST(test_exact_percentile_by_hand),
        NZ_TEST(test_exact_by_enumeration),
        NZ_TEST(test_equal_scores),
        NZ_TEST(test_one_item),
        NZ_TEST(test_studentized_limits_may_be_infinite),
        NZ_TEST(test_studentized_of_one_infinity_is_undefined),
        NZ_TEST(test_extreme_tails_and_histograms),
        NZ_TEST(test_bca_is_undefined_beyond_its_range),
        NZ_TEST(test_rounded_scores),
        NZ_TEST(test_is_bootstrap),
        NZ_TEST(test_create_errors),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("score_interval", tests, argc, argv);
}
