#include "sim/import_complete.h"

#include "sim/import_rows.h"
#include "sim/labels.h"
#include "sim/model_name.h"
#include "sim/number.h"
#include "sim/score_law.h"
#include "sim/success_count.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_MAX NZ_LABEL_SIZE_MAX
#define SAME_SCORE 1e-6
#define WHOLE 1e-6
#define DIGITS_MIN 8
#define TRIALS_OF_STDERR_MAX 1e6

/* What a model is called without its organisation and revision. */
static bool
is_called(const char *model, const char *name)
{
    const char *slash = strrchr(model, '/');
    const char *base = slash != NULL ? slash + 1 : model;
    const size_t n = strlen(name);

    return strcmp(model, name) == 0
           || (strncmp(base, name, n) == 0 && (base[n] == '\0' || base[n] == '@'))
           || (strncmp(model, name, n) == 0 && model[n] == '@');
}

/* What its name says, and its size by the options, as it was, or by the name. */
static void
complete_model(const nz_import_options_t *options, const char *model,
    nz_model_name_t *name, double *parameters, nz_import_source_t *source)
{
    *name = (nz_model_name_t){ .parameters = (double) NAN };
    if (nz_model_name_read(model, name) == NZ_OK && isnan(*parameters)
        && !isnan(name->parameters)) {
        *parameters = name->parameters;
        *source = NZ_IMPORT_OF_NAME;
    }
    for (size_t i = 0; i < options->n_sizes; i++) {
        if (is_called(model, options->sizes[i].model)) {
            *parameters = options->sizes[i].parameters;
            *source = NZ_IMPORT_OF_OPTION;
            options->sizes[i].is_used = true;
        }
    }
}

/* The family that the options give, else the one there is, else that of the name. */
static nz_status_t
complete_family(
    const nz_import_options_t *options, const nz_model_name_t *name, char **family)
{
    const bool has_own = *family != NULL && (*family)[0] != '\0';

    if (has_own && options->family == NULL) {
        return NZ_OK;
    }
    char *copy =
        nz_import_rows_copy(options->family != NULL ? options->family : name->family);
    if (copy == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    free(*family);
    *family = copy;
    return NZ_OK;
}

nz_status_t
nz_import_complete_models(nz_import_t *self, const nz_import_options_t *options)
{
    nz_model_name_t name;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < self->n_rows && status == NZ_OK; i++) {
        nz_import_row_t *row = &self->rows[i];
        row->parameters_of =
            isnan(row->parameters) ? NZ_IMPORT_OF_NOTHING : NZ_IMPORT_OF_LOG;
        if (self->logs[row->i_log].kind != NZ_IMPORT_SIZES) {
            complete_model(
                options, row->model, &name, &row->parameters, &row->parameters_of);
            status = complete_family(options, &name, &row->family);
        }
    }
    for (size_t i = 0; i < self->n_logs && status == NZ_OK; i++) {
        nz_import_log_t *log = &self->logs[i];
        nz_import_source_t source = NZ_IMPORT_OF_LOG;
        if (log->model != NULL) {
            complete_model(options, log->model, &name, &log->parameters, &source);
            status = complete_family(options, &name, &log->family);
        }
    }
    return status;
}

/* What makes a score the same in two logs. */
static nz_status_t
number_of_score(nz_labels_t *labels, const nz_import_row_t *row, uint64_t *number)
{
    char key[KEY_MAX]; /* names have at most 200 bytes */
    int n = 0;

    if (row->model[0] != '\0') {
        n = snprintf(key, sizeof(key), "%s\x1f", row->model);
    } else if (!isnan(row->parameters)) {
        n = snprintf(key, sizeof(key), "%s\x1e%.17g\x1f", row->family, row->parameters);
    } else {
        n = snprintf(key, sizeof(key), "\x1d%zu\x1f", row->i_log);
    }
    if (n > 0) {
        n += snprintf(key + n, sizeof(key) - (size_t) n, "%s\x1f%s\x1f%llu", row->task,
            row->metric, (unsigned long long) row->shots);
    }
    return nz_labels_number(labels, key, n > 0 ? (size_t) n : 0, number);
}

