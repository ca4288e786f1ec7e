#include "mpi/collect.h"

#include "sim/difficulty_rate.h"
#include "sim/estimate.h"
#include "sim/tally.h"

#include <math.h>
#include <stdlib.h>

struct nz_collector {
    const nz_design_t *design;
    nz_run_t *run;
    nz_tally_t tally;            /* of the curve being merged */
    const nz_summary_t *tallied; /* the part that the tally's shape is of, or NULL */
    nz_packed_order_t order;
    double done_s, all_s; /* predicted time of the units that were added, and of all */
};

nz_status_t
nz_collector_create(const nz_design_t *design, nz_run_t *run, nz_collector_t **out)
{
    if (design == NULL || run == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_collector_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->design = design;
    self->run = run;
    self->all_s = nz_design_seconds(design);
    *out = self;
    return NZ_OK;
}

void
nz_collector_destroy(nz_collector_t **self)
{
    if (self == NULL || *self == NULL) {
        return;
    }
    nz_packed_order_free(&(*self)->order);
    nz_tally_free(&(*self)->tally);
    free(*self);
    *self = NULL;
}

/* A tally of the shape that a part has. */
static nz_status_t
open_tally(nz_collector_t *self, const nz_summary_t *part)
{
    const nz_study_t *study = &part->study;

    if (self->tallied == part) {
        return NZ_OK;
    }
    nz_tally_free(&self->tally);
    self->tallied = NULL;
    nz_status_t status = nz_tally_init(&self->tally, study->models.parameters.n,
        study->models.keep_every.n, study->metrics.n, study->intervals.n);
    self->tallied = status == NZ_OK ? part : NULL;
    return status;
}

static nz_status_t
merge(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    nz_collector_t *self = context;
    const nz_design_curve_t *curve = nz_design_unit(self->design, i_unit).curve;
    nz_summary_t *part = &self->run->parts[curve->i_part];
    nz_status_t status = open_tally(self, part);

    if (status == NZ_OK) {
        status = nz_tally_merge_packed(&self->tally, words, n_words);
    }
    if (status != NZ_OK) {
        return status;
    }
    if (i_unit + 1 == curve->first_unit + curve->n_units) {
        status = nz_estimate_curve(curve, &self->tally, part);
        nz_tally_clear(&self->tally);
    }
    return status;
}

nz_status_t
nz_collector_add(
    nz_collector_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    if (self == NULL || words == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (i_unit >= self->design->n_units) {
        return NZ_ERR_DOMAIN;
    }
    const nz_status_t status =
        nz_packed_order_add(&self->order, i_unit, words, n_words, merge, self);
    if (status == NZ_OK) {
        const nz_unit_t unit = nz_design_unit(self->design, i_unit);
        self->done_s += unit.curve->replicate_s * (double) unit.n_replicates;
    }
    return status;
}

nz_status_t
nz_collector_complete(nz_collector_t *self)
{
    nz_run_t *run = self->run;

    if (self->order.n_merged < self->design->n_units) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = nz_estimate_noise(run);
    for (size_t i = 0; i < run->n_parts && status == NZ_OK; i++) {
        status = nz_difficulty_rate_fill(&run->parts[i]);
    }
    return status;
}

uint64_t
nz_collector_n_merged(const nz_collector_t *self)
{
    return self->order.n_merged;
}

bool
nz_collector_has_room(const nz_collector_t *self)
{
    return self->order.n_words < NZ_COLLECTOR_WAITING_MAX / sizeof(uint64_t);
}

double
nz_collector_done(const nz_collector_t *self)
{
    return fmin(self->done_s / self->all_s, 1.0); /* sums round */
}
