/** @file design.h
 *  @brief How a study is cut into cells, curves and units of work.
 *
 *  A cell is one (task, model size, difficulty, test size); a curve is all models at one
 * (task, difficulty, test size), since the emergence score needs whole curves; a unit is
 * a block of replicates of one curve. The cut depends on the study alone, never on the
 * number of ranks, so that sums over units have the same rounding everywhere.
 */
#ifndef NZ_SIM_DESIGN_H
#define NZ_SIM_DESIGN_H

#include "sim/studies.h"
#include "sim/task.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** One curve of a design. */
typedef struct nz_design_curve {
    size_t i_part;                    /**< its task, a position in nz_studies_t */
    size_t i_difficulty, i_test_size; /**< positions in the study's lists */
    double difficulty;                /**< their values */
    uint64_t test_size;
    uint64_t block; /**< replicates of a unit (the last may have fewer) */
    uint64_t first_unit,
        n_units;        /**< its units are numbered first_unit .. + n_units - 1 */
    double replicate_s; /**< predicted seconds per replicate on one core */
} nz_design_curve_t;

/** The units are numbered over the curves of all tasks in order of decreasing predicted
 * cost of a unit, to a power of two; of equal cost by task, difficulty and test size, so
 * that these change rarely; and within a curve in order of replicates. */
typedef struct nz_design {
    size_t n_curves;
    nz_design_curve_t *curves; /**< owned */
    uint64_t n_units;
    uint64_t replicates; /**< of every curve */
} nz_design_t;

/** One unit of work. */
typedef struct nz_unit {
    const nz_design_curve_t *curve; /**< borrowed from the design */
    uint64_t first_replicate, n_replicates;
} nz_unit_t;

/**
 * @brief Cut @p studies into units.
 *
 * For a nominal study (8 models, the task's own metrics, one bootstrap) a unit takes
 * about .05 s if its curve takes T <= 5 s, beyond that .05 s sqrt(T / 5 s), but at most
 * 10 s. So a curve of 1 core-hour has some 2700 units of 1.3 s, and beyond 55 core-hours
 * every 10 s are one. A unit never has less than one replicate. With more models, metrics
 * or intervals than nominal it takes so many times longer: at most the largest of 1/100
 * of its curve, .05 s times that ratio, and one replicate.
 *
 * What a unit costs the rank that collects it, measured on one core of a 2020s server;
 * results as they are in memory, of which messages and journals take a third to an eighth
 * (packed_keys.h; 12 kB on average of mirage):
 *
 *     study                          unit        result      merging it
 *     configs/mirage.yaml            .05 s       10..75 kB   .01..0.13 ms
 *     ... units 10 times as long     .5 s        15..180 kB  .01..0.13 ms
 *     ... 25 models, all metrics     .3 s        60..350 kB  .03..0.6 ms
 *     configs/bigbench-metrics.yaml  .01..0.4 s  23..180 kB  .04..0.3 ms
 *     ... units 20 times as long     .2..6 s     80..700 kB  .05..0.4 ms
 *
 * Hence .15 ms for 1 s of work, which 4096 ranks can share: 100 curves of 1 core-hour
 * each are 270 000 units, which keep one rank busy for 40 s while 4096 others work for 88
 * s.
 * @param[out] self  free with nz_design_free; untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_design_init(nz_design_t *self, const nz_studies_t *studies);

/** @brief Release what @p self owns and zero it; legal on a zeroed design. */
void nz_design_free(nz_design_t *self);

/** @brief The unit with number @p i_unit < n_units. */
nz_unit_t nz_design_unit(const nz_design_t *self, uint64_t i_unit);

/** @brief Predicted time of all units on one core [s]. */
double nz_design_seconds(const nz_design_t *self);

/**
 * @brief Predicted cost of the laws that units need: bytes of all models of the task and
 * difficulty that takes most, which is what a rank keeps at a time; seconds to prepare
 * each model of every task and difficulty once, as each rank must.
 */
nz_law_cost_t nz_design_law_cost(const nz_studies_t *studies);

#endif
