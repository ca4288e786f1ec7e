/* Plans for a grid of nine models against closed forms. */
#include "sim/plan.h"

#include "sim/cluster_totals.h"
#include "sim/plan_promise.h"
#include "sim/sequence_law.h"
#include "stats/inverse_width.h"
#include "tests/testlib.h"
#include "tests/verified.h"

#include <stdlib.h>
#include <string.h>

enum { n_models = 9 };
static const double c = 1e8, alpha = -0.35, tokens = 5.0;
static const double many = 1e9; /* items, enough for asymptotic variances */

/* Accuracies of the article's law at 1e7 .. 1e11; the caller owns nothing. */
static nz_plan_points_t
grid(nz_plan_point_t values[n_models])
{
    for (int i = 0; i < n_models; i++) {
        const double size = pow(10.0, 7.0 + 0.5 * i), loss = pow(size / c, alpha);
        const double accuracy = exp(-tokens * loss);
        values[i] = (nz_plan_point_t){ .parameters = size,
            .tokens = tokens,
            .accuracy = accuracy,
            .accuracies = { accuracy, accuracy, accuracy },
            .log_token = -loss,
            .item_cost = tokens * size,
            .task_kind = -1 };
    }
    return (nz_plan_points_t){ .n = n_models,
        .n_models = n_models,
        .values = values,
        .has_sizes = true,
        .cluster_size = 1 };
}

static nz_plan_t
make(const nz_plan_request_t *request, const nz_plan_points_t *points)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_plan_t plan = { 0 };

    NZ_ASSERT_OK(nz_plan_make(request, points, &plan, &diagnostics));
    CU_ASSERT_EQUAL(diagnostics.n, 0);
    return plan;
}

/* The message of a request that is refused. */
static void
refuse(
    const nz_plan_request_t *request, const nz_plan_points_t *points, const char *message)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_plan_t plan = { .n_rows = 77 };

    CU_ASSERT_EQUAL(nz_plan_make(request, points, &plan, &diagnostics), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(plan.n_rows, 77);
    CU_ASSERT_FATAL(diagnostics.n > 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics.text[0], message));
    if (strstr(diagnostics.text[0], message) == NULL) {
        printf("\n    %s", diagnostics.text[0]);
    }
}

static void
test_make_see(void)
{
    const double accuracies[] = { 1e-3, 1e-4, 0.01 },
                 sizes[] = { 2995.0, 29956.0, 299.0 };
    nz_plan_point_t values[n_models];
    nz_plan_points_t points = grid(values);
    const nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SEE);

    for (int i = 0; i < 3; i++) {
        values[i].accuracy = accuracies[i];
    }
    points.n = points.n_models = 3;
    nz_plan_t plan = make(&request, &points);
    CU_ASSERT_EQUAL_FATAL(plan.n_rows, 3);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(plan.rows[i].test_size, sizes[i]);
        CU_ASSERT_EQUAL(plan.rows[i].kind, NZ_PLAN_ROW_MODEL);
        CU_ASSERT_EQUAL(plan.rows[i].parameters, values[i].parameters);
        NZ_ASSERT_REL(
            plan.rows[i].achieved, 1.0 - pow(1.0 - accuracies[i], sizes[i]), 1e-12);
        NZ_ASSERT_REL(plan.rows[i].cost, sizes[i] * tokens * values[i].parameters, 1e-14);
    }
    nz_plan_free(&plan);
}

/* R = (1/L) sum p^-m whole items are worth one whose tokens are counted. */
static void
test_make_token_test_size(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    const nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SEE);
    nz_plan_t plan = make(&request, &points);

    for (size_t i = 0; i < n_models; i++) {
        const double p = exp(values[i].log_token);
        const double rate =
            (1.0 + 1.0 / p + pow(p, -2.0) + pow(p, -3.0) + pow(p, -4.0)) / 5.0;
        NZ_ASSERT_REL(plan.rows[i].exchange_rate, rate, 1e-12);
        CU_ASSERT_EQUAL(
            plan.rows[i].token_test_size, ceil(plan.rows[i].test_size / rate));
    }
    nz_plan_free(&plan);
}

