/* The log of a run: what it prints on stderr, which is sent to a file here. */
#include "mpi/cli.h"
#include "mpi/run_log.h"

#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static FILE *captured;
static int saved = -1;

/* Send stderr to a file from now. */
static void
capture(void)
{
    captured = tmpfile();
    CU_ASSERT_PTR_NOT_NULL_FATAL(captured);
    fflush(stderr);
    saved = dup(STDERR_FILENO);
    CU_ASSERT_FATAL(saved >= 0 && dup2(fileno(captured), STDERR_FILENO) >= 0);
}

/* What went there; the caller frees it. */
static char *
captured_text(void)
{
    fflush(stderr);
    CU_ASSERT_FATAL(dup2(saved, STDERR_FILENO) >= 0);
    close(saved);
    const off_t size = lseek(fileno(captured), 0, SEEK_END);
    char *text = calloc((size_t) size + 1, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_EQUAL_FATAL(pread(fileno(captured), text, (size_t) size, 0), size);
    fclose(captured);
    return text;
}

static const nz_run_log_start_t start = { .study = "study.yaml",
    .output = "run.nc",
    .study_hash = "0123456789abcdef0123456789abcdef",
    .seed = UINT64_MAX,
    .ranks = 12,
    .nodes = 2 };
static const nz_run_log_plan_t plan = { .cells = 32,
    .test_sets = 2000,
    .units = 960,
    .units_done = 240,
    .done = 0.25,
    .core_s = 6600.0 };
static const nz_run_log_journal_t journal = { .path = "run.nc.journal",
    .every_s = 60.0,
    .units = 240,
    .sessions = 2,
    .wall_s = 127.0,
    .dropped_bytes = 17,
    .limit = "--max-time",
    .limit_s = 90.0 };
static const nz_run_log_state_t state = {
    .done = 0.5, .units_done = 600, .units = 960, .units_saved = 590
};
static const nz_run_log_stop_t stop = { .reason = "SIGUSR1",
    .journal = "run.nc.journal",
    .command = "nonzero simulate --resume 'my study.yaml' -o run.nc",
    .units_done = 600,
    .units = 960 };
static const nz_run_log_end_t end = { .output = "run.nc",
    .cells = 32,
    .test_sets = 2000,
    .ranks = 12,
    .sessions = 3,
    .wall_s = 3.25,
    .total_wall_s = 3840.0,
    .total_core_s = 18000.0 };

/* Let a log believe that its work began, and that it told something, so long ago. */
static void
age(nz_run_log_t *log, double seconds)
{
    log->progress.started_s -= seconds;
    log->progress.shown_s -= seconds;
}

/* Everything that can be told, in the order of a run. */
static char *
tell_all(nz_log_format_t format, nz_progress_mode_t mode)
{
    nz_run_log_t log;

    capture();
    nz_run_log_open(&log, format, mode);
    nz_run_log_start(&log, &start);
    nz_run_log_plan(&log, &plan);
    nz_run_log_journal(&log, &journal);
    nz_run_log_progress(&log, &state); /* too early */
    age(&log, 7200.0);
    nz_run_log_progress(&log, &state);
    nz_run_log_progress(&log, &state); /* again too early */
    nz_run_log_warning(&log, "disk\tfull");
    nz_run_log_stop(&log, &stop);
    nz_run_log_end(&log, &end);
    return captured_text();
}

/* Whether a text is "YYYY-MM-DD hh:mm:ss +zzzz: ". */
static bool
is_date(const char *text)
{
    static const char pattern[] = "dddd-dd-dd dd:dd:dd sdddd: ";

    for (size_t i = 0; i < sizeof(pattern) - 1; i++) {
        const char c = text[i];
        const bool fits = pattern[i] == 'd'   ? c >= '0' && c <= '9'
                          : pattern[i] == 's' ? c == '+' || c == '-'
                                              : c == pattern[i];
        if (!fits) {
            return false;
        }
    }
    return true;
}

/* Line i of a text without its date, into line. */
static void
take_line(const char *text, size_t i_line, bool is_dated, char line[512])
{
    const size_t skipped = strlen("nonzero: ");

    for (; i_line > 0; i_line--) {
        text = strchr(text, '\n');
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        text++;
    }
    const size_t size = strcspn(text, "\n");
    CU_ASSERT_FATAL(size < 512);
    memcpy(line, text, size);
    line[size] = '\0';
    CU_ASSERT_EQUAL(strncmp(line, "nonzero: ", skipped), 0);
    CU_ASSERT_EQUAL_FATAL(is_date(line + skipped), is_dated);
    if (is_dated) {
        const size_t date = strlen("YYYY-MM-DD hh:mm:ss +zzzz: ");
        memmove(line + skipped, line + skipped + date, size - skipped - date + 1);
    }
}

static size_t
count_lines(const char *text)
{
    size_t n = 0;
    for (; (text = strchr(text, '\n')) != NULL; text++) {
        n++;
    }
    return n;
}

static void
test_formats_have_names(void)
{
    nz_log_format_t format = NZ_LOG_TEXT;
    CU_ASSERT(nz_log_format_find("json", &format) == 0 && format == NZ_LOG_JSON);
    CU_ASSERT(nz_log_format_find("text", &format) == 0 && format == NZ_LOG_TEXT);
    CU_ASSERT(nz_log_format_find("xml", &format) == -1 && format == NZ_LOG_TEXT);
}

static void
test_a_person_reads_lines(void)
{
    static const struct {
        const char *text;
        bool is_dated;
    } expected[] = {
        { "nonzero: study.yaml on 12 ranks of 2 nodes: run.nc", true },
        { NULL, false }, /* version */
        /* 6600 s on 11 ranks, since rank 0 of 12 computes nothing */
        { "nonzero: 32 cells, 2000 test sets each, in 960 units, 240 of them (25 %) done "
          "already: roughly 10 min 00 s on 12 ranks (1.8 core-hours)",
            false },
        { "nonzero: units are saved every 1 min 00 s in run.nc.journal, which has 240 "
          "units of 2 sessions of 2 min 07 s together",
            false },
        { "nonzero: it stops in time for --max-time, in 1 min 30 s", false },
        { "nonzero: warning: the end of the journal was cut short: its last 17 bytes are "
          "dropped, and what they held is done again",
            false },
        /* a quarter in two hours, so that the other half takes four; 360 units */
        { "nonzero: 50 % done after 2 h 00 min, about 4 h 00 min left; 600 of 960 units, "
          "0.05 per second, 590 saved",
            false },
        { "nonzero: warning: disk?full", false },
        { "nonzero: stopped by SIGUSR1; 600 of 960 units are saved in run.nc.journal",
            true },
        { "nonzero: to go on, on any number of ranks: nonzero simulate --resume "
          "'my study.yaml' -o run.nc",
            false },
        { "nonzero: 32 cells, 2000 test sets each, in 3.2 s on 12 ranks (1 h 04 min in "
          "all 3 sessions, 5 core-hours): run.nc",
            true },
    };
    char *text = tell_all(NZ_LOG_TEXT, NZ_PROGRESS_AUTO);
    char line[512];

    CU_ASSERT_EQUAL_FATAL(count_lines(text), NZ_COUNT_OF(expected));
    for (size_t i = 0; i < NZ_COUNT_OF(expected); i++) {
        take_line(text, i, expected[i].is_dated, line);
        if (expected[i].text != NULL) {
            CU_ASSERT_STRING_EQUAL(line, expected[i].text);
        }
    }
    take_line(text, 1, false, line);
    CU_ASSERT_PTR_NOT_NULL(strstr(
        line, "seed 18446744073709551615, study 0123456789abcdef0123456789abcdef"));
    free(text);
}

static void
test_one_of_a_kind_is_singular(void)
{
    const nz_run_log_start_t alone = {
        .study = "a", .output = "b", .study_hash = "c", .ranks = 1, .nodes = 1
    };
    const nz_run_log_plan_t all = {
        .cells = 4, .test_sets = 40, .units = 1, .core_s = 3.0
    };
    const nz_run_log_journal_t fresh = { .path = "b.journal" };
    const nz_run_log_end_t short_end = {
        .output = "b", .cells = 4, .test_sets = 40, .ranks = 1, .sessions = 1
    };
    nz_run_log_t log;
    char line[512];

    capture();
    nz_run_log_open(&log, NZ_LOG_TEXT, NZ_PROGRESS_AUTO);
    nz_run_log_start(&log, &alone);
    nz_run_log_plan(&log, &all);
    nz_run_log_journal(&log, &fresh);
    nz_run_log_end(&log, &short_end);
    char *text = captured_text();
    CU_ASSERT_EQUAL_FATAL(count_lines(text), 5);
    take_line(text, 0, true, line);
    CU_ASSERT_STRING_EQUAL(line, "nonzero: a on 1 rank of 1 node: b");
    take_line(text, 2, false, line);
    CU_ASSERT_STRING_EQUAL(line,
        "nonzero: 4 cells, 40 test sets each, in 1 unit: roughly "
        "3.0 s on 1 rank (0.00083 core-hours)");
    take_line(text, 3, false, line);
    CU_ASSERT_STRING_EQUAL(line, "nonzero: units are saved after each unit in b.journal");
    take_line(text, 4, true, line);
    CU_ASSERT_STRING_EQUAL(
        line, "nonzero: 4 cells, 40 test sets each, in 0.0 s on 1 rank: b");
    free(text);
}

static void
test_a_bar_stands_for_most_lines(void)
{
    static const nz_run_log_plan_t brief = {
        .cells = 4, .test_sets = 40, .units = 1, .core_s = 9.0
    };
    /* as much as 80 columns have room for, then cleared */
    static const char drawn[] =
        "\r[#######........]  50 %  2 h 00 min, about 4 h 00 min left  0.05 units/s "
        "\033[K\r\033[Knonzero: warning: disk?full\n";
    nz_run_log_plan_t longer = brief;
    nz_run_log_t log;
    char *text = tell_all(NZ_LOG_TEXT, NZ_PROGRESS_ALWAYS);
    const char *bar = strchr(text, '\r');

    CU_ASSERT_PTR_NOT_NULL_FATAL(bar);
    CU_ASSERT_EQUAL(count_lines(text), 6);
    CU_ASSERT_EQUAL(strncmp(text, "nonzero: 32 cells", 17), 0);
    CU_ASSERT_EQUAL(strncmp(bar, drawn, sizeof(drawn) - 1), 0);
    CU_ASSERT_PTR_NULL(strchr(strchr(bar + 1, '\r') + 1, '\r')); /* cleared once */
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nnonzero: 32 cells, 2000 test sets each, in "));
    free(text);

    longer.core_s = 10.0;
    capture();
    nz_run_log_open(&log, NZ_LOG_TEXT, NZ_PROGRESS_ALWAYS);
    nz_run_log_plan(&log, &brief);
    nz_run_log_plan(&log, &longer);
    text = captured_text();
    CU_ASSERT_EQUAL(count_lines(text), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "roughly 10.0 s on 1 rank "));
    free(text);

    nz_run_log_plan_t resumed = brief; /* short as it is, somebody waits for a word */
    resumed.units_done = 1;
    capture();
    nz_run_log_open(&log, NZ_LOG_TEXT, NZ_PROGRESS_ALWAYS);
    nz_run_log_plan(&log, &resumed);
    text = captured_text();
    CU_ASSERT_EQUAL(count_lines(text), 1);
    free(text);
}

