#include "sim/study_rules.h"

#include "sim/study_answers.h"
#include "sim/study_clusters.h"
#include "sim/study_metrics.h"
#include "sim/study_scalars.h"
#include "sim/thinning.h"
#include "sim/unit.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define NAME_MAX_BYTES 256

/* A list that was refused is empty here, so that no rule speaks about it. */
static void
check_one_per_model(nz_study_reader_t *self, const char *key, const char *what, size_t n)
{
    const size_t n_models = self->study->models.parameters.n;
    char message[NZ_DIAGNOSTIC_TEXT_MAX];

    if (n > 0 && n_models > 0 && n != n_models) {
        (void) snprintf(message, sizeof(message),
            "expected %zu %s, one per model size, found %zu", n_models, what, n);
        nz_study_reader_report(self, key, message);
    }
}

/* One model makes a curve only where there are no more. */
static void
check_strides(nz_study_reader_t *self)
{
    const nz_list_count_t *strides = &self->study->models.keep_every;
    const size_t n_models = self->study->models.parameters.n;
    char message[NZ_DIAGNOSTIC_TEXT_MAX];

    for (size_t i = 0; i < strides->n && n_models > 0; i++) {
        const uint64_t stride = strides->values[i];
        if (stride > 1 && nz_thinning(n_models, stride).n < 2) {
            (void) snprintf(message, sizeof(message),
                "expected strides that leave at least 2 models, found %" PRIu64
                ", which leaves 1 of %zu",
                stride, n_models);
            nz_study_reader_report(self, "models.keep_every", message);
            return;
        }
    }
}

/* Keys that depend on each other. */
static void
check_answers(nz_study_reader_t *self)
{
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    const char *key = nz_study_answers_refused(self->study, message, sizeof(message));

    if (key != NULL) {
        nz_study_reader_report(self, key, message);
    }
}

static void
check_cells(nz_study_reader_t *self)
{
    const size_t n_models = self->parts[0].models.parameters.n;
    const size_t n_test_sizes = self->parts[0].test_sizes.n;
    const nz_task_type_t *type = nz_task_type(self->parts[0].task.kind);
    const char *what = self->n_parts == 1 && type != NULL ? type->difficulty.plural
                                                          : "difficulties of all tasks";
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    size_t n_difficulties = 0;

    for (size_t i = 0; i < self->n_parts; i++) {
        n_difficulties += self->parts[i].task.difficulty.n;
    }
    const uint64_t cells = (uint64_t) n_models * n_difficulties * n_test_sizes;
    if (cells > NZ_STUDY_CELLS_MAX) {
        (void) snprintf(message, sizeof(message),
            "expected a study of at most %d cells, found %" PRIu64
            " (%zu models x %zu %s x %zu test sizes)",
            NZ_STUDY_CELLS_MAX, cells, n_models, n_difficulties, what, n_test_sizes);
        nz_study_reader_report(self, "test_sizes", message);
    }
}

static void
check_items(nz_study_reader_t *self)
{
    const nz_study_t *s = self->study;
    const nz_task_type_t *type = nz_task_type(s->task.kind);
    char message[NZ_DIAGNOSTIC_TEXT_MAX];

    if (s->task.difficulty.n == 0 || s->test_sizes.n == 0 || type == NULL) {
        return;
    }
    const double hardest = s->task.difficulty.values[s->task.difficulty.n - 1];
    const uint64_t items = s->test_sizes.values[s->test_sizes.n - 1];
    const uint64_t items_max = nz_task_items_max(type, hardest);
    if (items > items_max) {
        (void) snprintf(message, sizeof(message),
            "expected at most %" PRIu64 " items where `%s` is %.17g, found %" PRIu64,
            items_max, type->difficulty.key, hardest, items);
        nz_study_reader_report(self, "test_sizes", message);
    }
}

/* Test sizes are refused one by one, each at its place. */
static void
check_test_sizes_of_clusters(nz_study_reader_t *self)
{
    const nz_list_count_t *sizes = &self->study->test_sizes;
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    const nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = nz_study_reader_find(self, "test_sizes", &parent);

    node = node != NULL && node->kind == NZ_YAML_LIST ? node->first_child : node;
    for (size_t i = 0; i < sizes->n; i++, node = node->next) {
        if (!nz_study_clusters_fit_test_size(
                self->study, sizes->values[i], message, sizeof(message))) {
            nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
                "`test_sizes`: %s", message);
        }
    }
}

/* Clusters that the task at hand can have; what is said of the first that cannot. */
static bool
check_clusters(nz_study_reader_t *self)
{
    char message[NZ_DIAGNOSTIC_TEXT_MAX];

    if (nz_study_clusters_fit_task(self->study, message, sizeof(message))) {
        return true;
    }
    nz_study_reader_report(self, "clusters.size", message);
    return false;
}

/* A metric that one task must have, or one of several; what is said of the first that
 * the only task has not. */
static void
check_metrics_are_used(nz_study_reader_t *self)
{
    const nz_list_enum_t *metrics = &self->parts[0].metrics;
    char message[NZ_DIAGNOSTIC_TEXT_MAX] = "", why[NZ_DIAGNOSTIC_TEXT_MAX] = "";

    for (size_t m = 0; m < metrics->n; m++) {
        const nz_metric_t metric = (nz_metric_t) metrics->values[m];
        bool is_used = false, is_of_kinds = false;
        for (size_t i = 0; i < self->n_parts && !is_used; i++) {
            const nz_task_type_t *type = nz_task_type(self->parts[i].task.kind);
            is_used = nz_study_metrics_has(&self->parts[i], metric, why, sizeof(why));
            if (!is_used && nz_task_has_metric(type, metric)) { /* its keys forbid it */
                memcpy(message, why, sizeof(message));
                is_of_kinds = true;
            }
        }
        if (is_used) {
            continue;
        }
        if (self->n_parts == 1) {
            nz_study_reader_report(self, "metrics", why);
            return;
        }
        if (!is_of_kinds) {
            (void) snprintf(message, sizeof(message),
                "no task of this study has %s; leave it out or add a task that has it",
                nz_metric_name(metric));
        }
        nz_study_reader_report(self, "metrics", message);
    }
}

