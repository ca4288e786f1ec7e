#include "sim/run_file.h"

#include "sim/file_io.h"
#include "sim/run_file_handle.h"
#include "sim/run_groups.h"
#include "sim/task.h"

#include <math.h>
#include <netcdf.h>
#include <netcdf_mem.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double quantile_levels[] = { 0.025, 0.25, 0.5, 0.75, 0.975 };
enum { n_quantiles = NZ_RUN_FILE_QUANTILES };

static const char *const dimension_names[NZ_RUN_FILE_N_DIMENSIONS] = { "difficulty",
    "test_size", "model", "keep_every", "metric", "interval", "quantile", "observed" };

static void
dimension_lengths(const nz_summary_t *summary, size_t lengths[NZ_RUN_FILE_N_DIMENSIONS])
{
    const nz_study_t *study = &summary->study;
    lengths[NZ_RUN_FILE_DIFFICULTY] = study->task.difficulty.n;
    lengths[NZ_RUN_FILE_TEST_SIZE] = study->test_sizes.n;
    lengths[NZ_RUN_FILE_MODEL] = study->models.parameters.n;
    lengths[NZ_RUN_FILE_KEEP_EVERY] = study->models.keep_every.n;
    lengths[NZ_RUN_FILE_METRIC] = study->metrics.n;
    lengths[NZ_RUN_FILE_INTERVAL] = study->intervals.n;
    lengths[NZ_RUN_FILE_QUANTILE] = n_quantiles;
    lengths[NZ_RUN_FILE_OBSERVED] = summary->observed.n_rows;
}

/* Attributes are of the first pass. */
static void
put_text(nz_run_file_handle_t *self, int var, const char *name, const char *text)
{
    if (self->is_defining && self->error == NC_NOERR) {
        nz_run_file_ok(self, nc_put_att_text(self->nc, var, name, strlen(text), text));
    }
}

/* What a variable is, but for its values. */
typedef struct nz_variable {
    const char *name;
    nc_type type;
    int n_dims;
    const nz_run_file_dimension_t *dims;
    const char *long_name, *units; /* units NULL: it has none */
} nz_variable_t;

/* Numbers are compressed and checksummed. Their cache is as small as can be, for each is
 * written at once and a run of many tasks has thousands. */
static void
define(nz_run_file_handle_t *self, const nz_variable_t *variable)
{
    int ids[NZ_RUN_FILE_N_DIMENSIONS], var = -1;
    const double missing = (double) NAN;

    for (int i = 0; i < variable->n_dims; i++) {
        ids[i] = self->dims[variable->dims[i]];
    }
    if (!nz_run_file_ok(self, nc_def_var(self->nc, variable->name, variable->type,
                                  variable->n_dims, ids, &var))) {
        return;
    }
    if (variable->type != NC_STRING) {
        nz_run_file_ok(self, nc_def_var_deflate(self->nc, var, NC_SHUFFLE, 1, 4));
        nz_run_file_ok(self, nc_def_var_fletcher32(self->nc, var, NC_FLETCHER32));
        nz_run_file_ok(self, nc_set_var_chunk_cache(self->nc, var, 0, 1, 0.0F));
    }
    if (variable->type == NC_DOUBLE) {
        nz_run_file_ok(self, nc_def_var_fill(self->nc, var, NC_FILL, &missing));
    }
    put_text(self, var, "long_name", variable->long_name);
    if (variable->units != NULL) {
        put_text(self, var, "units", variable->units);
    }
}

/* Define a variable in the first pass, find it in the second.
 * @return whether its values can be put now. */
static bool
is_open(nz_run_file_handle_t *self, const nz_variable_t *variable, int *var)
{
    if (self->error != NC_NOERR) {
        return false;
    }
    if (self->is_defining) {
        define(self, variable);
        return false;
    }
    return nz_run_file_ok(self, nc_inq_varid(self->nc, variable->name, var));
}

/* Values in the memory of the variable's type. */
static void
put(nz_run_file_handle_t *self, const nz_variable_t *variable, const void *values)
{
    int var = -1;

    if (is_open(self, variable, &var)) {
        nz_run_file_ok(self, nc_put_var(self->nc, var, values));
    }
}

static void
put_doubles(nz_run_file_handle_t *self, const char *name, int n_dims,
    const nz_run_file_dimension_t *dims, const char *long_name, const char *units,
    const double *values)
{
    put(self, &(nz_variable_t){ name, NC_DOUBLE, n_dims, dims, long_name, units },
        values);
}

