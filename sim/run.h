/** @file run.h
 *  @brief A run: what each task of a study showed. */
#ifndef NZ_SIM_RUN_H
#define NZ_SIM_RUN_H

#include "sim/studies.h"
#include "sim/summary.h"
#include "stats/status.h"

#include <stddef.h>

/** The summaries of the tasks, in their order. Zero-initialise, or fill by nz_run_init.
 */
typedef struct nz_run {
    size_t n_parts;
    nz_summary_t *parts; /**< owned, each owned; only the first has real results */
} nz_run_t;

/**
 * @brief A summary of each of @p studies, every value NaN.
 * @param[in,out] studies  moved into @p self (zeroed) on success, untouched on error.
 * @param[out] self  untouched on error. Free with nz_run_free.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 */
NZ_NODISCARD nz_status_t nz_run_init(nz_run_t *self, nz_studies_t *studies);

/** @brief Release what @p self owns and zero it; legal on a zeroed run. */
void nz_run_free(nz_run_t *self);

/** @brief The summary of the task called @p name; borrowed; NULL if there is none. */
const nz_summary_t *nz_run_find(const nz_run_t *self, const char *name);

/** @brief The study file of the run as nz_studies_to_yaml writes it.
 *  @param[out] yaml  NUL-terminated, the caller frees it. */
NZ_NODISCARD nz_status_t nz_run_to_yaml(const nz_run_t *self, char **yaml);

#endif
