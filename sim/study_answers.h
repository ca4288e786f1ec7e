/** @file study_answers.h
 *  @brief What must fit together of the keys task.samples, task.k and task.successes and
 *         the size of test sets. */
#ifndef NZ_SIM_STUDY_ANSWERS_H
#define NZ_SIM_STUDY_ANSWERS_H

#include "sim/study.h"

#include <stddef.h>

/** @brief The key to blame if something does not fit, and in @p out why, cut at @p size;
 * NULL if all does. Of a study whose values are each in range. */
const char *nz_study_answers_refused(const nz_study_t *study, char *out, size_t size);

#endif
