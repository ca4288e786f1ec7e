#include "mpi/fit_table.h"

#include "stats/proportion.h"

#include <math.h>
#include <stdbool.h>

/* How a table is laid out: its columns stand before those of the next kind. */
static const char *const group_columns[] = { "group", "models", "alpha", "alpha_lower",
    "alpha_upper", "c", "c_lower", "c_upper", "deviance", "df", "p_value", "dispersion",
    "plateau_p", "status", "centre", "eta", "eta_lower", "eta_upper", "law", "tokens",
    "irreducible", "level", "zeros", "plateau_expected", "bootstrap_fits",
    "bootstrap_alpha_lower", "bootstrap_alpha_upper", "bootstrap_c_lower",
    "bootstrap_c_upper", "bootstrap_p_value", "bootstrap_p_value_mcse",
    "bootstrap_plateau_p", "bootstrap_plateau_p_mcse" };
static const char *const short_columns[] = { "group", "models", "alpha", "alpha_lower",
    "alpha_upper", "c", "p_value", "dispersion", "plateau_p", "status" };
static const char *const model_columns[] = { "group", "model", "parameters", "trials",
    "successes", "score", "score_lower", "score_upper", "fitted", "fitted_lower",
    "fitted_upper", "zero_probability", "test_size", "status" };

enum {
    n_group_columns = sizeof(group_columns) / sizeof(group_columns[0]),
    n_short_columns = sizeof(short_columns) / sizeof(short_columns[0]),
    n_model_columns = sizeof(model_columns) / sizeof(model_columns[0]),
    n_bootstrap_columns = 9
};

static nz_status_t
print_group(nz_table_t *table, const char *name, double level, const nz_law_fit_t *fit)
{
    const nz_law_fit_bootstrap_t *drawn = &fit->bootstrap;
    const bool has_counts = fit->law == NZ_SCORE_SUCCESSES;
    const nz_field_t fields[n_group_columns] = { nz_field_text(name),
        nz_field_count(fit->n_models), nz_field_real(fit->alpha[0]),
        nz_field_real(fit->alpha[1]), nz_field_real(fit->alpha[2]),
        nz_field_real(fit->c[0]), nz_field_real(fit->c[1]), nz_field_real(fit->c[2]),
        nz_field_real(fit->deviance),
        nz_field_real(nz_law_fit_has_line(fit) ? fit->df : (double) NAN),
        nz_field_real(fit->p_value), nz_field_real(fit->dispersion),
        nz_field_real(fit->plateau_p), nz_field_text(nz_law_fit_status_name(fit->status)),
        nz_field_real(fit->centre), nz_field_real(fit->eta[0]),
        nz_field_real(fit->eta[1]), nz_field_real(fit->eta[2]),
        nz_field_text(nz_score_law_name(fit->law)), nz_field_given(fit->tokens),
        nz_field_given(fit->irreducible), nz_field_given(level),
        has_counts ? nz_field_count(fit->n_zeros) : nz_field_real((double) NAN),
        nz_field_real(fit->plateau_expected),
        nz_law_fit_has_line(fit) ? nz_field_count(drawn->n_fitted)
                                 : nz_field_real((double) NAN),
        nz_field_real(drawn->alpha[0]), nz_field_real(drawn->alpha[1]),
        nz_field_real(drawn->c[0]), nz_field_real(drawn->c[1]),
        nz_field_real(drawn->p_value), nz_field_real(drawn->p_value_mcse),
        nz_field_real(drawn->plateau_p), nz_field_real(drawn->plateau_p_mcse) };

    return nz_table_row(table, fields);
}

/* For reading: what does not fit into a line is in words. */
static nz_status_t
print_short(nz_table_t *table, const char *name, const nz_law_fit_t *fit)
{
    const nz_field_t fields[n_short_columns] = { nz_field_text(name),
        nz_field_count(fit->n_models), nz_field_real(fit->alpha[0]),
        nz_field_real(fit->alpha[1]), nz_field_real(fit->alpha[2]),
        nz_field_real(fit->c[0]), nz_field_real(fit->p_value),
        nz_field_real(fit->dispersion), nz_field_real(fit->plateau_p),
        nz_field_text(nz_law_fit_status_name(fit->status)) };

    return nz_table_row(table, fields);
}