/* Of a cluster of m no item is right with prod (1 - pi + i theta)/(1 + i theta). */
static void
test_make_see_in_clusters(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SEE);
    request.cluster_size = 10;
    request.cluster_correlation = 0.2;
    nz_plan_t plan = make(&request, &points);

    for (size_t i = 0; i < n_models; i++) {
        double log_zero = 0.0;
        for (int j = 0; j < 10; j++) {
            log_zero += log1p(-values[i].accuracy / (1.0 + 0.25 * j));
        }
        CU_ASSERT_EQUAL(plan.rows[i].test_size, 10.0 * ceil(log(0.05) / log_zero));
    }
    nz_plan_free(&plan);
}

static void
test_make_what_trials_show(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SEE);
    request.trials = 100;
    nz_plan_t plan = make(&request, &points);

    CU_ASSERT_EQUAL_FATAL(plan.n_rows, n_models + 1);
    for (size_t i = 0; i < n_models; i++) {
        CU_ASSERT_EQUAL(plan.rows[i].test_size, 100.0);
        NZ_ASSERT_REL(
            plan.rows[i].achieved, -expm1(100.0 * log1p(-values[i].accuracy)), 1e-11);
    }
    const nz_plan_row_t *visible = &plan.rows[n_models];
    const double least = 1.0 - pow(0.05, 0.01);
    CU_ASSERT_EQUAL(visible->kind, NZ_PLAN_ROW_VISIBLE);
    NZ_ASSERT_REL(visible->accuracy, least, 1e-11);
    NZ_ASSERT_REL(visible->achieved, 0.95, 1e-11);
    NZ_ASSERT_REL(visible->parameters, c * pow(-log(least) / tokens, 1.0 / alpha), 1e-9);
    nz_plan_free(&plan);
}

static double
all_see(const nz_plan_point_t *values, size_t first, double n)
{
    double all = 1.0;
    for (size_t i = first; i < n_models; i++) {
        all *= -expm1(n * log1p(-values[i].accuracy));
    }
    return all;
}

static void
test_make_curve(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_CURVE);
    request.from = 3e7;
    nz_plan_t plan = make(&request, &points);
    double items = 0.0, cost = 0.0, all = 1.0;

    CU_ASSERT_EQUAL_FATAL(plan.n_rows, n_models - 1 + 2);
    for (size_t i = 1; i < n_models; i++) {
        const nz_plan_row_t *row = &plan.rows[i - 1];
        CU_ASSERT_EQUAL(row->i_point, i);
        CU_ASSERT_EQUAL(row->test_size,
            ceil(log(1.0 - pow(0.95, 1.0 / 8.0)) / log1p(-values[i].accuracy)));
        items += row->test_size;
        cost += row->test_size * values[i].item_cost;
        all *= row->achieved;
    }
    const nz_plan_row_t *own = &plan.rows[n_models - 1], *common = own + 1;
    CU_ASSERT_EQUAL(own->kind, NZ_PLAN_ROW_ALL);
    CU_ASSERT_EQUAL(own->test_size, items);
    NZ_ASSERT_REL(own->cost, cost, 1e-14);
    NZ_ASSERT_REL(own->achieved, all, 1e-14);
    CU_ASSERT(own->achieved >= 0.95);
    CU_ASSERT_EQUAL(common->kind, NZ_PLAN_ROW_COMMON);
    CU_ASSERT(all_see(values, 1, common->test_size) >= 0.95);
    CU_ASSERT(all_see(values, 1, common->test_size - 1.0) < 0.95);
    NZ_ASSERT_REL(common->achieved, all_see(values, 1, common->test_size), 1e-11);
    nz_plan_free(&plan);
}

