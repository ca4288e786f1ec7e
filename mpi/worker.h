/** @file worker.h
 *  @brief The part of the program that is linked with MPI and netCDF, a program of its
 *  own: loading those libraries takes ten times as long as most other commands. */
#ifndef NZ_MPI_WORKER_H
#define NZ_MPI_WORKER_H

/**
 * @brief Become `nonzero-worker`, which runs the command argv[0] with its arguments.
 *
 * It is looked for beside this program and, as installed, in ../libexec/nonzero.
 * @param argv  as a command's, with a NULL at its end.
 * @return only on failure: an exit code, after a message.
 */
int nz_worker_run(int argc, char **argv);

#endif
