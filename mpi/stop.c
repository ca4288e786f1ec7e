#include "mpi/stop.h"

#include "mpi/clock.h"
#include "mpi/slurm.h"

#include <math.h>
#include <signal.h>
#include <stddef.h>

/* Time to collect the last results and to write what is left [s]: on one's own limit, and
 * before Slurm begins to kill, which leaves no second chance. */
static const double max_margin_s = 0.5, slurm_margin_s = 10.0;
static const double unit_margin = 1.25; /* of the longest unit so far */

static const char max_limit[] = "--max-time";
static const char slurm_limit[] = "the time limit of the Slurm job";

static const struct {
    int signal;
    const char *name;
} killers[] = { { SIGTERM, "SIGTERM" }, { SIGINT, "SIGINT" }, { SIGHUP, "SIGHUP" } };
enum { n_killers = sizeof(killers) / sizeof(killers[0]) };

static volatile sig_atomic_t is_asked, killer;

static void
on_stop(int signal)
{
    (void) signal;
    is_asked = 1;
}

static void
on_kill(int signal)
{
    killer = killer != 0 ? killer : signal;
}

/* SIGUSR1, alone. */
static sigset_t
stop_set(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    return set;
}

void
nz_stop_hold(void)
{
    const sigset_t set = stop_set();
    (void) sigprocmask(SIG_BLOCK, &set, NULL);
}

void
nz_stop_watch(void)
{
    const sigset_t set = stop_set();
    struct sigaction action = { .sa_handler = on_stop, .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    (void) sigaction(SIGUSR1, &action, NULL);
    (void) sigprocmask(SIG_UNBLOCK, &set, NULL);
    action.sa_handler = SIG_IGN;
    (void) sigaction(SIGXFSZ, &action, NULL);
    (void) sigaction(SIGPIPE, &action, NULL);
}

void
nz_stop_watch_killers(void)
{
    struct sigaction action = { .sa_handler = on_kill,
        .sa_flags = (int) (SA_RESTART | SA_RESETHAND) };
    struct sigaction old;

    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < n_killers; i++) {
        const int signal = killers[i].signal;
        if (sigaction(signal, NULL, &old) == 0 && old.sa_handler != SIG_IGN) {
            (void) sigaction(signal, &action, NULL); /* nohup stays nohup */
        }
    }
}

void
nz_stop_release_killers(void)
{
    struct sigaction action = { .sa_handler = SIG_DFL }, old;

    for (size_t i = 0; i < n_killers; i++) {
        if (sigaction(killers[i].signal, NULL, &old) == 0 && old.sa_handler == on_kill) {
            (void) sigaction(killers[i].signal, &action, NULL);
        }
    }
    nz_stop_die(killer);
}

bool
nz_stop_is_asked(void)
{
    return is_asked != 0;
}

int
nz_stop_killer(void)
{
    return killer;
}

const char *
nz_stop_killer_name(void)
{
    for (size_t i = 0; i < n_killers; i++) {
        if (killers[i].signal == killer) {
            return killers[i].name;
        }
    }
    return "no signal";
}

void
nz_stop_die(int signal)
{
    struct sigaction action = { .sa_handler = SIG_DFL };

    if (signal != 0) {
        (void) sigaction(signal, &action, NULL);
        (void) raise(signal);
    }
}

void
nz_stop_init(nz_stop_t *self, double max_s, bool asks_slurm)
{
    const double now = nz_clock_s(CLOCK_MONOTONIC);
    const double end = asks_slurm ? nz_slurm_end_time() : (double) INFINITY;
    const double slurm_left_s = end - nz_clock_s(CLOCK_REALTIME);

    *self = (nz_stop_t){ .max_at_s = now + max_s - max_margin_s,
        .slurm_at_s =
            isnan(end) ? (double) INFINITY : now + slurm_left_s - slurm_margin_s,
        .is_blind = isnan(end) };
}

double
nz_stop_left(const nz_stop_t *self, const char **limit)
{
    const bool is_max = self->max_at_s <= self->slurm_at_s;
    const double at_s = is_max ? self->max_at_s : self->slurm_at_s;

    *limit = isinf(at_s) ? NULL : is_max ? max_limit : slurm_limit;
    return at_s - nz_clock_s(CLOCK_MONOTONIC);
}

bool
nz_stop_is_due(nz_stop_t *self, double longest_s)
{
    const char *limit = NULL;

    if (is_asked != 0) {
        self->reason = "SIGUSR1";
        return true;
    }
    if (nz_stop_left(self, &limit) <= unit_margin * longest_s) {
        self->reason = limit;
        return true;
    }
    return false;
}
