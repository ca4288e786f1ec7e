#include "sim/journal_file.h"

#include "sim/file_io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_BYTES ((size_t) 1 << 16)

static const char *
remedy(int failure)
{
    switch (failure) {
    case ENOSPC:
        return ": the disk is full, make room on it";
    case EDQUOT:
        return ": your quota is used up, remove something of yours";
    case EFBIG:
        return ": the limit of the size of a file, see ulimit -f";
    case EROFS:
        return ": it is mounted so that it can only be read";
    case ESTALE:
        return ": it was removed or moved on the file server";
    case EIO:
        return ": the disk or the file server fails";
    default:
        return "";
    }
}

nz_status_t
nz_journal_file_failed(
    const char *path, const char *what, int failure, nz_diagnostics_t *diagnostics)
{
    nz_diagnostics_add(diagnostics, path, 0, 0, "cannot be %s: %s%s", what,
        strerror(failure), remedy(failure));
    return NZ_ERR_IO;
}

static nz_status_t
refuse(const char *path, const char *why, nz_diagnostics_t *diagnostics)
{
    nz_diagnostics_add(diagnostics, path, 0, 0, "%s", why);
    return NZ_ERR_INPUT;
}

static nz_status_t
refuse_in_use(const char *path, pid_t pid, nz_diagnostics_t *diagnostics)
{
    if (pid <= 0) { /* on another machine, or it has just ended */
        return refuse(
            path, "is in use by another process: another run writes it", diagnostics);
    }
    nz_diagnostics_add(diagnostics, path, 0, 0,
        "is in use by process %ld: another run writes it", (long) pid);
    return NZ_ERR_INPUT;
}

/* A lock of the whole file; where the file system has none there is no help for it. */
static nz_status_t
lock(int fd, const char *path, nz_diagnostics_t *diagnostics)
{
    struct flock wanted = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    if (fcntl(fd, F_SETLK, &wanted) == 0 || (errno != EACCES && errno != EAGAIN)) {
        return NZ_OK;
    }
    const int got = fcntl(fd, F_GETLK, &wanted);
    return refuse_in_use(
        path, got == 0 && wanted.l_type != F_UNLCK ? wanted.l_pid : 0, diagnostics);
}

static nz_status_t
open_regular(const char *path, int flags, const char *what, int *out,
    nz_diagnostics_t *diagnostics)
{
    struct stat info;
    /* Without O_NONBLOCK a named pipe would wait for its other end. */
    const int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0666);

    if (fd < 0 && errno == ENOENT && (flags & O_CREAT) == 0) {
        return refuse(path,
            "does not exist, or is a link to nothing, which is to be removed",
            diagnostics);
    }
    if (fd < 0 && errno == EISDIR) {
        return refuse(path, "is a directory and no journal", diagnostics);
    }
    if (fd < 0 || fstat(fd, &info) != 0) {
        const int failure = errno;
        if (fd >= 0) {
            (void) close(fd);
        }
        return nz_journal_file_failed(path, what, failure, diagnostics);
    }
    if (!S_ISREG(info.st_mode)) {
        (void) close(fd);
        return refuse(path, "is no regular file and no journal", diagnostics);
    }
    *out = fd;
    return NZ_OK;
}

static nz_status_t
open_locked(const char *path, int flags, const char *what, int *out,
    nz_diagnostics_t *diagnostics)
{
    int fd = -1;
    nz_status_t status = open_regular(path, O_RDWR | flags, what, &fd, diagnostics);

    if (status != NZ_OK) {
        return status;
    }
    status = lock(fd, path, diagnostics);
    if (status == NZ_OK && !nz_journal_file_is_at(fd, path)) {
        status = refuse(path,
            "was removed meanwhile by another run, which may have finished", diagnostics);
    }
    if (status != NZ_OK) {
        (void) close(fd);
        return status;
    }
    *out = fd;
    return NZ_OK;
}

nz_status_t
nz_journal_file_open(
    const char *path, bool is_new, int *fd, nz_diagnostics_t *diagnostics)
{
    return open_locked(path, is_new ? O_CREAT | O_EXCL : 0, is_new ? "created" : "opened",
        fd, diagnostics);
}

nz_status_t
nz_journal_file_inspect(const char *path, int *fd, nz_diagnostics_t *diagnostics)
{
    struct flock wanted = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    int opened = -1;
    nz_status_t status = open_regular(path, O_RDONLY, "opened", &opened, diagnostics);

    if (status != NZ_OK) {
        return status;
    }
    if (fcntl(opened, F_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK) {
        (void) close(opened);
        return refuse_in_use(path, wanted.l_pid, diagnostics);
    }
    *fd = opened;
    return NZ_OK;
}

int
nz_journal_file_sync(int fd)
{
    int failure = 0;

    do {
        failure = fsync(fd) == 0 ? 0 : errno;
    } while (failure == EINTR);
    return failure == EINVAL || failure == ENOTSUP || failure == ENOSYS ? 0 : failure;
}

bool
nz_journal_file_is_at(int fd, const char *path)
{
    struct stat open_file, named;

    return fstat(fd, &open_file) == 0 && stat(path, &named) == 0
           && open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

/* The directories of `path` that are not there; whether that worked shows when the file
 * is made. */
static nz_status_t
make_directories(const char *path)
{
    char *copy = strdup(path);

    if (copy == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (char *at = copy + 1; *copy != '\0' && (at = strchr(at, '/')) != NULL; at++) {
        *at = '\0';
        (void) mkdir(copy, 0777);
        *at = '/';
    }
    free(copy);
    return NZ_OK;
}

/* 0 or errno. */
static int
copy(int from, int to, uint64_t size)
{
    char *buffer = malloc(COPY_BYTES);
    int failure = buffer == NULL ? ENOMEM : 0;

    for (uint64_t at = 0; at < size && failure == 0;) {
        const uint64_t rest = size - at;
        const ssize_t n = pread(
            from, buffer, rest < COPY_BYTES ? (size_t) rest : COPY_BYTES, (off_t) at);
        if (n > 0) {
            failure = nz_file_write_at(to, at, buffer, (size_t) n, NULL);
            at += (uint64_t) n;
        } else if (n == 0 || errno != EINTR) {
            failure = n == 0 ? EIO : errno;
        }
    }
    free(buffer);
    return failure;
}

nz_status_t
nz_journal_file_restore(
    int *fd, const char *path, uint64_t size, nz_diagnostics_t *diagnostics)
{
    const char *again = "made again after it was removed";
    struct stat named;
    int made = -1;

    if (nz_journal_file_is_at(*fd, path)) {
        return NZ_OK;
    }
    if (lstat(path, &named) == 0) {
        nz_diagnostics_add(diagnostics, path, 0, 0,
            "was replaced by another file, which is left alone; once that is moved away "
            "the journal is made again");
        return NZ_ERR_IO;
    }
    if (errno != ENOENT && errno != ENOTDIR) {
        return NZ_OK; /* nobody knows; if the open file fails, too, that will be told */
    }
    if (make_directories(path) != NZ_OK) {
        return NZ_ERR_NO_MEMORY;
    }
    if (open_locked(path, O_CREAT | O_EXCL, again, &made, diagnostics) != NZ_OK) {
        return NZ_ERR_IO;
    }
    int failure = copy(*fd, made, size);
    failure = failure != 0 ? failure : nz_journal_file_sync(made);
    if (failure != 0) {
        (void) unlink(path);
        (void) close(made);
        return nz_journal_file_failed(path, again, failure, diagnostics);
    }
    nz_file_sync_directory(path);
    (void) close(*fd);
    *fd = made;
    return NZ_OK;
}