/* Whether two logs are of one run: results and its samples. */
static bool
is_same_run(const nz_import_log_t *a, const nz_import_log_t *b)
{
    return a->date[0] != '\0' && strcmp(a->date, b->date) == 0
           && ((a->kind == NZ_IMPORT_HARNESS && b->kind == NZ_IMPORT_SAMPLES)
               || (a->kind == NZ_IMPORT_SAMPLES && b->kind == NZ_IMPORT_HARNESS));
}

/* Significant digits of a number in its shortest form. */
static size_t
count_digits(double value)
{
    char text[NZ_NUMBER_SHORTEST_MAX];
    size_t n = 0;

    nz_number_format(value, text);
    for (const char *c = text; *c != '\0' && *c != 'e'; c++) {
        n += (*c >= '1' && *c <= '9') || (*c == '0' && n > 0);
    }
    return n;
}

/* The trials that the standard error of a mean of 0/1 outcomes tells; 0 = none. */
static uint64_t
trials_of_error(const nz_import_row_t *row)
{
    const double p = row->score, error = row->standard_error;

    if (!(p > 0.0 && p < 1.0 && error > 0.0) || count_digits(error) < DIGITS_MIN) {
        return 0;
    }
    const double n = round(1.0 + p * (1.0 - p) / (error * error));
    if (!(n >= 2.0 && n <= TRIALS_OF_STDERR_MAX)) {
        return 0;
    }
    const bool is_error = fabs(sqrt(p * (1.0 - p) / (n - 1.0)) - error) <= 1e-9 * error;
    const uint64_t trials = (uint64_t) n;
    return is_error && nz_success_count_off(p, trials) <= WHOLE ? trials : 0;
}

/* Whether samples have another number of items than the results of their run say;
 * @p said, @p there: by the results and in the samples. */
static bool
is_other_size(
    const nz_import_row_t *a, const nz_import_row_t *b, uint64_t *said, uint64_t *there)
{
    const nz_import_row_t *samples = a->items > 0 ? a : b;
    const nz_import_row_t *results = a->items > 0 ? b : a;

    *there = samples->items;
    *said = results->trials > 0 ? results->trials : trials_of_error(results);
    return *said > 0 && *there > 0 && *said != *there;
}

/* Of two rows with the same score, the second in a later log: whether the second counts.
 */
static bool
second_counts(
    const nz_import_t *self, const nz_import_row_t *first, const nz_import_row_t *second)
{
    const nz_import_log_t *a = &self->logs[first->i_log], *b = &self->logs[second->i_log];

    if (is_same_run(a, b)) {
        uint64_t said = 0, there = 0;
        const bool is_same = fabs(first->score - second->score)
                                 <= SAME_SCORE * fmax(1.0, fabs(first->score))
                             && !is_other_size(first, second, &said, &there);
        return (b->kind == NZ_IMPORT_SAMPLES) == is_same;
    }
    return b->date[0] == '\0' || strcmp(a->date, b->date) <= 0;
}

/* Which of several rows with the same score counts. */
typedef struct nz_import_choice {
    uint64_t *number; /* of each row: the same for the same score; owned */
    size_t *winner;   /* row of each number; owned */
    bool *keep;       /* of each row; owned */
    size_t *n_lost;   /* rows that a log loses to others, not of its run; owned */
    size_t *last;     /* the log it lost the last one to; owned */
    bool *is_told;    /* of each log, that it has another number of items; owned */
    nz_diagnostics_t *diagnostics;
} nz_import_choice_t;

