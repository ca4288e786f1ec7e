#include "stats/cloglog_profile.h"

#include "stats/interval.h"
#include "tests/cloglog_profile_reference.h"
#include "tests/profile_limits.h"
#include "tests/testlib.h"

#include <stdbool.h>

static void
test_profile_reference(void)
{
    size_t n_infinite = 0;

    for (size_t i = 0; i < NZ_COUNT_OF(profile_references); i++) {
        const struct profile_reference *r = &profile_references[i];
        const double *c = r->crossing;
        const double near = fmin(fabs(c[0]), fabs(c[1]));
        nz_cloglog_fit_t fit;
        double limits[2];
        NZ_ASSERT_OK(nz_cloglog_fit(r->points, r->n, &fit));
        NZ_ASSERT_OK(nz_cloglog_profile_slope(r->points, r->n, &fit, r->level, limits));
        expect_limits(
            limits, r->slope[0], r->slope[1], 1e-10 * (r->slope[1] - r->slope[0]));
        NZ_ASSERT_OK(
            nz_cloglog_profile_value(r->points, r->n, &fit, r->x, r->level, limits));
        expect_limits(
            limits, r->value[0], r->value[1], 1e-10 * (r->value[1] - r->value[0]));
        NZ_ASSERT_OK(
            nz_cloglog_profile_crossing(r->points, r->n, &fit, r->eta, r->level, limits));
        expect_limits(limits, c[0], c[1], 1e-10 * near);
        n_infinite += isinf(c[0]) || isinf(c[1]) ? 1 : 0;
    }
    CU_ASSERT_TRUE(n_infinite >= 3);
}

static const struct {
    double parameters;
    uint64_t successes;
} opt_rows[] = { { 125e6, 0 }, { 350e6, 1 }, { 1.3e9, 1 }, { 2.7e9, 3 }, { 6.7e9, 13 },
    { 13e9, 15 }, { 30e9, 29 }, { 66e9, 108 } };

/* configs/opt-addition.csv. R 4.2: uniroot on the deviance of glm(cbind(n - k, k) ~ 1 +
 * offset(b x), binomial("cloglog")), of the slope b; of ~ 0 + I(x - x0) + offset(v), of
 * the value v at x0 and, v = 0, of the crossing x0. */
static void
test_profile_of_opt_is_that_of_r(void)
{
    nz_cloglog_point_t points[NZ_COUNT_OF(opt_rows)];
    nz_cloglog_fit_t fit;
    double limits[2];

    for (size_t i = 0; i < NZ_COUNT_OF(opt_rows); i++) {
        points[i] = (nz_cloglog_point_t){ log(opt_rows[i].parameters), 0.0, 2000,
            opt_rows[i].successes };
    }
    NZ_ASSERT_OK(nz_cloglog_fit(points, 8, &fit));
    NZ_ASSERT_OK(nz_cloglog_profile_slope(points, 8, &fit, 0.95, limits));
    expect_limits(limits, -0.268553504163123, -0.196782222795404, 1e-11);
    NZ_ASSERT_OK(nz_cloglog_profile_value(points, 8, &fit, log(1e9), 0.95, limits));
    expect_limits(limits, 1.99532731354318, 2.2360315178297, 1e-10);
    NZ_ASSERT_OK(nz_cloglog_profile_crossing(points, 8, &fit, 0.0, 0.95, limits));
    expect_limits(limits, 29.0101511244529, 30.9142736333316, 1e-9);
}

/* A random table of `n` models whose accuracy rises (sign -1) or falls with size. */
static void
draw_table(nz_cloglog_point_t *points, size_t n, double sign, double offset)
{
    static const uint64_t trials[] = { 3, 10, 100, 1000 };
    const uint64_t each = trials[nz_test_below(4)];
    const double slope = sign * (0.02 + 0.8 * nz_test_uniform());
    const double middle = -1.0 + 3.0 * nz_test_uniform();

    for (size_t i = 0; i < n; i++) {
        const double x = 16.0 + 9.0 * nz_test_uniform();
        const double pi = exp(-exp(middle + slope * (x - 20.5)) - offset);
        points[i] = (nz_cloglog_point_t){ x, offset, each, 0 };
        for (uint64_t j = 0; j < each; j++) {
            points[i].successes += nz_test_uniform() < pi ? 1 : 0;
        }
    }
}

