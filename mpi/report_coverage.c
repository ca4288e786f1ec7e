#include "mpi/report_draft.h"
#include "mpi/report_topics.h"
#include "mpi/report_view.h"
#include "mpi/report_words.h"
#include "stats/mcse.h"

#include <math.h>

/* One method, over all models and test sizes of a metric at a difficulty. */
typedef struct misses {
    nz_report_view_t view;
    size_t i_interval;
    size_t n_cells;            /* with a coverage */
    size_t n;                  /* of them, where it misses too often */
    size_t first, last;        /* test sizes that have some */
    nz_report_number_t lowest; /* coverage */
    size_t lowest_test_size, lowest_model;
} misses_t;

static double
level_of(const nz_report_view_t *view)
{
    return view->part->study.level;
}

static nz_interval_method_t
method_of(const misses_t *self)
{
    return (
        nz_interval_method_t) self->view.part->study.intervals.values[self->i_interval];
}

static nz_report_number_t
coverage_of(const misses_t *self, size_t i_test_size, size_t i_model)
{
    return nz_report_view_interval(
        &self->view, NZ_QUANTITY_COVERAGE, i_test_size, i_model, self->i_interval);
}

/* Misses more than twice as often as it should, certainly. */
static bool
is_short(const misses_t *self, nz_report_number_t coverage)
{
    return 1.0 - coverage.value - NZ_REPORT_ERRORS * coverage.mcse
           > 2.0 * nz_level_complement(level_of(&self->view));
}

static size_t
count_short(const misses_t *self, size_t i_test_size)
{
    size_t n = 0;

    for (size_t i = 0; i < nz_report_view_n_models(&self->view); i++) {
        n += is_short(self, coverage_of(self, i_test_size, i));
    }
    return n;
}

static misses_t
assess(nz_report_view_t view, size_t i_interval)
{
    misses_t out = { .view = view,
        .i_interval = i_interval,
        .first = NZ_REPORT_NONE,
        .lowest = { (double) INFINITY, (double) NAN } };

    for (size_t t = 0; t < nz_report_view_n_test_sizes(&view); t++) {
        for (size_t i = 0; i < nz_report_view_n_models(&view); i++) {
            const nz_report_number_t coverage = coverage_of(&out, t, i);
            if (isnan(coverage.value)) {
                continue;
            }
            out.n_cells++;
            if (is_short(&out, coverage)) {
                out.n++;
                out.first = out.first == NZ_REPORT_NONE ? t : out.first;
                out.last = t;
            }
            if (coverage.value < out.lowest.value) {
                out.lowest = coverage;
                out.lowest_test_size = t;
                out.lowest_model = i;
            }
        }
    }
    return out;
}

/* Of two the one that is told: by its misses, or where neither has any, by its lowest
 * coverage. */
static bool
is_worse(const misses_t *a, const misses_t *b)
{
    return a->n != b->n ? a->n > b->n : a->lowest.value < b->lowest.value;
}

/* The worst of a task; false if it has no coverage at all. */
static bool
assess_part(const nz_summary_t *part, misses_t *out)
{
    const nz_study_t *study = &part->study;
    bool found = false;

    for (size_t m = 0; m < study->metrics.n; m++) {
        nz_report_view_t view = nz_report_view_at(part, m);
        for (size_t k = 0; k < study->task.difficulty.n * study->intervals.n; k++) {
            view.i_difficulty = k / study->intervals.n;
            const misses_t here = assess(view, k % study->intervals.n);
            if (here.n_cells > 0 && (!found || is_worse(&here, out))) {
                *out = here;
                found = true;
            }
        }
    }
    return found;
}

/* "95 % percentile bootstrap intervals". */
static void
put_intervals(const misses_t *self, FILE *out)
{
    fprintf(out, "%s %s intervals", nz_report_words_level(level_of(&self->view)).text,
        nz_report_words_method(method_of(self)));
}

