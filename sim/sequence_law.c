#include "sim/sequence_law.h"

#include "stats/beta_binomial.h"
#include "stats/neg_log_beta.h"

#include <float.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stddef.h>

static bool
is_valid(const nz_sequence_law_t *law)
{
    return law->loss >= 0.0 && law->tokens >= 1
           && law->tokens <= NZ_SEQUENCE_LAW_TOKENS_MAX && law->item_correlation >= 0.0
           && law->item_correlation < 1.0;
}

nz_sequence_law_t
nz_sequence_law_of(const nz_task_t *task)
{
    return (nz_sequence_law_t){ task->loss, (uint64_t) task->difficulty,
        task->item_correlation };
}

static void
binomial_pmf(const nz_sequence_law_t *law, double *pmf)
{
    const uint64_t n = law->tokens;
    const double log_wrong = log(-expm1(-law->loss));

    pmf[0] = exp(-(double) n * law->loss);
    for (uint64_t j = 1; j <= n; j++) {
        const double right =
            j < n ? (double) (n - j) * law->loss : 0.0; /* no inf times 0 */
        pmf[j] = exp(
            gsl_sf_lnchoose((unsigned) n, (unsigned) j) + (double) j * log_wrong - right);
    }
}

nz_status_t
nz_sequence_law_pmf(const nz_sequence_law_t *law, double *pmf)
{
    if (law == NULL || pmf == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(law)) {
        return NZ_ERR_DOMAIN;
    }
    if (law->loss == 0.0 || isinf(law->loss)) { /* always right, always wrong */
        for (uint64_t j = 0; j <= law->tokens; j++) {
            pmf[j] = j == (law->loss == 0.0 ? 0 : law->tokens) ? 1.0 : 0.0;
        }
    } else if (law->item_correlation > 0.0) {
        return nz_beta_binomial_pmf(
            law->tokens, law->item_correlation, exp(-law->loss), -expm1(-law->loss), pmf);
    } else {
        binomial_pmf(law, pmf);
    }
    return NZ_OK;
}

static double
true_accuracy(const nz_sequence_law_t *law)
{
    if (law->item_correlation > 0.0 && law->loss > 0.0 && !isinf(law->loss)) {
        const double strength = 1.0 / law->item_correlation - 1.0;
        const double a = exp(-law->loss) * strength;
        double product = 1.0;
        for (uint64_t i = 0; i < law->tokens; i++) {
            product *= (a + (double) i) / (strength + (double) i);
        }
        return product;
    }
    return exp(-(double) law->tokens * law->loss);
}

/* A true mean is inside its scale, never at its ends, unless the loss is 0 or infinite:
 * where a double would round it to an end, an interval of no width there must not count
 * as holding it. */
static double
inside(double mean, double scale, const nz_sequence_law_t *law)
{
    if (law->loss == 0.0 || isinf(law->loss)) {
        return mean;
    }
    return fmin(fmax(mean, DBL_TRUE_MIN), nextafter(scale, 0.0));
}

bool
nz_sequence_law_varies(const nz_sequence_law_t *law)
{
    return law->item_correlation > 0.0 && law->loss > 0.0 && !isinf(law->loss);
}

static nz_status_t
true_entropy(const nz_sequence_law_t *law, double *mean, double *sd)
{
    if (!nz_sequence_law_varies(law)) {
        *mean = law->loss;
        *sd = 0.0;
        return NZ_OK;
    }
    const double strength = 1.0 / law->item_correlation - 1.0;
    return nz_neg_log_beta(
        exp(-law->loss) * strength, -expm1(-law->loss) * strength, mean, sd);
}

nz_status_t
nz_sequence_law_truth(
    const nz_sequence_law_t *law, nz_metric_t metric, double *mean, double *sd)
{
    if (law == NULL || mean == NULL || sd == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(law)) {
        return NZ_ERR_DOMAIN;
    }
    const double length = (double) law->tokens;
    const double right = exp(-law->loss), wrong = -expm1(-law->loss);

    if (metric == NZ_METRIC_ACCURACY) {
        const double accuracy = inside(true_accuracy(law), 1.0, law);
        *mean = accuracy;
        *sd = sqrt(accuracy * (1.0 - accuracy));
    } else if (metric == NZ_METRIC_TOKEN_EDIT_DISTANCE) {
        *mean = inside(length * wrong, length, law);
        *sd =
            sqrt(length * right * wrong * (1.0 + (length - 1.0) * law->item_correlation));
    } else if (metric == NZ_METRIC_TOKEN_ACCURACY) {
        *mean = inside(right, 1.0, law);
        *sd =
            sqrt(right * wrong * (1.0 + (length - 1.0) * law->item_correlation) / length);
    } else if (metric == NZ_METRIC_CROSS_ENTROPY) {
        return true_entropy(law, mean, sd);
    } else {
        return NZ_ERR_DOMAIN;
    }
    return NZ_OK;
}
