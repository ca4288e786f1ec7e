#include "sim/plan_trial.h"

#include "sim/cluster_totals.h"
#include "sim/interval_cache.h"
#include "sim/plan_model.h"
#include "sim/plan_pair.h"
#include "stats/cloglog_fit.h"
#include "stats/interval.h"
#include "stats/inverse_sampling.h"

#include <math.h>
#include <stdlib.h>

/* One model in a trial. */
typedef struct entrant {
    nz_plan_items_t items;
    nz_plan_model_t model;      /* owned */
    nz_interval_cache_t *cache; /* owned; of widths */
    uint64_t n_effective;       /* that the interval is of */
} entrant_t;

struct nz_plan_trial {
    nz_plan_subject_t subject;
    nz_plan_claim_t claim;
    nz_plan_goal_t goal; /* of a curve: of each model */
    double miss;         /* of each interval */
    double design_effect;
    gsl_rng *rng;
    size_t n_entrants;
    entrant_t *entrants;
    nz_plan_pair_t pair;        /* of a comparison */
    nz_cloglog_point_t *counts; /* of a slope */
    double *values;
};

static bool
is_of_all(nz_plan_row_kind_t kind)
{
    return kind == NZ_PLAN_ROW_ALL || kind == NZ_PLAN_ROW_ALL_CONSERVATIVE
           || kind == NZ_PLAN_ROW_COMMON || kind == NZ_PLAN_ROW_COMMON_CONSERVATIVE
           || kind == NZ_PLAN_ROW_UNTIL_ALL;
}

static bool
is_until(nz_plan_row_kind_t kind)
{
    return kind == NZ_PLAN_ROW_UNTIL || kind == NZ_PLAN_ROW_UNTIL_ALL;
}

static bool
is_conservative(nz_plan_row_kind_t kind)
{
    return kind == NZ_PLAN_ROW_CONSERVATIVE || kind == NZ_PLAN_ROW_ALL_CONSERVATIVE
           || kind == NZ_PLAN_ROW_COMMON_CONSERVATIVE;
}

static bool
is_clustered(const nz_plan_request_t *request)
{
    return request->cluster_size > 1 && request->cluster_correlation > 0.0;
}

static nz_plan_measure_t
measure_of(const nz_plan_request_t *request, nz_plan_row_kind_t kind)
{
    const nz_plan_goal_t goal = nz_plan_goal_of_each(request);

    if (goal == NZ_PLAN_SLOPE) {
        return NZ_PLAN_MEASURE_SPREAD;
    }
    if (is_until(kind)) {
        return NZ_PLAN_MEASURE_MEAN;
    }
    if (goal == NZ_PLAN_SEE || goal == NZ_PLAN_COMPARE) {
        return NZ_PLAN_MEASURE_SHARE;
    }
    /* A budget buys widths in expectation. */
    return request->assurance > 0.0 && request->budget == 0.0 ? NZ_PLAN_MEASURE_SHARE
                                                              : NZ_PLAN_MEASURE_MEAN;
}

/* The row of all models that a model's row of a slope belongs to. */
static size_t
row_of_slope(const nz_plan_subject_t *subject)
{
    const nz_plan_row_t *rows = subject->plan->rows, *own = &rows[subject->i_row];
    const nz_plan_row_kind_t kind =
        is_conservative(own->kind) ? NZ_PLAN_ROW_ALL_CONSERVATIVE : NZ_PLAN_ROW_ALL;

    for (size_t i = subject->i_row; i < subject->plan->n_rows; i++) {
        if (rows[i].kind == kind && rows[i].i_first <= own->i_point
            && own->i_point < rows[i].i_first + rows[i].n_models) {
            return i;
        }
    }
    return subject->i_row;
}

nz_plan_claim_t
nz_plan_trial_claim(const nz_plan_subject_t *subject)
{
    const nz_plan_request_t *request = subject->request;
    const nz_plan_row_t *row = &subject->plan->rows[subject->i_row];
    nz_plan_claim_t claim = { .measure = measure_of(request, row->kind),
        .promised = row->kind == NZ_PLAN_ROW_DIFFERENCE ? request->power : row->achieved,
        .i_row = subject->i_row,
        .n_values = 1,
        .has_cost = is_until(row->kind) };

    if (claim.measure == NZ_PLAN_MEASURE_SPREAD && !is_of_all(row->kind)) {
        claim.i_row = row_of_slope(subject);
    }
    if (!isfinite(row->test_size) || !isfinite(row->achieved)
        || (is_clustered(request) && request->cluster_size > NZ_CLUSTER_SIZE_MAX)
        || (claim.measure == NZ_PLAN_MEASURE_SPREAD
            && !is_of_all(subject->plan->rows[claim.i_row].kind))) {
        claim.measure = NZ_PLAN_MEASURE_NONE;
        claim.promised = (double) NAN;
    } else if (claim.measure == NZ_PLAN_MEASURE_MEAN && is_of_all(row->kind)) {
        claim.n_values = row->n_models;
    }
    claim.is_effective = is_clustered(request)
                         && nz_plan_goal_of_each(request) != NZ_PLAN_SEE
                         && claim.measure != NZ_PLAN_MEASURE_NONE;
    claim.is_approximate = claim.is_effective || claim.measure == NZ_PLAN_MEASURE_SPREAD;
    return claim;
}

