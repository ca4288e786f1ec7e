#include "sim/item_scores.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct column {
    double n, mean, m2; /* items, their mean, sum of squared deviations */
    double least, largest;
    uint64_t counts[NZ_ITEM_SCORES_STEPS + 1]; /* of the lattice, or of 0 and 1 */
} column_t;

struct nz_item_scores {
    size_t n_columns;
    uint32_t binary;
    uint64_t n_items;
    double *values; /* [column][item of the block] */
    column_t columns[NZ_ITEM_SCORES_COLUMNS_MAX];
};

nz_status_t
nz_item_scores_create(size_t n_columns, uint32_t binary, nz_item_scores_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_columns < 1 || n_columns > NZ_ITEM_SCORES_COLUMNS_MAX) {
        return NZ_ERR_DOMAIN;
    }
    nz_item_scores_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->n_columns = n_columns;
    self->binary = binary;
    self->values = calloc(n_columns * NZ_ITEM_SCORES_BLOCK, sizeof(*self->values));
    if (self->values == NULL) {
        nz_item_scores_destroy(&self);
        return NZ_ERR_NO_MEMORY;
    }
    *out = self;
    return NZ_OK;
}

void
nz_item_scores_destroy(nz_item_scores_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->values);
        free(*self);
        *self = NULL;
    }
}

/* Moments and range of a block, added to those of the blocks before (Chan et al. 1979).
 */
static void
describe(column_t *column, const double *values, size_t n)
{
    double sum = 0.0, m2 = 0.0;

    for (size_t i = 0; i < n; i++) {
        sum += values[i];
        column->least = values[i] < column->least ? values[i] : column->least;
        column->largest = values[i] > column->largest ? values[i] : column->largest;
    }
    const double mean = sum / (double) n;
    for (size_t i = 0; i < n; i++) {
        m2 += (values[i] - mean) * (values[i] - mean);
    }
    const double delta = mean - column->mean, total = column->n + (double) n;
    column->m2 += m2 + delta * delta * column->n * (double) n / total;
    column->mean += delta * (double) n / total;
    column->n = total;
}

static void
count_ones(column_t *column, const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        column->counts[values[i] > 0.5 ? 1 : 0]++;
    }
}

/* The step of the lattice that a value is nearest to. */
static size_t
lattice_step(const column_t *column, double value)
{
    const double range = column->largest - column->least;
    const double share = range > 0.0 ? (value - column->least) / range : 0.0;
    const size_t at = (size_t) (share * NZ_ITEM_SCORES_STEPS + 0.5);
    return at < NZ_ITEM_SCORES_STEPS ? at : NZ_ITEM_SCORES_STEPS;
}

static void
count_on_lattice(column_t *column, const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        column->counts[lattice_step(column, values[i])]++;
    }
}

static bool
is_binary(const nz_item_scores_t *self, size_t column)
{
    return (self->binary & NZ_ITEM_SCORES_BIT(column)) != 0;
}

/* One pass over the block at hand: the first learns range and moments, and counts ones;
 * the second puts the others on their lattices. */
static void
pass_block(nz_item_scores_t *self, bool is_first, size_t n)
{
    for (size_t c = 0; c < self->n_columns; c++) {
        const double *values = &self->values[c * NZ_ITEM_SCORES_BLOCK];
        if (is_binary(self, c) && is_first) {
            count_ones(&self->columns[c], values, n);
        } else if (!is_binary(self, c) && is_first) {
            describe(&self->columns[c], values, n);
        } else if (!is_binary(self, c)) {
            count_on_lattice(&self->columns[c], values, n);
        }
    }
}

static nz_status_t
pass(nz_item_scores_t *self, bool is_first, nz_item_draw_t draw, const void *law,
    nz_task_stream_t *stream, uint32_t part)
{
    nz_status_t status = nz_task_stream_start(stream, part);

    for (uint64_t done = 0; done < self->n_items && status == NZ_OK;) {
        const uint64_t rest = self->n_items - done;
        const size_t n =
            rest < NZ_ITEM_SCORES_BLOCK ? (size_t) rest : NZ_ITEM_SCORES_BLOCK;
        draw(law, stream->rng, done, n, self->values);
        pass_block(self, is_first, n);
        done += n;
    }
    return status;
}

