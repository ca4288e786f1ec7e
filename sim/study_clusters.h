/** @file study_clusters.h
 *  @brief What else a study must be when its items are in clusters. */
#ifndef NZ_SIM_STUDY_CLUSTERS_H
#define NZ_SIM_STUDY_CLUSTERS_H

#include "sim/study.h"

#include <stdbool.h>
#include <stddef.h>

/** Largest tables of totals of all models of a study together [entries of 16 bytes]. */
#define NZ_STUDY_CLUSTERS_ENTRIES_MAX 1e8

/** @brief Whether the kind of task can have clusters of this size at all difficulties and
 * of this many models; if not, @p out says what is expected, cut at @p size. */
bool nz_study_clusters_fit_task(const nz_study_t *study, char *out, size_t size);

/** @brief Whether @p test_size is a whole number of clusters; if not, @p out says so. */
bool nz_study_clusters_fit_test_size(
    const nz_study_t *study, uint64_t test_size, char *out, size_t size);

#endif