static double
deviance(const nz_cloglog_point_t *points, size_t n, double intercept, double slope)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double all = (double) points[i].trials;
        const double right = (double) points[i].successes, wrong = all - right;
        const double loss = exp(intercept + slope * points[i].x) + points[i].offset;
        sum += right > 0.0 ? 2.0 * right * (log(right / all) + loss) : 0.0;
        const double log_wrong = loss > 1.0 ? log1p(-exp(-loss)) : log(-expm1(-loss));
        sum += wrong > 0.0 ? 2.0 * wrong * (log1p(-right / all) - log_wrong) : 0.0;
    }
    return sum;
}

/* All limits of a table at once. */
typedef struct limits {
    double slope[2], value[2], crossing[2];
} limits_t;

static limits_t
limits_of(const nz_cloglog_point_t *points, size_t n, const nz_cloglog_fit_t *fit,
    double x, double eta)
{
    limits_t found;

    NZ_ASSERT_OK(nz_cloglog_profile_slope(points, n, fit, 0.95, found.slope));
    NZ_ASSERT_OK(nz_cloglog_profile_value(points, n, fit, x, 0.95, found.value));
    NZ_ASSERT_OK(nz_cloglog_profile_crossing(points, n, fit, eta, 0.95, found.crossing));
    return found;
}

static bool
is_within(double number, const double limits[2], double slack)
{
    return number >= limits[0] - slack && number <= limits[1] + slack;
}

/* Of the lines of a lattice about the fit, ever wider, those within reach are within the
 * limits; crossings, if the slope has the fit's sign. */
static void
expect_no_line_beyond(const nz_cloglog_point_t *points, size_t n,
    const nz_cloglog_fit_t *fit, const limits_t *limits, double x, double eta)
{
    const double most = fit->deviance + chi_square_95 - 1e-6;

    for (int i = -60; i <= 60; i++) {
        const double slope = fit->slope + sinh(i / 8.0) / 20.0;
        for (int j = -60; j <= 60; j++) {
            for (size_t k = 0; k < n; k++) { /* about each model */
                const double level =
                    fit->intercept + fit->slope * points[k].x + sinh(j / 10.0) / 20.0;
                const double intercept = level - slope * points[k].x;
                if (!(deviance(points, n, intercept, slope) < most)) {
                    continue;
                }
                CU_ASSERT_TRUE(is_within(slope, limits->slope, 1e-9));
                CU_ASSERT_TRUE(is_within(intercept + slope * x, limits->value, 1e-9));
                CU_ASSERT_TRUE(
                    !(slope * fit->slope > 0.0)
                    || is_within((eta - intercept) / slope, limits->crossing, 1e-6));
            }
        }
    }
}

/* The least deviance of the lines through a point: at a limit it is that of the limit. */
static double
best_through(const nz_cloglog_point_t *points, size_t n, double x, double eta)
{
    double best = (double) INFINITY, at = 0.0, width = 0.05;

    for (int i = -400; i <= 400; i++) {
        const double slope = sinh(i / 60.0) / 20.0;
        const double there = deviance(points, n, eta - slope * x, slope);
        at = there < best ? slope : at;
        best = fmin(best, there);
    }
    for (width *= 0.05 + fabs(at); width > 1e-9; width *= 0.9) {
        for (int side = -1; side <= 1; side += 2) {
            const double slope = at + side * width;
            const double there = deviance(points, n, eta - slope * x, slope);
            at = there < best ? slope : at;
            best = fmin(best, there);
        }
    }
    return best;
}

