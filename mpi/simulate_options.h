/** @file simulate_options.h
 *  @brief What `nonzero simulate` was asked for. */
#ifndef NZ_MPI_SIMULATE_OPTIONS_H
#define NZ_MPI_SIMULATE_OPTIONS_H

#include "mpi/progress.h"
#include "mpi/run_log.h"

#include <stdbool.h>
#include <stddef.h>

/** The options. Texts are borrowed from the command line. */
typedef struct nz_simulate_options {
    const char *study_path, *output;
    const char **settings; /**< KEY=VALUE; owned */
    size_t n_settings;
    char seed[40]; /**< the setting that --seed is */
    nz_progress_mode_t progress;
    nz_log_format_t log;
    bool is_dry_run, is_resumed;
    double checkpoint_s; /**< --checkpoint-every [s]; 0 or more */
    double max_s;        /**< --max-time [s], above 0; INFINITY: none */
} nz_simulate_options_t;

/**
 * @brief Parse the command line; what is wrong is told on stderr by the process that
 * speaks.
 * @param argv  argv[0] is the command's name.
 * @param[out] out  free with nz_simulate_options_free, whatever is returned.
 * @return 0, or an exit code to return from the command. --help exits.
 */
int nz_simulate_options_parse(int argc, char **argv, nz_simulate_options_t *out);

/** @brief Release what @p self owns and zero it. */
void nz_simulate_options_free(nz_simulate_options_t *self);

#endif
