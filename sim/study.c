#include "sim/study.h"

#include "sim/number.h"
#include "sim/study_clusters.h"
#include "sim/study_keys.h"
#include "sim/study_kinds.h"
#include "sim/study_scalars.h"
#include "sim/study_values.h"
#include "sim/unit.h"
#include "sim/utf8.h"
#include "sim/yaml_reader.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 40
#define SETTING_SHOWN_MAX 80
#define NAME_MAX_BYTES 256

/* A study on its way from text to nz_study_t. */
typedef struct nz_study_reader {
    nz_yaml_node_t *root;
    char **labels; /* one per setting, which the nodes of the setting point to */
    nz_study_t study;
    nz_diagnostics_t *diagnostics;
} nz_study_reader_t;

static void *
member_of(nz_study_t *study, const nz_study_key_t *key)
{
    return (char *) study + key->offset;
}

void
nz_study_free(nz_study_t *self)
{
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        nz_study_free_value(nz_study_keys[i].type, member_of(self, &nz_study_keys[i]));
    }
    memset(self, 0, sizeof(*self));
}

static size_t
n_messages(const nz_diagnostics_t *diagnostics)
{
    return diagnostics->n + diagnostics->n_omitted;
}

/* The value of a key, or NULL; *parent gets the innermost mapping around it that is
 * there, or NULL if something else stands in that place. */
static nz_yaml_node_t *
find_value(nz_yaml_node_t *root, const char *key, nz_yaml_node_t **parent)
{
    size_t section = nz_study_section_length(key);

    *parent = root;
    if (section > 0) {
        nz_yaml_node_t *inner = nz_yaml_get(root, key, section);
        if (inner == NULL) {
            return NULL;
        }
        *parent = inner->kind == NZ_YAML_MAPPING ? inner : NULL;
        key += section + 1;
    }
    return nz_yaml_get(*parent, key, strlen(key));
}

static void
report_unknown(nz_diagnostics_t *diagnostics, const nz_yaml_node_t *node,
    const char *name, const char *source)
{
    const char *suggestion = nz_study_suggest_key(name);
    size_t line = node != NULL ? node->key_line : 0;
    size_t column = node != NULL ? node->key_column : 0;

    if (suggestion != NULL) {
        nz_diagnostics_add(diagnostics, source, line, column,
            "unknown key `%.*s`; did you mean `%s`?", (int) nz_utf8_cut(name, SHOWN_MAX),
            name, suggestion);
    } else {
        nz_diagnostics_add(diagnostics, source, line, column, "unknown key `%.*s`",
            (int) nz_utf8_cut(name, SHOWN_MAX), name);
    }
}

static void
check_section(nz_study_reader_t *self, const nz_yaml_node_t *section)
{
    char found[NAME_MAX_BYTES];

    if (section->kind != NZ_YAML_MAPPING) {
        nz_study_describe_found(section, found, sizeof(found));
        nz_diagnostics_add(self->diagnostics, section->source, section->line,
            section->column, "`%s`: expected a mapping (keys with values), found %s",
            section->key, found);
        return;
    }
    for (const nz_yaml_node_t *c = section->first_child; c != NULL; c = c->next) {
        char name[NAME_MAX_BYTES];
        (void) snprintf(name, sizeof(name), "%s.%s", section->key, c->key);
        if (strchr(c->key, '.') != NULL
            || nz_study_find_key(name, strlen(name)) == NULL) {
            report_unknown(self->diagnostics, c, name, c->source);
        }
    }
}

static void
check_keys(nz_study_reader_t *self)
{
    for (const nz_yaml_node_t *c = self->root->first_child; c != NULL; c = c->next) {
        if (nz_study_is_section(c->key, strlen(c->key))) {
            check_section(self, c);
        } else if (strchr(c->key, '.') != NULL
                   && nz_study_find_key(c->key, strlen(c->key)) != NULL) {
            nz_diagnostics_add(self->diagnostics, c->source, c->key_line, c->key_column,
                "unknown key `%s`: write `%s` inside `%.*s:`", c->key,
                strchr(c->key, '.') + 1, (int) nz_study_section_length(c->key), c->key);
        } else if (nz_study_find_key(c->key, strlen(c->key)) == NULL) {
            report_unknown(self->diagnostics, c, c->key, c->source);
        }
    }
}

