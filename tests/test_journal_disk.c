/* A journal whose disk is full, whose file is removed, replaced or in use. */
#include "sim/journal.h"
#include "tests/journal_files.h"
#include "tests/testlib.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH "disk.journal"

ssize_t __real_pwrite(int fd, const void *bytes, size_t size, off_t offset);
int __real_ftruncate(int fd, off_t size);
ssize_t __wrap_pwrite(int fd, const void *bytes, size_t size, off_t offset);
int __wrap_fsync(int fd);
int __wrap_ftruncate(int fd, off_t size);
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, struct flock *lock);

/* What the disk does; zeros: what it should. */
static struct {
    int write_error, sync_error, truncate_error;
    size_t room;      /* bytes that are still written before write_error */
    bool is_slow;     /* a byte at a time, interrupted before each */
    bool interrupted; /* of is_slow: the last call was */
    int n_syncs;
    int lock_error;
    bool is_finished; /* another run finishes, which removes PATH, just before a lock */
} disk;

ssize_t
__wrap_pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    if (disk.is_slow) {
        disk.interrupted = !disk.interrupted;
        if (disk.interrupted) {
            errno = EINTR;
            return -1;
        }
        size = 1;
    }
    if (disk.write_error != 0) {
        size = size < disk.room ? size : disk.room;
        disk.room -= size;
        if (size == 0) {
            errno = disk.write_error;
            return -1;
        }
    }
    return __real_pwrite(fd, bytes, size, offset);
}

int
__wrap_fsync(int fd)
{
    disk.n_syncs++;
    if (disk.sync_error != 0) {
        errno = disk.sync_error;
        return -1;
    }
    (void) fd; /* no test stops the machine */
    return 0;
}

int
__wrap_ftruncate(int fd, off_t size)
{
    if (disk.truncate_error != 0) {
        errno = disk.truncate_error;
        return -1;
    }
    return __real_ftruncate(fd, size);
}

int
__wrap_fcntl(int fd, int command, struct flock *lock)
{
    if (disk.is_finished) {
        CU_ASSERT_EQUAL(unlink(PATH), 0);
        disk.is_finished = false;
    }
    if (disk.lock_error != 0) {
        errno = disk.lock_error;
        return -1;
    }
    return __real_fcntl(fd, command, lock);
}

static nz_journal_t *
new_journal(const char *path, uint64_t n_units)
{
    nz_journal_t *journal = NULL;

    memset(&disk, 0, sizeof(disk));
    (void) unlink(path);
    NZ_ASSERT_OK(nz_journal_create(path, &nz_test_identity, &journal, NULL));
    for (uint64_t i = 0; i < n_units; i++) {
        nz_test_journal_add(journal, i);
    }
    return journal;
}

/* The file is whole and holds units 0 .. n - 1; it is removed. */
static void
assert_holds(const char *path, uint64_t n)
{
    nz_journal_content_t content = { 0 };
    nz_diagnostics_t d = { 0 };
    nz_test_units_t units;
    nz_journal_t *journal = NULL;

    NZ_ASSERT_OK(nz_test_journal_resume(path, &journal, &units, &content, &d));
    CU_ASSERT_EQUAL(content.n_dropped_bytes, 0);
    CU_ASSERT_EQUAL(content.n_records, n);
    CU_ASSERT_EQUAL(units.n, n);
    for (uint64_t i = 0; i < units.n; i++) {
        CU_ASSERT_EQUAL(units.order[i], i);
    }
    nz_journal_remove(&journal);
}

static void
test_disk_slow(void)
{
    nz_journal_t *journal = new_journal(PATH, 5);
    const int n_syncs = disk.n_syncs;

    CU_ASSERT_EQUAL(n_syncs, 2); /* file and directory, since there is none before */
    disk.is_slow = true;
    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    CU_ASSERT_EQUAL(disk.n_syncs, n_syncs);
    NZ_ASSERT_OK(nz_journal_sync(journal, 1, 1, NULL));
    CU_ASSERT_EQUAL(disk.n_syncs, n_syncs + 1);
    disk.is_slow = false;
    nz_journal_destroy(&journal);
    assert_holds(PATH, 5);
}

