#include "mpi/group_run_ranks.h"

#include "mpi/collective.h"
#include "mpi/scheduler.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>

/* Groups handed out at once: enough to be worth a message, few enough that no rank waits
 * long for the last one. */
enum { block_max = 64, blocks_per_rank = 16 };

/* What is at work on one rank. */
typedef struct group_work {
    const nz_group_task_t *task;
    void *options;        /* of rank 0; owned */
    nz_results_t results; /* borrowed on rank 0, else owned */
    int rank;
    size_t block;   /* groups of a unit */
    void *context;  /* of the task */
    uint64_t *unit; /* results of a block as whole words; owned */
    char *found;    /* rank 0: of all groups; owned */
    uint64_t n_units, n_collected;
    nz_progress_t progress;
} group_work_t;

/* Groups of a unit: the last one may be shorter. */
static size_t
count_groups(const group_work_t *self, uint64_t i_unit)
{
    const size_t left = self->results.n_groups - (size_t) i_unit * self->block;

    return left < self->block ? left : self->block;
}

static size_t
words_of(const group_work_t *self, size_t n_groups)
{
    return (n_groups * self->task->result_size + sizeof(uint64_t) - 1) / sizeof(uint64_t);
}

static nz_status_t
run_unit(void *context, uint64_t i_unit, nz_poll_t poll, void *poll_context,
    nz_packed_t *result)
{
    group_work_t *self = context;
    const nz_group_task_t *task = self->task;
    const size_t n = count_groups(self, i_unit), n_words = words_of(self, n);
    nz_status_t status = NZ_OK;

    memset(self->unit, 0, n_words * sizeof(*self->unit));
    for (size_t i = 0; i < n && status == NZ_OK; i++) {
        status = task->run(self->context, self->options, &self->results,
            (size_t) i_unit * self->block + i,
            (char *) self->unit + i * task->result_size);
        if (poll != NULL) {
            poll(poll_context);
        }
    }
    if (status == NZ_OK) {
        result->n_words = 0;
        status = nz_packed_append(result, self->unit, n_words);
    }
    return status;
}

static nz_status_t
collect_unit(void *context, uint64_t i_unit, const uint64_t *words, size_t n_words)
{
    group_work_t *self = context;
    const size_t n = count_groups(self, i_unit);

    if (n_words != words_of(self, n)) {
        return NZ_ERR_FORMAT;
    }
    memcpy(self->found + (size_t) i_unit * self->block * self->task->result_size, words,
        n * self->task->result_size);
    self->n_collected++;
    return NZ_OK;
}

static void
tick(void *context)
{
    group_work_t *self = context;
    nz_progress_update(
        &self->progress, (double) self->n_collected / (double) self->n_units);
}

/* Everything that a unit depends on. Collective. */
static void
share(group_work_t *self, const nz_results_t *results)
{
    nz_results_t *mine = &self->results;

    *mine = self->rank == 0 ? *results : (nz_results_t){ 0 };
    nz_result_t *rows = mine->rows;
    nz_result_group_t *groups = mine->groups;
    char *texts = mine->texts;
    nz_collective_share(mine, sizeof(*mine));
    mine->rows = nz_collective_share_array(rows, mine->n_rows, sizeof(*rows));
    mine->groups = nz_collective_share_array(groups, mine->n_groups, sizeof(*groups));
    mine->texts = nz_collective_share_array(texts, mine->n_text_bytes, 1);
    nz_collective_share(self->options, self->task->options_size);
}

/* Collective. */
static nz_status_t
prepare(group_work_t *self)
{
    const nz_group_task_t *task = self->task;
    int n_ranks = 1;

    MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    const size_t n = self->results.n_groups;
    const size_t share = n / ((size_t) n_ranks * blocks_per_rank) + 1;
    self->block = share < block_max ? share : block_max;
    self->n_units = (n + self->block - 1) / self->block;
    self->unit = calloc(words_of(self, self->block), sizeof(*self->unit));
    self->found = self->rank == 0 ? calloc(n > 0 ? n : 1, task->result_size) : NULL;
    nz_status_t status = self->unit != NULL && (self->rank != 0 || self->found != NULL)
                             ? NZ_OK
                             : NZ_ERR_NO_MEMORY;
    if (status == NZ_OK && task->create != NULL) {
        status = task->create(self->options, &self->context);
    }
    return nz_collective_agree(status);
}

static void
release(group_work_t *self)
{
    if (self->task->destroy != NULL) {
        self->task->destroy(self->context);
    }
    if (self->rank != 0) {
        nz_results_free(&self->results);
    }
    free(self->options);
    free(self->unit);
    free(self->found);
}

nz_status_t
nz_group_run_ranks(const nz_group_task_t *task, const nz_results_t *results,
    nz_progress_mode_t progress, void **out)
{
    group_work_t self = { .task = task,
        .options = calloc(1, task->options_size > 0 ? task->options_size : 1) };
    nz_status_t status =
        nz_collective_agree(self.options != NULL ? NZ_OK : NZ_ERR_NO_MEMORY);

    MPI_Comm_rank(MPI_COMM_WORLD, &self.rank);
    if (status != NZ_OK) {
        free(self.options);
        return status;
    }
    if (self.rank == 0) {
        memcpy(self.options, task->options, task->options_size);
    }
    share(&self, results);
    status = prepare(&self);
    if (status == NZ_OK) {
        const nz_work_t work = {
            .context = &self, .run = run_unit, .collect = collect_unit, .tick = tick
        };
        nz_progress_start(&self.progress, self.rank == 0 ? progress : NZ_PROGRESS_NEVER);
        status = nz_scheduler_run(MPI_COMM_WORLD, self.n_units, &work, NULL);
        nz_progress_finish(&self.progress);
    }
    if (status == NZ_OK) {
        *out = self.found;
        self.found = NULL;
    }
    release(&self);
    return status;
}