/* Samples do not tell the shots; results of the same run that were named too do. */
static nz_status_t
share_shots(nz_import_t *self)
{
    nz_labels_t labels = { 0 };
    uint64_t *shots = malloc((self->n_rows + 1) * sizeof(*shots));
    nz_status_t status = shots != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < self->n_rows && status == NZ_OK; i++) {
            nz_import_row_t *row = &self->rows[i];
            const nz_import_log_t *log = &self->logs[row->i_log];
            const size_t n_before = labels.n;
            char key[KEY_MAX];
            uint64_t number = 0;
            if (log->date[0] == '\0'
                || log->kind != (pass == 0 ? NZ_IMPORT_HARNESS : NZ_IMPORT_SAMPLES)) {
                continue;
            }
            const int n = snprintf(key, sizeof(key), "%s\x1f%s\x1f%s\x1f%s", row->model,
                row->task, row->metric, log->date);
            status = nz_labels_number(&labels, key, n > 0 ? (size_t) n : 0, &number);
            if (status != NZ_OK) {
                break;
            }
            if (pass == 0 || number == n_before) {
                shots[number] = row->shots;
            } else if (row->shots == NZ_IMPORT_UNKNOWN) {
                row->shots = shots[number];
            }
        }
    }
    nz_labels_free(&labels);
    free(shots);
    return status;
}

/* Once for a file of samples that loses to its results. */
static void
tell_size(const nz_import_t *self, nz_import_choice_t *choice,
    const nz_import_row_t *lost, uint64_t said, uint64_t there)
{
    if (lost->items == 0 || choice->is_told[lost->i_log]) {
        return;
    }
    choice->is_told[lost->i_log] = true;
    nz_diagnostics_add(choice->diagnostics, self->logs[lost->i_log].path, 0, 0,
        "has %llu items of `%s`, its results say %llu: those count (truncated samples?)",
        (unsigned long long) there, lost->metric, (unsigned long long) said);
}

static void
lose(nz_import_t *self, nz_import_choice_t *choice, size_t i_loser, size_t i_winner)
{
    const nz_import_row_t *lost = &self->rows[i_loser];
    nz_import_row_t *kept = &self->rows[i_winner];
    const size_t loser = lost->i_log, winner = kept->i_log;

    choice->keep[i_loser] = false;
    if (is_same_run(&self->logs[loser], &self->logs[winner])) {
        uint64_t said = 0, there = 0;
        if (is_other_size(lost, kept, &said, &there)) {
            tell_size(self, choice, lost, said, there);
        } else if (kept->trials == 0) {
            kept->trials = lost->trials;
        }
        if (isnan(kept->parameters)) {
            kept->parameters = lost->parameters;
        }
    } else {
        choice->n_lost[loser]++;
        choice->last[loser] = winner;
    }
}

static nz_status_t
choose(nz_import_t *self, nz_import_choice_t *choice)
{
    nz_labels_t labels = { 0 };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < self->n_rows && status == NZ_OK; i++) {
        const size_t n_before = labels.n;
        uint64_t *number = &choice->number[i];
        choice->keep[i] = true;
        if (self->logs[self->rows[i].i_log].kind == NZ_IMPORT_SIZES) {
            continue;
        }
        status = number_of_score(&labels, &self->rows[i], number);
        if (status == NZ_OK
            && (*number == n_before
                || second_counts(
                    self, &self->rows[choice->winner[*number]], &self->rows[i]))) {
            choice->winner[*number] = i;
        }
    }
    nz_labels_free(&labels);
    for (size_t i = 0; i < self->n_rows && status == NZ_OK; i++) {
        const size_t winner = choice->winner[choice->number[i]];
        if (self->logs[self->rows[i].i_log].kind != NZ_IMPORT_SIZES
            && self->rows[winner].i_log != self->rows[i].i_log) {
            lose(self, choice, i, winner);
        }
    }
    return status;
}

