#include "sim/file_io.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static nz_status_t
io_error(nz_diagnostics_t *diagnostics, const char *path, const char *what)
{
    nz_diagnostics_add(diagnostics, path, 0, 0, "cannot %s: %s", what, strerror(errno));
    return NZ_ERR_IO;
}

/* Create the temporary file; *temporary is its name, which the caller frees. */
static nz_status_t
open_temporary(const char *path, char **temporary, int *fd, nz_diagnostics_t *diagnostics)
{
    struct stat info;
    const size_t room = strlen(path) + 32;

    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        nz_diagnostics_add(diagnostics, path, 0, 0,
            S_ISDIR(info.st_mode) ? "is a directory; name a file in it"
                                  : "is not a regular file and is left alone");
        return NZ_ERR_IO;
    }
    char *name = malloc(room);
    if (name == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    snprintf(name, room, "%s.%ld.part", path, (long) getpid());
    errno =
        ENOENT; /* of an empty path, beside which a file could be made but not renamed */
    *fd =
        path[0] == '\0' ? -1 : open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (*fd < 0) {
        nz_status_t status = io_error(diagnostics, path, "be written");
        free(name);
        return status;
    }
    *temporary = name;
    return NZ_OK;
}

int
nz_file_write_at(
    int fd, uint64_t offset, const void *bytes, size_t size, size_t *n_written)
{
    size_t done = 0;
    int failure = 0;

    while (done < size && failure == 0) {
        const ssize_t n =
            pwrite(fd, (const char *) bytes + done, size - done, (off_t) (offset + done));
        if (n > 0) {
            done += (size_t) n;
        } else if (n == 0 || errno != EINTR) {
            failure = n == 0 ? EIO : errno;
        }
    }
    if (n_written != NULL) {
        *n_written = done;
    }
    return failure;
}

void
nz_file_sync_directory(const char *path)
{
    char *copy = strdup(path);
    const int fd = copy != NULL ? open(dirname(copy), O_RDONLY | O_CLOEXEC) : -1;

    if (fd >= 0) {
        (void) fsync(fd); /* not every file system can; the file itself is synced */
        (void) close(fd);
    }
    free(copy);
}

nz_status_t
nz_file_write(
    const char *path, const void *bytes, size_t size, nz_diagnostics_t *diagnostics)
{
    char *temporary = NULL;
    int fd = -1;
    nz_status_t status = open_temporary(path, &temporary, &fd, diagnostics);

    if (status != NZ_OK) {
        return status;
    }
    int failure = nz_file_write_at(fd, 0, bytes, size, NULL);
    if (failure == 0 && fsync(fd) != 0) {
        failure = errno;
    }
    if (close(fd) != 0 && failure == 0) {
        failure = errno;
    }
    if (failure == 0 && rename(temporary, path) != 0) {
        failure = errno;
    }
    if (failure != 0) {
        errno = failure;
        status = io_error(diagnostics, path, "be written");
        (void) unlink(temporary);
    } else {
        nz_file_sync_directory(path);
    }
    free(temporary);
    return status;
}

nz_status_t
nz_file_check_writable(const char *path, nz_diagnostics_t *diagnostics)
{
    char *temporary = NULL;
    int fd = -1;
    nz_status_t status = open_temporary(path, &temporary, &fd, diagnostics);

    if (status == NZ_OK) {
        (void) close(fd);
        (void) unlink(temporary);
        free(temporary);
    }
    return status;
}

nz_status_t
nz_file_check_distinct(
    const char *output, const char *input, nz_diagnostics_t *diagnostics)
{
    struct stat written, read;
    const bool is_piped = strcmp(input, "-") == 0;

    if (stat(output, &written) != 0
        || (is_piped ? fstat(STDIN_FILENO, &read) : stat(input, &read)) != 0
        || written.st_dev != read.st_dev || written.st_ino != read.st_ino) {
        return NZ_OK;
    }
    nz_diagnostics_add(diagnostics, output, 0, 0,
        "is the file that is read; give --output another name");
    return NZ_ERR_INPUT;
}

nz_status_t
nz_file_read(const char *path, size_t size_max, char **bytes, size_t *size,
    nz_diagnostics_t *diagnostics)
{
    nz_status_t status = NZ_OK;
    char *buffer = NULL;
    size_t n = 0, capacity = 0;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        return io_error(diagnostics, path, "be read");
    }
    while (status == NZ_OK) {
        if (n + 1 >= capacity) {
            capacity = 2 * capacity + 4096;
            char *larger = realloc(buffer, capacity);
            if (larger == NULL) {
                status = NZ_ERR_NO_MEMORY;
                break;
            }
            buffer = larger;
        }
        const size_t got = fread(buffer + n, 1, capacity - n - 1, file);
        n += got;
        if (n > size_max) {
            nz_diagnostics_add(diagnostics, path, 0, 0,
                "is too large: more than %zu bytes are not expected here", size_max);
            status = NZ_ERR_IO;
        } else if (got == 0 && ferror(file)) {
            status = io_error(diagnostics, path, "be read");
        } else if (got == 0) {
            break;
        }
    }
    (void) fclose(file);
    if (status != NZ_OK) {
        free(buffer);
        return status;
    }
    buffer[n] = '\0';
    *bytes = buffer;
    *size = n;
    return NZ_OK;
}
