#include "mpi/figure_fonts.h"

#include "sim/utf8.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define FIRST_CHECKED 0x100 /* any font has the Latin ones before it */

/* A character of the text, and whether a font has it. */
typedef struct glyph {
    uint32_t code;
    bool has_font;
} glyph_t;

typedef struct glyphs {
    size_t n;
    glyph_t *at; /* owned; sorted, each code once */
} glyphs_t;

static int
compare_glyphs(const void *a, const void *b)
{
    const uint32_t x = ((const glyph_t *) a)->code, y = ((const glyph_t *) b)->code;
    return (x > y) - (x < y);
}

static bool
is_checked(uint32_t c)
{
    const bool is_invisible = (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E)
                              || (c >= 0x2060 && c <= 0x206F)
                              || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF
                              || (c >= 0xE0000 && c <= 0xE0FFF);
    return c >= FIRST_CHECKED && !is_invisible;
}

/* The character at an offset; of malformed text a byte, which is not checked. */
static size_t
character_at(const char *text, size_t size, size_t i, uint32_t *c)
{
    const size_t n = nz_utf8_decode(text + i, size - i, c);
    if (n == 0) {
        *c = 0;
        return 1;
    }
    return n;
}

static nz_status_t
glyphs_of(const char *text, size_t size, glyphs_t *out)
{
    size_t n = 0, n_unique = 0;
    uint32_t c = 0;
    for (size_t i = 0; i < size; i += character_at(text, size, i, &c)) {
        n += (unsigned char) text[i] >= 0xC0;
    }
    glyph_t *at = malloc((n > 0 ? n : 1) * sizeof(*at));
    if (at == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    n = 0;
    for (size_t i = 0; i < size;) {
        i += character_at(text, size, i, &c);
        if (is_checked(c)) {
            at[n++] = (glyph_t){ c, false };
        }
    }
    qsort(at, n, sizeof(*at), compare_glyphs);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || at[i].code != at[n_unique - 1].code) {
            at[n_unique++] = at[i];
        }
    }
    *out = (glyphs_t){ n_unique, at };
    return NZ_OK;
}

static void
mark_range(glyphs_t *self, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < self->n; i++) {
        self->at[i].has_font |= self->at[i].code >= first && self->at[i].code <= last;
    }
}

/* Mark the ranges of a list; false if there are none. */
static bool
mark_ranges(glyphs_t *self, FILE *charsets)
{
    uint32_t first = 0, code = 0;
    bool has_digits = false, has_first = false, has_any = false;
    int c = 0;
    while (c != EOF) {
        c = getc(charsets);
        if (c != EOF && isxdigit(c)) {
            const int digit = isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
            code = (code << 4) | (uint32_t) digit;
            has_digits = true;
            continue;
        }
        if (c == '-') {
            first = code;
            has_first = true;
        } else if (has_digits) {
            mark_range(self, has_first ? first : code, code);
            has_any = true;
            has_first = false;
        }
        code = 0;
        has_digits = false;
    }
    return has_any;
}

static bool
is_missing(const glyphs_t *self, uint32_t code)
{
    const glyph_t key = { code, false };
    const glyph_t *found =
        bsearch(&key, self->at, self->n, sizeof(*self->at), compare_glyphs);
    return found != NULL && !found->has_font;
}

nz_status_t
nz_figure_fonts_replace(
    char *text, size_t *size, FILE *charsets, nz_figure_missing_t *missing)
{
    glyphs_t glyphs = { 0 };
    if (text == NULL || size == NULL || charsets == NULL || missing == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = glyphs_of(text, *size, &glyphs);
    if (status != NZ_OK) {
        return status;
    }
    *missing = (nz_figure_missing_t){ 0 };
    if (glyphs.n > 0 && mark_ranges(&glyphs, charsets)) {
        size_t kept = 0, n = 0;
        for (size_t i = 0; i < *size; i += n) {
            uint32_t c = 0;
            n = character_at(text, *size, i, &c);
            if (is_missing(&glyphs, c)) {
                missing->first = missing->n++ == 0 ? c : missing->first;
                text[kept++] = '?';
            } else {
                memmove(text + kept, text + i, n);
                kept += n;
            }
        }
        *size = kept;
    }
    free(glyphs.at);
    return NZ_OK;
}

/* Start fc-list with its output going to a descriptor, and nothing else of it seen. */
static bool
spawn_lister(int output, pid_t *pid)
{
    char program[] = "fc-list", option[] = "--format", format[] = "%{charset}\n";
    char *const argv[] = { program, option, format, NULL };
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return false;
    }
    const bool ok = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) == 0
                    && posix_spawn_file_actions_addopen(
                           &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
                           == 0
                    && posix_spawn_file_actions_addopen(
                           &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
                           == 0
                    && posix_spawnp(pid, program, &actions, NULL, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return ok;
}

/* The output of fc-list; NULL if it cannot be started. The caller closes it and waits
 * for the process. */
static FILE *
open_lister(pid_t *pid)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return NULL;
    }
    const bool ok = fcntl(ends[0], F_SETFD, FD_CLOEXEC) != -1
                    && fcntl(ends[1], F_SETFD, FD_CLOEXEC) != -1
                    && spawn_lister(ends[1], pid);
    close(ends[1]);
    FILE *out = ok ? fdopen(ends[0], "r") : NULL;
    if (out == NULL) {
        close(ends[0]);
    }
    return out;
}

static void
close_lister(FILE *lister, pid_t pid)
{
    fclose(lister);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
}

static bool
has_checked(const char *text, size_t size)
{
    uint32_t c = 0;
    for (size_t i = 0; i < size;) {
        i += character_at(text, size, i, &c);
        if (is_checked(c)) {
            return true;
        }
    }
    return false;
}

nz_status_t
nz_figure_fonts_mend(char *text, size_t *size, nz_diagnostics_t *diagnostics)
{
    nz_figure_missing_t missing = { 0 };
    pid_t pid = -1;
    if (text == NULL || size == NULL || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    FILE *lister = has_checked(text, *size) ? open_lister(&pid) : NULL;
    if (lister == NULL) {
        return NZ_OK;
    }
    nz_status_t status = nz_figure_fonts_replace(text, size, lister, &missing);
    close_lister(lister, pid);
    if (status == NZ_OK && missing.n > 0) {
        nz_diagnostics_add(diagnostics, "figure", 0, 0,
            "%zu character%s drawn as '?', as no installed font has %s (U+%04X%s); "
            "install one that does, or draw an SVG",
            missing.n, missing.n == 1 ? " is" : "s are", missing.n == 1 ? "it" : "them",
            (unsigned) missing.first, missing.n == 1 ? "" : " is the first");
    }
    return status;
}
