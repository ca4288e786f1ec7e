#include "sim/plan_verify.h"

#include "stats/mcse.h"
#include "stats/moments.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    moments_words = sizeof(nz_moments_t) / sizeof(uint64_t),
    header_words = 2 + moments_words
};

/* Promises are computed to more digits, and simulated to fewer. */
static const double rounding = 1e-9;

/* A row that is simulated. */
typedef struct job {
    nz_plan_subject_t subject;
    nz_plan_claim_t claim;
    uint64_t n_trials, n_true, n_undefined;
    nz_moments_t cost;
    nz_moments_t *values; /* claim.n_values; owned */
} job_t;

struct nz_plan_verify {
    size_t n_plans;
    nz_plan_made_t *plans; /* owned, as all arrays */
    size_t **jobs_of;      /* [plan][row]; SIZE_MAX: none */
    uint64_t replicates, seed, block, n_blocks;
    size_t n_jobs;
    job_t *jobs;
    nz_plan_trial_t *trial; /* of the job done last */
    size_t i_trial;
    nz_moments_t *values; /* of the unit being done; as many as any claim has */
    nz_packed_order_t order;
};

static nz_plan_subject_t
subject_of(const nz_plan_verify_t *self, size_t i_plan, size_t i_row)
{
    const nz_plan_made_t *made = &self->plans[i_plan];
    return (nz_plan_subject_t){ made->request, made->points, made->plan, i_row };
}

