/** @file task.h
 *  @brief What a model is asked: the kinds of tasks, each a plug-in of its own file.
 *
 *  A kind says what makes its items difficult, which metrics it has, what their true
 *  values are, and how a test set is drawn and scored. The simulation does not depend on
 *  which kind it is; outside the task_*.c files only the keys of a study (study_keys.c)
 *  and figures of one kind's mathematics do.
 */
#ifndef NZ_SIM_TASK_H
#define NZ_SIM_TASK_H

#include "sim/metric.h"
#include "stats/rng.h"
#include "stats/score_sum.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The kinds, in the order of nz_task_type(). */
typedef enum nz_task_kind {
    NZ_TASK_SEQUENCE,
    NZ_TASK_SUBSET,
    NZ_TASK_CHOICE,
    NZ_TASK_RECONSTRUCTION,
    NZ_N_TASK_KINDS
} nz_task_kind_t;

/** Steps of the lattice that real scores are put on. */
#define NZ_TASK_LATTICE_STEPS 1024

/** Items of one difficulty as one model meets them. Each kind uses the members it has
 * keys for. */
typedef struct nz_task {
    double loss;             /**< of the model [nats], >= 0, possibly inf */
    double difficulty;       /**< in the unit of the kind's difficulty key */
    double item_correlation; /**< correlation of the tokens of an item, 0 <= rho < 1 */
    double concentration;    /**< kappa of the options' probabilities, > 0 */
    double shape;            /**< of the gamma distribution of squared errors, > 0 */
    uint64_t samples;        /**< answers to an item, s >= 1; 0 = no pass_at_k */
    uint64_t k;              /**< answers of which one must be right, 1 .. s */
    uint64_t successes;      /**< right items to stop at, r >= 2; 0 = not until the end */
    uint64_t cluster_size;   /**< items of a cluster; 0 and 1: no clusters */
    double cluster_correlation; /**< of its items being right, see sim/cluster_totals.h */
} nz_task_t;

/** The scores of one metric in one test set: the value of an item is base + step * score.
 * Of items in clusters the scores are those of whole clusters, and the value is the mean
 * over the cluster. */
typedef struct nz_task_score {
    nz_scores_t scores; /**< borrowed from the sampler, until it draws again */
    double base, step;  /**< in the metric's unit; step > 0 */
    double mean;        /**< the estimate, exact, in the metric's unit */
    double total;       /**< as the mean but for a constant factor, and free of rounding
                             where the metric counts: of 0 and 1 the number of items that
                             score 1 */
    double cost;        /**< answers that were sampled for it */
    uint64_t stop_at;   /**< of a sequential metric: right items at which the trials ended
                             early; the mean is then not that of the scores. Else 0 */
} nz_task_score_t;

/** Where a test set's random numbers come from. */
typedef struct nz_task_stream {
    gsl_rng *rng;        /**< of a type of stats/rng.h */
    nz_stream_key_t key; /**< names the test set; `part` is set by the task */
} nz_task_stream_t;

/** What varies along a study's difficulty axis. */
typedef struct nz_task_difficulty {
    const char *key;       /**< in the section `task` of a study */
    const char *long_name; /**< "target length" */
    const char *singular;  /**< of one value, "target length" */
    const char *plural;    /**< "target lengths" */
    const char *unit;      /**< "token" */
    const char *symbol;    /**< in captions of figures, "L" */
    bool is_whole;
    double min, max; /**< range of its values */
} nz_task_difficulty_t;

/** What the law of one model costs. */
typedef struct nz_law_cost {
    double bytes, seconds; /**< kept in memory; to prepare on one core */
} nz_law_cost_t;

/** A kind of task. A sampler holds what its test sets are drawn with, one law per model;
 *  its functions are called in the order create, then per difficulty prepare for every
 *  model, then draw, score. */
