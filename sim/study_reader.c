#include "sim/study_reader.h"

#include "sim/study_keys.h"

#include <string.h>

size_t
nz_study_reader_n_messages(const nz_diagnostics_t *diagnostics)
{
    return diagnostics->n + diagnostics->n_omitted;
}

const nz_yaml_node_t *
nz_study_reader_find(
    const nz_study_reader_t *self, const char *key, const nz_yaml_node_t **parent)
{
    size_t section = nz_study_section_length(key);

    *parent = self->root;
    if (section > 0) {
        const nz_yaml_node_t *inner = strncmp(key, "task.", 5) == 0
                                          ? self->task
                                          : nz_yaml_get(self->root, key, section);
        if (inner == NULL) {
            return NULL;
        }
        *parent = inner->kind == NZ_YAML_MAPPING ? inner : NULL;
        key += section + 1;
    }
    return nz_yaml_get(*parent, key, strlen(key));
}

bool
nz_study_reader_has_list(const nz_study_reader_t *self)
{
    const nz_yaml_node_t *tasks = self->tasks;

    return tasks != NULL && tasks->kind == NZ_YAML_LIST && tasks->n_children >= 1
           && tasks->n_children <= NZ_STUDY_TASKS_MAX;
}

void
nz_study_reader_turn_to(nz_study_reader_t *self, size_t i)
{
    self->study = &self->parts[i];
    if (!nz_study_reader_has_list(self)) {
        self->task =
            self->tasks != NULL ? self->tasks : nz_yaml_get(self->root, "task", 4);
        return;
    }
    self->task = self->tasks->first_child;
    for (; i > 0; i--) {
        self->task = self->task->next;
    }
}

void
nz_study_reader_report(nz_study_reader_t *self, const char *key, const char *message)
{
    const nz_yaml_node_t *parent = NULL;
    const nz_yaml_node_t *node = nz_study_reader_find(self, key, &parent);

    node = node != NULL ? node : self->root;
    nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
        "`%s`: %s", key, message);
}