/* Counts are at most NZ_COUNT_MAX: unsigned and signed they are the same. */
static void
put_counts(nz_run_file_handle_t *self, const char *name, nz_run_file_dimension_t dim,
    const char *long_name, const char *units, const uint64_t *values)
{
    put(self, &(nz_variable_t){ name, NC_INT64, 1, &dim, long_name, units }, values);
}

static void
put_strings(nz_run_file_handle_t *self, const char *name, nz_run_file_dimension_t dim,
    const char *long_name, const char *const *values)
{
    put(self, &(nz_variable_t){ name, NC_STRING, 1, &dim, long_name, NULL }, values);
}

/* Strings of an enumeration, by a function of its values. */
static void
put_names(nz_run_file_handle_t *self, const char *name, nz_run_file_dimension_t dim,
    const char *long_name, const nz_list_enum_t *list, const char *(*name_of)(int) )
{
    const char **names = calloc(list->n + 1, sizeof(*names));
    if (names == NULL) {
        nz_run_file_ok(self, NC_ENOMEM);
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        names[i] = name_of(list->values[i]);
    }
    put_strings(self, name, dim, long_name, names);
    free(names);
}

static const char *
metric_name(int metric)
{
    return nz_metric_name((nz_metric_t) metric);
}

static const char *
metric_unit(int metric)
{
    return nz_metric_unit((nz_metric_t) metric);
}

static const char *
interval_name(int method)
{
    return nz_interval_method_name((nz_interval_method_t) method);
}

/* Whole numbers as such. */
static void
put_difficulty(nz_run_file_handle_t *self, const nz_study_t *study)
{
    const nz_task_difficulty_t *difficulty = &nz_task_type(study->task.kind)->difficulty;
    const nz_run_file_dimension_t dim = NZ_RUN_FILE_DIFFICULTY;
    const nz_variable_t variable = { "difficulty",
        difficulty->is_whole ? NC_INT64 : NC_DOUBLE, 1, &dim, difficulty->long_name,
        difficulty->unit };
    int var = -1;

    if (is_open(self, &variable, &var)) {
        nz_run_file_ok(
            self, nc_put_var_double(self->nc, var, study->task.difficulty.values));
    }
}

static void
put_coordinates(nz_run_file_handle_t *self, const nz_study_t *study)
{
    const nz_run_file_dimension_t model = NZ_RUN_FILE_MODEL,
                                  quantile = NZ_RUN_FILE_QUANTILE;
    const char *const *names = (const char *const *) study->models.names.values;

    put_difficulty(self, study);
    put_counts(self, "test_size", NZ_RUN_FILE_TEST_SIZE, "items in the test set", "item",
        study->test_sizes.values);
    put_strings(self, "model", NZ_RUN_FILE_MODEL, "model", names);
    put_doubles(self, "parameters", 1, &model, "model size", "parameter",
        study->models.parameters.values);
    put_counts(self, "keep_every", NZ_RUN_FILE_KEEP_EVERY,
        "stride of the models of a curve, counted from the largest", "1",
        study->models.keep_every.values);
    put_names(self, "metric", NZ_RUN_FILE_METRIC, "metric", &study->metrics, metric_name);
    put_names(self, "metric_unit", NZ_RUN_FILE_METRIC, "unit of the metric",
        &study->metrics, metric_unit);
    put_names(self, "interval", NZ_RUN_FILE_INTERVAL, "interval method",
        &study->intervals, interval_name);
    put_doubles(
        self, "quantile", 1, &quantile, "cumulative probability", "1", quantile_levels);
}

static void
put_observed(nz_run_file_handle_t *self, const nz_observed_t *observed)
{
    const nz_run_file_dimension_t dim = NZ_RUN_FILE_OBSERVED;
    const size_t n = observed->n_rows;
    const char **strings = calloc(2 * n + 1, sizeof(*strings));
    double *parameters = calloc(n + 1, sizeof(*parameters));
    uint64_t *counts = calloc(2 * n + 1, sizeof(*counts));

    if (strings == NULL || parameters == NULL || counts == NULL) {
        nz_run_file_ok(self, NC_ENOMEM);
    } else {
        for (size_t i = 0; i < n; i++) {
            strings[i] = observed->rows[i].family;
            strings[n + i] = observed->rows[i].model;
            parameters[i] = observed->rows[i].parameters;
            counts[i] = observed->rows[i].trials;
            counts[n + i] = observed->rows[i].successes;
        }
        put_strings(self, "observed_family", dim, "family of a real model", strings);
        put_strings(self, "observed_model", dim, "real model", strings + n);
        put_doubles(self, "observed_parameters", 1, &dim, "size of a real model",
            "parameter", parameters);
        put_counts(
            self, "observed_trials", dim, "items it was tested on", "item", counts);
        put_counts(
            self, "observed_successes", dim, "items it solved", "item", counts + n);
    }
    free(strings);
    free(parameters);
    free(counts);
}

