#include "mpi/slurm.h"
#include "mpi/stop.h"
#include "tests/testlib.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What a child does. */
typedef void (*deed_t)(void);

/* How a child that does @p deed ends: its status as of waitpid. */
static int
end_of(deed_t deed)
{
    int status = -1;

    fflush(stdout);
    const pid_t pid = fork();
    if (pid == 0) {
        deed();
        _exit(0);
    }
    CU_ASSERT_EQUAL_FATAL(waitpid(pid, &status, 0), pid);
    return status;
}

static void
exits(deed_t deed, int code)
{
    const int status = end_of(deed);
    CU_ASSERT_TRUE(WIFEXITED(status));
    CU_ASSERT_EQUAL(WEXITSTATUS(status), code);
}

static void
be_asked(void)
{
    nz_stop_t stop;

    nz_stop_watch();
    nz_stop_init(&stop, (double) INFINITY, true);
    if (nz_stop_is_asked() || nz_stop_is_due(&stop, 1e6)) {
        _exit(1);
    }
    raise(SIGUSR1);
    if (!nz_stop_is_asked() || !nz_stop_is_due(&stop, 0.0)
        || strcmp(stop.reason, "SIGUSR1") != 0) {
        _exit(2);
    }
}

/* As in the program that becomes another: asked before anybody watches. */
static void
be_asked_early(void)
{
    nz_stop_hold();
    raise(SIGUSR1);
    if (nz_stop_is_asked()) {
        _exit(1);
    }
    nz_stop_watch();
    _exit(nz_stop_is_asked() ? 0 : 2);
}

static void
be_asked_unwatched(void)
{
    raise(SIGUSR1);
}

static void
test_stop_signal(void)
{
    exits(be_asked, 0);
    exits(be_asked_early, 0);
    const int status = end_of(be_asked_unwatched);
    CU_ASSERT_TRUE(WIFSIGNALED(status)); /* the tests above mean something */
}

static void
be_killed_once(void)
{
    nz_stop_watch_killers();
    if (nz_stop_killer() != 0) {
        _exit(1);
    }
    raise(SIGTERM);
    raise(SIGINT);
    _exit(nz_stop_killer() == SIGTERM ? 0 : 2);
}

static void
be_killed_twice(void)
{
    nz_stop_watch_killers();
    raise(SIGTERM);
    raise(SIGTERM);
}

static void
be_killed_in_the_end(void)
{
    nz_stop_watch_killers();
    nz_stop_die(nz_stop_killer());
    raise(SIGINT);
    nz_stop_die(nz_stop_killer());
}

static void
be_killed_when_released(void)
{
    nz_stop_watch_killers();
    raise(SIGTERM);
    nz_stop_release_killers();
}

static void
be_killed_after_release(void)
{
    signal(SIGHUP, SIG_IGN);
    nz_stop_watch_killers();
    nz_stop_release_killers();
    raise(SIGHUP); /* stays ignored */
    raise(SIGTERM);
}

static void
ignore_hangup(void)
{
    signal(SIGHUP, SIG_IGN);
    nz_stop_watch_killers();
    raise(SIGHUP);
    _exit(nz_stop_killer() == 0 ? 0 : 1);
}

static void
test_stop_killers(void)
{
    exits(be_killed_once, 0);
    exits(ignore_hangup, 0);
    int status = end_of(be_killed_twice);
    CU_ASSERT_TRUE(WIFSIGNALED(status));
    CU_ASSERT_EQUAL(WTERMSIG(status), SIGTERM);
    status = end_of(be_killed_when_released);
    CU_ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    status = end_of(be_killed_after_release);
    CU_ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    status = end_of(be_killed_in_the_end);
    CU_ASSERT_TRUE(WIFSIGNALED(status));
    CU_ASSERT_EQUAL(WTERMSIG(status), SIGINT);
}

static void
write_too_much(void)
{
    const struct rlimit limit = { .rlim_cur = 4, .rlim_max = 4 };
    FILE *file = tmpfile();

    nz_stop_watch();
    if (file == NULL || setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        _exit(1);
    }
    _exit(write(fileno(file), "12345678", 8) == 4
                  && write(fileno(file), "12345678", 8) == -1
              ? 0
              : 2);
}

static void
test_stop_file_size(void)
{
    exits(write_too_much, 0);
}

static void
test_stop_max_time(void)
{
    nz_stop_t stop;

    unsetenv("SLURM_JOB_ID");
    unsetenv("SLURM_JOB_END_TIME");
    nz_stop_init(&stop, 1000.0, true);
    CU_ASSERT_FALSE(nz_stop_is_due(&stop, 0.0));
    CU_ASSERT_FALSE(nz_stop_is_due(&stop, 700.0));
    CU_ASSERT_TRUE(nz_stop_is_due(&stop, 900.0)); /* a unit would not end in time */
    CU_ASSERT_STRING_EQUAL(stop.reason, "--max-time");
    nz_stop_init(&stop, 0.25, true);
    CU_ASSERT_TRUE(nz_stop_is_due(&stop, 0.0));
}

static void
set_end(double in_s)
{
    char text[32];

    snprintf(text, sizeof(text), "%lld", (long long) time(NULL) + (long long) in_s);
    setenv("SLURM_JOB_END_TIME", text, 1);
}

