/* The resolved study and the description of the keys, both from the table of keys. */
#include "sim/number.h"
#include "sim/study.h"
#include "sim/study_keys.h"
#include "sim/study_kinds.h"
#include "sim/utf8.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HELP_WIDTH 79
#define HELP_INDENT 4

/* In double quotes, with escapes for all that YAML or an editor might treat specially. */
static void
write_text(FILE *to, const char *text)
{
    size_t size = strlen(text);

    fputc('"', to);
    while (size > 0) {
        uint32_t code = 0xFFFD;
        size_t length = nz_utf8_decode(text, size, &code);
        length = length > 0 ? length : 1;
        if (code == '"' || code == '\\') {
            fprintf(to, "\\%c", (char) code);
        } else if (nz_utf8_is_control(code) || code == 0xFEFF || code == 0xFFFE
                   || code == 0xFFFF) {
            fprintf(to, "\\u%04" PRIX32, code);
        } else {
            fwrite(text, 1, length, to);
        }
        text += length;
        size -= length;
    }
    fputc('"', to);
}

static void
write_real(FILE *to, double value)
{
    char number[NZ_NUMBER_SHORTEST_MAX];

    nz_number_format(value, number);
    fputs(number, to);
}

static void
write_element(FILE *to, const nz_study_key_t *key, const void *member, size_t i)
{
    switch (key->type) {
    case NZ_KEY_GRID:
    case NZ_KEY_REAL_LIST:
        write_real(to, ((const nz_list_double_t *) member)->values[i]);
        break;
    case NZ_KEY_WHOLE_LIST: /* not 1e+06 */
        fprintf(to, "%.0f", ((const nz_list_double_t *) member)->values[i]);
        break;
    case NZ_KEY_COUNT_LIST:
        fprintf(to, "%" PRIu64, ((const nz_list_count_t *) member)->values[i]);
        break;
    case NZ_KEY_TEXT_LIST:
        write_text(to, ((const nz_list_string_t *) member)->values[i]);
        break;
    case NZ_KEY_CHOICE_LIST:
        fputs(
            key->words->word((size_t) ((const nz_list_enum_t *) member)->values[i]), to);
        break;
    case NZ_KEY_TEXT:
    case NZ_KEY_PATH:
    case NZ_KEY_COUNT:
    case NZ_KEY_REAL:
    case NZ_KEY_CHOICE:
        break;
    }
}

static void
write_list(FILE *to, const nz_study_key_t *key, const void *member, size_t n)
{
    fputc('[', to);
    for (size_t i = 0; i < n; i++) {
        fputs(i > 0 ? ", " : "", to);
        write_element(to, key, member, i);
    }
    fputc(']', to);
}

static void
write_value(FILE *to, const nz_study_key_t *key, const void *member)
{
    switch (key->type) {
    case NZ_KEY_TEXT:
    case NZ_KEY_PATH:
        if (*(char *const *) member != NULL) {
            write_text(to, *(char *const *) member);
        } else {
            fputs("null", to);
        }
        break;
    case NZ_KEY_COUNT:
        fprintf(to, "%" PRIu64, *(const uint64_t *) member);
        break;
    case NZ_KEY_REAL:
        write_real(to, *(const double *) member);
        break;
    case NZ_KEY_CHOICE:
        fputs(key->words->word((size_t) * (const int *) member), to);
        break;
    case NZ_KEY_GRID:
    case NZ_KEY_WHOLE_LIST:
    case NZ_KEY_REAL_LIST:
        write_list(to, key, member, ((const nz_list_double_t *) member)->n);
        break;
    case NZ_KEY_COUNT_LIST:
        write_list(to, key, member, ((const nz_list_count_t *) member)->n);
        break;
    case NZ_KEY_TEXT_LIST:
        write_list(to, key, member, ((const nz_list_string_t *) member)->n);
        break;
    case NZ_KEY_CHOICE_LIST:
        write_list(to, key, member, ((const nz_list_enum_t *) member)->n);
        break;
    }
}

/* Ends a memory stream; *text is the caller's only if nothing failed. */
static nz_status_t
finish(FILE *stream, char **buffer, char **text)
{
    bool failed = ferror(stream) != 0;

    failed = fclose(stream) != 0 || failed;
    if (failed) {
        free(*buffer);
        return NZ_ERR_NO_MEMORY;
    }
    *text = *buffer;
    return NZ_OK;
}

