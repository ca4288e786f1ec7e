/** @file results_groups.h
 *  @brief Rows of results put into groups. */
#ifndef NZ_SIM_RESULTS_GROUPS_H
#define NZ_SIM_RESULTS_GROUPS_H

#include "sim/labels.h"
#include "sim/results.h"
#include "sim/results_row.h"
#include "sim/text_pool.h"
#include "stats/status.h"

#include <stddef.h>

/** The names of a row; borrowed. */
typedef struct nz_results_names {
    const char *family, *model, *task, *metric; /**< "" = none */
    const char *parts[NZ_RESULTS_GROUP_MAX];    /**< of the grouping columns */
    size_t n_parts;
} nz_results_names_t;

/** Groups as they are collected. Zero-initialise; release with nz_results_groups_free. */
typedef struct nz_results_groups {
    struct nz_grouped_row *rows; /**< in table order; owned */
    size_t n_rows, row_capacity;
    struct nz_open_group *groups; /**< owned */
    size_t n_groups, group_capacity;
    nz_labels_t keys;  /**< what the groups have in the grouping columns */
    nz_labels_t names; /**< of groups, which are distinct */
    nz_text_pool_t texts;
    nz_results_note_t rounded, coarse, uncounted;
    double last_digit; /* the least of all scores that were counted; 0 without any */
} nz_results_groups_t;

/** @brief Add a row; all names are clean UTF-8 of at most NZ_CSV_VALUE_MAX bytes.
 *  @param law  of its metric.
 *  @retval NZ_ERR_NO_MEMORY  the groups may be released only. */
NZ_NODISCARD nz_status_t nz_results_groups_add(nz_results_groups_t *self,
    const nz_results_names_t *names, nz_score_law_t law, const nz_results_row_t *row);

/** @brief Make the table of at least one row, group by group; O(n log n).
 *  @param[out] out  untouched on error.
 *  @retval NZ_ERR_NO_MEMORY */
NZ_NODISCARD nz_status_t nz_results_groups_finish(
    nz_results_groups_t *self, nz_results_t *out);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_results_groups_free(nz_results_groups_t *self);

#endif