static void
test_profile_without_offsets_by_lattices(void)
{
    int n_fits = 0, n_one_sided = 0;

    for (int i = 0; i < 60; i++) {
        const size_t n = 3 + nz_test_below(4);
        const double x = 15.0 + 12.0 * nz_test_uniform(), eta = nz_test_uniform();
        nz_cloglog_point_t points[6];
        nz_cloglog_fit_t fit;
        draw_table(points, n, i % 2 == 0 ? -1.0 : 1.0, 0.0);
        if (nz_cloglog_fit(points, n, &fit) != NZ_OK || fabs(fit.slope) > 5.0) {
            continue;
        }
        const double most = fit.deviance + chi_square_95;
        const limits_t limits = limits_of(points, n, &fit, x, eta);
        n_fits++;
        CU_ASSERT_TRUE(limits.slope[0] < fit.slope && fit.slope < limits.slope[1]);
        expect_no_line_beyond(points, n, &fit, &limits, x, eta);
        for (int j = 0; j < 2; j++) {
            NZ_ASSERT_ABS(best_through(points, n, x, limits.value[j]), most, 1e-5);
            if (isfinite(limits.crossing[j])) {
                NZ_ASSERT_ABS(
                    best_through(points, n, limits.crossing[j], eta), most, 1e-5);
            }
        }
        n_one_sided += isinf(limits.crossing[0]) != isinf(limits.crossing[1]) ? 1 : 0;
    }
    CU_ASSERT_TRUE(n_fits > 30 && n_one_sided > 3);
}

/* With offsets, too, where the lines within reach may be anything but convex: tables of
 * few items, many of which have no finite limit. */
static void
test_profile_with_offsets_by_lattices(void)
{
    int n_fits = 0, n_infinite = 0, n_finite = 0, n_crossings = 0;

    for (int i = 0; i < 60; i++) {
        const size_t n = 3 + nz_test_below(4);
        const double x = 15.0 + 12.0 * nz_test_uniform(), eta = nz_test_uniform();
        nz_cloglog_point_t points[6];
        nz_cloglog_fit_t fit;
        draw_table(points, n, i % 2 == 0 ? -1.0 : 1.0, 0.02 + nz_test_uniform());
        if (nz_cloglog_fit(points, n, &fit) != NZ_OK || fabs(fit.slope) > 5.0) {
            continue;
        }
        const limits_t limits = limits_of(points, n, &fit, x, eta);
        n_fits++;
        expect_no_line_beyond(points, n, &fit, &limits, x, eta);
        for (int j = 0; j < 2; j++) {
            if (isfinite(limits.slope[0]) && isfinite(limits.slope[1])
                && isfinite(limits.crossing[j])) { /* not one that steep lines approach */
                NZ_ASSERT_ABS(best_through(points, n, limits.crossing[j], eta),
                    fit.deviance + chi_square_95, 1e-4);
                n_crossings++;
            }
        }
        n_infinite += isinf(limits.slope[0]) || isinf(limits.slope[1]) ? 1 : 0;
        n_finite += isfinite(limits.slope[0]) && isfinite(limits.slope[1]) ? 1 : 0;
    }
    CU_ASSERT_TRUE(n_fits > 30 && n_infinite > 3 && n_finite > 10);
    CU_ASSERT_TRUE(n_crossings > 10);
}

/* Tables with offsets in which the lines within reach are no convex set; limits by a scan
 * of all slopes and values (the walk from the fit alone finds others). */
