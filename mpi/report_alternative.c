#include "mpi/figure_part.h"
#include "mpi/report_findings.h"
#include "mpi/report_view.h"
#include "mpi/report_words.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* "9 models from 10⁷ to 10¹¹ parameters". */
static void
put_models(const nz_study_t *study, FILE *out)
{
    const nz_list_double_t *sizes = &study->models.parameters;

    fprintf(out, "%zu model%s ", sizes->n, nz_report_words_plural(sizes->n));
    if (sizes->n == 1) {
        fprintf(out, "of %s parameters", nz_report_words_value(sizes->values[0]).text);
    } else {
        fprintf(out, "from %s to %s parameters",
            nz_report_words_value(sizes->values[0]).text,
            nz_report_words_value(sizes->values[sizes->n - 1]).text);
    }
}

/* "20 to 10000 items (4 test sizes)". */
static void
put_test_sizes(const nz_report_view_t *view, FILE *out)
{
    const size_t n = nz_report_view_n_test_sizes(view);
    const uint64_t last = nz_report_view_test_size(view, n - 1);

    if (n > 1) {
        fprintf(
            out, "%s to ", nz_report_words_count(nz_report_view_test_size(view, 0)).text);
    }
    fprintf(
        out, "%s item%s", nz_report_words_count(last).text, nz_report_words_plural(last));
    if (n > 1) {
        fprintf(out, " (%zu test sizes)", n);
    }
}

static size_t
count_first_zeros(const nz_report_view_t *view, size_t i_test_size)
{
    size_t n = 0;

    for (size_t i = 0; i < nz_report_view_n_models(view); i++) {
        n += nz_report_view_cell(view, NZ_QUANTITY_FIRST_ESTIMATE, i_test_size, i).value
             == 0.0;
    }
    return n;
}

/* "At n = 20 items the first test set scores exactly 0 for 7 of 9 models, at n = 10000
 * items for 4." */
static void
put_first_zeros(const nz_report_view_t *view, FILE *out)
{
    const size_t n_models = nz_report_view_n_models(view),
                 last = nz_report_view_n_test_sizes(view) - 1;

    if (count_first_zeros(view, 0) + count_first_zeros(view, last) == 0) {
        fputs(" No model scores exactly 0 in the first test set of ", out);
        nz_report_view_put_test_size(view, 0, out);
        fputs(".", out);
        return;
    }
    fputs(" At ", out);
    nz_report_view_put_test_size(view, 0, out);
    fprintf(out, " the first test set scores exactly 0 for %zu of %zu model%s",
        count_first_zeros(view, 0), n_models, nz_report_words_plural(n_models));
    if (last > 0) {
        fputs(", at ", out);
        nz_report_view_put_test_size(view, last, out);
        fprintf(out, " for %zu", count_first_zeros(view, last));
    }
    fputs(".", out);
}

/* "true values from 0.1 to 0.9". */
static void
put_truth(const nz_report_view_t *view, FILE *out)
{
    double low = (double) INFINITY, high = -(double) INFINITY;

    for (size_t i = 0; i < nz_report_view_n_models(view); i++) {
        low = fmin(low, nz_report_view_truth(view, i));
        high = fmax(high, nz_report_view_truth(view, i));
    }
    if (!(low <= high)) {
        return;
    }
    if (low < high) {
        fprintf(out, "true values from %s to %s", nz_report_words_value(low).text,
            nz_report_words_value(high).text);
    } else {
        fprintf(out, "true value %s", nz_report_words_value(low).text);
    }
}

static void
describe_apparent_curve(const nz_run_t *run, FILE *out)
{
    nz_report_view_t view;

    if (!nz_report_view_open_nonlinear(&view, &run->parts[0])) {
        return;
    }
    fputs("A panel for each test size: ", out);
    nz_report_view_put(&view, run, out);
    fputs(", against model size, of ", out);
    put_models(&view.part->study, out);
    fputs(" in test sets of ", out);
    put_test_sizes(&view, out);
    fputs("; points are the first test set, a band holds 95 % of all test sets, a line "
          "is the true curve, ",
        out);
    put_truth(&view, out);
    fputs(".", out);
    put_first_zeros(&view, out);
}

