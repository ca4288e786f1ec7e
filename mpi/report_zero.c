#include "mpi/report_draft.h"
#include "mpi/report_topics.h"
#include "mpi/report_view.h"
#include "mpi/report_words.h"
#include "stats/detection.h"

#include <math.h>

#define MISS 0.05     /* chance to see no success that is left */
#define LISTED_MAX 10 /* test sizes whose counts are listed */

/* What is told: the metric at a difficulty, and the first and last test sizes that have
 * such models. */
typedef struct zeros {
    nz_report_view_t view;
    size_t n; /* over all test sizes */
    size_t first, last;
} zeros_t;

/* The difficulty with the most models at zero; of equals the last. */
static bool
assess(const nz_summary_t *part, zeros_t *out)
{
    nz_report_view_t view;

    *out = (zeros_t){ .n = 0 };
    if (!nz_report_view_open_nonlinear(&view, part)) {
        return false;
    }
    for (size_t d = 0; d < nz_report_view_n_difficulties(&view); d++) {
        zeros_t here = { .view = view, .first = NZ_REPORT_NONE };
        here.view.i_difficulty = d;
        for (size_t t = 0; t < nz_report_view_n_test_sizes(&view); t++) {
            const size_t n = nz_report_view_zeros(&here.view, t).n;
            here.n += n;
            here.first = n > 0 && here.first == NZ_REPORT_NONE ? t : here.first;
            here.last = n > 0 ? t : here.last;
        }
        *out = here.n > 0 && here.n >= out->n ? here : *out;
    }
    return out->n > 0;
}

/* Of the models at zero, the one with the largest true value, or the least. */
static size_t
find_model(const nz_report_view_t *view, size_t i_test_size, bool is_largest)
{
    size_t found = NZ_REPORT_NONE;

    for (size_t i = 0; i < nz_report_view_n_models(view); i++) {
        if (!nz_report_view_is_zero(view, i_test_size, i)) {
            continue;
        }
        if (found == NZ_REPORT_NONE
            || (is_largest
                    ? nz_report_view_truth(view, i) > nz_report_view_truth(view, found)
                    : nz_report_view_truth(view, i)
                          < nz_report_view_truth(view, found))) {
            found = i;
        }
    }
    return found;
}

static void
put_headline(const nz_run_t *run, const zeros_t *zeros, FILE *out)
{
    const nz_report_view_t *view = &zeros->view;
    const nz_report_tally_t tally = nz_report_view_zeros(view, zeros->first);
    const size_t n_models = nz_report_view_n_models(view);
    const bool is_one = n_models == 1 || tally.n == 1;

    fputs("At ", out);
    nz_report_view_put_test_size(view, zeros->first, out);
    fputs(", ", out);
    nz_report_view_put_tally(view, tally, out);
    fprintf(out, " score%s exactly zero in more than half of all test sets",
        is_one ? "s" : "");
    if (zeros->last > zeros->first) {
        const nz_report_tally_t last = nz_report_view_zeros(view, zeros->last);
        fputs(", and at ", out);
        nz_report_view_put_test_size(view, zeros->last, out);
        if (n_models == 1) {
            fputs(" it still does", out);
        } else {
            fprintf(out, " still %s%zu do%s", last.n_unclear > 0 ? "at least " : "",
                last.n, last.n == 1 ? "es" : "");
        }
    }
    fputs(" (", out);
    nz_report_view_put(view, run, out);
    fputs(").", out);
}

/* "7 at n = 20, 6 at n = 100". */
static void
put_counts(const nz_report_view_t *view, FILE *out)
{
    const size_t n = nz_report_view_n_test_sizes(view);

    if (n < 2 || n > LISTED_MAX || nz_report_view_n_models(view) == 1) {
        return;
    }
    fputs("Models at zero in more than half of the test sets: ", out);
    for (size_t t = 0; t < n; t++) {
        const nz_report_tally_t tally = nz_report_view_zeros(view, t);
        fprintf(out, "%s%s%zu at n %s %s", t > 0 ? ", " : "",
            tally.n_unclear > 0 ? "at least " : "", tally.n,
            nz_metric_is_sequential(view->metric) ? "≤" : "=",
            nz_report_words_count(nz_report_view_test_size(view, t)).text);
    }
    fputs(". ", out);
}

/* Items until a model shows a success. */
static nz_status_t
put_items(const nz_report_view_t *view, size_t i_model, FILE *out)
{
    const nz_study_t *study = &view->part->study;
    const nz_detection_t goal = { 1, study->clusters.size, study->clusters.correlation };
    uint64_t n = 0;
    const nz_status_t status =
        nz_detection_trials(&goal, MISS, nz_report_view_truth(view, i_model), &n);

    if (status == NZ_OK) {
        fputs(nz_report_words_value((double) n).text, out);
    } else {
        fputs("more than 9×10¹⁵", out);
    }
    return status == NZ_ERR_NO_MEMORY ? status : NZ_OK;
}

