#include "sim/law_fit.h"

#include "sim/law_fit_bootstrap.h"
#include "sim/law_fit_counts.h"
#include "sim/law_fit_data.h"
#include "sim/law_fit_scores.h"
#include "stats/detection.h"
#include "stats/rng.h"

#include <math.h>

const char *
nz_law_fit_status_name(nz_law_fit_status_t status)
{
    static const char *const names[] = {
#define NZ_LAW_FIT_NAME_(upper, lower, text) #lower,
        NZ_LAW_FIT_STATUS_LIST(NZ_LAW_FIT_NAME_)
#undef NZ_LAW_FIT_NAME_
    };
    return names[status];
}

const char *
nz_law_fit_status_sentence(nz_law_fit_status_t status)
{
    static const char *const sentences[] = {
#define NZ_LAW_FIT_SENTENCE_(upper, lower, text) text,
        NZ_LAW_FIT_STATUS_LIST(NZ_LAW_FIT_SENTENCE_)
#undef NZ_LAW_FIT_SENTENCE_
    };
    return sentences[status];
}

bool
nz_law_fit_has_line(const nz_law_fit_t *fit)
{
    return fit->status == NZ_LAW_FIT_OK || fit->status == NZ_LAW_FIT_NOT_MONOTONE;
}

/* A fit of which only the data are known. */
static nz_law_fit_t
blank(const nz_law_fit_data_t *data, nz_law_fit_status_t status, size_t n_zeros)
{
    const double none = (double) NAN;

    return (nz_law_fit_t){ .status = status,
        .law = data->law,
        .n_models = data->n,
        .n_zeros = n_zeros,
        .tokens = data->setting.tokens,
        .irreducible = data->setting.irreducible,
        .alpha = { none, none, none },
        .c = { none, none, none },
        .centre = none,
        .eta = { none, none, none },
        .intercept = none,
        .slope = none,
        .variance = { none, none, none },
        .deviance = none,
        .df = (double) data->n - 2.0,
        .p_value = none,
        .dispersion = none,
        .plateau_p = none,
        .plateau_expected = none,
        .bootstrap = { 0, { none, none }, { none, none }, none, none, none, none } };
}

/* Of counts that are not fitted. */
static size_t
count_zeros(const nz_results_t *results, const nz_result_group_t *group)
{
    size_t n = 0;

    for (size_t i = 0; i < group->n && group->is_counted; i++) {
        n += results->rows[group->first + i].successes == 0;
    }
    return n;
}

static nz_status_t
check(const nz_results_t *results, size_t i_group, const nz_law_fit_options_t *options)
{
    return i_group < results->n_groups && options->level > 0.0 && options->level < 1.0
               ? NZ_OK
               : NZ_ERR_DOMAIN;
}

/* A line that neither falls nor rises by more than rounding has no sign, and no c. */
static void
settle_flat(const nz_law_fit_data_t *data, nz_law_fit_t *fit)
{
    if (nz_law_fit_has_line(fit) && !nz_law_fit_data_falls(data, fit->slope)
        && !nz_law_fit_data_falls(data, -fit->slope)) {
        fit->alpha[0] = 0.0;
        fit->c[0] = fit->c[1] = fit->c[2] = (double) NAN;
    }
}

nz_status_t
nz_law_fit_make(const nz_results_t *results, size_t i_group,
    const nz_law_fit_options_t *options, nz_law_fit_t *out)
{
    nz_law_fit_data_t data = { 0 };
    nz_law_fit_status_t verdict = NZ_LAW_FIT_OK;

    if (results == NULL || options == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = check(results, i_group, options);
    if (status != NZ_OK) {
        return status;
    }
    const nz_result_group_t *group = &results->groups[i_group];
    status = nz_law_fit_data_init(&data, results, i_group, &options->setting, &verdict);
    nz_law_fit_t fit = blank(&data, verdict, count_zeros(results, group));
    if (status == NZ_OK && verdict == NZ_LAW_FIT_OK) {
        status = data.counts != NULL ? nz_law_fit_counts(&data, options->level, &fit)
                                     : nz_law_fit_scores(&data, options->level, &fit);
        settle_flat(&data, &fit);
    }
    if (status == NZ_OK && nz_law_fit_has_line(&fit) && options->replicates > 0) {
        status = nz_law_fit_bootstrap(&data, options,
            nz_rng_hash_text(nz_results_text(results, group->name)), &fit);
    }
    if (status == NZ_ERR_NUMERIC) { /* no reason to give up the other groups */
        fit = blank(&data, NZ_LAW_FIT_FAILED, fit.n_zeros);
        status = NZ_OK;
    }
    nz_law_fit_data_free(&data);
    if (status == NZ_OK) {
        *out = fit;
    }
    return status;
}

/* What a test set of a model with this mean accuracy shows. */
static nz_status_t
foresee(const nz_law_fit_question_t *question, nz_law_fit_point_t *point)
{
    const nz_detection_t goal = { .successes = question->successes };
    const double n = (double) question->trials;
    uint64_t trials;

    point->zero_probability =
        question->trials > 0 ? exp(n * log1p(-point->score[0])) : (double) NAN;
    const nz_status_t status =
        nz_detection_trials(&goal, 1.0 - question->confidence, point->score[0], &trials);
    point->test_size = status == NZ_OK ? (double) trials : (double) INFINITY;
    return status == NZ_ERR_UNREACHABLE ? NZ_OK : status;
}

nz_status_t
nz_law_fit_predict(const nz_results_t *results, size_t i_group,
    const nz_law_fit_options_t *options, const nz_law_fit_t *fit,
    const nz_law_fit_question_t *question, nz_law_fit_point_t *out)
{
    nz_law_fit_data_t data = { 0 };
    nz_law_fit_status_t verdict = NZ_LAW_FIT_OK;
    nz_law_fit_point_t point = { .zero_probability = (double) NAN,
        .test_size = (double) NAN };

    if (results == NULL || options == NULL || fit == NULL || question == NULL
        || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = check(results, i_group, options);
    if (status != NZ_OK || !nz_law_fit_has_line(fit) || !(question->parameters > 0.0)
        || !isfinite(question->parameters) || question->successes < 1
        || !(question->confidence > 0.0 && question->confidence < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    status = nz_law_fit_data_init(&data, results, i_group, &options->setting, &verdict);
    if (status == NZ_OK && verdict != NZ_LAW_FIT_OK) {
        status = NZ_ERR_DOMAIN;
    }
    const double x = log(question->parameters);
    if (status == NZ_OK && data.counts != NULL) {
        status = nz_law_fit_counts_predict(&data, fit, x, options->level, point.score);
        if (status == NZ_OK) {
            status = foresee(question, &point);
        }
    } else if (status == NZ_OK) {
        status = nz_law_fit_scores_predict(&data, fit, x, options->level, point.score);
    }
    nz_law_fit_data_free(&data);
    if (status == NZ_OK) {
        *out = point;
    }
    return status;
}
