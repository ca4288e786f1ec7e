#include "stats/slope_design.h"

#include "stats/binomial.h"
#include "stats/cloglog_fit.h"
#include "stats/interval.h"
#include "tests/testlib.h"

#include <gsl/gsl_randist.h>

/* scripts/reference_slope_design.py, as all numbers of 15 digits here. */
static void
test_information_reference(void)
{
    static const struct {
        double log_right, tokens, offset, information;
    } cases[] = {
        { -690.77552789821370521, 1, 0, 4.7717082994305582e-295 },
        { -9.2103403719761827361, 1, 0, 0.008483885365301967 },
        { -1.5945492999403497198, 1, 0, 0.64761010840385527 },
        { -0.5, 1, 0.2, 0.13873446742831185 },
        { -1e-16, 1, 0, 9.9999999999999995e-17 },
        { -0.001, 1, 0.0005, 0.00024987502083333299 },
        { -0.1, 20, 0.5, 1.0696873437871931 },
        { -1e-9, 5, 0, 4.9999999975e-9 },
        { -30.0, 7, 3.5, 5.7004299720437468e-10 },
    };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const double log_right = cases[i].log_right, offset = cases[i].offset;
        NZ_ASSERT_REL(
            nz_slope_design_token_information(log_right, cases[i].tokens, offset),
            cases[i].information, 2e-13);
        if (cases[i].tokens == 1.0 && log_right < -1e-3) {
            NZ_ASSERT_REL(nz_slope_design_information(exp(log_right), offset),
                cases[i].information, 2e-13);
        }
    }
    NZ_ASSERT_REL(
        nz_slope_design_information(1e-300, 0.0), 4.7717082994305582e-295, 1e-14);
}

static void
test_information_at_the_ends(void)
{
    CU_ASSERT_EQUAL(nz_slope_design_information(0.0, 0.0), 0.0);
    CU_ASSERT_EQUAL(nz_slope_design_information(1.0, 0.0), 0.0);
    CU_ASSERT_EQUAL(nz_slope_design_information(exp(-0.5), 0.5), 0.0);
    CU_ASSERT_EQUAL(nz_slope_design_information(0.9, 0.5), 0.0);
    CU_ASSERT_EQUAL(nz_slope_design_token_information(0.0, 9.0, 0.0), 0.0);
    CU_ASSERT_EQUAL(nz_slope_design_token_information(-(double) INFINITY, 9.0, 0.0), 0.0);
    CU_ASSERT_EQUAL(nz_slope_design_token_information(-1e5, 9.0, 0.0), 0.0);
    CU_ASSERT_TRUE(isnan(nz_slope_design_information(-0.1, 0.0)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_information(1.1, 0.0)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_information(0.5, -0.1)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_information((double) NAN, 0.0)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_token_information(-0.1, 0.5, 0.0)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_token_information(0.1, 1.0, 0.0)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_token_information(-0.1, 1.0, -0.1)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_token_information(-0.1, (double) NAN, 0.0)));
}

static void
test_information_is_greatest_at_a_fifth(void)
{
    const double best = 0.20318786997997995;
    const double most = nz_slope_design_information(best, 0.0);

    NZ_ASSERT_REL(most, 0.64761023789191486, 1e-14);
    CU_ASSERT_TRUE(nz_slope_design_information(best * 1.001, 0.0) < most);
    CU_ASSERT_TRUE(nz_slope_design_information(best / 1.001, 0.0) < most);
}

