#include "mpi/run_log.h"

#include "mpi/cli.h"
#include "mpi/clock.h"
#include "mpi/json_line.h"
#include "mpi/scheduler.h"
#include "mpi/version.h"
#include "sim/utf8.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { date_size = 40 };

static const double short_s = 10.0; /* nobody needs to be told of less work, ahead */

int
nz_log_format_find(const char *name, nz_log_format_t *format)
{
    if (strcmp(name, "text") == 0) {
        *format = NZ_LOG_TEXT;
        return 0;
    }
    if (strcmp(name, "json") == 0) {
        *format = NZ_LOG_JSON;
        return 0;
    }
    return -1;
}

/* Put '?' for every byte that is not of a printable character. */
static void
make_printable(char *text)
{
    char *to = text;

    for (size_t size = strlen(text); size > 0;) {
        uint32_t code;
        const size_t length = nz_utf8_decode(text, size, &code);
        const size_t step = length > 0 ? length : 1;
        if (length > 0 && !nz_utf8_is_control(code)) {
            memmove(to, text, length);
            to += length;
        } else {
            *to++ = '?';
        }
        text += step;
        size -= step;
    }
    *to = '\0';
}

/* A line of text, in one piece if there is memory for it. */
__attribute__((format(printf, 2, 3))) static void
say(nz_run_log_t *self, const char *format, ...)
{
    char *line = NULL;
    size_t size = 0;
    va_list arguments;
    FILE *out = open_memstream(&line, &size);

    nz_progress_finish(&self->progress);
    va_start(arguments, format);
    if (out != NULL) {
        vfprintf(out, format, arguments);
    }
    va_end(arguments);
    if (out != NULL && fclose(out) == 0) {
        make_printable(line);
        fprintf(stderr, "%s\n", line);
    } else {
        va_start(arguments, format);
        vfprintf(stderr, format, arguments);
        va_end(arguments);
        fputc('\n', stderr);
    }
    fflush(stderr);
    free(line);
}

/* The local date and time, to go before a sentence. */
static const char *
write_date(char date[date_size])
{
    const time_t now = time(NULL);
    struct tm local;

    localtime_r(&now, &local);
    return strftime(date, date_size, "%Y-%m-%d %H:%M:%S %z: ", &local) > 0 ? date : "";
}

static const char *
plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

static bool
is_silent(const nz_run_log_t *self)
{
    return self->mode == NZ_PROGRESS_NEVER;
}

/* Start the clock of the work of which the share done is done. A JSON log has no bar. */
static void
begin_work(nz_run_log_t *self, double done)
{
    nz_progress_restart(&self->progress, self->mode, done);
    if (self->format == NZ_LOG_JSON) {
        self->progress.bar = false;
    }
}

void
nz_run_log_open(nz_run_log_t *self, nz_log_format_t format, nz_progress_mode_t mode)
{
    *self = (nz_run_log_t){ .format = format,
        .mode = mode,
        .started_s = nz_clock_s(CLOCK_MONOTONIC),
        .ranks = 1 };
    begin_work(self, 0.0);
}

double
nz_run_log_elapsed(const nz_run_log_t *self)
{
    return nz_clock_s(CLOCK_MONOTONIC) - self->started_s;
}

static void
start_json(const nz_run_log_start_t *start)
{
    nz_json_line_t line;
    char seed[24];

    snprintf(seed, sizeof(seed), "%" PRIu64, start->seed);
    nz_json_line_begin(&line, "start");
    nz_json_line_text(&line, "version", nz_version_number());
    nz_json_line_text(&line, "commit", nz_version_commit());
    nz_json_line_text(&line, "study", start->study);
    nz_json_line_text(&line, "output", start->output);
    nz_json_line_text(&line, "study_hash", start->study_hash);
    nz_json_line_text(&line, "seed", seed);
    nz_json_line_count(&line, "ranks", (uint64_t) start->ranks);
    nz_json_line_count(&line, "nodes", (uint64_t) start->nodes);
    nz_json_line_end(&line, stderr);
}

void
nz_run_log_start(nz_run_log_t *self, const nz_run_log_start_t *start)
{
    char date[date_size];

    self->ranks = start->ranks;
    if (is_silent(self)) {
        return;
    }
    if (self->format == NZ_LOG_JSON) {
        start_json(start);
    } else if (!self->progress.bar) {
        say(self, "nonzero: %s%s on %d rank%s of %d node%s: %s", write_date(date),
            start->study, start->ranks, plural((uint64_t) start->ranks), start->nodes,
            plural((uint64_t) start->nodes), start->output);
        say(self, "nonzero: version %s (commit %s), seed %" PRIu64 ", study %s",
            nz_version_number(), nz_version_commit(), start->seed, start->study_hash);
    }
}

