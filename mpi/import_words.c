#include "mpi/import_words.h"

#include "sim/labels.h"
#include "sim/number.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define LIST_SIZE 400

static const char *
plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

/* A model and its size, or the name of one without a size. */
static void
append_model(char list[LIST_SIZE], const nz_import_row_t *row)
{
    char number[NZ_NUMBER_SHORTEST_MAX] = "", text[NZ_IMPORT_NAME_MAX + 40];

    if (!isnan(row->parameters)) {
        nz_number_format(row->parameters, number);
    }
    (void) snprintf(
        text, sizeof(text), "%s%s%s", row->model, number[0] != '\0' ? " " : "", number);
    nz_append_word(list, LIST_SIZE, text);
}

/* Counts the models whose size is from a source and lists the first of them; without
 * memory those so far. */
static size_t
list_models(const nz_import_t *import, nz_import_source_t source, char list[LIST_SIZE])
{
    nz_labels_t labels = { 0 };
    size_t n = 0;

    list[0] = '\0';
    for (size_t i = 0; i < import->n_rows; i++) {
        const nz_import_row_t *row = &import->rows[i];
        uint64_t number = 0;
        if (row->parameters_of != source || row->model[0] == '\0') {
            continue;
        }
        if (nz_labels_number(&labels, row->model, strlen(row->model), &number) != NZ_OK) {
            break;
        }
        if (number == n) {
            n++;
            append_model(list, row);
        }
    }
    nz_labels_free(&labels);
    return n;
}

static void
print_sizes(FILE *out, const nz_import_t *import, const nz_import_options_t *options)
{
    char list[LIST_SIZE];
    size_t n = list_models(import, NZ_IMPORT_OF_NAME, list), n_nameless = 0;

    if (n > 0) {
        fprintf(out, "the size%s of %zu model%s %s read from the name%s: %s\n", plural(n),
            n, plural(n), n == 1 ? "is" : "are", plural(n), list);
    }
    n = list_models(import, NZ_IMPORT_OF_NOTHING, list);
    if (n > 0) {
        fprintf(out,
            "the size%s of %zu model%s %s not known (--parameters MODEL=N gives one): "
            "%s\n",
            plural(n), n, plural(n), n == 1 ? "is" : "are", list);
    }
    for (size_t i = 0; i < import->n_rows; i++) {
        n_nameless += import->rows[i].model[0] == '\0'
                      && isnan(import->rows[i].parameters)
                      && !isnan(import->rows[i].score);
    }
    if (n_nameless > 0) {
        fprintf(out, "%zu row%s of no known model (--model NAME names it)\n", n_nameless,
            n_nameless == 1 ? " is" : "s are");
    }
    for (size_t i = 0; i < options->n_sizes; i++) {
        if (!options->sizes[i].is_used) {
            fprintf(
                out, "--parameters: no log has the model %s\n", options->sizes[i].model);
        }
    }
}

static void
print_trials(FILE *out, const nz_import_t *import)
{
    size_t n[NZ_N_IMPORT_SOURCES] = { 0 };
    static const struct {
        nz_import_source_t source;
        const char *text;
    } sources[] = { { NZ_IMPORT_OF_STDERR, "follow from score and standard error" },
        { NZ_IMPORT_OF_SIZES, "are from a table of sizes" },
        { NZ_IMPORT_OF_OTHERS, "are those of other logs with the task" },
        { NZ_IMPORT_OF_NOTHING, "are not known" } };

    for (size_t i = 0; i < import->n_rows; i++) {
        n[import->rows[i].trials_of]++;
    }
    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
        const size_t n_rows = n[sources[i].source];
        if (n_rows > 0) {
            fprintf(out, "the trials of %zu row%s %s\n", n_rows, plural(n_rows),
                sources[i].text);
        }
    }
}

/* What follows the name of the metric: ",strict-match", or nothing. */
static const char *
filter_of(const nz_import_row_t *row)
{
    return row->metric + strcspn(row->metric, ",");
}

/* Items of several models or tasks in one table are easily taken for one test set. */
static void
print_mixture(FILE *out, const nz_import_t *import)
{
    const nz_import_row_t *first = &import->rows[0];
    bool models = false, tasks = false, filters = false;

    for (size_t i = 1; i < import->n_rows; i++) {
        const nz_import_row_t *row = &import->rows[i];
        models = models || strcmp(row->model, first->model) != 0;
        tasks = tasks || strcmp(row->task, first->task) != 0;
        filters = filters || strcmp(filter_of(row), filter_of(first)) != 0;
    }
    if (models || tasks || filters) {
        fprintf(out,
            "the items are of several %s: choose one before `nonzero interval`, which "
            "takes all rows together\n",
            models  ? "models"
            : tasks ? "tasks"
                    : "filters of the same answers");
    }
}

void
nz_import_words_print(FILE *out, const nz_import_t *import,
    const nz_import_options_t *options, uint64_t n_printed, bool is_items)
{
    size_t n_skipped = 0;

    for (size_t i = 0; i < import->n_logs; i++) {
        n_skipped += import->logs[i].is_skipped;
    }
    if (import->n_aggregates > 0) {
        fprintf(out,
            "%zu mean%s over groups of tasks %s left out, since the tasks are there: "
            "%s\n",
            import->n_aggregates, plural(import->n_aggregates),
            import->n_aggregates == 1 ? "is" : "are", import->aggregates);
    }
    print_sizes(out, import, options);
    if (is_items && import->n_rows > 0) {
        print_mixture(out, import);
    } else if (!is_items) {
        print_trials(out, import);
    }
    const size_t n_used = import->n_logs - n_skipped;
    fprintf(out, "read %" PRIu64 " %s%s of %zu log%s; skipped %zu log%s and %zu line%s\n",
        n_printed, is_items ? "item" : "row", plural(n_printed), n_used, plural(n_used),
        n_skipped, plural(n_skipped), import->n_lines_skipped,
        plural(import->n_lines_skipped));
}
