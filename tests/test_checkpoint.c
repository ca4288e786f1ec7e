#include "mpi/checkpoint.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static nz_run_log_t run_log; /* one that says nothing but notes and warnings */

static nz_checkpoint_run_t
run_of(const char *output, bool is_resumed, double every_s)
{
    nz_run_log_open(&run_log, NZ_LOG_TEXT, NZ_PROGRESS_NEVER);
    return (nz_checkpoint_run_t){ .output = output,
        .identity = { "nonzero of a test", "seed: 1\n", 130 },
        .every_s = every_s,
        .n_ranks = 3,
        .is_resumed = is_resumed,
        .log = &run_log };
}

/* What was given back. */
typedef struct taken {
    uint64_t units[130];
    size_t n;
    nz_status_t status;
} taken_t;

static nz_status_t
take(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    taken_t *taken = context;

    CU_ASSERT_TRUE(n_words == 2 && words[0] == i_unit && words[1] == 7);
    taken->units[taken->n++] = i_unit;
    return taken->status;
}

static void
add(nz_checkpoint_t *checkpoint, uint64_t i_unit)
{
    const uint64_t words[] = { i_unit, 7 };
    nz_checkpoint_add(checkpoint, i_unit, words, 2);
}

static nz_status_t
open_run(nz_checkpoint_t *checkpoint, const nz_checkpoint_run_t *run, taken_t *taken)
{
    nz_diagnostics_t diagnostics = { 0 };

    NZ_ASSERT_OK(nz_checkpoint_init(checkpoint, run));
    const nz_status_t status = nz_checkpoint_open(checkpoint, take, taken, &diagnostics);
    CU_ASSERT_EQUAL(diagnostics.n, status == NZ_ERR_INPUT ? 1 : 0);
    return status;
}

/* Units 0, 63, 64 and 129, saved, of a new run in an empty folder. */
static void
make_journal(const char *output)
{
    char path[64];

    static const uint64_t units[] = { 64, 0, 129, 63 };
    const nz_checkpoint_run_t run = run_of(output, true, 60.0);
    nz_checkpoint_t checkpoint = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    taken_t taken = { 0 };

    snprintf(path, sizeof(path), "%s.journal", output);
    remove(path);                                      /* left by a test that failed */
    NZ_ASSERT_OK(open_run(&checkpoint, &run, &taken)); /* nothing to resume: begun */
    CU_ASSERT_EQUAL(taken.n, 0);
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_FALSE(nz_checkpoint_has(&checkpoint, units[i]));
        add(&checkpoint, units[i]);
        CU_ASSERT_TRUE(nz_checkpoint_has(&checkpoint, units[i]));
    }
    CU_ASSERT_EQUAL(checkpoint.n_done, 4);
    CU_ASSERT_EQUAL(nz_checkpoint_n_saved(&checkpoint), 0);
    NZ_ASSERT_OK(nz_checkpoint_save(&checkpoint, &diagnostics));
    CU_ASSERT_EQUAL(nz_checkpoint_n_saved(&checkpoint), 4);
    nz_checkpoint_close(&checkpoint);
}

static void
test_checkpoint_goes_on(void)
{
    nz_checkpoint_run_t run = run_of("on.nc", false, 60.0);
    nz_checkpoint_t checkpoint = { 0 };
    taken_t taken = { 0 };

    make_journal("on.nc");
    CU_ASSERT_EQUAL(open_run(&checkpoint, &run, &taken), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(taken.n, 0);
    nz_checkpoint_close(&checkpoint);
    run.is_resumed = true;
    taken.status = NZ_ERR_FORMAT;
    CU_ASSERT_EQUAL(open_run(&checkpoint, &run, &taken), NZ_ERR_FORMAT);
    nz_checkpoint_close(&checkpoint);
    taken = (taken_t){ 0 };
    NZ_ASSERT_OK(open_run(&checkpoint, &run, &taken));
    CU_ASSERT_EQUAL(taken.n, 4);
    CU_ASSERT_EQUAL(checkpoint.n_done, 4);
    CU_ASSERT_EQUAL(nz_checkpoint_n_saved(&checkpoint), 4);
    CU_ASSERT_EQUAL(checkpoint.content.spent.n_sessions, 1);
    for (uint64_t i = 0; i < 130; i++) {
        const bool was_done = i == 0 || i == 63 || i == 64 || i == 129;
        CU_ASSERT_EQUAL(nz_checkpoint_has(&checkpoint, i), was_done);
    }
    nz_checkpoint_complete(&checkpoint);
    CU_ASSERT_FALSE(nz_journal_exists("on.nc.journal"));
    nz_checkpoint_close(&checkpoint);
}

static void
test_checkpoint_discards_what_is_complete(void)
{
    nz_checkpoint_run_t run = run_of("discarded.nc", true, 60.0);
    nz_checkpoint_t checkpoint = { 0 };

    nz_diagnostics_t diagnostics = { 0 };
    taken_t taken = { 0 };

    make_journal("discarded.nc");
    NZ_ASSERT_OK(nz_checkpoint_init(&checkpoint, &run));
    CU_ASSERT_FALSE(nz_checkpoint_discard(&checkpoint)); /* something is left to do */
    NZ_ASSERT_OK(nz_checkpoint_open(&checkpoint, take, &taken, &diagnostics));
    CU_ASSERT_EQUAL(checkpoint.n_done, 4);
    for (uint64_t i = 0; i < 130; i++) {
        if (!nz_checkpoint_has(&checkpoint, i)) {
            add(&checkpoint, i);
        }
    }
    nz_checkpoint_save_quietly(&checkpoint);
    CU_ASSERT_EQUAL(nz_checkpoint_n_saved(&checkpoint), 130);
    nz_checkpoint_close(&checkpoint);
    run.identity.study = "seed: 2\n";
    NZ_ASSERT_OK(nz_checkpoint_init(&checkpoint, &run));
    CU_ASSERT_FALSE(nz_checkpoint_discard(&checkpoint)); /* of another study */
    nz_checkpoint_close(&checkpoint);
    CU_ASSERT_TRUE(nz_journal_exists("discarded.nc.journal"));
    run.identity.study = "seed: 1\n";
    NZ_ASSERT_OK(nz_checkpoint_init(&checkpoint, &run));
    CU_ASSERT_TRUE(nz_checkpoint_discard(&checkpoint));
    CU_ASSERT_TRUE(nz_checkpoint_discard(&checkpoint)); /* nothing left */
    nz_checkpoint_close(&checkpoint);
    CU_ASSERT_FALSE(nz_journal_exists("discarded.nc.journal"));
}

/* A journal that another process cuts short is told of, and counts for nothing. */
static void
test_checkpoint_cut_short(void)
{
    const nz_checkpoint_run_t run = run_of("cut.nc", false, 0.0);
    nz_checkpoint_t checkpoint = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    taken_t taken = { 0 };

    remove("cut.nc.journal");
    NZ_ASSERT_OK(open_run(&checkpoint, &run, &taken));
    add(&checkpoint, 0);
    CU_ASSERT_EQUAL(nz_checkpoint_n_saved(&checkpoint), 1);
    CU_ASSERT_EQUAL_FATAL(truncate("cut.nc.journal", 0), 0);
    add(&checkpoint, 1);
    CU_ASSERT_EQUAL(nz_checkpoint_save(&checkpoint, &diagnostics), NZ_ERR_IO);
    CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics.text[0], "was cut short by another"));
    CU_ASSERT_EQUAL(nz_checkpoint_n_saved(&checkpoint), 0);
    nz_checkpoint_complete(&checkpoint);
    nz_checkpoint_close(&checkpoint);
}