nz_status_t
nz_fit_table_groups(FILE *out, nz_table_format_t format, const nz_fit_options_t *options,
    const nz_results_t *results, const nz_law_fit_t *fits)
{
    const bool is_short = format == NZ_TABLE_TABLE;
    const size_t n_columns =
        n_group_columns - (options->fit.replicates > 0 ? 0 : n_bootstrap_columns);
    nz_table_t *table = NULL;
    nz_status_t status =
        nz_table_begin(out, format, is_short ? short_columns : group_columns,
            is_short ? n_short_columns : n_columns, &table);

    for (size_t i = 0; i < results->n_groups && status == NZ_OK; i++) {
        const char *name = nz_results_text(results, results->groups[i].name);
        status = is_short ? print_short(table, name, &fits[i])
                          : print_group(table, name, options->fit.level, &fits[i]);
    }
    const nz_status_t ended = nz_table_end(&table);
    return status == NZ_OK ? ended : status;
}

/* Limits of a share of items; none where it is not one. */
static nz_status_t
find_score_limits(const nz_result_t *row, double level, double limits[2])
{
    nz_interval_t interval;

    limits[0] = limits[1] = (double) NAN;
    if (row->trials == 0 || row->successes == NZ_RESULT_UNCOUNTED) {
        return NZ_OK;
    }
    const nz_status_t status = nz_proportion_clopper_pearson(
        row->successes, row->trials, nz_tails_two_sided(level), &interval);
    if (status == NZ_OK) {
        limits[0] = interval.lower;
        limits[1] = interval.upper;
    }
    return status;
}

static nz_status_t
predict(const nz_fit_options_t *options, const nz_results_t *results, size_t i_group,
    const nz_law_fit_t *fit, const nz_result_t *row, nz_law_fit_point_t *out)
{
    const double none = (double) NAN;
    const nz_law_fit_question_t question = { row->parameters, row->trials,
        options->successes, options->confidence };

    *out = (nz_law_fit_point_t){ { none, none, none }, none, none };
    return nz_law_fit_has_line(fit)
               ? nz_law_fit_predict(results, i_group, &options->fit, fit, &question, out)
               : NZ_OK;
}

static nz_status_t
print_model(nz_table_t *table, const nz_fit_options_t *options,
    const nz_results_t *results, size_t i_group, const nz_law_fit_t *fit,
    const nz_result_t *row)
{
    const nz_field_t empty = nz_field_real((double) NAN);
    nz_law_fit_point_t point;
    double limits[2];
    nz_status_t status = find_score_limits(row, options->fit.level, limits);

    if (status == NZ_OK) {
        status = predict(options, results, i_group, fit, row, &point);
    }
    if (status != NZ_OK) {
        return status;
    }
    const nz_field_t fields[n_model_columns] = {
        nz_field_text(nz_results_text(results, results->groups[i_group].name)),
        nz_field_text(nz_results_text(results, row->model)),
        nz_field_given(row->parameters),
        row->trials > 0 ? nz_field_count(row->trials) : empty,
        row->successes != NZ_RESULT_UNCOUNTED ? nz_field_count(row->successes) : empty,
        nz_field_real(row->score), nz_field_real(limits[0]), nz_field_real(limits[1]),
        nz_field_real(point.score[0]), nz_field_real(point.score[1]),
        nz_field_real(point.score[2]), nz_field_real(point.zero_probability),
        nz_field_real(point.test_size), nz_field_text(nz_law_fit_status_name(fit->status))
    };
    return nz_table_row(table, fields);
}

nz_status_t
nz_fit_table_models(FILE *out, nz_table_format_t format, const nz_fit_options_t *options,
    const nz_results_t *results, const nz_law_fit_t *fits)
{
    nz_table_t *table = NULL;
    nz_status_t status =
        nz_table_begin(out, format, model_columns, n_model_columns, &table);

    for (size_t i = 0; i < results->n_groups; i++) {
        const nz_result_group_t *group = &results->groups[i];
        for (size_t j = 0; j < group->n && status == NZ_OK; j++) {
            status = print_model(
                table, options, results, i, &fits[i], &results->rows[group->first + j]);
        }
    }
    const nz_status_t ended = nz_table_end(&table);
    return status == NZ_OK ? ended : status;
}
