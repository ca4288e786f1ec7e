/** @file figure_example.h
 *  @brief Summaries to draw, filled from exact distributions without a simulation. */
#ifndef NZ_TESTS_FIGURE_EXAMPLE_H
#define NZ_TESTS_FIGURE_EXAMPLE_H

#include "sim/run.h"

#include <stddef.h>
#include <stdint.h>

/** What to fill a summary from. Arrays are borrowed. */
typedef struct nz_example {
    const char *title;
    size_t n_models;
    const double *parameters;
    size_t n_tokens;
    const uint64_t *tokens;
    size_t n_test_sizes;
    const uint64_t *test_sizes;
    nz_law_t law;
    size_t n_keep_every; /**< strides of the curves; 0 = all models only */
    const uint64_t *keep_every;
    size_t n_metrics;   /**< 1 = accuracy only, 2 = and token_edit_distance */
    size_t n_intervals; /**< the first ones of the enum */
    size_t n_observed;
    const double *observed_parameters;
    const uint64_t *observed_successes;
    uint64_t observed_trials;
} nz_example_t;

/** @brief The study of configs/mirage.yaml: 9 models, 3 lengths, 4 test sizes. */
nz_example_t nz_example_mirage(void);

/** @brief Like configs/opt-addition.yaml: 8 models, 4 test sizes, real results. */
nz_example_t nz_example_opt(void);

/** @brief Fill a summary: exact means and binomial quantiles of both metrics, and a first
 * test set drawn with a fixed seed. Ends the program when out of memory. Free with
 * nz_summary_free. */
nz_summary_t nz_example_fill(const nz_example_t *example);

/** @brief A run of this one task, which borrows the summary: not to be freed. */
nz_run_t nz_run_of(const nz_summary_t *summary);

#endif
