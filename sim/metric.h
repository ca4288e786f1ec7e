/** @file metric.h
 *  @brief The metrics that a test set can be scored with. */
#ifndef NZ_SIM_METRIC_H
#define NZ_SIM_METRIC_H

#include "stats/interval.h"

#include <stdbool.h>

/* One list feeds the enum, the names and the study's vocabulary. Append only: the number
 * of a metric is part of the names of the bootstrap's streams.
 * X(enum, name, scores are 0/1, all or nothing, more is better, unit, axis label) */
#define NZ_METRIC_LIST(X)                                                                \
    X(ACCURACY, accuracy, true, true, true, "1", "share of items solved")                \
    X(TOKEN_EDIT_DISTANCE, token_edit_distance, false, false, false, "token",            \
        "wrong tokens per item")                                                         \
    X(TOKEN_ACCURACY, token_accuracy, false, false, true, "1", "share of right tokens")  \
    X(SUBSET_ACCURACY, subset_accuracy, true, true, true, "1", "share of items solved")  \
    X(ITEM_ACCURACY, item_accuracy, false, false, true, "1", "share of right cases")     \
    X(MULTIPLE_CHOICE_GRADE, multiple_choice_grade, true, true, true, "1",               \
        "share of items solved")                                                         \
    X(BRIER_SCORE, brier_score, false, false, false, "1", "squared distance per item")   \
    X(CROSS_ENTROPY, cross_entropy, false, false, false, "nat", "nats per item")         \
    X(RECONSTRUCTION_RATE, reconstruction_rate, true, true, true, "1",                   \
        "share of items solved")                                                         \
    X(MEAN_SQUARED_ERROR, mean_squared_error, false, false, false, "1",                  \
        "squared error per item")                                                        \
    X(PASS_AT_K, pass_at_k, false, true, true, "1",                                      \
        "share of items solved in k answers")                                            \
    X(INVERSE_SAMPLING, inverse_sampling, false, true, true, "1", "share of items solved")

typedef enum nz_metric {
#define NZ_METRIC_ENUM_(upper, ...) NZ_METRIC_##upper,
    NZ_METRIC_LIST(NZ_METRIC_ENUM_)
#undef NZ_METRIC_ENUM_
        NZ_N_METRICS
} nz_metric_t;

/** A set of metrics: bit m stands for metric number m. */
#define NZ_METRIC_BIT(metric) (1U << (unsigned) (metric))

/** @brief Name of a metric as in study files and tables; static, NULL outside the enum.
 */
const char *nz_metric_name(nz_metric_t metric);

/** @brief Whether an item scores 0 or 1, so that every interval method applies. Of other
 * metrics only the methods that take scores. False outside the enum. */
bool nz_metric_is_binary(nz_metric_t metric);

/** @brief Whether only items solved count, one by one or not: the metrics of 0/1 scores,
 * pass_at_k and inverse_sampling. False outside the enum. */
bool nz_metric_is_all_or_nothing(nz_metric_t metric);

/** @brief Whether items are tried one after the other until enough are right, so that
 * their number is random. False outside the enum. */
bool nz_metric_is_sequential(nz_metric_t metric);

/** @brief Whether an interval method applies to a metric: every one to 0/1 scores, those
 * that take scores to others, and to a sequential metric clopper_pearson alone, which
 * stands for its exact interval. False outside the enums. */
bool nz_metric_takes_method(nz_metric_t metric, nz_interval_method_t method);

/** @brief Whether a better model has a larger value. False outside the enum. */
bool nz_metric_is_rising(nz_metric_t metric);

/** @brief Unit of the metric ("1" if dimensionless); static, NULL outside the enum. */
const char *nz_metric_unit(nz_metric_t metric);

/** @brief What an axis of the metric counts, in words; static, NULL outside the enum. */
const char *nz_metric_axis(nz_metric_t metric);

#endif