/* Whether --set may name this key, the parts of a grid included. */
static bool
is_settable(const char *name, size_t length)
{
    for (size_t i = 0; i < 3; i++) {
        const char *key = nz_study_grid_keys[i].key;
        if (strlen(key) == length && memcmp(key, name, length) == 0) {
            return true;
        }
    }
    return nz_study_find_key(name, length) != NULL || nz_study_is_section(name, length);
}

/* The mapping that a dotted key goes into, made where it is not there yet. On return
 * *key is the last part of the name. NULL with NZ_OK if something else is in its place.
 */
static nz_status_t
open_sections(nz_yaml_node_t *root, const char **key, const char *end, const char *source,
    nz_yaml_node_t **out)
{
    nz_yaml_node_t *mapping = root;
    const char *dot = NULL;

    while ((dot = memchr(*key, '.', (size_t) (end - *key))) != NULL && mapping != NULL) {
        size_t length = (size_t) (dot - *key);
        nz_yaml_node_t *inner = nz_yaml_get(mapping, *key, length);
        if (inner == NULL) {
            inner = nz_yaml_create(NZ_YAML_MAPPING, source);
            if (inner == NULL || nz_yaml_put(mapping, *key, length, inner) != NZ_OK) {
                nz_yaml_destroy(&inner);
                return NZ_ERR_NO_MEMORY;
            }
        }
        mapping = inner->kind == NZ_YAML_MAPPING ? inner : NULL;
        *key = dot + 1;
    }
    *out = mapping;
    return NZ_OK;
}

/* Puts the value of one setting, already read, into the tree. */
static nz_status_t
put_setting(nz_study_reader_t *self, const char *key, const char *end, const char *label,
    nz_yaml_node_t *value)
{
    const char *name = key;
    nz_yaml_node_t *mapping = NULL;
    nz_status_t status = open_sections(self->root, &name, end, label, &mapping);

    if (status == NZ_OK && mapping == NULL) {
        nz_diagnostics_add(self->diagnostics, label, 0, 0,
            "`%.*s` is not a mapping in this study: set all of it",
            (int) (name - key) - 1, key);
        status = NZ_ERR_INPUT;
    }
    if (status == NZ_OK) {
        status = nz_yaml_put(mapping, name, (size_t) (end - name), value);
    }
    if (status != NZ_OK) {
        nz_yaml_destroy(&value);
    }
    return status;
}