static void
put_lowest(const misses_t *self, FILE *out)
{
    fprintf(out, "%s, for ",
        nz_report_words_percent(self->lowest.value, self->lowest.mcse).text);
    nz_report_words_put_model(out, &self->view.part->study, self->lowest_model);
    fputs(" at ", out);
    nz_report_view_put_test_size(&self->view, self->lowest_test_size, out);
}

static void
put_headline(const nz_run_t *run, const misses_t *self, FILE *out)
{
    const size_t n_models = nz_report_view_n_models(&self->view);

    fputs("At ", out);
    nz_report_view_put_test_size(&self->view, self->first, out);
    fputs(", ", out);
    put_intervals(self, out);
    fputs(" miss the true value more than twice as often as they should", out);
    if (n_models > 1) {
        fputs(" for ", out);
        nz_report_view_put_tally(
            &self->view, (nz_report_tally_t){ .n = count_short(self, self->first) }, out);
    }
    if (self->last > self->first) {
        fputs(", and at ", out);
        nz_report_view_put_test_size(&self->view, self->last, out);
        fputs(" still", out);
        if (n_models > 1) {
            fprintf(out, " for %zu", count_short(self, self->last));
        }
    }
    fputs(" (", out);
    nz_report_view_put(&self->view, run, out);
    fputs(").", out);
}

/* How the method's intervals are at 0 and n of n; NULL if they are not special there. */
static const char *
edge_of(nz_interval_method_t method, bool is_zero)
{
    switch ((int) method) {
    case NZ_METHOD_WALD:
    case NZ_METHOD_STUDENT_T:
    case NZ_METHOD_BOOTSTRAP_PERCENTILE:
    case NZ_METHOD_BOOTSTRAP_BASIC:
    case NZ_METHOD_BOOTSTRAP_NORMAL:
        return is_zero ? "[0, 0]" : "[1, 1]";
    case NZ_METHOD_BOOTSTRAP_BCA:
    case NZ_METHOD_BOOTSTRAP_STUDENTIZED:
        return "undefined";
    default:
        return NULL;
    }
}

/* What becomes of the intervals of a model at the end of the scale where it mostly is. */
static void
put_edge(const misses_t *self, size_t i_test_size, size_t i_model, FILE *out)
{
    const double zero = nz_report_view_cell(
                     &self->view, NZ_QUANTITY_ZERO_SHARE, i_test_size, i_model)
                            .value,
                 degenerate = nz_report_view_interval(&self->view,
                     NZ_QUANTITY_DEGENERATE_SHARE, i_test_size, i_model, self->i_interval)
                                  .value;
    const bool is_zero = zero >= degenerate - zero;
    const double share = is_zero ? zero : degenerate - zero;
    const char *edge = edge_of(method_of(self), is_zero);

    if (nz_metric_is_binary(self->view.metric) && edge != NULL && share > 0.0) {
        fprintf(out, " Where %s solved the interval is %s, as in %s of the test sets of ",
            is_zero ? "no item is" : "all items are", edge,
            nz_report_words_percent(share, (double) NAN).text);
        nz_report_words_put_model(out, &self->view.part->study, i_model);
        fputs(".", out);
    }
}

/* The least and the largest coverage among the models that fall short. */
static void
put_examples(const misses_t *self, FILE *out)
{
    size_t low = NZ_REPORT_NONE, high = NZ_REPORT_NONE;

    for (size_t i = 0; i < nz_report_view_n_models(&self->view); i++) {
        const nz_report_number_t coverage = coverage_of(self, self->first, i);
        if (!is_short(self, coverage)) {
            continue;
        }
        if (low == NZ_REPORT_NONE
            || coverage.value < coverage_of(self, self->first, low).value) {
            low = i;
        }
        if (high == NZ_REPORT_NONE
            || coverage.value > coverage_of(self, self->first, high).value) {
            high = i;
        }
    }
    const nz_study_t *study = &self->view.part->study;
    const nz_report_number_t lowest = coverage_of(self, self->first, low),
                             highest = coverage_of(self, self->first, high);
    fputs("At ", out);
    nz_report_view_put_test_size(&self->view, self->first, out);
    fprintf(out, " they hold the true value in %s of the test sets of ",
        nz_report_words_percent(lowest.value, lowest.mcse).text);
    nz_report_words_put_model(out, study, low);
    if (high != low) {
        fprintf(out, " and in %s of those of ",
            nz_report_words_percent(highest.value, highest.mcse).text);
        nz_report_words_put_model(out, study, high);
    }
    fprintf(out, ", instead of %s.", nz_report_words_level(study->level).text);
    put_edge(self, self->first, low, out);
}

