/** @file item_scores.h
 *  @brief Test sets drawn item by item: exact means, and scores put on a lattice.
 *
 *  A task that has no sufficient statistic draws every item; each item gets a value in
 * every column (metric). Memory does not grow with the number of items: they come in
 * blocks, and where there is more than one block the stream is begun again and the items
 * are drawn a second time once their least and largest value are known. A lattice fixed
 * in advance would need no second pass, but the range of a law is far wider than that of
 * its test sets, or infinite.
 *
 *  A test set of few distinct values may be given by their counts instead.
 *
 *  Columns of 0 and 1 are counted. Any other column is rounded to NZ_ITEM_SCORES_STEPS
 * steps between its least and largest value, and the affine map from the lattice back to
 * values is the one that keeps the test set's mean and standard deviation exactly (mean
 * and range where values differ by less than some 1e-154). So
 * student_t and bootstrap_normal are those of the items themselves; limits of the
 * percentile and the basic bootstrap move by some 3e-4 standard errors of the mean for 20
 * items or more, 2e-3 at most, and 1e-3 standard deviations of an item for fewer; those
 * of BCa by two and a half times that, and of 5 items now and then by a tenth of a
 * standard deviation, where they jump from one value to the next.
 * nz_score_interval_set_rounded is included (tests/test_item_scores.c; of 250 test sets
 * of each of 5, 20, 40 and 1000 items and two laws).
 */
#ifndef NZ_SIM_ITEM_SCORES_H
#define NZ_SIM_ITEM_SCORES_H

#include "sim/task.h"

#include <stddef.h>
#include <stdint.h>

/** Steps of a lattice, so that there are scores 0 .. this. */
#define NZ_ITEM_SCORES_STEPS NZ_TASK_LATTICE_STEPS

/** Items of a block. */
#define NZ_ITEM_SCORES_BLOCK 16384

/** Most columns. */
#define NZ_ITEM_SCORES_COLUMNS_MAX 4

/** A column among others: bit c stands for column c. */
#define NZ_ITEM_SCORES_BIT(column) (1U << (unsigned) (column))

/**
 * Draw @p n_items <= NZ_ITEM_SCORES_BLOCK items, the value of item i in column c into
 * values[c * NZ_ITEM_SCORES_BLOCK + i]; finite. @p first is the number of items before
 * them. Must draw the same numbers whenever the
 * generator is in the same state.
 */
typedef void (*nz_item_draw_t)(
    const void *law, gsl_rng *rng, uint64_t first, size_t n_items, double *values);

/** Opaque; holds one test set. */
typedef struct nz_item_scores nz_item_scores_t;

/**
 * @brief Room for a test set.
 * @param n_columns  1 .. NZ_ITEM_SCORES_COLUMNS_MAX.
 * @param binary     the columns that hold 0 and 1 only, bits.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_item_scores_create(
    size_t n_columns, uint32_t binary, nz_item_scores_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_item_scores_destroy(nz_item_scores_t **self);

/**
 * @brief Draw a test set from one part of a stream.
 * @param draw,law  how; @p law is handed to @p draw.
 * @param n_items   >= 1.
 * @param part      of the stream.
 * @param wanted    columns that will be scored, bits; changes no number, only the time.
 * @retval NZ_ERR_DOMAIN (no items, or a bad stream). The test set is then undefined.
 */
NZ_NODISCARD nz_status_t nz_item_scores_draw(nz_item_scores_t *self, nz_item_draw_t draw,
    const void *law, uint64_t n_items, nz_task_stream_t *stream, uint32_t part,
    uint32_t wanted);

/**
 * @brief A test set known by counts: counts[i] items with values[i], in one column.
 * @param column    not a binary one.
 * @param n_values  how many; the counts sum to the number of items, 1 or more.
 * @retval NZ_ERR_DOMAIN  no items. The test set is then undefined.
 */
NZ_NODISCARD nz_status_t nz_item_scores_put(nz_item_scores_t *self, size_t column,
    const double *values, const uint64_t *counts, size_t n_values);

/** @brief The scores of one of the columns that were wanted. */
void nz_item_scores_get(nz_item_scores_t *self, size_t column, nz_task_score_t *out);

#endif
