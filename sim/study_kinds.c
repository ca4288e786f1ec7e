#include "sim/study_kinds.h"

#include "sim/diagnostic.h"

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

void
nz_study_kinds_list(const nz_study_key_t *key, char *out, size_t size)
{
    const nz_study_key_t *kind = nz_study_kinds_key(key);

    out[0] = '\0';
    for (size_t i = 0; kind != NULL && i < kind->words->n; i++) {
        if (belongs(key, (int) i)) {
            nz_append_word(out, size, kind->words->word(i));
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
            nz_append_word(ours, sizeof(ours), other->key + section + 1);
        }
    }
    nz_study_kinds_list(key, theirs, sizeof(theirs));
    (void) snprintf(out, size, "is of kind %s; kind %s has %s", theirs,
        kind->words->word((size_t) kind_of(study, kind)), ours);
}
