#include "sim/study.h"

#include "sim/studies.h"
#include "sim/study_keys.h"
#include "sim/study_values.h"

#include <string.h>

nz_status_t
nz_study_parse(const char *text, size_t size, const char *file,
    const char *const *settings, size_t n_settings, nz_study_t *out,
    nz_diagnostics_t *diagnostics)
{
    nz_studies_t studies = { 0 };

    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const nz_status_t status =
        nz_studies_parse(text, size, file, settings, n_settings, &studies, diagnostics);
    if (status != NZ_OK) {
        return status;
    }
    const bool is_one = studies.n == 1;
    if (is_one) {
        *out = studies.parts[0];
        memset(&studies.parts[0], 0, sizeof(studies.parts[0]));
    } else {
        nz_diagnostics_add(diagnostics, file, 0, 0,
            "expected a study of one task, found %zu", studies.n);
    }
    nz_studies_free(&studies);
    return is_one ? NZ_OK : NZ_ERR_INPUT;
}

void
nz_study_free(nz_study_t *self)
{
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        nz_study_free_value(
            nz_study_keys[i].type, (char *) self + nz_study_keys[i].offset);
    }
    memset(self, 0, sizeof(*self));
}
