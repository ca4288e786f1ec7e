/** @file report_view.h
 *  @brief One metric of one task at one difficulty, as the findings of a report look at
 * it: what is certain beyond Monte Carlo error. */
#ifndef NZ_MPI_REPORT_VIEW_H
#define NZ_MPI_REPORT_VIEW_H

#include "sim/run.h"
#include "sim/task.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** Stands for "not in the study" among indices. */
#define NZ_REPORT_NONE ((size_t) -1)

/** Monte Carlo standard errors that a difference must exceed to be told. */
#define NZ_REPORT_ERRORS 3.0

/** Indices are positions in the study's lists. */
typedef struct nz_report_view {
    const nz_summary_t *part; /**< borrowed */
    nz_metric_t metric;
    size_t i_metric, i_difficulty;
} nz_report_view_t;

/** A value and its Monte Carlo error; the error is NaN where there is none. */
typedef struct nz_report_number {
    double value, mcse;
} nz_report_number_t;

/** @brief A quantity at its index in a summary, with its Monte Carlo error. */
nz_report_number_t nz_report_view_number(
    const nz_summary_t *part, nz_quantity_t quantity, size_t index);

/** @brief The kind of the task. */
const nz_task_type_t *nz_report_view_type(const nz_report_view_t *self);

/** @brief A quantity of scope CELL. */
nz_report_number_t nz_report_view_cell(const nz_report_view_t *self,
    nz_quantity_t quantity, size_t i_test_size, size_t i_model);

/** @brief A quantity of scope INTERVAL. */
nz_report_number_t nz_report_view_interval(const nz_report_view_t *self,
    nz_quantity_t quantity, size_t i_test_size, size_t i_model, size_t i_interval);

/** @brief A quantity of scope CURVE. */
nz_report_number_t nz_report_view_curve(const nz_report_view_t *self,
    nz_quantity_t quantity, size_t i_test_size, size_t i_keep);

/** @brief A quantity of scope RATE, which has all difficulties. */
nz_report_number_t nz_report_view_rate(const nz_report_view_t *self,
    nz_quantity_t quantity, size_t i_test_size, size_t i_model);

/** @brief Numbers of models, test sizes and difficulties of the task. */
size_t nz_report_view_n_models(const nz_report_view_t *self);
size_t nz_report_view_n_test_sizes(const nz_report_view_t *self);
size_t nz_report_view_n_difficulties(const nz_report_view_t *self);

/** @brief Items of a test size. */
uint64_t nz_report_view_test_size(const nz_report_view_t *self, size_t i_test_size);

/** @brief True value of the metric for a model. */
double nz_report_view_truth(const nz_report_view_t *self, size_t i_model);

/** @brief Look at the metric at position @p i_metric of @p part at its last difficulty.
 */
nz_report_view_t nz_report_view_at(const nz_summary_t *part, size_t i_metric);

/** @brief Look at @p metric of @p part likewise; false, @p self untouched,
 * if the study does not have it. */
bool nz_report_view_open(
    nz_report_view_t *self, const nz_summary_t *part, nz_metric_t metric);

/** @brief Look at the all-or-nothing metric of @p part: that of its kind, else one of 0/1
 * scores, else any; false, @p self untouched, if there is none. */
bool nz_report_view_open_nonlinear(nz_report_view_t *self, const nz_summary_t *part);

/** @brief Look at the metric of @p part that shows every bit of progress: that of its
 * kind, else any that is not all or nothing; false, @p self untouched, if there is none.
 */
bool nz_report_view_open_linear(nz_report_view_t *self, const nz_summary_t *part);

/** Models of a test size of which something holds beyond Monte Carlo error, and of which
 * it cannot be told. */
typedef struct nz_report_tally {
    size_t n, n_unclear;
} nz_report_tally_t;

/** @brief Models that score exactly zero in more than half of the test sets. */
nz_report_tally_t nz_report_view_zeros(const nz_report_view_t *self, size_t i_test_size);

/** @brief Whether one model does, certainly. */
bool nz_report_view_is_zero(
    const nz_report_view_t *self, size_t i_test_size, size_t i_model);

/** @brief Write where a number is from, "L = 20", of several tasks also which. */
void nz_report_view_put_place(
    const nz_report_view_t *self, const nz_run_t *run, FILE *out);

/** @brief Write the metric before that, "accuracy, L = 20". */
void nz_report_view_put(const nz_report_view_t *self, const nz_run_t *run, FILE *out);

/** @brief Write "n = 100 items", of a sequential metric "n ≤ 100 items". */
void nz_report_view_put_test_size(
    const nz_report_view_t *self, size_t i_test_size, FILE *out);

/** @brief Write "7 of 9 models", "all 9 models" or, of one model, "the model", with "at
 * least " before it where others are unclear. */
void nz_report_view_put_tally(
    const nz_report_view_t *self, nz_report_tally_t tally, FILE *out);

/** @brief Write "So it is in 3 of 8 tasks." if the run has several; @p n counts
 * them. */
void nz_report_view_put_tasks(const nz_run_t *run, size_t n, FILE *out);

#endif