static void
test_exchange_rate_reference(void)
{
    static const double cases[][3] = {
        { -1e-17, 5, 1.0 },
        { -1e-8, 1000, 1.0000049950166417 },
        { -0.01, 20, 1.1014879469463931 },
        { -0.6931471805599453, 5, 6.2 },
        { -2.302585092994046, 5, 2222.2000000000027 },
        { -1, 300, 3.768156389461876e+127 },
        { -1, 699, 3.1064994234894305e+300 },
        { -1, 701, 2.2888608929400754e+301 },
        { -1, 715, 2.698696971902899e+307 },
        { -7, 101, 1.005106691868748e+302 },
        { -650, 2, 9.7809996068512594e+281 },
        { -300, 3, 1.2576734336433133e+260 },
    };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        NZ_ASSERT_REL(nz_slope_design_exchange_rate(cases[i][0], cases[i][1]),
            cases[i][2], 1e-15 * (1.0 - cases[i][0] * cases[i][1]));
    }
    CU_ASSERT_EQUAL(nz_slope_design_exchange_rate(0.0, 5.0), 1.0);
    CU_ASSERT_EQUAL(nz_slope_design_exchange_rate(-3.0, 1.0), 1.0);
    CU_ASSERT_EQUAL(nz_slope_design_exchange_rate(-(double) INFINITY, 1.0), 1.0);
    CU_ASSERT_EQUAL(nz_slope_design_exchange_rate(-(double) INFINITY, 2.0), HUGE_VAL);
    CU_ASSERT_EQUAL(nz_slope_design_exchange_rate(-1.0, 800.0), HUGE_VAL);
    CU_ASSERT_TRUE(isnan(nz_slope_design_exchange_rate(0.1, 5.0)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_exchange_rate(-0.1, 0.9)));
    CU_ASSERT_TRUE(isnan(nz_slope_design_exchange_rate((double) NAN, 2.0)));
}

static void
test_exchange_rate_is_the_ratio_of_the_informations(void)
{
    static const double log_p[] = { -1e-6, -0.01, -0.3, -2.0, -9.0 };
    static const double tokens[] = { 1.0, 2.0, 5.0, 40.0 };
    static const double parts[] = { 0.0, 0.3, 0.9 }; /* of the loss, the offset */

    for (size_t i = 0; i < 5 * 4 * 3; i++) {
        const double p = log_p[i % 5], l = tokens[i / 5 % 4];
        const double offset = -p * l * parts[i / 20];
        NZ_ASSERT_REL(nz_slope_design_token_information(p, l, offset)
                          / nz_slope_design_token_information(p * l, 1.0, offset),
            nz_slope_design_exchange_rate(p, l), 1e-12);
    }
}

/* Variance and share by numerical derivatives of the fit. */
static void
test_error_reference(void)
{
    static const struct {
        size_t n;
        nz_slope_point_t points[4];
        double items[4], variance, share;
    } cases[] = {
        { 3, { { 0, -2, 0, 1, 1 }, { 1, -1, 0, 1, 1 }, { 3, -0.25, 0, 1, 1 } },
            { 50, 30, 100 }, 0.0085439193086067424, 0.0570678193999707 },
        { 4,
            { { 16, -6, 0, 1, 1 }, { 18, -2.9499438631122684, 0, 1, 1 },
                { 20, -1.4503614659189556, 0, 1, 1 }, { 23, -0.5, 0, 1, 1 } },
            { 400, 200, 200, 300 }, 0.00050069928863856122, 0.0589522347817216 },
        { 3,
            { { 0, -3.75, 0.75, 1, 1 }, { 1, -1.3660254037844386, 0.5, 1, 1 },
                { 2, -1.0, 0.75, 1, 1 } },
            { 90, 70, 300 }, 0.034609797436829295, 0.205962814551974 },
        { 2, { { 1, -0.02, 0, 1, 1 }, { 2, -0.5, 0, 1, 1 } }, { 1000, 80 },
            0.082939413601895932, 0.0577709181269028 },
        { 3, { { 0, -1.5, 0.3, 3, 1 }, { 0, -1.2, 0, 1, 1 }, { 2.5, -0.4, 0.1, 0.5, 1 } },
            { 100, 100, 501 }, 0.004349990888043526, 0.0241139675994974 },
    };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        double error = 0.0;
        NZ_ASSERT_OK(
            nz_slope_design_error(cases[i].points, cases[i].n, cases[i].items, &error));
        NZ_ASSERT_REL(error, sqrt(cases[i].variance / (1.0 - cases[i].share)), 1e-14);
    }
}

/* Exact standard deviation of the fitted slope of three models with n items each, over
 * all outcomes that have a fit. */
