#include "mpi/plan_table.h"

#include <math.h>

nz_status_t
nz_plan_table_begin(nz_plan_table_t *self, FILE *out, nz_table_format_t format,
    bool alternatives, bool verified)
{
    static const char *const columns[] = { "parameters", "tokens", "accuracy", "goal",
        "test_size", "achieved", "cost" };
    size_t n = 0;

    *self = (nz_plan_table_t){ .alternatives = alternatives, .verified = verified };
    while (n < sizeof(columns) / sizeof(columns[0])) {
        self->columns[n] = columns[n];
        n++;
    }
    if (alternatives) {
        self->columns[n++] = "exchange_rate";
        self->columns[n++] = "token_test_size";
    }
    if (verified) {
        self->columns[n++] = "simulated";
        self->columns[n++] = "mcse";
    }
    return nz_table_begin(out, format, self->columns, n, &self->table);
}

/* What the user may have given prints as it was written. */
static nz_field_t
given(double value)
{
    return isfinite(value) ? nz_field_given(value) : nz_field_real(value);
}

/* A number of items. */
static nz_field_t
items(double n)
{
    return n <= (double) NZ_COUNT_MAX ? nz_field_count((uint64_t) n) : nz_field_real(n);
}

nz_status_t
nz_plan_table_row(nz_plan_table_t *self, const nz_plan_request_t *request,
    const nz_plan_row_t *row, const nz_plan_finding_t *finding)
{
    const double none = (double) NAN;
    nz_field_t fields[NZ_PLAN_TABLE_COLUMNS_MAX];
    size_t n = 0;

    fields[n++] = given(row->parameters);
    fields[n++] = given(row->tokens);
    fields[n++] = given(row->accuracy);
    fields[n++] = nz_field_text(nz_plan_row_name(request, row->kind));
    fields[n++] = items(row->test_size);
    fields[n++] = nz_field_real(row->achieved);
    fields[n++] = nz_field_real(row->cost);
    if (self->alternatives) {
        fields[n++] = nz_field_real(row->exchange_rate);
        fields[n++] = items(row->token_test_size);
    }
    if (self->verified) {
        fields[n++] = nz_field_real(finding != NULL ? finding->simulated : none);
        fields[n++] = nz_field_real(finding != NULL ? finding->mcse : none);
    }
    return nz_table_row(self->table, fields);
}

nz_status_t
nz_plan_table_end(nz_plan_table_t *self)
{
    return nz_table_end(&self->table);
}