static void
test_profile_of_all_lines_within_reach(void)
{
    static const double o = 0.23011419998612945;
    static const nz_cloglog_point_t bent[] = { { 16, o, 10, 0 },
        { 16.795777164166793, o, 10, 0 }, { 18.571428571428569, o, 10, 0 },
        { 19.857142857142858, o, 10, 2 }, { 19.807840471854433, o, 10, 1 },
        { 22.992713125189766, o, 10, 6 }, { 23.714285714285715, o, 10, 8 },
        { 25, o, 10, 7 } };
    static const nz_cloglog_point_t steep[] = { { 16, .05, 30, 0 }, { 18.25, .05, 30, 0 },
        { 23.25, .05, 30, 16 }, { 24.75, .05, 30, 28 }, { 25, .05, 30, 28 } };
    static const double p = 0.031563893652512297, q = 0.24911894663180409;
    static const nz_cloglog_point_t near[] = { { 16, p, 10, 0 }, { 17.8, p, 10, 0 },
        { 21.51232576998882, p, 10, 8 }, { 21.4, p, 10, 6 }, { 23.2, p, 10, 8 },
        { 25, p, 10, 9 } };
    static const nz_cloglog_point_t close[] = { { 16, q, 10, 0 },
        { 17.285714285714285, q, 10, 0 }, { 18.571428571428569, q, 10, 0 },
        { 16.716869508614764, q, 10, 0 }, { 21.142857142857142, q, 10, 1 },
        { 21.054583449615166, q, 10, 1 }, { 23.714285714285715, q, 10, 6 },
        { 16.35866633686237, q, 10, 0 } };
    nz_cloglog_point_t mirrored[NZ_COUNT_OF(near)];
    nz_cloglog_fit_t fit;
    double limits[2];

    NZ_ASSERT_OK(nz_cloglog_fit(near, NZ_COUNT_OF(near), &fit));
    NZ_ASSERT_OK(nz_cloglog_profile_slope(near, NZ_COUNT_OF(near), &fit, 0.95, limits));
    NZ_ASSERT_REL(limits[0], -10.273778875282726, 1e-8);
    for (size_t i = 0; i < NZ_COUNT_OF(near); i++) {
        mirrored[i] = near[i];
        mirrored[i].x = -near[i].x;
    }
    NZ_ASSERT_OK(nz_cloglog_fit(mirrored, NZ_COUNT_OF(near), &fit));
    NZ_ASSERT_OK(
        nz_cloglog_profile_slope(mirrored, NZ_COUNT_OF(near), &fit, 0.95, limits));
    NZ_ASSERT_REL(limits[1], 10.273778875282726, 1e-8);
    NZ_ASSERT_OK(nz_cloglog_fit(close, NZ_COUNT_OF(close), &fit));
    NZ_ASSERT_OK(
        nz_cloglog_profile_crossing(close, NZ_COUNT_OF(close), &fit, 0.0, 0.95, limits));
    NZ_ASSERT_REL(limits[0], 21.139472450794987, 1e-9);
    NZ_ASSERT_OK(nz_cloglog_fit(bent, NZ_COUNT_OF(bent), &fit));
    NZ_ASSERT_OK(nz_cloglog_profile_slope(bent, NZ_COUNT_OF(bent), &fit, 0.95, limits));
    NZ_ASSERT_REL(limits[0], -30.89488085493143, 1e-8);
    NZ_ASSERT_OK(nz_cloglog_fit(steep, NZ_COUNT_OF(steep), &fit));
    const limits_t found = limits_of(steep, NZ_COUNT_OF(steep), &fit, 24.9, 0.0);
    CU_ASSERT_EQUAL(found.slope[0], -(double) INFINITY);
    CU_ASSERT_TRUE(found.slope[1] < 0.0);
    CU_ASSERT_EQUAL(found.value[0], -(double) INFINITY); /* falls off before 24.9 */
    CU_ASSERT_TRUE(isfinite(found.value[1]));
    CU_ASSERT_EQUAL(found.crossing[1], 23.25); /* about which the steep lines turn */
    NZ_ASSERT_OK(
        nz_cloglog_profile_value(steep, NZ_COUNT_OF(steep), &fit, 20.0, 0.95, limits));
    CU_ASSERT_TRUE(isfinite(limits[0])); /* before the turn they go up instead */
    CU_ASSERT_EQUAL(limits[1], (double) INFINITY);
}

/* eta at a limit of the crossing is a limit of the value there. */
static void
test_profile_crossing_is_where_a_value_has_its_limit(void)
{
    int n_checked = 0;

    for (int i = 0; i < 200; i++) {
        const double eta = 2.0 * nz_test_uniform() - 0.5;
        nz_cloglog_point_t points[5];
        nz_cloglog_fit_t fit;
        draw_table(points, 5, i % 2 == 0 ? -1.0 : 1.0, 0.0);
        if (nz_cloglog_fit(points, 5, &fit) != NZ_OK) {
            continue;
        }
        const limits_t at = limits_of(points, 5, &fit, 20.0, eta);
        for (int j = 0; j < 2; j++) {
            double there[2];
            if (isinf(at.crossing[j])) {
                continue;
            }
            NZ_ASSERT_OK(
                nz_cloglog_profile_value(points, 5, &fit, at.crossing[j], 0.95, there));
            /* the line of the limit lies as far from eta as it may */
            const int upper = (fit.slope < 0.0) == (j == 1);
            NZ_ASSERT_ABS(there[upper ? 1 : 0], eta,
                1e-8 * (1.0 + fabs(there[1] - there[0]) + fabs(at.crossing[j])));
            n_checked++;
        }
    }
    CU_ASSERT_TRUE(n_checked > 150);
}

