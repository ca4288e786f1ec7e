#include "stats/studentized.h"

#include "stats/studentized_outliers.h"
#include "stats/studentized_part.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>

enum { MAX_SCORES = 60 };

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
    { { 9, 9, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1 }, 25,
      { -10.5051315962758, -8.84738796964111, -7.44814036130731, -5.51012212052805, -1.02062072615966 },
      { 2.36465848253159, 1.90551961688022, 1.49357749476909, 1.0149725326775, 0.546432952468348 },
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

    static const double bounds[] = { 0.3, 0.06, 0.05, 2.0 };

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
        CU_ASSERT_EQUAL(outliers.n_high, r == 2 ? 0 : r == 3 ? 2 : 1);
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
        CU_ASSERT_TRUE(worst <= bounds[r]);
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

/* Few items, whose farthest quantiles are close to where the items run out. */
static void
test_studentized_saddlepoint_in_far_tails(void)
{
    static const uint64_t histograms[][5] = { { 12, 11, 10, 9, 8 }, { 8, 8, 8, 8, 0 } };
    nz_studentized_t *list = new_studentized(), *saddle = new_studentized();

    for (size_t h = 0; h < NZ_COUNT_OF(histograms); h++) {
        set_scores(
            list, histograms[h], 5, NZ_STUDENTIZED_FORCE_LIST, NZ_STUDENTIZED_LIST);
        set_scores(saddle, histograms[h], 5, NZ_STUDENTIZED_FORCE_SADDLEPOINT,
            NZ_STUDENTIZED_SADDLEPOINT);
        for (double tail = 1e-5; tail > 1e-12; tail /= 100.0) {
            for (int upper = 0; upper < 2; upper++) {
                const double expected = quantile(list, tail, upper);
                NZ_ASSERT_REL(quantile(saddle, tail, upper), expected, 0.007);
            }
        }
    }
    nz_studentized_destroy(&list);
    nz_studentized_destroy(&saddle);
}

/* 30 draws of {0 x 20, 1 x 9, 5 x 2}, a 30 known beside them: r* crosses its own centre
 * without a jump, and ends where the items do. */
static void
test_studentized_part_z_near_its_centre_and_beyond_its_reach(void)
{
    static const double values[] = { 0.0, 1.0, 5.0 };
    static const uint64_t counts[] = { 20, 9, 2 };
    nz_item_values_t items;
    double z[3] = { 0.0, 0.0, 0.0 };

    NZ_ASSERT_OK(nz_item_values_init(&items, values, counts, 3));
    const double centre = 1.0, d = 30.0 - centre, n = 31.0;
    nz_studentized_part_t part = { &items, 30.0, n, centre, d, d * d, 0.0 };
    nz_studentized_part_init(&part);
    const double of_rest = items.mean - centre;
    const double a = 30.0 * of_rest + d;
    const double b = 30.0 * (items.sd * items.sd + of_rest * of_rest) + d * d;
    const double at = a / sqrt(b - a * a / n);
    for (int i = 0; i < 3; i++) {
        NZ_ASSERT_OK(nz_studentized_part_z(&part, at + 1e-3 * (i - 1), &z[i]));
    }
    NZ_ASSERT_ABS(z[1], 0.5 * (z[0] + z[2]), 1e-4);
    NZ_ASSERT_ABS(z[1], part.correction, 1e-6);
    CU_ASSERT_TRUE(fabs(z[1]) > 0.005);
    NZ_ASSERT_OK(nz_studentized_part_z(&part, 1e4, &z[0]));
    NZ_ASSERT_OK(nz_studentized_part_z(&part, -1e4, &z[1]));
    CU_ASSERT_TRUE(z[0] >= 9.0);
    CU_ASSERT_TRUE(z[1] <= -9.0);
    CU_ASSERT_EQUAL(nz_studentized_part_z(NULL, 0.0, &z[0]), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_part_z(&part, 0.0, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_part_z(&part, (double) NAN, &z[0]), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_studentized_part_quantile(NULL, 0.0, &z[0]), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_studentized_part_quantile(&part, 0.0, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(
        nz_studentized_part_quantile(&part, (double) INFINITY, &z[0]), NZ_ERR_DOMAIN);
}

/* Three rare items among 8e11: below the mean no finite t* is farther than that of a
 * single 1 among 2s, which is -4. */
static void
test_studentized_saddlepoint_stays_among_finite_values(void)
{
    static const uint64_t counts[] = { 0, 1, 800000000000, 0, 2 };
    static const uint64_t mirrored[] = { 2, 0, 800000000000, 1, 0 };
    nz_studentized_t *self = new_studentized();

    for (int upper = 0; upper < 2; upper++) {
        set_scores(self, upper ? mirrored : counts, 5, NZ_STUDENTIZED_FORCE_SADDLEPOINT,
            NZ_STUDENTIZED_SADDLEPOINT);
        for (double tail = 0.0499; tail > 0.0498; tail -= 1e-5) {
            NZ_ASSERT_ABS(quantile(self, tail, upper), upper ? 4.0 : -4.0, 0.001);
        }
        for (double tail = 1e-3; tail > 1e-9; tail /= 10.0) {
            CU_ASSERT_TRUE(fabs(quantile(self, tail, !upper)) <= 8e11);
        }
    }
    nz_studentized_destroy(&self);
}

/* What makes no humps is not set apart: three items of one value, or little of the
 * squares. */
static void
test_studentized_outliers_are_few(void)
{
    static const double values[] = { 0.0, 1.0, 2.0, 30.0 };
    static const uint64_t counts[][4] = { { 60, 30, 10, 2 }, { 60, 30, 10, 3 },
        { 6000, 3000, 1000, 1 } };
    nz_item_values_t items;
    nz_studentized_outliers_t outliers;

    for (size_t i = 0; i < NZ_COUNT_OF(counts); i++) {
        NZ_ASSERT_OK(nz_item_values_init(&items, values, counts[i], 4));
        nz_studentized_outliers_find(&outliers, &items);
        CU_ASSERT_EQUAL(outliers.n_low, 0);
        CU_ASSERT_EQUAL(outliers.n_high, i == 0 ? 1 : 0);
        CU_ASSERT_EQUAL(outliers.rest.n_values, i == 0 ? 3 : 4);
        double t = 77.0;
        CU_ASSERT_EQUAL(
            nz_studentized_outliers_quantile(NULL, 0.1, true, &t), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(nz_studentized_outliers_quantile(&outliers, 0.1, true, NULL),
            NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(
            nz_studentized_outliers_quantile(&outliers, (double) NAN, true, &t),
            NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(t, 77.0);
    }
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

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_studentized_saddlepoint_agrees_with_references),
        NZ_TEST(test_studentized_saddlepoint_with_outliers),
        NZ_TEST(test_studentized_saddlepoint_is_near_the_list),
        NZ_TEST(test_studentized_saddlepoint_in_far_tails),
        NZ_TEST(test_studentized_part_z_near_its_centre_and_beyond_its_reach),
        NZ_TEST(test_studentized_saddlepoint_stays_among_finite_values),
        NZ_TEST(test_studentized_outliers_are_few),
        NZ_TEST(test_studentized_of_many_items_by_edgeworth),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("studentized_accuracy", tests, argc, argv);
}
