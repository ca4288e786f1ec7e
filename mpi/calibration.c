#include "mpi/calibration.h"

#include "mpi/clock.h"
#include "sim/packed.h"
#include "sim/tally.h"
#include "sim/unit.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Curves that are looked at, as often as they are chosen. */
enum { n_choices = 16, choice_bits = 4 };

/* Bytes of a record of a journal around its words, about. */
static const double record_bytes = 48.0;

static const double report_s = 0.02; /* the child tells this often of a long replicate */

/* A curve. */
typedef struct sample {
    const nz_design_curve_t *curve;
    unsigned weight; /* of n_choices */
} sample_t;

/* What is known of one so far: a message of the child, which replaces those before. */
typedef struct report {
    uint32_t i_sample;
    int32_t status;
    double law_s;               /* to prepare the laws */
    double replicates, seconds; /* that count */
    double words;               /* of the results of a unit; 0: not yet known */
} report_t;

/* The child at work on a curve. */
typedef struct worker {
    int out; /* where reports go */
    size_t n_models;
    uint64_t n_polls;
    double begun_s, told_s; /* processor time */
    report_t report;
} worker_t;

/* The numbers 0 .. n_choices - 1 in an order of which every beginning is spread. */
static unsigned
spread(unsigned i)
{
    unsigned out = 0;

    for (unsigned bit = 0; bit < choice_bits; bit++) {
        out |= (i >> bit & 1U) << (choice_bits - 1 - bit);
    }
    return out;
}

static double
curve_seconds(const nz_design_t *design, const nz_design_curve_t *curve)
{
    return curve->replicate_s * (double) design->replicates;
}

/* The curve at this share of the predicted time. */
static const nz_design_curve_t *
curve_at(const nz_design_t *design, double share)
{
    double left = share * nz_design_seconds(design);
    size_t i = 0;

    while (i + 1 < design->n_curves && left > curve_seconds(design, &design->curves[i])) {
        left -= curve_seconds(design, &design->curves[i]);
        i++;
    }
    return &design->curves[i];
}

/* Choose curves, each with a probability of its share; returns how many there are. */
static size_t
choose(const nz_design_t *design, sample_t samples[n_choices])
{
    size_t n = 0;

    for (unsigned i = 0; i < n_choices; i++) {
        const nz_design_curve_t *curve = curve_at(design, (spread(i) + 0.5) / n_choices);
        size_t k = 0;
        while (k < n && samples[k].curve != curve) {
            k++;
        }
        if (k == n) {
            samples[n++] = (sample_t){ curve, 0 };
        }
        samples[k].weight++;
    }
    return n;
}

static void
tell(worker_t *self)
{
    const ssize_t n = write(self->out, &self->report, sizeof(self->report));

    if (n != (ssize_t) sizeof(self->report)) {
        _exit(0); /* nobody listens any more */
    }
}

/* A model is done: tell of a part of the first replicate, which may be all there is. */
static void
look_up(void *context)
{
    worker_t *self = context;
    const double now = nz_clock_s(CLOCK_PROCESS_CPUTIME_ID);

    self->n_polls++;
    if (self->begun_s > 0.0 && now - self->told_s > report_s) {
        self->told_s = now;
        self->report.seconds = now - self->begun_s;
        self->report.replicates = (double) self->n_polls / (double) self->n_models;
        tell(self);
    }
}

/* Simulate n replicates from number first, and pack what came out. */
static nz_status_t
run_block(worker_t *self, nz_simulator_t *simulator, nz_unit_t unit, nz_tally_t *tally,
    nz_packed_t *packed)
{
    nz_status_t status = nz_simulator_run(simulator, unit, look_up, self, tally);

    return status == NZ_OK ? nz_tally_pack(tally, packed) : status;
}

/* Double the replicates until the time is over. Those begun in its second half count, or
 * all where the curve has no more, or where there are none such. */
