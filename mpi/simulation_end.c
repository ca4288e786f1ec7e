#include "mpi/simulation.h"

#include "mpi/provenance.h"
#include "sim/run_file.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* Where the numbers come from, for the run file. */
static nz_status_t
write_run(const nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    const nz_journal_spent_t *before = &self->checkpoint.content.spent;
    const double wall_s = nz_run_log_elapsed(&self->log);
    const nz_provenance_run_t facts = { .argc = self->argc,
        .argv = self->argv,
        .study = self->study,
        .observed = &self->run.parts[0].observed,
        .n_ranks = self->n_ranks,
        .n_nodes = self->n_nodes,
        .wall_s = wall_s,
        .total_wall_s = before->wall_s + wall_s,
        .total_core_s = before->core_s + wall_s * self->n_ranks,
        .n_sessions = before->n_sessions + 1 };
    nz_provenance_t provenance = { 0 };
    nz_status_t status = nz_provenance_fill(&provenance, &facts);

    if (status == NZ_OK) {
        status = nz_run_file_write(self->options.output, &self->run,
            provenance.attributes, provenance.n, diagnostics);
    }
    nz_provenance_free(&provenance);
    return status;
}

/* Whether to try again after the i-th trouble with the disk: tells it and pauses. */
static bool
is_patient(nz_simulation_t *self, size_t i, const nz_diagnostics_t *trouble)
{
    static const unsigned pauses_s[] = { 1, 2, 4, 8, 15 };
    const size_t n = self->was_stopped ? 3 : sizeof(pauses_s) / sizeof(pauses_s[0]);
    char text[NZ_DIAGNOSTIC_TEXT_MAX + 64];

    if (i >= n || (self->was_stopped && nz_stop_killer() != 0)
        || (!self->was_stopped && nz_stop_is_due(&self->stop, 0.0))) {
        return false;
    }
    snprintf(text, sizeof(text), "%s; trying again in %u s",
        trouble->n > 0 ? trouble->text[0] : nz_status_message(NZ_ERR_IO), pauses_s[i]);
    nz_run_log_warning(&self->log, text);
    sleep(pauses_s[i]);
    return true;
}

/* The run file, with some patience with the disk: what was computed is worth it. */
static nz_status_t
write_patiently(nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    for (size_t i = 0;; i++) {
        nz_diagnostics_t trouble = { 0 }, ignored = { 0 };
        const nz_status_t status = write_run(self, &trouble);
        if (status == NZ_OK) {
            nz_checkpoint_complete(&self->checkpoint);
            return NZ_OK;
        }
        const bool is_saved = nz_checkpoint_save(&self->checkpoint, &ignored) == NZ_OK;
        if (status != NZ_ERR_IO || !is_patient(self, i, &trouble)) {
            *diagnostics = is_saved || trouble.n > 0 ? trouble : ignored;
            nz_simulation_tell_saved(self, diagnostics);
            return status;
        }
    }
}

/* The journal of a run that was stopped, with some patience, too. */
static nz_status_t
save_patiently(nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    for (size_t i = 0;; i++) {
        nz_diagnostics_t trouble = { 0 };
        const nz_status_t status = nz_checkpoint_save(&self->checkpoint, &trouble);
        if (status == NZ_OK) {
            return NZ_OK;
        }
        if (status != NZ_ERR_IO || !is_patient(self, i, &trouble)) {
            *diagnostics = trouble;
            nz_simulation_tell_saved(self, diagnostics);
            return status;
        }
    }
}

nz_status_t
nz_simulation_end(nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    nz_status_t status = NZ_OK;

    if (self->was_stopped) {
        const char *reason = self->stop.reason; /* none: another rank was asked */
        reason = nz_stop_killer() != 0 ? nz_stop_killer_name() : reason;
        status = save_patiently(self, diagnostics);
        if (status == NZ_OK) {
            nz_simulation_tell_stop(
                self, reason != NULL ? reason : "SIGUSR1 or SIGTERM to another rank");
        }
        return status;
    }
    /* What comes now takes time and memory; whoever kills it loses nothing. */
    nz_checkpoint_save_quietly(&self->checkpoint);
    nz_stop_release_killers();
    status = nz_collector_complete(self->collector);
    if (status == NZ_OK) {
        status = write_patiently(self, diagnostics);
    }
    if (status == NZ_OK) {
        nz_simulation_tell_end(self);
    }
    return status;
}
