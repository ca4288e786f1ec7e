/** @file import.h
 *  @brief Evaluation logs of several models as one tidy table of scores.
 *
 *  Three kinds of logs are known, by their contents (import_log.h):
 *  - results of the language model evaluation harness (import_harness.h);
 *  - its samples, item by item (import_samples.h);
 *  - CSV tables of scores, or of the sizes of test sets (import_table.h).
 *
 *  What a log lacks is looked for elsewhere, and it is remembered where it was found: the
 *  size of a model in the options, then in the log, then in its name (model_name.h); the
 *  family in the options, then in the log, then in the name; the trials of a score in the
 * log, then in the score's own standard error, then in a table of sizes, then in other
 * logs with the same task and the same limit on its items, if all that know agree.
 *
 *  The standard error tells the trials n of a mean p of 0/1 outcomes that is neither 0
 * nor 1, since the harness prints sqrt(p (1 - p)/(n - 1)): n = 1 + p (1 - p)/stderr^2,
 * rounded, is taken if it is at most 10^6 and gives the standard error back within 1e-9
 * of it, and if p n is whole within 1e-6. Other metrics pass that by chance less than
 * once in 10^8. A standard error of fewer than 8 digits was rounded, and tells nothing:
 * .25 +- .05 would be 76 items.
 *
 *  A score that two logs have counts once: of logs with a date in their names the newest
 *  counts, otherwise the one that is named last. Scores are the same by model, task,
 * metric and shots; without a model by family and size, and without those they never are.
 * The samples of a run count rather than its results, since they have the successes,
 * unless their means differ from the results by more than 1e-6: then the metric is more
 * than a mean over items; or unless they have another number of items than the results
 * say, which is told. Repetitions inside a CSV table are left as they are.
 *
 *  A score of a metric that is known as a mean of 0/1 outcomes (score_law.h), but is not
 *  within 0..1 or no whole number of successes in its trials (success_count.h), loses its
 *  trials, since it is another mean; this is told. A score above 1 of a CSV table, as in
 *  percent, is only told.
 */
#ifndef NZ_SIM_IMPORT_H
#define NZ_SIM_IMPORT_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** `successes` and `shots` that are not known. */
#define NZ_IMPORT_UNKNOWN UINT64_MAX
/** Longest name of a model, task or metric, longest family [bytes]. */
#define NZ_IMPORT_NAME_MAX 200
/** Longest date in the name of a log [bytes]. */
#define NZ_IMPORT_DATE_MAX 32
/** Largest log that is read as a whole (not samples) [bytes]. */
#define NZ_IMPORT_BYTES_MAX ((size_t) 256 << 20)

/** Where a number was found. */
typedef enum nz_import_source {
    NZ_IMPORT_OF_NOTHING, /**< it is not known */
    NZ_IMPORT_OF_LOG,
    NZ_IMPORT_OF_OPTION,
    NZ_IMPORT_OF_NAME,   /**< of the model */
    NZ_IMPORT_OF_STDERR, /**< of the score */
    NZ_IMPORT_OF_SIZES,  /**< a table of sizes */
    NZ_IMPORT_OF_OTHERS, /**< other logs with the task */
    NZ_N_IMPORT_SOURCES
} nz_import_source_t;

/** One score. Texts are owned, and "" if not known. */
typedef struct nz_import_row {
    char *family, *model, *task;
    char *metric;          /**< with its filter, unless that is `none`:
                                exact_match,strict-match */
    double parameters;     /**< size of the model, > 0; NaN = not known */
    double score;          /**< finite, or NaN: a row of a table of sizes */
    double standard_error; /**< of the score, >= 0; NaN = not known */
    uint64_t shots;        /**< or NZ_IMPORT_UNKNOWN */
    uint64_t trials;       /**< test items, 0 = not known */
    uint64_t items;        /**< of samples, with and without the metric; 0 = not known */
    uint64_t successes;    /**< 0..trials, or NZ_IMPORT_UNKNOWN */
    size_t i_log;          /**< where the score was found */
    nz_import_source_t parameters_of, trials_of;
} nz_import_row_t;

/** What a log is. */
typedef enum nz_import_kind {
    NZ_IMPORT_HARNESS,
    NZ_IMPORT_SAMPLES,
    NZ_IMPORT_TABLE,
    NZ_IMPORT_SIZES, /**< a table of sizes of test sets */
    NZ_N_IMPORT_KINDS
} nz_import_kind_t;

/** One log. */
typedef struct nz_import_log {
    const char *path; /**< borrowed */
    nz_import_kind_t kind;
    char date[NZ_IMPORT_DATE_MAX]; /**< of the run, in its name; "" = none */
    double limit;    /**< on the items of a task, of the harness; NaN = none; -infinity =
                          not known, of samples without their results */
    bool is_skipped; /**< nothing of it was usable */
    char *task, *model, *family; /**< of samples; owned, else NULL */
    double parameters;           /**< of samples; NaN = not known */
} nz_import_log_t;

/** The table. Zero-initialise; release with nz_import_free. */
typedef struct nz_import {
    nz_import_row_t *rows; /**< in the order of the logs; owned */
    size_t n_rows, rows_capacity;
    nz_import_log_t *logs; /**< in the order of the paths; owned */
    size_t n_logs;
    char **item_metrics; /**< metrics of the samples, without filters; owned */
    size_t n_item_metrics, item_metrics_capacity;
    size_t n_lines_skipped; /**< rows of CSV tables and lines of samples */
    size_t n_aggregates;    /**< groups of tasks, which are left out */
    char aggregates[256];   /**< the names of some of them: "mmlu, mmlu_stem" */
} nz_import_t;

/** A model and its size. */
typedef struct nz_import_size {
    const char *model; /**< its name, or what follows the last '/' of that */
    double parameters; /**< > 0 */
    bool is_used;      /**< set when a log has such a model */
} nz_import_size_t;

/** A column of a CSV table under another name. */
typedef struct nz_import_column {
    const char *ours, *theirs; /**< e.g. "parameters", "params_total" */
} nz_import_column_t;

/** How to read; zero-initialise for the defaults. Borrowed. */
typedef struct nz_import_options {
    const char *family; /**< of all models; NULL: see above */
    const char *model;  /**< of logs that name none; NULL = not known */
    nz_import_size_t *sizes;
    size_t n_sizes;
    const nz_import_column_t *columns;
    size_t n_columns;
    bool items_only; /**< skip logs without items: all but samples */
} nz_import_options_t;

/**
 * @brief Read logs.
 *
 * A log that cannot be used is skipped, with a message "FILE: ..." or "FILE:LINE: ...",
 * and so are rows of tables and lines of samples; remarks about the others are messages
 * too.
 * @param[out] out  untouched on error. Free with nz_import_free.
 * @param[in,out] diagnostics  gets the messages.
 * @retval NZ_ERR_NULL_ARG  a pointer that must not be NULL is.
 * @retval NZ_OK            also if nothing was usable: there are no rows then.
 * @retval NZ_ERR_DOMAIN    no logs, a size that is not > 0, an unknown column of ours, or
 * a family or model that is no name (empty, too long).
 * @retval NZ_ERR_NO_MEMORY out of memory.
 */
NZ_NODISCARD nz_status_t nz_import_read(const char *const *paths, size_t n_paths,
    const nz_import_options_t *options, nz_import_t *out, nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_import_free(nz_import_t *self);

#endif
