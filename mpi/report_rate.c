#include "mpi/report_draft.h"
#include "mpi/report_topics.h"
#include "mpi/report_view.h"
#include "mpi/report_words.h"

#include <math.h>

static nz_report_number_t
rate_of(const nz_report_view_t *view, size_t i_test_size, size_t i_model)
{
    return nz_report_view_rate(
        view, NZ_QUANTITY_RATE_PER_DIFFICULTY, i_test_size, i_model);
}

/* Of the models whose metric certainly falls with difficulty, at the largest test size,
 * the one in the middle; false if there is none. */
static bool
find_model(const nz_report_view_t *view, size_t *i_model)
{
    const size_t n_models = nz_report_view_n_models(view),
                 last = nz_report_view_n_test_sizes(view) - 1;
    size_t n = 0, k = 0;

    for (int is_second = 0; is_second <= 1; is_second++) {
        for (size_t i = 0; i < n_models; i++) {
            const nz_report_number_t rate = rate_of(view, last, i);
            if (!(rate.value + NZ_REPORT_ERRORS * rate.mcse < 1.0)) {
                continue;
            }
            if (is_second == 0) {
                n++;
            } else if (k++ == n / 2) {
                *i_model = i;
                return true;
            }
        }
    }
    return false;
}

static void
put_step(const nz_report_view_t *linear, size_t i_model, FILE *out)
{
    const size_t last = nz_report_view_n_test_sizes(linear) - 1;
    const nz_report_number_t rate = rate_of(linear, last, i_model);

    if (rate.mcse > 0.0 && fabs(rate.value) > NZ_REPORT_ERRORS * rate.mcse) {
        fprintf(out, " Its %s %s by %s.", nz_report_words_metric(linear->metric).text,
            rate.value > 0.0 ? "grows" : "falls",
            nz_report_words_error(fabs(rate.value), rate.mcse).text);
    }
}

static void
write_finding(const nz_run_t *run, const nz_report_view_t *view, size_t i_model,
    nz_report_draft_t *draft)
{
    const nz_study_t *study = &view->part->study;
    const nz_task_difficulty_t *axis = &nz_report_view_type(view)->difficulty;
    const nz_list_double_t *values = &study->task.difficulty;
    const size_t last = nz_report_view_n_test_sizes(view) - 1;
    const nz_report_number_t rate = rate_of(view, last, i_model);
    nz_report_view_t linear;

    fprintf(draft->headline, "With every further %s, the %s of ", axis->unit,
        nz_report_words_metric(view->metric).text);
    nz_report_words_put_model(draft->headline, study, i_model);
    fprintf(draft->headline, " falls to %s times what it was",
        nz_report_words_value(rate.value).text);
    if (run->n_parts > 1) {
        fputs(" (task “", draft->headline);
        nz_report_words_put_name(draft->headline, study->task.name);
        fputs("”)", draft->headline);
    }
    fputs(".", draft->headline);
    fprintf(draft->detail, "The factor is %s, fitted to the means of the test sets of ",
        nz_report_words_error(rate.value, rate.mcse).text);
    nz_report_view_put_test_size(view, last, draft->detail);
    fprintf(draft->detail, " at %zu %s from %.10g to %.10g.", values->n, axis->plural,
        values->values[0], values->values[values->n - 1]);
    if (nz_report_view_open_linear(&linear, view->part)) {
        put_step(&linear, i_model, draft->detail);
    }
}

nz_status_t
nz_report_rate_find(const nz_run_t *run, nz_report_findings_t *out)
{
    nz_report_view_t view;
    nz_report_draft_t draft;
    size_t i_model = 0;

    for (size_t i = 0; i < run->n_parts; i++) {
        const nz_study_t *study = &run->parts[i].study;
        if (!nz_summary_has_rates(study)
            || study->task.kind == NZ_TASK_CHOICE /* mostly chance, 1/K */
            || !nz_report_view_open_nonlinear(&view, &run->parts[i])
            || !find_model(&view, &i_model)) {
            continue;
        }
        nz_status_t status = nz_report_draft_begin(&draft);
        if (status != NZ_OK) {
            return status;
        }
        write_finding(run, &view, i_model, &draft);
        return nz_report_draft_end(&draft, NZ_OK, out);
    }
    return NZ_OK;
}