/* The method that does best in the same place, if it is another. */
static void
put_best(const misses_t *self, FILE *out)
{
    const nz_study_t *study = &self->view.part->study;
    misses_t best = *self;

    for (size_t k = 0; k < study->intervals.n; k++) {
        const misses_t here = assess(self->view, k);
        if (here.n_cells > 0 && is_worse(&best, &here)) {
            best = here;
        }
    }
    if (best.i_interval == self->i_interval) {
        if (nz_metric_is_binary(self->view.metric) && study->clusters.size <= 1
            && method_of(self) != NZ_METHOD_CLOPPER_PEARSON) {
            fputs(" No method of the study does better; clopper_pearson holds its level "
                  "whatever the accuracy.",
                out);
        }
        return;
    }
    fprintf(out, " Best of the study's methods here: %s, ",
        nz_report_words_method(method_of(&best)));
    if (best.n == 0) {
        fputs("which never misses that often; its lowest coverage is ", out);
    } else {
        fprintf(out,
            "which misses that often in %zu of %zu cases; its lowest coverage is ",
            best.n, best.n_cells);
    }
    put_lowest(&best, out);
    fputs(".", out);
}

static nz_status_t
write_short(
    const nz_run_t *run, const misses_t *self, size_t n_tasks, nz_report_findings_t *out)
{
    nz_report_draft_t draft;
    nz_status_t status = nz_report_draft_begin(&draft);

    if (status != NZ_OK) {
        return status;
    }
    put_headline(run, self, draft.headline);
    put_examples(self, draft.detail);
    put_best(self, draft.detail);
    nz_report_view_put_tasks(run, n_tasks, draft.detail);
    return nz_report_draft_end(&draft, NZ_OK, out);
}

static nz_status_t
write_held(const nz_run_t *run, const misses_t *self, nz_report_findings_t *out)
{
    nz_report_draft_t draft;
    nz_status_t status = nz_report_draft_begin(&draft);

    if (status != NZ_OK) {
        return status;
    }
    fprintf(draft.headline,
        "No interval method is seen to miss the true value more than twice as often as "
        "it should.");
    fprintf(draft.detail, "The lowest coverage of %s intervals is ",
        nz_report_words_level(level_of(&self->view)).text);
    put_lowest(self, draft.detail);
    fprintf(draft.detail, " (%s, ", nz_report_words_method(method_of(self)));
    nz_report_view_put(&self->view, run, draft.detail);
    fputs(").", draft.detail);
    return nz_report_draft_end(&draft, NZ_OK, out);
}

/* Whether there are enough test sets to see an interval that misses twice as often. */
static bool
can_tell(const nz_study_t *study)
{
    const double misses = nz_level_complement(study->level);
    const uint64_t n = (uint64_t) llround(misses * (double) study->replicates);

    return NZ_REPORT_ERRORS * nz_mcse_share(n, study->replicates) < misses;
}

nz_status_t
nz_report_coverage_find(const nz_run_t *run, nz_report_findings_t *out)
{
    misses_t worst = { .n = 0 }, here;
    size_t n_tasks = 0;

    for (size_t i = 0; i < run->n_parts; i++) {
        if (assess_part(&run->parts[i], &here)) {
            n_tasks += here.n > 0;
            worst = worst.n_cells == 0 || is_worse(&here, &worst) ? here : worst;
        }
    }
    if (worst.n > 0) {
        return write_short(run, &worst, n_tasks, out);
    }
    return worst.n_cells > 0 && can_tell(&run->parts[0].study)
               ? write_held(run, &worst, out)
               : NZ_OK;
}
