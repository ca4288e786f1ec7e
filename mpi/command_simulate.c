#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/collect.h"
#include "mpi/collective.h"
#include "mpi/progress.h"
#include "mpi/scheduler.h"
#include "mpi/version.h"
#include "sim/estimate.h"
#include "sim/file_io.h"
#include "sim/run_file.h"
#include "sim/workspace.h"

#include <inttypes.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* What was asked for. */
typedef struct arguments {
    const char *study_path, *output;
    const char **settings; /* room for one per argument; owned */
    size_t n_settings;
    char seed[40];
    nz_progress_mode_t progress;
    bool dry_run;
} arguments_t;

/* What is at work on one rank. */
typedef struct simulation {
    const arguments_t *arguments;
    int rank, n_ranks;
    nz_studies_t studies;
    nz_run_t run; /* rank 0 */
    nz_observed_t observed;
    nz_design_t design;
    nz_workspace_t workspace;
    nz_collector_t *collector; /* rank 0 */
    nz_progress_t progress;
} simulation_t;

enum { option_set = 1, option_seed, option_progress, option_dry_run };

static error_t
check_complete(const arguments_t *arguments, struct argp_state *state)
{
    if (arguments->study_path == NULL) {
        argp_error(state, "which study? Name a YAML file, e.g. configs/mirage.yaml");
        return EINVAL;
    }
    if (arguments->output == NULL && !arguments->dry_run) {
        argp_error(state, "where should the run go? Add -o RUN.nc");
        return EINVAL;
    }
    return 0;
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    arguments_t *arguments = state->input;

    switch (key) {
    case 'o':
        arguments->output = value;
        return 0;
    case option_set:
        arguments->settings[arguments->n_settings++] = value;
        return 0;
    case option_seed:
        snprintf(arguments->seed, sizeof(arguments->seed), "seed=%.30s", value);
        arguments->settings[arguments->n_settings++] = arguments->seed;
        return 0;
    case option_dry_run:
        arguments->dry_run = true;
        return 0;
    case option_progress:
        if (nz_progress_mode_find(value, &arguments->progress) != 0) {
            argp_error(
                state, "--progress: expected auto, always or never, not '%s'", value);
            return EINVAL;
        }
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->study_path != NULL) {
            argp_error(state, "one study at a time: '%s' is too many", value);
            return EINVAL;
        }
        arguments->study_path = value;
        return 0;
    case ARGP_KEY_END:
        return check_complete(arguments, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { "output", 'o', "RUN.nc", 0, "Write the run to this file (netCDF-4)", 0 },
    { "set", option_set, "KEY=VALUE", 0,
        "Override a key of the study, e.g. --set law.alpha=-0.5; may be repeated", 0 },
    { "seed", option_seed, "S", 0, "Override the study's seed", 0 },
    { "progress", option_progress, "auto|always|never", 0,
        "A bar on a terminal, else a line a minute (auto); the bar always; or nothing",
        0 },
    { "dry-run", option_dry_run, NULL, 0,
        "Print cells, units, estimated core-hours and memory; simulate nothing", 0 },
    { 0 },
};

static const struct argp argp = { options, parse_option, "STUDY.yaml",
    "Simulate a study on any number of MPI ranks.\v"
    "The result does not depend on the number of ranks. Runs as a single process without "
    "a "
    "launcher, under mpirun and under srun --mpi=pmix. `nonzero help study` describes "
    "the "
    "study file.",
    NULL, NULL, NULL };

/* Read and check everything that can be wrong before any work is done. */
static nz_status_t
load(simulation_t *self, char **text, size_t *size, nz_diagnostics_t *diagnostics)
{
    const arguments_t *arguments = self->arguments;
    nz_status_t status =
        nz_file_read(arguments->study_path, NZ_STUDY_BYTES_MAX, text, size, diagnostics);

    if (status == NZ_ERR_IO) {
        return NZ_ERR_INPUT; /* a missing study is the user's slip, not the machine's */
    }
    if (status == NZ_OK) {
        status =
            nz_cli_parse_studies(*text, *size, arguments->study_path, arguments->settings,
                arguments->n_settings, &self->studies, &self->observed, diagnostics);
    }
    if (status == NZ_OK && !arguments->dry_run) {
        status = nz_cli_check_output(
            arguments->output, &arguments->study_path, 1, diagnostics);
    }
    return status;
}

/* The run that the studies go into. Rank 0. */
static nz_status_t
open_run(simulation_t *self)
{
    const nz_status_t status = nz_run_init(&self->run, &self->studies);

    if (status == NZ_OK) {
        self->run.parts[0].observed = self->observed;
        self->observed = (nz_observed_t){ 0 };
    }
    return status;
}

/* Give every rank the studies in the text that rank 0 has read. Collective. */
static nz_status_t
share_studies(simulation_t *self, char *text, size_t size)
{
    nz_diagnostics_t ignored = { 0 };

    nz_collective_share(&size, sizeof(size));
    text = nz_collective_share_array(text, size, 1);
    const nz_status_t status = nz_cli_parse_studies(text, size,
        self->arguments->study_path, self->arguments->settings,
        self->arguments->n_settings, &self->studies, NULL, &ignored);
    if (self->rank != 0) {
        free(text);
    }
    return status;
}

static nz_status_t
prepare(simulation_t *self)
{
    nz_status_t status = nz_design_init(&self->design, &self->studies);

    if (status == NZ_OK) {
        status = nz_workspace_init(&self->workspace, &self->studies, &self->design);
    }
    if (status == NZ_OK && self->rank == 0) {
        status = nz_collector_create(&self->design, &self->run, &self->collector);
    }
    return status;
}

static void
release(simulation_t *self)
{
    nz_collector_destroy(&self->collector);
    nz_workspace_free(&self->workspace);
    nz_design_free(&self->design);
    nz_observed_free(&self->observed);
    nz_run_free(&self->run);
    nz_studies_free(&self->studies);
}

static nz_status_t
run_unit(void *context, uint64_t i_unit, nz_poll_t poll, void *poll_context,
    nz_packed_t *result)
{
    simulation_t *self = context;
    return nz_workspace_run(&self->workspace, i_unit, poll, poll_context, result);
}

static nz_status_t
collect_unit(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    simulation_t *self = context;
    return nz_collector_add(self->collector, i_unit, words, n_words);
}

static uint64_t
n_merged(void *context)
{
    const simulation_t *self = context;
    return nz_collector_n_merged(self->collector);
}

static void
tick(void *context)
{
    simulation_t *self = context;
    nz_progress_update(&self->progress, nz_collector_done(self->collector));
}

/* Where the numbers come from, for the run file. */
static nz_status_t
write_run(const simulation_t *self, double elapsed_s, nz_diagnostics_t *diagnostics)
{
    char ranks[16], wall[32], created[32], mpi[160];
    const time_t now = time(NULL);
    struct tm utc;

    snprintf(ranks, sizeof(ranks), "%d", self->n_ranks);
    snprintf(wall, sizeof(wall), "%.3f", elapsed_s);
    strftime(created, sizeof(created), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    nz_version_mpi(mpi, sizeof(mpi));
    const nz_attribute_t attributes[] = { { "nonzero_version", nz_version_number() },
        { "nonzero_commit", nz_version_commit() }, { "compiler", nz_version_compiler() },
        { "gsl_version", nz_version_gsl() }, { "netcdf_version", nz_version_netcdf() },
        { "mpi_library", mpi }, { "ranks", ranks }, { "wall_time_s", wall },
        { "created", created } };
    return nz_run_file_write(self->arguments->output, &self->run, attributes,
        sizeof(attributes) / sizeof(attributes[0]), diagnostics);
}

static void
print_done(const simulation_t *self, double elapsed_s)
{
    const nz_study_t *study = &self->studies.parts[0]; /* what all tasks share */
    char duration[32];

    if (self->arguments->progress != NZ_PROGRESS_NEVER) {
        nz_progress_duration(elapsed_s, duration);
        fprintf(stderr,
            "nonzero: %zu cells, %" PRIu64 " test sets each, in %s on %d rank%s: %s\n",
            self->design.n_curves * study->models.parameters.n, study->replicates,
            duration, self->n_ranks, self->n_ranks == 1 ? "" : "s",
            self->arguments->output);
    }
}

/* The whole run. Collective. */
static nz_status_t
simulate(simulation_t *self, nz_diagnostics_t *diagnostics)
{
    char *text = NULL;
    size_t size = 0;
    nz_status_t status = nz_collective_agree(
        self->rank == 0 ? load(self, &text, &size, diagnostics) : NZ_OK);

    if (status == NZ_OK) {
        status = nz_collective_agree(self->rank == 0 ? open_run(self) : NZ_OK);
    }
    if (status == NZ_OK) {
        status = nz_collective_agree(share_studies(self, text, size));
    }
    free(text);
    if (status == NZ_OK) {
        status = nz_collective_agree(prepare(self));
    }
    if (status == NZ_OK) {
        const nz_work_t work = { self, run_unit, collect_unit, n_merged, tick };
        nz_progress_start(&self->progress, self->arguments->progress);
        status = nz_scheduler_run(MPI_COMM_WORLD, self->design.n_units, &work);
    }
    if (status == NZ_OK && self->rank == 0) {
        const double elapsed_s = nz_progress_elapsed(&self->progress);
        nz_progress_finish(&self->progress);
        status = write_run(self, elapsed_s, diagnostics);
        if (status == NZ_OK) {
            print_done(self, elapsed_s);
        }
    }
    return nz_collective_agree(status);
}

static int
simulate_in_mpi(const arguments_t *arguments)
{
    simulation_t simulation = { .arguments = arguments };
    nz_diagnostics_t diagnostics = { 0 };

    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, &simulation.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &simulation.n_ranks);
    const nz_status_t status = simulate(&simulation, &diagnostics);
    const int code = nz_collective_finish(status, &diagnostics);
    release(&simulation);
    MPI_Finalize();
    return code;
}

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

static void
print_plan(const nz_studies_t *studies, const nz_design_t *design)
{
    const nz_study_t *first = &studies->parts[0];
    const nz_law_cost_t laws = nz_design_law_cost(studies);
    const double seconds =
        nz_design_seconds(design) + laws.seconds + nz_estimate_noise_seconds(first);
    /* A tally keeps at most some 20 000 distinct totals per cell (nz_unit_key_step). */
    const double keys = first->replicates < 20000 ? (double) first->replicates : 2e4;
    const double resamples_mb = first->bootstrap.engine == NZ_ENGINE_RESAMPLE
                                    ? (double) first->bootstrap.resamples * 16e-6
                                    : 0.0;
    size_t n_metrics = 0;
    char duration[32];

    for (size_t i = 0; i < studies->n; i++) {
        const size_t n = studies->parts[i].metrics.n;
        n_metrics = n > n_metrics ? n : n_metrics;
    }
    const size_t tables =
        first->models.parameters.n + 3 * first->models.keep_every.n; /* of a metric */
    const double tally_mb = (double) (tables * n_metrics) * keys * 16e-6;
    nz_progress_duration(seconds, duration);
    print_cells(studies, design);
    printf("test sets        %" PRIu64 " per cell\n", first->replicates);
    printf("units            %" PRIu64 " of about %.2g s\n", design->n_units,
        nz_design_seconds(design) / (double) design->n_units);
    printf("core-hours       about %.2g (%s on one core)\n", seconds / 3600.0, duration);
    printf("memory           below %.0f MB per rank\n",
        50.0 + 2.0 * tally_mb + resamples_mb + 1e-6 * laws.bytes);
}

static int
dry_run(const arguments_t *arguments)
{
    simulation_t simulation = { .arguments = arguments };
    nz_diagnostics_t diagnostics = { 0 };
    char *text = NULL;
    size_t size = 0;

    if (!nz_cli_speaks()) {
        return NZ_EXIT_OK;
    }
    nz_status_t status = load(&simulation, &text, &size, &diagnostics);
    if (status == NZ_OK) {
        status = nz_design_init(&simulation.design, &simulation.studies);
    }
    if (status == NZ_OK) {
        print_plan(&simulation.studies, &simulation.design);
    }
    free(text);
    release(&simulation);
    return nz_cli_finish(status, &diagnostics);
}

int
nz_command_simulate(int argc, char **argv)
{
    arguments_t arguments = { .settings = calloc((size_t) argc + 1, sizeof(char *)) };

    if (arguments.settings == NULL) {
        return NZ_EXIT_FAILED;
    }
    int code = nz_cli_parse(&argp, argc, argv, &arguments);
    if (code == NZ_EXIT_OK) {
        code = arguments.dry_run ? dry_run(&arguments) : simulate_in_mpi(&arguments);
    }
    free(arguments.settings);
    return code;
}
