#include "stats/curve_fit.h"

#include "tests/curve_fit_reference.h"
#include "tests/distance_curve.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <stdbool.h>

static void
test_limits_reference(void)
{
    size_t n_infinite = 0;

    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        const struct reference *r = &references[i];
        const double at[] = { 0.0, r->value_at, r->crossing_at };
        nz_curve_t curve;
        nz_curve_fit_t fit;
        NZ_ASSERT_OK(nz_score_law_curve(r->law, &r->setting, &curve));
        NZ_ASSERT_OK(nz_curve_fit(r->points, r->n, &curve, &fit));
        for (int q = 0; q < 3; q++) {
            double limits[2];
            NZ_ASSERT_OK(nz_curve_fit_limits(r->points, r->n, &curve, &fit,
                (nz_curve_quantity_t) q, at[q], r->excess, limits));
            for (int j = 0; j < 2; j++) {
                if (isinf(r->limits[q][j])) {
                    CU_ASSERT_EQUAL(limits[j], r->limits[q][j]);
                    n_infinite++;
                } else {
                    NZ_ASSERT_REL(limits[j], r->limits[q][j], 1e-9);
                }
            }
        }
    }
    CU_ASSERT_TRUE(n_infinite >= 6);
}

/* What is infinite, as the excess grows. */
static void
check_infinite(
    const nz_curve_point_t *points, size_t n, double excess, const bool infinite[3][2])
{
    const nz_curve_t curve = distance();
    nz_curve_fit_t fit;

    NZ_ASSERT_OK(nz_curve_fit(points, n, &curve, &fit));
    const double of_fit[] = { fit.slope, fit.intercept + 2.0 * fit.slope,
        -fit.intercept / fit.slope };
    for (int q = 0; q < 3; q++) {
        double limits[2] = { 77.0, 77.0 };
        NZ_ASSERT_OK(nz_curve_fit_limits(points, n, &curve, &fit, (nz_curve_quantity_t) q,
            q == NZ_CURVE_VALUE ? 2.0 : 0.0, excess, limits));
        CU_ASSERT_EQUAL(isinf(limits[0]) != 0, infinite[q][0]);
        CU_ASSERT_EQUAL(isinf(limits[1]) != 0, infinite[q][1]);
        CU_ASSERT_TRUE(limits[0] < of_fit[q] && of_fit[q] < limits[1]);
    }
}

/* The step from 20 to 0 that turns at size 2 leaves 1 + 1; a flat line at 10 leaves
 * 162. */
static void
test_limits_without_an_end(void)
{
    const nz_curve_point_t points[] = { { 2.0, 10.0, 1.0 }, { 1.0, 19.0, 1.0 },
        { 3.0, 1.0, 1.0 } };
    const double least = 1.0;
    nz_curve_fit_t fit;
    const nz_curve_t curve = distance();

    NZ_ASSERT_OK(nz_curve_fit(points, 3, &curve, &fit));
    CU_ASSERT_TRUE(fit.sum_of_squares < least);
    const double rest = fit.sum_of_squares;
    check_infinite(points, 3, 1.99 - rest,
        (const bool[3][2]){ { false, false }, { false, false }, { false, false } });
    check_infinite(points, 3, 2.01 - rest,
        (const bool[3][2]){ { true, false }, { false, false }, { false, false } });
    /* the turn passes size 2 and is at one of the others: 1 + 100, either way */
    check_infinite(points, 3, 100.9 - rest,
        (const bool[3][2]){ { true, false }, { false, false }, { false, false } });
    check_infinite(points, 3, 101.1 - rest,
        (const bool[3][2]){ { true, false }, { true, true }, { false, false } });
    check_infinite(points, 3, 161.9 - rest,
        (const bool[3][2]){ { true, false }, { true, true }, { false, false } });
    check_infinite(points, 3, 162.1 - rest,
        (const bool[3][2]){ { true, false }, { true, true }, { true, true } });
    /* rising steps: all at 20 but size 1, which is at 19: 100 + 361 */
    check_infinite(points, 3, 460.9 - rest,
        (const bool[3][2]){ { true, false }, { true, true }, { true, true } });
    check_infinite(points, 3, 461.1 - rest,
        (const bool[3][2]){ { true, true }, { true, true }, { true, true } });
}

