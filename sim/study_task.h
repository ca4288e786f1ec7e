/** @file study_task.h
 *  @brief The task of a study as one model meets it. */
#ifndef NZ_SIM_STUDY_TASK_H
#define NZ_SIM_STUDY_TASK_H

#include "sim/study.h"
#include "sim/task.h"

/**
 * @brief The task that a model of this @p loss meets at @p difficulty.
 *
 * What no metric of the study asks for is 0: `samples` and `k` without pass_at_k,
 * `successes` without inverse_sampling, so that no law of them is built.
 */
nz_task_t nz_study_task(const nz_study_t *study, double loss, double difficulty);

#endif
