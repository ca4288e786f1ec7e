#include "mpi/paragraph.h"

#include <stdarg.h>
#include <string.h>

void
nz_paragraph_add(nz_paragraph_t *self, const char *format, ...)
{
    char text[NZ_PARAGRAPH_TEXT_MAX + 1];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    for (const char *word = text; *word != '\0';) {
        const int length = (int) strcspn(word, " ");
        if (length > 0) {
            const int needed = length + (self->column > 0 ? 1 : 0);
            const char *before = "";
            if (self->column > 0) {
                before = self->column + needed > NZ_PARAGRAPH_COLUMNS ? "\n" : " ";
            }
            self->column = *before == ' ' ? self->column + needed : length;
            fprintf(self->out, "%s%.*s", before, length, word);
        }
        word += length + (word[length] == ' ' ? 1 : 0);
    }
}

void
nz_paragraph_end(nz_paragraph_t *self)
{
    if (self->column > 0) {
        fputc('\n', self->out);
    }
    self->column = 0;
}
