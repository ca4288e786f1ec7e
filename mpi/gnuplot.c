#include "mpi/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define GNUPLOT_COMPLAINT_MAX 4096

/* What the child wrote to one of its outputs; bytes beyond `limit` are dropped. */
typedef struct stream {
    int fd; /* -1 = ended */
    char *data;
    size_t n, capacity, limit;
} stream_t;

typedef struct child {
    pid_t pid;
    int input; /* -1 = closed */
    stream_t output, complaint;
} child_t;

static void
close_fd(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

/* Away from 0..2, which the child's own ends take, and closed in other children. */
static bool
move_up(int *fd)
{
    int moved = fcntl(*fd, F_DUPFD_CLOEXEC, 3);
    close_fd(fd);
    *fd = moved;
    return moved >= 0;
}

static bool
make_pair(bool is_socket, int ends[2])
{
    int status = is_socket ? socketpair(AF_UNIX, SOCK_STREAM, 0, ends) : pipe(ends);
    if (status != 0) {
        ends[0] = ends[1] = -1;
        return false;
    }
    bool ok = move_up(&ends[0]);
    return move_up(&ends[1]) && ok;
}

/* The environment without GNUTERM, whose contents can make gnuplot fail at start. */
static char **
clean_environment(void)
{
    size_t n = 0, kept = 0;
    while (environ[n] != NULL) {
        n++;
    }
    char **clean = calloc(n + 1, sizeof(*clean));
    for (size_t i = 0; clean != NULL && i < n; i++) {
        if (strncmp(environ[i], "GNUTERM=", 8) != 0) {
            clean[kept++] = environ[i];
        }
    }
    return clean;
}

/* 0, or an errno value. */
static int
spawn_gnuplot(int input, int output, int complaint, pid_t *pid)
{
    char program[] = "gnuplot", option[] = "-d";
    char *const argv[] = { program, option, NULL };
    char **env = clean_environment();
    posix_spawn_file_actions_t actions;
    if (env == NULL || posix_spawn_file_actions_init(&actions) != 0) {
        free(env);
        return ENOMEM;
    }
    int error = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    }
    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(&actions, complaint, STDERR_FILENO);
    }
    if (error == 0) {
        error = posix_spawnp(pid, program, &actions, NULL, argv, env);
    }
    posix_spawn_file_actions_destroy(&actions);
    free(env);
    return error;
}

/* Start gnuplot; 0 or an errno value. Its input is a socket, because send() can be told
 * not to raise SIGPIPE, which a write to a pipe cannot. */
static int
child_start(child_t *self)
{
    int input[2] = { -1, -1 }, output[2] = { -1, -1 }, complaint[2] = { -1, -1 };
    int error = 0;
    if (!make_pair(true, input) || !make_pair(false, output)
        || !make_pair(false, complaint)) {
        error = errno;
    }
    if (error == 0) {
        error = spawn_gnuplot(input[1], output[1], complaint[1], &self->pid);
    }
    close_fd(&input[1]);
    close_fd(&output[1]);
    close_fd(&complaint[1]);
    if (error != 0) {
        close_fd(&input[0]);
        close_fd(&output[0]);
        close_fd(&complaint[0]);
    }
    self->input = input[0];
    self->output = (stream_t){ .fd = output[0], .limit = SIZE_MAX };
    self->complaint = (stream_t){ .fd = complaint[0], .limit = GNUPLOT_COMPLAINT_MAX };
    return error;
}

static bool
stream_append(stream_t *self, const char *bytes, size_t n)
{
    size_t room = self->limit - self->n;
    n = n < room ? n : room;
    if (self->capacity - self->n < n) {
        size_t capacity = 2 * (self->n + n);
        char *grown = realloc(self->data, capacity);
        if (grown == NULL) {
            return false;
        }
        self->data = grown;
        self->capacity = capacity;
    }
    if (n > 0) {
        memcpy(self->data + self->n, bytes, n);
        self->n += n;
    }
    return true;
}

/* Take what is there; false when out of memory. */
static bool
stream_read(stream_t *self)
{
    char buffer[65536];
    ssize_t got = read(self->fd, buffer, sizeof(buffer));
    if (got > 0) {
        return stream_append(self, buffer, (size_t) got);
    }
    if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
        close_fd(&self->fd);
    }
    return true;
}

