#include "mpi/checkpoint.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was added goes to the system so often, and again after trouble [s]. */
static const double write_s = 1.0;

enum { word_bits = 64 };

/* What nz_journal_resume gives its units to. */
typedef struct taker {
    nz_checkpoint_t *checkpoint;
    nz_journal_take_t take;
    void *context;
} taker_t;

static void
mark_done(nz_checkpoint_t *self, uint64_t i_unit)
{
    self->done[i_unit / word_bits] |= UINT64_C(1) << i_unit % word_bits;
    self->n_done++;
}

static nz_status_t
take_unit(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    const taker_t *taker = context;
    const nz_status_t status = taker->take(taker->context, i_unit, words, n_words);

    if (status == NZ_OK) {
        mark_done(taker->checkpoint, i_unit);
    }
    return status;
}

/* "OUTPUT.journal"; the caller frees it. */
static char *
path_of(const char *output)
{
    const size_t room = strlen(output) + sizeof(".journal");
    char *path = malloc(room);

    if (path != NULL) {
        snprintf(path, room, "%s.journal", output);
    }
    return path;
}

nz_status_t
nz_checkpoint_init(nz_checkpoint_t *self, const nz_checkpoint_run_t *run)
{
    *self = (nz_checkpoint_t){ .run = *run };
    self->path = path_of(run->output);
    self->done =
        calloc((size_t) (run->identity.n_units / word_bits + 1), sizeof(*self->done));
    return self->path != NULL && self->done != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;
}

nz_status_t
nz_checkpoint_open(nz_checkpoint_t *self, nz_journal_take_t take, void *context,
    nz_diagnostics_t *diagnostics)
{
    const nz_journal_identity_t *identity = &self->run.identity;
    taker_t taker = { self, take, context };

    if (self->run.is_resumed && nz_journal_exists(self->path)) {
        return nz_journal_resume(self->path, identity, take_unit, &taker, &self->journal,
            &self->content, diagnostics);
    }
    return nz_journal_create(self->path, identity, &self->journal, diagnostics);
}

bool
nz_checkpoint_has(const nz_checkpoint_t *self, uint64_t i_unit)
{
    return (self->done[i_unit / word_bits] >> i_unit % word_bits & 1) != 0;
}

void
nz_checkpoint_add(
    nz_checkpoint_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    mark_done(self, i_unit);
    nz_journal_add(self->journal, i_unit, words, n_words);
    if (self->run.every_s <= 0.0) {
        nz_checkpoint_tick(self);
    }
}

/* Say so when finished work is given up for the first time. */
static void
tell_lost(nz_checkpoint_t *self, uint64_t n_lost)
{
    if (n_lost > 0 && !self->has_told_lost) {
        self->has_told_lost = true;
        nz_run_log_warning(self->run.log,
            "memory for finished work that waits for the journal is used up: from now on "
            "some of it would have to be done again after a stop");
    }
}

/* Say that trouble is over, if there was any. */
static void
tell_end_of_trouble(nz_checkpoint_t *self)
{
    const nz_journal_state_t state = nz_journal_state(self->journal);
    char text[2 * NZ_DIAGNOSTIC_TEXT_MAX];

    if (state.n_remade > self->n_remade) {
        snprintf(text, sizeof(text),
            "%s was gone, and is made again with all that it held", self->path);
        nz_run_log_warning(self->run.log, text);
    } else if (self->trouble[0] != '\0' && state.n_lost > 0) {
        snprintf(text, sizeof(text),
            "%s is written again; %" PRIu64
            " units found no room in memory meanwhile and are not in it",
            self->path, state.n_lost);
        nz_run_log_warning(self->run.log, text);
    } else if (self->trouble[0] != '\0') {
        snprintf(text, sizeof(text), "%s is written again: nothing is lost", self->path);
        nz_run_log_warning(self->run.log, text);
    }
    self->n_remade = state.n_remade;
    self->trouble[0] = '\0';
}