static double
exact_error(const nz_slope_point_t *points, uint64_t n)
{
    double weight = 0.0, sum = 0.0, squares = 0.0;
    nz_cloglog_point_t counts[3];
    nz_cloglog_fit_t fit;

    for (size_t i = 0; i < 3; i++) {
        counts[i] = (nz_cloglog_point_t){ points[i].x, points[i].offset, n, 0 };
    }
    for (uint64_t code = 0; code < (n + 1) * (n + 1) * (n + 1); code++) {
        uint64_t rest = code;
        double probability = 1.0;
        for (size_t i = 0; i < 3; i++, rest /= n + 1) {
            counts[i].successes = rest % (n + 1);
            probability *=
                nz_binomial_pmf(counts[i].successes, n, exp(points[i].log_right));
        }
        if (probability > 1e-9 && nz_cloglog_fit(counts, 3, &fit) == NZ_OK) {
            weight += probability;
            sum += probability * fit.slope;
            squares += probability * fit.slope * fit.slope;
        }
    }
    return sqrt(squares / weight - sum / weight * (sum / weight));
}

/* The error without its share, of n items alike. */
static double
asymptotic_error(const nz_slope_point_t *points, size_t n_points, double n)
{
    double items[9], error = 0.0;

    for (size_t i = 0; i < n_points; i++) {
        items[i] = 1e12;
    }
    NZ_ASSERT_OK(nz_slope_design_error(points, n_points, items, &error));
    return error * sqrt(1e12 / n);
}

/* What remains is of the third order: it falls as the square of the share. */
static void
test_error_against_exact_enumeration(void)
{
    static const double offsets[] = { 0.0, 0.2 };

    for (uint64_t i = 0; i < 4; i++) {
        const double n = i < 2 ? 24.0 : 48.0, offset = offsets[i % 2];
        const nz_slope_point_t points[] = { { 0.0, -exp(0.5) - offset, offset, 1, 1 },
            { 1.5, -1.0 - offset, offset, 1, 1 },
            { 3.0, -exp(-0.5) - offset, offset, 1, 1 } };
        const double items[] = { n, n, n };
        const double asymptotic = asymptotic_error(points, 3, n);
        double error = 0.0;
        NZ_ASSERT_OK(nz_slope_design_error(points, 3, items, &error));
        const double share = 1.0 - asymptotic * asymptotic / (error * error);
        const double exact = exact_error(points, (uint64_t) n);
        printf("\n    n %g: share %.4f promised %.6f exact %.6f", n, share, error, exact);
        NZ_ASSERT_REL(error, exact, 2.0 * share * share);
        CU_ASSERT_TRUE(fabs(asymptotic - exact) > 2.0 * share * share * exact);
    }
}

/* Nine models of the usual law, L tokens an item. */
static void
set_law(nz_slope_point_t points[9], double tokens)
{
    for (int i = 0; i < 9; i++) {
        const double x = (7.0 + 0.5 * i) * log(10.0);
        points[i] = (nz_slope_point_t){ x, -tokens * exp(-0.35 * (x - 8.0 * log(10.0))),
            0.0, 1.0, 1.0 };
    }
}

/* Standard deviation of the slopes of simulated test sets, n items of each model. */
static double
simulated_error(gsl_rng *rng, const nz_slope_point_t points[9], uint64_t n, int n_sets)
{
    nz_cloglog_point_t counts[9];
    double sum = 0.0, squares = 0.0;

    for (int i_set = 0; i_set < n_sets; i_set++) {
        nz_cloglog_fit_t fit;
        for (size_t i = 0; i < 9; i++) {
            counts[i] = (nz_cloglog_point_t){ points[i].x, points[i].offset, n,
                gsl_ran_binomial(rng, exp(points[i].log_right), (unsigned) n) };
        }
        NZ_ASSERT_OK(nz_cloglog_fit(counts, 9, &fit));
        sum += fit.slope;
        squares += fit.slope * fit.slope;
    }
    const double mean = sum / n_sets;
    return sqrt(squares / n_sets - mean * mean);
}

/* The promise of a plan. False alarms: 5.73 standard errors of the spread of 60 000
 * slopes (kurtosis 3.5 at most), and .8 % that the third order may be. The asymptotic
 * error, 4 to 7 % less at .05, must fail. */
