#include "stats/curve_fit.h"

#include "tests/curve_fit_reference.h"
#include "tests/distance_curve.h"
#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <gsl/gsl_randist.h>
#include <stdbool.h>

static nz_curve_t
loss(void)
{
    nz_curve_t curve;
    NZ_ASSERT_OK(nz_score_law_curve(NZ_SCORE_LOSS, &distance_setting, &curve));
    return curve;
}

static double
squares_of(
    const nz_curve_point_t *points, size_t n, const nz_curve_t *curve, double a, double b)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double rest = points[i].y - score_at(curve, a + b * points[i].x);
        sum += points[i].weight * rest * rest;
    }
    return sum;
}

static void
test_fit_reference(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        const struct reference *r = &references[i];
        nz_curve_t curve;
        nz_curve_fit_t fit;
        NZ_ASSERT_OK(nz_score_law_curve(r->law, &r->setting, &curve));
        NZ_ASSERT_OK(nz_curve_fit(r->points, r->n, &curve, &fit));
        NZ_ASSERT_REL(fit.intercept, r->fit.intercept, 1e-11);
        NZ_ASSERT_REL(fit.slope, r->fit.slope, 1e-11);
        NZ_ASSERT_REL(fit.sum_of_squares, r->fit.sum_of_squares, 1e-11);
        for (int j = 0; j < 3; j++) {
            NZ_ASSERT_REL(fit.variance[j], r->fit.variance[j], 1e-10);
        }
    }
}

/* Nine models, x = log of the size over 1e9. R 4.2, with analytic derivatives:
 * nls(y ~ 20*(1-exp(-exp(a+b*x))), weights = w, control = nls.control(tol = 1e-9)). */
static void
test_fit_is_that_of_r(void)
{
    static const double sizes[] = { 1e7, 3e7, 1e8, 3e8, 1e9, 3e9, 1e10, 3e10, 1e11 };
    static const double y[] = { 17.1, 14.9, 12.6, 9.7, 7.9, 6.1, 4.0, 3.3, 2.0 };
    static const double w[] = { 4, 4, 9, 9, 16, 16, 25, 25, 25 };
    const nz_curve_t curve = distance();
    nz_curve_point_t points[NZ_COUNT_OF(sizes)];
    nz_curve_fit_t fit;

    for (size_t i = 0; i < NZ_COUNT_OF(sizes); i++) {
        points[i] = (nz_curve_point_t){ log(sizes[i] / 1e9), y[i], w[i] };
    }
    NZ_ASSERT_OK(nz_curve_fit(points, NZ_COUNT_OF(points), &curve, &fit));
    NZ_ASSERT_REL(fit.intercept, -0.72870440931688762, 1e-8);
    NZ_ASSERT_REL(fit.slope, -0.30627140183212037, 1e-8);
    NZ_ASSERT_REL(fit.sum_of_squares, 7.0227238184919099, 1e-12);
    NZ_ASSERT_REL(fit.variance[0], 3.5256522722501175e-04, 1e-7);
    NZ_ASSERT_REL(fit.variance[1], 6.6403275513318249e-05, 1e-7);
    NZ_ASSERT_REL(fit.variance[2], 9.8506411816829554e-06, 1e-7);
}

/* Two sizes are fitted exactly; several scores of one size by their weighted mean, and
 * what these differ by is left. */
