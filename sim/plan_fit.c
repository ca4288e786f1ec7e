#include "sim/plan_fit.h"

#include "sim/csv_reader.h"
#include "sim/number.h"
#include "sim/sequence_law.h"
#include "stats/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Longest field of any column [bytes], and room for the names of groups in a message. */
#define FIELD_MAX 65536
#define LIST_MAX 320

/* A limit of a number that is rounded to three digits still agrees; a target length that
 * is in one of two and not in the other does not. */
#define AGREEMENT 0.01

/* Levels that differ by less are the same. */
#define LEVEL_AGREEMENT 1e-12

/* The columns that are used. */
enum {
    GROUP,
    STATUS,
    ALPHA,
    ALPHA_LOWER,
    ALPHA_UPPER,
    C,
    C_LOWER,
    C_UPPER,
    DISPERSION,
    DEVIANCE,
    DF,
    CENTRE,
    ETA,
    ETA_LOWER,
    ETA_UPPER,
    IRREDUCIBLE,
    LEVEL,
    N_COLUMNS
};
static const nz_csv_column_t columns[N_COLUMNS] = {
    [GROUP] = { .name = "group" },
    [STATUS] = { .name = "status", .is_required = true },
    [ALPHA] = { .name = "alpha", .is_required = true },
    [ALPHA_LOWER] = { .name = "alpha_lower", .is_required = true },
    [ALPHA_UPPER] = { .name = "alpha_upper", .is_required = true },
    [C] = { .name = "c", .is_required = true },
    [C_LOWER] = { .name = "c_lower", .is_required = true },
    [C_UPPER] = { .name = "c_upper", .is_required = true },
    [DISPERSION] = { .name = "dispersion" },
    [DEVIANCE] = { .name = "deviance" },
    [DF] = { .name = "df" },
    [CENTRE] = { .name = "centre" },
    [ETA] = { .name = "eta" },
    [ETA_LOWER] = { .name = "eta_lower" },
    [ETA_UPPER] = { .name = "eta_upper" },
    [IRREDUCIBLE] = { .name = "irreducible" },
    [LEVEL] = { .name = "level" },
};

/* The table as it is read: the row that is wanted is kept and looked at in the end. */
typedef struct fit_reader {
    const char *group; /* NULL: any */
    size_t n_rows, n_wanted;
    size_t second_line;    /* of the second row that is wanted */
    char groups[LIST_MAX]; /* their names */
    bool has_more_groups;  /* than there is room for */
    char texts[N_COLUMNS][NZ_CSV_VALUE_MAX + 1];
    nz_csv_field_t fields[N_COLUMNS];
    nz_csv_row_t row;
    bool is_refused;
} fit_reader_t;

static const char *
group_of(const nz_csv_row_t *row)
{
    return row->fields[GROUP].text != NULL ? row->fields[GROUP].text : "";
}

static void
keep_row(fit_reader_t *self, const nz_csv_row_t *row)
{
    self->row = *row;
    self->row.fields = self->fields;
    for (size_t i = 0; i < N_COLUMNS; i++) {
        self->fields[i] = row->fields[i];
        if (row->fields[i].text != NULL) {
            (void) snprintf(
                self->texts[i], sizeof(self->texts[i]), "%s", row->fields[i].text);
            self->fields[i].text = self->texts[i];
        }
    }
}

static nz_status_t
on_row(void *context, const nz_csv_row_t *row)
{
    fit_reader_t *self = context;
    const char *group = group_of(row);
    char quoted[NZ_CSV_VALUE_MAX + 3];

    (void) snprintf(quoted, sizeof(quoted), "`%s`", group);
    self->has_more_groups =
        self->has_more_groups
        || strlen(self->groups) + strlen(quoted) + sizeof(", , ...") > LIST_MAX;
    if (!self->has_more_groups) {
        nz_append_word(self->groups, sizeof(self->groups), quoted);
    }
    self->n_rows++;
    if (self->group == NULL || strcmp(self->group, group) == 0) {
        if (self->n_wanted == 0) {
            keep_row(self, row);
        } else if (self->n_wanted == 1) {
            self->second_line = row->line;
        }
        self->n_wanted++;
    }
    return NZ_OK;
}

/* Whether there is one row that is meant. */
static bool
accept_group(const fit_reader_t *self, const char *path, nz_diagnostics_t *diagnostics)
{
    const char *file = strcmp(path, "-") == 0 ? "standard input" : path;
    const char *more = self->has_more_groups ? ", ..." : "";

    if (self->n_wanted == 0) {
        nz_diagnostics_add(diagnostics, "--group", 0, 0,
            "expected a group of %s, found `%s`; it has %s%s", file, self->group,
            self->groups, more);
    } else if (self->n_wanted > 1 && self->group == NULL) {
        nz_diagnostics_add(diagnostics, "--group", 0, 0,
            "expected one of the %zu fits of %s, found no group; it has %s%s",
            self->n_rows, file, self->groups, more);
    } else if (self->n_wanted > 1) {
        nz_diagnostics_add(diagnostics, file, self->second_line, 0,
            "`group`: expected one fit of `%s`, found another", self->group);
    }
    return self->n_wanted == 1;
}