static nz_status_t
run_replicates(worker_t *self, nz_simulator_t *simulator, nz_unit_t whole,
    double budget_s, nz_tally_t *tally, nz_packed_t *packed)
{
    const nz_design_curve_t *curve = whole.curve;
    const double empty_words = (double) packed->n_words;
    const double end_s = nz_clock_s(CLOCK_MONOTONIC) + budget_s;
    const double half_s = nz_clock_s(CLOCK_MONOTONIC) + 0.5 * budget_s;
    const double begun = nz_clock_s(CLOCK_PROCESS_CPUTIME_ID);
    double counted_from = begun;
    uint64_t n_done = 0, n_before = 0, n = 1;
    nz_status_t status = NZ_OK;

    do {
        const uint64_t rest = whole.n_replicates - n_done;
        const nz_unit_t unit = { curve, n_done, n < rest ? n : rest };
        if (n_before == 0 && nz_clock_s(CLOCK_MONOTONIC) >= half_s) {
            n_before = n_done;
            counted_from = nz_clock_s(CLOCK_PROCESS_CPUTIME_ID);
        }
        self->begun_s = n_done == 0 ? begun : 0.0;
        self->told_s = begun;
        status = run_block(self, simulator, unit, tally, packed);
        n_done += unit.n_replicates;
        if (n_done == whole.n_replicates) {
            n_before = 0;
            counted_from = begun;
        }
        self->report.replicates = (double) (n_done - n_before);
        self->report.seconds = nz_clock_s(CLOCK_PROCESS_CPUTIME_ID) - counted_from;
        self->report.words = empty_words
                             + ((double) packed->n_words - empty_words)
                                   * (double) curve->block / (double) unit.n_replicates;
        tell(self);
        n = 2 * n < curve->block ? 2 * n : curve->block;
    } while (status == NZ_OK && n_done < whole.n_replicates
             && nz_clock_s(CLOCK_MONOTONIC) < end_s);
    return status;
}

/* Everything of one curve. */
static nz_status_t
run_sample(worker_t *self, const nz_studies_t *studies, const nz_design_t *design,
    const sample_t *sample, double budget_s)
{
    const size_t i_part = sample->curve->i_part;
    const nz_study_t *study = &studies->parts[i_part];
    const nz_unit_t none = { sample->curve, 0, 0 };
    const nz_unit_t whole = { sample->curve, 0, design->replicates };
    nz_simulator_t *simulator = NULL;
    nz_tally_t tally = { 0 };
    nz_packed_t packed = { 0 };

    self->n_models = study->models.parameters.n;
    nz_status_t status = nz_tally_init(&tally, self->n_models, study->models.keep_every.n,
        study->metrics.n, study->intervals.n);
    if (status == NZ_OK) {
        status = nz_simulator_create(studies, i_part, design, &simulator);
    }
    if (status == NZ_OK) { /* no replicate: the laws, and the least that a result takes */
        const double begun = nz_clock_s(CLOCK_PROCESS_CPUTIME_ID);
        self->begun_s = 0.0;
        status = run_block(self, simulator, none, &tally, &packed);
        self->report.law_s = nz_clock_s(CLOCK_PROCESS_CPUTIME_ID) - begun;
        self->n_polls = 0;
    }
    if (status == NZ_OK) {
        status = run_replicates(self, simulator, whole, budget_s, &tally, &packed);
    }
    nz_simulator_destroy(&simulator);
    nz_tally_free(&tally);
    free(packed.words);
    return status;
}

/* The child. */
static void
work(const nz_studies_t *studies, const nz_design_t *design, const sample_t *samples,
    size_t n, double budget_s, int out)
{
    worker_t worker = { .out = out };
    nz_status_t status = NZ_OK;

    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < n && status == NZ_OK; i++) {
        worker.report = (report_t){ .i_sample = (uint32_t) i };
        status = run_sample(&worker, studies, design, &samples[i],
            budget_s * samples[i].weight / n_choices);
        worker.report.status = status;
        tell(&worker);
    }
}