static nz_status_t
apply_setting(nz_study_reader_t *self, const char *setting, const char *label)
{
    const char *equals = strchr(setting, '=');
    char name[NAME_MAX_BYTES];
    nz_yaml_node_t *value = NULL;
    nz_status_t status = NZ_OK;

    if (equals == NULL || equals == setting) {
        nz_diagnostics_add(self->diagnostics, label, 0, 0, "expected key=value");
        return NZ_ERR_INPUT;
    }
    if (!is_settable(setting, (size_t) (equals - setting))) {
        (void) snprintf(name, sizeof(name), "%.*s", (int) (equals - setting), setting);
        report_unknown(self->diagnostics, NULL, name, label);
        return NZ_ERR_INPUT;
    }
    status = nz_yaml_read(
        equals + 1, strlen(equals + 1), label, false, &value, self->diagnostics);
    if (status != NZ_OK) {
        return status;
    }
    if (value == NULL) {
        value = nz_yaml_create(NZ_YAML_SCALAR, label);
        if (value == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
    }
    return put_setting(self, setting, equals, label, value);
}

/* "--set key=value" as messages name it; the caller frees it. */
static char *
make_label(const char *setting)
{
    size_t shown = nz_utf8_cut(setting, SETTING_SHOWN_MAX);
    size_t size = sizeof("--set ...") + shown;
    char *label = malloc(size);

    if (label != NULL) {
        (void) snprintf(label, size, "--set %.*s%s", (int) shown, setting,
            setting[shown] != '\0' ? "..." : "");
    }
    return label;
}

/* Refused settings are in the diagnostics; the others are applied all the same, so that
 * their errors are found too. */
static nz_status_t
apply_settings(nz_study_reader_t *self, const char *const *settings, size_t n_settings)
{
    if (n_settings == 0) {
        return NZ_OK;
    }
    self->labels = calloc(n_settings, sizeof(self->labels[0]));
    if (self->labels == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < n_settings; i++) {
        self->labels[i] = make_label(settings[i]);
        if (self->labels[i] == NULL
            || apply_setting(self, settings[i], self->labels[i]) == NZ_ERR_NO_MEMORY) {
            return NZ_ERR_NO_MEMORY;
        }
    }
    return NZ_OK;
}

static nz_status_t
read_default(nz_study_reader_t *self, const nz_study_key_t *key)
{
    nz_yaml_node_t *node = NULL;
    nz_status_t status = nz_yaml_read(key->default_yaml, strlen(key->default_yaml),
        "default", false, &node, self->diagnostics);

    if (status == NZ_OK) {
        status = nz_study_read_value(
            key, node, member_of(&self->study, key), self->diagnostics);
    }
    nz_yaml_destroy(&node);
    return status;
}

/* A key that is there though the kind does not have it. */
static void
refuse_foreign(
    nz_study_reader_t *self, const nz_study_key_t *key, const nz_yaml_node_t *node)
{
    char why[NZ_DIAGNOSTIC_TEXT_MAX];

    nz_study_kinds_explain(&self->study, key, why, sizeof(why));
    if (why[0] != '\0') {
        nz_diagnostics_add(self->diagnostics, node->source, node->key_line,
            node->key_column, "`%s` %s", key->key, why);
    }
}

static nz_status_t
read_key(nz_study_reader_t *self, const nz_study_key_t *key)
{
    nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = find_value(self->root, key->key, &parent);
    void *member = member_of(&self->study, key);

    if (!nz_study_kinds_has(&self->study, key)) {
        if (node != NULL) {
            refuse_foreign(self, key, node);
        }
        return NZ_OK;
    }
    if (node != NULL) {
        nz_status_t status = nz_study_read_value(key, node, member, self->diagnostics);
        const size_t section = nz_study_section_length(key->key);
        if (status == NZ_ERR_INPUT && section > 0
            && strcmp(key->key + section, ".kind") == 0) {
            *(int *) member = NZ_STUDY_KIND_REFUSED;
        }
        return status;
    }
    if (key->default_yaml != NULL) {
        return read_default(self, key);
    }
    if (parent != NULL) {
        nz_diagnostics_add(self->diagnostics, parent->source, parent->line,
            parent->column, "missing key `%s`: %s", key->key, key->doc);
    }
    return NZ_OK;
}

/* Every key into its member; what is refused is in the diagnostics. The key `kind` of a
 * section comes before those that depend on it. */
static nz_status_t
read_values(nz_study_reader_t *self)
{
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        if (read_key(self, &nz_study_keys[i]) == NZ_ERR_NO_MEMORY) {
            return NZ_ERR_NO_MEMORY;
        }
    }
    return NZ_OK;
}

/* Adds a message about a key at its value, or where the study begins. */
static void
report_at(nz_study_reader_t *self, const char *key, const char *message)
{
    nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = find_value(self->root, key, &parent);

    node = node != NULL ? node : self->root;
    nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
        "`%s`: %s", key, message);
}

