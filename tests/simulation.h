/** @file simulation.h
 *  @brief Runs a study in this process, without MPI, for tests. */
#ifndef NZ_TESTS_SIMULATION_H
#define NZ_TESTS_SIMULATION_H

#include "sim/summary.h"

/** Simulate the study @p yaml, adding its units to the collector in the order unit *
 * stride modulo their number (@p stride coprime to it; 1 = in order). Fatal CUnit assert
 * on error. Free the summary with nz_summary_free. */
void nz_test_simulate(const char *yaml, uint64_t stride, nz_summary_t *out);

/** Value of a cell quantity. */
double nz_test_cell(const nz_summary_t *summary, nz_quantity_t quantity,
    size_t i_difficulty, size_t i_test_size, size_t i_model, size_t i_metric);

#endif