static void
describe_resolution(const nz_run_t *run, FILE *out)
{
    nz_report_view_t view, linear;

    if (!nz_report_view_open_nonlinear(&view, &run->parts[0])
        || !nz_report_view_open_linear(&linear, &run->parts[0])) {
        return;
    }
    fprintf(out, "Two panels of the same test sets of ");
    put_test_sizes(&view, out);
    fputs(" against the size of ", out);
    put_models(&view.part->study, out);
    fputs(": on the left ", out);
    nz_report_view_put(&view, run, out);
    fputs(" (", out);
    put_truth(&view, out);
    fprintf(out, "), with a floor at 1/n for each test size; on the right %s (",
        nz_report_words_metric(linear.metric).text);
    put_truth(&linear, out);
    fputs(").", out);
    put_first_zeros(&view, out);
}

/* Both metrics, with a line per difficulty. */
static void
describe_lines(const nz_summary_t *part, bool has_difficulty_axis, FILE *out)
{
    nz_report_view_t view, linear;

    if (!nz_report_view_open_nonlinear(&view, part)
        || !nz_report_view_open_linear(&linear, part)) {
        return;
    }
    const nz_list_double_t *values = &view.part->study.task.difficulty;
    const nz_task_difficulty_t *axis = &nz_report_view_type(&view)->difficulty;
    const size_t best = nz_report_view_n_models(&view) - 1;
    fprintf(out, "Lines of %s and %s of ", nz_report_words_metric(view.metric).text,
        nz_report_words_metric(linear.metric).text);
    put_models(&view.part->study, out);
    if (values->n > 1) {
        fprintf(out, ", one for each of %zu %s", values->n, axis->plural);
    }
    fprintf(out, ", against model size%s. ",
        has_difficulty_axis && values->n > 1 ? " and against the difficulty" : "");
    fputs("The largest model has a true value of ", out);
    for (size_t i = 0; i<values->n; i += values->n> 1 ? values->n - 1 : 1) {
        view.i_difficulty = linear.i_difficulty = i;
        fprintf(out, "%s%s in %s and %s in %s at ", i > 0 ? "; of " : "",
            nz_report_words_value(nz_report_view_truth(&view, best)).text,
            nz_report_words_metric(view.metric).text,
            nz_report_words_value(nz_report_view_truth(&linear, best)).text,
            nz_report_words_metric(linear.metric).text);
        nz_report_words_put_difficulty(out, &view.part->study, i);
    }
    fputs(".", out);
}

static void
describe_difficulty(const nz_run_t *run, FILE *out)
{
    describe_lines(&run->parts[0], true, out);
}

static void
describe_kind(const nz_run_t *run, nz_task_kind_t kind, FILE *out)
{
    const nz_summary_t *part = nz_figure_part_of_kind(run, kind);

    if (part != NULL) {
        describe_lines(part, false, out);
    }
}

static void
describe_choice(const nz_run_t *run, FILE *out)
{
    describe_kind(run, NZ_TASK_CHOICE, out);
}

static void
describe_subset(const nz_run_t *run, FILE *out)
{
    describe_kind(run, NZ_TASK_SUBSET, out);
}

static void
describe_reconstruction(const nz_run_t *run, FILE *out)
{
    describe_kind(run, NZ_TASK_RECONSTRUCTION, out);
}

static void
describe_metric_comparison(const nz_run_t *run, FILE *out)
{
    const nz_summary_t *part = &run->parts[0];
    bool is_first = true;

    for (int is_whole = 1; is_whole >= 0; is_whole--) {
        for (size_t i = 0; i < part->study.metrics.n; i++) {
            const nz_report_view_t view = nz_report_view_at(part, i);
            if (nz_metric_is_all_or_nothing(view.metric) != (is_whole == 1)) {
                continue;
            }
            if (is_first) {
                fputs("A panel for each metric of the same test sets of ", out);
                nz_report_view_put_test_size(
                    &view, nz_report_view_n_test_sizes(&view) - 1, out);
                fputs(", against the size of ", out);
                put_models(&part->study, out);
                fputs(", at ", out);
                nz_report_view_put_place(&view, run, out);
                fputs("; a line is the true curve, a band holds 95 % of all test sets, "
                      "points are the first:",
                    out);
            }
            fprintf(out, "%s%s has ", is_first ? " " : "; ",
                nz_report_words_metric(view.metric).text);
            put_truth(&view, out);
            is_first = false;
        }
    }
    fputs(is_first ? "" : ".", out);
}

