#include "mpi/figure_text.h"

#include "sim/number.h"
#include "sim/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* The next character of NUL-terminated text. */
static uint32_t
next_character(const char *text, size_t *n)
{
    uint32_t c = 0;
    *n = nz_utf8_next(text, strnlen(text, 4), &c);
    return c;
}

static size_t
columns_of(uint32_t c)
{
    bool is_wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF)
                   || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF)
                   || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60)
                   || c >= 0x1F300;
    return is_wide ? 2 : 1;
}

/* Everything that can mean something to gnuplot goes as an octal escape. */
static void
put_character(FILE *out, uint32_t c, const char *bytes, size_t n)
{
    static const char plain[] = " ,.;:!?()[]+-*/=_%&<>|~^#";
    bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || (c < 0x80 && strchr(plain, (int) c) != NULL);
    if (nz_utf8_is_unseen(c)) {
        fputc(' ', out);
    } else if (c == NZ_UTF8_REPLACEMENT) {
        fputs("\xEF\xBF\xBD", out);
    } else if (c >= 0x80 || is_plain) {
        fwrite(bytes, 1, n, out);
    } else {
        fprintf(out, "\\%03o", (unsigned) c);
    }
}

static bool
is_wider_than(const char *text, size_t n_columns)
{
    size_t used = 0, n = 0;
    for (const char *s = text; *s != '\0' && used <= n_columns; s += n) {
        used += columns_of(next_character(s, &n));
    }
    return used > n_columns;
}

void
nz_figure_put_quoted(FILE *out, const char *text, size_t n_columns)
{
    bool is_cut = is_wider_than(text, n_columns);
    size_t room = is_cut && n_columns > 0 ? n_columns - 1 : n_columns;
    size_t used = 0, n = 0;
    fputc('"', out);
    for (const char *s = text; *s != '\0'; s += n) {
        uint32_t c = next_character(s, &n);
        used += columns_of(c);
        if (used > room) {
            break;
        }
        put_character(out, c, s, n);
    }
    fputs(is_cut ? "…\"" : "\"", out);
}

void
nz_figure_count_label(uint64_t count, char label[NZ_FIGURE_COUNT_LABEL_SIZE])
{
    uint64_t mantissa = count;
    int power = 0;
    while (mantissa > 0 && mantissa % 10 == 0) {
        mantissa /= 10;
        power++;
    }
    int shift = mantissa >= 10 && mantissa < 100 ? 1 : 0;
    if (count < 100000 || mantissa >= 100) {
        snprintf(label, NZ_FIGURE_COUNT_LABEL_SIZE, "%" PRIu64, count);
    } else if (mantissa == 1) {
        snprintf(label, NZ_FIGURE_COUNT_LABEL_SIZE, "10^{%d}", power);
    } else if (shift == 0) {
        snprintf(
            label, NZ_FIGURE_COUNT_LABEL_SIZE, "%" PRIu64 "×10^{%d}", mantissa, power);
    } else {
        snprintf(label, NZ_FIGURE_COUNT_LABEL_SIZE, "%" PRIu64 ".%" PRIu64 "×10^{%d}",
            mantissa / 10, mantissa % 10, power + 1);
    }
}

void
nz_figure_size_label(double size, char label[NZ_FIGURE_COUNT_LABEL_SIZE])
{
    if (size >= 0.01 && size < 9999.5) {
        snprintf(label, NZ_FIGURE_COUNT_LABEL_SIZE, "%.*f",
            size >= 99.95    ? 0
            : size >= 9.995  ? 1
            : size >= 0.9995 ? 2
                             : 3,
            size);
        nz_number_trim(label);
        return;
    }
    int power = (int) floor(log10(size));
    double mantissa = round(size / pow(10, power) * 100) / 100;
    if (mantissa >= 10) {
        mantissa /= 10;
        power++;
    }
    if (mantissa > 1) {
        snprintf(label, NZ_FIGURE_COUNT_LABEL_SIZE, "%.3g×10^{%d}", mantissa, power);
    } else {
        snprintf(label, NZ_FIGURE_COUNT_LABEL_SIZE, "10^{%d}", power);
    }
}
