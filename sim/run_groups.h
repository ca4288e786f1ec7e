/** @file run_groups.h
 *  @brief What the groups of a run file are called, one for each of several tasks. */
#ifndef NZ_SIM_RUN_GROUPS_H
#define NZ_SIM_RUN_GROUPS_H

#include "sim/run.h"

/** Room for the name of a group, NUL included [bytes]. */
#define NZ_RUN_GROUP_SIZE (NZ_STUDY_TASK_NAME_MAX + 8)

/**
 * @brief The names of the groups: those of the tasks with every byte other than A-Z, a-z,
 * 0-9 and _ as _, and also - and . inside; the later of equal ones get _2, _3, ...
 * behind.
 * @param[out] names  one per part of @p run, distinct.
 */
void nz_run_groups_name(const nz_run_t *run, char (*names)[NZ_RUN_GROUP_SIZE]);

#endif
