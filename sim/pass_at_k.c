#include "sim/pass_at_k.h"

#include "sim/sequence_law.h"
#include "stats/beta.h"
#include "stats/binomial.h"

#include <float.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const double correlation_min = 1e-14; /* below, items count as alike */

void
nz_pass_at_k_values(uint64_t samples, uint64_t k, double *values)
{
    double below = 1.0; /* 1 - values[c] */

    values[0] = 0.0;
    for (uint64_t c = 1; c <= samples; c++) {
        const uint64_t left = samples - c + 1;
        if (left <= k) { /* fewer wrong answers than k */
            values[c] = 1.0;
            below = 0.0;
            continue;
        }
        const double share = (double) k / (double) left;
        values[c] = values[c - 1] + below * share;
        below *= 1.0 - share;
    }
}

static bool
is_valid(const nz_task_t *task)
{
    return task->loss >= 0.0 && task->difficulty >= 1.0
           && task->difficulty <= NZ_SEQUENCE_LAW_TOKENS_MAX
           && task->item_correlation >= 0.0 && task->item_correlation < 1.0
           && task->samples >= 1 && task->samples <= NZ_PASS_AT_K_SAMPLES_MAX;
}

static bool
is_certain(const nz_task_t *task)
{
    return task->loss == 0.0 || isinf(task->loss);
}

/* What is integrated over d, the logit of p less that of its mean: p^(Lc) (1 - p^L)^(s-c)
 * times the density of the logit. */
typedef struct integrand {
    double tokens, right, wrong; /* L, c, s - c */
    double strength;             /* A + B */
    double p, q;                 /* the mean of p and its complement */
    double logit;                /* of the mean */
    double log_top;              /* of the density at d = 0 */
} integrand_t;

/* log(1 + p (exp(d) - 1)) - p d, the logarithm of the density's fall from d = 0 to d by
 * its strength. */
static double
log_fall(const integrand_t *self, double d)
{
    const double pq = self->p * self->q;

    if (fabs(d) < 1e-4) { /* cumulants of a Bernoulli variable */
        return pq * d * d
               * (0.5 + d * ((self->q - self->p) / 6.0 + d * (1.0 - 6.0 * pq) / 24.0));
    }
    /* By the rarer outcome, unless that overflows. */
    const bool is_upper = self->q < self->p ? d > -600.0 : d > 600.0;
    return is_upper ? log1p(self->q * expm1(-d)) + self->q * d
                    : log1p(self->p * expm1(d)) - self->p * d;
}

/* log p at a logit. */
static double
log_p(double logit)
{
    return logit > 0.0 ? -log1p(exp(-logit)) : logit - log1p(exp(logit));
}

/* log(1 - exp(x)), x < 0. */
static double
log_complement(double x)
{
    return x > -0.7 ? log(-expm1(x)) : log1p(-exp(x)); /* log 2: the better of the two */
}

static double
log_integrand(const integrand_t *self, double d)
{
    const double x = self->tokens * log_p(self->logit + d);
    return self->log_top - self->strength * log_fall(self, d) + self->right * x
           + self->wrong * log_complement(x);
}

/* Its derivative, which falls, and the curvature, minus the second one. */
static double
slope(const integrand_t *self, double d, double *curvature)
{
    const double logit = self->logit + d;
    const double p = exp(log_p(logit)), q = exp(log_p(-logit));
    /* p less its mean; the denominators are 1 + q (exp(-d) - 1) and 1 + p (exp(d) - 1) */
    const double above = self->p * self->q
                         * (d > 0.0 ? -expm1(-d) / (exp(-d) - self->p * expm1(-d))
                                    : expm1(d) / (exp(d) - self->q * expm1(d)));
    const double x = self->tokens * log_p(logit);
    const double odds = x < 0.0 ? exp(x) / -expm1(x) : (double) INFINITY;
    const double lq = self->tokens * q; /* of x */
    const double fall = odds * lq;

    *curvature = self->strength * p * q + self->right * lq * p
                 + self->wrong * fall * (lq * (1.0 + odds) - p);
    return -self->strength * above + self->right * lq - self->wrong * fall;
}

/* Where the integrand is largest, to a thousandth of its width, or of 1. */
static double
find_mode(const integrand_t *self, double *width)
{
    static const double logit_max = 720.0; /* exp of it is a double */
    double low = -logit_max - self->logit, high = logit_max - self->logit;
    double curvature = 0.0, d = 0.0;

    for (int i = 0; i < 200; i++) {
        d = 0.5 * (low + high);
        *(slope(self, d, &curvature) > 0.0 ? &low : &high) = d;
        *width = 1.0 / fmax(sqrt(curvature), 1.0);
        if (high - low < 1e-3 * *width) {
            break;
        }
    }
    return d;
}

/* Outwards from d in steps of h, until what is added no longer counts; without d. */
static double
sum_side(const integrand_t *self, double d, double h, double log_scale)
{
    double sum = 0.0, term = 1.0;

    while (term > 1e-19) {
        d += h;
        term = exp(log_integrand(self, d) - log_scale);
        sum += term;
    }
    return sum;
}

