#include "tests/figure_example.h"

#include "sim/difficulty_rate.h"
#include "stats/proportion.h"
#include "tests/figure_curves.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

nz_example_t
nz_example_mirage(void)
{
    static const double parameters[] = { 1e7, 3.16e7, 1e8, 3.16e8, 1e9, 3.16e9, 1e10,
        3.16e10, 1e11 };
    static const uint64_t tokens[] = { 1, 5, 20 }, sizes[] = { 20, 100, 1000, 10000 };
    return (nz_example_t){
        .title = "Exact match looks emergent, edit distance does not",
        .n_models = COUNT_OF(parameters),
        .parameters = parameters,
        .n_tokens = COUNT_OF(tokens),
        .tokens = tokens,
        .n_test_sizes = COUNT_OF(sizes),
        .test_sizes = sizes,
        .law = { 1e8, -0.35, 0 },
        .n_metrics = 2,
        .n_intervals = NZ_N_INTERVAL_METHODS,
    };
}

nz_example_t
nz_example_opt(void)
{
    static const double parameters[] = { 125e6, 350e6, 1.3e9, 2.7e9, 6.7e9, 13e9, 30e9,
        66e9 };
    static const uint64_t tokens[] = { 4 }, sizes[] = { 50, 100, 500, 2000 };
    static const uint64_t successes[] = { 0, 1, 1, 3, 13, 15, 29, 108 };
    /* -log accuracy = exp(2.1108) (N/1e9)^-.2316 = 4 (N/c)^-.2316 */
    return (nz_example_t){
        .title = "OPT on 3-digit addition",
        .n_models = COUNT_OF(parameters),
        .parameters = parameters,
        .n_tokens = COUNT_OF(tokens),
        .tokens = tokens,
        .n_test_sizes = COUNT_OF(sizes),
        .test_sizes = sizes,
        .law = { 1e9 * exp((2.1108 - log(4)) / 0.2316), -0.2316, 0 },
        .n_metrics = 2,
        .n_intervals = NZ_N_INTERVAL_METHODS,
        .n_observed = COUNT_OF(successes),
        .observed_parameters = parameters,
        .observed_successes = successes,
        .observed_trials = 2000,
    };
}

static void *
copy_of(const void *data, size_t size)
{
    void *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, data, size);
    return copy;
}

static nz_study_t
study_of(const nz_example_t *example)
{
    nz_study_t study = {
        .title = copy_of(example->title, strlen(example->title) + 1),
        .seed = 20230428,
        .replicates = 2000,
        .level = 0.95,
        .law = example->law,
    };
    int metrics[] = { NZ_METRIC_ACCURACY, NZ_METRIC_TOKEN_EDIT_DISTANCE };
    int methods[NZ_N_INTERVAL_METHODS];
    for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
        methods[i] = i;
    }
    study.models.parameters.n = example->n_models;
    study.models.parameters.values =
        copy_of(example->parameters, example->n_models * sizeof(double));
    const uint64_t stride = 1;
    const bool is_thinned = example->n_keep_every > 0;
    study.models.keep_every.n = is_thinned ? example->n_keep_every : 1;
    study.models.keep_every.values = copy_of(is_thinned ? example->keep_every : &stride,
        study.models.keep_every.n * sizeof(stride));
    study.task.difficulty.n = example->n_tokens;
    study.task.difficulty.values =
        copy_of(example->tokens, example->n_tokens * sizeof(double));
    for (size_t i = 0; i < example->n_tokens; i++) {
        study.task.difficulty.values[i] = (double) example->tokens[i];
    }
    study.test_sizes.n = example->n_test_sizes;
    study.test_sizes.values =
        copy_of(example->test_sizes, example->n_test_sizes * sizeof(uint64_t));
    study.metrics.n = example->n_metrics;
    study.metrics.values = copy_of(metrics, example->n_metrics * sizeof(int));
    study.intervals.n = example->n_intervals;
    study.intervals.values = copy_of(methods, example->n_intervals * sizeof(int));
    return study;
}

static nz_observed_t
observed_of(const nz_example_t *example)
{
    nz_observed_t observed = { .n_rows = example->n_observed };
    if (example->n_observed == 0) {
        return observed;
    }
    observed.rows = calloc(example->n_observed, sizeof(*observed.rows));
    for (size_t i = 0; observed.rows != NULL && i < example->n_observed; i++) {
        observed.rows[i] = (nz_observation_t){ .family = copy_of("", 1),
            .model = copy_of("", 1),
            .parameters = example->observed_parameters[i],
            .trials = example->observed_trials,
            .successes = example->observed_successes[i] };
    }
    return observed;
}

/* Smallest count whose binomial distribution function is at least u. */
static double
binomial_quantile(double u, double p, uint64_t n)
{
    double low = -1, high = (double) n; /* F(low) < u <= F(high) */
    while (high - low > 1) {
        double middle = floor((low + high) / 2);
        double f = p <= 0 ? 1 : gsl_cdf_beta_Q(p, middle + 1, (double) n - middle);
        *(f >= u ? &high : &low) = middle;
    }
    return high;
}

