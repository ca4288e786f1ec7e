/** @file study_parts.h
 *  @brief What the studies of one file (sim/studies.h) are read and written by. */
#ifndef NZ_SIM_STUDY_PARTS_H
#define NZ_SIM_STUDY_PARTS_H

#include "sim/diagnostic.h"
#include "sim/study.h"
#include "stats/status.h"

#include <stddef.h>

/** @brief As nz_studies_parse; @p parts gets @p n_parts >= 1 studies, the caller's. */
NZ_NODISCARD nz_status_t nz_study_parts_parse(const char *text, size_t size,
    const char *file, const char *const *settings, size_t n_settings, nz_study_t **parts,
    size_t *n_parts, nz_diagnostics_t *diagnostics);

/** @brief As nz_studies_to_yaml. */
NZ_NODISCARD nz_status_t nz_study_parts_to_yaml(
    const nz_study_t *parts, size_t n_parts, char **yaml);

#endif
