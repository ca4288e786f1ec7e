/** @file study_keys.h
 *  @brief The keys of a study file: one table that parsing, validation, defaults, the
 *         resolved study and the help text are driven by. */
#ifndef NZ_SIM_STUDY_KEYS_H
#define NZ_SIM_STUDY_KEYS_H

#include "sim/diagnostic.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** As the limit of a count: the largest uint64_t, which no double is. */
#define NZ_STUDY_UINT64_MAX 18446744073709551616.0

/** Type of a key, and of the member of nz_study_t that it fills. */
typedef enum nz_key_type {
    NZ_KEY_TEXT,       /**< char *, owned */
    NZ_KEY_PATH,       /**< char *, owned; NULL for `null` */
    NZ_KEY_COUNT,      /**< uint64_t */
    NZ_KEY_REAL,       /**< double */
    NZ_KEY_CHOICE,     /**< int */
    NZ_KEY_GRID,       /**< nz_list_double_t, a list or {from, to, count} */
    NZ_KEY_COUNT_LIST, /**< nz_list_count_t, increasing */
    NZ_KEY_WHOLE_LIST, /**< nz_list_double_t of whole numbers up to 2^53, increasing */
    NZ_KEY_REAL_LIST,  /**< nz_list_double_t, increasing unless is_any_order */
    NZ_KEY_TEXT_LIST,  /**< nz_list_string_t, distinct; empty for `null` */
    NZ_KEY_CHOICE_LIST /**< nz_list_enum_t, distinct; `all` stands for every word */
} nz_key_type_t;

/** Words that a choice is made from; the value is the position. */
typedef struct nz_vocabulary {
    size_t n;
    const char *(*word)(size_t i);
} nz_vocabulary_t;

/** One key. */
typedef struct nz_study_key {
    const char *key; /**< dotted name, "law.alpha"; all keys of a section in a row */
    nz_key_type_t type;
    size_t offset;   /**< of the member in nz_study_t */
    double min, max; /**< range of a number, of each value of a list, or of the bytes of a
                          text */
    bool is_any_order;             /**< whether a list may fall and repeat values */
    bool is_min_open, is_max_open; /**< whether the limit itself is outside */
    const char *unit;              /**< "" if dimensionless */
    const char *default_yaml;      /**< value in YAML; NULL = the key is required */
    const nz_vocabulary_t *words;  /**< of a choice, else NULL */
    uint32_t kinds; /**< bits of the values of the section's `kind` that have this key;
                         0 = all of them */
    const char *advice; /**< said when out of range; NULL = nothing */
    const char *doc;
} nz_study_key_t;

/** Every key, in the order of a resolved study. */
extern const nz_study_key_t nz_study_keys[];
extern const size_t nz_study_n_keys;

/** The keys from, to and count of the mapping that models.parameters may be instead of a
 *  list; type, range and documentation only. */
extern const nz_study_key_t nz_study_grid_keys[3];

/** The key `tasks`, a list that takes the place of the section `task`; documentation
 * only.
 */
extern const nz_study_key_t nz_study_tasks_key;

/** @brief Length of the section in a dotted key ("law" in "law.alpha"), up to the last
 * dot; 0 if none. */
size_t nz_study_section_length(const char *key);

/** @brief The key of this dotted name (@p length bytes), or NULL. */
const nz_study_key_t *nz_study_find_key(const char *name, size_t length);

/** @brief Whether @p name (@p length bytes) is a section such as "law". */
bool nz_study_is_section(const char *name, size_t length);

/** @brief The key, dotted, or section that the user may have meant by @p name, or NULL.
 */
const char *nz_study_suggest_key(const char *name);

/** @brief Add a message that there is no key @p name, dotted, with what may be meant. */
void nz_study_report_unknown_key(nz_diagnostics_t *diagnostics, const char *source,
    size_t line, size_t column, const char *name);

/** @brief Whether @p key is of one task: in the section `task`. */
bool nz_study_is_of_task(const nz_study_key_t *key);

/** @brief Position of @p word in @p words, or words->n. */
size_t nz_vocabulary_find(const nz_vocabulary_t *words, const char *word);

/** @brief Whether the values of a key are whole numbers. */
bool nz_study_is_whole(const nz_study_key_t *key);

/** @brief The range of a key in words, "a number, more than 0 and at most 1"; written to
 *         @p out, cut at @p size. */
void nz_study_describe_range(const nz_study_key_t *key, char *out, size_t size);

#endif
