#include "sim/study_values.h"

#include "sim/study.h"
#include "sim/study_scalars.h"
#include "sim/utf8.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 40
#define PHRASE_MAX 256

/* The values of a list; a single value is a list of one. */
static const nz_yaml_node_t *
first_value(const nz_yaml_node_t *node, size_t *n)
{
    *n = node->kind == NZ_YAML_LIST ? node->n_children : 1;
    return node->kind == NZ_YAML_LIST ? node->first_child : node;
}

static nz_status_t
check_list(const nz_value_reader_t *self, const nz_yaml_node_t *node)
{
    if (node->kind == NZ_YAML_MAPPING) {
        return nz_study_refuse(self, node,
            self->key->type == NZ_KEY_GRID ? "a list or {from: , to: , count: }"
                                           : "a list",
            NULL);
    }
    if (node->kind == NZ_YAML_LIST && node->n_children == 0) {
        return nz_study_refuse(self, node, "at least one value", NULL);
    }
    return NZ_OK;
}

static nz_status_t
refuse_order(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, const char *previous)
{
    char found[PHRASE_MAX];

    nz_study_describe_found(node, found, sizeof(found));
    nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
        "`%s`: expected increasing values, found %s after `%.40s`", self->key->key, found,
        previous);
    return NZ_ERR_INPUT;
}

static nz_status_t
refuse_repeat(const nz_value_reader_t *self, const nz_yaml_node_t *node)
{
    char found[PHRASE_MAX];

    nz_study_describe_found(node, found, sizeof(found));
    nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
        "`%s`: expected distinct values, found %s twice", self->key->key, found);
    return NZ_ERR_INPUT;
}

/* Keeps the worst news of several values: any refusal, but out of memory above all. */
static nz_status_t
worse(nz_status_t a, nz_status_t b)
{
    if (a == NZ_ERR_NO_MEMORY || b == NZ_ERR_NO_MEMORY) {
        return NZ_ERR_NO_MEMORY;
    }
    return a != NZ_OK ? a : b;
}

/* Both number lists: one function per type would repeat the whole loop. Exactly one of
 * the two outputs is not NULL. */
static nz_status_t
read_numbers(const nz_value_reader_t *self, const nz_yaml_node_t *node, double *reals,
    uint64_t *counts)
{
    const nz_yaml_node_t *previous = NULL;
    nz_status_t status = NZ_OK;
    size_t n = 0;
    const nz_yaml_node_t *value = first_value(node, &n);

    for (size_t i = 0; i < n; i++, value = value->next) {
        nz_status_t s = reals != NULL ? nz_study_scalar_real(self, value, &reals[i])
                                      : nz_study_scalar_count(self, value, &counts[i]);
        if (s == NZ_OK && previous != NULL && !self->key->is_any_order) {
            bool is_equal =
                reals != NULL ? reals[i] == reals[i - 1] : counts[i] == counts[i - 1];
            bool is_more =
                reals != NULL ? reals[i] > reals[i - 1] : counts[i] > counts[i - 1];
            if (is_equal) {
                s = refuse_repeat(self, value);
            } else if (!is_more) {
                s = refuse_order(self, value, previous->text);
            }
        }
        previous = s == NZ_OK ? value : NULL;
        status = worse(status, s);
    }
    return status;
}

/* The numbers of a list, as counts or, if not `whole`, as reals: the caller frees them.
 */
