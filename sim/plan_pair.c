#include "sim/plan_pair.h"

#include "sim/cluster_totals.h"
#include "stats/beta_binomial.h"
#include "stats/binomial.h"

#include <math.h>
#include <stdlib.h>

/* A count is less than or equal to a number that rounding may have put just below it. */
static const double rounding = 1e-12;

static double
two_sided_normal(double difference, double variance)
{
    if (difference == 0.0) {
        return 1.0;
    }
    return variance > 0.0 ? erfc(fabs(difference) / sqrt(2.0 * variance)) : 0.0;
}

static nz_status_t
mcnemar(double only_first, double only_second, double *p_value)
{
    const uint64_t first = (uint64_t) llround(only_first);
    const uint64_t second = (uint64_t) llround(only_second);
    double lower = 0.0;
    const nz_status_t status = nz_binomial_tails(
        first < second ? first : second, first + second, 0.5, &lower, NULL);

    if (status == NZ_OK) {
        *p_value = fmin(1.0, 2.0 * lower);
    }
    return status;
}

nz_status_t
nz_plan_pair_p_value(
    nz_compare_design_t design, const nz_plan_outcomes_t *outcomes, double *p_value)
{
    const double n = outcomes->n;

    if (design == NZ_COMPARE_MCNEMAR) {
        return mcnemar(outcomes->only_first, outcomes->only_second, p_value);
    }
    if (design == NZ_COMPARE_PAIRED) {
        const double difference = outcomes->only_second - outcomes->only_first;
        const double differing = outcomes->only_second + outcomes->only_first;
        *p_value = two_sided_normal(difference, differing - difference * difference / n);
        return NZ_OK;
    }
    const double pooled = (outcomes->first + outcomes->second) / (2.0 * n);
    *p_value = two_sided_normal(
        outcomes->second - outcomes->first, 2.0 * n * pooled * (1.0 - pooled));
    return NZ_OK;
}

/* An accuracy that rounding may have put just outside of 0..1. */
static double
on_scale(double accuracy)
{
    if (accuracy > 1.0 && accuracy <= 1.0 + rounding) {
        return 1.0;
    }
    return accuracy < 0.0 && accuracy >= -rounding ? 0.0 : accuracy;
}

/* Probabilities that only one of the models solves an item. */
static nz_status_t
set_discordance(nz_plan_pair_t *self, double accuracy)
{
    const nz_plan_rivals_t *rivals = &self->rivals;
    const double second = on_scale(accuracy + rivals->difference);
    double both, only_first, only_second;

    if (!isnan(rivals->discordance)) {
        only_first = 0.5 * (rivals->discordance - rivals->difference);
        only_second = 0.5 * (rivals->discordance + rivals->difference);
    } else {
        const double spread =
            sqrt(accuracy * (1.0 - accuracy)) * sqrt(second * (1.0 - second));
        both = accuracy * second
               + (isnan(rivals->correlation) ? 0.0 : rivals->correlation * spread);
        only_first = accuracy - both;
        only_second = second - both;
    }
    if (!(only_first >= -rounding && only_second >= -rounding
            && only_first + only_second <= 1.0 + rounding)) {
        return NZ_ERR_DOMAIN;
    }
    self->only_first = fmax(only_first, 0.0);
    self->only_second = fmax(only_second, 0.0);
    return NZ_OK;
}

static size_t
split_start(uint64_t n_differ)
{
    return (size_t) (n_differ * (n_differ + 1) / 2);
}

/* Beta-binomial numbers of right ones among n, as categories. */
static nz_status_t
prepare_counts(
    uint64_t n, double correlation, double wrong, double right, nz_category_t *categories)
{
    double pmf[NZ_CLUSTER_SIZE_MAX + 1];

    if (n == 0 || !(wrong + right > 0.0)) {
        pmf[0] = 1.0; /* none, for sure */
        for (uint64_t i = 1; i <= n; i++) {
            pmf[i] = 0.0;
        }
    } else {
        const nz_status_t status =
            nz_beta_binomial_pmf(n, correlation, wrong, right, pmf);
        if (status != NZ_OK) {
            return status;
        }
    }
    nz_draw_prepare(pmf, (size_t) n + 1, categories);
    return NZ_OK;
}

/* Dirichlet probabilities of the four outcomes: how many items of a cluster differ is
 * beta-binomial, and so is how many of these the second solved, with the correlation
 * 1/(1 + q (1/rho - 1)). */
