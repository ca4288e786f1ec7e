#include "sim/studies.h"

#include "sim/study_parts.h"

#include <stdlib.h>
#include <string.h>

nz_status_t
nz_studies_parse(const char *text, size_t size, const char *file,
    const char *const *settings, size_t n_settings, nz_studies_t *out,
    nz_diagnostics_t *diagnostics)
{
    if (text == NULL || file == NULL || out == NULL || diagnostics == NULL
        || (settings == NULL && n_settings > 0)) {
        return NZ_ERR_NULL_ARG;
    }
    return nz_study_parts_parse(
        text, size, file, settings, n_settings, &out->parts, &out->n, diagnostics);
}

void
nz_studies_free(nz_studies_t *self)
{
    for (size_t i = 0; i < self->n; i++) {
        nz_study_free(&self->parts[i]);
    }
    free(self->parts);
    memset(self, 0, sizeof(*self));
}

nz_status_t
nz_studies_to_yaml(const nz_studies_t *self, char **yaml)
{
    if (self == NULL || self->n == 0 || yaml == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    return nz_study_parts_to_yaml(self->parts, self->n, yaml);
}
