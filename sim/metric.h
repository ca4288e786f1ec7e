/** @file metric.h
 *  @brief The metrics that a test set can be scored with. */
#ifndef NZ_SIM_METRIC_H
#define NZ_SIM_METRIC_H

/* One list feeds the enum, the names and the study's vocabulary. */
#define NZ_METRIC_LIST(X)                                                                \
    X(ACCURACY, accuracy, "share of items with every token right", "1")                  \
    X(TOKEN_EDIT_DISTANCE, token_edit_distance, "mean number of wrong tokens per item",  \
        "token")

typedef enum nz_metric {
#define NZ_METRIC_ENUM_(upper, lower, long_name, unit) NZ_METRIC_##upper,
    NZ_METRIC_LIST(NZ_METRIC_ENUM_)
#undef NZ_METRIC_ENUM_
        NZ_N_METRICS
} nz_metric_t;

/** @brief Name of a metric as in study files and tables; static, NULL outside the enum.
 */
const char *nz_metric_name(nz_metric_t metric);

/** @brief What the metric measures, in words; static, NULL outside the enum. */
const char *nz_metric_long_name(nz_metric_t metric);

/** @brief Unit of the metric ("1" if dimensionless); static, NULL outside the enum. */
const char *nz_metric_unit(nz_metric_t metric);

#endif
