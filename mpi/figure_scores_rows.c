#include "mpi/figure_scores_rows.h"

#include "stats/emergence_noise.h"
#include "stats/rng.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MODELS_MIN = 3 }; /* of fewer |E| is 0 or 1 */

static bool
is_counted(const nz_figure_scores_group_t *group)
{
    return !isnan(group->score)
           && (group->status == NZ_GROUP_SCORE_OK
               || group->status == NZ_GROUP_SCORE_DEGENERATE);
}

/* Infinite scores are. */
static bool
is_high(const nz_figure_scores_group_t *group)
{
    return is_counted(group) && fabs(group->score) >= NZ_FIGURE_SCORES_HIGH;
}

void
nz_figure_scores_rows_free(nz_figure_scores_rows_t *self)
{
    free(self->rows);
    *self = (nz_figure_scores_rows_t){ 0 };
}

static void
count(nz_figure_scores_row_t *row, const nz_figure_scores_group_t *group)
{
    row->n++;
    row->n_high += is_high(group);
    row->n_counted += is_counted(group);
    row->n_infinite += is_counted(group) && isinf(group->score);
    row->n_unscored += isnan(group->score) != 0;
}

/* A metric and its place in the table. */
typedef struct ranked {
    nz_figure_scores_row_t row;
    size_t i_metric;
} ranked_t;

static double
share_of(const nz_figure_scores_row_t *row)
{
    return row->n_counted > 0 ? (double) row->n_high / (double) row->n_counted : 0.0;
}

static int
compare_metrics(const void *a, const void *b)
{
    const nz_figure_scores_row_t *p = &((const ranked_t *) a)->row,
                                 *q = &((const ranked_t *) b)->row;
    const double p_share = share_of(p), q_share = share_of(q);

    return p_share != q_share       ? (p_share < q_share ? 1 : -1)
           : p->n_high != q->n_high ? (p->n_high < q->n_high ? 1 : -1)
                                    : strcmp(p->metric, q->metric);
}

/* By row, then the largest score, none last, then as in the table. */
static int
compare_groups(const void *a, const void *b)
{
    const nz_figure_scores_group_t *p = a, *q = b;
    const double p_size = isnan(p->score) ? -1.0 : fabs(p->score),
                 q_size = isnan(q->score) ? -1.0 : fabs(q->score);
    return p->i_metric != q->i_metric ? (p->i_metric > q->i_metric ? 1 : -1)
           : p_size != q_size         ? (p_size < q_size ? 1 : -1)
                                      : (p->i_row > q->i_row ? 1 : -1);
}

/* The rows, and in `row_of` the row of each metric. */
static void
rank(const nz_figure_scores_table_t *table, size_t n_max, ranked_t *ranked,
    size_t *row_of, nz_figure_scores_rows_t *out)
{
    for (size_t i = 0; i < table->n_metrics; i++) {
        ranked[i].row.metric = table->metrics[i];
        ranked[i].i_metric = i;
    }
    for (size_t i = 0; i < table->n_groups; i++) {
        count(&ranked[table->groups[i].i_metric].row, table->groups + i);
        count(&out->total, table->groups + i);
    }
    qsort(ranked, table->n_metrics, sizeof(*ranked), compare_metrics);
    out->n = GSL_MIN(table->n_metrics, n_max);
    for (size_t i = 0; i < table->n_metrics; i++) {
        const size_t i_row = GSL_MIN(i, out->n - 1);
        nz_figure_scores_row_t *row = &out->rows[i_row];
        row->metric = i == i_row && row->n_metrics == 0 ? ranked[i].row.metric : NULL;
        row->n_metrics++;
        row_of[ranked[i].i_metric] = i_row;
    }
}

nz_status_t
nz_figure_scores_rows_make(
    nz_figure_scores_table_t *table, size_t n_max, nz_figure_scores_rows_t *out)
{
    ranked_t *ranked = calloc(table->n_metrics + 1, sizeof(*ranked));
    size_t *row_of = calloc(table->n_metrics + 1, sizeof(*row_of));
    nz_figure_scores_rows_t rows = { .rows = calloc(n_max, sizeof(*rows.rows)) };
    nz_status_t status = NZ_ERR_NO_MEMORY;

    if (ranked == NULL || row_of == NULL || rows.rows == NULL) {
        goto out;
    }
    rank(table, n_max, ranked, row_of, &rows);
    for (size_t i = 0; i < table->n_groups; i++) {
        table->groups[i].i_metric = row_of[table->groups[i].i_metric];
    }
    qsort(table->groups, table->n_groups, sizeof(*table->groups), compare_groups);
    for (size_t i = 0; i < table->n_groups; i++) {
        nz_figure_scores_row_t *row = &rows.rows[table->groups[i].i_metric];
        row->groups = row->n == 0 ? table->groups + i : row->groups;
        count(row, table->groups + i);
    }
    *out = rows;
    rows.rows = NULL;
    status = NZ_OK;
out:
    free(ranked);
    free(row_of);
    free(rows.rows);
    return status;
}

static size_t
models_of(const nz_figure_scores_group_t *group)
{
    return (size_t) fmin(group->models, NZ_FIGURE_SCORES_MODELS_MAX);
}

double
nz_figure_scores_level(const double *level, const nz_figure_scores_group_t *group)
{
    return level[models_of(group)];
}

/* The level for one number of models. */
static nz_status_t
find_level(size_t n_models, gsl_rng *rng, double *level)
{
    const nz_stream_key_t key = {
        .seed = 1, .purpose = NZ_PURPOSE_NOISE, .test_size = n_models
    };
    nz_emergence_noise_t noise = { 0 };
    nz_status_t status = nz_rng_set_stream(rng, &key);

    if (status == NZ_OK) {
        status = nz_emergence_noise_init(
            &noise, n_models, nz_emergence_noise_draws(n_models), rng);
    }
    if (status == NZ_OK) {
        const double u = 1.0 - NZ_FIGURE_SCORES_NOISE_SHARE / 2;
        *level = nz_emergence_noise_quantile(&noise, u).value;
        nz_emergence_noise_free(&noise);
    }
    return status;
}

nz_status_t
nz_figure_scores_noise(const nz_figure_scores_table_t *table, double *level)
{
    bool is_there[NZ_FIGURE_SCORES_MODELS_MAX + 1] = { false };
    double found[NZ_FIGURE_SCORES_MODELS_MAX + 1];
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    nz_status_t status = rng != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    for (size_t i = 0; i < table->n_groups; i++) {
        is_there[models_of(table->groups + i)] = true;
    }
    for (size_t i = 0; i <= NZ_FIGURE_SCORES_MODELS_MAX && status == NZ_OK; i++) {
        found[i] = (double) NAN;
        if (is_there[i] && i >= MODELS_MIN) {
            status = find_level(i, rng, &found[i]);
        }
    }
    if (rng != NULL) {
        gsl_rng_free(rng);
    }
    if (status == NZ_OK) {
        memcpy(level, found, sizeof(found));
    }
    return status;
}
