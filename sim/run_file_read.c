#include "sim/run_file.h"

#include "sim/run_file_handle.h"
#include "sim/run_groups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
get_text(handle_t *self, const char *name)
{
    size_t length = 0;
    nc_type type = NC_NAT;

    if (!ok(self, nc_inq_att(self->nc, NC_GLOBAL, name, &type, &length))
        || !ok(self, type == NC_CHAR ? NC_NOERR : NC_EBADTYPE)) {
        return NULL;
    }
    char *text = calloc(length + 1, 1);
    if (text == NULL || !ok(self, nc_get_att_text(self->nc, NC_GLOBAL, name, text))) {
        free(text);
        ok(self, NC_ENOMEM);
        return NULL;
    }
    return text;
}

/* Read a variable of doubles; its length must be @p n. */
static void
get_doubles(handle_t *self, const char *name, double *values, size_t n)
{
    int var, n_dims, dims[NC_MAX_VAR_DIMS];
    size_t total = 1;

    if (!ok(self, nc_inq_varid(self->nc, name, &var))
        || !ok(self, nc_inq_var(self->nc, var, NULL, NULL, &n_dims, dims, NULL))) {
        return;
    }
    for (int i = 0; i < n_dims; i++) {
        size_t length = 0;
        ok(self, nc_inq_dimlen(self->nc, dims[i], &length));
        total *= length;
    }
    if (ok(self, total == n ? NC_NOERR : NC_EDIMSIZE)) {
        ok(self, nc_get_var_double(self->nc, var, values));
    }
}

static void
get_quantities(handle_t *self, nz_summary_t *summary)
{
    const size_t n = nz_summary_size(&summary->study, NZ_SCOPE_CELL);
    double *all = calloc(n * NZ_RUN_FILE_QUANTILES, sizeof(*all));
    char name[64];

    if (all == NULL) {
        ok(self, NC_ENOMEM);
        return;
    }
    for (int q = 0; q < NZ_N_QUANTITIES; q++) {
        const size_t size =
            nz_summary_size(&summary->study, nz_quantity_scope((nz_quantity_t) q));
        if (is_quantile(q) || !is_held(&summary->study, q)) {
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

/* One string of a variable; NULL on error. */
static char *
get_string(handle_t *self, const char *name, size_t i)
{
    int var;
    char *text = NULL, *copy = NULL;

    if (ok(self, nc_inq_varid(self->nc, name, &var))
        && ok(self, nc_get_var1_string(self->nc, var, &i, &text))) {
        copy = strdup(text != NULL ? text : "");
        nc_free_string(1, &text);
        ok(self, copy != NULL ? NC_NOERR : NC_ENOMEM);
    }
    return copy;
}

static double
get_double(handle_t *self, const char *name, size_t i)
{
    int var;
    double value = 0.0;

    if (ok(self, nc_inq_varid(self->nc, name, &var))) {
        ok(self, nc_get_var1_double(self->nc, var, &i, &value));
    }
    return value;
}

static void
get_observed(handle_t *self, nz_observed_t *observed)
{
    int dim;
    size_t n = 0;

    if (self->error != NC_NOERR || nc_inq_dimid(self->nc, "observed", &dim) != NC_NOERR) {
        return; /* a run without real results */
    }
    if (!ok(self, nc_inq_dimlen(self->nc, dim, &n))) {
        return;
    }
    observed->rows = calloc(n > 0 ? n : 1, sizeof(*observed->rows));
    if (!ok(self, observed->rows != NULL ? NC_NOERR : NC_ENOMEM)) {
        return;
    }
    observed->n_rows = n;
    for (size_t i = 0; i < n && self->error == NC_NOERR; i++) {
        nz_observation_t *row = &observed->rows[i];
        row->family = get_string(self, "observed_family", i);
        row->model = get_string(self, "observed_model", i);
        row->parameters = get_double(self, "observed_parameters", i);
        row->trials = (uint64_t) get_double(self, "observed_trials", i);
        row->successes = (uint64_t) get_double(self, "observed_successes", i);
    }
}

static void
get_part(handle_t *self, nz_summary_t *summary)
{
    get_quantities(self, summary);
    get_observed(self, &summary->observed);
}

static void
check_task(handle_t *self, const char *name)
{
    char *text = get_text(self, "task");
    ok(self, text != NULL && strcmp(text, name) == 0 ? NC_NOERR : NC_EBADNAME);
    free(text);
}

/* The group of each task, no more and no fewer. */
static void
get_groups(handle_t *self, nz_run_t *run)
{
    const int file = self->nc;
    int n_groups = 0;
    char(*names)[NZ_RUN_GROUP_SIZE] = calloc(run->n_parts, sizeof(*names));

    if (names == NULL) {
        ok(self, NC_ENOMEM);
        return;
    }
    nz_run_groups_name(run, names);
    ok(self, nc_inq_grps(file, &n_groups, NULL));
    ok(self, (size_t) n_groups == run->n_parts ? NC_NOERR : NC_ENOGRP);
    for (size_t i = 0; i < run->n_parts && self->error == NC_NOERR; i++) {
        if (ok(self, nc_inq_grp_ncid(file, names[i], &self->nc))) {
            check_task(self, run->parts[i].study.task.name);
            get_part(self, &run->parts[i]);
        }
    }
    self->nc = file;
    free(names);
}

/* Everything of an open file; the study it holds is parsed like a user's. */
static nz_status_t
get_everything(handle_t *self, const char *path, nz_run_t *out)
{
    nz_diagnostics_t ignored = { 0 };
    nz_studies_t studies = { 0 };
    nz_run_t run = { 0 };
    char *format = get_text(self, "nonzero_format");
    char *yaml = get_text(self, "study");
    nz_status_t status = NZ_ERR_FORMAT;

    if (self->error == NC_NOERR && strcmp(format, NZ_RUN_FILE_VERSION) == 0) {
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
        return NZ_ERR_FORMAT;
    }
    *out = run;
    return NZ_OK;
}

nz_status_t
nz_run_file_read(const char *path, nz_run_t *out, nz_diagnostics_t *diagnostics)
{
    handle_t handle = { .nc = -1, .error = NC_NOERR };

    if (path == NULL || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!ok(&handle, nc_open(path, NC_NOWRITE, &handle.nc))) {
        nz_diagnostics_add(diagnostics, path, 0, 0, "cannot be read as a run: %s",
            nc_strerror(handle.error));
        return NZ_ERR_IO;
    }
    nz_status_t status = get_everything(&handle, path, out);
    (void) nc_close(handle.nc);
    if (status == NZ_ERR_FORMAT) {
        nz_diagnostics_add(diagnostics, path, 0, 0,
            "is not a run of this version of nonzero (%s); make one with `nonzero "
            "simulate`",
            handle.error != NC_NOERR ? nc_strerror(handle.error) : "other format");
    }
    return status;
}
