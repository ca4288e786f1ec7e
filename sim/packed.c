#include "sim/packed.h"

#include <stdlib.h>
#include <string.h>

/* A result that came before its predecessors. */
struct nz_packed_waiting {
    struct nz_packed_waiting *next;
    uint64_t i_unit;
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

static nz_status_t
keep(nz_packed_order_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    struct nz_packed_waiting **at = &self->first;

    while (*at != NULL && (*at)->i_unit < i_unit) {
        at = &(*at)->next;
    }
    if (*at != NULL && (*at)->i_unit == i_unit) {
        return NZ_ERR_DOMAIN;
    }
    struct nz_packed_waiting *entry = malloc(sizeof(*entry) + n_words * sizeof(*words));
    if (entry == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    entry->next = *at;
    entry->i_unit = i_unit;
    entry->n_words = n_words;
    memcpy(entry->words, words, n_words * sizeof(*words));
    *at = entry;
    return NZ_OK;
}

nz_status_t
nz_packed_order_add(nz_packed_order_t *self, uint64_t i_unit, const uint64_t *words,
    size_t n_words, nz_packed_merge_t merge, void *context)
{
    if (i_unit < self->n_merged) {
        return NZ_ERR_DOMAIN;
    }
    if (i_unit > self->n_merged) {
        return keep(self, i_unit, words, n_words);
    }
    nz_status_t status = merge(context, self->n_merged, words, n_words);
    self->n_merged += status == NZ_OK;
    while (
        status == NZ_OK && self->first != NULL && self->first->i_unit == self->n_merged) {
        struct nz_packed_waiting *first = self->first;
        self->first = first->next;
        status = merge(context, self->n_merged, first->words, first->n_words);
        self->n_merged += status == NZ_OK;
        free(first);
    }
    return status;
}

void
nz_packed_order_free(nz_packed_order_t *self)
{
    while (self->first != NULL) {
        struct nz_packed_waiting *first = self->first;
        self->first = first->next;
        free(first);
    }
    *self = (nz_packed_order_t){ 0 };
}
