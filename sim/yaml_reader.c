#include "sim/yaml_reader.h"

#include "sim/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Longest piece of the user's text that a message quotes. */
#define SHOWN_MAX 40

typedef struct nz_yaml_reader {
    yaml_parser_t parser;
    const char *text;
    size_t size;
    const char *source;
    bool has_positions;
    nz_diagnostics_t *diagnostics;
    nz_yaml_node_t *root;
    nz_yaml_node_t *open[NZ_YAML_DEPTH_MAX]; /* collections not yet closed */
    size_t n_open;
    size_t n_nodes;
    char *key; /* read, its value not yet; owned */
    yaml_mark_t key_mark;
    bool is_done;
} nz_yaml_reader_t;

nz_yaml_node_t *
nz_yaml_create(nz_yaml_kind_t kind, const char *source)
{
    nz_yaml_node_t *node = calloc(1, sizeof(*node));

    if (node == NULL) {
        return NULL;
    }
    node->kind = kind;
    node->source = source;
    if (kind == NZ_YAML_SCALAR) {
        node->text = calloc(1, 1);
        if (node->text == NULL) {
            free(node);
            return NULL;
        }
    }
    return node;
}

/* The depth is bounded by NZ_YAML_DEPTH_MAX and the keys put on top of it. */
void
nz_yaml_destroy(nz_yaml_node_t **node)
{
    if (*node == NULL) {
        return;
    }
    for (nz_yaml_node_t *child = (*node)->first_child; child != NULL;) {
        nz_yaml_node_t *next = child->next;
        nz_yaml_destroy(&child);
        child = next;
    }
    free((*node)->text);
    free((*node)->key);
    free(*node);
    *node = NULL;
}

nz_yaml_node_t *
nz_yaml_get(const nz_yaml_node_t *mapping, const char *key, size_t key_length)
{
    if (mapping == NULL || mapping->kind != NZ_YAML_MAPPING) {
        return NULL;
    }
    for (nz_yaml_node_t *child = mapping->first_child; child != NULL;
         child = child->next) {
        if (strlen(child->key) == key_length
            && memcmp(child->key, key, key_length) == 0) {
            return child;
        }
    }
    return NULL;
}

static void
append(nz_yaml_node_t *parent, nz_yaml_node_t *child)
{
    child->next = NULL;
    if (parent->last_child != NULL) {
        parent->last_child->next = child;
    } else {
        parent->first_child = child;
    }
    parent->last_child = child;
    parent->n_children++;
}

static void
unlink_child(nz_yaml_node_t *parent, nz_yaml_node_t *child)
{
    nz_yaml_node_t *before = NULL;

    for (nz_yaml_node_t *c = parent->first_child; c != child; c = c->next) {
        before = c;
    }
    if (before != NULL) {
        before->next = child->next;
    } else {
        parent->first_child = child->next;
    }
    if (parent->last_child == child) {
        parent->last_child = before;
    }
    parent->n_children--;
}

