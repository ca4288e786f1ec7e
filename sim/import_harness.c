#include "sim/import_harness.h"

#include "sim/file_io.h"
#include "sim/import_json.h"
#include "sim/import_log.h"
#include "sim/import_rows.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STDERR "_stderr"

/* A whole number in 0..2^53, or `otherwise`. */
static uint64_t
count_of(const json_t *value, uint64_t otherwise)
{
    const double number = json_is_number(value) ? json_number_value(value) : -1.0;

    return number >= 0.0 && number <= 0x1p53 && number == floor(number)
               ? (uint64_t) number
               : otherwise;
}

/* The value of a key in "key=value,key=value"; false if it is not there. */
static bool
find_argument(const char *arguments, const char *key, char *out, size_t size)
{
    const size_t n_key = strlen(key);

    while (arguments != NULL) {
        const char *comma = strchr(arguments, ',');
        const size_t n = comma != NULL ? (size_t) (comma - arguments) : strlen(arguments);
        if (n > n_key + 1 && strncmp(arguments, key, n_key) == 0
            && arguments[n_key] == '=') {
            (void) snprintf(
                out, size, "%.*s", (int) (n - n_key - 1), arguments + n_key + 1);
            return true;
        }
        arguments = comma != NULL ? comma + 1 : NULL;
    }
    return false;
}

/* An argument of the model, of a text or an object of arguments. */
static bool
find_model_argument(const json_t *arguments, const char *key, char *out, size_t size)
{
    const char *value = nz_import_json_text(json_object_get(arguments, key));

    if (value != NULL && value[0] != '\0') {
        (void) snprintf(out, size, "%s", value);
        return true;
    }
    return find_argument(nz_import_json_text(arguments), key, out, size);
}

/* One byte longer than a name may be, so that what was cut is not taken for one. */
typedef char nz_run_text_t[NZ_IMPORT_NAME_MAX + 2];

static void
find_model(const json_t *root, char model[NZ_IMPORT_NAME_MAX + 1])
{
    static const char *const keys[] = { "peft", "delta", "pretrained", "model", "path",
        "engine" };
    const json_t *arguments =
        json_object_get(json_object_get(root, "config"), "model_args");
    const char *told = nz_import_json_text(json_object_get(root, "model_name"));
    nz_run_text_t name = "", revision = "";
    char whole[2 * sizeof(nz_run_text_t)];

    if (told != NULL) {
        (void) snprintf(name, sizeof(name), "%s", told);
    }
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && name[0] == '\0'; i++) {
        (void) find_model_argument(arguments, keys[i], name, sizeof(name));
    }
    const bool is_revision =
        find_model_argument(arguments, "revision", revision, sizeof(revision))
        && strcmp(revision, "main") != 0;
    (void) snprintf(whole, sizeof(whole), "%s%s%s", name, is_revision ? "@" : "",
        is_revision ? revision : "");
    if (name[0] != '\0' && nz_import_rows_is_name(whole)) {
        memcpy(model, whole, strlen(whole) + 1);
    }
}

nz_status_t
nz_import_run_open(const char *path, nz_import_run_t *out, nz_diagnostics_t *diagnostics)
{
    nz_import_run_t run = { .parameters = (double) NAN, .limit = (double) NAN };
    char *bytes = NULL;
    size_t size = 0;
    nz_status_t status =
        nz_file_read(path, NZ_IMPORT_BYTES_MAX, &bytes, &size, diagnostics);

    if (status != NZ_OK) {
        return status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
    }
    status = nz_import_json_parse(
        bytes, size, path, 0, JSON_REJECT_DUPLICATES, &run.root, diagnostics);
    free(bytes);
    if (status != NZ_OK) {
        return status;
    }
    if (!json_is_object(json_object_get(run.root, "results"))) {
        nz_diagnostics_add(diagnostics, path, 0, 0,
            "expected an object `results`: is this a results_*.json of the language "
            "model evaluation harness?");
        nz_import_run_close(&run);
        return NZ_ERR_INPUT;
    }
    const json_t *config = json_object_get(run.root, "config");
    const double limit = nz_import_json_number(json_object_get(config, "limit"));
    const uint64_t parameters =
        count_of(json_object_get(config, "model_num_parameters"), 0);
    run.limit = limit > 0.0 ? limit : (double) NAN;
    run.parameters = parameters > 0 ? (double) parameters : (double) NAN;
    find_model(run.root, run.model);
    *out = run;
    return NZ_OK;
}

