#include "stats/proportion.h"

#include "stats/beta.h"
#include "stats/binomial.h"
#include "stats/proportion_bootstrap.h"
#include "stats/student_t.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_machine.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

nz_status_t
nz_proportion_check(
    uint64_t successes, uint64_t trials, nz_tails_t tails, const nz_interval_t *out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (trials == 0 || trials > NZ_COUNT_MAX || successes > trials
        || !nz_tails_are_valid(tails)) {
        return NZ_ERR_DOMAIN;
    }
    return NZ_OK;
}

/* k/n less and plus a multiple of a standard error. */
static nz_interval_t
around(uint64_t successes, uint64_t trials, nz_tails_t tails, double below, double above)
{
    const double p_hat = (double) successes / (double) trials;
    return nz_interval_on_scale(p_hat - below, p_hat + above, tails, 0.0, 1.0);
}

/* sqrt(p (1 - p) / divisor) at p = k/n. */
static double
standard_error(uint64_t successes, uint64_t trials, double divisor)
{
    const double n = (double) trials;
    return sqrt((double) successes / n * ((double) (trials - successes) / n) / divisor);
}

nz_status_t
nz_proportion_wald(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);
    if (status == NZ_OK) {
        const double se = standard_error(successes, trials, (double) trials);
        const double below =
            tails.lower > 0.0 ? gsl_cdf_ugaussian_Qinv(tails.lower) * se : 0.0;
        const double above =
            tails.upper > 0.0 ? gsl_cdf_ugaussian_Qinv(tails.upper) * se : 0.0;
        *out = around(successes, trials, tails, below, above);
    }
    return status;
}

nz_status_t
nz_proportion_student_t(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    double below = 0.0, above = 0.0;
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);

    if (status == NZ_OK && trials == 1) {
        const double p_hat = (double) successes;
        *out = (nz_interval_t){ p_hat, p_hat, NZ_INTERVAL_UNDEFINED };
        return NZ_OK;
    }
    const double df = (double) trials - 1.0;
    if (status == NZ_OK && tails.lower > 0.0) {
        status = nz_student_t_quantile(tails.lower, df, &below);
    }
    if (status == NZ_OK && tails.upper == tails.lower) {
        above = below; /* nearly all of the time goes into a quantile */
    } else if (status == NZ_OK && tails.upper > 0.0) {
        status = nz_student_t_quantile(tails.upper, df, &above);
    }
    if (status == NZ_OK) {
        const double se = standard_error(successes, trials, df);
        *out = around(successes, trials, tails, below * se, above * se);
    }
    return status;
}

/* A root of n (share - p)^2 = z^2 p (1 - p): the larger for z > 0, the smaller for z < 0.
 * They multiply to share^2 / (1 + w), and dividing by the larger avoids the cancellation
 * that subtracting the square root would suffer at a small share. */
static double
score_root(double share, double n, double z)
{
    const double w = z * z / n;
    const double root = fabs(z) * sqrt((share * (1.0 - share) + w / 4.0) / n);
    const double larger = (share + w / 2.0 + root) / (1.0 + w);

    if (z >= 0.0) {
        return larger;
    }
    return share > 0.0 ? share * share / ((1.0 + w) * larger) : 0.0;
}

/* Limits are computed from the rarer outcome, so that none is rounded to beyond 1. */
static double
wilson_limit(uint64_t successes, uint64_t trials, double z)
{
    const uint64_t failures = trials - successes;
    const double n = (double) trials;

    return successes <= failures ? score_root((double) successes / n, n, z)
                                 : 1.0 - score_root((double) failures / n, n, -z);
}

nz_status_t
nz_proportion_wilson(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);
    if (status != NZ_OK) {
        return status;
    }
    double lower = 0.0, upper = 1.0;

    if (tails.lower > 0.0) {
        lower = wilson_limit(successes, trials, gsl_cdf_ugaussian_Pinv(tails.lower));
    }
    if (tails.upper > 0.0) {
        upper = wilson_limit(successes, trials, gsl_cdf_ugaussian_Qinv(tails.upper));
    }
    *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    return NZ_OK;
}

nz_status_t
nz_proportion_clopper_pearson(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);
    if (status != NZ_OK) {
        return status;
    }
    const double k = (double) successes, n = (double) trials;
    double lower = 0.0, upper = 1.0;

    if (tails.lower > 0.0 && successes == trials) {
        lower = exp(log(tails.lower) / n);
    } else if (tails.lower > 0.0 && successes > 0) {
        status = nz_beta_quantile(tails.lower, false, k, n - k + 1.0, &lower);
    }
    if (status == NZ_OK && tails.upper > 0.0 && successes == 0) {
        upper = -expm1(log(tails.upper) / n);
    } else if (status == NZ_OK && tails.upper > 0.0 && successes < trials) {
        status = nz_beta_quantile(tails.upper, true, k + 1.0, n - k, &upper);
    }
    if (status == NZ_OK) {
        *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    }
    return status;
}

static double
from_logit(double v)
{
    return v > 0.0 ? 1.0 / (1.0 + exp(-v)) : exp(v) / (1.0 + exp(v));
}

