/** @file progress.h
 *  @brief Tells on stderr how far long work is: a bar on a terminal, a line a minute in a
 * log. */
#ifndef NZ_MPI_PROGRESS_H
#define NZ_MPI_PROGRESS_H

#include <stdbool.h>

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
    double started_s, shown_s; /**< monotonic clock [s] */
    bool drawn;
} nz_progress_t;

/** @brief Start the clock. */
void nz_progress_start(nz_progress_t *self, nz_progress_mode_t mode);

/** @brief Show, if it is time to, that the share @p done (0..1) of the work is done. */
void nz_progress_update(nz_progress_t *self, double done);

/** @brief Remove the bar, so that what follows starts on a clean line. */
void nz_progress_finish(nz_progress_t *self);

/** @brief Seconds since nz_progress_start. */
double nz_progress_elapsed(const nz_progress_t *self);

/** @brief @p seconds in words, e.g. "1 h 04 min", "2 min 07 s", "3.2 s", into @p text. */
void nz_progress_duration(double seconds, char text[32]);

#endif
