#include "stats/studentized.h"

#include "stats/binomial.h"
#include "stats/interval.h"
#include "stats/studentized_list.h"
#include "tests/testlib.h"

#include <stdlib.h>

enum { MAX_SCORES = 60, MAX_RESAMPLES = 60000 };

static const double levels[] = { 0.0005, 0.005, 0.025, 0.1, 0.25 };

static nz_studentized_t *
new_studentized(void)
{
    nz_studentized_t *self = NULL;
    NZ_ASSERT_OK(nz_studentized_create(MAX_SCORES, &self));
    return self;
}

static nz_scores_t
scores_of(const uint64_t *counts, size_t n_scores)
{
    uint64_t n = 0;
    for (size_t j = 0; j < n_scores; j++) {
        n += counts[j];
    }
    return (nz_scores_t){ counts, n_scores, n };
}

static void
set_scores(nz_studentized_t *self, const uint64_t *counts, size_t n_scores,
    nz_studentized_choice_t choice, nz_studentized_engine_t engine)
{
    const nz_scores_t scores = scores_of(counts, n_scores);
    NZ_ASSERT_OK(nz_studentized_set_scores(self, &scores, choice));
    CU_ASSERT_EQUAL(nz_studentized_engine(self), engine);
}

static double
quantile(nz_studentized_t *self, double tail, bool upper)
{
    double t = (double) NAN;
    NZ_ASSERT_OK(nz_studentized_quantile(self, tail, upper, &t));
    CU_ASSERT_FALSE(isnan(t));
    return t;
}

/* Equal infinities are equal. */
static bool
are_close(double a, double b, double rtol)
{
    return a == b || fabs(a - b) <= rtol * (1.0 + fabs(b));
}

/* Every sequence of n draws of n items, by its definition. */
typedef struct sequences {
    double t[MAX_RESAMPLES];
    size_t n;
} sequences_t;

static void
enumerate(const double *x, size_t n, sequences_t *all)
{
    double mean = 0.0;
    size_t draws[6] = { 0 }, i = 0;

    for (size_t k = 0; k < n; k++) {
        mean += x[k] / (double) n;
    }
    all->n = 0;
    while (i < n) {
        double m = 0.0, v = 0.0;
        for (size_t k = 0; k < n; k++) {
            m += x[draws[k]] / (double) n;
        }
        for (size_t k = 0; k < n; k++) {
            v += (x[draws[k]] - m) * (x[draws[k]] - m) / (double) n;
        }
        const double d = fabs(m - mean) < 1e-13 ? 0.0 : m - mean;
        all->t[all->n++] = d == 0.0    ? 0.0
                           : v < 1e-20 ? copysign((double) INFINITY, d)
                                       : d / sqrt(v / (double) n);
        for (i = 0; i < n && ++draws[i] == n; i++) {
            draws[i] = 0;
        }
    }
}

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void
assert_enumeration(nz_studentized_t *self, sequences_t *all)
{
    const double size = (double) all->n;
    qsort(all->t, all->n, sizeof(all->t[0]), compare);

    for (size_t i = 0; i < all->n; i += 1 + all->n / 97) {
        /* Between two multiples of 1/size: of either convention the i-th of all. */
        const double tail = ((double) i + 0.5) / size;
        const double lower = quantile(self, tail, false);
        const double upper = quantile(self, 1.0 - tail, true);
        CU_ASSERT_TRUE(are_close(lower, all->t[i], 1e-12));
        CU_ASSERT_TRUE(are_close(upper, all->t[i], 1e-12));
    }
}