static void
test_fit_of_two_sizes_is_the_line_through_their_means(void)
{
    const nz_curve_t curve = distance();
    const nz_curve_point_t points[] = { { 3.0, 12.0, 2.0 }, { 5.0, 2.0, 4.0 },
        { 3.0, 9.0, 1.0 } };
    const double eta[] = { log(-log1p(-11.0 / 20.0)), log(-log1p(-0.1)) };
    const double slope = (eta[1] - eta[0]) / 2.0;
    nz_curve_fit_t fit;

    NZ_ASSERT_OK(nz_curve_fit(points, 3, &curve, &fit));
    NZ_ASSERT_REL(fit.slope, slope, 1e-13);
    NZ_ASSERT_REL(fit.intercept, eta[0] - 3.0 * slope, 1e-13);
    NZ_ASSERT_REL(fit.sum_of_squares, 2.0 * 1.0 + 1.0 * 4.0, 1e-13);
    /* d eta = d y / (exp(eta) 20 exp(-exp(eta))) */
    const double rate[] = { 9.0 * -log(0.45), 18.0 * -log(0.9) };
    const double inverse[] = { 1.0 / (3.0 * rate[0] * rate[0]),
        1.0 / (4.0 * rate[1] * rate[1]) };
    NZ_ASSERT_REL(fit.variance[1], (inverse[0] + inverse[1]) / 4.0, 1e-12);
    NZ_ASSERT_REL(fit.variance[0], (25.0 * inverse[0] + 9.0 * inverse[1]) / 4.0, 1e-12);
    NZ_ASSERT_REL(fit.variance[2], -(5.0 * inverse[0] + 3.0 * inverse[1]) / 4.0, 1e-12);
}

/* Without errors the line itself comes back, however small or large the reducible loss.
 */
static void
test_fit_of_scores_without_errors(void)
{
    static const nz_score_law_t laws[] = { NZ_SCORE_DISTANCE, NZ_SCORE_BRIER,
        NZ_SCORE_LOSS };
    static const double irreducible[] = { 0.0, 0.7 };
    for (size_t i = 0; i < NZ_COUNT_OF(laws) * 2; i++) {
        const nz_score_setting_t setting = { 5.0, irreducible[i % 2], 4.0, 10.0 };
        nz_curve_t curve;
        NZ_ASSERT_OK(nz_score_law_curve(laws[i / 2], &setting, &curve));
        for (double level = -6.0; level < 1.0; level += 1.0) {
            nz_curve_point_t points[9];
            nz_curve_fit_t fit;
            for (int j = 0; j < 9; j++) {
                const double x = 16.0 + j;
                points[j] = (nz_curve_point_t){ x,
                    score_at(&curve, level - 0.3 * (x - 20.0)), 1.0 };
            }
            NZ_ASSERT_OK(nz_curve_fit(points, 9, &curve, &fit));
            NZ_ASSERT_REL(fit.slope, -0.3, 1e-10);
            NZ_ASSERT_ABS(fit.intercept, level + 6.0, 1e-9);
            CU_ASSERT_TRUE(fit.sum_of_squares < 1e-20);
        }
    }
}

/* Neither the order of the points, nor where x has its 0, nor the unit of the weights
 * matters. */
static void
test_fit_moves_with_its_points(void)
{
    const struct reference *r = &references[0];
    nz_curve_point_t points[9];
    nz_curve_t curve;
    nz_curve_fit_t a, b;
    double limits_a[2], limits_b[2];

    NZ_ASSERT_OK(nz_score_law_curve(r->law, &r->setting, &curve));
    NZ_ASSERT_OK(nz_curve_fit(r->points, r->n, &curve, &a));
    for (size_t i = 0; i < r->n; i++) {
        points[i] = r->points[r->n - 1 - i];
        points[i].x += 1024.0;
        points[i].weight *= 4.0;
    }
    NZ_ASSERT_OK(nz_curve_fit(points, r->n, &curve, &b));
    NZ_ASSERT_REL(b.slope, a.slope, 1e-11);
    NZ_ASSERT_REL(b.intercept, a.intercept - 1024.0 * a.slope, 1e-11);
    NZ_ASSERT_REL(b.sum_of_squares, 4.0 * a.sum_of_squares, 1e-12);
    NZ_ASSERT_REL(b.variance[1], a.variance[1] / 4.0, 1e-10);
    for (int q = 0; q < 3; q++) {
        const double at = q == NZ_CURVE_VALUE ? 21.0 : 0.0;
        const bool is_x = q != NZ_CURVE_SLOPE;
        NZ_ASSERT_OK(nz_curve_fit_limits(
            r->points, r->n, &curve, &a, (nz_curve_quantity_t) q, at, 2.0, limits_a));
        NZ_ASSERT_OK(
            nz_curve_fit_limits(points, r->n, &curve, &b, (nz_curve_quantity_t) q,
                q == NZ_CURVE_VALUE ? at + 1024.0 : at, 8.0, limits_b));
        const double shift = is_x && q == NZ_CURVE_CROSSING ? 1024.0 : 0.0;
        NZ_ASSERT_REL(limits_b[0], limits_a[0] + shift, 1e-9);
        NZ_ASSERT_REL(limits_b[1], limits_a[1] + shift, 1e-9);
    }
}

