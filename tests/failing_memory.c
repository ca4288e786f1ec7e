#include "tests/failing_memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
FILE *__real_open_memstream(char **text, size_t *size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *old);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);
FILE *__wrap_open_memstream(char **text, size_t *size);

static struct {
    size_t first, last; /* the allocations that fail, from 1; first 0: none */
    size_t n;           /* since these were set */
    long n_held;
} memory;

void
nz_test_memory_ends(size_t at)
{
    memory.first = at;
    memory.last = SIZE_MAX;
    memory.n = 0;
}

void
nz_test_memory_lacks(size_t at)
{
    memory.first = memory.last = at;
    memory.n = 0;
}

bool
nz_test_memory_failed(void)
{
    return memory.first > 0 && memory.n >= memory.first;
}

long
nz_test_memory_held(void)
{
    return memory.n_held;
}

static bool
fails(void)
{
    memory.n++;
    return nz_test_memory_failed() && memory.n <= memory.last;
}

static void *
held(void *block)
{
    memory.n_held += block != NULL;
    return block;
}

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : held(__real_malloc(size));
}

void *
__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : held(__real_calloc(n, size));
}

void *
__wrap_realloc(void *old, size_t size)
{
    if (fails()) {
        return NULL;
    }
    void *block = __real_realloc(old, size);
    return old == NULL ? held(block) : block;
}

void
__wrap_free(void *old)
{
    memory.n_held -= old != NULL;
    __real_free(old);
}

char *
__wrap_strdup(const char *text)
{
    return fails() ? NULL : held(__real_strdup(text));
}

char *
__wrap_strndup(const char *text, size_t size)
{
    return fails() ? NULL : held(__real_strndup(text, size));
}

FILE *
__wrap_open_memstream(char **text, size_t *size)
{
    return fails() ? NULL : __real_open_memstream(text, size);
}