static void
test_studentized_by_enumeration(void)
{
    static const double samples[][6] = { { 0, 0, 1, 2, 2, 5 }, { 0, 1, 2, 3, 4, 5 },
        { 0, 0, 0, 0, 1, 7 }, { 2, 2, 2, 2, 1, 3 }, { 0, 9, 9, 9, 10, 10 },
        { 3, 3, 3, 4, 4, 4 } };
    static sequences_t all;
    nz_studentized_t *self = new_studentized();

    for (size_t s = 0; s < NZ_COUNT_OF(samples); s++) {
        uint64_t counts[11] = { 0 };
        for (size_t i = 0; i < 6; i++) {
            counts[(size_t) samples[s][i]]++;
        }
        enumerate(samples[s], 6, &all);
        CU_ASSERT_EQUAL(all.n, 46656);
        set_scores(self, counts, 11, NZ_STUDENTIZED_FORCE_LIST, NZ_STUDENTIZED_LIST);
        assert_enumeration(self, &all);
        const bool two = s == 5;
        set_scores(self, counts, 11, NZ_STUDENTIZED_AUTO,
            two ? NZ_STUDENTIZED_BINOMIAL : NZ_STUDENTIZED_LIST);
        assert_enumeration(self, &all);
    }
    nz_studentized_destroy(&self);
}

static void
test_studentized_of_real_values_by_enumeration(void)
{
    static const double samples[][5] = { { -0.31, 0.02, 0.5, 1.77, 9.1 },
        { 1e6 + 0.25, 1e6 + 0.5, 1e6 + 1.75, 1e6 + 3.5, 1e6 + 4.0 },
        { -7.0, -1e-3, 0.0, 1e-3, 4.0 } };
    static sequences_t all;
    nz_studentized_t *self = new_studentized();

    for (size_t s = 0; s < NZ_COUNT_OF(samples); s++) {
        enumerate(samples[s], 5, &all);
        NZ_ASSERT_OK(
            nz_studentized_set_values(self, samples[s], NULL, 5, NZ_STUDENTIZED_AUTO));
        CU_ASSERT_EQUAL(nz_studentized_engine(self), NZ_STUDENTIZED_LIST);
        qsort(all.t, all.n, sizeof(all.t[0]), compare);
        for (size_t i = 0; i < all.n; i += 11) {
            const double tail = ((double) i + 0.5) / (double) all.n;
            CU_ASSERT_TRUE(are_close(quantile(self, tail, false), all.t[i], 1e-8));
        }
    }
    nz_studentized_destroy(&self);
}

/* Rounding leaves a variance to three draws of 0.17; it is not taken for one. */
static void
test_studentized_of_equal_real_draws_is_infinite(void)
{
    static const double values[] = { 0.0, 0.17 / 2.0, 0.17 };
    nz_studentized_t *self = new_studentized();

    CU_ASSERT_TRUE(3.0 * (3.0 * 0.17 * 0.17) - (3.0 * 0.17) * (3.0 * 0.17) > 0.0);
    NZ_ASSERT_OK(nz_studentized_set_values(self, values, NULL, 3, NZ_STUDENTIZED_AUTO));
    CU_ASSERT_EQUAL(quantile(self, 0.03, false), -(double) INFINITY);
    CU_ASSERT_EQUAL(quantile(self, 0.03, true), (double) INFINITY);
    nz_studentized_destroy(&self);
}

/* {0, 1, 2}: of 27 sequences 1 is all 0 and 1 all 2; 1/27 is a tie at either end. */
static void
test_studentized_quantile_at_ties(void)
{
    static const uint64_t counts[] = { 1, 1, 1 };
    nz_studentized_t *self = new_studentized();

    set_scores(self, counts, 3, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_LIST);
    CU_ASSERT_EQUAL(quantile(self, 1.0 / 27.0, false), -(double) INFINITY);
    CU_ASSERT_TRUE(isfinite(quantile(self, 1.0 / 27.0 + 1e-9, false)));
    CU_ASSERT_TRUE(isfinite(quantile(self, 1.0 / 27.0, true)));
    CU_ASSERT_EQUAL(quantile(self, 1.0 / 27.0 - 1e-9, true), (double) INFINITY);
    CU_ASSERT_EQUAL(quantile(self, 0.5, false), 0.0);
    nz_studentized_destroy(&self);
}

