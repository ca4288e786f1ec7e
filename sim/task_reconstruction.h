/** @file task_reconstruction.h
 *  @brief The reconstruction task: an input is given back with an error.
 *
 *  The squared error of an item is Gamma with the mean M = loss and the shape s. An item
 * counts as reconstructed if its error is below a threshold, the difficulty: the smaller,
 * the harder.
 *
 *  - reconstruction_rate: share of items with an error below the threshold t; true value
 *    the gamma distribution function P(s, s t/M).
 *  - mean_squared_error: true value M, sd of an item M/sqrt(s).
 *
 *  Items are drawn one by one (sim/item_scores.h). Source: Schaeffer, Miranda, Koyejo
 * (2023), arXiv 2304.15004, section 5 (autoencoders).
 */
#ifndef NZ_SIM_TASK_RECONSTRUCTION_H
#define NZ_SIM_TASK_RECONSTRUCTION_H

#include "sim/task.h"

/** Range of the threshold, in the unit of the loss. */
#define NZ_TASK_RECONSTRUCTION_THRESHOLD_MIN 1e-12
#define NZ_TASK_RECONSTRUCTION_THRESHOLD_MAX 1e12

/** Range of the shape. */
#define NZ_TASK_RECONSTRUCTION_SHAPE_MIN 0.01
#define NZ_TASK_RECONSTRUCTION_SHAPE_MAX 1e6

/** The plug-in. */
extern const nz_task_type_t nz_task_reconstruction_type;

#endif
