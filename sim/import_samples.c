#include "sim/import_samples.h"

#include "sim/import_harness.h"
#include "sim/import_json.h"
#include "sim/import_lines.h"
#include "sim/import_log.h"
#include "sim/import_rows.h"
#include "sim/labels.h"
#include "stats/moments.h"

#include <dirent.h>
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef char nz_sample_name_t[NZ_IMPORT_NAME_MAX + 1];

/* What is known of one metric under one filter. */
typedef struct nz_sample_tally {
    nz_sample_name_t metric, filter;
    nz_moments_t moments;
    uint64_t n_ones;
    uint64_t n_missing;  /* items with NaN or null */
    bool is_binary;      /* all values are 0 or 1 */
    bool is_other;       /* a value is no number: left out */
    uint64_t n_repeated; /* items whose doc_id was there before */
} nz_sample_tally_t;

typedef struct nz_sample_filter {
    nz_sample_name_t name;
    uint64_t n_items;
} nz_sample_filter_t;

typedef struct nz_sample_tallies {
    nz_sample_tally_t *tallies; /* owned, NZ_IMPORT_TALLIES_MAX of them */
    size_t n;
    nz_sample_filter_t *filters; /* owned, as many */
    size_t n_filters;
    size_t n_omitted; /* values that found no room */
    nz_labels_t seen; /* doc_ids of the tallies; owned */
} nz_sample_tallies_t;

/* Whether a key of an item is none of those that are not metrics. */
static bool
may_be_metric(const char *key)
{
    static const char *const others[] = { "doc_id", "doc", "target", "arguments", "resps",
        "filtered_resps", "filter", "metrics", "doc_hash", "prompt_hash", "target_hash",
        "bypass" };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (strcmp(key, others[i]) == 0) {
            return false;
        }
    }
    return nz_import_rows_is_name(key);
}

static const char *
filter_of(const json_t *item)
{
    const char *filter = nz_import_json_text(json_object_get(item, "filter"));

    return filter != NULL && nz_import_rows_is_name(filter) ? filter : "";
}

static nz_sample_tally_t *
find_tally(nz_sample_tallies_t *self, const char *metric, const char *filter)
{
    for (size_t i = 0; i < self->n; i++) {
        if (strcmp(self->tallies[i].metric, metric) == 0
            && strcmp(self->tallies[i].filter, filter) == 0) {
            return &self->tallies[i];
        }
    }
    if (self->n == NZ_IMPORT_TALLIES_MAX) {
        self->n_omitted++;
        return NULL;
    }
    nz_sample_tally_t *tally = &self->tallies[self->n++];
    *tally = (nz_sample_tally_t){ .is_binary = true };
    (void) snprintf(tally->metric, sizeof(tally->metric), "%s", metric);
    (void) snprintf(tally->filter, sizeof(tally->filter), "%s", filter);
    return tally;
}

/* Remembers that a tally has an item, if that has a doc_id. */
static nz_status_t
note_item(nz_sample_tallies_t *self, nz_sample_tally_t *tally, const json_t *id)
{
    const char *text = nz_import_json_text(id);
    char key[NZ_LABEL_SIZE_MAX];
    const size_t i_tally = (size_t) (tally - self->tallies), n_before = self->seen.n;
    uint64_t number = 0;
    int n = -1;

    if (json_is_number(id)) {
        n = snprintf(key, sizeof(key), "%zu=%.17g", i_tally, json_number_value(id));
    } else if (text != NULL) {
        n = snprintf(key, sizeof(key), "%zu:%s", i_tally, text);
    }
    if (n < 0 || (size_t) n >= sizeof(key)) {
        return NZ_OK;
    }
    nz_status_t status = nz_labels_number(&self->seen, key, (size_t) n, &number);
    tally->n_repeated += status == NZ_OK && number < n_before;
    return status;
}

