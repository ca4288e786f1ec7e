/* What is put in the place of some functions at link time (-Wl,--wrap=NAME: calls of NAME
 * go to __wrap_NAME, and __real_NAME is the function itself), so that a run is simulated
 * in seconds:
 *
 *  nz_workspace_run   spends the time of the unit on the simulated clock. Few units are
 *                     simulated for real, too; the others return the packed tally of one
 *                     of those, so that messages, journal and merges are as large as they
 *                     are. So all curves must be about alike.
 *  nz_design_init     predicts the times that the units will take, as far as they are to
 *                     be known.
 *  nz_collector_add   also spends what it takes a core to receive and keep a result; it,
 *  nz_checkpoint_add, nz_journal_write, nz_estimate_curve, nz_estimate_noise
 *                     are timed on this computer.
 *  nz_scheduler_run   notes when it begins and ends.
 *  MPI_Test           has a mistake mended.
 *
 * smpirun runs all ranks in one process, one at a time: what is static is shared. */
#include "mpi/checkpoint.h"
#include "mpi/collect.h"
#include "mpi/scheduler.h"
#include "scripts/simgrid/unit_costs.h"
#include "sim/estimate.h"
#include "sim/journal.h"
#include "sim/workspace.h"

#include <inttypes.h>
#include <math.h>
#include <mpi.h>
#include <smpi/smpi.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const double step_s = 0.005;    /* least time between calls of poll, and */
static const double step_share = 0.25; /* least share of a unit */

/* The packed tally of a unit that was simulated. */
typedef struct tally {
    uint64_t n_replicates;
    bool is_first; /* of the curve: with replicate 0 */
    nz_packed_t packed;
} tally_t;

/* Shared by all ranks. */
static struct shared {
    bool is_ready;
    double collect_s, clock_s;
    nz_unit_costs_t costs;   /* of no unit: the design's own predictions */
    unsigned char *n_runs;   /* of every unit */
    tally_t *tallies;        /* ends with one of no replicates */
    uint64_t n_words, n_max; /* packed, of all units and the largest */
    double sum_s, begin_s, end_s;
    double merge_s, estimate_s, journal_s; /* on a core, of all units and curves */
    int n_ended;
    FILE *timeline; /* NULL: not asked for */
} shared;

nz_status_t __real_nz_design_init(nz_design_t *self, const nz_studies_t *studies);
nz_status_t __wrap_nz_design_init(nz_design_t *self, const nz_studies_t *studies);
nz_status_t __real_nz_workspace_run(nz_workspace_t *self, uint64_t i_unit, nz_poll_t poll,
    void *context, nz_packed_t *out);
nz_status_t __wrap_nz_workspace_run(nz_workspace_t *self, uint64_t i_unit, nz_poll_t poll,
    void *context, nz_packed_t *out);
nz_status_t __real_nz_collector_add(
    nz_collector_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words);
nz_status_t __wrap_nz_collector_add(
    nz_collector_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words);
nz_status_t __real_nz_estimate_curve(
    const nz_design_curve_t *curve, const nz_tally_t *tally, nz_summary_t *summary);
nz_status_t __wrap_nz_estimate_curve(
    const nz_design_curve_t *curve, const nz_tally_t *tally, nz_summary_t *summary);
nz_status_t __real_nz_estimate_noise(nz_run_t *run);
nz_status_t __wrap_nz_estimate_noise(nz_run_t *run);
int __real_MPI_Test(MPI_Request *request, int *flag, MPI_Status *status);
int __wrap_MPI_Test(MPI_Request *request, int *flag, MPI_Status *status);
void __real_nz_checkpoint_add(
    nz_checkpoint_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words);
void __wrap_nz_checkpoint_add(
    nz_checkpoint_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words);
nz_status_t __real_nz_journal_write(nz_journal_t *self, nz_diagnostics_t *diagnostics);
nz_status_t __wrap_nz_journal_write(nz_journal_t *self, nz_diagnostics_t *diagnostics);
nz_status_t __real_nz_scheduler_run(
    MPI_Comm comm, uint64_t n_units, const nz_work_t *work, bool *was_stopped);
nz_status_t __wrap_nz_scheduler_run(
    MPI_Comm comm, uint64_t n_units, const nz_work_t *work, bool *was_stopped);

