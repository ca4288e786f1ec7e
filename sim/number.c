#include "sim/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this no number of NZ_NUMBER_TEXT_MAX digits can come back into range. */
#define EXPONENT_MAX 10000

/* A decimal number taken apart: the digits, read as a whole number, x 10^exponent. */
typedef struct nz_decimal {
    bool is_negative;
    size_t n_digits;
    char digits[NZ_NUMBER_TEXT_MAX + 1];
    int exponent; /* power of ten of the last digit */
} nz_decimal_t;

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads the exponent "e-12"; NULL if malformed, else where it ends. */
static const char *
split_exponent(const char *p, int *exponent)
{
    int value = 0;
    int sign = 1;

    if (*p != 'e' && *p != 'E') {
        return p;
    }
    p++;
    if (*p == '-' || *p == '+') {
        sign = *p == '-' ? -1 : 1;
        p++;
    }
    if (!is_digit(*p)) {
        return NULL;
    }
    for (; is_digit(*p); p++) {
        value = value < EXPONENT_MAX ? 10 * value + (*p - '0') : value;
    }
    *exponent += sign * value;
    return p;
}

static bool
split_decimal(const char *text, nz_decimal_t *out)
{
    const char *p = text;
    size_t n_whole = 0;

    *out = (nz_decimal_t){ .n_digits = 0 };
    if (strnlen(text, NZ_NUMBER_TEXT_MAX + 1) > NZ_NUMBER_TEXT_MAX) {
        return false;
    }
    if (*p == '-' || *p == '+') {
        out->is_negative = *p == '-';
        p++;
    }
    for (; is_digit(*p); p++) {
        out->digits[out->n_digits++] = *p;
    }
    n_whole = out->n_digits;
    if (n_whole > 1 && out->digits[0] == '0') {
        return false; /* YAML 1.1 reads 010 as eight */
    }
    if (*p == '.') {
        for (p++; is_digit(*p); p++) {
            out->digits[out->n_digits++] = *p;
            out->exponent--;
        }
    }
    if (out->n_digits == 0) {
        return false;
    }
    p = split_exponent(p, &out->exponent);
    return p != NULL && *p == '\0';
}

static bool
is_zero(const nz_decimal_t *decimal)
{
    return strspn(decimal->digits, "0") == decimal->n_digits;
}

/* The value of at most 15 digits with a small exponent: both the digits and the power of
 * ten are exact, so that one operation rounds once, as strtod does, in a fifth of its
 * time (Clinger 1990, How to read floating point numbers accurately). */
static bool
read_short(const nz_decimal_t *decimal, double *value)
{
    static const double powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
        1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    const int power_max = (int) (sizeof(powers) / sizeof(powers[0])) - 1;
    int64_t digits = 0;

    if (FLT_EVAL_METHOD != 0 || decimal->n_digits > DBL_DIG
        || abs(decimal->exponent) > power_max) {
        return false;
    }
    for (size_t i = 0; i < decimal->n_digits; i++) {
        digits = 10 * digits + (decimal->digits[i] - '0');
    }
    *value = decimal->exponent < 0 ? (double) digits / powers[-decimal->exponent]
                                   : (double) digits * powers[decimal->exponent];
    *value = decimal->is_negative ? -*value : *value;
    return true;
}

nz_number_status_t
nz_number_parse_real(const char *text, double *out)
{
    nz_decimal_t decimal;
    char local[NZ_NUMBER_TEXT_MAX + 16];
    double value = 0.0;

    if (!split_decimal(text, &decimal)) {
        return NZ_NUMBER_NOT_DECIMAL;
    }
    if (read_short(&decimal, out)) {
        return NZ_NUMBER_OK;
    }
    /* Digits and exponent without a point: what strtod reads alike in every locale. */
    (void) snprintf(local, sizeof(local), "%s%se%d", decimal.is_negative ? "-" : "",
        decimal.digits, decimal.exponent);
    value = strtod(local, NULL);
    if (isinf(value)) {
        return NZ_NUMBER_TOO_LARGE;
    }
    if (value == 0.0 && !is_zero(&decimal)) {
        return NZ_NUMBER_TOO_SMALL;
    }
    *out = value;
    return NZ_NUMBER_OK;
}

nz_number_status_t
nz_number_parse_count(const char *text, uint64_t *out)
{
    nz_decimal_t decimal;
    uint64_t value = 0;

    if (!split_decimal(text, &decimal)) {
        return NZ_NUMBER_NOT_DECIMAL;
    }
    if (is_zero(&decimal)) {
        *out = 0;
        return NZ_NUMBER_OK;
    }
    if (decimal.is_negative) {
        return NZ_NUMBER_NEGATIVE;
    }
    for (; decimal.exponent < 0; decimal.exponent++) {
        if (decimal.n_digits == 0 || decimal.digits[decimal.n_digits - 1] != '0') {
            return NZ_NUMBER_NOT_WHOLE;
        }
        decimal.n_digits--;
    }
    for (size_t i = 0; i < decimal.n_digits || decimal.exponent > 0; i++) {
        unsigned digit = 0;
        if (i < decimal.n_digits) {
            digit = (unsigned) (decimal.digits[i] - '0');
        } else {
            decimal.exponent--;
        }
        if (value > (UINT64_MAX - digit) / 10) {
            return NZ_NUMBER_TOO_LARGE;
        }
        value = 10 * value + digit;
    }
    *out = value;
    return NZ_NUMBER_OK;
}

static void
restore_point(char *text)
{
    const char *point = localeconv()->decimal_point;
    char *found = strstr(text, point);

    if (found != NULL) {
        size_t length = strlen(point);
        found[0] = '.';
        memmove(found + 1, found + length, strlen(found + length) + 1);
    }
}

void
nz_number_format(double value, char out[NZ_NUMBER_SHORTEST_MAX])
{
    char plain[NZ_NUMBER_SHORTEST_MAX];

    for (int precision = 1; precision <= 17; precision++) {
        (void) snprintf(out, NZ_NUMBER_SHORTEST_MAX, "%.*g", precision, value);
        if (strtod(out, NULL) == value) {
            break;
        }
    }
    restore_point(out);
    if (fabs(value) < 1e6 && value == floor(value)) { /* 30 is better than 3e+01 */
        (void) snprintf(plain, sizeof(plain), "%.0f", value);
        if (strlen(plain) <= strlen(out)) {
            memcpy(out, plain, strlen(plain) + 1);
        }
    }
}

void
nz_number_trim(char *text)
{
    if (strchr(text, '.') != NULL) {
        size_t n = strlen(text);
        while (text[n - 1] == '0') {
            text[--n] = '\0';
        }
        text[n - (text[n - 1] == '.')] = '\0';
    }
}
