/** @file group_command.h
 *  @brief A command that does something with each group of a table of published results:
 *         options, table, work, output, in this process or on all ranks.
 */
#ifndef NZ_MPI_GROUP_COMMAND_H
#define NZ_MPI_GROUP_COMMAND_H

#include "mpi/group_options.h"
#include "mpi/group_run.h"
#include "sim/diagnostic.h"
#include "sim/results.h"
#include "stats/status.h"

#include <argp.h>
#include <stdio.h>

/** What the command does. All but the parser and the work happen on one rank. */
typedef struct nz_group_command {
    const struct argp *argp;         /**< has nz_group_options_argp as its child */
    void *self;                      /**< the command's own, the parser's input */
    nz_group_arguments_t *arguments; /**< what that child fills; zeroed */
    /** Check the command's own options, once the shared ones are found good, before any
     * file is opened, and fill those of the task. NZ_ERR_INPUT, NZ_ERR_NO_MEMORY. */
    nz_status_t (*read)(
        void *self, const nz_group_options_t *options, nz_diagnostics_t *diagnostics);
    /** Look at the table before the work, and change it; NULL = nothing. Messages of a
     * success are warnings. */
    nz_status_t (*prepare)(
        void *self, nz_results_t *results, nz_diagnostics_t *diagnostics);
    const nz_group_task_t *task; /**< its options are those that @c read fills */
    /** Print what was found, results of the task in the order of the groups. Messages of
     * a success are warnings. */
    nz_status_t (*print)(void *self, const nz_group_options_t *options,
        const nz_results_t *results, const void *found, FILE *out,
        nz_diagnostics_t *diagnostics);
} nz_group_command_t;

/** How a command is run: nz_group_command_run, nz_group_command_run_ranks.
 *  @return exit code */
typedef int (*nz_group_command_runner_t)(
    const nz_group_command_t *command, int argc, char **argv);

/** @brief Run it in this process. */
int nz_group_command_run(const nz_group_command_t *command, int argc, char **argv);

/**
 * @brief The steps of it, for the two that run it: parse and go on by @p run; read
 * options and table; print.
 * @return exit code, of @p run if the command line could be parsed.
 */
int nz_group_command_start(const nz_group_command_t *command, int argc, char **argv,
    int (*run)(const nz_group_command_t *command));

/** @brief Check the options and read the table.
 *  @param[out] options,results  untouched on error; free both. */
NZ_NODISCARD nz_status_t nz_group_command_read(const nz_group_command_t *command,
    nz_group_options_t *options, nz_results_t *results, nz_diagnostics_t *diagnostics);

/** @brief Print where the options say. As nz_cli_print. */
NZ_NODISCARD nz_status_t nz_group_command_print(const nz_group_command_t *command,
    const nz_group_options_t *options, const nz_results_t *results, const void *found,
    nz_diagnostics_t *diagnostics);

#endif
