/** @file study_settings.h
 *  @brief Settings "key=value", which replace or add keys of a study that was read. */
#ifndef NZ_SIM_STUDY_SETTINGS_H
#define NZ_SIM_STUDY_SETTINGS_H

#include "sim/diagnostic.h"
#include "sim/yaml_reader.h"
#include "stats/status.h"

#include <stddef.h>

/** The names of settings, which the nodes made of them point to. Zero-initialise. */
typedef struct nz_study_settings {
    size_t n;
    char **labels; /**< "--set key=value", cut; owned */
} nz_study_settings_t;

/**
 * @brief Put settings into the tree of a study, in order.
 *
 * @param[in,out] self  zeroed; must outlive @p root. Free with nz_study_settings_free,
 *                      also after an error.
 * @param[in,out] root  a mapping.
 * @param[in]  settings @p n of them, keys dotted ("law.alpha"), values in YAML.
 * @param[in,out] diagnostics  gets why settings were refused; the others are put in all
 *                      the same, so that their errors are found too.
 * @retval NZ_OK        also if some were refused.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_study_settings_apply(nz_study_settings_t *self,
    nz_yaml_node_t *root, const char *const *settings, size_t n,
    nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it; legal on a zeroed one. */
void nz_study_settings_free(nz_study_settings_t *self);

#endif