static void
test_studentized_of_two_values_is_binomial(void)
{
    static const uint64_t cases[][2] = { { 30, 12 }, { 3, 900 }, { 500, 499 }, { 1, 1 },
        { 40, 2 }, { 2000, 7 } };
    nz_studentized_t *self = new_studentized();

    for (size_t c = 0; c < NZ_COUNT_OF(cases); c++) {
        const double k = (double) cases[c][1], n = k + (double) cases[c][0];
        const uint64_t counts[] = { 0, 0, cases[c][0], 0, 0, cases[c][1] };
        for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
            for (int upper = 0; upper < 2; upper++) {
                uint64_t x = UINT64_MAX;
                NZ_ASSERT_OK(
                    nz_binomial_quantile(levels[i], upper, (uint64_t) n, k / n, &x));
                const double share = (double) x / n;
                const double expected = (share - k / n) / sqrt(share * (1.0 - share) / n);
                set_scores(self, counts, 6, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_BINOMIAL);
                CU_ASSERT_TRUE(
                    are_close(quantile(self, levels[i], upper), expected, 1e-12));
                set_scores(
                    self, counts, 6, NZ_STUDENTIZED_FORCE_LIST, NZ_STUDENTIZED_LIST);
                CU_ASSERT_TRUE(
                    are_close(quantile(self, levels[i], upper), expected, 1e-12));
            }
        }
    }
    nz_studentized_destroy(&self);
}

/* Twelve items, all different, among 1e9: P(t* = -infinity) = exp(-12) = 6.1e-6. */
static void
test_studentized_infinities_by_saddlepoint(void)
{
    uint64_t counts[13], mirrored[13];
    nz_studentized_t *self = new_studentized();

    for (size_t j = 0; j < 13; j++) {
        counts[j] = j == 0 ? 1000000000 : 1;
        mirrored[12 - j] = counts[j];
    }
    set_scores(self, counts, 13, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_SADDLEPOINT);
    CU_ASSERT_EQUAL(quantile(self, 6.14e-6, false), -(double) INFINITY);
    CU_ASSERT_TRUE(isfinite(quantile(self, 6.15e-6, false)));
    CU_ASSERT_EQUAL(quantile(self, 1.0 - 6.14e-6, true), -(double) INFINITY);
    CU_ASSERT_TRUE(isfinite(quantile(self, 1.0 - 6.15e-6, true)));
    CU_ASSERT_TRUE(isfinite(quantile(self, 5e-13, true)));
    set_scores(self, mirrored, 13, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_SADDLEPOINT);
    CU_ASSERT_EQUAL(quantile(self, 6.14e-6, true), (double) INFINITY);
    CU_ASSERT_TRUE(isfinite(quantile(self, 6.15e-6, true)));
    CU_ASSERT_EQUAL(quantile(self, 1.0 - 6.14e-6, false), (double) INFINITY);
    CU_ASSERT_TRUE(isfinite(quantile(self, 1.0 - 6.15e-6, false)));
    CU_ASSERT_TRUE(isfinite(quantile(self, 5e-13, false)));
    /* The commonest value is the mean: never infinite, with P(t* = 0) = exp(-24) there.
     */
    uint64_t around[25];
    for (size_t j = 0; j < 25; j++) {
        around[j] = j == 12 ? 1000000000 : 1;
    }
    set_scores(self, around, 25, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_SADDLEPOINT);
    CU_ASSERT_TRUE(isfinite(quantile(self, 5e-13, false)));
    CU_ASSERT_TRUE(isfinite(quantile(self, 5e-13, true)));
    CU_ASSERT_TRUE(quantile(self, 1e-4, false) < -2.0);
    CU_ASSERT_TRUE(quantile(self, 1e-4, true) > 2.0);
    nz_studentized_destroy(&self);
}

static void
test_studentized_infinities_of_few(void)
{
    static const uint64_t counts[] = { 997, 0, 2, 1 };
    const double p = pow(0.997, 1000.0);
    nz_studentized_t *self = new_studentized();

    for (int forced = 0; forced < 2; forced++) {
        set_scores(self, counts, 4,
            forced ? NZ_STUDENTIZED_FORCE_SADDLEPOINT : NZ_STUDENTIZED_AUTO,
            forced ? NZ_STUDENTIZED_SADDLEPOINT : NZ_STUDENTIZED_LIST);
        CU_ASSERT_EQUAL(quantile(self, p - 1e-9, false), -(double) INFINITY);
        CU_ASSERT_TRUE(isfinite(quantile(self, p + 1e-9, false)));
        CU_ASSERT_TRUE(isfinite(quantile(self, 0.025, true)));
    }
    nz_studentized_destroy(&self);
}

