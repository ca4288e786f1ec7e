/** @file results.h
 *  @brief Published results of many models on many tasks, read from a table and grouped.
 */
#ifndef NZ_SIM_RESULTS_H
#define NZ_SIM_RESULTS_H

#include "sim/csv_reader.h"
#include "sim/diagnostic.h"
#include "sim/score_law.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** `successes` of a score that is not a mean of 0/1 outcomes, or of unknown trials. */
#define NZ_RESULT_UNCOUNTED UINT64_MAX

/** One row: a model's score. */
typedef struct nz_result {
    double parameters;     /**< size of the model, > 0 */
    double score;          /**< finite; successes/trials where these are known */
    double standard_error; /**< of the score, > 0; NaN if the table has none */
    uint64_t trials;       /**< test items, up to 2^53; 0 = unknown */
    uint64_t successes;    /**< 0..trials, or NZ_RESULT_UNCOUNTED */
    size_t model;          /**< its name: nz_results_text; "" if the table has none */
    size_t line;           /**< of the table */
} nz_result_t;

/** Rows that belong together: one curve over model sizes. */
typedef struct nz_result_group {
    size_t first, n; /**< rows[first .. first + n - 1], by size, then in table order */
    size_t name;     /**< what the rows have in the grouping columns, joined by "/", "-"
                          for nothing: nz_results_text; "all" without such columns */
    size_t family, task, metric; /**< nz_results_text; "" if there is none, or several */
    nz_score_law_t law;          /**< of the metric. An unknown metric, or a table without
                                      metrics, is one of successes if all its scores are
                                      from 0 to 1, else of no law; several metrics are of
                                      no law unless all are of successes; never unknown */
    double tokens;         /**< L of the column `tokens`, >= 1; NaN if there is none, or
                                several */
    bool has_mixed_tokens; /**< several, or only some rows have any */
    bool is_counted;       /**< successes of every row are known */
    size_t n_repeats;      /**< rows with the family, model and size of an earlier one;
                                models without names are alike */
} nz_result_group_t;

/** Rows of one kind. */
typedef struct nz_results_note {
    size_t n, line; /**< how many, and the first of them in the table */
} nz_results_note_t;

/** The table. All arrays are plain data that may be copied between processes. */
typedef struct nz_results {
    size_t n_rows, n_groups, n_text_bytes;
    nz_result_t *rows;         /**< group by group; owned */
    nz_result_group_t *groups; /**< in order of first appearance; owned */
    char *texts;               /**< NUL-terminated, one after the other; owned */
    nz_results_note_t rounded; /**< scores whose printed digits allow several counts, of
                                    which the nearest was taken */
    nz_results_note_t coarse;  /**< zeros as which one success would be printed, too, with
                                    as many digits as the counted scores of the table
                                    have */
    nz_results_note_t uncounted; /**< scores of known means of 0/1 outcomes that are those
                                      of no count: no whole number of the trials, or
                                      percent */
} nz_results_t;

/** A column under another name. */
typedef struct nz_results_column {
    const char *ours, *theirs; /**< e.g. "parameters", "params_total" */
} nz_results_column_t;

/** How to read; zero-initialise for the defaults. Borrowed. */
typedef struct nz_results_options {
    const char *const *group; /**< grouping columns; NULL = those of family, task and
                                   metric that the table has */
    size_t n_group;
    const nz_results_column_t *columns;
    size_t n_columns;
    nz_csv_progress_t progress; /**< or NULL */
    void *progress_context;
} nz_results_options_t;

/** Most columns that may be grouped by. */
#define NZ_RESULTS_GROUP_MAX 16

/**
 * @brief Read a CSV table (csv_reader.h) with the columns `parameters`, and `successes`
 * (with `trials`) or `score`; optional `family`, `model`, `task`, `metric`, `trials`,
 * `tokens`, `stderr` or `standard_error`. Others are ignored, unless they group.
 *
 * A row needs successes or a score; where it has both, successes count. Names may be
 * empty, and so may trials of a score, tokens and standard errors that are unknown; a
 * standard error of 0 is unknown too. Of metrics that are means of 0/1 outcomes, and of
 * unknown ones, successes are score * trials if that is whole within .01 or within what
 * rounding of the printed score can explain, as in sim/observed.h. A known such metric
 * whose scores are rounded so far that several counts are possible gets the nearest, and
 * is counted in `rounded`. A score of it that is that of no count (a mean of
 * probabilities, or over several tests), or above 1 and up to 100 (percent?), stays as
 * printed, uncounted, and is counted in `uncounted`; one below 0 or above 100 is refused.
 * Successes found so of an unknown metric are dropped if its group has a row that is no
 * count.
 *
 * A column that is given another name must be in the table, and so must those that group,
 * which may be called by our names or by those of the table. A column that was given
 * another use has no other; `successes` are not read if `score` has another name and they
 * have none. Names of groups differ: those that join alike end in " #2", " #3", ...
 *
 * Measured with 10^6 rows in 10^4 groups (54 MB): 1.5 s and 150 MB; with a million names
 * of models 3 to 5 s and 290 MB.
 *
 * @param path  the file, or "-" for standard input.
 * @param[out] out  untouched on error. Free with nz_results_free.
 * @param[in,out] diagnostics  gets every error, "FILE:LINE: message", "--column: message"
 * or "--group: message".
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY
 * @retval NZ_ERR_DOMAIN  more than NZ_RESULTS_GROUP_MAX grouping columns.
 * @retval NZ_ERR_INPUT   refused, here or by a column that does not exist.
 * @retval NZ_ERR_IO      the file cannot be opened or read.
 */
NZ_NODISCARD nz_status_t nz_results_read(const char *path,
    const nz_results_options_t *options, nz_results_t *out,
    nz_diagnostics_t *diagnostics);

/** @brief The text at @p offset, borrowed from @p self. */
const char *nz_results_text(const nz_results_t *self, size_t offset);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_results_free(nz_results_t *self);

#endif
