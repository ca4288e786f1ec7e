#include "stats/joint_units.h"

#include <stdbool.h>
#include <stdlib.h>

void
nz_joint_units_free(nz_joint_units_t *self)
{
    free(self->influence);
    free(self->stratum_end);
    *self = (nz_joint_units_t){ 0 };
}

static size_t
unit_of(const nz_joint_items_t *items, size_t i)
{
    return items->cluster != NULL ? (size_t) items->cluster[i] : i;
}

/* The stratum of each unit, in units' own numbers. */
static nz_status_t
find_strata(
    const nz_joint_items_t *items, size_t n_units, size_t n_strata, size_t *stratum_of)
{
    for (size_t u = 0; u < n_units; u++) {
        stratum_of[u] = n_strata; /* not known yet */
    }
    for (size_t i = 0; i < items->n_items; i++) {
        const size_t u = unit_of(items, i);
        const size_t h = items->stratum != NULL ? (size_t) items->stratum[i] : 0;
        if (u >= n_units || h >= n_strata
            || (stratum_of[u] != n_strata && stratum_of[u] != h)) {
            return NZ_ERR_DOMAIN;
        }
        stratum_of[u] = h;
    }
    for (size_t u = 0; u < n_units; u++) {
        if (stratum_of[u] == n_strata) {
            return NZ_ERR_DOMAIN; /* without items */
        }
    }
    return NZ_OK;
}

/* Order the units by stratum: stratum_of becomes the place of each. */
static bool
place_units(nz_joint_units_t *self, size_t *stratum_of)
{
    size_t begin = 0;

    for (size_t u = 0; u < self->n_units; u++) {
        self->stratum_end[stratum_of[u]]++;
    }
    for (size_t h = 0; h < self->n_strata; h++) {
        const size_t size = self->stratum_end[h];
        if (size == 0) {
            return false;
        }
        self->stratum_end[h] = begin;
        begin += size;
    }
    for (size_t u = 0; u < self->n_units; u++) {
        stratum_of[u] = self->stratum_end[stratum_of[u]]++;
    }
    return true;
}

static void
add_influence(const nz_joint_items_t *items, const size_t *place, size_t model,
    nz_joint_units_t *self)
{
    const double *values = &items->values[model * items->n_items];
    const double n = (double) items->n_items;
    double mean = 0.0;
    size_t begin = 0;

    for (size_t i = 0; i < items->n_items; i++) {
        mean += (values[i] - mean) / ((double) i + 1.0);
    }
    for (size_t i = 0; i < items->n_items; i++) {
        const size_t row = place[unit_of(items, i)];
        self->influence[row * self->n_models + model] += (values[i] - mean) / n;
    }
    for (size_t h = 0; h < self->n_strata; h++) {
        const size_t end = self->stratum_end[h];
        double sum = 0.0;
        for (size_t u = begin; u < end; u++) {
            sum += self->influence[u * self->n_models + model];
        }
        for (size_t u = begin; u < end; u++) {
            self->influence[u * self->n_models + model] -= sum / (double) (end - begin);
        }
        begin = end;
    }
}

nz_status_t
nz_joint_units_init(const nz_joint_items_t *items, nz_joint_units_t *self)
{
    if (items == NULL || items->values == NULL || self == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_joint_units_t fresh = {
        .n_units = items->cluster != NULL ? items->n_clusters : items->n_items,
        .n_models = items->n_models,
        .n_strata = items->stratum != NULL ? items->n_strata : 1,
    };
    if (items->n_items == 0 || fresh.n_models == 0 || fresh.n_units == 0
        || fresh.n_strata == 0 || fresh.n_units > items->n_items
        || fresh.n_strata > fresh.n_units || fresh.n_units > SIZE_MAX / fresh.n_models) {
        return NZ_ERR_DOMAIN;
    }
    fresh.influence = calloc(fresh.n_units * fresh.n_models, sizeof(*fresh.influence));
    fresh.stratum_end = calloc(fresh.n_strata, sizeof(*fresh.stratum_end));
    size_t *place = calloc(fresh.n_units, sizeof(*place));
    nz_status_t status =
        fresh.influence == NULL || fresh.stratum_end == NULL || place == NULL
            ? NZ_ERR_NO_MEMORY
            : find_strata(items, fresh.n_units, fresh.n_strata, place);
    if (status == NZ_OK && !place_units(&fresh, place)) {
        status = NZ_ERR_DOMAIN;
    }
    for (size_t j = 0; j < fresh.n_models && status == NZ_OK; j++) {
        add_influence(items, place, j, &fresh);
    }
    free(place);
    if (status != NZ_OK) {
        nz_joint_units_free(&fresh);
        return status;
    }
    *self = fresh;
    return NZ_OK;
}
