#include "mpi/command_line.h"

#include "sim/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of a character that people see; 0 of another byte. */
static size_t
seen_length(const char *text)
{
    uint32_t code = 0;
    const size_t length = nz_utf8_decode(text, strlen(text), &code);

    return nz_utf8_is_unseen(code) ? 0 : length;
}

static bool
is_seen(const char *word)
{
    for (size_t n; *word != '\0'; word += n) {
        n = seen_length(word);
        if (n == 0) {
            return false;
        }
    }
    return true;
}

/* In single quotes only they themselves have a meaning: 'it'\''s'. */
static void
put_quoted(FILE *out, const char *word)
{
    fputc('\'', out);
    for (; *word != '\0'; word++) {
        fputs(*word == '\'' ? "'\\''" : (const char[]){ *word, '\0' }, out);
    }
    fputc('\'', out);
}

static void
put_escaped(FILE *out, const char *word)
{
    fputs("$'", out);
    while (*word != '\0') {
        const size_t n = seen_length(word);
        if (n == 0 || *word == '\'' || *word == '\\') {
            fprintf(out, "\\%03o", (unsigned) (unsigned char) *word);
        } else {
            fwrite(word, 1, n, out);
        }
        word += n > 0 ? n : 1;
    }
    fputc('\'', out);
}

static void
put_word(FILE *out, const char *word)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789_-+:,./@%=";

    fputc(' ', out);
    if (!is_seen(word)) {
        put_escaped(out, word);
    } else if (word[0] == '\0' || word[strspn(word, safe)] != '\0') {
        put_quoted(out, word);
    } else {
        fputs(word, out);
    }
}

static bool
has_word(int argc, char *const *argv, const char *word)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], word) == 0) {
            return true;
        }
    }
    return false;
}

char *
nz_command_line(int argc, char *const *argv, const char *option)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        return NULL;
    }
    fputs("nonzero", out);
    for (int i = 0; i < argc; i++) {
        put_word(out, argv[i]);
        if (i == 0 && option != NULL && !has_word(argc, argv, option)) {
            put_word(out, option);
        }
    }
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
