#include "mpi/interval_items.h"

#include "mpi/interval_rows.h"
#include "sim/items.h"
#include "stats/joint_units.h"
#include "stats/proportion.h"
#include "stats/rng.h"
#include "stats/sample.h"
#include "stats/sample_bootstrap.h"
#include "stats/score_interval.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

/* A stage of the work and what part of the whole it is. */
typedef struct stage {
    nz_progress_t *progress;
    double begin, size;
} stage_t;

static void
show(void *context, double done)
{
    const stage_t *stage = context;
    nz_progress_update(stage->progress, stage->begin + stage->size * done);
}

static void
show_reading(void *context, uint64_t n_read, uint64_t n_total)
{
    show(context, n_total > 0 ? (double) n_read / (double) n_total : 0.0);
}

/* The shares of reading and, where there is one, of a band's resampling; the columns
 * share the rest. */
static const double reading_share = 0.1, band_share = 0.4;

/* The work on one table. */
typedef struct work {
    const nz_interval_request_t *request;
    nz_diagnostics_t *diagnostics;
    nz_items_t items;
    nz_sample_statistic_t statistic;
    nz_tails_t tails; /* of each interval */
    gsl_rng *rng;
    nz_progress_t progress;
    nz_interval_rows_t rows;
} work_t;

/* One column of it. */
typedef struct column {
    const char *name;
    nz_sample_t *sample;
    nz_sample_bootstrap_t *bootstrap; /* NULL if no method needs it */
    bool is_count;                    /* scores of 0 and 1 */
    bool is_binomial;                 /* and drawn singly */
    uint64_t successes;
    double estimate;
} column_t;

/* Why a method does not apply to a column, or NULL. */
static const char *
objection(const work_t *work, const column_t *column, nz_interval_method_t method)
{
    const nz_interval_request_t *request = work->request;

    if (nz_score_interval_is_bootstrap(method)) {
        return column->is_binomial && request->engine == NZ_ENGINE_EXACT ? NULL
               : nz_sample_bootstrap_supports(
                     column->sample, work->statistic, method, request->engine)
                   ? NULL
               : request->is_quantile && method == NZ_METHOD_BOOTSTRAP_STUDENTIZED
                   ? "is for means: a quantile has no standard error of its own"
                   : "needs --engine=resample here";
    }
    if (request->is_quantile) {
        return "is for means; for quantiles there are order_statistic and the bootstraps";
    }
    if (method == NZ_METHOD_STUDENT_T || column->is_binomial) {
        return NULL;
    }
    return column->is_count ? "takes the items to be independent; with clusters, strata "
                              "or pairs there are student_t and the bootstraps"
                            : "is for scores of 0 and 1; for others there are student_t "
                              "and the bootstraps";
}

static nz_status_t
start_stream(work_t *work, uint32_t part, uint64_t replicate)
{
    const nz_stream_key_t key = { .seed = work->request->seed,
        .purpose = NZ_PURPOSE_BOOTSTRAP,
        .test_size = work->items.n_items,
        .replicate = replicate,
        .part = part };
    return nz_rng_set_stream(work->rng, &key);
}

static void
count_successes(const double *values, size_t n, column_t *column)
{
    column->is_count = true;
    for (size_t i = 0; i < n && column->is_count; i++) {
        column->is_count = values[i] == 0.0 || values[i] == 1.0;
        column->successes += values[i] == 1.0;
    }
}

/* Refuse named methods that do not apply; tell whether any that does needs a bootstrap,
 * and whether that of Student's t is among them. */
static nz_status_t
check_methods(const work_t *work, const column_t *column, bool *bootstraps, bool *t)
{
    const nz_interval_request_t *request = work->request;
    nz_status_t status = NZ_OK;

    *bootstraps = *t = false;
    for (size_t i = 0; i < request->methods.n; i++) {
        const nz_interval_method_t method = request->methods.values[i];
        const char *reason = objection(work, column, method);
        if (reason == NULL) {
            *bootstraps = *bootstraps || nz_score_interval_is_bootstrap(method);
            *t = *t || method == NZ_METHOD_BOOTSTRAP_STUDENTIZED;
        } else if (!request->methods.has_all) {
            nz_diagnostics_add(work->diagnostics, "--method", 0, 0, "%s %s (column '%s')",
                nz_interval_method_name(method), reason, column->name);
            status = NZ_ERR_INPUT;
        }
    }
    return status;
}

