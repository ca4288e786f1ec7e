#include "mpi/interval_counts.h"

#include "mpi/interval_rows.h"
#include "sim/observed.h"
#include "stats/proportion.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static nz_interval_row_t
row_of(uint64_t successes, uint64_t trials, nz_interval_method_t method,
    nz_interval_t interval)
{
    return (nz_interval_row_t){ .method = nz_interval_method_name(method),
        .is_count = true,
        .successes = successes,
        .trials = trials,
        .estimate = (double) successes / (double) trials,
        .interval = interval,
        .lower_mcse = (double) NAN,
        .upper_mcse = (double) NAN };
}

static bool
asks_for(const nz_interval_request_t *request, nz_interval_method_t method)
{
    for (size_t i = 0; i < request->methods.n; i++) {
        if (request->methods.values[i] == method) {
            return true;
        }
    }
    return false;
}

/* What stands beside an interval that says nothing. */
static nz_status_t
remark(const nz_interval_request_t *request, const char *silent,
    nz_diagnostics_t *diagnostics)
{
    nz_interval_t exact;
    nz_status_t status = nz_proportion_clopper_pearson(
        request->successes, request->trials, request->tails, &exact);

    if (status == NZ_OK) {
        nz_diagnostics_add(diagnostics, "note", 0, 0,
            "%s says nothing at %" PRIu64 " of %" PRIu64
            "; the exact interval (clopper_pearson) is [%.6g, %.6g]",
            silent, request->successes, request->trials, exact.lower, exact.upper);
    }
    return status;
}

nz_status_t
nz_interval_of_counts(
    const nz_interval_request_t *request, FILE *out, nz_diagnostics_t *diagnostics)
{
    nz_interval_rows_t rows;
    const char *silent = NULL;
    nz_status_t status = nz_interval_rows_begin(
        &rows, out, request->format, NZ_INTERVAL_KEY_NONE, false, request->level);

    for (size_t i = 0; i < request->methods.n && status == NZ_OK; i++) {
        const nz_interval_method_t method = request->methods.values[i];
        nz_interval_t interval = { 0 };
        status = nz_proportion_interval(
            method, request->successes, request->trials, request->tails, &interval);
        if (status == NZ_OK) {
            const nz_interval_row_t row =
                row_of(request->successes, request->trials, method, interval);
            status = nz_interval_rows_add(&rows, &row);
        }
        if (interval.status != NZ_INTERVAL_OK && silent == NULL) {
            silent = nz_interval_method_name(method);
        }
    }
    const nz_status_t ended = nz_interval_rows_end(&rows);
    status = status == NZ_OK ? ended : status;
    if (status == NZ_OK && silent != NULL
        && !asks_for(request, NZ_METHOD_CLOPPER_PEARSON)) {
        status = remark(request, silent, diagnostics);
    }
    return status;
}