static void
test_stop_slurm(void)
{
    nz_stop_t stop;
    const char *limit = "";

    set_end(1000.0);
    nz_stop_init(&stop, (double) INFINITY, true);
    CU_ASSERT_FALSE(stop.is_blind);
    const double left_s = nz_stop_left(&stop, &limit);
    CU_ASSERT_TRUE(left_s > 900.0 && left_s < 995.0);
    CU_ASSERT_STRING_EQUAL(limit, "the time limit of the Slurm job");
    CU_ASSERT_FALSE(nz_stop_is_due(&stop, 0.0));
    CU_ASSERT_TRUE(nz_stop_is_due(&stop, 900.0));
    CU_ASSERT_STRING_EQUAL(stop.reason, "the time limit of the Slurm job");
    nz_stop_init(&stop, 500.0, true); /* the earlier one counts */
    CU_ASSERT_TRUE(nz_stop_is_due(&stop, 500.0));
    CU_ASSERT_STRING_EQUAL(stop.reason, "--max-time");
    nz_stop_init(&stop, (double) INFINITY, false); /* not asked for */
    CU_ASSERT_TRUE(isinf(nz_stop_left(&stop, &limit)));
    CU_ASSERT_PTR_NULL(limit);
    setenv("SLURM_JOB_END_TIME", "soon", 1);
    nz_stop_init(&stop, (double) INFINITY, true);
    CU_ASSERT_TRUE(stop.is_blind);
    CU_ASSERT_FALSE(nz_stop_is_due(&stop, 1e9));
    set_end(8.0); /* no time to be killed in */
    nz_stop_init(&stop, (double) INFINITY, true);
    CU_ASSERT_TRUE(nz_stop_is_due(&stop, 0.0));
    unsetenv("SLURM_JOB_END_TIME");
}

/* A squeue of this folder that runs @p script. */
static void
make_squeue(const char *script)
{
    FILE *file = fopen("squeue", "w");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    fclose(file);
    CU_ASSERT_EQUAL_FATAL(chmod("squeue", 0755), 0);
}

static void
test_slurm_end_time(void)
{
    char folder[4096], path[4200];

    unsetenv("SLURM_JOB_END_TIME");
    unsetenv("SLURM_JOB_ID");
    CU_ASSERT_PTR_NOT_NULL_FATAL(getcwd(folder, sizeof(folder)));
    snprintf(path, sizeof(path), "%s:/usr/bin:/bin", folder);
    setenv("PATH", path, 1);
    make_squeue(
        "test \"$*\" = '-h -j 17 -o %e' -a \"$SLURM_TIME_FORMAT\" = %s || exit 1\n"
        "echo 1800000000");
    CU_ASSERT_TRUE(isinf(nz_slurm_end_time())); /* no job */
    setenv("SLURM_JOB_ID", "17", 1);
    CU_ASSERT_EQUAL(nz_slurm_end_time(), 1.8e9);
    setenv("SLURM_JOB_END_TIME", "1900000000", 1);
    CU_ASSERT_EQUAL(nz_slurm_end_time(), 1.9e9);
    setenv("SLURM_JOB_END_TIME", "soon", 1);
    CU_ASSERT_EQUAL(nz_slurm_end_time(), 1.8e9); /* squeue knows better */
    unsetenv("SLURM_JOB_END_TIME");
    setenv("SLURM_JOB_ID", "18", 1); /* squeue fails */
    CU_ASSERT_TRUE(isnan(nz_slurm_end_time()));
    make_squeue("echo N/A");
    CU_ASSERT_TRUE(isnan(nz_slurm_end_time()));
    make_squeue("echo 1800000000 or so");
    CU_ASSERT_TRUE(isnan(nz_slurm_end_time()));
    make_squeue("yes x");
    CU_ASSERT_TRUE(isnan(nz_slurm_end_time()));
    make_squeue("echo N/A; echo 1900000000; echo 1800000000; printf 1850000000");
    CU_ASSERT_EQUAL(nz_slurm_end_time(), 1.8e9); /* parts of one job: the first to end */
    setenv("SLURM_JOB_END_TIME", "1000000000", 1); /* of a job before */
    CU_ASSERT_EQUAL(nz_slurm_end_time(), 1.8e9);
    unsetenv("SLURM_JOB_ID");
    CU_ASSERT_TRUE(isnan(nz_slurm_end_time()));
    unsetenv("SLURM_JOB_END_TIME");
    setenv("SLURM_JOB_ID", "20", 1);
    setenv("SLURM_ARRAY_JOB_ID", "18", 1);
    setenv("SLURM_ARRAY_TASK_ID", "3", 1);
    make_squeue("test \"$3\" = 18_3 && echo 1800000000");
    CU_ASSERT_EQUAL(nz_slurm_end_time(), 1.8e9);
    unsetenv("SLURM_ARRAY_JOB_ID");
    unsetenv("SLURM_ARRAY_TASK_ID");
    remove("squeue");
    setenv("PATH", "/nowhere", 1);
    CU_ASSERT_TRUE(isnan(nz_slurm_end_time()));
    unsetenv("SLURM_JOB_ID");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_stop_signal),
        NZ_TEST(test_stop_killers),
        NZ_TEST(test_stop_file_size),
        NZ_TEST(test_stop_max_time),
        NZ_TEST(test_stop_slurm),
        NZ_TEST(test_slurm_end_time),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("stop", tests, argc, argv);
}
