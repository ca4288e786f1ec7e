/** @file metric.h
 *  @brief The metrics that a test set can be scored with. */
#ifndef NZ_SIM_METRIC_H
#define NZ_SIM_METRIC_H

#include "stats/interval.h"

#include <stdbool.h>

/* One list feeds the enum, the names and the study's vocabulary. Append only: the number
 * of a metric is part of the names of the bootstrap's streams.
 * X(enum, name, scores are 0/1, more is better, what it is, unit, axis label) */
#define NZ_METRIC_LIST(X)                                                                \
    X(ACCURACY, accuracy, true, true, "share of items with every token right", "1",      \
        "share of items solved")                                                         \
    X(TOKEN_EDIT_DISTANCE, token_edit_distance, false, false,                            \
        "mean number of wrong tokens per item", "token", "wrong tokens per item")        \
    X(TOKEN_ACCURACY, token_accuracy, false, true, "share of right tokens", "1",         \
        "share of right tokens")                                                         \
    X(SUBSET_ACCURACY, subset_accuracy, true, true,                                      \
        "share of items with every case right", "1", "share of items solved")            \
    X(ITEM_ACCURACY, item_accuracy, false, true, "share of right cases", "1",            \
        "share of right cases")                                                          \
    X(MULTIPLE_CHOICE_GRADE, multiple_choice_grade, true, true,                          \
        "share of items with the most mass on the right option", "1",                    \
        "share of items solved")                                                         \
    X(BRIER_SCORE, brier_score, false, false,                                            \
        "mean squared distance of the options' probabilities from right and wrong", "1", \
        "squared distance per item")                                                     \
    X(CROSS_ENTROPY, cross_entropy, false, false,                                        \
        "mean negative logarithm of the probability of what is right", "nat",            \
        "nats per item")                                                                 \
    X(RECONSTRUCTION_RATE, reconstruction_rate, true, true,                              \
        "share of items with an error below the threshold", "1",                         \
        "share of items solved")                                                         \
    X(MEAN_SQUARED_ERROR, mean_squared_error, false, false,                              \
        "mean squared error of an item", "1", "squared error per item")                  \
    X(PASS_AT_K, pass_at_k, false, true,                                                 \
        "probability that one of k answers to an item is right", "1", "pass@k")          \
    X(INVERSE_SAMPLING, inverse_sampling, false, true,                                   \
        "share of items solved, of items tried until enough are", "1",                   \
        "share of items solved")

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

/** @brief Whether items are tried one after the other until enough are right, so that
 * their number is random. False outside the enum. */
bool nz_metric_is_sequential(nz_metric_t metric);

/** @brief Whether an interval method applies to a metric: every one to 0/1 scores, those
 * that take scores to others, and to a sequential metric clopper_pearson alone, which
 * stands for its exact interval. False outside the enums. */
bool nz_metric_takes_method(nz_metric_t metric, nz_interval_method_t method);

/** @brief Whether a better model has a larger value. False outside the enum. */
bool nz_metric_is_rising(nz_metric_t metric);

/** @brief What the metric measures, in words; static, NULL outside the enum. */
const char *nz_metric_long_name(nz_metric_t metric);

/** @brief Unit of the metric ("1" if dimensionless); static, NULL outside the enum. */
const char *nz_metric_unit(nz_metric_t metric);

/** @brief What an axis of the metric counts, in words; static, NULL outside the enum. */
const char *nz_metric_axis(nz_metric_t metric);

#endif
