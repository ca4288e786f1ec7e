/* A study of each kind of task against closed forms: mean, sd and zero share of every
 * metric, coverage of an interval. Every comparison uses the true null standard deviation
 * at 5.73 sigma or an exact binomial tail; seeds are fixed, nothing is retried. */
#include "sim/task.h"
#include "stats/binomial.h"
#include "stats/proportion.h"
#include "stats/rng.h"
#include "stats/score_interval.h"
#include "tests/simulation.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdio.h>

static const double sigmas = 5.73;

/* What a metric is worth at one difficulty to one model. */
typedef struct expected {
    double mean, sd; /* of an item */
    double kurtosis; /* fourth central moment of an item over sd^4; 0 = unknown */
    double zero;     /* probability that an item scores 0 */
} expected_t;

/* Number of disagreements of one cell with n items. */
static unsigned
cell_disagreements(const nz_summary_t *run, size_t d, size_t t, size_t i_model,
    size_t i_metric, expected_t expected)
{
    const double replicates = (double) run->study.replicates;
    const double n = (double) run->study.test_sizes.values[t];
    const double sd = expected.sd / sqrt(n);
    const double mean = nz_test_cell(run, NZ_QUANTITY_MEAN, d, t, i_model, i_metric);
    const double spread = nz_test_cell(run, NZ_QUANTITY_SD, d, t, i_model, i_metric);
    const double zero =
        nz_test_cell(run, NZ_QUANTITY_ZERO_SHARE, d, t, i_model, i_metric);
    const double truth =
        nz_test_cell(run, NZ_QUANTITY_TRUE_VALUE, d, t, i_model, i_metric);
    /* Variance of a sample variance of R means: (kurtosis - 1)/R, of its root a quarter.
     */
    const double kurtosis = 3.0 + (expected.kurtosis - 3.0) / n;
    const double spread_error = expected.kurtosis > 0.0
                                    ? sd * sqrt((kurtosis - 1.0) / (4.0 * replicates))
                                    : run->mcse[NZ_QUANTITY_SD][nz_summary_cell(
                                        &run->study, d, t, i_model, i_metric)];
    unsigned wrong = fabs(truth - expected.mean) <= 1e-9 * expected.mean ? 0 : 1;

    wrong += fabs(mean - expected.mean) <= sigmas * sd / sqrt(replicates) ? 0 : 1;
    wrong += fabs(spread - sd) <= sigmas * spread_error ? 0 : 1;
    wrong += nz_test_count_agrees(zero, replicates, pow(expected.zero, n)) ? 0 : 1;
    return wrong;
}

/* The probability that the interval of a share covers it. */
static double
coverage_of_share(nz_interval_method_t method, uint64_t n, double pi, double level)
{
    double covered = 0.0;
    for (uint64_t k = 0; k <= n; k++) {
        nz_interval_t interval;
        NZ_ASSERT_OK(
            nz_proportion_interval(method, k, n, nz_tails_two_sided(level), &interval));
        if (interval.status != NZ_INTERVAL_UNDEFINED && interval.lower <= pi
            && pi <= interval.upper) {
            covered += nz_binomial_pmf(k, n, pi);
        }
    }
    return fmin(covered, 1.0);
}

static bool
covers(const nz_summary_t *run, size_t d, size_t t, size_t i_model, size_t i_metric,
    size_t i_interval, double expected)
{
    const size_t at =
        nz_summary_interval(&run->study, d, t, i_model, i_metric, i_interval);
    return nz_test_count_agrees(
        run->value[NZ_QUANTITY_COVERAGE][at], (double) run->study.replicates, expected);
}

static expected_t
of_share(double p)
{
    const double q = 1.0 - p;
    return (expected_t){ p, sqrt(p * q), (1.0 - 3.0 * p * q) / (p * q), q };
}

/* Mean of K outcomes. */
static expected_t
of_mean_share(double p, double k)
{
    const expected_t one = of_share(p);
    return (expected_t){ p, one.sd / sqrt(k), 3.0 + (one.kurtosis - 3.0) / k,
        pow(1.0 - p, k) };
}

