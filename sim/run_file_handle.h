/** @file run_file_handle.h
 *  @brief What writing and reading a run file share. */
#ifndef NZ_SIM_RUN_FILE_HANDLE_H
#define NZ_SIM_RUN_FILE_HANDLE_H

#include "sim/summary.h"

#include <netcdf.h>
#include <stdbool.h>

/** Bump when a reader of the old layout would misread the new. */
#define NZ_RUN_FILE_VERSION "2"

/** Quantiles that share one variable. */
#define NZ_RUN_FILE_QUANTILES 5

/** Dimensions in the order in which arrays nest. */
typedef enum nz_run_file_dimension {
    NZ_RUN_FILE_DIFFICULTY,
    NZ_RUN_FILE_TEST_SIZE,
    NZ_RUN_FILE_MODEL,
    NZ_RUN_FILE_KEEP_EVERY,
    NZ_RUN_FILE_METRIC,
    NZ_RUN_FILE_INTERVAL,
    NZ_RUN_FILE_QUANTILE,
    NZ_RUN_FILE_OBSERVED,
    NZ_RUN_FILE_N_DIMENSIONS
} nz_run_file_dimension_t;

/** An open file or group and the first netCDF error met; then nothing more is done. The
 * rest is of writing: first everything is defined, then the values are put. */
typedef struct nz_run_file_handle {
    int nc;
    int error;
    bool is_defining;
    int dims[NZ_RUN_FILE_N_DIMENSIONS];
} nz_run_file_handle_t;

/** @brief Keep the first error. @return whether there is none. */
static inline bool
nz_run_file_ok(nz_run_file_handle_t *self, int error)
{
    self->error = self->error != NC_NOERR ? self->error : error;
    return self->error == NC_NOERR;
}

/** @brief Whether a quantity is one of those in `estimate_quantile`. */
static inline bool
nz_run_file_is_quantile(int quantity)
{
    return quantity >= NZ_QUANTITY_Q025 && quantity <= NZ_QUANTITY_Q975;
}

/** @brief Whether runs of a study have a quantity at all. */
static inline bool
nz_run_file_is_held(const nz_study_t *study, int quantity)
{
    return nz_summary_size(study, nz_quantity_scope((nz_quantity_t) quantity)) > 0;
}

#endif
