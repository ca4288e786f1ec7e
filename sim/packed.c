#include "sim/packed.h"

#include <stdlib.h>
#include <string.h>

/* A result that came before its predecessors. */
struct nz_packed_waiting {
    size_t n_words;
    uint64_t words[];
};

nz_status_t
nz_packed_append(nz_packed_t *self, const void *words, size_t n_words)
{
    if (self->n_words + n_words > self->capacity) {
        const size_t capacity = 2 * (self->n_words + n_words);
        uint64_t *larger = realloc(self->words, capacity * sizeof(*larger));
        if (larger == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->words = larger;
        self->capacity = capacity;
    }
    if (n_words > 0) {
        memcpy(self->words + self->n_words, words, n_words * sizeof(*self->words));
    }
    self->n_words += n_words;
    return NZ_OK;
}

static struct nz_packed_waiting **
place(const nz_packed_order_t *self, uint64_t i_unit)
{
    return &self->waiting[i_unit & (self->capacity - 1)];
}

/* Make the ring longer than `distance`. */
static nz_status_t
widen(nz_packed_order_t *self, uint64_t distance)
{
    nz_packed_order_t wider = { .capacity = self->capacity > 0 ? self->capacity : 64 };

    if (distance < self->capacity) {
        return NZ_OK;
    }
    if (distance > SIZE_MAX / 4 / sizeof(struct nz_packed_waiting *)) {
        return NZ_ERR_NO_MEMORY;
    }
    while (wider.capacity <= distance) {
        wider.capacity *= 2;
    }
    wider.waiting = calloc(wider.capacity, sizeof(struct nz_packed_waiting *));
    if (wider.waiting == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < self->capacity; i++) {
        *place(&wider, self->n_merged + i) = *place(self, self->n_merged + i);
    }
    free(self->waiting);
    self->waiting = wider.waiting;
    self->capacity = wider.capacity;
    return NZ_OK;
}

static nz_status_t
keep(nz_packed_order_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    const nz_status_t status = widen(self, i_unit - self->n_merged);

    if (status != NZ_OK) {
        return status;
    }
    if (*place(self, i_unit) != NULL) {
        return NZ_ERR_DOMAIN;
    }
    struct nz_packed_waiting *entry = malloc(sizeof(*entry) + n_words * sizeof(*words));
    if (entry == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    entry->n_words = n_words;
    if (n_words > 0) {
        memcpy(entry->words, words, n_words * sizeof(*words));
    }
    *place(self, i_unit) = entry;
    self->n_words += n_words;
    return NZ_OK;
}

/* Takes the result that is next to be merged; NULL if it has not come. */
static struct nz_packed_waiting *
take_next(nz_packed_order_t *self)
{
    if (self->capacity == 0) {
        return NULL;
    }
    struct nz_packed_waiting *entry = *place(self, self->n_merged);
    *place(self, self->n_merged) = NULL;
    self->n_words -= entry != NULL ? entry->n_words : 0;
    return entry;
}

nz_status_t
nz_packed_order_add(nz_packed_order_t *self, uint64_t i_unit, const uint64_t *words,
    size_t n_words, nz_packed_merge_t merge, void *context)
{
    struct nz_packed_waiting *entry = NULL;

    if (i_unit < self->n_merged) {
        return NZ_ERR_DOMAIN;
    }
    if (i_unit > self->n_merged) {
        return keep(self, i_unit, words, n_words);
    }
    nz_status_t status = merge(context, self->n_merged, words, n_words);
    self->n_merged += status == NZ_OK;
    while (status == NZ_OK && (entry = take_next(self)) != NULL) {
        status = merge(context, self->n_merged, entry->words, entry->n_words);
        self->n_merged += status == NZ_OK;
        free(entry);
    }
    return status;
}

void
nz_packed_order_free(nz_packed_order_t *self)
{
    for (size_t i = 0; i < self->capacity; i++) {
        free(self->waiting[i]);
    }
    free(self->waiting);
    *self = (nz_packed_order_t){ 0 };
}
