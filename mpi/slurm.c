#include "mpi/slurm.h"

#include "mpi/clock.h"

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { answer_max = 4096 };
static const double patience_s = 5.0;

/* Seconds since 1970 in a line of their own, the earliest of several lines (parts of a
 * job that have one number); NaN if there is none. */
static double
parse_times(const char *text)
{
    double earliest = (double) NAN;

    while (*text != '\0') {
        char *rest = NULL;
        const long long end = strtoll(text, &rest, 10);
        rest += strspn(rest, " ");
        if (end > 0 && (*rest == '\n' || *rest == '\0')) {
            earliest = fmin(earliest, (double) end);
        }
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return earliest;
}

/* The environment with times in seconds since 1970; the caller frees the array. */
static char **
make_environment(void)
{
    static char format[] = "SLURM_TIME_FORMAT=%s";
    static const char name[] = "SLURM_TIME_FORMAT=";
    size_t n = 0, kept = 0;

    while (environ[n] != NULL) {
        n++;
    }
    char **copy = calloc(n + 2, sizeof(*copy));
    for (size_t i = 0; i < n && copy != NULL; i++) {
        if (strncmp(environ[i], name, sizeof(name) - 1) != 0) {
            copy[kept++] = environ[i];
        }
    }
    if (copy != NULL) {
        copy[kept] = format;
    }
    return copy;
}

/* Start squeue with its output in a pipe; its process, or -1. */
static pid_t
start(char *job, const int pipe_ends[2])
{
    char program[] = "squeue", quiet[] = "-h", end[] = "%e", format[] = "-o";
    char option[] = "-j";
    char *const argv[] = { program, quiet, option, job, format, end, NULL };
    char **environment = make_environment();
    posix_spawn_file_actions_t actions;
    pid_t pid = -1;

    if (environment == NULL || posix_spawn_file_actions_init(&actions) != 0) {
        free(environment);
        return -1;
    }
    const bool has_failed =
        posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO) != 0
        || posix_spawn_file_actions_addopen(
               &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
               != 0
        || posix_spawnp(&pid, program, &actions, NULL, argv, environment) != 0;
    (void) posix_spawn_file_actions_destroy(&actions);
    free(environment);
    return has_failed ? -1 : pid;
}

/* All that comes out of the pipe until it is closed, full, or patience ends. */
static void
read_answer(int fd, char answer[answer_max])
{
    const double until = nz_clock_s(CLOCK_MONOTONIC) + patience_s;
    struct pollfd waiting = { .fd = fd, .events = POLLIN };
    size_t n = 0;

    while (n < answer_max - 1) {
        const double left_s = until - nz_clock_s(CLOCK_MONOTONIC);
        if (left_s <= 0.0 || poll(&waiting, 1, (int) (1e3 * left_s) + 1) <= 0) {
            break;
        }
        const ssize_t got = read(fd, answer + n, answer_max - 1 - n);
        if (got <= 0) {
            break;
        }
        n += (size_t) got;
    }
    answer[n] = '\0';
}

/* What squeue says of a job, if it says it in time. */
static double
ask_squeue(char *job)
{
    char answer[answer_max] = "";
    int ends[2];

    if (pipe(ends) != 0) {
        return (double) NAN;
    }
    (void) fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void) fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    const pid_t pid = start(job, ends);
    (void) close(ends[1]);
    if (pid > 0) {
        read_answer(ends[0], answer);
        (void) kill(pid, SIGKILL); /* it has said what it had to say */
        (void) waitpid(pid, NULL, WNOHANG);
    }
    (void) close(ends[0]);
    return parse_times(answer);
}

double
nz_slurm_end_time(void)
{
    const char *end = getenv("SLURM_JOB_END_TIME"), *job = getenv("SLURM_JOB_ID");
    const char *array = getenv("SLURM_ARRAY_JOB_ID");
    const char *element = getenv("SLURM_ARRAY_TASK_ID");
    const double told = end != NULL ? parse_times(end) : (double) NAN;
    char name[64];

    if (told > (double) time(NULL)) {
        return told;
    }
    if (job == NULL || *job == '\0') { /* a time that is past is of a job before */
        return end == NULL || *end == '\0' ? (double) INFINITY : (double) NAN;
    }
    if (array != NULL && element != NULL) {
        snprintf(name, sizeof(name), "%s_%s", array, element);
    } else {
        snprintf(name, sizeof(name), "%s", job);
    }
    return ask_squeue(name);
}
