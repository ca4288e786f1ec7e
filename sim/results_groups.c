#include "sim/results_groups.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Between the parts of a key; no name has it. */
#define KEY_SEPARATOR '\n'
/* Room for a name of all parts and a number. */
#define NAME_SIZE (NZ_RESULTS_GROUP_MAX * (NZ_CSV_VALUE_MAX + 1) + 32)

typedef struct nz_grouped_row {
    nz_result_t result;
    size_t group, family;       /* family: where its name is */
    bool is_derived, is_scored; /* the latter: successes are those of a printed score */
} nz_grouped_row_t;

typedef struct nz_open_group {
    nz_result_group_t group; /* names are those of the first row */
    bool has_several_families, has_several_tasks, has_several_metrics;
    bool has_other_law;         /* than successes or unknown */
    bool has_unknown_uncounted; /* a row of an unknown metric that is no count */
    bool has_unknown_other;     /* one that is not even from 0 to 1 */
} nz_open_group_t;

static nz_status_t
make_room(void **array, size_t n, size_t *capacity, size_t size)
{
    size_t larger = *capacity > 0 ? 2 * *capacity : 64;
    void *moved = NULL;

    if (n < *capacity) {
        return NZ_OK;
    }
    if (larger > SIZE_MAX / 2 / size) {
        return NZ_ERR_NO_MEMORY;
    }
    moved = realloc(*array, larger * size);
    if (moved == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    *array = moved;
    *capacity = larger;
    return NZ_OK;
}

static nz_status_t
keep(nz_results_groups_t *self, const char *text, size_t *offset)
{
    return nz_text_pool_keep(&self->texts, text, strlen(text), offset);
}

/* The parts with a separator between them, "" as `empty`. */
static size_t
join(const nz_results_names_t *names, char separator, const char *empty,
    char out[NAME_SIZE])
{
    size_t used = 0;

    for (size_t i = 0; i < names->n_parts; i++) {
        const char *part = names->parts[i][0] != '\0' ? names->parts[i] : empty;
        size_t length = strlen(part);
        if (i > 0) {
            out[used++] = separator;
        }
        memcpy(out + used, part, length);
        used += length;
    }
    out[used] = '\0';
    return used;
}

/* "all", or the joined parts; groups whose parts join alike get a number. */
static nz_status_t
keep_name(nz_results_groups_t *self, const nz_results_names_t *names, size_t *offset)
{
    char name[NAME_SIZE] = "all";
    size_t length = names->n_parts > 0 ? join(names, '/', "-", name) : strlen(name);
    size_t n_before = self->names.n;
    uint64_t number = 0;
    nz_status_t status = nz_labels_number(&self->names, name, strlen(name), &number);

    for (size_t i = 2; status == NZ_OK && self->names.n == n_before; i++) {
        (void) snprintf(name + length, NAME_SIZE - length, " #%zu", i);
        status = nz_labels_number(&self->names, name, strlen(name), &number);
    }
    return status == NZ_OK ? keep(self, name, offset) : status;
}

static nz_status_t
open_group(
    nz_results_groups_t *self, const nz_results_names_t *names, const nz_open_group_t *of)
{
    nz_open_group_t *group = NULL;
    void *groups = self->groups;
    nz_status_t status =
        make_room(&groups, self->n_groups, &self->group_capacity, sizeof(*group));

    self->groups = groups;
    if (status != NZ_OK) {
        return status;
    }
    group = &self->groups[self->n_groups];
    *group = *of;
    status = keep_name(self, names, &group->group.name);
    self->n_groups += status == NZ_OK;
    return status;
}

/* The group of a row, opened if it is the first. */
static nz_status_t
find_group(nz_results_groups_t *self, const nz_results_names_t *names,
    const nz_open_group_t *of, size_t *found)
{
    char key[NAME_SIZE];
    size_t length = join(names, KEY_SEPARATOR, "", key);
    uint64_t number = 0;
    nz_status_t status = nz_labels_number(&self->keys, key, length, &number);

    if (status == NZ_OK && number == self->n_groups) {
        status = open_group(self, names, of);
    }
    if (status == NZ_OK) {
        *found = (size_t) number;
    }
    return status;
}

static bool
are_same_tokens(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* What is said of a group with one row more, which by itself is `of`. */
static void
join_group(nz_open_group_t *self, const nz_open_group_t *of)
{
    nz_result_group_t *group = &self->group;

    group->n++;
    group->has_mixed_tokens =
        group->has_mixed_tokens || !are_same_tokens(group->tokens, of->group.tokens);
    self->has_several_families =
        self->has_several_families || group->family != of->group.family;
    self->has_several_tasks = self->has_several_tasks || group->task != of->group.task;
    self->has_several_metrics =
        self->has_several_metrics || group->metric != of->group.metric;
    self->has_other_law = self->has_other_law || of->has_other_law;
    self->has_unknown_uncounted =
        self->has_unknown_uncounted || of->has_unknown_uncounted;
    self->has_unknown_other = self->has_unknown_other || of->has_unknown_other;
}

/* What the row says of its group, if it is all there is. */
static nz_status_t
describe(nz_results_groups_t *self, const nz_results_names_t *names, nz_score_law_t law,
    const nz_results_row_t *row, nz_open_group_t *out)
{
    bool is_unknown = law == NZ_SCORE_UNKNOWN;
    size_t none = 0;
    nz_status_t status = keep(self, "", &none); /* the first text of all */

    *out = (nz_open_group_t){ .has_other_law = !is_unknown && law != NZ_SCORE_SUCCESSES,
        .has_unknown_uncounted =
            is_unknown && row->result.successes == NZ_RESULT_UNCOUNTED,
        .has_unknown_other =
            is_unknown && !(row->result.score >= 0.0 && row->result.score <= 1.0) };
    out->group.law = law;
    out->group.tokens = row->tokens;
    if (status == NZ_OK) {
        status = keep(self, names->family, &out->group.family);
    }
    if (status == NZ_OK) {
        status = keep(self, names->task, &out->group.task);
    }
    if (status == NZ_OK) {
        status = keep(self, names->metric, &out->group.metric);
    }
    return status;
}

static void
note(nz_results_note_t *self, size_t line)
{
    self->line = self->n == 0 || line < self->line ? line : self->line;
    self->n++;
}

/* How the scores of the table were counted. */
static void
note_score(nz_results_groups_t *self, const nz_results_row_t *row)
{
    if (row->last_digit > 0.0) {
        self->last_digit = self->last_digit > 0.0
                               ? fmin(self->last_digit, row->last_digit)
                               : row->last_digit;
    }
    if (row->is_rounded) {
        note(&self->rounded, row->result.line);
    }
    if (row->is_uncounted) {
        note(&self->uncounted, row->result.line);
    }
}

nz_status_t
nz_results_groups_add(nz_results_groups_t *self, const nz_results_names_t *names,
    nz_score_law_t law, const nz_results_row_t *row)
{
    nz_grouped_row_t grouped = { .result = row->result,
        .is_derived = row->is_derived,
        .is_scored = row->last_digit > 0.0 };
    nz_open_group_t of = { .group = { .n = 0 } };
    void *rows = self->rows;
    nz_status_t status = describe(self, names, law, row, &of);

    if (status == NZ_OK) {
        status = keep(self, names->model, &grouped.result.model);
    }
    if (status == NZ_OK) {
        status = find_group(self, names, &of, &grouped.group);
    }
    if (status == NZ_OK) {
        status = make_room(&rows, self->n_rows, &self->row_capacity, sizeof(grouped));
        self->rows = rows;
    }
    if (status != NZ_OK) {
        return status;
    }
    grouped.family = of.group.family;
    join_group(&self->groups[grouped.group], &of);
    self->rows[self->n_rows++] = grouped;
    note_score(self, row);
    return NZ_OK;
}

static int
order(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int
compare_sizes(const nz_grouped_row_t *a, const nz_grouped_row_t *b)
{
    int by_group = order(a->group, b->group);
    double size_a = a->result.parameters;
    double size_b = b->result.parameters;

    return by_group != 0 ? by_group : (size_a > size_b) - (size_a < size_b);
}

/* By size, then in table order. */
static int
compare_rows(const void *a, const void *b)
{
    const nz_grouped_row_t *row_a = a;
    const nz_grouped_row_t *row_b = b;
    int by_size = compare_sizes(row_a, row_b);

    return by_size != 0 ? by_size : order(row_a->result.line, row_b->result.line);
}

/* By size, then by family and model: 0 of rows of one model. */
static int
compare_models(const void *a, const void *b)
{
    const nz_grouped_row_t *row_a = a;
    const nz_grouped_row_t *row_b = b;
    int by_size = compare_sizes(row_a, row_b);
    int by_family = order(row_a->family, row_b->family);

    return by_size != 0     ? by_size
           : by_family != 0 ? by_family
                            : order(row_a->result.model, row_b->result.model);
}

static void
count_repeats(nz_results_groups_t *self)
{
    qsort(self->rows, self->n_rows, sizeof(*self->rows), compare_models);
    for (size_t i = 1; i < self->n_rows; i++) {
        if (compare_models(&self->rows[i - 1], &self->rows[i]) == 0) {
            self->groups[self->rows[i].group].group.n_repeats++;
        }
    }
}

/* Mixed metrics are one curve only if all can be shares of successes. */
static nz_score_law_t
law_of(const nz_open_group_t *self)
{
    if (self->has_other_law) {
        return self->has_several_metrics ? NZ_SCORE_NO_LAW : self->group.law;
    }
    return self->has_unknown_other ? NZ_SCORE_NO_LAW : NZ_SCORE_SUCCESSES;
}

static void
close_group(nz_open_group_t *self, size_t first)
{
    nz_result_group_t *group = &self->group;

    group->first = first;
    group->law = law_of(self);
    group->tokens = group->has_mixed_tokens ? (double) NAN : group->tokens;
    group->family = self->has_several_families ? 0 : group->family;
    group->task = self->has_several_tasks ? 0 : group->task;
    group->metric = self->has_several_metrics ? 0 : group->metric;
    group->is_counted = true;
}

/* A count that was derived holds if all are counts in a group of successes. */
static void
close_row(nz_grouped_row_t *row, const nz_open_group_t *of, nz_result_group_t *group)
{
    nz_result_t *result = &row->result;

    if (row->is_derived && group->law == NZ_SCORE_SUCCESSES
        && !of->has_unknown_uncounted) {
        result->score = (double) result->successes / (double) result->trials;
    } else if (row->is_derived) {
        result->successes = NZ_RESULT_UNCOUNTED;
    }
    group->is_counted = group->is_counted && result->successes != NZ_RESULT_UNCOUNTED;
}

/* Whether one success would print as the zero that this row has, too: if no score of the
 * table has more digits than that. */
static bool
is_zero_by_rounding(const nz_results_groups_t *self, const nz_grouped_row_t *row)
{
    return row->is_scored && row->result.successes == 0
           && 1.0 / (double) row->result.trials <= 0.5 * self->last_digit;
}

static void
write_rows(nz_results_groups_t *self, nz_result_t *rows, nz_result_group_t *groups)
{
    size_t first = 0;

    for (size_t i = 0; i < self->n_groups; i++) {
        close_group(&self->groups[i], first);
        groups[i] = self->groups[i].group;
        first += groups[i].n;
    }
    for (size_t i = 0; i < self->n_rows; i++) {
        size_t at = self->rows[i].group;
        close_row(&self->rows[i], &self->groups[at], &groups[at]);
        rows[i] = self->rows[i].result;
        if (is_zero_by_rounding(self, &self->rows[i])) {
            note(&self->coarse, rows[i].line);
        }
    }
}

nz_status_t
nz_results_groups_finish(nz_results_groups_t *self, nz_results_t *out)
{
    nz_result_t *rows = malloc(self->n_rows * sizeof(*rows));
    nz_result_group_t *groups = malloc(self->n_groups * sizeof(*groups));

    if (rows == NULL || groups == NULL) {
        free(rows);
        free(groups);
        return NZ_ERR_NO_MEMORY;
    }
    count_repeats(self);
    qsort(self->rows, self->n_rows, sizeof(*self->rows), compare_rows);
    write_rows(self, rows, groups);
    *out = (nz_results_t){ .n_rows = self->n_rows,
        .n_groups = self->n_groups,
        .n_text_bytes = self->texts.n_bytes,
        .rows = rows,
        .groups = groups,
        .texts = nz_text_pool_take(&self->texts),
        .rounded = self->rounded,
        .coarse = self->coarse,
        .uncounted = self->uncounted };
    return NZ_OK;
}

void
nz_results_groups_free(nz_results_groups_t *self)
{
    free(self->rows);
    free(self->groups);
    nz_labels_free(&self->keys);
    nz_labels_free(&self->names);
    nz_text_pool_free(&self->texts);
    *self = (nz_results_groups_t){ 0 };
}