/* Every model to the same width, by simultaneous intervals. */
static void
test_make_curve_of_widths(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_CURVE),
                      one = nz_test_plan_request(NZ_PLAN_HALF_WIDTH);
    request.each = NZ_PLAN_HALF_WIDTH;
    request.width = one.width = 0.02;
    one.confidence = pow(0.95, 1.0 / 9.0);
    nz_plan_t plan = make(&request, &points), single = make(&one, &points);
    double most = 0.0;

    for (size_t i = 0; i < n_models; i++) {
        CU_ASSERT_EQUAL(plan.rows[i].test_size, single.rows[i].test_size);
        CU_ASSERT(plan.rows[i].achieved <= 0.02);
        most = fmax(most, plan.rows[i].test_size);
    }
    CU_ASSERT_EQUAL(plan.rows[n_models + 1].test_size, most);
    nz_plan_free(&plan);
    nz_plan_free(&single);
}

/* Design effects: 1 + 9 x .1 times as many items, in whole clusters. */
static void
test_make_widths_in_clusters(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_RELATIVE_HALF_WIDTH);
    request.width = 0.25;
    nz_plan_t single = make(&request, &points);
    request.cluster_size = 10;
    request.cluster_correlation = 0.1;
    nz_plan_t plan = make(&request, &points);

    for (size_t i = 0; i < n_models; i++) {
        NZ_ASSERT_ABS(plan.rows[i].test_size, 1.9 * single.rows[i].test_size + 5.0, 5.0);
        CU_ASSERT_EQUAL(fmod(plan.rows[i].test_size, 10.0), 0.0);
        CU_ASSERT(plan.rows[i].achieved <= 0.25);
        CU_ASSERT(single.rows[i].achieved <= 0.25);
    }
    nz_plan_free(&plan);
    nz_plan_free(&single);
}

/* S of the slope's variance 1/S, of one item each in clusters of this correlation: scored
 * as a whole, or by tokens. The offset is what no size removes of -log accuracy. */
static double
slope_information(const nz_plan_point_t *values, bool is_by_token, double offset,
    uint64_t cluster_size, double correlation)
{
    double sum = 0.0, mean = 0.0, squares = 0.0;

    for (size_t i = 0; i < n_models; i++) {
        const nz_sequence_law_t law = { -values[i].log_token, (uint64_t) tokens, 0.0 };
        const double n = is_by_token ? tokens : 1.0;
        const double p = pow(values[i].accuracy, is_by_token ? 1.0 / tokens : 1.0);
        const double loss = -log(p) - offset / n;
        const double w = n * p * loss * loss / (1.0 - p)
                         / nz_cluster_totals_design_effect(&law,
                             is_by_token ? NZ_METRIC_TOKEN_ACCURACY : NZ_METRIC_ACCURACY,
                             cluster_size, correlation);
        const double x = log(values[i].parameters);
        sum += w;
        mean += w * x;
        squares += w * x * x;
    }
    return squares - mean * mean / sum;
}

/* The asymptotic sd of the slope, and as many tokens, of `many` items of each model. */
static void
check_slope(const nz_plan_t *plan, const nz_plan_point_t *values, double offset,
    uint64_t cluster_size, double correlation, double rtol)
{
    const double one =
        slope_information(values, false, offset, cluster_size, correlation);
    const double tokenwise =
        slope_information(values, true, offset, cluster_size, correlation);

    NZ_ASSERT_REL(plan->rows[n_models].achieved, 1.0 / sqrt(many * one), rtol);
    for (size_t i = 0; i < n_models; i++) {
        NZ_ASSERT_REL(plan->rows[i].token_test_size, many * one / tokenwise, 10.0 * rtol);
    }
}

static void
test_make_slope(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SLOPE);
    request.trials = (uint64_t) many;
    nz_plan_t plan = make(&request, &points);

    CU_ASSERT_EQUAL_FATAL(plan.n_rows, n_models + 1);
    check_slope(&plan, values, 0.0, 1, 0.0, 1e-8);
    CU_ASSERT_EQUAL(plan.rows[n_models].test_size, 9.0 * many);
    CU_ASSERT_EQUAL(
        plan.rows[n_models].token_test_size, 9.0 * plan.rows[0].token_test_size);
    nz_plan_free(&plan);
    request.trials = 1000;
    plan = make(&request, &points);
    request.width = plan.rows[0].achieved;
    nz_plan_free(&plan);
    request.trials = 0;
    plan = make(&request, &points);
    CU_ASSERT_EQUAL(plan.rows[0].test_size, 1000.0);
    CU_ASSERT(plan.rows[n_models].achieved <= request.width);
    nz_plan_free(&plan);
}