static void
plan_json(const nz_run_log_plan_t *plan)
{
    nz_json_line_t line;

    nz_json_line_begin(&line, "plan");
    nz_json_line_count(&line, "cells", plan->cells);
    nz_json_line_count(&line, "test_sets", plan->test_sets);
    nz_json_line_count(&line, "units", plan->units);
    nz_json_line_count(&line, "units_done", plan->units_done);
    nz_json_line_real(&line, "done", plan->done);
    nz_json_line_real(&line, "core_s", plan->core_s);
    nz_json_line_end(&line, stderr);
}

/* Ranks that compute. */
static void
plan_text(nz_run_log_t *self, const nz_run_log_plan_t *plan)
{
    const double wall_s = plan->core_s / nz_scheduler_n_computing(self->ranks);
    char done[96] = "", left[32];

    if (self->progress.bar && plan->units_done == 0 && wall_s < short_s) {
        return;
    }
    if (plan->units_done > 0) {
        snprintf(done, sizeof(done), ", %" PRIu64 " of them (%.0f %%) done already",
            plan->units_done, 100.0 * plan->done);
    }
    nz_progress_duration(wall_s, left);
    say(self,
        "nonzero: %" PRIu64 " cells, %" PRIu64 " test sets each, in %" PRIu64 " unit%s%s:"
        " roughly %s on %d rank%s (%.2g core-hours)",
        plan->cells, plan->test_sets, plan->units, plural(plan->units), done, left,
        self->ranks, plural((uint64_t) self->ranks), plan->core_s / 3600.0);
}

void
nz_run_log_plan(nz_run_log_t *self, const nz_run_log_plan_t *plan)
{
    self->units_begun = plan->units_done;
    begin_work(self, plan->done);
    if (is_silent(self)) {
        return;
    }
    if (self->format == NZ_LOG_JSON) {
        plan_json(plan);
    } else {
        plan_text(self, plan);
    }
}

static void
journal_json(const nz_run_log_journal_t *journal)
{
    nz_json_line_t line;

    nz_json_line_begin(&line, "journal");
    nz_json_line_text(&line, "path", journal->path);
    nz_json_line_real(&line, "every_s", journal->every_s);
    nz_json_line_count(&line, "units", journal->units);
    nz_json_line_count(&line, "sessions", journal->sessions);
    nz_json_line_real(&line, "wall_s", journal->wall_s);
    nz_json_line_count(&line, "dropped_bytes", journal->dropped_bytes);
    if (journal->limit != NULL) {
        nz_json_line_text(&line, "limit", journal->limit);
        nz_json_line_real(&line, "limit_s", journal->limit_s);
    }
    nz_json_line_end(&line, stderr);
}

static void
journal_text(nz_run_log_t *self, const nz_run_log_journal_t *journal)
{
    char every[48] = "after each unit", found[128] = "", duration[32];

    if (journal->every_s > 0.0) {
        nz_progress_duration(journal->every_s, duration);
        snprintf(every, sizeof(every), "every %s", duration);
    }
    if (journal->sessions > 0) {
        nz_progress_duration(journal->wall_s, duration);
        snprintf(found, sizeof(found),
            ", which has %" PRIu64 " unit%s of %" PRIu64 " session%s of %s together",
            journal->units, plural(journal->units), journal->sessions,
            plural(journal->sessions), duration);
    }
    say(self, "nonzero: units are saved %s in %s%s", every, journal->path, found);
    if (journal->limit != NULL) {
        nz_progress_duration(journal->limit_s > 0.0 ? journal->limit_s : 0.0, duration);
        say(self, "nonzero: it stops in time for %s, in %s", journal->limit, duration);
    }
}

void
nz_run_log_journal(nz_run_log_t *self, const nz_run_log_journal_t *journal)
{
    char text[160];

    if (!is_silent(self) && self->format == NZ_LOG_JSON) {
        journal_json(journal);
    } else if (!is_silent(self) && !self->progress.bar) {
        journal_text(self, journal);
    }
    if (journal->dropped_bytes > 0) {
        snprintf(text, sizeof(text),
            "the end of the journal was cut short: its last %" PRIu64
            " bytes are dropped, and what they held is done again",
            journal->dropped_bytes);
        nz_run_log_warning(self, text);
    }
}

static void
progress_json(
    nz_run_log_t *self, const nz_run_log_state_t *state, const nz_progress_units_t *units)
{
    nz_json_line_t line;

    if (!nz_progress_is_due(&self->progress)) {
        return;
    }
    nz_json_line_begin(&line, "progress");
    nz_json_line_real(&line, "done", state->done);
    nz_json_line_count(&line, "units_done", state->units_done);
    nz_json_line_count(&line, "units", state->units);
    nz_json_line_count(&line, "units_saved", state->units_saved);
    nz_json_line_real(&line, "elapsed_s", nz_progress_elapsed(&self->progress));
    nz_json_line_real(&line, "units_per_s", nz_progress_rate(&self->progress, units));
    nz_json_line_real(&line, "left_s", nz_progress_left(&self->progress, state->done));
    nz_json_line_end(&line, stderr);
}

