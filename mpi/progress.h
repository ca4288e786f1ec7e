/** @file progress.h
 *  @brief Tells on stderr how far long work is: a bar on a terminal, a line a minute in a
 * log. */
#ifndef NZ_MPI_PROGRESS_H
#define NZ_MPI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum nz_progress_mode {
    NZ_PROGRESS_AUTO,   /**< a bar if stderr is a terminal, else a line a minute */
    NZ_PROGRESS_ALWAYS, /**< a bar in any case */
    NZ_PROGRESS_NEVER
} nz_progress_mode_t;

/** @brief The mode of a name: auto, always or never. @return 0, or -1 for another name.
 */
int nz_progress_mode_find(const char *name, nz_progress_mode_t *mode);

/** State; fill by nz_progress_start. Holds no resources. */
typedef struct nz_progress {
    bool bar, silent;
    double done_at_start;      /**< share of the work, 0..1 */
    double started_s, shown_s; /**< monotonic clock [s] */
    bool drawn;
} nz_progress_t;

/** Work that is counted in units. */
typedef struct nz_progress_units {
    uint64_t n_done, n; /**< of all */
    uint64_t n_begun;   /**< that were done when the clock started */
    uint64_t n_saved;   /**< that a restart would find */
} nz_progress_units_t;

/** @brief Start the clock. */
void nz_progress_start(nz_progress_t *self, nz_progress_mode_t mode);

/** @brief Start the clock of work of which others have done the share @p done (0..1):
 * the time left is told from what is done since. */
void nz_progress_restart(nz_progress_t *self, nz_progress_mode_t mode, double done);

/** @brief Whether it is time to tell something: a tenth of a second after the last time
 * for a bar, a minute for a line. If so, the next time is counted from now. */
bool nz_progress_is_due(nz_progress_t *self);

/** @brief Show, if it is time to, that the share @p done (0..1) of the work is done. */
void nz_progress_update(nz_progress_t *self, double done);

/** @brief The same with units, their rate and how many are saved; of a bar as much as its
 * terminal has room for. */
void nz_progress_update_units(
    nz_progress_t *self, double done, const nz_progress_units_t *units);

/** @brief Time left [s], elapsed (1 - done) / (done - done_at_start); NaN before anything
 * is done. */
double nz_progress_left(const nz_progress_t *self, double done);

/** @brief Units per second since the clock started; 0 at its start. */
double nz_progress_rate(const nz_progress_t *self, const nz_progress_units_t *units);

/** @brief Remove the bar, so that what follows starts on a clean line. */
void nz_progress_finish(nz_progress_t *self);

/** @brief Seconds since nz_progress_start. */
double nz_progress_elapsed(const nz_progress_t *self);

/** @brief @p seconds in words, e.g. "1 h 04 min", "2 min 07 s", "3.2 s", into @p text. */
void nz_progress_duration(double seconds, char text[32]);

#endif