static const nz_run_file_dimension_t cell_dims[] = { NZ_RUN_FILE_DIFFICULTY,
    NZ_RUN_FILE_TEST_SIZE, NZ_RUN_FILE_MODEL, NZ_RUN_FILE_METRIC, NZ_RUN_FILE_QUANTILE };
static const nz_run_file_dimension_t interval_dims[] = { NZ_RUN_FILE_DIFFICULTY,
    NZ_RUN_FILE_TEST_SIZE, NZ_RUN_FILE_MODEL, NZ_RUN_FILE_METRIC, NZ_RUN_FILE_INTERVAL };
static const nz_run_file_dimension_t curve_dims[] = { NZ_RUN_FILE_DIFFICULTY,
    NZ_RUN_FILE_TEST_SIZE, NZ_RUN_FILE_KEEP_EVERY, NZ_RUN_FILE_METRIC };
static const nz_run_file_dimension_t rate_dims[] = { NZ_RUN_FILE_TEST_SIZE,
    NZ_RUN_FILE_MODEL, NZ_RUN_FILE_METRIC };

/* An array over metrics has no one unit if it is in that of the metric. */
static const char *
quantity_units(nz_quantity_t quantity)
{
    const char *unit = nz_quantity_unit(quantity);
    return unit != NULL ? unit : "see metric_unit";
}

static void
put_quantity(
    nz_run_file_handle_t *self, const nz_summary_t *summary, nz_quantity_t quantity)
{
    static const struct {
        int n_dims;
        const nz_run_file_dimension_t *dims;
    } shapes[] = { [NZ_SCOPE_CELL] = { 4, cell_dims },
        [NZ_SCOPE_INTERVAL] = { 5, interval_dims },
        [NZ_SCOPE_CURVE] = { 4, curve_dims },
        [NZ_SCOPE_RATE] = { 3, rate_dims } };
    const nz_scope_t scope = nz_quantity_scope(quantity);
    const char *units = quantity_units(quantity);
    char name[64], long_name[128];

    put_doubles(self, nz_quantity_name(quantity), shapes[scope].n_dims,
        shapes[scope].dims, nz_quantity_long_name(quantity), units,
        summary->value[quantity]);
    if (summary->mcse[quantity] != NULL) {
        snprintf(name, sizeof(name), "%s_mcse", nz_quantity_name(quantity));
        snprintf(long_name, sizeof(long_name), "Monte Carlo standard error of %s",
            nz_quantity_name(quantity));
        put_doubles(self, name, shapes[scope].n_dims, shapes[scope].dims, long_name,
            units, summary->mcse[quantity]);
    }
}

/* The five quantiles as one array with the quantile as its last dimension. */
static void
put_quantiles(nz_run_file_handle_t *self, const nz_summary_t *summary, const char *name,
    const char *long_name, double *const *arrays)
{
    const size_t n = nz_summary_size(&summary->study, NZ_SCOPE_CELL);
    double *all = calloc(n * n_quantiles, sizeof(*all));

    if (all == NULL) {
        nz_run_file_ok(self, NC_ENOMEM);
        return;
    }
    for (size_t i = 0; i < n * n_quantiles; i++) {
        all[i] = arrays[NZ_QUANTITY_Q025 + i % n_quantiles][i / n_quantiles];
    }
    put_doubles(
        self, name, 5, cell_dims, long_name, quantity_units(NZ_QUANTITY_Q500), all);
    free(all);
}

static void
put_attributes(nz_run_file_handle_t *self, const nz_run_t *run,
    const nz_attribute_t *attributes, size_t n)
{
    const nz_study_t *study = &run->parts[0].study; /* what all tasks share */
    char *yaml = NULL, seed[24];

    if (!self->is_defining) {
        return;
    }
    if (nz_run_to_yaml(run, &yaml) != NZ_OK) {
        nz_run_file_ok(self, NC_ENOMEM);
        return;
    }
    put_text(self, NC_GLOBAL, "Conventions", "CF-1.8");
    put_text(self, NC_GLOBAL, "title", study->title);
    put_text(self, NC_GLOBAL, "nonzero_format", NZ_RUN_FILE_VERSION);
    put_text(self, NC_GLOBAL, "study", yaml);
    /* As text: some readers turn 64-bit integers into doubles. */
    snprintf(seed, sizeof(seed), "0x%016llx", (unsigned long long) study->seed);
    put_text(self, NC_GLOBAL, "seed", seed);
    for (size_t i = 0; i < n; i++) {
        put_text(self, NC_GLOBAL, attributes[i].name, attributes[i].value);
    }
    free(yaml);
}

