#include "sim/task_sequence.h"

#include <float.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

static bool
is_valid(const nz_task_sequence_t *task)
{
    return task->loss >= 0.0 && task->tokens >= 1
           && task->tokens <= NZ_TASK_SEQUENCE_TOKENS_MAX && task->item_correlation >= 0.0
           && task->item_correlation < 1.0;
}

/* log of a (a+1) ... (a+m-1). */
static double
log_rising(double a, uint64_t m)
{
    double sum = 0.0;
    for (uint64_t i = 0; i < m; i++) {
        sum += log(a + (double) i);
    }
    return sum;
}

static void
binomial_pmf(const nz_task_sequence_t *task, double *pmf)
{
    const uint64_t n = task->tokens;
    const double log_wrong = log(-expm1(-task->loss));

    pmf[0] = exp(-(double) n * task->loss);
    for (uint64_t j = 1; j <= n; j++) {
        const double right =
            j < n ? (double) (n - j) * task->loss : 0.0; /* no inf times 0 */
        pmf[j] = exp(
            gsl_sf_lnchoose((unsigned) n, (unsigned) j) + (double) j * log_wrong - right);
    }
}

/* C(L, j) (B)_j (A)_{L-j} / (A+B)_L with rising factorials, built up in both directions.
 */
static void
beta_binomial_pmf(const nz_task_sequence_t *task, double *pmf)
{
    const uint64_t n = task->tokens;
    const double strength = 1.0 / task->item_correlation - 1.0;
    const double a = exp(-task->loss) * strength, b = -expm1(-task->loss) * strength;
    double sum = -log_rising(strength, n);

    for (uint64_t j = 0; j <= n; j++) {
        pmf[j] = sum;
        sum += log(b + (double) j);
    }
    sum = 0.0;
    for (uint64_t j = n; j <= n; j--) { /* wraps after 0 */
        pmf[j] = exp(gsl_sf_lnchoose((unsigned) n, (unsigned) j) + pmf[j] + sum);
        sum += log(a + (double) (n - j));
    }
}

nz_status_t
nz_task_sequence_pmf(const nz_task_sequence_t *task, double *pmf)
{
    if (task == NULL || pmf == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(task)) {
        return NZ_ERR_DOMAIN;
    }
    if (task->loss == 0.0 || isinf(task->loss)) { /* always right, always wrong */
        for (uint64_t j = 0; j <= task->tokens; j++) {
            pmf[j] = j == (task->loss == 0.0 ? 0 : task->tokens) ? 1.0 : 0.0;
        }
    } else if (task->item_correlation > 0.0) {
        beta_binomial_pmf(task, pmf);
    } else {
        binomial_pmf(task, pmf);
    }
    return NZ_OK;
}

static double
true_accuracy(const nz_task_sequence_t *task)
{
    if (task->item_correlation > 0.0 && task->loss > 0.0 && !isinf(task->loss)) {
        const double strength = 1.0 / task->item_correlation - 1.0;
        const double a = exp(-task->loss) * strength;
        double product = 1.0;
        for (uint64_t i = 0; i < task->tokens; i++) {
            product *= (a + (double) i) / (strength + (double) i);
        }
        return product;
    }
    return exp(-(double) task->tokens * task->loss);
}

/* A true mean is inside its scale, never at its ends, unless the loss is 0 or infinite:
 * where a double would round it to an end, an interval of no width there must not count
 * as holding it. */
static double
inside(double mean, double scale, const nz_task_sequence_t *task)
{
    if (task->loss == 0.0 || isinf(task->loss)) {
        return mean;
    }
    return fmin(fmax(mean, DBL_TRUE_MIN), nextafter(scale, 0.0));
}

nz_status_t
nz_task_sequence_truth(
    const nz_task_sequence_t *task, nz_metric_t metric, double *mean, double *sd)
{
    if (task == NULL || mean == NULL || sd == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(task)) {
        return NZ_ERR_DOMAIN;
    }
    const double length = (double) task->tokens;
    const double right = exp(-task->loss), wrong = -expm1(-task->loss);
    double accuracy;

    switch (metric) {
    case NZ_METRIC_ACCURACY:
        accuracy = inside(true_accuracy(task), 1.0, task);
        *mean = accuracy;
        *sd = sqrt(accuracy * (1.0 - accuracy));
        return NZ_OK;
    case NZ_METRIC_TOKEN_EDIT_DISTANCE:
        *mean = inside(length * wrong, length, task);
        *sd = sqrt(
            length * right * wrong * (1.0 + (length - 1.0) * task->item_correlation));
        return NZ_OK;
    case NZ_N_METRICS:
        break;
    }
    return NZ_ERR_DOMAIN;
}

uint64_t
nz_task_sequence_score(const nz_task_sequence_t *task, nz_metric_t metric,
    const uint64_t *wrong, uint64_t n_items, uint64_t outcomes[2], nz_scores_t *scores)
{
    uint64_t total = 0;

    if (metric == NZ_METRIC_ACCURACY) {
        outcomes[0] = n_items - wrong[0];
        outcomes[1] = wrong[0];
        *scores = (nz_scores_t){ outcomes, 2, n_items };
        return wrong[0];
    }
    for (uint64_t j = 1; j <= task->tokens; j++) {
        total += j * wrong[j];
    }
    *scores = (nz_scores_t){ wrong, (size_t) task->tokens + 1, n_items };
    return total;
}