/* x -> L - x turns t*; a symmetric histogram is its own mirror image. */
static void
test_studentized_of_mirrored_scores(void)
{
    static const uint64_t histograms[][6] = { { 3, 4, 2, 1, 0, 1 }, { 5, 2, 1, 1, 2, 5 },
        { 1, 30, 9, 0, 2, 0 }, { 900, 500, 90, 40, 30, 20 },
        { 60, 90, 200, 200, 90, 60 } };
    nz_studentized_t *self = new_studentized(), *mirror = new_studentized();

    for (size_t h = 0; h < NZ_COUNT_OF(histograms); h++) {
        uint64_t turned[6];
        for (size_t j = 0; j < 6; j++) {
            turned[5 - j] = histograms[h][j];
        }
        const nz_studentized_engine_t engine =
            h < 3 ? NZ_STUDENTIZED_LIST : NZ_STUDENTIZED_SADDLEPOINT;
        set_scores(self, histograms[h], 6, NZ_STUDENTIZED_AUTO, engine);
        set_scores(mirror, turned, 6, NZ_STUDENTIZED_AUTO, engine);
        for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
            for (int upper = 0; upper < 2; upper++) {
                const double t = quantile(self, levels[i], upper);
                CU_ASSERT_TRUE(are_close(quantile(mirror, levels[i], !upper), -t, 1e-7));
            }
        }
    }
    nz_studentized_destroy(&self);
    nz_studentized_destroy(&mirror);
}

static void
test_studentized_does_not_depend_on_the_unit(void)
{
    static const double values[] = { -3.0, 0.5, 1.25, 4.0, 4.5 };
    static const uint64_t few[] = { 2, 4, 1, 3, 1 }, many[] = { 200, 400, 100, 300, 150 };
    nz_studentized_t *self = new_studentized(), *other = new_studentized();

    for (int size = 0; size < 2; size++) {
        const uint64_t *counts = size == 0 ? few : many;
        for (int sign = -1; sign < 2; sign += 2) {
            double moved[5];
            uint64_t moved_counts[5];
            for (size_t i = 0; i < 5; i++) {
                const size_t to = sign > 0 ? i : 4 - i;
                moved[to] = sign * 1e-3 * values[i] + 17.0;
                moved_counts[to] = counts[i];
            }
            NZ_ASSERT_OK(
                nz_studentized_set_values(self, values, counts, 5, NZ_STUDENTIZED_AUTO));
            NZ_ASSERT_OK(nz_studentized_set_values(
                other, moved, moved_counts, 5, NZ_STUDENTIZED_AUTO));
            CU_ASSERT_EQUAL(nz_studentized_engine(self),
                size == 0 ? NZ_STUDENTIZED_LIST : NZ_STUDENTIZED_SADDLEPOINT);
            for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
                const double t = quantile(self, levels[i], true);
                const double u = quantile(other, levels[i], sign > 0);
                CU_ASSERT_TRUE(are_close(u, sign * t, 1e-7));
            }
        }
    }
    nz_studentized_destroy(&self);
    nz_studentized_destroy(&other);
}

static void
test_studentized_of_values_is_that_of_scores(void)
{
    static const uint64_t counts[] = { 0, 70, 60, 0, 50, 40 },
                          dense[] = { 70, 60, 50, 40 };
    static const double values[] = { 1.0, 2.0, 4.0, 5.0 };
    nz_studentized_t *self = new_studentized(), *other = new_studentized();

    for (nz_studentized_choice_t choice = NZ_STUDENTIZED_AUTO;
         choice <= NZ_STUDENTIZED_FORCE_SADDLEPOINT; choice++) {
        const nz_scores_t scores = scores_of(counts, 6);
        NZ_ASSERT_OK(nz_studentized_set_scores(self, &scores, choice));
        NZ_ASSERT_OK(nz_studentized_set_values(other, values, dense, 4, choice));
        CU_ASSERT_EQUAL(nz_studentized_engine(self), nz_studentized_engine(other));
        for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
            CU_ASSERT_EQUAL(
                quantile(self, levels[i], false), quantile(other, levels[i], false));
        }
    }
    nz_studentized_destroy(&self);
    nz_studentized_destroy(&other);
}

