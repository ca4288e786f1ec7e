#include "sim/interval_cache.h"

#include "stats/proportion.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t n_slots_max = 4096;

typedef struct slot {
    uint64_t tag; /* successes + 1; 0 = empty */
    nz_interval_t interval;
} slot_t;

struct nz_interval_cache {
    nz_tails_t tails;
    uint64_t trials;
    size_t n_methods, n_slots;
    nz_interval_method_t *methods;
    slot_t *slots; /* [method][successes modulo n_slots] */
};

nz_status_t
nz_interval_cache_create(nz_tails_t tails, const int *methods, size_t n_methods,
    uint64_t trials_max, nz_interval_cache_t **out)
{
    if (methods == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_interval_cache_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->tails = tails;
    self->n_methods = n_methods;
    self->n_slots = (size_t) (trials_max < n_slots_max ? trials_max + 1 : n_slots_max);
    self->methods = calloc(n_methods + 1, sizeof(*self->methods));
    self->slots = calloc(n_methods * self->n_slots + 1, sizeof(*self->slots));
    if (self->methods == NULL || self->slots == NULL) {
        nz_interval_cache_destroy(&self);
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < n_methods; i++) {
        self->methods[i] = (nz_interval_method_t) methods[i];
    }
    *out = self;
    return NZ_OK;
}

void
nz_interval_cache_destroy(nz_interval_cache_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->methods);
        free((*self)->slots);
        free(*self);
        *self = NULL;
    }
}

void
nz_interval_cache_set_trials(nz_interval_cache_t *self, uint64_t trials)
{
    if (self->trials != trials) {
        memset(self->slots, 0, self->n_methods * self->n_slots * sizeof(*self->slots));
        self->trials = trials;
    }
}

nz_status_t
nz_interval_cache_get(
    nz_interval_cache_t *self, size_t i_method, uint64_t successes, nz_interval_t *out)
{
    slot_t *slot = &self->slots[i_method * self->n_slots + successes % self->n_slots];

    if (slot->tag != successes + 1) {
        nz_status_t status = nz_proportion_interval(self->methods[i_method], successes,
            self->trials, self->tails, &slot->interval);
        if (status != NZ_OK) {
            return status;
        }
        slot->tag = successes + 1;
    }
    *out = slot->interval;
    return NZ_OK;
}