static void
put_scores(const nz_report_view_t *view, bool is_first, FILE *out)
{
    const size_t last = nz_report_view_n_test_sizes(view) - 1;

    for (size_t t = 0; t <= last; t += last > 0 ? last : 1) {
        const nz_report_number_t median =
            nz_report_view_curve(view, NZ_QUANTITY_EMERGENCE_MEDIAN, t, 0);
        if (t == 0) {
            fprintf(out, "%s%s ", is_first ? " " : "; ",
                nz_report_words_metric(view->metric).text);
        }
        fprintf(out, "%s%s at n = %s", t > 0 ? " and " : "",
            nz_report_words_value(median.value).text,
            nz_report_words_count(nz_report_view_test_size(view, t)).text);
    }
    fprintf(out, " (true curve %s)",
        nz_report_words_value(
            nz_report_view_curve(view, NZ_QUANTITY_EMERGENCE_TRUE, 0, 0).value)
            .text);
}

static void
describe_emergence(const nz_run_t *run, FILE *out)
{
    const nz_summary_t *part = &run->parts[0];

    fputs("Emergence score and largest jump of whole curves of ", out);
    put_models(&part->study, out);
    fputs(" against the test size, a panel for each metric, with the score of the true "
          "curve and what pure noise reaches. Median scores:",
        out);
    for (size_t i = 0; i < part->study.metrics.n; i++) {
        const nz_report_view_t view = nz_report_view_at(part, i);
        put_scores(&view, i == 0, out);
    }
    fputs(", at ", out);
    nz_report_words_put_difficulty(out, &part->study, part->study.task.difficulty.n - 1);
    fputs(".", out);
}

/* Curves of one sort of metrics: how many, how many of infinite median score, and the
 * largest finite magnitude. */
typedef struct curves {
    size_t n, n_infinite;
    double largest;
} curves_t;

static curves_t
count_curves(const nz_run_t *run, bool is_whole)
{
    curves_t out = { 0, 0, 0.0 };

    for (size_t i = 0; i < run->n_parts; i++) {
        const nz_study_t *study = &run->parts[i].study;
        for (size_t k = 0; k < study->metrics.n * study->task.difficulty.n; k++) {
            nz_report_view_t view =
                nz_report_view_at(&run->parts[i], k % study->metrics.n);
            if (nz_metric_is_all_or_nothing(view.metric) != is_whole) {
                continue;
            }
            view.i_difficulty = k / study->metrics.n;
            const double score = nz_report_view_curve(&view, NZ_QUANTITY_EMERGENCE_MEDIAN,
                nz_report_view_n_test_sizes(&view) - 1, 0)
                                     .value;
            out.n += isnan(score) ? 0 : 1;
            out.n_infinite += isinf(score) ? 1 : 0;
            out.largest = isfinite(score) ? fmax(out.largest, fabs(score)) : out.largest;
        }
    }
    return out;
}

static void
describe_emergence_by_metric(const nz_run_t *run, FILE *out)
{
    const nz_list_count_t *sizes = &run->parts[0].study.test_sizes;

    fprintf(out,
        "A bar of the median emergence score for each metric over %zu task%s, at "
        "n = %s items, with a dot for each curve.",
        run->n_parts, nz_report_words_plural(run->n_parts),
        nz_report_words_count(sizes->values[sizes->n - 1]).text);
    for (int is_whole = 1; is_whole >= 0; is_whole--) {
        const curves_t curves = count_curves(run, is_whole == 1);
        if (curves.n == 0) {
            continue;
        }
        fprintf(out, " Curves of metrics %s: %zu, %zu of them with an infinite score",
            is_whole == 1 ? "that are all or nothing" : "in which every part counts",
            curves.n, curves.n_infinite);
        if (curves.n_infinite < curves.n) {
            fprintf(out, ", the others of up to %s in magnitude",
                nz_report_words_value(curves.largest).text);
        }
        fputs(".", out);
    }
}

/* The first task that was measured so. */
static bool
open_inverse(const nz_run_t *run, nz_report_view_t *out)
{
    for (size_t i = 0; i < run->n_parts; i++) {
        if (nz_report_view_open(out, &run->parts[i], NZ_METRIC_INVERSE_SAMPLING)) {
            return true;
        }
    }
    return false;
}

