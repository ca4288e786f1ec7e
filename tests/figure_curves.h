/** @file figure_curves.h
 *  @brief What is said of whole curves in a summary to draw, from a small simulation. */
#ifndef NZ_TESTS_FIGURE_CURVES_H
#define NZ_TESTS_FIGURE_CURVES_H

#include "sim/summary.h"

/** @brief Fill every quantity of scope CURVE of a summary whose true values are there:
 *  scores and jumps of 60 test sets drawn with a fixed seed, an item of accuracy being
 * one trial and one of any other metric as many as the difficulty. Ends the program when
 * out of memory. */
void nz_example_fill_curves(nz_summary_t *summary);

#endif