static void
test_make_slope_with_an_irreducible_loss(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    const double offset = 0.7;
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SLOPE);
    request.trials = (uint64_t) many;

    for (size_t i = 0; i < n_models; i++) {
        values[i].offset = offset;
        values[i].log_token -= offset / tokens;
        values[i].accuracy *= exp(-offset);
        for (size_t q = 0; q < NZ_PLAN_ACCURACIES; q++) {
            values[i].accuracies[q] = values[i].accuracy;
        }
    }
    nz_plan_t plan = make(&request, &points);
    check_slope(&plan, values, offset, 1, 0.0, 1e-7);
    nz_plan_free(&plan);
}

/* Items and tokens in clusters, of which the tokens of a cluster have less in common. */
static void
test_make_slope_in_clusters(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SLOPE);
    request.trials = (uint64_t) many;
    request.cluster_size = 10;
    request.cluster_correlation = 0.1;
    nz_plan_t plan = make(&request, &points);

    check_slope(&plan, values, 0.0, 10, 0.1, 1e-7);
    nz_plan_free(&plan);

    request.trials = 0;
    request.budget = 1e18;
    plan = make(&request, &points);
    request.cluster_size = 1;
    nz_plan_t single = make(&request, &points);
    for (size_t i = 0; i <= n_models + 1; i++) {
        CU_ASSERT_EQUAL(fmod(plan.rows[i].test_size, 10.0), 0.0);
        CU_ASSERT(plan.rows[i].cost <= 1e18);
        NZ_ASSERT_REL(plan.rows[i].test_size, single.rows[i].test_size, 1e-4);
        NZ_ASSERT_REL(plan.rows[i].achieved, sqrt(1.9) * single.rows[i].achieved, 1e-4);
    }
    nz_plan_free(&plan);
    nz_plan_free(&single);
}

static void
test_make_slope_of_budget(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SLOPE);
    int n_tested = 0;
    request.budget = 1e15;
    nz_plan_t plan = make(&request, &points);

    CU_ASSERT_EQUAL_FATAL(plan.n_rows, n_models + 2);
    for (size_t i = 0; i < n_models; i++) {
        n_tested += plan.rows[i].test_size > 0.0;
    }
    CU_ASSERT_EQUAL(n_tested, 2);
    CU_ASSERT(plan.rows[n_models].cost <= 1e15);
    CU_ASSERT(plan.rows[n_models + 1].cost <= 1e15);
    CU_ASSERT(plan.rows[n_models].achieved < 0.7 * plan.rows[n_models + 1].achieved);
    nz_plan_free(&plan);
}

static void
test_make_widths_of_budget(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_RELATIVE_HALF_WIDTH);
    double cost_of_success = 0.0;
    request.budget = 3e15;
    nz_plan_t plan = make(&request, &points);

    CU_ASSERT_EQUAL_FATAL(plan.n_rows, 2 * n_models + 3);
    const nz_plan_row_t *all = &plan.rows[n_models], *common = all + 1;
    const nz_plan_row_t *until = &plan.rows[2 * n_models + 2];
    CU_ASSERT(all->cost <= 3e15 && all->cost >= 2.99e15);
    CU_ASSERT(common->cost <= 3e15);
    CU_ASSERT(all->achieved < 0.5 * common->achieved);
    for (size_t i = 0; i < n_models; i++) { /* but for one item more or less */
        NZ_ASSERT_REL(plan.rows[i].achieved, all->achieved, 1e-2);
        cost_of_success += values[i].item_cost / values[i].accuracy;
    }
    CU_ASSERT_EQUAL(until->kind, NZ_PLAN_ROW_UNTIL_ALL);
    CU_ASSERT_EQUAL((double) until->successes, floor(3e15 / cost_of_success));
    CU_ASSERT(until->cost <= 3e15 && until->cost > 2.9e15);
    nz_plan_free(&plan);
}

