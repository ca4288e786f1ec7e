/** @file resamples.h
 *  @brief All resamples of a small sample, one by one; bootstraps of any. */
#ifndef NZ_TESTS_RESAMPLES_H
#define NZ_TESTS_RESAMPLES_H

#include "stats/sample.h"
#include "stats/sample_bootstrap.h"

#include <stddef.h>

enum { NZ_TEST_MAX_ITEMS = 16 };

/** Scores as the caller of nz_sample_create has them; clusters and strata may be NULL. */
typedef struct test_items {
    const double *values;
    const uint64_t *clusters, *strata;
    size_t n;
} test_items_t;

/** Statistic of each of the equally likely resamples, ascending. */
typedef struct test_resamples {
    double *estimates;
    double *t_values; /**< (mean* - mean)/se*; NULL unless asked for */
    size_t n;
} test_resamples_t;

nz_sample_t *nz_test_sample(test_items_t items);

/** Enumerate; fatal if there are more than 1e6. Free with nz_test_resamples_free. */
test_resamples_t nz_test_resamples(test_items_t items, nz_sample_statistic_t statistic);

/** The same for the mean, and its t. */
test_resamples_t nz_test_studentized_resamples(test_items_t items);
void nz_test_resamples_free(test_resamples_t *self);

/** Shares of the resamples below y, and at most y, up to rounding of 1e-12. */
double nz_test_share_below(const test_resamples_t *self, double y);
double nz_test_share_at_most(const test_resamples_t *self, double y);

/** Smallest value that a share `tail` does not exceed, or that at most it exceeds. */
double nz_test_quantile(const test_resamples_t *self, double tail, bool upper);

double nz_test_sd(const test_resamples_t *self);

nz_sample_bootstrap_t *nz_test_exact(
    const nz_sample_t *sample, nz_sample_statistic_t statistic);

/** With t if the statistic is the mean. */
nz_sample_bootstrap_t *nz_test_resampled(const nz_sample_t *sample,
    nz_sample_statistic_t statistic, uint64_t n, unsigned long seed);

nz_interval_t nz_test_interval(
    nz_sample_bootstrap_t *self, nz_interval_method_t method, nz_tails_t tails);

#endif