/* Number the rows that are simulated, and make room for what they show. */
static nz_status_t
add_jobs(nz_plan_verify_t *self, size_t i_plan, size_t *n_values)
{
    for (size_t i = 0; i < self->plans[i_plan].plan->n_rows; i++) {
        const nz_plan_subject_t subject = subject_of(self, i_plan, i);
        const nz_plan_claim_t claim = nz_plan_trial_claim(&subject);
        self->jobs_of[i_plan][i] = SIZE_MAX;
        if (claim.measure == NZ_PLAN_MEASURE_NONE || claim.i_row != i) {
            continue;
        }
        job_t *job = &self->jobs[self->n_jobs];
        *job = (job_t){ .subject = subject, .claim = claim };
        job->values = calloc(claim.n_values, sizeof(*job->values));
        if (job->values == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->jobs_of[i_plan][i] = self->n_jobs++;
        *n_values = claim.n_values > *n_values ? claim.n_values : *n_values;
    }
    return NZ_OK;
}

static nz_status_t
allocate(nz_plan_verify_t *self, const nz_plan_made_t *plans)
{
    size_t n_rows = 0, n_values = 1;
    nz_status_t status = NZ_OK;

    self->plans = calloc(self->n_plans, sizeof(*self->plans));
    self->jobs_of = calloc(self->n_plans, sizeof(*self->jobs_of));
    if (self->plans == NULL || self->jobs_of == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    memcpy(self->plans, plans, self->n_plans * sizeof(*plans));
    for (size_t i = 0; i < self->n_plans; i++) {
        n_rows += plans[i].plan->n_rows;
        self->jobs_of[i] =
            calloc(plans[i].plan->n_rows + 1, sizeof(*self->jobs_of[i])); /* never 0 */
        if (self->jobs_of[i] == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
    }
    self->jobs = calloc(n_rows + 1, sizeof(*self->jobs));
    if (self->jobs == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < self->n_plans && status == NZ_OK; i++) {
        status = add_jobs(self, i, &n_values);
    }
    self->values = calloc(n_values, sizeof(*self->values));
    return self->values != NULL ? status : NZ_ERR_NO_MEMORY;
}

nz_status_t
nz_plan_verify_create(const nz_plan_made_t *plans, size_t n_plans, uint64_t replicates,
    uint64_t seed, nz_plan_verify_t **out)
{
    if (plans == NULL || n_plans == 0 || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (replicates < 1) {
        return NZ_ERR_DOMAIN;
    }
    nz_plan_verify_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->n_plans = n_plans;
    self->replicates = replicates;
    self->seed = seed;
    self->block = (replicates - 1) / NZ_PLAN_VERIFY_BLOCKS + 1;
    self->n_blocks = (replicates - 1) / self->block + 1;
    const nz_status_t status = allocate(self, plans);
    if (status != NZ_OK) {
        nz_plan_verify_destroy(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}

void
nz_plan_verify_destroy(nz_plan_verify_t **self)
{
    if (self == NULL || *self == NULL) {
        return;
    }
    nz_plan_verify_t *old = *self;
    for (size_t i = 0; old->jobs_of != NULL && i < old->n_plans; i++) {
        free(old->jobs_of[i]);
    }
    for (size_t i = 0; i < old->n_jobs; i++) {
        free(old->jobs[i].values);
    }
    nz_packed_order_free(&old->order);
    nz_plan_trial_destroy(&old->trial);
    free(old->plans);
    free(old->jobs_of);
    free(old->jobs);
    free(old->values);
    free(old);
    *self = NULL;
}

uint64_t
nz_plan_verify_n_units(const nz_plan_verify_t *self)
{
    return self->n_jobs * self->n_blocks;
}

/* The trials of a job, if they are not at hand already. */
static nz_status_t
turn_to(nz_plan_verify_t *self, size_t i_job)
{
    if (self->trial != NULL && self->i_trial == i_job) {
        return NZ_OK;
    }
    nz_plan_trial_destroy(&self->trial);
    self->i_trial = i_job;
    return nz_plan_trial_create(&self->jobs[i_job].subject, &self->trial);
}

static size_t
words_of(const job_t *job)
{
    return header_words + job->claim.n_values * moments_words;
}

/* Trials of a unit; the last block of a row may have fewer. */
static uint64_t
trials_of(const nz_plan_verify_t *self, uint64_t i_unit)
{
    const uint64_t left = self->replicates - i_unit % self->n_blocks * self->block;
    return left < self->block ? left : self->block;
}

/* Count one trial: how many came true, and how many are undefined. */
static void
count(const nz_plan_claim_t *claim, const nz_plan_result_t *result, uint64_t counts[2],
    nz_moments_t *cost, nz_moments_t *values)
{
    bool is_undefined = false;

    for (size_t i = 0; i < claim->n_values; i++) {
        if (isfinite(result->values[i])) {
            nz_moments_push(&values[i], result->values[i]);
        } else {
            is_undefined = true;
        }
    }
    counts[0] += result->values[0] == 1.0;
    counts[1] += is_undefined;
    if (claim->has_cost && isfinite(result->cost)) {
        nz_moments_push(cost, result->cost);
    }
}

static nz_status_t
pack(const nz_plan_claim_t *claim, const uint64_t counts[2], const nz_moments_t *cost,
    const nz_moments_t *values, nz_packed_t *out)
{
    out->n_words = 0;
    nz_status_t status = nz_packed_append(out, counts, 2);
    if (status == NZ_OK) {
        status = nz_packed_append(out, cost, moments_words);
    }
    return status == NZ_OK
               ? nz_packed_append(out, values, claim->n_values * moments_words)
               : status;
}

nz_status_t
nz_plan_verify_run(nz_plan_verify_t *self, uint64_t i_unit, nz_poll_t poll, void *context,
    nz_packed_t *out)
{
    if (self == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (i_unit >= nz_plan_verify_n_units(self)) {
        return NZ_ERR_DOMAIN;
    }
    const nz_plan_claim_t *claim = &self->jobs[i_unit / self->n_blocks].claim;
    const uint64_t first = i_unit % self->n_blocks * self->block;
    const uint64_t end = first + trials_of(self, i_unit);
    uint64_t counts[2] = { 0 };
    nz_moments_t cost = { 0 };
    nz_status_t status = turn_to(self, (size_t) (i_unit / self->n_blocks));

    memset(self->values, 0, claim->n_values * sizeof(*self->values));
    for (uint64_t r = first; r < end && status == NZ_OK; r++) {
        nz_plan_result_t result;
        status = nz_plan_trial_run(self->trial, self->seed, r, &result);
        if (status == NZ_OK) {
            count(claim, &result, counts, &cost, self->values);
        }
        if (poll != NULL) {
            poll(context);
        }
    }
    return status == NZ_OK ? pack(claim, counts, &cost, self->values, out) : status;
}

static nz_status_t
merge(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    nz_plan_verify_t *self = context;
    job_t *job = &self->jobs[i_unit / self->n_blocks];
    nz_moments_t moments;

    (void) n_words; /* those of the job: seen to by nz_plan_verify_collect */
    job->n_trials += trials_of(self, i_unit);
    job->n_true += words[0];
    job->n_undefined += words[1];
    memcpy(&moments, words + 2, sizeof(moments));
    nz_moments_merge(&job->cost, &moments);
    for (size_t i = 0; i < job->claim.n_values; i++) {
        memcpy(&moments, words + header_words + i * moments_words, sizeof(moments));
        nz_moments_merge(&job->values[i], &moments);
    }
    return NZ_OK;
}

nz_status_t
nz_plan_verify_collect(
    nz_plan_verify_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    if (self == NULL || words == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (i_unit >= nz_plan_verify_n_units(self)) {
        return NZ_ERR_DOMAIN;
    }
    if (n_words != words_of(&self->jobs[i_unit / self->n_blocks])) {
        return NZ_ERR_FORMAT;
    }
    return nz_packed_order_add(&self->order, i_unit, words, n_words, merge, self);
}

uint64_t
nz_plan_verify_n_merged(const nz_plan_verify_t *self)
{
    return self->order.n_merged;
}

/* The largest of the models' mean half-widths. */
static void
find_widest(const job_t *job, nz_plan_finding_t *out)
{
    for (size_t i = 0; i < job->claim.n_values; i++) {
        const nz_moments_t *moments = &job->values[i];
        if (moments->n > 0 && !(moments->mean <= out->simulated)) {
            out->simulated = moments->mean;
            out->mcse = nz_mcse_mean(moments, nz_plan_trial_resolution(&job->subject, i));
        }
    }
}

static nz_plan_verdict_t
judge(const nz_plan_finding_t *finding)
{
    const nz_plan_claim_t *claim = &finding->claim;
    const double room =
        NZ_PLAN_VERIFY_ERRORS * finding->mcse + rounding * fabs(claim->promised);
    const double excess = finding->simulated - claim->promised;
    const bool more_is_better = claim->measure == NZ_PLAN_MEASURE_SHARE;
    const bool is_better = more_is_better ? excess > 0.0 : excess < 0.0;

    return fabs(excess) <= room || (claim->is_approximate && is_better)
               ? NZ_PLAN_KEPT
               : NZ_PLAN_NOT_KEPT;
}

nz_plan_finding_t
nz_plan_verify_finding(const nz_plan_verify_t *self, size_t i_plan, size_t i_row)
{
    const nz_plan_subject_t subject = subject_of(self, i_plan, i_row);
    const double none = (double) NAN;
    nz_plan_finding_t finding = { .claim = nz_plan_trial_claim(&subject),
        .simulated = none,
        .mcse = none,
        .cost = none,
        .cost_mcse = none };
    const size_t i_job = self->jobs_of[i_plan][finding.claim.i_row];

    if (finding.claim.measure == NZ_PLAN_MEASURE_NONE || i_job == SIZE_MAX
        || self->jobs[i_job].n_trials == 0) {
        return finding;
    }
    const job_t *job = &self->jobs[i_job];
    finding.n_undefined = job->n_undefined;
    if (finding.claim.measure == NZ_PLAN_MEASURE_SHARE) {
        finding.simulated = (double) job->n_true / (double) job->n_trials;
        finding.mcse = nz_mcse_share(job->n_true, job->n_trials);
    } else if (finding.claim.measure == NZ_PLAN_MEASURE_SPREAD) {
        finding.simulated = nz_moments_sd(&job->values[0]);
        finding.mcse = nz_mcse_sd(&job->values[0], 0.0);
    } else {
        find_widest(job, &finding);
    }
    if (job->cost.n > 1) {
        finding.cost = job->cost.mean;
        finding.cost_mcse = nz_mcse_mean(&job->cost, 0.0);
    }
    finding.verdict = judge(&finding);
    return finding;
}