/* Half the points of what n items give, and the least difference they tell. */
static void
test_make_compare(void)
{
    nz_plan_point_t values[n_models];
    const nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_COMPARE);
    request.trials = 2000;
    nz_plan_t plan = make(&request, &points);

    for (size_t i = 0; i < n_models; i++) {
        CU_ASSERT_EQUAL(plan.rows[i].kind, NZ_PLAN_ROW_DIFFERENCE);
        CU_ASSERT(plan.rows[i].achieved > 0.0 && plan.rows[i].achieved < 0.1);
        NZ_ASSERT_REL(plan.rows[i].cost, 2.0 * 2000.0 * values[i].item_cost, 1e-14);
    }
    request.difference = plan.rows[4].achieved;
    nz_plan_free(&plan);
    plan = make(&request, &points);
    CU_ASSERT(plan.rows[4].achieved >= 0.8 && plan.rows[4].achieved < 0.81);
    nz_plan_free(&plan);
}

/* The worst of the fit's quantiles, which for `see` is the least accuracy. */
static void
test_make_conservative(void)
{
    nz_plan_point_t values[n_models];
    nz_plan_points_t points = grid(values);
    const nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SEE);
    for (size_t i = 0; i < n_models; i++) {
        values[i].accuracies[0] = pow(values[i].accuracy, 0.8);
        values[i].accuracies[2] = pow(values[i].accuracy, 1.3);
    }
    values[8].accuracies[0] = 0.85; /* sees as little of as many items as .75 */
    values[8].accuracies[2] = 0.79;
    values[8].accuracy = values[8].accuracies[1] = 0.8;
    points.has_fit = true;
    nz_plan_t plan = make(&request, &points);

    CU_ASSERT_EQUAL_FATAL(plan.n_rows, 2 * n_models);
    for (size_t i = 0; i < n_models; i++) {
        const nz_plan_row_t *row = &plan.rows[2 * i + 1];
        CU_ASSERT_EQUAL(row->kind, NZ_PLAN_ROW_CONSERVATIVE);
        CU_ASSERT_EQUAL(row->accuracy, values[i].accuracies[2]);
        CU_ASSERT_EQUAL(row->test_size, ceil(log(0.05) / log1p(-row->accuracy)));
        CU_ASSERT(row->test_size >= plan.rows[2 * i].test_size);
    }
    CU_ASSERT_STRING_EQUAL(
        nz_plan_row_name(&request, plan.rows[1].kind), "see-conservative");
    nz_plan_free(&plan);
}

/* Several difficulties: the models of each by themselves. */
static void
test_make_difficulties_apart(void)
{
    nz_plan_point_t values[n_models];
    nz_plan_points_t points = grid(values);
    const nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_CURVE);
    for (size_t i = 4; i < 8; i++) {
        values[i].tokens = 7.0;
    }
    points.n = 8;
    points.n_models = 4;
    nz_plan_t plan = make(&request, &points);

    CU_ASSERT_EQUAL_FATAL(plan.n_rows, 8 + 4);
    CU_ASSERT_EQUAL(plan.rows[4].kind, NZ_PLAN_ROW_ALL);
    CU_ASSERT_EQUAL(plan.rows[4].n_models, 4);
    CU_ASSERT_EQUAL(plan.rows[8 + 3].kind, NZ_PLAN_ROW_COMMON);
    CU_ASSERT_EQUAL(plan.rows[8 + 3].tokens, 7.0);
    CU_ASSERT_EQUAL(plan.rows[8 + 3].n_models, 4);
    nz_plan_free(&plan);
}

