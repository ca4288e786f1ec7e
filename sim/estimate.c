#include "sim/estimate.h"

#include "sim/task.h"
#include "sim/unit.h"
#include "stats/mcse.h"

#include <math.h>

/* Where the values of one cell, interval or curve go. */
typedef struct sink {
    nz_summary_t *summary;
    size_t index;
} sink_t;

static void
store(sink_t sink, nz_quantity_t quantity, double value, double mcse)
{
    sink.summary->value[quantity][sink.index] = value;
    if (sink.summary->mcse[quantity] != NULL) {
        sink.summary->mcse[quantity][sink.index] = mcse;
    }
}

static void
store_share(sink_t sink, nz_quantity_t quantity, uint64_t count, uint64_t total)
{
    store(sink, quantity, (double) count / (double) total, nz_mcse_share(count, total));
}

static double
estimate_of_key(int64_t key, const void *context)
{
    return nz_unit_value(context, key);
}

static double
score_of_key(int64_t key, const void *context)
{
    (void) context;
    return nz_frequency_value(key);
}

static void
estimate_cell(const nz_cell_tally_t *cell, double truth, const nz_unit_scale_t *scale,
    double resolution, uint64_t n, sink_t sink)
{
    static const struct {
        nz_quantity_t quantity;
        double u;
    } quantiles[] = { { NZ_QUANTITY_Q025, 0.025 }, { NZ_QUANTITY_Q250, 0.25 },
        { NZ_QUANTITY_Q500, 0.5 }, { NZ_QUANTITY_Q750, 0.75 },
        { NZ_QUANTITY_Q975, 0.975 } };
    const double mcse = nz_mcse_mean(&cell->estimate, resolution);

    store(sink, NZ_QUANTITY_TRUE_VALUE, truth, (double) NAN);
    store(sink, NZ_QUANTITY_MEAN, cell->estimate.mean, mcse);
    store(sink, NZ_QUANTITY_BIAS, cell->estimate.mean - truth, mcse);
    store(sink, NZ_QUANTITY_SD, nz_moments_sd(&cell->estimate),
        nz_mcse_sd(&cell->estimate, resolution));
    for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++) {
        const nz_quantile_estimate_t q =
            nz_mcse_quantile(&cell->totals, quantiles[i].u, estimate_of_key, scale);
        store(sink, quantiles[i].quantity, q.value, q.mcse);
    }
    store_share(sink, NZ_QUANTITY_ZERO_SHARE, cell->n_zero, n);
}

static void
estimate_interval(const nz_interval_tally_t *interval, nz_interval_t first,
    bool has_first, double resolution, uint64_t n, sink_t sink)
{
    store_share(sink, NZ_QUANTITY_COVERAGE, interval->n_covered, n);
    store_share(sink, NZ_QUANTITY_DEGENERATE_SHARE,
        interval->n_degenerate + interval->n_undefined, n);
    if (interval->n_infinite > 0) {
        store(sink, NZ_QUANTITY_WIDTH, (double) INFINITY, (double) NAN);
    } else if (interval->width.n > 0) {
        store(sink, NZ_QUANTITY_WIDTH, interval->width.mean,
            nz_mcse_mean(&interval->width, resolution));
    }
    if (has_first && first.status != NZ_INTERVAL_UNDEFINED) {
        store(sink, NZ_QUANTITY_FIRST_LOWER, first.lower, (double) NAN);
        store(sink, NZ_QUANTITY_FIRST_UPPER, first.upper, (double) NAN);
    }
}