/* Say what is wrong, unless it was said already, or that it is over. */
static void
tell(nz_checkpoint_t *self, nz_status_t status, const nz_diagnostics_t *diagnostics)
{
    char text[2 * NZ_DIAGNOSTIC_TEXT_MAX];

    if (status == NZ_OK) {
        tell_end_of_trouble(self);
        return;
    }
    const char *cause = diagnostics->n > 0 ? diagnostics->text[diagnostics->n - 1]
                                           : nz_status_message(status);
    if (strcmp(cause, self->trouble) != 0) {
        snprintf(self->trouble, sizeof(self->trouble), "%s", cause);
        snprintf(text, sizeof(text),
            "%s; the simulation goes on and finished work waits in memory", cause);
        nz_run_log_warning(self->run.log, text);
    }
}

static nz_status_t
write_journal(nz_checkpoint_t *self, nz_diagnostics_t *diagnostics)
{
    const double now = nz_run_log_elapsed(self->run.log);
    const nz_status_t added = nz_journal_add_spent(self->journal, now, self->run.n_ranks);
    const nz_status_t status = nz_journal_write(self->journal, diagnostics);

    self->written_s = now;
    return status != NZ_OK ? status : added;
}

static nz_status_t
sync_journal(nz_checkpoint_t *self, nz_diagnostics_t *diagnostics)
{
    const double now = nz_run_log_elapsed(self->run.log);

    self->written_s = now;
    self->synced_s = now;
    return nz_journal_sync(self->journal, now, self->run.n_ranks, diagnostics);
}

void
nz_checkpoint_tick(nz_checkpoint_t *self)
{
    const double now = nz_run_log_elapsed(self->run.log);
    const nz_journal_state_t state = nz_journal_state(self->journal);
    nz_diagnostics_t diagnostics = { 0 };

    tell_lost(self, state.n_lost);
    if (state.n_synced + state.n_lost == state.n_added && self->trouble[0] == '\0') {
        self->synced_s = now; /* the interval begins with what there is to save */
        return;
    }
    if (now - self->synced_s >= self->run.every_s) {
        if (self->trouble[0] == '\0' || now - self->written_s >= write_s) {
            tell(self, sync_journal(self, &diagnostics), &diagnostics);
        }
    } else if (now - self->written_s >= write_s) {
        tell(self, write_journal(self, &diagnostics), &diagnostics);
    }
}

nz_status_t
nz_checkpoint_save(nz_checkpoint_t *self, nz_diagnostics_t *diagnostics)
{
    const nz_status_t status = sync_journal(self, diagnostics);

    if (status == NZ_OK) {
        tell(self, status, diagnostics);
    }
    return status;
}

void
nz_checkpoint_save_quietly(nz_checkpoint_t *self)
{
    nz_diagnostics_t diagnostics = { 0 };

    tell(self, sync_journal(self, &diagnostics), &diagnostics);
}

uint64_t
nz_checkpoint_n_saved(const nz_checkpoint_t *self)
{
    const nz_journal_state_t state = nz_journal_state(self->journal);

    return state.is_spoilt ? 0 : self->content.n_records + state.n_synced;
}

void
nz_checkpoint_complete(nz_checkpoint_t *self)
{
    nz_journal_remove(&self->journal);
}

static nz_status_t
forget_unit(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    (void) context;
    (void) i_unit;
    (void) words;
    (void) n_words;
    return NZ_OK;
}

bool
nz_checkpoint_discard(nz_checkpoint_t *self)
{
    const nz_journal_identity_t *identity = &self->run.identity;
    nz_journal_content_t content = { 0 };
    nz_diagnostics_t ignored = { 0 };

    if (!nz_journal_exists(self->path)) {
        return true;
    }
    if (nz_journal_resume(
            self->path, identity, forget_unit, NULL, &self->journal, &content, &ignored)
        != NZ_OK) {
        return false;
    }
    if (content.n_records < identity->n_units) {
        nz_journal_destroy(&self->journal);
        return false;
    }
    nz_journal_remove(&self->journal);
    return true;
}

void
nz_checkpoint_close(nz_checkpoint_t *self)
{
    nz_journal_destroy(&self->journal);
    free(self->path);
    free(self->done);
    *self = (nz_checkpoint_t){ 0 };
}
