/* Where the numbers of a run come from, as texts. */
#include "mpi/command_line.h"
#include "mpi/provenance.h"
#include "mpi/version.h"

#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char arg0[] = "simulate", arg1[] = "my study.yaml", arg2[] = "-o",
            arg3[] = "run.nc";
static char *const words[] = { arg0, arg1, arg2, arg3, NULL };
static const nz_provenance_run_t run = { .argc = 4,
    .argv = words,
    .study = "abc",
    .n_ranks = 12,
    .n_nodes = 3,
    .wall_s = 1.5,
    .total_wall_s = 3600.1234,
    .total_core_s = 43201.0,
    .n_sessions = 2 };

static const char *
find(const nz_provenance_t *self, const char *name)
{
    for (size_t i = 0; i < self->n; i++) {
        if (strcmp(self->attributes[i].name, name) == 0) {
            return self->attributes[i].value;
        }
    }
    return NULL;
}

static void
check_value(const nz_provenance_t *self, const char *name, const char *expected)
{
    const char *value = find(self, name);

    CU_ASSERT_PTR_NOT_NULL_FATAL(value);
    CU_ASSERT_STRING_EQUAL(value, expected);
}

/* As xxhsum -H2 prints them. */
static void
test_the_hash_is_that_of_xxhsum(void)
{
    char hash[NZ_STUDY_HASH_SIZE];

    nz_study_hash("", hash);
    CU_ASSERT_STRING_EQUAL(hash, "99aa06d3014798d86001c324468d497f");
    nz_study_hash("abc", hash);
    CU_ASSERT_STRING_EQUAL(hash, "06b05ab6733a618578af5f94892f3950");
}

static void
test_every_attribute_is_there(void)
{
    static const char *const names[] = { "nonzero_version", "nonzero_commit", "compiler",
        "gsl_version", "netcdf_version", "mpi_library", "host", "nodes", "ranks",
        "slurm_job_id", "command", "study_hash", "sessions", "wall_time_s", "core_time_s",
        "last_wall_time_s", "created" };
    nz_provenance_t self = { 0 };
    char host[256] = "";

    CU_ASSERT_EQUAL(setenv("SLURM_JOB_ID", "4711", 1), 0);
    NZ_ASSERT_OK(nz_provenance_fill(&self, &run));
    for (size_t i = 0; i < NZ_COUNT_OF(names); i++) {
        const char *value = find(&self, names[i]);
        CU_ASSERT(value != NULL && value[0] != '\0');
    }
    const size_t processor = find(&self, "processor") != NULL ? 1 : 0;
    CU_ASSERT_EQUAL(self.n, NZ_COUNT_OF(names) + processor);
    check_value(&self, "nonzero_version", nz_version_number());
    check_value(&self, "nonzero_commit", nz_version_commit());
    check_value(&self, "compiler", nz_version_compiler());
    check_value(&self, "gsl_version", nz_version_gsl());
    check_value(&self, "netcdf_version", nz_version_netcdf());
    check_value(&self, "nodes", "3");
    check_value(&self, "ranks", "12");
    check_value(&self, "slurm_job_id", "4711");
    check_value(&self, "command", "nonzero simulate 'my study.yaml' -o run.nc");
    check_value(&self, "study_hash", "06b05ab6733a618578af5f94892f3950");
    check_value(&self, "sessions", "2");
    check_value(&self, "wall_time_s", "3600.123");
    check_value(&self, "core_time_s", "43201.000");
    check_value(&self, "last_wall_time_s", "1.500");
    CU_ASSERT_EQUAL(gethostname(host, sizeof(host)), 0);
    check_value(&self, "host", host);
    nz_provenance_free(&self);
    CU_ASSERT(self.attributes == NULL && self.values == NULL && self.n == 0);
    nz_provenance_free(&self);
    CU_ASSERT_EQUAL(unsetenv("SLURM_JOB_ID"), 0);
    NZ_ASSERT_OK(nz_provenance_fill(&self, &run));
    CU_ASSERT_PTR_NULL(find(&self, "slurm_job_id"));
    nz_provenance_free(&self);
}

