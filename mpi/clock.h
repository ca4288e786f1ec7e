/** @file clock.h
 *  @brief The time as one number. */
#ifndef NZ_MPI_CLOCK_H
#define NZ_MPI_CLOCK_H

#include <time.h>

/** @brief What @p clock shows, e.g. CLOCK_MONOTONIC [s]. */
double nz_clock_s(clockid_t clock);

#endif
