#include "mpi/report_findings.h"

#include "mpi/report_draft.h"
#include "mpi/report_topics.h"
#include "mpi/report_words.h"

#include <stdlib.h>
#include <string.h>

/* The most important first. */
static nz_status_t (*const topics[])(const nz_run_t *run, nz_report_findings_t *out) = {
    nz_report_chance_find_few,
    nz_report_zero_find,
    nz_report_coverage_find,
    nz_report_emergence_find_test_set,
    nz_report_emergence_find_metric,
    nz_report_observed_find,
    nz_report_sampling_find,
    nz_report_emergence_find_jump,
    nz_report_emergence_find_thinning,
    nz_report_rate_find,
    nz_report_zero_find_none,
    nz_report_chance_find_spread,
    nz_report_bias_find,
};

/* What can be said of any run. */
static nz_status_t
find_nothing(const nz_run_t *run, nz_report_findings_t *out)
{
    const nz_study_t *study = &run->parts[0].study;
    nz_report_draft_t draft;
    nz_status_t status = nz_report_draft_begin(&draft);

    if (status != NZ_OK) {
        return status;
    }
    fprintf(draft.headline,
        "%zu model%s, %zu test size%s and %s test set%s of each sort show nothing beyond "
        "Monte Carlo error.",
        study->models.parameters.n, nz_report_words_plural(study->models.parameters.n),
        study->test_sizes.n, nz_report_words_plural(study->test_sizes.n),
        nz_report_words_count(study->replicates).text,
        nz_report_words_plural(study->replicates));
    fputs("The tables have every number with its error.", draft.detail);
    return nz_report_draft_end(&draft, NZ_OK, out);
}

/* Say once what is behind the sign. */
static nz_status_t
explain_errors(nz_report_findings_t *findings)
{
    static const char note[] = " (±: one Monte Carlo standard error.)";

    for (size_t i = 0; i < findings->n; i++) {
        char *detail = findings->items[i].detail;
        if (strstr(detail, "(± ") == NULL) {
            continue;
        }
        const size_t length = strlen(detail);
        detail = realloc(detail, length + sizeof(note));
        if (detail == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        memcpy(detail + length, note, sizeof(note));
        findings->items[i].detail = detail;
        break;
    }
    return NZ_OK;
}

nz_status_t
nz_report_findings_make(const nz_run_t *run, nz_report_findings_t *out)
{
    nz_report_findings_t findings = { 0 };
    nz_status_t status = NZ_OK;

    if (run == NULL || run->n_parts == 0 || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]) && status == NZ_OK; i++) {
        status = topics[i](run, &findings);
    }
    if (status == NZ_OK && findings.n == 0) {
        status = find_nothing(run, &findings);
    }
    if (status == NZ_OK) {
        status = explain_errors(&findings);
    }
    if (status != NZ_OK) {
        nz_report_findings_free(&findings);
        return status;
    }
    *out = findings;
    return NZ_OK;
}

void
nz_report_findings_free(nz_report_findings_t *self)
{
    if (self == NULL) {
        return;
    }
    for (size_t i = 0; i < self->n; i++) {
        free(self->items[i].headline);
        free(self->items[i].detail);
    }
    free(self->items);
    *self = (nz_report_findings_t){ 0 };
}
