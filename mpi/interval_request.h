/** @file interval_request.h
 *  @brief What `nonzero interval` was asked for, checked. */
#ifndef NZ_MPI_INTERVAL_REQUEST_H
#define NZ_MPI_INTERVAL_REQUEST_H

#include "mpi/method_options.h"
#include "mpi/progress.h"
#include "mpi/table.h"
#include "stats/interval.h"
#include "stats/simultaneous.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Name of the interval for quantiles that is no method of a proportion. */
#define NZ_ORDER_STATISTIC "order_statistic"

/** Most value columns. */
#define NZ_INTERVAL_COLUMNS_MAX 100

/** The options. Texts are borrowed from the command line. */
typedef struct nz_interval_request {
    const char *path; /**< a table; NULL: successes and trials are given */
    uint64_t successes, trials;

    nz_method_list_t methods; /**< a named one that does not apply is an error, unless
                                 `all` was named too; extra: NZ_ORDER_STATISTIC */
    double level;
    nz_tails_t tails;
    nz_simultaneous_t simultaneous;
    bool monotone;

    const char *values[NZ_INTERVAL_COLUMNS_MAX]; /**< columns of an item table */
    size_t n_values;                             /**< 0: the table is one of models */
    const char *paired, *cluster, *strata;       /**< columns, or NULL */
    bool is_quantile;                            /**< else the mean */
    double quantile;
    nz_bootstrap_engine_t engine;
    uint64_t resamples, seed;

    nz_table_format_t format;
    const char *output; /**< NULL = standard output */
    nz_progress_mode_t progress;
} nz_interval_request_t;

#endif