static nz_status_t
fit_status(const nz_curve_point_t *points, size_t n, const nz_curve_t *curve)
{
    nz_curve_fit_t fit = { .slope = 77.0 };
    const nz_status_t status = nz_curve_fit(points, n, curve, &fit);
    CU_ASSERT_TRUE(status == NZ_OK || fit.slope == 77.0);
    return status;
}

static void
test_fit_without_a_minimum(void)
{
    const nz_curve_t curve = distance(), log_loss = loss();
    const nz_curve_point_t one[] = { { 1.0, 5.0, 1.0 }, { 1.0, 6.0, 1.0 } };
    const nz_curve_point_t all_wrong[] = { { 1.0, 20.0, 1.0 }, { 2.0, 21.0, 1.0 },
        { 3.0, 20.0, 1.0 } };
    const nz_curve_point_t all_right[] = { { 1.0, 0.0, 1.0 }, { 2.0, -1.0, 1.0 },
        { 3.0, 0.0, 1.0 } };
    const nz_curve_point_t jump[] = { { 1.0, 20.0, 1.0 }, { 2.0, 20.0, 1.0 },
        { 3.0, 7.0, 1.0 }, { 4.0, 0.0, 1.0 } };
    const nz_curve_point_t end[] = { { 1.0, 5.0, 1.0 }, { 2.0, 0.0, 1.0 } };
    const nz_curve_point_t beyond[] = { { 1.0, 21.0, 1.0 }, { 2.0, 20.5, 1.0 },
        { 3.0, 7.0, 1.0 }, { 4.0, -0.5, 1.0 } };

    CU_ASSERT_EQUAL(fit_status(one, 0, &curve), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(fit_status(one, 1, &curve), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(fit_status(one, 2, &curve), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(fit_status(all_wrong, 3, &curve), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(fit_status(all_right, 3, &curve), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(fit_status(all_right, 3, &log_loss), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(fit_status(jump, 4, &curve), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(fit_status(end, 2, &curve), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(fit_status(beyond, 4, &curve), NZ_ERR_UNREACHABLE);
    /* an end is no end for a law without one, and one score off it makes a minimum */
    CU_ASSERT_EQUAL(fit_status(jump, 3, &log_loss), NZ_OK);
    const nz_curve_point_t held[] = { { 1.0, 20.0, 1.0 }, { 2.0, 19.0, 1.0 },
        { 3.0, 7.0, 1.0 }, { 4.0, 0.5, 1.0 } };
    CU_ASSERT_EQUAL(fit_status(held, 4, &curve), NZ_OK);
}

/* What scores of one size differ by is part of steps too: here they leave 104, the fit
 * 100. */
static void
test_fit_of_repeats_that_differ(void)
{
    const nz_curve_t curve = distance();
    const nz_curve_point_t points[] = { { 5.0, 1.0, 4.0 }, { 3.0, 12.0, 2.0 },
        { 3.0, 2.0, 2.0 } };
    nz_curve_fit_t fit;
    double limits[2];

    NZ_ASSERT_OK(nz_curve_fit(points, 3, &curve, &fit));
    NZ_ASSERT_REL(fit.sum_of_squares, 100.0, 1e-13);
    NZ_ASSERT_OK(
        nz_curve_fit_limits(points, 3, &curve, &fit, NZ_CURVE_SLOPE, 0.0, 3.9, limits));
    CU_ASSERT_TRUE(isfinite(limits[0]));
    NZ_ASSERT_OK(
        nz_curve_fit_limits(points, 3, &curve, &fit, NZ_CURVE_SLOPE, 0.0, 4.1, limits));
    CU_ASSERT_EQUAL(limits[0], -(double) INFINITY);
}

/* Of any table: no line of a grid is lower than the fit, and none that is within reach
 * has a value outside the limits. */
static void
check_against_grid(const nz_curve_point_t *points, size_t n, const nz_curve_t *curve)
{
    enum { STEPS = 70 };
    const double excess = 3.84, x0 = 21.0, apart = points[n - 1].x - points[0].x;
    double limits[3][2];
    nz_curve_fit_t fit;

    if (nz_curve_fit(points, n, curve, &fit) != NZ_OK) {
        return;
    }
    for (int q = 0; q < 3; q++) {
        NZ_ASSERT_OK(nz_curve_fit_limits(points, n, curve, &fit, (nz_curve_quantity_t) q,
            q == NZ_CURVE_VALUE ? x0 : 0.0, excess, limits[q]));
    }
    for (int i = 0; i < STEPS * STEPS; i++) {
        const double from = -9.0 + 0.2 * (i % STEPS), to = -9.0 + 0.2 * (i / STEPS);
        const double b = (to - from) / apart, a = from - b * points[0].x;
        const double squares = squares_of(points, n, curve, a, b);
        CU_ASSERT_TRUE(squares >= fit.sum_of_squares);
        if (squares < fit.sum_of_squares + excess) {
            CU_ASSERT_TRUE(limits[0][0] < b && b < limits[0][1]);
            CU_ASSERT_TRUE(limits[1][0] < a + b * x0 && a + b * x0 < limits[1][1]);
            CU_ASSERT_TRUE(b == 0.0 || (limits[2][0] < -a / b && -a / b < limits[2][1]));
        }
    }
}

static void
test_fit_against_a_grid(void)
{
    gsl_rng *rng = nz_test_rng(gsl_rng_mt19937, 5);
    for (int i = 0; i < 120; i++) {
        const nz_score_law_t law = (nz_score_law_t) (NZ_SCORE_DISTANCE + i % 3);
        const nz_score_setting_t setting = { 20.0, i % 2 * 0.5, 4.0, 3.0 };
        const double noise = (law == NZ_SCORE_DISTANCE ? 4.0 : 0.2) * nz_test_uniform();
        const double slope = -0.6 * nz_test_uniform();
        nz_curve_point_t points[8];
        nz_curve_t curve;
        NZ_ASSERT_OK(nz_score_law_curve(law, &setting, &curve));
        const size_t n = 3 + nz_test_below(6);
        for (size_t j = 0; j < n; j++) {
            const double x = 17.0 + (double) j * 9.0 / (double) n;
            points[j] = (nz_curve_point_t){ x,
                score_at(&curve, slope * (x - 20.0)) + gsl_ran_gaussian(rng, noise),
                1.0 / (noise * noise) };
        }
        check_against_grid(points, n, &curve);
    }
    gsl_rng_free(rng);
}

static void
test_refused(void)
{
    const nz_curve_t curve = distance();
    nz_curve_t bad;
    nz_curve_point_t points[] = { { 1.0, 15.0, 1.0 }, { 2.0, 9.0, 1.0 },
        { 3.0, 3.0, 1.0 } };
    nz_curve_fit_t fit;
    double limits[2] = { 77.0, 77.0 };

    CU_ASSERT_EQUAL(nz_curve_fit(NULL, 3, &curve, &fit), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_curve_fit(points, 3, NULL, &fit), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_curve_fit(points, 3, &curve, NULL), NZ_ERR_NULL_ARG);
    bad = curve;
    bad.mean = NULL;
    CU_ASSERT_EQUAL(fit_status(points, 3, &bad), NZ_ERR_NULL_ARG);
    bad = curve;
    bad.slopes = NULL;
    CU_ASSERT_EQUAL(fit_status(points, 3, &bad), NZ_ERR_NULL_ARG);
    bad = curve;
    const double irreducible[] = { -0.1, (double) NAN, (double) INFINITY };
    for (size_t i = 0; i < NZ_COUNT_OF(irreducible); i++) {
        bad.irreducible = irreducible[i];
        CU_ASSERT_EQUAL(fit_status(points, 3, &bad), NZ_ERR_DOMAIN);
    }
    const nz_curve_point_t wrong[] = { { (double) NAN, 1.0, 1.0 },
        { (double) INFINITY, 1.0, 1.0 }, { 1.0, (double) NAN, 1.0 },
        { 1.0, (double) INFINITY, 1.0 }, { 1.0, 1.0, 0.0 }, { 1.0, 1.0, -1.0 },
        { 1.0, 1.0, (double) NAN }, { 1.0, 1.0, (double) INFINITY } };
    NZ_ASSERT_OK(nz_curve_fit(points, 3, &curve, &fit));
    for (size_t i = 0; i < NZ_COUNT_OF(wrong); i++) {
        const nz_curve_point_t kept = points[1];
        points[1] = wrong[i];
        CU_ASSERT_EQUAL(fit_status(points, 3, &curve), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_curve_fit_limits(
                            points, 3, &curve, &fit, NZ_CURVE_SLOPE, 0.0, 1.0, limits),
            NZ_ERR_DOMAIN);
        points[1] = kept;
    }
    CU_ASSERT_TRUE(limits[0] == 77.0 && limits[1] == 77.0);
}

static void
test_memory(void)
{
    const nz_curve_t curve = distance();
    const nz_curve_point_t points[] = { { 1.0, 15.0, 1.0 }, { 2.0, 9.0, 1.0 },
        { 3.0, 3.0, 1.0 } };
    const long held = nz_test_memory_held();
    nz_curve_fit_t fit;
    double limits[2] = { 77.0, 77.0 };
    int n_failed = 0;

    NZ_ASSERT_OK(nz_curve_fit(points, 3, &curve, &fit));
    for (size_t at = 1;; at++) {
        nz_test_memory_ends(at);
        const nz_status_t status = fit_status(points, 3, &curve);
        const nz_status_t status_limits = nz_curve_fit_limits(
            points, 3, &curve, &fit, NZ_CURVE_SLOPE, 0.0, 1.0, limits);
        const bool failed = nz_test_memory_failed();
        nz_test_memory_ends(0);
        CU_ASSERT_EQUAL(nz_test_memory_held(), held);
        if (!failed) {
            CU_ASSERT_TRUE(status == NZ_OK && status_limits == NZ_OK);
            break;
        }
        n_failed++;
        CU_ASSERT_EQUAL(status_limits, NZ_ERR_NO_MEMORY);
        CU_ASSERT_TRUE(limits[0] == 77.0 && limits[1] == 77.0);
    }
    CU_ASSERT_EQUAL(n_failed, 2);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_fit_reference),
        NZ_TEST(test_fit_is_that_of_r),
        NZ_TEST(test_fit_of_two_sizes_is_the_line_through_their_means),
        NZ_TEST(test_fit_of_scores_without_errors),
        NZ_TEST(test_fit_moves_with_its_points),
        NZ_TEST(test_fit_without_a_minimum),
        NZ_TEST(test_fit_of_repeats_that_differ),
        NZ_TEST(test_fit_against_a_grid),
        NZ_TEST(test_refused),
        NZ_TEST(test_memory),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("curve_fit", tests, argc, argv);
}