/* `all`, which is the default, stands for those of each kind. Of a list, one task must
 * have every metric; each of several keeps those it has. */
static void
check_metrics(nz_study_reader_t *self)
{
    const nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = nz_study_reader_find(self, "metrics", &parent);
    const bool is_all =
        node == NULL || (node->kind == NZ_YAML_SCALAR && strcmp(node->text, "all") == 0);
    char names[NAME_MAX_BYTES];

    if (!is_all) {
        check_metrics_are_used(self);
    }
    if (!is_all && self->n_parts == 1) {
        return;
    }
    for (size_t i = 0; i < self->n_parts; i++) {
        const size_t n = self->parts[i].metrics.n;
        nz_study_reader_turn_to(self, i);
        nz_study_metrics_keep(self->study);
        if (n > 0 && self->study->metrics.n == 0) {
            nz_task_list_metrics(
                nz_task_type(self->study->task.kind), names, sizeof(names));
            nz_diagnostics_add(self->diagnostics, self->task->source, self->task->line,
                self->task->column,
                "`metrics` has none of this task; add one of %s, or take the task out",
                names);
        }
    }
}

/* What a task is called where neither it nor its name was refused, else NULL. */
static const char *
name_at_hand(const nz_study_reader_t *self)
{
    const nz_task_type_t *type = nz_task_type(self->study->task.kind);
    const nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = nz_study_reader_find(self, "task.name", &parent);

    if (self->study->task.name != NULL) {
        return self->study->task.name;
    }
    return type != NULL && parent != NULL && (node == NULL || nz_study_is_null(node))
               ? type->name
               : NULL;
}

/* Names must be distinct. */
static void
check_name(nz_study_reader_t *self, size_t i)
{
    const nz_yaml_node_t *parent = NULL;
    nz_study_reader_turn_to(self, i);
    const nz_yaml_node_t *node = nz_study_reader_find(self, "task.name", &parent);
    const nz_yaml_node_t *task = self->task;
    const char *name = name_at_hand(self);

    for (size_t j = 0; j < i && name != NULL; j++) {
        nz_study_reader_turn_to(self, j);
        const char *other = name_at_hand(self);
        if (other != NULL && strcmp(name, other) == 0) {
            node = node != NULL ? node : task;
            nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
                "`task.name`: task %zu of the list is called `%s` too; give each a name "
                "of its own",
                j + 1, name);
            break;
        }
    }
}

/* Unbounded scores must have a mean and a spread: of a law whose loss overflows they have
 * not.
 */
static void
check_truths(nz_study_reader_t *self)
{
    const nz_study_t *s = self->study;
    const nz_task_type_t *type = nz_task_type(s->task.kind);
    const double difficulty = s->task.difficulty.values[0];
    char message[NZ_DIAGNOSTIC_TEXT_MAX];

    for (size_t i = 0; i < s->metrics.n * s->models.parameters.n; i++) {
        const size_t i_model = i % s->models.parameters.n;
        const nz_metric_t metric =
            (nz_metric_t) s->metrics.values[i / s->models.parameters.n];
        nz_task_t task;
        double mean = 0.0, sd = 0.0;
        if (isfinite(type->largest(difficulty, metric))) {
            continue;
        }
        if (nz_unit_task(s, i_model, difficulty, &task) != NZ_OK
            || type->truth(&task, metric, &mean, &sd) != NZ_OK
            || !(isfinite(mean) && isfinite(sd))) {
            (void) snprintf(message, sizeof(message),
                "%s has no finite mean and spread for the model of size %.10g, whose "
                "loss is too large",
                nz_metric_name(metric), s->models.parameters.values[i_model]);
            nz_study_reader_report(self, "metrics", message);
            return;
        }
    }
}

void
nz_study_rules_check(nz_study_reader_t *self, size_t n_before)
{
    nz_study_reader_turn_to(self, 0);
    check_one_per_model(self, "models.names", "names", self->study->models.names.n);
    check_one_per_model(self, "law.losses", "losses", self->study->law_losses.n);
    check_strides(self);
    check_cells(self);
    for (size_t i = 0; i < self->n_parts; i++) {
        nz_study_reader_turn_to(self, i);
        check_items(self);
    }
    bool has_clusters = true;
    for (size_t i = 0; i < self->n_parts && has_clusters; i++) {
        nz_study_reader_turn_to(self, i);
        has_clusters = check_clusters(self);
    }
    nz_study_reader_turn_to(self, 0);
    if (has_clusters) {
        check_test_sizes_of_clusters(self);
    }
    for (size_t i = 1; i < self->n_parts; i++) {
        check_name(self, i);
    }
    nz_study_reader_turn_to(self, 0);
    check_metrics(self);
    for (size_t i = 0;
         i < self->n_parts && nz_study_reader_n_messages(self->diagnostics) == n_before;
         i++) {
        nz_study_reader_turn_to(self, i);
        check_answers(self);
    }
    for (size_t i = 0;
         i < self->n_parts && nz_study_reader_n_messages(self->diagnostics) == n_before;
         i++) {
        nz_study_reader_turn_to(self, i);
        check_truths(self);
    }
}
