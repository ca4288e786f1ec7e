#include "sim/study_scalars.h"

#include "sim/number.h"
#include "sim/study.h"
#include "sim/utf8.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 40
#define PHRASE_MAX 256

bool
nz_study_is_null(const nz_yaml_node_t *node)
{
    static const char *const words[] = { "", "~", "null", "Null", "NULL" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (node->kind == NZ_YAML_SCALAR && !node->is_quoted
            && strcmp(node->text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

void
nz_study_describe_found(const nz_yaml_node_t *node, char *out, size_t size)
{
    size_t shown = 0;
    const char *dots = "";

    if (node->kind == NZ_YAML_MAPPING) {
        (void) snprintf(out, size, "a mapping");
        return;
    }
    if (node->kind == NZ_YAML_LIST) {
        (void) snprintf(out, size, node->n_children > 0 ? "a list" : "an empty list");
        return;
    }
    if (nz_study_is_null(node)) {
        (void) snprintf(out, size, "nothing");
        return;
    }
    shown = nz_utf8_cut(node->text, SHOWN_MAX);
    dots = node->text[shown] != '\0' ? "..." : "";
    (void) snprintf(out, size, node->is_quoted ? "the text \"%.*s%s\"" : "`%.*s%s`",
        (int) shown, node->text, dots);
}

nz_status_t
nz_study_refuse(const nz_value_reader_t *self, const nz_yaml_node_t *node,
    const char *expected, const char *hint)
{
    char found[PHRASE_MAX];

    nz_study_describe_found(node, found, sizeof(found));
    nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
        "`%s`: expected %s, found %s%s%s", self->key->key, expected, found,
        hint != NULL ? ": " : "", hint != NULL ? hint : "");
    return NZ_ERR_INPUT;
}

/* What to change in a text that is no decimal number, where that can be guessed. */
static const char *
hint_of(const nz_yaml_node_t *node)
{
    const char *text = node->kind == NZ_YAML_SCALAR ? node->text : "";

    if (node->is_quoted) {
        return "write it without quotes";
    }
    if (text[0] == '0' && text[1] != '\0' && strchr("xXoObB", text[1]) != NULL) {
        return "write it in decimal";
    }
    if (text[0] == '0' && text[1] >= '0' && text[1] <= '9') {
        return "write it without leading zeros";
    }
    return strchr(text, '_') != NULL ? "write it without underscores" : NULL;
}

static nz_status_t
refuse_number(const nz_value_reader_t *self, const nz_yaml_node_t *node, const char *hint)
{
    char expected[PHRASE_MAX];

    nz_study_describe_range(self->key, expected, sizeof(expected));
    return nz_study_refuse(self, node, expected, hint != NULL ? hint : hint_of(node));
}

static bool
is_in_range(const nz_study_key_t *key, double value)
{
    return (key->is_min_open ? value > key->min : value >= key->min)
           && (key->is_max_open ? value < key->max : value <= key->max);
}

/* In integers: a double cannot tell 2^53 + 1 from 2^53. */
static bool
is_count_in_range(const nz_study_key_t *key, uint64_t value)
{
    return value >= (uint64_t) key->min
           && (key->max >= NZ_STUDY_UINT64_MAX || value <= (uint64_t) key->max);
}

nz_status_t
nz_study_scalar_real(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, double *out)
{
    char hint[PHRASE_MAX];
    double value = 0.0;

    if (node->kind != NZ_YAML_SCALAR || node->is_quoted
        || nz_number_parse_real(node->text, &value) != NZ_NUMBER_OK) {
        return refuse_number(self, node, NULL);
    }
    if (is_in_range(self->key, value)) {
        *out = value;
        return NZ_OK;
    }
    if (strcmp(self->key->unit, "fraction") == 0 && is_in_range(self->key, value / 100)) {
        (void) snprintf(hint, sizeof(hint), "%s is a fraction: write %.12g",
            self->key->key, value / 100);
        return refuse_number(self, node, hint);
    }
    return refuse_number(self, node, value >= self->key->max ? self->key->advice : NULL);
}

nz_status_t
nz_study_scalar_count(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, uint64_t *out)
{
    uint64_t value = 0;

    if (node->kind != NZ_YAML_SCALAR || node->is_quoted
        || nz_number_parse_count(node->text, &value) != NZ_NUMBER_OK
        || !is_count_in_range(self->key, value)) {
        return refuse_number(self, node, NULL);
    }
    *out = value;
    return NZ_OK;
}

static bool
is_text_clean(nz_key_type_t type, const char *text)
{
    for (size_t size = strlen(text); size > 0;) {
        uint32_t code = 0;
        size_t length = nz_utf8_decode(text, size, &code); /* libyaml checked it */
        bool is_layout = type == NZ_KEY_TEXT && (code == '\n' || code == '\t');
        if (length == 0 || (nz_utf8_is_control(code) && !is_layout)) {
            return false;
        }
        text += length;
        size -= length;
    }
    return true;
}

nz_status_t
nz_study_scalar_text(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, char **out)
{
    const nz_study_key_t *key = self->key;
    char expected[PHRASE_MAX];

    if (key->type == NZ_KEY_PATH && nz_study_is_null(node)) {
        *out = NULL;
        return NZ_OK;
    }
    if (node->kind != NZ_YAML_SCALAR || nz_study_is_null(node)) {
        return nz_study_refuse(self, node, "text",
            node->kind == NZ_YAML_MAPPING ? "put text that holds \": \" in quotes"
                                          : NULL);
    }
    if (!is_in_range(key, (double) strlen(node->text))) {
        (void) snprintf(
            expected, sizeof(expected), "text of %g to %g bytes", key->min, key->max);
        return nz_study_refuse(self, node, expected, NULL);
    }
    if (!is_text_clean(key->type, node->text)) {
        return nz_study_refuse(self, node, "text without control characters", NULL);
    }
    *out = strdup(node->text);
    return *out != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;
}

nz_status_t
nz_study_scalar_choice(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, int *out)
{
    const nz_vocabulary_t *words = self->key->words;
    const char *candidates[32];
    char expected[PHRASE_MAX];
    char hint[PHRASE_MAX];
    const char *nearest = NULL;
    size_t n = words->n < 32 ? words->n : 32;
    size_t used = 0;

    if (node->kind == NZ_YAML_SCALAR
        && nz_vocabulary_find(words, node->text) < words->n) {
        *out = (int) nz_vocabulary_find(words, node->text);
        return NZ_OK;
    }
    used = (size_t) snprintf(expected, sizeof(expected), n > 1 ? "one of " : "");
    for (size_t i = 0; i < n; i++) {
        candidates[i] = words->word(i);
        if (used < sizeof(expected)) {
            used += (size_t) snprintf(expected + used, sizeof(expected) - used, "%s%s",
                i > 0 ? ", " : "", candidates[i]);
        }
    }
    if (node->kind == NZ_YAML_SCALAR) {
        nearest = nz_nearest_word(node->text, candidates, n);
    }
    (void) snprintf(
        hint, sizeof(hint), "did you mean `%s`?", nearest != NULL ? nearest : "");
    return nz_study_refuse(self, node, expected, nearest != NULL ? hint : NULL);
}
