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
 * @brief Append a message; never fails: text that is too long is cut with "...".
 * @param file    file name, or the option that the text came from; not NULL.
 * @param line    line counted from 1; 0 = no position.
 * @param column  column counted from 1; 0 = none (tables).
 * @param format  printf format. Control characters in the result are shown as '?'.
 */
void nz_diagnostics_add(nz_diagnostics_t *self, const char *file, size_t line,
    size_t column, const char *format, ...) __attribute__((format(printf, 5, 6)));

/** @brief The candidate nearest to @p word (edit distance at most a third of its length,
 *         at least 1), or NULL. @p candidates has @p n strings. */
const char *nz_nearest_word(const char *word, const char *const *candidates, size_t n);

#endif