static nz_status_t
bootstrap_column(work_t *work, size_t i_column, bool t, column_t *column)
{
    const nz_interval_request_t *request = work->request;
    const bool band = request->simultaneous == NZ_SIMULTANEOUS_MAX_T;
    const double begin = reading_share + (band ? band_share : 0.0);
    const double size = (1.0 - begin) / (double) request->n_values;
    stage_t stage = { &work->progress, begin + size * (double) i_column, size };
    const nz_sample_bootstrap_options_t options = { work->statistic, request->engine,
        request->resamples, t, { show, &stage } };
    nz_status_t status = start_stream(work, 0, i_column);

    return status == NZ_OK ? nz_sample_bootstrap_create(
               column->sample, &options, work->rng, &column->bootstrap)
                           : status;
}

/* Everything about a column that does not depend on the method. */
static nz_status_t
open_column(work_t *work, size_t i_column, column_t *column)
{
    const nz_interval_request_t *request = work->request;
    const nz_items_t *items = &work->items;
    const double *values = &items->values[i_column * items->n_items];
    bool bootstraps, t;

    *column = (column_t){ .name = request->values[i_column] };
    nz_status_t status = nz_sample_create(
        values, items->cluster, items->stratum, items->n_items, &column->sample);
    if (status != NZ_OK) {
        return status;
    }
    if (!request->is_quantile && request->paired == NULL) {
        count_successes(values, items->n_items, column);
        column->is_binomial =
            column->is_count && items->cluster == NULL && items->stratum == NULL;
    }
    status = check_methods(work, column, &bootstraps, &t);
    if (status == NZ_OK) {
        status = nz_sample_estimate(column->sample, work->statistic, &column->estimate);
    }
    const bool by_count = column->is_binomial && request->engine == NZ_ENGINE_EXACT;
    return status == NZ_OK && bootstraps && !by_count
               ? bootstrap_column(work, i_column, t, column)
               : status;
}

static nz_status_t
add_row(work_t *work, const column_t *column, const char *method, nz_interval_t interval,
    double lower_mcse, double upper_mcse)
{
    const nz_interval_row_t row = { .column = column->name,
        .method = method,
        .is_count = column->is_count,
        .successes = column->successes,
        .trials = work->items.n_items,
        .estimate = column->is_count
                        ? (double) column->successes / (double) work->items.n_items
                        : column->estimate,
        .interval = interval,
        .lower_mcse = lower_mcse,
        .upper_mcse = upper_mcse };
    return nz_interval_rows_add(&work->rows, &row);
}

static nz_status_t
print_method(work_t *work, const column_t *column, nz_interval_method_t method)
{
    nz_interval_t interval = { 0 };
    double lower_mcse = (double) NAN, upper_mcse = (double) NAN;
    nz_status_t status;

    if (objection(work, column, method) != NULL) {
        return NZ_OK;
    }
    if (nz_score_interval_is_bootstrap(method) && column->bootstrap != NULL) {
        status = nz_sample_bootstrap_interval(
            column->bootstrap, method, work->tails, &interval);
        if (status == NZ_OK && work->request->engine == NZ_ENGINE_RESAMPLE) {
            status = nz_sample_bootstrap_errors(
                column->bootstrap, method, work->tails, &lower_mcse, &upper_mcse);
        }
    } else if (column->is_binomial) {
        status = nz_proportion_interval(
            method, column->successes, work->items.n_items, work->tails, &interval);
    } else {
        status = nz_sample_student_t(column->sample, work->tails, &interval);
    }
    return status == NZ_OK ? add_row(work, column, nz_interval_method_name(method),
               interval, lower_mcse, upper_mcse)
                           : status;
}

static nz_status_t
print_column(work_t *work, size_t i_column)
{
    const nz_interval_request_t *request = work->request;
    column_t column;
    nz_status_t status = open_column(work, i_column, &column);

    for (size_t i = 0; i < request->methods.n && status == NZ_OK; i++) {
        status = print_method(work, &column, request->methods.values[i]);
    }
    const bool independent = work->items.cluster == NULL && work->items.stratum == NULL;
    if (status == NZ_OK && request->is_quantile && independent
        && (request->methods.has_extra || request->methods.has_all)) {
        nz_interval_t interval;
        status = nz_sample_order_statistic(
            column.sample, request->quantile, work->tails, &interval);
        if (status == NZ_OK) {
            status = add_row(
                work, &column, NZ_ORDER_STATISTIC, interval, (double) NAN, (double) NAN);
        }
    }
    nz_sample_bootstrap_destroy(&column.bootstrap);
    nz_sample_destroy(&column.sample);
    return status;
}