static double
design_effect_of(const nz_plan_subject_t *subject)
{
    const nz_plan_request_t *request = subject->request;
    return nz_plan_trial_claim(subject).is_effective
               ? 1.0 + (double) (request->cluster_size - 1) * request->cluster_correlation
               : 1.0;
}

/* Models of this row's curve: those of its difficulty that are large enough. */
static size_t
count_curve(const nz_plan_subject_t *subject)
{
    const nz_plan_points_t *points = subject->points;
    const nz_plan_row_t *row = &subject->plan->rows[subject->i_row];
    const size_t first = row->i_first - row->i_first % points->n_models;
    size_t n = 0;

    for (size_t i = first; i < first + points->n_models; i++) {
        n += !(subject->request->from > 0.0)
             || points->values[i].parameters >= subject->request->from;
    }
    return n;
}

/* What an interval or a test leaves out: of a curve so that all hold together with the
 * confidence asked for. */
static double
miss_of(const nz_plan_subject_t *subject)
{
    const double miss = nz_level_complement(subject->request->confidence);

    if (subject->request->goal != NZ_PLAN_CURVE) {
        return miss;
    }
    return 1.0 - pow(1.0 - miss, 1.0 / (double) count_curve(subject));
}

/* The row of one model that a row of all models is about; NULL: none. */
static const nz_plan_row_t *
find_own_row(const nz_plan_subject_t *subject, size_t i_point)
{
    const nz_plan_row_t *rows = subject->plan->rows;
    const nz_plan_row_kind_t kind = is_conservative(rows[subject->i_row].kind)
                                        ? NZ_PLAN_ROW_CONSERVATIVE
                                        : NZ_PLAN_ROW_MODEL;

    for (size_t i = subject->i_row; i-- > 0;) {
        if (rows[i].kind == kind && rows[i].i_point == i_point) {
            return &rows[i];
        }
    }
    return NULL;
}

/* What entrant i of the row is. */
static nz_plan_items_t
items_of(const nz_plan_subject_t *subject, size_t i)
{
    const nz_plan_request_t *request = subject->request;
    const nz_plan_row_t *row = &subject->plan->rows[subject->i_row];
    nz_plan_items_t items = { .accuracy = row->accuracy,
        .n = is_until(row->kind) ? 0 : (uint64_t) row->test_size,
        .cluster_size = is_clustered(request) ? request->cluster_size : 1,
        .cluster_correlation =
            is_clustered(request) ? request->cluster_correlation : 0.0 };

    if (!is_of_all(row->kind)) {
        items.point =
            row->i_point == SIZE_MAX ? NULL : &subject->points->values[row->i_point];
        return items;
    }
    items.point = &subject->points->values[row->i_first + i];
    items.accuracy = items.point->accuracy;
    const nz_plan_row_t *own = find_own_row(subject, row->i_first + i);
    if (own != NULL && !is_until(row->kind)) {
        items.accuracy = own->accuracy;
        if (row->kind == NZ_PLAN_ROW_ALL || row->kind == NZ_PLAN_ROW_ALL_CONSERVATIVE) {
            items.n = (uint64_t) own->test_size;
        }
    }
    return items;
}

double
nz_plan_trial_resolution(const nz_plan_subject_t *subject, size_t i_value)
{
    const nz_plan_items_t items = items_of(subject, i_value);
    const double scale =
        nz_plan_goal_of_each(subject->request) == NZ_PLAN_RELATIVE_HALF_WIDTH
            ? items.accuracy
            : 1.0;
    return items.n > 0 ? design_effect_of(subject) / ((double) items.n * scale) : 0.0;
}

/* Whether streams of two models would have the same name. */
static bool
is_namesake(const nz_plan_items_t *a, const nz_plan_items_t *b)
{
    const double size_a = a->point->parameters, size_b = b->point->parameters;
    return isnan(size_a) || isnan(size_b) ? a->accuracy == b->accuracy : size_a == size_b;
}