static void
test_never_tells_only_trouble(void)
{
    char *text = tell_all(NZ_LOG_TEXT, NZ_PROGRESS_NEVER);
    char line[512];

    CU_ASSERT_EQUAL_FATAL(count_lines(text), 4);
    take_line(text, 1, false, line);
    CU_ASSERT_STRING_EQUAL(line, "nonzero: warning: disk?full");
    take_line(text, 2, true, line);
    free(text);
    text = tell_all(NZ_LOG_JSON, NZ_PROGRESS_NEVER);
    CU_ASSERT_EQUAL(count_lines(text), 3);
    free(text);
}

/* Line i as an object; the caller releases it. */
static json_t *
parse_line(const char *text, size_t i_line)
{
    json_error_t error;

    for (; i_line > 0; i_line--) {
        text = strchr(text, '\n');
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        text++;
    }
    json_t *object =
        json_loadb(text, strcspn(text, "\n"), JSON_REJECT_DUPLICATES, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(object);
    return object;
}

/* An object has this event, these fields and the time, and no others. */
static void
check_event(const char *text, size_t i_line, const char *event, json_t *fields)
{
    static const char pattern[] = "dddd-dd-ddTdd:dd:dd.dddZ";
    json_t *object = parse_line(text, i_line);
    const char *time = json_string_value(json_object_get(object, "time"));

    CU_ASSERT_PTR_NOT_NULL_FATAL(fields);
    CU_ASSERT_PTR_NOT_NULL_FATAL(time);
    CU_ASSERT_EQUAL_FATAL(strlen(time), sizeof(pattern) - 1);
    for (size_t i = 0; i < sizeof(pattern) - 1; i++) {
        CU_ASSERT(
            pattern[i] == 'd' ? time[i] >= '0' && time[i] <= '9' : time[i] == pattern[i]);
    }
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(object, "event")), event);
    json_object_del(object, "time");
    json_object_del(object, "event");
    if (!json_equal(object, fields)) {
        CU_FAIL("fields differ");
        json_dumpf(object, stdout, 0);
        json_dumpf(fields, stdout, 0);
    }
    json_decref(fields);
    json_decref(object);
}

