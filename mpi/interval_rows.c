#include "mpi/interval_rows.h"

#include <stddef.h>

enum { n_key_max = 3, n_own = 8, n_mcse = 2 };

static const char *const all_columns[] = { "family", "model", "parameters", "method",
    "successes", "trials", "estimate", "lower", "upper", "level", "status", "lower_mcse",
    "upper_mcse" };
static const char *const column_columns[] = { "column", "method", "successes", "trials",
    "estimate", "lower", "upper", "level", "status", "lower_mcse", "upper_mcse" };

nz_status_t
nz_interval_rows_begin(nz_interval_rows_t *self, FILE *out, nz_table_format_t format,
    nz_interval_key_t key, bool has_mcse, double level)
{
    const char *const *columns = all_columns + n_key_max;
    size_t n = n_own + (has_mcse ? n_mcse : 0);

    if (key == NZ_INTERVAL_KEY_MODEL) {
        columns = all_columns;
        n += n_key_max;
    } else if (key == NZ_INTERVAL_KEY_COLUMN) {
        columns = column_columns;
        n += 1;
    }
    *self = (nz_interval_rows_t){ .key = key, .has_mcse = has_mcse, .level = level };
    return nz_table_begin(out, format, columns, n, &self->table);
}

nz_status_t
nz_interval_rows_add(nz_interval_rows_t *self, const nz_interval_row_t *row)
{
    const nz_field_t empty = { .kind = NZ_FIELD_EMPTY };
    const bool is_defined = row->interval.status != NZ_INTERVAL_UNDEFINED;
    nz_field_t fields[n_key_max + n_own + n_mcse];
    size_t n = 0;

    if (self->key == NZ_INTERVAL_KEY_MODEL) {
        fields[n++] = nz_field_text(row->family);
        fields[n++] = nz_field_text(row->model);
        fields[n++] = nz_field_real(row->parameters);
    } else if (self->key == NZ_INTERVAL_KEY_COLUMN) {
        fields[n++] = nz_field_text(row->column);
    }
    fields[n++] = nz_field_text(row->method);
    fields[n++] = row->is_count ? nz_field_count(row->successes) : empty;
    fields[n++] = nz_field_count(row->trials);
    fields[n++] = nz_field_real(row->estimate);
    fields[n++] = is_defined ? nz_field_real(row->interval.lower) : empty;
    fields[n++] = is_defined ? nz_field_real(row->interval.upper) : empty;
    fields[n++] = nz_field_given(self->level);
    fields[n++] = nz_field_text(nz_interval_status_name(row->interval.status));
    if (self->has_mcse) {
        fields[n++] = is_defined ? nz_field_real(row->lower_mcse) : empty;
        fields[n++] = is_defined ? nz_field_real(row->upper_mcse) : empty;
    }
    return nz_table_row(self->table, fields);
}

nz_status_t
nz_interval_rows_end(nz_interval_rows_t *self)
{
    return nz_table_end(&self->table);
}