/* Tables in which S has several minima, or the limit is where it jumps; limits checked by
 * a grid of 521 values of eta at each size, refined. In the second, the lowest start does
 * not lead to the least minimum. */
static void
test_limits_of_several_minima(void)
{
    static const struct {
        nz_score_law_t law;
        nz_score_setting_t setting;
        double value_at;
        size_t n;
        nz_curve_point_t points[5];
        double squares, limits[3][2];
    } cases[] = {
        { NZ_SCORE_DISTANCE, { 100.0, 0.0, 10.0, 1.0 }, 16.202, 5,
            { { 16.187, 100.0, 1.1847309461650175 },
                { 16.202, 99.33559230015668, 13.058175646211534 },
                { 16.587, 99.68349282635077, 4.395992176333843 },
                { 24.698, 29.942431616446314, 1.3734621828411429 },
                { 25.056, 24.727719712548407, 5.808132109870647 } },
            6.2047459974588879,
            { { -0.84229114375881353, -0.32538541703358653 },
                { 1.6481261269304344, 6.1797568430358591 },
                { 21.258920579952719, 23.540662305076669 } } },
        { NZ_SCORE_LOSS, { 20.0, 0.0, 10.0, 10.0 }, 28.0, 4,
            { { 17.991, 1.0796654670322958, 0.4521190241929607 },
                { 17.991, 2.746425999836753, 4.526669205923972 },
                { 23.072, -0.5845470172523027, 0.5852059227385674 },
                { 23.733, 0.3523757374101251, 2.692571125039735 } },
            1.6198714422547413,
            { { -(double) INFINITY, -0.11545986585369276 },
                { -(double) INFINITY, -0.30638424674301906 },
                { 17.991, 25.464600229504111 } } },
        { NZ_SCORE_LOSS, { 1.0, 1.7, 2.0, 1.0 }, 18.179, 5,
            { { 17.744, 0.3662416936541264, 0.5638288316814359 },
                { 18.179, 1.2012561376068045, 3.1160149352168967 },
                { 19.814, 2.0129956176746546, 1.0157994062288855 },
                { 20.366, 1.6687185185609388, 0.805099527530402 },
                { 21.495, 2.0559318999037814, 0.7195975160192992 } },
            1.8752552882348987,
            { { -(double) INFINITY, (double) INFINITY },
                { -(double) INFINITY, -0.58813346106985487 },
                { -(double) INFINITY, (double) INFINITY } } },
    };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_curve_t curve;
        nz_curve_fit_t fit;
        NZ_ASSERT_OK(nz_score_law_curve(cases[i].law, &cases[i].setting, &curve));
        NZ_ASSERT_OK(nz_curve_fit(cases[i].points, cases[i].n, &curve, &fit));
        NZ_ASSERT_REL(fit.sum_of_squares, cases[i].squares, 1e-9);
        for (int q = 0; q < 3; q++) {
            double limits[2];
            NZ_ASSERT_OK(nz_curve_fit_limits(cases[i].points, cases[i].n, &curve, &fit,
                (nz_curve_quantity_t) q, q == NZ_CURVE_VALUE ? cases[i].value_at : 0.0,
                3.8414588206941227, limits));
            for (int j = 0; j < 2; j++) {
                const double expected = cases[i].limits[q][j];
                if (isinf(expected)) {
                    CU_ASSERT_EQUAL(limits[j], expected);
                } else {
                    NZ_ASSERT_REL(limits[j], expected, 1e-8);
                }
            }
        }
    }
}

/* A crossing may be anywhere up to size 3 if the step that turns there is within reach:
 * 1 + 100 + 0; and no farther. */