static void
describe_inverse_sampling(const nz_run_t *run, FILE *out)
{
    nz_report_view_t inverse, fixed;

    if (!open_inverse(run, &inverse)
        || !nz_report_view_open(&fixed, inverse.part, NZ_METRIC_ACCURACY)) {
        return;
    }
    const nz_study_t *study = &inverse.part->study;
    const size_t last = nz_report_view_n_test_sizes(&inverse) - 1;
    fputs("Two panels against the size of ", out);
    put_models(study, out);
    fprintf(out,
        ": accuracy by a fixed test set and by sampling until %s items are right, with ",
        nz_report_words_count(study->task.successes).text);
    put_truth(&inverse, out);
    fputs(", and the answers that each takes. Inverse sampling with a budget of ", out);
    nz_report_view_put_test_size(&inverse, last, out);
    fprintf(out, " scores exactly 0 in its first try for %zu of %zu models.",
        count_first_zeros(&inverse, last), nz_report_view_n_models(&inverse));
}

static void
describe_mathematical_model(const nz_run_t *run, FILE *out)
{
    const nz_summary_t *parts[] = { nz_figure_part_of_kind(run, NZ_TASK_SEQUENCE),
        nz_figure_part_of_kind(run, NZ_TASK_CHOICE) };

    if (parts[0] == NULL || parts[1] == NULL) {
        return;
    }
    fputs("Six panels against the size of ", out);
    put_models(&parts[0]->study, out);
    fputs(
        ": the loss per token, the probability of a right token, and four metrics, true "
        "values as lines and the first test set as marks.",
        out);
    for (size_t k = 0; k < 2; k++) {
        nz_report_view_t nonlinear, linear;
        if (!nz_report_view_open_nonlinear(&nonlinear, parts[k])
            || !nz_report_view_open_linear(&linear, parts[k])) {
            continue;
        }
        fputs(k == 0 ? " At " : "; at ", out);
        nz_report_words_put_difficulty(out, &parts[k]->study, nonlinear.i_difficulty);
        fprintf(out, " %s has ", nz_report_words_metric(nonlinear.metric).text);
        put_truth(&nonlinear, out);
        fprintf(out, " and %s ", nz_report_words_metric(linear.metric).text);
        put_truth(&linear, out);
    }
    fputs(".", out);
}

static const struct {
    const char *kind;
    /* Writes nothing where the run lacks what the figure needs. */
    void (*describe)(const nz_run_t *run, FILE *out);
} kinds[] = {
    { "apparent-curve", describe_apparent_curve },
    { "choice", describe_choice },
    { "metric-comparison", describe_metric_comparison },
    { "reconstruction", describe_reconstruction },
    { "resolution", describe_resolution },
    { "subset", describe_subset },
    { "difficulty", describe_difficulty },
    { "emergence", describe_emergence },
    { "emergence-by-metric", describe_emergence_by_metric },
    { "inverse-sampling", describe_inverse_sampling },
    { "mathematical-model", describe_mathematical_model },
};

/* What is true of every figure of a run. */
static void
describe_any(const nz_run_t *run, const char *kind, FILE *out)
{
    const nz_study_t *study = &run->parts[0].study;

    fprintf(out, "The figure %s of a simulation of ", kind);
    put_models(study, out);
    fprintf(out, " on %zu task%s, with %s test set%s of each sort.", run->n_parts,
        nz_report_words_plural(run->n_parts),
        nz_report_words_count(study->replicates).text,
        nz_report_words_plural(study->replicates));
}

nz_status_t
nz_report_findings_of_figure(const nz_run_t *run, const char *kind, char **text)
{
    char *written = NULL;
    size_t size = 0;

    if (run == NULL || run->n_parts == 0 || kind == NULL || text == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    FILE *out = open_memstream(&written, &size);
    if (out == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(kind, kinds[i].kind) == 0) {
            kinds[i].describe(run, out);
        }
    }
    if (ftell(out) == 0) {
        describe_any(run, kind, out);
    }
    bool is_whole = !ferror(out);
    is_whole = fclose(out) == 0 && is_whole;
    if (!is_whole) {
        free(written);
        return NZ_ERR_NO_MEMORY;
    }
    *text = written;
    return NZ_OK;
}
