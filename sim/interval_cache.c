#include "sim/interval_cache.h"

#include "stats/proportion.h"

#include <stdlib.h>
#include <string.h>

enum { n_slots = 4096 };

typedef struct slot {
    uint64_t tag; /* successes + 1; 0 = empty */
    nz_interval_t interval;
} slot_t;

struct nz_interval_cache {
    nz_tails_t tails;
    uint64_t trials;
    slot_t slots[NZ_N_INTERVAL_METHODS][n_slots];
};

nz_status_t
nz_interval_cache_create(nz_tails_t tails, nz_interval_cache_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_interval_cache_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->tails = tails;
    *out = self;
    return NZ_OK;
}

void
nz_interval_cache_destroy(nz_interval_cache_t **self)
{
    if (self != NULL) {
        free(*self);
        *self = NULL;
    }
}

void
nz_interval_cache_set_trials(nz_interval_cache_t *self, uint64_t trials)
{
    if (self->trials != trials) {
        memset(self->slots, 0, sizeof(self->slots));
        self->trials = trials;
    }
}

nz_status_t
nz_interval_cache_get(nz_interval_cache_t *self, nz_interval_method_t method,
    uint64_t successes, nz_interval_t *out)
{
    slot_t *slot = &self->slots[method][successes % n_slots];

    if (slot->tag != successes + 1) {
        nz_status_t status = nz_proportion_interval(
            method, successes, self->trials, self->tails, &slot->interval);
        if (status != NZ_OK) {
            return status;
        }
        slot->tag = successes + 1;
    }
    *out = slot->interval;
    return NZ_OK;
}
