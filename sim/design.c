#include "sim/design.h"

#include "sim/answers.h"
#include "sim/study_task.h"
#include "stats/score_interval.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Seconds of the parts of a replicate, measured on one core of a 2020s server with
 * scripts/bench.sh. They only shape units and estimates, never results. */
static const double draw_s = 1.2e-7;          /* a binomial draw */
static const double small_draw_s = 2e-8;      /* for each of its trials, if few */
static const double stream_s = 2e-7;          /* seeding a stream */
static const double resampled_s = 7e-8;       /* a resample entered and sorted */
static const double cached_s = 1e-7;          /* an interval for a count seen before */
static const double closed_form_s = 2e-7;     /* an interval that needs no iteration */
static const double large_count_s = 1.5e-5;   /* another, for a count not seen before */
static const double score_sum_s = 1.5e-5;     /* distribution of many-valued scores */
static const double real_sum_s = 6e-5;        /* of real ones, on their lattice */
static const double some_real_sum_s = 1.5e-4; /* of some tens of them */
static const double few_real_sum_s = 1.8e-3;  /* of fewer than 20 */
static const double studentized_s = 6e-6;     /* of their t, by saddlepoint */
static const double atom_s = 3e-8;            /* or by a list, for each resample */
static const double atoms_max = 4e5;          /* beyond, the saddlepoint does */

static const double nominal_loss = 1.0; /* of the model whose test sets are timed */

/* Nominal time of a unit: unit_s, in curves that take longer than curve_s growing like
 * the square root of the curve's, up to unit_max_s (design.h). */
static const double unit_s = 0.05, unit_max_s = 10.0, curve_s = 5.0;

static bool
has_closed_form(nz_interval_method_t method)
{
    return method == NZ_METHOD_WALD || method == NZ_METHOD_WILSON
           || method == NZ_METHOD_AGRESTI_COULL || method == NZ_METHOD_STUDENT_T
           || method == NZ_METHOD_BOOTSTRAP_NORMAL;
}

/* The resamples of one test set of n scores: a binomial draw for each score that occurs,
 * cheaper ones where n is small. Those of outcomes are counted, over some standard
 * deviations of the total, if these are fewer. */
static double
resampling_seconds(const nz_study_t *study, bool is_binary, double n, double range)
{
    const double resamples = (double) study->bootstrap.resamples;

    return resamples * resampled_s
           + (is_binary ? draw_s * fmin(resamples, 6.5 * sqrt(n))
                        : resamples * fmin(draw_s * range, small_draw_s * n));
}

/* The distribution of t, listed if there are few resamples: n + k - 1 over n of k scores,
 * which is more than those that occur. */
static double
studentized_seconds(double n, double k)
{
    const double log_all = lgamma(n + k) - lgamma(n + 1.0) - lgamma(k);
    const double atoms = exp(fmin(log_all, log(atoms_max)));
    const bool is_listed = log_all < log(atoms_max) || n <= 32.0;
    return studentized_s + (is_listed ? atom_s * atoms : 0.0);
}

/* One method, exact, for one test set; what all share is counted elsewhere. The scores
 * that occur are at most `range`. */
static double
exact_seconds(bool is_binary, nz_interval_method_t method, double n, double range)
{
    if (has_closed_form(method)) {
        return closed_form_s;
    }
    if (is_binary) { /* counts repeat unless they are many */
        return n > 1e5 ? large_count_s : cached_s;
    }
    return method == NZ_METHOD_BOOTSTRAP_STUDENTIZED ? studentized_seconds(n, range + 1.0)
                                                     : closed_form_s;
}

static double
sum_seconds(bool is_real, double n)
{
    if (!is_real) {
        return score_sum_s;
    }
    if (n < 40.0) {
        return n < 20.0 ? few_real_sum_s : some_real_sum_s;
    }
    return real_sum_s;
}

/* Standard deviation of a score, or of that of a cluster, in its steps if it has some;
 * infinite if unknown. */
static double
score_sd(const nz_study_t *study, nz_metric_t metric, double difficulty)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const nz_task_t task = nz_study_task(study, nominal_loss, difficulty);
    const double step = type->step(difficulty, metric);
    double mean = 0.0, sd = (double) INFINITY;

    if (type->truth(&task, metric, &mean, &sd) != NZ_OK) {
        return (double) INFINITY;
    }
    return step > 0.0 ? sd / step * sqrt((double) study->clusters.size) : sd;
}

/* Largest score of an item, or of a cluster of items; of real ones how many occur. */
static double
largest_score(const nz_study_t *study, nz_metric_t metric, double difficulty)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const double m = (double) study->clusters.size;

    if (metric == NZ_METRIC_PASS_AT_K) {
        return (double) study->task.samples;
    }
    if (type->step(difficulty, metric) <= 0.0) {
        return NZ_TASK_LATTICE_STEPS;
    }
    return m > 1.0 && nz_metric_is_binary(metric)
               ? m
               : m * (double) type->score_max(difficulty);
}