typedef struct nz_task_type {
    const char *name; /**< as in study files and tables */
    nz_task_difficulty_t difficulty;
    nz_metric_t nonlinear; /**< its all-or-nothing metric */
    nz_metric_t linear;    /**< the metric that shows every bit of progress */
    bool has_clusters;     /**< whether its items can be in clusters */
    uint32_t metrics;      /**< all it has, bits of NZ_METRIC_BIT */

    /** Largest integer score of an item, of any metric whose scores have a step, or
     * NZ_TASK_LATTICE_STEPS if no item can do without a lattice. */
    uint64_t (*score_max)(double difficulty);

    /** True value of a metric and the standard deviation of one item's score, in clusters
     * times the root of the design effect, both in the metric's unit; untouched on error.
     * NZ_ERR_DOMAIN: out of range, or not a metric of this kind; NZ_ERR_NUMERIC: an
     * integral of them does not converge; NZ_ERR_NO_MEMORY. */
    nz_status_t (*truth)(
        const nz_task_t *task, nz_metric_t metric, double *mean, double *sd);

    /** Distance of neighbouring scores of an item [unit of the metric], 0 if they are
     * real numbers. */
    double (*step)(double difficulty, nz_metric_t metric);

    /** Largest value of a metric, possibly inf; the least is 0. */
    double (*largest)(double difficulty, nz_metric_t metric);

    /** Predicted time to draw a test set of @p test_size items for @p metrics (bits; 0 =
     * what is always drawn) on one core [s]. */
    double (*draw_seconds)(const nz_task_t *task, double test_size, uint32_t metrics);

    /** Predicted cost of what `prepare` makes of a task; NULL = next to nothing. */
    nz_law_cost_t (*law_cost)(const nz_task_t *task);

    /** Least estimate above 0 of a test set [unit of the metric], 0 if there is none;
     * NULL = step over test size. */
    double (*resolution)(const nz_task_t *task, nz_metric_t metric, uint64_t test_size);

    /** Room for the laws of @p n_models models at up to @p difficulty_max.
     * NZ_ERR_NO_MEMORY. */
    nz_status_t (*create)(double difficulty_max, size_t n_models, void **out);

    /** Free *self and set it to NULL; legal on NULL. */
    void (*destroy)(void **self);

    /** Set what model @p i_model is like. NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY. */
    nz_status_t (*prepare)(void *self, size_t i_model, const nz_task_t *task);

    /** Draw a test set of @p n_items items of model @p i_model, for @p metrics (bits).
     *  The numbers of one metric do not depend on which others are asked for.
     *  NZ_ERR_DOMAIN: not a whole number of clusters. */
    nz_status_t (*draw)(void *self, size_t i_model, uint64_t n_items, uint32_t metrics,
        nz_task_stream_t *stream);

    /** Score the test set drawn last by one of the metrics it was drawn for. */
    void (*score)(void *self, nz_metric_t metric, nz_task_score_t *out);
} nz_task_type_t;

/** @brief A kind of task; static, NULL outside the enum. */
const nz_task_type_t *nz_task_type(int kind);

/** @brief Whether a kind has a metric. */
bool nz_task_has_metric(const nz_task_type_t *type, nz_metric_t metric);

/** @brief The metrics that a kind has, "accuracy, token_accuracy"; written to @p out, cut
 * at @p size. */
void nz_task_list_metrics(const nz_task_type_t *type, char *out, size_t size);

/** @brief Largest test set of this difficulty [items]: 2^53 over the largest score. */
uint64_t nz_task_items_max(const nz_task_type_t *type, double difficulty);

/** @brief Least estimate above 0 of a test set [unit of the metric], 0 if there is none.
 */
double nz_task_resolution(const nz_task_type_t *type, const nz_task_t *task,
    nz_metric_t metric, uint64_t test_size);

/** @brief The difficulty as it names a stream: a whole number as it is, a real one by the
 * bits of its double. */
uint64_t nz_task_difficulty_word(const nz_task_type_t *type, double difficulty);

/** @brief Begin a stream of the test set; part 0 is that of its items. */
NZ_NODISCARD nz_status_t nz_task_stream_start(nz_task_stream_t *self, uint32_t part);

#endif
