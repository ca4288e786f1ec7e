/** @file study_reader.h
 *  @brief A study file on its way from text to the studies of its tasks. */
#ifndef NZ_SIM_STUDY_READER_H
#define NZ_SIM_STUDY_READER_H

#include "sim/diagnostic.h"
#include "sim/study.h"
#include "sim/study_settings.h"
#include "sim/yaml_reader.h"

#include <stdbool.h>
#include <stddef.h>

/** What was read so far. */
typedef struct nz_study_reader {
    nz_yaml_node_t *root;         /**< a mapping; owned */
    nz_study_settings_t settings; /**< which nodes of the tree point to; owned */
    const nz_yaml_node_t *tasks;  /**< the value of `tasks`, or NULL */
    const nz_yaml_node_t *task;   /**< of the study at hand; NULL if there is none */
    size_t n_parts;               /**< tasks, at least 1 once `tasks` was looked at */
    nz_study_t *parts;            /**< their studies; owned */
    nz_study_t *study;            /**< the one at hand; borrowed from parts */
    nz_diagnostics_t *diagnostics;
} nz_study_reader_t;

/** @brief Number of messages so far, those that found no room included. */
size_t nz_study_reader_n_messages(const nz_diagnostics_t *diagnostics);

/** @brief The value of a key, or NULL.
 *  @param[out] parent  the innermost mapping around it that is there, or NULL if
 * something else stands in that place. */
const nz_yaml_node_t *nz_study_reader_find(
    const nz_study_reader_t *self, const char *key, const nz_yaml_node_t **parent);

/** @brief Whether the value of `tasks` is a list of as many as there may be. */
bool nz_study_reader_has_list(const nz_study_reader_t *self);

/** @brief Make the study of task number @p i the one at hand. */
void nz_study_reader_turn_to(nz_study_reader_t *self, size_t i);

/** @brief Add a message about a key at its value, or where the study begins. */
void nz_study_reader_report(
    nz_study_reader_t *self, const char *key, const char *message);

#endif