static double
metric_seconds(
    const nz_study_t *study, nz_metric_t metric, double difficulty, double n_items)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const bool is_real = type->step(difficulty, metric) <= 0.0;
    const bool is_binary = nz_metric_is_binary(metric) && study->clusters.size <= 1;
    const double n = n_items / (double) study->clusters.size; /* scores */
    const double range = fmin(largest_score(study, metric, difficulty), n);
    /* Of 0 and 1, and of several answers, the spread says nothing and may cost much. */
    const double sd = is_binary || nz_answers_has(metric)
                          ? (double) INFINITY
                          : score_sd(study, metric, difficulty);
    const double occurring = is_real ? range : fmin(range, 3.0 * sd); /* and one more */
    double seconds = 0.0;
    bool shared = false; /* whether the distribution or the resamples are there */

    if (!(sd > 0.0)) { /* all items are alike */
        return closed_form_s * (double) study->intervals.n;
    }
    for (size_t k = 0; k < study->intervals.n; k++) {
        const nz_interval_method_t method =
            (nz_interval_method_t) study->intervals.values[k];
        const bool is_bootstrap = nz_score_interval_is_bootstrap(method);
        if (!nz_metric_takes_method(metric, method)) {
            continue;
        }
        if (nz_metric_is_sequential(metric)) { /* of few trials or many, never cached */
            seconds += large_count_s;
            continue;
        }
        if (!is_bootstrap || study->bootstrap.engine == NZ_ENGINE_EXACT) {
            const bool takes_counts =
                is_binary || !nz_interval_method_takes_scores(method);
            seconds += exact_seconds(
                takes_counts, method, takes_counts ? n_items : n, occurring);
        }
        if (is_bootstrap && !shared && study->bootstrap.engine == NZ_ENGINE_RESAMPLE) {
            seconds += resampling_seconds(study, is_binary, n, range);
            shared = true;
        }
        if (is_bootstrap && !shared && !is_binary && !has_closed_form(method)
            && method != NZ_METHOD_BOOTSTRAP_STUDENTIZED) {
            seconds += sum_seconds(is_real, n);
            shared = true;
        }
    }
    return seconds;
}

static double
replicate_seconds(const nz_study_t *study, double difficulty, uint64_t test_size)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const double n = (double) test_size;
    const nz_task_t task = nz_study_task(study, nominal_loss, difficulty);
    double per_model = stream_s;
    uint32_t metrics = 0;

    for (size_t m = 0; m < study->metrics.n; m++) {
        metrics |= NZ_METRIC_BIT(study->metrics.values[m]);
        per_model +=
            metric_seconds(study, (nz_metric_t) study->metrics.values[m], difficulty, n);
    }
    per_model += type->draw_seconds(&task, n, metrics);
    return per_model * (double) study->models.parameters.n;
}

/* Replicates of a unit. Floating sums are rounded unit by unit, so this may depend on the
 * curve, its replicates and the bootstrap's engine but not on the lists of models,
 * metrics or intervals: adding to those must not change a digit elsewhere. Hence the cost
 * of a nominal study.
 */
static uint64_t
block_of(const nz_study_t *study, double difficulty, uint64_t test_size)
{
    static const double nominal_models = 8.0;
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const double n = (double) test_size, m = (double) study->clusters.size;
    const double range = fmin(m * (double) type->score_max(difficulty), n / m);
    const bool is_real = type->step(difficulty, type->linear) <= 0.0;
    const nz_task_t task = nz_study_task(study, nominal_loss, difficulty);
    double per_model =
        stream_s + type->draw_seconds(&task, n, 0) + sum_seconds(is_real, n / m);

    if (study->bootstrap.engine == NZ_ENGINE_RESAMPLE) {
        per_model += (double) study->bootstrap.resamples * (range * draw_s + 5e-8);
    }
    const double replicate_s = nominal_models * per_model;
    const double growth =
        sqrt(fmax(replicate_s * (double) study->replicates / curve_s, 1.0));
    return (uint64_t) ceil(fmin(unit_s * growth, unit_max_s) / replicate_s); /* to 8e4 */
}

/* Cost of a unit, to a power of two. */
static int
octave(const nz_design_curve_t *curve)
{
    int exponent = 0;

    (void) frexp(curve->replicate_s * (double) curve->block, &exponent);
    return exponent;
}

/* Longest units first, to a factor of two; among those the study's order, so that tasks
 * and difficulties, which workspaces are prepared for, change rarely. With 32 units for
 * each rank the exact order would save less than .5 % of the time, in studies of 12 to 60
 * curves whose units' times spread by lognormal factors with sigma .3 to 2; with 8 units
 * at most 3 %. */
