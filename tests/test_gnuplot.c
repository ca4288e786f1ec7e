#include "mpi/gnuplot.h"
#include "tests/testlib.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static nz_status_t
run(const char *script, char **bytes, size_t *n, char message[256])
{
    return nz_gnuplot_run(script, strlen(script), bytes, n, message, 256);
}

static void
test_gnuplot_returns_output(void)
{
    char *bytes = NULL, message[256] = "x";
    size_t n = 0;
    const char *script = "set terminal svg\nplot sin(x)\n";
    NZ_ASSERT_OK(run(script, &bytes, &n, message));
    CU_ASSERT_TRUE(n > 500 && memcmp(bytes, "<?xml", 5) == 0);
    CU_ASSERT_STRING_EQUAL(message, "");
    free(bytes);
}

static void
test_gnuplot_large_script_and_output(void)
{
    /* Far more than a pipe holds, in both directions at once. */
    enum { n_rows = 200000 };
    char *script = malloc(n_rows * 8 + 200);
    CU_ASSERT_PTR_NOT_NULL_FATAL(script);
    size_t length = (size_t) sprintf(script, "set terminal svg\n$d << EOD\n");
    for (int i = 0; i < n_rows; i++) {
        length += (size_t) sprintf(script + length, "%d\n", i % 997);
    }
    length += (size_t) sprintf(script + length, "EOD\nplot $d with lines\nprint 1\n");
    char *bytes = NULL, message[256];
    size_t n = 0;
    CU_ASSERT_EQUAL_FATAL(
        nz_gnuplot_run(script, length, &bytes, &n, message, sizeof(message)), NZ_OK);
    CU_ASSERT_TRUE(n > 1000000);
    CU_ASSERT_STRING_EQUAL(message, "1"); /* print goes to standard error */
    free(bytes);
    free(script);
}

static void
test_gnuplot_failure_is_reported(void)
{
    char *bytes = NULL, message[256];
    size_t n = 77;
    CU_ASSERT_EQUAL(
        run("set terminal svg\nplot nosuch(x)\n", &bytes, &n, message), NZ_ERR_IO);
    CU_ASSERT_PTR_NOT_NULL(strstr(message, "undefined function: nosuch"));
    CU_ASSERT_PTR_NULL(strchr(message, '\n'));
    CU_ASSERT_TRUE(bytes == NULL && n == 77);
}

static void
test_gnuplot_early_exit_raises_no_signal(void)
{
    enum { size = 4 << 20 };
    char *script = malloc(size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(script);
    CU_ASSERT_TRUE_FATAL(signal(SIGPIPE, SIG_DFL) != SIG_ERR); /* fatal, if raised */
    memset(script, '\n', size);
    memcpy(script, "exit\n", 5); /* and a lot that nobody reads */
    char *bytes = NULL, message[256];
    size_t n = 0;
    CU_ASSERT_EQUAL(
        nz_gnuplot_run(script, size, &bytes, &n, message, sizeof(message)), NZ_ERR_IO);
    CU_ASSERT_PTR_NOT_NULL(strstr(message, "drew nothing"));
    free(script);
}

static void
test_gnuplot_ignores_startup_files_and_terminal(void)
{
    char *bytes = NULL, message[256];
    size_t n = 0;
    CU_ASSERT_EQUAL_FATAL(setenv("GNUTERM", "no such terminal", 1), 0);
    CU_ASSERT_EQUAL(run("set terminal svg\nplot x\n", &bytes, &n, message), NZ_OK);
    CU_ASSERT_STRING_EQUAL(message, "");
    CU_ASSERT_EQUAL_FATAL(unsetenv("GNUTERM"), 0);
    free(bytes);
}

static void
test_gnuplot_missing_program(void)
{
    char *bytes = NULL, message[256];
    size_t n = 0;
    char *path = strdup(getenv("PATH") != NULL ? getenv("PATH") : "");
    CU_ASSERT_PTR_NOT_NULL_FATAL(path);
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", "/nowhere", 1), 0);
    CU_ASSERT_EQUAL(run("plot x\n", &bytes, &n, message), NZ_ERR_IO);
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", path, 1), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(message, "install the package gnuplot-nox"));
    CU_ASSERT_PTR_NULL(bytes);
    free(path);
}

static void
test_gnuplot_leaves_no_descriptor_open(void)
{
    int before = dup(0), after = -1;
    CU_ASSERT_TRUE_FATAL(before >= 0);
    close(before);
    for (int i = 0; i < 3; i++) {
        char *bytes = NULL, message[256];
        size_t n = 0;
        const char *script = i == 1 ? "nonsense\n" : "set terminal svg\nplot x\n";
        nz_status_t status = run(script, &bytes, &n, message);
        CU_ASSERT_EQUAL(status, i == 1 ? NZ_ERR_IO : NZ_OK);
        free(bytes);
    }
    after = dup(0);
    CU_ASSERT_EQUAL(before, after);
    close(after);
}

static void
test_gnuplot_null_arguments(void)
{
    char *bytes = NULL, message[8];
    size_t n = 0;
    CU_ASSERT_EQUAL(nz_gnuplot_run(NULL, 0, &bytes, &n, message, 8), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_gnuplot_run("", 0, NULL, &n, message, 8), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_gnuplot_run("", 0, &bytes, NULL, message, 8), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_gnuplot_run("", 0, &bytes, &n, NULL, 8), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_gnuplot_run("", 0, &bytes, &n, message, 0), NZ_ERR_NULL_ARG);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_gnuplot_returns_output),
        NZ_TEST(test_gnuplot_large_script_and_output),
        NZ_TEST(test_gnuplot_failure_is_reported),
        NZ_TEST(test_gnuplot_early_exit_raises_no_signal),
        NZ_TEST(test_gnuplot_ignores_startup_files_and_terminal),
        NZ_TEST(test_gnuplot_missing_program),
        NZ_TEST(test_gnuplot_leaves_no_descriptor_open),
        NZ_TEST(test_gnuplot_null_arguments),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("gnuplot", tests, argc, argv);
}
