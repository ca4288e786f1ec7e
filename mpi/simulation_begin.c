#include "mpi/simulation.h"

#include "mpi/cli.h"
#include "mpi/collective.h"
#include "mpi/provenance.h"
#include "mpi/version.h"
#include "sim/file_io.h"
#include "sim/run_attributes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

nz_status_t
nz_simulation_load(
    nz_simulation_t *self, char **text, size_t *size, nz_diagnostics_t *diagnostics)
{
    const nz_simulate_options_t *options = &self->options;
    nz_status_t status =
        nz_file_read(options->study_path, NZ_STUDY_BYTES_MAX, text, size, diagnostics);

    if (status == NZ_ERR_IO) {
        return NZ_ERR_INPUT; /* a missing study is the user's slip, not the machine's */
    }
    if (status == NZ_OK) {
        status =
            nz_cli_parse_studies(*text, *size, options->study_path, options->settings,
                options->n_settings, &self->studies, &self->observed, diagnostics);
    }
    if (status == NZ_OK && !options->is_dry_run) {
        status =
            nz_cli_check_output(options->output, &options->study_path, 1, diagnostics);
    }
    return status;
}

/* The run that the studies go into, and what it is known by. Rank 0. */
static nz_status_t
open_run(nz_simulation_t *self)
{
    nz_status_t status = nz_studies_to_yaml(&self->studies, &self->study);

    if (status == NZ_OK) {
        status = nz_run_init(&self->run, &self->studies);
    }
    if (status == NZ_OK) {
        self->run.parts[0].observed = self->observed;
        self->observed = (nz_observed_t){ 0 };
        snprintf(self->program, sizeof(self->program),
            "nonzero %s (commit %s), %s, GSL %s", nz_version_number(),
            nz_version_commit(), nz_version_compiler(), nz_version_gsl());
    }
    return status;
}

/* Give every rank the studies in the text that rank 0 has read. Collective. */
static nz_status_t
share_studies(nz_simulation_t *self, char *text, size_t size)
{
    nz_diagnostics_t ignored = { 0 };

    nz_collective_share(&size, sizeof(size));
    text = nz_collective_share_array(text, size, 1);
    const nz_status_t status = nz_cli_parse_studies(text, size, self->options.study_path,
        self->options.settings, self->options.n_settings, &self->studies, NULL, &ignored);
    if (self->rank != 0) {
        free(text);
    }
    return status;
}

static nz_status_t
prepare(nz_simulation_t *self)
{
    nz_status_t status = nz_design_init(&self->design, &self->studies);

    if (status == NZ_OK) {
        status = nz_workspace_init(&self->workspace, &self->studies, &self->design);
    }
    if (status == NZ_OK && self->rank == 0) {
        status = nz_collector_create(&self->design, &self->run, &self->collector);
    }
    return status;
}

/* A unit of the journal. */
static nz_status_t
take_unit(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    nz_simulation_t *self = context;
    return nz_collector_add(self->collector, i_unit, words, n_words);
}

/* Whether the table of real results is the one that the run was written with. */
static bool
has_same_observed(const nz_simulation_t *self, const nz_run_attributes_t *attributes)
{
    const char *theirs = nz_run_attributes_find(attributes, "observed_hash");
    char ours[NZ_STUDY_HASH_SIZE];

    nz_observed_hash(&self->run.parts[0].observed, ours);
    return strcmp(theirs != NULL ? theirs : "", ours) == 0;
}

static void
tell_finished(nz_simulation_t *self, const nz_run_attributes_t *attributes)
{
    const char *version = nz_run_attributes_find(attributes, "nonzero_version");
    const char *commit = nz_run_attributes_find(attributes, "nonzero_commit");
    char text[NZ_DIAGNOSTIC_TEXT_MAX];

    snprintf(text, sizeof(text),
        "%s is complete: nothing is left to do. It was made by nonzero %s (commit %s)",
        self->options.output, version != NULL ? version : "?",
        commit != NULL ? commit : "?");
    nz_run_log_note(&self->log, text);
}

