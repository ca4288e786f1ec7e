/** @file study_scalars.h
 *  @brief Single values of a study file: numbers, texts and choices. */
#ifndef NZ_SIM_STUDY_SCALARS_H
#define NZ_SIM_STUDY_SCALARS_H

#include "sim/diagnostic.h"
#include "sim/study_keys.h"
#include "sim/yaml_reader.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What is being read, for the range and the messages. */
typedef struct nz_value_reader {
    const nz_study_key_t *key;
    nz_diagnostics_t *diagnostics;
} nz_value_reader_t;

/** @brief Whether a node is `null`: nothing, ~ or null, without quotes. */
bool nz_study_is_null(const nz_yaml_node_t *node);

/** @brief What stands in the file, in words, long text cut: "`1e8z`", "a list", ... */
void nz_study_describe_found(const nz_yaml_node_t *node, char *out, size_t size);

/** @brief Add "`key`: expected ..., found ...: hint"; @p hint may be NULL.
 *  @return NZ_ERR_INPUT. */
nz_status_t nz_study_refuse(const nz_value_reader_t *self, const nz_yaml_node_t *node,
    const char *expected, const char *hint);

/* Each returns NZ_ERR_INPUT with a message, @p out untouched, if the node is no value of
 * the key's range; text is copied (NZ_ERR_NO_MEMORY) and NULL for a path that is null. */
NZ_NODISCARD nz_status_t nz_study_scalar_real(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, double *out);
NZ_NODISCARD nz_status_t nz_study_scalar_count(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, uint64_t *out);
NZ_NODISCARD nz_status_t nz_study_scalar_text(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, char **out);
NZ_NODISCARD nz_status_t nz_study_scalar_choice(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, int *out);

#endif
