#include "sim/law_fit_scores.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* How far above its least value the sum of squares is at a limit; NaN where nothing tells
 * the errors of the scores. */
static double
excess_of(const nz_law_fit_data_t *data, double sum_of_squares, double level)
{
    const double df = (double) data->n - 2.0;

    if (data->has_variance) {
        return gsl_cdf_chisq_Pinv(level, 1.0);
    }
    return df > 0.0 && sum_of_squares > 0.0
               ? gsl_cdf_fdist_Pinv(level, 1.0, df) * sum_of_squares / df
               : (double) NAN;
}

static nz_status_t
find_limits(const nz_law_fit_data_t *data, const nz_curve_fit_t *line, double level,
    nz_law_fit_t *fit)
{
    const struct {
        nz_curve_quantity_t quantity;
        double at;
    } asked[] = { { NZ_CURVE_SLOPE, 0.0 }, { NZ_CURVE_CROSSING, 0.0 },
        { NZ_CURVE_VALUE, log(fit->centre) } };
    const double excess = excess_of(data, line->sum_of_squares, level);
    double limits[3][2];

    if (isnan(excess)) {
        return NZ_OK;
    }
    for (int i = 0; i < 3; i++) {
        const nz_status_t status = nz_curve_fit_limits(data->scores, data->n,
            &data->curve, line, asked[i].quantity, asked[i].at, excess, limits[i]);
        if (status != NZ_OK) {
            return status;
        }
    }
    for (int i = 0; i < 2; i++) {
        fit->alpha[i + 1] = limits[0][i];
        fit->c[i + 1] = exp(limits[1][i]);
        fit->eta[i + 1] = limits[2][i];
    }
    return NZ_OK;
}

nz_status_t
nz_law_fit_scores(const nz_law_fit_data_t *data, double level, nz_law_fit_t *fit)
{
    nz_curve_fit_t line;
    const nz_status_t status = nz_curve_fit(data->scores, data->n, &data->curve, &line);

    if (status == NZ_ERR_UNREACHABLE) {
        fit->status = NZ_LAW_FIT_OUT_OF_RANGE;
        return NZ_OK;
    }
    if (status != NZ_OK) {
        return status;
    }
    nz_law_fit_data_set_line(data, line.intercept, line.slope, line.variance, 0.0, fit);
    fit->deviance = line.sum_of_squares;
    if (data->has_variance && fit->df > 0.0) {
        fit->p_value = gsl_cdf_chisq_Q(line.sum_of_squares, fit->df);
        fit->dispersion = line.sum_of_squares / fit->df;
    }
    /* Scores without scatter have none that could be found. */
    const nz_status_t found = find_limits(data, &line, level, fit);
    return found == NZ_ERR_NUMERIC ? NZ_OK : found;
}

nz_status_t
nz_law_fit_scores_predict(const nz_law_fit_data_t *data, const nz_law_fit_t *fit,
    double x, double level, double score[3])
{
    const nz_curve_fit_t line = { fit->intercept, fit->slope,
        { fit->variance[0], fit->variance[1], fit->variance[2] }, fit->deviance };
    const double excess = excess_of(data, line.sum_of_squares, level);
    double limits[2] = { (double) NAN, (double) NAN };
    nz_status_t status = NZ_OK;

    if (!isnan(excess)) {
        status = nz_curve_fit_limits(data->scores, data->n, &data->curve, &line,
            NZ_CURVE_VALUE, x, excess, limits);
    }
    if (status == NZ_OK) {
        const double low = nz_law_fit_data_score(data, limits[0]),
                     high = nz_law_fit_data_score(data, limits[1]);
        score[0] = nz_law_fit_data_score(data, fit->intercept + fit->slope * x);
        score[1] = isnan(excess) ? (double) NAN : fmin(low, high);
        score[2] = isnan(excess) ? (double) NAN : fmax(low, high);
    }
    return status;
}