static void
refuse_value(fit_reader_t *self, size_t column, const char *expected, const char *hint)
{
    self->is_refused = true;
    nz_csv_refuse(&self->row, column, expected, hint);
}

/* A number that the fit could not pin down. */
static void
refuse_unbounded(fit_reader_t *self, size_t column)
{
    self->is_refused = true;
    nz_diagnostics_add(self->row.diagnostics, self->row.file, self->row.line, 0,
        "`%s`: expected a finite number, found %s; the pilot says too little to plan "
        "from: it needs more items, or more models that are above zero",
        columns[column].name,
        self->fields[column].size > 0 ? self->fields[column].text : "nothing");
}

/* A number of the row; NaN if it was refused. */
static double
read_number(fit_reader_t *self, size_t column)
{
    const char *text = self->fields[column].text;
    double value = (double) NAN;

    if (text[0] == '\0' || strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0) {
        refuse_unbounded(self, column);
    } else if (nz_number_parse_real(text, &value) != NZ_NUMBER_OK) {
        refuse_value(self, column, "a number", NULL);
    }
    return value;
}

/* The logarithm of a size; 0 is a limit that there is not. */
static double
read_log_size(fit_reader_t *self, size_t column)
{
    const double size = read_number(self, column);

    if (size == 0.0) {
        refuse_unbounded(self, column);
    } else if (size < 0.0) {
        refuse_value(self, column, "a number above 0", NULL);
    }
    return size > 0.0 ? log(size) : (double) NAN;
}

/* An estimate and the width of its interval; columns value, lower limit, upper limit. */
static double
read_width(fit_reader_t *self, size_t column,
    double (*read)(fit_reader_t *self, size_t column), double *value)
{
    *value = read(self, column);
    const double lower = read(self, column + 1), upper = read(self, column + 2);

    if (lower > *value) {
        refuse_value(self, column + 1, "at most the estimate", columns[column].name);
    }
    if (upper < *value) {
        refuse_value(self, column + 2, "at least the estimate", columns[column].name);
    }
    return upper - lower;
}

static bool
is_given(const fit_reader_t *self, size_t column)
{
    return self->fields[column].text != NULL && self->fields[column].size > 0;
}

/* A number that may be missing; NaN without it. */
static double
read_optional(fit_reader_t *self, size_t column)
{
    double value = (double) NAN;

    if (is_given(self, column)) {
        value = read_number(self, column);
        if (value < 0.0) {
            refuse_value(self, column, "0 or more", NULL);
        }
    }
    return value;
}

/* Variances of the outcomes over those of binomial ones: the smaller of Pearson's
 * chi-square and the deviance over the degrees of freedom, since one success where hardly
 * any is expected makes the first as large as one likes. */
static double
read_dispersion(fit_reader_t *self)
{
    const double pearson = read_optional(self, DISPERSION);
    const double deviance = read_optional(self, DEVIANCE), df = read_optional(self, DF);
    const double by_deviance = df > 0.0 ? deviance / df : (double) NAN;

    return fmax(isnan(pearson) ? 1.0 : fmin(pearson, by_deviance), 1.0);
}

/* Whether the row says where alpha and eta are independent. */
static bool
has_centre(fit_reader_t *self)
{
    size_t n_found = 0;

    for (size_t i = CENTRE; i <= ETA_UPPER; i++) {
        n_found += self->fields[i].text != NULL;
    }
    for (size_t i = CENTRE; i <= ETA_UPPER && n_found > 0; i++) {
        if (self->fields[i].text == NULL) {
            refuse_value(self, i, "a column beside `centre`, `eta` and its limits", NULL);
        }
    }
    return n_found == ETA_UPPER + 1 - CENTRE && self->fields[CENTRE].size > 0;
}

/* Both ways to say where the line is are of the loss per token. */
static void
check_agreement(fit_reader_t *self, const nz_plan_fit_t *fit)
{
    const char *c = self->fields[C].text;
    double size = 0.0;

    if (nz_number_parse_real(c, &size) != NZ_NUMBER_OK || !(size > 0.0)) {
        return;
    }
    const double eta = fit->alpha * (log(fit->centre) - log(size));
    if (fabs(eta - fit->eta) > AGREEMENT * (1.0 + fabs(eta))) {
        char expected[64];
        (void) snprintf(expected, sizeof(expected), "alpha log(centre/c) = %.6g", eta);
        refuse_value(self, ETA, expected, NULL);
    }
}

/* What the table says of the fit as a whole must be what its rows are read by. */
static void
check_setting(fit_reader_t *self, double level)
{
    char expected[64];

    if (is_given(self, IRREDUCIBLE) && read_number(self, IRREDUCIBLE) != 0.0) {
        refuse_value(self, IRREDUCIBLE, "a law without irreducible loss",
            "plan by --c, --alpha and --irreducible");
    }
    if (is_given(self, LEVEL)
        && !(fabs(read_number(self, LEVEL) - level) < LEVEL_AGREEMENT)) {
        (void) snprintf(expected, sizeof(expected), "intervals of level %.10g", level);
        refuse_value(self, LEVEL, expected, "give it by --fit-level");
    }
}

