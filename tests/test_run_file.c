#include "sim/run_file.h"

#include "sim/file_io.h"
#include "tests/simulation.h"
#include "tests/testlib.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char yaml[] =
    "title: \"a 'title' with caf\xc3\xa9\"\nseed: 18446744073709551615\n"
    "replicates: 40\n"
    "models: { parameters: [1.0e7, 1.0e9], names: [small, \"l, 2\"] }\n"
    "law: { c: 2.0e7, alpha: -0.3 }\n"
    "task: { kind: sequence, tokens: [1, 4] }\n"
    "test_sizes: [10, 50, 1000000000]\n";

static void
make_run(nz_summary_t *run)
{
    nz_test_simulate(yaml, 1, run);
    run->observed.rows = calloc(2, sizeof(*run->observed.rows));
    CU_ASSERT_PTR_NOT_NULL_FATAL(run->observed.rows);
    run->observed.n_rows = 2;
    for (size_t i = 0; i < 2; i++) {
        run->observed.rows[i] = (nz_observation_t){ strdup("family"),
            strdup(i == 0 ? "" : "m\xc3\xbc"), 1e8 + (double) i, UINT64_C(1) << 52, i };
    }
}

static void
assert_same(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        CU_ASSERT_TRUE(a[i] == b[i] || (isnan(a[i]) && isnan(b[i])));
    }
}

static void
test_round_trip_keeps_every_bit(void)
{
    static const nz_attribute_t attributes[] = { { "ranks", "3" } };
    nz_summary_t run = { 0 }, back = { 0 };
    nz_diagnostics_t diagnostics = { 0 };

    make_run(&run);
    NZ_ASSERT_OK(nz_run_file_write("round_trip.nc", &run, attributes, 1, &diagnostics));
    NZ_ASSERT_OK(nz_run_file_read("round_trip.nc", &back, &diagnostics));
    CU_ASSERT_EQUAL(diagnostics.n, 0);
    CU_ASSERT_STRING_EQUAL(back.study.title, run.study.title);
    CU_ASSERT_EQUAL(back.study.seed, UINT64_MAX);
    CU_ASSERT_STRING_EQUAL(back.study.models.names.values[1], "l, 2");
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const size_t n =
            nz_summary_size(&run.study, nz_quantity_scope((nz_quantity_t) q));
        assert_same(back.value[q], run.value[q], n);
        if (run.mcse[q] != NULL) {
            assert_same(back.mcse[q], run.mcse[q], n);
        }
    }
    CU_ASSERT_EQUAL_FATAL(back.observed.n_rows, 2);
    CU_ASSERT_STRING_EQUAL(back.observed.rows[1].model, "m\xc3\xbc");
    CU_ASSERT_STRING_EQUAL(back.observed.rows[0].model, "");
    CU_ASSERT_EQUAL(back.observed.rows[1].parameters, 1e8 + 1.0);
    CU_ASSERT_EQUAL(back.observed.rows[1].trials, UINT64_C(1) << 52);
    CU_ASSERT_EQUAL(back.observed.rows[1].successes, 1);
    nz_summary_free(&back);
    nz_summary_free(&run);
    (void) unlink("round_trip.nc");
}

/* A file cut anywhere is refused, but for the last bytes, where padding may be cut. */
static void
test_damaged_files_are_refused(void)
{
    nz_summary_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    char *bytes = NULL;
    size_t size = 0, n_refused = 0;

    make_run(&run);
    NZ_ASSERT_OK(nz_run_file_write("whole.nc", &run, NULL, 0, &diagnostics));
    NZ_ASSERT_OK(nz_file_read("whole.nc", SIZE_MAX - 1, &bytes, &size, &diagnostics));
    for (size_t i = 0; i < 8; i++) {
        nz_diagnostics_t messages = { 0 };
        nz_summary_t back = { 0 };
        NZ_ASSERT_OK(nz_file_write("cut.nc", bytes, i * size / 8, &diagnostics));
        nz_status_t status = nz_run_file_read("cut.nc", &back, &messages);
        if (status == NZ_OK) {
            assert_same(back.value[NZ_QUANTITY_MEAN], run.value[NZ_QUANTITY_MEAN],
                nz_summary_size(&run.study, NZ_SCOPE_CELL));
            nz_summary_free(&back);
            continue;
        }
        n_refused++;
        CU_ASSERT_TRUE(status == NZ_ERR_IO || status == NZ_ERR_FORMAT);
        CU_ASSERT_TRUE(messages.n == 1 && strncmp(messages.text[0], "cut.nc: ", 8) == 0);
        CU_ASSERT_TRUE(back.value[0] == NULL); /* untouched */
    }
    CU_ASSERT_TRUE(n_refused >= 6);
    free(bytes);
    nz_summary_free(&run);
    (void) unlink("cut.nc");
    (void) unlink("whole.nc");
}

static void
test_unwritable_places_leave_nothing(void)
{
    nz_summary_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    struct stat info;

    make_run(&run);
    CU_ASSERT_EQUAL(
        nz_run_file_write("no/such/folder/run.nc", &run, NULL, 0, &diagnostics),
        NZ_ERR_IO);
    CU_ASSERT_EQUAL(nz_file_check_writable("no/such/run.nc", &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL(nz_file_check_writable(".", &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL(nz_file_check_writable("/dev/null", &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL(diagnostics.n, 4);
    CU_ASSERT_EQUAL(nz_file_check_writable("possible.nc", &diagnostics), NZ_OK);
    CU_ASSERT_NOT_EQUAL(stat("possible.nc", &info), 0);
    CU_ASSERT_TRUE(stat("/dev/null", &info) == 0 && S_ISCHR(info.st_mode));
    nz_summary_free(&run);
}

static void
test_an_old_file_stays_when_writing_fails(void)
{
    nz_diagnostics_t diagnostics = { 0 };
    char *bytes = NULL;
    size_t size = 0;

    NZ_ASSERT_OK(nz_file_write("old.txt", "old", 3, &diagnostics));
    CU_ASSERT_EQUAL(nz_file_write("old.txt/below", "new", 3, &diagnostics), NZ_ERR_IO);
    NZ_ASSERT_OK(nz_file_write("old.txt", "newer", 5, &diagnostics));
    NZ_ASSERT_OK(nz_file_read("old.txt", 100, &bytes, &size, &diagnostics));
    CU_ASSERT_TRUE(size == 5 && strcmp(bytes, "newer") == 0);
    free(bytes);
    CU_ASSERT_EQUAL(nz_file_read("old.txt", 4, &bytes, &size, &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL(
        nz_file_read("missing.txt", 4, &bytes, &size, &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL(diagnostics.n, 3);
    (void) unlink("old.txt");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_round_trip_keeps_every_bit),
        NZ_TEST(test_damaged_files_are_refused),
        NZ_TEST(test_unwritable_places_leave_nothing),
        NZ_TEST(test_an_old_file_stays_when_writing_fails),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("run_file", tests, argc, argv);
}