static nz_status_t
prepare_clusters(nz_plan_pair_t *self)
{
    const uint64_t size = self->first.items.cluster_size;
    const double rho = self->first.items.cluster_correlation;
    const double differ = self->only_first + self->only_second;
    const double within = rho / (rho + differ * (1.0 - rho));

    self->discordant = calloc((size_t) size + 1, sizeof(*self->discordant));
    self->split = calloc(split_start(size + 1), sizeof(*self->split));
    self->counts = calloc((size_t) size + 1, sizeof(*self->counts));
    self->ways = calloc((size_t) size + 1, sizeof(*self->ways));
    if (self->discordant == NULL || self->split == NULL || self->counts == NULL
        || self->ways == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_status_t status =
        prepare_counts(size, rho, 1.0 - differ, differ, self->discordant);
    for (uint64_t w = 0; w <= size && status == NZ_OK; w++) {
        status = prepare_counts(
            w, within, self->only_first, self->only_second, &self->split[split_start(w)]);
    }
    return status;
}

/* The first model, and what the second is like. */
static nz_status_t
prepare(nz_plan_pair_t *self, const nz_plan_items_t *items)
{
    nz_plan_items_t first = *items, second = *items;

    if (self->rivals.design == NZ_COMPARE_UNPAIRED) {
        second.accuracy = on_scale(items->accuracy + self->rivals.difference);
        second.repeat = items->repeat + 1;
        const nz_status_t status = nz_plan_model_init(&self->first, &first);
        return status == NZ_OK ? nz_plan_model_init(&self->second, &second) : status;
    }
    nz_status_t status = set_discordance(self, items->accuracy);
    first.accuracy = isnan(items->accuracy) ? self->only_first : items->accuracy;
    if (status == NZ_OK) {
        status = nz_plan_model_init(&self->first, &first);
    }
    if (status == NZ_OK && items->cluster_size > 1) {
        status = prepare_clusters(self);
    }
    return status;
}

nz_status_t
nz_plan_pair_init(
    nz_plan_pair_t *self, const nz_plan_items_t *items, const nz_plan_rivals_t *rivals)
{
    if (self == NULL || items == NULL || rivals == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const bool is_clustered = items->cluster_size > 1;
    if (is_clustered && items->n % items->cluster_size != 0) {
        return NZ_ERR_DOMAIN;
    }
    nz_plan_pair_t pair = { .rivals = *rivals,
        .design_effect =
            is_clustered
                ? 1.0 + (double) (items->cluster_size - 1) * items->cluster_correlation
                : 1.0 };
    const nz_status_t status = prepare(&pair, items);
    if (status != NZ_OK) {
        nz_plan_pair_free(&pair);
        return status;
    }
    *self = pair;
    return NZ_OK;
}

void
nz_plan_pair_free(nz_plan_pair_t *self)
{
    nz_plan_model_free(&self->first);
    nz_plan_model_free(&self->second);
    free(self->discordant);
    free(self->split);
    free(self->counts);
    free(self->ways);
    *self = (nz_plan_pair_t){ 0 };
}

/* Items that only one solved, of all clusters: by the number that differ in each. */
static void
draw_clusters(nz_plan_pair_t *self, gsl_rng *rng, nz_plan_outcomes_t *outcomes)
{
    const uint64_t size = self->first.items.cluster_size;

    nz_draw_multinomial(rng, self->first.items.n / size, self->discordant,
        (size_t) size + 1, self->counts);
    for (uint64_t w = 1; w <= size; w++) {
        if (self->counts[w] == 0) {
            continue;
        }
        nz_draw_multinomial(rng, self->counts[w], &self->split[split_start(w)],
            (size_t) w + 1, self->ways);
        for (uint64_t j = 0; j <= w; j++) {
            outcomes->only_second += (double) (j * self->ways[j]);
            outcomes->only_first += (double) ((w - j) * self->ways[j]);
        }
    }
}

static void
draw_items(const nz_plan_pair_t *self, gsl_rng *rng, nz_plan_outcomes_t *outcomes)
{
    const double weights[] = { self->only_first, self->only_second,
        1.0 - (self->only_first + self->only_second) };
    nz_category_t categories[3];
    uint64_t counts[3];

    nz_draw_prepare(weights, 3, categories);
    nz_draw_multinomial(rng, self->first.items.n, categories, 3, counts);
    outcomes->only_first = (double) counts[0];
    outcomes->only_second = (double) counts[1];
}

static nz_status_t
draw_outcomes(nz_plan_pair_t *self, gsl_rng *rng, uint64_t seed, uint64_t replicate,
    nz_plan_outcomes_t *outcomes)
{
    uint64_t first = 0, second = 0;
    nz_status_t status = NZ_OK;

    if (self->rivals.design == NZ_COMPARE_UNPAIRED) {
        status = nz_plan_model_draw(&self->first, rng, seed, replicate, &first);
        if (status == NZ_OK) {
            status = nz_plan_model_draw(&self->second, rng, seed, replicate, &second);
        }
        outcomes->first = (double) first;
        outcomes->second = (double) second;
        return status;
    }
    status = nz_plan_model_stream(&self->first, rng, seed, replicate, 0);
    if (status == NZ_OK && self->discordant != NULL) {
        draw_clusters(self, rng, outcomes);
    } else if (status == NZ_OK) {
        draw_items(self, rng, outcomes);
    }
    return status;
}

nz_status_t
nz_plan_pair_draw(
    nz_plan_pair_t *self, gsl_rng *rng, uint64_t seed, uint64_t replicate, bool *rejects)
{
    const double effect = self->design_effect;
    nz_plan_outcomes_t outcomes = { .n = (double) self->first.items.n / effect };
    double p_value = 1.0;
    nz_status_t status = draw_outcomes(self, rng, seed, replicate, &outcomes);

    outcomes.first /= effect;
    outcomes.second /= effect;
    outcomes.only_first /= effect;
    outcomes.only_second /= effect;
    if (status == NZ_OK) {
        status = nz_plan_pair_p_value(self->rivals.design, &outcomes, &p_value);
    }
    if (status == NZ_OK) {
        *rejects = p_value <= self->rivals.alpha * (1.0 + rounding);
    }
    return status;
}
