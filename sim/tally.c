#include "sim/tally.h"

#include "sim/packed_keys.h"

#include <stdlib.h>
#include <string.h>

static size_t
n_cells(const nz_tally_t *self)
{
    return self->n_models * self->n_metrics;
}

static size_t
n_curves(const nz_tally_t *self)
{
    return self->n_keeps * self->n_metrics;
}

nz_status_t
nz_tally_init(nz_tally_t *self, size_t n_models, size_t n_keeps, size_t n_metrics,
    size_t n_intervals)
{
    if (self == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_models == 0 || n_keeps == 0 || n_metrics == 0) {
        return NZ_ERR_DOMAIN;
    }
    nz_tally_t fresh = { .n_models = n_models,
        .n_keeps = n_keeps,
        .n_metrics = n_metrics,
        .n_intervals = n_intervals };
    const size_t cells = n_cells(&fresh), limits = cells * n_intervals + 1;
    fresh.cells = calloc(cells, sizeof(*fresh.cells));
    fresh.intervals = calloc(limits, sizeof(*fresh.intervals));
    fresh.curves = calloc(n_curves(&fresh), sizeof(*fresh.curves));
    fresh.first_estimates = calloc(cells, sizeof(*fresh.first_estimates));
    fresh.first_intervals = calloc(limits, sizeof(*fresh.first_intervals));
    if (fresh.cells == NULL || fresh.intervals == NULL || fresh.curves == NULL
        || fresh.first_estimates == NULL || fresh.first_intervals == NULL) {
        nz_tally_free(&fresh);
        return NZ_ERR_NO_MEMORY;
    }
    *self = fresh;
    return NZ_OK;
}

void
nz_tally_clear(nz_tally_t *self)
{
    const size_t cells = n_cells(self);

    for (size_t i = 0; i < cells; i++) {
        self->cells[i].estimate = (nz_moments_t){ 0 };
        self->cells[i].n_zero = 0;
        self->cells[i].cost = (nz_moments_t){ 0 };
        nz_frequency_clear(&self->cells[i].totals);
    }
    memset(self->intervals, 0, cells * self->n_intervals * sizeof(*self->intervals));
    for (size_t i = 0; i < n_curves(self); i++) {
        nz_curve_tally_t *curve = &self->curves[i];
        curve->finite = (nz_moments_t){ 0 };
        curve->n_plus_infinite = curve->n_minus_infinite = 0;
        nz_frequency_clear(&curve->scores);
        nz_frequency_clear(&curve->jumps);
        nz_frequency_clear(&curve->jump_shares);
    }
    memset(self->first_estimates, 0, cells * sizeof(*self->first_estimates));
    memset(self->first_intervals, 0,
        cells * self->n_intervals * sizeof(*self->first_intervals));
    self->n_replicates = 0;
    self->has_first = false;
}

void
nz_tally_free(nz_tally_t *self)
{
    if (self == NULL) {
        return;
    }
    for (size_t i = 0; self->cells != NULL && i < n_cells(self); i++) {
        nz_frequency_free(&self->cells[i].totals);
    }
    for (size_t i = 0; self->curves != NULL && i < n_curves(self); i++) {
        nz_frequency_free(&self->curves[i].scores);
        nz_frequency_free(&self->curves[i].jumps);
        nz_frequency_free(&self->curves[i].jump_shares);
    }
    free(self->cells);
    free(self->intervals);
    free(self->curves);
    free(self->first_estimates);
    free(self->first_intervals);
    memset(self, 0, sizeof(*self));
}

/* Everything in a tally is made of 64-bit members, so it is packed member by member
 * through one function that either writes or reads. */
typedef struct cursor {
    nz_packed_t *out; /* NULL when reading */
    const uint64_t *in;
    size_t n_in, at;
    nz_status_t status;
} cursor_t;

static void
put(cursor_t *self, const void *source, size_t n_words)
{
    if (self->status == NZ_OK) {
        self->status = nz_packed_append(self->out, source, n_words);
    }
}

static const uint64_t *
take(cursor_t *self, size_t n_words)
{
    if (self->status != NZ_OK || n_words > self->n_in - self->at) {
        self->status = self->status != NZ_OK ? self->status : NZ_ERR_FORMAT;
        return NULL;
    }
    self->at += n_words;
    return self->in + self->at - n_words;
}

enum {
    moments_words = sizeof(nz_moments_t) / sizeof(uint64_t),
    interval_words = sizeof(nz_interval_tally_t) / sizeof(uint64_t),
    header_words = 7
};
static const uint64_t magic = UINT64_C(0x6e7a5f74616c6c34); /* "nz_tall4" */

static void
put_frequency(cursor_t *cursor, const nz_frequency_t *frequency)
{
    if (cursor->status == NZ_OK) {
        cursor->status = nz_packed_keys_append(cursor->out, frequency);
    }
}

static void
put_first(cursor_t *cursor, const nz_tally_t *self)
{
    put(cursor, self->first_estimates, n_cells(self));
    for (size_t i = 0; i < n_cells(self) * self->n_intervals; i++) {
        const nz_interval_t *interval = &self->first_intervals[i];
        const uint64_t status = interval->status;
        put(cursor, &interval->lower, 1);
        put(cursor, &interval->upper, 1);
        put(cursor, &status, 1);
    }
}

