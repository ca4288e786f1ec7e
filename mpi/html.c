#include "mpi/html.h"

#include "sim/number.h"
#include "sim/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void
put_character(FILE *out, uint32_t c, const char *bytes, size_t n)
{
    if (nz_utf8_is_unseen(c)) {
        fputc(' ', out);
    } else if (c == NZ_UTF8_REPLACEMENT) {
        fputs("\xEF\xBF\xBD", out);
    } else if (c < 0x80 && strchr("&<>\"'`", (int) c) != NULL) {
        fprintf(out, "&#%u;", (unsigned) c);
    } else {
        fwrite(bytes, 1, n, out);
    }
}

void
nz_html_put_bytes(FILE *out, const char *text, size_t n)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i += length) {
        uint32_t c = 0;
        length = nz_utf8_next(text + i, n - i, &c);
        put_character(out, c, text + i, length);
    }
}

/* Where @p text has had @p n_max characters. */
static size_t
cut_after(const char *text, size_t size, size_t n_max)
{
    size_t at = 0;
    for (; at < size && n_max > 0; n_max--) {
        uint32_t c = 0;
        at += nz_utf8_next(text + at, size - at, &c);
    }
    return at;
}

void
nz_html_put_text(FILE *out, const char *text, size_t n_max)
{
    const size_t size = strlen(text);
    const bool is_cut = cut_after(text, size, n_max) < size;
    const size_t room = is_cut && n_max > 0 ? n_max - 1 : n_max;

    nz_html_put_bytes(out, text, cut_after(text, size, room));
    fputs(is_cut ? "…" : "", out);
}

void
nz_html_put_lines(FILE *out, const char *text)
{
    const size_t size = strlen(text);
    size_t n = 0;
    for (size_t i = 0; i < size; i += n) {
        uint32_t c = 0;
        n = nz_utf8_next(text + i, size - i, &c);
        if (c == '\n') {
            fputc('\n', out);
        } else if (nz_utf8_is_unseen(c)) {
            fprintf(out, c < 0x10000 ? "\\u%04X" : "\\U%08X", (unsigned) c);
        } else {
            put_character(out, c, text + i, n);
        }
    }
}

/* Digits, and what may follow them, with narrow no-break spaces between groups of three
 * digits if there are five or more of them. */
static void
put_grouped(FILE *out, const char *digits)
{
    const size_t n = strspn(digits, "0123456789");
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && n >= 5 && (n - i) % 3 == 0) {
            fputs("\u202F", out);
        }
        fputc(digits[i], out);
    }
    fputs(digits + n, out);
}

void
nz_html_put_count(FILE *out, uint64_t count)
{
    char digits[24];
    snprintf(digits, sizeof(digits), "%" PRIu64, count);
    put_grouped(out, digits);
}

void
nz_html_put_number(FILE *out, double number, int n_digits)
{
    char digits[40];

    if (isnan(number)) {
        fputs("–", out);
        return;
    }
    if (number < 0.0) {
        fputs("−", out);
        number = -number;
    }
    if (isinf(number) || number == 0.0) {
        fputs(number == 0.0 ? "0" : "∞", out);
        return;
    }
    snprintf(digits, sizeof(digits), "%.*e", n_digits - 1, number);
    char *mark = strchr(digits, 'e');
    const int power = (int) strtol(mark + 1, NULL, 10);
    if (power >= -4 && power < 5) {
        const int n_decimals = n_digits - 1 - power;
        snprintf(digits, sizeof(digits), "%.*f", n_decimals > 0 ? n_decimals : 0, number);
        nz_number_trim(digits);
        put_grouped(out, digits);
        return;
    }
    *mark = '\0';
    nz_number_trim(digits);
    if (strcmp(digits, "1") != 0) {
        fprintf(out, "%s×", digits);
    }
    fprintf(out, "10<sup>%s%d</sup>", power < 0 ? "−" : "", abs(power));
}

void
nz_html_put_base64(FILE *out, const unsigned char *bytes, size_t n)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < n; i += 3) {
        const size_t n_left = n - i < 3 ? n - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++) {
            bits = bits << 8 | (k < n_left ? bytes[i + k] : 0U);
        }
        for (size_t k = 0; k < 4; k++) {
            fputc(k <= n_left ? digits[bits >> (18 - 6 * k) & 63U] : '=', out);
        }
    }
}
