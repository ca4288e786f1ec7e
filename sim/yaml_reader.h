/** @file yaml_reader.h
 *  @brief YAML text as a small tree that knows where everything stood.
 *
 * Strict and bounded: only mappings with distinct keys, lists and scalars in one document
 * of UTF-8. Anchors, aliases and tags are refused, and reading stops at the limits below,
 * so that the memory taken does not grow with the input. */
#ifndef NZ_SIM_YAML_READER_H
#define NZ_SIM_YAML_READER_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Most items of a list and most keys of a mapping. */
#define NZ_YAML_CHILDREN_MAX 1000
/** Most values in one document. */
#define NZ_YAML_NODES_MAX 20000
/** Most collections inside each other. */
#define NZ_YAML_DEPTH_MAX 8

typedef enum nz_yaml_kind {
    NZ_YAML_SCALAR,
    NZ_YAML_LIST,
    NZ_YAML_MAPPING
} nz_yaml_kind_t;

/** A value, with its key if it is the member of a mapping. */
typedef struct nz_yaml_node {
    nz_yaml_kind_t kind;
    const char *source; /**< for messages; borrowed */
    size_t line;        /**< from 1; 0 = no position */
    size_t column;      /**< from 1, in characters */
    char *text;         /**< of a scalar, without NUL inside; owned */
    bool is_quoted;     /**< the scalar was in quotes or a block, so it is text */
    char *key;          /**< in a mapping, else NULL; owned */
    size_t key_line;
    size_t key_column;
    size_t n_children;
    struct nz_yaml_node *first_child; /**< owned, in the order of the text */
    struct nz_yaml_node *last_child;
    struct nz_yaml_node *next; /**< the next sibling; owned by the parent */
} nz_yaml_node_t;

/**
 * @brief Read one YAML document.
 *
 * @param[in]  text    @p size bytes; need not end in NUL.
 * @param[in]  source  name for messages; borrowed by the nodes, so it must outlive them.
 * @param[in]  has_positions  whether messages and nodes carry lines and columns.
 * @param[out] out     the tree, or NULL for a text without any value; untouched on error.
 *                     Release it with nz_yaml_destroy.
 * @param[in,out] diagnostics  what is wrong. Duplicate keys are reported without ending
 *                     the reading (the first one counts), so a grown list means a refusal
 * even where NZ_OK is returned.
 * @retval NZ_ERR_INPUT      the text was refused.
 * @retval NZ_ERR_NO_MEMORY  nothing was kept.
 */
NZ_NODISCARD nz_status_t nz_yaml_read(const char *text, size_t size, const char *source,
    bool has_positions, nz_yaml_node_t **out, nz_diagnostics_t *diagnostics);

/** @brief Release a tree and set the pointer to NULL; legal on NULL. */
void nz_yaml_destroy(nz_yaml_node_t **node);

/** @brief The member of @p mapping under @p key, NULL if absent or if @p mapping is NULL
 * or no mapping. Only the first @p key_length bytes of @p key count. */
nz_yaml_node_t *nz_yaml_get(
    const nz_yaml_node_t *mapping, const char *key, size_t key_length);

/**
 * @brief Add or replace a member of a mapping; @p child is taken over on success.
 * @retval NZ_ERR_NO_MEMORY  nothing was changed; @p child is still the caller's.
 */
NZ_NODISCARD nz_status_t nz_yaml_put(
    nz_yaml_node_t *mapping, const char *key, size_t key_length, nz_yaml_node_t *child);

/** @brief A node without content, or NULL if out of memory. A scalar gets the empty text.
 */
nz_yaml_node_t *nz_yaml_create(nz_yaml_kind_t kind, const char *source);

#endif