/* Of a core of this computer, not of the simulated one. */
static double
core_seconds(void)
{
    struct timespec now;
    (clock_gettime)(
        CLOCK_PROCESS_CPUTIME_ID, &now); /* the macro of SMPI has parentheses */
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* What a call of core_seconds itself adds to what it measures. */
static double
clock_seconds(void)
{
    enum { n_calls = 1000 };
    const double started_s = core_seconds();

    for (int i = 0; i < n_calls; i++) {
        (void) core_seconds();
    }
    return (core_seconds() - started_s) / n_calls;
}

/* Once, by the rank that comes first. */
static nz_status_t
prepare(const nz_design_t *design)
{
    nz_unit_law_t law;
    const char *collect = getenv("NZ_SIMULATED_COLLECT_S");
    const char *timeline = getenv("NZ_SIMULATED_TIMELINE");

    shared.collect_s = collect != NULL ? strtod(collect, NULL) : 0.0;
    shared.n_runs = calloc(design->n_units, sizeof(*shared.n_runs));
    shared.tallies = calloc(2 * design->n_units + 1, sizeof(*shared.tallies));
    shared.begin_s = (double) INFINITY;
    shared.clock_s = clock_seconds();
    if (timeline != NULL && timeline[0] != '\0') {
        shared.timeline = fopen(timeline, "w");
    }
    if (shared.n_runs == NULL || shared.tallies == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    shared.is_ready = true;
    if (getenv("NZ_SIMULATED_UNIT_MS") == NULL) {
        return NZ_OK;
    }
    const nz_status_t status = nz_unit_law_get(&law);
    return status == NZ_OK ? nz_unit_costs_draw(&law, design->n_units, &shared.costs)
                           : status;
}

nz_status_t
__wrap_nz_design_init(nz_design_t *self, const nz_studies_t *studies)
{
    nz_status_t status = __real_nz_design_init(self, studies);

    if (status == NZ_OK && !shared.is_ready) {
        status = prepare(self);
    }
    for (size_t i = 0; status == NZ_OK && i < self->n_curves && shared.costs.n_units > 0;
         i++) {
        nz_design_curve_t *curve = &self->curves[i];
        double sum_s = 0.0;
        for (uint64_t k = 0; k < curve->n_units; k++) {
            sum_s += shared.costs.predicted_s[curve->first_unit + k];
        }
        curve->replicate_s = sum_s / (double) self->replicates;
    }
    return status;
}

/* To the timeline, if there is one: what, unit, rank, begin and end. */
static void
write_event(const char *what, uint64_t i_unit, double begin_s)
{
    int rank = 0;

    if (shared.timeline != NULL) {
        MPI_Comm_rank(MPI_COMM_WORLD, &rank);
        fprintf(shared.timeline, "%s,%" PRIu64 ",%d,%.9f,%.9f\n", what, i_unit, rank,
            begin_s, MPI_Wtime());
    }
}

static double
seconds_of(const nz_design_t *design, uint64_t i_unit)
{
    const nz_unit_t unit = nz_design_unit(design, i_unit);
    return shared.costs.n_units > 0
               ? shared.costs.cost_s[i_unit]
               : unit.curve->replicate_s * (double) unit.n_replicates;
}

static void
spend(double seconds, nz_poll_t poll, void *context)
{
    const double step = poll != NULL ? fmax(step_s, step_share * seconds) : seconds;

    for (double left = seconds; left > 0.0; left -= step) {
        smpi_execute(fmin(left, step));
        if (poll != NULL) {
            poll(context);
        }
    }
}

/* A packed tally of as many replicates, of the first unit of a curve if this is one: that
 * of the first such unit, which was simulated for real. */
static nz_status_t
put_tally(nz_workspace_t *self, uint64_t i_unit, nz_packed_t *out)
{
    const nz_unit_t unit = nz_design_unit(self->design, i_unit);
    tally_t *tally = shared.tallies;

    while (tally->n_replicates != 0
           && (tally->n_replicates != unit.n_replicates
               || tally->is_first != (unit.first_replicate == 0))) {
        tally++;
    }
    if (tally->n_replicates == 0) {
        const nz_status_t status =
            __real_nz_workspace_run(self, i_unit, NULL, NULL, &tally->packed);
        if (status != NZ_OK) {
            return status;
        }
        tally->n_replicates = unit.n_replicates;
        tally->is_first = unit.first_replicate == 0;
    }
    out->n_words = 0;
    return nz_packed_append(out, tally->packed.words, tally->packed.n_words);
}

nz_status_t
__wrap_nz_workspace_run(nz_workspace_t *self, uint64_t i_unit, nz_poll_t poll,
    void *context, nz_packed_t *out)
{
    const double seconds = seconds_of(self->design, i_unit);

    const double begin_s = MPI_Wtime();
    spend(seconds, poll, context);
    write_event("run", i_unit, begin_s);
    shared.n_runs[i_unit]++;
    shared.sum_s += seconds;
    const nz_status_t status = put_tally(self, i_unit, out);
    shared.n_words += out->n_words;
    shared.n_max = out->n_words > shared.n_max ? out->n_words : shared.n_max;
    return status;
}

nz_status_t
__wrap_nz_collector_add(
    nz_collector_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    const double estimated_s = shared.estimate_s, started_s = core_seconds();
    const nz_status_t status = __real_nz_collector_add(self, i_unit, words, n_words);
    const double took_s = core_seconds() - started_s - shared.clock_s;

    shared.merge_s += took_s - (shared.estimate_s - estimated_s);
    const double begin_s = MPI_Wtime();
    smpi_execute(shared.collect_s);
    write_event("collect", i_unit, begin_s);
    return status;
}

nz_status_t
__wrap_nz_estimate_curve(
    const nz_design_curve_t *curve, const nz_tally_t *tally, nz_summary_t *summary)
{
    const double started_s = core_seconds();
    const nz_status_t status = __real_nz_estimate_curve(curve, tally, summary);

    shared.estimate_s += core_seconds() - started_s;
    return status;
}

nz_status_t
__wrap_nz_estimate_noise(nz_run_t *run)
{
    const double started_s = core_seconds();
    const nz_status_t status = __real_nz_estimate_noise(run);

    shared.estimate_s += core_seconds() - started_s;
    return status;
}

void
__wrap_nz_checkpoint_add(
    nz_checkpoint_t *self, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    const double started_s = core_seconds();

    __real_nz_checkpoint_add(self, i_unit, words, n_words);
    shared.journal_s += core_seconds() - started_s - shared.clock_s;
}

nz_status_t
__wrap_nz_journal_write(nz_journal_t *self, nz_diagnostics_t *diagnostics)
{
    const double started_s = core_seconds();
    const nz_status_t status = __real_nz_journal_write(self, diagnostics);

    shared.journal_s += core_seconds() - started_s - shared.clock_s;
    return status;
}

/* SimGrid 3.32 leaves the flag alone where there is no request and no status. */
int
__wrap_MPI_Test(MPI_Request *request, int *flag, MPI_Status *status)
{
    MPI_Status ignored;
    return __real_MPI_Test(
        request, flag, status == MPI_STATUS_IGNORE ? &ignored : status);
}

/* By the rank that ends last. */
static void
write_report(int n_ranks, uint64_t n_units)
{
    const char *path = getenv("NZ_SIMULATED_REPORT");
    FILE *out = path != NULL ? fopen(path, "w") : NULL;
    uint64_t n_once = 0;

    for (uint64_t i = 0; i < n_units; i++) {
        n_once += shared.n_runs[i] == 1;
    }
    if (shared.timeline != NULL) {
        fclose(shared.timeline);
    }
    if (out != NULL) {
        fprintf(out,
            "ranks=%d\nunits=%" PRIu64 "\nrun_once=%" PRIu64
            "\nwork_s=%.9g\nbegin_s=%.9g\nend_s=%.9g\nmean_bytes=%.0f\nmax_bytes=%" PRIu64
            "\nmerge_us=%.3f\njournal_us=%.3f\nestimate_s=%.3f\n",
            n_ranks, n_units, n_once, shared.sum_s, shared.begin_s, shared.end_s,
            8.0 * (double) shared.n_words / (double) n_units, 8 * shared.n_max,
            1e6 * shared.merge_s / (double) n_units,
            1e6 * shared.journal_s / (double) n_units, shared.estimate_s);
        fclose(out);
    }
}

nz_status_t
__wrap_nz_scheduler_run(
    MPI_Comm comm, uint64_t n_units, const nz_work_t *work, bool *was_stopped)
{
    int n_ranks = 1;

    MPI_Comm_size(comm, &n_ranks);
    shared.begin_s = fmin(shared.begin_s, MPI_Wtime());
    const nz_status_t status = __real_nz_scheduler_run(comm, n_units, work, was_stopped);
    shared.end_s = fmax(shared.end_s, MPI_Wtime());
    if (++shared.n_ended == n_ranks) {
        write_report(n_ranks, n_units);
    }
    return status;
}
