/** @file calibration.h
 *  @brief How long replicates of a study take on this core, beside what sim/design.h
 *         predicts. */
#ifndef NZ_MPI_CALIBRATION_H
#define NZ_MPI_CALIBRATION_H

#include "sim/design.h"
#include "sim/studies.h"
#include "stats/status.h"

#include <stddef.h>

/** What was measured. */
typedef struct nz_calibration {
    size_t n_measured;   /**< curves on which something was; 0: nothing, in the time */
    double time_ratio;   /**< measured over predicted time of a replicate; 1 if none */
    double law_ratio;    /**< the same for the laws that units need */
    double result_bytes; /**< of the results of all units, about; NaN if none */
} nz_calibration_t;

/**
 * @brief Simulate some replicates of curves that are chosen by their share of the
 * predicted time, so that the mean ratio is that of the whole.
 *
 * A child process does it, which is ended when twice the time is over: one test set may
 * take long, and so may laws. Of each curve the second half of its time counts, after
 * what is remembered (sim/interval_cache.h) is there, unless the curve has no more
 * replicates than ran. Processor time, so that other processes on the core matter little.
 * @param budget_s  time for replicates [s], above 0; that for laws comes on top.
 * @param[out] out  untouched on error.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC  the study could not be simulated either.
 */
NZ_NODISCARD nz_status_t nz_calibrate(const nz_studies_t *studies,
    const nz_design_t *design, double budget_s, nz_calibration_t *out);

#endif