/* Level lines within reach: their crossings are at infinity, above eta and below it on
 * opposite sides. The level line alone is as likely as can be at pi = 15/30. */
static void
test_profile_crossing_is_infinite_if_level_lines_are_within_reach(void)
{
    static const nz_cloglog_point_t falling[] = { { 1, 0, 10, 4 }, { 2, 0, 10, 5 },
        { 3, 0, 10, 6 } };
    static const nz_cloglog_point_t rising[] = { { 1, 0, 10, 6 }, { 2, 0, 10, 5 },
        { 3, 0, 10, 4 } };
    static const nz_cloglog_point_t level[] = { { 1, 0, 10, 4 }, { 2, 0, 10, 5 },
        { 3, 0, 10, 4 } };
    const double infinite = (double) INFINITY, middle = log(log(2.0));
    double limits[2];
    nz_cloglog_fit_t fit;

    NZ_ASSERT_OK(nz_cloglog_fit(falling, 3, &fit));
    CU_ASSERT_TRUE(fit.slope < 0.0);
    NZ_ASSERT_OK(
        nz_cloglog_profile_crossing(falling, 3, &fit, middle - 2.0, 0.95, limits));
    CU_ASSERT_TRUE(isfinite(limits[0]) && limits[1] == infinite);
    CU_ASSERT_TRUE(limits[0] > 3.0);
    NZ_ASSERT_OK(
        nz_cloglog_profile_crossing(falling, 3, &fit, middle + 2.0, 0.95, limits));
    CU_ASSERT_TRUE(limits[0] == -infinite && limits[1] < 1.0);
    NZ_ASSERT_OK(nz_cloglog_profile_crossing(falling, 3, &fit, middle, 0.95, limits));
    CU_ASSERT_TRUE(limits[0] == -infinite && limits[1] == infinite);
    NZ_ASSERT_OK(nz_cloglog_profile_crossing(falling, 3, &fit, middle, 0.05, limits));
    CU_ASSERT_TRUE(isfinite(limits[0]) && isfinite(limits[1]));
    NZ_ASSERT_OK(nz_cloglog_fit(rising, 3, &fit));
    NZ_ASSERT_OK(
        nz_cloglog_profile_crossing(rising, 3, &fit, middle - 2.0, 0.95, limits));
    CU_ASSERT_TRUE(limits[0] == -infinite && limits[1] < 1.0);
    NZ_ASSERT_OK(
        nz_cloglog_profile_crossing(rising, 3, &fit, middle + 2.0, 0.95, limits));
    CU_ASSERT_TRUE(limits[0] > 3.0 && limits[1] == infinite);
    NZ_ASSERT_OK(nz_cloglog_fit(level, 3, &fit));
    NZ_ASSERT_ABS(fit.slope, 0.0, 1e-12);
    NZ_ASSERT_OK(nz_cloglog_profile_crossing(level, 3, &fit, middle, 0.95, limits));
    CU_ASSERT_TRUE(limits[0] == -infinite && limits[1] == infinite);
    fit.slope = 0.0; /* exactly: a level line has no side on which it crosses */
    NZ_ASSERT_OK(nz_cloglog_profile_crossing(level, 3, &fit, middle - 2.0, 0.95, limits));
    CU_ASSERT_TRUE(limits[0] == -infinite && limits[1] == infinite);
}

/* Order, splits into parts and empty points change nothing; a shift of x shifts
 * crossings, and a mirror image mirrors slopes and crossings. */
