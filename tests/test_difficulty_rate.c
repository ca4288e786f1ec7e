/* Lines through means: against scripts/reference_difficulty_rate.py, against the exact
 * rates of independent tokens, and where they are undefined. */
#include "sim/difficulty_rate.h"
#include "tests/simulation.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>

static const nz_difficulty_point_t example[] = { { 1, 0.62, 0.003, 0 },
    { 2, 0.371, 0.004, 0 }, { 5, 0.094, 0.002, 0 }, { 7, 0.031, 0.0015, 0 },
    { 12, 0.004, 0.0009, 0 } };

/* Points without weights get those of their own errors. */
static nz_difficulty_rate_t
fit_of(const nz_difficulty_point_t *points, size_t n, bool is_factor)
{
    nz_difficulty_rate_t fit = { 0 };
    nz_difficulty_point_t weighted[16];

    CU_ASSERT_TRUE_FATAL(n <= NZ_COUNT_OF(weighted));
    for (size_t i = 0; i < n; i++) {
        const double se = points[i].mcse / (is_factor ? points[i].mean : 1.0);
        weighted[i] = points[i];
        if (!(points[i].weight > 0.0)) {
            weighted[i].weight = se > 0.0 ? 1.0 / (se * se) : 1.0;
        }
    }
    NZ_ASSERT_OK(nz_difficulty_rate_fit(weighted, n, is_factor, &fit));
    CU_ASSERT_EQUAL(fit.is_factor, is_factor);
    return fit;
}

static void
test_fit_matches_reference(void)
{
    const nz_difficulty_rate_t factor = fit_of(example, 5, true),
                               step = fit_of(example, 5, false);

    NZ_ASSERT_REL(factor.rate, 0.61718709408345, 1e-12);
    NZ_ASSERT_REL(factor.mcse, 0.0026525567833385, 1e-12);
    NZ_ASSERT_REL(nz_difficulty_rate_value(&factor, 3), 0.23526755809993, 1e-12);
    NZ_ASSERT_REL(step.rate, -0.031591461742459, 1e-12);
    NZ_ASSERT_REL(step.mcse, 0.00019263195667262, 1e-12);
    NZ_ASSERT_REL(nz_difficulty_rate_value(&step, 3), 0.26075625496227, 1e-12);
    CU_ASSERT_EQUAL(factor.n_points, 5);
}

static void
test_fit_leaves_out_what_has_no_place(void)
{
    nz_difficulty_point_t points[9] = { { 0.5, 0, 0.1, 0 }, { 0.6, (double) NAN, 0.1, 0 },
        { 0.7, 0.2, (double) NAN, 0 }, { 0.8, 0.2, (double) INFINITY, 0 } };
    memcpy(points + 4, example, sizeof(example));
    const nz_difficulty_rate_t factor = fit_of(points, 9, true);
    CU_ASSERT_EQUAL(factor.n_points, 5);
    NZ_ASSERT_REL(factor.rate, 0.61718709408345, 1e-12);
    /* A step has a place for a mean of 0. */
    const nz_difficulty_rate_t step = fit_of(points, 9, false);
    CU_ASSERT_EQUAL(step.n_points, 6);
    CU_ASSERT_TRUE(fabs(step.rate - -0.031591461742459) > 1e-5);
}

static void
check_undefined(const nz_difficulty_rate_t *fit, size_t n_points)
{
    CU_ASSERT_TRUE(isnan(fit->rate));
    CU_ASSERT_TRUE(isnan(fit->mcse));
    CU_ASSERT_TRUE(isnan(nz_difficulty_rate_value(fit, 1)));
    CU_ASSERT_EQUAL(fit->n_points, n_points);
}

