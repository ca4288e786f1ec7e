#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/collective.h"
#include "mpi/plan_answer.h"
#include "mpi/plan_options.h"
#include "mpi/progress.h"
#include "mpi/scheduler.h"
#include "sim/plan_verify.h"

#include <mpi.h>

/* What is at work on one rank. Only rank 0 has all options; the others have what it
 * shares: requests, points, replicates, seed, and the plans. */
typedef struct verification {
    int rank;
    nz_plan_options_t options;
    nz_plan_answer_t answer;
    nz_plan_made_t made[NZ_N_PLAN_GOALS]; /* of those */
    nz_plan_verify_t *verify;
    nz_progress_t progress;
} verification_t;

/* Everything that a unit depends on. Files and standard input are rank 0's. Collective.
 */
static void
share(verification_t *self)
{
    nz_plan_options_t *options = &self->options;
    nz_plan_point_t *points = options->points.values;
    const char *output = options->output;

    nz_collective_share(options, sizeof(*options));
    options->output = output; /* pointers are of their own rank */
    options->points.values =
        nz_collective_share_array(points, options->points.n, sizeof(*points));
    for (size_t i = 0; i < options->n_requests; i++) {
        nz_plan_row_t *rows = self->answer.plans[i].rows;
        nz_collective_share(&self->answer.plans[i], sizeof(self->answer.plans[i]));
        self->answer.plans[i].rows =
            nz_collective_share_array(rows, self->answer.plans[i].n_rows, sizeof(*rows));
        self->made[i] = (nz_plan_made_t){ &options->requests[i], &options->points,
            &self->answer.plans[i] };
    }
}

static nz_status_t
run_unit(void *context, uint64_t i_unit, nz_poll_t poll, void *poll_context,
    nz_packed_t *result)
{
    verification_t *self = context;
    return nz_plan_verify_run(self->verify, i_unit, poll, poll_context, result);
}

static nz_status_t
collect_unit(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    verification_t *self = context;
    return nz_plan_verify_collect(self->verify, i_unit, words, n_words);
}

static void
tick(void *context)
{
    verification_t *self = context;
    nz_progress_update(
        &self->progress, (double) nz_plan_verify_n_merged(self->verify)
                             / (double) nz_plan_verify_n_units(self->verify));
}

/* The whole run. Collective. */
static nz_status_t
verify(verification_t *self, nz_diagnostics_t *diagnostics)
{
    nz_status_t status = nz_collective_agree(
        self->rank == 0 ? nz_plan_answer_make(&self->answer, &self->options, diagnostics)
                        : NZ_OK);

    if (status != NZ_OK) {
        return status;
    }
    share(self);
    status =
        nz_collective_agree(nz_plan_verify_create(self->made, self->options.n_requests,
            self->options.replicates, self->options.seed, &self->verify));
    if (status == NZ_OK) {
        const nz_work_t work = {
            .context = self, .run = run_unit, .collect = collect_unit, .tick = tick
        };
        nz_progress_start(&self->progress, self->options.progress);
        status = nz_scheduler_run(
            MPI_COMM_WORLD, nz_plan_verify_n_units(self->verify), &work, NULL);
        nz_progress_finish(&self->progress);
    }
    if (status == NZ_OK && self->rank == 0) {
        status = nz_plan_answer_print(
            &self->answer, &self->options, self->verify, diagnostics);
    }
    return nz_collective_agree(status);
}

static void
release(verification_t *self)
{
    nz_plan_verify_destroy(&self->verify);
    nz_plan_answer_free(&self->answer);
    nz_plan_options_free(&self->options);
}

/* Collective. @p code is what rank 0's options are worth. */
static int
verify_in_mpi(verification_t *self, int code, nz_diagnostics_t *diagnostics)
{
    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, &self->rank);
    nz_collective_share(&code, sizeof(code));
    if (code == NZ_EXIT_OK) {
        code = nz_collective_finish(verify(self, diagnostics), diagnostics);
    }
    release(self);
    MPI_Finalize();
    return code;
}

int
nz_command_plan_verify(int argc, char **argv)
{
    verification_t verification = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    int code = NZ_EXIT_OK;

    if (!nz_plan_options_wants_verify(argc, argv)) {
        return nz_command_plan(argc, argv);
    }
    if (nz_cli_speaks()) { /* the others get what is read from this one */
        code = nz_plan_options_parse(argc, argv, &verification.options, &diagnostics);
    }
    return verify_in_mpi(&verification, code, &diagnostics);
}
