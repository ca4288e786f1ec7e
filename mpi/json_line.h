/** @file json_line.h
 *  @brief Events as JSON objects, one per line, for programs that follow a log. */
#ifndef NZ_MPI_JSON_LINE_H
#define NZ_MPI_JSON_LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** An object that is being put together; begin it, add to it, end it. */
typedef struct nz_json_line {
    struct json_t *object; /**< owned; NULL without memory */
    const char *event;     /**< borrowed */
    bool has_failed;
} nz_json_line_t;

/** @brief Start with "time", now in UTC as 2024-05-01T10:20:30.123Z, and "event". */
void nz_json_line_begin(nz_json_line_t *self, const char *event);

/** @brief Add a text; NULL is left out, and bytes that are not UTF-8 become U+FFFD. */
void nz_json_line_text(nz_json_line_t *self, const char *key, const char *text);

/** @brief Add a whole number; above 2^63 - 1, which readers would refuse, as a real one.
 */
void nz_json_line_count(nz_json_line_t *self, const char *key, uint64_t count);

/** @brief Add a number, to 12 significant digits; one that is not finite is left out. */
void nz_json_line_real(nz_json_line_t *self, const char *key, double number);

/** @brief Print the line at once and release the object. Without memory for it, print
 * {"event":...} alone. */
void nz_json_line_end(nz_json_line_t *self, FILE *out);

#endif