/* Begins what is said of the best of the models at zero, up to its true value. */
static void
put_best(const nz_report_view_t *view, size_t i_test_size, size_t best, FILE *out)
{
    const nz_report_tally_t tally = nz_report_view_zeros(view, i_test_size);

    if (nz_report_view_n_models(view) == 1) {
        fputs("Its true value is ", out);
    } else if (tally.n == 1 && tally.n_unclear == 0) {
        fputs("With ", out);
        nz_report_view_put_test_size(view, i_test_size, out);
        fputs(", it is ", out);
        nz_report_words_put_model(out, &view->part->study, best);
        fputs(", whose true value is ", out);
    } else {
        fputs("Of those at zero with ", out);
        nz_report_view_put_test_size(view, i_test_size, out);
        fputs(", ", out);
        nz_report_words_put_model(out, &view->part->study, best);
        fputs(" has the largest true value, ", out);
    }
}

static nz_status_t
put_detail(const nz_run_t *run, const zeros_t *zeros, size_t n_tasks, FILE *out)
{
    const nz_report_view_t *view = &zeros->view;
    const size_t best = find_model(view, zeros->first, true),
                 worst = find_model(view, zeros->first, false);
    const nz_report_number_t share =
        nz_report_view_cell(view, NZ_QUANTITY_ZERO_SHARE, zeros->first, best);
    nz_status_t status = NZ_OK;

    put_counts(view, out);
    put_best(view, zeros->first, best, out);
    fprintf(out, "%s; it scores zero in %s of the test sets.",
        nz_report_words_value(nz_report_view_truth(view, best)).text,
        nz_report_words_percent(share.value, share.mcse).text);
    if (nz_metric_is_binary(view->metric)) {
        fputs(" At least one success with a probability of 95 % takes ", out);
        status = put_items(view, best, out);
        fputs(" items", out);
        if (status == NZ_OK && worst != best) {
            fputs(" for it and ", out);
            status = put_items(view, worst, out);
            fputs(" for ", out);
            nz_report_words_put_model(out, &view->part->study, worst);
        }
        fputs(".", out);
    }
    nz_report_view_put_tasks(run, n_tasks, out);
    return status;
}

nz_status_t
nz_report_zero_find(const nz_run_t *run, nz_report_findings_t *out)
{
    zeros_t most = { .n = 0 }, zeros;
    nz_report_draft_t draft;
    size_t n_tasks = 0;

    for (size_t i = 0; i < run->n_parts; i++) {
        if (assess(&run->parts[i], &zeros)) {
            n_tasks++;
            most = zeros.n > most.n ? zeros : most;
        }
    }
    if (most.n == 0) {
        return NZ_OK;
    }
    nz_status_t status = nz_report_draft_begin(&draft);
    if (status != NZ_OK) {
        return status;
    }
    put_headline(run, &most, draft.headline);
    status = put_detail(run, &most, n_tasks, draft.detail);
    return nz_report_draft_end(&draft, status, out);
}

/* The cell of a task with the largest share of zeros; false if some model is at zero, or
 * may be. */
typedef struct largest {
    nz_report_view_t view;
    size_t i_test_size, i_model;
    nz_report_number_t share;
} largest_t;

static bool
assess_none(const nz_summary_t *part, largest_t *largest)
{
    nz_report_view_t view;

    if (!nz_report_view_open_nonlinear(&view, part)) {
        return true;
    }
    for (size_t d = 0; d < nz_report_view_n_difficulties(&view); d++) {
        view.i_difficulty = d;
        for (size_t t = 0; t < nz_report_view_n_test_sizes(&view); t++) {
            const nz_report_tally_t tally = nz_report_view_zeros(&view, t);
            if (tally.n + tally.n_unclear > 0) {
                return false;
            }
            for (size_t i = 0; i < nz_report_view_n_models(&view); i++) {
                const nz_report_number_t share =
                    nz_report_view_cell(&view, NZ_QUANTITY_ZERO_SHARE, t, i);
                if (largest->view.part == NULL || share.value > largest->share.value) {
                    *largest = (largest_t){ view, t, i, share };
                }
            }
        }
    }
    return true;
}

nz_status_t
nz_report_zero_find_none(const nz_run_t *run, nz_report_findings_t *out)
{
    largest_t largest = { .i_model = 0 };
    nz_report_draft_t draft;

    for (size_t i = 0; i < run->n_parts; i++) {
        if (!assess_none(&run->parts[i], &largest)) {
            return NZ_OK;
        }
    }
    if (largest.view.part == NULL) {
        return NZ_OK;
    }
    nz_status_t status = nz_report_draft_begin(&draft);
    if (status != NZ_OK) {
        return status;
    }
    const nz_report_view_t *view = &largest.view;
    fprintf(draft.headline, "No model scores exactly zero in more than half of the test "
                            "sets, at any test size.");
    if (largest.share.value > 0.0) {
        fputs("Zeros are most frequent for ", draft.detail);
        nz_report_words_put_model(draft.detail, &view->part->study, largest.i_model);
        fputs(" at ", draft.detail);
        nz_report_view_put_test_size(view, largest.i_test_size, draft.detail);
        fprintf(draft.detail, ", with %s of the test sets (",
            nz_report_words_percent(largest.share.value, largest.share.mcse).text);
        nz_report_view_put(view, run, draft.detail);
        fprintf(draft.detail, "; true value %s).",
            nz_report_words_value(nz_report_view_truth(view, largest.i_model)).text);
    } else {
        fprintf(draft.detail,
            "No test set scored zero by any all-or-nothing metric that was looked at; a "
            "share of zeros of up to %s would not have been seen.",
            nz_report_words_percent(NZ_REPORT_ERRORS * largest.share.mcse, (double) NAN)
                .text);
    }
    return nz_report_draft_end(&draft, NZ_OK, out);
}