void
nz_import_run_close(nz_import_run_t *self)
{
    json_decref(self->root);
    *self = (nz_import_run_t){ 0 };
}

uint64_t
nz_import_run_shots(const nz_import_run_t *self, const char *task)
{
    const json_t *of_tasks = json_object_get(self->root, "n-shot");
    const json_t *task_config =
        json_object_get(json_object_get(self->root, "configs"), task);
    const json_t *all =
        json_object_get(json_object_get(self->root, "config"), "num_fewshot");
    uint64_t shots = count_of(json_object_get(of_tasks, task), NZ_IMPORT_UNKNOWN);

    if (shots == NZ_IMPORT_UNKNOWN) {
        shots = count_of(json_object_get(task_config, "num_fewshot"), NZ_IMPORT_UNKNOWN);
    }
    return shots != NZ_IMPORT_UNKNOWN ? shots : count_of(all, NZ_IMPORT_UNKNOWN);
}

/* Test items of a task; 0 = the file does not say. */
static uint64_t
trials_of(const nz_import_run_t *run, const char *task, const json_t *scores)
{
    const json_t *samples =
        json_object_get(json_object_get(run->root, "n-samples"), task);
    uint64_t trials = count_of(json_object_get(samples, "effective"), 0);

    if (trials == 0) {
        trials = count_of(json_object_get(scores, "sample_len"), 0);
    }
    return trials > 0 ? trials : count_of(json_object_get(scores, "samples"), 0);
}

static bool
is_aggregate(const json_t *root, const char *task)
{
    const json_t *subtasks =
        json_object_get(json_object_get(root, "group_subtasks"), task);

    return json_object_get(json_object_get(root, "groups"), task) != NULL
           || json_array_size(subtasks) > 0;
}

static void
count_aggregate(nz_import_t *import, const char *task)
{
    const char *at = strstr(import->aggregates, task);
    const size_t n = strlen(task);

    import->n_aggregates++;
    while (at != NULL
           && !((at == import->aggregates || at[-1] == ' ')
                && (at[n] == '\0' || at[n] == ','))) {
        at = strstr(at + 1, task);
    }
    if (at == NULL) {
        nz_append_word(import->aggregates, sizeof(import->aggregates), task);
    }
}

/* A key of version 0.4, or a text, taken apart at its comma. */
typedef struct nz_metric_key {
    size_t n_base;      /* of the name before the comma */
    const char *filter; /* "" = none */
} nz_metric_key_t;

static nz_metric_key_t
split_key(const char *key)
{
    const char *comma = strchr(key, ',');

    return (nz_metric_key_t){ comma != NULL ? (size_t) (comma - key) : strlen(key),
        comma != NULL ? comma + 1 : "" };
}

static bool
has_commas(json_t *scores)
{
    const char *key = NULL;
    json_t *value = NULL;

    json_object_foreach(scores, key, value)
    {
        if (strchr(key, ',') != NULL) {
            return true;
        }
    }
    return false;
}

/* Whether a key names a metric, rather than its standard error or something else. */
static bool
is_metric(const char *key, bool commas)
{
    static const char *const others[] = { "alias", "name", "samples", "sample_len",
        "sample_count", "bypass", "task", "version" };
    const nz_metric_key_t parts = split_key(key);
    const size_t n_stderr = strlen(STDERR);

    if ((commas && strchr(key, ',') == NULL) || parts.n_base == 0 || key[0] == ' '
        || (parts.n_base >= n_stderr
            && strncmp(key + parts.n_base - n_stderr, STDERR, n_stderr) == 0)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (strlen(others[i]) == parts.n_base
            && strncmp(key, others[i], parts.n_base) == 0) {
            return false;
        }
    }
    return true;
}

/* The standard error that belongs to a metric; NaN = none. */
static double
standard_error_of(const json_t *scores, const char *key)
{
    const nz_metric_key_t parts = split_key(key);
    char name[NZ_IMPORT_NAME_MAX + sizeof(STDERR) + 1];

    (void) snprintf(name, sizeof(name), "%.*s" STDERR "%s", (int) parts.n_base, key,
        key + parts.n_base);
    const json_t *value = json_object_get(scores, name);
    const double error = json_is_number(value) ? json_number_value(value) : -1.0;
    return error >= 0.0 ? error : (double) NAN;
}

