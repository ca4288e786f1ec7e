#include "stats/studentized.h"

#include "stats/binomial.h"
#include "stats/interval.h"
#include "stats/studentized_list.h"
#include "stats/studentized_outliers.h"
#include "stats/studentized_part.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
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
        for (size_t i = 3; i < all.n; i += 37) {
            const double tail = ((double) i + 0.5) / (double) all.n;
            CU_ASSERT_TRUE(are_close(quantile(self, tail, false), all.t[i], 1e-8));
        }
    }
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

/* scripts/reference_studentized.py: lower and upper quantiles at the levels. */
typedef struct reference {
    uint64_t counts[25];
    size_t n_scores;
    double lower[5], upper[5];
} reference_t;

/* clang-format off */
static const reference_t ordinary[] = {
    { { 60, 25, 10, 4, 1 }, 5,
      { -4.28888771398008, -3.15479390108892, -2.29129500778601, -1.42871722348211, -0.734388073634526 },
      { 2.94408250164704, 2.3410538537728, 1.80037880466504, 1.19905698054161, 0.632759329440692 },
    },
    { { 900, 80, 15, 4, 1 }, 5,
      { -3.94934288318959, -2.95930207614816, -2.18593778349309, -1.39213845477493, -0.717567835541727 },
      { 2.90687793018612, 2.32321101952525, 1.79890523625332, 1.20042907431195, 0.638354065126745 },
    },
    { { 10, 12, 10, 8, 5, 3, 1, 1 }, 8,
      { -4.13110579715313, -3.04895030038216, -2.22387014400763, -1.4, -0.719424690279688 },
      { 3.18083526836652, 2.47801837763004, 1.88375849880331, 1.23925930723416, 0.650772233377631 },
    },
    { { 3, 3, 5, 2, 4, 3, 5, 2, 3 }, 9,
      { -3.87115431028666, -2.85894821668046, -2.09604728272968, -1.33167893543189, -0.689381987545711 },
      { 3.83596248559682, 2.83464597335433, 2.08079276351474, 1.32583238791976, 0.687510499292077 },
    },
    { { 30, 0, 0, 5, 10, 15, 20, 25, 15, 10 }, 10,
      { -3.21059175922099, -2.51248080002243, -1.91444180243762, -1.25551120474525, -0.661382973200649 },
      { 3.64731244498977, 2.77724473449681, 2.071437758086, 1.33117710025435, 0.694650627295235 },
    },
    { { 700, 150, 60, 40, 20, 10, 10, 5, 3, 1, 1 }, 11,
      { -3.72419738769246, -2.8377405798072, -2.11412769777472, -1.355078157613, -0.70639760002947 },
      { 3.00439266681142, 2.38942338974307, 1.84340053116195, 1.22238233157847, 0.647322879940721 },
    },
    { { 960, 10, 8, 6, 5, 4, 3, 2, 1, 1 }, 10,
      { -4.82919454276808, -3.41725636109401, -2.41960867000571, -1.48748903282755, -0.758336352398524 },
      { 2.70310701335122, 2.18267459193348, 1.70746848495879, 1.14929987381049, 0.612041620245313 },
    },
    { { 2, 1, 1, 3, 8, 20, 50, 80, 35 }, 9,
      { -2.95048875751624, -2.35104355949281, -1.81758106421922, -1.20899275845006, -0.641146058170678 },
      { 3.93017612440694, 2.9658056403266, 2.19089023002066, 1.39114037050339, 0.722272381768223 },
    },
};
static const reference_t with_outliers[] = {
    { { 60, 25, 10, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 16,
      { -6.08163640559537, -4.71814259695671, -3.64645263744589, -2.47623068294438, -1.26353341501375 },
      { 2.19057563710521, 1.80440235656772, 1.44290605341617, 1.00244696879954, 0.538439708672608 },
    },
    { { 300, 60, 20, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 25,
      { -5.61647760764088, -4.46897533296547, -3.51693690116972, -2.44044891653761, -1.26360897610065 },
      { 2.14862667781137, 1.77942830805902, 1.4296666669719, 0.993375168138532, 0.530144320412781 },
    },
    { { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 40, 60, 50, 30, 10 }, 25,
      { -2.44576751155677, -2.00037211393005, -1.59115212979069, -1.0934919897695, -0.588765584393122 },
      { 4.15964137945923, 3.3443646171176, 2.61423033449564, 1.73580554833443, 0.891387294091476 },
    },
};
/* clang-format on */

/* Largest error of a quantile in steps of the total. */
static double
largest_error(nz_studentized_t *self, const reference_t *reference)
{
    double n = 0.0, sum = 0.0, squares = 0.0, worst = 0.0;

    for (size_t j = 0; j < reference->n_scores; j++) {
        const double count = (double) reference->counts[j], x = (double) j;
        n += count;
        sum += count * x;
        squares += count * x * x;
    }
    const double step = 1.0 / sqrt(squares - sum * sum / n);
    for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
        const double lower = quantile(self, levels[i], false);
        const double upper = quantile(self, levels[i], true);
        worst = fmax(worst, fabs(lower - reference->lower[i]) / step);
        worst = fmax(worst, fabs(upper - reference->upper[i]) / step);
    }
    return worst;
}

static void
test_studentized_saddlepoint_agrees_with_references(void)
{
    nz_studentized_t *self = new_studentized();

    for (size_t r = 0; r < NZ_COUNT_OF(ordinary); r++) {
        set_scores(self, ordinary[r].counts, ordinary[r].n_scores,
            NZ_STUDENTIZED_FORCE_SADDLEPOINT, NZ_STUDENTIZED_SADDLEPOINT);
        const double worst = largest_error(self, &ordinary[r]);
        CU_ASSERT_TRUE(worst <= 0.15);
        printf("%s%.3f", r == 0 ? "\n    steps: " : " ", worst);
    }
    nz_studentized_destroy(&self);
}

/* Without the outliers set apart the same quantiles are far off. */
static void
test_studentized_saddlepoint_with_outliers(void)
{
    nz_studentized_t *self = new_studentized();

    for (size_t r = 0; r < NZ_COUNT_OF(with_outliers); r++) {
        const reference_t *reference = &with_outliers[r];
        double values[25], naive = 0.0;
        uint64_t counts[25];
        size_t n_values = 0;
        set_scores(self, reference->counts, reference->n_scores,
            NZ_STUDENTIZED_FORCE_SADDLEPOINT, NZ_STUDENTIZED_SADDLEPOINT);
        const double worst = largest_error(self, reference);
        for (size_t j = 0; j < reference->n_scores; j++) {
            if (reference->counts[j] > 0) {
                values[n_values] = (double) j;
                counts[n_values++] = reference->counts[j];
            }
        }
        nz_item_values_t items;
        nz_studentized_outliers_t outliers;
        nz_studentized_part_t all;
        NZ_ASSERT_OK(nz_item_values_init(&items, values, counts, n_values));
        nz_studentized_outliers_find(&outliers, &items);
        CU_ASSERT_EQUAL(outliers.n_low, r == 2 ? 1 : 0);
        CU_ASSERT_EQUAL(outliers.n_high, r == 2 ? 0 : 1);
        nz_studentized_part_init_all(&all, &items);
        for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
            const double z = gsl_cdf_ugaussian_Pinv(levels[i]);
            double t = (double) NAN;
            NZ_ASSERT_OK(nz_studentized_part_quantile(&all, z, &t));
            naive = fmax(naive,
                fabs(t - reference->lower[i]) * items.sd * sqrt((double) items.n_items));
            NZ_ASSERT_OK(nz_studentized_part_quantile(&all, -z, &t));
            naive = fmax(naive,
                fabs(t - reference->upper[i]) * items.sd * sqrt((double) items.n_items));
        }
        printf("%s%.3f (%.1f)", r == 0 ? "\n    steps: " : " ", worst, naive);
        CU_ASSERT_TRUE(worst <= 0.3);
        CU_ASSERT_TRUE(naive > 3.0 * worst);
    }
    nz_studentized_destroy(&self);
}

