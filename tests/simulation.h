/** @file simulation.h
 *  @brief Runs a study in this process, without MPI, for tests. */
#ifndef NZ_TESTS_SIMULATION_H
#define NZ_TESTS_SIMULATION_H

#include "sim/run.h"

#include <stdbool.h>
#include <stddef.h>

/** Simulate the study @p yaml of one task, adding its units to the collector in the order
 * unit * stride modulo their number (@p stride coprime to it; 1 = in order). Fatal CUnit
 * assert on error. Free the summary with nz_summary_free. */
void nz_test_simulate(const char *yaml, uint64_t stride, nz_summary_t *out);

/** The same for any number of tasks. Free the run with nz_run_free. */
void nz_test_simulate_run(const char *yaml, uint64_t stride, nz_run_t *out);

/** Loss [nats per token] of model @p i_model of 3.0e6, 7.0e7 and 2.0e9 parameters, which
 * several tests are about: (N/4.0e7)^(-0.37 + shift) + 0.03. A shift makes a wrong twin.
 */
double nz_test_loss(size_t i_model, double shift);

/** Two-sided false-alarm probability of a comparison with a simulated value. */
#define NZ_TEST_FALSE_ALARM 1e-8

/** Whether a share of @p total is what a probability p gives, by its exact tails. */
bool nz_test_count_agrees(double share, double total, double p);

/** Value of a cell quantity. */
double nz_test_cell(const nz_summary_t *summary, nz_quantity_t quantity,
    size_t i_difficulty, size_t i_test_size, size_t i_model, size_t i_metric);

#endif