nz_status_t
nz_import_complete_distinct(nz_import_t *self, nz_diagnostics_t *diagnostics)
{
    if (self->n_logs < 2) {
        return NZ_OK;
    }
    nz_import_choice_t choice = { .number = calloc(self->n_rows + 1, sizeof(uint64_t)),
        .winner = calloc(self->n_rows + 1, sizeof(size_t)),
        .keep = calloc(self->n_rows + 1, sizeof(bool)),
        .n_lost = calloc(self->n_logs + 1, sizeof(size_t)),
        .last = calloc(self->n_logs + 1, sizeof(size_t)),
        .is_told = calloc(self->n_logs + 1, sizeof(bool)),
        .diagnostics = diagnostics };
    nz_status_t status = share_shots(self);

    if (choice.number == NULL || choice.winner == NULL || choice.keep == NULL
        || choice.n_lost == NULL || choice.last == NULL || choice.is_told == NULL) {
        status = NZ_ERR_NO_MEMORY;
    }
    if (status == NZ_OK) {
        status = choose(self, &choice);
    }
    for (size_t i = 0; i < self->n_logs && status == NZ_OK; i++) {
        const nz_import_log_t *winner = &self->logs[choice.last[i]];
        if (choice.n_lost[i] > 0) {
            nz_diagnostics_add(diagnostics, self->logs[i].path, 0, 0,
                "%zu of its scores %s also in %s, which counts instead", choice.n_lost[i],
                choice.n_lost[i] == 1 ? "is" : "are", winner->path);
        }
    }
    if (status == NZ_OK) {
        nz_import_rows_filter(self, choice.keep);
    }
    free(choice.number);
    free(choice.winner);
    free(choice.keep);
    free(choice.n_lost);
    free(choice.last);
    free(choice.is_told);
    return status;
}

/* What logs say of the size of a task: none yet, one, or several that differ. */
typedef struct nz_task_size {
    uint64_t trials;
    bool is_unclear; /* they differ */
} nz_task_size_t;

static nz_status_t
find_size(nz_labels_t *labels, nz_task_size_t *sizes, const char *task, double limit,
    nz_task_size_t **out)
{
    char key[KEY_MAX];
    const int n =
        snprintf(key, sizeof(key), "%s\x1f%.17g", task, isnan(limit) ? -1.0 : limit);
    uint64_t number = 0;
    nz_status_t status = nz_labels_number(labels, key, n > 0 ? (size_t) n : 0, &number);

    if (status == NZ_OK) {
        *out = &sizes[number];
    }
    return status;
}

static void
note_size(nz_task_size_t *size, uint64_t trials)
{
    size->is_unclear = size->is_unclear || (size->trials > 0 && size->trials != trials);
    size->trials = trials;
}

/* Items that the harness takes of a task under a limit; 0 = not known. */
static uint64_t
limited(uint64_t trials, double limit)
{
    if (isnan(limit)) {
        return trials;
    }
    if (!(limit >= 1.0)) {
        return 0; /* a share, which versions round differently, or not known */
    }
    return limit < (double) trials ? (uint64_t) limit : trials;
}

/* Gives a row the trials that a table of sizes or other logs have. */
static nz_status_t
fill_trials(
    nz_import_t *self, nz_labels_t *labels, nz_task_size_t *sizes, nz_import_row_t *row)
{
    const double limit = self->logs[row->i_log].limit;
    nz_task_size_t *of_table = NULL, *of_others = NULL;
    nz_status_t status =
        find_size(labels, sizes, row->task, (double) INFINITY, &of_table);

    if (status == NZ_OK) {
        status = find_size(labels, sizes, row->task, limit, &of_others);
    }
    if (status != NZ_OK) {
        return status;
    }
    if (of_table->trials > 0 && !of_table->is_unclear
        && limited(of_table->trials, limit) > 0) {
        row->trials = limited(of_table->trials, limit);
        row->trials_of = NZ_IMPORT_OF_SIZES;
    } else if (of_others->trials > 0 && !of_others->is_unclear) {
        row->trials = of_others->trials;
        row->trials_of = NZ_IMPORT_OF_OTHERS;
    }
    return NZ_OK;
}

/* The tables of sizes have gone into other rows, unless there are none. */
static nz_status_t
leave_out_sizes(nz_import_t *self)
{
    bool *keep = calloc(self->n_rows + 1, sizeof(*keep));
    size_t n_kept = 0;

    if (keep == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < self->n_rows; i++) {
        keep[i] = self->logs[self->rows[i].i_log].kind != NZ_IMPORT_SIZES;
        n_kept += keep[i];
    }
    if (n_kept > 0) {
        nz_import_rows_filter(self, keep);
    }
    free(keep);
    return NZ_OK;
}