/* Other shapes, whose lists are long but possible. */
static void
test_studentized_saddlepoint_is_near_the_list(void)
{
    static const uint64_t histograms[][7] = { { 500, 400, 100 }, { 2000, 900, 300 },
        { 90, 5, 90, 0, 0, 4 }, { 40, 30, 20, 10 }, { 10, 20, 30, 40 },
        { 0, 25, 50, 25, 2 }, { 4, 150, 30, 5 }, { 30, 0, 30, 0, 30, 0, 2 },
        { 990, 300, 9 }, { 100000, 90, 40 }, { 12, 11, 10, 9, 8 },
        { 9, 0, 8, 7, 0, 6, 8 } };
    nz_studentized_t *list = new_studentized(), *saddle = new_studentized();
    double worst = 0.0;

    for (size_t h = 0; h < NZ_COUNT_OF(histograms); h++) {
        reference_t reference = { .n_scores = 7 };
        set_scores(
            list, histograms[h], 7, NZ_STUDENTIZED_FORCE_LIST, NZ_STUDENTIZED_LIST);
        set_scores(saddle, histograms[h], 7, NZ_STUDENTIZED_FORCE_SADDLEPOINT,
            NZ_STUDENTIZED_SADDLEPOINT);
        for (size_t j = 0; j < 7; j++) {
            reference.counts[j] = histograms[h][j];
        }
        for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
            reference.lower[i] = quantile(list, levels[i], false);
            reference.upper[i] = quantile(list, levels[i], true);
        }
        const double error = largest_error(saddle, &reference);
        CU_ASSERT_TRUE(error <= 0.2);
        worst = fmax(worst, error);
    }
    printf("\n    largest error %.3f steps ", worst);
    nz_studentized_destroy(&list);
    nz_studentized_destroy(&saddle);
}

