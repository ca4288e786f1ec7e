#include "sim/diagnostic.h"

#include "sim/utf8.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* A longer name would leave no room for the message itself. */
#define FILE_NAME_SHOWN 200
#define WORD_MAX 64

/* Copies what a terminal can safely show and cuts at the end of the room. */
static void
copy_printable(const char *from, size_t size, char *to)
{
    const size_t room = NZ_DIAGNOSTIC_TEXT_MAX - sizeof("...");
    size_t used = 0;

    while (size > 0) {
        uint32_t code = 0;
        size_t length = nz_utf8_decode(from, size, &code);
        bool shown = length > 0 && !nz_utf8_is_control(code);
        size_t step = length > 0 ? length : 1;
        if (used + (shown ? length : 1) > room) {
            memcpy(to + used, "...", 3);
            used += 3;
            break;
        }
        if (shown) {
            memcpy(to + used, from, length);
            used += length;
        } else {
            to[used++] = '?';
        }
        from += step;
        size -= step;
    }
    to[used] = '\0';
}

/* The end of a long path says more than its beginning. */
static const char *
end_of_name(const char *file, const char **dots)
{
    size_t size = strlen(file);
    size_t start = size > FILE_NAME_SHOWN ? size - FILE_NAME_SHOWN : 0;

    while (start > 0 && ((unsigned char) file[start] & 0xC0U) == 0x80U) {
        start++;
    }
    *dots = start > 0 ? "..." : "";
    return file + start;
}

void
nz_diagnostics_add(nz_diagnostics_t *self, const char *file, size_t line, size_t column,
    const char *format, ...)
{
    char full[2 * NZ_DIAGNOSTIC_TEXT_MAX];
    const char *dots = "";
    const char *name = NULL;
    va_list args;
    int used = 0;

    if (self == NULL) {
        return;
    }
    if (self->n >= NZ_DIAGNOSTICS_MAX) {
        self->n_omitted++;
        return;
    }
    name = end_of_name(file, &dots);
    if (line > 0 && column > 0) {
        used = snprintf(full, sizeof(full), "%s%s:%zu:%zu: ", dots, name, line, column);
    } else if (line > 0) {
        used = snprintf(full, sizeof(full), "%s%s:%zu: ", dots, name, line);
    } else {
        used = snprintf(full, sizeof(full), "%s%s: ", dots, name);
    }
    used = used < 0 ? 0 : used; /* the prefix always fits, see FILE_NAME_SHOWN */
    va_start(args, format);
    if (vsnprintf(full + used, sizeof(full) - (size_t) used, format, args) < 0) {
        full[used] = '\0';
    }
    va_end(args);
    copy_printable(full, strlen(full), self->text[self->n]);
    self->n++;
}

/* Insertions, deletions, replacements and swaps of neighbours between two words, the
 * second at most WORD_MAX bytes long (optimal string alignment). */
static size_t
edit_distance(const char *a, const char *b)
{
    size_t rows[3][WORD_MAX + 1] = { { 0 } };
    size_t n_a = strlen(a);
    size_t n_b = strlen(b);

    for (size_t j = 0; j <= n_b; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= n_a; i++) {
        const size_t *two_up = rows[(i + 1) % 3]; /* the row before the previous one */
        const size_t *up = rows[(i + 2) % 3];
        size_t *row = rows[i % 3];
        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            size_t best = up[j - 1] + (a[i - 1] != b[j - 1]);
            best = up[j] + 1 < best ? up[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
                && two_up[j - 2] + 1 < best) {
                best = two_up[j - 2] + 1;
            }
            row[j] = best;
        }
    }
    return rows[n_a % 3][n_b];
}

const char *
nz_nearest_word(const char *word, const char *const *candidates, size_t n)
{
    const char *nearest = NULL;
    size_t length = strnlen(word, WORD_MAX + 1);
    size_t best = length / 3 > 1 ? length / 3 : 1;

    if (length > WORD_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        if (strnlen(candidates[i], WORD_MAX + 1) > WORD_MAX) {
            continue;
        }
        size_t distance = edit_distance(word, candidates[i]);
        if (distance < best || (distance == best && nearest == NULL)) {
            nearest = candidates[i];
            best = distance;
        }
    }
    return nearest;
}

void
nz_append_word(char *out, size_t size, const char *word)
{
    const size_t used = strlen(out);
    if (used < size) {
        (void) snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "", word);
    }
}