nz_status_t
nz_import_complete_trials(nz_import_t *self)
{
    nz_labels_t labels = { 0 };
    /* Every row may name a task, with and without its limit. */
    nz_task_size_t *sizes = calloc(2 * self->n_rows + 1, sizeof(*sizes));
    nz_task_size_t *size = NULL;
    nz_status_t status = sizes != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    for (size_t i = 0; i < self->n_rows && status == NZ_OK; i++) {
        nz_import_row_t *row = &self->rows[i];
        const nz_import_log_t *log = &self->logs[row->i_log];
        if (row->trials == 0 && log->kind != NZ_IMPORT_SIZES) {
            row->trials = trials_of_error(row);
            row->trials_of = row->trials > 0 ? NZ_IMPORT_OF_STDERR : NZ_IMPORT_OF_NOTHING;
        } else {
            row->trials_of = NZ_IMPORT_OF_LOG;
        }
        if (row->trials > 0 && row->task[0] != '\0') {
            status = find_size(&labels, sizes, row->task,
                log->kind == NZ_IMPORT_SIZES ? (double) INFINITY : log->limit, &size);
            if (status == NZ_OK) {
                note_size(size, row->trials);
            }
        }
    }
    for (size_t i = 0; i < self->n_rows && status == NZ_OK; i++) {
        if (self->rows[i].trials == 0 && self->rows[i].task[0] != '\0') {
            status = fill_trials(self, &labels, sizes, &self->rows[i]);
        }
    }
    nz_labels_free(&labels);
    free(sizes);
    return status == NZ_OK ? leave_out_sizes(self) : status;
}

/* Whether the trials of a score are told, but it cannot be the mean of as many outcomes
 * 0 or 1 though its metric is called so. */
static bool
is_no_count(const nz_import_row_t *row)
{
    uint64_t successes = 0;

    if (row->trials == 0 || row->successes != NZ_IMPORT_UNKNOWN || isnan(row->score)
        || nz_score_law_find(row->metric) != NZ_SCORE_SUCCESSES) {
        return false;
    }
    if (!(row->score >= 0.0 && row->score <= 1.0)) {
        return true;
    }
    return nz_success_count_of_score(NULL, row->score, row->trials, &successes)
           == NZ_SUCCESS_COUNT_NONE;
}

static void
tell_no_count(
    const nz_import_row_t *row, const char *path, bool is_kept, nz_diagnostics_t *out)
{
    char score[NZ_NUMBER_SHORTEST_MAX];

    nz_number_format(row->score, score);
    nz_diagnostics_add(out, path, 0, 0,
        "`%s` is %s of %llu items%s%s, not the mean of outcomes 0 or 1%s", row->metric,
        score, (unsigned long long) row->trials, row->task[0] != '\0' ? " of " : "",
        row->task,
        is_kept ? " (percent?)" : ": printed without trials, as all such rows of it");
}

nz_status_t
nz_import_complete_counts(nz_import_t *self, nz_diagnostics_t *diagnostics)
{
    nz_labels_t told = { 0 };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < self->n_rows && status == NZ_OK; i++) {
        nz_import_row_t *row = &self->rows[i];
        const nz_import_log_t *log = &self->logs[row->i_log];
        const bool is_kept = log->kind == NZ_IMPORT_TABLE && row->score > 1.0;
        const size_t n_before = told.n;
        char key[KEY_MAX];
        uint64_t number = 0;
        if (!is_no_count(row)) {
            continue;
        }
        const int n = snprintf(
            key, sizeof(key), "%zu\x1f%d\x1f%s", row->i_log, is_kept, row->metric);
        status = nz_labels_number(&told, key, n > 0 ? (size_t) n : 0, &number);
        if (status == NZ_OK && number == n_before) {
            tell_no_count(row, log->path, is_kept, diagnostics);
        }
        if (!is_kept) {
            row->trials = 0;
            row->trials_of = NZ_IMPORT_OF_NOTHING;
        }
    }
    nz_labels_free(&told);
    return status;
}
