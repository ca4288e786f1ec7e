#include "sim/studies.h"

#include "sim/number.h"
#include "sim/study_keys.h"
#include "sim/study_kinds.h"
#include "sim/study_reader.h"
#include "sim/study_rules.h"
#include "sim/study_scalars.h"
#include "sim/study_settings.h"
#include "sim/study_values.h"
#include "sim/yaml_reader.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 256

static void *
member_of(nz_study_t *study, const nz_study_key_t *key)
{
    return (char *) study + key->offset;
}

static void
check_section(nz_study_reader_t *self, const nz_yaml_node_t *section)
{
    const bool is_entry = section->key == NULL || strcmp(section->key, "tasks") == 0;
    char found[NAME_MAX_BYTES];

    if (section->kind != NZ_YAML_MAPPING) {
        nz_study_describe_found(section, found, sizeof(found));
        nz_diagnostics_add(self->diagnostics, section->source, section->line,
            section->column, "`%s`: expected a mapping (keys with values), found %s",
            is_entry ? "tasks" : section->key, found);
        return;
    }
    for (const nz_yaml_node_t *c = section->first_child; c != NULL; c = c->next) {
        char name[NAME_MAX_BYTES];
        (void) snprintf(
            name, sizeof(name), "%s.%s", is_entry ? "task" : section->key, c->key);
        if (strchr(c->key, '.') != NULL
            || nz_study_find_key(name, strlen(name)) == NULL) {
            nz_study_report_unknown_key(
                self->diagnostics, c->source, c->key_line, c->key_column, name);
        }
    }
}

/* The keys of every task of the list. */
static void
check_tasks(nz_study_reader_t *self, const nz_yaml_node_t *tasks)
{
    if (tasks->kind == NZ_YAML_MAPPING) {
        check_section(self, tasks);
    }
    for (const nz_yaml_node_t *c = tasks->kind == NZ_YAML_LIST ? tasks->first_child
                                                               : NULL;
         c != NULL; c = c->next) {
        check_section(self, c);
    }
}

static void
check_keys(nz_study_reader_t *self)
{
    for (const nz_yaml_node_t *c = self->root->first_child; c != NULL; c = c->next) {
        if (c == self->tasks) {
            check_tasks(self, c);
        } else if (nz_study_is_section(c->key, strlen(c->key))) {
            check_section(self, c);
        } else if (strchr(c->key, '.') != NULL
                   && nz_study_find_key(c->key, strlen(c->key)) != NULL) {
            nz_diagnostics_add(self->diagnostics, c->source, c->key_line, c->key_column,
                "unknown key `%s`: write `%s` inside `%.*s:`", c->key,
                strchr(c->key, '.') + 1, (int) nz_study_section_length(c->key), c->key);
        } else if (nz_study_find_key(c->key, strlen(c->key)) == NULL) {
            nz_study_report_unknown_key(
                self->diagnostics, c->source, c->key_line, c->key_column, c->key);
        }
    }
}

