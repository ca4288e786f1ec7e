#include "mpi/plan_answer.h"

#include "mpi/cli.h"
#include "mpi/plan_table.h"
#include "mpi/plan_verdict.h"
#include "mpi/plan_words.h"

#include <stdio.h>

/* What is printed. */
typedef struct printout {
    const nz_plan_options_t *options;
    const nz_plan_t *plans;
    const nz_plan_verify_t *verify; /* or NULL */
} printout_t;

nz_status_t
nz_plan_answer_make(nz_plan_answer_t *self, const nz_plan_options_t *options,
    nz_diagnostics_t *diagnostics)
{
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < options->n_requests && status == NZ_OK; i++) {
        status = nz_plan_make(
            &options->requests[i], &options->points, &self->plans[i], diagnostics);
    }
    return status;
}

static nz_status_t
print_rows(const printout_t *self, size_t i_plan, nz_plan_table_t *table)
{
    const nz_plan_t *plan = &self->plans[i_plan];
    nz_plan_finding_t finding;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < plan->n_rows && status == NZ_OK; i++) {
        if (self->verify != NULL) {
            finding = nz_plan_verify_finding(self->verify, i_plan, i);
        }
        status = nz_plan_table_row(table, &self->options->requests[i_plan],
            &plan->rows[i], self->verify != NULL ? &finding : NULL);
    }
    return status;
}

/* Plans first .. first + n - 1 in one table. */
static nz_status_t
print_table(const printout_t *self, size_t first, size_t n, FILE *out)
{
    const nz_plan_options_t *options = self->options;
    nz_plan_table_t table = { 0 };
    nz_status_t status = nz_plan_table_begin(
        &table, out, options->format, options->alternatives, self->verify != NULL);

    for (size_t i = first; i < first + n && status == NZ_OK; i++) {
        status = print_rows(self, i, &table);
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
        fputs(i > 0 ? "\n" : "", out);
        nz_plan_words_design(out, options, request);
        fputc('\n', out);
        status = print_table(self, i, 1, out);
        fputc('\n', out);
        nz_plan_words_findings(out, options, request, &self->plans[i]);
        if (self->verify != NULL) {
            const nz_plan_made_t made = { request, &options->points, &self->plans[i] };
            fputc('\n', out);
            nz_plan_verdict_print(out, self->verify, i, &made, options->replicates);
        }
    }
    return status;
}

static nz_status_t
print(void *context, FILE *out)
{
    const printout_t *self = context;

    return self->options->with_words
               ? print_words(self, out)
               : print_table(self, 0, self->options->n_requests, out);
}

nz_status_t
nz_plan_answer_print(const nz_plan_answer_t *self, const nz_plan_options_t *options,
    const nz_plan_verify_t *verify, nz_diagnostics_t *diagnostics)
{
    printout_t printout = { options, self->plans, verify };

    return nz_cli_print(options->output, print, &printout, diagnostics);
}

void
nz_plan_answer_free(nz_plan_answer_t *self)
{
    for (size_t i = 0; i < NZ_N_PLAN_GOALS; i++) {
        nz_plan_free(&self->plans[i]);
    }
}