static void
test_studentized_engine_by_length_and_outliers(void)
{
    static const uint64_t few[] = { 30, 20, 10 }, ordinary[] = { 30, 25, 20, 15 };
    static const uint64_t outlier[] = { 60, 25, 10, 4, 1 };
    static const uint64_t many[] = { 9000, 2000, 500, 400 };
    nz_studentized_t *self = new_studentized();

    set_scores(self, few, 3, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_LIST);
    set_scores(self, ordinary, 4, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_SADDLEPOINT);
    set_scores(self, outlier, 5, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_LIST);
    set_scores(self, many, 4, NZ_STUDENTIZED_FORCE_LIST, NZ_STUDENTIZED_SADDLEPOINT);
    nz_studentized_destroy(&self);
}

static uint64_t
next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* From 5 items to 2^53 over the largest score; every tail gives a number, and a farther
 * one no nearer t (to where the saddlepoint reaches, beyond 20 items). */
static void
test_studentized_extremes_are_numbers(void)
{
    static const double tails[] = { 5e-13, 1e-9, 1e-6, 0.0005, 0.025, 0.25, 0.5 };
    nz_studentized_t *self = new_studentized();
    uint64_t state = 3;

    for (int repeat = 0; repeat < 400; repeat++) {
        const size_t n_scores = 3 + next_random(&state) % 20;
        uint64_t counts[MAX_SCORES] = { 0 };
        const double range = 36.0 * (double) (repeat % 10 + 1) / 10.0 - 8.0;
        for (size_t j = 0; j < n_scores; j++) {
            const double u = (double) next_random(&state) / 2147483648.0;
            const double most = (double) NZ_COUNT_MAX / (double) (n_scores * n_scores);
            counts[j] = (uint64_t) fmin(exp(u * range), most);
        }
        counts[0] += 20;
        counts[2] += 3;
        const nz_scores_t scores = scores_of(counts, n_scores);
        NZ_ASSERT_OK(
            nz_studentized_set_scores(self, &scores, NZ_STUDENTIZED_FORCE_SADDLEPOINT));
        for (int upper = 0; upper < 2; upper++) {
            double before = (double) INFINITY;
            for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
                const double t = quantile(self, tails[i], upper);
                const double outward = upper ? t : -t;
                CU_ASSERT_TRUE(isinf(t) || fabs(t) < 1e17);
                CU_ASSERT_TRUE(tails[i] < 1e-4 || tails[i] > 0.01
                               || outward <= before + 1e-6 * fabs(before) + 1e-6);
                before = tails[i] < 0.0005 ? (double) INFINITY : outward;
            }
        }
    }
    nz_studentized_destroy(&self);
}