/* What is read from one file. */
typedef struct nz_harness_reading {
    nz_import_t *import;
    const nz_import_run_t *run;
    char model[NZ_IMPORT_NAME_MAX + 1];
    const char *path;
    size_t i_log;
    size_t n_no_numbers; /* scores that are none */
    nz_diagnostics_t *diagnostics;
} nz_harness_reading_t;

static nz_status_t
push_score(nz_harness_reading_t *self, const char *task, const json_t *scores,
    const char *key, double score)
{
    char name[NZ_IMPORT_NAME_MAX + 1], metric[NZ_IMPORT_NAME_MAX + 1];
    const nz_metric_key_t parts = split_key(key);
    const bool is_plain = parts.filter[0] == '\0' || strcmp(parts.filter, "none") == 0;

    (void) snprintf(name, sizeof(name), "%s", task);
    (void) snprintf(metric, sizeof(metric), "%.*s",
        (int) (is_plain ? parts.n_base : strlen(key)), key);
    const nz_import_row_t row = { .model = self->model,
        .task = name,
        .metric = metric,
        .parameters = self->run->parameters,
        .score = score,
        .standard_error = standard_error_of(scores, key),
        .shots = nz_import_run_shots(self->run, task),
        .trials = trials_of(self->run, task, scores),
        .successes = NZ_IMPORT_UNKNOWN,
        .i_log = self->i_log };
    return nz_import_rows_push(self->import, &row);
}

static nz_status_t
read_task(nz_harness_reading_t *self, const char *task, json_t *scores)
{
    const bool commas = has_commas(scores);
    const char *key = NULL;
    json_t *value = NULL;
    nz_status_t status = NZ_OK;

    if (!nz_import_rows_is_name(task) || !json_is_object(scores)) {
        nz_diagnostics_add(self->diagnostics, self->path, 0, 0,
            "expected the scores of a task of a short name, found `%.40s`: left out",
            task);
        return NZ_OK;
    }
    json_object_foreach(scores, key, value)
    {
        if (status != NZ_OK || !is_metric(key, commas)) {
            continue;
        }
        const double score =
            json_is_number(value) ? json_number_value(value) : (double) NAN;
        if (!isfinite(score) || !nz_import_rows_is_name(key)) {
            self->n_no_numbers++;
            continue;
        }
        status = push_score(self, task, scores, key, score);
    }
    return status;
}

static nz_status_t
read_tasks(nz_harness_reading_t *self)
{
    const char *task = NULL;
    json_t *scores = NULL;
    nz_status_t status = NZ_OK;

    json_object_foreach(json_object_get(self->run->root, "results"), task, scores)
    {
        if (status != NZ_OK) {
            break;
        }
        if (is_aggregate(self->run->root, task)) {
            count_aggregate(self->import, task);
        } else {
            status = read_task(self, task, scores);
        }
    }
    if (self->n_no_numbers > 0 && status == NZ_OK) {
        nz_diagnostics_add(self->diagnostics, self->path, 0, 0,
            "%zu of its scores %s no number: left out", self->n_no_numbers,
            self->n_no_numbers == 1 ? "is" : "are");
    }
    return status;
}

nz_status_t
nz_import_harness_read(nz_import_t *import, size_t i_log,
    const nz_import_options_t *options, nz_diagnostics_t *diagnostics)
{
    nz_import_log_t *log = &import->logs[i_log];
    nz_import_run_t run = { 0 };
    const size_t n_before = import->n_rows;
    nz_status_t status = nz_import_run_open(log->path, &run, diagnostics);

    if (status != NZ_OK) {
        return status;
    }
    log->limit = run.limit;
    nz_harness_reading_t reading = { .import = import,
        .run = &run,
        .path = log->path,
        .i_log = i_log,
        .diagnostics = diagnostics };
    nz_import_log_model(log->path, run.model, options, reading.model);
    status = read_tasks(&reading);
    if (status == NZ_OK && import->n_rows == n_before) {
        nz_diagnostics_add(diagnostics, log->path, 0, 0, "there are no scores in it");
        status = NZ_ERR_INPUT;
    }
    nz_import_run_close(&run);
    return status;
}
