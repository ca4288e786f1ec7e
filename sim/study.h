/** @file study.h
 *  @brief A study as its user wrote it, validated: what to simulate and what to report.
 */
#ifndef NZ_SIM_STUDY_H
#define NZ_SIM_STUDY_H

#include "sim/diagnostic.h"
#include "sim/law.h"
#include "sim/metric.h"
#include "sim/task.h"
#include "stats/interval.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** Longest list that a study may hold. */
#define NZ_STUDY_LIST_MAX 1000

/** Most cells (models x difficulties x test sizes) of a study, over all its tasks. With
 * the largest number of replicates all products of sizes stay below 2^53. */
#define NZ_STUDY_CELLS_MAX 1000000

/** Most tasks of one file, and longest name of one [bytes]. */
#define NZ_STUDY_TASKS_MAX 100
#define NZ_STUDY_TASK_NAME_MAX 100

/** A list of reals, strictly increasing. */
typedef struct nz_list_double {
    size_t n;
    double *values; /**< owned */
} nz_list_double_t;

/** A list of whole numbers, strictly increasing. */
typedef struct nz_list_count {
    size_t n;
    uint64_t *values; /**< owned */
} nz_list_count_t;

/** A list of strings. */
typedef struct nz_list_string {
    size_t n;
    char **values; /**< owned, each owned */
} nz_list_string_t;

/** A list of distinct enumerated values in the user's order. */
typedef struct nz_list_enum {
    size_t n;
    int *values; /**< owned */
} nz_list_enum_t;

/** One study, of one task (sim/studies.h: of several). Members are named as the keys of
 * the file, but for task.difficulty. Fill by nz_study_parse. */
typedef struct nz_study {
    char *title; /**< owned, never NULL after a parse */
    uint64_t seed;
    uint64_t replicates; /**< test sets drawn per cell */
    double level;        /**< nominal coverage of the intervals, 0.5 .. 1 - 1e-12 */
    struct {
        nz_list_double_t parameters; /**< model sizes [parameters] */
        nz_list_string_t names;      /**< one per model; filled with "%.17g"-shortest
                                          of the size (e.g. "1e+07") where not given */
        nz_list_count_t keep_every;  /**< strides of the curves, see sim/thinning.h */
    } models;
    int law_kind;                /**< an nz_law_kind_t */
    nz_law_t law;                /**< NZ_LAW_POWER */
    nz_list_double_t law_losses; /**< NZ_LAW_TABLE: one per model, any order [nats] */
    struct {
        int kind;                    /**< an nz_task_kind_t */
        char *name;                  /**< owned, never NULL after a parse */
        nz_list_double_t difficulty; /**< the key of the kind, e.g. `tokens` */
        double item_correlation;     /**< see nz_task_t, as for all below */
        double concentration;
        double shape;
        uint64_t samples, k, successes;
    } task;
    struct {
        uint64_t size; /**< items of a cluster; 1 = no clusters */
        double correlation;
    } clusters;                 /**< see sim/cluster_totals.h */
    nz_list_count_t test_sizes; /**< [items] */
    nz_list_enum_t metrics;     /**< nz_metric_t */
    nz_list_enum_t intervals;   /**< nz_interval_method_t */
    struct {
        int engine; /**< an nz_bootstrap_engine_t */
        uint64_t resamples;
    } bootstrap;
    char *observed; /**< path of a table of real results relative to the study; NULL =
                       none; owned */
} nz_study_t;

/**
 * @brief Parse and validate a study of one task; another number of tasks is refused.
 *
 * @param[in]  text      the YAML text, @p size bytes (need not end in NUL).
 * @param[in]  file      its name, for messages.
 * @param[in]  settings  @p n_settings overrides "key=value", keys dotted ("law.alpha"),
 * values in YAML; they replace or add keys before validation, in order.
 * @param[out] out       the study; untouched on error. Free with nz_study_free.
 * @param[in,out] diagnostics  gets every error, "FILE:LINE:COLUMN: text" with line and
 * column counted from 1 (settings: "--set key=value: text").
 * @retval NZ_ERR_INPUT  the study was refused.
 */
NZ_NODISCARD nz_status_t nz_study_parse(const char *text, size_t size, const char *file,
    const char *const *settings, size_t n_settings, nz_study_t *out,
    nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it; legal on a zeroed study. */
void nz_study_free(nz_study_t *self);

/**
 * @brief The study as resolved: YAML that parses to the same study, with every default
 *        written out, numbers in the shortest form that round-trips.
 * @param[out] yaml  NUL-terminated, the caller frees it.
 */
NZ_NODISCARD nz_status_t nz_study_to_yaml(const nz_study_t *self, char **yaml);

/** @brief Description of every key (type, range, unit, default, meaning) as plain text of
 * at most 79 columns, for `nonzero help study` and the man page; the caller frees it. */
NZ_NODISCARD nz_status_t nz_study_keys_help(char **text);

#endif