/* The disk is full after any number of bytes: whole records stay, the rest waits. */
static void
test_disk_full_anywhere(void)
{
    nz_journal_t *journal = new_journal(PATH, 6);
    const uint64_t start = nz_journal_state(journal).n_bytes;
    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    const size_t n_bytes = (size_t) (nz_journal_state(journal).n_bytes - start);
    nz_journal_destroy(&journal);
    for (size_t room = 0; room < n_bytes; room++) {
        nz_diagnostics_t d = { 0 };
        journal = new_journal(PATH, 6);
        disk.write_error = ENOSPC;
        disk.room = room;
        disk.truncate_error = room % 2 == 0 ? 0 : EIO;
        CU_ASSERT_EQUAL(nz_journal_write(journal, &d), NZ_ERR_IO);
        nz_test_assert_message(&d, "No space left on device: the disk is full");
        const nz_journal_state_t state = nz_journal_state(journal);
        uint64_t n = 0, end = start + 56;
        for (; n < 6 && end + 8 * (5 + n % 5) <= start + room; n++) {
            end += 8 * (5 + n % 5);
        }
        CU_ASSERT_EQUAL(state.n_written, n);
        CU_ASSERT_EQUAL(state.n_bytes, end <= start + room ? end : start);
        if (room % 2 == 0) {
            CU_ASSERT_EQUAL(nz_test_file_size(PATH), state.n_bytes);
        }
        CU_ASSERT_EQUAL(state.n_lost, 0);
        disk.write_error = 0;
        nz_test_journal_add(journal, 6);
        NZ_ASSERT_OK(nz_journal_write(journal, NULL));
        CU_ASSERT_EQUAL(nz_journal_state(journal).n_written, 7);
        nz_journal_destroy(&journal);
        disk.truncate_error = 0;
        assert_holds(PATH, 7);
    }
}

/* What fits is synced although not all does. */
static void
test_disk_full_is_synced(void)
{
    nz_diagnostics_t d = { 0 };
    nz_journal_t *journal = new_journal(PATH, 3);

    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    nz_test_journal_add(journal, 3);
    nz_test_journal_add(journal, 4);
    disk.write_error = EDQUOT;
    disk.room = 8 * 8; /* unit 3 */
    CU_ASSERT_EQUAL(nz_journal_sync(journal, 1, 1, &d), NZ_ERR_IO);
    nz_test_assert_message(&d, "your quota is used up");
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_synced, 4);
    disk.write_error = 0;
    NZ_ASSERT_OK(nz_journal_sync(journal, 2, 1, NULL));
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_synced, 5);
    nz_journal_destroy(&journal);
    assert_holds(PATH, 5);
}

/* When fsync fails, all that was written since the last may be gone: it is written anew.
 */
static void
test_disk_sync_fails(void)
{
    nz_diagnostics_t d = { 0 };
    nz_journal_t *journal = new_journal(PATH, 2);

    NZ_ASSERT_OK(nz_journal_sync(journal, 1, 1, NULL));
    const uint64_t synced = nz_journal_state(journal).n_bytes;
    nz_test_journal_add(journal, 2);
    nz_test_journal_add(journal, 3);
    disk.sync_error = EIO;
    CU_ASSERT_EQUAL(nz_journal_sync(journal, 2, 1, &d), NZ_ERR_IO);
    nz_test_assert_message(&d, "cannot be synced: Input/output error");
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_written, 2);
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_synced, 2);
    CU_ASSERT_EQUAL(truncate(PATH, (off_t) synced), 0); /* the pages are lost */
    nz_test_journal_add(journal, 4);
    disk.sync_error = EINVAL; /* a file system without fsync */
    NZ_ASSERT_OK(nz_journal_sync(journal, 3, 1, NULL));
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_synced, 5);
    nz_journal_destroy(&journal);
    disk.sync_error = 0;
    assert_holds(PATH, 5);
}

static void
test_disk_create_fails(void)
{
    const char *const paths[] = { "no-such-directory/x.journal", "/proc/x.journal" };
    nz_journal_t *journal = NULL;

    memset(&disk, 0, sizeof(disk));
    for (size_t i = 0; i < NZ_COUNT_OF(paths); i++) {
        nz_diagnostics_t d = { 0 };
        CU_ASSERT_EQUAL(
            nz_journal_create(paths[i], &nz_test_identity, &journal, &d), NZ_ERR_IO);
        nz_test_assert_message(&d, "cannot be created: ");
    }
    for (int i = 0; i < 2; i++) {
        nz_diagnostics_t d = { 0 };
        disk.write_error = i == 0 ? EFBIG : 0;
        disk.sync_error = i == 0 ? 0 : ENOSPC;
        CU_ASSERT_EQUAL(
            nz_journal_create(PATH, &nz_test_identity, &journal, &d), NZ_ERR_IO);
        nz_test_assert_message(&d, i == 0 ? "see ulimit -f" : "the disk is full");
        CU_ASSERT_FALSE(nz_journal_exists(PATH));
        CU_ASSERT_PTR_NULL(journal);
    }
    memset(&disk, 0, sizeof(disk));
}

