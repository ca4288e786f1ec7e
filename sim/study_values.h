/** @file study_values.h
 *  @brief One value of a study file: from YAML into a member of nz_study_t. */
#ifndef NZ_SIM_STUDY_VALUES_H
#define NZ_SIM_STUDY_VALUES_H

#include "sim/diagnostic.h"
#include "sim/study_keys.h"
#include "sim/yaml_reader.h"
#include "stats/status.h"

/**
 * @brief Convert and check the value of a key.
 *
 * @param[in]  key     type and range.
 * @param[in]  node    the value as written.
 * @param[out] member  the zeroed member of the type that belongs to key->type; untouched
 *                     on error.
 * @param[in,out] diagnostics  gets everything that is wrong with the value.
 * @retval NZ_ERR_INPUT      the value was refused.
 * @retval NZ_ERR_NO_MEMORY  out of memory.
 */
NZ_NODISCARD nz_status_t nz_study_read_value(const nz_study_key_t *key,
    const nz_yaml_node_t *node, void *member, nz_diagnostics_t *diagnostics);

/** @brief Release what a member of this type owns and zero it. */
void nz_study_free_value(nz_key_type_t type, void *member);

#endif