static void
test_fit_needs_two_points(void)
{
    const nz_difficulty_point_t one[] = { { 1, 0.3, 0.01, 0 }, { 2, 0, 0.01, 0 } },
                                same[] = { { 2, 0.3, 0.01, 0 }, { 2, 0.2, 0.01, 0 } },
                                negative[] = { { 1, 0.3, 0.1, 0 }, { 2, 0.2, -0.1, 0 } };
    nz_difficulty_rate_t fit = fit_of(one, 2, true);
    check_undefined(&fit, 1);
    NZ_ASSERT_REL(fit_of(one, 2, false).rate, -0.3, 1e-12);
    fit = fit_of(same, 2, false);
    check_undefined(&fit, 2);
    fit = fit_of(negative, 2, true);
    check_undefined(&fit, 1);
    fit = fit_of(one, 0, false);
    check_undefined(&fit, 0);
    CU_ASSERT_EQUAL(nz_difficulty_rate_fit(NULL, 2, true, &fit), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_difficulty_rate_fit(one, 2, true, NULL), NZ_ERR_NULL_ARG);
}

/* Exact means have equal weights: 2, 3, 7 at 1, 2, 3 has the slope 5/2. */
static void
test_fit_of_exact_means(void)
{
    const nz_difficulty_point_t points[] = { { 1, 2, 0, 0 }, { 2, 3, 0, 0 },
        { 3, 7, 0, 0 } };
    const nz_difficulty_rate_t fit = fit_of(points, 3, false);
    NZ_ASSERT_REL(fit.rate, 2.5, 1e-15);
    CU_ASSERT_EQUAL(fit.mcse, 0.0);
    NZ_ASSERT_REL(nz_difficulty_rate_value(&fit, 2), 4.0, 1e-15);
}

/* Weights other than the errors: 0, 1, 4 at 1, 2, 4 of weights 3, 1, 2 have the centre
 * 13/6 and the slope 87/65. */
static void
test_fit_of_given_weights(void)
{
    const nz_difficulty_point_t points[] = { { 1, 0, 0.1, 3 }, { 2, 1, 0.2, 1 },
        { 4, 4, 0.3, 2 } };
    const nz_difficulty_rate_t fit = fit_of(points, 3, false);
    const double pull[] = { 3 * (1 - 13.0 / 6), 1 * (2 - 13.0 / 6), 2 * (4 - 13.0 / 6) };
    const double s = pull[0] * 1 + pull[1] * 2 + pull[2] * 4;

    NZ_ASSERT_REL(fit.centre, 13.0 / 6, 1e-14);
    NZ_ASSERT_REL(fit.rate, (pull[1] * 1 + pull[2] * 4) / s, 1e-14);
    NZ_ASSERT_REL(fit.mcse,
        sqrt(pow(pull[0] * 0.1, 2) + pow(pull[1] * 0.2, 2) + pow(pull[2] * 0.3, 2)) / s,
        1e-14);
}

/* Errors whose squares are not numbers of a double make the same line. */
static void
test_fit_of_tiny_errors(void)
{
    nz_difficulty_point_t points[5];
    memcpy(points, example, sizeof(example));
    for (size_t i = 0; i < 5; i++) {
        points[i].weight = pow(points[i].mean / points[i].mcse, 2);
        points[i].mcse *= 1e-200;
    }
    const nz_difficulty_rate_t fit = fit_of(points, 5, true);
    NZ_ASSERT_REL(fit.rate, 0.61718709408345, 1e-12);
    NZ_ASSERT_REL(fit.mcse, 0.0026525567833385e-200, 1e-12);
}

/* ---- the rates of simulated studies */

static const char study_text[] =
    "seed: 41\nreplicates: 1500\nmodels: { parameters: [9.0e6, 1.3e8, 4.1e9] }\n"
    "law: { c: 3.7e7, alpha: -0.41, irreducible: 0.05 }\n"
    "task: { tokens: [1, 2, 4, 5, 7] }\ntest_sizes: [37, 901]\n"
    "metrics: [token_edit_distance, accuracy, token_accuracy]\nintervals: wilson\n";

/* A line's slope by its true weights: sqrt(1 / sum w (d - D)^2). */
static double
true_error(const nz_list_double_t *d, const double *variance)
{
    double sum = 0, centre = 0, s = 0;
    for (size_t i = 0; i < d->n; i++) {
        sum += 1 / variance[i];
        centre += d->values[i] / variance[i];
    }
    for (size_t i = 0; i < d->n; i++) {
        const double from = d->values[i] - centre / sum;
        s += from * from / variance[i];
    }
    return sqrt(1 / s);
}

/* How far the rates of a model are from those of independent tokens that are right with
 * probability p [true standard errors], and their errors over the true ones. */