/* @p is_listed: by `metrics`; otherwise only numbers make a metric. */
static nz_status_t
add_value(nz_sample_tallies_t *self, const char *metric, const json_t *item,
    const json_t *value, bool is_listed)
{
    const bool is_number = json_is_number(value) || json_is_boolean(value);

    if (!may_be_metric(metric) || (!is_listed && !is_number)) {
        return NZ_OK;
    }
    nz_sample_tally_t *tally = find_tally(self, metric, filter_of(item));
    if (tally == NULL) {
        return NZ_OK;
    }
    if (is_number) {
        const double number = nz_import_json_number(value);
        nz_moments_push(&tally->moments, number);
        tally->is_binary = tally->is_binary && (number == 0.0 || number == 1.0);
        tally->n_ones += number == 1.0;
    } else if (value != NULL && !json_is_null(value)
               && !(json_is_string(value) && json_string_length(value) == 0)) {
        tally->is_other = true; /* the empty text was NaN */
    }
    return note_item(self, tally, json_object_get(item, "doc_id"));
}

static void
count_item(nz_sample_tallies_t *self, const char *filter)
{
    size_t i = 0;

    while (i < self->n_filters && strcmp(self->filters[i].name, filter) != 0) {
        i++;
    }
    if (i == self->n_filters && i < NZ_IMPORT_TALLIES_MAX) {
        self->n_filters++;
        (void) snprintf(
            self->filters[i].name, sizeof(self->filters[i].name), "%s", filter);
    }
    if (i < self->n_filters) {
        self->filters[i].n_items++;
    }
}

static nz_status_t
tally_item(void *context, json_t *item, size_t line)
{
    nz_sample_tallies_t *self = context;
    const json_t *listed = json_object_get(item, "metrics");
    nz_status_t status = NZ_OK;

    (void) line;
    count_item(self, filter_of(item));
    if (json_is_array(listed)) {
        for (size_t i = 0; i < json_array_size(listed) && status == NZ_OK; i++) {
            const char *metric = nz_import_json_text(json_array_get(listed, i));
            if (metric != NULL) {
                status =
                    add_value(self, metric, item, json_object_get(item, metric), true);
            }
        }
        return status;
    }
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(item, key, value)
    {
        if (status == NZ_OK) {
            status = add_value(self, key, item, value, false);
        }
    }
    return status;
}

static uint64_t
items_of_filter(const nz_sample_tallies_t *self, const char *filter)
{
    for (size_t i = 0; i < self->n_filters; i++) {
        if (strcmp(self->filters[i].name, filter) == 0) {
            return self->filters[i].n_items;
        }
    }
    return 0;
}

/* Opens the results of the same run, if they are beside the samples. */
static nz_status_t
open_results_beside(const nz_import_log_t *log, nz_import_run_t *run)
{
    char folder[PATH_MAX], path[PATH_MAX + NAME_MAX + 2];
    nz_status_t status = NZ_ERR_INPUT;

    nz_import_log_folder(log->path, folder, sizeof(folder));
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return NZ_ERR_INPUT;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL && status == NZ_ERR_INPUT;
         entry = readdir(dir)) {
        const char *extension = strrchr(entry->d_name, '.');
        char date[NZ_IMPORT_DATE_MAX];
        nz_import_log_date(entry->d_name, date);
        const bool is_same = log->date[0] != '\0'
                                 ? strcmp(date, log->date) == 0
                                 : strcmp(entry->d_name, "results.json") == 0;
        if (is_same && extension != NULL && strcmp(extension, ".json") == 0) {
            (void) snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
            status = nz_import_run_open(path, run, NULL);
        }
    }
    (void) closedir(dir);
    return status;
}

/* The task in the name of a file: what the results beside it call so, else the part
 * between samples_ and the date. */
