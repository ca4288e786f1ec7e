#!/bin/bash
# One study many times, as a Slurm job array: an element for each seed, or for each setting of
# SETTINGS. Copy it, adapt the lines down to LAUNCHER, then: sbatch array.sh
# Element ID writes OUTPUT-ID.nc. Elements that their time limit cut short exit with code 75:
# submit those again, with --array=ID,ID,..., to go on.
#SBATCH --job-name=nonzero
#SBATCH --array=0-3
#SBATCH --ntasks=1
#SBATCH --time=01:00:00
#SBATCH --output=slurm-%A_%a.out
#SBATCH --signal=USR1@120
set -u

STUDY=${STUDY:-study.yaml}
OUTPUT=${OUTPUT:-run}
NONZERO=${NONZERO:-nonzero}
# Empty: the seed of an element is its ID. Otherwise element ID uses the setting in this place,
# counted from 0, for example: SETTINGS=('task.tokens=[1]' 'task.tokens=[5]' 'replicates=100')
SETTINGS=()
LAUNCHER=${LAUNCHER:-srun --mpi=pmix}

id=$SLURM_ARRAY_TASK_ID
if [ ${#SETTINGS[@]} -gt 0 ]; then
    setting=${SETTINGS[$id]} # an ID beyond them ends the element, since `set -u`
else
    setting=seed=$id
fi
exec $LAUNCHER "$NONZERO" simulate "$STUDY" -o "$OUTPUT-$id.nc" --set "$setting" --resume
