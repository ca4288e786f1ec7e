#include "mpi/worker.h"

#include "mpi/cli.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where it may be, relative to this program. */
static const char *const places[] = { "nonzero-worker", NZ_WORKER_FROM_PROGRAM };

/* The folder of this program with a slash at its end; empty if it cannot be told. */
static void
find_folder(char folder[PATH_MAX])
{
    const ssize_t size = readlink("/proc/self/exe", folder, PATH_MAX - 1);

    folder[size > 0 ? size : 0] = '\0';
    char *slash = strrchr(folder, '/');
    folder[slash != NULL ? slash - folder + 1 : 0] = '\0';
}

int
nz_worker_run(int argc, char **argv)
{
    char folder[PATH_MAX], path[2 * PATH_MAX];
    char name[] = "nonzero";
    char **arguments = calloc((size_t) argc + 2, sizeof(*arguments));

    if (arguments == NULL) {
        fprintf(stderr, "nonzero: %s\n", nz_status_message(NZ_ERR_NO_MEMORY));
        return NZ_EXIT_FAILED;
    }
    arguments[0] = name;
    memcpy(arguments + 1, argv, (size_t) argc * sizeof(*arguments));
    find_folder(folder);
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", folder, places[i]);
        execv(path, arguments);
        if (errno != ENOENT) {
            break;
        }
    }
    fprintf(stderr, "nonzero: its part %s%s cannot be started: %s\n", folder, places[1],
        strerror(errno));
    free(arguments);
    return NZ_EXIT_FAILED;
}