static void
name_task(const nz_import_log_t *log, const nz_import_run_t *run, nz_sample_name_t out)
{
    const char *base = nz_import_log_base(log->path), *task = NULL;
    const char *end = strrchr(base, '.');
    json_t *scores = NULL;
    size_t n = end != NULL ? (size_t) (end - base) : strlen(base), n_found = 0;

    if (log->date[0] != '\0') {
        n = (size_t) (strrchr(base, '_') - base);
    }
    json_object_foreach(json_object_get(run->root, "results"), task, scores)
    {
        const size_t n_task = strlen(task);
        if (n_task > n_found && n_task <= n && nz_import_rows_is_name(task)
            && strncmp(base + n - n_task, task, n_task) == 0
            && (n_task == n || base[n - n_task - 1] == '_')) {
            n_found = n_task;
        }
    }
    if (n_found == 0) {
        const size_t n_prefix = strncmp(base, "samples_", 8) == 0 && n > 8 ? 8 : 0;
        base += n_prefix;
        n -= n_prefix;
        n_found = n;
    }
    (void) snprintf(
        out, NZ_IMPORT_NAME_MAX + 1, "%.*s", (int) n_found, base + n - n_found);
}

static nz_status_t
push_tally(nz_import_t *import, size_t i_log, const nz_import_run_t *run,
    const nz_sample_tally_t *tally, uint64_t n_items)
{
    nz_import_log_t *log = &import->logs[i_log];
    nz_sample_name_t whole;
    const bool is_plain = tally->filter[0] == '\0' || strcmp(tally->filter, "none") == 0;
    const int n = snprintf(whole, sizeof(whole), "%s%s%s", tally->metric,
        is_plain ? "" : ",", is_plain ? "" : tally->filter);
    const uint64_t trials = tally->moments.n;

    if (n < 0 || (size_t) n >= sizeof(whole)) {
        return NZ_OK; /* too long for a name; as of results */
    }
    const nz_import_row_t row = { .model = log->model,
        .task = log->task,
        .metric = whole,
        .parameters = log->parameters,
        .score = tally->is_binary ? (double) tally->n_ones / (double) trials
                                  : tally->moments.mean,
        .standard_error = nz_moments_sd(&tally->moments) / sqrt((double) trials),
        .shots =
            run->root != NULL ? nz_import_run_shots(run, log->task) : NZ_IMPORT_UNKNOWN,
        .trials = trials,
        .items = n_items,
        .successes = tally->is_binary ? tally->n_ones : NZ_IMPORT_UNKNOWN,
        .i_log = i_log };
    nz_status_t status = nz_import_rows_add_item_metric(import, tally->metric);
    return status == NZ_OK ? nz_import_rows_push(import, &row) : status;
}

static nz_status_t
push_tallies(nz_import_t *import, size_t i_log, const nz_import_run_t *run,
    const nz_sample_tallies_t *tallies, nz_diagnostics_t *diagnostics)
{
    const char *path = import->logs[i_log].path;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < tallies->n && status == NZ_OK; i++) {
        const nz_sample_tally_t *tally = &tallies->tallies[i];
        const uint64_t n_items = items_of_filter(tallies, tally->filter);
        if (tally->is_other || tally->moments.n == 0 || !isfinite(tally->moments.mean)) {
            nz_diagnostics_add(diagnostics, path, 0, 0,
                "`%s` is not one number for each item: left out", tally->metric);
            continue;
        }
        if (tally->n_repeated > 0) {
            nz_diagnostics_add(diagnostics, path, 0, 0,
                "%llu of %llu items of `%s` are repeated: left out (older logs repeat "
                "each item for every filter; use results_*.json)",
                (unsigned long long) tally->n_repeated, (unsigned long long) n_items,
                tally->metric);
            continue;
        }
        if (tally->moments.n < n_items) {
            nz_diagnostics_add(diagnostics, path, 0, 0,
                "%llu of %llu items have no `%s`, and do not count there",
                (unsigned long long) (n_items - tally->moments.n),
                (unsigned long long) n_items, tally->metric);
        }
        status = push_tally(import, i_log, run, tally, n_items);
    }
    if (tallies->n_omitted > 0 && status == NZ_OK) {
        nz_diagnostics_add(diagnostics, path, 0, 0,
            "has more than %d metrics: %zu values are left out", NZ_IMPORT_TALLIES_MAX,
            tallies->n_omitted);
    }
    return status;
}

