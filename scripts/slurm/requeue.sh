#!/bin/bash
# A run that takes longer than a queue allows: near its time limit the job stops, with its work
# in OUTPUT.journal, goes back into the queue and resumes there, until the run is done.
# Copy it, adapt the lines down to MAX_RESTARTS, then: sbatch requeue.sh
#SBATCH --job-name=nonzero
#SBATCH --ntasks=2
#SBATCH --time=01:00:00
#SBATCH --output=slurm-%j.out
#SBATCH --open-mode=append
# Slurm itself requeues after the failure of a node; and tells this script, not only the ranks,
# that two minutes are left (up to three, it does not look all the time).
#SBATCH --requeue
#SBATCH --signal=B:USR1@120
set -u

STUDY=${STUDY:-study.yaml}
OUTPUT=${OUTPUT:-run.nc}
NONZERO=${NONZERO:-nonzero}
# or: mpirun
LAUNCHER=${LAUNCHER:-srun --mpi=pmix}
MAX_RESTARTS=${MAX_RESTARTS:-100}

requeue()
{
    if [ "${SLURM_RESTART_COUNT:-0}" -ge "$MAX_RESTARTS" ]; then
        echo "requeue.sh: not finished after $MAX_RESTARTS restarts, the work is in $OUTPUT.journal" >&2
        exit 75
    fi
    scontrol requeue "$SLURM_JOB_ID"
}

# In the background, since bash does not run a trap before a command in the foreground has ended.
$LAUNCHER "$NONZERO" simulate "$STUDY" -o "$OUTPUT" --resume &
run=$!
# Launchers pass USR1 on to every rank: they finish what they are at and save it, exit code 75.
trap 'interrupted=yes; kill -USR1 $run' USR1
# The limit itself, without time for that, or scancel. What the journal has on disk remains.
trap 'interrupted=yes; ended_by=$(squeue -h -t all -j "$SLURM_JOB_ID" -o %r || echo unknown)' TERM
ended_by=itself
interrupted=yes
while [ $interrupted = yes ]; do
    interrupted=no
    wait $run
    code=$?
done

# The launcher of MPICH at times returns 0 for 75 after it has passed on a signal.
[ "$code" -ne 0 ] || [ -e "$OUTPUT" ] || [ ! -e "$OUTPUT.journal" ] || code=75

case $code-$ended_by in
75-itself) requeue ;;
138-itself) requeue ;; # USR1 came before the program had begun
*-TimeLimit) requeue ;;
esac
exit $code # 0: done; 1 and 2 would fail again
