/** @file slurm.h
 *  @brief What the Slurm job that this process is in lets it know. */
#ifndef NZ_MPI_SLURM_H
#define NZ_MPI_SLURM_H

/**
 * @brief When Slurm will begin to end the job.
 *
 * As SLURM_JOB_END_TIME says, which newer versions of Slurm and the job scripts of this
 * project set, or else as squeue says, which is given some seconds to answer. Call before
 * MPI is started, on one rank.
 * @return UNIX time [s]; INFINITY: no job; NaN: a job, and what there is says nothing
 * that can be understood.
 */
double nz_slurm_end_time(void);

#endif
