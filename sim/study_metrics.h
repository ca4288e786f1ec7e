/** @file study_metrics.h
 *  @brief Which metrics a study may have, by its kind of task and its other keys. */
#ifndef NZ_SIM_STUDY_METRICS_H
#define NZ_SIM_STUDY_METRICS_H

#include "sim/study.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * @brief Whether a study may have @p metric: its kind of task has it, its items, which
 * may be in clusters, have it (not pass_at_k, inverse_sampling, or cross_entropy of
 *        correlated tokens), and the keys that it needs are set. True of a kind
 *        that was refused.
 * @param[out] why  if not, what is the matter, cut at @p size.
 */
bool nz_study_metrics_has(
    const nz_study_t *study, nz_metric_t metric, char *why, size_t size);

/** @brief Take out of study->metrics those that the study may not have. */
void nz_study_metrics_keep(nz_study_t *study);

#endif