/* What the run is: into the log. */
static nz_status_t
describe_log(
    nz_import_log_t *log, const nz_import_run_t *run, const nz_import_options_t *options)
{
    nz_sample_name_t task, model;

    name_task(log, run, task);
    nz_import_log_model(log->path, run->model, options, model);
    log->limit = run->root != NULL ? run->limit : -(double) INFINITY;
    if (run->root != NULL) {
        log->parameters = run->parameters;
    }
    log->task = nz_import_rows_copy(task);
    log->model = nz_import_rows_copy(model);
    return log->task != NULL && log->model != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;
}

nz_status_t
nz_import_samples_read(nz_import_t *import, size_t i_log,
    const nz_import_options_t *options, nz_diagnostics_t *diagnostics)
{
    nz_import_log_t *log = &import->logs[i_log];
    nz_import_run_t run = { 0 };
    nz_sample_tallies_t tallies = { 0 };
    size_t n_skipped = 0;
    const size_t n_before = import->n_rows;
    nz_status_t status = NZ_ERR_NO_MEMORY;

    tallies.tallies = calloc(NZ_IMPORT_TALLIES_MAX, sizeof(*tallies.tallies));
    tallies.filters = calloc(NZ_IMPORT_TALLIES_MAX, sizeof(*tallies.filters));
    if (tallies.tallies != NULL && tallies.filters != NULL) {
        status = nz_import_lines_read(
            log->path, NZ_IMPORT_LINE_MAX, tally_item, &tallies, &n_skipped, diagnostics);
    }
    if (status == NZ_OK) {
        import->n_lines_skipped += n_skipped;
        status = open_results_beside(log, &run);
        status = status == NZ_ERR_INPUT ? NZ_OK : status;
    }
    if (status == NZ_OK) {
        status = describe_log(log, &run, options);
    }
    if (status == NZ_OK) {
        status = push_tallies(import, i_log, &run, &tallies, diagnostics);
    }
    if (status == NZ_OK && import->n_rows == n_before) {
        nz_diagnostics_add(diagnostics, log->path, 0, 0, "there are no scores in it");
        status = NZ_ERR_INPUT;
    }
    nz_import_run_close(&run);
    nz_labels_free(&tallies.seen);
    free(tallies.tallies);
    free(tallies.filters);
    return status;
}

/* Items being handed on. */
typedef struct nz_sample_handing {
    const char *const *metrics;
    size_t n_metrics;
    double *values; /* owned */
    nz_import_on_item_t on_item;
    void *context;
} nz_sample_handing_t;

static nz_status_t
hand_item(void *context, json_t *object, size_t line)
{
    nz_sample_handing_t *self = context;
    const json_t *id = json_object_get(object, "doc_id");
    const char *text = nz_import_json_text(id);
    char number[64];

    if (json_is_number(id)) {
        (void) snprintf(number, sizeof(number), "%.17g", json_number_value(id));
    } else {
        (void) snprintf(number, sizeof(number), "%zu", line);
    }
    for (size_t i = 0; i < self->n_metrics; i++) {
        self->values[i] =
            nz_import_json_number(json_object_get(object, self->metrics[i]));
    }
    const nz_import_item_t item = { filter_of(object),
        text != NULL && nz_import_rows_is_name(text) ? text : number, self->values };
    return self->on_item(self->context, &item);
}

nz_status_t
nz_import_samples_items(const char *path, const char *const *metrics, size_t n_metrics,
    nz_import_on_item_t on_item, void *context)
{
    nz_sample_handing_t handing = {
        .metrics = metrics, .n_metrics = n_metrics, .on_item = on_item, .context = context
    };
    size_t n_skipped = 0;

    if (path == NULL || metrics == NULL || on_item == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    handing.values = calloc(n_metrics + 1, sizeof(*handing.values));
    if (handing.values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_status_t status = nz_import_lines_read(
        path, NZ_IMPORT_LINE_MAX, hand_item, &handing, &n_skipped, NULL);
    free(handing.values);
    return status;
}
