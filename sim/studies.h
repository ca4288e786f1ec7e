/** @file studies.h
 *  @brief A study file, which may hold several tasks: one study for each. */
#ifndef NZ_SIM_STUDIES_H
#define NZ_SIM_STUDIES_H

#include "sim/diagnostic.h"
#include "sim/study.h"
#include "stats/status.h"

#include <stddef.h>

/** The studies of the tasks of one file, its parts, in their order. They differ in
 * `task`, whose names are distinct, and in `metrics`: each has those of the file's list
 * that are of its kind, in that order. Everything else is equal. Zero-initialise, or fill
 * by nz_studies_parse. */
typedef struct nz_studies {
    size_t n;          /**< 1..NZ_STUDY_TASKS_MAX after a parse */
    nz_study_t *parts; /**< owned, each owned */
} nz_studies_t;

/**
 * @brief Parse and validate a study file of one `task` or a list `tasks`.
 *
 * Arguments and return codes as of nz_study_parse.
 * @param[out] out  untouched on error. Free with nz_studies_free.
 */
NZ_NODISCARD nz_status_t nz_studies_parse(const char *text, size_t size, const char *file,
    const char *const *settings, size_t n_settings, nz_studies_t *out,
    nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it; legal on zeroed studies. */
void nz_studies_free(nz_studies_t *self);

/** @brief The file as resolved, as nz_study_to_yaml does for one task.
 *  @param[out] yaml  NUL-terminated, the caller frees it. */
NZ_NODISCARD nz_status_t nz_studies_to_yaml(const nz_studies_t *self, char **yaml);

#endif