static nz_status_t
set_entrant(nz_plan_trial_t *self, size_t i)
{
    entrant_t *entrant = &self->entrants[i];
    const int method = (int) self->subject.request->method;
    const nz_tails_t tails = { 0.5 * self->miss, 0.5 * self->miss };

    entrant->items = items_of(&self->subject, i);
    for (size_t j = 0; j < i; j++) {
        entrant->items.repeat +=
            is_namesake(&self->entrants[j].items, &entrant->items) ? 1 : 0;
    }
    nz_status_t status = nz_plan_model_init(&entrant->model, &entrant->items);
    const bool has_width =
        (self->goal == NZ_PLAN_HALF_WIDTH || self->goal == NZ_PLAN_RELATIVE_HALF_WIDTH)
        && !self->claim.has_cost;
    if (status == NZ_OK && has_width) {
        const double n = floor((double) entrant->items.n / self->design_effect);
        entrant->n_effective = n < 1.0 ? 1 : (uint64_t) n;
        status = nz_interval_cache_create(
            tails, &method, 1, entrant->n_effective, &entrant->cache);
    }
    if (status == NZ_OK && has_width) {
        nz_interval_cache_set_trials(entrant->cache, entrant->n_effective);
    }
    return status;
}

static nz_status_t
set_pair(nz_plan_trial_t *self)
{
    const nz_plan_request_t *request = self->subject.request;
    const nz_plan_row_t *row = &self->subject.plan->rows[self->subject.i_row];
    const nz_plan_items_t items = items_of(&self->subject, 0);
    const nz_plan_rivals_t rivals = { .design = request->design,
        .alpha = self->miss,
        .difference =
            row->kind == NZ_PLAN_ROW_DIFFERENCE ? row->achieved : request->difference,
        .discordance = request->discordance,
        .correlation = request->correlation };

    return nz_plan_pair_init(&self->pair, &items, &rivals);
}

static nz_status_t
set_models(nz_plan_trial_t *self)
{
    const nz_plan_row_t *row = &self->subject.plan->rows[self->subject.i_row];
    nz_status_t status = NZ_OK;

    if (self->goal == NZ_PLAN_COMPARE) {
        return set_pair(self);
    }
    self->n_entrants = is_of_all(row->kind) ? row->n_models : 1;
    self->entrants = calloc(self->n_entrants, sizeof(*self->entrants));
    self->counts = calloc(self->n_entrants, sizeof(*self->counts));
    if (self->entrants == NULL || self->counts == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < self->n_entrants && status == NZ_OK; i++) {
        status = set_entrant(self, i);
    }
    return status;
}