/* The tails of each interval of the band. */
static nz_status_t
band_tails(
    const nz_interval_request_t *request, const nz_observed_t *table, nz_tails_t *each)
{
    if (request->simultaneous != NZ_SIMULTANEOUS_MAX_T) {
        return nz_simultaneous_tails(
            request->simultaneous, request->tails, table->n_rows, each);
    }
    uint64_t *counts = calloc(2 * table->n_rows, sizeof(*counts));
    if (counts == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    uint64_t *trials = counts + table->n_rows;
    for (size_t i = 0; i < table->n_rows; i++) {
        counts[i] = table->rows[i].successes;
        trials[i] = table->rows[i].trials;
    }
    nz_status_t status =
        nz_simultaneous_max_t_counts(counts, trials, table->n_rows, request->tails, each);
    free(counts);
    return status;
}

static int
compare_models(const void *a, const void *b)
{
    const nz_observation_t *x = a, *y = b;
    const int families = strcmp(x->family, y->family);
    return families != 0
               ? families
               : (x->parameters > y->parameters) - (x->parameters < y->parameters);
}

/* Raise the lower limits of one method; the models are ordered. */
static size_t
raise_families(const nz_observed_t *table, nz_interval_t *intervals)
{
    size_t begin = 0, n_contradictions = 0;

    for (size_t i = 1; i <= table->n_rows; i++) {
        if (i == table->n_rows
            || strcmp(table->rows[i].family, table->rows[begin].family) != 0) {
            n_contradictions += nz_simultaneous_raise_lower(&intervals[begin], i - begin);
            begin = i;
        }
    }
    return n_contradictions;
}

static nz_status_t
order_models(const nz_interval_request_t *request, nz_observed_t *table,
    nz_diagnostics_t *diagnostics)
{
    qsort(table->rows, table->n_rows, sizeof(*table->rows), compare_models);
    for (size_t i = 1; i < table->n_rows; i++) {
        if (compare_models(&table->rows[i - 1], &table->rows[i]) == 0) {
            nz_diagnostics_add(diagnostics, request->path, 0, 0,
                "two rows of family '%s' have %.6g parameters: --monotone needs one "
                "result per model",
                table->rows[i].family, table->rows[i].parameters);
            return NZ_ERR_INPUT;
        }
    }
    return NZ_OK;
}

static nz_status_t
print_method(const nz_interval_request_t *request, nz_interval_method_t method,
    nz_tails_t tails, const nz_observed_t *table, nz_interval_t *intervals,
    nz_interval_rows_t *rows, nz_diagnostics_t *diagnostics)
{
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < table->n_rows && status == NZ_OK; i++) {
        const nz_observation_t *model = &table->rows[i];
        status = nz_proportion_interval(
            method, model->successes, model->trials, tails, &intervals[i]);
    }
    if (status == NZ_OK && request->monotone) {
        const size_t n = raise_families(table, intervals);
        if (n > 0) {
            nz_diagnostics_add(diagnostics, "note", 0, 0,
                "%s: the upper limits of %zu models lie below the lower limit of a "
                "smaller one of their family; these lower limits were not raised, and "
                "the data do not bear out --monotone",
                nz_interval_method_name(method), n);
        }
    }
    for (size_t i = 0; i < table->n_rows && status == NZ_OK; i++) {
        const nz_observation_t *model = &table->rows[i];
        nz_interval_row_t row =
            row_of(model->successes, model->trials, method, intervals[i]);
        row.family = model->family;
        row.model = model->model;
        row.parameters = model->parameters;
        status = nz_interval_rows_add(rows, &row);
    }
    return status;
}

static nz_status_t
print_models(const nz_interval_request_t *request, const nz_observed_t *table, FILE *out,
    nz_diagnostics_t *diagnostics)
{
    nz_interval_rows_t rows = { 0 };
    nz_tails_t tails = request->tails;
    nz_status_t status = band_tails(request, table, &tails);
    nz_interval_t *intervals = calloc(table->n_rows, sizeof(*intervals));

    if (status == NZ_OK && intervals == NULL) {
        status = NZ_ERR_NO_MEMORY;
    }
    if (status == NZ_OK) {
        status = nz_interval_rows_begin(
            &rows, out, request->format, NZ_INTERVAL_KEY_MODEL, false, request->level);
    }
    for (size_t i = 0; i < request->methods.n && status == NZ_OK; i++) {
        status = print_method(request, request->methods.values[i], tails, table,
            intervals, &rows, diagnostics);
    }
    free(intervals);
    const nz_status_t ended = nz_interval_rows_end(&rows);
    return status == NZ_OK ? ended : status;
}

nz_status_t
nz_interval_of_models(
    const nz_interval_request_t *request, FILE *out, nz_diagnostics_t *diagnostics)
{
    nz_observed_t table = { 0 };
    nz_status_t status = nz_observed_read(request->path, &table, diagnostics);

    if (status == NZ_ERR_INPUT && diagnostics->n > 0
        && strstr(diagnostics->text[0], "expected a column") != NULL) {
        nz_diagnostics_add(diagnostics, "note", 0, 0,
            "for a table with a row per item, name its column of scores: --value=COLUMN");
    }
    if (status != NZ_OK) {
        return status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
    }
    if (request->monotone) {
        status = order_models(request, &table, diagnostics);
    }
    if (status == NZ_OK) {
        status = print_models(request, &table, out, diagnostics);
    }
    nz_observed_free(&table);
    return status;
}