/* A limit above k/n and its complement, which is the lower limit at n - k. */
typedef struct limit {
    double p, q;
} limit_t;

/* A limit above k/n, 0 < k < n, solves function(p) = target. An equation gives the log of
 * function/target and its slope at p = from_logit(v), from the smaller of p and 1 - p,
 * because p itself is rounded near 1. */
typedef struct equation {
    uint64_t successes, trials;
    double target;
} equation_t;

typedef nz_status_t evaluate_t(
    const equation_t *equation, double v, double *excess, double *slope);

/* P(X < k) + P(X = k)/2 */
static nz_status_t
evaluate_mid_p(const equation_t *equation, double v, double *excess, double *slope)
{
    const uint64_t n = equation->trials;
    const uint64_t k = v > 0.0 ? n - equation->successes : equation->successes;
    const double p = from_logit(-fabs(v)), pmf = nz_binomial_pmf(k, n, p);
    double at_most, above;
    nz_status_t status = nz_binomial_tails(k, n, p, &at_most, &above);

    if (status == NZ_OK) {
        const double mid = v > 0.0 ? above + 0.5 * pmf : at_most - 0.5 * pmf;
        const double np = (double) n * p, kp = (double) k * p;
        *excess = log(mid / equation->target);
        *slope = -pmf * (np - kp + 0.5 * ((double) k - np)) / mid;
    }
    return status;
}

/* P(X = k) */
static nz_status_t
evaluate_pmf(const equation_t *equation, double v, double *excess, double *slope)
{
    const uint64_t n = equation->trials;
    const uint64_t k = v > 0.0 ? n - equation->successes : equation->successes;
    const double p = from_logit(-fabs(v));
    const double a = (double) k, b = (double) (n - k);

    *excess =
        nz_beta_log_logit_density(p, a, b) + log((double) n / a / b / equation->target);
    *slope = (v > 0.0 ? -1.0 : 1.0) * (a - (double) n * p);
    return NZ_OK;
}

/* Newton's iteration from v. The functions are log-concave over v and fall above k/n, so
 * that it comes down to the root from above after at most one step beyond it. */
static nz_status_t
solve(
    evaluate_t *evaluate, const equation_t *equation, double sd, double v, limit_t *limit)
{
    for (int i = 0; i < 100; i++) {
        double excess, slope;
        nz_status_t status = evaluate(equation, v, &excess, &slope);
        if (status != NZ_OK) {
            return status;
        }
        const double step = -excess / slope;
        v += step;
        if (fabs(step) <= 1e-7 * sd || fabs(step) <= 4.0 * GSL_DBL_EPSILON * fabs(v)) {
            *limit = (limit_t){ from_logit(v), from_logit(-v) };
            return NZ_OK;
        }
        if (!isfinite(v)) {
            break;
        }
    }
    return NZ_ERR_NUMERIC;
}

/* Standard deviation of the logit of an estimate. */
static double
logit_sd(double k, double n)
{
    return sqrt(n / k / (n - k));
}

/* Tail at most one half. */
static nz_status_t
mid_p_limit(uint64_t successes, uint64_t trials, double tail, limit_t *limit)
{
    const double k = (double) successes, n = (double) trials;
    const equation_t equation = { successes, trials, tail };
    double start;

    if (successes == trials) {
        *limit = (limit_t){ 1.0, 0.0 };
        return NZ_OK;
    }
    if (successes == 0) { /* (1 - p)^n = 2 tail */
        const double log_q = log(2.0 * tail) / n;
        *limit = (limit_t){ fabs(expm1(log_q)), exp(log_q) };
        return NZ_OK;
    }
    /* Clopper-Pearson's limit, here of the failures, lies a little beyond. */
    nz_status_t status = nz_beta_quantile(tail, false, n - k, k + 1.0, &start);
    return status != NZ_OK ? status
                           : solve(evaluate_mid_p, &equation, logit_sd(k, n),
                               log1p(-start) - log(start), limit);
}

nz_status_t
nz_proportion_mid_p(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);
    const uint64_t failures = trials - successes;
    double lower = 0.0, upper = 1.0;
    limit_t limit = { 0.0, 1.0 };

    if (status == NZ_OK && tails.lower > 0.0) { /* beyond one half the sides change */
        const bool above = tails.lower > 0.5;
        status = mid_p_limit(above ? successes : failures, trials,
            above ? 1.0 - tails.lower : tails.lower, &limit);
        lower = above ? limit.p : limit.q;
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        const bool below = tails.upper > 0.5;
        status = mid_p_limit(below ? failures : successes, trials,
            below ? 1.0 - tails.upper : tails.upper, &limit);
        upper = below ? limit.q : limit.p;
    }
    if (status == NZ_OK) {
        *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    }
    return status;
}