/* The end that was cut short cannot be removed: the journal stays as it is. */
static void
test_disk_resume_cannot_cut(void)
{
    nz_journal_content_t content = { .n_records = 99 };
    nz_diagnostics_t d = { 0 };
    nz_test_units_t units;
    nz_journal_t *journal = new_journal(PATH, 3);

    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    nz_journal_destroy(&journal);
    CU_ASSERT_EQUAL(truncate(PATH, (off_t) nz_test_file_size(PATH) - 1), 0);
    disk.truncate_error = EROFS;
    CU_ASSERT_EQUAL(
        nz_test_journal_resume(PATH, &journal, &units, &content, &d), NZ_ERR_IO);
    nz_test_assert_message(&d, "only be read");
    CU_ASSERT_EQUAL(content.n_records, 99);
    disk.truncate_error = 0;
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, NULL));
    CU_ASSERT_EQUAL(content.n_records, 2);
    nz_journal_remove(&journal);
}

/* Removed with its directories: made again, with all that it held, and locked. */
static void
test_disk_removed(void)
{
    static const char path[] = "removed/deep/x.journal";
    const int free_before = dup(STDIN_FILENO);

    (void) close(free_before);
    for (int level = 0; level < 3; level++) {
        (void) mkdir("removed", 0777);
        (void) mkdir("removed/deep", 0777);
        nz_journal_t *journal = new_journal(path, 3);
        NZ_ASSERT_OK(nz_journal_sync(journal, 1, 1, NULL));
        nz_test_journal_add(journal, 3);
        NZ_ASSERT_OK(nz_journal_write(journal, NULL));
        nz_test_journal_add(journal, 4);
        CU_ASSERT_EQUAL(unlink(path), 0);
        CU_ASSERT_TRUE(level < 1 || rmdir("removed/deep") == 0);
        CU_ASSERT_TRUE(level < 2 || rmdir("removed") == 0);
        NZ_ASSERT_OK(nz_journal_write(journal, NULL));
        nz_test_journal_add(journal, 5);
        NZ_ASSERT_OK(nz_journal_sync(journal, 1, 1, NULL));
        nz_journal_destroy(&journal);
        assert_holds(path, 6);
    }
    CU_ASSERT_EQUAL(rmdir("removed/deep") + rmdir("removed"), 0);
    const int free_after = dup(STDIN_FILENO);
    CU_ASSERT_EQUAL(free_after, free_before);
    (void) close(free_after);
}

/* As long as it cannot be made again, all waits; nothing half made is left. */
static void
test_disk_removed_for_long(void)
{
    static const char path[] = "removed/x.journal";
    nz_diagnostics_t d = { 0 };

    (void) mkdir("removed", 0777);
    nz_journal_t *journal = new_journal(path, 3);
    NZ_ASSERT_OK(nz_journal_sync(journal, 1, 1, NULL));
    nz_test_journal_add(journal, 3);
    CU_ASSERT_EQUAL(unlink(path) + rmdir("removed"), 0);
    nz_test_write_file("removed", "a file", 6);
    CU_ASSERT_EQUAL(nz_journal_sync(journal, 1, 1, &d), NZ_ERR_IO);
    nz_test_assert_message(&d, "cannot be made again after it was removed: Not a dir");
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_synced, 3);
    CU_ASSERT_EQUAL(unlink("removed"), 0);
    for (int i = 0; i < 2; i++) {
        d.n = 0;
        disk.write_error = i == 0 ? ENOSPC : 0;
        disk.room = 70;
        disk.sync_error = i == 0 ? 0 : EIO;
        CU_ASSERT_EQUAL(nz_journal_write(journal, &d), NZ_ERR_IO);
        nz_test_assert_message(&d, "cannot be made again after it was removed: ");
        CU_ASSERT_FALSE(nz_journal_exists(path));
    }
    memset(&disk, 0, sizeof(disk));
    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    nz_journal_destroy(&journal);
    assert_holds(path, 4);
    CU_ASSERT_EQUAL(rmdir("removed"), 0);
}

