#include "sim/import_json.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Puts null for what Python calls numbers, with the same number of bytes; "NaN" is one
 * short of that and becomes an empty text, which is no number either. */
static void
replace_nonfinite(char *bytes, size_t size)
{
    static const struct {
        const char *word, *replacement;
    } words[] = { { "NaN", "\"\" " }, { "-Infinity", "null     " },
        { "Infinity", "null    " } };
    bool is_text = false;

    for (size_t i = 0; i < size; i++) {
        if (is_text && bytes[i] == '\\') {
            i++;
        } else if (bytes[i] == '"') {
            is_text = !is_text;
        }
        for (size_t w = 0; w < sizeof(words) / sizeof(words[0]) && !is_text; w++) {
            const size_t n = strlen(words[w].word);
            if (bytes[i] == words[w].word[0] && n <= size - i
                && memcmp(bytes + i, words[w].word, n) == 0) {
                memcpy(bytes + i, words[w].replacement, n);
                i += n - 1;
                break;
            }
        }
    }
}

nz_status_t
nz_import_json_parse(char *bytes, size_t size, const char *file, size_t line,
    size_t flags, json_t **out, nz_diagnostics_t *diagnostics)
{
    static const char mark[] = "\xEF\xBB\xBF";
    json_error_t error = { .line = 0 };

    if (size >= 3 && memcmp(bytes, mark, 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    replace_nonfinite(bytes, size);
    json_t *value =
        json_loadb(bytes, size, flags | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);
    if (value != NULL) {
        *out = value;
        return NZ_OK;
    }
    if (json_error_code(&error) == json_error_out_of_memory) {
        return NZ_ERR_NO_MEMORY;
    }
    const size_t own = error.line > 0 ? (size_t) error.line : 0;
    nz_diagnostics_add(
        diagnostics, file, line > 0 ? line : own, 0, "is not JSON: %s", error.text);
    return NZ_ERR_INPUT;
}

const char *
nz_import_json_text(const json_t *value)
{
    const char *text = json_string_value(value);

    return text != NULL && strlen(text) == json_string_length(value) ? text : NULL;
}

double
nz_import_json_number(const json_t *value)
{
    if (json_is_boolean(value)) {
        return json_is_true(value) ? 1.0 : 0.0;
    }
    return json_is_number(value) ? json_number_value(value) : (double) NAN;
}