/* Take the child's reports until it ends or the time is over. */
static nz_status_t
listen(int in, double deadline_s, report_t reports[n_choices])
{
    double left_s = deadline_s - nz_clock_s(CLOCK_MONOTONIC);
    nz_status_t status = NZ_OK;
    report_t report;

    while (status == NZ_OK && left_s > 0.0) {
        struct pollfd ready = { .fd = in, .events = POLLIN };
        const int n = poll(&ready, 1, (int) (1e3 * left_s) + 1);
        if (n > 0) {
            if (read(in, &report, sizeof(report)) != (ssize_t) sizeof(report)) {
                break;
            }
            reports[report.i_sample] = report;
            status = (nz_status_t) report.status;
        } else if (n < 0 && errno != EINTR) {
            break;
        }
        left_s = deadline_s - nz_clock_s(CLOCK_MONOTONIC);
    }
    return status;
}

/* Let a child do the work; reports of nothing if there can be none. */
static nz_status_t
measure(const nz_studies_t *studies, const nz_design_t *design, const sample_t *samples,
    size_t n, double budget_s, report_t reports[n_choices])
{
    const double deadline_s = nz_clock_s(CLOCK_MONOTONIC) + 2.0 * budget_s;
    int ends[2];

    if (pipe(ends) != 0) {
        return NZ_OK;
    }
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        work(studies, design, samples, n, budget_s, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    const nz_status_t status = child > 0 ? listen(ends[0], deadline_s, reports) : NZ_OK;
    close(ends[0]);
    if (child > 0) {
        kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    return status;
}

/* Predicted time of the laws of a curve. */
static double
law_seconds(const nz_studies_t *studies, const nz_design_curve_t *curve)
{
    double difficulty = curve->difficulty;
    nz_study_t study = studies->parts[curve->i_part];
    const nz_studies_t one = { 1, &study };

    study.task.difficulty.n = 1;
    study.task.difficulty.values = &difficulty;
    return nz_design_law_cost(&one).seconds;
}

static nz_calibration_t
summarise(const nz_studies_t *studies, const nz_design_t *design, const sample_t *samples,
    size_t n, const report_t *reports)
{
    static const double least_law_s = 1e-4; /* less is no measure of the machine */
    nz_calibration_t out = { .time_ratio = 1.0, .law_ratio = 1.0 };
    double ratios = 0.0, weights = 0.0, bytes = 0.0, byte_weights = 0.0;
    double laws = 0.0, predicted_laws = 0.0;

    for (size_t i = 0; i < n; i++) {
        const nz_design_curve_t *curve = samples[i].curve;
        const report_t *report = &reports[i];
        const double weight = samples[i].weight;
        if (report->replicates > 0.0 && report->seconds > 0.0) {
            const double replicate_s = report->seconds / report->replicates;
            ratios += weight * replicate_s / curve->replicate_s;
            weights += weight;
            out.n_measured++;
        }
        if (report->words > 0.0) {
            bytes += weight * (record_bytes + 8.0 * report->words)
                     * (double) curve->n_units / curve_seconds(design, curve);
            byte_weights += weight;
        }
        const double law_s = law_seconds(studies, curve);
        if (report->law_s > 0.0 && law_s > 0.0) {
            laws += report->law_s;
            predicted_laws += law_s;
        }
    }
    if (weights > 0.0) {
        out.time_ratio = ratios / weights;
    }
    if (predicted_laws > least_law_s) {
        out.law_ratio = laws / predicted_laws;
    }
    out.result_bytes = byte_weights > 0.0
                           ? bytes / byte_weights * nz_design_seconds(design)
                           : (double) NAN;
    return out;
}

nz_status_t
nz_calibrate(const nz_studies_t *studies, const nz_design_t *design, double budget_s,
    nz_calibration_t *out)
{
    sample_t samples[n_choices];
    report_t reports[n_choices] = { { 0 } };

    if (studies == NULL || design == NULL || design->n_curves == 0 || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const size_t n = choose(design, samples);
    const nz_status_t status = measure(studies, design, samples, n, budget_s, reports);
    if (status == NZ_OK) {
        *out = summarise(studies, design, samples, n, reports);
    }
    return status;
}
