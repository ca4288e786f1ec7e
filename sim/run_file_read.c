#include "sim/run_file.h"

#include "sim/run_file_handle.h"
#include "sim/run_groups.h"
#include "stats/interval.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
get_text(nz_run_file_handle_t *self, const char *name)
{
    size_t length = 0;
    nc_type type = NC_NAT;

    if (!nz_run_file_ok(self, nc_inq_att(self->nc, NC_GLOBAL, name, &type, &length))
        || !nz_run_file_ok(self, type == NC_CHAR ? NC_NOERR : NC_EBADTYPE)) {
        return NULL;
    }
    char *text = calloc(length + 1, 1);
    if (text == NULL
        || !nz_run_file_ok(self, nc_get_att_text(self->nc, NC_GLOBAL, name, text))) {
        free(text);
        nz_run_file_ok(self, NC_ENOMEM);
        return NULL;
    }
    return text;
}

/* Read a variable of doubles; its length must be @p n. */
static void
get_doubles(nz_run_file_handle_t *self, const char *name, double *values, size_t n)
{
    int var, n_dims, dims[NC_MAX_VAR_DIMS];
    size_t total = 1;

    if (!nz_run_file_ok(self, nc_inq_varid(self->nc, name, &var))
        || !nz_run_file_ok(
            self, nc_inq_var(self->nc, var, NULL, NULL, &n_dims, dims, NULL))) {
        return;
    }
    for (int i = 0; i < n_dims; i++) {
        size_t length = 0;
        nz_run_file_ok(self, nc_inq_dimlen(self->nc, dims[i], &length));
        total *= length;
    }
    if (nz_run_file_ok(self, total == n ? NC_NOERR : NC_EDIMSIZE)) {
        nz_run_file_ok(self, nc_get_var_double(self->nc, var, values));
    }
}

static void
get_quantities(nz_run_file_handle_t *self, nz_summary_t *summary)
{
    const size_t n = nz_summary_size(&summary->study, NZ_SCOPE_CELL);
    double *all = calloc(n * NZ_RUN_FILE_QUANTILES, sizeof(*all));
    char name[64];

    if (all == NULL) {
        nz_run_file_ok(self, NC_ENOMEM);
        return;
    }
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const size_t size =
            nz_summary_size(&summary->study, nz_quantity_scope((nz_quantity_t) q));
        if (nz_run_file_is_quantile(q) || !nz_run_file_is_held(&summary->study, q)) {
            continue;
        }
        get_doubles(self, nz_quantity_name((nz_quantity_t) q), summary->value[q], size);
        if (summary->mcse[q] != NULL) {
            snprintf(name, sizeof(name), "%s_mcse", nz_quantity_name((nz_quantity_t) q));
            get_doubles(self, name, summary->mcse[q], size);
        }
    }
    for (int errors = 0; errors < 2; errors++) {
        double *const *arrays = errors ? summary->mcse : summary->value;
        get_doubles(self, errors ? "estimate_quantile_mcse" : "estimate_quantile", all,
            n * NZ_RUN_FILE_QUANTILES);
        for (size_t i = 0; i < n * NZ_RUN_FILE_QUANTILES; i++) {
            arrays[NZ_QUANTITY_Q025 + i % NZ_RUN_FILE_QUANTILES]
                  [i / NZ_RUN_FILE_QUANTILES] = all[i];
        }
    }
    free(all);
}

/* Find a variable of one dimension. */
static bool
find_column(nz_run_file_handle_t *self, const char *name, nc_type type, int *var)
{
    nc_type found = NC_NAT;
    int n_dims = 0;

    return nz_run_file_ok(self, nc_inq_varid(self->nc, name, var))
           && nz_run_file_ok(
               self, nc_inq_var(self->nc, *var, NULL, &found, &n_dims, NULL, NULL))
           && nz_run_file_ok(self, found == type && n_dims == 1 ? NC_NOERR : NC_EBADTYPE);
}

/* One string of a variable; NULL on error. */
static char *
get_string(nz_run_file_handle_t *self, const char *name, size_t i)
{
    int var;
    char *text = NULL, *copy = NULL;

    if (find_column(self, name, NC_STRING, &var)
        && nz_run_file_ok(self, nc_get_var1_string(self->nc, var, &i, &text))) {
        copy = strdup(text != NULL ? text : "");
        nc_free_string(1, &text);
        nz_run_file_ok(self, copy != NULL ? NC_NOERR : NC_ENOMEM);
    }
    return copy;
}

static double
get_parameters(nz_run_file_handle_t *self, size_t i)
{
    int var;
    double value = 0.0;

    if (find_column(self, "observed_parameters", NC_DOUBLE, &var)
        && nz_run_file_ok(self, nc_get_var1_double(self->nc, var, &i, &value))) {
        nz_run_file_ok(
            self, value > 0.0 && value < (double) INFINITY ? NC_NOERR : NC_ERANGE);
    }
    return value;
}

/* A count from @p least to @p most. */
static uint64_t
get_count(
    nz_run_file_handle_t *self, const char *name, size_t i, uint64_t least, uint64_t most)
{
    int var;
    long long value = 0;

    if (!find_column(self, name, NC_INT64, &var)
        || !nz_run_file_ok(self, nc_get_var1_longlong(self->nc, var, &i, &value))) {
        return 0;
    }
    const bool is_inside =
        value >= 0 && (uint64_t) value >= least && (uint64_t) value <= most;
    nz_run_file_ok(self, is_inside ? NC_NOERR : NC_ERANGE);
    return is_inside ? (uint64_t) value : 0;
}

