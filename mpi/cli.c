#include "mpi/cli.h"

#include "sim/file_io.h"
#include "sim/number.h"

#include <errno.h>
#include <gsl/gsl_errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The rank that a launcher gave to this process, or NULL. */
static const char *
find_rank(void)
{
    /* Open MPI, PMIx, Slurm, MPICH; the first that is set decides. */
    static const char *const names[] = { "OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK",
        "SLURM_PROCID" };
    const char *rank = NULL;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && rank == NULL; i++) {
        rank = getenv(names[i]);
    }
    return rank;
}

bool
nz_cli_speaks(void)
{
    const char *rank = find_rank();

    return rank == NULL || strcmp(rank, "0") == 0;
}

bool
nz_cli_is_terminal(void)
{
    return find_rank() == NULL && isatty(STDOUT_FILENO) == 1;
}

uint64_t
nz_cli_n_processes(void)
{
    /* Ranks and sizes by Open MPI, MPICH, Slurm; the first that has both decides. A
     * batch script of Slurm has a rank and the tasks of its job, but is one process. */
    static const struct {
        const char *rank, *size;
    } names[] = { { "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE" },
        { "PMI_RANK", "PMI_SIZE" }, { "SLURM_PROCID", "SLURM_STEP_NUM_TASKS" } };
    uint64_t n = 0;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *size = getenv(names[i].size);
        if (getenv(names[i].rank) != NULL && size != NULL
            && nz_number_parse_count(size, &n) == NZ_NUMBER_OK) {
            return n;
        }
    }
    return getenv("PMIX_RANK") != NULL ? 0 : 1; /* PMIx tells no size */
}

bool
nz_cli_is_parallel(void)
{
    return nz_cli_n_processes() != 1;
}

/* Whether help was asked for, on a rank that must not print it. */
static bool
asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "--usage") == 0
            || strcmp(argv[i], "-?") == 0) {
            return true;
        }
    }
    return false;
}

int
nz_cli_parse(const struct argp *argp, int argc, char **argv, void *input)
{
    /* A launcher may end all ranks when the first one fails: let the speaking one go
     * first. */
    const struct timespec courtesy = { .tv_nsec = 200000000 };
    const bool speaks = nz_cli_speaks();
    char name[64];
    char *called = argv[0];

    if (!speaks && asks_for_help(argc, argv)) {
        exit(NZ_EXIT_OK); /* as argp does on the rank that prints */
    }
    snprintf(name, sizeof(name), "nonzero %s", argv[0]);
    argv[0] = name; /* what argp puts before its messages */
    const error_t error =
        argp_parse(argp, argc, argv, speaks ? 0 : ARGP_SILENT, NULL, input);
    argv[0] = called;
    if (error != 0 && !speaks) {
        nanosleep(&courtesy, NULL);
    }
    return error == 0 ? NZ_EXIT_OK : NZ_EXIT_USAGE;
}

/* Every diagnostic, to stderr. */
static void
print_diagnostics(const nz_diagnostics_t *diagnostics)
{
    for (size_t i = 0; i < diagnostics->n; i++) {
        fprintf(stderr, "%s\n", diagnostics->text[i]);
    }
    if (diagnostics->n_omitted > 0) {
        fprintf(stderr, "... and %zu more\n", diagnostics->n_omitted);
    }
}

int
nz_cli_exit_code(nz_status_t status)
{
    if (status == NZ_OK) {
        return NZ_EXIT_OK;
    }
    return status == NZ_ERR_INPUT || status == NZ_ERR_FORMAT ? NZ_EXIT_USAGE
                                                             : NZ_EXIT_FAILED;
}

int
nz_cli_finish(nz_status_t status, const nz_diagnostics_t *diagnostics)
{
    print_diagnostics(diagnostics);
    if (status != NZ_OK && diagnostics->n == 0) {
        fprintf(stderr, "nonzero: %s\n", nz_status_message(status));
    }
    return nz_cli_exit_code(status);
}