/* A list that was refused is empty here, so that no rule speaks about it. */
static void
check_one_per_model(nz_study_reader_t *self, const char *key, const char *what, size_t n)
{
    const size_t n_models = self->study.models.parameters.n;
    char message[NZ_DIAGNOSTIC_TEXT_MAX];

    if (n > 0 && n_models > 0 && n != n_models) {
        (void) snprintf(message, sizeof(message),
            "expected %zu %s, one per model size, found %zu", n_models, what, n);
        report_at(self, key, message);
    }
}

static void
check_sizes(nz_study_reader_t *self)
{
    const nz_study_t *s = &self->study;
    const nz_task_type_t *type = nz_task_type(s->task.kind);
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    uint64_t cells =
        (uint64_t) s->models.parameters.n * s->task.difficulty.n * s->test_sizes.n;

    if (cells == 0 || type == NULL) {
        return;
    }
    if (cells > NZ_STUDY_CELLS_MAX) {
        (void) snprintf(message, sizeof(message),
            "expected a study of at most %d cells, found %" PRIu64
            " (%zu models x %zu %s x %zu test sizes)",
            NZ_STUDY_CELLS_MAX, cells, s->models.parameters.n, s->task.difficulty.n,
            type->difficulty.plural, s->test_sizes.n);
        report_at(self, "test_sizes", message);
    }
    const double hardest = s->task.difficulty.values[s->task.difficulty.n - 1];
    const uint64_t items = s->test_sizes.values[s->test_sizes.n - 1];
    const uint64_t items_max = nz_task_items_max(type, hardest);
    if (items > items_max) {
        (void) snprintf(message, sizeof(message),
            "expected at most %" PRIu64 " items where `%s` is %.17g, found %" PRIu64,
            items_max, type->difficulty.key, hardest, items);
        report_at(self, "test_sizes", message);
    }
}

/* Test sizes are refused one by one, each at its place. */
static void
check_clusters(nz_study_reader_t *self)
{
    const nz_study_t *s = &self->study;
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = find_value(self->root, "test_sizes", &parent);

    if (!nz_study_clusters_fit_task(s, message, sizeof(message))) {
        report_at(self, "clusters.size", message);
        return;
    }
    node = node != NULL && node->kind == NZ_YAML_LIST ? node->first_child : node;
    for (size_t i = 0; i < s->test_sizes.n; i++, node = node->next) {
        if (!nz_study_clusters_fit_test_size(
                s, s->test_sizes.values[i], message, sizeof(message))) {
            nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
                "`test_sizes`: %s", message);
        }
    }
}

/* `all`, which is the default, stands for those of the kind; others must be of it. */
static void
check_metrics(nz_study_reader_t *self)
{
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = find_value(self->root, "metrics", &parent);

    if (node == NULL
        || (node->kind == NZ_YAML_SCALAR && strcmp(node->text, "all") == 0)) {
        nz_study_kinds_keep_metrics(&self->study);
        nz_study_clusters_keep_metrics(&self->study);
    } else if (!nz_study_kinds_has_metrics(&self->study, message, sizeof(message))
               || !nz_study_clusters_have_metrics(
                   &self->study, message, sizeof(message))) {
        report_at(self, "metrics", message);
    }
}

/* Real scores must have a mean and a spread: of a law whose loss overflows they have not.
 */
static void
check_truths(nz_study_reader_t *self)
{
    const nz_study_t *s = &self->study;
    const nz_task_type_t *type = nz_task_type(s->task.kind);
    const double difficulty = s->task.difficulty.values[0];
    char message[NZ_DIAGNOSTIC_TEXT_MAX];

    for (size_t i = 0; i < s->metrics.n * s->models.parameters.n; i++) {
        const size_t i_model = i % s->models.parameters.n;
        const nz_metric_t metric =
            (nz_metric_t) s->metrics.values[i / s->models.parameters.n];
        nz_task_t task;
        double mean = 0.0, sd = 0.0;
        if (type->step(difficulty, metric) > 0.0) {
            continue;
        }
        if (nz_unit_task(s, i_model, difficulty, &task) != NZ_OK
            || type->truth(&task, metric, &mean, &sd) != NZ_OK
            || !(isfinite(mean) && isfinite(sd))) {
            (void) snprintf(message, sizeof(message),
                "%s has no finite mean and spread for the model of size %.10g, whose "
                "loss is too large",
                nz_metric_name(metric), s->models.parameters.values[i_model]);
            report_at(self, "metrics", message);
            return;
        }
    }
}

