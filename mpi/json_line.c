#include "mpi/json_line.h"

#include "sim/utf8.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Add a value, which may be missing for lack of memory. */
static void
add(nz_json_line_t *self, const char *key, json_t *value)
{
    if (json_object_set_new(self->object, key, value) != 0) {
        self->has_failed = true;
    }
}

void
nz_json_line_begin(nz_json_line_t *self, const char *event)
{
    char second[32], text[48];
    struct timespec now;
    struct tm utc;

    *self = (nz_json_line_t){ .object = json_object(), .event = event };
    clock_gettime(CLOCK_REALTIME, &now);
    strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", gmtime_r(&now.tv_sec, &utc));
    snprintf(text, sizeof(text), "%s.%03ldZ", second, now.tv_nsec / 1000000);
    add(self, "time", json_string(text));
    add(self, "event", json_string(event));
}

/* The text with U+FFFD for what is not UTF-8; the caller frees it. NULL without memory.
 */
static char *
repaired(const char *text)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    size_t size = strlen(text);
    char *out = malloc(size * (sizeof(replacement) - 1) + 1);
    size_t used = 0;

    while (out != NULL && size > 0) {
        uint32_t code;
        const size_t length = nz_utf8_decode(text, size, &code);
        const size_t step = length > 0 ? length : 1;
        const size_t n = length > 0 ? length : sizeof(replacement) - 1;
        memcpy(out + used, length > 0 ? text : replacement, n);
        used += n;
        text += step;
        size -= step;
    }
    if (out != NULL) {
        out[used] = '\0';
    }
    return out;
}

void
nz_json_line_text(nz_json_line_t *self, const char *key, const char *text)
{
    if (text != NULL) {
        char *valid = repaired(text);
        add(self, key, valid != NULL ? json_string(valid) : NULL);
        free(valid);
    }
}

void
nz_json_line_count(nz_json_line_t *self, const char *key, uint64_t count)
{
    add(self, key,
        count <= INT64_MAX ? json_integer((json_int_t) count)
                           : json_real((double) count));
}

void
nz_json_line_real(nz_json_line_t *self, const char *key, double number)
{
    if (isfinite(number)) {
        add(self, key, json_real(number));
    }
}

/* The line; the caller frees it. NULL without memory. Not by json_dumps, which leaves
 * out a key whose memory is lacking. */
static char *
dump(const nz_json_line_t *self)
{
    static const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(12);
    const size_t size = self->has_failed ? 0 : json_dumpb(self->object, NULL, 0, flags);
    char *text = size > 0 ? malloc(size + 1) : NULL;

    if (text != NULL && json_dumpb(self->object, text, size, flags) != size) {
        free(text);
        return NULL;
    }
    if (text != NULL) {
        text[size] = '\0';
    }
    return text;
}

void
nz_json_line_end(nz_json_line_t *self, FILE *out)
{
    char *text = dump(self);

    if (text != NULL) {
        fprintf(out, "%s\n", text);
    } else {
        fprintf(out, "{\"event\":\"%s\"}\n", self->event);
    }
    fflush(out);
    free(text);
    json_decref(self->object);
    *self = (nz_json_line_t){ 0 };
}