static void
test_limits_at_a_jump(void)
{
    const nz_curve_t curve = distance();
    const nz_curve_point_t points[] = { { 1.0, 19.0, 1.0 }, { 2.0, 10.0, 1.0 },
        { 3.0, 1.0, 1.0 } };
    nz_curve_fit_t fit;
    double limits[2];

    NZ_ASSERT_OK(nz_curve_fit(points, 3, &curve, &fit));
    NZ_ASSERT_OK(nz_curve_fit_limits(points, 3, &curve, &fit, NZ_CURVE_CROSSING, 0.0,
        101.5 - fit.sum_of_squares, limits));
    NZ_ASSERT_REL(limits[1], 3.0, 1e-10);
    CU_ASSERT_TRUE(limits[0] < 1.0);

    /* here S nearly jumps just before */
    const nz_score_setting_t share = { 1.0, 0.0, 2.0, 1.0 };
    const nz_curve_point_t near[] = { { 15.621, 0.9967868600086203, 11781.291016577503 },
        { 16.929, 0.9716302854564088, 5020.82225464121 },
        { 22.215, 0.7494730444304613, 19012.341547528322 } };
    nz_curve_t of_one;
    NZ_ASSERT_OK(nz_score_law_curve(NZ_SCORE_DISTANCE, &share, &of_one));
    NZ_ASSERT_OK(nz_curve_fit(near, 3, &of_one, &fit));
    NZ_ASSERT_OK(nz_curve_fit_limits(
        near, 3, &of_one, &fit, NZ_CURVE_CROSSING, 0.0, 3.8414588206941227, limits));
    NZ_ASSERT_REL(limits[0], 22.215, 1e-10);
    NZ_ASSERT_REL(limits[1], 24.421959217916207, 1e-8);
}

enum { MODELS = 6, N_KINDS = 3, QUANTITIES = 3 };

/* Shares of simulated tables whose limits hold the truth: with known variances, by F, and
 * wrongly, by chi-square with the variance estimated. */
static void
count_coverage(int n_tables, int covered[N_KINDS][QUANTITIES])
{
    const double slope = -0.35, at = log(1e9), c = log(1e8), sd = 0.4;
    const double df = MODELS - 2;
    const double chi = gsl_cdf_chisq_Pinv(0.95, 1.0);
    const double f = gsl_cdf_fdist_Pinv(0.95, 1.0, df);
    const double truth[QUANTITIES] = { slope, slope * (at - c), c };
    const nz_curve_t curve = distance();
    gsl_rng *rng = nz_test_rng(gsl_rng_mt19937, 1);

    for (int i = 0; i < n_tables; i++) {
        nz_curve_point_t points[MODELS];
        nz_curve_fit_t fit;
        for (int j = 0; j < MODELS; j++) {
            const double x = log(1e7) + j * log(1e4) / (MODELS - 1);
            const double here = sd * (j % 2 == 0 ? 1.0 : 0.5);
            points[j] = (nz_curve_point_t){ x,
                score_at(&curve, slope * (x - c)) + gsl_ran_gaussian(rng, here),
                1.0 / (here * here) };
        }
        NZ_ASSERT_OK(nz_curve_fit(points, MODELS, &curve, &fit));
        const double excess[N_KINDS] = { chi, f * fit.sum_of_squares / df,
            chi * fit.sum_of_squares / df };
        for (int k = 0; k < N_KINDS; k++) {
            for (int q = 0; q < QUANTITIES; q++) {
                double limits[2];
                NZ_ASSERT_OK(nz_curve_fit_limits(points, MODELS, &curve, &fit,
                    (nz_curve_quantity_t) q, q == NZ_CURVE_VALUE ? at : 0.0, excess[k],
                    limits));
                covered[k][q] += limits[0] <= truth[q] && truth[q] <= limits[1];
            }
        }
    }
    gsl_rng_free(rng);
}

