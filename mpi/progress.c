#include "mpi/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double redraw_s = 0.1, line_s = 60.0;
enum { bar_width = 30 };

static double
now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

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
    const bool terminal = isatty(STDERR_FILENO) == 1;
    *self = (nz_progress_t){ .bar = mode == NZ_PROGRESS_ALWAYS || terminal,
        .silent = mode == NZ_PROGRESS_NEVER,
        .started_s = now_s() };
    self->shown_s = self->started_s;
}

double
nz_progress_elapsed(const nz_progress_t *self)
{
    return now_s() - self->started_s;
}

void
nz_progress_duration(double seconds, char text[32])
{
    const long whole = (long) seconds;
    if (seconds < 60.0) {
        snprintf(text, 32, "%.1f s", seconds);
    } else if (seconds < 3600.0) {
        snprintf(text, 32, "%ld min %02ld s", whole / 60, whole % 60);
    } else {
        snprintf(text, 32, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
    }
}

void
nz_progress_update(nz_progress_t *self, double done)
{
    const double now = now_s();
    const double elapsed = now - self->started_s;
    char used[32], left[32];

    if (self->silent || now - self->shown_s < (self->bar ? redraw_s : line_s)) {
        return;
    }
    self->shown_s = now;
    nz_progress_duration(elapsed, used);
    nz_progress_duration(done > 0.0 ? elapsed * (1.0 - done) / done : 0.0, left);
    if (self->bar) {
        const int filled = (int) (done * bar_width);
        fprintf(stderr, "\r[%.*s%.*s] %3.0f %%  %s, about %s left \033[K", filled,
            "##############################", bar_width - filled,
            "..............................", 100.0 * done, used,
            done > 0.0 ? left : "?");
        self->drawn = true;
    } else {
        fprintf(stderr, "nonzero: %.0f %% done after %s, about %s left\n", 100.0 * done,
            used, done > 0.0 ? left : "?");
    }
    fflush(stderr);
}

void
nz_progress_finish(nz_progress_t *self)
{
    if (self->drawn) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
}
