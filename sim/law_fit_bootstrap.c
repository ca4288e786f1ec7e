#include "sim/law_fit_bootstrap.h"

#include "stats/draw.h"
#include "stats/mcse.h"
#include "stats/plateau.h"
#include "stats/rng.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort_double.h>
#include <math.h>
#include <stdlib.h>

/* A replicate is `drawn` into the points of a copy of the data. */
typedef struct bootstrap {
    const nz_law_fit_data_t *data;
    const nz_law_fit_t *fit;
    nz_law_fit_data_t drawn; /* owns its points */
    double *alpha, *log_c;   /* of the replicates that have them; owned */
    size_t n_alpha, n_log_c;
    uint64_t n_deviances; /* as large as that of the fit */
    uint64_t n_plateaus;  /* as improbable as the one seen */
    gsl_rng *rng;         /* owned */
} bootstrap_t;

static void
release(bootstrap_t *self)
{
    nz_law_fit_data_free(&self->drawn);
    free(self->alpha);
    free(self->log_c);
    gsl_rng_free(self->rng);
}

static nz_status_t
prepare(bootstrap_t *self, uint64_t replicates)
{
    const size_t n = self->data->n;

    if (replicates > SIZE_MAX / sizeof(double)) {
        return NZ_ERR_NO_MEMORY;
    }
    self->drawn = *self->data;
    self->drawn.counts = calloc(n, sizeof(*self->drawn.counts));
    self->drawn.scratch = calloc(n, sizeof(*self->drawn.scratch));
    self->drawn.scores = calloc(n, sizeof(*self->drawn.scores));
    self->alpha = malloc((size_t) replicates * sizeof(*self->alpha));
    self->log_c = malloc((size_t) replicates * sizeof(*self->log_c));
    self->rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    return self->drawn.counts != NULL && self->drawn.scratch != NULL
                   && self->drawn.scores != NULL && self->alpha != NULL
                   && self->log_c != NULL && self->rng != NULL
               ? NZ_OK
               : NZ_ERR_NO_MEMORY;
}

static void
keep(bootstrap_t *self, double slope, double intercept, double deviance)
{
    self->alpha[self->n_alpha++] = slope;
    self->log_c[self->n_log_c++] = -intercept / slope;
    self->n_deviances += deviance >= self->fit->deviance;
}

/* Whether what has no fit shows successes from some size on, and failures up to it. */
static bool
is_steep(const nz_law_fit_data_t *data)
{
    bool right = false, wrong = false;

    for (size_t i = 0; i < data->n; i++) {
        right = right || data->counts[i].successes > 0;
        wrong = wrong || data->counts[i].successes < data->counts[i].trials;
    }
    return right && wrong && data->counts[data->n - 1].successes > 0
           && data->counts[0].successes < data->counts[0].trials;
}

static nz_status_t
run_counts(bootstrap_t *self)
{
    const double log_tokens = log(self->data->setting.tokens);
    nz_law_fit_data_t *drawn = &self->drawn;
    nz_cloglog_fit_t line;
    nz_plateau_t plateau;

    for (size_t i = 0; i < drawn->n; i++) {
        nz_cloglog_point_t *point = &drawn->counts[i];
        *point = self->data->counts[i];
        double wrong;
        const double right = nz_law_fit_data_right(
            self->fit->intercept + self->fit->slope * point->x, point->offset, &wrong);
        point->successes = nz_draw_binomial(self->rng, point->trials, right, wrong);
    }
    const nz_status_t status = nz_cloglog_fit(drawn->counts, drawn->n, &line);
    if (status == NZ_OK) {
        keep(self, line.slope, line.intercept - log_tokens, line.deviance);
    } else if (status == NZ_ERR_UNREACHABLE && is_steep(drawn)) {
        self->alpha[self->n_alpha++] = -(double) INFINITY;
    }
    if (nz_plateau_test(drawn->counts, drawn->n, drawn->scratch, &plateau) == NZ_OK) {
        self->n_plateaus += plateau.probability <= self->fit->plateau_p;
    }
    return NZ_OK;
}

static nz_status_t
run_scores(bootstrap_t *self)
{
    const double factor =
        self->data->has_variance
            ? 1.0
            : self->fit->deviance / gsl_ran_chisq(self->rng, self->fit->df);
    nz_law_fit_data_t *drawn = &self->drawn;
    nz_curve_fit_t line;

    for (size_t i = 0; i < drawn->n; i++) {
        nz_curve_point_t *point = &drawn->scores[i];
        *point = self->data->scores[i];
        point->y = nz_law_fit_data_score(
                       drawn, self->fit->intercept + self->fit->slope * point->x)
                   + gsl_ran_gaussian_ziggurat(self->rng, sqrt(factor / point->weight));
    }
    const nz_status_t status =
        nz_curve_fit(drawn->scores, drawn->n, &drawn->curve, &line);
    if (status == NZ_OK) {
        keep(self, line.slope, line.intercept, line.sum_of_squares);
    }
    return status == NZ_ERR_NO_MEMORY ? status : NZ_OK;
}

/* Percentile limits of @p n values, which are sorted; NaN of none. */
static void
find_limits(double *values, size_t n, double level, double limits[2])
{
    const double tail = 0.5 * (1.0 - level);

    gsl_sort(values, 1, n);
    limits[0] = nz_mcse_quantile_sorted(values, n, tail).value;
    limits[1] = nz_mcse_quantile_sorted(values, n, 1.0 - tail).value;
}

static void
summarise(
    bootstrap_t *self, const nz_law_fit_options_t *options, nz_law_fit_bootstrap_t *out)
{
    const uint64_t n_fitted = self->n_log_c, n = options->replicates;

    out->n_fitted = n_fitted;
    find_limits(self->alpha, self->n_alpha, options->level, out->alpha);
    find_limits(self->log_c, self->n_log_c, options->level, out->c);
    out->c[0] = exp(out->c[0]);
    out->c[1] = exp(out->c[1]);
    if (!isnan(self->fit->p_value)) {
        out->p_value = ((double) self->n_deviances + 1.0) / ((double) n_fitted + 1.0);
        out->p_value_mcse = nz_mcse_share(self->n_deviances, n_fitted);
    }
    if (!isnan(self->fit->plateau_p)) {
        out->plateau_p = ((double) self->n_plateaus + 1.0) / ((double) n + 1.0);
        out->plateau_p_mcse = nz_mcse_share(self->n_plateaus, n);
    }
}

nz_status_t
nz_law_fit_bootstrap(const nz_law_fit_data_t *data, const nz_law_fit_options_t *options,
    uint64_t group, nz_law_fit_t *fit)
{
    const bool is_counted = data->counts != NULL;
    bootstrap_t self = { .data = data, .fit = fit };

    if (!is_counted && !data->has_variance && !(fit->df > 0.0)) {
        return NZ_OK; /* nothing tells how much scores vary */
    }
    nz_status_t status = prepare(&self, options->replicates);
    for (uint64_t r = 0; r < options->replicates && status == NZ_OK; r++) {
        const nz_stream_key_t key = { .seed = options->seed,
            .purpose = NZ_PURPOSE_FIT,
            .replicate = r,
            .task = group };
        status = nz_rng_set_stream(self.rng, &key);
        if (status == NZ_OK) {
            status = is_counted ? run_counts(&self) : run_scores(&self);
        }
    }
    if (status == NZ_OK) {
        summarise(&self, options, &fit->bootstrap);
    }
    release(&self);
    return status;
}
