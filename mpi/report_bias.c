#include "mpi/report_draft.h"
#include "mpi/report_topics.h"
#include "mpi/report_view.h"
#include "mpi/report_words.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define REPLICATES_MIN 100
#define FALSE_ALARM 0.01 /* chance that any of all means seems biased, two-sided */
#define KNOWN 0.1        /* largest Monte Carlo error of a mean, over the true value */
#define MATERIAL 0.01    /* least bias worth a headline, over the true value */

/* The means of a run that are known well enough. */
typedef struct biases {
    size_t n, n_biased;
    double ratio;          /* of bias to error, the largest */
    double limit;          /* of it */
    double largest;        /* bias over the true value, of the biased ones */
    nz_report_view_t view; /* of the largest bias, if some is biased */
    size_t i_test_size, i_model;
} biases_t;

/* Call @p take for every cell of the run. */
static void
visit(const nz_run_t *run, biases_t *self,
    void (*take)(
        biases_t *self, const nz_report_view_t *view, size_t i_test_size, size_t i_model))
{
    for (size_t i = 0; i < run->n_parts; i++) {
        const nz_study_t *study = &run->parts[i].study;
        for (size_t m = 0; m < study->metrics.n; m++) {
            nz_report_view_t view = nz_report_view_at(&run->parts[i], m);
            const size_t n_models = nz_report_view_n_models(&view),
                         n_sizes = nz_report_view_n_test_sizes(&view);
            for (size_t k = 0; k < study->task.difficulty.n * n_sizes * n_models; k++) {
                view.i_difficulty = k / (n_sizes * n_models);
                take(self, &view, k / n_models % n_sizes, k % n_models);
            }
        }
    }
}

/* Bias and error over the true value; false where the mean is not known well. */
static bool
relative(const nz_report_view_t *view, size_t i_test_size, size_t i_model,
    nz_report_number_t *out)
{
    const double truth = nz_report_view_truth(view, i_model);
    const nz_report_number_t bias =
        nz_report_view_cell(view, NZ_QUANTITY_BIAS, i_test_size, i_model);

    *out = (nz_report_number_t){ bias.value / truth, bias.mcse / truth };
    return truth > 0.0 && isfinite(out->value) && out->mcse > 0.0 && out->mcse < KNOWN;
}

static void
count(biases_t *self, const nz_report_view_t *view, size_t i_test_size, size_t i_model)
{
    nz_report_number_t bias;

    if (relative(view, i_test_size, i_model, &bias)) {
        self->n++;
        self->ratio = fmax(self->ratio, fabs(bias.value) / bias.mcse);
    }
}

static void
compare(biases_t *self, const nz_report_view_t *view, size_t i_test_size, size_t i_model)
{
    nz_report_number_t bias;

    if (relative(view, i_test_size, i_model, &bias)
        && fabs(bias.value) > self->limit * bias.mcse && fabs(bias.value) >= MATERIAL) {
        self->n_biased++;
        if (fabs(bias.value) > fabs(self->largest)) {
            self->largest = bias.value;
            self->view = *view;
            self->i_test_size = i_test_size;
            self->i_model = i_model;
        }
    }
}

static void
put_biased(const nz_run_t *run, const biases_t *self, nz_report_draft_t *draft)
{
    const nz_report_view_t *view = &self->view;
    const nz_report_number_t bias =
        nz_report_view_cell(view, NZ_QUANTITY_BIAS, self->i_test_size, self->i_model);

    fprintf(draft->headline,
        "The mean of the estimates differs from the true value in "
        "%zu of %zu cases, most for ",
        self->n_biased, self->n);
    nz_report_words_put_model(draft->headline, &view->part->study, self->i_model);
    fputs(" at ", draft->headline);
    nz_report_view_put_test_size(view, self->i_test_size, draft->headline);
    fprintf(draft->headline, ", by %s of it (",
        nz_report_words_percent(self->largest, (double) NAN).text);
    nz_report_view_put(view, run, draft->headline);
    fputs(").", draft->headline);
    fprintf(draft->detail, "There the bias is %s, of a true value of %s.",
        nz_report_words_error(bias.value, bias.mcse).text,
        nz_report_words_value(nz_report_view_truth(view, self->i_model)).text);
}

static void
put_unbiased(const biases_t *self, nz_report_draft_t *draft)
{
    fprintf(draft->headline,
        "Averaged over the test sets, every metric agrees with its true value: what a "
        "single test set shows differs by chance, not by bias.");
    fprintf(draft->detail,
        "Of %zu means that are known to %g %% or better, the one farthest off is %s "
        "Monte "
        "Carlo standard errors from its true value; by chance alone, one of so many "
        "would "
        "be more than %s off in one run of a hundred.",
        self->n, 100.0 * KNOWN, nz_report_words_value(self->ratio).text,
        nz_report_words_value(self->limit).text);
}

nz_status_t
nz_report_bias_find(const nz_run_t *run, nz_report_findings_t *out)
{
    biases_t biases = { .n = 0 };
    nz_report_draft_t draft;

    visit(run, &biases, count);
    if (biases.n == 0 || run->parts[0].study.replicates < REPLICATES_MIN) {
        return NZ_OK;
    }
    biases.limit = fmax(
        NZ_REPORT_ERRORS, gsl_cdf_ugaussian_Qinv(FALSE_ALARM / 2.0 / (double) biases.n));
    visit(run, &biases, compare);
    if (biases.n_biased == 0 && biases.ratio > biases.limit) {
        return NZ_OK; /* tiny, but there: nothing to boast of */
    }
    nz_status_t status = nz_report_draft_begin(&draft);
    if (status != NZ_OK) {
        return status;
    }
    if (biases.n_biased > 0) {
        put_biased(run, &biases, &draft);
    } else {
        put_unbiased(&biases, &draft);
    }
    return nz_report_draft_end(&draft, NZ_OK, out);
}