/* The table's path as seen from here; the caller frees it. */
static char *
path_beside(const char *study_path, const char *table)
{
    char *copy = strdup(study_path);
    char *joined = NULL;

    if (copy != NULL && table[0] == '/') {
        joined = strdup(table);
    } else if (copy != NULL) {
        const char *folder = dirname(copy);
        const size_t room = strlen(folder) + strlen(table) + 2;
        joined = malloc(room);
        if (joined != NULL && strcmp(folder, ".") == 0) {
            snprintf(joined, room, "%s", table);
        } else if (joined != NULL) {
            snprintf(joined, room, "%s/%s", folder, table);
        }
    }
    free(copy);
    return joined;
}

nz_status_t
nz_cli_parse_studies(const char *text, size_t size, const char *path,
    const char *const *settings, size_t n_settings, nz_studies_t *studies,
    nz_observed_t *observed, nz_diagnostics_t *diagnostics)
{
    nz_studies_t parsed = { 0 };
    nz_observed_t table = { 0 };
    nz_status_t status =
        nz_studies_parse(text, size, path, settings, n_settings, &parsed, diagnostics);

    if (status == NZ_OK && parsed.parts[0].observed != NULL && observed != NULL) {
        char *table_path = path_beside(path, parsed.parts[0].observed);
        status = table_path == NULL ? NZ_ERR_NO_MEMORY
                                    : nz_observed_read(table_path, &table, diagnostics);
        free(table_path);
        status = status == NZ_ERR_IO ? NZ_ERR_INPUT : status; /* no such table */
    }
    if (status != NZ_OK) {
        nz_studies_free(&parsed);
        return status;
    }
    *studies = parsed;
    if (observed != NULL) {
        *observed = table;
    }
    return NZ_OK;
}

nz_status_t
nz_cli_check_output(const char *output, const char *const *inputs, size_t n_inputs,
    nz_diagnostics_t *diagnostics)
{
    if (output == NULL) {
        return NZ_OK;
    }
    if (nz_file_check_writable(output, diagnostics) != NZ_OK) {
        return NZ_ERR_INPUT;
    }
    for (size_t i = 0; i < n_inputs; i++) {
        if (inputs[i] != NULL
            && nz_file_check_distinct(output, inputs[i], diagnostics) != NZ_OK) {
            return NZ_ERR_INPUT;
        }
    }
    return NZ_OK;
}

nz_status_t
nz_cli_write(
    const char *path, const char *bytes, size_t size, nz_diagnostics_t *diagnostics)
{
    if (path != NULL) {
        return nz_file_write(path, bytes, size, diagnostics);
    }
    if (fwrite(bytes, 1, size, stdout) != size || fflush(stdout) != 0) {
        nz_diagnostics_add(diagnostics, "standard output", 0, 0, "cannot be written: %s",
            strerror(errno));
        return NZ_ERR_IO;
    }
    return NZ_OK;
}

nz_status_t
nz_cli_print(const char *path, nz_status_t (*print)(void *context, FILE *out),
    void *context, nz_diagnostics_t *diagnostics)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    nz_status_t status = out != NULL ? print(context, out) : NZ_ERR_NO_MEMORY;

    if (out != NULL && fclose(out) != 0 && status == NZ_OK) {
        status = NZ_ERR_NO_MEMORY;
    }
    if (status == NZ_OK) {
        status = nz_cli_write(path, text, size, diagnostics);
    }
    free(text);
    return status;
}

int
nz_cli_main(int (*run)(int argc, char **argv), int argc, char **argv)
{
    gsl_set_error_handler_off();
    argp_err_exit_status = NZ_EXIT_USAGE;
    const int code = run(argc, argv);
    if (fflush(stdout) != 0 && code == NZ_EXIT_OK) {
        perror("nonzero: standard output cannot be written");
        return NZ_EXIT_FAILED;
    }
    return code;
}
