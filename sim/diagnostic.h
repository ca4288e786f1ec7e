/** @file diagnostic.h
 *  @brief A caller-owned list of messages about an input: where, what, what was expected.
 */
#ifndef NZ_SIM_DIAGNOSTIC_H
#define NZ_SIM_DIAGNOSTIC_H

#include <stddef.h>

#define NZ_DIAGNOSTICS_MAX 20
#define NZ_DIAGNOSTIC_TEXT_MAX 512

/** Messages ready to print, "FILE:LINE:COLUMN: text" or "FILE:LINE: text" or "FILE:
 * text". Zero-initialise before use; holds no resources. */
typedef struct nz_diagnostics {
    size_t n;         /**< messages held, at most NZ_DIAGNOSTICS_MAX */
    size_t n_omitted; /**< further messages that found no room */
    char text[NZ_DIAGNOSTICS_MAX][NZ_DIAGNOSTIC_TEXT_MAX];
} nz_diagnostics_t;

/**
 * @brief Append a message; never fails: text that is too long is cut with "...", a file
 *        name of more than 200 bytes from the left.
 * @param self    NULL: nobody listens, and nothing is done.
 * @param file    file name, or the option that the text came from; not NULL.
 * @param line    line counted from 1; 0 = no position.
 * @param column  column counted from 1; 0 = none (tables).
 * @param format  printf format. Control characters and bytes that are not UTF-8
 *                are shown as '?'.
 */
void nz_diagnostics_add(nz_diagnostics_t *self, const char *file, size_t line,
    size_t column, const char *format, ...) __attribute__((format(printf, 5, 6)));

/** @brief The candidate nearest to @p word (edit distance at most a third of its length,
 * or 1 in a short word), or NULL. @p candidates has @p n strings; of equally near ones
 *         the first. Words of more than 64 bytes match nothing. */
const char *nz_nearest_word(const char *word, const char *const *candidates, size_t n);

/** @brief Add @p word to the list "a, b" in @p out; cut at @p size. */
void nz_append_word(char *out, size_t size, const char *word);

#endif