static void
test_profile_moves_with_x(void)
{
    const nz_cloglog_point_t whole[] = { { 1.0, 0.0, 50, 3 }, { 2.0, 0.0, 40, 12 },
        { 3.0, 0.0, 30, 0 }, { 5.0, 0.0, 60, 40 } };
    nz_cloglog_point_t moved[] = { { 5.0, 0.0, 60, 40 }, { 9.0, 0.0, 0, 0 },
        { 3.0, 0.0, 30, 0 }, { 2.0, 0.0, 40, 12 }, { 1.0, 0.0, 50, 3 } };
    nz_cloglog_fit_t a, b;

    NZ_ASSERT_OK(nz_cloglog_fit(whole, 4, &a));
    const limits_t one = limits_of(whole, 4, &a, 7.0, 0.5);
    for (int i = 0; i < 5; i++) {
        moved[i].x = 1024.0 - moved[i].x;
    }
    NZ_ASSERT_OK(nz_cloglog_fit(moved, 5, &b));
    const limits_t other = limits_of(moved, 5, &b, 1017.0, 0.5);
    expect_limits(other.slope, -one.slope[1], -one.slope[0], 1e-11);
    expect_limits(other.value, one.value[0], one.value[1], 1e-10);
    expect_limits(
        other.crossing, 1024.0 - one.crossing[1], 1024.0 - one.crossing[0], 1e-9);
}

/* The fit is within; a higher level goes farther; a low one is Wald's. */
static void
test_profile_limits_are_nested(void)
{
    static const double levels[] = { 1e-6, 0.1, 0.5, 0.9, 0.99, 0.999999, 1.0 - 1e-12 };
    const nz_cloglog_point_t points[] = { { 1.0, 0.0, 50, 0 }, { 2.0, 0.0, 40, 2 },
        { 3.0, 0.0, 30, 10 }, { 5.0, 0.0, 60, 40 } };
    nz_cloglog_fit_t fit;
    double before[2];

    NZ_ASSERT_OK(nz_cloglog_fit(points, 4, &fit));
    before[0] = before[1] = fit.slope;
    for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
        double limits[2];
        NZ_ASSERT_OK(nz_cloglog_profile_slope(points, 4, &fit, levels[i], limits));
        CU_ASSERT_TRUE(limits[0] < before[0] && limits[1] > before[1]);
        before[0] = limits[0];
        before[1] = limits[1];
        if (i == 0) { /* Phi^-1(.5000005) = 5e-7 sqrt(2 pi) */
            const double half = 5e-7 * sqrt(2.0 * acos(-1.0)) * sqrt(fit.variance[1]);
            NZ_ASSERT_REL(limits[1] - limits[0], 2.0 * half, 0.2);
        }
    }
}

/* Counts as large as they may be, and one item. */
static void
test_profile_of_extreme_tables(void)
{
    static const nz_cloglog_point_t large[] = { { 0.0, 0.0, NZ_COUNT_MAX, 5 },
        { 1.0, 0.0, NZ_COUNT_MAX, NZ_COUNT_MAX / 3 } };
    static const nz_cloglog_point_t small[] = { { 0.0, 0.0, 1, 0 }, { 1.0, 0.0, 1, 1 },
        { 2.0, 0.0, 1, 0 }, { 3.0, 0.0, 1, 1 } };
    static const nz_cloglog_point_t flat[] = { { 16.0, 0.0, UINT64_C(413336415695803),
                                                   3 },
        { 10.0, 0.0, 343, 0 }, { 8.0, 0.0, 4, 0 }, { 28.0, 0.0, 9, 0 } };
    nz_cloglog_fit_t fit;

    NZ_ASSERT_OK(nz_cloglog_fit(flat, 4, &fit)); /* hardly any curvature at the fit */
    const limits_t bent = limits_of(flat, 4, &fit, 10.0, 3.0);
    for (int i = 0; i < 2; i++) {
        NZ_ASSERT_ABS(best_through(flat, 4, 10.0, bent.value[i]),
            fit.deviance + chi_square_95, 1e-5);
    }
    NZ_ASSERT_OK(nz_cloglog_fit(large, 2, &fit));
    const limits_t far = limits_of(large, 2, &fit, 0.0, 0.0);
    /* by Poisson's law of 5 alone: (k - 5) - 5 log(k/5) = 1.92, k = 1.82.. and 10.77.. */
    const double high = 0x1p53 * exp(-exp(far.value[0]));
    const double low = 0x1p53 * exp(-exp(far.value[1]));
    NZ_ASSERT_ABS(2.0 * (high - 5.0 - 5.0 * log(high / 5.0)), chi_square_95, 1e-6);
    NZ_ASSERT_ABS(2.0 * (low - 5.0 - 5.0 * log(low / 5.0)), chi_square_95, 1e-6);
    CU_ASSERT_TRUE(low < 5.0 && high > 5.0);
    NZ_ASSERT_OK(nz_cloglog_fit(small, 4, &fit));
    const limits_t wide = limits_of(small, 4, &fit, 1.5, 0.0);
    expect_no_line_beyond(small, 4, &fit, &wide, 1.5, 0.0);
}