static void
test_checkpoint_saves_every_unit(void)
{
    const nz_checkpoint_run_t run = run_of("every.nc", false, 0.0);
    nz_checkpoint_t checkpoint = { 0 };
    taken_t taken = { 0 };

    remove("every.nc.journal");
    NZ_ASSERT_OK(open_run(&checkpoint, &run, &taken));
    for (uint64_t i = 0; i < 3; i++) {
        add(&checkpoint, i);
        CU_ASSERT_EQUAL(nz_checkpoint_n_saved(&checkpoint), i + 1);
    }
    nz_checkpoint_complete(&checkpoint);
    nz_checkpoint_close(&checkpoint);
}

/* Lines of a file with the text. */
static size_t
count_lines(FILE *file, const char *text)
{
    char line[1024];
    size_t n = 0;

    rewind(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        n += strstr(line, text) != NULL;
    }
    return n;
}

/* Trouble is told once, and its end; nothing of what was added meanwhile is lost. */
static void
test_checkpoint_survives_trouble(void)
{
    const nz_checkpoint_run_t run = run_of("trouble.nc", false, 0.0);
    const nz_checkpoint_run_t again = run_of("trouble.nc", true, 0.0);
    nz_checkpoint_t checkpoint = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    taken_t taken = { 0 };
    FILE *told = tmpfile();
    const int terminal = dup(STDERR_FILENO);

    remove("trouble.nc.journal");
    CU_ASSERT_TRUE_FATAL(told != NULL && terminal >= 0);
    NZ_ASSERT_OK(open_run(&checkpoint, &run, &taken));
    add(&checkpoint, 0);
    CU_ASSERT_EQUAL_FATAL(rename("trouble.nc.journal", "trouble.aside"), 0);
    nz_test_write_file("trouble.nc.journal", "x", 1); /* somebody else's */
    fflush(stderr);
    (void) dup2(fileno(told), STDERR_FILENO);
    add(&checkpoint, 1);
    sleep(2); /* so that it is tried once more */
    add(&checkpoint, 2);
    CU_ASSERT_EQUAL(nz_checkpoint_save(&checkpoint, &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL(diagnostics.n, 1);
    remove("trouble.nc.journal");
    CU_ASSERT_EQUAL_FATAL(rename("trouble.aside", "trouble.nc.journal"), 0);
    NZ_ASSERT_OK(nz_checkpoint_save(&checkpoint, &diagnostics));
    NZ_ASSERT_OK(nz_checkpoint_save(&checkpoint, &diagnostics)); /* which is no news */
    fflush(stderr);
    (void) dup2(terminal, STDERR_FILENO);
    close(terminal);
    CU_ASSERT_EQUAL(nz_checkpoint_n_saved(&checkpoint), 3);
    CU_ASSERT_EQUAL(count_lines(told, "was replaced by another file"), 1);
    CU_ASSERT_EQUAL(count_lines(told, "is written again: nothing is lost"), 1);
    CU_ASSERT_EQUAL(count_lines(told, ""), 2);
    fclose(told);
    nz_checkpoint_close(&checkpoint);
    NZ_ASSERT_OK(open_run(&checkpoint, &again, &taken));
    CU_ASSERT_EQUAL(taken.n, 3);
    nz_checkpoint_complete(&checkpoint);
    nz_checkpoint_close(&checkpoint);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_checkpoint_goes_on),
        NZ_TEST(test_checkpoint_discards_what_is_complete),
        NZ_TEST(test_checkpoint_cut_short),
        NZ_TEST(test_checkpoint_saves_every_unit),
        NZ_TEST(test_checkpoint_survives_trouble),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("checkpoint", tests, argc, argv);
}
