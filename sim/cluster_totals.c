#include "sim/cluster_totals.h"

#include "stats/beta_binomial.h"
#include "stats/draw.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What clusters of one model are like. With w wrong items and t = w + k wrong tokens,
 * pmf[start_of(w) + k] is the probability of t, above[...] that of t or more. */
typedef struct law {
    nz_category_t *wrong; /* [w] */
    double *pmf, *above;
    double excess; /* mean of J - 1 */
} law_t;

struct nz_cluster_totals {
    size_t n_models;
    law_t *laws;                           /* [model] */
    uint64_t size, tokens;                 /* m and L of the laws at hand */
    size_t room;                           /* in each of the histograms */
    uint64_t *wrong, *right;               /* m + 1 */
    uint64_t *wrong_tokens, *right_tokens; /* m L + 1 */
    uint64_t n_clusters;
};

static bool
is_valid(uint64_t size, double correlation)
{
    return size >= 1 && size <= NZ_CLUSTER_SIZE_MAX && correlation >= 0.0
           && correlation < 1.0;
}

/* mu^2 pi (1 - pi)/V with mu = L (1 - p)/(1 - pi) and V = L p (1 - p) (1 + (L - 1) rho),
 * that is L (1 - p) (pi/p)/((1 - pi) (1 + (L - 1) rho)). */
static double
share_between(const nz_sequence_law_t *task)
{
    const double length = (double) task->tokens, rho = task->item_correlation;
    const double wrong = -expm1(-task->loss), theta = rho / (1.0 - rho);
    double log_later = 0.0; /* of pi/p, the tokens behind the first */

    for (uint64_t i = 1; i < task->tokens; i++) {
        log_later += log1p(-wrong / (1.0 + (double) i * theta));
    }
    const double any_wrong = -expm1(log_later - task->loss);
    return length * wrong * exp(log_later) / (any_wrong * (1.0 + (length - 1.0) * rho));
}

double
nz_cluster_totals_design_effect(
    const nz_sequence_law_t *task, nz_metric_t metric, uint64_t size, double correlation)
{
    if (size <= 1 || !(task->loss > 0.0) || isinf(task->loss)) {
        return 1.0;
    }
    const double others = (double) (size - 1) * correlation;
    if (metric == NZ_METRIC_ACCURACY) {
        return 1.0 + others;
    }
    if (metric == NZ_METRIC_TOKEN_EDIT_DISTANCE || metric == NZ_METRIC_TOKEN_ACCURACY) {
        return 1.0 + others * share_between(task);
    }
    return 1.0;
}

nz_status_t
nz_cluster_totals_truth(const nz_sequence_law_t *task, nz_metric_t metric, uint64_t size,
    double correlation, double *mean, double *sd)
{
    nz_status_t status = nz_sequence_law_truth(task, metric, mean, sd);

    if (status == NZ_OK && size > 1) {
        *sd *= sqrt(nz_cluster_totals_design_effect(task, metric, size, correlation));
    }
    return status;
}

nz_status_t
nz_cluster_totals_create(size_t n_models, nz_cluster_totals_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_models < 1) {
        return NZ_ERR_DOMAIN;
    }
    nz_cluster_totals_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->n_models = n_models;
    self->laws = calloc(n_models, sizeof(*self->laws));
    if (self->laws == NULL) {
        nz_cluster_totals_destroy(&self);
        return NZ_ERR_NO_MEMORY;
    }
    *out = self;
    return NZ_OK;
}

static void
free_law(law_t *law)
{
    free(law->wrong);
    free(law->pmf);
    free(law->above);
    *law = (law_t){ 0 };
}

static void
free_histograms(nz_cluster_totals_t *self)
{
    free(self->wrong);
    free(self->right);
    free(self->wrong_tokens);
    free(self->right_tokens);
    self->wrong = self->right = self->wrong_tokens = self->right_tokens = NULL;
    self->room = 0;
}

void
nz_cluster_totals_destroy(nz_cluster_totals_t **self)
{
    if (self == NULL || *self == NULL) {
        return;
    }
    nz_cluster_totals_t *old = *self;
    for (size_t i = 0; old->laws != NULL && i < old->n_models; i++) {
        free_law(&old->laws[i]);
    }
    free(old->laws);
    free_histograms(old);
    free(old);
    *self = NULL;
}