typedef struct deviations {
    double of_factor, of_step, factor_error, step_error;
} deviations_t;

static deviations_t
deviations_of(const nz_summary_t *run, size_t t, size_t i_model, double p)
{
    const nz_study_t *study = &run->study;
    const nz_list_double_t *d = &study->task.difficulty;
    const double draws = (double) (study->test_sizes.values[t] * study->replicates);
    double of_log[8], of_mean[8];
    for (size_t i = 0; i < d->n; i++) {
        const double pi = pow(p, d->values[i]);
        of_log[i] = (1 - pi) / pi / draws;
        of_mean[i] = d->values[i] * p * (1 - p) / draws;
    }
    const double factor_error = p * true_error(d, of_log),
                 step_error = true_error(d, of_mean);
    const size_t factor = nz_summary_rate(study, t, i_model, 1),
                 step = nz_summary_rate(study, t, i_model, 0);
    const double *rate = run->value[NZ_QUANTITY_RATE_PER_DIFFICULTY],
                 *mcse = run->mcse[NZ_QUANTITY_RATE_PER_DIFFICULTY];
    return (deviations_t){ (rate[factor] - p) / factor_error,
        (rate[step] - (1 - p)) / step_error, mcse[factor] / factor_error,
        mcse[step] / step_error };
}

static void
test_rates_of_independent_tokens(void)
{
    static const double sizes[] = { 9.0e6, 1.3e8, 4.1e9, 0 };
    nz_summary_t run = { 0 };

    nz_test_simulate(study_text, 1, &run);
    CU_ASSERT_EQUAL_FATAL(nz_summary_size(&run.study, NZ_SCOPE_RATE), 2 * 3 * 3);
    for (size_t i = 0; i < 6; i++) {
        const double p = exp(-pow(sizes[i % 3] / 3.7e7, -0.41) - 0.05);
        deviations_t is = deviations_of(&run, i / 3, i % 3, p);
        CU_ASSERT_TRUE(fabs(is.of_factor) <= 5.73);
        CU_ASSERT_TRUE(fabs(is.of_step) <= 5.73);
        NZ_ASSERT_REL(is.factor_error, 1.0, 0.1);
        NZ_ASSERT_REL(is.step_error, 1.0, 0.1);
        /* Without the irreducible loss, in the larger test sets. */
        is = deviations_of(&run, i / 3, i % 3, p * exp(0.05));
        CU_ASSERT_TRUE(i / 3 == 0 || fabs(is.of_factor) > 5.73);
        CU_ASSERT_TRUE(i / 3 == 0 || fabs(is.of_step) > 5.73);
        /* The share of right tokens does not change with the length. */
        const size_t flat = nz_summary_rate(&run.study, i / 3, i % 3, 2);
        CU_ASSERT_TRUE(fabs(run.value[NZ_QUANTITY_RATE_PER_DIFFICULTY][flat])
                       <= 5.73 * run.mcse[NZ_QUANTITY_RATE_PER_DIFFICULTY][flat]);
    }
    nz_summary_free(&run);
}

/* The rate is of the means of its own test size, model and metric. */
static void
test_rates_are_fits_of_their_cells(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate(study_text, 3, &run);
    for (size_t i = 0; i < 2 * 3 * 3; i++) {
        const size_t t = i / 9, k = i / 3 % 3, m = i % 3;
        nz_difficulty_point_t points[5];
        for (size_t d = 0; d < 5; d++) {
            const double length = run.study.task.difficulty.values[d];
            const double pi = nz_test_cell(&run, NZ_QUANTITY_TRUE_VALUE, d, t, k, 1);
            const double p = nz_test_cell(&run, NZ_QUANTITY_TRUE_VALUE, d, t, k, 2);
            const double weights[] = { 1 / (length * p * (1 - p)), pi / (1 - pi),
                length / (p * (1 - p)) };
            points[d] = (nz_difficulty_point_t){ length,
                nz_test_cell(&run, NZ_QUANTITY_MEAN, d, t, k, m),
                run.mcse[NZ_QUANTITY_MEAN][nz_summary_cell(&run.study, d, t, k, m)],
                weights[m] };
        }
        const nz_difficulty_rate_t fit = fit_of(points, 5, m == 1);
        const size_t at = nz_summary_rate(&run.study, t, k, m);
        CU_ASSERT_EQUAL(at, i);
        NZ_ASSERT_ABS(run.value[NZ_QUANTITY_RATE_PER_DIFFICULTY][at], fit.rate, 1e-13);
        NZ_ASSERT_REL(run.mcse[NZ_QUANTITY_RATE_PER_DIFFICULTY][at], fit.mcse, 1e-12);
    }
    nz_summary_free(&run);
}