static nz_status_t
read_number_list(const nz_value_reader_t *self, const nz_yaml_node_t *node, bool whole,
    void **out, size_t *n_out)
{
    nz_status_t status = check_list(self, node);
    size_t n = 0;

    if (status != NZ_OK) {
        return status;
    }
    (void) first_value(node, &n);
    void *values = calloc(n, whole ? sizeof(uint64_t) : sizeof(double));
    if (values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    status = read_numbers(self, node, whole ? NULL : values, whole ? values : NULL);
    if (status != NZ_OK) {
        free(values);
        return status;
    }
    *out = values;
    *n_out = n;
    return NZ_OK;
}

static nz_status_t
read_count_list(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, nz_list_count_t *out)
{
    void *values = NULL;
    nz_status_t status = read_number_list(self, node, true, &values, &out->n);
    out->values = status == NZ_OK ? values : out->values;
    return status;
}

static nz_status_t
read_real_list(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, nz_list_double_t *out)
{
    void *values = NULL;
    nz_status_t status = read_number_list(self, node, false, &values, &out->n);
    out->values = status == NZ_OK ? values : out->values;
    return status;
}

/* Counts up to 2^53, which doubles hold exactly. */
static nz_status_t
read_whole_list(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, nz_list_double_t *out)
{
    nz_list_count_t counts = { 0 };
    nz_status_t status = read_count_list(self, node, &counts);

    if (status != NZ_OK) {
        return status;
    }
    double *values = calloc(counts.n, sizeof(*values));
    for (size_t i = 0; values != NULL && i < counts.n; i++) {
        values[i] = (double) counts.values[i];
    }
    free(counts.values);
    if (values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    *out = (nz_list_double_t){ counts.n, values };
    return NZ_OK;
}

/* Unknown members of {from, to, count}. */
static nz_status_t
check_grid_keys(const nz_value_reader_t *self, const nz_yaml_node_t *node)
{
    nz_status_t status = NZ_OK;

    for (const nz_yaml_node_t *c = node->first_child; c != NULL; c = c->next) {
        bool is_known = false;
        for (size_t i = 0; i < 3; i++) {
            is_known =
                is_known
                || strcmp(strrchr(nz_study_grid_keys[i].key, '.') + 1, c->key) == 0;
        }
        if (!is_known) {
            nz_diagnostics_add(self->diagnostics, c->source, c->key_line, c->key_column,
                "unknown key `%s.%.*s`: expected from, to and count", self->key->key,
                (int) nz_utf8_cut(c->key, SHOWN_MAX), c->key);
            status = NZ_ERR_INPUT;
        }
    }
    return status;
}

static nz_status_t
read_grid_ends(const nz_value_reader_t *self, const nz_yaml_node_t *node, double ends[2],
    uint64_t *count)
{
    nz_status_t status = check_grid_keys(self, node);

    for (size_t i = 0; i < 3; i++) {
        nz_value_reader_t reader = { &nz_study_grid_keys[i], self->diagnostics };
        const char *name = strrchr(reader.key->key, '.') + 1;
        const nz_yaml_node_t *value = nz_yaml_get(node, name, strlen(name));
        nz_status_t s = NZ_ERR_INPUT;
        if (value == NULL) {
            nz_diagnostics_add(self->diagnostics, node->source, node->line, node->column,
                "missing key `%s`", reader.key->key);
        } else {
            s = i < 2 ? nz_study_scalar_real(&reader, value, &ends[i])
                      : nz_study_scalar_count(&reader, value, count);
        }
        status = worse(status, s);
    }
    return status;
}

static nz_status_t
read_grid(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, nz_list_double_t *out)
{
    double ends[2] = { 0.0, 0.0 };
    uint64_t count = 0;
    double *values = NULL;
    bool is_increasing = true;
    nz_status_t status = read_grid_ends(self, node, ends, &count);

    if (status != NZ_OK) {
        return status;
    }
    values = calloc(count, sizeof(values[0]));
    if (values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) { /* in powers of ten: 1e8 is exactly 1e8 */
        double share = (double) i / (double) (count - 1);
        values[i] = pow(10.0, log10(ends[0]) + share * (log10(ends[1]) - log10(ends[0])));
    }
    values[0] = ends[0];
    values[count - 1] = ends[1];
    for (size_t i = 1; i < count; i++) {
        is_increasing = is_increasing && values[i] > values[i - 1];
    }
    if (!is_increasing) {
        free(values);
        return nz_study_refuse(
            self, node, "`from` below `to`, with room for `count` values", NULL);
    }
    *out = (nz_list_double_t){ (size_t) count, values };
    return NZ_OK;
}

static nz_status_t
read_texts(const nz_value_reader_t *self, const nz_yaml_node_t *node, char **texts)
{
    nz_status_t status = NZ_OK;
    size_t n = 0;
    const nz_yaml_node_t *value = first_value(node, &n);

    for (size_t i = 0; i < n; i++, value = value->next) {
        nz_status_t s = nz_study_scalar_text(self, value, &texts[i]);
        for (size_t j = 0; s == NZ_OK && j < i; j++) {
            if (texts[j] != NULL && strcmp(texts[i], texts[j]) == 0) {
                s = refuse_repeat(self, value);
            }
        }
        status = worse(status, s);
    }
    return status;
}

static nz_status_t
read_text_list(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, nz_list_string_t *out)
{
    nz_status_t status = check_list(self, node);
    nz_list_string_t list = { 0 };

    if (nz_study_is_null(node)) {
        *out = list;
        return NZ_OK;
    }
    if (status != NZ_OK) {
        return status;
    }
    (void) first_value(node, &list.n);
    list.values = calloc(list.n, sizeof(list.values[0]));
    if (list.values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    status = read_texts(self, node, list.values);
    if (status != NZ_OK) {
        nz_study_free_value(NZ_KEY_TEXT_LIST, &list);
        return status;
    }
    *out = list;
    return NZ_OK;
}

static nz_status_t
read_choices(const nz_value_reader_t *self, const nz_yaml_node_t *node, int *choices)
{
    nz_status_t status = NZ_OK;
    size_t n = 0;
    const nz_yaml_node_t *value = first_value(node, &n);

    for (size_t i = 0; i < n; i++, value = value->next) {
        nz_status_t s = NZ_OK;
        choices[i] = -1;
        s = nz_study_scalar_choice(self, value, &choices[i]);
        for (size_t j = 0; s == NZ_OK && j < i; j++) {
            if (choices[i] == choices[j]) {
                s = refuse_repeat(self, value);
            }
        }
        status = worse(status, s);
    }
    return status;
}

static nz_status_t
read_choice_list(
    const nz_value_reader_t *self, const nz_yaml_node_t *node, nz_list_enum_t *out)
{
    nz_status_t status = check_list(self, node);
    nz_list_enum_t list = { 0 };
    bool is_all = node->kind == NZ_YAML_SCALAR && strcmp(node->text, "all") == 0;

    if (status != NZ_OK) {
        return status;
    }
    (void) first_value(node, &list.n);
    list.n = is_all ? self->key->words->n : list.n;
    list.values = calloc(list.n, sizeof(list.values[0]));
    if (list.values == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; is_all && i < list.n; i++) {
        list.values[i] = (int) i;
    }
    status = is_all ? NZ_OK : read_choices(self, node, list.values);
    if (status != NZ_OK) {
        free(list.values);
        return status;
    }
    *out = list;
    return NZ_OK;
}

nz_status_t
nz_study_read_value(const nz_study_key_t *key, const nz_yaml_node_t *node, void *member,
    nz_diagnostics_t *diagnostics)
{
    nz_value_reader_t reader = { key, diagnostics };

    switch (key->type) {
    case NZ_KEY_TEXT:
    case NZ_KEY_PATH:
        return nz_study_scalar_text(&reader, node, member);
    case NZ_KEY_COUNT:
        return nz_study_scalar_count(&reader, node, member);
    case NZ_KEY_REAL:
        return nz_study_scalar_real(&reader, node, member);
    case NZ_KEY_CHOICE:
        return nz_study_scalar_choice(&reader, node, member);
    case NZ_KEY_GRID:
        return node->kind == NZ_YAML_MAPPING ? read_grid(&reader, node, member)
                                             : read_real_list(&reader, node, member);
    case NZ_KEY_COUNT_LIST:
        return read_count_list(&reader, node, member);
    case NZ_KEY_WHOLE_LIST:
        return read_whole_list(&reader, node, member);
    case NZ_KEY_REAL_LIST:
        return read_real_list(&reader, node, member);
    case NZ_KEY_TEXT_LIST:
        return read_text_list(&reader, node, member);
    case NZ_KEY_CHOICE_LIST:
        return read_choice_list(&reader, node, member);
    }
    return NZ_ERR_DOMAIN;
}

static void
free_texts(nz_list_string_t *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->values[i]);
    }
    free(list->values);
    *list = (nz_list_string_t){ 0 };
}

void
nz_study_free_value(nz_key_type_t type, void *member)
{
    switch (type) {
    case NZ_KEY_TEXT:
    case NZ_KEY_PATH:
        free(*(char **) member);
        *(char **) member = NULL;
        break;
    case NZ_KEY_GRID:
    case NZ_KEY_WHOLE_LIST:
    case NZ_KEY_REAL_LIST:
        free(((nz_list_double_t *) member)->values);
        *(nz_list_double_t *) member = (nz_list_double_t){ 0 };
        break;
    case NZ_KEY_COUNT_LIST:
        free(((nz_list_count_t *) member)->values);
        *(nz_list_count_t *) member = (nz_list_count_t){ 0 };
        break;
    case NZ_KEY_TEXT_LIST:
        free_texts(member);
        break;
    case NZ_KEY_CHOICE_LIST:
        free(((nz_list_enum_t *) member)->values);
        *(nz_list_enum_t *) member = (nz_list_enum_t){ 0 };
        break;
    case NZ_KEY_COUNT:
    case NZ_KEY_REAL:
    case NZ_KEY_CHOICE:
        break;
    }
}