/* Take a number that is near this out of line i; the others stay. */
static json_t *
without_times(const char *text, size_t i_line, double elapsed, double rate, double left)
{
    json_t *object = parse_line(text, i_line);

    NZ_ASSERT_REL(json_real_value(json_object_get(object, "elapsed_s")), elapsed, 0.01);
    NZ_ASSERT_REL(json_real_value(json_object_get(object, "units_per_s")), rate, 0.01);
    NZ_ASSERT_REL(json_real_value(json_object_get(object, "left_s")), left, 0.01);
    json_object_del(object, "elapsed_s");
    json_object_del(object, "units_per_s");
    json_object_del(object, "left_s");
    return object;
}

static void
test_a_program_reads_objects(void)
{
    char *text = tell_all(NZ_LOG_JSON, NZ_PROGRESS_AUTO);

    CU_ASSERT_EQUAL_FATAL(count_lines(text), 8);
    json_t *first = parse_line(text, 0);
    CU_ASSERT_EQUAL(json_object_size(first), 10);
    CU_ASSERT(json_is_string(json_object_get(first, "version")));
    CU_ASSERT(json_is_string(json_object_get(first, "commit")));
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(first, "seed")), "18446744073709551615");
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(first, "study")), "study.yaml");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(first, "output")), "run.nc");
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(first, "study_hash")), start.study_hash);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(first, "ranks")), 12);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(first, "nodes")), 2);
    json_decref(first);
    check_event(text, 1, "plan",
        json_pack("{s:i,s:i,s:i,s:i,s:f,s:f}", "cells", 32, "test_sets", 2000, "units",
            960, "units_done", 240, "done", 0.25, "core_s", 6600.0));
    check_event(text, 2, "journal",
        json_pack("{s:s,s:f,s:i,s:i,s:f,s:i,s:s,s:f}", "path", "run.nc.journal",
            "every_s", 60.0, "units", 240, "sessions", 2, "wall_s", 127.0,
            "dropped_bytes", 17, "limit", "--max-time", "limit_s", 90.0));
    json_t *progress = without_times(text, 4, 7200.0, 0.05, 14400.0);
    CU_ASSERT_EQUAL(json_object_size(progress), 6);
    NZ_ASSERT_REL(json_real_value(json_object_get(progress, "done")), 0.5, 0.0);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(progress, "units_done")), 600);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(progress, "units")), 960);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(progress, "units_saved")), 590);
    json_decref(progress);
    check_event(text, 5, "warning", json_pack("{s:s}", "text", "disk\tfull"));
    check_event(text, 6, "stop",
        json_pack("{s:s,s:s,s:s,s:i,s:i}", "reason", "SIGUSR1", "journal",
            "run.nc.journal", "command", stop.command, "units_done", 600, "units", 960));
    check_event(text, 7, "end",
        json_pack("{s:s,s:i,s:i,s:i,s:i,s:f,s:f,s:f}", "output", "run.nc", "cells", 32,
            "test_sets", 2000, "ranks", 12, "sessions", 3, "wall_s", 3.25, "total_wall_s",
            3840.0, "total_core_s", 18000.0));
    free(text);
}