/* Many equal models whose points are not on a line: the spread of their rates is what
 * each of them says. By weights of estimated errors it was 6 times as much. */
static void
test_error_of_rates_off_the_line(void)
{
    enum { N_MODELS = 150 };
    char text[8192];
    size_t used = 0;
    double sum = 0.0, squares = 0.0, claimed = 0.0;
    nz_summary_t run = { 0 };

    used += (size_t) snprintf(text, sizeof(text),
        "seed: 45\nreplicates: 400\nintervals: wald\nmetrics: accuracy\n"
        "task: { tokens: [2, 8, 20, 40, 100, 300], item_correlation: 0.5 }\n"
        "test_sizes: [1000]\nmodels: { parameters: [1");
    for (int i = 2; i <= N_MODELS; i++) {
        used += (size_t) snprintf(text + used, sizeof(text) - used, ", %d", i);
    }
    used += (size_t) snprintf(
        text + used, sizeof(text) - used, "] }\nlaw: { kind: table, losses: [.5");
    for (int i = 2; i <= N_MODELS; i++) {
        used += (size_t) snprintf(text + used, sizeof(text) - used, ", .5");
    }
    (void) snprintf(text + used, sizeof(text) - used, "] }\n");
    nz_test_simulate(text, 1, &run);
    for (size_t i = 0; i < N_MODELS; i++) {
        const double rate = run.value[NZ_QUANTITY_RATE_PER_DIFFICULTY][i];
        sum += rate;
        squares += rate * rate;
        claimed += run.mcse[NZ_QUANTITY_RATE_PER_DIFFICULTY][i] / N_MODELS;
    }
    const double mean = sum / N_MODELS;
    const double sd =
        sqrt((squares / N_MODELS - mean * mean) * N_MODELS / (N_MODELS - 1));
    /* 5.73 standard errors of a standard deviation of 150 */
    NZ_ASSERT_ABS(sd / claimed, 1.0, 5.73 / sqrt(2.0 * N_MODELS));
    nz_summary_free(&run);
}

/* Answers to items are all or nothing too: their rates are factors, of items tried one by
 * one that of accuracy. A step would be negative. */
static void
test_rates_of_answers_are_factors(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate("seed: 43\nreplicates: 2000\nmodels: { parameters: [1.3e8] }\n"
                     "law: { c: 3.7e7, alpha: -0.41, irreducible: 0.05 }\n"
                     "task: { tokens: [1, 2, 4], samples: 5, k: 2, successes: 6 }\n"
                     "test_sizes: [40]\nintervals: clopper_pearson\n"
                     "metrics: [accuracy, pass_at_k, inverse_sampling]\n",
        1, &run);
    const double p = exp(-pow(1.3e8 / 3.7e7, -0.41) - 0.05);
    const double *rate = run.value[NZ_QUANTITY_RATE_PER_DIFFICULTY],
                 *mcse = run.mcse[NZ_QUANTITY_RATE_PER_DIFFICULTY];
    for (size_t m = 0; m < 3; m++) {
        const size_t at = nz_summary_rate(&run.study, 0, 0, m);
        nz_difficulty_point_t points[3];
        for (size_t d = 0; d < 3; d++) {
            const double truth = nz_test_cell(&run, NZ_QUANTITY_TRUE_VALUE, d, 0, 0, m);
            points[d] = (nz_difficulty_point_t){ run.study.task.difficulty.values[d],
                nz_test_cell(&run, NZ_QUANTITY_MEAN, d, 0, 0, m),
                run.mcse[NZ_QUANTITY_MEAN][nz_summary_cell(&run.study, d, 0, 0, m)],
                truth / (1 - truth) };
        }
        CU_ASSERT_EQUAL(rate[at], fit_of(points, 3, true).rate);
        CU_ASSERT_TRUE(rate[at] > 0.0);
        CU_ASSERT_TRUE(m == 1 || fabs(rate[at] - p) <= 5.73 * mcse[at]);
    }
    nz_summary_free(&run);
}