static void
define_dimensions(nz_run_file_handle_t *self, const nz_summary_t *summary)
{
    size_t lengths[NZ_RUN_FILE_N_DIMENSIONS];

    dimension_lengths(summary, lengths);
    for (int d = 0; d < NZ_RUN_FILE_N_DIMENSIONS && self->error == NC_NOERR; d++) {
        if (lengths[d] > 0) { /* length 0 would mean unlimited */
            nz_run_file_ok(self,
                nc_def_dim(self->nc, dimension_names[d], lengths[d], &self->dims[d]));
        }
    }
}

/* One task, with its dimensions, into an open file or group. */
static void
put_part(nz_run_file_handle_t *self, const nz_summary_t *summary)
{
    if (self->is_defining) {
        define_dimensions(self, summary);
    }
    put_coordinates(self, &summary->study);
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        if (!nz_run_file_is_quantile(q) && nz_run_file_is_held(&summary->study, q)) {
            put_quantity(self, summary, (nz_quantity_t) q);
        }
    }
    put_quantiles(self, summary, "estimate_quantile",
        "quantile of the estimate over test sets", summary->value);
    put_quantiles(self, summary, "estimate_quantile_mcse",
        "Monte Carlo standard error of estimate_quantile", summary->mcse);
    if (summary->observed.n_rows > 0) {
        put_observed(self, &summary->observed);
    }
}

/* A group for each task. */
static void
put_groups(nz_run_file_handle_t *self, const nz_run_t *run)
{
    const int file = self->nc;
    char(*names)[NZ_RUN_GROUP_SIZE] = calloc(run->n_parts, sizeof(*names));

    if (names == NULL) {
        nz_run_file_ok(self, NC_ENOMEM);
        return;
    }
    nz_run_groups_name(run, names);
    for (size_t i = 0; i < run->n_parts && self->error == NC_NOERR; i++) {
        const int error = self->is_defining ? nc_def_grp(file, names[i], &self->nc)
                                            : nc_inq_grp_ncid(file, names[i], &self->nc);
        if (nz_run_file_ok(self, error)) {
            put_text(self, NC_GLOBAL, "task", run->parts[i].study.task.name);
            put_part(self, &run->parts[i]);
        }
    }
    self->nc = file;
    free(names);
}

/* All of it is defined before any value is put: the library flushes the whole file where
 * the one turns into the other, so that turns in every variable take time quadratic in
 * the number of tasks. */
static void
put_everything(nz_run_file_handle_t *self, const nz_run_t *run,
    const nz_attribute_t *attributes, size_t n_attributes)
{
    for (int pass = 0; pass < 2 && self->error == NC_NOERR; pass++) {
        self->is_defining = pass == 0;
        put_attributes(self, run, attributes, n_attributes);
        if (run->n_parts == 1) {
            put_part(self, &run->parts[0]);
        } else {
            put_groups(self, run);
        }
        if (self->is_defining && self->error == NC_NOERR) {
            nz_run_file_ok(self, nc_enddef(self->nc));
        }
    }
}

nz_status_t
nz_run_file_write(const char *path, const nz_run_t *run, const nz_attribute_t *attributes,
    size_t n_attributes, nz_diagnostics_t *diagnostics)
{
    nz_run_file_handle_t handle = { .nc = -1, .error = NC_NOERR };
    NC_memio memory = { 0 };

    if (path == NULL || run == NULL || run->n_parts == 0 || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    /* In memory first: on a full disk the library fails late and crashes at exit. */
    if (nz_run_file_ok(&handle, nc_create_mem(path, NC_NETCDF4, 1 << 16, &handle.nc))) {
        put_everything(&handle, run, attributes, n_attributes);
        const int closed = nc_close_memio(handle.nc, &memory);
        nz_run_file_ok(&handle, closed);
    }
    nz_status_t status = handle.error == NC_ENOMEM ? NZ_ERR_NO_MEMORY : NZ_ERR_IO;
    if (handle.error == NC_NOERR) {
        status = nz_file_write(path, memory.memory, memory.size, diagnostics);
    }
    if (handle.error != NC_NOERR || status == NZ_ERR_NO_MEMORY) {
        nz_diagnostics_add(diagnostics, path, 0, 0, "cannot be composed: %s",
            status == NZ_ERR_NO_MEMORY ? nz_status_message(status)
                                       : nc_strerror(handle.error));
    }
    free(memory.memory);
    return status;
}