static unsigned
subset_disagreements(const nz_summary_t *run, double shift)
{
    unsigned wrong = 0;

    for (size_t i = 0; i < 12; i++) {
        const size_t d = i / 6, t = i / 3 % 2, i_model = i % 3;
        const double k = run->study.task.difficulty.values[d];
        const double a = exp(-nz_test_loss(i_model, shift));
        const double pi = pow(a, k);
        wrong += cell_disagreements(run, d, t, i_model, 0, of_share(pi));
        wrong += cell_disagreements(run, d, t, i_model, 1, of_mean_share(a, k));
        wrong += covers(run, d, t, i_model, 0, 1,
                     coverage_of_share(
                         NZ_METHOD_WILSON, run->study.test_sizes.values[t], pi, 0.9))
                     ? 0
                     : 1;
    }
    return wrong;
}

static void
test_subset(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate("seed: 91\nreplicates: 4000\nlevel: 0.9\n"
                     "models: { parameters: [3.0e6, 7.0e7, 2.0e9] }\n"
                     "law: { c: 4.0e7, alpha: -0.37, irreducible: 0.03 }\n"
                     "task: { kind: subset, subset_size: [2, 5] }\n"
                     "test_sizes: [8, 90]\nmetrics: all\n"
                     "intervals: [student_t, wilson]\n",
        1, &run);
    CU_ASSERT_EQUAL_FATAL(run.study.metrics.n, 2);
    CU_ASSERT_EQUAL(run.study.metrics.values[0], NZ_METRIC_SUBSET_ACCURACY);
    CU_ASSERT_EQUAL(subset_disagreements(&run, 0.0), 0);
    CU_ASSERT_TRUE(subset_disagreements(&run, 0.01) > 5);
    nz_summary_free(&run);
}

/* A subset of independent cases is a sequence of independent tokens: the same numbers, if
 * the streams have the same name. */
static void
test_subset_is_a_sequence_by_other_names(void)
{
    static const char *const tasks[] = {
        "kind: subset, name: sequence, subset_size: [1, 4]",
        "kind: sequence, tokens: [1, 4]"
    };
    static const char *const metrics[] = { "subset_accuracy, item_accuracy",
        "accuracy, token_accuracy" };
    nz_summary_t runs[2] = { 0 };

    for (size_t i = 0; i < 2; i++) {
        char yaml[512];
        snprintf(yaml, sizeof(yaml),
            "seed: 5\nreplicates: 200\nmodels: { parameters: [1.0e7, 1.0e9] }\n"
            "law: { c: 3.0e7, alpha: -0.4 }\ntask: { %s }\ntest_sizes: [30]\n"
            "metrics: [%s]\nintervals: [wilson, bootstrap_percentile, student_t]\n",
            tasks[i], metrics[i]);
        nz_test_simulate(yaml, 1, &runs[i]);
    }
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const size_t n =
            nz_summary_size(&runs[0].study, nz_quantity_scope((nz_quantity_t) q));
        for (size_t i = 0; i < n; i++) {
            const double a = runs[0].value[q][i], b = runs[1].value[q][i];
            CU_ASSERT_TRUE(a == b || (isnan(a) && isnan(b)));
        }
    }
    nz_summary_free(&runs[0]);
    nz_summary_free(&runs[1]);
}

/* With one case both metrics have the same scores, but resamples of their own. */
static void
test_bootstraps_of_metrics_are_independent(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate("replicates: 1\nmodels: { parameters: [1.0e8] }\n"
                     "law: { c: 1.0e8, alpha: -0.5 }\n"
                     "task: { kind: subset, subset_size: 1 }\ntest_sizes: [50]\n"
                     "intervals: [student_t, bootstrap_normal]\n"
                     "bootstrap: { engine: resample, resamples: 40 }\n",
        1, &run);
    const double *lower = run.value[NZ_QUANTITY_FIRST_LOWER];
    CU_ASSERT_EQUAL(lower[0], lower[2]);
    CU_ASSERT_NOT_EQUAL(lower[1], lower[3]);
    nz_summary_free(&run);
}

/* True mean and sd of an item, from the closed forms that have their own tests. */
static expected_t
of_real(int kind, const nz_task_t *task, nz_metric_t metric)
{
    expected_t expected = { 0 };
    NZ_ASSERT_OK(nz_task_type(kind)->truth(task, metric, &expected.mean, &expected.sd));
    return expected;
}