nz_status_t
nz_yaml_put(
    nz_yaml_node_t *mapping, const char *key, size_t key_length, nz_yaml_node_t *child)
{
    nz_yaml_node_t *old = nz_yaml_get(mapping, key, key_length);
    char *copy = strndup(key, key_length);

    if (copy == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    if (old != NULL) {
        unlink_child(mapping, old);
        nz_yaml_destroy(&old);
    }
    free(child->key);
    child->key = copy;
    append(mapping, child);
    return NZ_OK;
}

/* Adds a message at a mark of libyaml, which counts from 0. */
static nz_status_t
refuse(nz_yaml_reader_t *self, yaml_mark_t mark, const char *message)
{
    size_t line = self->has_positions ? mark.line + 1 : 0;

    nz_diagnostics_add(
        self->diagnostics, self->source, line, mark.column + 1, "%s", message);
    return NZ_ERR_INPUT;
}

/* The characters that YAML allows, less the rare line breaks that editors do not count.
 */
static bool
is_text(uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r'
           || (!nz_utf8_is_control(code) && code != 0xFFFE && code != 0xFFFF);
}

/* Binary and foreign encodings first: libyaml has no position for them. */
static nz_status_t
check_characters(nz_yaml_reader_t *self)
{
    static const char utf16[][3] = { "\xFF\xFE", "\xFE\xFF" };
    yaml_mark_t mark = { 0 };
    size_t i = 0;

    if (self->size >= 2
        && (memcmp(self->text, utf16[0], 2) == 0
            || memcmp(self->text, utf16[1], 2) == 0)) {
        return refuse(self, mark, "expected UTF-8 text, found UTF-16; save it as UTF-8");
    }
    while (i < self->size) {
        char message[128];
        uint32_t code = 0;
        size_t length = nz_utf8_decode(self->text + i, self->size - i, &code);
        if (length == 0) {
            (void) snprintf(message, sizeof(message),
                "expected UTF-8 text, found byte 0x%02X; save the file as UTF-8",
                (unsigned) (unsigned char) self->text[i]);
            return refuse(self, mark, message);
        }
        if (!is_text(code)) {
            (void) snprintf(message, sizeof(message),
                "expected text, found control character 0x%02X: is this a binary file?",
                (unsigned) code);
            return refuse(self, mark, message);
        }
        i += length;
        mark.column = code == '\n' ? 0 : mark.column + 1;
        mark.line += code == '\n';
    }
    return NZ_OK;
}

/* Whether the character at a mark of libyaml is a tab. */
static bool
is_tab_at(const nz_yaml_reader_t *self, yaml_mark_t mark)
{
    size_t i = 0;
    uint32_t code = 0;

    for (size_t n = 0; i < self->size && n < mark.index; n++) {
        i += nz_utf8_decode(self->text + i, self->size - i, &code); /* checked before */
    }
    return i < self->size && self->text[i] == '\t';
}

/* What libyaml says, with where the unfinished thing began. */
static nz_status_t
refuse_syntax(nz_yaml_reader_t *self)
{
    const yaml_parser_t *p = &self->parser;
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    char start[64] = "";

    if (p->error == YAML_MEMORY_ERROR) {
        return NZ_ERR_NO_MEMORY;
    }
    if (p->error == YAML_SCANNER_ERROR && is_tab_at(self, p->problem_mark)) {
        return refuse(self, p->problem_mark, "found a tab: YAML is indented with spaces");
    }
    if (p->context != NULL && self->has_positions
        && p->context_mark.line != p->problem_mark.line) {
        (void) snprintf(
            start, sizeof(start), " that starts at line %zu", p->context_mark.line + 1);
    }
    (void) snprintf(message, sizeof(message), "not valid YAML: %s%s%s%s",
        p->problem != NULL ? p->problem : "cannot be read", p->context != NULL ? " " : "",
        p->context != NULL ? p->context : "", start);
    return refuse(self, p->problem_mark, message);
}

/* The dotted key of the innermost open collection, shortened. */
static void
describe_open(const nz_yaml_reader_t *self, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < self->n_open && used < size; i++) {
        const char *key = self->open[i]->key;
        if (key != NULL) {
            int n = snprintf(out + used, size - used, "%s%.*s", used > 0 ? "." : "",
                (int) nz_utf8_cut(key, SHOWN_MAX), key);
            used += n > 0 ? (size_t) n : 0;
        }
    }
}

static nz_status_t
refuse_children(nz_yaml_reader_t *self, yaml_mark_t mark)
{
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    char name[256];
    bool is_list = self->open[self->n_open - 1]->kind == NZ_YAML_LIST;

    describe_open(self, name, sizeof(name));
    (void) snprintf(message, sizeof(message), "`%s` holds more than %d %s", name,
        NZ_YAML_CHILDREN_MAX, is_list ? "values" : "keys");
    return refuse(self, mark, message);
}

/* Hangs a new value into the tree. A duplicate stays behind the first of its name, which
 * is the one that nz_yaml_get finds: it may be a collection that is still to be read. */
static void
attach(nz_yaml_reader_t *self, nz_yaml_node_t *node)
{
    nz_yaml_node_t *parent = self->n_open > 0 ? self->open[self->n_open - 1] : NULL;
    const nz_yaml_node_t *first = NULL;
    char message[NZ_DIAGNOSTIC_TEXT_MAX];
    char where[48] = "";

    if (parent == NULL) {
        self->root = node;
        return;
    }
    if (parent->kind == NZ_YAML_MAPPING) {
        node->key = self->key;
        self->key = NULL;
        node->key_line = self->has_positions ? self->key_mark.line + 1 : 0;
        node->key_column = self->key_mark.column + 1;
        first = nz_yaml_get(parent, node->key, strlen(node->key));
    }
    if (first != NULL) {
        if (self->has_positions) {
            (void) snprintf(
                where, sizeof(where), ", first given at line %zu", first->key_line);
        }
        (void) snprintf(message, sizeof(message), "duplicate key `%.*s`%s",
            (int) nz_utf8_cut(node->key, SHOWN_MAX), node->key, where);
        (void) refuse(self, self->key_mark, message);
    }
    append(parent, node);
}