static void
test_what_does_not_apply_is_left_out(void)
{
    nz_run_log_t log;
    const nz_run_log_plan_t odd = {
        .units = 4, .done = (double) NAN, .core_s = (double) INFINITY
    };
    const nz_run_log_stop_t bare = { .reason = "\xff\xc3\xa9\xc3", .journal = "a\"b\n" };

    capture();
    nz_run_log_open(&log, NZ_LOG_JSON, NZ_PROGRESS_ALWAYS);
    nz_run_log_plan(&log, &odd);
    nz_run_log_stop(&log, &bare);
    age(&log, 59.0);
    nz_run_log_progress(&log, &(nz_run_log_state_t){ .units = 4 }); /* no bar in JSON */
    age(&log, 1.5);
    nz_run_log_progress(&log, &(nz_run_log_state_t){ .units = UINT64_MAX });
    char *text = captured_text();
    CU_ASSERT_EQUAL_FATAL(count_lines(text), 3);
    check_event(text, 0, "plan",
        json_pack("{s:i,s:i,s:i,s:i}", "cells", 0, "test_sets", 0, "units", 4,
            "units_done", 0));
    check_event(text, 1, "stop",
        json_pack("{s:s,s:s,s:i,s:i}", "reason", "\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd",
            "journal", "a\"b\n", "units_done", 0, "units", 0));
    json_t *progress = parse_line(text, 2);
    CU_ASSERT_PTR_NULL(json_object_get(progress, "left_s"));
    NZ_ASSERT_REL(json_real_value(json_object_get(progress, "units")),
        18446744073709551616.0, 1e-11);
    json_decref(progress);
    free(text);
}

