#include "sim/study_kinds.h"

#include "sim/task.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define KEY_MAX_BYTES 64

const nz_study_key_t *
nz_study_kinds_key(const nz_study_key_t *key)
{
    char name[KEY_MAX_BYTES];
    const size_t section = nz_study_section_length(key->key);

    if (key->kinds == 0) {
        return NULL;
    }
    (void) snprintf(name, sizeof(name), "%.*s.kind", (int) section, key->key);
    return nz_study_find_key(name, strlen(name));
}

static int
kind_of(const nz_study_t *study, const nz_study_key_t *kind)
{
    return *(const int *) (const void *) ((const char *) study + kind->offset);
}

static bool
belongs(const nz_study_key_t *key, int kind)
{
    return kind >= 0 && (key->kinds & (UINT32_C(1) << kind)) != 0;
}

bool
nz_study_kinds_has(const nz_study_t *study, const nz_study_key_t *key)
{
    const nz_study_key_t *kind = nz_study_kinds_key(key);
    return kind == NULL || belongs(key, kind_of(study, kind));
}

/* Adds a word to a list of words, behind a comma if there are some. */
static void
append(char *out, size_t size, const char *separator, const char *word)
{
    const size_t used = strlen(out);
    if (used < size) {
        (void) snprintf(out + used, size - used, "%s%s", used > 0 ? separator : "", word);
    }
}

void
nz_study_kinds_list(const nz_study_key_t *key, char *out, size_t size)
{
    const nz_study_key_t *kind = nz_study_kinds_key(key);

    out[0] = '\0';
    for (size_t i = 0; kind != NULL && i < kind->words->n; i++) {
        if (belongs(key, (int) i)) {
            append(out, size, ", ", kind->words->word(i));
        }
    }
}

void
nz_study_kinds_explain(
    const nz_study_t *study, const nz_study_key_t *key, char *out, size_t size)
{
    const nz_study_key_t *kind = nz_study_kinds_key(key);
    char theirs[KEY_MAX_BYTES], ours[2 * KEY_MAX_BYTES] = "";

    out[0] = '\0';
    if (kind == NULL || kind_of(study, kind) < 0) {
        return;
    }
    const size_t section = nz_study_section_length(key->key);
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        const nz_study_key_t *other = &nz_study_keys[i];
        if (nz_study_kinds_key(other) == kind && nz_study_kinds_has(study, other)) {
            append(ours, sizeof(ours), ", ", other->key + section + 1);
        }
    }
    nz_study_kinds_list(key, theirs, sizeof(theirs));
    (void) snprintf(out, size, "is of kind %s; kind %s has %s", theirs,
        kind->words->word((size_t) kind_of(study, kind)), ours);
}

void
nz_study_kinds_keep_metrics(nz_study_t *study)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    size_t n = 0;

    for (size_t i = 0; type != NULL && i < study->metrics.n; i++) {
        const int metric = study->metrics.values[i];
        if (nz_task_has_metric(type, (nz_metric_t) metric)) {
            study->metrics.values[n++] = metric;
        }
    }
    study->metrics.n = type != NULL ? n : study->metrics.n;
}

void
nz_study_kinds_list_metrics(const nz_study_t *study, char *out, size_t size)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);

    out[0] = '\0';
    for (int m = 0; type != NULL && m < NZ_N_METRICS; m++) {
        if (nz_task_has_metric(type, (nz_metric_t) m)) {
            append(out, size, ", ", nz_metric_name((nz_metric_t) m));
        }
    }
}

bool
nz_study_kinds_has_metrics(const nz_study_t *study, char *out, size_t size)
{
    const nz_task_type_t *type = nz_task_type(study->task.kind);
    const char *missing = NULL;
    char names[256] = "";

    for (size_t i = 0; type != NULL && i < study->metrics.n; i++) {
        const nz_metric_t metric = (nz_metric_t) study->metrics.values[i];
        if (missing == NULL && !nz_task_has_metric(type, metric)) {
            missing = nz_metric_name(metric);
        }
    }
    if (missing == NULL) {
        return true;
    }
    nz_study_kinds_list_metrics(study, names, sizeof(names));
    (void) snprintf(out, size, "tasks of kind %s have no %s; their metrics are %s",
        type->name, missing, names);
    return false;
}
