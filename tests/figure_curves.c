#include "tests/figure_curves.h"

#include "sim/thinning.h"
#include "stats/emergence.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { N_TEST_SETS = 60 };

typedef struct curve {
    size_t d, t, k, m; /* positions in the study's lists */
    uint64_t n_trials;
    nz_thinning_t thinning;
    double *truth, *drawn, *kept, *scratch;
} curve_t;

typedef struct found {
    double score[N_TEST_SETS], jump[N_TEST_SETS], share[N_TEST_SETS], noise[N_TEST_SETS];
} found_t;

static double
score_of(const double *y, const curve_t *curve)
{
    double score = (double) NAN;
    if (nz_emergence_score(y, curve->thinning.n, curve->scratch, &score) != NZ_OK) {
        abort();
    }
    return score;
}

/* The largest difference of neighbours, and as a share of the range. */
static void
jump_of(const double *y, size_t n, double *jump, double *share)
{
    double low = y[0], high = y[0], largest = 0;
    for (size_t i = 1; i < n; i++) {
        largest = fmax(largest, fabs(y[i] - y[i - 1]));
        low = fmin(low, y[i]);
        high = fmax(high, y[i]);
    }
    *jump = n > 1 ? largest : (double) NAN;
    *share = high > low ? largest / (high - low) : (double) NAN;
}

static void
draw(const curve_t *curve, size_t n_models, bool is_noise, gsl_rng *rng)
{
    for (size_t i = 0; i < n_models; i++) {
        const double largest = (double) curve->n_trials;
        const double p = curve->truth[is_noise ? n_models - 1 : i];
        const double sd = sqrt(largest * p * (1 - p));
        curve->drawn[i] =
            curve->n_trials < 1000000
                ? gsl_ran_binomial(rng, p, (unsigned) curve->n_trials)
                : fmin(largest, fmax(0, round(largest * p + gsl_ran_gaussian(rng, sd))));
    }
    nz_thinning_take(&curve->thinning, curve->drawn, curve->kept);
}

static void
put(nz_summary_t *summary, const curve_t *curve, nz_quantity_t quantity, double value)
{
    summary->value[quantity][nz_summary_curve(
        &summary->study, curve->d, curve->t, curve->k, curve->m)] = value;
}

/* NaN, which a curve without range has as its share, sorts anywhere: none is ranked. */
static void
put_quantiles(nz_summary_t *summary, const curve_t *curve, nz_quantity_t median,
    nz_quantity_t q05, nz_quantity_t q95, double *values)
{
    for (size_t i = 0; i < N_TEST_SETS; i++) {
        if (isnan(values[i])) {
            return;
        }
    }
    gsl_sort(values, 1, N_TEST_SETS);
    put(summary, curve, median, values[N_TEST_SETS / 2]);
    put(summary, curve, q05, values[N_TEST_SETS / 20]);
    put(summary, curve, q95, values[N_TEST_SETS - 1 - N_TEST_SETS / 20]);
}

static void
fill_truth(nz_summary_t *summary, const curve_t *curve)
{
    double jump, share;
    nz_thinning_take(&curve->thinning, curve->truth, curve->kept);
    jump_of(curve->kept, curve->thinning.n, &jump, &share);
    put(summary, curve, NZ_QUANTITY_N_MODELS, (double) curve->thinning.n);
    put(summary, curve, NZ_QUANTITY_EMERGENCE_TRUE, score_of(curve->kept, curve));
    put(summary, curve, NZ_QUANTITY_JUMP_TRUE, jump);
    put(summary, curve, NZ_QUANTITY_JUMP_SHARE_TRUE, share);
}

static void
fill_curve(nz_summary_t *summary, const curve_t *curve, gsl_rng *rng)
{
    const size_t n_models = summary->study.models.parameters.n;
    found_t found;
    double n_infinite = 0;
    fill_truth(summary, curve);
    for (size_t r = 0; r < N_TEST_SETS; r++) {
        draw(curve, n_models, false, rng);
        found.score[r] = score_of(curve->kept, curve);
        n_infinite += isinf(found.score[r]) != 0;
        jump_of(curve->kept, curve->thinning.n, &found.jump[r], &found.share[r]);
        draw(curve, n_models, true, rng);
        found.noise[r] = fabs(score_of(curve->kept, curve));
    }
    gsl_sort(found.noise, 1, N_TEST_SETS);
    put(summary, curve, NZ_QUANTITY_EMERGENCE_NOISE_Q95,
        found.noise[N_TEST_SETS - 1 - N_TEST_SETS / 20]);
    put(summary, curve, NZ_QUANTITY_EMERGENCE_INFINITE_SHARE, n_infinite / N_TEST_SETS);
    put_quantiles(summary, curve, NZ_QUANTITY_EMERGENCE_MEDIAN, NZ_QUANTITY_EMERGENCE_Q05,
        NZ_QUANTITY_EMERGENCE_Q95, found.score);
    put_quantiles(summary, curve, NZ_QUANTITY_JUMP_MEDIAN, NZ_QUANTITY_JUMP_Q05,
        NZ_QUANTITY_JUMP_Q95, found.jump);
    put_quantiles(summary, curve, NZ_QUANTITY_JUMP_SHARE_MEDIAN,
        NZ_QUANTITY_JUMP_SHARE_Q05, NZ_QUANTITY_JUMP_SHARE_Q95, found.share);
}

/* The probability of one trial of every model. */
static void
take_truth(const nz_summary_t *summary, curve_t *curve)
{
    const nz_study_t *study = &summary->study;
    const bool is_item =
        nz_metric_is_binary((nz_metric_t) study->metrics.values[curve->m]);
    const double trials = is_item ? 1 : study->task.difficulty.values[curve->d];
    curve->n_trials = study->test_sizes.values[curve->t] * (uint64_t) trials;
    for (size_t i = 0; i < study->models.parameters.n; i++) {
        curve->truth[i] = summary->value[NZ_QUANTITY_TRUE_VALUE][nz_summary_cell(
                              study, curve->d, curve->t, i, curve->m)]
                          / trials;
    }
}

void
nz_example_fill_curves(nz_summary_t *summary)
{
    const nz_study_t *study = &summary->study;
    const size_t n_models = study->models.parameters.n,
                 n_keep = study->models.keep_every.n, n_metrics = study->metrics.n,
                 n_sizes = study->test_sizes.n;
    const size_t n = nz_summary_size(study, NZ_SCOPE_CURVE);
    double *room = calloc(4 * n_models, sizeof(*room));
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (room == NULL || rng == NULL) {
        abort();
    }
    gsl_rng_set(rng, 11);
    for (size_t i = 0; i < n; i++) {
        curve_t curve = { .m = i % n_metrics,
            .k = i / n_metrics % n_keep,
            .t = i / n_metrics / n_keep % n_sizes,
            .d = i / n_metrics / n_keep / n_sizes,
            .truth = room,
            .drawn = room + n_models,
            .kept = room + 2 * n_models,
            .scratch = room + 3 * n_models };
        curve.thinning = nz_thinning(n_models, study->models.keep_every.values[curve.k]);
        take_truth(summary, &curve);
        fill_curve(summary, &curve, rng);
    }
    gsl_rng_free(rng);
    free(room);
}