/* For many items P(t* <= t) = Phi(t) + skewness (2 t^2 + 1) phi(t)/(6 sqrt(n)) + O(1/n),
 * hence t = z - skewness (2 z^2 + 1)/(6 sqrt(n)); also where r* is near 0. */
static void
test_studentized_of_many_items_by_edgeworth(void)
{
    static const double tails[] = { 5e-13, 1e-6, 0.025, 0.3, 0.4996, 0.5 };
    nz_studentized_t *self = new_studentized();

    for (double n = 1e6; n < 1e15; n *= 1e4) {
        const uint64_t unit = (uint64_t) n / 10;
        const uint64_t counts[] = { 5 * unit, 3 * unit, unit, 0, unit };
        const double variance = 1.49, third = 2.748; /* E (x - mean)^k */
        set_scores(self, counts, 5, NZ_STUDENTIZED_AUTO, NZ_STUDENTIZED_SADDLEPOINT);
        for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
            const double z = gsl_cdf_ugaussian_Pinv(tails[i]);
            const double shift =
                third / pow(variance, 1.5) * (2.0 * z * z + 1.0) / (6.0 * sqrt(n));
            const double tolerance = 400.0 / n + 3e-8;
            NZ_ASSERT_ABS(quantile(self, tails[i], false), z - shift, tolerance);
            NZ_ASSERT_ABS(quantile(self, tails[i], true), -z - shift, tolerance);
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
        NZ_TEST(test_studentized_quantile_at_ties),
        NZ_TEST(test_studentized_of_two_values_is_binomial),
        NZ_TEST(test_studentized_saddlepoint_agrees_with_references),
        NZ_TEST(test_studentized_saddlepoint_with_outliers),
        NZ_TEST(test_studentized_saddlepoint_is_near_the_list),
        NZ_TEST(test_studentized_of_many_items_by_edgeworth),
        NZ_TEST(test_studentized_infinities_by_saddlepoint),
        NZ_TEST(test_studentized_infinities_of_few),
        NZ_TEST(test_studentized_of_mirrored_scores),
        NZ_TEST(test_studentized_does_not_depend_on_the_unit),
        NZ_TEST(test_studentized_of_values_is_that_of_scores),
        NZ_TEST(test_studentized_extremes_are_numbers),
        NZ_TEST(test_studentized_list_refuses_what_does_not_fit),
        NZ_TEST(test_studentized_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("studentized", tests, argc, argv);
}
