/** @file study_rules.h
 *  @brief The rules of a study about several of its values. */
#ifndef NZ_SIM_STUDY_RULES_H
#define NZ_SIM_STUDY_RULES_H

#include "sim/study_reader.h"

#include <stddef.h>

/** @brief Check the studies of all tasks, add what is wrong to the diagnostics, and take
 *  the metrics out of each that its kind does not have. Whether true values exist is
 *  checked if there are no more than @p n_before messages. */
void nz_study_rules_check(nz_study_reader_t *self, size_t n_before);

#endif
