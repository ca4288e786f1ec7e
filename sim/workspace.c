#include "sim/workspace.h"

/* The simulator and the tally of a task, if they are not that already. */
static nz_status_t
turn_to(nz_workspace_t *self, size_t i_part)
{
    const nz_study_t *study = &self->studies->parts[i_part];

    if (self->simulator != NULL && self->i_part == i_part) {
        return NZ_OK;
    }
    nz_simulator_destroy(&self->simulator);
    nz_tally_free(&self->tally);
    nz_status_t status = nz_tally_init(
        &self->tally, study->models.parameters.n, study->metrics.n, study->intervals.n);
    if (status == NZ_OK) {
        status =
            nz_simulator_create(self->studies, i_part, self->design, &self->simulator);
    }
    self->i_part = i_part;
    return status;
}

nz_status_t
nz_workspace_init(
    nz_workspace_t *self, const nz_studies_t *studies, const nz_design_t *design)
{
    if (self == NULL || studies == NULL || design == NULL || design->n_units == 0) {
        return NZ_ERR_NULL_ARG;
    }
    nz_workspace_t fresh = { .studies = studies, .design = design };
    nz_status_t status = turn_to(&fresh, nz_design_unit(design, 0).curve->i_part);
    if (status != NZ_OK) {
        nz_workspace_free(&fresh);
        return status;
    }
    *self = fresh;
    return NZ_OK;
}

void
nz_workspace_free(nz_workspace_t *self)
{
    nz_simulator_destroy(&self->simulator);
    nz_tally_free(&self->tally);
    *self = (nz_workspace_t){ 0 };
}

nz_status_t
nz_workspace_run(nz_workspace_t *self, uint64_t i_unit, nz_poll_t poll, void *context,
    nz_packed_t *out)
{
    const nz_unit_t unit = nz_design_unit(self->design, i_unit);
    nz_status_t status = turn_to(self, unit.curve->i_part);

    if (status == NZ_OK) {
        status = nz_simulator_run(self->simulator, unit, poll, context, &self->tally);
    }
    return status == NZ_OK ? nz_tally_pack(&self->tally, out) : status;
}