void
nz_run_log_progress(nz_run_log_t *self, const nz_run_log_state_t *state)
{
    const nz_progress_units_t units = { .n_done = state->units_done,
        .n = state->units,
        .n_begun = self->units_begun,
        .n_saved = state->units_saved };

    if (self->format == NZ_LOG_JSON) {
        progress_json(self, state, &units);
    } else {
        nz_progress_update_units(&self->progress, state->done, &units);
    }
}

/* A sentence as a JSON event. */
static void
tell_json(const char *event, const char *text)
{
    nz_json_line_t line;

    nz_json_line_begin(&line, event);
    nz_json_line_text(&line, "text", text);
    nz_json_line_end(&line, stderr);
}

void
nz_run_log_note(nz_run_log_t *self, const char *text)
{
    if (self->format == NZ_LOG_JSON) {
        tell_json("note", text);
    } else {
        say(self, "nonzero: %s", text);
    }
}

void
nz_run_log_warning(nz_run_log_t *self, const char *text)
{
    if (self->format == NZ_LOG_JSON) {
        tell_json("warning", text);
    } else {
        say(self, "nonzero: warning: %s", text);
    }
}

void
nz_run_log_stop(nz_run_log_t *self, const nz_run_log_stop_t *stop)
{
    char date[date_size];

    if (self->format == NZ_LOG_JSON) {
        nz_json_line_t line;
        nz_json_line_begin(&line, "stop");
        nz_json_line_text(&line, "reason", stop->reason);
        nz_json_line_text(&line, "journal", stop->journal);
        nz_json_line_text(&line, "command", stop->command);
        nz_json_line_count(&line, "units_done", stop->units_done);
        nz_json_line_count(&line, "units", stop->units);
        nz_json_line_end(&line, stderr);
        return;
    }
    say(self,
        "nonzero: %sstopped by %s; %" PRIu64 " of %" PRIu64 " units are saved in %s",
        write_date(date), stop->reason, stop->units_done, stop->units, stop->journal);
    if (stop->command != NULL) {
        say(self, "nonzero: to go on, on any number of ranks: %s", stop->command);
    }
}

static void
end_json(const nz_run_log_end_t *end)
{
    nz_json_line_t line;

    nz_json_line_begin(&line, "end");
    nz_json_line_text(&line, "output", end->output);
    nz_json_line_count(&line, "cells", end->cells);
    nz_json_line_count(&line, "test_sets", end->test_sets);
    nz_json_line_count(&line, "ranks", (uint64_t) end->ranks);
    nz_json_line_count(&line, "sessions", end->sessions);
    nz_json_line_real(&line, "wall_s", end->wall_s);
    nz_json_line_real(&line, "total_wall_s", end->total_wall_s);
    nz_json_line_real(&line, "total_core_s", end->total_core_s);
    nz_json_line_end(&line, stderr);
}

static void
end_text(nz_run_log_t *self, const nz_run_log_end_t *end)
{
    char date[date_size], duration[32], total[128] = "";

    if (end->sessions > 1) {
        nz_progress_duration(end->total_wall_s, duration);
        snprintf(total, sizeof(total),
            " (%s in all %" PRIu64 " sessions, %.3g core-hours)", duration, end->sessions,
            end->total_core_s / 3600.0);
    }
    nz_progress_duration(end->wall_s, duration);
    say(self,
        "nonzero: %s%" PRIu64 " cells, %" PRIu64
        " test sets each, in %s on %d rank%s%s: %s",
        self->progress.bar ? "" : write_date(date), end->cells, end->test_sets, duration,
        end->ranks, plural((uint64_t) end->ranks), total, end->output);
}

void
nz_run_log_end(nz_run_log_t *self, const nz_run_log_end_t *end)
{
    if (is_silent(self)) {
        return;
    }
    if (self->format == NZ_LOG_JSON) {
        end_json(end);
    } else {
        end_text(self, end);
    }
}

int
nz_run_log_finish(
    nz_run_log_t *self, nz_status_t status, const nz_diagnostics_t *diagnostics)
{
    const char *event = status == NZ_OK ? "warning" : "error";
    char more[64];

    nz_progress_finish(&self->progress);
    if (self->format != NZ_LOG_JSON) {
        return nz_cli_finish(status, diagnostics);
    }
    for (size_t i = 0; i < diagnostics->n; i++) {
        tell_json(event, diagnostics->text[i]);
    }
    if (diagnostics->n_omitted > 0) {
        snprintf(more, sizeof(more), "... and %zu more", diagnostics->n_omitted);
        tell_json(event, more);
    }
    if (status != NZ_OK && diagnostics->n == 0) {
        tell_json(event, nz_status_message(status));
    }
    return nz_cli_exit_code(status);
}
