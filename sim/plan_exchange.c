#include "sim/plan_exchange.h"

#include "sim/cluster_totals.h"
#include "sim/sequence_law.h"
#include "stats/slope_design.h"

#include <gsl/gsl_sf_psi.h>
#include <math.h>

/* Beyond it the sum over tokens is a difference of digamma functions. */
enum { tokens_summed = 1000 };

/* D/A for the Beta(A, B) rate of an item: sum_{i<L} 1/(A + i). */
static double
harmonic(double a, double tokens)
{
    double sum = 0.0;

    if (tokens > tokens_summed) {
        return gsl_sf_psi(a + tokens) - gsl_sf_psi(a);
    }
    for (double i = 0.0; i < tokens; i++) {
        sum += 1.0 / (a + i);
    }
    return sum;
}

static nz_status_t
correlated_rate(const nz_sequence_law_t *law, double log_token, double *rate)
{
    const double rho = law->item_correlation, tokens = (double) law->tokens;
    const double p = exp(log_token), a = p * (1.0 / rho - 1.0);
    double accuracy = 0.0, sd = 0.0;
    nz_status_t status = nz_sequence_law_truth(law, NZ_METRIC_ACCURACY, &accuracy, &sd);

    if (status == NZ_OK) {
        const double slope = a * harmonic(a, tokens);
        *rate = tokens * p * (1.0 - accuracy)
                / (-expm1(log_token) * (1.0 + (tokens - 1.0) * rho) * accuracy * slope
                    * slope);
    }
    return status;
}

nz_status_t
nz_plan_exchange_rate(const nz_plan_exchange_t *self, double *rate)
{
    if (self == NULL || rate == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(self->log_token < 0.0) || !(self->tokens >= 1.0)
        || self->tokens > (double) NZ_SEQUENCE_LAW_TOKENS_MAX
        || !(self->item_correlation >= 0.0 && self->item_correlation < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    const nz_sequence_law_t law = { -self->log_token, (uint64_t) self->tokens,
        self->item_correlation };
    double independent = 0.0;
    if (self->item_correlation == 0.0 || self->tokens == 1.0) {
        independent = nz_slope_design_exchange_rate(self->log_token, self->tokens);
    } else {
        nz_status_t status = correlated_rate(&law, self->log_token, &independent);
        if (status != NZ_OK) {
            return status;
        }
    }
    *rate = independent
            * nz_cluster_totals_design_effect(
                &law, NZ_METRIC_ACCURACY, self->cluster_size, self->cluster_correlation)
            / nz_cluster_totals_design_effect(&law, NZ_METRIC_TOKEN_ACCURACY,
                self->cluster_size, self->cluster_correlation);
    return NZ_OK;
}
