#include "sim/plan_rows.h"

#include "sim/plan_promise.h"
#include "sim/plan_refusal.h"

#include <math.h>
#include <stdlib.h>

nz_plan_row_t
nz_plan_rows_of_group(
    const nz_plan_rows_t *self, nz_plan_row_kind_t kind, nz_plan_group_t group)
{
    const double none = (double) NAN;
    return (nz_plan_row_t){ .kind = kind,
        .i_point = SIZE_MAX,
        .i_first = group.first,
        .n_models = group.n,
        .parameters = none,
        .tokens = self->points->values[group.first].tokens,
        .accuracy = none,
        .test_size = none,
        .achieved = none,
        .cost = none,
        .exchange_rate = none,
        .token_test_size = none };
}

nz_plan_row_t
nz_plan_rows_of_point(const nz_plan_rows_t *self, nz_plan_row_kind_t kind, size_t i_point)
{
    const nz_plan_point_t *point = &self->points->values[i_point];
    nz_plan_row_t row =
        nz_plan_rows_of_group(self, kind, (nz_plan_group_t){ i_point, 1 });

    row.i_point = i_point;
    row.parameters = point->parameters;
    row.accuracy = point->accuracy;
    return row;
}

double
nz_plan_rows_cost(const nz_plan_rows_t *self, size_t i_point, double n_items)
{
    const double n_models = self->request->goal == NZ_PLAN_COMPARE ? 2.0 : 1.0;
    return n_models * n_items * self->points->values[i_point].item_cost;
}

void
nz_plan_rows_add_to(nz_plan_row_t *all, const nz_plan_row_t *row)
{
    all->test_size += row->test_size;
    all->cost += row->cost;
    all->achieved = fmax(all->achieved, row->achieved);
}

bool
nz_plan_rows_tokens(const nz_plan_rows_t *self, size_t i_point, double log_accuracy,
    nz_plan_exchange_t *items)
{
    const nz_plan_point_t *point = &self->points->values[i_point];

    *items = (nz_plan_exchange_t){ self->points->has_fit ? log_accuracy / point->tokens
                                                         : point->log_token,
        point->tokens, point->token_correlation, self->request->cluster_size,
        self->request->cluster_correlation };
    return point->tokens > 1.0 && items->log_token < 0.0 && isfinite(items->log_token);
}

/* What scoring tokens is worth to one model; nothing where it has none. */
static nz_status_t
add_exchange(const nz_plan_rows_t *self, nz_plan_row_t *row)
{
    nz_plan_exchange_t items;

    if (!nz_plan_rows_tokens(self, row->i_point, log(row->accuracy), &items)) {
        return NZ_OK;
    }
    nz_status_t status = nz_plan_exchange_rate(&items, &row->exchange_rate);
    if (status == NZ_OK && isfinite(row->test_size) && isnan(row->token_test_size)) {
        const double n = ceil(row->test_size / row->exchange_rate);
        row->token_test_size = nz_plan_promise_whole_clusters(self->request, n);
    }
    return status;
}

static nz_status_t
append(nz_plan_rows_t *self, nz_plan_row_t row)
{
    if (self->plan.n_rows == self->n_room) {
        const size_t n_room = self->n_room > 0 ? 2 * self->n_room : 64;
        nz_plan_row_t *rows = realloc(self->plan.rows, n_room * sizeof(*rows));
        if (rows == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->plan.rows = rows;
        self->n_room = n_room;
    }
    if (row.kind == NZ_PLAN_ROW_MODEL || row.kind == NZ_PLAN_ROW_CONSERVATIVE) {
        nz_status_t status = add_exchange(self, &row);
        if (status != NZ_OK) {
            return status;
        }
    }
    self->plan.rows[self->plan.n_rows++] = row;
    return NZ_OK;
}

nz_status_t
nz_plan_rows_push(nz_plan_rows_t *self, nz_plan_row_t row)
{
    const nz_status_t status = append(self, row);

    self->n_answered += status == NZ_OK;
    return status;
}

nz_status_t
nz_plan_rows_push_unanswered(nz_plan_rows_t *self, nz_plan_row_t row, nz_status_t reason)
{
    const uint64_t trials = self->request->trials;

    if (reason != NZ_ERR_UNREACHABLE && reason != NZ_ERR_DOMAIN) {
        return reason;
    }
    nz_plan_refusal_explain(self->request, &row, reason, self->diagnostics);
    row.test_size = trials > 0                     ? (double) trials
                    : reason == NZ_ERR_UNREACHABLE ? (double) INFINITY
                                                   : (double) NAN;
    row.cost = row.i_point == SIZE_MAX
                   ? (double) NAN
                   : nz_plan_rows_cost(self, row.i_point, row.test_size);
    return append(self, row);
}
