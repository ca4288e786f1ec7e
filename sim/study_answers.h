/** @file study_answers.h
 *  @brief What must fit together of the keys task.samples, task.k and task.successes and
 *         the metrics that need them. */
#ifndef NZ_SIM_STUDY_ANSWERS_H
#define NZ_SIM_STUDY_ANSWERS_H

#include "sim/study.h"

#include <stdbool.h>
#include <stddef.h>

/** @brief Whether the study sets what @p metric needs; true of any other metric. */
bool nz_study_answers_serve(const nz_study_t *study, nz_metric_t metric);

/** @brief The key to blame if something does not fit, and in @p out why, cut at @p size;
 * NULL if all does. Of a study whose values are each in range. */
const char *nz_study_answers_refused(const nz_study_t *study, char *out, size_t size);

#endif
