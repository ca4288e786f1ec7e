#include "sim/law_fit_counts.h"

#include "stats/cloglog_profile.h"
#include "stats/plateau.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Without the offsets there is a fit unless the sizes separate; with them, the scores may
 * also be better than the irreducible loss allows. */
static nz_law_fit_status_t
why_unreachable(const nz_law_fit_data_t *data)
{
    nz_cloglog_fit_t fit;

    for (size_t i = 0; i < data->n; i++) {
        data->scratch[i] = data->counts[i];
        data->scratch[i].offset = 0.0;
    }
    return nz_cloglog_fit(data->scratch, data->n, &fit) == NZ_OK ? NZ_LAW_FIT_OUT_OF_RANGE
                                                                 : NZ_LAW_FIT_SEPARATED;
}

/* What is known of a slope that has one limit only. */
static nz_status_t
fit_separated(const nz_law_fit_data_t *data, double level, nz_law_fit_t *fit)
{
    fit->status = why_unreachable(data);
    if (fit->status != NZ_LAW_FIT_SEPARATED || data->counts[0].offset > 0.0) {
        return NZ_OK;
    }
    const nz_status_t status =
        nz_cloglog_profile_separated(data->counts, data->n, level, &fit->alpha[1]);
    return status == NZ_ERR_NUMERIC || status == NZ_ERR_UNREACHABLE ? NZ_OK : status;
}

static double
pearson(const nz_law_fit_data_t *data, const nz_cloglog_fit_t *line)
{
    double sum = 0.0;

    for (size_t i = 0; i < data->n; i++) {
        const nz_cloglog_point_t *point = &data->counts[i];
        const double n = (double) point->trials;
        double wrong;
        const double right = nz_law_fit_data_right(
            line->intercept + line->slope * point->x, point->offset, &wrong);
        const double excess =
            right > 0.5 ? n * wrong - (double) (point->trials - point->successes)
                        : (double) point->successes - n * right;
        /* Without a success n^2 p^2/(n p q), p of which may be too small to divide by. */
        sum += point->successes == 0 ? n * right / wrong
                                     : excess * excess / (n * right * wrong);
    }
    return sum;
}

static void
judge(const nz_law_fit_data_t *data, const nz_cloglog_fit_t *line, nz_law_fit_t *fit)
{
    nz_plateau_t plateau;

    fit->deviance = line->deviance;
    if (fit->df > 0.0) {
        fit->p_value = gsl_cdf_chisq_Q(line->deviance, fit->df);
        fit->dispersion = pearson(data, line) / fit->df;
    }
    if (nz_plateau_test(data->counts, data->n, data->scratch, &plateau) == NZ_OK) {
        fit->plateau_p = plateau.probability;
        fit->plateau_expected = plateau.expected;
    }
}

/* Limits of alpha, of c, where eta is log L, and of eta at the centre. */
static nz_status_t
find_limits(const nz_law_fit_data_t *data, const nz_cloglog_fit_t *line, double level,
    nz_law_fit_t *fit)
{
    const double log_tokens = log(data->setting.tokens), x = log(fit->centre);
    double limits[2];
    nz_status_t status =
        nz_cloglog_profile_slope(data->counts, data->n, line, level, &fit->alpha[1]);

    if (status == NZ_OK) {
        status = nz_cloglog_profile_crossing(
            data->counts, data->n, line, log_tokens, level, limits);
        fit->c[1] = exp(limits[0]);
        fit->c[2] = exp(limits[1]);
    }
    if (status == NZ_OK) {
        status = nz_cloglog_profile_value(data->counts, data->n, line, x, level, limits);
        fit->eta[1] = limits[0] - log_tokens;
        fit->eta[2] = limits[1] - log_tokens;
    }
    return status;
}

nz_status_t
nz_law_fit_counts(const nz_law_fit_data_t *data, double level, nz_law_fit_t *fit)
{
    const double log_tokens = log(data->setting.tokens);
    nz_cloglog_fit_t line;
    nz_status_t status = nz_cloglog_fit(data->counts, data->n, &line);

    if (status == NZ_ERR_UNREACHABLE) {
        return fit_separated(data, level, fit);
    }
    if (status == NZ_OK) {
        nz_law_fit_data_set_line(
            data, line.intercept, line.slope, line.variance, log_tokens, fit);
        judge(data, &line, fit);
        status = find_limits(data, &line, level, fit);
    }
    return status;
}

nz_status_t
nz_law_fit_counts_predict(const nz_law_fit_data_t *data, const nz_law_fit_t *fit,
    double x, double level, double score[3])
{
    const nz_cloglog_fit_t line = { fit->intercept, fit->slope,
        { fit->variance[0], fit->variance[1], fit->variance[2] }, fit->deviance };
    const double offset = data->counts[0].offset;
    double limits[2], wrong;
    const nz_status_t status =
        nz_cloglog_profile_value(data->counts, data->n, &line, x, level, limits);

    if (status == NZ_OK) {
        score[0] = nz_law_fit_data_right(fit->intercept + fit->slope * x, offset, &wrong);
        score[1] = nz_law_fit_data_right(limits[1], offset, &wrong);
        score[2] = nz_law_fit_data_right(limits[0], offset, &wrong);
    }
    return status;
}