/* Another file under its name is not touched, neither then nor at the end. */
static void
test_disk_replaced(void)
{
    nz_diagnostics_t d = { 0 };
    nz_journal_t *journal = new_journal(PATH, 3);

    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    CU_ASSERT_EQUAL(rename(PATH, "elsewhere.journal"), 0);
    nz_test_write_file(PATH, "mine", 4);
    CU_ASSERT_EQUAL(nz_journal_sync(journal, 1, 1, &d), NZ_ERR_IO);
    nz_test_assert_message(&d, "was replaced by another file");
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_synced, 0);
    CU_ASSERT_EQUAL(nz_test_file_size(PATH), 4);
    nz_journal_remove(&journal);
    CU_ASSERT_EQUAL(nz_test_file_size(PATH), 4);
    CU_ASSERT_EQUAL(unlink(PATH), 0);
    assert_holds("elsewhere.journal", 3);
}

/* In a child: 0 if both ways to open it are refused with this message. */
static int
refused_in_use(const char *path, pid_t owner)
{
    nz_journal_content_t content;
    nz_diagnostics_t d = { 0 };
    nz_test_units_t units;
    nz_journal_t *journal = NULL;
    char expected[100];

    (void) snprintf(expected, sizeof(expected), "is in use by process %ld", (long) owner);
    if (nz_test_journal_resume(path, &journal, &units, &content, &d) != NZ_ERR_INPUT
        || nz_journal_create(path, &nz_test_identity, &journal, &d) != NZ_ERR_INPUT) {
        return 1;
    }
    return d.n == 2 && strstr(d.text[0], expected) != NULL
                   && strstr(d.text[1], expected) != NULL
               ? 0
               : 2;
}

static int
exit_of(pid_t child)
{
    int status = 0;

    CU_ASSERT_TRUE_FATAL(child > 0 && waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
assert_in_use(void)
{
    const pid_t owner = getpid(), child = fork();

    if (child == 0) {
        _exit(refused_in_use(PATH, owner));
    }
    CU_ASSERT_EQUAL(exit_of(child), 0);
}

/* From the beginning, after it was made again, and when it was resumed. */
static void
test_disk_in_use(void)
{
    nz_journal_content_t content;
    nz_test_units_t units;
    nz_journal_t *journal = new_journal(PATH, 3);

    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    assert_in_use();
    CU_ASSERT_EQUAL(unlink(PATH), 0);
    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    assert_in_use();
    nz_journal_destroy(&journal);
    NZ_ASSERT_OK(nz_test_journal_resume(PATH, &journal, &units, &content, NULL));
    assert_in_use();
    nz_journal_destroy(&journal);
    assert_holds(PATH, 3);
}

/* Where there are no locks it goes on; a journal that has just been removed is none. */
static void
test_disk_without_lock(void)
{
    nz_journal_content_t content;
    nz_diagnostics_t d = { 0 };
    nz_test_units_t units;
    nz_journal_t *journal = new_journal(PATH, 3);

    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    nz_journal_destroy(&journal);
    disk.is_finished = true;
    CU_ASSERT_EQUAL(
        nz_test_journal_resume(PATH, &journal, &units, &content, &d), NZ_ERR_INPUT);
    nz_test_assert_message(&d, "was removed meanwhile by another run");
    CU_ASSERT_PTR_NULL(journal);
    const int errors[] = { ENOLCK, ENOSYS, EOPNOTSUPP };
    for (size_t i = 0; i < NZ_COUNT_OF(errors); i++) {
        journal = new_journal(PATH, 0);
        nz_journal_remove(&journal);
        disk.lock_error = errors[i];
        NZ_ASSERT_OK(nz_journal_create(PATH, &nz_test_identity, &journal, NULL));
        nz_test_journal_add(journal, 0);
        NZ_ASSERT_OK(nz_journal_write(journal, NULL));
        nz_journal_destroy(&journal);
        assert_holds(PATH, 1);
    }
    disk.lock_error = EAGAIN; /* and of whom cannot be told */
    journal = NULL;
    d.n = 0;
    CU_ASSERT_EQUAL(
        nz_journal_create(PATH, &nz_test_identity, &journal, &d), NZ_ERR_INPUT);
    nz_test_assert_message(&d, "is in use by another process");
    CU_ASSERT_TRUE(nz_journal_exists(PATH));
    disk.lock_error = 0;
    (void) unlink(PATH);
}

/* In a child, so that the limit is its own: 0, or the number of the step that failed. */
static int
meet_limit(rlim_t room)
{
    nz_diagnostics_t d = { 0 };
    nz_journal_t *journal = new_journal(PATH, 3);
    struct rlimit limit;

    if (signal(SIGXFSZ, SIG_IGN) == SIG_ERR || nz_journal_sync(journal, 1, 1, &d) != NZ_OK
        || getrlimit(RLIMIT_FSIZE, &limit) != 0) {
        return 1;
    }
    limit.rlim_cur = nz_journal_state(journal).n_bytes + room;
    for (uint64_t i = 3; i < NZ_TEST_UNITS; i++) {
        nz_test_journal_add(journal, i);
    }
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0
        || nz_journal_sync(journal, 2, 1, &d) != NZ_ERR_IO || d.n != 1
        || strstr(d.text[0], "limit of the size of a file") == NULL) {
        return 2;
    }
    if (nz_journal_state(journal).n_synced != 5) {
        return 3;
    }
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0
        || nz_journal_sync(journal, 3, 1, &d) != NZ_OK) {
        return 4;
    }
    return nz_journal_state(journal).n_synced == NZ_TEST_UNITS ? 0 : 5;
}