/* Send a part of the script; a gnuplot that has ended closes the input. */
static void
child_feed(child_t *self, const char **script, size_t *left)
{
    ssize_t sent = send(self->input, *script, *left, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
        *script += sent;
        *left -= (size_t) sent;
    } else if (errno != EINTR && errno != EAGAIN) {
        *left = 0;
    }
    if (*left == 0) {
        close_fd(&self->input);
    }
}

/* Feed and drain until gnuplot has closed both outputs; false when out of memory. All
 * three at once, or a full pipe would stop both programs for ever. */
static bool
child_converse(child_t *self, const char *script, size_t left)
{
    bool ok = true;
    while (ok && (self->output.fd >= 0 || self->complaint.fd >= 0)) {
        struct pollfd fds[3] = { { self->input, POLLOUT, 0 },
            { self->output.fd, POLLIN, 0 }, { self->complaint.fd, POLLIN, 0 } };
        if (poll(fds, 3, -1) < 0) {
            ok = errno == EINTR;
            continue;
        }
        if (fds[0].revents != 0) {
            child_feed(self, &script, &left);
        }
        if (fds[1].revents != 0) {
            ok = stream_read(&self->output);
        }
        if (ok && fds[2].revents != 0) {
            ok = stream_read(&self->complaint);
        }
    }
    close_fd(&self->input);
    close_fd(&self->output.fd);
    close_fd(&self->complaint.fd);
    return ok;
}

static int
child_wait(child_t *self)
{
    int status = -1;
    while (waitpid(self->pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return status;
}

/* Lines and runs of blanks become single spaces. */
static void
one_line(const stream_t *text, char *out, size_t out_size)
{
    size_t n = 0;
    for (size_t i = 0; i < text->n && n + 1 < out_size; i++) {
        unsigned char c = (unsigned char) text->data[i];
        bool is_blank = c <= ' ';
        if (!is_blank) {
            out[n++] = (char) c;
        } else if (n > 0 && out[n - 1] != ' ') {
            out[n++] = ' ';
        }
    }
    out[n > 0 && out[n - 1] == ' ' ? n - 1 : n] = '\0';
}

/* Judge how gnuplot ended; on failure the message becomes a sentence. */
static nz_status_t
child_verdict(const child_t *self, int status, char *message, size_t message_size)
{
    char said[512];
    one_line(&self->complaint, said, sizeof(said));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && self->output.n > 0) {
        snprintf(message, message_size, "%s", said);
        return NZ_OK;
    }
    if (status != -1 && WIFSIGNALED(status)) {
        snprintf(message, message_size, "it was ended by signal %d", WTERMSIG(status));
    } else if (self->output.n == 0 && said[0] == '\0') {
        snprintf(message, message_size,
            "it drew nothing and gave no reason (exit status %d)", WEXITSTATUS(status));
    } else {
        snprintf(message, message_size, "it failed: %s", said);
    }
    return NZ_ERR_IO;
}

nz_status_t
nz_gnuplot_run(const char *script, size_t script_size, char **bytes, size_t *n_bytes,
    char *message, size_t message_size)
{
    if (script == NULL || bytes == NULL || n_bytes == NULL || message == NULL
        || message_size == 0) {
        return NZ_ERR_NULL_ARG;
    }
    child_t child = { 0 };
    message[0] = '\0';
    int error = child_start(&child);
    if (error == ENOENT) {
        snprintf(message, message_size,
            "figures need this program, which is not on PATH; install the package "
            "gnuplot-nox (or gnuplot), version 5.4 or later");
        return NZ_ERR_IO;
    }
    if (error != 0) {
        snprintf(message, message_size, "it cannot be started: %s", strerror(error));
        return NZ_ERR_IO;
    }
    bool enough_memory = child_converse(&child, script, script_size);
    int exit_status = child_wait(&child);
    nz_status_t status = enough_memory
                             ? child_verdict(&child, exit_status, message, message_size)
                             : NZ_ERR_NO_MEMORY;
    if (status == NZ_OK) {
        *bytes = child.output.data;
        *n_bytes = child.output.n;
        child.output.data = NULL;
    }
    free(child.output.data);
    free(child.complaint.data);
    return status;
}
