#include "sim/journal.h"

#include "sim/file_io.h"
#include "sim/journal_file.h"
#include "sim/journal_header.h"
#include "sim/journal_records.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file is `start` bytes that are on disk (or of which no copy is left), then what the
 * first n_out words of `kept` hold. These are written again when fsync fails: what the
 * system had taken may then be lost, as on a file server without room for it. */
struct nz_journal {
    char *path;
    int fd;
    uint64_t seed, session, start;
    nz_packed_t kept; /* whole records */
    size_t n_out;
    uint64_t n_added, n_written, n_synced, n_lost; /* of the state */
    uint64_t n_remade;
    bool is_spoilt;
};

static uint64_t
end_of_file(const nz_journal_t *self)
{
    return self->start + 8 * (uint64_t) self->n_out;
}

static nz_status_t
check_arguments(
    const char *path, const nz_journal_identity_t *identity, nz_journal_t **out)
{
    return path == NULL || identity == NULL || identity->program == NULL
                   || identity->study == NULL || out == NULL
               ? NZ_ERR_NULL_ARG
               : NZ_OK;
}

static nz_status_t
allocate(const char *path, nz_journal_t **out)
{
    nz_journal_t *self = calloc(1, sizeof(*self));

    if (self == NULL || (self->path = strdup(path)) == NULL) {
        free(self);
        return NZ_ERR_NO_MEMORY;
    }
    self->fd = -1;
    *out = self;
    return NZ_OK;
}

/* The record with which a session begins is written with its first unit. */
static nz_status_t
add_spent(nz_journal_t *self, double wall_s, uint64_t n_ranks)
{
    uint64_t words[2] = { 0, n_ranks };

    memcpy(words, &wall_s, sizeof(wall_s));
    return nz_journal_records_append(
        &self->kept, self->seed, NZ_JOURNAL_SPENT, self->session, words, 2);
}

/* An empty file becomes a journal without units. */
static nz_status_t
begin(nz_journal_t *self, const nz_journal_identity_t *identity,
    nz_diagnostics_t *diagnostics)
{
    nz_packed_t header = { 0 };
    nz_status_t status = nz_journal_header_make(identity, &header, &self->seed);

    if (status != NZ_OK) {
        free(header.words);
        return status;
    }
    self->start = 8 * (uint64_t) header.n_words;
    int failure = nz_file_write_at(self->fd, 0, header.words, 8 * header.n_words, NULL);
    free(header.words);
    failure = failure != 0 ? failure : nz_journal_file_sync(self->fd);
    if (failure != 0) {
        return nz_journal_file_failed(self->path, "written", failure, diagnostics);
    }
    nz_file_sync_directory(self->path);
    return NZ_OK;
}

/* Why there can be no new journal where something is. */
static nz_status_t
refuse_existing(const char *path, const nz_journal_identity_t *identity,
    nz_diagnostics_t *diagnostics)
{
    nz_journal_reader_t reader = { .path = path, .diagnostics = diagnostics };
    nz_journal_content_t content = { 0 };
    uint64_t seed = 0, end = 0;
    struct stat info = { 0 };
    nz_status_t status = nz_journal_file_inspect(path, &reader.fd, diagnostics);

    if (status != NZ_OK) {
        return status;
    }
    reader.size = fstat(reader.fd, &info) == 0 ? (uint64_t) info.st_size : 0;
    status = nz_journal_header_check(&reader, identity, &seed, &end);
    if (status == NZ_OK && end > 0) {
        status = nz_journal_records_read(
            &reader, end, seed, identity->n_units, NULL, NULL, &content, &end);
    }
    nz_journal_reader_free(&reader);
    (void) close(reader.fd);
    if (status != NZ_OK) {
        return status;
    }
    nz_diagnostics_add(diagnostics, path, 0, 0,
        "holds %" PRIu64 " of %" PRIu64 " units of an unfinished run of this study; go "
        "on with --resume, or remove it to start again",
        content.n_records, identity->n_units);
    return NZ_ERR_INPUT;
}