static void
test_trials_keep_their_promise(void)
{
    static const double tokens[] = { 1.0, 5.0, 20.0 };
    static const double errors[] = { 0.02, 0.05 };
    gsl_rng *rng = nz_test_rng(gsl_rng_mt19937, 20230428);
    const int n_sets = 60000;
    const double allowed = 5.73 * sqrt(2.5 / 4.0 / n_sets) + 0.008;

    for (size_t i = 0; i < 6; i++) {
        const double wanted = errors[i % 2];
        nz_slope_point_t points[9];
        uint64_t n = 0;
        double items[9], promised = 0.0;
        set_law(points, tokens[i / 2]);
        NZ_ASSERT_OK(nz_slope_design_trials(points, 9, wanted, &n));
        for (int j = 0; j < 9; j++) {
            items[j] = (double) n;
        }
        NZ_ASSERT_OK(nz_slope_design_error(points, 9, items, &promised));
        const double found = simulated_error(rng, points, n, n_sets);
        printf("\n    L %2.0f: n %d promised %.6f found %.6f", tokens[i / 2], (int) n,
            promised, found);
        NZ_ASSERT_REL(promised, found, allowed);
        if (wanted > 0.03) { /* the wrong twin */
            CU_ASSERT_TRUE(
                asymptotic_error(points, 9, (double) n) < found * (1.0 - allowed));
        }
    }
    gsl_rng_free(rng);
}

static void
test_error_of_many_items_is_that_of_a_weighted_line(void)
{
    const nz_slope_point_t points[] = { { 1.0, -2.0, 0, 1, 1 },
        { 2.0, -0.4, 0.1, 2.5, 1 }, { 4.0, -0.2, 0, 0.5, 1 }, { 4.0, -90.0, 0, 1, 1 } };
    const double items[] = { 3e9, 1e9, 7e9, 1e9 };
    double s0 = 0.0, s1 = 0.0, s2 = 0.0, error = 0.0;

    for (int i = 0; i < 4; i++) {
        const double w = items[i] * points[i].trials
                         * nz_slope_design_token_information(
                             points[i].log_right, 1.0, points[i].offset);
        s0 += w;
        s1 += w * points[i].x;
        s2 += w * points[i].x * points[i].x;
    }
    NZ_ASSERT_OK(nz_slope_design_error(points, 4, items, &error));
    NZ_ASSERT_REL(error, 1.0 / sqrt(s2 - s1 * s1 / s0), 1e-8);
}

/* Half the trials of an item are a design effect of two: twice the items. */
static void
test_error_of_items_worth_several_trials(void)
{
    nz_slope_point_t points[9], halved[9];
    double items[9], twice[9], a = 0.0, b = 0.0;

    set_law(points, 5.0);
    for (int i = 0; i < 9; i++) {
        halved[i] = points[i];
        halved[i].trials = 0.5;
        items[i] = 100.0;
        twice[i] = 200.0;
    }
    NZ_ASSERT_OK(nz_slope_design_error(points, 9, items, &a));
    NZ_ASSERT_OK(nz_slope_design_error(halved, 9, twice, &b));
    NZ_ASSERT_REL(b, a, 1e-15);
}

/* A model whose items tell 1e-37 of what the other's do, far from where x has its 0. */
static void
test_error_of_very_unequal_models(void)
{
    const nz_slope_point_t points[] = { { 1000.1, -1.0, 0, 1, 1 },
        { 1003.1, -1.0, 0, 1, 1 }, { 1000.1, -1.0, 0, 1, 1 } };
    const double items[] = { 1e40, 1e6, 1e40 };
    double error = 0.0;

    NZ_ASSERT_OK(nz_slope_design_error(points, 3, items, &error));
    NZ_ASSERT_REL(error,
        1.0 / (3.0 * sqrt(1e6 * nz_slope_design_information(exp(-1.0), 0.0))), 1e-5);
    NZ_ASSERT_OK(nz_slope_design_error(points + 1, 2, items + 1, &error));
    NZ_ASSERT_REL(error,
        1.0 / (3.0 * sqrt(1e6 * nz_slope_design_information(exp(-1.0), 0.0))), 1e-5);
}