/* Number of totals of clusters with w wrong items, w .. w L. */
static size_t
totals_of(uint64_t w, uint64_t tokens)
{
    return (size_t) (w * (tokens - 1) + 1);
}

/* Number of totals of clusters with 1 .. w - 1 wrong items. */
static size_t
start_of(uint64_t w, uint64_t tokens)
{
    return (size_t) ((tokens - 1) * (w * (w - 1) / 2) + (w - 1));
}

/* Histograms of clusters of up to m L = n - 1 tokens. */
static nz_status_t
make_room(nz_cluster_totals_t *self, size_t n)
{
    if (n <= self->room) {
        return NZ_OK;
    }
    free_histograms(self);
    self->wrong = calloc(n, sizeof(*self->wrong));
    self->right = calloc(n, sizeof(*self->right));
    self->wrong_tokens = calloc(n, sizeof(*self->wrong_tokens));
    self->right_tokens = calloc(n, sizeof(*self->right_tokens));
    if (self->wrong == NULL || self->right == NULL || self->wrong_tokens == NULL
        || self->right_tokens == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->room = n;
    return NZ_OK;
}

/* The law of J, [j - 1], then of each sum as that of one less and one more. Terms are
 * positive: nothing cancels. If no item is ever wrong they are not numbers, nor used. */
static void
fill_sums(law_t *law, const double *pmf, double wrong, uint64_t tokens, uint64_t size)
{
    for (uint64_t j = 0; j < tokens; j++) {
        law->pmf[j] = pmf[j + 1] / wrong;
        law->excess += (double) j * law->pmf[j];
    }
    for (uint64_t w = 2; w <= size; w++) {
        const double *one_less = &law->pmf[start_of(w - 1, tokens)];
        double *sum = &law->pmf[start_of(w, tokens)];
        for (size_t k = 0; k < totals_of(w - 1, tokens); k++) {
            for (uint64_t j = 0; j < tokens && one_less[k] > 0.0; j++) {
                sum[k + j] += one_less[k] * law->pmf[j];
            }
        }
    }
    for (uint64_t w = 1; w <= size; w++) {
        double above = 0.0;
        for (size_t k = totals_of(w, tokens); k-- > 0;) {
            above += law->pmf[start_of(w, tokens) + k];
            law->above[start_of(w, tokens) + k] = above;
        }
    }
}

nz_status_t
nz_cluster_totals_prepare(nz_cluster_totals_t *self, size_t i_model, const double *pmf,
    uint64_t tokens, uint64_t size, double correlation)
{
    double items[NZ_CLUSTER_SIZE_MAX + 1], wrong = 0.0;

    if (self == NULL || pmf == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (i_model >= self->n_models || !is_valid(size, correlation) || tokens < 1
        || tokens > NZ_CLUSTER_TOKENS_MAX || size * tokens > NZ_CLUSTER_TOKENS_MAX) {
        return NZ_ERR_DOMAIN;
    }
    for (uint64_t j = tokens; j >= 1; j--) {
        wrong += pmf[j];
    }
    nz_status_t status = nz_beta_binomial_pmf(size, correlation, pmf[0], wrong, items);
    if (status == NZ_OK) {
        status = make_room(self, (size_t) (size * tokens) + 1);
    }
    if (status != NZ_OK) {
        return status;
    }
    law_t *law = &self->laws[i_model];
    const size_t n_totals = start_of(size + 1, tokens);
    free_law(law);
    law->wrong = calloc((size_t) size + 1, sizeof(*law->wrong));
    law->pmf = calloc(n_totals, sizeof(*law->pmf));
    law->above = calloc(n_totals, sizeof(*law->above));
    if (law->wrong == NULL || law->pmf == NULL || law->above == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_draw_prepare(items, (size_t) size + 1, law->wrong);
    fill_sums(law, pmf, wrong, tokens, size);
    self->size = size;
    self->tokens = tokens;
    return NZ_OK;
}

/* One total by inversion: the largest k with above[k] >= u. */
static size_t
draw_total(gsl_rng *rng, const double *above, size_t n)
{
    const double u = gsl_rng_uniform_pos(rng) * above[0];
    size_t low = 0, high = n;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        *(above[middle] >= u ? &low : &high) = middle;
    }
    return low;
}

/* The totals of n clusters with w wrong items. Few are drawn one by one, many by
 * conditional binomials, as many as totals up to about the largest that occurs. */
static void
draw_totals(
    nz_cluster_totals_t *self, const law_t *law, uint64_t w, uint64_t n, gsl_rng *rng)
{
    const size_t n_totals = totals_of(w, self->tokens);
    const double *pmf = &law->pmf[start_of(w, self->tokens)];
    const double *above = &law->above[start_of(w, self->tokens)];
    uint64_t *counts = &self->wrong_tokens[w];

    if (4.0 * (double) n < (double) w * law->excess) {
        for (uint64_t i = 0; i < n; i++) {
            counts[draw_total(rng, above, n_totals)]++;
        }
        return;
    }
    for (size_t k = 0; k < n_totals && n > 0; k++) {
        const double later = k + 1 < n_totals ? above[k + 1] : 0.0;
        const uint64_t here =
            nz_draw_binomial(rng, n, pmf[k] / above[k], later / above[k]);
        counts[k] += here;
        n -= here;
    }
}

void
nz_cluster_totals_draw(
    nz_cluster_totals_t *self, size_t i_model, uint64_t n_clusters, gsl_rng *rng)
{
    const law_t *law = &self->laws[i_model];
    const uint64_t size = self->size;

    nz_draw_multinomial(rng, n_clusters, law->wrong, (size_t) size + 1, self->wrong);
    memset(self->wrong_tokens, 0,
        (size_t) (size * self->tokens + 1) * sizeof(*self->wrong_tokens));
    self->right[size] = self->wrong_tokens[0] = self->wrong[0];
    for (uint64_t w = 1; w <= size; w++) {
        self->right[size - w] = self->wrong[w];
        draw_totals(self, law, w, self->wrong[w], rng);
    }
    self->n_clusters = n_clusters;
}

const uint64_t *
nz_cluster_totals_right(const nz_cluster_totals_t *self)
{
    return self->right;
}

const uint64_t *
nz_cluster_totals_wrong_tokens(const nz_cluster_totals_t *self)
{
    return self->wrong_tokens;
}

void
nz_cluster_totals_score(
    nz_cluster_totals_t *self, nz_metric_t metric, nz_task_score_t *out)
{
    const uint64_t all = self->size * self->tokens; /* tokens of a cluster */
    uint64_t *counts = self->wrong_tokens, parts = self->size, largest = all, total = 0;

    if (metric == NZ_METRIC_ACCURACY) {
        counts = self->right;
        largest = self->size;
    } else if (metric == NZ_METRIC_TOKEN_ACCURACY) {
        for (uint64_t t = 0; t <= all; t++) {
            self->right_tokens[t] = self->wrong_tokens[all - t];
        }
        counts = self->right_tokens;
        parts = all;
    }
    for (uint64_t t = 1; t <= largest; t++) {
        total += t * counts[t];
    }
    *out = (nz_task_score_t){
        .scores = { counts, (size_t) largest + 1, self->n_clusters },
        .step = 1.0 / (double) parts,
        .mean = (double) total / (double) (self->n_clusters * parts),
        .total = (double) total,
        .cost = (double) (self->n_clusters * self->size),
    };
}

double
nz_cluster_totals_entries(uint64_t size, double tokens)
{
    const double m = (double) size;
    return m + (tokens - 1.0) * m * (m + 1.0) / 2.0;
}

/* Measured: some binomials for each number of wrong items, and one by one or a binomial
 * for the totals that occur of the (m L) m/2 there are. */
double
nz_cluster_totals_draw_seconds(uint64_t size, double tokens, double n_clusters)
{
    const double m = (double) size;
    return 1e-6 * fmin(m, n_clusters) + fmin(1.5e-7 * n_clusters, 6e-9 * m * m * tokens)
           + 1e-9 * m * tokens;
}
