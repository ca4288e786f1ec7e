#include "mpi/figure_plan_table.h"

#include "sim/csv_reader.h"
#include "sim/number.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_LINES_MAX 1000001

enum { PARAMETERS, TOKENS, ACCURACY, GOAL, TEST_SIZE, ACHIEVED, COST, N_COLUMNS };
static const nz_csv_column_t columns[N_COLUMNS] = {
    [PARAMETERS] = { .name = "parameters", .is_required = true },
    [TOKENS] = { .name = "tokens", .is_required = true },
    [ACCURACY] = { .name = "accuracy", .is_required = true },
    [GOAL] = { .name = "goal", .is_required = true },
    [TEST_SIZE] = { .name = "test_size", .is_required = true },
    [ACHIEVED] = { .name = "achieved" },
    [COST] = { .name = "cost" },
};

static const char *const goal_labels[NZ_N_PLAN_GOALS] = { [NZ_PLAN_SEE] = "see",
    [NZ_PLAN_HALF_WIDTH] = "half-width",
    [NZ_PLAN_RELATIVE_HALF_WIDTH] = "relative half-width",
    [NZ_PLAN_COMPARE] = "compare",
    [NZ_PLAN_SLOPE] = "slope",
    [NZ_PLAN_CURVE] = "curve" };
static const char *const x_names[] = { [NZ_FIGURE_PLAN_SIZE] = "size",
    [NZ_FIGURE_PLAN_LENGTH] = "length",
    [NZ_FIGURE_PLAN_ACCURACY] = "accuracy" };
static const char conservative[] = "-conservative";

/* A row of the file, while it is not known yet what the axis shows. */
typedef struct line {
    double parameters;
    nz_figure_plan_row_t row;
} line_t;

typedef struct lines {
    size_t n, n_room;
    line_t *values;
} lines_t;

const char *
nz_figure_plan_table_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

const char *
nz_figure_plan_goal_label(nz_plan_goal_t goal)
{
    return goal_labels[goal];
}

const char *
nz_figure_plan_x_label(nz_figure_plan_x_t x)
{
    static const char *const labels[] = { [NZ_FIGURE_PLAN_SIZE] =
                                              "Model size N [parameters]",
        [NZ_FIGURE_PLAN_LENGTH] = "Target length L [tokens]",
        [NZ_FIGURE_PLAN_ACCURACY] = "True accuracy p [share of items solved]" };
    return labels[x];
}

void
nz_figure_plan_table_free(nz_figure_plan_table_t *self)
{
    free(self->rows);
    free(self->groups);
    *self = (nz_figure_plan_table_t){ 0 };
}

static bool
find_goal(const char *text, nz_figure_plan_row_t *row)
{
    for (size_t i = 0; i < NZ_N_PLAN_GOALS; i++) {
        const char *name = nz_plan_goal_name((nz_plan_goal_t) i);
        const size_t length = strlen(name);
        if (strncmp(text, name, length) == 0
            && (text[length] == '\0' || strcmp(text + length, conservative) == 0)) {
            row->goal = (nz_plan_goal_t) i;
            row->is_conservative = text[length] != '\0';
            return true;
        }
    }
    return false;
}

/* What a column may hold besides nothing: a number above or from `low`, up to `high`. */
typedef struct limits {
    double low, high;
    bool is_above, may_be_infinite;
    const char *expected;
} limits_t;

/* NaN if the field is empty, or the column missing. */
static double
read_number(const nz_csv_row_t *csv, size_t i, const limits_t *limits)
{
    const char *text = csv->fields[i].text;
    double value = (double) NAN;

    if (text == NULL || text[0] == '\0') {
        return (double) NAN;
    }
    if (limits->may_be_infinite && strcmp(text, "inf") == 0) {
        return (double) INFINITY;
    }
    if (nz_number_parse_real(text, &value) != NZ_NUMBER_OK
        || !(limits->is_above ? value > limits->low : value >= limits->low)
        || !(value <= limits->high)) {
        nz_csv_refuse(csv, i, limits->expected, NULL);
        return (double) NAN;
    }
    return value;
}

static double
read_test_size(const nz_csv_row_t *csv)
{
    static const limits_t limits = { 1.0, (double) NZ_COUNT_MAX, false, true,
        "a whole number of items from 1 to 2^53, inf or nothing" };
    const double value = read_number(csv, TEST_SIZE, &limits);

    if (isfinite(value) && value != floor(value)) {
        nz_csv_refuse(csv, TEST_SIZE, limits.expected, NULL);
    }
    return value;
}