static void
test_trials_and_one_fewer(void)
{
    for (int i = 1; i <= 40; i++) {
        const double wanted = 0.3 * pow(0.4, i % 20);
        nz_slope_point_t points[9];
        const size_t n_points = i % 2 == 0 ? 9 : 4;
        const nz_slope_point_t *first = i % 4 == 1 ? points : points + 9 - n_points;
        double items[9], error = 0.0, before = 0.0;
        uint64_t n = 0;
        set_law(points, 1.0 + i % 8);
        NZ_ASSERT_OK(nz_slope_design_trials(first, n_points, wanted, &n));
        for (int step = -1; step <= 3; step++) {
            for (int j = 0; j < 9; j++) {
                items[j] = (double) n * (step < 2 ? 1.0 : pow(1.5, step)) + step;
            }
            const nz_status_t status =
                nz_slope_design_error(first, n_points, items, &error);
            CU_ASSERT_TRUE(step < 0 ? n == 1 || status != NZ_OK || error > wanted
                                    : status == NZ_OK && error <= wanted);
            CU_ASSERT_TRUE(step < 1 || error <= before * (1.0 + 1e-15));
            before = error;
        }
    }
}

/* A wide goal takes as many items as make the error one to rely on. */
static void
test_trials_of_a_wide_goal(void)
{
    nz_slope_point_t points[9];
    double items[9], error = 0.0;
    uint64_t n = 0;

    set_law(points, 20.0);
    NZ_ASSERT_OK(nz_slope_design_trials(points, 9, 10.0, &n));
    for (int j = 0; j < 9; j++) {
        items[j] = (double) n;
    }
    NZ_ASSERT_OK(nz_slope_design_error(points, 9, items, &error));
    const double asymptotic = asymptotic_error(points, 9, (double) n);
    CU_ASSERT_TRUE(asymptotic * asymptotic / (error * error) >= 0.75);
    for (int j = 0; j < 9; j++) {
        items[j]--;
    }
    CU_ASSERT_EQUAL(nz_slope_design_error(points, 9, items, &error), NZ_ERR_UNREACHABLE);
}

/* With a large budget, the closed form for the best pair, and no division over all models
 * is better. */
static void
test_divide_is_best_of_all_divisions(void)
{
    const double budget = 1e9;

    for (int i_case = 0; i_case < 20; i_case++) {
        nz_slope_point_t points[6];
        double items[6], least = (double) INFINITY, error = 0.0, spent = 0.0, other = 0.0;
        for (int i = 0; i < 6; i++) {
            points[i] = (nz_slope_point_t){ (double) nz_test_below(1000) / 100.0,
                -exp((double) nz_test_below(600) / 100.0 - 4.0), 0.0, 1.0,
                pow(10.0, (double) nz_test_below(300) / 100.0) };
        }
        NZ_ASSERT_OK(nz_slope_design_divide(points, 6, budget, items, &error));
        for (int i = 0; i < 36; i++) {
            const nz_slope_point_t *a = &points[i / 6], *b = &points[i % 6];
            const double sum =
                sqrt(a->cost / nz_slope_design_token_information(a->log_right, 1, 0))
                + sqrt(b->cost / nz_slope_design_token_information(b->log_right, 1, 0));
            least =
                a->x < b->x ? fmin(least, sum / ((b->x - a->x) * sqrt(budget))) : least;
        }
        NZ_ASSERT_REL(error, least, 1e-4); /* rounding, and the share */
        for (int i = 0; i < 6; i++) {
            spent += items[i] * points[i].cost;
            CU_ASSERT_EQUAL(items[i], floor(items[i]));
        }
        CU_ASSERT_TRUE(spent <= budget && spent >= budget * (1.0 - 1e-5));
        for (int i_other = 0; i_other < 2000; i_other++) {
            double parts[6], sum = 0.0;
            for (int i = 0; i < 6; i++) {
                const double draw = (double) (1 + nz_test_below(1000)) / 1001.0;
                const double near = items[i] * points[i].cost / budget;
                parts[i] = i_other % 2 == 0 ? -log(draw) : near - 1e-3 * log(draw);
                sum += parts[i];
            }
            for (int i = 0; i < 6; i++) {
                parts[i] *= budget / (sum * points[i].cost);
            }
            NZ_ASSERT_OK(nz_slope_design_error(points, 6, parts, &other));
            CU_ASSERT_TRUE(other >= error * (1.0 - 1e-6));
        }
    }
}

