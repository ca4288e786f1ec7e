/** @file tally.h
 *  @brief What is counted over the replicates of one curve (sim/design.h): mergeable.
 *
 *  Memory depends on models, strides, metrics and methods; not on the test size, nor on
 * replicates beyond the some 20 000 keys of a table (nz_unit_scale).
 */
#ifndef NZ_SIM_TALLY_H
#define NZ_SIM_TALLY_H

#include "sim/packed.h"
#include "stats/frequency.h"
#include "stats/interval.h"
#include "stats/moments.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Estimates of one model by one metric. */
typedef struct nz_cell_tally {
    nz_moments_t estimate;
    uint64_t n_zero;       /**< estimates that are exactly 0 */
    nz_frequency_t totals; /**< by nz_unit_key */
    nz_moments_t cost;     /**< answers sampled */
} nz_cell_tally_t;

/** Intervals of one method for one model and metric. */
typedef struct nz_interval_tally {
    uint64_t n_covered;    /**< intervals that hold the true value */
    uint64_t n_degenerate; /**< intervals without width */
    uint64_t n_undefined;
    uint64_t n_infinite; /**< defined, with an infinite limit */
    nz_moments_t width;  /**< of the defined ones with finite limits */
} nz_interval_tally_t;

/** Emergence scores and largest jumps of one thinned curve by one metric. */
typedef struct nz_curve_tally {
    nz_moments_t finite;
    uint64_t n_plus_infinite, n_minus_infinite;
    nz_frequency_t scores;      /**< by nz_frequency_key, as all below */
    nz_frequency_t jumps;       /**< of the total score */
    nz_frequency_t jump_shares; /**< jumps over the ranges of their curves */
} nz_curve_tally_t;

/** The tallies of one curve. Create with nz_tally_init. */
typedef struct nz_tally {
    size_t n_models, n_keeps, n_metrics, n_intervals;
    uint64_t n_replicates;
    nz_cell_tally_t *cells;         /**< [model][metric]; owned, as all arrays */
    nz_interval_tally_t *intervals; /**< [model][metric][interval] */
    nz_curve_tally_t *curves;       /**< [keep_every][metric] */
    bool has_first;                 /**< whether replicate 0 is among those tallied */
    double *first_estimates;        /**< [model][metric] of replicate 0 */
    nz_interval_t *first_intervals; /**< [model][metric][interval] of replicate 0 */
} nz_tally_t;

/**
 * @brief An empty tally.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (no models, strides or metrics),
 * NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_tally_init(nz_tally_t *self, size_t n_models, size_t n_keeps,
    size_t n_metrics, size_t n_intervals);

/** @brief Forget everything, keep the memory. */
void nz_tally_clear(nz_tally_t *self);

/** @brief Release what @p self owns and zero it; legal on a zeroed tally. */
void nz_tally_free(nz_tally_t *self);

/** @brief Write @p self into @p out, replacing what it held. NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_tally_pack(const nz_tally_t *self, nz_packed_t *out);

/**
 * @brief Add a packed tally of the same shape. Floating sums depend on the order of
 * merges by rounding: merge in order of replicates.
 * @retval NZ_ERR_FORMAT     not a packed tally of this shape; @p self is unchanged.
 * @retval NZ_ERR_NO_MEMORY  @p self is partly merged and must be discarded.
 */
NZ_NODISCARD nz_status_t nz_tally_merge_packed(
    nz_tally_t *self, const uint64_t *words, size_t n_words);

#endif