/* The logarithm of the integral. */
static double
integrate(const integrand_t *self)
{
    double width = 1.0;
    const double d = find_mode(self, &width);
    const double h = fmin(0.25, width / 3.0), scale = log_integrand(self, d);

    return scale
           + log(h * (1.0 + sum_side(self, d, h, scale) + sum_side(self, d, -h, scale)));
}

/* log Gamma(x + b) - log Gamma(x) for large x, by Stirling's series. */
static double
log_gamma_step(double x, double b)
{
    const double y = x + b;
    return b * log(x) + (y - 0.5) * log1p(b / x) - b + (1.0 / y - 1.0 / x) / 12.0
           - (1.0 / (y * y * y) - 1.0 / (x * x * x)) / 360.0;
}

/* prod_{i<m} (a+i)/(a+b+i), the factors beyond the first as gamma functions. */
static double
all_right(double a, double b, double m)
{
    static const double n_factors = 10000.0;
    const double first = fmin(m, n_factors);
    double product = 1.0;

    for (double i = 0.0; i < first && product > 0.0; i += 1.0) {
        product *= (a + i) / (a + b + i);
    }
    return m > first
               ? product * exp(log_gamma_step(a + first, b) - log_gamma_step(a + m, b))
               : product;
}

static void
mixed_pmf(const nz_task_t *task, double *pmf)
{
    const double s = (double) task->samples;
    const double strength = 1.0 / task->item_correlation - 1.0;
    const double p = exp(-task->loss), q = -expm1(-task->loss);
    integrand_t integrand = { .tokens = task->difficulty,
        .strength = strength,
        .p = p,
        .q = q,
        .logit = -task->loss - log(q) };
    double rest = 1.0;

    memset(pmf, 0, (task->samples + 1) * sizeof(*pmf));
    if (p * strength < DBL_MIN) { /* no item has a chance that a double holds */
        pmf[0] = 1.0;
        return;
    }
    /* At the mean, as seen from the rarer outcome. */
    const double rare = fmin(p, q);
    integrand.log_top =
        nz_beta_log_logit_density(rare, rare * strength, fmax(p, q) * strength);
    pmf[task->samples] = all_right(p * strength, q * strength, task->difficulty * s);
    rest -= pmf[task->samples];
    for (uint64_t c = task->samples - 1; c > 0; c--) {
        integrand.right = (double) c;
        integrand.wrong = s - (double) c;
        pmf[c] = exp(gsl_sf_lnchoose((unsigned) task->samples, (unsigned) c)
                     + integrate(&integrand));
        rest -= pmf[c];
    }
    pmf[0] = fmax(rest, 0.0);
}

/* log(1 - pi) of items that are alike. */
static double
log_wrong(const nz_task_t *task)
{
    return log_complement(-task->difficulty * task->loss);
}

static void
alike_pmf(const nz_task_t *task, double *pmf)
{
    const double log_right = -task->difficulty * task->loss;
    const uint64_t s = task->samples;

    for (uint64_t c = 0; c <= s; c++) { /* no inf times 0 */
        const double right = c > 0 ? (double) c * log_right : 0.0;
        const double wrong = c < s ? (double) (s - c) * log_wrong(task) : 0.0;
        pmf[c] = exp(gsl_sf_lnchoose((unsigned) s, (unsigned) c) + right + wrong);
    }
}

static bool
are_alike(const nz_task_t *task)
{
    return task->item_correlation < correlation_min || is_certain(task);
}

nz_status_t
nz_pass_at_k_pmf(const nz_task_t *task, double *pmf)
{
    if (task == NULL || pmf == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(task)) {
        return NZ_ERR_DOMAIN;
    }
    if (are_alike(task)) {
        alike_pmf(task, pmf);
    } else {
        mixed_pmf(task, pmf);
    }
    return NZ_OK;
}

nz_status_t
nz_pass_at_k_truth(const nz_task_t *task, double *mean, double *sd)
{
    double pmf[NZ_PASS_AT_K_SAMPLES_MAX + 1], values[NZ_PASS_AT_K_SAMPLES_MAX + 1];
    double sum = 0.0, square = 0.0;

    if (task == NULL || mean == NULL || sd == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(task) || task->k < 1 || task->k > task->samples) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = nz_pass_at_k_pmf(task, pmf);
    if (status != NZ_OK) {
        return status;
    }
    nz_pass_at_k_values(task->samples, task->k, values);
    for (uint64_t c = task->samples; c > 0; c--) {
        sum += values[c] * pmf[c];
    }
    if (are_alike(task)) {
        sum = -expm1((double) task->k * log_wrong(task));
    }
    for (uint64_t c = 0; c <= task->samples; c++) {
        square += (values[c] - sum) * (values[c] - sum) * pmf[c];
    }
    *mean = is_certain(task) ? sum : fmin(fmax(sum, DBL_TRUE_MIN), nextafter(1.0, 0.0));
    *sd = sqrt(square);
    return NZ_OK;
}