static void
clear(column_t *column)
{
    memset(column, 0, sizeof(*column));
    column->least = (double) INFINITY;
    column->largest = -(double) INFINITY;
}

nz_status_t
nz_item_scores_draw(nz_item_scores_t *self, nz_item_draw_t draw, const void *law,
    uint64_t n_items, nz_task_stream_t *stream, uint32_t part, uint32_t wanted)
{
    if (n_items < 1) {
        return NZ_ERR_DOMAIN;
    }
    self->n_items = n_items;
    for (size_t c = 0; c < self->n_columns; c++) {
        clear(&self->columns[c]);
    }
    nz_status_t status = pass(self, true, draw, law, stream, part);
    if (status != NZ_OK || (wanted & ~self->binary) == 0) {
        return status;
    }
    if (n_items <= NZ_ITEM_SCORES_BLOCK) { /* they are all there still */
        pass_block(self, false, (size_t) n_items);
        return NZ_OK;
    }
    return pass(self, false, draw, law, stream, part);
}

nz_status_t
nz_item_scores_put(nz_item_scores_t *self, size_t column, const double *values,
    const uint64_t *counts, size_t n_values)
{
    column_t *of = &self->columns[column];
    double sum = 0.0;

    clear(of);
    self->n_items = 0;
    for (size_t i = 0; i < n_values; i++) {
        if (counts[i] > 0) {
            self->n_items += counts[i];
            sum += (double) counts[i] * values[i];
            of->least = fmin(of->least, values[i]);
            of->largest = fmax(of->largest, values[i]);
        }
    }
    if (self->n_items < 1) {
        return NZ_ERR_DOMAIN;
    }
    of->n = (double) self->n_items;
    of->mean = sum / of->n;
    for (size_t i = 0; i < n_values; i++) {
        if (counts[i] > 0) {
            const double d = values[i] - of->mean;
            of->m2 += (double) counts[i] * d * d;
            of->counts[lattice_step(of, values[i])] += counts[i];
        }
    }
    return NZ_OK;
}

/* Values of a step: such that the standard deviation is that of the values, or where its
 * square is too small for a double, that least and largest are. */
static double
step_of(const column_t *column, double lattice_m2)
{
    if (!(lattice_m2 > 0.0)) {
        return 1.0;
    }
    return column->m2 >= DBL_MIN
               ? sqrt(column->m2 / lattice_m2)
               : fmax((column->largest - column->least) / NZ_ITEM_SCORES_STEPS,
                   nextafter(0.0, 1.0));
}

/* The map with the mean and the standard deviation of the values. */
static void
fit(const column_t *column, nz_task_score_t *out)
{
    double mean = 0.0, m2 = 0.0;

    for (size_t j = 0; j <= NZ_ITEM_SCORES_STEPS; j++) {
        mean += (double) j * (double) column->counts[j];
    }
    mean /= column->n;
    for (size_t j = 0; j <= NZ_ITEM_SCORES_STEPS; j++) {
        const double d = (double) j - mean;
        m2 += d * d * (double) column->counts[j];
    }
    out->step = step_of(column, m2);
    out->base = column->mean - out->step * mean;
}

void
nz_item_scores_get(nz_item_scores_t *self, size_t column, nz_task_score_t *out)
{
    const column_t *of = &self->columns[column];

    *out = (nz_task_score_t){ .cost = (double) self->n_items };
    if (is_binary(self, column)) {
        out->scores = (nz_scores_t){ of->counts, 2, self->n_items };
        out->base = 0.0;
        out->step = 1.0;
        out->total = (double) of->counts[1];
        out->mean = out->total / (double) self->n_items;
        return;
    }
    out->scores = (nz_scores_t){ of->counts, NZ_ITEM_SCORES_STEPS + 1, self->n_items };
    out->mean = out->total = of->mean;
    fit(of, out);
}