/* The study's own run is there already? Then nothing is left to do, unless a journal says
 * that it was begun again; a complete one was left by a crash between the last two steps.
 * A run of another study is not written over by what meant to go on with it. Rank 0. */
static nz_status_t
look_for_finished(nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    const char *output = self->options.output, *journal = self->checkpoint.path;
    nz_run_attributes_t attributes = { 0 };
    nz_diagnostics_t ignored = { 0 };

    if (access(output, F_OK) != 0) {
        return NZ_OK;
    }
    nz_status_t status = nz_run_attributes_read(output, &attributes, &ignored);
    if (status == NZ_ERR_NO_MEMORY) {
        return status;
    }
    const char *study =
        status == NZ_OK ? nz_run_attributes_find(&attributes, "study") : NULL;
    const bool is_same = study != NULL && strcmp(study, self->study) == 0
                         && has_same_observed(self, &attributes);
    status = NZ_OK;
    if (is_same && nz_checkpoint_discard(&self->checkpoint)) {
        self->is_finished = true;
        tell_finished(self, &attributes);
    } else if (!is_same && !nz_journal_exists(journal)) {
        nz_diagnostics_add(diagnostics, output, 0, 0,
            "%s, and there is no %s to go on with; remove it or give --output another "
            "name",
            study != NULL ? "is the run of another study, or with other real results"
                          : "is not a run of nonzero",
            journal);
        status = NZ_ERR_INPUT;
    }
    nz_run_attributes_free(&attributes);
    return status;
}

/* The journal, and what it knows already. Rank 0. */
static nz_status_t
open_checkpoint(nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    const nz_simulate_options_t *options = &self->options;
    const nz_checkpoint_run_t run = { .output = options->output,
        .identity = { self->program, self->study, self->design.n_units },
        .every_s = options->checkpoint_s,
        .n_ranks = (unsigned) self->n_ranks,
        .is_resumed = options->is_resumed,
        .log = &self->log };
    nz_status_t status = nz_checkpoint_init(&self->checkpoint, &run);

    if (status == NZ_OK && options->is_resumed) {
        status = look_for_finished(self, diagnostics);
    }
    if (status == NZ_OK && !self->is_finished) {
        status = nz_checkpoint_open(&self->checkpoint, take_unit, self, diagnostics);
    }
    return status;
}

nz_status_t
nz_simulation_begin(nz_simulation_t *self, nz_diagnostics_t *diagnostics)
{
    char *text = NULL;
    size_t size = 0;
    nz_status_t status = nz_collective_agree(
        self->rank == 0 ? nz_simulation_load(self, &text, &size, diagnostics) : NZ_OK);

    if (status == NZ_OK) {
        status = nz_collective_agree(self->rank == 0 ? open_run(self) : NZ_OK);
    }
    if (status == NZ_OK) {
        status = nz_collective_agree(share_studies(self, text, size));
    }
    free(text);
    if (status == NZ_OK) {
        status = nz_collective_agree(prepare(self));
    }
    if (status == NZ_OK) {
        self->n_nodes = nz_provenance_count_nodes();
        status = nz_collective_agree(
            self->rank == 0 ? open_checkpoint(self, diagnostics) : NZ_OK);
    }
    if (status == NZ_OK) {
        nz_collective_share(&self->is_finished, sizeof(self->is_finished));
    }
    if (status == NZ_OK && self->rank == 0 && !self->is_finished) {
        nz_simulation_tell_start(self);
    }
    return status;
}

void
nz_simulation_free(nz_simulation_t *self)
{
    nz_checkpoint_close(&self->checkpoint);
    nz_collector_destroy(&self->collector);
    nz_workspace_free(&self->workspace);
    nz_design_free(&self->design);
    nz_observed_free(&self->observed);
    nz_run_free(&self->run);
    nz_studies_free(&self->studies);
    free(self->study);
    nz_simulate_options_free(&self->options);
}
