#include "sim/run_groups.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define SAFE "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

static void
make_safe(const char *name, char *out)
{
    size_t i = 0;

    for (; name[i] != '\0' && i < NZ_STUDY_TASK_NAME_MAX; i++) {
        const bool is_safe = strchr(SAFE, name[i]) != NULL
                             || (i > 0 && (name[i] == '-' || name[i] == '.'));
        out[i] = is_safe ? name[i] : '_';
    }
    out[i] = '\0';
}

static bool
is_taken(char (*names)[NZ_RUN_GROUP_SIZE], size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (strcmp(names[i], names[j]) == 0) {
            return true;
        }
    }
    return false;
}

void
nz_run_groups_name(const nz_run_t *run, char (*names)[NZ_RUN_GROUP_SIZE])
{
    for (size_t i = 0; i < run->n_parts; i++) {
        char *name = names[i];
        make_safe(run->parts[i].study.task.name, name);
        const size_t length = strlen(name);
        for (int k = 2; is_taken(names, i); k++) {
            (void) snprintf(name + length, NZ_RUN_GROUP_SIZE - length, "_%d", k);
        }
    }
}
