#include "sim/labels.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* Without this uthash ends the program when memory is short. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#define CHUNK_SIZE 65536

typedef struct nz_label {
    UT_hash_handle hh;
    size_t number;
    char text[]; /* without NUL */
} nz_label_t;

/* One allocation for many labels. */
typedef struct nz_label_chunk {
    struct nz_label_chunk *next;
    size_t used;
    alignas(nz_label_t) unsigned char bytes[CHUNK_SIZE];
} nz_label_chunk_t;

static nz_label_t *
reserve_label(nz_labels_t *self, size_t text_size, size_t *step)
{
    nz_label_chunk_t *chunk = self->chunks;
    size_t size = offsetof(nz_label_t, text) + text_size;

    size = size > sizeof(nz_label_t) ? size : sizeof(nz_label_t);
    *step = (size + alignof(nz_label_t) - 1) / alignof(nz_label_t) * alignof(nz_label_t);
    if (chunk == NULL || chunk->used + *step > CHUNK_SIZE) {
        chunk = malloc(sizeof(*chunk));
        if (chunk == NULL) {
            return NULL;
        }
        chunk->next = self->chunks;
        chunk->used = 0;
        self->chunks = chunk;
    }
    return (nz_label_t *) (void *) (chunk->bytes + chunk->used);
}

static nz_status_t
add_label(nz_labels_t *self, const char *text, unsigned size, unsigned hash)
{
    size_t step = 0;
    nz_label_t *label = reserve_label(self, size, &step);

    if (label == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    label->number = self->n;
    memcpy(label->text, text, size);
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, self->table, label->text, size, hash, label);
    if (label->hh.tbl == NULL) { /* how uthash says that it had no memory */
        return NZ_ERR_NO_MEMORY;
    }
    self->chunks->used += step;
    self->n++;
    return NZ_OK;
}

nz_status_t
nz_labels_number(nz_labels_t *self, const char *text, size_t size, size_t *number)
{
    nz_label_t *label = NULL;
    unsigned hash = 0;
    nz_status_t status = NZ_OK;

    if (self == NULL || text == NULL || number == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (size > NZ_LABEL_SIZE_MAX) {
        return NZ_ERR_DOMAIN;
    }
    HASH_VALUE(text, size, hash);
    HASH_FIND_BYHASHVALUE(hh, self->table, text, size, hash, label);
    if (label != NULL) {
        *number = label->number;
        return NZ_OK;
    }
    status = add_label(self, text, (unsigned) size, hash);
    if (status == NZ_OK) {
        *number = self->n - 1;
    }
    return status;
}

void
nz_labels_free(nz_labels_t *self)
{
    nz_label_chunk_t *chunk = self->chunks;

    HASH_CLEAR(hh, self->table);
    while (chunk != NULL) {
        nz_label_chunk_t *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    *self = (nz_labels_t){ 0 };
}
