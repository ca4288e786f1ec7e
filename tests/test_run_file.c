#include "sim/run_file.h"

#include "sim/file_io.h"
#include "tests/simulation.h"
#include "tests/testlib.h"

#include <math.h>
#include <netcdf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char one_task[] =
    "title: \"a 'title' with caf\xc3\xa9\"\nseed: 18446744073709551615\n"
    "replicates: 40\n"
    "models: { parameters: [1.0e7, 1.0e9], names: [small, \"l, 2\"] }\n"
    "law: { c: 2.0e7, alpha: -0.3 }\n"
    "task: { kind: sequence, tokens: [1, 4] }\n"
    "test_sizes: [10, 50, 1000000000]\n";

static const char four_tasks[] =
    "replicates: 40\nmodels: { parameters: [1.0e7, 1.0e9] }\n"
    "law: { c: 2.0e7, alpha: -0.3 }\ntest_sizes: [10, 50]\n"
    "tasks:\n  - { name: a b, kind: choice, options: [2, 4] }\n  - { tokens: [1, 4, 9] "
    "}\n"
    "  - { name: a/b, kind: choice, options: 3, concentration: 1 }\n"
    "  - { name: -.x-, kind: subset, subset_size: 3 }\n";

static void
make_run(const char *yaml, nz_run_t *run)
{
    nz_test_simulate_run(yaml, 1, run);
    nz_observed_t *observed = &run->parts[0].observed;
    observed->rows = calloc(2, sizeof(*observed->rows));
    CU_ASSERT_PTR_NOT_NULL_FATAL(observed->rows);
    observed->n_rows = 2;
    for (size_t i = 0; i < 2; i++) {
        observed->rows[i] = (nz_observation_t){ strdup("family"),
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

/* Every value of two summaries; whether one differs from NaN. */
static void
assert_same_values(const nz_summary_t *a, const nz_summary_t *b)
{
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const size_t n = nz_summary_size(&a->study, nz_quantity_scope((nz_quantity_t) q));
        assert_same(a->value[q], b->value[q], n);
        if (a->mcse[q] != NULL) {
            assert_same(a->mcse[q], b->mcse[q], n);
        }
    }
    CU_ASSERT_FALSE(isnan(a->value[NZ_QUANTITY_MEAN][0]));
}

static void
test_round_trip_keeps_every_bit(void)
{
    static const nz_attribute_t attributes[] = { { "ranks", "3" } };
    nz_run_t run = { 0 }, back = { 0 };
    nz_diagnostics_t diagnostics = { 0 };

    make_run(one_task, &run);
    NZ_ASSERT_OK(nz_run_file_write("round_trip.nc", &run, attributes, 1, &diagnostics));
    NZ_ASSERT_OK(nz_run_file_read("round_trip.nc", &back, &diagnostics));
    CU_ASSERT_EQUAL(diagnostics.n, 0);
    CU_ASSERT_EQUAL_FATAL(back.n_parts, 1);
    const nz_study_t *study = &back.parts[0].study;
    CU_ASSERT_STRING_EQUAL(study->title, run.parts[0].study.title);
    CU_ASSERT_EQUAL(study->seed, UINT64_MAX);
    CU_ASSERT_STRING_EQUAL(study->models.names.values[1], "l, 2");
    assert_same_values(&run.parts[0], &back.parts[0]);
    const nz_observed_t *observed = &back.parts[0].observed;
    CU_ASSERT_EQUAL_FATAL(observed->n_rows, 2);
    CU_ASSERT_STRING_EQUAL(observed->rows[1].model, "m\xc3\xbc");
    CU_ASSERT_STRING_EQUAL(observed->rows[0].model, "");
    CU_ASSERT_EQUAL(observed->rows[1].parameters, 1e8 + 1.0);
    CU_ASSERT_EQUAL(observed->rows[1].trials, UINT64_C(1) << 52);
    CU_ASSERT_EQUAL(observed->rows[1].successes, 1);
    nz_run_free(&back);
    nz_run_free(&run);
    (void) unlink("round_trip.nc");
}

static void
test_round_trip_of_several_tasks(void)
{
    static const char *const groups[] = { "a_b", "sequence", "a_b_2", "_.x-" };
    nz_run_t run = { 0 }, back = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    int file = -1, group = -1, n_groups = 0, n_vars = 0;

    make_run(four_tasks, &run);
    NZ_ASSERT_OK(nz_run_file_write("several.nc", &run, NULL, 0, &diagnostics));
    NZ_ASSERT_OK(nz_run_file_read("several.nc", &back, &diagnostics));
    CU_ASSERT_EQUAL_FATAL(back.n_parts, 4);
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_STRING_EQUAL(
            back.parts[i].study.task.name, run.parts[i].study.task.name);
        assert_same_values(&run.parts[i], &back.parts[i]);
        CU_ASSERT_EQUAL(back.parts[i].observed.n_rows, i == 0 ? 2 : 0);
    }
    CU_ASSERT_EQUAL_FATAL(nc_open("several.nc", NC_NOWRITE, &file), NC_NOERR);
    CU_ASSERT_EQUAL(nc_inq_grps(file, &n_groups, NULL), NC_NOERR);
    CU_ASSERT_EQUAL(n_groups, 4);
    CU_ASSERT_EQUAL(nc_inq_nvars(file, &n_vars), NC_NOERR);
    CU_ASSERT_EQUAL(n_vars, 0);
    for (size_t i = 0; i < 4; i++) {
        char name[NC_MAX_NAME + 1] = "";
        CU_ASSERT_EQUAL(nc_inq_grp_ncid(file, groups[i], &group), NC_NOERR);
        CU_ASSERT_EQUAL(nc_get_att_text(group, NC_GLOBAL, "task", name), NC_NOERR);
        CU_ASSERT_STRING_EQUAL(name, run.parts[i].study.task.name);
    }
    (void) nc_close(file);
    nz_run_free(&back);
    nz_run_free(&run);
    (void) unlink("several.nc");
}

/* Strings of one dimension, which the library does not copy between files. */
static void
copy_strings(int from, int var, int to)
{
    char name[NC_MAX_NAME + 1], dim_name[NC_MAX_NAME + 1], *texts[16] = { NULL };
    int n_dims = 0, dim = -1, copy = -1;
    size_t length = 0;

    CU_ASSERT_EQUAL_FATAL(
        nc_inq_var(from, var, name, NULL, &n_dims, NULL, NULL), NC_NOERR);
    CU_ASSERT_EQUAL_FATAL(n_dims, 1);
    CU_ASSERT_EQUAL_FATAL(nc_inq_vardimid(from, var, &dim), NC_NOERR);
    CU_ASSERT_EQUAL_FATAL(nc_inq_dim(from, dim, dim_name, &length), NC_NOERR);
    CU_ASSERT_EQUAL_FATAL(nc_inq_dimid(to, dim_name, &dim), NC_NOERR);
    CU_ASSERT_TRUE_FATAL(length <= NZ_COUNT_OF(texts));
    CU_ASSERT_EQUAL_FATAL(nc_get_var_string(from, var, texts), NC_NOERR);
    CU_ASSERT_EQUAL_FATAL(nc_def_var(to, name, NC_STRING, 1, &dim, &copy), NC_NOERR);
    const char *values[NZ_COUNT_OF(texts)];
    for (size_t i = 0; i < length; i++) {
        values[i] = texts[i];
    }
    CU_ASSERT_EQUAL_FATAL(nc_put_var_string(to, copy, values), NC_NOERR);
    CU_ASSERT_EQUAL(nc_free_string(length, texts), NC_NOERR);
}

/* Dimensions, variables, attributes of the group and groups, into an empty file or group.
 */
static void
copy_group(int from, int to)
{
    int n_dims = 0, n_vars = 0, n_groups = 0, n_texts = 0, ids[128];
    char name[NC_MAX_NAME + 1];

    CU_ASSERT_EQUAL_FATAL(nc_inq_dimids(from, &n_dims, ids, 0), NC_NOERR);
    for (int i = 0; i < n_dims; i++) {
        size_t length = 0;
        int dim = -1;
        CU_ASSERT_EQUAL_FATAL(nc_inq_dim(from, ids[i], name, &length), NC_NOERR);
        CU_ASSERT_EQUAL_FATAL(nc_def_dim(to, name, length, &dim), NC_NOERR);
    }
    CU_ASSERT_EQUAL_FATAL(nc_inq_varids(from, &n_vars, ids), NC_NOERR);
    for (int i = 0; i < n_vars; i++) {
        nc_type type = NC_NAT;
        CU_ASSERT_EQUAL_FATAL(nc_inq_vartype(from, ids[i], &type), NC_NOERR);
        if (type == NC_STRING) {
            copy_strings(from, ids[i], to);
        } else {
            CU_ASSERT_EQUAL_FATAL(nc_copy_var(from, ids[i], to), NC_NOERR);
        }
    }
    CU_ASSERT_EQUAL_FATAL(nc_inq_natts(from, &n_texts), NC_NOERR);
    for (int i = 0; i < n_texts; i++) {
        CU_ASSERT_EQUAL_FATAL(nc_inq_attname(from, NC_GLOBAL, i, name), NC_NOERR);
        CU_ASSERT_EQUAL_FATAL(
            nc_copy_att(from, NC_GLOBAL, name, to, NC_GLOBAL), NC_NOERR);
    }
    CU_ASSERT_EQUAL_FATAL(nc_inq_grps(from, &n_groups, ids), NC_NOERR);
    for (int i = 0; i < n_groups; i++) {
        int group = -1;
        CU_ASSERT_EQUAL_FATAL(nc_inq_grpname(ids[i], name), NC_NOERR);
        CU_ASSERT_EQUAL_FATAL(nc_def_grp(to, name, &group), NC_NOERR);
        copy_group(ids[i], group);
    }
}

/* Whether a copy of the file is refused after what @p change does to it. */
static bool
is_refused_after(
    const char *path, void (*change)(int file), nz_diagnostics_t *diagnostics)
{
    nz_run_t back = { 0 };
    int from = -1, to = -1;

    CU_ASSERT_EQUAL_FATAL(nc_open(path, NC_NOWRITE, &from), NC_NOERR);
    CU_ASSERT_EQUAL_FATAL(nc_create("changed.nc", NC_NETCDF4, &to), NC_NOERR);
    copy_group(from, to);
    change(to);
    CU_ASSERT_EQUAL_FATAL(nc_close(to), NC_NOERR);
    CU_ASSERT_EQUAL_FATAL(nc_close(from), NC_NOERR);
    const nz_status_t status = nz_run_file_read("changed.nc", &back, diagnostics);
    CU_ASSERT_TRUE(status == NZ_OK || (status == NZ_ERR_FORMAT && back.n_parts == 0));
    CU_ASSERT_EQUAL(diagnostics->n, status == NZ_OK ? 0 : 1);
    nz_run_free(&back);
    (void) unlink("changed.nc");
    return status != NZ_OK;
}

static void
change_nothing(int file)
{
    (void) file;
}

static void
add_group(int file)
{
    int group = -1;
    CU_ASSERT_EQUAL(nc_def_grp(file, "another", &group), NC_NOERR);
}

static void
rename_group(int file)
{
    int group = -1;
    CU_ASSERT_EQUAL(nc_inq_grp_ncid(file, "sequence", &group), NC_NOERR);
    CU_ASSERT_EQUAL(nc_rename_grp(group, "sequences"), NC_NOERR);
}

static void
rename_task(int file)
{
    int group = -1;
    CU_ASSERT_EQUAL(nc_inq_grp_ncid(file, "a_b", &group), NC_NOERR);
    CU_ASSERT_EQUAL(nc_put_att_text(group, NC_GLOBAL, "task", 3, "a_b"), NC_NOERR);
}

static void
rename_variable(int file)
{
    int group = -1, var = -1;
    CU_ASSERT_EQUAL(nc_inq_grp_ncid(file, "a_b_2", &group), NC_NOERR);
    CU_ASSERT_EQUAL(nc_inq_varid(group, "mean", &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_rename_var(group, var, "means"), NC_NOERR);
}

static void
test_groups_that_do_not_fit_the_study_are_refused(void)
{
    void (*const changes[])(
        int) = { change_nothing, add_group, rename_group, rename_task, rename_variable };
    nz_run_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };

    nz_test_simulate_run(four_tasks, 1, &run);
    NZ_ASSERT_OK(nz_run_file_write("groups.nc", &run, NULL, 0, &diagnostics));
    for (size_t i = 0; i < NZ_COUNT_OF(changes); i++) {
        nz_diagnostics_t d = { 0 };
        CU_ASSERT_EQUAL(is_refused_after("groups.nc", changes[i], &d), i > 0);
    }
    nz_run_free(&run);
    (void) unlink("groups.nc");
}

static void
set_trials_to_zero(int file)
{
    const size_t at = 0; /* where 0 are solved */
    const long long none = 0;
    int var = -1;
    CU_ASSERT_EQUAL(nc_inq_varid(file, "observed_trials", &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_put_var1_longlong(file, var, &at, &none), NC_NOERR);
}

static void
set_trials_too_large(int file)
{
    const size_t at = 0;
    const long long many = (1LL << 53) + 1;
    int var = -1;
    CU_ASSERT_EQUAL(nc_inq_varid(file, "observed_trials", &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_put_var1_longlong(file, var, &at, &many), NC_NOERR);
}

static void
set_successes_negative(int file)
{
    const size_t at = 1;
    const long long negative = -1;
    int var = -1;
    CU_ASSERT_EQUAL(nc_inq_varid(file, "observed_successes", &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_put_var1_longlong(file, var, &at, &negative), NC_NOERR);
}

static void
set_successes_above_trials(int file)
{
    const size_t at = 1;
    const long long many = (1LL << 52) + 1;
    int var = -1;
    CU_ASSERT_EQUAL(nc_inq_varid(file, "observed_successes", &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_put_var1_longlong(file, var, &at, &many), NC_NOERR);
}

static void
set_successes_to_trials(int file)
{
    const size_t at = 1;
    const long long all = 1LL << 52;
    int var = -1;
    CU_ASSERT_EQUAL(nc_inq_varid(file, "observed_successes", &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_put_var1_longlong(file, var, &at, &all), NC_NOERR);
}

/* Doubles of the same length, both NaN, in the place of counts. */
static void
make_trials_real(int file)
{
    const double values[] = { (double) NAN, (double) NAN };
    int var = -1, dim = -1;
    CU_ASSERT_EQUAL(nc_inq_varid(file, "observed_trials", &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_rename_var(file, var, "old"), NC_NOERR);
    CU_ASSERT_EQUAL(nc_inq_dimid(file, "observed", &dim), NC_NOERR);
    CU_ASSERT_EQUAL(
        nc_def_var(file, "observed_trials", NC_DOUBLE, 1, &dim, &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_put_var_double(file, var, values), NC_NOERR);
}

static void
set_parameters_to_nan(int file)
{
    const size_t at = 0;
    const double missing = (double) NAN;
    int var = -1;
    CU_ASSERT_EQUAL(nc_inq_varid(file, "observed_parameters", &var), NC_NOERR);
    CU_ASSERT_EQUAL(nc_put_var1_double(file, var, &at, &missing), NC_NOERR);
}

static void
set_other_format(int file)
{
    CU_ASSERT_EQUAL(nc_put_att_text(file, NC_GLOBAL, "nonzero_format", 1, "1"), NC_NOERR);
}

static void
test_values_that_cannot_be_are_refused(void)
{
    static const struct {
        void (*change)(int file);
        const char *reason; /* NULL: it is read */
    } cases[] = { { change_nothing, NULL }, { set_successes_to_trials, NULL },
        { set_trials_to_zero, "representable" },
        { set_trials_too_large, "representable" },
        { set_successes_negative, "representable" },
        { set_successes_above_trials, "representable" }, { make_trials_real, "type" },
        { set_parameters_to_nan, "representable" },
        { set_other_format, "other format" } };
    nz_run_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };

    make_run(one_task, &run);
    NZ_ASSERT_OK(nz_run_file_write("values.nc", &run, NULL, 0, &diagnostics));
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const char *reason = cases[i].reason;
        nz_diagnostics_t d = { 0 };
        CU_ASSERT_EQUAL(
            is_refused_after("values.nc", cases[i].change, &d), reason != NULL);
        CU_ASSERT_TRUE(reason == NULL || (d.n == 1 && strstr(d.text[0], reason) != NULL));
    }
    nz_run_free(&run);
    (void) unlink("values.nc");
}

static void
test_units_of_quantities(void)
{
    static const char *const units[][2] = { { "mean", "see metric_unit" },
        { "mean_mcse", "see metric_unit" }, { "estimate_quantile", "see metric_unit" },
        { "estimate_quantile_mcse", "see metric_unit" }, { "width", "see metric_unit" },
        { "jump_q95", "see metric_unit" }, { "jump_share_q95", "1" },
        { "emergence_median", "1" }, { "zero_share", "1" }, { "coverage_mcse", "1" },
        { "cost", "answer" }, { "cost_mcse", "answer" }, { "n_models", "model" },
        { "difficulty", "token" }, { "test_size", "item" } };
    nz_run_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    int file = -1;

    make_run(one_task, &run);
    NZ_ASSERT_OK(nz_run_file_write("units.nc", &run, NULL, 0, &diagnostics));
    CU_ASSERT_EQUAL_FATAL(nc_open("units.nc", NC_NOWRITE, &file), NC_NOERR);
    for (size_t i = 0; i < NZ_COUNT_OF(units); i++) {
        char text[NC_MAX_NAME + 1] = "";
        int var = -1;
        CU_ASSERT_EQUAL(nc_inq_varid(file, units[i][0], &var), NC_NOERR);
        CU_ASSERT_EQUAL(nc_get_att_text(file, var, "units", text), NC_NOERR);
        CU_ASSERT_STRING_EQUAL(text, units[i][1]);
    }
    (void) nc_close(file);
    nz_run_free(&run);
    (void) unlink("units.nc");
}

/* Where the files of two runs differ that differ in one value, one of them with any of
 * these bytes turned is refused: numbers have a checksum. */
static void
test_turned_bytes_are_seen(void)
{
    nz_run_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    char *bytes[2] = { NULL, NULL };
    size_t sizes[2] = { 0, 0 }, n_turned = 0;

    make_run(one_task, &run);
    for (size_t i = 0; i < 2; i++) {
        NZ_ASSERT_OK(nz_run_file_write("turned.nc", &run, NULL, 0, &diagnostics));
        NZ_ASSERT_OK(
            nz_file_read("turned.nc", SIZE_MAX - 1, &bytes[i], &sizes[i], &diagnostics));
        double *mean = &run.parts[0].value[NZ_QUANTITY_MEAN][0];
        *mean = nextafter(*mean, 2.0);
    }
    CU_ASSERT_EQUAL_FATAL(sizes[0], sizes[1]);
    for (size_t i = 0; i < sizes[0]; i++) {
        if (bytes[0][i] != bytes[1][i]) {
            nz_run_t back = { 0 };
            nz_diagnostics_t d = { 0 };
            bytes[0][i] = (char) ~bytes[0][i];
            NZ_ASSERT_OK(nz_file_write("turned.nc", bytes[0], sizes[0], &diagnostics));
            bytes[0][i] = (char) ~bytes[0][i];
            CU_ASSERT_EQUAL(nz_run_file_read("turned.nc", &back, &d), NZ_ERR_FORMAT);
            nz_run_free(&back);
            n_turned++;
        }
    }
    CU_ASSERT_TRUE(n_turned >= 2 && n_turned < 100);
    free(bytes[0]);
    free(bytes[1]);
    nz_run_free(&run);
    (void) unlink("turned.nc");
}

/* A file cut anywhere is refused, but for the last bytes, where padding may be cut. */
static void
test_damaged_files_are_refused(void)
{
    nz_run_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    char *bytes = NULL;
    size_t size = 0, n_refused = 0;

    make_run(one_task, &run);
    NZ_ASSERT_OK(nz_run_file_write("whole.nc", &run, NULL, 0, &diagnostics));
    NZ_ASSERT_OK(nz_file_read("whole.nc", SIZE_MAX - 1, &bytes, &size, &diagnostics));
    for (size_t i = 0; i < 8; i++) {
        nz_diagnostics_t messages = { 0 };
        nz_run_t back = { 0 };
        NZ_ASSERT_OK(nz_file_write("cut.nc", bytes, i * size / 8, &diagnostics));
        nz_status_t status = nz_run_file_read("cut.nc", &back, &messages);
        if (status == NZ_OK) {
            assert_same_values(&run.parts[0], &back.parts[0]);
            nz_run_free(&back);
            continue;
        }
        n_refused++;
        CU_ASSERT_TRUE(status == NZ_ERR_IO || status == NZ_ERR_FORMAT);
        CU_ASSERT_TRUE(messages.n == 1 && strncmp(messages.text[0], "cut.nc: ", 8) == 0);
        CU_ASSERT_TRUE(back.parts == NULL); /* untouched */
    }
    CU_ASSERT_TRUE(n_refused >= 6);
    free(bytes);
    nz_run_free(&run);
    (void) unlink("cut.nc");
    (void) unlink("whole.nc");
}

static void
test_unwritable_places_leave_nothing(void)
{
    nz_run_t run = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    struct stat info;

    make_run(one_task, &run);
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
    nz_run_free(&run);
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
        NZ_TEST(test_round_trip_of_several_tasks),
        NZ_TEST(test_groups_that_do_not_fit_the_study_are_refused),
        NZ_TEST(test_values_that_cannot_be_are_refused),
        NZ_TEST(test_units_of_quantities),
        NZ_TEST(test_turned_bytes_are_seen),
        NZ_TEST(test_damaged_files_are_refused),
        NZ_TEST(test_unwritable_places_leave_nothing),
        NZ_TEST(test_an_old_file_stays_when_writing_fails),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("run_file", tests, argc, argv);
}