static void
test_the_finish_tells_errors(void)
{
    nz_diagnostics_t none = { 0 }, some = { 0 };
    nz_run_log_t log;

    for (int i = 0; i < NZ_DIAGNOSTICS_MAX + 2; i++) {
        nz_diagnostics_add(&some, "study.yaml", 3, 0, "number %d", i);
    }
    capture();
    nz_run_log_open(&log, NZ_LOG_JSON, NZ_PROGRESS_NEVER);
    CU_ASSERT_EQUAL(nz_run_log_finish(&log, NZ_OK, &none), NZ_EXIT_OK);
    CU_ASSERT_EQUAL(nz_run_log_finish(&log, NZ_ERR_NO_MEMORY, &none), NZ_EXIT_FAILED);
    CU_ASSERT_EQUAL(nz_run_log_finish(&log, NZ_ERR_INPUT, &some), NZ_EXIT_USAGE);
    CU_ASSERT_EQUAL(nz_run_log_finish(&log, NZ_ERR_FORMAT, &none), NZ_EXIT_USAGE);
    some.n = 1;
    some.n_omitted = 0;
    CU_ASSERT_EQUAL(nz_run_log_finish(&log, NZ_OK, &some), NZ_EXIT_OK);
    char *text = captured_text();
    CU_ASSERT_EQUAL_FATAL(count_lines(text), NZ_DIAGNOSTICS_MAX + 4);
    check_event(text, 0, "error",
        json_pack("{s:s}", "text", nz_status_message(NZ_ERR_NO_MEMORY)));
    check_event(text, 1, "error", json_pack("{s:s}", "text", "study.yaml:3: number 0"));
    check_event(text, NZ_DIAGNOSTICS_MAX + 1, "error",
        json_pack("{s:s}", "text", "... and 2 more"));
    check_event(text, NZ_DIAGNOSTICS_MAX + 3, "warning",
        json_pack("{s:s}", "text", "study.yaml:3: number 0"));
    free(text);
    capture();
    nz_run_log_open(&log, NZ_LOG_TEXT, NZ_PROGRESS_NEVER);
    CU_ASSERT_EQUAL(nz_run_log_finish(&log, NZ_ERR_INPUT, &some), NZ_EXIT_USAGE);
    text = captured_text();
    CU_ASSERT_STRING_EQUAL(text, "study.yaml:3: number 0\n");
    free(text);
}