/* The tails of each of several intervals that shall hold at once. */
static nz_status_t
band_tails(work_t *work)
{
    const nz_interval_request_t *request = work->request;
    const nz_items_t *items = &work->items;
    const nz_joint_items_t joint = { items->values, items->cluster, items->stratum,
        items->n_items, items->n_columns, items->n_clusters, items->n_strata };
    nz_joint_units_t units = { 0 };
    stage_t stage = { &work->progress, reading_share, band_share };

    if (request->simultaneous != NZ_SIMULTANEOUS_MAX_T) {
        return nz_simultaneous_tails(
            request->simultaneous, request->tails, request->n_values, &work->tails);
    }
    nz_status_t status = nz_joint_units_init(&joint, &units);
    if (status == NZ_OK) {
        status = start_stream(work, 1, 0);
    }
    if (status == NZ_OK) {
        status = nz_simultaneous_max_t_units(&units, request->resamples, request->tails,
            work->rng, (nz_report_t){ show, &stage }, &work->tails);
    }
    nz_joint_units_free(&units);
    return status;
}

/* A cluster belongs to one stratum, or it could not be resampled within one. */
static nz_status_t
check_nesting(const work_t *work)
{
    const nz_items_t *items = &work->items;
    nz_status_t status = NZ_OK;

    if (items->cluster == NULL || items->stratum == NULL) {
        return NZ_OK;
    }
    size_t *first = calloc(items->n_clusters, sizeof(*first)); /* item + 1 */
    if (first == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < items->n_items && status == NZ_OK; i++) {
        size_t *known = &first[items->cluster[i]];
        *known = *known == 0 ? i + 1 : *known;
        if (items->stratum[*known - 1] != items->stratum[i]) {
            nz_diagnostics_add(work->diagnostics, "--cluster", 0, 0,
                "items %zu and %zu of %s are of one cluster but of two strata: each "
                "cluster must lie within a stratum",
                *known, i + 1, work->request->path);
            status = NZ_ERR_INPUT;
        }
    }
    free(first);
    return status;
}

static nz_status_t
read_items(work_t *work)
{
    const nz_interval_request_t *request = work->request;
    const nz_items_columns_t columns = { request->values, request->n_values,
        request->paired, request->cluster, request->strata };
    stage_t stage = { &work->progress, 0.0, reading_share };
    nz_status_t status = nz_items_read(request->path, &columns, NZ_SAMPLE_ITEMS_MAX,
        show_reading, &stage, &work->items, work->diagnostics);

    if (status == NZ_OK) {
        status = check_nesting(work);
    }
    return status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
}

static nz_status_t
print_table(work_t *work, FILE *out)
{
    const nz_interval_request_t *request = work->request;
    nz_status_t status = band_tails(work);

    if (status == NZ_OK) {
        status = nz_interval_rows_begin(&work->rows, out, request->format,
            request->n_values > 1 ? NZ_INTERVAL_KEY_COLUMN : NZ_INTERVAL_KEY_NONE,
            request->engine == NZ_ENGINE_RESAMPLE, request->level);
    }
    for (size_t i = 0; i < request->n_values && status == NZ_OK; i++) {
        status = print_column(work, i);
    }
    const nz_status_t ended = nz_interval_rows_end(&work->rows);
    return status == NZ_OK ? ended : status;
}

nz_status_t
nz_interval_of_items(
    const nz_interval_request_t *request, FILE *out, nz_diagnostics_t *diagnostics)
{
    work_t work = { .request = request,
        .diagnostics = diagnostics,
        .statistic = { request->is_quantile ? NZ_SAMPLE_QUANTILE : NZ_SAMPLE_MEAN,
            request->quantile },
        .rng = gsl_rng_alloc(nz_gsl_rng_pcg64()) };

    if (work.rng == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_progress_start(&work.progress, request->progress);
    nz_status_t status = read_items(&work);
    if (status == NZ_OK) {
        status = print_table(&work, out);
    }
    nz_progress_finish(&work.progress);
    nz_items_free(&work.items);
    gsl_rng_free(work.rng);
    return status;
}