/* A node for an event, hung into the tree; collections are opened. */
static nz_status_t
add_node(nz_yaml_reader_t *self, nz_yaml_kind_t kind, const yaml_event_t *event)
{
    nz_yaml_node_t *parent = self->n_open > 0 ? self->open[self->n_open - 1] : NULL;
    nz_yaml_node_t *node = NULL;

    if (parent != NULL && parent->n_children >= NZ_YAML_CHILDREN_MAX) {
        return refuse_children(self, event->start_mark);
    }
    if (self->n_nodes >= NZ_YAML_NODES_MAX) {
        return refuse(self, event->start_mark, "too many values for a study");
    }
    if (kind != NZ_YAML_SCALAR && self->n_open >= NZ_YAML_DEPTH_MAX) {
        return refuse(self, event->start_mark, "too many levels inside each other");
    }
    node = nz_yaml_create(kind, self->source);
    if (node == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->n_nodes++;
    node->line = self->has_positions ? event->start_mark.line + 1 : 0;
    node->column = event->start_mark.column + 1;
    attach(self, node);
    if (kind == NZ_YAML_SCALAR) {
        char *text =
            strndup((const char *) event->data.scalar.value, event->data.scalar.length);
        if (text == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        free(node->text);
        node->text = text;
        node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    } else {
        self->open[self->n_open++] = node;
    }
    return NZ_OK;
}

/* Whether the next value of the innermost collection is the key of a pair. */
static bool
expects_key(const nz_yaml_reader_t *self)
{
    return self->n_open > 0 && self->open[self->n_open - 1]->kind == NZ_YAML_MAPPING
           && self->key == NULL;
}

static nz_status_t
check_properties(nz_yaml_reader_t *self, const yaml_event_t *event,
    const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL) {
        return refuse(self, event->start_mark,
            "anchors and aliases (&name, *name) are not used in studies: write the "
            "value");
    }
    if (tag != NULL) {
        return refuse(self, event->start_mark,
            "tags (!name) are not used in studies: write the value alone");
    }
    return NZ_OK;
}

static nz_status_t
on_scalar(nz_yaml_reader_t *self, const yaml_event_t *event)
{
    const char *text = (const char *) event->data.scalar.value;
    size_t length = event->data.scalar.length;
    nz_status_t status =
        check_properties(self, event, event->data.scalar.anchor, event->data.scalar.tag);

    if (status != NZ_OK) {
        return status;
    }
    if (memchr(text, '\0', length) != NULL) {
        return refuse(self, event->start_mark, "text cannot hold the character \\0");
    }
    if (!expects_key(self)) {
        return add_node(self, NZ_YAML_SCALAR, event);
    }
    self->key_mark = event->start_mark;
    self->key = strndup(text, length);
    return self->key != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;
}

static nz_status_t
on_collection(nz_yaml_reader_t *self, nz_yaml_kind_t kind, const yaml_event_t *event)
{
    const yaml_char_t *anchor = kind == NZ_YAML_LIST ? event->data.sequence_start.anchor
                                                     : event->data.mapping_start.anchor;
    const yaml_char_t *tag = kind == NZ_YAML_LIST ? event->data.sequence_start.tag
                                                  : event->data.mapping_start.tag;
    nz_status_t status = check_properties(self, event, anchor, tag);

    if (status != NZ_OK) {
        return status;
    }
    if (expects_key(self)) {
        return refuse(self, event->start_mark,
            kind == NZ_YAML_LIST ? "expected the name of a key, found a list"
                                 : "expected the name of a key, found a mapping");
    }
    return add_node(self, kind, event);
}

static nz_status_t
on_event(nz_yaml_reader_t *self, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (self->root != NULL) {
            return refuse(self, event->start_mark,
                "a second document starts here: a study is one document");
        }
        return NZ_OK;
    case YAML_ALIAS_EVENT:
        return check_properties(self, event, event->data.alias.anchor, NULL);
    case YAML_SCALAR_EVENT:
        return on_scalar(self, event);
    case YAML_SEQUENCE_START_EVENT:
        return on_collection(self, NZ_YAML_LIST, event);
    case YAML_MAPPING_START_EVENT:
        return on_collection(self, NZ_YAML_MAPPING, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        self->n_open--;
        return NZ_OK;
    case YAML_STREAM_END_EVENT:
        self->is_done = true;
        return NZ_OK;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return NZ_OK;
    }
    return NZ_OK;
}

static nz_status_t
read_events(nz_yaml_reader_t *self)
{
    yaml_parser_set_input_string(
        &self->parser, (const unsigned char *) self->text, self->size);
    while (!self->is_done) {
        yaml_event_t event;
        nz_status_t status = NZ_OK;
        if (!yaml_parser_parse(&self->parser, &event)) {
            return refuse_syntax(self);
        }
        status = on_event(self, &event);
        yaml_event_delete(&event);
        if (status != NZ_OK) {
            return status;
        }
    }
    return NZ_OK;
}

nz_status_t
nz_yaml_read(const char *text, size_t size, const char *source, bool has_positions,
    nz_yaml_node_t **out, nz_diagnostics_t *diagnostics)
{
    nz_yaml_reader_t reader = { .text = text,
        .size = size,
        .source = source,
        .has_positions = has_positions,
        .diagnostics = diagnostics };
    nz_status_t status = NZ_OK;

    if (text == NULL || source == NULL || out == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) { /* a byte-order mark */
        reader.text += 3;
        reader.size -= 3;
    }
    status = check_characters(&reader);
    if (status != NZ_OK) {
        return status;
    }
    if (!yaml_parser_initialize(&reader.parser)) {
        return NZ_ERR_NO_MEMORY;
    }
    status = read_events(&reader);
    yaml_parser_delete(&reader.parser);
    free(reader.key);
    if (status != NZ_OK) {
        nz_yaml_destroy(&reader.root);
        return status;
    }
    *out = reader.root;
    return NZ_OK;
}