static void
test_rates_are_of_whole_difficulties(void)
{
    static const struct {
        const char *task;
        bool has_rates;
    } cases[] = { { "{ tokens: [3] }", false }, { "{ tokens: [3, 4] }", true },
        { "{ kind: subset, subset_size: [1, 2] }", true },
        { "{ kind: choice, options: [2, 3] }", true },
        { "{ kind: reconstruction, threshold: [1, 2] }", false } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_summary_t run = { 0 };
        char yaml[300];
        snprintf(yaml, sizeof(yaml),
            "replicates: 5\nmodels: { parameters: [1.0e7, 1.0e8] }\n"
            "law: { c: 1.0e8, alpha: -0.5 }\ntask: %s\ntest_sizes: [10]\n",
            cases[i].task);
        nz_test_simulate(yaml, 1, &run);
        CU_ASSERT_EQUAL(nz_summary_has_rates(&run.study), cases[i].has_rates);
        CU_ASSERT_EQUAL(nz_summary_size(&run.study, NZ_SCOPE_RATE),
            cases[i].has_rates ? 2 * run.study.metrics.n : 0);
        nz_summary_free(&run);
    }
}

static void
test_every_task_has_its_rates(void)
{
    nz_run_t run = { 0 };

    nz_test_simulate_run(
        "replicates: 5\nmodels: { parameters: [1.0e7, 1.0e8] }\n"
        "law: { c: 1.0e8, alpha: -0.5 }\ntest_sizes: [10]\n"
        "tasks: [{ tokens: [1, 2] }, { kind: choice, options: [2, 3] }]\n",
        1, &run);
    CU_ASSERT_EQUAL_FATAL(run.n_parts, 2);
    for (size_t i = 0; i < run.n_parts; i++) {
        CU_ASSERT_TRUE(run.parts[i].value[NZ_QUANTITY_RATE_PER_DIFFICULTY][1] > -9);
    }
    nz_run_free(&run);
}

/* One test set has no spread from which to tell an error. */
static void
test_rate_of_one_replicate_is_undefined(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate("replicates: 1\nmodels: { parameters: [1.0e9] }\n"
                     "law: { c: 1.0e8, alpha: -0.5 }\ntask: { tokens: [1, 2] }\n"
                     "test_sizes: [10]\nmetrics: accuracy\n",
        1, &run);
    CU_ASSERT_TRUE(isnan(run.value[NZ_QUANTITY_RATE_PER_DIFFICULTY][0]));
    CU_ASSERT_TRUE(isnan(run.mcse[NZ_QUANTITY_RATE_PER_DIFFICULTY][0]));
    CU_ASSERT_EQUAL(nz_difficulty_rate_fill(NULL), NZ_ERR_NULL_ARG);
    nz_difficulty_rate_t fit;
    CU_ASSERT_EQUAL(nz_difficulty_rate_of(NULL, 0, 0, 0, &fit), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_difficulty_rate_of(&run, 0, 0, 0, NULL), NZ_ERR_NULL_ARG);
    nz_summary_free(&run);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_fit_matches_reference),
        NZ_TEST(test_fit_leaves_out_what_has_no_place),
        NZ_TEST(test_fit_needs_two_points),
        NZ_TEST(test_fit_of_exact_means),
        NZ_TEST(test_fit_of_given_weights),
        NZ_TEST(test_fit_of_tiny_errors),
        NZ_TEST(test_rates_of_independent_tokens),
        NZ_TEST(test_rates_are_fits_of_their_cells),
        NZ_TEST(test_error_of_rates_off_the_line),
        NZ_TEST(test_rates_of_answers_are_factors),
        NZ_TEST(test_rates_are_of_whole_difficulties),
        NZ_TEST(test_every_task_has_its_rates),
        NZ_TEST(test_rate_of_one_replicate_is_undefined),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("difficulty_rate", tests, argc, argv);
}
