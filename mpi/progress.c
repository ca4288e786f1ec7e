#include "mpi/progress.h"

#include "mpi/clock.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const double redraw_s = 0.1, line_s = 60.0;
enum { bar_width = 30 };

int
nz_progress_mode_find(const char *name, nz_progress_mode_t *mode)
{
    static const char *const names[] = { "auto", "always", "never" };
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(name, names[i]) == 0) {
            *mode = (nz_progress_mode_t) i;
            return 0;
        }
    }
    return -1;
}

void
nz_progress_start(nz_progress_t *self, nz_progress_mode_t mode)
{
    nz_progress_restart(self, mode, 0.0);
}

void
nz_progress_restart(nz_progress_t *self, nz_progress_mode_t mode, double done)
{
    const bool terminal = isatty(STDERR_FILENO) == 1;
    *self = (nz_progress_t){ .bar = mode == NZ_PROGRESS_ALWAYS || terminal,
        .silent = mode == NZ_PROGRESS_NEVER,
        .done_at_start = done,
        .started_s = nz_clock_s(CLOCK_MONOTONIC) };
    self->shown_s = self->started_s;
}

double
nz_progress_elapsed(const nz_progress_t *self)
{
    return nz_clock_s(CLOCK_MONOTONIC) - self->started_s;
}

void
nz_progress_duration(double seconds, char text[32])
{
    const long whole = (long) fmin(seconds, 1e15);
    if (seconds < 60.0) {
        snprintf(text, 32, "%.1f s", seconds);
    } else if (seconds < 3600.0) {
        snprintf(text, 32, "%ld min %02ld s", whole / 60, whole % 60);
    } else {
        snprintf(text, 32, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
    }
}

double
nz_progress_left(const nz_progress_t *self, double done)
{
    const double gained = done - self->done_at_start;

    return gained > 0.0 ? nz_progress_elapsed(self) * (1.0 - done) / gained
                        : (double) NAN;
}

double
nz_progress_rate(const nz_progress_t *self, const nz_progress_units_t *units)
{
    const double elapsed = nz_progress_elapsed(self);

    return elapsed > 0.0 ? (double) (units->n_done - units->n_begun) / elapsed : 0.0;
}

bool
nz_progress_is_due(nz_progress_t *self)
{
    const double now = nz_clock_s(CLOCK_MONOTONIC);

    if (self->silent || now - self->shown_s < (self->bar ? redraw_s : line_s)) {
        return false;
    }
    self->shown_s = now;
    return true;
}

/* Columns of the terminal on stderr; of what is none, as many as most have. */
static size_t
n_columns(void)
{
    struct winsize size;

    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                           : 80;
}

/* Add a part to a line if it fits; a line that wraps could not be drawn over. */
static void
append_part(char *line, size_t room, const char *part)
{
    const size_t used = strlen(line);

    if (used + strlen(part) < room) {
        snprintf(line + used, room - used, "%s", part);
    }
}

static void
draw_bar(nz_progress_t *self, double done, const char *used, const char *left,
    const nz_progress_units_t *units)
{
    enum { size = 256 };
    const size_t columns = n_columns();
    const size_t room = columns < size ? columns : size;
    const int width = units == NULL ? bar_width : bar_width / 2;
    const int filled = (int) (done * width);
    char line[size] = "", part[64];

    snprintf(line, sizeof(line), "[%.*s%.*s] %3.0f %%  %s, about %s left ", filled,
        "##############################", width - filled,
        "..............................", 100.0 * done, used, left);
    if (units != NULL) {
        snprintf(part, sizeof(part), " %.3g units/s ", nz_progress_rate(self, units));
        append_part(line, room, part);
        snprintf(part, sizeof(part), " %" PRIu64 " of %" PRIu64 " units saved ",
            units->n_saved, units->n);
        append_part(line, room, part);
    }
    fprintf(stderr, "\r%s\033[K", line);
    self->drawn = true;
}

static void
print_line(const nz_progress_t *self, double done, const char *used, const char *left,
    const nz_progress_units_t *units)
{
    char tail[128] = "";

    if (units != NULL) {
        snprintf(tail, sizeof(tail),
            "; %" PRIu64 " of %" PRIu64 " units, %.3g per second, %" PRIu64 " saved",
            units->n_done, units->n, nz_progress_rate(self, units), units->n_saved);
    }
    fprintf(stderr, "nonzero: %.0f %% done after %s, about %s left%s\n", 100.0 * done,
        used, left, tail);
}

void
nz_progress_update(nz_progress_t *self, double done)
{
    nz_progress_update_units(self, done, NULL);
}

void
nz_progress_update_units(
    nz_progress_t *self, double done, const nz_progress_units_t *units)
{
    char used[32], left[32] = "?";

    if (!nz_progress_is_due(self)) {
        return;
    }
    const double left_s = nz_progress_left(self, done);
    nz_progress_duration(nz_progress_elapsed(self), used);
    if (!isnan(left_s)) {
        nz_progress_duration(left_s, left);
    }
    if (self->bar) {
        draw_bar(self, done, used, left, units);
    } else {
        print_line(self, done, used, left, units);
    }
    fflush(stderr);
}

void
nz_progress_finish(nz_progress_t *self)
{
    if (self->drawn) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
        self->drawn = false;
    }
}
