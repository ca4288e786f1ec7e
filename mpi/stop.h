/** @file stop.h
 *  @brief When a run ends before its end: signals and limits of time.
 *
 *  Signals are of the process, which has one run: flags of this file keep them.
 */
#ifndef NZ_MPI_STOP_H
#define NZ_MPI_STOP_H

#include <stdbool.h>

/** When to stop. Fill by nz_stop_init. */
typedef struct nz_stop {
    double max_at_s, slurm_at_s; /**< monotonic clock [s]; infinite: no limit */
    bool is_blind;               /**< in a Slurm job that does not say when it ends */
    const char *reason;          /**< once nz_stop_is_due was true; static storage */
} nz_stop_t;

/** @brief Keep a SIGUSR1 for the program that this one becomes: called before exec, so
 * that none is lost, and none kills, until that calls nz_stop_watch. */
void nz_stop_hold(void);

/** @brief From now on SIGUSR1 asks for a stop, and a write beyond the limit of file size
 * is an error (EFBIG) instead of SIGXFSZ, one to a log that nobody reads any more is none
 * (EPIPE). Before MPI is started. */
void nz_stop_watch(void);

/** @brief From now on SIGTERM, SIGINT and SIGHUP wait once for nz_stop_killer, unless
 * they are ignored; a second one kills. */
void nz_stop_watch_killers(void);

/** @brief Whether this process got SIGUSR1. */
bool nz_stop_is_asked(void);

/** @brief From now on they kill again as they did; one that came already kills now. */
void nz_stop_release_killers(void);

/** @brief The first of SIGTERM, SIGINT and SIGHUP that came, or 0. */
int nz_stop_killer(void);

/** @brief Its name, "SIGTERM", ...; static storage. */
const char *nz_stop_killer_name(void);

/** @brief Let @p killer kill, if it is not 0. */
void nz_stop_die(int killer);

/**
 * @brief The limits of this run: @p max_s seconds from now (INFINITY: none), and if @p
 * asks_slurm the end of the Slurm job that this is in (mpi/slurm.h). Before MPI is
 * started.
 */
void nz_stop_init(nz_stop_t *self, double max_s, bool asks_slurm);

/** @brief Seconds from now on until work must be finished and saved; INFINITY: no limit.
 *  @param[out] limit  which limit that is; static storage; NULL if there is none. */
double nz_stop_left(const nz_stop_t *self, const char **limit);

/** @brief Whether to begin no more work, since this process was asked to stop, or since
 * work that takes @p longest_s could not be finished and saved in time. */
bool nz_stop_is_due(nz_stop_t *self, double longest_s);

#endif