static int
compare_curves(const void *a, const void *b)
{
    const nz_design_curve_t *x = a, *y = b;
    const int octave_x = octave(x), octave_y = octave(y);
    if (octave_x != octave_y) {
        return octave_x > octave_y ? -1 : 1;
    }
    if (x->i_part != y->i_part) {
        return x->i_part < y->i_part ? -1 : 1;
    }
    if (x->i_difficulty != y->i_difficulty) {
        return x->i_difficulty < y->i_difficulty ? -1 : 1;
    }
    return x->i_test_size < y->i_test_size ? -1 : 1;
}

/* Describes the curves of one task; returns the number of them. */
static size_t
put_curves(const nz_study_t *study, size_t i_part, nz_design_curve_t *curves)
{
    const size_t n = study->task.difficulty.n * study->test_sizes.n;

    for (size_t i = 0; i < n; i++) {
        nz_design_curve_t *curve = &curves[i];
        curve->i_part = i_part;
        curve->i_difficulty = i / study->test_sizes.n;
        curve->i_test_size = i % study->test_sizes.n;
        curve->difficulty = study->task.difficulty.values[curve->i_difficulty];
        curve->test_size = study->test_sizes.values[curve->i_test_size];
        curve->replicate_s =
            replicate_seconds(study, curve->difficulty, curve->test_size);
        curve->block = block_of(study, curve->difficulty, curve->test_size);
        curve->block =
            curve->block < study->replicates ? curve->block : study->replicates;
        curve->n_units = (study->replicates + curve->block - 1) / curve->block;
    }
    return n;
}

nz_status_t
nz_design_init(nz_design_t *self, const nz_studies_t *studies)
{
    nz_design_t fresh = { 0 };
    size_t n_curves = 0;

    if (self == NULL || studies == NULL || studies->n == 0) {
        return NZ_ERR_NULL_ARG;
    }
    for (size_t p = 0; p < studies->n; p++) {
        n_curves += studies->parts[p].task.difficulty.n * studies->parts[p].test_sizes.n;
    }
    fresh.curves = calloc(n_curves > 0 ? n_curves : 1, sizeof(*fresh.curves));
    if (fresh.curves == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t p = 0; p < studies->n; p++) {
        fresh.n_curves +=
            put_curves(&studies->parts[p], p, &fresh.curves[fresh.n_curves]);
    }
    qsort(fresh.curves, fresh.n_curves, sizeof(*fresh.curves), compare_curves);
    for (size_t i = 0; i < fresh.n_curves; i++) {
        fresh.curves[i].first_unit = fresh.n_units;
        fresh.n_units += fresh.curves[i].n_units;
    }
    fresh.replicates = studies->parts[0].replicates;
    *self = fresh;
    return NZ_OK;
}

void
nz_design_free(nz_design_t *self)
{
    if (self != NULL) {
        free(self->curves);
        memset(self, 0, sizeof(*self));
    }
}

nz_unit_t
nz_design_unit(const nz_design_t *self, uint64_t i_unit)
{
    size_t low = 0, high = self->n_curves;

    while (high - low > 1) { /* last curve that starts at or before i_unit */
        const size_t middle = low + (high - low) / 2;
        *(self->curves[middle].first_unit <= i_unit ? &low : &high) = middle;
    }
    const nz_design_curve_t *curve = &self->curves[low];
    const uint64_t first = (i_unit - curve->first_unit) * curve->block;
    const uint64_t rest = self->replicates - first;
    return (nz_unit_t){ curve, first, rest < curve->block ? rest : curve->block };
}

double
nz_design_seconds(const nz_design_t *self)
{
    double seconds = 0.0;
    for (size_t i = 0; i < self->n_curves; i++) {
        seconds += self->curves[i].replicate_s * (double) self->replicates;
    }
    return seconds;
}

nz_law_cost_t
nz_design_law_cost(const nz_studies_t *studies)
{
    nz_law_cost_t all = { 0 };

    for (size_t p = 0; p < studies->n; p++) {
        const nz_study_t *study = &studies->parts[p];
        const nz_task_type_t *type = nz_task_type(study->task.kind);
        const double n_models = (double) study->models.parameters.n;
        for (size_t d = 0; d < study->task.difficulty.n && type->law_cost != NULL; d++) {
            const nz_task_t task =
                nz_study_task(study, nominal_loss, study->task.difficulty.values[d]);
            const nz_law_cost_t cost = type->law_cost(&task);
            all.bytes = fmax(all.bytes, n_models * cost.bytes);
            all.seconds += n_models * cost.seconds;
        }
    }
    return all;
}