static unsigned
choice_disagreements(const nz_summary_t *run, double kappa, double shift)
{
    unsigned wrong = 0;

    for (size_t i = 0; i < 12; i++) {
        const size_t d = i / 6, t = i / 3 % 2, i_model = i % 3;
        const nz_task_t task = { .loss = nz_test_loss(i_model, shift),
            .difficulty = run->study.task.difficulty.values[d],
            .concentration = kappa };
        const expected_t grade =
            of_real(NZ_TASK_CHOICE, &task, NZ_METRIC_MULTIPLE_CHOICE_GRADE);
        wrong += cell_disagreements(run, d, t, i_model, 0, of_share(grade.mean));
        wrong += cell_disagreements(
            run, d, t, i_model, 1, of_real(NZ_TASK_CHOICE, &task, NZ_METRIC_BRIER_SCORE));
        wrong += cell_disagreements(run, d, t, i_model, 2,
            of_real(NZ_TASK_CHOICE, &task, NZ_METRIC_CROSS_ENTROPY));
        wrong += covers(run, d, t, i_model, 0, 1,
                     coverage_of_share(NZ_METHOD_WILSON, run->study.test_sizes.values[t],
                         grade.mean, 0.9))
                     ? 0
                     : 1;
    }
    return wrong;
}

static void
simulate_choice(const char *kappa, const char *sizes, nz_summary_t *run)
{
    char yaml[512];

    snprintf(yaml, sizeof(yaml),
        "seed: 17\nreplicates: 2000\nlevel: 0.9\n"
        "models: { parameters: [3.0e6, 7.0e7, 2.0e9] }\n"
        "law: { c: 4.0e7, alpha: -0.37, irreducible: 0.03 }\n"
        "task: { kind: choice, options: [2, 4], concentration: %s }\n"
        "test_sizes: [%s]\nmetrics: all\n"
        "intervals: [student_t, wilson]\n",
        kappa, sizes);
    nz_test_simulate(yaml, 1, run);
}

/* Gamma variables as they are, and by their logarithms. */
static void
test_choice(void)
{
    static const struct {
        const char *text;
        double kappa;
    } cases[] = { { "6", 6.0 }, { "0.3", 0.3 } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_summary_t run = { 0 };
        simulate_choice(cases[i].text, "4, 30", &run);
        CU_ASSERT_EQUAL_FATAL(run.study.metrics.n, 3);
        CU_ASSERT_EQUAL(run.study.metrics.values[1], NZ_METRIC_BRIER_SCORE);
        CU_ASSERT_EQUAL(choice_disagreements(&run, cases[i].kappa, 0.0), 0);
        CU_ASSERT_TRUE(choice_disagreements(&run, cases[i].kappa, 0.02) > 5);
        CU_ASSERT_TRUE(choice_disagreements(&run, 1.05 * cases[i].kappa, 0.0) > 5);
        nz_summary_free(&run);
    }
}

/* Coverage of Student's t of two items: scripts/reference_task_choice.py. */
static void
test_choice_coverage_of_two_items(void)
{
    static const double brier[] = { 0.8664552, 0.8142536, 0.6578613 };
    static const double entropy[2][3] = { { 0.8801195, 0.8666288, 0.8075992 },
        { 0.8849213, 0.8784277, 0.8416072 } };
    nz_summary_t run = { 0 };

    simulate_choice("6", "2", &run);
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_TRUE(covers(&run, 0, 0, i, 1, 0, brier[i]));
        CU_ASSERT_FALSE(covers(&run, 0, 0, i, 1, 0, brier[i] - 0.08));
        CU_ASSERT_TRUE(covers(&run, 0, 0, i, 2, 0, entropy[0][i]));
        CU_ASSERT_TRUE(covers(&run, 1, 0, i, 2, 0, entropy[1][i]));
    }
    nz_summary_free(&run);
}

/* Reconstruction rates and the coverage of Student's t of two items:
 * scripts/reference_task_reconstruction.py. */
static unsigned
reconstruction_disagreements(const nz_summary_t *run, double stretch)
{
    static const double rates[2][3] = { { 0.00411538356128, 0.053813001375,
                                            0.417190956117 },
        { 0.0780852077568, 0.513202417019, 0.985267235401 } };
    const double shape = 2.5 * stretch;
    unsigned wrong = 0;

    for (size_t i = 0; i < 12; i++) {
        const size_t d = i / 6, t = i / 3 % 2, i_model = i % 3;
        const double loss = nz_test_loss(i_model, 0.0), pi = rates[d][i_model];
        const expected_t error = { loss, loss / sqrt(shape), 3.0 + 6.0 / shape, 0.0 };
        wrong += cell_disagreements(run, d, t, i_model, 0, of_share(pi));
        wrong += cell_disagreements(run, d, t, i_model, 1, error);
        wrong += covers(run, d, t, i_model, 0, 1,
                     coverage_of_share(
                         NZ_METHOD_WILSON, run->study.test_sizes.values[t], pi, 0.9))
                     ? 0
                     : 1;
        wrong += t == 1 || covers(run, d, t, i_model, 1, 0, 0.878584756) ? 0 : 1;
    }
    return wrong;
}

