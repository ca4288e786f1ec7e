#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/collective.h"
#include "mpi/dry_run.h"
#include "mpi/scheduler.h"
#include "mpi/simulation.h"

#include <mpi.h>
#include <stdlib.h>

static nz_status_t
run_unit(void *context, uint64_t i_unit, nz_poll_t poll, void *poll_context,
    nz_packed_t *result)
{
    nz_simulation_t *self = context;
    return nz_workspace_run(&self->workspace, i_unit, poll, poll_context, result);
}

static nz_status_t
collect_unit(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    nz_simulation_t *self = context;

    nz_checkpoint_add(&self->checkpoint, i_unit, words, n_words);
    return nz_collector_add(self->collector, i_unit, words, n_words);
}

static bool
has_room(void *context)
{
    const nz_simulation_t *self = context;
    return nz_collector_has_room(self->collector);
}

static bool
is_done(void *context, uint64_t i_unit)
{
    const nz_simulation_t *self = context;
    return nz_checkpoint_has(&self->checkpoint, i_unit);
}

static double
unit_seconds(void *context, uint64_t i_unit)
{
    const nz_simulation_t *self = context;
    const nz_unit_t unit = nz_design_unit(&self->design, i_unit);
    return unit.curve->replicate_s * (double) unit.n_replicates;
}

/* Every rank knows of its signals, rank 0 of the time, too. One that is being killed
 * alone, as launchers kill, leaves rank 0 time to save and to say what happens. */
static bool
wants_stop(void *context, double longest_s)
{
    nz_simulation_t *self = context;
    return self->rank == 0 ? nz_stop_is_due(&self->stop, longest_s)
                           : nz_stop_is_asked() || nz_stop_killer() != 0;
}

/* Somebody ends this process, and the whole run with it, at once. */
static void
die(nz_simulation_t *self, int killer)
{
    nz_diagnostics_t trouble = { 0 };

    if (nz_checkpoint_save(&self->checkpoint, &trouble) == NZ_OK) {
        nz_simulation_tell_stop(self, nz_stop_killer_name());
    } else {
        nz_simulation_tell_saved(self, &trouble);
        (void) nz_run_log_finish(&self->log, NZ_ERR_IO, &trouble);
    }
    nz_stop_die(killer);
}

static void
tick(void *context)
{
    nz_simulation_t *self = context;
    const int killer = nz_stop_killer();
    const nz_run_log_state_t state = { .done = nz_collector_done(self->collector),
        .units_done = self->checkpoint.n_done,
        .units = self->design.n_units,
        .units_saved = nz_checkpoint_n_saved(&self->checkpoint) };

    nz_run_log_progress(&self->log, &state);
    nz_checkpoint_tick(&self->checkpoint);
    if (killer != 0) {
        die(self, killer);
    }
}

/* The whole run. Collective. */
static nz_status_t
simulate(nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    nz_status_t status = nz_simulation_begin(self, diagnostics);

    if (status != NZ_OK || self->is_finished) {
        return status;
    }
    nz_stop_watch_killers();
    const nz_work_t work = { .context = self,
        .run = run_unit,
        .collect = collect_unit,
        .has_room = has_room,
        .is_done = is_done,
        .seconds = unit_seconds,
        .wants_stop = wants_stop,
        .tick = tick };
    status =
        nz_scheduler_run(MPI_COMM_WORLD, self->design.n_units, &work, &self->was_stopped);
    if (status == NZ_OK && self->rank == 0) {
        status = nz_simulation_end(self, diagnostics);
    } else if (self->rank == 0
               && nz_checkpoint_save(&self->checkpoint, diagnostics) == NZ_OK) {
        /* What is finished need not be simulated again. */
        nz_run_log_note(&self->log, "what was finished is saved in the journal");
    }
    return nz_collective_agree(status);
}

/* What rank 0 ends with, on every rank. Collective. */
static int
finish(nz_simulation_t *self, nz_status_t status, const nz_diagnostics_t *diagnostics)
{
    int code = NZ_EXIT_OK;

    if (self->rank == 0) {
        code = nz_run_log_finish(&self->log, status, diagnostics);
        code = code == NZ_EXIT_OK && self->was_stopped ? NZ_EXIT_STOPPED : code;
    }
    nz_collective_share(&code, sizeof(code));
    return code;
}

static int
simulate_in_mpi(nz_simulation_t *self)
{
    nz_diagnostics_t diagnostics = { 0 };

    nz_stop_watch();
    nz_stop_init(&self->stop, self->options.max_s, nz_cli_speaks());
    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, &self->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &self->n_ranks);
    nz_run_log_open(&self->log, self->options.log, self->options.progress);
    const nz_status_t status = simulate(self, &diagnostics);
    const int code = finish(self, status, &diagnostics);
    MPI_Finalize();
    return code;
}

static int
dry_run(nz_simulation_t *self)
{
    nz_diagnostics_t diagnostics = { 0 };
    char *text = NULL;
    size_t size = 0;

    if (!nz_cli_speaks()) {
        return NZ_EXIT_OK;
    }
    nz_status_t status = nz_simulation_load(self, &text, &size, &diagnostics);
    if (status == NZ_OK) {
        status = nz_design_init(&self->design, &self->studies);
    }
    if (status == NZ_OK) {
        status = nz_dry_run(&self->studies, &self->design);
    }
    free(text);
    return nz_cli_finish(status, &diagnostics);
}

int
nz_command_simulate(int argc, char **argv)
{
    nz_simulation_t simulation = { .argc = argc, .argv = argv };
    int code = nz_simulate_options_parse(argc, argv, &simulation.options);

    if (code == NZ_EXIT_OK) {
        code = simulation.options.is_dry_run ? dry_run(&simulation)
                                             : simulate_in_mpi(&simulation);
    }
    nz_simulation_free(&simulation);
    return code;
}