nz_status_t
nz_journal_create(const char *path, const nz_journal_identity_t *identity,
    nz_journal_t **out, nz_diagnostics_t *diagnostics)
{
    nz_journal_t *self = NULL;
    nz_status_t status = check_arguments(path, identity, out);

    if (status == NZ_OK && nz_journal_exists(path)) {
        status = refuse_existing(path, identity, diagnostics);
    }
    if (status != NZ_OK || (status = allocate(path, &self)) != NZ_OK) {
        return status;
    }
    self->session = 1;
    status = nz_journal_file_open(path, true, &self->fd, diagnostics);
    if (status == NZ_OK && (status = begin(self, identity, diagnostics)) == NZ_OK) {
        status = add_spent(self, 0, 0);
    }
    if (status != NZ_OK) {
        if (self->fd >= 0) {
            (void) unlink(path);
        }
        nz_journal_destroy(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}

/* Read all, then cut off what is dropped: nothing is changed unless all is well. */
static nz_status_t
read_and_cut(nz_journal_t *self, const nz_journal_identity_t *identity,
    nz_journal_take_t take, void *context, nz_journal_content_t *content,
    nz_diagnostics_t *diagnostics)
{
    nz_journal_reader_t reader = {
        .fd = self->fd, .path = self->path, .diagnostics = diagnostics
    };
    struct stat info;

    if (fstat(self->fd, &info) != 0) {
        return nz_journal_file_failed(self->path, "read", errno, diagnostics);
    }
    reader.size = (uint64_t) info.st_size;
    nz_status_t status =
        nz_journal_header_check(&reader, identity, &self->seed, &self->start);
    if (status == NZ_OK && self->start > 0) {
        status = nz_journal_records_read(&reader, self->start, self->seed,
            identity->n_units, take, context, content, &self->start);
    } else if (status == NZ_OK) {
        content->n_dropped_bytes = reader.size;
    }
    nz_journal_reader_free(&reader);
    if (status == NZ_OK && self->start < reader.size
        && ftruncate(self->fd, (off_t) self->start) != 0) {
        status = nz_journal_file_failed(self->path, "written", errno, diagnostics);
    }
    if (status == NZ_OK && self->start == 0) {
        status = begin(self, identity, diagnostics);
    }
    return status;
}

nz_status_t
nz_journal_resume(const char *path, const nz_journal_identity_t *identity,
    nz_journal_take_t take, void *context, nz_journal_t **out,
    nz_journal_content_t *content, nz_diagnostics_t *diagnostics)
{
    nz_journal_content_t found = { 0 };
    nz_journal_t *self = NULL;
    nz_status_t status = check_arguments(path, identity, out);

    if (status != NZ_OK || take == NULL || content == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if ((status = allocate(path, &self)) != NZ_OK) {
        return status;
    }
    status = nz_journal_file_open(path, false, &self->fd, diagnostics);
    if (status == NZ_OK) {
        status = read_and_cut(self, identity, take, context, &found, diagnostics);
    }
    if (status == NZ_OK) {
        self->session = found.spent.n_sessions + 1;
        status = add_spent(self, 0, 0);
    }
    if (status != NZ_OK) {
        nz_journal_destroy(&self);
        return status;
    }
    *content = found;
    *out = self;
    return NZ_OK;
}

bool
nz_journal_exists(const char *path)
{
    struct stat info;

    return path != NULL && lstat(path, &info) == 0;
}

/* No copy of what is written is needed, or no room for it left. */
static void
forget_written(nz_journal_t *self)
{
    self->start = end_of_file(self);
    self->kept.n_words -= self->n_out;
    if (self->n_out > 0 && self->kept.n_words > 0) {
        memmove(self->kept.words, self->kept.words + self->n_out, 8 * self->kept.n_words);
    }
    self->n_out = 0;
}

/* Half of the memory: what grows is given room to double. */
static bool
has_room(const nz_journal_t *self, size_t n_words)
{
    const size_t most = NZ_JOURNAL_PENDING_MAX / 2 / 8;

    return n_words <= most - NZ_JOURNAL_RECORD_WORDS
           && self->kept.n_words <= most - NZ_JOURNAL_RECORD_WORDS - n_words;
}

nz_status_t
nz_journal_add_spent(nz_journal_t *self, double wall_s, unsigned n_ranks)
{
    return wall_s >= 0 && isfinite(wall_s) ? add_spent(self, wall_s, n_ranks)
                                           : NZ_ERR_DOMAIN;
}

void
nz_journal_add(nz_journal_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    self->n_added++;
    if (!has_room(self, n_words)) {
        forget_written(self);
    }
    if (!has_room(self, n_words)
        || nz_journal_records_append(
               &self->kept, self->seed, NZ_JOURNAL_UNIT, i_unit, words, n_words)
               != NZ_OK) {
        self->n_lost++;
    }
}

/* As many whole records as fit, the file ending with the last of them. */
static nz_status_t
write_kept(nz_journal_t *self, nz_diagnostics_t *diagnostics)
{
    const uint64_t *records = self->kept.words + self->n_out;
    uint64_t n_units = 0;
    size_t n_bytes = 0;
    const int failure = nz_file_write_at(self->fd, end_of_file(self), records,
        8 * (self->kept.n_words - self->n_out), &n_bytes);

    self->n_out += nz_journal_records_whole(records, n_bytes / 8, &n_units);
    self->n_written += n_units;
    if (failure == 0) {
        return NZ_OK;
    }
    /* If it cannot be cut, what is too much is overwritten later, or dropped by --resume.
     */
    const bool is_cut = ftruncate(self->fd, (off_t) end_of_file(self)) == 0;
    (void) is_cut;
    return nz_journal_file_failed(self->path, "written", failure, diagnostics);
}

/* What was written is not there any more, and nobody has it. */
static bool
is_cut_short(nz_journal_t *self)
{
    struct stat info;

    self->is_spoilt =
        self->is_spoilt
        || (fstat(self->fd, &info) == 0 && (uint64_t) info.st_size < end_of_file(self));
    return self->is_spoilt;
}

nz_status_t
nz_journal_write(nz_journal_t *self, nz_diagnostics_t *diagnostics)
{
    const int fd = self->fd;
    nz_status_t status =
        nz_journal_file_restore(&self->fd, self->path, end_of_file(self), diagnostics);

    self->n_remade += self->fd != fd;
    if (status == NZ_OK && is_cut_short(self)) {
        nz_diagnostics_add(diagnostics, self->path, 0, 0,
            "was cut short by another process and is of no use any more: let this run "
            "come to its end, or remove the file and start again");
        return NZ_ERR_IO;
    }
    if (status == NZ_OK && self->n_out < self->kept.n_words) {
        status = write_kept(self, diagnostics);
    }
    return status;
}

nz_status_t
nz_journal_sync(
    nz_journal_t *self, double wall_s, unsigned n_ranks, nz_diagnostics_t *diagnostics)
{
    uint64_t n_units = 0;

    const nz_status_t added = nz_journal_add_spent(self, wall_s, n_ranks);
    if (added == NZ_ERR_DOMAIN) {
        return added;
    }
    const nz_status_t written = nz_journal_write(self, diagnostics);
    if (written != NZ_OK && !nz_journal_file_is_at(self->fd, self->path)) {
        return written;
    }
    const int failure = nz_journal_file_sync(self->fd);
    if (failure != 0) {
        (void) nz_journal_records_whole(self->kept.words, self->n_out, &n_units);
        self->n_written -= n_units;
        self->n_out = 0;
        return nz_journal_file_failed(self->path, "synced", failure, diagnostics);
    }
    self->n_synced = self->n_written;
    forget_written(self);
    return written != NZ_OK ? written : added;
}

nz_journal_state_t
nz_journal_state(const nz_journal_t *self)
{
    return (nz_journal_state_t){ .n_added = self->n_added,
        .n_written = self->n_written,
        .n_synced = self->n_synced,
        .n_lost = self->n_lost,
        .n_bytes = end_of_file(self),
        .n_remade = self->n_remade,
        .is_spoilt = self->is_spoilt };
}

void
nz_journal_remove(nz_journal_t **self)
{
    if (self == NULL || *self == NULL) {
        return;
    }
    if (nz_journal_file_is_at((*self)->fd, (*self)->path) && unlink((*self)->path) == 0) {
        nz_file_sync_directory((*self)->path);
    }
    nz_journal_destroy(self);
}

void
nz_journal_destroy(nz_journal_t **self)
{
    if (self == NULL || *self == NULL) {
        return;
    }
    if ((*self)->fd >= 0) {
        (void) close((*self)->fd);
    }
    free((*self)->kept.words);
    free((*self)->path);
    free(*self);
    *self = NULL;
}
