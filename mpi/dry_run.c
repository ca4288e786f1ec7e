#include "mpi/dry_run.h"

#include "mpi/calibration.h"
#include "mpi/progress.h"
#include "mpi/scheduler.h"
#include "sim/estimate.h"
#include "sim/task.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

/* Replicates are timed this long [s], laws as long again at most. */
static const double calibration_s = 1.0;

/* "2 target lengths" */
static void
print_difficulties(const nz_study_t *study)
{
    const size_t n = study->task.difficulty.n;
    const nz_task_difficulty_t *axis = &nz_task_type(study->task.kind)->difficulty;
    printf("%zu %s", n, n == 1 ? axis->singular : axis->plural);
}

static void
print_cells(const nz_studies_t *studies, const nz_design_t *design)
{
    const nz_study_t *first = &studies->parts[0];
    const size_t n_models = first->models.parameters.n;
    const size_t n_test_sizes = first->test_sizes.n;

    printf("cells            %zu (%zu model%s, ", design->n_curves * n_models, n_models,
        n_models == 1 ? "" : "s");
    if (studies->n == 1) {
        print_difficulties(first);
        printf(", ");
    }
    printf("%zu test size%s", n_test_sizes, n_test_sizes == 1 ? "" : "s");
    if (studies->n == 1) {
        printf(")\n");
        return;
    }
    printf(", %zu tasks)\n", studies->n);
    for (size_t i = 0; i < studies->n; i++) {
        const nz_study_t *study = &studies->parts[i];
        printf("                 %zu of %s (",
            study->task.difficulty.n * n_test_sizes * n_models, study->task.name);
        print_difficulties(study);
        printf(")\n");
    }
}

/* Memory of a rank. */
static double
memory_mb(const nz_studies_t *studies)
{
    const nz_study_t *first = &studies->parts[0];
    /* A tally keeps at most some 20 000 distinct totals per cell (nz_unit_key_step). */
    const double keys = first->replicates < 20000 ? (double) first->replicates : 2e4;
    const double resamples_mb = first->bootstrap.engine == NZ_ENGINE_RESAMPLE
                                    ? (double) first->bootstrap.resamples * 16e-6
                                    : 0.0;
    size_t n_metrics = 0;

    for (size_t i = 0; i < studies->n; i++) {
        const size_t n = studies->parts[i].metrics.n;
        n_metrics = n > n_metrics ? n : n_metrics;
    }
    const size_t tables =
        first->models.parameters.n + 3 * first->models.keep_every.n; /* of a metric */
    const double tally_mb = (double) (tables * n_metrics) * keys * 16e-6;
    return 50.0 + 2.0 * tally_mb + resamples_mb
           + 1e-6 * nz_design_law_cost(studies).bytes;
}

/* What does not get less with more ranks, and what does [s]. */
typedef struct cost {
    double laws_s, noise_s, units_s, longest_unit_s;
} cost_t;

static cost_t
cost_of(const nz_studies_t *studies, const nz_design_t *design,
    const nz_calibration_t *calibration)
{
    const nz_design_curve_t *first = &design->curves[0];

    return (
        cost_t){ .laws_s = calibration->law_ratio * nz_design_law_cost(studies).seconds,
        .noise_s = nz_estimate_noise_seconds(&studies->parts[0]),
        .units_s = calibration->time_ratio * nz_design_seconds(design),
        .longest_unit_s =
            calibration->time_ratio * first->replicate_s * (double) first->block };
}

static double
wall_seconds(const cost_t *cost, int n_ranks)
{
    const double shared_s = cost->units_s / nz_scheduler_n_computing(n_ranks);
    return cost->laws_s + cost->noise_s + fmax(shared_s, cost->longest_unit_s);
}

static void
print_time(const cost_t *cost, const cost_t *predicted, bool is_measured)
{
    static const int n_many = 64;
    const double seconds = wall_seconds(cost, 1);
    char measured[32], model[32], many[32];

    nz_progress_duration(seconds, measured);
    nz_progress_duration(wall_seconds(predicted, 1), model);
    nz_progress_duration(wall_seconds(cost, n_many), many);
    if (is_measured) {
        printf("core-hours       about %.2g (measured on this core: %s; by the built-in "
               "model %s)\n",
            seconds / 3600.0, measured, model);
    } else {
        printf("core-hours       about %.2g (%s by the built-in model; too slow to be "
               "measured here)\n",
            seconds / 3600.0, model);
    }
    printf("wall time        about %s on 1 rank, %s on %d\n", measured, many, n_many);
}

static void
print_journal(const nz_calibration_t *calibration)
{
    const double megabytes = 1e-6 * calibration->result_bytes;

    if (isnan(megabytes)) {
        printf("journal          of unknown size\n");
    } else if (megabytes < 0.1) {
        printf("journal          below 0.1 MB\n");
    } else {
        printf("journal          about %.*f MB\n", megabytes < 10.0 ? 1 : 0, megabytes);
    }
}

nz_status_t
nz_dry_run(const nz_studies_t *studies, const nz_design_t *design)
{
    const nz_calibration_t none = { 0, 1.0, 1.0, (double) NAN };
    nz_calibration_t calibration = none;
    const nz_status_t status = nz_calibrate(studies, design, calibration_s, &calibration);
    const cost_t cost = cost_of(studies, design, &calibration);
    const cost_t predicted = cost_of(studies, design, &none);

    print_cells(studies, design);
    printf("test sets        %" PRIu64 " per cell\n", studies->parts[0].replicates);
    printf("units            %" PRIu64 " of about %.2g s\n", design->n_units,
        cost.units_s / (double) design->n_units);
    print_time(&cost, &predicted, calibration.n_measured > 0);
    printf("memory           below %.0f MB per rank; up to 0.8 GB more on rank 0 if "
           "results or the disk have to wait\n",
        memory_mb(studies));
    print_journal(&calibration);
    return status;
}
