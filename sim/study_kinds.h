/** @file study_kinds.h
 *  @brief Which keys belong to the kind of task, or of law, that a study has. */
#ifndef NZ_SIM_STUDY_KINDS_H
#define NZ_SIM_STUDY_KINDS_H

#include "sim/study.h"
#include "sim/study_keys.h"

#include <stdbool.h>
#include <stddef.h>

/** As the value of a `kind` that was refused: no key of a kind belongs to it. */
#define NZ_STUDY_KIND_REFUSED (-1)

/** @brief The key `kind` of the section that @p key is in, or NULL if @p key is of all
 * kinds. */
const nz_study_key_t *nz_study_kinds_key(const nz_study_key_t *key);

/** @brief Whether @p key belongs to the kind that @p study has. */
bool nz_study_kinds_has(const nz_study_t *study, const nz_study_key_t *key);

/** @brief Why @p key does not: "is of kind sequence; kind subset has ..."; written to @p
 * out, cut at @p size. Empty if the kind was refused. */
void nz_study_kinds_explain(
    const nz_study_t *study, const nz_study_key_t *key, char *out, size_t size);

/** @brief The kinds that @p key belongs to, "sequence, subset"; cut at @p size. */
void nz_study_kinds_list(const nz_study_key_t *key, char *out, size_t size);

#endif