static void
test_reconstruction(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate(
        "seed: 23\nreplicates: 4000\nlevel: 0.9\n"
        "models: { parameters: [3.0e6, 7.0e7, 2.0e9] }\n"
        "law: { c: 4.0e7, alpha: -0.37, irreducible: 0.03 }\n"
        "task: { kind: reconstruction, threshold: [0.2, 0.75], shape: 2.5 }\n"
        "test_sizes: [2, 35]\nmetrics: all\n"
        "intervals: [student_t, wilson]\n",
        1, &run);
    CU_ASSERT_EQUAL_FATAL(run.study.metrics.n, 2);
    CU_ASSERT_EQUAL(run.study.metrics.values[1], NZ_METRIC_MEAN_SQUARED_ERROR);
    CU_ASSERT_EQUAL(reconstruction_disagreements(&run, 1.0), 0);
    CU_ASSERT_TRUE(reconstruction_disagreements(&run, 1.15) > 5);
    nz_summary_free(&run);
}

/* Quantiles of the mean of 3 exponential errors, and of 10^4: P(mean <= q) >= u >= P(mean
 * < q) up to the error of an empirical distribution function at 1e-8 (Massart). */
static void
test_quantiles_of_real_means(void)
{
    static const struct {
        nz_quantity_t quantity;
        double u;
    } levels[] = { { NZ_QUANTITY_Q025, .025 }, { NZ_QUANTITY_Q250, .25 },
        { NZ_QUANTITY_Q500, .5 }, { NZ_QUANTITY_Q975, .975 } };
    nz_summary_t run = { 0 };

    nz_test_simulate("seed: 3\nreplicates: 500\nmodels: { parameters: [7.0e7] }\n"
                     "law: { c: 4.0e7, alpha: -0.37, irreducible: 0.03 }\n"
                     "task: { kind: reconstruction, threshold: 0.5, shape: 1 }\n"
                     "test_sizes: [3, 10000]\nmetrics: mean_squared_error\n"
                     "intervals: student_t\n",
        1, &run);
    const double slack = sqrt(log(2.0 / NZ_TEST_FALSE_ALARM) / (2.0 * 500.0));
    for (size_t i = 0; i < 2 * NZ_COUNT_OF(levels); i++) {
        const double n = (double) run.study.test_sizes.values[i / 4];
        const double q = nz_test_cell(&run, levels[i % 4].quantity, 0, i / 4, 0, 0);
        const double u = gsl_cdf_gamma_P(q * n / nz_test_loss(1, 0.0), n, 1.0);
        CU_ASSERT_TRUE(fabs(u - levels[i % 4].u) <= slack);
    }
    nz_summary_free(&run);
}

/* Cross-entropy of correlated tokens, whatever the length: mean, sd and the coverage of
 * Student's t of two items from scripts/reference_sequence_law.py. */
static void
test_cross_entropy_of_sequences(void)
{
    static const double references[3][3] = {
        { 4.93574577628, 3.61657353422, 0.8619118 },
        { 1.03048452786, 0.704625961269, 0.8741636 },
        { 0.306711254269, 0.317576747924, 0.8332004 },
    };
    nz_summary_t run = { 0 };
    unsigned twins = 0;

    nz_test_simulate("seed: 29\nreplicates: 5000\nlevel: 0.9\n"
                     "models: { parameters: [3.0e6, 7.0e7, 2.0e9] }\n"
                     "law: { c: 4.0e7, alpha: -0.37, irreducible: 0.03 }\n"
                     "task: { tokens: [1, 6], item_correlation: 0.2 }\n"
                     "test_sizes: [2, 40]\nmetrics: [cross_entropy]\n"
                     "intervals: [student_t]\n",
        1, &run);
    for (size_t i = 0; i < 12; i++) {
        const double *row = references[i % 3];
        const expected_t expected = { row[0], row[1], 0.0, 0.0 },
                         twin = { row[0], 1.1 * row[1], 0.0, 0.0 };
        CU_ASSERT_EQUAL(
            cell_disagreements(&run, i / 6, i / 3 % 2, i % 3, 0, expected), 0);
        twins += cell_disagreements(&run, i / 6, i / 3 % 2, i % 3, 0, twin);
        CU_ASSERT_TRUE(i / 3 % 2 == 1 || covers(&run, i / 6, 0, i % 3, 0, 0, row[2]));
    }
    CU_ASSERT_TRUE(twins > 5);
    nz_summary_free(&run);
}