/* All whole divisions of a small budget between two models. */
static void
test_divide_small_budgets(void)
{
    const nz_slope_point_t points[] = { { 1.0, -2.2, 0, 1, 1.0 },
        { 2.0, -1.2, 0, 1, 3.0 }, { 2.0, -1.5, 0, 1, 2.0 }, { 4.0, -0.4, 0, 1, 7.0 } };

    for (double budget = 40.0; budget < 900.0; budget *= 1.37) {
        double least = (double) INFINITY, error = 0.0, items[4], spent = 0.0, again = 0.0;
        int n_models = 0;
        for (int pair = 0; pair < 16; pair++) {
            const int i = pair / 4, j = pair % 4;
            for (double n = 1.0; i < j && n * points[i].cost < budget; n++) {
                double given[4] = { 0.0 }, found = 0.0;
                given[i] = n;
                given[j] = floor((budget - n * points[i].cost) / points[j].cost);
                if (nz_slope_design_error(points, 4, given, &found) == NZ_OK) {
                    least = fmin(least, found);
                }
            }
        }
        const nz_status_t status =
            nz_slope_design_divide(points, 4, budget, items, &error);
        CU_ASSERT_EQUAL(status, isfinite(least) ? NZ_OK : NZ_ERR_UNREACHABLE);
        if (status != NZ_OK) {
            continue;
        }
        NZ_ASSERT_REL(error, least, 1e-12);
        NZ_ASSERT_OK(nz_slope_design_error(points, 4, items, &again));
        NZ_ASSERT_REL(again, error, 1e-14);
        for (int i = 0; i < 4; i++) {
            spent += items[i] * points[i].cost;
            n_models += items[i] >= 1.0;
        }
        CU_ASSERT_TRUE(spent <= budget && n_models == 2);
    }
}

/* 120.89 - 218 x .22 is 221 x .33 after rounding, but their sum is more than the budget.
 */
static void
test_divide_keeps_the_budget_in_spite_of_rounding(void)
{
    const nz_slope_point_t points[] = { { 1.0, -2.2, 0, 1, 0.22 },
        { 3.0, -0.5, 0, 1, 0.33 } };
    double items[2], error = 0.0;

    NZ_ASSERT_OK(nz_slope_design_divide(points, 2, 120.89, items, &error));
    CU_ASSERT_TRUE(items[0] * 0.22 + items[1] * 0.33 <= 120.89);
    CU_ASSERT_TRUE(items[0] * 0.22 + items[1] * 0.33 > 120.89 - 0.34);
}

