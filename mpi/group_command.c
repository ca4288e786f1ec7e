#include "mpi/group_command.h"

#include "mpi/cli.h"

#include <stdlib.h>
#include <string.h>

/* What is printed. */
typedef struct printout {
    const nz_group_command_t *command;
    const nz_group_options_t *options;
    const nz_results_t *results;
    const void *found;
    nz_diagnostics_t *diagnostics;
} printout_t;

int
nz_group_command_start(const nz_group_command_t *command, int argc, char **argv,
    int (*run)(const nz_group_command_t *command))
{
    const char **columns = calloc((size_t) argc + 1, sizeof(*columns));

    if (columns == NULL) {
        const nz_diagnostics_t none = { 0 };
        return nz_cli_finish(NZ_ERR_NO_MEMORY, &none);
    }
    command->arguments->columns = columns;
    int code = nz_cli_parse(command->argp, argc, argv, command->self);
    if (code == NZ_EXIT_OK) {
        code = run(command);
    }
    command->arguments->columns = NULL;
    free(columns);
    return code;
}

/* Scores that are no counts, or not surely. */
static void
warn_of_scores(
    const char *file, const nz_results_t *results, nz_diagnostics_t *diagnostics)
{
    if (results->uncounted.n > 0) {
        nz_diagnostics_add(diagnostics, file, results->uncounted.line, 0,
            "%zu score%s, this the first, %s no share of successes in so many trials "
            "(percent? a mean over several tests, or of probabilities?): no successes "
            "are fitted to the group%s",
            results->uncounted.n, results->uncounted.n == 1 ? "" : "s",
            results->uncounted.n == 1 ? "is" : "are",
            results->uncounted.n == 1 ? "" : "s");
    }
    if (results->rounded.n > 0) {
        nz_diagnostics_add(diagnostics, file, results->rounded.line, 0,
            "%zu score%s, this the first, %s rounded so far that several counts are "
            "possible; the nearest was taken",
            results->rounded.n, results->rounded.n == 1 ? "" : "s",
            results->rounded.n == 1 ? "is" : "are");
    }
    if (results->coarse.n > 0) {
        nz_diagnostics_add(diagnostics, file, results->coarse.line, 0,
            "%zu score%s of 0, this the first, may be a success or more: scores are "
            "printed with so few digits that one success is 0, too; 0 was taken, "
            "successes would tell",
            results->coarse.n, results->coarse.n == 1 ? "" : "s");
    }
}

static void
warn_of_repeats(const nz_results_t *results, nz_diagnostics_t *diagnostics)
{
    size_t n = 0, first = 0;

    for (size_t i = results->n_groups; i-- > 0;) {
        if (results->groups[i].n_repeats > 0) {
            n++;
            first = i;
        }
    }
    if (n > 0) {
        nz_diagnostics_add(diagnostics, "--group", 0, 0,
            "%zu group%s a model of one size more than once, first %s: either "
            "the same row is there twice, or these are different tests and --group "
            "must name the columns that tell them apart, too",
            n, n == 1 ? " has" : "s have",
            nz_results_text(results, results->groups[first].name));
    }
}

/* What a careful reader of the table would ask about. */
static void
warn(const char *path, const nz_results_t *results, nz_diagnostics_t *diagnostics)
{
    warn_of_scores(
        strcmp(path, "-") == 0 ? "standard input" : path, results, diagnostics);
    warn_of_repeats(results, diagnostics);
}

nz_status_t
nz_group_command_read(const nz_group_command_t *command, nz_group_options_t *options,
    nz_results_t *results, nz_diagnostics_t *diagnostics)
{
    nz_group_options_t read = { 0 };
    nz_results_t table = { 0 };
    nz_status_t status = nz_group_options_read(command->arguments, &read, diagnostics);

    if (status == NZ_OK) {
        status = command->read(command->self, &read, diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_results_read(read.path, &read.reading, &table, diagnostics);
        status = status == NZ_ERR_IO ? NZ_ERR_INPUT : status; /* no such table */
    }
    if (status == NZ_OK) {
        warn(read.path, &table, diagnostics);
    }
    if (status == NZ_OK && command->prepare != NULL) {
        status = command->prepare(command->self, &table, diagnostics);
    }
    if (status != NZ_OK) {
        nz_results_free(&table);
        nz_group_options_free(&read);
        return status;
    }
    *options = read;
    *results = table;
    return NZ_OK;
}

static nz_status_t
print(void *context, FILE *out)
{
    const printout_t *self = context;

    return self->command->print(self->command->self, self->options, self->results,
        self->found, out, self->diagnostics);
}

nz_status_t
nz_group_command_print(const nz_group_command_t *command,
    const nz_group_options_t *options, const nz_results_t *results, const void *found,
    nz_diagnostics_t *diagnostics)
{
    printout_t printout = { command, options, results, found, diagnostics };

    return nz_cli_print(options->output, print, &printout, diagnostics);
}

static int
run(const nz_group_command_t *command)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_group_options_t options = { 0 };
    nz_results_t results = { 0 };
    void *found = NULL;
    nz_status_t status = nz_group_command_read(command, &options, &results, &diagnostics);

    if (status == NZ_OK) {
        status = nz_group_run(command->task, &results, options.progress, &found);
    }
    if (status == NZ_OK) {
        status = nz_group_command_print(command, &options, &results, found, &diagnostics);
    }
    free(found);
    nz_results_free(&results);
    nz_group_options_free(&options);
    return nz_cli_finish(status, &diagnostics);
}

int
nz_group_command_run(const nz_group_command_t *command, int argc, char **argv)
{
    return nz_group_command_start(command, argc, argv, run);
}
