/** @file task_subset.h
 *  @brief The subset task: K independent cases that must all be right.
 *
 *  A case is right with probability a = exp(-loss). It is a sequence of K independent
 * tokens with other names: subset_accuracy is a^K, item_accuracy a, with the variance
 * a (1 - a)/K of one item. Source: Schaeffer, Miranda, Koyejo (2023), arXiv 2304.15004,
 * section 5 (classification of images, K = 1 .. 5).
 */
#ifndef NZ_SIM_TASK_SUBSET_H
#define NZ_SIM_TASK_SUBSET_H

#include "sim/task.h"

/** Most cases of an item. */
#define NZ_TASK_SUBSET_SIZE_MAX 10000

/** The plug-in. */
extern const nz_task_type_t nz_task_subset_type;

#endif
