#include "sim/utf8.h"

#include <string.h>

static bool
is_continuation(unsigned char byte)
{
    return (byte & 0xC0U) == 0x80U;
}

size_t
nz_utf8_decode(const char *text, size_t size, uint32_t *code)
{
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *bytes = (const unsigned char *) text;
    size_t length = 0;
    uint32_t value = 0;

    if (size == 0) {
        return 0;
    }
    if (bytes[0] < 0x80U) {
        *code = bytes[0];
        return 1;
    }
    if ((bytes[0] & 0xE0U) == 0xC0U) {
        length = 2;
    } else if ((bytes[0] & 0xF0U) == 0xE0U) {
        length = 3;
    } else if ((bytes[0] & 0xF8U) == 0xF0U) {
        length = 4;
    }
    if (length == 0 || length > size) {
        return 0;
    }
    value = bytes[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if (!is_continuation(bytes[i])) {
            return 0;
        }
        value = value << 6 | (bytes[i] & 0x3FU);
    }
    if (value < smallest[length] || value > 0x10FFFFU
        || (value >= 0xD800U && value <= 0xDFFFU)) {
        return 0;
    }
    *code = value;
    return length;
}

size_t
nz_utf8_next(const char *text, size_t size, uint32_t *code)
{
    const size_t length = nz_utf8_decode(text, size, code);

    if (length == 0) {
        *code = NZ_UTF8_REPLACEMENT;
        return 1;
    }
    return length;
}

bool
nz_utf8_is_control(uint32_t code)
{
    return code < 0x20U || (code >= 0x7FU && code < 0xA0U) || code == 0x2028U
           || code == 0x2029U;
}

bool
nz_utf8_is_unseen(uint32_t code)
{
    return nz_utf8_is_control(code) || code == 0x061C || code == 0x200B || code == 0x200E
           || code == 0x200F || (code >= 0x202A && code <= 0x202E)
           || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF
           || (code >= 0xE0000 && code <= 0xE007F);
}

bool
nz_utf8_is_clean(const char *text)
{
    size_t size = strlen(text);

    while (size > 0) {
        uint32_t code = 0;
        size_t length = nz_utf8_decode(text, size, &code);
        if (length == 0 || nz_utf8_is_control(code)) {
            return false;
        }
        text += length;
        size -= length;
    }
    return true;
}

size_t
nz_utf8_cut(const char *text, size_t max)
{
    size_t size = strnlen(text, max + 1);

    if (size <= max) {
        return size;
    }
    size = max;
    while (size > 0 && is_continuation((unsigned char) text[size])) {
        size--;
    }
    return size;
}