static void
test_divide_without_a_pair(void)
{
    const nz_slope_point_t points[] = { { 1.0, -2.0, 0, 1, 5.0 },
        { 2.0, -1.0, 0, 1, 5.0 }, { 3.0, 0.0, 0, 1, 1.0 },
        { 4.0, -(double) INFINITY, 0, 1, 1.0 } };
    double items[4] = { -7, -7, -7, -7 }, error = -7.0;

    CU_ASSERT_EQUAL(
        nz_slope_design_divide(points, 4, 9.99, items, &error), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(
        nz_slope_design_divide(points, 1, 1e9, items, &error), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(
        nz_slope_design_divide(points + 1, 3, 1e9, items, &error), NZ_ERR_UNREACHABLE);
    CU_ASSERT_TRUE(error == -7.0 && items[0] == -7.0 && items[3] == -7.0);
    NZ_ASSERT_OK(nz_slope_design_divide(points, 4, 1e300, items, &error));
    CU_ASSERT_EQUAL(items[0], (double) NZ_COUNT_MAX);
}

static void
test_design_unreachable(void)
{
    const nz_slope_point_t same[] = { { 2.1, -2.0, 0, 1, 1 }, { 2.1, -1.0, 0, 1, 1 },
        { 3.0, -(double) INFINITY, 0, 1, 1 }, { 1.0, 0.0, 0, 1, 1 },
        { 9.0, -0.5, 0.5, 1, 1 } };
    const nz_slope_point_t rare[] = { { 2.1, -2.0, 0, 1, 1 }, { 2.5, -60.0, 0, 1, 1 } };
    const double items[] = { 9e9, 9e9, 9e9, 9e9, 9e9 }, none[] = { 100.0, 0.0 };
    double error = -7.0;
    uint64_t n = 7;

    CU_ASSERT_EQUAL(nz_slope_design_error(same, 5, items, &error), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_slope_design_trials(same, 5, 0.1, &n), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_slope_design_trials(same, 0, 0.1, &n), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_slope_design_error(rare, 2, items, &error), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_slope_design_error(rare, 2, none, &error), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_slope_design_trials(rare, 2, 0.1, &n), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_slope_design_trials(same, 2, 0.1, &n), NZ_ERR_UNREACHABLE);
    CU_ASSERT_TRUE(error == -7.0 && n == 7);
}

static void
test_design_errors_leave_output_untouched(void)
{
    const nz_slope_point_t good[] = { { 1.0, -2.0, 0, 1, 1 }, { 2.0, -1.0, 0, 1, 1 } };
    const nz_slope_point_t bad[] = { { (double) NAN, -2.0, 0, 1, 1 },
        { 1.0, 0.1, 0, 1, 1 }, { 1.0, (double) NAN, 0, 1, 1 }, { 1.0, -2.0, -0.1, 1, 1 },
        { 1.0, -2.0, (double) INFINITY, 1, 1 }, { 1.0, -2.0, 0, 0, 1 },
        { 1.0, -2.0, 0, (double) INFINITY, 1 }, { 1.0, -2.0, 0, 1, 0 },
        { 1.0, -2.0, 0, 1, (double) NAN }, { 1.0, -2.0, 0, 1, (double) INFINITY } };
    const double wrong_items[][2] = { { -1, 5 }, { 5, (double) NAN },
        { 5, (double) INFINITY } };
    double items[] = { 900.0, 900.0 }, error = -7.0;
    uint64_t n = 7;

    CU_ASSERT_EQUAL(nz_slope_design_error(NULL, 2, items, &error), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_slope_design_error(good, 2, NULL, &error), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_slope_design_error(good, 2, items, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_slope_design_trials(NULL, 2, 0.1, &n), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_slope_design_trials(good, 2, 0.1, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_slope_design_divide(NULL, 2, 9, items, &error), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_slope_design_divide(good, 2, 9, NULL, &error), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_slope_design_divide(good, 2, 9, items, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_slope_design_trials(good, 2, 0.0, &n), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_slope_design_trials(good, 2, (double) NAN, &n), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_slope_design_divide(good, 2, 0.0, items, &error), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_slope_design_divide(good, 2, (double) INFINITY, items, &error), NZ_ERR_DOMAIN);
    for (size_t i = 0; i < NZ_COUNT_OF(wrong_items); i++) {
        CU_ASSERT_EQUAL(
            nz_slope_design_error(good, 2, wrong_items[i], &error), NZ_ERR_DOMAIN);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        const nz_slope_point_t points[] = { bad[i], good[1] };
        const nz_status_t wrong = i < 7 ? NZ_ERR_DOMAIN : NZ_OK; /* costs do not matter */
        double ignored = 0.0;
        uint64_t ignored_n = 0;
        CU_ASSERT_EQUAL(nz_slope_design_error(points, 2, items, &ignored), wrong);
        CU_ASSERT_EQUAL(nz_slope_design_trials(points, 2, 0.1, &ignored_n), wrong);
        CU_ASSERT_EQUAL(
            nz_slope_design_divide(points, 2, 999, items, &error), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_TRUE(error == -7.0 && n == 7 && items[0] == 900.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_information_reference),
        NZ_TEST(test_information_at_the_ends),
        NZ_TEST(test_information_is_greatest_at_a_fifth),
        NZ_TEST(test_exchange_rate_reference),
        NZ_TEST(test_exchange_rate_is_the_ratio_of_the_informations),
        NZ_TEST(test_error_reference),
        NZ_TEST(test_error_against_exact_enumeration),
        NZ_TEST(test_trials_keep_their_promise),
        NZ_TEST(test_error_of_many_items_is_that_of_a_weighted_line),
        NZ_TEST(test_error_of_items_worth_several_trials),
        NZ_TEST(test_error_of_very_unequal_models),
        NZ_TEST(test_trials_and_one_fewer),
        NZ_TEST(test_trials_of_a_wide_goal),
        NZ_TEST(test_divide_is_best_of_all_divisions),
        NZ_TEST(test_divide_small_budgets),
        NZ_TEST(test_divide_keeps_the_budget_in_spite_of_rounding),
        NZ_TEST(test_divide_without_a_pair),
        NZ_TEST(test_design_unreachable),
        NZ_TEST(test_design_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("slope_design", tests, argc, argv);
}