/* What the kernel tells of the first processor, read by words. */
static void
test_the_processor_has_its_name(void)
{
    FILE *in = fopen("/proc/cpuinfo", "r");
    char line[256], expected[256] = "";
    nz_provenance_t self;

    while (in != NULL && expected[0] == '\0' && fgets(line, sizeof(line), in) != NULL) {
        sscanf(line, "model name : %255[^\n]", expected);
    }
    if (in != NULL) {
        fclose(in);
    }
    NZ_ASSERT_OK(nz_provenance_fill(&self, &run));
    const char *value = find(&self, "processor");
    CU_ASSERT_STRING_EQUAL(value != NULL ? value : "", expected);
    nz_provenance_free(&self);
}

static void
test_the_date_is_now(void)
{
    nz_provenance_t self;
    char before[32], after[32];
    struct tm utc;
    time_t now = time(NULL);

    setenv("TZ", "EST5", 1); /* five hours off UTC */
    tzset();
    strftime(before, sizeof(before), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    NZ_ASSERT_OK(nz_provenance_fill(&self, &run));
    now = time(NULL);
    strftime(after, sizeof(after), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    unsetenv("TZ");
    tzset();
    const char *created = find(&self, "created");
    CU_ASSERT_PTR_NOT_NULL_FATAL(created);
    CU_ASSERT(strcmp(before, created) <= 0 && strcmp(created, after) <= 0);
    CU_ASSERT_EQUAL(strlen(created), strlen(after));
    nz_provenance_free(&self);
}

static void
test_null_is_refused(void)
{
    nz_provenance_t self = { .n = 7 };
    nz_provenance_run_t no_study = run, no_words = run;

    no_study.study = NULL;
    no_words.argv = NULL;
    CU_ASSERT_EQUAL(nz_provenance_fill(NULL, &run), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_provenance_fill(&self, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_provenance_fill(&self, &no_study), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_provenance_fill(&self, &no_words), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(self.n, 7);
}

static void
test_without_memory_nothing_is_changed(void)
{
    bool failed = true;
    size_t at = 0;

    while (failed && at < 50) {
        nz_provenance_t self = { .n = 7 };
        const long held = nz_test_memory_held();
        nz_test_memory_lacks(++at);
        const nz_status_t status = nz_provenance_fill(&self, &run);
        failed = nz_test_memory_failed();
        nz_test_memory_lacks(0);
        CU_ASSERT_EQUAL(status, failed ? NZ_ERR_NO_MEMORY : NZ_OK);
        CU_ASSERT(failed ? self.n == 7 && nz_test_memory_held() <= held : self.n > 7);
        if (!failed) {
            nz_provenance_free(&self);
        }
    }
    CU_ASSERT(at > 2 && !failed);
}

static void
check_line(const char *word, const char *expected)
{
    char buffer[128];
    char *const argv[] = { arg0, buffer };

    snprintf(buffer, sizeof(buffer), "%s", word);
    char *line = nz_command_line(2, argv, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    CU_ASSERT_EQUAL_FATAL(strncmp(line, "nonzero simulate ", 17), 0);
    CU_ASSERT_STRING_EQUAL(line + 17, expected);
    free(line);
}

static void
test_words_are_quoted(void)
{
    check_line("run.nc", "run.nc");
    check_line("a/b-c_d+e:f,g@h%i=9Zz", "a/b-c_d+e:f,g@h%i=9Zz");
    check_line("", "''");
    check_line("--set=task={tokens: [3]}", "'--set=task={tokens: [3]}'");
    check_line("it's", "'it'\\''s'");
    check_line("$(ls)\\`", "'$(ls)\\`'");
    check_line("~", "'~'");
    check_line("\xc3\xa9", "'\xc3\xa9'");
    check_line("a\nb\\'", "$'a\\012b\\134\\047'");
    check_line("\xff\xc3\xa9", "$'\\377\xc3\xa9'");
    check_line("\xe2\x80\xae", "$'\\342\\200\\256'"); /* right to left */
}

/* Run a script by bash with its output in a file; its exit code, 127 without bash. */
static int
run_script(const char *script, const char *output)
{
    int state = 0;
    fflush(stdout); /* or the child would print it again */
    const pid_t child = fork();

    CU_ASSERT_FATAL(child >= 0);
    if (child == 0) {
        if (freopen(output, "w", stdout) != NULL) {
            execlp("bash", "bash", script, (char *) NULL);
        }
        _exit(127);
    }
    CU_ASSERT_EQUAL_FATAL(waitpid(child, &state, 0), child);
    return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

static void
test_a_shell_reads_the_words_again(void)
{
    char odd[] = "a'b\\n$HOME \"*?[]{}!#&|;<>()~`\t\001\xff\xc3\xa9";
    char plain[] = "it's *";
    char *const argv[] = { arg0, odd, plain };
    char *line = nz_command_line(3, argv, "--resume");
    char script[512], read[128] = "", expected[128];

    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    CU_ASSERT_EQUAL(strncmp(line, "nonzero simulate --resume ", 26), 0);
    const int size = snprintf(
        script, sizeof(script), "nonzero() { printf '%%s|' $# \"$@\"; }\n%s\n", line);
    free(line);
    nz_test_write_file("command_line.sh", script, (size_t) size);
    const int code = run_script("command_line.sh", "command_line.txt");
    if (code != 127) { /* else there is no bash, and the words above must do */
        FILE *in = fopen("command_line.txt", "r");
        CU_ASSERT_EQUAL(code, 0);
        CU_ASSERT_PTR_NOT_NULL_FATAL(in);
        CU_ASSERT(fread(read, 1, sizeof(read) - 1, in) > 0);
        fclose(in);
        snprintf(expected, sizeof(expected), "4|simulate|--resume|%s|%s|", odd, plain);
        CU_ASSERT_STRING_EQUAL(read, expected);
    }
    remove("command_line.sh");
    remove("command_line.txt");
}

static void
test_an_option_comes_once(void)
{
    char resume[] = "--resume";
    char *const argv[] = { arg0, arg1, resume };
    char *line = nz_command_line(3, argv, "--resume");

    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    CU_ASSERT_STRING_EQUAL(line, "nonzero simulate 'my study.yaml' --resume");
    free(line);
    line = nz_command_line(1, argv, "--resume");
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    CU_ASSERT_STRING_EQUAL(line, "nonzero simulate --resume");
    free(line);
    nz_test_memory_lacks(1);
    CU_ASSERT_PTR_NULL(nz_command_line(1, argv, NULL));
    nz_test_memory_lacks(0);
}

static void
test_observed_hash_tells_tables_apart(void)
{
    char opt[] = "OPT", none[] = "", small[] = "opt-125m";
    nz_observation_t rows[] = { { opt, small, 1.25e8, 2000, 0 },
        { opt, none, 1.3e9, 2000, 1 } };
    nz_observed_t table = { 2, rows };
    const nz_observed_t empty = { 0 };
    char hash[NZ_STUDY_HASH_SIZE], other[NZ_STUDY_HASH_SIZE] = "x";

    nz_observed_hash(&table, hash);
    nz_observed_hash(&empty, other);
    CU_ASSERT_STRING_EQUAL(other, "");
    nz_observed_hash(NULL, other);
    CU_ASSERT_STRING_EQUAL(other, "");
    CU_ASSERT_EQUAL(strlen(hash), NZ_STUDY_HASH_SIZE - 1);
    nz_observed_hash(&table, other);
    CU_ASSERT_STRING_EQUAL(other, hash);
    for (size_t i = 0; i < 2; i++) { /* every member of every row */
        const nz_observation_t kept = rows[i];
        const nz_observation_t changed[] = { { none, kept.model, kept.parameters,
                                                 kept.trials, kept.successes },
            { kept.family, opt, kept.parameters, kept.trials, kept.successes },
            { kept.family, kept.model, 1e9, kept.trials, kept.successes },
            { kept.family, kept.model, kept.parameters, 2001, kept.successes },
            { kept.family, kept.model, kept.parameters, kept.trials, 7 } };
        for (size_t k = 0; k < NZ_COUNT_OF(changed); k++) {
            rows[i] = changed[k];
            nz_observed_hash(&table, other);
            CU_ASSERT_STRING_NOT_EQUAL(other, hash);
        }
        rows[i] = kept;
    }
    table.n_rows = 1;
    nz_observed_hash(&table, other);
    CU_ASSERT_STRING_NOT_EQUAL(other, hash);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_the_hash_is_that_of_xxhsum),
        NZ_TEST(test_every_attribute_is_there),
        NZ_TEST(test_the_processor_has_its_name),
        NZ_TEST(test_the_date_is_now),
        NZ_TEST(test_null_is_refused),
        NZ_TEST(test_without_memory_nothing_is_changed),
        NZ_TEST(test_words_are_quoted),
        NZ_TEST(test_a_shell_reads_the_words_again),
        NZ_TEST(test_an_option_comes_once),
        NZ_TEST(test_observed_hash_tells_tables_apart),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("provenance", tests, argc, argv);
}
