#include "stats/inverse_sampling.h"

#include "stats/beta.h"
#include "stats/draw.h"
#include "stats/proportion.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

static bool
is_reached(const nz_inverse_plan_t *plan, const nz_inverse_outcome_t *outcome)
{
    return outcome->successes == plan->successes;
}

static bool
is_outcome(const nz_inverse_plan_t *plan, const nz_inverse_outcome_t *outcome)
{
    return plan->successes >= 2 && plan->successes <= NZ_INVERSE_SAMPLING_SUCCESSES_MAX
           && plan->budget >= 1 && plan->budget <= NZ_COUNT_MAX
           && outcome->successes <= outcome->trials
           && (is_reached(plan, outcome) ? outcome->trials <= plan->budget
                                         : outcome->successes < plan->successes
                                               && outcome->trials == plan->budget);
}

double
nz_inverse_sampling_estimate(
    const nz_inverse_plan_t *plan, const nz_inverse_outcome_t *outcome)
{
    const double k = (double) outcome->successes, n = (double) outcome->trials;
    return is_reached(plan, outcome) ? (k - 1.0) / (n - 1.0) : k / n;
}

double
nz_inverse_sampling_variance(
    const nz_inverse_plan_t *plan, const nz_inverse_outcome_t *outcome)
{
    const double p = nz_inverse_sampling_estimate(plan, outcome);
    const double n = (double) outcome->trials;

    if (!is_reached(plan, outcome)) {
        return n > 1.0 ? p * (1.0 - p) / (n - 1.0) : (double) NAN;
    }
    return n > 2.0 ? p * (1.0 - p) / (n - 2.0) : 0.0;
}

nz_status_t
nz_inverse_sampling_interval(const nz_inverse_plan_t *plan,
    const nz_inverse_outcome_t *outcome, nz_tails_t tails, nz_interval_t *out)
{
    if (plan == NULL || outcome == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_outcome(plan, outcome) || !nz_tails_are_valid(tails)) {
        return NZ_ERR_DOMAIN;
    }
    if (!is_reached(plan, outcome)) {
        return nz_proportion_clopper_pearson(
            outcome->successes, outcome->trials, tails, out);
    }
    const double r = (double) outcome->successes;
    const double failures = (double) (outcome->trials - outcome->successes);
    double lower = 0.0, upper = 1.0;
    nz_status_t status = NZ_OK;

    if (tails.lower > 0.0) {
        status = nz_beta_quantile(tails.lower, false, r, failures + 1.0, &lower);
    }
    if (status == NZ_OK && tails.upper > 0.0 && failures > 0.0) {
        status = nz_beta_quantile(tails.upper, true, r, failures, &upper);
    }
    if (status == NZ_OK) {
        *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    }
    return status;
}

/* The probability of k successes of n over that of the mode, for the next larger or the
 * next smaller k; odds = p/q. */
static double
next_weight(double weight, double k, double n, double odds, bool is_up)
{
    return is_up ? weight * (n - k) / (k + 1.0) * odds
                 : weight * k / (n - k + 1.0) / odds;
}

/* Walk outwards from the mode, first up, then down, while what is added counts. Stops
 * where the weights passed exceed `target`; *sum gets what was passed. */
static uint64_t
walk(
    uint64_t mode, const nz_inverse_plan_t *plan, double odds, double target, double *sum)
{
    static const double negligible = 1e-18;
    const double n = (double) plan->budget;
    uint64_t k = mode;

    *sum = 0.0;
    for (double weight = 1.0; k < plan->successes && weight > negligible; k++) {
        *sum += weight;
        if (*sum > target) {
            return k;
        }
        weight = next_weight(weight, (double) k, n, odds, true);
    }
    k = mode;
    for (double weight = 1.0; k > 0;) {
        weight = next_weight(weight, (double) k, n, odds, false);
        if (!(weight > negligible)) {
            break;
        }
        k--;
        *sum += weight;
        if (*sum > target) {
            return k;
        }
    }
    return k;
}

/* Binomial below r. */
static uint64_t
draw_few(gsl_rng *rng, const nz_inverse_plan_t *plan, double p, double q)
{
    if (plan->budget < plan->successes) {
        return nz_draw_binomial(rng, plan->budget, p, q);
    }
    const double top = (double) (plan->successes - 1);
    const double peak = fmin(floor(((double) plan->budget + 1.0) * p), top);
    double all = 0.0, passed = 0.0;

    (void) walk((uint64_t) peak, plan, p / q, (double) INFINITY, &all);
    return walk((uint64_t) peak, plan, p / q, all * gsl_rng_uniform(rng), &passed);
}

nz_inverse_outcome_t
nz_inverse_sampling_draw(gsl_rng *rng, const nz_inverse_plan_t *plan, double p, double q)
{
    const uint64_t r = plan->successes, n = plan->budget;

    if (p > 0.0 && r <= n) {
        /* Beyond the largest mean the count is above 2^53 but for 1e-(10^13). */
        const double mean = gsl_ran_gamma(rng, (double) r, 1.0) * (q / p);
        if (mean <= NZ_DRAW_POISSON_MEAN_MAX) {
            const uint64_t failures = nz_draw_poisson(rng, mean);
            if (failures <= n - r) {
                return (nz_inverse_outcome_t){ r, r + failures };
            }
        }
    }
    return (nz_inverse_outcome_t){ draw_few(rng, plan, p, q), n };
}
