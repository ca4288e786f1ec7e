#include "sim/run.h"

#include <stdlib.h>
#include <string.h>

nz_status_t
nz_run_init(nz_run_t *self, nz_studies_t *studies)
{
    if (self == NULL || studies == NULL || studies->n == 0) {
        return NZ_ERR_NULL_ARG;
    }
    nz_run_t fresh = { .parts = calloc(studies->n, sizeof(*fresh.parts)) };
    nz_status_t status = fresh.parts != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;
    while (status == NZ_OK && fresh.n_parts < studies->n) {
        status =
            nz_summary_init(&fresh.parts[fresh.n_parts], &studies->parts[fresh.n_parts]);
        fresh.n_parts += status == NZ_OK;
    }
    if (status != NZ_OK) {
        for (size_t i = 0; i < fresh.n_parts; i++) { /* give back */
            studies->parts[i] = fresh.parts[i].study;
            fresh.parts[i].study = (nz_study_t){ 0 };
        }
        nz_run_free(&fresh);
        return status;
    }
    nz_studies_free(studies);
    *self = fresh;
    return NZ_OK;
}

void
nz_run_free(nz_run_t *self)
{
    for (size_t i = 0; i < self->n_parts; i++) {
        nz_summary_free(&self->parts[i]);
    }
    free(self->parts);
    memset(self, 0, sizeof(*self));
}

const nz_summary_t *
nz_run_find(const nz_run_t *self, const char *name)
{
    for (size_t i = 0; i < self->n_parts; i++) {
        const char *other = self->parts[i].study.task.name;
        if (other != NULL && strcmp(name, other) == 0) {
            return &self->parts[i];
        }
    }
    return NULL;
}

nz_status_t
nz_run_to_yaml(const nz_run_t *self, char **yaml)
{
    nz_studies_t studies = { .n = self->n_parts };

    studies.parts = calloc(self->n_parts > 0 ? self->n_parts : 1, sizeof(*studies.parts));
    if (studies.parts == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < self->n_parts; i++) {
        studies.parts[i] = self->parts[i].study; /* borrowed */
    }
    const nz_status_t status = nz_studies_to_yaml(&studies, yaml);
    free(studies.parts);
    return status;
}