static nz_plan_fit_t
read_fit(fit_reader_t *self, double level)
{
    const double z = gsl_cdf_ugaussian_Qinv(0.5 * nz_level_complement(level));
    const double scale = 0.5 * sqrt(read_dispersion(self)) / z;
    nz_plan_fit_t fit = { 0 };

    check_setting(self, level);
    fit.alpha_sd = scale * read_width(self, ALPHA, read_number, &fit.alpha);
    if (fit.alpha >= 0.0) {
        refuse_value(self, ALPHA, "a number below 0", "accuracy must grow with size");
    }
    if (has_centre(self)) {
        fit.centre = exp(read_log_size(self, CENTRE));
        fit.eta_sd = scale * read_width(self, ETA, read_number, &fit.eta);
        if (!self->is_refused) {
            check_agreement(self, &fit);
        }
    } else {
        double log_c = 0.0;
        const double width = read_width(self, C, read_log_size, &log_c);
        fit.centre = exp(log_c);
        fit.eta_sd = scale * -fit.alpha * width;
    }
    return fit;
}

/* Fits of these states have numbers that can be relied on. */
static bool
accept_status(fit_reader_t *self)
{
    static const char *const usable[] = { "ok" };

    for (size_t i = 0; i < sizeof(usable) / sizeof(usable[0]); i++) {
        if (strcmp(self->fields[STATUS].text, usable[i]) == 0) {
            return true;
        }
    }
    refuse_value(self, STATUS, "a fit that is `ok`", "a plan cannot rely on another");
    return false;
}

nz_status_t
nz_plan_fit_read(const char *path, const char *group, double level, nz_plan_fit_t *out,
    nz_diagnostics_t *diagnostics)
{
    fit_reader_t reader = { .group = group };
    const nz_csv_plan_t plan = { .columns = columns,
        .n_columns = N_COLUMNS,
        .field_max = FIELD_MAX,
        .rows_name = "rows of fits",
        .on_row = on_row,
        .context = &reader };

    if (path == NULL || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(level >= 0.5 && level < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = nz_csv_read(path, &plan, diagnostics);
    if (status != NZ_OK) {
        return status;
    }
    if (!accept_group(&reader, path, diagnostics) || !accept_status(&reader)) {
        return NZ_ERR_INPUT;
    }
    const nz_plan_fit_t fit = read_fit(&reader, level);
    if (reader.is_refused) {
        return NZ_ERR_INPUT;
    }
    *out = fit;
    return NZ_OK;
}

static bool
is_valid(const nz_plan_fit_t *self)
{
    return self->alpha < 0.0 && isfinite(self->alpha) && self->alpha_sd >= 0.0
           && isfinite(self->alpha_sd) && self->centre > 0.0 && isfinite(self->centre)
           && isfinite(self->eta) && self->eta_sd >= 0.0 && isfinite(self->eta_sd);
}

/* The accuracy of items of `tokens` tokens at a quantile of the loss. */
static nz_status_t
set_point(nz_plan_point_t *self, const nz_plan_fit_t *fit)
{
    static const double quantiles[NZ_PLAN_ACCURACIES] = { 1.0 - NZ_PLAN_CONSERVATIVE, 0.5,
        NZ_PLAN_CONSERVATIVE };
    const double tokens = isnan(self->tokens) ? 1.0 : self->tokens;
    const double x = log(self->parameters) - log(fit->centre);
    const double eta = fit->eta + fit->alpha * x;
    const double sd = hypot(fit->eta_sd, x * fit->alpha_sd);
    nz_status_t status = NZ_OK;

    for (size_t q = 0; q < NZ_PLAN_ACCURACIES && status == NZ_OK; q++) {
        const double z = gsl_cdf_ugaussian_Pinv(quantiles[q]);
        const nz_sequence_law_t law = { exp(eta + z * sd), (uint64_t) tokens, 0.0 };
        double item_sd = 0.0;
        status = nz_sequence_law_truth(
            &law, NZ_METRIC_ACCURACY, &self->accuracies[q], &item_sd);
    }
    self->accuracy = self->accuracies[1];
    if (!isnan(self->tokens)) {
        self->log_token = -exp(eta);
    }
    return status;
}

nz_status_t
nz_plan_fit_points(const nz_plan_fit_t *fit, const double *parameters,
    size_t n_parameters, const double *tokens, size_t n_tokens, nz_plan_points_t *out,
    nz_diagnostics_t *diagnostics)
{
    nz_plan_points_t self = { 0 };

    if (fit == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_valid(fit)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = nz_plan_points_of_sizes(
        parameters, n_parameters, tokens, n_tokens, &self, diagnostics);
    for (size_t i = 0; i < self.n && status == NZ_OK; i++) {
        status = set_point(&self.values[i], fit);
    }
    if (status != NZ_OK) {
        nz_plan_points_free(&self);
        return status;
    }
    self.has_fit = true;
    *out = self;
    return NZ_OK;
}