/* Tasks whose difficulty is no number of tokens: so many models each. */
static void
test_make_difficulties_without_tokens(void)
{
    nz_plan_point_t values[n_models];
    nz_plan_points_t points = grid(values);
    const nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_CURVE);
    nz_plan_request_t slope = nz_test_plan_request(NZ_PLAN_SLOPE);
    for (size_t i = 0; i < n_models; i++) {
        values[i].tokens = values[i].log_token = values[i].offset = (double) NAN;
    }
    points.n_models = 3;
    nz_plan_t plan = make(&request, &points);

    CU_ASSERT_EQUAL_FATAL(plan.n_rows, n_models + 6);
    CU_ASSERT_EQUAL(plan.rows[3].kind, NZ_PLAN_ROW_ALL);
    CU_ASSERT_EQUAL(plan.rows[3].n_models, 3);
    nz_plan_free(&plan);
    slope.trials = 100;
    refuse(&slope, &points, "sequence and subset");
}

static void
test_make_tells_what_cannot_be(void)
{
    nz_plan_point_t values[n_models];
    nz_plan_points_t points = grid(values);
    nz_plan_request_t request = nz_test_plan_request(NZ_PLAN_SEE);
    nz_diagnostics_t diagnostics = { 0 };
    nz_plan_t plan = { 0 };

    values[0].accuracy = 0.0;
    NZ_ASSERT_OK(nz_plan_make(&request, &points, &plan, &diagnostics));
    CU_ASSERT_EQUAL(plan.rows[0].test_size, (double) INFINITY);
    CU_ASSERT(isnan(plan.rows[0].achieved));
    CU_ASSERT_EQUAL(plan.rows[1].test_size, ceil(log(0.05) / log1p(-values[1].accuracy)));
    CU_ASSERT_EQUAL(diagnostics.n, 1);
    nz_plan_free(&plan);

    points.n = points.n_models = 1;
    refuse(&request, &points, "an accuracy of 0 is never seen");
    values[0].accuracy = 1e-20;
    refuse(&request, &points, "no test of up to 2^53 items");
    request.goal = NZ_PLAN_HALF_WIDTH;
    request.width = 1e-12;
    values[0].accuracy = 0.3;
    refuse(&request, &points, "half-width of 1e-12");
    request.method = NZ_METHOD_BOOTSTRAP_STUDENTIZED;
    refuse(&request, &points, "its width has no expectation");
    request.method = NZ_METHOD_BOOTSTRAP_PERCENTILE;
    refuse(&request, &points, "take another --method (wilson");
    request.goal = NZ_PLAN_SLOPE;
    refuse(&request, &points, "two models or more");
    request = nz_test_plan_request(NZ_PLAN_CURVE);
    request.from = 1e13;
    refuse(&request, &points, "no model has 1e+13 parameters or more");
    request = nz_test_plan_request(NZ_PLAN_RELATIVE_HALF_WIDTH);
    request.budget = 10.0;
    refuse(&request, &points, "does not pay for one item of each model");
    values[0].item_cost = (double) NAN;
    refuse(&request, &points, "it needs costs");
    request = nz_test_plan_request(NZ_PLAN_SEE);
    request.cluster_size = 7;
    request.trials = 100;
    refuse(&request, &points, "not a whole number of clusters");
    request.cluster_size = 1;
    request.trials = 3;
    request.successes = 5;
    refuse(&request, &points, "cannot be seen in 3 items");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_make_see),
        NZ_TEST(test_make_token_test_size),
        NZ_TEST(test_make_see_in_clusters),
        NZ_TEST(test_make_what_trials_show),
        NZ_TEST(test_make_curve),
        NZ_TEST(test_make_curve_of_widths),
        NZ_TEST(test_make_widths_in_clusters),
        NZ_TEST(test_make_slope),
        NZ_TEST(test_make_slope_with_an_irreducible_loss),
        NZ_TEST(test_make_slope_in_clusters),
        NZ_TEST(test_make_slope_of_budget),
        NZ_TEST(test_make_widths_of_budget),
        NZ_TEST(test_make_compare),
        NZ_TEST(test_make_conservative),
        NZ_TEST(test_make_difficulties_apart),
        NZ_TEST(test_make_difficulties_without_tokens),
        NZ_TEST(test_make_tells_what_cannot_be),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("plan", tests, argc, argv);
}
