/* The resolved study and the description of the keys, both from the table of keys. */
#include "sim/number.h"
#include "sim/studies.h"
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
        uint32_t code = 0;
        size_t length = nz_utf8_next(text, size, &code);
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

/* Whether no part has another metric, not yet in, before this one. */
static bool
is_next(const nz_study_t *parts, size_t n_parts, int metric, const bool *is_in)
{
    for (size_t i = 0; i < n_parts; i++) {
        const nz_list_enum_t *list = &parts[i].metrics;
        bool is_behind = false;
        for (size_t m = 0; m < list->n; m++) {
            if (list->values[m] == metric && is_behind) {
                return false;
            }
            is_behind =
                is_behind || (!is_in[list->values[m]] && list->values[m] != metric);
        }
    }
    return true;
}

/* The metrics of all parts as one list that has those of each in its order. */
static size_t
merge_metrics(const nz_study_t *parts, size_t n_parts, int out[NZ_N_METRICS])
{
    bool is_in[NZ_N_METRICS] = { false };
    size_t n = 0, n_before = 1;

    while (n != n_before) {
        n_before = n;
        for (size_t i = 0; i < n_parts; i++) {
            const nz_list_enum_t *list = &parts[i].metrics;
            for (size_t m = 0; m < list->n; m++) {
                const int metric = list->values[m];
                if (!is_in[metric] && is_next(parts, n_parts, metric, is_in)) {
                    is_in[metric] = true;
                    out[n++] = metric;
                }
            }
        }
    }
    return n;
}

static void
write_line(FILE *to, const nz_study_key_t *key, const char *before, const void *member)
{
    const size_t length = nz_study_section_length(key->key);

    fprintf(to, "%s%s: ", before, key->key + (length > 0 ? length + 1 : 0));
    write_value(to, key, member);
    fputc('\n', to);
}

static void
write_tasks(FILE *to, const nz_study_t *parts, size_t n_parts)
{
    fputs("tasks:\n", to);
    for (size_t i = 0; i < n_parts; i++) {
        const char *before = "  - ";
        for (size_t k = 0; k < nz_study_n_keys; k++) {
            const nz_study_key_t *key = &nz_study_keys[k];
            if (nz_study_is_of_task(key) && nz_study_kinds_has(&parts[i], key)) {
                write_line(to, key, before, (const char *) &parts[i] + key->offset);
                before = "    ";
            }
        }
    }
}

/* A key that all parts share, or that of the only part. */
static void
write_shared(FILE *to, const nz_study_key_t *key, const nz_study_t *parts, size_t n_parts)
{
    const bool is_inside = nz_study_section_length(key->key) > 0;
    const void *member = (const char *) parts + key->offset;
    int values[NZ_N_METRICS];
    nz_list_enum_t metrics = { .values = values };

    if (key->offset == offsetof(nz_study_t, metrics)) {
        metrics.n = merge_metrics(parts, n_parts, values);
        member = &metrics;
    }
    write_line(to, key, is_inside ? "  " : "", member);
}

static nz_status_t
write_file(const nz_study_t *parts, size_t n_parts, char **yaml)
{
    char *buffer = NULL;
    size_t size = 0;
    const char *section = "";
    FILE *to = open_memstream(&buffer, &size);

    if (to == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        const nz_study_key_t *key = &nz_study_keys[i];
        const size_t length = nz_study_section_length(key->key);
        const bool is_listed = n_parts > 1 && nz_study_is_of_task(key);
        const bool is_first = length > 0 && strncmp(section, key->key, length + 1) != 0;
        if (!is_listed && !nz_study_kinds_has(parts, key)) {
            continue;
        }
        section = key->key;
        if (is_listed && is_first) {
            write_tasks(to, parts, n_parts);
        } else if (is_first) {
            fprintf(to, "%.*s:\n", (int) length, key->key);
        }
        if (!is_listed) {
            write_shared(to, key, parts, n_parts);
        }
    }
    return finish(to, &buffer, yaml);
}

nz_status_t
nz_study_to_yaml(const nz_study_t *self, char **yaml)
{
    if (self == NULL || yaml == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    return write_file(self, 1, yaml);
}

nz_status_t
nz_studies_to_yaml(const nz_studies_t *self, char **yaml)
{
    if (self == NULL || self->n == 0 || yaml == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    return write_file(self->parts, self->n, yaml);
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

static void
write_tasks_help(FILE *to)
{
    char line[96];

    (void) snprintf(line, sizeof(line), "a list of mappings, 1 to %d; default none",
        NZ_STUDY_TASKS_MAX);
    fprintf(to, "%s\n", nz_study_tasks_key.key);
    write_wrapped(to, line);
    write_wrapped(to, nz_study_tasks_key.doc);
}

nz_status_t
nz_study_keys_help(char **text)
{
    char *buffer = NULL;
    size_t size = 0;
    bool has_tasks = false;
    FILE *to = NULL;

    if (text == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    to = open_memstream(&buffer, &size);
    if (to == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        if (nz_study_is_of_task(&nz_study_keys[i]) && !has_tasks) {
            write_tasks_help(to);
            has_tasks = true;
        }
        write_help(to, &nz_study_keys[i]);
    }
    return finish(to, &buffer, text);
}
