#include "mpi/simulation.h"

#include "mpi/cli.h"
#include "mpi/command_line.h"
#include "mpi/provenance.h"
#include "mpi/version.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Processes that do not know of each other are each a run of its own. */
static void
warn_of_launcher(nz_simulation_t *self)
{
    const uint64_t n = nz_cli_n_processes();
    char mpi[160], text[512];

    if (n > 1 && self->n_ranks == 1 && nz_cli_speaks()) {
        nz_version_mpi(mpi, sizeof(mpi));
        snprintf(text, sizeof(text),
            "the launcher started %" PRIu64 " processes, but MPI sees one: each runs the "
            "whole study. If that is not meant, use the launcher of %s;"
            " under Slurm that is often srun --mpi=pmix",
            n, mpi);
        nz_run_log_warning(&self->log, text);
    }
}

/* Predicted time of the longest unit that is left [s]: they come in this order, more or
 * less. */
static double
longest_unit_s(const nz_simulation_t *self)
{
    double longest_s = 0.0;

    for (size_t i = 0; i < self->design.n_curves; i++) {
        const nz_design_curve_t *curve = &self->design.curves[i];
        bool is_left = false;
        for (uint64_t u = 0; u < curve->n_units && !is_left; u++) {
            is_left = !nz_checkpoint_has(&self->checkpoint, curve->first_unit + u);
        }
        if (is_left) {
            longest_s = fmax(longest_s, curve->replicate_s * (double) curve->block);
        }
    }
    return longest_s;
}

/* What would end this run again and again before anything is finished. */
static void
warn_of_limit(nz_simulation_t *self, double left_s, const char *limit)
{
    char unit[32], left[32], text[512];

    if (self->stop.is_blind) {
        nz_run_log_warning(&self->log,
            "neither SLURM_JOB_END_TIME nor squeue tells when this Slurm job ends:"
            " the run stops in time for that only if you give it --max-time");
    }
    if (limit == NULL) {
        return;
    }
    const double longest_s = longest_unit_s(self);
    if (longest_s > left_s) {
        nz_progress_duration(longest_s, unit);
        nz_progress_duration(fmax(left_s, 0.0), left);
        snprintf(text, sizeof(text),
            "one unit of work takes roughly %s, and %s leaves %s: what is not "
            "finished then is lost; give it more time",
            unit, limit, left);
        nz_run_log_warning(&self->log, text);
    }
}

void
nz_simulation_tell_start(nz_simulation_t *self)
{
    const nz_study_t *study = &self->studies.parts[0]; /* what all tasks share */
    const nz_checkpoint_t *checkpoint = &self->checkpoint;
    const double done = nz_collector_done(self->collector);
    const char *limit = NULL;
    const double left_s = nz_stop_left(&self->stop, &limit);
    char hash[NZ_STUDY_HASH_SIZE];

    nz_study_hash(self->study, hash);
    nz_run_log_start(&self->log, &(nz_run_log_start_t){ .study = self->options.study_path,
                                     .output = self->options.output,
                                     .study_hash = hash,
                                     .seed = study->seed,
                                     .ranks = self->n_ranks,
                                     .nodes = self->n_nodes });
    nz_run_log_plan(&self->log,
        &(nz_run_log_plan_t){ .cells = self->design.n_curves * study->models.parameters.n,
            .test_sets = study->replicates,
            .units = self->design.n_units,
            .units_done = checkpoint->n_done,
            .done = done,
            .core_s = nz_design_seconds(&self->design) * (1.0 - done) });
    nz_run_log_journal(
        &self->log, &(nz_run_log_journal_t){ .path = checkpoint->path,
                        .every_s = self->options.checkpoint_s,
                        .units = checkpoint->content.n_records,
                        .sessions = checkpoint->content.spent.n_sessions,
                        .wall_s = checkpoint->content.spent.wall_s,
                        .dropped_bytes = checkpoint->content.n_dropped_bytes,
                        .limit = limit,
                        .limit_s = left_s });
    warn_of_launcher(self);
    warn_of_limit(self, left_s, limit);
}

void
nz_simulation_tell_stop(nz_simulation_t *self, const char *reason)
{
    char *command = nz_command_line(self->argc, self->argv, "--resume");
    const nz_run_log_stop_t stop = { .reason = reason,
        .journal = self->checkpoint.path,
        .command = command,
        .units_done = nz_checkpoint_n_saved(&self->checkpoint),
        .units = self->design.n_units };

    nz_run_log_stop(&self->log, &stop);
    free(command);
}

void
nz_simulation_tell_end(nz_simulation_t *self)
{
    const nz_study_t *study = &self->studies.parts[0];
    const nz_journal_spent_t *before = &self->checkpoint.content.spent;
    const double wall_s = nz_run_log_elapsed(&self->log);

    nz_run_log_end(
        &self->log, &(nz_run_log_end_t){ .output = self->options.output,
                        .cells = self->design.n_curves * study->models.parameters.n,
                        .test_sets = study->replicates,
                        .ranks = self->n_ranks,
                        .sessions = before->n_sessions + 1,
                        .wall_s = wall_s,
                        .total_wall_s = before->wall_s + wall_s,
                        .total_core_s = before->core_s + wall_s * self->n_ranks });
}

void
nz_simulation_tell_saved(const nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    const uint64_t n_saved = nz_checkpoint_n_saved(&self->checkpoint);
    const uint64_t n_done = self->checkpoint.n_done;

    if (n_saved == self->design.n_units) {
        nz_diagnostics_add(diagnostics, self->checkpoint.path, 0, 0,
            "holds the whole simulation: make room and run again with --resume, which "
            "simulates nothing again");
        return;
    }
    nz_diagnostics_add(diagnostics, self->checkpoint.path, 0, 0,
        "holds %" PRIu64 " of %" PRIu64 " units; %" PRIu64
        " more were finished and are lost. Make room and go on with --resume",
        n_saved, self->design.n_units, n_done - n_saved);
}