/* 5.73 standard errors of 4000 tables are .0197; the wrong limits hold the truth in
 * P(|t| < 1.96) = .879 of them, t with 4 degrees of freedom. */
static void
test_limits_hold_the_truth(void)
{
    enum { TABLES = 4000 };
    const double allowed = 5.73 * sqrt(0.95 * 0.05 / TABLES);
    int covered[N_KINDS][QUANTITIES] = { { 0 } };

    count_coverage(TABLES, covered);
    for (int q = 0; q < QUANTITIES; q++) {
        NZ_ASSERT_ABS((double) covered[0][q] / TABLES, 0.95, allowed);
        NZ_ASSERT_ABS((double) covered[1][q] / TABLES, 0.95, allowed);
        CU_ASSERT_TRUE((double) covered[2][q] / TABLES < 0.95 - allowed);
    }
}

static void
test_limits_refused(void)
{
    const nz_curve_t curve = distance();
    const nz_curve_point_t points[] = { { 1.0, 15.0, 1.0 }, { 2.0, 9.0, 1.0 },
        { 3.0, 3.0, 1.0 } };
    const double wrong[] = { 0.0, -1.0, (double) NAN, (double) INFINITY };
    nz_curve_fit_t fit, bad;
    double l[2] = { 77.0, 77.0 };

#define LIMITS(points, n, curve, fit, quantity, at, excess, limits)                      \
    nz_curve_fit_limits(                                                                 \
        points, n, curve, fit, (nz_curve_quantity_t) (quantity), at, excess, limits)
    NZ_ASSERT_OK(nz_curve_fit(points, 3, &curve, &fit));
    CU_ASSERT_EQUAL(LIMITS(NULL, 3, &curve, &fit, 0, 0.0, 1.0, l), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(LIMITS(points, 3, NULL, &fit, 0, 0.0, 1.0, l), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(LIMITS(points, 3, &curve, NULL, 0, 0.0, 1.0, l), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(LIMITS(points, 3, &curve, &fit, 0, 0.0, 1.0, NULL), NZ_ERR_NULL_ARG);
    nz_curve_t empty = curve;
    empty.slopes = NULL;
    CU_ASSERT_EQUAL(LIMITS(points, 3, &empty, &fit, 0, 0.0, 1.0, l), NZ_ERR_NULL_ARG);
    for (size_t i = 0; i < NZ_COUNT_OF(wrong); i++) {
        CU_ASSERT_EQUAL(
            LIMITS(points, 3, &curve, &fit, 0, 0.0, wrong[i], l), NZ_ERR_DOMAIN);
    }
    for (size_t i = 2; i < NZ_COUNT_OF(wrong); i++) {
        CU_ASSERT_EQUAL(
            LIMITS(points, 3, &curve, &fit, 1, wrong[i], 1.0, l), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(
            LIMITS(points, 3, &curve, &fit, 2, wrong[i], 1.0, l), NZ_ERR_DOMAIN);
        bad = fit;
        bad.slope = wrong[i];
        CU_ASSERT_EQUAL(LIMITS(points, 3, &curve, &bad, 0, 0.0, 1.0, l), NZ_ERR_DOMAIN);
        bad = fit;
        bad.intercept = wrong[i];
        CU_ASSERT_EQUAL(LIMITS(points, 3, &curve, &bad, 0, 0.0, 1.0, l), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(LIMITS(points, 3, &curve, &fit, 3, 0.0, 1.0, l), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(LIMITS(points, 1, &curve, &fit, 0, 0.0, 1.0, l), NZ_ERR_DOMAIN);
    CU_ASSERT_TRUE(l[0] == 77.0 && l[1] == 77.0);
#undef LIMITS
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_limits_reference),
        NZ_TEST(test_limits_without_an_end),
        NZ_TEST(test_limits_of_several_minima),
        NZ_TEST(test_limits_at_a_jump),
        NZ_TEST(test_limits_hold_the_truth),
        NZ_TEST(test_limits_refused),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("curve_fit_limits", tests, argc, argv);
}
