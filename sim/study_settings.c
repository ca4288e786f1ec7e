#include "sim/study_settings.h"

#include "sim/study_keys.h"
#include "sim/utf8.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTING_SHOWN_MAX 80
#define NAME_MAX_BYTES 256

/* The tree that settings go into. */
typedef struct target {
    nz_yaml_node_t *root;
    nz_diagnostics_t *diagnostics;
} target_t;

static bool
is_word(const char *name, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(word, name, length) == 0;
}

/* Whether --set may name this key, the parts of a grid included. */
static bool
is_settable(const char *name, size_t length)
{
    for (size_t i = 0; i < 3; i++) {
        if (is_word(name, length, nz_study_grid_keys[i].key)) {
            return true;
        }
    }
    return nz_study_find_key(name, length) != NULL || nz_study_is_section(name, length)
           || is_word(name, length, "tasks");
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
put_setting(const target_t *self, const char *key, const char *end, const char *label,
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

/* Whether a key is of one task, or inside of the list, in a study that has a list. */
static bool
is_inside_tasks(const nz_yaml_node_t *root, const char *name, size_t length)
{
    const char *dot = memchr(name, '.', length);
    const size_t section = dot != NULL ? (size_t) (dot - name) : length;

    return (is_word(name, section, "task") && nz_yaml_get(root, "tasks", 5) != NULL)
           || (dot != NULL && is_word(name, section, "tasks"));
}

static nz_status_t
apply_setting(const target_t *self, const char *setting, const char *label)
{
    const char *equals = strchr(setting, '=');
    char name[NAME_MAX_BYTES];
    nz_yaml_node_t *value = NULL;
    nz_status_t status = NZ_OK;

    if (equals == NULL || equals == setting) {
        nz_diagnostics_add(self->diagnostics, label, 0, 0, "expected key=value");
        return NZ_ERR_INPUT;
    }
    if (is_inside_tasks(self->root, setting, (size_t) (equals - setting))) {
        nz_diagnostics_add(self->diagnostics, label, 0, 0,
            "`tasks` is set as a whole, as in --set 'tasks=[{tokens: [5]}]'");
        return NZ_ERR_INPUT;
    }
    if (!is_settable(setting, (size_t) (equals - setting))) {
        (void) snprintf(name, sizeof(name), "%.*s", (int) (equals - setting), setting);
        nz_study_report_unknown_key(self->diagnostics, label, 0, 0, name);
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

nz_status_t
nz_study_settings_apply(nz_study_settings_t *self, nz_yaml_node_t *root,
    const char *const *settings, size_t n, nz_diagnostics_t *diagnostics)
{
    const target_t target = { root, diagnostics };

    self->labels = n > 0 ? calloc(n, sizeof(self->labels[0])) : NULL;
    if (n > 0 && self->labels == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->n = n;
    for (size_t i = 0; i < n; i++) {
        self->labels[i] = make_label(settings[i]);
        if (self->labels[i] == NULL
            || apply_setting(&target, settings[i], self->labels[i]) == NZ_ERR_NO_MEMORY) {
            return NZ_ERR_NO_MEMORY;
        }
    }
    return NZ_OK;
}

void
nz_study_settings_free(nz_study_settings_t *self)
{
    for (size_t i = 0; i < self->n; i++) {
        free(self->labels[i]);
    }
    free(self->labels);
    *self = (nz_study_settings_t){ 0 };
}