/* One cell of one metric: a count of `trials` trials with probability p, over n items. */
static void
fill_cell(nz_summary_t *summary, size_t cell, double p, uint64_t trials, uint64_t n,
    uint64_t first)
{
    static const struct {
        nz_quantity_t quantity;
        double u;
    } quantiles[] = { { NZ_QUANTITY_Q025, 0.025 }, { NZ_QUANTITY_Q250, 0.25 },
        { NZ_QUANTITY_Q500, 0.5 }, { NZ_QUANTITY_Q750, 0.75 },
        { NZ_QUANTITY_Q975, 0.975 } };
    const double truth = p * (double) trials / (double) n;
    summary->value[NZ_QUANTITY_TRUE_VALUE][cell] = truth;
    summary->value[NZ_QUANTITY_MEAN][cell] = truth;
    summary->mcse[NZ_QUANTITY_MEAN][cell] =
        fmax(sqrt(p * (1 - p) * (double) trials), 0.05) / (double) n
        / sqrt((double) summary->study.replicates);
    for (size_t i = 0; i < COUNT_OF(quantiles); i++) {
        summary->value[quantiles[i].quantity][cell] =
            binomial_quantile(quantiles[i].u, p, trials) / (double) n;
    }
    summary->value[NZ_QUANTITY_FIRST_ESTIMATE][cell] = (double) first / (double) n;
}

static void
fill_intervals(nz_summary_t *summary, size_t cell, bool is_score, uint64_t successes,
    uint64_t trials, uint64_t n)
{
    const nz_list_enum_t *methods = &summary->study.intervals;
    for (size_t i = 0; i < methods->n; i++) {
        nz_interval_method_t method = (nz_interval_method_t) methods->values[i];
        nz_interval_t interval;
        if ((is_score && !nz_interval_method_takes_scores(method))
            || nz_proportion_interval(method, successes, trials,
                   nz_tails_two_sided(summary->study.level), &interval)
                   != NZ_OK) {
            continue;
        }
        double scale = (double) trials / (double) n;
        summary->value[NZ_QUANTITY_FIRST_LOWER][cell * methods->n + i] =
            interval.lower * scale;
        summary->value[NZ_QUANTITY_FIRST_UPPER][cell * methods->n + i] =
            interval.upper * scale;
    }
}

/* Both metrics of one cell; the wrong tokens of all items are independent draws. */
static void
fill_model(nz_summary_t *summary, size_t d, size_t t, size_t m, gsl_rng *rng)
{
    const nz_study_t *study = &summary->study;
    double loss =
        pow(study->models.parameters.values[m] / study->law.c, study->law.alpha);
    uint64_t n = study->test_sizes.values[t],
             tokens = (uint64_t) study->task.difficulty.values[d];
    double p[2] = { exp(-(double) tokens * loss), -expm1(-loss) };
    uint64_t trials[2] = { n, n * tokens };
    for (size_t k = 0; k < study->metrics.n; k++) {
        size_t cell = nz_summary_cell(study, d, t, m, k);
        /* GSL's sampler takes an unsigned int; a normal draw does for more trials. */
        double sd = sqrt((double) trials[k] * p[k] * (1 - p[k]));
        uint64_t first = trials[k] < 1000000
                             ? gsl_ran_binomial(rng, p[k], (unsigned) trials[k])
                             : (uint64_t) fmin((double) trials[k],
                                 fmax(0, round((double) trials[k] * p[k]
                                               + gsl_ran_gaussian(rng, sd))));
        fill_cell(summary, cell, p[k], trials[k], n, first);
        fill_intervals(summary, cell, k > 0, first, trials[k], n);
    }
}

nz_run_t
nz_run_of(const nz_summary_t *summary)
{
    nz_run_t run = { .n_parts = 1 };
    memcpy(&run.parts, &summary, sizeof(run.parts)); /* nothing writes to it */
    return run;
}

nz_summary_t
nz_example_fill(const nz_example_t *example)
{
    nz_summary_t summary;
    nz_study_t study = study_of(example);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (rng == NULL || nz_summary_init(&summary, &study) != NZ_OK) {
        abort();
    }
    gsl_rng_set(rng, 7);
    for (size_t d = 0; d < summary.study.task.difficulty.n; d++) {
        for (size_t t = 0; t < summary.study.test_sizes.n; t++) {
            for (size_t m = 0; m < summary.study.models.parameters.n; m++) {
                fill_model(&summary, d, t, m, rng);
            }
        }
    }
    nz_example_fill_curves(&summary);
    if (nz_difficulty_rate_fill(&summary) != NZ_OK) {
        abort();
    }
    summary.observed = observed_of(example);
    gsl_rng_free(rng);
    return summary;
}
