#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/plan_options.h"
#include "mpi/plan_table.h"
#include "mpi/plan_words.h"
#include "sim/plan.h"

#include <stdio.h>

/* What is asked for and the answers, a plan for each request. */
typedef struct printout {
    const nz_plan_options_t *options;
    nz_plan_t plans[NZ_N_PLAN_GOALS];
} printout_t;

static nz_status_t
print_rows(
    nz_plan_table_t *table, const nz_plan_request_t *request, const nz_plan_t *plan)
{
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < plan->n_rows && status == NZ_OK; i++) {
        status = nz_plan_table_row(table, request, &plan->rows[i], NULL);
    }
    return status;
}

/* One table of all goals. */
static nz_status_t
print_table(const printout_t *self, FILE *out)
{
    const nz_plan_options_t *options = self->options;
    nz_plan_table_t table = { 0 };
    nz_status_t status =
        nz_plan_table_begin(&table, out, options->format, options->alternatives, false);

    for (size_t i = 0; i < options->n_requests && status == NZ_OK; i++) {
        status = print_rows(&table, &options->requests[i], &self->plans[i]);
    }
    const nz_status_t ended = nz_plan_table_end(&table);
    return status == NZ_OK ? ended : status;
}

/* A table for each goal, with words before and after it. */
static nz_status_t
print_words(const printout_t *self, FILE *out)
{
    const nz_plan_options_t *options = self->options;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < options->n_requests && status == NZ_OK; i++) {
        const nz_plan_request_t *request = &options->requests[i];
        nz_plan_table_t table = { 0 };
        fputs(i > 0 ? "\n" : "", out);
        nz_plan_words_design(out, options, request);
        fputc('\n', out);
        status = nz_plan_table_begin(
            &table, out, options->format, options->alternatives, false);
        if (status == NZ_OK) {
            status = print_rows(&table, request, &self->plans[i]);
        }
        const nz_status_t ended = nz_plan_table_end(&table);
        status = status == NZ_OK ? ended : status;
        fputc('\n', out);
        nz_plan_words_findings(out, options, request, &self->plans[i]);
    }
    return status;
}

static nz_status_t
print(void *context, FILE *out)
{
    const printout_t *self = context;

    return self->options->with_words ? print_words(self, out) : print_table(self, out);
}

static nz_status_t
run(const nz_plan_options_t *options, nz_diagnostics_t *diagnostics)
{
    printout_t printout = { .options = options };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < options->n_requests && status == NZ_OK; i++) {
        status = nz_plan_make(
            &options->requests[i], &options->points, &printout.plans[i], diagnostics);
    }
    if (status == NZ_OK) {
        status = nz_cli_print(options->output, print, &printout, diagnostics);
    }
    for (size_t i = 0; i < options->n_requests; i++) {
        nz_plan_free(&printout.plans[i]);
    }
    return status;
}

int
nz_command_plan(int argc, char **argv)
{
    nz_plan_options_t options = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    int code = nz_plan_options_parse(argc, argv, &options, &diagnostics);

    if (code == NZ_EXIT_OK) {
        code = nz_cli_finish(run(&options, &diagnostics), &diagnostics);
    }
    nz_plan_options_free(&options);
    return code;
}