static void
estimate_emergence(const nz_curve_tally_t *curve, uint64_t n, sink_t sink)
{
    static const struct {
        nz_quantity_t quantity;
        double u;
    } quantiles[] = { { NZ_QUANTITY_EMERGENCE_Q05, 0.05 },
        { NZ_QUANTITY_EMERGENCE_MEDIAN, 0.5 }, { NZ_QUANTITY_EMERGENCE_Q95, 0.95 } };
    const uint64_t n_infinite = curve->n_plus_infinite + curve->n_minus_infinite;

    if (n_infinite == 0) {
        store(sink, NZ_QUANTITY_EMERGENCE_MEAN, curve->finite.mean,
            nz_mcse_mean(&curve->finite, 0.0));
    } else if (curve->n_plus_infinite == 0 || curve->n_minus_infinite == 0) {
        const double sign = curve->n_plus_infinite > 0 ? 1.0 : -1.0;
        store(sink, NZ_QUANTITY_EMERGENCE_MEAN, sign * (double) INFINITY, (double) NAN);
    }
    for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++) {
        const nz_quantile_estimate_t q =
            nz_mcse_quantile(&curve->scores, quantiles[i].u, score_of_key, NULL);
        store(sink, quantiles[i].quantity, q.value, q.mcse);
    }
    store_share(sink, NZ_QUANTITY_EMERGENCE_INFINITE_SHARE, n_infinite, n);
}

/* Everything of one model and metric. */
static nz_status_t
estimate_metric(const nz_curve_t *curve, const nz_task_t *task, size_t i_model,
    size_t i_metric, const nz_tally_t *tally, nz_summary_t *summary)
{
    const nz_study_t *study = &summary->study;
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const nz_metric_t metric = (nz_metric_t) study->metrics.values[i_metric];
    const size_t i_cell = i_model * study->metrics.n + i_metric;
    const sink_t cell = { summary, nz_summary_cell(study, curve->i_difficulty,
                                       curve->i_test_size, i_model, i_metric) };
    double truth, sd;
    nz_status_t status = type->truth(task, metric, &truth, &sd);

    if (status != NZ_OK) {
        return status;
    }
    const nz_unit_scale_t scale =
        nz_unit_scale(type, task, metric, truth, sd, curve->test_size);
    const double resolution = nz_task_resolution(type, task, metric, curve->test_size);
    estimate_cell(
        &tally->cells[i_cell], truth, &scale, resolution, tally->n_replicates, cell);
    /* Another test set may take an answer more or less, if any may. */
    store(cell, NZ_QUANTITY_COST, tally->cells[i_cell].cost.mean,
        nz_mcse_mean(
            &tally->cells[i_cell].cost, nz_metric_is_sequential(metric) ? 1.0 : 0.0));
    if (tally->has_first) {
        store(cell, NZ_QUANTITY_FIRST_ESTIMATE, tally->first_estimates[i_cell],
            (double) NAN);
    }
    for (size_t k = 0; k < study->intervals.n; k++) {
        const size_t i_interval = i_cell * study->intervals.n + k;
        const sink_t sink = { summary, cell.index * study->intervals.n + k };
        if (nz_metric_takes_method(
                metric, (nz_interval_method_t) study->intervals.values[k])) {
            estimate_interval(&tally->intervals[i_interval],
                tally->first_intervals[i_interval], tally->has_first, resolution,
                tally->n_replicates, sink);
        }
    }
    return NZ_OK;
}

static nz_status_t
estimate_model(const nz_curve_t *curve, size_t i_model, const nz_tally_t *tally,
    nz_summary_t *summary)
{
    nz_task_t task;
    nz_status_t status = nz_unit_task(&summary->study, i_model, curve->difficulty, &task);

    for (size_t m = 0; m < summary->study.metrics.n && status == NZ_OK; m++) {
        status = estimate_metric(curve, &task, i_model, m, tally, summary);
    }
    return status;
}

nz_status_t
nz_estimate_curve(const nz_curve_t *curve, const nz_tally_t *tally, nz_summary_t *summary)
{
    if (curve == NULL || tally == NULL || summary == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const nz_study_t *study = &summary->study;
    if (tally->n_replicates != study->replicates
        || tally->n_models != study->models.parameters.n
        || tally->n_metrics != study->metrics.n
        || tally->n_intervals != study->intervals.n) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = NZ_OK;
    for (size_t i = 0; i < tally->n_models && status == NZ_OK; i++) {
        status = estimate_model(curve, i, tally, summary);
    }
    for (size_t m = 0; m < study->metrics.n && status == NZ_OK; m++) {
        const sink_t sink = { summary,
            nz_summary_curve(study, curve->i_difficulty, curve->i_test_size, m) };
        estimate_emergence(&tally->curves[m], tally->n_replicates, sink);
    }
    return status;
}