static void
test_studentized_list_refuses_what_does_not_fit(void)
{
    double values[NZ_STUDENTIZED_LIST_MAX_VALUES + 1];
    static const uint64_t counts[] = { 3, 4, 2 };
    nz_studentized_atom_t atoms[60];
    nz_item_values_t items;
    size_t n = 77;

    for (size_t i = 0; i < NZ_COUNT_OF(values); i++) {
        values[i] = (double) i;
    }
    NZ_ASSERT_OK(nz_item_values_init(&items, values, counts, 3));
    CU_ASSERT_EQUAL(nz_studentized_list_fill(NULL, atoms, 60, &n), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_list_fill(&items, NULL, 60, &n), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_list_fill(&items, atoms, 60, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_list_fill(&items, atoms, 54, &n), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(n, 77);
    NZ_ASSERT_OK(nz_studentized_list_fill(&items, atoms, 55, &n));
    CU_ASSERT_EQUAL(n, 55); /* 11 choose 2 */
    NZ_ASSERT_REL(nz_studentized_list_size(&items), 55.0, 1e-9);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += atoms[i].probability;
    }
    NZ_ASSERT_REL(sum, 1.0, 1e-14);
    NZ_ASSERT_OK(nz_item_values_init(&items, values, NULL, NZ_COUNT_OF(values)));
    CU_ASSERT_EQUAL(nz_studentized_list_fill(&items, atoms, 60, &n), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_studentized_list_size(&items), HUGE_VAL);
}

static void
test_studentized_errors_leave_output_untouched(void)
{
    static const uint64_t counts[] = { 3, 4, 2 }, one[] = { 0, 6, 0 };
    static const double values[] = { 1.0, 2.0, 3.5 };
    static const double bad_tails[] = { 0.0, 1.0, -1.0, (double) NAN };
    const nz_scores_t good = { counts, 3, 9 }, constant = { one, 3, 6 };
    const nz_scores_t wrong = { counts, 3, 8 }, missing = { NULL, 3, 9 };
    const nz_studentized_choice_t choice = NZ_STUDENTIZED_AUTO;
    nz_studentized_t *self = NULL;
    double t = 77.0;

    CU_ASSERT_EQUAL(nz_studentized_create(3, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_create(0, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_studentized_create(SIZE_MAX, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(self);
    NZ_ASSERT_OK(nz_studentized_create(2, &self));
    CU_ASSERT_EQUAL(nz_studentized_set_scores(self, &good, choice), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_studentized_quantile(self, 0.5, false, &t), NZ_ERR_DOMAIN);
    nz_studentized_destroy(&self);
    self = new_studentized();
    CU_ASSERT_EQUAL(nz_studentized_set_scores(NULL, &good, choice), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_set_scores(self, NULL, choice), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_set_scores(self, &missing, choice), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_set_scores(self, &wrong, choice), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_studentized_set_values(NULL, values, NULL, 3, choice), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_studentized_set_values(self, NULL, NULL, 3, choice), NZ_ERR_NULL_ARG);
    NZ_ASSERT_OK(nz_studentized_set_scores(self, &good, choice));
    for (size_t i = 0; i < NZ_COUNT_OF(bad_tails); i++) {
        CU_ASSERT_EQUAL(
            nz_studentized_quantile(self, bad_tails[i], true, &t), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_studentized_quantile(NULL, 0.5, true, &t), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_quantile(self, 0.5, true, NULL), NZ_ERR_NULL_ARG);
    /* What cannot be set leaves nothing set. */
    CU_ASSERT_EQUAL(nz_studentized_set_scores(self, &constant, choice), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_studentized_quantile(self, 0.5, true, &t), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_studentized_set_values(self, values, NULL, 1, choice), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_studentized_quantile(self, 0.5, true, &t), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(t, 77.0);
    nz_studentized_destroy(&self);
    CU_ASSERT_PTR_NULL(self);
    nz_studentized_destroy(&self);
    nz_studentized_destroy(NULL);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_studentized_by_enumeration),
        NZ_TEST(test_studentized_of_real_values_by_enumeration),
        NZ_TEST(test_studentized_of_equal_real_draws_is_infinite),
        NZ_TEST(test_studentized_quantile_at_ties),
        NZ_TEST(test_studentized_of_two_values_is_binomial),
        NZ_TEST(test_studentized_infinities_by_saddlepoint),
        NZ_TEST(test_studentized_infinities_of_few),
        NZ_TEST(test_studentized_of_mirrored_scores),
        NZ_TEST(test_studentized_does_not_depend_on_the_unit),
        NZ_TEST(test_studentized_of_values_is_that_of_scores),
        NZ_TEST(test_studentized_engine_by_length_and_outliers),
        NZ_TEST(test_studentized_extremes_are_numbers),
        NZ_TEST(test_studentized_list_refuses_what_does_not_fit),
        NZ_TEST(test_studentized_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("studentized", tests, argc, argv);
}