static nz_status_t
push(lines_t *self, line_t line)
{
    if (self->n == self->n_room) {
        const size_t n_room = 2 * self->n_room + 256;
        line_t *values = realloc(self->values, n_room * sizeof(*values));
        if (values == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->values = values;
        self->n_room = n_room;
    }
    self->values[self->n++] = line;
    return NZ_OK;
}

static nz_status_t
on_row(void *context, const nz_csv_row_t *csv)
{
    static const limits_t size = { 0.0, HUGE_VAL, true, false,
        "a model size above 0, or nothing" },
                          length = { 0.0, HUGE_VAL, true, false,
                              "a number of tokens above 0, or nothing" },
                          share = { 0.0, 1.0, false, false,
                              "a number from 0 to 1, or nothing" },
                          number = { 0.0, HUGE_VAL, false, true,
                              "a number from 0, inf or nothing" };
    line_t line = { 0 };

    if (!find_goal(csv->fields[GOAL].text, &line.row)) {
        return NZ_OK;
    }
    line.parameters = read_number(csv, PARAMETERS, &size);
    line.row.tokens = read_number(csv, TOKENS, &length);
    line.row.accuracy = read_number(csv, ACCURACY, &share);
    line.row.test_size = read_test_size(csv);
    line.row.achieved = read_number(csv, ACHIEVED, &number);
    line.row.cost = read_number(csv, COST, &number);
    return isnan(line.parameters) && isnan(line.row.accuracy) ? NZ_OK
                                                              : push(context, line);
}

/* NaN before all numbers, and equal to itself. */
static int
compare(double a, double b)
{
    return isnan(a) || isnan(b) ? (int) isnan(b) - (int) isnan(a) : (a > b) - (a < b);
}

static int
compare_rows(const void *a, const void *b)
{
    const nz_figure_plan_row_t *p = a, *q = b;
    const int keys[] = { compare(p->tokens, q->tokens), (int) p->goal - (int) q->goal,
        (int) p->is_conservative - (int) q->is_conservative, compare(p->x, q->x) };
    size_t i = 0;
    while (i + 1 < sizeof(keys) / sizeof(keys[0]) && keys[i] == 0) {
        i++;
    }
    return keys[i];
}

static int
compare_lines(const void *a, const void *b)
{
    const line_t *p = a, *q = b;
    const int first = compare(p->row.tokens, q->row.tokens);
    return first != 0 ? first : compare(p->row.accuracy, q->row.accuracy);
}

/* Rows of no model, where there are models. Without models there are no fits either. */
static void
drop_others(lines_t *self)
{
    bool has_size = false;
    size_t n = 0;

    for (size_t i = 0; i < self->n; i++) {
        has_size = has_size || !isnan(self->values[i].parameters);
    }
    for (size_t i = 0; i < self->n; i++) {
        const line_t *line = self->values + i;
        if (has_size ? !isnan(line->parameters) : !line->row.is_conservative) {
            self->values[n++] = *line;
        }
    }
    self->n = n;
}

/* The lines are in order of tokens, then accuracy; all have a size or none has. */
static nz_figure_plan_x_t
choose_x(const lines_t *lines)
{
    bool has_sizes = false, has_lengths = false, has_choice = false;

    for (size_t i = 1; i < lines->n; i++) {
        const line_t *line = lines->values + i;
        const bool is_longer = compare(line[0].row.tokens, line[-1].row.tokens) != 0;
        has_sizes = has_sizes || compare(line[0].parameters, line[-1].parameters) != 0;
        has_lengths = has_lengths || is_longer;
        has_choice =
            has_choice
            || (!is_longer && compare(line[0].row.accuracy, line[-1].row.accuracy) != 0);
    }
    if (!isnan(lines->values[0].parameters)) {
        return !has_sizes && has_lengths ? NZ_FIGURE_PLAN_LENGTH : NZ_FIGURE_PLAN_SIZE;
    }
    return has_lengths && !has_choice ? NZ_FIGURE_PLAN_LENGTH : NZ_FIGURE_PLAN_ACCURACY;
}

/* The rows in order, those that have a place on the axis. */
static nz_status_t
make_rows(lines_t *lines, nz_figure_plan_table_t *out)
{
    out->rows = malloc(lines->n * sizeof(*out->rows));
    if (out->rows == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    qsort(lines->values, lines->n, sizeof(line_t), compare_lines);
    out->x = choose_x(lines);
    for (size_t i = 0; i < lines->n; i++) {
        nz_figure_plan_row_t row = lines->values[i].row;
        row.x = out->x == NZ_FIGURE_PLAN_SIZE     ? lines->values[i].parameters
                : out->x == NZ_FIGURE_PLAN_LENGTH ? row.tokens
                                                  : row.accuracy;
        row.tokens = out->x == NZ_FIGURE_PLAN_LENGTH ? (double) NAN : row.tokens;
        if (row.x > 0.0) {
            out->has_goal[row.goal] = true;
            out->has_conservative = out->has_conservative || row.is_conservative;
            out->rows[out->n_rows++] = row;
        }
    }
    qsort(out->rows, out->n_rows, sizeof(*out->rows), compare_rows);
    return NZ_OK;
}

static nz_status_t
make_groups(nz_figure_plan_table_t *out)
{
    out->groups = malloc(GSL_MAX(out->n_rows, 1) * sizeof(*out->groups));
    if (out->groups == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < out->n_rows; i++) {
        const double tokens = out->rows[i].tokens;
        if (out->n_groups == 0
            || compare(tokens, out->groups[out->n_groups - 1].tokens) != 0) {
            out->groups[out->n_groups++] =
                (nz_figure_plan_group_t){ tokens, out->rows + i, 0 };
        }
        out->groups[out->n_groups - 1].n++;
    }
    return NZ_OK;
}

/* The same answer twice does no harm; two answers to one question are two tables. */
static nz_status_t
check_rows(
    const nz_figure_plan_table_t *self, const char *name, nz_diagnostics_t *diagnostics)
{
    if (self->n_rows == 0) {
        nz_diagnostics_add(diagnostics, name, 0, 0,
            "no row has one of the goals see, half-width, relative-half-width, compare, "
            "slope and curve with a model size or an accuracy above 0: make the table "
            "with e.g. `nonzero plan --goal see --accuracy 1e-4,1e-3,1e-2`");
        return NZ_ERR_INPUT;
    }
    for (size_t i = 1; i < self->n_rows; i++) {
        const nz_figure_plan_row_t *row = self->rows + i;
        if (compare_rows(row - 1, row) == 0
            && (compare(row[-1].test_size, row[0].test_size) != 0
                || compare(row[-1].accuracy, row[0].accuracy) != 0)) {
            nz_diagnostics_add(diagnostics, name, 0, 0,
                "the goal %s has two answers at %s %.6g: a figure shows one table of "
                "`nonzero plan`",
                nz_plan_goal_name(row->goal), x_names[self->x], row->x);
            return NZ_ERR_INPUT;
        }
    }
    return NZ_OK;
}

nz_status_t
nz_figure_plan_table_read(
    const char *path, nz_figure_plan_table_t *out, nz_diagnostics_t *diagnostics)
{
    lines_t lines = { 0 };
    nz_figure_plan_table_t table = { 0 };
    const nz_csv_plan_t plan = { .columns = columns,
        .n_columns = N_COLUMNS,
        .lines_max = N_LINES_MAX,
        .field_max = NZ_CSV_VALUE_MAX,
        .rows_name = "rows of a plan",
        .on_row = on_row,
        .context = &lines };
    nz_status_t status = nz_csv_read(path, &plan, diagnostics);

    status = status == NZ_ERR_IO ? NZ_ERR_INPUT : status;
    if (status == NZ_OK) {
        drop_others(&lines);
        status = lines.n > 0 ? make_rows(&lines, &table) : NZ_OK;
    }
    if (status == NZ_OK) {
        status = check_rows(&table, nz_figure_plan_table_name(path), diagnostics);
    }
    if (status == NZ_OK) {
        status = make_groups(&table);
    }
    free(lines.values);
    if (status != NZ_OK) {
        nz_figure_plan_table_free(&table);
        return status;
    }
    *out = table;
    return NZ_OK;
}

void
nz_figure_plan_write_lengths(
    const char *name, const nz_figure_plan_group_t *const *groups, size_t n, FILE *out)
{
    fprintf(out, "array %s_label[%zu]\n", name, n);
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "%s_label[%zu] = ", name, i + 1);
        if (groups == NULL || isnan(groups[i]->tokens)) {
            fputs("''\n", out);
        } else {
            fprintf(out, "'Target length L = %.10g'\n", groups[i]->tokens);
        }
    }
}