nz_status_t
nz_tally_pack(const nz_tally_t *self, nz_packed_t *out)
{
    if (self == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    cursor_t cursor = { .out = out };
    const uint64_t header[header_words] = { magic, self->n_models, self->n_keeps,
        self->n_metrics, self->n_intervals, self->n_replicates, self->has_first };

    out->n_words = 0;
    put(&cursor, header, header_words);
    for (size_t i = 0; i < n_cells(self); i++) {
        put(&cursor, &self->cells[i].estimate, moments_words);
        put(&cursor, &self->cells[i].n_zero, 1);
        put(&cursor, &self->cells[i].cost, moments_words);
        put_frequency(&cursor, &self->cells[i].totals);
    }
    put(&cursor, self->intervals, n_cells(self) * self->n_intervals * interval_words);
    for (size_t i = 0; i < n_curves(self); i++) {
        const nz_curve_tally_t *curve = &self->curves[i];
        put(&cursor, &curve->finite, moments_words);
        put(&cursor, &curve->n_plus_infinite, 1);
        put(&cursor, &curve->n_minus_infinite, 1);
        put_frequency(&cursor, &curve->scores);
        put_frequency(&cursor, &curve->jumps);
        put_frequency(&cursor, &curve->jump_shares);
    }
    if (self->has_first) {
        put_first(&cursor, self);
    }
    return cursor.status;
}

static void
take_moments(cursor_t *cursor, nz_moments_t *into)
{
    const uint64_t *words = take(cursor, moments_words);
    nz_moments_t other;

    if (words != NULL && into != NULL) {
        memcpy(&other, words, sizeof(other));
        nz_moments_merge(into, &other);
    }
}

static void
take_count(cursor_t *cursor, uint64_t *into)
{
    const uint64_t *words = take(cursor, 1);
    if (words != NULL && into != NULL) {
        *into += *words;
    }
}

static void
take_frequency(cursor_t *cursor, nz_frequency_t *into)
{
    size_t n_words = 0;

    if (cursor->status == NZ_OK) {
        cursor->status = nz_packed_keys_merge(
            cursor->in + cursor->at, cursor->n_in - cursor->at, into, &n_words);
        cursor->at += n_words;
    }
}

static void
take_first(cursor_t *cursor, nz_tally_t *into, size_t cells, size_t limits)
{
    const uint64_t *estimates = take(cursor, cells);
    const uint64_t *words = take(cursor, 3 * limits);

    if (words == NULL || into == NULL) {
        return;
    }
    memcpy(into->first_estimates, estimates, cells * sizeof(double));
    for (size_t i = 0; i < limits; i++) {
        memcpy(&into->first_intervals[i].lower, &words[3 * i], sizeof(double));
        memcpy(&into->first_intervals[i].upper, &words[3 * i + 1], sizeof(double));
        into->first_intervals[i].status = (nz_interval_status_t) words[3 * i + 2];
    }
    into->has_first = true;
}

static void
take_intervals(cursor_t *cursor, nz_tally_t *into, size_t limits)
{
    for (size_t i = 0; i < limits; i++) {
        nz_interval_tally_t *to = into != NULL ? &into->intervals[i] : NULL;
        take_count(cursor, to != NULL ? &to->n_covered : NULL);
        take_count(cursor, to != NULL ? &to->n_degenerate : NULL);
        take_count(cursor, to != NULL ? &to->n_undefined : NULL);
        take_count(cursor, to != NULL ? &to->n_infinite : NULL);
        take_moments(cursor, to != NULL ? &to->width : NULL);
    }
}

static void
take_curve(cursor_t *cursor, nz_curve_tally_t *into)
{
    take_moments(cursor, into != NULL ? &into->finite : NULL);
    take_count(cursor, into != NULL ? &into->n_plus_infinite : NULL);
    take_count(cursor, into != NULL ? &into->n_minus_infinite : NULL);
    take_frequency(cursor, into != NULL ? &into->scores : NULL);
    take_frequency(cursor, into != NULL ? &into->jumps : NULL);
    take_frequency(cursor, into != NULL ? &into->jump_shares : NULL);
}

/* Walk through a packed tally; merge it into `into`, or only check it if that is NULL. */
static nz_status_t
walk(const nz_tally_t *shape, nz_tally_t *into, const uint64_t *words, size_t n_words)
{
    cursor_t cursor = { .in = words, .n_in = n_words };
    const uint64_t *header = take(&cursor, header_words);

    if (header == NULL || header[0] != magic || header[1] != shape->n_models
        || header[2] != shape->n_keeps || header[3] != shape->n_metrics
        || header[4] != shape->n_intervals) {
        return NZ_ERR_FORMAT;
    }
    for (size_t i = 0; i < n_cells(shape) && cursor.status == NZ_OK; i++) {
        nz_cell_tally_t *cell = into != NULL ? &into->cells[i] : NULL;
        take_moments(&cursor, cell != NULL ? &cell->estimate : NULL);
        take_count(&cursor, cell != NULL ? &cell->n_zero : NULL);
        take_moments(&cursor, cell != NULL ? &cell->cost : NULL);
        take_frequency(&cursor, cell != NULL ? &cell->totals : NULL);
    }
    const size_t limits = n_cells(shape) * shape->n_intervals;
    take_intervals(&cursor, into, limits);
    for (size_t i = 0; i < n_curves(shape) && cursor.status == NZ_OK; i++) {
        take_curve(&cursor, into != NULL ? &into->curves[i] : NULL);
    }
    if (header[6] != 0) {
        take_first(&cursor, into, n_cells(shape), limits);
    }
    if (cursor.status == NZ_OK && cursor.at != n_words) {
        return NZ_ERR_FORMAT;
    }
    if (cursor.status == NZ_OK && into != NULL) {
        into->n_replicates += header[5];
    }
    return cursor.status;
}

nz_status_t
nz_tally_merge_packed(nz_tally_t *self, const uint64_t *words, size_t n_words)
{
    if (self == NULL || words == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = walk(self, NULL, words, n_words);
    return status == NZ_OK ? walk(self, self, words, n_words) : status;
}