/* Independent tokens: every item has the loss itself, and intervals have no width. */
static void
test_cross_entropy_without_spread(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate("replicates: 20\nmodels: { parameters: [1.0e7, 1.6e8] }\n"
                     "law: { c: 4.0e7, alpha: -0.5 }\ntask: { tokens: [3] }\n"
                     "test_sizes: [30, 1000000000000]\nmetrics: [cross_entropy]\n"
                     "intervals: all\n",
        1, &run);
    for (size_t i = 0; i < 4; i++) {
        const double loss = i % 2 == 0 ? 2.0 : 0.5;
        CU_ASSERT_EQUAL(nz_test_cell(&run, NZ_QUANTITY_MEAN, 0, i / 2, i % 2, 0), loss);
        CU_ASSERT_EQUAL(nz_test_cell(&run, NZ_QUANTITY_SD, 0, i / 2, i % 2, 0), 0.0);
        CU_ASSERT_EQUAL(run.mcse[NZ_QUANTITY_MEAN][i], 0.0); /* no step, no floor */
        CU_ASSERT_EQUAL(nz_test_cell(&run, NZ_QUANTITY_Q500, 0, i / 2, i % 2, 0), loss);
        const size_t at = nz_summary_interval(
            &run.study, 0, i / 2, i % 2, 0, NZ_METHOD_BOOTSTRAP_PERCENTILE);
        CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_DEGENERATE_SHARE][at], 1.0);
        CU_ASSERT_EQUAL(run.value[NZ_QUANTITY_FIRST_LOWER][at], loss);
    }
    nz_summary_free(&run);
}

/* The losses of a power law, given one by one, are the power law. */
/* Where every item is answered in the same way so far, the error is that of the next: of
 * scores that are 0 but for some items in a million. */
static void
test_error_of_rare_real_scores(void)
{
    nz_summary_t run = { 0 };

    nz_test_simulate("seed: 4\nreplicates: 100\nmodels: { parameters: [1, 2, 3, 4] }\n"
                     "law: { kind: table, losses: [1.0e-5, 1.0e-5, 1.0e-5, 1.0e-5] }\n"
                     "task: { kind: choice, options: [4], concentration: 0.01 }\n"
                     "test_sizes: [1]\nmetrics: [brier_score, cross_entropy]\n"
                     "intervals: [wald]\n",
        1, &run);
    for (size_t i = 0; i < 8; i++) {
        const double bias = nz_test_cell(&run, NZ_QUANTITY_BIAS, 0, 0, i / 2, i % 2);
        CU_ASSERT_TRUE(run.mcse[NZ_QUANTITY_BIAS][i] > 0.0);
        CU_ASSERT_TRUE(fabs(bias) <= 5.73 * run.mcse[NZ_QUANTITY_BIAS][i]);
        CU_ASSERT_TRUE(run.mcse[NZ_QUANTITY_SD][i] > 0.0);
    }
    nz_summary_free(&run);
}

static void
test_table_of_losses(void)
{
    static const char format[] =
        "seed: 5\nreplicates: 100\nmodels: { parameters: [1.0e7, 4.0e7, 1.6e8] }\n"
        "law: { %s }\ntask: { tokens: [3] }\ntest_sizes: [30]\n";
    static const char *const laws[] = { "c: 4.0e7, alpha: -0.5",
        "kind: table, losses: [2, 1, 0.5]", "kind: table, losses: [2, 0.5, 1]" };
    nz_summary_t runs[3] = { 0 };

    for (size_t i = 0; i < 3; i++) {
        char yaml[512];
        snprintf(yaml, sizeof(yaml), format, laws[i]);
        nz_test_simulate(yaml, 1, &runs[i]);
    }
    const size_t n = nz_summary_size(&runs[0].study, NZ_SCOPE_CELL);
    for (size_t i = 0; i < n; i++) {
        const size_t model = i / runs[0].study.metrics.n;
        const double a = runs[0].value[NZ_QUANTITY_MEAN][i],
                     b = runs[1].value[NZ_QUANTITY_MEAN][i],
                     c = runs[2].value[NZ_QUANTITY_MEAN][i];
        CU_ASSERT_EQUAL(a, b);
        CU_ASSERT_TRUE((a == c) == (model == 0));
    }
    for (size_t i = 0; i < 3; i++) {
        nz_summary_free(&runs[i]);
    }
}