/* The sizes as names, where the user gave none. */
static nz_status_t
fill_names(nz_study_t *study)
{
    nz_list_string_t *names = &study->models.names;
    const nz_list_double_t *sizes = &study->models.parameters;

    if (names->n > 0) {
        return NZ_OK;
    }
    names->values = calloc(sizes->n, sizeof(names->values[0]));
    if (names->values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (names->n = 0; names->n < sizes->n; names->n++) {
        char text[NZ_NUMBER_SHORTEST_MAX];
        nz_number_format(sizes->values[names->n], text);
        names->values[names->n] = strdup(text);
        if (names->values[names->n] == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
    }
    return NZ_OK;
}

static nz_status_t
check_root(const nz_study_reader_t *self, const char *file)
{
    char found[NAME_MAX_BYTES];

    if (self->root == NULL) {
        nz_diagnostics_add(self->diagnostics, file, 1, 1,
            "expected a study (lines such as `seed: 1`), found an empty file");
        return NZ_ERR_INPUT;
    }
    if (self->root->kind != NZ_YAML_MAPPING) {
        nz_study_describe_found(self->root, found, sizeof(found));
        nz_diagnostics_add(self->diagnostics, file, self->root->line, self->root->column,
            "expected a study (lines such as `seed: 1`), found %s", found);
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

/* From text to a filled self->study; whether it is accepted shows in the diagnostics. */
static nz_status_t
read_study(nz_study_reader_t *self, const char *text, size_t size, const char *file,
    const char *const *settings, size_t n_settings)
{
    size_t n_before = n_messages(self->diagnostics);
    nz_status_t status =
        nz_yaml_read(text, size, file, true, &self->root, self->diagnostics);

    if (status == NZ_OK) {
        status = check_root(self, file);
    }
    if (status == NZ_OK) {
        status = apply_settings(self, settings, n_settings);
    }
    if (status != NZ_OK) {
        return status;
    }
    check_keys(self);
    status = read_values(self);
    if (status != NZ_OK) {
        return status;
    }
    check_one_per_model(self, "models.names", "names", self->study.models.names.n);
    check_one_per_model(self, "law.losses", "losses", self->study.law_losses.n);
    check_sizes(self);
    check_clusters(self);
    check_metrics(self);
    if (n_messages(self->diagnostics) == n_before) {
        check_truths(self);
    }
    if (n_messages(self->diagnostics) > n_before) {
        return NZ_ERR_INPUT;
    }
    return fill_names(&self->study);
}

nz_status_t
nz_study_parse(const char *text, size_t size, const char *file,
    const char *const *settings, size_t n_settings, nz_study_t *out,
    nz_diagnostics_t *diagnostics)
{
    nz_study_reader_t reader = { .diagnostics = diagnostics };
    nz_status_t status = NZ_OK;

    if (text == NULL || file == NULL || out == NULL || diagnostics == NULL
        || (settings == NULL && n_settings > 0)) {
        return NZ_ERR_NULL_ARG;
    }
    status = read_study(&reader, text, size, file, settings, n_settings);
    if (status == NZ_OK) {
        *out = reader.study;
    } else {
        nz_study_free(&reader.study);
    }
    nz_yaml_destroy(&reader.root);
    for (size_t i = 0; reader.labels != NULL && i < n_settings; i++) {
        free(reader.labels[i]);
    }
    free(reader.labels);
    return status;
}