static nz_status_t
read_default(nz_study_reader_t *self, const nz_study_key_t *key)
{
    nz_yaml_node_t *node = NULL;
    nz_status_t status = nz_yaml_read(key->default_yaml, strlen(key->default_yaml),
        "default", false, &node, self->diagnostics);

    if (status == NZ_OK) {
        status = nz_study_read_value(
            key, node, member_of(self->study, key), self->diagnostics);
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

    nz_study_kinds_explain(self->study, key, why, sizeof(why));
    if (why[0] != '\0') {
        nz_diagnostics_add(self->diagnostics, node->source, node->key_line,
            node->key_column, "`%s` %s", key->key, why);
    }
}

static nz_status_t
read_key(nz_study_reader_t *self, const nz_study_key_t *key)
{
    const nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = nz_study_reader_find(self, key->key, &parent);
    void *member = member_of(self->study, key);

    if (!nz_study_kinds_has(self->study, key)) {
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

/* Every key into its member; what is refused is in the diagnostics, once where the tasks
 * share it. The key `kind` of a section comes before those that depend on it. */
static nz_status_t
read_values(nz_study_reader_t *self)
{
    nz_diagnostics_t *const diagnostics = self->diagnostics;
    nz_diagnostics_t said = { 0 };
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < nz_study_n_keys && status != NZ_ERR_NO_MEMORY; i++) {
        const bool is_said =
            self->study != self->parts && !nz_study_is_of_task(&nz_study_keys[i]);
        self->diagnostics = is_said ? &said : diagnostics;
        status = read_key(self, &nz_study_keys[i]);
    }
    self->diagnostics = diagnostics;
    return status == NZ_ERR_NO_MEMORY ? status : NZ_OK;
}

/* Room for the study of every task, one also where `tasks` is no list of them. */
static nz_status_t
open_parts(nz_study_reader_t *self)
{
    const nz_yaml_node_t *task = nz_yaml_get(self->root, "task", 4);
    char found[NAME_MAX_BYTES];

    self->tasks = nz_yaml_get(self->root, "tasks", 5);
    if (self->tasks != NULL && task != NULL) {
        nz_diagnostics_add(self->diagnostics, self->tasks->source, self->tasks->key_line,
            self->tasks->key_column,
            "`tasks`: a study has either `task` or `tasks`; put the one of `task` into "
            "the list");
    }
    if (self->tasks != NULL && !nz_study_reader_has_list(self)) {
        nz_study_describe_found(self->tasks, found, sizeof(found));
        if (self->tasks->n_children > NZ_STUDY_TASKS_MAX) {
            (void) snprintf(found, sizeof(found), "%zu", self->tasks->n_children);
        }
        nz_diagnostics_add(self->diagnostics, self->tasks->source, self->tasks->line,
            self->tasks->column, "`tasks`: expected a list of 1 to %d tasks, found %s",
            NZ_STUDY_TASKS_MAX, found);
    }
    self->n_parts = nz_study_reader_has_list(self) ? self->tasks->n_children : 1;
    self->parts = calloc(self->n_parts, sizeof(*self->parts));
    return self->parts != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;
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

/* The kind as the name of the task, where the user gave none. */
static nz_status_t
fill_task_name(nz_study_t *study)
{
    if (study->task.name == NULL) {
        study->task.name = strdup(nz_task_type(study->task.kind)->name);
    }
    return study->task.name != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;
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

/* From the tree to filled studies; whether they are accepted shows in the diagnostics. */
static nz_status_t
read_parts(nz_study_reader_t *self, size_t n_before)
{
    nz_status_t status = open_parts(self);

    if (status == NZ_OK) {
        check_keys(self);
    }
    for (size_t i = 0; i < self->n_parts && status == NZ_OK; i++) {
        nz_study_reader_turn_to(self, i);
        status = read_values(self);
    }
    if (status != NZ_OK) {
        return status;
    }
    nz_study_rules_check(self, n_before);
    if (nz_study_reader_n_messages(self->diagnostics) > n_before) {
        return NZ_ERR_INPUT;
    }
    for (size_t i = 0; i < self->n_parts && status == NZ_OK; i++) {
        status = fill_names(&self->parts[i]);
        status = status == NZ_OK ? fill_task_name(&self->parts[i]) : status;
    }
    return status;
}

static nz_status_t
read_file(nz_study_reader_t *self, const char *text, size_t size, const char *file,
    const char *const *settings, size_t n_settings)
{
    const size_t n_before = nz_study_reader_n_messages(self->diagnostics);
    nz_status_t status =
        nz_yaml_read(text, size, file, true, &self->root, self->diagnostics);

    if (status == NZ_OK) {
        status = check_root(self, file);
    }
    if (status == NZ_OK) {
        status = nz_study_settings_apply(
            &self->settings, self->root, settings, n_settings, self->diagnostics);
    }
    return status == NZ_OK ? read_parts(self, n_before) : status;
}

nz_status_t
nz_studies_parse(const char *text, size_t size, const char *file,
    const char *const *settings, size_t n_settings, nz_studies_t *out,
    nz_diagnostics_t *diagnostics)
{
    nz_study_reader_t reader = { .diagnostics = diagnostics };

    if (text == NULL || file == NULL || out == NULL || diagnostics == NULL
        || (settings == NULL && n_settings > 0)) {
        return NZ_ERR_NULL_ARG;
    }
    const nz_status_t status = read_file(&reader, text, size, file, settings, n_settings);
    nz_studies_t studies = { reader.parts != NULL ? reader.n_parts : 0, reader.parts };
    if (status == NZ_OK) {
        *out = studies;
    } else {
        nz_studies_free(&studies);
    }
    nz_yaml_destroy(&reader.root);
    nz_study_settings_free(&reader.settings);
    return status;
}

void
nz_studies_free(nz_studies_t *self)
{
    for (size_t i = 0; i < self->n; i++) {
        nz_study_free(&self->parts[i]);
    }
    free(self->parts);
    memset(self, 0, sizeof(*self));
}