/* All of 1e12 items right at one size, a thirtieth at a smaller one, and in between 2 of
 * 5: the fit is beyond |eta| = 300, where the deviance is held, and not the best line. */
static void
test_profile_that_is_not_found(void)
{
    static const nz_cloglog_point_t absurd[] = { { 26.993588043842465, 0.0, 209, 0 },
        { 6.0801315098069608, 0.0, 344094394, 10627306 },
        { 7.3384823533706367, 0.0, UINT64_C(1047519745367), UINT64_C(1047519745367) },
        { 21.594759088475257, 0.0, 5, 2 } };
    nz_cloglog_fit_t fit;
    double limits[2] = { -7.0, -7.0 };

    NZ_ASSERT_OK(nz_cloglog_fit(absurd, 4, &fit));
    CU_ASSERT_EQUAL(
        nz_cloglog_profile_slope(absurd, 4, &fit, 0.95, limits), NZ_ERR_NUMERIC);
    CU_ASSERT_TRUE(limits[0] == -7.0 && limits[1] == -7.0);
}

static void
test_profile_errors_leave_output_untouched(void)
{
    const nz_cloglog_point_t good[] = { { 1.0, 0.0, 9, 3 }, { 2.0, 0.0, 9, 5 } };
    const nz_cloglog_point_t bad[] = { { 1.0, 0.0, 9, 3 }, { 2.0, 0.0, 9, 10 } };
    static const double levels[] = { 0.0, 1.0, -1.0, 2.0, (double) NAN };
    double out[2] = { -7.0, -7.0 };
    nz_cloglog_fit_t fit, broken[4];

    NZ_ASSERT_OK(nz_cloglog_fit(good, 2, &fit));
    for (int i = 0; i < 4; i++) {
        broken[i] = fit;
    }
    broken[0].slope = (double) NAN;
    broken[1].intercept = (double) INFINITY;
    broken[2].variance[1] = 0.0;
    broken[3].variance[2] = (double) NAN;
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL(
            nz_cloglog_profile_slope(good, 2, &broken[i], 0.9, out), NZ_ERR_DOMAIN);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(levels); i++) {
        const double level = levels[i];
        CU_ASSERT_EQUAL(
            nz_cloglog_profile_slope(good, 2, &fit, level, out), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_cloglog_profile_slope(NULL, 2, &fit, 0.9, out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_cloglog_profile_slope(good, 2, NULL, 0.9, out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_cloglog_profile_slope(good, 2, &fit, 0.9, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_cloglog_profile_slope(bad, 2, &fit, 0.9, out), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_cloglog_profile_value(good, 2, &fit, (double) NAN, 0.9, out), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_cloglog_profile_crossing(good, 2, &fit, (double) INFINITY, 0.9, out),
        NZ_ERR_DOMAIN);
    CU_ASSERT_TRUE(out[0] == -7.0 && out[1] == -7.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_profile_reference),
        NZ_TEST(test_profile_of_opt_is_that_of_r),
        NZ_TEST(test_profile_without_offsets_by_lattices),
        NZ_TEST(test_profile_with_offsets_by_lattices),
        NZ_TEST(test_profile_of_all_lines_within_reach),
        NZ_TEST(test_profile_crossing_is_where_a_value_has_its_limit),
        NZ_TEST(test_profile_crossing_is_infinite_if_level_lines_are_within_reach),
        NZ_TEST(test_profile_moves_with_x),
        NZ_TEST(test_profile_limits_are_nested),
        NZ_TEST(test_profile_of_extreme_tables),
        NZ_TEST(test_profile_that_is_not_found),
        NZ_TEST(test_profile_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("cloglog_profile", tests, argc, argv);
}
