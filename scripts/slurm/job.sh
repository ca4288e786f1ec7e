#!/bin/bash
# A run of nonzero as a Slurm job. Copy it, adapt the lines down to LAUNCHER, then: sbatch job.sh
# What does not fit into the time limit is kept in OUTPUT.journal, and the job fails with exit
# code 75: submit it again, with any number of tasks, to go on. requeue.sh does that by itself.
#SBATCH --job-name=nonzero
#SBATCH --ntasks=2
#SBATCH --time=01:00:00
# The run ends in time by itself where it can ask Slurm for the limit; this asks it to elsewhere.
#SBATCH --signal=USR1@120
set -u

STUDY=${STUDY:-study.yaml}
OUTPUT=${OUTPUT:-run.nc}
NONZERO=${NONZERO:-nonzero}
# For Open MPI built for Slurm. `mpirun` works too, but then see requeue.sh for the signal.
LAUNCHER=${LAUNCHER:-srun --mpi=pmix}

exec $LAUNCHER "$NONZERO" simulate "$STUDY" -o "$OUTPUT" --resume