static nz_status_t
anytime_limit(uint64_t successes, uint64_t trials, double alpha, limit_t *limit)
{
    const double k = (double) successes, n = (double) trials;
    const equation_t equation = { successes, trials, alpha / (n + 1.0) };

    if (successes == trials) {
        *limit = (limit_t){ 1.0, 0.0 };
        return NZ_OK;
    }
    if (successes == 0) {
        const double log_q = log(equation.target) / n;
        *limit = (limit_t){ -expm1(log_q), exp(log_q) };
        return NZ_OK;
    }
    /* As if log P(X = k) were a parabola over the logit. It falls by log(3/2) at least,
     * since (n + 1) P(X = k) is least at the mode of one in two. */
    const double sd = logit_sd(k, n);
    const double fall = log(nz_binomial_pmf(successes, trials, k / n) / equation.target);
    return solve(
        evaluate_pmf, &equation, sd, log(k / (n - k)) + sd * sqrt(2.0 * fall), limit);
}

nz_status_t
nz_proportion_anytime(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);
    const double alpha = tails.lower + tails.upper;
    limit_t below = { 0.0, 0.0 }, above = { 1.0, 0.0 };

    if (status == NZ_OK && tails.lower > 0.0) {
        status = anytime_limit(trials - successes, trials, alpha, &below);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = anytime_limit(successes, trials, alpha, &above);
    }
    if (status == NZ_OK) {
        *out = nz_interval_on_scale(below.q, above.p, tails, 0.0, 1.0);
    }
    return status;
}

/* Quantiles of Beta(k + prior, n - k + prior). */
static nz_status_t
posterior(uint64_t successes, uint64_t trials, double prior, nz_tails_t tails,
    double *lower, double *upper)
{
    const double a = (double) successes + prior;
    const double b = (double) (trials - successes) + prior;
    nz_status_t status = nz_beta_quantile(tails.lower, false, a, b, lower);

    return status == NZ_OK ? nz_beta_quantile(tails.upper, true, a, b, upper) : status;
}

nz_status_t
nz_proportion_bayes_uniform(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    double lower, upper;
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);

    if (status == NZ_OK) {
        status = posterior(successes, trials, 1.0, tails, &lower, &upper);
    }
    if (status == NZ_OK) {
        *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    }
    return status;
}

nz_status_t
nz_proportion_jeffreys(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    double lower, upper;
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);

    if (status == NZ_OK) {
        status = posterior(successes, trials, 0.5, tails, &lower, &upper);
    }
    if (status == NZ_OK) {
        lower = successes == 0 ? 0.0 : lower;
        upper = successes == trials ? 1.0 : upper;
        *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    }
    return status;
}

nz_status_t
nz_proportion_modified_jeffreys(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_interval_t jeffreys, exact;
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);

    if (status == NZ_OK) {
        status = nz_proportion_jeffreys(successes, trials, tails, &jeffreys);
    }
    if (status == NZ_OK) {
        status = nz_proportion_clopper_pearson(successes, trials, tails, &exact);
    }
    if (status == NZ_OK) {
        const uint64_t failures = trials - successes;
        double lower = successes <= 1 ? 0.0 : jeffreys.lower;
        double upper = failures <= 1 ? 1.0 : jeffreys.upper;
        lower = failures == 0 ? exact.lower : lower;
        upper = successes == 0 ? exact.upper : upper;
        *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    }
    return status;
}

/* p + z sqrt(p (1 - p) / n) with z^2/2 added to either outcome, from the rarer of them.
 */
static double
agresti_coull_limit(uint64_t successes, uint64_t trials, double z)
{
    const uint64_t failures = trials - successes;
    const bool rare = successes <= failures;
    const double n = (double) trials + z * z;
    const double share = ((double) (rare ? successes : failures) + 0.5 * z * z) / n;
    const double limit = share + (rare ? z : -z) * sqrt(share * (1.0 - share) / n);
    const double clipped = fmin(fmax(limit, 0.0), 1.0);

    return rare ? clipped : 1.0 - clipped;
}

nz_status_t
nz_proportion_agresti_coull(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out)
{
    nz_status_t status = nz_proportion_check(successes, trials, tails, out);
    if (status != NZ_OK) {
        return status;
    }
    double lower = 0.0, upper = 1.0;

    if (tails.lower > 0.0) {
        lower =
            agresti_coull_limit(successes, trials, gsl_cdf_ugaussian_Pinv(tails.lower));
    }
    if (tails.upper > 0.0) {
        upper =
            agresti_coull_limit(successes, trials, gsl_cdf_ugaussian_Qinv(tails.upper));
    }
    *out = nz_interval_on_scale(lower, upper, tails, 0.0, 1.0);
    return NZ_OK;
}

nz_status_t
nz_proportion_interval(nz_interval_method_t method, uint64_t successes, uint64_t trials,
    nz_tails_t tails, nz_interval_t *out)
{
    typedef nz_status_t function_t(uint64_t, uint64_t, nz_tails_t, nz_interval_t *);
    static function_t *const functions[] = {
#define NZ_METHOD_FUNCTION_(upper, lower, scores, text) nz_proportion_##lower,
        NZ_INTERVAL_METHOD_LIST(NZ_METHOD_FUNCTION_)
#undef NZ_METHOD_FUNCTION_
    };
    return (unsigned) method < NZ_N_INTERVAL_METHODS
               ? functions[method](successes, trials, tails, out)
               : NZ_ERR_DOMAIN;
}
