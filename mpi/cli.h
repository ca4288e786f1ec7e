/** @file cli.h
 *  @brief What the commands share: exit codes, options, messages, output. */
#ifndef NZ_MPI_CLI_H
#define NZ_MPI_CLI_H

#include "sim/diagnostic.h"
#include "sim/observed.h"
#include "sim/studies.h"
#include "stats/status.h"

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** Exit codes of the program. */
enum {
    NZ_EXIT_OK = 0,
    NZ_EXIT_FAILED = 1,  /**< the work could not be done: disk, memory, library */
    NZ_EXIT_USAGE = 2,   /**< a wrong option or input; nothing was changed */
    NZ_EXIT_STOPPED = 75 /**< stopped before the end, all that was done is saved */
};

/** Longest study file [bytes]. */
#define NZ_STUDY_BYTES_MAX ((size_t) 512 << 20)

/** One command of the program. */
typedef struct nz_command {
    const char *name;
    int (*run)(int argc, char **argv); /**< argv[0] is the command's name; exit code */
    const char *help;                  /**< one line */
    bool is_single; /**< of several ranks only the one that speaks runs it */
} nz_command_t;

/** @brief What main() does around @p run, which gets its arguments: GSL's error handler
 * off, exit codes, and standard output written out or its failure told. */
int nz_cli_main(int (*run)(int argc, char **argv), int argc, char **argv);

/** @brief Whether this process should speak: false on ranks other than 0 of a parallel
 * run, as told by the launcher's environment, before MPI is started. */
bool nz_cli_speaks(void);

/** @brief Whether a launcher started this process together with others, as told by its
 * environment, before MPI is started. */
bool nz_cli_is_parallel(void);

/** @brief How many processes the launcher started with this one, itself included, as told
 * by its environment; 0: several or one, it does not say. */
uint64_t nz_cli_n_processes(void);

/** @brief Whether standard output is a terminal, where somebody reads. Not under a
 * launcher: it may give its processes terminals of its own, and pass on what they print
 * there to a file. */
bool nz_cli_is_terminal(void);

/** @brief argp_parse for a command; on ranks that do not speak without messages.
 *  @return 0, or an exit code to return from the command. --help exits. */
int nz_cli_parse(const struct argp *argp, int argc, char **argv, void *input);

/** @brief The exit code that tells of @p status. */
int nz_cli_exit_code(nz_status_t status);

/** @brief Print what is in @p diagnostics, or the status' message if nothing is, unless
 * @p status is NZ_OK. @return the exit code for @p status. */
int nz_cli_finish(nz_status_t status, const nz_diagnostics_t *diagnostics);

/**
 * @brief Parse a study's text and read the table it names. The table's path is relative
 * to the study file.
 * @param[out] studies   free with nz_studies_free.
 * @param[out] observed  free with nz_observed_free; empty if the study names none. May be
 * NULL: the table is then not read.
 */
NZ_NODISCARD nz_status_t nz_cli_parse_studies(const char *text, size_t size,
    const char *path, const char *const *settings, size_t n_settings,
    nz_studies_t *studies, nz_observed_t *observed, nz_diagnostics_t *diagnostics);

/**
 * @brief Whether the file @p output can be written and is none of those that are read;
 * called before long work.
 * @param output  NULL = standard output, which always can.
 * @param inputs  @p n_inputs paths: "-" = standard input, NULL = none.
 * @retval NZ_ERR_INPUT  @p diagnostics says why it cannot.
 */
NZ_NODISCARD nz_status_t nz_cli_check_output(const char *output,
    const char *const *inputs, size_t n_inputs, nz_diagnostics_t *diagnostics);

/**
 * @brief Write @p size bytes to the file @p path, whole or not at all, or to stdout if
 * NULL.
 */
NZ_NODISCARD nz_status_t nz_cli_write(
    const char *path, const char *bytes, size_t size, nz_diagnostics_t *diagnostics);

/**
 * @brief Write what @p print prints as nz_cli_write does, once all of it is there.
 * @return what @p print returned, if that is not NZ_OK: then nothing is written;
 * NZ_ERR_NO_MEMORY; as nz_cli_write.
 */
NZ_NODISCARD nz_status_t nz_cli_print(const char *path,
    nz_status_t (*print)(void *context, FILE *out), void *context,
    nz_diagnostics_t *diagnostics);

#endif
