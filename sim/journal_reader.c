#include "sim/journal_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_BYTES ((uint64_t) 1 << 20)

static nz_status_t
reserve(nz_journal_reader_t *self, uint64_t n_bytes)
{
    if (n_bytes <= self->capacity) {
        return NZ_OK;
    }
    const uint64_t capacity = n_bytes > BUFFER_BYTES ? n_bytes : BUFFER_BYTES;
    if (capacity > SIZE_MAX / 2) {
        return NZ_ERR_NO_MEMORY;
    }
    uint64_t *buffer = malloc((size_t) capacity);
    if (buffer == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    free(self->buffer);
    self->buffer = buffer;
    self->capacity = capacity;
    return NZ_OK;
}

nz_status_t
nz_journal_reader_get(
    nz_journal_reader_t *self, uint64_t offset, uint64_t n_bytes, const void **bytes)
{
    if (self->n_held == 0 || offset < self->first
        || offset + n_bytes > self->first + self->n_held) {
        nz_status_t status = reserve(self, n_bytes);
        if (status != NZ_OK) {
            return status;
        }
        self->first = offset;
        self->n_held = 0;
    }
    while (offset + n_bytes > self->first + self->n_held) {
        const ssize_t n = pread(self->fd, (char *) self->buffer + self->n_held,
            (size_t) (self->capacity - self->n_held),
            (off_t) (self->first + self->n_held));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            nz_diagnostics_add(self->diagnostics, self->path, 0, 0, "cannot be read: %s",
                n < 0 ? strerror(errno) : "it has become shorter meanwhile");
            return NZ_ERR_IO;
        }
        self->n_held += (uint64_t) n;
    }
    *bytes = (const char *) self->buffer + (offset - self->first);
    return NZ_OK;
}

nz_status_t
nz_journal_reader_ends_in_zeros(nz_journal_reader_t *self, uint64_t offset, bool *out)
{
    while (offset < self->size) {
        const uint64_t rest = self->size - offset;
        const uint64_t n = rest < BUFFER_BYTES ? rest : BUFFER_BYTES;
        const void *bytes = NULL;
        nz_status_t status = nz_journal_reader_get(self, offset, n, &bytes);
        if (status != NZ_OK) {
            return status;
        }
        const unsigned char *byte = bytes;
        for (uint64_t i = 0; i < n; i++) {
            if (byte[i] != 0) {
                *out = false;
                return NZ_OK;
            }
        }
        offset += n;
    }
    *out = true;
    return NZ_OK;
}

void
nz_journal_reader_free(nz_journal_reader_t *self)
{
    free(self->buffer);
    self->buffer = NULL;
    self->capacity = self->n_held = 0;
}