static void
get_observed(nz_run_file_handle_t *self, nz_observed_t *observed)
{
    int dim;
    size_t n = 0;

    if (self->error != NC_NOERR || nc_inq_dimid(self->nc, "observed", &dim) != NC_NOERR) {
        return; /* a run without real results */
    }
    if (!nz_run_file_ok(self, nc_inq_dimlen(self->nc, dim, &n))) {
        return;
    }
    observed->rows = calloc(n > 0 ? n : 1, sizeof(*observed->rows));
    if (!nz_run_file_ok(self, observed->rows != NULL ? NC_NOERR : NC_ENOMEM)) {
        return;
    }
    observed->n_rows = n;
    for (size_t i = 0; i < n && self->error == NC_NOERR; i++) {
        nz_observation_t *row = &observed->rows[i];
        row->family = get_string(self, "observed_family", i);
        row->model = get_string(self, "observed_model", i);
        row->parameters = get_parameters(self, i);
        row->trials = get_count(self, "observed_trials", i, 1, NZ_COUNT_MAX);
        row->successes = get_count(self, "observed_successes", i, 0, row->trials);
    }
}

static void
get_part(nz_run_file_handle_t *self, nz_summary_t *summary)
{
    get_quantities(self, summary);
    get_observed(self, &summary->observed);
}

static void
check_task(nz_run_file_handle_t *self, const char *name)
{
    char *text = get_text(self, "task");
    nz_run_file_ok(
        self, text != NULL && strcmp(text, name) == 0 ? NC_NOERR : NC_EBADNAME);
    free(text);
}

/* The group of each task, no more and no fewer. */
static void
get_groups(nz_run_file_handle_t *self, nz_run_t *run)
{
    const int file = self->nc;
    int n_groups = 0;
    char(*names)[NZ_RUN_GROUP_SIZE] = calloc(run->n_parts, sizeof(*names));

    if (names == NULL) {
        nz_run_file_ok(self, NC_ENOMEM);
        return;
    }
    nz_run_groups_name(run, names);
    nz_run_file_ok(self, nc_inq_grps(file, &n_groups, NULL));
    nz_run_file_ok(self, (size_t) n_groups == run->n_parts ? NC_NOERR : NC_ENOGRP);
    for (size_t i = 0; i < run->n_parts && self->error == NC_NOERR; i++) {
        if (nz_run_file_ok(self, nc_inq_grp_ncid(file, names[i], &self->nc))) {
            check_task(self, run->parts[i].study.task.name);
            get_part(self, &run->parts[i]);
        }
    }
    self->nc = file;
    free(names);
}

/* Everything of an open file; the study it holds is parsed like a user's. */
static nz_status_t
get_everything(nz_run_file_handle_t *self, const char *path, nz_run_t *out)
{
    nz_diagnostics_t ignored = { 0 };
    nz_studies_t studies = { 0 };
    nz_run_t run = { 0 };
    char *format = get_text(self, "nonzero_format");
    char *yaml = get_text(self, "study");
    nz_status_t status = NZ_ERR_FORMAT;

    if (self->error == NC_ENOMEM) {
        status = NZ_ERR_NO_MEMORY;
    } else if (self->error == NC_NOERR && strcmp(format, NZ_RUN_FILE_VERSION) == 0) {
        status = nz_studies_parse(yaml, strlen(yaml), path, NULL, 0, &studies, &ignored);
        status = status == NZ_ERR_INPUT ? NZ_ERR_FORMAT : status;
    }
    free(format);
    free(yaml);
    if (status == NZ_OK) {
        status = nz_run_init(&run, &studies);
    }
    if (status != NZ_OK) {
        nz_studies_free(&studies);
        return status;
    }
    if (run.n_parts == 1) {
        get_part(self, &run.parts[0]);
    } else {
        get_groups(self, &run);
    }
    if (self->error != NC_NOERR) {
        nz_run_free(&run);
        return self->error == NC_ENOMEM ? NZ_ERR_NO_MEMORY : NZ_ERR_FORMAT;
    }
    *out = run;
    return NZ_OK;
}

nz_status_t
nz_run_file_read(const char *path, nz_run_t *out, nz_diagnostics_t *diagnostics)
{
    nz_run_file_handle_t handle = { .nc = -1, .error = NC_NOERR };

    if (path == NULL || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!nz_run_file_ok(&handle, nc_open(path, NC_NOWRITE, &handle.nc))) {
        nz_diagnostics_add(diagnostics, path, 0, 0, "cannot be read as a run: %s",
            nc_strerror(handle.error));
        return handle.error == NC_ENOMEM ? NZ_ERR_NO_MEMORY : NZ_ERR_IO;
    }
    nz_status_t status = get_everything(&handle, path, out);
    (void) nc_close(handle.nc);
    if (status == NZ_ERR_FORMAT) {
        nz_diagnostics_add(diagnostics, path, 0, 0,
            "is not a run of this version of nonzero (%s); make one with `nonzero "
            "simulate`",
            handle.error != NC_NOERR ? nc_strerror(handle.error) : "other format");
    } else if (status != NZ_OK) {
        nz_diagnostics_add(diagnostics, path, 0, 0, "cannot be read as a run: %s",
            nz_status_message(status));
    }
    return status;
}