static void
test_the_clock_runs_from_the_opening(void)
{
    nz_run_log_t log;

    nz_run_log_open(&log, NZ_LOG_TEXT, NZ_PROGRESS_NEVER);
    log.started_s -= 5.0;
    nz_run_log_plan(&log, &plan); /* does not set it back */
    CU_ASSERT(nz_run_log_elapsed(&log) >= 5.0);
    CU_ASSERT(nz_progress_elapsed(&log.progress) < 4.0);
}

/* The hour in JSON is that of UTC, wherever the run is; numbers are short. */
static void
test_times_are_utc_and_numbers_short(void)
{
    static const nz_run_log_plan_t tenth = { .done = 0.1 };
    char before[32], after[32];
    struct tm utc;
    nz_run_log_t log;

    setenv("TZ", "EST5", 1);
    tzset();
    time_t now = time(NULL);
    strftime(before, sizeof(before), "%Y-%m-%dT%H:%M", gmtime_r(&now, &utc));
    capture();
    nz_run_log_open(&log, NZ_LOG_JSON, NZ_PROGRESS_AUTO);
    nz_run_log_plan(&log, &tenth);
    char *text = captured_text();
    now = time(NULL);
    strftime(after, sizeof(after), "%Y-%m-%dT%H:%M", gmtime_r(&now, &utc));
    unsetenv("TZ");
    tzset();
    CU_ASSERT(strstr(text, before) != NULL || strstr(text, after) != NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"done\":0.1,"));
    free(text);
}

/* A malloc for jansson of which one call fails, after so many. */
static size_t n_blocks;

static void *
some_memory(size_t size)
{
    return n_blocks-- > 0 ? malloc(size) : NULL;
}

static void
test_without_memory_there_is_still_an_event(void)
{
    const char bare[] = "{\"event\":\"plan\"}\n";
    size_t n_bare = 0;
    nz_run_log_t log;

    json_set_alloc_funcs(some_memory, free);
    for (size_t n = 0; n < 200; n++) {
        capture();
        n_blocks = n;
        nz_run_log_open(&log, NZ_LOG_JSON, NZ_PROGRESS_AUTO);
        nz_run_log_plan(&log, &plan);
        n_blocks = SIZE_MAX;
        char *text = captured_text();
        if (strcmp(text, bare) == 0) {
            n_bare++;
        } else {
            json_t *object = parse_line(text, 0);
            CU_ASSERT_EQUAL(json_object_size(object), 8);
            json_decref(object);
        }
        free(text);
    }
    CU_ASSERT(n_bare > 10 && n_bare < 200);
    json_set_alloc_funcs(malloc, free);
}

static void
test_without_memory_lines_are_as_they_are(void)
{
    nz_run_log_t log;

    capture();
    nz_run_log_open(&log, NZ_LOG_TEXT, NZ_PROGRESS_AUTO);
    nz_test_memory_ends(1);
    nz_run_log_warning(&log, "disk full");
    nz_test_memory_ends(0);
    char *text = captured_text();
    CU_ASSERT_STRING_EQUAL(text, "nonzero: warning: disk full\n");
    free(text);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_formats_have_names),
        NZ_TEST(test_a_person_reads_lines),
        NZ_TEST(test_one_of_a_kind_is_singular),
        NZ_TEST(test_a_bar_stands_for_most_lines),
        NZ_TEST(test_never_tells_only_trouble),
        NZ_TEST(test_a_program_reads_objects),
        NZ_TEST(test_what_does_not_apply_is_left_out),
        NZ_TEST(test_the_finish_tells_errors),
        NZ_TEST(test_the_clock_runs_from_the_opening),
        NZ_TEST(test_times_are_utc_and_numbers_short),
        NZ_TEST(test_without_memory_there_is_still_an_event),
        NZ_TEST(test_without_memory_lines_are_as_they_are),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("run_log", tests, argc, argv);
}