nz_status_t
nz_plan_trial_create(const nz_plan_subject_t *subject, nz_plan_trial_t **out)
{
    if (subject == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const nz_plan_claim_t claim = nz_plan_trial_claim(subject);
    if (claim.measure == NZ_PLAN_MEASURE_NONE || claim.i_row != subject->i_row) {
        return NZ_ERR_DOMAIN;
    }
    nz_plan_trial_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->subject = *subject;
    self->claim = claim;
    self->goal = nz_plan_goal_of_each(subject->request);
    self->miss = miss_of(subject);
    self->design_effect = design_effect_of(subject);
    self->rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    self->values = calloc(claim.n_values, sizeof(*self->values));
    nz_status_t status =
        self->rng != NULL && self->values != NULL ? set_models(self) : NZ_ERR_NO_MEMORY;
    if (status != NZ_OK) {
        nz_plan_trial_destroy(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}

void
nz_plan_trial_destroy(nz_plan_trial_t **self)
{
    if (self == NULL || *self == NULL) {
        return;
    }
    nz_plan_trial_t *old = *self;
    for (size_t i = 0; old->entrants != NULL && i < old->n_entrants; i++) {
        nz_plan_model_free(&old->entrants[i].model);
        nz_interval_cache_destroy(&old->entrants[i].cache);
    }
    nz_plan_pair_free(&old->pair);
    free(old->entrants);
    free(old->counts);
    free(old->values);
    if (old->rng != NULL) {
        gsl_rng_free(old->rng);
    }
    free(old);
    *self = NULL;
}

/* Half-width of the interval of so many solved, over the accuracy if relative; NaN if it
 * is undefined. */
static nz_status_t
measure_width(
    const nz_plan_trial_t *self, entrant_t *entrant, uint64_t solved, double *width)
{
    const double n = (double) entrant->n_effective;
    const double k = fmin(round((double) solved / self->design_effect), n);
    nz_interval_t interval;
    const nz_status_t status =
        nz_interval_cache_get(entrant->cache, 0, (uint64_t) k, &interval);

    if (status == NZ_OK) {
        const double half = 0.5 * (interval.upper - interval.lower);
        *width = interval.status == NZ_INTERVAL_UNDEFINED ? (double) NAN : half;
    }
    return status;
}

/* What a test set shows: a half-width, or 0 or 1. */
static nz_status_t
look(const nz_plan_trial_t *self, entrant_t *entrant, uint64_t solved, double *value)
{
    const nz_plan_request_t *request = self->subject.request;
    const bool is_relative = self->goal == NZ_PLAN_RELATIVE_HALF_WIDTH;
    const double scale = is_relative ? entrant->items.accuracy : 1.0;
    double width = (double) NAN;

    if (self->goal == NZ_PLAN_SEE) {
        *value = solved >= request->successes ? 1.0 : 0.0;
        return NZ_OK;
    }
    const nz_status_t status = measure_width(self, entrant, solved, &width);
    if (status == NZ_OK && self->claim.measure == NZ_PLAN_MEASURE_MEAN) {
        *value = width / scale;
    } else if (status == NZ_OK) {
        *value = width <= request->width * scale ? 1.0 : 0.0;
    }
    return status;
}

/* Every model's test set; a share is that of trials in which all come true. */
static nz_status_t
run_test_sets(nz_plan_trial_t *self, uint64_t seed, uint64_t replicate)
{
    const bool is_share = self->claim.measure == NZ_PLAN_MEASURE_SHARE;
    nz_status_t status = NZ_OK;

    self->values[0] = 1.0;
    for (size_t i = 0; i < self->n_entrants && status == NZ_OK; i++) {
        uint64_t solved = 0;
        double value = 0.0;
        status = nz_plan_model_draw(
            &self->entrants[i].model, self->rng, seed, replicate, &solved);
        if (status == NZ_OK) {
            status = look(self, &self->entrants[i], solved, &value);
        }
        if (is_share) {
            self->values[0] = fmin(self->values[0], value);
        } else {
            self->values[i] = value;
        }
    }
    return status;
}

/* Every model until it has solved enough items; the exact interval over the accuracy. */
static nz_status_t
run_until(nz_plan_trial_t *self, uint64_t seed, uint64_t replicate, double *cost)
{
    const nz_plan_row_t *row = &self->subject.plan->rows[self->subject.i_row];
    const nz_inverse_plan_t plan = { row->successes, NZ_COUNT_MAX };
    const nz_tails_t tails = { 0.5 * self->miss, 0.5 * self->miss };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < self->n_entrants && status == NZ_OK; i++) {
        const entrant_t *entrant = &self->entrants[i];
        const double p = entrant->items.accuracy;
        nz_interval_t interval = { 0 };
        status = nz_plan_model_stream(&entrant->model, self->rng, seed, replicate, 0);
        if (status != NZ_OK) {
            return status;
        }
        const nz_inverse_outcome_t outcome =
            nz_inverse_sampling_draw(self->rng, &plan, p, 1.0 - p);
        status = nz_inverse_sampling_interval(&plan, &outcome, tails, &interval);
        self->values[i] = 0.5 * (interval.upper - interval.lower) / p;
        *cost += (double) outcome.trials * entrant->items.point->item_cost;
    }
    return status;
}

/* The slope that the test sets of all models show; NaN if there is no fit. */
static nz_status_t
run_slope(nz_plan_trial_t *self, uint64_t seed, uint64_t replicate)
{
    nz_cloglog_fit_t fit = { 0 };

    for (size_t i = 0; i < self->n_entrants; i++) {
        const entrant_t *entrant = &self->entrants[i];
        uint64_t solved = 0;
        const nz_status_t status =
            nz_plan_model_draw(&entrant->model, self->rng, seed, replicate, &solved);
        if (status != NZ_OK) {
            return status;
        }
        self->counts[i] = (nz_cloglog_point_t){ log(entrant->items.point->parameters),
            entrant->items.point->offset, entrant->items.n, solved };
    }
    const nz_status_t status = nz_cloglog_fit(self->counts, self->n_entrants, &fit);
    if (status != NZ_OK && status != NZ_ERR_UNREACHABLE && status != NZ_ERR_NUMERIC) {
        return status;
    }
    self->values[0] = status == NZ_OK ? fit.slope : (double) NAN;
    return NZ_OK;
}

nz_status_t
nz_plan_trial_run(
    nz_plan_trial_t *self, uint64_t seed, uint64_t replicate, nz_plan_result_t *out)
{
    nz_status_t status = NZ_OK;
    double cost = 0.0;
    bool rejects = false;

    if (self == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (self->claim.has_cost) {
        status = run_until(self, seed, replicate, &cost);
    } else if (self->goal == NZ_PLAN_COMPARE) {
        status = nz_plan_pair_draw(&self->pair, self->rng, seed, replicate, &rejects);
        self->values[0] = rejects ? 1.0 : 0.0;
    } else if (self->goal == NZ_PLAN_SLOPE) {
        status = run_slope(self, seed, replicate);
    } else {
        status = run_test_sets(self, seed, replicate);
    }
    if (status == NZ_OK) {
        *out = (nz_plan_result_t){ self->values, cost };
    }
    return status;
}
