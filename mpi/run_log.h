/** @file run_log.h
 *  @brief The log of a run on stderr: lines for a person, or a JSON object per line.
 *
 *  Rank 0 only; not collective. A log of the mode NZ_PROGRESS_NEVER tells only notes,
 * warnings, a stop, and errors.
 *
 *  Lines of text begin with "nonzero: ", those of the start, a stop and the end go on
 * with the local date and time; what would not print is shown as '?'. With a bar (a
 * terminal, or NZ_PROGRESS_ALWAYS) what a person does not wait for is left out: of the
 * start, the plan and the journal there is at most one line, and none if the work is new
 * and short.
 *
 *  In JSON every object has "time" (UTC, ISO 8601, to the millisecond), "event" (start,
 * plan, journal, progress, note, warning, stop, end, error) and the fields of the structs
 * below by their names, of a note, a warning and an error "text"; progress comes once a
 * minute and has "elapsed_s", "units_per_s" and "left_s", too, all three of this session.
 * A start has the "version" and the "commit" of the program. Seeds are texts, since many
 * readers keep only 53 bits of a number. What does not apply (a NULL, a number that is
 * not finite) is left out. Bytes that are not UTF-8 become U+FFFD.
 */
#ifndef NZ_MPI_RUN_LOG_H
#define NZ_MPI_RUN_LOG_H

#include "mpi/progress.h"
#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** --log */
typedef enum nz_log_format { NZ_LOG_TEXT, NZ_LOG_JSON } nz_log_format_t;

/** @brief The format of a name: text or json. @return 0, or -1 for another name. */
int nz_log_format_find(const char *name, nz_log_format_t *format);

/** State; fill by nz_run_log_open. Holds no resources. */
typedef struct nz_run_log {
    nz_log_format_t format;
    nz_progress_mode_t mode;
    nz_progress_t progress; /**< its clock starts with nz_run_log_plan */
    double started_s;       /**< of nz_run_log_open, monotonic clock [s] */
    uint64_t units_begun;   /**< that a journal had */
    int ranks;              /**< as nz_run_log_start has told; 1 without */
} nz_run_log_t;

/** Who runs what. */
typedef struct nz_run_log_start {
    const char *study, *output; /**< paths */
    const char *study_hash;
    uint64_t seed;
    int ranks, nodes;
} nz_run_log_start_t;

/** What there is to do. */
typedef struct nz_run_log_plan {
    uint64_t cells, test_sets;  /**< test sets of each cell */
    uint64_t units, units_done; /**< done: by those before, from the journal */
    double done;                /**< share of the predicted time that these are */
    double core_s;              /**< predicted, of what is left [s] */
} nz_run_log_plan_t;

/** The journal that was opened. */
typedef struct nz_run_log_journal {
    const char *path;
    double every_s;         /**< --checkpoint-every [s]; 0: after each unit */
    uint64_t units;         /**< that it has */
    uint64_t sessions;      /**< before this one; 0: a new journal */
    double wall_s;          /**< of those before [s] */
    uint64_t dropped_bytes; /**< of a last record that was cut short */
    const char *limit;      /**< that will stop the run; NULL: none */
    double limit_s;         /**< from now on [s] */
} nz_run_log_journal_t;

/** How far it is. */
typedef struct nz_run_log_state {
    double done; /**< share of the predicted time of all units, 0..1 */
    uint64_t units_done, units, units_saved; /**< of all sessions; saved: on disk, in the
                                                journal */
} nz_run_log_state_t;

/** Why a run ends before its end. */
typedef struct nz_run_log_stop {
    const char *reason; /**< "SIGUSR1", "--max-time", "the time limit of the Slurm job" */
    const char *journal; /**< path */
    const char *command; /**< what goes on with it, by nz_command_line; NULL: nothing */
    uint64_t units_done, units;
} nz_run_log_stop_t;

/** The end. */
typedef struct nz_run_log_end {
    const char *output;
    uint64_t cells, test_sets;
    int ranks;
    uint64_t sessions;                 /**< this one and those before */
    double wall_s;                     /**< of this session [s] */
    double total_wall_s, total_core_s; /**< of all sessions [s] */
} nz_run_log_end_t;

/** @brief Start the clock. */
void nz_run_log_open(nz_run_log_t *self, nz_log_format_t format, nz_progress_mode_t mode);

/** @brief Who runs what. */
void nz_run_log_start(nz_run_log_t *self, const nz_run_log_start_t *start);

/** @brief What there is to do; the work begins now, and its rate is counted from here. */
void nz_run_log_plan(nz_run_log_t *self, const nz_run_log_plan_t *plan);

/** @brief Which journal is kept. A record that was dropped is a warning of its own. */
void nz_run_log_journal(nz_run_log_t *self, const nz_run_log_journal_t *journal);

/** @brief Tell how far the run is, the units per second and the time left by what this
 * session did, if it is time to; called several times a second. */
void nz_run_log_progress(nz_run_log_t *self, const nz_run_log_state_t *state);

/** @brief A sentence about what is not trouble, told in any mode. */
void nz_run_log_note(nz_run_log_t *self, const char *text);

/** @brief A sentence about trouble that the run survives. */
void nz_run_log_warning(nz_run_log_t *self, const char *text);

/** @brief Why it ends now, and how it goes on. */
void nz_run_log_stop(nz_run_log_t *self, const nz_run_log_stop_t *stop);

/** @brief What was made, and how long it took. */
void nz_run_log_end(nz_run_log_t *self, const nz_run_log_end_t *end);

/** @brief nz_cli_finish, in JSON as events "error", or "warning" where @p status is
 * NZ_OK.
 * @return the exit code. */
int nz_run_log_finish(
    nz_run_log_t *self, nz_status_t status, const nz_diagnostics_t *diagnostics);

/** @brief Seconds since nz_run_log_open. */
double nz_run_log_elapsed(const nz_run_log_t *self);

#endif