/* Lower percentile limits of the first test set of each cell, its scores drawn once more:
 * real ones are taken as rounded. */
static void
test_real_scores_are_taken_as_rounded(void)
{
    static const double sizes[] = { 40.0, 60.0, 300.0 };
    const nz_task_type_t *type = nz_task_type(NZ_TASK_RECONSTRUCTION);
    nz_task_stream_t stream = { nz_test_rng(nz_gsl_rng_pcg64(), 1),
        { .seed = 3,
            .purpose = NZ_PURPOSE_TEST_SET,
            .task = nz_rng_hash_text("reconstruction") } };
    nz_score_interval_t *workspace = NULL;
    nz_summary_t run = { 0 };
    unsigned n_different = 0;
    void *sampler = NULL;

    nz_test_simulate("seed: 3\nreplicates: 1\n"
                     "models: { parameters: [1, 2, 3, 4, 5, 6, 7, 8] }\n"
                     "law: { c: 1, alpha: -0.5 }\n"
                     "task: { kind: reconstruction, threshold: [0.5], shape: 0.4 }\n"
                     "test_sizes: [40, 60, 300]\nmetrics: [mean_squared_error]\n"
                     "intervals: [bootstrap_percentile]\n",
        1, &run);
    NZ_ASSERT_OK(type->create(0.5, 1, &sampler));
    NZ_ASSERT_OK(nz_score_interval_create(NZ_TASK_LATTICE_STEPS + 1, 0, &workspace));
    for (size_t i = 0; i < 8 * NZ_COUNT_OF(sizes); i++) {
        const size_t t = i / 8;
        const size_t at = nz_summary_interval(&run.study, 0, t, i % 8, 0, 0);
        const double parameters = (double) (i % 8 + 1);
        const nz_task_t task = {
            .loss = 1.0 / sqrt(parameters), .difficulty = 0.5, .shape = 0.4
        };
        double lower[2];
        nz_task_score_t score;
        stream.key.difficulty = nz_task_difficulty_word(type, 0.5);
        stream.key.test_size = (uint64_t) sizes[t];
        stream.key.parameters = parameters;
        NZ_ASSERT_OK(type->prepare(sampler, 0, &task));
        NZ_ASSERT_OK(type->draw(sampler, 0, (uint64_t) sizes[t],
            NZ_METRIC_BIT(NZ_METRIC_MEAN_SQUARED_ERROR), &stream));
        type->score(sampler, NZ_METRIC_MEAN_SQUARED_ERROR, &score);
        for (int rounded = 0; rounded < 2; rounded++) {
            nz_interval_t interval;
            NZ_ASSERT_OK(
                (rounded == 1 ? nz_score_interval_set_rounded : nz_score_interval_set)(
                    workspace, &score.scores, NULL));
            NZ_ASSERT_OK(nz_score_interval(workspace, NZ_METHOD_BOOTSTRAP_PERCENTILE,
                nz_tails_two_sided(0.95), &interval));
            lower[rounded] = score.base + score.step * interval.lower;
        }
        NZ_ASSERT_REL(run.value[NZ_QUANTITY_FIRST_LOWER][at], lower[1], 1e-13);
        n_different += lower[0] != lower[1];
    }
    CU_ASSERT_TRUE(n_different > 0);
    gsl_rng_free(stream.rng);
    type->destroy(&sampler);
    nz_score_interval_destroy(&workspace);
    nz_summary_free(&run);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_subset),
        NZ_TEST(test_subset_is_a_sequence_by_other_names),
        NZ_TEST(test_bootstraps_of_metrics_are_independent),
        NZ_TEST(test_choice),
        NZ_TEST(test_choice_coverage_of_two_items),
        NZ_TEST(test_reconstruction),
        NZ_TEST(test_quantiles_of_real_means),
        NZ_TEST(test_error_of_rare_real_scores),
        NZ_TEST(test_table_of_losses),
        NZ_TEST(test_real_scores_are_taken_as_rounded),
        NZ_TEST(test_cross_entropy_of_sequences),
        NZ_TEST(test_cross_entropy_without_spread),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("simulated_tasks", tests, argc, argv);
}