nz_status_t
nz_study_to_yaml(const nz_study_t *self, char **yaml)
{
    char *buffer = NULL;
    size_t size = 0;
    const char *section = "";
    FILE *to = NULL;

    if (self == NULL || yaml == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    to = open_memstream(&buffer, &size);
    if (to == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        const nz_study_key_t *key = &nz_study_keys[i];
        size_t length = nz_study_section_length(key->key);
        if (!nz_study_kinds_has(self, key)) {
            continue;
        }
        if (length > 0 && strncmp(section, key->key, length + 1) != 0) {
            fprintf(to, "%.*s:\n", (int) length, key->key);
        }
        section = key->key;
        fprintf(to, "%s%s: ", length > 0 ? "  " : "",
            key->key + (length > 0 ? length + 1 : 0));
        write_value(to, key, (const char *) self + key->offset);
        fputc('\n', to);
    }
    return finish(to, &buffer, yaml);
}

/* A paragraph, indented and broken at spaces. */
static void
write_wrapped(FILE *to, const char *text)
{
    size_t column = 0;

    while (*text != '\0') {
        size_t word = strcspn(text, " ");
        if (column > 0 && column + 1 + word > HELP_WIDTH) {
            fputc('\n', to);
            column = 0;
        }
        column += (size_t) fprintf(
            to, "%*s%.*s", column == 0 ? HELP_INDENT : 1, "", (int) word, text);
        text += word;
        text += strspn(text, " ");
    }
    fputc('\n', to);
}

/* "list of " or "", and the kind of value with its range. */
static void
describe_type(const nz_study_key_t *key, char *out, size_t size)
{
    char range[160];
    size_t used = 0;
    bool is_list = key->type == NZ_KEY_GRID || key->type == NZ_KEY_COUNT_LIST
                   || key->type == NZ_KEY_WHOLE_LIST || key->type == NZ_KEY_REAL_LIST
                   || key->type == NZ_KEY_TEXT_LIST || key->type == NZ_KEY_CHOICE_LIST;

    if (key->words != NULL) {
        used = (size_t) snprintf(
            out, size, is_list ? "a list of " : (key->words->n > 1 ? "one of " : ""));
        for (size_t i = 0; i < key->words->n && used < size; i++) {
            used += (size_t) snprintf(
                out + used, size - used, "%s%s", i > 0 ? ", " : "", key->words->word(i));
        }
        if (is_list && used < size) {
            (void) snprintf(out + used, size - used, "; or all");
        }
    } else if (key->type == NZ_KEY_TEXT || key->type == NZ_KEY_PATH
               || key->type == NZ_KEY_TEXT_LIST) {
        (void) snprintf(out, size, is_list ? "a list of texts" : "a text");
    } else {
        nz_study_describe_range(key, range, sizeof(range));
        (void) snprintf(out, size, "%s%s",
            !is_list            ? ""
            : key->is_any_order ? "a list, each "
                                : "an increasing list, each ",
            range);
    }
}

static void
write_help(FILE *to, const nz_study_key_t *key)
{
    char type[512];
    char line[768];
    char kinds[64];
    bool has_unit = key->unit[0] != '\0' && strcmp(key->unit, "bytes") != 0;

    describe_type(key, type, sizeof(type));
    nz_study_kinds_list(key, kinds, sizeof(kinds));
    (void) snprintf(line, sizeof(line), "%s%s%s%s; %s%s%s%s", type, has_unit ? " [" : "",
        has_unit ? key->unit : "", has_unit ? "]" : "",
        key->default_yaml != NULL ? "default " : "required",
        key->default_yaml != NULL ? key->default_yaml : "",
        kinds[0] != '\0' ? " for kind " : "", kinds);
    fprintf(to, "%s\n", key->key);
    write_wrapped(to, line);
    write_wrapped(to, key->doc);
}

nz_status_t
nz_study_keys_help(char **text)
{
    char *buffer = NULL;
    size_t size = 0;
    FILE *to = NULL;

    if (text == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    to = open_memstream(&buffer, &size);
    if (to == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        write_help(to, &nz_study_keys[i]);
    }
    return finish(to, &buffer, text);
}