static void
test_disk_limit_of_size(void)
{
    (void) unlink(PATH);
    const pid_t child = fork();

    if (child == 0) {
        _exit(meet_limit(8 * 8 + 9 * 8 + 20)); /* units 3 and 4 */
    }
    CU_ASSERT_EQUAL(exit_of(child), 0);
    assert_holds(PATH, NZ_TEST_UNITS);
}

/* What waits is bounded; of what the system has taken no copy is then kept. */
static void
test_disk_waiting_is_bounded(void)
{
    enum { n_words = 1 << 20 };
    const size_t most = NZ_JOURNAL_PENDING_MAX / 2 / (8 * n_words);
    uint64_t *words = calloc(n_words, sizeof(*words));
    nz_journal_identity_t identity = nz_test_identity;
    nz_journal_content_t content;
    nz_test_sum_t sum = { 0 };
    nz_journal_t *journal = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(words);
    memset(&disk, 0, sizeof(disk));
    identity.n_units = 100;
    NZ_ASSERT_OK(nz_journal_create(PATH, &identity, &journal, NULL));
    for (uint64_t i = 0; i < 3; i++) {
        nz_journal_add(journal, i, words, n_words);
    }
    NZ_ASSERT_OK(nz_journal_write(journal, NULL));
    for (uint64_t i = 3; i < 3 + most + 1; i++) {
        nz_journal_add(journal, i, words, n_words);
    }
    /* The records' own words take the place of one. */
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_lost, 2);
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_added, most + 4);
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_written, 3);
    NZ_ASSERT_OK(nz_journal_sync(journal, 1, 1, NULL));
    CU_ASSERT_EQUAL(nz_journal_state(journal).n_synced, most + 2);
    nz_journal_destroy(&journal);
    NZ_ASSERT_OK(nz_journal_resume(
        PATH, &identity, nz_test_sum_take, &sum, &journal, &content, NULL));
    CU_ASSERT_EQUAL(content.n_records, most + 2);
    nz_journal_remove(&journal);
    free(words);
}

static CU_TestInfo tests[] = {
    NZ_TEST(test_disk_slow),
    NZ_TEST(test_disk_full_anywhere),
    NZ_TEST(test_disk_full_is_synced),
    NZ_TEST(test_disk_sync_fails),
    NZ_TEST(test_disk_create_fails),
    NZ_TEST(test_disk_resume_cannot_cut),
    NZ_TEST(test_disk_removed),
    NZ_TEST(test_disk_removed_for_long),
    NZ_TEST(test_disk_replaced),
    NZ_TEST(test_disk_in_use),
    NZ_TEST(test_disk_without_lock),
    NZ_TEST(test_disk_limit_of_size),
    NZ_TEST(test_disk_waiting_is_bounded),
    CU_TEST_INFO_NULL,
};

int
main(int argc, char **argv)
{
    return nz_test_main("journal_disk", tests, argc, argv);
}
